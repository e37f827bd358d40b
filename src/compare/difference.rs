//! How two entries with the same id differ.

use std::fmt;

use super::entry::Entry;
use crate::time::Timestamp;

/// A part of an entry that differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
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
    /// The summary, where both have one beside the content.
    Summary,
}

impl Field {
    /// The name in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Field::Link => "link",
            Field::Title => "title",
            Field::Published => "published",
            Field::Updated => "updated",
            Field::Authors => "authors",
            Field::Categories => "categories",
            Field::Enclosures => "enclosures",
            Field::Content => "content",
            Field::Markup => "markup",
            Field::Summary => "summary",
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The values of a field in OLD and NEW.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Values {
    /// Too long to show.
    Omitted,
    /// A text, where there is one.
    Texts(Option<String>, Option<String>),
    /// Several texts.
    Lists(Vec<String>, Vec<String>),
}

/// One difference between two entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The field that differs.
    pub field: Field,
    /// Its values.
    pub values: Values,
}

/// The most important fields that two entries have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Common {
    pub(super) link: bool,
    pub(super) title: bool,
    pub(super) date: bool,
}

/// The fields that the two have in common.
pub(super) fn common(old: &Entry, new: &Entry) -> Common {
    Common {
        link: old.normal_link == new.normal_link,
        title: old.title == new.title,
        date: old.seconds() == new.seconds(),
    }
}

/// Every difference between the two except their ids.
pub(super) fn changes(old: &Entry, new: &Entry) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut add = |field, differs: bool, values: &dyn Fn() -> Values| {
        if differs {
            changes.push(Change {
                field,
                values: values(),
            });
        }
    };
    let common = common(old, new);
    add(Field::Link, !common.link, &|| {
        Values::Texts(old.link.clone(), new.link.clone())
    });
    add(Field::Title, !common.title, &|| {
        let title = |entry: &Entry| Some(entry.title.clone()).filter(|title| !title.is_empty());
        Values::Texts(title(old), title(new))
    });
    add(Field::Published, !common.date, &|| {
        dates(old.date(), new.date())
    });
    let changed = (old.updated, new.updated);
    let is_changed = match changed {
        (Some(old), Some(new)) => old.unix_seconds() != new.unix_seconds(),
        _ => false,
    };
    // Where it is used as the published date, it was reported above.
    let is_reported = !common.date && (old.published.is_none() || new.published.is_none());
    add(Field::Updated, is_changed && !is_reported, &|| {
        dates(old.updated, new.updated)
    });
    for (field, old, new) in [
        (Field::Authors, &old.authors, &new.authors),
        (Field::Categories, &old.categories, &new.categories),
        (Field::Enclosures, &old.enclosures, &new.enclosures),
    ] {
        add(field, old != new, &|| {
            Values::Lists(old.clone(), new.clone())
        });
    }
    let texts = [old.body, new.body].map(|body| body.map(|body| body.text));
    let is_other_text = texts[0] != texts[1];
    add(Field::Content, is_other_text, &|| Values::Omitted);
    add(
        Field::Markup,
        !is_other_text && old.body != new.body,
        &|| Values::Omitted,
    );
    let is_other_summary = match (old.summary, new.summary) {
        (Some(old), Some(new)) => old.text != new.text,
        _ => false,
    };
    add(Field::Summary, is_other_summary, &|| Values::Omitted);
    changes
}

fn dates(old: Option<Timestamp>, new: Option<Timestamp>) -> Values {
    Values::Texts(
        old.map(Timestamp::to_rfc3339),
        new.map(Timestamp::to_rfc3339),
    )
}
