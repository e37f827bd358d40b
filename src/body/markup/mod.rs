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
use crate::text;

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
    let is_unknown = templates == Templates::Unknown;
    let has = |part: &str| text::holds(body, part);
    let has_html = memchr::memchr(b'<', body.as_bytes()).is_some();
    let links = destinations::candidates(body, dialect, !is_unknown);
    let mdx = if is_unknown {
        mdx::Mdx::new(job.body, job.context.path)
    } else {
        mdx::Mdx::Nothing
    };
    // Whether the body may have a construct, and what finds it.
    let constructs: [(bool, Search<'_>); 18] = [
        (
            has("{:")
                && (is_unknown || matches!(templates, Templates::Liquid | Templates::Pelican)),
            &|code, edits| kramdown::find(body, code, templates == Templates::Liquid, edits),
        ),
        (
            templates == Templates::Liquid && kramdown::is_likely(body),
            &|code, edits| kramdown::find_signs(body, code, edits),
        ),
        (
            (dialect.has_math || dialect.marks_math) && has("$$"),
            &|code, edits| math::find_blocks(body, code, edits),
        ),
        (
            dialect.has_math && (has("\\(") || has("\\[")),
            &|code, edits| math::find(body, code, edits),
        ),
        (math::is_text_likely(body), &|code, edits| {
            math::find_text(body, code, edits);
        }),
        (lists::is_likely(body, dialect), &|code, edits| {
            lists::find(body, code, dialect, edits);
        }),
        (spans::is_likely(body, dialect), &|code, edits| {
            spans::find(body, code, dialect, edits);
        }),
        (dialect.has_loose_tables && has("|"), &|code, edits| {
            tables::find(body, code, edits);
        }),
        (is_unknown && has("%%"), &|code, edits| {
            wiki::find_comments(body, code, edits);
        }),
        (has("[["), &|code, edits| wiki::find(body, code, job, edits)),
        (has(":::"), &|code, edits| {
            admonitions::find(body, code, edits);
        }),
        (blocks::is_likely(body, dialect), &|code, edits| {
            blocks::find(body, code, dialect, edits);
        }),
        (signs::is_likely(body, dialect), &|code, edits| {
            signs::find(body, code, dialect, edits);
        }),
        (mdx != mdx::Mdx::Nothing, &|code, edits| {
            mdx::find(body, code, mdx, edits);
        }),
        (
            dialect.has_loose_labels && (has("] [") || has("]\n[")),
            &|code, edits| destinations::find_labels(body, code, edits),
        ),
        (!links.is_empty(), &|code, edits| {
            destinations::find(&links, code, edits);
        }),
        (
            has_html && html_blocks::capital_ends(body).next().is_some(),
            &|code, edits| html_blocks::find_capitals(body, code, edits),
        ),
        (has_html && dialect.ends_html_early, &|code, edits| {
            html_blocks::find(body, code, dialect, edits);
        }),
    ];
    let likely = constructs.iter().filter(|(is_likely, _)| *is_likely);
    let mut likely = likely.peekable();
    if likely.peek().is_none() {
        return Cow::Borrowed(body);
    }
    let code = Code::find(body, Syntax::Markdown, dialect);
    let mut edits = Edits::default();
    likely.for_each(|(_, find)| find(&code, &mut edits));
    edits.apply(body)
}

/// Finds one kind of construct outside of code.
type Search<'a> = &'a dyn Fn(&Code, &mut Edits);

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
