//! Text that every feed can carry.

use std::borrow::Cow;
use std::fmt;

use crate::text;

/// Text without anything that XML 1.0 cannot carry (section 2.2) or that readers choke on: no C0
/// or C1 control but tab and line feed, no U+FFFD, U+FFFE or U+FFFF. Line ends are line feeds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Text(Box<str>);

impl Text {
    /// Cleans `text`.
    pub fn new(text: &str) -> Self {
        Text(text::clean(text).into())
    }

    /// What is clean already.
    pub(crate) fn kept(text: &str) -> Self {
        Text(text.into())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether nothing but white space is left.
    pub fn is_blank(&self) -> bool {
        text::is_blank(&self.0)
    }
}

impl From<String> for Text {
    /// Cleans `text`, without a copy where nothing has to go.
    fn from(text: String) -> Self {
        match text::clean(&text) {
            Cow::Borrowed(_) => Text(text.into()),
            Cow::Owned(cleaned) => Text(cleaned.into()),
        }
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
