//! What follows the text of a list item without a blank line. For kramdown it is part of the item, be it a
//! heading, code, a quotation or a list of the other kind; for Goldmark if it is a table, for marked if it is
//! that or a quotation. In CommonMark these end the list or are text, unless they are indented. And what
//! follows a quotation so, which kramdown takes for a part of it.

use super::super::code::Code;
use super::super::dialect::MarkdownFlavor;
use super::signs::{as_text, is_rule};
use super::{Edits, indent, lines, list_marker};
use crate::text::html::{self, BLOCK};

/// Whether there may be something to find.
pub(super) fn is_likely(body: &str, dialect: MarkdownFlavor) -> bool {
    let mut item: Option<(usize, bool)> = None;
    let mut is_quoted = false;
    body.lines().any(|line| {
        let text = line.trim_start();
        let follows_quotation = is_quoted && !text.is_empty();
        is_quoted = text.starts_with('>');
        if follows_quotation && !is_quoted && dialect.has_loose_items {
            return true;
        }
        let column = columns(&line[..line.len() - text.len()]);
        let is_shallow = item.is_some_and(|(indent, _)| column < indent);
        if let Some(length) = list_marker(text) {
            let is_ordered = text.starts_with(|c: char| c.is_ascii_digit());
            let is_other = item.is_some_and(|(_, kind)| kind != is_ordered);
            item = Some((column + length, is_ordered));
            return is_shallow && is_other && dialect.has_loose_items;
        }
        if text.is_empty() {
            item = None;
        }
        let is_rule = dialect.has_loose_items && is_rule(text);
        item.is_some() && is_rule || is_shallow && text.starts_with(dialect.lazy_blocks)
    })
}

/// A list item that is open.
struct OpenItem {
    is_ordered: bool,
    /// How far its text is indented in what holds it, and in the body that results.
    indent: usize,
    column: usize,
}

/// Indents such lines of `body`.
pub(super) fn find(body: &str, code: &Code, dialect: MarkdownFlavor, edits: &mut Edits) {
    // The innermost last.
    let mut items: Vec<OpenItem> = Vec::new();
    let mut is_after_blank = false;
    // The signs of the quotation before the line.
    let mut quotation = 0;
    // The lines of the paragraph so far.
    let mut paragraph = 0;
    // How far the body is read.
    let mut from = 0;
    for (start, line) in lines(body) {
        if start < from {
            continue;
        }
        let text = line.trim_start_matches([' ', '\t']);
        if text.trim_end().is_empty() {
            is_after_blank = true;
            (quotation, paragraph) = (0, 0);
            continue;
        }
        let begin = start + line.len() - text.len();
        let column = columns(&line[..line.len() - text.len()]);
        let code = code.at(begin).filter(|code| !code.is_span);
        let marker = list_marker(text).filter(|_| code.is_none());
        let is_ordered = text.starts_with(|c: char| c.is_ascii_digit());
        let is_lazy = !is_after_blank && continues(text, code.is_some(), dialect);
        is_after_blank = false;
        // How far the line is indented in the items that hold it.
        let (mut rest, mut depth) = (column, 0);
        for item in &items {
            let is_sibling =
                marker.is_some() && item.is_ordered == is_ordered && rest < item.indent.min(4);
            if is_sibling || !(rest >= item.indent || is_lazy) {
                break;
            }
            rest = rest.checked_sub(item.indent).unwrap_or(rest);
            depth += 1;
        }
        items.truncate(depth);
        let end = code.map_or(start + line.len(), |code| code.range.end);
        if items.is_empty() && column < 4 && dialect.has_loose_items {
            let signs = line[..indent(line)].matches('>').count();
            let is_part =
                signs == 0 && quotation > 0 && is_lazy && !body[start..end].contains("\n\n");
            quotation = if signs > 0 {
                signs
            } else if is_part {
                quotation
            } else {
                0
            };
            if is_part {
                for (at, _) in lines(&body[start..end]) {
                    edits.replace(start + at..start + at, "> ".repeat(quotation));
                }
                from = end;
            }
            if quotation > 0 {
                continue;
            }
        }
        let needed = items.last().map_or(0, |item| item.column);
        let missing = needed.saturating_sub(column);
        if let Some(length) = marker.filter(|_| rest < 4) {
            if missing > 0 {
                edits.replace(begin..begin, " ".repeat(missing));
            }
            items.push(OpenItem {
                is_ordered,
                indent: rest + length,
                column: column + missing + length,
            });
            paragraph = 1;
            continue;
        }
        from = end;
        if items.is_empty() {
            continue;
        }
        let block = &body[start..end];
        if code.is_some() && missing > 0 && block.contains("\n\n") {
            items.clear();
            continue;
        }
        if paragraph > 1 && dialect.has_loose_items && is_rule(text) {
            edits.replace(
                begin..start + line.len(),
                " ".repeat(missing) + &as_text(text),
            );
        } else if missing > 0 {
            for (at, line) in lines(block).filter(|(_, line)| !line.is_empty()) {
                let space = line.len() - line.trim_start_matches([' ', '\t']).len();
                let at = start + at + space;
                edits.replace(at..at, " ".repeat(missing));
            }
        }
        paragraph = if code.is_some() || is_heading(text) || is_rule(text) {
            0
        } else {
            paragraph + 1
        };
    }
}

/// Whether the line `text` is part of the item before it though it is not indented.
fn continues(text: &str, is_code: bool, dialect: MarkdownFlavor) -> bool {
    if !dialect.has_loose_items {
        return text.starts_with(dialect.lazy_blocks);
    }
    let is_html = html::tag_start(text)
        .is_some_and(|(element, ..)| element.is(BLOCK) && element.name != "br");
    let is_fence =
        text.starts_with(['`', '~']) && text.starts_with("```") | text.starts_with("~~~");
    !(is_html || text.starts_with("{:") || text.trim_end() == "^" || is_fence && !is_code)
}

/// How wide white space is.
fn columns(space: &str) -> usize {
    space.chars().fold(0, |column, c| {
        if c == '\t' {
            column / 4 * 4 + 4
        } else {
            column + 1
        }
    })
}

fn is_heading(text: &str) -> bool {
    text.starts_with('#') && text.trim_start_matches('#').starts_with(' ')
}

#[cfg(test)]
mod tests {
    use super::super::tests::expanded;
    use crate::model::Templates;

    /// As kramdown 2.4 reads them.
    #[test]
    fn what_follows_an_item_is_part_of_it() {
        for (body, indented) in [
            (
                "1. a\n```\nb\n```\n2. c",
                "1. a\n   ```\n   b\n   ```\n2. c",
            ),
            ("- a\n# B\n> c\n- d\n\n# E", "- a\n  # B\n  > c\n- d\n\n# E"),
            ("- a\n  - b\n# C", "- a\n  - b\n    # C"),
            ("- a\n```\nb\n\nc\n```\n- d", "- a\n```\nb\n\nc\n```\n- d"),
            ("- a\n\n> b\n- c\n{:.d}\n# E", "- a\n\n> b\n> - c\n\n# E"),
            (
                "# A\n> b\n\n```\n- c\n# d\n```\n- e\nf",
                "# A\n> b\n\n```\n- c\n# d\n```\n- e\n  f",
            ),
            (
                "1. a\n  - b\n - c\n2. d\n\n  - e",
                "1. a\n   - b\n   - c\n2. d\n\n  - e",
            ),
            ("- a\n1. b\n- c", "- a\n  1. b\n- c"),
            ("- a\n---\nb\n- c", "- a\n  ---\n  b\n- c"),
            (">\na\n# b\n> c\n\n# d", ">\n> a\n> # b\n> c\n\n# d"),
            ("> > a\n- b\n<div>", "> > a\n> > - b\n<div>"),
            ("- a\nb\n---\n- c", "- a\n  b\n  —\n- c"),
        ] {
            assert_eq!(expanded(body, Templates::Liquid), indented, "{body}");
            assert_eq!(expanded(body, Templates::Hexo), body, "{body}");
        }
        // As Goldmark 1.7 and marked 15 read it.
        let table = "- a\n| b | c |\n|---|---|\n- d\n\n| e |";
        let indented = "- a\n  | b | c |\n  |---|---|\n- d\n\n| e |";
        assert_eq!(expanded(table, Templates::Hugo), indented);
        assert_eq!(expanded(table, Templates::Hexo), indented);
    }
}
