//! RSS 2.0 with the modules content, dc and atom; media for pictures, itunes and podcast for podcasts.

use rss::extension::Extension;
use rss::extension::atom::{AtomExtension, Link};
use rss::extension::dublincore::DublinCoreExtension;
use rss::{Category, Channel, Enclosure, Guid, Image, Item};

use super::itunes;
use super::media::{self, ExtensionElement};
use super::podcast;
use super::serialized::{Envelope, Error, SerializedEntry};
use super::xml::{self, BODY_PLACEHOLDER, CAPACITY, GENERATOR};
use crate::model::{self, Author, Entry, Feed, Format, Text};
use crate::text;

/// The crate, for errors.
const LIBRARY: &str = "rss";

/// An entry as an `item`.
pub(super) fn item<'b>(
    entry: &Entry<'_>,
    body: Option<&'b Text>,
) -> Result<SerializedEntry<'b>, Error> {
    let article = entry.article;
    // A title is plain text, a description HTML, and it must stand before the content.
    let summary = if entry.summary.is_blank() {
        &article.title
    } else {
        entry.summary
    };
    let (author, creators) = authors(&article.authors);
    let (enclosures, episode) = match article.media.as_deref() {
        Some(media) => (&*media.enclosures, media.episode.as_ref()),
        None => (&[][..], None),
    };
    let mut extensions = media::extensions(entry, extension);
    if let Some(episode) = episode {
        podcast::item(episode, &mut extensions);
    }
    let item = Item {
        title: Some(article.title.to_string()),
        link: Some(article.permalink.to_string()),
        description: Some(text::escape_html(summary.as_str()).into_owned()),
        author,
        categories: entry
            .categories
            .iter()
            .map(|name| category(name.as_str()))
            .collect(),
        // "an item SHOULD NOT contain more than one enclosure" (RSS Advisory Board's profile)
        enclosure: enclosures.first().map(enclosure),
        extensions,
        itunes_ext: episode.map(|episode| itunes::item(episode, &article.authors)),
        guid: Some(Guid {
            value: article.id.to_string(),
            // "the url is a permanent link" (RSS 2.0, guid)
            permalink: article.id.as_str() == article.permalink.as_str(),
        }),
        pub_date: Some(article.published.to_rfc822()),
        content: body.map(|_| BODY_PLACEHOLDER.to_string()),
        dublin_core_ext: (!creators.is_empty()).then(|| DublinCoreExtension {
            creators,
            ..DublinCoreExtension::default()
        }),
        ..Item::default()
    };
    let channel = Channel {
        items: vec![item],
        ..Channel::default()
    };
    let result = channel.write_to(Vec::with_capacity(CAPACITY));
    let xml = xml::written(LIBRARY, &result)?;
    let item = xml.find("<item>").zip(xml.rfind("</item>"));
    let (start, end) = item.ok_or_else(|| Error::missing(LIBRARY, "`<item>`"))?;
    let item = hexadecimal(&xml[start..end + "</item>".len()]);
    xml::with_body(LIBRARY, item, entry, body)
}

fn enclosure(enclosure: &model::Enclosure) -> Enclosure {
    Enclosure {
        url: enclosure.url.to_string(),
        // "When an enclosure's size cannot be determined, a publisher SHOULD use a length of 0"
        length: enclosure.length.unwrap_or(0).to_string(),
        mime_type: enclosure.media_type.as_str().to_owned(),
    }
}

/// An element of an extension.
fn extension(element: ExtensionElement<Extension>) -> Extension {
    Extension {
        name: element.name,
        value: element.value,
        attrs: element.attrs,
        children: element.children,
    }
}

/// What surrounds the items of a feed.
pub(super) fn channel(
    feed: &Feed<'_>,
    entries: &[&SerializedEntry<'_>],
) -> Result<Envelope, Error> {
    let mut namespaces = xml::namespaces(feed, entries);
    for (prefix, uri) in [
        ("content", "http://purl.org/rss/1.0/modules/content/"),
        ("dc", "http://purl.org/dc/elements/1.1/"),
    ] {
        namespaces.insert(prefix.to_owned(), uri.to_owned());
    }
    let mut extensions = media::of_feed(feed, extension);
    if let Some(podcast) = feed.podcast {
        let (prefix, uri) = podcast::NAMESPACE;
        namespaces.insert(prefix.to_owned(), uri.to_owned());
        podcast::channel(feed, podcast, &mut extensions);
    }
    let channel = Channel {
        title: feed.title.to_string(),
        link: feed.alternate.to_string(),
        // Required, unlike in Atom.
        description: feed.description.unwrap_or(&feed.title).to_string(),
        // "en-us", as RSS 2.0 lists them
        language: feed.language.map(str::to_ascii_lowercase),
        copyright: feed.rights.map(ToString::to_string),
        managing_editor: mailbox(feed.author),
        pub_date: feed.published.map(|date| date.to_rfc822()),
        last_build_date: feed.updated.map(|date| date.to_rfc822()),
        categories: feed
            .category
            .iter()
            .map(|name| category(name.as_str()))
            .collect(),
        generator: Some(GENERATOR.to_owned()),
        image: feed.image.map(|url| Image {
            url: url.to_string(),
            // "should have the same value as the channel's" (RSS 2.0, image)
            title: feed.title.to_string(),
            link: feed.alternate.to_string(),
            ..Image::default()
        }),
        atom_ext: Some(AtomExtension {
            links: std::iter::once(Link {
                rel: "self".to_owned(),
                href: feed.self_url.to_string(),
                mime_type: Some(Format::Rss.media_type().to_owned()),
                ..Link::default()
            })
            .chain(xml::further_links(feed).map(|(rel, url)| Link {
                rel: rel.to_owned(),
                href: url.to_string(),
                ..Link::default()
            }))
            .collect(),
        }),
        itunes_ext: feed.podcast.map(itunes::channel),
        extensions,
        namespaces,
        ..Channel::default()
    };
    let result = channel.write_to(Vec::with_capacity(CAPACITY));
    let xml = hexadecimal(xml::written(LIBRARY, &result)?);
    xml::envelope(LIBRARY, xml, "</channel></rss>")
}

/// `author` for one person with an e-mail address, `dc:creator` for everybody else; never both.
fn authors(authors: &[Author]) -> (Option<String>, Vec<String>) {
    match authors {
        [one] if one.email.is_some() => (mailbox(one), Vec::new()),
        several => (
            None,
            several
                .iter()
                .map(|author| author.name.to_string())
                .collect(),
        ),
    }
}

/// `mail (Name)`.
fn mailbox(author: &Author) -> Option<String> {
    author
        .email
        .as_ref()
        .map(|email| format!("{email} ({})", author.name))
}

fn category(name: &str) -> Category {
    Category {
        name: name.to_owned(),
        domain: None,
    }
}

/// Replaces `&lt;` and `&amp;` by numeric references, outside CDATA. The XML is the same, but
/// readers that take a title for HTML, and the W3C validator, do not see markup in `Vec&#x3C;T>`.
fn hexadecimal(xml: &str) -> String {
    let mut out = String::with_capacity(xml.len() + 64);
    let mut rest = xml;
    loop {
        let (outside, inside) = rest.split_at(text::find(rest, "<![CDATA[").unwrap_or(rest.len()));
        let mut parts = outside.split('&');
        out.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let (number, part) = match (part.strip_prefix("lt;"), part.strip_prefix("amp;")) {
                (Some(part), _) => ("&#x3C;", part),
                (_, Some(part)) => ("&#x26;", part),
                (None, None) => ("&", part),
            };
            out.push_str(number);
            out.push_str(part);
        }
        if inside.is_empty() {
            return out;
        }
        let end = text::find(inside, "]]>").map_or(inside.len(), |end| end + "]]>".len());
        out.push_str(&inside[..end]);
        rest = &inside[end..];
    }
}
