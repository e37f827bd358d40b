//! Entries and feeds as text, and what can go wrong on the way there.

use std::borrow::Cow;
use std::collections::TryReserveError;
use std::fmt;

/// An entry in one format, to be included in any number of feeds.
#[derive(Debug)]
pub struct SerializedEntry<'b> {
    /// Everything but the body.
    pub(super) text: Box<str>,
    /// Where in `text` the body belongs.
    pub(super) body_at: usize,
    /// The body, escaped as the format requires.
    pub(super) body: Cow<'b, str>,
    /// Whether a feed that includes the entry must declare Media RSS.
    pub(super) uses_media: bool,
}

impl SerializedEntry<'_> {
    /// How many bytes it adds to a feed.
    pub fn bytes(&self) -> usize {
        self.text.len() + self.body.len()
    }
}

/// What surrounds the entries of a feed.
pub(super) struct Envelope {
    pub(super) start: String,
    /// Between two entries.
    pub(super) separator: &'static str,
    pub(super) end: &'static str,
}

/// A feed in one format, as a list of parts, most of which it shares with other feeds.
#[derive(Debug)]
pub struct SerializedFeed<'e> {
    pub(super) parts: Vec<Cow<'e, str>>,
}

impl SerializedFeed<'_> {
    /// The parts in order.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().map(|part| &**part)
    }

    /// The whole feed.
    ///
    /// # Errors
    ///
    /// If there is no memory for it.
    pub fn to_text(&self) -> Result<String, TryReserveError> {
        let mut text = String::new();
        text.try_reserve_exact(self.parts().map(str::len).sum())?;
        text.extend(self.parts());
        Ok(text)
    }
}

/// A format's library wrote something other than this module relies on. The libraries' versions are
/// pinned in `Cargo.toml`; see `tests` before raising one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// The library returned an error, though it writes into memory.
    Failed {
        /// The crate.
        library: &'static str,
        /// Its message.
        message: String,
    },
    /// Something that it was given, or always wrote, is not in its output.
    Missing {
        /// The crate.
        library: &'static str,
        /// What is missing.
        what: &'static str,
    },
}

impl Error {
    pub(super) fn missing(library: &'static str, what: &'static str) -> Self {
        Error::Missing { library, what }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Failed { library, message } => {
                write!(f, "the library `{library}` failed: {message}")
            }
            Error::Missing { library, what } => {
                write!(f, "the library `{library}` did not write {what}")
            }
        }
    }
}

impl std::error::Error for Error {}
