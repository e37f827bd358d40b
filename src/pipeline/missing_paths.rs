//! Paths in `feedmill.ids` at which there is no file any more.

use super::error::Cause;
use super::run::Run;
use crate::compare::{ParsedEntry, read};
use crate::feed::select::Catalog;
use crate::input::source::SourceFile;

impl Run<'_> {
    /// Warns of the paths in `feedmill.ids` that are none of `files`, and names the article that each may be
    /// now: the one with the title or the date of the entry in the `feeds` that are there.
    pub(super) fn warn_of_missing_paths(
        &mut self,
        site: &Catalog<'_>,
        files: &[SourceFile],
        feeds: impl Iterator<Item = Result<Option<Vec<u8>>, Cause>>,
    ) -> Result<(), Cause> {
        let outdated = self.ids.outdated();
        self.report.findings.extend(outdated);
        let missing = self.ids.missing(files);
        if missing.is_empty() {
            return Ok(());
        }
        let mut entries = Vec::new();
        for feed in feeds {
            let feed = feed?.and_then(|feed| read(&feed).ok());
            entries.extend(feed.into_iter().flat_map(|feed| feed.entries));
        }
        let candidates = site.articles.iter().filter_map(|article| {
            let path = &*files[article.file].path;
            let (id, link) = (article.id.as_str(), article.permalink.as_str());
            let entry = ParsedEntry::new(id, link, article.title.as_str(), article.published);
            self.ids.get(path).is_none().then_some((path, entry))
        });
        let candidates: Vec<_> = candidates.collect();
        let warnings = missing.into_iter().map(|(path, id)| {
            let entry = entries.iter().find(|entry| entry.id == id.as_str());
            let now = entry.and_then(|entry| likely(entry, &candidates));
            let message = match now {
                Some((now, what)) => {
                    format!("`{path}` does not exist; `{now}` has {what} of its entry")
                }
                None => format!("`{path}` does not exist"),
            };
            self.ids.warning(path, message)
        });
        let warnings: Vec<_> = warnings.collect();
        self.report.findings.extend(warnings);
        Ok(())
    }
}

/// The only one of the `candidates` with the title and the date of `entry`, else with one of them.
fn likely<'a>(
    entry: &ParsedEntry,
    candidates: &[(&'a str, ParsedEntry)],
) -> Option<(&'a str, &'static str)> {
    let only = |fits: &dyn Fn(&ParsedEntry) -> bool| {
        let mut fitting = candidates.iter().filter(|(_, other)| fits(other));
        let first = fitting.next().map(|(path, _)| *path);
        first.filter(|_| fitting.next().is_none())
    };
    let title = |other: &ParsedEntry| other.has_title_of(entry);
    let date = |other: &ParsedEntry| other.has_date_of(entry);
    let both = only(&|other| title(other) && date(other));
    let both = both.map(|path| (path, "the title and the date"));
    let by_title = || Some((only(&title)?, "the title"));
    both.or_else(by_title)
        .or_else(|| Some((only(&date)?, "the date")))
}
