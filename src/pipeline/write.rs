//! Writing the feeds to temporary files next to their paths.

use std::io;
use std::path::Path;

use rayon::prelude::*;

use super::against::Against;
use super::archives::Histories;
use super::error::Cause;
use super::layout::{Claim, FeedTopic, Planned, describe, feed_id, feed_url, podcast_guid};
use super::pictures::Pictures;
use super::progress::Step;
use super::render::Bodies;
use super::replacement::{Replaced, Replacement};
use super::report::FeedReport;
use super::rules::INTERNAL_ERROR;
use super::run::Run;
use super::validate_feed::validate_feed;
use crate::diagnostic::Diagnostic;
use crate::feed::emit::{self, SerializedFeed};
use crate::feed::select::Catalog;
use crate::model::{Article, Feed, Format, Text};
use crate::publish::{self, Change, FileContent, Stage};
use crate::site::settings::{Settings, Taxonomy};
use crate::time::Timestamp;

impl Run<'_> {
    /// Stages every feed of the site.
    pub(super) fn write(
        &mut self,
        site: &Catalog<'_>,
        planned: &[Planned<'_, '_, '_>],
        bodies: Bodies<'_>,
        settings: &Settings,
        writer: &FeedWriter<'_>,
    ) -> Result<Vec<Replaced>, Cause> {
        let files = bodies.files;
        let against = match writer.against {
            Some(path) => Some(Against::open(path, planned)?),
            None => None,
        };
        self.begin(Step::Write, Some(planned.len()));
        let is_written = |format: &Format| planned.iter().any(|planned| planned.format == *format);
        let mut formats = settings.formats.clone();
        formats.retain(is_written);
        let mut entries = bodies.entries(site, &formats, writer.pictures);
        let too_large = bodies.limit(&mut entries, (site, writer.pictures), planned);
        writer.pictures.failure()?;
        let histories = Histories::new(planned, settings);
        self.report.podcast_guid = settings
            .podcast
            .as_ref()
            .and_then(|_| Some(podcast_guid(settings)?.1));
        let write = |planned: &Planned<'_, '_, '_>| {
            let Planned {
                feed,
                format,
                path,
                claim,
            } = planned;
            let put = if *claim != Claim::Written {
                if *claim == Claim::Left {
                    writer.stage.leave(path);
                }
                Put::blocked(None)
            } else {
                let head = head(planned, site, &histories, settings);
                let included = feed.articles.iter().map(|&index| site.articles[index].file);
                let entries =
                    included.filter_map(|file| entries.get(file, *format, feed.is_of_everything()));
                let entries: Result<Vec<_>, _> = entries.map(Result::as_ref).collect();
                let written = entries.map_err(emit::Error::clone);
                let written = written.and_then(|entries| emit::feed(*format, &head, &entries));
                writer.put(path, &head, written, against.as_ref())?
            };
            self.progress.advance();
            let name = feed.term.map(|(_, term)| term.name);
            let taxonomy = FeedTopic::new(feed).taxonomy(settings);
            let entries = feed.articles.len();
            let report = put.report((path, settings), *format, taxonomy, name, entries);
            Ok((report, put))
        };
        let written: Result<Vec<_>, Cause> =
            planned.par_iter().with_max_len(2).map(write).collect();
        let mut replaced = Vec::new();
        let mut topic = 0;
        for (at, (report, put)) in written?.into_iter().enumerate() {
            // The feeds of a term follow each other.
            topic += usize::from(at > 0 && !std::ptr::eq(planned[at].feed, planned[at - 1].feed));
            replaced.extend(put.replacement.map(|by| Replaced {
                path: report.path.clone(),
                topic,
                by,
            }));
            self.report.feeds.push(report);
            self.report.findings.extend(put.finding);
        }
        self.report.findings.extend(too_large);
        let of_everything = planned.iter().filter(|planned| planned.feed.term.is_none());
        let present = of_everything.map(|planned| match &against {
            Some(against) => Ok(against.baseline(&planned.path)?.map(|(feed, _)| feed)),
            None => Ok(writer.stage.present_file(&planned.path)?),
        });
        self.warn_of_missing_paths(site, files, present)?;
        if let Some(path) = writer.against {
            self.has_baseline(path, !replaced.is_empty())?;
        }
        Ok(replaced)
    }
}

/// Everything in a feed but its entries.
fn head<'h>(
    planned: &Planned<'h, 'h, 'h>,
    site: &Catalog<'h>,
    histories: &Histories<'_>,
    settings: &'h Settings,
) -> Feed<'h> {
    let Planned { feed, path, .. } = planned;
    let newest = |date: fn(&Article) -> Timestamp| {
        let articles = feed.articles.iter();
        articles.map(|&index| date(site.articles[index])).max()
    };
    let published = newest(|article| article.published);
    let updated = newest(|article| article.updated);
    let name = feed.term.map(|(_, term)| term.name);
    let topic = FeedTopic::new(feed);
    let mut head = describe(path, &topic, name, settings, published, updated);
    head.history = histories.place(planned, settings);
    if let Some(current) = histories.current(planned) {
        // All documents of a history are of one feed.
        head.id = feed_id(current, settings);
    }
    if head.podcast_guid.is_some() {
        let articles = site.articles.iter().copied();
        let language = topic.language(settings);
        head.trailers = articles
            .filter(|article| article.is_trailer())
            .filter(|article| article.is_main && is_in(article, language))
            .collect();
    }
    head
}

/// Whether the feeds of `language`, if not of all, have an article.
fn is_in(article: &Article, language: Option<&str>) -> bool {
    language.is_none_or(|language| article.edition.as_deref() == Some(language))
}

/// Stages feeds.
pub(super) struct FeedWriter<'a> {
    pub(super) stage: &'a Stage<'a>,
    /// Whether a feed with an error is not written.
    pub(super) validate: bool,
    /// What they are compared with, if it is not what they replace.
    pub(super) against: Option<&'a Path>,
    /// The address of the site.
    pub(super) url: &'a str,
    /// The pictures of the site.
    pub(super) pictures: &'a Pictures<'a>,
}

/// What became of a feed.
pub(super) struct Put {
    change: Change,
    pub(super) finding: Option<Diagnostic>,
    replacement: Option<Replacement>,
}

impl Put {
    fn blocked(finding: Option<Diagnostic>) -> Self {
        Put {
            change: Change::Blocked,
            finding,
            replacement: None,
        }
    }

    pub(super) fn report(
        &self,
        (path, settings): (&str, &Settings),
        format: Format,
        taxonomy: Option<&Taxonomy>,
        term: Option<&Text>,
        entries: usize,
    ) -> FeedReport {
        let report = FeedReport::new(
            (path, feed_url(path, settings)),
            format,
            taxonomy,
            term,
            entries,
            self.change,
        );
        let changes = self
            .replacement
            .as_ref()
            .map(|replacement| replacement.changes);
        FeedReport { changes, ..report }
    }
}

impl FeedWriter<'_> {
    /// Stages a feed, unless it could not be written, or is to be validated and has an error.
    pub(super) fn put(
        &self,
        path: &str,
        feed: &Feed<'_>,
        written: Result<SerializedFeed<'_>, emit::Error>,
        against: Option<&Against>,
    ) -> Result<Put, Cause> {
        let written = written.map_err(|error| {
            let message = format!("`{path}` could not be written: {error}; the old feed stays");
            Diagnostic::new(&INTERNAL_ERROR, message)
        });
        let text = |written: &SerializedFeed<'_>| {
            let text = written.to_text().map_err(io::Error::from);
            text.map_err(publish::Error::io("write", Path::new(path)))
        };
        let invalid = match &written {
            Ok(written) if self.validate => validate_feed(path, feed, &text(written)?),
            _ => None,
        };
        let validated = written.and_then(|written| invalid.map_or(Ok(written), Err));
        match validated {
            Ok(written) => {
                let content: FileContent<'_> = written.parts().map(str::as_bytes).collect();
                let change = self.stage.put(path, content)?;
                let new = || text(&written);
                let replacement =
                    Replacement::find(self.stage, against, path, change, new, self.url)?;
                Ok(Put {
                    change,
                    finding: None,
                    replacement,
                })
            }
            Err(finding) => {
                self.stage.leave(path);
                Ok(Put::blocked(Some(finding)))
            }
        }
    }
}
