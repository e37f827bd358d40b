//! The site file as written, resolved into settings, with every problem collected.

mod draft;
mod layers;
mod raw;
mod resolve;
mod taxonomy;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use globset::GlobSet;

use crate::diagnostic::{Diagnostic, Severity, rules};
use crate::model::{AbsoluteUrl, Author, Format, Podcast, Text};
use crate::site::address::permalink::{Dialect, Pattern};
use crate::site::address::{Page, slug};
use crate::site::generator::{ArticleHeader, Generator, ReadingRules, Role};
use crate::stamp::Fingerprint;
use crate::syntax::tree::{Node, Pairs};
use crate::text::encoding::Encoding;
use crate::time::{Timestamp, Zone};
pub use draft::{Draft, Place, Understood, draft};
use layers::Layered;
pub use raw::{
    Given, Origin, RawAuthor, RawAuthors, RawDefaults, RawLanguage, RawOwner, RawPath, RawPodcast,
    RawSite, RawTags, RawTaxonomy,
};
use resolve::Resolver;
pub use taxonomy::{FeedPath, State, Taxonomy, Terms, tag_identity};

rules! {
    INVALID_SITE_FILE = Error "invalid-site-file" {
        summary: "The site file cannot be read, or is no YAML.",
        why: "Without it feedmill does not know what the site is called or where it stands, and guesses nothing.",
        remedy: "Mend the place that is named. A text that holds `: ` or begins with a special character wants quotes.",
        before: "title: News: today", after: "title: \"News: today\""
    }
    UNKNOWN_SETTING = Error "unknown-setting" {
        summary: "The site file has a key that is no setting.",
        why: "A misspelt setting that is silently ignored is found out by subscribers.",
        remedy: "Write the setting as it is spelt in the README, or delete it.",
        before: "timezoen: Asia/Shanghai", after: "timezone: Asia/Shanghai"
    }
    WRONG_TYPE = Error "wrong-type" {
        summary: "A setting is of another kind than it must be.",
        why: "feedmill would have to guess what is meant.",
        remedy: "Give the kind of value that is named.",
        before: "limit: many", after: "limit: 30"
    }
    INVALID_SETTING = Error "invalid-setting" {
        summary: "A setting's value cannot be used.",
        why: "Feeds made with it would be wrong or invalid.",
        remedy: "Give a value as the message describes it.",
        before: "url: example.org", after: "url: https://example.org/"
    }
    GENERATOR_SETTING = Warning "generator-setting" {
        summary: "A value in the generator's site file cannot be used; it does not count.",
        why: "The feeds are made as if it were not there, which is perhaps not what its author meant.",
        remedy: "Mend the value, or write the setting that is named into `feedmill.yaml`.",
        before: "timezone: Beijing", after: "timezone: Asia/Shanghai"
    }
    MISSING_SETTING = Error "missing-setting" {
        summary: "A setting that every feed needs is missing.",
        why: "RSS 2.0 and Atom demand a title, and a feed's links are absolute.",
        remedy: "Write it in `feedmill.yaml` (`feedmill init` begins one), or give `--title` and `--url`.",
        before: "title: News", after: "title: News\nurl: https://example.org/"
    }
}

/// The name of the site file.
pub const SITE_FILE: &str = "feedmill.yaml";

/// What `main_sections` has for articles in none.
pub const NO_SECTION: &str = ".";

/// How many entries a feed has, unless a setting says otherwise.
pub const DEFAULT_LIMIT: usize = 30;

/// What divides several tags in one list item, unless a setting says otherwise.
const DEFAULT_SEPARATORS: &[&str] = &["，", "、", "；", ";"];

/// Where the site's file of authors may lie (Jekyll's `_data`, Docusaurus).
const AUTHOR_FILES: &[&str] = &[
    "_data/authors.yml",
    "_data/authors.yaml",
    "authors.yml",
    "authors.yaml",
    "blog/authors.yml",
];

/// The header keys that tags come from, unless a setting says otherwise.
const DEFAULT_TAG_KEYS: &[&str] = &["tags", "tag", "categories"];

/// The header keys that tags may come from.
const TAG_KEYS: &[&str] = &[
    "tags",
    "tag",
    "categories",
    "category",
    "topics",
    "keywords",
];

/// The date in `tag:` URIs (RFC 4151), unless a setting says otherwise. It never moves.
const DEFAULT_ID_DATE: &str = "2000-01-01";

/// Everything that a build needs to know besides the articles.
#[derive(Debug)]
pub struct Settings {
    /// The folder that is read.
    pub source: PathBuf,
    /// Where articles lie below it; everywhere if empty.
    pub articles: Articles,
    /// The folders below the articles' that are sections; of several that an article lies in, the last
    /// counts. `None` for what the generator, or else feedmill, takes for one.
    pub sections: Option<Vec<String>>,
    /// The sections whose articles stand in the feed for everything, [`NO_SECTION`] among them; `None`
    /// for all.
    pub main_sections: Option<Vec<String>>,
    /// The folder that feeds are written to.
    pub output: PathBuf,
    /// The site's title, never blank.
    pub title: Text,
    /// The site's address, ending in a slash.
    pub url: AbsoluteUrl,
    /// What the site is about.
    pub description: Option<Text>,
    /// The site's language (RFC 5646).
    pub language: Option<String>,
    /// The languages that have feeds of their own, by tag.
    pub languages: Vec<Language>,
    /// The encoding of articles without a BOM, if it is not UTF-8.
    pub encoding: Option<Encoding>,
    /// Who wrote what names no author: the setting, else the site's title.
    pub author: Author,
    /// Whether that is a setting.
    pub names_author: bool,
    /// The zone of dates that have none.
    pub zone: Zone,
    /// Where `output` is served, ending in a slash.
    pub feeds_url: AbsoluteUrl,
    /// What made the site, if that is known.
    pub generator: Option<&'static Generator>,
    /// How articles are read.
    pub reading: ReadingRules,
    /// Where the feeds for everything lie.
    pub paths: Vec<FeedPath>,
    /// What articles are filed under, the tags first.
    pub taxonomies: Vec<Taxonomy>,
    /// What makes the slug of a term.
    pub slugs: slug::SlugRule,
    /// How an article's address is made.
    pub permalinks: Permalinks,
    /// What an entry's id is made of.
    pub ids: Ids,
    /// The date in `tag:` URIs.
    pub id_date: String,
    /// The same date as an instant: the `updated` of a feed without entries.
    pub epoch: Timestamp,
    /// The most entries a feed has; `None` for all.
    pub limit: Option<usize>,
    /// Whether bodies stand in the feeds.
    pub content: Content,
    /// Which formats are written.
    pub formats: Vec<Format>,
    /// Whether drafts are published.
    pub drafts: bool,
    /// Whether posts dated in the future are published.
    pub future: bool,
    /// The copyright notice.
    pub rights: Option<Text>,
    /// A small square picture (Atom `icon`).
    pub icon: Option<AbsoluteUrl>,
    /// A picture of the site (RSS `image`, Atom `logo`).
    pub image: Option<AbsoluteUrl>,
    /// How tags are read.
    pub tags: TagSettings,
    /// How authors are read.
    pub authors: AuthorSettings,
    /// What headers say where they do not say it themselves; of two, the later counts.
    pub defaults: Vec<Defaults>,
    /// What podcast directories want to know, if it is a podcast.
    pub podcast: Option<Podcast>,
    /// What the findings of a code are, by code; `None` if they are not told.
    pub lint: HashMap<String, Option<Severity>>,
    /// What is to be told of the site file of the generator.
    pub notes: Vec<Diagnostic>,
    /// What all of this comes from: the same files and flags give the same settings.
    pub fingerprint: Fingerprint,
}

impl Settings {
    /// What the file at `path` (below the source, with `/`) is to the site's generator; `exists`
    /// tells whether there is a file at such a path.
    pub fn role(&self, path: &str, exists: &dyn Fn(&str) -> bool) -> Role {
        let exists = |beside: &str| exists(&self.articles.beside(beside, path));
        match self.generator {
            Some(generator) => generator.behaviour.role(self.articles.below(path), &exists),
            None => Role::Article,
        }
    }

    /// Makes of the header of the file at `path` what it says on this site: `pairs` are its keys and
    /// values, `text` the header that they point into.
    pub fn adapt(&self, path: &str, text: &str, pairs: &mut Pairs) {
        if self.generator.is_none() && self.defaults.is_empty() {
            return;
        }
        let mut header = ArticleHeader {
            path: self.articles.below(path),
            text,
            pairs,
            defaults: Vec::new(),
        };
        for Defaults { places, values } in &self.defaults {
            if places.is_empty() || places.cover(path) {
                for (key, value) in values {
                    header.take_default(key.text().unwrap_or_default());
                    header.defaults.push((key.clone(), value.clone()));
                }
            }
        }
        if let Some(generator) = self.generator {
            generator.behaviour.adapt(&mut header);
        }
        header.fill();
    }
}

/// What headers say where they do not say it themselves.
#[derive(Debug)]
pub struct Defaults {
    /// Of which articles; of all if empty.
    pub places: Places,
    /// Keys and values.
    pub values: Pairs,
}

/// A language that has feeds of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language {
    /// The language (RFC 5646).
    pub tag: String,
    /// The folder of its feeds, which tells it in names of files and folders too. Without one they lie
    /// in the place of those for everything.
    pub folder: Option<String>,
}

impl Language {
    /// Whether a part of a file's name, or a folder, is called like it.
    pub fn is_called(&self, name: &str) -> bool {
        let folder = self.folder.as_deref();
        folder.is_some_and(|folder| folder.eq_ignore_ascii_case(name))
    }
}

/// How the addresses of articles are made.
#[derive(Debug)]
pub struct Permalinks {
    /// The placeholders.
    pub dialect: Dialect,
    /// The patterns of what lies in a folder or below it, the deepest counting.
    pub of_section: HashMap<String, Pattern>,
    /// That of the others in another language than the site's, if it is not the default.
    pub other_languages: Option<Pattern>,
    /// The pattern of the others.
    pub default: Pattern,
}

impl Permalinks {
    /// The percent-encoded path for a page, without a leading slash.
    pub fn expand<'a>(&self, page: &Page<'a>) -> String {
        let folder_of = |path: &'a str| path.rfind('/').map(|slash| &path[..slash]);
        let folder = folder_of(page.path).filter(|_| !self.of_section.is_empty());
        let pattern = |folder: &str| {
            let pattern = self.of_section.get(folder);
            pattern.or_else(|| self.of_section.get(&(self.dialect.section_key)(folder)))
        };
        let of_language = self.other_languages.as_ref();
        let of_language = of_language.filter(|_| page.is_in_other_language);
        std::iter::successors(folder, |folder| folder_of(folder))
            .find_map(pattern)
            .or(of_language)
            .unwrap_or(&self.default)
            .expand(page, &self.dialect)
    }
}

/// Where articles lie.
#[derive(Debug, Default)]
pub struct Articles {
    places: Places,
    exclude: Places,
    /// Whether each of several folders is the top of a site, as the languages of some have their own.
    are_roots: bool,
}

/// Folders and patterns below the source.
#[derive(Debug, Clone, Default)]
pub struct Places {
    folders: Vec<String>,
    globs: GlobSet,
}

impl Places {
    /// Whether nothing is named.
    pub fn is_empty(&self) -> bool {
        self.folders.is_empty() && self.globs.is_empty()
    }

    /// Whether `path` lies in one of the folders, or is of one of the patterns.
    fn hold(&self, path: &str) -> bool {
        let in_folder = |folder: &String| {
            folder.is_empty()
                || path
                    .strip_prefix(folder.as_str())
                    .is_some_and(|rest| rest.starts_with('/'))
        };
        self.folders.iter().any(in_folder) || self.globs.is_match(path)
    }

    /// Whether it, or a folder that it lies in, is one of them.
    fn cover(&self, path: &str) -> bool {
        let slashes = path.match_indices('/').map(|(at, _)| &path[..at]);
        slashes.chain([path]).any(|part| self.name(part))
    }

    /// Whether it is one of them itself, a file or a folder.
    pub fn name(&self, path: &str) -> bool {
        self.folders.iter().any(|folder| folder == path) || self.globs.is_match(path)
    }
}

impl Articles {
    /// The folder of articles, if it is one, else the one that the file at `path` lies in, if each of
    /// them is the top of a site.
    pub fn root(&self, path: &str) -> &str {
        let folders = self.places.folders.iter();
        match &*self.places.folders {
            [folder] if self.places.globs.is_empty() => folder,
            _ if !self.are_roots => "",
            _ => folders
                .filter(|folder| below(path, folder).is_some())
                .max_by_key(|folder| folder.len())
                .map_or("", String::as_str),
        }
    }

    /// Whether the file at `path` (below the source, with `/`) is to be looked at, if it lies in no
    /// folder that is excluded.
    pub fn includes(&self, path: &str) -> bool {
        (self.places.is_empty() || self.places.hold(path)) && !self.exclude.name(path)
    }

    /// The folders and files that are not looked at.
    pub fn excluded(&self) -> &Places {
        &self.exclude
    }

    /// `path` below its [`root`](Self::root).
    pub fn below<'p>(&self, path: &'p str) -> &'p str {
        below(path, self.root(path)).unwrap_or(path)
    }

    /// `path`, which is below the root of the file at `beside`, below the source.
    pub fn beside<'p>(&self, path: &'p str, beside: &str) -> Cow<'p, str> {
        match self.root(beside) {
            "" => path.into(),
            folder => format!("{folder}/{path}").into(),
        }
    }
}

/// `path` below `folder`, if it lies there.
fn below<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    path.strip_prefix(folder)?.strip_prefix('/')
}

/// What an entry's id is made of, where the header gives none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ids {
    /// The permalink.
    Permalink,
    /// A `tag:` URI of the site's host, its fixed date and the file's path.
    Tag,
    /// What it is in the generator's own feed.
    Of(&'static Generator),
}

/// Whether bodies stand in the feeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// The whole body.
    Full,
    /// The summary alone.
    Summary,
}

/// How tags are read.
#[derive(Debug)]
pub struct TagSettings {
    /// The header keys that tags come from.
    pub from: Vec<String>,
    /// From an identity to the tag that is meant.
    pub aliases: HashMap<String, Text>,
    /// Identities that are no tags.
    pub exclude: Vec<String>,
    /// What divides several tags in one item.
    pub separators: Vec<String>,
    /// Whether a comma divides a single text.
    pub commas: bool,
}

/// How authors are read.
#[derive(Debug, Default)]
pub struct AuthorSettings {
    /// What a key in an article's header stands for, from the site's file of authors.
    pub by_key: HashMap<String, Node>,
    /// What divides several authors in one text, if a setting tells.
    pub separators: Option<Vec<String>>,
}

/// Where the settings come from.
#[derive(Debug)]
pub struct Request {
    /// The folder that is read.
    pub source: PathBuf,
    /// The site file, if one was named.
    pub site_file: Option<PathBuf>,
    /// What was given as a flag, which wins.
    pub flags: RawSite,
    /// Whether a title and an address are needed: where nothing is written, they are not.
    pub for_feeds: bool,
}

/// Reads the site file, if there is one, and resolves the settings.
///
/// # Errors
///
/// With every problem of the site file and the flags. `codes` are those that a finding may have.
pub fn load(request: Request, codes: &[&str]) -> Result<Settings, Vec<Diagnostic>> {
    let Request {
        source,
        site_file,
        flags,
        for_feeds,
    } = request;
    let path = site_file.clone().unwrap_or_else(|| source.join(SITE_FILE));
    let file = path.display().to_string();
    let unreadable = |what: String| vec![Diagnostic::new(&INVALID_SITE_FILE, what).in_file(&file)];
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => Some(bytes),
        Err(error) if error.kind() == ErrorKind::NotFound && site_file.is_none() => None,
        Err(error) => return Err(unreadable(format!("the site file cannot be read: {error}"))),
    };
    let text = bytes.as_deref().map(std::str::from_utf8).transpose();
    let text = text.map_err(|error| {
        unreadable(format!(
            "byte {} of the site file is not UTF-8",
            error.valid_up_to()
        ))
    })?;
    let text = text.map(|text| text.strip_prefix('\u{feff}').unwrap_or(text));
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    let wanted = flags.generator.as_ref().map(|given| given.value.as_str());
    let Layered {
        layers,
        tree,
        generator,
        translation,
        notes,
        mut problems,
    } = layers::read((&file, text), &source, wanted);
    let raw = tree.map(|tree| {
        RawSite::read(&tree, &mut |rule, offset, message| {
            problems.push(layers.diagnostic(rule, offset, message));
        })
    });
    let mut raw = flags.or(raw.unwrap_or_default());
    if !for_feeds {
        let made_up = |value: &str| Some(Given::by_flag(value.to_owned(), "made up"));
        raw.title = raw.title.or_else(|| made_up("?"));
        raw.url = raw.url.or_else(|| made_up("https://example.org/"));
    }
    let here = std::env::current_dir().ok();
    let origin = format!(
        "{:?}",
        (
            &source,
            &path,
            here,
            &raw,
            generator.map(|generator| generator.name),
            &notes
        )
    );
    let theirs = translation.as_ref().map(|(file, _)| file.clone());
    let mut resolver = Resolver {
        folder,
        has_file: text.is_some() || theirs.is_some(),
        file: theirs.filter(|_| text.is_none()).unwrap_or(file),
        layers: &layers,
        generator,
        codes,
        problems,
    };
    match resolver.settings(source, raw) {
        Some(settings) if resolver.problems.is_empty() => {
            let authors: BTreeMap<_, _> = settings.authors.by_key.iter().collect();
            let origin = format!("{origin} {authors:?}");
            Ok(Settings {
                notes,
                fingerprint: Fingerprint::of(origin.as_bytes()),
                ..settings
            })
        }
        _ => {
            let mut problems = resolver.problems;
            problems.sort_by(|a, b| a.place.cmp(&b.place));
            Err(problems)
        }
    }
}

/// The one of `known` that `text` was most likely meant to be.
pub fn closest<'k>(text: &str, known: &[&'k str]) -> Option<&'k str> {
    let distance = |name: &&&str| strsim::damerau_levenshtein(&text.to_lowercase(), name);
    known
        .iter()
        .min_by_key(distance)
        .filter(|name| distance(name) <= 1 + name.len() / 4)
        .copied()
}
