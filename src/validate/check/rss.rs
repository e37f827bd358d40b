//! Values in RSS, and checks of channels and items as a whole.

use std::collections::HashSet;

use roxmltree::Node;

use super::uri_syntax::UriError;
use super::{atom, number, readers, text, uri};
use crate::diagnostic::Rule;
use crate::validate::context::Context;
use crate::validate::names::XML;
use crate::validate::rules;
use crate::validate::value::{Value, quote, value_of};

/// The text of the child called `name`.
fn text_of<'a>(cx: &Context<'a>, parent: Node<'a, 'a>, name: &str) -> Option<String> {
    cx.child(parent, name)
        .map(|node| value_of(node).text().to_owned())
}

/// The other elements of a channel come before its items.
pub(in crate::validate) fn items_come_last<'a>(cx: &mut Context<'a>, channel: Node<'a, 'a>) {
    atom::order(cx, channel, "item", &rules::MISPLACED_ITEM);
}

/// No two items have the same guid.
pub(in crate::validate) fn items_differ<'a>(cx: &mut Context<'a>, channel: Node<'a, 'a>) {
    let items: Vec<Node<'a, 'a>> = cx.children(channel, "item").collect();
    let mut seen: HashSet<String> = HashSet::new();
    for item in items {
        let Some(guid) = cx.child(item, "guid") else {
            continue;
        };
        let value = value_of(guid);
        if !value.text().is_empty() && !seen.insert(value.text().to_owned()) {
            let message = format!("another item has the guid {} too", quote(value.text()));
            cx.raise(&rules::DUPLICATE_VALUE, &value, message);
        }
    }
}

/// A channel declares its language.
pub(in crate::validate) fn has_language<'a>(cx: &mut Context<'a>, channel: Node<'a, 'a>) {
    let is_said = cx.child(channel, "language").is_some()
        || cx.child(channel, "dc:language").is_some()
        || cx.language(channel).is_some();
    if !is_said {
        let message = "the channel does not say in which language it is";
        cx.raise_without(&rules::MISSING_DC_LANGUAGE, channel, "language", message);
    }
}

/// Numbers of comments need the date of the feed.
pub(in crate::validate) fn comments_are_dated<'a>(cx: &mut Context<'a>, channel: Node<'a, 'a>) {
    if cx.child(channel, "lastBuildDate").is_some() {
        return;
    }
    let counted = cx
        .children(channel, "item")
        .find_map(|item| cx.child(item, "slash:comments"));
    if let Some(node) = counted {
        let message = "the number of comments changes, and the channel has no `lastBuildDate`";
        cx.raise_at(&rules::SLASH_DATE, node, message);
    }
}

/// The image has the title and link of the channel.
pub(in crate::validate) fn image_matches<'a>(cx: &mut Context<'a>, channel: Node<'a, 'a>) {
    let Some(image) = cx.child(channel, "image") else {
        return;
    };
    for (name, rule) in [
        ("title", &rules::IMAGE_TITLE_DOESNT_MATCH),
        ("link", &rules::IMAGE_LINK_DOESNT_MATCH),
    ] {
        let of_image = cx.child(image, name);
        let (Some(node), Some(of_channel)) = (of_image, text_of(cx, channel, name)) else {
            continue;
        };
        let value = value_of(node);
        if value.text() != of_channel {
            let message = format!(
                "the {name} of the image is {}, but the channel's is {}",
                quote(value.text()),
                quote(&of_channel)
            );
            cx.raise(rule, &value, message);
        }
    }
}

/// The address of the image ends in a format that readers show.
pub(in crate::validate) fn image_format(cx: &mut Context<'_>, value: &Value<'_>) {
    let path = value.text().split(['?', '#']).next().unwrap_or_default();
    let extension = path
        .rsplit('/')
        .next()
        .and_then(|name| name.rsplit_once('.'))
        .map(|(_, extension)| extension.to_ascii_lowercase());
    let is_known = extension.as_deref().is_none_or(|extension| {
        matches!(
            extension,
            "jpg" | "jpeg" | "gif" | "png" | "php" | "asp" | "aspx" | "cgi"
        )
    });
    if !is_known {
        let message = format!(
            "the image is {}; it must be GIF, JPEG or PNG",
            quote(value.text())
        );
        cx.raise(&rules::IMAGE_URL_FORMAT, value, message);
    }
}

/// The width of the image.
pub(in crate::validate) fn width(cx: &mut Context<'_>, value: &Value<'_>) {
    pixels(cx, value, 144, &rules::INVALID_WIDTH);
}

/// The height of the image.
pub(in crate::validate) fn height(cx: &mut Context<'_>, value: &Value<'_>) {
    pixels(cx, value, 400, &rules::INVALID_HEIGHT);
}

fn pixels(cx: &mut Context<'_>, value: &Value<'_>, most: i64, rule: &'static Rule) {
    if number::parse(value.text()).is_none_or(|pixels| pixels < 1 || pixels > most) {
        let message = format!(
            "{} is {}; it must be a number from 1 to {most}",
            value.called(&cx.names),
            quote(value.text())
        );
        cx.raise(rule, value, message);
    }
}

/// A day of the week.
pub(in crate::validate) fn day(cx: &mut Context<'_>, value: &Value<'_>) {
    const DAYS: [&str; 7] = [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ];
    text::one_of(cx, value, &DAYS, &rules::INVALID_DAY);
}

/// An hour of the day.
pub(in crate::validate) fn hour(cx: &mut Context<'_>, value: &Value<'_>) {
    match number::parse(value.text()) {
        Some(0..=23) => {}
        Some(24) => {
            let message = "the hour is 24; midnight is 0";
            cx.raise(&rules::USE_ZERO_FOR_MIDNIGHT, value, message);
        }
        _ => {
            let message = format!(
                "the hour is {}; it must be a number from 0 to 23",
                quote(value.text())
            );
            cx.raise(&rules::INVALID_HOUR, value, message);
        }
    }
}

/// At most seven days, each once.
pub(in crate::validate) fn days_differ<'a>(cx: &mut Context<'a>, node: Node<'a, 'a>) {
    skips_differ(cx, node, 7, &rules::EIGHT_DAYS_A_WEEK, str::to_owned);
}

/// At most twenty-four hours, each once.
pub(in crate::validate) fn hours_differ<'a>(cx: &mut Context<'a>, node: Node<'a, 'a>) {
    let hour = |text: &str| match number::parse(text) {
        Some(hour) => (hour % 24).to_string(),
        None => text.to_owned(),
    };
    skips_differ(cx, node, 24, &rules::NOT_ENOUGH_HOURS_IN_THE_DAY, hour);
}

fn skips_differ<'a>(
    cx: &mut Context<'a>,
    node: Node<'a, 'a>,
    most: usize,
    rule: &'static Rule,
    meaning: impl Fn(&str) -> String,
) {
    let mut seen: Vec<String> = Vec::new();
    for (count, child) in node.children().filter(Node::is_element).enumerate() {
        let value = value_of(child);
        if count == most {
            let message = format!("{} lists more than {most}", cx.name(node));
            cx.raise_at(rule, node, message);
        }
        let meant = meaning(value.text());
        if count < most && seen.contains(&meant) {
            let message = format!("{} is listed twice", quote(value.text()));
            cx.raise(&rules::DUPLICATE_VALUE, &value, message);
        }
        seen.truncate(most);
        seen.push(meant);
    }
}

/// An item has something to show.
pub(in crate::validate) fn item_has_text<'a>(cx: &mut Context<'a>, item: Node<'a, 'a>) {
    if cx.child(item, "title").is_none() && cx.child(item, "description").is_none() {
        let message = "the item has neither `title` nor `description`";
        cx.raise_at(
            &rules::ITEM_MUST_CONTAIN_TITLE_OR_DESCRIPTION,
            item,
            message,
        );
    }
}

/// An item can be distinguished from the others.
pub(in crate::validate) fn item_has_guid<'a>(cx: &mut Context<'a>, item: Node<'a, 'a>) {
    if cx.format == crate::validate::DocumentFormat::Rss20 && cx.child(item, "guid").is_none() {
        let message = "the item has no `guid`";
        cx.raise_without(&rules::MISSING_GUID, item, "guid", message);
    }
}

/// The description comes before the content.
pub(in crate::validate) fn description_comes_first<'a>(cx: &mut Context<'a>, item: Node<'a, 'a>) {
    let (Some(content), description) = (
        cx.child(item, "content:encoded"),
        cx.child(item, "description"),
    ) else {
        return;
    };
    if description.is_none_or(|description| description.range().start > content.range().start) {
        let message = if description.is_some() {
            "`content:encoded` comes before `description`"
        } else {
            "`content:encoded` stands without a `description` before it"
        };
        cx.raise_at(&rules::NEED_DESCRIPTION_BEFORE_CONTENT, content, message);
    }
}

/// A guid, which is a permalink unless declared otherwise.
pub(in crate::validate) fn guid(cx: &mut Context<'_>, value: &Value<'_>) {
    text::filled(cx, value);
    let stands = quote(value.text());
    let declared = value.beside("isPermaLink");
    if declared.is_none_or(|declared| declared == "true") {
        let kind = uri::UriKind {
            absolute: true,
            iri: false,
        };
        let lower = value.text().to_ascii_lowercase();
        let is_http = ["http:", "https:"]
            .iter()
            .any(|scheme| lower.starts_with(scheme));
        let not_a_link = || {
            format!(
                "the guid is {stands}; without `isPermaLink=\"false\"` it must be a web address"
            )
        };
        match uri::judge(value.text(), kind) {
            Ok(()) | Err(UriError::Scheme) if !is_http => {
                let message = not_a_link();
                cx.raise(&rules::INVALID_PERMALINK, value, message);
            }
            Ok(()) => readers::reachable(cx, value, value.text()),
            Err(UriError::Tag | UriError::Urn | UriError::Uuid) => {
                uri::check(cx, value, value.text(), kind, &rules::INVALID_HTTP_GUID);
            }
            Err(_) => {
                cx.raise(&rules::INVALID_HTTP_GUID, value, not_a_link());
            }
        }
    } else if value.text().len() < 9
        && !value.text().is_empty()
        && value.text().bytes().all(|b| b.is_ascii_digit())
    {
        let message = format!("the guid is {stands}, a short number that other feeds use too");
        cx.raise(&rules::NOT_SUFFICIENTLY_UNIQUE, value, message);
    }
}

/// The name of a form field: letters, digits and `-_:.` after a letter (HTML 4.01, section 6.2).
pub(in crate::validate) fn field_name(cx: &mut Context<'_>, value: &Value<'_>) {
    let is_character = |c: char| c.is_ascii_alphanumeric() || "-_:.".contains(c);
    let name = value.text();
    let is_name =
        name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(is_character);
    if !name.is_empty() && !is_name {
        let message = format!(
            "the name is {}; it must be a letter, then letters, digits, `-`, `_`, `:` or `.`",
            quote(name)
        );
        cx.raise(&rules::INVALID_FORM_COMPONENT_NAME, value, message);
    }
}

/// Reports attributes in a namespace if the specification in `docs` does not allow them.
pub(in crate::validate) fn attributes_are_own<'a>(cx: &mut Context<'a>, channel: Node<'a, 'a>) {
    let docs = text_of(cx, channel, "docs").unwrap_or_default();
    if !docs.contains("law.harvard.edu") && !docs.contains("userland.com") {
        return;
    }
    let extended: Vec<Node<'a, 'a>> = channel
        .descendants()
        .filter(|node| node.is_element() && cx.names.element(*node).prefix == Some(""))
        .filter(|node| {
            node.attributes()
                .any(|a| a.namespace().is_some_and(|uri| uri != XML))
        })
        .collect();
    for node in extended {
        let message = format!(
            "{} has an attribute of a namespace; RSS 2.0 at {} has extension elements only",
            cx.name(node),
            quote(&docs)
        );
        cx.raise_at(&rules::USE_OF_EXTENSION_ATTR, node, message);
    }
}

/// An element that never existed.
pub(in crate::validate) fn no_blink(cx: &mut Context<'_>, value: &Value<'_>) {
    cx.raise(
        &rules::NO_BLINK,
        value,
        "RSS does not have a `blink` element",
    );
}
