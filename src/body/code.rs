//! Where a body holds code, in which nothing but code is to be read.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use super::markdown::EXTENSIONS;
use crate::model::Syntax;

/// The code of a body: in order, without overlaps.
#[derive(Debug, Default)]
pub(super) struct Code(Vec<Stretch>);

/// A piece of code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) range: Range<usize>,
    /// Whether it is a code span, which stands in a line of text.
    pub(super) is_span: bool,
}

impl Code {
    /// The code in `body`. Formulas count as code.
    pub(super) fn of(body: &str, syntax: Syntax) -> Self {
        let mut stretches = Vec::new();
        if syntax == Syntax::Markdown {
            for (event, range) in Parser::new_ext(body, EXTENSIONS).into_offset_iter() {
                let is_span = match event {
                    Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => true,
                    Event::Start(Tag::CodeBlock(_)) => false,
                    _ => continue,
                };
                stretches.push(Stretch { range, is_span });
            }
        }
        let elements = elements(body, &stretches);
        if !elements.is_empty() {
            stretches.extend(elements);
            stretches.sort_by_key(|stretch| stretch.range.start);
            // What stands in a `<pre>` is part of it.
            let mut end = 0;
            stretches.retain(|stretch| {
                let is_new = stretch.range.start >= end;
                end = end.max(stretch.range.end);
                is_new
            });
        }
        Code(stretches)
    }

    /// The piece of code that `offset` lies in.
    pub(super) fn at(&self, offset: usize) -> Option<&Stretch> {
        let after = self
            .0
            .partition_point(|stretch| stretch.range.end <= offset);
        self.0
            .get(after)
            .filter(|stretch| stretch.range.start <= offset)
    }
}

/// Elements whose text is code.
const ELEMENTS: &[&str] = &["pre", "code", "script", "style", "textarea", "samp", "kbd"];

/// The elements in `body` that hold code, and do not begin in `code`.
fn elements(body: &str, code: &[Stretch]) -> Vec<Stretch> {
    let mut found = Vec::new();
    let mut code = code.iter().peekable();
    // Those that are not closed any more from here on.
    let mut unclosed: Vec<&str> = Vec::new();
    let mut from = 0;
    while let Some(at) = body[from..].find('<').map(|at| from + at) {
        from = at + 1;
        while code.next_if(|stretch| stretch.range.end <= at).is_some() {}
        if let Some(stretch) = code.peek()
            && stretch.range.start <= at
        {
            from = stretch.range.end;
            continue;
        }
        let Some(name) = ELEMENTS
            .iter()
            .find(|name| is_tag(&body[at + 1..], name))
            .filter(|name| !unclosed.contains(name))
        else {
            continue;
        };
        match closing(&body[at..], name) {
            Some(length) => {
                from = at + length;
                found.push(Stretch {
                    range: at..from,
                    is_span: false,
                });
            }
            None => unclosed.push(name),
        }
    }
    found
}

/// Whether a tag of the element `name` goes on here.
fn is_tag(rest: &str, name: &str) -> bool {
    rest.get(..name.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(name))
        && rest[name.len()..]
            .starts_with(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/'))
}

/// How far it is to the end of the first closing tag of `name`.
fn closing(text: &str, name: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = text[from..].find("</").map(|at| from + at) {
        from = at + 2;
        if is_tag(&text[from..], name) {
            return text[from..].find('>').map(|end| from + end + 1);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(body: &str, syntax: Syntax) -> Vec<&str> {
        let Code(stretches) = Code::of(body, syntax);
        stretches
            .into_iter()
            .map(|stretch| body[stretch.range].trim_end())
            .collect()
    }

    #[test]
    fn code_is_found() {
        for (body, found) in [
            ("a `b` c ``d`e``", vec!["`b`", "``d`e``"]),
            ("```x\na\n```\n\n    b\n", vec!["```x\na\n```", "b"]),
            ("- a\n\n  ```\n  b\n  ```\n", vec!["```\n  b\n  ```"]),
            (
                "<PRE class=a>b `c` <b></pre> <precious>",
                vec!["<PRE class=a>b `c` <b></pre>"],
            ),
            ("`<pre>` a </pre>", vec!["`<pre>`"]),
            ("<code>a <code>b</code>", vec!["<code>a <code>b</code>"]),
            ("<code>a <pre>b", vec![]),
            ("$a {{ b }}$", vec!["$a {{ b }}$"]),
        ] {
            assert_eq!(code(body, Syntax::Markdown), found, "{body}");
        }
        assert_eq!(code("`a` <code>b</code>", Syntax::Html), ["<code>b</code>"]);
    }

    #[test]
    fn an_offset_is_in_code_or_not() {
        let code = Code::of("a `b` c", Syntax::Markdown);
        assert!(code.at(1).is_none() && code.at(5).is_none());
        assert!(code.at(2).is_some_and(|stretch| stretch.is_span));
        assert!(code.at(4).is_some());
    }
}
