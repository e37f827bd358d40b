//! Plain text: blank, padded, holding markup, read in a wrong encoding.

use crate::diagnostic::Rule;
use crate::text::html;
use crate::validate::check::{readers, vocabulary::HTML_ENTITIES};
use crate::validate::context::Context;
use crate::validate::rules;
use crate::validate::table::Check;
use crate::validate::value::{Holder, Value, quote};

/// Any text.
pub(in crate::validate) const ANY: &[Check] = &[];

/// Not empty.
pub(in crate::validate) fn filled(cx: &mut Context<'_>, value: &Value<'_>) {
    if value.text().is_empty() {
        let message = format!("{} is empty", value.called(&cx.names));
        let rule = if value.is_attribute() {
            &rules::ATTR_NOT_BLANK
        } else {
            &rules::NOT_BLANK
        };
        cx.raise(rule, value, message);
    }
}

/// Not empty, for attributes that are reported as their element.
pub(in crate::validate) fn not_blank(cx: &mut Context<'_>, value: &Value<'_>) {
    if value.text().is_empty() {
        let message = format!("{} is empty", value.called(&cx.names));
        cx.raise(&rules::NOT_BLANK, value, message);
    }
}

/// Without white space around it.
pub(in crate::validate) fn unpadded(cx: &mut Context<'_>, value: &Value<'_>) {
    if value.raw.len() != value.text().len() {
        let message = format!(
            "{} is {}, with white space around it",
            value.called(&cx.names),
            quote(&value.raw)
        );
        cx.raise(&rules::UNEXPECTED_WHITESPACE, value, message);
    }
}

/// Without HTML.
pub(in crate::validate) fn plain(cx: &mut Context<'_>, value: &Value<'_>) {
    plain_or(cx, value, &rules::CONTAINS_HTML);
}

/// Without HTML, which is reported as `rule`.
pub(in crate::validate) fn plain_or(cx: &mut Context<'_>, value: &Value<'_>, rule: &'static Rule) {
    let text = value.raw.as_ref();
    if memchr_any(text) {
        return;
    }
    // The profile recommends hexadecimal references.
    let written = match &value.holder {
        Holder::Attribute(_, attribute, _) => cx.source.get(attribute.range_value()),
        Holder::Element(node) => cx.source.get(node.range()),
        Holder::Member(_) => None,
    };
    let holds = |markup: &str, cx: &mut Context<'_>| {
        let kind = if std::ptr::eq(rule, &rules::NOT_INLINE) {
            "is XHTML but contains the escaped"
        } else {
            "is plain text but contains"
        };
        let message = format!("{} {kind} `{markup}`", value.called(&cx.names));
        cx.raise(rule, value, message);
    };
    let has_reference = |reference| written.is_some_and(|written| written.contains(reference));
    if let Some(tag) = closing_tag(text)
        && !has_reference("&#x3C;/")
        && !has_reference("&#x3c;/")
    {
        return holds(&format!("</{tag}>"), cx);
    }
    if has_reference("&#x") {
        return;
    }
    if let Some(entity) = entity(text) {
        holds(&format!("&{entity};"), cx);
    } else if cx.format.is_rss() && looks_like_markup(text) {
        let message = format!(
            "{} contains a `<` that readers take for a tag; write it as `&#x3C;`",
            value.called(&cx.names)
        );
        cx.raise(&rules::CHARACTER_DATA, value, message);
    }
}

/// Whether nothing in `text` could be markup, the common case.
fn memchr_any(text: &str) -> bool {
    !text.bytes().any(|b| matches!(b, b'<' | b'&'))
}

/// The name in the first HTML end tag in `text`.
fn closing_tag(text: &str) -> Option<&str> {
    text.match_indices("</").find_map(|(at, _)| {
        let rest = &text[at + 2..];
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_')?;
        let name = &rest[..end];
        (rest[end..].starts_with('>') && html::is_html(&name.to_ascii_lowercase())).then_some(name)
    })
}

/// The first entity in `text`, as a browser reads it.
fn entity(text: &str) -> Option<&str> {
    text.match_indices('&').find_map(|(at, _)| {
        let rest = &text[at + 1..];
        let digits = usize::from(rest.starts_with('#'));
        let end = rest[digits..]
            .find(|c: char| !c.is_alphanumeric() && c != '_')
            .map_or(rest.len(), |end| end + digits);
        let name = &rest[..end];
        let is_entity = end > digits
            && (HTML_ENTITIES.contains(&name)
                || name == "apos"
                || !name.chars().all(char::is_alphabetic));
        is_entity.then_some(name)
    })
}

/// Whether a `<` in `text` begins a tag, a comment or a declaration to a browser.
fn looks_like_markup(text: &str) -> bool {
    text.match_indices('<').any(|(at, _)| {
        text[at + 1..]
            .starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'))
    })
}

/// At most 255 characters.
pub(in crate::validate) fn at_most_255(cx: &mut Context<'_>, value: &Value<'_>) {
    at_most(cx, value, 255, &rules::TOO_LONG);
}

/// At most 4,000 characters.
pub(in crate::validate) fn at_most_4000(cx: &mut Context<'_>, value: &Value<'_>) {
    at_most(cx, value, 4000, &rules::TOO_LONG);
}

/// At most `limit` characters.
pub(in crate::validate) fn at_most(
    cx: &mut Context<'_>,
    value: &Value<'_>,
    limit: usize,
    rule: &'static Rule,
) {
    let length = value.text().chars().count();
    if length > limit {
        let message = format!(
            "{} has {length} characters; at most {limit} are allowed",
            value.called(&cx.names)
        );
        cx.raise(rule, value, message);
    }
}

/// A name in which no e-mail address is hidden.
pub(in crate::validate) fn without_mail(cx: &mut Context<'_>, value: &Value<'_>) {
    let hidden = value
        .text()
        .split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | ',' | ';'))
        .find(|word| super::mail::is_address(word));
    if let Some(address) = hidden {
        let message = format!(
            "{} contains the e-mail address `{address}`",
            value.called(&cx.names)
        );
        cx.raise(&rules::CONTAINS_EMAIL, value, message);
    }
}

/// One of `allowed`; raises `rule` with the list otherwise.
pub(in crate::validate) fn one_of(
    cx: &mut Context<'_>,
    value: &Value<'_>,
    allowed: &[&str],
    rule: &'static Rule,
) {
    if !allowed.contains(&value.token()) {
        let message = format!(
            "{} is {}; it must be {}",
            value.called(&cx.names),
            quote(value.token()),
            listed(allowed)
        );
        cx.raise(rule, value, message);
    }
}

/// `a`, `b` or `c`.
pub(in crate::validate) fn listed(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => format!("`{one}`"),
        [init @ .., last] => {
            let init: Vec<_> = init.iter().map(|word| format!("`{word}`")).collect();
            format!("{} or `{last}`", init.join(", "))
        }
    }
}

/// Text that was decoded with the wrong encoding.
pub(in crate::validate) fn well_decoded(cx: &mut Context<'_>, value: &Value<'_>) {
    if let Some(fault) = misread(&value.raw) {
        cx.raise(&rules::BAD_CHARACTERS, value, fault);
    } else if !value.is_attribute()
        && let Some(found) = readers::mojibake(&value.raw)
    {
        let message = format!("the text holds `{found}`, UTF-8 read as windows-1252");
        cx.raise(&rules::MOJIBAKE, value, message);
    }
}

/// The characters in `text` that show that it was decoded with the wrong encoding.
fn misread(text: &str) -> Option<String> {
    // U+0080..U+00BF begin with C2 in UTF-8, U+00C3 with C3, U+FFFD with EF.
    if !text.bytes().any(|b| matches!(b, 0xC2 | 0xC3 | 0xEF)) {
        return None;
    }
    let mut previous = ' ';
    for c in text.chars() {
        if matches!(c, '\u{80}'..='\u{9f}') {
            return Some(format!(
                "the text holds U+{:04X}, a control character; it was probably windows-1252 read as something else",
                u32::from(c)
            ));
        }
        if c == '\u{fffd}' {
            return Some("the text contains U+FFFD, the mark of a lost character".to_owned());
        }
        if matches!(c, '\u{80}'..='\u{bf}')
            && matches!(previous, '\u{c2}' | '\u{c3}')
            && is_utf8_read_as_latin1(text)
        {
            return Some(format!(
                "the text contains `{previous}{c}`, UTF-8 that was encoded twice"
            ));
        }
        previous = c;
    }
    None
}

fn is_utf8_read_as_latin1(text: &str) -> bool {
    let bytes: Option<Vec<u8>> = text
        .chars()
        .map(|c| u8::try_from(u32::from(c)).ok())
        .collect();
    bytes.is_some_and(|bytes| std::str::from_utf8(&bytes).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_tags_of_html_are_found() {
        assert_eq!(closing_tag("a <b>c</b>"), Some("b"));
        assert_eq!(closing_tag("a </spam> </EM>"), Some("EM"));
        assert_eq!(closing_tag("a < / b"), None);
    }

    #[test]
    fn entities_are_found_as_a_browser_finds_them() {
        assert_eq!(entity("a&amp;b"), Some("amp"));
        assert_eq!(entity("a&#0"), Some("#0"));
        assert_eq!(entity("a&eacute;"), Some("eacute"));
        assert_eq!(entity("AT&T"), None);
        assert_eq!(entity("this & that"), None);
    }

    #[test]
    fn only_tags_look_like_markup() {
        assert!(looks_like_markup("Vec<T>") && looks_like_markup("</"));
        assert!(!looks_like_markup("a < b") && !looks_like_markup("1<2"));
    }

    #[test]
    fn misread_text_is_recognised() {
        assert!(misread("caf\u{c3}\u{a9}").is_some());
        assert!(misread("isn\u{92}t").is_some());
        assert!(misread("lost \u{fffd}").is_some());
        assert!(misread("café, Ångström — Â§ is a paragraph in € text").is_none());
        assert!(misread("plain").is_none());
    }
}
