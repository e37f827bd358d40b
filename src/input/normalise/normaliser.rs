//! A header on its way to an article, and what its parts share.

use serde::{Deserialize, Serialize};

use super::rules::UNUSABLE_VALUE;
use crate::diagnostic::{Diagnostic, FileFindings, Rule};
use crate::input::history::CommitDates;
use crate::model::Text;
use crate::site::settings::Settings;
use crate::syntax::front_matter::{Field, Header};
use crate::syntax::tree::Node;
use crate::text;
use crate::time::{Present, Timestamp, Zone};

/// Why an article is kept back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reason {
    /// A key of the table of visibility that the setting `drafts` overrides.
    Draft,
    /// Another key of that table.
    Hidden,
    /// Its date is in the future.
    Future,
    /// Its expiry date has passed.
    Expired,
    /// It has no date, so the site's generator takes it for a page.
    Undated,
}

impl Reason {
    /// The word in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Reason::Draft => "draft",
            Reason::Hidden => "hidden",
            Reason::Future => "future",
            Reason::Expired => "expired",
            Reason::Undated => "undated",
        }
    }
}

/// An article that its author keeps back.
#[derive(Debug)]
pub struct KeptBack {
    /// Of what kind the reason is.
    pub reason: Reason,
    /// The reason, in words.
    pub why: String,
    /// When it will be published.
    pub until: Option<Timestamp>,
    /// A doubt whether its author meant that.
    pub doubt: Option<Diagnostic>,
}

impl KeptBack {
    pub(super) fn new(reason: Reason, why: impl Into<String>) -> Self {
        KeptBack {
            reason,
            why: why.into(),
            until: None,
            doubt: None,
        }
    }
}

/// Why an article is not published.
pub(super) enum LeftOut {
    KeptBack(Box<KeptBack>),
    Unusable(Box<Diagnostic>),
}

impl From<KeptBack> for LeftOut {
    fn from(kept_back: KeptBack) -> Self {
        LeftOut::KeptBack(Box::new(kept_back))
    }
}

impl From<Diagnostic> for LeftOut {
    fn from(finding: Diagnostic) -> Self {
        LeftOut::Unusable(Box::new(finding))
    }
}

pub(super) struct Normaliser<'a> {
    pub(super) path: &'a str,
    pub(super) exists: &'a dyn Fn(&str) -> bool,
    pub(super) committed: Option<CommitDates>,
    pub(super) header: &'a Header,
    pub(super) settings: &'a Settings,
    /// The zone of dates without one.
    pub(super) zone: Zone,
    pub(super) present: &'a Present,
    pub(super) findings: FileFindings,
}

impl Normaliser<'_> {
    /// Adds a finding about what is at `offset` of the header.
    pub(super) fn report(&mut self, rule: &'static Rule, offset: usize, message: String) {
        self.findings
            .add(rule, || self.header.diagnostic(rule, offset, message));
    }

    /// Reports a value that must be text.
    pub(super) fn unusable(&mut self, key: &str, node: &Node) {
        let message = format!("`{key}` cannot be {}", node.kind());
        self.report(&UNUSABLE_VALUE, node.offset, message);
    }

    /// The first text that is not blank.
    pub(super) fn first_text(&self, fields: &[Field]) -> Option<Text> {
        let mut texts = fields.iter().filter_map(|field| field.node.text());
        texts.find_map(|text| {
            let text = text::collapse(text);
            let text = text::without_markdown(&text);
            Some(Text::new(&text::collapse(&text::plain(&text)))).filter(|text| !text.is_blank())
        })
    }
}
