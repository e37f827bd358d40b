//! Values that settings have.

use std::collections::HashMap;

use super::places::Places;
use crate::model::{AbsoluteUrl, PageKind, Text};
use crate::site::address::Page;
use crate::site::address::permalink::{Pattern, PermalinkSyntax};
use crate::site::generator::Generator;
use crate::syntax::tree::{Node, Pairs};
use crate::time::Timestamp;

/// What `main_sections` has for articles in no section.
pub const NO_SECTION: &str = ".";

/// What an entry's id is made of, where the header gives none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ids {
    /// The permalink.
    Permalink,
    /// A `tag:` URI of the site's host, its fixed date and the file's path.
    Tag,
    /// What it is in the generator's own feed.
    Of(&'static Generator),
}

/// Where the dates of articles without one come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DatesFrom {
    /// Nowhere.
    Off,
    /// The commits of their files.
    Git,
}

/// How long an archive of a feed is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// From January to December.
    Year,
    /// Three months.
    Quarter,
    /// One month.
    Month,
}

impl Period {
    /// The one that `date` is in, by which they sort: `2024`, `2024-q1`, `2024-03`.
    pub fn of_date(self, date: Timestamp) -> String {
        let (year, month) = (date.year(), date.month());
        match self {
            Period::Year => format!("{year:04}"),
            Period::Quarter => format!("{year:04}-q{}", month.div_ceil(3)),
            Period::Month => format!("{year:04}-{month:02}"),
        }
    }
}

/// Which articles a feed has if there are more than its limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Those published last.
    Newest,
    /// Those published first.
    Oldest,
    /// Those changed last.
    Updated,
}

/// Whether feeds contain bodies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// The whole body.
    Full,
    /// The summary alone.
    Summary,
}

/// What becomes of a first line of a body that repeats the title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RepeatedTitle {
    /// It stays.
    Keep,
    /// It is left out.
    Drop,
}

/// How tags are read.
#[derive(Debug)]
pub struct TagSettings {
    /// The header keys that tags come from.
    pub from: Vec<String>,
    /// From an identity to the tag that is meant.
    pub aliases: HashMap<String, Text>,
    /// Identities of tags to ignore.
    pub exclude: Vec<String>,
    /// What divides several tags in one item.
    pub separators: Vec<String>,
    /// Whether a comma divides a single text.
    pub commas: bool,
    /// Whether white space in them is kept as it is.
    pub keeps_spaces: bool,
    /// Whether `#tags` in bodies are tags, too.
    pub inline: bool,
}

/// How authors are read.
#[derive(Debug, Default)]
pub struct AuthorSettings {
    /// The authors of the site's file of authors, by the keys that stand for them in headers.
    pub by_key: HashMap<String, Node>,
    /// What separates several authors in one text, if a setting says so.
    pub separators: Option<Vec<String>>,
}

/// What headers say where they do not say it themselves.
#[derive(Debug)]
pub struct Defaults {
    /// Of which articles; of all if empty.
    pub places: Places,
    /// And of these not.
    pub except: Places,
    /// Keys and values.
    pub values: Pairs,
}

impl Defaults {
    /// Whether they are those of the file at `path`.
    pub fn cover(&self, path: &str) -> bool {
        (self.places.is_empty() || self.places.cover(path)) && !self.except.cover(path)
    }
}

/// A language that has feeds of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language {
    /// The language (RFC 5646).
    pub tag: String,
    /// The folder of its feeds; files and folders may have its name, too. Without one they lie
    /// in the place of those for everything.
    pub folder: Option<String>,
    /// The address of the site in this language, if it has one of its own; that is where its folder is served.
    pub url: Option<AbsoluteUrl>,
    /// The title of the site in this language, if it has another.
    pub title: Option<Text>,
    /// The title of its feed for everything, if it is not that of the site.
    pub feed_title: Option<Text>,
}

impl Language {
    /// Whether a part of a file's name, or a folder, is called like it.
    pub fn is_called(&self, name: &str) -> bool {
        let folder = self.folder.as_deref();
        folder.is_some_and(|folder| folder.eq_ignore_ascii_case(name))
    }
}

/// The path of a page that lists the feeds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PagePath {
    /// What is there.
    pub kind: PageKind,
    /// The path below the output folder.
    pub path: String,
    /// Whether it is written.
    pub is_written: bool,
}

/// How the addresses of articles are made.
#[derive(Debug)]
pub struct Permalinks {
    /// The placeholders.
    pub dialect: PermalinkSyntax,
    /// The patterns of what lies in a folder or below it, the deepest counting.
    pub of_section: HashMap<String, Pattern>,
    /// That of the others in another language than the site's, if it is not the default.
    pub other_languages: Option<Pattern>,
    /// The pattern of the others.
    pub default: Pattern,
}

/// The addresses that articles used to have, of which their ids are made.
#[derive(Debug)]
pub struct FormerAddresses {
    /// How they were made, if in another way than now.
    pub permalinks: Option<Permalinks>,
    /// The address of the site, ending in a slash.
    pub url: AbsoluteUrl,
}

impl Permalinks {
    /// The percent-encoded path for a page, without a leading slash.
    pub fn expand<'a>(&self, page: &Page<'a>) -> String {
        let folder_of = |path: &'a str| path.rfind('/').map(|slash| &path[..slash]);
        let folder = folder_of(page.path).filter(|_| !self.of_section.is_empty());
        let pattern = |folder: &str| {
            let pattern = self.of_section.get(folder);
            pattern.or_else(|| self.of_section.get(&(self.dialect.section_key)(folder)))
        };
        let of_language = self.other_languages.as_ref();
        let of_language = of_language.filter(|_| page.is_in_other_language);
        let is_in_none = match folder {
            None => true,
            Some(folder) => !folder.contains('/') && page.file_stem() == "index",
        };
        let of_none = self.of_section.get(NO_SECTION).filter(|_| is_in_none);
        std::iter::successors(folder, |folder| folder_of(folder))
            .find_map(pattern)
            .or(of_none)
            .or(of_language)
            .unwrap_or(&self.default)
            .expand(page, &self.dialect)
    }
}
