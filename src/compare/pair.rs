//! Reads two feeds only as far as a comparison needs it.
//!
//! Of a feed of ours, the places of the entries, their ids, links and dates are found by searching the
//! text as [`emit`](crate::feed::emit) writes it. An entry that is the same in both feeds, or whose text
//! certainly differs, needs no more. The others are parsed, with the entries of the same date, which
//! could be their doubles. Any other feed is parsed as a whole.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::entry::{Body, ParsedEntry, ParsedFeed};
use super::page;
use super::read::{ReadError, date, read};
use crate::feed::own;
use crate::model;
use crate::text::{find, floor_char_boundary};
use crate::validate::DocumentFormat;

/// Reads OLD and NEW. [`compare`](super::compare) counts the same as if both had been
/// [`read`] whole; titles, lines and whatever else two entries have in common may be missing.
///
/// # Errors
///
/// If one of them is not a feed, or cannot be read.
pub fn read_pair(old: &[u8], new: &[u8]) -> Result<(ParsedFeed, ParsedFeed), ReadError> {
    let scanned = Scan::new(old).zip(Scan::new(new));
    match scanned.and_then(|(old, new)| complete(old, new)) {
        Some(pair) => Ok(pair),
        None => Ok((read(old)?, read(new)?)),
    }
}

/// A feed of ours.
struct Scan<'t> {
    format: model::Format,
    /// What stands before the entries and after them.
    start: &'t str,
    end: &'static str,
    entries: Vec<ScannedEntry<'t>>,
}

struct ScannedEntry<'t> {
    text: &'t str,
    /// With its id, link and dates.
    entry: ParsedEntry,
    need: Need,
}

/// What must be parsed of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Need {
    Nothing,
    /// All but the content, which is the same in both feeds.
    Frame,
    Whole,
}

impl<'t> Scan<'t> {
    /// Finds the entries; `None` if the feed is not exactly as a feed of ours.
    fn new(bytes: &'t [u8]) -> Option<Self> {
        let text = simdutf8::basic::from_utf8(bytes).ok()?;
        if !own::is_own_feed(bytes) {
            return None;
        }
        let (format, first, end) = if text.starts_with('{') {
            (model::Format::Json, "\"items\":[\n{", "\n]}\n")
        } else if text.contains("<rss") {
            (model::Format::Rss, "\n<item>", "\n</channel></rss>\n")
        } else {
            (model::Format::Atom, "\n<entry>", "\n</feed>\n")
        };
        let text = text.strip_suffix(end)?;
        let start = find(text, first).map(|at| at + find(first, "\n").unwrap_or_default());
        let (start, mut rest) = text.split_at(start.unwrap_or(text.len()));
        let mut entries = Vec::new();
        while let Some(next) = rest.strip_prefix('\n') {
            let (text, after) = next.split_at(entry_end(next, format)?);
            rest = match format {
                model::Format::Json => after.strip_prefix(',').unwrap_or(after),
                _ => after,
            };
            entries.push(ScannedEntry {
                entry: entry(text, format)?,
                text,
                need: Need::Nothing,
            });
        }
        rest.is_empty().then_some(Scan {
            format,
            start,
            end,
            entries,
        })
    }

    /// The feed, with all that was wanted.
    fn complete(self) -> Option<ParsedFeed> {
        let text = |scanned: &ScannedEntry<'t>| match scanned.need {
            Need::Nothing => None,
            Need::Frame => Some(frame(scanned.text)),
            Need::Whole => Some(Cow::Borrowed(scanned.text)),
        };
        let texts: Vec<Cow<'_, str>> = self.entries.iter().filter_map(text).collect();
        let mut parsed = Vec::new();
        if !texts.is_empty() {
            let separator = match self.format {
                model::Format::Json => ",\n",
                _ => "\n",
            };
            let feed = [self.start, "\n", &texts.join(separator), self.end].concat();
            parsed = read(feed.as_bytes()).ok()?.entries;
        }
        if parsed.len() != texts.len() {
            return None;
        }
        let mut parsed = parsed.into_iter();
        let entries = self.entries.into_iter().map(|scanned| match scanned.need {
            Need::Nothing => Some(scanned.entry),
            _ => parsed.next(),
        });
        let entries = entries.collect::<Option<_>>()?;
        let format = match self.format {
            model::Format::Rss => DocumentFormat::Rss20,
            model::Format::Atom => DocumentFormat::Atom10,
            model::Format::Json => DocumentFormat::JsonFeed,
        };
        Some(ParsedFeed::new(format, String::new(), entries, None))
    }
}

/// Parses what must be known of the entries of two feeds.
fn complete<'t>(mut old: Scan<'t>, mut new: Scan<'t>) -> Option<(ParsedFeed, ParsedFeed)> {
    let by_id: HashMap<String, usize> = old
        .entries
        .iter()
        .enumerate()
        .map(|(at, scanned)| (scanned.entry.id.clone(), at))
        .collect();
    if by_id.len() != old.entries.len() {
        return None;
    }
    let mut partners = vec![None; old.entries.len()];
    let mut unpaired_dates = HashSet::new();
    for (at_new, new) in new.entries.iter_mut().enumerate() {
        let Some(&at) = by_id.get(&new.entry.id) else {
            new.need = Need::Whole;
            unpaired_dates.insert(new.entry.seconds());
            continue;
        };
        partners[at] = Some(at_new);
        let old = &mut old.entries[at];
        if old.text == new.text {
            continue;
        }
        let contents = content(old.text).zip(content(new.text));
        let contents = contents.map(|(of_old, of_new)| (&old.text[of_old], &new.text[of_new]));
        let need = match contents {
            Some((old, new)) if old != new => {
                if differ_in_text(old, new) {
                    Need::Nothing
                } else {
                    Need::Whole
                }
            }
            _ if frames_differ(&frame(old.text), &frame(new.text)) => Need::Nothing,
            Some(_) => Need::Frame,
            None => Need::Whole,
        };
        (old.need, new.need) = (need, need);
        if need == Need::Nothing {
            // Any two that differ.
            let body = |hash| {
                Some(Body {
                    text: hash,
                    markup: hash,
                })
            };
            (old.entry.body, new.entry.body) = (body(0), body(1));
        }
    }
    for (old, partner) in old.entries.iter().zip(&partners) {
        if partner.is_none() {
            unpaired_dates.insert(old.entry.seconds());
        }
    }
    let is_of_such_date =
        |scanned: &ScannedEntry<'_>| unpaired_dates.contains(&scanned.entry.seconds());
    for (old, partner) in old.entries.iter_mut().zip(partners) {
        let new = partner.map(|at| &mut new.entries[at]);
        if is_of_such_date(old) || new.as_deref().is_some_and(is_of_such_date) {
            old.need = Need::Whole;
            new.into_iter().for_each(|new| new.need = Need::Whole);
        }
    }
    Some((old.complete()?, new.complete()?))
}

/// The end of the entry that `text` begins with.
fn entry_end(text: &str, format: model::Format) -> Option<usize> {
    let close = match format {
        model::Format::Rss => "</item>",
        model::Format::Atom => "</entry>",
        model::Format::Json => {
            let line = text.split('\n').next()?;
            return Some(line.strip_suffix(',').unwrap_or(line).len());
        }
    };
    let mut at = 0;
    loop {
        let end = at + find(&text[at..], close)? + close.len();
        match find(&text[at..end], "<![CDATA[") {
            None => return Some(end),
            Some(start) => at += start + find(&text[at + start..], "]]>")? + "]]>".len(),
        }
    }
}

/// The id, the link and the dates of an entry.
fn entry(text: &str, format: model::Format) -> Option<ParsedEntry> {
    /// An item of a JSON Feed.
    #[derive(Deserialize)]
    struct Item {
        id: String,
        url: String,
        date_published: String,
        date_modified: String,
    }
    let (id, link, published, updated) = match format {
        model::Format::Json => {
            let item: Item = serde_json::from_str(text).ok()?;
            let Item { id, url, .. } = item;
            (id, url, item.date_published, Some(item.date_modified))
        }
        model::Format::Atom => {
            let text = &outside_sections(text);
            let updated = own::between(text, "<updated>", "</updated>")?;
            let published = own::between(text, "<published>", "</published>")?;
            let link = own::link(text, "alternate")?;
            let id = own::between(text, "<id>", "</id>")?;
            (id, link, published, Some(updated))
        }
        model::Format::Rss => {
            let text = &outside_sections(text);
            let (_, guid) = text.split_once("<guid")?;
            let id = own::between(guid, ">", "</guid>")?;
            let link = own::between(text, "<link>", "</link>")?;
            let published = own::between(text, "<pubDate>", "</pubDate>")?;
            (id, link, published, None)
        }
    };
    let id = id.trim().to_owned();
    let updated = match updated {
        Some(updated) => Some(date::parse(&updated)?),
        None => None,
    };
    (!id.is_empty()).then(|| ParsedEntry {
        normal_link: Some(page::normal(&link)),
        link: Some(link),
        published: date::parse(&published),
        updated,
        id,
        ..ParsedEntry::default()
    })
}

/// `text` without its CDATA sections.
fn outside_sections(text: &str) -> String {
    let mut outside = String::new();
    let mut rest = text;
    while let Some(start) = find(rest, "<![CDATA[") {
        outside.push_str(&rest[..start]);
        rest = &rest[start..];
        rest = &rest[find(rest, "]]>").map_or(rest.len(), |end| end + "]]>".len())..];
    }
    outside + rest
}

/// The places of the content in an entry: of HTML in a CDATA section, or in a text of JSON.
fn content(entry: &str) -> Option<std::ops::Range<usize>> {
    let (start, end) = [
        ("<content:encoded><![CDATA[", "]]></content:encoded>"),
        ("<content type=\"html\"", "]]></content>"),
        ("\"content_html\":\"", "\"}"),
    ]
    .into_iter()
    .find_map(|(start, end)| Some((find(entry, start)? + start.len(), end)))?;
    Some(start..entry.rfind(end).filter(|end| *end >= start)?)
}

/// An entry without its content.
fn frame(entry: &str) -> Cow<'_, str> {
    match content(entry) {
        Some(content) => Cow::Owned([&entry[..content.start], &entry[content.end..]].concat()),
        None => Cow::Borrowed(entry),
    }
}

/// Whether two entries of XML certainly differ in the author, the title or the summary.
fn frames_differ(old: &str, new: &str) -> bool {
    let parts = [
        ("<name>", "</name>"),
        ("<dc:creator>", "</dc:creator>"),
        ("<title>", "</title>"),
        ("<summary>", "</summary>"),
        ("<description><![CDATA[", "]]></description>"),
    ];
    parts.into_iter().any(|(open, close)| {
        // Several may stand in another order, and of a mail address only the name counts.
        let only = |frame: &'_ str| -> Option<String> {
            let (_, rest) = frame.split_once(open)?;
            let (text, rest) = rest.split_once(close)?;
            (!rest.contains(open) && !text.contains('@')).then(|| text.to_owned())
        };
        let texts = only(old).zip(only(new));
        texts.is_some_and(|(old, new)| differ_in_text(&old, &new))
    })
}

/// Whether two contents certainly show another text: where they begin to differ, other letters and digits
/// follow, outside of tags and references.
fn differ_in_text(old: &str, new: &str) -> bool {
    let is_same = |(old, new): (u8, u8)| old == new;
    let same = old
        .bytes()
        .zip(new.bytes())
        .take_while(|pair| is_same(*pair));
    let at = floor_char_boundary(old, same.count());
    let before = &old.as_bytes()[..at];
    let near = |bytes: usize| &before[at.saturating_sub(bytes)..];
    let is_outside = |open, close, bytes: &[u8]| {
        memchr::memrchr2(open, close, bytes).is_none_or(|at| bytes[at] == close)
    };
    // No reference to a character is longer, and no escape of JSON.
    if !is_outside(b'<', b'>', before)
        || !is_outside(b'&', b';', near(40))
        || near(6).contains(&b'\\')
    {
        return false;
    }
    let [mut old, mut new] = [&old[at..], &new[at..]];
    loop {
        match (next_letter(&mut old), next_letter(&mut new)) {
            (None, _) | (_, None) => return false,
            (Some(old), Some(new)) if old != new => return true,
            (Some(None), Some(_)) => return false,
            _ => {}
        }
    }
}

/// The next letter or digit that is certain, `Some(None)` at the end; `None` if it may be another
/// than it seems.
fn next_letter(html: &mut &str) -> Option<Option<char>> {
    loop {
        let mut chars = html.chars();
        let Some(c) = chars.next() else {
            return Some(None);
        };
        let rest = chars.as_str();
        *html = match c {
            '<' => &rest[find(rest, ">")? + 1..],
            '&' => ["amp;", "lt;", "gt;", "quot;", "nbsp;"]
                .into_iter()
                .find_map(|name| rest.strip_prefix(name))?,
            // A text of JSON: its escapes of one character.
            '\\' => rest.strip_prefix(['n', 't', '"', '\\', '/'])?,
            _ => rest,
        };
        // What is composed with a mark may be written as one character.
        let is_marked = || matches!(rest.chars().next(), Some('\u{300}'..='\u{36f}'));
        if c.is_ascii_alphanumeric() || matches!(c, '\u{4e00}'..='\u{9fff}') {
            return if is_marked() { None } else { Some(Some(c)) };
        }
    }
}
