//! What stops a run.

use std::fmt;

use super::report::Report;
use super::rules::{STOPPED_BY_STRICT, WOULD_EMPTY};
use crate::diagnostic::{Diagnostic, Severity};
use crate::publish;

/// Why nothing was built, and what was found until then.
#[derive(Debug)]
pub struct Error {
    /// What stopped the build. The findings of the report say it too.
    pub cause: Cause,
    /// The account of what was done.
    pub report: Box<Report>,
}

/// What stopped a build.
#[derive(Debug)]
pub enum Cause {
    /// The site file or the flags are wrong.
    Settings,
    /// The articles cannot be read.
    Read(Diagnostic),
    /// There is nothing to publish.
    NoArticles,
    /// There is nothing to publish, and something was published before.
    WouldEmpty,
    /// Subscribers would suffer: from a flood of old entries, or as those of another site.
    Guard(Diagnostic),
    /// An article cannot be used, and `strict` was asked for.
    Strict,
    /// The feeds could not be written.
    Publish(publish::Error),
}

impl From<publish::Error> for Cause {
    fn from(error: publish::Error) -> Self {
        Cause::Publish(error)
    }
}

impl Cause {
    /// The finding that reports it, unless another one does.
    pub(super) fn to_diagnostic(&self) -> Option<Diagnostic> {
        match self {
            Cause::Settings | Cause::NoArticles => None,
            Cause::Strict => {
                let message =
                    "an article has an error, and `--strict` was given; nothing was written";
                Some(Diagnostic::new(&STOPPED_BY_STRICT, message))
            }
            Cause::Read(finding) | Cause::Guard(finding) => Some(finding.clone()),
            Cause::WouldEmpty => {
                let message = "there is no article to publish, but there are feeds with entries";
                Some(Diagnostic::new(&WOULD_EMPTY, message))
            }
            Cause::Publish(error) => Some(error.to_diagnostic()),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.cause {
            Cause::Settings => {
                f.write_str("the settings cannot be used")?;
                let is_error = |finding: &&Diagnostic| finding.severity == Severity::Error;
                self.report
                    .findings
                    .iter()
                    .filter(is_error)
                    .try_for_each(|finding| write!(f, "\n{finding}"))
            }
            Cause::Read(finding) | Cause::Guard(finding) => f.write_str(&finding.message),
            Cause::NoArticles => f.write_str("there is no article to publish"),
            Cause::WouldEmpty => f.write_str("every feed would be emptied"),
            Cause::Strict => f.write_str("an article has an error, and the build is strict"),
            Cause::Publish(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.cause {
            Cause::Publish(error) => Some(error),
            _ => None,
        }
    }
}
