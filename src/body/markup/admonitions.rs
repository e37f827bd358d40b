//! Containers: from `:::note Title` to `:::` (Docusaurus, VuePress, MyST) is a quotation that begins
//! with its title. Of a container of another kind (`::: columns`) the title and the inside are kept.

use std::ops::Range;

use super::super::code::Code;
use super::{Edits, indent, lines};

/// The kinds that are set apart from the text.
const KINDS: &[&str] = &[
    "abstract",
    "attention",
    "caution",
    "danger",
    "details",
    "error",
    "example",
    "hint",
    "important",
    "info",
    "note",
    "question",
    "quote",
    "secondary",
    "seealso",
    "success",
    "tip",
    "warning",
];

/// How deep they are nested at most; what is deeper stays as it is written.
const DEEPEST: usize = 8;

/// Finds the admonitions of `body`.
pub(super) fn find(body: &str, code: &Code, edits: &mut Edits) {
    let lines: Vec<(usize, &str)> = lines(body).collect();
    let mut open: Vec<usize> = Vec::new();
    // Where each begins and ends.
    let mut ends: Vec<Option<usize>> = vec![None; lines.len()];
    for (index, &(start, line)) in lines.iter().enumerate() {
        let indent = indent(line);
        if !line[indent..].starts_with(":::") || code.at(start + indent).is_some() {
            continue;
        }
        match &line[indent..].trim_start_matches(':').trim() {
            &"" => {
                if let Some(begin) = open.pop() {
                    ends[begin] = Some(index);
                }
            }
            _ => open.push(index),
        }
    }
    // Where those that are open end, the innermost last, and whether they are quoted.
    let mut within: Vec<(usize, bool)> = Vec::new();
    // What stands before the outermost.
    let mut space = "";
    for (index, &(start, line)) in lines.iter().enumerate() {
        let text = indent(line);
        let is_end = within.pop_if(|(end, _)| *end == index).is_some();
        let signs = "> ".repeat(within.iter().filter(|(_, is_quoted)| *is_quoted).count());
        let rest = start + text..start + line.len();
        if is_end {
            edits.replace(rest, signs);
            continue;
        }
        let heading = line[text..].trim_start_matches(':').trim();
        match ends[index] {
            Some(end) if within.len() < DEEPEST => {
                if within.is_empty() {
                    space = &line[..text];
                }
                let (kind, title) = kind_and_title(heading);
                within.push((end, kind.is_some()));
                let own = match kind {
                    Some(kind) if title.is_empty() => kind[..1].to_ascii_uppercase() + &kind[1..],
                    _ => String::new(),
                };
                let signs = if kind.is_some() { signs + "> " } else { signs };
                if own.is_empty() && title.is_empty() {
                    edits.replace(rest, signs);
                    continue;
                }
                // The title stays where it is, for others may find something in it.
                let before = start + line.trim_end().len() - heading.len();
                edits.replace(rest.start..before + title.start, format!("{signs}**{own}"));
                edits.replace(
                    before + title.end..rest.end,
                    format!("**\n{}{}", &line[..text], signs.trim_end()),
                );
            }
            _ if signs.is_empty() => {}
            _ if line.trim().is_empty() => {
                edits.replace(start..rest.end, format!("{space}{}", signs.trim_end()));
            }
            _ => {
                let place = start + text.min(space.len());
                edits.replace(place..place, signs);
            }
        }
    }
}

/// The kind of a container that begins with `text`, if it is set apart, and where its title stands.
fn kind_and_title(text: &str) -> (Option<&'static str>, Range<usize>) {
    let name = text.trim_start_matches(['{', ' ']);
    let length = name
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_')))
        .unwrap_or(name.len());
    let (name, rest) = name.split_at(length);
    let kind = KINDS.iter().find(|kind| kind.eq_ignore_ascii_case(name));
    let rest = if name.is_empty() { "" } else { rest };
    let rest = rest.trim_start_matches(['}', ' ', '\t']);
    let (rest, end) = match rest.strip_prefix('[') {
        Some(title) if !title.starts_with('[') => (title, title.find(']')),
        // Attributes.
        _ => (rest, rest.find('{')),
    };
    let title = rest[..end.unwrap_or(rest.len())]
        .trim_end_matches(':')
        .trim_end();
    let start = text.len() - rest.len();
    (kind.copied(), start..start + title.len())
}

#[cfg(test)]
mod tests {
    use super::super::tests::expanded;
    use crate::model::Templates;

    #[test]
    fn admonitions_become_quotations() {
        for (body, quoted) in [
            (
                ":::note\n\na *b*\n\n:::\n\nc",
                "> **Note**\n>\n>\n> a *b*\n>\n\n\nc",
            ),
            (
                "a\n\n::: tip A title\n```\n:::\n```\n:::\n",
                "a\n\n> **A title**\n>\n> ```\n> :::\n> ```\n\n",
            ),
            (
                ":::warning[A title]{x=y}\n:::info\na\n:::\n:::\n",
                "> **A title**\n>\n> > **Info**\n> >\n> > a\n> \n\n",
            ),
            (
                "- a\n\n  :::{note}\n\n  b\n    c\n  :::\n",
                "- a\n\n  > **Note**\n  >\n  >\n  > b\n  >   c\n  \n",
            ),
            (
                "::: columns\n:::{.left}\na\n:::\n:::tip\nb\n:::\n:::\n",
                "\n\na\n\n> **Tip**\n>\n> b\n\n\n",
            ),
            (":::tabs The tabs\na\n:::\n", "**The tabs**\n\na\n\n"),
        ] {
            assert_eq!(expanded(body, Templates::Unknown), quoted, "{body}");
        }
    }

    #[test]
    fn what_is_none_stays() {
        for body in [
            ":::note\n\nnever closed",
            "a\n\n:::\n",
            "```\n:::note\na\n:::\n```\n",
            "a ::: b",
        ] {
            assert_eq!(expanded(body, Templates::Unknown), body);
        }
        let deep = ":::note\n".repeat(100) + &":::\n".repeat(100);
        assert!(expanded(&deep, Templates::Unknown).len() < deep.len() * 10);
    }
}
