//! What RSS and Atom share: the body of an entry in a CDATA section, and the libraries' output.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use super::media;
use super::serialized::{Envelope, Error, SerializedEntry};
use crate::model::{AbsoluteUrl, Entry, Feed, FeedHistory, Text};
use crate::text;

/// How a feed names the program that wrote it. Without a version: an upgrade must not rewrite every
/// feed.
pub(crate) const GENERATOR: &str = "feedmill";

/// The libraries copy a body several times, so they are given this in its place. Cleaned text
/// never contains it.
pub(super) const BODY_PLACEHOLDER: char = '\0';

/// Enough for most entries without their body, in bytes.
pub(super) const CAPACITY: usize = 2048;

/// The prefixes and URIs that a feed declares.
pub(super) type Namespaces = BTreeMap<String, String>;

/// The namespaces that a feed and its entries need.
pub(super) fn namespaces(feed: &Feed<'_>, entries: &[&SerializedEntry<'_>]) -> Namespaces {
    let media = entries.iter().any(|entry| entry.uses_media);
    let history = feed.history.as_ref().and_then(FeedHistory::mark);
    let used = [
        media.then_some(media::NAMESPACE),
        history.map(|_| FeedHistory::NAMESPACE),
    ];
    let used = used.into_iter().flatten();
    used.map(|(prefix, uri)| (prefix.to_owned(), uri.to_owned()))
        .collect()
}

/// The links of a feed in addition to those that each feed has, by relation.
pub(super) fn further_links<'f>(
    feed: &'f Feed<'_>,
) -> impl Iterator<Item = (&'static str, &'f AbsoluteUrl)> {
    let hubs = feed.hubs.iter().map(|hub| ("hub", hub));
    hubs.chain(feed.history.iter().flat_map(FeedHistory::links))
}

/// An entry whose XML has the placeholder where `body` belongs.
pub(super) fn with_body<'b>(
    library: &'static str,
    mut xml: String,
    entry: &Entry<'_>,
    body: Option<&'b Text>,
) -> Result<SerializedEntry<'b>, Error> {
    let body_at = match body {
        None => xml.len(),
        Some(_) => {
            let at = xml.find(BODY_PLACEHOLDER);
            let at = at.ok_or_else(|| Error::missing(library, "the content of an entry"))?;
            xml.remove(at);
            at
        }
    };
    Ok(SerializedEntry {
        text: xml.into_boxed_str(),
        body_at,
        body: body.map_or(Cow::Borrowed(""), |html| cdata(html.as_str())),
        uses_media: media::picture(entry).is_some(),
    })
}

/// A feed that the library has written without entries: they go before its `end`.
pub(super) fn envelope(
    library: &'static str,
    mut xml: String,
    end: &'static str,
) -> Result<Envelope, Error> {
    let start = xml.strip_suffix(end);
    let start = start.ok_or_else(|| Error::missing(library, end))?.len();
    xml.truncate(start);
    Ok(Envelope {
        start: xml,
        separator: "\n",
        end,
    })
}

/// What a library has written into memory.
pub(super) fn written<'r, E: fmt::Display>(
    library: &'static str,
    result: &'r Result<Vec<u8>, E>,
) -> Result<&'r str, Error> {
    let failed = |error: &dyn fmt::Display| Error::Failed {
        library,
        message: error.to_string(),
    };
    let bytes = result.as_ref().map_err(|error| failed(error))?;
    simdutf8::basic::from_utf8(bytes).map_err(|error| failed(&error))
}

/// `text` as the inside of a CDATA section; a `]]>` in it is divided between two sections (XML 1.0,
/// section 2.7).
fn cdata(text: &str) -> Cow<'_, str> {
    if text::holds(text, "]]>") {
        Cow::Owned(text.replace("]]>", "]]]]><![CDATA[>"))
    } else {
        Cow::Borrowed(text)
    }
}
