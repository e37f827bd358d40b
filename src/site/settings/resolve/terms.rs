//! Tags and authors.

use std::collections::HashMap;
use std::path::Path;

use super::Resolver;
use crate::diagnostic::{Diagnostic, locate};
use crate::model::{self, Text};
use crate::site::settings::raw::{Given, Origin, RawAuthors, RawTags};
use crate::site::settings::taxonomy::Taxonomy;
use crate::site::settings::{
    AUTHOR_FILES, AuthorSettings, DEFAULT_SEPARATORS, DEFAULT_TAG_KEYS, INVALID_SITE_FILE,
    TAG_KEYS, TagSettings,
};
use crate::syntax::tree::{Node, Value, yaml};
use crate::text;

impl Resolver<'_> {
    pub(super) fn authors(&mut self, raw: RawAuthors, source: &Path) -> AuthorSettings {
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

    pub(super) fn tags(&mut self, raw: RawTags, taxonomies: &[Taxonomy]) -> TagSettings {
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
            commas: self.reading().commas_separate_terms,
        }
    }
}
