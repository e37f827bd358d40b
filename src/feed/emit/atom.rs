//! Atom 1.0 (RFC 4287), with Media RSS for pictures.

use std::collections::BTreeMap;

use atom_syndication::extension::Extension;
use atom_syndication::{
    Category, Content, Entry as AtomEntry, Feed as AtomFeed, Generator, Link, Person, Text,
    WriteConfig,
};

use super::media::{self, ExtensionElement};
use super::serialized::{Envelope, Error, SerializedEntry};
use super::xml::{self, BODY_PLACEHOLDER, CAPACITY, GENERATOR};
use crate::model::{self, Author, Enclosure, Entry, Feed, Format};
use crate::text;

/// The crate, for errors.
const LIBRARY: &str = "atom_syndication";

/// What an entry of its own begins with: the namespace, which a feed declares for its entries.
const ENTRY_START: &str = "<entry xmlns=\"http://www.w3.org/2005/Atom\">";

/// Neither an XML declaration nor indents.
const PLAIN: WriteConfig = WriteConfig {
    write_document_declaration: false,
    indent_size: None,
};

/// An entry as an `entry`.
pub(super) fn entry<'b>(
    entry: &Entry<'_>,
    body: Option<&'b model::Text>,
) -> Result<SerializedEntry<'b>, Error> {
    let article = entry.article;
    let language = article.language.as_deref();
    // "atom:entry elements MUST contain an atom:summary element" where there is no content
    // (section 4.1.2, for content that is not inline; readers want some text of every entry).
    let summary = match entry.summary {
        summary if !summary.is_blank() => Some(summary),
        _ if body.is_none() => Some(&article.title),
        _ => None,
    };
    // What looks like an end tag is taken for markup in text as well.
    let in_words = |words: &model::Text| Text {
        lang: language.map(str::to_owned),
        ..match words.as_str() {
            markup if markup.contains("</") => Text::html(text::escape_html(markup)),
            plain => Text::plain(plain),
        }
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
        summary: summary.map(in_words),
        content: body.map(|_| Content {
            lang: language.map(str::to_owned),
            value: Some(BODY_PLACEHOLDER.to_string()),
            content_type: Some("html".to_owned()),
            ..Content::default()
        }),
        // All fields are named: the crate's default parses a date.
        contributors: Vec::new(),
        rights: None,
        source: None,
        namespaces: BTreeMap::new(),
    };
    let result = atom_entry.write_with_config(Vec::with_capacity(CAPACITY), PLAIN);
    let written = xml::written(LIBRARY, &result)?;
    let written = written.strip_prefix(ENTRY_START);
    let written = written.ok_or_else(|| Error::missing(LIBRARY, ENTRY_START))?;
    let xml = match written.split_once(BODY_PLACEHOLDER) {
        Some((before, after)) => format!("<entry>{before}<![CDATA[{BODY_PLACEHOLDER}]]>{after}"),
        None => format!("<entry>{written}"),
    };
    xml::with_body(LIBRARY, xml, entry, body)
}

/// What surrounds the entries of a feed.
pub(super) fn feed(feed: &Feed<'_>, entries: &[&SerializedEntry<'_>]) -> Result<Envelope, Error> {
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
        links: [
            link("self", feed.self_url.as_str(), Format::Atom.media_type()),
            link("alternate", feed.alternate.as_str(), "text/html"),
        ]
        .into_iter()
        .chain(xml::further_links(feed).map(|(rel, url)| Link {
            rel: rel.to_owned(),
            href: url.to_string(),
            ..Link::default()
        }))
        .collect(),
        rights: feed.rights.map(|rights| Text::plain(rights.to_string())),
        subtitle: feed.description.map(|text| Text::plain(text.to_string())),
        lang: feed.language.map(str::to_owned),
        extensions: media::of_feed(feed, extension),
        namespaces: xml::namespaces(feed, entries),
        ..AtomFeed::default()
    };
    let result = atom_feed.write_with_config(Vec::with_capacity(CAPACITY), PLAIN);
    let xml = xml::written(LIBRARY, &result)?;
    // The crate's own declaration names no encoding.
    let xml = format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{xml}");
    xml::envelope(LIBRARY, xml, "</feed>")
}

/// Readers that treat every title as HTML show `&lt;` correctly only where the type is `html`.
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

/// An element of an extension. The library escapes its text, but not its attributes.
fn extension(element: ExtensionElement<Extension>) -> Extension {
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
