//! Markdown to HTML for feeds, from the events of `pulldown-cmark`.
//!
//! What it writes is what the sanitiser would leave of it, byte for byte, so that only bodies with
//! raw HTML have to pay for the sanitiser. URLs are absolute, tables are aligned by attribute, not
//! style, check boxes are characters, math stays as its source, and footnotes stand at the end.

mod elements;
mod inline;
mod notes;

use std::cell::LazyCell;
use std::collections::HashMap;

use pulldown_cmark::{
    Alignment, BrokenLink, CowStr, Event, LinkType, Parser, Tag, TagEnd, TextMergeStream,
};

use super::context::Job;
use super::dialect::MarkdownFlavor;
use super::footnotes::Footnotes;
use super::fragment::{Fragment, MAX_DEPTH, Unusable, too_deep};
use super::items::ItemParagraphs;
use super::sanitise;
use crate::text::{holds, push_attribute, push_html};

/// Renders `body`.
pub(super) fn to_html(body: &str, job: &Job<'_>) -> Result<Fragment, Unusable> {
    let (mut fragment, has_raw_html) = write(body, job)?;
    if !has_raw_html {
        return Ok(fragment);
    }
    if let Some(end) = fragment.summary_end {
        fragment.html.insert_str(end, "<!--more-->");
    }
    sanitise::sanitise(&fragment.html, job)
}

/// What `body` says, and whether it is not safe yet because it holds raw HTML.
pub(super) fn write(body: &str, job: &Job<'_>) -> Result<(Fragment, bool), Unusable> {
    let mut writer = HtmlWriter::new(job, body.len());
    let options = writer.dialect.options();
    // `[text][label]` and `[label][]`: a label may be defined with its signs escaped, or by a template,
    // whose addresses are not known. Others are text.
    let labels = LazyCell::new(|| defined_labels(body));
    let may_be_templates = LazyCell::new(|| holds(job.body, "{%") || holds(job.body, "{{"));
    let undefined = |link: BrokenLink<'_>| {
        let is_full = matches!(link.link_type, LinkType::Reference | LinkType::Collapsed);
        let follows_word = body[..link.span.start].ends_with(|c: char| c.is_ascii_alphanumeric());
        if !is_full || follows_word {
            return None;
        }
        match labels.get(&label(&link.reference)) {
            Some(address) => Some(((*address).to_owned().into(), "".into())),
            None => may_be_templates.then(|| ("".into(), "".into())),
        }
    };
    let parser = Parser::new_with_broken_link_callback(body, options, Some(undefined));
    let has_loose_items = writer.dialect.has_loose_items;
    if has_loose_items || writer.dialect.has_definition_lists && holds(body, "\n:") {
        let events = ItemParagraphs::new(body, parser.into_offset_iter(), has_loose_items);
        if writer.dialect.reads_whole_texts(body) {
            writer.events(TextMergeStream::new(events))?;
        } else {
            writer.events(events)?;
        }
    } else if writer.dialect.reads_whole_texts(body) {
        writer.events(TextMergeStream::new(parser))?;
    } else {
        writer.events(parser)?;
    }
    writer.footnotes();
    Ok((writer.fragment, writer.has_raw_html))
}

/// The labels that `body` defines, in lines of their own, and their addresses.
fn defined_labels(body: &str) -> HashMap<String, &str> {
    fn defined(line: &str) -> Option<(String, &str)> {
        let (text, address) = line.trim_start().strip_prefix('[')?.split_once("]:")?;
        let address = address.split_whitespace().next()?;
        Some((label(text), address.trim_matches(['<', '>'])))
    }
    body.lines().filter_map(defined).collect()
}

/// `text` as labels are compared, escaped signs like others.
fn label(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").replace('\\', "").to_lowercase()
}

/// The HTML so far, and what has to be remembered from one event to another.
struct HtmlWriter<'e, 'j> {
    job: &'j Job<'j>,
    dialect: MarkdownFlavor,
    fragment: Fragment,
    has_raw_html: bool,
    in_code_block: bool,
    /// The depth of the term of a definition list that is being read.
    term_depth: Option<usize>,
    /// Whether the open paragraph has another element.
    is_paragraph_replaced: bool,
    /// Whether the event being read is the last of a paragraph.
    ends_paragraph: bool,
    /// The elements of raw HTML that are open and in which no addresses are linked.
    raw_links: usize,
    /// The links being read, and which of them are shown as text.
    links: Vec<bool>,
    depth: usize,
    /// The alternative text of the image being read, and how many images that is deep.
    alt: String,
    images: Vec<(CowStr<'e>, CowStr<'e>)>,
    alignments: Vec<Alignment>,
    column: usize,
    in_table_head: bool,
    footnotes: Footnotes<'e>,
}

impl<'e, 'j> HtmlWriter<'e, 'j> {
    fn new(job: &'j Job<'j>, expected: usize) -> Self {
        HtmlWriter {
            job,
            dialect: MarkdownFlavor::new(job.context),
            fragment: Fragment {
                html: String::with_capacity(expected + expected / 4),
                summary_end: None,
            },
            has_raw_html: false,
            in_code_block: false,
            term_depth: None,
            is_paragraph_replaced: false,
            ends_paragraph: false,
            raw_links: 0,
            links: Vec::new(),
            depth: 0,
            alt: String::new(),
            images: Vec::new(),
            alignments: Vec::new(),
            column: 0,
            in_table_head: false,
            footnotes: Footnotes::new(job.context.page),
        }
    }

    /// Writes `events`, until there is too much of them.
    fn events(&mut self, events: impl Iterator<Item = Event<'e>>) -> Result<(), Unusable> {
        let mut events = events.peekable();
        while let Some(event) = events.next() {
            if self.dialect.joins_quotations
                && matches!(event, Event::End(TagEnd::BlockQuote(_)))
                && events
                    .next_if(|next| matches!(next, Event::Start(Tag::BlockQuote(_))))
                    .is_some()
            {
                continue;
            }
            self.ends_paragraph = matches!(events.peek(), Some(Event::End(TagEnd::Paragraph)));
            self.event(event)?;
            let written = self.fragment.html.len() + self.footnotes.html_len();
            if self.job.stops_at(written) {
                break;
            }
        }
        Ok(())
    }

    fn event(&mut self, event: Event<'e>) -> Result<(), Unusable> {
        match event {
            Event::Start(tag) => {
                self.depth += 1;
                if self.depth > MAX_DEPTH {
                    return Err(too_deep());
                }
                self.start(tag);
            }
            Event::End(tag) => {
                self.depth -= 1;
                self.end(tag);
            }
            Event::Text(text) => self.text(&text),
            Event::InlineMath(source) => self.math(&source, false),
            Event::DisplayMath(source) => self.math(&source, true),
            Event::SoftBreak if self.in_image() => self.alt.push(' '),
            Event::HardBreak if self.in_image() => self.alt.push(' '),
            Event::Code(code) if self.in_image() => self.alt.push_str(&code),
            // Each line is a term.
            Event::SoftBreak | Event::HardBreak if self.term_depth == Some(self.depth) => {
                self.push("</dt>\n<dt>");
            }
            Event::SoftBreak if !self.dialect.breaks_lines => self.push("\n"),
            Event::SoftBreak | Event::HardBreak => self.push("<br>\n"),
            Event::Code(code) => {
                self.push("<code>");
                push_html(&mut self.fragment.html, &code);
                self.push("</code>");
            }
            Event::Html(html) | Event::InlineHtml(html) => self.raw_html(&html),
            Event::Rule => self.push("<hr>\n"),
            Event::TaskListMarker(done) => self.push(if done { "☑ " } else { "☐ " }),
            Event::FootnoteReference(name) => self.footnote_reference(name),
        }
        Ok(())
    }

    fn push(&mut self, html: &str) {
        self.fragment.html.push_str(html);
    }

    fn attribute(&mut self, name: &str, value: &str) {
        for part in [" ", name, "=\""] {
            self.push(part);
        }
        push_attribute(&mut self.fragment.html, value);
        self.push("\"");
    }
}

#[cfg(test)]
mod tests {
    use super::super::Context;
    use super::*;
    use crate::model::{AbsoluteUrl, Syntax};

    fn fragment(body: &str) -> Result<Fragment, Unusable> {
        let page = AbsoluteUrl::parse("https://e.org/p/").unwrap();
        let context = Context::new(Syntax::Markdown, &page);
        to_html(body, &Job::new(&context, body))
    }

    fn html(body: &str) -> String {
        fragment(body).unwrap().html
    }

    #[test]
    fn markdown_becomes_html() {
        for (body, expected) in [
            ("", ""),
            (
                "a *b* **c** ~~d~~ `e<`  \nf & \"g\"",
                "<p>a <em>b</em> <strong>c</strong> <del>d</del> <code>e&lt;</code><br>\nf &amp; \"g\"</p>\n",
            ),
            (
                "# H {#i .c onclick=x}\n\nS\n---",
                "<h1 id=\"i\">H</h1>\n<h2>S</h2>\n",
            ),
            (
                "```rust,ignore\na < b\n```",
                "<pre><code class=\"language-rust\">a &lt; b\n</code></pre>\n",
            ),
            (
                "``` {.python .x}\n```",
                "<pre><code class=\"language-python\"></code></pre>\n",
            ),
            ("    code", "<pre><code>code</code></pre>\n"),
            (
                "3. a\n4. b",
                "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>\n",
            ),
            (
                "- [x] a\n- [ ] b",
                "<ul>\n<li>☑ a</li>\n<li>☐ b</li>\n</ul>\n",
            ),
            (
                "> a\n\n---",
                "<blockquote>\n<p>a</p>\n</blockquote>\n<hr>\n",
            ),
            (
                "|a|b|\n|-:|---|\n|c|d|",
                "<table>\n<thead>\n<tr>\n<th align=\"right\">a</th>\n<th>b</th>\n</tr>\n</thead>\n\
                 <tbody>\n<tr>\n<td align=\"right\">c</td>\n<td>d</td>\n</tr>\n</tbody>\n</table>\n",
            ),
            (
                "$a_1 * b_1 * c$ for $5 or $$\\sum_*$$",
                "<p>$a_1 * b_1 * c$ for $5 or $$\\sum_*$$</p>\n",
            ),
            ("a&nbsp;b &copy; &lt;", "<p>a\u{A0}b © &lt;</p>\n"),
        ] {
            assert_eq!(html(body), expected, "{body}");
        }
    }

    #[test]
    fn links_and_images_are_absolute_and_safe() {
        for (body, expected) in [
            (
                "[a](b \"c & d\")",
                "<p><a href=\"https://e.org/p/b\" title=\"c &amp; d\">a</a></p>\n",
            ),
            ("[a](#b)", "<p><a href=\"https://e.org/p/#b\">a</a></p>\n"),
            (
                "[a](//h/中?x&y)",
                "<p><a href=\"https://h/%E4%B8%AD?x&amp;y\">a</a></p>\n",
            ),
            ("[a](javascript:b)", "<p><a>a</a></p>\n"),
            ("[a](&#x6a;avascript&colon;b)", "<p><a>a</a></p>\n"),
            ("<javascript:b>", "<p><a>javascript:b</a></p>\n"),
            ("[a](http://[b)", "<p><a>a</a></p>\n"),
            ("<a@b.c>", "<p><a href=\"mailto:a@b.c\">a@b.c</a></p>\n"),
            (
                "![a *b* `c`\nd](/e \"f\")",
                "<p><img src=\"https://e.org/e\" alt=\"a b c d\" title=\"f\"></p>\n",
            ),
            (
                "![a ![b](c) [d](e)](/f)",
                "<p><img src=\"https://e.org/f\" alt=\"a b d\"></p>\n",
            ),
            ("![a<b](vbscript:c)", "<p>a&lt;b</p>\n"),
            (
                "[![a](b)](c)",
                "<p><a href=\"https://e.org/p/c\"><img src=\"https://e.org/p/b\" alt=\"a\"></a></p>\n",
            ),
            ("[a][b] [c][]", "<p>[a][b] [c][]</p>\n"),
            (
                "[a\\_b][]\n\n[a_b]: /c",
                "<p><a href=\"https://e.org/c\">a_b</a></p>\n",
            ),
            ("[a][b] x[1][2] {% d %}", "<p>a x[1][2] {% d %}</p>\n"),
            ("[a]({{ site.url }}/b)", "<p>[a]({{ site.url }}/b)</p>\n"),
            ("[a](<{{ x }}/b>)", "<p><a>a</a></p>\n"),
            (
                "[a](<b/{{ x }}>)",
                "<p><a href=\"https://e.org/p/b/%7B%7B%20x%20%7D%7D\">a</a></p>\n",
            ),
        ] {
            assert_eq!(html(body), expected, "{body}");
        }
    }

    #[test]
    fn footnotes_stand_at_the_end() {
        assert_eq!(
            html("a[^y] b[^x] c[^y] d[^z]\n\n[^x]: X\n\n[^y]: Y\n\n    > y\n\n[^u]: U\n\ne"),
            "<p>a<sup id=\"fnref:472f16:1\"><a href=\"https://e.org/p/#fn:472f16:1\">1</a></sup> \
             b<sup id=\"fnref:472f16:2\"><a href=\"https://e.org/p/#fn:472f16:2\">2</a></sup> \
             c<sup id=\"fnref:472f16:1:2\"><a href=\"https://e.org/p/#fn:472f16:1\">1</a></sup> d[^z]</p>\n<p>e</p>\n\
             <div class=\"footnotes\">\n<hr>\n<ol>\n\
             <li id=\"fn:472f16:1\">\n<p>Y</p>\n<blockquote>\n<p>y</p>\n</blockquote>\n\
             <p><a href=\"https://e.org/p/#fnref:472f16:1\">↩</a> <a href=\"https://e.org/p/#fnref:472f16:1:2\">↩</a></p>\n</li>\n\
             <li id=\"fn:472f16:2\">\n<p>X <a href=\"https://e.org/p/#fnref:472f16:2\">↩</a></p>\n</li>\n\
             <li id=\"fn:472f16:3\">\n<p>U</p>\n</li>\n</ol>\n</div>\n"
        );
    }

    #[test]
    fn comments_go_and_a_marker_ends_the_summary() {
        for (body, expected, end) in [
            ("a\n\n<!-- more -->\n\nb", "<p>a</p>\n<p>b</p>\n", Some(9)),
            ("a <!--truncate--> b", "<p>a  b</p>\n", Some(5)),
            ("a <!-- b --> c", "<p>a  c</p>\n", None),
            (
                "a\n\n<!--more-->\n\n<b>b</b>",
                "<p>a</p>\n<p><b>b</b></p>\n",
                Some(9),
            ),
            ("<!--more-->\n", "", Some(0)),
        ] {
            let fragment = fragment(body).unwrap();
            assert_eq!(
                (fragment.html.as_str(), fragment.summary_end),
                (expected, end),
                "{body}"
            );
        }
    }

    #[test]
    fn raw_html_is_made_safe() {
        for (body, expected) in [
            ("<b onclick=x>a</b>", "<p><b>a</b></p>\n"),
            ("<script>\n\nx\n\n</script>\n\n*b*", "\n<p><em>b</em></p>\n"),
            ("a <!-- <script>x</script> -->", "<p>a </p>\n"),
            ("<!--> <script>x</script> -->", "  --&gt;"),
            ("<?php x ?><b>", "&lt;b&gt;"),
        ] {
            assert_eq!(html(body), expected, "{body}");
        }
    }

    #[test]
    fn what_is_nested_too_deep_is_refused() {
        for body in [
            ">".repeat(1_000),
            format!("{}a{}", "*b ".repeat(1_000), " c*".repeat(1_000)),
        ] {
            let refused = fragment(&body).unwrap_err();
            assert_eq!(refused.rule.code, "body-too-deep");
        }
        assert!(fragment(&">".repeat(200)).is_ok());
        assert!(fragment(&"[".repeat(10_000)).is_ok());
    }
}
