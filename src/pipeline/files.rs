//! What became of each file that is not published.

use serde::{Deserialize, Serialize};

/// A file with something like a header that is not published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileReport {
    /// The path below the source folder, with `/`.
    pub path: String,
    /// What became of it.
    pub fate: Fate,
    /// Why.
    pub why: String,
    /// When it will be published, if that is known (RFC 3339, in UTC).
    pub until: Option<String>,
}

/// What becomes of a file that is not published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// Its author keeps it back.
    KeptBack,
    /// It cannot be used.
    LeftOut,
    /// It is taken for something else.
    NotAnArticle,
}

impl Fate {
    /// The words for people.
    pub fn as_str(self) -> &'static str {
        match self {
            Fate::KeptBack => "kept back",
            Fate::LeftOut => "left out",
            Fate::NotAnArticle => "not an article",
        }
    }
}
