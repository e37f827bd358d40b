//! The parts of `x | y: z`, and what can be told of it without knowing a value.

use std::borrow::Cow;

use crate::text;

/// The text between the quotes, if `text` is quoted.
pub(super) fn literal(text: &str) -> Option<&str> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    text.get(1..)?.strip_suffix(quote)
}

/// The parts of `text` between `sign`, which does not count in quotes.
pub(super) fn split(text: &str, sign: char) -> impl Iterator<Item = &str> {
    let mut quote = None;
    text.split(move |c: char| {
        match quote {
            Some(open) if open == c => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None => return c == sign,
        }
        false
    })
}

/// Whether `expression` cannot be meant as text: `site.x`, `page.x`, `"x" | y`, `x | relative_url`.
pub(super) fn is_unmistakable(expression: &str) -> bool {
    let mut parts = split(expression, '|').map(str::trim);
    let Some(operand) = parts.next() else {
        return false;
    };
    let mut filters = parts
        .map(|part| part.split(':').next().unwrap_or_default().trim())
        .peekable();
    let is_name = |text: &str| {
        text.chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '[' | ']' | '"' | '\''))
    };
    if literal(operand).is_some() {
        return filters
            .peek()
            .is_some_and(|filter| is_name(filter) && !filter.is_empty());
    }
    let is_of_site = ["site.", "page.", "post.", "include.", "layout."]
        .iter()
        .any(|owner| operand.starts_with(owner));
    is_name(operand)
        && (is_of_site
            || filters.any(|filter| matches!(filter, "relative_url" | "absolute_url" | "url")))
}

/// What an expression is called in findings: its variable, or the filter that is not known.
pub(super) fn name_of(expression: &str) -> Cow<'_, str> {
    let mut parts = split(expression, '|').map(str::trim);
    let operand = parts.next().unwrap_or_default();
    let name = |text| &text[..text::floor_char_boundary(text, 40)];
    match literal(operand).and_then(|_| parts.next()) {
        Some(filter) => {
            let filter = filter.split(':').next().unwrap_or_default().trim();
            Cow::Owned(format!("… | {}", name(filter)))
        }
        None => Cow::Borrowed(name(operand)),
    }
}

/// The address that an unknown filter is given, which most likely shows what is there.
pub(super) fn shown_address(expression: &str) -> Option<(&str, Option<&str>)> {
    let mut parts = split(expression, '|').map(str::trim);
    let address = literal(parts.next()?)?;
    let is_address = address.starts_with("https://") || address.starts_with("http://");
    let text = parts
        .next()
        .and_then(|filter| filter.split_once(':'))
        .and_then(|(_, args)| literal(split(args, ',').next()?.trim()));
    is_address.then_some((address, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text() {
        for (expression, no_text) in [
            ("site.url", true),
            ("site.data.x[\"y\"].z", true),
            ("'a b' | team_link", true),
            ("image | url", true),
            ("closure", false),
            ("r0, r1", false),
            ("\"a\"", false),
            ("secrets.TOKEN", false),
            (".Site.Title", false),
            ("a || b", false),
            ("x | y", false),
            ("", false),
        ] {
            assert_eq!(is_unmistakable(expression), no_text, "{expression}");
        }
        assert_eq!(name_of("'a' | b: c"), "… | b");
        assert_eq!(name_of("site.x | b"), "site.x");
        assert_eq!(
            shown_address("'https://e.org/v' | embed: \"A title\""),
            Some(("https://e.org/v", Some("A title")))
        );
    }
}
