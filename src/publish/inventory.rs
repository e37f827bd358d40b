//! What lies in the output folder before a run begins.

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use rayon::prelude::*;

use super::lock::keep_out;
use super::target::{head_of_ours, is_staged, target_of};
use super::{Error, Ours};
use crate::site::address::slug::is_dotted;

/// A file of ours in the output folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owned {
    /// Its path, relative to the folder, with `/`.
    pub path: String,
    /// Its first 64 KiB.
    pub head: Vec<u8>,
}

/// What of ours lies in the output folder, in order of path. A folder that does not exist holds
/// nothing. Links are not followed, nor are folders entered that are hidden and at the top.
///
/// # Errors
///
/// If the folder cannot be read.
pub fn owned_files(out: &Path, ours: Ours<'_>) -> Result<Vec<Owned>, Error> {
    let inventory = Inventory::take(out, ours)?;
    keep_owned(out, inventory.files, ours).collect()
}

/// Those of `paths` that are ours, read one by one.
pub(super) fn keep_owned(
    root: &Path,
    paths: impl IntoIterator<Item = String>,
    ours: Ours<'_>,
) -> impl Iterator<Item = Result<Owned, Error>> {
    paths.into_iter().filter_map(move |path| {
        let place = root.join(&path);
        let head = head_of_ours(&place, ours).map_err(Error::io("read", &place));
        Some(head.transpose()?.map(|head| Owned { path, head }))
    })
}

/// The names in the output folder; no file is opened.
#[derive(Debug, Default)]
pub(super) struct Inventory {
    /// Files that may be ours.
    pub(super) files: BTreeSet<String>,
    /// Every folder that is no link.
    pub(super) folders: HashSet<String>,
    /// What runs that were killed have staged.
    leftovers: Vec<String>,
}

impl Inventory {
    /// Walks the folder, level by level, and each level in parallel.
    pub(super) fn take(root: &Path, ours: Ours<'_>) -> Result<Self, Error> {
        let mut inventory = Inventory::default();
        let mut level = vec![String::new()];
        while !level.is_empty() {
            let listings: Vec<Listing> = level
                .par_iter()
                .map(|folder| list(root, folder, ours))
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

    /// Removes the leftovers, and the folders that held nothing else. Another site's output may lie
    /// below this one's: what a run has staged there is not left over while it is at work.
    pub(super) fn clear_leftovers(&mut self, root: &Path) -> Result<(), Error> {
        for path in std::mem::take(&mut self.leftovers) {
            let place = root.join(&path);
            let folders = path.match_indices('/').map(|(end, _)| &path[..end]);
            let held: Option<Vec<_>> = folders.map(|folder| keep_out(&root.join(folder))).collect();
            if held.is_none() {
                continue;
            }
            match fs::remove_file(&place) {
                Ok(()) => {}
                Err(e) if e.kind() == ErrorKind::NotFound => {}
                Err(e) => return Err(Error::io("remove", &place)(e)),
            }
            let mut inner = path.as_str();
            while let Some((folder, _)) = inner.rsplit_once('/') {
                if fs::remove_dir(root.join(folder)).is_err() {
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
struct Listing {
    files: Vec<String>,
    folders: Vec<String>,
    leftovers: Vec<String>,
}

fn list(root: &Path, folder: &str, ours: Ours<'_>) -> Result<Listing, Error> {
    let mut listing = Listing::default();
    let place = root.join(folder);
    let entries = match fs::read_dir(&place) {
        Ok(entries) => entries,
        Err(e) if is_no_concern_of_ours(e.kind(), folder) => return Ok(listing),
        Err(e) => return Err(Error::io("read", &place)(e)),
    };
    for entry in entries {
        let entry = entry.map_err(Error::io("read", &place))?;
        let kind = entry.file_type().map_err(Error::io("read", &place))?;
        let name = entry.file_name();
        let Some(name) = name.to_str() else {
            continue; // Our own names are Unicode.
        };
        let path = match folder {
            "" => name.to_owned(),
            folder => format!("{folder}/{name}"),
        };
        let is_entered = !name.starts_with('.') || !folder.is_empty() && is_dotted(name);
        if kind.is_dir() && is_entered {
            listing.folders.push(path);
        } else if kind.is_file() && is_staged(name) {
            if (ours.path)(&target_of(&path)) {
                listing.leftovers.push(path);
            }
        } else if kind.is_file() && (ours.path)(&path) {
            listing.files.push(path);
        }
    }
    Ok(listing)
}

/// The output folder need not exist; a folder below it that we may not read (`lost+found`), or
/// that has just been removed, holds nothing of ours.
fn is_no_concern_of_ours(kind: ErrorKind, folder: &str) -> bool {
    kind == ErrorKind::NotFound || (kind == ErrorKind::PermissionDenied && !folder.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: Ours<'static> = Ours {
        path: &|path| path.ends_with(".xml"),
        head: |head| head.starts_with(b"ours"),
    };

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
        let found = owned_files(out.path(), OURS).unwrap();
        let paths: Vec<&str> = found.iter().map(|f| f.path.as_str()).collect();
        assert_eq!(
            paths,
            [
                "rss.xml",
                "tags/.net/rss.xml",
                "tags/a/rss.xml",
                "tags/b/rss.xml"
            ]
        );
        assert_eq!(found[0].head, b"ours");
    }

    #[test]
    fn a_folder_that_is_not_there_holds_nothing() {
        let out = tempfile::tempdir().unwrap();
        assert!(
            owned_files(&out.path().join("no"), OURS)
                .unwrap()
                .is_empty()
        );
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        let (out, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        write(other.path(), "rss.xml", "ours");
        std::os::unix::fs::symlink(other.path(), out.path().join("folder")).unwrap();
        std::os::unix::fs::symlink(other.path().join("rss.xml"), out.path().join("a.xml")).unwrap();
        assert!(owned_files(out.path(), OURS).unwrap().is_empty());
    }

    #[test]
    fn leftovers_go_and_the_folders_they_were_alone_in() {
        let out = tempfile::tempdir().unwrap();
        write(out.path(), "tags/a/.rss.xml.feedmill-new", "");
        write(out.path(), "tags/b/.rss.xml.feedmill-new", "");
        write(out.path(), "tags/b/rss.xml", "ours");
        fs::create_dir(out.path().join("theirs")).unwrap();
        let mut inventory = Inventory::take(out.path(), OURS).unwrap();
        inventory.clear_leftovers(out.path()).unwrap();
        assert!(!out.path().join("tags/a").exists());
        assert!(out.path().join("theirs").exists());
        assert_eq!(fs::read_dir(out.path().join("tags/b")).unwrap().count(), 1);
        assert!(!inventory.folders.contains("tags/a"));
    }
}
