//! Folders and patterns of articles.

use std::borrow::Cow;

use globset::GlobSet;

/// Which files are articles.
#[derive(Debug, Default)]
pub struct Articles {
    pub(super) places: Places,
    pub(super) exclude: Places,
    /// Whether each of several folders is the top of a site, as the languages of some have their own.
    pub(super) are_roots: bool,
}

/// Folders and patterns below the source.
#[derive(Debug, Clone, Default)]
pub struct Places {
    pub(super) folders: Vec<String>,
    pub(super) globs: GlobSet,
    /// What `globs` were written as.
    pub(super) patterns: Vec<String>,
}

impl Places {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.folders.is_empty() && self.globs.is_empty()
    }

    /// Whether `path` is in one of the folders, or matches one of the patterns.
    fn hold(&self, path: &str) -> bool {
        let in_folder = |folder: &String| {
            folder.is_empty()
                || path
                    .strip_prefix(folder.as_str())
                    .is_some_and(|rest| rest.starts_with('/'))
        };
        self.folders.iter().any(in_folder) || self.globs.is_match(path)
    }

    /// Whether `path`, or a folder above it, is one of them.
    pub(super) fn cover(&self, path: &str) -> bool {
        let slashes = path.match_indices('/').map(|(at, _)| &path[..at]);
        slashes.chain([path]).any(|part| self.name(part))
    }

    /// Whether `path` itself is one of them.
    pub fn name(&self, path: &str) -> bool {
        self.folders.iter().any(|folder| folder == path) || self.globs.is_match(path)
    }
}

impl Articles {
    /// The folder of articles if there is only one. If each of several is the top of a site, the one above
    /// the file at `path`.
    pub fn root(&self, path: &str) -> &str {
        let folders = self.places.folders.iter();
        match &*self.places.folders {
            [folder] if self.places.globs.is_empty() => folder,
            _ if !self.are_roots => "",
            _ => folders
                .filter(|folder| below(path, folder).is_some())
                .max_by_key(|folder| folder.len())
                .map_or("", String::as_str),
        }
    }

    /// Whether the file at `path` (below the source, with `/`) is to be read, unless it is in
    /// an excluded folder.
    pub fn includes(&self, path: &str) -> bool {
        (self.places.is_empty() || self.places.hold(path)) && !self.exclude.name(path)
    }

    /// The folders and patterns that are to be read, as the site names them, of which no file of `paths` is one.
    pub fn unmatched<'p>(&self, paths: impl Iterator<Item = &'p str> + Clone) -> Vec<String> {
        let mut unmatched = self.places.folders.clone();
        unmatched.retain(|folder| {
            !folder.is_empty() && !paths.clone().any(|path| below(path, folder).is_some())
        });
        let globs = self.places.patterns.iter().enumerate();
        let globs = globs.filter(|(index, _)| {
            !paths
                .clone()
                .any(|path| self.places.globs.matches(path).contains(index))
        });
        unmatched.extend(globs.map(|(_, pattern)| pattern.clone()));
        unmatched
    }

    /// Whether the folder at `path` is one of the folders of articles, or above one: they may be hidden.
    pub fn lead_to(&self, path: &str) -> bool {
        let mut folders = self.places.folders.iter();
        folders.any(|folder| folder == path || below(folder, path).is_some())
    }

    /// The folders and files that are skipped.
    pub fn excluded(&self) -> &Places {
        &self.exclude
    }

    /// `path` below its [`root`](Self::root).
    pub fn below<'p>(&self, path: &'p str) -> &'p str {
        below(path, self.root(path)).unwrap_or(path)
    }

    /// `path`, which is below the root of the file at `beside`, below the source.
    pub fn beside<'p>(&self, path: &'p str, beside: &str) -> Cow<'p, str> {
        match self.root(beside) {
            "" => path.into(),
            folder => format!("{folder}/{path}").into(),
        }
    }
}

/// `path` relative to `folder`, if it is below it.
fn below<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    path.strip_prefix(folder)?.strip_prefix('/')
}
