//! `_config.yml`, translated into feedmill's settings.

use super::super::inherited::{defaults_of, inherited};
use super::super::site_file::{
    SiteFile, is_language, is_pattern, is_site_url, is_template, is_url, is_zone, table, walk,
};
use super::feed_template::{self, Base};
use super::header::capitalized;
use super::{DIALECT, kept};
use crate::model;
use crate::site::address::permalink::Pattern;
use crate::syntax::tree::{Node, Pairs, Value};
use crate::text::encoding::Encoding;

/// `exclude` of the preset.
const ALWAYS_EXCLUDED: &[&str] = &[
    "gemfiles",
    "node_modules",
    "vendor/bundle",
    "vendor/cache",
    "vendor/gems",
    "vendor/ruby",
];

/// The names that `permalink` may have instead of a pattern.
const STYLES: &[(&str, &str)] = &[
    ("none", "/:categories/:title:output_ext"),
    ("date", "/:categories/:year/:month/:day/:title:output_ext"),
    ("ordinal", "/:categories/:year/:y_day/:title:output_ext"),
    ("pretty", "/:categories/:year/:month/:day/:title/"),
    (
        "weekdate",
        "/:categories/:year/W:week/:short_day/:title:output_ext",
    ),
];

pub(super) fn translate(site: &mut SiteFile<'_>) {
    site.variables = site.root.into();
    site.copy(&["title", "name"], "title");
    let base = address_of_site(site);
    site.copy(&["description"], "description");
    site.copy_if(&["lang"], "language", is_language);
    author(site);
    site.copy_if(&["timezone"], "timezone", is_zone);
    let collections = collections(site);
    permalink(site, &collections);
    let folders = folders(site);
    exclude(site, &folders.source);
    site.copy(&["destination"], "output");
    encoding(site);
    markdown(site);
    for (from, key) in [("future", "future"), ("show_drafts", "drafts")] {
        if site.is_on(from) {
            site.set(key, "true", from);
        }
    }
    let read_with = feed_template::translate(site, &folders.source, &base);
    defaults(site, &folders, read_with);
    feed(site);
    feeds_of_collections(site, &collections);
}

/// Which Markdown it is, the options of kramdown or CommonMark, and plugins.
fn markdown(site: &mut SiteFile<'_>) {
    let parser = site.text("markdown").map_or("", |(parser, _)| parser);
    if parser.starts_with("CommonMark") {
        site.set("markdown.commonmark", "true", "markdown");
        let extensions = site.list("commonmark.extensions");
        if parser == "CommonMarkGhPages" || extensions.contains(&"autolink") {
            site.set("markdown.autolinks", "true", "markdown");
        }
        for (option, setting) in [("SMART", "smart_punctuation"), ("HARDBREAKS", "breaks")] {
            if site.list("commonmark.options").contains(&option) {
                site.set(&format!("markdown.{setting}"), "true", "commonmark.options");
            }
        }
    }
    site.extension(&["kramdown.hard_wrap"], "breaks");
    site.extension(&["kramdown.parse_block_html"], "html_blocks");
    let quotes = site.text("kramdown.smart_quotes");
    let quirks = site.list("kramdown.gfm_quirks");
    if quotes.is_some_and(|(quotes, _)| quotes.contains("apos,"))
        || quirks.contains(&"no_auto_typographic")
    {
        site.set("markdown.smart_punctuation", "false", "kramdown");
    }
    for key in ["plugins", "gems"] {
        if site.list(key).contains(&"jemoji") {
            site.set("markdown.emoji", "true", key);
        }
    }
    site.extension(&["mathjax", "katex", "math", "use_math", "usemath"], "math");
}

/// `url` and `baseurl`, joined as the filter `absolute_url` joins them: slashes that are too many stay.
fn address_of_site(site: &mut SiteFile<'_>) -> Base {
    let base = site.text("baseurl").map_or("", |(base, _)| base);
    let base = base.strip_suffix('/').unwrap_or(base);
    let slash = if base.is_empty() || base.starts_with('/') {
        ""
    } else {
        "/"
    };
    let joined = |url: &str| format!("{url}{slash}{base}");
    let whole = |url: &str| joined(url) + "/";
    if let Some((url, offset)) = site.text("url") {
        match whole(url) {
            whole if is_site_url(&whole) => site.set("url", whole, "url"),
            _ => site.warn(
                offset,
                format!("cannot use `url: {url}` as the site's address"),
            ),
        }
    } else if let Some(host) = site.file("CNAME") {
        let whole = whole(&format!("https://{}", host.trim()));
        if is_site_url(&whole) {
            let offset = site.get("url").map_or(0, |node| node.offset);
            let why = format!("`url` is missing; `CNAME` gives the site's address: {whole}");
            site.warn(offset, why);
            site.set("url", whole, "url");
        }
    }
    let url = site.text("url").map_or("", |(url, _)| url);
    Base {
        whole: joined(url),
        path: format!("{slash}{base}"),
    }
}

fn author(site: &mut SiteFile<'_>) {
    if site.copy(&["author"], "author") || !site.copy(&["author.name"], "author.name") {
        return;
    }
    site.copy_if(&["author.email"], "author.email", |text| {
        model::email(text).is_some()
    });
    site.copy_if(&["author.uri"], "author.url", is_url);
}

/// A collection with a feed of its own.
struct Collection<'n> {
    name: &'n str,
    /// The path of its feed, without the extension.
    feed: String,
}

/// The collections in `feed.collections`, but for that of posts.
fn collections<'n>(site: &mut SiteFile<'n>) -> Vec<Collection<'n>> {
    let named = site.mapping("feed.collections").into_iter();
    let listed = site.items("feed.collections").iter();
    let given: Vec<(&str, &Node)> = named
        .chain(listed.filter_map(|node| Some((node.text()?, node))))
        .filter(|(name, _)| *name != "posts")
        .collect();
    let mut collections = Vec::new();
    for (name, node) in given {
        let path = walk(node, "path").and_then(Node::text);
        let path = path.map_or_else(
            || format!("feed/{name}.xml"),
            |path| path.trim_start_matches('/').to_owned(),
        );
        match path.strip_suffix(".xml").filter(|_| is_template(&path)) {
            Some(feed) => collections.push(Collection {
                name,
                feed: feed.to_owned(),
            }),
            None => site.warn(
                node.offset,
                format!("`{path}` cannot be the path of a feed"),
            ),
        }
        if walk(node, "categories").is_some() {
            let why =
                format!("the feeds of the categories of the collection `{name}` are not written");
            site.warn(node.offset, why);
        }
    }
    collections
}

/// Each collection is a section whose articles are in no other feed but those of their tags and categories.
fn feeds_of_collections(site: &mut SiteFile<'_>, collections: &[Collection<'_>]) {
    if collections.is_empty() {
        return;
    }
    let from = "feed.collections";
    let folder = |collection: &Collection<'_>| format!("_{}", collection.name);
    let folders: Vec<String> = collections.iter().map(folder).collect();
    let of_each = |value: &dyn Fn(&Collection<'_>) -> String| {
        let values = collections.iter().map(|it| value(it).into());
        table(folders.iter().map(String::as_str).zip(values))
    };
    let section = table([
        ("title", "{title} | {term}".into()),
        ("name_of", of_each(&|it| capitalized(it.name))),
        ("slug_of", of_each(&|it| it.feed.clone())),
    ]);
    let categories = table([
        ("title", "{title} | {term}".into()),
        ("names", "capitalized".into()),
    ]);
    let tags = Value::Mapping(Vec::new());
    let taxonomies = [
        ("tags", tags),
        ("categories", categories),
        ("section", section),
    ];
    let item = |(name, settings)| Node {
        value: table([(name, settings)]),
        offset: 0,
    };
    let taxonomies = taxonomies.into_iter().map(item).collect();
    site.set("taxonomies", Value::Sequence(taxonomies), from);
    site.set("sections", folders, from);
    // What is in no section.
    site.set("main_sections", vec!["."], from);
    site.set("paths.section.atom", ":slug.xml", from);
    site.set("paths.section.rss", ":slug/rss.xml", from);
}

fn permalink(site: &mut SiteFile<'_>, collections: &[Collection<'_>]) {
    let mut patterns = Vec::new();
    for Collection { name, .. } in collections {
        let key = format!("collections.{name}.permalink");
        let style = site.text("permalink").map_or("date", |(style, _)| style);
        let end = match style {
            "date" | "ordinal" | "none" => ":output_ext",
            "pretty" => "/",
            style if style.ends_with('/') => "/",
            style if style.ends_with(":output_ext") => ":output_ext",
            _ => "",
        };
        let given = site
            .text(&key)
            .filter(|(given, _)| Pattern::parse(given, &DIALECT).is_ok());
        let pattern = given.map_or_else(
            || format!("/:collection/:path{end}"),
            |(given, _)| given.to_owned(),
        );
        patterns.push((format!("_{name}"), pattern));
    }
    let of_posts = permalink_of_posts(site);
    if patterns.is_empty() {
        if let Some((pattern, key)) = of_posts {
            site.set("permalink", pattern, key);
        }
        return;
    }
    let of_posts = of_posts.map_or(STYLES[1].1, |(pattern, _)| pattern);
    patterns.insert(0, ("*".to_owned(), of_posts.to_owned()));
    let pairs = patterns
        .iter()
        .map(|(key, pattern)| (&**key, pattern.as_str().into()));
    site.set("permalink", table(pairs), "collections");
}

fn permalink_of_posts<'n>(site: &mut SiteFile<'n>) -> Option<(&'n str, &'static str)> {
    for key in ["collections.posts.permalink", "permalink"] {
        let Some((given, offset)) = site.text(key) else {
            continue;
        };
        let style = STYLES.iter().find(|(name, _)| *name == given);
        let pattern = style.map_or(given, |(_, pattern)| pattern);
        match Pattern::parse(pattern, &DIALECT) {
            Ok(_) => return Some((pattern, key)),
            Err(error) => site.warn(offset, error.to_string()),
        }
    }
    None
}

/// The folders that Jekyll's paths are relative to, each empty or with a final slash.
struct Folders {
    source: String,
    /// `collections_dir`, below the source.
    collections: String,
}

fn folders(site: &mut SiteFile<'_>) -> Folders {
    let mut folder = |key: &str| {
        let given = site.text(key).map_or("", |(folder, _)| folder);
        match given.trim_start_matches("./").trim_matches('/') {
            "" | "." => String::new(),
            folder => format!("{folder}/"),
        }
    };
    let folders = Folders {
        source: folder("source"),
        collections: folder("collections_dir"),
    };
    let articles = format!("{}{}", folders.source, folders.collections);
    if let Some(articles) = articles
        .strip_suffix('/')
        .filter(|folder| is_pattern(folder))
    {
        let from = match &*folders.collections {
            "" => "source",
            _ => "collections_dir",
        };
        site.set("articles", vec![articles], from);
    }
    folders
}

/// Replaces the preset's list, so it repeats what is always excluded.
fn exclude(site: &mut SiteFile<'_>, source: &str) {
    let given = site.list("exclude").into_iter().filter_map(pattern);
    let mut patterns: Vec<String> = given.filter(|pattern| is_pattern(pattern)).collect();
    if !patterns.is_empty() {
        patterns.extend(ALWAYS_EXCLUDED.iter().map(|&folder| folder.to_owned()));
        patterns
            .iter_mut()
            .for_each(|pattern| pattern.insert_str(0, source));
        site.set("exclude", patterns, "exclude");
    }
}

/// Jekyll's pattern `given` as one of ours: it matches the start of paths, and a `*` in it matches
/// slashes.
pub(super) fn pattern(given: &str) -> Option<String> {
    let given = given.trim_start_matches("./").trim_start_matches('/');
    let (folders, last) = given.rsplit_once('/').unwrap_or(("", given));
    match given.strip_suffix('/') {
        _ if given.is_empty() => None,
        Some(folder) => Some(folder.to_owned()),
        None if !given.contains('*') => Some(format!("{given}*")),
        None if folders.is_empty() => Some(format!("**/{last}")),
        None => Some(format!("{folders}/**/{last}")),
    }
}

/// What all posts are read with, then Jekyll's `defaults`: the longer path wins, then the one with a type, then
/// the later one.
fn defaults(site: &mut SiteFile<'_>, folders: &Folders, mut of_all: Pairs) {
    let mut add = |key, value: &str| of_all.push((Node::scalar(key, 0), Node::scalar(value, 0)));
    if let Some((extensions, _)) = site.text("markdown_ext") {
        add(kept::MARKDOWN, extensions);
    }
    if site.is_on("unpublished") {
        add(kept::UNPUBLISHED, "true");
    }
    let mut found = Vec::new();
    if !of_all.is_empty() {
        found.push((0, false, "", of_all));
    }
    for set in site.items("defaults") {
        let text = |path: &str| walk(set, path).and_then(Node::text);
        let Some(Value::Mapping(values)) = walk(set, "values").map(|node| &node.value) else {
            continue;
        };
        let values = inherited(values, &[]);
        let kind = text("scope.type");
        let is_of_posts = kind.is_none_or(|kind| matches!(kind, "posts" | "post"));
        if is_of_posts && !values.is_empty() {
            let path = text("scope.path").unwrap_or_default();
            found.push((path.len(), kind.is_some(), path, values));
        }
    }
    found.sort_by_key(|(length, has_kind, ..)| (*length, *has_kind));
    let entry = |(_, _, path, values): (usize, bool, &str, Pairs)| {
        let path = path.strip_prefix(&*folders.collections).unwrap_or(path);
        let path = pattern(path);
        let path = path.map(|path| format!("{}{}{path}", folders.source, folders.collections));
        defaults_of(path.into_iter().collect(), Vec::new(), values)
    };
    let found: Vec<_> = found.into_iter().map(entry).collect();
    if !found.is_empty() {
        site.set("defaults", Value::Sequence(found), "defaults");
    }
}

/// The configuration of jekyll-feed, except its categories and tags: here all of them have feeds.
fn feed(site: &mut SiteFile<'_>) {
    let is_number = |text: &str| text.parse().is_ok_and(|limit: usize| limit > 0);
    site.copy_if(&["feed.posts_limit"], "limit", is_number);
    if site.is_on("feed.excerpt_only") {
        site.set("content", "summary", "feed.excerpt_only");
    }
    for from in ["feed.collections.posts.path", "feed.path"] {
        if let Some((path, offset)) = site.text(from) {
            let path = path.trim_start_matches('/');
            if !is_template(path) {
                site.warn(offset, format!("`{path}` cannot be the path of a feed"));
                continue;
            }
            site.set("paths.site.atom", path, from);
            if path == "rss.xml" {
                site.set("paths.site.rss", "rss2.xml", from);
            }
            break;
        }
    }
    if let Some((folder, _)) = site.text("feed.tags.path") {
        let folder = folder.trim_start_matches('/').to_owned();
        if !is_template(&format!("{folder}:slug.xml")) {
            return;
        }
        site.set(
            "paths.tags.atom",
            format!("{folder}:slug.xml"),
            "feed.tags.path",
        );
        site.set(
            "paths.tags.rss",
            format!("{folder}:slug/rss.xml"),
            "feed.tags.path",
        );
    }
}

/// `encoding`, unless it is UTF-8, with or without a BOM.
fn encoding(site: &mut SiteFile<'_>) {
    let given = site.text("encoding").map(|(given, _)| given);
    let is_utf8 = given.is_some_and(|given| given.to_ascii_lowercase().ends_with("utf-8"));
    if !is_utf8 {
        let is_known = |text: &str| Encoding::named(text).is_ok();
        site.copy_if(&["encoding"], "encoding", is_known);
    }
}
