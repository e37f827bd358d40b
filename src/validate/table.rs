//! The words in which the formats are written down: what may stand where, how often, holding what.
//!
//! [`super::rss`], [`super::atom`] and [`super::modules`] are tables of these, and [`super::walk`]
//! compares a document with them. A name is written with the usual prefix of its namespace
//! (`dc:creator`), and without one where it belongs to the format itself.

use roxmltree::Node;

use super::context::Context;
use super::rules;
use super::value::{Reported, Value};
use crate::diagnostic::Rule;

/// Judges one value: the text of an element, or an attribute.
pub(super) type Check = fn(&mut Context<'_>, &Value<'_>);

/// Judges what no table can say: how the children of an element fit together.
pub(super) type Relation = for<'a> fn(&mut Context<'a>, Node<'a, 'a>);

/// What an element is.
pub(super) struct Element {
    /// What it holds.
    pub(super) holds: Content,
    /// The elements in it, where it holds elements.
    pub(super) children: &'static [Child],
    /// Its attributes.
    pub(super) attributes: &'static [Attribute],
    /// Which modules may add elements and attributes to it.
    pub(super) host: Host,
    /// What is judged when it is complete.
    pub(super) relations: &'static [Relation],
}

/// What an element holds.
#[derive(Clone, Copy)]
pub(super) enum Content {
    /// Elements, with nothing but white space between them.
    Elements,
    /// Text that passes every check, and no elements.
    Text(&'static [Check]),
    /// Nothing; text in it raises the rule, elements are extensions.
    Nothing(&'static Rule),
    /// Whatever the function accepts.
    Markup(Relation),
    /// Anything: it is not ours to judge.
    Anything,
}

/// An element in its parent.
pub(super) struct Child {
    /// Its name.
    pub(super) name: &'static str,
    /// What it is.
    pub(super) element: &'static Element,
    /// Raised when it is not there.
    pub(super) missing: Option<&'static Rule>,
    /// Raised when it is there a second time.
    pub(super) repeated: Option<&'static Rule>,
    /// The attribute for each of whose values it may stand once.
    pub(super) keyed_by: Option<&'static str>,
    /// The element of the format itself that says the same, and what is raised when both are there.
    pub(super) twin: Option<(&'static str, &'static Rule)>,
    /// Raised by its mere presence.
    pub(super) discouraged: Option<&'static Rule>,
    /// Where it is defined.
    pub(super) spec: &'static str,
}

/// An attribute of its element.
pub(super) struct Attribute {
    /// Its name.
    pub(super) name: &'static str,
    /// Raised when it is not there.
    pub(super) missing: Option<&'static Rule>,
    /// What its value must pass.
    pub(super) checks: &'static [Check],
    /// Under which name a finding about it is reported.
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

    /// Whether the two sets have an element in common.
    pub(super) fn meets(self, other: Host) -> bool {
        self.0 & other.0 != 0
    }
}

/// An extension of the formats: one namespace and what it adds where.
pub(super) struct Module {
    /// The usual prefix of the namespace.
    pub(super) prefix: &'static str,
    /// What it adds.
    pub(super) elements: &'static [(Host, Child)],
    /// The attributes that it adds.
    pub(super) attributes: &'static [(Host, Attribute)],
}

/// An element that holds elements.
pub(super) const fn parent(children: &'static [Child]) -> Element {
    Element {
        holds: Content::Elements,
        children,
        attributes: &[],
        host: Host::NONE,
        relations: &[],
    }
}

/// An element that holds text.
pub(super) const fn text(checks: &'static [Check]) -> Element {
    Element {
        holds: Content::Text(checks),
        children: &[],
        attributes: &[],
        host: Host::NONE,
        relations: &[],
    }
}

/// An element that holds what `judge` accepts.
pub(super) const fn markup(judge: Relation) -> Element {
    Element {
        holds: Content::Markup(judge),
        children: &[],
        attributes: &[],
        host: Host::NONE,
        relations: &[],
    }
}

/// An element whose attributes say it all.
pub(super) const fn empty(attributes: &'static [Attribute]) -> Element {
    Element {
        holds: Content::Nothing(&rules::UNEXPECTED_TEXT),
        children: &[],
        attributes,
        host: Host::NONE,
        relations: &[],
    }
}

/// An element that is not judged.
pub(super) static FOREIGN: Element = Element {
    holds: Content::Anything,
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

    /// The same element, which these modules may extend.
    pub(super) const fn hosting(self, host: Host) -> Element {
        Element { host, ..self }
    }

    /// The same element, judged as a whole in the end.
    pub(super) const fn relating(self, relations: &'static [Relation]) -> Element {
        Element { relations, ..self }
    }
}

/// An element that may stand once.
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

/// An element that may stand any number of times.
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

/// An element that must stand, once.
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
    /// The same child, whose absence raises `rule`.
    pub(super) const fn needed(self, rule: &'static Rule) -> Child {
        Child {
            missing: Some(rule),
            ..self
        }
    }

    /// The same child, which says what the element `name` of the format says.
    pub(super) const fn twin_of(self, name: &'static str, rule: &'static Rule) -> Child {
        Child {
            twin: Some((name, rule)),
            ..self
        }
    }

    /// The same child, whose second occurrence raises `rule`.
    pub(super) const fn repeated(self, rule: &'static Rule) -> Child {
        Child {
            repeated: Some(rule),
            ..self
        }
    }

    /// The same child, which may stand once for each value of an attribute.
    pub(super) const fn keyed_by(self, attribute: &'static str) -> Child {
        Child {
            keyed_by: Some(attribute),
            ..self
        }
    }

    /// The same child, which should not be there.
    pub(super) const fn discouraged(self, rule: &'static Rule) -> Child {
        Child {
            discouraged: Some(rule),
            ..self
        }
    }
}

/// An attribute that may stand.
pub(super) const fn optional(name: &'static str, checks: &'static [Check]) -> Attribute {
    Attribute {
        name,
        missing: None,
        checks,
        reported: Reported::AsAttribute,
    }
}

/// An attribute that must stand.
pub(super) const fn required(name: &'static str, checks: &'static [Check]) -> Attribute {
    Attribute {
        missing: Some(&rules::MISSING_ATTRIBUTE),
        ..optional(name, checks)
    }
}

impl Attribute {
    /// The same attribute, whose absence raises `rule`.
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
