//! The feeds that earlier runs have written.

use std::collections::HashSet;

use super::layout::{FeedTopic, feed_url, paths, site_url};
use crate::feed::own::OwnFeed;
use crate::feed::select::{Catalog, Selection};
use crate::model::{Format, Text};
use crate::site::address::path_template::Captures;
use crate::site::settings::{FeedPath, PathState, Settings, Taxonomy};

/// Every path that feeds of this site may have.
fn all_paths(settings: &Settings) -> impl Iterator<Item = (Option<usize>, &FeedPath)> {
    let taxonomies = (0..settings.taxonomies.len()).map(Some);
    let kinds = std::iter::once(None).chain(taxonomies);
    kinds.flat_map(|kind| paths(kind, settings).iter().map(move |path| (kind, path)))
}

/// Whether a feed of this site, or a page that lists them, may have the path `path`.
pub(super) fn may_lie_at(path: &str, settings: &Settings) -> bool {
    settings.pages.iter().any(|page| page.path == path)
        || all_paths(settings).any(|(_, feed_path)| !feed_path.template.captures(path).is_empty())
}

/// A feed of this site that was written by an earlier run.
#[derive(Debug)]
pub(super) struct EarlierFeed<'p> {
    pub(super) subject: FeedTopic<'p>,
    /// How the term is written.
    pub(super) name: Option<Text>,
    pub(super) format: Format,
    pub(super) state: PathState,
}

/// What the feed at `path`, beginning with `head`, is of, if it is of this site. Of several
/// templates that it may be of, it is of the one whose feeds are called like it and have a category
/// or none like it, then of the most literal.
pub(super) fn recognise<'p>(
    path: &'p str,
    head: &[u8],
    settings: &Settings,
) -> Option<EarlierFeed<'p>> {
    let own = OwnFeed::read(head);
    let is_of_site = own.self_url.as_deref() == Some(feed_url(path, settings).as_str())
        && own.alternate.as_deref() == Some(site_url(path, settings).as_str());
    let mut best = None;
    for (kind, feed_path) in all_paths(settings) {
        let FeedPath {
            format,
            template,
            state,
        } = feed_path;
        for captures in template.captures(path) {
            let Captures { folder, slug } = captures;
            let taxonomy = kind.map(|kind| &settings.taxonomies[kind]);
            let has_category = taxonomy.is_some_and(Taxonomy::is_category);
            let subject = FeedTopic {
                folder,
                term: kind.zip(slug),
            };
            let site = settings.title_in(folder).as_str();
            let term = taxonomy.and_then(|it| it.term_of(site, own.title.as_str()));
            let category = own.category.clone().filter(|_| has_category);
            let name = category.or_else(|| term.or(slug).map(Text::new));
            let is_called_so = own.title == subject.title(name.as_ref(), settings);
            // A folder that may be a language's or a term's may be another site's output: all that
            // its feeds say of themselves must be what those of this site would.
            let is_known = |folder| {
                let mut languages = settings.languages.iter();
                languages.any(|language| language.folder.as_deref() == Some(folder))
            };
            let is_sure = folder.is_none_or(is_known)
                && slug.is_none_or(|slug| !slug.contains('/') && !template.begins_with_slug())
                && *state != PathState::Former;
            let has_its_slug = || match (taxonomy, &name, slug) {
                (Some(taxonomy), Some(name), Some(slug)) => {
                    taxonomy.slug(&settings.slugs, name.as_str()) == slug
                }
                (taxonomy, ..) => taxonomy.is_none(),
            };
            let says_so = || is_of_site && is_called_so && has_its_slug();
            if !(is_sure || says_so()) {
                continue;
            }
            let rank = (
                is_called_so
                    && (own.format == Format::Json || has_category == own.category.is_some()),
                template.literal_length(),
                *state,
                *format == own.format,
            );
            if best.as_ref().is_some_and(|(better, _)| *better >= rank) {
                continue;
            }
            let known = EarlierFeed {
                subject,
                name: slug.and(name),
                format: *format,
                state: *state,
            };
            best = Some((rank, known));
        }
    }
    best.map(|(_, known)| known)
}

/// What has feeds, or would have if its taxonomy had.
pub(super) fn alive<'s>(
    site: &'s Catalog<'_>,
    feeds: &[Selection<'s, '_>],
    settings: &'s Settings,
) -> HashSet<FeedTopic<'s>> {
    let mut alive: HashSet<_> = feeds.iter().map(FeedTopic::new).collect();
    let taxonomies = settings.taxonomies.iter().zip(&site.taxonomies).enumerate();
    for (index, (_, site)) in taxonomies.filter(|(_, (taxonomy, _))| !taxonomy.has_feeds) {
        let languages = settings.languages.iter();
        let folders = languages.filter_map(|language| language.folder.as_deref());
        for folder in std::iter::once(None).chain(folders.map(Some)) {
            alive.extend(site.terms.values().map(|term| FeedTopic {
                folder,
                term: Some((index, &*term.slug)),
            }));
        }
    }
    alive
}

#[cfg(test)]
mod tests {
    use super::super::layout::{Planned, describe, plan};
    use super::super::testing::{pelican_like, settings};
    use super::*;
    use crate::feed::emit;
    use crate::testing::article;

    const SITES: &[&str] = &[
        "",
        "languages: [en, zh]\n",
        "taxonomies: [tags, author, categories, section, language]\nlanguages: [en]\npaths:\n  \
         site: index.:format.xml\n  tags: \"tags/:slug/:format/index.xml\"\n  \
         author: \"feeds/:slug.:format.xml\"\n  categories: \"feeds/:slug.:format.xml\"\n  \
         section: \":slug/index.:format.xml\"\n",
        "taxonomies:\n  section: {title: \"{term}\"}\nlanguages: [en]\npaths:\n  \
         site: \":lang/all-:format.xml\"\n  section: \":lang/:slug.:format\"\n",
    ];

    #[test]
    fn a_feed_is_known_again() {
        for text in SITES {
            for settings in [settings(text), pelican_like(settings(text))] {
                let article = article(
                    "my notes/a.md",
                    "tags: [人工智能, a/b, x: y]\nlang: en\nauthor: \"Ann & <B>\"\ncategories: [\"Q&A <1>\"]",
                    &settings,
                );
                let site = Catalog::assemble([&article], &[], &settings, &mut Vec::new());
                let feeds = site.feeds(&settings);
                let (planned, clashes) = plan(&feeds, &settings);
                assert!(clashes.is_empty(), "{clashes:?}");
                assert!(!planned.is_empty());
                for Planned {
                    feed, format, path, ..
                } in planned
                {
                    let name = feed.term.map(|(_, term)| term.name);
                    let topic = FeedTopic::new(feed);
                    let head = describe(&path, &topic, name, &settings, None, None);
                    let xml = emit::feed(format, &head, &[]).unwrap().to_text().unwrap();
                    assert!(may_lie_at(&path, &settings));
                    let known = recognise(&path, xml.as_bytes(), &settings);
                    let known = known.unwrap_or_else(|| panic!("{path}\n{xml}"));
                    assert_eq!(known.subject, FeedTopic::new(feed), "{path}\n{xml}");
                    assert_eq!(known.format, format, "{path}");
                    assert_eq!(known.state, PathState::Written, "{path}");
                    let name = feed.term.map(|(_, term)| term.name);
                    assert_eq!(known.name.as_ref(), name, "{path}");
                }
            }
        }
    }
}
