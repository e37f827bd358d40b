//! An article as it is kept: its texts where they lie, what articles share by its number.

use std::collections::HashMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Head, Notes, ReadArticle};
use crate::input::source::Version;
use crate::model::{
    AbsoluteUrl, Article, Author, BodyStart, Common, EntryId, Media, Syntax, Tag, Term, Text,
};
use crate::time::Timestamp;

/// What is known of a file, but for its path and stamp.
pub(super) type Record<'a> = (Head<Kept<'a>>, Option<Notes>);

/// The same on its way to the disk.
pub(super) type RecordRef<'a> = (Head<Kept<'a>>, Option<&'a Notes>);

/// An article, and the version of its file.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Kept<'a> {
    title: &'a str,
    published: Timestamp,
    updated: Timestamp,
    tags: Vec<u32>,
    terms: Vec<(u16, u32)>,
    authors: u32,
    /// `None` if it is the permalink.
    id: Option<&'a str>,
    permalink: &'a str,
    summary: Option<&'a str>,
    language: Option<&'a str>,
    edition: Option<&'a str>,
    is_main: bool,
    media: Option<Box<Media>>,
    syntax: Syntax,
    body: BodyStart,
    version: Version,
}

/// What articles share, by number.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub(super) struct Shared {
    tags: Vec<Arc<Tag>>,
    authors: Vec<Arc<[Author]>>,
}

impl Shared {
    /// For articles that come to it.
    pub(super) fn common(&self) -> Common {
        Common::of(self.tags.iter().cloned(), self.authors.iter().cloned())
    }

    /// The article that was kept as the `file`th of the files that there are now; `None` if it was not
    /// kept with this.
    pub(super) fn article(&self, file: usize, kept: Kept<'_>) -> Option<ReadArticle> {
        let tag = |number: u32| self.tags.get(number as usize).cloned();
        let term = |(taxonomy, number)| {
            Some(Term {
                taxonomy,
                tag: tag(number)?,
            })
        };
        let permalink = AbsoluteUrl::kept(kept.permalink);
        let article = Article {
            file,
            title: Text::kept(kept.title),
            published: kept.published,
            updated: kept.updated,
            tags: kept.tags.into_iter().map(tag).collect::<Option<_>>()?,
            terms: kept.terms.into_iter().map(term).collect::<Option<_>>()?,
            authors: self.authors.get(kept.authors as usize)?.clone(),
            id: kept
                .id
                .map_or_else(|| EntryId::from_url(&permalink), EntryId::kept),
            permalink,
            summary: kept.summary.map(Text::kept),
            language: kept.language.map(Into::into),
            edition: kept.edition.map(Into::into),
            is_main: kept.is_main,
            media: kept.media,
            syntax: kept.syntax,
            body: kept.body,
        };
        Some(ReadArticle {
            article,
            version: kept.version,
        })
    }
}

/// The numbers of what articles share, by the place where it lies.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    pub(super) shared: Shared,
    tags: HashMap<usize, u32>,
    authors: HashMap<usize, u32>,
}

impl Numbers {
    /// Those of what `articles` share.
    pub(super) fn of(articles: &[ReadArticle]) -> Self {
        let mut numbers = Numbers::default();
        let Numbers {
            shared,
            tags,
            authors,
        } = &mut numbers;
        for ReadArticle { article, .. } in articles {
            for tag in article.shared_tags() {
                tags.entry(place_of_tag(tag)).or_insert_with(|| {
                    shared.tags.push(Arc::clone(tag));
                    shared.tags.len() as u32 - 1
                });
            }
            authors
                .entry(place_of(&article.authors))
                .or_insert_with(|| {
                    shared.authors.push(Arc::clone(&article.authors));
                    shared.authors.len() as u32 - 1
                });
        }
        numbers
    }

    /// `read` as it is kept.
    pub(super) fn keep<'a>(&self, read: &'a ReadArticle) -> Kept<'a> {
        let ReadArticle { article, version } = read;
        let tag = |tag: &Arc<Tag>| self.tags[&place_of_tag(tag)];
        let id = article.id.as_str();
        let permalink = article.permalink.as_str();
        Kept {
            title: article.title.as_str(),
            published: article.published,
            updated: article.updated,
            tags: article.tags.iter().map(tag).collect(),
            terms: article
                .terms
                .iter()
                .map(|term| (term.taxonomy, tag(&term.tag)))
                .collect(),
            authors: self.authors[&place_of(&article.authors)],
            id: (id != permalink).then_some(id),
            permalink,
            summary: article.summary.as_ref().map(Text::as_str),
            language: article.language.as_deref(),
            edition: article.edition.as_deref(),
            is_main: article.is_main,
            media: article.media.clone(),
            syntax: article.syntax,
            body: article.body,
            version: *version,
        }
    }
}

fn place_of_tag(tag: &Arc<Tag>) -> usize {
    Arc::as_ptr(tag).addr()
}

fn place_of(authors: &Arc<[Author]>) -> usize {
    authors.as_ptr().addr()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{article, settings};

    #[test]
    fn an_article_is_the_same_after_it_was_kept() {
        let podcast = "language: en\nlanguages: [en, zh]\ntaxonomies: [tags, categories, section]\nauthors: {separators: [\";\"]}\n\
        podcast:\n  category: Technology\n  image: https://example.org/cover.jpg\n  author: P\n  explicit: false\n";
        for site_file in ["", "ids: tag\nid_date: 2020-01-01\n", podcast] {
            let site = "title: S\nurl: https://example.org/blog/\n";
            let settings = settings("feedmill.yaml", &format!("{site}{site_file}"));
            for (path, header) in [
                ("a.md", ""),
                (
                    "x/2024-01-01-中 文.html",
                    "lastmod: 2024-05-05T01:02:03.000000004-03:30\ntags: [A b, a_b, 人工智能]\n\
                 category: x\nlang: zh\nsummary: a & b\nauthor: {name: N, email: a@b.org, url: \"https://e.org/?q=[1]\"}",
                ),
                (
                    "b.txt",
                    "expires: 2200-11-18 12:00\nid: urn:isbn:0451450523\nimage: {url: a.png, alt: b}\naudio: a.mp3\n\
                 length: 12\nduration: 1:02\nepisode: 3\nseason: 1\nepisode_type: Bonus\nexplicit: yes",
                ),
            ] {
                let article = article(path, header, &settings);
                assert_eq!(format!("{:?}", again(&article)), format!("{article:?}"));
            }
        }
    }

    /// `article`, kept and read.
    fn again(article: &Article) -> Article {
        let read = ReadArticle {
            article: article.clone(),
            version: postcard::from_bytes(&[0; 3]).unwrap(),
        };
        let numbers = Numbers::of(std::slice::from_ref(&read));
        let kept = postcard::to_stdvec(&numbers.keep(&read)).unwrap();
        let shared = postcard::to_stdvec(&numbers.shared).unwrap();
        let shared: Shared = postcard::from_bytes(&shared).unwrap();
        let kept = postcard::from_bytes(&kept).unwrap();
        shared.article(article.file, kept).unwrap().article
    }
}
