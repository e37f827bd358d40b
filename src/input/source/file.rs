//! A file that may be an article, what can go wrong with it, and the limits of what is read.

use std::fs::{File, Metadata};
use std::io;
use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Rule, rules};
use crate::files::{Folder, READ_FAILED, UNREADABLE_FILE, is_system_failure};

rules! {
    UNREADABLE_SOURCE = Error "unreadable-source" {
        summary: "The folder of articles cannot be read.",
        why: "Without it there is nothing to build. Nothing was written.",
        remedy: "Check the name of the folder, its permissions, and whether its disk is mounted."
    }
    ARTICLE_TOO_LARGE = Error "article-too-large" {
        summary: "An article is larger than 32 MiB and is left out; or, as a warning, its Markdown is larger than 4 MiB or the content of its entry larger than `limits.entry`, and the feeds have only its summary; or it takes up more than `limits.article` in all feeds, and only the feed for everything has its content.",
        why: "Each feed that contains an entry contains its whole content: large ones fill the disk, and readers do not load such feeds.",
        remedy: "Split the article, move pictures in `data:` addresses to files, or raise `limits.article` or `limits.entry` (at most 4194304). Add a file that is not an article to `.gitignore`."
    }
    FILE_CHANGED = Error "file-changed" {
        summary: "An article changed while it was being read.",
        why: "Its header and body would be from different versions; the article is left out of this run.",
        remedy: "Run again when no program is writing to the folder."
    }
    BODY_NOT_UTF8 = Error "body-not-utf-8" {
        summary: "The body of an article is not encoded in UTF-8.",
        why: "Its text would be garbled; the article is left out.",
        remedy: "Convert the file to UTF-8, for example with `iconv -f GB18030 -t UTF-8`, or set `encoding: GB18030` in the site file if all articles use it."
    }
    WRONG_ENCODING = Error "wrong-encoding" {
        summary: "An article is not in the encoding given by its BOM or by the setting `encoding`.",
        why: "Its text would be garbled; the article is left out.",
        remedy: "Convert the file to UTF-8 with a BOM, which takes precedence over the setting, or correct the setting."
    }
    NAME_NOT_UTF8 = Error "file-name-not-utf-8" {
        summary: "The name of a file is not encoded in UTF-8.",
        why: "Its address cannot be determined; the article is left out.",
        remedy: "Rename the file, for example with `convmv -t utf8`."
    }
    LINK_OUTSIDE = Info "link-outside" {
        summary: "A symbolic link leads out of the source folder, or is broken; it is not followed.",
        why: "Files outside the source folder are not published.",
        remedy: "Copy the file into the source folder if it is an article."
    }
}

/// The largest article that is read, in bytes.
pub const MAX_ARTICLE_BYTES: u64 = 32 << 20;

/// A file that may be an article.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// The path below the source folder, with `/`.
    pub path: Box<str>,
    /// The source folder, which all files share.
    pub folder: Arc<Folder>,
}

impl SourceFile {
    pub(super) fn open(&self) -> io::Result<(File, Metadata)> {
        self.folder.file(Path::new(&*self.path))
    }

    /// How it is named in findings.
    pub fn shown(&self) -> String {
        let folder = self.folder.path();
        if cfg!(windows) {
            // Paths are put together in more than one way there.
            return folder.join(&*self.path).display().to_string();
        }
        let folder = folder.to_string_lossy();
        let between = if folder.is_empty() || folder.ends_with('/') {
            ""
        } else {
            "/"
        };
        [&*folder, between, &self.path].concat()
    }

    pub(super) fn finding(&self, rule: &'static Rule, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(rule, message).in_file(self.shown())
    }

    pub(super) fn unreadable(&self, error: &io::Error) -> Failure {
        if is_system_failure(error) {
            return Failure::System(self.finding(&READ_FAILED, failed(error)));
        }
        Failure::Article(self.finding(
            &UNREADABLE_FILE,
            format!("the file cannot be read: {error}"),
        ))
    }
}

/// Why something cannot be read.
#[derive(Debug)]
pub enum Failure {
    /// The article is at fault, and is left out.
    Article(Diagnostic),
    /// The system is at fault. Leaving articles out would remove them from the feeds.
    System(Diagnostic),
}

impl From<Diagnostic> for Failure {
    fn from(finding: Diagnostic) -> Self {
        Failure::Article(finding)
    }
}

pub(super) fn failed(error: &io::Error) -> String {
    format!("the system failed while articles were read: {error}")
}

/// Whether `files`, in the order of their paths, hold one at `path`; `x/index.*` is any in `x` whose
/// name begins so.
pub fn holds(files: &[SourceFile], path: &str) -> bool {
    let Some(start) = path.strip_suffix('*') else {
        let at = files.binary_search_by(|file| (*file.path).cmp(path));
        return at.is_ok();
    };
    let first = files.partition_point(|file| &*file.path < start);
    let mut rest = files[first..]
        .iter()
        .map_while(|file| file.path.strip_prefix(start));
    rest.any(|rest| !rest.contains('/'))
}

#[cfg(test)]
mod tests {
    use super::super::walk::open;
    use super::*;

    #[test]
    fn a_name_that_begins_so() {
        let paths = ["a/index.d/x.md", "a/index.fr.md", "b/index.md", "b/x.md"];
        let folder = open(Path::new(".")).unwrap();
        let file = |path: &&str| SourceFile {
            path: (*path).into(),
            folder: Arc::clone(&folder),
        };
        let files: Vec<SourceFile> = paths.iter().map(file).collect();
        for (path, expected) in [
            ("b/x.md", true),
            ("b/y.md", false),
            ("a/index.*", true),
            ("a/index.d/*", true),
            ("a/index.d*", false),
            ("b/index.*", true),
            ("b/_index.*", false),
            ("c/*", false),
        ] {
            assert_eq!(holds(&files, path), expected, "{path}");
        }
    }
}
