//! The paths of feeds below the output folder, and what feeds say about themselves.

use std::collections::HashMap;

use crate::diagnostic::Diagnostic;
use crate::feed::select::{SLUG_COLLISION, Selection};
use crate::model::{self, AbsoluteUrl, EntryId, Feed, Format, PageKind, Text};
use crate::site::address::{encode_path, relative};

use crate::site::settings::{FeedPath, Ids, PathState, Settings, Taxonomy, Terms};
use crate::time::Timestamp;

/// What a feed is of: everything, or a term; in all languages, or one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct FeedTopic<'p> {
    /// The language's folder, if it has one.
    pub(super) folder: Option<&'p str>,
    /// The taxonomy, an index into the settings' list, and the term's slug.
    pub(super) term: Option<(usize, &'p str)>,
}

impl<'s> FeedTopic<'s> {
    pub(super) fn new(feed: &Selection<'s, '_>) -> Self {
        FeedTopic {
            folder: feed
                .language
                .and_then(|language| language.folder.as_deref()),
            term: feed.term.map(|(taxonomy, term)| (taxonomy, &*term.slug)),
        }
    }

    /// The language of the feed, if it is of one.
    pub(super) fn language(&self, settings: &'s Settings) -> Option<&'s str> {
        let known = settings.language_in(self.folder);
        known.map(|language| &*language.tag).or(self.folder)
    }

    /// The title of its feed; `name` is how its term is written.
    pub(super) fn title(&self, name: Option<&Text>, settings: &Settings) -> Text {
        match (self.term, name) {
            (Some((taxonomy, slug)), Some(name)) => {
                let site = settings.title_in(self.folder).as_str();
                let taxonomy = &settings.taxonomies[taxonomy];
                Text::new(&taxonomy.feed_title(site, self.folder, name.as_str(), slug))
            }
            _ => settings.feed_title_in(self.folder).clone(),
        }
    }

    pub(super) fn taxonomy<'t>(&self, settings: &'t Settings) -> Option<&'t Taxonomy> {
        self.term
            .map(|(taxonomy, _)| &settings.taxonomies[taxonomy])
    }
}

/// A feed that is to be written.
#[derive(Debug)]
pub(super) struct Planned<'f, 's, 'a> {
    pub(super) feed: &'f Selection<'s, 'a>,
    pub(super) format: Format,
    pub(super) path: String,
    pub(super) claim: Claim,
}

/// Whether a feed is written: several may have one path, or a path below that of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Claim {
    /// The feed is written.
    Written,
    /// The feed is not written; a file at its path stays.
    Left,
    /// The feed is not written; another feed has its path.
    Taken,
}

/// The path of each of `feeds`, and a finding for each that cannot have it.
pub(super) fn plan<'f, 's, 'a>(
    feeds: &'f [Selection<'s, 'a>],
    settings: &Settings,
) -> (Vec<Planned<'f, 's, 'a>>, Vec<Diagnostic>) {
    let mut planned = Vec::new();
    for feed in feeds {
        let FeedTopic { folder, term } = FeedTopic::new(feed);
        for FeedPath {
            format, template, ..
        } in paths(term.map(|(taxonomy, _)| taxonomy), settings)
            .iter()
            .filter(|path| path.state == PathState::Written)
        {
            planned.push(Planned {
                feed,
                format: *format,
                path: template.expand(folder, term.map(|(_, slug)| slug)),
                claim: Claim::Written,
            });
        }
    }
    let findings = settle(&mut planned, settings);
    (planned, findings)
}

/// Decides between feeds whose paths exclude each other: the feed for everything goes first, then the
/// taxonomy that is named first, then the smaller path.
fn settle(planned: &mut [Planned<'_, '_, '_>], settings: &Settings) -> Vec<Diagnostic> {
    // Some file systems ignore case, and the feeds should be the same on all of them.
    let places: Vec<String> = planned.iter().map(|it| it.path.to_lowercase()).collect();
    let taxonomy = |index: usize| planned[index].feed.term.map(|(taxonomy, _)| taxonomy);
    let mut order: Vec<usize> = (0..planned.len()).collect();
    order.sort_by_key(|&index| (taxonomy(index), &places[index]));
    let mut files: HashMap<&str, usize> = HashMap::new();
    let mut folders: HashMap<&str, usize> = HashMap::new();
    let mut losers: Vec<(usize, usize)> = Vec::new();
    for index in order {
        let place = &*places[index];
        let above = || place.match_indices('/').map(|(end, _)| &place[..end]);
        let here = files.get(place).or_else(|| folders.get(place));
        match here.or_else(|| above().find_map(|folder| files.get(folder))) {
            Some(&first) => losers.push((index, first)),
            None => {
                files.insert(place, index);
                for folder in above() {
                    folders.entry(folder).or_insert(index);
                }
            }
        }
    }
    let mut findings = Vec::new();
    for &(index, first) in &losers {
        let message = format!(
            "`{}` would be the feed of {}, but `{}` is that of {}; the former is not written",
            planned[index].path,
            called(planned[index].feed, settings),
            planned[first].path,
            called(planned[first].feed, settings),
        );
        findings.push(Diagnostic::new(&SLUG_COLLISION, message));
    }
    findings.sort_by(|one, other| one.message.cmp(&other.message));
    for (index, first) in losers {
        let is_taken =
            planned[first].claim == Claim::Written && planned[first].path == planned[index].path;
        planned[index].claim = if is_taken { Claim::Taken } else { Claim::Left };
    }
    findings
}

/// What a feed is of, in a finding.
fn called(feed: &Selection<'_, '_>, settings: &Settings) -> String {
    let mut called = match feed.term {
        None => "everything".to_owned(),
        Some((taxonomy, term)) => {
            let taxonomy = &settings.taxonomies[taxonomy].name;
            format!("`{}` in `{taxonomy}`", term.name)
        }
    };
    if let Some(language) = feed.language {
        called.push_str(&format!(" ({})", language.tag));
    }
    called
}

/// The paths of a taxonomy's feeds, or of the feed for everything.
pub(super) fn paths(taxonomy: Option<usize>, settings: &Settings) -> &[FeedPath] {
    match taxonomy {
        None => &settings.paths,
        Some(index) => &settings.taxonomies[index].paths,
    }
}

/// The path of a term's feeds: their folder, or the first of them.
pub(super) fn place_of(taxonomy: usize, slug: &str, settings: &Settings) -> Option<String> {
    let mut written = paths(Some(taxonomy), settings).iter();
    let first = written.find(|path| path.state == PathState::Written)?;
    let path = first.template.expand(None, Some(slug));
    Some(match path.rsplit_once('/') {
        Some((folder, _)) if folder.contains(slug) => format!("{folder}/"),
        _ => path,
    })
}

/// The address of the feed at `path`.
pub(super) fn feed_url(path: &str, settings: &Settings) -> AbsoluteUrl {
    match language_site(path, settings) {
        Some((site, below)) if settings.feeds_url == settings.url => {
            site.below(&encode_path(below))
        }
        _ => settings.feeds_url.below(&encode_path(path)),
    }
}

/// The address of the site that the feed at `path` is of.
pub(super) fn site_url<'s>(path: &str, settings: &'s Settings) -> &'s AbsoluteUrl {
    language_site(path, settings).map_or(&settings.url, |(site, _)| site)
}

/// The address that the language in whose folder `path` lies has of its own, and the rest of the path.
fn language_site<'s, 'p>(
    path: &'p str,
    settings: &'s Settings,
) -> Option<(&'s AbsoluteUrl, &'p str)> {
    let (folder, below) = path.split_once('/')?;
    let mut languages = settings.languages.iter();
    let language = languages.find(|language| language.folder.as_deref() == Some(folder))?;
    Some((language.url.as_ref()?, below))
}

/// The id of the feed at `path`.
pub(super) fn feed_id(path: &str, settings: &Settings) -> EntryId {
    match settings.ids {
        Ids::Permalink | Ids::Of(_) => EntryId::from_url(&feed_url(path, settings)),
        Ids::Tag => EntryId::tag(
            settings.url.host(),
            &settings.id_date,
            &format!("feeds/{path}"),
        ),
    }
}

/// The path of the feed that is submitted to podcast directories, the RSS feed for everything, and what they know
/// the podcast by.
pub(super) fn podcast_guid(settings: &Settings) -> Option<(String, String)> {
    let mut paths = settings.paths.iter();
    let path = paths
        .find(|path| path.format == Format::Rss && path.state == PathState::Written)?
        .template
        .expand(None, None);
    let fixed = settings
        .podcast
        .as_ref()
        .and_then(|podcast| podcast.guid.clone());
    let guid = fixed.unwrap_or_else(|| model::podcast_guid(&feed_url(&path, settings)));
    Some((path, guid))
}

/// What the feed at `path` says about itself; `name` is how its term is written.
pub(super) fn describe<'s>(
    path: &str,
    topic: &FeedTopic<'s>,
    name: Option<&'s Text>,
    settings: &'s Settings,
    published: Option<Timestamp>,
    updated: Option<Timestamp>,
) -> Feed<'s> {
    let self_url = feed_url(path, settings);
    let language = topic.language(settings);
    let term = topic.taxonomy(settings).zip(name);
    let title = topic.title(name, settings);
    // The feed of a language is in that language.
    let of_language = term.filter(|(taxonomy, _)| taxonomy.terms == Terms::Language);
    let language = of_language.map(|(_, name)| name.as_str()).or(language);
    let category = term.filter(|(taxonomy, _)| taxonomy.is_category());
    let mut pages = settings.pages.iter();
    let stylesheet = pages.find(|page| page.kind == PageKind::Css && page.is_written);
    Feed {
        title,
        description: settings.description.as_ref(),
        alternate: site_url(path, settings),
        self_url,
        id: feed_id(path, settings),
        language: language.or(settings.language.as_deref()),
        author: &settings.author,
        hubs: &settings.hub,
        history: None,
        stylesheet: stylesheet.map(|page| relative(path, &page.path)),
        category: category.map(|(_, name)| name.clone()),
        rights: settings.rights.as_ref(),
        icon: settings.icon.as_ref(),
        image: settings.image.as_ref(),
        podcast: settings.podcast.as_ref(),
        podcast_guid: settings
            .podcast
            .as_ref()
            .and_then(|_| podcast_guid(settings))
            .filter(|(show, _)| show == path)
            .map(|(_, guid)| guid),
        trailers: Vec::new(),
        published,
        updated,
        epoch: settings.epoch,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{pelican_like, settings};
    use super::*;
    use crate::feed::select::Catalog;
    use crate::testing::article;

    #[test]
    fn terms_that_share_a_slug_are_one() {
        let settings = pelican_like(settings("formats: [rss]\n"));
        let articles = [
            ("a.md", "tags: [\"C#\", Rust]"),
            ("b.md", "tags: [C++]"),
            ("c.md", "tags: [C++]"),
        ];
        let articles = articles.map(|(path, header)| article(path, header, &settings));
        let mut findings = Vec::new();
        let site = Catalog::assemble(&articles, &[], &settings, &mut findings);
        let messages: Vec<_> = findings.iter().map(|found| &*found.message).collect();
        assert_eq!(
            messages,
            ["`C#` and `C++` in `tags` have one address, so they are one term, called `C++`"]
        );
        let feeds = site.feeds(&settings);
        let (planned, clashes) = plan(&feeds, &settings);
        assert!(clashes.is_empty());
        let written: Vec<_> = planned
            .iter()
            .map(|it| (&*it.path, it.feed.articles.len()))
            .collect();
        assert_eq!(
            written,
            [
                ("rss.xml", 3),
                ("tags/c/rss.xml", 3),
                ("tags/rust/rss.xml", 1)
            ]
        );
    }

    #[test]
    fn a_feed_cannot_lie_in_another() {
        let site_file = "formats: [rss]\ntaxonomies: [tags, categories]\npaths:\n  site: index.rss\n  \
                         tags: \":slug/feed.rss\"\n  categories: \"c/:slug.rss\"\n";
        let header = "tags: [Index.RSS, b, c, feed.rss]\ncategories: [feed, \"feed.rss/x\"]";
        let settings = settings(site_file);
        let article = article("a.md", header, &settings);
        let site = Catalog::assemble([&article], &[], &settings, &mut Vec::new());
        let feeds = site.feeds(&settings);
        let (planned, clashes) = plan(&feeds, &settings);
        let messages: Vec<_> = clashes.iter().map(|found| &*found.message).collect();
        assert_eq!(
            messages,
            [
                "`c/feed.rss` would be the feed of `feed` in `categories`, but `c/feed.rss` is that of `c` in \
                 `tags`; the former is not written",
                "`index.rss/feed.rss` would be the feed of `Index.RSS` in `tags`, but `index.rss` is that of \
                 everything; the former is not written",
            ]
        );
        let written = planned.iter().filter(|it| it.claim == Claim::Written);
        let written: Vec<_> = written.map(|it| &*it.path).collect();
        assert_eq!(written[..3], ["index.rss", "b/feed.rss", "c/feed.rss"]);
    }
}
