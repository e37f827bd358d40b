//! Texts as readers show them, and in a form in which they can be compared.

use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash, Hasher};

use roxmltree::Node;

use super::Body;
use crate::text::{collapse, escape_attribute, escape_html, is_blank, plain, resolve_entities};

/// All that is written in an element and in those in it.
pub(super) fn inner(node: Node<'_, '_>) -> String {
    let mut text = String::new();
    for held in node.descendants().filter(Node::is_text) {
        text.push_str(held.text().unwrap_or_default());
    }
    text
}

/// What an element holds, trimmed; `None` if nothing is to be seen of it.
pub(super) fn filled(node: Node<'_, '_>) -> Option<String> {
    let text = inner(node);
    (!is_blank(&text)).then(|| text.trim().to_owned())
}

/// A text that may hold markup, on one line.
pub(super) fn line(html: &str) -> String {
    collapse(&plain(html)).into_owned()
}

/// `title` without quotes, dashes and dots, which some generators set as typographers do; `title`
/// itself where nothing else is in it.
pub(super) fn bare(title: &str) -> String {
    const TYPOGRAPHY: &str = "'\"`´‘’‚‛“”„‟′″«»-‐‑‒–—―.…";
    let bare: String = title
        .chars()
        .filter(|c| !c.is_whitespace() && !TYPOGRAPHY.contains(*c))
        .collect();
    if bare.is_empty() {
        title.to_owned()
    } else {
        bare
    }
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
    pub(super) fn of(html: &str) -> Option<Self> {
        if is_blank(html) {
            return None;
        }
        let letters: String = plain(html).split_whitespace().collect();
        let mut text = DefaultHasher::new();
        letters.hash(&mut text);
        let mut markup = DefaultHasher::new();
        hash_markup(html, &mut markup);
        Some(Body {
            text: text.finish(),
            markup: markup.finish(),
        })
    }
}

/// Hashes HTML so that white space, the form of entities, of quotes and of empty tags do not count.
fn hash_markup(html: &str, hasher: &mut DefaultHasher) {
    let mut rest = html;
    while !rest.is_empty() {
        let (text, after) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
        let words = resolve_entities(text);
        for word in words.split_whitespace() {
            word.hash(hasher);
        }
        let (tag, after) = after.split_at(after.find('>').map_or(after.len(), |end| end + 1));
        if !tag.is_empty() {
            let tag = tag.trim_end_matches('>').trim_end_matches('/');
            let tag: Cow<'_, str> = if tag.contains('\'') {
                Cow::Owned(tag.replace('\'', "\""))
            } else {
                Cow::Borrowed(tag)
            };
            for word in resolve_entities(&tag).split_whitespace() {
                word.hash(hasher);
            }
            '>'.hash(hasher);
        }
        rest = after;
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
        ] {
            assert_eq!(Body::of(one), Body::of(other));
        }
    }

    #[test]
    fn markup_and_text_are_told_apart() {
        let (one, other) = (Body::of("<p>a</p>"), Body::of("<p><b>a</b></p>"));
        assert_ne!(one, other);
        assert_eq!(one.map(|body| body.text), other.map(|body| body.text));
        assert_ne!(Body::of("&lt;b&gt;"), Body::of("<b>"));
        assert_eq!(Body::of(" \n"), None);
    }

    #[test]
    fn typography_is_no_part_of_a_bare_title() {
        let one = bare("It's \"so\" -- or not...");
        assert_eq!(one, bare("It’s “so” – or not…"));
        assert_ne!(bare("C++"), bare("C#"));
        assert_eq!(bare("..."), "...");
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
