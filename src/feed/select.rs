//! Selects the entries of each feed: order, terms, limits.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::{Hash, Hasher};

use crate::diagnostic::{Diagnostic, Severity, rules};
use crate::input::source::SourceFile;
use crate::model::{self, Article, Text};
use crate::site::settings::{Language, Order, Settings, Taxonomy, Terms};

rules! {
    DUPLICATE_ID = Error "duplicate-id" {
        summary: "Two articles have the same entry id.",
        why: "Readers take them for one entry and show only one of them. The one published first keeps the id (of two with the same date, the first by path); the other is left out.",
        remedy: "Give one of them another `id`, or another address.",
        spec: "RFC 4287, section 4.2.6; RSS 2.0, guid"
    }
    SLUG_COLLISION = Error "slug-collision" {
        summary: "Two feeds have the same path, or one would lie in a folder that is the other's file.",
        why: "Only one of them can be written: the feed for everything before all others, then that of the taxonomy named first, then that with the smaller path. What is not written stays as it is.",
        remedy: "Rename one of the terms, make a tag an alias of the other (`tags.aliases`), or change `paths` or `slugs`.",
    }
    ONE_ADDRESS = Info "one-address" {
        summary: "Several terms of one taxonomy have one address under the slugs of the site's generator, so they are one term. It is a warning if they differ in letters, digits, `#` or `+`.",
        why: "The generator has one page for them. The feed has the articles of all of them, under the commonest spelling.",
        remedy: "Write them the same way. If they are different things, rename one, or give each its own feed with `slugs: feedmill`.",
        before: "tags: [Pop!_OS]", after: "tags: [Pop_OS]"
    }
}

/// The published articles, newest first by instant, ties by path, and their terms.
#[derive(Debug)]
pub struct Catalog<'a> {
    /// The articles.
    pub articles: Vec<&'a Article>,
    /// One for each taxonomy of the settings, in that order.
    pub taxonomies: Vec<SiteTaxonomy<'a>>,
}

/// The terms of a taxonomy.
#[derive(Debug)]
pub struct SiteTaxonomy<'a> {
    /// The terms by identity.
    pub terms: BTreeMap<&'a str, SiteTerm<'a>>,
    /// Whether entries have them as categories.
    is_category: bool,
}

/// A term of the site: a tag, a category, an author.
#[derive(Debug)]
pub struct SiteTerm<'a> {
    /// The most frequent spelling; of equally frequent ones, the first by the articles' paths.
    pub name: &'a Text,
    /// Every spelling, in the order of the articles' paths, with its number of articles.
    pub spellings: Vec<(&'a Text, usize)>,
    /// Whether the spellings are several tags, which have one address.
    pub is_merged: bool,
    /// Its name in paths.
    pub slug: String,
    /// Its articles, as indices into [`Catalog::articles`].
    pub articles: Vec<usize>,
}

/// A feed and its entries.
#[derive(Debug)]
pub struct Selection<'s, 'a> {
    /// The language, if the feed has the articles of only one.
    pub language: Option<&'s Language>,
    /// The term, if the feed has the articles of only one, and the index of its taxonomy.
    pub term: Option<(usize, &'s SiteTerm<'a>)>,
    /// Whether it is an archive of the feed for everything: the term is when the articles were published.
    pub is_archive: bool,
    /// Indices into [`Catalog::articles`], newest first, up to the limit.
    pub articles: Vec<usize>,
    /// The number of its articles without the limit.
    pub total: usize,
}

impl Selection<'_, '_> {
    /// Whether it is the feed for everything, or an archive of it.
    pub fn is_of_everything(&self) -> bool {
        self.term.is_none() || self.is_archive
    }
}

impl<'a> Catalog<'a> {
    /// The site of `articles`, given in the order of their paths; `files` are the files of the source
    /// folder.
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
        let terms = terms(&by_path, &newest, &settings.taxonomies);
        let taxonomies = settings
            .taxonomies
            .iter()
            .zip(terms)
            .map(|(taxonomy, terms)| {
                let mut merged = Vec::new();
                let term = |(identity, mut uses): (&'a str, TermArticles<'a>)| {
                    let name = most_frequent(&uses.spellings)?;
                    let one_address = one_address(&taxonomy.name, name, &uses.spellings);
                    let is_merged = one_address.is_some();
                    merged.extend(one_address.filter(|_| taxonomy.has_feeds));
                    uses.articles.sort_unstable();
                    let term = SiteTerm {
                        name,
                        spellings: uses.spellings,
                        is_merged,
                        slug: taxonomy.slug(&settings.slugs, name.as_str()),
                        articles: uses.articles,
                    };
                    Some((identity, term))
                };
                let terms = terms.into_iter().filter_map(term).collect();
                merged.sort_by(|one, other| one.message.cmp(&other.message));
                findings.append(&mut merged);
                SiteTaxonomy {
                    terms,
                    is_category: taxonomy.is_category(),
                }
            });
        Catalog {
            taxonomies: taxonomies.collect(),
            articles: newest.iter().map(|&index| by_path[index]).collect(),
        }
    }

    /// The feed for everything, then one for each term that has enough articles; then the same for the
    /// articles of each language. The feeds of a language without a folder replace those for all
    /// languages, and include the articles that are in no language. Languages with addresses of their own
    /// are sites of their own.
    pub fn feeds<'s>(&'s self, settings: &'s Settings) -> Vec<Selection<'s, 'a>> {
        let languages = &settings.languages;
        let is_replaced = languages
            .iter()
            .any(|language| language.folder.is_none() || language.url.is_some());
        let everything = (!is_replaced).then_some(None);
        let languages = languages.iter().map(Some);
        everything
            .into_iter()
            .chain(languages)
            .flat_map(|language| self.language_feeds(language, settings))
            .collect()
    }

    fn language_feeds<'s>(
        &'s self,
        language: Option<&'s Language>,
        settings: &'s Settings,
    ) -> impl Iterator<Item = Selection<'s, 'a>> {
        let limit = settings.limit.unwrap_or(usize::MAX);
        let belongs = move |index: &usize| {
            let Some(Language { tag, folder, .. }) = language else {
                return true;
            };
            let edition = self.articles[*index].edition.as_ref();
            edition.map_or(folder.is_none(), |edition| **edition == **tag)
        };
        let everything = || {
            let all = (0..self.articles.len()).filter(belongs);
            all.filter(|index| self.articles[*index].is_main)
        };
        let taxonomies = || settings.taxonomies.iter().zip(&self.taxonomies).enumerate();
        // The period of the newest article is not over, whatever the clock says.
        let mut archives = taxonomies().filter(|(_, (taxonomy, _))| taxonomy.is_archive());
        let is_in_it = move |index: &usize| belongs(index) && self.articles[*index].is_main;
        let open = archives.find_map(|(_, (_, site))| {
            let mut newest = site.terms.values().rev();
            newest.find(|term| term.articles.iter().any(is_in_it))
        });
        let is_open =
            |index: &usize| open.is_some_and(|open| open.articles.binary_search(index).is_ok());
        let all = Selection {
            language,
            term: None,
            is_archive: false,
            articles: match settings.order {
                Order::Newest => everything()
                    .enumerate()
                    .filter(|(at, index)| *at < limit || is_open(index))
                    .map(|(_, index)| index)
                    .collect(),
                order => self.foremost(everything().collect(), limit, order),
            },
            total: everything().count(),
        };
        let with_feeds = taxonomies().filter(|(_, (taxonomy, _))| taxonomy.has_feeds);
        let of_terms = with_feeds.flat_map(move |(index, (taxonomy, site))| {
            let least = taxonomy.min_articles.max(1);
            let is_archive = taxonomy.is_archive();
            let limit = if is_archive { usize::MAX } else { limit };
            let is_closed = move |term: &SiteTerm<'_>| {
                !is_archive || open.is_some_and(|open| open.slug != term.slug)
            };
            let terms = site.terms.values().filter(move |term| is_closed(term));
            terms.filter_map(move |term| {
                let articles = || {
                    let articles = term.articles.iter().copied().filter(belongs);
                    articles.filter(|index| !is_archive || self.articles[*index].is_main)
                };
                let total = articles().count();
                (total >= least).then(|| Selection {
                    language,
                    term: Some((index, term)),
                    is_archive,
                    articles: self.foremost(articles().collect(), limit, settings.order),
                    total,
                })
            })
        });
        std::iter::once(all).chain(of_terms)
    }

    /// As many of `articles` as `limit` says, the first ones in `order`; they stay in the order they have.
    fn foremost(&self, mut articles: Vec<usize>, limit: usize, order: Order) -> Vec<usize> {
        if articles.len() > limit {
            match order {
                Order::Newest => {}
                Order::Oldest => articles.reverse(),
                Order::Updated => {
                    articles.sort_by_key(|index| Reverse(self.articles[*index].updated));
                }
            }
            articles.truncate(limit);
            articles.sort_unstable();
        }
        articles
    }

    /// The categories of `article` as this site spells them, each identity once. Of several tags with one
    /// address each stays what it is.
    pub fn categories(&self, article: &'a Article) -> Vec<&'a Text> {
        let mut known = HashSet::new();
        let names = article.filed_under().filter_map(|(taxonomy, tag)| {
            let taxonomy = &self.taxonomies[taxonomy];
            let term = taxonomy.terms.get(&*tag.identity)?;
            let name = if term.is_merged { &tag.name } else { term.name };
            (taxonomy.is_category && known.insert(&*tag.identity)).then_some(name)
        });
        names.collect()
    }
}

/// The finding that `spellings` of one term are several terms to us.
fn one_address(taxonomy: &str, name: &Text, spellings: &[(&Text, usize)]) -> Option<Diagnostic> {
    if spellings.len() == 1 {
        return None;
    }
    let identities = spellings
        .iter()
        .map(|(name, _)| model::identity(name.as_str()));
    let identities: BTreeSet<String> = identities.collect();
    if identities.len() == 1 {
        return None;
    }
    let meant = |identity: &String| {
        let meant = identity
            .chars()
            .filter(|&c| c.is_alphanumeric() || "#+".contains(c));
        meant.collect::<String>()
    };
    let is_same = identities.iter().map(meant).collect::<BTreeSet<_>>().len() == 1;
    let names: Vec<_> = spellings
        .iter()
        .map(|(name, _)| format!("`{name}`"))
        .collect();
    let message = format!(
        "{} in `{taxonomy}` have one address, so they are one term, called `{name}`",
        names.join(" and ")
    );
    let severity = if is_same {
        Severity::Info
    } else {
        Severity::Warning
    };
    Some(Diagnostic {
        severity,
        ..Diagnostic::new(&ONE_ADDRESS, message)
    })
}

fn unique<'a>(
    articles: impl IntoIterator<Item = &'a Article>,
    files: &[SourceFile],
    findings: &mut Vec<Diagnostic>,
) -> Vec<&'a Article> {
    let mut articles: Vec<_> = articles.into_iter().collect();
    // Subscribers know the oldest by its id. They come by path, and the sort is stable.
    articles.sort_by_key(|article| article.published);
    let mut owners = HashSet::with_capacity(articles.len());
    let mut kept = Vec::with_capacity(articles.len());
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
    kept.sort_by_key(|article| article.file);
    kept
}

/// An article, compared by its id.
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

/// The articles of a term.
#[derive(Default)]
struct TermArticles<'a> {
    /// How the term is spelled, and how often.
    spellings: Vec<(&'a Text, usize)>,
    /// The positions of the articles, newest first.
    articles: Vec<usize>,
}

/// The terms of each taxonomy by identity; `newest` has indices into `by_path`.
fn terms<'a>(
    by_path: &[&'a Article],
    newest: &[usize],
    taxonomies: &[Taxonomy],
) -> Vec<HashMap<&'a str, TermArticles<'a>>> {
    let mut positions = vec![0; newest.len()];
    for (position, &index) in newest.iter().enumerate() {
        positions[index] = position;
    }
    let mut terms = Vec::new();
    terms.resize_with(taxonomies.len(), HashMap::default);
    let mut originals: HashMap<&str, u8> = HashMap::new();
    for (group, rank) in by_path
        .iter()
        .filter_map(|article| article.translations.as_deref())
    {
        let lowest = originals.entry(group).or_insert(*rank);
        *lowest = (*lowest).min(*rank);
    }
    let is_translation = |article: &Article| {
        let translations = article.translations.as_deref();
        translations.is_some_and(|(group, rank)| originals[&**group] < *rank)
    };
    for (article, &position) in by_path.iter().zip(&positions) {
        for (taxonomy, tag) in article.filed_under() {
            if taxonomies[taxonomy].terms != Terms::Language && is_translation(article) {
                continue;
            }
            let filed: &mut TermArticles<'_> = terms[taxonomy].entry(&*tag.identity).or_default();
            filed.articles.push(position);
            let mut spellings = filed.spellings.iter_mut();
            match spellings.find(|(name, _)| **name == tag.name) {
                Some((_, count)) => *count += 1,
                None => filed.spellings.push((&tag.name, 1)),
            }
        }
    }
    terms
}

/// The most frequent spelling; of equally frequent ones, the first.
fn most_frequent<'a>(spellings: &[(&'a Text, usize)]) -> Option<&'a Text> {
    // `max_by_key` returns the last of equals.
    let by_count = |(_, count): &&(&Text, usize)| *count;
    spellings
        .iter()
        .rev()
        .max_by_key(by_count)
        .map(|(name, _)| *name)
}
