//! What the last run depended on, and its report. A run on which nothing has changed since then ends
//! with the same report.
//!
//! Both stand in one file, `SOURCE/.feedmill/last-run`, which may be removed at any time. The digest in
//! it is of
//!
//! - the program, the start of the system (what was not synced may be lost then), the settings, the
//!   flags, and the commit that is checked out if dates come from git;
//! - the path and the [`Stamp`] of every file that was walked. What `.gitignore` files say, and what
//!   could not be read, shows in which files these are and in the findings of the walk;
//! - the path and the stamp of every file in the output folder that may be a feed of the site;
//! - the stamp of each picture that was measured, at the paths where it was looked for.
//!
//! It counts from the moment of the run until the next one that makes a post published or expired. It is
//! written only if each article had been left alone for a tick of its disk's clock when the run began to
//! read, so that any later edit gives it another stamp.
//!
//! A file that cannot be read, or is not as it was written, counts for nothing. A run that cannot write
//! it goes on without.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::pictures::{SeenFiles, look_again};
use super::report::Report;
use crate::diagnostic::Diagnostic;
use crate::files::{self, Folder, read_all, to_text};
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

/// Keeps the folder out of repositories.
const IGNORE_FILE: &str = ".gitignore";

/// The largest file that is read: a finding for each of a million articles.
const MAX_BYTES: usize = 1 << 30;

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
    /// Where pictures were looked for.
    pictures: Vec<String>,
    report: R,
}

/// What a run depends on.
#[derive(Debug)]
pub(super) struct Inputs {
    source: PathBuf,
    /// The digest of everything but the feeds.
    digest: Fingerprint,
    walked: Stamps,
    feeds: Feeds,
}

impl Inputs {
    /// `findings` are those up to here; `flags` the options that are not settings. `None` if
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
            source: settings.source.clone(),
            digest: Fingerprint::new(format!("{all:?}").as_bytes()),
            walked,
            feeds,
        })
    }

    /// The report of the last run, if all of this is as it was then.
    pub(super) fn last_report(&self, now: Timestamp) -> Option<Report> {
        let source = self.source().ok()?;
        let last: LastRun<Report> = serde_json::from_str(&read(&source)?).ok()?;
        let pictures = look_again(&source, last.pictures.into_iter());
        let is_same = last.digest == self.digest_with(&stamps(&self.feeds), &pictures)?;
        let now = now.unix();
        (is_same && last.now <= now && now.0 < last.until).then_some(last.report)
    }

    fn source(&self) -> io::Result<Folder> {
        Folder::open(&self.source)
    }

    fn digest_with(&self, feeds: &Stamps, pictures: &SeenFiles) -> Option<Fingerprint> {
        let all = (self.digest, feeds.digest()?, pictures);
        Some(Fingerprint::new(format!("{all:?}").as_bytes()))
    }

    /// Prepares to leave this to the next run, before an article is read. `None` if it would not count
    /// then, or the folder cannot be written to.
    pub(super) fn begin(self) -> Option<LastRunWriter> {
        let source = self.source().ok()?;
        let is_new = source.create_folder(FOLDER).is_ok();
        let mut draft = LastRunWriter {
            folder: source.below(Path::new(FOLDER)).ok()?,
            made: is_new.then_some(source),
            inputs: self,
            name: format!("{NAME}.{}", std::process::id()),
            file: None,
            now: (0, 0),
            until: 0,
            pictures: SeenFiles::new(),
        };
        draft.prepare().ok()?;
        draft.is_younger_than(&draft.inputs.walked).then_some(draft)
    }
}

fn stamps(feeds: &Feeds) -> Stamps {
    let mut stamps = Stamps::default();
    for (path, stamp) in feeds {
        stamps.add(path, *stamp);
    }
    stamps
}

/// What follows the first line of the file in the folder in `source`, if that is its fingerprint.
fn read(source: &Folder) -> Option<String> {
    let (file, _) = source.file_itself(&Path::new(FOLDER).join(NAME)).ok()?;
    let text = to_text(read_all(file, MAX_BYTES).ok()?).ok()?;
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
    /// The folder, and the name of the file in it.
    folder: Folder,
    name: String,
    /// The source, if the folder was made for it.
    made: Option<Folder>,
    file: Option<File>,
    /// When it is, and the next moment that matters.
    now: (i64, u32),
    until: i64,
    pictures: SeenFiles,
}

impl LastRunWriter {
    /// Whether the file was made when each of `read` had been left alone.
    fn is_younger_than(&self, read: &Stamps) -> bool {
        let metadata = self.file.as_ref().and_then(|file| file.metadata().ok());
        let probe = metadata.and_then(|metadata| Stamp::from_metadata(&metadata));
        probe.is_some_and(|probe| read.are_older_than(&probe))
    }

    /// Keeps the folder out of repositories, clears it, and makes the file.
    fn prepare(&mut self) -> io::Result<()> {
        let folder = &self.folder;
        // A full disk leaves an empty one.
        let ignore = folder.file_itself(Path::new(IGNORE_FILE));
        if ignore.is_ok_and(|(_, found)| found.len() == 0) {
            folder.remove_file(IGNORE_FILE)?;
        }
        match folder.create_file(IGNORE_FILE, false) {
            Ok(mut file) => file.write_all(b"*\n")?,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
        let listing = folder.list(Path::new(""))?;
        for entry in listing.entries() {
            let name = files::name(entry);
            let is_left = |name: &str| {
                name.strip_prefix(NAME)
                    .is_some_and(|rest| rest.starts_with('.'))
                    || name == FORMER_NAME
            };
            if let Some(name) = name.to_str().filter(|name| is_left(name)) {
                let _ = folder.remove_file(name);
            }
        }
        // Its report names articles that other users may not be allowed to read.
        self.file = Some(folder.create_file(&self.name, true)?);
        Ok(())
    }

    /// Notes what the feeds are after a run that made these `changes`. `None` if a feed is not known to be
    /// what this run wrote or found.
    pub(super) fn complete(
        mut self,
        changes: &Changes,
        pictures: SeenFiles,
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
        let mut read = Stamps::default();
        for (path, stamp) in pictures.iter().filter(|(_, stamp)| stamp.is_some()) {
            read.add(path, *stamp);
        }
        let is_known =
            !report.incomplete && stamps(feeds).are_fine() && self.is_younger_than(&read);
        self.pictures = pictures;
        is_known.then_some(self)
    }

    /// Leaves it to the next run, with the `report` of this one. Where the disk is full or the folder gone
    /// there is none afterwards, or the old one.
    pub(super) fn keep(mut self, report: &Report) {
        let _ = self.write(report);
    }

    fn write(&mut self, report: &Report) -> io::Result<()> {
        let feeds = stamps(&self.inputs.feeds);
        let digest = self.inputs.digest_with(&feeds, &self.pictures);
        let (Some(digest), Some(mut file)) = (digest, self.file.take()) else {
            return Ok(());
        };
        let last = LastRun {
            digest,
            now: self.now,
            until: self.until,
            pictures: self.pictures.keys().cloned().collect(),
            report: report.of_next_run(),
        };
        let rest = serde_json::to_string(&last)?;
        file.write_all(format!("{}\n{rest}", first_line(&rest)).as_bytes())?;
        drop(file);
        self.folder.rename(&self.name, NAME)
    }
}

impl Drop for LastRunWriter {
    /// Removes what was not kept, and the folder that was made for it.
    fn drop(&mut self) {
        let _ = self.folder.remove_file(&self.name);
        if let Some(source) = self.made.take()
            && self.folder.status(NAME).is_err()
        {
            let _ = self.folder.remove_file(IGNORE_FILE);
            let _ = source.remove_folder(FOLDER);
        }
    }
}
