//! Feeds that earlier runs have written, and this one has not.

use super::earlier::{EarlierFeed, alive, recognise};
use super::error::Cause;
use super::layout::describe;
use super::rules::{MOVED_FEED, STALE_FEED};
use super::run::Run;
use super::write::FeedWriter;
use crate::diagnostic::Diagnostic;
use crate::feed::emit;
use crate::feed::select::{Catalog, Selection};
use crate::site::settings::{PathState, Settings};

impl Run<'_> {
    /// Empties, or removes, the feeds of terms and languages that have no article any more: deleted articles
    /// must not stay in them.
    pub(super) fn write_what_is_gone(
        &mut self,
        site: &Catalog<'_>,
        feeds: &[Selection<'_, '_>],
        settings: &Settings,
        writer: &FeedWriter<'_>,
        prune: bool,
    ) -> Result<(), Cause> {
        let alive = alive(site, feeds, settings);
        for gone in writer.stage.rest() {
            let gone = gone?;
            let path = &gone.path;
            if settings.pages.iter().any(|page| page.path == *path) {
                if prune {
                    writer.stage.remove(path)?;
                } else {
                    let message = format!("`{path}` is not written any more");
                    let finding = Diagnostic::new(&STALE_FEED, message);
                    self.report.findings.push(finding);
                }
                continue;
            }
            let Some(known) = recognise(path, &gone.head, settings) else {
                continue;
            };
            if prune {
                writer.stage.remove(path)?;
                continue;
            }
            if alive.contains(&known.subject) {
                let (rule, what) = match known.state {
                    PathState::Unwritten => {
                        (&STALE_FEED, "in a format that is not written any more")
                    }
                    PathState::Former | PathState::Written => {
                        (&MOVED_FEED, "at a path that the settings no longer have")
                    }
                };
                let finding = Diagnostic::new(rule, format!("`{path}` is {what}"));
                self.report.findings.push(finding);
                continue;
            }
            let EarlierFeed {
                subject,
                name,
                format,
                state: _,
            } = known;
            let taxonomy = subject.taxonomy(settings);
            let head = describe(path, &subject, name.as_ref(), settings, None, None);
            let written = emit::feed(format, &head, &[]);
            let put = writer.put(path, &head, written, None)?;
            let report = put.report((path, settings), format, taxonomy, name.as_ref(), 0);
            self.report.feeds.push(report);
            self.report.findings.extend(put.finding);
        }
        Ok(())
    }
}
