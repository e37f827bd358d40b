//! One run at a time in an output folder.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::{Error, Mode};

/// Holds the output folder for one run, until it is dropped.
///
/// The system's lock on the folder itself, so that nothing is left behind and a run that was
/// killed holds nothing. Where folders cannot be locked (Windows, some network file systems) it
/// is the lock of a hidden file in it, which stays.
///
/// A folder that was made for this run and is still empty at its end is removed again.
#[derive(Debug)]
pub struct Lock {
    /// The folder as the user named it, for messages.
    named: PathBuf,
    /// The folder with every link resolved; what was named, if it does not exist.
    root: PathBuf,
    /// Folders that this run made, outermost first.
    made: Vec<PathBuf>,
    mode: Mode,
    /// `None` where there is nothing to lock.
    _held: Option<File>,
}

/// The file that is locked where a folder cannot be.
const LOCK_FILE: &str = ".feedmill-lock";

/// How long to sleep before the lock is tried again.
const PAUSE: Duration = Duration::from_millis(25);

/// How often the folder may vanish under our hands before we believe that it cannot be had.
const VANISHINGS: u32 = 20;

impl Lock {
    /// Waits for the output folder, and makes it if need be ([`Mode::Write`]). Runs that only
    /// check exclude those that write, not one another.
    ///
    /// # Errors
    ///
    /// [`Error::Busy`] after `patience`, [`Error::Cancelled`] when told so meanwhile,
    /// [`Error::NotAFolder`], or what the system says.
    pub fn acquire(
        out: &Path,
        mode: Mode,
        patience: Duration,
        cancelled: &AtomicBool,
    ) -> Result<Lock, Error> {
        let began = Instant::now();
        let mut made = Vec::new();
        let mut vanished = 0;
        loop {
            if cancelled.load(Ordering::Relaxed) {
                return Err(Error::Cancelled);
            }
            match attempt(out, mode, &mut made) {
                Ok(Some((root, held))) => {
                    return Ok(Lock {
                        named: out.to_owned(),
                        root,
                        made,
                        mode,
                        _held: held,
                    });
                }
                Ok(None) => {}
                // Another run made it, failed, and has just removed it again.
                Err(Error::Io { source, .. })
                    if source.kind() == ErrorKind::NotFound && vanished < VANISHINGS =>
                {
                    vanished += 1;
                }
                Err(error) => {
                    unmake(&made);
                    return Err(error);
                }
            }
            let waited = began.elapsed();
            if waited >= patience {
                // What we made stays: the run that holds the lock is working in it.
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

    /// The real place of a relative path.
    pub(super) fn place(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// The same place as the user would name it.
    pub(super) fn named(&self, path: &str) -> PathBuf {
        self.named.join(path)
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        unmake(&self.made); // Still under the lock.
    }
}

/// Keeps other runs out of `folder`, which lies in an output folder and may be one itself, for as long
/// as the answer lives; `None` if one is at work there.
pub(super) fn keep_out(folder: &Path) -> Option<Option<File>> {
    match hold(folder, Mode::Check) {
        Ok(held) => Some(held),
        // Where nothing can be locked, nothing is.
        Err(TryLockError::Error(_)) => Some(None),
        Err(TryLockError::WouldBlock) => None,
    }
}

/// One try: the resolved folder and what is held, or `None` while another run holds it.
type Attempt = Option<(PathBuf, Option<File>)>;

fn attempt(out: &Path, mode: Mode, made: &mut Vec<PathBuf>) -> Result<Attempt, Error> {
    match (fs::metadata(out), mode) {
        (Ok(found), _) if found.is_dir() => {}
        (Ok(_), _) => return Err(not_a_folder(out)),
        (Err(e), Mode::Check) if e.kind() == ErrorKind::NotFound => {
            return Ok(Some((out.to_owned(), None)));
        }
        (Err(e), Mode::Write) if e.kind() == ErrorKind::NotFound => make(out, made)?,
        (Err(e), _) if e.kind() == ErrorKind::NotADirectory => return Err(not_a_folder(out)),
        (Err(e), _) => return Err(Error::io("open", out)(e)),
    }
    let root = fs::canonicalize(out).map_err(Error::io("open", out))?;
    match hold(&root, mode) {
        Ok(held) if held.as_ref().is_none_or(|held| is_still_at(held, &root)) => {
            Ok(Some((root, held)))
        }
        Ok(_) | Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(e)) => Err(Error::io("lock", out)(e)),
    }
}

/// Makes the folder and those around it, and notes which.
fn make(out: &Path, made: &mut Vec<PathBuf>) -> Result<(), Error> {
    let missing: Vec<&Path> = out
        .ancestors()
        .take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists())
        .collect();
    for folder in missing.into_iter().rev() {
        match fs::create_dir(folder) {
            Ok(()) => made.push(folder.to_owned()),
            Err(_) if folder.is_dir() => {}
            // A link that leads nowhere, or a file on the way.
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

/// Removes the folders that were made. One that is not empty stays, and so do those around it.
fn unmake(made: &[PathBuf]) {
    for folder in made.iter().rev() {
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

/// Locks the folder, or else the file in it that stands for it.
fn hold(root: &Path, mode: Mode) -> Result<Option<File>, TryLockError> {
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
        // Nobody has ever written here.
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

/// Whether what we locked is what the path leads to: the run we waited for may have removed the
/// folder, and a third may have made it anew.
#[cfg(unix)]
fn is_still_at(held: &File, root: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;

    let same = || -> std::io::Result<bool> {
        let (ours, found) = (held.metadata()?, fs::metadata(root)?);
        let id = |m: &fs::Metadata| (m.dev(), m.ino());
        Ok(ours.is_file() || id(&ours) == id(&found))
    };
    same().unwrap_or(false)
}

/// Folders are not locked here, and one that holds the lock file is never removed.
#[cfg(not(unix))]
fn is_still_at(_held: &File, _root: &Path) -> bool {
    true
}
