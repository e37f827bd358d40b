//! Zola's sections: folders with an `_index.md`.

use super::super::index_page::IndexPage;
use super::super::site_file::walk;
use crate::syntax::front_matter::{Visibility, visibility_key};
use crate::syntax::tree::Node;

/// The settings in the `_index.md` files.
#[derive(Default)]
pub(super) struct Sections {
    /// Whether a section other than the root has a feed.
    pub(super) have_feeds: bool,
    pub(super) root_has_feed: bool,
    /// The folders that are sections, except the root; the pages of a transparent one belong to its parent.
    pub(super) folders: Vec<String>,
    /// The sections that are drafts, and with them everything in them, and what their pages say.
    pub(super) drafts: Vec<(String, String)>,
}

/// What `header` says if its section is a draft, or if that cannot be told.
fn draft(header: &Node) -> Option<&str> {
    let (node, row) = walk(header, "draft").zip(visibility_key("draft"))?;
    let is_shown = row.visibility(node) == Visibility::Shown;
    (!is_shown).then(|| node.text().unwrap_or("?"))
}

impl Sections {
    pub(super) fn read(pages: &[IndexPage]) -> Self {
        let mut sections = Sections::default();
        let pages = pages.iter().filter(|page| page.name == "_index.md");
        for IndexPage { folder, header, .. } in pages {
            let is_on = |key: &str| walk(header, key).and_then(Node::text) == Some("true");
            let has_feed = is_on("generate_feeds") || is_on("generate_feed");
            let draft = draft(header);
            match (folder.as_str(), draft) {
                ("", _) => sections.root_has_feed = has_feed,
                (folder, Some(draft)) => {
                    sections.drafts.push((folder.to_owned(), draft.to_owned()));
                }
                (folder, None) if !is_on("transparent") => {
                    sections.have_feeds |= has_feed;
                    sections.folders.push(folder.to_owned());
                }
                _ => {}
            }
        }
        sections
    }
}
