//! TOML. Numbers and dates are the text between the parser's spans.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{MAX_DEPTH, Node, SyntaxError, Value};

/// Parses one TOML document, a mapping.
///
/// `text` must have passed [`printable`](super::printable), or a control character is an error.
///
/// # Errors
///
/// If it is not TOML, or is larger or deeper than the limits of this module.
pub fn parse(text: &str) -> Result<Node, SyntaxError> {
    SyntaxError::unless_small(text)?;
    match DeTable::parse(text) {
        Ok(table) => {
            let start = table.span().start;
            mapping(text, table.into_inner(), start, 0)
        }
        Err(error) => {
            let offset = error.span().map_or(0, |span| span.start.min(text.len()));
            let message = error.message().to_owned();
            Err(SyntaxError {
                message,
                offset,
                is_limit: false,
            })
        }
    }
}

fn mapping(
    text: &str,
    table: DeTable<'_>,
    offset: usize,
    depth: usize,
) -> Result<Node, SyntaxError> {
    let pairs = table
        .into_iter()
        .map(|(key, value)| {
            let at = key.span().start;
            Ok((
                Node::scalar(key.into_inner(), at),
                node(text, value, depth)?,
            ))
        })
        .collect::<Result<_, _>>()?;
    Ok(Node {
        value: Value::Mapping(pairs),
        offset,
    })
}

fn node(text: &str, value: Spanned<DeValue<'_>>, depth: usize) -> Result<Node, SyntaxError> {
    let span = value.span();
    if depth >= MAX_DEPTH {
        return Err(SyntaxError::too_deep(span.start));
    }
    let value = match value.into_inner() {
        DeValue::Table(table) => return mapping(text, table, span.start, depth + 1),
        DeValue::Array(items) => {
            let nodes = items.into_iter().map(|item| node(text, item, depth + 1));
            Value::Sequence(nodes.collect::<Result<_, _>>()?)
        }
        DeValue::String(string) => Value::Scalar(string.into_owned()),
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {
            Value::Scalar(text.get(span.clone()).unwrap_or_default().to_owned())
        }
    };
    Ok(Node {
        value,
        offset: span.start,
    })
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
                "tags = [3.10, 1e3, 0x1F, 2_025, 'x']",
                "{tags=[3.10 1e3 0x1F 2_025 x]}",
            ),
            ("draft = true", "{draft=true}"),
            (
                "a = 2021-03-04T05:06:07.123456789-04:00\nb = 2021-03-04 05:06:07\nc = 2021-03-04\nd = 05:06:07",
                "{a=2021-03-04T05:06:07.123456789-04:00 b=2021-03-04 05:06:07 c=2021-03-04 d=05:06:07}",
            ),
            (
                "title = \"a \\u4e2d\"\n[taxonomies]\ntags = ['b']\n[extra]\nx.y = 1",
                "{title=a 中 taxonomies={tags=[b]} extra={x={y=1}}}",
            ),
            (
                "[[authors]]\nname = 'A'\r\n[[authors]]\nname = 'B'",
                "{authors=[{name=A} {name=B}]}",
            ),
            ("a = '''\nx\ny'''", "{a=x\ny}"),
            ("# nothing", "{}"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn places_are_true() {
        let text = "title = \"é\"\ntags = [\"x\", 7]\n[a]\nb = 1\n";
        let Value::Mapping(pairs) = parse(text).unwrap().value else {
            panic!("a mapping")
        };
        let at = |node: &Node| text[node.offset..].chars().take(3).collect::<String>();
        let keys: Vec<_> = pairs.iter().map(|(key, _)| at(key)).collect();
        assert_eq!(keys, ["tit", "tag", "a]\n"]);
        assert_eq!(
            (at(&pairs[0].1), at(&pairs[1].1)),
            ("\"é\"".to_owned(), "[\"x".to_owned())
        );
        let Value::Sequence(tags) = &pairs[1].1.value else {
            panic!("a list")
        };
        assert_eq!(tags.iter().map(at).collect::<Vec<_>>(), ["\"x\"", "7]\n"]);
    }

    #[test]
    fn errors_have_a_place() {
        for (text, place) in [
            ("a = 1\na = 2", 6),
            ("a = x", 4),
            ("a = \"x", 6),
            ("a = 2021-02-30", 4),
        ] {
            let error = parse(text).unwrap_err();
            assert_eq!(
                (error.offset, error.message.contains('\n')),
                (place, false),
                "{text}: {error}"
            );
        }
    }

    #[test]
    fn what_would_take_for_ever_is_refused() {
        for text in [
            format!("a = {}", "[".repeat(100_000)),
            format!("a = {}{}", "[".repeat(70), "]".repeat(70)),
            format!("a = {}", "{a = ".repeat(100_000)),
            format!("{}a = 1", "a.".repeat(100_000)),
            format!("[{}a]", "a.".repeat(100_000)),
        ] {
            assert!(parse(&text).is_err(), "{}", &text[..20]);
        }
    }
}
