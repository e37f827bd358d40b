//! Where a body holds code, in which nothing but code is to be read.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use super::dialect::MarkdownFlavor;
use crate::model::Syntax;
use crate::text::html;

/// The code of a body: in order, without overlaps.
#[derive(Debug, Default)]
pub(super) struct Code(Vec<CodeRange>);

/// A piece of code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CodeRange {
    pub(super) range: Range<usize>,
    /// Whether it is a code span, which stands in a line of text.
    pub(super) is_span: bool,
}

impl Code {
    /// The code in `body`. Formulas count as code.
    pub(super) fn find(body: &str, syntax: Syntax, dialect: MarkdownFlavor) -> Self {
        let mut pieces = Vec::new();
        if syntax == Syntax::Markdown {
            for (event, range) in Parser::new_ext(body, dialect.options()).into_offset_iter() {
                let is_span = match event {
                    Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => true,
                    Event::Start(Tag::CodeBlock(_)) => false,
                    _ => continue,
                };
                pieces.push(CodeRange { range, is_span });
            }
        }
        let elements = elements(body, &pieces);
        if !elements.is_empty() {
            pieces.extend(elements);
            pieces.sort_by_key(|piece| piece.range.start);
            // What stands in a `<pre>` is part of it.
            let mut end = 0;
            pieces.retain(|piece| {
                let is_new = piece.range.start >= end;
                end = end.max(piece.range.end);
                is_new
            });
        }
        Code(pieces)
    }

    /// All of it.
    pub(super) fn iter(&self) -> impl Iterator<Item = &CodeRange> {
        self.0.iter()
    }

    /// The piece of code that `offset` lies in.
    pub(super) fn at(&self, offset: usize) -> Option<&CodeRange> {
        let after = self.0.partition_point(|piece| piece.range.end <= offset);
        self.0
            .get(after)
            .filter(|piece| piece.range.start <= offset)
    }
}

/// The elements in `body` that hold code, and do not begin in `code`.
fn elements(body: &str, code: &[CodeRange]) -> Vec<CodeRange> {
    let mut found = Vec::new();
    let mut code = code.iter().peekable();
    // Those that are not closed any more from here on.
    let mut unclosed: Vec<&str> = Vec::new();
    let mut from = 0;
    while let Some(at) = body[from..].find('<').map(|at| from + at) {
        from = at + 1;
        while code.next_if(|piece| piece.range.end <= at).is_some() {}
        if let Some(piece) = code.peek()
            && piece.range.start <= at
        {
            from = piece.range.end;
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
                found.push(CodeRange {
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
    use crate::model::Templates;

    fn code(body: &str, syntax: Syntax) -> Vec<&str> {
        let Code(pieces) = Code::find(
            body,
            syntax,
            MarkdownFlavor::of_generator(Templates::Unknown),
        );
        pieces
            .into_iter()
            .map(|piece| body[piece.range].trim_end())
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
        let code = Code::find(
            "a `b` c",
            Syntax::Markdown,
            MarkdownFlavor::of_generator(Templates::Unknown),
        );
        assert!(code.at(1).is_none() && code.at(5).is_none());
        assert!(code.at(2).is_some_and(|piece| piece.is_span));
        assert!(code.at(4).is_some());
    }
}
