//! From staged to published.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;

use rayon::prelude::*;

use super::disk::{sync_file, sync_folder};
use super::stage::{Stage, Staged};
use super::{Error, Lock, Mode, Outcome};
use crate::stamp::Stamp;

impl Stage<'_> {
    /// Syncs what replaces another file, renames everything into place, then removes what shall
    /// go. With [`Mode::Check`] it only tells what would be done.
    ///
    /// Until the first rename the run can be cancelled and nothing has changed; from then on it
    /// goes through. A file that cannot be renamed or removed is told in [`Outcome::problems`],
    /// and the others go on: each of them is whole either way.
    ///
    /// # Errors
    ///
    /// If the run was cancelled, or a file could not be synced; then nothing was renamed.
    pub fn commit(mut self) -> Result<Outcome, Error> {
        let lock = self.lock;
        self.go_on()?;
        if lock.mode() == Mode::Write {
            self.sync()?;
            self.go_on()?;
            self.publish();
        }
        let mut outcome = std::mem::take(&mut self.state_mut().outcome);
        outcome.created.sort_unstable();
        outcome.updated.sort_unstable();
        outcome.removed.sort_unstable();
        outcome.problems.sort_by(|a, b| a.path().cmp(&b.path()));
        Ok(outcome)
    }

    /// Syncs the staged files that replace others. All are written by now, so that the first
    /// sync carries most of the rest along.
    fn sync(&mut self) -> Result<(), Error> {
        let staged = std::mem::take(&mut self.state_mut().staged);
        let synced = staged
            .par_iter()
            .filter(|(_, staged)| staged.replaces)
            .try_for_each(|(path, staged)| {
                self.go_on()?;
                sync_file(&staged.at).map_err(|e| self.refused("write", path, e))
            });
        self.state_mut().staged = staged;
        synced
    }

    /// Renames, removes, and syncs the folders in which something was replaced.
    fn publish(&mut self) {
        let lock = self.lock;
        let mut failed = BTreeMap::new();
        let mut folders = BTreeSet::new();
        let mut stamps = Vec::new();
        let staged = std::mem::take(&mut self.state_mut().staged);
        let renamed: Vec<_> = staged
            .par_iter()
            .map(|(path, staged)| (path, staged.replaces, self.rename(path, staged)))
            .collect();
        for (path, replaces, renamed) in renamed {
            match renamed {
                Ok(stamp) => {
                    stamps.extend(stamp.map(|stamp| (path.clone(), stamp)));
                    if replaces {
                        folders.insert(folder_of(path).to_owned());
                    }
                }
                Err(error) => {
                    failed.insert(path.clone(), error);
                }
            }
        }
        for path in std::mem::take(&mut self.state_mut().removals) {
            match fs::remove_file(lock.place(&path)) {
                Ok(()) => remove_empty_folders(lock, &path),
                Err(e) if e.kind() == ErrorKind::NotFound => {}
                Err(e) => {
                    let error = self.refused("remove", &path, e);
                    failed.insert(path, error);
                }
            }
        }
        folders
            .par_iter()
            .for_each(|folder| sync_folder(&lock.place(folder)));
        let state = self.state_mut();
        if failed.is_empty() {
            state.made.clear();
        }
        let outcome = &mut state.outcome;
        outcome.stamps.extend(stamps);
        for done in [
            &mut outcome.created,
            &mut outcome.updated,
            &mut outcome.removed,
        ] {
            done.retain(|path| !failed.contains_key(path));
        }
        outcome.problems.extend(failed.into_values());
    }

    /// Puts a staged file in its place; gives its stamp, if it is that very file.
    fn rename(&self, path: &str, staged: &Staged) -> Result<Option<Stamp>, Error> {
        let place = self.lock.place(path);
        if let Err(e) = fs::rename(&staged.at, &place) {
            let _ = fs::remove_file(&staged.at);
            return Err(self.refused("replace", path, e));
        }
        let found = fs::symlink_metadata(place).ok();
        let found = found.and_then(|found| Stamp::of(&found));
        let is_it = |found: &Stamp| staged.stamp.is_some_and(|put| found.is_renamed_from(&put));
        Ok(found.filter(is_it))
    }
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Removes the folders that a removed file leaves empty, but never the output folder.
fn remove_empty_folders(lock: &Lock, path: &str) {
    let mut folder = folder_of(path);
    while !folder.is_empty() && fs::remove_dir(lock.place(folder)).is_ok() {
        folder = folder_of(folder);
    }
}
