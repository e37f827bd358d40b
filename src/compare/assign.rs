//! Which article of a site each entry of a published feed is of.
//!
//! An entry and an article belong together if they have in common, in this order, their id, the page that
//! they link to, title and date, or date and text, and no other that is left has the same. Dates may be two
//! days apart: one may be a day without a time, in another zone; then a text must be that of no other at all.
//! Where several come into question, none is taken.

use std::collections::HashMap;
use std::hash::Hash;

use super::entry::ParsedEntry;
use super::page::page;

/// How far dates may be apart, in seconds.
const NEAR: i64 = 2 * 86_400;

/// How many articles are named that come into question.
const CANDIDATES: usize = 5;

/// What an entry and an article have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MatchedBy {
    /// The id.
    Id,
    /// The page.
    Link,
    /// Title and date.
    TitleAndDate,
    /// Date and text.
    DateAndText,
}

impl MatchedBy {
    /// The words in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            MatchedBy::Id => "id",
            MatchedBy::Link => "link",
            MatchedBy::TitleAndDate => "title and date",
            MatchedBy::DateAndText => "date and text",
        }
    }
}

/// The articles of entries, all as indices.
#[derive(Debug, Default)]
pub(crate) struct Assigned {
    /// Entries with their articles, in the order of the entries.
    pub(crate) matched: Vec<(usize, usize, MatchedBy)>,
    /// The others, with the articles that come into question.
    pub(crate) unmatched: Vec<(usize, Vec<usize>)>,
}

/// Finds the articles of `entries`.
pub(crate) fn assign(entries: &[ParsedEntry], articles: &[ParsedEntry]) -> Assigned {
    let mut open = Unassigned {
        sides: [entries, articles],
        left: [entries, articles].map(|side| (0..side.len()).collect()),
        candidates: HashMap::new(),
        matched: Vec::new(),
    };
    open.take(MatchedBy::Id, |entry| Some(&*entry.id));
    open.take(MatchedBy::Link, link);
    open.take(MatchedBy::TitleAndDate, |entry| {
        Some((title(entry)?, entry.seconds()?))
    });
    open.take_near(MatchedBy::TitleAndDate, title);
    open.take(MatchedBy::DateAndText, |entry| {
        Some((entry.seconds()?, text(entry)?))
    });
    let texts = [entries, articles].map(|side| {
        let mut times: HashMap<u64, usize> = HashMap::new();
        let texts = side.iter().filter_map(text);
        texts.for_each(|text| *times.entry(text).or_default() += 1);
        times
    });
    open.take_near(MatchedBy::DateAndText, |entry| {
        let is_once = |text: &u64| texts.iter().all(|times| times.get(text) == Some(&1));
        text(entry).filter(is_once)
    });
    let Unassigned {
        left: [entries, _],
        mut candidates,
        mut matched,
        ..
    } = open;
    matched.sort_unstable();
    let unmatched = entries
        .into_iter()
        .map(|entry| (entry, candidates.remove(&entry).unwrap_or_default()));
    Assigned {
        matched,
        unmatched: unmatched.collect(),
    }
}

/// The page that it links to, but for a comment's: that is the page of the article, with a fragment.
fn link(entry: &ParsedEntry) -> Option<&str> {
    let link = entry.normal_link.as_deref();
    link.filter(|link| !link.contains('#')).map(page)
}

fn title(entry: &ParsedEntry) -> Option<&str> {
    let title = Some(&*entry.bare_title);
    title.filter(|title| !title.is_empty())
}

fn text(entry: &ParsedEntry) -> Option<u64> {
    Some(entry.body?.text)
}

/// Whether the text of `article` may tell that `entry` is of it.
pub(crate) fn needs_text(entry: &ParsedEntry, article: &ParsedEntry) -> bool {
    let dates = entry.seconds().zip(article.seconds());
    entry.body.is_some()
        && dates.is_some_and(|(one, other)| one.abs_diff(other) <= NEAR.unsigned_abs())
}

/// The entries and the articles that have no partner yet.
struct Unassigned<'a> {
    sides: [&'a [ParsedEntry]; 2],
    left: [Vec<usize>; 2],
    /// The articles that an entry may be of.
    candidates: HashMap<usize, Vec<usize>>,
    matched: Vec<(usize, usize, MatchedBy)>,
}

impl<'a> Unassigned<'a> {
    /// The entries and the articles of each key that some entry has.
    fn by_key<K: Hash + Eq>(
        &self,
        key: impl Fn(&'a ParsedEntry) -> Option<K>,
    ) -> Vec<[Vec<usize>; 2]> {
        let mut groups: HashMap<K, [Vec<usize>; 2]> = HashMap::new();
        for &entry in &self.left[0] {
            if let Some(key) = key(&self.sides[0][entry]) {
                groups.entry(key).or_default()[0].push(entry);
            }
        }
        if groups.is_empty() {
            return Vec::new();
        }
        for &article in &self.left[1] {
            let group = key(&self.sides[1][article]).and_then(|key| groups.get_mut(&key));
            if let Some([_, articles]) = group {
                articles.push(article);
            }
        }
        groups.into_values().collect()
    }

    /// Takes an entry and an article that alone have a key.
    fn take<K: Hash + Eq>(&mut self, by: MatchedBy, key: impl Fn(&'a ParsedEntry) -> Option<K>) {
        for [entries, articles] in self.by_key(key) {
            match (&entries[..], &articles[..]) {
                ([entry], [article]) => self.matched.push((*entry, *article, by)),
                (_, articles) => entries
                    .iter()
                    .for_each(|&entry| self.doubt(entry, articles)),
            }
        }
        self.close();
    }

    /// Takes an entry and an article with the same key that alone have dates no further apart than time
    /// zones are.
    fn take_near<K: Hash + Eq>(
        &mut self,
        by: MatchedBy,
        key: impl Fn(&'a ParsedEntry) -> Option<K>,
    ) {
        for group in self.by_key(key) {
            let mut dated = [Vec::new(), Vec::new()];
            for side in 0..2 {
                let seconds = |at: &usize| Some((self.sides[side][*at].seconds()?, *at));
                dated[side] = group[side].iter().filter_map(seconds).collect();
                dated[side].sort_unstable();
            }
            let [entries, articles] = &dated;
            for &(date, entry) in entries {
                match near(articles, date)[..] {
                    [(date, article)] if near(entries, date).len() == 1 => {
                        self.matched.push((entry, article, by));
                    }
                    ref several => {
                        let articles: Vec<_> = several.iter().map(|(_, at)| *at).collect();
                        self.doubt(entry, &articles);
                    }
                }
            }
        }
        self.close();
    }

    fn doubt(&mut self, entry: usize, articles: &[usize]) {
        if !articles.is_empty() {
            let named = articles.iter().take(CANDIDATES).copied();
            self.candidates.insert(entry, named.collect());
        }
    }

    /// Leaves out what has been taken.
    fn close(&mut self) {
        let mut is_taken = self.sides.map(|side| vec![false; side.len()]);
        for &(entry, article, _) in &self.matched {
            is_taken[0][entry] = true;
            is_taken[1][article] = true;
        }
        for (left, is_taken) in self.left.iter_mut().zip(&is_taken) {
            left.retain(|&at| !is_taken[at]);
        }
    }
}

/// The first of those near `date`, of which there may be many: `dated` is sorted.
fn near(dated: &[(i64, usize)], date: i64) -> Vec<(i64, usize)> {
    let first = dated.partition_point(|(other, _)| *other < date.saturating_sub(NEAR));
    let near = dated[first..]
        .iter()
        .take_while(|(other, _)| *other <= date.saturating_add(NEAR));
    near.take(CANDIDATES).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;

    fn entries(items: &[&str]) -> Vec<ParsedEntry> {
        let items = items.iter().map(|item| format!("<item>{item}</item>"));
        let items: String = items.collect();
        let feed = format!("<rss version='2.0'><channel>{items}</channel></rss>");
        read(feed.as_bytes()).unwrap().entries
    }

    #[test]
    fn what_is_ambiguous_is_not_guessed() {
        let day = |day: u32, hour: u32| {
            format!("<pubDate>{day:02} May 2025 {hour:02}:00:00 +0000</pubDate>")
        };
        let item = |id: &str, link: &str, title: &str, date: &str, text: &str| {
            format!(
                "<guid>{id}</guid><link>{link}</link><title>{title}</title>{date}<description>{text}</description>"
            )
        };
        let old = [
            item("same", "http://e.org/x/", "X", "", ""),
            item("1", "http://e.org/a/index.html", "A", "", ""),
            // A time zone is lost, and there is another of this title ten days later.
            item("2", "http://e.org/?p=2", "Weekly", &day(2, 14), ""),
            item("3", "http://e.org/?p=3", "Weekly", &day(12, 14), ""),
            // The title was edited.
            item(
                "4",
                "http://e.org/?p=4",
                "Old title",
                &day(20, 0),
                "A text.",
            ),
            // Two articles of this title and day.
            item("5", "http://e.org/?p=5", "Notes", &day(21, 0), "One."),
            item("6", "http://e.org/?p=6", "Gone", &day(22, 0), "Two."),
            // One page for two entries; the title tells them apart.
            item("7", "http://e.org/page/", "First", &day(23, 0), ""),
            item("8", "http://e.org/page/", "Second", &day(23, 0), ""),
        ];
        let new = [
            item("same", "https://e.org/y/", "Y", "", ""),
            item("n1", "https://e.org/a/", "B", "", ""),
            item("n3", "https://e.org/w2/", "weekly", &day(12, 0), ""),
            item("n2", "https://e.org/w1/", "Weekly", &day(2, 0), ""),
            item(
                "n4",
                "https://e.org/t/",
                "New title",
                &day(20, 0),
                "A  text.",
            ),
            item("n5", "https://e.org/n1/", "Notes", &day(21, 1), "x"),
            item("n6", "https://e.org/n2/", "Notes", &day(21, 2), "y"),
            item("n7", "https://e.org/page/", "Second", &day(23, 0), ""),
        ];
        let [old, new] = [&old[..], &new].map(|items| {
            let items: Vec<&str> = items.iter().map(String::as_str).collect();
            entries(&items)
        });
        let Assigned { matched, unmatched } = assign(&old, &new);
        use MatchedBy::{DateAndText, Id, Link, TitleAndDate};
        let expected = [
            (0, 0, Id),
            (1, 1, Link),
            (2, 3, TitleAndDate),
            (3, 2, TitleAndDate),
            (4, 4, DateAndText),
            (8, 7, TitleAndDate),
        ];
        assert_eq!(matched, expected);
        assert_eq!(unmatched, [(5, vec![5, 6]), (6, vec![]), (7, vec![7])]);
    }
}
