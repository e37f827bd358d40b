//! Raw front matter and settings to an article, or the reason why it is not published.

mod address;
mod article;
mod dates;
mod file_name;
mod filing;
mod language;
pub mod lint;
mod media;
mod names;
mod normaliser;
mod rules;
mod visibility;

pub use article::{ArticleFile, ArticleOutcome, article};
pub use normaliser::{KeptBack, Reason};
pub use rules::*;
