//! Every folder of `fixtures/compare` is a test: two feeds, or two folders of them, and all that
//! `feedmill compare` must say.
//!
//! | in the folder | what it is |
//! |---|---|
//! | `case.md` | which behaviour it pins, and why it is right |
//! | `old`, `new` | the folders; or `old.xml` and `new.xml` |
//! | `make.json` | files that git or an editor would spoil, as in `tests/cases/main.rs` |
//! | `args` | the arguments, one a line; without it the two |
//! | `expected.txt` | the exit status, standard output and standard error |
//! | `expected.json` | what `--message-format json` writes |
//!
//! `FEEDMILL_BLESS=1 cargo test --test compare` writes what is expected anew; it is read by eye, and
//! committed only if it is right. `FEEDMILL_CASE=limits` runs the cases whose name holds `limits`.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its files has failed"
)]

use std::collections::BTreeMap;
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use feedmill::compare::{compare, read};
use proptest::prelude::*;
use serde_json::Value;

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/compare")
}

fn feedmill(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_feedmill"));
    command.arg("compare").args(args).current_dir(folder);
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    command
}

fn told(output: Output) -> String {
    let mut told = format!("status {}\n", output.status.code().unwrap());
    for (name, bytes) in [("output", output.stdout), ("error", output.stderr)] {
        if !bytes.is_empty() {
            let text = String::from_utf8(bytes).unwrap();
            let _ = write!(told, "--- standard {name}\n{text}");
        }
    }
    told
}

#[test]
fn every_case_says_what_it_must() {
    let bless = env::var_os("FEEDMILL_BLESS").is_some();
    let wanted = env::var("FEEDMILL_CASE").unwrap_or_default();
    let mut failures = String::new();
    let mut count = 0;
    let mut folders: Vec<_> = fs::read_dir(cases())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    folders.sort();
    for folder in folders {
        let name = folder.file_name().unwrap().to_str().unwrap();
        if !name.contains(&wanted) {
            continue;
        }
        count += 1;
        assert!(folder.join("case.md").is_file(), "{name} has no case.md");
        let home = tempfile::tempdir().unwrap();
        copy(&folder, home.path());
        if let Ok(made) = fs::read(folder.join("make.json")) {
            make(&made, home.path());
        }
        let usual = if folder.join("old").is_dir() {
            "old\nnew"
        } else {
            "old.xml\nnew.xml"
        };
        let args = fs::read_to_string(folder.join("args")).unwrap_or_else(|_| usual.to_owned());
        let args: Vec<&str> = args.lines().collect();
        let for_people = told(feedmill(home.path(), &args).output().unwrap());
        let json = [&args[..], &["--message-format=json"]].concat();
        let json = feedmill(home.path(), &json).output().unwrap();
        assert_eq!(
            json.status
                .code()
                .map(|status| format!("status {status}"))
                .as_deref(),
            for_people.lines().next()
        );
        let json = String::from_utf8(json.stdout).unwrap();
        for (file, found) in [("expected.txt", for_people), ("expected.json", json)] {
            if bless {
                fs::write(folder.join(file), found).unwrap();
                continue;
            }
            let expected = fs::read_to_string(folder.join(file)).unwrap_or_default();
            if expected != found {
                let _ = writeln!(failures, "\n=== fixtures/compare/{name}/{file}\n{found}");
            }
        }
    }
    assert!(count > 0, "no case is called `{wanted}`");
    assert!(failures.is_empty(), "{failures}");
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let place = to.join(entry.file_name());
        if entry.path().is_dir() {
            fs::create_dir(&place).unwrap();
            copy(&entry.path(), &place);
        } else {
            fs::copy(entry.path(), place).unwrap();
        }
    }
}

/// Writes the files of a `make.json`: texts, and texts that are repeated.
fn make(json: &[u8], home: &Path) {
    let files: BTreeMap<String, Vec<Value>> = serde_json::from_slice(json).unwrap();
    for (path, pieces) in files {
        let pieces = pieces.iter().map(|piece| match piece.as_str() {
            Some(text) => text.to_owned(),
            None => {
                let times = usize::try_from(piece["times"].as_u64().unwrap()).unwrap();
                piece["repeat"].as_str().unwrap().repeat(times)
            }
        });
        fs::write(home.join(path), pieces.collect::<String>()).unwrap();
    }
}

// The command line

#[track_caller]
fn refuses(args: &[&str], status: i32, message: &str) {
    let output = feedmill(&cases(), args).output().unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(status), "{error}");
    assert!(error.contains(message), "{error}");
    assert!(output.stdout.is_empty());
}

#[test]
fn what_cannot_be_compared_is_wrong_usage() {
    refuses(&["same/old.xml"], 2, "<NEW>");
    refuses(
        &["same/old.xml", "nowhere.xml"],
        2,
        "`nowhere.xml` does not exist",
    );
    refuses(&["-", "-"], 2, "only one of the two");
    refuses(
        &["same/old.xml", "folders/new"],
        2,
        "`folders/new` is a folder and `same/old.xml` is a file",
    );
    refuses(
        &["same/old.xml", "folders/old/index.html"],
        2,
        "folders/old/index.html: not a feed: it is an HTML page",
    );
    refuses(
        &["same/case.md", "same/new.xml"],
        2,
        "not a feed: it is not XML",
    );
    let empty = tempfile::tempdir().unwrap();
    let empty = empty.path().to_str().unwrap();
    refuses(&["folders/old", empty], 2, "no feed in");
    refuses(&[empty, "folders/old"], 2, "no feed in");
}

#[cfg(unix)]
#[test]
fn what_the_machine_cannot_read_is_status_3() {
    use std::os::unix::fs::symlink;

    let home = tempfile::tempdir().unwrap();
    copy(&cases().join("folders"), home.path());
    // Even root cannot open it.
    symlink("loop", home.path().join("loop")).unwrap();
    let output = feedmill(home.path(), &["loop", "old/index.xml"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(3));
}

#[test]
fn the_status_is_what_fail_on_says() {
    let status = |case: &str, args: &[&str]| {
        let args = [&["old.xml", "new.xml"], args].concat();
        let output = feedmill(&cases().join(case), &args).output().unwrap();
        output.status.code().unwrap()
    };
    assert_eq!(status("ids-changed", &[]), 1);
    assert_eq!(status("ids-changed", &["--fail-on=never"]), 0);
    assert_eq!(status("edited", &[]), 0);
    assert_eq!(status("edited", &["--fail-on=warning"]), 1);
    assert_eq!(status("same", &["--fail-on=warning"]), 0);
}

#[test]
fn a_dash_is_standard_input() {
    let folder = cases().join("same");
    let mut child = feedmill(&folder, &["-", "new.xml"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let old = fs::read(folder.join("old.xml")).unwrap();
    child.stdin.take().unwrap().write_all(&old).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(
        told(output),
        "status 0\n--- standard output\nnew.xml: 2 of 2 entries agree in id, link, title and date\n"
    );
}

#[test]
fn quiet_tells_of_errors_alone_and_machines_of_everything() {
    let output = |args: &[&str]| {
        let args = [&["old.xml", "new.xml"], args].concat();
        feedmill(&cases().join("edited"), &args).output().unwrap()
    };
    let quiet = output(&["-q"]);
    assert!(quiet.stdout.is_empty() && quiet.stderr.is_empty());
    let github = String::from_utf8(output(&["--message-format=github"]).stdout).unwrap();
    assert!(github.contains("::warning file=new.xml,line="), "{github}");
    let sarif: Value = serde_json::from_slice(&output(&["--message-format=sarif"]).stdout).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
}

// What holds for any feed

/// Feeds of every format, sound and broken.
fn feeds() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let fixtures = cases().parent().unwrap().to_owned();
    let mut open = vec![fixtures.join("validate"), fixtures.join("compare")];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "xml") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// A feed that takes its own place.
fn agrees_with_itself(bytes: &[u8]) {
    let (Ok(old), Ok(new)) = (read(bytes), read(bytes)) else {
        return;
    };
    let comparison = compare(old, new);
    let counts = comparison.counts();
    assert_eq!(counts.same, counts.old);
    assert_eq!(counts.same, counts.new);
    assert_eq!(comparison.agreement.all, counts.same);
    assert_eq!(comparison.agreement.of, counts.same);
}

#[test]
fn every_feed_agrees_with_itself() {
    for path in feeds() {
        agrees_with_itself(&fs::read(path).unwrap());
    }
}

#[test]
fn a_feed_whose_entities_precede_an_error_is_not_read() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/validate/xml-entity-text.xml");
    let feed = fs::read_to_string(path).unwrap();
    assert_eq!(read(feed.as_bytes()).unwrap().entries.len(), 1);
    let broken = feed.replacen("]>", "<!BAD>]>", 1);
    assert!(read(broken.as_bytes()).is_err());
}

proptest! {
    #[test]
    fn damaged_feeds_are_read_and_every_entry_counts_once(
        pair in any::<[prop::sample::Index; 2]>(),
        cut in any::<prop::sample::Index>(),
        at in any::<prop::sample::Index>(),
        junk in prop::sample::select(&["<", "&", "&#0;", "]]>", "<!--", "<a:b>", "</item>", "\0", "é"][..]),
    ) {
        let paths = feeds();
        let [one, other] = pair.map(|index| fs::read(index.get(&paths)).unwrap());
        let mut damaged = other.clone();
        damaged.truncate(cut.index(other.len() + 1));
        let at = at.index(damaged.len() + 1);
        damaged.splice(at..at, junk.bytes());
        agrees_with_itself(&damaged);
        if let (Ok(old), Ok(new)) = (read(&one), read(&damaged)) {
            let counts = compare(old, new).counts();
            let kept = counts.same + counts.edited + counts.unread;
            prop_assert_eq!(counts.old, kept + counts.gone + counts.beyond_limit);
            prop_assert_eq!(counts.new, kept + counts.added + counts.inserted + counts.backlog);
        }
    }
}

#[test]
fn large_feeds_take_no_longer_than_their_size() {
    let feed = |entries: usize, id: &str| {
        let mut text = String::from("<rss version='2.0'><channel>");
        for n in 0..entries {
            // One title, one day: what the slowest ways to find an entry again must cope with.
            let _ = write!(
                text,
                "<item><title>T</title><guid>{id}{n}</guid><pubDate>1 Jan 2024 {:02}:{:02}:{:02} GMT</pubDate></item>",
                n / 3600 % 24,
                n / 60 % 60,
                n % 60
            );
        }
        text + "</channel></rss>"
    };
    let start = Instant::now();
    let [old, new] = ["a", "b"].map(|id| read(feed(20_000, id).as_bytes()).unwrap());
    let counts = compare(old, new).counts();
    assert_eq!(counts.unread, 20_000);
    assert!(start.elapsed() < Duration::from_secs(20));
}
