//! Extensions of single companies.

use crate::validate::check::text::{ANY, filled};
use crate::validate::check::{mail, number, uri};
use crate::validate::table::{
    Element, FOREIGN, Host, Module, empty, many, once, one_of, optional, parent, required, text,
};

const PLAY: &str = "RSS feed guidelines for Google Podcasts";
const FLARES: &str = "FeedBurner";
const LISTS: &str = "Simple List Extensions";

/// FeedBurner's elements in the feeds that it serves.
#[rustfmt::skip]
pub(in crate::validate) static FEEDBURNER: Module = Module {
    prefix: "feedburner",
    elements: &[
        (Host::FEEDS, once("feedburner:browserFriendly", &TEXT, FLARES)),
        (Host::FEEDS, once("feedburner:emailServiceId", &TEXT, FLARES)),
        (Host::FEEDS, once("feedburner:feedburnerHostname", &TEXT, FLARES)),
        (Host::FEEDS, many("feedburner:feedFlare", &FOREIGN, FLARES)),
        (Host::FEEDS, once("feedburner:info", &FOREIGN, FLARES)),
        (Host::BOTH, once("feedburner:awareness", &ADDRESS, FLARES)),
        (Host::ENTRIES, once("feedburner:origEnclosureLink", &ADDRESS, FLARES)),
        (Host::ENTRIES, once("feedburner:origLink", &ADDRESS, FLARES)),
    ],
    attributes: &[],
};

/// Podcasts in Google's applications. <https://support.google.com/podcast-publishers/answer/9889544>
#[rustfmt::skip]
pub(in crate::validate) static GOOGLE_PLAY: Module = Module {
    prefix: "googleplay",
    elements: &[
        (Host::BOTH, once("googleplay:author", &TEXT, PLAY)),
        (Host::BOTH, once("googleplay:block", &BLOCK, PLAY)),
        (Host::BOTH, once("googleplay:description", &TEXT, PLAY)),
        (Host::BOTH, once("googleplay:explicit", &EXPLICIT, PLAY)),
        (Host::BOTH, once("googleplay:image", &IMAGE, PLAY)),
        (Host::FEEDS, many("googleplay:category", &CATEGORY, PLAY)),
        (Host::FEEDS, once("googleplay:email", &EMAIL, PLAY)),
        (Host::FEEDS, once("googleplay:new-feed-url", &ADDRESS, PLAY)),
        (Host::FEEDS, once("googleplay:owner", &EMAIL, PLAY)),
    ],
    attributes: &[],
};

/// Microsoft's feeds that are lists, which readers can sort and filter.
#[rustfmt::skip]
pub(in crate::validate) static SIMPLE_LISTS: Module = Module {
    prefix: "cf",
    elements: &[
        (Host::FEEDS, once("cf:treatAs", &TREAT_AS, LISTS)),
        (Host::FEEDS, once("cf:listinfo", &LIST, LISTS)),
    ],
    attributes: &[],
};

static LIST: Element = parent(&[
    many("cf:sort", &SORT, LISTS),
    many("cf:group", &GROUP, LISTS),
]);
static SORT: Element = empty(&[
    optional("ns", &[]),
    optional("element", &[]),
    optional("label", &[]),
    optional(
        "data-type",
        &[one_of!(INVALID_VALUE: "text" | "number" | "date")],
    ),
    optional("default", &[]),
]);
static GROUP: Element = empty(&[
    optional("ns", &[]),
    required("element", &[]),
    optional("label", &[]),
]);
static TREAT_AS: Element = text(&[one_of!(INVALID_VALUE: "list")]);
static ADDRESS: Element = text(&[uri::full]);
static BLOCK: Element = text(&[number::yes_no]);
static CATEGORY: Element = empty(&[required("text", &[filled])]);
static EMAIL: Element = text(&[mail::any_contact]);
static EXPLICIT: Element = text(&[number::yes_no_clean]);
static IMAGE: Element = empty(&[required("href", &[uri::http])]);
static TEXT: Element = text(ANY);
