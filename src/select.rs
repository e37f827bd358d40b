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
    /// The name of its folder.
    pub slug: String,
    /// Its articles, as indices into [`Site::articles`].
    pub articles: Vec<usize>,
}

/// A feed and its entries.
#[derive(Debug)]
pub struct Selection<'s, 'a> {
    /// The tag, if it is not the feed for everything.
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
        let names = commonest_spellings(&by_path);
        let mut articles = by_path;
        // Stable, so that ties stay in the order of paths.
        articles.sort_by_key(|article| Reverse(article.published));
        let mut of_tag: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, article) in articles.iter().enumerate() {
            for tag in &article.tags {
                of_tag.entry(&tag.identity).or_default().push(index);
            }
        }
        let mut slugs: HashMap<String, &str> = HashMap::new();
        let mut tags = BTreeMap::new();
        for (identity, articles) in of_tag {
            let slug = slug(identity);
            let name = names[identity];
            if let Some(other) = slugs.insert(slug.clone(), identity) {
                let message = format!(
                    "the tags `{}` and `{name}` would share the folder `{slug}`",
                    names[other]
                );
                findings.push(Diagnostic::new(&SLUG_COLLISION, message));
                slugs.insert(slug, other);
                continue;
            }
            tags.insert(
                identity,
                SiteTag {
                    name,
                    slug,
                    articles,
                },
            );
        }
        Site { articles, tags }
    }

    /// The feed for everything, then one per tag that has at least `min_articles`.
    pub fn feeds(&self, limit: Option<usize>, min_articles: usize) -> Vec<Selection<'_, 'a>> {
        let limit = limit.unwrap_or(usize::MAX);
        let all = Selection {
            tag: None,
            articles: (0..self.articles.len()).take(limit).collect(),
        };
        let of_tags = self
            .tags
            .values()
            .filter(|tag| tag.articles.len() >= min_articles)
            .map(|tag| Selection {
                tag: Some(tag),
                articles: tag.articles.iter().copied().take(limit).collect(),
            });
        std::iter::once(all).chain(of_tags).collect()
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

fn commonest_spellings<'a>(by_path: &[&'a Article]) -> HashMap<&'a str, &'a Text> {
    let mut spellings: HashMap<&str, Vec<(&Text, usize)>> = HashMap::new();
    for tag in by_path.iter().flat_map(|article| &article.tags) {
        let counts = spellings.entry(&tag.identity).or_default();
        match counts.iter_mut().find(|(name, _)| **name == tag.name) {
            Some((_, count)) => *count += 1,
            None => counts.push((&tag.name, 1)),
        }
    }
    let commonest = |counts: Vec<(&'a Text, usize)>| {
        // `max_by_key` takes the last of equals, so that the first is found from behind.
        counts
            .into_iter()
            .rev()
            .max_by_key(|(_, count)| *count)
            .map(|(name, _)| name)
    };
    spellings
        .into_iter()
        .filter_map(|(identity, counts)| Some((identity, commonest(counts)?)))
        .collect()
}
