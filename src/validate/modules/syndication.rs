//! RSS 1.0 module Syndication. <https://web.resource.org/rss/1.0/modules/syndication/>

use crate::validate::check::text::{filled, one_of};
use crate::validate::check::{date, number};
use crate::validate::context::Context;
use crate::validate::rules::INVALID_UPDATE_PERIOD;
use crate::validate::table::{Element, Host, Module, once, text};
use crate::validate::value::Value;

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

static PERIOD: Element = text(&[period]);
static FREQUENCY: Element = text(&[filled, number::positive]);
static BASE: Element = text(&[date::w3cdtf]);

fn period(cx: &mut Context<'_>, value: &Value<'_>) {
    let allowed = ["hourly", "daily", "weekly", "monthly", "yearly"];
    one_of(cx, value, &allowed, &INVALID_UPDATE_PERIOD);
}
