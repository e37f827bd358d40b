//! Values of the podcast namespace (Podcasting 2.0).

use roxmltree::Node;

use super::{geo, text, uri};
use crate::model::{MEDIUMS, is_uuid};
use crate::validate::context::Context;
use crate::validate::rules;
use crate::validate::value::{Value, quote};

fn invalid(cx: &mut Context<'_>, value: &Value<'_>, expected: &str) {
    let message = format!(
        "{} is {}; {expected}",
        value.called(&cx.names),
        quote(value.token())
    );
    cx.raise(&rules::INVALID_PODCAST_VALUE, value, message);
}

/// The medium of a feed; all but `mixed` may have an `L` at the end, for a list.
pub(in crate::validate) fn medium(cx: &mut Context<'_>, value: &Value<'_>) {
    let medium = value.token();
    let single = medium.strip_suffix('L').unwrap_or(medium);
    if medium != "mixed" && !MEDIUMS.contains(&single) {
        let expected = format!(
            "it must be {}, one of these with an `L` for a list, or `mixed`",
            text::listed(MEDIUMS)
        );
        invalid(cx, value, &expected);
    }
}

/// A UUID.
pub(in crate::validate) fn uuid(cx: &mut Context<'_>, value: &Value<'_>) {
    if !is_uuid(value.token()) {
        let message = format!(
            "{} is {}; a UUID is like `917393e3-1b1e-5cef-ace4-edaa54e1f810`",
            value.called(&cx.names),
            quote(value.token())
        );
        cx.raise(&rules::INVALID_UUID, value, message);
    }
}

/// At most 128 characters, which apps show.
pub(in crate::validate) fn short(cx: &mut Context<'_>, value: &Value<'_>) {
    text::at_most(cx, value, 128, &rules::PODCAST_TEXT_TOO_LONG);
}

/// At most 32 characters, which apps show.
pub(in crate::validate) fn very_short(cx: &mut Context<'_>, value: &Value<'_>) {
    text::at_most(cx, value, 32, &rules::PODCAST_TEXT_TOO_LONG);
}

/// At most 4,000 characters.
pub(in crate::validate) fn long(cx: &mut Context<'_>, value: &Value<'_>) {
    text::at_most(cx, value, 4000, &rules::PODCAST_TEXT_TOO_LONG);
}

/// A place as a URI: RFC 5870, such as `geo:30.2672,-97.7431`.
pub(in crate::validate) fn geo_uri(cx: &mut Context<'_>, value: &Value<'_>) {
    let place = value.token().strip_prefix("geo:").unwrap_or_default();
    let coordinates: Vec<&str> = place
        .split(';')
        .next()
        .unwrap_or_default()
        .split(',')
        .collect();
    let is_place = match coordinates[..] {
        [latitude, longitude] | [latitude, longitude, _] => {
            geo::within(latitude, 90.0) && geo::within(longitude, 180.0)
        }
        _ => false,
    };
    if !is_place {
        invalid(cx, value, "write `geo:latitude,longitude`");
    }
}

/// An object of OpenStreetMap: node, way or relation, and its number.
pub(in crate::validate) fn osm(cx: &mut Context<'_>, value: &Value<'_>) {
    let number = value
        .token()
        .strip_prefix(['N', 'W', 'R'])
        .unwrap_or_default();
    let number = number.split('#').next().unwrap_or_default();
    if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
        invalid(
            cx,
            value,
            "write `N`, `W` or `R` and a number, such as `R113314`",
        );
    }
}

/// Images with their widths, as in HTML, but with absolute addresses.
pub(in crate::validate) fn srcset(cx: &mut Context<'_>, value: &Value<'_>) {
    let is_image = |image: &str| {
        let mut words = image.split_whitespace();
        let address = words.next().unwrap_or_default();
        let size = words.next().unwrap_or_default();
        uri::is_absolute(address)
            && words.next().is_none()
            && size
                .strip_suffix(['w', 'x'])
                .is_some_and(|n| n.parse::<f32>().is_ok())
    };
    if !value.raw.split(',').all(is_image) {
        invalid(
            cx,
            value,
            "write absolute addresses, each with a width, such as `https://example.org/a.jpg 600w`",
        );
    }
}

/// A recurrence rule: RFC 5545, section 3.3.10.
pub(in crate::validate) fn recurrence(cx: &mut Context<'_>, value: &Value<'_>) {
    const FREQUENCIES: [&str; 7] = [
        "SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY",
    ];
    const PARTS: [&str; 13] = [
        "UNTIL",
        "COUNT",
        "INTERVAL",
        "BYSECOND",
        "BYMINUTE",
        "BYHOUR",
        "BYDAY",
        "BYMONTHDAY",
        "BYYEARDAY",
        "BYWEEKNO",
        "BYMONTH",
        "BYSETPOS",
        "WKST",
    ];
    let mut frequencies = 0;
    let are_parts = value
        .token()
        .split(';')
        .all(|part| match part.split_once('=') {
            Some(("FREQ", frequency)) => {
                frequencies += 1;
                FREQUENCIES.contains(&frequency)
            }
            Some(("COUNT" | "INTERVAL", number)) => number.parse::<u32>().is_ok_and(|n| n > 0),
            Some((name, value)) => PARTS.contains(&name) && !value.is_empty(),
            None => false,
        });
    if !are_parts || frequencies != 1 {
        invalid(
            cx,
            value,
            "write a rule of iCalendar, such as `FREQ=WEEKLY;BYDAY=MO`",
        );
    }
}

/// A license is a lower-case SPDX identifier, or has an address.
pub(in crate::validate) fn license<'a>(cx: &mut Context<'a>, node: Node<'a, 'a>) {
    let name = node.text().unwrap_or_default().trim();
    if !node.has_attribute("url") && name.chars().any(|c| c.is_uppercase() || c.is_whitespace()) {
        let message = format!(
            "the license is {}; write its SPDX identifier in lower case, or add `url`",
            quote(name)
        );
        cx.raise_at(&rules::INVALID_PODCAST_VALUE, node, message);
    }
}

/// A comment thread needs an address, unless comments are disabled.
pub(in crate::validate) fn thread<'a>(cx: &mut Context<'a>, node: Node<'a, 'a>) {
    if node.attribute("protocol") != Some("disabled") && !node.has_attribute("uri") {
        let message = "`podcast:socialInteract` needs the attribute `uri`";
        cx.raise_at(&rules::MISSING_ATTRIBUTE, node, message);
    }
}

/// A time split has either one remote item or recipients.
pub(in crate::validate) fn time_split<'a>(cx: &mut Context<'a>, node: Node<'a, 'a>) {
    let has = |name| cx.child(node, name).is_some();
    if has("podcast:remoteItem") == has("podcast:valueRecipient") {
        let message =
            "the time split needs either one `podcast:remoteItem` or `podcast:valueRecipient`s";
        cx.raise_at(&rules::MISSING_ELEMENT, node, message);
    }
}
