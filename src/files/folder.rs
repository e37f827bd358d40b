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
        self.handle.create_file(Path::new(path), private)
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

/// All of the file at `path` in `folder`, which was found by its name: a link is followed only if it
/// leads to a file in `folder`, too. `None` if there is none.
///
/// # Errors
///
/// If it cannot be read, is something else, or is larger than [`MAX_DATA_BYTES`].
pub fn read_found(folder: &Path, path: impl AsRef<Path>) -> io::Result<Option<Vec<u8>>> {
    let is_absent = |kind| matches!(kind, ErrorKind::NotFound | ErrorKind::NotADirectory);
    match fs::symlink_metadata(folder.join(&path)) {
        Ok(_) => Folder::open(folder)?.read(path).map(Some),
        Err(error) if is_absent(error.kind()) => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::os::unix::fs::symlink;
    use std::process::Command;

    use super::*;

    #[test]
    fn what_is_found_by_its_name_is_a_small_file_in_the_folder() {
        let home = tempfile::tempdir().unwrap();
        let site = home.path().join("site");
        fs::create_dir(&site).unwrap();
        fs::write(home.path().join("outside"), "outside").unwrap();
        fs::write(site.join("file"), "inside").unwrap();
        symlink("../outside", site.join("out")).unwrap();
        symlink("/dev/zero", site.join("zero")).unwrap();
        symlink("file", site.join("in")).unwrap();
        fs::create_dir(site.join("folder")).unwrap();
        let large = File::create(site.join("large")).unwrap();
        large.set_len(3 << 30).unwrap();
        let made = Command::new("mkfifo").arg(site.join("fifo")).status();
        assert!(made.unwrap().success());
        for name in ["file", "in"] {
            assert_eq!(read_found(&site, name).unwrap().unwrap(), b"inside");
        }
        for name in ["out", "zero", "folder", "large", "fifo"] {
            assert!(read_found(&site, name).is_err(), "{name}");
        }
        for name in ["none", "file/none"] {
            assert!(read_found(&site, name).unwrap().is_none(), "{name}");
        }
    }

    #[test]
    fn no_link_on_the_way_is_followed() {
        let (home, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::write(other.path().join("file"), "theirs").unwrap();
        symlink(other.path(), home.path().join("link")).unwrap();
        let mut folder = Folder::open(home.path()).unwrap();
        for has_openat2 in [true, false] {
            folder.handle.use_openat2(has_openat2);
            assert!(folder.file_itself(Path::new("link/file")).is_err());
            assert!(folder.file(Path::new("../x")).is_err());
            assert!(folder.create_file("link/new", false).is_err());
            assert!(folder.create_folder("link/new").is_err());
            assert!(folder.remove_file("link/file").is_err());
            assert!(folder.rename("link/file", "link/new").is_err());
            assert!(folder.below(Path::new("link")).is_err());
            folder.create_folder("a").unwrap();
            drop(folder.create_file("a/one", true).unwrap());
            folder.rename("a/one", "a/two").unwrap();
            folder.remove_file("a/two").unwrap();
            folder.remove_folder("a").unwrap();
        }
        assert_eq!(fs::read_dir(other.path()).unwrap().count(), 1);
    }
}
