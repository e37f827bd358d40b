//! `frontmatter` of the site file: which keys give a page its dates.

use super::address::is_index;
use super::kept;
use crate::site::generator::article_header::ArticleHeader;
use crate::site::generator::site_file::{SiteFile, table, walk};
use crate::syntax::tree::{Node, Pairs, Value};
use crate::time::{Timestamp, Zone};

/// The kinds of dates in the order in which Hugo looks for them, and their defaults.
const KINDS: &[(&str, &[&str])] = &[
    ("date", &["date", "publishdate", "lastmod"]),
    ("lastmod", &["lastmod", "date", "publishdate"]),
    ("publishdate", &["publishdate", "date"]),
    ("expirydate", &["expirydate"]),
];

/// Other names of keys.
const ALIASES: &[(&str, &str)] = &[
    ("lastmod", "modified"),
    ("publishdate", "pubdate"),
    ("publishdate", "published"),
    ("expirydate", "unpublishdate"),
];

/// The date and the slug in the name of the file.
const FILE_NAME: &str = ":filename";

/// What the site file says of dates, as defaults of headers.
pub(super) fn translate(site: &mut SiteFile<'_>, languages: &[&str]) -> Pairs {
    if site.mapping("frontmatter").is_empty() {
        return Vec::new();
    }
    let mut kinds: Vec<(&str, Value)> = Vec::new();
    for (kind, default) in KINDS {
        let given = site.list(&format!("frontmatter.{kind}"));
        let given: Vec<String> = given.iter().map(|key| key.to_lowercase()).collect();
        let mut keys: Vec<&str> = Vec::new();
        for key in &given {
            match &**key {
                ":default" => keys.extend(*default),
                // What only this machine knows.
                ":git" | ":filemodtime" if *kind != "lastmod" => {
                    let at = site.get("frontmatter").map_or(0, |node| node.offset);
                    site.warn(
                        at,
                        format!("`{key}` in `frontmatter.{kind}` is not followed"),
                    );
                }
                ":git" | ":filemodtime" => {}
                key => keys.push(key),
            }
        }
        if given.is_empty() {
            keys.extend(*default);
        }
        let with_aliases = keys.iter().flat_map(|key| {
            let aliases = ALIASES.iter().filter(move |(known, _)| known == key);
            [*key].into_iter().chain(aliases.map(|(_, alias)| *alias))
        });
        let keys: Vec<&str> = with_aliases.collect();
        kinds.push((kind, keys.into()));
    }
    let node = |value| Node { value, offset: 0 };
    vec![
        (Node::scalar(kept::DATES, 0), node(table(kinds))),
        (
            Node::scalar(kept::LANGUAGES, 0),
            Node::scalar(languages.join(" "), 0),
        ),
    ]
}

/// Sets the dates of a page as the site file says. A date that is found counts as the header's for the kinds
/// after it, if the header has none under its name.
pub(super) fn adapt(header: &mut ArticleHeader<'_>) {
    let languages = header.take_default(kept::LANGUAGES);
    let languages = languages.as_ref().and_then(Node::text).unwrap_or_default();
    let Some(kinds) = header.take_default(kept::DATES) else {
        return;
    };
    let mut found = Vec::new();
    for (kind, _) in KINDS {
        let Some(Value::Sequence(keys)) = walk(&kinds, kind).map(|node| &node.value) else {
            continue;
        };
        let date = keys
            .iter()
            .filter_map(Node::text)
            .find_map(|key| match key {
                FILE_NAME => {
                    let (date, slug) = dated_name(header.path, languages)?;
                    if !slug.is_empty() && header.get("slug").is_none() {
                        header.set("slug", slug);
                    }
                    Some(Node::scalar(date, 0))
                }
                // `published: true` is not a date.
                key => {
                    let node = header.get(key)?;
                    let is_flag = matches!(node.text(), Some("true" | "false"));
                    (!is_flag).then(|| node.clone())
                }
            });
        if let Some(date) = &date
            && header.get(kind).is_none()
        {
            header.set(kind, date.value.clone());
        }
        found.push((kind, date));
    }
    for (kind, date) in found {
        match date {
            Some(date) => header.set(kind, date.value),
            None => header.remove(kind),
        }
    }
}

/// The date in the name of the file at `path`, or in that of its bundle, and the rest of that name: a day,
/// and perhaps a time, as in `2024-05-07-14-30-00-name.md`. The name may end in one of the `keys` of languages.
fn dated_name(path: &str, keys: &str) -> Option<(String, String)> {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let name = if is_index(name) {
        folders.rsplit('/').next()?
    } else {
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    };
    let name = match name.rsplit_once('.') {
        Some((stem, key)) if keys.split(' ').any(|known| known.eq_ignore_ascii_case(key)) => stem,
        _ => name,
    };
    let is_date = |text: &str| Timestamp::parse(text, &Zone::utc()).is_ok();
    let (day, rest) = name.split_at_checked("2024-05-07".len())?;
    let time = rest
        .split_at_checked("-14-30-00".len())
        .filter(|(time, _)| {
            let is_it = |(at, byte): (usize, u8)| match at {
                0 => matches!(byte, b'-' | b'_' | b' ' | b'T'),
                3 | 6 => byte == b'-',
                _ => byte.is_ascii_digit(),
            };
            time.bytes().enumerate().all(is_it)
        });
    let time = time.map(|(time, rest)| (format!("{day}T{}", time[1..].replace('-', ":")), rest));
    let (date, rest) = match time.filter(|(date, _)| is_date(date)) {
        Some(found) => found,
        None => (day.to_owned(), rest),
    };
    let slug = rest.trim_matches([' ', '-', '_']).to_owned();
    is_date(&date).then_some((date, slug))
}
