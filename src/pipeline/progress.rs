//! The steps of a run, and who is shown them.

use serde::Serialize;

/// What happens while a build runs; called from several threads.
pub trait Progress: Sync {
    /// A step begins that has `total` parts, if that is known.
    fn begin(&self, step: Step, total: Option<usize>);
    /// Another part of it is done.
    fn advance(&self);
}

/// No progress is shown.
impl Progress for () {
    fn begin(&self, _: Step, _: Option<usize>) {}
    fn advance(&self) {}
}

/// The steps of a build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// Finding the articles.
    Walk,
    /// Reading their headers.
    Read,
    /// Rendering the bodies that some feed includes.
    Render,
    /// Writing feeds to temporary files next to their targets.
    Write,
    /// Putting them in place.
    Publish,
}

impl Step {
    /// The word in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Step::Walk => "walk",
            Step::Read => "read",
            Step::Render => "render",
            Step::Write => "write",
            Step::Publish => "publish",
        }
    }
}
