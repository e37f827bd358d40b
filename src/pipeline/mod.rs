//! A build, from a folder of articles to a folder of feeds, step by step:
//!
//! | file | step |
//! |---|---|
//! | `configure` | the site file and the flags become settings |
//! | `walk` | the files that may be articles are found |
//! | `last_run` | if nothing has changed since the last run, this one ends with its report |
//! | `read` | headers are read, and become articles |
//! | `select` | each feed's articles are chosen, and their bodies rendered (`render`, `references`) |
//! | `write` | each feed is written beside its place (`layout`, `archives`, `pictures`), and validated (`validate_feed`) |
//! | `missing_paths` | paths in `feedmill.ids` that do not exist are reported |
//! | `guard` | each is compared with the feed that it replaces (`replacement`), or with another (`against`); subscribers must not suffer |
//! | `pages` | the pages that list the feeds are written |
//! | `gone` | feeds that no article is left for are emptied or removed (`earlier`) |
//! | `put_in_place` | all of them are put in place |
//!
//! What the steps share lies in `run`; `lint` and `tags` take the first of them (`survey`), and so
//! does `adopt`.

mod account;
mod adopt;
mod against;
mod archives;
mod configure;
mod earlier;
mod error;
mod files;
mod gone;
mod guard;
mod last_run;
mod layout;
mod lookalikes;
mod missing_paths;
mod no_articles;
mod page_address;
mod pages;
mod pictures;
mod progress;
mod put_in_place;
mod read;
mod references;
mod render;
mod replacement;
mod report;
pub mod rules;
mod run;
mod select;
mod site;
mod survey;
#[cfg(test)]
mod testing;
mod validate_feed;
mod walk;
mod write;

use crate::feed::own;
use crate::input::source::{self, Walked};
use crate::publish::{self, Lock, Mode, Ownership, Stage};
use crate::site::settings::Settings;
use crate::stamp::Stamps;
pub use adopt::{AdoptedId, Adoption, PublishedFeed, UnmatchedEntry};
pub use error::{Cause, Error};
pub use files::{Fate, FileReport};
use last_run::{Inputs, LastRunWriter};
use pictures::Pictures;
pub use progress::{Progress, Step};
pub use report::{ArticleCounts, FeedChanges, FeedReport, PageReport, Report};
use run::Run;
pub use site::Site;
pub use survey::{LikelyDuplicate, Likeness, TagReport, Tags};
use write::FeedWriter;

impl Site<'_> {
    /// Builds the feeds.
    ///
    /// An article with an error is reported and left out; the feeds of the others are the same as if it
    /// were not there. Every feed on disk stays whole, whatever happens.
    ///
    /// # Errors
    ///
    /// If nothing could be built; the output folder is then as it was.
    pub fn build(self) -> Result<Report, Error> {
        let mut run = Run::new(self.now, self.progress, self.cancelled);
        let result = steps(self, &mut run);
        let (report, next) = run.end(result)?;
        if let Some((draft, _lock)) = next {
            draft.keep(&report);
        }
        Ok(report)
    }
}

/// The steps in their order; gives what is to be left to the next run.
fn steps(wanted: Site<'_>, run: &mut Run<'_>) -> Result<Option<(LastRunWriter, Lock)>, Cause> {
    let folder = source::open(&wanted.request.source).map_err(Cause::Read)?;
    let settings = run.configure(wanted.request.clone())?;
    if let Some(path) = &wanted.against {
        run.must_exist(path)?;
    }

    // Before anything is read, so that a slow run cannot publish what a quicker one has overtaken.
    let mode = if wanted.check {
        Mode::Check
    } else {
        Mode::Write
    };
    let lock = Lock::acquire(
        &settings.output,
        Some(&folder),
        mode,
        wanted.patience,
        run.cancelled,
    )?;

    let (settings, walked) = run.walk(&folder, wanted.request.clone(), settings)?;
    let Walked {
        files,
        lookalikes,
        stamps,
        ..
    } = walked;
    let may_be_ours = |path: &str| earlier::may_lie_at(path, &settings);
    let stage_options = publish::StageOptions {
        ownership: Ownership {
            path: &may_be_ours,
            head: own::is_own_file,
        },
        take_over: wanted.take_over,
        cancelled: run.cancelled,
    };
    let stage = Stage::open(&lock, stage_options)?;

    let mut draft = None;
    if let Some(inputs) = inputs(&wanted, run, &settings, stamps, &stage) {
        if let Some(report) = inputs.last_report(wanted.now) {
            run.end_with(report);
            return Ok(None);
        }
        draft = inputs.begin();
    }

    let pictures = Pictures::new(&folder, &settings);
    run.look_at_cover(&pictures);
    let articles = run.read(&files, &settings)?;
    run.look_at(&lookalikes, &settings)?;
    let (site, bodies) = run.select(&articles, &files, &settings)?;
    if wanted.strict && run.report.articles.left_out > 0 {
        return Err(Cause::Strict);
    }
    if site.articles.is_empty() {
        run.without_articles(&folder, &files, &settings, &stage, wanted.allow_empty)?;
    }
    let feeds = site.feeds(&settings);
    let writer = FeedWriter {
        stage: &stage,
        validate: wanted.validate,
        against: wanted.against.as_deref(),
        url: settings.url.as_str(),
        pictures: &pictures,
    };
    let (planned, clashes) = layout::plan(&feeds, &settings);
    run.report.findings.extend(clashes);
    let replaced = run.write(&site, &planned, bodies, &settings, &writer)?;
    if !wanted.take_over {
        run.keep_other_sites(&replaced, (&site, &feeds), &settings, &stage)?;
    }
    run.guard(&replaced, (&site, &files), &settings, wanted.allow_flood)?;
    run.write_pages(&site, &planned, &settings, &stage)?;
    run.write_what_is_gone(&site, &feeds, &settings, &writer, wanted.prune)?;
    let changes = run.publish(stage)?;
    let draft = draft
        .and_then(|draft| draft.complete(&changes, pictures.seen(), &run.report, &run.present));

    // Freeing what a million articles took is work, too; another thread may do it, if there is one.
    if rayon::current_num_threads() > 1 {
        rayon::spawn(|| drop((articles, files)));
    }
    Ok(draft.map(|draft| (draft, lock)))
}

/// What the run depends on; `None` if it is not to be compared with the last one.
fn inputs(
    wanted: &Site<'_>,
    run: &Run<'_>,
    settings: &Settings,
    stamps: Stamps,
    stage: &Stage<'_>,
) -> Option<Inputs> {
    if wanted.fresh || wanted.check || wanted.against.is_some() {
        return None;
    }
    let flags = (
        wanted.strict,
        wanted.allow_empty,
        wanted.prune,
        wanted.validate,
        wanted.take_over,
        run.repository.as_ref().map(|repository| &repository.head),
    );
    let findings = &run.report.findings;
    Inputs::new(settings, flags, stamps, findings, stage.present())
}
