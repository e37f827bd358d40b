//! Pelican, whose site file is a Python module: its plain constants are read.

mod address;
mod slug;

use super::article_header::ArticleHeader;
use super::definition::{Behaviour, Exists, ExtraFiles, Generator, ReadingRules, Role, SiteFiles};
use super::site_file::{SiteFile, is_language, is_url, is_zone, table, walk};
use crate::model::{AbsoluteUrl, Format, Templates};
use crate::site::address::Page;
use crate::syntax::front_matter::{Visibility, VisibilityKeys, visibility_key};
use crate::syntax::tree::{Node, Value, normal};
use crate::time::DateRules;
use slug::SlugStyle;

pub(super) static PELICAN: Generator = Generator {
    name: "pelican",
    title: "Pelican",
    ids: Some("pelican"),
    site_files: SiteFiles {
        names: &["pelicanconf.py"],
        extra: ExtraFiles {
            files: &["publishconf.py"],
            ..SiteFiles::ONE.extra
        },
        ..SiteFiles::ONE
    },
    preset: PRESET,
    reading: ReadingRules {
        templates: Templates::Pelican,
        header_urls_below_site: true,
        language_in_names: false,
        published_keys: &["date"],
        updated_keys: &["modified"],
        dates: DateRules::DATEUTIL,
        notes: false,
        ..ReadingRules::DEFAULT
    },
    dialect: address::DIALECT,
    slugs: &[
        ("pelican", |name| SlugStyle::PLAIN.slug(name)),
        ("pelican-unicode", |name| SlugStyle::UNICODE.slug(name)),
        ("pelican-cased", |name| SlugStyle::CASED.slug(name)),
        ("pelican-unicode-cased", |name| SlugStyle::BOTH.slug(name)),
    ],
    behaviour: &Pelican,
};

struct Pelican;

impl Behaviour for Pelican {
    fn translate(&self, site: &mut SiteFile<'_>) {
        translate(site);
    }

    fn role(&self, path: &str, _: &[String], _: Exists<'_>) -> Role {
        role(path)
    }

    fn adapt(&self, header: &mut ArticleHeader<'_>) {
        adapt(header);
    }

    fn address(&self, page: &Page<'_>) -> Option<String> {
        address::in_header(page)
    }

    fn entry_id(&self, page: &Page<'_>, permalink: &AbsoluteUrl) -> Option<String> {
        address::entry_id(page, permalink)
    }
}

/// Pelican's feeds are Atom; we write RSS beside them. Tags have feeds only if the site sets their
/// path. Pelican publishes articles with a date in the future.
const PRESET: &str = "
language: en
articles: [content]
exclude: [content/pages]
output: output
feeds_url: ./
permalink:
  '*': '/:slug.html'
  other_languages: '/:slug-:lang.html'
ids: pelican
slugs: pelican
future: true
authors:
  separators: []
tags:
  from: [tags]
  separators: []
defaults:
  values: {category: misc}
taxonomies:
- tags: {title: '{title} - {term}'}
- categories: {title: '{title} - {term}'}
- author: {title: '{title} - {term}'}
- language: {title: '{title}'}
paths:
  site: {atom: feeds/all.atom.xml, rss: feeds/all.rss.xml}
  tags: {atom: 'feeds/tag/:slug.atom.xml', rss: 'feeds/tag/:slug.rss.xml'}
  categories: {atom: 'feeds/:slug.atom.xml', rss: 'feeds/:slug.rss.xml'}
  author: {atom: 'feeds/:slug.atom.xml', rss: 'feeds/:slug.rss.xml'}
  language: {atom: 'feeds/all-:slug.atom.xml', rss: 'feeds/all-:slug.rss.xml'}
";

/// The kinds of feeds, and the settings for the paths of their Atom and RSS feeds: the first one
/// with a path is used.
const KINDS: &[(&str, &[&str], &[&str])] = &[
    (
        "site",
        &["FEED_ALL_ATOM", "FEED_ATOM", "FEED"],
        &["FEED_ALL_RSS", "FEED_RSS"],
    ),
    ("tags", &["TAG_FEED_ATOM", "TAG_FEED"], &["TAG_FEED_RSS"]),
    (
        "categories",
        &["CATEGORY_FEED_ATOM", "CATEGORY_FEED"],
        &["CATEGORY_FEED_RSS"],
    ),
    ("author", &["AUTHOR_FEED_ATOM"], &["AUTHOR_FEED_RSS"]),
    (
        "language",
        &["TRANSLATION_FEED_ATOM", "TRANSLATION_FEED"],
        &["TRANSLATION_FEED_RSS"],
    ),
];

/// Header keys that feedmill reads and Pelican ignores, unless they keep the article back.
const NOTHING: &[&str] = &[
    "permalink",
    "path",
    "id",
    "guid",
    "uuid",
    "language",
    "locale",
    "tag",
    "categories",
    "topics",
    "keywords",
];

/// An internal header default: whether folders are categories.
const FOLDERS_ARE_CATEGORIES: &str = "use_folder_as_category";

/// An internal header default: what `FEED_APPEND_REF` adds to links.
const APPENDED: &str = "feed_append_ref";

/// What it adds.
const REF: &str = "?ref=feed";

fn translate(site: &mut SiteFile<'_>) {
    site.copy(&["SITENAME"], "title");
    site.copy_address("SITEURL", is_url);
    site.copy(&["SITESUBTITLE"], "description");
    site.copy(&["AUTHOR"], "author.name");
    site.copy_if(&["DEFAULT_LANG"], "language", is_language);
    site.copy_if(&["TIMEZONE"], "timezone", is_zone);
    site.copy(&["OUTPUT_PATH"], "output");
    site.copy_if(&["FEED_DOMAIN"], "feeds_url", is_url);
    match word(site, "FEED_MAX_ITEMS") {
        Some(Switchable::Text(number)) if number.parse::<usize>().is_ok() => {
            site.set("limit", number, "FEED_MAX_ITEMS");
        }
        _ => {}
    }
    if is_off(site, "WITH_FUTURE_DATES") {
        site.set("future", "false", "WITH_FUTURE_DATES");
    }
    places(site);
    categories(site);
    let style = style(site);
    permalink(site, style);
    feeds(site);
    markdown(site);
    not_plain(site);
}

/// The extensions of Python-Markdown, and plugins.
fn markdown(site: &mut SiteFile<'_>) {
    site.extension(&["TYPOGRIFY"], "smart_punctuation");
    // Values that are not plain constants are ignored.
    let under = |path: &str| match walk(site.root, path).map(|node| &node.value) {
        Some(Value::Mapping(pairs)) => pairs.iter().filter_map(|(name, _)| name.text()).collect(),
        Some(Value::Sequence(items)) => items.iter().filter_map(Node::text).collect(),
        _ => Vec::new(),
    };
    let mut names = under("MARKDOWN.extension_configs");
    names.extend(under("MARKDOWN.extensions"));
    let plugins = under("PLUGINS");
    for name in names {
        let keys: &[&str] = match name.trim_start_matches("markdown.extensions.") {
            "mdx_linkify" | "pymdownx.magiclink" => &["autolinks"],
            "mdx_math" | "pymdownx.arithmatex" => &["math"],
            "nl2br" => &["breaks"],
            "pymdownx.caret" => &["insertions", "superscripts"],
            "pymdownx.emoji" => &["emoji"],
            "pymdownx.mark" => &["marks"],
            "pymdownx.tilde" => &["subscripts"],
            "smarty" => &["smart_punctuation"],
            _ => continue,
        };
        for key in keys {
            site.set(&format!("markdown.{key}"), "true", "MARKDOWN");
        }
    }
    if plugins.iter().any(|name| name.ends_with("render_math")) {
        site.set("markdown.math", "true", "PLUGINS");
    }
}

/// The value of a setting that can be switched off.
enum Switchable<'n> {
    /// `None`, `False`, or an empty text.
    Nothing,
    Text(&'n str),
}

fn word<'n>(site: &mut SiteFile<'n>, key: &str) -> Option<Switchable<'n>> {
    let text = site.get(key)?.text()?.trim();
    Some(match text {
        "" | "None" | "False" => Switchable::Nothing,
        text => Switchable::Text(text),
    })
}

fn path<'n>(site: &mut SiteFile<'n>, key: &str) -> Option<&'n str> {
    match word(site, key)? {
        Switchable::Nothing => None,
        Switchable::Text(text) => Some(text),
    }
}

fn is_off(site: &mut SiteFile<'_>, key: &str) -> bool {
    matches!(word(site, key), Some(Switchable::Nothing))
}

fn is_on(site: &mut SiteFile<'_>, key: &str) -> bool {
    matches!(word(site, key), Some(Switchable::Text("True")))
}

/// The folder of articles, and the files in it that are not articles.
fn places(site: &mut SiteFile<'_>) {
    let root = path(site, "PATH").map(|root| root.trim_start_matches("./").trim_matches('/'));
    let below = |path: &str| match (root.unwrap_or("content"), path.trim_matches('/')) {
        ("" | ".", "") => ".".to_owned(),
        ("" | ".", path) => path.to_owned(),
        (root, "") => root.to_owned(),
        (root, path) => format!("{root}/{path}"),
    };
    let from = ["ARTICLE_PATHS", "ARTICLE_DIR", "PATH"];
    let from = from.into_iter().find(|key| site.get(key).is_some());
    let mut folders = site.list("ARTICLE_PATHS");
    folders.extend(site.list("ARTICLE_DIR"));
    if folders.is_empty() {
        folders.push("");
    }
    if let Some(from) = from {
        let folders = folders.iter().map(|folder| below(folder));
        site.set("articles", folders.collect::<Vec<_>>(), from);
    }
    let from = [
        "ARTICLE_EXCLUDES",
        "PAGE_PATHS",
        "PAGE_DIR",
        "IGNORE_FILES",
        "PATH",
    ];
    let Some(from) = from.into_iter().find(|key| site.get(key).is_some()) else {
        return;
    };
    let mut excluded = site.list("ARTICLE_EXCLUDES");
    match site.get("PAGE_PATHS").or_else(|| site.get("PAGE_DIR")) {
        Some(_) => {
            excluded.extend(site.list("PAGE_PATHS"));
            excluded.extend(site.list("PAGE_DIR"));
        }
        None => excluded.push("pages"),
    }
    // The articles' folder is not excluded even if it is also a folder of pages.
    excluded.retain(|folder| !folder.trim_matches('/').is_empty() && !folders.contains(folder));
    let names = site.list("IGNORE_FILES").into_iter();
    let names = names.map(|name| format!("**/{}", name.trim_start_matches("**/")));
    let excluded = excluded.into_iter().map(str::to_owned).chain(names);
    let excluded = excluded.map(|path| below(&path));
    site.set("exclude", excluded.collect::<Vec<_>>(), from);
}

/// The category of an article without one.
fn categories(site: &mut SiteFile<'_>) {
    let mut defaults = Vec::new();
    for (key, node) in site.mapping("DEFAULT_METADATA") {
        defaults.extend(node.text().map(|text| (key, text.into())));
    }
    let mut category = path(site, "DEFAULT_CATEGORY").unwrap_or("misc");
    let by_folder = !is_off(site, "USE_FOLDER_AS_CATEGORY");
    if !by_folder {
        defaults.push((FOLDERS_ARE_CATEGORIES, "false".into()));
    } else if let [folder] = *site.list("ARTICLE_PATHS") {
        // With a single folder, its name is not part of the paths.
        let folder = folder.trim_matches('/').rsplit('/').next();
        category = folder.filter(|name| !name.is_empty()).unwrap_or(category);
    }
    if is_on(site, "FEED_APPEND_REF") {
        defaults.push((APPENDED, REF.into()));
    }
    let names_author = path(site, "ARTICLE_URL").is_some_and(|url| url.contains("{author}"));
    let author = path(site, "AUTHOR").filter(|_| names_author);
    if let Some(author) = author {
        defaults.push((address::SITE_AUTHOR, author.into()));
    }
    defaults.push(("category", category.into()));
    let from = [
        "DEFAULT_METADATA",
        "DEFAULT_CATEGORY",
        "USE_FOLDER_AS_CATEGORY",
        "ARTICLE_PATHS",
        "FEED_APPEND_REF",
    ];
    let from = from.into_iter().chain(author.map(|_| "ARTICLE_URL"));
    if let Some(from) = from.into_iter().find(|key| site.get(key).is_some()) {
        let values = table([("values", table(defaults))]);
        site.set("defaults", values, from);
    }
}

/// The slug rule.
fn style(site: &mut SiteFile<'_>) -> SlugStyle {
    let style = SlugStyle {
        unicode: is_on(site, "SLUGIFY_USE_UNICODE"),
        cased: is_on(site, "SLUGIFY_PRESERVE_CASE"),
    };
    let slugs = format!("pelican{}", style.suffix().replace('_', "-"));
    match (style.unicode, style.cased) {
        (false, false) => {}
        (true, _) => site.set("slugs", slugs, "SLUGIFY_USE_UNICODE"),
        (false, true) => site.set("slugs", slugs, "SLUGIFY_PRESERVE_CASE"),
    }
    for key in ["SLUG", "TAG", "CATEGORY", "AUTHOR"] {
        for key in [
            format!("{key}_REGEX_SUBSTITUTIONS"),
            format!("{key}_SUBSTITUTIONS"),
        ] {
            if let Some(node) = site.get(&key).filter(|node| !is_default(node)) {
                let why = format!("`{key}` is not supported; slugs are made without it");
                site.warn(node.offset, why);
            }
        }
    }
    style
}

/// Whether `node` is the default of `SLUG_REGEX_SUBSTITUTIONS`.
fn is_default(node: &Node) -> bool {
    const DEFAULT: [(&str, &str); 4] = [
        (r"[^\w\s-]", ""),
        (r"(?u)\A\s*", ""),
        (r"(?u)\s*\Z", ""),
        (r"[-\s]+", "-"),
    ];
    let Value::Sequence(items) = &node.value else {
        return false;
    };
    let is_it = |(item, (pattern, by)): (&Node, &(&str, &str))| match &item.value {
        Value::Sequence(pair) => match &**pair {
            [one, other] => one.text() == Some(*pattern) && other.text() == Some(*by),
            _ => false,
        },
        _ => false,
    };
    items.len() == DEFAULT.len() && items.iter().zip(&DEFAULT).all(is_it)
}

/// `ARTICLE_URL`, and `ARTICLE_LANG_URL` for other languages than the site's.
fn permalink(site: &mut SiteFile<'_>, style: SlugStyle) {
    let (default, of_language) = if is_on(site, "CLEAN_URLS") {
        ("{slug}/", "{slug}-{lang}/")
    } else {
        ("{slug}.html", "{slug}-{lang}.html")
    };
    let named = path(site, "SLUGIFY_SOURCE") == Some("basename");
    let source = match file_names_hold_slugs(site) {
        Some(found) => found,
        None if named => address::Source::Name,
        None => address::Source::Title,
    };
    let reasons = [
        "CLEAN_URLS",
        "SLUGIFY_SOURCE",
        "FILENAME_METADATA",
        "SLUGIFY_USE_UNICODE",
        "SLUGIFY_PRESERVE_CASE",
        "FEED_APPEND_REF",
    ];
    let end = if is_on(site, "FEED_APPEND_REF") {
        REF
    } else {
        ""
    };
    let reason = reasons.into_iter().find(|key| site.get(key).is_some());
    for (from, default, key) in [
        ("ARTICLE_URL", default, "permalink.*"),
        ("ARTICLE_LANG_URL", of_language, "permalink.other_languages"),
    ] {
        let given = path(site, from);
        let Some(from) = given.map(|_| from).or(reason) else {
            continue;
        };
        let given = given.unwrap_or(default);
        match address::pattern(given, source, style) {
            Ok(pattern) => site.set(key, format!("/{pattern}{end}"), from),
            Err(part) => {
                let offset = site.get(from).map_or(0, |node| node.offset);
                site.warn(offset, format!("cannot understand `{part}` in `{given}`"));
            }
        }
    }
}

/// Whether `FILENAME_METADATA` takes the slug out of the name, behind a date or without one; other
/// regular expressions are not understood.
fn file_names_hold_slugs(site: &mut SiteFile<'_>) -> Option<address::Source> {
    let (given, offset) = site.text("FILENAME_METADATA")?;
    let date = r"(?P<date>\d{4}-\d{2}-\d{2})";
    let rest = given.strip_prefix(date).unwrap_or(given);
    let rest = rest.trim_start_matches(['-', '_', ' ']);
    match rest {
        "(?P<slug>.*)" | "(?P<slug>.+)" if given.starts_with(date) => {
            Some(address::Source::DatedFile)
        }
        "(?P<slug>.*)" | "(?P<slug>.+)" => Some(address::Source::File),
        ".*" if rest.len() < given.len() => None,
        _ => {
            let why = format!("cannot understand `{given}`; only dates are taken from file names");
            site.warn(offset, why);
            None
        }
    }
}

/// Which feeds exist, and their paths.
fn feeds(site: &mut SiteFile<'_>) {
    let mut off = Vec::new();
    for (kind, atom, rss) in KINDS {
        let mut given = Vec::new();
        for (format, keys) in [(Format::Atom, atom), (Format::Rss, rss)] {
            for key in *keys {
                let Some(text) = path(site, key) else {
                    continue;
                };
                let template = text.trim_start_matches('/').replace("%s", "{slug}");
                let template = template
                    .replace("{slug}", ":slug")
                    .replace("{lang}", ":slug");
                if given.iter().any(|(known, _)| *known == format) {
                    let offset = site.get(key).map_or(0, |node| node.offset);
                    let why = format!(
                        "`{key}` is not written: it would be a second feed of the same format"
                    );
                    site.warn(offset, why);
                } else if site.set_path(kind, format, &template, key) {
                    given.push((format, (template, *key)));
                }
            }
        }
        match &*given {
            [(format, (template, key))] => {
                let other = if *format == Format::Atom {
                    Format::Rss
                } else {
                    Format::Atom
                };
                site.set_path(kind, other, &beside(template, *format, other), key);
            }
            // The site's feed is always written; without it there would be nothing to do.
            [] if *kind != "site" && is_off(site, atom[0]) => off.push(*kind),
            _ => {}
        }
    }
    if let (Some((_, offset)), None) = (site.text("FEED_ATOM"), site.get("FEED_ALL_ATOM")) {
        let why = "`feeds/all.atom.xml`, which Pelican also writes, is not written";
        site.warn(offset, why.to_owned());
    }
    if let Some(from) = off.first() {
        let on = KINDS.iter().map(|(kind, ..)| *kind).skip(1);
        let on = on.filter(|kind| !off.contains(kind));
        let title = |kind| match kind {
            "language" => "{title}",
            _ => "{title} - {term}",
        };
        let on: Vec<Value> = on
            .map(|kind| table([(kind, table([("title", title(kind).into())]))]))
            .collect();
        let kind = KINDS.iter().find(|(kind, ..)| kind == from);
        site.set("taxonomies", on, kind.map_or("", |(_, atom, _)| atom[0]));
    }
}

/// The path of the feed in the `other` format, given the `path` of the one in `format`.
fn beside(path: &str, format: Format, other: Format) -> String {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let renamed = name.replace(format.name(), other.name());
    let name = match name.rsplit_once('.') {
        _ if renamed != name => renamed,
        Some((stem, extension)) => format!("{stem}.{}.{extension}", other.name()),
        None => format!("{name}.{}", other.name()),
    };
    match folder {
        "" => name,
        folder => format!("{folder}/{name}"),
    }
}

/// Reports settings whose value is computed by code, where they matter.
fn not_plain(site: &mut SiteFile<'_>) {
    let Value::Mapping(pairs) = &site.root.value else {
        return;
    };
    for (key, value) in pairs {
        if value.value == Value::Null && site.is_understood(key) {
            let name = key.text().unwrap_or_default();
            let why = format!("`{name}` is not a plain constant, so it is ignored");
            site.warn(key.offset, why);
        }
    }
}

/// The role of a file by its extension.
fn role(path: &str) -> Role {
    let extension = path.rsplit('.').next().unwrap_or_default();
    match extension {
        "md" | "markdown" | "mkd" | "mdown" | "html" | "htm" => Role::Article,
        _ => Role::Other,
    }
}

/// Splits texts as Pelican does; the folder is the category of an article without one.
fn adapt(header: &mut ArticleHeader<'_>) {
    header.pairs.retain(|(key, value)| {
        let key = normal(key.text().unwrap_or_default());
        let is_shown = |row: &VisibilityKeys| row.visibility(value) == Visibility::Shown;
        !(NOTHING.contains(&&*key) && visibility_key(&key).is_none_or(is_shown))
    });
    for key in ["tags", "authors"] {
        if let Some(text) = header.text(key) {
            let items = divided(text);
            header.set(key, items);
        }
    }
    if header.get("authors").is_some() {
        header.remove("author");
    }
    if let Some(status) = header.text("status") {
        let is_public = matches!(&*status.trim().to_lowercase(), "" | "published");
        header.set("status", if is_public { "published" } else { "draft" });
    }
    if let Some(date) = header.text("date") {
        let date = date.replace('_', " ");
        header.set("date", date);
    }
    if let Some(end) = header.take_default(APPENDED)
        && let (Some(url), Some(end)) = (header.text("url"), end.text())
    {
        let url = format!("{url}{end}");
        header.set("url", url);
    }
    category(header);
}

fn category(header: &mut ArticleHeader<'_>) {
    let folders_count = header.take_default(FOLDERS_ARE_CATEGORIES).is_none();
    let own = header.own_text("category");
    let own = own.map(str::trim).filter(|name| !name.is_empty());
    let folder = header.path.rsplit('/').nth(1).filter(|_| folders_count);
    if let Some(name) = own.or(folder) {
        let name = vec![name.to_owned()];
        header.set("category", name);
    }
}

/// At semicolons if there is one, else at commas; without duplicates.
fn divided(text: &str) -> Vec<String> {
    let separator = if text.contains(';') { ';' } else { ',' };
    let mut items: Vec<String> = Vec::new();
    for item in text.split(separator).map(str::trim) {
        if !item.is_empty() && items.iter().all(|known| known != item) {
            items.push(item.to_owned());
        }
    }
    items
}

#[cfg(test)]
mod tests;
