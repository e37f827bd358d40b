//! The result of rendering a body, and why a body may be refused.

use std::fmt;

use super::rules::BODY_TOO_DEEP;
use crate::diagnostic::{Diagnostic, Rule};
use crate::text::html::{self, HtmlToken};
use crate::text::resolve_entities;

/// Safe HTML, and where in it the author's summary ends.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Fragment {
    pub(super) html: String,
    /// Bytes before the marker, if there is one.
    pub(super) summary_end: Option<usize>,
}

impl Fragment {
    /// Leaves out the heading or the line that it begins with, if that repeats `title`.
    pub(super) fn drop_first_line(&mut self, title: &str) {
        let html = &self.html;
        let begin = html.len() - html.trim_start().len();
        let mut tokens = html::tokens(&html[begin..]);
        let Some(HtmlToken::Tag(block)) = tokens.next() else {
            return;
        };
        let name = block.element.name;
        if block.is_end || !["h1", "h2", "h3", "p"].contains(&name) {
            return;
        }
        let mut line = String::new();
        while let Some(token) = tokens.next() {
            let at = html.len() - tokens.behind();
            let is_break = match token {
                HtmlToken::Text(text) => {
                    line.push_str(&resolve_entities(text));
                    if line.len() > 2 * title.len() + 64 {
                        return;
                    }
                    continue;
                }
                HtmlToken::Comment(_) => continue,
                HtmlToken::Tag(tag) if tag.is_end && tag.element.name == name => false,
                HtmlToken::Tag(tag) if tag.element.name == "br" && name == "p" => true,
                // A picture, or a link that stands nowhere else.
                HtmlToken::Tag(tag)
                    if tag
                        .attributes()
                        .any(|(name, _)| matches!(name, "href" | "src" | "srcset")) =>
                {
                    return;
                }
                HtmlToken::Tag(_) => continue,
            };
            let (said, meant) = (comparable(&line), comparable(title));
            if said != meant || (said.is_empty() && line.trim() != title.trim()) {
                return;
            }
            let after = at + html[at..].len() - html[at..].trim_start().len();
            // A body that says nothing else stays.
            if html[after..].is_empty() {
                return;
            }
            let kept = if is_break { "<p>" } else { "" };
            self.html.replace_range(..after, kept);
            let shift = after - kept.len();
            self.summary_end = self.summary_end.map(|end| end.saturating_sub(shift));
            return;
        }
    }
}

/// Letters and digits, whatever a typographer made of the signs between.
fn comparable(text: &str) -> String {
    let text = text.chars().filter(|c| c.is_alphanumeric());
    text.flat_map(char::to_lowercase).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_line_that_repeats_the_title_goes() {
        for (html, left) in [
            ("<h1>It’s a <em>title</em></h1>\n<p>b</p>", "<p>b</p>"),
            ("<p>It's a title</p>\n<p>b</p>", "<p>b</p>"),
            ("<p>It's a title<br>\nb</p>", "<p>b</p>"),
            ("<p>It's a title, b</p>", "<p>It's a title, b</p>"),
            ("<p>It's a title</p>\n", "<p>It's a title</p>\n"),
            ("<h1>Other</h1><p>b</p>", "<h1>Other</h1><p>b</p>"),
            (
                "<p><img src=\"a\">It's a title</p>",
                "<p><img src=\"a\">It's a title</p>",
            ),
            (
                "<p><a href=\"a\">It's a title</a></p>\n<p>b</p>",
                "<p><a href=\"a\">It's a title</a></p>\n<p>b</p>",
            ),
            ("<p>!</p>\n<p>b</p>", "<p>!</p>\n<p>b</p>"),
            ("", ""),
        ] {
            let mut fragment = Fragment {
                html: html.to_owned(),
                summary_end: Some(html.len()),
            };
            fragment.drop_first_line("It's a title");
            assert_eq!(
                (&*fragment.html, fragment.summary_end),
                (left, Some(left.len())),
                "{html}"
            );
        }
    }
}
