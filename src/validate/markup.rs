//! Tags as they are written, for what a parser overlooks, and for what it does not tell.

use std::collections::HashSet;

/// A namespace as it is declared.
pub(super) struct Declaration<'a> {
    /// The prefix, empty for the default.
    pub(super) prefix: &'a str,
    /// The namespace.
    pub(super) uri: &'a str,
    /// Where.
    pub(super) offset: usize,
}

/// Every namespace declaration in the start tags of `text`.
pub(super) fn declarations(text: &str) -> Vec<Declaration<'_>> {
    let mut found = Vec::new();
    for (at, tag) in start_tags(text) {
        declarations_in(tag, at, &mut found);
    }
    found
}

/// Whether a parser that looks at each pair of attributes, or that copies the namespaces in scope,
/// would be busy for long.
pub(super) fn is_entangled(text: &str, declarations: &[Declaration<'_>]) -> bool {
    const MOST_ATTRIBUTES: usize = 5_000;
    const MOST_COPIES: usize = 20_000_000;
    let prefixes: HashSet<&str> = declarations
        .iter()
        .map(|declaration| declaration.prefix)
        .collect();
    let copies = declarations.len().saturating_mul(prefixes.len());
    copies > MOST_COPIES
        || start_tags(text).any(|(_, tag)| {
            tag.len() > MOST_ATTRIBUTES
                && tag.bytes().filter(|b| *b == b'=').count() > MOST_ATTRIBUTES
        })
}

/// What XML forbids and the parser lets pass: where, and why.
pub(super) fn overlooked(text: &str) -> Option<(usize, String)> {
    markup(text).find_map(|(at, piece)| {
        let target = piece.strip_prefix("<?").and_then(|rest| rest.get(..3));
        let ends = |rest: &str| rest.starts_with(|c: char| c.is_whitespace() || c == '?');
        if at > 0
            && target.is_some_and(|name| name.eq_ignore_ascii_case("xml"))
            && ends(&piece[5..])
        {
            let message = "an XML declaration can stand at the very start only".to_owned();
            return Some((at, message));
        }
        let name = piece.strip_prefix('<')?.trim_start_matches('/');
        let end = name.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))?;
        let name = name[..end]
            .strip_prefix(['?', '!'])
            .map_or(&name[..end], |_| "");
        let is_qualified =
            !name.starts_with(':') && !name.ends_with(':') && name.matches(':').count() < 2;
        (!is_qualified).then(|| (at, format!("`{name}` is no name with a prefix")))
    })
}

/// What stands before a fault, made whole.
pub(super) struct Sound {
    /// The text before the fault, and an end tag for each element that is open there.
    pub(super) text: String,
    /// Where those elements begin: what they lack may stand behind the fault.
    pub(super) open: HashSet<usize>,
}

/// The part of `text` that a parser which stopped at `offset` had understood.
pub(super) fn before(text: &str, offset: usize) -> Option<Sound> {
    let mut open: Vec<(usize, &str)> = Vec::new();
    let mut cut = offset;
    for (at, piece) in markup(text) {
        if at + piece.len() > offset {
            cut = cut.min(at);
            break;
        }
        if piece.starts_with("<!") || piece.starts_with("<?") || piece.ends_with("/>") {
            continue;
        }
        let name = piece[1..].trim_start_matches('/');
        let end = name.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))?;
        if piece.starts_with("</") {
            open.pop().filter(|(_, opened)| *opened == &name[..end])?;
        } else {
            open.push((at, &name[..end]));
        }
    }
    let mut sound = text.get(..cut)?.to_owned();
    for (_, name) in open.iter().rev() {
        sound.push_str("</");
        sound.push_str(name);
        sound.push('>');
    }
    Some(Sound {
        text: sound,
        open: open.into_iter().map(|(at, _)| at).collect(),
    })
}

/// The start tags in `text`, with their offsets.
fn start_tags(text: &str) -> impl Iterator<Item = (usize, &str)> {
    markup(text).filter(|(_, piece)| {
        !piece.starts_with("</") && !piece.starts_with("<?") && !piece.starts_with("<!")
    })
}

/// Tags, instructions, comments, sections and declarations in `text`, with their offsets.
fn markup(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        at += text[at..].find('<')?;
        let (start, rest) = (at, &text[at..]);
        let end = piece_end(rest);
        at += end;
        Some((start, &rest[..end]))
    })
}

/// Where the tag, instruction, comment, section or declaration ends that `text` begins with.
pub(super) fn piece_end(text: &str) -> usize {
    [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")]
        .iter()
        .find(|(open, _)| text.starts_with(open))
        .map(|(_, close)| {
            text.find(close)
                .map_or(text.len(), |found| found + close.len())
        })
        .unwrap_or_else(|| tag_end(text))
}

fn tag_end(text: &str) -> usize {
    let mut quote = 0_u8;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'"' | b'\'' if quote == 0 => quote = byte,
            b if b == quote => quote = 0,
            b'>' if quote == 0 => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn declarations_in<'a>(tag: &'a str, start: usize, found: &mut Vec<Declaration<'a>>) {
    for (at, _) in tag.match_indices("xmlns") {
        if !tag[..at].ends_with(|c: char| c.is_ascii_whitespace()) {
            continue;
        }
        let rest = &tag[at + 5..];
        let end = rest
            .find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '"' | '\''))
            .unwrap_or(rest.len());
        let (name, rest) = rest.split_at(end);
        let Some(value) = rest.trim_start().strip_prefix('=').map(str::trim_start) else {
            continue;
        };
        let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
            continue;
        };
        let prefix = match name.strip_prefix(':') {
            Some(prefix) => prefix,
            None if name.is_empty() => "",
            None => continue,
        };
        found.push(Declaration {
            prefix,
            uri: value[1..].split(quote).next().unwrap_or_default(),
            offset: start + at,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_are_found_in_tags_only() {
        let text =
            "<a xmlns='u' xmlns:b = \"v\"><!-- <c xmlns='w'> --><![CDATA[<d xmlns='x'>]]></a>";
        let found: Vec<_> = declarations(text)
            .iter()
            .map(|d| (d.prefix, d.uri, d.offset))
            .collect();
        assert_eq!(found, [("", "u", 3), ("b", "v", 13)]);
    }

    #[test]
    fn what_the_parser_overlooks_is_found() {
        let at = |text| overlooked(text).map(|(at, _)| at);
        assert_eq!(at("<?xml version='1.0'?><?xml-stylesheet?><a:b/>"), None);
        assert_eq!(at("<a><?xml?></a>"), Some(3));
        assert_eq!(at("<a></:a>"), Some(3));
        assert_eq!(at("<a:b:c/>"), Some(0));
        assert_eq!(at("<!-- <:a> --><![CDATA[<:a>]]><a/>"), None);
    }

    #[test]
    fn what_stands_before_a_fault_is_made_whole() {
        let text = "<a><b>c</b><d e='&'>";
        let sound = before(text, 18).map(|sound| (sound.text, sound.open.len()));
        assert_eq!(sound, Some(("<a><b>c</b></a>".to_owned(), 1)));
        let sound = before("<a><b>c & d", 8).map(|sound| sound.text);
        assert_eq!(sound.as_deref(), Some("<a><b>c </b></a>"));
    }
}
