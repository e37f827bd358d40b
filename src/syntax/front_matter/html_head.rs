//! The head of an HTML file as a header, as Pelican reads it: its `<title>`, and its `<meta>` elements with a
//! `name` and a `content`.

use super::split::Split;
use crate::model::BodyStart;
use crate::syntax::tree::{MAX_BYTES, Node, Value};
use crate::text;

/// Where the head and the body of `bytes` are, the beginning of a file; `whole` if they are all of it.
pub(super) fn split(bytes: &[u8], whole: bool) -> Split {
    let Some(head) = tag(bytes, 0, b"head") else {
        return match bytes.len() {
            len if !whole && len <= MAX_BYTES => Split::NeedMore,
            _ => Split::None,
        };
    };
    let body = tag(bytes, head, b"body");
    let body = body.or_else(|| whole.then_some(bytes.len()));
    let Some(body) = body else {
        return match bytes.len() {
            len if len <= MAX_BYTES => Split::NeedMore,
            _ => Split::None,
        };
    };
    let line = |at: usize| 1 + memchr::memchr_iter(b'\n', &bytes[..at]).count();
    let line = |at: usize| u32::try_from(line(at)).unwrap_or(u32::MAX);
    Split::Header {
        syntax: super::split::HeaderSyntax::HtmlHead,
        start: head,
        end: body,
        line: line(head),
        body: BodyStart {
            offset: body,
            line: line(body),
        },
    }
}

/// Where the first opening tag called `name` ends, from `from` on.
fn tag(bytes: &[u8], from: usize, name: &[u8]) -> Option<usize> {
    let mut at = from;
    while let Some(open) = memchr::memchr(b'<', &bytes[at..]) {
        at += open + 1;
        let rest = &bytes[at..];
        if rest.starts_with(b"!--") {
            at += memchr::memmem::find(rest, b"-->")? + 3;
            continue;
        }
        let is_it = rest
            .get(..name.len())
            .is_some_and(|tag| tag.eq_ignore_ascii_case(name))
            && rest
                .get(name.len())
                .is_some_and(|byte| b" \t\r\n>/".contains(byte));
        if is_it {
            return memchr::memchr(b'>', rest).map(|end| at + end + 1);
        }
    }
    None
}

/// The keys and values in `head`, what stands between the tags `<head>` and `<body>`. Of several elements of one
/// name the values are a list.
pub(super) fn parse(head: &str) -> Vec<(Node, Node)> {
    let mut pairs: Vec<(Node, Node)> = Vec::new();
    let mut at = 0;
    while let Some(open) = head[at..].find('<') {
        let start = at + open;
        let rest = &head[start + 1..];
        at = start + 1;
        if rest.starts_with("!--") {
            at += rest.find("-->").map_or(rest.len(), |end| end + 3);
            continue;
        }
        let name_end = rest
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(rest.len());
        match &*rest[..name_end].to_ascii_lowercase() {
            "title" => {
                let Some(begin) = rest.find('>') else { break };
                let inner = &rest[begin + 1..];
                let end = inner
                    .to_ascii_lowercase()
                    .find("</title")
                    .unwrap_or(inner.len());
                let title = Node::scalar(&inner[..end], start + 2 + begin);
                pairs.push((Node::scalar("title", start), title));
                at = start + 2 + begin + end;
            }
            "meta" => {
                let attributes = attributes(&rest[name_end..]);
                let get = |wanted: &str| {
                    let mut found = attributes.iter().filter(|(name, ..)| name == wanted);
                    found.find(|(_, value, _)| !value.is_empty())
                };
                let Some((_, name, _)) = get("name") else {
                    continue;
                };
                let content = get("content").or_else(|| get("contents"));
                let (value, offset) = content.map_or(("", 0), |(_, value, at)| (value, *at));
                let value = Node::scalar(value, start + 1 + name_end + offset);
                let name = match &*name.to_lowercase() {
                    "keywords" => "tags".to_owned(),
                    name => name.to_owned(),
                };
                add(&mut pairs, Node::scalar(&name, start), value);
            }
            _ => {}
        }
    }
    pairs
}

fn add(pairs: &mut Vec<(Node, Node)>, key: Node, value: Node) {
    let known = pairs
        .iter_mut()
        .find(|(known, _)| known.text() == key.text());
    match known.map(|(_, known)| known) {
        None => pairs.push((key, value)),
        Some(Node {
            value: Value::Sequence(items),
            ..
        }) => items.push(value),
        Some(first) => {
            let items = vec![first.clone(), value];
            first.value = Value::Sequence(items);
        }
    }
}

/// The attributes of the tag whose rest is `text`, with the place of their values.
fn attributes(text: &str) -> Vec<(String, String, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    loop {
        let rest = text[at..].trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        at = text.len() - rest.len();
        if rest.is_empty() || rest.starts_with('>') {
            return found;
        }
        let is_end = |c: char| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/');
        // A sign where a name should be is passed over.
        let length = rest.find(is_end).unwrap_or(rest.len()).max(1);
        let name = rest[..length].to_ascii_lowercase();
        let after = rest[length..].trim_start();
        let Some(value) = after.strip_prefix('=').map(str::trim_start) else {
            found.push((name, String::new(), at));
            at += length;
            continue;
        };
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, end) = match quote {
            Some(quote) => {
                let inner = &value[1..];
                let length = inner.find(quote).unwrap_or(inner.len());
                (
                    &inner[..length],
                    inner.get(length + 1..).unwrap_or_default(),
                )
            }
            None => {
                let is_end = |c: char| c.is_ascii_whitespace() || c == '>';
                value.split_at(value.find(is_end).unwrap_or(value.len()))
            }
        };
        at = text.len() - end.len();
        let place = text.len() - end.len() - value.len() - usize::from(quote.is_some());
        found.push((name, text::resolve_entities(value).into_owned(), place));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::tree::notation;

    #[test]
    fn titles_and_metas() {
        let head = "\n<TITLE>A &amp; <b></title><meta charset=utf-8>\n<meta NAME='Date' content=\"2020-01-02\" />\
            <!-- <meta name=x content=y> --><meta name=keywords content='a, b'><meta name=tags content=c/>\
            <meta name=\"x y\" contents='&quot;q&quot;'>";
        let root = Node {
            value: Value::Mapping(parse(head)),
            offset: 0,
        };
        assert_eq!(
            notation(&root),
            "{title=A &amp; <b> date=2020-01-02 tags=[a, b c/] x y=\"q\"}"
        );
        for (key, value) in parse(head) {
            assert!(head.is_char_boundary(key.offset) && head.is_char_boundary(value.offset));
        }
    }

    #[test]
    fn odd_tags_end() {
        for head in [
            "<meta",
            "<meta =",
            "<meta name=",
            "<meta name='",
            "<meta é=\"é",
            "<title",
            "<!--",
        ] {
            parse(head);
            attributes(head);
        }
    }
}
