//! Articles to a site, and the site to the entries of each feed: order, tags, limits.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use crate::diagnostic::{Diagnostic, rules};
use crate::model::{Article, Text, slug};

rules! {
    DUPLICATE_ID = Error "duplicate-id" {
        summary: "Two articles have one entry id.",
        why: "Readers take them for one entry and show only one of them. The first by path keeps the id, the other is left out.",
        remedy: "Give one of the two another `id` or another address.",
        spec: "RFC 4287, section 4.2.6; RSS 2.0, guid"
    }
    SLUG_COLLISION = Error "slug-collision" {
        summary: "Two tags would share one feed file.",
        why: "One of the two would be lost; the second has no feed.",
        remedy: "Rename one of the two tags, or make it an alias of the other."
    }
}

/// The articles that are published, newest first by instant, ties by path; and their tags.
#[derive(Debug)]
pub struct Site<'a> {
    /// The articles.
    pub articles: Vec<&'a Article>,
    /// The tags by identity.
    pub tags: BTreeMap<&'a str, SiteTag<'a>>,
}

/// A tag of the site.
#[derive(Debug)]
pub struct SiteTag<'a> {
    /// The commonest spelling; of two as common, the first by the articles' paths.
    pub name: &'a Text,
    /// Every spelling, in the order of the articles' paths, and how many articles have it.
    pub spellings: Vec<(&'a Text, usize)>,
    /// The name of its folder.
    pub slug: String,
    /// Its articles, as indices into [`Site::articles`].
    pub articles: Vec<usize>,
}

/// A feed and its entries.
#[derive(Debug)]
pub struct Selection<'s, 'a> {
    /// The language, if it is the feed of one.
    pub language: Option<&'s str>,
    /// The tag, if it is the feed of one.
    pub tag: Option<&'s SiteTag<'a>>,
    /// The articles, newest first, no more than the limit.
    pub articles: Vec<usize>,
}

impl<'a> Site<'a> {
    /// Assembles a site of `articles`, given in the order of their paths.
    pub fn assemble(
        articles: impl IntoIterator<Item = &'a Article>,
        findings: &mut Vec<Diagnostic>,
    ) -> Self {
        let by_path = unique(articles, findings);
        let mut spellings = spellings(&by_path);
        let mut articles = by_path;
        // Stable, so that ties stay in the order of paths.
        articles.sort_by_key(|article| Reverse(article.published));
        let mut of_tag: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, article) in articles.iter().enumerate() {
            for tag in &article.tags {
                of_tag.entry(&tag.identity).or_default().push(index);
            }
        }
        let mut slugs: HashMap<String, &Text> = HashMap::new();
        let mut tags = BTreeMap::new();
        for (identity, articles) in of_tag {
            let slug = slug(identity);
            let spellings = spellings.remove(identity).unwrap_or_default();
            let Some(name) = commonest(&spellings) else {
                continue;
            };
            if let Some(other) = slugs.insert(slug.clone(), name) {
                let message =
                    format!("the tags `{other}` and `{name}` would share the folder `{slug}`");
                findings.push(Diagnostic::new(&SLUG_COLLISION, message));
                slugs.insert(slug, other);
                continue;
            }
            tags.insert(
                identity,
                SiteTag {
                    name,
                    spellings,
                    slug,
                    articles,
                },
            );
        }
        Site { articles, tags }
    }

    /// The feed for everything, then one per tag that has at least `min_articles`; then the same
    /// of each language's articles.
    pub fn feeds<'s>(
        &'s self,
        limit: Option<usize>,
        min_articles: usize,
        languages: &'s [String],
    ) -> Vec<Selection<'s, 'a>> {
        let editions = languages.iter().map(|language| Some(language.as_str()));
        let editions = std::iter::once(None).chain(editions);
        editions
            .flat_map(|language| self.edition(language, limit, min_articles))
            .collect()
    }

    fn edition<'s>(
        &'s self,
        language: Option<&'s str>,
        limit: Option<usize>,
        min_articles: usize,
    ) -> impl Iterator<Item = Selection<'s, 'a>> {
        let limit = limit.unwrap_or(usize::MAX);
        let belongs = move |index: &usize| {
            language.is_none() || self.articles[*index].edition.as_deref() == language
        };
        let all = Selection {
            language,
            tag: None,
            articles: (0..self.articles.len())
                .filter(belongs)
                .take(limit)
                .collect(),
        };
        let of_tags = self.tags.values().filter_map(move |tag| {
            let articles = || tag.articles.iter().copied().filter(belongs);
            (articles().count() >= min_articles.max(1)).then(|| Selection {
                language,
                tag: Some(tag),
                articles: articles().take(limit).collect(),
            })
        });
        std::iter::once(all).chain(of_tags)
    }

    /// How the tags of `article` are written on this site.
    pub fn tag_names(&self, article: &Article) -> Vec<&'a Text> {
        article
            .tags
            .iter()
            .filter_map(|tag| self.tags.get(&*tag.identity))
            .map(|tag| tag.name)
            .collect()
    }
}

fn unique<'a>(
    articles: impl IntoIterator<Item = &'a Article>,
    findings: &mut Vec<Diagnostic>,
) -> Vec<&'a Article> {
    let mut owners: HashMap<&str, &Article> = HashMap::new();
    let mut kept = Vec::new();
    for article in articles {
        match owners.get(article.id.as_str()) {
            None => {
                owners.insert(article.id.as_str(), article);
                kept.push(article);
            }
            Some(owner) => {
                let message = format!(
                    "the entry id `{}` belongs to `{}` already",
                    article.id, owner.path
                );
                findings.push(Diagnostic::new(&DUPLICATE_ID, message).in_file(&article.shown));
            }
        }
    }
    kept
}

fn spellings<'a>(by_path: &[&'a Article]) -> HashMap<&'a str, Vec<(&'a Text, usize)>> {
    let mut spellings: HashMap<&str, Vec<(&Text, usize)>> = HashMap::new();
    for tag in by_path.iter().flat_map(|article| &article.tags) {
        let counts = spellings.entry(&tag.identity).or_default();
        match counts.iter_mut().find(|(name, _)| **name == tag.name) {
            Some((_, count)) => *count += 1,
            None => counts.push((&tag.name, 1)),
        }
    }
    spellings
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
