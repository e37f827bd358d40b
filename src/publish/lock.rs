//! The lock of an output folder: one run at a time.

use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::changes::Mode;
use super::error::{Error, Obstacle};
use crate::files::Folder;

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
    /// The folder, with every link resolved; `None` if it does not exist.
    folder: Option<Folder>,
    /// Folders that this run created, outermost first.
    created: Vec<PathBuf>,
    mode: Mode,
    /// The file in the folder that is locked, where the folder itself is not.
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
    /// check exclude runs that write, not one another. An output folder that is named below `source` must
    /// lie there: somebody who may write to the source could have replaced it by a link.
    ///
    /// # Errors
    ///
    /// [`Error::Busy`] after `patience`, [`Error::Cancelled`], [`Error::NotAFolder`],
    /// [`Error::Obstructed`] or [`Error::Io`].
    pub fn acquire(
        out: &Path,
        source: Option<&Folder>,
        mode: Mode,
        patience: Duration,
        cancelled: &AtomicBool,
    ) -> Result<Lock, Error> {
        let began = Instant::now();
        let source = source.and_then(|source| Some((source, path_below(source, out)?)));
        let mut created = Vec::new();
        let mut vanished = 0;
        loop {
            if cancelled.load(Ordering::Relaxed) {
                return Err(Error::Cancelled);
            }
            match attempt(out, source.as_ref(), mode, &mut created) {
                Ok(Some((folder, locked))) => {
                    return Ok(Lock {
                        given: out.to_owned(),
                        folder,
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

    /// The folder that is written to. Everything in it is opened and changed below its handle.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotFound`] if it does not exist.
    pub(super) fn folder(&self) -> io::Result<&Folder> {
        self.folder.as_ref().ok_or(ErrorKind::NotFound.into())
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

/// Locks `folder`, which may itself be the output folder of another site, for as long as what is
/// returned lives. `None` if a run holds it.
pub(super) fn try_exclude(folder: Folder) -> Option<(Folder, Option<File>)> {
    match lock_folder(&folder, Mode::Check) {
        Ok(locked) => Some((folder, locked)),
        // Where folders cannot be locked, no run can hold it.
        Err(TryLockError::Error(_)) => Some((folder, None)),
        Err(TryLockError::WouldBlock) => None,
    }
}

/// The folder and the locked file in it, or `None` while another run holds it.
type Attempt = Option<(Option<Folder>, Option<File>)>;

/// The source folder, and the path of the output folder below it.
type BelowSource<'s> = (&'s Folder, PathBuf);

/// The path below `source` that `out` names, if it does.
fn path_below(source: &Folder, out: &Path) -> Option<PathBuf> {
    let out = std::path::absolute(out).ok()?;
    let is_source =
        |above: &&Path| fs::canonicalize(above).is_ok_and(|above| above == source.real());
    let below = out
        .strip_prefix(out.ancestors().skip(1).find(is_source)?)
        .ok()?;
    let is_name = |part| matches!(part, Component::Normal(_));
    below.components().all(is_name).then(|| below.to_owned())
}

fn attempt(
    out: &Path,
    source: Option<&BelowSource<'_>>,
    mode: Mode,
    created: &mut Vec<PathBuf>,
) -> Result<Attempt, Error> {
    match (fs::metadata(out), mode) {
        (Ok(found), _) if found.is_dir() => {}
        (Ok(_), _) => return Err(not_a_folder(out)),
        (Err(e), Mode::Check) if e.kind() == ErrorKind::NotFound => {
            return Ok(Some((None, None)));
        }
        (Err(e), Mode::Write) if e.kind() == ErrorKind::NotFound => create(out, source, created)?,
        (Err(e), _) if e.kind() == ErrorKind::NotADirectory => return Err(not_a_folder(out)),
        (Err(e), _) => return Err(Error::io("open", out)(e)),
    }
    let folder = match source {
        None => Folder::open(out),
        Some((source, _)) => {
            let real = fs::canonicalize(out).map_err(Error::io("open", out))?;
            let Ok(below) = real.strip_prefix(source.real()) else {
                return Err(a_link(out));
            };
            source.below(below)
        }
    };
    let folder = folder.map_err(Error::io("open", out))?;
    match lock_folder(&folder, mode) {
        Ok(locked) if is_still_there(&folder) => Ok(Some((Some(folder), locked))),
        Ok(_) | Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(e)) => Err(Error::io("lock", out)(e)),
    }
}

/// Creates the folder and its parents, and notes which.
fn create(
    out: &Path,
    source: Option<&BelowSource<'_>>,
    created: &mut Vec<PathBuf>,
) -> Result<(), Error> {
    let missing: Vec<&Path> = out
        .ancestors()
        .take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists())
        .collect();
    // How many of the folders of `out` are above the first that is missing below the source.
    let mut depth =
        source.map(|(_, below)| below.components().count().saturating_sub(missing.len()));
    for folder in missing.into_iter().rev() {
        let made = match (source, &mut depth) {
            (Some((source, below)), Some(depth)) => {
                *depth += 1;
                let below: PathBuf = below.components().take(*depth).collect();
                source.create_folder(&below.to_string_lossy())
            }
            _ => fs::create_dir(folder),
        };
        match made {
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

fn a_link(path: &Path) -> Error {
    Error::Obstructed {
        path: path.to_owned(),
        by: Obstacle::Link,
    }
}

fn not_a_folder(path: &Path) -> Error {
    Error::NotAFolder {
        path: path.to_owned(),
    }
}

/// Locks the folder, or the lock file in it where folders cannot be locked, which is returned.
fn lock_folder(folder: &Folder, mode: Mode) -> Result<Option<File>, TryLockError> {
    match folder.as_file().map(|file| try_lock(file, mode)) {
        Some(Ok(())) => return Ok(None),
        Some(Err(TryLockError::WouldBlock)) => return Err(TryLockError::WouldBlock),
        Some(Err(TryLockError::Error(_))) | None => {}
    }
    match folder.lock_file(LOCK_FILE, mode == Mode::Write) {
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

/// Whether the locked folder still has its path: the run that we waited for may have removed it, and a
/// third may have created it again.
#[cfg(unix)]
fn is_still_there(folder: &Folder) -> bool {
    use std::os::unix::fs::MetadataExt;

    let id = |m: fs::Metadata| (m.dev(), m.ino());
    let ours = folder.as_file().and_then(|file| file.metadata().ok());
    ours.is_some_and(|ours| fs::metadata(folder.real()).is_ok_and(|found| id(found) == id(ours)))
}

/// Folders are not locked on these systems, and one with a lock file is never removed.
#[cfg(not(unix))]
fn is_still_there(_: &Folder) -> bool {
    true
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn an_output_folder_below_the_source_lies_there() {
        let (home, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let site = home.path().join("site");
        fs::create_dir_all(site.join("in")).unwrap();
        symlink(other.path(), site.join("out")).unwrap();
        symlink("in", site.join("inside")).unwrap();
        symlink(other.path(), home.path().join("beside")).unwrap();
        let source = Folder::open(&site).unwrap();
        let lock = |out: &Path| {
            let cancelled = AtomicBool::new(false);
            Lock::acquire(out, Some(&source), Mode::Write, Duration::ZERO, &cancelled)
        };
        for out in ["out", "out/new", "out/new/newer"] {
            let error = lock(&site.join(out)).unwrap_err();
            assert_ne!(error.rule().code, "output-busy", "{out}");
            assert_eq!(fs::read_dir(other.path()).unwrap().count(), 0, "{out}");
        }
        for out in ["new", "in/a/b", "inside", "../beside", ".."] {
            drop(lock(&site.join(out)).unwrap());
        }
        assert!(!site.join("in/a").exists());
        drop(lock(other.path()).unwrap());
    }
}
