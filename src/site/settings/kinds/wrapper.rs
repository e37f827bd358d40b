//! Kinds made of another: with its offset, optional, lists of it, or by name.

use std::marker::PhantomData;

use serde_json::{Value as Json, json};

use super::text::{Line, Trimmed};
use crate::site::settings::read::{Descriptor, Reader, SettingKind, or_null};
use crate::syntax::tree::{Node, Value};

/// A value and its offset. As a kind: what is read with its offset, because it can be checked only
/// together with other settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given<T> {
    /// The value.
    pub value: T,
    /// Bytes before it in the layers.
    pub offset: usize,
}

impl<K: SettingKind> SettingKind for Given<K> {
    type Value = Given<K::Value>;
    const WHAT: &'static str = K::WHAT;
    const SETTINGS: &'static [Descriptor] = K::SETTINGS;

    fn read(node: &Node, name: &str, reader: &mut Reader<'_>) -> Option<Self::Value> {
        Some(Given {
            value: K::read(node, name, reader)?,
            offset: node.offset,
        })
    }

    fn schema() -> Json {
        K::schema()
    }
}

impl<K: SettingKind> SettingKind for Option<K> {
    type Value = Option<K::Value>;
    const WHAT: &'static str = K::WHAT;
    const SETTINGS: &'static [Descriptor] = K::SETTINGS;

    fn read(node: &Node, name: &str, reader: &mut Reader<'_>) -> Option<Self::Value> {
        K::read(node, name, reader).map(Some)
    }

    fn absent() -> Option<Self::Value> {
        Some(None)
    }

    fn schema() -> Json {
        K::schema()
    }
}

/// A list; what could be its only item is a list of one.
impl<K: SettingKind> SettingKind for Vec<K> {
    type Value = Vec<K::Value>;
    const WHAT: &'static str = "a list";
    const SETTINGS: &'static [Descriptor] = K::SETTINGS;

    fn read(node: &Node, name: &str, reader: &mut Reader<'_>) -> Option<Self::Value> {
        let items = match &node.value {
            Value::Sequence(items) => items.as_slice(),
            Value::Mapping(_) if K::SETTINGS.is_empty() => {
                reader.wrong_type(node, name, Self::WHAT);
                return None;
            }
            _ => std::slice::from_ref(node),
        };
        let items = items.iter();
        Some(
            items
                .filter_map(|item| K::read(item, name, reader))
                .collect(),
        )
    }

    fn absent() -> Option<Self::Value> {
        Some(Vec::new())
    }

    fn schema() -> Json {
        json!({"anyOf": [{"type": "array", "items": K::schema()}, K::schema()]})
    }
}

/// A list that must name something.
#[derive(Debug)]
pub struct NonEmpty<K>(PhantomData<K>);

impl<K: SettingKind> SettingKind for NonEmpty<K> {
    type Value = Vec<K::Value>;
    const WHAT: &'static str = Vec::<K>::WHAT;

    fn read(node: &Node, name: &str, reader: &mut Reader<'_>) -> Option<Self::Value> {
        if node.value == Value::Sequence(Vec::new()) {
            reader.invalid(node.offset, format!("`{name}` is an empty list"));
        }
        Vec::<K>::read(node, name, reader)
    }

    fn schema() -> Json {
        let list = json!({"type": "array", "items": K::schema(), "minItems": 1});
        json!({"anyOf": [list, K::schema()]})
    }
}

/// A name, or a mapping that has one.
#[derive(Debug)]
pub struct NameOr<K>(PhantomData<K>);

impl<K: SettingKind> SettingKind for NameOr<K> {
    type Value = K::Value;
    const WHAT: &'static str = "a name or a mapping";
    const SETTINGS: &'static [Descriptor] = K::SETTINGS;

    fn read(node: &Node, name: &str, reader: &mut Reader<'_>) -> Option<K::Value> {
        if node.text().is_none() {
            return K::read(node, name, reader);
        }
        let pair = (Node::scalar("name", node.offset), node.clone());
        let mapping = Node {
            value: Value::Mapping(vec![pair]),
            offset: node.offset,
        };
        K::read(&mapping, name, reader)
    }

    fn schema() -> Json {
        json!({"anyOf": [Line::schema(), K::schema()]})
    }
}

/// A word, or a mapping.
#[derive(Debug)]
pub struct WordOr<W, K>(PhantomData<(W, K)>);

/// What is given: a word, or a mapping.
#[derive(Debug)]
pub enum WordOrMapping<W, M> {
    /// A word.
    Word(W),
    /// A mapping.
    Mapping(M),
}

impl<W: SettingKind, K: SettingKind> SettingKind for WordOr<W, K> {
    type Value = WordOrMapping<W::Value, K::Value>;
    const WHAT: &'static str = "a word or a mapping";
    const SETTINGS: &'static [Descriptor] = K::SETTINGS;

    fn read(node: &Node, name: &str, reader: &mut Reader<'_>) -> Option<Self::Value> {
        if matches!(node.value, Value::Mapping(_)) {
            K::read(node, name, reader).map(WordOrMapping::Mapping)
        } else {
            W::read(node, name, reader).map(WordOrMapping::Word)
        }
    }

    fn schema() -> Json {
        json!({"anyOf": [W::schema(), K::schema()]})
    }
}

/// What is on or off, or on with settings of its own; `None` if it is off. `ON` says what it is unless given.
#[derive(Debug)]
pub struct SwitchOr<K, const ON: bool>(PhantomData<K>);

impl<K: SettingKind, const ON: bool> SettingKind for SwitchOr<K, ON> {
    type Value = Option<K::Value>;
    const WHAT: &'static str = "`on`, `off` or a mapping";
    const SETTINGS: &'static [Descriptor] = K::SETTINGS;

    fn read(node: &Node, name: &str, reader: &mut Reader<'_>) -> Option<Self::Value> {
        match node.text() {
            Some("on" | "true") => K::absent().map(Some),
            Some("off" | "false") => Some(None),
            Some(_) => {
                reader.wrong_type(node, name, Self::WHAT);
                None
            }
            None => K::read(node, name, reader).map(Some),
        }
    }

    fn absent() -> Option<Self::Value> {
        if ON {
            return K::absent().map(Some);
        }
        Some(None)
    }

    fn schema() -> Json {
        json!({"anyOf": [{"enum": ["on", "off", true, false]}, K::schema()]})
    }
}

/// A list of names, or a mapping from names to what applies to each.
#[derive(Debug)]
pub struct Named<K>(PhantomData<K>);

impl<K: SettingKind> SettingKind for Named<K> {
    type Value = Vec<(Given<String>, K::Value)>;
    const WHAT: &'static str = "a list of names, or a mapping from names to settings";
    const SETTINGS: &'static [Descriptor] = K::SETTINGS;

    fn read(node: &Node, name: &str, reader: &mut Reader<'_>) -> Option<Self::Value> {
        let mut found = Vec::new();
        let mut push = |name: &Node, node: Option<&Node>, what: &str| {
            let node = node.filter(|node| node.value != Value::Null);
            let inner = match node {
                Some(node) => {
                    let inner = format!("{what}.{}", name.text().unwrap_or_default());
                    K::read(node, &inner, reader)
                }
                None => K::absent(),
            };
            let name = Given::<Trimmed>::read(name, what, reader);
            found.extend(name.zip(inner));
        };
        let items = match &node.value {
            Value::Sequence(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        };
        for item in items {
            match &item.value {
                Value::Mapping(pairs) => {
                    pairs
                        .iter()
                        .for_each(|(key, value)| push(key, Some(value), name));
                }
                _ => push(item, None, name),
            }
        }
        Some(found)
    }

    fn schema() -> Json {
        let mapping = json!({"type": "object", "additionalProperties": or_null(K::schema())});
        let item = json!({"anyOf": [Line::schema(), mapping]});
        json!({"anyOf": [{"type": "array", "items": item}, item]})
    }
}
