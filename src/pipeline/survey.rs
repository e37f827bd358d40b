//! `lint` and `tags`: a site is read, and nothing is written.

use std::collections::HashMap;
use std::path::Path;

use super::error::{Cause, Error};
use super::layout;
use super::pictures::Pictures;
use super::report::Report;
use super::rules::lint_codes;
use super::run::Run;
use super::site::Site;
use crate::diagnostic::Diagnostic;
use crate::input::source;
use crate::site::settings::{self, Articles, Request, SiteFileDraft};

/// A tag of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagReport {
    /// The commonest spelling, which the feeds have.
    pub name: String,
    /// What it is called in paths.
    pub slug: String,
    /// The path of its feeds: their folder, or the first of them; `None` if it has none.
    pub path: Option<String>,
    /// How many articles have it.
    pub articles: usize,
    /// Every spelling, and how many articles have it.
    pub spellings: Vec<(String, usize)>,
}

/// Two tags that are probably one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LikelyDuplicate {
    /// The commoner of the two.
    pub name: String,
    /// The other.
    pub other: String,
    /// Why.
    pub why: Likeness,
}

/// Why two tags are probably one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    /// They are one edit apart.
    OneEdit,
    /// One is the other's plural.
    Plural,
}

impl Likeness {
    /// The words in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Likeness::OneEdit => "one edit apart",
            Likeness::Plural => "singular and plural",
        }
    }
}

/// The tags of a site, or the terms of another taxonomy.
#[derive(Debug, Default)]
pub struct Tags {
    /// The taxonomy.
    pub taxonomy: String,
    /// The commonest first.
    pub tags: Vec<TagReport>,
    /// Those that are probably one.
    pub likely_duplicates: Vec<LikelyDuplicate>,
    /// The other taxonomies that have terms, and how many.
    pub others: Vec<(String, usize)>,
}

impl Site<'_> {
    /// Reads every article, renders every body, and reports everything suspicious. Writes nothing.
    ///
    /// # Errors
    ///
    /// If the settings or the folder of articles cannot be used.
    pub fn lint(self) -> Result<Report, Error> {
        self.survey(None, true).map(|(report, _)| report)
    }

    /// The `podcast:guid` that the site has as a podcast; `None` if it has no RSS feed, or its settings cannot be
    /// used.
    pub fn podcast_guid(self) -> Option<String> {
        let settings = settings::load(self.request, &lint_codes()).ok()?;
        Some(layout::podcast_guid(&settings)?.1)
    }

    /// Reads every article and counts its tags, or its terms in `taxonomy`. Writes nothing.
    ///
    /// # Errors
    ///
    /// If the settings or the folder of articles cannot be used, or there is no such taxonomy.
    pub fn tags(self, taxonomy: Option<&str>) -> Result<(Report, Tags), Error> {
        self.survey(taxonomy, false)
    }

    fn survey(self, taxonomy: Option<&str>, is_thorough: bool) -> Result<(Report, Tags), Error> {
        let mut run = Run::new(self.now, self.progress, self.cancelled);
        run.is_thorough = is_thorough;
        // No feed is written, so it needs neither title nor address.
        let request = Request {
            for_feeds: false,
            ..self.request
        };
        let result = steps(request, taxonomy, &mut run);
        run.end(result)
    }

    /// Drafts a site file for the site.
    ///
    /// # Errors
    ///
    /// If the generator's site file, or the generator that was set, cannot be used.
    pub fn draft(self) -> Result<SiteFileDraft, Vec<Diagnostic>> {
        let Request { source, flags, .. } = self.request;
        let mut run = Run::new(self.now, self.progress, self.cancelled);
        let pages = source::open(&source).map_err(Cause::Read);
        let pages = pages.and_then(|folder| {
            let walked = source::walk(
                &folder,
                Path::new(""),
                &Articles::default(),
                &mut Vec::new(),
            );
            let walked = walked.map_err(Cause::Read)?;
            run.index_pages(&walked.index_pages, None, &mut Vec::new())
        });
        settings::draft(&source, flags, pages.unwrap_or_default())
    }
}

fn steps(request: Request, taxonomy: Option<&str>, run: &mut Run<'_>) -> Result<Tags, Cause> {
    let folder = source::open(&request.source).map_err(Cause::Read)?;
    let settings = run.configure(request.clone())?;
    let (settings, walked) = run.walk(&folder, request, settings)?;
    let taxonomy = run.taxonomy(taxonomy, &settings)?;
    let files = walked.files;
    run.look_at(&walked.lookalikes, &settings)?;
    let articles = run.read(&files, &settings)?;
    let site = run.survey(&articles, &files, &settings)?;
    if run.is_thorough {
        run.look_at_cover(&Pictures::new(&folder, &settings));
        run.warn_of_missing_paths(&site, &files, std::iter::empty())?;
    }
    let mut by_count: Vec<_> = site.taxonomies[taxonomy].terms.iter().collect();
    by_count.sort_by_key(|(_, tag)| std::cmp::Reverse(tag.articles.len()));
    let tags = by_count
        .iter()
        .map(|(_, tag)| TagReport {
            name: tag.name.to_string(),
            slug: tag.slug.clone(),
            path: layout::place_of(taxonomy, &tag.slug, &settings),
            articles: tag.articles.len(),
            spellings: tag
                .spellings
                .iter()
                .map(|(name, count)| (name.to_string(), *count))
                .collect(),
        })
        .collect();
    let identities: Vec<(&str, &str)> = by_count
        .iter()
        .map(|(identity, tag)| (**identity, tag.name.as_str()))
        .collect();
    let likely_duplicates = likely_duplicates(&identities);
    let others = settings.taxonomies.iter().zip(&site.taxonomies).enumerate();
    let others = others.filter(|(at, (other, terms))| {
        *at != taxonomy && !other.is_archive() && !terms.terms.is_empty()
    });
    let others = others.map(|(_, (other, terms))| (other.name.clone(), terms.terms.len()));
    Ok(Tags {
        others: others.collect(),
        taxonomy: settings.taxonomies[taxonomy].name.clone(),
        tags,
        likely_duplicates,
    })
}

/// The shortest identity, in characters, whose edits are looked at: `c` and `c#` are two tags.
const SHORTEST: usize = 4;

/// Pairs of identities (each with its name), the first of a pair as in `tags`.
fn likely_duplicates(tags: &[(&str, &str)]) -> Vec<LikelyDuplicate> {
    // One edit apart are only those that some deletion of one character makes equal.
    let mut by_shadow: HashMap<String, Vec<usize>> = HashMap::new();
    let mut pairs = Vec::new();
    for (index, (identity, _)) in tags.iter().enumerate() {
        if identity.chars().count() < SHORTEST {
            continue;
        }
        let deletions = identity
            .char_indices()
            .map(|(at, c)| format!("{}{}", &identity[..at], &identity[at + c.len_utf8()..]));
        for shadow in deletions.chain([(*identity).to_owned()]) {
            let alike = by_shadow.entry(shadow).or_default();
            pairs.extend(
                alike
                    .iter()
                    .filter(|&&other| other != index)
                    .map(|&other| (other, index)),
            );
            alike.push(index);
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    let likely = pairs.into_iter().filter_map(|(first, second)| {
        let why = likeness(tags[first].0, tags[second].0)?;
        Some(LikelyDuplicate {
            name: tags[first].1.to_owned(),
            other: tags[second].1.to_owned(),
            why,
        })
    });
    likely.collect()
}

fn likeness(a: &str, b: &str) -> Option<Likeness> {
    let is_plural = |one: &str, many: &str| many.strip_suffix('s') == Some(one);
    if is_plural(a, b) || is_plural(b, a) {
        return Some(Likeness::Plural);
    }
    let digits = |text: &str| {
        text.chars()
            .filter(char::is_ascii_digit)
            .collect::<String>()
    };
    // Another number is another thing; one character of a script without an alphabet is a word.
    let is_alphabetic = |text: &str| text.chars().all(|c| c < '\u{2e80}');
    (strsim::osa_distance(a, b) == 1
        && digits(a) == digits(b)
        && is_alphabetic(a)
        && is_alphabetic(b))
    .then_some(Likeness::OneEdit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_probably_one() {
        let identities = [
            "rust",
            "robot",
            "robots",
            "machine-learning",
            "machinelearning",
            "javascript",
            "javacsript",
            "2024",
            "2025",
            "es2015",
            "es2016",
            "c",
            "c#",
            "人工智能",
            "人工智慧",
            "trust",
        ];
        let tags: Vec<_> = identities.iter().map(|&name| (name, name)).collect();
        let found: Vec<_> = likely_duplicates(&tags)
            .into_iter()
            .map(|pair| format!("{} {} {}", pair.name, pair.other, pair.why.as_str()))
            .collect();
        assert_eq!(
            found,
            [
                "rust trust one edit apart",
                "robot robots singular and plural",
                "machine-learning machinelearning one edit apart",
                "javascript javacsript one edit apart",
            ]
        );
    }
}
