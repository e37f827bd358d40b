//! `_config.yml`, translated into feedmill's settings.

use super::super::inherited::{defaults_of, inherited};
use super::super::site_file::{
    SiteFile, is_language, is_pattern, is_site_url, is_template, is_url, is_zone, walk,
};
use super::DIALECT;
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
    site.copy(&["title", "name"], "title");
    address_of_site(site);
    site.copy(&["description"], "description");
    site.copy_if(&["lang"], "language", is_language);
    author(site);
    site.copy_if(&["timezone"], "timezone", is_zone);
    permalink(site);
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
    defaults(site, &folders);
    super::feed_template::translate(site, &folders.source);
    feed(site);
}

/// The options of kramdown, and plugins.
fn markdown(site: &mut SiteFile<'_>) {
    site.extension(&["kramdown.hard_wrap"], "breaks");
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
fn address_of_site(site: &mut SiteFile<'_>) {
    let base = site.text("baseurl").map_or("", |(base, _)| base);
    let base = base.strip_suffix('/').unwrap_or(base);
    let slash = if base.is_empty() || base.starts_with('/') {
        ""
    } else {
        "/"
    };
    let whole = |url: &str| format!("{url}{slash}{base}/");
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

fn permalink(site: &mut SiteFile<'_>) {
    for key in ["collections.posts.permalink", "permalink"] {
        let Some((given, offset)) = site.text(key) else {
            continue;
        };
        let style = STYLES.iter().find(|(name, _)| *name == given);
        let pattern = style.map_or(given, |(_, pattern)| pattern);
        match Pattern::parse(pattern, &DIALECT) {
            Ok(_) => return site.set("permalink", pattern, key),
            Err(error) => site.warn(offset, error.to_string()),
        }
    }
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

/// Jekyll's `defaults`: the longer path wins, then the one with a type, then the later one.
fn defaults(site: &mut SiteFile<'_>, folders: &Folders) {
    let Some(Value::Sequence(sets)) = site.get("defaults").map(|node| &node.value) else {
        return;
    };
    let mut found = Vec::new();
    for set in sets {
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
    let named = site.mapping("feed.collections").into_iter();
    let listed = site.items("feed.collections").iter();
    let collections: Vec<(&str, usize)> = named
        .map(|(name, node)| (name, node.offset))
        .chain(listed.filter_map(|node| Some((node.text()?, node.offset))))
        .filter(|(name, _)| *name != "posts")
        .collect();
    for (name, offset) in collections {
        let why =
            format!("the feed of the collection `{name}` is not written: only posts are read");
        site.warn(offset, why);
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
