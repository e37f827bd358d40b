//! Tags and authors.

use std::collections::HashMap;
use std::path::Path;

use super::Resolver;
use crate::diagnostic::{Diagnostic, locate};
use crate::site::settings::kinds::TagKey;
use crate::site::settings::rules::INVALID_SITE_FILE;
use crate::site::settings::table::{AuthorsMapping, TagsMapping};
use crate::site::settings::taxonomy::Taxonomy;
use crate::site::settings::types::{AuthorSettings, TagSettings};
use crate::syntax::tree::{Node, Value, yaml};

/// Where the file of authors may be (Jekyll's `_data`, Docusaurus).
const AUTHOR_FILES: &[&str] = &[
    "_data/authors.yml",
    "_data/authors.yaml",
    "authors.yml",
    "authors.yaml",
    "blog/authors.yml",
];

/// The header keys that tags come from, unless a setting says otherwise.
const DEFAULT_TAG_KEYS: &[&str] = &["tags", "tag", "categories"];

impl Resolver<'_> {
    pub(super) fn authors(&mut self, given: &AuthorsMapping, source: &Path) -> AuthorSettings {
        let AuthorsMapping { file, separators } = given;
        let named = file.as_ref().map(|given| {
            let folder = self.folder_of(given.offset, source);
            (folder.join(&given.value), Some(given.offset))
        });
        let found = || {
            let mut paths = AUTHOR_FILES.iter().map(|path| source.join(path));
            paths.find(|path| path.is_file()).map(|path| (path, None))
        };
        let by_key = named
            .or_else(found)
            .map(|(path, offset)| self.authors_file(&path, offset));
        AuthorSettings {
            by_key: by_key.unwrap_or_default(),
            separators: separators.as_deref().map(not_empty),
        }
    }

    /// Authors by their keys. A file that no setting names may be for something else.
    fn authors_file(&mut self, path: &Path, offset: Option<usize>) -> HashMap<String, Node> {
        let mut invalid = |message: String| match offset {
            Some(offset) => self.invalid(offset, message),
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
                if offset.is_some() {
                    invalid("the file of authors is not a mapping from keys to authors".to_owned());
                }
                HashMap::new()
            }
            Err(error) => {
                let (line, column, _) = locate(&text, error.offset);
                invalid(format!(
                    "the file of authors is not valid YAML: {error} (line {line}, column {column})"
                ));
                HashMap::new()
            }
        }
    }

    pub(super) fn tags(&mut self, given: &TagsMapping, taxonomies: &[Taxonomy]) -> TagSettings {
        // A key of another taxonomy holds tags only where a setting says so.
        let is_tag_key = |key: &&&str| taxonomies.iter().all(|other| !other.is_read_from(key));
        let from = match &given.from {
            Some(keys) => keys.iter().map(|TagKey(key)| (*key).to_owned()).collect(),
            None => {
                let keys = DEFAULT_TAG_KEYS.iter().filter(is_tag_key);
                keys.map(|&key| key.to_owned()).collect()
            }
        };
        TagSettings {
            from,
            aliases: given.aliases.clone(),
            exclude: given.exclude.clone(),
            separators: not_empty(&given.separators),
            commas: self.reading().commas_separate_terms,
        }
    }
}

fn not_empty(texts: &[String]) -> Vec<String> {
    texts
        .iter()
        .filter(|text| !text.is_empty())
        .cloned()
        .collect()
}
