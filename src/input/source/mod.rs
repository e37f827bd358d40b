//! Finds the files of a folder that may be articles, in the order of their paths; reads their beginnings
//! and, later, their bodies. Does not parse them.

mod file;
mod ignore;
mod read;
mod walk;

pub use file::*;
pub use read::{Version, body, head};
pub use walk::{Walked, open, walk};
