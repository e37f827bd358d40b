//! Articles to a site, and the site to the entries of each feed: order, tags, limits.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{Hash, Hasher};

use foldhash::fast::RandomState;

use crate::diagnostic::{Diagnostic, rules};
use crate::input::source::SourceFile;
use crate::model::{Article, Text};
use crate::site::settings::{Language, Settings};

rules! {
    DUPLICATE_ID = Error "duplicate-id" {
        summary: "Two articles have one entry id.",
        why: "Readers take them for one entry and show only one of them. The first by path keeps the id, the other is left out.",
        remedy: "Give one of the two another `id` or another address.",
        spec: "RFC 4287, section 4.2.6; RSS 2.0, guid"
    }
    SLUG_COLLISION = Error "slug-collision" {
        summary: "Two feeds would lie on one path.",
        why: "One of the two would be lost, and its readers would get the other's entries. None of them is written; the file that is there stays as it is.",
        remedy: "Rename one of the two terms, make a tag an alias of the other (`tags.aliases`), or choose other `paths` or `slugs`.",
        before: "slugs: pelican", after: "slugs: feedmill"
    }
}

/// The articles that are published, newest first by instant, ties by path; and what they are filed
/// under.
#[derive(Debug)]
pub struct Site<'a> {
    /// The articles.
    pub articles: Vec<&'a Article>,
    /// The terms of each of the settings' taxonomies.
    pub taxonomies: Vec<SiteTaxonomy<'a>>,
}

/// A taxonomy of the site.
#[derive(Debug)]
pub struct SiteTaxonomy<'a> {
    /// Its terms by identity.
    pub terms: BTreeMap<&'a str, SiteTerm<'a>>,
    /// Whether they stand in entries as categories.
    is_category: bool,
}

/// A tag of the site, a category, an author.
#[derive(Debug)]
pub struct SiteTerm<'a> {
    /// The commonest spelling; of two as common, the first by the articles' paths.
    pub name: &'a Text,
    /// Every spelling, in the order of the articles' paths, and how many articles have it.
    pub spellings: Vec<(&'a Text, usize)>,
    /// What stands for it in paths.
    pub slug: String,
    /// Its articles, as indices into [`Site::articles`].
    pub articles: Vec<usize>,
}

/// A feed and its entries.
#[derive(Debug)]
pub struct Selection<'s, 'a> {
    /// The language, if it is the feed of one.
    pub language: Option<&'s Language>,
    /// The term, if it is the feed of one, and its taxonomy, an index into the settings' list.
    pub term: Option<(usize, &'s SiteTerm<'a>)>,
    /// The articles, newest first, no more than the limit.
    pub articles: Vec<usize>,
}

impl<'a> Site<'a> {
    /// Assembles a site of `articles`, given in the order of their paths; `files` are those that
    /// they were read from.
    pub fn assemble(
        articles: impl IntoIterator<Item = &'a Article>,
        files: &[SourceFile],
        settings: &Settings,
        findings: &mut Vec<Diagnostic>,
    ) -> Self {
        let by_path = unique(articles, files, findings);
        let mut newest: Vec<usize> = (0..by_path.len()).collect();
        // Stable, so that ties stay in the order of paths.
        newest.sort_by_key(|&index| Reverse(by_path[index].published));
        let terms = terms(&by_path, &newest, settings.taxonomies.len());
        let taxonomies = settings
            .taxonomies
            .iter()
            .zip(terms)
            .map(|(taxonomy, terms)| {
                let term = |(identity, mut filed): (&'a str, Filed<'a>)| {
                    let name = commonest(&filed.spellings)?;
                    filed.articles.sort_unstable();
                    let term = SiteTerm {
                        name,
                        spellings: filed.spellings,
                        slug: taxonomy.slug(settings.slugs, name.as_str()),
                        articles: filed.articles,
                    };
                    Some((identity, term))
                };
                SiteTaxonomy {
                    terms: terms.into_iter().filter_map(term).collect(),
                    is_category: taxonomy.is_category(),
                }
            });
        Site {
            taxonomies: taxonomies.collect(),
            articles: newest.iter().map(|&index| by_path[index]).collect(),
        }
    }

    /// The feed for everything, then one for each term of each taxonomy that has as many articles
    /// as it needs; then the same of each language's articles. Where a language has no folder, its
    /// feeds take the place of those for everything, and have what is in none of the languages.
    pub fn feeds<'s>(&'s self, settings: &'s Settings) -> Vec<Selection<'s, 'a>> {
        let languages = &settings.languages;
        let is_replaced = languages.iter().any(|language| language.folder.is_none());
        let everything = (!is_replaced).then_some(None);
        let languages = languages.iter().map(Some);
        everything
            .into_iter()
            .chain(languages)
            .flat_map(|language| self.edition(language, settings))
            .collect()
    }

    fn edition<'s>(
        &'s self,
        language: Option<&'s Language>,
        settings: &'s Settings,
    ) -> impl Iterator<Item = Selection<'s, 'a>> {
        let limit = settings.limit.unwrap_or(usize::MAX);
        let belongs = move |index: &usize| {
            let Some(Language { tag, folder }) = language else {
                return true;
            };
            let edition = self.articles[*index].edition.as_ref();
            edition.map_or(folder.is_none(), |edition| **edition == **tag)
        };
        let all = Selection {
            language,
            term: None,
            articles: (0..self.articles.len())
                .filter(belongs)
                .filter(|index| self.articles[*index].is_main)
                .take(limit)
                .collect(),
        };
        let taxonomies = settings.taxonomies.iter().zip(&self.taxonomies).enumerate();
        let with_feeds = taxonomies.filter(|(_, (taxonomy, _))| taxonomy.has_feeds);
        let of_terms = with_feeds.flat_map(move |(index, (taxonomy, site))| {
            let least = taxonomy.min_articles.max(1);
            site.terms.values().filter_map(move |term| {
                let articles = || term.articles.iter().copied().filter(belongs);
                (articles().count() >= least).then(|| Selection {
                    language,
                    term: Some((index, term)),
                    articles: articles().take(limit).collect(),
                })
            })
        });
        std::iter::once(all).chain(of_terms)
    }

    /// How the tags of `article`, and what else is a category, are written on this site; each
    /// identity once.
    pub fn categories(&self, article: &Article) -> Vec<&'a Text> {
        let mut known = HashSet::with_hasher(RandomState::default());
        let names = article.filed_under().filter_map(|(taxonomy, tag)| {
            let taxonomy = &self.taxonomies[taxonomy];
            let term = taxonomy.terms.get(&*tag.identity)?;
            (taxonomy.is_category && known.insert(&*tag.identity)).then_some(term.name)
        });
        names.collect()
    }
}

fn unique<'a>(
    articles: impl IntoIterator<Item = &'a Article>,
    files: &[SourceFile],
    findings: &mut Vec<Diagnostic>,
) -> Vec<&'a Article> {
    let articles = articles.into_iter();
    let (expected, _) = articles.size_hint();
    let mut owners = HashSet::with_capacity_and_hasher(expected, RandomState::default());
    let mut kept = Vec::with_capacity(expected);
    for article in articles {
        match owners.get(&ById(article)) {
            None => {
                owners.insert(ById(article));
                kept.push(article);
            }
            Some(ById(owner)) => {
                let message = format!(
                    "the entry id `{}` belongs to `{}` already",
                    article.id, files[owner.file].path
                );
                let shown = files[article.file].shown();
                findings.push(Diagnostic::new(&DUPLICATE_ID, message).in_file(shown));
            }
        }
    }
    kept
}

/// An article that is another one if its id is another.
struct ById<'a>(&'a Article);

impl PartialEq for ById<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.0.id == other.0.id
    }
}

impl Eq for ById<'_> {}

impl Hash for ById<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.id.hash(state);
    }
}

/// What is filed under a term.
#[derive(Default)]
struct Filed<'a> {
    /// How it is written, and how often.
    spellings: Vec<(&'a Text, usize)>,
    /// The places of the articles among the newest.
    articles: Vec<usize>,
}

/// The terms of each taxonomy by identity; `newest` are indices into `by_path`.
fn terms<'a>(
    by_path: &[&'a Article],
    newest: &[usize],
    taxonomies: usize,
) -> Vec<HashMap<&'a str, Filed<'a>, RandomState>> {
    let mut places = vec![0; newest.len()];
    for (place, &index) in newest.iter().enumerate() {
        places[index] = place;
    }
    let mut terms = Vec::new();
    terms.resize_with(taxonomies, HashMap::default);
    for (article, &place) in by_path.iter().zip(&places) {
        for (taxonomy, tag) in article.filed_under() {
            let filed: &mut Filed<'_> = terms[taxonomy].entry(&*tag.identity).or_default();
            filed.articles.push(place);
            let mut spellings = filed.spellings.iter_mut();
            match spellings.find(|(name, _)| **name == tag.name) {
                Some((_, count)) => *count += 1,
                None => filed.spellings.push((&tag.name, 1)),
            }
        }
    }
    terms
}

/// The commonest of them; of two as common, the first.
fn commonest<'a>(spellings: &[(&'a Text, usize)]) -> Option<&'a Text> {
    // `max_by_key` takes the last of equals, so that the first is found from behind.
    let by_count = |(_, count): &&(&Text, usize)| *count;
    spellings
        .iter()
        .rev()
        .max_by_key(by_count)
        .map(|(name, _)| *name)
}
