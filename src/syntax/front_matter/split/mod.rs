//! Where the header of an article begins and ends, and in which syntax it is.
//!
//! | opens with | ends with | syntax |
//! |---|---|---|
//! | `---`, `--- yaml` | `---` or `...` | YAML |
//! | `+++`, `---toml` | `+++` (`---`) | TOML |
//! | `{`, `;;;`, `---json` | the matching `}`, `;;;` (`---`) | JSON |
//! | a line `key: value` | a blank line, or any other line | lines, as Pelican and MultiMarkdown have them |
//! | a line `key: value` | `---`, as Hexo has it; there, blank lines may be in it | YAML |
//!
//! Blank lines before it, white space after its fences, a BOM and CRLF are fine.

#[cfg(test)]
mod tests;

use super::lines;
use super::raw::{known_keys, normal};
use crate::model::BodyStart;
use crate::syntax::tree::{MAX_BYTES, json};

/// What a header is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HeaderSyntax {
    Yaml,
    Toml,
    /// With or without the braces around it.
    Json,
    /// `key: value` lines.
    Lines,
    /// The head of an HTML file.
    HtmlHead,
}

/// What the first bytes of a file tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Split {
    /// There is no header.
    None,
    /// There is none, but what was probably meant for one begins on line `line`.
    Mistaken {
        /// That line.
        line: u32,
        /// What is wrong.
        message: String,
    },
    /// The header's end lies beyond these bytes.
    NeedMore,
    /// It begins on line `line` and has no end.
    Unclosed {
        /// The line that opens it.
        line: u32,
        /// What should close it.
        closing: &'static str,
    },
    /// It is larger than any header.
    TooLarge {
        /// The line that opens it.
        line: u32,
    },
    /// It lies between `start` and `end`.
    Header {
        /// How it is written.
        syntax: HeaderSyntax,
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

/// How a header between two fences is written, and what closes it.
struct Fence {
    opening: &'static str,
    closing: &'static str,
    syntax: HeaderSyntax,
}

#[rustfmt::skip]
const FENCES: &[Fence] = &[
    Fence { opening: "---", closing: "---", syntax: HeaderSyntax::Yaml },
    Fence { opening: "---yaml", closing: "---", syntax: HeaderSyntax::Yaml },
    Fence { opening: "---yml", closing: "---", syntax: HeaderSyntax::Yaml },
    Fence { opening: "---toml", closing: "---", syntax: HeaderSyntax::Toml },
    Fence { opening: "---json", closing: "---", syntax: HeaderSyntax::Json },
    Fence { opening: "+++", closing: "+++", syntax: HeaderSyntax::Toml },
    Fence { opening: ";;;", closing: ";;;", syntax: HeaderSyntax::Json },
];

impl Fence {
    fn opened_by(line: &[u8]) -> Option<&'static Fence> {
        if line.len() > LONGEST_LINE {
            return None;
        }
        let line: Vec<u8> = line
            .iter()
            .copied()
            .filter(|byte| !byte.is_ascii_whitespace())
            .collect();
        FENCES.iter().find(|fence| fence.opening.as_bytes() == line)
    }

    /// Whether `line`, the first that says anything, is one of a header. Otherwise the fence is a
    /// thematic break, or text.
    fn begins(&self, line: &[u8]) -> bool {
        match self.syntax {
            HeaderSyntax::Toml => line.starts_with(b"[") || line.contains(&b'='),
            HeaderSyntax::Json => line.starts_with(b"{") || line.starts_with(b"\""),
            HeaderSyntax::Yaml | HeaderSyntax::Lines | HeaderSyntax::HtmlHead => {
                lines::key_of(line).is_some() || has_wide_key(line)
            }
        }
    }
}

/// Splits `bytes`, the beginning of a file; `whole` if they are all of it. `runs_on`: a header without an
/// opening fence goes on to a closing one, whatever lies between them.
pub(super) fn split(bytes: &[u8], whole: bool, runs_on: bool) -> Split {
    // Some programs put one BOM before another.
    let boms = bytes.chunks(BOM.len()).take_while(|chunk| *chunk == BOM);
    let at = boms.count() * BOM.len();
    if !whole && bytes.len() - at < BOM.len() && BOM.starts_with(&bytes[at..]) {
        return Split::NeedMore;
    }
    let mut lines = HeaderLines {
        bytes,
        at,
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
    let complete = opening.ended || whole;
    let line = lines.number;
    if let Some(fence) = complete.then(|| Fence::opened_by(opening.text)).flatten() {
        return fenced(fence, fence.closing.as_bytes(), runs_on, lines, whole);
    }
    let dashes = opening.text.trim_ascii_end();
    if complete && runs_on && is_dashes(dashes) {
        return fenced(&FENCES[0], dashes, true, lines, whole);
    }
    if opening.text.starts_with(b"{") {
        return braces(&bytes[opening.start..], opening.start, lines.number, whole);
    }
    if !complete && opening.text.len() <= LONGEST_LINE {
        return Split::NeedMore;
    }
    if let Some(mistaken) = mistaken(opening.text, &mut lines, whole) {
        return mistaken;
    }
    lines.at = opening.start;
    lines.number = line - 1;
    bare(lines, whole, runs_on)
}

/// What `opening`, the first line, and the next of `lines` were probably meant for, if they are not a header.
fn mistaken(opening: &[u8], lines: &mut HeaderLines<'_>, whole: bool) -> Option<Split> {
    let line = lines.number;
    let opening = str::from_utf8(opening).ok()?.trim();
    let mut signs = opening.chars();
    let sign = signs.next().filter(|sign| "-—–－=+*~".contains(*sign))?;
    if !signs.all(|other| other == sign) || opening.len() > LONGEST_FENCE {
        return None;
    }
    let next = lines.find(|next| !next.text.trim_ascii().is_empty());
    let Some(next) = next.filter(|next| next.ended || whole) else {
        return (!whole).then_some(Split::NeedMore);
    };
    let is_key = |line| {
        let key = str::from_utf8(lines::key_of(line)?).ok()?;
        Some(known_keys().any(|known| known == normal(key)))
    };
    (is_key(next.text) == Some(true) || has_wide_key(next.text)).then(|| Split::Mistaken {
        line,
        message: format!("`{opening}` does not open a header; `---` does"),
    })
}

/// The longest line that may be meant for a fence, in bytes.
const LONGEST_FENCE: usize = 100;

fn has_wide_key(line: &[u8]) -> bool {
    str::from_utf8(line).is_ok_and(|line| lines::wide_key(line).is_some())
}

/// Whether `line` is three dashes or more.
fn is_dashes(line: &[u8]) -> bool {
    line.len() >= 3 && line.iter().all(|&byte| byte == b'-')
}

/// `longer`: a longer row of dashes closes, too.
fn fenced(
    fence: &Fence,
    closing: &[u8],
    longer: bool,
    mut lines: HeaderLines<'_>,
    whole: bool,
) -> Split {
    let (start, line) = (lines.at, lines.number + 1);
    let mut begins = None;
    while let Some(next) = lines.next() {
        let text = next.text.trim_ascii_end();
        let is_closing = text == closing
            || (fence.syntax == HeaderSyntax::Yaml && text == b"...")
            || (longer && text.starts_with(closing) && is_dashes(text));
        if is_closing && (next.ended || whole) {
            if next.start - start > MAX_BYTES {
                return Split::TooLarge { line: line - 1 };
            }
            return Split::Header {
                syntax: fence.syntax,
                start,
                end: next.start,
                line,
                body: lines.body(),
            };
        }
        if !text.is_empty() && !text.starts_with(b"#") && (next.ended || whole) {
            begins.get_or_insert_with(|| fence.begins(text));
        }
        if next.start - start > MAX_BYTES {
            return match begins {
                Some(true) => Split::TooLarge { line: line - 1 },
                _ => Split::None,
            };
        }
    }
    match begins {
        _ if !whole => Split::NeedMore,
        Some(true) => Split::Unclosed {
            line: line - 1,
            closing: fence.closing,
        },
        _ => Split::None,
    }
}

/// A JSON object, from its `{` on. `{% raw %}` and `{{ x }}` are not.
fn braces(bytes: &[u8], start: usize, line: u32, whole: bool) -> Split {
    match bytes[1..].trim_ascii_start().first() {
        Some(b'"' | b'}') => {}
        None if !whole && bytes.len() <= LONGEST_LINE => return Split::NeedMore,
        _ => return Split::None,
    }
    let Some(len) = json::object_len(bytes) else {
        return match bytes.len() {
            len if len <= MAX_BYTES && !whole => Split::NeedMore,
            _ if !is_meant(bytes) => Split::None,
            len if len > MAX_BYTES => Split::TooLarge { line },
            _ => Split::Unclosed { line, closing: "}" },
        };
    };
    // The body begins on the line after the brace, as in Hugo, or behind it.
    let rest = &bytes[len..];
    let line_end = rest.iter().position(|&byte| byte == b'\n');
    let after = &rest[..line_end.unwrap_or(rest.len())];
    let is_alone = after.trim_ascii().is_empty();
    if line_end.is_none() && !whole && is_alone && after.len() <= LONGEST_LINE {
        return Split::NeedMore;
    }
    if !is_alone && !is_meant(&bytes[..len]) {
        return Split::None;
    }
    let body = if is_alone {
        len + line_end.map_or(rest.len(), |end| end + 1)
    } else {
        len
    };
    let newlines = bytes[..body].iter().filter(|&&byte| byte == b'\n').count();
    Split::Header {
        syntax: HeaderSyntax::Json,
        start,
        end: start + len,
        line,
        body: BodyStart {
            offset: start + body,
            line: line + u32::try_from(newlines).unwrap_or(u32::MAX),
        },
    }
}

/// Whether a text in braces was meant to be a header.
fn is_meant(json: &[u8]) -> bool {
    let holds = |key: &[u8]| json.windows(key.len()).any(|part| part == key);
    holds(b"\"title\"") || holds(b"\"date\"")
}

/// The longest line of a header without fences.
const LONGEST_LINE: usize = 4096;

/// The largest header without fences.
const LARGEST_BARE: usize = 1 << 16;

/// A header without an opening fence. Prose that only looks like one has none of the keys that
/// [`lines::is_header`] looks for.
fn bare(mut lines: HeaderLines<'_>, whole: bool, runs_on: bool) -> Split {
    let (bytes, start, line) = (lines.bytes, lines.at, lines.number + 1);
    let mut all_lines = true;
    let (end, syntax) = loop {
        let (at, number) = (lines.at, lines.number);
        let Some(next) = lines.next() else {
            if whole {
                break (at, HeaderSyntax::Lines);
            } else {
                return Split::NeedMore;
            }
        };
        let text = next.text.trim_ascii_end();
        if !(next.ended || whole) {
            return match text.len() {
                0..=LONGEST_LINE => Split::NeedMore,
                _ => Split::None,
            };
        }
        if text.len() > LONGEST_LINE || at - start > LARGEST_BARE {
            return Split::None;
        }
        let is_first = at == start;
        match text {
            b"---" | b"..." | b";;;" if !is_first => {
                let syntax = if text == b";;;" {
                    HeaderSyntax::Json
                } else {
                    HeaderSyntax::Yaml
                };
                break (at, syntax);
            }
            _ if runs_on && is_dashes(text) && !is_first => break (at, HeaderSyntax::Yaml),
            _ if runs_on && !is_first => all_lines = false,
            b"" => break (at, HeaderSyntax::Lines),
            _ if lines::is_line(text, is_first) => {}
            // Hexo's lists need not be indented; a comma ends each line of its JSON.
            _ if text.starts_with(b"- ") || text.starts_with(b"#") || text.starts_with(b"\"") => {
                all_lines = false;
            }
            _ => {
                (lines.at, lines.number) = (at, number);
                break (at, HeaderSyntax::Lines);
            }
        }
    };
    let is_header =
        (all_lines || syntax != HeaderSyntax::Lines) && lines::is_header(&bytes[start..end]);
    if !is_header {
        return Split::None;
    }
    Split::Header {
        syntax,
        start,
        end,
        line,
        body: lines.body(),
    }
}

struct Line<'a> {
    text: &'a [u8],
    start: usize,
    ended: bool,
}

struct HeaderLines<'a> {
    bytes: &'a [u8],
    at: usize,
    number: u32,
}

impl HeaderLines<'_> {
    /// The body, if it begins with the next line.
    fn body(&self) -> BodyStart {
        BodyStart {
            offset: self.at,
            line: self.number + 1,
        }
    }
}

impl<'a> Iterator for HeaderLines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        let start = self.at;
        let rest = self.bytes.get(start..).filter(|rest| !rest.is_empty())?;
        let end = memchr::memchr(b'\n', rest);
        self.at = start + end.map_or(rest.len(), |end| end + 1);
        self.number += 1;
        Some(Line {
            text: &rest[..end.unwrap_or(rest.len())],
            start,
            ended: end.is_some(),
        })
    }
}
