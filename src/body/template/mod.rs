//! Template tags and shortcodes, which a site's generator runs: what they mean takes their place.
//!
//! `tags` says, as data, which generator knows which tag and what it means; `lexer` finds them in a
//! body, `pairs` says which ends which; `values` says what an expression is worth, `show` what a tag shows. Unknown
//! tags are removed, with a finding; what a pair of them encloses stays.

mod args;
mod grammar;
mod lexer;
mod pairs;
mod show;
mod tags;
mod values;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::HashSet;

use super::code::Code;
use super::context::{Job, UNKNOWN};
use super::dialect::MarkdownFlavor;
use crate::model::Templates;
use crate::text;
use crate::text::html::{self, HtmlToken};
use grammar::Grammar;
use lexer::{Call, Piece, What};
use show::TagReplacement;
pub(super) use show::armour;
use tags::{Form, Meaning};
use values::Values;

/// `body` with what its tags mean in their place. It takes time in proportion to its length.
pub(super) fn expand<'b>(body: &'b str, job: &Job<'_>) -> Cow<'b, str> {
    let Some(grammar) = Grammar::new(job.context.templates) else {
        return Cow::Borrowed(body);
    };
    if !may_have_tags(body) {
        return Cow::Borrowed(body);
    }
    let code = if grammar.minds_code() {
        Code::find(body, job.context.syntax, MarkdownFlavor::new(job.context))
    } else {
        Code::default()
    };
    let pieces = pairs::pieces(body, grammar, &code);
    if pieces.is_empty() {
        return Cow::Borrowed(body);
    }
    let writer = TemplateWriter {
        body,
        pieces: &pieces,
        grammar,
        job,
        values: Values::new(job.context, body),
        out: String::with_capacity(body.len() + body.len() / 8),
        at: 0,
        trimmed: String::new(),
        trims: false,
        entered: HashSet::new(),
    };
    Cow::Owned(writer.write())
}

fn may_have_tags(body: &str) -> bool {
    let bytes = body.as_bytes();
    memchr::memchr_iter(b'{', bytes).any(|at| matches!(bytes.get(at + 1), Some(b'{' | b'%' | b'#')))
}

struct TemplateWriter<'b, 'j> {
    body: &'b str,
    pieces: &'j [Piece<'b>],
    grammar: Grammar,
    job: &'j Job<'j>,
    values: Values<'j>,
    out: String,
    /// How far the body is written.
    at: usize,
    /// The white space that the piece has taken away.
    trimmed: String,
    /// Whether the white space that follows goes.
    trims: bool,
    /// The pieces with branches of which one was entered.
    entered: HashSet<usize>,
}

impl<'b> TemplateWriter<'b, '_> {
    fn write(mut self) -> String {
        let pieces = self.pieces;
        let mut index = 0;
        while let Some(piece) = pieces.get(index) {
            if self
                .job
                .stops_at(self.out.len().saturating_sub(self.body.len()))
            {
                return self.out;
            }
            if matches!(piece.what, What::Text) {
                index += 1;
                continue;
            }
            self.text_to(piece.start);
            self.at = piece.end;
            let kept = if piece.trims.0 {
                self.out.trim_end().len()
            } else {
                self.out.len()
            };
            self.trimmed = self.out.split_off(kept);
            self.trims = piece.trims.1;
            index = self.piece(piece, index);
        }
        self.text_to(self.body.len());
        self.out
    }

    /// Writes the text before `end`.
    fn text_to(&mut self, end: usize) {
        let text = &self.body[self.at..end];
        let text = if std::mem::take(&mut self.trims) {
            text.trim_start()
        } else {
            text
        };
        self.out.push_str(text);
        self.at = end;
    }

    /// Writes what `piece` means, and tells which piece is next.
    fn piece(&mut self, piece: &'_ Piece<'b>, index: usize) -> usize {
        match &piece.what {
            What::Text | What::Nothing => {}
            What::Escape(open, inner, close) => {
                self.out.push_str(open);
                self.out.push_str(inner);
                self.out.push_str(close);
            }
            What::Output(expression) => self.output(expression, piece),
            What::Separator(Some(of)) if !self.entered.insert(*of) => {
                return self.skip_to_end_of(*of, index);
            }
            What::Separator(_) => {}
            What::Close(_, _, Some(of)) => self.end_of(*of),
            What::Close(..) => {}
            What::Tag(call) => return self.tag(call, piece, index),
        }
        index + 1
    }

    /// The piece behind the end of the pair that begins at `begin`.
    fn skip_to_end_of(&mut self, begin: usize, index: usize) -> usize {
        let close = match &self.pieces[begin].what {
            What::Tag(Call {
                close: Some(close), ..
            }) => *close,
            _ => return index + 1,
        };
        self.at = self.pieces[close].end;
        self.trims = self.pieces[close].trims.1;
        close + 1
    }

    fn output(&mut self, expression: &str, piece: &Piece<'b>) {
        let is_text = self.grammar.is_cautious() && !values::is_unmistakable(expression);
        if let Some(value) = self
            .values
            .evaluate(expression)
            .filter(|_| !is_text || self.values.has(expression))
        {
            self.out.push_str(&value);
            return;
        }
        if is_text {
            self.as_written(piece);
            return;
        }
        if let Some((address, text)) = values::shown_address(expression) {
            let html = show::link(self.job, address, text);
            self.inline(&html);
            return;
        }
        let name = values::name_of(expression);
        let message = format!("the value of `{{{{ {name} }}}}` is unknown; it is left out");
        self.job.dropped(&name, piece.start, message);
        self.unknown();
    }

    fn tag(&mut self, call: &Call<'b>, piece: &Piece<'b>, index: usize) -> usize {
        let next = index + 1;
        match (call.meaning, call.close) {
            (Meaning::Comment, _) => {}
            (Meaning::Raw, _) => self.out.push_str(call.content.unwrap_or_default()),
            (Meaning::Html, _) => self.html(call.content.unwrap_or_default()),
            (Meaning::Assign, _) => self.values.assign(call.markup),
            (Meaning::Keep, _) => {}
            (Meaning::Quote | Meaning::PullQuote, Some(_)) => self.open("<blockquote>"),
            (Meaning::Details, Some(_)) => {
                let html = show::details(call);
                self.open(&html);
            }
            (Meaning::Branch | Meaning::Case, Some(_)) => {
                self.dropped(call, piece);
                if call.meaning == Meaning::Branch {
                    self.entered.insert(index);
                }
            }
            (Meaning::Program, Some(_)) => {
                self.dropped(call, piece);
                return self.skip_to_end_of(index, index);
            }
            _ => self.show(call, piece),
        }
        next
    }

    /// HTML of the author's own. What Markdown knows of its text, and its line ends, are no Markdown.
    fn html(&mut self, html: &str) {
        let mut raw = String::with_capacity(html.len() * 2);
        let mut is_block = false;
        let mut tokens = html::tokens(html.trim());
        let mut source = html.trim();
        while let Some(token) = tokens.next() {
            let (this, rest) = source.split_at(source.len() - tokens.behind());
            source = rest;
            match token {
                HtmlToken::Text(text) => raw.push_str(&armour(&text::resolve_entities(text))),
                HtmlToken::Tag(tag) => {
                    is_block |= tag.element.is(html::BLOCK) && tag.element.name != "br";
                    raw.push_str(&this.replace('\n', " "));
                }
                HtmlToken::Comment(_) => {}
            }
        }
        if is_block {
            self.block(&raw);
        } else {
            self.inline(&raw);
        }
    }

    /// What stands at the end of the pair that begins at `begin`.
    fn end_of(&mut self, begin: usize) {
        let What::Tag(call) = &self.pieces[begin].what else {
            return;
        };
        match call.meaning {
            Meaning::Quote | Meaning::PullQuote => {
                let citation = show::citation(call, self.job);
                self.close(&citation, "</blockquote>");
            }
            Meaning::Details => self.close("", "</details>"),
            Meaning::Unknown => self.edge(),
            _ => {}
        }
    }

    /// Where something that is not known begins or ends around what is shown.
    fn edge(&mut self) {
        if !self.goes_on() && self.before().trim().is_empty() {
            self.fill_line();
        }
    }

    fn show(&mut self, call: &Call<'b>, piece: &Piece<'b>) {
        match show::show(call, self.job, &self.values) {
            TagReplacement::Block(html) => self.block(&html),
            TagReplacement::Inline(html) => self.inline(&html),
            TagReplacement::Text(text) => self.out.push_str(&text),
            TagReplacement::Nothing => {}
            TagReplacement::NotFound(reference, text) => {
                self.job.not_found(&reference, piece.start);
                if text.is_empty() {
                    self.unknown()
                } else {
                    self.out.push_str(&text)
                }
            }
            TagReplacement::Unknown if self.may_be_text(call) => self.as_written(piece),
            TagReplacement::Unknown => {
                self.dropped(call, piece);
                match call.close {
                    Some(_) => self.edge(),
                    None => self.unknown(),
                }
            }
        }
    }

    /// Whether a tag of which nothing can be made was perhaps never one.
    fn may_be_text(&self, call: &Call<'_>) -> bool {
        self.grammar.templates == Templates::Unknown
            && call.form == Form::Tag
            && matches!(
                call.meaning,
                Meaning::Picture | Meaning::Film | Meaning::Embed(_) | Meaning::TextLink
            )
            && !call.markup.starts_with(['"', '\''])
    }

    fn dropped(&self, call: &Call<'_>, piece: &Piece<'_>) {
        let name = call.name;
        let written = match (call.form, self.body[piece.start..].starts_with("{%")) {
            (Form::Tag, _) => format!("{{% {name} %}}"),
            (Form::Shortcode, _) => format!("{{{{< {name} >}}}}"),
            (Form::Function, true) => format!("{{% {name}() %}}"),
            (Form::Function, false) => format!("{{{{ {name}() }}}}"),
        };
        let message = match (call.meaning, call.close) {
            (Meaning::Branch | Meaning::Case, _) => {
                format!("`{written}` is not evaluated; its first branch is shown")
            }
            (Meaning::Program, _) => {
                format!("`{written}` is not run; its content is left out")
            }
            (_, Some(_)) => {
                format!("`{written}` is not supported; its content is shown")
            }
            _ => format!("`{written}` is not supported; it is left out"),
        };
        self.job.dropped(name, piece.start, message);
    }

    fn as_written(&mut self, piece: &Piece<'b>) {
        self.out.push_str(&self.trimmed);
        self.out.push_str(&self.body[piece.start..piece.end]);
        self.trims = false;
    }

    /// Leaves a sign where something is missing, so that no address is taken for a whole one; one
    /// that stands alone in its line keeps that from being a blank one, which would end HTML that
    /// goes on.
    fn unknown(&mut self) {
        if self.goes_on() || !self.before().trim().is_empty() {
            self.out.push(UNKNOWN);
        } else {
            self.fill_line();
        }
    }

    /// Keeps a line that says nothing any more from parting its neighbours where neither is blank.
    fn fill_line(&mut self) {
        let line = self.out.len() - self.before().len();
        let above = self.out[..line].strip_suffix('\n').map_or("", last_line);
        let below = self.rest().split('\n').nth(1).unwrap_or_default();
        if !(above.trim().is_empty() || below.trim().is_empty()) {
            self.out.push_str(NOTHING);
        }
    }

    /// What is written of this line. Where that is long, its last characters stand for it.
    fn before(&self) -> &str {
        last_line(&self.out)
    }

    /// What follows in the body, not to its end.
    fn rest(&self) -> &'b str {
        let rest = &self.body[self.at..];
        &rest[..text::floor_char_boundary(rest, WINDOW)]
    }

    /// Whether something follows in this line.
    fn goes_on(&self) -> bool {
        let line = self.rest().split('\n').next().unwrap_or_default();
        !line.trim().is_empty()
    }

    /// HTML in a line. The empty instruction after it keeps an element that is alone in its line
    /// from being taken for the beginning of a block, which would hold the lines that follow.
    fn inline(&mut self, html: &str) {
        self.out.push_str(html);
        self.out.push_str(NOTHING);
    }

    /// HTML in a block of its own: what begins with an instruction ends with its line.
    fn block(&mut self, html: &str) {
        if !self.before().chars().all(is_prefix) {
            self.inline(html);
            return;
        }
        let end = if self.goes_on() {
            self.line_break()
        } else {
            String::new()
        };
        self.out.push_str(NOTHING);
        self.out.push_str(html);
        self.out.push_str(&end);
    }

    /// A line end, and what makes the next line part of the same list item or quotation.
    fn line_break(&self) -> String {
        let prefix = self.before().chars().take_while(|&c| is_prefix(c));
        let blank = |c| if matches!(c, '>' | '\t') { c } else { ' ' };
        std::iter::once('\n').chain(prefix.map(blank)).collect()
    }

    /// What begins around Markdown.
    fn open(&mut self, html: &str) {
        let line_break = self.line_break();
        if !self
            .before()
            .chars()
            .all(|c| c.is_ascii_whitespace() || c == '>')
        {
            self.out.push_str(&line_break);
        }
        self.out.push_str(NOTHING);
        self.out.push_str(html);
        self.out.push_str(&line_break);
    }

    /// What ends around Markdown.
    fn close(&mut self, last: &str, html: &str) {
        let line_break = self.line_break();
        self.out.push_str(&line_break);
        self.out.push_str(NOTHING);
        self.out.push_str(last);
        self.out.push_str(html);
        if self.goes_on() {
            self.out.push_str(&line_break);
        }
    }
}

/// The last line of `text`; where that is long, the end of it.
fn last_line(text: &str) -> &str {
    let mut start = text.len().saturating_sub(WINDOW);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    text[start..].rsplit('\n').next().unwrap_or_default()
}

/// How far a line is looked at.
const WINDOW: usize = 256;

/// Whether `c` may stand before the text of a list item or a quotation.
fn is_prefix(c: char) -> bool {
    c.is_ascii_whitespace() || c.is_ascii_digit() || ">-*+.)".contains(c)
}

/// An empty processing instruction, which sanitising takes away. It may stand in a comment.
const NOTHING: &str = "<??>";
