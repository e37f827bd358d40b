//! The bodies that are in some feed, each read and rendered once.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use super::layout::{Claim, Planned};
use super::pictures::Pictures;
use super::read::ReadArticle;
use super::references::References;
use crate::body::{self, Context, Rendered};
use crate::diagnostic::{Diagnostic, Severity};
use crate::feed::emit::{self, SerializedEntry};
use crate::feed::select::Catalog;
use crate::input::source::{self, ARTICLE_TOO_LARGE, Failure, SourceFile};
use crate::model::{Article, Entry, Format, MarkdownExtensions, Syntax, Templates, Text};
use crate::site::footer::FooterValues;
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
            references: References::new(articles, files, settings),
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

    /// The content of the article in a file, if it has been rendered.
    pub(super) fn content(&self, file: usize) -> Option<&str> {
        let rendered = self.rendered.get(&file)?.as_ref()?;
        rendered.html.as_ref().map(Text::as_str)
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
            markdown: MarkdownExtensions {
                math: article.math.or(self.settings.markdown.math),
                ..self.settings.markdown.extensions()
            },
            page: &article.permalink,
            title: article.title.as_str(),
            drops_title: article.drops_title,
            path: self.settings.articles.below(&file.path),
            values: &article.values,
            site_values: &self.settings.variables,
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
        if let (Some(footer), Some(html)) = (self.footer(article, &context), &rendered.html) {
            let body = html.as_str().trim_end();
            let between = if body.is_empty() { "" } else { "\n" };
            let html = format!("{body}{between}{footer}");
            rendered.html = Some(Text::from(html));
        }
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

    /// What the settings put at the end of an entry with its content.
    fn footer(&self, article: &Article, context: &Context<'_>) -> Option<Text> {
        let footer = &self.settings.entry_footer.as_ref()?.value;
        let authors = article.authors.iter().chain([&self.settings.author]);
        let html = footer.fill(&FooterValues {
            title: article.title.as_str(),
            link: article.permalink.as_str(),
            email: authors
                .filter_map(|it| it.email.as_deref())
                .next()
                .unwrap_or_default(),
        });
        let context = Context {
            syntax: Syntax::Html,
            templates: Templates::None,
            drops_title: false,
            ..*context
        };
        body::render(&html, &context).ok()?.html
    }

    /// Each entry in each format, serialized once, however many feeds include it.
    pub(super) fn entries<'b>(
        &'b self,
        site: &Catalog<'b>,
        formats: &[Format],
        pictures: &Pictures<'_>,
    ) -> Entries<'b> {
        let mut published = site.articles.clone();
        published.sort_unstable_by_key(|article| article.file);
        let published = published.into_par_iter().with_max_len(16);
        let content = self.settings.content == Content::Full;
        let write = |article| self.entry((site, pictures), article, formats, content);
        Entries {
            all: published.filter_map(write).collect(),
            beside: BTreeMap::new(),
        }
    }

    /// The entry of `article` in each format, with its content or without.
    fn entry<'b>(
        &'b self,
        (site, pictures): (&Catalog<'b>, &Pictures<'_>),
        article: &'b Article,
        formats: &[Format],
        content: bool,
    ) -> Option<SerializedFormats<'b>> {
        let Rendered { html, summary, .. } = self.rendered.get(&article.file)?.as_ref()?;
        let entry = Entry {
            article,
            categories: site.categories(article),
            content: html.as_ref().filter(|_| content),
            summary: article.summary.as_ref().unwrap_or(summary),
            picture_size: pictures
                .size(article, self.file(article.file))
                .map(|size| (size.width, size.height)),
        };
        let write = |&format: &Format| (format, emit::entry(format, &entry));
        Some((article.file, formats.iter().map(write).collect()))
    }

    /// Keeps the articles that would take more than `limits.article` in all `planned` feeds out of those that
    /// are not for everything: their content, and if that is not enough, the whole entry.
    pub(super) fn limit<'b>(
        &'b self,
        entries: &mut Entries<'b>,
        (site, pictures): (&Catalog<'b>, &Pictures<'_>),
        planned: &[Planned<'_, '_, '_>],
    ) -> Vec<Diagnostic> {
        let limit = self.settings.limits.article;
        let written = || {
            planned
                .iter()
                .filter(|planned| planned.claim == Claim::Written)
        };
        let most = limit / planned.len().max(1);
        let is_large = |(_, entries): &&SerializedFormats<'_>| {
            let lengths = entries
                .iter()
                .flat_map(|(_, entry)| entry)
                .map(SerializedEntry::bytes);
            lengths.max().is_some_and(|length| length > most)
        };
        let large = entries.all.iter().filter(is_large).map(|(file, _)| *file);
        // How many feeds other than those for everything have it, by format.
        let mut uses: BTreeMap<usize, BTreeMap<Format, usize>> =
            large.map(|file| (file, BTreeMap::new())).collect();
        if uses.is_empty() {
            return Vec::new();
        }
        for planned in written().filter(|planned| !planned.feed.is_of_everything()) {
            for &index in &planned.feed.articles {
                if let Some(uses) = uses.get_mut(&site.articles[index].file) {
                    *uses.entry(planned.format).or_default() += 1;
                }
            }
        }
        let bytes = |entry: &SerializedFormats<'_>, uses: &BTreeMap<Format, usize>| -> usize {
            let lengths = entry.1.iter().filter_map(|(format, entry)| {
                let feeds = uses.get(format).copied().unwrap_or(0);
                Some(entry.as_ref().ok()?.bytes().saturating_mul(feeds))
            });
            lengths.fold(0, usize::saturating_add)
        };
        let mut findings = Vec::new();
        for &article in &site.articles {
            let Some(uses) = uses.get(&article.file) else {
                continue;
            };
            let Some(full) = entries.formats_of(article.file) else {
                continue;
            };
            let total = bytes(full, uses);
            if total <= limit {
                continue;
            }
            let formats: Vec<Format> = uses.keys().copied().collect();
            let short = self.entry((site, pictures), article, &formats, false);
            let short = short.filter(|short| bytes(short, uses) <= limit);
            let what = if short.is_some() { "its content" } else { "it" };
            let feeds: usize = uses.values().sum();
            let message = format!(
                "the entry would take {total} bytes in {feeds} feeds, and `limits.article` is {limit}; \
                 {what} is only in the feed for everything"
            );
            findings.push(Diagnostic {
                severity: Severity::Warning,
                ..Diagnostic::new(&ARTICLE_TOO_LARGE, message)
                    .in_file(self.file(article.file).shown())
            });
            entries
                .beside
                .insert(article.file, short.map(|(_, short)| short));
        }
        findings
    }
}

/// The entry of a file in each format.
type SerializedFormats<'b> = (usize, Vec<(Format, Serialized<'b>)>);

/// The serialized entries.
#[derive(Debug)]
pub(super) struct Entries<'b> {
    /// In the order of their files.
    all: Vec<SerializedFormats<'b>>,
    /// Those that are others, or none, in feeds that are not for everything, by file.
    beside: BTreeMap<usize, Option<Vec<(Format, Serialized<'b>)>>>,
}

type Serialized<'b> = Result<SerializedEntry<'b>, emit::Error>;

impl<'b> Entries<'b> {
    /// The entry of `file` in `format`, for a feed for everything or another one.
    pub(super) fn get(
        &self,
        file: usize,
        format: Format,
        is_for_everything: bool,
    ) -> Option<&Serialized<'b>> {
        let beside = if is_for_everything {
            None
        } else {
            self.beside.get(&file)
        };
        let formats = match beside {
            Some(beside) => beside.as_ref()?,
            None => &self.formats_of(file)?.1,
        };
        let mut formats = formats.iter();
        formats.find_map(|(known, entry)| (*known == format).then_some(entry))
    }

    fn formats_of(&self, file: usize) -> Option<&SerializedFormats<'b>> {
        let at = self
            .all
            .binary_search_by_key(&file, |(file, _)| *file)
            .ok()?;
        Some(&self.all[at])
    }
}
