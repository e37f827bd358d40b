//! Finding the files.

use std::sync::Arc;

use super::error::Cause;
use super::progress::Step;
use super::run::Run;
use crate::diagnostic::Severity;
use crate::files::Folder;
use crate::input::source::{self, PublishedIds, Walked};
use crate::site::settings::Settings;

impl Run<'_> {
    /// Finds every file that may be an article, and reads `feedmill.ids`.
    pub(super) fn walk(
        &mut self,
        folder: &Arc<Folder>,
        settings: &Settings,
    ) -> Result<Walked, Cause> {
        self.begin(Step::Walk, None);
        let findings = &mut self.report.findings;
        let walked = source::walk(folder, &settings.output, &settings.articles, findings);
        let mut walked = walked.map_err(Cause::Read)?;
        let errors = findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error);
        self.report.articles.left_out += errors.count();
        self.report.articles.files = walked.files.len();
        let ids = PublishedIds::read(folder, &mut walked.stamps);
        self.ids = ids.map_err(|problems| self.unusable(problems))?;
        Ok(walked)
    }
}
