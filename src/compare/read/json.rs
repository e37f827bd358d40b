//! JSON Feed 1.0 and 1.1.

use std::collections::HashMap;

use serde_json::Value;
use serde_json::value::RawValue;
use url::Url;

use super::super::entry::{Body, FeedError, ParsedFeed};
use super::{FeedDefaults, LineCounter, Raw, ReadError, date, text};
use crate::text::{escape_html, is_blank};
use crate::validate::DocumentFormat;
use crate::validate::json_feed::is_json_feed;

/// Reads the feed that `text`, an object, is.
pub(super) fn feed(text: &str) -> Result<ParsedFeed, ReadError> {
    if !is_json_feed(text) {
        return Err(ReadError::NotAFeed(
            "it is JSON, but no JSON Feed".to_owned(),
        ));
    }
    let invalid = |error: serde_json::Error| {
        ReadError::Unreadable(FeedError {
            message: format!("it is not valid JSON: {error}"),
            line: u32::try_from(error.line()).unwrap_or(u32::MAX),
            column: u32::try_from(error.column()).unwrap_or(u32::MAX),
            cut: true,
        })
    };
    let members: HashMap<String, &RawValue> = serde_json::from_str(text).map_err(invalid)?;
    let member = |name: &str| {
        let value = members.get(name)?;
        serde_json::from_str::<Value>(value.get()).ok()
    };
    let text_of = |name: &str| Some(member(name)?.as_str()?.to_owned());
    let head = FeedDefaults {
        title: member("title").map_or(String::new(), |title| line(&title)),
        link: text_of("home_page_url"),
        language: text_of("language"),
        base: ["feed_url", "home_page_url"]
            .into_iter()
            .find_map(|name| Url::parse(member(name)?.as_str()?).ok()),
        authors: authors(member("authors").as_ref(), member("author").as_ref()),
    };
    let items = members.get("items").map_or("[]", |items| items.get());
    let items: Vec<&RawValue> = serde_json::from_str(items).unwrap_or_default();
    let mut lines = LineCounter::new(text);
    let entries = items.into_iter().filter_map(|item| {
        // The item is a part of the text.
        let start = item.get().as_ptr() as usize - text.as_ptr() as usize;
        let raw = entry(&serde_json::from_str(item.get()).ok()?);
        let absolute = |link: &str| match (&head.base, Url::parse(link)) {
            (Some(base), Err(_)) => base.join(link).map_or(link.to_owned(), Into::into),
            _ => link.to_owned(),
        };
        Some(raw.resolve(absolute, &head, lines.at(start)))
    });
    let entries = entries.collect();
    let feed = ParsedFeed::new(DocumentFormat::JsonFeed, head.title, entries, None);
    Ok(ParsedFeed {
        link: head.link,
        language: head.language,
        ..feed
    })
}

fn entry(item: &Value) -> Raw {
    let texts = |name: &str| {
        let texts = item[name].as_array().into_iter().flatten();
        texts.map(line).filter(|text| !text.is_empty()).collect()
    };
    let date = |name: &str| date::parse(item[name].as_str()?);
    let attachments = item["attachments"].as_array().into_iter().flatten();
    let plain = |name: &str| Body::from_html(&escape_html(item[name].as_str()?));
    let html = item["content_html"].as_str().and_then(Body::from_html);
    Raw {
        id: filled(&item["id"]),
        link: filled(&item["url"]).or_else(|| filled(&item["external_url"])),
        title: line(&item["title"]),
        published: date("date_published"),
        updated: date("date_modified"),
        authors: authors(Some(&item["authors"]), Some(&item["author"])),
        categories: texts("tags"),
        enclosures: attachments
            .filter_map(|attachment| filled(&attachment["url"]))
            .collect(),
        content: html.or_else(|| plain("content_text")),
        summary: plain("summary"),
    }
}

/// A text, or a number, which readers take for one.
fn filled(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!is_blank(&text)).then_some(text)
}

/// A plain text, on one line.
fn line(value: &Value) -> String {
    filled(value).map_or(String::new(), |text| text::line(&escape_html(&text)))
}

/// The names in `authors`, or in `author`, which version 1.0 has.
fn authors(authors: Option<&Value>, author: Option<&Value>) -> Vec<String> {
    let authors = authors.and_then(Value::as_array).into_iter().flatten();
    let names = |author: &Value| text::person(&escape_html(author["name"].as_str()?));
    let all: Vec<String> = authors.filter_map(names).collect();
    if all.is_empty() {
        author.and_then(names).into_iter().collect()
    } else {
        all
    }
}
