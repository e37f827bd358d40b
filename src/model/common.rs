//! What many articles have in common is kept once: a site may have a million of them, and several
//! threads read them.

use std::collections::HashSet;
use std::hash::Hash;
use std::sync::{Arc, PoisonError, RwLock};

use super::{Article, Author, EntryId, Tag};

/// The tags and authors that articles share.
#[derive(Debug, Default)]
pub struct Common(RwLock<Known>);

#[derive(Debug, Default)]
struct Known {
    tags: HashSet<Arc<Tag>>,
    authors: HashSet<Arc<[Author]>>,
}

impl Common {
    /// What earlier articles had in common.
    pub fn of(
        tags: impl Iterator<Item = Arc<Tag>>,
        authors: impl Iterator<Item = Arc<[Author]>>,
    ) -> Self {
        Common(RwLock::new(Known {
            tags: tags.collect(),
            authors: authors.collect(),
        }))
    }

    /// Lets `article` share what it has in common with those before it, and its permalink and its
    /// id one text. It stays equal.
    pub fn share(&self, article: &mut Article) {
        // One lock for all of it, and most often one that other threads may hold too.
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let is_known = known.give(article);
        drop(known);
        if !is_known {
            let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
            known.take(article);
        }
        if article.id.as_str() == article.permalink.as_str() {
            article.id = EntryId::from_url(&article.permalink);
        }
    }
}

impl Known {
    /// Gives `article` what is known of it; whether that is everything.
    fn give(&self, article: &mut Article) -> bool {
        let mut is_all = replace(&self.authors, &mut article.authors);
        for tag in tags_of(article) {
            is_all &= replace(&self.tags, tag);
        }
        is_all
    }

    /// Learns what is not known of `article`. Another thread may have been quicker.
    fn take(&mut self, article: &mut Article) {
        if !replace(&self.authors, &mut article.authors) {
            self.authors.insert(Arc::clone(&article.authors));
        }
        for tag in tags_of(article) {
            if !replace(&self.tags, tag) {
                self.tags.insert(Arc::clone(tag));
            }
        }
    }
}

fn tags_of(article: &mut Article) -> impl Iterator<Item = &mut Arc<Tag>> {
    let terms = article.terms.iter_mut().map(|term| &mut term.tag);
    article.tags.iter_mut().chain(terms)
}

/// Makes `value` the one that is equal to it and was there first, if there is one.
fn replace<T: ?Sized + Eq + Hash>(known: &HashSet<Arc<T>>, value: &mut Arc<T>) -> bool {
    match known.get(&**value) {
        Some(same) => {
            *value = Arc::clone(same);
            true
        }
        None => false,
    }
}
