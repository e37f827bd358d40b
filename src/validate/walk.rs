//! Compares a document with the tables.

use std::borrow::Cow;

use roxmltree::{Attribute, Node};

use super::check::{language, text, uri};
use super::context::Context;
use super::modules::{self, MODULES};
use super::names::{self, Name, XML};
use super::rules;
use super::table::{Child, ContentModel, Element, FOREIGN};
use super::value::{Holder, Reported, Value, quote, value_of, value_of_attribute};
use crate::diagnostic::Rule;

/// Checks `node` against its definition.
pub(super) fn element<'a>(cx: &mut Context<'a>, node: Node<'a, 'a>, table: &'static Element) {
    if !matches!(table.holds, ContentModel::Anything) || !table.attributes.is_empty() {
        attributes(cx, node, table);
    }
    match table.holds {
        ContentModel::Elements => {
            children(cx, node, table);
            no_text(cx, node, &rules::UNEXPECTED_TEXT, "elements");
        }
        ContentModel::Text(checks) => {
            for child in node.children().filter(Node::is_element) {
                undefined(cx, child, "; it may only contain text");
            }
            let value = value_of(node);
            let has_elements = node.children().any(|child| child.is_element());
            if has_elements && value.text().is_empty() {
                return;
            }
            for check in checks {
                check(cx, &value);
            }
        }
        ContentModel::Nothing(rule) => {
            children(cx, node, table);
            no_text(cx, node, rule, "attributes");
        }
        ContentModel::Markup(judge) => judge(cx, node),
        ContentModel::Anything => foreign(cx, node),
    }
    for relation in table.relations {
        relation(cx, node);
    }
}

fn no_text<'a>(cx: &mut Context<'a>, node: Node<'a, 'a>, rule: &'static Rule, holds: &str) {
    let value = value_of(node);
    if !value.text().is_empty() {
        let message = format!(
            "{} may only contain {holds}, but holds the text {}",
            cx.name(node),
            quote(value.text())
        );
        cx.raise(rule, &value, message);
    }
}

fn undefined<'a>(cx: &mut Context<'a>, node: Node<'a, 'a>, why: &str) {
    let parent = node.parent_element();
    // It may stand there only because the end tag before it is missing.
    if parent.is_some_and(|parent| cx.unclosed == Some(parent.range().start)) {
        return;
    }
    let parent = parent.map_or("the document".to_owned(), |parent| cx.name(parent));
    let message = format!("{parent} has no element `{}`{why}", cx.name(node));
    cx.raise_at(&rules::UNDEFINED_ELEMENT, node, message);
}

fn attributes<'a>(cx: &mut Context<'a>, node: Node<'a, 'a>, table: &'static Element) {
    for attribute in node.attributes() {
        if attribute.namespace() == Some(XML) {
            xml_attribute(cx, node, attribute);
            continue;
        }
        let name = names::attribute_name(&attribute);
        let known = table
            .attributes
            .iter()
            .find(|known| name.is(known.name))
            .or_else(|| modules::attribute(table.host, &name));
        match known {
            Some(known) => {
                let value = value_of_attribute(node, attribute, known.reported);
                for check in known.checks {
                    check(cx, &value);
                }
            }
            None if is_free(&name) => {}
            None => unexpected(cx, node, table, attribute),
        }
    }
    for known in table.attributes {
        let Some(rule) = known.missing else { continue };
        let present = node
            .attributes()
            .any(|a| names::attribute_name(&a).is(known.name));
        if !present {
            let message = format!("{} needs the attribute `{}`", cx.name(node), known.name);
            cx.raise_at(rule, node, message);
        }
    }
}

fn unexpected<'a>(
    cx: &mut Context<'a>,
    node: Node<'a, 'a>,
    table: &'static Element,
    attribute: Attribute<'a, 'a>,
) {
    let name = names::attribute_name(&attribute).text();
    let meant = table
        .attributes
        .iter()
        .find(|known| known.name.eq_ignore_ascii_case(&name));
    let hint = meant.map_or(String::new(), |meant| {
        format!("; did you mean `{}`?", meant.name)
    });
    let message = format!("{} has no attribute `{name}`{hint}", cx.name(node));
    let value = value_of_attribute(node, attribute, Reported::AsElement);
    cx.raise(&rules::UNEXPECTED_ATTRIBUTE, &value, message);
}

/// Whether an attribute is allowed anywhere: it belongs to an extension that does not restrict it.
fn is_free(name: &Name<'_>) -> bool {
    match name.prefix {
        None => true,
        Some(prefix) => {
            !prefix.is_empty()
                && !MODULES
                    .iter()
                    .any(|m| m.prefix == prefix && !m.attributes.is_empty())
        }
    }
}

fn xml_attribute<'a>(cx: &mut Context<'a>, node: Node<'a, 'a>, attribute: Attribute<'a, 'a>) {
    let value = value_of_attribute(node, attribute, Reported::AsAttribute);
    match attribute.name() {
        "base" => uri::iri(cx, &value),
        "lang" if !attribute.value().is_empty() => language::language(cx, &value),
        "lang" | "space" | "id" => {}
        name => {
            let message = format!("XML defines no attribute `xml:{name}`");
            let value = value.reported(Reported::AsElement);
            cx.raise(&rules::UNEXPECTED_ATTRIBUTE, &value, message);
        }
    }
}

/// Whether it is a link of Atom in RSS that lacks the prefix `atom:`.
fn is_unprefixed_atom_link<'a>(cx: &Context<'a>, node: Node<'a, 'a>) -> bool {
    cx.format.is_rss()
        && node.has_attribute("href")
        && cx.names.element(node).is("link")
        && value_of(node).text().is_empty()
}

/// More than the children in any table.
const MOST_SEEN: usize = 500;

fn children<'a>(cx: &mut Context<'a>, node: Node<'a, 'a>, table: &'static Element) {
    let mut seen: Vec<(&'static Child, &str)> = Vec::new();
    for child in node.children().filter(Node::is_element) {
        let name = cx.names.element(child);
        if is_unprefixed_atom_link(cx, child) {
            let message = format!(
                "`<link href=…>` is Atom's; write `<atom:link …/>`, and add `xmlns:atom=\"{}\"` to `<rss>`",
                names::ATOM
            );
            cx.raise_at(&rules::UNEXPECTED_ATTRIBUTE, child, message);
            continue;
        }
        let known = table
            .children
            .iter()
            .find(|known| name.is(known.name))
            .or_else(|| modules::element(table.host, &name));
        let Some(known) = known else {
            unknown(cx, node, table, child, &name);
            continue;
        };
        let key = known
            .keyed_by
            .and_then(|attribute| child.attribute(attribute))
            .unwrap_or_default();
        let is_repeated = seen
            .iter()
            .any(|(s, k)| std::ptr::eq(*s, known) && *k == key);
        if let (Some(rule), true) = (known.repeated, is_repeated) {
            let message = format!("{} may contain `{}` only once", cx.name(node), known.name);
            cx.raise_at(rule, child, message);
        }
        if let Some(rule) = known.discouraged {
            cx.raise_at(
                rule,
                child,
                format!("`{}` should not be used: {}", known.name, lower(rule.why)),
            );
        }
        // An unbounded list would make this quadratic in the size of the document.
        if !is_repeated && seen.len() < MOST_SEEN {
            seen.push((known, key));
        }
        element(cx, child, known.element);
    }
    for known in table.children {
        let Some(rule) = known.missing else { continue };
        if !seen.iter().any(|(s, _)| std::ptr::eq(*s, known)) {
            let message = format!(
                "{} needs the element `{}` ({})",
                cx.name(node),
                known.name,
                known.spec
            );
            cx.raise_without(rule, node, known.name, message);
        }
    }
    for (known, _) in &seen {
        let Some((core, rule)) = known.twin else {
            continue;
        };
        if seen.iter().any(|(s, _)| s.name == core) {
            let message = format!(
                "`{core}` and `{}` are both in {}",
                known.name,
                cx.name(node)
            );
            cx.raise_without(rule, node, known.name, message);
        }
    }
}

/// Where an element of an extension belongs, as the rest of a message.
fn belongs(cx: &Context<'_>, name: &Name<'_>) -> String {
    let places = modules::hosts(name).names(cx.format.is_rss());
    match places.as_slice() {
        [] => "; the extension defines it for other formats".to_owned(),
        places => format!("; it belongs in {}", text::listed(places)),
    }
}

/// A sentence as part of another: lower case, without the full stop.
fn lower(sentence: &str) -> String {
    let mut chars = sentence.trim_end_matches('.').chars();
    chars.next().map_or(String::new(), |first| {
        first.to_lowercase().chain(chars).collect()
    })
}

/// Reports an element that is not defined here.
fn unknown<'a>(
    cx: &mut Context<'a>,
    parent: Node<'a, 'a>,
    table: &'static Element,
    node: Node<'a, 'a>,
    name: &Name<'_>,
) {
    let namespace = names::namespace(node).unwrap_or_default();
    match name.prefix {
        None if namespace.is_empty() => {
            let message = format!("`{}` is not in a namespace", name.local);
            cx.raise_at(&rules::UNDETERMINABLE_VOCABULARY, node, message);
        }
        // The namespace is reported at its declaration.
        None => {}
        Some("xhtml") => {
            let message = format!("`{}` of XHTML is in {}", name.local, cx.name(parent));
            cx.raise_at(&rules::MISPLACED_XHTML_CONTENT, node, message);
        }
        Some("") => {
            let meant = table
                .children
                .iter()
                .find(|known| known.name.eq_ignore_ascii_case(name.local));
            let hint = meant.map_or(String::new(), |meant| {
                format!("; did you mean `{}`?", meant.name)
            });
            undefined(cx, node, &hint);
        }
        // These vocabularies are general: unusual elsewhere, but not wrong.
        Some("atom" | "dc" | "dcterms" | "podcast" | "source") if modules::defines(name) => {
            let message = format!(
                "`{}` is not meant for {}{}",
                cx.name(node),
                cx.name(parent),
                belongs(cx, name)
            );
            cx.raise_at(&rules::QUESTIONABLE_USAGE, node, message);
        }
        Some(prefix) if MODULES.iter().any(|module| module.prefix == prefix) => {
            let why = if modules::defines(name) {
                belongs(cx, name)
            } else {
                "; the extension does not define it".to_owned()
            };
            undefined(cx, node, &why);
        }
        Some(_) => {}
    }
    element(cx, node, &FOREIGN);
}

/// Checks elements that are not known here: RSS requires extensions to be in a namespace.
fn foreign<'a>(cx: &mut Context<'a>, node: Node<'a, 'a>) {
    if !cx.format.is_rss() || cx.names.element(node).prefix == Some("") {
        return;
    }
    for inner in node
        .descendants()
        .filter(|n| n.is_element() && n.id() != node.id())
    {
        if names::namespace(inner).is_none() {
            let message = format!(
                "`{}` in {} is not in a namespace",
                inner.tag_name().name(),
                cx.name(node)
            );
            cx.raise_at(&rules::NOT_IN_A_NAMESPACE, inner, message);
        }
    }
}

/// Finds text decoded with the wrong encoding, anywhere in the document.
pub(super) fn characters<'a>(cx: &mut Context<'a>, root: Node<'a, 'a>) {
    for node in root.descendants() {
        if let (true, Some(held), Some(parent)) =
            (node.is_text(), node.text(), node.parent_element())
        {
            let value = Value {
                raw: Cow::Borrowed(held),
                holder: Holder::Element(parent),
            };
            text::well_decoded(cx, &value);
        }
        for attribute in node.attributes() {
            let value = value_of_attribute(node, attribute, Reported::AsAttribute);
            text::well_decoded(cx, &value);
        }
    }
}
