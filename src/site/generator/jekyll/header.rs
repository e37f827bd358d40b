//! Header keys that Jekyll reads in its own way.

use std::ops::RangeInclusive;

use super::super::LOCAL;
use super::super::article_header::ArticleHeader;
use super::{PostName, collection, kept, smart};
use crate::syntax::tree::{Node, Value, normal};

/// Header keys whose spelling counts.
const KEYS: &[&str] = &[
    "title",
    "date",
    "last_modified_at",
    "published",
    "draft",
    "categories",
    "category",
    "tags",
    "tag",
    "permalink",
    "slug",
];

/// Titles, dates, categories and tags as in Jekyll.
pub(super) fn adapt(header: &mut ArticleHeader<'_>) {
    // Jekyll knows them only as they are written here.
    header.pairs.retain(|(key, _)| {
        let key = key.text().unwrap_or_default();
        let mut known = KEYS.iter().filter(|known| normal(known) == normal(key));
        known.next().is_none_or(|known| *known == key)
    });
    let slug = PostName::slug(header.path);
    let title = match header.get("title").map(|title| &title.value) {
        Some(Value::Scalar(title)) => Some(title.clone()),
        Some(_) => None,
        None => Some(titleized(slug)),
    };
    let is_plain = header.take_default(kept::PLAIN_TITLES).is_some();
    if let Some(title) = title {
        let title = if is_plain {
            title
        } else {
            smart::typographic(&title)
        };
        header.set("title", title);
    }
    for key in ["date", "last_modified_at"] {
        if let Some(node) = header.get(key)
            && let Some(text) = node.text().filter(|text| is_timestamp(text))
            && !header.is_quoted(node)
        {
            let text = format!("{text}Z");
            header.set(key, text);
        }
    }
    if let Some(PostName { date, .. }) = PostName::parse(header.path)
        && header.get("date").is_none()
        && date.find('-') == Some(2)
    {
        let century = if date < "69" { "20" } else { "19" };
        header.set("date", format!("{century}{date}"));
    }
    if header.take_default(kept::UNPUBLISHED).is_some() {
        header.remove("published");
    }
    // Unpublished posts are left out even if drafts are shown.
    if let Some(node) = header.get("published")
        && matches!(node.text(), Some("false" | "no" | "off"))
        && !header.is_quoted(node)
    {
        header.set("hidden", "true");
    }
    let folders = folders_above(header.path);
    let folders = folders.into_iter().map(|folder| Node::scalar(folder, 0));
    let mut categories: Vec<Node> = folders.collect();
    let defaults = header.take_default("categories");
    for node in [defaults.as_ref(), header.get("categories")] {
        categories.extend(node.into_iter().flat_map(words));
    }
    if !categories.is_empty() {
        header.set("categories", Value::Sequence(categories));
    }
    for key in ["category", "tag"] {
        header.wrap(key);
    }
    match header.get("tags") {
        Some(_) if header.get("tag").is_some() => header.remove("tags"),
        Some(
            node @ Node {
                value: Value::Scalar(_),
                ..
            },
        ) => {
            let tags = words(node);
            header.set("tags", Value::Sequence(tags));
        }
        _ => {}
    }
    if let Some(only) = header.take_default(kept::ONLY)
        && let Some((taxonomy, term)) = only.text().unwrap_or_default().split_once(' ')
    {
        let keys: [&str; 2] = match taxonomy {
            "tags" => ["tag", "tags"],
            _ => ["category", "categories"],
        };
        let is_in_it = |key: &&str| header.get(key).is_some_and(|node| holds(node, term));
        if !keys.iter().any(is_in_it) {
            header.set(LOCAL, "true");
        }
    }
}

/// Whether `node` has `term`.
fn holds(node: &Node, term: &str) -> bool {
    words(node).iter().any(|item| item.text() == Some(term))
}

/// Splits a text at white space; a list is left unchanged.
fn words(node: &Node) -> Vec<Node> {
    match &node.value {
        Value::Scalar(text) => text
            .split_ascii_whitespace()
            .map(|word| Node::scalar(word, node.offset))
            .collect(),
        Value::Sequence(items) => items.clone(),
        Value::Null | Value::Mapping(_) => vec![node.clone()],
    }
}

/// The title made from a file's `slug`: its words capitalized, everything else in lower case.
fn titleized(slug: &str) -> String {
    let words: Vec<_> = slug.split('-').map(capitalized).collect();
    words.join(" ")
}

/// `word` with a capital, all else in lower case.
pub(super) fn capitalized(word: &str) -> String {
    let mut characters = word.chars();
    let first = characters.next().into_iter().flat_map(char::to_uppercase);
    first.collect::<String>() + &characters.as_str().to_lowercase()
}

/// Whether `text` is a date and a time with seconds but no zone: Ruby's YAML reads it as UTC.
fn is_timestamp(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't', ' ']) else {
        return false;
    };
    let (time, fraction) = match time.trim_start_matches(' ').split_once('.') {
        Some((time, fraction)) => (time, fraction),
        None => (time.trim_start_matches(' '), ""),
    };
    is_numbers(date, '-', &[4..=4, 1..=2, 1..=2])
        && is_numbers(time, ':', &[1..=2, 2..=2, 2..=2])
        && fraction.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether `text` is numbers with these counts of digits, separated by `separator`.
fn is_numbers(text: &str, separator: char, digits: &[RangeInclusive<usize>]) -> bool {
    let numbers: Vec<_> = text.split(separator).collect();
    let is_number = |(number, digits): (&&str, &RangeInclusive<usize>)| {
        digits.contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit())
    };
    numbers.len() == digits.len() && numbers.iter().zip(digits).all(is_number)
}

/// The folders above `_posts`.
fn folders_above(path: &str) -> Vec<&str> {
    if collection(path).is_some() {
        return Vec::new();
    }
    let folders = path.split('/');
    folders
        .take_while(|folder| !matches!(*folder, "_posts" | "_drafts"))
        .collect()
}
