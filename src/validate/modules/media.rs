//! Media RSS 1.5.1. <https://www.rssboard.org/media-rss>

use crate::validate::check::text::{ANY, not_blank, plain};
use crate::validate::check::{language, media, mime, number, uri};
use crate::validate::modules::geo::WHERE;
use crate::validate::rules::{DEPRECATED_MEDIA_ADULT, MISSING_ELEMENT};
use crate::validate::table::{
    Attribute, Element, Host, Module, empty, many, once, one_of, optional, parent, required, text,
};

const SPEC: &str = "Media RSS 1.5.1";
const CHANNELS: Host = Host(Host::CHANNEL.0 | Host::FEED.0);
const HOSTS: Host = Host(CHANNELS.0 | Host::ENTRIES.0 | Host::MEDIA.0);

#[rustfmt::skip]
pub(in crate::validate) static MEDIA: Module = Module {
    prefix: "media",
    elements: &[
        (Host::ENTRIES, many("media:content", &CONTENT, "Media RSS 1.5.1, media:content")),
        (Host::ENTRIES, many("media:group", &GROUP, "Media RSS 1.5.1, media:group")),
        (HOSTS, once("media:adult", &ADULT, SPEC).discouraged(&DEPRECATED_MEDIA_ADULT)),
        (HOSTS, once("media:rating", &RATING, "Media RSS 1.5.1, media:rating").keyed_by("scheme")),
        (HOSTS, once("media:title", &WORDS, "Media RSS 1.5.1, media:title")),
        (HOSTS, once("media:description", &WORDS, "Media RSS 1.5.1, media:description")),
        (HOSTS, once("media:keywords", &FREE, "Media RSS 1.5.1, media:keywords")),
        (HOSTS, many("media:thumbnail", &THUMBNAIL, "Media RSS 1.5.1, media:thumbnail")),
        (HOSTS, many("media:category", &CATEGORY, "Media RSS 1.5.1, media:category")),
        (HOSTS, once("media:hash", &HASH, "Media RSS 1.5.1, media:hash").keyed_by("algo")),
        (HOSTS, once("media:player", &PLAYER, "Media RSS 1.5.1, media:player")),
        (HOSTS, many("media:credit", &CREDIT, "Media RSS 1.5.1, media:credit")),
        (HOSTS, once("media:copyright", &COPYRIGHT, "Media RSS 1.5.1, media:copyright")),
        (HOSTS, many("media:text", &TEXT, "Media RSS 1.5.1, media:text")),
        (HOSTS, once("media:restriction", &RESTRICTION, "Media RSS 1.5.1, media:restriction").keyed_by("type")),
        (HOSTS, once("media:community", &COMMUNITY, "Media RSS 1.5.1, media:community")),
        (HOSTS, once("media:comments", &COMMENTS, "Media RSS 1.5.1, media:comments")),
        (HOSTS, once("media:embed", &EMBED, "Media RSS 1.5.1, media:embed")),
        (HOSTS, once("media:responses", &RESPONSES, "Media RSS 1.5.1, media:responses")),
        (HOSTS, once("media:backLinks", &BACK_LINKS, "Media RSS 1.5.1, media:backLinks")),
        (HOSTS, once("media:status", &STATUS, "Media RSS 1.5.1, media:status")),
        (HOSTS, many("media:price", &PRICE, "Media RSS 1.5.1, media:price")),
        (HOSTS, once("media:license", &LICENSE, "Media RSS 1.5.1, media:license")),
        (HOSTS, many("media:subTitle", &SUB_TITLE, "Media RSS 1.5.1, media:subTitle")),
        (HOSTS, many("media:peerLink", &PEER_LINK, "Media RSS 1.5.1, media:peerLink")),
        (HOSTS, many("media:location", &LOCATION, "Media RSS 1.5.1, media:location")),
        (HOSTS, many("media:rights", &RIGHTS, "Media RSS 1.5.1, media:rights")),
        (HOSTS, many("media:scenes", &SCENES, "Media RSS 1.5.1, media:scenes")),
    ],
    attributes: &[],
};

static GROUP: Element = parent(&[many(
    "media:content",
    &CONTENT,
    "Media RSS 1.5.1, media:content",
)])
.hosting(Host::MEDIA)
.relating(&[media::has_alternatives]);

static CONTENT: Element = parent(&[])
    .hosting(Host::MEDIA)
    .relating(&[media::leads_somewhere])
    .with(&[
        optional("url", &[uri::full_exact]),
        optional("fileSize", &[number::positive]),
        optional("type", &[mime::enclosure_type]).of_element(),
        optional("medium", &[one_of!(INVALID_MEDIA_MEDIUM: "image" | "audio" | "video" | "document" | "executable")]).of_element(),
        optional("isDefault", &[number::true_false]),
        optional("expression", &[one_of!(INVALID_MEDIA_EXPRESSION: "sample" | "full" | "nonstop")]).of_element(),
        optional("bitrate", &[number::float]),
        optional("framerate", &[number::float]),
        optional("samplingrate", &[number::float]),
        optional("channels", &[number::not_negative]),
        optional("duration", &[number::float]),
        optional("height", &[number::positive]),
        optional("width", &[number::positive]),
        optional("lang", &[language::language]),
    ]);

static WORDS: Element = text(&[media::words]).with(&[optional(
    "type",
    &[one_of!(INVALID_MEDIA_TEXT_TYPE: "plain" | "html")],
)
.of_element()]);
static TEXT: Element = text(&[media::words]).with(&[
    optional(
        "type",
        &[one_of!(INVALID_MEDIA_TEXT_TYPE: "plain" | "html")],
    )
    .of_element(),
    optional("lang", &[language::language]),
    optional("start", &[media::npt]).of_element(),
    optional("end", &[media::npt]).of_element(),
]);
static RATING: Element = text(&[media::rating]).with(&[optional("scheme", &[media::scheme])]);
static CATEGORY: Element = text(&[plain]).with(&[
    optional("scheme", &[media::scheme]),
    optional("label", &[plain]),
]);
static HASH: Element = text(&[media::hash]).with(&[optional("algo", &[])]);
static CREDIT: Element = text(&[plain]).with(&[
    optional("role", &[media::role]).of_element(),
    optional("scheme", &[media::scheme]),
]);
static COPYRIGHT: Element = text(&[plain]).with(&[optional("url", &[uri::full_exact])]);
static RESTRICTION: Element = text(&[media::restriction]).with(&[
    required(
        "relationship",
        &[one_of!(INVALID_MEDIA_RESTRICTION_REL: "allow" | "deny")],
    )
    .of_element(),
    optional(
        "type",
        &[one_of!(INVALID_MEDIA_RESTRICTION_TYPE: "country" | "uri" | "sharing")],
    )
    .of_element(),
]);
static PLAYER: Element = empty(&[
    required("url", &[uri::full_exact]),
    optional("height", &[number::positive]),
    optional("width", &[number::positive]),
]);
static THUMBNAIL: Element = empty(&[
    required("url", &[uri::full_exact]),
    optional("height", &[number::positive]),
    optional("width", &[number::positive]),
    optional("time", &[media::npt]).of_element(),
]);
static FREE: Element = text(ANY);
static ADULT: Element = text(&[number::true_false]);

static COMMUNITY: Element = parent(&[
    once("media:starRating", &STAR_RATING, SPEC),
    once("media:statistics", &STATISTICS, SPEC),
    once("media:tags", &FREE, SPEC),
]);
static STAR_RATING: Element = empty(&[
    optional("average", &[number::float]),
    optional("count", &[number::not_negative]),
    optional("min", &[number::float]),
    optional("max", &[number::float]),
]);
static STATISTICS: Element = empty(&[
    optional("views", &[number::not_negative]),
    optional("favorites", &[number::not_negative]),
]);
static COMMENTS: Element = parent(&[many("media:comment", &FREE, SPEC)]);
static RESPONSES: Element = parent(&[many("media:response", &FREE, SPEC)]);
static BACK_LINKS: Element = parent(&[many("media:backLink", &ADDRESS, SPEC)]);
static EMBED: Element = parent(&[many("media:param", &PARAM, SPEC)]).with(&[
    required("url", &[uri::full_exact]),
    optional("height", &[number::positive]),
    optional("width", &[number::positive]),
]);
static PARAM: Element = text(ANY).with(&[required("name", &[not_blank])]);
static STATUS: Element = empty(&[
    required(
        "state",
        &[one_of!(INVALID_MEDIA_VALUE: "active" | "blocked" | "deleted")],
    ),
    optional("reason", &[]),
]);
static PRICE: Element = empty(&[
    optional(
        "type",
        &[one_of!(INVALID_MEDIA_VALUE: "rent" | "purchase" | "package" | "subscription")],
    ),
    optional("info", &[]),
    optional("price", &[number::float]),
    optional("currency", &[media::currency]),
]);
static LICENSE: Element = text(ANY).with(FILE);
static SUB_TITLE: Element = empty(&[
    required("href", &[uri::full_exact]),
    optional("type", &[mime::media_type]),
    optional("lang", &[language::language]),
]);
static PEER_LINK: Element = empty(&[
    required("href", &[uri::full_exact]),
    optional("type", &[mime::media_type]),
]);
/// The address and the type of a file.
const FILE: &[Attribute] = &[
    optional("href", &[uri::full_exact]),
    optional("type", &[mime::media_type]),
];
static LOCATION: Element = parent(&[once("georss:where", &WHERE, "GeoRSS GML")]).with(&[
    optional("description", &[plain]),
    optional("start", &[media::npt]),
    optional("end", &[media::npt]),
]);
static RIGHTS: Element = empty(&[required(
    "status",
    &[one_of!(INVALID_MEDIA_VALUE: "userCreated" | "official")],
)]);
static SCENES: Element = parent(&[many("media:scene", &SCENE, SPEC).needed(&MISSING_ELEMENT)]);
static SCENE: Element = parent(&[
    once("sceneTitle", &FREE, SPEC),
    once("sceneDescription", &FREE, SPEC),
    once("sceneStartTime", &TIME, SPEC),
    once("sceneEndTime", &TIME, SPEC),
    once("media:sceneTitle", &FREE, SPEC),
    once("media:sceneDescription", &FREE, SPEC),
    once("media:sceneStartTime", &TIME, SPEC),
    once("media:sceneEndTime", &TIME, SPEC),
]);
static TIME: Element = text(&[media::npt]);
static ADDRESS: Element = text(&[uri::full]);
