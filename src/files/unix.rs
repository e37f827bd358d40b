//! Opening and changing below a handle of a folder.

use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Component, Path};

use rustix::fd::{AsFd, BorrowedFd, OwnedFd};
use rustix::fs::{
    AtFlags, Dir, DirEntry, FileType, Mode, OFlags, mkdirat, openat, renameat, statat, unlinkat,
};
use rustix::io::{Errno, Result, retry_on_intr};

use super::entry::{EntryKind, EntryStatus};
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

/// A file that must not be there yet.
const NEW_FILE: OFlags = OFlags::WRONLY
    .union(OFlags::CREATE)
    .union(OFlags::EXCL)
    .union(OFlags::NOFOLLOW)
    .union(OFlags::CLOEXEC);

/// A folder that files are opened below.
#[derive(Debug)]
pub(super) struct FolderHandle {
    folder: File,
    /// Whether the system opens a path below a folder in one call; some sandboxes forbid it.
    has_openat2: bool,
}

impl FolderHandle {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let mut options = File::options();
        options.custom_flags(OFlags::DIRECTORY.bits().cast_signed());
        let folder = options.read(true).open(path)?;
        Ok(FolderHandle {
            has_openat2: openat2(&folder, Path::new("."), FOLDER, Mode::empty()).is_ok(),
            folder,
        })
    }

    /// As if the system had, or had not, this call.
    #[cfg(all(test, target_os = "linux"))]
    pub(super) fn use_openat2(&mut self, is_there: bool) {
        self.has_openat2 =
            is_there && openat2(&self.folder, Path::new("."), FOLDER, Mode::empty()).is_ok();
    }

    pub(super) fn below(&self, path: &Path) -> io::Result<Self> {
        Ok(FolderHandle {
            folder: File::from(self.open_below(path, FOLDER)?),
            has_openat2: self.has_openat2,
        })
    }

    #[allow(clippy::unnecessary_wraps, reason = "other systems have none")]
    pub(super) fn as_file(&self) -> Option<&File> {
        Some(&self.folder)
    }

    /// Opens what is at `path`, which must not be a link.
    pub(super) fn file(&self, path: &Path) -> io::Result<File> {
        Ok(File::from(self.open_below(path, FILE)?))
    }

    /// Lists the folder at `path`.
    pub(super) fn list(&self, path: &Path) -> io::Result<Listing> {
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

    pub(super) fn status(&self, path: &Path) -> io::Result<EntryStatus> {
        self.in_folder_of(path, |folder, name| status(folder, name))
    }

    pub(super) fn create_file(&self, path: &Path, private: bool) -> io::Result<File> {
        let mode = Mode::from_bits_truncate(if private { 0o600 } else { 0o666 });
        Ok(File::from(self.open_with(path, NEW_FILE, mode)?))
    }

    pub(super) fn lock_file(&self, path: &Path, create: bool) -> io::Result<File> {
        let (flags, mode) = if create {
            let flags = FILE.difference(OFlags::RDONLY) | OFlags::WRONLY | OFlags::CREATE;
            (flags, Mode::from_bits_truncate(0o666))
        } else {
            (FILE, Mode::empty())
        };
        Ok(File::from(self.open_with(path, flags, mode)?))
    }

    pub(super) fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.in_folder_of(path, |folder, name| {
            mkdirat(folder, name, Mode::from_bits_truncate(0o777))
        })
    }

    pub(super) fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.in_folder_of(path, |folder, name| {
            unlinkat(folder, name, AtFlags::empty())
        })
    }

    pub(super) fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.in_folder_of(path, |folder, name| {
            unlinkat(folder, name, AtFlags::REMOVEDIR)
        })
    }

    pub(super) fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.in_folder_of(from, |folder, from| {
            renameat(folder, from, folder, to.file_name().ok_or(Errno::INVAL)?)
        })
    }

    pub(super) fn sync_file(&self, path: &Path) -> io::Result<()> {
        self.file(path)?.sync_all()
    }

    /// Calls `work` with the folder in which `path` lies, and its name there.
    fn in_folder_of<T>(
        &self,
        path: &Path,
        work: impl Fn(BorrowedFd<'_>, &OsStr) -> Result<T>,
    ) -> io::Result<T> {
        let name = path.file_name().ok_or(Errno::INVAL)?;
        let parent = path
            .parent()
            .filter(|parent| !parent.as_os_str().is_empty());
        let opened = parent.map(|parent| self.open_below(parent, FOLDER));
        let opened = opened.transpose()?;
        let folder = opened.as_ref().map_or(self.folder.as_fd(), AsFd::as_fd);
        Ok(retry_on_intr(|| work(folder, name))?)
    }

    fn open_below(&self, path: &Path, flags: OFlags) -> Result<OwnedFd> {
        self.open_with(path, flags, Mode::empty())
    }

    fn open_with(&self, path: &Path, flags: OFlags, mode: Mode) -> Result<OwnedFd> {
        let path = if path.as_os_str().is_empty() {
            Path::new(".")
        } else {
            path
        };
        if self.has_openat2 {
            return retry_on_intr(|| openat2(&self.folder, path, flags, mode));
        }
        let mut names = path.components().peekable();
        let mut folder: Option<OwnedFd> = None;
        while let Some(name) = names.next() {
            let name = match name {
                Component::Normal(name) => name,
                Component::CurDir => OsStr::new("."),
                _ => return Err(Errno::XDEV),
            };
            let (flags, mode) = if names.peek().is_some() {
                (FOLDER, Mode::empty())
            } else {
                (flags, mode)
            };
            let parent = folder.as_ref().map_or(self.folder.as_fd(), AsFd::as_fd);
            folder = Some(retry_on_intr(|| openat(parent, name, flags, mode))?);
        }
        folder.ok_or(Errno::NOENT)
    }
}

/// Opens `path` below `folder`, through no link.
#[cfg(target_os = "linux")]
fn openat2(folder: &File, path: &Path, flags: OFlags, mode: Mode) -> Result<OwnedFd> {
    use rustix::fs::ResolveFlags;
    let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS;
    rustix::fs::openat2(folder, path, flags, mode, resolve)
}

/// Other systems have no such call.
#[cfg(not(target_os = "linux"))]
fn openat2(_: &File, _: &Path, _: OFlags, _: Mode) -> Result<OwnedFd> {
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

/// What `name` in `folder` is.
fn status(folder: BorrowedFd<'_>, name: impl rustix::path::Arg) -> Result<EntryStatus> {
    let found = statat(folder, name, AtFlags::SYMLINK_NOFOLLOW)?;
    Ok(EntryStatus {
        kind: kind(FileType::from_raw_mode(found.st_mode)),
        stamp: Some(Stamp::from_stat(&found)),
    })
}

fn kind(kind: FileType) -> EntryKind {
    match kind {
        FileType::RegularFile => EntryKind::File,
        FileType::Directory => EntryKind::Folder,
        FileType::Symlink => EntryKind::Link,
        _ => EntryKind::Other,
    }
}

/// An opened folder, and what is in it.
pub struct Listing {
    folder: Dir,
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
        match entry.file_type() {
            // Some file systems do not say so in the list.
            FileType::Unknown => Ok(status(self.folder.fd()?, entry.file_name())?.kind),
            known => Ok(kind(known)),
        }
    }

    /// The stamp of `entry` itself; `None` if it is gone.
    pub fn stamp(&self, entry: &DirEntry) -> Option<Stamp> {
        status(self.folder.fd().ok()?, entry.file_name())
            .ok()?
            .stamp
    }
}

/// The name of an entry.
pub fn name(entry: &DirEntry) -> &OsStr {
    OsStr::from_bytes(entry.file_name().to_bytes())
}

/// Whether the system hides an entry whatever its name.
pub fn is_marked_hidden(_: &DirEntry) -> bool {
    false
}
