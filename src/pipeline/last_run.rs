//! What the last run depended on, and its report. A run on which nothing has changed since then ends
//! with the same report.
//!
//! Both stand in one file, `SOURCE/.feedmill/last-run`, which may be removed at any time. The digest in
//! it is of
//!
//! - the program, the start of the system (what was not synced may be lost then), the settings and the
//!   flags;
//! - the path and the [`Stamp`] of every file that was walked. What `.gitignore` files say, and what
//!   could not be read, shows in which files these are and in the findings of the walk;
//! - the path and the stamp of every file in the output folder that may be a feed of the site.
//!
//! It counts from the moment of the run until the next one that makes a post published or expired. It is
//! written only if each article had been left alone for a tick of its disk's clock when the run began to
//! read, so that any later edit gives it another stamp.
//!
//! A file that cannot be read, or is not as it was written, counts for nothing. A run that cannot write
//! it goes on without.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::report::Report;
use crate::diagnostic::Diagnostic;
use crate::publish::{Change, Changes};
use crate::site::settings::Settings;
use crate::stamp::{Fingerprint, Stamp, Stamps};
use crate::time::{Present, Timestamp};

/// The folder in SOURCE, which holds nothing else.
const FOLDER: &str = ".feedmill";

/// The name of the file. What is called `last-run.*` was left by runs that were killed.
const NAME: &str = "last-run";

/// What an older version left in the folder.
const FORMER_NAME: &str = "index";

/// The largest file that is read: a finding for each of a million articles.
const MAX_BYTES: u64 = 1 << 30;

/// What is another text after each start of the system, where there is such a file (Linux).
const SYSTEM_START: &str = "/proc/sys/kernel/random/boot_id";

/// The files of an output folder that may be feeds of the site, and their stamps.
type Feeds = BTreeMap<String, Option<Stamp>>;

/// The file.
#[derive(Debug, Serialize, Deserialize)]
struct LastRun<R> {
    digest: Fingerprint,
    /// When it was: seconds since 1970, and nanoseconds.
    now: (i64, u32),
    /// Seconds since 1970 of the next moment that matters.
    until: i64,
    report: R,
}

/// What a run depends on.
#[derive(Debug)]
pub(super) struct Inputs {
    folder: PathBuf,
    /// The digest of everything but the feeds.
    digest: Fingerprint,
    walked: Stamps,
    feeds: Feeds,
}

impl Inputs {
    /// `findings` are those up to here; `flags` what the options say beside the settings. `None` if
    /// nothing can tell whether the files, or this program, are still the same.
    pub(super) fn new(
        settings: &Settings,
        flags: impl std::fmt::Debug,
        walked: Stamps,
        findings: &[Diagnostic],
        feeds: Feeds,
    ) -> Option<Self> {
        let program = fs::metadata(std::env::current_exe().ok()?).ok()?;
        let program = (env!("CARGO_PKG_VERSION"), Stamp::from_metadata(&program)?);
        let start = fs::read_to_string(SYSTEM_START).unwrap_or_default();
        let output = std::path::absolute(&settings.output).ok()?;
        let settings_digest = settings.fingerprint;
        let files = walked.digest()?;
        let findings: Vec<_> = findings.iter().map(ToString::to_string).collect();
        let all = (
            program,
            start,
            settings_digest,
            output,
            flags,
            files,
            findings,
        );
        Some(Inputs {
            folder: settings.source.join(FOLDER),
            digest: Fingerprint::new(format!("{all:?}").as_bytes()),
            walked,
            feeds,
        })
    }

    /// The report of the last run, if all of this is as it was then.
    pub(super) fn last_report(&self, now: Timestamp) -> Option<Report> {
        let text = read(&self.folder.join(NAME))?;
        let last: LastRun<Report> = serde_json::from_str(&text).ok()?;
        let is_same = last.digest == self.digest_with(&stamps(&self.feeds))?;
        let now = now.unix();
        (is_same && last.now <= now && now.0 < last.until).then_some(last.report)
    }

    fn digest_with(&self, feeds: &Stamps) -> Option<Fingerprint> {
        let all = (self.digest, feeds.digest()?);
        Some(Fingerprint::new(format!("{all:?}").as_bytes()))
    }

    /// Prepares to leave this to the next run, before an article is read. `None` if it would not count
    /// then, or the folder cannot be written to.
    pub(super) fn begin(self) -> Option<LastRunWriter> {
        let is_new = !is_folder(&self.folder);
        if is_new {
            fs::create_dir(&self.folder).ok()?;
        }
        let made = is_new.then(|| self.folder.clone());
        let path = self.folder.join(format!("{NAME}.{}", std::process::id()));
        let mut draft = LastRunWriter {
            inputs: self,
            path,
            made,
            file: None,
            now: (0, 0),
            until: 0,
        };
        draft.prepare().ok()?;
        let file = draft.file.as_ref()?;
        let probe = Stamp::from_metadata(&file.metadata().ok()?)?;
        draft.inputs.walked.are_older_than(&probe).then_some(draft)
    }
}

fn stamps(feeds: &Feeds) -> Stamps {
    let mut stamps = Stamps::default();
    for (path, stamp) in feeds {
        stamps.add(path, *stamp);
    }
    stamps
}

fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.is_dir())
}

/// What follows the first line of the file at `path`, if that is its fingerprint.
fn read(path: &Path) -> Option<String> {
    let found = fs::symlink_metadata(path).ok()?;
    if !found.is_file() || found.len() > MAX_BYTES {
        return None;
    }
    let mut text = String::new();
    let file = File::open(path).ok()?;
    file.take(MAX_BYTES).read_to_string(&mut text).ok()?;
    let (first, rest) = text.split_once('\n')?;
    (first == first_line(rest)).then(|| rest.to_owned())
}

fn first_line(rest: &str) -> String {
    format!("feedmill last run {:?}", Fingerprint::new(rest.as_bytes()))
}

/// A file for the next run. Dropped before it was kept, it leaves the old one as it was.
#[derive(Debug)]
pub(super) struct LastRunWriter {
    inputs: Inputs,
    path: PathBuf,
    /// The folder, if it was made for it.
    made: Option<PathBuf>,
    file: Option<File>,
    /// When it is, and the next moment that matters.
    now: (i64, u32),
    until: i64,
}

impl LastRunWriter {
    /// Keeps the folder out of repositories, clears it, and makes the file.
    fn prepare(&mut self) -> io::Result<()> {
        let folder = &self.inputs.folder;
        let ignore = folder.join(".gitignore");
        // A full disk leaves an empty one. What a link leads to is never written.
        let is_there = |found: fs::Metadata| !found.is_file() || found.len() > 0;
        if !fs::symlink_metadata(&ignore).is_ok_and(is_there) {
            fs::write(ignore, "*\n")?;
        }
        for entry in fs::read_dir(folder)?.flatten() {
            let name = entry.file_name();
            let is_left = |name: &str| {
                name.strip_prefix(NAME)
                    .is_some_and(|rest| rest.starts_with('.'))
                    || name == FORMER_NAME
            };
            if name.to_str().is_some_and(is_left) {
                let _ = fs::remove_file(entry.path());
            }
        }
        self.file = Some(create(&self.path)?);
        Ok(())
    }

    /// Notes what the feeds are after a run that made these `changes`. `None` if a feed is not known to be
    /// what this run wrote or found.
    pub(super) fn complete(
        mut self,
        changes: &Changes,
        report: &Report,
        present: &Present,
    ) -> Option<Self> {
        (self.now, self.until) = (present.now().unix(), present.until());
        let feeds = &mut self.inputs.feeds;
        for path in &changes.removed {
            feeds.remove(path);
        }
        for feed in &report.feeds {
            if let Some(stamp) = changes.stamps.get(&feed.path) {
                feeds.insert(feed.path.clone(), Some(*stamp));
            } else if feed.change != Change::Blocked {
                return None;
            }
        }
        let is_known = !report.incomplete && stamps(feeds).are_fine();
        is_known.then_some(self)
    }

    /// Leaves it to the next run, with the `report` of this one. Where the disk is full or the folder gone
    /// there is none afterwards, or the old one.
    pub(super) fn keep(mut self, report: &Report) {
        let _ = self.write(report);
    }

    fn write(&mut self, report: &Report) -> io::Result<()> {
        let digest = self.inputs.digest_with(&stamps(&self.inputs.feeds));
        let (Some(digest), Some(mut file)) = (digest, self.file.take()) else {
            return Ok(());
        };
        let last = LastRun {
            digest,
            now: self.now,
            until: self.until,
            report: report.of_next_run(),
        };
        let rest = serde_json::to_string(&last)?;
        file.write_all(format!("{}\n{rest}", first_line(&rest)).as_bytes())?;
        drop(file);
        fs::rename(&self.path, self.inputs.folder.join(NAME))
    }
}

impl Drop for LastRunWriter {
    /// Removes what was not kept, and the folder that was made for it.
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
        if let Some(folder) = self.made.take()
            && !folder.join(NAME).exists()
        {
            let _ = fs::remove_file(folder.join(".gitignore"));
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Makes a file that only who made it can read: others may not be allowed to read the articles that it
/// tells of.
fn create(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
