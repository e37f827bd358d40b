//! Helpers for the generators' tests: one file of a site, read as an article.

use crate::input::normalise::{self, ArticleFile, ArticleOutcome};
use crate::model::Article;
use crate::site::generator::{self, Generator, IndexPage, Role};
use crate::site::settings::Settings;
use crate::syntax::front_matter::{self, Manner, Reading};
use crate::syntax::tree::notation;
pub(super) use crate::testing::settings;
use crate::time::{Present, Timestamp, Zone};

/// The article made from the file at `path` with the content `text`; `None` if it is not an article.
pub(super) fn article(settings: &Settings, path: &str, text: &str) -> Option<Article> {
    let exists = |other: &str| other == path;
    if settings.role(path, &exists) == Role::Other {
        return None;
    }
    let manner = Manner {
        adapt: &|text, pairs| settings.adapt(path, text, pairs),
        headless: settings.reading.headless,
        runs_on: settings.reading.bare_headers_run_on,
        html_heads: settings.reading.html_heads,
        whole: false,
    };
    let Reading::Header(header) = front_matter::read_as(path, text.as_bytes(), true, &manner)
    else {
        return None;
    };
    let present = Present::at(Timestamp::parse("2026-01-01", &Zone::utc()).unwrap());
    let mut findings = Vec::new();
    let file = ArticleFile {
        index: 0,
        path,
        exists: &exists,
        committed: None,
        hashtags: &[],
    };
    match normalise::article(&file, &header, settings, &present, &mut findings) {
        ArticleOutcome::Article(article) => Some(*article),
        ArticleOutcome::KeptBack(_) => None,
        ArticleOutcome::Unusable(_) => panic!("{path}: {findings:?}"),
    }
}

/// The settings in a site file called `name`, then its problems after `?`, then the keys that are
/// not understood after `!`.
pub(super) fn translation(generator: &Generator, name: &str, text: &str) -> String {
    translation_with(generator, name, text, &[])
}

/// The same for a site with index pages.
pub(super) fn translation_with(
    generator: &Generator,
    name: &str,
    text: &str,
    pages: &[(&str, &str)],
) -> String {
    let root = generator::parse(name, text, None).unwrap();
    let page = |(folder, head): &(&str, &str)| {
        let path = format!("content/{folder}/_index.md").replace("//", "/");
        IndexPage::read(&path, &path, head.as_bytes(), true)?.ok()?
    };
    let pages: Vec<_> = pages.iter().filter_map(page).collect();
    let translation = generator.translate(&root, &pages, &|_| None);
    let settings = translation.settings.iter();
    let settings = settings.map(|setting| format!("{}={}", setting.key, notation(&setting.value)));
    let warnings = translation
        .warnings
        .iter()
        .map(|(_, warning)| format!("? {warning}"));
    let unknown: Vec<_> = translation.not_understood.iter().map(notation).collect();
    let unknown = (!unknown.is_empty()).then(|| format!("! {}", unknown.join(" ")));
    let parts: Vec<String> = settings.chain(warnings).chain(unknown).collect();
    parts.join(" ")
}

/// What site files say about Markdown; the values were tried with each generator.
#[test]
fn markdown_is_configured() {
    for (name, text, expected) in [
        (
            "hugo.yaml",
            "markup: {goldmark: {renderer: {hardWraps: true}, extensions: {linkify: false, \
             typographer: {disable: true}, passthrough: {enable: true}, extras: {mark: {enable: true}}}}}\n\
             enableEmoji: true\n",
            "markdown.autolinks=false markdown.breaks=true markdown.marks=true \
             markdown.smart_punctuation=false markdown.emoji=true markdown.math=true",
        ),
        (
            "hugo.toml",
            "[markup.goldmark.extensions]\ntypographer = false\n[params]\nmath = true\n",
            "markdown.smart_punctuation=false markdown.math=true",
        ),
        (
            "_config.yml",
            "kramdown: {hard_wrap: true, smart_quotes: 'apos,apos,quot,quot'}\nplugins: [jemoji]\nmathjax: true\n",
            "markdown.breaks=true markdown.smart_punctuation=false markdown.emoji=true markdown.math=true",
        ),
        (
            "_config.yml",
            "kramdown: {input: GFM, smart_quotes: 'lsquo,rsquo,ldquo,rdquo'}\n",
            "",
        ),
        (
            "hexo/_config.yml",
            "marked: {breaks: false, autolink: false, smartypants: false}\ngithubEmojis: {enable: true}\n\
             mathjax: {enable: true}\n",
            "markdown.autolinks=false markdown.breaks=false markdown.smart_punctuation=false \
             markdown.emoji=true markdown.math=true",
        ),
        (
            "hexo/_config.yml",
            "markdown: {render: {breaks: false, linkify: true}, plugins: [markdown-it-sub, \
             {name: markdown-it-mark}, '@neilsustc/markdown-it-katex']}\n",
            "markdown.autolinks=true markdown.breaks=false markdown.subscripts=true markdown.marks=true \
             markdown.math=true",
        ),
        (
            "hexo/_config.yml",
            "marked: {gfm: false}\n",
            "markdown.breaks=false",
        ),
        (
            "config.toml",
            "[markdown]\nsmart_punctuation = true\nrender_emoji = true\n",
            "markdown.emoji=true markdown.smart_punctuation=true",
        ),
        (
            "pelicanconf.py",
            "TYPOGRIFY = True\nPLUGINS = ['pelican.plugins.render_math']\n\
             MARKDOWN = {'extension_configs': {'markdown.extensions.nl2br': {}}, 'extensions': ['pymdownx.caret']}\n",
            "markdown.smart_punctuation=true markdown.breaks=true markdown.insertions=true \
             markdown.superscripts=true markdown.math=true",
        ),
    ] {
        let name_of = |name: &str| name.rsplit('/').next().map(str::to_owned);
        let generator = match name {
            "hugo.yaml" | "hugo.toml" => "hugo",
            "hexo/_config.yml" => "hexo",
            "_config.yml" => "jekyll",
            "config.toml" => "zola",
            _ => "pelican",
        };
        let generator = generator::ALL
            .into_iter()
            .find(|known| known.name == generator);
        let translated = translation(generator.unwrap(), &name_of(name).unwrap(), text);
        let markdown = translated
            .split_whitespace()
            .filter(|part| part.starts_with("markdown."));
        assert_eq!(markdown.collect::<Vec<_>>().join(" "), expected, "{text}");
    }
}
