//! The account of a build.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use super::Step;
use crate::diagnostic::Diagnostic;
use crate::input::normalise::Reason;
use crate::model::{Format, Text};
use crate::publish::Change;
use crate::site::settings::{Taxonomy, Terms};

/// The account of a build.
#[derive(Debug, Default)]
pub struct Report {
    /// What made the site and how that was found out, if it is known.
    pub generator: Option<String>,
    /// The folder that feeds are written to.
    pub output: PathBuf,
    /// Files that were looked at.
    pub files: usize,
    /// Files without front matter.
    pub not_articles: usize,
    /// Articles that are published.
    pub published: usize,
    /// Articles that their authors keep back, by reason.
    pub kept_back: BTreeMap<Reason, usize>,
    /// Articles that could not be used.
    pub unusable: usize,
    /// The feeds, in the order of their paths.
    pub feeds: Vec<FeedReport>,
    /// Paths of feeds that were removed.
    pub removed: Vec<String>,
    /// Everything that was found, in the order of the articles' paths.
    pub findings: Vec<Diagnostic>,
    /// What each step took.
    pub times: Vec<(Step, Duration)>,
    /// Whether feeds could not be written that should have been.
    pub incomplete: bool,
}

/// One feed of a build.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedReport {
    /// The path below the output folder.
    pub path: String,
    /// The format.
    pub format: Format,
    /// The tag's name, if it is a tag's.
    pub tag: Option<String>,
    /// The taxonomy, if it is the feed of a term.
    pub taxonomy: Option<String>,
    /// The term's name, if it is one's.
    pub term: Option<String>,
    /// The number of entries.
    pub entries: usize,
    /// What happened to the file, or would.
    pub change: Change,
}

impl FeedReport {
    pub(super) fn new(
        path: &str,
        format: Format,
        taxonomy: Option<&Taxonomy>,
        term: Option<&Text>,
        entries: usize,
        change: Change,
    ) -> Self {
        let term = term.map(ToString::to_string);
        let is_tag = taxonomy.is_some_and(|taxonomy| taxonomy.terms == Terms::Tags);
        FeedReport {
            path: path.to_owned(),
            format,
            tag: term.clone().filter(|_| is_tag),
            taxonomy: taxonomy.map(|taxonomy| taxonomy.name.clone()),
            term,
            entries,
            change,
        }
    }
}

impl Report {
    /// Whether a feed was changed, or would be.
    pub fn would_change(&self) -> bool {
        let changes = |feed: &FeedReport| matches!(feed.change, Change::Created | Change::Updated);
        !self.removed.is_empty() || self.feeds.iter().any(changes)
    }
}
