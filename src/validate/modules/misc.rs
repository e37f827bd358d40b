//! Extensions of a few elements each.

use crate::validate::check::text::{ANY, not_blank};
use crate::validate::check::{date, language, mime, number, uri};
use crate::validate::rules::DUPLICATE_SEMANTICS;
use crate::validate::table::{
    Element, FOREIGN, Host, Module, empty, many, once, one_of, optional, parent, required, text,
};

/// Feed Access Control. <http://www.bloglines.com/about/specs/fac-1.0>
#[rustfmt::skip]
pub(in crate::validate) static ACCESS: Module = Module {
    prefix: "access",
    elements: &[(
        Host::FEEDS,
        once("access:restriction", &RESTRICTION, "Feed Access Control 1.0"),
    )],
    attributes: &[],
};

/// RSS 1.0 module Administration. <http://webns.net/mvcb/>
#[rustfmt::skip]
pub(in crate::validate) static ADMIN: Module = Module {
    prefix: "admin",
    elements: &[
        (Host::FEEDS, once("admin:errorReportsTo", &RESOURCE, "RSS module Administration").twin_of("webMaster", &DUPLICATE_SEMANTICS)),
        (Host::FEEDS, once("admin:generatorAgent", &RESOURCE, "RSS module Administration").twin_of("generator", &DUPLICATE_SEMANTICS)),
    ],
    attributes: &[],
};

/// The Atom Publishing Protocol: RFC 5023.
#[rustfmt::skip]
pub(in crate::validate) static APP: Module = Module {
    prefix: "app",
    elements: &[
        (Host::ENTRY, once("app:edited", &DATE, "RFC 5023, section 10.2")),
        (Host::ENTRY, once("app:control", &CONTROL, "RFC 5023, section 13.1.1")),
        (Host::ATOM, once("app:collection", &FOREIGN, "RFC 5023, section 8.3.3")),
    ],
    attributes: &[],
};

/// RSS 1.0 module Aggregation. <https://web.resource.org/rss/1.0/modules/aggregation/>
#[rustfmt::skip]
pub(in crate::validate) static AGGREGATION: Module = Module {
    prefix: "ag",
    elements: &[
        (Host::ENTRIES, once("ag:source", &TEXT, "RSS 1.0 module Aggregation")),
        (Host::ENTRIES, once("ag:sourceURL", &ADDRESS, "RSS 1.0 module Aggregation")),
        (Host::ENTRIES, once("ag:timestamp", &TIMESTAMP, "RSS 1.0 module Aggregation")),
    ],
    attributes: &[],
};

/// RSS 1.0 module Annotation. <https://web.resource.org/rss/1.0/modules/annotate/>
#[rustfmt::skip]
pub(in crate::validate) static ANNOTATION: Module = Module {
    prefix: "annotate",
    elements: &[(Host::ENTRIES, once("annotate:reference", &RESOURCE, "RSS 1.0 module Annotation"))],
    attributes: &[],
};

/// blogChannel. <https://www.rssboard.org/blogchannel>
#[rustfmt::skip]
pub(in crate::validate) static BLOG_CHANNEL: Module = Module {
    prefix: "blogChannel",
    elements: &[
        (Host::CHANNEL, once("blogChannel:blogRoll", &ADDRESS, "blogChannel RSS module")),
        (Host::CHANNEL, once("blogChannel:mySubscriptions", &ADDRESS, "blogChannel RSS module")),
        (Host::CHANNEL, once("blogChannel:blink", &ADDRESS, "blogChannel RSS module")),
        (Host::CHANNEL, once("blogChannel:changes", &ADDRESS, "blogChannel RSS module")),
    ],
    attributes: &[],
};

/// RSS 1.0 module Changed Page. <https://web.resource.org/rss/1.0/modules/changedpage/>
#[rustfmt::skip]
pub(in crate::validate) static CHANGED_PAGE: Module = Module {
    prefix: "cp",
    elements: &[(Host::FEEDS, once("cp:server", &RESOURCE, "RSS 1.0 module Changed Page"))],
    attributes: &[],
};

/// RSS 1.0 module Event. <https://web.resource.org/rss/1.0/modules/event/>
#[rustfmt::skip]
pub(in crate::validate) static EVENT: Module = Module {
    prefix: "ev",
    elements: &[
        (Host::ENTRIES, once("ev:startdate", &TIMESTAMP, "RSS 1.0 module Event")),
        (Host::ENTRIES, once("ev:enddate", &TIMESTAMP, "RSS 1.0 module Event")),
        (Host::ENTRIES, many("ev:location", &FOREIGN, "RSS 1.0 module Event")),
        (Host::ENTRIES, many("ev:organizer", &FOREIGN, "RSS 1.0 module Event")),
        (Host::ENTRIES, once("ev:type", &TEXT, "RSS 1.0 module Event")),
    ],
    attributes: &[],
};

/// Whether search engines may list a feed.
pub(in crate::validate) static INDEXING: Module = Module {
    prefix: "indexing",
    elements: &[],
    attributes: &[(Host::FEED, optional("indexing:index", &[]))],
};

/// RSS 1.0 module Link. <https://web.resource.org/rss/1.0/modules/link/>
#[rustfmt::skip]
pub(in crate::validate) static LINK: Module = Module {
    prefix: "l",
    elements: &[(Host::BOTH, many("l:link", &RDF_LINK, "RSS 1.0 module Link"))],
    attributes: &[],
};

/// OpenSearch 1.1. <https://github.com/dewitt/opensearch>
#[rustfmt::skip]
pub(in crate::validate) static OPENSEARCH: Module = Module {
    prefix: "opensearch",
    elements: &[
        (Host::FEEDS, once("opensearch:totalResults", &COUNT, "OpenSearch 1.1")),
        (Host::FEEDS, once("opensearch:startIndex", &COUNT, "OpenSearch 1.1")),
        (Host::FEEDS, once("opensearch:itemsPerPage", &COUNT, "OpenSearch 1.1")),
        (Host::FEEDS, once("opensearch:link", &FOREIGN, "OpenSearch 1.1")),
        (Host::FEEDS, many("opensearch:Query", &QUERY, "OpenSearch 1.1")),
    ],
    attributes: &[],
};

/// Pingback. <http://madskills.com/public/xml/rss/module/pingback/>
#[rustfmt::skip]
pub(in crate::validate) static PINGBACK: Module = Module {
    prefix: "pingback",
    elements: &[
        (Host::BOTH, once("pingback:server", &ADDRESS, "RSS module Pingback")),
        (Host::ENTRIES, once("pingback:target", &ADDRESS, "RSS module Pingback")),
        (Host::ENTRIES, many("pingback:about", &ADDRESS, "RSS module Pingback")),
    ],
    attributes: &[],
};

/// RSS 1.0 module Reference. <https://web.resource.org/rss/1.0/modules/reference/>
#[rustfmt::skip]
pub(in crate::validate) static REFERENCE: Module = Module {
    prefix: "ref",
    elements: &[(Host::ENTRIES, many("ref:reference", &FOREIGN, "RSS 1.0 module Reference"))],
    attributes: &[],
};

/// TrackBack. <http://madskills.com/public/xml/rss/module/trackback/>
#[rustfmt::skip]
pub(in crate::validate) static TRACKBACK: Module = Module {
    prefix: "trackback",
    elements: &[
        (Host::ENTRIES, once("trackback:ping", &ADDRESS, "RSS module TrackBack")),
        (Host::ENTRIES, many("trackback:about", &ADDRESS, "RSS module TrackBack")),
    ],
    attributes: &[],
};

static RDF_LINK: Element = empty(&[
    required("rdf:resource", &[uri::full_exact]),
    required("l:rel", &[uri::iri]),
    required("l:type", &[mime::media_type]),
    optional("l:lang", &[language::language]),
    optional("l:title", &[]),
]);
/// An element whose value is an address in an attribute of RDF.
static RESOURCE: Element = empty(&[required("rdf:resource", &[uri::full_exact])]);
static QUERY: Element = empty(&[
    required("role", &[not_blank]),
    optional("title", &[]),
    optional("searchTerms", &[]),
    optional("totalResults", &[number::not_negative]),
    optional("count", &[number::not_negative]),
    optional("startIndex", &[number::whole]),
    optional("startPage", &[number::whole]),
    optional("language", &[]),
    optional("inputEncoding", &[]),
    optional("outputEncoding", &[]),
]);
static RESTRICTION: Element = empty(&[required(
    "relationship",
    &[one_of!(INVALID_ACCESS_RESTRICTION_REL: "allow" | "deny")],
)
.of_element()]);
static CONTROL: Element = parent(&[once("app:draft", &DRAFT, "RFC 5023, section 13.1.1")]);
static DRAFT: Element = text(&[one_of!(INVALID_YES_NO: "yes" | "no")]);
static ADDRESS: Element = text(&[uri::full]);
static COUNT: Element = text(&[number::not_negative]);
static DATE: Element = text(&[date::rfc3339]);
static TIMESTAMP: Element = text(&[date::iso8601]);
static TEXT: Element = text(ANY);
