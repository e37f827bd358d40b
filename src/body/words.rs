//! What looks like a tag but is not. A parser of HTML takes `<int>` of `vector<int>` for an element and drops it,
//! with all that follows where it has a meaning in a formula, and an unclosed `<title>` swallows the
//! rest of the body. Such tags become text here, before the parser sees them.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use crate::text::html::{Attributes, FLOW, FOREIGN, HtmlElement, OPAQUE, VOID};

/// `html` in which what looks like a tag is one.
///
/// An element that HTML does not have is one only if it is closed or has attributes with values; then
/// its tags go, since the sanitiser takes `<g>x</g>` for part of a drawing and removes it. One
/// that takes its content away, and is not closed, is a word if it has no such attributes, and goes
/// alone otherwise. So does a `</p>` that ends nothing, which would become an empty paragraph.
pub(super) fn keep(html: &str) -> Cow<'_, str> {
    let tags = tags(html);
    if tags.is_empty() {
        return Cow::Borrowed(html);
    }
    let mut last_ends = HashMap::new();
    for tag in tags.iter().filter(|tag| tag.is_end && tag.is_whole) {
        last_ends.insert(tag.name.to_ascii_lowercase(), tag.start);
    }
    let mut begun = HashSet::new();
    let mut in_paragraph = false;
    // How many drawings and formulas are open.
    let mut depth = 0_usize;
    let mut kept = String::with_capacity(html.len() + 64);
    // How far `html` is written, and read.
    let (mut at, mut read) = (0, 0);
    for (index, tag) in tags.iter().enumerate() {
        if tag.start < read {
            continue;
        }
        let name = tag.name.to_ascii_lowercase();
        let is_closed = last_ends.get(&name).is_some_and(|end| *end > tag.start);
        let is_opaque = |element: &HtmlElement| {
            element.is(OPAQUE) && !element.is(VOID) || element.name == "plaintext"
        };
        if let Some(element) = tag.element.filter(|element| parts_paragraphs(element)) {
            if tag.is_end && element.name == "p" && !in_paragraph {
                kept.push_str(&html[at..tag.start]);
                at = tag.end;
            }
            in_paragraph = !tag.is_end && element.name == "p";
        }
        let is_root = matches!(name.as_str(), "math" | "svg");
        if is_root && tag.is_end {
            depth = depth.saturating_sub(1);
        } else if is_root && is_closed {
            depth += 1;
        }
        let is_foreign = |element: &HtmlElement| element.is(FOREIGN) && !is_root && depth == 0;
        let verdict = match tag.element.filter(|element| !is_foreign(element)) {
            Some(element) if is_opaque(element) && !tag.is_end => {
                if is_closed {
                    // What stands in it goes with it, whatever it is.
                    let rest = &tags[index + 1..];
                    let end = rest
                        .iter()
                        .find(|end| end.is_end && end.is_called(tag.name));
                    read = end.map_or(read, |end| end.start);
                    TagTreatment::Markup
                } else if tag.has_values {
                    TagTreatment::Removed
                } else {
                    TagTreatment::Text
                }
            }
            Some(element) if !(tag.is_end || tag.has_values || is_closed) && needs_end(element) => {
                TagTreatment::Text
            }
            // Its content takes its place.
            Some(element) if element.name == "object" => TagTreatment::Removed,
            Some(_) => TagTreatment::Markup,
            None if !tag.is_whole => TagTreatment::Text,
            None if tag.is_end && !begun.contains(&name) => TagTreatment::Text,
            None if tag.is_end || tag.has_values || tag.is_empty || is_closed => {
                if !tag.is_end {
                    begun.insert(name);
                }
                TagTreatment::Removed
            }
            None => TagTreatment::Text,
        };
        match verdict {
            TagTreatment::Markup => read = read.max(tag.end),
            TagTreatment::Text => {
                kept.push_str(&html[at..tag.start]);
                kept.push_str("&lt;");
                at = tag.start + 1;
            }
            TagTreatment::Removed => {
                kept.push_str(&html[at..tag.start]);
                at = tag.end;
                read = tag.end;
            }
        }
    }
    if at == 0 {
        return Cow::Borrowed(html);
    }
    kept.push_str(&html[at..]);
    Cow::Owned(kept)
}

/// Whether the element begins or ends a paragraph.
fn parts_paragraphs(element: &HtmlElement) -> bool {
    let names = [
        "p", "pre", "hr", "address", "h1", "h2", "h3", "h4", "h5", "h6",
    ];
    element.is(FLOW) || names.contains(&element.name)
}

/// Whether an element without an end tag is rather a word: `<H1>`, `Option<B>`. Blocks that hold
/// others are left open by mistake, and some elements need no end.
fn needs_end(element: &HtmlElement) -> bool {
    let is_optional = [
        "p", "dt", "colgroup", "caption", "rt", "rp", "rb", "body", "html", "head",
    ];
    !element.is(VOID) && !element.is(FLOW) && !is_optional.contains(&element.name)
}

/// What becomes of a tag.
enum TagTreatment {
    Markup,
    Text,
    Removed,
}

/// What a parser would take for a tag.
struct ParsedTag<'h> {
    start: usize,
    end: usize,
    name: &'h str,
    is_end: bool,
    /// Whether it has an end, and no other tag begins in it.
    is_whole: bool,
    /// `<x/>`.
    is_empty: bool,
    /// Whether one of its attributes has a value.
    has_values: bool,
    /// `None` if HTML has no such element, or the tag is not whole.
    element: Option<&'static HtmlElement>,
}

impl ParsedTag<'_> {
    fn is_called(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

/// Elements in which nothing is a tag but their end.
const RAW: &[&str] = &[
    "iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp",
];

/// All that may be tags, outside of comments; one may stand in the attributes of another.
fn tags(html: &str) -> Vec<ParsedTag<'_>> {
    let bytes = html.as_bytes();
    // How many bytes may be read of attributes, so that no tag is read a million times.
    let mut steps = html.len() * 8 + 100_000;
    let mut tags: Vec<ParsedTag<'_>> = Vec::new();
    let mut from = 0;
    // The raw element that is open, if it is closed somewhere.
    let mut raw: Option<&str> = None;
    for start in memchr::memchr_iter(b'<', bytes) {
        if start < from {
            continue;
        }
        let is_end = bytes.get(start + 1) == Some(&b'/');
        if raw.is_none() && html[start..].starts_with("<!--") {
            let comment = &html[start + 4..];
            let end = comment.find("-->");
            from = end.map_or(html.len(), |end| start + 4 + end + 3);
            continue;
        }
        let name_start = start + 1 + usize::from(is_end);
        if !bytes.get(name_start).is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let name = &html[name_start..];
        let ends = |c: char| matches!(c, '>' | '/') || c.is_ascii_whitespace();
        let name = &name[..name.find(ends).unwrap_or(name.len())];
        if raw.is_some_and(|raw| !is_end || !raw.eq_ignore_ascii_case(name)) {
            continue;
        }
        let mut attributes = Attributes::new(&html[name_start + name.len()..]);
        let (mut has_values, mut is_whole) = (false, !name.contains('<'));
        for (attribute, value) in attributes.by_ref() {
            has_values |= !value.is_empty();
            is_whole &= !attribute.starts_with('<');
        }
        let end = name_start + name.len() + attributes.read;
        is_whole &= bytes.get(end) == Some(&b'>');
        steps = steps.saturating_sub(end - start);
        if steps == 0 {
            break;
        }
        raw = None;
        if !is_end
            && is_whole
            && let Some(name) = RAW.iter().find(|raw| raw.eq_ignore_ascii_case(name))
            && closes(&html[end..], name, &mut steps)
        {
            raw = Some(name);
        }
        tags.push(ParsedTag {
            start,
            end: if is_whole { end + 1 } else { html.len() },
            name,
            is_end,
            is_whole,
            is_empty: is_whole && bytes[end - 1] == b'/',
            has_values: has_values && is_whole,
            element: HtmlElement::named(name).filter(|_| is_whole),
        });
    }
    tags
}

/// Whether an end tag of the element `name` is in `html`.
fn closes(html: &str, name: &str, steps: &mut usize) -> bool {
    let mut ends = html.match_indices("</");
    let found = ends.find(|(at, _)| {
        let end = html.as_bytes().get(at + 2..at + 2 + name.len());
        end.is_some_and(|end| end.eq_ignore_ascii_case(name.as_bytes()))
    });
    *steps = steps.saturating_sub(found.map_or(html.len(), |(at, _)| at));
    found.is_some()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Context, render};
    use super::*;
    use crate::model::{AbsoluteUrl, Syntax};
    use crate::text::text_of_html;

    fn html(body: &str, syntax: Syntax) -> String {
        let page = AbsoluteUrl::parse("https://e.org/p/").unwrap();
        let context = Context::new(syntax, &page);
        let html = render(body, &context).unwrap().html;
        html.unwrap().as_str().trim_end().to_owned()
    }

    #[test]
    fn words_in_angle_brackets_stay() {
        for (body, shown) in [
            (
                "a vector<int>::iterator b",
                "a vector&lt;int&gt;::iterator b",
            ),
            (
                "Map<K,V> and Box<dyn T> b",
                "Map&lt;K,V&gt; and Box&lt;dyn T&gt; b",
            ),
            ("a <math> b <svg> c", "a &lt;math&gt; b &lt;svg&gt; c"),
            (
                "a <title> b <select> c <textarea> d",
                "a &lt;title&gt; b &lt;select&gt; c &lt;textarea&gt; d",
            ),
            ("a <object data=x> b", "a  b"),
            ("a <x-y>b</x-y> <Foo bar={1}/> c", "a b  c"),
            (
                "headings <H1> and Option<B> <p>c",
                "headings &lt;H1&gt; and Option&lt;B&gt; <p>c</p>",
            ),
            ("git checkout <branch>", "git checkout &lt;branch&gt;"),
            ("a </int> <b>c</b>", "a &lt;/int&gt; <b>c</b>"),
            ("a <script>b</script> c", "a  c"),
            ("a <scr<script>b</script>", "a &lt;scr"),
            ("a <svg><title>b</title><c></svg> d", "a b d"),
            // Browsers know them in drawings and formulas alone.
            (
                "a <g id=1>b</g> <path d=x>c</path> <mglyph>d</mglyph> <mi>e</mi>",
                "a b c d e",
            ),
            (
                "<p>a</p></p><div>b</p></div><p>c</p>",
                "<p>a</p><div>b</div><p>c</p>",
            ),
        ] {
            assert_eq!(html(body, Syntax::Html), shown, "{body}");
        }
        assert_eq!(
            html(
                "Its type is `x` vector<int>::iterator; and more.",
                Syntax::Markdown
            ),
            "<p>Its type is <code>x</code> vector&lt;int&gt;::iterator; and more.</p>"
        );
    }

    #[test]
    fn many_tags_take_no_time() {
        for body in [
            "<a title='",
            "<title>",
            "<x",
            "<script></script",
            "<svg>",
            "</x>",
            "<x y=z>",
        ] {
            let body = body.repeat(50_000);
            assert!(keep(&body).len() < body.len() * 5);
        }
    }

    proptest! {
        /// No word is lost but those of elements whose content is removed on purpose.
        #[test]
        fn no_word_vanishes(
            pieces in prop::collection::vec(prop::sample::select(&[
                "<int>", "<math>", "<title>", "<select>", "<object>", "<textarea>", "<svg>", "<T>", "</T>",
                "<style>", "<script>", "<a <b", "<p>", "<b>", "</b>", "\n\n", "<foo bar>", "<x", "*", "# ",
                "<option>", "<noscript>", "<template>", "</svg", "<mi>", "<plaintext>", "<xmp>", "<g x=y>", "</g>",
                "<path d=x>", "</path>", "<tspan>", "</tspan>", "</p>", "$", "$a**", "<mi>a</mi>", "- ", "1. ", "---\n",
            ][..]), 0..12),
        ) {
            let mut body = String::new();
            for (index, piece) in pieces.iter().enumerate() {
                body += &format!("{piece} word{index} ");
            }
            for syntax in [Syntax::Markdown, Syntax::Html] {
                let html = html(&body, syntax);
                let shown = text_of_html(&html);
                for index in 0..pieces.len() {
                    prop_assert!(shown.contains(&format!("word{index}")), "{body} {html}");
                }
            }
        }
    }
}
