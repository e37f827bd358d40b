//! HTML that others wrote, made safe: `ammonia` decides what may stay, and a second pass over its
//! well-formed output does what it does not: URLs, embedded pages, the end of the summary.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};
use url::Url;

use super::links::{self, Use};
use super::{Fragment, Unusable, is_summary_marker, survey};
use crate::model::AbsoluteUrl;
use crate::text::{escape_attribute, escape_html, resolve_entities};

/// Makes `html` safe and its URLs absolute.
pub(super) fn sanitise(html: &str, base: &AbsoluteUrl) -> Result<Fragment, Unusable> {
    survey::check(html)?;
    let safe = SANITISER.clean(html).to_string();
    Ok(Finisher::new(base.as_url(), safe.len()).finish(&safe))
}

/// Elements that may stay, all known to the W3C validator as safe. `iframe` stays until the second
/// pass puts a link in its place.
const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "acronym",
    "address",
    "article",
    "aside",
    "audio",
    "b",
    "big",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "iframe",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "nav",
    "ol",
    "p",
    "picture",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
];

/// Attributes that may stay on their elements, besides [`ATTRIBUTES_OF_ALL`].
const ATTRIBUTES: &[(&str, &[&str])] = &[
    ("a", &["href", "hreflang", "type"]),
    ("audio", &["controls", "loop", "src"]),
    ("blockquote", &["cite"]),
    // Only `language-…`.
    ("code", &["class"]),
    ("col", &["align", "span"]),
    ("colgroup", &["align", "span"]),
    ("del", &["cite", "datetime"]),
    ("iframe", &["src"]),
    ("img", &["alt", "height", "sizes", "src", "srcset", "width"]),
    ("ins", &["cite", "datetime"]),
    ("li", &["value"]),
    ("ol", &["start", "type"]),
    ("q", &["cite"]),
    ("source", &["media", "sizes", "src", "srcset", "type"]),
    ("td", &["align", "colspan", "rowspan"]),
    ("th", &["align", "colspan", "rowspan", "scope"]),
    ("time", &["datetime"]),
    (
        "video",
        &["controls", "height", "loop", "poster", "src", "width"],
    ),
];

const ATTRIBUTES_OF_ALL: &[&str] = &["dir", "id", "lang", "title"];

/// Elements whose content goes with them: it is code, a control's label, or a drawing's lettering.
const OPAQUE: &[&str] = &[
    "button", "datalist", "embed", "math", "noembed", "noframes", "object", "option", "script",
    "select", "style", "svg", "template", "textarea", "title", "xmp",
];

static SANITISER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .tags(set(ELEMENTS))
        .clean_content_tags(set(OPAQUE))
        .generic_attributes(set(ATTRIBUTES_OF_ALL))
        .tag_attributes(
            ATTRIBUTES
                .iter()
                .map(|&(element, names)| (element, set(names)))
                .collect::<HashMap<_, _>>(),
        )
        .url_schemes(
            links::LINK_SCHEMES
                .iter()
                .copied()
                .chain(["data"])
                .collect(),
        )
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None)
        // One of them may mark the end of the summary; the second pass removes them.
        .strip_comments(false);
    builder
});

fn set(names: &[&'static str]) -> HashSet<&'static str> {
    names.iter().copied().collect()
}

/// The second pass. It reads what html5ever's serialiser writes: every tag closed, every value in
/// double quotes, `<` and `>` escaped everywhere else.
struct Finisher<'h> {
    base: &'h Url,
    fragment: Fragment,
    /// Names of the open elements.
    open: Vec<&'h str>,
}

impl<'h> Finisher<'h> {
    fn new(base: &'h Url, expected: usize) -> Self {
        Finisher {
            base,
            fragment: Fragment {
                html: String::with_capacity(expected + expected / 8),
                summary_end: None,
            },
            open: Vec::new(),
        }
    }

    fn finish(mut self, safe: &'h str) -> Fragment {
        let mut rest = safe;
        while let Some(at) = rest.find('<') {
            self.text(&rest[..at]);
            rest = &rest[at..];
            if let Some(comment) = rest.strip_prefix("<!--") {
                let end = comment.find("-->").unwrap_or(comment.len());
                self.comment(&comment[..end]);
                rest = comment.get(end + "-->".len()..).unwrap_or_default();
                continue;
            }
            let Some(end) = rest.find('>') else {
                return self.fragment;
            };
            let tag = &rest[1..end];
            rest = &rest[end + 1..];
            match tag.strip_prefix('/') {
                // A stray one of an `iframe` in a drawing.
                Some("iframe") => {}
                Some(_) => {
                    self.open.pop();
                    let _ = write!(self.fragment.html, "<{tag}>");
                }
                None => {
                    let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
                    if name == "iframe" {
                        self.embedded_page(attributes);
                        // The content is not HTML, and not escaped.
                        const END: &str = "</iframe>";
                        let end = rest.find(END).map_or(rest.len(), |at| at + END.len());
                        rest = &rest[end..];
                    } else {
                        self.start_tag(name, attributes);
                    }
                }
            }
        }
        self.text(rest);
        self.fragment
    }

    fn text(&mut self, escaped: &str) {
        // The only reference the serialiser writes that XML does not know.
        let mut pieces = escaped.split("&nbsp;");
        self.fragment
            .html
            .push_str(pieces.next().unwrap_or_default());
        for piece in pieces {
            self.fragment.html.push('\u{A0}');
            self.fragment.html.push_str(piece);
        }
    }

    fn comment(&mut self, comment: &str) {
        if is_summary_marker(comment) {
            let here = self.fragment.html.len();
            self.fragment.summary_end.get_or_insert(here);
        }
    }

    fn start_tag(&mut self, name: &'h str, attributes: &str) {
        if name == "img" && !Attributes(attributes).any(|(n, v)| self.shows_picture(n, v)) {
            let alt = Attributes(attributes).find(|(name, _)| *name == "alt");
            let alt = alt
                .map(|(_, alt)| resolve_entities(alt))
                .unwrap_or_default();
            self.fragment.html.push_str(&escape_html(&alt));
            return;
        }
        let _ = write!(self.fragment.html, "<{name}");
        for (attribute, value) in Attributes(attributes) {
            let value = resolve_entities(value);
            if let Some(value) = self.value(name, attribute, &value) {
                let value = escape_attribute(&value);
                let _ = write!(self.fragment.html, " {attribute}=\"{value}\"");
            }
        }
        self.fragment.html.push('>');
        if !VOID.contains(&name) {
            self.open.push(name);
        }
    }

    fn shows_picture(&self, attribute: &str, value: &str) -> bool {
        matches!(attribute, "src" | "srcset")
            && self
                .value("img", attribute, &resolve_entities(value))
                .is_some()
    }

    /// The value that `attribute` of `element` shall have.
    fn value(&self, element: &str, attribute: &str, value: &str) -> Option<String> {
        match (element, attribute) {
            (_, "href" | "cite") => links::resolve(self.base, value, Use::Link),
            ("img", "src") | (_, "poster") => links::resolve(self.base, value, Use::Image),
            (_, "src") => links::resolve(self.base, value, Use::Media),
            (_, "srcset") => links::resolve_srcset(self.base, value),
            (_, "class") => value
                .split_ascii_whitespace()
                .find(|class| class.starts_with("language-"))
                .map(str::to_owned),
            _ => Some(value.to_owned()),
        }
    }

    /// A link in place of an `iframe`, in a paragraph of its own where one may stand.
    fn embedded_page(&mut self, attributes: &str) {
        let Some(url) = Attributes(attributes)
            .find(|(name, _)| *name == "src")
            .and_then(|(_, src)| links::resolve(self.base, &resolve_entities(src), Use::Media))
        else {
            return;
        };
        let url = escape_attribute(&url);
        let html = &mut self.fragment.html;
        let _ = if self.open.contains(&"a") {
            write!(html, "{url}")
        } else if self.open.iter().all(|name| FLOW.contains(name)) {
            write!(html, "<p><a href=\"{url}\">{url}</a></p>")
        } else {
            write!(html, "<a href=\"{url}\">{url}</a>")
        };
    }
}

/// Elements without an end tag.
const VOID: &[&str] = &["br", "col", "hr", "img", "source", "wbr"];

/// Elements that paragraphs may stand in.
const FLOW: &[&str] = &[
    "article",
    "aside",
    "blockquote",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "figcaption",
    "figure",
    "footer",
    "header",
    "li",
    "nav",
    "ol",
    "section",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// The attributes of a tag as html5ever writes them: names and escaped values.
struct Attributes<'t>(&'t str);

impl<'t> Iterator for Attributes<'t> {
    type Item = (&'t str, &'t str);

    fn next(&mut self) -> Option<Self::Item> {
        let (name, rest) = self.0.split_once("=\"")?;
        let (value, rest) = rest.split_once('"')?;
        self.0 = rest;
        Some((name.trim_start(), value))
    }
}
