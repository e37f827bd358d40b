//! Template tags and shortcodes, which a site's generator runs: what they mean takes their place.
//!
//! `tags` says, as data, which generator knows which tag and what it means; `lexer` finds them in a
//! body, `pairs` says which ends which; `values` says what an expression is worth, `show` what a tag shows. Unknown
//! tags are removed, with a finding; what a pair of them encloses stays.

mod args;
mod conditions;
mod expressions;
mod filters;
mod flow;
mod grammar;
mod lexer;
mod pairs;
mod show;
mod tags;
mod value;
mod values;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

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
use value::Value;
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
        loops: Vec::new(),
        captures: Vec::new(),
        steps: pieces.len() * 4 + MAX_STEPS,
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
    /// The loops around, the innermost last.
    loops: Vec<flow::Loop<'b, 'j>>,
    /// The captures around: the piece, and how much was written before it.
    captures: Vec<(usize, usize)>,
    /// How many more pieces loops may go through.
    steps: usize,
}

/// How many pieces loops may go through in any body.
const MAX_STEPS: usize = 100_000;

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
            // The branch before it was said.
            What::Separator(_, Some(of)) => match &self.pieces[*of].what {
                What::Tag(call) if call.meaning == Meaning::Loop => {
                    return self.next_pass(*of, index);
                }
                _ => return self.skip_to_end_of(*of, index),
            },
            What::Separator(..) => {}
            What::Close(_, _, Some(of)) => return self.end_of(*of, index),
            What::Close(..) => {}
            What::Tag(call) => return self.tag(call, piece, index),
        }
        index + 1
    }

    fn output(&mut self, expression: &str, piece: &Piece<'b>) {
        let is_text = self.grammar.is_cautious() && !expressions::is_unmistakable(expression);
        let is_own = self.values.has(expression);
        let value = self.values.evaluate(expression);
        // Where nothing has the name, a plugin may know more.
        let value = value.filter(|value| is_own || !is_text && *value != Value::Nil);
        if let Some(value) = value.as_ref().and_then(Value::print) {
            self.out.push_str(&value);
            return;
        }
        if is_text {
            self.as_written(piece);
            return;
        }
        if let Some((address, text)) = expressions::shown_address(expression) {
            let html = show::link(self.job, address, text);
            self.inline(&html);
            return;
        }
        let name = expressions::name_of(expression);
        let message = format!("the value of `{{{{ {name} }}}}` is unknown; it is left out");
        self.job.dropped(&name, piece.start, message);
        self.unknown();
    }

    fn tag(&mut self, call: &Call<'b>, piece: &Piece<'b>, index: usize) -> usize {
        let next = index + 1;
        match (call.meaning, call.close) {
            (Meaning::Comment, _) => {}
            (Meaning::Code, _)
                if self.grammar.templates == Templates::Liquid && call.content.is_some() =>
            {
                let content = self.evaluated(call.content.unwrap_or_default());
                let call = Call {
                    content: Some(&content),
                    ..call.clone()
                };
                let replacement = show::show(&call, self.job);
                self.put(replacement, &call, piece);
            }
            (Meaning::Unknown, Some(close)) if self.is_left_alone(piece, index, close) => {
                self.dropped(call, piece);
                let inner = &self.body[piece.end..self.pieces[close].start];
                self.html(inner);
                return self.skip_to_end_of(index, index);
            }
            // Of `{{% param x %}}` the value is Markdown.
            (Meaning::Value, _) if self.body[piece.start..].starts_with("{{%") => {
                match show::value(call, self.job) {
                    Some(value) => self.out.push_str(&value),
                    None => self.show(call, piece),
                }
            }
            (Meaning::Raw, _) => self.out.push_str(call.content.unwrap_or_default()),
            (Meaning::Html, _) => self.html(call.content.unwrap_or_default()),
            (Meaning::Assign, _) => self.values.assign(call.markup),
            (Meaning::Keep, _) => {}
            (Meaning::Quote | Meaning::PullQuote, Some(_)) => self.open("<blockquote>"),
            (Meaning::Details, Some(_)) => {
                let html = show::details(call, self.job);
                self.open(&html);
            }
            (Meaning::Branch | Meaning::Unless | Meaning::Case, Some(_)) => {
                return self.branch(call, piece, index);
            }
            (Meaning::Loop, Some(_)) => return self.begin_loop(call, piece, index),
            (Meaning::Break | Meaning::Continue, _) => return self.leave(call.meaning, index),
            (Meaning::Capture, Some(_)) => self.captures.push((index, self.out.len())),
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

    /// Writes what stands at the end of the pair that begins at `begin`, and tells which piece is next.
    fn end_of(&mut self, begin: usize, index: usize) -> usize {
        let What::Tag(call) = &self.pieces[begin].what else {
            return index + 1;
        };
        match call.meaning {
            Meaning::Loop => return self.next_pass(begin, index),
            Meaning::Capture => self.end_capture(call.markup, begin),
            Meaning::Quote | Meaning::PullQuote => {
                let citation = show::citation(call, self.job);
                self.close(&citation, "</blockquote>");
            }
            Meaning::Details => self.close("", "</details>"),
            Meaning::Unknown => self.edge(),
            _ => {}
        }
        index + 1
    }

    /// Where something that is not known begins or ends around what is shown.
    fn edge(&mut self) {
        if !self.goes_on() && self.before().trim().is_empty() {
            self.fill_line();
        }
    }

    /// Whether what a pair of shortcodes of unknown name encloses is no Markdown, as Hugo has it for
    /// `{{< x >}}`. Nobody would show the signs of some; the template has it read as Markdown then.
    fn is_left_alone(&self, piece: &Piece<'_>, index: usize, close: usize) -> bool {
        let inner = &self.body[piece.end..self.pieces[close].start];
        self.body[piece.start..].starts_with("{{<")
            && close == index + 1
            && !["**", "__", "](", "```"]
                .iter()
                .any(|sign| text::holds(inner, sign))
            && (inner.trim_start().starts_with('<') || !text::holds(inner.trim(), "\n\n"))
            && !inner.lines().map(str::trim_start).any(|line| {
                let marks = ["- ", "* ", "+ ", "# ", "## ", "### ", "> ", "|", "1. "];
                marks.iter().any(|mark| line.starts_with(mark))
            })
    }

    /// `code`, in which Liquid runs too; what it does not know is code as it is written.
    fn evaluated(&self, code: &str) -> String {
        let mut evaluated = String::with_capacity(code.len());
        let mut at = 0;
        for piece in pairs::pieces(code, self.grammar, &Code::default()) {
            let said = match &piece.what {
                What::Output(expression) => self.values.evaluate(expression),
                What::Tag(call) if call.meaning == Meaning::Raw => call.content.map(Value::text),
                What::Tag(call) if call.meaning == Meaning::Comment => Some(Value::text("")),
                _ => None,
            };
            let said = said.filter(|value| *value != Value::Nil);
            if let Some(said) = said.as_ref().and_then(Value::print) {
                evaluated.push_str(&code[at..piece.start]);
                evaluated.push_str(&said);
                at = piece.end;
            }
        }
        evaluated.push_str(&code[at..]);
        evaluated
    }

    fn show(&mut self, call: &Call<'b>, piece: &Piece<'b>) {
        let replacement = show::show(call, self.job);
        self.put(replacement, call, piece);
    }

    fn put(&mut self, replacement: TagReplacement, call: &Call<'_>, piece: &Piece<'b>) {
        match replacement {
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
                if let Some(html) = show::words(call, self.job) {
                    match call.close {
                        Some(_) => self.block(&format!("<p>{html}</p>")),
                        None => self.inline(&html),
                    }
                    return;
                }
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
            (Meaning::Branch | Meaning::Unless | Meaning::Case, _) => {
                format!("`{written}` is not evaluated; its first branch is shown")
            }
            (Meaning::Program | Meaning::Loop, _) => {
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
