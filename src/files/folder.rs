//! A folder, below which files are opened and changed.
//!
//! On Unix this is done relative to a handle of the folder and never through a link on the way, so that
//! nothing outside it is read or changed, whatever is renamed meanwhile. Elsewhere it is done by paths.

use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::entry::EntryStatus;
use super::read::{MAX_DATA_BYTES, read_all, regular};
use super::system::{self, FolderHandle, Listing};

/// An opened folder. Its paths are relative, and do not leave it.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    /// The same with every link resolved.
    real: PathBuf,
    handle: FolderHandle,
}

impl Folder {
    /// Opens the folder at `path`.
    ///
    /// # Errors
    ///
    /// If it cannot be listed.
    pub fn open(path: &Path) -> io::Result<Self> {
        Ok(Folder {
            path: path.to_owned(),
            real: fs::canonicalize(path)?,
            handle: FolderHandle::open(path)?,
        })
    }

    /// Opens the folder at `path` below this one.
    ///
    /// # Errors
    ///
    /// If it cannot be listed, or is a link.
    pub fn below(&self, path: &Path) -> io::Result<Self> {
        Ok(Folder {
            path: self.path.join(path),
            real: self.real.join(path),
            handle: self.handle.below(path)?,
        })
    }

    /// Its path, as the user named it.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its path with every link resolved.
    pub fn real(&self) -> &Path {
        &self.real
    }

    /// The folder itself, to lock or sync it, where it can be opened as a file.
    pub fn as_file(&self) -> Option<&File> {
        self.handle.as_file()
    }

    /// Opens the regular file at `path`. A link is followed if it leads to a file below the folder, too.
    ///
    /// # Errors
    ///
    /// If it cannot be opened, or is something else ([`ErrorKind::InvalidInput`]).
    pub fn file(&self, path: &Path) -> io::Result<(File, Metadata)> {
        match self.handle.file(path) {
            Err(error) if system::is_link(&error) => {
                regular(self.handle.file(&self.target(path)?)?)
            }
            opened => regular(opened?),
        }
    }

    /// Opens the regular file at `path`, which must not be a link.
    ///
    /// # Errors
    ///
    /// If it cannot be opened, or is something else ([`ErrorKind::InvalidInput`]).
    pub fn file_itself(&self, path: &Path) -> io::Result<(File, Metadata)> {
        regular(self.handle.file(path)?)
    }

    /// All of the file at `path`, as [`file`](Folder::file) opens it, if it has at most
    /// [`MAX_DATA_BYTES`].
    ///
    /// # Errors
    ///
    /// If it cannot be read, or is larger.
    pub fn read(&self, path: impl AsRef<Path>) -> io::Result<Vec<u8>> {
        read_all(self.file(path.as_ref())?.0, MAX_DATA_BYTES)
    }

    /// Where the link at `path` leads to, below the folder.
    ///
    /// # Errors
    ///
    /// If it leads nowhere, or out of the folder.
    pub fn target(&self, path: &Path) -> io::Result<PathBuf> {
        let target = fs::canonicalize(self.path.join(path))?;
        let below = target.strip_prefix(&self.real).map(Path::to_owned);
        below.map_err(|_| {
            let message = "the link leads out of the folder";
            io::Error::new(ErrorKind::InvalidInput, message)
        })
    }

    /// Lists the folder at `path`.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    pub fn list(&self, path: &Path) -> io::Result<Listing> {
        self.handle.list(path)
    }

    /// What lies at `path`.
    ///
    /// # Errors
    ///
    /// If there is nothing, or the system cannot tell.
    pub fn status(&self, path: &str) -> io::Result<EntryStatus> {
        self.handle.status(Path::new(path))
    }

    /// Creates a file at `path`, where nothing is; only who made it can read a `private` one.
    ///
    /// # Errors
    ///
    /// If something is there, or it cannot be created.
    pub fn create_file(&self, path: &str, private: bool) -> io::Result<File> {
        let mode = if private { 0o600 } else { 0o666 };
        self.handle.create_file(Path::new(path), mode)
    }

    /// Opens the file at `path` to lock it, and creates it if asked to.
    ///
    /// # Errors
    ///
    /// If it cannot be opened, or is a link.
    pub fn lock_file(&self, path: &str, create: bool) -> io::Result<File> {
        self.handle.lock_file(Path::new(path), create)
    }

    /// Creates a folder at `path`, in one that exists.
    ///
    /// # Errors
    ///
    /// If something is there, or it cannot be created.
    pub fn create_folder(&self, path: &str) -> io::Result<()> {
        self.handle.create_folder(Path::new(path))
    }

    /// Removes the file, or the link, at `path`.
    ///
    /// # Errors
    ///
    /// If it cannot be removed.
    pub fn remove_file(&self, path: &str) -> io::Result<()> {
        self.handle.remove_file(Path::new(path))
    }

    /// Removes the empty folder at `path`.
    ///
    /// # Errors
    ///
    /// If it is not empty, or cannot be removed.
    pub fn remove_folder(&self, path: &str) -> io::Result<()> {
        self.handle.remove_folder(Path::new(path))
    }

    /// Renames a file in the place of that at `to`, in the same folder.
    ///
    /// # Errors
    ///
    /// If it cannot be renamed.
    pub fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        self.handle.rename(Path::new(from), Path::new(to))
    }

    /// Flushes the file at `path` to the disk.
    ///
    /// # Errors
    ///
    /// If the system reports one.
    pub fn sync_file(&self, path: &str) -> io::Result<()> {
        self.handle.sync_file(Path::new(path))
    }

    /// Makes renames in the folder at `path` survive a power cut, where the system can. Files are whole
    /// in any case.
    pub fn sync_folder(&self, path: &str) {
        if let Ok(folder) = self.handle.below(Path::new(path)) {
            let _ = folder.as_file().map(File::sync_all);
        }
    }
}
