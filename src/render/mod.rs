//! A body to safe HTML with absolute URLs, and to a plain summary.
//!
//! Markdown is written by [`markdown`] from parsed events, in a form that is safe by construction;
//! only where it holds raw HTML does it go through [`sanitise`], as HTML bodies do. Nothing here
//! reads or writes anything, and every body takes time in proportion to its length, or is refused.

mod links;
mod markdown;
mod plain;
mod sanitise;
mod summary;
mod survey;

use std::fmt;

use crate::diagnostic::{Diagnostic, Rule, rules};
use crate::model::{AbsoluteUrl, Syntax, Text};
use crate::text;

/// What a feed carries of a body.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rendered {
    /// Safe HTML: no script, event handler, style, form or embedded document; each URL absolute and
    /// in ASCII. Empty if the body is.
    pub html: Text,
    /// Plain text: what stands before a marker such as `<!--more-->`, else the first paragraphs.
    pub summary: Text,
}

/// Renders `body`, its URLs resolved against `base`, the article's own page.
///
/// # Errors
///
/// If its elements are nested so deep, or so badly, that a reader would suffer from it.
pub fn render(body: &str, syntax: Syntax, base: &AbsoluteUrl) -> Result<Rendered, Unusable> {
    let body = text::clean(body);
    let fragment = match syntax {
        Syntax::Markdown => markdown::to_html(&body, base)?,
        Syntax::Html => sanitise::sanitise(&body, base)?,
        Syntax::Plain => plain::to_html(&body),
    };
    Ok(Rendered {
        summary: Text::new(&summary::of(&fragment)),
        // Character references may have brought back what was cleaned away.
        html: Text::new(&fragment.html),
    })
}

/// Safe HTML, and where in it the author's summary ends.
#[derive(Debug, Default, PartialEq, Eq)]
struct Fragment {
    html: String,
    /// Bytes before the marker, if there is one.
    summary_end: Option<usize>,
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
const MAX_DEPTH: usize = 256;

fn too_deep() -> Unusable {
    Unusable {
        rule: &BODY_TOO_DEEP,
        message: format!("the body nests elements more than {MAX_DEPTH} deep"),
    }
}

rules! {
    BODY_TOO_DEEP = Error "body-too-deep" {
        summary: "A body nests its lists, quotes or elements too deep.",
        why: "Feed readers take very long over such HTML, or crash on it.",
        remedy: "Close the elements that were left open, or flatten the nesting below 256 levels."
    }
    BODY_TOO_TANGLED = Error "body-too-tangled" {
        summary: "A body's tags are so badly nested that repairing them costs too much.",
        why: "HTML parsers copy misnested elements again and again: a few kilobytes can become gigabytes in a reader.",
        remedy: "Close each `<b>`, `<i>`, `<font>` or `<a>` in the paragraph that opens it, and keep tables free of stray text."
    }
}

/// Whether the text inside `<!--` and `-->` marks the end of the summary: `more` (Hugo, Hexo,
/// Zola, WordPress), `truncate` (Docusaurus), `excerpt` and `readmore` (Jekyll sites),
/// `PELICAN_END_SUMMARY`.
fn is_summary_marker(comment: &str) -> bool {
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
        "pelican_end_summary",
    ]
    .iter()
    .any(|marker| comment.eq_ignore_ascii_case(marker))
}
