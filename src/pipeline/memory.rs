//! What this run takes over from the last one, and leaves to the next.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::sync::OnceLock;

use rayon::prelude::*;

use super::layout::Planned;
use crate::diagnostic::Diagnostic;
use crate::feed::select::Site;
use crate::index::{
    Body, Draft, Entry, Feed, Feeds, Head, Known, Learnt, Notes, Place, ReadArticle, Recall,
    Remembered,
};
use crate::input::source::{self, SourceFile};
use crate::model::Common;
use crate::publish::{Mode, Stage};
use crate::site::settings::Settings;
use crate::stamp::{Fingerprint, Stamp};
use crate::time::Timestamp;

/// The files as they are known by now, and what the feeds are made of.
#[derive(Debug, Default)]
pub(super) struct Memory {
    now: Option<Timestamp>,
    /// `None` if nothing is to be remembered.
    place: Option<Place>,
    /// Whether the next run is told.
    is_kept: bool,
    /// The files that the last run knew.
    recall: Option<Recall>,
    /// The feeds that it left.
    left: Feeds,
    /// Begun before the first file is read, if one is.
    draft: OnceLock<Option<Draft>>,
    files: Vec<Seen>,
    /// Whether every file is as it was, and none is gone.
    is_same_site: bool,
    /// Whether there is something to tell the next run.
    has_learnt: bool,
    recipes: HashMap<String, Fingerprint>,
    /// The feeds that are still as they were left, and still right.
    held: HashMap<String, Stamp>,
}

/// What is known of a file by now.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub(super) known: Option<Known<(), Box<Notes>>>,
    /// Whether nothing has changed since the last run.
    pub(super) is_recalled: bool,
}

impl Seen {
    /// A file that is not looked into, by its name.
    pub(super) fn of_no_use() -> Self {
        Seen {
            known: None,
            is_recalled: true,
        }
    }
}

impl Memory {
    /// What was left by a run with the same `settings`, if that counts at `now`.
    pub(super) fn open(settings: &Settings, now: Timestamp, mode: Mode) -> Self {
        let place = Place::new(&settings.source, settings.fingerprint, &settings.output);
        let last = place.as_ref().and_then(|place| place.open(now));
        let (recall, left) = last.map(|index| (index.files, index.feeds)).unzip();
        Memory {
            now: Some(now),
            is_kept: mode == Mode::Write,
            place,
            recall,
            left: left.unwrap_or_default(),
            ..Memory::default()
        }
    }

    /// What the articles share that the last run knew.
    pub(super) fn common(&self) -> Common {
        self.recall
            .as_ref()
            .map_or_else(Common::default, Recall::common)
    }

    /// Which of `files` were known, if any was; they come after those that were asked for before.
    pub(super) fn find(&mut self, files: &[SourceFile]) -> Vec<Option<Entry>> {
        let recall = self.recall.as_mut();
        recall.map_or_else(Vec::new, |recall| recall.find(files))
    }

    /// What was known of the `index`th of `files`, if that is still so.
    pub(super) fn recall(
        &self,
        entry: &Entry,
        index: usize,
        files: &[SourceFile],
    ) -> Option<Remembered> {
        let found = fs::metadata(files[index].full()).ok()?;
        let known = self
            .recall
            .as_ref()?
            .read(entry, index, Stamp::of(&found)?)?;
        let still_means_that = |notes: &Notes| {
            let has_come = |until| self.now.is_none_or(|now| now >= until);
            let is_so =
                |(path, was_there): &(String, bool)| source::holds(files, path) == *was_there;
            !notes.until.is_some_and(has_come) && notes.asked.iter().all(is_so)
        };
        let holds = known.notes.as_deref().is_none_or(still_means_that);
        holds.then_some(known)
    }

    /// To be called before a file is opened, so that its stamp can be trusted later.
    pub(super) fn before_reading(&self) {
        self.draft();
    }

    fn draft(&self) -> Option<&Draft> {
        let begin = || self.place.as_ref().filter(|_| self.is_kept)?.draft();
        self.draft.get_or_init(begin).as_ref()
    }

    /// Makes room for that many files.
    pub(super) fn expect(&mut self, files: usize) {
        self.files.reserve(files);
    }

    /// Notes what the next file was found to be.
    pub(super) fn see(&mut self, seen: Seen) {
        self.has_learnt |= !seen.is_recalled && seen.known.is_some();
        self.files.push(seen);
    }

    /// There are no more files.
    pub(super) fn has_seen_all(&mut self) {
        let recall = self.recall.take();
        let has_lost = recall.as_ref().is_some_and(Recall::has_gone);
        self.has_learnt |= has_lost;
        let are_recalled = || self.files.iter().all(|seen| seen.is_recalled);
        self.is_same_site = recall.is_some() && !has_lost && are_recalled();
    }

    /// Notes what was found in the body of a file, unless that is known.
    pub(super) fn learn(&mut self, file: usize, findings: &[Diagnostic], names_others: bool) {
        if self.place.is_none() || self.body(file).is_some() {
            return;
        }
        if let Some(Seen {
            known: Some(known), ..
        }) = self.files.get_mut(file)
        {
            known.notes.get_or_insert_default().body = Some(Body {
                findings: findings.to_vec(),
                names_others,
            });
            self.has_learnt = true;
        }
    }

    /// What is still known of the body of a file from the last run, so that it need not be rendered to
    /// know that it is usable.
    pub(super) fn body(&self, file: usize) -> Option<&Body> {
        let Seen { known, is_recalled } = self.files.get(file)?;
        let body = known.as_ref()?.notes.as_deref()?.body.as_ref()?;
        (*is_recalled && (!body.names_others || self.is_same_site)).then_some(body)
    }

    /// Looks which of the feeds in `planned` are still as they were left, and still right.
    pub(super) fn look_over(
        &mut self,
        planned: &[Planned<'_, '_, '_>],
        site: &Site<'_>,
        files: &[SourceFile],
        stage: &Stage<'_>,
    ) {
        if self.place.is_none() {
            return;
        }
        let mut included: Vec<usize> = planned
            .iter()
            .flat_map(|planned| &planned.feed.articles)
            .copied()
            .collect();
        included.sort_unstable();
        included.dedup();
        let entry = |&index: &usize| {
            let article = site.articles[index];
            let categories = site.categories(article);
            let told = (&*files[article.file].path, categories);
            (index, Fingerprint::of_value(&told))
        };
        let entries: HashMap<usize, Fingerprint> = included.par_iter().map(entry).collect();
        let recipe = |planned: &Planned<'_, '_, '_>| {
            let feed = planned.feed;
            let term = feed.term.map(|(taxonomy, term)| (taxonomy, term.name));
            let language = feed.language.map(|language| &language.tag);
            let entries: Vec<_> = feed.articles.iter().map(|index| entries[index]).collect();
            let told = (planned.format.name(), language, term, entries);
            Fingerprint::of_value(&told)
        };
        let look = |planned: &Planned<'_, '_, '_>| {
            let recipe = recipe(planned);
            let left = self.left.get(&planned.path);
            let left = left.filter(|left| {
                let articles = planned.feed.articles.iter();
                let mut files = articles.map(|&index| site.articles[index].file);
                left.recipe == recipe
                    && files.all(|file| self.body(file).is_some())
                    && stage.holds(&planned.path, &left.stamp)
            });
            (planned.path.clone(), recipe, left.map(|left| left.stamp))
        };
        let written = planned.par_iter().filter(|planned| !planned.clashes);
        let looked: Vec<_> = written.map(look).collect();
        self.recipes.clear();
        self.held.clear();
        for (path, recipe, stamp) in looked {
            self.held.extend(stamp.map(|stamp| (path.clone(), stamp)));
            self.recipes.insert(path, recipe);
        }
    }

    /// The stamp of the feed at `path`, if it need not be written.
    pub(super) fn held(&self, path: &str) -> Option<Stamp> {
        self.held.get(path).copied()
    }

    /// Leaves to the next run what is known; `stamps` are those of the feeds that are right now.
    pub(super) fn leave(
        mut self,
        files: &[SourceFile],
        articles: &[ReadArticle],
        stamps: &BTreeMap<String, Stamp>,
    ) {
        let feed = |(path, &recipe): (&String, &Fingerprint)| {
            let stamp = *stamps.get(path).filter(|stamp| stamp.is_fine())?;
            Some((path.clone(), Feed { recipe, stamp }))
        };
        let feeds: Feeds = self.recipes.iter().filter_map(feed).collect();
        if !self.has_learnt && feeds == self.left {
            return;
        }
        self.draft();
        let (Some(draft), Some(now)) = (self.draft.take().flatten(), self.now) else {
            return;
        };
        let probe = draft.probe();
        let known = |index: usize| -> Option<Learnt<'_>> {
            let Seen { known, is_recalled } = &self.files[index];
            let Known { stamp, head, notes } = known.as_ref()?;
            let was_quiet = || probe.is_some_and(|probe| stamp.is_older_than(&probe));
            let article = || {
                let at = articles.binary_search_by_key(&index, |read| read.article.file);
                at.ok().map(|at| &articles[at])
            };
            Some(match *is_recalled || was_quiet() {
                true => Known {
                    stamp: *stamp,
                    head: head.kind().with(|()| article())?,
                    notes: notes.as_deref(),
                },
                // That it was there is all that can be told: others may miss it when it goes.
                false => Known {
                    stamp: Stamp::default(),
                    head: Head::NotAnArticle,
                    notes: None,
                },
            })
        };
        draft.keep(now, &feeds, files, articles, known);
    }
}
