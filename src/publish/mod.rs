//! Publishes files: lock, stage, sync, rename. Only files that differ are written, and only files of
//! ours are removed.
//!
//! A run takes the [`Lock`] of its output folder before it reads anything, so that a slow run
//! cannot publish older articles over those of a quicker one; opens a [`Stage`]; puts every file; and
//! commits. This module knows files and bytes, not what they mean.
//!
//! ```
//! use feedmill::publish::{Lock, Mode, Options, Ownership, Stage};
//! # use std::{sync::atomic::AtomicBool, time::Duration};
//!
//! # let home = tempfile::tempdir()?;
//! # let out = &home.path().join("feeds");
//! # let cancelled = &AtomicBool::new(false);
//! let ownership = Ownership {
//!     path: &|path| path.ends_with(".xml"),
//!     head: |head| head.starts_with(b"<rss"),
//! };
//! let options = Options { ownership, take_over: false, cancelled };
//!
//! let lock = Lock::acquire(out, Mode::Write, Duration::from_secs(60), cancelled)?;
//! let stage = Stage::open(&lock, options)?;
//! stage.put("rss.xml", b"<rss/>")?;
//! stage.put("tags/rust/rss.xml", b"<rss/>")?;
//! let changes = stage.commit()?;
//!
//! assert_eq!(changes.created, ["rss.xml", "tags/rust/rss.xml"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Guarantees
//!
//! - **At every moment** each file is whole, old or new. It is staged beside its target under a
//!   hidden name and renamed, and no file is renamed before all are staged.
//! - **After a run that failed or was cancelled** the folder is as it was: no staged file, no new
//!   folder, nothing renamed.
//! - **After `SIGKILL`** each file is whole, old or new; staged files may remain, and the next
//!   [`Stage::open`] removes them. The lock ends with the process.
//! - **After a power cut** the same holds for every file that replaced another, because it was
//!   synced before it was renamed. A *new* file is not synced: it may be empty or full of zeros.
//!   Such a file counts as ours, and the next run writes it again.
//! - **A file that did not change is not touched**: inode and time stay, and servers answer 304.
//! - **A file that is not ours stays**: it is neither overwritten nor removed.
//! - **Nothing is written through a link** below the output folder. The folder itself may be a link;
//!   it is resolved once, so that a run stays in one folder even if the link is changed meanwhile.
//!
//! A new file gets the mode that the umask gives. A file that replaces another keeps its mode
//! and, where permitted, its owner and group.

mod commit;
mod content;
mod disk;
mod error;
mod inventory;
mod lock;
mod output_path;
pub mod rules;
mod stage;

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

pub use content::FileContent;
pub use error::{Error, Obstacle};
pub use inventory::OwnFile;
pub use lock::Lock;
pub use rules::RULES;
pub use stage::{Options, Stage};

use crate::stamp::Stamp;

/// Whether a run writes, or only reports what it would write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Files are written.
    Write,
    /// Nothing is written or created, not even the output folder.
    Check,
}

/// What [`Stage::put`] does to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// There was no such file.
    Created,
    /// The file differs.
    Updated,
    /// The file has these very bytes already.
    Unchanged,
    /// This file cannot be written; [`Changes::problems`] says why.
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
    /// What tells a later run that a file is still as this one left it, by path.
    pub stamps: BTreeMap<String, Stamp>,
}

impl Changes {
    /// Whether anything was, or would be, changed.
    pub fn differs(&self) -> bool {
        !(self.created.is_empty() && self.updated.is_empty() && self.removed.is_empty())
    }
}
