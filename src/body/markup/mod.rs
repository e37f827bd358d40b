//! What Markdown's dialects have beside CommonMark, as CommonMark: kramdown's attribute lists go,
//! wiki links become text, admonitions quotations, and MDX loses what is JavaScript.
//!
//! Each module finds its own constructs, outside of code, and says what takes their place.

mod admonitions;
mod blocks;
mod destinations;
mod emphasis;
mod html_blocks;
mod kramdown;
mod lists;
pub(super) mod math;
mod mdx;
mod signs;
mod spans;
pub(super) mod tables;
mod wiki;

use std::borrow::Cow;
use std::ops::Range;

use super::code::Code;
use super::context::Job;
use super::dialect::MarkdownFlavor;
use super::template::armour;
use crate::model::{MAX_HTML, Syntax, Templates};
use crate::text::{self, html};

/// `body`, Markdown, in plain CommonMark. It takes time in proportion to its length.
pub(super) fn expand<'b>(body: &'b str, job: &Job<'_>) -> Cow<'b, str> {
    let dialect = MarkdownFlavor::new(job.context);
    match mdx::unfence(body) {
        Cow::Borrowed(body) => emphasis::mend(constructs(body, job, dialect), dialect),
        Cow::Owned(bare) => {
            let expanded = emphasis::mend(constructs(&bare, job, dialect), dialect);
            Cow::Owned(expanded.into_owned())
        }
    }
}

/// `body` without the constructs that are found in the source.
fn constructs<'b>(body: &'b str, job: &Job<'_>, dialect: MarkdownFlavor) -> Cow<'b, str> {
    let templates = job.context.templates;
    if templates == Templates::None {
        return Cow::Borrowed(body);
    }
    let has_lists = matches!(
        templates,
        Templates::Liquid | Templates::Pelican | Templates::Unknown
    ) && text::holds(body, "{:");
    let is_kramdown = templates == Templates::Liquid && kramdown::is_likely(body);
    let has_wiki = text::holds(body, "[[");
    let has_admonitions = text::holds(body, ":::");
    let mdx = match templates {
        Templates::Unknown => mdx::Mdx::new(job.body, job.context.path),
        _ => mdx::Mdx::Nothing,
    };
    let links = destinations::candidates(body, dialect, templates != Templates::Unknown);
    let has_labels =
        dialect.has_loose_labels && (text::holds(body, "] [") || text::holds(body, "]\n["));
    let has_blocks = blocks::is_likely(body, dialect);
    let has_signs = signs::is_likely(body, dialect);
    let has_html = memchr::memchr(b'<', body.as_bytes()).is_some();
    let has_capitals = has_html && html_blocks::capital_ends(body).next().is_some();
    let has_html_blocks = has_html && dialect.ends_html_early;
    let has_tables = dialect.has_loose_tables && text::holds(body, "|");
    let has_spans = spans::is_likely(body, dialect);
    let has_formulas = (dialect.has_math || dialect.marks_math) && text::holds(body, "$$");
    let has_math = dialect.has_math && (text::holds(body, "\\(") || text::holds(body, "\\["));
    let has_dollars = math::is_text_likely(body);
    let has_items = lists::is_likely(body, dialect);
    let has_comments = templates == Templates::Unknown && text::holds(body, "%%");
    if !(has_tables
        || has_comments
        || has_lists
        || is_kramdown
        || has_wiki
        || has_admonitions
        || mdx != mdx::Mdx::Nothing
        || !links.is_empty()
        || has_labels
        || has_blocks
        || has_signs
        || has_spans
        || has_math
        || has_dollars
        || has_items
        || has_formulas
        || has_capitals
        || has_html_blocks)
    {
        return Cow::Borrowed(body);
    }
    let code = Code::find(body, Syntax::Markdown, dialect);
    let mut edits = Edits::default();
    if has_lists {
        kramdown::find(body, &code, templates == Templates::Liquid, &mut edits);
    }
    if is_kramdown {
        kramdown::find_signs(body, &code, &mut edits);
    }
    if has_formulas {
        math::find_blocks(body, &code, &mut edits);
    }
    if has_math {
        math::find(body, &code, &mut edits);
    }
    if has_dollars {
        math::find_text(body, &code, &mut edits);
    }
    if has_items {
        lists::find(body, &code, dialect, &mut edits);
    }
    if has_spans {
        spans::find(body, &code, dialect, &mut edits);
    }
    if has_tables {
        tables::find(body, &code, &mut edits);
    }
    if has_comments {
        wiki::find_comments(body, &code, &mut edits);
    }
    if has_wiki {
        wiki::find(body, &code, job, &mut edits);
    }
    if has_admonitions {
        admonitions::find(body, &code, &mut edits);
    }
    if has_blocks {
        blocks::find(body, &code, dialect, &mut edits);
    }
    if has_signs {
        signs::find(body, &code, dialect, &mut edits);
    }
    if mdx != mdx::Mdx::Nothing {
        mdx::find(body, &code, mdx, &mut edits);
    }
    if has_labels {
        destinations::find_labels(body, &code, &mut edits);
    }
    destinations::find(links, &code, &mut edits);
    if has_capitals {
        // What such an element holds counts as code, too.
        let is_code = |at: usize| {
            let code = code.at(at).map(|code| &body[code.range.start..]);
            code.is_some_and(|code| html::tag_start(code).is_none())
        };
        for end in html_blocks::capital_ends(body).filter(|end| !is_code(end.start)) {
            edits.replace(end.clone(), body[end].to_ascii_lowercase());
        }
    }
    if has_html_blocks {
        html_blocks::find(body, &code, dialect, &mut edits);
    }
    edits.apply(body)
}

/// What takes the place of which bytes.
#[derive(Debug, Default)]
struct Edits {
    edits: Vec<(Range<usize>, String)>,
    /// The bytes that they put in.
    length: usize,
}

impl Edits {
    fn remove(&mut self, range: Range<usize>) {
        self.replace(range, String::new());
    }

    fn replace(&mut self, range: Range<usize>, with: String) {
        // What follows is beyond what is rendered.
        if self.length <= MAX_HTML {
            self.length += with.len();
            self.edits.push((range, with));
        }
    }

    /// Of two that overlap, the first counts.
    fn apply(mut self, body: &str) -> Cow<'_, str> {
        if self.edits.is_empty() {
            return Cow::Borrowed(body);
        }
        self.edits
            .sort_by_key(|(range, _)| (range.start, range.end > range.start));
        let mut edited = String::with_capacity(body.len());
        let mut at = 0;
        for (range, with) in self.edits {
            if range.start >= at {
                edited.push_str(&body[at..range.start]);
                edited.push_str(&with);
                at = range.end;
            }
        }
        edited.push_str(&body[at..]);
        Cow::Owned(edited)
    }
}

/// `text` as HTML in which Markdown finds no sign, nor a typographer.
fn raw_text(text: &str) -> String {
    let mut raw = armour(text);
    for (sign, reference) in [
        ("--", "&#45;&#45;"),
        ("...", "&#46;&#46;&#46;"),
        ("==", "&#61;&#61;"),
        ("++", "&#43;&#43;"),
    ] {
        if raw.contains(sign) {
            raw = raw.replace(sign, reference);
        }
    }
    raw
}

/// The lines of `body`: where they begin, and their text without its line end.
fn lines(body: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    body.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        (start, line.strip_suffix('\n').unwrap_or(line))
    })
}

/// How many bytes of `line` stand before its text: white space, and the signs of quotations.
fn indent(line: &str) -> usize {
    line.find(|c: char| !(c.is_ascii_whitespace() || c == '>'))
        .unwrap_or(line.len())
}

/// How many bytes of `line` the sign of a list item has that it begins with, white space included.
pub(super) fn list_marker(line: &str) -> Option<usize> {
    let sign = match line.chars().next()? {
        '-' | '*' | '+' => 1,
        c if c.is_ascii_digit() => {
            let digits = line.find(|c: char| !c.is_ascii_digit())?;
            (digits <= 9 && line[digits..].starts_with(['.', ')'])).then_some(digits + 1)?
        }
        _ => return None,
    };
    let space = line[sign..].len() - line[sign..].trim_start().len();
    (space > 0).then_some(sign + space)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body::Context;
    use crate::model::AbsoluteUrl;

    /// What becomes of `body` in a site of `templates`.
    pub(super) fn expanded(body: &str, templates: Templates) -> String {
        let page = AbsoluteUrl::parse("https://e.org/p/").unwrap();
        let context = Context {
            templates,
            ..Context::new(Syntax::Markdown, &page)
        };
        expand(body, &Job::new(&context, body)).into_owned()
    }

    #[test]
    fn end_tags_in_capitals_end_their_block() {
        assert_eq!(
            expanded("<STYLE>\nx\n</STYLE>\n\n*a*", Templates::Hugo),
            "<STYLE>\nx\n</style>\n\n*a*"
        );
        assert_eq!(expanded("`</PRE>`", Templates::Hugo), "`</PRE>`");
    }

    #[test]
    fn several_dialects_meet_in_one_body() {
        let body = "import A from 'a'\n\n:::note [[B]]\n\nx\n{: .c}\n\n:::\n\n`[[d]]`\n";
        assert_eq!(
            expanded(body, Templates::Unknown),
            "\n> **B**\n>\n>\n> x\n>\n\n\n`[[d]]`\n"
        );
        assert_eq!(expanded(body, Templates::None), body);
    }
}
