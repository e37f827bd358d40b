//! The lock of an output folder: one run at a time.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::changes::Mode;
use super::error::Error;

/// Locks the output folder for one run, until it is dropped.
///
/// It is the system's lock on the folder itself, so nothing is left behind, and a killed run holds
/// no lock. Where folders cannot be locked (Windows, some network file systems), a hidden file in
/// it is locked, which stays.
///
/// A folder that was created for this run and is still empty at its end is removed again.
#[derive(Debug)]
pub struct Lock {
    /// The folder as the user gave it, for messages.
    given: PathBuf,
    /// The folder with every link resolved; as given, if it does not exist.
    root: PathBuf,
    /// Folders that this run created, outermost first.
    created: Vec<PathBuf>,
    mode: Mode,
    /// `None` where there is nothing to lock.
    _locked: Option<File>,
}

/// The file that is locked where a folder cannot be.
const LOCK_FILE: &str = ".feedmill-lock";

/// How long to sleep before the lock is tried again.
const PAUSE: Duration = Duration::from_millis(25);

/// How often other runs may remove the folder while we open it before we give up.
const MAX_VANISHED: u32 = 20;

impl Lock {
    /// Waits for the output folder, and creates it if necessary ([`Mode::Write`]). Runs that only
    /// check exclude runs that write, not one another.
    ///
    /// # Errors
    ///
    /// [`Error::Busy`] after `patience`, [`Error::Cancelled`], [`Error::NotAFolder`] or
    /// [`Error::Io`].
    pub fn acquire(
        out: &Path,
        mode: Mode,
        patience: Duration,
        cancelled: &AtomicBool,
    ) -> Result<Lock, Error> {
        let began = Instant::now();
        let mut created = Vec::new();
        let mut vanished = 0;
        loop {
            if cancelled.load(Ordering::Relaxed) {
                return Err(Error::Cancelled);
            }
            match attempt(out, mode, &mut created) {
                Ok(Some((root, locked))) => {
                    return Ok(Lock {
                        given: out.to_owned(),
                        root,
                        created,
                        mode,
                        _locked: locked,
                    });
                }
                Ok(None) => {}
                // Another run created it, failed, and has just removed it again.
                Err(Error::Io { source, .. })
                    if source.kind() == ErrorKind::NotFound && vanished < MAX_VANISHED =>
                {
                    vanished += 1;
                }
                Err(error) => {
                    remove_created(&created);
                    return Err(error);
                }
            }
            let waited = began.elapsed();
            if waited >= patience {
                // The folders that we created stay: the run that holds the lock works in them.
                return Err(Error::Busy {
                    out: out.to_owned(),
                    waited,
                });
            }
            thread::sleep(PAUSE.min(patience - waited));
        }
    }

    /// Whether this run may write.
    pub(super) fn mode(&self) -> Mode {
        self.mode
    }

    /// The folder that is written to.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// The absolute path of a path below the folder.
    pub(super) fn resolve(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// The same path as the user would write it.
    pub(super) fn as_given(&self, path: &str) -> PathBuf {
        self.given.join(path)
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        remove_created(&self.created); // Still under the lock.
    }
}

/// Locks `folder`, which may itself be the output folder of another site, for as long as the returned
/// file lives. `None` if a run holds it.
pub(super) fn try_exclude(folder: &Path) -> Option<Option<File>> {
    match lock_folder(folder, Mode::Check) {
        Ok(locked) => Some(locked),
        // Where folders cannot be locked, no run can hold it.
        Err(TryLockError::Error(_)) => Some(None),
        Err(TryLockError::WouldBlock) => None,
    }
}

/// The resolved folder and the lock, or `None` while another run holds it.
type Attempt = Option<(PathBuf, Option<File>)>;

fn attempt(out: &Path, mode: Mode, created: &mut Vec<PathBuf>) -> Result<Attempt, Error> {
    match (fs::metadata(out), mode) {
        (Ok(found), _) if found.is_dir() => {}
        (Ok(_), _) => return Err(not_a_folder(out)),
        (Err(e), Mode::Check) if e.kind() == ErrorKind::NotFound => {
            return Ok(Some((out.to_owned(), None)));
        }
        (Err(e), Mode::Write) if e.kind() == ErrorKind::NotFound => create(out, created)?,
        (Err(e), _) if e.kind() == ErrorKind::NotADirectory => return Err(not_a_folder(out)),
        (Err(e), _) => return Err(Error::io("open", out)(e)),
    }
    let root = fs::canonicalize(out).map_err(Error::io("open", out))?;
    match lock_folder(&root, mode) {
        Ok(locked)
            if locked
                .as_ref()
                .is_none_or(|locked| is_still_at(locked, &root)) =>
        {
            Ok(Some((root, locked)))
        }
        Ok(_) | Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(e)) => Err(Error::io("lock", out)(e)),
    }
}

/// Creates the folder and its parents, and notes which.
fn create(out: &Path, created: &mut Vec<PathBuf>) -> Result<(), Error> {
    let missing: Vec<&Path> = out
        .ancestors()
        .take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists())
        .collect();
    for folder in missing.into_iter().rev() {
        match fs::create_dir(folder) {
            Ok(()) => created.push(folder.to_owned()),
            Err(_) if folder.is_dir() => {}
            // A dangling link, or a file.
            Err(e)
                if matches!(
                    e.kind(),
                    ErrorKind::AlreadyExists | ErrorKind::NotADirectory
                ) =>
            {
                return Err(not_a_folder(folder));
            }
            Err(e) => return Err(Error::io("create", folder)(e)),
        }
    }
    Ok(())
}

/// Removes the folders that were created. One that is not empty stays, and so do its parents.
fn remove_created(created: &[PathBuf]) {
    for folder in created.iter().rev() {
        if fs::remove_dir(folder).is_err() {
            break;
        }
    }
}

fn not_a_folder(path: &Path) -> Error {
    Error::NotAFolder {
        path: path.to_owned(),
    }
}

/// Locks the folder, or the lock file in it where folders cannot be locked.
fn lock_folder(root: &Path, mode: Mode) -> Result<Option<File>, TryLockError> {
    match File::open(root)
        .map_err(TryLockError::Error)
        .and_then(|folder| {
            try_lock(&folder, mode)?;
            Ok(folder)
        }) {
        Ok(folder) => return Ok(Some(folder)),
        Err(TryLockError::WouldBlock) => return Err(TryLockError::WouldBlock),
        Err(TryLockError::Error(_)) => {}
    }
    let mut options = OpenOptions::new();
    match mode {
        Mode::Write => options.write(true).create(true).truncate(false),
        Mode::Check => options.read(true),
    };
    match options.open(root.join(LOCK_FILE)) {
        Ok(file) => {
            try_lock(&file, mode)?;
            Ok(Some(file))
        }
        // No run has ever written here.
        Err(e) if mode == Mode::Check && e.kind() == ErrorKind::NotFound => Ok(None),
        Err(e) => Err(TryLockError::Error(e)),
    }
}

fn try_lock(file: &File, mode: Mode) -> Result<(), TryLockError> {
    loop {
        let tried = match mode {
            Mode::Write => file.try_lock(),
            Mode::Check => file.try_lock_shared(),
        };
        match tried {
            Err(TryLockError::Error(e)) if e.kind() == ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

/// Whether the locked folder still has that path: the run that we waited for may have removed it, and
/// a third may have created it again.
#[cfg(unix)]
fn is_still_at(locked: &File, root: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;

    let same = || -> std::io::Result<bool> {
        let (ours, found) = (locked.metadata()?, fs::metadata(root)?);
        let id = |m: &fs::Metadata| (m.dev(), m.ino());
        Ok(ours.is_file() || id(&ours) == id(&found))
    };
    same().unwrap_or(false)
}

/// Folders are not locked on these systems, and one with a lock file is never removed.
#[cfg(not(unix))]
fn is_still_at(_locked: &File, _root: &Path) -> bool {
    true
}
