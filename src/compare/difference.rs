//! How two entries with the same id differ.

use std::fmt;

use serde::Serialize;

use super::entry::ParsedEntry;
use crate::time::Timestamp;

/// A part of an entry that differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum EntryField {
    /// The link to its page, whatever its percent-encoding and the case of its host.
    Link,
    /// The title, in plain text.
    Title,
    /// The date by which readers sort: the published one, or else the updated one.
    Published,
    /// The updated date, where both have one.
    Updated,
    /// The names of the authors.
    Authors,
    /// The categories.
    Categories,
    /// The addresses of the enclosures.
    Enclosures,
    /// The text that is shown when the entry is opened: the content, or else the summary.
    Content,
    /// The markup of that text, where the text is the same.
    Markup,
    /// The summary, where both have one in addition to the content.
    Summary,
}

impl EntryField {
    /// The name in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            EntryField::Link => "link",
            EntryField::Title => "title",
            EntryField::Published => "published",
            EntryField::Updated => "updated",
            EntryField::Authors => "authors",
            EntryField::Categories => "categories",
            EntryField::Enclosures => "enclosures",
            EntryField::Content => "content",
            EntryField::Markup => "markup",
            EntryField::Summary => "summary",
        }
    }
}

impl fmt::Display for EntryField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The values of a field in OLD and NEW.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldValues {
    /// Too long to show.
    Omitted,
    /// A text, where there is one.
    Texts(Option<String>, Option<String>),
    /// Several texts.
    Lists(Vec<String>, Vec<String>),
}

/// One difference between two entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The field that differs.
    pub field: EntryField,
    /// Its values.
    pub values: FieldValues,
}

/// The most important fields that two entries have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Common {
    pub(super) link: bool,
    pub(super) title: bool,
    pub(super) date: bool,
}

/// The fields that the two have in common.
pub(super) fn common(old: &ParsedEntry, new: &ParsedEntry) -> Common {
    Common {
        link: old.normal_link == new.normal_link,
        title: old.title == new.title,
        date: old.seconds() == new.seconds(),
    }
}

/// Every difference between the two except their ids.
pub(super) fn changes(old: &ParsedEntry, new: &ParsedEntry) -> Vec<Difference> {
    let mut changes = Vec::new();
    let mut add = |field, differs: bool, values: &dyn Fn() -> FieldValues| {
        if differs {
            changes.push(Difference {
                field,
                values: values(),
            });
        }
    };
    let common = common(old, new);
    add(EntryField::Link, !common.link, &|| {
        FieldValues::Texts(old.link.clone(), new.link.clone())
    });
    add(EntryField::Title, !common.title, &|| {
        let title =
            |entry: &ParsedEntry| Some(entry.title.clone()).filter(|title| !title.is_empty());
        FieldValues::Texts(title(old), title(new))
    });
    add(EntryField::Published, !common.date, &|| {
        dates(old.date(), new.date())
    });
    let changed = (old.updated, new.updated);
    let is_changed = match changed {
        (Some(old), Some(new)) => old.unix_seconds() != new.unix_seconds(),
        _ => false,
    };
    // Where it is used as the published date, it was reported above.
    let is_reported = !common.date && (old.published.is_none() || new.published.is_none());
    add(EntryField::Updated, is_changed && !is_reported, &|| {
        dates(old.updated, new.updated)
    });
    for (field, old, new) in [
        (EntryField::Authors, &old.authors, &new.authors),
        (EntryField::Categories, &old.categories, &new.categories),
        (EntryField::Enclosures, &old.enclosures, &new.enclosures),
    ] {
        add(field, old != new, &|| {
            FieldValues::Lists(old.clone(), new.clone())
        });
    }
    let texts = [old.body, new.body].map(|body| body.map(|body| body.text));
    let is_other_text = texts[0] != texts[1];
    add(EntryField::Content, is_other_text, &|| FieldValues::Omitted);
    add(
        EntryField::Markup,
        !is_other_text && old.body != new.body,
        &|| FieldValues::Omitted,
    );
    let is_other_summary = match (old.summary, new.summary) {
        (Some(old), Some(new)) => old.text != new.text,
        _ => false,
    };
    add(EntryField::Summary, is_other_summary, &|| {
        FieldValues::Omitted
    });
    changes
}

fn dates(old: Option<Timestamp>, new: Option<Timestamp>) -> FieldValues {
    FieldValues::Texts(
        old.map(Timestamp::to_rfc3339),
        new.map(Timestamp::to_rfc3339),
    )
}
