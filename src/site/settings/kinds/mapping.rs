//! Kinds of mappings whose keys are the user's: languages, paths, patterns, header values, tags, codes.

use std::collections::HashMap;

use serde_json::{Value as Json, json};

use super::choice::Choice;
use super::text::{FolderUrl, LanguageTag, Line, TEXT, Trimmed, Verbatim};
use super::wrapper::Given;
use crate::diagnostic::Severity;
use crate::model::{self, Format, Text};
use crate::site::address::slug::is_safe_name;
use crate::site::settings::read::{Reader, SettingKind};
use crate::site::settings::types::Language;
use crate::syntax::tree::{Node, Pairs, Value};
use crate::text;

/// The languages that have feeds of their own, by tag: a list, or a mapping to their folders, or to a folder and
/// an address.
#[derive(Debug)]
pub struct Languages;

impl SettingKind for Languages {
    type Value = Vec<Language>;
    const WHAT: &'static str = "a list of languages, or a mapping from them to folders";

    fn read(node: &Node, name: &str, reader: &mut Reader<'_>) -> Option<Vec<Language>> {
        let pairs: Vec<(&Node, Option<&Node>)> = match &node.value {
            Value::Mapping(pairs) => pairs
                .iter()
                .map(|(tag, folder)| (tag, Some(folder)))
                .collect(),
            Value::Sequence(items) => items.iter().map(|item| (item, None)).collect(),
            _ => vec![(node, None)],
        };
        let mut languages: Vec<Language> = Vec::new();
        for (tag, folder) in pairs {
            let Some(tag_read) = LanguageTag::read(tag, name, reader) else {
                continue;
            };
            let place = folder.unwrap_or(tag).offset;
            let (folder, url, titles) = match folder {
                Some(Node {
                    value: Value::Mapping(_),
                    ..
                }) => {
                    let keys = ["folder", "url", "title", "feed_title"];
                    let given = folder.and_then(|node| reader.mapping(node, name, &keys));
                    let [folder, url, titles @ ..] = given.as_deref().unwrap_or_default() else {
                        continue;
                    };
                    let url = url.and_then(|url| FolderUrl::read(url, name, reader));
                    let mut titles = titles
                        .iter()
                        .map(|title| title.and_then(|title| Line::read(title, name, reader)));
                    let titles = [titles.next().flatten(), titles.next().flatten()];
                    (*folder, url, titles)
                }
                folder => (folder, None, [None, None]),
            };
            let folder = match folder {
                None => tag_read.clone(),
                Some(folder) if folder.value == Value::Null => String::new(),
                Some(folder) => match Trimmed::read(folder, name, reader) {
                    Some(folder) => folder,
                    None => continue,
                },
            };
            // Any other folder could be one of articles.
            if !folder.is_empty() && model::language(&folder).is_none() {
                let message =
                    format!("`{folder}` is not a folder of a language, such as `en` or `zh-cn`");
                reader.invalid(place, message);
                continue;
            }
            let folder = (!folder.is_empty()).then_some(folder);
            if languages.iter().any(|known| known.tag == tag_read) {
                continue;
            }
            if languages.iter().any(|known| known.folder == folder) {
                let message = match folder {
                    Some(folder) => format!("two languages have the folder `{folder}`"),
                    None => "two languages have no folder".to_owned(),
                };
                reader.invalid(place, message);
                continue;
            }
            let [title, feed_title] = titles;
            languages.push(Language {
                tag: tag_read,
                folder,
                url,
                title,
                feed_title,
            });
        }
        languages.sort_unstable_by(|one, other| one.tag.cmp(&other.tag));
        Some(languages)
    }

    fn absent() -> Option<Vec<Language>> {
        Some(Vec::new())
    }

    fn schema() -> Json {
        let own = json!({
            "type": "object",
            "additionalProperties": false,
            "properties": {
                "folder": {"type": ["string", "null"]},
                "url": FolderUrl::schema(),
                "title": Line::schema(),
                "feed_title": Line::schema(),
            },
        });
        let folder = json!({"anyOf": [{"type": ["string", "null"]}, own]});
        let folders = json!({"type": "object", "additionalProperties": folder});
        json!({"anyOf": [folders, Vec::<LanguageTag>::schema()]})
    }
}

/// A pattern for every article (under `*`), or one for each folder.
#[derive(Debug)]
pub struct Permalink;

impl SettingKind for Permalink {
    type Value = Vec<(String, Given<String>)>;
    const WHAT: &'static str = "a pattern, or a mapping from folders to patterns";

    fn read(node: &Node, name: &str, reader: &mut Reader<'_>) -> Option<Self::Value> {
        let Value::Mapping(pairs) = &node.value else {
            return Some(vec![(
                "*".to_owned(),
                Given::<Trimmed>::read(node, name, reader)?,
            )]);
        };
        let mut patterns = Vec::new();
        for (folder, pattern) in pairs
            .iter()
            .filter(|(_, pattern)| pattern.value != Value::Null)
        {
            let folder = Trimmed::read(folder, name, reader);
            patterns.extend(folder.zip(Given::<Trimmed>::read(pattern, name, reader)));
        }
        Some(patterns)
    }

    fn absent() -> Option<Self::Value> {
        Some(Vec::new())
    }

    fn schema() -> Json {
        let pattern = json!({"type": ["string", "null"]});
        json!({"anyOf": [{"type": "string"}, {"type": "object", "additionalProperties": pattern}]})
    }
}

/// The path of the feeds of a kind in a format.
#[derive(Debug)]
pub struct GivenPath {
    /// The format.
    pub format: Format,
    /// The template; `None` for `false`.
    pub template: Given<Option<String>>,
}

/// Declares kinds that are mappings, which are empty unless given.
macro_rules! mappings {
    ($(
        $(#[$doc:meta])*
        $kind:ident: $value:ty, $what:literal, $schema:expr, $read:expr;
    )*) => { $(
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $kind;

        impl SettingKind for $kind {
            type Value = $value;
            const WHAT: &'static str = $what;

            fn read(node: &Node, name: &str, reader: &mut Reader<'_>) -> Option<$value> {
                let Value::Mapping(pairs) = &node.value else {
                    reader.wrong_type(node, name, Self::WHAT);
                    return None;
                };
                let read: fn(&Pairs, &str, &mut Reader<'_>) -> $value = $read;
                Some(read(pairs, name, reader))
            }

            fn absent() -> Option<$value> {
                Some(<$value>::default())
            }

            fn schema() -> Json {
                $schema
            }
        }
    )* };
}

mappings! {
    /// Paths by kind of feed: a template for RSS and Atom, or one for each format.
    Paths: Vec<(Given<String>, Vec<GivenPath>)>, "a mapping from `site` and the names of taxonomies to paths",
        paths_schema(), paths;
    /// Keys and values of headers.
    HeaderValues: Pairs, "a mapping of header keys", json!({"type": "object"}), |pairs, _, _| {
        let mut pairs = pairs.clone();
        // Their offsets would point into the header that they are added to.
        for (key, value) in &mut pairs {
            key.relocate(&|_| 0);
            value.relocate(&|_| 0);
        }
        pairs
    };
    /// From terms to the slugs of their feeds.
    Slugs: HashMap<String, String>, "a mapping from terms to slugs", values_schema(&json!({"type": "string"})), slugs;
    /// From terms to their names, which may be empty.
    Names: HashMap<String, String>, "a mapping from terms to names", Slugs::schema(), |pairs, name, reader| {
        let read = |(term, text): &(Node, Node)| {
            let term = Verbatim::read(term, name, reader)?;
            Some((term, Verbatim::read(text, name, reader)?))
        };
        pairs.iter().filter_map(read).collect()
    };
    /// From the identity of a spelling to the tag that it means.
    Aliases: HashMap<String, Text>, "a mapping from a spelling to the tag that it means",
        values_schema(&json!({"type": TEXT})), aliases;
    /// The codes of findings, and what becomes of each.
    Levels: Vec<(Given<String>, Option<Severity>)>,
        "a mapping from the codes of findings to `off`, `info`, `warning` or `error`",
        values_schema(&Choice::<Option<Severity>>::schema()), |pairs, name, reader| {
        let mut levels = Vec::new();
        for (code, level) in pairs {
            let code = Given::<Verbatim>::read(code, name, reader);
            levels.extend(code.zip(Choice::<Option<Severity>>::read(level, name, reader)));
        }
        levels
    };
}

fn paths(
    pairs: &Pairs,
    name: &str,
    reader: &mut Reader<'_>,
) -> Vec<(Given<String>, Vec<GivenPath>)> {
    let mut found = Vec::new();
    for (kind, node) in pairs {
        let Some(kind) = Given::<Verbatim>::read(kind, name, reader) else {
            continue;
        };
        let nodes = match &node.value {
            Value::Scalar(_) => vec![Some(node), Some(node), None],
            Value::Null => Vec::new(),
            _ => {
                let names: Vec<&str> = Format::ALL.iter().map(|format| format.name()).collect();
                let name = format!("{name}.{}", kind.value);
                reader.mapping(node, &name, &names).unwrap_or_default()
            }
        };
        let mut paths = Vec::new();
        for (&format, node) in Format::ALL.iter().zip(nodes) {
            let node = node.filter(|node| node.value != Value::Null);
            let nodes = match node.map(|node| &node.value) {
                Some(Value::Sequence(items)) => items.iter().collect(),
                _ => Vec::from_iter(node),
            };
            for node in nodes {
                let path = Given::<Trimmed>::read(node, format.name(), reader);
                paths.extend(path.map(|Given { value, offset }| GivenPath {
                    format,
                    template: Given {
                        value: (value != "false").then_some(value),
                        offset,
                    },
                }));
            }
        }
        found.push((kind, paths));
    }
    found
}

fn slugs(pairs: &Pairs, name: &str, reader: &mut Reader<'_>) -> HashMap<String, String> {
    let mut slugs = HashMap::new();
    for (term, slug) in pairs {
        let term = Verbatim::read(term, name, reader);
        let (Some(term), Some(text)) = (term, Trimmed::read(slug, name, reader)) else {
            continue;
        };
        if text.split('/').all(is_safe_name) {
            slugs.insert(term, text);
        } else {
            reader.invalid(
                slug.offset,
                format!("`{text}` cannot be the name of a folder"),
            );
        }
    }
    slugs
}

fn aliases(pairs: &Pairs, name: &str, reader: &mut Reader<'_>) -> HashMap<String, Text> {
    let mut aliases = HashMap::new();
    for (spelling, tag) in pairs {
        let (Some(text), Some(meant)) = (spelling.text(), tag.text()) else {
            let wrong = if spelling.text().is_none() {
                spelling
            } else {
                tag
            };
            reader.wrong_type(wrong, name, "a mapping from text to text");
            continue;
        };
        let meant = text::collapse(meant);
        if meant.is_empty() {
            reader.invalid(spelling.offset, format!("the alias `{text}` has no tag"));
        }
        aliases.insert(model::identity(text), Text::new(&meant));
    }
    aliases
}

/// A mapping from any keys to values of this schema.
fn values_schema(value: &Json) -> Json {
    json!({"type": "object", "additionalProperties": value})
}

fn paths_schema() -> Json {
    let path = json!({"anyOf": [{"type": "string"}, {"const": false}, {"type": "null"}]});
    let several = json!({"anyOf": [path, {"type": "array", "items": {"type": "string"}}]});
    let formats = Format::ALL
        .iter()
        .map(|format| (format.name().to_owned(), several.clone()));
    let by_format = json!({
        "type": "object",
        "additionalProperties": false,
        "properties": formats.collect::<serde_json::Map<_, _>>(),
    });
    values_schema(&json!({"anyOf": [path, by_format]}))
}
