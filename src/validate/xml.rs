//! The document as XML: what stands before its root, and what a parser says when it stops.

use std::borrow::Cow;
use std::collections::HashSet;

use roxmltree::{Error, TextPos};

use super::rules;
use crate::diagnostic::Rule;

/// How much text entities may stand for; a feed has no use for any.
const EXPANSION_LIMIT: usize = 16 << 20;

/// The longest name of an entity that is looked for.
const LONGEST_NAME: usize = 200;

/// What stands before the root element.
#[derive(Default)]
pub(super) struct Prolog<'a> {
    /// The DOCTYPE with its internal subset.
    pub(super) doctype: Option<&'a str>,
    /// The name of the root element, as written.
    pub(super) root: Option<&'a str>,
    /// Where the root element begins.
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

/// `text` with an XML declaration that stands behind white space blanked out, so that the rest can
/// be parsed, and judged at its true places; borrowed where there is none.
pub(super) fn blank_late_declaration(text: &str) -> Cow<'_, str> {
    let body = text.trim_start();
    if body.len() == text.len() || !body.starts_with("<?xml") {
        return Cow::Borrowed(text);
    }
    let end = body.find("?>").map_or(body.len(), |end| end + 2);
    let (before, rest) = text.split_at(text.len() - body.len() + end);
    let blank = before
        .bytes()
        .map(|byte| if byte == b'\n' { '\n' } else { ' ' });
    Cow::Owned(blank.collect::<String>() + rest)
}

/// Whether `text` can be the name of an element, and not a very long one.
fn is_name(text: &str) -> bool {
    text.len() <= 100 && text.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | ':'))
}

/// Where a DOCTYPE ends: at the first `>` outside of quotes and of its internal subset.
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

/// What a DOCTYPE is good for in a feed.
pub(super) enum Doctype {
    /// None, or one that declares nothing.
    Harmless,
    /// Netscape's for RSS 0.91; whether at the address that is gone.
    Netscape { gone: bool },
    /// Something outside of the document is declared.
    External,
    /// Its entities stand for more text than a feed may have.
    Bomb,
}

/// Judges a DOCTYPE against the text that it is for.
pub(super) fn judge_doctype(doctype: &str, text: &str) -> Doctype {
    if doctype.contains("-//Netscape Communications//DTD RSS 0.91//EN") {
        return Doctype::Netscape {
            gone: doctype.contains("my.netscape.com"),
        };
    }
    let entities: HashSet<&str> = doctype
        .split("<!ENTITY")
        .skip(1)
        .filter_map(|declaration| declaration.split_whitespace().find(|word| *word != "%"))
        .collect();
    if !entities.is_empty() {
        let references = text
            .match_indices('&')
            .filter(|(at, _)| {
                let name = text.as_bytes()[at + 1..].iter().take(LONGEST_NAME);
                let end = name.clone().position(|b| *b == b';');
                end.and_then(|end| text.get(at + 1..at + 1 + end))
                    .is_some_and(|name| entities.contains(name))
            })
            .count();
        // Entities in entities multiply; the parser bounds how deep and how often.
        let is_nested = doctype.matches('&').count() > doctype.matches("&#").count();
        let factor = if is_nested { 256 } else { 1 };
        let expansion = doctype
            .len()
            .saturating_mul(references)
            .saturating_mul(factor);
        if expansion > EXPANSION_LIMIT {
            return Doctype::Bomb;
        }
    }
    let before_subset = doctype.split('[').next().unwrap_or_default();
    let is_external = [" SYSTEM", " PUBLIC"]
        .iter()
        .any(|keyword| before_subset.contains(keyword))
        || doctype.split("<!ENTITY").skip(1).any(|declaration| {
            declaration
                .split('>')
                .next()
                .is_some_and(|d| d.contains("SYSTEM"))
        });
    if is_external {
        Doctype::External
    } else {
        Doctype::Harmless
    }
}

/// What the parser's error means for a feed: the rule, the place if it is not the parser's, the message.
pub(super) fn explain(error: &Error, text: &str) -> (&'static Rule, Option<usize>, String) {
    let end = Some(text.len());
    match error {
        Error::UnknownNamespace(prefix, _) => (
            &rules::MISSING_NAMESPACE,
            None,
            format!(
                "the prefix `{prefix}:` is used and not declared; declare it with `xmlns:{prefix}=\"…\"`"
            ),
        ),
        Error::UnknownEntityReference(name, _) => (
            &rules::UNDEFINED_NAMED_ENTITY,
            None,
            format!("XML does not define `&{name};`; write the character itself"),
        ),
        Error::EntityReferenceLoop(_) => (
            &rules::VALIDATOR_LIMIT,
            None,
            "entities refer to entities too often, or to themselves".to_owned(),
        ),
        Error::NodesLimitReached
        | Error::AttributesLimitReached
        | Error::NamespacesLimitReached => (
            &rules::VALIDATOR_LIMIT,
            None,
            "the document has more elements than a feed may have here".to_owned(),
        ),
        Error::UnclosedRootNode | Error::UnexpectedEndOfStream => (
            &rules::SAX_ERROR,
            end,
            "the document ends before its elements are closed; was the download cut off?"
                .to_owned(),
        ),
        Error::NoRootNode if text.trim().is_empty() => {
            (&rules::SAX_ERROR, None, "the document is empty".to_owned())
        }
        Error::NoRootNode => (
            &rules::SAX_ERROR,
            end,
            "there is no root element".to_owned(),
        ),
        Error::UnexpectedCloseTag(expected, actual, _) => (
            &rules::SAX_ERROR,
            None,
            format!("`</{actual}>` stands where `<{expected}>` must be closed first"),
        ),
        Error::NonXmlChar(c, _) => (
            &rules::SAX_ERROR,
            None,
            format!(
                "XML cannot hold the character U+{:04X}; remove it",
                u32::from(*c)
            ),
        ),
        Error::MalformedEntityReference(_) => (
            &rules::SAX_ERROR,
            None,
            "an `&` begins no reference; write `&amp;`".to_owned(),
        ),
        Error::InvalidAttributeValue(_) => (
            &rules::SAX_ERROR,
            None,
            "a `<` stands in an attribute; write `&lt;`".to_owned(),
        ),
        Error::UnexpectedDeclaration(_) => (
            &rules::WP_BLANK_LINE,
            None,
            "the XML declaration is not at the very start".to_owned(),
        ),
        other => (&rules::SAX_ERROR, None, sentence(&other.to_string())),
    }
}

/// The parser's words without the place, which is told elsewhere.
fn sentence(message: &str) -> String {
    match message.split_once(" at ") {
        Some((before, after)) => {
            let rest = after.trim_start_matches(|c: char| c.is_ascii_digit() || c == ':');
            format!("{before}{rest}")
        }
        None => message.to_owned(),
    }
}

/// The offset of a line and column, both from one.
pub(super) fn offset_of(text: &str, position: TextPos) -> usize {
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
    fn entities_that_stand_for_too_much_are_a_bomb() {
        let value = "x".repeat(10_000);
        let doctype = format!("<!DOCTYPE r [<!ENTITY a \"{value}\">]>");
        let text = format!("{doctype}<r>{}</r>", "&a;".repeat(10_000));
        assert!(matches!(judge_doctype(&doctype, &text), Doctype::Bomb));
        assert!(matches!(
            judge_doctype(&doctype, "<r>&a;</r>"),
            Doctype::Harmless
        ));
    }

    #[test]
    fn positions_become_offsets() {
        assert_eq!(offset_of("é\nab", TextPos::new(2, 2)), 4);
        assert_eq!(offset_of("a", TextPos::new(9, 9)), 1);
    }
}
