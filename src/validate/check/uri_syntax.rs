//! What URIs are made of: RFC 3986, sections 2 and 3.1.

/// Why a text is no URI.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::validate) enum UriError {
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

/// The scheme in lower case, if `text` has one.
pub(super) fn scheme(text: &str) -> Option<String> {
    let (scheme, _) = text.split_once(':')?;
    (scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c)))
    .then(|| scheme.to_ascii_lowercase())
}

pub(super) fn is_uri_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=%".contains(c)
}
