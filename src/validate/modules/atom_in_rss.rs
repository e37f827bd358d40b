//! Atom in RSS, of which the profile recommends `atom:link` alone.
//! <https://www.rssboard.org/rss-profile#namespace-elements-atom>

use crate::validate::atom::{
    CATEGORY, DATE, ID, LINK, PERSON_EMAIL, PERSON_NAME, PERSON_URI, TEXT,
};
use crate::validate::check::construct;
use crate::validate::rules::{DUPLICATE_ITEM_SEMANTICS, DUPLICATE_SEMANTICS, MISSING_ELEMENT};
use crate::validate::table::{
    Element, Host, Module, many, markup, once, one, optional, parent, text,
};

#[rustfmt::skip]
pub(in crate::validate) static ATOM: Module = Module {
    prefix: "atom",
    elements: &[
        (Host::RSS, many("atom:link", &LINK, "RFC 4287, section 4.2.7")),
        (Host::RSS, many("atom:author", &PERSON, "RFC 4287, section 4.2.1")),
        (Host::RSS, many("atom:contributor", &PERSON, "RFC 4287, section 4.2.3")),
        (Host::RSS, many("atom:category", &CATEGORY, "RFC 4287, section 4.2.2")),
        (Host::CHANNEL, once("atom:id", &ID, "RFC 4287, section 4.2.6")),
        (Host::CHANNEL, once("atom:icon", &ADDRESS, "RFC 4287, section 4.2.5")),
        (Host::CHANNEL, once("atom:logo", &ADDRESS, "RFC 4287, section 4.2.8")),
        (Host::CHANNEL, once("atom:generator", &GENERATOR, "RFC 4287, section 4.2.4")),
        (Host::CHANNEL, once("atom:subtitle", &TEXT, "RFC 4287, section 4.2.12")),
        (Host::CHANNEL, once("atom:title", &TEXT, "RFC 4287, section 4.2.14").twin_of("title", &DUPLICATE_SEMANTICS)),
        (Host::CHANNEL, once("atom:updated", &DATE, "RFC 4287, section 4.2.15").twin_of("lastBuildDate", &DUPLICATE_SEMANTICS)),
        (Host::ITEM, once("atom:id", &ID, "RFC 4287, section 4.2.6").twin_of("guid", &DUPLICATE_ITEM_SEMANTICS)),
        (Host::ITEM, once("atom:published", &DATE, "RFC 4287, section 4.2.9").twin_of("pubDate", &DUPLICATE_ITEM_SEMANTICS)),
        (Host::ITEM, once("atom:updated", &DATE, "RFC 4287, section 4.2.15")),
        (Host::ITEM, once("atom:title", &TEXT, "RFC 4287, section 4.2.14").twin_of("title", &DUPLICATE_ITEM_SEMANTICS)),
        (Host::ITEM, once("atom:summary", &TEXT, "RFC 4287, section 4.2.13")),
        (Host::ITEM, once("atom:content", &CONTENT, "RFC 4287, section 4.1.3")),
        (Host::ITEM, once("atom:source", &crate::validate::table::FOREIGN, "RFC 4287, section 4.2.11")),
        (Host::RSS, once("atom:rights", &TEXT, "RFC 4287, section 4.2.10")),
    ],
    attributes: &[],
};

#[rustfmt::skip]
static PERSON: Element = parent(&[
    one("atom:name", &PERSON_NAME, &MISSING_ELEMENT, "RFC 4287, section 3.2.1"),
    once("atom:uri", &PERSON_URI, "RFC 4287, section 3.2.2"),
    once("atom:email", &PERSON_EMAIL, "RFC 4287, section 3.2.3"),
])
.hosting(Host::PERSON);

static CONTENT: Element =
    markup(construct::content_in_rss).with(&[optional("type", &[]), optional("src", &[])]);
static ADDRESS: Element = text(&[crate::validate::check::uri::iri_of_element]);
static GENERATOR: Element = text(&[]).with(&[optional("uri", &[]), optional("version", &[])]);
