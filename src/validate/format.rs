//! The formats of feeds, and how to recognize them.

use std::fmt;

use roxmltree::Node;

use super::names;

/// The format of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DocumentFormat {
    /// RSS 2.0.
    Rss20,
    /// RSS 0.91.
    Rss091,
    /// RSS 0.92, 0.93 or 0.94.
    Rss092,
    /// RSS 1.0 or 0.90, which are RDF.
    Rss10,
    /// An Atom 1.0 feed.
    Atom10,
    /// An Atom 1.0 entry document.
    Atom10Entry,
    /// Atom 0.3 or an earlier draft.
    Atom03,
    /// JSON Feed 1.0 or 1.1.
    JsonFeed,
    /// An HTML page.
    Html,
    /// None of these.
    Unknown,
}

impl DocumentFormat {
    /// The name in reports, such as `rss-2.0`.
    pub fn as_str(self) -> &'static str {
        match self {
            DocumentFormat::Rss20 => "rss-2.0",
            DocumentFormat::Rss091 => "rss-0.91",
            DocumentFormat::Rss092 => "rss-0.92",
            DocumentFormat::Rss10 => "rss-1.0",
            DocumentFormat::Atom10 => "atom-1.0",
            DocumentFormat::Atom10Entry => "atom-1.0-entry",
            DocumentFormat::Atom03 => "atom-0.3",
            DocumentFormat::JsonFeed => "json-feed",
            DocumentFormat::Html => "html",
            DocumentFormat::Unknown => "unknown",
        }
    }

    /// Whether it is RSS with a `channel`.
    pub(super) fn is_rss(self) -> bool {
        matches!(
            self,
            DocumentFormat::Rss20 | DocumentFormat::Rss091 | DocumentFormat::Rss092
        )
    }
}

impl fmt::Display for DocumentFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The format by the root's name alone, for documents that cannot be parsed.
pub(super) fn by_name(root: Option<&str>) -> DocumentFormat {
    let root = root.unwrap_or_default();
    match root.rsplit(':').next().unwrap_or_default() {
        "rss" => DocumentFormat::Rss20,
        "feed" => DocumentFormat::Atom10,
        "entry" => DocumentFormat::Atom10Entry,
        "RDF" => DocumentFormat::Rss10,
        name if name.eq_ignore_ascii_case("html") => DocumentFormat::Html,
        _ => DocumentFormat::Unknown,
    }
}

/// The format of a parsed document.
pub(super) fn detect(root: Node<'_, '_>) -> DocumentFormat {
    match (root.tag_name().name(), names::namespace(root)) {
        ("feed", Some(names::ATOM_03)) => DocumentFormat::Atom03,
        ("entry", Some(uri)) if uri != names::ATOM => DocumentFormat::Unknown,
        ("RDF", uri) if uri != Some(names::RDF) => DocumentFormat::Unknown,
        ("rss", _) => match root.attribute("version").map(str::trim) {
            Some("0.91") => DocumentFormat::Rss091,
            Some("0.92" | "0.93" | "0.94") => DocumentFormat::Rss092,
            _ => DocumentFormat::Rss20,
        },
        (name, _) => by_name(Some(name)),
    }
}
