//! Lock, stage, sync, rename; write only what differs, remove only what is ours.
//!
//! A run takes the [`Lock`] of its output folder before it reads anything, so that a slow run
//! cannot publish older articles over a quicker one's; opens a [`Stage`]; puts every file; and
//! commits. This room knows files and bytes, and nothing of what they mean.
//!
//! ```
//! use feedmill::publish::{Lock, Mode, Options, Ours, Stage};
//! # use std::{sync::atomic::AtomicBool, time::Duration};
//!
//! # let home = tempfile::tempdir()?;
//! # let out = &home.path().join("feeds");
//! # let cancelled = &AtomicBool::new(false);
//! let ours = Ours {
//!     path: &|path| path.ends_with(".xml"),
//!     head: |head| head.starts_with(b"<rss"),
//! };
//! let options = Options { ours, take_over: false, cancelled };
//!
//! let lock = Lock::acquire(out, Mode::Write, Duration::from_secs(60), cancelled)?;
//! let stage = Stage::open(&lock, options)?;
//! stage.put("rss.xml", b"<rss/>")?;
//! stage.put("tags/rust/rss.xml", b"<rss/>")?;
//! let outcome = stage.commit()?;
//!
//! assert_eq!(outcome.created, ["rss.xml", "tags/rust/rss.xml"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is promised
//!
//! - **At every moment** each file is whole, old or new. It is staged beside its target under a
//!   hidden name and renamed, and the first rename comes after the last file was staged.
//! - **After a run that failed or was cancelled** the folder is as it was: no staged file, no new
//!   folder, nothing renamed.
//! - **After `SIGKILL`** each file is whole, old or new; staged files may lie about, and the next
//!   [`Stage::open`] clears them away. The lock died with the process.
//! - **After a power cut** the same for every file that replaced another, since it was synced
//!   before it was renamed. A file that is *new* is not synced: it may be found empty, or full of
//!   zeros. Such a file counts as ours, and the next run writes it again.
//! - **What did not change is not touched**: the inode and the time stay, and servers answer 304.
//! - **What is not ours stays**: another program's file is neither overwritten nor removed.
//! - **Nothing is written through a link** below the output folder. The folder itself may be one;
//!   it is resolved once, so that a run goes into one folder even if the link is moved meanwhile.
//!
//! A new file gets the mode that the umask gives. A file that replaces another keeps its mode
//! and, as far as the system lets us, its owner and group.

mod commit;
mod content;
mod disk;
mod error;
mod inventory;
mod lock;
pub mod rules;
mod stage;
mod target;

use std::collections::BTreeMap;
use std::fmt;

pub use content::Content;
pub use error::{Error, Obstacle};
pub use inventory::{Owned, owned_files};
pub use lock::Lock;
pub use rules::RULES;
pub use stage::{Options, Stage};

use crate::stamp::Stamp;

/// Whether a run writes, or only tells what it would.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Files are written.
    Write,
    /// Nothing is written or created, not even the output folder.
    Check,
}

/// What [`Stage::put`] found that a file needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// There was none.
    Created,
    /// It differs from the one that is there.
    Updated,
    /// It is there already, byte for byte.
    Unchanged,
    /// It cannot be written, and the others can; [`Outcome::problems`] says why.
    Blocked,
}

/// How the caller knows its own files again.
#[derive(Clone, Copy)]
pub struct Ours<'a> {
    /// Whether a file at this path, relative and with `/`, may be ours. Spares reading the others.
    pub path: &'a (dyn Fn(&str) -> bool + Sync),
    /// Whether a file that begins like this is ours. It is asked about the first 4 KiB and, where
    /// those do not tell, about the first 64.
    pub head: fn(&[u8]) -> bool,
}

impl fmt::Debug for Ours<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ours").finish_non_exhaustive()
    }
}

/// What a run did, or would do ([`Mode::Check`]). Paths are relative, with `/`, and sorted.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Files that were not there before.
    pub created: Vec<String>,
    /// Files that replaced one with other content.
    pub updated: Vec<String>,
    /// Files that were removed.
    pub removed: Vec<String>,
    /// How many files were right already.
    pub unchanged: usize,
    /// Files that could not be written or removed, while the others were.
    pub problems: Vec<Error>,
    /// What tells a later run that a file is still as this one left it, by path.
    pub stamps: BTreeMap<String, Stamp>,
}

impl Outcome {
    /// Whether anything was, or would be, changed.
    pub fn differs(&self) -> bool {
        !(self.created.is_empty() && self.updated.is_empty() && self.removed.is_empty())
    }
}
