//! What the modules pass to each other: articles, tags, authors, feeds, and newtypes that only hold
//! values fit for a feed.

mod id;
mod media;
mod tag;

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use percent_encoding::{AsciiSet, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use url::{Position, Url};

use crate::text;
use crate::time::Timestamp;
pub use id::EntryId;
pub use media::{
    APPLE_CATEGORIES, Enclosure, Episode, EpisodeKind, Media, MediaType, Picture, Podcast,
    PodcastCategory,
};
pub use tag::{Tag, Term, identity, slug};

/// Text without anything that XML 1.0 cannot carry (section 2.2) or that readers choke on: no C0
/// or C1 control but tab and line feed, no U+FFFD, U+FFFE or U+FFFF. Line ends are line feeds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Text(Box<str>);

impl Text {
    /// Cleans `text`.
    pub fn new(text: &str) -> Self {
        Text(text::clean(text).into())
    }

    /// What is clean already.
    pub(crate) fn kept(text: &str) -> Self {
        Text(text.into())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether nothing but white space is left.
    pub fn is_blank(&self) -> bool {
        text::is_blank(&self.0)
    }
}

impl From<String> for Text {
    /// Cleans `text`, without a copy where nothing has to go.
    fn from(text: String) -> Self {
        match text::clean(&text) {
            Cow::Borrowed(_) => Text(text.into()),
            Cow::Owned(cleaned) => Text(cleaned.into()),
        }
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An absolute http or https URL in ASCII: percent-encoded, the host in lower case and punycode.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AbsoluteUrl(Arc<str>);

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
        let base = url.path().trim_end_matches('/');
        if stays_as_it_is(path) {
            let before = &url[..Position::BeforePath];
            return AbsoluteUrl([before, base, "/", path].concat().into());
        }
        url.set_path(&format!("{base}/{path}"));
        url.set_query(None);
        url.set_fragment(None);
        AbsoluteUrl(url.as_str().into())
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

/// `text` as a language tag of RFC 5646 (section 2.1), in its usual case: `zh_cn` is `zh-CN`.
/// `None` if it is not of that form.
pub fn language(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.trim().split(['-', '_']).collect();
    let (primary, rest) = parts.split_first()?;
    let well_formed = |part: &&str| {
        (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric())
    };
    // Of longer ones none has ever been registered: `Chinese` is a name, not a tag.
    if !(2..=3).contains(&primary.len())
        || !primary.chars().all(|c| c.is_ascii_alphabetic())
        || !rest.iter().all(well_formed)
    {
        return None;
    }
    let mut tag = primary.to_ascii_lowercase();
    for part in rest {
        let part = part.to_ascii_lowercase();
        let cased = match part.len() {
            2 => part.to_ascii_uppercase(),
            4 if part.starts_with(|c: char| c.is_ascii_alphabetic()) => {
                part[..1].to_ascii_uppercase() + &part[1..]
            }
            _ => part,
        };
        tag.push('-');
        tag.push_str(&cased);
    }
    Some(tag)
}

/// `text` as an e-mail address (RFC 5322, section 3.4.1, without its obsolete forms); `None` if it
/// is not one.
pub fn email(text: &str) -> Option<String> {
    let address = text.trim();
    let (local, domain) = address.rsplit_once('@')?;
    let is_atext = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    let is_label = |label: &str| {
        !label.is_empty()
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let valid = !local.is_empty()
        && local.chars().all(is_atext)
        && !local.starts_with('.')
        && !local.ends_with('.')
        && domain.contains('.')
        && domain.split('.').all(is_label);
    valid.then(|| address.to_owned())
}

/// A person.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Author {
    /// The name, never blank.
    pub name: Text,
    /// The e-mail address.
    pub email: Option<String>,
    /// The person's page.
    pub url: Option<AbsoluteUrl>,
}

/// How a body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    /// CommonMark with the usual extensions.
    Markdown,
    /// HTML.
    Html,
    /// Paragraphs divided by blank lines.
    Plain,
}

/// Which template language the bodies of a site are written in, besides their [`Syntax`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Templates {
    /// Not known: what cannot be mistaken for text counts, outside of code.
    #[default]
    Unknown,
    /// None: a body says what it says.
    None,
    /// Jekyll's: Liquid, which knows no code, and kramdown's attribute lists.
    Liquid,
    /// Hugo's shortcodes.
    Hugo,
    /// Hexo's tag plugins, run by Nunjucks.
    Hexo,
    /// Zola's shortcodes and internal links.
    Zola,
    /// Pelican's internal links, and the tags of its plugin `liquid_tags`.
    Pelican,
}

/// One article, with everything that an entry must have but its body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Which file of the source it is: an index into the list that `source` walked.
    pub file: usize,
    /// The title, never blank.
    pub title: Text,
    /// When it was published.
    pub published: Timestamp,
    /// When it was last changed; never before `published`.
    pub updated: Timestamp,
    /// Its tags, each identity once, in order.
    pub tags: Box<[Arc<Tag>]>,
    /// What else it is filed under, each identity once in a taxonomy.
    pub terms: Box<[Term]>,
    /// Its authors, or the site's; never empty.
    pub authors: Arc<[Author]>,
    /// The entry id.
    pub id: EntryId,
    /// The page of the article, against which its body's links are resolved.
    pub permalink: AbsoluteUrl,
    /// The summary from the front matter.
    pub summary: Option<Text>,
    /// The language (RFC 5646), if it is not the site's.
    pub language: Option<Box<str>>,
    /// Which of the site's `languages` it is in.
    pub edition: Option<Box<str>>,
    /// Whether it stands in the feed for everything.
    pub is_main: bool,
    /// Its picture and its files; most articles have none.
    pub media: Option<Box<Media>>,
    /// How the body is written.
    pub syntax: Syntax,
    /// Where the body begins.
    pub body: BodyStart,
    /// The texts of the header that the body may name (`{{ page.subtitle }}`), by their keys; empty
    /// where bodies are not templates.
    pub values: Box<[(Box<str>, Box<str>)]>,
}

impl Article {
    /// Everything that it is filed under: the taxonomy, an index into the settings' list whose first
    /// are the tags, and the term.
    pub fn filed_under(&self) -> impl Iterator<Item = (usize, &Tag)> {
        let tags = self.tags.iter().map(|tag| (0, &**tag));
        let terms = self.terms.iter();
        tags.chain(terms.map(|term| (usize::from(term.taxonomy), &*term.tag)))
    }
}

/// Where a body begins in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BodyStart {
    /// Bytes before the body.
    pub offset: usize,
    /// The line of its first character, from one.
    pub line: u32,
}

/// A feed format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// RSS 2.0.
    Rss,
    /// Atom 1.0 (RFC 4287).
    Atom,
    /// JSON Feed 1.1.
    Json,
}

impl Format {
    /// Every format.
    pub const ALL: &[Format] = &[Format::Rss, Format::Atom, Format::Json];

    /// The name in settings and reports.
    pub fn name(self) -> &'static str {
        match self {
            Format::Rss => "rss",
            Format::Atom => "atom",
            Format::Json => "json",
        }
    }
}

/// An entry as it stands in every feed that includes its article.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    /// The article.
    pub article: &'a Article,
    /// Its tags, as the site writes them.
    pub categories: Vec<&'a Text>,
    /// The body as safe HTML; `None` where feeds carry the summary alone.
    pub content: Option<&'a Text>,
    /// The summary in plain text, which may be blank.
    pub summary: &'a Text,
}

/// What a feed says of itself.
#[derive(Debug, Clone)]
pub struct Feed<'a> {
    /// The title, never blank.
    pub title: Text,
    /// What it is about.
    pub description: Option<&'a Text>,
    /// The page that it belongs to.
    pub alternate: &'a AbsoluteUrl,
    /// Its own address.
    pub self_url: AbsoluteUrl,
    /// Its own id.
    pub id: EntryId,
    /// Its language (RFC 5646).
    pub language: Option<&'a str>,
    /// Who publishes it.
    pub author: &'a Author,
    /// The tag that it is about.
    pub category: Option<Text>,
    /// The copyright notice.
    pub rights: Option<&'a Text>,
    /// A small square picture.
    pub icon: Option<&'a AbsoluteUrl>,
    /// A picture.
    pub image: Option<&'a AbsoluteUrl>,
    /// What podcast directories need, if it is a podcast.
    pub podcast: Option<&'a Podcast>,
    /// The newest published date of its entries, if it has any.
    pub published: Option<Timestamp>,
    /// The newest change among its entries, if it has any.
    pub updated: Option<Timestamp>,
    /// What stands for `updated` where there is no entry.
    pub epoch: Timestamp,
}

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
            url.set_path(&format!("{}/{path}", site.path().trim_end_matches('/')));
            url.set_query(None);
            url.set_fragment(None);
            let below = site.below(&path);
            prop_assert_eq!(below.as_str(), url.as_str());
        }
    }
}
