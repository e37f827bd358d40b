//! Identifiers that are not addresses: `tag:` URIs and URNs.

use super::uri_syntax::{UriError, is_uri_character};
use crate::model::is_uuid;

/// RFC 4151, section 2.1, which recommends a lower-case domain but allows others.
pub(super) fn is_tag(text: &str) -> bool {
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
                    .all(|c| c.is_ascii_alphanumeric() || extra.contains(c))
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
pub(super) fn judge_urn(text: &str) -> Result<(), UriError> {
    let mut parts = text.splitn(3, ':').skip(1);
    let (Some(nid), Some(nss)) = (parts.next(), parts.next()) else {
        return Err(UriError::Urn);
    };
    if nid.eq_ignore_ascii_case("uuid") {
        return if is_uuid(nss) {
            Ok(())
        } else {
            Err(UriError::Uuid)
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
        Err(UriError::Urn)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_have_an_authority_and_a_date() {
        for text in [
            "tag:example.org,2004:",
            "tag:me@example.org,2004-05:x",
            "tag:example.org,2004-05-27:/a#b",
            "tag:my-ids.com,2001:x",
            "tag:127.0.0.1,2001:x",
            "tag:Example.ORG,2001:x",
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
        assert_eq!(judge_urn("urn:uuid:60a76c80"), Err(UriError::Uuid));
        assert_eq!(judge_urn("URN:diveintomark-org:20031119"), Ok(()));
        assert_eq!(judge_urn("urn:a.b:1"), Err(UriError::Urn));
        assert_eq!(judge_urn("urn:-ab:1"), Err(UriError::Urn));
        assert_eq!(judge_urn("urn:ab:"), Err(UriError::Urn));
    }
}
