//! Media RSS 1.5.1, for the pictures of entries in both formats. <https://www.rssboard.org/media-rss>

use std::collections::BTreeMap;

use crate::model::{Entry, MediaType, Picture};

/// Prefix and namespace, which a feed with a picture declares.
pub(super) const NAMESPACE: (&str, &str) = ("media", "http://search.yahoo.com/mrss/");

/// An element; each library has its own type for it.
pub(super) struct MediaElement<E> {
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

/// `media:content` for the entry's picture, its elements made by `made`.
pub(super) fn extensions<E>(entry: &Entry<'_>, made: fn(MediaElement<E>) -> E) -> Extensions<E> {
    let Some(picture) = picture(entry) else {
        return Extensions::new();
    };
    let description = picture.description.as_ref().map(|text| {
        made(MediaElement {
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
    let content = made(MediaElement {
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
