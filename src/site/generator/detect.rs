//! Detects the generator of a site by weighing the clues in its folder.

use std::cell::OnceCell;
use std::fmt;
use std::path::Path;

use super::definition::{Generator, Role};
use super::site_file::{has, parse, walk};
use crate::files::{read_found, to_text};
use crate::syntax::tree::{Node, Value};

/// Evidence in a site's folder.
#[derive(Debug, Clone, Copy)]
enum Clue {
    /// A file or folder that only this generator uses.
    Own(&'static str),
    /// A file or folder that others may use too. It counts only together with another clue.
    Common(&'static str),
    /// A file that configures the generator in code.
    Configuration,
    /// `package.json` depends on this package.
    Npm(&'static str),
    /// `Gemfile` or `Gemfile.lock` names this gem.
    Gem(&'static str),
    /// The site file has this key.
    Key(&'static str),
    /// The site file has this text under this key, or in a list under it.
    Setting(&'static str, &'static str),
}

use Clue::{Common, Configuration, Gem, Key, Npm, Own, Setting};

/// The clues for each generator, and their weights.
const EVIDENCE: &[(&str, &[(Clue, u32)])] = &[
    (
        "hugo",
        &[
            (Own("hugo.toml"), 8),
            (Own("hugo.yaml"), 8),
            (Own("hugo.yml"), 8),
            (Own("hugo.json"), 8),
            (Own("config/_default"), 6),
            (Own(".hugo_build.lock"), 6),
            (Key("baseURL"), 5),
            (Key("defaultContentLanguage"), 4),
            (Key("languageCode"), 3),
            (Key("contentDir"), 3),
            (Key("markup"), 3),
            (Key("permalinks"), 2),
            (Key("taxonomies"), 2),
            (Common("archetypes"), 3),
            (Common("layouts"), 1),
            (Common("content"), 1),
            (Common("themes"), 1),
        ],
    ),
    (
        "zola",
        &[
            (Own("zola.toml"), 8),
            (Key("base_url"), 6),
            (Key("compile_sass"), 3),
            (Key("build_search_index"), 3),
            (Key("generate_feeds"), 3),
            (Key("generate_feed"), 3),
            (Common("templates"), 2),
            (Common("content"), 1),
            (Common("themes"), 1),
        ],
    ),
    (
        "jekyll",
        &[
            // Jekyll is the default for a `_config.yml` without other clues.
            (Own("_config.yml"), 2),
            (Own("_config.yaml"), 2),
            (Own("_config.toml"), 2),
            (Gem("jekyll"), 6),
            (Gem("github-pages"), 6),
            (Setting("plugins", "jekyll-feed"), 6),
            (Setting("gems", "jekyll-feed"), 6),
            (Setting("markdown", "kramdown"), 4),
            (Setting("markdown", "CommonMarkGhPages"), 4),
            (Setting("highlighter", "rouge"), 2),
            (Key("remote_theme"), 4),
            (Key("kramdown"), 3),
            (Key("collections"), 3),
            (Key("baseurl"), 2),
            (Key("source"), 6),
            (Common("_posts"), 6),
            (Common("source/_layouts"), 6),
            (Common("source/_includes"), 4),
            (Common("_layouts"), 3),
            (Common("_includes"), 3),
            (Common("_data"), 1),
        ],
    ),
    (
        "hexo",
        &[
            (Own("_config.yml"), 1),
            (Own("_config.yaml"), 1),
            (Own("_config.json"), 2),
            (Npm("hexo"), 8),
            (Key("new_post_name"), 4),
            (Key("index_generator"), 4),
            (Key("post_asset_folder"), 4),
            (Key("pretty_urls"), 3),
            (Key("source_dir"), 3),
            (Key("public_dir"), 3),
            (Key("skip_render"), 3),
            (Key("updated_option"), 3),
            (Key("permalink_defaults"), 2),
            (Key("default_layout"), 1),
            (Key("archive_dir"), 1),
            (Key("category_dir"), 1),
            (Key("tag_dir"), 1),
            (Common("source/_posts"), 6),
            (Common("scaffolds"), 4),
            (Common("themes"), 1),
        ],
    ),
    (
        "pelican",
        &[
            (Own("pelicanconf.py"), 8),
            (Own("publishconf.py"), 4),
            (Common("content"), 1),
        ],
    ),
    (
        "eleventy",
        &[(Configuration, 8), (Npm("@11ty/eleventy"), 8)],
    ),
    (
        "docusaurus",
        &[(Configuration, 8), (Npm("@docusaurus/core"), 8)],
    ),
    ("astro", &[(Configuration, 8), (Npm("astro"), 8)]),
    ("vitepress", &[(Configuration, 8), (Npm("vitepress"), 8)]),
    ("mkdocs", &[(Own("mkdocs.yml"), 8), (Own("mkdocs.yaml"), 8)]),
];

impl Clue {
    /// The evidence found, as shown to the user.
    fn found(self, site: &SiteFolder<'_>, generator: &Generator) -> Option<String> {
        match self {
            Own(path) | Common(path) => {
                let metadata = std::fs::metadata(site.path.join(path)).ok()?;
                let slash = if metadata.is_dir() { "/" } else { "" };
                Some(format!("`{path}{slash}`"))
            }
            Configuration => {
                let mut files = generator.site_files.in_code.iter();
                let file = files.find(|file| site.path.join(file).exists())?;
                Some(format!("`{file}`"))
            }
            Npm(name) => site
                .depends_on(name)
                .then(|| format!("`{name}` in `package.json`")),
            Gem(name) => site.has_gem(name).then(|| format!("`{name}` in `Gemfile`")),
            Key(key) => {
                let file = site.site_file(generator, |root| has(root, key))?;
                Some(format!("`{key}` in `{file}`"))
            }
            Setting(key, text) => {
                let is_it = |node: &Node| match &node.value {
                    Value::Sequence(items) => items.iter().any(|item| item.text() == Some(text)),
                    _ => node.text() == Some(text),
                };
                let has_it = |root: &Node| walk(root, key).is_some_and(is_it);
                let file = site.site_file(generator, has_it)?;
                Some(format!("`{key}: {text}` in `{file}`"))
            }
        }
    }
}

/// A site's folder and the files read from it.
struct SiteFolder<'p> {
    path: &'p Path,
    /// The parsed site files of all generators, by name.
    site_files: Vec<(&'static str, Node)>,
    package: OnceCell<Option<Node>>,
    gemfile: OnceCell<String>,
}

impl<'p> SiteFolder<'p> {
    fn new(path: &'p Path, generators: &[&'static Generator]) -> Self {
        let mut names: Vec<_> = generators
            .iter()
            .flat_map(|generator| generator.site_files.names)
            .copied()
            .collect();
        names.sort_unstable();
        names.dedup();
        // A file that cannot be parsed is reported when the settings are read.
        let parsed = |name| {
            let text = read(path, name)?;
            let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
            Some((name, parse(name, text, None).ok()?))
        };
        SiteFolder {
            path,
            site_files: names.into_iter().filter_map(parsed).collect(),
            package: OnceCell::new(),
            gemfile: OnceCell::new(),
        }
    }

    /// Whether `package.json` depends on the package `name`.
    fn depends_on(&self, name: &str) -> bool {
        let package = self.package.get_or_init(|| {
            let text = read(self.path, "package.json")?;
            parse("package.json", &text, None).ok()
        });
        let Some(package) = package else {
            return false;
        };
        ["dependencies", "devDependencies", "peerDependencies"]
            .iter()
            .filter_map(|kind| walk(package, kind))
            .any(|packages| has(packages, name))
    }

    /// Whether `Gemfile` or `Gemfile.lock` names the gem `name`.
    fn has_gem(&self, name: &str) -> bool {
        let text = self.gemfile.get_or_init(|| {
            let read = |file| read(self.path, file).unwrap_or_default();
            format!("{}\n{}", read("Gemfile"), read("Gemfile.lock"))
        });
        let is_name = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
        let lines = text
            .lines()
            .filter(|line| !line.trim_start().starts_with('#'));
        lines
            .flat_map(|line| line.split(|c| !is_name(c)))
            .any(|word| word == name)
    }

    /// The first site file of `generator` for which `fits`.
    fn site_file(
        &self,
        generator: &Generator,
        fits: impl Fn(&Node) -> bool,
    ) -> Option<&'static str> {
        let names = generator.site_files.names;
        let mut files = self.site_files.iter();
        let found = files.find(|(name, root)| names.contains(name) && fits(root));
        found.map(|(name, _)| *name)
    }
}

/// The text of the file called `name`, if it can be read.
fn read(folder: &Path, name: &str) -> Option<String> {
    to_text(read_found(folder, name).ok()??).ok()
}

/// A generator that a site may belong to.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The generator.
    pub generator: &'static Generator,
    /// The sum of the weights of its clues.
    pub weight: u32,
    /// Its two best clues.
    reasons: Vec<String>,
}

impl Candidate {
    /// Whether `other` is almost as likely.
    pub fn is_close_to(&self, other: &Candidate) -> bool {
        self.weight * 3 >= other.weight * 2
    }
}

/// The name of the generator and the reasons.
impl fmt::Display for Candidate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let title = self.generator.title;
        write!(f, "{title} ({})", self.reasons.join(", "))
    }
}

/// The generators that the site in `folder` may belong to, the likeliest first.
pub fn rank(folder: &Path, generators: &[&'static Generator]) -> Vec<Candidate> {
    let site = SiteFolder::new(folder, generators);
    let weigh = |generator: &&'static Generator| {
        let (_, clues) = EVIDENCE.iter().find(|(name, _)| *name == generator.name)?;
        let found = clues.iter().filter_map(|(clue, weight)| {
            let reason = clue.found(&site, generator)?;
            Some((*weight, clue, reason))
        });
        let mut found: Vec<_> = found.collect();
        found.sort_by_key(|(weight, ..)| std::cmp::Reverse(*weight));
        let is_own = found.iter().any(|(_, clue, _)| !matches!(clue, Common(_)));
        is_own.then(|| Candidate {
            generator,
            weight: found.iter().map(|(weight, ..)| weight).sum(),
            reasons: best_two(found.into_iter().map(|(.., reason)| reason)),
        })
    };
    let mut candidates: Vec<_> = generators.iter().filter_map(weigh).collect();
    candidates.sort_by_key(|candidate| std::cmp::Reverse(candidate.weight));
    candidates
}

/// The first of `reasons`, and the next that adds something to it.
fn best_two(mut reasons: impl Iterator<Item = String>) -> Vec<String> {
    let Some(first) = reasons.next() else {
        return Vec::new();
    };
    let second = reasons.find(|reason| !first.contains(reason.as_str()));
    std::iter::once(first).chain(second).collect()
}

/// How many files and folders are searched for an article.
const MAX_LOOKED_AT: usize = 20_000;

/// Whether `generator` finds an article in one of `folders` of the site in `root`.
pub fn finds_article(generator: &Generator, root: &Path, folders: &[&str]) -> bool {
    let everything = [""];
    let folders = if folders.is_empty() {
        &everything
    } else {
        folders
    };
    let mut budget = MAX_LOOKED_AT;
    folders.iter().any(|folder| {
        // Only the leading part of a pattern without wildcards is searched.
        let plain = folder
            .split('/')
            .take_while(|name| !name.contains(['*', '?', '[', '{']));
        let top = root.join(
            plain
                .filter(|name| *name != ".")
                .collect::<Vec<_>>()
                .join("/"),
        );
        let exists = |path: &str| match path.strip_suffix('*') {
            Some(start) => starts_a_name(&top, start),
            None => top.join(path).exists(),
        };
        let mut open = vec![String::new()];
        while let Some(folder) = open.pop() {
            let entries = std::fs::read_dir(top.join(&folder)).into_iter().flatten();
            for entry in entries.flatten() {
                let Some(name) = entry.file_name().to_str().map(str::to_owned) else {
                    continue;
                };
                if budget == 0 {
                    return false;
                }
                budget -= 1;
                let path = if folder.is_empty() {
                    name.clone()
                } else {
                    format!("{folder}/{name}")
                };
                let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
                if is_folder && !name.starts_with('.') && name != "node_modules" {
                    open.push(path);
                } else if !is_folder
                    && generator.behaviour.role(&path, &[], &exists) == Role::Article
                {
                    return true;
                }
            }
        }
        false
    })
}

/// Whether `top` contains a file whose path begins with `start`.
fn starts_a_name(top: &Path, start: &str) -> bool {
    let (folder, start) = start.rsplit_once('/').unwrap_or(("", start));
    let entries = std::fs::read_dir(top.join(folder)).into_iter().flatten();
    let mut names = entries.flatten().map(|entry| entry.file_name());
    names.any(|name| name.to_str().is_some_and(|name| name.starts_with(start)))
}
