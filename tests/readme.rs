//! The README tells what the program says: its help and its codes.
//!
//! `FEEDMILL_BLESS=1 cargo test --test readme` writes them anew.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its files has failed"
)]

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

/// What stands in the README before a fenced block, and the arguments whose output the block is.
const BLOCKS: &[(&str, &[&str])] = &[
    ("<!-- build --help -->", &["build", "--help"]),
    ("<!-- explain -->", &["explain"]),
];

#[test]
fn the_readme_tells_what_the_program_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(&path).unwrap();
    let mut written = readme.clone();
    for (marker, args) in BLOCKS {
        written = with_block(&written, marker, &output(args));
    }
    if env::var_os("FEEDMILL_BLESS").is_some() {
        fs::write(path, written).unwrap();
        return;
    }
    let both = || readme.lines().zip(written.lines());
    let first = both().position(|(is, should)| is != should);
    if let Some(line) = first {
        let (is, should) = both().nth(line).unwrap();
        let number = line + 1;
        panic!(
            "README.md:{number} is behind the program:\n- {is}\n+ {should}\n\
             `FEEDMILL_BLESS=1 cargo test --test readme` writes it anew"
        );
    }
    assert_eq!(readme, written);
}

/// `readme` with `text` in the fenced block after `marker`.
fn with_block(readme: &str, marker: &str, text: &str) -> String {
    let (before, after) = readme
        .split_once(marker)
        .unwrap_or_else(|| panic!("README.md has no `{marker}`"));
    let after = after.trim_start();
    let (fence, rest) = after.split_once('\n').unwrap();
    assert!(fence.starts_with("```"), "no fenced block after `{marker}`");
    let end = match rest.strip_prefix("```") {
        Some(end) => end,
        None => rest.split_once("\n```").unwrap().1,
    };
    format!("{before}{marker}\n{fence}\n{text}```{end}")
}

fn output(args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_feedmill"))
        .args(args)
        .env("COLUMNS", "80")
        .output()
        .unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}
