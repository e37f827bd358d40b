//! Feed Paging and Archiving: RFC 5005, <https://www.rfc-editor.org/rfc/rfc5005>.

use crate::validate::check::text::ANY;
use crate::validate::table::{Element, Host, Module, empty, many, once, text};

#[rustfmt::skip]
pub(in crate::validate) static HISTORY: Module = Module {
    prefix: "fh",
    elements: &[
        (Host::FEEDS, once("fh:complete", &FLAG, "RFC 5005, section 2")),
        (Host::FEEDS, once("fh:archive", &FLAG, "RFC 5005, section 4")),
        (Host::FEEDS, once("fh:incremental", &TEXT, "a draft of RFC 5005")),
        (Host::FEEDS, many("fh:prev", &TEXT, "a draft of RFC 5005")),
    ],
    attributes: &[],
};

static FLAG: Element = empty(&[]);
static TEXT: Element = text(ANY);
