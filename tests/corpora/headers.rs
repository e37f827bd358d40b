//! Prints what feedmill reads from the headers of a folder, one JSON object per line, including
//! drafts and future posts. `tests/corpora/headers.py` compares it with what other parsers read.
#![allow(clippy::print_stdout, reason = "it is what the program is for")]

use std::path::PathBuf;

use feedmill::internals::front_matter::{self, Reading};
use feedmill::internals::model::Author;
use feedmill::internals::normalise::{self, ArticleFile, ArticleOutcome};
use feedmill::internals::settings::{self, Flags, Request};
use feedmill::internals::source;
use feedmill::time::{Present, Timestamp};
use serde_json::json;

fn main() {
    let folder = PathBuf::from(std::env::args_os().nth(1).unwrap_or_else(|| ".".into()));
    let flags = Flags::default()
        // The other parsers do not know generators.
        .with("--generator", "generator", Some("none"))
        .with("--title", "title", Some("T"))
        .with("--url", "url", Some("https://example.org/"))
        .with("--drafts", "drafts", Some("true"))
        .with("--future", "future", Some("true"));
    let request = Request {
        source: folder,
        flags,
        for_feeds: true,
        ..Request::default()
    };
    let settings = settings::load(request, &[]).expect("settings");
    let (mut buffer, mut findings) = (Vec::new(), Vec::new());
    let folder = source::open(&settings.source).expect("a folder");
    let walked = source::walk(&folder, &settings.output, &settings.articles, &mut findings)
        .expect("a folder");
    // Later than every date of change.
    let now = Timestamp::from_unix(4_102_444_800, 0).expect("2100");
    let present = Present::at(now);
    for (index, file) in walked.files.iter().enumerate() {
        let mut reading = Reading::NeedMore;
        let read = source::head(file, settings.encoding, &mut buffer, |bytes, whole| {
            reading = front_matter::read(&file.path, bytes, whole);
            !matches!(reading, Reading::NeedMore)
        });
        let article = ArticleFile {
            index,
            path: &file.path,
            exists: &|_| false,
            committed: None,
            hashtags: &[],
        };
        let mut findings = Vec::new();
        let outcome = match (read, reading) {
            (Ok(_), Reading::Header(header)) => {
                normalise::article(&article, &header, &settings, &present, &mut findings)
            }
            (Ok(_), Reading::Unusable(finding)) => {
                findings.push(finding);
                ArticleOutcome::Unusable(String::new())
            }
            _ => {
                println!("{}", json!({"path": file.path, "header": false}));
                continue;
            }
        };
        let codes: Vec<_> = findings.iter().map(|finding| finding.rule.code).collect();
        let line = match outcome {
            ArticleOutcome::Article(article) => json!({
                "path": file.path,
                "title": article.title.as_str(),
                "published": article.published.to_rfc3339(),
                "updated": article.updated.to_rfc3339(),
                "tags": article.tags.iter().map(|tag| tag.name.as_str()).collect::<Vec<_>>(),
                "authors": article.authors.iter().map(author).collect::<Vec<_>>(),
                "codes": codes,
            }),
            ArticleOutcome::KeptBack(kept_back) => {
                json!({"path": file.path, "kept_back": kept_back.reason.as_str()})
            }
            ArticleOutcome::Unusable(_) => json!({"path": file.path, "left_out": codes}),
        };
        println!("{line}");
    }
}

fn author(author: &Author) -> String {
    match &author.email {
        Some(email) => format!("{} <{email}>", author.name),
        None => author.name.to_string(),
    }
}
