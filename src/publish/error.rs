//! What can go wrong in the output folder.

use std::fmt;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::rules;
use crate::diagnostic::{Diagnostic, Rule};
use crate::files::EntryKind;

/// Why something could not be published.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// Another run kept the output folder locked.
    Busy {
        /// The output folder.
        out: PathBuf,
        /// How long this run waited.
        waited: Duration,
    },
    /// The run was cancelled before it had replaced anything.
    Cancelled,
    /// The output path is not a folder.
    NotAFolder {
        /// The path.
        path: PathBuf,
    },
    /// Something else has the path of a file. Only that file is not written.
    Obstructed {
        /// The path.
        path: PathBuf,
        /// What it is.
        by: Obstacle,
    },
    /// A path that leaves the output folder or is hidden. Only that file is not written.
    UnsafePath {
        /// The path as it was given.
        path: String,
    },
    /// The operating system reported an error.
    Io {
        /// What was attempted: a verb.
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
}

/// What can be at the path of a file, or of its folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Obstacle {
    /// A file that is not ours.
    Foreign,
    /// A symbolic link.
    Link,
    /// A folder where a file should be.
    Folder,
    /// A file where a folder should be.
    NotAFolder,
    /// A device, a pipe or a socket.
    Special,
    /// Another file of this run, on a file system that does not distinguish the two names.
    WrittenTwice,
}

impl Obstacle {
    /// What has the path of a file of ours, and is not a file.
    pub(super) fn from_kind(kind: EntryKind) -> Self {
        match kind {
            EntryKind::File => Obstacle::Foreign,
            EntryKind::Folder => Obstacle::Folder,
            EntryKind::Link => Obstacle::Link,
            EntryKind::Other => Obstacle::Special,
        }
    }
}

impl Error {
    /// Wraps an error of the system; for `map_err`.
    pub(crate) fn io<'a>(
        doing: &'static str,
        path: &'a Path,
    ) -> impl FnOnce(io::Error) -> Error + use<'a> {
        move |source| Error::Io {
            doing,
            path: path.to_owned(),
            source,
        }
    }

    /// Whether it concerns only one file, so that the others can still be published.
    pub fn is_about_one_file(&self) -> bool {
        match self {
            Error::Obstructed { .. } | Error::UnsafePath { .. } => true,
            Error::Io { source, .. } => source.kind() == ErrorKind::InvalidFilename,
            Error::Busy { .. } | Error::Cancelled | Error::NotAFolder { .. } => false,
        }
    }

    /// The file or folder that it concerns.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Error::Cancelled => None,
            Error::UnsafePath { path } => Some(Path::new(path)),
            Error::Busy { out: path, .. }
            | Error::NotAFolder { path }
            | Error::Obstructed { path, .. }
            | Error::Io { path, .. } => Some(path),
        }
    }

    /// The rule that explains it.
    pub fn rule(&self) -> &'static Rule {
        match self {
            Error::Busy { .. } => &rules::OUTPUT_BUSY,
            Error::Cancelled => &rules::INTERRUPTED,
            Error::NotAFolder { .. } => &rules::OUTPUT_NOT_A_FOLDER,
            Error::UnsafePath { .. } => &rules::OUTPUT_PATH,
            Error::Obstructed { by, .. } => match by {
                Obstacle::Foreign => &rules::OUTPUT_NOT_OURS,
                Obstacle::Link => &rules::OUTPUT_LINK,
                Obstacle::WrittenTwice => &rules::OUTPUT_PATH,
                Obstacle::Folder | Obstacle::NotAFolder | Obstacle::Special => {
                    &rules::OUTPUT_BLOCKED
                }
            },
            Error::Io { source, .. } => match source.kind() {
                ErrorKind::StorageFull | ErrorKind::QuotaExceeded => &rules::DISK_FULL,
                ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                    &rules::OUTPUT_NOT_WRITABLE
                }
                ErrorKind::FileTooLarge => &rules::FILE_TOO_LARGE,
                ErrorKind::InvalidFilename => &rules::OUTPUT_PATH,
                _ if no_handles_left(source) => &rules::TOO_MANY_OPEN_FILES,
                _ => &rules::OUTPUT_FAILED,
            },
        }
    }

    /// One sentence without a full stop.
    pub fn message(&self) -> String {
        match self {
            Error::Busy { out, waited } => format!(
                "another run still holds `{}` after {} seconds",
                out.display(),
                waited.as_secs()
            ),
            Error::Cancelled => "interrupted; no feed was changed".to_owned(),
            Error::NotAFolder { path } => {
                format!("the output `{}` is not a folder", path.display())
            }
            Error::Obstructed { path, by } => format!("`{}` {by}", path.display()),
            Error::UnsafePath { path } => {
                format!("`{path}` is not a path that a feed may have")
            }
            Error::Io {
                doing,
                path,
                source,
            } => format!("cannot {doing} `{}`: {}", path.display(), reason(source)),
        }
    }

    /// As a finding, for the reporters.
    pub fn to_diagnostic(&self) -> Diagnostic {
        let finding = Diagnostic::new(self.rule(), self.message());
        match self.path() {
            Some(path) => finding.in_file(path.display().to_string()),
            None => finding,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}. {}", self.message(), self.rule().remedy)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Obstacle::Foreign => "was not written by feedmill and is not replaced",
            Obstacle::Link => "is a link; feeds are not written through links",
            Obstacle::Folder => "is a folder where a file should be",
            Obstacle::NotAFolder => "is a file where a folder should be",
            Obstacle::Special => "is neither a file nor a folder",
            Obstacle::WrittenTwice => "has the same name as another feed on this file system",
        })
    }
}

/// The reason, in plain words if it is a common one.
fn reason(error: &io::Error) -> String {
    let plain = match error.kind() {
        ErrorKind::StorageFull => "the disk is full",
        ErrorKind::QuotaExceeded => "the disk quota is used up",
        ErrorKind::ReadOnlyFilesystem => "the disk is mounted read-only",
        ErrorKind::PermissionDenied => "permission denied",
        ErrorKind::FileTooLarge => "the file would be too large",
        ErrorKind::InvalidFilename => "the name is too long or not allowed",
        ErrorKind::NotFound => "it does not exist any more",
        ErrorKind::NotADirectory => "a part of the path is not a folder",
        _ if no_handles_left(error) => "too many open files",
        _ => return error.to_string(),
    };
    plain.to_owned()
}

/// EMFILE or ENFILE, which `ErrorKind` cannot express.
fn no_handles_left(error: &io::Error) -> bool {
    cfg!(unix) && matches!(error.raw_os_error(), Some(23 | 24))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn io_error(kind: ErrorKind) -> Error {
        Error::io("write", Path::new("out/rss.xml"))(kind.into())
    }

    #[test]
    fn says_what_where_why_and_what_to_do() {
        assert_eq!(
            io_error(ErrorKind::StorageFull).to_string(),
            "cannot write `out/rss.xml`: the disk is full. \
             Free some space and run feedmill again; the old feeds stay until then."
        );
        assert_eq!(
            io_error(ErrorKind::ReadOnlyFilesystem).rule().code,
            "output-not-writable"
        );
        assert_eq!(
            io_error(ErrorKind::FileTooLarge).rule().code,
            "file-too-large"
        );
        assert_eq!(io_error(ErrorKind::BrokenPipe).rule().code, "output-failed");
    }

    #[cfg(unix)]
    #[test]
    fn knows_that_handles_ran_out() {
        let error = Error::io("read", Path::new("x"))(io::Error::from_raw_os_error(24));
        assert_eq!(error.rule().code, "too-many-open-files");
        assert_eq!(error.message(), "cannot read `x`: too many open files");
    }

    #[test]
    fn becomes_a_finding() {
        let error = Error::Obstructed {
            path: "out/rss.xml".into(),
            by: Obstacle::Foreign,
        };
        assert_eq!(
            error.to_diagnostic().to_string(),
            "out/rss.xml: error[output-not-ours]: \
             `out/rss.xml` was not written by feedmill and is not replaced"
        );
        assert!(error.is_about_one_file());
        assert!(!io_error(ErrorKind::StorageFull).is_about_one_file());
    }
}
