//! The kinds of values that settings have.

use std::collections::HashMap;
use std::marker::PhantomData;

use serde_json::{Value as Json, json};

use super::read::{Kind, Reader, closest, or_null};
use super::types::{Content, Ids, Language};
use crate::diagnostic::Severity;
use crate::model::{self, APPLE_CATEGORIES, AbsoluteUrl, Format, PodcastCategory, Text};
use crate::site::address::slug::SlugRule;
use crate::site::generator::{self, Generator};
use crate::syntax::front_matter::tag_keys;
use crate::syntax::tree::{Node, Pairs, Value};
use crate::text;
use crate::text::encoding::Encoding;
use crate::time::{Timestamp, Zone};

/// A value and where it stands. As a kind: what is read with its place, because it can be judged only
/// together with other settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given<T> {
    /// The value.
    pub value: T,
    /// Bytes before it in the layers.
    pub offset: usize,
}

impl<K: Kind> Kind for Given<K> {
    type Value = Given<K::Value>;
    const WHAT: &'static str = K::WHAT;
    const SETTINGS: &'static [super::Descriptor] = K::SETTINGS;

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

impl<K: Kind> Kind for Option<K> {
    type Value = Option<K::Value>;
    const WHAT: &'static str = K::WHAT;
    const SETTINGS: &'static [super::Descriptor] = K::SETTINGS;

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
impl<K: Kind> Kind for Vec<K> {
    type Value = Vec<K::Value>;
    const WHAT: &'static str = "a list";
    const SETTINGS: &'static [super::Descriptor] = K::SETTINGS;

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

/// Any text, a number or a flag; all of them are text here.
const TEXT: [&str; 3] = ["string", "number", "boolean"];

/// Declares kinds of text: what they must be, their value, a pattern for the schema, and how the text
/// is read, trimmed but for `Verbatim`.
macro_rules! texts {
    ($($(#[$doc:meta])* $kind:ident: $value:ty, $what:literal, $schema:expr, $read:expr;)*) => { $(
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $kind;

        impl Kind for $kind {
            type Value = $value;
            const WHAT: &'static str = $what;

            fn read(node: &Node, name: &str, reader: &mut Reader<'_>) -> Option<$value> {
                let Some(text) = node.text() else {
                    reader.wrong_type(node, name, Self::WHAT);
                    return None;
                };
                let read: fn(&str, &str) -> Result<$value, Fault> = $read;
                match read(text, name) {
                    Ok(value) => return Some(value),
                    Err(Fault::Type) => reader.wrong_type(node, name, Self::WHAT),
                    Err(Fault::Value(message)) => reader.invalid(node.offset, message),
                }
                None
            }

            fn schema() -> Json {
                $schema
            }
        }
    )* };
}

/// Why a text cannot be the value of a setting.
enum Fault {
    /// It is of the wrong type.
    Type,
    /// It cannot be used, and why.
    Value(String),
}

impl From<String> for Fault {
    fn from(message: String) -> Self {
        Fault::Value(message)
    }
}

texts! {
    /// Text as it is written.
    Verbatim: String, "text", json!({"type": TEXT}), |text, _| Ok(text.to_owned());
    /// Text without white space around it.
    Trimmed: String, "text", json!({"type": TEXT}), |text, _| Ok(text.trim().to_owned());
    /// One line of plain text that is not blank.
    Line: Text, "text", json!({"type": TEXT}), line;
    /// A line of no more than 255 characters, the most that podcast directories take.
    ShortLine: Text, "text of at most 255 characters", json!({"type": TEXT, "maxLength": 255}), |text, name| {
        let line = line(text, name)?;
        if line.as_str().chars().count() > 255 {
            return Err(format!("`{name}` has more than 255 characters").into());
        }
        Ok(line)
    };
    /// A flag.
    Flag: bool, "`true` or `false`", json!({"type": "boolean"}), |text, _| {
        text.trim().parse().map_err(|_| Fault::Type)
    };
    /// A number.
    Number: usize, "a whole number", json!({"type": "integer", "minimum": 0}), |text, _| {
        text.trim().parse().map_err(|_| Fault::Type)
    };
    /// A number of entries; `None` for all.
    Limit: Option<usize>, "a whole number", json!({"type": "integer", "minimum": 0}), |text, _| {
        let limit = text.trim().parse().map_err(|_| Fault::Type)?;
        Ok((limit != 0).then_some(limit))
    };
    /// An address.
    Url: AbsoluteUrl, "an address", json!({"type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://"}), url;
    /// An address that others are put below: it ends in a slash, and has neither query nor fragment.
    FolderUrl: AbsoluteUrl, "an address", Url::schema(), |text, name| {
        folder_url(&url(text, name)?, name)
    };
    /// An e-mail address.
    Email: String, "an e-mail address", json!({"type": "string", "pattern": "@"}), |text, _| {
        model::email(text).ok_or_else(|| format!("`{}` is not an e-mail address", text.trim()).into())
    };
    /// A language tag (RFC 5646).
    LanguageTag: String, "a language tag", json!({"type": "string"}), |text, _| language(text.trim());
    /// An encoding other than UTF-8.
    EncodingName: Option<Encoding>, "the name of an encoding", json!({"type": "string"}), |text, _| {
        Encoding::named(text.trim()).map_err(|_| {
            let examples = "`GB18030`, `Big5`, `Shift_JIS` or `Latin1`";
            format!("`{text}` is not an encoding such as {examples}").into()
        })
    };
    /// A time zone.
    ZoneName: Zone, "the name of a time zone", json!({"type": "string"}), |text, _| {
        Zone::parse(text.trim()).map_err(|error| Fault::Value(error.to_string()))
    };
    /// A day.
    Day: String, "a date such as `2015-01-01`", json!({"type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}$"}), |text, _| {
        let text = text.trim();
        let is_date = Timestamp::parse(text, &Zone::utc()).is_ok();
        if !is_date || !is_day(text) {
            let message = format!("`{text}` is not a date such as `2015-01-01` (RFC 4151, section 2.1)");
            return Err(message.into());
        }
        Ok(text.to_owned())
    };
    /// A folder below that of the articles.
    Folder: String, "a folder", json!({"type": TEXT}), |text, _| {
        Ok(text.trim().trim_start_matches("./").trim_matches('/').to_owned())
    };
    /// The identity of a tag.
    TagIdentity: String, "a tag", json!({"type": TEXT}), |text, _| Ok(model::identity(text));
    /// One of Apple's categories of podcasts.
    Category: PodcastCategory, "a category", json!({"enum": categories()}), |text, _| {
        PodcastCategory::parse(text).ok_or_else(|| {
            let known = categories();
            let names: Vec<&str> = known.iter().map(String::as_str).collect();
            let hint = closest(text, &names).map_or_else(
                || "use one such as `Technology` or `Society & Culture > Documentary`".to_owned(),
                |close| format!("did you mean `{close}`?"),
            );
            format!("`{text}` is not a category of Apple's list; {hint}").into()
        })
    };
}

fn line(text: &str, name: &str) -> Result<Text, Fault> {
    let line = Text::new(&text::collapse(&text::clean(text)));
    if line.is_blank() {
        return Err(format!("`{name}` is blank").into());
    }
    Ok(line)
}

fn url(text: &str, name: &str) -> Result<AbsoluteUrl, Fault> {
    let parsed = AbsoluteUrl::parse(text);
    parsed.map_err(|error| {
        format!("`{name}` must be an address such as `https://example.org/`: {error}").into()
    })
}

fn folder_url(url: &AbsoluteUrl, name: &str) -> Result<AbsoluteUrl, Fault> {
    if url.as_str().contains(['?', '#']) {
        return Err(format!("`{name}` must not have a query or a fragment").into());
    }
    Ok(url.below(""))
}

fn language(text: &str) -> Result<String, Fault> {
    model::language(text).ok_or_else(|| {
        format!("`{text}` is not a language tag such as `zh-CN` or `en` (RFC 5646)").into()
    })
}

/// Whether `text` has the form `YYYY-MM-DD`.
fn is_day(text: &str) -> bool {
    let form = |(at, byte): (usize, u8)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    text.len() == 10 && text.bytes().enumerate().all(form)
}

fn categories() -> Vec<String> {
    let categories = APPLE_CATEGORIES.iter().flat_map(|(name, below)| {
        let below = below.iter().map(move |below| format!("{name} > {below}"));
        std::iter::once((*name).to_owned()).chain(below)
    });
    categories.collect()
}

/// Values that are chosen by name.
pub trait Choices: Sized {
    /// The values with their names.
    fn choices() -> Vec<(&'static str, Self)>;
}

/// One of several values.
#[derive(Debug)]
pub struct Choice<T>(PhantomData<T>);

impl<T: Choices> Kind for Choice<T> {
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

impl Choices for Content {
    fn choices() -> Vec<(&'static str, Self)> {
        vec![("full", Content::Full), ("summary", Content::Summary)]
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
        let theirs = generator::ALL.map(|generator| (generator.ids, Ids::Of(generator)));
        own.into_iter().chain(theirs).collect()
    }
}

impl Choices for SlugRule {
    fn choices() -> Vec<(&'static str, Self)> {
        let theirs = generator::ALL.into_iter();
        let theirs = theirs.flat_map(|generator| generator.slugs.iter().copied());
        let theirs = theirs.map(|(name, rule)| (name, SlugRule::Generator(rule)));
        std::iter::once(("feedmill", SlugRule::Feedmill))
            .chain(theirs)
            .collect()
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

/// A list that must name something.
#[derive(Debug)]
pub struct NonEmpty<K>(PhantomData<K>);

impl<K: Kind> Kind for NonEmpty<K> {
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

/// The formats that are written, each once.
#[derive(Debug)]
pub struct Formats;

impl Kind for Formats {
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

/// A name, or a mapping that has one.
#[derive(Debug)]
pub struct NameOr<K>(PhantomData<K>);

impl<K: Kind> Kind for NameOr<K> {
    type Value = K::Value;
    const WHAT: &'static str = "a name or a mapping";
    const SETTINGS: &'static [super::Descriptor] = K::SETTINGS;

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

/// A list of names, or a mapping from names to what applies to each.
#[derive(Debug)]
pub struct Named<K>(PhantomData<K>);

impl<K: Kind> Kind for Named<K> {
    type Value = Vec<(Given<String>, K::Value)>;
    const WHAT: &'static str = "a list of names, or a mapping from names to settings";
    const SETTINGS: &'static [super::Descriptor] = K::SETTINGS;

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

/// The languages that have feeds of their own, by tag: a list, or a mapping to their folders.
#[derive(Debug)]
pub struct Languages;

impl Kind for Languages {
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
            let folder = match folder {
                None => tag_read.clone(),
                Some(folder) if folder.value == Value::Null => String::new(),
                Some(folder) => match Trimmed::read(folder, name, reader) {
                    Some(folder) => folder,
                    None => continue,
                },
            };
            // A folder with any other name could not be told from those of articles.
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
            languages.push(Language {
                tag: tag_read,
                folder,
            });
        }
        languages.sort_unstable_by(|one, other| one.tag.cmp(&other.tag));
        Some(languages)
    }

    fn absent() -> Option<Vec<Language>> {
        Some(Vec::new())
    }

    fn schema() -> Json {
        let folders =
            json!({"type": "object", "additionalProperties": {"type": ["string", "null"]}});
        json!({"anyOf": [folders, Vec::<LanguageTag>::schema()]})
    }
}

/// Where the feeds of a kind lie in a format.
#[derive(Debug)]
pub struct GivenPath {
    /// The format.
    pub format: Format,
    /// The template; `None` for `false`.
    pub template: Given<Option<String>>,
}

/// Paths by kind of feed: a template for both formats, or one for each.
#[derive(Debug)]
pub struct Paths;

impl Kind for Paths {
    type Value = Vec<(Given<String>, Vec<GivenPath>)>;
    const WHAT: &'static str = "a mapping from `site` and the names of taxonomies to paths";

    fn read(node: &Node, name: &str, reader: &mut Reader<'_>) -> Option<Self::Value> {
        let Value::Mapping(pairs) = &node.value else {
            reader.wrong_type(node, name, Self::WHAT);
            return None;
        };
        let mut found = Vec::new();
        for (kind, node) in pairs {
            let Some(kind) = Given::<Verbatim>::read(kind, name, reader) else {
                continue;
            };
            let nodes = match &node.value {
                Value::Scalar(_) => vec![Some(node); Format::ALL.len()],
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
                let path =
                    node.and_then(|node| Given::<Trimmed>::read(node, format.name(), reader));
                paths.extend(path.map(|Given { value, offset }| GivenPath {
                    format,
                    template: Given {
                        value: (value != "false").then_some(value),
                        offset,
                    },
                }));
            }
            found.push((kind, paths));
        }
        Some(found)
    }

    fn absent() -> Option<Self::Value> {
        Some(Vec::new())
    }

    fn schema() -> Json {
        let path = json!({"anyOf": [{"type": "string"}, {"const": false}, {"type": "null"}]});
        let formats = Format::ALL
            .iter()
            .map(|format| (format.name().to_owned(), path.clone()));
        let by_format = json!({
            "type": "object",
            "additionalProperties": false,
            "properties": formats.collect::<serde_json::Map<_, _>>(),
        });
        json!({"type": "object", "additionalProperties": {"anyOf": [path, by_format]}})
    }
}

/// A pattern for every article (under `*`), or one for each folder.
#[derive(Debug)]
pub struct Permalink;

impl Kind for Permalink {
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

/// Keys and values of headers.
#[derive(Debug)]
pub struct HeaderValues;

impl Kind for HeaderValues {
    type Value = Pairs;
    const WHAT: &'static str = "a mapping of header keys";

    fn read(node: &Node, name: &str, reader: &mut Reader<'_>) -> Option<Pairs> {
        let Value::Mapping(pairs) = &node.value else {
            reader.wrong_type(node, name, Self::WHAT);
            return None;
        };
        let mut pairs = pairs.clone();
        // They do not stand in the header that they are put into.
        for (key, value) in &mut pairs {
            key.relocate(&|_| 0);
            value.relocate(&|_| 0);
        }
        Some(pairs)
    }

    fn absent() -> Option<Pairs> {
        Some(Vec::new())
    }

    fn schema() -> Json {
        json!({"type": "object"})
    }
}

/// From the identity of a spelling to the tag that it means.
#[derive(Debug)]
pub struct Aliases;

impl Kind for Aliases {
    type Value = HashMap<String, Text>;
    const WHAT: &'static str = "a mapping from a spelling to the tag that it means";

    fn read(node: &Node, name: &str, reader: &mut Reader<'_>) -> Option<Self::Value> {
        let Value::Mapping(pairs) = &node.value else {
            reader.wrong_type(node, name, Self::WHAT);
            return None;
        };
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
        Some(aliases)
    }

    fn absent() -> Option<Self::Value> {
        Some(HashMap::new())
    }

    fn schema() -> Json {
        json!({"type": "object", "additionalProperties": {"type": TEXT}})
    }
}

/// The codes of findings, and what becomes of each.
#[derive(Debug)]
pub struct Levels;

impl Kind for Levels {
    type Value = Vec<(Given<String>, Option<Severity>)>;
    const WHAT: &'static str =
        "a mapping from the codes of findings to `off`, `info`, `warning` or `error`";

    fn read(node: &Node, name: &str, reader: &mut Reader<'_>) -> Option<Self::Value> {
        let Value::Mapping(pairs) = &node.value else {
            reader.wrong_type(node, name, Self::WHAT);
            return None;
        };
        let mut levels = Vec::new();
        for (code, level) in pairs {
            let code = Given::<Verbatim>::read(code, name, reader);
            levels.extend(code.zip(Choice::<Option<Severity>>::read(level, name, reader)));
        }
        Some(levels)
    }

    fn absent() -> Option<Self::Value> {
        Some(Vec::new())
    }

    fn schema() -> Json {
        json!({"type": "object", "additionalProperties": Choice::<Option<Severity>>::schema()})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_has_one_form() {
        assert!(is_day("2015-01-01"));
        for text in [
            "2015/01/01",
            "2015-1-1",
            "2015-01-011",
            "20150101--",
            "中-01-01",
        ] {
            assert!(!is_day(text), "{text}");
        }
    }
}
