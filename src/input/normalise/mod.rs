//! Raw front matter and settings to an article, or the reason why it is none.

mod address;
mod dates;
mod file_name;
mod filing;
mod language;
pub mod lint;
mod media;
mod names;

use std::collections::HashSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostic, rules};
use crate::model::{self, Article, Author, Syntax, Text};
use crate::site::address::Page;
use crate::site::generator::Role;
use crate::site::settings::Settings;
use crate::syntax::front_matter::{Field, Header, RawFrontMatter, normal};
use crate::syntax::tree::Node;
use crate::text;
use crate::time::Present;
use address::address_slug;
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
#[serde(rename_all = "lowercase")]
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
        let reading = &self.settings.reading;
        let in_address = self.dated(reading.address_date_keys)?;
        let in_address = in_address.unwrap_or(published);
        let page = Page {
            path: self.settings.articles.below(self.path),
            stem: &file_name.path,
            slug: address_slug(slug, &file_name),
            title: title.as_str(),
            published: if reading.address_dates_in_site_zone {
                in_address.in_zone(&self.settings.timezone)
            } else {
                in_address
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

    fn too_much(&mut self, offset: usize, message: String) {
        let finding = self.header.diagnostic(&TOO_MANY_TAGS, offset, message);
        self.findings.push(finding);
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
        let by_name = file_name
            .language
            .clone()
            .filter(|_| self.settings.reading.language_in_names);
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

    fn unusable(&mut self, key: &str, node: &Node) {
        let message = format!("`{key}` holds {}, where text is wanted", node.kind());
        self.findings.push(
            self.header
                .diagnostic(&UNUSABLE_VALUE, node.offset, message),
        );
    }
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
