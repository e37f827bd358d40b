//! What follows the text of a list item without a blank line. For kramdown it is part of the item, be it a
//! heading, code or a quotation; for Goldmark if it is a table, for marked if it is that or a quotation. In
//! CommonMark these end the list or are text, unless they are indented.

use super::super::code::Code;
use super::super::dialect::MarkdownFlavor;
use super::{Edits, lines, list_marker};

/// Whether there may be something to find.
pub(super) fn is_likely(body: &str, dialect: MarkdownFlavor) -> bool {
    let mut is_item = false;
    body.lines().any(|line| {
        let before = is_item;
        is_item = list_marker(line.trim_start()).is_some() || before && !line.trim().is_empty();
        before && line.trim_start().starts_with(dialect.lazy_blocks)
    })
}

/// Indents such lines of `body`.
pub(super) fn find(body: &str, code: &Code, dialect: MarkdownFlavor, edits: &mut Edits) {
    // How far the text of the item is indented that is open.
    let mut item: Option<usize> = None;
    // How far the body is read.
    let mut from = 0;
    for (start, line) in lines(body) {
        if start < from {
            continue;
        }
        let text = line.trim_start_matches(' ');
        let space = line.len() - text.len();
        let code = code.at(start + space).filter(|code| !code.is_span);
        if let Some(length) = list_marker(text).filter(|_| code.is_none()) {
            item = Some(space + length);
            continue;
        }
        let Some(indent) = item.filter(|_| !text.trim().is_empty()) else {
            item = None;
            continue;
        };
        let begins_block = text.starts_with(dialect.lazy_blocks)
            && (!text.starts_with('#') || is_heading(text))
            && text.starts_with(['`', '~']) == code.is_some();
        if space >= indent.min(4) || !begins_block {
            let is_rule = text.trim_end().bytes().all(|byte| byte == b'-');
            if text.starts_with("{:") || is_rule || is_heading(text) {
                item = None;
            }
            continue;
        }
        let end = code.map_or(start + line.len(), |code| code.range.end);
        let block = &body[start..end];
        if code.is_some() && block.contains("\n\n") {
            item = None;
            continue;
        }
        for (at, line) in lines(block) {
            if !line.is_empty() {
                let at = start + at;
                edits.replace(at..at, " ".repeat(indent - space));
            }
        }
        from = end;
    }
}

fn is_heading(text: &str) -> bool {
    let text = text.trim_start_matches('#');
    text.starts_with(' ')
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
            ("- a\n\n> b\n- c\n{:.d}\n# E", "- a\n\n> b\n- c\n\n# E"),
            (
                "# A\n> b\n```\n- c\n# d\n```\n- e\nf",
                "# A\n> b\n```\n- c\n# d\n```\n- e\nf",
            ),
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
