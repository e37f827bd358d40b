//! The steps of a build, and their account.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use rayon::prelude::*;

use super::bodies::Bodies;
use super::judge::judge;
use super::layout::{self, Known, Planned, Subject, describe};
use super::memory::Memory;
use super::report::{FeedReport, Report};
use super::{Cause, Error, INTERNAL_ERROR, MOVED_FEED, NO_ARTICLES, Progress, STALE_FEED, Step};
use crate::diagnostic::{Diagnostic, Severity};
use crate::feed::emit::{self, SerializedFeed};
use crate::feed::own::{self, OwnFeed};
use crate::feed::select::{Selection, Site};
use crate::index::{Head, ReadArticle};
use crate::input::source::{self, Failure, SourceFile};
use crate::model::{Article, Feed, Format};
use crate::publish::{self, Change, FileContent, Ownership, Stage};
use crate::site::generator::Generator;
use crate::site::settings::{INVALID_SETTING, Settings, State};
use crate::stamp::Stamp;
use crate::time::Timestamp;

/// A build on its way.
pub(super) struct Run<'a> {
    now: Timestamp,
    progress: &'a dyn Progress,
    pub(super) cancelled: &'a AtomicBool,
    report: Report,
    step: Option<(Step, Instant)>,
    levels: HashMap<String, Option<Severity>>,
    is_thorough: bool,
    judges: bool,
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
            levels: HashMap::new(),
            is_thorough: false,
            judges: false,
        }
    }

    /// A run that looks for what is odd, too.
    pub(super) fn thorough(
        now: Timestamp,
        progress: &'a dyn Progress,
        cancelled: &'a AtomicBool,
    ) -> Self {
        Run {
            is_thorough: true,
            ..Run::new(now, progress, cancelled)
        }
    }

    /// The same run, which judges each feed if `judges`.
    pub(super) fn judging(self, judges: bool) -> Self {
        Run { judges, ..self }
    }

    pub(super) fn settings(
        &mut self,
        loaded: Result<Settings, Vec<Diagnostic>>,
    ) -> Result<Settings, Cause> {
        let settings = loaded.map_err(|problems| {
            self.report.findings.extend(problems);
            Cause::Settings
        })?;
        self.levels.clone_from(&settings.lint);
        self.report.generator = settings
            .generator_reasons
            .clone()
            .or_else(|| settings.generator.map(Generator::title));
        self.report.output.clone_from(&settings.output);
        self.report.findings.extend(settings.notes.iter().cloned());
        Ok(settings)
    }

    /// The taxonomy that is called so, the tags if none was named.
    pub(super) fn taxonomy(
        &mut self,
        name: Option<&str>,
        settings: &Settings,
    ) -> Result<usize, Cause> {
        let Some(name) = name else {
            return Ok(0);
        };
        let taxonomies = &settings.taxonomies;
        let called_so = taxonomies
            .iter()
            .position(|taxonomy| taxonomy.is_called(name));
        called_so.ok_or_else(|| {
            let names: Vec<&str> = taxonomies.iter().map(|known| &*known.name).collect();
            let message = format!(
                "`{name}` is no taxonomy of this site; there are {}",
                names.join(", ")
            );
            let finding = Diagnostic::new(&INVALID_SETTING, message);
            self.report.findings.push(finding);
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
        let errors = findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error);
        self.report.unusable += errors.count();
        self.report.files = files.len();
        Ok(files)
    }

    /// The site of the usable articles, and the bodies that its feeds include. A body that proves
    /// unusable makes way for the next candidate, and its article counts for nothing.
    pub(super) fn select<'r>(
        &mut self,
        articles: &'r [ReadArticle],
        files: &'r [SourceFile],
        settings: &'r Settings,
        memory: &mut Memory,
        stage: &Stage<'_>,
    ) -> Result<(Site<'r>, Bodies<'r>), Cause> {
        let mut bodies = Bodies::new(files, articles, settings);
        // Whose bodies are known to be usable, and what was found in them is told.
        let mut known = HashSet::new();
        loop {
            let mut findings = Vec::new();
            let usable: Vec<&Article> = articles
                .iter()
                .map(|read| &read.article)
                .filter(|article| !bodies.is_unusable(article.file))
                .collect();
            let site = Site::assemble(usable.iter().copied(), files, settings, &mut findings);
            let feeds = site.feeds(settings);
            let included = |is_wanted: &dyn Fn(usize) -> bool, feeds: &[&Selection<'_, '_>]| {
                let articles = feeds.iter().flat_map(|feed| &feed.articles);
                let files = articles.map(|&index| site.articles[index].file);
                let mut files: Vec<usize> = files.filter(|&file| is_wanted(file)).collect();
                files.sort_unstable();
                files.dedup();
                files
            };
            let all: Vec<_> = feeds.iter().collect();
            let is_new = |file| !bodies.is_rendered(file) && !known.contains(&file);
            let mut wanted = included(&is_new, &all);
            wanted.retain(|&file| match memory.body(file) {
                Some(body) => {
                    self.report.findings.extend_from_slice(&body.findings);
                    known.insert(file);
                    false
                }
                None => true,
            });
            let mut are_usable = self.render(wanted, articles, &mut bodies, memory, &known)?;
            if are_usable {
                let (planned, _) = layout::plan(&feeds, settings);
                memory.look_over(&planned, &site, files, stage);
                let is_held = |planned: &&Planned<'_, '_, '_>| {
                    !self.judges && memory.held(&planned.path).is_some()
                };
                let stale = planned.iter().filter(|planned| !is_held(planned));
                let stale: Vec<_> = stale.map(|planned| planned.feed).collect();
                let wanted = included(&|file| !bodies.is_rendered(file), &stale);
                are_usable = self.render(wanted, articles, &mut bodies, memory, &known)?;
            }
            if are_usable {
                self.report.findings.append(&mut findings);
                self.report.unusable += usable.len() - site.articles.len();
                self.report.published = site.articles.len();
                return Ok((site, bodies));
            }
        }
    }

    /// The site of the usable articles, without their bodies; those of a thorough run are rendered
    /// all the same, for what can be said of them.
    pub(super) fn survey<'r>(
        &mut self,
        articles: &'r [ReadArticle],
        files: &'r [SourceFile],
        settings: &Settings,
    ) -> Result<Site<'r>, Cause> {
        let mut bodies = Bodies::new(files, articles, settings);
        if self.is_thorough {
            let every = articles.iter().map(|read| read.article.file).collect();
            let mut memory = Memory::default();
            self.render(every, articles, &mut bodies, &mut memory, &HashSet::new())?;
        }
        let usable: Vec<&Article> = articles
            .iter()
            .map(|read| &read.article)
            .filter(|article| !bodies.is_unusable(article.file))
            .collect();
        let site = Site::assemble(
            usable.iter().copied(),
            files,
            settings,
            &mut self.report.findings,
        );
        self.report.published = site.articles.len();
        self.report.unusable += usable.len() - site.articles.len();
        let (_, clashes) = layout::plan(&site.feeds(settings), settings);
        self.report.findings.extend(clashes);
        Ok(site)
    }

    /// Renders the bodies of the files `wanted`. Whether all of them are usable. What is found in those
    /// that are `known` was told before.
    fn render(
        &mut self,
        wanted: Vec<usize>,
        articles: &[ReadArticle],
        bodies: &mut Bodies<'_>,
        memory: &mut Memory,
        known: &HashSet<usize>,
    ) -> Result<bool, Cause> {
        self.begin(Step::Render, Some(wanted.len()));
        let render = |buffer: &mut Vec<u8>, file: usize| {
            let index = articles.binary_search_by_key(&file, |read| read.article.file);
            let read =
                &articles[index.unwrap_or_else(|_| unreachable!("the site is made of them"))];
            Ok((
                file,
                self.work_on(bodies.file(file), || bodies.render(read, buffer))?,
            ))
        };
        let rendered: Vec<_> = wanted
            .into_par_iter()
            .with_max_len(8)
            .map_init(Vec::new, render)
            .collect::<Result<_, Cause>>()?;

        let mut all_usable = true;
        bodies.keep(rendered.into_iter().map(|(file, body)| match body {
            Ok((body, names_others)) => {
                if !known.contains(&file) {
                    self.report.findings.extend_from_slice(&body.findings);
                }
                memory.learn(file, &body.findings, names_others);
                (file, Some(body))
            }
            Err(finding) => {
                self.report.findings.push(finding);
                self.report.unusable += 1;
                all_usable = false;
                (file, None)
            }
        }));
        Ok(all_usable)
    }

    /// Whether something was left out that cannot be used, whatever `lint` says of its finding.
    pub(super) fn has_left_out(&self) -> bool {
        self.report.unusable > 0
    }

    pub(super) fn stage_options<'o>(
        &self,
        take_over: bool,
        may_be_ours: &'o (dyn Fn(&str) -> bool + Sync),
    ) -> publish::Options<'o>
    where
        'a: 'o,
    {
        publish::Options {
            ownership: Ownership {
                path: may_be_ours,
                head: own::is_own_feed,
            },
            take_over,
            cancelled: self.cancelled,
        }
    }

    /// Whether a site without articles would empty feeds that have entries.
    pub(super) fn would_empty(
        &mut self,
        settings: &Settings,
        stage: &Stage<'_>,
    ) -> Result<bool, Cause> {
        let message = match self.report.files - self.report.not_articles {
            0 => "no article was found".to_owned(),
            found => format!("none of {found} articles is published"),
        };
        self.report
            .findings
            .push(Diagnostic::new(&NO_ARTICLES, message));
        for feed in stage.rest() {
            let feed = feed?;
            let is_of_site = || layout::recognise(&feed.path, &feed.head, settings).is_some();
            if OwnFeed::read(&feed.head).has_entries && is_of_site() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Stages every feed of the site.
    pub(super) fn write(
        &mut self,
        site: &Site<'_>,
        bodies: Bodies<'_>,
        settings: &Settings,
        memory: &Memory,
        stage: &Stage<'_>,
    ) -> Result<(), Cause> {
        let feeds = site.feeds(settings);
        let (planned, clashes) = layout::plan(&feeds, settings);
        self.begin(Step::Write, Some(planned.len()));
        let is_written = |format: &Format| planned.iter().any(|planned| planned.format == *format);
        let mut formats = settings.formats.clone();
        formats.retain(is_written);
        let entries = bodies.entries(site, &formats);
        let write = |planned: &Planned<'_, '_, '_>| {
            let Planned {
                feed,
                format,
                path,
                clashes,
            } = planned;
            let (change, finding) = if *clashes {
                stage.leave(path);
                (Change::Blocked, None)
            } else if let Some(stamp) = memory.held(path).filter(|_| !self.judges) {
                (stage.confirm(path, stamp)?, None)
            } else {
                let newest = |date: fn(&Article) -> Timestamp| {
                    feed.articles
                        .iter()
                        .map(|&index| date(site.articles[index]))
                        .max()
                };
                let published = newest(|article| article.published);
                let updated = newest(|article| article.updated);
                let term = feed.term;
                let term = term.map(|(index, term)| (&settings.taxonomies[index], term.name));
                let language = feed.language.map(|language| &*language.tag);
                let head = describe(path, language, term, settings, published, updated);
                let included = feed.articles.iter().map(|&index| site.articles[index].file);
                let entries = included.filter_map(|file| entries.get(file, *format));
                let entries: Result<Vec<_>, _> = entries.map(Result::as_ref).collect();
                let written = entries.map_err(emit::Error::clone);
                let written = written.and_then(|entries| emit::feed(*format, &head, &entries));
                self.put(stage, path, &head, written)?
            };
            self.progress.advance();
            let name = feed.term.map(|(_, term)| term.name);
            let taxonomy = Subject::of(feed).taxonomy(settings);
            let report =
                FeedReport::new(path, *format, taxonomy, name, feed.articles.len(), change);
            Ok((report, finding))
        };
        let written: Result<Vec<_>, publish::Error> =
            planned.par_iter().with_max_len(2).map(write).collect();
        for (report, finding) in written? {
            self.report.feeds.push(report);
            self.report.findings.extend(finding);
        }
        self.report.findings.extend(clashes);
        Ok(())
    }

    /// Stages a feed, unless it could not be written, or was to be judged and is invalid.
    fn put(
        &self,
        stage: &Stage<'_>,
        path: &str,
        feed: &Feed<'_>,
        written: Result<SerializedFeed<'_>, emit::Error>,
    ) -> Result<(Change, Option<Diagnostic>), publish::Error> {
        let written = written.map_err(|error| {
            let message = format!("`{path}` could not be written: {error}; the old feed stays");
            Diagnostic::new(&INTERNAL_ERROR, message)
        });
        let judged = written.and_then(|written| {
            let judge = || judge(path, feed, &written.to_text());
            let finding = if self.judges { judge() } else { None };
            finding.map_or(Ok(written), Err)
        });
        match judged {
            Ok(written) => {
                let content: FileContent<'_> = written.parts().map(str::as_bytes).collect();
                Ok((stage.put(path, content)?, None))
            }
            Err(finding) => {
                stage.leave(path);
                Ok((Change::Blocked, Some(finding)))
            }
        }
    }

    /// A term or a language that lost its last article: what was withdrawn must not be served on, so
    /// its feeds become empty ones, or are removed.
    pub(super) fn write_what_is_gone(
        &mut self,
        site: &Site<'_>,
        settings: &Settings,
        stage: &Stage<'_>,
        prune: bool,
    ) -> Result<(), Cause> {
        let feeds = site.feeds(settings);
        let alive = layout::alive(site, &feeds, settings);
        for gone in stage.rest() {
            let gone = gone?;
            let path = &gone.path;
            let Some(known) = layout::recognise(path, &gone.head, settings) else {
                continue;
            };
            if prune {
                stage.remove(path)?;
                continue;
            }
            if alive.contains(&known.subject) {
                let (rule, what) = match known.state {
                    State::Unwritten => (&STALE_FEED, "of a format that is not written any more"),
                    State::Former | State::Written => {
                        (&MOVED_FEED, "where the settings put no such feed any more")
                    }
                };
                let finding = Diagnostic::new(rule, format!("`{path}` is {what}"));
                self.report.findings.push(finding);
                continue;
            }
            let Known {
                subject,
                name,
                format,
                state: _,
            } = known;
            let taxonomy = subject.taxonomy(settings);
            let term = taxonomy.zip(name.as_ref());
            let head = describe(path, subject.language(settings), term, settings, None, None);
            let written = emit::feed(format, &head, &[]);
            let (change, finding) = self.put(stage, path, &head, written)?;
            self.report.findings.extend(finding);
            let name = name.as_ref();
            let report = FeedReport::new(path, format, taxonomy, name, 0, change);
            self.report.feeds.push(report);
        }
        Ok(())
    }

    /// Puts the feeds in place; gives the stamps of those that are right now.
    pub(super) fn publish(&mut self, stage: Stage<'_>) -> Result<BTreeMap<String, Stamp>, Cause> {
        self.begin(Step::Publish, None);
        let outcome = stage.commit()?;
        self.report.removed = outcome.removed;
        self.report.incomplete = !outcome.problems.is_empty();
        let problems = outcome.problems.iter().map(publish::Error::to_diagnostic);
        self.report.findings.extend(problems);
        Ok(outcome.stamps)
    }

    /// Makes of each finding what the site file says of its code.
    fn set_levels(&mut self) {
        self.report
            .findings
            .retain_mut(|finding| match self.levels.get(finding.rule.code) {
                Some(Some(severity)) => {
                    finding.severity = *severity;
                    true
                }
                Some(None) => false,
                None => true,
            });
    }

    /// The account and what came of it, or of what stopped it.
    pub(super) fn end<T>(self, result: Result<T, Cause>) -> Result<(Report, T), Error> {
        let mut report = self.finish();
        match result {
            Ok(value) => Ok((report, value)),
            Err(cause) => {
                report.findings.extend(cause.to_diagnostic());
                Err(Error {
                    cause,
                    report: Box::new(report),
                })
            }
        }
    }

    /// The account, in a stable order.
    fn finish(mut self) -> Report {
        self.set_levels();
        self.end_step();
        self.report.feeds.sort_by(|a, b| a.path.cmp(&b.path));
        self.report.findings.sort_by(|a, b| a.place.cmp(&b.place));
        self.report
    }

    pub(super) fn now(&self) -> Timestamp {
        self.now
    }

    pub(super) fn is_thorough(&self) -> bool {
        self.is_thorough
    }

    /// Tells what became of a file, and what was found in it.
    pub(super) fn tell<A>(&mut self, head: &Head<A>, findings: Vec<Diagnostic>) {
        self.report.findings.extend(findings);
        match head {
            Head::NotAnArticle => self.report.not_articles += 1,
            Head::KeptBack(reason) => *self.report.kept_back.entry(*reason).or_default() += 1,
            Head::Unusable => self.report.unusable += 1,
            Head::Article(_) => {}
        }
    }

    pub(super) fn begin(&mut self, step: Step, total: Option<usize>) {
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
    pub(super) fn work_on<T>(
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
