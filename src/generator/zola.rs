//! Zola.

mod slug;

use super::{
    Exists, FolderPage, Foreign, Generator, Head, PLAIN, Role, has, is_language, is_url, person,
};
use crate::address::permalink::{Dialect, Field};
use crate::address::{self, Page};
use crate::model::AbsoluteUrl;
use crate::tree::{Node, Pairs, Value, normal, toml, yaml};
use slug::Strategy;

pub(super) static ZOLA: Generator = Generator {
    name: "zola",
    ids: "zola",
    site_files: &["zola.toml", "config.toml"],
    recognises: |root| has(root, "base_url"),
    folder_pages: Some(("content", "_index.md")),
    preset: PRESET,
    translate,
    dialect: DIALECT,
    address: given_address,
    entry_id,
    slug: |name| Strategy::On.slug(name),
    more_slugs: &[
        ("zola-safe", |name| Strategy::Safe.slug(name)),
        ("zola-off", |name| Strategy::Off.slug(name)),
    ],
    role,
    section: Some(section),
    header,
    undated_are_pages: true,
    ..PLAIN
};

/// Its feeds are Atom unless the site says otherwise; RSS lies beside. To Zola an article of tomorrow
/// is one of today.
const PRESET: &str = "
language: en
articles: [content]
output: public
feeds_url: ./
permalink: /:language_folder/:folders/:name/
ids: zola
slugs: zola
future: true
authors:
  separators: []
tags:
  from: [tags]
  separators: []
  title: '{title} - {term}'
paths:
  site: {atom: atom.xml, rss: rss.xml}
  tags: {atom: 'tags/:slug/atom.xml', rss: 'tags/:slug/rss.xml'}
";

/// Zola has no patterns: these make its addresses, by what `slugify` says of paths.
const DIALECT: Dialect = Dialect {
    placeholders: &[
        ("year", Field::Date("%Y")),
        ("month", Field::Date("%m")),
        ("day", Field::Date("%d")),
        ("language_folder", Field::Special),
        ("folders", Field::Special),
        ("name", Field::Special),
        ("name_safe", Field::Special),
        ("name_off", Field::Special),
        ("dated_name", Field::Special),
        ("dated_name_safe", Field::Special),
        ("dated_name_off", Field::Special),
    ],
    any_key: false,
    special,
};

/// Keys that mean something at the top of a header of ours, and nothing in Zola's table `extra`,
/// which is the site's own.
const NOTHING_IN_EXTRA: &[&str] = &[
    "title",
    "date",
    "publishdate",
    "pubdate",
    "published",
    "expirydate",
    "unpublishdate",
    "tags",
    "tag",
    "categories",
    "category",
    "topics",
    "keywords",
    "permalink",
    "url",
    "path",
    "slug",
    "lang",
    "language",
    "locale",
    "draft",
    "hidden",
    "unlisted",
    "status",
];

fn translate(site: &mut Foreign<'_>) {
    site.copy(&["title"], "title");
    site.copy_if(&["base_url"], "url", is_url);
    site.copy(&["description"], "description");
    site.copy_if(&["default_language"], "language", is_language);
    person(site, "author");
    site.copy(&["output_dir"], "output");
    let is_number = |text: &str| text.parse::<usize>().is_ok();
    site.copy_if(&["feed_limit"], "limit", is_number);
    languages(site);
    ignored(site);
    slugs(site);
    feeds(site);
}

/// The languages, each with its folder; the default one has none.
fn languages(site: &mut Foreign<'_>) {
    let default = site.text("default_language").map_or("en", |(tag, _)| tag);
    let mut folders = vec![(Node::scalar(default, 0), Node::scalar("", 0))];
    for (tag, node) in site.mapping("languages") {
        if !is_language(tag) {
            site.doubt(node.offset, format!("`{tag}` is no language"));
        } else if tag != default {
            folders.push((Node::scalar(tag, 0), Node::scalar(tag, 0)));
        }
    }
    if folders.len() > 1 && is_language(default) {
        site.set("languages", Value::Mapping(folders), "languages");
    }
}

/// Zola's patterns are for whole paths from the root of the file system on, and a `*` in them crosses
/// folders. One that does not begin with a `*` never matches.
fn ignored(site: &mut Foreign<'_>) {
    let given = site.list("ignored_content").into_iter();
    let patterns: Vec<String> = given
        .filter_map(|pattern| {
            let rest = pattern.trim_start_matches('*');
            let begins_with_star = rest.len() < pattern.len();
            let pattern = match rest.strip_prefix('/') {
                Some(rest) => format!("content/**/{rest}"),
                None => format!("content/**/*{rest}"),
            };
            let pattern = match pattern.strip_suffix("/*") {
                Some(folder) => format!("{folder}/**"),
                None => pattern,
            };
            begins_with_star.then_some(pattern)
        })
        .collect();
    if !patterns.is_empty() {
        site.set("exclude", patterns, "ignored_content");
    }
}

/// What becomes of names in addresses.
fn slugs(site: &mut Foreign<'_>) {
    let paths = strategy(site, "slugify.paths").unwrap_or_default();
    let dated = site.is_on("slugify.paths_keep_dates");
    if dated || paths != Strategy::On {
        let dated = if dated { "dated_" } else { "" };
        let pattern = format!(
            "/:language_folder/:folders/:{dated}name{}/",
            match paths {
                Strategy::On => "",
                Strategy::Safe => "_safe",
                Strategy::Off => "_off",
            }
        );
        site.set("permalink", pattern, "slugify");
    }
    match strategy(site, "slugify.taxonomies") {
        Some(Strategy::Safe) => site.set("slugs", "zola-safe", "slugify.taxonomies"),
        Some(Strategy::Off) => site.set("slugs", "zola-off", "slugify.taxonomies"),
        Some(Strategy::On) | None => {}
    }
}

fn strategy(site: &mut Foreign<'_>, key: &str) -> Option<Strategy> {
    let (text, offset) = site.text(key)?;
    let strategy = Strategy::named(text);
    if strategy.is_none() {
        site.doubt(
            offset,
            format!("`{key}` is `on`, `safe` or `off`, not `{text}`"),
        );
    }
    strategy
}

/// What has feeds, and where they lie.
fn feeds(site: &mut Foreign<'_>) {
    let names = feed_names(site);
    let key = ["feed_filenames", "feed_filename"];
    let key = key.into_iter().find(|key| site.get(key).is_some());
    let set_paths = |site: &mut Foreign<'_>, kind: &str, folder: &str, from: &str| {
        for (format, name) in &names {
            site.set(
                &format!("paths.{kind}.{format}"),
                format!("{folder}{name}"),
                from,
            );
        }
    };
    if let Some(key) = key {
        set_paths(site, "site", "", key);
        set_paths(site, "tags", "tags/:slug/", key);
    }
    let root = site.text("taxonomy_root").map_or("", |(root, _)| root);
    let strategy = strategy(site, "slugify.taxonomies").unwrap_or_default();
    let mut found = Vec::new();
    for item in site.items("taxonomies") {
        let get = |key: &str| super::walk(item, key).and_then(Node::text);
        let Some(name) = get("name").filter(|_| get("feed") == Some("true")) else {
            continue;
        };
        let is_taken = matches!(
            &*normal(name),
            "site" | "section" | "sections" | "lang" | "language" | "languages"
        );
        if is_taken || name.contains(['.', '/']) {
            let why = format!("the taxonomy `{name}` has a name that means something else here");
            site.doubt(item.offset, why);
            continue;
        }
        let folder = [root, &strategy.slug(name), ":slug", ""].join("/");
        set_paths(site, name, folder.trim_start_matches('/'), "taxonomies");
        found.push(taxonomy(name));
    }
    // Where no taxonomy has feeds, that of the tags has ours.
    if found.is_empty() {
        found.push(taxonomy("tags"));
    }
    let is_given = site.get("taxonomies").is_some();
    let sections = Sections::of(site.pages);
    let has_feed = site.is_on("generate_feeds") || site.is_on("generate_feed");
    let from = "generate_feeds";
    if sections.have_feeds {
        found.push(of_sections());
        set_paths(site, "section", ":slug/", from);
    }
    // The site's feed has everything; that of the root, what lies in no other section.
    let only_root = sections.root_has_feed && !has_feed;
    if only_root {
        site.set("main_sections", vec!["."], from);
    }
    if sections.have_feeds || only_root {
        site.set("sections", sections.folders, from);
    }
    if sections.have_feeds || is_given {
        site.set("taxonomies", Value::Sequence(found), "taxonomies");
    }
    if !sections.drafts.is_empty() {
        let given = site
            .settings
            .iter()
            .find(|setting| setting.key == "exclude");
        let mut exclude = match given.map(|setting| &setting.value.value) {
            Some(Value::Sequence(items)) => items.clone(),
            _ => Vec::new(),
        };
        let drafts = sections.drafts.iter();
        exclude.extend(drafts.map(|folder| Node::scalar(format!("content/{folder}"), 0)));
        site.set("exclude", Value::Sequence(exclude), "ignored_content");
    }
}

/// What the `_index.md` of folders say.
#[derive(Default)]
struct Sections {
    /// Whether one below the root has a feed.
    have_feeds: bool,
    root_has_feed: bool,
    /// The folders that are sections, but for the root; what lies in a transparent one is its parent's.
    folders: Vec<String>,
    /// Those that are drafts, with what lies in them.
    drafts: Vec<String>,
}

impl Sections {
    fn of(pages: &[FolderPage]) -> Self {
        let mut sections = Sections::default();
        for FolderPage { folder, head } in pages {
            let Some(header) = page_header(head) else {
                continue;
            };
            let is_on = |key: &str| super::walk(&header, key).and_then(Node::text) == Some("true");
            let has_feed = is_on("generate_feeds") || is_on("generate_feed");
            match folder.as_str() {
                "" => sections.root_has_feed = has_feed,
                folder if is_on("draft") => sections.drafts.push(folder.to_owned()),
                folder if !is_on("transparent") => {
                    sections.have_feeds |= has_feed;
                    sections.folders.push(folder.to_owned());
                }
                _ => {}
            }
        }
        sections
    }
}

/// The header of a section's page.
fn page_header(text: &str) -> Option<Node> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let between = |fence: &str| {
        let (header, _) = text
            .strip_prefix(fence)?
            .split_once(&format!("\n{fence}"))?;
        Some(header)
    };
    match between("+++") {
        Some(header) => toml::parse(header).ok(),
        None => yaml::parse(between("---")?).ok(),
    }
}

/// The taxonomy of the sections, whose folders stay as they are.
fn of_sections() -> Node {
    let setting = |key: &str, value: &str| (Node::scalar(key, 0), Node::scalar(value, 0));
    let settings = vec![
        setting("title", "{title} - {term}"),
        setting("slugs", "zola-off"),
    ];
    mapping("section", settings)
}

fn mapping(name: &str, settings: Pairs) -> Node {
    let node = |value: Value| Node { value, offset: 0 };
    let settings = node(Value::Mapping(settings));
    node(Value::Mapping(vec![(Node::scalar(name, 0), settings)]))
}

/// One of `taxonomies`.
fn taxonomy(name: &str) -> Node {
    let node = |value: Value| Node { value, offset: 0 };
    let mut settings = vec![(
        Node::scalar("title", 0),
        Node::scalar("{title} - {term}", 0),
    )];
    if !matches!(&*normal(name), "tag" | "tags") {
        let from = node(Value::from(vec![name]));
        settings.push((Node::scalar("from", 0), from));
    }
    mapping(name, settings)
}

/// The names of the feeds' files by format. What Zola calls otherwise than `atom.xml` and `rss.xml`
/// has a template of the site's own, and is taken for what its name says.
fn feed_names(site: &mut Foreign<'_>) -> Vec<(&'static str, String)> {
    let mut given = site.list("feed_filenames");
    given.extend(site.list("feed_filename"));
    let mut names: Vec<(&str, String)> = Vec::new();
    for name in given {
        let format = match name {
            _ if name.contains("rss") => "rss",
            _ => "atom",
        };
        if names.iter().all(|(known, _)| *known != format) {
            names.push((format, name.to_owned()));
        }
    }
    for format in ["atom", "rss"] {
        if names.iter().all(|(known, _)| *known != format) {
            let name = format!("{format}.xml");
            let is_free = names.iter().all(|(_, known)| *known != name);
            names.push((
                format,
                if is_free {
                    name
                } else {
                    format!("{format}.{format}.xml")
                },
            ));
        }
    }
    names
}

/// What a file is by its path: `_index.md` tells of its folder.
fn role(path: &str, _: Exists<'_>) -> Role {
    let name = path.rsplit('/').next().unwrap_or(path);
    match name.ends_with(".md") && !name.starts_with("_index.") {
        true => Role::Article,
        false => Role::Other,
    }
}

/// The folder of the page, if that has an `_index.md`: a page in another is an orphan.
fn section(path: &str, exists: Exists<'_>) -> Option<String> {
    let folder = folders(path).join("/");
    exists(&format!("{folder}/_index.*")).then_some(folder)
}

/// Only what Zola reads counts; the file's name may tell the date.
fn header(head: &mut Head<'_>) {
    for (key, node) in head.pairs.iter_mut() {
        if let (Some("extra"), Value::Mapping(pairs)) = (key.text(), &mut node.value) {
            pairs.retain(|(key, _)| {
                let key = normal(key.text().unwrap_or_default());
                !NOTHING_IN_EXTRA.contains(&&*key)
            });
        }
    }
    if head.get("date").is_none()
        && let Some(Dated { date, .. }) = Dated::of(page_name(head.path))
    {
        head.set("date", date);
    }
}

/// The header's `path`, which takes the place of everything; the page is a folder, whatever it says.
fn given_address(page: &Page<'_>) -> Option<String> {
    let path = (page.header)("path")?.trim().trim_matches('/');
    (!path.is_empty()).then(|| format!("{}/", address::encode_path(path)))
}

/// The address, in which Zola encodes nothing.
fn entry_id(_: &Page<'_>, permalink: &AbsoluteUrl) -> Option<String> {
    Some(permalink.decoded())
}

/// What a placeholder is for `page`.
fn special(name: &str, page: &Page<'_>) -> Option<String> {
    // A part that names the default language is one of the name.
    let part = page
        .language_part
        .filter(|_| page.language_folder.is_some());
    match name {
        "language_folder" => {
            let folder = page.language_folder;
            return folder.filter(|_| part.is_some()).map(str::to_owned);
        }
        "folders" => return Some(folders(page.path).join("/")),
        _ => {}
    }
    let (is_dated, name) = match name.strip_prefix("dated_") {
        Some(name) => (true, name),
        None => (false, name),
    };
    let strategy = match name {
        "name" => Strategy::On,
        "name_safe" => Strategy::Safe,
        "name_off" => Strategy::Off,
        _ => return None,
    };
    let header = (page.header)("slug").map(str::trim);
    let name = match header.filter(|slug| !slug.is_empty()) {
        Some(slug) => slug,
        None => {
            let name = page_name(page.path);
            let neutral = part.and_then(|part| name.strip_suffix(part)?.strip_suffix('.'));
            let name = neutral.unwrap_or(name);
            let rest = Dated::of(name).and_then(|dated| dated.rest);
            rest.filter(|_| !is_dated).unwrap_or(name)
        }
    };
    Some(strategy.slug(name))
}

/// The folders that the page of the file at `path` lies in; that of an `index.md` is its name.
fn folders(path: &str) -> Vec<&str> {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let mut folders: Vec<&str> = folders.split('/').filter(|name| !name.is_empty()).collect();
    if name.starts_with("index.") {
        folders.pop();
    }
    folders
}

/// The name of the file at `path` without extension; for an `index.md` that of its folder.
fn page_name(path: &str) -> &str {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    if name.starts_with("index.") && !folders.is_empty() {
        return folders.rsplit('/').next().unwrap_or(folders);
    }
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// A name that begins with a date of RFC 3339, with a time or without.
struct Dated<'n> {
    date: &'n str,
    /// What follows after a `-` or a `_`, with which it is no part of the page's name.
    rest: Option<&'n str>,
}

impl<'n> Dated<'n> {
    fn of(name: &'n str) -> Option<Self> {
        let day = "dddd-dd-dd";
        let number = |range: std::ops::Range<usize>| name[range].parse::<u8>().unwrap_or(0);
        if !has_form(name, day)
            || !(1..=12).contains(&number(5..7))
            || !(1..=31).contains(&number(8..10))
        {
            return None;
        }
        let length = day.len() + time_length(&name[day.len()..]).unwrap_or(0);
        let (date, rest) = name.split_at(length);
        let mut after = rest.chars();
        let rest = match after.next() {
            Some(blank) if blank.is_whitespace() => after.as_str(),
            _ => rest,
        };
        let rest = rest.strip_prefix(['-', '_']);
        Some(Dated {
            date,
            rest: rest.filter(|rest| !rest.is_empty()),
        })
    }
}

/// How long the time is that `text` begins with: `T05:06:07.123Z`, `T05:06:07+08:00`.
fn time_length(text: &str) -> Option<usize> {
    let time = "Tdd:dd:dd";
    let is_below = |at: usize, end: u8, text: &str| {
        text[at..at + 2]
            .parse::<u8>()
            .is_ok_and(|number| number < end)
    };
    if !has_form(text, time)
        || !is_below(1, 24, text)
        || !is_below(4, 60, text)
        || !is_below(7, 61, text)
    {
        return None;
    }
    let mut rest = &text[time.len()..];
    if let Some(fraction) = rest.strip_prefix('.') {
        let digits = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
        if digits.len() == fraction.len() {
            return None;
        }
        rest = digits;
    }
    let zone = match rest.strip_prefix(['+', '-']) {
        Some(zone) if has_form(zone, "dd:dd") && is_below(0, 24, zone) && is_below(3, 60, zone) => {
            6
        }
        None if rest.starts_with('Z') => 1,
        _ => return None,
    };
    Some(text.len() - rest.len() + zone)
}

/// Whether `text` begins with what has the `form`, in which a `d` is any digit.
fn has_form(text: &str, form: &str) -> bool {
    let fits = |(byte, form): (u8, u8)| match form {
        b'd' => byte.is_ascii_digit(),
        form => byte == form,
    };
    text.len() >= form.len() && text.bytes().zip(form.bytes()).all(fits)
}

#[cfg(test)]
mod tests;
