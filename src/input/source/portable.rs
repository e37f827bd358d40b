//! Listing folders where the system has no handles of folders.

use std::ffi::OsString;
use std::fs::{self, DirEntry};
use std::io;
use std::path::Path;

use super::entry::EntryKind;
use crate::stamp::Stamp;

/// What is in a folder.
pub(super) struct Listing {
    entries: Vec<DirEntry>,
}

pub(super) fn list(path: &Path) -> io::Result<Listing> {
    let entries = fs::read_dir(path)?.collect::<io::Result<_>>()?;
    Ok(Listing { entries })
}

impl Listing {
    pub(super) fn entries(&self) -> &[DirEntry] {
        &self.entries
    }

    /// What `entry` is.
    pub(super) fn kind(&self, entry: &DirEntry) -> io::Result<EntryKind> {
        let kind = entry.file_type()?;
        Ok(if kind.is_file() {
            EntryKind::File
        } else if kind.is_dir() {
            EntryKind::Folder
        } else if kind.is_symlink() {
            EntryKind::Link
        } else {
            EntryKind::Other
        })
    }

    /// The stamp of `entry` itself; `None` if it is gone.
    pub(super) fn stamp(&self, entry: &DirEntry) -> Option<Stamp> {
        Stamp::from_metadata(&entry.metadata().ok()?)
    }
}

/// The name of an entry.
pub(super) fn name(entry: &DirEntry) -> OsString {
    entry.file_name()
}

/// Whether the system hides an entry whatever its name.
#[cfg(windows)]
pub(super) fn is_marked_hidden(entry: &DirEntry) -> bool {
    use std::os::windows::fs::MetadataExt;
    const HIDDEN: u32 = 2;
    let metadata = entry.metadata();
    metadata.is_ok_and(|found| found.file_attributes() & HIDDEN != 0)
}

/// Whether the system hides an entry whatever its name.
#[cfg(not(windows))]
pub(super) fn is_marked_hidden(_: &DirEntry) -> bool {
    false
}
