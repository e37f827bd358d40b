//! Dave Winer's namespace. <http://source.scripting.com/>

use crate::validate::check::text::{ANY, filled, not_blank};
use crate::validate::check::uri;
use crate::validate::rules::MISSING_ELEMENT;
use crate::validate::table::{
    Element, FOREIGN, Host, Module, empty, many, once, one, parent, required, text,
};

const SPEC: &str = "Source namespace";

#[rustfmt::skip]
pub(in crate::validate) static SOURCE: Module = Module {
    prefix: "source",
    elements: &[
        (Host::CHANNEL, many("source:account", &ACCOUNT, SPEC)),
        (Host::CHANNEL, once("source:archive", &ARCHIVE, SPEC)),
        (Host::CHANNEL, once("source:blogroll", &ADDRESS, SPEC)),
        (Host::CHANNEL, once("source:cloud", &ADDRESS, SPEC)),
        (Host::CHANNEL, once("source:likes", &LIKES, SPEC)),
        (Host::CHANNEL, once("source:self", &ADDRESS, SPEC)),
        (Host::CHANNEL, many("source:subscriptionList", &SUBSCRIPTIONS, SPEC)),
        (Host::RSS, once("source:localTime", &TEXT, SPEC)),
        (Host::ITEM, once("source:inReplyTo", &TEXT, SPEC)),
        (Host::ITEM, once("source:linkFull", &ADDRESS, SPEC)),
        (Host::ITEM, once("source:linkShort", &ADDRESS, SPEC)),
        (Host::ITEM, once("source:markdown", &TEXT, SPEC)),
        (Host::ITEM, many("source:outline", &FOREIGN, SPEC)),
    ],
    attributes: &[],
};

static ACCOUNT: Element = text(&[filled]).with(&[required("service", &[not_blank])]);
static ARCHIVE: Element = parent(&[
    one("source:url", &ADDRESS, &MISSING_ELEMENT, SPEC),
    one("source:startDay", &TEXT, &MISSING_ELEMENT, SPEC),
    once("source:endDay", &TEXT, SPEC),
    once("source:filename", &TEXT, SPEC),
]);
static LIKES: Element = empty(&[required("server", &[uri::full_exact])]);
static SUBSCRIPTIONS: Element = text(ANY).with(&[required("url", &[uri::full_exact])]);
static ADDRESS: Element = text(&[uri::full]);
static TEXT: Element = text(ANY);
