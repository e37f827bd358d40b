//! Names, numbers and texts of Python, and what stands between them.

use super::{LARGEST_COPY, NotPlain, Plain, PythonModule};
use crate::syntax::tree::Node;

impl<'t> PythonModule<'t> {
    pub(super) fn name(&mut self) -> Option<&'t str> {
        let rest = self.rest();
        let is_part = |c: char| c == '_' || c.is_alphanumeric();
        let length = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let name = &rest[..length];
        if name.is_empty() || name.starts_with(|c: char| c.is_numeric()) {
            return None;
        }
        self.at += length;
        Some(name)
    }

    pub(super) fn number(&mut self) -> Plain<&'t str> {
        let rest = self.rest();
        let unsigned = rest.trim_start_matches(['-', '+']);
        let sign = rest.len() - unsigned.len();
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_');
        let mut length = unsigned.find(|c| !is_part(c)).unwrap_or(unsigned.len());
        // `1e-3`, where `e` is not a digit of a hexadecimal number.
        if unsigned[..length].ends_with(['e', 'E'])
            && !unsigned.starts_with("0x")
            && unsigned[length..].starts_with(['-', '+'])
        {
            let exponent = &unsigned[length + 1..];
            length += 1 + exponent.find(|c| !is_part(c)).unwrap_or(exponent.len());
        }
        let number = &unsigned[..length];
        if sign > 1
            || !number
                .trim_start_matches('.')
                .starts_with(|c: char| c.is_ascii_digit())
        {
            return Err(NotPlain);
        }
        self.at += sign + length;
        Ok(&rest[..sign + length])
    }

    /// The letters before a text's quote, if a text begins here.
    pub(super) fn string_prefix(&self) -> Option<&'t str> {
        let rest = self.rest();
        let letters = rest.trim_start_matches(|c| "rRuUbBfFtT".contains(c));
        let length = rest.len() - letters.len();
        (length <= 2 && letters.starts_with(['\'', '"'])).then(|| &rest[..length])
    }

    /// Texts side by side, which are one.
    pub(super) fn strings(&mut self) -> Plain<String> {
        let mut text = String::new();
        while let Some(prefix) = self.string_prefix() {
            self.at += prefix.len();
            let (is_raw, is_format) = match &*prefix.to_lowercase() {
                "" | "u" => (false, false),
                "r" => (true, false),
                "f" => (false, true),
                "rf" | "fr" => (true, true),
                _ => return Err(NotPlain),
            };
            let start = text.len();
            self.string(is_raw, &mut text)?;
            if is_format {
                let filled = self.filled(&text[start..])?;
                text.replace_range(start.., &filled);
            }
            if text.len() > LARGEST_COPY {
                return Err(NotPlain);
            }
            self.blanks();
        }
        Ok(text)
    }

    /// An f-string with the names in it filled in.
    pub(super) fn filled(&self, text: &str) -> Plain<String> {
        let mut filled = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            let (before, from) = rest.split_at(at);
            filled.push_str(before);
            if from.starts_with("{{") || from.starts_with("}}") {
                filled.push_str(&from[..1]);
                rest = &from[2..];
                continue;
            }
            let inside = from.strip_prefix('{').and_then(|from| from.split_once('}'));
            let (name, after) = inside.ok_or(NotPlain)?;
            let value = self.constant(name.trim()).and_then(Node::text);
            filled.push_str(value.ok_or(NotPlain)?);
            rest = after;
            if filled.len() > LARGEST_COPY {
                return Err(NotPlain);
            }
        }
        Ok(filled + rest)
    }

    pub(super) fn string(&mut self, is_raw: bool, text: &mut String) -> Plain<()> {
        let body = self.quoted().ok_or(NotPlain)?;
        let body = body.replace("\r\n", "\n");
        if is_raw {
            text.push_str(&body);
            return Ok(());
        }
        let mut rest = &*body;
        while let Some((before, escape)) = rest.split_once('\\') {
            text.push_str(before);
            rest = unescape(escape, text)?;
        }
        text.push_str(rest);
        Ok(())
    }

    /// What stands between the quotes that begin here, once or three times each. Where they are not
    /// closed, the reader stands at the end of the line or of the file afterwards.
    pub(super) fn quoted(&mut self) -> Option<&'t str> {
        let rest = self.rest();
        let quote = &rest[..1];
        let is_triple = rest.starts_with(&quote.repeat(3));
        let end = if is_triple {
            quote.repeat(3)
        } else {
            quote.to_owned()
        };
        self.at += end.len();
        let body = self.rest();
        let start = self.at;
        while !self.rest().starts_with(&end) {
            let mut chars = self.rest().chars();
            self.at += match chars.next()? {
                '\\' => 1 + chars.next().map_or(0, char::len_utf8),
                '\n' if !is_triple => return None,
                c => c.len_utf8(),
            };
        }
        let length = self.at - start;
        self.at += end.len();
        Some(&body[..length])
    }

    pub(super) fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    pub(super) fn takes(&mut self, c: char) -> bool {
        let takes = self.rest().starts_with(c);
        if takes {
            self.at += c.len_utf8();
        }
        takes
    }

    /// Passes over white space, line ends that mean nothing, and, between brackets, comments.
    pub(super) fn blanks(&mut self) {
        loop {
            let rest = self.rest();
            let line = rest.trim_start_matches([' ', '\t', '\u{c}']);
            self.at += rest.len() - line.len();
            if let Some(after) = ["\\\n", "\\\r\n"]
                .iter()
                .find_map(|end| line.strip_prefix(end))
            {
                self.at += line.len() - after.len();
            } else if self.depth > 0 && line.starts_with(['\n', '\r']) {
                self.at += 1;
            } else if self.depth > 0 && line.starts_with('#') {
                self.at += line.find('\n').unwrap_or(line.len());
            } else {
                return;
            }
        }
    }

    /// Passes over the line, with those that an open bracket, an open text or a `\` join to it.
    pub(super) fn skip_line(&mut self) {
        let mut open = 0_usize;
        while let Some(c) = self.rest().chars().next() {
            match c {
                '\'' | '"' => {
                    self.quoted();
                    continue;
                }
                '(' | '[' | '{' => open += 1,
                ')' | ']' | '}' => open = open.saturating_sub(1),
                '#' => {
                    let rest = self.rest();
                    self.at += rest.find('\n').unwrap_or(rest.len());
                    continue;
                }
                '\\' => {
                    self.at += 1;
                    let joined = self
                        .rest()
                        .strip_prefix("\r\n")
                        .or(self.rest().strip_prefix('\n'));
                    if let Some(joined) = joined {
                        self.at = self.text.len() - joined.len();
                    }
                    continue;
                }
                '\n' if open == 0 => {
                    self.at += 1;
                    return;
                }
                _ => {}
            }
            self.at += c.len_utf8();
        }
    }
}

/// Adds what the escape that `text` begins with stands for, without its `\`, and gives what follows.
fn unescape<'t>(text: &'t str, to: &mut String) -> Plain<&'t str> {
    let mut chars = text.chars();
    let Some(c) = chars.next() else {
        to.push('\\');
        return Ok(text);
    };
    let digits = match c {
        '\n' => return Ok(chars.as_str()),
        'x' => (1, 2, 16),
        'u' => (1, 4, 16),
        'U' => (1, 8, 16),
        '0'..='7' => {
            let is_octal = |c: &char| ('0'..='7').contains(c);
            (0, text.chars().take(3).take_while(is_octal).count(), 8)
        }
        // A character by its name.
        'N' => return Err(NotPlain),
        _ => {
            match c {
                'n' => to.push('\n'),
                't' => to.push('\t'),
                'r' => to.push('\r'),
                'a' => to.push('\u{7}'),
                'b' => to.push('\u{8}'),
                'f' => to.push('\u{c}'),
                'v' => to.push('\u{b}'),
                '\\' | '\'' | '"' => to.push(c),
                _ => to.extend(['\\', c]),
            }
            return Ok(chars.as_str());
        }
    };
    let (skip, length, radix) = digits;
    let digits = text.get(skip..skip + length).ok_or(NotPlain)?;
    let code = u32::from_str_radix(digits, radix).map_err(|_| NotPlain)?;
    to.push(char::from_u32(code).ok_or(NotPlain)?);
    Ok(&text[skip + length..])
}
