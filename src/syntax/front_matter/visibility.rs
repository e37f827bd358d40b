//! The keys that keep an article out of the feeds.

use std::fmt;

use crate::syntax::tree::{Node, Value};
use crate::time::{Timestamp, Zone};

/// Keys, and which of their values keep an article back.
#[derive(Debug)]
pub struct VisibilityKeys {
    /// The spellings without `-` and `_`, in lower case.
    pub keys: &'static [&'static str],
    /// The values that keep the article back.
    pub keeps_back: KeepsBack,
    /// Whether the setting `drafts` publishes the article nevertheless.
    pub is_draft: bool,
    /// Where the keys come from.
    pub tools: &'static str,
}

/// Which values keep an article back. Null and empty values never do.
#[derive(Debug, Clone, Copy)]
pub enum KeepsBack {
    /// A flag with this value.
    Flag(bool, Otherwise),
    /// Any value but `false`.
    Any,
    /// These words.
    Words(&'static [&'static str]),
    /// A date that has passed.
    From,
}

/// What a value is where a boolean is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Otherwise {
    /// A mistake.
    Invalid,
    /// A date has another meaning.
    Date,
    /// A list, a mapping or an address with its scheme has another meaning.
    Nested,
    /// Every other value has another meaning.
    Text,
}

/// What a value says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visibility {
    /// The article is published.
    Shown,
    /// The article is kept back.
    KeptBack,
    /// It is not clear which.
    Invalid,
    /// The article is kept back from a date on.
    Until,
}

use KeepsBack::{Any, Flag, From, Words};
use Otherwise::{Date, Invalid, Nested, Text};

/// Every key that keeps articles back.
#[rustfmt::skip]
pub const VISIBILITY_KEYS: &[VisibilityKeys] = &[
    draft(&["draft"], Flag(true, Invalid), "Hugo, Zola, Jekyll, Hexo, Docusaurus, Material for MkDocs"),
    draft(&["isdraft"], Flag(true, Invalid), "layouts of Astro and Gatsby sites"),
    draft(&["published"], Flag(false, Date), "Jekyll, Hexo; a date is that of publication (Hugo)"),
    draft(&["publish"], Flag(false, Date), "Obsidian Publish, Quartz, VuePress themes; a date is not used"),
    draft(&["status"], Words(&["draft", "private", "pending", "unpublished", "hidden"]), "WordPress, Pelican"),
    other(&["hidden"], Flag(true, Invalid), "hexo-hide-posts"),
    other(&["hide"], Flag(true, Nested), "Fluid (Hexo); a list is of parts of the page (Material for MkDocs)"),
    other(&["unlisted"], Flag(true, Invalid), "Docusaurus"),
    other(&["listed"], Flag(false, Invalid), "layouts of single sites"),
    other(&["private"], Flag(true, Invalid), "Qiita CLI, layouts of single sites"),
    other(&["public"], Flag(false, Invalid), "layouts of single sites"),
    other(&["visibility"], Words(&["private", "unlisted", "hidden", "draft", "members", "paid"]), "Micropub, Ghost"),
    other(&["password"], Any, "hexo-blog-encrypt, WordPress, VuePress themes"),
    other(&["encrypt", "encrypted"], Any, "hexo-encrypt, Hugo themes"),
    other(&["feed", "includeinfeed"], Flag(false, Nested), "feed templates of single sites; a mapping or a whole address has another meaning"),
    other(&["excludefromfeed", "feedexclude", "nofeed"], Flag(true, Invalid), "feed templates of single sites"),
    other(&["eleventyexcludefromcollections"], Any, "Eleventy"),
    other(&["permalink"], Flag(false, Text), "Eleventy; any other value is an address"),
    other(&["expired"], Flag(true, Invalid), "layouts of single sites"),
    other(&["expirydate", "unpublishdate"], From, "Hugo"),
    other(&["unpublishon", "unpublishat"], From, "Drupal, Contentful"),
    other(
        &[
            "expire", "expires", "expiry", "expiration", "expiredate", "expiresdate", "expirationdate", "expireat",
            "expiresat", "expireon", "expireson", "validuntil", "publishuntil", "publisheduntil",
        ],
        From, "Jekyll plugins, layouts of single sites"
    ),
];

const fn draft(
    keys: &'static [&'static str],
    keeps_back: KeepsBack,
    tools: &'static str,
) -> VisibilityKeys {
    VisibilityKeys {
        keys,
        keeps_back,
        is_draft: true,
        tools,
    }
}

const fn other(
    keys: &'static [&'static str],
    keeps_back: KeepsBack,
    tools: &'static str,
) -> VisibilityKeys {
    VisibilityKeys {
        keys,
        keeps_back,
        is_draft: false,
        tools,
    }
}

/// Every key of the table.
pub fn visibility_keys() -> impl Iterator<Item = &'static str> {
    VISIBILITY_KEYS.iter().flat_map(|row| row.keys).copied()
}

/// The row of `key`, in lower case without `-` and `_`.
pub fn visibility_key(key: &str) -> Option<&'static VisibilityKeys> {
    VISIBILITY_KEYS.iter().find(|row| row.keys.contains(&key))
}

impl VisibilityKeys {
    /// What `node`, the value of one of these keys, says.
    pub fn visibility(&self, node: &Node) -> Visibility {
        let kept_back_if = |is_kept_back| {
            if is_kept_back {
                Visibility::KeptBack
            } else {
                Visibility::Shown
            }
        };
        let text = match &node.value {
            Value::Null => return Visibility::Shown,
            Value::Scalar(text) if text.trim().is_empty() => return Visibility::Shown,
            Value::Sequence(items) if items.is_empty() => return Visibility::Shown,
            Value::Mapping(pairs) if pairs.is_empty() => return Visibility::Shown,
            Value::Scalar(text) => Some(text.trim()),
            Value::Sequence(_) | Value::Mapping(_) => None,
        };
        match (self.keeps_back, text) {
            (Any, text) => {
                kept_back_if(!text.is_some_and(|text| text.eq_ignore_ascii_case("false")))
            }
            (Words(words), _) => kept_back_if(has_word(node, words)),
            (From, Some(text)) if flag(text) == Some(false) => Visibility::Shown,
            (From, _) => Visibility::Until,
            (Flag(_, otherwise), None) => match otherwise {
                Nested | Text => Visibility::Shown,
                Invalid | Date => Visibility::Invalid,
            },
            (Flag(wanted, otherwise), Some(text)) => match (flag(text), otherwise) {
                (Some(value), _) => kept_back_if(value == wanted),
                (None, Text) => Visibility::Shown,
                (None, Nested) if text.contains("://") => Visibility::Shown,
                (None, Date) if Timestamp::parse(text, &Zone::utc()).is_ok() => Visibility::Shown,
                (None, _) => Visibility::Invalid,
            },
        }
    }
}

/// Whether `node` or an item of it is one of `words`.
fn has_word(node: &Node, words: &[&str]) -> bool {
    match &node.value {
        Value::Scalar(text) => words.contains(&&*text.trim().to_lowercase()),
        Value::Sequence(items) => items.iter().any(|item| has_word(item, words)),
        Value::Null | Value::Mapping(_) => false,
    }
}

/// `true`, `false` and the other words that YAML 1.1 had for them.
pub fn flag(text: &str) -> Option<bool> {
    match &*text.trim().to_lowercase() {
        "true" | "yes" | "on" | "y" | "1" => Some(true),
        "false" | "no" | "off" | "n" | "0" => Some(false),
        _ => None,
    }
}

impl fmt::Display for KeepsBack {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Flag(value, _) => write!(to, "`{value}`"),
            Any => to.write_str("any but `false`"),
            Words(words) => {
                let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
                to.write_str(&words.join(", "))
            }
            From => to.write_str("a date that has passed"),
        }
    }
}
