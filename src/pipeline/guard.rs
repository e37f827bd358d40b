//! What subscribers would suffer from is not published unnoticed: each new feed is compared with the one
//! whose place it takes.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

use super::earlier::recognise;
use super::error::Cause;
use super::layout::Planned;
use super::report::FeedChanges;
use super::rules::{OUTPUT_OF_ANOTHER_SITE, WOULD_FLOOD};
use super::run::Run;
use crate::compare::rules::{BACKLOG, ENTRY_REDATED, FEED_UNREADABLE, SHOWN_AS_UNREAD};
use crate::compare::{Comparison, ParsedEntry, ParsedFeed, ReadError, compare, read, read_pair};
use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::feed::own::OwnFeed;
use crate::feed::select::{Catalog, Selection};
use crate::files::{self, Folder};
use crate::input::source::SourceFile;
use crate::model::{Article, Format};
use crate::publish::{Change, Stage};
use crate::site::settings::{INVALID_SETTING, Settings};
use crate::text;
use crate::validate::{self, MAX_BYTES};

/// How many feeds are named that would flood.
const SHOWN: usize = 10;

/// What the feeds are compared with, if it is not those in the output folder.
#[derive(Debug)]
pub(super) enum Against {
    /// A feed, its path, and which of the new feeds it is compared with.
    File {
        feed: Vec<u8>,
        path: PathBuf,
        with: String,
    },
    /// A folder with feeds at the same paths.
    Folder(Folder),
}

/// What one feed does to the subscribers of another when it takes its place.
#[derive(Debug)]
pub(super) struct Replacement {
    pub(super) changes: FeedChanges,
    /// How many entries the two have in common.
    paired: usize,
    /// How many entries each of them has.
    entries: [usize; 2],
    /// The old id and the new one of entries that show up as unread, and the parts that differ.
    unread: Vec<(String, String, Vec<&'static str>)>,
    /// The ids of those that are in the feed a second time.
    doubled: Vec<String>,
    /// The ids of entries that move to the top.
    redated: Vec<String>,
    /// The ids of entries that are older than all of the old feed.
    backlog: Vec<String>,
    /// The address of the site that the old feed is of, if it is of ours and of another site than this.
    other_site: Option<String>,
}

/// A feed that takes the place of another.
#[derive(Debug)]
pub(super) struct Replaced {
    pub(super) path: String,
    /// The feeds of one term, in several formats, have one number.
    pub(super) topic: usize,
    pub(super) by: Replacement,
}

impl Against {
    /// Opens what `--against` names, for the feeds that are `planned`.
    pub(super) fn open(path: &Path, planned: &[Planned<'_, '_, '_>]) -> Result<Self, Cause> {
        let unreadable =
            |error: io::Error| unreadable(&path.display().to_string(), &error.to_string());
        if path.is_dir() {
            let folder = Folder::open(path).map_err(unreadable)?;
            return Ok(Against::Folder(folder));
        }
        let opened = files::open_anywhere(path);
        let feed = opened.and_then(|(file, _)| files::read_all(file, MAX_BYTES));
        let feed = feed.map_err(unreadable)?;
        let format = match read(&feed).map(|feed| feed.format) {
            Ok(validate::Format::JsonFeed) => Format::Json,
            Ok(validate::Format::Atom10 | validate::Format::Atom03) => Format::Atom,
            _ => Format::Rss,
        };
        let of_everything = planned.iter().filter(|planned| planned.feed.term.is_none());
        let nearest = of_everything.min_by_key(|planned| planned.format != format);
        Ok(Against::File {
            feed,
            path: path.to_owned(),
            with: nearest.map_or(String::new(), |planned| planned.path.clone()),
        })
    }

    /// What the new feed at `path` is compared with, and its path.
    fn baseline(&self, path: &str) -> Result<Option<(Vec<u8>, String)>, Cause> {
        match self {
            Against::File {
                feed,
                path: file,
                with,
            } => Ok((with == path).then(|| (feed.clone(), file.display().to_string()))),
            Against::Folder(folder) => {
                let shown = folder.path().join(path).display().to_string();
                let opened = folder.file(Path::new(path));
                let feed = opened.and_then(|(file, _)| files::read_all(file, MAX_BYTES));
                match feed {
                    Ok(feed) => Ok(Some((feed, shown))),
                    Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
                    Err(error) => Err(unreadable(&shown, &error.to_string())),
                }
            }
        }
    }
}

fn unreadable(path: &str, why: &str) -> Cause {
    Cause::Guard(Diagnostic::new(&FEED_UNREADABLE, why).in_file(path))
}

impl Replacement {
    /// What the feed `new`, of the site at `url`, does to the subscribers of the one at `path`, if there is a
    /// feed with entries.
    pub(super) fn find(
        stage: &Stage<'_>,
        against: Option<&Against>,
        path: &str,
        change: Change,
        new: impl FnOnce() -> String,
        url: &str,
    ) -> Result<Option<Self>, Cause> {
        if let Some(against) = against {
            let Some((old, shown)) = against.baseline(path)? else {
                return Ok(None);
            };
            let pair = read_pair(&old, new().as_bytes());
            let (old, new) = pair.map_err(|error| match error {
                ReadError::Unreadable(fault) => {
                    let finding = Diagnostic::new(&FEED_UNREADABLE, fault.message);
                    Cause::Guard(finding.in_file(&shown).at(fault.line, fault.column))
                }
                not_a_feed @ ReadError::NotAFeed(_) => unreadable(&shown, &not_a_feed.to_string()),
            })?;
            return Ok(Self::new(old, new, None));
        }
        if change != Change::Updated {
            return Ok(None);
        }
        let Some(old) = stage.present_file(path)? else {
            return Ok(None);
        };
        // What has been taken over may be no feed, and then has no subscribers.
        let Ok((old_feed, new)) = read_pair(&old, new().as_bytes()) else {
            return Ok(None);
        };
        Ok(Self::new(old_feed, new, other_site(&old, url)))
    }

    fn new(old: ParsedFeed, new: ParsedFeed, other_site: Option<String>) -> Option<Self> {
        if old.entries.is_empty() {
            return None;
        }
        let comparison = compare(old, new);
        let paired = comparison.paired();
        let Comparison {
            old,
            new,
            edited,
            unread,
            doubled,
            gone,
            added,
            inserted,
            backlog,
            ..
        } = comparison;
        let redated = edited.iter().filter(|edited| edited.jumps);
        let redated: Vec<_> = redated.map(|edited| edited.new.id.clone()).collect();
        let ids = |entries: Vec<ParsedEntry>| entries.into_iter().map(|entry| entry.id).collect();
        Some(Replacement {
            changes: FeedChanges {
                added: added.len(),
                edited: edited.len(),
                unread: unread.len() + doubled.len(),
                gone: gone.len(),
                inserted: inserted.len(),
                backlog: backlog.len(),
                redated: redated.len(),
            },
            paired,
            entries: [old.entries, new.entries],
            unread: unread
                .into_iter()
                .map(|renamed| {
                    let parts = renamed.differing_parts();
                    (renamed.old.id, renamed.new.id, parts)
                })
                .collect(),
            doubled: doubled.into_iter().map(|double| double.new.id).collect(),
            redated,
            backlog: ids(backlog),
            other_site,
        })
    }

    /// What is more than the `settings` allow, as a sentence.
    fn excess(&self, settings: &Settings) -> Option<String> {
        let limits = settings.guard.as_ref()?;
        let FeedChanges {
            unread,
            backlog,
            redated,
            ..
        } = self.changes;
        let [before, now] = self.entries;
        let mut parts = Vec::new();
        let mut add = |number: usize, key: &str, limit: usize, what: &str, why: String| {
            if number > limit {
                parts.push(format!(
                    "{number} of {now} entries {what} (`guard` allows {key}: {limit}){why}"
                ));
            }
        };
        let differing = self.differing_ids();
        add(
            unread,
            "unread",
            limits.unread,
            "would show up as unread",
            differing,
        );
        let dates = ": their dates are now later than all in the old feed".to_owned();
        add(
            redated,
            "redated",
            limits.redated,
            "would move to the top",
            dates,
        );
        let limit = format!(": the feed had {before} entries and has {now}");
        add(
            backlog,
            "backlog",
            limits.backlog,
            "are older than all in the old feed",
            limit,
        );
        (!parts.is_empty()).then(|| parts.join("; "))
    }

    /// How the ids differ.
    fn differing_ids(&self) -> String {
        let named: Vec<&str> = ["scheme", "host", "path", "ending", "query", "fragment"]
            .into_iter()
            .filter(|part| self.unread.iter().any(|(.., parts)| parts.contains(part)))
            .collect();
        let mut said = match self.unread.first() {
            None => return ": an article is there twice".to_owned(),
            Some((old, new, _)) => format!(": the id `{old}` is now `{new}`"),
        };
        if let [others @ .., last] = &named[..] {
            let others = if others.is_empty() {
                String::new()
            } else {
                format!("{} and ", others.join(", "))
            };
            let _ = write!(said, "; the ids differ in {others}{last}");
        }
        said
    }

    fn limited(&self) -> usize {
        self.changes.unread + self.changes.backlog + self.changes.redated
    }
}

/// A site is its address without scheme, `www.` and last slash.
fn site(url: &str) -> String {
    let address = url.split_once("://").map_or(url, |(_, rest)| rest);
    let address = address.strip_prefix("www.").unwrap_or(address);
    address.trim_end_matches('/').to_owned()
}

/// The address of the site that the feed beginning with `head` is of, if it is a feed of ours that has
/// entries, of another site than that at `url`.
fn other_site(head: &[u8], url: &str) -> Option<String> {
    let own = OwnFeed::read(head);
    let other = own.alternate.filter(|_| own.has_entries)?;
    (site(&other) != site(url)).then_some(other)
}

/// An entry to be named in a warning, and in which feeds it is.
struct Named<'r> {
    rule: &'static Rule,
    id: &'r str,
    old_id: Option<&'r str>,
    feed: &'r str,
    topics: HashSet<usize>,
}

impl Run<'_> {
    /// Stops the run if the output is another site's, or if subscribers would get more of what is old than
    /// the settings allow; else warns of what they get.
    pub(super) fn guard(
        &mut self,
        replaced: &[Replaced],
        (catalog, files): (&Catalog<'_>, &[SourceFile]),
        settings: &Settings,
        allow_flood: bool,
    ) -> Result<(), Cause> {
        let articles: HashMap<&str, &Article> =
            if replaced.iter().any(|replaced| replaced.by.limited() > 0) {
                let articles = catalog.articles.iter();
                articles
                    .map(|article| (article.id.as_str(), *article))
                    .collect()
            } else {
                return Ok(());
            };
        let mut named: BTreeMap<(&str, &str), Named<'_>> = BTreeMap::new();
        let mut lines = BTreeMap::new();
        for Replaced { path, topic, by } in replaced {
            let unread = by
                .unread
                .iter()
                .map(|(old, new, _)| (&SHOWN_AS_UNREAD, new, Some(old)));
            let doubled = by.doubled.iter().map(|id| (&SHOWN_AS_UNREAD, id, None));
            let redated = by.redated.iter().map(|id| (&ENTRY_REDATED, id, None));
            let backlog = by.backlog.iter().map(|id| (&BACKLOG, id, None));
            for (rule, id, old_id) in unread.chain(doubled).chain(redated).chain(backlog) {
                let entry = named
                    .entry((rule.code, id.as_str()))
                    .or_insert_with(|| Named {
                        rule,
                        id,
                        old_id: old_id.map(String::as_str),
                        feed: path,
                        topics: HashSet::new(),
                    });
                entry.topics.insert(*topic);
                if let (Some(old), Some(article)) = (old_id, articles.get(id.as_str())) {
                    lines
                        .entry(files[article.file].path.to_string())
                        .or_insert_with(|| old.clone());
                }
            }
        }
        if settings.guard.is_none() {
            return Ok(());
        }
        let line = |(path, id): (String, String)| format!("{}\t{id}", escaped(&path));
        self.report.id_lines = lines.into_iter().map(line).collect();
        if !allow_flood {
            self.stop_a_flood(replaced, &named, settings)?;
        }
        let findings = named.values().map(|entry| entry.warning(&articles, files));
        self.report.findings.extend(findings);
        Ok(())
    }

    fn stop_a_flood(
        &mut self,
        replaced: &[Replaced],
        named: &BTreeMap<(&str, &str), Named<'_>>,
        settings: &Settings,
    ) -> Result<(), Cause> {
        let mut topics: BTreeMap<usize, (&Replaced, String)> = BTreeMap::new();
        for replaced in replaced {
            let Some(excess) = replaced.by.excess(settings) else {
                continue;
            };
            let worst = topics
                .get(&replaced.topic)
                .map_or(0, |(worst, _)| worst.by.limited());
            if replaced.by.limited() > worst {
                topics.insert(replaced.topic, (replaced, excess));
            }
        }
        if topics.is_empty() {
            return Ok(());
        }
        let number = topics.len();
        let mut topics: Vec<_> = topics.into_values().collect();
        topics.sort_by_key(|(replaced, _)| std::cmp::Reverse(replaced.by.limited()));
        topics.truncate(SHOWN);
        self.report
            .findings
            .extend(topics.into_iter().map(|(replaced, excess)| {
                let place = settings.output.join(&replaced.path);
                Diagnostic::new(&WOULD_FLOOD, excess).in_file(place.display().to_string())
            }));
        let count = |rule: &Rule| {
            named
                .values()
                .filter(|entry| entry.rule.code == rule.code)
                .count()
        };
        let counts = [
            (count(&SHOWN_AS_UNREAD), "with another id"),
            (count(&ENTRY_REDATED), "with a later date"),
            (count(&BACKLOG), "from before the old feed"),
        ];
        let counts = counts.iter().filter(|(number, _)| *number > 0);
        let counts: Vec<_> = counts
            .map(|(number, what)| format!("{number} {what}"))
            .collect();
        let feeds = if number == 1 {
            "1 feed".to_owned()
        } else {
            format!("{number} feeds")
        };
        let message = format!(
            "nothing was written: in {feeds}, subscribers would get more old entries again than `guard` allows; in all, {}",
            counts.join(", ")
        );
        Err(Cause::Guard(Diagnostic::new(&WOULD_FLOOD, message)))
    }

    /// Stops the run if the feeds in the output folder are of another site, and no entry of theirs is one of
    /// this.
    pub(super) fn keep_other_sites(
        &self,
        replaced: &[Replaced],
        (catalog, feeds): (&Catalog<'_>, &[Selection<'_, '_>]),
        settings: &Settings,
        stage: &Stage<'_>,
    ) -> Result<(), Cause> {
        let url = settings.url.as_str();
        let others = replaced
            .iter()
            .filter_map(|replaced| Some((replaced.path.clone(), replaced.by.other_site.clone()?)));
        let mut others: Vec<(String, String)> = others.collect();
        for file in stage.rest() {
            let file = file?;
            // Other feeds are left alone: a folder in the output folder may be another site's.
            if recognise(&file.path, &file.head, settings).is_some() {
                others.extend(other_site(&file.head, url).map(|site| (file.path, site)));
            }
        }
        let is_ours =
            |feed: &super::report::FeedReport| feed.change == Change::Unchanged && feed.entries > 0;
        let shares = replaced.iter().any(|replaced| replaced.by.paired > 0);
        if others.is_empty() || shares || self.report.feeds.iter().any(is_ours) {
            return Ok(());
        }
        // A site that changes its address and its paths at once has its feeds at other paths.
        let mut old = Vec::new();
        for (path, _) in &others {
            let feed = stage.present_file(path)?.map(|feed| read(&feed));
            old.extend(
                feed.and_then(Result::ok)
                    .into_iter()
                    .flat_map(|feed| feed.entries),
            );
        }
        let included: BTreeSet<usize> = feeds
            .iter()
            .flat_map(|feed| &feed.articles)
            .copied()
            .collect();
        let new = included.into_iter().map(|index| {
            let article = catalog.articles[index];
            let (id, link) = (article.id.as_str(), article.permalink.as_str());
            ParsedEntry::new(id, link, article.title.as_str(), article.published)
        });
        let format = validate::Format::Atom10;
        let [old, new] = [old, new.collect()]
            .map(|entries| ParsedFeed::new(format, String::new(), entries, None));
        if compare(old, new).paired() > 0 {
            return Ok(());
        }
        let (path, other) = &others[0];
        let more = match others.len() - 1 {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let message = format!(
            "nothing was written: `{path}`{more} in `{}` belong to the site `{other}`, and no entry there is one of this site",
            settings.output.display()
        );
        Err(Cause::Guard(Diagnostic::new(
            &OUTPUT_OF_ANOTHER_SITE,
            message,
        )))
    }

    /// Stops the run if `--against` names nothing.
    pub(super) fn must_exist(&mut self, path: &Path) -> Result<(), Cause> {
        if path.exists() {
            return Ok(());
        }
        let message = format!("`--against`: `{}` does not exist", path.display());
        self.report
            .findings
            .push(Diagnostic::new(&INVALID_SETTING, message));
        Err(Cause::Settings)
    }

    /// Stops the run if there is no feed to compare with where `--against` says.
    pub(super) fn has_baseline(&mut self, against: &Path, has_any: bool) -> Result<(), Cause> {
        if has_any {
            return Ok(());
        }
        let message = format!(
            "`--against`: `{}` has no feed at a path of this site",
            against.display()
        );
        self.report
            .findings
            .push(Diagnostic::new(&INVALID_SETTING, message));
        Err(Cause::Settings)
    }
}

impl Named<'_> {
    fn warning(&self, articles: &HashMap<&str, &Article>, files: &[SourceFile]) -> Diagnostic {
        let article = articles.get(self.id);
        let title = article.map_or(self.id, |article| article.title.as_str());
        let title = text::cut(title, 200);
        let more = match self.topics.len() {
            1 => String::new(),
            2 => " and 1 more feed".to_owned(),
            topics => format!(" and {} more feeds", topics - 1),
        };
        let feeds = format!("`{}`{more}", self.feed);
        let message = match self.old_id {
            Some(old) => format!(
                "`{title}` shows up as unread in {feeds}: its id was `{old}` and is now `{}`",
                self.id
            ),
            None if self.rule.code == ENTRY_REDATED.code => {
                format!(
                    "`{title}` moves to the top of {feeds}: its date is now later than all there"
                )
            }
            None if self.rule.code == BACKLOG.code => {
                format!("`{title}` is new in {feeds} and older than all there")
            }
            None => format!(
                "`{title}` shows up as unread in {feeds}: it is there already, with another id"
            ),
        };
        let mut finding = Diagnostic::new(self.rule, message);
        finding.severity = Severity::Warning;
        match article {
            Some(article) => finding.in_file(files[article.file].shown()),
            None => finding,
        }
    }
}

/// A path as it stands in `feedmill.ids`.
fn escaped(path: &str) -> String {
    path.replace('\\', "\\\\")
        .replace('\t', "\\t")
        .replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_its_address_without_scheme_www_and_last_slash() {
        for other in ["https://example.org/a", "http://www.example.org/a/"] {
            assert_eq!(site("http://example.org/a/"), site(other), "{other}");
        }
        for other in ["https://example.org/", "https://example.com/a/"] {
            assert_ne!(site("http://example.org/a/"), site(other), "{other}");
        }
    }

    #[test]
    fn paths_of_feedmill_ids_are_escaped() {
        assert_eq!(escaped("a\tb\\c\nd/中 .md"), "a\\tb\\\\c\\nd/中 .md");
    }
}
