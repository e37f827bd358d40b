//! Hugo: every folder is a section, and the site file configures nearly everything.

mod address;
mod cascade;
mod dates;
mod feed_template;
mod feeds;
mod sections;
mod site_file;
mod slug;

use super::LOCAL;
use super::article_header::ArticleHeader;
use super::definition::{
    Behaviour, Exists, ExtraFiles, Generator, ReadingRules, Role, Section, SiteFiles,
};
use super::site_file::{SiteFile, walk};
use crate::model::Templates;
use crate::site::address::Page;
use crate::syntax::tree::Node;
use crate::time::DateRules;
use slug::Case;

pub(super) static HUGO: Generator = Generator {
    name: "hugo",
    title: "Hugo",
    ids: Some("hugo"),
    site_files: SiteFiles {
        names: &[
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
        extra: ExtraFiles {
            files: &[],
            folders: &["config/_default", "config/production"],
            nested_under,
        },
        index_pages: true,
        ..SiteFiles::ONE
    },
    preset: PRESET,
    reading: ReadingRules {
        templates: Templates::Hugo,
        commas_separate_terms: false,
        published_keys: &[
            "publishdate",
            "pubdate",
            "published",
            "date",
            "lastmod",
            "modified",
        ],
        updated_keys: &["lastmod", "modified"],
        dates: DateRules::PERSON,
        notes: false,
        terms_keep_spaces: true,
        address_date_keys: &[
            "date",
            "publishdate",
            "pubdate",
            "published",
            "lastmod",
            "modified",
        ],
        folders_are_roots: true,
        undated_are_pages: true,
        ..ReadingRules::DEFAULT
    },
    dialect: address::DIALECT,
    slugs: &[
        ("hugo", |name| slug::of_name(name, Case::Lower)),
        (AS_WRITTEN, |name| slug::of_name(name, Case::AsWritten)),
        (UNACCENTED, |name| {
            slug::unaccented(&slug::of_name(name, Case::Lower))
        }),
    ],
    behaviour: &Hugo,
};

struct Hugo;

impl Behaviour for Hugo {
    fn translate(&self, site: &mut SiteFile<'_>) {
        let (languages, folders) = site_file::translate(site);
        let moved = sections::moved(site, &languages, &folders);
        let titles = sections::titles(site, &languages, &folders);
        feeds::feeds(site, &languages, &moved, &titles);
        feed_template::translate(site);
        cascade::defaults(site, &languages, &folders);
    }

    fn role(&self, path: &str, _: &[String], exists: Exists<'_>) -> Role {
        role(path, exists)
    }

    fn section(&self, path: &str, exists: Exists<'_>) -> Section {
        match &*address::section(path, exists) {
            [] => Section::None,
            folders => Section::Folder(folders.join("/")),
        }
    }

    fn adapt(&self, header: &mut ArticleHeader<'_>) {
        adapt(header);
    }

    fn address(&self, page: &Page<'_>) -> Option<String> {
        address::in_header(page)
    }
}

/// Hugo's feeds are RSS; we write Atom beside them.
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
  - tags: {title: '{term} on {title}', names: title-case}
  - categories: {from: [categories], title: '{term} on {title}', names: title-case}
  - section: {title: '{term} on {title}', names: plural}
paths:
  site: {rss: index.xml, atom: atom.xml}
  tags: {rss: tags/:slug/index.xml, atom: tags/:slug/atom.xml}
  categories: {rss: categories/:slug/index.xml, atom: categories/:slug/atom.xml}
  section: {rss: ':slug/index.xml', atom: ':slug/atom.xml'}
";

/// The keys that the content of a file in a configuration folder is nested under: `params` for
/// `params.toml`, the `params` of a language for `params.en.toml`, the language for
/// `languages.en.toml`.
fn nested_under(stem: &str) -> Vec<&str> {
    match stem.split_once('.') {
        _ if matches!(stem, "hugo" | "config") => Vec::new(),
        Some(("languages", language)) => vec!["languages", language],
        Some((key, language)) => vec!["languages", language, key],
        None => vec![stem],
    }
}

/// The slug rule of a site that keeps the case of paths.
const AS_WRITTEN: &str = "hugo-as-written";

/// The slug rule of a site that removes accents from paths.
const UNACCENTED: &str = "hugo-unaccented";

/// Header defaults that no real header has: what addresses depend on beside the header.
mod kept {
    /// Where dates come from, if the site file says it: a list for each kind of date.
    pub(super) const DATES: &str = "hugo.dates";
    /// The keys of the languages, which the names of files may end in.
    pub(super) const LANGUAGES: &str = "hugo.languages";
    /// The names of the page's sections in addresses, from the first folder on.
    pub(super) const SECTIONS: &str = "hugo.sections";
    /// Present if accents are removed from addresses.
    pub(super) const UNACCENTED: &str = "hugo.unaccented";
}

/// The extensions of articles.
const EXTENSIONS: &[&str] = &["md", "markdown", "mdown", "html", "htm"];

/// `_index.md` is the page of a section. A folder with an `index.md` is one page, and everything
/// else in it or below belongs to that page.
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
    // An `index.md` is not a resource of its own folder's page.
    if address::is_index(name) {
        above.next();
    }
    // Of two files of one page, Hugo takes the `.md`.
    let stem = path.strip_suffix(extension).unwrap_or(path);
    let has_rival = || address::is_index(name) && extension != "md" && exists(&format!("{stem}md"));
    if is_content && !name.starts_with("_index.") && !above.any(is_bundle) && !has_rival() {
        Role::Article
    } else {
        Role::Other
    }
}

/// A page that is in no list is in no feed.
fn adapt(header: &mut ArticleHeader<'_>) {
    dates::adapt(header);
    for key in ["date", "publishdate", "lastmod"] {
        if let Some(time) = header.counted_time(key, 1) {
            header.set(key, time);
        }
    }
    let is = |path: &str, value: &str| {
        let (key, below) = path.split_once('.').unwrap_or((path, ""));
        let node = header.get(key).and_then(|node| match below {
            "" => Some(node),
            _ => walk(node, below),
        });
        node.and_then(Node::text) == Some(value)
    };
    let says = |key: &str, values: &[&str]| {
        let paths = ["build", "_build"].map(|build| format!("{build}.{key}"));
        let mut paths = paths.iter();
        paths.any(|path| values.iter().any(|value| is(path, value)))
    };
    let is_unlisted = says("list", &["never", "false"]) || says("render", &["never", "false"]);
    let is_local = says("list", &["local"]);
    if is_unlisted || is("headless", "true") {
        header.set("hidden", "true");
    }
    if is_local {
        header.set(LOCAL, "true");
    }
}

#[cfg(test)]
mod tests;
