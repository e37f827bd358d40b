//! What was given, resolved into settings.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};

use globset::{GlobBuilder, GlobSetBuilder};

use super::layers::Layers;
use super::raw::{
    Given, Origin, RawAuthor, RawAuthors, RawDefaults, RawLanguage, RawOwner, RawPodcast, RawSite,
    RawTags,
};
use super::taxonomy::Taxonomy;
use super::{
    AUTHOR_FILES, Articles, AuthorSettings, Content, DEFAULT_ID_DATE, DEFAULT_LIMIT,
    DEFAULT_SEPARATORS, DEFAULT_TAG_KEYS, Defaults, INVALID_SETTING, INVALID_SITE_FILE, Ids,
    Language, MISSING_SETTING, Permalinks, Places, Settings, TAG_KEYS, TagSettings,
};
use crate::address::permalink::{self, Pattern};
use crate::address::{encode_segment, slug};
use crate::diagnostic::{Diagnostic, Severity, locate};
use crate::generator::{self, Generator};
use crate::model::{
    self, APPLE_CATEGORIES, AbsoluteUrl, Author, Format, MediaType, Podcast, PodcastCategory, Text,
    UrlError,
};
use crate::stamp::Fingerprint;
use crate::text;
use crate::text::encoding::Encoding;
use crate::time::{Timestamp, Zone};
use crate::tree::{Node, Value, yaml};

pub(super) struct Resolver<'t> {
    pub(super) file: String,
    pub(super) has_file: bool,
    pub(super) layers: &'t Layers,
    pub(super) generator: Option<&'static Generator>,
    pub(super) codes: &'t [&'t str],
    pub(super) folder: PathBuf,
    pub(super) problems: Vec<Diagnostic>,
}

impl Resolver<'_> {
    pub(super) fn invalid(&mut self, origin: Origin, message: String) {
        self.problems.push(match origin {
            Origin::File(offset) => self.layers.diagnostic(&INVALID_SETTING, offset, message),
            Origin::Flag(flag) => Diagnostic::new(&INVALID_SETTING, format!("{flag}: {message}")),
        });
    }

    pub(super) fn settings(&mut self, source: PathBuf, raw: RawSite) -> Option<Settings> {
        let RawSite {
            generator: _,
            title,
            url,
            description,
            language,
            languages,
            encoding,
            author,
            timezone,
            articles,
            exclude,
            sections,
            main_sections,
            output,
            feeds_url,
            paths,
            taxonomies,
            slugs,
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
            mut tags,
            authors,
            defaults,
            podcast,
            lint,
        } = raw;
        let title = self
            .required(title, "title")
            .and_then(|given| self.line(given, "title"));
        let url = self
            .required(url, "url")
            .and_then(|given| self.folder_url(given, "url"));
        let description = description.and_then(|given| self.line(given, "description"));
        let language = language.and_then(|given| self.language(given));
        let languages = self.languages(languages);
        let encoding = encoding.and_then(|given| self.encoding(given));
        let author = author.and_then(|given| self.author(given));
        let zone = timezone.map_or_else(Zone::utc, |given| self.zone(given));
        let articles = Articles {
            places: self.places(articles, &source),
            exclude: self.places(exclude, &source),
            are_roots: self
                .generator
                .is_some_and(|theirs| theirs.folders_are_roots),
        };
        let folders = |given: Option<Given<Vec<Given<String>>>>| {
            let folders = given?.value.into_iter();
            let folder = |item: Given<String>| {
                let folder = item.value.trim().trim_start_matches("./");
                folder.trim_matches('/').to_owned()
            };
            Some(folders.map(folder).collect::<Vec<String>>())
        };
        let sections = folders(sections);
        let main_sections = folders(main_sections);
        let output = self.output(output, &source);
        let feeds_url = self.feeds_url(feeds_url, url.as_ref(), &output);
        let permalink = self.permalinks(permalink);
        let own = [("permalink", Ids::Permalink), ("tag", Ids::Tag)];
        let theirs = generator::ALL.map(|generator| (generator.ids, Ids::Of(generator)));
        let ids = self.choice(ids, "ids", &[&own[..], &theirs].concat());
        let (id_date, epoch) = self.id_date(id_date);
        let kinds = [("full", Content::Full), ("summary", Content::Summary)];
        let content = self.choice(content, "content", &kinds);
        let formats = self.formats(formats);
        let rights = rights.and_then(|given| self.line(given, "rights"));
        let icon = icon.and_then(|given| self.picture(given, "icon", url.as_ref()));
        let image = image.and_then(|given| self.picture(given, "image", url.as_ref()));
        let of_tags = (tags.title.take(), tags.min_articles.take());
        let (paths, taxonomies) = self.taxonomies(taxonomies, &paths, of_tags, &formats);
        let slugs = self.choice(slugs, "slugs", &slug_rules());
        let tags = self.tags(tags, &taxonomies);
        let authors = self.authors(authors, &source);
        let defaults = self.defaults(defaults, &source);
        let names_author = author.is_some();
        let author = author.or_else(|| {
            Some(Author {
                name: title.clone()?,
                email: None,
                url: None,
            })
        });
        let podcast = podcast.and_then(|given| {
            self.podcast(given, url.as_ref(), author.as_ref(), language.is_some())
        });
        let lint = self.lint(lint);
        let (title, url, feeds_url) = (title?, url?, feeds_url?);
        Some(Settings {
            source,
            articles,
            sections,
            main_sections,
            output,
            description,
            language,
            languages,
            encoding,
            names_author,
            author: author?,
            zone,
            feeds_url,
            paths,
            taxonomies,
            slugs: slugs.unwrap_or(slug::Rule::Feedmill),
            generator: self.generator,
            permalinks: permalink?,
            notes: Vec::new(),
            fingerprint: Fingerprint::of(&[]),
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
            authors,
            defaults,
            podcast,
            lint,
            title,
            url,
        })
    }

    fn required<T>(&mut self, given: Option<Given<T>>, name: &str) -> Option<Given<T>> {
        let file_is_broken = self
            .problems
            .iter()
            .any(|problem| problem.rule.code == INVALID_SITE_FILE.code);
        if given.is_none() && !file_is_broken {
            self.problems.push(match self.has_file {
                true => Diagnostic::new(&MISSING_SETTING, format!("`{name}` is missing"))
                    .in_file(&self.file),
                false => {
                    let message =
                        format!("there is no site file `{}` and no `--{name}`", self.file);
                    Diagnostic::new(&MISSING_SETTING, message)
                }
            });
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
        if url.as_str().contains(['?', '#']) {
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

    /// What directories refuse a podcast for is refused here.
    fn podcast(
        &mut self,
        given: Given<RawPodcast>,
        site: Option<&AbsoluteUrl>,
        site_author: Option<&Author>,
        has_language: bool,
    ) -> Option<Podcast> {
        let RawPodcast {
            category,
            explicit,
            image,
            author,
            owner,
            kind,
        } = given.value;
        for (is_there, what) in [
            (category.is_some(), "a `category` of Apple's list"),
            (image.is_some(), "an `image`, its cover"),
            (has_language, "the site's `language`"),
        ] {
            if !is_there {
                self.invalid(given.origin, format!("a `podcast` needs {what}"));
            }
        }
        let categories = category.map(|given| self.categories(given));
        let image = image.and_then(|given| self.cover(given, site));
        let author = author.and_then(|given| self.short_line(given, "author"));
        let owner = owner.and_then(|given| self.owner(given));
        let kinds = [("episodic", "episodic"), ("serial", "serial")];
        let kind = self.choice(kind, "type", &kinds);
        let Author { name, email, .. } = site_author?;
        let owner = match owner {
            Some((owner, email)) => Some((owner.unwrap_or_else(|| name.clone()), email)),
            None => email.clone().map(|email| (name.clone(), email)),
        };
        Some(Podcast {
            categories: categories?,
            explicit: explicit.is_some_and(|given| given.value),
            image: image?,
            author: author.unwrap_or_else(|| name.clone()),
            owner,
            kind,
        })
    }

    fn categories(&mut self, given: Given<Vec<Given<String>>>) -> Vec<PodcastCategory> {
        if given.value.is_empty() {
            self.invalid(given.origin, "`category` must name one".to_owned());
        }
        let mut categories = Vec::new();
        for Given { value, origin } in given.value {
            if let Some(category) = PodcastCategory::parse(&value) {
                categories.push(category);
                continue;
            }
            let known = APPLE_CATEGORIES.iter().flat_map(|(name, subcategories)| {
                let below = subcategories
                    .iter()
                    .map(move |sub| format!("{name} > {sub}"));
                std::iter::once((*name).to_owned()).chain(below)
            });
            let known: Vec<String> = known.collect();
            let names: Vec<&str> = known.iter().map(String::as_str).collect();
            let hint = super::closest(&value, &names).map_or_else(
                || "it is one such as `Technology` or `Society & Culture > Documentary`".to_owned(),
                |close| format!("did you mean `{close}`?"),
            );
            self.invalid(
                origin,
                format!("`{value}` is no category of Apple's list; {hint}"),
            );
        }
        categories
    }

    fn cover(&mut self, given: Given<String>, site: Option<&AbsoluteUrl>) -> Option<AbsoluteUrl> {
        let origin = given.origin;
        let cover = self.picture(given, "image", site)?;
        // An address without an extension may be either.
        if MediaType::of_path(cover.path()).is_some_and(|kind| !kind.is_cover()) {
            self.invalid(
                origin,
                "a podcast's `image` must be a JPEG or a PNG".to_owned(),
            );
            return None;
        }
        Some(cover)
    }

    fn owner(&mut self, given: Given<RawOwner>) -> Option<(Option<Text>, String)> {
        let RawOwner { name, email } = given.value;
        let name = name.and_then(|given| self.short_line(given, "name"));
        let Some(email) = email else {
            self.invalid(given.origin, "`owner` needs an `email`".to_owned());
            return None;
        };
        Some((name, self.email(&email)?))
    }

    /// A line of no more than 255 characters, the most that directories take.
    fn short_line(&mut self, given: Given<String>, name: &str) -> Option<Text> {
        let origin = given.origin;
        let line = self.line(given, name)?;
        if line.as_str().chars().count() > 255 {
            self.invalid(origin, format!("`{name}` has more than 255 characters"));
            return None;
        }
        Some(line)
    }

    fn email(&mut self, given: &Given<String>) -> Option<String> {
        let address = model::email(&given.value);
        if address.is_none() {
            let message = format!("`{}` is no e-mail address", given.value);
            self.invalid(given.origin, message);
        }
        address
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

    fn encoding(&mut self, given: Given<String>) -> Option<Encoding> {
        Encoding::named(&given.value).unwrap_or_else(|_| {
            let message = format!(
                "`{}` is no encoding such as `GB18030`, `Big5`, `Shift_JIS` or `Latin1`",
                given.value
            );
            self.invalid(given.origin, message);
            None
        })
    }

    fn languages(&mut self, given: Option<Given<Vec<RawLanguage>>>) -> Vec<Language> {
        let mut languages: Vec<Language> = Vec::new();
        for RawLanguage { tag, folder } in given.into_iter().flat_map(|given| given.value) {
            let Some(tag) = self.language(tag) else {
                continue;
            };
            let Given { value, origin } = folder.unwrap_or_else(|| Given {
                value: tag.clone(),
                origin: Origin::Flag("languages"),
            });
            let folder = value.trim();
            // What no language is called like could not be told from other folders.
            if !folder.is_empty() && model::language(folder).is_none() {
                let message =
                    format!("`{folder}` is no language's folder, such as `en` or `zh-cn`");
                self.invalid(origin, message);
                continue;
            }
            let folder = (!folder.is_empty()).then(|| folder.to_owned());
            if languages.iter().any(|known| known.tag == tag) {
                continue;
            }
            if languages.iter().any(|known| known.folder == folder) {
                let message = match folder {
                    Some(folder) => format!("two languages have the folder `{folder}`"),
                    None => "two languages have no folder".to_owned(),
                };
                self.invalid(origin, message);
                continue;
            }
            languages.push(Language { tag, folder });
        }
        languages.sort_unstable_by(|one, other| one.tag.cmp(&other.tag));
        languages
    }

    fn author(&mut self, given: Given<RawAuthor>) -> Option<Author> {
        let RawAuthor { name, email, url } = given.value;
        let Some(name) = name else {
            self.invalid(given.origin, "`author` needs a `name`".to_owned());
            return None;
        };
        let name = self.line(name, "author")?;
        let email = email.and_then(|given| self.email(&given));
        let url = url.and_then(|given| self.url(&given, "url"));
        Some(Author { name, email, url })
    }

    fn zone(&mut self, given: Given<String>) -> Zone {
        Zone::parse(&given.value).unwrap_or_else(|error| {
            self.invalid(given.origin, error.to_string());
            Zone::utc()
        })
    }

    fn places(&mut self, given: Option<Given<Vec<Given<String>>>>, source: &Path) -> Places {
        let mut folders = Vec::new();
        let mut globs = GlobSetBuilder::new();
        for Given { value, origin } in given.into_iter().flat_map(|given| given.value) {
            // The site file's folder is where its paths begin; SOURCE is where articles' paths do.
            let below = plain_path(&self.folder_of(origin, source).join(&value));
            let path = below.strip_prefix(plain_path(source)).map(slashed);
            let Ok(path) = path else {
                self.invalid(origin, format!("`{value}` lies outside the source folder"));
                continue;
            };
            if !path.contains(['*', '?', '[', '{']) {
                folders.push(path);
            } else {
                match GlobBuilder::new(&path).literal_separator(true).build() {
                    Ok(glob) => drop(globs.add(glob)),
                    Err(error) => {
                        self.invalid(origin, format!("`{value}` is no pattern: {}", error.kind()))
                    }
                }
            }
        }
        Places {
            folders,
            globs: globs.build().unwrap_or_default(),
        }
    }

    fn defaults(&mut self, given: Vec<RawDefaults>, source: &Path) -> Vec<Defaults> {
        let one = |RawDefaults { path, mut values }| {
            // In a header they have no place.
            for (key, value) in &mut values {
                key.relocate(&|_| 0);
                value.relocate(&|_| 0);
            }
            let places = self.places(path, source);
            Defaults { places, values }
        };
        given.into_iter().map(one).collect()
    }

    /// Where paths begin that were given at `origin`: beside the site file, or where the generator's is.
    fn folder_of<'f>(&'f self, origin: Origin, source: &'f Path) -> &'f Path {
        match origin {
            Origin::File(at) if !self.layers.is_own(at) => source,
            _ => &self.folder,
        }
    }

    /// Paths in the site file are relative to it, on the command line to the working directory.
    fn output(&mut self, given: Option<Given<String>>, source: &Path) -> PathBuf {
        match given {
            Some(Given {
                value,
                origin: origin @ Origin::File(_),
            }) => self.folder_of(origin, source).join(value),
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
            // `./` is the site's own address; that there is none is told already.
            let joined = match AbsoluteUrl::parse(&given.value) {
                Err(UrlError::NotAbsolute) => site?.join(&given.value).ok(),
                _ => None,
            };
            let value = joined.map_or(given.value, |url| url.to_string());
            let origin = given.origin;
            return self.folder_url(Given { value, origin }, "feeds_url");
        }
        let absolute = std::path::absolute(output).unwrap_or_else(|_| output.to_owned());
        let folder = absolute
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        Some(site?.below(&format!("{}/", encode_segment(&folder))))
    }

    fn permalinks(&mut self, given: Vec<(String, Given<String>)>) -> Option<Permalinks> {
        let dialect = self
            .generator
            .map_or(permalink::OWN, |generator| generator.dialect);
        let mut permalinks = Permalinks {
            dialect,
            of_section: HashMap::new(),
            other_languages: None,
            folder_name: self
                .generator
                .map_or(str::to_owned, |generator| generator.folder_name),
            default: Pattern::parse("/:path/", &permalink::OWN).ok()?,
        };
        let mut all_valid = true;
        for (section, given) in given {
            match Pattern::parse(&given.value, &dialect) {
                Ok(pattern) if section == "*" => permalinks.default = pattern,
                Ok(pattern) if section == "other_languages" => {
                    permalinks.other_languages = Some(pattern);
                }
                Ok(pattern) => drop(permalinks.of_section.insert(section, pattern)),
                Err(error) => {
                    self.invalid(given.origin, error.to_string());
                    all_valid = false;
                }
            }
        }
        all_valid.then_some(permalinks)
    }

    fn id_date(&mut self, given: Option<Given<String>>) -> (String, Option<Timestamp>) {
        let given = given.unwrap_or_else(|| Given::by_flag(DEFAULT_ID_DATE.to_owned(), "id_date"));
        let epoch = Timestamp::parse(&given.value, &Zone::utc())
            .ok()
            .filter(|_| is_day(&given.value));
        if epoch.is_none() {
            let message = format!(
                "`{}` is no date such as `2015-01-01` (RFC 4151, section 2.1)",
                given.value
            );
            self.invalid(given.origin, message);
        }
        (given.value, epoch)
    }

    pub(super) fn choice<T: Copy>(
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
            let others = &names[..names.len() - 1];
            let last = &names[names.len() - 1];
            let message = format!(
                "`{name}` must be {} or {last}, and it is `{}`",
                others.join(", "),
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
        let (origin, given_none) = (given.origin, given.value.is_empty());
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
        if given_none {
            self.invalid(origin, "`formats` must name `rss` or `atom`".to_owned());
        }
        formats
    }

    fn authors(&mut self, raw: RawAuthors, source: &Path) -> AuthorSettings {
        let RawAuthors { file, separators } = raw;
        let named = file.map(|given| {
            let folder = self.folder_of(given.origin, source);
            (folder.join(&given.value), Some(given.origin))
        });
        let found = || {
            let mut paths = AUTHOR_FILES.iter().map(|path| source.join(path));
            paths.find(|path| path.is_file()).map(|path| (path, None))
        };
        let by_key = named
            .or_else(found)
            .map(|(path, origin)| self.authors_file(&path, origin));
        let separators = separators.map(|given| {
            let texts = given.value.into_iter().map(|item| item.value);
            texts.filter(|text| !text.is_empty()).collect()
        });
        AuthorSettings {
            by_key: by_key.unwrap_or_default(),
            separators,
        }
    }

    /// Keys and what they stand for. A file that was not named and holds no mapping is another's.
    fn authors_file(&mut self, path: &Path, origin: Option<Origin>) -> HashMap<String, Node> {
        let mut invalid = |message: String| match origin {
            Some(origin) => self.invalid(origin, message),
            None => {
                let problem = Diagnostic::new(&INVALID_SITE_FILE, message);
                self.problems
                    .push(problem.in_file(path.display().to_string()));
            }
        };
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) => {
                invalid(format!("the file of authors cannot be read: {error}"));
                return HashMap::new();
            }
        };
        match yaml::parse(text.trim_start_matches('\u{feff}')) {
            Ok(Node {
                value: Value::Mapping(pairs),
                ..
            }) => {
                let known = pairs
                    .into_iter()
                    .filter_map(|(key, node)| Some((key.text()?.to_owned(), node)));
                known.collect()
            }
            Ok(_) => {
                if origin.is_some() {
                    invalid("the file of authors holds no mapping from keys to authors".to_owned());
                }
                HashMap::new()
            }
            Err(error) => {
                let (line, column, _) = locate(&text, error.offset);
                invalid(format!(
                    "the file of authors is no YAML: {error} (line {line}, column {column})"
                ));
                HashMap::new()
            }
        }
    }

    fn lint(
        &mut self,
        given: Vec<(Given<String>, Given<String>)>,
    ) -> HashMap<String, Option<Severity>> {
        const LEVELS: &[(&str, Option<Severity>)] = &[
            ("off", None),
            ("info", Some(Severity::Info)),
            ("warning", Some(Severity::Warning)),
            ("error", Some(Severity::Error)),
        ];
        let mut levels = HashMap::new();
        for (code, level) in given {
            if !self.codes.contains(&code.value.as_str()) {
                let hint = super::closest(&code.value, self.codes).map_or_else(
                    || "`feedmill explain` lists them".to_owned(),
                    |close| format!("did you mean `{close}`?"),
                );
                self.invalid(
                    code.origin,
                    format!("`{}` is no code of a finding; {hint}", code.value),
                );
            } else if let Some(level) = self.choice(Some(level), "lint", LEVELS) {
                levels.insert(code.value, level);
            }
        }
        levels
    }

    fn tags(&mut self, raw: RawTags, taxonomies: &[Taxonomy]) -> TagSettings {
        let RawTags {
            from,
            aliases,
            exclude,
            separators,
            min_articles: _,
            title: _,
        } = raw;
        let texts = |given: Option<Given<Vec<Given<String>>>>, default: &[&str]| -> Vec<String> {
            given.map_or_else(
                || default.iter().map(|&text| text.to_owned()).collect(),
                |given| given.value.into_iter().map(|item| item.value).collect(),
            )
        };
        // What has feeds of another kind is a tag only where that is said.
        let is_another = |key: &&str| taxonomies.iter().any(|taxonomy| taxonomy.is_read_from(key));
        let mut default_keys = DEFAULT_TAG_KEYS.to_vec();
        default_keys.retain(|key| !is_another(key));
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
        TagSettings {
            from: texts(from, &default_keys),
            aliases: by_identity,
            exclude: texts(exclude, &[])
                .iter()
                .map(|tag| model::identity(tag))
                .collect(),
            separators: texts(separators, DEFAULT_SEPARATORS)
                .into_iter()
                .filter(|s| !s.is_empty())
                .collect(),
            commas: self.generator.is_none_or(|theirs| !theirs.texts_are_terms),
        }
    }
}

/// What makes slugs of terms, as it stands in `slugs`.
pub(super) fn slug_rules() -> Vec<(&'static str, slug::Rule)> {
    let own = [("feedmill", slug::Rule::Feedmill)];
    let theirs = generator::ALL.into_iter().flat_map(|generator| {
        let first = [(generator.name, generator.slug)];
        first
            .into_iter()
            .chain(generator.other_slugs.iter().copied())
    });
    let theirs = theirs.map(|(name, rule)| (name, slug::Rule::Foreign(rule)));
    own.into_iter().chain(theirs).collect()
}

/// Whether `text` has the form `YYYY-MM-DD`.
fn is_day(text: &str) -> bool {
    let form = |(at, byte): (usize, u8)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    text.len() == 10 && text.bytes().enumerate().all(form)
}

/// `path` from the root on, without `.` and `..`, so that two spellings of a place compare.
fn plain_path(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut plain = PathBuf::new();
    for part in absolute.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(plain.pop()),
            part => plain.push(part),
        }
    }
    plain
}

fn slashed(path: &Path) -> String {
    path.components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_spellings_of_a_place_are_one() {
        let here = std::env::current_dir().unwrap();
        for path in ["a/b", "./a/b", "a/./b", "a/c/../b", "../x/../a/b"] {
            let path = here.join("x").join(path);
            assert!(plain_path(&path).ends_with("a/b"), "{}", path.display());
        }
        assert_eq!(plain_path(Path::new("a")), plain_path(&here.join("./a")));
    }

    #[test]
    fn a_day_has_one_form() {
        assert!(is_day("2015-01-01"));
        for text in [
            "2015/01/01",
            "2015-1-1",
            "2015-01-011",
            "20150101--",
            "中-01-01",
        ] {
            assert!(!is_day(text), "{text}");
        }
    }
}
