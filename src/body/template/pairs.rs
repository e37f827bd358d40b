//! Which tag ends which.

use std::collections::HashMap;

use super::expressions;
use super::grammar::{Grammar, InCode};
use super::lexer::{Lexer, Piece, What};
use super::tags::Form;
use crate::body::code::Code;
use crate::model::Templates;

/// The tags of `body`, in order, and paired.
pub(super) fn pieces<'b>(body: &'b str, grammar: Grammar, code: &Code) -> Vec<Piece<'b>> {
    let mut pieces = Lexer::new(body, grammar).pieces(code);
    pair(&mut pieces, grammar);
    // Where a template engine is at work, `raw` is for it, in code too.
    if grammar.templates == Templates::Unknown
        && body.contains("endraw")
        && pieces.iter().any(Piece::is_of_an_engine)
    {
        let grammar = Grammar {
            in_code: InCode::Escapes,
            ..grammar
        };
        pieces = Lexer::new(body, grammar).pieces(code);
        pair(&mut pieces, grammar);
    }
    pieces
}

impl Piece<'_> {
    /// Whether it shows that Liquid or Nunjucks is at work.
    fn is_of_an_engine(&self) -> bool {
        match &self.what {
            What::Tag(call) => call.form == Form::Tag,
            What::Output(expression) => expressions::is_unmistakable(expression),
            _ => false,
        }
    }
}

/// A piece that may enclose something, and is not ended yet.
struct OpenTag<'b> {
    index: usize,
    form: Form,
    /// What its end is called.
    name: &'b str,
    has_branches: bool,
}

/// Those that are open, the innermost last.
#[derive(Default)]
struct Opened<'b> {
    stack: Vec<OpenTag<'b>>,
    /// How many of them have which name, so that no end is looked for in vain.
    names: HashMap<(Form, &'b str), usize>,
    with_branches: usize,
}

impl<'b> Opened<'b> {
    fn push(&mut self, open: OpenTag<'b>) {
        *self.names.entry((open.form, open.name)).or_default() += 1;
        self.with_branches += usize::from(open.has_branches);
        self.stack.push(open);
    }

    fn pop(&mut self) -> Option<OpenTag<'b>> {
        let open = self.stack.pop()?;
        if let Some(count) = self.names.get_mut(&(open.form, open.name)) {
            *count -= 1;
        }
        self.with_branches -= usize::from(open.has_branches);
        Some(open)
    }

    /// Ends the innermost of that name; those within it have no end.
    fn close(&mut self, form: Form, name: &'b str) -> Option<usize> {
        if self
            .names
            .get(&(form, name))
            .is_none_or(|&count| count == 0)
        {
            return None;
        }
        while let Some(open) = self.pop() {
            if (open.form, open.name) == (form, name) {
                return Some(open.index);
            }
        }
        None
    }

    /// The innermost that has branches; those within it have no end.
    fn divide(&mut self) -> Option<usize> {
        if self.with_branches == 0 {
            return None;
        }
        while !self.stack.last()?.has_branches {
            self.pop();
        }
        self.stack.last().map(|open| open.index)
    }
}

/// Finds for each tag that encloses something where it ends, and for each separator what it divides.
/// What should have a counterpart and has none is text where it need not be a tag.
pub(super) fn pair(pieces: &mut [Piece<'_>], grammar: Grammar) {
    let mut opened = Opened::default();
    for index in 0..pieces.len() {
        match &mut pieces[index].what {
            What::Tag(call) if call.opens => opened.push(OpenTag {
                index,
                form: call.form,
                name: if call.form == Form::Function {
                    "end"
                } else {
                    call.name
                },
                has_branches: call.meaning.has_branches(),
            }),
            What::Close(form, name, of) => {
                let begun = opened.close(*form, name);
                *of = begun;
                let is_text =
                    *form == Form::Function || *form == Form::Tag && grammar.is_cautious();
                match begun.map(|begun| &mut pieces[begun].what) {
                    Some(What::Tag(call)) => call.close = Some(index),
                    _ if is_text => pieces[index].what = What::Text,
                    _ => {}
                }
            }
            What::Separator(_, of) => {
                *of = opened.divide();
                if of.is_none() && grammar.is_cautious() {
                    pieces[index].what = What::Text;
                }
            }
            _ => {}
        }
    }
    for piece in pieces {
        if let What::Tag(call) = &piece.what
            && call.opens
            && call.close.is_none()
            && match call.form {
                Form::Tag => grammar.is_cautious() && call.meaning.is_pair(),
                Form::Shortcode => false,
                Form::Function => true,
            }
        {
            piece.what = What::Text;
        }
    }
}
