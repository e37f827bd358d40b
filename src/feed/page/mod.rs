//! The pages that list a site's feeds: HTML for people, OPML for feed readers.

mod list;
mod texts;
mod write;

pub use list::{FeedFile, FeedGroup, FeedList, ListedFeed};
pub use write::write;
pub(crate) use write::{CSS_MARK, HTML_MARK, OPML_MARK};
