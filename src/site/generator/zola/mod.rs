//! Zola.

mod address;
mod sections;
mod slug;

use super::article_header::ArticleHeader;
use super::definition::{Behaviour, Exists, Generator, ReadingRules, Role, Section, SiteFiles};
use super::inherited::defaults_of;
use super::site_file::{SiteFile, is_language, is_url, table, walk};
use crate::model::{AbsoluteUrl, Format, Templates};
use crate::site::address::Page;
use crate::syntax::front_matter::{HEADER_KEYS, visibility_key};
use crate::syntax::tree::{Node, Value, normal};
use crate::time::DateRules;
use address::{DatedName, folders, page_name};
use sections::Sections;
use slug::Strategy;

pub(super) static ZOLA: Generator = Generator {
    name: "zola",
    title: "Zola",
    ids: Some("zola"),
    site_files: SiteFiles {
        names: &["zola.toml", "config.toml"],
        index_pages: true,
        ..SiteFiles::ONE
    },
    preset: PRESET,
    reading: ReadingRules {
        templates: Templates::Zola,
        header_urls_below_site: true,
        undated_are_pages: true,
        published_keys: &["date"],
        updated_keys: &["updated"],
        dates: DateRules::PERSON,
        notes: false,
        ..ReadingRules::DEFAULT
    },
    dialect: address::DIALECT,
    slugs: &[
        ("zola", |name| Strategy::On.slug(name)),
        ("zola-safe", |name| Strategy::Safe.slug(name)),
        ("zola-off", |name| Strategy::Off.slug(name)),
    ],
    behaviour: &Zola,
};

struct Zola;

impl Behaviour for Zola {
    fn translate(&self, site: &mut SiteFile<'_>) {
        translate(site);
    }

    fn role(&self, path: &str, _: &[String], _: Exists<'_>) -> Role {
        role(path)
    }

    fn section(&self, path: &str, exists: Exists<'_>) -> Section {
        section(path, exists)
    }

    fn adapt(&self, header: &mut ArticleHeader<'_>) {
        adapt(header);
    }

    fn address(&self, page: &Page<'_>) -> Option<String> {
        address::in_header(page)
    }

    fn entry_id(&self, _: &Page<'_>, permalink: &AbsoluteUrl) -> Option<String> {
        Some(permalink.decoded())
    }
}

/// Zola's feeds are Atom by default; we write RSS beside them. Zola publishes articles with a date
/// in the future.
const PRESET: &str = "
# Zola does without.
title: Zola
language: en
articles: [content]
output: public
feeds_url: ./
permalink: /:language_folder/:folders/:name/
ids: zola
# All, unless the site file has `feed_limit`.
limit: 0
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

fn translate(site: &mut SiteFile<'_>) {
    site.copy(&["title"], "title");
    site.copy_if(&["base_url"], "url", is_url);
    site.copy(&["description"], "description");
    site.copy_if(&["default_language"], "language", is_language);
    site.person("author");
    site.copy(&["output_dir"], "output");
    let is_number = |text: &str| text.parse::<usize>().is_ok();
    site.copy_if(&["feed_limit"], "limit", is_number);
    languages(site);
    let sections = Sections::read(&site.index_pages("content"));
    ignored(site);
    drafts(site, &sections);
    slugs(site);
    feeds(site, sections);
    for (from, key) in [
        ("markdown.definition_list", "definitions"),
        ("markdown.render_emoji", "emoji"),
        ("markdown.smart_punctuation", "smart_punctuation"),
    ] {
        site.extension(&[from], key);
    }
}

/// The languages, each with its folder; the default language has no folder.
fn languages(site: &mut SiteFile<'_>) {
    let default = site.text("default_language").map_or("en", |(tag, _)| tag);
    let mut folders = vec![(default, "".into())];
    for (tag, node) in site.mapping("languages") {
        if !is_language(tag) {
            site.warn(node.offset, format!("`{tag}` is not a language tag"));
        } else if tag != default {
            let title = walk(node, "title").and_then(Node::text);
            folders.push((
                tag,
                match title {
                    Some(title) => table([("folder", tag.into()), ("title", title.into())]),
                    None => tag.into(),
                },
            ));
        }
    }
    if folders.len() > 1 && is_language(default) {
        site.set("languages", table(folders), "languages");
    }
}

/// Ignored files. Zola matches its patterns against absolute
/// paths, and a `*` matches slashes: a pattern that does not begin with `*` never matches.
fn ignored(site: &mut SiteFile<'_>) {
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

/// The default that articles in a section that is a draft get: their own headers do not change it.
const IN_DRAFT: &str = "in_draft_section";

fn drafts(site: &mut SiteFile<'_>, sections: &Sections) {
    let items = sections.drafts.iter().map(|(path, draft)| {
        let value = (Node::scalar(IN_DRAFT, 0), Node::scalar(draft, 0));
        defaults_of(vec![path.clone()], Vec::new(), vec![value])
    });
    let items: Vec<Node> = items.collect();
    if !items.is_empty() {
        site.set("defaults", Value::Sequence(items), "");
    }
}

/// How names become slugs.
fn slugs(site: &mut SiteFile<'_>) {
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

fn strategy(site: &mut SiteFile<'_>, key: &str) -> Option<Strategy> {
    let (text, offset) = site.text(key)?;
    let strategy = Strategy::named(text);
    if strategy.is_none() {
        site.warn(
            offset,
            format!("`{key}` must be `on`, `safe` or `off`, not `{text}`"),
        );
    }
    strategy
}

/// Which feeds exist, and their paths.
fn feeds(site: &mut SiteFile<'_>, sections: Sections) {
    let names = feed_names(site);
    let set_paths = |site: &mut SiteFile<'_>, kind: &str, folder: &str, from: &str| {
        for (format, name) in &names {
            site.set_path(kind, *format, &format!("{folder}{name}"), from);
        }
    };
    let given = ["feed_filenames", "feed_filename"];
    if let Some(from) = given.into_iter().find(|key| site.get(key).is_some()) {
        set_paths(site, "site", "", from);
        set_paths(site, "tags", "tags/:slug/", from);
    }
    let root = site.text("taxonomy_root").map_or("", |(root, _)| root);
    let strategy = site.text("slugify.taxonomies");
    let strategy = strategy
        .and_then(|(text, _)| Strategy::named(text))
        .unwrap_or_default();
    let mut found = Vec::new();
    for item in site.items("taxonomies") {
        let get = |key: &str| walk(item, key).and_then(Node::text);
        let Some(name) = get("name").filter(|_| get("feed") == Some("true")) else {
            continue;
        };
        if is_taken(name) {
            let why = format!("the taxonomy `{name}` has a reserved name, so it gets no feeds");
            site.warn(item.offset, why);
            continue;
        }
        let folder = [root, &strategy.slug(name), ":slug", ""].join("/");
        set_paths(site, name, folder.trim_start_matches('/'), "taxonomies");
        found.push(taxonomy(name));
    }
    // If no taxonomy has feeds, we write those of the tags.
    if found.is_empty() {
        found.push(taxonomy("tags"));
    }
    let is_given = site.get("taxonomies").is_some();
    if sections.have_feeds {
        let names = sections
            .titles
            .iter()
            .filter(|(folder, _)| !folder.is_empty());
        let names = names.map(|(folder, title)| (folder.as_str(), title.as_str().into()));
        let settings = [
            ("title", "{title} - {term}".into()),
            // Folders are left unchanged.
            ("slugs", "zola-off".into()),
            ("name_of", table(names)),
        ];
        found.push(table([("section", table(settings))]));
        set_paths(site, "section", ":slug/", "generate_feeds");
    }
    if sections.have_feeds || is_given {
        site.set("taxonomies", found, "taxonomies");
    }
    // The site's feed has every page; the root section's feed has the pages in no other section.
    let has_everything = site.is_on("generate_feeds") || site.is_on("generate_feed");
    let only_root = sections.root_has_feed && !has_everything;
    if only_root {
        let home = sections.titles.iter().find(|(folder, _)| folder.is_empty());
        if let Some((_, title)) = home.filter(|(_, title)| !title.is_empty()) {
            let site_title = site.text("title").map_or("", |(title, _)| title);
            site.set("feed_title", format!("{site_title} - {title}"), "title");
        }
        site.set("main_sections", vec!["."], "generate_feeds");
    }
    if sections.have_feeds || only_root {
        site.set("sections", sections.folders, "generate_feeds");
    }
}

/// Whether the name of a taxonomy has another meaning in our settings.
fn is_taken(name: &str) -> bool {
    let is_kind = matches!(
        &*normal(name),
        "site" | "section" | "sections" | "lang" | "language" | "languages"
    );
    is_kind || name.contains(['.', '/'])
}

/// An item of `taxonomies`.
fn taxonomy(name: &str) -> Value {
    let title = ("title", "{title} - {term}".into());
    // A page's `authors` are not terms.
    let from = match &*normal(name) {
        "author" | "authors" => "taxonomies.authors",
        _ => name,
    };
    let from = ("from", vec![from].into());
    let settings = match &*normal(name) {
        "tag" | "tags" => table([title]),
        _ => table([title, from]),
    };
    table([(name, settings)])
}

/// The feeds' file names by format. A name other than `atom.xml` and `rss.xml` uses a template of
/// the site; its format is guessed from the name.
fn feed_names(site: &mut SiteFile<'_>) -> Vec<(Format, String)> {
    let mut given = site.list("feed_filenames");
    given.extend(site.list("feed_filename"));
    let mut names: Vec<(Format, String)> = Vec::new();
    for name in given {
        let format = if name.contains("rss") {
            Format::Rss
        } else {
            Format::Atom
        };
        match names.iter().find(|(known, _)| *known == format) {
            None => names.push((format, name.to_owned())),
            Some((_, first)) => {
                let why = format!("`{name}` is not written: `{first}` already has that format");
                let offset = site.get("feed_filenames").map_or(0, |node| node.offset);
                site.warn(offset, why);
            }
        }
    }
    for format in [Format::Atom, Format::Rss] {
        if names.iter().all(|(known, _)| *known != format) {
            let name = format!("{}.xml", format.name());
            let is_free = names.iter().all(|(_, known)| *known != name);
            names.push((
                format,
                if is_free {
                    name
                } else {
                    format!("feed.{name}")
                },
            ));
        }
    }
    names
}

/// The role of a file by its path: `_index.md` describes its folder.
fn role(path: &str) -> Role {
    let name = path.rsplit('/').next().unwrap_or(path);
    if name.ends_with(".md") && !name.starts_with("_index.") {
        Role::Article
    } else {
        Role::Other
    }
}

/// The folder of the page, if it has an `_index.md`: a page elsewhere belongs to no section.
fn section(path: &str, exists: Exists<'_>) -> Section {
    let folder = folders(path).join("/");
    if folder.is_empty() {
        Section::None
    } else if exists(&format!("{folder}/_index.*")) {
        Section::Folder(folder)
    } else {
        Section::Nowhere
    }
}

/// Removes the keys in `extra` that feedmill would read, and takes the date from the file name.
fn adapt(header: &mut ArticleHeader<'_>) {
    for (key, node) in header.pairs.iter_mut() {
        if let (Some("extra"), Value::Mapping(pairs)) = (key.text(), &mut node.value) {
            pairs.retain(|(key, _)| {
                let key = normal(key.text().unwrap_or_default());
                let mut at_top = HEADER_KEYS.iter().filter(|field| field.at_top);
                visibility_key(&key).is_none() && !at_top.any(|field| field.keys.contains(&&*key))
            });
        }
    }
    let authors = header
        .get("taxonomies")
        .and_then(|terms| walk(terms, "authors").or_else(|| walk(terms, "author")));
    if let Some(authors) = authors.cloned() {
        header.set("taxonomies.authors", authors.value);
    }
    if let Some(draft) = header.take_default(IN_DRAFT) {
        header.set("draft", draft.value);
    }
    if header.get("date").is_none()
        && let Some(DatedName { date, .. }) = DatedName::parse(page_name(header.path))
    {
        header.set("date", date);
    }
}

#[cfg(test)]
mod tests;
