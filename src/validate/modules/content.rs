//! RSS 1.0 module Content, and XHTML put into items without it.
//! <https://web.resource.org/rss/1.0/modules/content/>

use crate::validate::check::{construct, html};
use crate::validate::table::{Element, FOREIGN, Host, Module, markup, once, text};

#[rustfmt::skip]
pub(in crate::validate) static CONTENT: Module = Module {
    prefix: "content",
    elements: &[
        (Host::ENTRIES, once("content:encoded", &ENCODED, "RSS Advisory Board's profile, element content:encoded")),
        (Host::ENTRIES, once("content:items", &FOREIGN, "RSS 1.0 module Content")),
    ],
    attributes: &[],
};

pub(in crate::validate) static XHTML: Module = Module {
    prefix: "xhtml",
    elements: &[
        (Host::ITEM, once("xhtml:body", &BODY, "no specification")),
        (Host::ITEM, once("xhtml:div", &BODY, "no specification")),
    ],
    attributes: &[],
};

static ENCODED: Element = text(&[html::html]);
static BODY: Element = Element {
    attributes: &[],
    ..markup(construct::body_in_rss)
};
