//! The podcast namespace (Podcasting 2.0).
//! <https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md>

use crate::validate::check::text::{ANY, filled, not_blank};
use crate::validate::check::{date, language, mail, mime, number, podcast, uri};
use crate::validate::rss::ITEM;
use crate::validate::rules::MISSING_ELEMENT;
use crate::validate::table::{
    Attribute, Child, Element, Host, Module, empty, many, once, one_of, optional, parent, required,
    text,
};

const SPEC: &str = "Podcast namespace 1.0";
const CHANNELS: Host = Host(Host::CHANNEL.0 | Host::FEED.0);
const BOTH: Host = Host(CHANNELS.0 | Host::ENTRIES.0);
/// A live item is an item with elements of its own.
const LIVE: Host = Host(512);

#[rustfmt::skip]
pub(in crate::validate) static PODCAST: Module = Module {
    prefix: "podcast",
    elements: &[
        (CHANNELS, once("podcast:locked", &LOCKED, SPEC)),
        (CHANNELS, many("podcast:funding", &FUNDING, SPEC)),
        (CHANNELS, many("podcast:trailer", &TRAILER, SPEC)),
        (CHANNELS, once("podcast:guid", &GUID, SPEC)),
        (CHANNELS, once("podcast:medium", &MEDIUM, SPEC)),
        (CHANNELS, many("podcast:liveItem", &LIVE_ITEM, SPEC)),
        (CHANNELS, many("podcast:block", &BLOCK, SPEC)),
        (CHANNELS, once("podcast:podroll", &REMOTE_ITEMS, SPEC)),
        (CHANNELS, once("podcast:publisher", &REMOTE_ITEMS, SPEC)),
        (CHANNELS, once("podcast:updateFrequency", &UPDATE_FREQUENCY, SPEC)),
        (CHANNELS, once("podcast:podping", &PODPING, SPEC)),
        (CHANNELS, many("podcast:remoteItem", &REMOTE_ITEM, SPEC)),
        (BOTH, many("podcast:person", &PERSON, SPEC)),
        (BOTH, many("podcast:location", &LOCATION, SPEC)),
        (BOTH, once("podcast:license", &LICENSE, SPEC)),
        (BOTH, many("podcast:value", &VALUE, SPEC)),
        (BOTH, once("podcast:images", &IMAGES, SPEC)),
        (BOTH, many("podcast:image", &IMAGE, SPEC)),
        (BOTH, many("podcast:txt", &TXT, SPEC)),
        (BOTH, once("podcast:chat", &CHAT, SPEC)),
        (BOTH, many("podcast:socialInteract", &SOCIAL_INTERACT, SPEC)),
        (Host::ENTRIES, many("podcast:transcript", &TRANSCRIPT, SPEC)),
        (Host::ENTRIES, once("podcast:chapters", &CHAPTERS, SPEC)),
        (Host::ENTRIES, many("podcast:soundbite", &SOUNDBITE, SPEC)),
        (Host::ENTRIES, once("podcast:season", &SEASON, SPEC)),
        (Host::ENTRIES, once("podcast:episode", &EPISODE, SPEC)),
        (Host::ENTRIES, many("podcast:alternateEnclosure", &ALTERNATE_ENCLOSURE, SPEC)),
        (LIVE, many("podcast:contentLink", &CONTENT_LINK, SPEC)),
    ],
    attributes: &[],
};

static LOCKED: Element =
    text(&[one_of!(INVALID_YES_NO: "yes" | "no")]).with(&[optional("owner", &[mail::address])]);
static FUNDING: Element = text(&[podcast::short]).with(&[required("url", &[uri::full_exact])]);
static TRAILER: Element = text(&[filled, podcast::short]).with(&[
    required("url", &[uri::full_exact]),
    required("pubdate", &[date::rfc822]),
    optional("length", &[number::not_negative]),
    optional("type", &[mime::media_type]),
    optional("season", &[number::positive]),
]);
static GUID: Element = text(&[podcast::uuid]);
static MEDIUM: Element = text(&[podcast::medium]);
static LIVE_ITEM: Element = Element {
    holds: ITEM.holds,
    children: ITEM.children,
    attributes: &[
        required(
            "status",
            &[one_of!(INVALID_PODCAST_VALUE: "pending" | "live" | "ended")],
        ),
        required("start", &[date::iso8601]),
        optional("end", &[date::iso8601]),
    ],
    host: Host(ITEM.host.0 | LIVE.0),
    relations: ITEM.relations,
};
static BLOCK: Element =
    text(&[one_of!(INVALID_YES_NO: "yes" | "no")]).with(&[optional("id", &[not_blank])]);
static UPDATE_FREQUENCY: Element = text(&[podcast::short]).with(&[
    optional("complete", &[number::boolean]),
    optional("dtstart", &[date::iso8601]),
    optional("rrule", &[podcast::recurrence]),
]);
static PODPING: Element = empty(&[optional("usesPodping", &[number::boolean])]);
static REMOTE_ITEMS: Element =
    parent(&[many("podcast:remoteItem", &REMOTE_ITEM, SPEC).needed(&MISSING_ELEMENT)]);
static REMOTE_ITEM: Element = empty(&[
    required("feedGuid", &[podcast::uuid]),
    optional("feedUrl", &[uri::full_exact]),
    optional("itemGuid", &[not_blank]),
    optional("medium", &[podcast::medium]),
    optional("title", &[podcast::short]),
]);

static PERSON: Element = text(&[filled, podcast::short]).with(&[
    optional("role", &[not_blank, podcast::short]),
    optional("group", &[not_blank, podcast::short]),
    optional("img", &[uri::full_exact]),
    optional("href", &[uri::full_exact]),
]);
static LOCATION: Element = text(&[filled, podcast::short]).with(&[
    optional("rel", &[not_blank]),
    optional("geo", &[podcast::geo_uri]),
    optional("osm", &[podcast::osm]),
    optional("country", &[not_blank]),
]);
static LICENSE: Element = text(&[filled, podcast::short])
    .with(&[optional("url", &[uri::full_exact])])
    .relating(&[podcast::license]);
static VALUE: Element = parent(&[
    many("podcast:valueRecipient", &RECIPIENT, SPEC).needed(&MISSING_ELEMENT),
    many("podcast:valueTimeSplit", &TIME_SPLIT, SPEC),
])
.with(&[
    required("type", &[not_blank]),
    required("method", &[not_blank]),
    optional("suggested", &[number::float]),
]);
static RECIPIENT: Element = empty(&[
    optional("name", &[]),
    optional("customKey", &[]),
    optional("customValue", &[]),
    required("type", &[not_blank]),
    required("address", &[not_blank]),
    required("split", &[number::not_negative]),
    optional("fee", &[number::boolean]),
]);
static TIME_SPLIT: Element = parent(&[
    once("podcast:remoteItem", &REMOTE_ITEM, SPEC),
    many("podcast:valueRecipient", &RECIPIENT, SPEC),
])
.with(&[
    required("startTime", &[number::float]),
    required("duration", &[number::float]),
    optional("remoteStartTime", &[number::float]),
    optional("remotePercentage", &[number::float]),
])
.relating(&[podcast::time_split]);
static IMAGES: Element = empty(&[required("srcset", &[podcast::srcset])]);
static IMAGE: Element = empty(&[
    required("href", &[uri::full_exact]),
    optional("alt", &[]),
    optional("aspect-ratio", &[]),
    optional("width", &[number::positive]),
    optional("height", &[number::positive]),
    optional("type", &[mime::media_type]),
    optional("purpose", &[podcast::short]),
]);
static TXT: Element = text(&[podcast::long]).with(&[optional("purpose", &[podcast::short])]);
static CHAT: Element = empty(&[
    required("server", &[not_blank]),
    required("protocol", &[not_blank]),
    optional("accountId", &[]),
    optional("space", &[]),
]);
static SOCIAL_INTERACT: Element = empty(&[
    required("protocol", &[not_blank]),
    optional("uri", &[uri::full_exact]),
    optional("accountId", &[not_blank]),
    optional("accountUrl", &[uri::full_exact]),
    optional("priority", &[number::not_negative]),
])
.relating(&[podcast::thread]);

static TRANSCRIPT: Element = empty(&[
    required("url", &[uri::full_exact]),
    required("type", &[mime::media_type]),
    optional("language", &[language::language]),
    optional("rel", &[one_of!(INVALID_PODCAST_VALUE: "captions")]),
]);
static CHAPTERS: Element = empty(LINKED_FILE);
const LINKED_FILE: &[Attribute] = &[
    required("url", &[uri::full_exact]),
    required("type", &[mime::media_type]),
];
static SOUNDBITE: Element = text(&[podcast::short]).with(&[
    required("startTime", &[number::float]),
    required("duration", &[number::float]),
]);
static SEASON: Element = text(&[number::positive]).with(&[optional("name", &[podcast::short])]);
static EPISODE: Element =
    text(&[number::float]).with(&[optional("display", &[podcast::very_short])]);
static ALTERNATE_ENCLOSURE: Element = parent(SOURCES).with(&[
    required("type", &[mime::media_type]),
    optional("length", &[number::not_negative]),
    optional("bitrate", &[number::float]),
    optional("height", &[number::positive]),
    optional("lang", &[language::language]),
    optional("title", &[podcast::very_short]),
    optional("rel", &[podcast::very_short]),
    optional("codecs", &[not_blank]),
    optional("default", &[number::boolean]),
]);
const SOURCES: &[Child] = &[
    many("podcast:source", &SOURCE, SPEC).needed(&MISSING_ELEMENT),
    once("podcast:integrity", &INTEGRITY, SPEC),
];
static SOURCE: Element = empty(&[
    required("uri", &[uri::full_exact]),
    optional("contentType", &[mime::media_type]),
]);
static INTEGRITY: Element = empty(&[
    required(
        "type",
        &[one_of!(INVALID_PODCAST_VALUE: "sri" | "pgp-signature")],
    ),
    required("value", &[not_blank]),
]);
static CONTENT_LINK: Element = text(ANY).with(&[required("href", &[uri::full_exact])]);
