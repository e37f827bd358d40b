//! What many articles have in common is kept once: a site may have a million of them, and several
//! threads read them.

use std::borrow::Borrow;
use std::collections::HashSet;
use std::hash::Hash;
use std::sync::{Arc, PoisonError, RwLock};

use super::{Article, Author, EntryId, Tag};

/// The tags and authors that articles share.
#[derive(Debug, Default)]
pub struct Common {
    tags: Known<Tag>,
    authors: Known<[Author]>,
}

type Known<T> = RwLock<HashSet<Arc<T>>>;

impl Common {
    /// What earlier articles had in common.
    pub fn of(
        tags: impl Iterator<Item = Arc<Tag>>,
        authors: impl Iterator<Item = Arc<[Author]>>,
    ) -> Self {
        Common {
            tags: RwLock::new(tags.collect()),
            authors: RwLock::new(authors.collect()),
        }
    }

    /// Lets `article` share what it has in common with those before it, and its permalink and its
    /// id one text. It stays equal.
    pub fn share(&self, article: &mut Article) {
        let tags = article.tags.iter_mut();
        let terms = article.terms.iter_mut().map(|term| &mut term.tag);
        tags.chain(terms).for_each(|tag| unite(&self.tags, tag));
        unite(&self.authors, &mut article.authors);
        if article.id.as_str() == article.permalink.as_str() {
            article.id = EntryId::from_url(&article.permalink);
        }
    }
}

/// Makes `value` the one that is equal to it and was there first.
fn unite<T: ?Sized + Eq + Hash>(known: &Known<T>, value: &mut Arc<T>)
where
    Arc<T>: Borrow<T>,
{
    let same = known.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(same) = same.get(&**value) {
        *value = Arc::clone(same);
        return;
    }
    drop(same);
    let mut known = known.write().unwrap_or_else(PoisonError::into_inner);
    // Another thread may have been quicker.
    match known.get(&**value) {
        Some(same) => *value = Arc::clone(same),
        None => drop(known.insert(Arc::clone(value))),
    }
}
