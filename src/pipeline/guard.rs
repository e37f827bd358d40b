//! What subscribers would suffer from is not published unnoticed: each new feed is compared with the one
//! whose place it takes.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::earlier::recognise;
use super::error::Cause;
use super::replacement::{Replaced, other_site};
use super::rules::{OUTPUT_OF_ANOTHER_SITE, WOULD_FLOOD};
use super::run::Run;
use crate::compare::rules::{BACKLOG, ENTRY_REDATED, SHOWN_AS_UNREAD};
use crate::compare::{ParsedEntry, ParsedFeed, compare, read};
use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::feed::select::{Catalog, Selection};
use crate::input::source::{SourceFile, ids};
use crate::model::Article;
use crate::publish::{Change, Stage};
use crate::site::settings::Settings;
use crate::text;
use crate::validate;

/// How many feeds are named that would flood.
const SHOWN: usize = 10;

/// An entry to be named in a warning, and in which feeds it is.
struct NamedEntry<'r> {
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
        let mut named: BTreeMap<(&str, &str), NamedEntry<'_>> = BTreeMap::new();
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
                    .or_insert_with(|| NamedEntry {
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
        let lines = lines.iter();
        self.report.id_lines = lines.filter_map(|(path, id)| ids::line(path, id)).collect();
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
        named: &BTreeMap<(&str, &str), NamedEntry<'_>>,
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
        let format = validate::DocumentFormat::Atom10;
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
}

impl NamedEntry<'_> {
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
