//! A shortcut for the YAML parser: the YAML that nearly every header is written in, read in one pass.
//!
//! That is keys of one word with a text on the same line, or a list of texts. Everything else is left
//! to the parser. The result and its offsets are those of the parser, which a property test compares.
//! Without this a fresh build takes a third more instructions.

use crate::syntax::tree::{Node, Value};
use crate::text;

/// The tree of `text`, or `None` if the parser has to look at it.
pub(super) fn parse(text: &str) -> Option<Node> {
    if text::position(text.as_bytes(), may_not_be_plain).is_some() && !text.chars().all(is_plain) {
        return None;
    }
    let mut lines = Lines { text, at: 0 };
    let mut pairs = Vec::with_capacity(8);
    while let Some((start, line)) = lines.next() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (key, value) = line.split_at(memchr::memchr(b':', line.as_bytes())?);
        let value = &value[1..];
        if !is_key(key) {
            return None;
        }
        let after_key = start + key.len();
        let value = match value.strip_prefix(' ').map(|value| value.trim_matches(' ')) {
            None if !value.is_empty() => return None,
            // Where nothing stands at the very end is for the parser to say.
            None | Some("") if lines.is_at_end() && !text.ends_with('\n') => return None,
            None | Some("") => match lines.items()? {
                items if items.is_empty() => node(Value::Null, after_key),
                items => node(Value::Sequence(items), after_key),
            },
            Some(value) => {
                let start = start + offset_in(line, value);
                match value.strip_prefix('[') {
                    Some(rest) => {
                        let items = flow_items(rest.strip_suffix(']')?, start + 1)?;
                        node(Value::Sequence(items), start)
                    }
                    None => {
                        scalar(value, start, is_block_text).or_else(|| escaped(value, start))?
                    }
                }
            }
        };
        pairs.push((node(Value::Scalar(key.to_owned()), start), value));
    }
    (!pairs.is_empty()).then(|| node(Value::Mapping(pairs), 0))
}

/// What is neither a control character nor, as U+0085, U+2028 and U+2029, a line end of YAML 1.1.
fn is_plain(c: char) -> bool {
    matches!(c, ' '..='~' | '\n' | '\u{a0}'..='\u{2027}' | '\u{202a}'..='\u{fefe}' | '\u{ff00}'..='\u{fffd}' | '\u{10000}'..)
}

/// Whether a character that begins with `byte` may not be plain.
fn may_not_be_plain(byte: u8) -> bool {
    let is_control = (byte < b' ') & (byte != b'\n') | (byte == 0x7F);
    is_control | (byte == 0xC2) | (byte == 0xE2) | (byte == 0xEF)
}

/// The lines of a text, and where each begins.
struct Lines<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Lines<'t> {
    fn is_at_end(&self) -> bool {
        self.at >= self.text.len()
    }

    fn peek(&self) -> &'t str {
        let rest = &self.text[self.at..];
        &rest[..memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len())]
    }

    fn next(&mut self) -> Option<(usize, &'t str)> {
        if self.is_at_end() {
            return None;
        }
        let start = self.at;
        let line = self.peek();
        self.at = (start + line.len() + 1).min(self.text.len());
        Some((start, line))
    }

    /// The `- item` lines that come next, all at one depth.
    fn items(&mut self) -> Option<Vec<Node>> {
        let mut items = Vec::new();
        let mut indent = None;
        loop {
            let line = self.peek();
            let item = line.trim_start_matches(' ');
            let depth = line.len() - item.len();
            let Some(item) = item.strip_prefix("- ") else {
                // A line that goes in deeper belongs to what stands above it.
                return (depth == 0).then_some(items);
            };
            if *indent.get_or_insert(depth) != depth {
                return None;
            }
            let (start, _) = self.next()?;
            let item = item.trim_matches(' ');
            items.push(text_only(scalar(
                item,
                start + offset_in(line, item),
                is_block_text,
            )?)?);
        }
    }
}

fn flow_items(list: &str, start: usize) -> Option<Vec<Node>> {
    if list.trim_matches(' ').is_empty() {
        return Some(Vec::new());
    }
    let item = |item: &str| {
        let text = item.trim_matches(' ');
        let start = start + offset_in(list, text);
        text_only(scalar(text, start, is_flow_text)?)
    };
    list.split(',').map(item).collect()
}

/// A text on one line, bare or in quotes, that holds nothing that needs a second look.
fn scalar(text: &str, start: usize, is_bare: fn(&str) -> bool) -> Option<Node> {
    for quote in ['"', '\''] {
        if let Some(rest) = text.strip_prefix(quote) {
            let inner = rest.strip_suffix(quote)?;
            let is_as_written = !inner.contains([quote, '\\']);
            return is_as_written.then(|| node(Value::Scalar(inner.to_owned()), start + 1));
        }
    }
    let first = text.chars().next()?;
    let is_letter = first.is_ascii_alphanumeric() || !first.is_ascii();
    if !is_letter || !is_bare(text) {
        return None;
    }
    let value = match text {
        "null" | "Null" | "NULL" => Value::Null,
        _ => Value::Scalar(text.to_owned()),
    };
    Some(node(value, start))
}

/// A text in double quotes with `\"` and `\\` in it, or one in single quotes with `''`.
fn escaped(text: &str, start: usize) -> Option<Node> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let escape = if quote == '"' { '\\' } else { quote };
    let written = text[1..].strip_suffix(quote)?;
    let mut plain = String::with_capacity(written.len());
    let mut rest = written;
    while let Some(at) = rest.find([quote, escape]) {
        let after = rest[at..].strip_prefix(escape)?;
        let meant = after
            .chars()
            .next()
            .filter(|c| [quote, escape].contains(c))?;
        plain.push_str(&rest[..at]);
        plain.push(meant);
        rest = &after[1..];
    }
    plain.push_str(rest);
    // The parser lends a text out where it finds it before the closing quote.
    let start = match written.strip_suffix(&*plain) {
        Some(before) => start + 1 + before.len(),
        None => start,
    };
    Some(node(Value::Scalar(plain), start))
}

/// Whether text that stands bare after a key or a dash is that text.
fn is_block_text(text: &str) -> bool {
    let begins_more = |pair: &[u8]| pair == b": " || pair == b" #";
    !text.as_bytes().windows(2).any(begins_more) && !text.ends_with(':')
}

/// Whether it is so in brackets, too.
fn is_flow_text(text: &str) -> bool {
    !text.contains(['[', ']', '{', '}', ':', '#', '?', '"', '\''])
}

/// Nothing in a list is rare, and its place is the parser's secret.
fn text_only(node: Node) -> Option<Node> {
    node.text().is_some().then_some(node)
}

fn is_key(key: &str) -> bool {
    key.len() <= 100
        && key.starts_with(|c: char| c.is_ascii_alphabetic())
        && key
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
        && !key.eq_ignore_ascii_case("null")
}

fn offset_in(text: &str, part: &str) -> usize {
    part.as_ptr().addr() - text.as_ptr().addr()
}

fn node(value: Value, offset: usize) -> Node {
    Node { value, offset }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::parse_thoroughly;
    use super::*;

    #[test]
    fn usual_headers_are_simple() {
        for text in [
            "title: \"A: b\"\ndate: 2025-05-18T21:36:22.238724+00:00\ntags:\n  - a b\n  - 'c'\n",
            "layout: post\ntitle: 中文 & more\ntags: [a, \"b c\", 机器人，新语丝]\nempty:\nnone: null\n",
            "# comment\ntags:\n- a\n- b\n\nauthor: A, B\nlist: []\n",
            "title: \"\\\"A\\\" \\\\ b\"\ntags: 'it''s'\nempty:\nx: '\\'\ny: ''''\n",
        ] {
            assert_eq!(parse(text), parse_thoroughly(text).ok(), "{text}");
            assert!(parse(text).is_some(), "{text}");
        }
    }

    #[test]
    fn what_may_be_more_is_left_to_the_parser() {
        for text in [
            "",
            "a",
            "a:b",
            "a: b: c",
            "a: b #c",
            "a: |\n  b\n",
            "a: b\n  c\n",
            "a:\n  b: c\n",
            "a: &x b\n",
            "a: 'it's'\n",
            "a: \"b\\\"\n",
            "a: \"\\n\"\n",
            "a: \"b\"c\"\n",
            "- 'it''s'\n",
            "a: [b, [c]]\n",
            "a: [b,]\n",
            "a: - b\n",
            "a: b\n- c\n",
            "a:\n  - b\n - c\n",
            "a:\n  - b\n    c\n",
            "a:\n  - b: c\n",
            "a:\n\n  b\n",
            "a: b\u{85}c: d\n",
            "a: b\r\n",
            "a:\tb\n",
            "null: a\n",
            "--- a: b\n",
        ] {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]

        #[test]
        fn it_reads_what_the_parser_reads(
            text in "([a-z]{1,2}(:| :|: |:  )|( {0,3}- )|[ \\[\\],#'\"{}:&*!|>%@`?~-]|\\[?(a|中|1|0x1F|null|a b|'c'|\"d\"|, )\\]?|\n|\n|\n\n| \n){0,24}"
        ) {
            if let Some(node) = parse(&text) {
                prop_assert_eq!(Ok(node), parse_thoroughly(&text));
            }
        }

        #[test]
        fn it_reads_headers_as_the_parser_does(
            lines in prop::collection::vec("(title|date|null|true|x-y|a_b|Tags)(:|: )(|[a-zA-Z0-9 中，。é.:/+'\"#-]{0,12}|\"([a ]|\\\\[\"\\\\n]|[\"']){0,6}\"|'([a ]|''|[\\\\'\"]){0,6}'|\\[[a-z0-9 中,.'\"-]{0,14}\\]|(\n {0,2}- [a-z0-9 中:'\"#,.-]{0,6}){1,3})( {0,2}|\n #c|\n#c|\n)", 0..5)
        ) {
            let text = lines.join("\n");
            if let Some(node) = parse(&text) {
                prop_assert_eq!(Ok(node), parse_thoroughly(&text));
            }
        }
    }
}
