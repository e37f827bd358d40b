//! What is wrong with a tag in words: what stands there, and what to write.

use super::content::ContentReader;
use super::scan::Violation;
use crate::validate::names;
use crate::validate::rules;
use crate::validate::value::quote;

impl<'t> ContentReader<'t, '_> {
    /// Says why a `<` begins nothing that XML has.
    pub(super) fn not_markup(&self) -> Violation {
        let shown = self.shown(24);
        if "<![CDATA[".starts_with(shown) || "<!--".starts_with(shown) {
            return self
                .scanner
                .fail_at_end("the document ends inside a tag; was it cut off?");
        }
        let is = |start: &str| {
            let beginning = shown.as_bytes().get(..start.len());
            beginning.is_some_and(|found| found.eq_ignore_ascii_case(start.as_bytes()))
        };
        if is("<![cdata[") {
            return self.scanner.fail(format!(
                "{} must be written `<![CDATA[`",
                quote(&shown[..9])
            ));
        }
        if is("<!doctype") {
            return self
                .scanner
                .fail("a DOCTYPE stands inside an element; it can only stand before the root");
        }
        self.scanner.fail(format!(
            "a `<` begins no tag in {}; write `&lt;` if the character is meant",
            quote(shown)
        ))
    }

    pub(super) fn cut_in(&self, name: &str) -> Violation {
        self.scanner.fail_at_end(format!(
            "the document ends inside the tag `<{name}`; was it cut off?"
        ))
    }

    pub(super) fn not_quoted(&self, element: &str, name: &str) -> Violation {
        let rest = self.scanner.rest();
        let end = |c: char| c.is_whitespace() || matches!(c, '>' | '<');
        let value = rest.split(end).next().unwrap_or_default();
        let typographic = |c: char| "“”„‟«»‘’‚‛″＂".contains(c);
        if rest.is_empty() {
            self.cut_in(element)
        } else if rest.starts_with(typographic) {
            let opening = value.chars().next().map_or(0, char::len_utf8);
            let bare = &value[opening..];
            let closing = bare.find(typographic).unwrap_or(bare.len());
            let bare = &bare[..closing];
            let closed = &value[opening + closing..];
            let written =
                value.len() - closed.len() + closed.chars().next().map_or(0, char::len_utf8);
            self.scanner.fail(format!(
                "the value of `{name}` is in typographic quotes, {}; write straight ones: `{name}=\"{bare}\"`",
                quote(&value[..written])
            ))
        } else if value.is_empty() {
            self.scanner.fail(format!(
                "`{name}` has no value after its `=`; write `{name}=\"\"`"
            ))
        } else {
            self.scanner.fail(format!(
                "the value of `{name}` is not in quotes; write `{name}=\"{}\"`",
                value.trim_end_matches('/')
            ))
        }
    }

    /// Two attributes without white space between them: mostly, a quote is missing.
    pub(super) fn not_spaced(&self, element: &str) -> Violation {
        let before = &self.scanner.text[..self.scanner.at];
        let mark = before.chars().next_back().unwrap_or('"');
        let value = before[..before.len() - mark.len_utf8()].rsplit(mark).next();
        let swallowed = value.filter(|value| value.ends_with('='));
        match (swallowed, self.attributes.last()) {
            (Some(_), Some((_, local, offset))) => Violation {
                offset: *offset,
                ..self.scanner.fail(format!(
                    "the closing quote of `{local}` in `<{element}` is missing"
                ))
            },
            _ => self.scanner.fail(format!(
                "white space is missing before {} in the tag `<{element}`",
                quote(self.shown(16))
            )),
        }
    }

    /// What comes next, up to the end of the tag or line, for a message.
    pub(super) fn shown(&self, length: usize) -> &'t str {
        let shown = self.scanner.next(length);
        let mut ends = shown.match_indices(['<', '>', '\n']);
        let end = ends
            .find(|(at, _)| *at > 0)
            .map_or(shown.len(), |(at, _)| at);
        shown[..end].trim_end()
    }

    pub(super) fn not_an_attribute(&self, element: &str) -> Violation {
        let shown = self.shown(24);
        match self.scanner.byte() {
            Some(b'<') => self.scanner.fail(format!(
                "the tag `<{element}` is not closed with `>` before the next `<`"
            )),
            Some(b'"' | b'\'') => self.scanner.fail(format!(
                "a quote too many stands in the tag `<{element}`, before {}",
                quote(shown)
            )),
            _ => self.scanner.fail(format!(
                "{} in the tag `<{element}` is not an attribute; write `&lt;` if no tag is meant",
                quote(shown)
            )),
        }
    }

    pub(super) fn undeclared(&self, name: &str, prefix: &str, offset: usize) -> Violation {
        let usual = names::uris_of(prefix).next().unwrap_or("…");
        let local = name.rsplit(':').next().unwrap_or(name);
        Violation {
            undeclared_prefix: Some(prefix.to_owned()),
            ..Violation::new(
                &rules::MISSING_NAMESPACE,
                offset,
                format!(
                    "the prefix of `{prefix}:{local}` is not declared; add `xmlns:{prefix}=\"{usual}\"` to the root element"
                ),
            )
        }
    }
}
