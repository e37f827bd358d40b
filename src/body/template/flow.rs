//! Which piece is next: branches, loops and captures.

use std::rc::Rc;

use super::lexer::{Call, Piece, What};
use super::tags::Meaning;
use super::value::Value;
use super::{TemplateWriter, conditions};

/// A loop that is run.
pub(super) struct Loop<'b, 'j> {
    /// The piece that begins it.
    begin: usize,
    /// The name of its items.
    name: &'b str,
    /// What that name means outside.
    outside: Option<Option<Value<'j>>>,
    items: Rc<[Value<'j>]>,
}

impl<'b> TemplateWriter<'b, '_> {
    /// The piece behind the end of the pair that begins at `begin`.
    pub(super) fn skip_to_end_of(&mut self, begin: usize, index: usize) -> usize {
        match self.close_of(begin) {
            Some(close) => self.go_on_after(close),
            None => index + 1,
        }
    }

    fn close_of(&self, begin: usize) -> Option<usize> {
        match &self.pieces[begin].what {
            What::Tag(call) => call.close,
            _ => None,
        }
    }

    /// Leaves out what stands before the end of the piece `index`, and tells which piece is next.
    fn go_on_after(&mut self, index: usize) -> usize {
        self.at = self.pieces[index].end;
        self.trims = self.pieces[index].trims.1;
        index + 1
    }

    /// The next piece, from `from` on, that divides or ends what the piece `begin` opens.
    fn division_of(&self, begin: usize, from: usize) -> Option<usize> {
        let mut index = from;
        loop {
            match &self.pieces.get(index)?.what {
                What::Separator(_, Some(of)) | What::Close(_, _, Some(of)) if *of == begin => {
                    return Some(index);
                }
                What::Tag(Call {
                    close: Some(close), ..
                }) => index = *close,
                _ => {}
            }
            index += 1;
        }
    }

    /// Goes to the branch of `call` whose condition holds, or is the first that is not known.
    pub(super) fn branch(&mut self, call: &Call<'b>, piece: &Piece<'b>, begin: usize) -> usize {
        let case = (call.meaning == Meaning::Case).then(|| self.values.operand(call.markup));
        let mut holds = match call.meaning {
            Meaning::Case => Some(false),
            Meaning::Unless => conditions::holds(call.markup, &self.values).map(|holds| !holds),
            _ => conditions::holds(call.markup, &self.values),
        };
        let mut at = begin;
        while holds == Some(false) {
            let Some(next) = self.division_of(begin, at + 1) else {
                break;
            };
            at = next;
            holds = match &self.pieces[at].what {
                What::Separator(("else" | "default", ""), _) => Some(true),
                What::Separator((_, markup), _) => match &case {
                    Some(Some(value)) => conditions::is_one_of(value, markup, &self.values),
                    Some(None) => None,
                    None => conditions::holds(markup.trim_start_matches("if "), &self.values),
                },
                _ => Some(true),
            };
        }
        if holds.is_none() {
            self.dropped(call, piece);
        }
        self.go_on_after(at)
    }

    /// Begins the loop `call`.
    pub(super) fn begin_loop(&mut self, call: &Call<'b>, piece: &Piece<'b>, begin: usize) -> usize {
        let Some((name, list, options)) = loop_parts(call.markup) else {
            self.dropped(call, piece);
            return self.skip_to_end_of(begin, begin);
        };
        let Some(value) = self.values.evaluate(list) else {
            self.dropped(call, piece);
            return self.skip_to_end_of(begin, begin);
        };
        let mut items = value.items();
        let count = |key: &str| {
            let (_, written) = options.split_once(key)?;
            let written = written.trim_start().strip_prefix(':')?;
            let written = written.split_whitespace().next()?;
            Some(self.values.operand(written)?.number()? as usize)
        };
        let skipped = count("offset").unwrap_or(0).min(items.len());
        let taken = count("limit")
            .unwrap_or(items.len())
            .min(items.len() - skipped);
        if (skipped, taken) != (0, items.len()) {
            items = items[skipped..skipped + taken].into();
        }
        // Elsewhere it does not count.
        if options.trim_start().starts_with("reversed") {
            items = items.iter().rev().cloned().collect();
        }
        if items.is_empty() {
            return match self.division_of(begin, begin + 1) {
                Some(division) => self.go_on_after(division),
                None => begin + 1,
            };
        }
        let outside = self.values.set(name, Some(items[0].clone()));
        self.values.loops.push((0, items.len()));
        self.loops.push(Loop {
            begin,
            name,
            outside,
            items,
        });
        begin + 1
    }

    /// Begins the next pass of the loop that begins at `begin`, or ends it.
    pub(super) fn next_pass(&mut self, begin: usize, index: usize) -> usize {
        let (Some(inner), Some((at, length))) = (self.loops.last(), self.values.loops.last_mut())
        else {
            return index + 1;
        };
        if inner.begin != begin {
            return index + 1;
        }
        *at += 1;
        let passed = index - begin;
        if at < length && self.steps >= passed {
            self.steps -= passed;
            let item = inner.items[*at].clone();
            let name = inner.name;
            self.values.set(name, Some(item));
            return self.go_on_after(begin);
        }
        self.end_loop();
        self.skip_to_end_of(begin, index)
    }

    fn end_loop(&mut self) {
        if let Some(ended) = self.loops.pop() {
            self.values.loops.pop();
            self.values.restore(ended.name, ended.outside);
        }
    }

    /// `break` and `continue`.
    pub(super) fn leave(&mut self, meaning: Meaning, index: usize) -> usize {
        let Some(inner) = self.loops.last() else {
            return index + 1;
        };
        let begin = inner.begin;
        if meaning == Meaning::Continue {
            return self.next_pass(begin, index);
        }
        self.end_loop();
        self.skip_to_end_of(begin, index)
    }

    pub(super) fn end_capture(&mut self, name: &str, begin: usize) {
        while let Some((capture, start)) = self.captures.pop() {
            if capture == begin {
                let text = self.out.split_off(start.min(self.out.len()));
                self.values
                    .capture(name.trim_matches(['"', '\'', ' ']), text);
                return;
            }
        }
    }
}

/// The parts of `item in list limit:2`: the name, the list, the options.
fn loop_parts(markup: &str) -> Option<(&str, &str, &str)> {
    let (name, rest) = markup.split_once(" in ")?;
    let rest = rest.trim_start();
    let end = match rest.strip_prefix('(') {
        Some(range) => range.find(')')? + 2,
        None => rest.find(char::is_whitespace).unwrap_or(rest.len()),
    };
    let (list, options) = rest.split_at(end);
    Some((name.trim(), list, options))
}
