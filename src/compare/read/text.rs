//! Texts as readers show them, and normalized for comparing.

use std::hash::{DefaultHasher, Hash, Hasher};

use icu_properties::props::ExtendedPictographic;
use icu_properties::{CodePointSetData, CodePointSetDataBorrowed};
use roxmltree::Node;

use super::Body;
use crate::text::html::{self, HtmlToken};
use crate::text::{
    collapse, escape_attribute, escape_html, is_blank, nfc, plain, resolve_entities, text_of_html,
};

/// All text in an element and its descendants.
pub(super) fn inner(node: Node<'_, '_>) -> String {
    let mut text = String::new();
    for held in node.descendants().filter(Node::is_text) {
        text.push_str(held.text().unwrap_or_default());
    }
    text
}

/// The trimmed text of an element; `None` if nothing of it is visible.
pub(super) fn filled(node: Node<'_, '_>) -> Option<String> {
    let text = inner(node);
    (!is_blank(&text)).then(|| text.trim().to_owned())
}

/// A text that may contain markup, on one line.
pub(super) fn line(html: &str) -> String {
    nfc(&collapse(&plain(html))).into_owned()
}

/// `title` in lower case without quotes, dashes, dots and emoji, which generators treat differently;
/// `title` itself if nothing else is in it.
pub(super) fn bare(title: &str) -> String {
    const TYPOGRAPHY: &str = "'\"`´‘’‚‛“”„‟′″«»-‐‑‒–—―.…";
    let bare: String = title
        .chars()
        .filter(|c| !c.is_whitespace() && !TYPOGRAPHY.contains(*c) && !is_emoji(*c))
        .flat_map(char::to_lowercase)
        .collect();
    if bare.is_empty() {
        title.to_owned()
    } else {
        bare
    }
}

/// Whether `c` is a part of an emoji: a picture, a skin tone, a joiner or a variation selector.
fn is_emoji(c: char) -> bool {
    const PICTURES: CodePointSetDataBorrowed<'static> =
        CodePointSetData::new::<ExtendedPictographic>();
    matches!(
        c,
        '\u{200d}' | '\u{fe0e}' | '\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}'
    ) || PICTURES.contains(c)
}

/// The elements in `node` as HTML: names without prefixes, text escaped.
pub(super) fn markup(node: Node<'_, '_>) -> String {
    let mut html = String::new();
    // Not by recursion: a feed may nest deeper than the stack is.
    let mut open: Vec<Node<'_, '_>> = Vec::new();
    for inner in node.descendants().skip(1) {
        while open
            .last()
            .is_some_and(|last| inner.parent() != Some(*last))
        {
            close(&mut html, open.pop());
        }
        if inner.is_text() {
            html.push_str(&escape_html(inner.text().unwrap_or_default()));
        }
        if inner.is_element() {
            html.push('<');
            html.push_str(inner.tag_name().name());
            for attribute in inner.attributes() {
                html.push(' ');
                html.push_str(attribute.name());
                html.push_str("=\"");
                html.push_str(&escape_attribute(attribute.value()));
                html.push('"');
            }
            html.push('>');
            open.push(inner);
        }
    }
    while let last @ Some(_) = open.pop() {
        close(&mut html, last);
    }
    html
}

fn close(html: &mut String, node: Option<Node<'_, '_>>) {
    html.push_str("</");
    html.push_str(node.map_or("", |node| node.tag_name().name()));
    html.push('>');
}

impl Body {
    /// Of HTML; `None` if it is blank.
    pub(super) fn from_html(html: &str) -> Option<Self> {
        if is_blank(html) {
            return None;
        }
        let letters: String = text_of_html(html).split_whitespace().collect();
        let mut text = DefaultHasher::new();
        nfc(&letters).hash(&mut text);
        let mut markup = DefaultHasher::new();
        hash_markup(html, &mut markup);
        Some(Body {
            text: text.finish(),
            markup: markup.finish(),
        })
    }
}

/// Hashes HTML so that white space, the form of entities, of quotes and of empty tags, and the order
/// of attributes do not count.
fn hash_markup(html: &str, hasher: &mut DefaultHasher) {
    for token in html::tokens(html) {
        match token {
            HtmlToken::Text(text) => hash_words(text, hasher),
            HtmlToken::Comment(comment) => {
                "<!--".hash(hasher);
                hash_words(comment, hasher);
            }
            HtmlToken::Tag(tag) => {
                (tag.is_end, tag.element.name).hash(hasher);
                let mut attributes: Vec<_> = tag.attributes().collect();
                attributes.sort_unstable();
                for (name, value) in attributes {
                    name.hash(hasher);
                    hash_words(value, hasher);
                }
                '>'.hash(hasher);
            }
        }
    }
}

fn hash_words(text: &str, hasher: &mut DefaultHasher) {
    for word in nfc(&resolve_entities(text)).split_whitespace() {
        word.hash(hasher);
    }
}

/// The name in `mail@example.org (Name)` or `Name <mail@example.org>`; else the text itself.
pub(super) fn person(text: &str) -> Option<String> {
    let text = line(text);
    let name = match (text.split_once('('), text.split_once('<')) {
        (Some((mail, rest)), _) if mail.contains('@') => rest.trim_end().trim_end_matches(')'),
        (_, Some((name, mail))) if mail.contains('@') && !is_blank(name) => name,
        _ => &text,
    };
    let name = collapse(name);
    (!name.is_empty()).then(|| name.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_and_entity_forms_do_not_count() {
        for (one, other) in [
            ("<p>a b</p>", "<p>a\n  b</p>\n"),
            ("<p>caf&eacute; &#38;</p>", "<p>café &amp;</p>"),
            ("<img src='a'/>", "<img  src=\"a\">"),
            ("<br />", "<br>"),
            ("<img src='a' alt=\"b > c\">", "<img alt='b &gt; c' src=a>"),
            (
                "caf\u{e9} <i title='\u{e9}'>",
                "cafe\u{301} <i title='e&#x301;'>",
            ),
        ] {
            assert_eq!(Body::from_html(one), Body::from_html(other));
        }
    }

    #[test]
    fn markup_and_text_are_told_apart() {
        let (one, other) = (
            Body::from_html("<p>a</p>"),
            Body::from_html("<p><b>a</b></p>"),
        );
        assert_ne!(one, other);
        assert_eq!(one.map(|body| body.text), other.map(|body| body.text));
        assert_ne!(Body::from_html("&lt;b&gt;"), Body::from_html("<b>"));
        assert_eq!(Body::from_html(" \n"), None);
    }

    #[test]
    fn typography_capitals_and_emoji_are_not_part_of_a_bare_title() {
        let one = bare("It's \"so\" -- or not...");
        assert_eq!(one, bare("It’s “so” – or not…"));
        assert_ne!(bare("C++"), bare("C#"));
        assert_eq!(bare("..."), "...");
        assert_eq!(
            bare("\u{1f389} Version 2 \u{2764}\u{fe0f}"),
            bare("VERSION 2")
        );
    }

    #[test]
    fn persons_have_names() {
        for (text, name) in [
            ("a@e.org (Ann  B.)", Some("Ann B.")),
            ("Ann B. <a@e.org>", Some("Ann B.")),
            ("Ann (the first)", Some("Ann (the first)")),
            ("a@e.org", Some("a@e.org")),
            (" ", None),
        ] {
            assert_eq!(person(text).as_deref(), name, "{text}");
        }
    }
}
