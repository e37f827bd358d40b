//! Well-formedness: XML 1.0 (fifth edition) and Namespaces in XML 1.0 (third edition).
//!
//! The parser that makes the tree, [`roxmltree`], accepts some documents that are not well-formed and
//! refuses some that are. So each document is read here first, production by production; the comments
//! give their numbers. Nothing outside of the document is fetched.

mod content;
mod dtd;
mod entities;
mod explain;
mod misc;
mod reference;
mod scan;

use std::borrow::Cow;
use std::ops::Range;
use std::rc::Rc;

use content::ContentReader;
pub(super) use content::{Declaration, OpenElement};
use entities::Entities;
use misc::{comment, instruction};
pub(super) use scan::{Violation, is_char, is_name_start};
use scan::{XmlScanner, first_forbidden, is_name_character};

use super::rules;
use super::value::quote;

/// What a document is as XML.
pub(super) struct Document<'t> {
    /// The XML declaration, if it is there and broken, or of another version than 1.0.
    pub(super) declaration: Option<Violation>,
    /// Where the XML declaration ends.
    pub(super) declaration_end: usize,
    /// The DOCTYPE.
    pub(super) doctype: Range<usize>,
    /// Whether an entity or a DTD is declared that stands outside of the document.
    pub(super) is_external: bool,
    /// The first place where it is not well-formed.
    pub(super) violation: Option<Violation>,
    /// Where the piece of markup begins in which that is.
    pub(super) sound: usize,
    /// The elements that are open there.
    pub(super) open: Vec<OpenElement<'t>>,
    /// Every namespace declaration before.
    pub(super) declarations: Vec<Declaration<'t>>,
    /// References to entities that the document declares, in its content.
    references: Vec<Range<usize>>,
    /// The replacement texts of entities, and where they are declared.
    replaced: Vec<(Range<usize>, Rc<str>)>,
}

/// Reads a document (production 1).
pub(super) fn read(text: &str) -> Document<'_> {
    let forbidden = first_forbidden(text);
    let mut document = Document {
        declaration: None,
        declaration_end: 0,
        doctype: 0..0,
        is_external: false,
        violation: None,
        sound: 0,
        open: Vec::new(),
        declarations: Vec::new(),
        references: Vec::new(),
        replaced: Vec::new(),
    };
    let mut entities = Entities::default();
    let mut content = ContentReader::new(&text[..forbidden.unwrap_or(text.len())], &mut entities);
    let mut violation = document_entity(&mut content, &mut document).err();
    document.sound = content.piece;
    document.open = content.open;
    document.declarations = content.declarations;
    document.references = content.references;
    document
        .references
        .retain(|reference| violation.is_none() || reference.end <= document.sound);
    document.is_external = entities.is_external;
    document.replaced = entities.replaced;
    if let Some(offset) = forbidden
        && violation.as_ref().is_none_or(|found| found.is_end)
    {
        violation = Some(forbidden_character(text, offset));
    }
    document.violation = violation;
    document
}

fn forbidden_character(text: &str, offset: usize) -> Violation {
    let c = text[offset..].chars().next().unwrap_or_default();
    let message = format!(
        "the character U+{:04X} stands here, which XML does not allow; remove it",
        u32::from(c)
    );
    Violation::new(&rules::SAX_ERROR, offset, message)
}

/// Production 1, `document`, and 22, `prolog`.
fn document_entity<'t>(
    content: &mut ContentReader<'t, '_>,
    document: &mut Document<'t>,
) -> Result<(), Violation> {
    if content.scanner.is_at("<?xml") && !content.scanner.rest()[5..].starts_with(is_name_character)
    {
        declaration(content, document)?;
    }
    document.declaration_end = content.scanner.at;
    let mut has_doctype = false;
    loop {
        misc(content)?;
        let scanner = &mut content.scanner;
        if scanner.is_at("<!DOCTYPE") && !has_doctype {
            let start = scanner.at;
            dtd::doctype(scanner, content.entities)?;
            document.doctype = start..scanner.at;
            has_doctype = true;
        } else {
            break;
        }
    }
    let scanner = &content.scanner;
    if scanner.byte().is_none() {
        let message = if scanner.text.trim().is_empty() {
            "the document is empty"
        } else {
            "the document has no root element"
        };
        return Err(scanner.fail_at_end(message));
    }
    let begins = |text: &str| {
        let name = text.strip_prefix('<');
        name.is_some_and(|name| name.is_empty() || name.starts_with(is_name_start))
    };
    if !begins(scanner.rest()) {
        return Err(before_root(scanner, has_doctype));
    }
    let root = &scanner.rest()[1..];
    let root = &root[..root
        .find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))
        .unwrap_or(root.len())];
    content.root()?;
    misc(content)?;
    content.piece = content.scanner.at;
    match content.scanner.byte() {
        None => Ok(()),
        Some(_) => Err(after_root(&content.scanner, root)),
    }
}

/// Production 27, `Misc`, any number of times.
fn misc(content: &mut ContentReader<'_, '_>) -> Result<(), Violation> {
    loop {
        content.scanner.space();
        content.piece = content.scanner.at;
        if content.scanner.is_at("<!--") {
            comment(&mut content.scanner)?;
        } else if content.scanner.is_at("<?") {
            instruction(&mut content.scanner)?;
        } else {
            return Ok(());
        }
    }
}

fn before_root(scanner: &XmlScanner<'_>, has_doctype: bool) -> Violation {
    let shown = scanner.next(80);
    let shown = quote(shown.split('\n').next().unwrap_or(shown));
    if ["<!--", "<!DOCTYPE", "<!", "<?"]
        .iter()
        .any(|start| start.starts_with(scanner.rest()))
    {
        return scanner.fail_at_end("the document ends before its root element; was it cut off?");
    }
    let is_doctype = scanner
        .rest()
        .get(..9)
        .is_some_and(|start| start.eq_ignore_ascii_case("<!doctype"));
    scanner.fail(if is_doctype && has_doctype {
        "a second DOCTYPE stands here; remove it".to_owned()
    } else if is_doctype {
        format!("{shown} must be written in capitals, `<!DOCTYPE`; a feed needs none")
    } else if scanner.at == 0 {
        format!("this is not XML; it begins with {shown}")
    } else {
        format!("{shown} stands before the root element; remove it")
    })
}

fn after_root(scanner: &XmlScanner<'_>, root: &str) -> Violation {
    let rest = scanner.rest();
    if ["<!--", "<?"].iter().any(|start| start.starts_with(rest)) {
        return scanner.fail_at_end(format!(
            "the document ends in broken markup after `</{root}>`; remove `{rest}`"
        ));
    }
    if let Some(said) = super::not_a_feed::php_message(rest) {
        return scanner.fail(format!("a message of PHP stands after `</{root}>`: {}; correct the script, or do not display its errors", quote(&said)));
    }
    let shown = quote(scanner.next(80).split('\n').next().unwrap_or_default());
    scanner.fail(if rest.starts_with("</") {
        format!("{shown} closes nothing; `</{root}>` has ended the document")
    } else if rest.starts_with("<?xml") {
        format!("a second document stands after `</{root}>`; a file holds one")
    } else if rest
        .strip_prefix('<')
        .is_some_and(|name| name.starts_with(is_name_start))
    {
        format!("a second root element, {shown}, stands after `</{root}>`; a document has one")
    } else {
        format!("{shown} stands after `</{root}>`, the end of the document; remove it")
    })
}

/// Productions 23 to 26, 32, 80 and 81: the XML declaration. What is wrong with it does not hide
/// what is wrong behind it.
fn declaration(
    content: &mut ContentReader<'_, '_>,
    document: &mut Document<'_>,
) -> Result<(), Violation> {
    let scanner = &mut content.scanner;
    scanner.at = 5;
    let Some(body) = scanner.until("?>") else {
        return Err(
            scanner.fail_at_end("the document ends inside the XML declaration; `?>` is missing")
        );
    };
    let written = quote(&scanner.text[..scanner.at]);
    let mut inner = XmlScanner::new(body);
    let mut value = |name: &str| {
        let start = inner.at;
        let is_spaced = inner.space();
        let found = inner.eat(name) && {
            inner.space();
            let is_equal = inner.eat("=");
            inner.space();
            is_equal
        };
        let value = (is_spaced && found).then(|| inner.quoted()).flatten();
        if value.is_none() {
            inner.at = start;
        }
        value
    };
    let (version, encoding, standalone) =
        (value("version"), value("encoding"), value("standalone"));
    inner.space();
    content.entities.is_standalone = standalone == Some("yes");
    // Production 26; a processor reads 1.1 as if it were 1.0, and feeds have no use for it.
    if let Some(version) = version.filter(|version| *version != "1.0") {
        let message = format!("the XML declaration says version `{version}`; it must be `1.0`");
        document.declaration = Some(Violation::new(&rules::BAD_XML_VERSION, 0, message));
    }
    let is_encoding = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'))
    };
    let reason = if version.is_none() {
        "it does not begin with `version=\"1.0\"`".to_owned()
    } else if let Some(name) = encoding.filter(|name| !is_encoding(name)) {
        format!("`{name}` is not the name of an encoding")
    } else if let Some(value) = standalone.filter(|value| !matches!(*value, "yes" | "no")) {
        format!("`standalone` is `yes` or `no`, not `{value}`")
    } else if inner.byte().is_some() {
        format!("{} does not belong there", quote(inner.rest()))
    } else {
        return Ok(());
    };
    let message = format!(
        "the XML declaration {written} is broken: {reason}; write `<?xml version=\"1.0\" encoding=\"utf-8\"?>`"
    );
    document.declaration = Some(Violation::new(&rules::SAX_ERROR, 0, message));
    Ok(())
}

impl Document<'_> {
    /// What stands before the violation, with an end tag for each element that is open there.
    pub(super) fn sound_part(&self, text: &str) -> String {
        let mut sound = text[..self.sound].to_owned();
        for open in self.open.iter().rev() {
            sound.push_str("</");
            sound.push_str(open.name);
            sound.push('>');
        }
        sound
    }

    /// `text` with the replacement texts of its entities where they are declared, for a parser that does
    /// not make them (XML 1.0, section 4.5); each other byte stays in its place.
    pub(super) fn with_replacement_texts<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut replaced = Cow::Borrowed(text);
        for (written, replacement) in &self.replaced {
            // Of a document that is not well-formed, `text` may be the beginning only.
            let Some(quote) = text.get(written.end..=written.end) else {
                continue;
            };
            if !text[..written.start].ends_with(quote) || !matches!(quote, "\"" | "'") {
                continue;
            }
            let reference = if quote == "'" { "&#39;" } else { "&#34;" };
            let literal = replacement.replace(quote, reference);
            if let Some(shorter) = written.len().checked_sub(literal.len()) {
                let literal = format!("{literal}{quote}{}", " ".repeat(shorter));
                replaced
                    .to_mut()
                    .replace_range(written.start..=written.end, &literal);
            }
        }
        replaced
    }

    /// `text` without DOCTYPE and references to entities, each byte in its place, for a parser that
    /// does not understand them.
    pub(super) fn without_entities(&self, text: &str) -> String {
        let mut plain = text.as_bytes().to_vec();
        let mut fill = |range: Range<usize>, filler: u8| {
            for byte in &mut plain[range] {
                if !matches!(*byte, b'\n' | b'\r') {
                    *byte = filler;
                }
            }
        };
        fill(self.doctype.clone(), b' ');
        for reference in &self.references {
            fill(reference.clone(), b'_');
        }
        String::from_utf8(plain).unwrap_or_else(|_| text.to_owned())
    }
}

#[cfg(test)]
mod tests;
