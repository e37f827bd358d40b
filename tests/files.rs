//! No file that looks like an article stays out of the feeds without being named.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its files has failed"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

const GOOD: &str = "---\ntitle: G\ndate: 2025-01-02\n---\nText.\n";

/// Every fate that a file may have.
const SITE: &[(&str, &str)] = &[
    ("good.md", GOOD),
    (
        "again.md",
        "---\ntitle: A\ndate: 2025-01-03\nid: x\n---\nText.\n",
    ),
    (
        "older.md",
        "---\ntitle: O\ndate: 2025-01-01\nid: x\n---\nText.\n",
    ),
    (
        "draft.md",
        "---\ntitle: D\ndate: 2025-01-01\ndraft: true\n---\n",
    ),
    (
        "secret.md",
        "---\ntitle: S\ndate: 2025-01-01\npassword: hunter2\n---\n",
    ),
    (
        "future.md",
        "---\ntitle: F\ndate: 2026-03-01T08:00:00+08:00\n---\n",
    ),
    (
        "expired.md",
        "---\ntitle: E\ndate: 2025-01-01\nexpires: 2025-02-01\n---\n",
    ),
    ("undated.md", "---\ntitle: U\n---\n"),
    (
        "flag.md",
        "---\ntitle: F\ndate: 2025-01-01\ndraft: ture\n---\n",
    ),
    ("empty.md", "---\n---\nText.\n"),
    ("prose.md", "---\nA text between two breaks.\n---\n"),
    ("fence.md", "----\ntitle: F\n----\n"),
    ("x.org", "#+DATE: 2025-01-01\n"),
    ("plain.md", "Text.\n"),
];

const LINES: &str = "\
left out: again.md: the entry id `tag:example.org,2000-01-01:x` belongs to `older.md` already
left out: bytes.md: byte 0xff is not UTF-8; the file is probably in Latin-1 (windows-1252)
kept back: draft.md: `draft: true`
not an article: empty.md: its header is empty
kept back: expired.md: `expires` was 2025-02-01T00:00:00Z
not an article: fence.md: `----` does not open a header; `---` does
left out: flag.md: `draft` is `ture`, not `true` or `false`
kept back until 2026-03-01T00:00:00Z: future.md: its date is 2026-03-01T08:00:00+08:00
not an article: prose.md: what stands where a header would has no keys of one
kept back: secret.md: `password`
left out: undated.md: the article has no date, neither in its header nor in its file name
not an article: x.org: this looks like an article, but .org files are not read; convert it, for example with `pandoc -s NAME.org -o NAME.md`
";

fn feedmill(home: &Path, args: &[&str]) -> (i32, String) {
    let Output { status, stderr, .. } = Command::new(env!("CARGO_BIN_EXE_feedmill"))
        .args(args)
        .arg("--now=2026-01-01T00:00:00Z")
        .current_dir(home)
        .output()
        .unwrap();
    (status.code().unwrap(), String::from_utf8(stderr).unwrap())
}

fn site(files: &[(&str, &str)]) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join("site")).unwrap();
    let settings = "title: T\nurl: https://example.org/\n";
    for (path, text) in files.iter().chain(&[("feedmill.yaml", settings)]) {
        fs::write(home.path().join("site").join(path), text).unwrap();
    }
    home
}

fn everything() -> tempfile::TempDir {
    let home = site(SITE);
    let bytes = [GOOD.as_bytes(), b"\xff"].concat();
    fs::write(home.path().join("site/bytes.md"), bytes).unwrap();
    home
}

#[test]
fn lint_and_a_verbose_build_name_every_file_that_is_not_published() {
    let home = everything();
    let named = |told: &str| {
        let lines = told.lines().filter(|line| {
            let fates = ["kept back", "left out", "not an article"];
            fates.iter().any(|fate| line.starts_with(fate))
        });
        lines.map(|line| format!("{line}\n")).collect::<String>()
    };
    let (_, told) = feedmill(home.path(), &["lint", "site"]);
    assert_eq!(named(&told), LINES);
    for _ in 0..2 {
        let (status, told) = feedmill(home.path(), &["build", "site", "-v"]);
        assert_eq!((status, &*named(&told)), (1, LINES));
        assert!(told.contains("\n2 articles published, "), "{told}");
    }
    let (_, told) = feedmill(home.path(), &["build", "site"]);
    assert_eq!(named(&told), "");
}

#[test]
fn the_report_has_every_file_that_is_not_published() {
    let home = everything();
    feedmill(home.path(), &["build", "site", "--report", "report.json"]);
    let report = fs::read_to_string(home.path().join("report.json")).unwrap();
    assert!(!report.contains("hunter2"));
    let report: Value = serde_json::from_str(&report).unwrap();
    let text = |file: &Value, key: &str| file[key].as_str().unwrap_or("-").to_owned();
    let lines = report["files"].as_array().unwrap().iter().map(|file| {
        let fate = text(file, "fate").replace('_', " ");
        let until = match text(file, "until") {
            until if until == "-" => String::new(),
            until => format!(" until {until}"),
        };
        format!(
            "{fate}{until}: {}: {}\n",
            text(file, "path"),
            text(file, "why")
        )
    });
    assert_eq!(lines.collect::<String>(), LINES);
}

#[test]
fn every_kind_of_article_that_is_kept_back_is_named_with_its_key() {
    let home = tempfile::tempdir().unwrap();
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/cases/kept-back-keys/site");
    let mut articles = BTreeMap::new();
    for entry in fs::read_dir(&from).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            fs::copy(&path, home.path().join(&name)).unwrap();
            articles.insert(name, fs::read_to_string(&path).unwrap());
        }
    }
    let (_, told) = feedmill(home.path(), &["lint", "."]);
    for (name, text) in &articles {
        let key = text
            .lines()
            .nth(3)
            .unwrap()
            .split([':', ' ', '='])
            .next()
            .unwrap();
        let line = told
            .lines()
            .find(|line| line.contains(&format!(": {name}: ")));
        let line = line.unwrap_or_else(|| panic!("{name}: {told}"));
        assert!(line.starts_with("kept back: "), "{line}");
        assert!(line.contains(key), "{line}");
    }
    assert!(articles.len() > 25);
}

#[test]
fn articles_in_the_output_folder_are_named_where_there_are_no_others() {
    let home = site(&[]);
    fs::create_dir(home.path().join("site/feeds")).unwrap();
    fs::write(home.path().join("site/feeds/a.md"), GOOD).unwrap();
    let (status, told) = feedmill(home.path(), &["build", "site"]);
    assert_eq!(status, 1);
    let cause = "`feeds/a.md` is an article, but it is in the output folder, which is not read";
    assert!(told.contains(cause), "{told}");
    assert_eq!(
        fs::read_dir(home.path().join("site/feeds"))
            .unwrap()
            .count(),
        1
    );
}

/// Where some generator or other has its articles.
const FOLDERS: &[&str] = &[
    "_posts",
    "content",
    "source/_posts",
    "docs/blog/posts",
    "src/content/blog",
    "blog",
    "posts",
];

#[test]
fn a_flag_that_cannot_be_read_keeps_back_under_every_preset() {
    let generators = [
        "none",
        "jekyll",
        "hugo",
        "hexo",
        "zola",
        "pelican",
        "eleventy",
        "docusaurus",
        "astro",
        "vitepress",
        "mkdocs",
    ];
    let lines = [
        "",
        "draft: ture",
        "published: 是",
        "hidden: maybe",
        "private: \"x\"",
        "draft:",
        "hidden: ''",
        "draft: 'False'",
        "published: 2025-01-01",
    ];
    for generator in generators {
        for line in lines {
            let home = site(&[]);
            for folder in FOLDERS {
                let folder = home.path().join("site").join(folder);
                fs::create_dir_all(&folder).unwrap();
                let text = format!("---\ntitle: G\ndate: 2025-01-02\n{line}\n---\nText.\n");
                fs::write(folder.join("2025-01-02-g.md"), text).unwrap();
            }
            let args = [
                "build",
                "site",
                "--check",
                "--generator",
                generator,
                "--report",
                "report.json",
            ];
            feedmill(home.path(), &args);
            let report = fs::read(home.path().join("report.json")).unwrap();
            let report: Value = serde_json::from_slice(&report).unwrap();
            let articles = &report["articles"];
            let number = |key: &str| articles[key].as_u64().unwrap();
            let is_readable = !["ture", "是", "maybe", "x"]
                .iter()
                .any(|value| line.contains(value));
            let place = format!("{generator}, {line}: {articles}");
            assert_eq!(number("published") > 0, is_readable, "{place}");
            let findings = report["diagnostics"].as_array().unwrap();
            let of_flag = findings
                .iter()
                .filter(|finding| finding["code"] == "invalid-flag");
            let with_place =
                of_flag.filter(|finding| finding["line"] == 4 && finding["severity"] == "error");
            assert_eq!(with_place.count() > 0, !is_readable, "{place}");
        }
    }
}
