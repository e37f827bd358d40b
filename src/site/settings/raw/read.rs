//! The tree of a site file to what was written in it, every problem of form collected.

use std::str::FromStr;

use super::{
    Given, Origin, RawAuthor, RawAuthors, RawDefaults, RawLanguage, RawOwner, RawPath, RawPodcast,
    RawSite, RawTags, RawTaxonomy, Setting,
};
use crate::diagnostic::Rule;
use crate::model::Format;
use crate::site::settings::{UNKNOWN_SETTING, WRONG_TYPE};
use crate::syntax::tree::{Node, Value};

const SITE_KEYS: &[&str] = &[
    "generator",
    "title",
    "url",
    "description",
    "language",
    "languages",
    "encoding",
    "author",
    "timezone",
    "articles",
    "exclude",
    "sections",
    "main_sections",
    "output",
    "feeds_url",
    "paths",
    "taxonomies",
    "slugs",
    "permalink",
    "ids",
    "id_date",
    "limit",
    "content",
    "formats",
    "drafts",
    "future",
    "rights",
    "icon",
    "image",
    "tags",
    "authors",
    "defaults",
    "podcast",
    "lint",
];
const AUTHOR_KEYS: &[&str] = &["name", "email", "url"];
const TAXONOMY_KEYS: &[&str] = &["from", "title", "min_articles", "slugs"];
const AUTHORS_KEYS: &[&str] = &["file", "separators"];
const DEFAULTS_KEYS: &[&str] = &["path", "values"];
const PODCAST_KEYS: &[&str] = &["category", "explicit", "image", "author", "owner", "type"];
const OWNER_KEYS: &[&str] = &["name", "email"];
const TAGS_KEYS: &[&str] = &[
    "from",
    "aliases",
    "exclude",
    "separators",
    "min_articles",
    "title",
];

impl RawSite {
    /// Reads the tree of a site file; `problem` makes and keeps a diagnostic for a place in it.
    pub fn read(root: &Node, problem: &mut dyn FnMut(&'static Rule, usize, String)) -> Self {
        let mut site = RawSite::default();
        let mut reader = Reader { problem };
        for (key, node) in reader.mapping(root, "the site file", SITE_KEYS) {
            match key {
                "generator" => site.generator = reader.text(node, key),
                "title" => site.title = reader.text(node, key),
                "url" => site.url = reader.text(node, key),
                "description" => site.description = reader.text(node, key),
                "language" => site.language = reader.text(node, key),
                "encoding" => site.encoding = reader.text(node, key),
                "languages" => site.languages = reader.languages(node),
                "author" => site.author = reader.author(node),
                "timezone" => site.timezone = reader.text(node, key),
                "articles" => site.articles = reader.list(node, key),
                "exclude" => site.exclude = reader.list(node, key),
                "sections" => site.sections = reader.list(node, key),
                "main_sections" => site.main_sections = reader.list(node, key),
                "output" => site.output = reader.text(node, key),
                "feeds_url" => site.feeds_url = reader.text(node, key),
                "paths" => site.paths = reader.paths(node),
                "taxonomies" => site.taxonomies = reader.taxonomies(node),
                "slugs" => site.slugs = reader.text(node, key),
                "permalink" => site.permalink = reader.permalink(node),
                "ids" => site.ids = reader.text(node, key),
                "id_date" => site.id_date = reader.text(node, key),
                "limit" => site.limit = reader.parsed(node, key, "a whole number"),
                "content" => site.content = reader.text(node, key),
                "formats" => site.formats = reader.list(node, key),
                "drafts" => site.drafts = reader.flag(node, key),
                "future" => site.future = reader.flag(node, key),
                "rights" => site.rights = reader.text(node, key),
                "icon" => site.icon = reader.text(node, key),
                "image" => site.image = reader.text(node, key),
                "tags" => site.tags = reader.tags(node),
                "authors" => site.authors = reader.authors(node),
                "defaults" => site.defaults = reader.defaults(node),
                "podcast" => site.podcast = reader.podcast(node),
                "lint" => site.lint = reader.lint(node),
                other => unreachable!("`{other}` is in SITE_KEYS"),
            }
        }
        site
    }
}

struct Reader<'p> {
    problem: &'p mut dyn FnMut(&'static Rule, usize, String),
}

impl Reader<'_> {
    /// The known keys of a mapping; unknown ones are refused, a duplicate's last value counts.
    fn mapping<'n>(
        &mut self,
        node: &'n Node,
        what: &str,
        known: &'static [&'static str],
    ) -> Vec<(&'static str, &'n Node)> {
        let pairs = match &node.value {
            Value::Mapping(pairs) => pairs,
            Value::Null => return Vec::new(),
            _ => {
                self.wrong_type(node, what, "a mapping");
                return Vec::new();
            }
        };
        let mut found: Vec<(&'static str, &Node)> = Vec::new();
        for (key, value) in pairs {
            let text = key.text().unwrap_or_default();
            match known.iter().find(|name| **name == text) {
                Some(name) => {
                    found.retain(|(earlier, _)| earlier != name);
                    found.push((name, value));
                }
                None => self.unknown(key, text, known),
            }
        }
        found
    }

    fn unknown(&mut self, key: &Node, text: &str, known: &[&str]) {
        let hint = crate::site::settings::closest(text, known).map_or_else(
            || format!("the settings here are {}", known.join(", ")),
            |close| format!("did you mean `{close}`?"),
        );
        (self.problem)(
            &UNKNOWN_SETTING,
            key.offset,
            format!("`{text}` is no setting; {hint}"),
        );
    }

    fn wrong_type(&mut self, node: &Node, what: &str, wanted: &str) {
        let found = match node.text() {
            Some(text) => format!("`{text}`"),
            None => node.kind().to_owned(),
        };
        (self.problem)(
            &WRONG_TYPE,
            node.offset,
            format!("{what} must be {wanted}, and it is {found}"),
        );
    }

    fn text(&mut self, node: &Node, key: &str) -> Setting<String> {
        match &node.value {
            Value::Scalar(text) => Some(Given {
                value: text.trim().to_owned(),
                origin: Origin::File(node.offset),
            }),
            Value::Null => None,
            _ => {
                self.wrong_type(node, &quoted(key), "text");
                None
            }
        }
    }

    fn parsed<T: FromStr>(&mut self, node: &Node, key: &str, wanted: &str) -> Setting<T> {
        if node.value == Value::Null {
            return None;
        }
        match node.text().and_then(|text| text.trim().parse().ok()) {
            Some(value) => Some(Given {
                value,
                origin: Origin::File(node.offset),
            }),
            None => {
                self.wrong_type(node, &quoted(key), wanted);
                None
            }
        }
    }

    fn flag(&mut self, node: &Node, key: &str) -> Setting<bool> {
        self.parsed(node, key, "`true` or `false`")
    }

    /// One pattern for all, or one for each section and `*` for the others.
    fn permalink(&mut self, node: &Node) -> Vec<(String, Given<String>)> {
        match &node.value {
            Value::Mapping(pairs) => pairs
                .iter()
                .filter_map(|(section, pattern)| {
                    let section = self.text(section, "permalink")?.value;
                    Some((section, self.text(pattern, "permalink")?))
                })
                .collect(),
            _ => {
                let pattern = self.text(node, "permalink");
                pattern
                    .map(|pattern| ("*".to_owned(), pattern))
                    .into_iter()
                    .collect()
            }
        }
    }

    /// A list of texts; one text is a list of one.
    fn list(&mut self, node: &Node, key: &str) -> Setting<Vec<Given<String>>> {
        let nodes = match &node.value {
            Value::Sequence(nodes) => nodes.as_slice(),
            Value::Scalar(_) => std::slice::from_ref(node),
            Value::Null => return None,
            Value::Mapping(_) => {
                self.wrong_type(node, &quoted(key), "a list");
                return None;
            }
        };
        let value = nodes
            .iter()
            .filter_map(|node| self.item(node, key))
            .collect();
        Some(Given {
            value,
            origin: Origin::File(node.offset),
        })
    }

    /// An item of a list, untrimmed: a separator may be a space.
    fn item(&mut self, node: &Node, key: &str) -> Setting<String> {
        let Some(text) = node.text() else {
            self.wrong_type(node, &quoted(key), "a list of texts");
            return None;
        };
        Some(Given {
            value: text.to_owned(),
            origin: Origin::File(node.offset),
        })
    }

    fn author(&mut self, node: &Node) -> Setting<RawAuthor> {
        let mut author = RawAuthor::default();
        if node.text().is_some() {
            author.name = self.text(node, "author");
        } else {
            for (key, value) in self.mapping(node, "`author`", AUTHOR_KEYS) {
                match key {
                    "name" => author.name = self.text(value, key),
                    "email" => author.email = self.text(value, key),
                    "url" => author.url = self.text(value, key),
                    other => unreachable!("`{other}` is in AUTHOR_KEYS"),
                }
            }
        }
        Some(Given {
            value: author,
            origin: Origin::File(node.offset),
        })
    }

    /// A list of languages, or a mapping from them to their folders.
    fn languages(&mut self, node: &Node) -> Setting<Vec<RawLanguage>> {
        let Value::Mapping(pairs) = &node.value else {
            let Given { value, origin } = self.list(node, "languages")?;
            let languages = value
                .into_iter()
                .map(|tag| RawLanguage { tag, folder: None });
            return Some(Given {
                value: languages.collect(),
                origin,
            });
        };
        let mut languages = Vec::new();
        for (tag, folder) in pairs {
            let nothing = Given {
                value: String::new(),
                origin: Origin::File(folder.offset),
            };
            let folder = match &folder.value {
                Value::Null => Some(nothing),
                _ => self.text(folder, "languages"),
            };
            let tag = self.item(tag, "languages");
            languages.extend(tag.map(|tag| RawLanguage { tag, folder }));
        }
        Some(Given {
            value: languages,
            origin: Origin::File(node.offset),
        })
    }

    /// Paths by kind of feed: a template for both formats, or one for each.
    fn paths(&mut self, node: &Node) -> Vec<(Given<String>, Vec<RawPath>)> {
        let Value::Mapping(pairs) = &node.value else {
            if node.value != Value::Null {
                let wanted = "a mapping from `site` and the names of taxonomies to paths";
                self.wrong_type(node, "`paths`", wanted);
            }
            return Vec::new();
        };
        let mut paths = Vec::new();
        for (kind, node) in pairs {
            let Some(kind) = self.item(kind, "paths") else {
                continue;
            };
            let mut of_kind = Vec::new();
            if node.text().is_some() {
                for format in Format::ALL {
                    of_kind.extend(self.path(*format, node));
                }
            } else {
                const FORMATS: &[&str] = &["rss", "atom"];
                let what = quoted(&format!("paths.{}", kind.value));
                for (key, node) in self.mapping(node, &what, FORMATS) {
                    let format = Format::ALL.iter().find(|format| format.name() == key);
                    of_kind.extend(format.and_then(|format| self.path(*format, node)));
                }
            }
            paths.push((kind, of_kind));
        }
        paths
    }

    fn path(&mut self, format: Format, node: &Node) -> Option<RawPath> {
        let Given { value, origin } = self.text(node, format.name())?;
        let template = Given {
            value: (value != "false").then_some(value),
            origin,
        };
        Some(RawPath { format, template })
    }

    /// A list of names, or a mapping from them to what is particular to each.
    fn taxonomies(&mut self, node: &Node) -> Setting<Vec<RawTaxonomy>> {
        let mut taxonomies = Vec::new();
        match &node.value {
            Value::Null => return None,
            Value::Scalar(_) => taxonomies.extend(self.taxonomy(node, None)),
            Value::Mapping(pairs) => {
                for (name, node) in pairs {
                    taxonomies.extend(self.taxonomy(name, Some(node)));
                }
            }
            Value::Sequence(items) => {
                for item in items {
                    match &item.value {
                        Value::Mapping(pairs) => {
                            for (name, node) in pairs {
                                taxonomies.extend(self.taxonomy(name, Some(node)));
                            }
                        }
                        _ => taxonomies.extend(self.taxonomy(item, None)),
                    }
                }
            }
        }
        Some(Given {
            value: taxonomies,
            origin: Origin::File(node.offset),
        })
    }

    fn taxonomy(&mut self, name: &Node, node: Option<&Node>) -> Option<RawTaxonomy> {
        let mut taxonomy = RawTaxonomy {
            name: self.item(name, "taxonomies")?,
            from: None,
            title: None,
            min_articles: None,
            slugs: None,
        };
        let what = quoted(&format!("taxonomies.{}", taxonomy.name.value));
        let pairs = node.map(|node| self.mapping(node, &what, TAXONOMY_KEYS));
        for (key, value) in pairs.into_iter().flatten() {
            match key {
                "slugs" => taxonomy.slugs = self.text(value, key),
                "from" => taxonomy.from = self.list(value, key),
                "title" => taxonomy.title = self.text(value, key),
                "min_articles" => {
                    taxonomy.min_articles = self.parsed(value, key, "a whole number");
                }
                other => unreachable!("`{other}` is in TAXONOMY_KEYS"),
            }
        }
        Some(taxonomy)
    }

    fn authors(&mut self, node: &Node) -> RawAuthors {
        let mut authors = RawAuthors::default();
        for (key, value) in self.mapping(node, "authors", AUTHORS_KEYS) {
            match key {
                "file" => authors.file = self.text(value, key),
                "separators" => authors.separators = self.list(value, key),
                other => unreachable!("`{other}` is in AUTHORS_KEYS"),
            }
        }
        authors
    }

    /// A list of `path` and `values`, or one of them.
    fn defaults(&mut self, node: &Node) -> Vec<RawDefaults> {
        let items = match &node.value {
            Value::Sequence(items) => items.as_slice(),
            Value::Null => return Vec::new(),
            _ => std::slice::from_ref(node),
        };
        let one = |item: &Node| {
            let mut one = RawDefaults::default();
            for (key, value) in self.mapping(item, "`defaults`", DEFAULTS_KEYS) {
                match (key, &value.value) {
                    ("path", _) => one.path = self.list(value, key),
                    ("values", Value::Mapping(pairs)) => one.values.clone_from(pairs),
                    ("values", _) => self.wrong_type(value, "`values`", "a mapping of header keys"),
                    (other, _) => unreachable!("`{other}` is in DEFAULTS_KEYS"),
                }
            }
            one
        };
        items.iter().map(one).collect()
    }

    fn podcast(&mut self, node: &Node) -> Setting<RawPodcast> {
        let mut podcast = RawPodcast::default();
        for (key, value) in self.mapping(node, "`podcast`", PODCAST_KEYS) {
            match key {
                "category" => podcast.category = self.list(value, key),
                "explicit" => podcast.explicit = self.flag(value, key),
                "image" => podcast.image = self.text(value, key),
                "author" => podcast.author = self.text(value, key),
                "owner" => podcast.owner = self.owner(value),
                "type" => podcast.kind = self.text(value, key),
                other => unreachable!("`{other}` is in PODCAST_KEYS"),
            }
        }
        (node.value != Value::Null).then_some(Given {
            value: podcast,
            origin: Origin::File(node.offset),
        })
    }

    fn owner(&mut self, node: &Node) -> Setting<RawOwner> {
        let mut owner = RawOwner::default();
        for (key, value) in self.mapping(node, "`owner`", OWNER_KEYS) {
            match key {
                "name" => owner.name = self.text(value, key),
                "email" => owner.email = self.text(value, key),
                other => unreachable!("`{other}` is in OWNER_KEYS"),
            }
        }
        (node.value != Value::Null).then_some(Given {
            value: owner,
            origin: Origin::File(node.offset),
        })
    }

    /// What the findings of a code are to be, by code.
    fn lint(&mut self, node: &Node) -> Vec<(Given<String>, Given<String>)> {
        let levels = "a mapping from the codes of findings to `off`, `info`, `warning` or `error`";
        match &node.value {
            Value::Mapping(pairs) => pairs
                .iter()
                .filter_map(|(code, level)| {
                    Some((self.item(code, "lint")?, self.item(level, "lint")?))
                })
                .collect(),
            Value::Null => Vec::new(),
            _ => {
                self.wrong_type(node, "lint", levels);
                Vec::new()
            }
        }
    }

    fn tags(&mut self, node: &Node) -> RawTags {
        let mut tags = RawTags::default();
        for (key, value) in self.mapping(node, "`tags`", TAGS_KEYS) {
            match key {
                "from" => tags.from = self.list(value, key),
                "aliases" => tags.aliases = self.aliases(value),
                "exclude" => tags.exclude = self.list(value, key),
                "separators" => tags.separators = self.list(value, key),
                "min_articles" => tags.min_articles = self.parsed(value, key, "a whole number"),
                "title" => tags.title = self.text(value, key),
                other => unreachable!("`{other}` is in TAGS_KEYS"),
            }
        }
        tags
    }

    fn aliases(&mut self, node: &Node) -> Vec<(Given<String>, String)> {
        let Value::Mapping(pairs) = &node.value else {
            if node.value != Value::Null {
                self.wrong_type(
                    node,
                    "`aliases`",
                    "a mapping from a spelling to the tag that it means",
                );
            }
            return Vec::new();
        };
        let mut aliases = Vec::new();
        for (spelling, tag) in pairs {
            match (spelling.text(), tag.text()) {
                (Some(spelling_text), Some(tag)) => aliases.push((
                    Given {
                        value: spelling_text.to_owned(),
                        origin: Origin::File(spelling.offset),
                    },
                    tag.to_owned(),
                )),
                (None, _) => self.wrong_type(spelling, "`aliases`", "a mapping from text to text"),
                (_, None) => self.wrong_type(tag, "`aliases`", "a mapping from text to text"),
            }
        }
        aliases
    }
}

fn quoted(key: &str) -> String {
    format!("`{key}`")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::tree::yaml;

    /// `unreachable!` above stands on this: each key that is known is read.
    #[test]
    fn every_known_key_is_read() {
        for (prefix, keys) in [
            ("", SITE_KEYS),
            ("author:\n  ", AUTHOR_KEYS),
            ("tags:\n  ", TAGS_KEYS),
            ("authors:\n  ", AUTHORS_KEYS),
            ("defaults:\n- ", DEFAULTS_KEYS),
            ("taxonomies:\n  author:\n    ", TAXONOMY_KEYS),
            ("podcast:\n  ", PODCAST_KEYS),
            ("podcast:\n  owner:\n    ", OWNER_KEYS),
        ] {
            for key in keys {
                let mut problems = Vec::new();
                let text = format!("{prefix}{key}: {{x: y}}\n");
                RawSite::read(&yaml::parse(&text).unwrap(), &mut |rule, _, _| {
                    problems.push(rule.code)
                });
                assert!(
                    !problems.contains(&"unknown-setting")
                        || matches!(
                            *key,
                            "author" | "tags" | "authors" | "defaults" | "podcast" | "owner"
                        ),
                    "{key}"
                );
            }
        }
    }

    #[test]
    fn every_problem_is_told_at_once() {
        let text = "titel: x\nlimit: many\ndrafts: 1\nauthor: [a]\ntags:\n  exlude: [a]\nformats: {a: b}\n";
        let mut problems = Vec::new();
        RawSite::read(&yaml::parse(text).unwrap(), &mut |_, offset, message| {
            problems.push(format!(
                "{}: {message}",
                text[..offset].matches('\n').count() + 1
            ));
        });
        assert_eq!(
            problems,
            [
                "1: `titel` is no setting; did you mean `title`?",
                "2: `limit` must be a whole number, and it is `many`",
                "3: `drafts` must be `true` or `false`, and it is `1`",
                "4: `author` must be a mapping, and it is a list",
                "6: `exlude` is no setting; did you mean `exclude`?",
                "7: `formats` must be a list, and it is a mapping",
            ]
        );
    }
}
