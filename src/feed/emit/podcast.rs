//! The podcast namespace (Podcasting 2.0), for RSS only. <https://podcastnamespace.org>

use std::collections::BTreeMap;

use rss::extension::{Extension, ExtensionMap};

use crate::model::{Article, Author, Enclosure, Episode, Feed, Podcast, Text};
use crate::text;

/// Prefix and namespace, which the feed of a podcast declares.
pub(super) const NAMESPACE: (&str, &str) = ("podcast", "https://podcastindex.org/namespace/1.0");

/// "Please do not exceed 128 characters", for texts that apps show.
const MAX_CHARACTERS: usize = 128;

/// Attributes by name, of which those without a value are left out.
type Attributes<'a> = &'a [(&'a str, Option<&'a str>)];

/// Adds the elements of a podcast.
pub(super) fn channel(feed: &Feed<'_>, podcast: &Podcast, extensions: &mut ExtensionMap) {
    let mut add = |name, value: Option<&str>, attributes: Attributes<'_>| {
        push(extensions, name, value, attributes);
    };
    if let Some(guid) = &feed.podcast_guid {
        add("guid", Some(guid), &[]);
    }
    if let Some(locked) = podcast.locked {
        let owner = podcast.owner.as_ref().map(|(_, email)| &**email);
        let value = if locked { "yes" } else { "no" };
        add("locked", Some(value), &[("owner", owner)]);
    }
    for (url, label) in &podcast.funding {
        add(
            "funding",
            Some(&short(label)),
            &[("url", Some(url.as_str()))],
        );
    }
    for trailer in &feed.trailers {
        if let Some((file, season)) = trailer_of(trailer) {
            let length = file.length.map(|length| length.to_string());
            let attributes = [
                ("url", Some(file.url.as_str())),
                ("pubdate", Some(&*trailer.published.to_rfc822())),
                ("length", length.as_deref()),
                ("type", Some(file.media_type.as_str())),
                ("season", season.as_deref()),
            ];
            add("trailer", Some(&short(&trailer.title)), &attributes);
        }
    }
    if let Some(medium) = podcast.medium {
        add("medium", Some(medium), &[]);
    }
    for host in &podcast.hosts {
        person(host, "host", extensions);
    }
}

/// Adds the elements of an episode.
pub(super) fn item(episode: &Episode, extensions: &mut ExtensionMap) {
    let numbers = [("season", episode.season), ("episode", episode.number)];
    for (name, number) in numbers {
        if let Some(number) = number {
            push(extensions, name, Some(&number.to_string()), &[]);
        }
    }
    let hosts = episode.hosts.iter().map(|host| (host, "host"));
    let guests = episode.guests.iter().map(|guest| (guest, "guest"));
    for (one, role) in hosts.chain(guests) {
        person(one, role, extensions);
    }
    let transcripts = episode.transcripts.iter().map(|file| ("transcript", file));
    let chapters = episode.chapters.iter().map(|file| ("chapters", file));
    for (name, file) in transcripts.chain(chapters) {
        let attributes = [
            ("url", Some(file.url.as_str())),
            ("type", Some(file.media_type.as_str())),
        ];
        push(extensions, name, None, &attributes);
    }
}

/// The file of a trailer, and the season that it introduces.
fn trailer_of(article: &Article) -> Option<(&Enclosure, Option<String>)> {
    let media = article.media.as_deref()?;
    let season = media.episode.as_ref()?.season;
    Some((
        media.enclosures.first()?,
        season.map(|season| season.to_string()),
    ))
}

fn person(person: &Author, role: &str, extensions: &mut ExtensionMap) {
    let page = person.url.as_ref().map(|url| url.as_str());
    let attributes = [("role", Some(role)), ("href", page)];
    push(
        extensions,
        "person",
        Some(&short(&person.name)),
        &attributes,
    );
}

fn short(text: &Text) -> String {
    text::cut(text.as_str(), MAX_CHARACTERS).into_owned()
}

fn push(
    extensions: &mut ExtensionMap,
    name: &str,
    value: Option<&str>,
    attributes: Attributes<'_>,
) {
    let (prefix, _) = NAMESPACE;
    let attributes = attributes.iter();
    let element = Extension {
        name: format!("{prefix}:{name}"),
        value: value.map(str::to_owned),
        attrs: attributes
            .filter_map(|(name, value)| Some(((*name).to_owned(), (*value)?.to_owned())))
            .collect(),
        children: BTreeMap::new(),
    };
    let elements = extensions.entry(prefix.to_owned()).or_default();
    elements.entry(name.to_owned()).or_default().push(element);
}
