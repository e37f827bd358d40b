//! Jekyll, with jekyll-feed.

mod smart;

use icu_normalizer::{ComposingNormalizer, ComposingNormalizerBorrowed};
use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};
use percent_encoding::percent_decode_str;

use super::{
    Exists, Foreign, Generator, Head, PLAIN, Role, is_language, is_pattern, is_site_url,
    is_template, is_url, is_zone,
};
use crate::address::permalink::{Dialect, Field, Pattern};
use crate::address::{Page, encode_segment};
use crate::model::{self, AbsoluteUrl};
use crate::text::encoding::Encoding;
use crate::tree::{Node, Pairs, Value};

pub(super) static JEKYLL: Generator = Generator {
    name: "jekyll",
    ids: "jekyll-feed",
    templates: super::Templates::Liquid,
    site_files: &["_config.yml", "_config.yaml", "_config.toml"],
    recognises: |_| true,
    preset: PRESET,
    translate,
    dialect: DIALECT,
    address: given_address,
    entry_id,
    // jekyll-feed takes the name as it is.
    slug: str::to_owned,
    role,
    header,
    tidy: sanitized,
    headless: true,
    dates_in_site_zone: true,
    ..PLAIN
};

const PRESET: &str = "
ids: jekyll-feed
feeds_url: ./
output: _site
# As many as the feed has now: more would show old posts as new.
limit: 10
permalink: /:categories/:year/:month/:day/:title:output_ext
exclude: [gemfiles, node_modules, vendor/bundle, vendor/cache, vendor/gems, vendor/ruby]
tags:
  from: [tags, tag]
  separators: []
taxonomies: [tags, categories]
slugs: jekyll
paths:
  site: {atom: feed.xml, rss: rss.xml}
  tags: {atom: \"feed/by_tag/:slug.xml\", rss: \"feed/by_tag/:slug/rss.xml\"}
  categories: {atom: \"feed/:slug.xml\", rss: \"feed/:slug/rss.xml\"}
";

/// `exclude` of the preset.
const ALWAYS_EXCLUDED: &[&str] = &[
    "gemfiles",
    "node_modules",
    "vendor/bundle",
    "vendor/cache",
    "vendor/gems",
    "vendor/ruby",
];

/// What `permalink` may be instead of a pattern.
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

const DIALECT: Dialect = Dialect {
    placeholders: &[
        ("year", Field::Date("%Y")),
        ("short_year", Field::Date("%y")),
        ("month", Field::Date("%m")),
        ("i_month", Field::Date("%-m")),
        ("short_month", Field::Date("%b")),
        ("long_month", Field::Date("%B")),
        ("day", Field::Date("%d")),
        ("i_day", Field::Date("%-d")),
        ("y_day", Field::Date("%j")),
        ("w_year", Field::Date("%G")),
        ("week", Field::Date("%V")),
        ("w_day", Field::Date("%u")),
        ("short_day", Field::Date("%a")),
        ("long_day", Field::Date("%A")),
        ("hour", Field::Date("%H")),
        ("minute", Field::Date("%M")),
        ("second", Field::Date("%S")),
        ("title", Field::Special),
        ("slug", Field::Special),
        ("name", Field::Special),
        ("path", Field::Special),
        ("collection", Field::Special),
        ("categories", Field::Special),
        ("slugified_categories", Field::Special),
        ("output_ext", Field::Special),
    ],
    any_key: false,
    special,
};

fn translate(site: &mut Foreign<'_>) {
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
    for (from, key) in [("future", "future"), ("show_drafts", "drafts")] {
        if site.is_on(from) {
            site.set(key, "true", from);
        }
    }
    defaults(site, &folders);
    feed(site);
}

/// `url` and `baseurl`.
fn address_of_site(site: &mut Foreign<'_>) {
    let base = site.text("baseurl").map_or("", |(base, _)| base);
    let base = base.trim_matches('/').to_owned();
    let whole = |url: &str| format!("{}/{base}", url.trim_end_matches('/'));
    if let Some((url, offset)) = site.text("url") {
        match whole(url) {
            whole if is_site_url(&whole) => site.set("url", whole, "url"),
            _ => site.doubt(offset, format!("`url` is `{url}`, which is no address")),
        }
    }
}

fn author(site: &mut Foreign<'_>) {
    if site.copy(&["author"], "author") || !site.copy(&["author.name"], "author.name") {
        return;
    }
    site.copy_if(&["author.email"], "author.email", |text| {
        model::email(text).is_some()
    });
    site.copy_if(&["author.uri"], "author.url", is_url);
}

fn permalink(site: &mut Foreign<'_>) {
    for key in ["collections.posts.permalink", "permalink"] {
        let Some((given, offset)) = site.text(key) else {
            continue;
        };
        let style = STYLES.iter().find(|(name, _)| *name == given);
        let pattern = style.map_or(given, |(_, pattern)| pattern);
        match Pattern::parse(pattern, &DIALECT) {
            Ok(_) => return site.set("permalink", pattern, key),
            Err(error) => site.doubt(offset, error.to_string()),
        }
    }
}

/// Where Jekyll's paths begin, each with its slash where it is a folder.
struct Folders {
    source: String,
    /// `collections_dir`, below the source.
    collections: String,
}

fn folders(site: &mut Foreign<'_>) -> Folders {
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

/// What is always left alone stands in the preset, whose list this one takes the place of.
fn exclude(site: &mut Foreign<'_>, source: &str) {
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

/// What Jekyll matches with `given`, as a pattern of ours: it is the beginning of paths, and a `*` in
/// it crosses folders.
fn pattern(given: &str) -> Option<String> {
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

/// Keys that mean something for feeds; most of what sites give by default is for their layouts.
const DEFAULT_KEYS: &[&str] = &[
    "author",
    "authors",
    "categories",
    "category",
    "date",
    "description",
    "draft",
    "excerpt",
    "image",
    "lang",
    "last_modified_at",
    "permalink",
    "published",
    "slug",
    "tag",
    "tags",
    "title",
];

/// Jekyll's `defaults`: the longer path wins, then what names a type, then the later.
fn defaults(site: &mut Foreign<'_>, folders: &Folders) {
    let Some(Value::Sequence(sets)) = site.get("defaults").map(|node| &node.value) else {
        return;
    };
    let mut found = Vec::new();
    for set in sets {
        let text = |path: &str| super::walk(set, path).and_then(Node::text);
        let Some(Value::Mapping(values)) = super::walk(set, "values").map(|node| &node.value)
        else {
            continue;
        };
        let is_known =
            |(key, _): &&(Node, Node)| key.text().is_some_and(|key| DEFAULT_KEYS.contains(&key));
        let values: Pairs = values.iter().filter(is_known).cloned().collect();
        let kind = text("scope.type");
        let is_of_posts = kind.is_none_or(|kind| matches!(kind, "posts" | "post"));
        if is_of_posts && !values.is_empty() {
            let path = text("scope.path").unwrap_or_default();
            found.push((path.len(), kind.is_some(), path, values));
        }
    }
    found.sort_by_key(|(length, has_kind, ..)| (*length, *has_kind));
    let node = |value: Value| Node { value, offset: 0 };
    let entry = |(_, _, path, values): (usize, bool, &str, Pairs)| {
        let path = path.strip_prefix(&*folders.collections).unwrap_or(path);
        let path = pattern(path).map(|path| {
            let path = format!("{}{}{path}", folders.source, folders.collections);
            ("path", Value::Scalar(path))
        });
        let pairs = path.into_iter().chain([("values", Value::Mapping(values))]);
        let pairs = pairs.map(|(key, value)| (Node::scalar(key, 0), node(value)));
        node(Value::Mapping(pairs.collect()))
    };
    let found: Vec<_> = found.into_iter().map(entry).collect();
    if !found.is_empty() {
        site.set("defaults", Value::Sequence(found), "defaults");
    }
}

/// What jekyll-feed is told. Its categories and tags are not looked at: here all of them have feeds.
fn feed(site: &mut Foreign<'_>) {
    let is_number = |text: &str| text.parse().is_ok_and(|limit: usize| limit > 0);
    site.copy_if(&["feed.posts_limit"], "limit", is_number);
    if site.is_on("feed.excerpt_only") {
        site.set("content", "summary", "feed.excerpt_only");
    }
    for from in ["feed.collections.posts.path", "feed.path"] {
        if let Some((path, offset)) = site.text(from) {
            let path = path.trim_start_matches('/');
            if !is_template(path) {
                site.doubt(
                    offset,
                    format!("`{from}` is `{path}`, which is no path of a feed"),
                );
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
fn encoding(site: &mut Foreign<'_>) {
    let given = site.text("encoding").map(|(given, _)| given);
    let is_utf8 = given.is_some_and(|given| given.to_ascii_lowercase().ends_with("utf-8"));
    if !is_utf8 {
        let is_known = |text: &str| Encoding::named(text).is_ok();
        site.copy_if(&["encoding"], "encoding", is_known);
    }
}

/// What a file is by its path: a post lies in a folder `_posts` and has its date in its name. Folders
/// above that may not be special; below it, files and the first folder may not.
fn role(path: &str, _: Exists<'_>) -> Role {
    let mut rest = path;
    while let Some((folder, below)) = rest.split_once('/') {
        match folder {
            "_posts" if is_hidden(below) || Name::of(path).is_none() => return Role::Other,
            "_posts" => return Role::Article,
            "_drafts" if is_hidden(below) => return Role::Other,
            "_drafts" => return Role::Draft,
            _ if is_special(folder) || folder.ends_with(['~', '.']) => return Role::Other,
            _ => rest = below,
        }
    }
    Role::Other
}

fn is_special(name: &str) -> bool {
    name.starts_with(['.', '_', '#', '~'])
}

fn is_hidden(below: &str) -> bool {
    let name = below.rsplit('/').next().unwrap_or(below);
    is_special(below) || is_special(name) || below.ends_with(['~', '.'])
}

/// The parts of a post's name.
struct Name<'p> {
    /// Year, month and day, `20` for 2020 too.
    date: &'p str,
    /// What is left of it.
    slug: &'p str,
}

impl<'p> Name<'p> {
    /// `2021-5-7-name.md`.
    fn of(path: &'p str) -> Option<Self> {
        let stem = stem(path)?;
        let mut rest = stem;
        for digits in [2..=4, 1..=2, 1..=2] {
            let (number, after) = rest.split_once('-')?;
            let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
            if !is_number || !digits.contains(&number.len()) {
                return None;
            }
            rest = after;
        }
        Some(Name {
            date: stem[..stem.len() - rest.len()].trim_end_matches('-'),
            slug: rest,
        })
    }

    /// The slug of the file at `path`, whether there is a date in its name or not.
    fn slug(path: &'p str) -> &'p str {
        let slug = Name::of(path).map(|name| name.slug);
        slug.or_else(|| stem(path))
            .unwrap_or(path)
            .trim_end_matches('.')
    }
}

/// The name of the file at `path`, without the extension that it must have.
fn stem(path: &str) -> Option<&str> {
    let name = path.rsplit('/').next()?;
    let (stem, extension) = name.rsplit_once('.')?;
    (!extension.is_empty()).then_some(stem)
}

/// The folders above `_posts`.
fn folders_above(path: &str) -> Vec<&str> {
    let folders = path.split('/');
    folders
        .take_while(|folder| !matches!(*folder, "_posts" | "_drafts"))
        .collect()
}

/// Words divided as Ruby's `split` does; titles, dates and categories as Jekyll makes them.
fn header(head: &mut Head<'_>) {
    let slug = Name::slug(head.path);
    match head.get("title").map(|title| &title.value) {
        Some(Value::Scalar(title)) => {
            let title = smart::typographic(title);
            head.set("title", title);
        }
        Some(_) => {}
        None => head.set("title", smart::typographic(&titleized(slug))),
    }
    for key in ["date", "last_modified_at"] {
        if let Some(node) = head.get(key)
            && let Some(text) = node.text().filter(|text| is_timestamp(text))
            && !head.is_quoted(node)
        {
            let text = format!("{text}Z");
            head.set(key, text);
        }
    }
    if let Some(Name { date, .. }) = Name::of(head.path)
        && head.get("date").is_none()
        && date.find('-') == Some(2)
    {
        let century = if date < "69" { "20" } else { "19" };
        head.set("date", format!("{century}{date}"));
    }
    // Unpublished posts stay so where drafts are shown.
    if let Some(node) = head.get("published")
        && matches!(node.text(), Some("false" | "no" | "off"))
        && !head.is_quoted(node)
    {
        head.set("hidden", "true");
    }
    let folders = folders_above(head.path);
    let folders = folders.into_iter().map(|folder| Node::scalar(folder, 0));
    let mut categories: Vec<Node> = folders.collect();
    let defaults = head.take_default("categories");
    for node in [defaults.as_ref(), head.get("categories")] {
        categories.extend(node.into_iter().flat_map(words));
    }
    if !categories.is_empty() {
        head.set("categories", Value::Sequence(categories));
    }
    for key in ["category", "tag"] {
        whole(head, key);
    }
    match head.get("tags") {
        Some(_) if head.get("tag").is_some() => head.remove("tags"),
        Some(
            node @ Node {
                value: Value::Scalar(_),
                ..
            },
        ) => {
            let tags = words(node);
            head.set("tags", Value::Sequence(tags));
        }
        _ => {}
    }
}

/// A list of what is divided by white space, or already is a list.
fn words(node: &Node) -> Vec<Node> {
    match &node.value {
        Value::Scalar(text) => text
            .split_ascii_whitespace()
            .map(|word| Node::scalar(word, node.offset))
            .collect(),
        Value::Sequence(items) => items.clone(),
        Value::Null | Value::Mapping(_) => vec![node.clone()],
    }
}

/// A text under `key` is one term, whatever stands in it.
fn whole(head: &mut Head<'_>, key: &str) {
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

/// The title of a file called `slug`: each word between hyphens with a capital, and no other.
fn titleized(slug: &str) -> String {
    let capitalized = |word: &str| {
        let mut characters = word.chars();
        let first: String = characters
            .next()
            .into_iter()
            .flat_map(char::to_uppercase)
            .collect();
        first + &characters.as_str().to_lowercase()
    };
    let words: Vec<_> = slug.split('-').map(capitalized).collect();
    words.join(" ")
}

/// Whether `text` is a date and a time with seconds, and no zone: to Ruby's YAML that is in UTC.
fn is_timestamp(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't', ' ']) else {
        return false;
    };
    let (time, fraction) = match time.trim_start_matches(' ').split_once('.') {
        Some((time, fraction)) => (time, fraction),
        None => (time.trim_start_matches(' '), ""),
    };
    is_numbers(date, '-', &[4..=4, 1..=2, 1..=2])
        && is_numbers(time, ':', &[1..=2, 2..=2, 2..=2])
        && fraction.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether `text` is numbers of so many digits, divided by `separator`.
fn is_numbers(text: &str, separator: char, digits: &[std::ops::RangeInclusive<usize>]) -> bool {
    let numbers: Vec<_> = text.split(separator).collect();
    let is_number = |(number, digits): (&&str, &std::ops::RangeInclusive<usize>)| {
        digits.contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit())
    };
    numbers.len() == digits.len() && numbers.iter().zip(digits).all(is_number)
}

/// What a placeholder is that is no date.
fn special(name: &str, page: &Page<'_>) -> Option<String> {
    let raw = raw_slug(page);
    let text = match name {
        "title" => slugify(raw, true),
        "slug" => slugify(raw, false),
        "name" => slugify(stem(page.path)?, false),
        "path" => {
            let path = without_extension(page.path).replacen("_posts", "", 1);
            path.trim_end_matches('.').to_owned()
        }
        "collection" => "posts".to_owned(),
        "output_ext" => output_extension(page.path),
        "categories" => unique((page.categories)().iter().map(|name| name.to_lowercase())),
        "slugified_categories" => {
            unique((page.categories)().iter().map(|name| slugify(name, false)))
        }
        _ => return None,
    };
    Some(text)
}

fn unique(names: impl Iterator<Item = String>) -> String {
    let mut known: Vec<String> = Vec::new();
    for name in names {
        if !known.contains(&name) {
            known.push(name);
        }
    }
    known.join("/")
}

/// `slug` of the header as it is written, else what the file's name says.
fn raw_slug<'a>(page: &Page<'a>) -> &'a str {
    (page.header)("slug").unwrap_or_else(|| Name::slug(page.path))
}

fn without_extension(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    let extension = name.rfind('.').map_or(0, |dot| name.len() - dot);
    &path[..path.len() - extension]
}

fn output_extension(path: &str) -> String {
    let extension = path.rsplit('.').next().unwrap_or_default();
    match extension {
        "markdown" | "mkdown" | "mkdn" | "mkd" | "md" => ".html".to_owned(),
        _ => format!(".{extension}"),
    }
}

/// Runs of anything but letters, marks and digits are one hyphen each; a pretty slug keeps case and
/// what a path may hold. One hyphen goes from either end.
fn slugify(text: &str, is_pretty: bool) -> String {
    let mut slug = String::new();
    for c in text.chars() {
        if is_word(c) || (is_pretty && "._~!$&'()+,;=@".contains(c)) {
            slug.push(c);
        } else if !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.strip_prefix('-').unwrap_or(&slug);
    let slug = slug.strip_suffix('-').unwrap_or(slug);
    if is_pretty {
        slug.to_owned()
    } else {
        slug.to_lowercase()
    }
}

fn is_word(c: char) -> bool {
    let category = CodePointMapData::<GeneralCategory>::new().get(c);
    let group = GeneralCategoryGroup::Letter
        .union(GeneralCategoryGroup::Mark)
        .union(GeneralCategory::DecimalNumber.into());
    group.contains(category)
}

/// Jekyll leaves no way up in an address.
fn sanitized(path: String) -> String {
    let mut path = path.replace("..", "/").replace("./", "");
    while path.contains("//") {
        path = path.replace("//", "/");
    }
    path
}

/// The header's `permalink`, in which placeholders may stand anywhere.
fn given_address(page: &Page<'_>) -> Option<String> {
    let given = (page.header)("permalink")?.trim();
    if matches!(given, "" | "false") {
        return None;
    }
    let pattern = Pattern::parse(given, &DIALECT).ok();
    let pattern = pattern.filter(|_| given.contains(':'));
    let address = pattern.map_or_else(|| given.to_owned(), |it| it.expand(page, &DIALECT));
    Some(sanitized(address))
}

/// `post.id | absolute_url`: the slug as it is written, beside the page. What makes a URL of it
/// takes compatibility characters for those that they look like, which the page's file does not.
fn entry_id(page: &Page<'_>, permalink: &AbsoluteUrl) -> Option<String> {
    const NFKC: ComposingNormalizerBorrowed<'static> = ComposingNormalizer::new_nfkc();
    let folder = permalink.path().trim_end_matches('/').rsplit_once('/');
    let folder = folder.map_or("", |(folder, _)| folder);
    let path = format!("{folder}/{}", raw_slug(page).trim_start_matches('/'));
    let (path, rest) = path.split_at(path.find(['?', '#']).unwrap_or(path.len()));
    let segment = |segment: &str| {
        let plain = percent_decode_str(segment).decode_utf8_lossy();
        encode_segment(&NFKC.normalize(&plain))
    };
    let segments: Vec<_> = path.split('/').map(segment).collect();
    let id = permalink
        .join(&format!("{}{rest}", segments.join("/")))
        .ok()?;
    Some(id.as_str().trim_end_matches('#').to_owned())
}

#[cfg(test)]
mod tests;
