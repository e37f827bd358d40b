//! Text to a tree whose scalars are as they were written, with their places.
//!
//! `3.10` stays `3.10`, `00` stays `00`, and a date is its text, in whatever syntax. One file per
//! syntax, each the only user of its parser; what a header or a setting is, none of them knows.

pub mod json;
pub mod python;
pub mod toml;
pub mod yaml;

use std::borrow::Cow;
use std::fmt;

use crate::model::TemplateValue;
use crate::text;

/// The largest text that is parsed, in bytes.
pub const MAX_BYTES: usize = 1 << 20;

/// The deepest nesting that is parsed.
pub const MAX_DEPTH: usize = 64;

/// A value and where it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// What stands there.
    pub value: Value,
    /// Bytes before it. In YAML, for a scalar with escapes or several lines, and for a list, where
    /// its key's value begins.
    pub offset: usize,
}

/// What stands at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing, `~` or `null`.
    Null,
    /// Text as written, quotes and escapes resolved.
    Scalar(String),
    /// A list.
    Sequence(Vec<Node>),
    /// Keys and values in the order of the text, duplicates included.
    Mapping(Pairs),
}

/// Keys and values in the order of the text, duplicates included.
pub type Pairs = Vec<(Node, Node)>;

/// A key without regard to case, `-` and `_`.
pub fn normal(key: &str) -> Cow<'_, str> {
    // As nearly every key is written.
    if key.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9')) {
        return Cow::Borrowed(key);
    }
    let mut normal = key.replace(['-', '_', ' '], "");
    if normal.is_ascii() {
        normal.make_ascii_lowercase();
        return Cow::Owned(normal);
    }
    Cow::Owned(normal.chars().flat_map(char::to_lowercase).collect())
}

impl From<&Node> for TemplateValue {
    fn from(node: &Node) -> Self {
        match &node.value {
            Value::Null => TemplateValue::Null,
            Value::Scalar(text) => TemplateValue::Text(text.as_str().into()),
            Value::Sequence(items) => TemplateValue::List(items.iter().map(Self::from).collect()),
            Value::Mapping(pairs) => {
                let pair = |(key, value): &(Node, Node)| Some((key.text()?.into(), value.into()));
                TemplateValue::Map(pairs.iter().filter_map(pair).collect())
            }
        }
    }
}

impl Node {
    /// A scalar.
    pub fn scalar(text: impl Into<String>, offset: usize) -> Self {
        Node {
            value: Value::Scalar(text.into()),
            offset,
        }
    }

    /// The text, if it is a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(text) => Some(text),
            _ => None,
        }
    }

    /// Moves it, and what it holds, from each offset to the one that `moved` returns.
    pub fn relocate(&mut self, moved: &dyn Fn(usize) -> usize) {
        self.offset = moved(self.offset);
        match &mut self.value {
            Value::Null | Value::Scalar(_) => {}
            Value::Sequence(items) => items.iter_mut().for_each(|item| item.relocate(moved)),
            Value::Mapping(pairs) => {
                for (key, value) in pairs {
                    key.relocate(moved);
                    value.relocate(moved);
                }
            }
        }
    }

    /// What it is, in words, for messages.
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "nothing",
            Value::Scalar(_) => "text",
            Value::Sequence(_) => "a list",
            Value::Mapping(_) => "a mapping",
        }
    }
}

/// Why a text is not of its syntax.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// What is wrong, in words.
    pub message: String,
    /// Bytes before the place where it was noticed.
    pub offset: usize,
    /// Whether it is well-formed perhaps, but more than is read: nothing to be repaired.
    pub is_limit: bool,
}

impl SyntaxError {
    fn unless_small(text: &str) -> Result<(), Self> {
        match text.len() {
            0..=MAX_BYTES => Ok(()),
            _ => Err(SyntaxError {
                message: format!("it is larger than {MAX_BYTES} bytes"),
                offset: 0,
                is_limit: true,
            }),
        }
    }

    fn too_deep(offset: usize) -> Self {
        SyntaxError {
            message: format!("it is nested more than {MAX_DEPTH} deep"),
            offset,
            is_limit: true,
        }
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for SyntaxError {}

/// `text` with each character that YAML 1.2 (section 5.1) or TOML does not allow replaced by U+FFFD, so
/// that one stray U+0008 does not cost the whole header.
pub fn printable(text: &str) -> Cow<'_, str> {
    let allowed = |c: char| {
        matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{fffd}' | '\u{10000}'..)
            && c != '\u{feff}'
    };
    // Most texts hold none of the bytes that another character may begin with.
    let may_not_be = |byte: u8| {
        let is_break = (byte == b'\t') | (byte == b'\n') | (byte == b'\r');
        (byte < b' ') & !is_break | (byte == 0x7F) | (byte == 0xC2) | (byte == 0xEF)
    };
    if text::position(text.as_bytes(), may_not_be).is_none() || text.chars().all(allowed) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.chars()
            .map(|c| if allowed(c) { c } else { '\u{fffd}' })
            .collect(),
    )
}

/// The tree in a short notation: `text`, `~`, `[a b]`, `{a=b}`.
#[cfg(test)]
pub(crate) fn notation(node: &Node) -> String {
    let join = |parts: Vec<String>| parts.join(" ");
    match &node.value {
        Value::Null => "~".to_owned(),
        Value::Scalar(text) => text.clone(),
        Value::Sequence(nodes) => format!("[{}]", join(nodes.iter().map(notation).collect())),
        Value::Mapping(pairs) => {
            let pair =
                |(key, value): &(Node, Node)| format!("{}={}", notation(key), notation(value));
            format!("{{{}}}", join(pairs.iter().map(pair).collect()))
        }
    }
}
