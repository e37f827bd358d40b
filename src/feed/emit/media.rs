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

/// `media:content` and `media:thumbnail` for the entry's picture, their elements made by `made`.
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
    let (width, height) = entry.picture_size.unzip();
    let [width, height] = [width, height].map(|side| side.map(|side| side.to_string()));
    let size = [("width", width.as_deref()), ("height", height.as_deref())];
    let url = ("url", Some(picture.url.as_str()));
    let medium = ("medium", Some("image"));
    let media_type = picture.media_type.as_ref().map(MediaType::as_str);
    let element = |name: &str, attributes: &[(&str, Option<&str>)], children| {
        let attributes = attributes.iter().chain(&size);
        let element = made(ExtensionElement {
            name: format!("media:{name}"),
            value: None,
            attrs: attributes
                .filter_map(|(name, value)| Some(((*name).to_owned(), (*value)?.to_owned())))
                .collect(),
            children,
        });
        (name.to_owned(), vec![element])
    };
    let description = description.map(|description| ("description".to_owned(), vec![description]));
    let elements = BTreeMap::from([
        element(
            "content",
            &[medium, ("type", media_type), url],
            description.into_iter().collect(),
        ),
        // Some readers know this one alone.
        element("thumbnail", &[url], BTreeMap::new()),
    ]);
    BTreeMap::from([("media".to_owned(), elements)])
}
