//! Articles to feeds: which entries each feed has, and its bytes.

pub mod emit;
pub mod own;
pub mod page;
pub mod select;
