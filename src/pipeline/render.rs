//! The bodies that are in some feed, each read and rendered once.

use std::collections::HashMap;

use rayon::prelude::*;

use super::read::ReadArticle;
use super::references::References;
use crate::body::{self, Context, Rendered};
use crate::diagnostic::Diagnostic;
use crate::feed::emit::{self, SerializedEntry};
use crate::feed::select::Catalog;
use crate::input::source::{self, Failure, SourceFile};
use crate::model::{Article, Entry, Format};
use crate::site::settings::{Content, Settings};

/// The bodies by file.
#[derive(Debug)]
pub(super) struct Bodies<'a> {
    pub(super) files: &'a [SourceFile],
    settings: &'a Settings,
    /// The articles that a body may refer to.
    references: References<'a>,
    /// `None` for one that cannot be used.
    rendered: HashMap<usize, Option<Rendered>>,
}

impl<'a> Bodies<'a> {
    pub(super) fn new(
        files: &'a [SourceFile],
        articles: &'a [ReadArticle],
        settings: &'a Settings,
    ) -> Self {
        Bodies {
            files,
            settings,
            references: References::new(articles, files, &settings.articles),
            rendered: HashMap::default(),
        }
    }

    pub(super) fn file(&self, file: usize) -> &'a SourceFile {
        &self.files[file]
    }

    /// Whether it is known what became of the body of a file.
    pub(super) fn has(&self, file: usize) -> bool {
        self.rendered.contains_key(&file)
    }

    pub(super) fn is_unusable(&self, file: usize) -> bool {
        matches!(self.rendered.get(&file), Some(None))
    }

    /// Keeps what became of the body of a file.
    pub(super) fn keep(&mut self, file: usize, body: Option<Rendered>) {
        self.rendered.insert(file, body);
    }

    /// Reads a body into `buffer` and renders it.
    pub(super) fn render(
        &self,
        read: &ReadArticle,
        buffer: &mut Vec<u8>,
    ) -> Result<Rendered, Failure> {
        let ReadArticle { article, version } = read;
        let file = self.file(article.file);
        let body = source::body(file, article.body, *version, buffer)?;
        let context = Context {
            syntax: article.syntax,
            templates: self.settings.reading.templates,
            page: &article.permalink,
            title: article.title.as_str(),
            path: self.settings.articles.below(&file.path),
            values: &article.values,
            published: Some(article.published),
            site: &self.settings.url,
            site_title: self.settings.title.as_str(),
            articles: &self.references,
            limit: self.settings.limits.entry,
        };
        let mut rendered = body::render(&body, &context).map_err(|unusable| {
            let finding = Diagnostic::from(unusable).in_file(file.shown());
            finding.at(article.body.line, 0)
        })?;
        for place in rendered
            .findings
            .iter_mut()
            .flat_map(|finding| &mut finding.position)
        {
            place.path = file.shown();
            place.line = place.line.map(|line| line + article.body.line - 1);
        }
        Ok(rendered)
    }

    /// Each entry in each format, serialized once, however many feeds include it.
    pub(super) fn entries<'b>(&'b self, site: &Catalog<'b>, formats: &[Format]) -> Entries<'b> {
        let content = self.settings.content;
        let published = |article: &&'b Article| {
            let rendered = self.rendered.get(&article.file)?.as_ref()?;
            Some((*article, rendered))
        };
        let mut published: Vec<_> = site.articles.iter().filter_map(published).collect();
        published.sort_unstable_by_key(|(article, _)| article.file);
        let write = |(article, rendered): (&'b Article, &'b Rendered)| {
            let Rendered { html, summary, .. } = rendered;
            let entry = Entry {
                article,
                categories: site.categories(article),
                content: html.as_ref().filter(|_| content == Content::Full),
                summary: article.summary.as_ref().unwrap_or(summary),
            };
            let write = |&format: &Format| (format, emit::entry(format, &entry));
            (article.file, formats.iter().map(write).collect())
        };
        let published = published.into_par_iter().with_max_len(16);
        Entries(published.map(write).collect())
    }
}

/// The serialized entries, in the order of their files.
#[derive(Debug)]
pub(super) struct Entries<'b>(Vec<(usize, Vec<(Format, Serialized<'b>)>)>);

type Serialized<'b> = Result<SerializedEntry<'b>, emit::Error>;

impl<'b> Entries<'b> {
    /// The entry of `file` in `format`.
    pub(super) fn get(&self, file: usize, format: Format) -> Option<&Serialized<'b>> {
        let at = self.0.binary_search_by_key(&file, |(file, _)| *file).ok()?;
        let mut formats = self.0[at].1.iter();
        formats.find_map(|(known, entry)| (*known == format).then_some(entry))
    }
}
