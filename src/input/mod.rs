//! Files to articles.

pub mod history;
pub mod normalise;
pub mod source;
