//! The syntax of URIs: RFC 3986, sections 2 and 3.1.

/// Why a text is not a URI.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::validate) enum UriError {
    /// It contains a character that is not allowed in URIs.
    Character(char),
    /// It contains characters outside ASCII, so it would be an IRI.
    Iri,
    /// It is relative and must be absolute.
    Relative,
    /// It is malformed otherwise.
    Form,
    /// It is not a tag URI.
    Tag,
    /// It is not a URN.
    Urn,
    /// It is not a UUID.
    Uuid,
    /// Its scheme is not registered.
    Scheme,
}

/// The scheme in lower case, if `text` has one.
pub(super) fn scheme(text: &str) -> Option<String> {
    let (scheme, _) = text.split_once(':')?;
    (scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c)))
    .then(|| scheme.to_ascii_lowercase())
}

/// Whether `text` is `host` or `host:port` behind an optional `user@` (RFC 3986, section 3.2).
pub(super) fn is_authority(text: &str) -> bool {
    let host = text.rsplit_once('@').map_or(text, |(_, host)| host);
    let (host, port) = match host.strip_prefix('[') {
        Some(rest) => match rest.split_once(']') {
            Some((address, port)) if address.parse::<std::net::Ipv6Addr>().is_ok() => {
                (address, port)
            }
            _ => return false,
        },
        None => host.split_at(host.find(':').unwrap_or(host.len())),
    };
    let port = port.strip_prefix(':').unwrap_or(port);
    let is_port = port.is_empty() || port.parse::<u16>().is_ok_and(|port| port > 0);
    !host.is_empty() && is_port && !port.starts_with('+')
}

/// A `%` that is not followed by two hexadecimal digits.
pub(super) fn has_stray_percent(text: &str) -> bool {
    text.match_indices('%').any(|(at, _)| {
        let code = text.as_bytes().get(at + 1..at + 3);
        !code.is_some_and(|code| code.iter().all(u8::is_ascii_hexdigit))
    })
}

pub(super) fn is_uri_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=%".contains(c)
}
