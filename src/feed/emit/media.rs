//! Media RSS 1.5.1, for the pictures of entries in both formats. <https://www.rssboard.org/media-rss>

use std::collections::BTreeMap;

use crate::model::{Entry, Feed, FeedHistory, MediaType, Picture};

/// Prefix and namespace, which a feed with a picture declares.
pub(super) const NAMESPACE: (&str, &str) = ("media", "http://search.yahoo.com/mrss/");

/// An element; each library has its own type for it.
pub(super) struct ExtensionElement<E> {
    pub(super) name: String,
    pub(super) value: Option<String>,
    pub(super) attrs: BTreeMap<String, String>,
    pub(super) children: BTreeMap<String, Vec<E>>,
}

/// The extensions of an entry, by prefix and name.
pub(super) type Extensions<E> = BTreeMap<String, BTreeMap<String, Vec<E>>>;

/// The picture of an entry.
pub(super) fn picture<'e>(entry: &Entry<'e>) -> Option<&'e Picture> {
    entry.article.media.as_ref()?.picture.as_ref()
}

/// What says that a feed is an archive, or complete (RFC 5005).
pub(super) fn of_feed<E>(feed: &Feed<'_>, made: fn(ExtensionElement<E>) -> E) -> Extensions<E> {
    let Some(mark) = feed.history.as_ref().and_then(FeedHistory::mark) else {
        return Extensions::new();
    };
    let (prefix, _) = FeedHistory::NAMESPACE;
    let element = made(ExtensionElement {
        name: format!("{prefix}:{mark}"),
        value: None,
        attrs: BTreeMap::new(),
        children: BTreeMap::new(),
    });
    let elements = BTreeMap::from([(mark.to_owned(), vec![element])]);
    BTreeMap::from([(prefix.to_owned(), elements)])
}

/// `media:content` for the entry's picture, its elements made by `made`.
pub(super) fn extensions<E>(
    entry: &Entry<'_>,
    made: fn(ExtensionElement<E>) -> E,
) -> Extensions<E> {
    let Some(picture) = picture(entry) else {
        return Extensions::new();
    };
    let description = picture.description.as_ref().map(|text| {
        made(ExtensionElement {
            name: "media:description".to_owned(),
            value: Some(text.to_string()),
            attrs: BTreeMap::new(),
            children: BTreeMap::new(),
        })
    });
    let attributes = [
        ("medium", Some("image")),
        ("type", picture.media_type.as_ref().map(MediaType::as_str)),
        ("url", Some(picture.url.as_str())),
    ];
    let content = made(ExtensionElement {
        name: "media:content".to_owned(),
        value: None,
        attrs: attributes
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned())))
            .collect(),
        children: description
            .map(|description| ("description".to_owned(), vec![description]))
            .into_iter()
            .collect(),
    });
    let contents = BTreeMap::from([("content".to_owned(), vec![content])]);
    BTreeMap::from([("media".to_owned(), contents)])
}
