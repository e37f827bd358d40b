//! Numbers and booleans.

use crate::diagnostic::Rule;
use crate::validate::check::text::one_of;
use crate::validate::context::Context;
use crate::validate::rules;
use crate::validate::value::{Reported, Value, quote};

/// The number in `text`, if it is digits with an optional sign; the largest one where it is larger.
pub(in crate::validate) fn parse(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    let largest = if text.starts_with('-') {
        i64::MIN
    } else {
        i64::MAX
    };
    is_number.then(|| text.parse().unwrap_or(largest))
}

/// Whether `text` is a number with or without a fraction.
pub(in crate::validate) fn is_float(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    digits.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && digits
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'+' | b'-'))
        && text.parse::<f64>().is_ok_and(f64::is_finite)
}

fn integer(cx: &mut Context<'_>, value: &Value<'_>, least: i64, rule: &'static Rule) {
    if parse(value.text()).is_none_or(|number| number < least) {
        let message = format!(
            "{} is {}; it must be a whole number, {least} or more",
            value.called(&cx.names),
            quote(value.text())
        );
        cx.raise(rule, value, message);
    }
}

/// 1 or more.
pub(in crate::validate) fn positive(cx: &mut Context<'_>, value: &Value<'_>) {
    integer(cx, value, 1, &rules::INVALID_POSITIVE_INTEGER);
}

/// 0 or more.
pub(in crate::validate) fn not_negative(cx: &mut Context<'_>, value: &Value<'_>) {
    integer(cx, value, 0, &rules::INVALID_NON_NEGATIVE_INTEGER);
}

/// The port of a cloud.
pub(in crate::validate) fn port(cx: &mut Context<'_>, value: &Value<'_>) {
    if parse(value.text()).is_none_or(|port| !(1..=65535).contains(&port)) {
        let message = format!(
            "{} is {}; it must be a number from 1 to 65535",
            value.called(&cx.names),
            quote(value.text())
        );
        cx.raise(&rules::INVALID_INTEGER_ATTRIBUTE, value, message);
    }
}

/// The length of an enclosure in bytes, 0 if it is not known.
pub(in crate::validate) fn length(cx: &mut Context<'_>, value: &Value<'_>) {
    if parse(value.text()).is_some_and(|number| number < 0) {
        let message = format!(
            "the length is {}; write 0 where it is not known",
            quote(value.text())
        );
        cx.raise(
            &rules::USE_ZERO_FOR_UNKNOWN,
            &value.reported(Reported::AsAttribute),
            message,
        );
    } else if parse(value.text()).is_none() {
        let message = format!(
            "{} is {}; it must be the size in bytes",
            value.called(&cx.names),
            quote(value.text())
        );
        cx.raise(&rules::INVALID_INTEGER_ATTRIBUTE, value, message);
    }
}

/// A whole number.
pub(in crate::validate) fn whole(cx: &mut Context<'_>, value: &Value<'_>) {
    if parse(value.text()).is_none() {
        let message = format!(
            "{} is {}; it must be a whole number",
            value.called(&cx.names),
            quote(value.text())
        );
        cx.raise(&rules::INVALID_INTEGER, value, message);
    }
}

/// A number with or without a fraction.
pub(in crate::validate) fn float(cx: &mut Context<'_>, value: &Value<'_>) {
    if !is_float(value.text()) {
        let message = format!(
            "{} is {}; it must be a number",
            value.called(&cx.names),
            quote(value.text())
        );
        cx.raise(&rules::INVALID_FLOAT, value, message);
    }
}

/// Whole numbers with commas between them.
pub(in crate::validate) fn list(cx: &mut Context<'_>, value: &Value<'_>) {
    if !value
        .text()
        .split(',')
        .all(|number| parse(number.trim()).is_some())
    {
        let message = format!(
            "{} is {}; it must be whole numbers with commas between them",
            value.called(&cx.names),
            quote(value.text())
        );
        cx.raise(&rules::INVALID_COMMA_SEPARATED_INTEGERS, value, message);
    }
}

/// `true` or `false` in an attribute.
pub(in crate::validate) fn boolean(cx: &mut Context<'_>, value: &Value<'_>) {
    one_of(
        cx,
        value,
        &["true", "false"],
        &rules::INVALID_BOOLEAN_ATTRIBUTE,
    );
}

/// `true` or `false`, with nothing around it.
pub(in crate::validate) fn true_false(cx: &mut Context<'_>, value: &Value<'_>) {
    let lower = value.raw.to_ascii_lowercase();
    if !matches!(lower.as_str(), "true" | "false") {
        let message = format!(
            "{} is {}; it must be `true` or `false`, with no space around it",
            value.called(&cx.names),
            quote(&value.raw)
        );
        cx.raise(&rules::INVALID_TRUE_FALSE, value, message);
    }
}

/// `yes` or `no`.
pub(in crate::validate) fn yes_no(cx: &mut Context<'_>, value: &Value<'_>) {
    if !["yes", "no"].contains(&value.text().to_ascii_lowercase().as_str()) {
        one_of(cx, value, &["yes", "no"], &rules::INVALID_YES_NO);
    }
}

/// `yes`, `no` or `clean`.
pub(in crate::validate) fn yes_no_clean(cx: &mut Context<'_>, value: &Value<'_>) {
    if !["yes", "no", "clean"].contains(&value.text().to_ascii_lowercase().as_str()) {
        one_of(
            cx,
            value,
            &["yes", "no", "clean"],
            &rules::INVALID_YES_NO_CLEAN,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_digits() {
        assert_eq!(parse("17"), Some(17));
        assert_eq!(parse("-1"), Some(-1));
        assert_eq!(parse("99999999999999999999"), Some(i64::MAX));
        for text in ["", "-", "1.5", "a", "1 2"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn floats_are_numbers() {
        for text in ["44.1", "128", "-71.92", ".5", "1e3"] {
            assert!(is_float(text), "{text}");
        }
        for text in ["", "high", "inf", "NaN", "1,5", "1.2.3"] {
            assert!(!is_float(text), "{text}");
        }
    }
}
