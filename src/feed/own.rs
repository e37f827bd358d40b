//! Recognises the feeds that an earlier run wrote, and reads what they say about themselves.
//!
//! Only the beginning of a file is looked at, so it need not be well-formed. The text is searched
//! as [`emit`](super::emit) writes it.

use serde_json::Value;

use crate::feed::emit::{GENERATOR, ITEMS, USER_COMMENT};
use crate::feed::page::{CSS_MARK, HTML_MARK, OPML_MARK};
use crate::model::{Format, Text};
use crate::text;

/// What a feed of ours says before its entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnFeed {
    /// Its format.
    pub format: Format,
    /// Its title.
    pub title: Text,
    /// The term that it is about; JSON Feed has no element for it.
    pub category: Option<Text>,
    /// Its own address.
    pub self_url: Option<String>,
    /// The page that it belongs to.
    pub alternate: Option<String>,
    /// Whether it has an entry.
    pub has_entries: bool,
}

/// Whether a file that begins with `head` is a feed of ours, or a page that lists them.
pub fn is_own_file(head: &[u8]) -> bool {
    let has = |mark: &str| position(head, mark.as_bytes()).is_some();
    is_own_feed(head)
        || head.starts_with(b"<!doctype html>") && has(HTML_MARK)
        || has("<opml") && has(OPML_MARK)
        || head.starts_with(CSS_MARK.as_bytes())
}

/// Whether it is a feed of ours.
pub fn is_own_feed(head: &[u8]) -> bool {
    if is_json(head) {
        let (metadata, _) = split_json(head);
        let comment = format!("\"user_comment\":\"{USER_COMMENT}\"");
        return position(metadata, comment.as_bytes()).is_some();
    }
    let (metadata, _) = split(head);
    let generator = format!("<generator>{GENERATOR}</generator>");
    position(metadata, generator.as_bytes()).is_some()
}

impl OwnFeed {
    /// Reads the beginning of a feed of ours.
    pub fn read(head: &[u8]) -> Self {
        if is_json(head) {
            return Self::read_json(head);
        }
        let (metadata, entries) = split(head);
        let metadata = &*String::from_utf8_lossy(metadata);
        let has_entries = !entries.is_empty();
        if metadata.contains("<rss") {
            OwnFeed {
                format: Format::Rss,
                title: Text::new(&element(metadata, "title").unwrap_or_default()),
                category: filled(element(metadata, "category")),
                self_url: link(metadata, "self"),
                alternate: element(metadata, "link"),
                has_entries,
            }
        } else {
            OwnFeed {
                format: Format::Atom,
                title: atom_title(metadata).unwrap_or_default(),
                category: filled(between(metadata, "<category term=\"", "\"")),
                self_url: link(metadata, "self"),
                alternate: link(metadata, "alternate"),
                has_entries,
            }
        }
    }

    fn read_json(head: &[u8]) -> Self {
        let (metadata, items) = split_json(head);
        let metadata = [metadata, b"}"].concat();
        let metadata: Value = serde_json::from_slice(&metadata).unwrap_or_default();
        let text = |key: &str| metadata.get(key)?.as_str();
        OwnFeed {
            format: Format::Json,
            title: Text::new(text("title").unwrap_or_default()),
            category: None,
            self_url: text("feed_url").map(str::to_owned),
            alternate: text("home_page_url").map(str::to_owned),
            has_entries: items[ITEMS.len().min(items.len())..].starts_with(b"\n{"),
        }
    }
}

fn is_json(head: &[u8]) -> bool {
    head.starts_with(b"{")
}

/// What stands before the items of a JSON feed, and the rest.
fn split_json(head: &[u8]) -> (&[u8], &[u8]) {
    head.split_at(position(head, ITEMS.as_bytes()).unwrap_or(head.len()))
}

/// What stands before the entries, and the rest.
fn split(head: &[u8]) -> (&[u8], &[u8]) {
    let starts = [b"<item>".as_slice(), b"<entry>"];
    let starts = starts.iter().filter_map(|start| position(head, start));
    head.split_at(starts.min().unwrap_or(head.len()))
}

fn position(bytes: &[u8], part: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes, part)
}

/// The text of the first element of that name.
fn element(metadata: &str, name: &str) -> Option<String> {
    between(metadata, &format!("<{name}>"), &format!("</{name}>"))
}

fn atom_title(metadata: &str) -> Option<Text> {
    let (_, rest) = metadata.split_once("<title")?;
    let (attributes, _) = rest.split_once('>')?;
    let title = between(rest, ">", "</title>")?;
    Some(Text::new(&if attributes.contains("\"html\"") {
        text::resolve_entities(&title).into_owned()
    } else {
        title
    }))
}

/// The address of the link with that `rel`, which follows it.
pub(crate) fn link(metadata: &str, rel: &str) -> Option<String> {
    let (before, _) = metadata.split_once(&format!("\" rel=\"{rel}\""))?;
    let (_, href) = before.rsplit_once("href=\"")?;
    Some(text::resolve_entities(href).into_owned())
}

/// The XML text between the first `start` and the next `end`.
pub(crate) fn between(metadata: &str, start: &str, end: &str) -> Option<String> {
    let (_, rest) = metadata.split_once(start)?;
    let (value, _) = rest.split_once(end)?;
    Some(text::resolve_entities(value).into_owned())
}

fn filled(name: Option<String>) -> Option<Text> {
    name.map(|name| Text::new(&name))
        .filter(|name| !name.is_blank())
}
