//! Licenses. <https://www.rssboard.org/creative-commons>

use crate::validate::check::uri;
use crate::validate::table::{Element, Host, Module, many, text};

#[rustfmt::skip]
pub(in crate::validate) static CREATIVE_COMMONS: Module = Module {
    prefix: "creativeCommons",
    elements: &[(
        Host(Host::BOTH.0 | Host::MEDIA.0),
        many("creativeCommons:license", &LICENSE, "creativeCommons RSS module"),
    )],
    attributes: &[],
};

static LICENSE: Element = text(&[uri::full]);
