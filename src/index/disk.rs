//! The index on disk: sections with a checksum each, made new as a whole and renamed into place.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hasher};
use std::io::{self, BufWriter, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{FOLDER, Feeds, Index, Known, Notes, ReadArticle};
use crate::source::SourceFile;
use crate::stamp::{Fingerprint, Stamp};
use crate::time::Timestamp;

/// The name of the index in its folder. What is called `index.*` there was left by runs that were killed.
const NAME: &str = "index";

/// What an index begins with.
const MAGIC: &[u8] = b"feedmill index\r\n";

/// How many files a section tells of.
const SECTION: usize = 1024;

/// Where an index lies, and what it must have been made with.
#[derive(Debug)]
pub struct Place {
    folder: PathBuf,
    key: Fingerprint,
}

/// What is known of a file from the last run.
pub type Remembered = Known<Box<ReadArticle>, Box<Notes>>;

/// The same, on its way to the next.
pub type Learnt<'a> = Known<&'a ReadArticle, &'a Notes>;

/// The first section.
#[derive(Serialize, Deserialize)]
struct Contents<'a> {
    key: Fingerprint,
    now: Timestamp,
    feeds: Cow<'a, Feeds>,
    /// The last path that each of the other sections tells of.
    ends: Vec<String>,
}

impl Place {
    /// The index of the articles below `source` for what `settings` and the output folder `out` stand
    /// for. `None` if nothing can tell whether it was this program that wrote it.
    pub fn new(source: &Path, settings: Fingerprint, out: &Path) -> Option<Self> {
        let program = fs::metadata(std::env::current_exe().ok()?).ok()?;
        let program = (env!("CARGO_PKG_VERSION"), Stamp::of(&program)?);
        let key = format!("{:?}", (program, settings, out));
        Some(Place {
            folder: source.join(FOLDER),
            key: Fingerprint::of(key.as_bytes()),
        })
    }

    /// Reads the index, if there is one that counts at `now`.
    pub fn open(&self, now: Timestamp) -> Option<Index> {
        let path = self.folder.join(NAME);
        let is_file = fs::symlink_metadata(&path).is_ok_and(|found| found.is_file());
        let bytes = is_file.then(|| fs::read(&path).ok()).flatten()?;
        let mut sections = sections(&bytes)?;
        let contents: Contents<'_> = postcard::from_bytes(&bytes[sections.pop_front()?]).ok()?;
        let is_ours = contents.key == self.key && contents.ends.len() == sections.len();
        (is_ours && contents.now <= now).then(|| Index {
            files: Recall {
                sections: sections.into_iter().zip(contents.ends).collect(),
                bytes,
                known: VecDeque::new(),
                has_gone: false,
            },
            feeds: contents.feeds.into_owned(),
        })
    }

    /// Begins a new index. `None` if the folder cannot be written to, which is no error: the next run
    /// has more to do.
    pub fn draft(&self) -> Option<Draft> {
        let is_folder = |found: fs::Metadata| found.is_dir();
        if !fs::symlink_metadata(&self.folder).is_ok_and(is_folder) {
            fs::create_dir(&self.folder).ok()?;
        }
        let ignore = self.folder.join(".gitignore");
        if !ignore.exists() {
            fs::write(ignore, "*\n").ok()?;
        }
        for entry in fs::read_dir(&self.folder).ok()?.flatten() {
            let name = entry.file_name();
            if name.to_str().is_some_and(|name| name.starts_with("index.")) {
                let _ = fs::remove_file(entry.path());
            }
        }
        let path = self.folder.join(format!("{NAME}.{}", std::process::id()));
        let file = File::create_new(&path).ok()?;
        let probe = file.metadata().ok().and_then(|probe| Stamp::of(&probe));
        Some(Draft {
            key: self.key,
            goal: self.folder.join(NAME),
            probe,
            file,
            path,
        })
    }
}

/// Where the sections of an index begin and end; `None` if a byte of it is not as it was written.
fn sections(bytes: &[u8]) -> Option<VecDeque<Range<usize>>> {
    let mut sections = VecDeque::new();
    let mut checks = Vec::new();
    let mut at = MAGIC.len();
    let number = |at: usize| Some(u64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?));
    if !bytes.starts_with(MAGIC) {
        return None;
    }
    while at < bytes.len() {
        let (length, check) = (usize::try_from(number(at)?).ok()?, number(at + 8)?);
        let section = at + 16..(at + 16).checked_add(length)?;
        bytes.get(section.clone())?;
        at = section.end;
        checks.push(check);
        sections.push_back(section);
    }
    let is_whole =
        |(index, check): (usize, &u64)| checksum(index, &bytes[sections[index].clone()]) == *check;
    checks
        .par_iter()
        .enumerate()
        .all(is_whole)
        .then(|| sections.clone())
}

/// The files of an index, asked for in the order of their paths.
#[derive(Debug)]
pub struct Recall {
    bytes: Vec<u8>,
    /// Those that were not decoded yet, and the last path of each.
    sections: VecDeque<(Range<usize>, String)>,
    known: VecDeque<(String, Remembered)>,
    has_gone: bool,
}

impl Recall {
    /// What is known of each of `files`, which come after those that were asked for before.
    pub fn of(&mut self, files: &[SourceFile]) -> Vec<Option<Remembered>> {
        let Some(last) = files.last() else {
            return Vec::new();
        };
        let mut wanted = Vec::new();
        while let Some((section, end)) = self.sections.pop_front() {
            let is_last = *end >= *last.path;
            wanted.push(section);
            if is_last {
                break;
            }
        }
        let decode = |section: &Range<usize>| -> Vec<(String, Remembered)> {
            postcard::from_bytes(&self.bytes[section.clone()]).unwrap_or_default()
        };
        let decoded: Vec<_> = wanted.par_iter().map(decode).collect();
        self.known.extend(decoded.into_iter().flatten());
        let mut find = |file: &SourceFile| {
            while let Some((path, _)) = self.known.front()
                && **path <= *file.path
            {
                let (path, known) = self.known.pop_front()?;
                if *path == *file.path {
                    return Some(known);
                }
                self.has_gone = true;
            }
            None
        };
        files.iter().map(&mut find).collect()
    }

    /// Whether there were files that were not asked for, and so are gone.
    pub fn has_gone(&self) -> bool {
        self.has_gone || !self.known.is_empty() || !self.sections.is_empty()
    }
}

/// An index that is being made. Dropped before it was kept, it leaves the old one as it was.
#[derive(Debug)]
pub struct Draft {
    key: Fingerprint,
    path: PathBuf,
    goal: PathBuf,
    file: File,
    probe: Option<Stamp>,
}

impl Draft {
    /// A file that was changed last when the draft was begun: what is [older](Stamp::is_older_than) had
    /// been left alone by then.
    pub fn probe(&self) -> Option<Stamp> {
        self.probe
    }

    /// Makes it the index: `known` tells what is known of each of `files`. Where the disk is full or the
    /// folder gone there is none afterwards, or the old one.
    pub fn keep<'a>(
        self,
        now: Timestamp,
        feeds: &Feeds,
        files: &[SourceFile],
        known: impl Fn(usize) -> Option<Learnt<'a>> + Sync,
    ) {
        let _ = self.write(now, feeds, files, known);
    }

    fn write<'a>(
        &self,
        now: Timestamp,
        feeds: &Feeds,
        files: &[SourceFile],
        known: impl Fn(usize) -> Option<Learnt<'a>> + Sync,
    ) -> io::Result<()> {
        let starts: Vec<usize> = (0..files.len()).step_by(SECTION).collect();
        let last = |start: &usize| files[files.len().min(start + SECTION) - 1].path.to_string();
        let contents = Contents {
            key: self.key,
            now,
            feeds: Cow::Borrowed(feeds),
            ends: starts.iter().map(last).collect(),
        };
        let mut out = BufWriter::new(&self.file);
        out.write_all(MAGIC)?;
        write_section(&mut out, 0, &encode(&contents)?)?;
        // A few at a time, for the sake of memory.
        for (round, some) in starts.chunks(16).enumerate() {
            let section = |&start: &usize| {
                let end = files.len().min(start + SECTION);
                let told =
                    (start..end).filter_map(|index| Some((&*files[index].path, known(index)?)));
                encode(&told.collect::<Vec<_>>())
            };
            let encoded: Vec<_> = some.par_iter().map(section).collect::<io::Result<_>>()?;
            for (index, section) in encoded.iter().enumerate() {
                write_section(&mut out, 1 + round * 16 + index, section)?;
            }
        }
        out.flush()?;
        drop(out);
        fs::rename(&self.path, &self.goal)
    }
}

impl Drop for Draft {
    /// Removes what was not kept.
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// What any other bytes, or the same in another place, do not have by chance.
fn checksum(index: usize, section: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write_usize(index);
    hasher.write(section);
    hasher.finish()
}

fn encode(value: &impl Serialize) -> io::Result<Vec<u8>> {
    postcard::to_stdvec(value).map_err(io::Error::other)
}

fn write_section(out: &mut impl Write, index: usize, section: &[u8]) -> io::Result<()> {
    out.write_all(&(section.len() as u64).to_le_bytes())?;
    out.write_all(&checksum(index, section).to_le_bytes())?;
    out.write_all(section)
}
