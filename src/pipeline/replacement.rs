//! What a feed does to the subscribers of the one that it replaces.

use std::fmt::Write as _;

use super::against::{Against, unreadable};
use super::error::Cause;
use super::report::FeedChanges;
use crate::compare::rules::FEED_UNREADABLE;
use crate::compare::{Comparison, ParsedEntry, ParsedFeed, ReadError, compare, read_pair};
use crate::diagnostic::Diagnostic;
use crate::feed::own::OwnFeed;
use crate::publish::{Change, Error, Stage};
use crate::site::settings::Settings;

/// What one feed does to the subscribers of another when it takes its place.
#[derive(Debug)]
pub(super) struct Replacement {
    pub(super) changes: FeedChanges,
    /// How many entries the two have in common.
    pub(super) paired: usize,
    /// How many entries each of them has.
    entries: [usize; 2],
    /// The old id and the new one of entries that show up as unread, and the parts that differ.
    pub(super) unread: Vec<(String, String, Vec<&'static str>)>,
    /// The ids of those that are in the feed a second time.
    pub(super) doubled: Vec<String>,
    /// The ids of entries that move to the top.
    pub(super) redated: Vec<String>,
    /// The ids of entries that are older than all of the old feed.
    pub(super) backlog: Vec<String>,
    /// The address of the site that the old feed is of, if it is of ours and of another site than this.
    pub(super) other_site: Option<String>,
}

/// A feed that takes the place of another.
#[derive(Debug)]
pub(super) struct Replaced {
    pub(super) path: String,
    /// The feeds of one term, in several formats, have one number.
    pub(super) topic: usize,
    pub(super) by: Replacement,
}

impl Replacement {
    /// What the feed `new`, of the site at `url`, does to the subscribers of the one at `path`, if there is a
    /// feed with entries.
    pub(super) fn find(
        stage: &Stage<'_>,
        against: Option<&Against>,
        path: &str,
        change: Change,
        new: impl FnOnce() -> Result<String, Error>,
        url: &str,
    ) -> Result<Option<Self>, Cause> {
        if let Some(against) = against {
            let Some((old, shown)) = against.baseline(path)? else {
                return Ok(None);
            };
            let pair = read_pair(&old, new()?.as_bytes());
            let (old, new) = pair.map_err(|error| match error {
                ReadError::Unreadable(fault) => {
                    let finding = Diagnostic::new(&FEED_UNREADABLE, fault.message);
                    Cause::Guard(finding.in_file(&shown).at(fault.line, fault.column))
                }
                not_a_feed @ ReadError::NotAFeed(_) => unreadable(&shown, &not_a_feed.to_string()),
            })?;
            return Ok(Self::new(old, new, None));
        }
        if change != Change::Updated {
            return Ok(None);
        }
        let Some(old) = stage.present_file(path)? else {
            return Ok(None);
        };
        // What has been taken over may be no feed, and then has no subscribers.
        let Ok((old_feed, new)) = read_pair(&old, new()?.as_bytes()) else {
            return Ok(None);
        };
        Ok(Self::new(old_feed, new, other_site(&old, url)))
    }

    fn new(old: ParsedFeed, new: ParsedFeed, other_site: Option<String>) -> Option<Self> {
        if old.entries.is_empty() {
            return None;
        }
        let comparison = compare(old, new);
        let paired = comparison.paired();
        let Comparison {
            old,
            new,
            edited,
            unread,
            doubled,
            gone,
            added,
            inserted,
            backlog,
            ..
        } = comparison;
        let redated = edited.iter().filter(|edited| edited.jumps);
        let redated: Vec<_> = redated.map(|edited| edited.new.id.clone()).collect();
        let ids = |entries: Vec<ParsedEntry>| entries.into_iter().map(|entry| entry.id).collect();
        Some(Replacement {
            changes: FeedChanges {
                added: added.len(),
                edited: edited.len(),
                unread: unread.len() + doubled.len(),
                gone: gone.len(),
                inserted: inserted.len(),
                backlog: backlog.len(),
                redated: redated.len(),
            },
            paired,
            entries: [old.entries, new.entries],
            unread: unread
                .into_iter()
                .map(|renamed| {
                    let parts = renamed.differing_parts();
                    (renamed.old.id, renamed.new.id, parts)
                })
                .collect(),
            doubled: doubled.into_iter().map(|double| double.new.id).collect(),
            redated,
            backlog: ids(backlog),
            other_site,
        })
    }

    /// What is more than the `settings` allow, as a sentence.
    pub(super) fn excess(&self, settings: &Settings) -> Option<String> {
        let limits = settings.guard.as_ref()?;
        let FeedChanges {
            unread,
            backlog,
            redated,
            ..
        } = self.changes;
        let [before, now] = self.entries;
        let mut parts = Vec::new();
        let mut add = |number: usize, key: &str, limit: usize, what: &str, why: String| {
            if number > limit {
                parts.push(format!(
                    "{number} of {now} entries {what} (`guard` allows {key}: {limit}){why}"
                ));
            }
        };
        let differing = self.differing_ids();
        add(
            unread,
            "unread",
            limits.unread,
            "would show up as unread",
            differing,
        );
        let dates = ": their dates are now later than all in the old feed".to_owned();
        add(
            redated,
            "redated",
            limits.redated,
            "would move to the top",
            dates,
        );
        let limit = format!(": the feed had {before} entries and has {now}");
        add(
            backlog,
            "backlog",
            limits.backlog,
            "are older than all in the old feed",
            limit,
        );
        (!parts.is_empty()).then(|| parts.join("; "))
    }

    /// How the ids differ.
    fn differing_ids(&self) -> String {
        let named: Vec<&str> = ["scheme", "host", "path", "ending", "query", "fragment"]
            .into_iter()
            .filter(|part| self.unread.iter().any(|(.., parts)| parts.contains(part)))
            .collect();
        let mut said = match self.unread.first() {
            None => return ": an article is there twice".to_owned(),
            Some((old, new, _)) => format!(": the id `{old}` is now `{new}`"),
        };
        if let [others @ .., last] = &named[..] {
            let others = if others.is_empty() {
                String::new()
            } else {
                format!("{} and ", others.join(", "))
            };
            let _ = write!(said, "; the ids differ in {others}{last}");
        }
        said
    }

    pub(super) fn limited(&self) -> usize {
        self.changes.unread + self.changes.backlog + self.changes.redated
    }
}

/// A site is its address without scheme, `www.` and last slash.
fn site(url: &str) -> String {
    let address = url.split_once("://").map_or(url, |(_, rest)| rest);
    let address = address.strip_prefix("www.").unwrap_or(address);
    address.trim_end_matches('/').to_owned()
}

/// The address of the site that the feed beginning with `head` is of, if it is a feed of ours that has
/// entries, of another site than that at `url`.
pub(super) fn other_site(head: &[u8], url: &str) -> Option<String> {
    let own = OwnFeed::read(head);
    let other = own.alternate.filter(|_| own.has_entries)?;
    (site(&other) != site(url)).then_some(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_its_address_without_scheme_www_and_last_slash() {
        for other in ["https://example.org/a", "http://www.example.org/a/"] {
            assert_eq!(site("http://example.org/a/"), site(other), "{other}");
        }
        for other in ["https://example.org/", "https://example.com/a/"] {
            assert_ne!(site("http://example.org/a/"), site(other), "{other}");
        }
    }
}
