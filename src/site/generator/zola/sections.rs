//! Zola's sections: folders with an `_index.md`.

use super::super::index_page::IndexPage;
use super::super::site_file::walk;
use crate::syntax::tree::Node;

/// The settings in the `_index.md` files.
#[derive(Default)]
pub(super) struct Sections {
    /// Whether a section other than the root has a feed.
    pub(super) have_feeds: bool,
    pub(super) root_has_feed: bool,
    /// The folders that are sections, except the root; the pages of a transparent one belong to its parent.
    pub(super) folders: Vec<String>,
    /// The sections that are drafts, and with them everything in them.
    pub(super) drafts: Vec<String>,
}

impl Sections {
    pub(super) fn read(pages: &[IndexPage]) -> Self {
        let mut sections = Sections::default();
        let pages = pages.iter().filter(|page| page.name == "_index.md");
        for IndexPage { folder, header, .. } in pages {
            let is_on = |key: &str| walk(header, key).and_then(Node::text) == Some("true");
            let has_feed = is_on("generate_feeds") || is_on("generate_feed");
            match folder.as_str() {
                "" => sections.root_has_feed = has_feed,
                folder if is_on("draft") => sections.drafts.push(folder.to_owned()),
                folder if !is_on("transparent") => {
                    sections.have_feeds |= has_feed;
                    sections.folders.push(folder.to_owned());
                }
                _ => {}
            }
        }
        sections
    }
}
