//! The kinds of feeds: what articles are filed under, and where the feeds lie.

use super::closest;
use super::raw::{Given, Origin, RawPath, RawTaxonomy};
use super::resolve::{Resolver, slug_rules};
use crate::model::{self, Format, Tag};
use crate::site::address::path_template::{FeedScope, PathTemplate};
use crate::site::address::slug::{self, SlugLimits, is_safe_name};
use crate::syntax::tree::normal;

/// Something that articles are filed under, term by term.
#[derive(Debug)]
pub struct Taxonomy {
    /// Its name in settings and reports.
    pub name: String,
    /// Where an article's terms come from.
    pub terms: Terms,
    /// The header keys whose texts are its terms, if a setting says so.
    from: Option<Vec<String>>,
    /// Whether its terms have feeds.
    pub has_feeds: bool,
    /// The title of a term's feed, with `{title}` and `{term}`.
    title: String,
    /// How many articles a term needs to have feeds.
    pub min_articles: usize,
    /// What makes their slugs, if not what the site's settings say.
    pub slugs: Option<slug::SlugRule>,
    /// Where its feeds lie.
    pub paths: Vec<FeedPath>,
}

/// Where an article's terms come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Terms {
    /// Its tags.
    Tags,
    /// What stands under any of these keys of its header, without regard to case, `-` and `_`.
    Keys(Vec<String>),
    /// Its authors.
    Authors,
    /// Its language.
    Language,
    /// The first folder below that of the articles.
    Section,
}

/// Where the feeds of a kind lie in one format.
#[derive(Debug)]
pub struct FeedPath {
    /// The format.
    pub format: Format,
    /// The template of the paths.
    pub template: PathTemplate,
    /// Whether they are written.
    pub state: State,
}

/// What becomes of the feeds at a template's paths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// It is where they lay by default, before the settings said otherwise.
    Former,
    /// They are of a format that is not written.
    Unwritten,
    /// They are written.
    Written,
}

/// What divides the parts of an identity; no tag holds it.
const BETWEEN: char = '\0';

/// The part of a term's identity that is its tag's.
pub fn tag_identity(identity: &str) -> &str {
    identity.split(BETWEEN).next().unwrap_or(identity)
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

    /// Whether its terms stand in entries as categories.
    pub fn is_category(&self) -> bool {
        matches!(self.terms, Terms::Tags | Terms::Keys(_))
    }

    /// What stands for the term `name` in paths.
    pub fn slug(&self, rule: slug::SlugRule, name: &str) -> String {
        let rule = match self.terms {
            // A language is the name of a folder as it is.
            Terms::Language => slug::SlugRule::Generator(str::to_owned),
            _ => self.slugs.unwrap_or(rule),
        };
        rule.slug(name, &model::identity(name), self.slug_limits())
    }

    /// Turns the tag's identity into that of a term. Where a generator's rule makes two slugs of what is one tag to
    /// us, they are two: else a feed would move when the other spelling becomes the commoner.
    pub fn identify(&self, rule: slug::SlugRule, tag: &mut Tag) {
        if matches!(rule, slug::SlugRule::Generator(_)) {
            let slug = self.slug(rule, tag.name.as_str()).to_lowercase();
            tag.identity.push(BETWEEN);
            tag.identity.push_str(&slug);
        }
    }

    /// What its paths leave to a slug.
    fn slug_limits(&self) -> SlugLimits {
        let written = self
            .paths
            .iter()
            .filter(|path| path.state == State::Written);
        let limits = written.map(|path| path.template.slug_limits());
        limits.fold(SlugLimits::UNLIMITED, SlugLimits::and)
    }

    /// The title of the feed of `term`, on a site called `site`.
    pub fn feed_title(&self, site: &str, term: &str) -> String {
        fill(&self.title, site, term)
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

/// `pattern` with what its placeholders stand for.
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
fn terms_of(name: &str) -> Terms {
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

/// `paths`, by kind.
type RawPaths = Vec<(Given<String>, Vec<RawPath>)>;

/// The title of a term's feed, unless a setting says otherwise.
const DEFAULT_TITLE: &str = "{title}: {term}";

/// The kind of the feed for everything in `paths`.
const SITE: &str = "site";

impl Resolver<'_> {
    /// Where the feed for everything lies, and the taxonomies, the tags first. `of_tags` are the
    /// title and the number of articles in `tags`.
    pub(super) fn taxonomies(
        &mut self,
        given: Option<Given<Vec<RawTaxonomy>>>,
        paths: &RawPaths,
        of_tags: (Option<Given<String>>, Option<Given<usize>>),
        formats: &[Format],
    ) -> (Vec<FeedPath>, Vec<Taxonomy>) {
        let (title, min_articles) = of_tags;
        let mut taxonomies = vec![Taxonomy {
            name: "tags".to_owned(),
            terms: Terms::Tags,
            from: None,
            has_feeds: given.is_none(),
            title: self.title(title, "a tag feed's title", "{tag}"),
            min_articles: min_articles.map_or(1, |given| given.value),
            slugs: None,
            paths: Vec::new(),
        }];
        let are_given = given.is_some();
        for raw in given.into_iter().flat_map(|given| given.value) {
            self.taxonomy(raw, &mut taxonomies);
        }
        self.no_unknown_kinds(paths, &taxonomies, are_given);
        for taxonomy in &mut taxonomies {
            let terms = taxonomy.terms.clone();
            let of_kind = |kind: &str| kind != SITE && terms_of(kind) == terms;
            taxonomy.paths =
                self.feed_paths(paths, &of_kind, FeedScope::Terms, &taxonomy.name, formats);
            if !taxonomy.has_feeds {
                for path in &mut taxonomy.paths {
                    path.state = State::Former;
                }
            }
        }
        let site = self.feed_paths(paths, &|kind| kind == SITE, FeedScope::Site, SITE, formats);
        (site, taxonomies)
    }

    /// Adds a taxonomy to those that are known, whose first are the tags.
    fn taxonomy(&mut self, raw: RawTaxonomy, known: &mut Vec<Taxonomy>) {
        let RawTaxonomy {
            name: Given {
                value: name,
                origin,
            },
            from,
            title,
            min_articles,
            slugs,
        } = raw;
        let name = name.trim();
        if name == SITE || !is_safe_name(name) {
            let message = format!("`{name}` is no name of a header key, `language` or `section`");
            return self.invalid(origin, message);
        }
        let terms = terms_of(name);
        let what = format!("the title of a feed of `{name}`");
        let from = from.and_then(|given| self.keys_of(given, name, &terms));
        let slugs = self.choice(slugs, "slugs", &slug_rules());
        match known.iter().position(|other| other.terms == terms) {
            Some(0) if !known[0].has_feeds => {
                let tags = &mut known[0];
                tags.has_feeds = true;
                name.clone_into(&mut tags.name);
                if let Some(given) = min_articles {
                    tags.min_articles = given.value;
                }
                tags.slugs = slugs;
                if title.is_some() {
                    known[0].title = self.title(title, &what, "{tag}");
                }
            }
            Some(at) => {
                let message = format!("`{name}` is `{}`, which is named already", known[at].name);
                self.invalid(origin, message);
            }
            None => known.push(Taxonomy {
                name: name.to_owned(),
                terms,
                from,
                has_feeds: true,
                title: self.title(title, &what, "{term}"),
                min_articles: min_articles.map_or(1, |given| given.value),
                slugs,
                paths: Vec::new(),
            }),
        }
    }

    /// The header keys that a taxonomy's terms come from.
    fn keys_of(
        &mut self,
        given: Given<Vec<Given<String>>>,
        name: &str,
        terms: &Terms,
    ) -> Option<Vec<String>> {
        if !matches!(terms, Terms::Keys(_) | Terms::Authors) {
            let message = match terms {
                Terms::Tags => "`tags.from` tells where tags come from".to_owned(),
                _ => format!("`{name}` does not come from headers"),
            };
            self.invalid(given.origin, message);
            return None;
        }
        Some(
            given
                .value
                .iter()
                .map(|key| normal(&key.value).into_owned())
                .collect(),
        )
    }

    /// The pattern of a title, with `{term}` in it.
    fn title(&mut self, given: Option<Given<String>>, what: &str, wanted: &str) -> String {
        let Some(Given { value, origin }) = given else {
            return DEFAULT_TITLE.to_owned();
        };
        let of_tags = wanted == "{tag}";
        let has_term = value.contains("{term}") || (of_tags && value.contains("{tag}"));
        if !has_term {
            self.invalid(origin, format!("{what} must hold `{wanted}`"));
        }
        if of_tags {
            value.replace("{tag}", "{term}")
        } else {
            value
        }
    }

    /// A path for what has no feeds is probably misspelt; but where taxonomies are listed, one may
    /// have been left out on purpose.
    fn no_unknown_kinds(&mut self, paths: &RawPaths, taxonomies: &[Taxonomy], are_given: bool) {
        let with_feeds = taxonomies.iter().filter(|taxonomy| taxonomy.has_feeds);
        let mut names: Vec<&str> = with_feeds.map(|taxonomy| &*taxonomy.name).collect();
        names.insert(0, SITE);
        for (
            Given {
                value: kind,
                origin,
            },
            _,
        ) in paths
        {
            let terms = terms_of(kind);
            let is_known = taxonomies.iter().any(|taxonomy| taxonomy.terms == terms);
            if kind == SITE || is_known {
                continue;
            }
            if let Some(close) = closest(kind, &names) {
                let message = format!("`{kind}` is no taxonomy; did you mean `{close}`?");
                self.invalid(*origin, message);
            } else if !are_given {
                let message = format!("`{kind}` has no feeds; it is not in `taxonomies`");
                self.invalid(*origin, message);
            }
        }
    }

    /// Where the feeds of a kind lie, or lay.
    fn feed_paths(
        &mut self,
        paths: &RawPaths,
        of_kind: &dyn Fn(&str) -> bool,
        feeds: FeedScope,
        name: &str,
        formats: &[Format],
    ) -> Vec<FeedPath> {
        let mut found = Vec::new();
        let mut origins = Vec::new();
        for &format in Format::ALL {
            let default = match feeds {
                FeedScope::Site => PathTemplate::parse(":format.xml", feeds, format),
                FeedScope::Terms => {
                    PathTemplate::parse(&format!("{name}/:slug/:format.xml"), feeds, format)
                }
            };
            let Ok(default) = default else {
                continue; // The name is refused elsewhere.
            };
            let given = paths.iter().rev().filter(|(kind, _)| of_kind(&kind.value));
            let mut given = given.flat_map(|(_, paths)| paths);
            let given = given.find(|path| path.format == format);
            let template = match given.map(|path| &path.template) {
                None => Some(default.clone()),
                Some(Given { value: None, .. }) => None,
                Some(Given {
                    value: Some(text),
                    origin,
                }) => match PathTemplate::parse(text, feeds, format) {
                    Ok(template) => Some(template),
                    Err(error) => {
                        self.invalid(*origin, format!("`{text}` is no path of feeds: {error}"));
                        continue;
                    }
                },
            };
            let is_written = template.is_some() && formats.contains(&format);
            let template = template.unwrap_or_else(|| default.clone());
            if default != template {
                found.push(FeedPath {
                    format,
                    template: default,
                    state: State::Former,
                });
            }
            if is_written {
                origins.push((format, given.map(|path| path.template.origin)));
            }
            found.push(FeedPath {
                format,
                template,
                state: if is_written {
                    State::Written
                } else {
                    State::Unwritten
                },
            });
        }
        self.no_clash(name, &found, &origins);
        found
    }

    /// Two formats of a kind do not lie on one path, whatever the file system makes of case.
    fn no_clash(&mut self, kind: &str, paths: &[FeedPath], origins: &[(Format, Option<Origin>)]) {
        let written = paths.iter().filter(|path| path.state == State::Written);
        let written: Vec<&FeedPath> = written.collect();
        let folded = |path: &FeedPath| path.template.to_string().to_lowercase();
        let [one, other] = *written else {
            return;
        };
        if folded(one) != folded(other) {
            return;
        }
        let mut told = Vec::new();
        for (_, origin) in origins {
            if let Some(origin) = origin.filter(|origin| !told.contains(origin)) {
                let message = format!(
                    "the {} and the {} feeds of `{kind}` would lie on one path, `{}`",
                    one.format.name(),
                    other.format.name(),
                    other.template
                );
                self.invalid(origin, message);
                told.push(origin);
            }
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
            paths: Vec::new(),
        };
        for (pattern, title) in [
            ("{title}: {term}", "S {x} {term}: a {title}"),
            ("{term}", "a {title}"),
            ("By {term} ({title}) {", "By a {title} (S {x} {term}) {"),
        ] {
            let taxonomy = taxonomy(pattern);
            assert_eq!(taxonomy.feed_title("S {x} {term}", "a {title}"), title);
            assert_eq!(taxonomy.term_of("S {x} {term}", title), Some("a {title}"));
        }
        assert_eq!(taxonomy("{title}: {term}").term_of("S", "T: a"), None);
        assert_eq!(taxonomy("{title}: {term}").term_of("S", "S: "), None);
    }
}
