//! What a subscriber of one feed sees when another replaces it.
//!
//! ```
//! use feedmill::compare::{compare, read};
//!
//! let item = |id: &str| format!(
//!     "<rss version='2.0'><channel><item><guid isPermaLink='false'>{id}</guid>\
//!      <link>https://example.org/a/</link><title>A</title></item></channel></rss>"
//! );
//! let old = read(item("1").as_bytes())?;
//! let new = read(item("https://example.org/a/").as_bytes())?;
//! let comparison = compare(old, new);
//! assert_eq!(comparison.unread[0].same, ["link", "title"]);
//! # Ok::<(), feedmill::compare::ReadError>(())
//! ```
//!
//! # What readers do
//!
//! A reader knows an entry by its id, compared as a string: Atom's `id`, RSS's `guid`, the
//! `rdf:about` of RSS 1.0; without one by its link, without that by its title and date. An entry
//! whose id a reader has not seen is unread, however old it is; one whose id it has seen is changed
//! in its place, or left as it is.
//!
//! # What is decided here
//!
//! - Entries are paired by id. Two that remain are the same entry if they have the same link, title and
//!   date, or date and text; `matching` lists the steps. Such an entry is old, and would show up as unread.
//! - An entry only in OLD is *gone*, unless no entry of NEW is older: then it is beyond
//!   NEW's limit, and readers keep it.
//! - An entry only in NEW is *new* if it is newer than all of OLD; *backlog* if no entry of OLD is
//!   older, for then it was beyond OLD's limit and long-time subscribers have read it; and
//!   *inserted* between the two.
//! - Feeds are read as lenient readers do ([`ParsedFeed::fault`] says what strict readers reject), by the
//!   parser of [`validate`](crate::validate), which no emitter uses.
//!
//! `read` reads entries from bytes, `pair` those of two feeds as far as is needed, `matching` pairs them, `difference` says how two differ, `outcome`
//! classifies them, `finding` makes diagnostics, `total` is about many feeds; `assign` finds the articles of
//! entries.

mod assign;
mod difference;
mod entry;
mod finding;
mod matching;
mod outcome;
mod page;
mod pair;
mod read;
pub mod rules;
mod total;

pub use crate::validate::DocumentFormat;
pub use assign::MatchedBy;
pub(crate) use assign::{Assigned, assign, needs_text};
pub use difference::{Difference, EntryField, FieldValues};
pub use entry::{FeedError, ParsedEntry, ParsedFeed};
pub use finding::FeedPaths;
pub(crate) use finding::called;
pub use outcome::{Agreement, Comparison, Counts, Edited, Renamed, Side, compare};
pub use pair::read_pair;
pub use read::{ReadError, may_be_feed, may_hold_feeds, read};
pub use rules::RULES;
pub use total::{Account, FeedOutcome, Total, compare_path};

#[cfg(test)]
mod tests;
