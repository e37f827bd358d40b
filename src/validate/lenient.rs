//! Reads feeds as lenient readers do: repairs what is not well-formed, or reads up to the error.
//!
//! The most common errors are repaired: characters that XML does not allow, HTML's named
//! entities, an `&` or a `<` that begins nothing, undeclared prefixes. Line numbers stay the same.

use std::borrow::Cow;
use std::collections::HashSet;

use roxmltree::Document;

use super::format::{self, DocumentFormat};
use super::wellformed::{self, Violation, is_char, is_name_start};
use super::{MAX_BYTES, encoding, names, not_a_feed, rules, without_beginning, xml};
use crate::diagnostic::{Severity, locate};
use crate::text::resolve_entities;

/// How many missing prefix declarations are added to a feed.
const MOST_PREFIXES: usize = 16;

/// A feed that could be read.
pub(crate) struct Parsed<'d> {
    /// The parsed document.
    pub(crate) document: &'d Document<'d>,
    /// The text that it was parsed from, with the same lines as the file.
    pub(crate) text: &'d str,
    /// The format of the feed.
    pub(crate) format: DocumentFormat,
    /// Why strict parsers reject it, if they do.
    pub(crate) fault: Option<ParseError>,
    /// Whether what follows the error could not be read.
    pub(crate) is_cut: bool,
    /// The offsets of elements that were still open at that error.
    pub(crate) open: HashSet<usize>,
}

/// Why strict parsers reject a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ParseError {
    /// What is wrong, in one sentence without a full stop.
    pub(crate) message: String,
    /// The line, from one.
    pub(crate) line: u32,
    /// The column, from one, in characters.
    pub(crate) column: u32,
}

/// Why nothing could be read.
#[derive(Debug)]
pub(crate) enum LenientError {
    /// The document is not a feed but this.
    NotAFeed(String),
    /// The document is a feed that cannot be parsed.
    Unreadable(ParseError),
}

/// Whether a document that begins like this may be a feed: its root is a feed's, or comes after
/// this beginning. Any object of JSON may be a JSON Feed, whose `version` may be its last key.
pub(crate) fn may_be_feed(head: &[u8]) -> bool {
    let decoded = encoding::decode(head);
    let text = decoded.text.trim_start();
    if !text.starts_with('<') {
        return text.starts_with('{');
    }
    let prolog = xml::prolog(text);
    let is_cut = prolog.root.is_none() && prolog.root_at == 0;
    is_cut || format_of_root(format::by_name(prolog.root), prolog.root, text).is_ok()
}

/// The text of a document that is an object of JSON.
pub(crate) fn json(bytes: &[u8]) -> Option<String> {
    // In any encoding that has been seen, one of the first bytes is this.
    let start = &bytes[..bytes.len().min(64)];
    if bytes.len() > MAX_BYTES || !start.contains(&b'{') {
        return None;
    }
    let text = encoding::decode(bytes).text;
    text.trim_start().starts_with('{').then_some(text)
}

/// Reads a feed of XML and hands it to `take`.
pub(crate) fn read<T>(bytes: &[u8], take: impl FnOnce(Parsed<'_>) -> T) -> Result<T, LenientError> {
    if bytes.len() > MAX_BYTES {
        return Err(LenientError::Unreadable(ParseError {
            message: format!("the document is larger than {} MB", MAX_BYTES >> 20),
            line: 1,
            column: 1,
        }));
    }
    let decoded = encoding::decode(bytes);
    let source = decoded.text.as_str();
    let beginning = not_a_feed::beginning(source, &xml::prolog(source));
    let text = without_beginning(source, beginning);
    let prolog = xml::prolog(&text);
    format_of_root(format::by_name(prolog.root), prolog.root, &text)?;
    let document = wellformed::read(&text);
    let misread = decoded
        .findings
        .iter()
        .find(|(_, found)| found.severity == Severity::Error)
        .map(|(offset, found)| (*offset, found.message.clone()));
    let late = (beginning > 0).then(|| {
        let has_declaration = source[beginning..].starts_with("<?xml");
        (
            0,
            not_a_feed::before_beginning(&source[..beginning], has_declaration),
        )
    });
    let reason = |found: &Violation| (found.offset, found.message.clone());
    let fault = misread
        .or(late)
        .or(document.declaration.as_ref().map(reason))
        .or(document.violation.as_ref().map(reason))
        .map(|(offset, message)| fault_at(source, offset, &message));
    let parsed = match document.declaration {
        Some(_) => Cow::Owned(xml::blank(&text, document.declaration_end)),
        None => Cow::Borrowed(text.as_ref()),
    };
    let Some(fault) = fault.clone().filter(|_| document.violation.is_some()) else {
        return tree(&document, &parsed, fault, None, take);
    };
    let declared = &text[document.doctype.clone()];
    let mut repaired = repair(&parsed, declared);
    for _ in 0..MOST_PREFIXES {
        let document = wellformed::read(&repaired);
        let Some(violation) = &document.violation else {
            return tree(&document, &repaired, Some(fault), None, take);
        };
        if let Some(prefix) = &violation.undeclared_prefix {
            repaired = declare(&repaired, prefix);
            continue;
        }
        if violation.rule.code == rules::VALIDATOR_LIMIT.code {
            break;
        }
        let open = document.open.iter().map(|open| open.offset).collect();
        let sound = document.sound_part(&repaired);
        return tree(&document, &sound, Some(fault), Some(open), take);
    }
    Err(LenientError::Unreadable(fault))
}

/// Parses well-formed `text` and hands it to `take`.
fn tree<T>(
    document: &wellformed::Document<'_>,
    text: &str,
    fault: Option<ParseError>,
    cut: Option<HashSet<usize>>,
    take: impl FnOnce(Parsed<'_>) -> T,
) -> Result<T, LenientError> {
    let text = &document.with_replacement_texts(text);
    let error = match xml::parse(text) {
        Ok(tree) => return hand_over(&tree, text, fault, cut, take),
        Err(error) => error,
    };
    let plain = document.without_entities(text);
    match xml::parse(&plain) {
        Ok(tree) if xml::explain(&error, text).is_none() => {
            hand_over(&tree, &plain, fault, cut, take)
        }
        _ => Err(LenientError::Unreadable(fault.unwrap_or_else(|| {
            fault_at(
                text,
                0,
                "the document is larger or has more nested entities than a feed may have",
            )
        }))),
    }
}

fn hand_over<T>(
    document: &Document<'_>,
    text: &str,
    fault: Option<ParseError>,
    cut: Option<HashSet<usize>>,
    take: impl FnOnce(Parsed<'_>) -> T,
) -> Result<T, LenientError> {
    let root = document.root_element();
    let format = format::detect(root);
    format_of_root(format, Some(root.tag_name().name()), text)?;
    Ok(take(Parsed {
        document,
        text,
        format,
        fault,
        is_cut: cut.is_some(),
        open: cut.unwrap_or_default(),
    }))
}

/// A description of the document if it is not a feed.
fn format_of_root(
    format: DocumentFormat,
    root: Option<&str>,
    text: &str,
) -> Result<(), LenientError> {
    let not_a_feed = match (format, root) {
        (DocumentFormat::Html, _) => "it is an HTML page".to_owned(),
        (DocumentFormat::Atom10Entry, _) => "it is a single entry".to_owned(),
        (DocumentFormat::Unknown, Some(root)) => {
            format!("its root element is `{root}`, not a feed's")
        }
        (DocumentFormat::Unknown, None) if text.trim().is_empty() => "it is empty".to_owned(),
        (DocumentFormat::Unknown, None) => "it is not XML".to_owned(),
        _ => return Ok(()),
    };
    Err(LenientError::NotAFeed(not_a_feed))
}

fn fault_at(text: &str, offset: usize, message: &str) -> ParseError {
    let (line, column, _) = locate(text, offset);
    ParseError {
        message: message.to_owned(),
        line,
        column,
    }
}

/// Repairs the most common errors in `text`.
fn repair(text: &str, doctype: &str) -> String {
    let declared: HashSet<&str> = doctype
        .split("<!ENTITY")
        .skip(1)
        .filter_map(|declaration| declaration.split_whitespace().next())
        .collect();
    let mut repaired = String::with_capacity(text.len() + 64);
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        repair_references(&mut repaired, &rest[..at], &declared);
        rest = &rest[at..];
        let is_verbatim = ["<!", "<?"].iter().any(|open| rest.starts_with(open));
        let is_tag = rest[1..].starts_with(|c: char| c == '/' || is_name_start(c));
        if is_verbatim {
            let end = piece_end(rest);
            repaired.extend(rest[..end].chars().filter(|c| is_char(*c)));
            rest = &rest[end..];
        } else if is_tag {
            let end = piece_end(rest);
            repair_references(&mut repaired, &rest[..end], &declared);
            rest = &rest[end..];
        } else {
            repaired.push_str("&lt;");
            rest = &rest[1..];
        }
    }
    repair_references(&mut repaired, rest, &declared);
    repaired
}

/// The end of the tag, instruction, comment, section or declaration at the start of `text`.
fn piece_end(text: &str) -> usize {
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

/// Repairs `text`, which contains no CDATA section or comment, and appends it to `repaired`.
fn repair_references(repaired: &mut String, text: &str, declared: &HashSet<&str>) {
    /// Longer than any reference in HTML.
    const LONGEST: usize = 40;
    let mut parts = text.split('&');
    let add = |repaired: &mut String, part: &str| {
        repaired.extend(part.chars().filter(|c| is_char(*c)));
    };
    add(repaired, parts.next().unwrap_or_default());
    for part in parts {
        let name = part
            .split_once(';')
            .map(|(name, _)| name)
            .filter(|name| name.len() <= LONGEST && !name.is_empty());
        let reference = name.and_then(|name| stands_for(name, declared));
        match (name, reference) {
            (Some(name), Some(reference)) => {
                repaired.push_str(&reference);
                add(repaired, &part[name.len() + 1..]);
            }
            _ => {
                repaired.push_str("&amp;");
                add(repaired, part);
            }
        }
    }
}

/// The replacement of `&name;` in XML; `None` if it is unknown.
fn stands_for(name: &str, declared: &HashSet<&str>) -> Option<String> {
    let as_it_is = || Some(format!("&{name};"));
    if let Some(number) = name.strip_prefix('#') {
        let number = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => number.parse(),
        };
        let c = number.ok().and_then(char::from_u32);
        return match c {
            Some(c) if is_char(c) => as_it_is(),
            _ => Some(String::new()),
        };
    }
    if matches!(name, "amp" | "lt" | "gt" | "quot" | "apos") || declared.contains(name) {
        return as_it_is();
    }
    let reference = format!("&{name};");
    let resolved = resolve_entities(&reference);
    (resolved != reference.as_str()).then(|| resolved.replace('&', "&amp;").replace('<', "&lt;"))
}

/// `text` with a namespace for `prefix` declared on its root element: the usual one or a made-up one.
fn declare(text: &str, prefix: &str) -> String {
    let root = xml::prolog(text);
    let at = root.root_at + 1 + root.root.unwrap_or_default().len();
    let uri = names::uris_of(prefix).next();
    let uri = uri.map_or_else(|| format!("urn:undeclared:{prefix}"), str::to_owned);
    format!("{} xmlns:{prefix}=\"{uri}\"{}", &text[..at], &text[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The titles read from a document, and the error of strict parsers.
    fn titles(text: &str) -> (Vec<String>, Option<String>) {
        read(text.as_bytes(), |parsed| {
            let titles = parsed
                .document
                .descendants()
                .filter(|node| node.has_tag_name("title"))
                .map(|node| node.text().unwrap_or_default().to_owned());
            (titles.collect(), parsed.fault.map(|fault| fault.message))
        })
        .unwrap()
    }

    #[test]
    fn a_sound_feed_has_no_fault() {
        let (titles, fault) = titles("<rss><title>a &amp; b</title></rss>");
        assert_eq!((&*titles, fault), (&["a & b".to_owned()][..], None));
    }

    #[test]
    fn what_strict_parsers_refuse_is_read() {
        for (text, title) in [
            (
                "<rss><title>Caf&eacute;&nbsp;x</title></rss>",
                "Café\u{a0}x",
            ),
            ("<rss><title>a & b &c d</title></rss>", "a & b &c d"),
            ("<rss><title>a\u{8}b&#8;c&#x1F;</title></rss>", "abc"),
            (
                "<rss><title><![CDATA[a\u{8}&nbsp;b]]></title></rss>",
                "a&nbsp;b",
            ),
            ("<rss><title>1 < 2</title></rss>", "1 < 2"),
            ("<rss><media:x/><who:y/><title>t</title></rss>", "t"),
            ("\n<?xml version='1.0'?><rss><title>t</title></rss>", "t"),
            ("<rss><title>t</title><item>", "t"),
            ("<rss><title>t</title></rss>junk", "t"),
            (
                "<!DOCTYPE rss [<!ENTITY me 'M'>]><rss><title>&me;&nbsp;&amp;amp;</title></rss>",
                "M\u{a0}&amp;",
            ),
        ] {
            let (titles, fault) = titles(text);
            assert_eq!(titles, [title], "{text}");
            assert!(fault.is_some(), "{text}");
        }
    }

    #[test]
    fn what_is_open_at_the_fault_is_known() {
        let text = "<rss><item><a/></item><item><title>t";
        let open = read(text.as_bytes(), |parsed| parsed.open).unwrap();
        assert_eq!(open, HashSet::from([0, 22, 28]));
    }

    #[test]
    fn what_is_no_feed_is_said() {
        for (text, is) in [
            ("", "it is empty"),
            ("hello", "it is not XML"),
            ("<!DOCTYPE html><html></html>", "it is an HTML page"),
            ("<urlset/>", "its root element is `urlset`, not a feed's"),
            ("<entry/>", "it is a single entry"),
        ] {
            match read(text.as_bytes(), |_| ()) {
                Err(LenientError::NotAFeed(message)) => assert_eq!(message, is),
                other => panic!("{text}: {other:?}"),
            }
        }
    }

    #[test]
    fn a_bomb_is_not_read() {
        let text = format!(
            "<!DOCTYPE r [<!ENTITY a \"{}\">]><rss>{}</rss>",
            "x".repeat(100_000),
            "&a;".repeat(1000)
        );
        let read = read(text.as_bytes(), |_| ());
        assert!(matches!(read, Err(LenientError::Unreadable(_))));
    }
}
