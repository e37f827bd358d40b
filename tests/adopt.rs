//! Every folder of `fixtures/adopt` is a test: a site, feeds that were published, and all that
//! `feedmill adopt` must say and write.
//!
//! | in the folder | what it is |
//! |---|---|
//! | `case.md` | which behavior it pins, and why that is right |
//! | `site/` | the site; what else there is are published feeds |
//! | `args` | the arguments, one a line |
//! | `expected.txt` | the exit status, standard output and standard error, and the `feedmill.ids` that follows |
//! | `expected.json` | what `--message-format json` writes to standard output, without `--write` |
//!
//! `FEEDMILL_BLESS=1 cargo test --test adopt` writes what is expected anew; read it before you commit it.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its files has failed"
)]

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn feedmill(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_feedmill"));
    command.arg("adopt").args(args).current_dir(folder);
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    command.output().unwrap()
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

#[test]
fn every_case_says_and_writes_what_it_must() {
    let bless = env::var_os("FEEDMILL_BLESS").is_some();
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/adopt");
    let mut failures = String::new();
    for case in fs::read_dir(cases).unwrap() {
        let case = case.unwrap().path();
        assert!(case.join("case.md").is_file(), "{}", case.display());
        let home = tempfile::tempdir().unwrap();
        copy(&case, home.path());
        let args = fs::read_to_string(case.join("args")).unwrap();
        let args: Vec<&str> = args.lines().collect();
        let mut dry = args.clone();
        dry.retain(|arg| *arg != "--write");
        dry.push("--message-format=json");
        let ids = home.path().join("site/feedmill.ids");
        let before = fs::read(&ids).ok();
        let json = String::from_utf8(feedmill(home.path(), &dry).stdout).unwrap();
        assert_eq!(fs::read(&ids).ok(), before);
        let Output {
            status,
            stdout,
            stderr,
        } = feedmill(home.path(), &args);
        let mut told = format!("status {}\n", status.code().unwrap());
        let written = fs::read(&ids).unwrap_or_default();
        for (name, bytes) in [
            ("standard output", stdout),
            ("standard error", stderr),
            ("feedmill.ids", written),
        ] {
            if !bytes.is_empty() {
                let _ = write!(told, "--- {name}\n{}", String::from_utf8(bytes).unwrap());
            }
        }
        for (file, found) in [("expected.txt", told), ("expected.json", json)] {
            let path = case.join(file);
            if bless {
                fs::write(path, found).unwrap();
            } else if fs::read_to_string(&path).unwrap_or_default() != found {
                let _ = writeln!(failures, "\n=== {}\n{found}", path.display());
            }
        }
    }
    assert!(failures.is_empty(), "{failures}");
}
