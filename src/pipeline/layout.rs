//! Where feeds lie below the output folder, and what they say of themselves.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::diagnostic::Diagnostic;
use crate::feed::own::OwnFeed;
use crate::feed::select::{SLUG_COLLISION, Selection, Site};
use crate::model::{AbsoluteUrl, EntryId, Feed, Format, Text};
use crate::site::address::encode_path;
use crate::site::address::path_template::Captures;
use crate::site::settings::{FeedPath, Ids, Settings, State, Taxonomy, Terms};
use crate::time::Timestamp;

/// What a feed is of: everything, or a term; in all languages, or one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Subject<'p> {
    /// The language's folder, if it has one.
    pub(super) folder: Option<&'p str>,
    /// The taxonomy, an index into the settings' list, and the term's slug.
    pub(super) term: Option<(usize, &'p str)>,
}

impl<'s> Subject<'s> {
    pub(super) fn of(feed: &Selection<'s, '_>) -> Self {
        Subject {
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
    /// Whether another feed would lie there too, so that none is written.
    pub(super) clashes: bool,
}

/// Where each of `feeds` goes, and what is to be told of those that would lie on one path.
pub(super) fn plan<'f, 's, 'a>(
    feeds: &'f [Selection<'s, 'a>],
    settings: &Settings,
) -> (Vec<Planned<'f, 's, 'a>>, Vec<Diagnostic>) {
    let mut planned = Vec::new();
    for feed in feeds {
        let Subject { folder, term } = Subject::of(feed);
        for FeedPath {
            format, template, ..
        } in paths(term.map(|(taxonomy, _)| taxonomy), settings)
            .iter()
            .filter(|path| path.state == State::Written)
        {
            planned.push(Planned {
                feed,
                format: *format,
                path: template.expand(folder, term.map(|(_, slug)| slug)),
                clashes: false,
            });
        }
    }
    // Some file systems hold two names that differ in case for one, and the feeds are to be the same
    // on all of them.
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

/// What two feeds on one path are of.
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

/// Where the feeds of a taxonomy lie, or the one for everything.
fn paths(taxonomy: Option<usize>, settings: &Settings) -> &[FeedPath] {
    match taxonomy {
        None => &settings.paths,
        Some(index) => &settings.taxonomies[index].paths,
    }
}

/// Where the feeds of a term lie: their folder, or the first of them.
pub(super) fn place_of(taxonomy: usize, slug: &str, settings: &Settings) -> Option<String> {
    let mut written = paths(Some(taxonomy), settings).iter();
    let first = written.find(|path| path.state == State::Written)?;
    let path = first.template.expand(None, Some(slug));
    Some(match path.rsplit_once('/') {
        Some((folder, _)) if folder.contains(slug) => format!("{folder}/"),
        _ => path,
    })
}

/// Every place where feeds of this site may lie.
fn all_paths(settings: &Settings) -> impl Iterator<Item = (Option<usize>, &FeedPath)> {
    let taxonomies = (0..settings.taxonomies.len()).map(Some);
    let kinds = std::iter::once(None).chain(taxonomies);
    kinds.flat_map(|kind| paths(kind, settings).iter().map(move |path| (kind, path)))
}

/// Whether a feed of this site may lie at `path`.
pub(super) fn may_lie_at(path: &str, settings: &Settings) -> bool {
    all_paths(settings).any(|(_, feed_path)| !feed_path.template.captures(path).is_empty())
}

/// A feed of this site that was written by an earlier run.
#[derive(Debug)]
pub(super) struct Known<'p> {
    pub(super) subject: Subject<'p>,
    /// How the term is written.
    pub(super) name: Option<Text>,
    pub(super) format: Format,
    pub(super) state: State,
}

/// What the feed at `path`, beginning with `head`, is of, if it is of this site. Of several
/// templates that it may be of, it is of the one whose feeds are called like it and have a category
/// or none like it, then of the most literal.
pub(super) fn recognise<'p>(path: &'p str, head: &[u8], settings: &Settings) -> Option<Known<'p>> {
    let site = settings.title.as_str();
    let own = OwnFeed::read(head);
    let is_of_site = own.self_url.as_deref() == Some(url(path, settings).as_str())
        && own.alternate.as_deref() == Some(settings.url.as_str());
    let mut best = None;
    for (kind, feed_path) in all_paths(settings) {
        let FeedPath {
            format,
            template,
            state,
        } = feed_path;
        for captured in template.captures(path) {
            let Captures { folder, slug } = captured;
            let taxonomy = kind.map(|kind| &settings.taxonomies[kind]);
            let has_category = taxonomy.is_some_and(Taxonomy::is_category);
            let term = match taxonomy {
                Some(taxonomy) => taxonomy.term_of(site, own.title.as_str()).map(Text::new),
                None => None,
            };
            let is_called_so = match taxonomy {
                None => own.title.as_str() == site,
                Some(_) => term.is_some(),
            };
            let name = own.category.clone().filter(|_| has_category).or(term);
            // A folder that may be a language's or a term's may be another site's output: all that
            // its feeds say of themselves must be what those of this site would.
            let is_known = |folder| {
                let mut languages = settings.languages.iter();
                languages.any(|language| language.folder.as_deref() == Some(folder))
            };
            let is_sure = folder.is_none_or(is_known)
                && slug.is_none_or(|slug| !slug.contains('/') && !template.begins_with_slug())
                && *state != State::Former;
            let has_its_slug = || match (taxonomy, &name, slug) {
                (Some(taxonomy), Some(name), Some(slug)) => {
                    taxonomy.slug(settings.slugs, name.as_str()) == slug
                }
                (taxonomy, ..) => taxonomy.is_none(),
            };
            let says_so = || is_of_site && is_called_so && has_its_slug();
            if !(is_sure || says_so()) {
                continue;
            }
            let rank = (
                is_called_so && has_category == own.category.is_some(),
                template.literal_length(),
                *state,
                *format == own.format,
            );
            if best.as_ref().is_some_and(|(better, _)| *better >= rank) {
                continue;
            }
            let subject = Subject {
                folder,
                term: kind.zip(slug),
            };
            let known = Known {
                subject,
                name: slug.map(|slug| name.unwrap_or_else(|| Text::new(slug))),
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
    site: &'s Site<'_>,
    feeds: &[Selection<'s, '_>],
    settings: &'s Settings,
) -> HashSet<Subject<'s>> {
    let mut alive: HashSet<_> = feeds.iter().map(Subject::of).collect();
    let taxonomies = settings.taxonomies.iter().zip(&site.taxonomies).enumerate();
    for (index, (_, site)) in taxonomies.filter(|(_, (taxonomy, _))| !taxonomy.has_feeds) {
        let languages = settings.languages.iter();
        let folders = languages.filter_map(|language| language.folder.as_deref());
        for folder in std::iter::once(None).chain(folders.map(Some)) {
            alive.extend(site.terms.values().map(|term| Subject {
                folder,
                term: Some((index, &*term.slug)),
            }));
        }
    }
    alive
}

/// Where the feed at `path` is served.
fn url(path: &str, settings: &Settings) -> AbsoluteUrl {
    settings.feeds_url.below(&encode_path(path))
}

/// What the feed at `path` says of itself: its address and id are its own.
pub(super) fn describe<'s>(
    path: &str,
    language: Option<&'s str>,
    term: Option<(&Taxonomy, &'s Text)>,
    settings: &'s Settings,
    published: Option<Timestamp>,
    updated: Option<Timestamp>,
) -> Feed<'s> {
    let self_url = url(path, settings);
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
    use super::*;
    use crate::feed::emit;
    use crate::site::address::slug;
    use crate::testing::{self, article};

    fn settings(text: &str) -> Settings {
        let site =
            "title: \"S: & T\"\nurl: https://example.org/\nfeeds_url: https://example.org/f/\n";
        testing::settings("feedmill.yaml", &format!("{site}{text}"))
    }

    /// A rule by which several terms share a slug, and some have folders.
    fn pelican_like(mut settings: Settings) -> Settings {
        let rule = |name: &str| {
            name.to_lowercase()
                .replace(['#', '+'], "")
                .replace(' ', "-")
        };
        settings.given.slugs = slug::SlugRule::Generator(rule);
        settings
    }

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
                let site = Site::assemble([&article], &[], &settings, &mut Vec::new());
                let feeds = site.feeds(&settings);
                let (planned, clashes) = plan(&feeds, &settings);
                assert!(clashes.is_empty(), "{clashes:?}");
                assert!(!planned.is_empty());
                for Planned {
                    feed, format, path, ..
                } in planned
                {
                    let term = feed.term;
                    let term = term.map(|(index, term)| (&settings.taxonomies[index], term.name));
                    let language = feed.language.map(|language| language.tag.as_str());
                    let head = describe(&path, language, term, &settings, None, None);
                    let xml = emit::feed(format, &head, &[]).unwrap().to_text();
                    assert!(may_lie_at(&path, &settings));
                    let known = recognise(&path, xml.as_bytes(), &settings);
                    let known = known.unwrap_or_else(|| panic!("{path}\n{xml}"));
                    assert_eq!(known.subject, Subject::of(feed), "{path}\n{xml}");
                    assert_eq!(known.format, format, "{path}");
                    assert_eq!(known.state, State::Written, "{path}");
                    let name = feed.term.map(|(_, term)| term.name);
                    assert_eq!(known.name.as_ref(), name, "{path}");
                }
            }
        }
    }

    #[test]
    fn terms_that_share_a_slug_have_no_feed() {
        let settings = pelican_like(settings("formats: [rss]\n"));
        let article = article("a.md", "tags: [\"C#\", Rust, C++, C]", &settings);
        let site = Site::assemble([&article], &[], &settings, &mut Vec::new());
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
