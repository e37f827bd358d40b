//! Dublin Core. <https://web.resource.org/rss/1.0/modules/dc/>

use crate::validate::check::{date, language, text};
use crate::validate::rules::{DUPLICATE_ITEM_SEMANTICS, DUPLICATE_SEMANTICS};
use crate::validate::table::{Element, Host, Module, many, once, text as holding};

const SPEC: &str = "RSS 1.0 module Dublin Core";
/// Dublin Core elements without an equivalent in RSS.
const ELSEWHERE: Host = Host(Host::ATOM.0 | Host::IMAGE.0 | Host::MEDIA.0 | Host::PERSON.0);

#[rustfmt::skip]
pub(in crate::validate) static DUBLIN_CORE: Module = Module {
    prefix: "dc",
    elements: &[
        (Host::CHANNEL, many("dc:creator", &TEXT, SPEC).twin_of("managingEditor", &DUPLICATE_SEMANTICS)),
        (Host::CHANNEL, once("dc:date", &DATE, SPEC).twin_of("pubDate", &DUPLICATE_SEMANTICS)),
        (Host::CHANNEL, once("dc:language", &LANGUAGE, SPEC).twin_of("language", &DUPLICATE_SEMANTICS)),
        (Host::CHANNEL, many("dc:publisher", &TEXT, SPEC).twin_of("webMaster", &DUPLICATE_SEMANTICS)),
        (Host::CHANNEL, once("dc:rights", &PLAIN, SPEC).twin_of("copyright", &DUPLICATE_SEMANTICS)),
        (Host::CHANNEL, many("dc:subject", &TEXT, SPEC).twin_of("category", &DUPLICATE_SEMANTICS)),
        (Host::ITEM, many("dc:creator", &TEXT, SPEC).twin_of("author", &DUPLICATE_ITEM_SEMANTICS)),
        (Host::ITEM, many("dc:date", &DATE, SPEC).twin_of("pubDate", &DUPLICATE_ITEM_SEMANTICS)),
        (Host::ITEM, once("dc:source", &TEXT, SPEC).twin_of("source", &DUPLICATE_ITEM_SEMANTICS)),
        (Host::ITEM, many("dc:subject", &TEXT, SPEC).twin_of("category", &DUPLICATE_ITEM_SEMANTICS)),
        (Host::ITEM, once("dc:language", &LANGUAGE, SPEC)),
        (Host::ITEM, many("dc:publisher", &TEXT, SPEC)),
        (Host::ITEM, many("dc:rights", &PLAIN, SPEC)),
        (ELSEWHERE, many("dc:creator", &TEXT, SPEC)),
        (ELSEWHERE, many("dc:date", &DATE, SPEC)),
        (ELSEWHERE, once("dc:language", &LANGUAGE, SPEC)),
        (ELSEWHERE, many("dc:publisher", &TEXT, SPEC)),
        (ELSEWHERE, many("dc:rights", &PLAIN, SPEC)),
        (EVERYWHERE, many("dc:contributor", &TEXT, SPEC)),
        (EVERYWHERE, many("dc:coverage", &TEXT, SPEC)),
        (EVERYWHERE, many("dc:description", &PLAIN, SPEC)),
        (EVERYWHERE, many("dc:format", &TEXT, SPEC)),
        (EVERYWHERE, many("dc:identifier", &TEXT, SPEC)),
        (EVERYWHERE, many("dc:relation", &TEXT, SPEC)),
        (EVERYWHERE, many("dc:source", &TEXT, SPEC)),
        (EVERYWHERE, many("dc:subject", &TEXT, SPEC)),
        (EVERYWHERE, many("dc:title", &TEXT, SPEC)),
        (EVERYWHERE, many("dc:type", &TEXT, SPEC)),
    ],
    attributes: &[],
};

const EVERYWHERE: Host = Host(Host::BOTH.0 | ELSEWHERE.0);

static TEXT: Element = holding(text::ANY);
static PLAIN: Element = holding(&[text::plain]);
static DATE: Element = holding(&[date::w3cdtf]);
static LANGUAGE: Element = holding(&[language::language]);
