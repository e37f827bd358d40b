//! Pairs the entries of OLD and NEW.
//!
//! Entries are paired by id first, as readers do. Of those that remain, two are the same entry under
//! another id if they have in common, in this order:
//!
//! 1. the link, where no other entry of either feed has it (some feeds link every entry to one page);
//! 2. the page: the link without `http` or `https`, a last `/` or `/index.html`, and a fragment;
//! 3. title and date;
//! 4. the title, and dates no further apart than time zones are: the most common error in a date is
//!    a missing time zone;
//! 5. title and text;
//! 6. date and text: the title was edited, or lost.
//!
//! Titles count without capitals, quotes, dashes, dots and emoji. An entry without a title goes by its
//! text instead. Every step costs time in proportion to the entries, but for the fourth, which sorts
//! those of one title.
//!
//! A remaining entry of NEW is a *double* if it has the page, or title and date, or date and text of an
//! entry that kept its id.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::hash::Hash;

use super::entry::ParsedEntry;
use super::page::page;

/// The largest difference between two zones, from -12:00 to +14:00.
const ZONES_APART: i64 = 26 * 3600;

/// The pairs, as indices into the two feeds.
#[derive(Debug, Default)]
pub(super) struct Matching {
    /// Entries with the same id, in the order of OLD.
    pub(super) by_id: Vec<(usize, usize)>,
    /// The same entries under different ids, in the order of OLD.
    pub(super) otherwise: Vec<(usize, usize)>,
    /// An entry of OLD that kept its id, and its double in NEW.
    pub(super) doubles: Vec<(usize, usize)>,
    /// Entries that only OLD has.
    pub(super) only_old: Vec<usize>,
    /// Entries that only NEW has.
    pub(super) only_new: Vec<usize>,
}

/// Finds the pairs.
pub(super) fn pairs(old: &[ParsedEntry], new: &[ParsedEntry]) -> Matching {
    let mut open = Unpaired {
        sides: [old, new],
        old: (0..old.len()).collect(),
        new: (0..new.len()).collect(),
    };
    let by_id = open.pair(|entry| Some(&entry.id));
    let links = UniqueKeys::in_both([old, new], |entry| entry.normal_link.as_deref());
    let mut otherwise = open.pair(|entry| links.key(entry));
    let pages = UniqueKeys::in_both([old, new], |entry| entry.normal_link.as_deref().map(page));
    otherwise.extend(open.pair(|entry| pages.key(entry)));
    otherwise.extend(open.pair(|entry| Some((name(entry)?, entry.seconds()))));
    otherwise.extend(open.pair_by_near_dates());
    otherwise.extend(open.pair(|entry| Some((name(entry)?, entry.body?.text))));
    otherwise.extend(open.pair(date_and_text));
    otherwise.sort_unstable();
    let kept: Vec<usize> = by_id.iter().map(|(old, _)| *old).collect();
    let page = |entry: &'_ ParsedEntry| entry.normal_link.as_deref().map(page).map(str::to_owned);
    let mut doubles = open.doubles(&kept, page);
    doubles.extend(open.doubles(&kept, |entry| Some((name(entry)?, entry.seconds()?))));
    doubles.extend(open.doubles(&kept, date_and_text));
    doubles.sort_unstable();
    Matching {
        by_id,
        otherwise,
        doubles,
        only_old: open.old,
        only_new: open.new,
    }
}

/// The title of an entry, or its text where it has no title.
#[derive(PartialEq, Eq, Hash)]
enum Label<'a> {
    Title(&'a str),
    Text(u64),
}

fn name(entry: &ParsedEntry) -> Option<Label<'_>> {
    match entry.bare_title.as_str() {
        "" => entry.body.map(|body| Label::Text(body.text)),
        title => Some(Label::Title(title)),
    }
}

fn date_and_text(entry: &ParsedEntry) -> Option<(i64, u64)> {
    Some((entry.seconds()?, entry.body?.text))
}

/// Keys that are unique in both feeds.
struct UniqueKeys<'a, F> {
    key: F,
    times: HashMap<&'a str, [u32; 2]>,
}

impl<'a, F: Fn(&'a ParsedEntry) -> Option<&'a str>> UniqueKeys<'a, F> {
    fn in_both(sides: [&'a [ParsedEntry]; 2], key: F) -> Self {
        let mut times: HashMap<&str, [u32; 2]> = HashMap::new();
        for (side, entries) in sides.into_iter().enumerate() {
            for key in entries.iter().filter_map(&key) {
                times.entry(key).or_default()[side] += 1;
            }
        }
        UniqueKeys { key, times }
    }

    fn key(&self, entry: &'a ParsedEntry) -> Option<&'a str> {
        (self.key)(entry).filter(|key| self.times.get(key) == Some(&[1, 1]))
    }
}

/// The entries that have no partner yet.
struct Unpaired<'a> {
    sides: [&'a [ParsedEntry]; 2],
    old: Vec<usize>,
    new: Vec<usize>,
}

impl<'a> Unpaired<'a> {
    /// Pairs entries with the same key, in document order.
    fn pair<K: Hash + Eq>(
        &mut self,
        key: impl Fn(&'a ParsedEntry) -> Option<K>,
    ) -> Vec<(usize, usize)> {
        let mut waiting: HashMap<K, VecDeque<usize>> = HashMap::new();
        for &new in &self.new {
            if let Some(key) = key(&self.sides[1][new]) {
                waiting.entry(key).or_default().push_back(new);
            }
        }
        self.take(|_, old| waiting.get_mut(&key(old)?)?.pop_front())
    }

    /// Pairs entries with the same name whose dates are close, each with the closest.
    fn pair_by_near_dates(&mut self) -> Vec<(usize, usize)> {
        let mut waiting: HashMap<Label<'_>, BTreeSet<(i64, usize)>> = HashMap::new();
        for &new in &self.new {
            let entry = &self.sides[1][new];
            if let (Some(name), Some(date)) = (name(entry), entry.seconds()) {
                waiting.entry(name).or_default().insert((date, new));
            }
        }
        self.take(|_, old| {
            let dates = waiting.get_mut(&name(old)?)?;
            let date = old.seconds()?;
            let before = dates.range(..(date, 0)).next_back().copied();
            let after = dates.range((date, 0)..).next().copied();
            let distance = |(other, _): &(i64, usize)| other.abs_diff(date);
            let nearest = before.into_iter().chain(after).min_by_key(distance)?;
            let is_near = distance(&nearest) <= ZONES_APART.unsigned_abs();
            (is_near && dates.remove(&nearest)).then_some(nearest.1)
        })
    }

    /// Removes the remaining entries of NEW that have the key of an entry of OLD which kept its
    /// id. The key must belong to one entry of OLD, and to that and one more of NEW.
    fn doubles<K: Hash + Eq>(
        &mut self,
        kept: &[usize],
        key: impl Fn(&'a ParsedEntry) -> Option<K>,
    ) -> Vec<(usize, usize)> {
        if self.new.is_empty() {
            return Vec::new();
        }
        let mut times: HashMap<K, [u32; 2]> = HashMap::new();
        for (side, entries) in self.sides.into_iter().enumerate() {
            for key in entries.iter().filter_map(&key) {
                times.entry(key).or_default()[side] += 1;
            }
        }
        let is_doubled = |key: &K| times.get(key) == Some(&[1, 2]);
        let owners: HashMap<K, usize> = kept
            .iter()
            .filter_map(|&old| Some((key(&self.sides[0][old]).filter(is_doubled)?, old)))
            .collect();
        let entries = self.sides[1];
        let mut found = Vec::new();
        self.new.retain(|&new| {
            let owner = key(&entries[new]).and_then(|key| owners.get(&key));
            found.extend(owner.map(|&old| (old, new)));
            owner.is_none()
        });
        found
    }

    /// Removes the pairs that `find` finds for entries of OLD.
    fn take(
        &mut self,
        mut find: impl FnMut(usize, &'a ParsedEntry) -> Option<usize>,
    ) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        let entries = self.sides[0];
        self.old.retain(|&old| {
            let new = find(old, &entries[old]);
            found.extend(new.map(|new| (old, new)));
            new.is_none()
        });
        let mut is_taken = vec![false; self.sides[1].len()];
        for &(_, new) in &found {
            is_taken[new] = true;
        }
        self.new.retain(|&new| !is_taken[new]);
        found
    }
}
