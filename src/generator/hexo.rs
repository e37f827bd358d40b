//! Hexo, with hexo-generator-feed and hexo-abbrlink.

mod abbrlink;
mod file_name;
mod slug;

use sha1::{Digest, Sha1};

use super::{
    Exists, Foreign, Generator, Head, PLAIN, Role, has, is_language, is_pattern, is_site_url,
    is_template, is_zone,
};
use crate::address::permalink::{Dialect, Field, Pattern};
use crate::address::{Page, encode_path};
use crate::model::{self, AbsoluteUrl, Templates};
use crate::time::{Timestamp, Zone};
use crate::tree::{Node, Pairs, Value};
use slug::{Case, slugize};

pub(super) static HEXO: Generator = Generator {
    name: "hexo",
    ids: "hexo",
    templates: Templates::Hexo,
    site_files: &["_config.yml", "_config.yaml", "_config.json"],
    recognises: |root| KEYS_OF_ITS_OWN.iter().any(|key| has(root, key)),
    preset: PRESET,
    translate,
    dialect: DIALECT,
    address,
    fills_in_addresses: false,
    entry_id,
    slug: |name| slugize(name, Case::AsWritten),
    role,
    header,
    headless: true,
    dates_in_site_zone: true,
    ..PLAIN
};

/// Jekyll calls its site file alike, and has none of these.
const KEYS_OF_ITS_OWN: &[&str] = &[
    "source_dir",
    "public_dir",
    "tag_dir",
    "category_dir",
    "archive_dir",
    "new_post_name",
    "default_layout",
    "index_generator",
    "permalink_defaults",
    "pretty_urls",
    "post_asset_folder",
    "skip_render",
    "updated_option",
];

const PRESET: &str = "
ids: hexo
feeds_url: ./
output: public
# As many as the feed has now: more would show old posts as new.
limit: 20
articles: [source]
permalink: :year/:month/:day/:title/
future: true
tags:
  from: [tags, tag]
  separators: []
taxonomies: [tags, categories]
# Hexo's own rule gives `C#` and `C++` one folder, and it has no feeds of tags whose address is to be kept.
slugs: feedmill
paths:
  site: {atom: atom.xml, rss: rss2.xml}
";

const DIALECT: Dialect = Dialect {
    placeholders: &[
        ("title", Field::Special),
        ("name", Field::Special),
        ("post_title", Field::Special),
        ("category", Field::Special),
        ("year", Field::Date("%Y")),
        ("month", Field::Date("%m")),
        ("day", Field::Date("%d")),
        ("hour", Field::Date("%H")),
        ("minute", Field::Date("%M")),
        ("second", Field::Date("%S")),
        ("i_month", Field::Date("%-m")),
        ("i_day", Field::Date("%-d")),
        ("timestamp", Field::Special),
        ("hash", Field::Special),
    ],
    any_key: true,
    special,
};

/// The header key under which a site tells its posts what Hexo makes of them: what `header` is to
/// know stands there among the defaults.
const OWN: &str = "hexo";

/// What stands under [`OWN`], from the site file.
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
];

fn translate(site: &mut Foreign<'_>) {
    site.copy(&["title"], "title");
    site.copy_if(&["url"], "url", is_site_url);
    site.copy(&["description", "subtitle"], "description");
    if site.copy(&["author"], "author.name") {
        let is_email = |text: &str| model::email(text).is_some();
        site.copy_if(&["email"], "author.email", is_email);
    }
    language(site);
    site.copy_if(&["timezone"], "timezone", is_zone);
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
    defaults(site);
}

fn language(site: &mut Foreign<'_>) {
    match site.list("language").first() {
        Some(first) if is_language(first) => site.set("language", *first, "language"),
        // The name of a translation of themes.
        Some(&"default") | None => {}
        Some(_) => site.copy_if(&["language"], "language", is_language),
    }
}

fn permalink(site: &mut Foreign<'_>) {
    let pretty = |site: &mut Foreign<'_>, what: &str| {
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
        Err(error) => site.doubt(offset, error.to_string()),
    }
}

/// A folder for the pictures of a post is where its page is.
fn with_assets(address: &str, has_assets: bool) -> String {
    if has_assets && !address.ends_with('/') && !address.ends_with(".html") {
        return format!("{address}/");
    }
    address.to_owned()
}

fn prettified(address: &str, keeps_index: bool, keeps_html: bool) -> String {
    let is_index = address.ends_with("index.html");
    let cut = match (keeps_index, keeps_html) {
        (false, _) if is_index => "index.html",
        (_, false) if !is_index => ".html",
        _ => "",
    };
    address.strip_suffix(cut).unwrap_or(address).to_owned()
}

/// What `skip_render` (below the source folder) and `ignore` name; `exclude` is not for posts. Where
/// posts have folders of assets, only files like a new post are posts.
fn exclude(site: &mut Foreign<'_>, source: &str) {
    let below_source = format!("{source}/");
    let mut patterns = Vec::new();
    let mut from = None;
    for (key, prefix) in [("skip_render", &*below_source), ("ignore", "")] {
        for pattern in site.list(key) {
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
        patterns.extend(others.map(|other| format!("{source}/_posts/**/*.{other}")));
        from.get_or_insert("post_asset_folder");
    }
    if let Some(from) = from {
        site.set("exclude", patterns, from);
    }
}

/// The feeds of a term lie in the folder of its page.
fn directory(site: &mut Foreign<'_>, from: &str, kind: &str) {
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

/// hexo-generator-feed, with what it makes of a list of types: they are always Atom, then RSS, and the
/// paths stay as they are.
fn feed(site: &mut Foreign<'_>) {
    let types = site.list("feed.type");
    let paths = site.list("feed.path");
    let is_list = |site: &mut Foreign<'_>, key: &str| {
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
        // The other one must lie elsewhere.
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
    if site
        .text("feed.content")
        .is_some_and(|(text, _)| text == "false")
    {
        site.set("content", "summary", "feed.content");
    }
}

/// What makes an address of a post and stands in no header.
fn defaults(site: &mut Foreign<'_>) {
    let node = |value: Value| Node { value, offset: 0 };
    let mut own: Pairs = Vec::new();
    for key in SITE {
        let Some(value) = site.get(key) else {
            continue;
        };
        // Most site files spell out what holds anyway.
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
            .any(|what| super::walk(value, what).and_then(Node::text) == Some("false")),
        (_, Value::Mapping(pairs)) => !pairs.is_empty(),
        _ => false,
    }
}

/// What a file is by its path below the source folder.
fn role(path: &str, _: Exists<'_>) -> Role {
    let Some((folder, below)) = path.split_once('/') else {
        return Role::Other;
    };
    let is_hidden = below.split('/').any(|part| part.starts_with(['_', '.']));
    let is_rendered = !below.ends_with(".txt");
    match folder {
        "_posts" if is_rendered && !is_hidden => Role::Article,
        "_drafts" if is_rendered && !is_hidden => Role::Draft,
        _ => Role::Other,
    }
}

/// The path below the folder of posts, without its extension.
fn stem(path: &str) -> &str {
    let below = path.split_once('/').map_or(path, |(_, below)| below);
    let name = below.rsplit('/').next().unwrap_or(below);
    let extension = name
        .rfind('.')
        .filter(|dot| *dot > 0)
        .map_or(0, |dot| name.len() - dot);
    &below[..below.len() - extension]
}

/// What is kept of a header for the address, under keys that no header has.
mod kept {
    pub(super) const SLUG: &str = "hexo.slug";
    pub(super) const CATEGORY: &str = "hexo.category";
    pub(super) const ASSETS: &str = "hexo.assets";
    pub(super) const INDEX: &str = "hexo.index";
    pub(super) const HTML: &str = "hexo.html";
    /// The default of a placeholder follows.
    pub(super) const DEFAULT: &str = "hexo.default.";
}

fn header(head: &mut Head<'_>) {
    let site = head.take_default(OWN);
    let site = |path: &str| site.as_ref().and_then(|site| super::walk(site, path));
    let told = |path: &str| site(path).and_then(Node::text);
    let stem = stem(head.path);
    let name = file_name::parse(told("new_post_name").unwrap_or(":title.md"), stem);
    let slug = match name.iter().find(|(key, _)| *key == "title") {
        Some((_, title)) => (*title).to_owned(),
        None => slugize(stem, Case::AsWritten),
    };
    for (key, value) in &name {
        if !file_name::KEPT.contains(key) {
            head.set(key, *value);
        }
    }
    for key in ["date", "updated"] {
        if let Some(node) = head.get(key)
            && let Some(date) = node
                .text()
                .and_then(|text| as_read(text, head.is_quoted(node)))
        {
            head.set(key, date);
        }
    }
    if head.get("date").is_none()
        && let Some(date) = file_name::date(&name)
    {
        head.set("date", date);
    }
    // Its feeds never have them, even where drafts are shown.
    if head.get("draft").and_then(Node::text) == Some("true") {
        head.set("hidden", "true");
    }
    for (one, many) in [("tag", "tags"), ("category", "categories")] {
        if head.get(many).is_some() {
            head.remove(one);
        }
        for key in [one, many] {
            if let Some(
                node @ Node {
                    value: Value::Scalar(_),
                    ..
                },
            ) = head.get(key)
            {
                let one = vec![node.clone()];
                head.set(key, Value::Sequence(one));
            }
        }
    }
    let case = match told("filename_case") {
        Some("1") => Case::Lower,
        Some("2") => Case::Upper,
        _ => Case::AsWritten,
    };
    let categories = head.get("categories").or_else(|| head.get("category"));
    let category = categories.and_then(|node| category_path(node, site("category_map"), case));
    let category = category.unwrap_or_else(|| {
        told("default_category")
            .unwrap_or("uncategorized")
            .to_owned()
    });
    head.set(kept::CATEGORY, category);
    let uses_name = ["use_slug_as_post_title", "use_filename_as_post_title"];
    if uses_name.iter().any(|key| told(key) == Some("true")) && head.get("title").is_none() {
        head.set("title", &*slug);
    }
    if let Some(settings) = site("abbrlink")
        && head
            .get("abbrlink")
            .and_then(Node::text)
            .unwrap_or_default()
            .is_empty()
    {
        let title = head.get("title").and_then(Node::text).unwrap_or_default();
        let told = |key: &str| super::walk(settings, key).and_then(Node::text);
        let link = abbrlink::of(
            title,
            told("alg") == Some("crc32"),
            told("rep") == Some("hex"),
        );
        head.set("abbrlink", link);
    }
    for (key, path) in [
        (kept::ASSETS, "post_asset_folder"),
        (kept::INDEX, "pretty_urls.trailing_index"),
        (kept::HTML, "pretty_urls.trailing_html"),
    ] {
        if let Some(text) = told(path) {
            head.set(key, text);
        }
    }
    if let Some(Node {
        value: Value::Mapping(pairs),
        ..
    }) = site("permalink_defaults")
    {
        for (key, value) in pairs {
            let key = key.text().unwrap_or_default();
            head.set(&format!("{}{key}", kept::DEFAULT), value.value.clone());
        }
    }
    head.set(kept::SLUG, slug);
}

/// A date as Hexo reads it, where that is not what it says: a timestamp of YAML loses its zone, once it
/// is in UTC; a day in quotes is JavaScript's, in UTC.
fn as_read(text: &str, is_quoted: bool) -> Option<String> {
    let digits = |part: &str, count: usize| {
        part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    if is_quoted {
        let parts: Vec<_> = text.split('-').collect();
        let is_day = matches!(*parts, [y, m, d] if digits(y, 4) && digits(m, 2) && digits(d, 2));
        return is_day.then(|| format!("{text}T00:00:00Z"));
    }
    let (date, time) = text.split_once(['T', 't', ' '])?;
    let zone = time.rfind(['Z', '+', '-'])?;
    let (clock, zone) = (time[..zone].trim(), &time[zone..]);
    let has_seconds = clock.matches(':').count() == 2;
    // `+08:00` or `+8`, but `+0800` is a text.
    let is_timestamp = zone == "Z" || zone.len() <= 3 || zone.contains(':');
    if !has_seconds || !is_timestamp || !digits(date.split('-').next()?, 4) {
        return None;
    }
    let instant = Timestamp::parse(text, &Zone::utc()).ok()?;
    Some(instant.in_zone(&Zone::utc()).strftime("%Y-%m-%d %H:%M:%S"))
}

/// The slug of the last category: a list of names is a path, and so is each list in a list.
fn category_path(node: &Node, map: Option<&Node>, case: Case) -> Option<String> {
    let Value::Sequence(items) = &node.value else {
        return None;
    };
    let is_list = |item: &&Node| matches!(item.value, Value::Sequence(_));
    let path = match items.iter().rev().find(is_list).and(items.last()) {
        Some(Node {
            value: Value::Sequence(path),
            ..
        }) => path.as_slice(),
        Some(last) => std::slice::from_ref(last),
        None => items.as_slice(),
    };
    let names = path
        .iter()
        .filter_map(Node::text)
        .filter(|name| !name.is_empty());
    let slugs: Vec<String> = names
        .map(|name| {
            let mapped = map
                .and_then(|map| super::pair(map, name))
                .and_then(|(_, to)| to.text());
            slugize(mapped.unwrap_or(name), case)
        })
        .collect();
    (!slugs.is_empty()).then(|| slugs.join("/"))
}

/// What a placeholder is that is no date. One that nothing is known of is `undefined` to Hexo too.
fn special(name: &str, page: &Page<'_>) -> Option<String> {
    let slug = (page.header)(kept::SLUG).unwrap_or_default();
    let seconds = page.published.unix_seconds();
    Some(match name {
        "title" | "slug" => slug.to_owned(),
        "name" => slug.rsplit('/').next().unwrap_or(slug).to_owned(),
        "post_title" => slugize((page.header)("title").unwrap_or_default(), Case::Lower),
        "category" => (page.header)(kept::CATEGORY).unwrap_or_default().to_owned(),
        "timestamp" => seconds.to_string(),
        "hash" => {
            let digest = Sha1::digest(format!("{slug}{seconds}"));
            let hash: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
            hash[..12].to_owned()
        }
        key => {
            let default = || (page.header)(&format!("{}{key}", kept::DEFAULT));
            (page.header)(key)
                .or_else(default)
                .unwrap_or("undefined")
                .to_owned()
        }
    })
}

/// The header's `permalink`, as it is.
fn address(page: &Page<'_>) -> Option<String> {
    let given = (page.header)("permalink")?.trim();
    if given.is_empty() {
        return None;
    }
    let is = |key: &str, wanted: &str| (page.header)(key) == Some(wanted);
    let address = with_assets(given, is(kept::ASSETS, "true"));
    Some(prettified(
        &address,
        !is(kept::INDEX, "false"),
        !is(kept::HTML, "false"),
    ))
}

/// The permalink, but Hexo leaves `#` and `?` as they are.
fn entry_id(_: &Page<'_>, permalink: &AbsoluteUrl) -> Option<String> {
    let path = permalink.path();
    if !path.contains("%23") && !path.contains("%3F") {
        return None;
    }
    let path = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
    let path = encode_path(&path).replace("%23", "#").replace("%3F", "?");
    permalink.join(&path).ok().map(|id| id.to_string())
}

#[cfg(test)]
mod tests;
