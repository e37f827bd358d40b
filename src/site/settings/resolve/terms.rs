//! Tags and authors.

use std::collections::HashMap;
use std::path::Path;

use super::Resolver;
use crate::diagnostic::{Diagnostic, locate};
use crate::files::{read_anywhere, read_found, to_text, unreadable_rule};
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
        let by_key = match file {
            Some(given) => {
                let offset = given.offset;
                let path = self.folder_of(offset, source).join(&given.value);
                match read_anywhere(&path).and_then(to_text) {
                    Ok(text) => self.authors_file(&path, &text, Some(offset)),
                    Err(error) => {
                        let message = format!("the file of authors cannot be read: {error}");
                        self.invalid(offset, message);
                        HashMap::new()
                    }
                }
            }
            None => self.found_authors(source),
        };
        AuthorSettings {
            by_key,
            separators: separators.as_deref().map(not_empty),
        }
    }

    /// Those in a file that no setting names. One that cannot be read counts for nothing.
    fn found_authors(&mut self, source: &Path) -> HashMap<String, Node> {
        for name in AUTHOR_FILES {
            let path = source.join(name);
            match read_found(source, name).and_then(|bytes| bytes.map(to_text).transpose()) {
                Ok(None) => {}
                Ok(Some(text)) => return self.authors_file(&path, &text, None),
                Err(error) => {
                    let message = format!("the file of authors cannot be read: {error}");
                    let finding = Diagnostic::new(unreadable_rule(&error), message);
                    self.notes.push(finding.in_file(path.display().to_string()));
                }
            }
        }
        HashMap::new()
    }

    /// Authors by their keys. A file that no setting names may be for something else.
    fn authors_file(
        &mut self,
        path: &Path,
        text: &str,
        offset: Option<usize>,
    ) -> HashMap<String, Node> {
        let mut invalid = |message: String| match offset {
            Some(offset) => self.invalid(offset, message),
            None => {
                let problem = Diagnostic::new(&INVALID_SITE_FILE, message);
                self.problems
                    .push(problem.in_file(path.display().to_string()));
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
                let (line, column, _) = locate(text, error.offset);
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
            keeps_spaces: self.reading().terms_keep_spaces,
            inline: given.inline,
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
