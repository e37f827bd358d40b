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
use std::time::{Duration, Instant};

use feedmill::Site;
use feedmill::internals::front_matter::{self, Reading};
use feedmill::internals::normalise::{self, ArticleFile};
use feedmill::internals::settings::{self, Flags, Request};
use feedmill::time::{Present, Timestamp};
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
