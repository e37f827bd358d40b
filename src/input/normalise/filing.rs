//! What an article is filed under.

use std::sync::Arc;

use super::normaliser::Normaliser;
use super::rules::TOO_MANY_TAGS;
use super::{file_name, names};
use crate::model::{Author, Tag, Term};
use crate::site::generator::{self, Section};
use crate::site::settings::{self, Taxonomy, Terms};
use crate::syntax::front_matter::{Field, normal};
use crate::time::Timestamp;

/// The most terms that an article may have, in all taxonomies together.
const MAX_TERMS: usize = 256;

/// The longest name of a tag, in bytes.
const MAX_TAG_BYTES: usize = 1024;

/// An article's terms in one taxonomy, while they are read.
struct Filing<'t> {
    taxonomy: &'t Taxonomy,
    tags: Vec<Tag>,
    /// How many more it may have.
    most: usize,
    /// Whether there are too many, which is reported once.
    is_full: bool,
}

impl<'t> Filing<'t> {
    /// The terms in `taxonomy` of an article that has `used` terms in others.
    fn new(taxonomy: &'t Taxonomy, used: usize) -> Self {
        Filing {
            taxonomy,
            tags: Vec::new(),
            most: MAX_TERMS.saturating_sub(used),
            is_full: false,
        }
    }
}

impl Normaliser<'_> {
    /// The tags in its header, and the `hashtags` in its body.
    pub(super) fn tags(&mut self, fields: &[Field], hashtags: &[String]) -> Vec<Tag> {
        let settings = self.settings;
        let mut filing = Filing::new(&settings.taxonomies[0], 0);
        for key in &settings.tags.from {
            for field in fields.iter().filter(|field| normal(&field.key) == *key) {
                self.file_field(field, &mut filing);
            }
        }
        for name in hashtags {
            if let Some(tag) = names::resolve_tag(name, &settings.tags) {
                self.file(tag, 0, &mut filing);
            }
        }
        filing.tags
    }

    /// What it is filed under besides its tags, of which there are `tag_count`. `named` are the authors in
    /// its header.
    pub(super) fn terms(
        &mut self,
        authors: &[Field],
        named: &[Author],
        language: Option<&str>,
        published: Timestamp,
        tag_count: usize,
    ) -> Vec<Term> {
        let settings = self.settings;
        let mut terms = Vec::new();
        // The first are the tags.
        for (taxonomy, index) in settings.taxonomies.iter().zip(0..).skip(1) {
            let mut filing = Filing::new(taxonomy, tag_count + terms.len());
            let header = self.header;
            let keys = taxonomy.keys().unwrap_or_default();
            for field in keys.iter().filter_map(|key| header.raw.field(key)) {
                self.file_field(field, &mut filing);
            }
            match &taxonomy.terms {
                Terms::Tags | Terms::Keys(_) => {}
                Terms::Authors | Terms::Language if taxonomy.keys().is_some() => {}
                Terms::Authors => {
                    let site = [&settings.author];
                    let site = site.into_iter().filter(|_| settings.names_author);
                    let offset = authors.first().map_or(0, |field| field.node.offset);
                    for author in named.iter().chain(site.filter(|_| named.is_empty())) {
                        if let Some(tag) = Tag::new(author.name.as_str()) {
                            self.file(tag, offset, &mut filing);
                        }
                    }
                }
                Terms::Language => {
                    let language = language.or(settings.language.as_deref());
                    if let Some(tag) = language.and_then(Tag::new) {
                        self.file(tag, 0, &mut filing);
                    }
                }
                Terms::Published(period) => {
                    let period = period.of_date(published.in_zone(&settings.timezone));
                    // However many other terms there are: else it would be in no archive.
                    filing.tags.extend(Tag::new(&period));
                }
                Terms::Section => {
                    let section = self.section();
                    if let Some(tag) = section.as_deref().and_then(Tag::new) {
                        self.file(tag, 0, &mut filing);
                    }
                }
            }
            let of_this = |tag| Term {
                taxonomy: index,
                tag: Arc::new(tag),
            };
            terms.extend(filing.tags.into_iter().map(of_this));
        }
        terms
    }

    pub(super) fn is_main(&self) -> bool {
        let is_local = self.header.raw.text(generator::LOCAL).is_some();
        !is_local
            && self.settings.main_sections.as_ref().is_none_or(|sections| {
                let section = self.section();
                let section = section.as_deref().unwrap_or(settings::NO_SECTION);
                // Unless they are named, what lies in a folder below a section is in that section, too.
                let is_below = |main: &String| {
                    let rest = section.strip_prefix(main.as_str());
                    self.settings.sections.is_none()
                        && rest.is_some_and(|rest| rest.starts_with('/'))
                };
                let is_in = sections
                    .iter()
                    .any(|main| main == section || is_below(main));
                is_in && self.generators_section() != Some(Section::Nowhere)
            })
    }

    fn generators_section(&self) -> Option<Section> {
        let articles = &self.settings.articles;
        let path = articles.below(self.path);
        let exists = |other: &str| (self.exists)(&articles.beside(other, self.path));
        let generator = self.settings.generator;
        generator.map(|generator| generator.behaviour.section(path, &exists))
    }

    /// The folder that it is filed under.
    fn section(&self) -> Option<String> {
        let path = self.settings.articles.below(self.path);
        let folder = match (self.generators_section(), &self.settings.sections) {
            (Some(Section::None | Section::Nowhere), _) => return None,
            (Some(Section::Folder(folder)), None) => return Some(folder),
            (Some(Section::Folder(folder)), Some(_)) => folder,
            (Some(Section::FirstFolder) | None, Some(_)) => path.rsplit_once('/')?.0.to_owned(),
            (Some(Section::FirstFolder) | None, None) => {
                return file_name::section(self.path, self.settings).map(str::to_owned);
            }
        };
        file_name::section_of(&folder, self.settings.sections.as_deref()?)
    }

    /// Files it under the tags in `field`.
    fn file_field(&mut self, field: &Field, filing: &mut Filing<'_>) {
        if filing.is_full {
            return;
        }
        let mut odd = Vec::new();
        let found = names::tags(&field.node, &self.settings.tags, &mut |node| {
            odd.push(node.clone());
        });
        odd.iter().for_each(|node| self.unusable(&field.key, node));
        for tag in found {
            self.file(tag, field.node.offset, filing);
        }
    }

    /// Each identity once. Every tag's feed holds the whole entry with all its tags, so that their
    /// number and length are bounded.
    fn file(&mut self, mut tag: Tag, offset: usize, filing: &mut Filing<'_>) {
        let Filing {
            taxonomy,
            tags,
            most,
            is_full,
        } = filing;
        let is_tags = taxonomy.terms == Terms::Tags;
        let name = &taxonomy.name;
        if *is_full {
        } else if tag.name.as_str().len() > MAX_TAG_BYTES {
            let start: String = tag.name.as_str().chars().take(20).collect();
            let what = if is_tags { "the tag " } else { "" };
            let whose = if is_tags {
                String::new()
            } else {
                format!(" of `{name}`")
            };
            let message = format!("{what}`{start}…`{whose} is longer than {MAX_TAG_BYTES} bytes");
            self.report(&TOO_MANY_TAGS, offset, message);
        } else if tags.len() == *most {
            *is_full = true;
            let what = if is_tags {
                "tags".to_owned()
            } else {
                format!("of `{name}`")
            };
            let message = format!("only the first {most} {what} are used");
            self.report(&TOO_MANY_TAGS, offset, message);
        } else {
            taxonomy.identify(&self.settings.slugs, &mut tag);
            if tags.iter().all(|known| known.identity != tag.identity) {
                tags.push(tag);
            }
        }
    }

    /// The categories of the header.
    pub(super) fn categories(&self, fields: &[Field]) -> Vec<String> {
        let categories = fields
            .iter()
            .filter(|field| normal(&field.key).starts_with("categor"));
        let tags =
            categories.flat_map(|field| names::tags(&field.node, &self.settings.tags, &mut |_| ()));
        tags.map(|tag| tag.name.to_string()).collect()
    }
}
