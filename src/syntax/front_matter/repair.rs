//! Text that a person can read and YAML does not allow: `title: a: b`, `author: @me`, a tab for
//! indentation.
//!
//! Each top-level key is read by itself. A value that is not valid YAML is read as
//! plain text if its meaning is not in doubt; otherwise nothing is repaired.

use std::borrow::Cow;

use super::lines::{WIDE_COLON, key_of, wide_key};
use super::raw::{is_header_key, known_keys, normal};
use crate::syntax::tree::{Node, SyntaxError, Value, yaml};

/// What was repaired, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Repair {
    /// Bytes before it.
    pub(super) offset: usize,
    /// How it was read, in words.
    pub(super) message: String,
}

/// The keys and values of a header that was repaired, and what the repairs were.
pub(super) type Repaired = (Vec<(Node, Node)>, Vec<Repair>);

/// Reads `text`, which is not YAML because of `error`; with all of its blocks if `whole`.
///
/// # Errors
///
/// With `error` if some part of it is in doubt.
pub(super) fn parse(text: &str, error: SyntaxError, whole: bool) -> Result<Repaired, SyntaxError> {
    if error.is_limit {
        return Err(error);
    }
    let (mut pairs, mut repairs) = (Vec::new(), Vec::new());
    for part in parts(text) {
        let read = match yaml::parse(part.text) {
            Ok(Node {
                value: Value::Mapping(read),
                ..
            }) => Some(read),
            Ok(Node {
                value: Value::Null, ..
            }) => Some(Vec::new()),
            Err(limit) if limit.is_limit => None,
            // An alias may refer to an anchor in another part.
            Err(_) if part.text.contains('*') && has_anchor(text) => None,
            Ok(_) | Err(_) => {
                let read = repaired(part.text);
                let read = read.map(|(key, value, repair)| (vec![(key, value)], repair));
                let passed_over = || passed_over(part.text).filter(|_| !whole);
                read.or_else(|| Some((Vec::new(), passed_over()?)))
                    .map(|(pairs, mut repair)| {
                        repair.offset += part.offset;
                        repairs.push(repair);
                        pairs
                    })
            }
        };
        let Some(mut read) = read else {
            return Err(error);
        };
        for (key, value) in &mut read {
            key.relocate(&|offset| offset + part.offset);
            value.relocate(&|offset| offset + part.offset);
        }
        pairs.append(&mut read);
    }
    if repairs.is_empty() {
        Err(error)
    } else {
        Ok((pairs, repairs))
    }
}

/// `text` with a colon and spaces in the place of each full-width colon after a key. Both are three bytes.
pub(super) fn narrowed<'t>(text: &'t str, repairs: &mut Vec<Repair>) -> Cow<'t, str> {
    let mut narrow = Cow::Borrowed(text);
    if !text.contains(WIDE_COLON) {
        return narrow;
    }
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if let Some(key) = wide_key(line) {
            let offset = at + line.find(WIDE_COLON).unwrap_or_default();
            let end = offset + WIDE_COLON.len();
            narrow.to_mut().replace_range(offset..end, ":  ");
            let message = format!("`{key}` has a full-width colon; it was read as `:`");
            repairs.push(Repair { offset, message });
        }
        at += line.len();
    }
    narrow
}

fn has_anchor(text: &str) -> bool {
    text.contains(": &") || text.contains("- &")
}

/// A block below a key that feeds do not use need not be read.
fn passed_over(part: &str) -> Option<Repair> {
    let (key, value_at) = divide(part)?;
    let name = normal(key);
    let is_block = part[value_at..].lines().next()?.trim().is_empty();
    let is_needed =
        known_keys().any(|key| key == name) || matches!(&*name, "taxonomies" | "extra" | "<<");
    (is_block && !is_needed).then(|| Repair {
        offset: 0,
        message: format!("the block below `{key}` is not valid YAML; it was ignored"),
    })
}

/// A top-level key with all that belongs to it.
struct KeyBlock<'t> {
    text: &'t str,
    offset: usize,
}

/// `text`, divided before each line that begins with a key.
fn parts(text: &str) -> Vec<KeyBlock<'_>> {
    let mut starts = vec![0];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if at > 0 && divide(line).is_some() {
            starts.push(at);
        }
        at += line.len();
    }
    starts.push(text.len());
    let part = |bounds: &[usize]| KeyBlock {
        text: &text[bounds[0]..bounds[1]],
        offset: bounds[0],
    };
    starts.windows(2).map(part).collect()
}

/// The key at the beginning of the first of `lines`, and where its value begins. A wide space after the colon
/// will do where the key is one that headers have.
fn divide(lines: &str) -> Option<(&str, usize)> {
    let line = lines.lines().next()?;
    if line.starts_with([' ', '\t', '-', '#']) {
        return None;
    }
    let key = key_of(line.as_bytes());
    // A line may begin with something else, such as a stray carriage return.
    if let Some(key) = key.filter(|key| line.as_bytes().starts_with(key)) {
        return Some((
            &line[..key.len()],
            key.len() + 1 + line[key.len()..].find(':')?,
        ));
    }
    let (key, value) = line.split_once(':')?;
    let key = key.trim_end();
    let is_wide = value.starts_with(['\u{a0}', '\u{3000}']);
    (is_wide && is_header_key(key)).then_some((key, line.len() - value.len()))
}

/// The key and value of `part`, which is not YAML, as a person reads it, and how it was read.
fn repaired(part: &str) -> Option<(Node, Node, Repair)> {
    let (key, value_at) = divide(part)?;
    let key = Node::scalar(key.trim_matches(['"', '\'']), 0);
    let name = key.text().unwrap_or_default().to_owned();
    let (first, rest) = part[value_at..]
        .split_once('\n')
        .unwrap_or((&part[value_at..], ""));
    let value = first.trim();
    let offset = value_at + (first.len() - first.trim_start().len());
    let rest_is_empty = rest.lines().all(|line| {
        let line = line.trim();
        line.is_empty() || line.starts_with('#')
    });
    let told = |offset, message: String| Repair { offset, message };
    if rest_is_empty {
        let quoted = || quoted_items(value, offset).filter(|_| normal(&name) != "title");
        if let Some(items) = flow_items(value, offset).or_else(quoted) {
            let message =
                format!("the list of `{name}` is not valid YAML; its items were read as text");
            let value = Value::Sequence(items);
            return Some((key, Node { value, offset }, told(offset, message)));
        }
        let text = plain(value)?;
        let message =
            format!("the value of `{name}` is not valid YAML; it was read as the text `{text}`");
        return Some((key, Node::scalar(text, offset), told(offset, message)));
    }
    if !value.is_empty() {
        return None;
    }
    let start = part.len() - rest.len();
    if let Some(node) = untabbed(part) {
        let message =
            format!("`{name}` is indented with tabs or wide spaces; they were read as spaces");
        return Some((key, node, told(start, message)));
    }
    let (items, odd) = block_items(rest, start)?;
    let node = Node {
        value: Value::Sequence(items),
        offset: start,
    };
    let message = format!("an item of `{name}` is not valid YAML; it was read as text");
    Some((key, node, told(odd?, message)))
}

/// The text that `value`, on a line of its own, looks like.
fn plain(value: &str) -> Option<&str> {
    let first = value.chars().next()?;
    let inner = || &value[1..value.len() - 1];
    match first {
        '"' | '\'' if value.len() > 1 && value.ends_with(first) => {
            let around = |at: usize| {
                let (before, after) = (&inner()[..at], &inner()[at + 1..]);
                (before.chars().next_back(), after.chars().next())
            };
            let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            let mut quotes = inner().match_indices(first).map(|(at, _)| around(at));
            let is_apostrophe = |(before, after): (Option<char>, Option<char>)| {
                is_letter(before) && is_letter(after)
            };
            let opens = |(before, after): (Option<char>, Option<char>)| {
                before.is_none_or(char::is_whitespace) && after.is_some_and(|c| !c.is_whitespace())
            };
            match quotes.clone().next() {
                _ if value.contains('\\') => None,
                // `'It's me'`, `"He said "no" twice"`: the outer quotes stand around the text.
                Some(inside) if opens(inside) || quotes.all(is_apostrophe) => Some(inner()),
                // `"A" and "B"`: they are a part of it.
                Some(_) if value.matches(first).count() % 2 == 0 => Some(value),
                _ => None,
            }
        }
        '"' | '\'' => {
            let closed = value[1..].find(first)?;
            let after = &value[1 + closed + 1..];
            (!after.contains(first) && !value.contains('\\')).then_some(value)
        }
        '{' if value.starts_with("{{") || value.starts_with("{%") => {
            let balanced = value.matches('{').count() == value.matches('}').count();
            balanced.then_some(value)
        }
        // A list or mapping that is not closed; one that is, with text behind it, is text.
        '[' | '{' => {
            let close = value.find(if first == '[' { ']' } else { '}' })?;
            let after = value[close + 1..].trim();
            (!after.is_empty() && !after.starts_with(['#', ',', ']', '}'])).then_some(value)
        }
        '|' | '>' | '&' | '!' | '#' => None,
        _ => Some(value),
    }
}

/// `"a", "b"`: a list without its brackets.
fn quoted_items(value: &str, offset: usize) -> Option<Vec<Node>> {
    let bracketed = format!("[{value}]");
    if !value.starts_with(['"', '\'']) || value.contains(['[', ']', '{', '}', '#']) {
        return None;
    }
    let Ok(Node {
        value: Value::Sequence(mut items),
        ..
    }) = yaml::parse(&bracketed)
    else {
        return None;
    };
    for item in &mut items {
        item.text()?;
        item.relocate(&|inside| (offset + inside).saturating_sub(1));
    }
    Some(items)
}

/// The items of a flow list without quotes and nesting.
fn flow_items(value: &str, offset: usize) -> Option<Vec<Node>> {
    let inner = value.strip_prefix('[')?.strip_suffix(']')?;
    if inner.contains(['[', ']', '{', '}', '"', '\'', '#']) {
        return None;
    }
    let mut at = offset + 1;
    let mut items = Vec::new();
    for item in inner.split(',') {
        let text = item.trim();
        if !text.is_empty() {
            items.push(Node::scalar(
                text,
                at + (item.len() - item.trim_start().len()),
            ));
        }
        at += item.len() + 1;
    }
    Some(items)
}

/// The items of a list in lines, each of which holds one text; and where the first is that is not
/// YAML.
fn block_items(lines: &str, start: usize) -> Option<(Vec<Node>, Option<usize>)> {
    let mut items = Vec::new();
    let mut odd = None;
    let mut indent = None;
    let mut at = start;
    for line in lines.split_inclusive('\n') {
        let begin = at;
        at += line.len();
        let item = line.trim_start();
        if item.is_empty() || item.starts_with('#') {
            continue;
        }
        let width = line.len() - item.len();
        let text = item.strip_prefix("- ")?;
        if *indent.get_or_insert(width) != width {
            return None;
        }
        let offset = begin + width + 2;
        let node = match yaml::parse(text) {
            Ok(
                mut node @ Node {
                    value: Value::Null | Value::Scalar(_),
                    ..
                },
            ) => {
                node.relocate(&|inside| inside + offset);
                node
            }
            Ok(_) => return None,
            Err(_) if text.contains(['[', '{']) => return None,
            Err(_) => {
                odd.get_or_insert(offset);
                Node::scalar(plain(text.trim())?, offset)
            }
        };
        items.push(node);
    }
    Some((items, odd))
}

/// The value of `part` with spaces for the tabs and wide spaces that indent it. Where tabs and
/// others are mixed, depth is ambiguous.
fn untabbed(part: &str) -> Option<Node> {
    let is_wide = |c: char| matches!(c, '\t' | '\u{a0}' | '\u{3000}');
    let mut spaced = String::with_capacity(part.len());
    // Where each line's content begins, as read and as written.
    let mut contents = Vec::new();
    let (mut at, mut tabs, mut others) = (0, false, false);
    for line in part.split_inclusive('\n') {
        let content = line.trim_start_matches(|c| c == ' ' || is_wide(c));
        let indent = &line[..line.len() - content.len()];
        if !content.trim().is_empty() {
            tabs |= indent.contains('\t');
            others |= indent.contains(|c| c != '\t');
        }
        for c in indent.chars() {
            spaced.push_str(match c {
                '\t' => "    ",
                '\u{3000}' => "  ",
                _ => " ",
            });
        }
        contents.push((spaced.len(), at + indent.len()));
        spaced.push_str(content);
        at += line.len();
    }
    if spaced == part || tabs && others {
        return None;
    }
    let Ok(Node {
        value: Value::Mapping(pairs),
        ..
    }) = yaml::parse(&spaced)
    else {
        return None;
    };
    let (_, mut value) = pairs.into_iter().next()?;
    value.relocate(&|offset| {
        let line = contents.iter().rev().find(|(read, _)| *read <= offset);
        line.map_or(offset, |(read, written)| written + (offset - read))
    });
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::tree::notation;

    fn read(text: &str) -> String {
        let error = yaml::parse(text).expect_err(text);
        match parse(text, error, false) {
            Ok((pairs, repairs)) => {
                let places: Vec<_> = repairs
                    .iter()
                    .map(|repair| repair.offset.to_string())
                    .collect();
                let node = Node {
                    value: Value::Mapping(pairs),
                    offset: 0,
                };
                format!("{} @{}", notation(&node), places.join(","))
            }
            Err(_) => "no".to_owned(),
        }
    }

    #[test]
    fn full_width_colons_are_narrowed_after_keys() {
        let text = "layout: post\ntitle ：a：b\n注意：x\n  date：y\nhttp://x：y\ntags：\n";
        let mut repairs = Vec::new();
        let narrow = narrowed(text, &mut repairs);
        let expected = "layout: post\ntitle :  a：b\n注意：x\n  date：y\nhttp://x：y\ntags:  \n";
        assert_eq!(narrow, expected);
        let places: Vec<_> = repairs.iter().map(|repair| repair.offset).collect();
        assert_eq!(places, [19, 67]);
    }

    #[test]
    fn what_a_person_can_read() {
        for (text, expected) in [
            ("title: a: b\ndate: 2021", "{title=a: b date=2021} @7"),
            ("title: @me\n", "{title=@me} @7"),
            ("x: 1\ntitle: `code` here\n", "{x=1 title=`code` here} @12"),
            ("title: %TEMP%\n", "{title=%TEMP%} @7"),
            ("title: *bold* text\n", "{title=*bold* text} @7"),
            (
                "title: {{ page.title }} - x\n",
                "{title={{ page.title }} - x} @7",
            ),
            ("title: {% raw %}\n", "{title={% raw %}} @7"),
            ("title: [Notes] on YAML\n", "{title=[Notes] on YAML} @7"),
            ("title: \"A\" and so on\n", "{title=\"A\" and so on} @7"),
            ("title: 'It's me'\n", "{title=It's me} @7"),
            ("title: 'Don't can't'\n", "{title=Don't can't} @7"),
            ("title: \"He said \"x\" y\"\n", "{title=He said \"x\" y} @7"),
            ("title: \"A\" and \"B\"\n", "{title=\"A\" and \"B\"} @7"),
            ("tags: \"a\", 'b c'\n", "{tags=[a b c]} @6"),
            ("seo:\n  title: a: b\ntitle: c\n", "{title=c} @0"),
            ("tags: [@a, %b, c]\n", "{tags=[@a %b c]} @6"),
            (
                "tags:\n  - @a\n  - 'b'\n  - c: d: e\n",
                "{tags=[@a b c: d: e]} @10",
            ),
            ("tags:\n\t- a\n\t- b\n", "{tags=[a b]} @6"),
            ("tags:\n\u{a0} - a\n\u{a0}\u{a0}- b\n", "{tags=[a b]} @6"),
            ("title:\u{3000}a\ndate: 2021\n", "{title=a date=2021} @9"),
            ("# note\ntitle: a: b\n", "{title=a: b} @14"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn where_there_is_doubt() {
        for text in [
            "title: \"not closed\n",
            "tags: [a, b\n",
            "tags: {a: b\n",
            "title: a: b\n  more: c\n",
            "tags:\n  - a\n\t- b\n",
            "title: a\nbody text\n",
            "title: |x\n",
            "a: &a 1\ntitle: *b c\n",
            "tags:\n  - a: [b\n",
            "seo: [x\n",
            "title: \"a\" b\" c\"\"\n",
            "title: a\n\r中文: [x\n",
        ] {
            assert_eq!(read(text), "no", "{text}");
        }
    }

    #[test]
    fn places_are_true() {
        let text = "tags:\n\t- a\n\t- bb\nx: 1\ntitle: q: r\n";
        let (pairs, _) = parse(text, yaml::parse(text).unwrap_err(), false).unwrap();
        let at = |node: &Node| text[node.offset..].chars().take(2).collect::<String>();
        let Value::Sequence(tags) = &pairs[0].1.value else {
            panic!("a list")
        };
        assert_eq!(tags.iter().map(at).collect::<Vec<_>>(), ["a\n", "bb"]);
        assert_eq!(
            (at(&pairs[1].1), at(&pairs[2].0), at(&pairs[2].1)),
            ("1\n".into(), "ti".into(), "q:".into())
        );
    }
}
