//! The pattern that makes an article's address, as in `/:year/:month/:slug/`.

use std::fmt::{self, Write};

use super::{MAX_ADDRESS_BYTES, Page, encode_segment, push_path};
use crate::model;

/// A parsed pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(Vec<PatternPart>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum PatternPart {
    Literal(String),
    Placeholder(Placeholder, String),
}

/// What a placeholder stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placeholder {
    /// A part of the published date, as `strftime` writes it.
    Date(&'static str),
    /// [`Page::slug`], one segment.
    Slug,
    /// [`Page::stem`].
    Path,
    /// The extension of the file, with its dot.
    Extension,
    /// The folders of the categories.
    Categories,
    /// [`Page::language`].
    Language,
    /// A value computed by the generator that defines the placeholder.
    Special,
    /// The value of this header key.
    Header,
}

/// Placeholders by name.
pub type Placeholders = [(&'static str, Placeholder)];

/// The placeholders of dates that all dialects share.
pub const DATES: &Placeholders = &[
    ("year", Placeholder::Date("%Y")),
    ("short_year", Placeholder::Date("%y")),
    ("month", Placeholder::Date("%m")),
    ("i_month", Placeholder::Date("%-m")),
    ("day", Placeholder::Date("%d")),
    ("i_day", Placeholder::Date("%-d")),
    ("hour", Placeholder::Date("%H")),
    ("minute", Placeholder::Date("%M")),
    ("second", Placeholder::Date("%S")),
];

/// Placeholders of dates in words, and of the day in the year.
pub const LONG_DATES: &Placeholders = &[
    ("short_month", Placeholder::Date("%b")),
    ("long_month", Placeholder::Date("%B")),
    ("y_day", Placeholder::Date("%j")),
    ("short_day", Placeholder::Date("%a")),
    ("long_day", Placeholder::Date("%A")),
];

/// The syntax of permalinks: feedmill's or a generator's.
#[derive(Debug, Clone, Copy)]
pub struct PermalinkSyntax {
    /// The placeholders, in the order of the documentation.
    pub placeholders: &'static [&'static Placeholders],
    /// Whether any other name is a key of the header.
    pub any_key: bool,
    /// The value of a [`Placeholder::Special`] of this name: a path, not encoded.
    pub special: fn(&str, &Page<'_>) -> Option<String>,
    /// The last change to an expanded pattern, after percent-encoding.
    pub finish: fn(String) -> String,
    /// The name of a folder as a key of the setting `permalink`.
    pub section_key: fn(&str) -> String,
}

/// feedmill's own placeholders.
pub const FEEDMILL: PermalinkSyntax = PermalinkSyntax {
    placeholders: &[
        DATES,
        &[
            ("slug", Placeholder::Slug),
            ("title", Placeholder::Slug),
            ("path", Placeholder::Path),
            ("ext", Placeholder::Extension),
            ("categories", Placeholder::Categories),
            ("lang", Placeholder::Language),
        ],
    ],
    any_key: false,
    special: |_, _| None,
    finish: |path| path,
    section_key: str::to_owned,
};

/// A placeholder that does not exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownPlaceholder {
    name: String,
    known: &'static [&'static Placeholders],
}

impl fmt::Display for UnknownPlaceholder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self
            .known
            .iter()
            .copied()
            .flatten()
            .map(|(name, _)| format!(":{name}"));
        let names: Vec<_> = names.collect();
        let name = &self.name;
        write!(
            f,
            "unknown placeholder `:{name}`; there are {}",
            names.join(", ")
        )
    }
}

impl Pattern {
    /// Parses `text`.
    ///
    /// # Errors
    ///
    /// If it holds a placeholder that does not exist.
    pub fn parse(text: &str, dialect: &PermalinkSyntax) -> Result<Self, UnknownPlaceholder> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(colon) = rest.find(':') {
            let (literal, after) = rest.split_at(colon);
            let after = &after[1..];
            if let Some((name, after)) = in_braces(after) {
                let field = dialect.field(name).unwrap_or(Placeholder::Header);
                parts.extend([
                    PatternPart::Literal(literal.to_owned()),
                    PatternPart::Placeholder(field, name.to_owned()),
                ]);
                rest = after;
                continue;
            }
            let (mut name, mut after) = after.split_at(name_length(after, dialect.any_key));
            // `:year_:month`
            let shorter = name.trim_end_matches('_');
            let is_known = dialect.field(shorter).is_some();
            if is_known && (dialect.any_key || dialect.field(name).is_none()) {
                (name, after) = (shorter, &rest[colon + 1 + shorter.len()..]);
            }
            let field = dialect.field(name).ok_or_else(|| UnknownPlaceholder {
                name: name.to_owned(),
                known: dialect.placeholders,
            })?;
            parts.extend([
                PatternPart::Literal(literal.to_owned()),
                PatternPart::Placeholder(field, name.to_owned()),
            ]);
            rest = after;
        }
        parts.push(PatternPart::Literal(rest.to_owned()));
        Ok(Pattern(parts))
    }

    /// The percent-encoded path for a page, without a leading slash. An empty placeholder leaves no
    /// empty segment behind.
    pub fn expand(&self, page: &Page<'_>, dialect: &PermalinkSyntax) -> String {
        let mut path = String::with_capacity(64);
        for part in &self.0 {
            // Too long already: a header may repeat a long value thousands of times.
            if path.len() > MAX_ADDRESS_BYTES {
                break;
            }
            match part {
                PatternPart::Literal(text) => push_path(&mut path, text),
                PatternPart::Placeholder(field, name) => {
                    expand_field(*field, name, page, dialect, &mut path)
                }
            }
        }
        while path.contains("//") {
            path = path.replace("//", "/");
        }
        (dialect.finish)(path.trim_start_matches('/').to_owned())
    }
}

impl PermalinkSyntax {
    /// Whether there is a placeholder of that name.
    pub fn knows(&self, name: &str) -> bool {
        self.field(name).is_some()
    }

    fn field(&self, name: &str) -> Option<Placeholder> {
        // Hugo: `:sections[1:]`
        let bare = name.split('[').next().unwrap_or(name);
        let mut known = self.placeholders.iter().copied().flatten();
        let known = known.find(|(known, _)| *known == bare);
        match known {
            Some((_, field)) => Some(*field),
            None if self.any_key && !name.is_empty() => Some(Placeholder::Special),
            None => None,
        }
    }
}

/// `{name}` and the rest: a name that letters may follow, or any header key.
fn in_braces(text: &str) -> Option<(&str, &str)> {
    let (name, after) = text.strip_prefix('{')?.split_once('}')?;
    (!name.trim().is_empty()).then_some((name, after))
}

/// The length of a placeholder's name: small letters and `_`, in a header key capitals and
/// digits too, and Hugo's brackets.
fn name_length(text: &str, is_key: bool) -> usize {
    let is_name =
        |c: char| c.is_ascii_lowercase() || c == '_' || (is_key && c.is_ascii_alphanumeric());
    let length = text.find(|c| !is_name(c)).unwrap_or(text.len());
    match text[length..]
        .strip_prefix('[')
        .and_then(|rest| rest.find(']'))
    {
        Some(inside) if length > 0 => length + inside + "[]".len(),
        _ => length,
    }
}

fn expand_field(
    field: Placeholder,
    name: &str,
    page: &Page<'_>,
    dialect: &PermalinkSyntax,
    path: &mut String,
) {
    match field {
        Placeholder::Date(pattern) => {
            let written = write!(path, "{}", page.published.strftime(pattern));
            debug_assert!(written.is_ok(), "a String takes whatever is written to it");
        }
        Placeholder::Slug => path.push_str(&encode_segment(page.slug)),
        Placeholder::Path => push_path(path, page.stem),
        Placeholder::Extension => {
            let name = page.path.rsplit('/').next().unwrap_or_default();
            let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
            // `:path` leaves it out, and the file has its address with it.
            if stem == "index" && !page.stem.ends_with("index") {
                path.push_str("/index");
            }
            push_path(path, &format!(".{extension}"));
        }
        Placeholder::Language => path.push_str(page.language.unwrap_or_default()),
        Placeholder::Categories => {
            let slugs = (page.categories)().into_iter();
            let segments: Vec<_> = slugs
                .map(|name| encode_segment(&model::slug(&model::identity(&name))))
                .collect();
            path.push_str(&segments.join("/"));
        }
        Placeholder::Header => {
            let text = (page.header)(name).unwrap_or_default();
            push_path(path, text.trim());
        }
        Placeholder::Special => {
            let text = (dialect.special)(name, page);
            push_path(path, &text.unwrap_or_default());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{Timestamp, Zone};

    fn expand(pattern: &str) -> String {
        let page = Page {
            path: "posts/中 x.md",
            stem: "posts/中 x",
            slug: "a b",
            title: "A B",
            published: Timestamp::parse("2021-03-04T05:06:07+08:00", &Zone::utc()).unwrap(),
            language: Some("zh-CN"),
            language_folder: None,
            is_in_other_language: false,
            language_part: None,
            header: &|key| (key == "series").then_some("中 x"),
            categories: &|| vec!["News".to_owned(), "C D".to_owned()],
            exists: &|_| false,
        };
        Pattern::parse(pattern, &FEEDMILL)
            .unwrap()
            .expand(&page, &FEEDMILL)
    }

    #[test]
    fn placeholders_are_filled_and_encoded() {
        assert_eq!(expand("/:year/:month/:day/:slug/"), "2021/03/04/a%20b/");
        assert_eq!(
            expand("/:short_year-:i_month-:i_day/:title.html"),
            "21-3-4/a%20b.html"
        );
        assert_eq!(expand("/:lang/:slug/"), "zh-CN/a%20b/");
        assert_eq!(expand("/:path/"), "posts/%E4%B8%AD%20x/");
        assert_eq!(expand(":categories/:slug"), "news/c-d/a%20b");
        assert_eq!(expand("/中/:hour:minute:second"), "%E4%B8%AD/050607");
        assert_eq!(
            expand("/:{slug}s/:{series}.html"),
            "a%20bs/%E4%B8%AD%20x.html"
        );
        assert_eq!(expand("/:{none}/:slug"), "a%20b");
        assert_eq!(expand("/:year_:month/"), "2021_03/");
    }

    #[test]
    fn an_unknown_placeholder_is_named() {
        let error = Pattern::parse("/:yeer/", &FEEDMILL)
            .unwrap_err()
            .to_string();
        assert!(
            error.starts_with("unknown placeholder `:yeer`; there are :year, "),
            "{error}"
        );
    }
}
