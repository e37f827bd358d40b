//! Destinations of links that CommonMark does not take: `[x](my file.md)`, `[x](a_(b\\)#c)`.

use std::collections::HashSet;
use std::ops::Range;

use super::super::code::Code;
use super::super::dialect::MarkdownFlavor;
use super::Edits;

/// The longest destination, in bytes.
const LONGEST: usize = 512;

/// The destinations in `body` that CommonMark does not accept, and their encoded form. Where the
/// dialect is not known, they have to look like a path. Few bodies have any, so that it
/// is left to [`find`] to look whether they stand in code.
pub(super) fn candidates(
    body: &str,
    dialect: MarkdownFlavor,
    is_known: bool,
) -> Vec<(Range<usize>, String)> {
    let mut candidates = Vec::new();
    for at in memchr::memmem::find_iter(body.as_bytes(), b"](") {
        let start = at + "](".len();
        let rest = &body.as_bytes()[start..];
        let rest = &rest[..rest.len().min(LONGEST)];
        // Most end at once.
        let sign = rest
            .iter()
            .position(|byte| matches!(byte, b' ' | b'\\' | b')' | b'\n'));
        if sign.is_none_or(|sign| rest[sign] == b')') {
            continue;
        }
        let window = &body[start..crate::text::floor_char_boundary(body, start + LONGEST)];
        let Some(end) = end_of(window) else { continue };
        let inside = &window[..end];
        let (destination, title) = split_title(inside);
        let trimmed = destination.trim();
        // An editor has broken an address over two lines.
        let is_broken = trimmed.contains('\n');
        let inside_title = title
            .get(1..title.len().saturating_sub(1))
            .unwrap_or_default();
        let has_quotes = title.starts_with('"') && inside_title.replace("\\\"", "").contains('"');
        let is_odd = is_broken
            || has_quotes
            || trimmed.contains(' ')
            || trimmed.contains("\\)")
            || trimmed.contains("\\(");
        let is_meant = match (is_broken, dialect.has_loose_links && is_known) {
            (true, _) => trimmed.starts_with("http") && !trimmed.contains([' ', '"', '\'']),
            (false, true) => true,
            (false, false) => {
                dialect.has_loose_links && trimmed.contains(['/', '.']) && !trimmed.contains(", ")
            }
        };
        if !is_odd
            || trimmed.starts_with('<')
            || trimmed.contains("{{")
            || trimmed.contains('\u{FDD0}')
            || !is_meant
        {
            continue;
        }
        let encoded = trimmed
            .replace('\n', "")
            .replace("\\)", "%29")
            .replace("\\(", "%28")
            .replace(' ', "%20")
            .replace('(', "%28")
            .replace(')', "%29");
        let space = if title.is_empty() { "" } else { " " };
        let title = if has_quotes {
            format!(
                "\"{}\"",
                inside_title.replace("\\\"", "\"").replace('"', "\\\"")
            )
        } else {
            title.to_owned()
        };
        candidates.push((start..start + end, format!("{encoded}{space}{title}")));
    }
    candidates
}

/// Joins the labels of `body` to the text before them, from which a space or a line end parts them.
pub(super) fn find_labels(body: &str, code: &Code, edits: &mut Edits) {
    let mut labels: Option<HashSet<String>> = None;
    for at in memchr::memchr_iter(b']', body.as_bytes()) {
        let rest = &body[at + 1..];
        if !rest.starts_with([' ', '\n']) || !rest[1..].starts_with('[') || code.at(at).is_some() {
            continue;
        }
        let window = &rest[2..crate::text::floor_char_boundary(rest, LONGEST)];
        let Some((label, after)) = window.split_once(']') else {
            continue;
        };
        let labels = labels.get_or_insert_with(|| {
            let lines = body
                .lines()
                .filter_map(|line| line.trim_start().strip_prefix('['));
            lines
                .filter_map(|line| Some(line.split_once("]:")?.0.to_lowercase()))
                .collect()
        });
        let is_label = !label.starts_with('^') && labels.contains(&label.to_lowercase());
        if is_label && !after.starts_with([':', '(', '[']) {
            edits.remove(at + 1..at + 2);
        }
    }
}

/// Encodes those of the candidates that are not code.
pub(super) fn find(candidates: &[(Range<usize>, String)], code: &Code, edits: &mut Edits) {
    for (range, encoded) in candidates {
        if code.at(range.start - 1).is_none() {
            edits.replace(range.clone(), encoded.clone());
        }
    }
}

/// Where the bracket that closes the destination stands. One with a backslash closes another.
fn end_of(text: &str) -> Option<usize> {
    let mut depth = 0;
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match c {
            '\n' if text[at + 1..].starts_with('\n') => return None,
            '"' if quote.is_some() => quote = None,
            '"' if text[..at].ends_with(' ') => quote = Some(at),
            _ if quote.is_some() => {}
            '(' => depth += 1,
            ')' if depth == 0 && !text[..at].ends_with('\\') => return Some(at),
            ')' if depth > 0 => depth -= 1,
            _ => {}
        }
    }
    None
}

/// A destination and the title in quotes behind it.
fn split_title(inside: &str) -> (&str, &str) {
    let trimmed = inside.trim_end();
    for quote in ['"', '\''] {
        if trimmed.ends_with(quote)
            && let Some(at) = trimmed[..trimmed.len() - 1].find(&format!(" {quote}"))
        {
            return (&trimmed[..at], &trimmed[at + 1..]);
        }
    }
    (inside, "")
}

#[cfg(test)]
mod tests {
    use super::super::tests::expanded;
    use crate::model::Templates;

    #[test]
    fn spaces_and_brackets_are_encoded() {
        for (body, encoded) in [
            (
                "[a]({filename}/my file.md) ![b]({static}c d.png)",
                "[a]({filename}/my%20file.md) ![b]({static}c%20d.png)",
            ),
            ("[a](b c/d.md \"A title\")", "[a](b%20c/d.md \"A title\")"),
            ("[a](/b_(c-d\\)#e) f", "[a](/b_%28c-d%29#e) f"),
            ("[a](/b \"a \"c\" d\")", "[a](/b \"a \\\"c\\\" d\")"),
            ("[a](https://b-\nc/d) e", "[a](https://b-c/d) e"),
        ] {
            assert_eq!(expanded(body, Templates::Pelican), encoded, "{body}");
            assert_eq!(expanded(body, Templates::Unknown), encoded, "{body}");
            let is_broken = body.contains('\n');
            assert_eq!(
                expanded(body, Templates::Hugo) == encoded,
                is_broken,
                "{body}"
            );
        }
        assert_eq!(expanded("[a](use b)", Templates::Liquid), "[a](use%20b)");
    }

    /// As kramdown 2.4 and Python-Markdown 3.7 read them.
    #[test]
    fn a_space_may_stand_before_a_label() {
        let defined = "\n\n[c]: /d\n[^e]: f";
        for (body, joined) in [
            ("[a] [c], [b]\n[C] `[a] [c]`", "[a][c], [b][C] `[a] [c]`"),
            ("[a] [x] [b] [^e] [g] [c](h)", "[a] [x] [b] [^e] [g] [c](h)"),
        ] {
            let (body, joined) = (format!("{body}{defined}"), format!("{joined}{defined}"));
            assert_eq!(
                expanded(&body, Templates::Liquid).replace("\n\n[c]: /d\n\n", "\n\n[c]: /d\n"),
                joined
            );
            assert_eq!(expanded(&body, Templates::Zola), body);
        }
    }

    #[test]
    fn what_is_none_stays() {
        for body in [
            "[a]({tag}b)",
            "[a]({filename}b.md \"A title\")",
            "[a](<b c.md>)",
            "`[a]({tag}b c)`",
            "[a]({tag}b\nc)",
            "f[x](see above)",
            "f[x](a.b, c.d)",
            "[a](b_(c).md)",
            "[a](\nhttps://b)",
            "[a](https://b\n\"c\")",
            "[a](https://b and\nc)",
            "[a](https://b\n\nc)",
        ] {
            assert_eq!(expanded(body, Templates::Unknown), body);
        }
    }
}
