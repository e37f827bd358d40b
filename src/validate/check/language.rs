//! Language tags.

use crate::model::is_known_language;
use crate::validate::context::Context;
use crate::validate::rules;
use crate::validate::value::{Value, quote};

/// Whether `text` is a language tag (RFC 5646, section 2.1) of an existing language.
pub(in crate::validate) fn is_language(text: &str) -> bool {
    let mut subtags = text.split('-');
    let primary = subtags.next().unwrap_or_default().to_ascii_lowercase();
    let is_letters = primary.bytes().all(|b| b.is_ascii_lowercase());
    let exists = match primary.len() {
        1 => matches!(primary.as_str(), "x" | "i") && text.len() > 1,
        2 | 3 => is_known_language(&primary),
        _ => false,
    };
    is_letters
        && exists
        && subtags.all(|subtag| {
            (1..=8).contains(&subtag.len()) && subtag.bytes().all(|b| b.is_ascii_alphanumeric())
        })
}

/// A language.
pub(in crate::validate) fn language(cx: &mut Context<'_>, value: &Value<'_>) {
    if !is_language(value.token()) {
        let message = format!(
            "{} is {}; write a code such as `en`, `de-CH` or `zh-Hans`",
            value.called(&cx.names),
            quote(value.token())
        );
        cx.raise(&rules::INVALID_LANGUAGE, value, message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_exist() {
        for text in [
            "en",
            "en-us",
            "de-CH-1996",
            "zh-Hans",
            "UND",
            "x-klingon",
            "i-navajo",
            "sr-Latn-RS",
        ] {
            assert!(is_language(text), "{text}");
        }
        for text in [
            "",
            "English",
            "english",
            "e",
            "x",
            "en_us",
            "qz",
            "en-",
            "en-abcdefghi",
            "e1",
        ] {
            assert!(!is_language(text), "{text}");
        }
    }
}
