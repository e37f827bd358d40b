//! Reads settings from a tree: what a kind of setting is, and the macro that declares a table of them.

use serde_json::{Value as Json, json};

use super::rules::{INVALID_SETTING, MISSING_SETTING, UNKNOWN_SETTING, WRONG_TYPE};
use crate::diagnostic::Rule;
use crate::syntax::tree::{Node, Value, yaml};

/// A setting as the table declares it.
#[derive(Debug)]
pub struct Descriptor {
    /// Its key in the site file.
    pub name: &'static str,
    /// Whether what it belongs to cannot do without it.
    pub is_required: bool,
    /// What it means.
    pub about: &'static str,
    /// The value, as YAML, that it has if it is not given.
    pub default: Option<&'static str>,
    /// What applies if it is not given, in words.
    pub otherwise: Option<&'static str>,
    /// A value, as YAML.
    pub example: Option<&'static str>,
    /// What its value must be, in words.
    pub what: &'static str,
    /// The settings in it.
    pub settings: &'static [Descriptor],
    /// The JSON Schema of its value.
    pub schema: fn() -> Json,
}

/// The name of the whole site file.
pub(super) const ROOT: &str = "";

/// What a setting may hold.
pub trait SettingKind {
    /// What is made of it.
    type Value;

    /// What it must be, in words.
    const WHAT: &'static str;

    /// The settings in it.
    const SETTINGS: &'static [Descriptor] = &[];

    /// Reads `node`, which is not null; `name` is the setting.
    fn read(node: &Node, name: &str, reader: &mut Reader<'_>) -> Option<Self::Value>;

    /// The value of a setting that is not given and has no default.
    fn absent() -> Option<Self::Value> {
        None
    }

    /// The JSON Schema of `node`.
    fn schema() -> Json;
}

/// Passes every problem on, with its place.
pub struct Reader<'p> {
    /// Takes the problem: its rule, its offset and the message.
    pub problem: &'p mut dyn FnMut(&'static Rule, usize, String),
}

impl Reader<'_> {
    /// The values of the `known` keys of a mapping, if it is one. Other keys are problems; of two equal keys the
    /// last counts.
    pub fn mapping<'n>(
        &mut self,
        node: &'n Node,
        name: &str,
        known: &[&str],
    ) -> Option<Vec<Option<&'n Node>>> {
        let mut values = vec![None; known.len()];
        let Value::Mapping(pairs) = &node.value else {
            self.wrong_type(node, name, "a mapping");
            return None;
        };
        for (key, value) in pairs {
            let text = key.text().unwrap_or_default();
            match known.iter().position(|name| *name == text) {
                Some(at) => values[at] = Some(value),
                None => {
                    let hint = closest(text, known).map_or_else(
                        || format!("the keys here are {}", known.join(", ")),
                        |close| format!("did you mean `{close}`?"),
                    );
                    let message = format!("unknown setting `{text}`; {hint}");
                    (self.problem)(&UNKNOWN_SETTING, key.offset, message);
                }
            }
        }
        Some(values)
    }

    /// The value of a setting in the mapping `parent`, which is the value of `name`; or its default.
    pub fn value<K: SettingKind>(
        &mut self,
        setting: &Descriptor,
        node: Option<&Node>,
        parent: &Node,
        name: &str,
    ) -> K::Value {
        let given = node.filter(|node| node.value != Value::Null);
        if setting.is_required && given.is_none() {
            let message = format!("`{}` is missing", setting.name);
            match name {
                ROOT => (self.problem)(&MISSING_SETTING, parent.offset, message),
                _ => self.invalid(parent.offset, format!("{message} in `{name}`")),
            }
        }
        let given = given.and_then(|node| K::read(node, setting.name, self));
        given
            .or_else(|| match setting.default {
                Some(text) => K::read(&yaml::parse(text).ok()?, setting.name, self),
                None => K::absent(),
            })
            .unwrap_or_else(|| unreachable!("a test reads the default of `{}`", setting.name))
    }

    /// Reports a value of the wrong type.
    pub fn wrong_type(&mut self, node: &Node, name: &str, wanted: &str) {
        let found = match node.text() {
            Some(text) => format!("`{text}`"),
            None => node.kind().to_owned(),
        };
        let message = format!("`{name}` must be {wanted}, not {found}");
        (self.problem)(&WRONG_TYPE, node.offset, message);
    }

    /// Reports a value that cannot be used.
    pub fn invalid(&mut self, offset: usize, message: String) {
        (self.problem)(&INVALID_SETTING, offset, message);
    }
}

/// The one of `known` that `text` was most likely meant to be.
pub fn closest<'k>(text: &str, known: &[&'k str]) -> Option<&'k str> {
    let distance = |name: &&&str| strsim::damerau_levenshtein(&text.to_lowercase(), name);
    known
        .iter()
        .min_by_key(distance)
        .filter(|name| distance(name) <= 1 + name.len() / 4)
        .copied()
}

/// Declares settings: a struct of their values, and their [`Descriptor`]s.
macro_rules! settings {
    ($($(#[$doc:meta])* $table:ident { $(
        $name:ident $(($key:literal))?: $kind:ty {
            $($required:ident)? $about:literal
            $(default $default:literal)?
            $(otherwise $otherwise:literal)?
            $(example $example:literal)?
        }
    )* })*) => { $(
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $table { $(
            #[doc = $about]
            pub $name: <$kind as SettingKind>::Value,
        )* }

        impl SettingKind for $table {
            type Value = Self;

            const WHAT: &'static str = "a mapping";

            const SETTINGS: &'static [Descriptor] = &[$(Descriptor {
                name: first!($($key,)? stringify!($name)),
                is_required: first!($({ let _ = stringify!($required); true },)? false),
                about: $about,
                default: first!($(Some($default),)? None),
                otherwise: first!($(Some($otherwise),)? None),
                example: first!($(Some($example),)? None),
                what: <$kind as SettingKind>::WHAT,
                settings: <$kind as SettingKind>::SETTINGS,
                schema: <$kind as SettingKind>::schema,
            }),*];

            fn read(mapping: &Node, name: &str, reader: &mut Reader<'_>) -> Option<Self> {
                let names: Vec<&str> = Self::SETTINGS.iter().map(|setting| setting.name).collect();
                let values = reader.mapping(mapping, name, &names)?;
                // The fields below are in the order of SETTINGS.
                let mut settings = Self::SETTINGS.iter().zip(values);
                Some($table { $($name: {
                    let (setting, node) = settings.next()?;
                    reader.value::<$kind>(setting, node, mapping, name)
                },)* })
            }

            fn absent() -> Option<Self> {
                let nothing = Node { value: Value::Mapping(Vec::new()), offset: 0 };
                Self::read(&nothing, "", &mut Reader { problem: &mut |_, _, _| () })
            }

            fn schema() -> Json {
                mapping_schema(Self::SETTINGS)
            }
        }
    )* };
}
pub(super) use settings;

/// The JSON Schema of a mapping with `settings`.
pub(super) fn mapping_schema(settings: &[Descriptor]) -> Json {
    let property = |setting: &Descriptor| {
        let mut schema = or_null((setting.schema)());
        schema["description"] = setting.about.into();
        if let Some(default) = setting.default {
            schema["default"] = yaml::parse(default).map_or(Json::Null, |node| to_json(&node));
        }
        (setting.name.to_owned(), schema)
    };
    let required = settings.iter().filter(|setting| setting.is_required);
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": required.map(|setting| setting.name).collect::<Vec<_>>(),
        "properties": settings.iter().map(property).collect::<serde_json::Map<_, _>>(),
    })
}

/// `schema`, or null: a key without a value is as good as none.
pub(super) fn or_null(mut schema: Json) -> Json {
    if let Some(values) = schema.get_mut("enum").and_then(Json::as_array_mut) {
        values.push(Json::Null);
    } else if let Some(kinds) = schema.get_mut("anyOf").and_then(Json::as_array_mut) {
        kinds.push(json!({"type": "null"}));
    } else if let Some(types) = schema.get_mut("type") {
        *types = match types.take() {
            Json::Array(mut types) => {
                types.push("null".into());
                types.into()
            }
            one => json!([one, "null"]),
        };
    }
    schema
}

/// `node` as JSON; a scalar that looks like a number or a flag is one.
fn to_json(node: &Node) -> Json {
    match &node.value {
        Value::Null => Json::Null,
        Value::Scalar(text) => match serde_json::from_str(text) {
            Ok(plain @ (Json::Bool(_) | Json::Number(_))) => plain,
            _ => text.as_str().into(),
        },
        Value::Sequence(items) => items.iter().map(to_json).collect(),
        Value::Mapping(pairs) => {
            let pairs = pairs.iter();
            let pairs =
                pairs.filter_map(|(key, value)| Some((key.text()?.to_owned(), to_json(value))));
            Json::Object(pairs.collect())
        }
    }
}
