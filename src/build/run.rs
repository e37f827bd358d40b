//! The steps of a build, and their account.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use rayon::prelude::*;

use super::bodies::Bodies;
use super::layout::{FeedPath, describe};
use super::report::{FeedReport, Report};
use super::{Cause, INTERNAL_ERROR, NO_ARTICLES, Progress, Step};
use crate::config::Settings;
use crate::diagnostic::{Diagnostic, Severity};
use crate::emit;
use crate::front_matter::{self, Reading};
use crate::model::{Article, Format, Text};
use crate::normalise::{self, Outcome, Reason};
use crate::publish::{self, Ours, Stage};
use crate::select::{Selection, Site};
use crate::source::{self, Failure, SourceFile, Version};
use crate::time::Timestamp;

/// An article as it was read, and the version of its file.
#[derive(Debug)]
pub(super) struct ReadArticle {
    pub(super) article: Article,
    pub(super) version: Version,
}

/// What became of a file.
enum Head {
    NotAnArticle,
    KeptBack(Reason),
    Unusable,
    Article(Box<ReadArticle>),
}

/// A build on its way.
pub(super) struct Run<'a> {
    now: Timestamp,
    progress: &'a dyn Progress,
    pub(super) cancelled: &'a AtomicBool,
    report: Report,
    step: Option<(Step, Instant)>,
}

impl<'a> Run<'a> {
    pub(super) fn new(
        now: Timestamp,
        progress: &'a dyn Progress,
        cancelled: &'a AtomicBool,
    ) -> Self {
        Run {
            now,
            progress,
            cancelled,
            report: Report::default(),
            step: None,
        }
    }

    pub(super) fn settings(
        &mut self,
        loaded: Result<Settings, Vec<Diagnostic>>,
    ) -> Result<Settings, Cause> {
        loaded.map_err(|problems| {
            self.report.findings.extend(problems);
            Cause::Settings
        })
    }

    pub(super) fn walk(&mut self, settings: &Settings) -> Result<Vec<SourceFile>, Cause> {
        self.begin(Step::Walk, None);
        let findings = &mut self.report.findings;
        let files = source::walk(
            &settings.source,
            &settings.output,
            &settings.articles,
            findings,
        )
        .map_err(Cause::Read)?;
        self.report.files = files.len();
        Ok(files)
    }

    /// Reads the head of every file. The articles come in the order of their paths.
    pub(super) fn read(
        &mut self,
        files: &[SourceFile],
        settings: &Settings,
    ) -> Result<Vec<ReadArticle>, Cause> {
        self.begin(Step::Read, Some(files.len()));
        let read = |buffer: &mut Vec<u8>, (index, file): (usize, &SourceFile)| {
            let mut findings = Vec::new();
            let work = || self.read_head(index, file, settings, buffer, &mut findings);
            let head = self.work_on(file, work)?.unwrap_or_else(|finding| {
                findings.push(finding);
                Head::Unusable
            });
            Ok((head, findings))
        };
        let heads: Vec<_> = files
            .par_iter()
            .enumerate()
            .map_init(Vec::new, read)
            .collect::<Result<_, Cause>>()?;

        let mut articles = Vec::new();
        for (head, mut findings) in heads {
            self.report.findings.append(&mut findings);
            match head {
                Head::NotAnArticle => self.report.not_articles += 1,
                Head::KeptBack(reason) => *self.report.kept_back.entry(reason).or_default() += 1,
                Head::Unusable => self.report.unusable += 1,
                Head::Article(article) => articles.push(*article),
            }
        }
        Ok(articles)
    }

    fn read_head(
        &self,
        index: usize,
        file: &SourceFile,
        settings: &Settings,
        buffer: &mut Vec<u8>,
        findings: &mut Vec<Diagnostic>,
    ) -> Result<Head, Failure> {
        let shown = file.shown();
        let mut reading = Reading::NeedMore;
        let version = source::head(file, buffer, |bytes, whole| {
            reading = front_matter::read(&shown, bytes, whole);
            !matches!(reading, Reading::NeedMore)
        })?;
        let header = match reading {
            Reading::Header(header) => header,
            Reading::Unusable(finding) => return Err(finding.into()),
            Reading::NotAnArticle | Reading::NeedMore => return Ok(Head::NotAnArticle),
        };
        let outcome = normalise::article(index, &file.path, &header, settings, self.now, findings);
        Ok(match outcome {
            Outcome::Article(article) => {
                let article = *article;
                Head::Article(Box::new(ReadArticle { article, version }))
            }
            Outcome::KeptBack(reason) => Head::KeptBack(reason),
            Outcome::Unusable => Head::Unusable,
        })
    }

    /// The site of the usable articles, and the bodies that its feeds include. A body that proves
    /// unusable makes way for the next candidate, and its article counts for nothing.
    pub(super) fn select<'r>(
        &mut self,
        articles: &'r [ReadArticle],
        files: &'r [SourceFile],
        settings: &Settings,
    ) -> Result<(Site<'r>, Bodies<'r>), Cause> {
        let mut bodies = Bodies::new(files, settings.content);
        loop {
            let mut findings = Vec::new();
            let usable: Vec<&Article> = articles
                .iter()
                .map(|read| &read.article)
                .filter(|article| !bodies.is_unusable(article.file))
                .collect();
            let site = Site::assemble(usable.iter().copied(), &mut findings);
            if self.render(&site, articles, settings, &mut bodies)? {
                self.report.findings.append(&mut findings);
                self.report.unusable += usable.len() - site.articles.len();
                self.report.published = site.articles.len();
                return Ok((site, bodies));
            }
        }
    }

    /// Renders what the feeds of `site` include and is not rendered yet. Whether all of it is
    /// usable.
    fn render(
        &mut self,
        site: &Site<'_>,
        articles: &[ReadArticle],
        settings: &Settings,
        bodies: &mut Bodies<'_>,
    ) -> Result<bool, Cause> {
        let mut wanted: Vec<usize> = feeds(site, settings)
            .iter()
            .flat_map(|feed| &feed.articles)
            .map(|&index| site.articles[index].file)
            .filter(|&file| !bodies.is_rendered(file))
            .collect();
        wanted.sort_unstable();
        wanted.dedup();
        self.begin(Step::Render, Some(wanted.len()));
        let render = |file: usize| {
            let index = articles.binary_search_by_key(&file, |read| read.article.file);
            let read =
                &articles[index.unwrap_or_else(|_| unreachable!("the site is made of them"))];
            Ok((
                file,
                self.work_on(bodies.file(file), || bodies.render(read))?,
            ))
        };
        let rendered: Vec<_> = wanted
            .into_par_iter()
            .map(render)
            .collect::<Result<_, Cause>>()?;

        let mut all_usable = true;
        for (file, body) in rendered {
            let body = body.map_err(|finding| {
                self.report.findings.push(finding);
                self.report.unusable += 1;
                all_usable = false;
            });
            bodies.keep(file, body.ok());
        }
        Ok(all_usable)
    }

    pub(super) fn has_errors(&self) -> bool {
        self.report
            .findings
            .iter()
            .any(|finding| finding.severity == Severity::Error)
    }

    pub(super) fn stage_options(&self, take_over: bool) -> publish::Options<'a> {
        let ours = Ours {
            path: |path| FeedPath::parse(path).is_some(),
            head: emit::is_ours,
        };
        publish::Options {
            ours,
            take_over,
            cancelled: self.cancelled,
        }
    }

    /// Whether a site without articles would empty feeds that have entries.
    pub(super) fn would_empty(&mut self, stage: &Stage<'_>) -> Result<bool, Cause> {
        self.report
            .findings
            .push(Diagnostic::new(&NO_ARTICLES, "no article was found"));
        Ok(stage
            .rest()?
            .iter()
            .any(|feed| emit::has_entries(&feed.head)))
    }

    /// Stages every feed of the site.
    pub(super) fn write(
        &mut self,
        site: &Site<'_>,
        bodies: Bodies<'_>,
        settings: &Settings,
        stage: &Stage<'_>,
    ) -> Result<(), Cause> {
        let feeds = feeds(site, settings);
        let formats = &settings.formats;
        self.begin(Step::Write, Some(feeds.len() * formats.len()));
        let entries = bodies.entries(site, formats);
        let write = |feed: &Selection<'_, '_>, format: Format| {
            let path = FeedPath {
                slug: feed.tag.map(|tag| tag.slug.clone()),
                format,
            };
            let newest = |date: fn(&Article) -> Timestamp| {
                feed.articles
                    .iter()
                    .map(|&index| date(site.articles[index]))
                    .max()
            };
            let published = newest(|article| article.published);
            let updated = newest(|article| article.updated);
            let head = describe(
                &path,
                feed.tag.map(|tag| tag.name),
                settings,
                published,
                updated,
            );
            let included = feed
                .articles
                .iter()
                .map(|&index| (site.articles[index].file, format));
            let entries = included
                .filter_map(|key| entries.get(&key))
                .map(String::as_str);
            let xml = emit::feed(format, &head, entries);
            let change = stage.put(&path.to_string(), xml.as_bytes())?;
            self.progress.advance();
            Ok(FeedReport {
                path: path.to_string(),
                format,
                tag: feed.tag.map(|tag| tag.name.to_string()),
                entries: feed.articles.len(),
                change,
            })
        };
        let written: Result<Vec<_>, publish::Error> = feeds
            .par_iter()
            .flat_map_iter(|feed| formats.iter().map(move |&format| (feed, format)))
            .map(|(feed, format)| write(feed, format))
            .collect();
        self.report.feeds = written?;
        Ok(())
    }

    /// A tag that lost its last article: what was withdrawn must not be served on, so its feeds
    /// become empty ones, or are removed.
    pub(super) fn write_what_is_gone(
        &mut self,
        site: &Site<'_>,
        settings: &Settings,
        stage: &Stage<'_>,
        prune: bool,
    ) -> Result<(), Cause> {
        let feeds = feeds(site, settings);
        let has_feed = |slug: &str| {
            feeds
                .iter()
                .any(|feed| feed.tag.is_some_and(|tag| tag.slug == slug))
        };
        for gone in stage.rest()? {
            if prune {
                stage.remove(&gone.path)?;
                continue;
            }
            let Some(path) = FeedPath::parse(&gone.path) else {
                continue;
            };
            // A feed of a format that is not written any more is nobody's withdrawn article.
            let Some(slug) = path.slug.as_deref().filter(|slug| !has_feed(slug)) else {
                continue;
            };
            let name = emit::tag_of(&gone.head).unwrap_or_else(|| Text::new(slug));
            let head = describe(&path, Some(&name), settings, None, None);
            let xml = emit::feed(path.format, &head, std::iter::empty());
            self.report.feeds.push(FeedReport {
                change: stage.put(&gone.path, xml.as_bytes())?,
                path: gone.path,
                format: path.format,
                tag: Some(name.to_string()),
                entries: 0,
            });
        }
        Ok(())
    }

    pub(super) fn publish(&mut self, stage: Stage<'_>) -> Result<(), Cause> {
        self.begin(Step::Publish, None);
        let outcome = stage.commit()?;
        self.report.removed = outcome.removed;
        self.report.incomplete = !outcome.problems.is_empty();
        let problems = outcome.problems.iter().map(publish::Error::to_diagnostic);
        self.report.findings.extend(problems);
        Ok(())
    }

    /// The account, in a stable order.
    pub(super) fn finish(mut self) -> Report {
        self.end_step();
        self.report.feeds.sort_by(|a, b| a.path.cmp(&b.path));
        self.report.findings.sort_by(|a, b| a.place.cmp(&b.place));
        self.report
    }

    fn begin(&mut self, step: Step, total: Option<usize>) {
        self.end_step();
        self.step = Some((step, Instant::now()));
        self.progress.begin(step, total);
    }

    /// A step that is taken again adds to its time.
    fn end_step(&mut self) {
        let Some((step, began)) = self.step.take() else {
            return;
        };
        let times = &mut self.report.times;
        match times.iter_mut().find(|(known, _)| *known == step) {
            Some((_, time)) => *time += began.elapsed(),
            None => times.push((step, began.elapsed())),
        }
    }

    /// Does `work` on `file`. What lies in the article is returned as a finding; what lies in the
    /// machine, or a signal, ends the build. Should a library panic on the file, the others are not
    /// to suffer.
    fn work_on<T>(
        &self,
        file: &SourceFile,
        work: impl FnOnce() -> Result<T, Failure>,
    ) -> Result<Result<T, Diagnostic>, Cause> {
        if self.cancelled.load(Ordering::Relaxed) {
            return Err(Cause::Publish(publish::Error::Cancelled));
        }
        let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
        self.progress.advance();
        match done {
            Ok(Ok(value)) => Ok(Ok(value)),
            Ok(Err(Failure::Article(finding))) => Ok(Err(finding)),
            Ok(Err(Failure::Machine(finding))) => Err(Cause::Read(finding)),
            Err(_) => {
                let message = "feedmill failed on this file, which is a bug";
                Ok(Err(
                    Diagnostic::new(&INTERNAL_ERROR, message).in_file(file.shown())
                ))
            }
        }
    }
}

fn feeds<'s, 'a>(site: &'s Site<'a>, settings: &Settings) -> Vec<Selection<'s, 'a>> {
    site.feeds(settings.limit, settings.tags.min_articles)
}
