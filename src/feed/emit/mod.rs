//! Feeds to bytes: one file per format, through the format's library.
//!
//! [`entry`] serializes an entry once, however many feeds include it; [`feed`] puts such entries
//! into a feed. Bodies are not copied where the format can quote them as they are.

mod atom;
mod itunes;
mod json;
mod media;
mod rss;
mod xml;

use std::borrow::Cow;
use std::fmt;

use crate::model::{Entry, Feed, Format};
pub(crate) use json::{ITEMS, USER_COMMENT};
pub(crate) use xml::GENERATOR;

/// An entry in one format, to be included in any number of feeds.
#[derive(Debug)]
pub struct SerializedEntry<'b> {
    /// Everything but the body.
    text: String,
    /// Where in `text` the body belongs.
    body_at: usize,
    /// The body, escaped as the format requires.
    body: Cow<'b, str>,
    /// Whether a feed that includes the entry must declare Media RSS.
    uses_media: bool,
}

/// Serializes one entry.
///
/// # Errors
///
/// If the format's library writes something unexpected.
pub fn entry<'b>(format: Format, entry: &Entry<'b>) -> Result<SerializedEntry<'b>, Error> {
    let body = entry.content.filter(|content| !content.is_blank());
    match format {
        Format::Rss => rss::item(entry, body),
        Format::Atom => atom::entry(entry, body),
        Format::Json => json::item(entry, body),
    }
}

/// Serializes a feed of `entries`, newest first.
///
/// # Errors
///
/// If the format's library writes something unexpected.
pub fn feed<'e>(
    format: Format,
    feed: &Feed<'_>,
    entries: &[&'e SerializedEntry<'_>],
) -> Result<SerializedFeed<'e>, Error> {
    let Envelope {
        start,
        separator,
        end,
    } = match format {
        Format::Rss => rss::channel(feed, entries),
        Format::Atom => atom::feed(feed, entries),
        Format::Json => json::feed(feed),
    }?;
    let mut parts = Vec::with_capacity(4 * entries.len() + 4);
    parts.push(Cow::Owned(start));
    for (index, entry) in entries.iter().enumerate() {
        let before = if index == 0 { "\n" } else { separator };
        let (head, tail) = entry.text.split_at(entry.body_at);
        parts.extend([before, head, &*entry.body, tail].map(Cow::Borrowed));
    }
    parts.extend(["\n", end, "\n"].map(Cow::Borrowed));
    Ok(SerializedFeed { parts })
}

/// What surrounds the entries of a feed.
struct Envelope {
    start: String,
    /// Between two entries.
    separator: &'static str,
    end: &'static str,
}

/// A feed in one format, as a list of parts, most of which it shares with other feeds.
#[derive(Debug)]
pub struct SerializedFeed<'e> {
    parts: Vec<Cow<'e, str>>,
}

impl SerializedFeed<'_> {
    /// The parts in order.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().map(|part| &**part)
    }

    /// The whole feed.
    pub fn to_text(&self) -> String {
        self.parts().collect()
    }
}

/// A format's library wrote something other than this module relies on. The libraries' versions are
/// pinned in `Cargo.toml`; see `tests` before raising one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// The library returned an error, though it writes into memory.
    Failed {
        /// The crate.
        library: &'static str,
        /// Its message.
        message: String,
    },
    /// Something that it was given, or always wrote, is not in its output.
    Missing {
        /// The crate.
        library: &'static str,
        /// What is missing.
        what: &'static str,
    },
}

impl Error {
    fn missing(library: &'static str, what: &'static str) -> Self {
        Error::Missing { library, what }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Failed { library, message } => {
                write!(f, "the library `{library}` failed: {message}")
            }
            Error::Missing { library, what } => {
                write!(f, "the library `{library}` did not write {what}")
            }
        }
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests;
