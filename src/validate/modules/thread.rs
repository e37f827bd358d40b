//! Atom Threading Extensions: RFC 4685, <https://www.rfc-editor.org/rfc/rfc4685>.

use crate::validate::check::{date, link, mime, number, uri};
use crate::validate::table::{
    ANYTHING, Element, Host, Module, many, once, optional, required, text,
};

#[rustfmt::skip]
pub(in crate::validate) static THREAD: Module = Module {
    prefix: "thr",
    elements: &[
        (Host::BOTH, many("thr:in-reply-to", &IN_REPLY_TO, "RFC 4685, section 3")),
        (Host::ENTRIES, once("thr:total", &TOTAL, "RFC 4685, section 5")),
    ],
    attributes: &[
        (Host::LINK, optional("thr:count", &[number::not_negative, link::of_replies])),
        (Host::LINK, optional("thr:updated", &[date::rfc3339, link::of_replies])),
        (Host::LINK, optional("thr:when", &[link::no_when]).of_element()),
    ],
};

/// As in a link of Atom, its content is not defined.
static IN_REPLY_TO: Element = ANYTHING.with(&[
    required("ref", &[uri::full_exact]),
    optional("href", &[uri::iri]),
    optional("source", &[uri::iri]),
    optional("type", &[mime::media_type]).of_element(),
]);
static TOTAL: Element = text(&[number::not_negative]);
