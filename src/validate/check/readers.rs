//! Valid feeds that readers show wrongly, or not at all.

use std::collections::HashMap;

use roxmltree::Node;
use url::{Host, Url};

use super::calendar::Moment;
use super::date::{parse_rfc3339, parse_w3cdtf};
use super::rfc822::parse_rfc822;
use crate::validate::DocumentFormat;
use crate::validate::context::Context;
use crate::validate::rules;
use crate::validate::value::{Holder, Value, quote, value_of};

/// Titles that programs write for missing values.
const PLACEHOLDERS: [&str; 4] = ["undefined", "null", "NaN", "[object Object]"];

/// The delimiters of placeholders in templates.
const TEMPLATES: [(&str, &str); 4] = [("{{", "}}"), ("{%", "%}"), ("<%", "%>"), ("${", "}")];

/// A title, id or name that a template did not fill in.
pub(in crate::validate) fn filled_in(cx: &mut Context<'_>, value: &Value<'_>) {
    let text = value.text();
    let called = value.called(&cx.names);
    if PLACEHOLDERS.contains(&text) {
        let message = format!(
            "{called} is {}, a program's text for a missing value",
            quote(text)
        );
        cx.raise(&rules::PLACEHOLDER_TEXT, value, message);
    } else if TEMPLATES
        .iter()
        .any(|(begin, end)| text.starts_with(begin) && text.ends_with(end))
    {
        let message = format!(
            "{called} is {}, which a template did not replace",
            quote(text)
        );
        cx.raise(&rules::TEMPLATE_LEFTOVER, value, message);
    }
}

/// An address must be reachable for subscribers.
pub(in crate::validate) fn reachable(cx: &mut Context<'_>, value: &Value<'_>, address: &str) {
    let Ok(url) = Url::parse(address) else { return };
    let is_local = match url.host() {
        _ if url.scheme() == "file" => true,
        _ if !matches!(url.scheme(), "http" | "https" | "ftp") => return,
        Some(Host::Ipv4(ip)) => {
            ip.is_loopback() || ip.is_private() || ip.is_link_local() || ip.is_unspecified()
        }
        Some(Host::Ipv6(ip)) => {
            ip.is_loopback() || ip.is_unicast_link_local() || ip.is_unique_local()
        }
        Some(Host::Domain(host)) => {
            let host = host.trim_end_matches('.');
            let last = host.rsplit('.').next().unwrap_or_default();
            host == last || matches!(last, "localhost" | "local" | "internal" | "lan")
        }
        None => return,
    };
    let called = value.called(&cx.names);
    if is_local {
        let message = format!(
            "{called} is {}, which is only reachable in the author's network",
            quote(address)
        );
        cx.raise(&rules::LOCAL_ADDRESS, value, message);
    } else if let Some(Host::Domain(host)) = url.host()
        && !host.trim_end_matches('.').split('.').all(is_label)
    {
        let message = format!(
            "{called} is {}; `{host}` is not a valid host name",
            quote(address)
        );
        cx.raise(&rules::IMPOSSIBLE_HOST, value, message);
    }
}

/// A part of a host name: RFC 1123, section 2.1, and `_`, which many have.
fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

/// The part of `text` that is UTF-8 decoded as windows-1252, such as `CafÃ©`.
pub(in crate::validate) fn mojibake(text: &str) -> Option<String> {
    // `Ã` and `â` begin with C3 in UTF-8.
    if !text.as_bytes().contains(&0xC3) {
        return None;
    }
    let chars: Vec<char> = text.chars().collect();
    let at = |index: usize| chars.get(index).copied().unwrap_or(' ');
    (0..chars.len()).find_map(|index| {
        let before = index.checked_sub(1).map_or(' ', at);
        match (chars[index], at(index + 1)) {
            // Punctuation such as `’`: no language has these three in a row.
            ('â', '€') if !at(index + 2).is_ascii() => Some(format!("â€{}", at(index + 2))),
            // A small letter of Latin-1, beside small letters.
            ('Ã', next @ ('\u{a0}'..='\u{bf}' | '€'..='™'))
                if before.is_ascii_lowercase() || at(index + 2).is_ascii_lowercase() =>
            {
                Some(format!("Ã{next}"))
            }
            _ => None,
        }
    })
}

/// An entry of a feed, as far as readers compare it with others.
pub(in crate::validate) struct Entry<'v> {
    pub(in crate::validate) holder: Holder<'v>,
    /// The date by which readers sort it.
    pub(in crate::validate) date: Option<Moment>,
    pub(in crate::validate) title: String,
    pub(in crate::validate) link: String,
    pub(in crate::validate) id: Option<Value<'v>>,
}

/// The entries of an RSS or Atom feed.
pub(in crate::validate) fn entries<'a>(cx: &mut Context<'a>, feed: Node<'a, 'a>) {
    let name = if cx.format.is_rss() { "item" } else { "entry" };
    let entries: Vec<Entry<'a>> = cx
        .children(feed, name)
        .map(|entry| {
            let text = |name: &str| {
                let node = cx.child(entry, name)?;
                let href = node.attribute("href").map(str::to_owned);
                Some(href.unwrap_or_else(|| value_of(node).text().to_owned()))
            };
            let id = cx.child(entry, "guid").or_else(|| cx.child(entry, "id"));
            Entry {
                holder: Holder::Element(entry),
                date: date(cx, entry),
                title: text("title").unwrap_or_default(),
                link: text("link").unwrap_or_default(),
                id: id.map(value_of),
            }
        })
        .collect();
    compare(cx, &entries);
}

/// Judges the dates of the entries, and ids that change.
pub(in crate::validate) fn compare(cx: &mut Context<'_>, entries: &[Entry<'_>]) {
    let undated = entries.iter().filter(|entry| entry.date.is_none());
    if let Some(first) = undated.clone().next()
        && cx.format != DocumentFormat::Rss091
    {
        let undated = undated.count();
        let message = match (undated, entries.len()) {
            (1, 1) => "the entry has no date".to_owned(),
            (1, all) => format!("1 of {all} entries has no date"),
            (undated, all) => format!("{undated} of {all} entries have no date"),
        };
        cx.raise_for(&rules::UNDATED_ENTRIES, &first.holder, message);
    }
    if let [first, _, _, ..] = entries
        && first.date.is_some()
        && entries.iter().all(|entry| entry.date == first.date)
    {
        let message = format!("all {} entries have the same date", entries.len());
        cx.raise_for(&rules::SAME_DATES, &first.holder, message);
    }
    ids_are_stable(cx, entries);
}

/// The date by which readers sort an entry.
fn date<'a>(cx: &Context<'a>, entry: Node<'a, 'a>) -> Option<Moment> {
    const DATES: [&str; 10] = [
        "pubDate",
        "published",
        "updated",
        "dc:date",
        "atom:published",
        "atom:updated",
        "dcterms:created",
        "dcterms:issued",
        "dcterms:modified",
        "itunes:pubDate",
    ];
    let node = DATES.iter().find_map(|name| cx.child(entry, name))?;
    Some(moment(value_of(node).text(), node.range().start))
}

/// The date in `text`, at `offset` of the document. An invalid date is reported elsewhere; here it counts as
/// different from all others.
pub(in crate::validate) fn moment(text: &str, offset: usize) -> Moment {
    parse_rfc822(text)
        .or_else(|_| parse_rfc3339(text))
        .or_else(|_| parse_w3cdtf(text))
        .unwrap_or(Moment {
            seconds: i64::try_from(offset).unwrap_or(i64::MAX),
            year: 0,
        })
}

/// Two entries with the same title and link whose ids differ only in numbers are one article whose id
/// contains the time or number of the build.
fn ids_are_stable(cx: &mut Context<'_>, entries: &[Entry<'_>]) {
    let mut seen: HashMap<(&str, &str, String), &str> = HashMap::new();
    for entry in entries {
        let Some(id) = &entry.id else { continue };
        if entry.title.is_empty() || entry.link.is_empty() {
            continue;
        }
        let letters = id.text().replace(|c: char| c.is_ascii_digit(), "");
        let other = *seen
            .entry((&entry.title, &entry.link, letters))
            .or_insert(id.text());
        if other != id.text() {
            let message = format!(
                "the id is {}, and the same article has the id {} too",
                quote(id.text()),
                quote(other)
            );
            cx.raise(&rules::UNSTABLE_ID, id, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_read_as_windows_1252_is_recognised() {
        for text in ["CafÃ© au lait", "itâ€™s", "â€œso", "Ã©tÃ©"] {
            assert!(mojibake(text).is_some(), "{text}");
        }
        for text in ["Café", "IRMÃ» disse", "SÃO PAULO", "â", "10 €", "Ã"] {
            assert!(mojibake(text).is_none(), "{text}");
        }
    }

    #[test]
    fn host_names_have_labels() {
        assert!(is_label("mill") && is_label("xn--r8jz45g") && is_label("_dmarc"));
        assert!(!is_label("") && !is_label("-a") && !is_label(&"a".repeat(64)));
    }
}
