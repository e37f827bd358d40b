//! What a person at a terminal sees while a build takes its time.

use std::io::IsTerminal;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

use feedmill::pipeline::{Progress, Step};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How long a build may take before anything is shown.
const PATIENCE: Duration = Duration::from_millis(500);

/// A bar on standard error; nothing in a pipe or a log.
pub(crate) struct Bar {
    bar: ProgressBar,
    began: Instant,
    is_wanted: bool,
    is_shown: AtomicBool,
    /// Of the step. The bar has a lock, for which several threads would wait.
    done: AtomicU64,
}

impl Bar {
    /// A bar that is `wanted`.
    pub(crate) fn new(wanted: bool) -> Self {
        Bar {
            bar: ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden()),
            began: Instant::now(),
            is_wanted: wanted && std::io::stderr().is_terminal(),
            is_shown: AtomicBool::new(false),
            done: AtomicU64::new(0),
        }
    }

    /// Clears it away.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }

    fn show_when_it_takes_long(&self) {
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
            Some(_) => "{msg:20} [{bar:30}] {pos}/{len}",
            None => "{msg:20}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            self.bar.set_style(style.progress_chars("=> "));
        }
        self.bar.set_length(total.unwrap_or(0) as u64);
        self.bar.set_position(0);
        self.done.store(0, Relaxed);
        self.bar.set_message(doing);
        self.show_when_it_takes_long();
    }

    fn advance(&self) {
        let done = self.done.fetch_add(1, Relaxed) + 1;
        if self.is_shown.load(Relaxed) {
            self.bar.set_position(done);
        } else if done.is_multiple_of(64) {
            // Looking at the clock for every article would cost more than the bar.
            self.show_when_it_takes_long();
        }
    }
}
