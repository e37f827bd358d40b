//! In what two entries of one id differ.

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
    /// The date by which readers sort: the published one, or that of the change where there is no
    /// other.
    Published,
    /// The date of the last change, where both have one.
    Updated,
    /// The names of the authors.
    Authors,
    /// The categories.
    Categories,
    /// The addresses of the enclosures.
    Enclosures,
    /// The text that is shown when the entry is opened: the content, else the summary.
    Content,
    /// The markup of that text, the text being the same.
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

/// What a part is on either side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Values {
    /// Too long to be told.
    Untold,
    /// A text, where there is one.
    Texts(Option<String>, Option<String>),
    /// Several.
    Lists(Vec<String>, Vec<String>),
}

/// One difference between two entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What differs.
    pub field: Field,
    /// How.
    pub values: Values,
}

/// Which of the parts that matter most two entries have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Common {
    pub(super) link: bool,
    pub(super) title: bool,
    pub(super) date: bool,
}

/// What the two have in common.
pub(super) fn common(old: &Entry, new: &Entry) -> Common {
    Common {
        link: old.normal_link == new.normal_link,
        title: old.title == new.title,
        date: old.seconds() == new.seconds(),
    }
}

/// Every difference between the two, but for that of their ids.
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
    // Where it stands for the published date, it is told already.
    let is_told = !common.date && (old.published.is_none() || new.published.is_none());
    add(Field::Updated, is_changed && !is_told, &|| {
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
    add(Field::Content, is_other_text, &|| Values::Untold);
    add(
        Field::Markup,
        !is_other_text && old.body != new.body,
        &|| Values::Untold,
    );
    let is_other_summary = match (old.summary, new.summary) {
        (Some(old), Some(new)) => old.text != new.text,
        _ => false,
    };
    add(Field::Summary, is_other_summary, &|| Values::Untold);
    changes
}

fn dates(old: Option<Timestamp>, new: Option<Timestamp>) -> Values {
    Values::Texts(
        old.map(Timestamp::to_rfc3339),
        new.map(Timestamp::to_rfc3339),
    )
}
