//! kramdown's attribute lists (`{: .class #id key="value"}`) and extensions (`{::options /}`), which
//! Python-Markdown knows in part. Feeds have no use for them. And what kramdown alone reads otherwise: a
//! line `^` ends a block, `<mailto:a@e.org>` shows the address, `<?` is text, and a footnote ends with its
//! line unless the next one is indented.

use std::ops::Range;

use super::super::code::Code;
use super::{Edits, indent, lines, list_marker};
use crate::text;

/// The longest attribute list, in bytes.
const LONGEST: usize = 512;

/// Removes the attribute lists and extensions of `body`. Where it is not known to be kramdown's
/// (`is_kramdown`), only what cannot be anything else goes.
pub(super) fn find(body: &str, code: &Code, is_kramdown: bool, edits: &mut Edits) {
    let finder = Finder {
        body,
        lines: lines(body).collect(),
        ends: body.match_indices("{:/").map(|(at, _)| at).collect(),
        is_kramdown,
    };
    // Where the last one ended.
    let mut from = 0;
    for (index, &(start, line)) in finder.lines.iter().enumerate() {
        let mut searched = from.max(start) - start;
        while let Some(at) = line.get(searched..).and_then(|rest| rest.find("{:")) {
            let at = searched + at;
            searched = at + 2;
            if code.at(start + at).is_some() {
                continue;
            }
            let Some(list) = AttributeList::at_start_of(&line[at..]) else {
                continue;
            };
            let place = AttributeListPosition {
                line,
                at,
                end: at + list.length,
                follows_list: from == start + at && from > 0,
            };
            let Some(removed) = finder.removed(list.kind, &place, index) else {
                continue;
            };
            if place.is_alone()
                && list.kind.is_toc()
                && let Some(item) = finder.item_before(index)
            {
                edits.remove(item);
            }
            searched = removed.end.saturating_sub(start);
            from = removed.end;
            let parts_lists = is_kramdown && place.is_alone() && finder.parts_lists(index);
            edits.replace(
                removed,
                if parts_lists {
                    format!("\n{APART}")
                } else {
                    String::new()
                },
            );
        }
    }
}

/// Keeps two lists or two blocks of code from being one.
const APART: &str = "\n<!-- -->";

/// Whether there may be something to find of what kramdown reads otherwise.
pub(super) fn is_likely(body: &str) -> bool {
    ["\n^\n", "<?", "<mailto:", "\n[^"]
        .iter()
        .any(|sign| text::holds(body, sign))
}

/// Finds what kramdown reads otherwise in `body`.
pub(super) fn find_signs(body: &str, code: &Code, edits: &mut Edits) {
    for (sign, instead) in [("<?", "&lt;?"), ("<mailto:", "<")] {
        for at in memchr::memmem::find_iter(body.as_bytes(), sign) {
            // `<??>` stands for a tag of a template.
            if code.at(at).is_none() && !body[at..].starts_with("<??") {
                edits.replace(at..at + sign.len(), instead.to_owned());
            }
        }
    }
    let mut is_note = false;
    for (start, line) in lines(body) {
        let is_text = !line.trim().is_empty() && !line.starts_with(['[', '\t']);
        if is_note && is_text && !line.starts_with("    ") {
            edits.replace(start..start, "\n".to_owned());
        }
        is_note = line.starts_with("[^") && line.contains("]:") && code.at(start).is_none();
        if line.trim_end() == "^" && code.at(start).is_none() {
            edits.replace(start..start + line.len(), format!("{APART}\n"));
        }
    }
}

struct Finder<'b> {
    body: &'b str,
    lines: Vec<(usize, &'b str)>,
    /// Where extensions end.
    ends: Vec<usize>,
    is_kramdown: bool,
}

impl Finder<'_> {
    /// What goes with a list in that place of the line `index`.
    fn removed(
        &self,
        kind: AttributeListKind,
        place: &AttributeListPosition<'_>,
        index: usize,
    ) -> Option<Range<usize>> {
        let (start, line) = self.lines[index];
        match kind {
            AttributeListKind::Comment => {
                let next = self.ends.partition_point(|&end| end < start + place.end);
                let end = *self.ends.get(next)?;
                let closing = AttributeList::at_start_of(&self.body[end..])?;
                Some(start + place.at..end + closing.length)
            }
            AttributeListKind::Extension => Some(start + place.at..start + place.end),
            _ if !(self.is_kramdown || kind.is_unmistakable()) => None,
            _ if place.is_alone() => {
                let end = start + line.len();
                Some(if self.keeps_apart(index) {
                    start + indent(line)..end
                } else if start == 0 {
                    start..self.body.len().min(end + 1)
                } else {
                    start - 1..end
                })
            }
            AttributeListKind::Definition => None,
            AttributeListKind::Attributes { .. } => {
                let (from, to) = place.in_line()?;
                Some(start + from..start + to)
            }
        }
    }

    /// Whether the line `index` must leave a blank one behind, so that its neighbours do not meet.
    fn keeps_apart(&self, index: usize) -> bool {
        let text = |index: usize| {
            let line = self.lines.get(index).map_or("", |(_, line)| line);
            &line[indent(line)..]
        };
        let before = index.checked_sub(1).map_or("", text);
        let after = text(index + 1);
        !before.is_empty() && !after.is_empty() && list_marker(after).is_none()
    }

    /// Whether the line `index` ends a list, and another one follows.
    fn parts_lists(&self, index: usize) -> bool {
        let line = |index: usize| self.lines.get(index).map(|(_, line)| *line);
        let is_item = |line: &str| list_marker(&line[indent(line)..]).is_some();
        let ends_list = || {
            let before = self.lines[..index].iter().rev();
            let mut before = before.take_while(|(_, line)| !line.trim().is_empty());
            before.any(|(_, line)| is_item(line))
        };
        let next = (index + 1..)
            .map_while(line)
            .find(|line| !line.trim().is_empty());
        next.is_some_and(is_item) && line(index).is_some_and(|line| indent(line) < 2) && ends_list()
    }

    /// Before `{:toc}` stands a list of one item, which the table of contents takes the place of.
    fn item_before(&self, index: usize) -> Option<Range<usize>> {
        let (start, line) = self.lines[index.checked_sub(1)?];
        let is_first = index < 2 || self.lines[index - 2].1.trim().is_empty();
        list_marker(&line[indent(line)..])
            .filter(|_| is_first)
            .map(|_| start..start + line.len())
    }
}

/// Where an attribute list stands.
struct AttributeListPosition<'b> {
    line: &'b str,
    at: usize,
    end: usize,
    /// Whether another one ends here.
    follows_list: bool,
}

impl AttributeListPosition<'_> {
    fn is_alone(&self) -> bool {
        self.at <= indent(self.line) && self.line[self.end..].trim().is_empty()
    }

    /// What goes of the line, if the list belongs to something in it: an element before it, a list
    /// item that it begins, or a heading that it ends.
    fn in_line(&self) -> Option<(usize, usize)> {
        let (line, at, end) = (self.line, self.at, self.end);
        let follows_element = line[..at].ends_with([')', ']', '*', '_', '`', '"', '>', '~', '\'']);
        if follows_element || self.follows_list {
            return Some((at, end));
        }
        let text = indent(line);
        if list_marker(line.get(text..at)?).is_some_and(|length| text + length == at) {
            let space = line[end..].len() - line[end..].trim_start().len();
            return Some((at, end + space));
        }
        let is_heading = line[text..].starts_with('#') && line[end..].trim().is_empty();
        is_heading.then(|| (line[..at].trim_end().len(), end))
    }
}

/// An attribute list or an extension.
struct AttributeList {
    length: usize,
    kind: AttributeListKind,
}

#[derive(Clone, Copy)]
enum AttributeListKind {
    Attributes {
        is_unmistakable: bool,
        is_toc: bool,
    },
    /// `{:name: .class}`.
    Definition,
    /// `{::comment}`, whose content goes too.
    Comment,
    /// `{::options /}`, `{::nomarkdown}`, `{:/}`.
    Extension,
}

impl AttributeListKind {
    fn is_toc(self) -> bool {
        matches!(self, AttributeListKind::Attributes { is_toc: true, .. })
    }

    fn is_unmistakable(self) -> bool {
        match self {
            AttributeListKind::Attributes {
                is_unmistakable, ..
            } => is_unmistakable,
            AttributeListKind::Definition
            | AttributeListKind::Comment
            | AttributeListKind::Extension => true,
        }
    }
}

impl AttributeList {
    /// The list that `text` begins with.
    fn at_start_of(text: &str) -> Option<Self> {
        let mut quote = None;
        let window = &text[..crate::text::floor_char_boundary(text, LONGEST)];
        let (end, _) = window.char_indices().skip(1).find(|&(_, c)| {
            match quote {
                Some(open) if open == c => quote = None,
                Some(_) => {}
                None if matches!(c, '"' | '\'') => quote = Some(c),
                None => return matches!(c, '{' | '}'),
            }
            false
        })?;
        if !text[end..].starts_with('}') {
            return None;
        }
        let inner = &text[2..end];
        Some(AttributeList {
            length: end + 1,
            kind: kind(inner)?,
        })
    }
}

fn kind(inner: &str) -> Option<AttributeListKind> {
    if let Some(extension) = inner.strip_prefix(':') {
        let name = extension.split([' ', '/']).next().unwrap_or_default();
        return match name {
            "comment" => Some(AttributeListKind::Comment),
            "nomarkdown" | "options" => Some(AttributeListKind::Extension),
            _ => None,
        };
    }
    if let Some(name) = inner.strip_prefix('/') {
        let names = ["", "comment", "nomarkdown", "options"];
        return names
            .contains(&name)
            .then_some(AttributeListKind::Extension);
    }
    if let Some((name, rest)) = inner.split_once(": ")
        && is_name(name)
        && attributes(rest).is_some()
    {
        return Some(AttributeListKind::Definition);
    }
    let (is_unmistakable, is_toc) = attributes(inner)?;
    Some(AttributeListKind::Attributes {
        is_unmistakable,
        is_toc,
    })
}

/// Whether the attributes can be nothing else, and whether they ask for a table of contents; `None`
/// if they are none.
fn attributes(text: &str) -> Option<(bool, bool)> {
    let (mut is_unmistakable, mut is_toc) = (false, false);
    let mut rest = text.trim();
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let length = rest.find([' ', '=']).unwrap_or(rest.len());
        let (word, after) = rest.split_at(length);
        if let Some(value) = after.strip_prefix('=') {
            if !is_name(word) {
                return None;
            }
            is_unmistakable = true;
            let length = match value.chars().next() {
                Some(quote @ ('"' | '\'')) => value[1..].find(quote)? + 2,
                _ => value.find(' ').unwrap_or(value.len()),
            };
            rest = value[length..].trim_start();
            continue;
        }
        match word.strip_prefix(['.', '#']) {
            Some(marks) => {
                let mut names = marks.split(['.', '#']);
                if !names.all(is_name) {
                    return None;
                }
                is_unmistakable = true;
            }
            None if is_name(word) => {
                is_toc |= word == "toc";
                is_unmistakable |= matches!(word, "toc" | "no_toc" | "footnotes");
            }
            None => return None,
        }
        rest = after.trim_start();
    }
    Some((is_unmistakable, is_toc))
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ':'))
}

#[cfg(test)]
mod tests {
    use super::super::tests::expanded;
    use crate::model::Templates;

    /// As kramdown takes them.
    #[test]
    fn attribute_lists_go() {
        for (body, left) in [
            ("* TOC\n{:toc}\n\n# A", "\n\n# A"),
            ("a\n\n1. x\n{:toc .y}\n\nb", "a\n\n\n\nb"),
            ("# A {#i}\n{: .c #d}\n\nb", "# A {#i}\n\nb"),
            ("a\n{: .c}\nb\n", "a\n\nb\n"),
            ("- a\n  {: .c}\n- b\n", "- a\n- b\n"),
            ("> a\n> {: .c}\n", "> a\n"),
            (
                "![a](b){:width=\"100%\" srcset='x 2x'} *c*{:.d}{:.e} `f`{:.g} h{:.i}",
                "![a](b) *c* `f` h{:.i}",
            ),
            ("- {:.a} b\n\n1. {: #c} d", "- b\n\n1. d"),
            ("## A {: .no_toc}", "## A"),
            ("{:a: .b}\nc", "c"),
            (
                "{::options x=\"y\" /}\na {::comment}b\nc{:/comment} d{:/}",
                "\na  d",
            ),
            ("{::nomarkdown}*a*{:/nomarkdown}", "*a*"),
        ] {
            assert_eq!(expanded(body, Templates::Liquid), left, "{body}");
            assert_eq!(expanded(body, Templates::Unknown), left, "{body}");
            assert_eq!(expanded(body, Templates::Hugo), body);
        }
        for (body, left) in [
            ("*a*{:b} c{:b}", "*a* c{:b}"),
            ("- a\n{: .c}\n\n- b\n", "- a\n\n<!-- -->\n\n- b\n"),
            ("- a\n^\n- b\n", "- a\n\n<!-- -->\n\n- b\n"),
            ("<mailto:a@b> <?php `<?`", "<a@b> &lt;?php `<?`"),
            (
                "[^1]: a\nb\n\n[^2]: c\n    d\ne",
                "[^1]: a\n\nb\n\n[^2]: c\n    d\ne",
            ),
        ] {
            assert_eq!(expanded(body, Templates::Liquid), left, "{body}");
        }
    }

    #[test]
    fn what_is_none_stays() {
        for body in [
            "a {:?} b {:#} c {:x} {:>5} {:} {: }",
            "`{: .a}` and\n\n    {: .a}\n\n```\n{:toc}\n```\n",
            "{:a\n.b}",
            "{:toc",
            "*a*{:?}",
            "{::x}",
        ] {
            assert_eq!(expanded(body, Templates::Unknown), body);
            assert_eq!(expanded(body, Templates::Liquid), body);
        }
    }
}
