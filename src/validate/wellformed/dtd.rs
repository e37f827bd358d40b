//! The document type declaration: productions 28 to 83, as far as a processor reads them that
//! fetches nothing.

use std::rc::Rc;

use super::content::attribute_value;
use super::entities::{Entities, EntityKind};
use super::misc::{comment, instruction};
use super::reference::{Reference, reference};
use super::scan::{Violation, XmlScanner};
use crate::validate::rules;
use crate::validate::value::quote;

/// How deep parameter entities may refer to each other.
const MOST_NESTED: usize = 16;
/// How much text parameter entities may stand for.
const MOST_EXPANDED: usize = 1 << 20;

/// Production 28, `doctypedecl`; the scanner stands at it.
pub(super) fn doctype(
    scanner: &mut XmlScanner<'_>,
    entities: &mut Entities,
) -> Result<(), Violation> {
    scanner.at += "<!DOCTYPE".len();
    let mut dtd = Dtd {
        scanner: XmlScanner {
            text: scanner.text,
            at: scanner.at,
        },
        entities,
        inside: Vec::new(),
        expanded: 0,
    };
    let result = dtd.doctype();
    scanner.at = dtd.scanner.at;
    result
}

struct Dtd<'t, 'e> {
    scanner: XmlScanner<'t>,
    entities: &'e mut Entities,
    /// The parameter entities that the text is in.
    inside: Vec<String>,
    expanded: usize,
}

impl<'t> Dtd<'t, '_> {
    fn doctype(&mut self) -> Result<(), Violation> {
        self.required_space("DOCTYPE")?;
        self.name("DOCTYPE")?;
        if self.scanner.space() && self.external_id(false)? {
            self.entities.is_external = true;
            self.entities.is_incomplete = true;
            self.scanner.space();
        }
        if self.scanner.eat("[") {
            self.subset()?;
            if !self.scanner.eat("]") {
                return Err(self
                    .scanner
                    .fail_at_end("the document ends inside the DOCTYPE; `]>` is missing"));
            }
            self.scanner.space();
        }
        self.close("DOCTYPE")
    }

    /// Production 28b, `intSubset`, and 31, `extSubsetDecl`, of which a parameter entity is one.
    fn subset(&mut self) -> Result<(), Violation> {
        loop {
            self.scanner.space();
            match self.scanner.byte() {
                None => return Ok(()),
                Some(b']') if self.inside.is_empty() => return Ok(()),
                Some(b'%') => self.parameter()?,
                _ if self.scanner.is_at("<!--") => comment(&mut self.scanner)?,
                _ if self.scanner.is_at("<?") => instruction(&mut self.scanner)?,
                _ if self.scanner.eat("<!ELEMENT") => self.element()?,
                _ if self.scanner.eat("<!ATTLIST") => self.attributes()?,
                _ if self.scanner.eat("<!ENTITY") => self.entity()?,
                _ if self.scanner.eat("<!NOTATION") => self.notation()?,
                _ => {
                    let shown = quote(self.scanner.next(24));
                    return Err(self.expected(&format!("a declaration instead of {shown}")));
                }
            }
        }
    }

    /// Production 69, `PEReference`, between declarations.
    fn parameter(&mut self) -> Result<(), Violation> {
        let start = self.scanner.at;
        self.scanner.at += 1;
        let name = self.scanner.name().unwrap_or_default();
        if name.is_empty() || !self.scanner.eat(";") {
            self.scanner.at = start;
            return Err(self.expected("a reference like `%name;`"));
        }
        let fail = |message: String| Err(Violation::new(&rules::SAX_ERROR, start, message));
        self.entities.is_incomplete = true;
        let text = match self.entities.parameter.get(name) {
            Some(Some(text)) => Rc::clone(text),
            Some(None) => return Ok(()),
            None if self.entities.may_be_elsewhere() => return Ok(()),
            None => return fail(format!("`%{name};` is not declared")),
        };
        if self.inside.iter().any(|open| open == name) {
            return fail(format!("the entity `%{name};` refers to itself"));
        }
        self.expanded = self.expanded.saturating_add(text.len());
        if self.inside.len() >= MOST_NESTED || self.expanded > MOST_EXPANDED {
            let message = "the DTD's entities stand for more than a feed may have";
            return Err(Violation::new(&rules::VALIDATOR_LIMIT, start, message));
        }
        self.inside.push(name.to_owned());
        let mut inner = Dtd {
            scanner: XmlScanner::new(&text),
            entities: self.entities,
            inside: std::mem::take(&mut self.inside),
            expanded: self.expanded,
        };
        let result = inner.subset();
        self.inside = std::mem::take(&mut inner.inside);
        self.expanded = inner.expanded;
        self.inside.pop();
        result.map_err(|violation| Violation {
            offset: start,
            message: format!("in the entity `%{name};`: {}", violation.message),
            is_end: false,
            ..violation
        })
    }

    /// Production 45, `elementdecl`.
    fn element(&mut self) -> Result<(), Violation> {
        self.required_space("ELEMENT")?;
        self.name("ELEMENT")?;
        self.required_space("ELEMENT")?;
        if !self.scanner.eat("EMPTY") && !self.scanner.eat("ANY") {
            if !self.scanner.is_at("(") {
                return Err(
                    self.expected("`EMPTY`, `ANY` or a group in parentheses in `<!ELEMENT`")
                );
            }
            self.model()?;
        }
        self.scanner.space();
        self.close("ELEMENT")
    }

    /// Productions 47 to 51: `children` and `Mixed`.
    fn model(&mut self) -> Result<(), Violation> {
        let bad = "a content model such as `(title, link*)` or `(#PCDATA | b)*` in `<!ELEMENT`";
        self.scanner.at += 1;
        self.scanner.space();
        if self.scanner.eat("#PCDATA") {
            let mut has_names = false;
            loop {
                self.scanner.space();
                if self.scanner.eat(")") {
                    break;
                }
                if !self.scanner.eat("|") {
                    return Err(self.expected(bad));
                }
                self.scanner.space();
                self.scanner.name().ok_or_else(|| self.expected(bad))?;
                has_names = true;
            }
            let is_repeated = self.scanner.eat("*");
            return if has_names && !is_repeated {
                Err(self.expected("`*` after `(#PCDATA | …)` in `<!ELEMENT`"))
            } else {
                Ok(())
            };
        }
        // The separators of the groups that are open; a group has one kind.
        let mut groups: Vec<Option<u8>> = vec![None];
        loop {
            self.scanner.space();
            if self.scanner.eat("(") {
                groups.push(None);
                continue;
            }
            self.scanner.name().ok_or_else(|| self.expected(bad))?;
            self.occurrence();
            loop {
                self.scanner.space();
                let open = groups.last_mut();
                match (self.scanner.byte(), open) {
                    (Some(b')'), _) => {
                        self.scanner.at += 1;
                        self.occurrence();
                        groups.pop();
                        if groups.is_empty() {
                            return Ok(());
                        }
                    }
                    (Some(mark @ (b'|' | b',')), Some(group))
                        if group.is_none_or(|known| known == mark) =>
                    {
                        *group = Some(mark);
                        self.scanner.at += 1;
                        break;
                    }
                    _ => return Err(self.expected(bad)),
                }
            }
        }
    }

    fn occurrence(&mut self) {
        if matches!(self.scanner.byte(), Some(b'?' | b'*' | b'+')) {
            self.scanner.at += 1;
        }
    }

    /// Production 52, `AttlistDecl`.
    fn attributes(&mut self) -> Result<(), Violation> {
        self.required_space("ATTLIST")?;
        self.name("ATTLIST")?;
        loop {
            let is_spaced = self.scanner.space();
            if self.scanner.is_at(">") || self.scanner.byte().is_none() {
                return self.close("ATTLIST");
            }
            if !is_spaced {
                return Err(self.expected("white space in `<!ATTLIST`"));
            }
            self.name("ATTLIST")?;
            self.required_space("ATTLIST")?;
            self.attribute_type()?;
            self.required_space("ATTLIST")?;
            self.default()?;
        }
    }

    /// Productions 54 to 59, `AttType`.
    fn attribute_type(&mut self) -> Result<(), Violation> {
        const TYPES: [&str; 8] = [
            "CDATA", "IDREFS", "IDREF", "ID", "ENTITIES", "ENTITY", "NMTOKENS", "NMTOKEN",
        ];
        if TYPES.iter().any(|name| self.scanner.eat(name)) {
            return Ok(());
        }
        let is_notation = self.scanner.eat("NOTATION");
        if is_notation {
            self.required_space("ATTLIST")?;
        }
        if !self.scanner.eat("(") {
            return Err(self.expected("a type such as `CDATA` in `<!ATTLIST`"));
        }
        loop {
            self.scanner.space();
            let name = if is_notation {
                self.scanner.name()
            } else {
                self.scanner.name_token()
            };
            name.ok_or_else(|| self.expected("a value in parentheses in `<!ATTLIST`"))?;
            self.scanner.space();
            if self.scanner.eat(")") {
                return Ok(());
            }
            if !self.scanner.eat("|") {
                return Err(self.expected("`|` or `)` in `<!ATTLIST`"));
            }
        }
    }

    /// Production 60, `DefaultDecl`.
    fn default(&mut self) -> Result<(), Violation> {
        if self.scanner.eat("#REQUIRED") || self.scanner.eat("#IMPLIED") {
            return Ok(());
        }
        if self.scanner.eat("#FIXED") {
            self.required_space("ATTLIST")?;
        }
        let offset = self.scanner.at + 1;
        let value = self.quoted("ATTLIST")?;
        attribute_value(value, offset, self.entities)
    }

    /// Production 70, `EntityDecl`.
    fn entity(&mut self) -> Result<(), Violation> {
        self.required_space("ENTITY")?;
        let is_parameter = self.scanner.eat("%");
        if is_parameter {
            self.required_space("ENTITY")?;
        }
        let name = self.name_without_colon("ENTITY")?;
        self.required_space("ENTITY")?;
        let kind = if self.external_id(false)? {
            let is_spaced = self.scanner.space();
            if !is_parameter && is_spaced && self.scanner.eat("NDATA") {
                self.required_space("ENTITY")?;
                self.name_without_colon("ENTITY")?;
                EntityKind::Unparsed
            } else {
                EntityKind::External
            }
        } else {
            let start = self.scanner.at + 1;
            let text: Rc<str> = self.entity_value()?.into();
            let written = start..self.scanner.at - 1;
            // In an entity, places are not those of the document.
            if !is_parameter
                && self.inside.is_empty()
                && self.scanner.text[written.clone()] != *text
            {
                self.entities.replaced.push((written, Rc::clone(&text)));
            }
            EntityKind::Internal(text)
        };
        self.scanner.space();
        self.close("ENTITY")?;
        self.entities.is_external |= !matches!(kind, EntityKind::Internal(_));
        if is_parameter {
            let text = match kind {
                EntityKind::Internal(text) => Some(text),
                _ => None,
            };
            self.entities.parameter.entry(name).or_insert(text);
        } else {
            self.entities.declare(&name, kind);
        }
        Ok(())
    }

    /// Production 9, `EntityValue`: the replacement text, in which references to characters are
    /// resolved and those to entities are not (section 4.5).
    fn entity_value(&mut self) -> Result<String, Violation> {
        let offset = self.scanner.at + 1;
        let value = self.quoted("ENTITY")?;
        let mut scanner = XmlScanner::new(value);
        let mut text = String::with_capacity(value.len());
        while let Some(length) = memchr::memchr2(b'&', b'%', scanner.rest().as_bytes()) {
            text.push_str(&scanner.rest()[..length]);
            scanner.at += length;
            let start = scanner.at;
            if scanner.is_at("%") {
                let message = "a `%` stands in an entity's value; write `&#37;`";
                return Err(Violation::new(&rules::SAX_ERROR, offset + start, message));
            }
            match reference(&mut scanner) {
                Ok(Reference::Character(c)) => text.push(c),
                Ok(Reference::Entity(_)) => text.push_str(&value[start..scanner.at]),
                Err(violation) => {
                    return Err(Violation {
                        offset: offset + start,
                        is_end: false,
                        ..violation
                    });
                }
            }
        }
        text.push_str(scanner.rest());
        Ok(text)
    }

    /// Production 82, `NotationDecl`.
    fn notation(&mut self) -> Result<(), Violation> {
        self.required_space("NOTATION")?;
        self.name_without_colon("NOTATION")?;
        self.required_space("NOTATION")?;
        if !self.external_id(true)? {
            return Err(self.expected("`SYSTEM` or `PUBLIC` in `<!NOTATION`"));
        }
        self.scanner.space();
        self.close("NOTATION")
    }

    /// Production 75, `ExternalID`, and 83, `PublicID`, in which the address may be missing.
    fn external_id(&mut self, is_notation: bool) -> Result<bool, Violation> {
        if self.scanner.eat("SYSTEM") {
            self.required_space("SYSTEM")?;
            self.quoted("SYSTEM")?;
            return Ok(true);
        }
        if !self.scanner.eat("PUBLIC") {
            return Ok(false);
        }
        self.required_space("PUBLIC")?;
        let start = self.scanner.at;
        let public = self.quoted("PUBLIC")?;
        // Production 13, `PubidChar`.
        let is_public =
            |c: char| c.is_ascii_alphanumeric() || " \r\n-'()+,./:=?;!*#@$_%".contains(c);
        if !public.chars().all(is_public) {
            self.scanner.at = start;
            return Err(self.expected("a public identifier of plain letters, digits and signs"));
        }
        let is_spaced = self.scanner.space();
        if is_notation && self.scanner.is_at(">") {
            return Ok(true);
        }
        if !is_spaced {
            return Err(self.expected("white space and an address after the public identifier"));
        }
        self.quoted("PUBLIC")?;
        Ok(true)
    }

    fn quoted(&mut self, declaration: &str) -> Result<&'t str, Violation> {
        let missing = self.expected(&format!("a value in straight quotes in `{declaration}`"));
        self.scanner.quoted().ok_or(missing)
    }

    fn name(&mut self, declaration: &str) -> Result<String, Violation> {
        let name = self.scanner.name().map(str::to_owned);
        name.ok_or_else(|| self.expected(&format!("a name in `<!{declaration}`")))
    }

    fn name_without_colon(&mut self, declaration: &str) -> Result<String, Violation> {
        let start = self.scanner.at;
        let name = self.name(declaration)?;
        if name.contains(':') {
            self.scanner.at = start;
            return Err(self.expected(&format!("a name without a colon in `<!{declaration}`")));
        }
        Ok(name)
    }

    fn required_space(&mut self, declaration: &str) -> Result<(), Violation> {
        if self.scanner.space() {
            Ok(())
        } else {
            Err(self.expected(&format!("white space in `{declaration}`")))
        }
    }

    fn close(&mut self, declaration: &str) -> Result<(), Violation> {
        if self.scanner.eat(">") {
            Ok(())
        } else {
            Err(self.expected(&format!("`>` at the end of `<!{declaration}`")))
        }
    }

    fn expected(&self, what: &str) -> Violation {
        if self.scanner.byte().is_none() {
            return self
                .scanner
                .fail_at_end("the document ends inside the DOCTYPE; was it cut off?");
        }
        self.scanner.fail(format!(
            "the DTD is broken: there must be {what}; a feed needs no DOCTYPE"
        ))
    }
}
