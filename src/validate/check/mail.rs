//! E-mail addresses: alone, as in Atom, and with a name, as in RSS.

use crate::validate::context::Context;
use crate::validate::rules;
use crate::validate::value::{Value, quote};

/// Whether `text` is an addr-spec (RFC 5322, section 3.4.1) without comments and quotes.
pub(in crate::validate) fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let is_local =
        |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c) || !c.is_ascii();
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || c == '-' || !c.is_ascii())
    };
    let is_literal = domain
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .is_some_and(|inner| {
            inner
                .chars()
                .all(|c| c.is_ascii_hexdigit() || ".:IPv".contains(c))
        });
    let is_domain = domain.split('.').all(is_label);
    !local.is_empty() && local.chars().all(is_local) && (is_domain || is_literal)
}

/// Reports a host without a dot: without a top-level domain it is not reachable from outside.
fn has_known_host(cx: &mut Context<'_>, value: &Value<'_>, address: &str) {
    let host = address.rsplit_once('@').map_or("", |(_, host)| host);
    if !host.contains('.') && !host.starts_with('[') {
        let message = format!(
            "{} is {}; the host `{host}` is not on the internet",
            value.called(&cx.names),
            quote(value.text())
        );
        cx.raise(&rules::UNKNOWN_HOST, value, message);
    }
}

/// The address in `mailto:mail@example.org?subject=…`.
fn without_mailto(word: &str) -> &str {
    let address = word.strip_prefix("mailto:");
    address.map_or(word, |address| {
        address.split('?').next().unwrap_or_default()
    })
}

/// The form of an address with a name.
#[derive(Debug, PartialEq, Eq)]
enum AddressForm {
    /// `mail (name)`.
    Profile,
    /// `mail`.
    Bare,
    /// Any other text that contains an address.
    Jumbled,
    /// No address, or one only in the comment.
    None,
}

fn outside_comment(text: &str) -> &str {
    text.split('(').next().unwrap_or_default().trim()
}

fn shape(text: &str) -> AddressForm {
    let (outside, comment) = match text.split_once('(') {
        Some((outside, rest)) => (outside.trim(), Some(rest)),
        None => (text, None),
    };
    if is_address(outside) {
        return match comment {
            Some(comment) if comment.trim().len() > 1 && ends_with_comment(comment) => {
                AddressForm::Profile
            }
            Some(_) => AddressForm::Jumbled,
            None => AddressForm::Bare,
        };
    }
    let has_address = outside
        .split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | ',' | ';' | '"'))
        .any(|word| is_address(without_mailto(word)));
    if has_address {
        AddressForm::Jumbled
    } else {
        AddressForm::None
    }
}

/// Whether the comment whose `(` stands before `text` is closed at the end of it, and not before.
fn ends_with_comment(text: &str) -> bool {
    let mut depth = 1;
    let closed = text.trim_end().find(|c| {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        depth == 0
    });
    closed.is_some_and(|at| at + 1 == text.trim_end().len())
}

/// An address alone.
pub(in crate::validate) fn address(cx: &mut Context<'_>, value: &Value<'_>) {
    if !is_address(value.text()) {
        let message = format!(
            "{} is {}; write an e-mail address and nothing else",
            value.called(&cx.names),
            quote(value.text())
        );
        cx.raise(&rules::INVALID_ADDR_SPEC, value, message);
    } else {
        has_known_host(cx, value, value.text());
    }
}

/// An address with a name, as in RSS.
pub(in crate::validate) fn contact(cx: &mut Context<'_>, value: &Value<'_>) {
    let (called, stands) = (value.called(&cx.names), quote(value.text()));
    let shape = shape(value.text());
    if matches!(shape, AddressForm::Profile | AddressForm::Bare) {
        has_known_host(cx, value, outside_comment(value.text()));
    }
    match shape {
        AddressForm::Profile => {}
        AddressForm::Bare => {
            let message = format!(
                "{called} is {stands}; add a name: `{} (Name)`",
                value.text()
            );
            cx.raise(&rules::MISSING_REAL_NAME, value, message);
        }
        AddressForm::Jumbled => {
            let message = format!("{called} is {stands}; write `mail@example.org (Name)`");
            cx.raise(&rules::EMAIL_FORMAT, value, message);
        }
        AddressForm::None => {
            let message = format!("{called} is {stands}; it must begin with an e-mail address");
            cx.raise(&rules::INVALID_CONTACT, value, message);
        }
    }
}

/// One address with or without a name, as in podcasts.
pub(in crate::validate) fn any_contact(cx: &mut Context<'_>, value: &Value<'_>) {
    if matches!(
        shape(value.text()),
        AddressForm::Profile | AddressForm::Bare
    ) {
        has_known_host(cx, value, outside_comment(value.text()));
    } else {
        let message = format!(
            "{} is {}; it must be one e-mail address",
            value.called(&cx.names),
            quote(value.text())
        );
        cx.raise(&rules::INVALID_CONTACT, value, message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_have_a_user_and_a_host() {
        for text in [
            "me@example.org",
            "me+folder@example.co.uk",
            "o'hara@example.org",
            "me@[127.0.0.1]",
            "me@localhost",
        ] {
            assert!(is_address(text), "{text}");
        }
        for text in [
            "me",
            "me@",
            "@example.org",
            "me@example..org",
            "me at example.org",
            "<me@example.org>",
        ] {
            assert!(!is_address(text), "{text}");
        }
    }

    #[test]
    fn contacts_are_told_apart() {
        assert_eq!(shape("me@example.org (Me)"), AddressForm::Profile);
        assert_eq!(shape("me@example.org (Me (and you))"), AddressForm::Profile);
        assert_eq!(shape("me@example.org"), AddressForm::Bare);
        assert_eq!(
            shape("me@example.org (Me), you@example.org (You)"),
            AddressForm::Jumbled
        );
        assert_eq!(shape("Me, me@example.org"), AddressForm::Jumbled);
        assert_eq!(shape("Me <me@example.org>"), AddressForm::Jumbled);
        assert_eq!(
            shape("mailto:me@example.org?subject=Feed"),
            AddressForm::Jumbled
        );
        assert_eq!(shape("Me (me@example.org)"), AddressForm::None);
        assert_eq!(shape("Me"), AddressForm::None);
    }
}
