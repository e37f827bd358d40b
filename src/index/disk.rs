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

use super::record::{Numbers, Record, RecordRef, Shared};
use super::{FOLDER, Feeds, Index, Known, Notes, ReadArticle};
use crate::input::source::SourceFile;
use crate::model::Common;
use crate::stamp::{Fingerprint, Stamp};
use crate::time::Timestamp;

/// The name of the index in its folder. What is called `index.*` there was left by runs that were killed.
const NAME: &str = "index";

/// What an index begins with.
const MAGIC: &[u8] = b"feedmill index\r\n";

/// What is another text after each start of the system, where there is such a file (Linux).
const SYSTEM_START: &str = "/proc/sys/kernel/random/boot_id";

/// How many files a section tells of.
const SECTION: usize = 256;

/// How many bytes a record has, and an entry of a section's table, by and large.
const RECORD: usize = 256;
const ENTRY: usize = 96;

/// Where an index lies, and what it must have been made with.
#[derive(Debug)]
pub struct Place {
    folder: PathBuf,
    key: Fingerprint,
}

/// What is known of a file from the last run.
pub type Remembered = Known<ReadArticle, Box<Notes>>;

/// The same, on its way to the next.
pub type Learnt<'a> = Known<&'a ReadArticle, &'a Notes>;

/// What a section begins with: the files' paths and stamps, and how long the record of each is.
type Table<'a> = Vec<(&'a str, Stamp, u32)>;

/// The first section.
#[derive(Serialize, Deserialize)]
struct Contents<'a> {
    key: Fingerprint,
    now: Timestamp,
    feeds: Cow<'a, Feeds>,
    shared: Cow<'a, Shared>,
    /// The last path that each of the other sections tells of.
    ends: Vec<String>,
}

impl Place {
    /// The index of the articles below `source` for what `settings` and the output folder `out` stand
    /// for. `None` if nothing can tell whether it was this program that wrote it.
    pub fn new(source: &Path, settings: Fingerprint, out: &Path) -> Option<Self> {
        let program = fs::metadata(std::env::current_exe().ok()?).ok()?;
        let program = (env!("CARGO_PKG_VERSION"), Stamp::of(&program)?);
        // A power cut may take the bytes of feeds that were new and leave their sizes and times.
        let start = fs::read_to_string(SYSTEM_START).unwrap_or_default();
        let key = format!("{:?}", (program, settings, out, start));
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
            feeds: contents.feeds.into_owned(),
            files: Recall {
                shared: contents.shared.into_owned(),
                sections: sections.into_iter().zip(contents.ends).collect(),
                bytes,
                entries: VecDeque::new(),
                has_gone: false,
            },
        })
    }

    /// Begins a new index. `None` if the folder cannot be written to, which is no error: the next run
    /// has more to do.
    pub fn draft(&self) -> Option<Draft> {
        let is_folder = |found: fs::Metadata| found.is_dir();
        let is_new = !fs::symlink_metadata(&self.folder).is_ok_and(is_folder);
        if is_new {
            fs::create_dir(&self.folder).ok()?;
        }
        let ignore = self.folder.join(".gitignore");
        // A full disk leaves an empty one. What a link leads to is never written.
        let is_there = |found: fs::Metadata| !found.is_file() || found.len() > 0;
        if !fs::symlink_metadata(&ignore).is_ok_and(is_there) {
            fs::write(ignore, "*\n").ok()?;
        }
        for entry in fs::read_dir(&self.folder).ok()?.flatten() {
            let name = entry.file_name();
            if name.to_str().is_some_and(|name| name.starts_with("index.")) {
                let _ = fs::remove_file(entry.path());
            }
        }
        let path = self.folder.join(format!("{NAME}.{}", std::process::id()));
        let file = create(&path).ok()?;
        let probe = file.metadata().ok().and_then(|probe| Stamp::of(&probe));
        Some(Draft {
            key: self.key,
            goal: self.folder.join(NAME),
            made: is_new.then(|| self.folder.clone()),
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
    shared: Shared,
    /// Those that were not looked into yet, and the last path of each.
    sections: VecDeque<(Range<usize>, String)>,
    entries: VecDeque<(String, Entry)>,
    has_gone: bool,
}

/// A file that was known.
#[derive(Debug)]
pub struct Entry {
    stamp: Stamp,
    /// Where its record lies.
    record: Range<usize>,
}

impl Recall {
    /// For articles that are not remembered, what those share that are.
    pub fn common(&self) -> Common {
        self.shared.common()
    }

    /// Which of `files` are known; they come after those that were asked for before.
    pub fn find(&mut self, files: &[SourceFile]) -> Vec<Option<Entry>> {
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
        let entries = |section: &Range<usize>| entries(&self.bytes, section).unwrap_or_default();
        let found: Vec<_> = wanted.par_iter().map(entries).collect();
        self.entries.extend(found.into_iter().flatten());
        let mut find = |file: &SourceFile| {
            while let Some((path, _)) = self.entries.front()
                && **path <= *file.path
            {
                let (path, entry) = self.entries.pop_front()?;
                if *path == *file.path {
                    return Some(entry);
                }
                self.has_gone = true;
            }
            None
        };
        files.iter().map(&mut find).collect()
    }

    /// What was known of the `file`th of the files that there are now, if its stamp is still that of the
    /// `entry`.
    pub fn read(&self, entry: &Entry, file: usize, stamp: Stamp) -> Option<Remembered> {
        let record = self.bytes.get(entry.record.clone())?;
        let (head, notes): Record<'_> = (stamp == entry.stamp)
            .then(|| postcard::from_bytes(record).ok())
            .flatten()?;
        Some(Known {
            stamp,
            head: head.with(|kept| self.shared.article(file, kept))?,
            notes: notes.map(Box::new),
        })
    }

    /// Whether there were files that were not asked for, and so are gone.
    pub fn has_gone(&self) -> bool {
        self.has_gone || !self.entries.is_empty() || !self.sections.is_empty()
    }
}

/// Makes a file that only who made it can read: others may not be allowed to read the articles that it
/// tells of, and then are to be told so.
#[cfg(unix)]
fn create(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = File::options();
    options.write(true).create_new(true).mode(0o600).open(path)
}

/// Makes a file.
#[cfg(not(unix))]
fn create(path: &Path) -> io::Result<File> {
    File::create_new(path)
}

/// What a section tells of.
fn entries(bytes: &[u8], section: &Range<usize>) -> Option<Vec<(String, Entry)>> {
    let (table, records) = postcard::take_from_bytes::<Table<'_>>(&bytes[section.clone()]).ok()?;
    let mut at = section.end - records.len();
    let entry = |(path, stamp, length): (&str, Stamp, u32)| {
        let record = at..at + length as usize;
        at = record.end;
        (path.to_owned(), Entry { stamp, record })
    };
    Some(table.into_iter().map(entry).collect())
}

/// An index that is being made. Dropped before it was kept, it leaves the old one as it was.
#[derive(Debug)]
pub struct Draft {
    key: Fingerprint,
    path: PathBuf,
    goal: PathBuf,
    /// The folder, if it was made for it.
    made: Option<PathBuf>,
    file: File,
    probe: Option<Stamp>,
}

impl Draft {
    /// A file that was changed last when the draft was begun: what is [older](Stamp::is_older_than) had
    /// been left alone by then.
    pub fn probe(&self) -> Option<Stamp> {
        self.probe
    }

    /// Makes it the index: `known` tells what is known of each of `files`, whose articles are `articles`.
    /// Where the disk is full or the folder gone there is none afterwards, or the old one.
    pub fn keep<'a>(
        self,
        now: Timestamp,
        feeds: &Feeds,
        files: &[SourceFile],
        articles: &[ReadArticle],
        known: impl Fn(usize) -> Option<Learnt<'a>> + Sync,
    ) {
        let _ = self.write(now, feeds, files, articles, known);
    }

    fn write<'a>(
        &self,
        now: Timestamp,
        feeds: &Feeds,
        files: &[SourceFile],
        articles: &[ReadArticle],
        known: impl Fn(usize) -> Option<Learnt<'a>> + Sync,
    ) -> io::Result<()> {
        let numbers = Numbers::of(articles);
        let starts: Vec<usize> = (0..files.len()).step_by(SECTION).collect();
        let last = |start: &usize| files[files.len().min(start + SECTION) - 1].path.to_string();
        let contents = Contents {
            key: self.key,
            now,
            feeds: Cow::Borrowed(feeds),
            shared: Cow::Borrowed(&numbers.shared),
            ends: starts.iter().map(last).collect(),
        };
        let mut out = BufWriter::new(&self.file);
        out.write_all(MAGIC)?;
        let contents = encode(&contents)?;
        write_section(&mut out, checksum(0, &contents), &contents)?;
        let section = |&(number, start): &(usize, usize)| -> io::Result<(u64, Vec<u8>)> {
            // Room for both, so that they need not move.
            let mut table = Table::with_capacity(SECTION);
            let mut records = Vec::with_capacity(SECTION * RECORD);
            for (index, file) in files.iter().enumerate().skip(start).take(SECTION) {
                let Some(Known { stamp, head, notes }) = known(index) else {
                    continue;
                };
                let head = head.with(|read| Some(numbers.keep(read)));
                let head = head.unwrap_or_else(|| unreachable!("every article can be kept"));
                let before = records.len();
                let record: RecordRef<'_> = (head, notes);
                records = postcard::to_extend(&record, records).map_err(io::Error::other)?;
                table.push((&*file.path, stamp, (records.len() - before) as u32));
            }
            let section = Vec::with_capacity(SECTION * ENTRY + records.len());
            let mut section = postcard::to_extend(&table, section).map_err(io::Error::other)?;
            section.append(&mut records);
            Ok((checksum(number, &section), section))
        };
        // A few at a time, for the sake of memory.
        let numbered: Vec<_> = (1..).zip(starts).collect();
        for some in numbered.chunks(16) {
            let sections: io::Result<Vec<_>> = some.par_iter().map(section).collect();
            for (checksum, section) in sections? {
                write_section(&mut out, checksum, &section)?;
            }
        }
        out.flush()?;
        drop(out);
        fs::rename(&self.path, &self.goal)
    }
}

impl Drop for Draft {
    /// Removes what was not kept, and the folder that was made for it.
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
        if let Some(folder) = self.made.take().filter(|_| !self.goal.exists()) {
            let _ = fs::remove_file(folder.join(".gitignore"));
            let _ = fs::remove_dir(folder);
        }
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

fn write_section(out: &mut impl Write, checksum: u64, section: &[u8]) -> io::Result<()> {
    out.write_all(&(section.len() as u64).to_le_bytes())?;
    out.write_all(&checksum.to_le_bytes())?;
    out.write_all(section)
}
