//! JSON Feed 1.1. <https://www.jsonfeed.org/version/1.1/>

use std::borrow::Cow;

use serde::Serialize;

use super::serialized::{Envelope, Error, SerializedEntry};
use crate::model::{Article, Author, Enclosure, Entry, Feed, Text};

/// The crate, for errors.
const LIBRARY: &str = "serde_json";

/// The comment by which a run recognises its own feeds.
pub(crate) const USER_COMMENT: &str = "Made by feedmill";

/// What stands before the first entry. Line feeds in strings are escaped, so it occurs only once.
pub(crate) const ITEMS: &str = ",\n\"items\":[";

/// A feed without its items.
#[derive(Serialize)]
struct JsonFeed<'a> {
    version: &'static str,
    // Near the beginning, where it is looked for.
    user_comment: &'static str,
    title: &'a str,
    home_page_url: &'a str,
    feed_url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    icon: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    favicon: Option<&'a str>,
    authors: Vec<JsonAuthor<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hubs: Vec<JsonHub<'a>>,
}

#[derive(Serialize)]
struct JsonHub<'a> {
    #[serde(rename = "type")]
    protocol: &'static str,
    url: &'a str,
}

#[derive(Serialize)]
struct JsonItem<'a> {
    // "id MUST be a string"
    id: &'a str,
    url: &'a str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'a str>,
    date_published: String,
    date_modified: String,
    authors: Vec<JsonAuthor<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attachments: Vec<JsonAttachment<'a>>,
    // "content_html and content_text are each optional, but one or both must be present"
    #[serde(flatten)]
    content: JsonContent<'a>,
}

#[derive(Serialize)]
enum JsonContent<'a> {
    #[serde(rename = "content_html")]
    Html(&'a str),
    #[serde(rename = "content_text")]
    Plain(&'a str),
}

#[derive(Serialize)]
struct JsonAuthor<'a> {
    name: &'a str,
    // "the url could be a mailto: link"
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<Cow<'a, str>>,
}

#[derive(Serialize)]
struct JsonAttachment<'a> {
    url: &'a str,
    mime_type: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    size_in_bytes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    duration_in_seconds: Option<u32>,
}

/// An entry as an item, on a line of its own.
pub(super) fn item(
    entry: &Entry<'_>,
    body: Option<&Text>,
) -> Result<SerializedEntry<'static>, Error> {
    let article = entry.article;
    let summary = Some(entry.summary).filter(|summary| !summary.is_blank());
    let picture = article
        .media
        .as_ref()
        .and_then(|media| media.picture.as_ref());
    let text = written(&JsonItem {
        id: article.id.as_str(),
        url: article.permalink.as_str(),
        title: article.title.as_str(),
        summary: summary.map(Text::as_str),
        image: picture.map(|picture| picture.url.as_str()),
        date_published: article.published.to_atom().to_rfc3339(),
        date_modified: article.updated.to_atom().to_rfc3339(),
        authors: article.authors.iter().map(author).collect(),
        tags: entry.categories.iter().map(|tag| tag.as_str()).collect(),
        language: article.language.as_deref(),
        attachments: attachments(article),
        content: match body {
            Some(html) => JsonContent::Html(html.as_str()),
            None => JsonContent::Plain(summary.unwrap_or(&article.title).as_str()),
        },
    })?;
    Ok(SerializedEntry {
        body_at: text.len(),
        text: text.into_boxed_str(),
        body: Cow::Borrowed(""),
        uses_media: false,
    })
}

/// What surrounds the items of a feed.
pub(super) fn feed(feed: &Feed<'_>) -> Result<Envelope, Error> {
    let mut start = written(&JsonFeed {
        version: "https://jsonfeed.org/version/1.1",
        user_comment: USER_COMMENT,
        title: feed.title.as_str(),
        home_page_url: feed.alternate.as_str(),
        feed_url: feed.self_url.as_str(),
        description: feed.description.map(Text::as_str),
        // "square and relatively large", unlike `favicon`
        icon: feed.image.map(|url| url.as_str()),
        favicon: feed.icon.map(|url| url.as_str()),
        authors: vec![author(feed.author)],
        language: feed.language,
        hubs: feed
            .hubs
            .iter()
            .map(|hub| JsonHub {
                protocol: "WebSub",
                url: hub.as_str(),
            })
            .collect(),
    })?;
    start.truncate(start.len() - "}".len());
    start.push_str(ITEMS);
    Ok(Envelope {
        start,
        separator: ",\n",
        end: "]}",
    })
}

fn author(author: &Author) -> JsonAuthor<'_> {
    let page = author.url.as_ref().map(|url| url.as_str().into());
    let mail = || {
        author
            .email
            .as_ref()
            .map(|email| format!("mailto:{email}").into())
    };
    JsonAuthor {
        name: author.name.as_str(),
        url: page.or_else(mail),
    }
}

/// Only the duration of the first file is known.
fn attachments<'a>(article: &'a Article) -> Vec<JsonAttachment<'a>> {
    let Some(media) = article.media.as_deref() else {
        return Vec::new();
    };
    let mut duration = media.episode.as_ref().and_then(|episode| episode.duration);
    let attachment = |enclosure: &'a Enclosure| JsonAttachment {
        url: enclosure.url.as_str(),
        mime_type: enclosure.media_type.as_str(),
        size_in_bytes: enclosure.length,
        duration_in_seconds: duration.take(),
    };
    media.enclosures.iter().map(attachment).collect()
}

fn written(value: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|error| Error::Failed {
        library: LIBRARY,
        message: error.to_string(),
    })
}
