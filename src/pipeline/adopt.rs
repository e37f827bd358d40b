//! `adopt`: the ids of published feeds become lines of `feedmill.ids`.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use rayon::prelude::*;

use super::error::{Cause, Error};
use super::read::ReadArticle;
use super::render::Bodies;
use super::report::Report;
use super::rules::{
    ARTICLE_WITHOUT_ENTRY, ENTRY_AMBIGUOUS, ENTRY_WITHOUT_ARTICLE, FEED_WITHOUT_ARTICLES,
    IDS_DIFFER,
};
use super::run::Run;
use super::site::Site;
use crate::compare::rules::FEED_BROKEN;
use crate::compare::{Assigned, MatchedBy, ParsedEntry, ParsedFeed, assign, called, needs_text};
use crate::diagnostic::{Diagnostic, Severity};
use crate::files::Folder;
use crate::input::source::ids::{self, IDS_FILE};
use crate::input::source::{self, SourceFile, Walked};
use crate::model::Article;
use crate::publish;
use crate::site::settings::{Request, Settings};
use crate::text;

/// A feed that subscribers have.
#[derive(Debug)]
pub struct PublishedFeed {
    /// How it is named in findings.
    pub path: String,
    /// What is in it.
    pub feed: ParsedFeed,
    /// Whether it was found in a folder, and may be a list of something else than articles.
    pub is_found: bool,
}

/// What became of the ids of published feeds.
#[derive(Debug, Default)]
pub struct Adoption {
    /// How many entries with different ids there are.
    pub entries: usize,
    /// How many of them are of an article, by what tells it.
    pub matched: BTreeMap<MatchedBy, usize>,
    /// The new lines, sorted by their bytes.
    pub lines: Vec<AdoptedId>,
    /// How many of the articles had a line before.
    pub had_line: usize,
    /// The entries that are of no article, or of several.
    pub unmatched: Vec<UnmatchedEntry>,
    /// The paths of the articles that have no entry.
    pub articles_without_entry: Vec<String>,
    /// Whether the lines were written.
    pub is_written: bool,
}

/// The id of an article, as it was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdoptedId {
    /// The line for `feedmill.ids`.
    pub line: String,
    /// The path of the article below the source.
    pub path: String,
    /// The id.
    pub id: String,
    /// What tells that the entry is of this article.
    pub by: MatchedBy,
    /// The feed that has the entry.
    pub feed: String,
}

/// An entry that is of no article, or of several.
#[derive(Debug)]
pub struct UnmatchedEntry {
    /// The feed that has it.
    pub feed: String,
    /// The entry.
    pub entry: ParsedEntry,
    /// The paths of the articles that come into question.
    pub candidates: Vec<String>,
}

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
    let mut adoption = run.adopt(feeds, &assigned, &articles, &files);
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

    /// The lines that follow, and what is to be told.
    fn adopt(
        &mut self,
        feeds: &[PublishedFeed],
        assigned: &[Assigned],
        articles: &[ReadArticle],
        files: &[SourceFile],
    ) -> Adoption {
        let mut adoption = Adoption::default();
        let mut findings = Vec::new();
        let path = |article: usize| &*files[articles[article].article.file].path;
        let mut owners: HashMap<&str, &str> = self.ids.paths();
        let mut adopted: HashMap<usize, AdoptedId> = HashMap::new();
        let mut with_entry: BTreeSet<usize> = BTreeSet::new();
        let mut undecided: HashSet<usize> = HashSet::new();
        // Several feeds may have an entry.
        let mut counted: HashSet<&str> = HashSet::new();
        let mut unmatched = Vec::new();
        // The line of a file that was renamed does not count beside that of its new path.
        let gone: HashSet<&str> = self.ids.missing(files).iter().map(|line| line.0).collect();
        let is_other = |owner: &str, path: &str| owner != path && !gone.contains(owner);
        let is_any_matched = assigned.iter().any(|assigned| !assigned.matched.is_empty());
        for (old, assigned) in feeds.iter().zip(assigned) {
            if old.is_found && is_any_matched && assigned.matched.is_empty() {
                if !old.feed.entries.is_empty() {
                    let message = "no entry of this feed is of an article";
                    findings
                        .push(Diagnostic::new(&FEED_WITHOUT_ARTICLES, message).in_file(&old.path));
                }
                continue;
            }
            if let Some(fault) = &old.feed.fault {
                let mut finding = Diagnostic::new(&FEED_BROKEN, &*fault.message);
                finding.severity = Severity::Warning;
                findings.push(finding.in_file(&old.path).at(fault.line, fault.column));
            }
            let mut differing = DifferingIds::default();
            for &(at, article, by) in &assigned.matched {
                let entry = &old.feed.entries[at];
                let (id, path) = (&*entry.id, path(article));
                with_entry.insert(article);
                let line = self.ids.get(path).map(|id| (IDS_FILE, id.as_str()));
                let before = adopted.get(&article);
                let decided = line.or(before.map(|before| (&*before.feed, &*before.id)));
                if let Some((place, other)) = decided {
                    if other != id {
                        differing.add(place, path, id, other);
                    }
                } else if undecided.contains(&article) {
                    let why = format!("is `{path}`, whose id is not decided");
                    unmatched.push((old, entry, why, vec![path]));
                    continue;
                } else if !entry.has_id {
                    let why = format!("is `{path}`, but has neither an id nor a link to keep");
                    unmatched.push((old, entry, why, vec![path]));
                    continue;
                } else if let Some(owner) = owners.get(id).filter(|owner| is_other(owner, path)) {
                    let why = format!("is `{path}`, but its id is that of `{owner}` already");
                    unmatched.push((old, entry, why, vec![path, *owner]));
                    undecided.insert(article);
                    continue;
                } else if let Some(line) = ids::line(path, id) {
                    owners.insert(id, path);
                    let new = AdoptedId {
                        line,
                        path: path.to_owned(),
                        id: id.to_owned(),
                        by,
                        feed: old.path.clone(),
                    };
                    adopted.insert(article, new);
                } else {
                    let why = format!(
                        "is `{path}`, but its id has a line break, or is a script or a file"
                    );
                    unmatched.push((old, entry, why, vec![path]));
                    continue;
                }
                if counted.insert(id) {
                    *adoption.matched.entry(by).or_default() += 1;
                }
            }
            findings.extend(differing.into_findings(old));
            for (at, candidates) in &assigned.unmatched {
                let candidates: Vec<&str> =
                    candidates.iter().map(|&article| path(article)).collect();
                let why = match &candidates[..] {
                    [] => String::new(),
                    [only] => format!("may be `{only}`, but so may another entry"),
                    [others @ .., last] => format!("may be `{}` or `{last}`", others.join("`, `")),
                };
                unmatched.push((old, &old.feed.entries[*at], why, candidates));
            }
        }
        for (old, entry, why, candidates) in unmatched {
            if !counted.insert(&entry.id) {
                continue;
            }
            let name = called(entry);
            let finding = if why.is_empty() {
                let id = text::cut(&entry.id, SHOWN);
                let message = format!("no article is found for {name}, whose id is `{id}`");
                Diagnostic::new(&ENTRY_WITHOUT_ARTICLE, message)
            } else {
                Diagnostic::new(&ENTRY_AMBIGUOUS, format!("{name} {why}"))
            };
            findings.push(finding.in_file(&old.path).at(entry.line, 0));
            adoption.unmatched.push(UnmatchedEntry {
                feed: old.path.clone(),
                entry: entry.clone(),
                candidates: candidates.into_iter().map(str::to_owned).collect(),
            });
        }
        adoption.entries = counted.len();
        let had_line = |article: &&usize| self.ids.get(path(**article)).is_some();
        adoption.had_line = with_entry.iter().filter(had_line).count();
        adoption.lines = adopted.into_values().collect();
        let lines = &mut adoption.lines;
        lines.sort_by(|one, other| one.line.cmp(&other.line));
        for (article, read) in articles.iter().enumerate() {
            if !with_entry.contains(&article) {
                let finding = without_entry(&read.article, feeds);
                findings.push(finding.in_file(files[read.article.file].shown()));
                let path = path(article).to_owned();
                adoption.articles_without_entry.push(path);
            }
        }
        self.report.findings.extend(findings);
        adoption
    }
}

/// How many columns of an id a message shows.
const SHOWN: usize = 200;

/// The ids in a feed of articles whose id is decided already, by what decided: how many there are, and the
/// first.
#[derive(Default)]
struct DifferingIds(BTreeMap<String, (usize, String)>);

impl DifferingIds {
    fn add(&mut self, place: &str, path: &str, id: &str, other: &str) {
        let first = || {
            let (id, other) = (text::cut(id, SHOWN), text::cut(other, SHOWN));
            (0, format!("`{path}` has `{id}`, not `{other}`"))
        };
        self.0.entry(place.to_owned()).or_insert_with(first).0 += 1;
    }

    fn into_findings(self, old: &PublishedFeed) -> impl Iterator<Item = Diagnostic> {
        let finding = |(place, (number, first)): (String, (usize, String))| {
            let have = if number == 1 {
                "1 article has another id".to_owned()
            } else {
                format!("{number} articles have other ids")
            };
            let message = format!("{have} here than in `{place}`, which decides: {first}");
            Diagnostic::new(&IDS_DIFFER, message).in_file(&old.path)
        };
        self.0.into_iter().map(finding)
    }
}

/// The finding that the feeds have no entry of `article`. The first of them tells how far they reach.
fn without_entry(article: &Article, feeds: &[PublishedFeed]) -> Diagnostic {
    let entries = feeds.iter().map(|old| &old.feed.entries);
    let entries = entries.into_iter().find(|entries| !entries.is_empty());
    let dates = || entries.into_iter().flatten().filter_map(ParsedEntry::date);
    let is_older = dates().min().is_some_and(|first| article.published < first);
    let is_newer = dates().max().is_some_and(|last| article.published > last);
    let (severity, why) = match (is_older, is_newer) {
        (true, _) => (Severity::Info, "; it is older than all there"),
        (_, true) => (Severity::Info, "; it is newer than all there"),
        _ => (Severity::Error, ", but older and newer ones"),
    };
    let message = format!("the published feeds have no entry of this article{why}");
    let mut finding = Diagnostic::new(&ARTICLE_WITHOUT_ENTRY, message);
    finding.severity = severity;
    finding
}
