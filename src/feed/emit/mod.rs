//! One file per format: a feed to bytes, by way of the format's own crate.
//!
//! An entry is written once, however many feeds it stands in: [`entry`] gives its XML, and [`feed`]
//! makes a feed of such pieces. Bodies are never copied: both formats quote them as they are. No files,
//! no clock, no settings.

mod atom;
mod itunes;
mod media;
mod rss;

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::model::{Entry, Feed, Format, Text};
use crate::text;

/// How a feed names the program that wrote it. Without a version: an upgrade must not rewrite every
/// feed.
pub const GENERATOR: &str = "feedmill";

/// The XML of one entry, to stand in any number of feeds of its format.
#[derive(Debug)]
pub struct Piece<'b> {
    /// All but the body.
    xml: String,
    /// Where in it the body belongs.
    at: usize,
    /// The inside of a CDATA section.
    body: Cow<'b, str>,
    /// Whether a feed that it stands in must declare Media RSS.
    has_picture: bool,
}

/// Writes one entry.
pub fn entry<'b>(format: Format, entry: &Entry<'b>) -> Piece<'b> {
    let content = entry.content.filter(|content| !content.is_blank());
    let mut xml = match format {
        Format::Rss => rss::item(entry, content.is_some()),
        Format::Atom => atom::entry(entry, content.is_some()),
    };
    // The crates' way with a body costs several copies, and bodies are all that counts.
    let at = match content {
        None => xml.len(),
        Some(_) => {
            let place = xml.find(STAND_IN);
            let at = place.unwrap_or_else(|| unreachable!("the crate writes what it was given"));
            xml.remove(at);
            at
        }
    };
    Piece {
        xml,
        at,
        body: content.map_or(Cow::Borrowed(""), |html| quoted(html.as_str())),
        has_picture: media::picture(entry).is_some(),
    }
}

/// What stands where the body will; no cleaned text holds it.
const STAND_IN: char = '\0';

/// `text` as the inside of a CDATA section; what would end it is divided between two (XML 1.0,
/// section 2.7).
fn quoted(text: &str) -> Cow<'_, str> {
    match text::holds(text, "]]>") {
        true => Cow::Owned(text.replace("]]>", "]]]]><![CDATA[>")),
        false => Cow::Borrowed(text),
    }
}

/// A whole feed of `entries`, each written by [`entry`], newest first.
pub fn feed<'e>(
    format: Format,
    feed: &Feed<'_>,
    entries: impl Iterator<Item = &'e Piece<'e>> + Clone,
) -> Xml<'e> {
    let mut namespaces = BTreeMap::new();
    if entries.clone().any(|entry| entry.has_picture) {
        let (prefix, uri) = media::NAMESPACE;
        namespaces.insert(prefix.to_owned(), uri.to_owned());
    }
    let (mut head, end) = match format {
        Format::Rss => (rss::channel(feed, namespaces), "</channel></rss>"),
        Format::Atom => (atom::feed(feed, namespaces), "</feed>"),
    };
    head.truncate(head.strip_suffix(end).unwrap_or(&head).len());
    head.push('\n');
    let mut parts = vec![Cow::Owned(head)];
    for entry in entries {
        let (before, after) = entry.xml.split_at(entry.at);
        parts.extend([before, &*entry.body, after, "\n"].map(Cow::Borrowed));
    }
    parts.extend([end, "\n"].map(Cow::Borrowed));
    Xml { parts }
}

/// The XML of a whole feed, in parts, most of which it shares with others.
#[derive(Debug)]
pub struct Xml<'e> {
    parts: Vec<Cow<'e, str>>,
}

impl Xml<'_> {
    /// The parts, one after the other.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().map(|part| &**part)
    }

    /// All of it in one piece.
    pub fn to_text(&self) -> String {
        self.parts().collect()
    }
}

/// Whether a file that begins with `head` is a feed of ours.
pub fn is_ours(head: &[u8]) -> bool {
    let marks = [b"<generator>feedmill</generator>".as_slice()];
    let ends = [b"<item>".as_slice(), b"<entry>"];
    let metadata = ends
        .iter()
        .filter_map(|end| position(head, end))
        .min()
        .map_or(head, |end| &head[..end]);
    marks.iter().any(|mark| position(metadata, mark).is_some())
}

/// Whether a feed of ours that begins with `head` has an entry.
pub fn has_entries(head: &[u8]) -> bool {
    [b"<item>".as_slice(), b"<entry>"]
        .iter()
        .any(|start| position(head, start).is_some())
}

/// The tag that a feed of ours, beginning with `head`, is about.
pub fn tag_of(head: &[u8]) -> Option<Text> {
    let head = String::from_utf8_lossy(head);
    let metadata = metadata(&head)?;
    let value = match metadata.split_once("<category>") {
        Some((_, rest)) => rest.split_once("</category>")?.0,
        None => {
            metadata
                .split_once("<category term=\"")?
                .1
                .split_once('"')?
                .0
        }
    };
    Some(Text::new(&text::resolve_entities(value))).filter(|name| !name.is_blank())
}

/// How a feed of ours, beginning with `head`, is called.
pub fn title_of(head: &[u8]) -> Option<Text> {
    let head = String::from_utf8_lossy(head);
    let metadata = metadata(&head)?;
    let (_, rest) = metadata.split_once("<title")?;
    let (attributes, rest) = rest.split_once('>')?;
    let (title, _) = rest.split_once("</title>")?;
    let title = text::resolve_entities(title);
    let is_html = attributes.contains("\"html\"");
    Some(Text::new(&match is_html {
        true => text::resolve_entities(&title),
        false => title,
    }))
}

/// The format of a feed of ours that begins with `head`.
pub fn format_of(head: &[u8]) -> Format {
    match position(head, b"<rss") {
        Some(_) => Format::Rss,
        None => Format::Atom,
    }
}

/// Where a feed of ours that begins with `head` says that it lives.
pub fn self_link_of(head: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(head);
    link_of(metadata(&head)?, "self")
}

/// The page that a feed of ours, beginning with `head`, says that it belongs to.
pub fn alternate_of(head: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(head);
    let metadata = metadata(&head)?;
    match metadata.split_once("<link>") {
        Some((_, rest)) => {
            let (url, _) = rest.split_once("</link>")?;
            Some(text::resolve_entities(url).into_owned())
        }
        None => link_of(metadata, "alternate"),
    }
}

fn link_of(metadata: &str, rel: &str) -> Option<String> {
    let (before, _) = metadata.split_once(&format!("\" rel=\"{rel}\""))?;
    let (_, href) = before.rsplit_once("href=\"")?;
    Some(text::resolve_entities(href).into_owned())
}

/// What a feed says of itself, before its entries.
fn metadata(head: &str) -> Option<&str> {
    head.split("<item>").next()?.split("<entry>").next()
}

fn position(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}

/// Room for most entries without their content, in bytes.
const ROOM: usize = 2048;

/// What a crate has written into memory, as text; both write UTF-8, and memory does not fail.
fn written<E: std::fmt::Display>(result: &Result<Vec<u8>, E>) -> &str {
    let bytes = match result {
        Ok(bytes) => bytes,
        Err(error) => unreachable!("a feed is written into memory: {error}"),
    };
    simdutf8::basic::from_utf8(bytes)
        .unwrap_or_else(|error| unreachable!("a feed is written in UTF-8: {error}"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::AbsoluteUrl;
    use crate::testing::{article, author, empty_feed, settings};

    /// What an independent parser finds as the body in a feed of one entry with this one.
    fn read_again(format: Format, html: &Text) -> String {
        let settings = settings("feedmill.yaml", "title: T\nurl: https://e.org/\n");
        let article = article("a.md", "description: a ]]> b <c>\ntags: [a & b]", &settings);
        let entry = Entry {
            article: &article,
            categories: article.tags.iter().map(|tag| &tag.name).collect(),
            content: Some(html),
            summary: article.summary.as_ref().unwrap(),
        };
        let url = AbsoluteUrl::parse("https://e.org/feed").unwrap();
        let author = author();
        let head = empty_feed(&url, &author);
        let pieces = [super::entry(format, &entry), super::entry(format, &entry)];
        let xml = feed(format, &head, pieces.iter()).to_text();
        let document = roxmltree::Document::parse(&xml).unwrap();
        let bodies = document.descendants().filter(|node| {
            let name = node.tag_name();
            let is_encoded = name.namespace() == Some("http://purl.org/rss/1.0/modules/content/");
            is_encoded && name.name() == "encoded" || name.name() == "content"
        });
        let bodies: Vec<_> = bodies.map(|node| node.text().unwrap_or_default()).collect();
        assert!(bodies.iter().all(|body| *body == bodies[0]));
        assert_eq!(bodies.len(), if html.is_blank() { 0 } else { 2 }, "{xml}");
        bodies.first().copied().unwrap_or_default().to_owned()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn what_is_quoted_is_read_again(text in "([a-z]|[<>&\\]]|\\]\\]>|中|\n){0,40}") {
            let html = Text::new(&text);
            for format in Format::ALL {
                let read = read_again(*format, &html);
                let expected = if html.is_blank() { "" } else { html.as_str() };
                prop_assert_eq!(read, expected);
            }
        }
    }
}
