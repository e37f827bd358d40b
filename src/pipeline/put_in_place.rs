//! Putting the feeds in place.

use super::error::Cause;
use super::progress::Step;
use super::run::Run;
use crate::publish::{self, Changes, Stage};

impl Run<'_> {
    /// Puts the feeds in place.
    pub(super) fn publish(&mut self, stage: Stage<'_>) -> Result<Changes, Cause> {
        self.begin(Step::Publish, None);
        let changes = stage.commit()?;
        self.report.removed.clone_from(&changes.removed);
        self.report.incomplete = !changes.problems.is_empty();
        let problems = changes.problems.iter().map(publish::Error::to_diagnostic);
        self.report.findings.extend(problems);
        Ok(changes)
    }
}
