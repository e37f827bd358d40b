//! Every folder of `fixtures/cases` is a test: a site and its complete expected output.
//!
//! | in the folder | what it is |
//! |---|---|
//! | `case.md` | the behavior it pins, and why that is right |
//! | `site/` | the input |
//! | `make.json` | files that git or an editor would change (see [`Piece`]) |
//! | `existing/` | the output folder before the run |
//! | `args` | the arguments after `build site --out feeds`, one per line (see [`DEFAULT_ARGS`]) |
//! | `expected/` | the output folder after the run |
//! | `expected.txt` | the exit status, standard output and standard error |
//!
//! A case of several runs has folders `1`, `2`, … with these parts in each. They run one after the
//! other with the same output folder; each site replaces the one before.
//!
//! `FEEDMILL_BLESS=1 cargo test --test cases` writes `expected` and `expected.txt`. Read the
//! difference, and commit it only if it is right. With `FEEDMILL_CASE=dates` only the cases run whose
//! name contains `dates`.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its files has failed"
)]

mod agreement;
mod valid;

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// The arguments of a case that has no `args`.
const DEFAULT_ARGS: &str = "--url=https://example.org/\n--title=T\n--now=2026-01-01T00:00:00Z\n";

/// A folder's files by path (with `/`), and its empty folders, whose paths end in `/`.
type Tree = BTreeMap<String, Vec<u8>>;

#[test]
fn every_case_gives_what_it_must() {
    let bless = env::var_os("FEEDMILL_BLESS").is_some();
    let mut failures = String::new();
    for case in wanted_cases() {
        let name = name_of(&case);
        assert!(case.join("case.md").is_file(), "{name} has no case.md");
        let difference = Case::prepare(&case).run(bless);
        if !difference.is_empty() {
            let _ = writeln!(failures, "\n=== fixtures/cases/{name}\n{difference}");
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

/// The folders of the cases whose name contains `FEEDMILL_CASE`.
fn wanted_cases() -> Vec<PathBuf> {
    let wanted = env::var("FEEDMILL_CASE").unwrap_or_default();
    let mut cases = folders(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/cases"));
    cases.retain(|case| name_of(case).contains(&wanted));
    assert!(!cases.is_empty(), "no case is called `{wanted}`");
    cases
}

/// A case in a temporary folder.
struct Case {
    /// Its folder, or those of its runs.
    runs: Vec<PathBuf>,
    home: tempfile::TempDir,
}

impl Case {
    fn prepare(folder: &Path) -> Self {
        let mut runs = folders(folder);
        runs.retain(|run| name_of(run).parse::<u32>().is_ok());
        if runs.is_empty() {
            runs.push(folder.to_owned());
        }
        Case {
            runs,
            home: tempfile::tempdir().unwrap(),
        }
    }

    /// Runs it, and returns how the output differs from the expected one.
    fn run(&self, bless: bool) -> String {
        let feeds = self.home.path().join("feeds");
        let mut difference = String::new();
        for run in &self.runs {
            let step = match self.runs.len() {
                1 => String::new(),
                _ => format!("{}/", name_of(run)),
            };
            self.lay_out(run);
            let told = self.feedmill(run, &[]);
            let written = tree(&feeds);
            if bless {
                fs::write(run.join("expected.txt"), &told).unwrap();
                let _ = fs::remove_dir_all(run.join("expected"));
                write_tree(&run.join("expected"), &written);
                continue;
            }
            let expected = fs::read_to_string(run.join("expected.txt")).unwrap_or_default();
            if told != expected {
                let _ = writeln!(difference, "--- {step}expected.txt");
                difference.push_str(&diff(&expected, &told));
            }
            difference.push_str(&compare(&step, &tree(&run.join("expected")), &written));
        }
        difference
    }

    /// Copies the site and the existing output folder.
    fn lay_out(&self, run: &Path) {
        let site = self.home.path().join("site");
        let _ = fs::remove_dir_all(&site);
        fs::create_dir(&site).unwrap();
        write_tree(&site, &tree(&run.join("site")));
        write_tree(
            &self.home.path().join("feeds"),
            &tree(&run.join("existing")),
        );
        if let Ok(made) = fs::read(run.join("make.json")) {
            write_tree(self.home.path(), &made_files(&made));
        }
    }

    /// Runs the program, and returns its output in the form of `expected.txt`.
    fn feedmill(&self, run: &Path, more: &[&str]) -> String {
        let args = fs::read_to_string(run.join("args")).unwrap_or_else(|_| DEFAULT_ARGS.to_owned());
        let output = Command::new(env!("CARGO_BIN_EXE_feedmill"))
            .args(["build", "site", "--out", "feeds"])
            .args(args.lines())
            .args(more)
            .current_dir(self.home.path())
            .env_remove("NO_COLOR")
            .env_remove("CLICOLOR_FORCE")
            .output()
            .unwrap();
        let mut told = match output.status.code() {
            Some(status) => format!("status {status}\n"),
            None => format!("{}\n", output.status),
        };
        for (name, bytes) in [("output", output.stdout), ("error", output.stderr)] {
            if !bytes.is_empty() {
                let text = String::from_utf8(bytes).unwrap();
                let _ = write!(told, "--- standard {name}\n{text}");
            }
        }
        told
    }
}

/// The files of a `make.json`: a path (`site/a.md`) and the pieces of its content.
fn made_files(json: &[u8]) -> Tree {
    let files: BTreeMap<String, Vec<Value>> = serde_json::from_slice(json).unwrap();
    files
        .into_iter()
        .map(|(path, pieces)| {
            let bytes = pieces.iter().flat_map(|piece| Piece::of(piece).bytes());
            (path, bytes.collect())
        })
        .collect()
}

/// A piece of a file: text with JSON's escapes, `{"repeat": "[", "times": 10000}`, or
/// `{"bytes": [196, 227]}`.
enum Piece {
    Text(String),
    Bytes(Vec<u8>),
}

impl Piece {
    fn of(value: &Value) -> Self {
        match value {
            Value::String(text) => Piece::Text(text.clone()),
            Value::Object(piece) if piece.contains_key("repeat") => {
                let times = usize::try_from(piece["times"].as_u64().unwrap()).unwrap();
                Piece::Text(piece["repeat"].as_str().unwrap().repeat(times))
            }
            other => Piece::Bytes(serde_json::from_value(other["bytes"].clone()).unwrap()),
        }
    }

    fn bytes(self) -> Vec<u8> {
        match self {
            Piece::Text(text) => text.into_bytes(),
            Piece::Bytes(bytes) => bytes,
        }
    }
}

/// The folders in `folder`, sorted.
fn folders(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let mut folders: Vec<_> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
}

fn name_of(path: &Path) -> String {
    path.file_name().and_then(OsStr::to_str).unwrap().to_owned()
}

/// The content of `folder`; empty if it does not exist.
fn tree(folder: &Path) -> Tree {
    let mut found = Tree::new();
    collect(folder, "", &mut found);
    found
}

fn collect(folder: &Path, below: &str, found: &mut Tree) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries {
        let path = entry.unwrap().path();
        let name = format!("{below}{}", name_of(&path));
        if path.is_file() {
            found.insert(name, fs::read(&path).unwrap());
            continue;
        }
        let before = found.len();
        collect(&path, &format!("{name}/"), found);
        if found.len() == before {
            found.insert(format!("{name}/"), Vec::new());
        }
    }
}

fn write_tree(folder: &Path, files: &Tree) {
    for (path, bytes) in files {
        let place = folder.join(path);
        if path.ends_with('/') {
            fs::create_dir_all(place).unwrap();
            continue;
        }
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, bytes).unwrap();
    }
}

/// How `found` differs from `expected`; empty if it does not.
fn compare(step: &str, expected: &Tree, found: &Tree) -> String {
    let mut difference = String::new();
    for path in expected.keys().filter(|path| !found.contains_key(*path)) {
        let _ = writeln!(difference, "--- {step}expected/{path}: was not written");
    }
    for (path, bytes) in found {
        match expected.get(path) {
            None => {
                let _ = writeln!(difference, "--- {step}expected/{path}: should not be there");
            }
            Some(wanted) if wanted != bytes => {
                let _ = writeln!(difference, "--- {step}expected/{path}");
                difference.push_str(&diff(
                    &String::from_utf8_lossy(wanted),
                    &String::from_utf8_lossy(bytes),
                ));
            }
            Some(_) => {}
        }
    }
    difference
}

/// The lines in which two texts differ, without the common lines at the beginning and the end. Each
/// element is on a line of its own, so that a difference is short.
fn diff(expected: &str, found: &str) -> String {
    let lines = |text: &str| -> Vec<String> {
        let one_element_a_line = text.replace("><", ">\n<");
        one_element_a_line
            .split('\n')
            .map(|line| line.escape_debug().to_string().replace("\\\"", "\""))
            .collect()
    };
    let (expected, found) = (lines(expected), lines(found));
    let both = || expected.iter().zip(&found);
    let start = both().take_while(|(one, other)| one == other).count();
    let shorter = expected.len().min(found.len()) - start;
    let end = expected.iter().rev().zip(found.iter().rev());
    let end = end
        .take(shorter)
        .take_while(|(one, other)| one == other)
        .count();
    let mut text = String::new();
    for (sign, lines) in [('-', &expected), ('+', &found)] {
        for line in &lines[start..lines.len() - end] {
            let _ = writeln!(text, "{sign} {line}");
        }
    }
    text
}
