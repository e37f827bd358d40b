//! Podcasts. <https://help.apple.com/itc/podcasts_connect/#/itcb54353390>

use crate::validate::check::text::{at_most_255, at_most_4000, filled, plain};
use crate::validate::check::{date, itunes, mail, number, uri};
use crate::validate::rules::MISSING_ELEMENT;
use crate::validate::table::{
    Element, Host, Module, empty, many, once, one_of, optional, parent, required, text,
};

const SPEC: &str = "A Podcaster's Guide to RSS";
const CHANNELS: Host = Host(Host::CHANNEL.0 | Host::FEED.0);

#[rustfmt::skip]
pub(in crate::validate) static ITUNES: Module = Module {
    prefix: "itunes",
    elements: &[
        (Host::BOTH, once("itunes:author", &SHORT, SPEC)),
        (Host::BOTH, once("itunes:block", &YES_NO_CLEAN, SPEC)),
        (Host::BOTH, once("itunes:explicit", &TRUE_FALSE, SPEC)),
        (Host::BOTH, once("itunes:image", &IMAGE, SPEC)),
        (Host::BOTH, once("itunes:keywords", &KEYWORDS, SPEC)),
        (Host::BOTH, once("itunes:subtitle", &SHORT, SPEC)),
        (Host::BOTH, once("itunes:summary", &LONG, SPEC)),
        (Host::BOTH, once("itunes:title", &SHORT, SPEC)),
        (CHANNELS, many("itunes:category", &CATEGORY, SPEC)),
        (CHANNELS, once("itunes:owner", &OWNER, SPEC)),
        (CHANNELS, once("itunes:new-feed-url", &ADDRESS, SPEC)),
        (CHANNELS, once("itunes:type", &TYPE, SPEC)),
        (CHANNELS, once("itunes:complete", &YES, SPEC)),
        (CHANNELS, once("itunes:pubDate", &DATE, SPEC)),
        (CHANNELS, once("itunes:applepodcastsverify", &FREE, SPEC)),
        (Host::ENTRIES, once("itunes:duration", &DURATION, SPEC)),
        (Host::ENTRIES, once("itunes:episode", &NUMBER, SPEC)),
        (Host::ENTRIES, once("itunes:season", &NUMBER, SPEC)),
        (Host::ENTRIES, once("itunes:order", &NUMBER, SPEC)),
        (Host::ENTRIES, once("itunes:episodeType", &EPISODE_TYPE, SPEC)),
        (Host::ENTRIES, once("itunes:isClosedCaptioned", &YES, SPEC)),
        (Host::ENTRIES, many("itunes:category", &CATEGORY, SPEC)),
        (Host::ENTRIES, once("itunes:pubDate", &DATE, SPEC)),
    ],
    attributes: &[],
};

static OWNER: Element = parent(&[
    once("itunes:name", &SHORT, SPEC),
    once("itunes:email", &EMAIL, SPEC).needed(&MISSING_ELEMENT),
]);

static CATEGORY: Element = Element {
    children: &[many("itunes:category", &SUBCATEGORY, SPEC)],
    ..empty(&[required("text", &[itunes::category]).of_element()])
};
static SUBCATEGORY: Element = empty(&[required("text", &[itunes::subcategory]).of_element()]);
static IMAGE: Element = empty(&[
    required("href", &[uri::http]),
    optional("url", &[]),
    optional("rel", &[]),
    optional("type", &[]),
]);

static SHORT: Element = text(&[at_most_255, plain]);
static LONG: Element = text(&[at_most_4000, plain]);
static KEYWORDS: Element = text(&[at_most_255, plain, itunes::keywords]);
static EMAIL: Element = text(&[mail::any_contact]);
static ADDRESS: Element = text(&[uri::full]);
static TRUE_FALSE: Element = text(&[number::true_false]);
static YES_NO_CLEAN: Element = text(&[number::yes_no_clean]);
static YES: Element = text(&[number::yes_no]);
static DATE: Element = text(&[date::rfc822]);
static DURATION: Element = text(&[itunes::duration]);
static NUMBER: Element = text(&[number::positive]);
static EPISODE_TYPE: Element =
    text(&[one_of!(INVALID_ITUNES_EPISODE_TYPE: "full" | "trailer" | "bonus")]);
static TYPE: Element = text(&[one_of!(INVALID_ITUNES_CHANNEL_TYPE: "episodic" | "serial")]);
static FREE: Element = text(&[filled]);
