//! Which entry of NEW is which of OLD.
//!
//! Entries are paired by id first, for that is what readers do. Those that are left over are one
//! entry all the same, though readers do not see it, if they have in common, tried in this order:
//!
//! 1. the link, where it is that entry's alone in both feeds (some feeds link every entry to one page);
//! 2. the page: the link but for `http` or `https`, a last `/` or `/index.html`, and a fragment;
//! 3. title and date;
//! 4. the title, and dates no further apart than time zones are: the commonest fault in a date is
//!    a zone that was forgotten;
//! 5. title and text.
//!
//! Titles count without quotes, dashes and dots, which some generators set as typographers do. An
//! entry without a title goes by its text instead. Every step costs time in proportion to the
//! entries, but for the fourth, which sorts those of one title.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::hash::Hash;

use super::entry::Entry;
use super::page::page;

/// The furthest that two zones are apart, from -12:00 to +14:00.
const ZONES_APART: i64 = 26 * 3600;

/// Which entries are one, by their places in the two feeds.
#[derive(Debug, Default)]
pub(super) struct Matching {
    /// Those of one id, in the order of OLD.
    pub(super) by_id: Vec<(usize, usize)>,
    /// Those that are one for all but readers, in the order of OLD.
    pub(super) otherwise: Vec<(usize, usize)>,
    /// Those of OLD that NEW does not have.
    pub(super) only_old: Vec<usize>,
    /// Those of NEW that OLD does not have.
    pub(super) only_new: Vec<usize>,
}

/// Finds the pairs.
pub(super) fn pairs(old: &[Entry], new: &[Entry]) -> Matching {
    let mut open = Open {
        sides: [old, new],
        old: (0..old.len()).collect(),
        new: (0..new.len()).collect(),
    };
    let by_id = open.pair(|entry| Some(&entry.id));
    let links = Alone::in_both([old, new], |entry| entry.normal_link.as_deref());
    let mut otherwise = open.pair(|entry| links.key(entry));
    let pages = Alone::in_both([old, new], |entry| entry.normal_link.as_deref().map(page));
    otherwise.extend(open.pair(|entry| pages.key(entry)));
    otherwise.extend(open.pair(|entry| Some((name(entry)?, entry.seconds()))));
    otherwise.extend(open.pair_by_near_dates());
    otherwise.extend(open.pair(|entry| Some((name(entry)?, entry.body?.text))));
    otherwise.sort_unstable();
    Matching {
        by_id,
        otherwise,
        only_old: open.old,
        only_new: open.new,
    }
}

/// What an entry is called: by its title, or by its text where it has none.
#[derive(PartialEq, Eq, Hash)]
enum Name<'a> {
    Title(&'a str),
    Text(u64),
}

fn name(entry: &Entry) -> Option<Name<'_>> {
    match entry.bare_title.as_str() {
        "" => entry.body.map(|body| Name::Text(body.text)),
        title => Some(Name::Title(title)),
    }
}

/// Keys that no two entries of one feed share.
struct Alone<'a, F> {
    key: F,
    times: HashMap<&'a str, [u32; 2]>,
}

impl<'a, F: Fn(&'a Entry) -> Option<&'a str>> Alone<'a, F> {
    fn in_both(sides: [&'a [Entry]; 2], key: F) -> Self {
        let mut times: HashMap<&str, [u32; 2]> = HashMap::new();
        for (side, entries) in sides.into_iter().enumerate() {
            for key in entries.iter().filter_map(&key) {
                times.entry(key).or_default()[side] += 1;
            }
        }
        Alone { key, times }
    }

    fn key(&self, entry: &'a Entry) -> Option<&'a str> {
        (self.key)(entry).filter(|key| self.times.get(key) == Some(&[1, 1]))
    }
}

/// What has no partner yet.
struct Open<'a> {
    sides: [&'a [Entry]; 2],
    old: Vec<usize>,
    new: Vec<usize>,
}

impl<'a> Open<'a> {
    /// Pairs those of one key, in their order.
    fn pair<K: Hash + Eq>(&mut self, key: impl Fn(&'a Entry) -> Option<K>) -> Vec<(usize, usize)> {
        let mut waiting: HashMap<K, VecDeque<usize>> = HashMap::new();
        for &new in &self.new {
            if let Some(key) = key(&self.sides[1][new]) {
                waiting.entry(key).or_default().push_back(new);
            }
        }
        self.take(|_, old| waiting.get_mut(&key(old)?)?.pop_front())
    }

    /// Pairs those of one name whose dates are near, the nearest first found.
    fn pair_by_near_dates(&mut self) -> Vec<(usize, usize)> {
        let mut waiting: HashMap<Name<'_>, BTreeSet<(i64, usize)>> = HashMap::new();
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

    /// Takes the pairs out that `find` finds for entries of OLD.
    fn take(
        &mut self,
        mut find: impl FnMut(usize, &'a Entry) -> Option<usize>,
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
