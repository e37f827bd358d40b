//! The `.gitignore` files that count in a folder.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::files::{Folder, read_anywhere};

/// The name of the files with the patterns.
pub(super) const IGNORE_FILE: &str = ".gitignore";

/// The patterns of a folder, and of those above it.
#[derive(Debug)]
pub(super) struct IgnoreRules {
    patterns: Gitignore,
    base: Base,
    above: Option<Arc<IgnoreRules>>,
    /// The size of its file and of those above.
    bytes: usize,
}

/// The most bytes of ignore files that count in one folder: patterns take up to a thousand times as much memory.
const MAX_IGNORE_BYTES: usize = 128 << 10;

/// What the patterns are relative to.
#[derive(Debug)]
enum Base {
    /// A folder in the source, by its path there.
    Below(PathBuf),
    /// A folder above the source, which lies there below it.
    Above(PathBuf),
}

/// What the patterns say of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PatternMatch {
    Nothing,
    Ignored,
    /// A pattern with `!` includes it, even if it is hidden.
    Included,
}

impl IgnoreRules {
    /// Those of the folders above the source, up to the top of its repository.
    pub(super) fn of_repository(
        folder: &Folder,
        report: &mut impl FnMut(&Path, io::Error),
    ) -> Option<Arc<Self>> {
        let real = folder.real();
        let mut folders = Vec::new();
        for folder in real.ancestors() {
            if folder != real {
                folders.push(folder);
            }
            if is_repository(folder) {
                break;
            }
        }
        let mut rules = None;
        for folder in folders.into_iter().rev() {
            let path = folder.join(IGNORE_FILE);
            let below = real.strip_prefix(folder).unwrap_or(real).to_owned();
            let read = read_anywhere(&path);
            match read.and_then(|bytes| Self::with(&bytes, Base::Above(below), rules.clone())) {
                Ok(more) => rules = more,
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => report(&path, error),
            }
        }
        rules
    }

    /// Those of the folder at `path` below the source, which has such a file, and of those `above`.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub(super) fn of_folder(
        folder: &Folder,
        path: &Path,
        above: Option<Arc<Self>>,
    ) -> io::Result<Option<Arc<Self>>> {
        let bytes = folder.read(path.join(IGNORE_FILE))?;
        Self::with(&bytes, Base::Below(path.to_owned()), above)
    }

    fn with(bytes: &[u8], base: Base, above: Option<Arc<Self>>) -> io::Result<Option<Arc<Self>>> {
        let size = bytes.len() + above.as_ref().map_or(0, |above| above.bytes);
        if size > MAX_IGNORE_BYTES {
            let message = format!("with those above it is larger than {MAX_IGNORE_BYTES} bytes");
            return Err(io::Error::new(ErrorKind::FileTooLarge, message));
        }
        let mut builder = GitignoreBuilder::new("");
        for (index, line) in bytes.split(|&byte| byte == b'\n').enumerate() {
            // What is not UTF-8 ends the file, as in ripgrep.
            let Ok(line) = str::from_utf8(line) else {
                break;
            };
            let line = line.strip_suffix('\r').unwrap_or(line);
            let line = if index == 0 {
                line.trim_start_matches('\u{feff}')
            } else {
                line
            };
            // A pattern that cannot be used counts for nothing.
            let _ = builder.add_line(None, line);
        }
        Ok(match builder.build() {
            Ok(patterns) if !patterns.is_empty() => Some(Arc::new(IgnoreRules {
                patterns,
                base,
                above,
                bytes: size,
            })),
            _ => above,
        })
    }

    /// What they say of `path` below the source.
    pub(super) fn verdict(&self, path: &Path, is_folder: bool) -> PatternMatch {
        let mut rules = Some(self);
        while let Some(IgnoreRules {
            patterns,
            base,
            above,
            ..
        }) = rules
        {
            let matched = match base {
                Base::Below(folder) => {
                    let below = path.strip_prefix(folder).unwrap_or(path);
                    patterns.matched(below, is_folder)
                }
                Base::Above(source) => patterns.matched(source.join(path), is_folder),
            };
            if matched.is_ignore() {
                return PatternMatch::Ignored;
            }
            if matched.is_whitelist() {
                return PatternMatch::Included;
            }
            rules = above.as_deref();
        }
        PatternMatch::Nothing
    }
}

/// Whether `folder` is the top of a repository.
pub(super) fn is_repository(folder: &Path) -> bool {
    REPOSITORY_FOLDERS
        .iter()
        .any(|name| folder.join(name).exists())
}

/// What lies at the top of a repository.
pub(super) const REPOSITORY_FOLDERS: [&str; 2] = [".git", ".jj"];
