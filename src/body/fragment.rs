//! The result of rendering a body, and why a body may be refused.

use std::fmt;

use super::rules::BODY_TOO_DEEP;
use crate::diagnostic::{Diagnostic, Rule};

/// Safe HTML, and where in it the author's summary ends.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Fragment {
    pub(super) html: String,
    /// Bytes before the marker, if there is one.
    pub(super) summary_end: Option<usize>,
}

/// Why a body cannot be published.
#[derive(Debug, Clone)]
pub struct Unusable {
    /// The rule that it breaks.
    pub rule: &'static Rule,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Unusable {}

impl From<Unusable> for Diagnostic {
    fn from(unusable: Unusable) -> Self {
        Diagnostic::new(unusable.rule, unusable.message)
    }
}

/// How deep elements may be nested. Real articles stay below 40; readers and their sanitisers take
/// quadratic time in depth, or crash.
pub(super) const MAX_DEPTH: usize = 256;

pub(super) fn too_deep() -> Unusable {
    Unusable {
        rule: &BODY_TOO_DEEP,
        message: format!("the body nests elements more than {MAX_DEPTH} deep"),
    }
}

/// Whether the text inside `<!--` and `-->` marks the end of the summary: `more` (Hugo, Hexo,
/// Zola, WordPress), `truncate` (Docusaurus), `excerpt` and `readmore` (Jekyll sites),
/// `PELICAN_END_SUMMARY`, `TEASER_END` (Nikola).
pub(super) fn is_summary_marker(comment: &str) -> bool {
    let comment = comment.trim();
    [
        "more",
        "read more",
        "readmore",
        "read-more",
        "truncate",
        "excerpt",
        "end excerpt",
        "end-excerpt",
        "end_excerpt",
        "excerpt-end",
        "excerpt_end",
        "pelican_end_summary",
        "teaser_end",
    ]
    .iter()
    .any(|marker| comment.eq_ignore_ascii_case(marker))
}
