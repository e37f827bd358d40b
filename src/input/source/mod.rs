//! Finds the files of a folder that may be articles, in the order of their paths; reads their beginnings
//! and, later, their bodies. Does not parse them.

mod file;
pub mod ids;
mod ignore;
mod read;
mod walk;

pub use file::*;
pub use ids::PublishedIds;
pub use read::{Version, body, head};
pub use walk::{Walked, open, walk, walk_everything};
