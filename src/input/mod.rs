//! Files to articles.

pub mod normalise;
pub mod source;
