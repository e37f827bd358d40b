//! A cursor over the text of a date, and the numbers that it reads.

use super::error::{DateError, DateErrorKind, Result};
use super::rules::DateRules;

/// Reads a text from left to right. A copy is a bookmark.
#[derive(Clone, Copy)]
pub(super) struct DateScanner<'a> {
    text: &'a str,
    pos: usize,
    rules: &'a DateRules,
}

/// A run of ASCII digits.
#[derive(Clone, Copy)]
pub(super) struct Number {
    /// Its value; `u32::MAX` if it is larger.
    pub(super) value: u32,
    /// Where it begins, in bytes.
    pub(super) start: usize,
    /// How many digits it has.
    pub(super) len: usize,
}

impl Number {
    /// The number itself, or one out of every range if it has more than two digits.
    pub(super) fn of_two_digits(self) -> Self {
        match self.len {
            0..=2 => self,
            _ => Number {
                value: u32::MAX,
                ..self
            },
        }
    }
}

impl<'a> DateScanner<'a> {
    /// Reads `text` by `rules`, without the white space and the quotes around it.
    pub(super) fn new(text: &'a str, rules: &'a DateRules) -> Self {
        let inner = trim(text);
        let inner = ['"', '\'']
            .into_iter()
            .find_map(|quote| inner.strip_prefix(quote)?.strip_suffix(quote))
            .map_or(inner, trim);
        // `inner` is a slice of `text`, so the difference of the addresses is its place there.
        let start = inner.as_ptr() as usize - text.as_ptr() as usize;
        DateScanner {
            text: &text[..start + inner.len()],
            pos: start,
            rules,
        }
    }

    /// How odd dates are read.
    pub(super) fn rules(&self) -> &'a DateRules {
        self.rules
    }

    /// The place of the next character, in bytes.
    pub(super) fn pos(&self) -> usize {
        self.pos
    }

    /// What is not read yet.
    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.pos..]
    }

    /// What was read since `start`.
    pub(super) fn since(&self, start: usize) -> &'a str {
        &self.text[start..self.pos]
    }

    /// Steps over `count` bytes, which are whole characters.
    pub(super) fn skip(&mut self, count: usize) {
        self.pos += count;
    }

    /// Whether everything is read.
    pub(super) fn at_end(&self) -> bool {
        self.pos == self.text.len()
    }

    /// The next byte.
    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.pos).copied()
    }

    /// Whether a digit comes next.
    pub(super) fn at_digit(&self) -> bool {
        self.peek().is_some_and(|byte| byte.is_ascii_digit())
    }

    /// Whether a Latin letter comes next.
    pub(super) fn at_letter(&self) -> bool {
        self.peek().is_some_and(|byte| byte.is_ascii_alphabetic())
    }

    /// Steps over `text` if it comes next.
    pub(super) fn eat(&mut self, text: &str) -> bool {
        let found = self.rest().starts_with(text);
        if found {
            self.pos += text.len();
        }
        found
    }

    /// Steps over the first of `texts`, none of them empty, that comes next and says which it was.
    pub(super) fn eat_any(&mut self, texts: &[&'static str]) -> Option<&'static str> {
        let next = self.peek()?;
        let mut texts = texts.iter().copied();
        texts.find(|text| text.as_bytes()[0] == next && self.eat(text))
    }

    /// Steps over white space of any kind; says whether there was any.
    pub(super) fn spaces(&mut self) -> bool {
        let start = self.pos;
        while self.peek() == Some(b' ') {
            self.pos += 1;
        }
        if self
            .peek()
            .is_some_and(|byte| byte == b'\t' || byte >= 0x80)
        {
            let rest = self.rest();
            self.pos += rest.len() - rest.trim_start().len();
        }
        self.pos > start
    }

    /// Steps over the characters that `keep` accepts.
    pub(super) fn take(&mut self, keep: impl Fn(u8) -> bool) -> &'a str {
        let start = self.pos;
        // Only ASCII is taken, so that the cursor stays between characters.
        while self.peek().is_some_and(|b| b.is_ascii() && keep(b)) {
            self.pos += 1;
        }
        self.since(start)
    }

    /// Steps over what stands before `stop`, and over `stop`; nothing if there is none.
    pub(super) fn until(&mut self, stop: char) -> Option<&'a str> {
        let (before, _) = self.rest().split_once(stop)?;
        self.pos += before.len() + stop.len_utf8();
        Some(before)
    }

    /// Steps over a run of Latin letters, which may be empty.
    pub(super) fn word(&mut self) -> &'a str {
        self.take(|byte| byte.is_ascii_alphabetic())
    }

    /// Steps over a run of digits.
    pub(super) fn digits(&mut self) -> Option<Number> {
        let start = self.pos;
        let mut value = 0u32;
        while let Some(byte @ b'0'..=b'9') = self.peek() {
            value = value
                .saturating_mul(10)
                .saturating_add(u32::from(byte - b'0'));
            self.pos += 1;
        }
        let len = self.pos - start;
        (len > 0).then_some(Number { value, start, len })
    }

    /// Steps over `what`, a run of digits.
    pub(super) fn number(&mut self, what: &'static str) -> Result<Number> {
        self.digits().ok_or_else(|| self.expected(what))
    }

    /// Steps over `what`, of one or two digits. A longer run has a value that is neither a day nor an hour,
    /// so that it is refused like any other such value.
    pub(super) fn pair(&mut self, what: &'static str) -> Result<Number> {
        self.number(what).map(Number::of_two_digits)
    }

    /// An error about `number`.
    pub(super) fn wrong(&self, kind: DateErrorKind, number: Number) -> DateError {
        self.wrong_part(kind, number.start, number.len)
    }

    /// An error about `len` bytes from `start`.
    pub(super) fn wrong_part(&self, kind: DateErrorKind, start: usize, len: usize) -> DateError {
        DateError::new(kind, self.text, start, len)
    }

    /// An error about what was read since `start`.
    pub(super) fn wrong_since(&self, kind: DateErrorKind, start: usize) -> DateError {
        self.wrong_part(kind, start, self.pos - start)
    }

    /// An error about what is not read yet, but for white space before it.
    pub(super) fn wrong_rest(&self, kind: DateErrorKind) -> DateError {
        let rest = self.rest().trim_start();
        self.wrong_part(kind, self.text.len() - rest.len(), rest.len())
    }

    /// Something else comes next than `what`, or nothing.
    pub(super) fn expected(&self, what: &'static str) -> DateError {
        self.wrong_rest(if self.at_end() {
            DateErrorKind::Missing(what)
        } else {
            DateErrorKind::Expected(what)
        })
    }
}

/// `text` without white space, byte-order marks and zero-width spaces at its ends.
fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'))
}
