//! The pattern that makes an article's address, as in `/:year/:month/:slug/`.

use std::fmt::{self, Write};

use crate::address::{encode_path, encode_segment};
use crate::time::Timestamp;

/// A parsed pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(Vec<Part>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Literal(String),
    Field(Field),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Year,
    ShortYear,
    Month,
    ShortMonth,
    Day,
    ShortDay,
    Hour,
    Minute,
    Second,
    Slug,
    Path,
    Categories,
    Language,
}

/// The placeholders and what they stand for, in the order of the documentation.
const FIELDS: &[(&str, Field)] = &[
    ("year", Field::Year),
    ("short_year", Field::ShortYear),
    ("month", Field::Month),
    ("i_month", Field::ShortMonth),
    ("day", Field::Day),
    ("i_day", Field::ShortDay),
    ("hour", Field::Hour),
    ("minute", Field::Minute),
    ("second", Field::Second),
    ("slug", Field::Slug),
    ("title", Field::Slug),
    ("path", Field::Path),
    ("categories", Field::Categories),
    ("lang", Field::Language),
];

/// What fills a pattern.
#[derive(Debug, Clone, Copy)]
pub struct Values<'a> {
    /// The published date, in the offset that it was written with.
    pub published: Timestamp,
    /// `slug` of the header, else the file's name without its date.
    pub slug: &'a str,
    /// The path below SOURCE without its extension, and without a last `/index`.
    pub path: &'a str,
    /// The header's categories.
    pub categories: &'a [String],
    /// The article's language, or the site's.
    pub language: Option<&'a str>,
}

/// A placeholder that does not exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownPlaceholder(String);

impl fmt::Display for UnknownPlaceholder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = FIELDS.iter().map(|(name, _)| format!(":{name}")).collect();
        write!(
            f,
            "`:{}` is no placeholder; there are {}",
            self.0,
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
    pub fn parse(text: &str) -> Result<Self, UnknownPlaceholder> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(colon) = rest.find(':') {
            let (literal, after) = rest.split_at(colon);
            let after = &after[1..];
            let length = after
                .find(|c: char| !c.is_ascii_lowercase() && c != '_')
                .unwrap_or(after.len());
            let (name, after) = after.split_at(length);
            let field = FIELDS.iter().find(|(known, _)| *known == name);
            let (_, field) = field.ok_or_else(|| UnknownPlaceholder(name.to_owned()))?;
            parts.extend([Part::Literal(literal.to_owned()), Part::Field(*field)]);
            rest = after;
        }
        parts.push(Part::Literal(rest.to_owned()));
        Ok(Pattern(parts))
    }

    /// The percent-encoded path for an article, without a leading slash. An empty placeholder
    /// leaves no empty segment behind.
    pub fn expand(&self, values: &Values<'_>) -> String {
        let mut path = String::new();
        for part in &self.0 {
            match part {
                Part::Literal(text) => path.push_str(&encode_path(text)),
                Part::Field(field) => expand_field(*field, values, &mut path),
            }
        }
        while path.contains("//") {
            path = path.replace("//", "/");
        }
        path.trim_start_matches('/').to_owned()
    }
}

fn expand_field(field: Field, values: &Values<'_>, path: &mut String) {
    let date = values.published;
    let written = match field {
        Field::Year => write!(path, "{:04}", date.year()),
        Field::ShortYear => write!(path, "{:02}", date.year().rem_euclid(100)),
        Field::Month => write!(path, "{:02}", date.month()),
        Field::ShortMonth => write!(path, "{}", date.month()),
        Field::Day => write!(path, "{:02}", date.day()),
        Field::ShortDay => write!(path, "{}", date.day()),
        Field::Hour => write!(path, "{:02}", date.hour()),
        Field::Minute => write!(path, "{:02}", date.minute()),
        Field::Second => write!(path, "{:02}", date.second()),
        Field::Slug => write!(path, "{}", encode_segment(values.slug)),
        Field::Path => write!(path, "{}", encode_path(values.path)),
        Field::Language => write!(path, "{}", values.language.unwrap_or_default()),
        Field::Categories => {
            let segments: Vec<_> = values
                .categories
                .iter()
                .map(|name| encode_segment(name))
                .collect();
            write!(path, "{}", segments.join("/"))
        }
    };
    debug_assert!(written.is_ok(), "a String takes whatever is written to it");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Zone;

    fn expand(pattern: &str) -> String {
        let published = Timestamp::parse("2021-03-04T05:06:07+08:00", &Zone::utc()).unwrap();
        let categories = ["news".to_owned(), "c d".to_owned()];
        let values = Values {
            published,
            slug: "a b",
            path: "posts/中 x",
            categories: &categories,
            language: Some("zh-CN"),
        };
        Pattern::parse(pattern).unwrap().expand(&values)
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
        assert_eq!(expand(":categories/:slug"), "news/c%20d/a%20b");
        assert_eq!(expand("/中/:hour:minute:second"), "%E4%B8%AD/050607");
    }

    #[test]
    fn an_unknown_placeholder_is_named() {
        let error = Pattern::parse("/:yeer/").unwrap_err().to_string();
        assert!(
            error.starts_with("`:yeer` is no placeholder; there are :year, "),
            "{error}"
        );
    }
}
