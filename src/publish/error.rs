//! What can go wrong in the output folder, told in plain words.

use std::fmt;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::rules;
use crate::diagnostic::{Diagnostic, Rule};

/// Why something could not be published. Its text says what, where, why, and what to do.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// Another run held the output folder all the while.
    Busy {
        /// The output folder.
        out: PathBuf,
        /// For how long this run waited.
        waited: Duration,
    },
    /// The run was told to stop before it had replaced anything.
    Cancelled,
    /// The output folder is something else.
    NotAFolder {
        /// What is no folder.
        path: PathBuf,
    },
    /// Something is in the place of a file. Only that file is not written.
    Obstructed {
        /// Where it is.
        path: PathBuf,
        /// What it is.
        by: Obstacle,
    },
    /// A path that leaves the output folder, or is hidden. Only that file is not written.
    UnsafePath {
        /// The path as it was given.
        path: String,
    },
    /// The system refused.
    Io {
        /// What was being done: a verb.
        doing: &'static str,
        /// To which file or folder.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
}

/// What can stand in the place of a file, or of its folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Obstacle {
    /// A file that is not ours.
    Foreign,
    /// A symbolic link.
    Link,
    /// A folder in the place of a file.
    Folder,
    /// A file in the place of a folder.
    NoFolder,
    /// A device, a pipe or a socket.
    Special,
    /// Another file of this run, on a file system that holds the two names for one.
    Taken,
}

impl Error {
    /// Wraps what the system said; for `map_err`.
    pub(super) fn io<'a>(
        doing: &'static str,
        path: &'a Path,
    ) -> impl FnOnce(io::Error) -> Error + use<'a> {
        move |source| Error::Io {
            doing,
            path: path.to_owned(),
            source,
        }
    }

    /// Whether it concerns one file alone, so that the others can still be published.
    pub fn is_about_one_file(&self) -> bool {
        match self {
            Error::Obstructed { .. } | Error::UnsafePath { .. } => true,
            Error::Io { source, .. } => source.kind() == ErrorKind::InvalidFilename,
            Error::Busy { .. } | Error::Cancelled | Error::NotAFolder { .. } => false,
        }
    }

    /// Which file or folder it concerns.
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
                Obstacle::Taken => &rules::OUTPUT_PATH,
                Obstacle::Folder | Obstacle::NoFolder | Obstacle::Special => &rules::OUTPUT_BLOCKED,
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

    /// What, where and why, in one sentence without a full stop.
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
                format!("`{path}` is no path for a file in the output folder")
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
            Obstacle::Foreign => "was not written by feedmill and is left alone",
            Obstacle::Link => "is a link, and nothing is written through links",
            Obstacle::Folder => "is a folder where a file should be",
            Obstacle::NoFolder => "is a file where a folder should be",
            Obstacle::Special => "is neither a file nor a folder",
            Obstacle::Taken => "would be written twice",
        })
    }
}

/// What the system said, in plain words where it is one of the usual reasons.
fn reason(error: &io::Error) -> String {
    let plain = match error.kind() {
        ErrorKind::StorageFull => "the disk is full",
        ErrorKind::QuotaExceeded => "the disk quota is used up",
        ErrorKind::ReadOnlyFilesystem => "the disk is mounted read-only",
        ErrorKind::PermissionDenied => "permission denied",
        ErrorKind::FileTooLarge => "the file would be too large",
        ErrorKind::InvalidFilename => "the name is too long or not allowed",
        ErrorKind::NotFound => "it is gone",
        ErrorKind::NotADirectory => "a part of the path is not a folder",
        _ if no_handles_left(error) => "too many open files",
        _ => return error.to_string(),
    };
    plain.to_owned()
}

/// EMFILE and ENFILE, for which `ErrorKind` has no name.
fn no_handles_left(error: &io::Error) -> bool {
    cfg!(unix) && matches!(error.raw_os_error(), Some(23 | 24))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(kind: ErrorKind) -> Error {
        Error::io("write", Path::new("out/rss.xml"))(kind.into())
    }

    #[test]
    fn says_what_where_why_and_what_to_do() {
        assert_eq!(
            refused(ErrorKind::StorageFull).to_string(),
            "cannot write `out/rss.xml`: the disk is full. \
             Make room, then run again; the old feeds stay until then."
        );
        assert_eq!(
            refused(ErrorKind::ReadOnlyFilesystem).rule().code,
            "output-not-writable"
        );
        assert_eq!(
            refused(ErrorKind::FileTooLarge).rule().code,
            "file-too-large"
        );
        assert_eq!(refused(ErrorKind::BrokenPipe).rule().code, "output-failed");
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
             `out/rss.xml` was not written by feedmill and is left alone"
        );
        assert!(error.is_about_one_file());
        assert!(!refused(ErrorKind::StorageFull).is_about_one_file());
    }
}
