//! What a run remembers for the next one: what each file's head said, and what each feed was made
//! of. It spares work, and never decides anything.
//!
//! It lies in `SOURCE/.feedmill`, which holds nothing else, keeps itself out of repositories and may be
//! removed at any time. A run that cannot read it, or doubts it, does all the work; one that cannot
//! write it goes on without. What is remembered counts only
//!
//! - in the same program with the same settings, not before the time at which it was kept, and until
//!   the system is started again: what was not synced may be lost then;
//! - for a file of the same [`Stamp`], taken when the file had been left alone for a tick of the disk's
//!   clock, so that any edit gives it another, within the same second and of the same size too;
//! - until the next moment at which the file's dates mean something else;
//! - while the files that it depends on are there, or are not, as they were.
//!
//! A feed is left alone if it has the same stamp, all its entries are remembered so, and they stand in
//! it in the same order under the same categories.

mod disk;
mod finding;
mod record;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::input::normalise::Reason;
use crate::input::source::Version;
use crate::model::Article;
use crate::stamp::{Fingerprint, Stamp};
use crate::time::Timestamp;
pub use disk::{Draft, Entry, Learnt, Place, Recall, Remembered};

/// The folder in SOURCE.
pub const FOLDER: &str = ".feedmill";

/// What was remembered.
#[derive(Debug)]
pub struct Index {
    /// The files.
    pub files: Recall,
    /// The feeds by path.
    pub feeds: Feeds,
}

/// Feeds by path.
pub type Feeds = BTreeMap<String, Feed>;

/// What is known of a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feed {
    /// What it was made of.
    pub recipe: Fingerprint,
    /// What tells that it is still the same.
    pub stamp: Stamp,
}

/// What is known of a file.
#[derive(Debug)]
pub struct Known<A, N> {
    /// What tells that it is still the same.
    pub stamp: Stamp,
    /// What its head said; `A` is what there is of an article.
    pub head: Head<A>,
    /// What else there is to it; of most files, nothing.
    pub notes: Option<N>,
}

/// What became of a file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Head<A> {
    /// It is no article.
    NotAnArticle,
    /// It is kept back, as its author wants.
    KeptBack(Reason),
    /// It cannot be used, and a finding says why.
    Unusable,
    /// It is published.
    Article(A),
}

impl<A> Head<A> {
    /// The same without the article.
    pub fn kind(&self) -> Head<()> {
        match self {
            Head::NotAnArticle => Head::NotAnArticle,
            Head::KeptBack(reason) => Head::KeptBack(*reason),
            Head::Unusable => Head::Unusable,
            Head::Article(_) => Head::Article(()),
        }
    }

    /// The same with what `change` makes of the article; `None` if it makes nothing.
    pub fn with<B>(self, change: impl FnOnce(A) -> Option<B>) -> Option<Head<B>> {
        Some(match self {
            Head::NotAnArticle => Head::NotAnArticle,
            Head::KeptBack(reason) => Head::KeptBack(reason),
            Head::Unusable => Head::Unusable,
            Head::Article(article) => Head::Article(change(article)?),
        })
    }
}

/// An article as it was read, and the version of its file.
#[derive(Debug)]
pub struct ReadArticle {
    /// The article.
    pub article: Article,
    /// What its body is to be of.
    pub version: Version,
}

/// What was found in a file, and what that depends on beside the file.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub struct Notes {
    /// The next moment at which it means something else.
    pub until: Option<Timestamp>,
    /// Which other files it asked for, and whether they were there.
    pub asked: Vec<(String, bool)>,
    /// What was found in its head.
    #[serde(with = "finding")]
    pub findings: Vec<Diagnostic>,
    /// What was found in its body, if that was rendered and is usable.
    pub body: Option<Body>,
}

impl Notes {
    /// Whether there is nothing to note.
    pub fn is_empty(&self) -> bool {
        let Notes {
            until,
            asked,
            findings,
            body,
        } = self;
        until.is_none() && asked.is_empty() && findings.is_empty() && body.is_none()
    }
}

/// A body that is usable.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub struct Body {
    /// What was found in it.
    #[serde(with = "finding")]
    pub findings: Vec<Diagnostic>,
    /// Whether it names other articles, and so depends on all of them.
    pub names_others: bool,
}
