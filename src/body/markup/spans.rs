//! Elements in a line: what kramdown leaves alone in `<code>` and the like, and `==marked==` and
//! `++inserted++` text.

use super::super::code::Code;
use super::super::dialect::MarkdownFlavor;
use super::{Edits, raw_text};
use crate::text::html::{self, HtmlToken};
use crate::text::resolve_entities;

/// Whether there may be something to find.
pub(super) fn is_likely(body: &str, dialect: MarkdownFlavor) -> bool {
    let holds = |text| crate::text::holds(body, text);
    dialect.has_raw_elements && ["<code", "<kbd", "<samp", "<var"].into_iter().any(holds)
        || pairs(dialect)
            .iter()
            .any(|&(is_on, sign, _)| is_on && holds(sign))
}

/// The signs that may enclose text, and the elements that they stand for.
fn pairs(dialect: MarkdownFlavor) -> [(bool, &'static str, &'static str); 4] {
    [
        (dialect.has_insertions, "++", "ins"),
        (dialect.has_marks, "==", "mark"),
        (dialect.has_subscripts, "~", "sub"),
        (dialect.has_superscripts, "^", "sup"),
    ]
}

/// Finds them in `body`.
pub(super) fn find(body: &str, code: &Code, dialect: MarkdownFlavor, edits: &mut Edits) {
    if dialect.has_raw_elements {
        for piece in code.iter().filter(|piece| !piece.is_span) {
            let element = &body[piece.range.clone()];
            if element.starts_with('<') && !element.starts_with("<pre") {
                edits.replace(piece.range.clone(), raw(element));
            }
        }
    }
    for (is_on, sign, element) in pairs(dialect) {
        if is_on {
            find_pairs(body, code, sign, element, edits);
        }
    }
}

/// `html` whose text is no Markdown.
fn raw(html: &str) -> String {
    let mut raw = String::with_capacity(html.len() * 2);
    let mut tokens = html::tokens(html);
    let mut at = 0;
    while let Some(token) = tokens.next() {
        let end = html.len() - tokens.behind();
        match token {
            HtmlToken::Text(text) => raw.push_str(&raw_text(&resolve_entities(text))),
            _ => raw.push_str(&html[at..end]),
        }
        at = end;
    }
    raw
}

/// Makes an element of what stands between two `sign`s that touch it, in one paragraph; between signs
/// of one character, in one word.
fn find_pairs(body: &str, code: &Code, sign: &str, element: &str, edits: &mut Edits) {
    let is_sign = |c: char| sign.contains(c);
    let mut open: Option<usize> = None;
    let mut from = 0;
    while let Some(at) = body[from..].find(sign).map(|at| from + at) {
        let end = at + sign.len();
        let (before, after) = (&body[..at], &body[end..]);
        let is_longer = before.ends_with(is_sign) || after.starts_with(is_sign);
        from = end;
        if is_longer || before.ends_with('\\') || code.at(at).is_some() {
            continue;
        }
        let parts = |between: &str| {
            between.contains("\n\n") || sign.len() == 1 && between.contains(char::is_whitespace)
        };
        if open.is_some_and(|open| parts(&body[open..at])) {
            open = None;
        }
        let ends = !before.ends_with(char::is_whitespace);
        let begins = !after.starts_with(char::is_whitespace) && !after.is_empty();
        match open {
            Some(begin) if ends => {
                edits.replace(begin..begin + sign.len(), format!("<{element}>"));
                edits.replace(at..end, format!("</{element}>"));
                open = None;
            }
            _ if begins => open = Some(at),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::{Context, render};
    use crate::model::{AbsoluteUrl, MarkdownExtensions, Syntax, Templates};

    fn html(body: &str, templates: Templates, markdown: MarkdownExtensions) -> String {
        let page = AbsoluteUrl::parse("https://e.org/p/").unwrap();
        let context = Context {
            templates,
            markdown,
            ..Context::new(Syntax::Markdown, &page)
        };
        let html = render(body, &context).unwrap().html.unwrap();
        html.as_str().trim_end().to_owned()
    }

    /// As kramdown 2.4 has it.
    #[test]
    fn elements_of_code_hold_no_markdown() {
        let body = "a <code>*b* ``c`` __d__ --e</code> <kbd>_e_ &amp; \"f\"</kbd> <b>*f*</b>";
        assert_eq!(
            html(body, Templates::Liquid, MarkdownExtensions::default()),
            "<p>a <code>*b* ``c`` __d__ --e</code> <kbd>_e_ &amp; \"f\"</kbd> <b><em>f</em></b></p>"
        );
    }

    #[test]
    fn what_is_switched_on_is_read() {
        let on = MarkdownExtensions {
            insertions: Some(true),
            marks: Some(true),
            subscripts: Some(true),
            superscripts: Some(true),
            emoji: Some(true),
            ..MarkdownExtensions::default()
        };
        for (body, shown) in [
            (
                "==a *b*== ++c++",
                "<p><mark>a <em>b</em></mark> <ins>c</ins></p>",
            ),
            (
                "H~2~O x^2^ ~~y~~ ~a b~ [^1]",
                "<p>H<sub>2</sub>O x<sup>2</sup> <del>y</del> <del>a b</del> [^1]</p>",
            ),
            (
                "`==a==` b == c == d i++ j++",
                "<p><code>==a==</code> b == c == d i++ j++</p>",
            ),
            ("==a\n\nb==", "<p>==a</p>\n<p>b==</p>"),
            (
                ":heart: :+1: :thumbs_up: 10:30:20 `:x:`",
                "<p>❤️ 👍 :thumbs_up: 10:30:20 <code>:x:</code></p>",
            ),
        ] {
            assert_eq!(html(body, Templates::Hugo, on), shown, "{body}");
        }
        let body = "==a== ++b++ x^2^ :heart:";
        let off = html(body, Templates::Hugo, MarkdownExtensions::default());
        assert_eq!(off, format!("<p>{body}</p>"));
    }

    #[test]
    fn many_signs_take_no_time() {
        let on = MarkdownExtensions {
            insertions: Some(true),
            marks: Some(true),
            emoji: Some(true),
            ..MarkdownExtensions::default()
        };
        for body in ["==a ", "a== ", "++", ":a:", "<code>*", "a:"] {
            html(&body.repeat(50_000), Templates::Liquid, on);
        }
    }
}
