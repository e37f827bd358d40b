//! Finds the files of a folder that may be articles, in the order of their paths; reads their beginnings
//! and, later, their bodies. Does not parse them.

mod entry;
mod file;
mod folder;
mod ignore;
#[cfg(not(unix))]
mod portable;
mod read;
#[cfg(unix)]
mod unix;
mod walk;

pub use file::*;
pub use folder::SourceFolder;
#[cfg(not(unix))]
use portable as listing;
pub use read::{Version, body, head};
#[cfg(unix)]
use unix as listing;
pub use walk::{Walked, open, walk};
