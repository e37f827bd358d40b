//! JSON. Numbers are the text between their delimiters, duplicate keys are kept.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::{MAX_DEPTH, Node, SyntaxError, Value};
use crate::text::floor_char_boundary;

/// Parses one JSON value.
///
/// # Errors
///
/// If it is not JSON, or is larger or deeper than the limits of this module.
pub fn parse(text: &str) -> Result<Node, SyntaxError> {
    SyntaxError::unless_small(text)?;
    let context = Context { text };
    let raw: &RawValue = context.read(text)?;
    context.node(raw, 0)
}

/// The length of the JSON object that `text` begins with, and whatever follows; `None` if it goes
/// on beyond the end.
pub fn object_len(text: &[u8]) -> Option<usize> {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for (at, byte) in text.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'{' if !in_string => depth += 1,
            b'}' if !in_string => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// The whole text, of which every part that is read is a slice.
struct Context<'t> {
    text: &'t str,
}

impl<'t> Context<'t> {
    fn read<T: Deserialize<'t>>(&self, part: &'t str) -> Result<T, SyntaxError> {
        serde_json::from_str(part).map_err(|error| {
            let line_start: usize = part
                .split_inclusive('\n')
                .take(error.line().saturating_sub(1))
                .map(str::len)
                .sum();
            let offset = self.offset(part) + line_start + error.column().saturating_sub(1);
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or_default();
            SyntaxError {
                message: message.to_owned(),
                offset: floor_char_boundary(self.text, offset),
                is_limit: false,
            }
        })
    }

    fn offset(&self, part: &str) -> usize {
        part.as_ptr()
            .addr()
            .saturating_sub(self.text.as_ptr().addr())
    }

    /// Each level reads its text again, so that the depth is what bounds the time.
    fn node(&self, raw: &'t RawValue, depth: usize) -> Result<Node, SyntaxError> {
        let part = raw.get();
        let offset = self.offset(part);
        if depth >= MAX_DEPTH {
            return Err(SyntaxError::too_deep(offset));
        }
        let value = match part.as_bytes().first() {
            Some(b'{') => {
                let RawMembers(pairs) = self.read(part)?;
                let node = |(key, value): (&'t RawValue, &'t RawValue)| {
                    Ok((self.node(key, depth + 1)?, self.node(value, depth + 1)?))
                };
                Value::Mapping(pairs.into_iter().map(node).collect::<Result<_, _>>()?)
            }
            Some(b'[') => {
                let items: Vec<&RawValue> = self.read(part)?;
                let nodes = items.into_iter().map(|item| self.node(item, depth + 1));
                Value::Sequence(nodes.collect::<Result<_, _>>()?)
            }
            Some(b'"') => Value::Scalar(self.read(part)?),
            _ if part == "null" => Value::Null,
            _ => Value::Scalar(part.to_owned()),
        };
        Ok(Node { value, offset })
    }
}

/// Keys and values in order, duplicates included.
struct RawMembers<'t>(Vec<(&'t RawValue, &'t RawValue)>);

impl<'de> Deserialize<'de> for RawMembers<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = RawMembers<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawMembers<'de>, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(RawMembers(pairs))
            }
        }
        deserializer.deserialize_map(Collect)
    }
}

#[cfg(test)]
mod tests {
    use super::super::notation;
    use super::*;

    fn read(text: &str) -> String {
        match parse(text) {
            Ok(node) => notation(&node),
            Err(error) => format!("error: {error} @{}", error.offset),
        }
    }

    #[test]
    fn scalars_are_as_they_were_written() {
        for (text, expected) in [
            (
                r#"{"tags": [3.10, 1e3, 2025, "00", null, true]}"#,
                "{tags=[3.10 1e3 2025 00 ~ true]}",
            ),
            (r#"{"a": 1, "a": 2, "b": {"c": "x"}}"#, "{a=1 a=2 b={c=x}}"),
            (
                r#"{"t\u4e2d": "\ud83d\ude00 \/ \"q\""}"#,
                "{t中=😀 / \"q\"}",
            ),
            (" {}\n", "{}"),
            ("[]", "[]"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn places_are_true() {
        let text = "{\"中\": 1,\n  \"b\": [\"x\", {\"c\": 7}]}";
        let Value::Mapping(pairs) = parse(text).unwrap().value else {
            panic!("a mapping")
        };
        let at = |node: &Node| &text[node.offset..node.offset + 2];
        assert_eq!((at(&pairs[1].0), at(&pairs[1].1)), ("\"b", "[\""));
        let Value::Sequence(items) = &pairs[1].1.value else {
            panic!("a list")
        };
        assert_eq!(items.iter().map(at).collect::<Vec<_>>(), ["\"x", "{\""]);
    }

    #[test]
    fn errors_have_a_place() {
        for (text, expected) in [
            ("{\"a\": 1,\n \"b\": x}", "error: expected value @15"),
            ("{\"a\": 1,}", "error: key must be a string @8"),
            (
                "{\"a\": {\"b\": \"\\ud800\"}}",
                "error: unexpected end of hex escape @19",
            ),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn where_an_object_ends() {
        for (text, expected) in [
            ("{} x", Some(2)),
            (r#"{"a": "}\"}"} body {"#, Some(13)),
            (r#"{"a": {"b": []}}"#, Some(16)),
            (r#"{"a": "#, None),
        ] {
            assert_eq!(object_len(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn what_would_take_for_ever_is_refused() {
        for text in [
            "[".repeat(100_000),
            "{\"a\":".repeat(100_000),
            format!("{}{}", "[".repeat(70), "]".repeat(70)),
        ] {
            assert!(parse(&text).is_err(), "{}", &text[..20]);
        }
    }
}
