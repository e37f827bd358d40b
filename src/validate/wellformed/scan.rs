//! A position in a text, and the smallest productions of XML: characters, white space, names.

use crate::diagnostic::Rule;
use crate::validate::rules;

/// A place where a document is not well-formed.
#[derive(Debug)]
pub(in crate::validate) struct Violation {
    /// The code.
    pub(in crate::validate) rule: &'static Rule,
    /// Where, in bytes.
    pub(in crate::validate) offset: usize,
    /// What is wrong, in one sentence without a full stop.
    pub(in crate::validate) message: String,
    /// The prefix that is not declared, if that is what is wrong.
    pub(in crate::validate) undeclared_prefix: Option<String>,
    /// Whether the text ended where more was expected.
    pub(super) is_end: bool,
}

impl Violation {
    pub(super) fn new(rule: &'static Rule, offset: usize, message: impl Into<String>) -> Self {
        Violation {
            rule,
            offset,
            message: message.into(),
            undeclared_prefix: None,
            is_end: false,
        }
    }
}

/// A position in a text.
pub(super) struct XmlScanner<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
}

impl<'t> XmlScanner<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        XmlScanner { text, at: 0 }
    }

    pub(super) fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    pub(super) fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    pub(super) fn is_at(&self, token: &str) -> bool {
        self.rest().starts_with(token)
    }

    /// Takes `token` if it is next.
    pub(super) fn eat(&mut self, token: &str) -> bool {
        let found = self.is_at(token);
        if found {
            self.at += token.len();
        }
        found
    }

    /// Production 3, `S`, or nothing; whether there was any.
    pub(super) fn space(&mut self) -> bool {
        let start = self.at;
        while self.byte().is_some_and(is_space) {
            self.at += 1;
        }
        self.at > start
    }

    /// Production 5, `Name`.
    pub(super) fn name(&mut self) -> Option<&'t str> {
        self.rest()
            .starts_with(is_name_start)
            .then(|| self.name_characters())
    }

    /// Production 7, `Nmtoken`.
    pub(super) fn name_token(&mut self) -> Option<&'t str> {
        self.rest()
            .starts_with(is_name_character)
            .then(|| self.name_characters())
    }

    fn name_characters(&mut self) -> &'t str {
        let rest = self.rest();
        let ascii = rest
            .bytes()
            .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b':'))
            .count();
        let end = match rest.as_bytes().get(ascii) {
            Some(byte) if !byte.is_ascii() => {
                rest.find(|c| !is_name_character(c)).unwrap_or(rest.len())
            }
            _ => ascii,
        };
        self.at += end;
        &rest[..end]
    }

    /// What stands before `end`, which is taken as well.
    pub(super) fn until(&mut self, end: &str) -> Option<&'t str> {
        let rest = self.rest();
        let length = memchr::memmem::find(rest.as_bytes(), end.as_bytes())?;
        self.at += length + end.len();
        Some(&rest[..length])
    }

    /// A text in quotes, which are taken as well.
    pub(super) fn quoted(&mut self) -> Option<&'t str> {
        let quote = if self.is_at("\"") { "\"" } else { "'" };
        let start = self.at;
        let found = self.eat(quote).then(|| self.until(quote)).flatten();
        if found.is_none() {
            self.at = start;
        }
        found
    }

    /// Up to `length` bytes of what comes next, for a message.
    pub(super) fn next(&self, length: usize) -> &'t str {
        let rest = self.rest();
        &rest[..crate::text::floor_char_boundary(rest, length)]
    }

    /// A violation at this place.
    pub(super) fn fail(&self, message: impl Into<String>) -> Violation {
        Violation::new(&rules::SAX_ERROR, self.at, message)
    }

    /// A violation: what begins with `begin` at `start` does not end.
    pub(super) fn not_ended(&self, begin: &str, start: usize, end: &str) -> Violation {
        let line = line_of(self.text, start);
        self.fail_at_end(format!(
            "the document ends inside the `{begin}` of line {line}; `{end}` is missing"
        ))
    }

    /// A violation: the text ends here.
    pub(super) fn fail_at_end(&self, message: impl Into<String>) -> Violation {
        Violation {
            is_end: true,
            ..Violation::new(&rules::SAX_ERROR, self.text.len(), message)
        }
    }
}

pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// Production 2, `Char`.
pub(in crate::validate) fn is_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}

/// The first character of `text` that XML does not allow.
pub(super) fn first_forbidden(text: &str) -> Option<usize> {
    const BLOCK: usize = 256;
    let is_suspect = |byte: u8| (byte < b' ' && !is_space(byte)) || byte == 0xef;
    let bytes = text.as_bytes();
    // Blocks without a suspect byte are the rule, and looked at many bytes at a time.
    bytes.chunks(BLOCK).enumerate().find_map(|(index, block)| {
        let is_clean = block.iter().fold(true, |clean, b| clean & !is_suspect(*b));
        if is_clean {
            return None;
        }
        let forbidden = |at: &usize| match bytes[*at] {
            0xef => matches!(bytes.get(*at + 1..*at + 3), Some([0xbf, 0xbe | 0xbf])),
            byte => is_suspect(byte),
        };
        (index * BLOCK..index * BLOCK + block.len()).find(forbidden)
    })
}

/// Production 4, `NameStartChar`.
pub(in crate::validate) fn is_name_start(c: char) -> bool {
    matches!(c,
        ':' | 'A'..='Z' | '_' | 'a'..='z'
        | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}' | '\u{370}'..='\u{37d}'
        | '\u{37f}'..='\u{1fff}' | '\u{200c}'..='\u{200d}' | '\u{2070}'..='\u{218f}'
        | '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}'
        | '\u{fdf0}'..='\u{fffd}' | '\u{10000}'..='\u{effff}')
}

/// Production 4a, `NameChar`.
pub(super) fn is_name_character(c: char) -> bool {
    is_name_start(c)
        || matches!(c, '-' | '.' | '0'..='9' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}'..='\u{2040}')
}

/// The line of an offset, from one.
pub(super) fn line_of(text: &str, offset: usize) -> u32 {
    crate::diagnostic::locate(text, offset).0
}
