//! Classifies every entry of the two feeds by what subscribers see.

use std::collections::BTreeMap;

use serde::Serialize;

use super::difference::{Difference, EntryField, changes, common};
use super::entry::{FeedError, ParsedEntry, ParsedFeed};
use super::matching::{Matching, pairs};
use super::page::{differ_in, page, parts_that_differ};
use crate::time::Timestamp;
use crate::validate::DocumentFormat;

/// What happens to every entry when NEW replaces OLD.
#[derive(Debug)]
pub struct Comparison {
    /// The feed that subscribers have.
    pub old: Side,
    /// The feed that they get.
    pub new: Side,
    /// How many entries are unchanged.
    pub same: usize,
    /// Entries that keep their id and differ otherwise.
    pub edited: Vec<Edited>,
    /// Old entries that have another id in NEW: readers show them as unread.
    pub unread: Vec<Renamed>,
    /// Entries that keep their id and are in NEW a second time under another id.
    pub doubled: Vec<Renamed>,
    /// Entries of OLD that NEW does not have.
    pub gone: Vec<ParsedEntry>,
    /// Entries of OLD that are at least as old as all of NEW, beyond NEW's limit.
    pub beyond_limit: Vec<ParsedEntry>,
    /// Entries of NEW that are newer than all of OLD.
    pub added: Vec<ParsedEntry>,
    /// Entries of NEW that OLD should have had by their date.
    pub inserted: Vec<ParsedEntry>,
    /// Entries of NEW that are at least as old as all of OLD, beyond OLD's limit.
    pub backlog: Vec<ParsedEntry>,
    /// How many entries agree in id, link, title and date.
    pub agreement: Agreement,
}

/// One of the two feeds.
#[derive(Debug, Clone)]
pub struct Side {
    /// Its format.
    pub format: DocumentFormat,
    /// Its title.
    pub title: String,
    /// Its page.
    pub link: Option<String>,
    /// Its language.
    pub language: Option<String>,
    /// How many entries it has.
    pub entries: usize,
    /// Ids that are used again, and the line of each repetition.
    pub repeated: Vec<(String, u32)>,
    /// Why strict readers reject it, if they do.
    pub fault: Option<FeedError>,
    /// The date of its newest entry.
    pub newest: Option<Timestamp>,
    /// The date of its oldest entry.
    pub oldest: Option<Timestamp>,
}

/// An entry that keeps its id.
#[derive(Debug)]
pub struct Edited {
    /// The entry in OLD.
    pub old: ParsedEntry,
    /// The entry in NEW.
    pub new: ParsedEntry,
    /// How it differs; never empty.
    pub changes: Vec<Difference>,
    /// Whether its date is now later than everything in OLD.
    pub jumps: bool,
}

/// An old entry that has another id.
#[derive(Debug)]
pub struct Renamed {
    /// The entry in OLD.
    pub old: ParsedEntry,
    /// The entry in NEW.
    pub new: ParsedEntry,
    /// What shows that it is the same entry: some of `link`, `page`, `title`, `date` and `text`.
    pub same: Vec<&'static str>,
    /// How the ids differ, where they are nearly the same: `spelling` (percent-encoding, case), or
    /// some of `scheme`, `host`, `ending` (a last `/` or `/index.html`), `query` and `fragment`.
    pub ids_differ_in: Vec<&'static str>,
}

/// How many entries of OLD, except those beyond NEW's limit, agree in id, link, title and date.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Agreement {
    /// Entries of OLD except those beyond NEW's limit.
    pub of: usize,
    /// Those that agree in all four.
    pub all: usize,
    /// Those with the same id.
    pub id: usize,
    /// Those with the same link.
    pub link: usize,
    /// Those with the same title.
    pub title: usize,
    /// Those with the same date.
    pub date: usize,
}

/// How many entries there are of each kind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Entries of OLD.
    pub old: usize,
    /// Entries of NEW.
    pub new: usize,
    /// See [`Comparison`], as for all that follow.
    pub same: usize,
    /// Edited.
    pub edited: usize,
    /// Shown as unread although they are old.
    pub unread: usize,
    /// Doubled.
    pub doubled: usize,
    /// Gone.
    pub gone: usize,
    /// Inserted.
    pub inserted: usize,
    /// Backlog.
    pub backlog: usize,
    /// New.
    pub added: usize,
    /// Beyond the limit.
    pub beyond_limit: usize,
    /// In how many edited entries each field differs.
    pub edited_in: BTreeMap<EntryField, usize>,
}

impl std::ops::AddAssign<&Counts> for Counts {
    fn add_assign(&mut self, other: &Counts) {
        // Destructured, so that the compiler reports a field that is left out.
        let Counts {
            old,
            new,
            same,
            edited,
            unread,
            doubled,
            gone,
            beyond_limit,
            added,
            inserted,
            backlog,
            edited_in,
        } = other;
        self.old += old;
        self.new += new;
        self.same += same;
        self.edited += edited;
        self.unread += unread;
        self.doubled += doubled;
        self.gone += gone;
        self.beyond_limit += beyond_limit;
        self.added += added;
        self.inserted += inserted;
        self.backlog += backlog;
        for (field, count) in edited_in {
            *self.edited_in.entry(*field).or_default() += count;
        }
    }
}

impl std::ops::AddAssign<&Agreement> for Agreement {
    fn add_assign(&mut self, other: &Agreement) {
        self.of += other.of;
        self.all += other.all;
        self.id += other.id;
        self.link += other.link;
        self.title += other.title;
        self.date += other.date;
    }
}

impl Comparison {
    /// How many entries there are of each kind.
    pub fn counts(&self) -> Counts {
        let mut edited_in = BTreeMap::new();
        for change in self.edited.iter().flat_map(|edited| &edited.changes) {
            *edited_in.entry(change.field).or_default() += 1;
        }
        Counts {
            old: self.old.entries,
            new: self.new.entries,
            same: self.same,
            edited: self.edited.len(),
            unread: self.unread.len(),
            doubled: self.doubled.len(),
            gone: self.gone.len(),
            beyond_limit: self.beyond_limit.len(),
            added: self.added.len(),
            inserted: self.inserted.len(),
            backlog: self.backlog.len(),
            edited_in,
        }
    }
}

/// Compares two feeds, which may be of different formats.
pub fn compare(old: ParsedFeed, new: ParsedFeed) -> Comparison {
    let Matching {
        by_id,
        otherwise,
        doubles,
        only_old,
        only_new,
    } = pairs(&old.entries, &new.entries);
    let (old_side, old_entries) = Side::from_feed(old);
    let (new_side, new_entries) = Side::from_feed(new);
    let paired = || by_id.iter().chain(&otherwise);
    let last_in_old = paired().map(|(old, _)| *old).max();
    let (first_in_new, last_in_new) = (
        paired().map(|(_, new)| *new).min(),
        paired().map(|(_, new)| *new).max(),
    );
    let (mut old, mut new) = (Remaining::new(old_entries), Remaining::new(new_entries));
    let mut outcome = Comparison {
        old: old_side,
        new: new_side,
        same: 0,
        edited: Vec::new(),
        unread: Vec::new(),
        doubled: Vec::new(),
        gone: Vec::new(),
        beyond_limit: Vec::new(),
        added: Vec::new(),
        inserted: Vec::new(),
        backlog: Vec::new(),
        agreement: Agreement::default(),
    };
    for (at_old, at_new) in doubles {
        let old = old.get(at_old).clone();
        outcome.doubled.push(Renamed::new(old, new.take(at_new)));
    }
    for (at_old, at_new) in by_id {
        outcome.keep(old.take(at_old), new.take(at_new));
    }
    for (at_old, at_new) in otherwise {
        outcome.show_as_unread(old.take(at_old), new.take(at_new));
    }
    // Without dates the order decides: feeds begin with the newest entry.
    let new_is_cut = outcome.new.fault.as_ref().is_some_and(|fault| fault.cut);
    for at in only_old {
        let entry = old.take(at);
        let is_beyond = is_no_newer(&entry, outcome.new.oldest).unwrap_or_else(|| {
            last_in_old.is_some_and(|last| at > last) && outcome.new.entries < outcome.old.entries
        });
        if is_beyond && !new_is_cut {
            outcome.beyond_limit.push(entry);
        } else {
            outcome.gone.push(entry);
        }
    }
    for at in only_new {
        let entry = new.take(at);
        let is_backlog = is_no_newer(&entry, outcome.old.oldest)
            .unwrap_or_else(|| last_in_new.is_some_and(|last| at > last));
        let is_inserted = is_no_newer(&entry, outcome.old.newest)
            .unwrap_or_else(|| first_in_new.is_some_and(|first| at > first));
        if is_backlog {
            outcome.backlog.push(entry);
        } else if is_inserted {
            outcome.inserted.push(entry);
        } else {
            outcome.added.push(entry);
        }
    }
    outcome.agreement.of = outcome.old.entries - outcome.beyond_limit.len();
    outcome
}

impl Comparison {
    /// Classifies an entry that keeps its id.
    fn keep(&mut self, old: ParsedEntry, new: ParsedEntry) {
        self.agree(&old, &new, true);
        let changes = changes(&old, &new);
        if changes.is_empty() {
            self.same += 1;
            return;
        }
        let is_later = new.seconds() > old.seconds();
        let jumps =
            old.date().is_some() && is_later && is_no_newer(&new, self.old.newest) == Some(false);
        self.edited.push(Edited {
            old,
            new,
            changes,
            jumps,
        });
    }

    /// Classifies an entry that has another id.
    fn show_as_unread(&mut self, old: ParsedEntry, new: ParsedEntry) {
        self.agree(&old, &new, false);
        self.unread.push(Renamed::new(old, new));
    }

    fn agree(&mut self, old: &ParsedEntry, new: &ParsedEntry, id: bool) {
        let common = common(old, new);
        let agreement = &mut self.agreement;
        agreement.id += usize::from(id);
        agreement.link += usize::from(common.link);
        agreement.title += usize::from(common.title);
        agreement.date += usize::from(common.date);
        agreement.all += usize::from(id && common.link && common.title && common.date);
    }

    /// How many entries the two feeds have in common.
    pub fn paired(&self) -> usize {
        self.same + self.edited.len() + self.unread.len()
    }
}

impl Renamed {
    /// The parts of the ids that differ, where both are addresses of pages: some of `scheme`, `host`, `path`,
    /// `ending`, `query` and `fragment`.
    pub fn differing_parts(&self) -> Vec<&'static str> {
        parts_that_differ(&self.old.id, &self.new.id)
    }

    fn new(old: ParsedEntry, new: ParsedEntry) -> Self {
        let common = common(&old, &new);
        let page_of =
            |entry: &ParsedEntry| entry.normal_link.as_deref().map(page).map(str::to_owned);
        let text_of = |entry: &ParsedEntry| entry.body.map(|body| body.text);
        let is_same_page = page_of(&old) == page_of(&new);
        let same = [
            ("link", common.link && old.link.is_some()),
            ("page", !common.link && is_same_page),
            ("title", common.title && !old.title.is_empty()),
            ("date", common.date && old.date().is_some()),
            (
                "text",
                text_of(&old).is_some() && text_of(&old) == text_of(&new),
            ),
        ];
        let same = same.into_iter().filter(|(_, is_same)| *is_same);
        Renamed {
            ids_differ_in: differ_in(&old.id, &new.id),
            same: same.map(|(what, _)| what).collect(),
            old,
            new,
        }
    }
}

impl Side {
    /// The summary of a feed, and its entries.
    pub(super) fn from_feed(feed: ParsedFeed) -> (Self, Vec<ParsedEntry>) {
        // Hugo writes Go's zero time for a date that it cannot read.
        let dates = || {
            let dates = feed.entries.iter().filter_map(ParsedEntry::date);
            dates.filter(|date| date.year() > 1)
        };
        let side = Side {
            newest: dates().max(),
            oldest: dates().min(),
            format: feed.format,
            title: feed.title,
            link: feed.link,
            language: feed.language,
            entries: feed.entries.len(),
            repeated: feed.repeated,
            fault: feed.fault,
        };
        (side, feed.entries)
    }
}

/// Entries that can each be taken once.
struct Remaining(Vec<Option<ParsedEntry>>);

impl Remaining {
    fn new(entries: Vec<ParsedEntry>) -> Self {
        Remaining(entries.into_iter().map(Some).collect())
    }

    fn get(&self, at: usize) -> &ParsedEntry {
        self.0[at]
            .as_ref()
            .unwrap_or_else(|| unreachable!("it was not handed out yet"))
    }

    fn take(&mut self, at: usize) -> ParsedEntry {
        self.0[at]
            .take()
            .unwrap_or_else(|| unreachable!("an entry has one partner"))
    }
}

/// Whether the entry is at least as old as `date`, if both are known. An entry as old as the oldest one
/// counts: a limit may cut between entries of the same day.
fn is_no_newer(entry: &ParsedEntry, date: Option<Timestamp>) -> Option<bool> {
    Some(entry.seconds()? <= date?.unix_seconds())
}
