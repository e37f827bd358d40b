//! Values to check: the texts of elements, and attributes.

use std::borrow::Cow;

use roxmltree::{Attribute, Node};

use super::names::{self, Names};

/// A value to check: the text of an element, or an attribute.
pub(super) struct Value<'v> {
    /// The text, unchanged.
    pub(super) raw: Cow<'v, str>,
    /// What holds it.
    pub(super) holder: Holder<'v>,
}

/// What holds a value.
#[derive(Clone, Copy)]
pub(super) enum Holder<'v> {
    /// An element.
    Element(Node<'v, 'v>),
    /// An attribute of an element.
    Attribute(Node<'v, 'v>, Attribute<'v, 'v>, Reported),
    /// A member of an object in a JSON feed.
    Member(Member),
}

impl Holder<'_> {
    /// Where it begins in the document.
    pub(super) fn offset(&self) -> usize {
        match self {
            Holder::Element(node) => node.range().start,
            Holder::Attribute(_, attribute, _) => attribute.range().start,
            Holder::Member(member) => member.offset,
        }
    }
}

/// A member of an object in a JSON feed.
#[derive(Clone, Copy)]
pub(super) struct Member {
    /// Its name.
    pub(super) name: &'static str,
    /// What the object is called.
    pub(super) object: &'static str,
    /// Where its value begins.
    pub(super) offset: usize,
}

impl<'v> Value<'v> {
    /// The same value, reported under another name.
    pub(super) fn reported(&self, reported: Reported) -> Value<'v> {
        let holder = match self.holder {
            Holder::Attribute(node, attribute, _) => Holder::Attribute(node, attribute, reported),
            other => other,
        };
        Value {
            raw: self.raw.clone(),
            holder,
        }
    }

    /// The text without the white space around it.
    pub(super) fn text(&self) -> &str {
        self.raw.trim()
    }

    /// A keyword or a number: trimmed in an element, but not in an attribute, which readers compare exactly.
    pub(super) fn token(&self) -> &str {
        if self.is_attribute() {
            &self.raw
        } else {
            self.text()
        }
    }

    /// Whether it is an attribute.
    pub(super) fn is_attribute(&self) -> bool {
        matches!(self.holder, Holder::Attribute(..))
    }

    /// The element that it belongs to; a JSON feed has none.
    pub(super) fn node(&self) -> Option<Node<'v, 'v>> {
        match self.holder {
            Holder::Element(node) | Holder::Attribute(node, ..) => Some(node),
            Holder::Member(_) => None,
        }
    }

    /// The attribute `name` of the element that it belongs to.
    pub(super) fn beside(&self, name: &str) -> Option<&'v str> {
        self.node()?.attribute(name)
    }

    /// The value's name in messages: `pubDate` or `the url of enclosure`.
    pub(super) fn called(&self, names: &Names<'_>) -> String {
        match &self.holder {
            Holder::Element(node) => names.written(*node),
            Holder::Attribute(node, attribute, _) => {
                let attribute = names::attribute_name(attribute).text();
                format!("`{attribute}` of {}", names.written(*node))
            }
            Holder::Member(member) => format!("`{}`", member.name),
        }
    }
}

/// What a finding about an attribute is reported for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reported {
    /// The attribute, in its element.
    AsAttribute,
    /// The element, in its parent.
    AsElement,
    /// The attribute, in the parent of its element: for Atom links, which have only attributes.
    InParent,
}

/// The text of an element, without the text of nested elements.
pub(super) fn value_of<'a>(node: Node<'a, 'a>) -> Value<'a> {
    let mut texts = node
        .children()
        .filter(Node::is_text)
        .filter_map(|n| n.text());
    let first = texts.next().unwrap_or_default();
    let raw = match texts.next() {
        None => Cow::Borrowed(first),
        Some(second) => Cow::Owned([first, second].into_iter().chain(texts).collect()),
    };
    Value {
        raw,
        holder: Holder::Element(node),
    }
}

/// The value of one attribute.
pub(super) fn value_of_attribute<'a>(
    node: Node<'a, 'a>,
    attribute: Attribute<'a, 'a>,
    reported: Reported,
) -> Value<'a> {
    Value {
        raw: Cow::Borrowed(attribute.value()),
        holder: Holder::Attribute(node, attribute, reported),
    }
}

/// `text` in quotes, shortened where it is long, for a message in which it follows `is`.
pub(super) fn quote(text: &str) -> String {
    if text.is_empty() {
        return "empty".to_owned();
    }
    const SHOWN: usize = 60;
    let line = text
        .split(['\n', '\t', '\r'])
        .map(str::trim)
        .collect::<Vec<_>>()
        .join(" ");
    let line = if line.trim().is_empty() || !text.contains(['\n', '\t', '\r']) {
        text
    } else {
        &line
    };
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("`{}…`", &line[..end]),
        None => format!("`{line}`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_values_are_shortened_in_messages() {
        assert_eq!(quote("a\n  b"), "`a b`");
        assert_eq!(quote(""), "empty");
        assert_eq!(quote(&"x".repeat(80)).chars().count(), 63);
    }
}
