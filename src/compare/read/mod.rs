//! From bytes to entries.

mod atom;
pub(super) mod date;
mod json;
mod rss;
mod text;

use crate::site::address::slug::is_dotted;
use std::collections::HashSet;
use std::fmt;

use roxmltree::Node;
use url::Url;

use super::entry::{Body, FeedError, ParsedEntry, ParsedFeed};
use super::page;
use crate::time::Timestamp;
use crate::validate::DocumentFormat;
use crate::validate::lenient::{self, Parsed};

/// Why nothing could be read of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadError {
    /// It is not a feed but this, as the rest of a sentence.
    NotAFeed(String),
    /// It is a feed that not even a lenient reader can read.
    Unreadable(FeedError),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadError::NotAFeed(what) => write!(f, "not a feed: {what}"),
            ReadError::Unreadable(fault) => f.write_str(&fault.message),
        }
    }
}

impl std::error::Error for ReadError {}

/// Whether a folder of this name, inside one that was named, may hold feeds: `.well-known` may, `.git`
/// may not.
pub fn may_hold_feeds(name: &str) -> bool {
    !name.starts_with('.') || is_dotted(name)
}

/// Whether a file that begins like this may be a feed, so that the rest of it is worth reading.
pub fn may_be_feed(head: &[u8]) -> bool {
    lenient::may_be_feed(head)
}

/// Reads a feed of any format.
///
/// # Errors
///
/// If the document is not a feed, or cannot be read.
pub fn read(bytes: &[u8]) -> Result<ParsedFeed, ReadError> {
    if let Some(text) = lenient::json(bytes) {
        return json::feed(&text);
    }
    match lenient::read(bytes, feed) {
        Ok(feed) => Ok(feed),
        Err(lenient::LenientError::NotAFeed(what)) => Err(ReadError::NotAFeed(what)),
        Err(lenient::LenientError::Unreadable(found)) => {
            Err(ReadError::Unreadable(fault(found, true)))
        }
    }
}

fn fault(found: lenient::ParseError, cut: bool) -> FeedError {
    FeedError {
        message: found.message,
        line: found.line,
        column: found.column,
        cut,
    }
}

fn feed(parsed: Parsed<'_>) -> ParsedFeed {
    let root = parsed.document.root_element();
    let is_atom = matches!(
        parsed.format,
        DocumentFormat::Atom10 | DocumentFormat::Atom03
    );
    let (head, nodes) = if is_atom {
        atom::parts(root)
    } else {
        rss::parts(root)
    };
    let mut lines = LineCounter::new(parsed.text);
    let mut entries = Vec::with_capacity(nodes.len());
    for node in nodes {
        let start = node.range().start;
        if parsed.open.contains(&start) {
            // Its missing parts may come after the error.
            continue;
        }
        let raw = if is_atom {
            atom::entry(node)
        } else {
            rss::entry(node)
        };
        let absolute = |link: &str| absolute(link, node, &head);
        entries.push(raw.resolve(absolute, &head, lines.at(start)));
    }
    let fault = parsed.fault.map(|found| fault(found, parsed.is_cut));
    let feed = ParsedFeed::new(parsed.format, head.title, entries, fault);
    ParsedFeed {
        link: head.link,
        language: head.language,
        ..feed
    }
}

impl ParsedEntry {
    /// An entry of which no more is known.
    pub(crate) fn new(id: &str, link: &str, title: &str, published: Timestamp) -> Self {
        let raw = Raw {
            id: Some(id.to_owned()),
            link: Some(link.to_owned()),
            title: title.to_owned(),
            published: Some(published),
            ..Raw::default()
        };
        raw.resolve(str::to_owned, &FeedDefaults::default(), 0)
    }

    /// The entry with this content.
    pub(crate) fn with_html(self, html: &str) -> Self {
        let body = Body::from_html(html);
        ParsedEntry { body, ..self }
    }
}

impl ParsedFeed {
    /// A feed of `entries`, of which those with one id count once.
    pub(crate) fn new(
        format: DocumentFormat,
        title: String,
        entries: Vec<ParsedEntry>,
        fault: Option<FeedError>,
    ) -> Self {
        let mut feed = ParsedFeed {
            format,
            title,
            link: None,
            language: None,
            entries: Vec::with_capacity(entries.len()),
            repeated: Vec::new(),
            fault,
        };
        let mut seen = HashSet::new();
        for entry in entries {
            if seen.insert(entry.id.clone()) {
                feed.entries.push(entry);
            } else {
                feed.repeated.push((entry.id, entry.line));
            }
        }
        feed
    }
}

/// The parts of a feed that its entries inherit.
#[derive(Default)]
struct FeedDefaults {
    title: String,
    link: Option<String>,
    language: Option<String>,
    /// The page, or the feed's own address: what relative links are relative to.
    base: Option<Url>,
    authors: Vec<String>,
}

/// An entry as it stands in its feed.
#[derive(Default)]
struct Raw {
    id: Option<String>,
    link: Option<String>,
    title: String,
    published: Option<Timestamp>,
    updated: Option<Timestamp>,
    authors: Vec<String>,
    categories: Vec<String>,
    enclosures: Vec<String>,
    content: Option<Body>,
    summary: Option<Body>,
}

impl Raw {
    fn resolve(
        self,
        absolute: impl Fn(&str) -> String,
        head: &FeedDefaults,
        line: u32,
    ) -> ParsedEntry {
        let link = self.link.as_deref().map(&absolute);
        let title_and_date = || {
            let date = self.published.or(self.updated).map(Timestamp::to_rfc3339);
            let id = format!("{} {}", self.title, date.unwrap_or_default());
            id.trim().to_owned()
        };
        let (body, summary) = match self.content {
            Some(content) => (Some(content), self.summary),
            None => (self.summary, None),
        };
        let enclosures = self.enclosures.iter();
        let enclosures = enclosures.map(|url| page::normal(&absolute(url)));
        ParsedEntry {
            has_id: self.id.is_some() || link.is_some(),
            id: self
                .id
                .or_else(|| link.clone())
                .unwrap_or_else(title_and_date),
            normal_link: link.as_deref().map(page::normal),
            link,
            bare_title: text::bare(&self.title),
            title: self.title,
            published: self.published,
            updated: self.updated,
            authors: sorted(if self.authors.is_empty() {
                head.authors.clone()
            } else {
                self.authors
            }),
            categories: sorted(self.categories),
            enclosures: sorted(enclosures.collect()),
            line,
            body,
            summary,
        }
    }
}

/// `link` resolved against each `xml:base` around it, and the feed's page.
fn absolute(link: &str, node: Node<'_, '_>, head: &FeedDefaults) -> String {
    /// XML's own attributes.
    const XML: &str = "http://www.w3.org/XML/1998/namespace";
    if Url::parse(link).is_ok() {
        return link.to_owned();
    }
    let bases: Vec<&str> = node
        .ancestors()
        .filter_map(|node| node.attribute((XML, "base")))
        .collect();
    let mut base = head.base.clone();
    for outer in bases.into_iter().rev() {
        base = match &base {
            Some(base) => base.join(outer).ok(),
            None => Url::parse(outer).ok(),
        };
    }
    match base.and_then(|base| base.join(link).ok()) {
        Some(url) => url.into(),
        None => link.to_owned(),
    }
}

fn sorted(mut texts: Vec<String>) -> Vec<String> {
    texts.sort_unstable();
    texts.dedup();
    texts
}

/// Line numbers of increasing offsets in a text.
struct LineCounter<'t> {
    text: &'t str,
    at: usize,
    line: u32,
}

impl<'t> LineCounter<'t> {
    fn new(text: &'t str) -> Self {
        LineCounter {
            text,
            at: 0,
            line: 1,
        }
    }

    fn at(&mut self, offset: usize) -> u32 {
        let passed = &self.text.as_bytes()[self.at.min(offset)..offset];
        // A carriage return alone ends a line as well (XML 1.0, section 2.11).
        let next = self.text.as_bytes().get(offset);
        let following = passed.iter().skip(1).chain(next).map(Some).chain([None]);
        let ends = passed
            .iter()
            .zip(following)
            .filter(|(byte, next)| **byte == b'\n' || (**byte == b'\r' && *next != Some(&b'\n')))
            .count();
        self.line = self
            .line
            .saturating_add(u32::try_from(ends).unwrap_or(u32::MAX));
        self.at = offset.max(self.at);
        self.line
    }
}
