//! Python's regular expressions in a site file: names and paths from which metadata is taken, and the
//! substitutions that make slugs.

use std::cell::RefCell;
use std::collections::HashMap;

use regex::{Regex, RegexBuilder};

use crate::syntax::tree::{Node, Value};

thread_local! {
    /// Those that were compiled: a site has few, and they are used for each article.
    static COMPILED: RefCell<HashMap<(String, bool), Option<Regex>>> = RefCell::default();
}

/// A pattern and what replaces its matches, both as the crate has them.
pub(super) type Substitution = (Regex, String);

/// Whether `pattern` can be used.
pub(super) fn is_known(pattern: &str) -> bool {
    compiled(pattern, false).is_some()
}

fn compiled(pattern: &str, ignores_case: bool) -> Option<Regex> {
    COMPILED.with_borrow_mut(|known| {
        let entry = known.entry((pattern.to_owned(), ignores_case));
        let made = entry.or_insert_with(|| {
            let mut builder = RegexBuilder::new(&translated(pattern));
            let builder = builder.case_insensitive(ignores_case);
            builder.size_limit(LARGEST).build().ok()
        });
        made.clone()
    })
}

/// The largest program of a pattern, in bytes.
const LARGEST: usize = 1 << 20;

/// The named groups of `pattern` at the start of `text`, in lower case.
pub(super) fn groups(pattern: &str, text: &str) -> Vec<(String, String)> {
    if pattern.is_empty() || text.is_empty() {
        return Vec::new();
    }
    let Some(regex) = compiled(&format!(r"\A(?:{pattern})"), false) else {
        return Vec::new();
    };
    let Some(found) = regex.captures(text) else {
        return Vec::new();
    };
    let names = regex.capture_names().flatten();
    let group = |name: &str| {
        let value = found.name(name)?.as_str().to_owned();
        Some((name.to_lowercase(), value))
    };
    names.filter_map(group).collect()
}

/// The substitutions in a list of pairs; one that cannot be used is left out.
pub(super) fn substitutions(list: &Node) -> Vec<Substitution> {
    let Value::Sequence(items) = &list.value else {
        return Vec::new();
    };
    let pair = |item: &Node| match &item.value {
        Value::Sequence(pair) => match &**pair {
            [pattern, by] => {
                let regex = compiled(pattern.text()?, true)?;
                Some((regex, replacement(by.text()?)))
            }
            _ => None,
        },
        _ => None,
    };
    items.iter().filter_map(pair).collect()
}

/// Python's `\1` and `\g<name>` as `${1}` and `${name}`.
fn replacement(text: &str) -> String {
    let mut made = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '$' => made.push_str("$$"),
            '\\' => match chars.next() {
                Some('g') if chars.peek() == Some(&'<') => {
                    chars.next();
                    let name: String = chars.by_ref().take_while(|c| *c != '>').collect();
                    made.push_str(&format!("${{{name}}}"));
                }
                Some(digit @ '0'..='9') => made.push_str(&format!("${{{digit}}}")),
                Some('n') => made.push('\n'),
                Some('t') => made.push('\t'),
                Some(other) => made.push(other),
                None => made.push('\\'),
            },
            c => made.push(c),
        }
    }
    made
}

/// Python's pattern in the syntax of the crate: `\w` has no marks, `\s` has the separators of ASCII, `\Z` is the
/// end, and in brackets `[`, `&&`, `--` and `~~` mean nothing.
fn translated(pattern: &str) -> String {
    let mut made = String::new();
    let mut chars = pattern.chars().peekable();
    let mut in_class = false;
    let mut before = ' ';
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('w') => made.push_str(r"[\p{L}\p{N}_]"),
                Some('W') => made.push_str(r"[^\p{L}\p{N}_]"),
                Some('s') => made.push_str(r"[\s\x1c-\x1f]"),
                Some('S') => made.push_str(r"[^\s\x1c-\x1f]"),
                Some('Z') => made.push_str(r"\z"),
                // Escaped without need, which the crate refuses for letters and some signs.
                Some(other) if !other.is_ascii_alphanumeric() => {
                    made.push_str(&regex::escape(&other.to_string()));
                }
                Some(other) => made.extend(['\\', other]),
                None => made.push('\\'),
            },
            '[' if in_class => made.push_str(r"\["),
            '[' => {
                in_class = true;
                made.push('[');
                if chars.peek() == Some(&'^') {
                    made.extend(chars.next());
                }
                // A bracket that comes first is one of the characters.
                if chars.peek() == Some(&']') {
                    chars.next();
                    made.push_str(r"\]");
                }
            }
            ']' => {
                in_class = false;
                made.push(']');
            }
            '&' | '~' | '-' if in_class && before == c => made.extend(['\\', c]),
            c => made.push(c),
        }
        before = c;
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_at_the_start() {
        let date = r"(?P<date>\d{4}-\d{2}-\d{2})[_-](?P<Slug>.*)";
        let found = groups(date, "2020-01-02_中文 x");
        let found: Vec<_> = found.iter().map(|(k, v)| (&**k, &**v)).collect();
        assert_eq!(found, [("date", "2020-01-02"), ("slug", "中文 x")]);
        assert!(groups(date, "x2020-01-02_y").is_empty());
        assert!(groups("(?<=x)y(?P<a>.)", "yz").is_empty());
        assert!(!is_known("(?=x)"));
    }

    #[test]
    fn substitutions_are_pythons() {
        for (pattern, by, text, expected) in [
            (r"C\+\+", "cpp", "On C++ and c++", "On cpp and cpp"),
            (r"[^\w\s-]", "", "a.b! नमस्ते", "ab नमसत"),
            (r"(a)(?P<x>b)", r"\g<x>\1$", "ab", "ba$"),
            (r"[]&&[-]", "_", "a]&[-b", "a____b"),
            (r"\s*\Z", "", "a \u{1c}", "a"),
            (r"\/\'", "-", "a/'b", "a-b"),
        ] {
            let pair = vec![Node::scalar(pattern, 0), Node::scalar(by, 0)];
            let node = |value| Node { value, offset: 0 };
            let list = node(Value::Sequence(vec![node(Value::Sequence(pair))]));
            let [(regex, by)] = &*substitutions(&list) else {
                panic!("{pattern}");
            };
            assert_eq!(regex.replace_all(text, by.as_str()), expected, "{pattern}");
        }
    }
}
