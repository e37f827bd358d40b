//! The kinds of feeds: what articles are filed under, and the paths of the feeds.

use std::collections::HashMap;

use super::term_names::TermNames;
use super::types::Period;
use crate::model::{self, Format, Tag};
use crate::site::address::path_template::PathTemplate;
use crate::site::address::slug::{self, SlugLimits};
use crate::syntax::tree::normal;

/// Something that articles are filed under, term by term.
#[derive(Debug)]
pub struct Taxonomy {
    /// Its name in settings and reports.
    pub name: String,
    /// Where an article's terms come from.
    pub terms: Terms,
    /// The header keys whose texts are its terms, if a setting says so.
    pub(super) from: Option<Vec<String>>,
    /// Whether its terms have feeds.
    pub has_feeds: bool,
    /// The title of a term's feed, with `{title}` and `{term}`.
    pub(super) title: String,
    /// How many articles a term needs to have feeds.
    pub min_articles: usize,
    /// What makes their slugs, if not what the site's settings say.
    pub slugs: Option<slug::SlugRule>,
    /// The slugs that some of its terms have instead.
    pub slug_of: HashMap<String, String>,
    /// What its terms are called in titles.
    pub(super) names: TermNames,
    /// The names that some of its terms, or their slugs, have instead.
    pub(super) name_of: HashMap<String, String>,
    /// The paths of its feeds.
    pub paths: Vec<FeedPath>,
}

/// Where an article's terms come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Terms {
    /// Its tags.
    Tags,
    /// The values of these header keys, without regard to case, `-` and `_`.
    Keys(Vec<String>),
    /// Its authors.
    Authors,
    /// Its language.
    Language,
    /// The first folder below that of the articles.
    Section,
    /// When it was published; the feeds are archives of the feed for everything.
    Published(Period),
}

/// The path of the feeds of a kind in one format.
#[derive(Debug)]
pub struct FeedPath {
    /// The format.
    pub format: Format,
    /// The template of the paths.
    pub template: PathTemplate,
    /// Whether they are written.
    pub state: PathState,
}

/// What becomes of the feeds at a template's paths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PathState {
    /// It is the default, which the settings override: feeds may be left there.
    Former,
    /// They are of a format that is not written.
    Unwritten,
    /// They are written.
    Written,
}

impl Taxonomy {
    /// The header keys that its terms come from, if it is not the tags and they come from such.
    pub fn keys(&self) -> Option<&[String]> {
        match (&self.from, &self.terms) {
            (Some(keys), _) | (None, Terms::Keys(keys)) => Some(keys),
            _ => None,
        }
    }

    /// Whether it is another than the tags, and comes from the header key `key`.
    pub fn is_read_from(&self, key: &str) -> bool {
        let mut keys = self.keys().into_iter().flatten();
        keys.any(|known| known == key)
    }

    /// Whether it may be called `name`: `authors` is `author`.
    pub fn is_called(&self, name: &str) -> bool {
        terms_of(name) == self.terms
    }

    /// Whether its feeds are archives of the feed for everything.
    pub fn is_archive(&self) -> bool {
        matches!(self.terms, Terms::Published(_))
    }

    /// Whether its terms are categories of entries.
    pub fn is_category(&self) -> bool {
        matches!(self.terms, Terms::Tags | Terms::Keys(_))
    }

    /// The slug of the term `name`.
    pub fn slug(&self, rule: &slug::SlugRule, name: &str) -> String {
        if let Some(given) = self.slug_of.get(name) {
            return given.clone();
        }
        // These are names of folders and files as they are.
        if matches!(self.terms, Terms::Language | Terms::Published(_)) && slug::is_safe(name) {
            return name.to_owned();
        }
        let rule = self.slugs.as_ref().unwrap_or(rule);
        rule.slug(name, &model::identity(name), self.slug_limits())
    }

    /// Turns the tag's identity into that of a term. Under a generator's rule that is its slug: the generator
    /// has one page and one feed for it, however it is written, and two where it makes two slugs of what is
    /// one tag to us.
    pub fn identify(&self, rule: &slug::SlugRule, tag: &mut Tag) {
        if matches!(rule, slug::SlugRule::Generator(_)) {
            tag.identity = self.slug(rule, tag.name.as_str()).to_lowercase();
        }
    }

    /// What its paths leave to a slug.
    fn slug_limits(&self) -> SlugLimits {
        let written = self
            .paths
            .iter()
            .filter(|path| path.state == PathState::Written);
        let limits = written.map(|path| path.template.slug_limits());
        limits.fold(SlugLimits::UNLIMITED, SlugLimits::and)
    }

    /// The title of the feed of `term`, whose slug is `slug`, on a site called `site`; `folder` is that of the
    /// feed's language.
    pub fn feed_title(&self, site: &str, folder: Option<&str>, term: &str, slug: &str) -> String {
        let named = |name: &str| match folder {
            Some(folder) => self.name_of.get(&format!("{folder}/{name}")),
            None => self.name_of.get(name),
        };
        match named(term).or_else(|| named(slug)) {
            Some(name) if name.is_empty() => site.to_owned(),
            Some(name) => fill(&self.title, site, name),
            None => fill(&self.title, site, &self.names.name(term)),
        }
    }

    /// The term whose feed is called `title`, on a site called `site`.
    pub fn term_of<'t>(&self, site: &str, title: &'t str) -> Option<&'t str> {
        let (before, after) = self.title.split_once("{term}")?;
        if after.contains("{term}") {
            return None;
        }
        let rest = title.strip_prefix(fill(before, site, "").as_str())?;
        let term = rest.strip_suffix(fill(after, site, "").as_str())?;
        (!term.is_empty()).then_some(term)
    }
}

/// `pattern` with its placeholders filled in.
fn fill(pattern: &str, site: &str, term: &str) -> String {
    let mut filled = String::new();
    let mut rest = pattern;
    while let Some(at) = rest.find('{') {
        let (before, from) = rest.split_at(at);
        filled.push_str(before);
        rest = if let Some(after) = from.strip_prefix("{title}") {
            filled.push_str(site);
            after
        } else if let Some(after) = from.strip_prefix("{term}") {
            filled.push_str(term);
            after
        } else {
            filled.push('{');
            &from[1..]
        };
    }
    filled + rest
}

/// Where the terms of the taxonomy called `name` come from.
pub(super) fn terms_of(name: &str) -> Terms {
    let name = normal(name);
    match &*name {
        "tag" | "tags" => Terms::Tags,
        "author" | "authors" => Terms::Authors,
        "lang" | "language" | "languages" => Terms::Language,
        "section" | "sections" => Terms::Section,
        _ => {
            // One and many.
            let relative = match (name.strip_suffix("ies"), name.strip_suffix('s')) {
                (Some(stem), _) => format!("{stem}y"),
                (None, Some(stem)) => stem.to_owned(),
                (None, None) => match name.strip_suffix('y') {
                    Some(stem) => format!("{stem}ies"),
                    None => format!("{name}s"),
                },
            };
            let mut keys = vec![name.into_owned(), relative];
            keys.sort_unstable();
            Terms::Keys(keys)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_one_taxonomy() {
        for (one, other) in [
            ("tag", "Tags"),
            ("author", "authors"),
            ("category", "categories"),
            ("topic", "topics"),
            ("blog-series", "blog_series"),
            ("lang", "language"),
        ] {
            assert_eq!(terms_of(one), terms_of(other), "{one}");
        }
        assert_ne!(terms_of("series"), terms_of("seasons"));
    }

    #[test]
    fn a_title_is_made_and_read_back() {
        let taxonomy = |title: &str| Taxonomy {
            name: "author".to_owned(),
            terms: Terms::Authors,
            from: None,
            has_feeds: true,
            title: title.to_owned(),
            min_articles: 1,
            slugs: None,
            slug_of: HashMap::new(),
            names: TermNames::AsWritten,
            name_of: HashMap::new(),
            paths: Vec::new(),
        };
        for (pattern, title) in [
            ("{title}: {term}", "S {x} {term}: a {title}"),
            ("{term}", "a {title}"),
            ("By {term} ({title}) {", "By a {title} (S {x} {term}) {"),
        ] {
            let taxonomy = taxonomy(pattern);
            assert_eq!(
                taxonomy.feed_title("S {x} {term}", None, "a {title}", "a"),
                title
            );
            assert_eq!(taxonomy.term_of("S {x} {term}", title), Some("a {title}"));
        }
        assert_eq!(taxonomy("{title}: {term}").term_of("S", "T: a"), None);
        assert_eq!(taxonomy("{title}: {term}").term_of("S", "S: "), None);
    }
}
