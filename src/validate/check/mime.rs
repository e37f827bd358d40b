//! Media types.

use crate::diagnostic::Rule;
use crate::validate::context::Context;
use crate::validate::rules;
use crate::validate::value::{Value, quote};

/// Whether `text` is a type, a slash and a subtype, with parameters or without.
pub(in crate::validate) fn is_media_type(text: &str) -> bool {
    let (kind, parameters) = match text.split_once(';') {
        Some((kind, parameters)) => (kind.trim_end(), Some(parameters)),
        None => (text, None),
    };
    let is_type = kind
        .split_once('/')
        .is_some_and(|(main, sub)| is_token(main) && is_token(sub));
    is_type && parameters.is_none_or(|parameters| parameters.split(';').all(is_parameter))
}

fn is_parameter(text: &str) -> bool {
    text.trim().split_once('=').is_some_and(|(name, value)| {
        let quoted = value.len() > 1 && value.starts_with('"') && value.ends_with('"');
        is_token(name) && (quoted || is_token(value))
    })
}

fn is_token(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|c| c.is_ascii_graphic() && !r#"()<>@,;:\"/[]?="#.contains(c))
}

/// A media type.
pub(in crate::validate) fn media_type(cx: &mut Context<'_>, value: &Value<'_>) {
    judge(cx, value, &rules::INVALID_MIME_TYPE);
}

/// The media type of an enclosure.
pub(in crate::validate) fn enclosure_type(cx: &mut Context<'_>, value: &Value<'_>) {
    judge(cx, value, &rules::INVALID_MIME_ATTRIBUTE);
}

fn judge(cx: &mut Context<'_>, value: &Value<'_>, rule: &'static Rule) {
    if !is_media_type(&value.raw) {
        let message = format!(
            "{} is {}; a media type is like `text/html` or `audio/mpeg`",
            value.called(&cx.names),
            quote(&value.raw)
        );
        cx.raise(rule, value, message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_have_two_parts() {
        for text in [
            "text/html",
            "application/atom+xml;type=entry",
            "text/plain; charset=\"utf-8\"",
            "x-audio/mp3",
        ] {
            assert!(is_media_type(text), "{text}");
        }
        for text in [
            "",
            "html",
            "text/",
            "/html",
            "text/html/x",
            "text html",
            "text/html;",
            "text/html; charset",
        ] {
            assert!(!is_media_type(text), "{text}");
        }
    }
}
