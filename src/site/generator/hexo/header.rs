//! Header keys that Hexo reads in its own way, and the parts of the address that are kept in the header.

use super::super::article_header::ArticleHeader;
use super::super::site_file::{pair, walk};
use super::slug::{LetterCase, slugize};
use super::{OWN, abbrlink, file_name, kept, stem, title_case};
use crate::syntax::tree::{Node, Value};
use crate::time::{DateRules, Timestamp, Zone};

/// The value of [`OWN`].
struct SiteValues(Option<Node>);

impl SiteValues {
    fn node(&self, path: &str) -> Option<&Node> {
        walk(self.0.as_ref()?, path)
    }

    fn text(&self, path: &str) -> Option<&str> {
        self.node(path)?.text()
    }
}

/// Dates, terms and titles as in Hexo, and the parts of the address.
pub(super) fn adapt(header: &mut ArticleHeader<'_>) {
    let site = SiteValues(header.take_default(OWN));
    let slug = name(header, &site);
    // Its feeds never contain them, even if drafts are shown.
    if header.text("draft") == Some("true") {
        header.set("hidden", "true");
    }
    terms(header);
    let category = category(header, &site);
    header.set(kept::CATEGORY, category);
    let uses_name = ["use_slug_as_post_title", "use_filename_as_post_title"]
        .iter()
        .any(|key| site.text(key) == Some("true"));
    if uses_name && header.get("title").is_none() {
        header.set("title", &*slug);
    }
    if site.text("titlecase") == Some("true")
        && let Some(title) = header.text("title")
    {
        let title = title_case::title_case(title);
        header.set("title", title);
    }
    // An address that is nothing to JavaScript.
    let is_nothing = |node: &Node| {
        let text = node.text().unwrap_or_default();
        matches!(text.trim(), "" | "0" | "false") && !header.is_quoted(node)
    };
    if header.get("permalink").is_some_and(is_nothing) {
        header.remove("permalink");
    }
    link(header, &site);
    header.set(kept::SLUG, slug);
    keep(header, &site);
}

/// Reads the file's name: the slug, perhaps the date and other keys. Then sets the dates.
fn name(header: &mut ArticleHeader<'_>, site: &SiteValues) -> String {
    let stem = stem(header.path);
    let pattern = site.text("new_post_name").unwrap_or(":title.md");
    let name = file_name::parse(pattern, stem);
    for (key, value) in &name {
        if !file_name::KEPT.contains(key) {
            header.set(key, *value);
        }
    }
    for key in ["date", "updated"] {
        if let Some(time) = header.counted_time(key, 1000) {
            header.set(key, time);
        } else if let Some(node) = header.get(key)
            && let Some(date) = node
                .text()
                .and_then(|text| as_read(text, header.is_quoted(node)))
        {
            header.set(key, date);
        }
    }
    // Instead of a date of change that cannot be read Hexo takes that of the file.
    let is_read = |text: &str| Timestamp::read(text, &Zone::utc(), &DateRules::JAVASCRIPT).is_ok();
    if header.text("updated").is_some_and(|text| !is_read(text)) {
        header.remove("updated");
    }
    if header.get("date").is_none()
        && let Some(date) = file_name::date(&name)
    {
        header.set("date", date);
    }
    match name.iter().find(|(key, _)| *key == "title") {
        Some((_, title)) => (*title).to_owned(),
        None => slugize(stem, LetterCase::AsWritten),
    }
}

/// A text is one tag or category, even with commas; the plural key overrides the singular one.
fn terms(header: &mut ArticleHeader<'_>) {
    for (one, many) in [("tag", "tags"), ("category", "categories")] {
        if header.get(many).is_some() {
            header.remove(one);
        }
        for key in [one, many] {
            header.wrap(key);
        }
    }
}

/// The value of `:category`.
fn category(header: &ArticleHeader<'_>, site: &SiteValues) -> String {
    let case = match site.text("filename_case") {
        Some("1") => LetterCase::Lower,
        Some("2") => LetterCase::Upper,
        _ => LetterCase::AsWritten,
    };
    let categories = header.get("categories").or_else(|| header.get("category"));
    let path = categories.and_then(|node| category_path(node, site.node("category_map"), case));
    let default = || site.text("default_category").unwrap_or("uncategorized");
    path.unwrap_or_else(|| default().to_owned())
}

/// The short link that hexo-abbrlink has not written yet.
fn link(header: &mut ArticleHeader<'_>, site: &SiteValues) {
    let text = |key: &str| header.text(key).unwrap_or_default();
    if site.node("abbrlink").is_some() && text("abbrlink").is_empty() {
        let is = |key: &str, value: &str| site.text(key) == Some(value);
        let (is_crc32, is_hex) = (is("abbrlink.alg", "crc32"), is("abbrlink.rep", "hex"));
        let link = abbrlink::short_link(text("title"), is_crc32, is_hex);
        header.set("abbrlink", link);
    }
}

/// The other parts of an address.
fn keep(header: &mut ArticleHeader<'_>, site: &SiteValues) {
    for (key, path) in [
        (kept::ASSETS, "post_asset_folder"),
        (kept::INDEX, "pretty_urls.trailing_index"),
        (kept::HTML, "pretty_urls.trailing_html"),
    ] {
        if let Some(text) = site.text(path) {
            header.set(key, text);
        }
    }
    let defaults = site.node("permalink_defaults").map(|node| &node.value);
    if let Some(Value::Mapping(pairs)) = defaults {
        for (key, value) in pairs {
            let key = key.text().unwrap_or_default();
            header.set(&format!("{}{key}", kept::DEFAULT), value.value.clone());
        }
    }
}

/// A date that Hexo reads differently from how it is written: a YAML timestamp is converted to UTC and
/// loses its zone; a quoted day is read by JavaScript, in UTC.
fn as_read(text: &str, is_quoted: bool) -> Option<String> {
    let digits = |part: &str, count: usize| {
        part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    if is_quoted {
        let parts: Vec<_> = text.split('-').collect();
        let is_day = matches!(*parts, [y, m, d] if digits(y, 4) && digits(m, 2) && digits(d, 2));
        return is_day.then(|| format!("{text}T00:00:00Z"));
    }
    if let Some(moved) = overflowed(text) {
        return Some(moved);
    }
    let (date, time) = text.split_once(['T', 't', ' '])?;
    let zone = time.rfind(['Z', '+', '-'])?;
    let (clock, zone) = (time[..zone].trim(), &time[zone..]);
    let has_seconds = clock.matches(':').count() == 2;
    // YAML reads `+08:00` and `+8` as an offset; with `+0800` the value is a string.
    let is_timestamp = zone == "Z" || zone.len() <= 3 || zone.contains(':');
    if !has_seconds || !is_timestamp || !digits(date.split('-').next()?, 4) {
        return None;
    }
    let (instant, _) = Timestamp::read(text, &Zone::utc(), &DateRules::JAVASCRIPT).ok()?;
    Some(instant.in_zone(&Zone::utc()).strftime("%Y-%m-%d %H:%M:%S"))
}

/// What YAML's reader in JavaScript makes of a timestamp with a month 13, a day 32, an hour 25, a minute 75: it counts
/// on. `None` if it has no such part.
fn overflowed(text: &str) -> Option<String> {
    let (date, time) = match text.find(['T', 't', ' ', '\t']) {
        Some(at) => (&text[..at], text[at + 1..].trim()),
        None => (text, ""),
    };
    let number = |part: &str, lengths: std::ops::RangeInclusive<usize>| -> Option<i64> {
        let is_number = part.bytes().all(|byte| byte.is_ascii_digit());
        (is_number && lengths.contains(&part.len())).then(|| part.parse().ok())?
    };
    let shortest = if time.is_empty() { 2 } else { 1 };
    let date: Vec<&str> = date.split('-').collect();
    let [year, month, day] = *date else {
        return None;
    };
    let year = number(year, 4..=4)?;
    let (month, day) = (number(month, shortest..=2)?, number(day, shortest..=2)?);
    let zone = time.find(['Z', '+', '-']).unwrap_or(time.len());
    let (clock, zone) = (time[..zone].trim(), &time[zone..]);
    let clock = clock.split('.').next().unwrap_or_default();
    let parts: Vec<&str> = clock.split(':').collect();
    let (hour, minute, second) = match *parts {
        [""] => (0, 0, 0),
        [hour, minute, second] => (
            number(hour, 1..=2)?,
            number(minute, 2..=2)?,
            number(second, 2..=2)?,
        ),
        _ => return None,
    };
    let offset = match zone.split_at_checked(1) {
        None | Some(("Z", "")) => (0, 0),
        Some((_, offset)) => {
            let (hours, minutes) = offset.split_once(':').unwrap_or((offset, "00"));
            (number(hours, 1..=2)?, number(minutes, 2..=2)?)
        }
    };
    let is_usual = (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && (hour < 24 || (hour, minute, second) == (24, 0, 0))
        && minute < 60
        && second < 60
        && offset.1 < 60;
    if is_usual {
        return None;
    }
    let (years, month) = ((month - 1).div_euclid(12), (month - 1).rem_euclid(12) + 1);
    let first = format!("{:04}-{month:02}-01", year + years);
    let (first, _) = Timestamp::read(&first, &Zone::utc(), &DateRules::JAVASCRIPT).ok()?;
    let offset = (offset.0 * 60 + offset.1) * if zone.starts_with('-') { -60 } else { 60 };
    let seconds = (day - 1) * 86_400 + hour * 3600 + minute * 60 + second - offset;
    let moved = Timestamp::from_unix(first.unix_seconds() + seconds, 0)?;
    Some(moved.in_zone(&Zone::utc()).strftime("%Y-%m-%d %H:%M:%S"))
}

/// The slug of the last category: a list of names is a path, as is each list in a list.
fn category_path(node: &Node, map: Option<&Node>, case: LetterCase) -> Option<String> {
    let Value::Sequence(items) = &node.value else {
        return None;
    };
    let is_list = |item: &&Node| matches!(item.value, Value::Sequence(_));
    let path = match items.iter().rev().find(is_list).and(items.last()) {
        Some(Node {
            value: Value::Sequence(path),
            ..
        }) => path.as_slice(),
        Some(last) => std::slice::from_ref(last),
        None => items.as_slice(),
    };
    let names = path
        .iter()
        .filter_map(Node::text)
        .filter(|name| !name.is_empty());
    let slugs: Vec<String> = names
        .map(|name| {
            let mapped = map
                .and_then(|map| pair(map, name))
                .and_then(|(_, to)| to.text());
            slugize(mapped.unwrap_or(name), case)
        })
        .collect();
    (!slugs.is_empty()).then(|| slugs.join("/"))
}
