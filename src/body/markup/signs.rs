//! Signs that mean one thing in a dialect and another, or nothing, in CommonMark. A character reference
//! takes the meaning from a sign, in raw HTML as well.

use super::super::code::Code;
use super::super::dialect::MarkdownFlavor;
use super::{Edits, indent, list_marker};
use crate::text::holds;

/// Whether there may be something to find.
pub(super) fn is_likely(body: &str, dialect: MarkdownFlavor) -> bool {
    let numbers = |at: usize| at > 0 && body.as_bytes()[at - 1].is_ascii_digit();
    dialect.lists_need_dots && memchr::memchr_iter(b')', body.as_bytes()).any(numbers)
        || dialect.headings_need_no_space && holds(body, "#")
        || dialect.notes_end_at_definitions && holds(body, "[^") && holds(body, "]:")
        || !dialect.strikes_at_one_tilde && holds(body, "~")
        || dialect.breaks_at_two_slashes && holds(body, "\\\\\n")
}

/// Finds the signs of `body`.
pub(super) fn find(body: &str, code: &Code, dialect: MarkdownFlavor, edits: &mut Edits) {
    let mut is_note = false;
    for (start, line) in super::lines(body) {
        let text = indent(line);
        if code.at(start + text).is_some() {
            is_note = false;
            continue;
        }
        let begin = start + text;
        let rest = &line[text..];
        if dialect.lists_need_dots {
            let sign = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
            if sign > 0 && rest[sign..].starts_with(')') && list_marker(rest).is_some() {
                edits.replace(begin + sign..begin + sign + 1, "&#41;".to_owned());
            }
        }
        if dialect.headings_need_no_space && text <= 3 && rest.starts_with('#') {
            let sign = rest.bytes().take_while(|b| *b == b'#').count();
            if sign <= 6 && rest[sign..].starts_with(|c: char| !c.is_whitespace()) {
                edits.replace(begin + sign..begin + sign, " ".to_owned());
            }
        }
        // A definition of a link below one of a footnote continues no paragraph.
        let is_definition = rest.starts_with('[') && rest.contains("]:");
        if is_note && is_definition && !rest.starts_with("[^") {
            edits.replace(start..start, "\n".to_owned());
        }
        is_note = dialect.notes_end_at_definitions
            && is_definition
            && (is_note || rest.starts_with("[^"));
        if !dialect.strikes_at_one_tilde {
            tildes(rest, begin, code, edits);
        }
        let end = start + line.len();
        let slashes = rest.bytes().rev().take_while(|b| *b == b'\\').count();
        if slashes == 2 && dialect.breaks_at_two_slashes && body[end..].starts_with('\n') {
            edits.remove(end - 1..end);
        }
    }
}

/// Takes the meaning from a `~` that stands alone.
fn tildes(text: &str, start: usize, code: &Code, edits: &mut Edits) {
    let bytes = text.as_bytes();
    let is_tilde = |at: usize| bytes.get(at) == Some(&b'~');
    for at in memchr::memchr_iter(b'~', bytes) {
        let is_alone = !is_tilde(at + 1) && (at == 0 || !matches!(bytes[at - 1], b'~' | b'\\'));
        if is_alone && code.at(start + at).is_none() {
            edits.replace(start + at..start + at + 1, "&#126;".to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::expanded;
    use crate::model::Templates;

    #[test]
    fn signs_mean_what_they_mean_in_the_dialect() {
        for (templates, body, expected) in [
            (
                Templates::Liquid,
                "1) a\n2. b\n(3) c",
                "1&#41; a\n2. b\n(3) c",
            ),
            (
                Templates::Liquid,
                "~a~ ~~b~~ `~c~` \\~d",
                "&#126;a&#126; ~~b~~ `~c~` \\~d",
            ),
            (Templates::Liquid, "a\\\\\nb\\\nc\\\\", "a\\\nb\\\nc\\\\"),
            (
                Templates::Liquid,
                "a[^1]\n\n[^1]: x\n[b]: c\n[d]: e\nf",
                "a[^1]\n\n[^1]: x\n\n[b]: c\n\n[d]: e\nf",
            ),
            (Templates::Pelican, "#a\n## b\n#", "# a\n## b\n#"),
            (
                Templates::Pelican,
                "    #a\n\n    1) b",
                "    #a\n\n    1) b",
            ),
            (Templates::Hugo, "1) a ~b~\n#c", "1) a ~b~\n#c"),
        ] {
            assert_eq!(expanded(body, templates), expected, "{body}");
        }
    }
}
