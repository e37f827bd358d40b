//! The site file as written, resolved into settings, with every problem collected.

pub mod permalink;
mod raw;

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::diagnostic::{Diagnostic, Rule, locate, rules};
use crate::model::{self, AbsoluteUrl, Author, Format, Text};
use crate::text;
use crate::time::{Timestamp, Zone};
use permalink::Pattern;
pub use raw::{Given, Origin, RawAuthor, RawSite, RawTags};

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
    MISSING_SETTING = Error "missing-setting" {
        summary: "A setting that every feed needs is missing.",
        why: "RSS 2.0 and Atom demand a title, and a feed's links are absolute.",
        remedy: "Write it in `feedmill.yaml`, or give `--title` and `--url`.",
        before: "title: News", after: "title: News\nurl: https://example.org/"
    }
}

/// The name of the site file.
pub const SITE_FILE: &str = "feedmill.yaml";

/// How many entries a feed has, unless a setting says otherwise.
pub const DEFAULT_LIMIT: usize = 30;

/// What divides several tags in one list item, unless a setting says otherwise.
const DEFAULT_SEPARATORS: &[&str] = &["，", "、", "；", ";"];

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
    /// The folder that feeds are written to.
    pub output: PathBuf,
    /// The site's title, never blank.
    pub title: Text,
    /// The site's address, ending in a slash.
    pub url: AbsoluteUrl,
    /// What the site is about; the title if nothing was given.
    pub description: Text,
    /// The site's language (RFC 5646).
    pub language: Option<String>,
    /// Who wrote what names no author: the setting, else the site's title.
    pub author: Author,
    /// Whether `author` is a setting.
    pub author_is_given: bool,
    /// The zone of dates that have none.
    pub zone: Zone,
    /// Where `output` is served, ending in a slash.
    pub feeds_url: AbsoluteUrl,
    /// How an article's address is made.
    pub permalink: Pattern,
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
}

/// Where articles lie.
#[derive(Debug, Default)]
pub struct Articles {
    folders: Vec<String>,
    globs: GlobSet,
}

impl Articles {
    /// Whether the file at `path` (below the source, with `/`) is to be looked at.
    pub fn includes(&self, path: &str) -> bool {
        let in_folder = |folder: &String| {
            folder.is_empty()
                || path
                    .strip_prefix(folder.as_str())
                    .is_some_and(|rest| rest.starts_with('/'))
        };
        (self.folders.is_empty() && self.globs.is_empty())
            || self.folders.iter().any(in_folder)
            || self.globs.is_match(path)
    }
}

/// What an entry's id is made of, where the header gives none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ids {
    /// The permalink.
    Permalink,
    /// A `tag:` URI of the site's host, its fixed date and the file's path.
    Tag,
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
    /// How many articles a tag needs to have feeds.
    pub min_articles: usize,
    /// The title of a tag's feed, with `{title}` and `{tag}`.
    pub title: String,
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
}

/// Reads the site file, if there is one, and resolves the settings.
///
/// # Errors
///
/// With every problem of the site file and the flags.
pub fn load(request: Request) -> Result<Settings, Vec<Diagnostic>> {
    let Request {
        source,
        site_file,
        flags,
    } = request;
    let path = site_file.clone().unwrap_or_else(|| source.join(SITE_FILE));
    let text = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && site_file.is_none() => {
            Vec::new()
        }
        Err(error) => {
            let problem = Diagnostic::new(
                &INVALID_SITE_FILE,
                format!("the site file cannot be read: {error}"),
            );
            return Err(vec![problem.in_file(path.display().to_string())]);
        }
    };
    let text = match std::str::from_utf8(&text) {
        Ok(text) => text.strip_prefix('\u{feff}').unwrap_or(text),
        Err(error) => {
            let place = format!("byte {} of the site file is not UTF-8", error.valid_up_to());
            return Err(vec![
                Diagnostic::new(&INVALID_SITE_FILE, place).in_file(path.display().to_string()),
            ]);
        }
    };
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    let mut resolver = Resolver {
        file: path.display().to_string(),
        text,
        folder,
        problems: Vec::new(),
    };
    let file = RawSite::read(text, &mut |rule, offset, message| {
        resolver
            .problems
            .push(located(rule, &resolver.file, text, offset, message));
    });
    let settings = resolver.settings(source, flags.or(file));
    match settings {
        Some(settings) if resolver.problems.is_empty() => Ok(settings),
        _ => Err(resolver.problems),
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

fn located(
    rule: &'static Rule,
    file: &str,
    text: &str,
    offset: usize,
    message: String,
) -> Diagnostic {
    let (line, column, source_line) = locate(text, offset);
    Diagnostic::new(rule, message)
        .in_file(file)
        .at(line, column)
        .showing(source_line)
}

struct Resolver<'t> {
    file: String,
    text: &'t str,
    folder: PathBuf,
    problems: Vec<Diagnostic>,
}

impl Resolver<'_> {
    fn invalid(&mut self, origin: Origin, message: String) {
        self.problems.push(match origin {
            Origin::File(offset) => {
                located(&INVALID_SETTING, &self.file, self.text, offset, message)
            }
            Origin::Flag(flag) => Diagnostic::new(&INVALID_SETTING, format!("{flag}: {message}")),
        });
    }

    fn settings(&mut self, source: PathBuf, raw: RawSite) -> Option<Settings> {
        let RawSite {
            title,
            url,
            description,
            language,
            author,
            timezone,
            articles,
            output,
            feeds_url,
            permalink,
            ids,
            id_date,
            limit,
            content,
            formats,
            drafts,
            future,
            rights,
            icon,
            image,
            tags,
        } = raw;
        let title = self
            .required(title, "title")
            .and_then(|given| self.line(given, "title"));
        let url = self
            .required(url, "url")
            .and_then(|given| self.folder_url(given, "url"));
        let description = description.and_then(|given| self.line(given, "description"));
        let language = language.and_then(|given| self.language(given));
        let author = author.and_then(|given| self.author(given));
        let zone = timezone.map_or_else(Zone::utc, |given| self.zone(given));
        let articles = articles.map_or_else(Articles::default, |given| {
            self.articles(given.value, &source)
        });
        let output = self.output(output, &source);
        let feeds_url = self.feeds_url(feeds_url, url.as_ref(), &output);
        let permalink = self.permalink(permalink);
        let ids = self.choice(
            ids,
            "ids",
            &[("permalink", Ids::Permalink), ("tag", Ids::Tag)],
        );
        let (id_date, epoch) = self.id_date(id_date);
        let kinds = [("full", Content::Full), ("summary", Content::Summary)];
        let content = self.choice(content, "content", &kinds);
        let formats = self.formats(formats);
        let rights = rights.and_then(|given| self.line(given, "rights"));
        let icon = icon.and_then(|given| self.picture(given, "icon", url.as_ref()));
        let image = image.and_then(|given| self.picture(given, "image", url.as_ref()));
        let tags = self.tags(tags);
        let (title, url, feeds_url) = (title?, url?, feeds_url?);
        Some(Settings {
            source,
            articles,
            output,
            description: description.unwrap_or_else(|| title.clone()),
            language,
            author_is_given: author.is_some(),
            author: author.unwrap_or_else(|| Author {
                name: title.clone(),
                email: None,
                url: None,
            }),
            zone,
            feeds_url,
            permalink: permalink?,
            ids: ids.unwrap_or(Ids::Permalink),
            id_date,
            epoch: epoch?,
            limit: match limit.map_or(DEFAULT_LIMIT, |given| given.value) {
                0 => None,
                limit => Some(limit),
            },
            content: content.unwrap_or(Content::Full),
            formats,
            drafts: drafts.is_some_and(|given| given.value),
            future: future.is_some_and(|given| given.value),
            rights,
            icon,
            image,
            tags,
            title,
            url,
        })
    }

    fn required<T>(&mut self, given: Option<Given<T>>, name: &str) -> Option<Given<T>> {
        if given.is_none() {
            let known = |problem: &Diagnostic| problem.rule.code == INVALID_SITE_FILE.code;
            if !self.problems.iter().any(known) {
                let message = format!("`{name}` is missing");
                self.problems
                    .push(Diagnostic::new(&MISSING_SETTING, message).in_file(&self.file));
            }
        }
        given
    }

    /// One line of plain text that is not blank.
    fn line(&mut self, given: Given<String>, name: &str) -> Option<Text> {
        let line = Text::new(&text::collapse(&text::clean(&given.value)));
        if line.is_blank() {
            self.invalid(given.origin, format!("`{name}` is blank"));
            return None;
        }
        Some(line)
    }

    fn url(&mut self, given: &Given<String>, name: &str) -> Option<AbsoluteUrl> {
        match AbsoluteUrl::parse(&given.value) {
            Ok(url) => Some(url),
            Err(error) => {
                let message =
                    format!("`{name}` must be an address such as `https://example.org/`: {error}");
                self.invalid(given.origin, message);
                None
            }
        }
    }

    /// A URL that others are put below: it ends in a slash, and has neither query nor fragment.
    fn folder_url(&mut self, given: Given<String>, name: &str) -> Option<AbsoluteUrl> {
        let url = self.url(&given, name)?;
        if url.as_url().query().is_some() || url.as_url().fragment().is_some() {
            self.invalid(
                given.origin,
                format!("`{name}` must have neither a query nor a fragment"),
            );
            return None;
        }
        Some(url.below(""))
    }

    fn picture(
        &mut self,
        given: Given<String>,
        name: &str,
        site: Option<&AbsoluteUrl>,
    ) -> Option<AbsoluteUrl> {
        let joined = match site {
            Some(site) => site.join(&given.value),
            None => AbsoluteUrl::parse(&given.value),
        };
        joined
            .map_err(|error| {
                self.invalid(given.origin, format!("`{name}` cannot be used: {error}"))
            })
            .ok()
    }

    fn language(&mut self, given: Given<String>) -> Option<String> {
        let language = model::language(&given.value);
        if language.is_none() {
            let message = format!(
                "`{}` is no language tag such as `zh-CN` or `en` (RFC 5646)",
                given.value
            );
            self.invalid(given.origin, message);
        }
        language
    }

    fn author(&mut self, given: Given<RawAuthor>) -> Option<Author> {
        let RawAuthor { name, email, url } = given.value;
        let Some(name) = name else {
            self.invalid(given.origin, "`author` needs a `name`".to_owned());
            return None;
        };
        let name = self.line(name, "author")?;
        let email = email.and_then(|given| {
            let address = model::email(&given.value);
            if address.is_none() {
                self.invalid(
                    given.origin,
                    format!("`{}` is no e-mail address", given.value),
                );
            }
            address
        });
        let url = url.and_then(|given| self.url(&given, "url"));
        Some(Author { name, email, url })
    }

    fn zone(&mut self, given: Given<String>) -> Zone {
        Zone::parse(&given.value).unwrap_or_else(|error| {
            self.invalid(given.origin, error.to_string());
            Zone::utc()
        })
    }

    fn articles(&mut self, given: Vec<Given<String>>, source: &Path) -> Articles {
        let mut folders = Vec::new();
        let mut globs = GlobSetBuilder::new();
        for Given { value, origin } in given {
            let path = value.trim_start_matches("./").trim_end_matches('/');
            // The site file's folder is where its paths begin; SOURCE is where articles' paths do.
            let below = self.folder.join(path);
            let path = match below.strip_prefix(source) {
                Ok(path) => slashed(path),
                Err(_) => path.to_owned(),
            };
            if Path::new(&path)
                .components()
                .any(|part| !matches!(part, Component::Normal(_) | Component::CurDir))
            {
                self.invalid(origin, format!("`{value}` lies outside the source folder"));
            } else if !path.contains(['*', '?', '[', '{']) {
                folders.push(if path == "." { String::new() } else { path });
            } else {
                match GlobBuilder::new(&path).literal_separator(true).build() {
                    Ok(glob) => drop(globs.add(glob)),
                    Err(error) => {
                        self.invalid(origin, format!("`{value}` is no pattern: {}", error.kind()))
                    }
                }
            }
        }
        Articles {
            folders,
            globs: globs.build().unwrap_or_default(),
        }
    }

    /// Paths in the site file are relative to it, on the command line to the working directory.
    fn output(&mut self, given: Option<Given<String>>, source: &Path) -> PathBuf {
        match given {
            Some(Given {
                value,
                origin: Origin::File(_),
            }) => self.folder.join(value),
            Some(Given {
                value,
                origin: Origin::Flag(_),
            }) => PathBuf::from(value),
            None => source.join("feeds"),
        }
    }

    fn feeds_url(
        &mut self,
        given: Option<Given<String>>,
        site: Option<&AbsoluteUrl>,
        output: &Path,
    ) -> Option<AbsoluteUrl> {
        if let Some(given) = given {
            return self.folder_url(given, "feeds_url");
        }
        let absolute = std::path::absolute(output).unwrap_or_else(|_| output.to_owned());
        let folder = absolute
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        Some(site?.below(&format!("{}/", permalink::encode_segment(&folder))))
    }

    fn permalink(&mut self, given: Option<Given<String>>) -> Option<Pattern> {
        let given = given.unwrap_or_else(|| Given::by_flag("/:path/".to_owned(), "permalink"));
        Pattern::parse(&given.value)
            .map_err(|error| self.invalid(given.origin, error.to_string()))
            .ok()
    }

    fn id_date(&mut self, given: Option<Given<String>>) -> (String, Option<Timestamp>) {
        let given = given.unwrap_or_else(|| Given::by_flag(DEFAULT_ID_DATE.to_owned(), "id_date"));
        let epoch = Timestamp::parse(&given.value, &Zone::utc())
            .ok()
            .filter(|_| given.value.len() == 10);
        if epoch.is_none() {
            let message = format!(
                "`{}` is no date such as `2015-01-01` (RFC 4151, section 2.1)",
                given.value
            );
            self.invalid(given.origin, message);
        }
        (given.value, epoch)
    }

    fn choice<T: Copy>(
        &mut self,
        given: Option<Given<String>>,
        name: &str,
        choices: &[(&str, T)],
    ) -> Option<T> {
        let given = given?;
        let chosen = choices.iter().find(|(text, _)| *text == given.value);
        if chosen.is_none() {
            let names: Vec<_> = choices
                .iter()
                .map(|(text, _)| format!("`{text}`"))
                .collect();
            let message = format!(
                "`{name}` must be {}, and it is `{}`",
                names.join(" or "),
                given.value
            );
            self.invalid(given.origin, message);
        }
        chosen.map(|(_, value)| *value)
    }

    fn formats(&mut self, given: Option<Given<Vec<Given<String>>>>) -> Vec<Format> {
        let Some(given) = given else {
            return Format::ALL.to_vec();
        };
        let choices: Vec<_> = Format::ALL
            .iter()
            .map(|format| (format.name(), *format))
            .collect();
        let origin = given.origin;
        let mut formats: Vec<_> = given
            .value
            .into_iter()
            .filter_map(|item| {
                let value = item.value.trim().to_lowercase();
                self.choice(
                    Some(Given {
                        value,
                        origin: item.origin,
                    }),
                    "formats",
                    &choices,
                )
            })
            .collect();
        formats.sort_unstable();
        formats.dedup();
        if formats.is_empty() {
            self.invalid(origin, "`formats` must name `rss` or `atom`".to_owned());
        }
        formats
    }

    fn tags(&mut self, raw: RawTags) -> TagSettings {
        let RawTags {
            from,
            aliases,
            exclude,
            separators,
            min_articles,
            title,
        } = raw;
        let texts = |given: Option<Given<Vec<Given<String>>>>, default: &[&str]| -> Vec<String> {
            given.map_or_else(
                || default.iter().map(|&text| text.to_owned()).collect(),
                |given| given.value.into_iter().map(|item| item.value).collect(),
            )
        };
        if let Some(given) = &from {
            for key in &given.value {
                if !TAG_KEYS.contains(&key.value.as_str()) {
                    let message = format!(
                        "tags come from {}, not from `{}`",
                        TAG_KEYS.join(", "),
                        key.value
                    );
                    self.invalid(key.origin, message);
                }
            }
        }
        let mut by_identity = HashMap::new();
        for (spelling, tag) in aliases {
            let tag = text::collapse(&tag).into_owned();
            if tag.is_empty() {
                self.invalid(
                    spelling.origin,
                    format!("`{}` is an alias of nothing", spelling.value),
                );
            }
            by_identity.insert(model::identity(&spelling.value), Text::new(&tag));
        }
        let title_pattern = title.map_or_else(
            || "{title}: {tag}".to_owned(),
            |given| {
                if !given.value.contains("{tag}") {
                    self.invalid(
                        given.origin,
                        "a tag feed's title must hold `{tag}`".to_owned(),
                    );
                }
                given.value
            },
        );
        TagSettings {
            from: texts(from, DEFAULT_TAG_KEYS),
            aliases: by_identity,
            exclude: texts(exclude, &[])
                .iter()
                .map(|tag| model::identity(tag))
                .collect(),
            separators: texts(separators, DEFAULT_SEPARATORS)
                .into_iter()
                .filter(|s| !s.is_empty())
                .collect(),
            min_articles: min_articles.map_or(1, |given| given.value),
            title: title_pattern,
        }
    }
}

fn slashed(path: &Path) -> String {
    path.components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
}
