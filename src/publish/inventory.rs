//! The files in the output folder before a run begins.

use std::collections::{BTreeMap, HashSet};
use std::io::ErrorKind;
use std::path::Path;

use rayon::prelude::*;

use super::changes::Ownership;
use super::error::Error;
use super::lock::{Lock, try_exclude};
use super::output_path::{head_of_ours, is_staged, target_of};
use crate::files::{self, EntryKind};
use crate::site::address::slug::is_dotted;
use crate::stamp::Stamp;

/// A file of ours in the output folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnFile {
    /// Its path below the output folder, with `/`.
    pub path: String,
    /// Its first 64 KiB.
    pub head: Vec<u8>,
}

/// Those of `paths` that are ours. Each is read when its turn comes.
pub(super) fn own_files(
    lock: &Lock,
    paths: impl IntoIterator<Item = String>,
    ownership: Ownership<'_>,
) -> impl Iterator<Item = Result<OwnFile, Error>> {
    paths.into_iter().filter_map(move |path| {
        let place = lock.as_given(&path);
        let head = head_of_ours(lock, &path, ownership).map_err(Error::io("read", &place));
        Some(head.transpose()?.map(|head| OwnFile { path, head }))
    })
}

/// The paths in the output folder. No file is opened, links are not followed, and hidden folders
/// are skipped, except those below the top that are named like a tag (`.net`).
#[derive(Debug, Default)]
pub(super) struct Inventory {
    /// Files that may be ours, and their stamps.
    pub(super) files: BTreeMap<String, Option<Stamp>>,
    /// Every folder that is not a link.
    pub(super) folders: HashSet<String>,
    /// Files that killed runs have staged.
    leftovers: Vec<String>,
}

impl Inventory {
    /// Walks the folder level by level, each level in parallel. A folder that does not exist is empty.
    pub(super) fn take(lock: &Lock, ownership: Ownership<'_>) -> Result<Self, Error> {
        let mut inventory = Inventory::default();
        let mut level = vec![String::new()];
        while !level.is_empty() {
            let listings: Vec<FolderListing> = level
                .par_iter()
                .map(|folder| list(lock, folder, ownership))
                .collect::<Result<_, _>>()?;
            level.clear();
            for listing in listings {
                level.extend_from_slice(&listing.folders);
                inventory.folders.extend(listing.folders);
                inventory.files.extend(listing.files);
                inventory.leftovers.extend(listing.leftovers);
            }
        }
        Ok(inventory)
    }

    /// Removes the leftovers, and the folders that are empty without them. Below this folder may be
    /// the output folder of another site: while a run holds that, its staged files are kept.
    pub(super) fn clear_leftovers(&mut self, lock: &Lock) -> Result<(), Error> {
        let Ok(root) = lock.folder() else {
            return Ok(());
        };
        for path in std::mem::take(&mut self.leftovers) {
            let folders = path.match_indices('/').map(|(end, _)| &path[..end]);
            // A folder that has gone, or cannot be opened, is held by nobody.
            let held: Option<Vec<_>> = folders
                .filter_map(|folder| root.below(Path::new(folder)).ok())
                .map(try_exclude)
                .collect();
            if held.is_none() {
                continue;
            }
            match root.remove_file(&path) {
                Ok(()) => {}
                Err(e) if e.kind() == ErrorKind::NotFound => {}
                Err(e) => return Err(Error::io("remove", &lock.as_given(&path))(e)),
            }
            let mut inner = path.as_str();
            while let Some((folder, _)) = inner.rsplit_once('/') {
                if root.remove_folder(folder).is_err() {
                    break;
                }
                self.folders.remove(folder);
                inner = folder;
            }
        }
        Ok(())
    }
}

/// The names in one folder.
#[derive(Default)]
struct FolderListing {
    files: Vec<(String, Option<Stamp>)>,
    folders: Vec<String>,
    leftovers: Vec<String>,
}

fn list(lock: &Lock, folder: &str, ownership: Ownership<'_>) -> Result<FolderListing, Error> {
    let mut listing = FolderListing::default();
    let place = lock.as_given(folder);
    let found = match lock.folder().and_then(|root| root.list(Path::new(folder))) {
        Ok(found) => found,
        Err(e) if is_skipped(e.kind(), folder) => return Ok(listing),
        Err(e) => return Err(Error::io("read", &place)(e)),
    };
    for entry in found.entries() {
        let kind = found.kind(entry).map_err(Error::io("read", &place))?;
        let name = files::name(entry);
        let Some(name) = name.to_str() else {
            continue; // Names of feeds are Unicode.
        };
        let path = match folder {
            "" => name.to_owned(),
            folder => format!("{folder}/{name}"),
        };
        let is_entered = !name.starts_with('.') || !folder.is_empty() && is_dotted(name);
        if kind == EntryKind::Folder && is_entered {
            listing.folders.push(path);
        } else if kind != EntryKind::Folder && is_staged(name) {
            // Also a link or a pipe, which itself is removed.
            if (ownership.path)(&target_of(&path)) {
                listing.leftovers.push(path);
            }
        } else if kind == EntryKind::File && (ownership.path)(&path) {
            listing.files.push((path, found.stamp(entry)));
        }
    }
    Ok(listing)
}

/// The output folder need not exist. A folder below it that cannot be read (`lost+found`), or has
/// just been removed, has no feed.
fn is_skipped(kind: ErrorKind, folder: &str) -> bool {
    kind == ErrorKind::NotFound || (kind == ErrorKind::PermissionDenied && !folder.is_empty())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::atomic::AtomicBool;
    use std::time::Duration;

    use super::super::changes::Mode;
    use super::*;

    const OURS: Ownership<'static> = Ownership {
        path: &|path| path.ends_with(".xml"),
        head: |head| head.starts_with(b"ours"),
    };

    fn lock(out: &Path) -> Lock {
        Lock::acquire(
            out,
            None,
            Mode::Check,
            Duration::ZERO,
            &AtomicBool::new(false),
        )
        .unwrap()
    }

    /// The paths of our files in `out`.
    fn own_paths(out: &Path) -> Vec<String> {
        let lock = lock(out);
        let inventory = Inventory::take(&lock, OURS).unwrap();
        let files = own_files(&lock, inventory.files.into_keys(), OURS);
        files.map(|file| file.unwrap().path).collect()
    }

    fn write(root: &Path, path: &str, content: &str) {
        let place = root.join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, content).unwrap();
    }

    #[test]
    fn finds_ours_and_nothing_else() {
        let out = tempfile::tempdir().unwrap();
        for (path, content) in [
            ("rss.xml", "ours"),
            ("tags/b/rss.xml", "ours too"),
            ("tags/a/rss.xml", "ours as well"),
            ("theirs.xml", "theirs"),
            ("index.html", "ours by its head, not by its name"),
            (".git/rss.xml", "ours, but hidden"),
            ("tags/.git/rss.xml", "ours, but hidden"),
            ("tags/.net/rss.xml", "ours, called like a tag"),
            ("tags/a/.rss.xml.feedmill-new", "ours, but staged"),
        ] {
            write(out.path(), path, content);
        }
        assert_eq!(
            own_paths(out.path()),
            [
                "rss.xml",
                "tags/.net/rss.xml",
                "tags/a/rss.xml",
                "tags/b/rss.xml"
            ]
        );
    }

    #[test]
    fn a_folder_that_is_not_there_holds_nothing() {
        let out = tempfile::tempdir().unwrap();
        assert!(own_paths(&out.path().join("no")).is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        let (out, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        write(other.path(), "rss.xml", "ours");
        std::os::unix::fs::symlink(other.path(), out.path().join("folder")).unwrap();
        std::os::unix::fs::symlink(other.path().join("rss.xml"), out.path().join("a.xml")).unwrap();
        assert!(own_paths(out.path()).is_empty());
    }

    #[test]
    fn leftovers_go_and_the_folders_they_were_alone_in() {
        let out = tempfile::tempdir().unwrap();
        write(out.path(), "tags/a/.rss.xml.feedmill-new", "");
        write(out.path(), "tags/b/.rss.xml.feedmill-new", "");
        write(out.path(), "tags/b/rss.xml", "ours");
        fs::create_dir(out.path().join("theirs")).unwrap();
        let lock = lock(out.path());
        let mut inventory = Inventory::take(&lock, OURS).unwrap();
        inventory.clear_leftovers(&lock).unwrap();
        assert!(!out.path().join("tags/a").exists());
        assert!(out.path().join("theirs").exists());
        assert_eq!(fs::read_dir(out.path().join("tags/b")).unwrap().count(), 1);
        assert!(!inventory.folders.contains("tags/a"));
    }
}
