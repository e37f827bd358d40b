//! Addresses: the patterns of articles' permalinks, the paths of feeds, the slugs of terms.

pub mod path_template;
pub mod permalink;
pub mod slug;

use crate::time::Timestamp;
use percent_encoding::{AsciiSet, utf8_percent_encode};

use crate::model::SEGMENT;

/// The longest address that an article may have, in bytes; longer ones fail in browsers, too.
pub const MAX_ADDRESS_BYTES: usize = 2048;

/// `text` as one segment of a URL's path.
pub fn encode_segment(text: &str) -> String {
    utf8_percent_encode(text, SEGMENT).collect()
}

/// `path` as a URL's path, keeping its slashes.
pub fn encode_path(path: &str) -> String {
    utf8_percent_encode(path, PATH).collect()
}

/// The address of the file at `to` in the file at `from`, both below the output folder: such links work in a
/// folder that is not served, too.
pub fn relative(from: &str, to: &str) -> String {
    let shared = from.split_inclusive('/').zip(to.split_inclusive('/'));
    let shared = shared.take_while(|(one, other)| one == other && one.ends_with('/'));
    let shared: usize = shared.map(|(folder, _)| folder.len()).sum();
    let up = "../".repeat(from[shared..].matches('/').count());
    let path = encode_path(&to[shared..]);
    // A colon in a first segment would end a scheme (RFC 3986, section 4.2).
    let first = path.split('/').next().unwrap_or_default();
    let here = if up.is_empty() && first.contains(':') {
        "./"
    } else {
        ""
    };
    format!("{up}{here}{path}")
}

/// Adds `path`, percent-encoded, to `encoded`.
fn push_path(encoded: &mut String, path: &str) {
    encoded.extend(utf8_percent_encode(path, PATH));
}

const PATH: &AsciiSet = &SEGMENT.remove(b'/');

/// The parts that an article's address may be made of.
#[derive(Clone, Copy)]
pub struct Page<'a> {
    /// The file below the articles' folder, with its extension.
    pub path: &'a str,
    /// The file below SOURCE, without its extension and a last `/index`.
    pub stem: &'a str,
    /// `slug` of the header, else the file's name without its date.
    pub slug: &'a str,
    /// The title, plain.
    pub title: &'a str,
    /// The date of the address, usually the published one, with the offset as written.
    pub published: Timestamp,
    /// The article's language, or the site's.
    pub language: Option<&'a str>,
    /// Whether it differs from the site's.
    pub is_in_other_language: bool,
    /// The folder of the language that the article belongs to, if the site has several below one address.
    pub language_folder: Option<&'a str>,
    /// The suffix of the file's name, if it is a language and the site has several.
    pub language_part: Option<&'a str>,
    /// The text under a header key, ignoring case, `-` and `_`.
    pub header: &'a dyn Fn(&str) -> Option<&'a str>,
    /// The header's categories as written.
    pub categories: &'a dyn Fn() -> Vec<String>,
    /// Whether there is a file at a path below the articles' folder; `x/index.*` is any file in `x` whose
    /// name begins with `index.`.
    pub exists: &'a dyn Fn(&str) -> bool,
}

impl<'a> Page<'a> {
    /// The folders of the file below the articles' folder.
    pub fn folders(&self) -> Vec<&'a str> {
        let mut parts: Vec<&str> = self.path.split('/').collect();
        parts.pop();
        parts
    }

    /// The first folder below the articles' folder.
    pub fn section(&self) -> Option<&'a str> {
        self.path.split_once('/').map(|(section, _)| section)
    }

    /// The file's name without its extension.
    pub fn file_stem(&self) -> &'a str {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }
}
