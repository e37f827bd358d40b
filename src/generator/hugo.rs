//! Hugo: every folder a section, and nearly everything may be said in the site file.

mod address;
mod slug;

use super::{Exists, Foreign, Generator, PLAIN, Parts, Role, has, is_language, is_url, is_zone};
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
    role,
    section: Some(|path, exists| {
        let folders = address::section(path, exists);
        (!folders.is_empty()).then(|| folders.join("/"))
    }),
    dates_in_site_zone: false,
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
        let pairs =
            pairs.map(|(section, pattern)| (Node::scalar(section, pattern.offset), pattern));
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
    let names = FileNames::of(site);
    let (home, sections, terms) = kinds(site);
    let paths = |folder: &str| {
        [
            ("rss", format!("{folder}{}", names.rss)),
            ("atom", format!("{folder}{}", names.atom)),
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
        site.doubts.push((at, doubt));
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
                site.doubts.push((at, doubt));
            }
        }
    }
    None
}

/// What the files of feeds are called.
struct FileNames {
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
            let path = path.map_or_else(String::new, |path| format!("{path}/"));
            names.rss = format!("{path}{base}.{suffix}");
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
        let outputs = site.list(&format!("outputs.{kind}"));
        let is_feed = |name: &&str| ["rss", "atom"].contains(&&*name.to_lowercase());
        !disabled.iter().any(|name| name == kind)
            && (outputs.is_empty() || outputs.iter().any(is_feed))
    };
    let found = (has_feeds("home"), has_feeds("section"), has_feeds("term"));
    match found {
        (false, false, false) => (true, true, true),
        _ if disabled.iter().any(|name| name == "taxonomy") => (found.0, found.1, false),
        found => found,
    }
}
