//! What is wrong with a text that is not YAML, in the words of a person who looks at it.
//!
//! A line near the place where the parser stops is corrected in each of the usual ways; if the parser then gets
//! further, that was the slip.

use crate::syntax::tree::SyntaxError;

/// A text, the line in which the parser stopped, and what tells of a changed text where that is.
pub(super) struct Broken<'t> {
    pub(super) text: &'t str,
    pub(super) error: &'t SyntaxError,
    pub(super) parse: &'t dyn Fn(&str) -> Result<(), SyntaxError>,
}

/// What is wrong with a text without keys if none of its colons has a space behind it.
pub(super) fn unspaced(text: &str) -> Option<SyntaxError> {
    let filled = text.lines().map(|text| Line { start: 0, text });
    let mut filled = filled.filter(|line| !line.content().is_empty()).peekable();
    let (key, value) = filled.peek()?.unspaced()?;
    let offset = text.find(':')? + 1;
    let message = no_space(key, value);
    filled
        .all(|line| line.unspaced().is_some())
        .then_some(SyntaxError {
            message,
            offset,
            is_limit: false,
        })
}

fn no_space(key: &str, value: &str) -> String {
    format!("no space follows `{key}:`; type `{key}: {value}`")
}

/// A line of a text.
#[derive(Clone, Copy)]
struct Line<'t> {
    /// Bytes before it.
    start: usize,
    text: &'t str,
}

impl<'t> Line<'t> {
    fn indent(self) -> &'t str {
        let inside = self.text.trim_start_matches([' ', '\t']);
        &self.text[..self.text.len() - inside.len()]
    }

    fn content(self) -> &'t str {
        self.text[self.indent().len()..].trim_end()
    }

    /// Its key and what follows the colon, which need not have a space behind it.
    fn pair(self) -> Option<(&'t str, &'t str)> {
        let content = self.content();
        let (key, value) = content
            .strip_prefix("- ")
            .unwrap_or(content)
            .split_once(':')?;
        let is_key = key.starts_with(char::is_alphabetic)
            && key
                .chars()
                .all(|c| c.is_alphanumeric() || "_- .".contains(c));
        is_key.then_some((key, value))
    }

    /// The same where the colon has no space behind it.
    fn unspaced(self) -> Option<(&'t str, &'t str)> {
        let is_unspaced = |value: &str| {
            !value.is_empty() && !value.starts_with([' ', '\t']) && !value.starts_with("//")
        };
        self.pair().filter(|(_, value)| is_unspaced(value))
    }
}

impl Broken<'_> {
    /// What was probably meant: where, and what to type.
    pub(super) fn slip(&self) -> Option<SyntaxError> {
        let place = self.error.offset;
        let end = self.text[place..]
            .find('\n')
            .map_or(self.text.len(), |end| place + end);
        let mut lines = self.text[..end].split('\n').rev().scan(end, |end, text| {
            let start = *end - text.len();
            *end = start.saturating_sub(1);
            Some(Line { start, text })
        });
        let mut near = Vec::with_capacity(2);
        near.extend(lines.next());
        let is_filled = |line: &Line<'_>| {
            let content = line.content();
            !content.is_empty() && !content.starts_with('#')
        };
        near.extend(lines.find(is_filled));
        let above = near.get(1).copied();
        let slips = near.iter().map(|line| {
            self.tab(*line)
                .or_else(|| self.no_space(*line))
                .or_else(|| self.not_closed(*line))
                .or_else(|| self.needs_quotes(*line))
        });
        let slip = slips.flatten().next();
        slip.or_else(|| self.indent(near.first().copied()?, above))
    }

    fn tab(&self, line: Line<'_>) -> Option<SyntaxError> {
        let at = line.indent().find('\t')?;
        Some(self.told(
            line.start + at,
            "a tab indents this line; type spaces instead".to_owned(),
        ))
    }

    fn no_space(&self, line: Line<'_>) -> Option<SyntaxError> {
        let (key, value) = line.unspaced()?;
        let value_at = line.start + line.text.trim_end().len() - value.len();
        self.mends(value_at..value_at, " ")?;
        Some(self.told(value_at, no_space(key, value)))
    }

    fn not_closed(&self, line: Line<'_>) -> Option<SyntaxError> {
        let text = line.text.trim_end();
        let open = |(at, opening): (usize, char)| {
            let before = text[..at].trim_end_matches(' ');
            let begins = before.is_empty() || before.ends_with([':', '-', '[', ',', '{']);
            let inside = || &text[at + 1..];
            let (closing, is_closed) = match opening {
                '"' | '\'' => (opening, inside().matches(opening).count() % 2 == 1),
                '[' => (']', inside().contains(']')),
                '{' => ('}', inside().contains('}')),
                _ => return None,
            };
            (begins && !is_closed).then_some((at, opening, closing))
        };
        // Of a quote in a list, the quote.
        let (at, opening, closing) = text.char_indices().filter_map(open).next_back()?;
        let end = match closing {
            ']' | '}' => text.len(),
            _ => text.trim_end_matches([']', '}']).len(),
        };
        let end = line.start + end;
        self.mends(end..end, closing.encode_utf8(&mut [0; 4]))?;
        let message =
            format!("what opens with `{opening}` is not closed; type `{closing}` at its end");
        Some(self.told(line.start + at, message))
    }

    fn needs_quotes(&self, line: Line<'_>) -> Option<SyntaxError> {
        let (key, value) = line.pair()?;
        let value = value.trim();
        if value.is_empty() {
            return None;
        }
        let is_quoted =
            |quote: char| value.len() > 1 && value.starts_with(quote) && value.ends_with(quote);
        let text = match value {
            value if is_quoted('"') || is_quoted('\'') => &value[1..value.len() - 1],
            value => value,
        };
        let quoted = if text.contains(['"', '\\']) {
            format!("'{}'", text.replace('\'', "''"))
        } else {
            format!("\"{text}\"")
        };
        let value_at = line.start + line.text.trim_end().len() - value.len();
        self.mends(value_at..value_at + value.len(), &quoted)?;
        Some(self.told(
            value_at,
            format!("the text needs quotes; type `{key}: {quoted}`"),
        ))
    }

    /// A line that does not begin where the one above it does.
    fn indent(&self, line: Line<'_>, above: Option<Line<'_>>) -> Option<SyntaxError> {
        let (wanted, like) = match above {
            Some(above) => (above.indent(), "the line above"),
            None => ("", "the lines below"),
        };
        let is = line.indent();
        if is == wanted {
            return None;
        }
        self.mends(line.start..line.start + is.len(), wanted)?;
        let how = match wanted.len() {
            0 => "begin it at the left".to_owned(),
            count => format!("indent it by {count}"),
        };
        let spaces = if is.len() == 1 { "space" } else { "spaces" };
        let message = format!(
            "this line is indented by {} {spaces}; {how}, like {like}",
            is.len()
        );
        Some(self.told(line.start + is.len(), message))
    }

    /// Whether the parser gets to a later line if `range` is replaced.
    fn mends(&self, range: std::ops::Range<usize>, by: &str) -> Option<()> {
        let mut mended = self.text.to_owned();
        mended.replace_range(range, by);
        let line_of = |text: &str, offset: usize| text[..offset].matches('\n').count();
        let is_further = |error: SyntaxError| {
            line_of(&mended, error.offset) > line_of(self.text, self.error.offset)
        };
        (self.parse)(&mended)
            .map_or_else(is_further, |()| true)
            .then_some(())
    }

    fn told(&self, offset: usize, message: String) -> SyntaxError {
        SyntaxError {
            message,
            offset,
            is_limit: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse_keys;

    #[test]
    fn slips_are_told_where_they_are() {
        for (text, line, expected) in [
            ("a:x\nb: y\n", 1, "no space follows `a:`; type `a: x`"),
            ("a: x\nb:y\n", 2, "no space follows `b:`; type `b: y`"),
            ("a:x\nb:y\n", 1, "no space follows `a:`; type `a: x`"),
            (
                "a:\n  - b:x\n    c: y\n",
                2,
                "no space follows `b:`; type `b: x`",
            ),
            (
                "a:\n\tb: x\n",
                2,
                "a tab indents this line; type spaces instead",
            ),
            (
                "a: x\n\tb: y\n",
                2,
                "a tab indents this line; type spaces instead",
            ),
            (
                "a:\n    b: x\n  c: y\n",
                3,
                "this line is indented by 2 spaces; indent it by 4, like the line above",
            ),
            (
                "a: x\n\n# note\n b: y\n",
                4,
                "this line is indented by 1 space; begin it at the left, like the line above",
            ),
            (
                " a: x\nb: y\n",
                1,
                "this line is indented by 1 space; begin it at the left, like the lines below",
            ),
            (
                "a: \"x\nb: y\n",
                1,
                "what opens with `\"` is not closed; type `\"` at its end",
            ),
            (
                "a: \"x\nb: \"y\"\n",
                1,
                "what opens with `\"` is not closed; type `\"` at its end",
            ),
            (
                "a: [“x”, y\n",
                1,
                "what opens with `[` is not closed; type `]` at its end",
            ),
            (
                "a: 'it's x'\n",
                1,
                "the text needs quotes; type `a: \"it's x\"`",
            ),
            (
                "a: \"C:\\dir\"\n",
                1,
                "the text needs quotes; type `a: 'C:\\dir'`",
            ),
            ("a: x: y\n", 1, "the text needs quotes; type `a: \"x: y\"`"),
        ] {
            let error = parse_keys(text).unwrap_err();
            assert_eq!(error.message, expected, "{text}");
            let found = text[..error.offset].matches('\n').count() + 1;
            assert_eq!(found, line, "{text}");
        }
        for text in ["https://e.org/\n", "12:30\n", "a: b\n c\n", "just text\n"] {
            assert!(parse_keys(text).is_ok(), "{text}");
        }
    }
}
