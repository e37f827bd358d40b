//! The feeds that a Hugo site has, their paths and titles.

use std::collections::BTreeMap;

use super::site_file::{SiteLanguage, case, pattern};
use super::slug::{self, Case};
use super::{AS_WRITTEN, UNACCENTED};
use crate::model::Format;
use crate::site::address::slug::is_safe_name;
use crate::site::generator::site_file::{SiteFile, table};
use crate::syntax::tree::{Node, Value};

/// Which feeds exist, and their paths and titles: those of sections that are `moved`, and the `titles` of
/// sections and terms, by folder.
pub(super) fn feeds(
    site: &mut SiteFile<'_>,
    languages: &[SiteLanguage],
    moved: &BTreeMap<String, String>,
    titles: &BTreeMap<String, String>,
) {
    let case = case(site);
    home_titles(site, languages, titles);
    let (names, plural) = term_names(site);
    if case == Case::AsWritten {
        site.set("slugs", AS_WRITTEN, "disablePathToLower");
    } else if site.is_on("removePathAccents") {
        site.set("slugs", UNACCENTED, "removePathAccents");
    }
    let files = FileNames::read(site);
    let (home, sections, terms) = kinds(site);
    let paths = |folder: &str| {
        let FileNames {
            above, rss, atom, ..
        } = &files;
        [
            (Format::Rss, format!("{above}{folder}{rss}")),
            (Format::Atom, format!("{above}{folder}{atom}")),
        ]
    };
    for (format, path) in paths("") {
        if !home {
            site.set(&format!("paths.site.{}", format.name()), "false", "outputs");
        } else if !files.from.is_empty() {
            site.set_path("site", format, &path, files.from);
        }
    }
    let is_default = site.get("taxonomies").is_none();
    let given = if is_default {
        vec!["tags".to_owned(), "categories".to_owned()]
    } else {
        taxonomies(site)
    };
    let mut listed = Vec::new();
    let mut has_names = (names, plural) != ("title-case", "plural");
    if terms {
        for name in &given {
            let is_tags = matches!(name.as_str(), "tag" | "tags");
            let below = format!("{}/", slug::of_name(name, case));
            let own = names_below(&below, languages, titles);
            has_names |= !own.is_empty();
            let from = Some(&**name).filter(|_| !is_tags);
            listed.push(taxonomy(name, from, names, own));
            let moved = term_pattern(name, site, case);
            if is_default && moved.is_none() && files.from.is_empty() {
                continue;
            }
            if is_tags && !is_default {
                site.set("tags.from", vec![name.as_str()], "taxonomies");
            }
            let folder = moved.unwrap_or_else(|| format!("{}/:slug/", slug::of_name(name, case)));
            for (format, path) in paths(&folder) {
                site.set_path(name, format, &path, "taxonomies");
            }
        }
    }
    let is_moved = sections && !moved.is_empty();
    if sections {
        let own = names_below("", languages, titles);
        has_names |= !own.is_empty();
        let mut item = taxonomy("section", None, plural, own);
        if let Value::Mapping(pairs) = &mut item.value
            && let Some((
                _,
                Node {
                    value: Value::Mapping(settings),
                    ..
                },
            )) = pairs.first_mut()
            && is_moved
        {
            let slugs = moved
                .iter()
                .map(|(folder, slug)| (&**folder, slug.as_str().into()));
            let slugs = Node {
                value: table(slugs),
                offset: 0,
            };
            settings.push((Node::scalar("slug_of", 0), slugs));
        }
        listed.push(item);
        for (format, path) in paths(":slug/") {
            if !files.from.is_empty() {
                site.set_path("section", format, &path, files.from);
            }
        }
    }
    if !is_default || !terms || !sections || is_moved || has_names {
        let from = if !is_default {
            "taxonomies"
        } else if is_moved {
            "permalinks"
        } else {
            "outputs"
        };
        site.set("taxonomies", Value::Sequence(listed), from);
    }
}

/// The titles of the feeds for everything: `X on SITE` if the home page is called `X`.
fn home_titles(
    site: &mut SiteFile<'_>,
    languages: &[SiteLanguage],
    titles: &BTreeMap<String, String>,
) {
    let on_site = |folder: &str, site_title: &str| {
        let home = titles.get(folder).filter(|title| !title.is_empty());
        let home = home.filter(|home| *home != site_title);
        home.map(|home| format!("{home} on {site_title}"))
    };
    let title = site.text("title").map_or("", |(title, _)| title);
    if let Some(title) = on_site("", title) {
        site.set("feed_title", title, "title");
    }
    for language in languages {
        let Some(folder) = &language.feeds else {
            continue;
        };
        let own = language.title.as_deref().unwrap_or(title);
        if let Some(title) = on_site(folder, own) {
            site.set_in(&["languages", &language.tag, "feed_title"], title);
        }
    }
}

/// What the site makes of the names of terms and of sections in titles.
fn term_names(site: &mut SiteFile<'_>) -> (&'static str, &'static str) {
    let is_off =
        |site: &mut SiteFile<'_>, key| site.text(key).is_some_and(|(text, _)| text == "false");
    let style = site
        .text("titleCaseStyle")
        .map(|(style, _)| style.to_lowercase());
    let names = match style.as_deref() {
        _ if is_off(site, "capitalizeListTitles") => "as-written",
        Some("go") => "each-word",
        Some("firstupper") => "first-upper",
        Some("none") => "as-written",
        _ => "title-case",
    };
    let plural = if is_off(site, "pluralizeListTitles") {
        names
    } else {
        "plural"
    };
    (names, plural)
}

/// The names of what has pages below the folder `below`, in every language.
fn names_below<'t>(
    below: &str,
    languages: &[SiteLanguage],
    titles: &'t BTreeMap<String, String>,
) -> Vec<(String, &'t str)> {
    let folders = languages.iter().filter_map(|it| it.feeds.as_deref());
    let folders: Vec<&str> = folders.collect();
    let name = |(folder, title): (&String, &'t String)| {
        let language = folder
            .split('/')
            .next()
            .filter(|first| folders.contains(first));
        let above = language.map_or(String::new(), |language| format!("{language}/"));
        let rest = folder.strip_prefix(&above)?;
        let term = rest.strip_prefix(below).filter(|term| !term.is_empty())?;
        Some((format!("{above}{term}"), title.as_str()))
    };
    titles.iter().filter_map(name).collect()
}

/// An item of `taxonomies` with the terms under the header key `from`, which are called as `names` and `own` say.
fn taxonomy(name: &str, from: Option<&str>, names: &str, own: Vec<(String, &str)>) -> Node {
    let mut settings: Vec<(&str, Value)> = Vec::new();
    settings.extend(from.map(|key| ("from", vec![key].into())));
    settings.push(("title", "{term} on {title}".into()));
    settings.push(("names", names.into()));
    if !own.is_empty() {
        let own = own.iter().map(|(term, name)| (&**term, (*name).into()));
        settings.push(("name_of", table(own)));
    }
    let value = table([(name, table(settings))]);
    Node { value, offset: 0 }
}

/// The header keys that are taxonomies, except names with another meaning in feedmill's settings and
/// names that are the same as another one.
fn taxonomies(site: &mut SiteFile<'_>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for (_, plural) in site.mapping("taxonomies") {
        let name = plural.text().unwrap_or_default().trim().to_lowercase();
        let singular = |name: &str| match name.strip_suffix("ies") {
            Some(stem) => format!("{stem}y"),
            None => name.strip_suffix('s').unwrap_or(name).to_owned(),
        };
        let reserved = ["site", "section", "lang", "language"];
        let is_taken = reserved.contains(&&*singular(&name))
            || found.iter().any(|known| singular(known) == singular(&name));
        if is_taken || name.contains('.') || !is_safe_name(&name) {
            let warning = format!(
                "the taxonomy `{name}` has a name that cannot be used, so it gets no feeds"
            );
            site.warn(plural.offset, warning);
        } else {
            found.push(name);
        }
    }
    found
}

/// The folder of a taxonomy's terms, if a pattern gives it.
fn term_pattern(name: &str, site: &mut SiteFile<'_>, case: Case) -> Option<String> {
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
                let warning =
                    format!("cannot understand `{from}`; its feeds are written to `{name}/`");
                site.warn(at, warning);
            }
        }
    }
    None
}

/// The file names of feeds.
struct FileNames {
    /// The folder of all of them, with its slash.
    above: String,
    rss: String,
    atom: String,
    /// The key that gives the name, if there is one.
    from: &'static str,
}

impl FileNames {
    fn read(site: &mut SiteFile<'_>) -> Self {
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
            let (text, at) = site.text(&format!("outputFormats.rss.{key}"))?;
            let path = text.trim_matches('/');
            if !path.split('/').all(is_safe_name) {
                site.warn(at, format!("`{text}` cannot be a file name"));
                return None;
            }
            Some(path.to_owned())
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

/// Whether the home page, sections and terms have feeds. If the site has switched off all of them,
/// another program makes its feeds, perhaps this one.
fn kinds(site: &mut SiteFile<'_>) -> (bool, bool, bool) {
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
