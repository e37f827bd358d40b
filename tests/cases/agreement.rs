//! The RSS, Atom and JSON feeds of every case say the same, entry by entry, as feed-rs reads them.

use std::collections::BTreeMap;
use std::path::Path;
use std::{env, fs};

use feed_rs::model::{Entry, Text};
use feed_rs::parser;
use serde_json::Value;

use super::{Case, name_of, wanted_cases};

#[test]
fn the_formats_agree() {
    let mut compared = 0;
    for case in wanted_cases() {
        let name = name_of(&case);
        let case = Case::prepare(&case);
        for run in &case.runs {
            case.lay_out(run);
            let report = case.home.path().join("report.json");
            case.feedmill(run, &["--formats=rss,atom,json", "--report", "report.json"]);
            // A case whose arguments exclude these, or whose site cannot be built, has no report.
            let Ok(report) = fs::read(&report) else {
                continue;
            };
            let report: Value = serde_json::from_slice(&report).unwrap();
            compared += compare(&name, &report, &case.home.path().join("feeds"));
        }
    }
    let all = env::var_os("FEEDMILL_CASE").is_none();
    assert!(
        !all || compared > 500,
        "only {compared} entries were compared"
    );
}

/// Compares the feeds that have the same page of the same term; returns the number of entries.
fn compare(case: &str, report: &Value, output: &Path) -> usize {
    type Feeds = Vec<(String, Vec<u8>)>;
    let mut feeds: BTreeMap<(String, usize), Feeds> = BTreeMap::new();
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    let mut reported: Vec<&Value> = report["feeds"].as_array().unwrap().iter().collect();
    let path = |feed: &Value| feed["path"].as_str().unwrap().to_owned();
    // Feeds of several languages come in the order of their folders, in each format.
    reported.sort_by_key(|feed| {
        path(feed)
            .rsplit_once('/')
            .map(|(folder, _)| folder.to_owned())
    });
    for feed in reported {
        let subject = format!("{} {}", feed["taxonomy"], feed["term"]);
        let format = feed["format"].as_str().unwrap().to_owned();
        let number = numbers.entry(format!("{subject} {format}")).or_default();
        *number += 1;
        if feed["change"] == "blocked" {
            continue;
        }
        if let Ok(bytes) = fs::read(output.join(path(feed))) {
            let formats = feeds.entry((subject, *number)).or_default();
            formats.push((format, bytes));
        }
    }
    let mut compared = 0;
    for ((subject, _), formats) in feeds {
        let Some((_, json)) = formats.iter().find(|(format, _)| format == "json") else {
            continue;
        };
        let raw: Value = serde_json::from_slice(json).unwrap();
        assert_eq!(raw["user_comment"], "Made by feedmill", "{case}");
        for (format, bytes) in &formats {
            let (one, other) = (parse(json), parse(bytes));
            let place = format!("{case}, {subject}: json and {format}");
            assert_eq!(one.len(), other.len(), "{place}");
            for ((one, other), item) in one.iter().zip(&other).zip(raw["items"].as_array().unwrap())
            {
                let place = format!("{place}, {}", one.id);
                assert_eq!(common(one), common(other), "{place}");
                if format == "atom" {
                    assert_eq!(one.updated, other.updated, "{place}");
                    assert_eq!(one.published, other.published, "{place}");
                    assert_eq!(attachments(item), enclosures(other), "{place}");
                    assert_eq!(
                        item["language"].as_str(),
                        other.language.as_deref(),
                        "{place}"
                    );
                }
                compared += 1;
            }
        }
    }
    compared
}

fn parse(bytes: &[u8]) -> Vec<Entry> {
    let feed = parser::parse(bytes);
    feed.unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(bytes)))
        .entries
}

/// What all three formats say of an entry.
fn common(entry: &Entry) -> Vec<String> {
    let text = |text: &Option<Text>| text.as_ref().map(plain).unwrap_or_default();
    let content = entry
        .content
        .as_ref()
        .and_then(|content| content.body.clone());
    let authors = entry
        .authors
        .iter()
        .filter_map(|author| author.name.as_deref());
    // Of an RSS mailbox, `mail (Name)`, feed-rs keeps the brackets.
    let authors = authors.map(|name| name.trim_matches(['(', ')']).to_owned());
    let mut common = vec![
        entry.id.clone(),
        text(&entry.title),
        entry.links[0].href.clone(),
        entry.published.unwrap().timestamp().to_string(),
        // Without a body, JSON has its summary as content.
        content
            .unwrap_or_else(|| text(&entry.summary))
            .trim()
            .to_owned(),
    ];
    common.extend(authors);
    common.extend(
        entry
            .categories
            .iter()
            .map(|category| category.term.clone()),
    );
    common
}

/// Escaped HTML as the text that it stands for: ours has no more than these entities.
fn plain(text: &Text) -> String {
    if text.content_type.subty() != "html" {
        return text.content.clone();
    }
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text.content.clone(), |text, (from, to)| {
        text.replace(from, to)
    })
}

type Attachment = (String, Option<String>, Option<u64>);

fn attachments(item: &Value) -> Vec<Attachment> {
    let attachments = item["attachments"].as_array().into_iter().flatten();
    let attachment = |attachment: &Value| {
        let text = |key: &str| attachment[key].as_str().map(str::to_owned);
        let length = attachment["size_in_bytes"].as_u64();
        (text("url").unwrap(), text("mime_type"), length)
    };
    attachments.map(attachment).collect()
}

fn enclosures(entry: &Entry) -> Vec<Attachment> {
    let links = entry.links.iter();
    let enclosures = links.filter(|link| link.rel.as_deref() == Some("enclosure"));
    enclosures
        .map(|link| (link.href.clone(), link.media_type.clone(), link.length))
        .collect()
}
