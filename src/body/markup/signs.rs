//! Signs that mean one thing in a dialect and another, or nothing, in CommonMark. A character reference
//! takes the meaning from a sign, in raw HTML as well.

use super::super::code::Code;
use super::super::dialect::MarkdownFlavor;
use super::{Edits, indent, list_marker};
use crate::text::{holds, html};

/// Whether there may be something to find.
pub(super) fn is_likely(body: &str, dialect: MarkdownFlavor) -> bool {
    let numbers = |at: usize| at > 0 && body.as_bytes()[at - 1].is_ascii_digit();
    dialect.lists_need_dots && memchr::memchr_iter(b')', body.as_bytes()).any(numbers)
        || dialect.headings_need_no_space && holds(body, "#")
        || dialect.notes_end_at_definitions && holds(body, "[^") && holds(body, "]:")
        || !dialect.strikes_at_one_tilde && holds(body, "~")
        || dialect.breaks_at_two_slashes && holds(body, "\\\\\n")
        || dialect.has_guillemets && (holds(body, "<<") || holds(body, ">>"))
        || dialect.headings_stand_alone && (holds(body, "\n-") || holds(body, "\n="))
        || memchr::memchr_iter(b'\\', body.as_bytes())
            .any(|at| body[at + 1..].starts_with(|c| dialect.unescaped.contains(c)))
}

/// Finds the signs of `body`.
pub(super) fn find(body: &str, code: &Code, dialect: MarkdownFlavor, edits: &mut Edits) {
    let mut is_note = false;
    let mut paragraph = Paragraph::default();
    for (start, line) in super::lines(body) {
        let text = indent(line);
        if code.at(start + text).is_some() {
            is_note = false;
            paragraph.ends(line);
            continue;
        }
        let begin = start + text;
        let rest = &line[text..];
        if dialect.headings_stand_alone
            && paragraph.is_underlined_with(rest)
            && code.at(begin).is_none()
        {
            edits.replace(begin..start + line.len(), as_text(rest));
        }
        paragraph.goes_on(line, rest);
        if dialect.has_guillemets {
            guillemets(rest, begin, code, edits);
        }
        if !dialect.unescaped.is_empty() {
            backslashes(
                &body[begin..body.len().min(start + line.len() + 1)],
                begin,
                code,
                dialect.unescaped,
                edits,
            );
        }
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

/// The paragraph that is read.
#[derive(Default)]
struct Paragraph {
    lines: usize,
    /// Whether a blank line is before it.
    stands_alone: bool,
    in_list: bool,
    is_quoted: bool,
    /// Whether the line before it is not blank.
    follows: bool,
}

impl Paragraph {
    /// A line that is not of a paragraph.
    fn ends(&mut self, line: &str) {
        *self = Paragraph {
            is_quoted: line.starts_with('>'),
            follows: !line.trim_matches([' ', '\t', '>', '\r']).is_empty(),
            ..Paragraph::default()
        };
    }

    fn goes_on(&mut self, line: &str, text: &str) {
        // A quotation ends what is before it, and what follows it lazily is part of it.
        if line.starts_with('>') && !self.is_quoted {
            self.ends(if self.lines > 0 { "text" } else { "" });
            self.is_quoted = true;
        }
        let is_other = text.trim().is_empty()
            || text.starts_with(['#', '<', '|'])
            || text.starts_with("{:")
            || is_rule(text);
        if is_other {
            self.ends(if text.starts_with("{:") { "" } else { line });
        } else {
            if self.lines == 0 {
                self.stands_alone = !self.follows;
            }
            self.in_list |= list_marker(text).is_some();
            self.lines += 1;
        }
    }

    /// Whether CommonMark takes the paragraph for a heading that `line` underlines, and kramdown does not.
    fn is_underlined_with(&self, line: &str) -> bool {
        is_rule(line) && !self.in_list && self.lines > 0 && (self.lines > 1 || !self.stands_alone)
    }
}

/// Whether `line` consists of `-` or of `=`.
pub(super) fn is_rule(line: &str) -> bool {
    let line = line.trim_end();
    !line.is_empty()
        && ["-", "="]
            .iter()
            .any(|sign| line.trim_start_matches(sign).is_empty())
}

/// An underline as text.
pub(super) fn as_text(line: &str) -> String {
    let line = line.trim_end();
    let dashes = line.len();
    if line.starts_with('=') || dashes == 1 {
        return format!("\\{line}");
    }
    "—".repeat(dashes / 3) + ["", "-", "–"][dashes % 3]
}

/// Makes quotation marks of `<<` and `>>`, unless they belong to tags.
fn guillemets(text: &str, start: usize, code: &Code, edits: &mut Edits) {
    let bytes = text.as_bytes();
    let (mut from, mut in_tag) = (0, false);
    for at in memchr::memchr2_iter(b'<', b'>', bytes) {
        if at < from {
            continue;
        }
        let run = bytes[at..]
            .iter()
            .take_while(|byte| **byte == bytes[at])
            .count();
        from = at + run;
        if code.at(start + at).is_some() {
            continue;
        }
        let begins = bytes[at] == b'<';
        let is_tag = begins && html::tag_start(&text[from - 1..]).is_some();
        in_tag |= begins && (run == 1 || is_tag);
        let is_arrow = text[..at].ends_with(['-', '=', '\\']);
        if run == 2 && !in_tag && !is_arrow {
            let mark = if begins { "«" } else { "»" };
            edits.replace(start + at..start + from, mark.to_owned());
        }
    }
}

/// Doubles the backslashes that stand for themselves.
fn backslashes(text: &str, start: usize, code: &Code, unescaped: &str, edits: &mut Edits) {
    let mut is_escaped = false;
    for at in memchr::memchr_iter(b'\\', text.as_bytes()) {
        if std::mem::take(&mut is_escaped) {
            continue;
        }
        let after = &text[at + 1..];
        is_escaped = after.starts_with('\\');
        if after.starts_with(|c| unescaped.contains(c)) && code.at(start + at).is_none() {
            edits.replace(start + at..start + at, "\\".to_owned());
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
            (
                Templates::Liquid,
                "a\n---\n\nb\nc\n---\nd\n==\n# e\nf\n-\n",
                "a\n---\n\nb\nc\n—\nd\n\\==\n# e\nf\n\\-\n",
            ),
            (
                Templates::Liquid,
                "- a\nb\n\n---\n> c\n> d\n> ----",
                "- a\nb\n\n---\n> c\n> d\n> —-",
            ),
            (
                Templates::Liquid,
                "a >> b << c List<List<d>> `<<` <<b>",
                "a » b « c List<List<d>> `<<` <<b>",
            ),
            (
                Templates::Liquid,
                "\\@a \\\\@b \\&lt; \\* `\\@`",
                "\\\\@a \\\\@b \\\\&lt; \\* `\\@`",
            ),
            (Templates::Pelican, "a\\\nb \\<", "a\\\\\nb \\\\<"),
            (
                Templates::Liquid,
                "a >> b << c `<<` <<b> List<List<d>>",
                "a » b « c `<<` <<b> List<List<d>>",
            ),
            (
                Templates::Liquid,
                "\\@a \\\\@b \\&lt; \\* `\\@`",
                "\\\\@a \\\\@b \\\\&lt; \\* `\\@`",
            ),
            (Templates::Pelican, "a\\\nb \\<", "a\\\\\nb \\\\<"),
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
