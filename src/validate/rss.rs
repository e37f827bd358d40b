//! RSS 2.0 as tables. Specification: <https://www.rssboard.org/rss-specification>; where it leaves a
//! choice, the Advisory Board's profile: <https://www.rssboard.org/rss-profile>.

use super::check::text::{self, ANY};
use super::check::{date, html, itunes, language, link, mail, mime, number, readers, rss, uri};
use super::rules;
use super::table::{
    Element, Host, empty, many, once, one, one_of, optional, parent, required, text as holding,
};

/// The root.
pub(super) static RSS: Element = parent(&[one(
    "channel",
    &CHANNEL,
    &rules::MISSING_ELEMENT,
    "RSS 2.0, What is RSS?",
)])
.with(&[required("version", &[])]);

#[rustfmt::skip]
static CHANNEL: Element = parent(&[
    one("title", &TITLE, &rules::MISSING_TITLE, "RSS 2.0, Required channel elements"),
    one("link", &ADDRESS, &rules::MISSING_LINK, "RSS 2.0, Required channel elements"),
    one("description", &PHRASE, &rules::MISSING_DESCRIPTION, "RSS 2.0, Required channel elements"),
    once("language", &LANGUAGE, "RSS 2.0, Optional channel elements"),
    once("copyright", &PHRASE, "RSS 2.0, Optional channel elements"),
    once("managingEditor", &CONTACT, "RSS 2.0, Optional channel elements"),
    once("webMaster", &CONTACT, "RSS 2.0, Optional channel elements"),
    once("pubDate", &DATE, "RSS 2.0, Optional channel elements"),
    once("lastBuildDate", &DATE, "RSS 2.0, Optional channel elements"),
    many("category", &CATEGORY, "RSS 2.0, Optional channel elements"),
    once("generator", &FREE, "RSS 2.0, Optional channel elements"),
    once("docs", &ADDRESS, "RSS 2.0, Optional channel elements"),
    once("cloud", &CLOUD, "RSS 2.0, cloud"),
    once("ttl", &MINUTES, "RSS 2.0, ttl"),
    once("image", &IMAGE, "RSS 2.0, image"),
    once("rating", &FREE, "RSS 2.0, Optional channel elements"),
    once("textInput", &TEXT_INPUT, "RSS 2.0, textInput").discouraged(&rules::AVOID_TEXT_INPUT),
    once("skipHours", &SKIP_HOURS, "RSS 2.0, skipHours"),
    once("skipDays", &SKIP_DAYS, "RSS 2.0, skipDays"),
    many("item", &ITEM, "RSS 2.0, Elements of item"),
    many("blink", &BLINK, "no specification"),
])
.hosting(Host::CHANNEL)
.relating(&[
    link::names_itself,
    link::history,
    rss::has_language,
    rss::image_matches,
    rss::items_come_last,
    rss::items_differ,
    readers::entries,
    rss::comments_are_dated,
    rss::attributes_are_own,
    itunes::podcast,
]);

/// An item.
pub(super) static ITEM: Element = parent(&[
    once("title", &TITLE, "RSS 2.0, Elements of item"),
    once("link", &ADDRESS, "RSS 2.0, Elements of item"),
    once("description", &DESCRIPTION, "RSS 2.0, Elements of item"),
    once("author", &CONTACT, "RSS 2.0, author"),
    many("category", &CATEGORY, "RSS 2.0, category"),
    once("comments", &ADDRESS, "RSS 2.0, comments"),
    once("enclosure", &ENCLOSURE, "RSS 2.0, enclosure").repeated(&rules::DUPLICATE_ENCLOSURE),
    once("guid", &GUID, "RSS 2.0, guid"),
    once("pubDate", &DATE, "RSS 2.0, pubDate"),
    once("source", &SOURCE, "RSS 2.0, source"),
])
.hosting(Host::ITEM)
.relating(&[
    rss::item_has_text,
    rss::item_has_guid,
    rss::description_comes_first,
    itunes::plays,
]);

#[rustfmt::skip]
static IMAGE: Element = parent(&[
    one("url", &IMAGE_ADDRESS, &rules::MISSING_ELEMENT, "RSS 2.0, image"),
    one("title", &TITLE, &rules::MISSING_TITLE, "RSS 2.0, image"),
    one("link", &ADDRESS, &rules::MISSING_LINK, "RSS 2.0, image"),
    once("width", &WIDTH, "RSS 2.0, image"),
    once("height", &HEIGHT, "RSS 2.0, image"),
    once("description", &PHRASE, "RSS 2.0, image"),
])
.hosting(Host::IMAGE);

#[rustfmt::skip]
static TEXT_INPUT: Element = parent(&[
    one("title", &TITLE, &rules::MISSING_TITLE, "RSS 2.0, textInput"),
    one("description", &PHRASE, &rules::MISSING_DESCRIPTION, "RSS 2.0, textInput"),
    one("name", &NAME, &rules::MISSING_ELEMENT, "RSS 2.0, textInput"),
    one("link", &ADDRESS, &rules::MISSING_LINK, "RSS 2.0, textInput"),
])
.hosting(Host::IMAGE);

static CLOUD: Element = empty(&[
    required("domain", &[text::filled]),
    required("port", &[number::port]).of_element(),
    required("path", &[text::filled]),
    required("registerProcedure", &[]),
    required(
        "protocol",
        &[one_of!(INVALID_VALUE: "xml-rpc" | "soap" | "http-post")],
    ),
]);

static SKIP_HOURS: Element =
    parent(&[many("hour", &HOUR, "RSS 2.0, skipHours").needed(&rules::MISSING_ELEMENT)])
        .relating(&[rss::hours_differ]);

static SKIP_DAYS: Element =
    parent(&[many("day", &DAY, "RSS 2.0, skipDays").needed(&rules::MISSING_ELEMENT)])
        .relating(&[rss::days_differ]);

static GUID: Element =
    holding(&[rss::guid, readers::filled_in])
        .with(&[optional("isPermaLink", &[number::boolean]).of_element()]);

static ENCLOSURE: Element = empty(&[
    required("url", &[uri::http]),
    required("length", &[number::length]).of_element(),
    required("type", &[mime::enclosure_type]).of_element(),
]);

static SOURCE: Element = holding(&[text::plain]).with(&[required("url", &[uri::full])]);
static CATEGORY: Element = holding(&[text::filled, text::plain]).with(&[optional("domain", &[])]);

static TITLE: Element = holding(&[text::filled, text::plain, readers::filled_in]);
static PHRASE: Element = holding(&[text::plain]);
static FREE: Element = holding(ANY);
static NAME: Element = holding(&[text::filled, rss::field_name]);
static DESCRIPTION: Element = holding(&[html::html]);
static ADDRESS: Element = holding(&[uri::full]);
static LANGUAGE: Element = holding(&[language::language]);
static CONTACT: Element = holding(&[mail::contact, text::plain]);
static DATE: Element = holding(&[date::rfc822]);
static MINUTES: Element = holding(&[text::filled, number::positive]);
static WIDTH: Element = holding(&[rss::width]);
static HEIGHT: Element = holding(&[rss::height]);
static IMAGE_ADDRESS: Element = holding(&[uri::full, rss::image_format]);
static HOUR: Element = holding(&[rss::hour]);
static DAY: Element = holding(&[rss::day]);
static BLINK: Element = holding(&[rss::no_blink]);
