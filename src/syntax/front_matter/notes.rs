//! What note-taking programs (Obsidian, Logseq) and people write in headers without a generator:
//! `[[links]]`, `#hashtags`, and a quoted list in one text.

use super::raw::{normal, tag_keys};
use crate::syntax::tree::{Node, Value};

/// Makes of `pairs`, which point into `text`, what they mean.
pub fn adapt(text: &str, pairs: &mut [(Node, Node)]) {
    for (key, node) in pairs {
        unlink(node, text);
        let key = normal(key.text().unwrap_or_default());
        if key == "aliases" || tag_keys().contains(&&*key) {
            listed(node);
        }
    }
}

/// Replaces links by what they show.
fn unlink(node: &mut Node, text: &str) {
    match &mut node.value {
        Value::Scalar(scalar) if scalar.contains("[[") => *scalar = unlinked(scalar),
        Value::Scalar(_) | Value::Null => {}
        Value::Sequence(items) => {
            // Without quotes YAML takes a link for a list in a list.
            if let [outer] = &items[..]
                && let Value::Sequence(inner) = &outer.value
                && let [link] = &inner[..]
                && let Value::Scalar(link) = &link.value
                && text.contains(&format!("[[{link}]]"))
            {
                node.value = Value::Scalar(shown(link).to_owned());
                return;
            }
            items.iter_mut().for_each(|item| unlink(item, text));
        }
        Value::Mapping(pairs) => pairs.iter_mut().for_each(|(_, node)| unlink(node, text)),
    }
}

/// `text` with what its links show in their place.
fn unlinked(text: &str) -> String {
    let mut rest = text;
    let mut told = String::with_capacity(text.len());
    while let Some((before, after)) = rest.split_once("[[")
        && let Some((link, after)) = after.split_once("]]")
    {
        told.push_str(before.strip_suffix('!').unwrap_or(before));
        told.push_str(shown(link));
        rest = after;
    }
    told + rest
}

/// What the link shows: its text, else its page. A picture's text is its size.
fn shown(link: &str) -> &str {
    let (page, text) = link.split_once('|').unwrap_or((link, link));
    let page = page.split('#').next().unwrap_or(page).trim();
    let name = page.rsplit('/').next().unwrap_or(page);
    let is_file = name.rsplit_once('.').is_some_and(|(_, extension)| {
        matches!(extension.len(), 3..=4) && extension.bytes().all(|b| b.is_ascii_alphanumeric())
    });
    match name.strip_suffix(".md") {
        _ if text.len() < link.len() && !is_file => text.trim(),
        Some(name) => name,
        None if is_file => page,
        None => name,
    }
}

/// Turns a text that is a list into one.
fn listed(node: &mut Node) {
    let offset = node.offset;
    let nodes = |texts: Vec<String>| {
        let nodes = texts.into_iter().map(|text| Node::scalar(text, offset));
        nodes.collect::<Vec<_>>()
    };
    match &mut node.value {
        Value::Scalar(text) => {
            if let Some(items) = hashtags(text).or_else(|| quoted_list(text)) {
                node.value = Value::Sequence(nodes(items));
            }
        }
        Value::Sequence(items) => {
            let listed = |item: Node| match item.text() {
                Some(text) => match hashtags(text).or_else(|| quoted_list(text)) {
                    Some(texts) => nodes(texts),
                    None => vec![item],
                },
                None => vec![item],
            };
            *items = std::mem::take(items).into_iter().flat_map(listed).collect();
        }
        Value::Null | Value::Mapping(_) => {}
    }
}

/// `#a #b`, with or without commas: the names, if there are only such.
fn hashtags(text: &str) -> Option<Vec<String>> {
    if !text.trim_start().starts_with('#') {
        return None;
    }
    let words = text.split([' ', '\t', ',']).filter(|word| !word.is_empty());
    let name = |word: &str| {
        let name = word.strip_prefix('#')?;
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '/');
        (!name.is_empty() && name.chars().all(is_part)).then(|| name.to_owned())
    };
    words.map(name).collect()
}

/// `a, "d, e"`, with or without brackets around it: the items, if one of them is quoted and every quoted
/// one is quoted as a whole.
fn quoted_list(text: &str) -> Option<Vec<String>> {
    let text = text.trim();
    let inner = text
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'));
    let mut rest = inner.unwrap_or(text).trim_start();
    if !rest.contains(['"', '\'']) {
        return None;
    }
    let mut items = Vec::new();
    let mut has_quoted = false;
    while !rest.is_empty() {
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (item, after) = match quote {
            Some(quote) => {
                has_quoted = true;
                rest[1..].split_once(quote)?
            }
            None => rest.split_at(rest.find(',').unwrap_or(rest.len())),
        };
        let after = after.trim_start();
        rest = match after.strip_prefix(',') {
            Some(after) => after.trim_start(),
            None if after.is_empty() => after,
            None => return None,
        };
        let item = item.trim();
        if !item.is_empty() {
            items.push(item.to_owned());
        }
    }
    has_quoted.then_some(items)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::tree::yaml;

    /// The value of `key`, as it is written and read here.
    fn read(key: &str, value: &str) -> String {
        let text = format!("{key}: {value}\n");
        let Value::Mapping(mut pairs) = yaml::parse(&text).unwrap().value else {
            panic!("{text}")
        };
        adapt(&text, &mut pairs);
        show(&pairs[0].1)
    }

    fn show(node: &Node) -> String {
        match &node.value {
            Value::Scalar(text) => text.clone(),
            Value::Sequence(items) => format!("{:?}", items.iter().map(show).collect::<Vec<_>>()),
            Value::Null | Value::Mapping(_) => "?".to_owned(),
        }
    }

    #[test]
    fn lists_in_one_text() {
        for (value, expected) in [
            ("'#a #b/c'", r#"["a", "b/c"]"#),
            ("'#a, #b'", r#"["a", "b"]"#),
            (
                "['#a', b, C#, '# c', '#']",
                r##"["a", "b", "C#", "# c", "#"]"##,
            ),
            ("'#1 best'", "#1 best"),
            ("'#! #a'", "#! #a"),
            ("\n- a, \"d, e\"\n- f", r#"["a", "d, e", "f"]"#),
            ("a, \"d, e\", 'g'", r#"["a", "d, e", "g"]"#),
            ("\"['a', 'b c']\"", r#"["a", "b c"]"#),
            ("'\"a\"'", r#"["a"]"#),
            ("Rock 'n' Roll, x", "Rock 'n' Roll, x"),
            ("\"'tis, x\"", "'tis, x"),
            ("\"'a' and 'b'\"", "'a' and 'b'"),
            ("a, b", "a, b"),
        ] {
            assert_eq!(read("tags", value), expected, "{value}");
        }
        assert_eq!(read("title", "'#a #b'"), "#a #b");
    }

    #[test]
    fn links_show_their_text() {
        for (value, expected) in [
            ("\"[[Page]]\"", "Page"),
            ("[[Page]]", "Page"),
            (
                "\"see [[notes/Page#part|that]] and [[notes/B.md]].\"",
                "see that and B.",
            ),
            ("\"![[images/a.png|300]]\"", "images/a.png"),
            ("[[a.png]]", "a.png"),
            ("[\"[[A]]\", '[[B|b]]']", r#"["A", "b"]"#),
            ("\n- [[A]]\n- [[B]]", r#"["A", "B"]"#),
            ("[[a, b]]", r#"["[\"a\", \"b\"]"]"#),
            ("\"a [[ b\"", "a [[ b"),
        ] {
            assert_eq!(read("related", value), expected, "{value}");
        }
    }
}
