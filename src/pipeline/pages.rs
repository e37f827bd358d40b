//! Writing the pages that list the feeds.

use std::cmp::Reverse;

use super::error::Cause;
use super::layout::{Claim, FeedTopic, Planned, feed_url};
use super::report::PageReport;
use super::rules::INTERNAL_ERROR;
use super::run::Run;
use crate::diagnostic::Diagnostic;
use crate::feed::page::{self, FeedFile, FeedGroup, FeedList, ListedFeed};
use crate::feed::select::Catalog;
use crate::model::PageKind;
use crate::publish::{Change, Stage};
use crate::site::settings::Settings;

impl Run<'_> {
    /// Stages the pages that the settings ask for.
    pub(super) fn write_pages(
        &mut self,
        site: &Catalog<'_>,
        planned: &[Planned<'_, '_, '_>],
        settings: &Settings,
        stage: &Stage<'_>,
    ) -> Result<(), Cause> {
        let written = || settings.pages.iter().filter(|page| page.is_written);
        if written().next().is_none() {
            return Ok(());
        }
        let list = list(site, planned, settings);
        let opml = written().find(|page| page.kind == PageKind::Opml);
        let opml = opml.map(|page| &*page.path);
        for page in written() {
            let path = &*page.path;
            let address = feed_url(path, settings);
            let change = match page::write(page.kind, &list, (path, &address), opml) {
                Ok(text) => stage.put(path, &text)?,
                Err(error) => {
                    let message = format!("`{path}` could not be written: {error}");
                    let finding = Diagnostic::new(&INTERNAL_ERROR, message);
                    self.report.findings.push(finding);
                    stage.leave(path);
                    Change::Blocked
                }
            };
            self.report.pages.push(PageReport {
                path: path.to_owned(),
                format: page.kind,
                change,
            });
        }
        Ok(())
    }
}

/// The feeds that have entries, by kind.
fn list<'s>(
    site: &'s Catalog<'_>,
    planned: &'s [Planned<'_, '_, '_>],
    settings: &'s Settings,
) -> FeedList<'s> {
    let mut groups: Vec<FeedGroup<'s>> = Vec::new();
    let mut last = None;
    for Planned {
        feed, format, path, ..
    } in planned
        .iter()
        .filter(|planned| planned.claim == Claim::Written && !planned.feed.is_archive)
    {
        let Some(&newest) = feed.articles.first() else {
            continue;
        };
        let file = FeedFile {
            format: *format,
            path: path.clone(),
            url: feed_url(path, settings),
        };
        let topic = FeedTopic::new(feed);
        let language = feed.language.map(|language| &*language.tag);
        let taxonomy = topic.taxonomy(settings);
        // The formats of a feed follow one another, and so do the feeds of a kind.
        let kind = (language, topic.term.map(|(taxonomy, _)| taxonomy));
        if last.map(|(kind, _)| kind) != Some(kind) {
            groups.push(FeedGroup {
                taxonomy: taxonomy.map(|taxonomy| &*taxonomy.name),
                language,
                feeds: Vec::new(),
            });
        }
        let feeds = groups.last_mut().map(|group| &mut group.feeds);
        let feeds = feeds.unwrap_or_else(|| unreachable!("the first feed makes a group"));
        match feeds.last_mut() {
            Some(listed) if last == Some((kind, topic)) => listed.files.push(file),
            _ => {
                let name = feed.term.map(|(_, term)| term.name);
                let title = topic.title(name, settings);
                let name = name.unwrap_or(&title).to_string();
                feeds.push(ListedFeed {
                    title,
                    name,
                    files: vec![file],
                    articles: feed.total,
                    newest: site.articles[newest],
                });
            }
        }
        last = Some((kind, topic));
    }
    for group in &mut groups {
        group.feeds.sort_by_key(|feed| Reverse(feed.articles));
    }
    FeedList {
        title: &settings.title,
        description: settings.description.as_ref(),
        home: &settings.url,
        language: settings.language.as_deref(),
        groups,
    }
}
