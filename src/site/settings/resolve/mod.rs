//! Resolves the settings whose meaning depends on other settings or on the file system.

mod pages;
mod places;
mod podcast;
mod taxonomies;
mod terms;

use std::collections::HashMap;
use std::path::PathBuf;

use super::kinds::{Given, WordOrMapping};
use super::layers::Layers;
use super::places::Articles;
use super::read::closest;
use super::resolved::Settings;
use super::rules::INVALID_SETTING;
use super::table::{AuthorMapping, IdsMapping, SiteSettings};
use super::types::{FormerAddresses, Ids, RepeatedTitle};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{AbsoluteUrl, Author, TemplateValue};
use crate::site::generator::{Generator, ReadingRules};
use crate::stamp::Fingerprint;
use crate::time::{Timestamp, Zone};

pub(super) struct Resolver<'t> {
    /// The folder of the site file.
    pub(super) folder: PathBuf,
    pub(super) layers: &'t Layers,
    pub(super) generator: Option<&'static Generator>,
    /// The codes that `lint` may name.
    pub(super) codes: &'t [&'t str],
    pub(super) problems: Vec<Diagnostic>,
    /// Findings that do not make the settings unusable.
    pub(super) notes: Vec<Diagnostic>,
}

impl Resolver<'_> {
    /// The settings; `None` if a problem was found, here or before.
    pub(super) fn settings(&mut self, source: PathBuf, given: SiteSettings) -> Option<Settings> {
        // The layers have read it already: which of them there are depends on it.
        let _ = given.generator;
        let url = given.url.as_ref();
        let author = given.author.as_ref().and_then(|given| author(&given.value));
        let names_author = author.is_some();
        let speaker = given
            .podcast
            .as_ref()
            .and_then(|podcast| podcast.value.author.as_ref());
        let site_author = || {
            Some(Author {
                name: speaker.or(given.title.as_ref())?.clone(),
                email: None,
                url: None,
            })
        };
        let author = author.or_else(site_author);
        let articles = Articles {
            places: self.places(given.articles.as_deref(), &source),
            exclude: self.places(given.exclude.as_deref(), &source),
            are_roots: self.reading().folders_are_roots,
        };
        let output = self.output(given.output.as_ref(), &source);
        let feeds_url = self.feeds_url(given.feeds_url.as_ref(), url, &output);
        let pages = self.pages(&given, feeds_url.as_ref());
        let footer = given.entry_footer.as_ref();
        let has_email = author.as_ref().is_some_and(|author| author.email.is_some());
        if let Some(footer) = footer.filter(|footer| footer.value.has_email() && !has_email) {
            let message =
                "`entry_footer` has `{email}`, and the `author` of the site has no `email`";
            self.invalid(footer.offset, message.to_owned());
        }
        let permalinks = self.permalinks(&given.permalink);
        let (ids, former_addresses) = self.ids(&given.ids, url);
        let icon = given.icon.as_ref();
        let icon = icon.and_then(|given| self.picture(given, "icon", url));
        let image = given.image.as_ref();
        let image = image.and_then(|given| self.picture(given, "image", url));
        let (paths, taxonomies) = self.taxonomies(&given);
        let tags = self.tags(&given.tags, &taxonomies);
        let authors = self.authors(&given.authors, &source);
        let defaults = self.defaults(&given.defaults, &source);
        let podcast = given.podcast.as_ref().and_then(|podcast| {
            self.podcast(podcast, url, author.as_ref(), given.language.is_some())
        });
        let lint = self.lint(&given.lint);
        Some(Settings {
            source,
            articles,
            output,
            title: given.title.clone()?,
            url: given.url.clone()?,
            author: author?,
            names_author,
            names_timezone: false,
            feeds_url: feeds_url?,
            generator: self.generator,
            generator_reasons: None,
            reading: self.reading(),
            repeated_title: given.repeated_title.unwrap_or(match self.generator {
                Some(_) => RepeatedTitle::Keep,
                None => RepeatedTitle::Drop,
            }),
            paths,
            pages,
            taxonomies,
            permalinks: permalinks?,
            ids,
            former_addresses,
            epoch: Timestamp::parse(&given.id_date, &Zone::utc()).ok()?,
            icon,
            image,
            tags,
            authors,
            defaults,
            podcast,
            lint,
            notes: Vec::new(),
            variables: TemplateValue::Null,
            fingerprint: Fingerprint::new(&[]),
            given,
        })
    }

    /// What the ids of entries are made of: of former addresses as the site's generator makes them.
    fn ids(
        &mut self,
        given: &WordOrMapping<Ids, IdsMapping>,
        url: Option<&AbsoluteUrl>,
    ) -> (Ids, Option<FormerAddresses>) {
        let former = match given {
            WordOrMapping::Word(ids) => return (*ids, None),
            WordOrMapping::Mapping(former) => former,
        };
        let generator = self.generator.filter(|generator| generator.ids.is_some());
        let permalinks = match &former.permalink[..] {
            [] => None,
            given => self.permalinks(given),
        };
        let url = former.url.as_ref().or(url).cloned();
        let addresses = url.map(|url| FormerAddresses { permalinks, url });
        (generator.map_or(Ids::Permalink, Ids::Of), addresses)
    }

    /// How the site's articles are read.
    fn reading(&self) -> ReadingRules {
        self.generator
            .map_or(ReadingRules::DEFAULT, |generator| generator.reading)
    }

    pub(super) fn invalid(&mut self, offset: usize, message: String) {
        let problem = self.layers.diagnostic(&INVALID_SETTING, offset, message);
        self.problems.push(problem);
    }

    /// The address of a picture, which may be relative to the site's.
    fn picture(
        &mut self,
        given: &Given<String>,
        name: &str,
        site: Option<&AbsoluteUrl>,
    ) -> Option<AbsoluteUrl> {
        let joined = match site {
            Some(site) => site.join(&given.value),
            None => AbsoluteUrl::parse(&given.value),
        };
        let unusable =
            |error| self.invalid(given.offset, format!("`{name}` cannot be used: {error}"));
        joined.map_err(unusable).ok()
    }

    fn lint(
        &mut self,
        given: &[(Given<String>, Option<Severity>)],
    ) -> HashMap<String, Option<Severity>> {
        let mut levels = HashMap::new();
        for (
            Given {
                value: code,
                offset,
            },
            level,
        ) in given
        {
            if self.codes.contains(&code.as_str()) {
                levels.insert(code.clone(), *level);
                continue;
            }
            let hint = closest(code, self.codes).map_or_else(
                || "`feedmill explain` lists the codes".to_owned(),
                |close| format!("did you mean `{close}`?"),
            );
            self.invalid(
                *offset,
                format!("`{code}` is not a code that `lint` can set; {hint}"),
            );
        }
        levels
    }
}

fn author(given: &AuthorMapping) -> Option<Author> {
    Some(Author {
        name: given.name.clone()?,
        email: given.email.clone(),
        url: given.url.clone(),
    })
}
