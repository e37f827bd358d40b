//! What the modules pass to each other: articles, tags, authors, feeds, and newtypes that only hold
//! values fit for a feed.

mod article;
mod author;
mod feed;
mod id;
mod markdown;
mod media;
mod podcast;
mod tag;
mod template_value;
mod text;
mod url;

pub use article::{Article, BodyStart, Syntax, Templates, is_known_language, language};
pub use author::{Author, email};
pub use feed::{Entry, Feed, FeedHistory, Format, PageKind};
pub use id::{EntryId, is_uuid};
pub use markdown::MarkdownExtensions;
pub use media::{Enclosure, Episode, EpisodeKind, Media, MediaType, Picture};
pub use podcast::{APPLE_CATEGORIES, MEDIUMS, Podcast, PodcastCategory, podcast_guid};
pub use tag::{Tag, Term, identity, instructs_servers, slug};
pub use template_value::{TemplateValue, TemplateValues};
pub use text::Text;
pub use url::{AbsoluteUrl, SEGMENT, UrlError, strictly_encoded};

/// The most HTML that is made of a body, in bytes. Short references become long addresses, so that a body
/// may ask for thousands of times its own length.
pub const MAX_HTML: usize = 4 << 20;
