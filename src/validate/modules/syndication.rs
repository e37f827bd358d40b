//! RSS 1.0 module Syndication. <https://web.resource.org/rss/1.0/modules/syndication/>

use crate::validate::check::text::filled;
use crate::validate::check::{date, number};
use crate::validate::table::{Element, Host, Module, once, one_of, text};

const SPEC: &str = "RSS 1.0 module Syndication";

pub(in crate::validate) static SYNDICATION: Module = Module {
    prefix: "sy",
    elements: &[
        (Host::FEEDS, once("sy:updatePeriod", &PERIOD, SPEC)),
        (Host::FEEDS, once("sy:updateFrequency", &FREQUENCY, SPEC)),
        (Host::FEEDS, once("sy:updateBase", &BASE, SPEC)),
    ],
    attributes: &[],
};

static PERIOD: Element = text(&[one_of!(
    INVALID_UPDATE_PERIOD: "hourly" | "daily" | "weekly" | "monthly" | "yearly"
)]);
static FREQUENCY: Element = text(&[filled, number::positive]);
static BASE: Element = text(&[date::w3cdtf]);
