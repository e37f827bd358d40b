//! HTML that others wrote, made safe: `ammonia` decides what may stay, and a second pass over its
//! well-formed output does what it does not: URLs, embedded pages, the end of the summary.

use std::borrow::Cow;
use std::fmt::Write;
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

use super::context::Job;
use super::fragment::{Fragment, Unusable, is_summary_marker};
use super::gutters;
use super::links::{self, UrlPurpose};
use super::survey;
use super::words;
use crate::text::html::{self, FLOW, HtmlElement, HtmlTag, HtmlToken, KEPT, OPAQUE, VOID};
use crate::text::{self, escape_attribute, escape_html, resolve_entities};

/// Makes `html` safe and its URLs absolute.
pub(super) fn sanitise(html: &str, job: &Job<'_>) -> Result<Fragment, Unusable> {
    let html = gutters::remove(html);
    let html = shown_otherwise(&html);
    let html = words::keep(&html);
    let html = with_words_of_drawings(&html);
    survey::check(&html)?;
    let safe = SANITISER.clean(&html).to_string();
    Ok(Finisher::new(job, safe.len()).finish(&safe))
}

/// `html` with the pictures for readers without scripts, links to code that scripts of GitHub would show, and
/// each formula once: KaTeX writes it as MathML and again for browsers that do not know it.
fn shown_otherwise(html: &str) -> Cow<'_, str> {
    let has_pictures = text::holds(html, "<noscript");
    let has_formulas = text::holds(html, "katex-html");
    let has_code = text::holds(html, GISTS);
    if !has_pictures && !has_formulas && !has_code {
        return Cow::Borrowed(html);
    }
    let mut shown = String::with_capacity(html.len());
    let mut tokens = html::tokens(html);
    // How many elements are open in the copy of a formula.
    let mut depth = 0_usize;
    let mut may_close = true;
    let (mut at, mut from) = (0, 0);
    while let Some(token) = tokens.next() {
        let start = std::mem::replace(&mut from, html.len() - tokens.behind());
        let HtmlToken::Tag(tag) = token else { continue };
        let is_span = tag.element.name == "span";
        if depth > 0 {
            depth = match (is_span, tag.is_end) {
                (true, true) => depth - 1,
                (true, false) => depth + 1,
                _ => depth,
            };
            at = from;
        } else if tag.is_end {
        } else if is_span
            && tag
                .attributes()
                .any(|(name, value)| name == "class" && value.contains("katex-html"))
        {
            shown.push_str(&html[at..start]);
            at = from;
            depth = 1;
        } else if tag.element.name == "script" {
            let mut addresses = tag.attributes().filter(|(name, _)| *name == "src");
            let gist = addresses.find_map(|(_, src)| src.find(GISTS).map(|at| &src[at..]));
            if let Some(gist) = gist {
                let gist = escape_attribute(gist.split(".js").next().unwrap_or(gist));
                shown.push_str(&html[at..start]);
                let _ = write!(shown, "<p><a href=\"https://{gist}\">{gist}</a></p>");
                at = start;
            }
        } else if tag.element.name == "noscript" && may_close {
            may_close = html::end_of(tokens.rest(), tag.element).is_some();
            if !may_close {
                continue;
            }
            let inside = from;
            tokens.skip_to_end_of(tag.element);
            from = html.len() - tokens.behind();
            let inside = &html[inside..from];
            let inside = &inside[..inside.rfind("</").unwrap_or(0)];
            let before = &html[text::floor_char_boundary(html, start.saturating_sub(NEAR))..start];
            if picture_in(inside).is_some_and(|address| !before.contains(address)) {
                shown.push_str(&html[at..start]);
                shown.push_str(inside);
                at = from;
            }
        }
    }
    shown.push_str(&html[at..]);
    Cow::Owned(shown)
}

/// Where the scripts are that show code.
const GISTS: &str = "gist.github.com/";

/// `html` with the text of each `<svg>` and its title in its place.
fn with_words_of_drawings(html: &str) -> Cow<'_, str> {
    let mut shown = String::new();
    let mut rest = html;
    while let Some(start) = rest.find("<svg") {
        let Some((element, false, _)) = html::tag_start(&rest[start..]) else {
            break;
        };
        let drawing = &rest[start..];
        let Some(end) = html::end_of(drawing, element) else {
            break;
        };
        shown.push_str(&rest[..start]);
        push_text_of_xml(&mut shown, &drawing[..end]);
        rest = &drawing[end..];
    }
    if rest.len() == html.len() {
        return Cow::Borrowed(html);
    }
    shown.push_str(rest);
    Cow::Owned(shown)
}

/// Appends the words between the tags of `xml`, but for those of scripts and styles.
fn push_text_of_xml(html: &mut String, mut xml: &str) {
    let mut is_first = true;
    while let Some(start) = xml.find('<') {
        for word in xml[..start].split_whitespace() {
            if !std::mem::take(&mut is_first) {
                html.push(' ');
            }
            html.push_str(word);
        }
        xml = &xml[start..];
        let ends: &[&str] = match xml.get(1..).unwrap_or_default() {
            tag if tag.starts_with("style") => &["</style", ">"],
            tag if tag.starts_with("script") => &["</script", ">"],
            tag if tag.starts_with("!--") => &["-->"],
            _ => &[">"],
        };
        for end in ends {
            xml = xml.split_once(end).map_or("", |(_, behind)| behind);
        }
    }
}

/// How far before a `<noscript>` its picture is looked for, in bytes.
const NEAR: usize = 1024;

/// The address of the picture in `html`.
fn picture_in(html: &str) -> Option<&str> {
    let mut tags = html::tokens(html).filter_map(|token| match token {
        HtmlToken::Tag(tag) if tag.element.name == "img" => Some(tag),
        _ => None,
    });
    let (_, address) = tags.next()?.attributes().find(|(name, _)| *name == "src")?;
    Some(address)
}

const ATTRIBUTES_OF_ALL: &[&str] = &["dir", "id", "lang", "title"];

static SANITISER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    // These stay until the second pass puts a link in their place.
    let framed = || {
        ["iframe", "embed"]
            .into_iter()
            .filter_map(HtmlElement::named)
    };
    let kept = || HtmlElement::all(KEPT).chain(framed());
    builder
        .tags(kept().map(|element| element.name).collect())
        .clean_content_tags(
            HtmlElement::all(OPAQUE)
                .map(|element| element.name)
                .filter(|name| *name != "embed")
                .collect(),
        )
        .generic_attributes(ATTRIBUTES_OF_ALL.iter().copied().collect())
        .tag_attributes(
            kept()
                .map(|element| (element.name, element.attributes.iter().copied().collect()))
                .collect(),
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

/// Where scripts that load pictures late find the address, and where it belongs.
const LAZY: &[(&str, &str)] = &[
    ("data-lazy-src", "src"),
    ("data-lazy-srcset", "srcset"),
    ("data-original", "src"),
    ("data-src", "src"),
    ("data-srcset", "srcset"),
];

/// The second pass. It reads what html5ever's serialiser writes: every tag closed, every value in
/// double quotes, `<` and `>` escaped everywhere else.
struct Finisher<'j> {
    job: &'j Job<'j>,
    fragment: Fragment,
    open: Vec<&'static HtmlElement>,
}

impl<'j> Finisher<'j> {
    fn new(job: &'j Job<'j>, expected: usize) -> Self {
        Finisher {
            job,
            fragment: Fragment {
                html: String::with_capacity(expected + expected / 8),
                summary_end: None,
            },
            open: Vec::new(),
        }
    }

    fn finish(mut self, safe: &str) -> Fragment {
        let mut tokens = html::tokens(safe);
        while !self.job.stops_at(self.fragment.html.len())
            && let Some(token) = tokens.next()
        {
            match token {
                HtmlToken::Text(text) => self.text(text),
                HtmlToken::Comment(comment) => self.comment(comment),
                HtmlToken::Tag(tag) if tag.element.name == "iframe" => {
                    // An end tag is a stray one, of an `iframe` in a drawing.
                    if !tag.is_end {
                        self.embedded_page(&tag, false);
                        // The content is not HTML, and not escaped.
                        tokens.skip_to_end_of(tag.element);
                    }
                }
                // What a plug-in plays is a video or nothing that a reader shows.
                HtmlToken::Tag(tag) if tag.element.name == "embed" => {
                    self.embedded_page(&tag, true)
                }
                HtmlToken::Tag(tag) if tag.is_end => {
                    self.open.pop();
                    let _ = write!(self.fragment.html, "</{}>", tag.element.name);
                }
                HtmlToken::Tag(tag) => {
                    self.start_tag(&tag);
                    if tag.element.name == "pre" && tokens.rest().starts_with('\n') {
                        // A parser takes the first line end in it for layout.
                        self.fragment.html.push('\n');
                    }
                }
            }
        }
        self.fragment
    }

    fn text(&mut self, escaped: &str) {
        // The only reference the serialiser writes that XML does not know.
        let mut tokens = escaped.split("&nbsp;");
        self.fragment
            .html
            .push_str(tokens.next().unwrap_or_default());
        for token in tokens {
            self.fragment.html.push('\u{A0}');
            self.fragment.html.push_str(token);
        }
    }

    fn comment(&mut self, comment: &str) {
        if is_summary_marker(comment) {
            let here = self.fragment.html.len();
            self.fragment.summary_end.get_or_insert(here);
        }
    }

    fn start_tag(&mut self, tag: &HtmlTag<'_>) {
        let name = tag.element.name;
        let attributes = self.attributes(tag);
        let is_address = |(name, _): &(&str, _)| matches!(*name, "src" | "srcset");
        if name == "img" && !attributes.iter().any(is_address) {
            let alt = tag.attributes().find(|(name, _)| *name == "alt");
            let alt = alt
                .map(|(_, alt)| resolve_entities(alt))
                .unwrap_or_default();
            self.fragment.html.push_str(&escape_html(&alt));
            return;
        }
        let _ = write!(self.fragment.html, "<{name}");
        for (attribute, value) in attributes {
            let value = escape_attribute(&value);
            let _ = write!(self.fragment.html, " {attribute}=\"{value}\"");
        }
        self.fragment.html.push('>');
        if !tag.element.is(VOID) {
            self.open.push(tag.element);
        }
    }

    /// The attributes that `tag` shall have. The address that a script would show takes the place of
    /// the one that stands there until then.
    fn attributes<'h>(&self, tag: &HtmlTag<'h>) -> Vec<(&'h str, String)> {
        let mut attributes: Vec<(&str, String)> = Vec::new();
        for (written, value) in tag.attributes() {
            let value = resolve_entities(value);
            let lazy = LAZY.iter().find(|(lazy, _)| *lazy == written);
            let attribute = lazy.map_or(written, |(_, shown)| shown);
            if lazy.is_some() && !value.contains(['/', '.']) {
                continue;
            }
            let Some(value) = self.value(tag.element.name, attribute, &value) else {
                continue;
            };
            let known = attributes.iter_mut().find(|(known, _)| *known == attribute);
            match (known, lazy) {
                (Some(known), Some(_)) => known.1 = value,
                (Some(_), None) => {}
                (None, _) => attributes.push((attribute, value)),
            }
        }
        attributes
    }

    /// The value that `attribute` of `element` shall have.
    fn value(&self, element: &str, attribute: &str, value: &str) -> Option<String> {
        match (element, attribute) {
            (_, "href" | "cite") => self.job.resolve(value, UrlPurpose::Link),
            ("img", "src") | (_, "poster") => self.job.resolve(value, UrlPurpose::Image),
            (_, "src") => self.job.resolve(value, UrlPurpose::Media),
            (_, "srcset") => {
                links::resolve_srcset(value, |url| self.job.resolve(url, UrlPurpose::Image))
            }
            (_, "class") => value
                .split_ascii_whitespace()
                .find(|class| match element {
                    "code" => class.starts_with("language-"),
                    _ => *class == "footnotes",
                })
                .map(str::to_owned),
            _ => Some(value.to_owned()),
        }
    }

    /// A link in place of an `iframe`, in a paragraph of its own where one may stand.
    fn embedded_page(&mut self, tag: &HtmlTag<'_>, only_video: bool) {
        let Some(url) = tag
            .attributes()
            .find(|(name, _)| *name == "src")
            .and_then(|(_, src)| self.job.resolve(&resolve_entities(src), UrlPurpose::Media))
        else {
            return;
        };
        let title = tag.attributes().find(|(name, _)| *name == "title");
        let title = title.map(|(_, title)| escape_attribute(&resolve_entities(title)).into_owned());
        let title = title.filter(|title| !title.trim().is_empty());
        let (url, shown) = match links::youtube_video(&url) {
            // Its picture, as the page shows it.
            Some(id) => (
                format!("https://www.youtube.com/watch?v={id}"),
                format!(
                    "<img src=\"https://i.ytimg.com/vi/{id}/hqdefault.jpg\" alt=\"{}\">",
                    title.as_deref().unwrap_or("YouTube")
                ),
            ),
            None if only_video => return,
            None => {
                let url = links::page_of_player(&url).unwrap_or(url);
                let url = escape_attribute(&url).into_owned();
                let shown =
                    title.map_or_else(|| url.clone(), |title| title.replace("&quot;", "\""));
                (url, shown)
            }
        };
        let html = &mut self.fragment.html;
        let _ = if self.open.iter().any(|element| element.name == "a") {
            write!(html, "{shown}")
        } else if self.open.iter().all(|element| element.is(FLOW)) {
            write!(html, "<p><a href=\"{url}\">{shown}</a></p>")
        } else {
            write!(html, "<a href=\"{url}\">{shown}</a>")
        };
    }
}

#[cfg(test)]
mod tests {
    use super::super::Context;
    use super::*;
    use crate::model::{AbsoluteUrl, Syntax};

    fn fragment(html: &str) -> Fragment {
        let page = AbsoluteUrl::parse("https://e.org/p/").unwrap();
        let context = Context::new(Syntax::Html, &page);
        sanitise(html, &Job::new(&context, html)).unwrap()
    }

    fn safe(html: &str) -> String {
        fragment(html).html
    }

    /// After the cheat sheets of OWASP and html5sec.org.
    #[test]
    fn nothing_that_runs_stays() {
        for (attack, left) in [
            ("<script>alert(1)</script>", ""),
            ("<SCRIPT SRC=//evil/x.js></SCRIPT>", ""),
            ("<scr<script>ipt>alert(1)</script>", "&lt;scr"),
            ("<<script>alert(1)//<</script>", "&lt;"),
            (
                "<img src=x onerror=alert(1)>",
                "<img src=\"https://e.org/p/x\">",
            ),
            (
                "<img src='x'onerror=alert(1)>",
                "<img src=\"https://e.org/p/x\">",
            ),
            (
                "<img/src=x/onerror=alert(1)>",
                "<img src=\"https://e.org/p/x/onerror=alert(1)\">",
            ),
            ("<img \"\"\"><script>alert(1)</script>\">", "\"&gt;"),
            ("<img src=javascript:alert(1) alt=A>", "A"),
            ("<a href=javascript:alert(1)>x</a>", "<a>x</a>"),
            ("<a href='jAvAsCrIpT:alert(1)'>x</a>", "<a>x</a>"),
            ("<a href=' &#14; javascript:alert(1)'>x</a>", "<a>x</a>"),
            ("<a href='jav&#x0A;ascript:alert(1)'>x</a>", "<a>x</a>"),
            ("<a href='jav\tascript:alert(1)'>x</a>", "<a>x</a>"),
            (
                "<a href='&#0000106avascript&colon;alert(1)'>x</a>",
                "<a>x</a>",
            ),
            ("<a href='vbscript:x'>x</a>", "<a>x</a>"),
            ("<a href='data:text/html;base64,PHN2Zz4='>x</a>", "<a>x</a>"),
            (
                "<a href='//evil' onclick=x style='x' target=_blank>x</a>",
                "<a href=\"https://evil/\">x</a>",
            ),
            ("<svg onload=alert(1)>x</svg>", "x"),
            (
                "<svg><title>a</title><script>alert(1)</script> <text>b &lt;</text></svg>",
                "a b &lt;",
            ),
            (
                "<svg><a xlink:href='javascript:x'><text>y</text></a></svg>",
                "y",
            ),
            (
                "<math><mtext><style><img src=x onerror=x></style></mtext></math>",
                "<math><mtext></mtext></math>",
            ),
            (
                "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
                "<math>&lt;mtext&gt;&lt;form&gt;&lt;mglyph&gt;&lt;style&gt;</math>",
            ),
            (
                "<noscript><p title='</noscript><img src=x onerror=x>'>",
                "<img src=\"https://e.org/p/x\">'&gt;",
            ),
            ("<style>@import 'x'</style><p style='x'>y</p>", "<p>y</p>"),
            (
                "<link rel=stylesheet href=x><meta http-equiv=refresh content=0>",
                "",
            ),
            ("<base href='javascript:x//'>y", "y"),
            ("<object data=x><embed src=x></object>", ""),
            (
                "<p>a<object data=x><p>b</p></object></p>",
                "<p>a</p><p>b</p>",
            ),
            (
                "<script src='//gist.github.com/a/1.js?x=&quot;'></script>",
                "<p><a href=\"https://gist.github.com/a/1\">gist.github.com/a/1</a></p>",
            ),
            (
                "<form action=x><input type=text value=y><button>z</button></form>",
                "z",
            ),
            ("<body onload=x><p onmouseover=x>y</p></body>", "<p>y</p>"),
            (
                "<video><source onerror=x src=/v></video>",
                "<video><source src=\"https://e.org/v\"></video>",
            ),
            ("<x-element onclick=x>y</x-element>", "y"),
            (
                "<details ontoggle=x open>y</details>",
                "<details>y</details>",
            ),
            ("<template><script>x</script></template>", ""),
            ("<textarea><script>x</script></textarea>", ""),
            ("<xmp><script>x</script></xmp>", ""),
            ("<plaintext><script>x", "&lt;plaintext&gt;&lt;script&gt;x"),
            ("<!--><script>x</script>-->", "--&gt;"),
            ("<!--x--!><script>y</script>z-->", "z--&gt;"),
            ("<![CDATA[<script>x</script>]]>", "x]]&gt;"),
            ("<?php <b>x</b> ?>", "x ?&gt;"),
            (
                "<p title='\"><script>x</script>'>y</p>",
                "<p title=\"&quot;&gt;&lt;script&gt;x&lt;/script&gt;\">y</p>",
            ),
            ("<b>&lt;script&gt;</b>", "<b>&lt;script&gt;</b>"),
        ] {
            assert_eq!(safe(attack), left, "{attack}");
            assert_eq!(safe(left), left, "twice: {attack}");
        }
    }

    #[test]
    fn urls_are_absolute() {
        for (html, absolute) in [
            (
                "<a href=/x?a&b>y</a>",
                "<a href=\"https://e.org/x?a&amp;b\">y</a>",
            ),
            ("<a href='#s'>y</a>", "<a href=\"https://e.org/p/#s\">y</a>"),
            ("<a href='http://[bad'>y</a>", "<a>y</a>"),
            (
                "<img srcset='a.png 1x, //h/b.png 2x' src='中.png' sizes=100vw>",
                "<img srcset=\"https://e.org/p/a.png 1x, https://h/b.png 2x\" \
                 src=\"https://e.org/p/%E4%B8%AD.png\" sizes=\"100vw\">",
            ),
            ("<img data-src=x alt='a &amp; <b>'>", "a &amp; &lt;b&gt;"),
            (
                "<img src='data:image/gif;base64,R0==' data-src=a.png onerror=x><img data-original='javascript:a.b' src=c>",
                "<img src=\"https://e.org/p/a.png\"><img src=\"https://e.org/p/c\">",
            ),
            (
                "<object data=a.swf><script>b</script><img src=c></object>",
                "<img src=\"https://e.org/p/c\">",
            ),
            (
                "<img src='data:image/gif;base64,R0=='>",
                "<img src=\"data:image/gif;base64,R0==\">",
            ),
            (
                "<video poster=p.jpg src=v.mp4 controls autoplay></video>",
                "<video poster=\"https://e.org/p/p.jpg\" src=\"https://e.org/p/v.mp4\" controls=\"\"></video>",
            ),
            (
                "<q cite='../s'>y</q><blockquote cite='javascript:x'>z</blockquote>",
                "<q cite=\"https://e.org/s\">y</q><blockquote>z</blockquote>",
            ),
        ] {
            assert_eq!(safe(html), absolute, "{html}");
            assert_eq!(safe(absolute), absolute, "twice: {html}");
        }
    }

    #[test]
    fn an_embedded_page_becomes_a_link() {
        for (html, linked) in [
            (
                "<iframe src='//h.org/v?a&b' onload=x>No <b>frames</b></iframe>y",
                "<p><a href=\"https://h.org/v?a&amp;b\">https://h.org/v?a&amp;b</a></p>y",
            ),
            (
                "<div><iframe src=/v></iframe></div>",
                "<div><p><a href=\"https://e.org/v\">https://e.org/v</a></p></div>",
            ),
            (
                "<p>See <iframe src=/v></iframe></p>",
                "<p>See <a href=\"https://e.org/v\">https://e.org/v</a></p>",
            ),
            (
                "<iframe src='//www.youtube.com/embed/abcdefghi-_?x' title='A &amp; \"B\"'></iframe>",
                "<p><a href=\"https://www.youtube.com/watch?v=abcdefghi-_\"><img src=\"https://i.ytimg.com/vi/abcdefghi-_/hqdefault.jpg\" alt=\"A &amp; &quot;B&quot;\"></a></p>",
            ),
            (
                "<object><param name=movie value='http://www.youtube.com/v/abcdefghi-_'><embed src='http://www.youtube.com/v/abcdefghi-_&hl=en'></embed></object>",
                "<p><a href=\"https://www.youtube.com/watch?v=abcdefghi-_\"><img src=\"https://i.ytimg.com/vi/abcdefghi-_/hqdefault.jpg\" alt=\"YouTube\"></a></p>",
            ),
            (
                "<embed src='//www.youtube.com.h.org/v/abcdefghi-_'><embed src=javascript:x><embed>",
                "",
            ),
            (
                "<iframe src=/v title='A \"B\" <b>'></iframe>",
                "<p><a href=\"https://e.org/v\">A \"B\" &lt;b&gt;</a></p>",
            ),
            (
                "<a href=/x><iframe src=/v></iframe></a>",
                "<a href=\"https://e.org/x\">https://e.org/v</a>",
            ),
            (
                "a<iframe src='javascript:x'></iframe>b<iframe></iframe>c",
                "abc",
            ),
            (
                "<iframe srcdoc='<script>x</script>'><script>y</script></iframe>",
                "",
            ),
            (
                "<iframe src=/v>never closed <b>x",
                "<p><a href=\"https://e.org/v\">https://e.org/v</a></p>",
            ),
        ] {
            assert_eq!(safe(html), linked, "{html}");
            assert_eq!(safe(linked), linked, "twice: {html}");
        }
    }

    #[test]
    fn pictures_without_scripts_and_formulas_stay_once() {
        for (html, shown) in [
            (
                "<img class=lazy><noscript><img src='/a.png' alt=b></noscript>c",
                "<img src=\"https://e.org/a.png\" alt=\"b\">c",
            ),
            (
                "<img data-src='/a.png'><noscript><img src='/a.png'></noscript>",
                "<img src=\"https://e.org/a.png\">",
            ),
            ("<noscript>Switch on scripts</noscript>a", "a"),
            (
                "<span class=katex><span><math><mi onclick=a href=b>x</mi></math></span>\
                 <span class='katex-html'><span>x</span></span></span>y",
                "<span><span><math><mi>x</mi></math></span></span>y",
            ),
        ] {
            assert_eq!(safe(html), shown, "{html}");
        }
        for part in [
            "<noscript>",
            "<noscript><img src=a>",
            "<span class=katex-html>",
        ] {
            assert!(safe(&part.repeat(200)).len() < 100_000);
            shown_otherwise(&part.repeat(100_000));
        }
    }

    #[test]
    fn what_harms_nobody_stays() {
        for html in [
            "<p id=\"a\" lang=\"zh\" dir=\"ltr\" title=\"b\">x&amp;y\u{A0}z</p>",
            "<pre><code class=\"language-rust\">let x = 1;</code></pre>",
            "<table><tbody><tr><td align=\"right\" colspan=\"2\">1</td></tr></tbody></table>",
            "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>",
            "<figure><img src=\"https://h/x\" width=\"1\"><figcaption>c</figcaption></figure>",
        ] {
            assert_eq!(safe(html), html);
        }
        assert_eq!(
            safe("<code class='hljs language-c x' style=y>x</code>"),
            "<code class=\"language-c\">x</code>"
        );
        assert_eq!(safe("<span class=x>y</span>"), "<span>y</span>");
    }

    #[test]
    fn a_marker_ends_the_summary_and_goes() {
        for (html, left, end) in [
            ("<p>a</p><!--more--><p>b</p>", "<p>a</p><p>b</p>", Some(8)),
            (
                "<p>a<!-- Read More -->b</p><!--more-->",
                "<p>ab</p>",
                Some(4),
            ),
            ("a<!--moreover-->b", "ab", None),
            ("a<!-- PELICAN_END_SUMMARY -->b", "ab", Some(1)),
        ] {
            let fragment = fragment(html);
            assert_eq!((fragment.html.as_str(), fragment.summary_end), (left, end));
        }
    }
}
