//! What a comparison found, in words and at its place.

use super::difference::{Change, Field, Values};
use super::entry::{Entry, Fault};
use super::outcome::{Comparison, Edited, Renamed, Side};
use super::rules;
use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::text;

/// How the two feeds are called in findings.
#[derive(Debug, Clone, Copy)]
pub struct Paths<'a> {
    /// The feed that subscribers have.
    pub old: &'a str,
    /// The feed that they get.
    pub new: &'a str,
}

/// How much of a title, an id or a link a message shows, in columns.
const SHOWN: usize = 200;

impl Comparison {
    /// Everything that there is to tell, the gravest first.
    pub fn findings(&self, paths: Paths<'_>) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        findings.extend(broken(&self.new, paths.new, Severity::Error));
        findings.extend(broken(&self.old, paths.old, Severity::Warning));
        let in_new = |rule, entry: &Entry, message| place(rule, paths.new, entry.line, message);
        findings.extend(
            self.unread
                .iter()
                .map(|found| in_new(&rules::SHOWN_AS_UNREAD, &found.new, unread(found))),
        );
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
                    became(edited, Field::Published)
                );
                findings.push(in_new(&rules::ENTRY_REDATED, &edited.new, message));
            }
            if edited
                .changes
                .iter()
                .any(|change| change.field == Field::Link)
            {
                let message = format!("{} {}", called(&edited.old), became(edited, Field::Link));
                findings.push(in_new(&rules::LINK_CHANGED, &edited.new, message));
            }
        }
        findings.extend(self.new.repeated.iter().map(|(id, line)| {
            let message = format!("the id {} stands here again", quote(id));
            place(&rules::REPEATED_ID, paths.new, *line, message)
        }));
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

    fn about_backlog(&self, paths: Paths<'_>) -> Option<Diagnostic> {
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

/// A feed of OLD that NEW has not, at `old`.
pub(super) fn feed_gone(paths: Paths<'_>) -> Diagnostic {
    let message = format!("there is no feed {}", paths.new);
    Diagnostic::new(&rules::FEED_GONE, message).in_file(paths.old)
}

/// A feed of NEW that OLD had not.
pub(super) fn feed_new(paths: Paths<'_>) -> Diagnostic {
    let message = format!("there was no feed {}", paths.old);
    Diagnostic::new(&rules::FEED_NEW, message).in_file(paths.new)
}

/// A feed that could not be read, at `path`.
pub(super) fn unreadable(fault: &Fault, path: &str) -> Diagnostic {
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
fn called(entry: &Entry) -> String {
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
        "{} would show up as unread: its id is {} and was {}",
        called(&found.old),
        quote(&found.new.id),
        quote(&found.old.id)
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
fn became(edited: &Edited, field: Field) -> String {
    let change = edited.changes.iter().find(|change| change.field == field);
    let nothing = || "nothing".to_owned();
    match change.map(|change| &change.values) {
        Some(Values::Texts(old, new)) => {
            let [old, new] = [old, new].map(|text| text.as_deref().map_or_else(nothing, quote));
            let what = match field {
                Field::Published => "is now dated",
                _ => "now links to",
            };
            format!("{what} {new} instead of {old}")
        }
        _ => "differs".to_owned(),
    }
}

/// What differs and is not told by a finding of its own.
fn parts(edited: &Edited) -> Option<String> {
    let is_untold = |change: &&Change| match change.field {
        Field::Link => false,
        Field::Published => !edited.jumps,
        _ => true,
    };
    let parts: Vec<&str> = edited
        .changes
        .iter()
        .filter(is_untold)
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
