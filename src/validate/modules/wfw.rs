//! The Well-Formed Web's Comment API. <http://wellformedweb.org/CommentAPI/>

use crate::validate::check::uri;
use crate::validate::rules::COMMENT_RSS;
use crate::validate::table::{Element, Host, Module, once, text};

const SPEC: &str = "The Well-Formed Web, Comment API";

#[rustfmt::skip]
pub(in crate::validate) static WFW: Module = Module {
    prefix: "wfw",
    elements: &[
        (Host::ENTRIES, once("wfw:comment", &ADDRESS, SPEC)),
        (Host::ENTRIES, once("wfw:commentRss", &ADDRESS, SPEC)),
        (Host::ENTRIES, once("wfw:commentRSS", &ADDRESS, SPEC).discouraged(&COMMENT_RSS)),
    ],
    attributes: &[],
};

static ADDRESS: Element = text(&[uri::full]);
