//! What many articles have in common is kept once: a site may have a million of them.

use std::borrow::Borrow;
use std::collections::HashSet;
use std::hash::Hash;
use std::sync::Arc;

use super::{Article, Author, EntryId, Tag};

/// The tags and authors that articles share.
#[derive(Debug, Default)]
pub struct Common {
    tags: HashSet<Arc<Tag>>,
    authors: HashSet<Arc<[Author]>>,
}

impl Common {
    /// What earlier articles had in common.
    pub fn of(
        tags: impl Iterator<Item = Arc<Tag>>,
        authors: impl Iterator<Item = Arc<[Author]>>,
    ) -> Self {
        Common {
            tags: tags.collect(),
            authors: authors.collect(),
        }
    }

    /// Lets `article` share what it has in common with those before it, and its permalink and its
    /// id one text. It stays equal.
    pub fn share(&mut self, article: &mut Article) {
        let tags = article.tags.iter_mut();
        let terms = article.terms.iter_mut().map(|term| &mut term.tag);
        tags.chain(terms).for_each(|tag| unite(&mut self.tags, tag));
        unite(&mut self.authors, &mut article.authors);
        if article.id.as_str() == article.permalink.as_str() {
            article.id = EntryId::from_url(&article.permalink);
        }
    }
}

fn unite<T: ?Sized + Eq + Hash>(known: &mut HashSet<Arc<T>>, value: &mut Arc<T>)
where
    Arc<T>: Borrow<T>,
{
    match known.get(&**value) {
        Some(same) => *value = Arc::clone(same),
        None => drop(known.insert(Arc::clone(value))),
    }
}
