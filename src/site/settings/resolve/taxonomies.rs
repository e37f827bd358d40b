//! The kinds of feeds, and where they are.

use std::collections::HashMap;

use super::Resolver;
use crate::model::Format;
use crate::site::address::path_template::{FeedScope, PathTemplate};
use crate::site::address::slug::is_safe_name;
use crate::site::settings::kinds::{Given, GivenPath};
use crate::site::settings::read::closest;
use crate::site::settings::table::{SiteSettings, TaxonomyMapping};
use crate::site::settings::taxonomy::{FeedPath, PathState, Taxonomy, Terms, terms_of};
use crate::site::settings::term_names::TermNames;
use crate::site::settings::types::Period;
use crate::syntax::tree::normal;

/// `paths`, by kind.
type GivenPaths = [(Given<String>, Vec<GivenPath>)];

/// The title of a term's feed, unless a setting says otherwise.
const DEFAULT_TITLE: &str = "{title}: {term}";

/// The kind of the feed for everything in `paths`.
const SITE: &str = "site";

impl Resolver<'_> {
    /// Where the feed for everything is, and the taxonomies; the tags come first.
    pub(super) fn taxonomies(&mut self, site: &SiteSettings) -> (Vec<FeedPath>, Vec<Taxonomy>) {
        let (given, paths, formats) = (&site.taxonomies, &site.paths, &site.formats);
        let mut taxonomies = vec![Taxonomy {
            name: "tags".to_owned(),
            terms: Terms::Tags,
            from: None,
            has_feeds: given.is_none(),
            title: title(site.tags.title.as_ref()),
            min_articles: site.tags.min_articles,
            slugs: None,
            slug_of: HashMap::new(),
            names: TermNames::AsWritten,
            name_of: HashMap::new(),
            paths: Vec::new(),
        }];
        let are_given = given.is_some();
        for (name, given) in given.iter().flatten() {
            self.taxonomy(name, given, &mut taxonomies);
        }
        self.no_unknown_kinds(paths, &taxonomies, are_given);
        for taxonomy in &mut taxonomies {
            let terms = taxonomy.terms.clone();
            let of_kind = |kind: &str| kind != SITE && terms_of(kind) == terms;
            taxonomy.paths =
                self.feed_paths(paths, &of_kind, FeedScope::Terms, &taxonomy.name, formats);
            if !taxonomy.has_feeds {
                for path in &mut taxonomy.paths {
                    path.state = PathState::Former;
                }
            }
        }
        taxonomies.extend(site.archives.map(|period| archives(period, formats)));
        let site = self.feed_paths(paths, &|kind| kind == SITE, FeedScope::Site, SITE, formats);
        (site, taxonomies)
    }

    /// Adds a taxonomy to those that are known, whose first are the tags.
    fn taxonomy(
        &mut self,
        name: &Given<String>,
        given: &TaxonomyMapping,
        known: &mut Vec<Taxonomy>,
    ) {
        let TaxonomyMapping {
            from,
            title: pattern,
            min_articles,
            slugs,
            slug_of,
            names,
            name_of,
        } = given;
        let (name, offset) = (&*name.value, name.offset);
        if name == SITE || !is_safe_name(name) {
            let message = format!("`{name}` is not a header key, `language` or `section`");
            return self.invalid(offset, message);
        }
        let terms = terms_of(name);
        let from = from
            .as_ref()
            .and_then(|keys| self.keys_of(keys, offset, name, &terms));
        match known.iter().position(|other| other.terms == terms) {
            Some(0) if !known[0].has_feeds => {
                let tags = &mut known[0];
                tags.has_feeds = true;
                name.clone_into(&mut tags.name);
                if let Some(min_articles) = min_articles {
                    tags.min_articles = *min_articles;
                }
                tags.slugs.clone_from(slugs);
                tags.slug_of.clone_from(slug_of);
                tags.names = *names;
                tags.name_of.clone_from(name_of);
                if pattern.is_some() {
                    known[0].title = title(pattern.as_ref());
                }
            }
            Some(at) => {
                let message = format!("`{name}` is the same as `{}` above", known[at].name);
                self.invalid(offset, message);
            }
            None => known.push(Taxonomy {
                name: name.to_owned(),
                terms,
                from,
                has_feeds: true,
                title: title(pattern.as_ref()),
                min_articles: min_articles.unwrap_or(1),
                slugs: slugs.clone(),
                slug_of: slug_of.clone(),
                names: *names,
                name_of: name_of.clone(),
                paths: Vec::new(),
            }),
        }
    }

    /// The header keys that a taxonomy's terms come from.
    fn keys_of(
        &mut self,
        keys: &[String],
        offset: usize,
        name: &str,
        terms: &Terms,
    ) -> Option<Vec<String>> {
        if !matches!(terms, Terms::Keys(_) | Terms::Authors | Terms::Language) {
            let message = match terms {
                Terms::Tags => "use `tags.from` for the header keys of tags".to_owned(),
                _ => format!("`{name}` does not come from headers, and has no `from`"),
            };
            self.invalid(offset, message);
            return None;
        }
        Some(keys.iter().map(|key| normal(key).into_owned()).collect())
    }

    /// A path for what has no feeds is probably misspelt; but where taxonomies are listed, one may
    /// have been left out on purpose.
    fn no_unknown_kinds(&mut self, paths: &GivenPaths, taxonomies: &[Taxonomy], are_given: bool) {
        let with_feeds = taxonomies.iter().filter(|taxonomy| taxonomy.has_feeds);
        let mut names: Vec<&str> = with_feeds.map(|taxonomy| &*taxonomy.name).collect();
        names.insert(0, SITE);
        for (
            Given {
                value: kind,
                offset,
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
                let message = format!("`{kind}` is not a taxonomy; did you mean `{close}`?");
                self.invalid(*offset, message);
            } else if !are_given {
                let message = format!("`{kind}` has no feeds; it is not in `taxonomies`");
                self.invalid(*offset, message);
            }
        }
    }

    /// The paths of the feeds of a kind, and former ones.
    fn feed_paths(
        &mut self,
        paths: &GivenPaths,
        of_kind: &dyn Fn(&str) -> bool,
        feeds: FeedScope,
        name: &str,
        formats: &[Format],
    ) -> Vec<FeedPath> {
        let mut found = Vec::new();
        let mut offsets = Vec::new();
        // A JSON feed is beside the Atom feed, which comes before it.
        let mut beside = None;
        for &format in Format::ALL {
            let file = match format {
                Format::Rss | Format::Atom => ":format.xml",
                Format::Json => "feed.json",
            };
            let default = match feeds {
                FeedScope::Site => PathTemplate::parse(file, feeds, format),
                FeedScope::Terms => {
                    PathTemplate::parse(&format!("{name}/:slug/{file}"), feeds, format)
                }
            };
            let Ok(default) = default else {
                continue; // The name is refused elsewhere.
            };
            let of_format = |path: &&GivenPath| path.format == format;
            let given = paths.iter().rev().filter(|(kind, _)| of_kind(&kind.value));
            let given = given.map(|(_, paths)| paths.iter().filter(of_format).collect());
            let given: Vec<&GivenPath> = given
                .into_iter()
                .find(|paths: &Vec<_>| !paths.is_empty())
                .unwrap_or_default();
            let mut templates = Vec::new();
            for path in &given {
                let Given { value, offset } = &path.template;
                match value
                    .as_ref()
                    .map(|text| PathTemplate::parse(text, feeds, format))
                {
                    None => {}
                    Some(Ok(template)) => templates.push((template, Some(*offset))),
                    Some(Err(error)) => {
                        let text = value.as_deref().unwrap_or_default();
                        self.invalid(*offset, format!("`{text}` is not a path of feeds: {error}"));
                    }
                }
            }
            if given.is_empty() {
                let template = beside.take().unwrap_or_else(|| default.clone());
                templates.push((template, None));
            }
            let is_written = !templates.is_empty() && formats.contains(&format);
            if templates.is_empty() {
                templates.push((default.clone(), None));
            }
            if format == Format::Atom {
                let path = json_path(&templates[0].0.to_string());
                beside = PathTemplate::parse(&path, feeds, Format::Json).ok();
            }
            if templates.iter().all(|(template, _)| default != *template) {
                found.push(FeedPath {
                    format,
                    template: default,
                    state: PathState::Former,
                });
            }
            for (template, offset) in templates {
                offsets.extend(is_written.then_some((format, offset)));
                found.push(FeedPath {
                    format,
                    template,
                    state: if is_written {
                        PathState::Written
                    } else {
                        PathState::Unwritten
                    },
                });
            }
        }
        self.no_clash(name, &found, &offsets);
        found
    }

    /// Two formats of a kind must not have the same path, on file systems without case either.
    fn no_clash(&mut self, kind: &str, paths: &[FeedPath], offsets: &[(Format, Option<usize>)]) {
        let written = paths.iter().filter(|path| path.state == PathState::Written);
        let written: Vec<&FeedPath> = written.collect();
        let folded = |path: &FeedPath| path.template.to_string().to_lowercase();
        let pairs = written.iter().enumerate();
        let mut pairs =
            pairs.flat_map(|(n, one)| written[n + 1..].iter().map(move |two| (one, two)));
        let Some((one, other)) = pairs.find(|(one, other)| folded(one) == folded(other)) else {
            return;
        };
        let mut reported = Vec::new();
        let clashing = |format: Format| format == one.format || format == other.format;
        for (_, offset) in offsets.iter().filter(|(format, _)| clashing(*format)) {
            if let Some(offset) = offset.filter(|offset| !reported.contains(offset)) {
                let message = format!(
                    "the {} and the {} feeds of `{kind}` have the same path `{}`",
                    one.format.name(),
                    other.format.name(),
                    other.template
                );
                self.invalid(offset, message);
                reported.push(offset);
            }
        }
    }
}

/// The pattern of a title; `{tag}` is another word for `{term}`.
fn title(given: Option<&Given<String>>) -> String {
    given.map_or_else(
        || DEFAULT_TITLE.to_owned(),
        |given| given.value.replace("{tag}", "{term}"),
    )
}

/// The archives of the feed for everything: what they are called is not a reader's business.
fn archives(period: Period, formats: &[Format]) -> Taxonomy {
    let path = |&format: &Format| {
        let template = PathTemplate::parse("archive/:slug.:format.xml", FeedScope::Terms, format);
        Some(FeedPath {
            format,
            template: template.ok()?,
            state: if formats.contains(&format) {
                PathState::Written
            } else {
                PathState::Unwritten
            },
        })
    };
    Taxonomy {
        name: "archive".to_owned(),
        terms: Terms::Published(period),
        from: None,
        has_feeds: true,
        title: "{title}".to_owned(),
        min_articles: 1,
        slugs: None,
        slug_of: HashMap::new(),
        names: TermNames::AsWritten,
        name_of: HashMap::new(),
        paths: [Format::Rss, Format::Atom]
            .iter()
            .filter_map(path)
            .collect(),
    }
}

/// Where the JSON feed is whose Atom feed is at `atom`: `feeds/all.json` beside `feeds/all.atom.xml`,
/// `feed.json` beside `atom.xml`.
fn json_path(atom: &str) -> String {
    let (folder, name) = match atom.rsplit_once('/') {
        Some((folder, name)) => (format!("{folder}/"), name),
        None => (String::new(), atom),
    };
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let stem = if extension == "atom" {
        stem
    } else {
        stem.strip_suffix("atom").unwrap_or(stem)
    };
    let stem = stem.trim_end_matches(['.', '-', '_']);
    format!(
        "{folder}{}.json",
        if stem.is_empty() { "feed" } else { stem }
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_json_feed_is_beside_the_atom_feed() {
        for (atom, json) in [
            ("atom.xml", "feed.json"),
            ("feed.xml", "feed.json"),
            ("index.atom", "index.json"),
            (":slug/atom.xml", ":slug/feed.json"),
            ("feeds/:slug.atom.xml", "feeds/:slug.json"),
            ("feeds/all-atom.xml", "feeds/all.json"),
            ("feed/by_tag/:slug", "feed/by_tag/:slug.json"),
        ] {
            assert_eq!(json_path(atom), json);
        }
    }
}
