//! A body to safe HTML with absolute URLs, and to a plain summary.
//!
//! What only the site's generator understands comes first: template tags (`template`) and Markdown's
//! dialects (`markup`) become plain Markdown and HTML. Markdown is written by `markdown` from parsed
//! events, in a form that is safe by construction; only where it holds raw HTML does it go through
//! `sanitise`, as HTML bodies do. Nothing here reads or writes anything, and every body takes time
//! in proportion to its length, or is refused.

mod addresses;
mod code;
mod context;
mod dialect;
mod emoji;
mod footnotes;
mod fragment;
mod gutters;
mod hashtags;
mod items;
mod links;
mod markdown;
mod markup;
mod plain;
pub mod rules;
mod sanitise;
mod summary;
mod survey;
mod template;
mod words;

use crate::diagnostic::{Diagnostic, Severity};
use crate::input::source::ARTICLE_TOO_LARGE;
use crate::model::{Syntax, Text};
use crate::text;
use context::Job;
pub use context::{Context, LinkTarget, Lookup};
pub use fragment::Unusable;
pub use hashtags::hashtags;
pub use rules::RULES;

/// What a feed carries of a body.
#[derive(Debug, Clone, Default)]
pub struct Rendered {
    /// Safe HTML: no script, event handler, style, form or embedded document; each URL absolute and
    /// in ASCII. Empty if the body is; `None` if there is too much of it.
    pub html: Option<Text>,
    /// Plain text: what stands before a marker such as `<!--more-->`, else the first paragraphs.
    pub summary: Text,
    /// What could not be shown as the site shows it. Lines count from the body's first.
    pub findings: Vec<Diagnostic>,
}

/// Renders `body`, its URLs resolved against the article's own page.
///
/// # Errors
///
/// If its elements are nested so deep, or so badly, that a reader would suffer from it.
pub fn render(body: &str, context: &Context<'_>) -> Result<Rendered, Unusable> {
    let is_too_large = context.syntax == Syntax::Markdown && body.len() > MAX_MARKDOWN;
    let body = text::clean(if is_too_large {
        &body[..text::floor_char_boundary(body, BEGINNING)]
    } else {
        body
    });
    let job = Job::new(context, &body);
    let mut fragment = match context.syntax {
        Syntax::Markdown => {
            let expanded = template::expand(&body, &job);
            markdown::to_html(&markup::expand(&expanded, &job), &job)?
        }
        Syntax::Html => sanitise::sanitise(&template::expand(&body, &job), &job)?,
        Syntax::Plain => plain::to_html(&body),
    };
    if context.drops_title {
        fragment.drop_first_line(context.title);
    }
    let length = fragment.html.len();
    let too_large = if is_too_large {
        Some("the Markdown body is larger than 4 MiB".to_owned())
    } else if job.is_cut() {
        Some("the content of the entry is larger than 4 MiB".to_owned())
    } else if length > context.limit {
        let limit = context.limit;
        Some(format!(
            "the content of the entry has {length} bytes, and `limits.entry` is {limit}"
        ))
    } else {
        None
    };
    let summary = Text::from(summary::summarise(&fragment));
    let mut findings = job.into_findings();
    let html = if let Some(why) = too_large {
        let message = format!("{why}; the feeds have only the summary");
        findings.insert(
            0,
            Diagnostic {
                severity: Severity::Warning,
                ..Diagnostic::new(&ARTICLE_TOO_LARGE, message)
            }
            .at(1, 0),
        );
        None
    } else {
        // Character references may have brought back what was cleaned away.
        Some(Text::from(fragment.html))
    };
    Ok(Rendered {
        html,
        summary,
        findings,
    })
}

/// The largest Markdown body that is rendered, in bytes: a parser may need a hundred times that much
/// memory.
const MAX_MARKDOWN: usize = 4 << 20;

/// How much of a larger one is read for its summary.
const BEGINNING: usize = 64 << 10;

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use html5ever::tendril::StrTendril;
    use html5ever::tokenizer::{
        BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
    };
    use proptest::prelude::*;

    use super::*;
    use crate::model::{AbsoluteUrl, Templates};
    use crate::text::html::{HtmlElement, KEPT, VOID};

    fn base() -> AbsoluteUrl {
        AbsoluteUrl::parse("https://e.org/p/").unwrap()
    }

    /// `body`, rendered without a site around it.
    fn rendered(body: &str, syntax: Syntax, templates: Templates) -> Result<Rendered, Unusable> {
        let page = base();
        let context = Context {
            templates,
            ..Context::new(syntax, &page)
        };
        render(body, &context)
    }

    fn render_plainly(body: &str, syntax: Syntax) -> Result<Rendered, Unusable> {
        rendered(body, syntax, Templates::None)
    }

    fn sanitised(html: &str) -> String {
        let page = base();
        let context = Context::new(Syntax::Html, &page);
        sanitise::sanitise(html, &Job::new(&context, html))
            .unwrap()
            .html
    }

    const ALL_TEMPLATES: [Templates; 7] = [
        Templates::Unknown,
        Templates::None,
        Templates::Liquid,
        Templates::Hugo,
        Templates::Hexo,
        Templates::Zola,
        Templates::Pelican,
    ];

    /// The tags that a browser would see, whatever the code here thinks that it wrote.
    #[derive(Default)]
    struct Seen {
        tags: RefCell<Vec<Tag>>,
        comments: RefCell<usize>,
        text: RefCell<String>,
    }

    impl TokenSink for Seen {
        type Handle = ();

        fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
            match token {
                Token::TagToken(tag) => self.tags.borrow_mut().push(tag),
                Token::CommentToken(_) => *self.comments.borrow_mut() += 1,
                Token::CharacterTokens(text) => self.text.borrow_mut().push_str(&text),
                _ => {}
            }
            TokenSinkResult::Continue
        }
    }

    fn look_at(html: &str) -> Seen {
        let tokenizer = Tokenizer::new(Seen::default(), TokenizerOpts::default());
        let input = BufferQueue::default();
        input.push_back(StrTendril::from_slice(html));
        let _ = tokenizer.feed(&input);
        tokenizer.end();
        tokenizer.sink
    }

    const URLS: &[&str] = &["href", "src", "cite", "poster"];

    pub(super) fn assert_harmless(html: &str) {
        let seen = look_at(html);
        assert_eq!(*seen.comments.borrow(), 0, "a comment in {html}");
        assert_eq!(
            &*text::clean(&seen.text.borrow()),
            &*seen.text.borrow(),
            "{html}"
        );
        let mut open = Vec::new();
        let tags = seen.tags.take();
        for tag in &tags {
            let element = HtmlElement::named(&tag.name).filter(|element| element.is(KEPT));
            assert!(element.is_some(), "<{}> in {html}", tag.name);
            match tag.kind {
                TagKind::EndTag => assert_eq!(open.pop(), Some(&tag.name), "{html}"),
                TagKind::StartTag if element.is_some_and(|element| element.is(VOID)) => {}
                TagKind::StartTag => open.push(&tag.name),
            }
            for attribute in &tag.attrs {
                let (name, value) = (&*attribute.name.local, &*attribute.value);
                assert!(
                    !name.starts_with("on") && name != "style",
                    "{name} in {html}"
                );
                assert_eq!(&*text::clean(value), value, "{html}");
                if URLS.contains(&name) {
                    let url = url::Url::parse(value).expect("an absolute URL");
                    assert!(value.is_ascii(), "{value} in {html}");
                    let is_picture = name == "src" && value.starts_with("data:image/");
                    assert!(
                        is_picture || links::LINK_SCHEMES.contains(&url.scheme()),
                        "{value}"
                    );
                }
                if name == "srcset" {
                    for candidate in value.split(", ") {
                        let url = candidate.split(' ').next().unwrap_or_default();
                        url::Url::parse(url).expect("an absolute URL");
                    }
                }
            }
        }
        assert!(open.is_empty(), "open elements in {html}");
    }

    #[test]
    fn each_syntax_is_rendered() {
        for (body, syntax, html, summary) in [
            ("*a*", Syntax::Markdown, "<p><em>a</em></p>\n", "a"),
            ("<p>a<script>b</script>", Syntax::Html, "<p>a</p>", "a"),
            (
                "a\n*b*\n\nc",
                Syntax::Plain,
                "<p>a<br>\n*b*</p>\n<p>c</p>\n",
                "a *b* c",
            ),
            (
                "a\n\n<!--more-->\n\nb",
                Syntax::Markdown,
                "<p>a</p>\n<p>b</p>\n",
                "a",
            ),
            ("", Syntax::Markdown, "", ""),
            (" \n", Syntax::Plain, "", ""),
        ] {
            let rendered = render_plainly(body, syntax).unwrap();
            assert_eq!(rendered.html.as_ref().unwrap().as_str(), html, "{body:?}");
            assert_eq!(rendered.summary.as_str(), summary, "{body:?}");
        }
    }

    #[test]
    fn what_xml_forbids_does_not_come_back_as_a_reference() {
        // References to C1 controls are windows-1252 in HTML, and what they say in CommonMark.
        for (syntax, left) in [
            (Syntax::Markdown, "<b>abcdef\ngh</b>"),
            (Syntax::Html, "<b>abcde€f…gh</b>"),
        ] {
            let body =
                "<b>a&#8;b&#xFFFE;c&#0;d&#xFFFD;e&#128;f&#x85;g\u{8}h</b>&#1;<i title='&#2;'>i</i>";
            let html = render_plainly(body, syntax).unwrap().html.unwrap();
            assert_harmless(html.as_str());
            assert!(html.as_str().contains(left), "{html}");
        }
    }

    #[test]
    fn no_body_becomes_larger_than_allowed() {
        let page = AbsoluteUrl::parse(&format!("https://e.org/{}/", "p".repeat(1000))).unwrap();
        let links = "[a](b) ".repeat(10_000);
        for (syntax, body) in [
            (Syntax::Markdown, links.clone()),
            (Syntax::Markdown, format!("x[^a]\n\n[^a]: {links}")),
            (Syntax::Markdown, "x [^a]\n\n[^a]: y\n".repeat(10_000)),
            (Syntax::Markdown, format!("<b>x</b> {links}")),
            (Syntax::Markdown, "x ".repeat(3 << 20)),
            (Syntax::Html, "<a href=b>a</a> ".repeat(10_000)),
            (
                Syntax::Html,
                format!("x <img srcset='{}'>", "b 1x, ".repeat(10_000)),
            ),
            (Syntax::Plain, "x < ".repeat(1 << 20)),
        ] {
            let context = Context::new(syntax, &page);
            let rendered = render(&body, &context).unwrap();
            assert!(rendered.html.is_none(), "{syntax:?} {:.20}", body);
            assert!(
                rendered.summary.as_str().starts_with(['a', 'x']),
                "{}",
                rendered.summary
            );
            assert_eq!(rendered.findings[0].rule.code, "article-too-large");
        }
        let context = Context {
            limit: 9,
            ..Context::new(Syntax::Plain, &page)
        };
        assert!(render("x", &context).unwrap().html.is_some());
        assert!(render("xx", &context).unwrap().html.is_none());
    }

    /// Bodies out of what has broken sanitisers, and of anything.
    fn body() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            3 => prop::sample::select(PIECES).prop_map(str::to_owned),
            1 => "[a-z<>&\"'/= \n]{0,8}",
            1 => "\\PC{0,4}",
            1 => any::<char>().prop_map(String::from),
        ];
        prop::collection::vec(piece, 0..24).prop_map(|pieces| {
            // html5ever takes a BOM at the beginning for one.
            pieces.concat().replace('\u{FEFF}', "")
        })
    }

    const PIECES: &[&str] = &[
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<a href=",
        "</a>",
        "<img src=",
        "<iframe src=/x>",
        "</iframe>",
        "<svg>",
        "</svg>",
        "<math>",
        "<mtext>",
        "<style>",
        "</style>",
        "<script>",
        "</script>",
        "<table>",
        "<tr><td>",
        "</table>",
        "<select>",
        "<option>",
        "<template>",
        "<noscript>",
        "</noscript>",
        "<title>",
        "<textarea>",
        "<form>",
        "<pre>",
        "<code class=",
        "<div onclick=x style=y>",
        "</div>",
        "<!--",
        "-->",
        "<!--more-->",
        "<![CDATA[",
        "]]>",
        "<?x",
        "<desc>",
        "<foreignObject>",
        "<annotation-xml encoding=text/html>",
        "<li>",
        "<dd>",
        "javascript:x",
        "data:image/png;base64,x",
        "data:text/html,x",
        "//h/x",
        "../x?y&z#w",
        "#x",
        "mailto:x",
        "http://[",
        "{{ x }}",
        "\"",
        "'",
        "`",
        ">",
        "/>",
        " ",
        "\n",
        "\n\n",
        "*",
        "**",
        "_",
        "~~",
        "[",
        "](",
        ")",
        "![",
        "[^1]",
        "[^1]: ",
        "# ",
        "> ",
        "- ",
        "1. ",
        "- [x] ",
        "|",
        "\n|-|-|\n",
        "```",
        "    ",
        "$",
        "$$",
        "\\",
        "&lt;",
        "&#8;",
        "&#xFFFE;",
        "&nbsp;",
        "&",
        "中文",
        "。",
        "\u{8}",
        "\u{FFFD}",
        "\u{FFFE}",
        "\u{2028}",
        "\r\n",
        " srcset='x 1x, //y 2x'",
    ];

    proptest! {
        #[test]
        fn any_body_becomes_harmless(body in body()) {
            for templates in ALL_TEMPLATES {
                for syntax in [Syntax::Markdown, Syntax::Html, Syntax::Plain] {
                    let rendered = rendered(&body, syntax, templates).unwrap();
                    assert_harmless(rendered.html.as_ref().unwrap().as_str());
                }
            }
        }

        #[test]
        fn sanitising_twice_changes_nothing(body in body()) {
            // Misplaced rows and items are not where they were after a second parse; HTML is so.
            if !["<t", "<li", "<dd"].iter().any(|tag| body.contains(tag)) {
                let once = sanitised(&body);
                let twice = sanitised(&once);
                prop_assert_eq!(once, twice);
            }
        }

        #[test]
        fn markdown_that_skips_the_sanitiser_would_pass_it(body in body()) {
            let page = base();
            let context = Context::new(Syntax::Markdown, &page);
            let body = text::clean(&body);
            let (written, has_raw_html) = markdown::write(&body, &Job::new(&context, &body)).unwrap();
            if !has_raw_html {
                let sanitised = sanitised(&written.html);
                prop_assert_eq!(written.html, sanitised);
            }
        }

        #[test]
        fn a_summary_is_no_wider_than_it_should_be(body in body()) {
            let long = body.repeat(50);
            if let Ok(rendered) = render_plainly(&long, Syntax::Plain) {
                prop_assert_eq!(&*text::cut(rendered.summary.as_str(), 300), rendered.summary.as_str());
                prop_assert!(!rendered.summary.as_str().contains('\n'));
            }
        }
    }
}
