//! `_config.yml`, translated into feedmill's settings.

use super::super::site_file::{
    SiteFile, has, is_language, is_pattern, is_site_url, is_template, is_zone, walk,
};
use super::{DIALECT, OWN, prettified, with_assets};
use crate::model;
use crate::site::address::permalink::Pattern;
use crate::syntax::tree::{Node, Pairs, Value};
use crate::time::Zone;

/// The value of [`OWN`], from the site file.
const SITE: &[&str] = &[
    "permalink_defaults",
    "new_post_name",
    "default_category",
    "category_map",
    "filename_case",
    "post_asset_folder",
    "pretty_urls",
    "use_slug_as_post_title",
    "use_filename_as_post_title",
    "abbrlink",
    "titlecase",
];

pub(super) fn translate(site: &mut SiteFile<'_>) {
    site.copy(&["title"], "title");
    site.copy_address("url", is_site_url);
    site.copy(&["description", "subtitle"], "description");
    if site.copy(&["author"], "author.name") {
        let is_email = |text: &str| model::email(text).is_some();
        site.copy_if(&["email"], "author.email", is_email);
    }
    language(site);
    // Upper and lower case are the same to Hexo.
    match site
        .text("timezone")
        .and_then(|(name, _)| Zone::parse_any_case(name))
    {
        Some(zone) => site.set("timezone", zone.name(), "timezone"),
        None => site.copy_if(&["timezone"], "timezone", is_zone),
    }
    permalink(site);
    let source = site
        .text("source_dir")
        .map_or("source", |(folder, _)| folder);
    let source = source.trim_matches('/').to_owned();
    if source != "source" && is_pattern(&source) {
        site.set("articles", vec![&*source], "source_dir");
    }
    site.copy(&["public_dir"], "output");
    exclude(site, &source);
    if site.text("future").is_some_and(|(text, _)| text == "false") {
        site.set("future", "false", "future");
    }
    if site.is_on("render_drafts") {
        site.set("drafts", "true", "render_drafts");
    }
    directory(site, "tag_dir", "tags");
    directory(site, "category_dir", "categories");
    feed(site);
    markdown(site);
    defaults(site);
}

/// The options of the renderers hexo-renderer-marked and hexo-renderer-markdown-it, and of plugins.
fn markdown(site: &mut SiteFile<'_>) {
    for (keys, key) in [
        (["marked.autolink", "markdown.render.linkify"], "autolinks"),
        (["marked.breaks", "markdown.render.breaks"], "breaks"),
        (["marked.gfm", ""], "breaks"),
        (
            ["marked.smartypants", "markdown.render.typographer"],
            "smart_punctuation",
        ),
        (["githubEmojis.enable", "emoji.enable"], "emoji"),
        (["katex.enable", "mathjax.enable"], "math"),
        (["katex", "mathjax"], "math"),
    ] {
        // Without GFM nothing of it is on, and with it its parts still may be off.
        if keys[0] != "marked.gfm"
            || site
                .text("marked.gfm")
                .is_some_and(|(gfm, _)| gfm == "false")
        {
            site.extension(&keys, key);
        }
    }
    let plugins = site.items("markdown.plugins");
    let named = |plugin: &Node| {
        let name = walk(plugin, "name").unwrap_or(plugin).text()?;
        Some(name.trim_start_matches("markdown-it-").to_owned())
    };
    for plugin in plugins.iter().filter_map(named) {
        let key = match &*plugin {
            "deflist" => "definitions",
            "emoji" => "emoji",
            "ins" => "insertions",
            "mark" => "marks",
            "sub" => "subscripts",
            "sup" => "superscripts",
            name if name.contains("katex") || name.contains("mathjax") => "math",
            _ => continue,
        };
        site.set(&format!("markdown.{key}"), "true", "markdown.plugins");
    }
}

fn language(site: &mut SiteFile<'_>) {
    match site.list("language").first() {
        Some(first) if is_language(first) => site.set("language", *first, "language"),
        // The name of a translation file of themes.
        Some(&"default") | None => {}
        Some(_) => site.copy_if(&["language"], "language", is_language),
    }
}

fn permalink(site: &mut SiteFile<'_>) {
    let pretty = |site: &mut SiteFile<'_>, what: &str| {
        site.text(&format!("pretty_urls.{what}"))
            .is_none_or(|(text, _)| text != "false")
    };
    let keeps_index = pretty(site, "trailing_index");
    let keeps_html = pretty(site, "trailing_html");
    let has_assets = site.is_on("post_asset_folder");
    let Some((given, offset)) = site.text("permalink") else {
        return;
    };
    match Pattern::parse(given, &DIALECT) {
        Ok(_) => {
            let pattern = with_assets(given, has_assets);
            let pattern = prettified(&pattern, keeps_index, keeps_html);
            site.set("permalink", pattern, "permalink");
        }
        Err(error) => site.warn(offset, error.to_string()),
    }
}

/// The files in `skip_render` (relative to the source folder) and `ignore`; `exclude` does not apply
/// to posts. With asset folders, only files with the extension of new posts are posts.
fn exclude(site: &mut SiteFile<'_>, source: &str) {
    let below_source = format!("{source}/");
    let mut patterns = Vec::new();
    let mut from = None;
    for (key, prefix) in [("skip_render", &*below_source), ("ignore", "")] {
        for pattern in site.list(key) {
            // It is compared with whole paths of this machine.
            if key == "ignore" && !pattern.starts_with("**") {
                continue;
            }
            let pattern = format!("{prefix}{}", pattern.trim_start_matches("./"));
            if is_pattern(&pattern) {
                patterns.push(pattern);
                from.get_or_insert(key);
            }
        }
    }
    if site.is_on("post_asset_folder") {
        let name = site
            .text("new_post_name")
            .map_or(":title.md", |(name, _)| name);
        let others = ["md", "markdown", "html", "htm"];
        let others = others
            .iter()
            .filter(|other| name.rsplit('.').next() != Some(other));
        patterns.extend(others.map(|other| format!("{source}/_*/**/*.{other}")));
        from.get_or_insert("post_asset_folder");
    }
    if let Some(from) = from {
        site.set("exclude", patterns, from);
    }
}

/// The feeds of a term are in the folder of its page.
fn directory(site: &mut SiteFile<'_>, from: &str, kind: &str) {
    let Some((folder, _)) = site.text(from) else {
        return;
    };
    let folder = folder.trim_matches('/');
    let path = |format: &str| format!("{folder}/:slug/{format}.xml");
    if folder != kind && is_template(&path("atom")) {
        for format in ["atom", "rss"] {
            site.set(&format!("paths.{kind}.{format}"), path(format), from);
        }
    }
}

/// The configuration of hexo-generator-feed. A list of types is always read as Atom, then RSS; the
/// paths keep their order.
fn feed(site: &mut SiteFile<'_>) {
    let types = site.list("feed.type");
    let paths = site.list("feed.path");
    let is_list = |site: &mut SiteFile<'_>, key: &str| {
        matches!(
            site.get(key).map(|node| &node.value),
            Some(Value::Sequence(_))
        )
    };
    let (types_are_list, paths_are_list) = (is_list(site, "feed.type"), is_list(site, "feed.path"));
    let types = match &*types {
        [_, _, ..] => vec!["atom", "rss2"],
        ["rss2"] => vec!["rss2"],
        _ => vec!["atom"],
    };
    for (at, kind) in types.iter().enumerate() {
        let Some(path) = paths.get(at).filter(|_| types_are_list == paths_are_list) else {
            continue;
        };
        let name = path.rsplit('/').next().unwrap_or_default();
        let has_extension = name.trim_start_matches('.').contains('.');
        let extension = if has_extension { "" } else { ".xml" };
        let path = format!("{}{extension}", path.trim_start_matches('/'));
        let key = if *kind == "atom" {
            "paths.site.atom"
        } else {
            "paths.site.rss"
        };
        if is_template(&path) {
            site.set(key, &*path, "feed.path");
        }
        // The other one needs another path.
        if types.len() == 1 && matches!(&*path, "atom.xml" | "rss2.xml") {
            let (other, elsewhere) = match *kind {
                "atom" => ("paths.site.rss", "rss.xml"),
                _ => ("paths.site.atom", "feed.xml"),
            };
            site.set(other, elsewhere, "feed.path");
        }
    }
    match site.text("feed.limit") {
        Some(("false", _)) => site.set("limit", "0", "feed.limit"),
        _ => site.copy_if(&["feed.limit"], "limit", |text| {
            text.parse::<usize>().is_ok()
        }),
    }
    if let Some((order, offset)) = site.text("feed.order_by") {
        match order.split_whitespace().next() {
            Some("-date") => {}
            Some("date") => site.set("order", "oldest", "feed.order_by"),
            Some("-updated") => site.set("order", "updated", "feed.order_by"),
            _ => site.warn(
                offset,
                format!("cannot order entries by `{order}`; the newest ones are taken"),
            ),
        }
    }
    if site
        .text("feed.content")
        .is_some_and(|(text, _)| text == "false")
    {
        site.set("content", "summary", "feed.content");
    }
}

/// The parts of a post's address that are not in its header.
fn defaults(site: &mut SiteFile<'_>) {
    let node = |value: Value| Node { value, offset: 0 };
    let mut own: Pairs = Vec::new();
    for key in SITE {
        let Some(value) = site.get(key) else {
            continue;
        };
        // Most site files spell out the default.
        let is_usual = match value.text() {
            Some(text) => matches!(
                text.trim(),
                "" | "0" | "false" | ":title.md" | "uncategorized"
            ),
            None => value == &node(Value::Null) || !is_worth_telling(key, value),
        };
        if !is_usual {
            own.push((Node::scalar(*key, 0), value.clone()));
        }
    }
    let has_links = site
        .text("permalink")
        .is_some_and(|(text, _)| text.contains(":abbrlink"));
    if has_links && !has(&node(Value::Mapping(own.clone())), "abbrlink") {
        let usual = (Node::scalar("alg", 0), Node::scalar("crc16", 0));
        let usual = node(Value::Mapping(vec![usual]));
        own.push((Node::scalar("abbrlink", 0), usual));
    }
    if !own.is_empty() {
        let of = |key: &str, value: Value| {
            node(Value::Mapping(vec![(Node::scalar(key, 0), node(value))]))
        };
        let values = of(OWN, Value::Mapping(own));
        let list = vec![of("values", values.value)];
        site.set("defaults", Value::Sequence(list), "permalink");
    }
}

fn is_worth_telling(key: &str, value: &Node) -> bool {
    match (key, &value.value) {
        ("pretty_urls", _) => ["trailing_index", "trailing_html"]
            .iter()
            .any(|what| walk(value, what).and_then(Node::text) == Some("false")),
        (_, Value::Mapping(pairs)) => !pairs.is_empty(),
        _ => false,
    }
}
