//! The progress bar of a build that takes a while, on a terminal.

use std::io::IsTerminal;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

use feedmill::{Progress, Step};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How long a build may run before the bar is shown.
const PATIENCE: Duration = Duration::from_millis(500);

/// A bar on standard error if that is a terminal.
pub(crate) struct Bar {
    bar: ProgressBar,
    began: Instant,
    is_wanted: bool,
    is_shown: AtomicBool,
    /// Progress of the current step. The bar's own counter has a lock that threads would wait for.
    done: AtomicU64,
}

impl Bar {
    /// A bar, shown only if `wanted`.
    pub(crate) fn new(wanted: bool) -> Self {
        Bar {
            bar: ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden()),
            began: Instant::now(),
            is_wanted: wanted && std::io::stderr().is_terminal(),
            is_shown: AtomicBool::new(false),
            done: AtomicU64::new(0),
        }
    }

    /// Removes the bar from the terminal.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }

    fn show_if_slow(&self) {
        if self.is_wanted && self.began.elapsed() >= PATIENCE && !self.is_shown.swap(true, Relaxed)
        {
            self.bar.set_position(self.done.load(Relaxed));
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }
}

impl Progress for Bar {
    fn begin(&self, step: Step, total: Option<usize>) {
        let doing = match step {
            Step::Walk => "Looking for articles",
            Step::Read => "Reading headers",
            Step::Render => "Rendering",
            Step::Write => "Writing feeds",
            Step::Publish => "Publishing",
        };
        let template = match total {
            Some(_) => "{msg:20} [{wide_bar}] {pos}/{len}",
            None => "{msg:20}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            self.bar.set_style(style.progress_chars("=> "));
        }
        self.bar.set_length(total.unwrap_or(0) as u64);
        self.bar.set_position(0);
        self.done.store(0, Relaxed);
        self.bar.set_message(doing);
        self.show_if_slow();
    }

    fn advance(&self) {
        let done = self.done.fetch_add(1, Relaxed) + 1;
        if self.is_shown.load(Relaxed) {
            self.bar.set_position(done);
        } else if done.is_multiple_of(64) {
            // Reading the clock for every article would cost more than the bar.
            self.show_if_slow();
        }
    }
}
