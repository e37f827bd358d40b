//! Kinds with a fixed set of values.

use std::marker::PhantomData;
use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::text::Trimmed;
use super::wrapper::NonEmpty;
use crate::diagnostic::Severity;
use crate::model::{Format, MEDIUMS};
use crate::site::address::slug::SlugRule;
use crate::site::generator::{self, Generator};
use crate::site::settings::read::{Reader, SettingKind};
use crate::site::settings::term_names::TermNames;
use crate::site::settings::types::{Content, DatesFrom, Ids, Order, Period, RepeatedTitle};
use crate::syntax::front_matter::tag_keys;
use crate::syntax::tree::{Node, Value};

/// Values that are chosen by name.
pub trait Choices: Sized {
    /// The values with their names.
    fn choices() -> Vec<(&'static str, Self)>;
}

/// One of several values.
#[derive(Debug)]
pub struct Choice<T>(PhantomData<T>);

impl<T: Choices> SettingKind for Choice<T> {
    type Value = T;
    const WHAT: &'static str = "one of several words";

    fn read(node: &Node, name: &str, reader: &mut Reader<'_>) -> Option<T> {
        let text = Trimmed::read(node, name, reader)?;
        let mut choices = T::choices();
        let chosen = choices
            .iter()
            .position(|(known, _)| known.eq_ignore_ascii_case(&text));
        let Some(at) = chosen else {
            let names = choices.iter().map(|(name, _)| format!("`{name}`"));
            let mut names: Vec<String> = names.collect();
            let last = names.pop().unwrap_or_default();
            let message = format!(
                "`{name}` must be {} or {last}, not `{text}`",
                names.join(", ")
            );
            reader.invalid(node.offset, message);
            return None;
        };
        Some(choices.swap_remove(at).1)
    }

    fn schema() -> Json {
        let names = T::choices().into_iter().map(|(name, _)| name);
        json!({"enum": names.collect::<Vec<_>>()})
    }
}

impl Choices for Option<Period> {
    fn choices() -> Vec<(&'static str, Self)> {
        vec![
            ("off", None),
            ("year", Some(Period::Year)),
            ("quarter", Some(Period::Quarter)),
            ("month", Some(Period::Month)),
        ]
    }
}

impl Choices for Order {
    fn choices() -> Vec<(&'static str, Self)> {
        vec![
            ("newest", Order::Newest),
            ("oldest", Order::Oldest),
            ("updated", Order::Updated),
        ]
    }
}

impl Choices for Content {
    fn choices() -> Vec<(&'static str, Self)> {
        vec![("full", Content::Full), ("summary", Content::Summary)]
    }
}

impl Choices for DatesFrom {
    fn choices() -> Vec<(&'static str, Self)> {
        vec![("off", DatesFrom::Off), ("git", DatesFrom::Git)]
    }
}

impl Choices for RepeatedTitle {
    fn choices() -> Vec<(&'static str, Self)> {
        vec![("keep", RepeatedTitle::Keep), ("drop", RepeatedTitle::Drop)]
    }
}

impl Choices for Format {
    fn choices() -> Vec<(&'static str, Self)> {
        let formats = Format::ALL.iter();
        formats.map(|format| (format.name(), *format)).collect()
    }
}

impl Choices for Ids {
    fn choices() -> Vec<(&'static str, Self)> {
        let own = [("permalink", Ids::Permalink), ("tag", Ids::Tag)];
        let theirs = generator::ALL.into_iter();
        let theirs = theirs.filter_map(|generator| Some((generator.ids?, Ids::Of(generator))));
        own.into_iter().chain(theirs).collect()
    }
}

impl Choices for SlugRule {
    fn choices() -> Vec<(&'static str, Self)> {
        let theirs = generator::ALL.into_iter();
        let theirs = theirs.flat_map(|generator| generator.slugs.iter().copied());
        let theirs = theirs.map(|(name, rule)| (name, SlugRule::Generator(Arc::new(rule))));
        std::iter::once(("feedmill", SlugRule::Feedmill))
            .chain(theirs)
            .collect()
    }
}

/// A rule for slugs, or one of Pelican's with other substitutions.
#[derive(Debug)]
pub struct SlugBy;

impl SettingKind for SlugBy {
    type Value = SlugRule;
    const WHAT: &'static str = "the name of a rule, or a mapping with `rule` and `replace`";

    fn read(node: &Node, name: &str, reader: &mut Reader<'_>) -> Option<SlugRule> {
        if !matches!(node.value, Value::Mapping(_)) {
            return Choice::<SlugRule>::read(node, name, reader);
        }
        let given = reader.mapping(node, name, &["rule", "replace"])?;
        let [Some(rule), Some(replace)] = &*given else {
            reader.wrong_type(node, name, Self::WHAT);
            return None;
        };
        Choice::<SlugRule>::read(rule, name, reader)?;
        let text = rule.text().unwrap_or_default();
        let made = generator::replacing(text, replace);
        if made.is_none() {
            let message = format!("`replace` is for the rules of Pelican, not for `{text}`");
            reader.invalid(rule.offset, message);
        }
        made.map(SlugRule::Generator)
    }

    fn schema() -> Json {
        let text = json!({"type": "string"});
        let pair = json!({"type": "array", "items": text, "minItems": 2, "maxItems": 2});
        let own = json!({
            "type": "object",
            "additionalProperties": false,
            "required": ["rule", "replace"],
            "properties": {
                "rule": Choice::<SlugRule>::schema(),
                "replace": {"type": "array", "items": pair},
            },
        });
        json!({"anyOf": [Choice::<SlugRule>::schema(), own]})
    }
}

impl Choices for TermNames {
    fn choices() -> Vec<(&'static str, Self)> {
        TermNames::ALL.to_vec()
    }
}

/// The site's generator; `None` for none.
impl Choices for Option<&'static Generator> {
    fn choices() -> Vec<(&'static str, Self)> {
        let generators = generator::ALL.map(|generator| (generator.name, Some(generator)));
        generators.into_iter().chain([("none", None)]).collect()
    }
}

/// Whether the episodes of a podcast are heard in their order.
#[derive(Debug)]
pub struct PodcastType(pub &'static str);

impl Choices for PodcastType {
    fn choices() -> Vec<(&'static str, Self)> {
        ["episodic", "serial"]
            .map(|name| (name, PodcastType(name)))
            .into()
    }
}

/// What a podcast is made of.
#[derive(Debug)]
pub struct Medium(pub &'static str);

impl Choices for Medium {
    fn choices() -> Vec<(&'static str, Self)> {
        MEDIUMS.iter().map(|&name| (name, Medium(name))).collect()
    }
}

/// A header key that tags may come from.
#[derive(Debug)]
pub struct TagKey(pub &'static str);

impl Choices for TagKey {
    fn choices() -> Vec<(&'static str, Self)> {
        tag_keys().iter().map(|&key| (key, TagKey(key))).collect()
    }
}

/// What a finding becomes; `None` if it is not reported.
impl Choices for Option<Severity> {
    fn choices() -> Vec<(&'static str, Self)> {
        let levels = [Severity::Info, Severity::Warning, Severity::Error];
        let levels = levels.map(|level| (level.as_str(), Some(level)));
        std::iter::once(("off", None)).chain(levels).collect()
    }
}

/// The formats that are written, each once.
#[derive(Debug)]
pub struct Formats;

impl SettingKind for Formats {
    type Value = Vec<Format>;
    const WHAT: &'static str = "a list";

    fn read(node: &Node, name: &str, reader: &mut Reader<'_>) -> Option<Vec<Format>> {
        let mut formats = NonEmpty::<Choice<Format>>::read(node, name, reader)?;
        formats.sort_unstable();
        formats.dedup();
        Some(formats)
    }

    fn schema() -> Json {
        NonEmpty::<Choice<Format>>::schema()
    }
}
