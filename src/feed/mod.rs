//! Articles to feeds: which entries each has, and its bytes.

pub mod emit;
pub mod select;
