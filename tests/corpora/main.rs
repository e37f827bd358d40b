//! Real articles, truncated to 0 to 400 bytes: feedmill must not panic, hang, or lose the other
//! articles. A debug build tries every 13th length, `cargo test --release --test corpora` all. If the
//! corpora are not next to the project, the tests print that and pass.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test that cannot read its files has failed, and one that is skipped says so"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use feedmill::internals::front_matter::{self, Reading};
use feedmill::internals::normalise::{self, ArticleFile};
use feedmill::internals::settings::{self, Flags, Request};
use feedmill::time::{Present, Timestamp};
use feedmill::{Report, Site};
use rayon::prelude::*;

/// The longest truncated article.
const LONGEST: usize = 400;

/// Minutes against seconds.
const STEP: usize = if cfg!(debug_assertions) { 13 } else { 1 };

/// The truncated articles, by path below the corpora.
fn beginnings() -> Option<Vec<(String, Vec<u8>)>> {
    let corpora = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora");
    if !corpora.is_dir() {
        eprintln!("skipped: {} is not here", corpora.display());
        return None;
    }
    let mut found = Vec::new();
    let mut folders = vec![corpora.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let extension = path.extension().and_then(|name| name.to_str());
            if path.is_dir() {
                folders.push(path);
            } else if matches!(extension, Some("md" | "markdown" | "html")) {
                let mut bytes = fs::read(&path).unwrap();
                bytes.truncate(LONGEST);
                let below = path.strip_prefix(&corpora).unwrap();
                found.push((below.to_str().unwrap().to_owned(), bytes));
            }
        }
    }
    found.sort();
    assert!(found.len() > 2000, "{} articles", found.len());
    Some(found)
}

fn request(source: PathBuf) -> Request {
    Request {
        source,
        flags: Flags::default().with("--title", "title", Some("T")).with(
            "--url",
            "url",
            Some("https://example.org/"),
        ),
        for_feeds: true,
        ..Request::default()
    }
}

#[test]
fn no_beginning_panics_or_hangs() {
    let Some(beginnings) = beginnings() else {
        return;
    };
    let settings = settings::load(request("nowhere".into()), &[]).unwrap();
    let now = Timestamp::from_rfc3339("2026-01-01T00:00:00Z").unwrap();

    beginnings.par_iter().for_each(|(path, bytes)| {
        for length in (0..=bytes.len()).step_by(STEP) {
            let began = Instant::now();
            // All of the file, and the head of a longer one.
            for whole in [true, false] {
                if let Reading::Header(header) = front_matter::read(path, &bytes[..length], whole) {
                    let mut findings = Vec::new();
                    let file = ArticleFile {
                        index: 0,
                        path,
                        exists: &|_| false,
                        committed: None,
                        hashtags: &[],
                    };
                    let present = Present::at(now);
                    normalise::article(&file, &header, &settings, &present, &mut findings);
                }
            }
            let took = began.elapsed();
            assert!(
                took < Duration::from_secs(2),
                "{path}, {length} bytes: {took:?}"
            );
        }
    });
}

#[test]
fn no_beginning_takes_the_others_down() {
    let Some(beginnings) = beginnings() else {
        return;
    };
    let good = "---\ntitle: The good one\ndate: 2025-12-31\n---\nText.\n";
    for length in (0..=LONGEST).step_by(10 * STEP.max(3)) {
        let home = tempfile::tempdir().unwrap();
        for (path, bytes) in &beginnings {
            let path = home.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, &bytes[..length.min(bytes.len())]).unwrap();
        }
        fs::write(home.path().join("good.md"), good).unwrap();
        let site = Site::new(home.path())
            .title("T")
            .url("https://example.org/");
        let now = Timestamp::from_rfc3339("2026-01-01T00:00:00Z").unwrap();
        let site = site.now(now).fresh(true).patience(Duration::ZERO);
        let report = site.build().unwrap();
        let bugs = report
            .findings
            .iter()
            .filter(|finding| finding.rule.code == "internal-error");
        assert_eq!(bugs.count(), 0, "{length} bytes");
        let feed = fs::read_to_string(home.path().join("feeds/rss.xml")).unwrap();
        assert!(
            feed.contains("<title>The good one</title>"),
            "{length} bytes"
        );
        assert_eq!(
            feed.matches("<item>").count(),
            report.articles.published.min(30),
            "{length} bytes"
        );
    }
}

/// A key of each kind that keeps an article back. Each corpus gets some of them.
const KEEPING_BACK: &[&str] = &[
    "draft: true",
    "published: false",
    "publish: false",
    "isDraft: true",
    "status: draft",
    "hidden: true",
    "unlisted: true",
    "private: true",
    "listed: false",
    "public: false",
    "hide: true",
    "visibility: private",
    "password: x",
    "encrypt: true",
    "feed: false",
    "exclude_from_feed: true",
    "eleventyExcludeFromCollections: true",
    "permalink: false",
    "expiryDate: 2000-01-01",
    "unpublish_on: 2000-01-01",
    "expires: 2000-01-01",
    "draft: ture",
];

#[test]
fn one_key_keeps_one_article_back() {
    let corpora = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora");
    if !corpora.is_dir() {
        eprintln!("skipped: {} is not here", corpora.display());
        return;
    }
    let mut folders: Vec<PathBuf> = fs::read_dir(&corpora)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    assert!(folders.len() > 5);
    let keys = KEEPING_BACK.iter().enumerate().collect::<Vec<_>>();
    let tried = AtomicUsize::new(0);
    folders.par_iter().enumerate().for_each(|(number, corpus)| {
        let home = tempfile::tempdir().unwrap();
        copy(corpus, home.path());
        let before = build(home.path());
        let unpublished: Vec<&str> = before.files.iter().map(|file| &*file.path).collect();
        let mine = keys.iter().filter(|(key, _)| key % folders.len() == number);
        for (_, key) in mine {
            let (name, value) = key.split_once(": ").unwrap();
            let mut candidates = articles(home.path()).into_iter();
            let candidate = candidates.find_map(|(path, text)| {
                let is_free = !text.lines().any(|line| is_of(line, name));
                let is_published = !unpublished.contains(&&*path);
                let with_key = with(&text, name, value).filter(|_| is_free && is_published)?;
                Some((path, text, with_key))
            });
            // All articles of a site may have the key.
            let Some((path, text, with_key)) = candidate else {
                continue;
            };
            tried.fetch_add(1, Ordering::Relaxed);
            let file = home.path().join(&path);
            fs::write(&file, with_key).unwrap();
            let after = build(home.path());
            let place = format!("{}, {key}", file.display());
            assert_eq!(
                after.articles.published + 1,
                before.articles.published,
                "{place}"
            );
            let told: Vec<_> = after
                .files
                .iter()
                .filter(|file| !before.files.contains(file))
                .collect();
            assert_eq!(told.len(), 1, "{place}: {told:?}");
            assert_eq!(told[0].path, path);
            assert!(told[0].why.contains(name), "{place}: {told:?}");
            fs::write(&file, text).unwrap();
        }
    });
    assert!(tried.into_inner() > folders.len());
}

/// Whether `line` begins with the key `name`, however it is written.
fn is_of(line: &str, name: &str) -> bool {
    let key = line.split([':', '=']).next().unwrap();
    let plain = |key: &str| key.trim().replace(['-', '_'], "").to_lowercase();
    plain(key) == plain(name)
}

/// `text` with another key at the top of its header, if it has one.
fn with(text: &str, name: &str, value: &str) -> Option<String> {
    let first = text.lines().next()?;
    let rest = &text[first.len()..];
    if first == "---" {
        return Some(format!("---\n{name}: {value}{rest}"));
    }
    if first == "+++" {
        let is_bare = matches!(value, "true" | "false") || value.starts_with("20");
        let value = if is_bare {
            value.to_owned()
        } else {
            format!("\"{value}\"")
        };
        return Some(format!("+++\n{name} = {value}{rest}"));
    }
    is_of(text, "title").then(|| format!("{name}: {value}\n{text}"))
}

fn build(source: &Path) -> Report {
    let site = Site::new(source).title("T").url("https://example.org/");
    let now = Timestamp::from_rfc3339("2026-06-01T00:00:00Z").unwrap();
    // Fewer bodies take less time.
    site.set("limit", "1").now(now).check(true).build().unwrap()
}

/// The Markdown below `folder`, by path.
fn articles(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(below) = folders.pop() {
        for entry in fs::read_dir(below).unwrap() {
            let path = entry.unwrap().path();
            let extension = path.extension().and_then(|name| name.to_str());
            if path.is_dir() {
                folders.push(path);
            } else if let (Some("md" | "markdown"), Ok(text)) =
                (extension, fs::read_to_string(&path))
            {
                let path = path.strip_prefix(folder).unwrap();
                found.push((path.to_str().unwrap().to_owned(), text));
            }
        }
    }
    found.sort();
    found
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).unwrap();
        }
    }
}
