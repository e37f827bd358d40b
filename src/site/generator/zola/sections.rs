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
    /// The paths of the sections that are drafts, and with them everything in them, and what their pages say.
    pub(super) drafts: Vec<(String, String)>,
    /// What the sections are called, by folder; in another language than the default one below its folder.
    pub(super) titles: Vec<(String, String)>,
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
        for IndexPage {
            folder,
            name,
            header,
        } in pages
        {
            let text = |key: &str| walk(header, key).and_then(Node::text);
            let is_on = |key: &str| text(key) == Some("true");
            let title = text("title").unwrap_or_default().to_owned();
            if name != "_index.md" {
                let language = name.strip_prefix("_index.");
                if let Some(language) = language.and_then(|rest| rest.strip_suffix(".md")) {
                    sections
                        .titles
                        .push((format!("{language}/{folder}"), title));
                }
                continue;
            }
            sections.titles.push((folder.clone(), title));
            let has_feed = is_on("generate_feeds") || is_on("generate_feed");
            // Its pages are in the feed of a section above, too; here they have one place.
            let is_below = |above: &String| folder.starts_with(&format!("{above}/"));
            let is_own = has_feed && !sections.folders.iter().any(is_below);
            let draft = draft(header);
            if let Some(draft) = draft {
                let path = format!("content/{folder}").trim_end_matches('/').to_owned();
                sections.drafts.push((path, draft.to_owned()));
            }
            if folder.is_empty() {
                sections.root_has_feed = has_feed;
            } else if draft.is_none() && (!is_on("transparent") || is_own) {
                sections.have_feeds |= has_feed;
                sections.folders.push(folder.clone());
            }
        }
        sections
    }
}
