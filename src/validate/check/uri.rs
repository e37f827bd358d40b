//! URIs and IRIs: RFC 3986 and 3987, the `tag:` scheme, URNs, and the canonical form of ids.

use percent_encoding::percent_decode_str;

use crate::diagnostic::Rule;
use crate::validate::context::{Context, Value, quote};
use crate::validate::rules;

/// Why a text is no URI.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::validate) enum Fault {
    /// It holds a character that no URI has.
    Character(char),
    /// It holds characters outside of ASCII, and would be an IRI.
    Iri,
    /// It is relative and may not be.
    Relative,
    /// It is malformed otherwise.
    Form,
    /// It is no tag URI.
    Tag,
    /// It is no URN.
    Urn,
    /// It is no UUID.
    Uuid,
    /// Its scheme is not registered.
    Scheme,
}

/// What may stand in a URI reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::validate) struct Kind {
    /// A scheme is needed.
    pub(in crate::validate) absolute: bool,
    /// Characters outside of ASCII may stand.
    pub(in crate::validate) iri: bool,
}

/// Schemes registered with IANA that are met in feeds, and those that the web gave them.
#[rustfmt::skip]
const SCHEMES: &[&str] = &[
    "about", "acct", "acap", "afs", "aim", "bitcoin", "callto", "cid", "coap", "crid", "data", "dav",
    "dict", "dns", "dtn", "facetime", "feed", "file", "ftp", "geo", "git", "go", "gopher", "h323",
    "http", "https", "iax", "icap", "im", "imap", "info", "ipp", "ipfs", "irc", "iris", "jabber", "jms",
    "ldap", "magnet", "mailto", "mid", "mms", "msrp", "mtqp", "mupdate", "news", "nfs", "nntp", "opaquelocktoken",
    "pkcs11", "pop", "pres", "prospero", "rsync", "rtsp", "service", "session", "sftp", "sgn", "shttp", "sip",
    "sips", "skype", "sms", "snews", "snmp", "soap", "spotify", "ssh", "steam", "stun", "svn", "tag", "tel",
    "telnet", "tftp", "thismessage", "tip", "turn", "tv", "udp", "unreal", "urn", "vemmi", "wais", "webcal",
    "ws", "wss", "wtai", "wyciwyg", "xmlrpc", "xmpp", "xri", "view", "did", "gemini",
];

/// Judges a URI reference.
pub(in crate::validate) fn judge(text: &str, kind: Kind) -> Result<(), Fault> {
    let scheme = scheme(text);
    match scheme.as_deref() {
        Some("tag") => {
            return if is_tag(text) {
                Ok(())
            } else {
                Err(Fault::Tag)
            };
        }
        Some("urn") => return judge_urn(text),
        _ => {}
    }
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            // Square brackets hold an IPv6 address, and nothing else.
            '[' if depth == 0 && text.contains("//[") => depth = 1,
            ']' if depth == 1 => depth = 2,
            c if is_uri_character(c) || !c.is_ascii() => {}
            c => return Err(Fault::Character(c)),
        }
    }
    if !kind.iri && !text.is_ascii() {
        return Err(Fault::Iri);
    }
    let Some(scheme) = scheme else {
        return if kind.absolute {
            Err(Fault::Relative)
        } else {
            Ok(())
        };
    };
    let rest = &text[scheme.len() + 1..];
    if kind.absolute && rest.is_empty() {
        return Err(Fault::Form);
    }
    if matches!(scheme.as_str(), "http" | "https" | "ftp") {
        let authority = rest.strip_prefix("//").ok_or(Fault::Form)?;
        return if authority.is_empty() || authority.starts_with('/') {
            Err(Fault::Form)
        } else {
            Ok(())
        };
    }
    // A colon may stand in a path; what is before it is a scheme only if it looks like one.
    if scheme.chars().all(|c| c.is_ascii_alphabetic()) && !SCHEMES.contains(&scheme.as_str()) {
        return Err(Fault::Scheme);
    }
    Ok(())
}

/// The scheme in lower case, if `text` has one.
fn scheme(text: &str) -> Option<String> {
    let (scheme, _) = text.split_once(':')?;
    (scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c)))
    .then(|| scheme.to_ascii_lowercase())
}

fn is_uri_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=%".contains(c)
}

/// RFC 4151, section 2.1.
pub(in crate::validate) fn is_tag(text: &str) -> bool {
    let parse = || {
        let entity_and_rest = text.strip_prefix("tag:")?;
        let (authority, rest) = entity_and_rest.split_once(',')?;
        let (date, specific) = rest.split_once(':')?;
        let (user, domain) = match authority.split_once('@') {
            Some((user, domain)) => (Some(user), domain),
            None => (None, authority),
        };
        let is_word = |text: &str, extra: &str| {
            !text.is_empty()
                && text
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || extra.contains(c))
        };
        let user_is_valid = user.is_none_or(|user| {
            !user.is_empty()
                && user
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "-._".contains(c))
        });
        let mut parts = date.split('-');
        let mut number = |width| {
            parts
                .next()
                .map(|part| part.len() == width && part.bytes().all(|b| b.is_ascii_digit()))
        };
        let date_is_valid = number(4)?
            && number(2).unwrap_or(true)
            && number(2).unwrap_or(true)
            && number(2).is_none();
        let mut characters = specific.chars();
        let specific_is_valid =
            characters.all(is_uri_character) && specific.matches('#').count() <= 1;
        Some(is_word(domain, "-.") && user_is_valid && date_is_valid && specific_is_valid)
    };
    parse().unwrap_or(false)
}

/// RFC 2141 and 8141; a `urn:uuid:` must be a UUID.
fn judge_urn(text: &str) -> Result<(), Fault> {
    let mut parts = text.splitn(3, ':').skip(1);
    let (Some(nid), Some(nss)) = (parts.next(), parts.next()) else {
        return Err(Fault::Urn);
    };
    if nid.eq_ignore_ascii_case("uuid") {
        return if is_uuid(nss) {
            Ok(())
        } else {
            Err(Fault::Uuid)
        };
    }
    let nid_is_valid = (2..=32).contains(&nid.len())
        && !nid.starts_with('-')
        && nid.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        && !nid.eq_ignore_ascii_case("urn");
    let bytes = nss.as_bytes();
    let nss_is_valid = !nss.is_empty()
        && bytes.iter().enumerate().all(|(at, b)| match b {
            b'%' => bytes
                .get(at + 1..at + 3)
                .is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit)),
            b => b.is_ascii_alphanumeric() || b"()+,-.:=@;$_!*'/&~?#".contains(b),
        });
    if nid_is_valid && nss_is_valid {
        Ok(())
    } else {
        Err(Fault::Urn)
    }
}

/// 8-4-4-4-12 hexadecimal digits.
fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups.concat().bytes().all(|b| b.is_ascii_hexdigit())
}

/// The spelling of `text` that RFC 4287, section 4.2.6.1 asks for; `None` if it cannot be told.
pub(in crate::validate) fn canonical(text: &str) -> Option<String> {
    let scheme = scheme(text)?;
    let rest = &text[scheme.len() + 1..];
    let (rest, fragment) = split_at_mark(rest, '#');
    let (rest, query) = split_at_mark(rest, '?');
    let mut canonical = format!("{scheme}:");
    let path = match rest.strip_prefix("//") {
        Some(hierarchy) => {
            let (authority, path) = match hierarchy.find('/') {
                Some(at) => hierarchy.split_at(at),
                None => (hierarchy, ""),
            };
            canonical.push_str("//");
            canonical.push_str(&canonical_authority(&scheme, authority));
            let path = without_dot_segments(&percent_normal(path));
            if path.is_empty() {
                "/".to_owned()
            } else {
                path
            }
        }
        None => percent_normal(rest),
    };
    canonical.push_str(&path);
    canonical.push_str(&percent_normal(query));
    canonical.push_str(&percent_normal(fragment));
    Some(canonical)
}

fn split_at_mark(text: &str, mark: char) -> (&str, &str) {
    text.find(mark).map_or((text, ""), |at| text.split_at(at))
}

fn canonical_authority(scheme: &str, authority: &str) -> String {
    let (user, host) = match authority.rsplit_once('@') {
        Some((user, host)) => (user.trim_end_matches(':'), host),
        None => ("", authority),
    };
    let (host, port) = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => (name, port),
        _ => (host, ""),
    };
    let default = match scheme {
        "http" => "80",
        "https" => "443",
        "ftp" => "21",
        _ => "",
    };
    let host = host.to_lowercase();
    let host = host.strip_suffix('.').unwrap_or(&host);
    let user = if user.is_empty() {
        String::new()
    } else {
        format!("{user}@")
    };
    if port.is_empty() || port == default {
        format!("{user}{host}")
    } else {
        format!("{user}{host}:{port}")
    }
}

/// Unreserved characters are not encoded; hexadecimal digits are capitals (RFC 3986, section 6.2.2).
fn percent_normal(text: &str) -> String {
    let mut normal = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        normal.push_str(&rest[..at]);
        let Some(code) = rest
            .get(at..at + 3)
            .filter(|code| code[1..].bytes().all(|b| b.is_ascii_hexdigit()))
        else {
            normal.push('%');
            rest = &rest[at + 1..];
            continue;
        };
        let byte = percent_decode_str(code).next().unwrap_or_default();
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            normal.push(char::from(byte));
        } else {
            normal.push_str(&code.to_ascii_uppercase());
        }
        rest = &rest[at + 3..];
    }
    normal + rest
}

/// RFC 3986, section 5.2.4, for absolute paths.
fn without_dot_segments(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let segments: Vec<&str> = path.split('/').collect();
    let last = segments.len() - 1;
    for (at, segment) in segments.iter().enumerate() {
        match *segment {
            "." if at == last => kept.push(""),
            "." => {}
            ".." => {
                if kept.len() > 1 {
                    kept.pop();
                }
                if at == last {
                    kept.push("");
                }
            }
            segment => kept.push(segment),
        }
    }
    kept.join("/")
}

/// A reference, absolute or relative, in ASCII.
pub(in crate::validate) fn reference(cx: &mut Context<'_>, value: &Value<'_>) {
    let kind = Kind {
        absolute: false,
        iri: false,
    };
    check(cx, value, value.text(), kind, &rules::INVALID_LINK);
}

/// A reference, absolute or relative, in any script.
pub(in crate::validate) fn iri(cx: &mut Context<'_>, value: &Value<'_>) {
    let kind = Kind {
        absolute: false,
        iri: true,
    };
    check(cx, value, &value.raw, kind, &rules::INVALID_IRI);
}

/// A reference in any script in an element, whose padding is reported apart.
pub(in crate::validate) fn iri_of_element(cx: &mut Context<'_>, value: &Value<'_>) {
    let kind = Kind {
        absolute: false,
        iri: true,
    };
    check(cx, value, value.text(), kind, &rules::INVALID_IRI);
}

/// An absolute address in ASCII.
pub(in crate::validate) fn full(cx: &mut Context<'_>, value: &Value<'_>) {
    let kind = Kind {
        absolute: true,
        iri: false,
    };
    check(cx, value, value.text(), kind, &rules::INVALID_FULL_LINK);
}

/// An absolute address in an attribute, where white space counts.
pub(in crate::validate) fn full_exact(cx: &mut Context<'_>, value: &Value<'_>) {
    let kind = Kind {
        absolute: true,
        iri: true,
    };
    check(cx, value, &value.raw, kind, &rules::INVALID_FULL_LINK);
}

/// A reference in an attribute of its own, such as the `uri` of a generator.
pub(in crate::validate) fn attribute(cx: &mut Context<'_>, value: &Value<'_>) {
    let kind = Kind {
        absolute: false,
        iri: true,
    };
    check(cx, value, &value.raw, kind, &rules::INVALID_URI_ATTRIBUTE);
}

/// The id of a feed or an entry: absolute, and canonical.
pub(in crate::validate) fn id(cx: &mut Context<'_>, value: &Value<'_>) {
    let kind = Kind {
        absolute: true,
        iri: true,
    };
    if check(cx, value, value.text(), kind, &rules::INVALID_FULL_LINK) {
        is_canonical(cx, value);
    }
}

/// Whether an address is written canonically, or that is reported.
pub(in crate::validate) fn is_canonical(cx: &mut Context<'_>, value: &Value<'_>) {
    let canonical = canonical(value.text());
    if canonical.as_deref() != Some(value.text()) {
        let message = format!(
            "{} is {}; its canonical form is `{}`",
            value.called(&cx.names),
            quote(value.text()),
            canonical.unwrap_or_default()
        );
        cx.raise(&rules::NON_CANONICAL_URI, value, message);
    }
}

/// An absolute http address in an attribute, to be downloaded.
pub(in crate::validate) fn http(cx: &mut Context<'_>, value: &Value<'_>) {
    let text = value.raw.as_ref();
    let lower = text.to_ascii_lowercase();
    let is_http = ["http://", "https://"]
        .iter()
        .any(|start| lower.starts_with(start));
    let kind = Kind {
        absolute: true,
        iri: true,
    };
    if !is_http || judge(text, kind).is_err() {
        let message = format!(
            "{} is {}; it must be a whole address beginning with `http://` or `https://`",
            value.called(&cx.names),
            quote(text)
        );
        cx.raise(&rules::INVALID_URL_ATTRIBUTE, value, message);
    }
}

/// Judges `text` and reports what is wrong with it, by `rule` if no other rule is closer.
pub(in crate::validate) fn check(
    cx: &mut Context<'_>,
    value: &Value<'_>,
    text: &str,
    kind: Kind,
    rule: &'static Rule,
) -> bool {
    let Err(fault) = judge(text, kind) else {
        return true;
    };
    let called = value.called(&cx.names);
    let stands = quote(text);
    let (rule, why) = match fault {
        Fault::Character(c) => (
            &rules::INVALID_URI_CHAR,
            format!("an address cannot hold {c:?}"),
        ),
        Fault::Iri => (
            &rules::URI_NOT_IRI,
            "it must be percent-encoded here".to_owned(),
        ),
        Fault::Relative => (
            rule,
            "it must be absolute, with a scheme such as `https://`".to_owned(),
        ),
        Fault::Form => (rule, "it is no address".to_owned()),
        Fault::Tag => (
            &rules::INVALID_TAG,
            "a tag URI is like `tag:example.org,2024-05-01:1`".to_owned(),
        ),
        Fault::Urn => (
            &rules::INVALID_URN,
            "a URN is like `urn:isbn:0451450523`".to_owned(),
        ),
        Fault::Uuid => (
            &rules::INVALID_UUID,
            "a UUID has 8, 4, 4, 4 and 12 hexadecimal digits".to_owned(),
        ),
        Fault::Scheme => (
            &rules::SCHEME_NOT_IANA_REGISTERED,
            "its scheme is not registered".to_owned(),
        ),
    };
    cx.raise(rule, value, format!("{called} is {stands}; {why}"));
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    const ABSOLUTE: Kind = Kind {
        absolute: true,
        iri: false,
    };
    const ANY: Kind = Kind {
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
        assert_eq!(judge("example.org", ABSOLUTE), Err(Fault::Relative));
        assert_eq!(judge("", ABSOLUTE), Err(Fault::Relative));
        assert_eq!(judge("http:example.org", ABSOLUTE), Err(Fault::Form));
        assert_eq!(judge("http:///a", ABSOLUTE), Err(Fault::Form));
        assert_eq!(judge("http://a/ b", ABSOLUTE), Err(Fault::Character(' ')));
        assert_eq!(judge("http://a/[b]", ABSOLUTE), Err(Fault::Character('[')));
        assert_eq!(judge("http://é.org/", ABSOLUTE), Err(Fault::Iri));
        assert_eq!(judge("javascript:alert(1)", ABSOLUTE), Err(Fault::Scheme));
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
        assert_eq!(judge("a b", ANY), Err(Fault::Character(' ')));
    }

    #[test]
    fn tags_have_an_authority_and_a_date() {
        for text in [
            "tag:example.org,2004:",
            "tag:me@example.org,2004-05:x",
            "tag:example.org,2004-05-27:/a#b",
            "tag:my-ids.com,2001:x",
            "tag:127.0.0.1,2001:x",
        ] {
            assert!(is_tag(text), "{text}");
        }
        for text in [
            "tag:example.org:x",
            "tag:example.org,04:x",
            "tag:example.org,2004-5:x",
            "tag:example,org,2004:x",
            "tag:example.org,20040527:x",
            "tag:ex ample.org,2004:x",
            "tag:example.org,2004-05-27-01:x",
            "tag:example.org,2004:a b",
            "tag:example.org,2004:a\"b",
            "tag:example.org,2004-05-27",
        ] {
            assert!(!is_tag(text), "{text}");
        }
    }

    #[test]
    fn urns_have_a_name_and_uuids_their_digits() {
        assert_eq!(
            judge_urn("urn:uuid:60a76c80-d399-11d9-b93C-0003939e0af6"),
            Ok(())
        );
        assert_eq!(judge_urn("urn:uuid:60a76c80"), Err(Fault::Uuid));
        assert_eq!(judge_urn("URN:diveintomark-org:20031119"), Ok(()));
        assert_eq!(judge_urn("urn:a.b:1"), Err(Fault::Urn));
        assert_eq!(judge_urn("urn:-ab:1"), Err(Fault::Urn));
        assert_eq!(judge_urn("urn:ab:"), Err(Fault::Urn));
    }

    #[test]
    fn canonical_addresses_stay_as_they_are() {
        for text in [
            "http://example.org/",
            "http://example.org/~smith/",
            "http://example.org/%C3%87",
            "http://example.org/?",
            "http://example.org:8080/",
            "http://example.org/#",
            "urn:isbn:1",
            "tag:example.org,2004:X",
            "mailto:me@example.org",
        ] {
            assert_eq!(canonical(text).as_deref(), Some(text));
        }
        for (text, form) in [
            ("HTTP://Example.org", "http://example.org/"),
            ("http://example.org:80/", "http://example.org/"),
            ("http://example.org/a/../b/./c", "http://example.org/b/c"),
            (
                "http://example.org/%7esmith/%c3",
                "http://example.org/~smith/%C3",
            ),
            ("http://@example.org/", "http://example.org/"),
            ("URN:isbn:1", "urn:isbn:1"),
        ] {
            assert_eq!(canonical(text).as_deref(), Some(form));
        }
    }
}
