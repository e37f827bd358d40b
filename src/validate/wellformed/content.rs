//! The root element and all that is in it: productions 39 to 44, with namespaces.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::rc::Rc;

use super::entities::{Entities, EntityKind, EntityState, ReferenceContext, is_predefined};
use super::misc::{comment, instruction};
use super::reference::{Reference, reference, undefined_entity};
use super::scan::{Violation, XmlScanner, is_name_start, line_of};
use crate::text::html;
use crate::validate::names::XML;
use crate::validate::rules;

/// The namespace of declarations themselves (Namespaces in XML, section 3).
const XMLNS: &str = "http://www.w3.org/2000/xmlns/";

/// How deep entities may refer to each other; a feed has no use for any.
const MOST_NESTED: usize = 32;
/// How much text entities may stand for.
const MOST_EXPANDED: usize = 16 << 20;
/// How many attributes an element may have; parsers compare each with each.
const MOST_ATTRIBUTES: usize = 5_000;
/// How often a parser may copy a namespace that is in scope.
const MOST_COPIES: usize = 20_000_000;

/// A namespace as it is declared.
pub(in crate::validate) struct Declaration<'t> {
    /// The prefix, empty for the default.
    pub(in crate::validate) prefix: &'t str,
    /// The namespace.
    pub(in crate::validate) uri: &'t str,
    /// Where, in bytes.
    pub(in crate::validate) offset: usize,
}

/// An element that is not closed yet.
pub(in crate::validate) struct OpenElement<'t> {
    /// Where its start tag begins.
    pub(in crate::validate) offset: usize,
    /// Its name, as written.
    pub(in crate::validate) name: &'t str,
    /// How many namespaces were declared before it.
    declared: usize,
}

/// Reads content, and keeps what others need to know of it.
pub(super) struct ContentReader<'t, 'e> {
    pub(super) scanner: XmlScanner<'t>,
    pub(super) entities: &'e mut Entities,
    /// Every namespace declaration so far.
    pub(super) declarations: Vec<Declaration<'t>>,
    pub(super) open: Vec<OpenElement<'t>>,
    /// Where the piece of markup or text begins that is being read.
    pub(super) piece: usize,
    /// References to entities that are not predefined.
    pub(super) references: Vec<Range<usize>>,
    /// How many bytes these stand for.
    expanded: usize,
    /// The namespaces in scope: indices of `declarations`.
    scope: HashMap<&'t str, Vec<usize>>,
    /// The declarations in scope, innermost last.
    declared: Vec<usize>,
    /// The attributes of the element that is being read: prefix, local name, offset.
    pub(super) attributes: Vec<(&'t str, &'t str, usize)>,
    /// In how many entities the text is.
    depth: usize,
}

impl<'t, 'e> ContentReader<'t, 'e> {
    pub(super) fn new(text: &'t str, entities: &'e mut Entities) -> Self {
        ContentReader {
            scanner: XmlScanner::new(text),
            entities,
            declarations: Vec::new(),
            open: Vec::new(),
            piece: 0,
            references: Vec::new(),
            expanded: 0,
            scope: HashMap::new(),
            declared: Vec::new(),
            attributes: Vec::new(),
            depth: 0,
        }
    }

    /// Production 39, `element`: the root.
    pub(super) fn root(&mut self) -> Result<(), Violation> {
        self.piece = self.scanner.at;
        self.start_tag()?;
        while !self.open.is_empty() {
            if !self.content_piece()? {
                let open = &self.open[self.open.len() - 1];
                let line = line_of(self.scanner.text, open.offset);
                return Err(self.scanner.fail_at_end(format!(
                    "the document ends before `<{}>` of line {line} is closed; was it cut off?",
                    open.name
                )));
            }
        }
        let prefixes: HashSet<&str> = self.declarations.iter().map(|found| found.prefix).collect();
        if self.declarations.len().saturating_mul(prefixes.len()) > MOST_COPIES {
            return Err(self.too_much("the document declares more namespaces than a feed may have"));
        }
        Ok(())
    }

    /// Production 43, `content`: the whole text, which is an entity's.
    fn whole(&mut self) -> Result<(), Violation> {
        while self.content_piece()? {}
        match self.open.last() {
            Some(open) => Err(self
                .scanner
                .fail(format!("`<{}>` is not closed in it", open.name))),
            None => Ok(()),
        }
    }

    /// One piece of markup, or the text before it; `false` at the end of the text.
    fn content_piece(&mut self) -> Result<bool, Violation> {
        self.piece = self.scanner.at;
        let rest = self.scanner.rest();
        let Some(length) = memchr::memchr3(b'<', b'&', b']', rest.as_bytes()) else {
            self.scanner.at = self.scanner.text.len();
            return Ok(false);
        };
        self.scanner.at += length;
        self.piece = self.scanner.at;
        match rest.as_bytes()[length] {
            b'&' => self.reference(ReferenceContext::ContentReader)?,
            b']' if self.scanner.is_at("]]>") => {
                return Err(self
                    .scanner
                    .fail("`]]>` stands in the text; write `]]&gt;`"));
            }
            b']' => self.scanner.at += 1,
            _ => self.markup()?,
        }
        Ok(true)
    }

    fn markup(&mut self) -> Result<(), Violation> {
        match self.scanner.text.as_bytes().get(self.scanner.at + 1) {
            Some(b'/') => self.end_tag(),
            Some(b'?') => instruction(&mut self.scanner),
            Some(b'!') if self.scanner.is_at("<!--") => comment(&mut self.scanner),
            Some(b'!') if self.scanner.eat("<![CDATA[") => {
                let start = self.scanner.at;
                match self.scanner.until("]]>") {
                    Some(_) => Ok(()),
                    None => Err(self.scanner.not_ended("<![CDATA[", start, "]]>")),
                }
            }
            Some(b'!') => Err(self.not_markup()),
            _ => self.start_tag(),
        }
    }

    /// Productions 40 and 44, `STag` and `EmptyElemTag`.
    fn start_tag(&mut self) -> Result<(), Violation> {
        let offset = self.scanner.at;
        self.scanner.at += 1;
        let Some(name) = self.scanner.name() else {
            self.scanner.at = offset;
            return Err(self.not_markup());
        };
        let declared = self.declared.len();
        self.attributes.clear();
        let is_empty = loop {
            let is_spaced = self.scanner.space();
            match self.scanner.byte() {
                Some(b'>') => {
                    self.scanner.at += 1;
                    break false;
                }
                Some(b'/') if self.scanner.eat("/>") => break true,
                Some(b'/') if self.scanner.at + 1 < self.scanner.text.len() => {
                    return Err(self.scanner.fail(format!(
                        "a `/` stands in the tag `<{name}`; it can only end it, as `/>`"
                    )));
                }
                None | Some(b'/') => return Err(self.cut_in(name)),
                Some(_) => self.attribute(name, is_spaced)?,
            }
        };
        self.resolve(name, offset)?;
        if is_empty {
            self.leave(declared);
        } else {
            self.open.push(OpenElement {
                offset,
                name,
                declared,
            });
        }
        Ok(())
    }

    /// Production 41, `Attribute`.
    fn attribute(&mut self, element: &str, is_spaced: bool) -> Result<(), Violation> {
        let offset = self.scanner.at;
        let name = self.scanner.name();
        if !is_spaced && !self.attributes.is_empty() {
            self.scanner.at = offset;
            return Err(self.not_spaced(element));
        }
        let Some(name) = name else {
            return Err(self.not_an_attribute(element));
        };
        self.scanner.space();
        if !self.scanner.eat("=") {
            if self.scanner.byte().is_none() {
                return Err(self.cut_in(element));
            }
            self.scanner.at = offset;
            return Err(self.scanner.fail(format!(
                "`{name}` in the tag `<{element}` has no value; write `{name}=\"…\"`, or `&lt;` if no tag is meant"
            )));
        }
        self.scanner.space();
        let value = self.value(element, name, offset)?;
        let (prefix, local) = self.qualified(name, offset)?;
        if name == "xmlns" {
            self.declare("", value, offset)
        } else if prefix == "xmlns" {
            self.declare(local, value, offset)
        } else {
            Ok(())
        }?;
        self.attributes.push((prefix, local, offset));
        if self.attributes.len() > MOST_ATTRIBUTES {
            return Err(self.too_much("an element has more attributes than one in a feed may have"));
        }
        Ok(())
    }

    /// Production 10, `AttValue`.
    fn value(&mut self, element: &str, name: &str, offset: usize) -> Result<&'t str, Violation> {
        let Some(quote @ (b'"' | b'\'')) = self.scanner.byte() else {
            return Err(self.not_quoted(element, name));
        };
        self.scanner.at += 1;
        let start = self.scanner.at;
        loop {
            let rest = self.scanner.rest();
            let Some(length) = memchr::memchr3(quote, b'<', b'&', rest.as_bytes()) else {
                self.scanner.at = offset;
                return Err(self.scanner.fail_at_end(format!(
                    "the document ends inside the value of `{name}`; its closing quote is missing"
                )));
            };
            self.scanner.at += length;
            match rest.as_bytes()[length] {
                b'&' => self.reference(ReferenceContext::Attribute)?,
                b'<' => {
                    let value = &self.scanner.text[start..self.scanner.at];
                    return Err(if value.contains('>') {
                        self.scanner.at = offset;
                        self.scanner.fail(format!(
                            "the value of `{name}` in `<{element}` has no closing quote"
                        ))
                    } else {
                        self.scanner.fail(format!(
                            "a `<` stands in the value of `{name}`; write `&lt;`, or close the value's quote before it"
                        ))
                    });
                }
                _ => {
                    self.scanner.at += 1;
                    return Ok(&self.scanner.text[start..self.scanner.at - 1]);
                }
            }
        }
    }

    /// Production 42, `ETag`.
    fn end_tag(&mut self) -> Result<(), Violation> {
        let offset = self.scanner.at;
        self.scanner.at += 2;
        let Some(name) = self.scanner.name() else {
            if self.scanner.byte().is_none() {
                return Err(self.cut_in("/"));
            }
            self.scanner.at = offset;
            return Err(self.not_markup());
        };
        self.scanner.space();
        if self.scanner.byte().is_none() {
            return Err(self.cut_in(&format!("/{name}")));
        }
        match self.open.pop() {
            Some(open) if open.name == name => {
                if !self.scanner.eat(">") {
                    self.open.push(open);
                    self.scanner.at = offset;
                    return Err(self
                        .scanner
                        .fail(format!("`</{name}` is not closed with `>`")));
                }
                self.leave(open.declared);
                Ok(())
            }
            Some(open) => {
                self.scanner.at = offset;
                let line = line_of(self.scanner.text, open.offset);
                let message = if open.name.eq_ignore_ascii_case(name) {
                    format!(
                        "`</{name}>` and `<{0}>` of line {line} differ in capitals; write `</{0}>`",
                        open.name
                    )
                } else if html::is_void(open.name) && !matches!(open.name, "link" | "source") {
                    format!(
                        "`<{0}>` of line {line} is not closed; write `<{0}/>`, or `<![CDATA[` before the HTML and `]]>` behind it",
                        open.name
                    )
                } else {
                    format!(
                        "`</{name}>` stands where `<{0}>` of line {line} must be closed first, with `</{0}>`",
                        open.name
                    )
                };
                self.open.push(open);
                Err(self.scanner.fail(message))
            }
            None => {
                self.scanner.at = offset;
                Err(self.scanner.fail(format!(
                    "`</{name}>` closes nothing; there is no `<{name}>`"
                )))
            }
        }
    }

    /// An `&` and what it stands for, with the constraints of section 4.1.
    fn reference(&mut self, place: ReferenceContext) -> Result<(), Violation> {
        let start = self.scanner.at;
        let Reference::Entity(name) = reference(&mut self.scanner)? else {
            return Ok(());
        };
        if is_predefined(name) {
            return Ok(());
        }
        let size = entity(self.entities, name, place, self.depth).map_err(|mut violation| {
            violation.offset = start;
            violation.is_end = false;
            violation
        })?;
        self.references.push(start..self.scanner.at);
        self.expanded = self.expanded.saturating_add(size);
        if self.expanded > MOST_EXPANDED {
            self.scanner.at = start;
            return Err(self.too_much("the entities stand for more text than a feed may have"));
        }
        Ok(())
    }

    fn too_much(&self, message: &str) -> Violation {
        Violation::new(&rules::VALIDATOR_LIMIT, self.piece, message)
    }

    /// Splits a name into prefix and local name (Namespaces in XML, production 7, `QName`).
    fn qualified(&self, name: &'t str, offset: usize) -> Result<(&'t str, &'t str), Violation> {
        match name.split_once(':') {
            None => Ok(("", name)),
            Some((prefix, local))
                if !prefix.is_empty()
                    && local.starts_with(is_name_start)
                    && !local.contains(':') =>
            {
                Ok((prefix, local))
            }
            Some(_) => Err(Violation::new(
                &rules::SAX_ERROR,
                offset,
                format!(
                    "`{name}` is not a name; a name is like `title` or `dc:title`, with one colon at most"
                ),
            )),
        }
    }

    /// Declares a namespace (Namespaces in XML, section 3 and its constraints).
    fn declare(&mut self, prefix: &'t str, uri: &'t str, offset: usize) -> Result<(), Violation> {
        let fail = |message: String| Err(Violation::new(&rules::SAX_ERROR, offset, message));
        match (prefix, uri) {
            ("xml", XML) => {}
            ("xmlns", _) => return fail("the prefix `xmlns` cannot be declared".to_owned()),
            ("xml", _) => return fail(format!("the prefix `xml` always stands for `{XML}`")),
            (_, XML | XMLNS) => {
                return fail(format!(
                    "the namespace `{uri}` cannot be given to another prefix"
                ));
            }
            // A namespace is a URI (section 2.2); parsers in use check no more of that.
            _ if uri.contains(char::is_whitespace) => {
                return fail(format!(
                    "the namespace `{uri}` has white space in it, which no URI has; remove it"
                ));
            }
            ("", _) => {}
            (_, "") => {
                return fail(format!(
                    "`xmlns:{prefix}=\"\"` declares no namespace; write the namespace, or remove it"
                ));
            }
            _ => {}
        }
        let index = self.declarations.len();
        self.declarations.push(Declaration {
            prefix,
            uri,
            offset,
        });
        self.declared.push(index);
        self.scope.entry(prefix).or_default().push(index);
        Ok(())
    }

    /// Ends the scope of what was declared after the first `declared`.
    fn leave(&mut self, declared: usize) {
        for index in self.declared.drain(declared..) {
            let prefix = self.declarations[index].prefix;
            if let Some(scope) = self.scope.get_mut(prefix) {
                scope.pop();
            }
        }
    }

    /// Resolves the prefixes of an element and of its attributes, which must be declared, and no
    /// attribute may stand twice (Namespaces in XML, sections 5 and 6.3).
    fn resolve(&mut self, element: &'t str, offset: usize) -> Result<(), Violation> {
        let (prefix, _) = self.qualified(element, offset)?;
        if prefix == "xmlns" {
            return Err(self.undeclared(element, prefix, offset));
        }
        self.uri(element, prefix, offset)?;
        let mut seen = Vec::with_capacity(self.attributes.len());
        for (prefix, local, offset) in &self.attributes {
            let uri = match *prefix {
                "xmlns" => XMLNS,
                prefix => self.uri(local, prefix, *offset)?,
            };
            seen.push((uri, *local, *offset));
        }
        seen.sort_unstable();
        let twice = seen
            .windows(2)
            .filter(|pair| (pair[0].0, pair[0].1) == (pair[1].0, pair[1].1))
            .map(|pair| (pair[1].2, pair[1].1))
            .min();
        match twice {
            Some((offset, local)) => Err(Violation::new(
                &rules::SAX_ERROR,
                offset,
                format!("the attribute `{local}` stands twice in `<{element}`; remove one"),
            )),
            None => Ok(()),
        }
    }

    /// The namespace that an attribute's prefix stands for. In an entity, prefixes are resolved where
    /// it is referred to.
    fn uri(&self, name: &str, prefix: &'t str, offset: usize) -> Result<&'t str, Violation> {
        match prefix {
            "" => return Ok(""),
            "xml" => return Ok(XML),
            _ => {}
        }
        let index = self.scope.get(prefix).and_then(|scope| scope.last());
        match index {
            Some(index) => Ok(self.declarations[*index].uri),
            None if self.depth > 0 => Ok(prefix),
            None => Err(self.undeclared(name, prefix, offset)),
        }
    }
}

/// Whether a reference to the entity `name` may stand at a `place`: the number of bytes that it
/// stands for.
fn entity(
    entities: &mut Entities,
    name: &str,
    place: ReferenceContext,
    depth: usize,
) -> Result<usize, Violation> {
    let fail = |message: String| Err(Violation::new(&rules::SAX_ERROR, 0, message));
    let may_be_elsewhere = entities.may_be_elsewhere();
    let Some(found) = entities.general.get_mut(name) else {
        return if may_be_elsewhere {
            Ok(0)
        } else {
            Err(Violation::new(
                &rules::UNDEFINED_NAMED_ENTITY,
                0,
                undefined_entity(name),
            ))
        };
    };
    let text = match (&found.kind, place) {
        (EntityKind::Internal(text), _) => Rc::clone(text),
        (EntityKind::External, ReferenceContext::ContentReader) => return Ok(0),
        (EntityKind::External, ReferenceContext::Attribute) => {
            return fail(format!(
                "`&{name};` stands outside of the document, and so cannot stand in an attribute"
            ));
        }
        (EntityKind::Unparsed, _) => {
            return fail(format!(
                "`&{name};` is not XML (`NDATA`), and so cannot be referred to here"
            ));
        }
    };
    let state = &mut found.states[place as usize];
    match *state {
        EntityState::Checked(size) => return Ok(size),
        EntityState::Busy => return fail(format!("the entity `{name}` refers to itself")),
        EntityState::Unchecked if depth >= MOST_NESTED => {
            let message = "entities refer to each other more deeply than they may in a feed";
            return Err(Violation::new(&rules::VALIDATOR_LIMIT, 0, message));
        }
        EntityState::Unchecked => *state = EntityState::Busy,
    }
    let mut content = ContentReader::new(&text, entities);
    content.depth = depth + 1;
    let read = match place {
        ReferenceContext::ContentReader => content.whole(),
        ReferenceContext::Attribute => content.attribute_text(),
    };
    read.map_err(|violation| Violation {
        message: format!("in the entity `&{name};`: {}", violation.message),
        ..violation
    })?;
    let size = text.len().saturating_add(content.expanded);
    if let Some(found) = entities.general.get_mut(name) {
        found.states[place as usize] = EntityState::Checked(size);
    }
    Ok(size)
}

/// Checks that `value` can be an attribute's, but for its quotes; only the references count.
pub(super) fn attribute_value(
    value: &str,
    offset: usize,
    entities: &mut Entities,
) -> Result<(), Violation> {
    let mut content = ContentReader::new(value, entities);
    content.attribute_text().map_err(|mut violation| {
        violation.offset += offset;
        violation.is_end = false;
        violation
    })
}

impl ContentReader<'_, '_> {
    /// Production 10, `AttValue`, without the quotes: the whole text.
    fn attribute_text(&mut self) -> Result<(), Violation> {
        while let Some(length) = memchr::memchr2(b'<', b'&', self.scanner.rest().as_bytes()) {
            self.scanner.at += length;
            if self.scanner.is_at("<") {
                return Err(self
                    .scanner
                    .fail("a `<` stands in an attribute; write `&lt;`"));
            }
            self.reference(ReferenceContext::Attribute)?;
        }
        Ok(())
    }
}
