//! The findings of a comparison as diagnostics.

use super::difference::{Difference, EntryField, FieldValues};
use super::entry::{FeedError, ParsedEntry};
use super::outcome::{Comparison, Edited, Renamed, Side};
use super::{page, rules};
use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::text;

/// The paths of the two feeds in findings.
#[derive(Debug, Clone, Copy)]
pub struct FeedPaths<'a> {
    /// The feed that subscribers have.
    pub old: &'a str,
    /// The feed that they get.
    pub new: &'a str,
}

/// How much of a title, an id or a link a message shows, in columns.
const SHOWN: usize = 200;

impl Comparison {
    /// All findings, the most severe first.
    pub fn findings(&self, paths: FeedPaths<'_>) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        findings.extend(self.nothing_in_common(paths));
        findings.extend(broken(&self.new, paths.new, Severity::Error));
        findings.extend(broken(&self.old, paths.old, Severity::Warning));
        let in_new =
            |rule, entry: &ParsedEntry, message| place(rule, paths.new, entry.line, message);
        findings.extend(
            self.unread
                .iter()
                .map(|found| in_new(&rules::SHOWN_AS_UNREAD, &found.new, unread(found))),
        );
        findings.extend(self.doubled.iter().map(|found| {
            let message = format!(
                "{} stands here twice: as {}, its old id, and as {}",
                called(&found.old),
                quote(&found.old.id),
                quote(&found.new.id)
            );
            in_new(&rules::ENTRY_DOUBLED, &found.new, message)
        }));
        findings.extend(self.gone.iter().map(|entry| {
            let message = format!("{} is not in {}", called(entry), paths.new);
            place(&rules::ENTRY_GONE, paths.old, entry.line, message)
        }));
        findings.extend(self.inserted.iter().map(|entry| {
            let message = format!("{} was not in {}", called(entry), paths.old);
            in_new(&rules::ENTRY_INSERTED, entry, message)
        }));
        for edited in &self.edited {
            if edited.jumps {
                let message = format!(
                    "{} {}",
                    called(&edited.old),
                    became(edited, EntryField::Published)
                );
                findings.push(in_new(&rules::ENTRY_REDATED, &edited.new, message));
            }
            if edited
                .changes
                .iter()
                .any(|change| change.field == EntryField::Link)
            {
                let message = format!(
                    "{} {}",
                    called(&edited.old),
                    became(edited, EntryField::Link)
                );
                findings.push(in_new(&rules::LINK_CHANGED, &edited.new, message));
            }
        }
        for (side, path) in [(&self.new, paths.new), (&self.old, paths.old)] {
            findings.extend(side.repeated.iter().map(|(id, line)| {
                let message = format!("the id {} is used again here", quote(id));
                place(&rules::REPEATED_ID, path, *line, message)
            }));
        }
        findings.extend(self.feed_changed(paths));
        findings.extend(self.about_backlog(paths));
        findings.extend(self.edited.iter().filter_map(|edited| {
            let message = format!("{} differs in {}", called(&edited.old), parts(edited)?);
            Some(in_new(&rules::ENTRY_EDITED, &edited.new, message))
        }));
        findings.extend(self.added.iter().map(|entry| {
            let message = format!("{} is new", called(entry));
            in_new(&rules::ENTRY_NEW, entry, message)
        }));
        if !self.beyond_limit.is_empty() {
            let message = format!(
                "{} of {} in {} no newer than any of the {} here",
                self.beyond_limit.len(),
                entries(self.old.entries),
                are(paths.old, self.beyond_limit.len()),
                self.new.entries
            );
            findings.push(Diagnostic::new(&rules::BEYOND_LIMIT, message).in_file(paths.new));
        }
        findings
    }

    fn nothing_in_common(&self, paths: FeedPaths<'_>) -> Option<Diagnostic> {
        if self.old.entries == 0 || self.paired() > 0 {
            return None;
        }
        let message = match self.new.entries {
            0 => format!("no entries; {} has {}", paths.old, self.old.entries),
            _ => format!("no entry in common with {}", paths.old),
        };
        Some(Diagnostic::new(&rules::NOTHING_IN_COMMON, message).in_file(paths.new))
    }

    fn feed_changed(&self, paths: FeedPaths<'_>) -> Option<Diagnostic> {
        fn title(side: &Side) -> Option<&str> {
            Some(&*side.title).filter(|title| !title.is_empty())
        }
        let (old, new) = (&self.old, &self.new);
        let differs =
            |what: &str, normal: fn(&str) -> String, old: Option<&str>, new: Option<&str>| {
                let (old, new) = (old?, new?);
                let message = || format!("the {what} is {} instead of {}", quote(new), quote(old));
                (normal(old) != normal(new)).then(message)
            };
        let changes = [
            differs("title", str::to_owned, title(old), title(new)),
            differs(
                "link",
                page::normal,
                old.link.as_deref(),
                new.link.as_deref(),
            ),
            differs(
                "language",
                str::to_lowercase,
                old.language.as_deref(),
                new.language.as_deref(),
            ),
        ];
        let changes = changes.into_iter().flatten();
        let changes: Vec<String> = changes.collect();
        let message = changes.join("; ");
        (!changes.is_empty())
            .then(|| Diagnostic::new(&rules::FEED_CHANGED, message).in_file(paths.new))
    }

    fn about_backlog(&self, paths: FeedPaths<'_>) -> Option<Diagnostic> {
        let number = self.backlog.len();
        (number > 0).then(|| {
            let message = format!(
                "{number} of {} here {} no newer than any of the {} in {}; `limit: {}` leaves them out",
                entries(self.new.entries),
                if number == 1 { "is" } else { "are" },
                self.old.entries,
                paths.old,
                self.new.entries - number
            );
            Diagnostic::new(&rules::BACKLOG, message).in_file(paths.new)
        })
    }
}

/// A feed that only OLD has.
pub(super) fn feed_gone(paths: FeedPaths<'_>) -> Diagnostic {
    let message = format!("no feed at {}", paths.new);
    Diagnostic::new(&rules::FEED_GONE, message).in_file(paths.old)
}

/// A feed that only NEW has.
pub(super) fn feed_new(paths: FeedPaths<'_>) -> Diagnostic {
    let message = format!("there was no feed at {}", paths.old);
    Diagnostic::new(&rules::FEED_NEW, message).in_file(paths.new)
}

/// A feed that could not be read, at `path`.
pub(super) fn unreadable(fault: &FeedError, path: &str) -> Diagnostic {
    Diagnostic::new(&rules::FEED_UNREADABLE, fault.message.clone())
        .in_file(path)
        .at(fault.line, fault.column)
}

fn broken(side: &Side, path: &str, severity: Severity) -> Option<Diagnostic> {
    let fault = side.fault.as_ref()?;
    let mut found = Diagnostic::new(&rules::FEED_BROKEN, fault.message.clone())
        .in_file(path)
        .at(fault.line, fault.column);
    found.severity = severity;
    Some(found)
}

fn place(rule: &'static Rule, path: &str, line: u32, message: String) -> Diagnostic {
    Diagnostic::new(rule, message).in_file(path).at(line, 0)
}

/// ``the entry `Title` of 2025-01-02``.
pub(crate) fn called(entry: &ParsedEntry) -> String {
    let name = match entry.title.as_str() {
        "" => &entry.id,
        title => title,
    };
    let date = entry.date().map(|date| date.to_rfc3339());
    let day = date.as_deref().and_then(|date| date.get(..10));
    match day {
        Some(day) => format!("{} of {day}", quote(name)),
        None => quote(name),
    }
}

fn unread(found: &Renamed) -> String {
    let mut message = format!(
        "{} would show up as unread: its id was {} and is now {}",
        called(&found.old),
        quote(&found.old.id),
        quote(&found.new.id)
    );
    let mut add = |before: &str, what: &[&str]| {
        if !what.is_empty() {
            message.push_str(before);
            message.push_str(&listed(what));
        }
    };
    add("; the ids differ only in ", &found.ids_differ_in);
    add("; the entry has the same ", &found.same);
    message
}

/// `has now the link … instead of …`.
fn became(edited: &Edited, field: EntryField) -> String {
    let change = edited.changes.iter().find(|change| change.field == field);
    let nothing = || "nothing".to_owned();
    match change.map(|change| &change.values) {
        Some(FieldValues::Texts(old, new)) => {
            let [old, new] = [old, new].map(|text| text.as_deref().map_or_else(nothing, quote));
            let what = match field {
                EntryField::Published => "is now dated",
                _ => "now links to",
            };
            format!("{what} {new} instead of {old}")
        }
        _ => "differs".to_owned(),
    }
}

/// The changes that have no finding of their own.
fn parts(edited: &Edited) -> Option<String> {
    let is_unreported = |change: &&Difference| match change.field {
        EntryField::Link => false,
        EntryField::Published => !edited.jumps,
        _ => true,
    };
    let parts: Vec<&str> = edited
        .changes
        .iter()
        .filter(is_unreported)
        .map(|change| change.field.as_str())
        .collect();
    (!parts.is_empty()).then(|| listed(&parts))
}

/// `a, b and c`.
fn listed(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn entries(number: usize) -> String {
    format!("{number} {}", if number == 1 { "entry" } else { "entries" })
}

fn are(path: &str, number: usize) -> String {
    format!("{path} {}", if number == 1 { "is" } else { "are" })
}

fn quote(text: &str) -> String {
    format!("`{}`", text::cut(text, SHOWN))
}
