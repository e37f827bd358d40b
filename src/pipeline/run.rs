//! What the steps of a run share: the report, the progress and the time.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use super::error::{Cause, Error};
use super::progress::{Progress, Step};
use super::report::Report;
use super::rules::INTERNAL_ERROR;
use crate::diagnostic::{Diagnostic, Severity};
use crate::input::history::Repository;
use crate::input::source::{Failure, PublishedIds, SourceFile};
use crate::publish;
use crate::time::{Present, Timestamp};

/// A run on its way.
pub(super) struct Run<'a> {
    pub(super) present: Present,
    pub(super) progress: &'a dyn Progress,
    pub(super) cancelled: &'a AtomicBool,
    pub(super) report: Report,
    /// What the site file makes of findings, by code; `None` if they are not reported.
    pub(super) levels: HashMap<String, Option<Severity>>,
    /// Whether to look for everything that is odd.
    pub(super) is_thorough: bool,
    /// What `feedmill.ids` says.
    pub(super) ids: PublishedIds,
    /// The pages of folders that cannot be read, by their paths.
    pub(super) unread_pages: Vec<Box<str>>,
    /// The repository that dates are taken from.
    pub(super) repository: Option<Repository>,
    step: Option<(Step, Instant)>,
}

impl<'a> Run<'a> {
    pub(super) fn new(
        now: Timestamp,
        progress: &'a dyn Progress,
        cancelled: &'a AtomicBool,
    ) -> Self {
        Run {
            present: Present::at(now),
            progress,
            cancelled,
            report: Report::default(),
            levels: HashMap::new(),
            is_thorough: false,
            ids: PublishedIds::default(),
            unread_pages: Vec::new(),
            repository: None,
            step: None,
        }
    }

    /// Begins a step, of `total` parts if that is known.
    pub(super) fn begin(&mut self, step: Step, total: Option<usize>) {
        self.end_step();
        self.step = Some((step, Instant::now()));
        self.progress.begin(step, total);
    }

    /// A step that is taken again adds to its time.
    fn end_step(&mut self) {
        let Some((step, began)) = self.step.take() else {
            return;
        };
        let times = &mut self.report.times;
        match times.iter_mut().find(|(known, _)| *known == step) {
            Some((_, time)) => *time += began.elapsed(),
            None => times.push((step, began.elapsed())),
        }
    }

    /// Does `work` on `file`. A fault of the article is returned as a finding; a failure of the system, or
    /// a signal, ends the run. A panic in a library leaves out this file alone.
    pub(super) fn work_on<T>(
        &self,
        file: &SourceFile,
        work: impl FnOnce() -> Result<T, Failure>,
    ) -> Result<Result<T, Diagnostic>, Cause> {
        if self.cancelled.load(Ordering::Relaxed) {
            return Err(Cause::Publish(publish::Error::Cancelled));
        }
        let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
        self.progress.advance();
        match done {
            Ok(Ok(value)) => Ok(Ok(value)),
            Ok(Err(Failure::Article(finding))) => Ok(Err(finding)),
            Ok(Err(Failure::System(finding))) => Err(Cause::Read(finding)),
            Err(_) => {
                let message = "feedmill failed on this file, which is a bug";
                Ok(Err(
                    Diagnostic::new(&INTERNAL_ERROR, message).in_file(file.shown())
                ))
            }
        }
    }

    /// The report with the result, or with what stopped the run.
    pub(super) fn end<T>(self, result: Result<T, Cause>) -> Result<(Report, T), Error> {
        let mut report = self.finish();
        match result {
            Ok(value) => Ok((report, value)),
            Err(cause) => {
                report.findings.extend(cause.to_diagnostic());
                Err(Error {
                    cause,
                    report: Box::new(report),
                })
            }
        }
    }

    /// The report, in a stable order.
    fn finish(mut self) -> Report {
        self.set_levels();
        self.end_step();
        self.report.feeds.sort_by(|a, b| a.path.cmp(&b.path));
        self.report.files.sort_by(|a, b| a.path.cmp(&b.path));
        self.report
            .findings
            .sort_by(|a, b| a.position.cmp(&b.position));
        self.report
    }

    /// Ends with the `report` of the last run instead.
    pub(super) fn end_with(&mut self, report: Report) {
        self.report = Report {
            generator: self.report.generator.take(),
            output: std::mem::take(&mut self.report.output),
            ..report
        };
    }

    /// Makes of each finding what the site file says of its code.
    fn set_levels(&mut self) {
        self.report
            .findings
            .retain_mut(|finding| match self.levels.get(finding.rule.code) {
                Some(Some(severity)) => {
                    finding.severity = *severity;
                    true
                }
                Some(None) => false,
                None => true,
            });
    }
}
