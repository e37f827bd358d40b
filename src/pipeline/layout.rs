//! The paths of feeds below the output folder, and what feeds say about themselves.

use std::collections::{BTreeMap, HashMap};

use crate::diagnostic::Diagnostic;
use crate::feed::select::{SLUG_COLLISION, Selection};
use crate::model::{AbsoluteUrl, EntryId, Feed, Format, Text};
use crate::site::address::encode_path;

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

    /// The language that it is of.
    pub(super) fn language(&self, settings: &'s Settings) -> Option<&'s str> {
        let mut languages = settings.languages.iter();
        let known = languages.find(|language| language.folder.as_deref() == self.folder);
        known.map(|language| &*language.tag).or(self.folder)
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
    /// Whether another feed has the same path, so that neither is written.
    pub(super) clashes: bool,
}

/// The path of each of `feeds`, and a finding for each path that several would have.
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
                clashes: false,
            });
        }
    }
    // Some file systems ignore case, and the feeds should be the same on all of them.
    let mut by_place: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, planned) in planned.iter().enumerate() {
        let place = planned.path.to_lowercase();
        by_place.entry(place).or_default().push(index);
    }
    let clashes = by_place.into_values().filter(|there| there.len() > 1);
    let mut findings = BTreeMap::new();
    for there in clashes {
        let subjects: Vec<_> = there
            .iter()
            .map(|&index| called(planned[index].feed, settings))
            .collect();
        let path = &planned[there[0]].path;
        let message = format!(
            "`{path}` would be the feed of {}; none of them is written",
            subjects.join(" and of ")
        );
        findings.insert(path.clone(), Diagnostic::new(&SLUG_COLLISION, message));
        for index in there {
            planned[index].clashes = true;
        }
    }
    (planned, findings.into_values().collect())
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
    settings.feeds_url.below(&encode_path(path))
}

/// What the feed at `path` says about itself.
pub(super) fn describe<'s>(
    path: &str,
    language: Option<&'s str>,
    term: Option<(&Taxonomy, &'s Text)>,
    settings: &'s Settings,
    published: Option<Timestamp>,
    updated: Option<Timestamp>,
) -> Feed<'s> {
    let self_url = feed_url(path, settings);
    let id = match settings.ids {
        Ids::Permalink | Ids::Of(_) => EntryId::from_url(&self_url),
        Ids::Tag => EntryId::tag(
            settings.url.host(),
            &settings.id_date,
            &format!("feeds/{path}"),
        ),
    };
    let title = match term {
        None => settings.title.clone(),
        Some((taxonomy, name)) => {
            Text::new(&taxonomy.feed_title(settings.title.as_str(), name.as_str()))
        }
    };
    // The feed of a language is in that language.
    let of_language = term.filter(|(taxonomy, _)| taxonomy.terms == Terms::Language);
    let language = of_language.map(|(_, name)| name.as_str()).or(language);
    let category = term.filter(|(taxonomy, _)| taxonomy.is_category());
    Feed {
        title,
        description: settings.description.as_ref(),
        alternate: &settings.url,
        self_url,
        id,
        language: language.or(settings.language.as_deref()),
        author: &settings.author,
        category: category.map(|(_, name)| name.clone()),
        rights: settings.rights.as_ref(),
        icon: settings.icon.as_ref(),
        image: settings.image.as_ref(),
        podcast: settings.podcast.as_ref(),
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
    fn terms_that_share_a_slug_have_no_feed() {
        let settings = pelican_like(settings("formats: [rss]\n"));
        let article = article("a.md", "tags: [\"C#\", Rust, C++, C]", &settings);
        let site = Catalog::assemble([&article], &[], &settings, &mut Vec::new());
        let feeds = site.feeds(&settings);
        let (planned, clashes) = plan(&feeds, &settings);
        let messages: Vec<_> = clashes.iter().map(|found| &*found.message).collect();
        assert_eq!(
            messages,
            [
                "`tags/c/rss.xml` would be the feed of `C` in `tags` and of `C#` in `tags` and of `C++` \
                 in `tags`; none of them is written"
            ]
        );
        let written = planned.iter().filter(|planned| !planned.clashes);
        let written: Vec<_> = written.map(|planned| &*planned.path).collect();
        assert_eq!(written, ["rss.xml", "tags/rust/rss.xml"]);
    }
}
