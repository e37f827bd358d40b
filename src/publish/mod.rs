//! Publishes files: lock, stage, sync, rename. Only files that differ are written, and only files of
//! ours are removed.
//!
//! A run takes the [`Lock`] of its output folder before it reads anything, so that a slow run
//! cannot publish older articles over those of a quicker one; opens a [`Stage`]; puts every file; and
//! commits. This module knows files and bytes, not what they mean.

mod changes;
mod commit;
mod content;
mod disk;
mod error;
mod inventory;
mod lock;
mod output_path;
pub mod rules;
mod stage;

pub use changes::{Change, Changes, Mode, Ownership};
pub use content::FileContent;
pub use error::{Error, Obstacle};
pub use lock::Lock;
pub use rules::RULES;
pub use stage::{Stage, StageOptions};
