//! Atom 1.0 as tables: RFC 4287, <https://www.rfc-editor.org/rfc/rfc4287>.

use super::check::readers::filled_in;
use super::check::text::{filled, not_blank, plain, unpadded, without_mail};
use super::check::{atom, construct, date, language, link, mail, mime, number, readers, uri};
use super::rules;
use super::table::{
    ContentModel, Element, Host, many, markup, once, one, optional, parent, required,
    text as holding,
};

/// A feed document.
#[rustfmt::skip]
pub(super) static FEED: Element = parent(&[
    many("author", &PERSON, "RFC 4287, section 4.2.1"),
    many("category", &CATEGORY, "RFC 4287, section 4.2.2"),
    many("contributor", &PERSON, "RFC 4287, section 4.2.3"),
    once("generator", &GENERATOR, "RFC 4287, section 4.2.4"),
    once("icon", &IMAGE, "RFC 4287, section 4.2.5"),
    one("id", &ID, &rules::MISSING_ELEMENT, "RFC 4287, section 4.2.6"),
    many("link", &LINK, "RFC 4287, section 4.2.7"),
    once("logo", &IMAGE, "RFC 4287, section 4.2.8"),
    once("rights", &TEXT, "RFC 4287, section 4.2.10"),
    once("subtitle", &TEXT, "RFC 4287, section 4.2.12"),
    one("title", &TEXT, &rules::MISSING_ELEMENT, "RFC 4287, section 4.2.14"),
    one("updated", &DATE, &rules::MISSING_ELEMENT, "RFC 4287, section 4.2.15"),
    many("entry", &ENTRY, "RFC 4287, section 4.1.2"),
])
.hosting(Host::FEED)
.relating(&[
    link::names_itself,
    link::alternates_differ,
    link::history,
    atom::entries_come_last,
    atom::entries_have_authors,
    atom::entries_differ,
    readers::entries,
]);

/// An entry, in a feed or as a separate document.
#[rustfmt::skip]
pub(super) static ENTRY: Element = parent(&[
    many("author", &PERSON, "RFC 4287, section 4.2.1"),
    many("category", &CATEGORY, "RFC 4287, section 4.2.2"),
    once("content", &CONTENT, "RFC 4287, section 4.1.3"),
    many("contributor", &PERSON, "RFC 4287, section 4.2.3"),
    one("id", &ID, &rules::MISSING_ELEMENT, "RFC 4287, section 4.2.6"),
    many("link", &LINK, "RFC 4287, section 4.2.7"),
    once("published", &DATE, "RFC 4287, section 4.2.9"),
    once("rights", &TEXT, "RFC 4287, section 4.2.10"),
    once("source", &SOURCE, "RFC 4287, section 4.2.11"),
    once("summary", &TEXT, "RFC 4287, section 4.2.13"),
    one("title", &TEXT, &rules::MISSING_ELEMENT, "RFC 4287, section 4.2.14"),
    one("updated", &DATE, &rules::MISSING_ELEMENT, "RFC 4287, section 4.2.15"),
])
.hosting(Host::ENTRY)
.relating(&[
    atom::document_has_author,
    atom::entry_has_content,
    link::alternates_differ,
]);

/// The source feed of a copied entry.
#[rustfmt::skip]
static SOURCE: Element = parent(&[
    many("author", &PERSON, "RFC 4287, section 4.2.1"),
    many("category", &CATEGORY, "RFC 4287, section 4.2.2"),
    many("contributor", &PERSON, "RFC 4287, section 4.2.3"),
    once("generator", &GENERATOR, "RFC 4287, section 4.2.4"),
    once("icon", &IMAGE, "RFC 4287, section 4.2.5"),
    one("id", &ID, &rules::MISSING_SOURCE_ELEMENT, "RFC 4287, section 4.2.6"),
    many("link", &LINK, "RFC 4287, section 4.2.7"),
    once("logo", &IMAGE, "RFC 4287, section 4.2.8"),
    once("rights", &TEXT, "RFC 4287, section 4.2.10"),
    once("subtitle", &TEXT, "RFC 4287, section 4.2.12"),
    one("title", &TEXT, &rules::MISSING_SOURCE_ELEMENT, "RFC 4287, section 4.2.14"),
    one("updated", &DATE, &rules::MISSING_SOURCE_ELEMENT, "RFC 4287, section 4.2.15"),
])
.hosting(Host::SOURCE)
.relating(&[link::alternates_differ]);

/// A person (section 3.2).
#[rustfmt::skip]
pub(super) static PERSON: Element = parent(&[
    one("name", &PERSON_NAME, &rules::MISSING_ELEMENT, "RFC 4287, section 3.2.1"),
    once("uri", &PERSON_URI, "RFC 4287, section 3.2.2"),
    once("email", &PERSON_EMAIL, "RFC 4287, section 3.2.3"),
])
.hosting(Host::PERSON);

/// The name of a person.
pub(super) static PERSON_NAME: Element = holding(&[filled, plain, without_mail, filled_in]);
/// The page of a person.
pub(super) static PERSON_URI: Element = holding(&[filled, uri::iri_of_element, unpadded]);
/// The address of a person.
pub(super) static PERSON_EMAIL: Element = holding(&[mail::address]);

/// A link (section 4.2.7).
pub(super) static LINK: Element = Element {
    holds: ContentModel::Nothing(&rules::ATOM_LINK_NOT_EMPTY),
    host: Host::LINK,
    attributes: &[
        optional("href", &[link::href])
            .needed(&rules::MISSING_HREF)
            .in_parent(),
        optional("rel", &[link::relation, filled]).of_element(),
        optional("type", &[mime::media_type, link::kind]).of_element(),
        optional("hreflang", &[language::language]).in_parent(),
        optional("title", &[filled, plain]).of_element(),
        optional("length", &[number::not_negative]).in_parent(),
    ],
    ..parent(&[])
};

/// A category (section 4.2.2).
pub(super) static CATEGORY: Element = Element {
    holds: ContentModel::Anything,
    ..parent(&[])
}
.with(&[
    required("term", &[not_blank]).of_element(),
    optional("scheme", &[uri::full_exact]),
    optional("label", &[plain]),
]);

static GENERATOR: Element = holding(&[filled, plain]).with(&[
    optional("uri", &[uri::attribute]).of_element(),
    optional("version", &[]),
]);

/// A text construct (section 3.1).
pub(super) static TEXT: Element = markup(construct::text_construct).with(&[optional("type", &[])]);
/// Content (section 4.1.3).
static CONTENT: Element =
    markup(construct::content).with(&[optional("type", &[]), optional("src", &[])]);
/// An id (section 4.2.6).
pub(super) static ID: Element = holding(&[filled, uri::id, unpadded]);
static IMAGE: Element = holding(&[filled, uri::iri_of_element, unpadded]);
/// A date (section 3.3).
pub(super) static DATE: Element = holding(&[date::rfc3339, unpadded]);
