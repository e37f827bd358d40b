//! What was given, resolved into settings.

mod places;
mod podcast;
mod terms;
mod values;

use std::collections::HashMap;
use std::path::PathBuf;

use super::layers::Layers;
use super::raw::{Given, Origin, RawSite};
use super::{
    Articles, Content, DEFAULT_ID_DATE, DEFAULT_LIMIT, INVALID_SETTING, INVALID_SITE_FILE, Ids,
    MISSING_SETTING, Settings,
};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Author, Format};
use crate::site::address::slug;
use crate::site::generator::{self, Generator, ReadingRules};
use crate::stamp::Fingerprint;
use crate::time::{Timestamp, Zone};

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
            are_roots: self.reading().folders_are_roots,
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
            slugs: slugs.unwrap_or(slug::SlugRule::Feedmill),
            generator: self.generator,
            reading: self.reading(),
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
}

impl Resolver<'_> {
    /// How the site's articles are read.
    pub(super) fn reading(&self) -> ReadingRules {
        self.generator
            .map_or(ReadingRules::DEFAULT, |generator| generator.reading)
    }
}

/// What makes slugs of terms, as it stands in `slugs`.
pub(super) fn slug_rules() -> Vec<(&'static str, slug::SlugRule)> {
    let own = [("feedmill", slug::SlugRule::Feedmill)];
    let theirs = generator::ALL
        .into_iter()
        .flat_map(|generator| generator.slugs.iter().copied());
    let theirs = theirs.map(|(name, rule)| (name, slug::SlugRule::Generator(rule)));
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

#[cfg(test)]
mod tests {
    use super::*;

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
