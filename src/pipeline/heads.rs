//! What each file's head says, read or remembered.

use std::cell::RefCell;

use rayon::prelude::*;

use super::memory::{Memory, Seen};
use super::run::Run;
use super::{Cause, Step};
use crate::diagnostic::Diagnostic;
use crate::index::{Head, Known, Notes, ReadArticle, Remembered};
use crate::input::normalise::{self, Outcome};
use crate::input::source::{self, Failure, SourceFile};
use crate::site::generator::Role;
use crate::site::settings::Settings;
use crate::syntax::front_matter::{self, Manner, Reading};
use crate::time::Present;

/// How many heads are held at once, before their articles are put together.
const BATCH: usize = 8192;

/// A head, what was found in it, and what can be told of the file to the next run.
struct Found {
    head: Head<ReadArticle>,
    findings: Vec<Diagnostic>,
    seen: Seen,
}

impl Run<'_> {
    /// Reads the head of every file that is not remembered. The articles come in the order of their
    /// paths.
    pub(super) fn read(
        &mut self,
        files: &[SourceFile],
        settings: &Settings,
        memory: &mut Memory,
    ) -> Result<Vec<ReadArticle>, Cause> {
        self.begin(Step::Read, Some(files.len()));
        let mut articles = Vec::with_capacity(files.len());
        let common = memory.common();
        memory.expect(files.len());
        for start in (0..files.len()).step_by(BATCH) {
            let batch = start..files.len().min(start + BATCH);
            let known = memory.find(&files[batch.clone()]);
            let find = |buffer: &mut Vec<u8>, index: usize| {
                let entry = known.get(index - start).and_then(Option::as_ref);
                let known = || memory.recall(entry?, index, files);
                let work = || match known() {
                    Some(known) => Ok(recalled(known)),
                    None => {
                        let mut found = self.read_head(index, files, settings, memory, buffer)?;
                        // What is of no use now may have been an article.
                        found.seen.is_recalled &= entry.is_none();
                        if let Head::Article(read) = &mut found.head {
                            // Here, for a thread gives back quickest what it took itself.
                            common.share(&mut read.article);
                        }
                        Ok(found)
                    }
                };
                Ok(self.work_on(&files[index], work)?.unwrap_or_else(unusable))
            };
            let found: Vec<Found> = batch
                .into_par_iter()
                .with_max_len(64)
                .map_init(Vec::new, find)
                .collect::<Result<_, Cause>>()?;
            for Found {
                head,
                findings,
                seen,
            } in found
            {
                self.tell(&head, findings);
                memory.see(seen);
                if let Head::Article(read) = head {
                    articles.push(read);
                }
            }
        }
        memory.has_seen_all();
        Ok(articles)
    }

    fn read_head(
        &self,
        index: usize,
        files: &[SourceFile],
        settings: &Settings,
        memory: &Memory,
        buffer: &mut Vec<u8>,
    ) -> Result<Found, Failure> {
        let file = &files[index];
        let asked = RefCell::new(Vec::new());
        let exists = |path: &str| {
            let is_there = source::holds(files, path);
            let mut asked = asked.borrow_mut();
            if asked.iter().all(|(known, _)| known != path) {
                asked.push((path.to_owned(), is_there));
            }
            is_there
        };
        if settings.role(&file.path, &exists) == Role::Other {
            return Ok(Found {
                head: Head::NotAnArticle,
                findings: Vec::new(),
                seen: Seen::of_no_use(),
            });
        }
        let shown = file.shown();
        let manner = Manner {
            adapt: &|text, pairs| settings.adapt(&file.path, text, pairs),
            headless: settings.reading.headless,
        };
        memory.before_reading();
        let mut reading = Reading::NeedMore;
        let (version, stamp) = source::head(file, settings.encoding, buffer, |bytes, whole| {
            reading = front_matter::read_as(&shown, bytes, whole, &manner);
            !matches!(reading, Reading::NeedMore)
        })?;
        let present = Present::at(self.now());
        let mut findings = Vec::new();
        let head = match reading {
            Reading::NotAnArticle | Reading::NeedMore => Head::NotAnArticle,
            Reading::Unusable(finding) => {
                findings.push(finding);
                Head::Unusable
            }
            Reading::Header(header) => match normalise::article(
                index,
                &file.path,
                &exists,
                &header,
                settings,
                &present,
                &mut findings,
            ) {
                Outcome::Article(article) => {
                    let article = *article;
                    if self.is_thorough() {
                        let path = &file.path;
                        findings
                            .extend(normalise::lint::article(&article, path, &header, settings));
                    }
                    Head::Article(ReadArticle { article, version })
                }
                Outcome::KeptBack(reason) => Head::KeptBack(reason),
                Outcome::Unusable => Head::Unusable,
            },
        };
        let notes = Notes {
            until: present.until(),
            asked: asked.into_inner(),
            findings: findings.clone(),
            body: None,
        };
        let seen = Seen {
            known: stamp.map(|stamp| Known {
                stamp,
                head: head.kind(),
                notes: (!notes.is_empty()).then(|| Box::new(notes)),
            }),
            is_recalled: false,
        };
        Ok(Found {
            head,
            findings,
            seen,
        })
    }
}

/// A file that is as it was.
fn recalled(known: Remembered) -> Found {
    let Known { stamp, head, notes } = known;
    let findings = notes.as_ref().map(|notes| notes.findings.clone());
    let seen = Seen {
        known: Some(Known {
            stamp,
            head: head.kind(),
            notes,
        }),
        is_recalled: true,
    };
    Found {
        head,
        findings: findings.unwrap_or_default(),
        seen,
    }
}

/// A file that cannot be read now; perhaps the next time.
fn unusable(finding: Diagnostic) -> Found {
    Found {
        head: Head::Unusable,
        findings: vec![finding],
        seen: Seen::default(),
    }
}
