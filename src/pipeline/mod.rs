//! The main job, from a folder of articles to a folder of feeds.

mod bodies;
mod heads;
mod judge;
mod layout;
mod memory;
mod references;
mod report;
mod run;
mod survey;

use std::fmt;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use crate::body;
use crate::diagnostic::{Diagnostic, Rule, rules};
use crate::feed::select;
use crate::input::{normalise, source};
use crate::publish::{self, Lock, Mode, Stage};
use crate::site::settings::{self, Request};
use crate::syntax::front_matter;
use crate::time::Timestamp;
use memory::Memory;
pub use report::{FeedReport, Report};
use run::Run;
pub use survey::{LikelyDuplicate, Likeness, TagReport, Tags, lint, tags};

rules! {
    NO_ARTICLES = Warning "no-articles" {
        summary: "There is no article to publish.",
        why: "A feed without entries is rarely what was meant.",
        remedy: "Look at what else was told, at the folder's name, at `articles` in the site file and at `.gitignore`. An article is a .md, .markdown, .html, .htm or .txt file that begins with front matter."
    }
    WOULD_EMPTY = Error "would-empty-feeds" {
        summary: "No article is left to publish, and there are feeds with entries.",
        why: "A typo or a disk that is not mounted must not empty every subscription. Nothing was written.",
        remedy: "Look at the folder's name; if the site is really empty, run again with `--allow-empty`."
    }
    STALE_FEED = Warning "stale-feed" {
        summary: "A feed of ours is of a format that is not written any more.",
        why: "Its subscribers see nothing new, and what was withdrawn since is served on.",
        remedy: "Write its format again (`formats`), or run once with `--prune` to remove it."
    }
    MOVED_FEED = Warning "moved-feed" {
        summary: "A feed of ours lies where the settings put none any more.",
        why: "Its subscribers see nothing new, and what was withdrawn since is served on.",
        remedy: "Let the server redirect its address to the new one, and run once with `--prune` to remove it; or put the feeds back (`paths`, `taxonomies`)."
    }
    INVALID_FEED = Error "invalid-feed" {
        summary: "A feed was judged before it was published, and has an error.",
        why: "Readers may refuse it. It was not published, and the one that is there stays.",
        remedy: "Mend what the message tells. If nothing in the articles is wrong, please report it."
    }
    STOPPED_BY_STRICT = Error "stopped-by-strict" {
        summary: "An article cannot be used, and `--strict` was given; nothing was written.",
        why: "With `--strict` the feeds are those of all articles, or stay as they are.",
        remedy: "Mend the article that is named before, or build without `--strict`."
    }
    INTERNAL_ERROR = Error "internal-error" {
        summary: "feedmill failed on an article or a feed, which is a bug.",
        why: "The article is left out, or the old feed stays; everything else is built.",
        remedy: "Please report it, with the article if one is named."
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
    /// Judge each feed; one with an error is not published, the old one stays.
    pub validate: bool,
    /// Replace files that are not ours.
    pub take_over: bool,
    /// Take over from the last run what is still so, and leave to the next what is known (see
    /// [`index`](crate::index)).
    pub remember: bool,
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

/// Why nothing was built, and what was found until then.
#[derive(Debug)]
pub struct Error {
    /// What stopped the build. The findings of the report say it too.
    pub cause: Cause,
    /// The account of what was done.
    pub report: Box<Report>,
}

/// What stopped a build.
#[derive(Debug)]
pub enum Cause {
    /// The site file or the flags are wrong.
    Settings,
    /// The articles cannot be read.
    Read(Diagnostic),
    /// There is nothing to publish, and something was published before.
    WouldEmpty,
    /// An article cannot be used, and `strict` was asked for.
    Strict,
    /// The feeds could not be written.
    Publish(publish::Error),
}

impl From<publish::Error> for Cause {
    fn from(error: publish::Error) -> Self {
        Cause::Publish(error)
    }
}

impl Cause {
    /// The finding that tells it, where no other does.
    fn to_diagnostic(&self) -> Option<Diagnostic> {
        match self {
            Cause::Settings => None,
            Cause::Strict => {
                let message =
                    "an article cannot be used, and `--strict` was given; nothing was written";
                Some(Diagnostic::new(&STOPPED_BY_STRICT, message))
            }
            Cause::Read(finding) => Some(finding.clone()),
            Cause::WouldEmpty => {
                let message = "no article is left to publish, and there are feeds with entries";
                Some(Diagnostic::new(&WOULD_EMPTY, message))
            }
            Cause::Publish(error) => Some(error.to_diagnostic()),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.cause {
            Cause::Settings => f.write_str("the settings cannot be used"),
            Cause::Read(finding) => f.write_str(&finding.message),
            Cause::WouldEmpty => f.write_str("every feed would be emptied"),
            Cause::Strict => f.write_str("an article cannot be used"),
            Cause::Publish(error) => error.fmt(f),
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
    let mut run = Run::new(options.now, progress, cancelled).judging(options.validate);
    let result = steps(options, &mut run);
    run.end(result).map(|(report, ())| report)
}

/// What can be found in articles. What is found in feeds is no setting of theirs.
fn codes() -> Vec<&'static str> {
    let rooms: [&[&Rule]; _] = [
        source::RULES,
        front_matter::RULES,
        normalise::RULES,
        normalise::lint::RULES,
        select::RULES,
        body::RULES,
    ];
    // What ends a run is always told.
    let ends = [&source::UNREADABLE_SOURCE, &source::READ_FAILED].map(|rule| rule.code);
    let codes = rooms.into_iter().flatten().map(|rule| rule.code);
    codes.filter(|code| !ends.contains(code)).collect()
}

/// The pipeline.
fn steps(options: Options, run: &mut Run<'_>) -> Result<(), Cause> {
    source::check(&options.request.source).map_err(Cause::Read)?;
    let settings = run.settings(settings::load(options.request, &codes()))?;

    // Before anything is read, so that a slow run cannot publish what a quicker one has overtaken.
    let mode = if options.check {
        Mode::Check
    } else {
        Mode::Write
    };
    let lock = Lock::acquire(&settings.output, mode, options.patience, run.cancelled)?;

    let mut memory = match options.remember {
        true => Memory::open(&settings, options.now, mode),
        false => Memory::default(),
    };
    let files = run.walk(&settings)?;
    let articles = run.read(&files, &settings, &mut memory)?;
    let may_be_ours = |path: &str| layout::may_lie_at(path, &settings);
    let stage = Stage::open(&lock, run.stage_options(options.take_over, &may_be_ours))?;
    let (site, bodies) = run.select(&articles, &files, &settings, &mut memory, &stage)?;
    if options.strict && run.has_left_out() {
        return Err(Cause::Strict);
    }
    if site.articles.is_empty() && run.would_empty(&settings, &stage)? && !options.allow_empty {
        return Err(Cause::WouldEmpty);
    }
    run.write(&site, bodies, &settings, &memory, &stage)?;
    run.write_what_is_gone(&site, &settings, &stage, options.prune)?;
    let stamps = run.publish(stage)?;
    memory.leave(&files, &articles, &stamps);
    // To give back what a million articles took is work, too; another thread may do it, if there is one.
    if rayon::current_num_threads() > 1 {
        rayon::spawn(|| drop((articles, files)));
    }
    Ok(())
}
