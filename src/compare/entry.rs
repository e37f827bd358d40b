//! Feeds and entries, whatever their format.

use serde::Serialize;

use crate::time::Timestamp;
use crate::validate::DocumentFormat;

/// What a comparison needs of a feed.
#[derive(Debug, Clone)]
pub struct ParsedFeed {
    /// Its format.
    pub format: DocumentFormat,
    /// Its title, as readers show it.
    pub title: String,
    /// Its page.
    pub link: Option<String>,
    /// Its language.
    pub language: Option<String>,
    /// Its entries in document order, each id once.
    pub entries: Vec<ParsedEntry>,
    /// Ids that are used again, and the line of each repetition.
    pub repeated: Vec<(String, u32)>,
    /// Why strict readers reject it, if they do.
    pub fault: Option<FeedError>,
}

/// Why strict readers reject a feed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FeedError {
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// The line, from one.
    pub line: u32,
    /// The column, from one, in characters.
    pub column: u32,
    /// Whether what follows the error could not be read.
    pub cut: bool,
}

/// An entry, as a reader sees it.
#[derive(Debug, Clone, Default)]
pub struct ParsedEntry {
    /// What identifies it to a reader: its id, or else its link, or else its title and date.
    pub id: String,
    /// Whether it has an id or a link.
    pub has_id: bool,
    /// Its page, absolute where the feed says enough for that.
    pub link: Option<String>,
    /// Its title in plain text, on one line.
    pub title: String,
    /// When it was published.
    pub published: Option<Timestamp>,
    /// When it was last updated.
    pub updated: Option<Timestamp>,
    /// The names of its authors, or of the feed's, sorted.
    pub authors: Vec<String>,
    /// Its categories, sorted.
    pub categories: Vec<String>,
    /// The addresses of its enclosures, sorted.
    pub enclosures: Vec<String>,
    /// Where it begins in the file.
    pub line: u32,
    /// What is shown when it is opened: the content, or else the summary.
    pub(super) body: Option<Body>,
    /// The summary, if there is content, too.
    pub(super) summary: Option<Body>,
    /// The link in the one spelling in which links are compared.
    pub(super) normal_link: Option<String>,
    /// The title without what generators change in it: capitals, quotes, dashes, dots, emoji.
    pub(super) bare_title: String,
}

/// Hashes of a text of an entry: enough to tell whether two differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Body {
    /// Of the visible text, without white space.
    pub(super) text: u64,
    /// Of the markup, with white space, entities and attributes normalized.
    pub(super) markup: u64,
}

impl ParsedEntry {
    /// The date by which a reader sorts it, in whole seconds: RSS knows no others.
    pub(super) fn seconds(&self) -> Option<i64> {
        self.date().map(Timestamp::unix_seconds)
    }

    /// Whether both have the same title, but for what generators change in one.
    pub(crate) fn has_title_of(&self, other: &ParsedEntry) -> bool {
        !self.bare_title.is_empty() && self.bare_title == other.bare_title
    }

    /// Whether both have the same date.
    pub(crate) fn has_date_of(&self, other: &ParsedEntry) -> bool {
        self.seconds().is_some() && self.seconds() == other.seconds()
    }

    /// The date by which a reader sorts it.
    pub fn date(&self) -> Option<Timestamp> {
        self.published.or(self.updated)
    }
}
