//! Modules that were proposed for RSS 1.0 and are used in other formats as well.
//! <https://web.resource.org/rss/1.0/modules/proposed.html>

use crate::validate::check::text::ANY;
use crate::validate::check::{date, language, number, uri};
use crate::validate::table::{
    Element, FOREIGN, Host, Module, empty, many, once, one_of, optional, parent, required, text,
};

const AUDIO_SPEC: &str = "RSS 1.0 module Audio";
const CC_SPEC: &str = "RSS 1.0 module Creative Commons";
const LICENSED: Host = Host(Host::BOTH.0 | Host::IMAGE.0 | Host::MEDIA.0);
const COMPANY_SPEC: &str = "RSS 1.0 module Company";
const IMAGE_SPEC: &str = "RSS 1.0 module Image";
const RSS_091_SPEC: &str = "RSS 1.0 module RSS 0.91";
const STATUS_SPEC: &str = "RSS 1.0 module Service Status";
const STREAMING_SPEC: &str = "RSS 1.0 module Streaming";
const WIKI_SPEC: &str = "RSS 1.0 module Wiki";

/// What MP3 files say of themselves. <https://web.resource.org/rss/1.0/modules/audio/>
#[rustfmt::skip]
pub(in crate::validate) static AUDIO: Module = Module {
    prefix: "audio",
    elements: &[
        (Host::ENTRIES, once("audio:songname", &TEXT, AUDIO_SPEC)),
        (Host::ENTRIES, once("audio:artist", &TEXT, AUDIO_SPEC)),
        (Host::ENTRIES, once("audio:album", &TEXT, AUDIO_SPEC)),
        (Host::ENTRIES, once("audio:year", &COUNT, AUDIO_SPEC)),
        (Host::ENTRIES, once("audio:comment", &TEXT, AUDIO_SPEC)),
        (Host::ENTRIES, once("audio:genre", &TEXT, AUDIO_SPEC)),
        (Host::ENTRIES, once("audio:genre_id", &COUNT, AUDIO_SPEC)),
        (Host::ENTRIES, once("audio:recording_time", &COUNT, AUDIO_SPEC)),
        (Host::ENTRIES, once("audio:bitrate", &COUNT, AUDIO_SPEC)),
        (Host::ENTRIES, once("audio:track", &COUNT, AUDIO_SPEC)),
        (Host::ENTRIES, once("audio:price", &TEXT, AUDIO_SPEC)),
    ],
    attributes: &[],
};

/// Licenses in RDF. <https://web.resource.org/rss/1.0/modules/cc/>
#[rustfmt::skip]
pub(in crate::validate) static LICENSES: Module = Module {
    prefix: "cc",
    elements: &[
        (LICENSED, many("cc:license", &LICENSE, CC_SPEC)),
        (LICENSED, many("cc:License", &FOREIGN, CC_SPEC)),
        (LICENSED, many("cc:Work", &FOREIGN, CC_SPEC)),
        (Host::LINK, many("cc:permits", &LICENSE, CC_SPEC)),
        (Host::LINK, many("cc:prohibits", &LICENSE, CC_SPEC)),
        (Host::LINK, many("cc:requires", &LICENSE, CC_SPEC)),
    ],
    attributes: &[],
};

/// Listed companies. <https://web.resource.org/rss/1.0/modules/company/>
#[rustfmt::skip]
pub(in crate::validate) static COMPANY: Module = Module {
    prefix: "company",
    elements: &[
        (Host::ENTRIES, many("company:name", &TEXT, COMPANY_SPEC)),
        (Host::ENTRIES, many("company:symbol", &TEXT, COMPANY_SPEC)),
        (Host::ENTRIES, many("company:market", &TEXT, COMPANY_SPEC)),
        (Host::ENTRIES, many("company:category", &FOREIGN, COMPANY_SPEC)),
    ],
    attributes: &[],
};

/// Icons and pictures. <https://web.resource.org/rss/1.0/modules/image/>
#[rustfmt::skip]
pub(in crate::validate) static IMAGES: Module = Module {
    prefix: "image",
    elements: &[
        (Host::BOTH, many("image:favicon", &FAVICON, IMAGE_SPEC)),
        (Host::ENTRIES, many("image:item", &PICTURE, IMAGE_SPEC)),
    ],
    attributes: &[],
};

/// The elements that RSS 0.91 had. <https://web.resource.org/rss/1.0/modules/rss091/>
#[rustfmt::skip]
pub(in crate::validate) static RSS_091: Module = Module {
    prefix: "rss091",
    elements: &[
        (Host::FEEDS, once("rss091:language", &LANGUAGE, RSS_091_SPEC)),
        (Host::FEEDS, once("rss091:rating", &TEXT, RSS_091_SPEC)),
        (Host::FEEDS, once("rss091:managingEditor", &TEXT, RSS_091_SPEC)),
        (Host::FEEDS, once("rss091:webMaster", &TEXT, RSS_091_SPEC)),
        (Host::FEEDS, once("rss091:webmaster", &TEXT, RSS_091_SPEC)),
        (Host::FEEDS, once("rss091:pubDate", &DATE_091, RSS_091_SPEC)),
        (Host::FEEDS, once("rss091:lastBuildDate", &DATE_091, RSS_091_SPEC)),
        (Host::FEEDS, once("rss091:copyright", &TEXT, RSS_091_SPEC)),
        (Host::FEEDS, once("rss091:skipHours", &FOREIGN, RSS_091_SPEC)),
        (Host::FEEDS, once("rss091:skipDays", &FOREIGN, RSS_091_SPEC)),
    ],
    attributes: &[],
};

/// Whether services respond. <https://web.resource.org/rss/1.0/modules/servicestatus/>
#[rustfmt::skip]
pub(in crate::validate) static SERVICE_STATUS: Module = Module {
    prefix: "ss",
    elements: &[
        (Host::FEEDS, once("ss:aboutStats", &FOREIGN, STATUS_SPEC)),
        (Host::ENTRIES, once("ss:responding", &TRUE_FALSE, STATUS_SPEC)),
        (Host::ENTRIES, once("ss:lastChecked", &DATE, STATUS_SPEC)),
        (Host::ENTRIES, once("ss:lastSeen", &DATE, STATUS_SPEC)),
        (Host::ENTRIES, once("ss:availability", &COUNT, STATUS_SPEC)),
        (Host::ENTRIES, once("ss:averageResponseTime", &NUMBER, STATUS_SPEC)),
        (Host::ENTRIES, once("ss:statusMessage", &TEXT, STATUS_SPEC)),
    ],
    attributes: &[],
};

/// Streams. <https://web.resource.org/rss/1.0/modules/streaming/>
#[rustfmt::skip]
pub(in crate::validate) static STREAMING: Module = Module {
    prefix: "str",
    elements: &[
        (Host::BOTH, once("str:type", &STREAM_TYPE, STREAMING_SPEC)),
        (Host::BOTH, once("str:associatedApplication", &TEXT, STREAMING_SPEC)),
        (Host::BOTH, once("str:associatedApplication.version", &TEXT, STREAMING_SPEC)),
        (Host::BOTH, once("str:associatedApplication.downloadUri", &ADDRESS, STREAMING_SPEC)),
        (Host::BOTH, once("str:codec", &TEXT, STREAMING_SPEC)),
        (Host::BOTH, once("str:codec.version", &TEXT, STREAMING_SPEC)),
        (Host::BOTH, once("str:codec.sampleRate", &TEXT, STREAMING_SPEC)),
        (Host::BOTH, once("str:codec.stereo", &TEXT, STREAMING_SPEC)),
        (Host::BOTH, once("str:codec.Resolution", &TEXT, STREAMING_SPEC)),
        (Host::BOTH, once("str:codec.ResolutionX", &TEXT, STREAMING_SPEC)),
        (Host::BOTH, once("str:codec.ResolutionY", &TEXT, STREAMING_SPEC)),
        (Host::BOTH, once("str:duration", &TEXT, STREAMING_SPEC)),
        (Host::BOTH, once("str:live", &TEXT, STREAMING_SPEC)),
        (Host::BOTH, once("str:live.scheduledStartTime", &DATE, STREAMING_SPEC)),
        (Host::BOTH, once("str:live.scheduledEndTime", &DATE, STREAMING_SPEC)),
        (Host::BOTH, once("str:live.location", &TEXT, STREAMING_SPEC)),
        (Host::BOTH, once("str:live.contactUri", &ADDRESS, STREAMING_SPEC)),
    ],
    attributes: &[],
};

/// Topics. <https://web.resource.org/rss/1.0/modules/taxonomy/>
#[rustfmt::skip]
pub(in crate::validate) static TAXONOMY: Module = Module {
    prefix: "taxo",
    elements: &[(Host::BOTH, once("taxo:topics", &FOREIGN, "RSS 1.0 module Taxonomy"))],
    attributes: &[],
};

/// Changes of wikis. <https://web.resource.org/rss/1.0/modules/wiki/>, and for RSS 2.0
/// <http://www.communitywiki.org/cw/WikiModule>
#[rustfmt::skip]
pub(in crate::validate) static WIKI: Module = Module {
    prefix: "wiki",
    elements: &[
        (Host::FEEDS, once("wiki:interwiki", &FOREIGN, WIKI_SPEC)),
        (Host::ENTRIES, once("wiki:version", &TEXT, WIKI_SPEC)),
        (Host::ENTRIES, once("wiki:status", &PAGE_STATUS, WIKI_SPEC)),
        (Host::ENTRIES, once("wiki:importance", &IMPORTANCE, WIKI_SPEC)),
        (Host::ENTRIES, once("wiki:diff", &ADDRESS, WIKI_SPEC)),
        (Host::ENTRIES, once("wiki:history", &ADDRESS, WIKI_SPEC)),
        (Host::ENTRIES, once("wiki:host", &TEXT, WIKI_SPEC)),
        (Host::ENTRIES, once("wiki:username", &TEXT, WIKI_SPEC)),
    ],
    attributes: &[],
};

static FAVICON: Element = empty(&[
    required("rdf:about", &[uri::full_exact]),
    optional(
        "image:size",
        &[one_of!(INVALID_VALUE: "small" | "medium" | "large")],
    ),
])
.hosting(Host::IMAGE);
static PICTURE: Element = parent(&[
    once("image:width", &PIXELS, IMAGE_SPEC),
    once("image:height", &PIXELS, IMAGE_SPEC),
])
.with(&[
    required("rdf:about", &[uri::full_exact]),
    optional("rdf:resource", &[uri::full_exact]),
])
.hosting(Host::IMAGE);
static LICENSE: Element = empty(&[required("rdf:resource", &[uri::full_exact])]);
static ADDRESS: Element = text(&[uri::full]);
static COUNT: Element = text(&[number::not_negative]);
static DATE: Element = text(&[date::w3cdtf]);
static DATE_091: Element = text(&[date::rfc822]);
static IMPORTANCE: Element = text(&[one_of!(INVALID_VALUE: "major" | "minor")]);
static LANGUAGE: Element = text(&[language::language]);
static NUMBER: Element = text(&[number::float]);
static PAGE_STATUS: Element = text(&[one_of!(INVALID_VALUE: "new" | "updated" | "deleted")]);
static PIXELS: Element = text(&[number::positive]);
static STREAM_TYPE: Element = text(&[one_of!(INVALID_VALUE: "audio" | "video" | "both")]);
static TEXT: Element = text(ANY);
static TRUE_FALSE: Element = text(&[one_of!(INVALID_VALUE: "true" | "false")]);
