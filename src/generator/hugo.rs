//! Hugo: every folder a section, and nearly everything may be said in the site file.

mod address;
mod slug;

use super::{
    Dates, Exists, Foreign, Generator, Head, PLAIN, Parts, Role, has, is_language, is_url, is_zone,
};
use crate::text;
use crate::tree::{Node, Value};
use slug::Case;

pub(super) static HUGO: Generator = Generator {
    name: "hugo",
    ids: "hugo",
    templates: super::Templates::Hugo,
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
        files: &[],
        folders: &["config/_default", "config/production"],
        place: part_of,
    },
    preset: PRESET,
    translate,
    dialect: address::DIALECT,
    address: address::given,
    entry_id: |_, _| None,
    slug: |name| slug::of_name(name, Case::Lower),
    other_slugs: &[(AS_WRITTEN, |name| slug::of_name(name, Case::AsWritten))],
    folder_name: |folder| slug::of_name(folder, Case::Lower),
    role,
    section: Some(|path, exists| {
        let folders = address::section(path, exists);
        (!folders.is_empty()).then(|| folders.join("/"))
    }),
    dates_in_site_zone: false,
    header,
    texts_are_terms: true,
    dates: Dates {
        published: &[
            "publishdate",
            "pubdate",
            "published",
            "date",
            "lastmod",
            "modified",
        ],
        in_addresses: &[
            "date",
            "publishdate",
            "pubdate",
            "published",
            "lastmod",
            "modified",
        ],
    },
    folders_are_roots: true,
    undated_are_pages: true,
    ..PLAIN
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
tags:
  from: [tags]
  separators: []
taxonomies:
  - tags: {title: '{term} on {title}'}
  - categories: {from: [categories], title: '{term} on {title}'}
  - section: {title: '{term} on {title}'}
paths:
  site: {rss: index.xml, atom: atom.xml}
  tags: {rss: tags/:slug/index.xml, atom: tags/:slug/atom.xml}
  categories: {rss: categories/:slug/index.xml, atom: categories/:slug/atom.xml}
  section: {rss: ':slug/index.xml', atom: ':slug/atom.xml'}
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

/// The rule for slugs of a site that does not lower-case paths.
const AS_WRITTEN: &str = "hugo-as-written";

/// What a file of articles is called.
const EXTENSIONS: &[&str] = &["md", "markdown", "html", "htm"];

/// Sections have a page in `_index.md`. A folder with an `index.md` is one page, and whatever else
/// lies in it or below belongs to that page.
fn role(path: &str, exists: Exists<'_>) -> Role {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let extension = name.rsplit('.').next().unwrap_or_default();
    let is_content = EXTENSIONS
        .iter()
        .any(|known| known.eq_ignore_ascii_case(extension));
    let is_bundle = |folder: &str| match folder {
        "" => exists("index.*"),
        folder => exists(&format!("{folder}/index.*")),
    };
    let mut above = std::iter::successors(Some(folder), |folder| {
        (!folder.is_empty()).then(|| folder.rsplit_once('/').map_or("", |(above, _)| above))
    });
    // Its own folder is its own.
    if address::is_index(name) {
        above.next();
    }
    match is_content && !name.starts_with("_index.") && !above.any(is_bundle) {
        true => Role::Article,
        false => Role::Other,
    }
}

/// What is in no list of pages is in no feed; flags of other generators mean nothing.
fn header(head: &mut Head<'_>) {
    for key in ["hidden", "unlisted", "status"] {
        head.remove(key);
    }
    let is = |path: &str, value: &str| {
        let (key, below) = path.split_once('.').unwrap_or((path, ""));
        let node = head.get(key).and_then(|node| match below {
            "" => Some(node),
            _ => super::walk(node, below),
        });
        node.and_then(Node::text) == Some(value)
    };
    let is_unlisted = ["build", "_build"].into_iter().any(|build| {
        let list = format!("{build}.list");
        is(&list, "never")
            || is(&list, "local")
            || is(&list, "false")
            || is(&format!("{build}.render"), "never")
    });
    if is_unlisted || is("headless", "true") {
        head.set("hidden", "true");
    }
}

fn translate(site: &mut Foreign<'_>) {
    identity(site);
    let languages = languages(site);
    places(site, &languages);
    site.copy_if(&["timeZone"], "timezone", is_zone);
    for (from, key) in [("buildDrafts", "drafts"), ("buildFuture", "future")] {
        if site.is_on(from) {
            site.set(key, "true", from);
        }
    }
    limit(site);
    permalinks(site, !languages.is_empty());
    feeds(site);
}

/// What the site is called, and where it stands.
fn identity(site: &mut Foreign<'_>) {
    let default = default_language(site);
    let of_language = |key: &str| format!("languages.{default}.{key}");
    site.copy(&["title", &of_language("title")], "title");
    site.copy_if(&["baseURL", &of_language("baseURL")], "url", is_url);
    site.copy(
        &[
            "params.description",
            "description",
            &of_language("params.description"),
        ],
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
        |email| crate::model::email(email).is_some(),
    );
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

/// A language of the site.
struct Language {
    /// Its key, in lower case, which is the folder of its pages.
    key: String,
    /// The language (RFC 5646).
    tag: String,
    /// Where its articles lie, if it is said.
    articles: Option<String>,
}

/// The languages that have pages. Those of the default one lie at the top, unless it is said that they
/// do not.
fn languages(site: &mut Foreign<'_>) -> Vec<Language> {
    let default = default_language(site);
    let disabled = site.list("disableLanguages");
    let disabled: Vec<String> = disabled.iter().map(|key| key.to_lowercase()).collect();
    let mut languages: Vec<Language> = Vec::new();
    let mut folders = Vec::new();
    for (key, node) in site.mapping("languages") {
        let key = key.to_lowercase();
        let get = |path: &str| super::walk(node, path).and_then(Node::text).map(str::trim);
        if get("disabled") == Some("true") || disabled.contains(&key) {
            let files = format!("**/*.{key}.*");
            let mut exclude = vec![files];
            exclude.extend(get("contentDir").map(folder));
            site.set("exclude", exclude, "languages");
            continue;
        }
        let named = get("locale").or_else(|| get("languageCode"));
        let unused = |tag: &&str| {
            let tag = crate::model::language(tag);
            tag.is_some_and(|tag| languages.iter().all(|known| known.tag != tag))
        };
        let tag = named.into_iter().chain([&*key]).find(unused);
        let Some(tag) = tag
            .and_then(crate::model::language)
            .filter(|_| is_language(&key))
        else {
            let doubt = format!("`languages.{key}` is no language, and has no feeds of its own");
            site.doubt(node.offset, doubt);
            continue;
        };
        let at_top = key == default && !site.is_on("defaultContentLanguageInSubdir");
        let value = if at_top { String::new() } else { key.clone() };
        folders.push((Node::scalar(&*tag, 0), Node::scalar(value, 0)));
        languages.push(Language {
            articles: get("contentDir").map(folder),
            key,
            tag,
        });
    }
    if !folders.is_empty() {
        site.set("languages", Value::Mapping(folders), "languages");
    }
    languages
}

/// Where articles lie, and where the site is published.
fn places(site: &mut Foreign<'_>, languages: &[Language]) {
    site.copy(&["publishDir"], "output");
    let mounts = mounts(site);
    let mut folders: Vec<String> = mounts.iter().map(|(folder, _)| folder.clone()).collect();
    let mut of_languages: Vec<(String, &str)> = Vec::new();
    for (folder, key) in &mounts {
        let language = languages
            .iter()
            .find(|known| Some(&known.key) == key.as_ref());
        of_languages.extend(language.map(|known| (folder.clone(), &*known.tag)));
    }
    if mounts.is_empty() {
        for Language { articles, tag, .. } in languages {
            of_languages.extend(articles.clone().map(|folder| (folder, &**tag)));
        }
        folders = of_languages
            .iter()
            .map(|(folder, _)| folder.clone())
            .collect();
        let all_have_own = languages.iter().all(|known| known.articles.is_some());
        if folders.is_empty() || !all_have_own {
            let general = site.text("contentDir");
            folders.push(general.map_or_else(|| "content".to_owned(), |(path, _)| folder(path)));
        }
    }
    folders.sort_unstable();
    folders.dedup();
    if folders != ["content"] {
        let from = ["module.mounts", "contentDir", "languages"];
        let from = from.into_iter().find(|from| site.get(from).is_some());
        site.set("articles", folders, from.unwrap_or_default());
    }
    let default = |(folder, tag): &(String, &str)| {
        let node = |value: Value| Node { value, offset: 0 };
        let values = vec![(Node::scalar("lang", 0), Node::scalar(*tag, 0))];
        node(Value::Mapping(vec![
            (Node::scalar("path", 0), Node::scalar(&**folder, 0)),
            (Node::scalar("values", 0), node(Value::Mapping(values))),
        ]))
    };
    let defaults: Vec<Node> = of_languages.iter().map(default).collect();
    if !defaults.is_empty() {
        site.set("defaults", Value::Sequence(defaults), "languages");
    }
}

/// The folders that are mounted as content, and their languages.
fn mounts(site: &mut Foreign<'_>) -> Vec<(String, Option<String>)> {
    let Some(Value::Sequence(mounts)) = site.get("module.mounts").map(|node| &node.value) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for mount in mounts {
        let get = |path: &str| super::walk(mount, path).and_then(Node::text);
        let (Some(source), Some(target)) = (get("source"), get("target")) else {
            continue;
        };
        match folder(target).as_str() {
            "content" => found.push((folder(source), get("lang").map(str::to_lowercase))),
            below if below.starts_with("content/") => {
                let doubt = format!(
                    "articles in `{source}` are left out: they are mounted below `content`"
                );
                site.doubt(mount.offset, doubt);
            }
            _ => {}
        }
    }
    found
}

fn folder(path: &str) -> String {
    path.trim_start_matches("./").trim_matches('/').to_owned()
}

/// A number below one is no limit.
fn limit(site: &mut Foreign<'_>) {
    for from in ["services.rss.limit", "rssLimit"] {
        match site.text(from).map(|(text, at)| (text.parse::<i64>(), at)) {
            Some((Ok(limit), _)) => return site.set("limit", limit.max(0).to_string(), from),
            Some((Err(_), at)) => {
                let doubt = format!("`{from}` is no number");
                site.doubt(at, doubt);
            }
            None => {}
        }
    }
}

/// The patterns of sections, which are for pages alone (`permalinks.page.post`) or for whatever is
/// called so.
fn permalinks(site: &mut Foreign<'_>, in_languages: bool) {
    let case = case(site);
    let mut patterns = Vec::new();
    let dates = site.list("frontmatter.date");
    let is_dated = dates.first().is_some_and(|from| *from == ":filename");
    let default = if is_dated {
        "/:folders/:undated/"
    } else {
        "/:folders/:name/"
    };
    let ugly = site.is_on("uglyURLs");
    let ugly_sections: Vec<String> = site
        .mapping("uglyURLs")
        .into_iter()
        .filter(|(_, is_on)| is_on.text() == Some("true"))
        .map(|(section, _)| section.to_lowercase())
        .collect();
    if ugly || is_dated || in_languages || case == Case::AsWritten {
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
            continue; // A kind of pages.
        };
        let section = section.trim_matches('/').to_lowercase();
        if section.is_empty() || section.contains(['*', '{']) {
            let doubt = format!("the pattern of `{section}` is for no section and does not count");
            site.doubt(given.offset, doubt);
            continue;
        }
        let is_ugly = ugly || ugly_sections.contains(&section);
        let text = match is_dated {
            true => undated(text),
            false => text.to_owned(),
        };
        match pattern(&text, case, is_ugly) {
            Ok(pattern) => {
                patterns.retain(|(known, _)| *known != section);
                patterns.push((section, Node::scalar(pattern, given.offset)));
            }
            Err(name) => {
                let doubt = format!("`{name}` is no placeholder; the pattern does not count");
                site.doubt(given.offset, doubt);
            }
        }
    }
    if in_languages {
        for (_, node) in &mut patterns {
            let pattern = node.text().unwrap_or_default();
            *node = Node::scalar(format!("/:language_folder{pattern}"), node.offset);
        }
    }
    if !patterns.is_empty() {
        let pairs = patterns.into_iter();
        let pairs =
            pairs.map(|(section, pattern)| (Node::scalar(section, pattern.offset), pattern));
        site.set("permalink", Value::Mapping(pairs.collect()), "permalinks");
    }
}

/// A pattern where a date in the name of a file makes the rest of it a slug.
fn undated(text: &str) -> String {
    let mut text = text.to_owned();
    for (placeholder, undated) in [
        (":slugorcontentbasename", ":undatedfilename"),
        (":slugorfilename", ":undatedfilename"),
        (":slug/", ":undatedslug/"),
    ] {
        text = text.replace(placeholder, undated);
    }
    match text.strip_suffix(":slug") {
        Some(before) => format!("{before}:undatedslug"),
        None => text,
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

fn case(site: &mut Foreign<'_>) -> Case {
    match site.is_on("disablePathToLower") {
        true => Case::AsWritten,
        false => Case::Lower,
    }
}

/// What has feeds, and where they lie.
fn feeds(site: &mut Foreign<'_>) {
    let case = case(site);
    if case == Case::AsWritten {
        site.set("slugs", AS_WRITTEN, "disablePathToLower");
    }
    for (section, pattern) in site.mapping("permalinks.section") {
        let doubt =
            format!("the feed of `{section}` is not moved: it lies in the folder of its articles");
        site.doubt(pattern.offset, doubt);
    }
    let names = FileNames::of(site);
    let (home, sections, terms) = kinds(site);
    let paths = |folder: &str| {
        let FileNames {
            above, rss, atom, ..
        } = &names;
        [
            ("rss", format!("{above}{folder}{rss}")),
            ("atom", format!("{above}{folder}{atom}")),
        ]
    };
    for (format, path) in paths("") {
        let from = names.from;
        match home {
            true if from.is_empty() => {}
            true => site.set(&format!("paths.site.{format}"), path, from),
            false => site.set(&format!("paths.site.{format}"), "false", "outputs"),
        }
    }
    let table = site.mapping("taxonomies");
    let given = table.iter().filter_map(|(_, plural)| plural.text());
    let mut given: Vec<String> = given.map(|plural| plural.trim().to_lowercase()).collect();
    let is_default = site.get("taxonomies").is_none();
    if is_default {
        given = vec!["tags".to_owned(), "categories".to_owned()];
    }
    given.retain(|name| !is_reserved(name, site));
    let mut taxonomies = Vec::new();
    if terms {
        for name in &given {
            if matches!(name.as_str(), "tag" | "tags") {
                site.set("tags.from", vec![name.as_str()], "taxonomies");
                taxonomies.push(taxonomy(name, None));
            } else {
                taxonomies.push(taxonomy(name, Some(name)));
            }
            let folder = match term_pattern(name, site, case) {
                Some(folder) => folder,
                None => format!("{}/:slug/", slug::of_name(name, case)),
            };
            for (format, path) in paths(&folder) {
                site.set(&format!("paths.{name}.{format}"), path, "taxonomies");
            }
        }
    }
    if sections {
        taxonomies.push(taxonomy("section", None));
        for (format, path) in paths(":slug/") {
            if !names.from.is_empty() {
                site.set(&format!("paths.section.{format}"), path, names.from);
            }
        }
    }
    if !is_default || !terms || !sections {
        let from = if is_default { "outputs" } else { "taxonomies" };
        site.set("taxonomies", Value::Sequence(taxonomies), from);
    }
}

/// One of `taxonomies`, whose terms are what stands under the header key `from`.
fn taxonomy(name: &str, from: Option<&str>) -> Node {
    let node = |value: Value| Node { value, offset: 0 };
    let mut settings = vec![(
        Node::scalar("title", 0),
        Node::scalar("{term} on {title}", 0),
    )];
    if let Some(key) = from {
        settings.insert(0, (Node::scalar("from", 0), node(vec![key].into())));
    }
    let settings = node(Value::Mapping(settings));
    node(Value::Mapping(vec![(Node::scalar(name, 0), settings)]))
}

/// Whether `name` means something else in feedmill's settings.
fn is_reserved(name: &str, site: &mut Foreign<'_>) -> bool {
    let is_reserved = matches!(
        name,
        "site" | "section" | "sections" | "lang" | "language" | "languages"
    );
    if is_reserved {
        let at = site.get("taxonomies").map_or(0, |node| node.offset);
        let doubt = format!("the taxonomy `{name}` has a name that is taken, and has no feeds");
        site.doubt(at, doubt);
    }
    is_reserved
}

/// Where the terms of a taxonomy lie, if a pattern tells.
fn term_pattern(name: &str, site: &mut Foreign<'_>, case: Case) -> Option<String> {
    for from in [
        format!("permalinks.term.{name}"),
        format!("permalinks.{name}"),
    ] {
        let Some((text, at)) = site.text(&from) else {
            continue;
        };
        match pattern(text, case, false) {
            Ok(pattern) if pattern.matches(':').count() == 1 => {
                let folder = [":slug", ":title", ":contentbasename", ":filename"]
                    .iter()
                    .find_map(|last| pattern.strip_suffix(&format!("{last}/")))?;
                return Some(format!("{}:slug/", folder.trim_start_matches('/')));
            }
            _ => {
                let doubt = format!("`{from}` is not understood; its feeds lie in `{name}/`");
                site.doubt(at, doubt);
            }
        }
    }
    None
}

/// What the files of feeds are called.
struct FileNames {
    /// The folder that all of them lie in, with its slash.
    above: String,
    rss: String,
    atom: String,
    /// The key that tells, if one does.
    from: &'static str,
}

impl FileNames {
    fn of(site: &mut Foreign<'_>) -> Self {
        let suffix = site.list("mediaTypes.application/rss+xml.suffixes");
        let suffix = suffix.first().copied().unwrap_or("xml");
        let mut names = FileNames {
            above: String::new(),
            rss: format!("index.{suffix}"),
            atom: "atom.xml".to_owned(),
            from: "",
        };
        if suffix != "xml" {
            names.from = "mediaTypes";
        }
        let mut text = |key: &str| {
            let text = site.text(&format!("outputFormats.rss.{key}"));
            text.map(|(text, _)| text.trim_matches('/').to_owned())
        };
        let (base, path) = (text("baseName"), text("path"));
        if base.is_some() || path.is_some() {
            let base = base.unwrap_or_else(|| "index".to_owned());
            names.rss = format!("{base}.{suffix}");
            names.above = path.map_or_else(String::new, |path| format!("{path}/"));
            names.from = "outputFormats";
        }
        if names.rss == names.atom {
            names.atom = "atom.atom.xml".to_owned();
        }
        names
    }
}

/// Whether the home page, sections and terms have feeds. A site that has switched off all of them has
/// them made by another program: perhaps by this one.
fn kinds(site: &mut Foreign<'_>) -> (bool, bool, bool) {
    let disabled: Vec<String> = site
        .list("disableKinds")
        .into_iter()
        .map(str::to_lowercase)
        .collect();
    let mut has_feeds = |kind: &str| {
        let key = format!("outputs.{kind}");
        let outputs = site.get(&key).map(|_| site.list(&key));
        let is_feed = |name: &&str| ["rss", "atom"].contains(&&*name.to_lowercase());
        let is_put_out = outputs.is_none_or(|names| names.iter().any(is_feed));
        is_put_out && !disabled.iter().any(|name| name == kind)
    };
    let found = (has_feeds("home"), has_feeds("section"), has_feeds("term"));
    match found {
        (false, false, false) => (true, true, true),
        found => found,
    }
}
