//! Raw front matter and settings to an article, or the reason why it is none.

mod file_name;
mod language;
pub mod lint;
mod media;
mod names;

use std::collections::HashSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::address::Page;
use crate::address::permalink::Pattern;
use crate::config::{self, Ids, Settings, Taxonomy, Terms};
use crate::diagnostic::{Diagnostic, rules};
use crate::front_matter::{Field, Header, RawFrontMatter, normal};
use crate::generator::{Generator, Role};
use crate::model::{self, AbsoluteUrl, Article, Author, EntryId, Syntax, Tag, Term, Text};
use crate::text;
use crate::time::{self, Present, Timestamp};
use crate::tree::{Node, Value};
use file_name::FileName;

rules! {
    MISSING_DATE = Error "missing-date" {
        summary: "An article has no date: not in its header, its file name, its folders or its `path`.",
        why: "Readers sort by date, and take the hour of their visit where there is none; the article is left out.",
        remedy: "Write `date: 2025-05-18` into the header, name the file `2025-05-18-name.md`, or tell with `articles` in the site file where articles lie.",
        before: "---\ntitle: A\n---", after: "---\ntitle: A\ndate: 2025-05-18\n---",
        spec: "RSS 2.0, pubDate; RFC 4287, section 4.2.15"
    }
    INVALID_DATE = Error "invalid-date" {
        summary: "A date is impossible, or is no date.",
        why: "Any other date would be a guess, and readers sort by it; the article is left out.",
        remedy: "Write the date as `2025-05-18` or `2025-05-18T21:36:22+08:00`.",
        before: "date: 2021-02-30", after: "date: 2021-02-28",
        spec: "RFC 3339, section 5.6"
    }
    UNUSABLE_PERMALINK = Error "unusable-permalink" {
        summary: "An article's address cannot be used.",
        why: "An entry without the address of its page leads nowhere; the article is left out.",
        remedy: "Give a path such as `/2025/name/` or an http(s) address.",
        before: "permalink: /:yeer/name/", after: "permalink: /:year/name/"
    }
    UNKNOWN_LANGUAGE = Warning "unknown-language" {
        summary: "A header's language is no language tag; the site's counts.",
        why: "Readers choose fonts and voices by it.",
        remedy: "Write a tag of RFC 5646 such as `zh-CN`, `en` or `pt-BR`.",
        before: "lang: Chinese", after: "lang: zh-CN",
        spec: "RFC 5646, section 2.1"
    }
    TOO_MANY_TAGS = Warning "too-many-tags" {
        summary: "An article has more than 256 tags, or one of more than 1 KiB; what is too much does not count.",
        why: "Each tag's feed holds the whole entry with all its tags: a few thousand would fill the disk.",
        remedy: "Look for a text that was taken for tags, such as a missing quote or a `tags: |`."
    }
    UNUSABLE_VALUE = Warning "unusable-value" {
        summary: "A header value has a shape that means nothing here; it does not count.",
        why: "A tag, a name or a title is text, a picture or a file an address.",
        remedy: "Write text, or a list of texts; for a picture or a file its address.",
        before: "tags:\n  a: b", after: "tags: [a, b]"
    }
}

/// The most tags that an article may have.
const MAX_TAGS: usize = 256;

/// The longest name of a tag, in bytes.
const MAX_TAG_BYTES: usize = 1024;

/// What became of an article.
#[derive(Debug)]
pub enum Outcome {
    /// It is published.
    Article(Box<Article>),
    /// It is kept back, as its author wants.
    KeptBack(Reason),
    /// It cannot be used, and a finding says why.
    Unusable,
}

/// Why an article is kept back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Reason {
    /// `draft: true`, `published: false` and the like.
    Draft,
    /// `hidden: true`, `unlisted: true`.
    Hidden,
    /// Its date lies in the future.
    Future,
    /// Its expiry date has passed.
    Expired,
    /// It has no date, and to the site's generator it is a page.
    Undated,
}

impl Reason {
    /// The word in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Reason::Draft => "draft",
            Reason::Hidden => "hidden",
            Reason::Future => "future",
            Reason::Expired => "expired",
            Reason::Undated => "undated",
        }
    }
}

/// The article at `path` (below the source, with `/`), the `file`th that was walked; `exists` tells
/// whether one was walked at such a path. `present` decides only what is in the future and what has
/// expired.
pub fn article(
    file: usize,
    path: &str,
    exists: &dyn Fn(&str) -> bool,
    header: &Header,
    settings: &Settings,
    present: &Present,
    findings: &mut Vec<Diagnostic>,
) -> Outcome {
    let mut normaliser = Normaliser {
        path,
        exists,
        header,
        settings,
        present,
        findings: Vec::new(),
    };
    let outcome = match normaliser.article(file) {
        Ok(article) => Outcome::Article(Box::new(article)),
        Err(Left::KeptBack(reason)) => return Outcome::KeptBack(reason),
        Err(Left::Unusable(finding)) => {
            normaliser.findings.push(*finding);
            Outcome::Unusable
        }
    };
    findings.extend(header.oddities());
    findings.append(&mut normaliser.findings);
    outcome
}

/// An article's terms in one taxonomy, while they are read.
struct Filing<'t> {
    taxonomy: &'t Taxonomy,
    tags: Vec<Tag>,
    /// Whether it was told that there are too many.
    is_full: bool,
}

impl<'t> Filing<'t> {
    fn of(taxonomy: &'t Taxonomy) -> Self {
        Filing {
            taxonomy,
            tags: Vec::new(),
            is_full: false,
        }
    }
}

/// Why an article is left out.
enum Left {
    KeptBack(Reason),
    Unusable(Box<Diagnostic>),
}

impl From<Diagnostic> for Left {
    fn from(finding: Diagnostic) -> Self {
        Left::Unusable(Box::new(finding))
    }
}

struct Normaliser<'a> {
    path: &'a str,
    exists: &'a dyn Fn(&str) -> bool,
    header: &'a Header,
    settings: &'a Settings,
    present: &'a Present,
    findings: Vec<Diagnostic>,
}

impl Normaliser<'_> {
    fn article(&mut self, file: usize) -> Result<Article, Left> {
        let RawFrontMatter {
            title,
            published,
            published_flag,
            updated,
            expires,
            tags,
            authors,
            summary,
            permalink,
            slug,
            id,
            language,
            hidden,
            status,
            pictures,
            picture_text,
            enclosures,
            enclosure_length,
            enclosure_duration,
            episode,
            season,
            episode_type,
            episode_image,
            explicit,
            duplicates: _,
            unknown: _,
            others: _,
        } = &self.header.raw;
        self.visible(published_flag, hidden, status)?;
        let file_name = FileName::of(self.path, self.settings);
        let published = self.published(published, published_flag, permalink, &file_name)?;
        let updated = self.updated(updated, published)?;
        self.in_time(published, expires)?;
        let title = self.title(title, &file_name);
        let tag_list = self.tags(tags);
        let language = self.language(language, &file_name);
        let edition = self.edition(language.as_deref());
        let named = self.authors(authors);
        let terms = self.terms(authors, &named, language.as_deref());
        let categories = || self.categories(tags);
        let generator = self.settings.generator;
        let in_address = match generator {
            Some(generator) => self.dated(generator.dates.in_addresses)?,
            None => None,
        };
        let in_address = in_address.unwrap_or(published);
        let page = Page {
            path: self.settings.articles.below(self.path),
            stem: &file_name.path,
            slug: address_slug(slug, &file_name),
            title: title.as_str(),
            published: match generator.is_some_and(|generator| generator.dates_in_site_zone) {
                true => in_address.in_zone(&self.settings.zone),
                false => in_address,
            },
            language: edition
                .as_deref()
                .or(language.as_deref())
                .or(self.settings.language.as_deref()),
            is_in_other_language: language.is_some() && language != self.settings.language,
            language_folder: self.folder_of(edition.as_deref()),
            language_part: file_name.language_part.as_deref(),
            header: &|key| self.header.raw.text(key),
            categories: &categories,
            exists: &|path| (self.exists)(&self.settings.articles.beside(path, self.path)),
        };
        let permalink = self.permalink(permalink, &page)?;
        let id = self.id(id, &permalink, &page);
        let media = media::Written {
            pictures,
            picture_text,
            enclosures,
            length: enclosure_length,
            duration: enclosure_duration,
            episode,
            season,
            episode_type,
            episode_image,
            explicit,
        };
        Ok(Article {
            file,
            published,
            updated,
            tags: tag_list.into_iter().map(Arc::new).collect(),
            terms: terms.into(),
            authors: match named.is_empty() {
                true => [self.settings.author.clone()].into(),
                false => named.into(),
            },
            id,
            media: self.media(&media, &permalink),
            permalink,
            summary: self.first_text(summary),
            edition: edition.map(String::into_boxed_str),
            is_main: self.is_main(),
            language: language
                .filter(|language| Some(language) != self.settings.language.as_ref())
                .map(String::into_boxed_str),
            syntax: syntax(self.path),
            body: self.header.body,
            title,
        })
    }

    fn visible(
        &self,
        published_flag: &[Field],
        hidden: &[Field],
        status: &[Field],
    ) -> Result<(), Left> {
        let is = |field: &Field, wanted: bool| field.node.text().and_then(flag) == Some(wanted);
        let draft = published_flag.iter().any(|field| is(field, false))
            || hidden
                .iter()
                .any(|field| normal(&field.key) == "draft" && is(field, true))
            || status.iter().any(|field| {
                let word = field.node.text().unwrap_or_default().trim().to_lowercase();
                matches!(
                    &*word,
                    "draft" | "private" | "pending" | "unpublished" | "hidden"
                )
            });
        let role = self.settings.role(self.path, self.exists);
        if (draft || role == Role::Draft) && !self.settings.drafts {
            return Err(Left::KeptBack(Reason::Draft));
        }
        if hidden
            .iter()
            .any(|field| normal(&field.key) != "draft" && is(field, true))
        {
            return Err(Left::KeptBack(Reason::Hidden));
        }
        Ok(())
    }

    fn in_time(&self, published: Timestamp, expires: &[Field]) -> Result<(), Left> {
        if !self.settings.future && !self.present.has_come(published) {
            return Err(Left::KeptBack(Reason::Future));
        }
        match self.first_date(expires)? {
            Some(expires) if self.present.has_come(expires) => Err(Left::KeptBack(Reason::Expired)),
            _ => Ok(()),
        }
    }

    /// The first date key; a `published` that is no flag; the date in the file's name or folders;
    /// that in the header's `path`, as Zola has it.
    fn published(
        &self,
        published: &[Field],
        flags: &[Field],
        permalink: &[Field],
        file_name: &FileName,
    ) -> Result<Timestamp, Left> {
        let theirs = self.settings.generator.map(|theirs| &theirs.dates);
        if let Some(date) = self.dated(theirs.map_or(&[], |dates| dates.published))? {
            return Ok(date);
        }
        if let Some(date) = self.first_date(published)? {
            return Ok(date);
        }
        let dated: Vec<Field> = flags
            .iter()
            .filter(|field| field.node.text().is_none_or(|text| flag(text).is_none()))
            .cloned()
            .collect();
        if let Some(date) = self.first_date(&dated)? {
            return Ok(date);
        }
        match &file_name.date {
            Some(Ok(date)) => return Ok(*date),
            Some(Err(error)) => {
                let message = format!("the date in the file name cannot be used: {error}");
                return Err(self.header.diagnostic(&INVALID_DATE, 0, message).into());
            }
            None => {}
        }
        let mut paths = permalink
            .iter()
            .filter(|field| normal(&field.key) == "path");
        let in_path = paths.find_map(|field| {
            let path = field.node.text()?.trim_matches('/');
            Some((time::from_path(path, &self.settings.zone)?.date, field))
        });
        match in_path {
            Some((Ok(date), _)) => Ok(date),
            Some((Err(error), field)) => {
                let message = format!("the date in `{}` cannot be used: {error}", field.key);
                let place = field.node.offset;
                Err(self.header.diagnostic(&INVALID_DATE, place, message).into())
            }
            None if self.undated_is_a_page() => Err(Left::KeptBack(Reason::Undated)),
            None => {
                let message = "the article has no date, neither in its header nor in its file name";
                Err(self.header.diagnostic(&MISSING_DATE, 0, message).into())
            }
        }
    }

    /// The date under the first of `keys` that has one.
    fn dated(&self, keys: &[&str]) -> Result<Option<Timestamp>, Left> {
        let fields = keys.iter().filter_map(|key| self.header.raw.field(key));
        let is_date = |field: &&Field| field.node.text().is_none_or(|text| flag(text).is_none());
        let fields: Vec<Field> = fields.filter(is_date).cloned().collect();
        self.first_date(&fields)
    }

    fn undated_is_a_page(&self) -> bool {
        let generator = self.settings.generator;
        generator.is_some_and(|generator| generator.undated_are_pages)
    }

    /// Never before the published date; one in the future counts as that date.
    fn updated(&self, updated: &[Field], published: Timestamp) -> Result<Timestamp, Left> {
        let updated = self
            .first_date(updated)?
            .filter(|date| published <= *date && self.present.has_come(*date));
        Ok(updated.unwrap_or(published))
    }

    fn first_date(&self, fields: &[Field]) -> Result<Option<Timestamp>, Left> {
        for field in fields {
            let node = match &field.node.value {
                // Docusaurus: `last_update: {date: …, author: …}`, each of which may be missing.
                Value::Mapping(pairs) if is_last_update(pairs) => {
                    match pairs.iter().find(|(key, _)| key.text() == Some("date")) {
                        Some((_, date)) => date,
                        None => continue,
                    }
                }
                _ => &field.node,
            };
            let text = node
                .text()
                .unwrap_or_else(|| self.header.line_from(node.offset))
                .trim();
            if text.is_empty() {
                continue;
            }
            return match Timestamp::parse(text, &self.settings.zone) {
                Ok(date) => Ok(Some(date)),
                Err(error) => {
                    let message = format!("`{}` cannot be used: {error}", field.key);
                    Err(self
                        .header
                        .diagnostic(&INVALID_DATE, node.offset, message)
                        .into())
                }
            };
        }
        Ok(None)
    }

    /// The header's title, else the file's name.
    fn title(&mut self, title: &[Field], file_name: &FileName) -> Text {
        for field in title {
            match field.node.text() {
                Some(title) => {
                    let title = Text::new(&text::collapse(&text::plain(title)));
                    if !title.is_blank() {
                        return title;
                    }
                }
                None => self.unusable(&field.key, &field.node),
            }
        }
        let from_name = Text::new(&text::collapse(&file_name.slug.replace(['-', '_'], " ")));
        if from_name.is_blank() {
            Text::new(&file_name.path)
        } else {
            from_name
        }
    }

    fn tags(&mut self, fields: &[Field]) -> Vec<Tag> {
        let settings = self.settings;
        let mut filing = Filing::of(&settings.taxonomies[0]);
        for key in &settings.tags.from {
            for field in fields.iter().filter(|field| normal(&field.key) == *key) {
                self.file_field(field, &mut filing);
            }
        }
        filing.tags
    }

    /// What it is filed under besides its tags. `named` are the authors in its header.
    fn terms(&mut self, authors: &[Field], named: &[Author], language: Option<&str>) -> Vec<Term> {
        let settings = self.settings;
        let mut terms = Vec::new();
        // The first are the tags.
        for (taxonomy, index) in settings.taxonomies.iter().zip(0..).skip(1) {
            let mut filing = Filing::of(taxonomy);
            let header = self.header;
            let keys = taxonomy.keys().unwrap_or_default();
            for field in keys.iter().filter_map(|key| header.raw.field(key)) {
                self.file_field(field, &mut filing);
            }
            match &taxonomy.terms {
                Terms::Tags | Terms::Keys(_) => {}
                Terms::Authors if taxonomy.keys().is_some() => {}
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

    fn is_main(&self) -> bool {
        self.settings.main_sections.as_ref().is_none_or(|sections| {
            let section = self.section();
            let section = section.as_deref().unwrap_or(config::NO_SECTION);
            sections.iter().any(|main| main == section)
        })
    }

    /// The folder that it is filed under.
    fn section(&self) -> Option<String> {
        let articles = &self.settings.articles;
        let path = articles.below(self.path);
        let theirs = self.settings.generator.and_then(|theirs| theirs.section);
        let theirs = theirs.map(|section| {
            section(path, &|path| {
                (self.exists)(&articles.beside(path, self.path))
            })
        });
        match (theirs, &self.settings.sections) {
            (Some(theirs), None) => theirs,
            (Some(theirs), Some(sections)) => file_name::section_of(&theirs?, sections),
            (None, Some(sections)) => {
                let (folder, _) = path.rsplit_once('/')?;
                file_name::section_of(folder, sections)
            }
            (None, None) => file_name::section(self.path, self.settings).map(str::to_owned),
        }
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
    fn file(&mut self, tag: Tag, offset: usize, filing: &mut Filing<'_>) {
        let Filing {
            taxonomy,
            tags,
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
            self.too_much(offset, message);
        } else if tags.len() == MAX_TAGS {
            *is_full = true;
            let what = if is_tags {
                "tags".to_owned()
            } else {
                format!("of `{name}`")
            };
            self.too_much(offset, format!("only the first {MAX_TAGS} {what} count"));
        } else {
            let identity = taxonomy.identity(self.settings.slugs, &tag);
            if tags.iter().all(|known| known.identity != identity) {
                tags.push(Tag { identity, ..tag });
            }
        }
    }

    fn too_much(&mut self, offset: usize, message: String) {
        let finding = self.header.diagnostic(&TOO_MANY_TAGS, offset, message);
        self.findings.push(finding);
    }

    /// The categories as they are written.
    fn categories(&self, fields: &[Field]) -> Vec<String> {
        let categories = fields
            .iter()
            .filter(|field| normal(&field.key).starts_with("categor"));
        let tags =
            categories.flat_map(|field| names::tags(&field.node, &self.settings.tags, &mut |_| ()));
        tags.map(|tag| tag.name.to_string()).collect()
    }

    fn authors(&mut self, fields: &[Field]) -> Vec<Author> {
        let mut authors: Vec<Author> = Vec::new();
        let mut known = HashSet::new();
        for field in fields {
            let mut odd = Vec::new();
            for author in names::authors(&field.node, &self.settings.authors, &mut |node| {
                odd.push(node.clone())
            }) {
                if known.insert(author.name.clone()) {
                    authors.push(author);
                }
            }
            odd.iter().for_each(|node| self.unusable(&field.key, node));
        }
        authors
    }

    fn first_text(&self, fields: &[Field]) -> Option<Text> {
        let mut texts = fields.iter().filter_map(|field| field.node.text());
        texts.find_map(|text| {
            Some(Text::new(&text::collapse(&text::plain(text)))).filter(|text| !text.is_blank())
        })
    }

    /// The header's, else the file name's, else the folder's.
    fn language(&mut self, fields: &[Field], file_name: &FileName) -> Option<String> {
        let generator = self.settings.generator;
        let by_name = match generator.is_none_or(|generator| generator.language_in_names) {
            true => file_name.language.clone(),
            false => None,
        };
        let mut said = fields.iter();
        let said = said.find(|field| field.node.text().is_none_or(|text| !text.trim().is_empty()));
        let Some(field) = said else {
            return by_name;
        };
        let language = field.node.text().and_then(model::language);
        if language.is_none() {
            let message = format!(
                "`{}` is no language tag",
                self.header.line_from(field.node.offset)
            );
            self.findings.push(self.header.diagnostic(
                &UNKNOWN_LANGUAGE,
                field.node.offset,
                message,
            ));
        }
        language.or(by_name)
    }

    fn edition(&self, language: Option<&str>) -> Option<String> {
        let language = language.or(self.settings.language.as_deref())?;
        language::edition(language, &self.settings.languages)
    }

    /// The folder of a language of the site.
    fn folder_of(&self, edition: Option<&str>) -> Option<&str> {
        let mut languages = self.settings.languages.iter();
        let edition = languages.find(|language| Some(&*language.tag) == edition)?;
        edition.folder.as_deref()
    }

    /// The address that the header gives, else the one that the settings make.
    fn permalink(&self, fields: &[Field], page: &Page<'_>) -> Result<AbsoluteUrl, Left> {
        let place = fields.first().map_or(0, |field| field.node.offset);
        let given = match self.settings.generator {
            Some(generator) => (generator.address)(page).map(|address| (address, place)),
            None => given_address(fields),
        };
        let Some((address, place)) = given else {
            let path = self.settings.permalinks.expand(page);
            let path = match self.settings.generator {
                Some(generator) => (generator.tidy)(path),
                None => path,
            };
            return Ok(self.settings.url.below(&path));
        };
        let unusable = |why: String| {
            let message = format!("`{address}` cannot be used: {why}");
            Left::from(self.header.diagnostic(&UNUSABLE_PERMALINK, place, message))
        };
        let is_whole = ["http://", "https://"].iter().any(|scheme| {
            let start = address.get(..scheme.len()).unwrap_or_default();
            start.eq_ignore_ascii_case(scheme)
        });
        if is_whole {
            return AbsoluteUrl::parse(&address).map_err(|error| unusable(error.to_string()));
        }
        let fills_in = |generator: &Generator| generator.fills_in_addresses;
        let is_pattern = self.settings.generator.is_none_or(fills_in)
            && (address.contains("/:") || address.starts_with(':'));
        let path = if is_pattern {
            let dialect = &self.settings.permalinks.dialect;
            let pattern = Pattern::parse(&address, dialect).map_err(|error| {
                Left::from(
                    self.header
                        .diagnostic(&UNUSABLE_PERMALINK, place, error.to_string()),
                )
            })?;
            pattern.expand(page, dialect)
        } else {
            address.trim_start_matches('/').to_owned()
        };
        let joined = self.settings.url.join(&format!("./{path}"));
        joined.map_err(|error| unusable(error.to_string()))
    }

    /// The header's id; one that is no URI becomes a `tag:` URI. Else what `ids` says. It never
    /// depends on title or body, nor on tags unless the permalink does.
    fn id(&self, fields: &[Field], permalink: &AbsoluteUrl, page: &Page<'_>) -> EntryId {
        let tag = |specific: &str| {
            EntryId::tag(self.settings.url.host(), &self.settings.id_date, specific)
        };
        let given = fields
            .iter()
            .filter_map(|field| field.node.text())
            .map(str::trim)
            .find(|id| !id.is_empty());
        match (given, self.settings.ids) {
            (_, Ids::Of(generator)) => (generator.entry_id)(page, permalink)
                .and_then(|id| EntryId::as_published(&id))
                .unwrap_or_else(|| EntryId::from_url(permalink)),
            (Some(id), _) => EntryId::from_uri(id).unwrap_or_else(|| tag(text::clean(id).trim())),
            (None, Ids::Permalink) => EntryId::from_url(permalink),
            (None, Ids::Tag) => tag(page.stem),
        }
    }

    fn unusable(&mut self, key: &str, node: &Node) {
        let message = format!("`{key}` holds {}, where text is wanted", node.kind());
        self.findings.push(
            self.header
                .diagnostic(&UNUSABLE_VALUE, node.offset, message),
        );
    }
}

/// The address in the header, and its place.
fn given_address(fields: &[Field]) -> Option<(String, usize)> {
    fields.iter().find_map(|field| {
        let address = field.node.text()?.trim();
        // Eleventy: `permalink: false` is no address.
        let is_one = !address.is_empty() && flag(address).is_none();
        is_one.then(|| (address.to_owned(), field.node.offset))
    })
}

/// The header's `slug`, else what the file's name says.
fn address_slug<'a>(slug: &'a [Field], file_name: &'a FileName) -> &'a str {
    let mut given = slug.iter().filter_map(|field| field.node.text());
    let given = given
        .next()
        .map(str::trim)
        .filter(|slug| !matches!(*slug, "" | "." | ".."));
    given.unwrap_or(&file_name.slug).trim_matches('/')
}

fn is_last_update(pairs: &[(Node, Node)]) -> bool {
    pairs
        .iter()
        .all(|(key, _)| matches!(key.text(), Some("date" | "author")))
}

/// `true`, `false` and the other words that YAML 1.1 had for them.
fn flag(text: &str) -> Option<bool> {
    match &*text.trim().to_lowercase() {
        "true" | "yes" | "on" | "y" | "1" => Some(true),
        "false" | "no" | "off" | "n" | "0" => Some(false),
        _ => None,
    }
}

/// How the body of the file at `path` is written.
fn syntax(path: &str) -> Syntax {
    let extension = path
        .rsplit('.')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    match &*extension {
        "html" | "htm" => Syntax::Html,
        "txt" => Syntax::Plain,
        _ => Syntax::Markdown,
    }
}
