//! Published feeds, and what became of their ids.

use std::collections::BTreeMap;

use crate::compare::{MatchedBy, ParsedEntry, ParsedFeed};

/// A feed that subscribers have.
#[derive(Debug)]
pub struct PublishedFeed {
    /// How it is named in findings.
    pub path: String,
    /// What is in it.
    pub feed: ParsedFeed,
    /// Whether it was found in a folder, and may be a list of something else than articles.
    pub is_found: bool,
}

/// What became of the ids of published feeds.
#[derive(Debug, Default)]
pub struct Adoption {
    /// How many entries with different ids there are.
    pub entries: usize,
    /// How many of them belong to an article, by what shows it.
    pub matched: BTreeMap<MatchedBy, usize>,
    /// The new lines, sorted by their bytes.
    pub lines: Vec<AdoptedId>,
    /// How many of the articles had a line before.
    pub had_line: usize,
    /// The entries that belong to no article, or may belong to several.
    pub unmatched: Vec<UnmatchedEntry>,
    /// The paths of the articles that have no entry.
    pub articles_without_entry: Vec<String>,
    /// Whether the lines were written.
    pub is_written: bool,
}

/// The id of an article, as it was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdoptedId {
    /// The line for `feedmill.ids`.
    pub line: String,
    /// The path of the article below the source.
    pub path: String,
    /// The id.
    pub id: String,
    /// What shows that the entry belongs to this article.
    pub by: MatchedBy,
    /// The feed that has the entry.
    pub feed: String,
}

/// An entry that belongs to no article, or may belong to several.
#[derive(Debug)]
pub struct UnmatchedEntry {
    /// The feed that has it.
    pub feed: String,
    /// The entry.
    pub entry: ParsedEntry,
    /// The paths of the articles that come into question.
    pub candidates: Vec<String>,
}
