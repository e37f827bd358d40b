//! The source folder, below which every file is opened.
//!
//! On Unix files and folders are opened relative to a handle of the source folder and never through a
//! link on the way, so that nothing outside it can be read, whatever is renamed meanwhile. Elsewhere
//! they are opened by their paths.

use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

/// An opened source folder.
#[derive(Debug)]
pub struct SourceFolder {
    path: PathBuf,
    /// The same with every link resolved.
    real: PathBuf,
    #[cfg(unix)]
    handle: super::unix::FolderHandle,
}

impl SourceFolder {
    /// Opens the folder at `path`.
    ///
    /// # Errors
    ///
    /// If it cannot be listed.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        fs::read_dir(path)?;
        Ok(SourceFolder {
            path: path.to_owned(),
            real: fs::canonicalize(path)?,
            #[cfg(unix)]
            handle: super::unix::FolderHandle::open(path)?,
        })
    }

    /// Its path, as the user named it.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its path with every link resolved.
    pub(super) fn real(&self) -> &Path {
        &self.real
    }

    /// Opens the regular file at `path` below the folder. A link is followed if it leads to a file below
    /// the folder, too.
    ///
    /// # Errors
    ///
    /// If it cannot be opened, or is something else ([`ErrorKind::InvalidInput`]).
    pub(super) fn file(&self, path: &Path) -> io::Result<(File, Metadata)> {
        #[cfg(unix)]
        let opened = match self.handle.file(path) {
            Err(error) if super::unix::is_link(&error) => self.handle.file(&self.target(path)?),
            opened => opened,
        };
        #[cfg(not(unix))]
        let opened = File::open(self.path.join(path));
        regular(opened?)
    }

    /// Where the link at `path` leads to, below the folder.
    ///
    /// # Errors
    ///
    /// If it leads nowhere, or out of the folder.
    pub(super) fn target(&self, path: &Path) -> io::Result<PathBuf> {
        let target = fs::canonicalize(self.path.join(path))?;
        let below = target.strip_prefix(&self.real).map(Path::to_owned);
        below.map_err(|_| io::Error::other("the link leads out of the source folder"))
    }

    /// Lists the folder at `path` below this one.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    #[cfg(unix)]
    pub(super) fn list(&self, path: &Path) -> io::Result<super::unix::Listing> {
        self.handle.list(path)
    }

    /// Lists the folder at `path` below this one.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    #[cfg(not(unix))]
    pub(super) fn list(&self, path: &Path) -> io::Result<super::portable::Listing> {
        super::portable::list(&self.path.join(path))
    }
}

/// `file`, if it is a regular one.
fn regular(file: File) -> io::Result<(File, Metadata)> {
    let metadata = file.metadata()?;
    if metadata.is_file() {
        Ok((file, metadata))
    } else {
        Err(io::Error::new(
            ErrorKind::InvalidInput,
            "it is not a regular file",
        ))
    }
}

/// Opens the regular file at `path`, wherever that is.
///
/// # Errors
///
/// If it cannot be opened, or is something else.
pub(super) fn open_anywhere(path: &Path) -> io::Result<(File, Metadata)> {
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    super::unix::do_not_wait(&mut options);
    regular(options.open(path)?)
}

/// All of `file`, if it has at most `limit` bytes.
///
/// # Errors
///
/// If it cannot be read, or is larger.
pub(super) fn read_all((file, _): (File, Metadata), limit: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > limit {
        let message = format!("it is larger than {limit} bytes");
        return Err(io::Error::new(ErrorKind::FileTooLarge, message));
    }
    Ok(bytes)
}
