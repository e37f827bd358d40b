//! Kinds of text.

use serde_json::{Value as Json, json};

use crate::model::{self, APPLE_CATEGORIES, AbsoluteUrl, MAX_HTML, PodcastCategory, Text};
use crate::site::footer::EntryFooter;
use crate::site::settings::read::{Reader, SettingKind, closest};
use crate::site::settings::rules::DOUBTFUL_SETTING;
use crate::syntax::tree::Node;
use crate::text;
use crate::text::encoding::Encoding;
use crate::time::{Timestamp, Zone};

/// Any text, a number or a flag; all of them are text here.
pub(super) const TEXT: [&str; 3] = ["string", "number", "boolean"];

/// Declares kinds of text: what they must be, their value, a pattern for the schema, and how the text
/// is read, trimmed but for `Verbatim`. What `doubt` says of a value is a warning.
macro_rules! texts {
    ($($(#[$doc:meta])* $kind:ident: $value:ty, $what:literal, $schema:expr, $read:expr $(, doubt $doubt:expr)?;)*) => { $(
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $kind;

        impl SettingKind for $kind {
            type Value = $value;
            const WHAT: &'static str = $what;

            fn read(node: &Node, name: &str, reader: &mut Reader<'_>) -> Option<$value> {
                let Some(text) = node.text() else {
                    reader.wrong_type(node, name, Self::WHAT);
                    return None;
                };
                let read: fn(&str, &str) -> Result<$value, ValueError> = $read;
                match read(text, name) {
                    Ok(value) => {
                        $(
                            let doubt: fn(&$value) -> Option<String> = $doubt;
                            if let Some(message) = doubt(&value) {
                                (reader.problem)(&DOUBTFUL_SETTING, node.offset, message);
                            }
                        )?
                        return Some(value);
                    }
                    Err(ValueError::Type) => reader.wrong_type(node, name, Self::WHAT),
                    Err(ValueError::Value(message)) => reader.invalid(node.offset, message),
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
enum ValueError {
    /// It is of the wrong type.
    Type,
    /// It cannot be used, and why.
    Value(String),
}

impl From<String> for ValueError {
    fn from(message: String) -> Self {
        ValueError::Value(message)
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
        text.trim().parse().map_err(|_| ValueError::Type)
    };
    /// A number.
    Number: usize, "a whole number", json!({"type": "integer", "minimum": 0}), |text, _| {
        text.trim().parse().map_err(|_| ValueError::Type)
    };
    /// A number of entries; `None` for all.
    Limit: Option<usize>, "a whole number", json!({"type": "integer", "minimum": 0}), |text, _| {
        let limit = text.trim().parse().map_err(|_| ValueError::Type)?;
        Ok((limit != 0).then_some(limit))
    };
    /// A number of bytes of an entry.
    EntryBytes: usize, "a number of bytes, at most 4194304", json!({"type": "integer", "minimum": 0, "maximum": MAX_HTML}), |text, name| {
        let bytes = text.trim().parse().map_err(|_| ValueError::Type)?;
        if bytes > MAX_HTML {
            return Err(format!("`{name}` cannot be more than {MAX_HTML}").into());
        }
        Ok(bytes)
    };
    /// An address.
    Url: AbsoluteUrl, "an address", json!({"type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://"}), url;
    /// An address that others are put below: it ends in a slash, and has neither query nor fragment.
    FolderUrl: AbsoluteUrl, "an address", Url::schema(), |text, name| {
        folder_url(&url(text, name)?, name)
    };
    /// What stands at the end of each entry.
    Footer: EntryFooter, "HTML with placeholders", json!({"type": "string"}), |text, _| {
        EntryFooter::parse(text.trim()).map_err(|error| ValueError::Value(error.to_string()))
    };
    /// An e-mail address.
    Email: String, "an e-mail address", json!({"type": "string", "pattern": "@"}), |text, _| {
        model::email(text).ok_or_else(|| format!("`{}` is not an e-mail address", text.trim()).into())
    };
    /// A UUID.
    Uuid: String, "a UUID", json!({"type": "string", "pattern": "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"}), |text, name| {
        let text = text.trim();
        if !model::is_uuid(text) {
            return Err(format!("`{name}` must be a UUID such as `917393e3-1b1e-5cef-ace4-edaa54e1f810`, not `{text}`").into());
        }
        Ok(text.to_ascii_lowercase())
    };
    /// A language tag (RFC 5646).
    LanguageTag: String, "a language tag", json!({"type": "string"}), |text, _| {
        model::language(text).ok_or_else(|| {
            format!("`{}` is not a language tag such as `zh-CN` or `en` (RFC 5646)", text.trim()).into()
        })
    }, doubt |tag| {
        let message = || format!("`{tag}` is not the tag of a language");
        (!model::is_known_language(tag)).then(message)
    };
    /// An encoding other than UTF-8.
    EncodingName: Option<Encoding>, "the name of an encoding", json!({"type": "string"}), |text, _| {
        Encoding::named(text.trim()).map_err(|_| {
            let examples = "`GB18030`, `Big5`, `Shift_JIS` or `Latin1`";
            format!("`{text}` is not an encoding such as {examples}").into()
        })
    };
    /// A time zone.
    ZoneName: Zone, "the name of a time zone", json!({"type": "string"}), |text, _| {
        Zone::parse(text.trim()).map_err(|error| ValueError::Value(error.to_string()))
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
    Category: PodcastCategory, "a category", json!({"anyOf": [{"enum": categories()}, {"type": TEXT}]}), |text, name| {
        let (category, subcategory) = text.split_once('>').unzip();
        Ok(PodcastCategory {
            name: line(category.unwrap_or(text), name)?,
            subcategory: subcategory.map(|text| line(text, name)).transpose()?,
        })
    }, doubt |category| {
        let (text, known) = (category.to_string(), categories());
        let names: Vec<&str> = known.iter().map(String::as_str).collect();
        let hint = || closest(&text, &names).map_or_else(
            || "use one such as `Technology` or `Society & Culture > Documentary`".to_owned(),
            |close| format!("did you mean `{close}`?"),
        );
        let message = || format!("`{text}` is not a category of Apple's list; {}", hint());
        (!known.contains(&text)).then(message)
    };
}

fn line(text: &str, name: &str) -> Result<Text, ValueError> {
    let line = Text::new(&text::collapse(&text::clean(text)));
    if line.is_blank() {
        return Err(format!("`{name}` is blank").into());
    }
    Ok(line)
}

fn url(text: &str, name: &str) -> Result<AbsoluteUrl, ValueError> {
    let parsed = AbsoluteUrl::parse(text);
    parsed.map_err(|error| {
        format!("`{name}` must be an address such as `https://example.org/`: {error}").into()
    })
}

fn folder_url(url: &AbsoluteUrl, name: &str) -> Result<AbsoluteUrl, ValueError> {
    if url.as_str().contains(['?', '#']) {
        return Err(format!("`{name}` must not have a query or a fragment").into());
    }
    Ok(url.below(""))
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
