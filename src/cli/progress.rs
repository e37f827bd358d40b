//! The progress bar of a run that takes a while, on a terminal.

use std::io::{IsTerminal, Write};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use feedmill::{Progress, Step};

/// How long a run may take before the bar is shown.
const PATIENCE: Duration = Duration::from_millis(500);

/// How long it stays as it is.
const PAUSE: Duration = Duration::from_millis(50);

/// After so many parts of a step the clock is read: for each it would cost more than the bar.
const EVERY: u64 = 8;

/// The width between the brackets. With a million articles the bar takes 38 columns: a terminal of 40 writes `^C`
/// after it, and the cursor must stay on that line, because only that line is cleared.
const WIDTH: u64 = 8;

/// A bar on standard error if that is a terminal.
pub(crate) struct Bar {
    began: Instant,
    is_wanted: bool,
    /// What is done, and of how many parts.
    step: Mutex<(&'static str, Option<u64>)>,
    done: AtomicU64,
    /// When the bar was drawn last, in milliseconds; 0 if never.
    drawn: AtomicU64,
}

impl Bar {
    /// A bar, shown only if `wanted`.
    pub(crate) fn new(wanted: bool) -> Self {
        Bar {
            began: Instant::now(),
            is_wanted: wanted && std::io::stderr().is_terminal(),
            step: Mutex::new(("", None)),
            done: AtomicU64::new(0),
            drawn: AtomicU64::new(0),
        }
    }

    /// Removes the bar from the terminal.
    pub(crate) fn finish(&self) {
        if self.drawn.swap(0, Relaxed) > 0 {
            write("\r\x1b[K");
        }
    }

    /// Draws the bar if it is time to.
    fn draw(&self) {
        let milliseconds = |time: Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        let now = milliseconds(self.began.elapsed());
        let last = self.drawn.load(Relaxed);
        let is_due =
            now >= milliseconds(PATIENCE) && now.saturating_sub(last) >= milliseconds(PAUSE);
        let is_first =
            |drawn: &AtomicU64| drawn.compare_exchange(last, now, Relaxed, Relaxed).is_ok();
        if is_due && is_first(&self.drawn) {
            let (doing, total) = *self.step.lock().unwrap_or_else(PoisonError::into_inner);
            write(&line(doing, self.done.load(Relaxed), total));
        }
    }
}

impl Progress for Bar {
    fn begin(&self, step: Step, total: Option<usize>) {
        if !self.is_wanted {
            return;
        }
        let doing = match step {
            Step::Walk => "Looking",
            Step::Read => "Reading",
            Step::Render => "Rendering",
            Step::Write => "Writing",
            Step::Publish => "Publishing",
        };
        let total = total.map(|total| total as u64);
        *self.step.lock().unwrap_or_else(PoisonError::into_inner) = (doing, total);
        self.done.store(0, Relaxed);
        self.draw();
    }

    fn advance(&self) {
        let done = self.done.fetch_add(1, Relaxed) + 1;
        if self.is_wanted && done.is_multiple_of(EVERY) {
            self.draw();
        }
    }
}

/// The bar, which replaces what stands in the line.
fn line(doing: &str, done: u64, total: Option<u64>) -> String {
    let Some(total) = total else {
        return format!("\r{doing}\x1b[K");
    };
    let full = (done.min(total) * WIDTH)
        .checked_div(total)
        .unwrap_or(WIDTH);
    let full = "=".repeat(usize::try_from(full).unwrap_or_default());
    let width = usize::try_from(WIDTH).unwrap_or_default();
    format!("\r{doing:10} [{full:width$}] {done}/{total}\x1b[K")
}

/// A terminal that is gone has no use for it.
fn write(text: &str) {
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_leaves_room_for_an_interrupt() {
        for (done, total, expected) in [
            (0, 3, "\rPublishing [        ] 0/3\x1b[K"),
            (2, 3, "\rPublishing [=====   ] 2/3\x1b[K"),
            (0, 0, "\rPublishing [========] 0/0\x1b[K"),
            (
                999_999,
                1_000_000,
                "\rPublishing [======= ] 999999/1000000\x1b[K",
            ),
        ] {
            let line = line("Publishing", done, Some(total));
            assert_eq!(line, expected);
            assert!(line.len() - "\r\x1b[K".len() <= 38, "{line}");
        }
        assert_eq!(line("Looking", 5, None), "\rLooking\x1b[K");
    }
}
