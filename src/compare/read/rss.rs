//! RSS of every version: 0.90 and 1.0, which are RDF, and those with a `channel` around the items.

use roxmltree::Node;
use url::Url;

use super::super::entry::Body;
use super::{FeedDefaults, Raw, date, text};
use crate::validate::names::namespace;

const ATOM: &str = "http://www.w3.org/2005/Atom";
const CONTENT: &str = "http://purl.org/rss/1.0/modules/content/";
const DC: &str = "http://purl.org/dc/elements/1.1/";
const DC_TERMS: &str = "http://purl.org/dc/terms/";
const FEEDBURNER: &str = "http://rssnamespace.org/feedburner/ext/1.0";
const ITUNES: &str = "http://www.itunes.com/dtds/podcast-1.0.dtd";
const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const XHTML: &str = "http://www.w3.org/1999/xhtml";

/// Reads the channel's own elements, and the items, which in RDF are next to the channel.
pub(super) fn parts<'d>(root: Node<'d, 'd>) -> (FeedDefaults, Vec<Node<'d, 'd>>) {
    let named = |node: &Node<'d, 'd>, name: &str| node.is_element() && local(*node) == name;
    let channel = root.children().find(|node| named(node, "channel"));
    let children = || channel.into_iter().flat_map(|channel| channel.children());
    let core = |name: &str| {
        let mut found = children().filter(|node| named(node, name) && is_core(*node));
        found.find_map(text::filled)
    };
    let head = FeedDefaults {
        title: core("title").map_or(String::new(), |title| text::line(&title)),
        link: core("link"),
        language: core("language"),
        base: core("link").and_then(|link| Url::parse(&link).ok()),
        authors: Vec::new(),
    };
    let items = children().chain(root.children());
    (head, items.filter(|node| named(node, "item")).collect())
}

pub(super) fn entry(item: Node<'_, '_>) -> Raw {
    let mut raw = Raw {
        id: item
            .attribute((RDF, "about"))
            .map(|about| about.trim().to_owned())
            .filter(|about| !about.is_empty()),
        ..Raw::default()
    };
    let mut link = None;
    let mut original = None;
    let mut atom_link = None;
    let mut permalink = None;
    let mut itunes_author = None;
    let mut description = None;
    for child in item.children().filter(Node::is_element) {
        let namespace = if is_core(child) {
            None
        } else {
            namespace(child)
        };
        match (namespace, local(child)) {
            (None, "guid") => {
                let guid = text::filled(child);
                let is_permalink = child.attribute("isPermaLink").map(str::trim) != Some("false");
                let is_page = |guid: &String| is_permalink && guid.starts_with("http");
                permalink = guid.clone().filter(is_page);
                raw.id = guid.or(raw.id);
            }
            (None, "link") => link = link.or_else(|| text::filled(child)),
            (Some(FEEDBURNER), "origLink") => original = text::filled(child),
            (Some(ATOM), "link") => {
                let relation = child.attribute("rel").unwrap_or("alternate");
                let href = child.attribute("href").map(|href| href.trim().to_owned());
                match relation {
                    "alternate" => atom_link = atom_link.or(href),
                    "enclosure" => raw.enclosures.extend(href),
                    _ => {}
                }
            }
            (None | Some(DC), "title") if raw.title.is_empty() => {
                raw.title = text::line(&text::inner(child));
            }
            (None, "pubDate")
            | (Some(DC), "date")
            | (Some(ATOM), "published")
            | (Some(DC_TERMS), "issued" | "created")
                if raw.published.is_none() =>
            {
                raw.published = date::parse(&text::inner(child));
            }
            (Some(ATOM), "updated") | (Some(DC_TERMS), "modified") => {
                raw.updated = raw.updated.or_else(|| date::parse(&text::inner(child)));
            }
            (None, "author") | (Some(DC), "creator") => {
                raw.authors.extend(text::person(&text::inner(child)));
            }
            (Some(ATOM), "author") => {
                let name = child.children().find(|node| local(*node) == "name");
                raw.authors
                    .extend(name.and_then(|name| text::person(&text::inner(name))));
            }
            (Some(ITUNES), "author") => itunes_author = text::person(&text::inner(child)),
            (None, "category") | (Some(DC), "subject") => {
                let category = text::line(&text::inner(child));
                raw.categories
                    .extend(Some(category).filter(|text| !text.is_empty()));
            }
            (None, "enclosure") => {
                let url = child.attribute("url").map(|url| url.trim().to_owned());
                raw.enclosures.extend(url);
            }
            (Some(CONTENT), "encoded") => {
                raw.content = raw.content.or_else(|| Body::from_html(&text::inner(child)));
            }
            (Some(XHTML), "body" | "div") => {
                raw.content = raw
                    .content
                    .or_else(|| Body::from_html(&text::markup(child)));
            }
            (None, "description") | (Some(DC), "description") => {
                description = description.or_else(|| Body::from_html(&text::inner(child)));
            }
            _ => {}
        }
    }
    raw.summary = description;
    raw.link = original.or(link).or(atom_link).or(permalink);
    if raw.authors.is_empty() {
        raw.authors.extend(itunes_author);
    }
    raw
}

fn local<'d>(node: Node<'d, '_>) -> &'d str {
    node.tag_name().name()
}

/// Whether an element belongs to RSS itself: without a namespace (also by `xmlns=""`), or in its parent's.
fn is_core(node: Node<'_, '_>) -> bool {
    let own = namespace(node);
    own.is_none()
        || node
            .parent_element()
            .is_some_and(|parent| namespace(parent) == own)
}
