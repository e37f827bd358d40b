//! Where things lie: the paths of feeds.

pub mod slug;
pub mod template;

use percent_encoding::utf8_percent_encode;

use crate::model::SEGMENT;

/// `text` as one segment of a URL's path.
pub fn encode_segment(text: &str) -> String {
    utf8_percent_encode(text, SEGMENT).to_string()
}

/// `path` as a URL's path, its slashes kept.
pub fn encode_path(path: &str) -> String {
    path.split('/')
        .map(encode_segment)
        .collect::<Vec<_>>()
        .join("/")
}
