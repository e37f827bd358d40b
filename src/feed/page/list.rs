//! What the pages list.

use crate::model::{AbsoluteUrl, Article, Format, Text};

/// The feeds of a site that have entries.
#[derive(Debug)]
pub struct FeedList<'a> {
    /// The title of the site.
    pub title: &'a Text,
    /// What it is about.
    pub description: Option<&'a Text>,
    /// Its address.
    pub home: &'a AbsoluteUrl,
    /// Its language.
    pub language: Option<&'a str>,
    /// The feeds by kind.
    pub groups: Vec<FeedGroup<'a>>,
}

/// Feeds of one kind.
#[derive(Debug)]
pub struct FeedGroup<'a> {
    /// The taxonomy whose terms they are of; `None` for those of all articles.
    pub taxonomy: Option<&'a str>,
    /// The language that they are in, if the site has feeds for several.
    pub language: Option<&'a str>,
    /// The feeds, those with the most articles first.
    pub feeds: Vec<ListedFeed<'a>>,
}

/// A feed, in one or several formats.
#[derive(Debug)]
pub struct ListedFeed<'a> {
    /// Its title in a feed reader.
    pub title: Text,
    /// What it is called in its group.
    pub name: String,
    /// A file for each format; there is at least one.
    pub files: Vec<FeedFile>,
    /// The number of articles, beyond the limit of entries too.
    pub articles: usize,
    /// The newest of them.
    pub newest: &'a Article,
}

/// A feed in one format.
#[derive(Debug)]
pub struct FeedFile {
    /// The format.
    pub format: Format,
    /// The path below the output folder.
    pub path: String,
    /// The address.
    pub url: AbsoluteUrl,
}

impl FeedList<'_> {
    /// The feeds of all articles.
    pub(super) fn everything(&self) -> impl Iterator<Item = &ListedFeed<'_>> {
        let groups = self.groups.iter().filter(|group| !group.is_folder());
        groups.flat_map(|group| &group.feeds)
    }
}

impl FeedGroup<'_> {
    /// Whether it is a folder of an OPML.
    pub(super) fn is_folder(&self) -> bool {
        self.taxonomy.is_some()
    }
}
