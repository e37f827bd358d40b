//! Atom 1.0 (RFC 4287), with Media RSS where there are pictures.

use std::collections::BTreeMap;

use atom_syndication::extension::Extension;
use atom_syndication::{
    Category, Content, Entry as AtomEntry, Feed as AtomFeed, Generator, Link, Person, Text,
    WriteConfig,
};

use super::media::{self, Element};
use super::{GENERATOR, ROOM, STAND_IN, written};
use crate::model::{self, Author, Enclosure, Entry, Feed};
use crate::text;

/// The media type of Atom (RFC 4287, section 7).
const MEDIA_TYPE: &str = "application/atom+xml";

/// The XML of an entry; a stand-in marks the place of its content.
pub(super) fn entry(entry: &Entry<'_>, has_content: bool) -> String {
    let article = entry.article;
    let language = article.language.as_deref();
    // "atom:entry elements MUST contain an atom:summary element" where there is no content
    // (section 4.1.2, for content that is not inline; readers want some text of every entry).
    let summary = match entry.summary {
        summary if !summary.is_blank() => Some(summary),
        _ if !has_content => Some(&article.title),
        _ => None,
    };
    let plain = |value: &model::Text| Text {
        value: value.to_string(),
        lang: language.map(str::to_owned),
        ..Text::default()
    };
    let enclosures = article.media.iter().flat_map(|media| &media.enclosures);
    let alternate = link("alternate", article.permalink.as_str(), "text/html");
    let atom_entry = AtomEntry {
        title: Text {
            lang: language.map(str::to_owned),
            ..title(&article.title)
        },
        id: article.id.to_string(),
        updated: article.updated.to_atom(),
        published: Some(article.published.to_atom()),
        authors: article.authors.iter().map(person).collect(),
        categories: entry.categories.iter().map(|name| category(name)).collect(),
        links: std::iter::once(alternate)
            .chain(enclosures.map(enclosure))
            .collect(),
        extensions: media::extensions(entry, extension),
        summary: summary.map(plain),
        content: has_content.then(|| Content {
            lang: language.map(str::to_owned),
            value: Some(STAND_IN.to_string()),
            content_type: Some("html".to_owned()),
            ..Content::default()
        }),
        // Not by default, for which the crate parses a date.
        contributors: Vec::new(),
        rights: None,
        source: None,
        namespaces: BTreeMap::new(),
    };
    let alone = WriteConfig {
        write_document_declaration: false,
        indent_size: None,
    };
    let result = atom_entry.write_with_config(Vec::with_capacity(ROOM), alone);
    let xml = written(&result);
    // In a feed the namespace is the feed's.
    let entry = xml.strip_prefix(ROOT);
    let entry = entry.unwrap_or_else(|| unreachable!("the crate writes what it was given"));
    match entry.split_once(STAND_IN) {
        Some((before, after)) if has_content => {
            format!("<entry>{before}<![CDATA[{STAND_IN}]]>{after}")
        }
        _ => format!("<entry>{entry}"),
    }
}

/// How an entry of its own begins.
const ROOT: &str = "<entry xmlns=\"http://www.w3.org/2005/Atom\">";

/// A feed without entries, which declares `namespaces` for those that it will have.
pub(super) fn feed(feed: &Feed<'_>, namespaces: BTreeMap<String, String>) -> String {
    let atom_feed = AtomFeed {
        title: title(&feed.title),
        id: feed.id.to_string(),
        updated: feed.updated.unwrap_or(feed.epoch).to_atom(),
        authors: vec![person(feed.author)],
        categories: feed.category.iter().map(category).collect(),
        generator: Some(Generator {
            value: GENERATOR.to_owned(),
            ..Generator::default()
        }),
        icon: feed.icon.map(ToString::to_string),
        logo: feed.image.map(ToString::to_string),
        links: vec![
            link("self", feed.self_url.as_str(), MEDIA_TYPE),
            link("alternate", feed.alternate.as_str(), "text/html"),
        ],
        rights: feed.rights.map(|rights| Text::plain(rights.to_string())),
        subtitle: feed.description.map(|text| Text::plain(text.to_string())),
        lang: feed.language.map(str::to_owned),
        namespaces,
        ..AtomFeed::default()
    };
    let without_declaration = WriteConfig {
        write_document_declaration: false,
        indent_size: None,
    };
    let result = atom_feed.write_with_config(Vec::with_capacity(ROOM), without_declaration);
    let xml = written(&result);
    // The crate's own declaration names no encoding.
    format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{xml}")
}

/// Readers that take every title for HTML read `&lt;` right only where the type says `html`.
fn title(title: &model::Text) -> Text {
    match title.as_str() {
        markup if markup.contains(['<', '&']) => Text::html(text::escape_html(markup)),
        plain => Text::plain(plain),
    }
}

fn person(author: &Author) -> Person {
    Person {
        name: author.name.to_string(),
        email: author.email.clone(),
        uri: author.url.as_ref().map(ToString::to_string),
        ..Person::default()
    }
}

fn category(name: &model::Text) -> Category {
    Category {
        term: name.to_string(),
        ..Category::default()
    }
}

fn enclosure(enclosure: &Enclosure) -> Link {
    let media_type = enclosure.media_type.as_str();
    Link {
        length: enclosure.length.map(|length| length.to_string()),
        ..link("enclosure", enclosure.url.as_str(), media_type)
    }
}

/// An element of an extension. The crate escapes its text, and not its attributes.
fn extension(element: Element<Extension>) -> Extension {
    let escaped = |value: String| text::escape_attribute(&value).into_owned();
    Extension {
        name: element.name,
        value: element.value,
        attrs: element
            .attrs
            .into_iter()
            .map(|(name, value)| (name, escaped(value)))
            .collect(),
        children: element.children,
    }
}

fn link(rel: &str, href: &str, mime_type: &str) -> Link {
    Link {
        rel: rel.to_owned(),
        href: href.to_owned(),
        mime_type: Some(mime_type.to_owned()),
        ..Link::default()
    }
}
