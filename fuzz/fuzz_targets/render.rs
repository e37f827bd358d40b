//! Any body becomes HTML in which the validator finds nothing that is unsafe or relative.
//!
//! `cargo fuzz run render fuzz/corpus/render`

#![no_main]

use feedmill::internals::model::{AbsoluteUrl, Syntax, Templates};
use feedmill::internals::body::{Context, render};
use feedmill::internals::text::escape_html;
use feedmill::validate::{Options, validate};
use libfuzzer_sys::fuzz_target;

const SYNTAXES: [Syntax; 3] = [Syntax::Markdown, Syntax::Html, Syntax::Plain];
const TEMPLATES: [Templates; 7] = [
    Templates::Unknown,
    Templates::None,
    Templates::Liquid,
    Templates::Hugo,
    Templates::Hexo,
    Templates::Zola,
    Templates::Pelican,
];

fuzz_target!(|input: (u8, &str)| {
    let (choice, body) = input;
    let page = AbsoluteUrl::parse("https://example.org/a/").expect("an address");
    let mut context = Context::new(SYNTAXES[usize::from(choice % 3)], &page);
    context.templates = TEMPLATES[usize::from(choice / 3 % 7)];
    let Ok(rendered) = render(body, &context) else {
        return;
    };
    let Some(html) = rendered.html else {
        return;
    };
    let content = escape_html(html.as_str());
    let feed = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\"><title>T</title>\
         <id>https://example.org/</id><updated>2021-01-01T00:00:00Z</updated>\
         <link rel=\"self\" href=\"https://example.org/atom.xml\"/><author><name>A</name></author>\
         <entry><title>E</title><id>https://example.org/a/</id><updated>2021-01-01T00:00:00Z</updated>\
         <link href=\"https://example.org/a/\"/><content type=\"html\">{content} </content></entry></feed>"
    );
    let report = validate(feed.as_bytes(), &Options::default());
    let wrong: Vec<_> = report
        .diagnostics
        .iter()
        .filter(|found| !matches!(found.rule.code, "not-blank" | "not-html" | "missing-dc-language" | "invisible-content"))
        .map(|found| (found.rule.code, &found.message))
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}\n{html}");
});
