//! `adopt`: the ids of published feeds become lines of `feedmill.ids`.

mod adoption;
mod decide;

use rayon::prelude::*;

use super::error::{Cause, Error};
use super::read::ReadArticle;
use super::render::Bodies;
use super::report::Report;
use super::run::Run;
use super::site::Site;
use crate::compare::{Assigned, ParsedEntry, assign, needs_text};
use crate::diagnostic::Severity;
use crate::files::Folder;
use crate::input::source::ids::{self, IDS_FILE};
use crate::input::source::{self, SourceFile, Walked};
use crate::publish;
use crate::site::settings::{Request, Settings};
pub use adoption::{AdoptedId, Adoption, PublishedFeed, UnmatchedEntry};
use decide::decide;

impl Site<'_> {
    /// Finds the articles of the entries of published `feeds`, of which the first decides, and makes lines for
    /// `feedmill.ids` of their ids. They are added to the file if `write` is set; no line there is changed.
    ///
    /// # Errors
    ///
    /// If the settings or the folder of articles cannot be used, or the file cannot be written.
    pub fn adopt(self, feeds: &[PublishedFeed], write: bool) -> Result<(Report, Adoption), Error> {
        let mut run = Run::new(self.now, self.progress, self.cancelled);
        // No feed is written, so it needs neither title nor address.
        let request = Request {
            for_feeds: false,
            ..self.request
        };
        let result = steps(request, feeds, write, &mut run);
        run.end(result)
    }
}

fn steps(
    request: Request,
    feeds: &[PublishedFeed],
    write: bool,
    run: &mut Run<'_>,
) -> Result<Adoption, Cause> {
    let folder = source::open(&request.source).map_err(Cause::Read)?;
    let settings = run.configure(request.clone())?;
    let (settings, walked) = run.walk(&folder, request, settings)?;
    let Walked { files, .. } = walked;
    let articles = run.read(&files, &settings)?;
    // The others are for `lint`.
    let findings = &mut run.report.findings;
    findings.retain(|finding| finding.severity == Severity::Error);
    let assigned = run.assign(feeds, &articles, &files, &settings)?;
    let decided = decide(&run.ids, feeds, &assigned, (&articles, &files));
    let (mut adoption, findings) = decided;
    run.report.findings.extend(findings);
    if write && !adoption.lines.is_empty() {
        add(&folder, &adoption.lines)?;
        adoption.is_written = true;
    }
    Ok(adoption)
}

fn add(folder: &Folder, lines: &[AdoptedId]) -> Result<(), Cause> {
    let lines: Vec<String> = lines.iter().map(|adopted| adopted.line.clone()).collect();
    let place = folder.path().join(IDS_FILE);
    ids::add(folder, &lines).map_err(|error| publish::Error::io("write", &place)(error).into())
}

impl Run<'_> {
    /// The articles of the entries of each feed, as indices. Bodies are read only where
    /// all else leaves entries over.
    fn assign(
        &mut self,
        feeds: &[PublishedFeed],
        articles: &[ReadArticle],
        files: &[SourceFile],
        settings: &Settings,
    ) -> Result<Vec<Assigned>, Cause> {
        let entry = |ReadArticle { article, .. }: &ReadArticle| {
            let (id, link) = (article.id.as_str(), article.permalink.as_str());
            ParsedEntry::new(id, link, article.title.as_str(), article.published)
        };
        let mut known: Vec<ParsedEntry> = articles.iter().map(entry).collect();
        let all = |known: &[ParsedEntry]| -> Vec<Assigned> {
            let feeds = feeds.par_iter();
            feeds.map(|old| assign(&old.feed.entries, known)).collect()
        };
        let assigned = all(&known);
        let mut left = Vec::new();
        for (old, assigned) in feeds.iter().zip(&assigned) {
            let entries = assigned.unmatched.iter();
            left.extend(entries.map(|(at, _)| &old.feed.entries[*at]));
        }
        let is_wanted = |at: &usize| left.iter().any(|entry| needs_text(entry, &known[*at]));
        let wanted: Vec<usize> = (0..known.len()).filter(is_wanted).collect();
        if wanted.is_empty() {
            return Ok(assigned);
        }
        let mut bodies = Bodies::new(files, articles, settings);
        let of_wanted = wanted.iter().map(|&at| articles[at].article.file);
        self.render(of_wanted.collect(), articles, &mut bodies, true)?;
        for at in wanted {
            if let Some(html) = bodies.content(articles[at].article.file) {
                known[at] = entry(&articles[at]).with_html(html);
            }
        }
        Ok(all(&known))
    }
}
