//! What a run may do to files, and what it did.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::error::Error;
use crate::stamp::Stamp;

/// Whether a run writes, or only reports what it would write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Files are written.
    Write,
    /// Nothing is written or created, not even the output folder.
    Check,
}

/// What `Stage::put` does to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// There was no such file.
    Created,
    /// The file differs.
    Updated,
    /// The file has these very bytes already.
    Unchanged,
    /// This file cannot be written; `Changes::problems` says why.
    Blocked,
}

impl Change {
    /// Whether the file is written, or would be.
    pub fn is_written(self) -> bool {
        matches!(self, Change::Created | Change::Updated)
    }
}

/// How the caller recognises its own files.
#[derive(Clone, Copy)]
pub struct Ownership<'a> {
    /// Whether a file with this path below the output folder may be ours; the others are not read.
    pub path: &'a (dyn Fn(&str) -> bool + Sync),
    /// Whether a file that begins with these bytes is ours. It is given the first 4 KiB and, if the
    /// answer is no, the first 64.
    pub head: fn(&[u8]) -> bool,
}

impl fmt::Debug for Ownership<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ownership").finish_non_exhaustive()
    }
}

/// What a run did, or would do ([`Mode::Check`]). Paths are below the output folder and sorted.
#[derive(Debug, Default)]
pub struct Changes {
    /// New files.
    pub created: Vec<String>,
    /// Files whose content changed.
    pub updated: Vec<String>,
    /// Removed files.
    pub removed: Vec<String>,
    /// The number of files that needed no change.
    pub unchanged: usize,
    /// Why single files could not be written or removed.
    pub problems: Vec<Error>,
    /// The stamps by path, which show a later run that a file is still as this one left it.
    pub stamps: BTreeMap<String, Stamp>,
}

#[cfg(any(test, feature = "internals"))]
impl Changes {
    /// Whether anything was, or would be, changed.
    pub fn differs(&self) -> bool {
        !(self.created.is_empty() && self.updated.is_empty() && self.removed.is_empty())
    }
}
