//! Which article gets which published id, and the findings about all others.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::adoption::{AdoptedId, Adoption, PublishedFeed, UnmatchedEntry};
use crate::compare::rules::FEED_BROKEN;
use crate::compare::{Assigned, MatchedBy, ParsedEntry, called};
use crate::diagnostic::{Diagnostic, Severity};
use crate::input::source::{PublishedIds, SourceFile, ids};
use crate::model::Article;
use crate::pipeline::read::ReadArticle;
use crate::pipeline::rules::{
    ARTICLE_WITHOUT_ENTRY, ENTRY_AMBIGUOUS, ENTRY_WITHOUT_ARTICLE, FEED_WITHOUT_ARTICLES,
    IDS_DIFFER,
};
use crate::text;

/// Gives the articles the ids of their entries in `feeds`, of which the first decides, and says what is found.
pub(super) fn decide(
    published: &PublishedIds,
    feeds: &[PublishedFeed],
    assigned: &[Assigned],
    (articles, files): (&[ReadArticle], &[SourceFile]),
) -> (Adoption, Vec<Diagnostic>) {
    let paths = articles.iter().map(|read| &*files[read.article.file].path);
    let paths: Vec<&str> = paths.collect();
    let mut entries = Entries::new(published, files, &paths);
    let mut findings = Vec::new();
    let is_any_matched = assigned.iter().any(|assigned| !assigned.matched.is_empty());
    for (old, assigned) in feeds.iter().zip(assigned) {
        if old.is_found && is_any_matched && assigned.matched.is_empty() {
            if !old.feed.entries.is_empty() {
                let message = "no entry of this feed is of an article";
                findings.push(Diagnostic::new(&FEED_WITHOUT_ARTICLES, message).in_file(&old.path));
            }
            continue;
        }
        findings.extend(broken(old));
        findings.extend(entries.read(old, assigned));
    }
    let Entries {
        mut adoption,
        unmatched,
        adopted,
        with_entry,
        mut counted,
        ..
    } = entries;
    for unmatched in unmatched {
        if counted.insert(&unmatched.entry.id) {
            findings.push(unmatched.finding());
            adoption.unmatched.push(UnmatchedEntry {
                feed: unmatched.feed.path.clone(),
                entry: unmatched.entry.clone(),
                candidates: unmatched
                    .candidates
                    .into_iter()
                    .map(str::to_owned)
                    .collect(),
            });
        }
    }
    adoption.entries = counted.len();
    let had_line = |article: &&usize| published.get(paths[**article]).is_some();
    adoption.had_line = with_entry.iter().filter(had_line).count();
    adoption.lines = adopted.into_values().collect();
    let lines = &mut adoption.lines;
    lines.sort_by(|one, other| one.line.cmp(&other.line));
    for (article, read) in articles.iter().enumerate() {
        if !with_entry.contains(&article) {
            let finding = without_entry(&read.article, feeds);
            findings.push(finding.in_file(files[read.article.file].shown()));
            adoption
                .articles_without_entry
                .push(paths[article].to_owned());
        }
    }
    (adoption, findings)
}

/// The finding that strict readers reject a feed.
fn broken(old: &PublishedFeed) -> Option<Diagnostic> {
    let fault = old.feed.fault.as_ref()?;
    let mut finding = Diagnostic::new(&FEED_BROKEN, &*fault.message);
    finding.severity = Severity::Warning;
    Some(finding.in_file(&old.path).at(fault.line, fault.column))
}

/// The entries of the feeds that have been read so far.
struct Entries<'a> {
    published: &'a PublishedIds,
    /// The paths of the articles.
    paths: &'a [&'a str],
    /// The paths of the articles by their ids.
    owners: HashMap<&'a str, &'a str>,
    /// The line of a file that was renamed does not count beside that of its new path.
    renamed: HashSet<&'a str>,
    adopted: HashMap<usize, AdoptedId>,
    /// The articles whose entry has the id of another.
    undecided: HashSet<usize>,
    with_entry: BTreeSet<usize>,
    /// The ids that are counted: several feeds may have an entry.
    counted: HashSet<&'a str>,
    unmatched: Vec<Unmatched<'a>>,
    adoption: Adoption,
}

/// An entry that gives no article its id.
struct Unmatched<'a> {
    feed: &'a PublishedFeed,
    entry: &'a ParsedEntry,
    /// Why, where there are candidates.
    why: String,
    /// The paths of the articles that come into question.
    candidates: Vec<&'a str>,
}

/// What the id of an entry means for its article.
enum IdOfEntry<'a> {
    /// The article has it.
    Same,
    /// It has another one, that is decided in the file named first.
    Differs(String, String),
    /// It cannot have it: why, and the article whose id it is.
    Unusable(String, Option<&'a str>),
}

impl<'a> Entries<'a> {
    fn new(published: &'a PublishedIds, files: &[SourceFile], paths: &'a [&'a str]) -> Self {
        let missing = published.missing(files);
        Entries {
            published,
            paths,
            owners: published.paths(),
            renamed: missing.into_iter().map(|(path, _)| path).collect(),
            adopted: HashMap::new(),
            undecided: HashSet::new(),
            with_entry: BTreeSet::new(),
            counted: HashSet::new(),
            unmatched: Vec::new(),
            adoption: Adoption::default(),
        }
    }

    /// Takes the entries of one feed.
    fn read(
        &mut self,
        old: &'a PublishedFeed,
        assigned: &Assigned,
    ) -> impl Iterator<Item = Diagnostic> {
        let mut differing = DifferingIds::default();
        for &(at, article, by) in &assigned.matched {
            let entry = &old.feed.entries[at];
            let path = self.paths[article];
            self.with_entry.insert(article);
            match self.decide(old, entry, article, by) {
                IdOfEntry::Same => {}
                IdOfEntry::Differs(place, id) => differing.add(place, path, &entry.id, &id),
                IdOfEntry::Unusable(why, owner) => {
                    self.unmatched.push(Unmatched {
                        feed: old,
                        entry,
                        why: format!("is `{path}`, {why}"),
                        candidates: [path].into_iter().chain(owner).collect(),
                    });
                    continue;
                }
            }
            if self.counted.insert(&entry.id) {
                *self.adoption.matched.entry(by).or_default() += 1;
            }
        }
        for (at, candidates) in &assigned.unmatched {
            let candidates: Vec<&str> = candidates.iter().map(|&at| self.paths[at]).collect();
            let why = match &candidates[..] {
                [] => String::new(),
                [only] => format!("may be `{only}`, but so may another entry"),
                [others @ .., last] => format!("may be `{}` or `{last}`", others.join("`, `")),
            };
            self.unmatched.push(Unmatched {
                feed: old,
                entry: &old.feed.entries[*at],
                why,
                candidates,
            });
        }
        differing.into_findings(old)
    }

    /// Gives the article its id, if it is `entry` that decides it.
    fn decide(
        &mut self,
        old: &PublishedFeed,
        entry: &'a ParsedEntry,
        article: usize,
        by: MatchedBy,
    ) -> IdOfEntry<'a> {
        let (id, path) = (&*entry.id, self.paths[article]);
        let line = self
            .published
            .get(path)
            .map(|id| (ids::IDS_FILE, id.as_str()));
        let before = self.adopted.get(&article);
        let decided = line.or(before.map(|before| (&*before.feed, &*before.id)));
        if let Some((place, other)) = decided {
            if other == id {
                return IdOfEntry::Same;
            }
            return IdOfEntry::Differs(place.to_owned(), other.to_owned());
        }
        let unusable = |why: &str| IdOfEntry::Unusable(why.to_owned(), None);
        if self.undecided.contains(&article) {
            return unusable("whose id is not decided");
        }
        if !entry.has_id {
            return unusable("but has neither an id nor a link to keep");
        }
        let is_other = |owner: &&&str| **owner != path && !self.renamed.contains(**owner);
        if let Some(&owner) = self.owners.get(id).filter(is_other) {
            self.undecided.insert(article);
            let why = format!("but its id is that of `{owner}` already");
            return IdOfEntry::Unusable(why, Some(owner));
        }
        let Some(line) = ids::line(path, id) else {
            return unusable("but its id has a line break, or is a script or a file");
        };
        self.owners.insert(id, path);
        let new = AdoptedId {
            line,
            path: path.to_owned(),
            id: id.to_owned(),
            by,
            feed: old.path.clone(),
        };
        self.adopted.insert(article, new);
        IdOfEntry::Same
    }
}

impl Unmatched<'_> {
    fn finding(&self) -> Diagnostic {
        let name = called(self.entry);
        let finding = if self.why.is_empty() {
            let id = text::cut(&self.entry.id, SHOWN);
            let message = format!("no article is found for {name}, whose id is `{id}`");
            Diagnostic::new(&ENTRY_WITHOUT_ARTICLE, message)
        } else {
            Diagnostic::new(&ENTRY_AMBIGUOUS, format!("{name} {}", self.why))
        };
        finding.in_file(&self.feed.path).at(self.entry.line, 0)
    }
}

/// How many columns of an id a message shows.
const SHOWN: usize = 200;

/// The ids in a feed of articles whose id is decided already, by what decided: how many there are, and the
/// first.
#[derive(Default)]
struct DifferingIds(BTreeMap<String, (usize, String)>);

impl DifferingIds {
    fn add(&mut self, place: String, path: &str, id: &str, other: &str) {
        let first = || {
            let (id, other) = (text::cut(id, SHOWN), text::cut(other, SHOWN));
            (0, format!("`{path}` has `{id}`, not `{other}`"))
        };
        self.0.entry(place).or_insert_with(first).0 += 1;
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

/// The finding that the feeds have no entry of `article`. How far they reach is taken from the first of them.
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
