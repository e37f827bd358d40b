//! Many feeds: the result of each, and the total.

use super::entry::{FeedError, ParsedFeed};
use super::finding::{FeedPaths, feed_gone, feed_new, unreadable};
use super::outcome::{Agreement, Comparison, Counts, Side, compare};
use crate::diagnostic::Diagnostic;

/// The result for the feed at one path.
#[derive(Debug)]
pub enum FeedOutcome {
    /// Both have it, and were compared.
    Compared(Box<Comparison>),
    /// NEW does not have it.
    Gone(Side),
    /// OLD does not have it.
    New(Side),
    /// One of the two cannot be read.
    Unreadable,
}

/// The result for the feed at one path, and the findings.
#[derive(Debug)]
pub struct Account {
    /// The result.
    pub outcome: FeedOutcome,
    /// The findings, the most severe first.
    pub findings: Vec<Diagnostic>,
}

/// Compares the feed at one path in OLD, in NEW, or in both.
pub fn compare_path(
    old: Option<Result<ParsedFeed, FeedError>>,
    new: Option<Result<ParsedFeed, FeedError>>,
    paths: FeedPaths<'_>,
) -> Account {
    let sides = [(&old, paths.old), (&new, paths.new)];
    let faults = sides
        .into_iter()
        .filter_map(|(read, path)| match read {
            Some(Err(fault)) => Some(unreadable(fault, path)),
            _ => None,
        })
        .collect();
    let (outcome, findings) = match (old, new) {
        (Some(Ok(old)), Some(Ok(new))) => {
            let comparison = compare(old, new);
            let findings = comparison.findings(paths);
            (FeedOutcome::Compared(Box::new(comparison)), findings)
        }
        (Some(Ok(old)), None) => (
            FeedOutcome::Gone(Side::from_feed(old).0),
            vec![feed_gone(paths)],
        ),
        (None, Some(Ok(new))) => (
            FeedOutcome::New(Side::from_feed(new).0),
            vec![feed_new(paths)],
        ),
        _ => (FeedOutcome::Unreadable, faults),
    };
    Account { outcome, findings }
}

/// The total of many feeds. Entries are counted in feeds that were compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Total {
    /// How many feeds both have.
    pub compared: usize,
    /// How many NEW does not have.
    pub gone: usize,
    /// How many OLD does not have.
    pub new: usize,
    /// How many cannot be read on one side.
    pub unreadable: usize,
    /// How many entries there are of each kind.
    pub counts: Counts,
    /// How many of them agree.
    pub agreement: Agreement,
}

impl Total {
    /// Adds up `outcomes`.
    pub fn sum<'a>(outcomes: impl IntoIterator<Item = &'a FeedOutcome>) -> Self {
        let mut total = Total::default();
        for outcome in outcomes {
            match outcome {
                FeedOutcome::Compared(comparison) => {
                    total.compared += 1;
                    total.counts += &comparison.counts();
                    total.agreement += &comparison.agreement;
                }
                FeedOutcome::Gone(_) => total.gone += 1,
                FeedOutcome::New(_) => total.new += 1,
                FeedOutcome::Unreadable => total.unreadable += 1,
            }
        }
        total
    }
}
