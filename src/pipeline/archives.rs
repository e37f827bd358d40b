//! The history of the feeds for everything (RFC 5005): which archives there are, and how they are linked.

use std::collections::HashMap;

use super::layout::{Claim, FeedTopic, Planned, feed_url};
use crate::feed::select::Selection;
use crate::model::{FeedHistory, Format};
use crate::site::settings::Settings;

/// A feed for everything, and the archives of it.
#[derive(Debug, Default)]
struct Chain<'p> {
    /// The path of the feed that readers subscribe to.
    current: Option<&'p str>,
    /// Those of the archives, oldest first.
    archives: Vec<&'p str>,
}

/// The chains, by language and format.
#[derive(Debug, Default)]
pub(super) struct Histories<'p>(HashMap<(Option<String>, Format), Chain<'p>>);

impl<'p> Histories<'p> {
    pub(super) fn new(planned: &'p [Planned<'_, '_, '_>], settings: &Settings) -> Self {
        let mut chains: HashMap<_, Chain<'p>> = HashMap::new();
        let written = planned.iter().filter(|it| it.claim == Claim::Written);
        for Planned {
            feed, format, path, ..
        } in written.filter(|it| settings.archives.is_some() && it.feed.is_of_everything())
        {
            let chain = chains.entry((folder(feed), *format)).or_default();
            if feed.is_archive {
                chain.archives.push(path);
            } else {
                chain.current = Some(path);
            }
        }
        Histories(chains)
    }

    /// The path of the feed that the one at `path` is a part of.
    pub(super) fn current(&self, planned: &Planned<'_, '_, '_>) -> Option<&'p str> {
        self.chain(planned)?.current
    }

    /// The place of a feed in its chain, if it is in one. JSON Feed has no words for it.
    pub(super) fn place(
        &self,
        planned: &Planned<'_, '_, '_>,
        settings: &Settings,
    ) -> Option<FeedHistory> {
        let Chain { current, archives } = self.chain(planned)?;
        let address = |path: &&str| feed_url(path, settings);
        if !planned.feed.is_archive {
            return Some(FeedHistory {
                is_archive: false,
                is_complete: archives.is_empty(),
                current: None,
                previous: archives.last().map(address),
                next: None,
            });
        }
        let at = archives.iter().position(|path| *path == planned.path)?;
        Some(FeedHistory {
            is_archive: true,
            is_complete: false,
            current: current.as_ref().map(address),
            previous: at.checked_sub(1).map(|at| address(&archives[at])),
            next: archives.get(at + 1).map(address),
        })
    }

    fn chain(&self, planned: &Planned<'_, '_, '_>) -> Option<&Chain<'p>> {
        let is_in_one = planned.feed.is_of_everything() && planned.format != Format::Json;
        let key = (folder(planned.feed), planned.format);
        self.0.get(&key).filter(|_| is_in_one)
    }
}

fn folder(feed: &Selection<'_, '_>) -> Option<String> {
    FeedTopic::new(feed).folder.map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::super::layout::{describe, plan};
    use super::super::testing::settings;
    use super::*;
    use crate::feed::emit;
    use crate::feed::select::Catalog;
    use crate::model::{AbsoluteUrl, Article};
    use crate::testing::dated_article;
    use crate::time::Timestamp;

    /// What stands before the entries of each document, and the ids of its entries. The bytes of an entry are
    /// the same wherever it stands.
    type Documents = BTreeMap<String, (String, Vec<String>)>;

    fn documents(articles: &[Article], settings: &Settings) -> Documents {
        let site = Catalog::assemble(articles, &[], settings, &mut Vec::new());
        let feeds = site.feeds(settings);
        let (planned, _) = plan(&feeds, settings);
        let histories = Histories::new(&planned, settings);
        let document = |planned: &Planned<'_, '_, '_>| {
            let included = planned.feed.articles.iter();
            let included: Vec<&Article> = included.map(|&index| site.articles[index]).collect();
            let newest = included.iter().map(|article| article.published).max();
            let mut head = describe(
                &planned.path,
                &FeedTopic::new(planned.feed),
                None,
                settings,
                newest,
                newest,
            );
            head.history = histories.place(planned, settings);
            let text = emit::feed(planned.format, &head, &[])
                .unwrap()
                .to_text()
                .unwrap();
            let ids = included.iter().map(|article| article.id.to_string());
            (planned.path.clone(), (text, ids.collect()))
        };
        let everything = planned.iter().filter(|it| it.feed.is_of_everything());
        everything.map(document).collect()
    }

    /// The ids of all entries that a reader finds who walks back from the feed `rss.xml`.
    fn walked(documents: &Documents) -> Vec<String> {
        let mut ids = BTreeSet::new();
        let mut path = Some("rss.xml".to_owned());
        while let Some((text, entries)) = path.as_ref().map(|path| &documents[path]) {
            ids.extend(entries.iter().cloned());
            let document = roxmltree::Document::parse(text).unwrap();
            let mut nodes = document.descendants();
            let link = nodes.find(|node| node.attribute("rel") == Some("prev-archive"));
            let href = link.and_then(|link| link.attribute("href"));
            let below = "https://example.org/f/";
            path = href.map(|href| href.strip_prefix(below).unwrap().to_owned());
        }
        ids.into_iter().collect()
    }

    const DAY: i64 = 86_400;
    const START: i64 = 1_388_534_400; // 2014-01-01

    fn article(day: i64, settings: &Settings) -> Article {
        let date = Timestamp::from_unix(START + day * DAY, 0).unwrap();
        dated_article(&format!("{day}.md"), &date.to_rfc3339(), settings)
    }

    #[test]
    fn an_archive_changes_once_after_it_is_made() {
        // A post every third day for ten years.
        for (period, archives) in [("year", 9), ("quarter", 39)] {
            let settings = settings(&format!("archives: {period}\nlimit: 10\nformats: [rss]\n"));
            let days = (0..3650).step_by(3);
            let all: Vec<Article> = days.map(|day| article(day, &settings)).collect();
            let mut last = Documents::new();
            let mut changes: BTreeMap<String, usize> = BTreeMap::new();
            for end in 1..=all.len() {
                let documents = documents(&all[..end], &settings);
                for (path, document) in &documents {
                    if path != "rss.xml" && last.get(path) != Some(document) {
                        *changes.entry(path.clone()).or_default() += 1;
                    }
                }
                last = documents;
            }
            assert_eq!(changes.len(), archives);
            // Made, and linked with the next; the last of them is not linked yet.
            let newest = changes.keys().next_back().cloned().unwrap();
            for (path, count) in changes {
                assert_eq!(count, if path == newest { 1 } else { 2 }, "{path}");
            }
            assert_eq!(walked(&last).len(), all.len());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn a_chain_has_every_article(
            days in proptest::collection::btree_set(0..1500_i64, 2..40),
            other in 0..1500_i64,
            limit in 0..8_usize,
            period in proptest::sample::select(vec!["year", "quarter", "month"]),
        ) {
            let site = format!("archives: {period}\nlimit: {limit}\nformats: [rss]\n");
            let settings = settings(&site);
            let of = |days: &BTreeSet<i64>| -> Vec<Article> {
                days.iter().map(|&day| article(day, &settings)).collect()
            };
            let before = documents(&of(&days), &settings);
            let every: BTreeSet<String> =
                of(&days).iter().map(|article| article.id.to_string()).collect();
            prop_assert_eq!(walked(&before), every.into_iter().collect::<Vec<_>>());
            let ends: BTreeSet<_> = before.values().map(|(text, _)| {
                (text.contains("fh:archive"), text.contains("fh:complete"))
            }).collect();
            prop_assert!(ends.is_subset(&BTreeSet::from([(true, false), (false, before.len() == 1)])));

            // A post that is backdated into a period with posts, or deleted from one that keeps some.
            let mut after = days.clone();
            if !after.insert(other) {
                after.remove(&other);
            }
            let after = documents(&of(&after), &settings);
            if after.keys().eq(before.keys()) && before.keys().len() > 1 {
                let changed = before.iter().filter(|(path, document)| after[*path] != **document);
                prop_assert!(changed.count() <= 2);
            }
        }
    }

    #[test]
    fn archives_are_of_one_feed() {
        let settings = settings("archives: month\nformats: [rss, atom, json]\n");
        let articles: Vec<Article> = [0, 40, 80].map(|day| article(day, &settings)).into();
        let documents = documents(&articles, &settings);
        let paths: Vec<_> = documents.keys().map(String::as_str).collect();
        assert_eq!(
            paths,
            [
                "archive/2014-01.atom.xml",
                "archive/2014-01.rss.xml",
                "archive/2014-02.atom.xml",
                "archive/2014-02.rss.xml",
                "atom.xml",
                "feed.json",
                "rss.xml"
            ]
        );
        let url = AbsoluteUrl::parse("https://example.org/f/archive/2014-02.atom.xml").unwrap();
        let (text, _) = &documents["archive/2014-01.atom.xml"];
        assert!(
            text.contains(&format!("href=\"{}\" rel=\"next-archive\"", url.as_str())),
            "{text}"
        );
    }
}
