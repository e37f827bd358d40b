//! `pelicanconf.py`, translated into feedmill's settings.

use super::super::site_file::{SiteFile, is_language, is_url, is_zone, table, walk};
use super::slug::SlugStyle;
use super::{OWN, REF, address, header, regex};
use crate::model::Format;
use crate::syntax::tree::{Node, Pairs, Value};

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

pub(super) fn translate(site: &mut SiteFile<'_>) {
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
    match path(site, "ARTICLE_ORDER_BY") {
        None | Some("reversed-date") => {}
        Some("date") => site.set("order", "oldest", "ARTICLE_ORDER_BY"),
        Some("reversed-modified") => site.set("order", "updated", "ARTICLE_ORDER_BY"),
        Some(order) => {
            let why = format!("cannot order articles by `{order}`; the newest ones are taken");
            let offset = site.get("ARTICLE_ORDER_BY").map_or(0, |node| node.offset);
            site.warn(offset, why);
        }
    }
    if is_off(site, "WITH_FUTURE_DATES") {
        site.set("future", "false", "WITH_FUTURE_DATES");
    }
    let own = places(site);
    permalink(site);
    let slugs = metadata(site, own);
    feeds(site, &slugs);
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

/// The folder of articles, and the files in it that are not articles. Returns what the paths of articles must be
/// put together with to be those that Pelican knows.
fn places(site: &mut SiteFile<'_>) -> Pairs {
    let root = path(site, "PATH").map(|root| root.trim_start_matches("./").trim_matches('/'));
    // Without `PATH` it is an argument, mostly `content`, or the folder of the site.
    let is_whole = |folder: &&str| *folder == "content" || folder.starts_with("content/");
    let root = match root {
        None if site.list("ARTICLE_PATHS").iter().any(is_whole) => Some(""),
        root => root,
    };
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
    let own = match &*folders {
        [folder] => ("folder", folder.trim_matches('/')),
        _ => ("root", root.unwrap_or("content")),
    };
    let own = [own]
        .into_iter()
        .filter(|(_, folder)| !matches!(*folder, "" | "."));
    let own = own.map(|(key, folder)| (Node::scalar(key, 0), Node::scalar(folder, 0)));
    let own = own.collect();
    let from = [
        "ARTICLE_EXCLUDES",
        "PAGE_PATHS",
        "PAGE_DIR",
        "IGNORE_FILES",
        "PATH",
    ];
    let Some(from) = from.into_iter().find(|key| site.get(key).is_some()) else {
        return own;
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
    own
}

/// What `header` needs to know of the site, as it is in the site file: keys with a text, and those with lists.
const TEXTS: &[(&str, &str)] = &[
    ("FILENAME_METADATA", header::FILENAME_METADATA),
    ("PATH_METADATA", ""),
    ("DEFAULT_CATEGORY", "misc"),
    ("SLUGIFY_SOURCE", "title"),
    ("DEFAULT_LANG", "en"),
];

/// The rule for the slugs of a kind of terms, and the setting that it comes from.
type SlugsOfKind = (&'static str, Value, &'static str);

/// The site's part in the metadata of its articles. `own` is what `header` is told already.
fn metadata(site: &mut SiteFile<'_>, mut own: Pairs) -> Vec<SlugsOfKind> {
    let mut from = None;
    let mut add = |key: &str, value: Node, because: &'static str| {
        own.push((Node::scalar(key, 0), value));
        from.get_or_insert(because);
    };
    for (key, default) in TEXTS {
        if let Some(node) = site.get(key)
            && let Some(text) = node.text()
            && text != *default
            && !(*key == "DEFAULT_CATEGORY" && text.trim().is_empty())
        {
            if key.ends_with("METADATA") && !matches!(text, "" | "None") && !regex::is_known(text) {
                let why = format!("cannot understand `{text}`, so nothing is taken from it");
                site.warn(node.offset, why);
            }
            add(key, node.clone(), key);
        }
    }
    for key in ["DEFAULT_METADATA", "EXTRA_PATH_METADATA"] {
        if let Some(node) = site.get(key)
            && matches!(&node.value, Value::Mapping(items) if !items.is_empty())
                | matches!(&node.value, Value::Sequence(items) if !items.is_empty())
        {
            add(key, node.clone(), key);
        }
    }
    if let Some(date) = default_date(site) {
        add("DEFAULT_DATE", Node::scalar(&date, 0), "DEFAULT_DATE");
    }
    if is_off(site, "USE_FOLDER_AS_CATEGORY") {
        add(
            "ignores_folders",
            Node::scalar("true", 0),
            "USE_FOLDER_AS_CATEGORY",
        );
    }
    if is_on(site, "FEED_APPEND_REF") {
        add("append_ref", Node::scalar("true", 0), "FEED_APPEND_REF");
    }
    let names_author = ["ARTICLE_URL", "ARTICLE_LANG_URL"];
    let names_author = names_author
        .into_iter()
        .find(|key| path(site, key).is_some_and(|url| url.contains("{author}")));
    if let (Some(because), Some(author)) = (names_author, path(site, "AUTHOR")) {
        add(header::SITE_AUTHOR, Node::scalar(author, 0), because);
    }
    let translations = match word(site, "ARTICLE_TRANSLATION_ID") {
        Some(Switchable::Nothing) => Some(""),
        Some(Switchable::Text(key)) if key != "slug" => Some(key),
        _ => None,
    };
    if let Some(key) = translations {
        let because = "ARTICLE_TRANSLATION_ID";
        add("translation_id", Node::scalar(key, 0), because);
    }
    let style = SlugStyle {
        unicode: is_on(site, "SLUGIFY_USE_UNICODE"),
        cased: is_on(site, "SLUGIFY_PRESERVE_CASE"),
    };
    let because = ["SLUGIFY_USE_UNICODE", "SLUGIFY_PRESERVE_CASE"];
    let because = because.into_iter().find(|key| is_on(site, key));
    if let Some(because) = because {
        let name = style.suffix().trim_start_matches('_');
        add("style", Node::scalar(name, 0), because);
    }
    let rule = format!("pelican{}", style.suffix().replace('_', "-"));
    let plugins = walk(site.root, "PLUGINS").map(|node| &node.value);
    let reads_yaml = matches!(plugins, Some(Value::Sequence(plugins)) if plugins.iter().any(|name| {
        name.text().is_some_and(|name| name.ends_with("yaml_metadata"))
    }));
    if reads_yaml {
        add("yaml", Node::scalar("true", 0), "PLUGINS");
    }
    let mut slugs = Vec::new();
    for (key, kind, setting) in [
        ("slug", "", "SLUG"),
        ("category", "categories", "CATEGORY"),
        ("author", "author", "AUTHOR"),
        ("", "tags", "TAG"),
    ] {
        let Some((list, because)) = substitutions(site, setting) else {
            continue;
        };
        if !key.is_empty() {
            add(key, list.clone(), because);
        }
        let by = [("rule", (&*rule).into()), ("replace", list.value)];
        slugs.extend((!kind.is_empty()).then(|| (kind, table(by), because)));
    }
    if let Some(because) = because {
        site.set("slugs", rule, because);
    }
    if !own.is_empty() {
        let of = |key: &str, value: Value| table([(key, value)]);
        let values = of("values", of(OWN, Value::Mapping(own)));
        site.set("defaults", values, from.unwrap_or("ARTICLE_PATHS"));
    }
    slugs
}

/// The date of articles without one, as a text.
fn default_date(site: &mut SiteFile<'_>) -> Option<String> {
    let node = site.get("DEFAULT_DATE")?;
    if let Value::Sequence(numbers) = &node.value {
        let numbers = numbers.iter().filter_map(|node| node.text()?.parse().ok());
        let numbers: Vec<u32> = numbers.collect();
        let [year, month, day, time @ ..] = &*numbers else {
            return None;
        };
        let at = |index: usize| time.get(index).copied().unwrap_or(0);
        let (hour, minute, second) = (at(0), at(1), at(2));
        return Some(format!(
            "{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"
        ));
    }
    match path(site, "DEFAULT_DATE")? {
        "fs" => {
            let why = "the dates of files are not read, as they are others on each machine; \
                       write a date into each article, or `dates: git` into `feedmill.yaml`";
            site.warn(node.offset, why.to_owned());
            None
        }
        date => Some(date.to_owned()),
    }
}

/// The default of `SLUG_REGEX_SUBSTITUTIONS`.
const DEFAULT_SUBSTITUTIONS: [(&str, &str); 4] = [
    (r"[^\w\s-]", ""),
    (r"(?u)\A\s*", ""),
    (r"(?u)\s*\Z", ""),
    (r"[-\s]+", "-"),
];

/// A list of substitutions, as in the site file.
fn list_of<'p>(pairs: impl IntoIterator<Item = (&'p str, &'p str)>) -> Node {
    let node = |value| Node { value, offset: 0 };
    let pair = |(pattern, by)| {
        let pair = vec![Node::scalar(pattern, 0), Node::scalar(by, 0)];
        node(Value::Sequence(pair))
    };
    node(Value::Sequence(pairs.into_iter().map(pair).collect()))
}

/// The texts of the items of a list of tuples.
fn tuples(node: &Node) -> Vec<Vec<&str>> {
    let Value::Sequence(items) = &node.value else {
        return Vec::new();
    };
    fn texts(item: &Node) -> Option<Vec<&str>> {
        let Value::Sequence(parts) = &item.value else {
            return None;
        };
        let texts: Vec<_> = parts.iter().filter_map(Node::text).collect();
        (texts.len() > 1).then_some(texts)
    }
    items.iter().filter_map(texts).collect()
}

/// The substitutions that make slugs of a kind (`SLUG`, `TAG`, …), if they are not the default, and the setting
/// that they come from.
fn substitutions(site: &mut SiteFile<'_>, kind: &str) -> Option<(Node, &'static str)> {
    const KEYS: [(&str, &str, &str); 4] = [
        ("SLUG", "SLUG_REGEX_SUBSTITUTIONS", "SLUG_SUBSTITUTIONS"),
        ("TAG", "TAG_REGEX_SUBSTITUTIONS", "TAG_SUBSTITUTIONS"),
        (
            "CATEGORY",
            "CATEGORY_REGEX_SUBSTITUTIONS",
            "CATEGORY_SUBSTITUTIONS",
        ),
        (
            "AUTHOR",
            "AUTHOR_REGEX_SUBSTITUTIONS",
            "AUTHOR_SUBSTITUTIONS",
        ),
    ];
    let (_, key, old) = KEYS.into_iter().find(|(known, ..)| *known == kind)?;
    // The old form: texts instead of patterns, and those for slugs come before those for terms.
    let shared = site
        .get("SLUG_SUBSTITUTIONS")
        .map(tuples)
        .unwrap_or_default();
    let is_given = site.get(old).is_some() || kind == "AUTHOR" && !shared.is_empty();
    if is_given {
        let mut texts = match kind {
            "TAG" | "CATEGORY" => shared,
            _ => Vec::new(),
        };
        texts.extend(site.get(old).map(tuples).unwrap_or_default());
        let keeps = texts.iter().any(|parts| parts.get(2) == Some(&"True"));
        let escaped = texts
            .iter()
            .map(|parts| (::regex::escape(parts[0]), parts[1]));
        let escaped: Vec<_> = escaped.collect();
        let rest = DEFAULT_SUBSTITUTIONS.iter().copied();
        let rest = rest.filter(|(pattern, _)| !keeps || pattern.starts_with("(?u)"));
        let all = escaped.iter().map(|(pattern, by)| (&**pattern, *by));
        let is_default = escaped.is_empty() && !keeps;
        return (!is_default).then(|| (list_of(all.chain(rest)), old));
    }
    let Some(node) = site.get(key) else {
        return match kind {
            "SLUG" => None,
            _ => substitutions(site, "SLUG"),
        };
    };
    let pairs = tuples(node);
    for pattern in pairs.iter().filter_map(|pair| pair.first()) {
        if !regex::is_known(pattern) {
            let why = format!("cannot understand `{pattern}`; slugs are made without it");
            site.warn(node.offset, why);
        }
    }
    let is_default = pairs
        .iter()
        .map(|pair| (pair[0], pair.get(1).copied().unwrap_or_default()))
        .eq(DEFAULT_SUBSTITUTIONS);
    (!is_default).then(|| (node.clone(), key))
}

/// `ARTICLE_URL`, and `ARTICLE_LANG_URL` for other languages than the site's.
fn permalink(site: &mut SiteFile<'_>) {
    let (default, of_language) = if is_on(site, "CLEAN_URLS") {
        ("{slug}/", "{slug}-{lang}/")
    } else {
        ("{slug}.html", "{slug}-{lang}.html")
    };
    let structure = path(site, "ARTICLE_PERMALINK_STRUCTURE").map(structure);
    let end = if is_on(site, "FEED_APPEND_REF") {
        REF
    } else {
        ""
    };
    let reasons = [
        "CLEAN_URLS",
        "FEED_APPEND_REF",
        "ARTICLE_PERMALINK_STRUCTURE",
    ];
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
        let given = match &structure {
            Some(folders) => format!("{}/{given}", folders.trim_end_matches('/')),
            None => given.to_owned(),
        };
        match address::pattern(&given) {
            Ok(pattern) => site.set(key, format!("/{pattern}{end}"), from),
            Err(part) => {
                let offset = site.get(from).map_or(0, |node| node.offset);
                site.warn(offset, format!("cannot understand `{part}` in `{given}`"));
            }
        }
    }
}

/// `/%Y/%m/%(category)s` as `{date:%Y}/{date:%m}/{category}`.
fn structure(given: &str) -> String {
    let mut made = String::new();
    let mut rest = given.trim_start_matches('/');
    while let Some((before, after)) = rest.split_once('%') {
        made.push_str(before);
        if let Some((name, after)) = after
            .strip_prefix('(')
            .and_then(|rest| rest.split_once(")s"))
        {
            made.push_str(&format!("{{{name}}}"));
            rest = after;
        } else {
            let directive = after.chars().next().map_or(0, char::len_utf8);
            made.push_str(&format!("{{date:%{}}}", &after[..directive]));
            rest = &after[directive..];
        }
    }
    made + rest
}

/// Which feeds exist, and their paths. `slugs` are the rules for some kinds of terms.
fn feeds(site: &mut SiteFile<'_>, slugs: &[SlugsOfKind]) {
    let mut off = Vec::new();
    for (kind, atom, rss) in KINDS {
        let mut given = Vec::new();
        for (format, keys) in [(Format::Atom, atom), (Format::Rss, rss)] {
            let mut paths: Vec<(String, &str)> = Vec::new();
            // Pelican writes this one unless it is switched off.
            if *kind == "site" && format == Format::Atom && site.get(atom[0]).is_none() {
                let others = site.get("FEED_ATOM").is_some();
                paths.extend(others.then(|| (ALL_ATOM.to_owned(), "FEED_ATOM")));
            }
            for key in *keys {
                let path = path(site, key).map(template);
                let path = path.filter(|path| site.is_path(kind, format, path, key));
                paths.extend(path.map(|path| (path, *key)));
            }
            paths.dedup_by(|one, other| one.0 == other.0);
            let Some((first, from)) = paths.first().cloned() else {
                continue;
            };
            let key = format!("paths.{kind}.{}", format.name());
            if *kind == "site" && paths.len() > 1 {
                let all = paths.into_iter().map(|(path, _)| path);
                site.set(&key, all.collect::<Vec<_>>(), from);
            } else {
                site.set(&key, &*first, from);
            }
            given.push((format, first, from));
        }
        // What is not switched off keeps its default beside the other format.
        let has_rss = *kind == "author" && site.get("AUTHOR_FEED_RSS").is_none();
        let has_atom = *kind != "tags" && site.get(atom[0]).is_none();
        match &*given {
            [(Format::Atom, ..)] if has_rss => {}
            [(Format::Rss, ..)] if has_atom => {}
            [(format, template, key)] => {
                let other = if *format == Format::Atom {
                    Format::Rss
                } else {
                    Format::Atom
                };
                site.set_path(kind, other, &beside(template, *format, other), key);
            }
            // The site's feed is always written; without it there would be nothing to do.
            [] if *kind != "site" && !has_rss && is_off(site, atom[0]) => off.push(*kind),
            _ => {}
        }
    }
    let from = off.first().and_then(|first| {
        let kind = KINDS.iter().find(|(kind, ..)| kind == first);
        kind.map(|(_, atom, _)| atom[0])
    });
    let from = from.or_else(|| slugs.first().map(|(_, _, from)| *from));
    if let Some(from) = from {
        let on = KINDS.iter().map(|(kind, ..)| *kind).skip(1);
        let on = on.filter(|kind| !off.contains(kind));
        let settings = |kind: &str| {
            let mut settings = vec![match kind {
                "language" => ("title", "{title}".into()),
                _ => ("title", "{title} - {term}".into()),
            }];
            settings.extend((kind == "language").then(|| ("from", vec!["lang"].into())));
            let rule = slugs.iter().find(|(known, ..)| *known == kind);
            settings.extend(rule.map(|(_, rule, _)| ("slugs", rule.clone())));
            table(settings)
        };
        let on: Vec<Value> = on.map(|kind| table([(kind, settings(kind))])).collect();
        site.set("taxonomies", on, from);
    }
}

/// The default of `FEED_ALL_ATOM`.
const ALL_ATOM: &str = "feeds/all.atom.xml";

/// The path in a setting as a template.
fn template(path: &str) -> String {
    let path = path.trim_start_matches('/').replace("%s", "{slug}");
    path.replace("{slug}", ":slug").replace("{lang}", ":slug")
}

/// The path of the feed in the `other` format, given the `path` of the one in `format`.
pub(super) fn beside(path: &str, format: Format, other: Format) -> String {
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
