//! New files, staged until all of them are written.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs::Metadata;
use std::io::{self, ErrorKind, Read};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::changes::{Change, Changes, Mode, Ownership};
use super::content::FileContent;
use super::disk::copy_owner_and_mode;
use super::error::{Error, Obstacle};
use super::inventory::{Inventory, OwnFile, own_files};
use super::lock::Lock;
use super::output_path::{Existing, OutputPath, compare, head_of_ours};
use crate::files::EntryKind;
use crate::stamp::Stamp;

/// Options of a [`Stage`].
#[derive(Debug, Clone, Copy)]
pub struct StageOptions<'a> {
    /// How our own files are recognised.
    pub ownership: Ownership<'a>,
    /// Whether a file or link that is not ours may be replaced. The link itself is replaced, never
    /// its target.
    pub take_over: bool,
    /// Set from another thread to stop the run.
    pub cancelled: &'a AtomicBool,
}

/// The files of one run before they are published. If it is dropped without
/// [`commit`](Stage::commit), the folder stays as it was.
#[derive(Debug)]
pub struct Stage<'a> {
    pub(super) lock: &'a Lock,
    options: StageOptions<'a>,
    /// Files that may be ours and existed when the run began, and their stamps.
    present: BTreeMap<String, Option<Stamp>>,
    state: Mutex<StageState>,
}

/// The mutable part of a stage. Not locked while a file is read or written.
#[derive(Debug, Default)]
pub(super) struct StageState {
    /// Paths that were put, removed or left: each only once.
    handled: HashSet<String>,
    /// Folders that exist.
    folders: HashSet<String>,
    /// Folders that were created for this run, outer ones first.
    pub(super) new_folders: BTreeSet<String>,
    /// Files that are staged, or are about to be.
    pub(super) staged: BTreeMap<String, Staged>,
    /// Files that the commit will remove.
    pub(super) removals: BTreeSet<String>,
    /// What the commit will return.
    pub(super) changes: Changes,
}

/// A file to be renamed.
#[derive(Debug)]
pub(super) struct Staged {
    /// Its path until then.
    pub(super) at: String,
    /// Whether it replaces another file and so must be synced first.
    pub(super) replaces: bool,
    /// Its stamp, once it is written.
    pub(super) stamp: Option<Stamp>,
}

/// The largest present file that is read as a whole, in bytes: no feed that readers load is as large.
const MAX_PRESENT: u64 = 64 << 20;

impl<'a> Stage<'a> {
    /// Lists the output folder and removes what a killed run has staged.
    ///
    /// # Errors
    ///
    /// If the folder cannot be read, or a leftover not removed.
    pub fn open(lock: &'a Lock, options: StageOptions<'a>) -> Result<Self, Error> {
        let mut inventory = Inventory::take(lock, options.ownership)?;
        if lock.mode() == Mode::Write {
            inventory.clear_leftovers(lock)?;
        }
        Ok(Stage {
            lock,
            options,
            present: inventory.files,
            state: Mutex::new(StageState {
                folders: inventory.folders,
                ..StageState::default()
            }),
        })
    }

    /// Stages `content` for `path` below the output folder, unless the file has that content
    /// already. May be called from several threads; each opens one file at a time.
    ///
    /// # Errors
    ///
    /// Those that concern all files: no space, no permission, or the run was cancelled. An error of
    /// this file alone is kept for [`Changes::problems`], and [`Change::Blocked`] is returned.
    pub fn put<'c>(
        &self,
        path: &str,
        content: impl Into<FileContent<'c>>,
    ) -> Result<Change, Error> {
        self.check_cancelled()?;
        let change = self
            .stage(path, &content.into())
            .or_else(|error| self.defer(error))?;
        let mut state = self.state();
        match change {
            Change::Created => state.changes.created.push(path.to_owned()),
            Change::Updated => state.changes.updated.push(path.to_owned()),
            Change::Unchanged => state.changes.unchanged += 1,
            Change::Blocked => {}
        }
        Ok(change)
    }

    /// All of the file at `path`, which is in its place until the commit; `None` if it is a link, or cannot be
    /// opened.
    ///
    /// # Errors
    ///
    /// If it cannot be read to its end.
    pub fn present_file(&self, path: &str) -> Result<Option<Vec<u8>>, Error> {
        let root = self.lock.folder();
        let opened = root.and_then(|root| root.file_itself(Path::new(path)));
        let Ok((file, found)) = opened else {
            return Ok(None);
        };
        if found.len() > MAX_PRESENT {
            return Ok(None);
        }
        let mut bytes = Vec::new();
        let read = bytes
            .try_reserve_exact(found.len() as usize)
            .map_err(io::Error::from)
            .and_then(|()| file.take(MAX_PRESENT).read_to_end(&mut bytes));
        read.map_err(|error| self.io_error("read", path, error))?;
        Ok(Some(bytes))
    }

    /// The files that may be ours and were there when the run began, and their stamps.
    pub fn present(&self) -> BTreeMap<String, Option<Stamp>> {
        self.present.clone()
    }

    /// Leaves the file at `path` as it is.
    pub fn leave(&self, path: &str) {
        self.state().handled.insert(path.to_owned());
    }

    /// Marks the file at `path` for removal, if it is ours, with the folders that become empty.
    ///
    /// # Errors
    ///
    /// As for [`put`](Stage::put).
    pub fn remove(&self, path: &str) -> Result<(), Error> {
        self.check_cancelled()?;
        match self.plan_removal(path) {
            Ok(()) => Ok(()),
            Err(error) => self.defer(error).map(drop),
        }
    }

    /// Our files that existed when the run began and have not been put, removed or left so far.
    /// Each is read when its turn comes, and is an error if it cannot be read.
    pub fn rest(&self) -> impl Iterator<Item = Result<OwnFile, Error>> {
        let rest: Vec<String> = {
            let state = self.state();
            let rest = self.present.keys();
            rest.filter(|path| !state.handled.contains(*path))
                .cloned()
                .collect()
        };
        own_files(self.lock, rest, self.options.ownership)
    }

    /// Returns an error if the run was cancelled.
    pub(super) fn check_cancelled(&self) -> Result<(), Error> {
        if self.options.cancelled.load(Ordering::Relaxed) {
            return Err(Error::Cancelled);
        }
        Ok(())
    }

    /// The state, for the commit.
    pub(super) fn state_mut(&mut self) -> &mut StageState {
        self.state.get_mut().unwrap_or_else(PoisonError::into_inner)
    }

    fn state(&self) -> MutexGuard<'_, StageState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps an error of one file for the end of the run; any other error ends the run.
    fn defer(&self, error: Error) -> Result<Change, Error> {
        if !error.is_about_one_file() {
            return Err(error);
        }
        self.state().changes.problems.push(error);
        Ok(Change::Blocked)
    }

    /// `path`, if it is safe and was not used before in this run.
    fn target<'p>(&self, path: &'p str) -> Result<OutputPath<'p>, Error> {
        let target = OutputPath::new(path).ok_or_else(|| Error::UnsafePath {
            path: path.to_owned(),
        })?;
        if !self.state().handled.insert(path.to_owned()) {
            return Err(self.obstructed(path, Obstacle::WrittenTwice));
        }
        Ok(target)
    }

    fn stage(&self, path: &str, content: &FileContent<'_>) -> Result<Change, Error> {
        let target = self.target(path)?;
        for folder in target.folders() {
            self.create_folder(folder)?;
        }
        let found = compare(self.lock, path, content, self.options.ownership)
            .map_err(|e| self.io_error("read", path, e))?;
        let (change, old) = match found {
            Existing::Same(old) => {
                self.remember(path, Stamp::from_metadata(&old));
                return Ok(Change::Unchanged);
            }
            Existing::Nothing => (Change::Created, None),
            Existing::Different { old, ours } if ours || self.options.take_over => {
                (Change::Updated, old)
            }
            Existing::Different { .. } => return Err(self.obstructed(path, Obstacle::Foreign)),
            Existing::Obstacle(Obstacle::Link) if self.options.take_over => (Change::Updated, None),
            Existing::Obstacle(obstacle) => return Err(self.obstructed(path, obstacle)),
        };
        if self.lock.mode() == Mode::Write {
            self.write(target, content, old)?;
        }
        Ok(change)
    }

    /// Creates a folder in an existing one, unless it exists too.
    fn create_folder(&self, folder: &str) -> Result<(), Error> {
        if self.state().folders.contains(folder) {
            return Ok(());
        }
        let root = self.lock.folder();
        let created = match self.lock.mode() {
            Mode::Write => root.and_then(|root| root.create_folder(folder)),
            Mode::Check => Err(ErrorKind::AlreadyExists.into()),
        };
        let is_new = created.is_ok();
        match created {
            Ok(()) => {}
            // Perhaps created by another thread.
            Err(e) if e.kind() == ErrorKind::AlreadyExists => match self.kind(folder) {
                Ok(EntryKind::Folder) => {}
                Ok(EntryKind::Link) => return Err(self.obstructed(folder, Obstacle::Link)),
                Ok(_) => return Err(self.obstructed(folder, Obstacle::NotAFolder)),
                // It would be created.
                Err(e) if e.kind() == ErrorKind::NotFound && self.lock.mode() == Mode::Check => {}
                Err(e) => return Err(self.io_error("open", folder, e)),
            },
            Err(e) => return Err(self.io_error("create", folder, e)),
        }
        let mut state = self.state();
        if is_new {
            state.new_folders.insert(folder.to_owned());
        }
        state.folders.insert(folder.to_owned());
        Ok(())
    }

    /// Writes the staged file. It is registered first, so that it is removed if anything fails.
    fn write(
        &self,
        target: OutputPath,
        content: &FileContent<'_>,
        old: Option<Metadata>,
    ) -> Result<(), Error> {
        let at = target.staged();
        let replaces = old.is_some();
        let root = self.lock.folder();
        let mut file = match root.and_then(|root| root.create_file(&at, false)) {
            Ok(file) => file,
            // Leftover files are gone. It is a folder, or another file of this run is staged here,
            // under a name that this file system does not distinguish from ours.
            Err(e) if e.kind() == ErrorKind::AlreadyExists => {
                return Err(match self.kind(&at) {
                    Ok(kind) if kind != EntryKind::File => {
                        self.obstructed(&at, Obstacle::from_kind(kind))
                    }
                    _ => self.obstructed(target.path(), Obstacle::WrittenTwice),
                });
            }
            Err(e) => return Err(self.io_error("write", target.path(), e)),
        };
        let staged = Staged {
            at,
            replaces,
            stamp: None,
        };
        self.state().staged.insert(target.path().to_owned(), staged);
        content
            .write_to(&mut file)
            .and_then(|()| old.map_or(Ok(()), |old| copy_owner_and_mode(&file, &old)))
            .map_err(|e| self.io_error("write", target.path(), e))?;
        let stamp = file
            .metadata()
            .ok()
            .and_then(|written| Stamp::from_metadata(&written));
        if let Some(staged) = self.state().staged.get_mut(target.path()) {
            staged.stamp = stamp;
        }
        Ok(())
    }

    fn remember(&self, path: &str, stamp: Option<Stamp>) {
        let stamp = stamp.map(|stamp| (path.to_owned(), stamp));
        self.state().changes.stamps.extend(stamp);
    }

    fn plan_removal(&self, path: &str) -> Result<(), Error> {
        self.target(path)?;
        let mut folders = OutputPath::new(path)
            .into_iter()
            .flat_map(OutputPath::folders);
        if folders.any(|folder| !self.state().folders.contains(folder)) {
            return Ok(()); // It does not exist, or is behind a link.
        }
        match head_of_ours(self.lock, path, self.options.ownership) {
            Ok(Some(_)) => {
                let mut state = self.state();
                state.changes.removed.push(path.to_owned());
                state.removals.insert(path.to_owned());
                Ok(())
            }
            Ok(None) if self.kind(path).is_ok() => Err(self.obstructed(path, Obstacle::Foreign)),
            Ok(None) => Ok(()),
            Err(e) => Err(self.io_error("read", path, e)),
        }
    }

    /// What lies at `path`.
    fn kind(&self, path: &str) -> io::Result<EntryKind> {
        Ok(self.lock.folder()?.status(path)?.kind)
    }

    fn obstructed(&self, path: &str, by: Obstacle) -> Error {
        Error::Obstructed {
            path: self.lock.as_given(path),
            by,
        }
    }

    pub(super) fn io_error(&self, doing: &'static str, path: &str, source: io::Error) -> Error {
        Error::io(doing, &self.lock.as_given(path))(source)
    }
}

impl Drop for Stage<'_> {
    /// Removes the files that are still staged and the folders created for them, inner ones first.
    fn drop(&mut self) {
        let Ok(root) = self.lock.folder() else {
            return;
        };
        let state = self.state_mut();
        for staged in state.staged.values() {
            let _ = root.remove_file(&staged.at);
        }
        for folder in state.new_folders.iter().rev() {
            let _ = root.remove_folder(folder);
        }
    }
}
