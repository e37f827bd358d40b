//! Opening and changing files where the system has no handles of folders.

use std::ffi::OsString;
use std::fs::{self, DirEntry, File, FileType, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use super::entry::{EntryKind, EntryStatus};
use crate::stamp::Stamp;

/// A folder, by its path.
#[derive(Debug)]
pub(super) struct FolderHandle {
    path: PathBuf,
}

impl FolderHandle {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        fs::read_dir(path)?;
        let path = path.to_owned();
        Ok(FolderHandle { path })
    }

    pub(super) fn below(&self, path: &Path) -> io::Result<Self> {
        FolderHandle::open(&self.path.join(path))
    }

    pub(super) fn as_file(&self) -> Option<&File> {
        None
    }

    pub(super) fn file(&self, path: &Path) -> io::Result<File> {
        File::open(self.path.join(path))
    }

    pub(super) fn list(&self, path: &Path) -> io::Result<Listing> {
        let entries = fs::read_dir(self.path.join(path))?.collect::<io::Result<_>>()?;
        Ok(Listing { entries })
    }

    pub(super) fn status(&self, path: &Path) -> io::Result<EntryStatus> {
        let found = fs::symlink_metadata(self.path.join(path))?;
        Ok(EntryStatus {
            kind: kind(found.file_type()),
            stamp: Stamp::from_metadata(&found),
        })
    }

    pub(super) fn create_file(&self, path: &Path, _: bool) -> io::Result<File> {
        File::create_new(self.path.join(path))
    }

    pub(super) fn lock_file(&self, path: &Path, create: bool) -> io::Result<File> {
        let mut options = OpenOptions::new();
        options.read(!create).write(create).create(create);
        options.truncate(false).open(self.path.join(path))
    }

    pub(super) fn create_folder(&self, path: &Path) -> io::Result<()> {
        fs::create_dir(self.path.join(path))
    }

    pub(super) fn remove_file(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(self.path.join(path))
    }

    pub(super) fn remove_folder(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(self.path.join(path))
    }

    pub(super) fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(self.path.join(from), self.path.join(to))
    }

    /// Windows syncs only files that are open for writing.
    pub(super) fn sync_file(&self, path: &Path) -> io::Result<()> {
        let mut options = OpenOptions::new();
        options.read(true).write(true);
        options.open(self.path.join(path))?.sync_all()
    }
}

/// Whether a file could not be opened because it is a link, which these systems follow.
pub(super) fn is_link(_: &io::Error) -> bool {
    false
}

/// Opening does not wait here.
pub(super) fn do_not_wait(_: &mut OpenOptions) {}

fn kind(kind: FileType) -> EntryKind {
    if kind.is_file() {
        EntryKind::File
    } else if kind.is_dir() {
        EntryKind::Folder
    } else if kind.is_symlink() {
        EntryKind::Link
    } else {
        EntryKind::Other
    }
}

/// What is in a folder.
pub struct Listing {
    entries: Vec<DirEntry>,
}

impl Listing {
    /// What is in the folder, in no order.
    pub fn entries(&self) -> &[DirEntry] {
        &self.entries
    }

    /// What `entry` is.
    ///
    /// # Errors
    ///
    /// If the system cannot tell.
    pub fn kind(&self, entry: &DirEntry) -> io::Result<EntryKind> {
        Ok(kind(entry.file_type()?))
    }

    /// The stamp of `entry` itself; `None` if it is gone.
    pub fn stamp(&self, entry: &DirEntry) -> Option<Stamp> {
        Stamp::from_metadata(&entry.metadata().ok()?)
    }
}

/// The name of an entry.
pub fn name(entry: &DirEntry) -> OsString {
    entry.file_name()
}

/// Whether the system hides an entry whatever its name.
#[cfg(windows)]
pub fn is_marked_hidden(entry: &DirEntry) -> bool {
    use std::os::windows::fs::MetadataExt;
    const HIDDEN: u32 = 2;
    let metadata = entry.metadata();
    metadata.is_ok_and(|found| found.file_attributes() & HIDDEN != 0)
}

/// Whether the system hides an entry whatever its name.
#[cfg(not(windows))]
pub fn is_marked_hidden(_: &DirEntry) -> bool {
    false
}
