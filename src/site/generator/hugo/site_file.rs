//! Hugo's site file, translated into feedmill's settings.

use super::address;
use super::slug::{self, Case};
use crate::model;
use crate::model::TemplateValue;
use crate::site::generator::site_file::{SiteFile, is_language, is_site_url, is_zone, table, walk};
use crate::syntax::tree::{Node, Value};
use crate::text;

/// Translates it; gives the languages of the site, and its folders of articles.
pub(super) fn translate(site: &mut SiteFile<'_>) -> (Vec<SiteLanguage>, Vec<ContentFolder>) {
    let default = default_language(site);
    site.override_with(&format!("languages.{default}"), NOT_OF_A_LANGUAGE);
    identity(site);
    let mut exclude = Vec::new();
    let languages = languages(site, &mut exclude);
    let folders = places(site, &languages);
    ignored(site, exclude);
    site.copy_if(&["timeZone"], "timezone", is_zone);
    for (from, key) in [("buildDrafts", "drafts"), ("buildFuture", "future")] {
        if site.is_on(from) {
            site.set(key, "true", from);
        }
    }
    markdown(site);
    limit(site);
    permalinks(site, !languages.is_empty());
    (languages, folders)
}

/// The extensions of Goldmark.
fn markdown(site: &mut SiteFile<'_>) {
    let goldmark = |key: &str| format!("markup.goldmark.{key}");
    for (from, key) in [
        ("extensions.linkify", "autolinks"),
        ("renderer.hardWraps", "breaks"),
        ("extensions.definitionList", "definitions"),
        ("extensions.extras.insert.enable", "insertions"),
        ("extensions.extras.mark.enable", "marks"),
        ("extensions.extras.subscript.enable", "subscripts"),
        ("extensions.extras.superscript.enable", "superscripts"),
        ("extensions.typographer", "smart_punctuation"),
    ] {
        site.extension(&[&goldmark(from)], key);
    }
    if site.is_on(&goldmark("extensions.typographer.disable")) {
        site.set("markdown.smart_punctuation", "false", "markup");
    }
    site.extension(&["enableEmoji"], "emoji");
    let passthrough = goldmark("extensions.passthrough.enable");
    let math = [
        &*passthrough,
        "params.math",
        "params.mathjax",
        "params.katex",
    ];
    site.extension(&math, "math");
}

/// The keys of the site file that the default language does not override.
const NOT_OF_A_LANGUAGE: &[&str] = &[
    "contentDir",
    "defaultContentLanguage",
    "defaultContentLanguageInSubdir",
    "disableLanguages",
    "languages",
    "module",
];

/// The title and the address of the site.
fn identity(site: &mut SiteFile<'_>) {
    site.copy(&["title"], "title");
    site.copy_if(&["baseURL"], "url", is_site_url);
    site.variables = site.get("params").map_or(TemplateValue::Null, Into::into);
    site.copy(&["params.description", "description"], "description");
    let languages = ["locale", "languageCode", "defaultContentLanguage"];
    site.copy_if(&languages, "language", is_language);
    for name in [
        "params.author.name",
        "params.author",
        "author.name",
        "author",
    ] {
        if site.copy(&[name], "author.name") {
            break;
        }
    }
    site.copy_if(
        &["params.author.email", "author.email"],
        "author.email",
        |email| model::email(email).is_some(),
    );
    if let Some((rights, _)) = site.text("copyright") {
        let rights = text::plain(rights).into_owned();
        site.set("rights", rights, "copyright");
    }
}

/// The key of the default language.
pub(super) fn default_language(site: &mut SiteFile<'_>) -> String {
    let named = site.text("defaultContentLanguage");
    named.map_or_else(|| "en".to_owned(), |(name, _)| name.to_lowercase())
}

/// A language of the site.
pub(super) struct SiteLanguage {
    /// Its key in lower case, which is the folder of its pages.
    pub(super) key: String,
    /// The language (RFC 5646).
    pub(super) tag: String,
    pub(super) is_default: bool,
    /// The folder of its feeds, if they have one.
    pub(super) feeds: Option<String>,
    /// The title of the site in it, if it has another.
    pub(super) title: Option<String>,
    /// The folder of its articles, if it has one.
    articles: Option<String>,
}

/// A folder of articles.
pub(super) struct ContentFolder {
    pub(super) path: String,
    /// The key of the language of everything in it, if it is one's.
    pub(super) language: Option<String>,
}

/// The enabled languages. The default language has no folder unless the site file asks for one. If one has
/// an address of its own, each is a site of its own, with its feeds in its folder.
fn languages(site: &mut SiteFile<'_>, exclude: &mut Vec<String>) -> Vec<SiteLanguage> {
    let default = default_language(site);
    let disabled = site.list("disableLanguages");
    let disabled: Vec<String> = disabled.iter().map(|key| key.to_lowercase()).collect();
    let mut languages: Vec<SiteLanguage> = Vec::new();
    let mut folders = Vec::new();
    let given = site.mapping("languages");
    let is_disabled = |key: &str, node: &Node| {
        walk(node, "disabled").and_then(Node::text) == Some("true")
            || disabled.contains(&key.to_lowercase())
    };
    let are_sites = given
        .iter()
        .any(|(key, node)| !is_disabled(key, node) && walk(node, "baseURL").is_some());
    let common = walk(site.root, "baseURL").and_then(Node::text);
    let title = site.text("title").map(|(title, _)| title);
    let common_title = walk(site.root, "title").and_then(Node::text);
    for (key, node) in given {
        let is_disabled = is_disabled(key, node);
        let key = key.to_lowercase();
        let get = |path: &str| walk(node, path).and_then(Node::text).map(str::trim);
        if is_disabled {
            if is_language(&key) {
                exclude.push(format!("**/*.{key}.*"));
            }
            exclude.extend(get("contentDir").and_then(folder));
            continue;
        }
        let named = get("locale").or_else(|| get("languageCode"));
        let unused = |tag: &&str| {
            let tag = model::language(tag);
            tag.is_some_and(|tag| languages.iter().all(|known| known.tag != tag))
        };
        let tag = named.into_iter().chain([&*key]).find(unused);
        let Some(tag) = tag.and_then(model::language).filter(|_| is_language(&key)) else {
            let warning =
                format!("`languages.{key}` is not a language tag, so it gets no feeds of its own");
            site.warn(node.offset, warning);
            continue;
        };
        let at_top = key == default && !are_sites && !site.is_on("defaultContentLanguageInSubdir");
        let value = if at_top { String::new() } else { key.clone() };
        let own_title = get("title").or(common_title);
        let own_title = own_title.filter(|own| title != Some(own) && !own.is_empty());
        let url = get("baseURL")
            .or(common)
            .filter(|url| are_sites && is_site_url(url));
        let feeds = (!at_top).then(|| key.clone());
        let mut settings = vec![("folder", value.as_str().into())];
        settings.extend(url.map(|url| ("url", url.into())));
        settings.extend(own_title.map(|title| ("title", title.into())));
        let value = match settings.len() {
            1 => Node::scalar(value, 0),
            _ => Node {
                value: table(settings),
                offset: 0,
            },
        };
        folders.push((Node::scalar(&*tag, 0), value));
        languages.push(SiteLanguage {
            is_default: key == default,
            feeds,
            title: own_title.map(str::to_owned),
            articles: get("contentDir").and_then(folder),
            key,
            tag,
        });
    }
    if !folders.is_empty() {
        site.set("languages", Value::Mapping(folders), "languages");
    }
    languages
}

/// The folders of articles, and the output folder.
fn places(site: &mut SiteFile<'_>, languages: &[SiteLanguage]) -> Vec<ContentFolder> {
    site.copy(&["publishDir"], "output");
    let mut folders = mounts(site);
    if folders.is_empty() {
        let own = languages.iter().filter_map(|language| {
            Some(ContentFolder {
                path: language.articles.clone()?,
                language: Some(language.key.clone()),
            })
        });
        folders.extend(own);
        let all_have_own = languages.iter().all(|known| known.articles.is_some());
        if folders.is_empty() || !all_have_own {
            let general = site.text("contentDir").map(|(path, at)| (folder(path), at));
            if let Some((None, at)) = general {
                site.warn(at, "`contentDir` is outside the site".to_owned());
            }
            let general = general.and_then(|(path, _)| path);
            folders.push(ContentFolder {
                path: general.unwrap_or_else(|| "content".to_owned()),
                language: None,
            });
        }
    }
    let mut paths: Vec<String> = folders.iter().map(|folder| folder.path.clone()).collect();
    paths.sort_unstable();
    paths.dedup();
    if paths != ["content"] {
        let from = ["module.mounts", "contentDir", "languages"];
        let from = from.into_iter().find(|from| site.get(from).is_some());
        site.set("articles", paths, from.unwrap_or_default());
    }
    folders
}

/// The folders mounted as content, and their languages.
fn mounts(site: &mut SiteFile<'_>) -> Vec<ContentFolder> {
    let Some(Value::Sequence(mounts)) = site.get("module.mounts").map(|node| &node.value) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for mount in mounts {
        let get = |path: &str| walk(mount, path).and_then(Node::text);
        let (Some(source), Some(target)) = (get("source"), get("target")) else {
            continue;
        };
        match (folder(target).as_deref(), folder(source)) {
            (Some("content"), Some(path)) => {
                let language = get("lang").map(str::to_lowercase);
                found.push(ContentFolder { path, language });
            }
            (Some("content"), None) => {
                let warning =
                    format!("articles in `{source}` are left out: it is outside the site");
                site.warn(mount.offset, warning);
            }
            // What lies at the same path keeps it.
            (Some(below), Some(path)) if below.strip_prefix("content/") == Some(&path) => {
                found.push(ContentFolder {
                    path: format!("{path}/**"),
                    language: get("lang").map(str::to_lowercase),
                });
            }
            (Some(below), _) if below.starts_with("content/") => {
                let warning = format!(
                    "articles in `{source}` are left out: they are mounted below `content`"
                );
                site.warn(mount.offset, warning);
            }
            _ => {}
        }
    }
    found
}

/// A folder inside the site's, or `None`.
fn folder(path: &str) -> Option<String> {
    let inside = !path.starts_with('/') && path.split('/').all(|part| part != "..");
    inside.then(|| path.trim_start_matches("./").trim_matches('/').to_owned())
}

/// What is not read: disabled languages and ignored files.
fn ignored(site: &mut SiteFile<'_>, mut exclude: Vec<String>) {
    let from = if exclude.is_empty() {
        "ignoreFiles"
    } else {
        "languages"
    };
    for expression in site.list("ignoreFiles") {
        match glob(expression) {
            Some(glob) => exclude.push(glob),
            None => {
                let at = site.get("ignoreFiles").map_or(0, |node| node.offset);
                let warning = format!(
                    "`{expression}` in `ignoreFiles` cannot be written as a pattern; add it to `exclude` in feedmill.yaml"
                );
                site.warn(at, warning);
            }
        }
    }
    if !exclude.is_empty() {
        site.set("exclude", exclude, from);
    }
}

/// A simple regular expression, which may match anywhere in a path, as a glob pattern.
fn glob(expression: &str) -> Option<String> {
    let (body, is_end) = match expression.strip_suffix('$') {
        Some(body) => (body, true),
        None => (expression, false),
    };
    let body = body.strip_prefix(".*").unwrap_or(body);
    let body = body.replace("\\.", ".").replace("\\/", "/");
    if body.is_empty()
        || body.contains([
            '\\', '[', ']', '(', ')', '{', '}', '*', '+', '?', '|', '^', '$',
        ])
    {
        return None;
    }
    match (body.strip_prefix('/'), body.strip_suffix('/')) {
        _ if !body.contains('/') => Some(if is_end {
            format!("**/*{body}")
        } else {
            format!("**/*{body}*")
        }),
        (Some(below), None) if is_end => Some(format!("**/{below}")),
        (None, None) if is_end => Some(format!("**/*{body}")),
        (Some(_), Some(_)) => Some(format!("**/{}", body.trim_matches('/'))),
        _ => None,
    }
}

/// A number below one means no limit.
fn limit(site: &mut SiteFile<'_>) {
    for from in ["services.rss.limit", "rssLimit"] {
        match site.text(from).map(|(text, at)| (text.parse::<i64>(), at)) {
            Some((Ok(limit), _)) => return site.set("limit", limit.max(0).to_string(), from),
            Some((Err(_), at)) => {
                let warning = format!("`{from}` is not a number");
                site.warn(at, warning);
            }
            None => {}
        }
    }
}

/// The patterns of sections, either for pages only (`permalinks.page.post`) or for everything in
/// the section (`permalinks.post`).
fn permalinks(site: &mut SiteFile<'_>, in_languages: bool) {
    let case = case(site);
    let mut patterns = Vec::new();
    let default = "/:folders/:name/";
    let ugly = site.is_on("uglyURLs");
    let ugly_sections: Vec<String> = site
        .mapping("uglyURLs")
        .into_iter()
        .filter(|(_, is_on)| is_on.text() == Some("true"))
        .map(|(section, _)| section.to_lowercase())
        .collect();
    if ugly || in_languages || case == Case::AsWritten {
        let default = pattern(default, case, ugly).unwrap_or_default();
        patterns.push(("*".to_owned(), Node::scalar(default, 0)));
    }
    for section in &ugly_sections {
        let default = pattern(default, case, true).unwrap_or_default();
        patterns.push((section.clone(), Node::scalar(default, 0)));
    }
    let flat = site.mapping("permalinks");
    let of_pages = site.mapping("permalinks.page");
    for (section, given) in flat.into_iter().chain(of_pages) {
        let Some(text) = given.text() else {
            continue; // Not a section but a kind of pages.
        };
        let section = match section.trim_matches('/') {
            "" => ".".to_owned(),
            section => section.to_lowercase(),
        };
        if section.contains(['*', '{']) {
            let warning =
                format!("`{section}` is not the name of a section; its pattern is ignored");
            site.warn(given.offset, warning);
            continue;
        }
        let is_ugly = ugly || ugly_sections.contains(&section);
        match pattern(text, case, is_ugly) {
            Ok(pattern) => {
                patterns.retain(|(known, _)| *known != section);
                patterns.push((section, Node::scalar(pattern, given.offset)));
            }
            Err(name) => {
                let warning = format!("unknown placeholder `{name}`; the pattern is ignored");
                site.warn(given.offset, warning);
            }
        }
    }
    if in_languages {
        for (_, node) in &mut patterns {
            let pattern = node.text().unwrap_or_default();
            let pattern = pattern.trim_start_matches('/');
            *node = Node::scalar(format!("/:language_folder/{pattern}"), node.offset);
        }
    }
    if !patterns.is_empty() {
        let pairs = patterns.into_iter();
        let pairs =
            pairs.map(|(section, pattern)| (Node::scalar(section, pattern.offset), pattern));
        site.set("permalink", Value::Mapping(pairs.collect()), "permalinks");
    }
}

/// A pattern of the site file in our syntax; the text between placeholders is cleaned as names are.
pub(super) fn pattern(text: &str, case: Case, is_ugly: bool) -> Result<String, String> {
    let mut clean = String::new();
    let pattern = address::pattern(text, case)?;
    let mut rest = pattern.trim_end_matches('/');
    while let Some(colon) = rest.find(':') {
        let (before, from) = rest.split_at(colon);
        let is_name = |c: char| c.is_ascii_lowercase() || c == '_';
        let length = from[1..]
            .find(|c| !is_name(c))
            .map_or(from.len(), |length| length + 1);
        let slice = from[length..]
            .starts_with('[')
            .then(|| from.find(']'))
            .flatten();
        let (placeholder, after) = from.split_at(slice.map_or(length, |end| end + 1));
        clean.push_str(&slug::of_literal(before, case));
        clean.push_str(placeholder);
        rest = after;
    }
    clean.push_str(&slug::of_literal(rest, case));
    clean.push_str(if is_ugly { ".html" } else { "/" });
    Ok(clean)
}

pub(super) fn case(site: &mut SiteFile<'_>) -> Case {
    if site.is_on("disablePathToLower") {
        Case::AsWritten
    } else {
        Case::Lower
    }
}
