//! Blocks that begin with a line of their own: callouts (`> [!abstract] Title`, Obsidian), and of
//! Python-Markdown and kramdown tables of contents (`[TOC]`), admonitions (`!!! note "Title"`) and
//! abbreviations (`*[HTML]: …`).

use super::super::code::Code;
use super::super::dialect::MarkdownFlavor;
use super::{Edits, indent, lines};

/// Whether there may be something to find.
pub(super) fn is_likely(body: &str, dialect: MarkdownFlavor) -> bool {
    crate::text::holds(body, "[!")
        || dialect.has_definition_lists && crate::text::holds(body, "\n:")
        || dialect.has_abbreviations && crate::text::holds(body, "*[")
        || dialect.has_python_blocks
            && (crate::text::holds(body, "[TOC]")
                || crate::text::holds(body, "!!! ")
                || crate::text::holds(body, "??? "))
}

/// Finds the blocks of `body`.
pub(super) fn find(body: &str, code: &Code, dialect: MarkdownFlavor, edits: &mut Edits) {
    let lines: Vec<(usize, &str)> = lines(body).collect();
    let mut from = 0;
    for (index, &(start, line)) in lines.iter().enumerate() {
        let text = indent(line);
        if index < from || code.at(start + text).is_some() {
            continue;
        }
        let rest = line[text..].trim_end();
        let range = start + text..start + line.len();
        if rest.starts_with("[!") && line[..text].contains('>') {
            if let Some(title) = callout(&rest[2..]) {
                // What follows in the next line is another paragraph.
                edits.replace(range, format!("**{title}**\n{}", line[..text].trim_end()));
            }
        } else if dialect.has_definition_lists && is_no_definition(rest) {
            edits.replace(range.start..range.start, "\\".to_owned());
        } else if (dialect.has_abbreviations && is_abbreviation(rest))
            || (dialect.has_python_blocks && rest == "[TOC]")
        {
            edits.remove(range);
        } else if dialect.has_python_blocks
            && let Some(title) = admonition(rest)
        {
            let margin = &line[..text];
            edits.replace(range, format!("> **{title}**\n{margin}>"));
            for (next, &(start, line)) in lines.iter().enumerate().skip(index + 1) {
                let inside = line
                    .strip_prefix(margin)
                    .and_then(|line| line.strip_prefix("    "));
                if inside.is_none() && !line.trim().is_empty() {
                    // The line behind must not continue the quotation.
                    edits.replace(start..start, "\n".to_owned());
                    from = next;
                    break;
                }
                let taken = line.len() - inside.unwrap_or_default().len();
                edits.replace(start..start + taken, format!("{margin}> "));
                from = next + 1;
            }
        }
    }
}

/// The title of a callout, of which `[!` was read. Those that Markdown itself knows, and that have
/// no title, are left to it.
fn callout(rest: &str) -> Option<String> {
    let (kind, title) = rest.split_once(']')?;
    let is_kind = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '|' | ' ');
    if kind.is_empty()
        || kind.len() > 40
        || !kind.chars().all(is_kind)
        || title.starts_with(['(', '['])
    {
        return None;
    }
    let title = title.trim_start_matches(['-', '+']).trim();
    if !title.is_empty() {
        return Some(title.replace("**", ""));
    }
    let kind = kind.split('|').next().unwrap_or_default();
    Some(capitalised(kind))
}

/// `note` as `Note`.
fn capitalised(kind: &str) -> String {
    let kind = kind.to_ascii_lowercase();
    let first = kind.chars().next().map_or(0, char::len_utf8);
    kind[..first].to_uppercase() + &kind[first..]
}

/// The title of `!!! note "Title"` or of `??? note`, which is folded up.
fn admonition(line: &str) -> Option<String> {
    let rest = line
        .strip_prefix("!!! ")
        .or_else(|| line.strip_prefix("??? "))?;
    let rest = rest.trim_start_matches('+').trim();
    let (kind, title) = rest.split_once('"').unwrap_or((rest, ""));
    let kind = kind.split_whitespace().next()?;
    if !kind.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        return None;
    }
    let title = title.trim_end().trim_end_matches('"').trim();
    Some(if title.is_empty() {
        capitalised(kind)
    } else {
        title.to_owned()
    })
}

/// `:smile:`: the parser would take it for a definition, for which others want a space.
fn is_no_definition(line: &str) -> bool {
    let rest = line.strip_prefix(':').unwrap_or_default();
    rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '+' | ')' | '('))
        && !line.contains('|')
}

/// `*[HTML]: HyperText Markup Language`.
fn is_abbreviation(line: &str) -> bool {
    line.strip_prefix("*[")
        .and_then(|rest| rest.split_once("]:"))
        .is_some_and(|(name, _)| !name.is_empty() && !name.contains([']', '[']))
}

#[cfg(test)]
mod tests {
    use super::super::tests::expanded;
    use crate::model::Templates;

    #[test]
    fn blocks_become_markdown() {
        for (body, markdown) in [
            (
                "> [!abstract]- A *title*\n> text",
                "> **A *title***\n>\n> text",
            ),
            ("> [!todo]\n> text", "> **Todo**\n>\n> text"),
            ("a\n\n[TOC]\n\nb", "a\n\n\n\nb"),
            (
                "!!! note \"A title\"\n    a\n\n    b\n\nc",
                "> **A title**\n>\n> a\n> \n> b\n> \n\nc",
            ),
            ("a\n:smile: b", "a\n\\:smile: b"),
            ("*[HTML]: Text\n\nHTML", "\n\nHTML"),
        ] {
            assert_eq!(expanded(body, Templates::Unknown), markdown, "{body}");
        }
    }

    #[test]
    fn what_is_none_stays() {
        for body in [
            "[!a] b",
            "> [![a](b)](c)",
            "> [!a](b)",
            "    [TOC]",
            "!!! and so on",
            "*[a](b)*",
        ] {
            assert_eq!(expanded(body, Templates::Hugo), body);
        }
    }
}
