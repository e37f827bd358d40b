//! The document as XML: its prolog and its tree.

use roxmltree::{Document, Error, ParsingOptions, TextPos};

use super::rules;
use crate::diagnostic::Rule;

/// The largest number of nodes in a document; memory is bounded by it.
const MAX_NODES: u32 = 4_000_000;

/// The prolog: everything before the root element.
#[derive(Default)]
pub(super) struct Prolog<'a> {
    /// The DOCTYPE with its internal subset.
    pub(super) doctype: Option<&'a str>,
    /// The name of the root element, as written.
    pub(super) root: Option<&'a str>,
    /// The offset of the root element.
    pub(super) root_at: usize,
}

/// Reads declaration, comments, instructions and DOCTYPE up to the root element.
pub(super) fn prolog(text: &str) -> Prolog<'_> {
    let mut prolog = Prolog::default();
    let mut at = 0;
    while let Some(found) = text[at..].find('<') {
        at += found;
        let rest = &text[at..];
        let end = if rest.starts_with("<!--") {
            rest.find("-->").map(|end| end + 3)
        } else if rest.starts_with("<?") {
            rest.find("?>").map(|end| end + 2)
        } else if rest
            .get(..9)
            .is_some_and(|start| start.eq_ignore_ascii_case("<!doctype"))
        {
            let end = doctype_end(rest);
            prolog.doctype = end.map(|end| &rest[..end]);
            end
        } else {
            let name = &rest[1..];
            let end = name
                .find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))
                .unwrap_or(name.len());
            prolog.root = Some(&name[..end]).filter(|name| is_name(name));
            prolog.root_at = at;
            return prolog;
        };
        let Some(end) = end else { return prolog };
        at += end;
    }
    prolog
}

/// `text` with everything before `end` replaced by spaces, so that offsets and lines stay the same.
pub(super) fn blank(text: &str, end: usize) -> String {
    let (before, rest) = text.split_at(end);
    let blank = before.bytes().map(|byte| match byte {
        b'\n' | b'\r' => char::from(byte),
        _ => ' ',
    });
    blank.collect::<String>() + rest
}

/// Whether `text` can be the name of an element, and is not very long.
fn is_name(text: &str) -> bool {
    text.len() <= 100 && text.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | ':'))
}

/// The end of a DOCTYPE: the first `>` outside quotes and its internal subset.
fn doctype_end(text: &str) -> Option<usize> {
    let mut quote = None;
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '[') => depth += 1,
            (None, ']') => depth = depth.saturating_sub(1),
            (None, '>') if depth == 0 => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// Parses a well-formed document; external entities are replaced by nothing.
pub(super) fn parse(text: &str) -> Result<Document<'_>, roxmltree::Error> {
    let parsing = ParsingOptions {
        allow_dtd: true,
        nodes_limit: MAX_NODES,
        entity_resolver: Some(&|_, _| Ok(Some(""))),
    };
    Document::parse_with_options(text, parsing)
}

/// The rule, the offset and the message for an error of the parser; `None` if
/// the parser does not understand the document's entities.
pub(super) fn explain(error: &Error, text: &str) -> Option<(&'static Rule, usize, String)> {
    let (rule, message) = match error {
        Error::NodesLimitReached
        | Error::AttributesLimitReached
        | Error::NamespacesLimitReached => (
            &rules::VALIDATOR_LIMIT,
            "the document has more elements than a feed may have here".to_owned(),
        ),
        Error::UnknownNamespace(prefix, _) if prefix == "xml" => (
            &rules::UNDEFINED_ELEMENT,
            "an element has the prefix `xml:`, which is only for attributes such as `xml:lang`"
                .to_owned(),
        ),
        Error::UnknownNamespace(prefix, _) => (
            &rules::MISSING_NAMESPACE,
            format!("an entity uses the prefix `{prefix}:`, which is not declared here"),
        ),
        Error::DuplicatedAttribute(name, _) => (
            &rules::SAX_ERROR,
            format!("an entity gives an element the attribute `{name}` twice"),
        ),
        _ => return None,
    };
    Some((rule, offset_of(text, error.pos()), message))
}

/// The offset of a line and column, both from one.
fn offset_of(text: &str, position: TextPos) -> usize {
    let line_start = match position.row {
        0 | 1 => 0,
        row => text
            .match_indices('\n')
            .nth(row as usize - 2)
            .map_or(text.len(), |(at, _)| at + 1),
    };
    text[line_start..]
        .char_indices()
        .nth(position.col.saturating_sub(1) as usize)
        .map_or(text.len(), |(at, _)| line_start + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_is_found_behind_all_that_may_precede_it() {
        let text =
            "<?xml version='1.0'?><!-- <a> --><!DOCTYPE x [<!ENTITY e '>'>]>\n<rss version='2.0'>";
        let found = prolog(text);
        assert_eq!(found.root, Some("rss"));
        assert_eq!(found.doctype, Some("<!DOCTYPE x [<!ENTITY e '>'>]>"));
        assert_eq!(prolog("hello").root, None);
    }

    #[test]
    fn positions_become_offsets() {
        assert_eq!(offset_of("é\nab", TextPos::new(2, 2)), 4);
        assert_eq!(offset_of("a", TextPos::new(9, 9)), 1);
    }
}
