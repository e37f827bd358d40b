//! The main job, from a folder of articles to a folder of feeds.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use std::{fmt, io};

use rayon::prelude::*;

use crate::config::{self, Content, Ids, Request, Settings, permalink};
use crate::diagnostic::{Diagnostic, Severity, rules};
use crate::front_matter::{self, Reading};
use crate::model::{Article, Entry, EntryId, Feed, Format, Text};
use crate::normalise::{self, Outcome, Reason};
use crate::publish::{self, Change, Lock, Mode, Ours, Stage};
use crate::render::Rendered;
use crate::select::{Selection, Site};
use crate::source::{self, SourceFile, Version};
use crate::time::Timestamp;
use crate::{emit, render};

rules! {
    NO_ARTICLES = Warning "no-articles" {
        summary: "No article was found.",
        why: "A feed without entries is rarely what was meant.",
        remedy: "Look at the folder's name, at `articles` in the site file and at `.gitignore`. An article is a .md, .markdown, .html, .htm or .txt file that begins with front matter."
    }
    WOULD_EMPTY = Error "would-empty-feeds" {
        summary: "No article is left to publish, and there are feeds with entries.",
        why: "A typo or a disk that is not mounted must not empty every subscription. Nothing was written.",
        remedy: "Look at the folder's name; if the site is really empty, run again with `--allow-empty`."
    }
    SOURCE_UNREADABLE = Error "unreadable-source" {
        summary: "The folder of articles cannot be read.",
        why: "Nothing can be said about the articles, and nothing was written.",
        remedy: "Look at the folder's name, and whether its disk is mounted."
    }
    INTERNAL_ERROR = Error "internal-error" {
        summary: "feedmill failed on an article where it should have told what is wrong with it.",
        why: "The article is left out; the others do not suffer.",
        remedy: "Please report it with the article."
    }
}

/// What to build, and how.
#[derive(Debug)]
pub struct Options {
    /// The folder, the site file and what was given as flags.
    pub request: Request,
    /// Decides only which articles are in the future or have expired.
    pub now: Timestamp,
    /// Write nothing, tell what would change.
    pub check: bool,
    /// An article that cannot be used stops the build before anything is written.
    pub strict: bool,
    /// Write empty feeds even where there were articles before.
    pub allow_empty: bool,
    /// Remove feeds of ours whose tag is gone.
    pub prune: bool,
    /// Replace files that are not ours.
    pub take_over: bool,
    /// How long to wait for another run.
    pub patience: Duration,
}

/// What happens while a build runs; called from several threads.
pub trait Progress: Sync {
    /// A step begins that has `total` parts, if that is known.
    fn begin(&self, step: Step, total: Option<usize>);
    /// Another part of it is done.
    fn advance(&self);
}

/// No progress is shown.
impl Progress for () {
    fn begin(&self, _: Step, _: Option<usize>) {}
    fn advance(&self) {}
}

/// The steps of a build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Finding the articles.
    Walk,
    /// Reading their headers.
    Read,
    /// Rendering the bodies that some feed includes.
    Render,
    /// Writing feeds beside their targets.
    Write,
    /// Putting them in place.
    Publish,
}

impl Step {
    /// The word in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Step::Walk => "walk",
            Step::Read => "read",
            Step::Render => "render",
            Step::Write => "write",
            Step::Publish => "publish",
        }
    }
}

/// The account of a build.
#[derive(Debug, Default)]
pub struct Report {
    /// Files that were looked at.
    pub files: usize,
    /// Files without front matter.
    pub not_articles: usize,
    /// Articles that are published.
    pub published: usize,
    /// Articles that their authors keep back, by reason.
    pub kept_back: BTreeMap<Reason, usize>,
    /// Articles that could not be used.
    pub unusable: usize,
    /// The feeds, in the order of their paths.
    pub feeds: Vec<FeedReport>,
    /// Paths of feeds that were removed.
    pub removed: Vec<String>,
    /// Everything that was found, in the order of the articles' paths.
    pub findings: Vec<Diagnostic>,
    /// What each step took.
    pub times: Vec<(Step, Duration)>,
    /// Whether feeds could not be written that should have been.
    pub incomplete: bool,
}

/// One feed of a build.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedReport {
    /// The path below the output folder.
    pub path: String,
    /// The format.
    pub format: Format,
    /// The tag's name, if it is a tag's.
    pub tag: Option<String>,
    /// The number of entries.
    pub entries: usize,
    /// What happened to the file, or would.
    pub change: Change,
}

/// Why nothing was built.
#[derive(Debug)]
pub enum Error {
    /// The site file or the flags are wrong; each problem.
    Settings(Vec<Diagnostic>),
    /// The folder of articles cannot be read.
    Source(PathBuf, io::Error),
    /// There is nothing to publish, and something was published before.
    WouldEmpty(Box<Report>),
    /// An article cannot be used, and `strict` was asked for.
    Strict(Box<Report>),
    /// The feeds could not be written.
    Publish(publish::Error, Box<Report>),
}

impl Error {
    /// Everything that was found, what stopped the build last.
    pub fn into_findings(self) -> Vec<Diagnostic> {
        match self {
            Error::Settings(findings) => findings,
            Error::Source(path, error) => {
                let message = format!("the folder of articles cannot be read: {error}");
                vec![
                    Diagnostic::new(&SOURCE_UNREADABLE, message)
                        .in_file(path.display().to_string()),
                ]
            }
            Error::WouldEmpty(report) => {
                let message = "no article is left to publish, and there are feeds with entries";
                let mut findings = report.findings;
                findings.push(Diagnostic::new(&WOULD_EMPTY, message));
                findings
            }
            Error::Strict(report) => report.findings,
            Error::Publish(error, report) => {
                let mut findings = report.findings;
                findings.push(error.to_diagnostic());
                findings
            }
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Settings(_) => f.write_str("the settings cannot be used"),
            Error::Source(path, error) => write!(f, "`{}` cannot be read: {error}", path.display()),
            Error::WouldEmpty(_) => f.write_str("every feed would be emptied"),
            Error::Strict(_) => f.write_str("an article cannot be used"),
            Error::Publish(error, _) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {}

/// Builds the feeds of a site.
///
/// A bad article is left out and told of in the report; the feeds of the others are the same as if
/// it were not there. Every feed on disk stays whole, whatever happens (see [`publish`]).
///
/// # Errors
///
/// If nothing could be built; the output folder is then as it was.
pub fn build(
    options: Options,
    progress: &dyn Progress,
    cancelled: &AtomicBool,
) -> Result<Report, Error> {
    let Options {
        request,
        now,
        check,
        strict,
        allow_empty,
        prune,
        take_over,
        patience,
    } = options;
    let source = request.source.clone();
    let unreadable = |error| Error::Source(source.clone(), error);
    std::fs::read_dir(&source).map_err(unreadable)?;
    let settings = config::load(request).map_err(Error::Settings)?;
    let mut run = Run {
        settings: &settings,
        now,
        progress,
        cancelled,
        report: Report::default(),
        step: None,
    };

    // Before anything is read, so that a slow run cannot publish what a quicker one has overtaken.
    let mode = if check { Mode::Check } else { Mode::Write };
    let lock = Lock::acquire(&settings.output, mode, patience, cancelled)
        .map_err(|error| run.failed(error))?;

    let files = run.walk().map_err(unreadable)?;
    let articles = run.read(&files);
    let mut bodies = Bodies {
        files: &files,
        content: settings.content,
        rendered: HashMap::new(),
    };
    let site = loop {
        // A body that proves unusable makes way for the next candidate, and counts for nothing.
        let mut findings = Vec::new();
        let usable = articles.iter().filter(|read| bodies.may_be_used(read));
        let site = Site::assemble(usable.map(|read| &read.article), &mut findings);
        let left_out = articles
            .iter()
            .filter(|read| bodies.may_be_used(read))
            .count()
            - site.articles.len();
        if run.render(&site, &articles, &mut bodies) {
            run.report.unusable += left_out;
            run.report.findings.append(&mut findings);
            break site;
        }
    };
    run.report.published = site.articles.len();
    if strict
        && run
            .report
            .findings
            .iter()
            .any(|finding| finding.severity == Severity::Error)
    {
        return Err(Error::Strict(Box::new(run.finish())));
    }

    let ours = Ours {
        path: |path| FeedPath::parse(path).is_some(),
        head: emit::is_ours,
    };
    let stage = Stage::open(
        &lock,
        publish::Options {
            ours,
            take_over,
            cancelled,
        },
    );
    let stage = stage.map_err(|error| run.failed(error))?;
    if site.articles.is_empty() {
        run.report
            .findings
            .push(Diagnostic::new(&NO_ARTICLES, "no article was found"));
        let present = stage.rest().map_err(|error| run.failed(error))?;
        if !allow_empty && present.iter().any(|feed| emit::has_entries(&feed.head)) {
            return Err(Error::WouldEmpty(Box::new(run.finish())));
        }
    }
    run.write(&site, bodies, &stage)
        .map_err(|error| run.failed(error))?;
    run.write_what_is_gone(&site, &stage, prune)
        .map_err(|error| run.failed(error))?;
    run.publish(stage).map_err(|error| run.failed(error))?;
    Ok(run.finish())
}

/// An article as it was read, and the version of its file.
struct ReadArticle {
    article: Article,
    version: Version,
}

/// What became of a file.
enum Head {
    NotAnArticle,
    KeptBack(Reason),
    Unusable,
    Article(Box<ReadArticle>),
}

/// A build on its way.
struct Run<'a> {
    settings: &'a Settings,
    now: Timestamp,
    progress: &'a dyn Progress,
    cancelled: &'a AtomicBool,
    report: Report,
    step: Option<(Step, Instant)>,
}

impl Run<'_> {
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
        match self
            .report
            .times
            .iter_mut()
            .find(|(known, _)| *known == step)
        {
            Some((_, time)) => *time += began.elapsed(),
            None => self.report.times.push((step, began.elapsed())),
        }
    }

    fn finish(&mut self) -> Report {
        self.end_step();
        self.report.feeds.sort_by(|a, b| a.path.cmp(&b.path));
        self.report.findings.sort_by(|a, b| a.place.cmp(&b.place));
        std::mem::take(&mut self.report)
    }

    fn failed(&mut self, error: publish::Error) -> Error {
        Error::Publish(error, Box::new(self.finish()))
    }

    fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    fn walk(&mut self) -> io::Result<Vec<SourceFile>> {
        self.begin(Step::Walk, None);
        let Settings {
            source,
            output,
            articles,
            ..
        } = self.settings;
        let files = source::walk(source, output, articles, &mut self.report.findings)?;
        self.report.files = files.len();
        Ok(files)
    }

    /// Reads the head of every file; the articles come in the order of their paths.
    fn read(&mut self, files: &[SourceFile]) -> Vec<ReadArticle> {
        self.begin(Step::Read, Some(files.len()));
        let heads: Vec<(Head, Vec<Diagnostic>)> = files
            .par_iter()
            .enumerate()
            .map_init(Vec::new, |buffer, (index, file)| {
                let mut findings = Vec::new();
                let head = match self.is_cancelled() {
                    true => Head::Unusable,
                    false => shielded(file, &mut findings, |findings| {
                        self.read_one(index, file, buffer, findings)
                    })
                    .unwrap_or(Head::Unusable),
                };
                self.progress.advance();
                (head, findings)
            })
            .collect();
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
        articles
    }

    fn read_one(
        &self,
        index: usize,
        file: &SourceFile,
        buffer: &mut Vec<u8>,
        findings: &mut Vec<Diagnostic>,
    ) -> Head {
        let shown = file.shown();
        let mut reading = Reading::NeedMore;
        let version = source::head(file, buffer, |bytes, whole| {
            reading = front_matter::read(&shown, bytes, whole);
            !matches!(reading, Reading::NeedMore)
        });
        let header = match (version, reading) {
            (Err(finding), _) | (_, Reading::Unusable(finding)) => {
                findings.push(finding);
                return Head::Unusable;
            }
            (_, Reading::NotAnArticle | Reading::NeedMore) => return Head::NotAnArticle,
            (Ok(version), Reading::Header(header)) => (header, version),
        };
        let (header, version) = header;
        match normalise::article(
            index,
            &file.path,
            &header,
            self.settings,
            self.now,
            findings,
        ) {
            Outcome::Article(article) => Head::Article(Box::new(ReadArticle {
                article: *article,
                version,
            })),
            Outcome::KeptBack(reason) => Head::KeptBack(reason),
            Outcome::Unusable => Head::Unusable,
        }
    }

    /// Renders what the feeds of `site` include and is not rendered yet. Whether all of it is usable.
    fn render(
        &mut self,
        site: &Site<'_>,
        articles: &[ReadArticle],
        bodies: &mut Bodies<'_>,
    ) -> bool {
        let mut wanted: Vec<usize> = self
            .feeds(site)
            .into_iter()
            .flat_map(|feed| feed.articles)
            .collect();
        wanted.sort_unstable();
        wanted.dedup();
        let by_file: HashMap<usize, &ReadArticle> = articles
            .iter()
            .map(|read| (read.article.file, read))
            .collect();
        let missing: Vec<&ReadArticle> = wanted
            .iter()
            .filter_map(|&index| by_file.get(&site.articles[index].file).copied())
            .filter(|read| !bodies.rendered.contains_key(&read.article.file))
            .collect();
        self.begin(Step::Render, Some(missing.len()));
        let rendered: Vec<_> = missing
            .par_iter()
            .map(|read| {
                let file = &bodies.files[read.article.file];
                let mut findings = Vec::new();
                let body = match self.is_cancelled() {
                    true => None,
                    false => shielded(file, &mut findings, |findings| {
                        bodies.render(read, findings)
                    })
                    .flatten(),
                };
                self.progress.advance();
                (read.article.file, body, findings)
            })
            .collect();
        let mut all_usable = true;
        for (file, body, mut findings) in rendered {
            if body.is_none() {
                all_usable = false;
                self.report.unusable += 1;
            }
            self.report.findings.append(&mut findings);
            bodies.rendered.insert(file, body);
        }
        all_usable
    }

    fn feeds<'s, 'a>(&self, site: &'s Site<'a>) -> Vec<Selection<'s, 'a>> {
        site.feeds(self.settings.limit, self.settings.tags.min_articles)
    }

    /// Stages every feed of the site.
    fn write(
        &mut self,
        site: &Site<'_>,
        bodies: Bodies<'_>,
        stage: &Stage<'_>,
    ) -> Result<(), publish::Error> {
        let feeds = self.feeds(site);
        let formats = &self.settings.formats;
        self.begin(Step::Write, Some(feeds.len() * formats.len()));
        let entries = bodies.entries(site, formats);
        let jobs: Vec<_> = feeds
            .iter()
            .flat_map(|feed| formats.iter().map(move |&format| (feed, format)))
            .collect();
        let written: Result<Vec<FeedReport>, publish::Error> = jobs
            .par_iter()
            .map(|&(feed, format)| {
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
                let head = self.feed(
                    &path,
                    feed.tag.map(|tag| tag.name),
                    newest(|article| article.published),
                    newest(|article| article.updated),
                );
                let included = feed.articles.iter().map(|&index| (site.articles[index].file, format));
                let entries = included.filter_map(|key| entries.get(&key)).map(String::as_str);
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
            })
            .collect();
        self.report.feeds = written?;
        Ok(())
    }

    /// A tag that lost its last article: what was withdrawn must not be served on, so its feeds
    /// become empty ones, or are removed.
    fn write_what_is_gone(
        &mut self,
        site: &Site<'_>,
        stage: &Stage<'_>,
        prune: bool,
    ) -> Result<(), publish::Error> {
        let slugs: Vec<&str> = self
            .feeds(site)
            .iter()
            .filter_map(|feed| feed.tag)
            .map(|tag| &*tag.slug)
            .collect();
        for gone in stage.rest()? {
            if prune {
                stage.remove(&gone.path)?;
                continue;
            }
            let Some(path) = FeedPath::parse(&gone.path) else {
                continue;
            };
            // A feed of a format that is not written any more is nobody's withdrawn article.
            let Some(slug) = path.slug.as_deref().filter(|slug| !slugs.contains(slug)) else {
                continue;
            };
            let name = emit::tag_of(&gone.head).unwrap_or_else(|| Text::new(slug));
            let xml = emit::feed(
                path.format,
                &self.feed(&path, Some(&name), None, None),
                std::iter::empty(),
            );
            let change = stage.put(&gone.path, xml.as_bytes())?;
            let (path, format, tag) = (gone.path, path.format, Some(name.to_string()));
            self.report.feeds.push(FeedReport {
                path,
                format,
                tag,
                entries: 0,
                change,
            });
        }
        Ok(())
    }

    fn publish(&mut self, stage: Stage<'_>) -> Result<(), publish::Error> {
        self.begin(Step::Publish, None);
        let outcome = stage.commit()?;
        self.report.removed = outcome.removed;
        self.report.incomplete = !outcome.problems.is_empty();
        self.report
            .findings
            .extend(outcome.problems.iter().map(publish::Error::to_diagnostic));
        Ok(())
    }

    /// What the feed at `path` says of itself.
    fn feed<'f>(
        &'f self,
        path: &FeedPath,
        tag: Option<&Text>,
        published: Option<Timestamp>,
        updated: Option<Timestamp>,
    ) -> Feed<'f> {
        let settings = self.settings;
        let self_url = settings
            .feeds_url
            .below(&permalink::encode_path(&path.to_string()));
        let id = match settings.ids {
            Ids::Permalink => EntryId::from_url(&self_url),
            Ids::Tag => EntryId::tag(
                settings.url.host(),
                &settings.id_date,
                &format!("feeds/{path}"),
            ),
        };
        let title = match tag {
            None => settings.title.clone(),
            Some(tag) => {
                let title = settings
                    .tags
                    .title
                    .replace("{title}", settings.title.as_str());
                Text::new(&title.replace("{tag}", tag.as_str()))
            }
        };
        Feed {
            title,
            description: &settings.description,
            alternate: &settings.url,
            self_url,
            id,
            language: settings.language.as_deref(),
            author: &settings.author,
            category: tag.cloned(),
            rights: settings.rights.as_ref(),
            icon: settings.icon.as_ref(),
            image: settings.image.as_ref(),
            published,
            updated,
            epoch: settings.epoch,
        }
    }
}

/// The path of a feed below the output folder.
#[derive(Debug, Clone, PartialEq, Eq)]
struct FeedPath {
    /// The tag's folder, if it is a tag's feed.
    slug: Option<String>,
    format: Format,
}

impl FeedPath {
    fn parse(path: &str) -> Option<Self> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let format = *Format::ALL
            .iter()
            .find(|format| name.strip_suffix(".xml") == Some(format.name()))?;
        let slug = match folder {
            "" => None,
            folder => Some(
                folder
                    .strip_prefix("tags/")
                    .filter(|slug| !slug.contains('/'))?
                    .to_owned(),
            ),
        };
        Some(FeedPath { slug, format })
    }
}

impl fmt::Display for FeedPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(slug) = &self.slug {
            write!(f, "tags/{slug}/")?;
        }
        write!(f, "{}.xml", self.format.name())
    }
}

/// The bodies that were rendered, by file; `None` for one that cannot be used.
struct Bodies<'a> {
    files: &'a [SourceFile],
    content: Content,
    rendered: HashMap<usize, Option<Rendered>>,
}

impl Bodies<'_> {
    fn may_be_used(&self, read: &ReadArticle) -> bool {
        !matches!(self.rendered.get(&read.article.file), Some(None))
    }

    fn render(&self, read: &ReadArticle, findings: &mut Vec<Diagnostic>) -> Option<Rendered> {
        let ReadArticle { article, version } = read;
        let file = &self.files[article.file];
        let rendered = source::body(file, article.body, *version).and_then(|body| {
            render::render(&body, article.syntax, &article.permalink).map_err(|unusable| {
                Diagnostic::from(unusable).in_file(file.shown())
                    .at(article.body.line, 0)
            })
        });
        rendered.map_err(|finding| findings.push(finding)).ok()
    }

    /// Each entry's XML in each format, written once.
    fn entries(self, site: &Site<'_>, formats: &[Format]) -> HashMap<(usize, Format), String> {
        let of_file: HashMap<usize, &Article> = site
            .articles
            .iter()
            .map(|article| (article.file, *article))
            .collect();
        let pieces: Vec<_> = self
            .rendered
            .into_par_iter()
            .filter_map(|(file, rendered)| Some((*of_file.get(&file)?, rendered?)))
            .flat_map_iter(|(article, Rendered { html, summary })| {
                let entry = Entry {
                    article,
                    categories: site.tag_names(article),
                    content: (self.content == Content::Full).then_some(&html),
                    summary: article.summary.as_ref().unwrap_or(&summary),
                };
                let piece =
                    |&format: &Format| ((article.file, format), emit::entry(format, &entry));
                formats.iter().map(piece).collect::<Vec<_>>()
            })
            .collect();
        pieces.into_iter().collect()
    }
}

/// Runs `work` on `file`. Should a library panic on it, the other articles are not to suffer.
fn shielded<T>(
    file: &SourceFile,
    findings: &mut Vec<Diagnostic>,
    work: impl FnOnce(&mut Vec<Diagnostic>) -> T,
) -> Option<T> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| work(findings)))
        .map_err(|_| {
            let message = "feedmill failed on this file; this is a bug, please report it";
            findings.push(Diagnostic::new(&INTERNAL_ERROR, message).in_file(file.shown()));
        })
        .ok()
}
