//! Hugo: every folder a section, and nearly everything may be said in the site file.

mod address;
mod slug;

use super::{Exists, Foreign, Generator, Parts, Role, has, is_language, is_url, is_zone};
use crate::text;
use crate::tree::{Node, Value};
use slug::Case;

pub(super) static HUGO: Generator = Generator {
    name: "hugo",
    ids: "hugo",
    site_files: &[
        "hugo.toml",
        "hugo.yaml",
        "hugo.yml",
        "hugo.json",
        "config.toml",
        "config.yaml",
        "config.yml",
        "config.json",
        "config/_default/hugo.toml",
        "config/_default/hugo.yaml",
        "config/_default/hugo.yml",
        "config/_default/hugo.json",
        "config/_default/config.toml",
        "config/_default/config.yaml",
        "config/_default/config.yml",
        "config/_default/config.json",
    ],
    recognises: |root| !has(root, "base_url") && OWN_KEYS.iter().any(|key| has(root, key)),
    parts: Parts {
        folders: &["config/_default", "config/production"],
        place: part_of,
    },
    preset: PRESET,
    translate,
    dialect: address::DIALECT,
    address: address::given,
    entry_id: |_, _| None,
    slug: |name| slug::of_name(name, Case::Lower),
    role,
    dates_in_site_zone: false,
    undated_are_pages: true,
};

/// Keys of which a site file of Hugo's has one at least; others are called `config.yaml` too.
const OWN_KEYS: &[&str] = &[
    "baseURL",
    "title",
    "theme",
    "languageCode",
    "locale",
    "languages",
    "permalinks",
    "taxonomies",
    "contentDir",
    "module",
    "params",
];

/// Its feeds are RSS; Atom lies beside.
const PRESET: &str = "
ids: hugo
slugs: hugo
articles: [content]
output: public
feeds_url: ./
permalink:
  '*': /:folders/:name/
";

/// Where a file of a folder that is a site file belongs: `params.toml` holds what stands under `params`,
/// `params.en.toml` what stands under that of a language.
fn part_of(stem: &str) -> Vec<&str> {
    match stem.split_once('.') {
        _ if matches!(stem, "hugo" | "config") => Vec::new(),
        Some((key, language)) => vec!["languages", language, key],
        None => vec![stem],
    }
}

/// What a file of articles is called.
const EXTENSIONS: &[&str] = &["md", "markdown", "html", "htm"];

/// Sections have a page in `_index.md`. A folder with an `index.md` is one page, and whatever else
/// lies in it or below belongs to that page.
fn role(path: &str, exists: Exists<'_>) -> Role {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let is_content = EXTENSIONS
        .iter()
        .any(|known| known.eq_ignore_ascii_case(extension));
    let is = |part: &str| stem == part || stem.strip_prefix(part).is_some_and(|rest| rest.starts_with('.'));
    let is_bundle = |folder: &str| match folder {
        "" => exists("index.*"),
        folder => exists(&format!("{folder}/index.*")),
    };
    let mut above = std::iter::successors(Some(folder), |folder| {
        (!folder.is_empty()).then(|| folder.rsplit_once('/').map_or("", |(above, _)| above))
    });
    // Its own folder is its own.
    if is("index") {
        above.next();
    }
    match is_content && !is("_index") && !above.any(is_bundle) {
        true => Role::Article,
        false => Role::Other,
    }
}

fn translate(site: &mut Foreign<'_>) {
    identity(site);
    places(site);
    site.copy_if(&["timeZone"], "timezone", is_zone);
    for (from, key) in [("buildDrafts", "drafts"), ("buildFuture", "future")] {
        if site.is_on(from) {
            site.set(key, "true", from);
        }
    }
    limit(site);
    permalinks(site);
}

/// What the site is called, and where it stands.
fn identity(site: &mut Foreign<'_>) {
    let default = default_language(site);
    let of_language = |key: &str| format!("languages.{default}.{key}");
    site.copy(&["title", &of_language("title")], "title");
    site.copy_if(&["baseURL", &of_language("baseURL")], "url", is_url);
    site.copy(
        &["params.description", "description", &of_language("params.description")],
        "description",
    );
    let languages = [
        &*of_language("locale"),
        &of_language("languageCode"),
        "locale",
        "languageCode",
        "defaultContentLanguage",
    ];
    site.copy_if(&languages, "language", is_language);
    for name in ["params.author.name", "params.author", "author.name", "author"] {
        if site.copy(&[name], "author.name") {
            break;
        }
    }
    site.copy_if(&["params.author.email", "author.email"], "author.email", |email| {
        crate::model::email(email).is_some()
    });
    if let Some((rights, _)) = site.text("copyright") {
        let rights = text::plain(rights).into_owned();
        site.set("rights", rights, "copyright");
    }
}

/// The key of the language whose pages lie at the root.
fn default_language(site: &mut Foreign<'_>) -> String {
    let named = site.text("defaultContentLanguage");
    named.map_or_else(|| "en".to_owned(), |(name, _)| name.to_lowercase())
}

/// Where articles lie, and where the site is published.
fn places(site: &mut Foreign<'_>) {
    site.copy(&["publishDir"], "output");
    if let Some((folder, _)) = site.text("contentDir") {
        site.set("articles", vec![folder.trim_matches('/')], "contentDir");
    }
}

/// A number below one is no limit.
fn limit(site: &mut Foreign<'_>) {
    for from in ["services.rss.limit", "rssLimit"] {
        match site.text(from).map(|(text, at)| (text.parse::<i64>(), at)) {
            Some((Ok(limit), _)) => return site.set("limit", limit.max(0).to_string(), from),
            Some((Err(_), at)) => {
                let doubt = format!("`{from}` is no number");
                site.doubts.push((at, doubt));
            }
            None => {}
        }
    }
}

/// The patterns of sections, which are for pages alone (`permalinks.page.post`) or for whatever is
/// called so.
fn permalinks(site: &mut Foreign<'_>) {
    let case = case(site);
    let mut patterns = Vec::new();
    let ugly = site.is_on("uglyURLs");
    let ugly_sections: Vec<String> = site
        .mapping("uglyURLs")
        .into_iter()
        .filter(|(_, is_on)| is_on.text() == Some("true"))
        .map(|(section, _)| section.to_lowercase())
        .collect();
    if ugly || case == Case::AsWritten {
        let default = pattern("/:folders/:name/", case, ugly).unwrap_or_default();
        patterns.push(("*".to_owned(), Node::scalar(default, 0)));
    }
    for section in &ugly_sections {
        let default = pattern("/:folders/:name/", case, true).unwrap_or_default();
        patterns.push((section.clone(), Node::scalar(default, 0)));
    }
    let flat = site.mapping("permalinks");
    let of_pages = site.mapping("permalinks.page");
    for (section, given) in flat.into_iter().chain(of_pages) {
        let Some(text) = given.text() else {
            continue; // A kind of pages.
        };
        let section = section.trim_matches('/').to_lowercase();
        if section.is_empty() || section.contains(['/', '*', '{']) {
            let doubt = format!("the pattern of `{section}` is for no section and does not count");
            site.doubts.push((given.offset, doubt));
            continue;
        }
        let is_ugly = ugly || ugly_sections.contains(&section);
        match pattern(text, case, is_ugly) {
            Ok(pattern) => {
                patterns.retain(|(known, _)| *known != section);
                patterns.push((section, Node::scalar(pattern, given.offset)));
            }
            Err(name) => {
                let doubt = format!("`{name}` is no placeholder; the pattern does not count");
                site.doubts.push((given.offset, doubt));
            }
        }
    }
    if !patterns.is_empty() {
        let pairs = patterns.into_iter();
        let pairs = pairs.map(|(section, pattern)| (Node::scalar(section, pattern.offset), pattern));
        site.set("permalink", Value::Mapping(pairs.collect()), "permalinks");
    }
}

/// A pattern of the site file's, as it is used: its text is made a path as names are.
fn pattern(text: &str, case: Case, is_ugly: bool) -> Result<String, String> {
    let mut clean = String::new();
    let pattern = address::pattern(text, case)?;
    let mut rest = pattern.trim_end_matches('/');
    while let Some(colon) = rest.find(':') {
        let (before, from) = rest.split_at(colon);
        let is_name = |c: char| c.is_ascii_lowercase() || c == '_';
        let length = from[1..].find(|c| !is_name(c)).map_or(from.len(), |length| length + 1);
        let slice = from[length..].starts_with('[').then(|| from.find(']')).flatten();
        let (placeholder, after) = from.split_at(slice.map_or(length, |end| end + 1));
        clean.push_str(&slug::of_literal(before, case));
        clean.push_str(placeholder);
        rest = after;
    }
    clean.push_str(&slug::of_literal(rest, case));
    clean.push_str(if is_ugly { ".html" } else { "/" });
    Ok(clean)
}

fn case(site: &mut Foreign<'_>) -> Case {
    match site.is_on("disablePathToLower") {
        true => Case::AsWritten,
        false => Case::Lower,
    }
}
