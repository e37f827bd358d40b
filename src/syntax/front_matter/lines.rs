//! `key: value` lines at the top of a file, as Pelican (Python-Markdown's meta-data) and
//! MultiMarkdown have them: text to the end of the line, whatever it holds. Lines that are indented
//! go on with the value above; where that is empty, each of them is an item of a list.

use super::raw::{is_header_key, known_keys, normal};
use crate::syntax::tree::{Node, Value, yaml};

/// Whether `line` may stand in such a header.
pub(super) fn is_line(line: &[u8], is_first: bool) -> bool {
    let is_indented = line.starts_with(b" ") || line.starts_with(b"\t");
    (is_indented && !is_first) || divide(line).is_some()
}

/// Whether the keys are those of an article: a `title`, or a `date` and another known key
/// (the head of a mail has a date as well).
pub(super) fn is_header(header: &[u8]) -> bool {
    let key = |line| {
        let key = divide(line).map(|(key, _)| key).or_else(|| key_of(line))?;
        Some(normal(str::from_utf8(key).ok()?.trim_matches(['"', '\''])))
    };
    let keys: Vec<_> = header
        .split(|&byte| byte == b'\n')
        .filter_map(key)
        .collect();
    let is = |name: &str| keys.iter().any(|key| key == name);
    is("title") || is("date") && known_keys().any(|name| name != "date" && is(name))
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

/// What some keyboards write for a colon.
pub(super) const WIDE_COLON: &str = "：";

/// The key at the beginning of `line` if it is one that feeds use, and a full-width colon follows it.
pub(super) fn wide_key(line: &str) -> Option<&str> {
    let (key, _) = line.split_once(WIDE_COLON)?;
    let key = key.trim_end();
    let name = normal(key);
    let is_known =
        !key.contains(':') && (is_header_key(key) || known_keys().any(|key| key == name));
    (is_known && !key.starts_with(char::is_whitespace)).then_some(key)
}

/// Two different keys of feeds among the first lines of `head` that say anything, whatever stands before them (`<!--`,
/// `.. `, `| `, `**`), and the line of the first: the file has no header, but somebody meant one.
pub(super) fn stray_keys(head: &[u8]) -> Option<(u32, &'static str, &'static str)> {
    const FIRST_LINES: usize = 6;
    let lines = head.split(|&byte| byte == b'\n').zip(1..);
    let says_anything = |(line, _): &(&[u8], u32)| !line.trim_ascii().is_empty();
    let mut keys = lines
        .filter(says_anything)
        .take(FIRST_LINES)
        .filter_map(|(line, number)| Some((number, stray_key(str::from_utf8(line).ok()?)?)));
    let (line, one) = keys.next()?;
    let (_, other) = keys.find(|(_, key)| *key != one)?;
    Some((line, one, other))
}

fn stray_key(line: &str) -> Option<&'static str> {
    let is_sign = |c: char| !c.is_alphanumeric();
    let line = line.trim_start_matches(is_sign);
    let (key, _) = line.split_once([':', '=', '|', '：'])?;
    let key = normal(key.trim_end_matches(is_sign));
    known_keys().find(|known| *known == key)
}

/// Where the key of a line ends and its value begins.
fn divide(line: &[u8]) -> Option<(&[u8], usize)> {
    if let Some(wide) = memchr::memmem::find(line, WIDE_COLON.as_bytes())
        && let Some(key) = str::from_utf8(line).ok().and_then(wide_key)
    {
        return Some((key.as_bytes(), wide + WIDE_COLON.len()));
    }
    let colon = line.iter().position(|&byte| byte == b':')?;
    let key = line[..colon].trim_ascii_end();
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
    let is_key_byte = |byte: &u8| is_letter(byte) || matches!(byte, b'_' | b'-' | b' ');
    let is_key = key.first().is_some_and(is_letter) && key.iter().all(is_key_byte);
    is_key.then_some((key, colon + 1))
}

/// The header's keys and values.
pub(super) fn parse(text: &str) -> Vec<(Node, Node)> {
    let mut pairs: Vec<(Node, Node)> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        match divide(line.as_bytes()).filter(|_| !line.starts_with([' ', '\t'])) {
            Some((key, value)) => {
                let key = &line[..key.len()];
                let value = unwrapped(key, part(line, value, start));
                pairs.push((Node::scalar(key, start), value));
            }
            None => {
                if let Some((_, value)) = pairs.last_mut() {
                    go_on(value, part(line, 0, start));
                }
            }
        }
    }
    pairs
}

/// The text of `line`, which begins at `start`, from `from` on.
fn part(line: &str, from: usize, start: usize) -> Node {
    let text = line[from..].trim_start();
    let offset = start + line.len() - text.len();
    match text.trim_end() {
        "" => Node {
            value: Value::Null,
            offset,
        },
        text => Node::scalar(text, offset),
    }
}

/// A list in brackets and a text in quotes are what they look like, though Pelican knows neither.
fn unwrapped(key: &str, mut node: Node) -> Node {
    let offset = node.offset;
    let Value::Scalar(text) = &mut node.value else {
        return node;
    };
    let quoted = text
        .strip_prefix('"')
        .and_then(|inner| inner.strip_suffix('"'));
    if let Some(inner) = quoted.filter(|inner| !inner.contains(['"', '\\'])) {
        *text = inner.to_owned();
    } else if text.starts_with('[')
        && text.ends_with(']')
        && normal(key) != "title"
        && let Ok(mut list) = yaml::parse(text)
    {
        list.relocate(&|inside| inside + offset);
        return list;
    }
    node
}

fn go_on(node: &mut Node, more: Node) {
    let Some(text) = more.text() else { return };
    match &mut node.value {
        Value::Null => node.value = Value::Sequence(vec![more]),
        Value::Sequence(items) => items.push(more),
        Value::Scalar(before) => {
            before.push(' ');
            before.push_str(text);
        }
        Value::Mapping(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::tree::notation;

    #[test]
    fn values_are_text_to_the_end_of_the_line() {
        let text = "Title: a: b # c\r\nBase Header Level:2\nsummary: one\n    two: three\nauthors:\n    A\n\tB\nempty:\n";
        let pairs = parse(text);
        let root = Node {
            value: Value::Mapping(pairs.clone()),
            offset: 0,
        };
        assert_eq!(
            notation(&root),
            "{Title=a: b # c Base Header Level=2 summary=one two: three authors=[A B] empty=~}"
        );
        assert!(text[pairs[1].1.offset..].starts_with("2\n"));
    }

    #[test]
    fn brackets_and_quotes_are_what_they_look_like() {
        let text = "title: \"A\"\nsubtitle: \"A\" and \"B\"\ntags: [a, 'b c']\nslug: [a\n";
        let value = Value::Mapping(parse(text));
        let root = Node { value, offset: 0 };
        assert_eq!(
            notation(&root),
            "{title=A subtitle=\"A\" and \"B\" tags=[a b c] slug=[a}"
        );
    }
}
