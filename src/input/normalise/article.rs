//! A header to an article, or the reason why it is not published.

use std::collections::HashSet;
use std::sync::Arc;

use super::address::address_slug;
use super::file_name::FileName;
use super::normaliser::{KeptBack, LeftOut, Normaliser};
use super::rules::{TOO_MANY_AUTHORS, UNKNOWN_LANGUAGE};
use super::{language, names};
use crate::diagnostic::{Diagnostic, FileFindings};
use crate::input::history::CommitDates;
use crate::model::{self, Article, Author, Syntax, TemplateValue, TemplateValues, Templates, Text};
use crate::site::address::Page;
use crate::site::generator::{OTHER_LANGUAGE, TRANSLATION_RANK, TRANSLATIONS};
use crate::site::settings::{RepeatedTitle, Settings};
use crate::syntax::front_matter::{Field, Header};
use crate::syntax::tree::Value;
use crate::text;
use crate::time::Present;

/// The most authors that an article may have.
const MAX_AUTHORS: usize = 64;

/// What an article becomes.
#[derive(Debug)]
pub enum ArticleOutcome {
    /// It is published.
    Article(Box<Article>),
    /// It is kept back, as its header says.
    KeptBack(Box<KeptBack>),
    /// It cannot be used, and a finding says this.
    Unusable(String),
}

/// The file of an article.
pub struct ArticleFile<'a> {
    /// Which of the files that were walked it is.
    pub index: usize,
    /// Its path below the source, with `/`.
    pub path: &'a str,
    /// Whether there is a file at a path.
    pub exists: &'a dyn Fn(&str) -> bool,
    /// When it was committed, if dates come from git.
    pub committed: Option<CommitDates>,
    /// The tags in its body, if these count.
    pub hashtags: &'a [String],
}

/// The article in `file`. `present` only decides which articles are future or expired.
pub fn article(
    file: &ArticleFile<'_>,
    header: &Header,
    settings: &Settings,
    present: &Present,
    findings: &mut Vec<Diagnostic>,
) -> ArticleOutcome {
    let mut normaliser = Normaliser {
        path: file.path,
        exists: file.exists,
        committed: file.committed,
        header,
        settings,
        zone: settings.timezone,
        present,
        findings: FileFindings::default(),
    };
    let outcome = match normaliser.article(file) {
        Ok(article) => ArticleOutcome::Article(Box::new(article)),
        Err(LeftOut::KeptBack(mut kept_back)) => {
            findings.extend(kept_back.doubt.take());
            return ArticleOutcome::KeptBack(kept_back);
        }
        Err(LeftOut::Unusable(finding)) => {
            let message = finding.message.clone();
            normaliser.findings.add(finding.rule, || *finding);
            ArticleOutcome::Unusable(message)
        }
    };
    findings.extend(header.oddities());
    findings.extend(normaliser.findings.into_vec());
    outcome
}

impl Normaliser<'_> {
    fn article(&mut self, file: &ArticleFile<'_>) -> Result<Article, LeftOut> {
        let raw = &self.header.raw;
        self.visible()?;
        self.misspelt();
        let file_name = FileName::parse(self.path, self.settings);
        let (published, updated) = self.published_and_updated(&file_name)?;
        self.in_time(published, &file_name)?;
        let title = self.title(&raw.title, &file_name);
        let tag_list = self.tags(&raw.tags, file.hashtags);
        let language = self.language(&raw.language, &file_name);
        let edition = self.edition(language.as_deref());
        let named = self.authors(&raw.authors);
        let terms = self.terms(
            &raw.authors,
            &named,
            language.as_deref(),
            published,
            tag_list.len(),
        );
        let given_id = self.given_id(&raw.id);
        let categories = || self.categories(&raw.tags);
        let reading = &self.settings.reading;
        let in_address = self.dated(reading.address_date_keys)?;
        let in_address = in_address.map_or(published, |date| date.time);
        let site_language = self.settings.site_language(edition.as_deref());
        let own_site = site_language.and_then(|language| language.url.as_ref());
        let page = Page {
            path: self.settings.articles.below(self.path),
            stem: &file_name.path,
            slug: address_slug(&raw.slug, &file_name),
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
            is_in_other_language: match self.header.raw.text(OTHER_LANGUAGE) {
                Some(text) => text == "true",
                None => language.is_some() && language != self.settings.language,
            },
            language_folder: site_language
                .filter(|_| own_site.is_none())
                .and_then(|language| language.folder.as_deref()),
            language_part: file_name.language_part.as_deref(),
            header: &|key| self.header.raw.text(key),
            categories: &categories,
            exists: &|path| (self.exists)(&self.settings.articles.beside(path, self.path)),
        };
        let site = own_site.unwrap_or(&self.settings.url);
        let permalink = self.permalink(&raw.permalink, &page, site)?;
        let former = self.former_address(&raw.permalink, &page)?;
        let id = self.id(given_id, former.as_ref().unwrap_or(&permalink), &page);
        let media = self.media(raw, &named, &permalink);
        Ok(Article {
            file: file.index,
            published,
            updated,
            tags: tag_list.into_iter().map(Arc::new).collect(),
            terms: terms.into(),
            authors: if named.is_empty() {
                [self.settings.author.clone()].into()
            } else {
                named.into()
            },
            id,
            media,
            permalink,
            summary: self.first_text(&raw.summary),
            edition: edition.map(String::into_boxed_str),
            is_main: self.is_main(),
            language: language
                .filter(|language| Some(language) != self.settings.language.as_ref())
                .map(String::into_boxed_str),
            syntax: Syntax::of_path(self.path).unwrap_or(Syntax::Markdown),
            math: self.math(),
            drops_title: self.settings.repeated_title == RepeatedTitle::Drop
                || self.heading().as_ref() == Some(&title) && raw.title.is_empty(),
            body: self.header.body,
            translations: self.translations(),
            aliases: self.aliases(&raw.aliases),
            values: self.values(),
            title,
        })
    }

    /// What its translations share, and its rank among them.
    fn translations(&self) -> Option<Box<(Box<str>, u8)>> {
        let group = self.header.raw.text(TRANSLATIONS)?;
        let rank = self.header.raw.text(TRANSLATION_RANK)?.parse().ok()?;
        Some(Box::new((group.into(), rank)))
    }

    /// The names that links of notes may call it.
    fn aliases(&self, fields: &[Field]) -> Box<[Box<str>]> {
        if !self.settings.reading.notes {
            return Box::default();
        }
        let nodes = fields.iter().flat_map(|field| match &field.node.value {
            Value::Sequence(items) => items,
            _ => std::slice::from_ref(&field.node),
        });
        let names = nodes.filter_map(|node| node.text().map(str::trim));
        names
            .filter(|name| !name.is_empty())
            .map(Box::from)
            .collect()
    }

    /// What a body in Liquid, or a shortcode of Hugo's, may name. Long ones are bodies themselves.
    fn values(&self) -> TemplateValues {
        let templates = self.settings.reading.templates;
        if !matches!(templates, Templates::Liquid | Templates::Hugo) {
            return Box::default();
        }
        let value = |field: &Field| {
            let value = TemplateValue::from(&field.node);
            (value.bytes() <= LONGEST_VALUE).then(|| (field.key.as_str().into(), value))
        };
        self.header.raw.fields().filter_map(value).collect()
    }

    /// `mathjax: true`, or whatever the theme calls it.
    fn math(&self) -> Option<bool> {
        let keys = ["math", "mathjax", "katex", "use_math", "usemath", "latex"];
        let mut values = keys.iter().filter_map(|key| self.header.raw.text(key));
        values.find_map(|value| match value {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        })
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
        if let Some(heading) = self.heading() {
            return heading;
        }
        // A daily note is called like its day.
        let is_day = file_name.date.as_deref() == Some(&file_name.slug);
        let name = match &file_name.slug {
            day if is_day => day.clone(),
            words => words.replace(['-', '_'], " "),
        };
        let from_name = Text::new(&text::collapse(&name));
        if from_name.is_blank() {
            Text::new(&file_name.path)
        } else {
            from_name
        }
    }

    /// The body's first heading, where no generator takes the file's name for the title.
    fn heading(&self) -> Option<Text> {
        if self.settings.reading.templates != Templates::Unknown {
            return None;
        }
        let heading = text::without_markdown(self.header.heading.as_deref()?);
        let heading = Text::new(&text::collapse(&text::plain(&heading)));
        (!heading.is_blank()).then_some(heading)
    }

    pub(super) fn authors(&mut self, fields: &[Field]) -> Vec<Author> {
        let mut authors: Vec<Author> = Vec::new();
        let mut known = HashSet::new();
        let mut is_full = false;
        for field in fields {
            let mut odd = Vec::new();
            for author in names::authors(&field.node, &self.settings.authors, &mut |node| {
                odd.push(node.clone())
            }) {
                if !known.insert(author.name.clone()) {
                } else if authors.len() < MAX_AUTHORS {
                    authors.push(author);
                } else if !is_full {
                    is_full = true;
                    let message = format!("only the first {MAX_AUTHORS} authors are used");
                    self.report(&TOO_MANY_AUTHORS, field.node.offset, message);
                }
            }
            odd.iter().for_each(|node| self.unusable(&field.key, node));
        }
        authors
    }

    /// The header's, else the file name's, else the folder's.
    fn language(&mut self, fields: &[Field], file_name: &FileName) -> Option<String> {
        let by_name = file_name
            .language
            .clone()
            .filter(|_| self.settings.reading.language_in_names);
        let mut fields = fields.iter();
        let given =
            fields.find(|field| field.node.text().is_none_or(|text| !text.trim().is_empty()));
        let Some(field) = given else {
            return by_name;
        };
        // Of a list, the first counts.
        let node = match &field.node.value {
            Value::Sequence(items) => items.first().unwrap_or(&field.node),
            _ => &field.node,
        };
        let tag = |text: &str| {
            model::language(text).or_else(|| language::of_name(text).map(str::to_owned))
        };
        let language = node.text().and_then(tag);
        let language = language.filter(|tag| language::exists(tag, &self.settings.languages));
        if language.is_none() {
            let line = || self.header.line_from(node.offset);
            let written = node.text().map_or_else(line, str::trim);
            let message = format!("`{written}` is not a language tag");
            self.report(&UNKNOWN_LANGUAGE, field.node.offset, message);
        }
        language.or(by_name)
    }

    fn edition(&self, language: Option<&str>) -> Option<String> {
        let language = language.or(self.settings.language.as_deref())?;
        language::edition(language, &self.settings.languages)
    }
}

/// The longest value of a header that is kept for the body, in bytes.
const LONGEST_VALUE: usize = 4096;
