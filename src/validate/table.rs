//! The types of the tables that define the formats: which elements are allowed where, how often, and with
//! which content.
//!
//! [`super::rss`], [`super::atom`] and [`super::modules`] are tables of these, and [`super::walk`]
//! compares a document with them. A name is written with the usual prefix of its namespace
//! (`dc:creator`), and without one where it belongs to the format itself.

use roxmltree::Node;

use super::context::Context;
use super::rules;
use super::value::{Reported, Value};
use crate::diagnostic::Rule;

/// Checks one value: the text of an element, or an attribute.
pub(super) type Check = fn(&mut Context<'_>, &Value<'_>);

/// The check that a value is one of those listed: `one_of!(INVALID_DAY: "Monday" | "Tuesday")`.
macro_rules! one_of {
    ($rule:ident: $($value:literal)|+) => {
        |cx, value| {
            $crate::validate::check::text::one_of(cx, value, &[$($value),+], &$crate::validate::rules::$rule);
        }
    };
}
pub(super) use one_of;

/// Checks how the children of an element fit together.
pub(super) type Relation = for<'a> fn(&mut Context<'a>, Node<'a, 'a>);

/// The definition of an element.
pub(super) struct Element {
    /// Its content.
    pub(super) holds: ContentModel,
    /// The elements that it may contain.
    pub(super) children: &'static [Child],
    /// Its attributes.
    pub(super) attributes: &'static [Attribute],
    /// Which modules may add elements and attributes to it.
    pub(super) host: Host,
    /// The checks of the complete element.
    pub(super) relations: &'static [Relation],
}

/// The content of an element.
#[derive(Clone, Copy)]
pub(super) enum ContentModel {
    /// Only elements, with white space between them.
    Elements,
    /// Only text, which must pass all the checks.
    Text(&'static [Check]),
    /// Nothing; text raises the rule, elements must be extensions.
    Nothing(&'static Rule),
    /// Whatever the function accepts.
    Markup(Relation),
    /// Anything; it is not checked.
    Anything,
}

/// An element in its parent.
pub(super) struct Child {
    /// Its name.
    pub(super) name: &'static str,
    /// Its definition.
    pub(super) element: &'static Element,
    /// Raised if it is missing.
    pub(super) missing: Option<&'static Rule>,
    /// Raised if it is repeated.
    pub(super) repeated: Option<&'static Rule>,
    /// The attribute by whose value repetitions are counted.
    pub(super) keyed_by: Option<&'static str>,
    /// The equivalent element of the format itself, and the rule that is raised if both are present.
    pub(super) twin: Option<(&'static str, &'static Rule)>,
    /// Raised if it is present.
    pub(super) discouraged: Option<&'static Rule>,
    /// The specification that defines it.
    pub(super) spec: &'static str,
}

/// An attribute of its element.
pub(super) struct Attribute {
    /// Its name.
    pub(super) name: &'static str,
    /// Raised if it is missing.
    pub(super) missing: Option<&'static Rule>,
    /// The checks of its value.
    pub(super) checks: &'static [Check],
    /// What a finding about it is reported for.
    pub(super) reported: Reported,
}

/// A set of elements that modules extend.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Host(pub(super) u16);

impl Host {
    pub(super) const NONE: Host = Host(0);
    pub(super) const CHANNEL: Host = Host(1);
    pub(super) const ITEM: Host = Host(2);
    pub(super) const FEED: Host = Host(4);
    pub(super) const ENTRY: Host = Host(8);
    pub(super) const PERSON: Host = Host(16);
    pub(super) const LINK: Host = Host(32);
    pub(super) const MEDIA: Host = Host(64);
    pub(super) const IMAGE: Host = Host(128);
    pub(super) const SOURCE: Host = Host(256);
    pub(super) const FEEDS: Host = Host(1 | 4 | 256);
    pub(super) const ENTRIES: Host = Host(2 | 8);
    pub(super) const BOTH: Host = Host(1 | 2 | 4 | 8 | 256);
    pub(super) const ATOM: Host = Host(4 | 8 | 256);
    pub(super) const RSS: Host = Host(1 | 2);
    pub(super) const EVERYWHERE: Host = Host(u16::MAX);

    /// The elements of RSS or of Atom in the set.
    pub(super) fn names(self, is_rss: bool) -> Vec<&'static str> {
        const RSS: [(Host, &str); 2] = [(Host::CHANNEL, "channel"), (Host::ITEM, "item")];
        const ATOM: [(Host, &str); 4] = [
            (Host::FEED, "feed"),
            (Host::ENTRY, "entry"),
            (Host::PERSON, "author"),
            (Host::LINK, "link"),
        ];
        let hosts = if is_rss { RSS.as_slice() } else { &ATOM };
        let both = [(Host::MEDIA, "media:content"), (Host::IMAGE, "image")];
        hosts
            .iter()
            .chain(&both)
            .filter(|(host, _)| self.meets(*host))
            .map(|(_, name)| *name)
            .collect()
    }

    /// Whether the two sets have an element in common.
    pub(super) fn meets(self, other: Host) -> bool {
        self.0 & other.0 != 0
    }
}

/// An extension of the formats: a namespace and its elements and attributes.
pub(super) struct Module {
    /// The usual prefix of the namespace.
    pub(super) prefix: &'static str,
    /// The elements that it adds.
    pub(super) elements: &'static [(Host, Child)],
    /// The attributes that it adds.
    pub(super) attributes: &'static [(Host, Attribute)],
}

/// An element with child elements.
pub(super) const fn parent(children: &'static [Child]) -> Element {
    Element {
        holds: ContentModel::Elements,
        children,
        attributes: &[],
        host: Host::NONE,
        relations: &[],
    }
}

/// An element with text.
pub(super) const fn text(checks: &'static [Check]) -> Element {
    Element {
        holds: ContentModel::Text(checks),
        children: &[],
        attributes: &[],
        host: Host::NONE,
        relations: &[],
    }
}

/// An element with content that is checked by `judge`.
pub(super) const fn markup(judge: Relation) -> Element {
    Element {
        holds: ContentModel::Markup(judge),
        children: &[],
        attributes: &[],
        host: Host::NONE,
        relations: &[],
    }
}

/// An element with only attributes.
pub(super) const fn empty(attributes: &'static [Attribute]) -> Element {
    Element {
        holds: ContentModel::Nothing(&rules::UNEXPECTED_TEXT),
        children: &[],
        attributes,
        host: Host::NONE,
        relations: &[],
    }
}

/// An element that is not checked.
pub(super) static FOREIGN: Element = ANYTHING;

/// Content that is not checked.
pub(super) const ANYTHING: Element = Element {
    holds: ContentModel::Anything,
    children: &[],
    attributes: &[],
    host: Host::NONE,
    relations: &[],
};

impl Element {
    /// The same element with these attributes.
    pub(super) const fn with(self, attributes: &'static [Attribute]) -> Element {
        Element { attributes, ..self }
    }

    /// The same element, extensible by these modules.
    pub(super) const fn hosting(self, host: Host) -> Element {
        Element { host, ..self }
    }

    /// The same element with these checks of the complete element.
    pub(super) const fn relating(self, relations: &'static [Relation]) -> Element {
        Element { relations, ..self }
    }
}

/// An optional element.
pub(super) const fn once(
    name: &'static str,
    element: &'static Element,
    spec: &'static str,
) -> Child {
    Child {
        name,
        element,
        missing: None,
        repeated: Some(&rules::DUPLICATE_ELEMENT),
        keyed_by: None,
        twin: None,
        discouraged: None,
        spec,
    }
}

/// An element that may be repeated.
pub(super) const fn many(
    name: &'static str,
    element: &'static Element,
    spec: &'static str,
) -> Child {
    Child {
        repeated: None,
        ..once(name, element, spec)
    }
}

/// A required element.
pub(super) const fn one(
    name: &'static str,
    element: &'static Element,
    missing: &'static Rule,
    spec: &'static str,
) -> Child {
    Child {
        missing: Some(missing),
        ..once(name, element, spec)
    }
}

impl Child {
    /// The same child; its absence raises `rule`.
    pub(super) const fn needed(self, rule: &'static Rule) -> Child {
        Child {
            missing: Some(rule),
            ..self
        }
    }

    /// The same child, equivalent to the element `name` of the format.
    pub(super) const fn twin_of(self, name: &'static str, rule: &'static Rule) -> Child {
        Child {
            twin: Some((name, rule)),
            ..self
        }
    }

    /// The same child; its repetition raises `rule`.
    pub(super) const fn repeated(self, rule: &'static Rule) -> Child {
        Child {
            repeated: Some(rule),
            ..self
        }
    }

    /// The same child, allowed once for each value of an attribute.
    pub(super) const fn keyed_by(self, attribute: &'static str) -> Child {
        Child {
            keyed_by: Some(attribute),
            ..self
        }
    }

    /// The same child; its presence raises `rule`.
    pub(super) const fn discouraged(self, rule: &'static Rule) -> Child {
        Child {
            discouraged: Some(rule),
            ..self
        }
    }
}

/// An optional attribute.
pub(super) const fn optional(name: &'static str, checks: &'static [Check]) -> Attribute {
    Attribute {
        name,
        missing: None,
        checks,
        reported: Reported::AsAttribute,
    }
}

/// A required attribute.
pub(super) const fn required(name: &'static str, checks: &'static [Check]) -> Attribute {
    Attribute {
        missing: Some(&rules::MISSING_ATTRIBUTE),
        ..optional(name, checks)
    }
}

impl Attribute {
    /// The same attribute; its absence raises `rule`.
    pub(super) const fn needed(self, rule: &'static Rule) -> Attribute {
        Attribute {
            missing: Some(rule),
            ..self
        }
    }

    /// The same attribute, reported as its element.
    pub(super) const fn of_element(self) -> Attribute {
        Attribute {
            reported: Reported::AsElement,
            ..self
        }
    }

    /// The same attribute, reported in the parent of its element.
    pub(super) const fn in_parent(self) -> Attribute {
        Attribute {
            reported: Reported::InParent,
            ..self
        }
    }
}
