//! Where new files wait until all of them are there.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs::{self, Metadata, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::disk::take_after;
use super::inventory::{Inventory, Owned, keep_owned};
use super::target::{Found, Target, compare, head_of_ours};
use super::{Change, Content, Error, Lock, Mode, Obstacle, Ours, Outcome};
use crate::stamp::Stamp;

/// How a stage behaves.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// How our own files are known.
    pub ours: Ours<'a>,
    /// Whether a file or link that is not ours may be replaced. A link is replaced itself; what
    /// it leads to is never written.
    pub take_over: bool,
    /// Set from elsewhere when the run shall stop.
    pub cancelled: &'a AtomicBool,
}

/// The files of one run, before they are published. Dropped without [`commit`](Stage::commit), it
/// leaves the folder as it was.
#[derive(Debug)]
pub struct Stage<'a> {
    pub(super) lock: &'a Lock,
    options: Options<'a>,
    /// Files that may be ours and were there when the run began.
    present: BTreeSet<String>,
    state: Mutex<State>,
}

/// What a stage has to remember. Never locked while a file is read or written.
#[derive(Debug, Default)]
pub(super) struct State {
    /// What was put or removed: nothing twice.
    named: HashSet<String>,
    /// Where files may be put.
    folders: HashSet<String>,
    /// Folders that were made for this run. An outer one comes before those in it.
    pub(super) made: BTreeSet<String>,
    /// Every file that is staged, or about to be.
    pub(super) staged: BTreeMap<String, Staged>,
    /// What the commit will remove.
    pub(super) removals: BTreeSet<String>,
    /// What the commit will tell.
    pub(super) outcome: Outcome,
}

/// A file that waits to be renamed.
#[derive(Debug)]
pub(super) struct Staged {
    /// Where it waits.
    pub(super) at: PathBuf,
    /// Whether it replaces another, and so must be synced first.
    pub(super) replaces: bool,
    /// Its stamp, once it is written.
    pub(super) stamp: Option<Stamp>,
}

impl<'a> Stage<'a> {
    /// Looks over the folder and clears away what a killed run has staged.
    ///
    /// # Errors
    ///
    /// If the folder cannot be read, or what was left not removed.
    pub fn open(lock: &'a Lock, options: Options<'a>) -> Result<Self, Error> {
        let mut inventory = Inventory::take(lock.root(), options.ours)?;
        if lock.mode() == Mode::Write {
            inventory.clear_leftovers(lock.root())?;
        }
        Ok(Stage {
            lock,
            options,
            present: inventory.files,
            state: Mutex::new(State {
                folders: inventory.folders,
                ..State::default()
            }),
        })
    }

    /// Stages `content` for `path` (relative, with `/`), unless it is there already. May be
    /// called from many threads at once; each holds one file open at a time.
    ///
    /// # Errors
    ///
    /// What concerns all files: no room, no right to write, or the run was cancelled. What
    /// concerns this file alone is kept for [`Outcome::problems`], and the answer is
    /// [`Change::Blocked`].
    pub fn put<'c>(&self, path: &str, content: impl Into<Content<'c>>) -> Result<Change, Error> {
        self.go_on()?;
        let change = self
            .stage(path, &content.into())
            .or_else(|error| self.keep(error))?;
        let mut state = self.state();
        match change {
            Change::Created => state.outcome.created.push(path.to_owned()),
            Change::Updated => state.outcome.updated.push(path.to_owned()),
            Change::Unchanged => state.outcome.unchanged += 1,
            Change::Blocked => {}
        }
        Ok(change)
    }

    /// Whether the file at `path` is still what a run before this one found or left, by its `stamp`, and
    /// nothing is in its way. It is not opened.
    pub fn holds(&self, path: &str, stamp: &Stamp) -> bool {
        let is_there = |target: Target<'_>| {
            let state = self.state();
            target
                .folders()
                .all(|folder| state.folders.contains(folder))
        };
        Target::new(path).is_some_and(is_there)
            && fs::symlink_metadata(self.lock.place(path))
                .is_ok_and(|found| found.is_file() && Stamp::of(&found).as_ref() == Some(stamp))
    }

    /// Counts the file at `path`, which [is as it was](Self::holds), as put.
    ///
    /// # Errors
    ///
    /// Those of [`put`](Self::put).
    pub fn confirm(&self, path: &str, stamp: Stamp) -> Result<Change, Error> {
        self.go_on()?;
        if let Err(error) = self.target(path) {
            return self.keep(error);
        }
        let outcome = &mut self.state().outcome;
        outcome.stamps.insert(path.to_owned(), stamp);
        outcome.unchanged += 1;
        Ok(Change::Unchanged)
    }

    /// Leaves the file at `path` as it is, whatever it is.
    pub fn leave(&self, path: &str) {
        self.state().named.insert(path.to_owned());
    }

    /// Notes that the file at `path` shall be removed, if it is ours, together with the folders
    /// that it leaves empty.
    ///
    /// # Errors
    ///
    /// As for [`put`](Stage::put).
    pub fn remove(&self, path: &str) -> Result<(), Error> {
        self.go_on()?;
        match self.plan_removal(path) {
            Ok(()) => Ok(()),
            Err(error) => self.keep(error).map(drop),
        }
    }

    /// What of ours was there when the run began and has been neither put nor removed before this
    /// is asked. Each file is read when its turn comes, and is an error if it cannot be.
    pub fn rest(&self) -> impl Iterator<Item = Result<Owned, Error>> {
        let rest: Vec<String> = {
            let state = self.state();
            let rest = self.present.iter();
            rest.filter(|path| !state.named.contains(*path))
                .cloned()
                .collect()
        };
        keep_owned(self.lock.root(), rest, self.options.ours)
    }

    /// Stops a run that was cancelled.
    pub(super) fn go_on(&self) -> Result<(), Error> {
        if self.options.cancelled.load(Ordering::Relaxed) {
            return Err(Error::Cancelled);
        }
        Ok(())
    }

    /// What was staged, for the one who commits.
    pub(super) fn state_mut(&mut self) -> &mut State {
        self.state.get_mut().unwrap_or_else(PoisonError::into_inner)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An error of one file is told at the end; any other ends the run.
    fn keep(&self, error: Error) -> Result<Change, Error> {
        if !error.is_about_one_file() {
            return Err(error);
        }
        self.state().outcome.problems.push(error);
        Ok(Change::Blocked)
    }

    /// The target that `path` names, for the first time in this run.
    fn target<'p>(&self, path: &'p str) -> Result<Target<'p>, Error> {
        let target = Target::new(path).ok_or_else(|| Error::UnsafePath {
            path: path.to_owned(),
        })?;
        if !self.state().named.insert(path.to_owned()) {
            return Err(self.obstructed(path, Obstacle::Taken));
        }
        Ok(target)
    }

    fn stage(&self, path: &str, content: &Content<'_>) -> Result<Change, Error> {
        let target = self.target(path)?;
        for folder in target.folders() {
            self.provide(folder)?;
        }
        let found = compare(&self.lock.place(path), content, self.options.ours)
            .map_err(|e| self.refused("read", path, e))?;
        let (change, old) = match found {
            Found::Same(old) => {
                self.remember(path, Stamp::of(&old));
                return Ok(Change::Unchanged);
            }
            Found::Nothing => (Change::Created, None),
            Found::Different { old, ours } if ours || self.options.take_over => {
                (Change::Updated, Some(old))
            }
            Found::Different { .. } => return Err(self.obstructed(path, Obstacle::Foreign)),
            Found::Obstacle(Obstacle::Link) if self.options.take_over => (Change::Updated, None),
            Found::Obstacle(obstacle) => return Err(self.obstructed(path, obstacle)),
        };
        if self.lock.mode() == Mode::Write {
            self.write(target, content, old)?;
        }
        Ok(change)
    }

    /// Makes a folder, whose parent is there, unless it is there too.
    fn provide(&self, folder: &str) -> Result<(), Error> {
        if self.state().folders.contains(folder) {
            return Ok(());
        }
        let place = self.lock.place(folder);
        let made = match self.lock.mode() {
            Mode::Write => fs::create_dir(&place),
            Mode::Check => Err(ErrorKind::AlreadyExists.into()),
        };
        let is_made = made.is_ok();
        match made {
            Ok(()) => {}
            // Perhaps by another thread.
            Err(e) if e.kind() == ErrorKind::AlreadyExists => match fs::symlink_metadata(&place) {
                Ok(found) if found.is_dir() => {}
                Ok(found) if found.is_symlink() => {
                    return Err(self.obstructed(folder, Obstacle::Link));
                }
                Ok(_) => return Err(self.obstructed(folder, Obstacle::NoFolder)),
                // It would be made.
                Err(e) if e.kind() == ErrorKind::NotFound && self.lock.mode() == Mode::Check => {}
                Err(e) => return Err(self.refused("open", folder, e)),
            },
            Err(e) => return Err(self.refused("create", folder, e)),
        }
        let mut state = self.state();
        if is_made {
            state.made.insert(folder.to_owned());
        }
        state.folders.insert(folder.to_owned());
        Ok(())
    }

    /// Writes the staged file. It is noted before anything can fail, so that it is not forgotten.
    fn write(
        &self,
        target: Target,
        content: &Content<'_>,
        old: Option<Metadata>,
    ) -> Result<(), Error> {
        let at = self.lock.place(&target.staged());
        let replaces = old.is_some();
        let mut file = match OpenOptions::new().write(true).create_new(true).open(&at) {
            Ok(file) => file,
            // Leftovers are gone: another file of this run is staged here, under a name that
            // this file system holds for the same.
            Err(e) if e.kind() == ErrorKind::AlreadyExists => {
                return Err(self.obstructed(target.path(), Obstacle::Taken));
            }
            Err(e) => return Err(self.refused("write", target.path(), e)),
        };
        let staged = Staged {
            at,
            replaces,
            stamp: None,
        };
        self.state().staged.insert(target.path().to_owned(), staged);
        content
            .write_to(&mut file)
            .and_then(|()| old.map_or(Ok(()), |old| take_after(&file, &old)))
            .map_err(|e| self.refused("write", target.path(), e))?;
        let stamp = file.metadata().ok().and_then(|written| Stamp::of(&written));
        if let Some(staged) = self.state().staged.get_mut(target.path()) {
            staged.stamp = stamp;
        }
        Ok(())
    }

    fn remember(&self, path: &str, stamp: Option<Stamp>) {
        let stamp = stamp.map(|stamp| (path.to_owned(), stamp));
        self.state().outcome.stamps.extend(stamp);
    }

    fn plan_removal(&self, path: &str) -> Result<(), Error> {
        self.target(path)?;
        let mut folders = Target::new(path).into_iter().flat_map(Target::folders);
        if folders.any(|folder| !self.state().folders.contains(folder)) {
            return Ok(()); // Not there, or behind a link.
        }
        let place = self.lock.place(path);
        match head_of_ours(&place, self.options.ours) {
            Ok(Some(_)) => {
                let mut state = self.state();
                state.outcome.removed.push(path.to_owned());
                state.removals.insert(path.to_owned());
                Ok(())
            }
            Ok(None) if place.exists() => Err(self.obstructed(path, Obstacle::Foreign)),
            Ok(None) => Ok(()),
            Err(e) => Err(self.refused("read", path, e)),
        }
    }

    fn obstructed(&self, path: &str, by: Obstacle) -> Error {
        Error::Obstructed {
            path: self.lock.named(path),
            by,
        }
    }

    pub(super) fn refused(&self, doing: &'static str, path: &str, source: io::Error) -> Error {
        Error::io(doing, &self.lock.named(path))(source)
    }
}

impl Drop for Stage<'_> {
    /// Removes what is still staged and the folders made for it, inner ones first.
    fn drop(&mut self) {
        let lock = self.lock;
        let state = self.state_mut();
        for staged in state.staged.values() {
            let _ = fs::remove_file(&staged.at);
        }
        for folder in state.made.iter().rev() {
            let _ = fs::remove_dir(lock.place(folder));
        }
    }
}
