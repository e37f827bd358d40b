//! What is reported of files that cannot be read.

use std::io;

use super::read::is_system_failure;
use crate::diagnostic::{Rule, rules};

rules! {
    UNREADABLE_FILE = Error "unreadable-file" {
        summary: "A file or folder cannot be read.",
        why: "An article that cannot be read is left out; an ignore file, or a file of authors that no setting names, does not count.",
        remedy: "Check its permissions and those of the folders above it. Only regular files are read; a file of authors may have 1 MiB, and an ignore file 128 KiB together with those above it."
    }
    READ_FAILED = Error "read-failed" {
        summary: "The system failed while files were read: too many open files, no memory, a disk error.",
        why: "Leaving out what could not be read would remove good articles from the feeds. Nothing was written.",
        remedy: "Raise the limit of open files (`ulimit -n`), free memory or check the disk, as the message says, then run again."
    }
}

/// The rule for a file that cannot be read.
pub fn unreadable_rule(error: &io::Error) -> &'static Rule {
    if is_system_failure(error) {
        &READ_FAILED
    } else {
        &UNREADABLE_FILE
    }
}
