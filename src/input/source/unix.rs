//! Opening below a handle of the source folder.

use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Component, Path};

use rustix::fd::{AsFd, OwnedFd};
use rustix::fs::{AtFlags, Dir, DirEntry, FileType, Mode, OFlags, openat, statat};
use rustix::io::{Errno, Result, retry_on_intr};

use super::entry::EntryKind;
use crate::stamp::Stamp;

const FOLDER: OFlags = OFlags::RDONLY
    .union(OFlags::DIRECTORY)
    .union(OFlags::NOFOLLOW)
    .union(OFlags::CLOEXEC);

/// A FIFO is opened at once, and refused afterwards.
const FILE: OFlags = OFlags::RDONLY
    .union(OFlags::NONBLOCK)
    .union(OFlags::NOFOLLOW)
    .union(OFlags::CLOEXEC);

/// A folder that files are opened below.
#[derive(Debug)]
pub(super) struct FolderHandle {
    folder: OwnedFd,
    /// Whether the system opens a path below a folder in one call; some sandboxes forbid it.
    has_openat2: bool,
}

impl FolderHandle {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let folder = OwnedFd::from(File::open(path)?);
        Ok(FolderHandle {
            has_openat2: openat2(&folder, Path::new("."), FOLDER).is_ok(),
            folder,
        })
    }

    /// Opens what is at `path`, which must not be a link.
    pub(super) fn file(&self, path: &Path) -> io::Result<File> {
        Ok(File::from(self.open_below(path, FILE)?))
    }

    /// Lists the folder at `path`.
    pub(super) fn list(&self, path: &Path) -> io::Result<Listing> {
        let path = if path.as_os_str().is_empty() {
            Path::new(".")
        } else {
            path
        };
        let mut folder = Dir::new(self.open_below(path, FOLDER)?)?;
        let mut entries = Vec::new();
        while let Some(entry) = folder.read() {
            let entry = entry?;
            if !matches!(entry.file_name().to_bytes(), b"." | b"..") {
                entries.push(entry);
            }
        }
        Ok(Listing { folder, entries })
    }

    fn open_below(&self, path: &Path, flags: OFlags) -> Result<OwnedFd> {
        if self.has_openat2 {
            return retry_on_intr(|| openat2(&self.folder, path, flags));
        }
        let mut names = path.components().peekable();
        let mut folder: Option<OwnedFd> = None;
        while let Some(name) = names.next() {
            let name = match name {
                Component::Normal(name) => name,
                Component::CurDir => OsStr::new("."),
                _ => return Err(Errno::XDEV),
            };
            let flags = if names.peek().is_some() {
                FOLDER
            } else {
                flags
            };
            let parent = folder.as_ref().unwrap_or(&self.folder);
            folder = Some(retry_on_intr(|| {
                openat(parent, name, flags, Mode::empty())
            })?);
        }
        folder.ok_or(Errno::NOENT)
    }
}

/// Opens `path` below `folder`, through no link.
#[cfg(target_os = "linux")]
fn openat2(folder: &OwnedFd, path: &Path, flags: OFlags) -> Result<OwnedFd> {
    use rustix::fs::ResolveFlags;
    let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS;
    rustix::fs::openat2(folder, path, flags, Mode::empty(), resolve)
}

/// Other systems have no such call.
#[cfg(not(target_os = "linux"))]
fn openat2(_: &OwnedFd, _: &Path, _: OFlags) -> Result<OwnedFd> {
    Err(Errno::NOSYS)
}

/// Whether a file could not be opened because it is a link.
pub(super) fn is_link(error: &io::Error) -> bool {
    error.raw_os_error() == Some(Errno::LOOP.raw_os_error())
}

/// Makes opening a FIFO return at once.
pub(super) fn do_not_wait(options: &mut OpenOptions) {
    options.custom_flags(OFlags::NONBLOCK.bits().cast_signed());
}

/// An opened folder, and what is in it.
pub(super) struct Listing {
    folder: Dir,
    entries: Vec<DirEntry>,
}

impl Listing {
    pub(super) fn entries(&self) -> &[DirEntry] {
        &self.entries
    }

    /// What `entry` is.
    pub(super) fn kind(&self, entry: &DirEntry) -> io::Result<EntryKind> {
        let mut kind = entry.file_type();
        if kind == FileType::Unknown {
            // Some file systems do not say so in the list.
            let found = statat(
                self.folder.fd()?,
                entry.file_name(),
                AtFlags::SYMLINK_NOFOLLOW,
            )?;
            kind = FileType::from_raw_mode(found.st_mode);
        }
        Ok(match kind {
            FileType::RegularFile => EntryKind::File,
            FileType::Directory => EntryKind::Folder,
            FileType::Symlink => EntryKind::Link,
            _ => EntryKind::Other,
        })
    }

    /// The stamp of `entry` itself; `None` if it is gone.
    pub(super) fn stamp(&self, entry: &DirEntry) -> Option<Stamp> {
        let folder = self.folder.fd().ok()?;
        let found = statat(folder.as_fd(), entry.file_name(), AtFlags::SYMLINK_NOFOLLOW);
        found.ok().map(|found| Stamp::from_stat(&found))
    }
}

/// The name of an entry.
pub(super) fn name(entry: &DirEntry) -> &OsStr {
    OsStr::from_bytes(entry.file_name().to_bytes())
}

/// Whether the system hides an entry whatever its name.
pub(super) fn is_marked_hidden(_: &DirEntry) -> bool {
    false
}
