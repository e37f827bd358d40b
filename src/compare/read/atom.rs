//! Atom 1.0 and its drafts.

use roxmltree::Node;
use url::Url;

use super::super::entry::Body;
use super::{FeedDefaults, Raw, date, text};
use crate::text::escape_html;
use crate::validate::names::namespace;

const XML: &str = "http://www.w3.org/XML/1998/namespace";
const FEEDBURNER: &str = "http://rssnamespace.org/feedburner/ext/1.0";

/// Reads the feed's own elements, and the entries.
pub(super) fn parts<'d>(root: Node<'d, 'd>) -> (FeedDefaults, Vec<Node<'d, 'd>>) {
    let mut head = FeedDefaults {
        language: root.attribute((XML, "lang")).map(str::to_owned),
        ..FeedDefaults::default()
    };
    let mut own = None;
    let mut entries = Vec::new();
    for child in own_children(root) {
        match child.tag_name().name() {
            "entry" => entries.push(child),
            "title" => head.title = line(child),
            "author" => head.authors.extend(author(child)),
            "link" => {
                let href = child
                    .attribute("href")
                    .and_then(|href| Url::parse(href.trim()).ok());
                match child.attribute("rel").unwrap_or("alternate") {
                    "alternate" => {
                        let page = child.attribute("href").map(|href| href.trim().to_owned());
                        head.link = head.link.or(page);
                        head.base = head.base.or(href);
                    }
                    "self" => own = own.or(href),
                    _ => {}
                }
            }
            _ => {}
        }
    }
    // A relative link is relative to the document (RFC 3986, section 5.1), if its address is known.
    head.base = own.or(head.base);
    (head, entries)
}

pub(super) fn entry(entry: Node<'_, '_>) -> Raw {
    let mut raw = Raw::default();
    let mut pages = Vec::new();
    let mut issued = None;
    for child in own_children(entry) {
        match child.tag_name().name() {
            "id" => raw.id = raw.id.or_else(|| text::filled(child)),
            "title" => raw.title = line(child),
            "published" => raw.published = date::parse(&text::inner(child)),
            "issued" | "created" => issued = issued.or_else(|| date::parse(&text::inner(child))),
            "updated" | "modified" => raw.updated = date::parse(&text::inner(child)),
            "author" => raw.authors.extend(author(child)),
            "category" => {
                let attribute = |name: &str| {
                    let value = text::line(child.attribute(name)?);
                    (!value.is_empty()).then_some(value)
                };
                raw.categories
                    .extend(attribute("label").or_else(|| attribute("term")));
            }
            "content" => raw.content = body(child),
            "summary" => raw.summary = body(child),
            "link" => {
                let Some(href) = child.attribute("href").map(str::trim) else {
                    continue;
                };
                match child.attribute("rel").unwrap_or("alternate") {
                    "alternate" => {
                        let kind = child.attribute("type").unwrap_or("text/html");
                        pages.push((!kind.contains("html"), href.to_owned()));
                    }
                    "enclosure" => raw.enclosures.push(href.to_owned()),
                    _ => {}
                }
            }
            _ => {}
        }
    }
    let original = entry
        .children()
        .find(|node| node.has_tag_name((FEEDBURNER, "origLink")))
        .and_then(text::filled);
    // Of several alternate links, readers open the page.
    let page = pages.into_iter().min_by_key(|(is_other, _)| *is_other);
    raw.link = original.or(page.map(|(_, href)| href));
    raw.published = raw.published.or(issued);
    raw
}

/// The elements of the parent's own namespace.
fn own_children<'d>(parent: Node<'d, 'd>) -> impl Iterator<Item = Node<'d, 'd>> {
    let own = namespace(parent);
    parent
        .children()
        .filter(move |node| node.is_element() && namespace(*node) == own)
}

fn author(person: Node<'_, '_>) -> Option<String> {
    let named = |wanted: &str| {
        let mut children = person.children();
        let node = children.find(|node| node.tag_name().name() == wanted)?;
        text::person(&text::inner(node))
    };
    named("name").or_else(|| named("email"))
}

/// How the text of an element is encoded (RFC 4287, section 3.1.1; `mode` in Atom 0.3).
enum TextKind {
    Text,
    Html,
    Elements,
}

fn kind(node: Node<'_, '_>) -> TextKind {
    let kind = node.attribute("type").unwrap_or("text").trim();
    match node.attribute("mode") {
        Some("escaped") if kind != "text" => return TextKind::Html,
        Some("xml") | None if kind == "application/xhtml+xml" => return TextKind::Elements,
        _ => {}
    }
    match kind {
        "html" | "text/html" => TextKind::Html,
        "xhtml" => TextKind::Elements,
        _ if kind.ends_with("/xml") || kind.ends_with("+xml") => TextKind::Elements,
        _ => TextKind::Text,
    }
}

/// A title, as it is shown.
fn line(node: Node<'_, '_>) -> String {
    match kind(node) {
        TextKind::Html => text::line(&text::inner(node)),
        TextKind::Elements => text::line(&text::markup(node)),
        TextKind::Text => text::line(&escape_html(&text::inner(node))),
    }
}

fn body(node: Node<'_, '_>) -> Option<Body> {
    if let Some(elsewhere) = node.attribute("src") {
        return Body::from_html(elsewhere);
    }
    match kind(node) {
        TextKind::Html => Body::from_html(&text::inner(node)),
        TextKind::Elements => {
            // The `div` is not part of the content (RFC 4287, section 3.1.1.3).
            let mut elements = node.children().filter(Node::is_element);
            let div = elements.next().filter(|div| div.tag_name().name() == "div");
            Body::from_html(&text::markup(div.unwrap_or(node)))
        }
        TextKind::Text => Body::from_html(&escape_html(&text::inner(node))),
    }
}
