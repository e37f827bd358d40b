//! What a person at a terminal sees while a build takes its time.

use std::io::IsTerminal;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use feedmill::build::{Progress, Step};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How long a build may take before anything is shown.
const PATIENCE: Duration = Duration::from_millis(500);

/// A bar on standard error; nothing in a pipe or a log.
pub(crate) struct Bar {
    bar: ProgressBar,
    began: Instant,
    is_shown: Mutex<bool>,
}

impl Bar {
    /// A bar that is `wanted`.
    pub(crate) fn new(wanted: bool) -> Self {
        let shown = wanted && std::io::stderr().is_terminal();
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        Bar {
            bar,
            began: Instant::now(),
            is_shown: Mutex::new(!shown),
        }
    }

    /// Clears it away.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }

    fn show_when_it_takes_long(&self) {
        if self.began.elapsed() < PATIENCE {
            return;
        }
        let mut is_shown = self
            .is_shown
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if !*is_shown {
            *is_shown = true;
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
        self.bar.set_message(doing);
        self.show_when_it_takes_long();
    }

    fn advance(&self) {
        self.bar.inc(1);
        // Looking at the clock for every article would cost more than the bar.
        if self.bar.position().is_multiple_of(64) {
            self.show_when_it_takes_long();
        }
    }
}
