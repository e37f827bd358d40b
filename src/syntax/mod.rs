//! Text to keys and values, each with its place in the file.

pub mod front_matter;
pub mod tree;
