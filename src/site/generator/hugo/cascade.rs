//! What pages inherit by `cascade`: from the site file, and from the pages of their sections, of which
//! the nearest wins. In one list the first wins. A header wins over all of them.

use std::collections::{BTreeSet, HashMap};

use globset::{Glob, GlobBuilder};

use super::site_file::{ContentFolder, SiteLanguage, default_language};
use super::{EXTENSIONS, dates, kept};
use crate::site::generator::inherited::{defaults_of, inherited};
use crate::site::generator::site_file::{SiteFile, walk};
use crate::syntax::tree::{Node, Pairs, Value};

/// The header keys that Hugo knows and feedmill reads under Hugo alone.
const OWN_KEYS: &[&str] = &["build", "headless", kept::SECTIONS];

/// The environment that feeds are built for.
const ENVIRONMENT: &str = "production";

/// Sets the defaults of articles: the languages of their folders, and what they inherit.
pub(super) fn defaults(
    site: &mut SiteFile<'_>,
    languages: &[SiteLanguage],
    folders: &[ContentFolder],
) {
    let default = default_language(site);
    let pages = Pages {
        languages,
        folders,
        default: &default,
    };
    let one = |key: &str, value: &str| vec![(Node::scalar(key, 0), Node::scalar(value, 0))];
    let mut defaults = of_all(site, languages);
    for ContentFolder { path, language } in folders {
        let mut languages = languages.iter();
        if let Some(language) = languages.find(|known| Some(&known.key) == language.as_ref()) {
            let value = one("lang", &language.tag);
            defaults.push(defaults_of(vec![path.clone()], Vec::new(), value));
        }
    }
    // The name of a file says more than its folder.
    let has_folders = folders.iter().any(|folder| folder.language.is_some());
    for SiteLanguage { key, tag, .. } in languages.iter().filter(|_| has_folders) {
        let names = vec![format!("**/*.{key}.*")];
        defaults.push(defaults_of(names, Vec::new(), one("lang", tag)));
    }
    let from = if has_folders { "languages" } else { "cascade" };
    let of_site = site.get("cascade");
    for item in of_site.into_iter().flat_map(items) {
        for folder in folders {
            defaults.extend(pages.inherit(item, folder, "", &pages.all_languages()));
        }
    }
    for folder in folders {
        let index_pages = site.index_pages(&folder.path);
        let mut slugs: HashMap<(&str, &str), &str> = HashMap::new();
        for page in &index_pages {
            let languages = pages.languages_of(&page.name);
            let slug = walk(&page.header, "slug")
                .and_then(Node::text)
                .map(str::trim);
            if let Some(slug) = slug.filter(|slug| !slug.is_empty()) {
                slugs.insert((&page.folder, &page.name), slug);
                let value = one(
                    kept::SECTIONS,
                    &section_names(&page.folder, &page.name, &slugs),
                );
                let item = Node {
                    value: Value::Mapping(value),
                    offset: 0,
                };
                defaults.extend(pages.inherit(&item, folder, &page.folder, &languages));
            }
            for item in walk(&page.header, "cascade").into_iter().flat_map(items) {
                defaults.extend(pages.inherit(item, folder, &page.folder, &languages));
            }
        }
    }
    if !defaults.is_empty() {
        site.set("defaults", Value::Sequence(defaults), from);
    }
}

/// What addresses on this site depend on.
fn of_all(site: &mut SiteFile<'_>, languages: &[SiteLanguage]) -> Vec<Node> {
    let mut values = Vec::new();
    let keys: Vec<_> = languages.iter().map(|known| &*known.key).collect();
    values.extend(dates::translate(site, &keys));
    if site.is_on("removePathAccents") {
        values.push((Node::scalar(kept::UNACCENTED, 0), Node::scalar("true", 0)));
    }
    if values.is_empty() {
        return Vec::new();
    }
    vec![defaults_of(Vec::new(), Vec::new(), values)]
}

/// The slugs of the folders down to `folder`, or their names; `slugs` are by folder and name of the page.
fn section_names(folder: &str, page: &str, slugs: &HashMap<(&str, &str), &str>) -> String {
    let ends = folder.match_indices('/').map(|(at, _)| at);
    let names = ends.chain([folder.len()]).map(|end| {
        let above = &folder[..end];
        let name = above.rsplit('/').next().unwrap_or(above);
        slugs.get(&(above, page)).copied().unwrap_or(name)
    });
    names.collect::<Vec<_>>().join("/")
}

/// The items of a `cascade`, the one that wins last.
fn items(cascade: &Node) -> impl Iterator<Item = &Node> {
    let items = match &cascade.value {
        Value::Sequence(items) => items.as_slice(),
        _ => std::slice::from_ref(cascade),
    };
    items.iter().rev()
}

/// The pages of a site.
struct Pages<'s> {
    languages: &'s [SiteLanguage],
    folders: &'s [ContentFolder],
    /// The key of the default language.
    default: &'s str,
}

/// Keys of languages.
type Keys<'s> = BTreeSet<&'s str>;

impl<'s> Pages<'s> {
    fn all_languages(&self) -> Keys<'s> {
        self.languages.iter().map(|known| &*known.key).collect()
    }

    /// The languages that the page of a section called `name` is for: its own.
    fn languages_of(&self, name: &str) -> Keys<'s> {
        let own = name.split('.').nth(1).map(str::to_lowercase);
        let keys = self.all_languages();
        let own = own.and_then(|own| keys.iter().find(|key| **key == own).copied());
        match own {
            Some(own) => Keys::from([own]),
            None => keys
                .into_iter()
                .filter(|key| *key == self.default)
                .collect(),
        }
    }

    /// What `item` of a cascade gives to pages below `section` of `folder` that are in one of `languages`.
    fn inherit(
        &self,
        item: &Node,
        folder: &ContentFolder,
        section: &str,
        languages: &Keys<'s>,
    ) -> Option<Node> {
        let Value::Mapping(pairs) = &item.value else {
            return None;
        };
        let values: Pairs = inherited(pairs, OWN_KEYS);
        let target = walk(item, "target").or_else(|| walk(item, "_target"));
        let texts = |key: &str| target.and_then(|target| texts(walk(target, key)?));
        let is_meant = |key: &str, value: &str| {
            texts(key).is_none_or(|globs| globs.iter().any(|glob| matches(glob, value)))
        };
        if values.is_empty() || !is_meant("kind", "page") || !is_meant("environment", ENVIRONMENT) {
            return None;
        }
        let all = self.all_languages();
        let globs = texts("lang").or_else(|| texts("sites.matrix.languages"));
        let mut meant: Keys<'s> = all
            .iter()
            .filter(|key| globs.iter().flatten().any(|glob| matches(glob, key)))
            .copied()
            .collect();
        // Hugo 0.168 takes a target without a language of the site for one without languages.
        if meant.is_empty() {
            meant.clone_from(&all);
        }
        let (suffixes, except) = match &folder.language {
            Some(own) if !all.is_empty() && !meant.contains(&**own) => return None,
            Some(_) => (vec![String::new()], Vec::new()),
            None => {
                meant.retain(|key| languages.contains(key));
                self.names(&all, &meant)
            }
        };
        let below = match section {
            "" => folder.path.clone(),
            section => format!("{}/{section}", folder.path),
        };
        let targets = match texts("path") {
            Some(globs) => globs
                .iter()
                .flat_map(|glob| alternatives(glob))
                .map(|glob| glob_of(&glob))
                .collect(),
            None => vec!["**".to_owned()],
        };
        let mut paths = Vec::new();
        for target in &targets {
            if target == "**" && suffixes.iter().any(String::is_empty) {
                paths.push(below.clone());
                continue;
            }
            let root = if target.starts_with("**") {
                &below
            } else {
                &folder.path
            };
            let target = format!("{root}/{target}");
            for suffix in &suffixes {
                paths.extend(files(&target, suffix));
            }
        }
        (!paths.is_empty()).then(|| defaults_of(paths, except, values))
    }

    /// What the names of files in the languages `meant` have before their extension, and the files
    /// that are in another language of `all`.
    fn names(&self, all: &Keys<'s>, meant: &Keys<'s>) -> (Vec<String>, Vec<String>) {
        let of_language = |key: &&str| format!(".{key}");
        if !meant.contains(self.default) && !all.is_empty() {
            return (meant.iter().map(of_language).collect(), Vec::new());
        }
        let others = all.difference(meant);
        let mut except: Vec<String> = others.clone().map(|key| format!("**/*.{key}.*")).collect();
        let folders = self.folders.iter();
        let folders = folders.filter(|folder| {
            let language = folder.language.as_deref();
            language.is_some_and(|language| others.clone().any(|key| *key == language))
        });
        except.extend(folders.map(|folder| folder.path.clone()));
        let suffixes = meant.iter().map(of_language);
        (suffixes.chain([String::new()]).collect(), except)
    }
}

/// The texts of a node: the items of a list, or one.
fn texts(node: &Node) -> Option<Vec<&str>> {
    match &node.value {
        Value::Sequence(items) => Some(items.iter().filter_map(Node::text).collect()),
        _ => node.text().map(|text| vec![text]),
    }
}

fn matches(glob: &str, value: &str) -> bool {
    let glob = Glob::new(&glob.to_lowercase());
    glob.is_ok_and(|glob| glob.compile_matcher().is_match(value))
}

/// The globs that `glob` stands for with its `{a,b}`.
fn alternatives(glob: &str) -> Vec<String> {
    let inner = glob.rfind('{').and_then(|open| {
        let close = open + glob[open..].find('}')?;
        Some((&glob[..open], &glob[open + 1..close], &glob[close + 1..]))
    });
    let Some((before, inner, after)) = inner else {
        return vec![glob.to_owned()];
    };
    let one = |item| alternatives(&format!("{before}{item}{after}"));
    inner.split(',').flat_map(one).collect()
}

/// A glob of Hugo's paths, which are in lower case and have `-` for spaces, as one of files below a
/// folder of articles. A `**` beside other characters matches slashes, too.
fn glob_of(given: &str) -> String {
    let mut glob = String::new();
    for part in given.trim_start_matches('/').split('/') {
        if !glob.is_empty() {
            glob.push('/');
        }
        match part.split_once("**") {
            Some((before, after)) if part != "**" => {
                let (before, after) = (any_case(before), any_case(after));
                glob.push_str(&format!("{{{before}*{after},{before}*/**/*{after}}}"));
            }
            _ => glob.push_str(&any_case(part)),
        }
    }
    glob
}

/// `glob` for names in any case.
fn any_case(glob: &str) -> String {
    let mut is_class = false;
    let mut any = String::new();
    for c in glob.chars() {
        is_class = match c {
            '[' => true,
            ']' => false,
            _ => is_class,
        };
        match c {
            _ if is_class => any.push(c),
            '-' => any.push_str("[ -]"),
            c if c.is_ascii_alphabetic() => {
                any.extend(['[', c.to_ascii_lowercase(), c.to_ascii_uppercase(), ']']);
            }
            c => any.push(c),
        }
    }
    any
}

/// The files of the pages that `target` matches, whose names have `suffix` before their extension:
/// `a.md` and `a/index.md` are one page.
fn files(target: &str, suffix: &str) -> Vec<String> {
    if let Some(above) = target.strip_suffix("/**") {
        return vec![if suffix.is_empty() {
            format!("{above}/**")
        } else {
            format!("{above}/**/*{suffix}.*")
        }];
    }
    let end = format!("{suffix}.{{{}}}", EXTENSIONS.join(","));
    let names = vec![format!("{target}{end}"), format!("{target}/index{end}")];
    let is_valid = |glob: &String| {
        GlobBuilder::new(glob)
            .literal_separator(true)
            .build()
            .is_ok()
    };
    names.into_iter().filter(is_valid).collect()
}
