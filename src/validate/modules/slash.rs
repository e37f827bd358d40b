//! RSS 1.0 module Slash. <https://web.resource.org/rss/1.0/modules/slash/>

use crate::validate::check::number;
use crate::validate::check::text::ANY;
use crate::validate::table::{Element, Host, Module, once, text};

const SPEC: &str = "RSS 1.0 module Slash";

pub(in crate::validate) static SLASH: Module = Module {
    prefix: "slash",
    elements: &[
        (Host::ENTRIES, once("slash:comments", &COUNT, SPEC)),
        (Host::ENTRIES, once("slash:hit_parade", &LIST, SPEC)),
        (Host::ENTRIES, once("slash:section", &TEXT, SPEC)),
        (Host::ENTRIES, once("slash:department", &TEXT, SPEC)),
    ],
    attributes: &[],
};

static COUNT: Element = text(&[number::not_negative]);
static LIST: Element = text(&[number::list]);
static TEXT: Element = text(ANY);
