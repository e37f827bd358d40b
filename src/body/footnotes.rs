//! The footnotes of a Markdown body.

use std::collections::HashMap;

use pulldown_cmark::CowStr;
use sha2::{Digest, Sha256};

use crate::model::AbsoluteUrl;

/// Footnotes, numbered by their first reference and shown in that order. Ids are those of goldmark
/// and kramdown (`fn:1`, `fnref:1`) with a sign of the article between, so that those of two articles
/// differ on one page of a reader.
pub(super) struct Footnotes<'e> {
    /// The sign of the article.
    sign: String,
    /// Their numbers, and how often they are mentioned.
    numbers: HashMap<CowStr<'e>, (usize, usize)>,
    /// Names and texts, as defined.
    defined: Vec<(CowStr<'e>, String)>,
    /// The definitions being read, each with the HTML that it interrupts.
    open: Vec<(CowStr<'e>, String)>,
    /// The bytes of HTML in `defined` and `open`.
    length: usize,
}

/// A footnote to be shown.
pub(super) struct Note {
    pub(super) number: usize,
    pub(super) references: usize,
    pub(super) html: String,
}

impl<'e> Footnotes<'e> {
    /// Those of the article at `page`.
    pub(super) fn new(page: &AbsoluteUrl) -> Self {
        let digest = Sha256::digest(page.as_str());
        Footnotes {
            sign: format!("{:02x}{:02x}{:02x}", digest[0], digest[1], digest[2]),
            numbers: HashMap::new(),
            defined: Vec::new(),
            open: Vec::new(),
            length: 0,
        }
    }

    /// The id of the `kind` (`fn`, `fnref`) with that number.
    pub(super) fn id(&self, kind: &str, number: usize) -> String {
        format!("{kind}:{}:{number}", self.sign)
    }

    /// The id of the place where the footnote with that number is mentioned for the `times`th time.
    pub(super) fn reference_id(&self, number: usize, times: usize) -> String {
        let id = self.id("fnref", number);
        if times == 1 {
            id
        } else {
            format!("{id}:{times}")
        }
    }

    /// The number of the footnote `name`, and how often it is mentioned, here included.
    pub(super) fn mention(&mut self, name: CowStr<'e>) -> (usize, usize) {
        let next = self.numbers.len() + 1;
        let (number, times) = self.numbers.entry(name).or_insert((next, 0));
        *times += 1;
        (*number, *times)
    }

    /// How many bytes of HTML are kept here.
    pub(super) fn html_len(&self) -> usize {
        self.length
    }

    pub(super) fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// From here to [`end`](Self::end), `html` collects the footnote `name`.
    pub(super) fn begin(&mut self, name: CowStr<'e>, html: &mut String) {
        self.length += html.len();
        self.open.push((name, std::mem::take(html)));
    }

    pub(super) fn end(&mut self, html: &mut String) {
        if let Some((name, interrupted)) = self.open.pop() {
            self.length = self.length + html.len() - interrupted.len();
            let note = std::mem::replace(html, interrupted);
            self.defined.push((name, note));
        }
    }

    /// All footnotes in order; those that nothing refers to come last.
    pub(super) fn take(&mut self) -> Vec<Note> {
        let mut unreferenced = self.numbers.len();
        let mut notes: Vec<_> = std::mem::take(&mut self.defined)
            .into_iter()
            .map(|(name, html)| {
                let number = self.numbers.get(&name).copied();
                Note {
                    references: number.map_or(0, |(_, times)| times),
                    number: number.map_or_else(
                        || {
                            unreferenced += 1;
                            unreferenced
                        },
                        |(number, _)| number,
                    ),
                    html,
                }
            })
            .collect();
        notes.sort_by_key(|note| note.number);
        notes.dedup_by_key(|note| note.number);
        notes
    }
}
