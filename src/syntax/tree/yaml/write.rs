//! A tree to YAML that people can edit.

use std::fmt::Write;

use crate::syntax::tree::{Node, Value};

/// `node` as YAML in block style; every text reads back as it is.
pub fn write(node: &Node) -> String {
    let mut text = String::new();
    match &node.value {
        Value::Mapping(pairs) if !pairs.is_empty() => mapping(pairs, 0, &mut text),
        _ => {
            inline(node, &mut text);
            text.push('\n');
        }
    }
    text
}

fn mapping(pairs: &[(Node, Node)], indent: usize, text: &mut String) {
    for (key, value) in pairs {
        text.extend(std::iter::repeat_n(' ', indent));
        inline(key, text);
        text.push(':');
        match &value.value {
            Value::Null => text.push('\n'),
            Value::Mapping(inner) if !inner.is_empty() => {
                text.push('\n');
                mapping(inner, indent + 2, text);
            }
            Value::Sequence(items) if items.iter().any(is_mapping) => {
                text.push('\n');
                for item in items {
                    text.extend(std::iter::repeat_n(' ', indent));
                    text.push_str("- ");
                    inline(item, text);
                    text.push('\n');
                }
            }
            _ => {
                text.push(' ');
                inline(value, text);
                text.push('\n');
            }
        }
    }
}

fn is_mapping(node: &Node) -> bool {
    matches!(node.value, Value::Mapping(_))
}

fn inline(node: &Node, text: &mut String) {
    let list = |open: char, parts: Vec<String>, close: char, text: &mut String| {
        let written = write!(text, "{open}{}{close}", parts.join(", "));
        debug_assert!(written.is_ok(), "a String takes whatever is written to it");
    };
    let one = |node: &Node| {
        let mut text = String::new();
        inline(node, &mut text);
        text
    };
    match &node.value {
        Value::Null => text.push('~'),
        Value::Scalar(scalar) if is_plain(scalar) => text.push_str(scalar),
        Value::Scalar(scalar) => text.push_str(&quoted(scalar)),
        Value::Sequence(items) => list('[', items.iter().map(one).collect(), ']', text),
        Value::Mapping(pairs) => {
            let pair = |(key, value): &(Node, Node)| format!("{}: {}", one(key), one(value));
            list('{', pairs.iter().map(pair).collect(), '}', text);
        }
    }
}

/// Whether it is the same text without quotes, in a list too.
fn is_plain(scalar: &str) -> bool {
    let is_safe = |c: char| c.is_alphanumeric() || " -_./:+@()*&=%#~，。：（）".contains(c);
    let begins = scalar.starts_with(|c: char| c.is_alphanumeric() || "/._".contains(c));
    begins
        && scalar.chars().all(is_safe)
        && !scalar.ends_with([' ', ':'])
        && ![": ", " #"].iter().any(|part| scalar.contains(part))
        && !matches!(&*scalar.to_lowercase(), "null" | "~")
}

/// Between double quotes; JSON's escapes are YAML's.
fn quoted(scalar: &str) -> String {
    serde_json::Value::from(scalar).to_string()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::parse;
    use super::*;

    proptest! {
        #[test]
        fn every_text_reads_back(text in "([ -~]|\\PC|\n|\t){0,20}", list in prop::collection::vec("[ -~]{0,6}", 0..3)) {
            let items = list.iter().map(|item| Node::scalar(item, 0)).collect();
            let items = Node { value: Value::Sequence(items), offset: 0 };
            let pairs = vec![
                (Node::scalar("a b", 0), Node::scalar(&text, 0)),
                (Node::scalar("list", 0), items),
            ];
            let node = Node { value: Value::Mapping(pairs), offset: 0 };
            let written = write(&node);
            let read = parse(&crate::syntax::tree::printable(&written)).unwrap();
            prop_assert_eq!(crate::syntax::tree::notation(&read), crate::syntax::tree::notation(&node), "{}", written);
        }
    }
}
