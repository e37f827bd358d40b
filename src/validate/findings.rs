//! Collects findings by offset, limits their number, and finally converts offsets to lines.

use std::collections::{HashMap, HashSet};

use super::rules;
use crate::diagnostic::{Diagnostic, Rule, floor_char_boundary};

/// How many findings of one code are listed; an error in a template is repeated in every entry.
const LISTED_PER_CODE: usize = 100;

/// Findings by their offset in the text.
#[derive(Default)]
pub(super) struct Findings {
    found: Vec<(usize, Diagnostic)>,
    /// Findings at these offsets are ignored.
    disbelieved: HashSet<usize>,
    counts: HashMap<&'static str, usize>,
}

impl Findings {
    /// Whether there is a finding of `rule`.
    pub(super) fn has(&self, rule: &Rule) -> bool {
        self.counts.contains_key(rule.code)
    }

    /// Whether further findings of `rule` are only counted.
    pub(super) fn is_full(&self, rule: &Rule) -> bool {
        self.counts
            .get(rule.code)
            .is_some_and(|count| *count >= LISTED_PER_CODE)
    }

    /// Ignores findings at `offsets` from now on.
    pub(super) fn disbelieve(&mut self, offsets: HashSet<usize>) {
        self.disbelieved = offsets;
    }

    /// Adds a finding at `offset`.
    pub(super) fn add(&mut self, offset: usize, diagnostic: Diagnostic) {
        if self.disbelieved.contains(&offset) {
            return;
        }
        let count = self.counts.entry(diagnostic.rule.code).or_default();
        *count += 1;
        if *count <= LISTED_PER_CODE {
            self.found.push((offset, diagnostic));
        }
    }

    /// Converts all offsets in one pass over the text, even with many findings in one long line.
    pub(super) fn place(mut self, source: &str) -> Vec<Diagnostic> {
        self.found.sort_by_key(|(offset, _)| *offset);
        let (mut line, mut column, mut at) = (1_u32, 1_u32, 0_usize);
        let mut placed = Vec::with_capacity(self.found.len());
        for (offset, diagnostic) in self.found {
            let offset = floor_char_boundary(source, offset.max(at));
            for c in source[at..offset].chars() {
                if c == '\n' {
                    line += 1;
                    column = 1;
                } else {
                    column += 1;
                }
            }
            at = offset;
            let placed_there = diagnostic.at(line, column);
            placed.push(match line_around(source, offset) {
                Some(shown) => placed_there.showing(shown),
                None => placed_there,
            });
        }
        let mut more: Vec<_> = self
            .counts
            .into_iter()
            .filter(|(_, count)| *count > LISTED_PER_CODE)
            .collect();
        more.sort_unstable();
        placed.extend(more.into_iter().map(|(code, count)| {
            let message = format!(
                "{} more findings of {code} are not listed",
                count - LISTED_PER_CODE
            );
            Diagnostic::new(&rules::MORE_OF_THE_SAME, message)
        }));
        placed
    }
}

/// The line at `offset`, unless it is too long to show.
fn line_around(source: &str, offset: usize) -> Option<&str> {
    /// The search is bounded because some feeds are one long line.
    const LONGEST: usize = 240;
    let bytes = source.as_bytes();
    let window = offset.saturating_sub(LONGEST);
    let start = match memchr::memrchr(b'\n', &bytes[window..offset]) {
        Some(at) => window + at + 1,
        None if window == 0 => 0,
        None => return None,
    };
    let ahead = &bytes[start..bytes.len().min(start + LONGEST)];
    let end = match memchr::memchr(b'\n', ahead) {
        Some(at) => start + at,
        None if start + ahead.len() == bytes.len() => bytes.len(),
        None => return None,
    };
    Some(source[start..end].trim_end()).filter(|line| !line.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_are_placed_in_the_order_of_the_text() {
        let mut findings = Findings::default();
        findings.add(6, Diagnostic::new(&rules::NOT_BLANK, "second"));
        findings.add(1, Diagnostic::new(&rules::NOT_BLANK, "first"));
        let placed = findings.place("é\nab\nc");
        let places: Vec<_> = placed
            .iter()
            .map(|d| d.position.as_ref().map(|p| (p.line, p.column)))
            .collect();
        assert_eq!(places, [Some((Some(1), Some(1))), Some((Some(3), Some(1)))]);
    }

    #[test]
    fn findings_show_their_line_unless_it_is_long() {
        assert_eq!(line_around("ab\ncd\r\nef", 4), Some("cd"));
        assert_eq!(line_around("ab", 0), Some("ab"));
        assert_eq!(line_around("", 0), None);
        assert_eq!(line_around(&"é".repeat(500), 400), None);
    }

    #[test]
    fn what_is_in_every_entry_is_counted_in_the_end() {
        let mut findings = Findings::default();
        for _ in 0..LISTED_PER_CODE + 5 {
            findings.add(0, Diagnostic::new(&rules::MISSING_GUID, "no guid"));
        }
        let placed = findings.place("");
        assert_eq!(placed.len(), LISTED_PER_CODE + 1);
        assert_eq!(
            placed[LISTED_PER_CODE].message,
            "5 more findings of missing-guid are not listed"
        );
    }
}
