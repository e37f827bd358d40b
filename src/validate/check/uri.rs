//! URIs and IRIs: RFC 3986 and 3987.

use super::canonical::canonical;
use super::identifier::{is_tag, judge_urn};
use super::readers;
use super::schemes::is_registered;
use super::uri_syntax::{UriError, has_stray_percent, is_authority, is_uri_character, scheme};
use crate::diagnostic::Rule;
use crate::validate::context::Context;
use crate::validate::rules;
use crate::validate::value::{Value, quote};

/// What is allowed in a URI reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::validate) struct UriKind {
    /// A scheme is required.
    pub(in crate::validate) absolute: bool,
    /// Characters outside ASCII are allowed.
    pub(in crate::validate) iri: bool,
}

/// Checks a URI reference.
pub(in crate::validate) fn judge(text: &str, kind: UriKind) -> Result<(), UriError> {
    let scheme = scheme(text);
    match scheme.as_deref() {
        Some("tag") => {
            return if is_tag(text) {
                Ok(())
            } else {
                Err(UriError::Tag)
            };
        }
        Some("urn") => return judge_urn(text),
        _ => {}
    }
    // Square brackets are only for IPv6 addresses.
    let mut brackets = text
        .contains("//[")
        .then_some(['[', ']'])
        .into_iter()
        .flatten();
    let mut bracket = brackets.next();
    for c in text.chars() {
        match c {
            c if Some(c) == bracket => bracket = brackets.next(),
            c if is_uri_character(c) || c > '\u{9f}' => {}
            c => return Err(UriError::Character(c)),
        }
    }
    if has_stray_percent(text) {
        return Err(UriError::Character('%'));
    }
    if !kind.iri && !text.is_ascii() {
        return Err(UriError::Iri);
    }
    let Some(scheme) = scheme else {
        return if kind.absolute {
            Err(UriError::Relative)
        } else {
            Ok(())
        };
    };
    let rest = &text[scheme.len() + 1..];
    if kind.absolute && rest.is_empty() {
        return Err(UriError::Form);
    }
    if matches!(scheme.as_str(), "http" | "https" | "ftp") {
        let rest = rest.strip_prefix("//").ok_or(UriError::Form)?;
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        return if is_authority(authority) {
            Ok(())
        } else {
            Err(UriError::Form)
        };
    }
    if !is_registered(&scheme) {
        return Err(UriError::Scheme);
    }
    Ok(())
}

/// Whether `text` is an absolute address in any script.
pub(in crate::validate) fn is_absolute(text: &str) -> bool {
    let kind = UriKind {
        absolute: true,
        iri: true,
    };
    judge(text, kind).is_ok()
}

/// A reference, absolute or relative, in any script.
pub(in crate::validate) fn iri(cx: &mut Context<'_>, value: &Value<'_>) {
    let kind = UriKind {
        absolute: false,
        iri: true,
    };
    check(cx, value, &value.raw, kind, &rules::INVALID_IRI);
}

/// A reference in any script in an element; white space around it is reported separately.
pub(in crate::validate) fn iri_of_element(cx: &mut Context<'_>, value: &Value<'_>) {
    let kind = UriKind {
        absolute: false,
        iri: true,
    };
    check(cx, value, value.text(), kind, &rules::INVALID_IRI);
}

/// An absolute address in ASCII.
pub(in crate::validate) fn full(cx: &mut Context<'_>, value: &Value<'_>) {
    let kind = UriKind {
        absolute: true,
        iri: false,
    };
    check(cx, value, value.text(), kind, &rules::INVALID_FULL_LINK);
}

/// An absolute address in an attribute, where white space is significant; an IRI where Atom allows it.
pub(in crate::validate) fn full_exact(cx: &mut Context<'_>, value: &Value<'_>) {
    let kind = UriKind {
        absolute: true,
        iri: !cx.format.is_rss(),
    };
    check(cx, value, &value.raw, kind, &rules::INVALID_FULL_LINK);
}

/// A reference in an attribute such as the `uri` of a generator.
pub(in crate::validate) fn attribute(cx: &mut Context<'_>, value: &Value<'_>) {
    let kind = UriKind {
        absolute: false,
        iri: true,
    };
    check(cx, value, &value.raw, kind, &rules::INVALID_URI_ATTRIBUTE);
}

/// The id of a feed or an entry: absolute and canonical.
pub(in crate::validate) fn id(cx: &mut Context<'_>, value: &Value<'_>) {
    let kind = UriKind {
        absolute: true,
        iri: true,
    };
    if check(cx, value, value.text(), kind, &rules::INVALID_FULL_LINK) {
        is_canonical(cx, value);
    }
}

/// Reports an address that is not canonical.
pub(in crate::validate) fn is_canonical(cx: &mut Context<'_>, value: &Value<'_>) {
    let form = canonical(value.text());
    if form.as_deref() != Some(value.text()) {
        let message = format!(
            "{} is {}; its canonical form is `{}`",
            value.called(&cx.names),
            quote(value.text()),
            form.unwrap_or_default()
        );
        cx.raise(&rules::NON_CANONICAL_URI, value, message);
    }
}

/// An absolute http address in an attribute, for downloads.
pub(in crate::validate) fn http(cx: &mut Context<'_>, value: &Value<'_>) {
    let text = value.raw.as_ref();
    let lower = text.to_ascii_lowercase();
    let is_http = ["http://", "https://"]
        .iter()
        .any(|start| lower.starts_with(start));
    let kind = UriKind {
        absolute: true,
        iri: false,
    };
    if !is_http || judge(text, kind).is_err() {
        let message = format!(
            "{} is {}; it must be a whole address beginning with `http://` or `https://`",
            value.called(&cx.names),
            quote(text)
        );
        cx.raise(&rules::INVALID_URL_ATTRIBUTE, value, message);
    } else {
        readers::reachable(cx, value, text);
    }
}

/// Checks `text` and reports errors, under `rule` if there is no more specific rule.
pub(in crate::validate) fn check(
    cx: &mut Context<'_>,
    value: &Value<'_>,
    text: &str,
    kind: UriKind,
    rule: &'static Rule,
) -> bool {
    let Err(fault) = judge(text, kind) else {
        readers::reachable(cx, value, text);
        return true;
    };
    let called = value.called(&cx.names);
    let stands = quote(text);
    let (rule, why) = match fault {
        UriError::Character(c) => (
            &rules::INVALID_URI_CHAR,
            match c {
                ' ' => "an address cannot hold a space".to_owned(),
                c if c.is_control() => format!("an address cannot hold U+{:04X}", u32::from(c)),
                c => format!("an address cannot hold `{c}`"),
            },
        ),
        UriError::Iri => (
            &rules::URI_NOT_IRI,
            "it must be percent-encoded here".to_owned(),
        ),
        UriError::Relative => (
            rule,
            "it must be absolute, with a scheme such as `https://`".to_owned(),
        ),
        UriError::Form => (rule, "it is not an address".to_owned()),
        UriError::Tag => (
            &rules::INVALID_TAG,
            "a tag URI is like `tag:example.org,2024-05-01:1`".to_owned(),
        ),
        UriError::Urn => (
            &rules::INVALID_URN,
            "a URN is like `urn:isbn:0451450523`".to_owned(),
        ),
        UriError::Uuid => (
            &rules::INVALID_UUID,
            "a UUID has 8, 4, 4, 4 and 12 hexadecimal digits".to_owned(),
        ),
        UriError::Scheme => (
            &rules::SCHEME_NOT_IANA_REGISTERED,
            "readers do not know its scheme".to_owned(),
        ),
    };
    cx.raise(rule, value, format!("{called} is {stands}; {why}"));
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    const ABSOLUTE: UriKind = UriKind {
        absolute: true,
        iri: false,
    };
    const ANY: UriKind = UriKind {
        absolute: false,
        iri: true,
    };

    #[test]
    fn addresses_are_absolute_and_in_ascii() {
        for text in [
            "http://example.org",
            "ftp://example.org/a",
            "mailto:me@example.org",
            "https://example.org:80/?a=b#c",
            "http://[::1]:80/",
            "tag:example.org,2004:x",
            "urn:isbn:0451450523",
        ] {
            assert_eq!(judge(text, ABSOLUTE), Ok(()), "{text}");
        }
        assert_eq!(judge("example.org", ABSOLUTE), Err(UriError::Relative));
        assert_eq!(judge("", ABSOLUTE), Err(UriError::Relative));
        assert_eq!(judge("http:example.org", ABSOLUTE), Err(UriError::Form));
        assert_eq!(judge("http:///a", ABSOLUTE), Err(UriError::Form));
        assert_eq!(
            judge("http://a/ b", ABSOLUTE),
            Err(UriError::Character(' '))
        );
        assert_eq!(
            judge("http://a/[b]", ABSOLUTE),
            Err(UriError::Character('['))
        );
        // Browsers read the second one as a part of the fragment.
        assert_eq!(judge("http://a/#b#c", ABSOLUTE), Ok(()));
        assert_eq!(judge("http://é.org/", ABSOLUTE), Err(UriError::Iri));
        assert_eq!(
            judge("javascript:alert(1)", ABSOLUTE),
            Err(UriError::Scheme)
        );
        assert_eq!(judge("x-acme:1", ABSOLUTE), Err(UriError::Scheme));
    }

    #[test]
    fn references_may_be_relative_and_iris() {
        for text in [
            "",
            "~jane/",
            "../a?b",
            "//example.org/",
            "http://www.詹姆斯.com/",
            "a/b:c",
        ] {
            assert_eq!(judge(text, ANY), Ok(()), "{text}");
        }
        assert_eq!(judge("a b", ANY), Err(UriError::Character(' ')));
    }
}
