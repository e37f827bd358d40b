//! Feeds to bytes: one file per format, through the format's library.
//!
//! [`entry`] serializes an entry once, however many feeds include it; [`feed`] puts such entries
//! into a feed. Bodies are not copied where the format can quote them as they are.

mod atom;
mod itunes;
mod json;
mod media;
mod podcast;
mod rss;
mod serialized;
mod xml;

use std::borrow::Cow;

use crate::model::{Entry, Feed, Format};
use crate::text;
pub(crate) use json::{ITEMS, USER_COMMENT};
use serialized::Envelope;
pub use serialized::{Error, SerializedEntry, SerializedFeed};
pub(crate) use xml::GENERATOR;

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
        mut start,
        separator,
        end,
    } = match format {
        Format::Rss => rss::channel(feed, entries),
        Format::Atom => atom::feed(feed, entries),
        Format::Json => json::feed(feed),
    }?;
    if let Some(path) = feed.stylesheet.as_ref().filter(|_| format != Format::Json) {
        let end = start.find("?>").map(|at| at + "?>".len());
        let end = end.ok_or_else(|| Error::missing("xml", "an XML declaration"))?;
        let href = text::escape_attribute(path);
        let named = format!("<?xml-stylesheet type=\"text/css\" href=\"{href}\"?>");
        start.insert_str(end, &named);
    }
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

#[cfg(test)]
mod tests;
