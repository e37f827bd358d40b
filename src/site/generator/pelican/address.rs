//! The addresses of Pelican's articles.

use super::kept;
use crate::model::AbsoluteUrl;
use crate::site::address::Page;
use crate::site::address::permalink::{DATES, FEEDMILL, LONG_DATES, PermalinkSyntax, Placeholder};

/// The placeholders that `ARTICLE_URL` is translated into.
pub(super) const DIALECT: PermalinkSyntax = PermalinkSyntax {
    placeholders: &[
        &[
            ("slug", Placeholder::Special),
            ("category", Placeholder::Special),
            ("author", Placeholder::Special),
            ("lang", Placeholder::Special),
            ("path", Placeholder::Special),
        ],
        DATES,
        LONG_DATES,
    ],
    special,
    finish: as_url,
    ..FEEDMILL
};

/// The directives of `{date:…}` and the placeholders for them.
const DIRECTIVES: &[(&str, &str)] = &[
    ("Y", "year"),
    ("y", "short_year"),
    ("m", "month"),
    ("-m", "i_month"),
    ("b", "short_month"),
    ("h", "short_month"),
    ("B", "long_month"),
    ("d", "day"),
    ("-d", "i_day"),
    ("j", "y_day"),
    ("a", "short_day"),
    ("A", "long_day"),
    ("H", "hour"),
    ("M", "minute"),
    ("S", "second"),
];

/// Translates a Python format string into a pattern of [`DIALECT`].
///
/// # Errors
///
/// The part that cannot be translated.
pub(super) fn pattern(format: &str) -> Result<String, String> {
    let mut pattern = String::new();
    let mut rest = format.trim_start_matches('/');
    while let Some(at) = rest.find(['{', '}', ':']) {
        let (literal, from) = rest.split_at(at);
        pattern.push_str(literal);
        if from.starts_with("{{") || from.starts_with("}}") {
            pattern.push_str(&from[..1]);
            rest = &from[2..];
            continue;
        }
        let inside = from.strip_prefix('{').and_then(|from| from.split_once('}'));
        let Some((field, after)) = inside else {
            return Err(from.chars().take(1).collect());
        };
        rest = after;
        let unknown = || format!("{{{field}}}");
        match field.split_once(':') {
            Some(("date", directives)) => {
                pattern.push_str(&dates(directives).ok_or_else(unknown)?);
            }
            None if !field.is_empty() && !field.contains(['[', '.', '!']) && field != "date" => {
                placeholder(field, &mut pattern);
            }
            _ => return Err(unknown()),
        }
    }
    pattern.push_str(rest);
    Ok(pattern)
}

/// In braces, so that following letters do not belong to the name.
fn placeholder(name: &str, pattern: &mut String) {
    pattern.push_str(&format!(":{{{name}}}"));
}

fn dates(directives: &str) -> Option<String> {
    let mut pattern = String::new();
    let mut rest = directives;
    while let Some((literal, after)) = rest.split_once('%') {
        if literal.contains(':') {
            return None;
        }
        pattern.push_str(literal);
        let mut known = DIRECTIVES.iter();
        let (directive, name) = known.find(|(directive, _)| after.starts_with(directive))?;
        placeholder(name, &mut pattern);
        rest = &after[directive.len()..];
    }
    (!rest.contains(':')).then(|| pattern + rest)
}

/// The header's `url`, unchanged.
pub(super) fn in_header(page: &Page<'_>) -> Option<String> {
    let url = (page.header)("url")?.trim();
    (!url.is_empty()).then(|| url.to_owned())
}

/// `path` as a part of a URL: `#`, `?` and `%` in it are not encoded.
fn as_url(path: String) -> String {
    if !path.contains("%2") && !path.contains("%3F") {
        return path;
    }
    path.replace("%23", "#")
        .replace("%3F", "?")
        .replace("%25", "%")
}

/// A `tag:` URI with the host, the day of publication and the path, which is not encoded. A `;` ends the path,
/// and a fragment is a part of it.
pub(super) fn entry_id(page: &Page<'_>, permalink: &AbsoluteUrl) -> Option<String> {
    let day = page.published.strftime("%Y-%m-%d");
    let path = permalink.decoded_path();
    let last = path.rfind('/').unwrap_or_default();
    let end = path[last..].find(';').map_or(path.len(), |at| last + at);
    let fragment = permalink.as_str().split_once('#');
    let fragment = fragment.map_or(String::new(), |(_, fragment)| format!("/{fragment}"));
    Some(format!(
        "tag:{},{day}:{}{fragment}",
        permalink.host(),
        &path[..end]
    ))
}

/// The value of a placeholder for `page`.
fn special(name: &str, page: &Page<'_>) -> Option<String> {
    let kept = match name {
        "slug" => kept::SLUG,
        "category" => kept::CATEGORY,
        "author" => kept::AUTHOR,
        "path" => return Some(page.path.to_owned()),
        name => name,
    };
    (page.header)(kept).map(str::to_owned)
}
