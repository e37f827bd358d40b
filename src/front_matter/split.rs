//! Where the header of an article begins and ends.

use crate::model::BodyStart;
use crate::yaml::MAX_BYTES;

/// What the first bytes of a file tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Split {
    /// There is no header.
    None,
    /// The header's end lies beyond these bytes.
    NeedMore,
    /// It begins on line `line` and has no end.
    Unclosed {
        /// The line of the opening `---`.
        line: u32,
    },
    /// It is larger than any header.
    TooLarge {
        /// The line of the opening `---`.
        line: u32,
    },
    /// It lies between `start` and `end`.
    Header {
        /// Bytes before its first line.
        start: usize,
        /// Bytes before its closing line.
        end: usize,
        /// The line of its first character.
        line: u32,
        /// Where the body begins.
        body: BodyStart,
    },
}

const BOM: &[u8] = b"\xef\xbb\xbf";

/// Splits `bytes`, the beginning of a file; `whole` if they are all of it.
///
/// A header opens with `---` on the first line that is not blank and ends with `---` or `...`;
/// white space after them, a BOM and CRLF are fine. Without any `key:` under it, an opening `---`
/// is a thematic break.
pub(super) fn split(bytes: &[u8], whole: bool) -> Split {
    if !whole && bytes.len() < BOM.len() && BOM.starts_with(bytes) {
        return Split::NeedMore;
    }
    let mut lines = Lines {
        bytes,
        at: if bytes.starts_with(BOM) { BOM.len() } else { 0 },
        number: 0,
    };
    let opening = loop {
        match lines.next() {
            Some(line) if line.text.trim_ascii().is_empty() => {}
            Some(line) => break line,
            None if whole => return Split::None,
            None => return Split::NeedMore,
        }
    };
    if opening.text.trim_ascii_end() != b"---" {
        let may_go_on = !whole && !opening.ended && b"---".starts_with(opening.text);
        return if may_go_on {
            Split::NeedMore
        } else {
            Split::None
        };
    }
    let (start, line) = (lines.at, lines.number + 1);
    let mut first_key = None;
    while let Some(next) = lines.next() {
        let text = next.text.trim_ascii_end();
        if (text == b"---" || text == b"...") && (next.ended || whole) {
            if next.start - start > MAX_BYTES {
                return Split::TooLarge { line: line - 1 };
            }
            let body = BodyStart {
                offset: lines.at,
                line: lines.number + 1,
            };
            return Split::Header {
                start,
                end: next.start,
                line,
                body,
            };
        }
        if !text.is_empty() && !text.starts_with(b"#") && (next.ended || whole) {
            first_key.get_or_insert_with(|| key_of(text).is_some());
        }
        if next.start - start > MAX_BYTES {
            return if first_key == Some(true) {
                Split::TooLarge { line: line - 1 }
            } else {
                Split::None
            };
        }
    }
    match first_key {
        _ if !whole => Split::NeedMore,
        Some(true) => Split::Unclosed { line: line - 1 },
        _ => Split::None,
    }
}

/// The key of a line that looks like `key: value`.
pub(super) fn key_of(line: &[u8]) -> Option<&[u8]> {
    let colon = line.iter().position(|&byte| byte == b':')?;
    let key = line[..colon].trim_ascii();
    let is_key_byte = |byte: &u8| {
        byte.is_ascii_alphanumeric()
            || matches!(byte, b'_' | b'-' | b'"' | b'\'' | b'.')
            || *byte >= 0x80
    };
    let is_key = !key.is_empty() && key.iter().all(is_key_byte);
    (is_key && matches!(line.get(colon + 1), None | Some(b' ' | b'\t'))).then_some(key)
}

struct Line<'a> {
    text: &'a [u8],
    start: usize,
    ended: bool,
}

struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    number: u32,
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        let start = self.at;
        let rest = self.bytes.get(start..).filter(|rest| !rest.is_empty())?;
        let end = rest.iter().position(|&byte| byte == b'\n');
        self.at = start + end.map_or(rest.len(), |end| end + 1);
        self.number += 1;
        Some(Line {
            text: &rest[..end.unwrap_or(rest.len())],
            start,
            ended: end.is_some(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(text: &str) -> Option<(&str, u32, &str, u32)> {
        match split(text.as_bytes(), true) {
            Split::Header {
                start,
                end,
                line,
                body,
            } => Some((&text[start..end], line, &text[body.offset..], body.line)),
            _ => None,
        }
    }

    #[test]
    fn headers() {
        assert_eq!(
            header("---\na: b\n---\nbody"),
            Some(("a: b\n", 2, "body", 4))
        );
        assert_eq!(
            header("\u{feff}---\r\na: b\r\n---\r\nbody"),
            Some(("a: b\r\n", 2, "body", 4))
        );
        assert_eq!(
            header("\n \n---  \na: b\n... \nbody"),
            Some(("a: b\n", 4, "body", 6))
        );
        assert_eq!(header("---\na: b\n---"), Some(("a: b\n", 2, "", 4)));
        assert_eq!(header("---\n---\nbody"), Some(("", 2, "body", 3)));
        assert_eq!(
            header("---\ntitle: a\n----\n---\n"),
            Some(("title: a\n----\n", 2, "", 5))
        );
    }

    #[test]
    fn no_headers() {
        for text in [
            "",
            "text",
            "---- \na: b\n---\n",
            "x\n---\na: b\n---\n",
            "---\njust a break\n",
            "\n\n",
            "--",
        ] {
            assert_eq!(split(text.as_bytes(), true), Split::None, "{text:?}");
        }
    }

    #[test]
    fn a_header_without_an_end() {
        assert_eq!(
            split(b"\n---\ntitle: a\n\nbody", true),
            Split::Unclosed { line: 2 }
        );
        let long = format!("---\ntitle: a\n{}", "x\n".repeat(MAX_BYTES));
        assert_eq!(split(long.as_bytes(), false), Split::TooLarge { line: 1 });
    }

    #[test]
    fn any_beginning_asks_for_more_or_knows_already() {
        let text = "\u{feff}\r\n---\ntitle: a\n--- \nbody\n---\n".as_bytes();
        let whole = split(text, true);
        for length in 0..text.len() {
            let part = split(&text[..length], false);
            assert!(
                part == Split::NeedMore || part == whole,
                "{length}: {part:?}"
            );
        }
    }
}
