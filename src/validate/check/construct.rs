//! Text constructs and content of Atom, in Atom and in RSS.

use roxmltree::Node;

use super::mime::is_media_type;
use super::{html, readers, text, uri};
use crate::validate::context::Context;
use crate::validate::names::{XHTML, namespace};
use crate::validate::rules;
use crate::validate::value::{Reported, Value, quote, value_of, value_of_attribute};

/// A title, summary, subtitle or rights (RFC 4287, section 3.1).
pub(in crate::validate) fn text_construct<'a>(cx: &mut Context<'a>, node: Node<'a, 'a>) {
    let kind = declared_type(cx, node);
    if kind.contains('/') {
        let message = format!(
            "the type of {} is `{kind}`; it must be `text`, `html` or `xhtml`",
            cx.name(node)
        );
        cx.raise_at(&rules::INVALID_TEXT_TYPE, node, message);
    }
    readers::filled_in(cx, &value_of(node));
    construct(cx, node, &kind);
}

/// Content (RFC 4287, section 4.1.3).
pub(in crate::validate) fn content<'a>(cx: &mut Context<'a>, node: Node<'a, 'a>) {
    let kind = declared_type(cx, node);
    if kind.starts_with("multipart/") || kind.starts_with("message/") {
        let message = "content cannot be of a composite type such as `multipart/alternative`";
        cx.raise_at(&rules::INVALID_MIME_TYPE, node, message);
    }
    construct(cx, node, &kind);
}

/// Content in an RSS item, where readers do not look.
pub(in crate::validate) fn content_in_rss<'a>(cx: &mut Context<'a>, node: Node<'a, 'a>) {
    if !node.has_attribute("src") {
        let message = format!(
            "{} is in an RSS item; readers look in `content:encoded`",
            cx.name(node)
        );
        cx.raise_at(&rules::DUPLICATE_DESCRIPTION_SEMANTICS, node, message);
    }
    content(cx, node);
}

/// XHTML in an RSS item.
pub(in crate::validate) fn body_in_rss<'a>(cx: &mut Context<'a>, node: Node<'a, 'a>) {
    let message = format!(
        "{} is in an RSS item; readers look in `content:encoded`",
        cx.name(node)
    );
    cx.raise_at(&rules::DUPLICATE_DESCRIPTION_SEMANTICS, node, message);
    let value = value_of(node);
    for child in node.children().filter(Node::is_element) {
        html::xhtml(cx, child, &value);
    }
}

/// The declared type of the element, or `text` if it has none and no `src`.
fn declared_type<'a>(cx: &mut Context<'a>, node: Node<'a, 'a>) -> String {
    let source = node.attribute_node("src");
    let declared = node.attribute_node("type");
    let default = if source.is_some() { "" } else { "text" };
    let kind = declared.map_or(default, |attribute| attribute.value());
    if let Some(attribute) = declared {
        let value = value_of_attribute(node, attribute, Reported::AsElement);
        if kind.is_empty() {
            text::filled(cx, &value);
        } else if (source.is_some() || !matches!(kind, "text" | "html" | "xhtml"))
            && !is_media_type(kind)
        {
            let message = format!(
                "the type of {} is {}; {}",
                cx.name(node),
                quote(kind),
                if source.is_some() {
                    "external content needs a media type"
                } else {
                    "it must be `text`, `html`, `xhtml` or a media type"
                }
            );
            cx.raise(&rules::INVALID_MIME_TYPE, &value, message);
        }
    }
    if let Some(attribute) = source {
        let value = value_of_attribute(node, attribute, Reported::AsElement);
        uri::attribute(cx, &value);
        if declared.is_none() {
            let message = format!("{} is external and has no `type`", cx.name(node));
            cx.raise_at(&rules::MISSING_TYPE_ATTR, node, message);
        }
    }
    if cx.language(node).is_none() && !cx.format.is_rss() {
        cx.note_missing_language(node);
    }
    if kind.is_empty() && source.is_none() {
        "text".to_owned()
    } else {
        kind.to_owned()
    }
}

/// Whether content of this type may contain elements.
fn holds_elements(kind: &str) -> bool {
    kind == "xhtml" || is_xml(kind)
}

/// Whether a media type is XML.
pub(super) fn is_xml(kind: &str) -> bool {
    let kind = kind
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    kind.ends_with("+xml") || kind.ends_with("/xml")
}

fn construct<'a>(cx: &mut Context<'a>, node: Node<'a, 'a>, kind: &str) {
    let is_elsewhere = node.has_attribute("src");
    let mut value = value_of(node);
    let elements: Vec<Node<'a, 'a>> = node.children().filter(Node::is_element).collect();
    if !elements.is_empty() {
        inline(cx, node, kind, &elements, &value);
    } else if is_elsewhere && !value.text().is_empty() {
        let message = format!("{} is external, so it must be empty", cx.name(node));
        cx.raise(&rules::UNEXPECTED_TEXT, &value, message);
    }
    if kind == "xhtml" && !value.text().is_empty() {
        let message = format!(
            "the XHTML in {} must be in one `<div>` of XHTML's namespace",
            cx.name(node)
        );
        cx.raise(&rules::MISSING_XHTML_DIV, &value, message);
    }
    match kind {
        "text" => text::plain_or(cx, &value, &rules::CONTAINS_UNDECLARED_HTML),
        "xhtml" => escaped_in_xhtml(cx, &value, &elements),
        "html" => html::html(cx, &value),
        kind if is_xml(kind) || is_elsewhere => {}
        kind if kind.starts_with("text/") => text_of_media_type(cx, &value, kind),
        kind if kind.contains('/') => match base64(value.text()) {
            Some(decoded) if kind.ends_with("/html") => {
                value.raw = String::from_utf8_lossy(&decoded).into_owned().into();
                text_of_media_type(cx, &value, kind);
            }
            Some(_) => {}
            None => {
                let message = format!(
                    "{} has the type `{kind}`, so it must be Base64",
                    cx.name(node)
                );
                cx.raise(&rules::NOT_BASE64, &value, message);
            }
        },
        _ => text::plain_or(cx, &value, &rules::CONTAINS_UNDECLARED_HTML),
    }
    if value.text().is_empty() && elements.is_empty() && !is_elsewhere {
        let message = format!("{} is empty", cx.name(node));
        cx.raise(&rules::NOT_BLANK, &value, message);
    }
}

fn text_of_media_type(cx: &mut Context<'_>, value: &Value<'_>, kind: &str) {
    if !kind
        .split(';')
        .next()
        .unwrap_or_default()
        .ends_with("/html")
    {
        return text::plain_or(cx, value, &rules::CONTAINS_UNDECLARED_HTML);
    }
    html::html(cx, value);
    if !value.raw.to_ascii_lowercase().contains("<html") {
        let message =
            format!("`{kind}` is for whole documents; use `type=\"html\"` for a part of one");
        cx.raise(&rules::HTML_FRAGMENT, value, message);
    }
}

/// Reports escaped markup in XHTML, which readers show as tags.
fn escaped_in_xhtml<'a>(cx: &mut Context<'a>, value: &Value<'a>, elements: &[Node<'a, 'a>]) {
    let is_mixed = |div: &Node<'_, '_>| div.children().any(|child| child.is_element());
    match elements {
        [] => text::plain_or(cx, value, &rules::NOT_INLINE),
        [div] if !is_mixed(div) && begins_with_tag(*div) => {
            let inner = Value {
                raw: value_of(*div).raw,
                holder: value.holder,
            };
            text::plain_or(cx, &inner, &rules::NOT_INLINE);
        }
        _ => {}
    }
}

/// Whether all that `div` holds is escaped markup; a `<` in a sentence about markup is rightly escaped.
fn begins_with_tag(div: Node<'_, '_>) -> bool {
    let text = div.text().unwrap_or_default().trim();
    text.starts_with('<') && text.ends_with('>') || text.contains("&")
}

/// Elements in a text construct or in content.
fn inline<'a>(
    cx: &mut Context<'a>,
    node: Node<'a, 'a>,
    kind: &str,
    elements: &[Node<'a, 'a>],
    value: &Value<'a>,
) {
    if !value.text().is_empty() && kind != "xhtml" {
        let message = format!("text and elements are mixed in {}", cx.name(node));
        cx.raise(&rules::UNEXPECTED_TEXT, value, message);
    }
    for child in elements {
        let name = child.tag_name().name();
        let in_xhtml = child.tag_name().namespace() == Some(XHTML);
        if !holds_elements(kind) {
            let message = format!(
                "{} of the type `{kind}` must be text, but contains `<{name}>`",
                cx.name(node)
            );
            cx.raise_at(&rules::UNDEFINED_ELEMENT, *child, message);
        }
        if node.attribute("mode") == Some("escaped") {
            let message = format!(
                "{} is declared as escaped, but contains `<{name}>`",
                cx.name(node)
            );
            cx.raise(&rules::NOT_ESCAPED, value, message);
        }
        if kind == "xhtml" && (name != "div" || !in_xhtml) {
            let message = format!(
                "the XHTML in {} must be in one `<div>` of XHTML's namespace, not in `<{name}>`",
                cx.name(node)
            );
            cx.raise(&rules::MISSING_XHTML_DIV, value, message);
        }
        if kind == "xhtml" && name == "div" && !in_xhtml {
            let message = "the `<div>` is not in XHTML's namespace";
            cx.raise(&rules::NOT_HTML, value, message);
        }
        if kind.starts_with("application/xhtml+xml") && name != "html" {
            let message = format!("`{kind}` is for whole documents, which begin with `<{name}>`");
            cx.raise(&rules::HTML_FRAGMENT, value, message);
        }
        if in_xhtml {
            html::xhtml(cx, *child, value);
            foreign_in_xhtml(cx, *child);
        }
    }
    if kind == "xhtml" && elements.len() > 1 {
        let message = format!("the XHTML in {} must be in one `<div>`", cx.name(node));
        cx.raise(&rules::MISSING_XHTML_DIV, value, message);
    }
}

/// Reports elements in XHTML that are not XHTML, SVG or MathML.
fn foreign_in_xhtml<'a>(cx: &mut Context<'a>, root: Node<'a, 'a>) {
    for node in root.descendants().filter(Node::is_element) {
        let name = cx.names.element(node);
        let namespace = namespace(node);
        let parent_is_xhtml = node
            .parent_element()
            .is_some_and(|parent| parent.tag_name().namespace() == Some(XHTML));
        if !parent_is_xhtml || node.id() == root.id() {
            continue;
        }
        match (name.prefix, namespace) {
            (_, None) => {
                let message = format!("`<{}>` in the `<div>` is in no namespace", name.local);
                cx.raise_at(&rules::MISSING_NAMESPACE, node, message);
            }
            (None, Some(_)) => {}
            (Some("xhtml" | "svg" | "mathml"), _) => {}
            (Some(_), _) => {
                let message = format!("`{}` is not allowed in XHTML", cx.name(node));
                cx.raise_at(&rules::UNDEFINED_ELEMENT, node, message);
            }
        }
    }
}

/// Decodes Base64, white space aside.
fn base64(text: &str) -> Option<Vec<u8>> {
    let mut decoded = Vec::with_capacity(text.len() * 3 / 4);
    let (mut bits, mut held, mut digits, mut padding) = (0_u32, 0_u32, 0_usize, 0_usize);
    for byte in text.bytes().filter(|b| !b.is_ascii_whitespace()) {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => {
                padding += 1;
                continue;
            }
            _ => return None,
        };
        if padding > 0 {
            return None;
        }
        digits += 1;
        bits = (bits << 6) | u32::from(digit);
        held += 6;
        if held >= 8 {
            held -= 8;
            decoded.push(u8::try_from((bits >> held) & 0xff).unwrap_or_default());
        }
    }
    ((digits + padding).is_multiple_of(4) && padding <= 2).then_some(decoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_decoded() {
        assert_eq!(base64("SGVs\nbG8=").as_deref(), Some(b"Hello".as_slice()));
        assert_eq!(base64("").as_deref(), Some(b"".as_slice()));
        for text in ["SGVsbG8", "no picture!", "=SGV", "SG=V"] {
            assert_eq!(base64(text), None, "{text}");
        }
    }

    #[test]
    fn xml_types_hold_elements() {
        assert!(
            holds_elements("xhtml")
                && holds_elements("image/svg+xml")
                && holds_elements("text/xml")
        );
        assert!(!holds_elements("text/html") && !holds_elements("text"));
    }
}
