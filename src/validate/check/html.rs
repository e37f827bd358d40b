//! HTML in content, parsed as by browsers.

use std::cell::{Cell, RefCell};

use html5ever::LocalName;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, StartTag, Tag, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use roxmltree::Node;

use super::style;
use super::vocabulary::{
    MATHML_ATTRIBUTES, MATHML_ELEMENTS, SAFE_ATTRIBUTES, SVG_ATTRIBUTES, SVG_ELEMENTS,
};
use crate::diagnostic::Rule;
use crate::text::{html, is_blank};
use crate::validate::context::Context;
use crate::validate::names::{MATHML, SVG, XHTML};
use crate::validate::rules;
use crate::validate::value::{Value, quote};

/// Escaped HTML that readers can show.
pub(in crate::validate) fn html(cx: &mut Context<'_>, value: &Value<'_>) {
    let text = value.raw.as_ref();
    if !text.bytes().any(|b| matches!(b, b'<' | b'&')) {
        return;
    }
    if text.contains("<?") && text.to_ascii_lowercase().contains("<?import") {
        let message = "the processing instruction `<?import` loads code".to_owned();
        cx.raise(&rules::SECURITY_RISK, value, message);
    }
    let sink = Sink::default();
    let input = BufferQueue::default();
    input.push_back(text.into());
    let tokenizer = Tokenizer::new(
        sink,
        TokenizerOpts {
            exact_errors: false,
            ..TokenizerOpts::default()
        },
    );
    // The sink never pauses the tokenizer, so one call consumes everything.
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let mut embedded = 0_usize;
    let mut foreign = None;
    let has_text = tokenizer.sink.has_text.get();
    let seen = tokenizer.sink.seen.into_inner();
    if let Some((line, message)) = structure_fault(&seen).or_else(|| text_fault(text)) {
        cx.raise_on_line(&rules::NOT_HTML, value, line, message);
    }
    visible(cx, value, &seen, has_text);
    for seen in seen {
        match seen {
            LocatedTag::Open(line, tag) => {
                if is_embedding(&tag.name) {
                    embedded += usize::from(!tag.self_closing);
                }
                let inside = foreign.or_else(|| ForeignContent::named(&tag.name));
                if foreign.is_none() && !tag.self_closing {
                    foreign = inside;
                }
                if embedded <= usize::from(is_embedding(&tag.name)) {
                    open_tag(cx, value, line, &tag, inside);
                }
            }
            LocatedTag::Close(_, name) => {
                if foreign.is_some_and(|inside| *name == *inside.root) {
                    foreign = None;
                }
                if is_embedding(&name) {
                    embedded = embedded.saturating_sub(1);
                }
            }
        }
    }
    if let Some(at) = unfinished_tag(text) {
        let line = text[..at].matches('\n').count();
        let message = "a tag is opened with `<` and never finished with `>`";
        cx.raise_on_line(&rules::NOT_HTML, value, line, message);
    }
    if let Some(reference) = control_reference(text) {
        let message = format!("`{reference}` is a control character; it means one of windows-1252");
        cx.raise(&rules::NOT_HTML, value, message);
    }
}

/// SVG or MathML in HTML (HTML, section 13.2.6.5).
#[derive(Clone, Copy)]
struct ForeignContent {
    root: &'static str,
    elements: &'static [&'static str],
    attributes: &'static [&'static str],
}

impl ForeignContent {
    const ALL: [ForeignContent; 2] = [
        ForeignContent {
            root: "svg",
            elements: SVG_ELEMENTS,
            attributes: SVG_ATTRIBUTES,
        },
        ForeignContent {
            root: "math",
            elements: MATHML_ELEMENTS,
            attributes: MATHML_ATTRIBUTES,
        },
    ];

    /// What the element `name` of HTML begins.
    fn named(name: &str) -> Option<ForeignContent> {
        ForeignContent::ALL
            .into_iter()
            .find(|foreign| foreign.root == name)
    }
}

/// `name`, of which HTML does not tell the capitals, as it stands in `names`.
fn spelt<'n>(names: &[&'n str], name: &'n str) -> &'n str {
    let mut known = names.iter().copied();
    known
        .find(|known| known.eq_ignore_ascii_case(name))
        .unwrap_or(name)
}

/// Elements whose end tag is optional.
#[rustfmt::skip]
const CLOSED_BY_OTHERS: &[&str] = &[
    "body", "caption", "colgroup", "dd", "dt", "head", "html", "li", "optgroup", "option", "p", "rb", "rp", "rt",
    "rtc", "tbody", "td", "tfoot", "th", "thead", "tr",
];

/// Reports the first element that is never closed, or end tag that closes nothing. Readers continue as
/// browsers do: the rest of the article is bold, or a link.
fn structure_fault(seen: &[LocatedTag]) -> Option<(usize, String)> {
    let is_unclosed = |(_, name): &&(usize, &str)| !CLOSED_BY_OTHERS.contains(name);
    let unclosed = |(line, name): &(usize, &str)| (*line, format!("`<{name}>` is not closed"));
    let mut open: Vec<(usize, &str)> = Vec::new();
    for seen in seen {
        match seen {
            LocatedTag::Open(_, tag) if tag.self_closing || html::is_void(&tag.name) => {}
            LocatedTag::Open(line, tag) => open.push((*line, &tag.name)),
            LocatedTag::Close(line, name) => {
                let name: &str = name;
                let Some(at) = open.iter().rposition(|(_, other)| *other == name) else {
                    if html::is_void(name) || name == "p" {
                        continue;
                    }
                    return Some((*line, format!("`</{name}>` closes nothing")));
                };
                if let Some(fault) = open[at + 1..].iter().find(is_unclosed).map(unclosed) {
                    return Some(fault);
                }
                open.truncate(at);
            }
        }
    }
    open.iter().find(is_unclosed).map(unclosed)
}

/// A comment that never ends, or a `<` that begins nothing.
fn text_fault(text: &str) -> Option<(usize, String)> {
    let line = |at: usize| text[..at].matches('\n').count();
    if let Some(at) = text.rfind("<!--")
        && !text[at..].contains("-->")
    {
        return Some((line(at), "the comment never ends with `-->`".to_owned()));
    }
    if text.contains("<script") || text.contains("<style") {
        return None;
    }
    let stray = text.match_indices('<').find_map(|(at, _)| {
        let next = text[at + 1..].chars().next()?;
        (next.is_ascii_digit()).then_some(at)
    })?;
    let message = format!(
        "{} is not a tag; write `&lt;` for `<`",
        quote(&text[stray..].chars().take(10).collect::<String>())
    );
    Some((line(stray), message))
}

/// Reports text that is escaped twice, or of which readers remove everything.
fn visible(cx: &mut Context<'_>, value: &Value<'_>, seen: &[LocatedTag], has_text: bool) {
    const SHOWN: [&str; 7] = ["audio", "hr", "img", "math", "picture", "svg", "video"];
    let text = value.text();
    let has_tags = seen.iter().any(|seen| matches!(seen, LocatedTag::Open(..)));
    let is_tag = |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphabetic());
    let begins_with_tag = text.strip_prefix("&lt;").is_some_and(is_tag);
    if !has_tags && begins_with_tag && text.contains("&lt;/") {
        let message = format!(
            "{} is escaped twice: {}",
            value.called(&cx.names),
            quote(text)
        );
        cx.raise(&rules::DOUBLE_ESCAPED, value, message);
    }
    let is_shown =
        |seen: &LocatedTag| matches!(seen, LocatedTag::Open(_, tag) if SHOWN.contains(&&*tag.name));
    if has_tags && !has_text && !seen.iter().any(is_shown) {
        let message = format!(
            "{} holds nothing that readers show",
            value.called(&cx.names)
        );
        cx.raise(&rules::INVISIBLE_CONTENT, value, message);
    }
}

/// The offset of an unfinished tag at the end of the text.
fn unfinished_tag(text: &str) -> Option<usize> {
    let at = text.rfind('<')?;
    let rest = &text[at + 1..];
    let name = rest.strip_prefix('/').unwrap_or(rest);
    (name.starts_with(|c: char| c.is_ascii_alphabetic()) && !rest.contains('>')).then_some(at)
}

/// A reference to a C1 control character, a trace of a wrong conversion.
fn control_reference(text: &str) -> Option<&str> {
    text.match_indices("&#").find_map(|(at, _)| {
        let rest = &text[at + 2..];
        let hex = rest.starts_with(['x', 'X']);
        let digits = &rest[usize::from(hex)..];
        let end = digits
            .find(|c: char| !c.is_ascii_hexdigit())
            .unwrap_or(digits.len());
        let number = u32::from_str_radix(&digits[..end], if hex { 16 } else { 10 }).ok()?;
        let end = at + 2 + usize::from(hex) + end;
        let end = end + usize::from(text[end..].starts_with(';'));
        (matches!(number, 0x80..=0x9f) || number == 0xfffd).then(|| &text[at..end])
    })
}

fn is_embedding(name: &str) -> bool {
    matches!(name, "object" | "embed")
}

fn open_tag(
    cx: &mut Context<'_>,
    value: &Value<'_>,
    line: usize,
    tag: &Tag,
    foreign: Option<ForeignContent>,
) {
    let name: &str = &tag.name;
    if foreign.is_none() && !html::is_html(name) {
        let message = format!("`<{name}>` is not an HTML element");
        return cx.raise_on_line(&rules::NOT_HTML, value, line, message);
    }
    let is_shown = foreign.map_or(html::is_shown(name), |inside| {
        inside.elements.contains(&spelt(inside.elements, name))
    });
    if !is_shown {
        let message = format!("readers remove the element `<{name}>`");
        return cx.raise_on_line(&rules::SECURITY_RISK, value, line, message);
    }
    let attributes = foreign.map_or(SAFE_ATTRIBUTES, |inside| inside.attributes);
    for attribute in &tag.attrs {
        let (mut attribute, held): (&str, &str) = (&attribute.name.local, &attribute.value);
        if foreign.is_some() {
            attribute = spelt(attributes, attribute);
        }
        if let Some((rule, message)) = attribute_fault(name, attribute, held, attributes) {
            cx.raise_on_line(rule, value, line, message);
        }
        if let Some(reference) = relative_reference(name, attribute, held) {
            let message = format!(
                "`{attribute}` of `<{name}>` is the relative address {}",
                quote(&reference)
            );
            let rule = relative_rule(cx);
            cx.raise_on_line(rule, value, line, message);
        }
    }
}

fn relative_rule(cx: &Context<'_>) -> &'static Rule {
    if cx.format.is_rss() {
        &rules::CONTAINS_REL_REF
    } else {
        &rules::RELATIVE_LINK
    }
}

fn attribute_fault(
    element: &str,
    name: &str,
    value: &str,
    safe: &[&str],
) -> Option<(&'static Rule, String)> {
    if name == "style" {
        let part = style::unsafe_part(value)?;
        let message = format!(
            "readers remove {} from the style of `<{element}>`",
            quote(&part)
        );
        return Some((&rules::DANGEROUS_STYLE_ATTR, message));
    }
    let is_data = name.starts_with("data-") || name.starts_with("aria-");
    let is_known =
        safe.contains(&name) || is_data || name.starts_with("xml:") || name.starts_with("xmlns:");
    (!is_known).then(|| {
        let message = format!("readers remove the attribute `{name}` of `<{element}>`");
        (&rules::SECURITY_RISK_ATTR, message)
    })
}

/// The value of an address attribute, if it is relative.
fn relative_reference(element: &str, attribute: &str, value: &str) -> Option<String> {
    let value = value.trim();
    let addresses: Vec<&str> = match (element, attribute) {
        ("a" | "area", "href")
        | ("img" | "audio" | "video" | "source" | "track", "src")
        | ("video", "poster") => vec![value],
        ("img" | "source", "srcset") => value
            .split(", ")
            .filter_map(|candidate| candidate.split_whitespace().next())
            .collect(),
        _ => return None,
    };
    addresses
        .into_iter()
        .find(|address| !address.is_empty() && !has_scheme(address))
        .map(str::to_owned)
}

fn has_scheme(address: &str) -> bool {
    address.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    })
}

/// Checks XHTML, SVG and MathML elements: `root`, which is in `value`, and everything in it.
pub(super) fn xhtml<'a>(cx: &mut Context<'a>, root: Node<'a, 'a>, value: &Value<'a>) {
    let is_document = root.tag_name().name() == "html";
    for node in root.descendants().filter(|node| node.is_element()) {
        let name = node.tag_name().name();
        let (is_safe, safe_attributes) = match node.tag_name().namespace() {
            Some(XHTML) if !html::is_html(name) => {
                let message = format!("`<{name}>` is not an XHTML element");
                cx.raise_from(&rules::NOT_HTML, value, node, message);
                continue;
            }
            Some(XHTML) => (html::is_shown(name), SAFE_ATTRIBUTES),
            Some(SVG) => (SVG_ELEMENTS.contains(&name), SVG_ATTRIBUTES),
            Some(MATHML) => (MATHML_ELEMENTS.contains(&name), MATHML_ATTRIBUTES),
            _ => continue,
        };
        // A whole document has these elements, as its media type requires.
        if is_document && matches!(name, "html" | "head" | "body" | "title") {
            continue;
        }
        if !is_safe {
            let message = format!("readers remove the element `<{name}>`");
            cx.raise_from(&rules::SECURITY_RISK, value, node, message);
            continue;
        }
        for attribute in node
            .attributes()
            .filter(|attribute| attribute.namespace().is_none())
        {
            let fault = attribute_fault(name, attribute.name(), attribute.value(), safe_attributes);
            if let Some((rule, message)) = fault {
                cx.raise_from(rule, value, node, message);
            }
            if let Some(reference) = relative_reference(name, attribute.name(), attribute.value()) {
                let message = format!(
                    "`{}` of `<{name}>` is the relative address {}",
                    attribute.name(),
                    quote(&reference)
                );
                let rule = relative_rule(cx);
                cx.raise_from(rule, value, node, message);
            }
        }
    }
}

/// A tag, with the number of lines before it.
enum LocatedTag {
    Open(usize, Tag),
    Close(usize, LocalName),
}

#[derive(Default)]
struct Sink {
    seen: RefCell<Vec<LocatedTag>>,
    /// Whether there was text that readers show.
    has_text: Cell<bool>,
    /// Whether the following text is code.
    in_code: Cell<bool>,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<()> {
        let line = usize::try_from(line.saturating_sub(1)).unwrap_or_default();
        match token {
            Token::TagToken(tag) => self.tag(line, tag),
            Token::CharacterTokens(text) => {
                if !self.in_code.get() && !is_blank(&text) {
                    self.has_text.set(true);
                }
                TokenSinkResult::Continue
            }
            _ => TokenSinkResult::Continue,
        }
    }
}

impl Sink {
    fn tag(&self, line: usize, tag: Tag) -> TokenSinkResult<()> {
        self.in_code
            .set(tag.kind == StartTag && matches!(&*tag.name, "script" | "style"));
        if tag.kind != StartTag {
            self.seen
                .borrow_mut()
                .push(LocatedTag::Close(line, tag.name));
            return TokenSinkResult::Continue;
        }
        let raw = match &*tag.name {
            "script" => Some(RawKind::ScriptData),
            "style" | "xmp" | "noembed" | "noframes" => Some(RawKind::Rawtext),
            "title" | "textarea" => Some(RawKind::Rcdata),
            _ => None,
        };
        self.seen.borrow_mut().push(LocatedTag::Open(line, tag));
        raw.map_or(TokenSinkResult::Continue, TokenSinkResult::RawData)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_relative_without_a_scheme() {
        assert!(relative_reference("a", "href", "/x").is_some());
        assert!(relative_reference("a", "href", "#fn1").is_some());
        assert!(relative_reference("a", "href", " mailto:a@example.org").is_none());
        assert!(relative_reference("img", "srcset", "https://e.org/a 1x, b.png 2x").is_some());
        assert!(relative_reference("p", "href", "/x").is_none());
    }

    #[test]
    fn tags_must_be_finished() {
        assert_eq!(unfinished_tag("<p>a <a href='x'"), Some(5));
        assert_eq!(unfinished_tag("a < b"), None);
        assert_eq!(unfinished_tag("<p>a</p>"), None);
    }

    #[test]
    fn control_characters_are_found_in_references() {
        assert_eq!(control_reference("isn&#x92;t"), Some("&#x92;"));
        assert_eq!(control_reference("so &#133; and"), Some("&#133;"));
        assert_eq!(control_reference("&#8217; &#xe9; &# &#99999999999;"), None);
    }
}
