//! The examples in the documents are run, their links lead to files, and what they list is what the code
//! declares.
//!
//! In each document, a fenced block after `<!-- file: PATH -->` is written to PATH in an empty folder.
//! In `console` blocks, each line that begins with `$ ` is run there by `sh`, and the lines after it
//! are its output. `FEEDMILL_BLESS=1 cargo test --test documents` writes the outputs and the generated
//! parts anew.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its files has failed"
)]

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

#[path = "documents/generated.rs"]
mod generated;

fn documents() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = |folder: &Path| fs::read_dir(folder).unwrap();
    let mut documents: Vec<PathBuf> = files(root)
        .chain(files(&root.join("docs")))
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    documents.sort();
    assert!(documents.contains(&root.join("README.md")));
    documents
}

#[test]
fn the_documents_are_what_the_program_and_its_tables_say() {
    let mut stale = Vec::new();
    for path in documents() {
        let text = fs::read_to_string(&path).unwrap();
        let current = with_outputs(&generated::with_parts(&text));
        if text == current {
            continue;
        }
        if env::var_os("FEEDMILL_BLESS").is_some() {
            fs::write(&path, current).unwrap();
            continue;
        }
        let differs = |(is, should)| is != should;
        let line = text.lines().zip(current.lines()).position(differs);
        let line = line.unwrap_or(text.lines().count().min(current.lines().count()));
        let should = current.lines().nth(line).unwrap_or("(nothing)");
        stale.push(format!("{}:{}: + {should}", path.display(), line + 1));
    }
    assert!(stale.is_empty(), "{stale:#?}; see the head of this file");
}

/// `text` with the outputs that its commands have now.
fn with_outputs(text: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let mut written = String::new();
    let mut file = None;
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        written.push_str(line);
        written.push('\n');
        if let Some(path) = line.strip_prefix("<!-- file: ") {
            file = Some(folder.path().join(path.strip_suffix(" -->").unwrap()));
        }
        let Some(language) = line.strip_prefix("```") else {
            continue;
        };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        for line in &block {
            let command = line.strip_prefix("$ ").filter(|_| language == "console");
            if command.is_some() || language != "console" {
                written.push_str(line);
                written.push('\n');
            }
            if let Some(command) = command {
                written.push_str(&output(command, folder.path()));
            }
        }
        written.push_str("```\n");
        if let Some(path) = file.take() {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, block.join("\n") + "\n").unwrap();
        }
    }
    written
}

/// What `command` prints in `folder`, standard error included.
fn output(command: &str, folder: &Path) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_feedmill"));
    let path = env::var("PATH").unwrap();
    let output = Command::new("sh")
        .args(["-c", &format!("exec 2>&1; {command}")])
        .current_dir(folder)
        .env(
            "PATH",
            format!("{}:{path}", program.parent().unwrap().display()),
        )
        .env("LC_ALL", "C")
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn links_lead_to_files() {
    for path in documents() {
        let text = fs::read_to_string(&path).unwrap();
        let prose: String = text.split("\n```").step_by(2).collect();
        for rest in prose.split("](").skip(1) {
            let link = rest.split([')', '#']).next().unwrap();
            let is_elsewhere = link.is_empty() || link.contains(':');
            let target = path.parent().unwrap().join(link);
            assert!(
                is_elsewhere || target.exists(),
                "{}: {link}",
                path.display()
            );
        }
    }
}
