//! A body cut into tags and the text between them.

use super::args::{Args, quoted_length};
use super::grammar::{Grammar, InCode};
use super::tags::{self, Form, Meaning};
use crate::body::code::Code;
use crate::model::Templates;

/// A tag, and where it stands.
#[derive(Debug)]
pub(super) struct Piece<'b> {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) what: What<'b>,
    /// Whether it takes the white space before and after it away.
    pub(super) trims: (bool, bool),
}

/// What a tag is.
#[derive(Debug)]
pub(super) enum What<'b> {
    /// Not a tag.
    Text,
    /// A comment.
    Nothing,
    /// What stands between the signs of an escape, and the signs that are meant.
    Escape(&'static str, &'b str, &'static str),
    /// An expression.
    Output(&'b str),
    Tag(Call<'b>),
    /// The end of the pair that the piece of this index opens.
    Close(Form, &'b str, Option<usize>),
    /// Its name and markup; it divides the branches that the piece of this index opens.
    Separator((&'b str, &'b str), Option<usize>),
}

/// A tag that is run.
#[derive(Debug, Clone)]
pub(super) struct Call<'b> {
    pub(super) form: Form,
    pub(super) name: &'b str,
    /// What stands behind the name.
    pub(super) markup: &'b str,
    pub(super) meaning: Meaning,
    /// What it encloses, if that is not read.
    pub(super) content: Option<&'b str>,
    /// Whether it may enclose something.
    pub(super) opens: bool,
    /// The piece that ends it.
    pub(super) close: Option<usize>,
}

/// The longest tag, in bytes.
const LONGEST_TAG: usize = 8192;

/// Finds the tags of a body.
pub(super) struct Lexer<'b> {
    body: &'b str,
    grammar: Grammar,
    /// Where an end was found last, so that nothing is searched twice.
    ends: Vec<(String, Option<usize>)>,
    /// How many bytes may still be read in vain.
    steps: usize,
    /// How many were read for the last tag.
    looked_at: usize,
}

impl<'b> Lexer<'b> {
    pub(super) fn new(body: &'b str, grammar: Grammar) -> Self {
        Lexer {
            body,
            grammar,
            ends: Vec::new(),
            steps: body.len() * 8 + 100_000,
            looked_at: 0,
        }
    }

    pub(super) fn pieces(mut self, code: &Code) -> Vec<Piece<'b>> {
        let mut pieces = Vec::new();
        let mut from = 0;
        while let Some(at) = self.brace(from) {
            from = at + 1;
            let piece = match code.at(at) {
                None => self.piece(at),
                Some(stretch) => match self.grammar.in_code {
                    InCode::All => self.piece(at),
                    InCode::Escapes => self.escape(at, stretch.is_span),
                    InCode::Nothing => {
                        from = stretch.range.end;
                        continue;
                    }
                },
            };
            match piece {
                Some(piece) => {
                    from = piece.end;
                    pieces.push(piece);
                }
                None if self.spend(self.looked_at) => {}
                // No real body is so full of what looks like tags.
                None => break,
            }
            self.looked_at = 0;
        }
        pieces
    }

    /// The next brace that may begin a tag.
    fn brace(&self, from: usize) -> Option<usize> {
        let bytes = self.body.as_bytes();
        let mut from = from;
        loop {
            let at = from + self.body.get(from..)?.find('{')?;
            if matches!(bytes.get(at + 1), Some(b'{' | b'%' | b'#')) {
                return Some(at);
            }
            from = at + 1;
        }
    }

    /// The tag at `at`, if it is one.
    fn piece(&mut self, at: usize) -> Option<Piece<'b>> {
        let rest = &self.body[at..];
        if rest.starts_with("{{<") || rest.starts_with("{{%") {
            if self.grammar.shortcodes {
                return self.shortcode(at);
            }
        } else if (rest.starts_with("{{/*") || rest.starts_with("{%/*")) && self.grammar.functions {
            return self.function_escape(at);
        }
        match rest.as_bytes().get(1)? {
            b'%' => self.tag(at),
            b'#' if self.grammar.comments => {
                let end = self.find("#}", at + 2)? + 2;
                let inner = &self.body[at + 2..end - 2];
                // `{#id}` of a heading goes on to the next comment's end.
                let is_comment = !self.grammar.is_cautious()
                    || inner.starts_with(char::is_whitespace)
                        && inner.ends_with(char::is_whitespace);
                is_comment.then_some(Piece {
                    start: at,
                    end,
                    what: What::Nothing,
                    trims: (false, false),
                })
            }
            b'{' => self.output(at),
            _ => None,
        }
    }

    /// What escapes a tag inside code: Zola's escapes, and `raw`, which Hexo knows
    /// in code spans alone.
    fn escape(&mut self, at: usize, is_span: bool) -> Option<Piece<'b>> {
        match self.grammar.templates {
            Templates::Zola => return self.function_escape(at),
            Templates::Hexo if !is_span => return None,
            _ => {}
        }
        let is_raw = |piece: &Piece<'b>| {
            let What::Tag(call) = &piece.what else {
                return false;
            };
            call.meaning == Meaning::Raw && call.content.is_some()
        };
        let is_tag = self.body[at..].starts_with("{%");
        is_tag.then(|| self.tag(at)).flatten().filter(is_raw)
    }

    /// Where `end` stands next, from `from` on.
    fn find(&mut self, end: &str, from: usize) -> Option<usize> {
        let known = self.ends.iter().position(|(known, _)| known == end);
        if let Some(known) = known {
            match self.ends[known].1 {
                Some(at) if at < from => {}
                answer => return answer,
            }
        }
        let found = self.body[from..].find(end).map(|at| from + at);
        match known {
            Some(known) => self.ends[known].1 = found,
            None => self.ends.push((end.to_owned(), found)),
        }
        found
    }

    /// Whether another `bytes` may be read in vain.
    fn spend(&mut self, bytes: usize) -> bool {
        let has = self.steps >= bytes;
        self.steps = self.steps.saturating_sub(bytes);
        has
    }

    /// `{% x … %}`, with what it encloses if that is not read.
    fn tag(&mut self, at: usize) -> Option<Piece<'b>> {
        let close = self.find("%}", at + 2)?;
        if close - at > LONGEST_TAG {
            return None;
        }
        self.looked_at += close - at;
        let inner = &self.body[at + 2..close];
        let trims = (inner.starts_with('-'), inner.ends_with('-'));
        let inner = inner.strip_prefix(['-', '+']).unwrap_or(inner);
        let inner = inner.strip_suffix(['-', '+']).unwrap_or(inner).trim();
        let (name, markup) = inner.split_at(name_length(inner, "_-"));
        let piece = |end, what, trims| {
            Some(Piece {
                start: at,
                end,
                what,
                trims,
            })
        };
        if self.grammar.functions {
            if inner == "end" {
                return piece(close + 2, What::Close(Form::Function, "end", None), trims);
            }
            if let Some(markup) = call_markup(markup) {
                let what = self.function(name, markup, true)?;
                return piece(close + 2, what, (false, false));
            }
        }
        if !self.grammar.tags {
            return None;
        }
        if name.is_empty() {
            // Liquid's `{% # comment %}`.
            let is_comment = self.grammar.templates == Templates::Liquid && markup.starts_with('#');
            return piece(close + 2, What::Nothing, trims).filter(|_| is_comment);
        }
        if let Some(name) = name.strip_prefix("end").filter(|name| !name.is_empty()) {
            return piece(close + 2, What::Close(Form::Tag, name, None), trims);
        }
        let markup = markup.trim();
        let meaning = tags::meaning(self.grammar.templates, Form::Tag, name).or_else(|| {
            // Eleventy's own tags: `{% picture "a.png", "A" %}`.
            let is_eleventys = self.grammar.templates == Templates::Unknown;
            (is_eleventys && markup.starts_with(['"', '\''])).then_some(Meaning::Unknown)
        })?;
        if meaning == Meaning::Separator {
            return piece(close + 2, What::Separator((name, markup), None), trims);
        }
        if self.grammar.is_cautious() && !meaning.is_pair() && markup.is_empty() {
            return None;
        }
        let mut call = Call {
            form: Form::Tag,
            name,
            markup,
            meaning,
            content: None,
            opens: true,
            close: None,
        };
        let mut end = close + 2;
        let mut trims = trims;
        if meaning.is_literal() {
            match self.end_of(&format!("end{name}"), &["{%"], &["%}"], end) {
                Some((start, after, end_trims)) => {
                    call.content = Some(&self.body[end..start]);
                    call.opens = false;
                    end = after;
                    trims.1 = end_trims;
                }
                None if self.grammar.is_cautious() => return None,
                None => call.meaning = Meaning::Unknown,
            }
        }
        piece(end, What::Tag(call), trims)
    }

    /// Where the tag begins and ends that holds nothing but `word`, from `from` on, and whether it
    /// trims what follows.
    fn end_of(
        &mut self,
        word: &str,
        opens: &[&str],
        closes: &[&str],
        from: usize,
    ) -> Option<(usize, usize, bool)> {
        let mut from = from;
        loop {
            let at = self.find(word, from)?;
            from = at + word.len();
            let before = self.body[..at].trim_end();
            let before = before.strip_suffix(['-', '+']).unwrap_or(before);
            let after = self.body[from..].trim_start();
            let trims = after.starts_with('-');
            let after = after.strip_prefix(['-', '+']).unwrap_or(after);
            if !self.spend(self.body.len() - after.len() - before.len()) {
                return None;
            }
            let open = opens.iter().find_map(|open| before.strip_suffix(open));
            let close = closes.iter().find_map(|close| after.strip_prefix(close));
            if let (Some(open), Some(close)) = (open, close) {
                return Some((open.len(), self.body.len() - close.len(), trims));
            }
        }
    }

    /// `{{ x }}`.
    fn output(&mut self, at: usize) -> Option<Piece<'b>> {
        let close = self.find("}}", at + 2)?;
        if close - at > LONGEST_TAG {
            return None;
        }
        self.looked_at += close - at;
        let inner = &self.body[at + 2..close];
        if self.grammar.is_cautious() && (inner.contains("{{") || inner.contains("{%")) {
            return None;
        }
        let trims = (inner.starts_with('-'), inner.ends_with('-'));
        let inner = inner.strip_prefix('-').unwrap_or(inner);
        let inner = inner.strip_suffix('-').unwrap_or(inner).trim();
        let (what, trims) = if self.grammar.functions
            && let (name, rest) = inner.split_at(name_length(inner, "_"))
            && let Some(markup) = call_markup(rest)
            && let Some(function) = self.function(name, markup, false)
        {
            (function, (false, false))
        } else if self.grammar.outputs {
            (What::Output(inner), trims)
        } else {
            return None;
        };
        Some(Piece {
            start: at,
            end: close + 2,
            what,
            trims,
        })
    }

    /// `name(markup)`.
    fn function(&self, name: &'b str, markup: &'b str, opens: bool) -> Option<What<'b>> {
        if name.is_empty() {
            return None;
        }
        if self.grammar.is_cautious() {
            let args = Args::parse(markup);
            let has_keys = args.words().iter().all(|word| word.key.is_some());
            if !has_keys || args.words().is_empty() {
                return None;
            }
        }
        Some(What::Tag(Call {
            form: Form::Function,
            name,
            markup,
            meaning: tags::meaning(self.grammar.templates, Form::Function, name)?,
            content: None,
            opens,
            close: None,
        }))
    }

    /// Zola's `{{/* x() */}}` and `{%/* x() */%}`.
    fn function_escape(&mut self, at: usize) -> Option<Piece<'b>> {
        let (open, end, close) = if self.body[at..].starts_with("{{/*") {
            ("{{", "*/}}", "}}")
        } else if self.body[at..].starts_with("{%/*") {
            ("{%", "*/%}", "%}")
        } else {
            return None;
        };
        let start = at + "{{/*".len();
        let stop = self.find(end, start)?;
        (stop - at <= LONGEST_TAG).then(|| Piece {
            start: at,
            end: stop + end.len(),
            what: What::Escape(open, &self.body[start..stop], close),
            trims: (false, false),
        })
    }

    /// `{{< x … >}}`, `{{% x … %}}` and what they may enclose.
    fn shortcode(&mut self, at: usize) -> Option<Piece<'b>> {
        let body = self.body;
        let piece = |end, what| {
            Some(Piece {
                start: at,
                end,
                what,
                trims: (false, false),
            })
        };
        let (open, close, escaped) = match body.as_bytes()[at + 2] {
            b'<' => ("{{<", ">}}", "*/>}}"),
            _ => ("{{%", "%}}", "*/%}}"),
        };
        let start = at + open.len();
        if body[start..].starts_with("/*") {
            let stop = self.find(escaped, start + 2)?;
            let what = What::Escape(open, &body[start + 2..stop], close);
            return piece(stop + escaped.len(), what);
        }
        let length = self.shortcode_length(start, close)?;
        let inner = body[start..start + length].trim();
        let end = start + length + close.len();
        if let Some(name) = inner.strip_prefix('/') {
            let name = name.trim();
            let is_name = !name.is_empty() && name_length(name, NAME) == name.len();
            return piece(end, What::Close(Form::Shortcode, name, None)).filter(|_| is_name);
        }
        let (name, markup) = inner.split_at(name_length(inner, NAME));
        if name.is_empty() || !(markup.is_empty() || markup.starts_with([' ', '\t', '\n', '/'])) {
            return None;
        }
        // The last slash says that nothing is enclosed.
        let is_closed = body[..start + length].ends_with('/') || inner.ends_with(" /");
        let name = name.trim_end_matches('/');
        let markup = if is_closed {
            markup.strip_suffix('/').unwrap_or(markup).trim()
        } else {
            markup.trim()
        };
        let mut call = Call {
            form: Form::Shortcode,
            name,
            markup,
            meaning: tags::meaning(self.grammar.templates, Form::Shortcode, name)?,
            content: None,
            opens: !is_closed,
            close: None,
        };
        if call.meaning == Meaning::Html && open == "{{%" {
            call.meaning = Meaning::Keep;
        }
        let mut end = end;
        // A template in the text itself. Its end is looked for under any name, so not too often.
        let is_template = name.ends_with(".inline") && self.spend(body.len() - end);
        if (call.meaning.is_literal() || is_template) && !is_closed {
            match self.end_of(&format!("/{name}"), &["{{<", "{{%"], &[">}}", "%}}"], end) {
                Some((start, after, _)) => {
                    call.content = Some(&body[end..start]);
                    call.opens = false;
                    end = after;
                }
                None => call.meaning = Meaning::Unknown,
            }
        }
        piece(end, What::Tag(call))
    }

    /// How far it is to `close`, which does not count in quotes.
    fn shortcode_length(&mut self, start: usize, close: &str) -> Option<usize> {
        // No more than to where it stands at all.
        self.find(close, start)?;
        let body = self.body;
        let window = &body[start..crate::text::floor_char_boundary(body, start + LONGEST_TAG)];
        let mut at = 0;
        let mut unclosed = Vec::new();
        while let Some(next) = window[at..].find(['"', '`', '>', '%']) {
            at += next;
            if window[at..].starts_with(close) {
                return Some(at);
            }
            let c = char::from(window.as_bytes()[at]);
            let quoted = (matches!(c, '"' | '`') && !unclosed.contains(&c))
                .then(|| quoted_length(&window[at..], c))
                .flatten();
            if quoted.is_none() {
                unclosed.push(c);
            }
            at += quoted.unwrap_or(1);
        }
        self.looked_at += window.len();
        None
    }
}

/// What may stand in a shortcode's name besides letters and digits.
const NAME: &str = "_-./";

/// How long the name is that `text` begins with.
fn name_length(text: &str, others: &str) -> usize {
    text.find(|c: char| !(c.is_alphanumeric() || others.contains(c)))
        .unwrap_or(text.len())
}

/// What stands between the parentheses, if `text` is nothing else.
fn call_markup(text: &str) -> Option<&str> {
    text.trim().strip_prefix('(')?.strip_suffix(')')
}
