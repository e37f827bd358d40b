//! What stands behind the name of a tag: words, quoted or not, with or without a key.

use std::borrow::Cow;

/// The words of a tag.
#[derive(Debug, Default)]
pub(super) struct Args<'b>(Vec<Word<'b>>);

/// A word of a tag.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Word<'b> {
    /// What stands before its `=`, or its `:` where a quote follows.
    pub(super) key: Option<&'b str>,
    pub(super) value: Cow<'b, str>,
    pub(super) is_quoted: bool,
}

impl<'b> Args<'b> {
    /// Reads `text`. Commas between words are white space.
    pub(super) fn parse(text: &'b str) -> Self {
        let mut words = Vec::new();
        let mut rest = text;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
            if rest.is_empty() {
                return Args(words);
            }
            let key = key(rest);
            if let Some((_, after)) = key {
                rest = after;
            }
            let (value, is_quoted, after) = value(rest);
            rest = after;
            words.push(Word {
                key: key.map(|(key, _)| key),
                value,
                is_quoted,
            });
        }
    }

    pub(super) fn words(&self) -> &[Word<'b>] {
        &self.0
    }

    /// The value of the first of `keys` that is there and not blank.
    pub(super) fn named(&self, keys: &[&str]) -> Option<&str> {
        keys.iter().find_map(|wanted| {
            let has_key =
                |word: &&Word| word.key.is_some_and(|key| key.eq_ignore_ascii_case(wanted));
            self.0
                .iter()
                .find(has_key)
                .map(|word| &*word.value)
                .filter(|value| !value.trim().is_empty())
        })
    }

    /// The words without keys.
    pub(super) fn positional(&self) -> impl Iterator<Item = &Word<'b>> {
        self.0.iter().filter(|word| word.key.is_none())
    }

    /// The value of one of `keys`, else the word in that place.
    pub(super) fn get(&self, keys: &[&str], place: usize) -> Option<&str> {
        self.named(keys)
            .or_else(|| self.positional().nth(place).map(|word| &*word.value))
    }
}

/// A key, and what follows its sign.
fn key(text: &str) -> Option<(&str, &str)> {
    let length = text
        .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.')))
        .filter(|&length| length > 0)?;
    let (key, rest) = text.split_at(length);
    let rest = rest.trim_start();
    if let Some(value) = rest.strip_prefix('=') {
        return Some((key, value.trim_start()));
    }
    // `image: "x"` has a key, `lang:js` and `https://e.org` are words.
    let value = rest.strip_prefix(':')?.trim_start();
    value.starts_with(['"', '\'']).then_some((key, value))
}

/// A value, whether it is quoted, and what follows.
fn value(text: &str) -> (Cow<'_, str>, bool, &str) {
    if let Some(quote) = text
        .chars()
        .next()
        .filter(|c| matches!(c, '"' | '\'' | '`'))
        && let Some(length) = quoted_length(text, quote)
    {
        let (quoted, rest) = text.split_at(length);
        let inner = &quoted[1..length - 1];
        let value = if quote != '`' && inner.contains('\\') {
            Cow::Owned(unescape(inner))
        } else {
            Cow::Borrowed(inner)
        };
        return (value, true, rest);
    }
    let length = text.find(char::is_whitespace).unwrap_or(text.len());
    let (bare, rest) = text.split_at(length);
    (Cow::Borrowed(bare.trim_end_matches(',')), false, rest)
}

/// The bytes of the quoted text at the start of `text`, quotes included.
pub(super) fn quoted_length(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        if escaped {
            escaped = false;
        } else if c == quote {
            return Some(at + 1);
        } else {
            escaped = c == '\\' && quote != '`';
        }
    }
    None
}

/// `\"` is a quote and `\\` a backslash; any other backslash is itself.
fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let is_escape = c == '\\' && matches!(rest.peek(), Some('"' | '\'' | '\\'));
        match rest.next_if(|_| is_escape) {
            Some(escaped) => plain.push(escaped),
            None => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read() {
        let shown = |text| {
            let show = |word: &Word| {
                let mark = if word.is_quoted { "\"" } else { "" };
                let key = word.key.map(|key| format!("{key}=")).unwrap_or_default();
                format!("{key}{mark}{}", word.value)
            };
            let shown: Vec<_> = Args::parse(text).words().iter().map(show).collect();
            shown.join(" | ")
        };
        for (text, words) in [
            ("", ""),
            ("ruby linenos", "ruby | linenos"),
            (
                r#"src="/a b.png" width = "2" alt='x "y"'"#,
                r#"src="/a b.png | width="2 | alt="x "y""#,
            ),
            (r#""a", 'b','c' "#, r#""a | "b | "c"#),
            (
                r#""f.html", image: "/a", alt: 'b'"#,
                r#""f.html | image="/a | alt="b"#,
            ),
            (
                "lang:js https://e.org/a,b?c=d",
                "lang:js | https://e.org/a,b?c=d",
            ),
            (r#"c=`d\` "e\"f\\n\g""#, r#"c="d\ | "e"f\n\g"#),
            (r#""never closed x"#, r#""never | closed | x"#),
            ("x=page.y", "x=page.y"),
            ("a= b", "a=b"),
            ("a=", "a="),
            ("=a", "=a"),
        ] {
            assert_eq!(shown(text), words, "{text}");
        }
    }

    #[test]
    fn words_are_found() {
        let args = Args::parse(r#"first SRC="s" empty="" second"#);
        assert_eq!(args.named(&["image", "src"]), Some("s"));
        assert_eq!(args.named(&["empty"]), None);
        assert_eq!(args.get(&["id"], 1), Some("second"));
        assert_eq!(args.get(&["src"], 0), Some("s"));
        assert_eq!(args.get(&["id"], 2), None);
    }
}
