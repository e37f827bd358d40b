//! Absolute addresses, percent-encoded as RFC 3986 asks.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use percent_encoding::{AsciiSet, utf8_percent_encode};
use url::{Position, Url};

/// An absolute http or https URL in ASCII: percent-encoded, the host in lower case and punycode.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AbsoluteUrl(pub(super) Arc<str>);

/// Why a text is not an [`AbsoluteUrl`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UrlError {
    /// It has no scheme, or is not a URL.
    NotAbsolute,
    /// Its scheme is neither http nor https.
    NotHttp(String),
}

impl fmt::Display for UrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            UrlError::NotAbsolute => f.write_str("it is not an absolute URL"),
            UrlError::NotHttp(scheme) => write!(f, "its scheme is `{scheme}`, not http or https"),
        }
    }
}

impl std::error::Error for UrlError {}

impl AbsoluteUrl {
    /// Parses `text`.
    ///
    /// # Errors
    ///
    /// If it is relative, or its scheme is neither http nor https.
    pub fn parse(text: &str) -> Result<Self, UrlError> {
        Self::from_url(Url::parse(text.trim()).map_err(|_| UrlError::NotAbsolute)?)
    }

    fn from_url(url: Url) -> Result<Self, UrlError> {
        match url.scheme() {
            "http" | "https" if has_host(&url) => Ok(AbsoluteUrl(encoded(url).as_str().into())),
            "http" | "https" => Err(UrlError::NotAbsolute),
            other => Err(UrlError::NotHttp(other.to_owned())),
        }
    }

    /// `reference` resolved against this URL (RFC 3986, section 5).
    ///
    /// # Errors
    ///
    /// If the result is not http or https.
    pub fn join(&self, reference: &str) -> Result<Self, UrlError> {
        let joined = self.to_url().join(reference.trim());
        Self::from_url(joined.map_err(|_| UrlError::NotAbsolute)?)
    }

    /// This URL with `path` (percent-encoded, without a leading slash) put below it.
    pub fn below(&self, path: &str) -> Self {
        let mut url = self.to_url();
        let base = url.path();
        let base = base.strip_suffix('/').unwrap_or(base);
        if stays_as_it_is(path) {
            let before = &url[..Position::BeforePath];
            return AbsoluteUrl([before, base, "/", path].concat().into());
        }
        url.set_path(&format!("{base}/{path}"));
        url.set_query(None);
        url.set_fragment(None);
        AbsoluteUrl(url.as_str().into())
    }

    /// This URL with another path (with its leading slashes), query and fragment.
    ///
    /// # Errors
    ///
    /// If it is no URL then.
    pub fn with_path(&self, path: &str) -> Result<Self, UrlError> {
        Self::parse(&format!("{}{path}", self.before_path()))
    }

    /// The URL.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands before the path: the scheme and the authority, which a slash ends.
    fn before_path(&self) -> &str {
        let url = self.to_url();
        &self.0[..url[..Position::BeforePath].len()]
    }

    /// The host, in punycode and lower case.
    pub fn host(&self) -> &str {
        let url = self.to_url();
        &self.0[url[..Position::BeforeHost].len()..url[..Position::AfterHost].len()]
    }

    /// The path, percent-encoded.
    pub fn path(&self) -> &str {
        let url = self.to_url();
        &self.0[url[..Position::BeforePath].len()..url[..Position::AfterPath].len()]
    }

    /// This URL as it reads before its path is percent-encoded.
    pub fn decoded(&self) -> String {
        format!("{}{}", self.before_path(), self.decoded_path())
    }

    /// The path before it is percent-encoded.
    pub fn decoded_path(&self) -> Cow<'_, str> {
        let path = percent_encoding::percent_decode_str(self.path()).decode_utf8();
        path.unwrap_or(self.path().into())
    }

    /// For resolving many references.
    pub fn to_url(&self) -> Url {
        Url::parse(&self.0).unwrap_or_else(|_| unreachable!("it was one when it was made"))
    }
}

impl fmt::Display for AbsoluteUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Whether `url` has a host of RFC 3986 (section 3.2.2); browsers take a few characters more.
fn has_host(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    !host.is_empty() && !host.contains(['"', '`', '{', '}'])
}

/// A shortcut for [`Url::set_path`]: whether `path` has no dot segment and nothing to be encoded.
fn stays_as_it_is(path: &str) -> bool {
    let is_plain =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'~' | b'%' | b'/');
    let begins_with_dot = |part: &str| part.starts_with('.') || part.starts_with("%2");
    path.bytes().all(|byte| is_plain(byte) || byte == b'.') && !path.split('/').any(begins_with_dot)
}

/// What the `url` crate leaves as it is, though RFC 3986 (appendix A) has no place for it.
const LEFT_BY_URL: &AsciiSet = &percent_encoding::CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// `url`, as the `url` crate writes it, with all of that percent-encoded, and with each `%` that two
/// hexadecimal digits do not follow as `%25` (RFC 3986, section 2.1).
pub fn strictly_encoded(url: &str) -> Cow<'_, str> {
    let encoded = Cow::from(utf8_percent_encode(url, LEFT_BY_URL));
    let is_lone = |at: usize| {
        let digits = encoded.as_bytes().get(at + 1..at + 3);
        !digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    let lone: Vec<usize> = encoded
        .match_indices('%')
        .map(|(at, _)| at)
        .filter(|&at| is_lone(at))
        .collect();
    if lone.is_empty() {
        return encoded;
    }
    let mut whole = String::with_capacity(encoded.len() + 2 * lone.len());
    let mut begin = 0;
    for at in lone {
        whole.push_str(&encoded[begin..=at]);
        whole.push_str("25");
        begin = at + 1;
    }
    whole.push_str(&encoded[begin..]);
    whole.into()
}

/// `url` strictly encoded behind the host.
fn encoded(url: Url) -> Url {
    match strictly_encoded(&url[Position::BeforePath..]) {
        Cow::Borrowed(_) => url,
        Cow::Owned(rest) => {
            let whole = format!("{}{rest}", &url[..Position::BeforePath]);
            Url::parse(&whole).unwrap_or(url)
        }
    }
}

/// What stays as it is in a path segment: unreserved characters and sub-delimiters (RFC 3986,
/// section 3.3).
pub const SEGMENT: &percent_encoding::AsciiSet = &percent_encoding::NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@');

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn urls_hold_what_a_uri_may() {
        for (text, expected) in [
            ("https://E.org/a b", "https://e.org/a%20b"),
            ("https://e.org/a[1].jpg", "https://e.org/a%5B1%5D.jpg"),
            (
                "https://e.org/?a={b}|c#^",
                "https://e.org/?a=%7Bb%7D%7Cc#%5E",
            ),
            ("https://[::1]/%5B", "https://[::1]/%5B"),
            ("https://e.org/%", "https://e.org/%25"),
            (
                "https://e.org/100%/%e4?%zz#%4",
                "https://e.org/100%25/%e4?%25zz#%254",
            ),
        ] {
            assert_eq!(AbsoluteUrl::parse(text).unwrap().as_str(), expected);
        }
    }

    proptest! {
        #[test]
        fn what_lies_below_a_url_is_what_the_url_crate_puts_there(
            site in "https?://(e\\.org|\\[::1\\]|a:b@h)(:81)?(/[a-z]{0,2}){0,3}(\\?c/d)?(#e)?",
            path in "([a-z./~ ?#\\\\中]|%2e|%2E|%2F|\\.\\./){0,8}",
        ) {
            let site = AbsoluteUrl::parse(&site).unwrap();
            let mut url = site.to_url();
            let base = site.path();
            url.set_path(&format!("{}/{path}", base.strip_suffix('/').unwrap_or(base)));
            url.set_query(None);
            url.set_fragment(None);
            let below = site.below(&path);
            prop_assert_eq!(below.as_str(), url.as_str());
        }
    }
}
