//! A build, from a folder of articles to a folder of feeds, step by step:
//!
//! | file | step |
//! |---|---|
//! | `configure` | the site file and the flags become settings |
//! | `walk` | the files that may be articles are found |
//! | `last_run` | if nothing has changed since the last run, this one ends with its report |
//! | `read` | headers are read, and become articles |
//! | `select` | each feed's articles are chosen, and their bodies rendered (`render`, `references`) |
//! | `write` | each feed is written beside its place (`layout`), and validated (`validate_feed`) |
//! | `gone` | feeds that no article is left for are emptied or removed (`earlier`) |
//! | `put_in_place` | all of them are put in place |
//!
//! What the steps share lies in `run`; `lint` and `tags` take the first of them (`survey`).

mod configure;
mod earlier;
mod error;
mod gone;
mod last_run;
mod layout;
mod options;
mod progress;
mod put_in_place;
mod read;
mod references;
mod render;
mod report;
pub mod rules;
mod run;
mod select;
mod survey;
#[cfg(test)]
mod testing;
mod validate_feed;
mod walk;
mod write;

use std::sync::atomic::AtomicBool;

use crate::feed::own;
use crate::input::source::{self, Walked};
use crate::publish::{self, Lock, Mode, Ownership, Stage};
pub use error::{Cause, Error};
use last_run::{Draft, Inputs};
pub use options::Options;
pub use progress::{Progress, Step};
pub use report::{ArticleCounts, FeedReport, Report};
use run::Run;
pub use survey::{LikelyDuplicate, Likeness, TagReport, Tags, lint, tags};

/// Builds the feeds of a site.
///
/// An article with an error is reported and left out; the feeds of the others are the same as if it were
/// not there. Every feed on disk stays whole, whatever happens (see [`publish`](crate::publish)).
///
/// # Errors
///
/// If nothing could be built; the output folder is then as it was.
pub fn build(
    options: Options,
    progress: &dyn Progress,
    cancelled: &AtomicBool,
) -> Result<Report, Error> {
    let mut run = Run::new(options.now, progress, cancelled);
    let result = steps(options, &mut run);
    let (report, next) = run.end(result)?;
    if let Some((draft, _lock)) = next {
        draft.keep(&report);
    }
    Ok(report)
}

/// The steps in their order; gives what is to be left to the next run.
fn steps(options: Options, run: &mut Run<'_>) -> Result<Option<(Draft, Lock)>, Cause> {
    let folder = source::open(&options.request.source).map_err(Cause::Read)?;
    let settings = run.configure(options.request)?;

    // Before anything is read, so that a slow run cannot publish what a quicker one has overtaken.
    let mode = if options.check {
        Mode::Check
    } else {
        Mode::Write
    };
    let lock = Lock::acquire(&settings.output, mode, options.patience, run.cancelled)?;

    let Walked { files, stamps } = run.walk(&folder, &settings)?;
    let may_be_ours = |path: &str| earlier::may_lie_at(path, &settings);
    let stage_options = publish::Options {
        ownership: Ownership {
            path: &may_be_ours,
            head: own::is_own_feed,
        },
        take_over: options.take_over,
        cancelled: run.cancelled,
    };
    let stage = Stage::open(&lock, stage_options)?;

    let mut draft = None;
    if !options.fresh && !options.check {
        let flags = (
            options.strict,
            options.allow_empty,
            options.prune,
            options.validate,
            options.take_over,
        );
        let findings = &run.report.findings;
        let inputs = Inputs::new(&settings, flags, stamps, findings, stage.present());
        if let Some(inputs) = inputs {
            if let Some(report) = inputs.last_report(options.now) {
                run.end_with(report);
                return Ok(None);
            }
            draft = inputs.begin();
        }
    }

    let articles = run.read(&files, &settings)?;
    let (site, bodies) = run.select(&articles, &files, &settings)?;
    if options.strict && run.report.articles.left_out > 0 {
        return Err(Cause::Strict);
    }
    if site.articles.is_empty() && run.would_empty(&settings, &stage)? && !options.allow_empty {
        return Err(Cause::WouldEmpty);
    }
    let feeds = site.feeds(&settings);
    run.write(&site, &feeds, bodies, &settings, &stage, options.validate)?;
    run.write_what_is_gone(
        &site,
        &feeds,
        &settings,
        &stage,
        options.prune,
        options.validate,
    )?;
    let changes = run.publish(stage)?;
    let draft = draft.and_then(|draft| draft.complete(&changes, &run.report, &run.present));

    // Freeing what a million articles took is work, too; another thread may do it, if there is one.
    if rayon::current_num_threads() > 1 {
        rayon::spawn(|| drop((articles, files)));
    }
    Ok(draft.map(|draft| (draft, lock)))
}
