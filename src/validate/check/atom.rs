//! Checks of Atom feeds and entries as a whole.

use std::collections::HashSet;

use roxmltree::Node;

use super::{construct, link};
use crate::diagnostic::Rule;
use crate::validate::context::Context;
use crate::validate::rules;
use crate::validate::value::{quote, value_of};

/// A feed's own elements come before its entries.
pub(in crate::validate) fn entries_come_last<'a>(cx: &mut Context<'a>, feed: Node<'a, 'a>) {
    order(cx, feed, "entry", &rules::MISPLACED_METADATA);
}

/// Reports elements after one called `entry`: in Atom the format's own, in RSS all.
pub(super) fn order<'a>(
    cx: &mut Context<'a>,
    feed: Node<'a, 'a>,
    entry: &str,
    rule: &'static Rule,
) {
    let mut begun = false;
    for node in feed.children().filter(Node::is_element) {
        let name = cx.names.element(node);
        if name.is(entry) {
            begun = true;
        } else if begun && (name.prefix == Some("") || cx.format.is_rss()) {
            let message = format!("`{}` comes after the first `{entry}`", cx.name(node));
            cx.raise_at(rule, node, message);
        }
    }
}

/// Every entry of a feed has an author: its own, its source's, or the feed's.
pub(in crate::validate) fn entries_have_authors<'a>(cx: &mut Context<'a>, feed: Node<'a, 'a>) {
    if cx.child(feed, "author").is_some() {
        return;
    }
    let entries: Vec<Node<'a, 'a>> = cx.children(feed, "entry").collect();
    for entry in entries {
        has_author(cx, entry, "neither the entry nor its feed has an `author`");
    }
}

/// An entry document has an author: its own, or its source's.
pub(in crate::validate) fn document_has_author<'a>(cx: &mut Context<'a>, entry: Node<'a, 'a>) {
    if entry.parent_element().is_none() {
        has_author(
            cx,
            entry,
            "the entry has no `author`, and no `source` with one",
        );
    }
}

fn has_author<'a>(cx: &mut Context<'a>, entry: Node<'a, 'a>, message: &str) {
    let of_source = |cx: &Context<'a>| {
        let source = cx.child(entry, "source")?;
        cx.child(source, "author")
    };
    if cx
        .child(entry, "author")
        .or_else(|| of_source(cx))
        .is_none()
    {
        cx.raise_without(&rules::MISSING_ELEMENT, entry, "author", message);
    }
}

/// An entry has something to read: content, a summary, a page.
pub(in crate::validate) fn entry_has_content<'a>(cx: &mut Context<'a>, entry: Node<'a, 'a>) {
    let has_summary = cx.child(entry, "summary").is_some();
    if let Some(content) = cx.child(entry, "content") {
        let kind = content.attribute("type").unwrap_or("text");
        let is_opaque =
            kind.contains('/') && !construct::is_xml(kind) && !kind.starts_with("text/");
        if !has_summary && (content.has_attribute("src") || is_opaque) {
            let message = "the content is external or in Base64, so the entry needs a `summary`";
            cx.raise_at(&rules::MISSING_SUMMARY, entry, message);
        }
        return;
    }
    if !has_summary {
        let message = "the entry has neither `content` nor a `summary`";
        cx.raise_at(&rules::MISSING_TEXTUAL_CONTENT, entry, message);
    }
    if !link::links(cx, entry)
        .iter()
        .any(|link| link.rel == "alternate")
    {
        let message = "the entry has neither `content` nor a link to its page";
        cx.raise_at(&rules::MISSING_CONTENT_OR_ALTERNATE, entry, message);
    }
}

/// No two entries have the same id, and preferably not the same date.
pub(in crate::validate) fn entries_differ<'a>(cx: &mut Context<'a>, feed: Node<'a, 'a>) {
    let entries: Vec<Node<'a, 'a>> = cx.children(feed, "entry").collect();
    let ids = repeated(cx, &entries, "id");
    let all_are_one = entries.len() > 1 && ids.len() + 1 == entries.len();
    for (node, value) in &ids {
        let (rule, message) = if all_are_one && entries.len() > 2 {
            (
                &rules::DUPLICATE_IDS,
                format!("every entry has the id {}", quote(value)),
            )
        } else {
            (
                &rules::DUPLICATE_ENTRIES,
                format!("another entry has the id {} too", quote(value)),
            )
        };
        cx.raise_at(rule, *node, message);
    }
    for (node, value) in repeated(cx, &entries, "updated") {
        let message = format!("another entry was updated at {} too", quote(&value));
        cx.raise_at(&rules::DUPLICATE_UPDATED, node, message);
    }
}

/// The children called `name` with the value of an earlier one.
fn repeated<'a>(
    cx: &Context<'a>,
    entries: &[Node<'a, 'a>],
    name: &str,
) -> Vec<(Node<'a, 'a>, String)> {
    let mut seen: HashSet<String> = HashSet::new();
    let mut repeated = Vec::new();
    for entry in entries {
        for node in cx.children(*entry, name) {
            let value = value_of(node).text().to_owned();
            if !value.is_empty() && !seen.insert(value.clone()) {
                repeated.push((node, value));
            }
        }
    }
    repeated
}
