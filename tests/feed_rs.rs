//! feed-rs, the parser of a feed reader, must find in our feeds what the articles say.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its files has failed"
)]
#![allow(clippy::print_stderr, reason = "a test that is skipped says so")]

use std::fs;
use std::path::{Path, PathBuf};

use feed_rs::model::{Entry, Feed};
use feed_rs::parser;
use serde_json::Value;

/// Every `rss.xml` or `atom.xml` below `folder`.
fn feeds_below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            feeds_below(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "xml") {
            found.push(path);
        }
    }
    found.sort();
}

fn parse(path: &Path) -> Feed {
    let bytes = fs::read(path).unwrap();
    parser::parse(&*bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn title(entry: &Entry) -> String {
    let title = entry.title.as_ref().unwrap();
    let is_html = title.content_type.subty() == "html";
    if is_html {
        unescaped(&title.content)
    } else {
        title.content.clone()
    }
}

/// The entities that occur in our titles.
fn unescaped(html: &str) -> String {
    html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

fn link(entry: &Entry) -> &str {
    &entry.links.first().unwrap().href
}

/// feed-rs keeps the parentheses of an RSS mailbox, `mail (Name)`.
fn names(entry: &Entry) -> Vec<&str> {
    let authors = entry.authors.iter();
    authors
        .filter_map(|author| author.name.as_deref())
        .map(|name| name.trim_start_matches('(').trim_end_matches(')'))
        .collect()
}

fn categories(entry: &Entry) -> Vec<&str> {
    let categories = entry.categories.iter();
    categories.map(|category| category.term.as_str()).collect()
}

#[test]
fn committed_feeds_say_the_same_in_both_formats() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("feeds");
    let mut paths = Vec::new();
    feeds_below(&folder, &mut paths);
    let rss: Vec<_> = paths
        .iter()
        .filter(|path| path.ends_with("rss.xml"))
        .collect();
    assert!(!rss.is_empty());
    for path in rss {
        let (rss, atom) = (parse(path), parse(&path.with_file_name("atom.xml")));
        assert_eq!(rss.entries.len(), atom.entries.len(), "{}", path.display());
        for (item, entry) in rss.entries.iter().zip(&atom.entries) {
            assert_eq!(title(item), title(entry));
            assert_eq!(link(item), link(entry));
            assert_eq!(item.id, entry.id);
            assert_eq!(categories(item), categories(entry));
            let seconds = |entry: &Entry| entry.published.unwrap().timestamp();
            assert_eq!(seconds(item), seconds(entry));
            let body = |entry: &Entry| {
                let content = entry.content.as_ref().unwrap();
                content.body.as_ref().unwrap().trim().to_owned()
            };
            assert_eq!(body(item), body(entry));
        }
    }
}

/// `FEEDMILL_ACCOUNTS` names a folder that holds, as `.ci/run` makes them, `NAME/` with feeds and
/// `NAME.account.json` with what `tests/readers/truth.py` found in the articles themselves.
#[test]
fn feeds_hold_what_the_articles_say() {
    let Some(folder) = std::env::var_os("FEEDMILL_ACCOUNTS") else {
        eprintln!("skipped: FEEDMILL_ACCOUNTS is not set");
        return;
    };
    let mut problems = Vec::new();
    let mut opened = 0;
    for file in fs::read_dir(folder).unwrap() {
        let file = file.unwrap().path();
        let Some(feeds) = file.to_str().unwrap().strip_suffix(".account.json") else {
            continue;
        };
        let account: Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
        for kind in ["rss.xml", "atom.xml"] {
            let path = Path::new(feeds).join(kind);
            opened += 1;
            compare(&path, &account, &mut problems);
        }
    }
    assert!(opened > 0, "there is no account");
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

fn compare(path: &Path, account: &Value, problems: &mut Vec<String>) {
    let mut problem = |what: String| problems.push(format!("{}: {what}", path.display()));
    let feed = parse(path);
    let expected = account["feeds"][""].as_array().unwrap();
    if feed.entries.len() != expected.len() {
        problem(format!(
            "{} entries, not {}",
            feed.entries.len(),
            expected.len()
        ));
    }
    for (entry, index) in feed.entries.iter().zip(expected) {
        let article = &account["articles"][index.as_u64().unwrap() as usize];
        let text = |key: &str| article[key].as_str().unwrap();
        let texts = |key: &str| -> Vec<&str> {
            let list = article[key].as_array().unwrap().iter();
            list.map(|value| value.as_str().unwrap()).collect()
        };
        if title(entry) != text("title") {
            problem(format!("title {:?}, not {:?}", title(entry), text("title")));
        }
        if link(entry) != text("link") {
            problem(format!("link {}, not {}", link(entry), text("link")));
        }
        // RSS has no fractions of a second.
        let published = text("published")
            .parse::<chrono::DateTime<chrono::Utc>>()
            .unwrap();
        let found = entry.published.unwrap();
        if found.timestamp() != published.timestamp() {
            problem(format!("{}: date {found}, not {published}", text("path")));
        }
        if names(entry) != texts("authors") {
            problem(format!(
                "{}: authors {:?}, not {:?}",
                text("path"),
                names(entry),
                texts("authors")
            ));
        }
        if categories(entry) != texts("tags") {
            problem(format!(
                "{}: categories {:?}",
                text("path"),
                categories(entry)
            ));
        }
        let has_text = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.is_empty());
        let content = entry
            .content
            .as_ref()
            .is_some_and(|content| has_text(&content.body));
        if !content && !texts("lines").is_empty() {
            problem(format!("{}: no content", text("path")));
        }
    }
}
