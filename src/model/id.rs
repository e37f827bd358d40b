//! The ids of entries and feeds.

use std::fmt;
use std::sync::Arc;

use super::url::{AbsoluteUrl, SEGMENT};
use crate::text;

/// The id of an entry or a feed: a URI in ASCII (RFC 4287, section 4.2.6; RSS 2.0 `guid`), but for
/// what subscribers of another generator's feed hold already.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(Arc<str>);

impl EntryId {
    /// The permalink as id.
    pub fn from_url(url: &AbsoluteUrl) -> Self {
        EntryId(url.0.clone())
    }

    /// `text` as it is, if it is an absolute URI in ASCII, and a true one where its scheme is `tag`
    /// (RFC 4151, section 2.1) or `urn` (RFC 8141, section 2).
    pub fn from_uri(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Ok(url) = AbsoluteUrl::parse(text) {
            return Some(Self::from_url(&url));
        }
        let (scheme, rest) = text.split_once(':')?;
        let scheme_is_valid = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
        let rest_is_valid = !rest.is_empty() && is_of_uri(rest);
        let keeps_its_promise = match &*scheme.to_ascii_lowercase() {
            "http" | "https" => false,
            "tag" => is_tag(rest),
            "urn" => is_urn(rest),
            _ => true,
        };
        (scheme_is_valid && rest_is_valid && keeps_its_promise).then(|| EntryId(text.into()))
    }

    /// `text` as a generator has it in its own feed, a URI or not: to readers an entry of another id is
    /// another entry. `None` if nothing is left of it that XML can carry.
    pub fn as_published(text: &str) -> Option<Self> {
        let text = text::clean(text);
        let text = text.trim();
        (!text.is_empty()).then(|| EntryId(text.into()))
    }

    /// Whether `text` begins with the scheme of a script or a file. Readers may open an id as a link, and
    /// pass over white space and control characters in a scheme as browsers do.
    pub fn is_dangerous(text: &str) -> bool {
        let mut bare = text
            .chars()
            .filter(|c| !c.is_whitespace() && !c.is_control());
        let start: String = bare.by_ref().take("javascript:".len()).collect();
        let scheme = start
            .split_once(':')
            .map(|(scheme, _)| scheme.to_ascii_lowercase());
        matches!(
            scheme.as_deref(),
            Some("javascript" | "vbscript" | "file" | "data")
        )
    }

    /// Whether it is an IRI as Atom requires (RFC 3987), and a URI if its scheme is `tag`.
    pub fn is_valid(&self) -> bool {
        let is_tag = self.0.starts_with("tag:");
        let fits = |c| is_uri_character(c) || (!is_tag && !c.is_ascii() && !c.is_whitespace());
        self.0.contains(':') && self.0.chars().all(fits)
    }

    /// A `tag:` URI (RFC 4151): `tag:AUTHORITY,DATE:SPECIFIC`, `specific` percent-encoded here.
    pub fn tag(authority: &str, date: &str, specific: &str) -> Self {
        let specific = percent_encoding::utf8_percent_encode(specific, TAG_SPECIFIC);
        EntryId(format!("tag:{authority},{date}:{specific}").into())
    }

    /// The id.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// `AUTHORITY,DATE:SPECIFIC`, the authority a domain or a mail address.
fn is_tag(rest: &str) -> bool {
    let parts = rest
        .split_once(':')
        .and_then(|(entity, _)| entity.split_once(','));
    let Some((authority, date)) = parts else {
        return false;
    };
    let is_name = |name: &str, marks: &str| {
        let fits = |c: char| c.is_ascii_alphanumeric() || marks.contains(c);
        !name.is_empty() && name.chars().all(fits)
    };
    let (user, domain) = match authority.split_once('@') {
        Some((user, domain)) => (Some(user), domain),
        None => (None, authority),
    };
    let lengths: Vec<usize> = date.split('-').map(str::len).collect();
    user.is_none_or(|user| is_name(user, "-._"))
        && is_name(domain, "-.")
        && matches!(lengths[..], [4] | [4, 2] | [4, 2, 2])
        && date.chars().all(|c| c.is_ascii_digit() || c == '-')
}

/// `NAMESPACE:SPECIFIC`; a UUID has its form (RFC 9562, section 4).
fn is_urn(rest: &str) -> bool {
    let Some((namespace, specific)) = rest.split_once(':') else {
        return false;
    };
    let is_name = (2..=32).contains(&namespace.len())
        && namespace
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-')
        && !namespace.starts_with('-')
        && !namespace.ends_with('-');
    let is_reserved = namespace.eq_ignore_ascii_case("urn");
    is_name
        && !is_reserved
        && !specific.is_empty()
        && (!namespace.eq_ignore_ascii_case("uuid") || is_uuid(specific))
}

/// Whether `text` is a UUID (RFC 9562, section 4).
pub fn is_uuid(text: &str) -> bool {
    let is_form = |(at, byte): (usize, u8)| match at {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    };
    text.len() == 36 && text.bytes().enumerate().all(is_form)
}

/// Whether `rest` may stand behind the scheme of a URI without a host: one fragment, no brackets, and
/// behind a percent sign two digits (RFC 3986, appendix A).
fn is_of_uri(rest: &str) -> bool {
    let is_octet = |after: &str| {
        let digits = after.as_bytes().get(..2);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    rest.chars()
        .all(|c| is_uri_character(c) && !matches!(c, '[' | ']'))
        && rest.split('%').skip(1).all(is_octet)
        && rest.matches('#').count() <= 1
}

/// RFC 3986, section 2: unreserved, reserved, and the percent sign.
fn is_uri_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c)
}

/// What stays as it is in a `tag:` URI's specific part: segments, `/` and `?` (RFC 4151, section
/// 2.1). A percent sign is data, and is encoded.
const TAG_SPECIFIC: &percent_encoding::AsciiSet = &SEGMENT.remove(b'/').remove(b'?');

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_true_uris() {
        for id in [
            "https://example.org/a%20b",
            "tag:example.org,2024-05-01:1",
            "tag:a@example.org,2024:x/y",
            "tag:a_b@Example.org,2024:x%20y#z",
            "urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a",
            "urn:isbn:0451450523",
            "doi:10.1000/182",
        ] {
            assert_eq!(
                EntryId::from_uri(id).map(|id| id.to_string()).as_deref(),
                Some(id)
            );
        }
        for text in [
            "",
            "12",
            "a b",
            "tag:x",
            "tag:example.org,24:1",
            "tag:my_site.org,2024:1",
            "tag:example.org,2024:100%",
            "tag:example.org,2024:a#b#c",
            "doi:10[1]",
            "urn:urn:x",
            "tag:example.org,2024-5-1:1",
            "urn:x",
            "urn:uuid:nope",
            "http://[bad",
            "中:文",
            "1a:b",
        ] {
            assert_eq!(EntryId::from_uri(text), None, "{text}");
        }
    }

    #[test]
    fn no_id_runs_or_opens_a_file() {
        for text in [
            "javascript:alert(1)",
            " JavaScript:x",
            "java\nscript\u{1}:x",
            "vbscript:x",
            "file:///etc/passwd",
            "data:text/html,x",
        ] {
            assert!(EntryId::is_dangerous(text), "{text:?}");
        }
        for text in [
            "database:1",
            "https://e.org/javascript:",
            "tag:e.org,2024:data:x",
            "javascript",
        ] {
            assert!(!EntryId::is_dangerous(text), "{text:?}");
        }
    }

    #[test]
    fn ids_stay_as_they_were_published() {
        for (text, valid) in [
            ("https://example.org/中/", true),
            ("https://example.org/a b/", false),
            ("https://example.org/a\u{3000}b/", false),
            ("https://example.org/a%20b/", true),
            ("tag:example.org,2024-05-01:/a", true),
            ("tag:example.org,2024-05-01:/中", false),
        ] {
            let id = EntryId::as_published(text).unwrap();
            assert_eq!((id.as_str(), id.is_valid()), (text, valid));
        }
        assert_eq!(EntryId::as_published(" \u{8}\n").as_ref(), None);
        let url = AbsoluteUrl::parse("https://example.org:8/%E4%B8%AD%20a%2523/").unwrap();
        assert_eq!(url.decoded(), "https://example.org:8/中 a%23/");
        assert_eq!(url.decoded_path(), "/中 a%23/");
    }
}
