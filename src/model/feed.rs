//! A feed and its entries, in no format yet.

use serde::{Deserialize, Serialize};

use super::article::Article;
use super::author::Author;
use super::id::EntryId;
use super::podcast::Podcast;
use super::text::Text;
use super::url::AbsoluteUrl;
use crate::time::Timestamp;

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

    /// The name for people.
    pub fn title(self) -> &'static str {
        match self {
            Format::Rss => "RSS",
            Format::Atom => "Atom",
            Format::Json => "JSON",
        }
    }

    /// The media type (RFC 4287, section 7; JSON Feed 1.1).
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Rss => "application/rss+xml",
            Format::Atom => "application/atom+xml",
            Format::Json => "application/feed+json",
        }
    }
}

/// The place of a document in the history of a feed (RFC 5005).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedHistory {
    /// Whether it is an archive, not the feed that readers subscribe to.
    pub is_archive: bool,
    /// Whether it has every entry that there is.
    pub is_complete: bool,
    /// The feed that readers subscribe to, in an archive.
    pub current: Option<AbsoluteUrl>,
    /// The archive before it.
    pub previous: Option<AbsoluteUrl>,
    /// The archive after it.
    pub next: Option<AbsoluteUrl>,
}

impl FeedHistory {
    /// The namespace of its elements, with the usual prefix.
    pub const NAMESPACE: (&str, &str) = ("fh", "http://purl.org/syndication/history/1.0");

    /// The links, by relation.
    pub fn links(&self) -> impl Iterator<Item = (&'static str, &AbsoluteUrl)> {
        let links = [
            ("current", &self.current),
            ("prev-archive", &self.previous),
            ("next-archive", &self.next),
        ];
        links
            .into_iter()
            .filter_map(|(rel, url)| Some((rel, url.as_ref()?)))
    }

    /// The element that says which of these it is.
    pub fn mark(&self) -> Option<&'static str> {
        match self {
            FeedHistory {
                is_archive: true, ..
            } => Some("archive"),
            FeedHistory {
                is_complete: true, ..
            } => Some("complete"),
            _ => None,
        }
    }
}

/// A document beside the feeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PageKind {
    /// A list in HTML, for people.
    Html,
    /// A list in OPML 2.0, for feed readers.
    Opml,
    /// A style sheet, for browsers that show a feed.
    Css,
}

impl PageKind {
    /// Every kind.
    pub const ALL: &[PageKind] = &[PageKind::Html, PageKind::Opml, PageKind::Css];
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
    /// Width and height of its picture, if that lies in the source.
    pub picture_size: Option<(usize, usize)>,
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
    /// The WebSub hubs that announce new entries.
    pub hubs: &'a [AbsoluteUrl],
    /// Its place in a history, if it has one.
    pub history: Option<FeedHistory>,
    /// The style sheet for browsers, relative to the feed.
    pub stylesheet: Option<String>,
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
    /// What directories know it by, in the feed that is submitted to them.
    pub podcast_guid: Option<String>,
    /// The episodes that introduce it, in that feed.
    pub trailers: Vec<&'a Article>,
    /// The newest published date of its entries, if it has any.
    pub published: Option<Timestamp>,
    /// The newest change among its entries, if it has any.
    pub updated: Option<Timestamp>,
    /// What stands for `updated` where there is no entry.
    pub epoch: Timestamp,
}
