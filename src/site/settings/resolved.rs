//! The settings that a build works with.

use std::collections::HashMap;
use std::ops::Deref;
use std::path::PathBuf;

use super::places::Articles;
use super::table::SiteSettings;
use super::taxonomy::{FeedPath, Taxonomy};
use super::types::{
    AuthorSettings, Defaults, FormerAddresses, Ids, Language, PagePath, Permalinks, RepeatedTitle,
    TagSettings,
};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{AbsoluteUrl, Author, Podcast, TemplateValue, Text};
use crate::site::generator::{ArticleHeader, Generator, ReadingRules, Role};
use crate::stamp::Fingerprint;
use crate::syntax::front_matter::notes;
use crate::syntax::tree::Pairs;
use crate::time::Timestamp;

/// Everything that a build needs to know besides the articles: the settings as they are given, or
/// their defaults, through `Deref`; and in fields of its own what is made of several of them.
#[derive(Debug)]
pub struct Settings {
    /// As they are given.
    pub(crate) given: SiteSettings,
    /// The folder that is read.
    pub source: PathBuf,
    /// Which files are articles.
    pub articles: Articles,
    /// The folder that the feeds are written to.
    pub output: PathBuf,
    /// The title of the site, never blank.
    pub title: Text,
    /// The address of the site, ending in a slash.
    pub url: AbsoluteUrl,
    /// Who wrote the articles that name no author.
    pub author: Author,
    /// Whether `author` is given; if not, it is the title of the site.
    pub names_author: bool,
    /// Whether the site says which zone its dates are in.
    pub names_timezone: bool,
    /// Where `output` is served, ending in a slash.
    pub feeds_url: AbsoluteUrl,
    /// The generator of the site, if it is known.
    pub generator: Option<&'static Generator>,
    /// Its name and why the site is taken for one of it, if no setting names it.
    pub generator_reasons: Option<String>,
    /// How articles are read.
    pub reading: ReadingRules,
    /// What becomes of a first line that repeats the title.
    pub repeated_title: RepeatedTitle,
    /// Where the feeds for everything are.
    pub paths: Vec<FeedPath>,
    /// The pages that list the feeds, with the paths where they may be left.
    pub pages: Vec<PagePath>,
    /// What articles are filed under; the tags come first.
    pub taxonomies: Vec<Taxonomy>,
    /// How the address of an article is made.
    pub permalinks: Permalinks,
    /// What the ids of entries are made of.
    pub ids: Ids,
    /// The addresses that `ids` are made of, if not those of now.
    pub former_addresses: Option<FormerAddresses>,
    /// `id_date` as an instant: the `updated` of a feed without entries.
    pub epoch: Timestamp,
    /// A small square picture (Atom `icon`).
    pub icon: Option<AbsoluteUrl>,
    /// A picture of the site (RSS `image`, Atom `logo`).
    pub image: Option<AbsoluteUrl>,
    /// How tags are read.
    pub tags: TagSettings,
    /// How authors are read.
    pub authors: AuthorSettings,
    /// Header keys for articles that do not have them; the later wins.
    pub defaults: Vec<Defaults>,
    /// What podcast directories need, if the site is a podcast.
    pub podcast: Option<Podcast>,
    /// The severities of findings by code; `None` if they are not reported.
    pub lint: HashMap<String, Option<Severity>>,
    /// Findings about the generator's site file.
    pub notes: Vec<Diagnostic>,
    /// What bodies may name of the generator's site file.
    pub variables: TemplateValue,
    /// What all of this comes from: the same files and flags give the same settings.
    pub fingerprint: Fingerprint,
}

impl Deref for Settings {
    type Target = SiteSettings;

    fn deref(&self) -> &SiteSettings {
        &self.given
    }
}

impl Settings {
    /// The language of the site that has this tag.
    pub fn site_language(&self, tag: Option<&str>) -> Option<&Language> {
        let mut languages = self.languages.iter();
        languages.find(|language| Some(&*language.tag) == tag)
    }

    /// The language whose feeds lie in `folder`.
    pub fn language_in(&self, folder: Option<&str>) -> Option<&Language> {
        let mut languages = self.languages.iter();
        languages.find(|language| language.folder.as_deref() == folder)
    }

    /// The title of the site in the language whose feeds lie in `folder`.
    pub fn title_in(&self, folder: Option<&str>) -> &Text {
        let language = self.language_in(folder);
        let own = language.and_then(|language| language.title.as_ref());
        own.unwrap_or(&self.title)
    }

    /// The title of the feed for everything in the language whose feeds lie in `folder`.
    pub fn feed_title_in(&self, folder: Option<&str>) -> &Text {
        let language = self.language_in(folder);
        let own = language.and_then(|it| it.feed_title.as_ref().or(it.title.as_ref()));
        own.or(self.feed_title.as_ref()).unwrap_or(&self.title)
    }

    /// What the file at `path` (below the source, with `/`) is to the site's generator; `exists`
    /// says whether there is a file at such a path.
    pub fn role(&self, path: &str, exists: &dyn Fn(&str) -> bool) -> Role {
        let exists = |beside: &str| exists(&self.articles.beside(beside, path));
        match self.generator {
            Some(generator) => {
                let sections = self.sections.as_deref().unwrap_or_default();
                let below = self.articles.below(path);
                generator.behaviour.role(below, sections, &exists)
            }
            None => Role::Article,
        }
    }

    /// Makes of the header of the file at `path` what it says on this site: `pairs` are its keys and
    /// values, `text` the header that they point into.
    pub fn adapt(&self, path: &str, text: &str, pairs: &mut Pairs) {
        if self.reading.notes {
            notes::adapt(text, pairs);
        }
        if self.generator.is_none() && self.defaults.is_empty() {
            return;
        }
        let mut header = ArticleHeader {
            path: self.articles.below(path),
            text,
            pairs,
            defaults: Vec::new(),
        };
        for defaults in &self.defaults {
            if defaults.cover(path) {
                for (key, value) in &defaults.values {
                    header.take_default(key.text().unwrap_or_default());
                    header.defaults.push((key.clone(), value.clone()));
                }
            }
        }
        if let Some(generator) = self.generator {
            generator.behaviour.adapt(&mut header);
        }
        header.fill();
    }
}
