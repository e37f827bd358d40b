//! The report of a run, in the form that `--report` writes and the next run reads.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize, de};

use super::files::FileReport;
use super::progress::Step;
use super::rules::{self, FEED_OUT_OF_DATE};
use crate::compare;
use crate::diagnostic::{Diagnostic, Severity, SourcePosition};
use crate::input::normalise::Reason;
use crate::model::{AbsoluteUrl, Format, PageKind, Text};
use crate::publish::Change;
use crate::site::settings::{Taxonomy, Terms};

/// What a run found and did.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub struct Report {
    /// What made the site and how that was found out, if it is known.
    #[serde(skip)]
    pub generator: Option<String>,
    /// The folder that feeds are written to.
    #[serde(skip)]
    pub output: PathBuf,
    /// What became of the files.
    pub articles: ArticleCounts,
    /// The files with something like a header that are not published, in the order of their paths.
    #[serde(default)]
    pub files: Vec<FileReport>,
    /// The feeds, in the order of their paths.
    pub feeds: Vec<FeedReport>,
    /// The pages that list them.
    pub pages: Vec<PageReport>,
    /// The `podcast:guid` of the podcast, if the site is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub podcast_guid: Option<String>,
    /// Paths of feeds and pages that were removed.
    pub removed: Vec<String>,
    /// The lines for `feedmill.ids` that keep the old ids of entries which show up as unread.
    #[serde(default)]
    pub id_lines: Vec<String>,
    /// Everything that was found, in the order of the articles' paths.
    #[serde(rename = "diagnostics", deserialize_with = "findings")]
    pub findings: Vec<Diagnostic>,
    /// What each step took.
    #[serde(skip)]
    pub times: Vec<(Step, Duration)>,
    /// Whether feeds could not be written that should have been.
    #[serde(skip)]
    pub incomplete: bool,
}

/// How many files there are of each kind.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleCounts {
    /// Files that were looked at.
    pub files: usize,
    /// Files that are not articles: without a header, or taken for something else.
    pub without_front_matter: usize,
    /// Articles that are published.
    pub published: usize,
    /// Articles that their authors keep back, by reason.
    pub kept_back: BTreeMap<Reason, usize>,
    /// Articles that could not be used.
    pub left_out: usize,
}

/// One feed of a build.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedReport {
    /// The path below the output folder.
    pub path: String,
    /// The address.
    pub url: String,
    /// The format.
    pub format: Format,
    /// The tag's name, if it is the feed of a tag.
    pub tag: Option<String>,
    /// The taxonomy, if it is the feed of a term.
    pub taxonomy: Option<String>,
    /// The term's name, if it is the feed of a term.
    pub term: Option<String>,
    /// The number of entries.
    pub entries: usize,
    /// What happened to the file, or would.
    pub change: Change,
    /// What it is to the subscribers of the feed that it replaces, if there is one with entries.
    pub changes: Option<FeedChanges>,
}

/// How many entries of each kind there are where a feed replaces another, as `compare` counts them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedChanges {
    /// Entries that are newer than all of the old feed.
    pub added: usize,
    /// Entries that keep their id and differ otherwise.
    pub edited: usize,
    /// Old entries with another id, or with a second one.
    pub unread: usize,
    /// Entries that only the old feed has, newer than others in the new one.
    pub gone: usize,
    /// Entries that only the new feed has, dated among those of the old one.
    pub inserted: usize,
    /// Entries that only the new feed has, at least as old as all of the old one.
    pub backlog: usize,
    /// Edited entries whose date is now later than all of the old feed.
    pub redated: usize,
}

impl fmt::Display for FeedChanges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kinds = [
            (self.added, "new"),
            (self.edited, "edited"),
            (self.unread, "would show up as unread"),
            (self.gone, "gone"),
            (self.inserted, "inserted"),
            (self.backlog, "older than the old feed"),
            (self.redated, "moved to the top"),
        ];
        let kinds = kinds.iter().filter(|(number, _)| *number > 0);
        let kinds: Vec<_> = kinds
            .map(|(number, kind)| format!("{number} {kind}"))
            .collect();
        if kinds.is_empty() {
            return f.write_str("no entry differs");
        }
        f.write_str(&kinds.join(", "))
    }
}

/// One page of a build.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageReport {
    /// The path below the output folder.
    pub path: String,
    /// HTML or OPML.
    pub format: PageKind,
    /// What happened to the file, or would.
    pub change: Change,
}

impl FeedReport {
    pub(super) fn new(
        (path, url): (&str, AbsoluteUrl),
        format: Format,
        taxonomy: Option<&Taxonomy>,
        term: Option<&Text>,
        entries: usize,
        change: Change,
    ) -> Self {
        let term = term.map(ToString::to_string);
        let is_tag = taxonomy.is_some_and(|taxonomy| taxonomy.terms == Terms::Tags);
        FeedReport {
            path: path.to_owned(),
            url: url.to_string(),
            format,
            tag: term.clone().filter(|_| is_tag),
            taxonomy: taxonomy.map(|taxonomy| taxonomy.name.clone()),
            term,
            entries,
            change,
            changes: None,
        }
    }
}

impl Report {
    /// Whether a file was changed, or would be.
    pub fn would_change(&self) -> bool {
        let feeds = self.feeds.iter().map(|feed| feed.change);
        let mut changes = feeds.chain(self.pages.iter().map(|page| page.change));
        !self.removed.is_empty() || changes.any(Change::is_written)
    }

    /// Findings for each feed that would be changed, which `--check` reports to programs.
    pub fn out_of_date(&self) -> Vec<Diagnostic> {
        let finding = |path: &str, what: &str| {
            let place = self.output.join(path);
            Diagnostic::new(&FEED_OUT_OF_DATE, format!("`{path}` {what}"))
                .in_file(place.display().to_string())
        };
        let feeds = self.feeds.iter();
        let feeds = feeds.map(|feed| (&feed.path, feed.change, feed.changes));
        let pages = self.pages.iter();
        let pages = pages.map(|page| (&page.path, page.change, None));
        let changed = feeds
            .chain(pages)
            .filter(|(_, change, _)| change.is_written());
        let changed = changed.map(|(path, change, changes)| {
            let change = match change {
                Change::Created => "would be created",
                _ => "would be updated",
            };
            let changes = changes.map_or(String::new(), |changes| format!(": {changes}"));
            finding(path, &format!("{change}{changes}"))
        });
        let removed = self.removed.iter();
        changed
            .chain(removed.map(|path| finding(path, "would be removed")))
            .collect()
    }

    /// The report of the same run once more: everything is in place.
    pub(super) fn of_next_run(&self) -> Self {
        let mut next = Report {
            removed: Vec::new(),
            id_lines: Vec::new(),
            ..self.clone()
        };
        let is_of_replacing = |finding: &Diagnostic| {
            let mut rules = compare::RULES.iter();
            rules.any(|rule| rule.code == finding.rule.code)
        };
        next.findings.retain(|finding| !is_of_replacing(finding));
        for feed in &mut next.feeds {
            feed.changes = None;
        }
        let feeds = next.feeds.iter_mut().map(|feed| &mut feed.change);
        let pages = next.pages.iter_mut().map(|page| &mut page.change);
        for change in feeds.chain(pages).filter(|change| change.is_written()) {
            *change = Change::Unchanged;
        }
        next
    }
}

/// A finding as it is written.
#[derive(Deserialize)]
struct Finding {
    code: String,
    severity: Severity,
    message: String,
    path: Option<String>,
    line: Option<u32>,
    column: Option<u32>,
    source_line: Option<String>,
}

fn findings<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Diagnostic>, D::Error> {
    let read = |finding: Finding| {
        let mut rules = rules::all().chain(compare::RULES.iter().copied());
        let rule = rules.find(|rule| rule.code == finding.code);
        let Finding { line, column, .. } = finding;
        Ok(Diagnostic {
            rule: rule.ok_or_else(|| de::Error::custom("no rule has this code"))?,
            severity: finding.severity,
            message: finding.message,
            position: finding
                .path
                .map(|path| SourcePosition { path, line, column }),
            source_line: finding.source_line,
            subject: None,
        })
    };
    let findings = Vec::<Finding>::deserialize(deserializer)?;
    findings.into_iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::super::files::Fate;
    use super::*;
    use crate::input::source::{FILE_CHANGED, LINK_OUTSIDE};

    #[test]
    fn a_report_is_read_as_it_was_written() {
        let place = Diagnostic::new(&LINK_OUTSIDE, "\"a\"\u{1f}中").in_file("a/b.md");
        let line = Diagnostic::new(&FILE_CHANGED, "").in_file("c").at(3, 0);
        let mut raised = line.clone().at(3, 7).showing("\tline");
        raised.severity = Severity::Warning;
        let feed = |change| FeedReport {
            path: "tags/中/rss.xml".to_owned(),
            url: "https://example.org/tags/%E4%B8%AD/rss.xml".to_owned(),
            format: Format::Rss,
            tag: Some("中".to_owned()),
            taxonomy: Some("tags".to_owned()),
            term: None,
            entries: 3,
            change,
            changes: Some(FeedChanges {
                added: 1,
                ..FeedChanges::default()
            }),
        };
        let report = Report {
            articles: ArticleCounts {
                files: 9,
                without_front_matter: 1,
                published: 2,
                kept_back: BTreeMap::from([(Reason::Draft, 1), (Reason::Undated, 2)]),
                left_out: 3,
            },
            files: vec![FileReport {
                path: "a/b.md".to_owned(),
                fate: Fate::KeptBack,
                why: "`draft: true`".to_owned(),
                until: None,
            }],
            feeds: [Change::Created, Change::Unchanged, Change::Blocked]
                .map(feed)
                .into(),
            removed: vec!["a".to_owned()],
            findings: vec![Diagnostic::new(&LINK_OUTSIDE, ""), place, line, raised],
            ..Report::default()
        };
        let text = serde_json::to_string(&report).unwrap();
        let again: Report = serde_json::from_str(&text).unwrap();
        assert_eq!(format!("{again:?}"), format!("{report:?}"));
        assert!(serde_json::from_str::<Report>(&text.replace("link-outside", "x")).is_err());
    }
}
