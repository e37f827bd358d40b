//! When the files of a site were first and last committed to git.

use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::diagnostic::{Diagnostic, rules};
use crate::time::{Timestamp, Zone};

rules! {
    NO_HISTORY = Error "no-history" {
        summary: "The setting `dates: git` needs git and the whole history of the site, and one of them is missing.",
        why: "Articles without a date would have another one than in a complete clone, so nothing was built.",
        remedy: "Install git, and clone the whole history: `git fetch --unshallow`, or `fetch-depth: 0` for `actions/checkout`. Or delete `dates: git`."
    }
}

/// The work tree that a folder lies in.
#[derive(Debug)]
pub struct Repository {
    folder: PathBuf,
    /// The path of the folder in the work tree: `site/`.
    prefix: String,
    /// The commit that is checked out.
    pub head: String,
}

/// The author dates of a file's first and last commit.
#[derive(Debug, Clone, Copy)]
pub struct CommitDates {
    /// Of the first.
    pub first: Timestamp,
    /// Of the last.
    pub last: Timestamp,
}

/// Begins the record of a commit.
const COMMIT: u8 = 1;

impl Repository {
    /// The repository with the whole history of `folder`.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub fn open(folder: &Path) -> Result<Self, Diagnostic> {
        let arguments = [
            "rev-parse",
            "--is-shallow-repository",
            "--show-prefix",
            "HEAD",
        ];
        let output = git(folder, &arguments).output().map_err(not_started)?;
        if !output.status.success() {
            return Err(failed(&output.stderr));
        }
        let output = String::from_utf8_lossy(&output.stdout);
        match *output.lines().collect::<Vec<_>>() {
            ["false", prefix, head] => Ok(Repository {
                folder: folder.to_owned(),
                prefix: prefix.to_owned(),
                head: head.to_owned(),
            }),
            _ => Err(no_history(
                "the clone is shallow: older commits are missing",
            )),
        }
    }

    /// The dates of those of `files`, paths below the folder, that were committed. A renamed file is the
    /// same file.
    ///
    /// # Errors
    ///
    /// If git fails.
    pub fn dates<'f>(
        &self,
        files: impl Iterator<Item = &'f str>,
    ) -> Result<HashMap<&'f str, CommitDates>, Diagnostic> {
        let arguments = [
            "log",
            "-z",
            "--topo-order",
            "--no-merges",
            "--no-show-signature",
            "--name-status",
            "--find-renames",
            "--no-relative",
            "--no-ext-diff",
            "--format=%x01%aI",
        ];
        let mut git = git(&self.folder, &arguments).spawn().map_err(not_started)?;
        let mut history = CommitHistory {
            names: files
                .map(|file| (format!("{}{file}", self.prefix).into_bytes(), file))
                .collect(),
            dates: HashMap::new(),
        };
        let read = history.read(&mut git);
        let mut errors = Vec::new();
        if let Some(stderr) = &mut git.stderr {
            // What git says is only for the message.
            let _ = stderr.read_to_end(&mut errors);
        }
        let status = git.wait().map_err(not_started)?;
        if read.is_err() || !status.success() {
            return Err(failed(&errors));
        }
        Ok(history.dates)
    }
}

/// What is known while commits are read from the last to the first.
struct CommitHistory<'f> {
    /// The files by the names that they had then.
    names: HashMap<Vec<u8>, &'f str>,
    dates: HashMap<&'f str, CommitDates>,
}

impl CommitHistory<'_> {
    fn read(&mut self, git: &mut Child) -> io::Result<()> {
        let Some(output) = git.stdout.take() else {
            return Ok(());
        };
        let mut output = BufReader::new(output);
        let mut date = None;
        let mut field = Vec::new();
        let mut name = Vec::new();
        while next(&mut output, &mut field)? {
            let status = field.trim_ascii_start();
            match status.first() {
                Some(&COMMIT) => {
                    let text = String::from_utf8_lossy(&status[1..]);
                    date = Timestamp::parse(&text, &Zone::utc()).ok();
                }
                Some(b'R' | b'C') => {
                    let mut old = Vec::new();
                    next(&mut output, &mut old)?;
                    next(&mut output, &mut name)?;
                    if let Some(file) = self.names.remove(&name) {
                        self.add(file, date);
                        self.names.entry(old).or_insert(file);
                    }
                }
                Some(kind) => {
                    let begins = *kind == b'A';
                    next(&mut output, &mut name)?;
                    if let Some(&file) = self.names.get(&name) {
                        self.add(file, date);
                        if begins {
                            self.names.remove(&name);
                        }
                    }
                }
                None => {}
            }
        }
        Ok(())
    }
}

impl<'f> CommitHistory<'f> {
    fn add(&mut self, file: &'f str, date: Option<Timestamp>) {
        let Some(date) = date else { return };
        let dates = self.dates.entry(file).or_insert(CommitDates {
            first: date,
            last: date,
        });
        dates.first = date;
    }
}

/// Reads what stands before the next NUL; `false` at the end.
fn next(output: &mut impl BufRead, field: &mut Vec<u8>) -> io::Result<bool> {
    field.clear();
    let length = output.read_until(0, field)?;
    if field.last() == Some(&0) {
        field.pop();
    }
    Ok(length > 0)
}

fn git(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command
        .args(["--no-pager", "--no-replace-objects"])
        .args(arguments)
        .current_dir(folder)
        .env("LC_ALL", "C")
        .env("GIT_OPTIONAL_LOCKS", "0")
        // Nothing is taken from the network.
        .env("GIT_NO_LAZY_FETCH", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn not_started(error: io::Error) -> Diagnostic {
    no_history(&format!("git cannot be started: {error}"))
}

/// The failure that git's messages tell.
fn failed(messages: &[u8]) -> Diagnostic {
    let messages = String::from_utf8_lossy(messages);
    let first = messages.lines().next().unwrap_or("it stopped");
    let first = first.trim_start_matches("fatal: ");
    no_history(&format!("git says: {first}"))
}

fn no_history(why: &str) -> Diagnostic {
    let message = format!("`dates: git` cannot be followed: {why}");
    Diagnostic::new(&NO_HISTORY, message)
}
