//! Puts the staged files in place.

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;

use rayon::prelude::*;

use super::changes::{Changes, Mode};
use super::error::Error;
use super::lock::Lock;
use super::stage::{Stage, Staged};
use crate::stamp::Stamp;

impl Stage<'_> {
    /// Syncs the files that replace others, renames all files into place, then removes those that
    /// are to go. With [`Mode::Check`] it only reports what would be done.
    ///
    /// Until the first rename the run can be cancelled and nothing has changed; after it the run
    /// is completed. A file that cannot be renamed or removed is reported in
    /// [`Changes::problems`], and the others are still published.
    ///
    /// # Errors
    ///
    /// If the run was cancelled, or a file could not be synced; then nothing was renamed.
    pub fn commit(mut self) -> Result<Changes, Error> {
        let lock = self.lock;
        self.check_cancelled()?;
        if lock.mode() == Mode::Write {
            self.sync()?;
            self.check_cancelled()?;
            self.publish();
        }
        let mut changes = std::mem::take(&mut self.state_mut().changes);
        changes.created.sort_unstable();
        changes.updated.sort_unstable();
        changes.removed.sort_unstable();
        changes.problems.sort_by(|a, b| a.path().cmp(&b.path()));
        Ok(changes)
    }

    /// Syncs the staged files that replace others. All are written by now, so the first sync
    /// flushes most of the others too.
    fn sync(&mut self) -> Result<(), Error> {
        let staged = std::mem::take(&mut self.state_mut().staged);
        let synced = staged
            .par_iter()
            .filter(|(_, staged)| staged.replaces)
            .try_for_each(|(path, staged)| {
                self.check_cancelled()?;
                let root = self.lock.folder();
                let synced = root.and_then(|root| root.sync_file(&staged.at));
                synced.map_err(|e| self.io_error("write", path, e))
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
            match lock.folder().and_then(|root| root.remove_file(&path)) {
                Ok(()) => remove_empty_folders(lock, &path),
                Err(e) if e.kind() == ErrorKind::NotFound => {}
                Err(e) => {
                    let error = self.io_error("remove", &path, e);
                    failed.insert(path, error);
                }
            }
        }
        if let Ok(root) = lock.folder() {
            folders
                .par_iter()
                .for_each(|folder| root.sync_folder(folder));
        }
        let state = self.state_mut();
        if failed.is_empty() {
            state.new_folders.clear();
        }
        let changes = &mut state.changes;
        changes.stamps.extend(stamps);
        for done in [
            &mut changes.created,
            &mut changes.updated,
            &mut changes.removed,
        ] {
            done.retain(|path| !failed.contains_key(path));
        }
        changes.problems.extend(failed.into_values());
    }

    /// Renames a staged file. Returns its stamp, unless another file has taken its place.
    fn rename(&self, path: &str, staged: &Staged) -> Result<Option<Stamp>, Error> {
        let replace = || {
            let root = self.lock.folder()?;
            root.rename(&staged.at, path).inspect_err(|_| {
                let _ = root.remove_file(&staged.at);
            })?;
            Ok(root.status(path).ok())
        };
        let found = replace().map_err(|e| self.io_error("replace", path, e))?;
        let found = found.and_then(|found| found.stamp);
        let is_it = |found: &Stamp| staged.stamp.is_some_and(|put| found.is_renamed_from(&put));
        Ok(found.filter(is_it))
    }
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Removes the folders that a removed file leaves empty, except the output folder.
fn remove_empty_folders(lock: &Lock, path: &str) {
    let mut folder = folder_of(path);
    let Ok(root) = lock.folder() else {
        return;
    };
    while !folder.is_empty() && root.remove_folder(folder).is_ok() {
        folder = folder_of(folder);
    }
}
