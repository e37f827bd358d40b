//! Reading the headers.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::sync::{Arc, PoisonError, RwLock};

use rayon::prelude::*;

use super::error::Cause;
use super::files::Fate;
use super::progress::Step;
use super::run::Run;
use crate::body;
use crate::diagnostic::Diagnostic;
use crate::input::history::CommitDates;
use crate::input::normalise::{self, ArticleFile, ArticleOutcome, KeptBack};
use crate::input::source::{self, Failure, SourceFile, Version};
use crate::model::{Article, Author, Syntax, Tag};
use crate::site::generator::Role;
use crate::site::settings::Settings;
use crate::syntax::front_matter::{self, Header, Manner, NoHeader, Reading};

/// How many headers are held at once, before their articles are put together.
const BATCH: usize = 8192;

/// An article, and the version of its file.
#[derive(Debug)]
pub(super) struct ReadArticle {
    pub(super) article: Article,
    /// What its body is to be of.
    pub(super) version: Version,
}

/// What a file turned out to be.
#[expect(clippy::large_enum_variant, reason = "nearly all of them are articles")]
enum FileKind {
    /// If something in it looks like a header, why it is not one.
    NotAnArticle(Option<String>),
    KeptBack(Box<KeptBack>),
    /// What is wrong.
    Unusable(String),
    Article(ReadArticle),
}

/// One copy of each tag and of each list of authors, of which there are far fewer than articles.
#[derive(Default)]
struct Shared {
    tags: RwLock<HashSet<Arc<Tag>>>,
    authors: RwLock<HashSet<Arc<[Author]>>>,
}

impl Shared {
    /// Lets `article` share what earlier ones have, too. It stays equal.
    fn share(&self, article: &mut Article) {
        let terms = article.terms.iter_mut().map(|term| &mut term.tag);
        for tag in article.tags.iter_mut().chain(terms) {
            share(&self.tags, tag);
        }
        share(&self.authors, &mut article.authors);
    }
}

fn share<T: ?Sized + Eq + Hash>(known: &RwLock<HashSet<Arc<T>>>, value: &mut Arc<T>) {
    let read = known.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(same) = read.get(&**value) {
        *value = Arc::clone(same);
        return;
    }
    drop(read);
    let mut write = known.write().unwrap_or_else(PoisonError::into_inner);
    // Another thread may have been quicker.
    if let Some(same) = write.get(&**value) {
        *value = Arc::clone(same);
    } else {
        write.insert(Arc::clone(value));
    }
}

impl Run<'_> {
    /// Reads the header of every file. The articles come in the order of their paths.
    pub(super) fn read(
        &mut self,
        files: &[SourceFile],
        settings: &Settings,
    ) -> Result<Vec<ReadArticle>, Cause> {
        self.begin(Step::Read, Some(files.len()));
        let mut articles = Vec::with_capacity(files.len());
        let shared = Shared::default();
        let paths = files.iter().map(|file| &*file.path);
        let commits = match &self.repository {
            Some(repository) => repository.dates(paths),
            None => Ok(HashMap::new()),
        };
        let commits = commits.map_err(|problem| self.unusable(vec![problem]))?;
        for start in (0..files.len()).step_by(BATCH) {
            let read = |buffer: &mut Vec<u8>, index: usize| {
                let mut findings = Vec::new();
                let committed = commits.get(&*files[index].path).copied();
                let work =
                    || self.read_file((index, committed), files, settings, buffer, &mut findings);
                let kind = self.work_on(&files[index], work)?;
                let mut kind = kind.unwrap_or_else(|finding| {
                    let message = finding.message.clone();
                    findings.push(finding);
                    FileKind::Unusable(message)
                });
                if let FileKind::Article(read) = &mut kind {
                    // Here, because a thread frees most quickly what it has allocated itself.
                    shared.share(&mut read.article);
                }
                Ok((kind, findings))
            };
            let read: Vec<_> = (start..files.len().min(start + BATCH))
                .into_par_iter()
                .with_max_len(64)
                .map_init(Vec::new, read)
                .collect::<Result<_, Cause>>()?;
            for (file, (kind, findings)) in files[start..].iter().zip(read) {
                self.report.findings.extend(findings);
                let counts = &mut self.report.articles;
                match kind {
                    FileKind::NotAnArticle(why) => {
                        counts.without_front_matter += 1;
                        if let Some(why) = why {
                            self.note(&file.path, Fate::NotAnArticle, why);
                        }
                    }
                    FileKind::KeptBack(kept_back) => {
                        *counts.kept_back.entry(kept_back.reason).or_default() += 1;
                        self.note_kept_back(&file.path, *kept_back);
                    }
                    FileKind::Unusable(why) => {
                        counts.left_out += 1;
                        self.note(&file.path, Fate::LeftOut, why);
                    }
                    FileKind::Article(read) => articles.push(read),
                }
            }
        }
        Ok(articles)
    }

    fn read_file(
        &self,
        (index, committed): (usize, Option<CommitDates>),
        files: &[SourceFile],
        settings: &Settings,
        buffer: &mut Vec<u8>,
        findings: &mut Vec<Diagnostic>,
    ) -> Result<FileKind, Failure> {
        let file = &files[index];
        if self.unread_pages.contains(&file.path) {
            return Ok(FileKind::NotAnArticle(None));
        }
        let exists = |path: &str| source::holds(files, path);
        let is_other = settings.role(&file.path, &exists) == Role::Other;
        let shown = file.shown();
        let manner = Manner {
            adapt: &|text, pairs| settings.adapt(&file.path, text, pairs),
            headless: settings.reading.headless && !is_other,
            runs_on: settings.reading.bare_headers_run_on,
            html_heads: settings.reading.html_heads,
            whole: false,
        };
        let mut reading = Reading::NeedMore;
        let version = source::head(file, settings.encoding, buffer, |bytes, whole| {
            reading = front_matter::read_as(&shown, bytes, whole, &manner);
            !matches!(reading, Reading::NeedMore)
        });
        let version = match version {
            Err(Failure::Article(_)) if is_other => return Ok(FileKind::NotAnArticle(None)),
            version => version?,
        };
        let header = match reading {
            Reading::Header(_) | Reading::Unusable(_) if is_other => {
                let generator = settings.generator.map_or("feedmill", |it| it.title);
                let why = format!("{generator} takes it for a page, or a part of one");
                return Ok(FileKind::NotAnArticle(Some(why)));
            }
            Reading::NotAnArticle(NoHeader::Mistaken(_) | NoHeader::StrayKeys(_)) if is_other => {
                return Ok(FileKind::NotAnArticle(None));
            }
            Reading::NotAnArticle(NoHeader::Nothing) | Reading::NeedMore => {
                return Ok(FileKind::NotAnArticle(None));
            }
            Reading::NotAnArticle(NoHeader::NotMeant(why)) => {
                return Ok(FileKind::NotAnArticle(Some(why.to_owned())));
            }
            Reading::NotAnArticle(NoHeader::Mistaken(finding) | NoHeader::StrayKeys(finding)) => {
                let message = finding.message.clone();
                findings.push(finding);
                return Ok(FileKind::NotAnArticle(Some(message)));
            }
            Reading::Unusable(finding) => return Err(finding.into()),
            Reading::Header(header) => header,
        };
        if let Some(page) = self.unread_page_above(&file.path) {
            let why = format!("`{page}` cannot be read, and may keep it back");
            return Ok(FileKind::Unusable(why));
        }
        let mut hashtags = Vec::new();
        if settings.tags.inline {
            let body = source::body(file, header.body, version, buffer)?;
            let syntax = Syntax::of_path(&file.path).unwrap_or(Syntax::Markdown);
            let found = body::hashtags(&body, syntax, settings.reading.templates);
            hashtags = found.into_iter().map(str::to_owned).collect();
        }
        let file = ArticleFile {
            index,
            path: &file.path,
            exists: &exists,
            committed,
            hashtags: &hashtags,
        };
        Ok(self.article(&file, &header, version, settings, findings))
    }

    /// The article in a file that has this header.
    fn article(
        &self,
        file: &ArticleFile<'_>,
        header: &Header,
        version: Version,
        settings: &Settings,
        findings: &mut Vec<Diagnostic>,
    ) -> FileKind {
        match normalise::article(file, header, settings, &self.present, findings) {
            ArticleOutcome::Article(article) => {
                let mut article = *article;
                if let Some(id) = self.ids.get(file.path) {
                    article.id = id.clone();
                }
                if self.is_thorough {
                    let path = file.path;
                    findings.extend(normalise::lint::article(&article, path, header, settings));
                }
                FileKind::Article(ReadArticle { article, version })
            }
            ArticleOutcome::KeptBack(kept_back) => FileKind::KeptBack(kept_back),
            ArticleOutcome::Unusable(message) => FileKind::Unusable(message),
        }
    }
}
