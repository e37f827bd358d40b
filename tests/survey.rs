//! `feedmill lint` and `feedmill tags`: output, streams, exit status; and that they write nothing.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its files has failed"
)]

use std::fs;
use std::process::{Command, Output};

use serde_json::Value;

const ODD: &str = "---\ntitel: A\ndate: 2025-01-02\ntags: [Robot, ai]\n---\nText.\n";
const GOOD: &str = "---\ntitle: B\ndate: 2025-01-03\ntags: [Robots, AI, 机器人]\n---\nText.\n";
const ALSO: &str = "---\ntitle: C\ndate: 2025-01-04\ntags: [AI]\n---\nText.\n";

fn site(files: &[(&str, &str)]) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join("site")).unwrap();
    for (path, text) in files {
        fs::write(home.path().join("site").join(path), text).unwrap();
    }
    home
}

/// Runs `args` in the folder of a site, and checks that nothing was written there.
fn run(home: &tempfile::TempDir, args: &[&str]) -> (i32, String, String) {
    let list = || {
        let names = fs::read_dir(home.path().join("site")).unwrap();
        names
            .map(|entry| entry.unwrap().path())
            .collect::<std::collections::BTreeSet<_>>()
    };
    let before = list();
    let Output {
        status,
        stdout,
        stderr,
    } = Command::new(env!("CARGO_BIN_EXE_feedmill"))
        .args(args)
        .current_dir(home.path())
        .output()
        .unwrap();
    assert_eq!(list(), before);
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

#[test]
fn lint_tells_what_build_does_not_mind() {
    let home = site(&[("odd.md", ODD), ("good.md", GOOD)]);
    let (status, stdout, stderr) = run(&home, &["lint", "site"]);
    assert_eq!((status, &*stdout), (0, ""));
    assert!(
        stderr.contains(
            "site/odd.md:2:1: warning[unknown-key]: unknown key `titel`; did you mean `title`?"
        ),
        "{stderr}"
    );
    assert!(
        stderr.contains("site/odd.md:2:1: warning[title-from-file-name]"),
        "{stderr}"
    );
    assert!(!stderr.contains("good.md"), "{stderr}");
    assert_eq!(run(&home, &["lint", "site", "--fail-on=warning"]).0, 1);
    let (_, stdout, _) = run(&home, &["lint", "site", "--message-format=json"]);
    let codes: Vec<Value> = stdout
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["code"].clone())
        .collect();
    assert_eq!(codes, ["unknown-key", "title-from-file-name"]);
}

#[test]
fn the_site_file_sets_the_levels() {
    let home = site(&[
        ("odd.md", ODD),
        (
            "feedmill.yaml",
            "lint: {unknown-key: off, title-from-file-name: error}\n",
        ),
    ]);
    let (status, _, stderr) = run(&home, &["lint", "site"]);
    assert_eq!(status, 1, "{stderr}");
    assert!(
        stderr.contains("error[title-from-file-name]") && !stderr.contains("unknown-key"),
        "{stderr}"
    );
    fs::write(
        home.path().join("site/feedmill.yaml"),
        "lint: {unknown-kye: off}\n",
    )
    .unwrap();
    let (status, _, stderr) = run(&home, &["lint", "site"]);
    assert_eq!(status, 2);
    assert!(stderr.contains("did you mean `unknown-key`?"), "{stderr}");
    assert_eq!(run(&home, &["lint", "nowhere"]).0, 3);
}

#[test]
fn where_there_are_no_tags_other_taxonomies_are_named() {
    let header = "---\ntitle: A\ndate: 2025-01-01\nseries: [x, y]\n---\n";
    let home = site(&[("a.md", header)]);
    let file = home.path().join("site/feedmill.yaml");
    std::fs::write(file, "taxonomies: [tags, series]\n").unwrap();
    let (status, stdout, _) = run(&home, &["tags", "site"]);
    assert_eq!(status, 0);
    let expected = "no article has a term in `tags`\n`--taxonomy series` lists 2 terms\n";
    assert_eq!(stdout, expected);
}

#[test]
fn tags_are_listed_with_their_spellings() {
    let home = site(&[("odd.md", ODD), ("good.md", GOOD), ("also.md", ALSO)]);
    let (status, stdout, _) = run(&home, &["tags", "site"]);
    assert_eq!(status, 0);
    let lines: Vec<&str> = stdout.lines().collect();
    assert_eq!(lines[0], "3  AI      tags/ai/  (AI 2, ai 1)");
    assert!(lines.contains(&"1  机器人  tags/机器人/"), "{stdout}");
    assert!(stdout.contains("(singular and plural)"), "{stdout}");
    let (_, stdout, _) = run(&home, &["tags", "site", "--message-format=json"]);
    let object: Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(object["tags"][0]["articles"], 3);
    assert_eq!(object["likely_duplicates"][0]["why"], "singular and plural");
    assert_eq!(object["diagnostics"], serde_json::json!([]));
}
