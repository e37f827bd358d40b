//! Writing the feeds beside their places.

use rayon::prelude::*;

use super::error::Cause;
use super::layout::{self, FeedTopic, Planned, describe};
use super::progress::Step;
use super::render::Bodies;
use super::report::FeedReport;
use super::rules::INTERNAL_ERROR;
use super::run::Run;
use super::validate_feed::validate_feed;
use crate::diagnostic::Diagnostic;
use crate::feed::emit::{self, SerializedFeed};
use crate::feed::select::{Catalog, Selection};
use crate::model::{Article, Feed, Format};
use crate::publish::{self, Change, FileContent, Stage};
use crate::site::settings::Settings;
use crate::time::Timestamp;

impl Run<'_> {
    /// Stages every feed of the site.
    pub(super) fn write(
        &mut self,
        site: &Catalog<'_>,
        feeds: &[Selection<'_, '_>],
        bodies: Bodies<'_>,
        settings: &Settings,
        stage: &Stage<'_>,
        validate: bool,
    ) -> Result<(), Cause> {
        let (planned, clashes) = layout::plan(feeds, settings);
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
                put(stage, path, &head, written, validate)?
            };
            self.progress.advance();
            let name = feed.term.map(|(_, term)| term.name);
            let taxonomy = FeedTopic::new(feed).taxonomy(settings);
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
}

/// Stages a feed, unless it could not be written, or is to be validated and has an error.
pub(super) fn put(
    stage: &Stage<'_>,
    path: &str,
    feed: &Feed<'_>,
    written: Result<SerializedFeed<'_>, emit::Error>,
    validate: bool,
) -> Result<(Change, Option<Diagnostic>), publish::Error> {
    let written = written.map_err(|error| {
        let message = format!("`{path}` could not be written: {error}; the old feed stays");
        Diagnostic::new(&INTERNAL_ERROR, message)
    });
    let validated = written.and_then(|written| {
        let check = || validate_feed(path, feed, &written.to_text());
        let finding = if validate { check() } else { None };
        finding.map_or(Ok(written), Err)
    });
    match validated {
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
