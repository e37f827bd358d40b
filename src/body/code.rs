//! Where a body holds code, in which nothing but code is to be read.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use super::markdown::EXTENSIONS;
use crate::model::Syntax;
use crate::text::html;

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
        let element = match html::tag_start(&body[at..]) {
            Some((element, false, _)) if element.is(html::CODE) => element,
            _ => continue,
        };
        if unclosed.contains(&element.name) {
            continue;
        }
        match html::end_of(&body[at..], element) {
            Some(length) => {
                from = at + length;
                found.push(Stretch {
                    range: at..from,
                    is_span: false,
                });
            }
            None => unclosed.push(element.name),
        }
    }
    found
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
