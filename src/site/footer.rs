//! The text at the end of each entry: HTML with placeholders.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::text;

/// A parsed template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryFooter {
    parts: Vec<FooterPart>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum FooterPart {
    Literal(String),
    Value(FooterPlaceholder, Escaping),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FooterPlaceholder {
    Title,
    Link,
    Email,
}

/// How a value is written where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Escaping {
    /// As text, or in an attribute: `&`, `<`, `>` and quotes are escaped.
    Html,
    /// At the beginning of an address: as it is, for it is one.
    Address,
    /// Within an address, before a query.
    Path,
    /// Within the query of an address.
    Query,
}

/// What the placeholders stand for.
#[derive(Debug, Clone, Copy)]
pub struct FooterValues<'a> {
    /// The title of the entry.
    pub title: &'a str,
    /// The address of its page.
    pub link: &'a str,
    /// Whom to write to.
    pub email: &'a str,
}

/// Why a text is not a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FooterError {
    /// A placeholder that does not exist.
    UnknownPlaceholder(String),
    /// A placeholder in a tag, but not between quotes.
    NotQuoted(String),
}

impl fmt::Display for FooterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FooterError::UnknownPlaceholder(name) => write!(
                f,
                "unknown placeholder `{{{name}}}`; there are {{title}}, {{link}}, {{email}}"
            ),
            FooterError::NotQuoted(name) => write!(
                f,
                "`{{{name}}}` stands in a tag without quotes; write the attribute as `href=\"…\"`"
            ),
        }
    }
}

/// The attributes that hold addresses.
const ADDRESSES: &[&str] = &["href", "src", "cite"];

const QUERY: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// `ann@example.org` after `mailto:` keeps its sign (RFC 6068).
const PATH: &AsciiSet = &QUERY.remove(b'@');

/// Where in HTML the reading is.
enum Inside {
    Text,
    Tag,
    /// Between these quotes; whether it is an address, and where it begins.
    Value(char, bool, usize),
}

impl EntryFooter {
    /// Parses `text`.
    ///
    /// # Errors
    ///
    /// If it has a placeholder that does not exist, or in a place where it cannot be escaped.
    pub fn parse(text: &str) -> Result<Self, FooterError> {
        let mut parts = Vec::new();
        let mut inside = Inside::Text;
        let mut literal = 0;
        for (at, c) in text.char_indices() {
            match (&inside, c) {
                (_, '{') => {
                    let Some((name, _)) = text[at + 1..].split_once('}') else {
                        continue;
                    };
                    if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_lowercase()) {
                        continue;
                    }
                    let placeholder = match name {
                        "title" => FooterPlaceholder::Title,
                        "link" => FooterPlaceholder::Link,
                        "email" => FooterPlaceholder::Email,
                        _ => return Err(FooterError::UnknownPlaceholder(name.to_owned())),
                    };
                    let escaping = match inside {
                        Inside::Tag => return Err(FooterError::NotQuoted(name.to_owned())),
                        Inside::Value(_, true, start) => match &text[start..at] {
                            "" => Escaping::Address,
                            before if before.contains(['?', '#']) => Escaping::Query,
                            _ => Escaping::Path,
                        },
                        Inside::Text | Inside::Value(..) => Escaping::Html,
                    };
                    parts.push(FooterPart::Literal(text[literal..at].to_owned()));
                    parts.push(FooterPart::Value(placeholder, escaping));
                    literal = at + name.len() + 2;
                }
                (Inside::Text, '<') => inside = Inside::Tag,
                (Inside::Tag, '>') => inside = Inside::Text,
                (Inside::Tag, '"' | '\'') => {
                    let name = text[..at].trim_end().strip_suffix('=').unwrap_or_default();
                    let name = name.trim_end().rsplit(char::is_whitespace).next();
                    let name = name.unwrap_or_default();
                    let is_address = ADDRESSES.iter().any(|it| name.eq_ignore_ascii_case(it));
                    inside = Inside::Value(c, is_address, at + 1);
                }
                (Inside::Value(quote, ..), _) if *quote == c => inside = Inside::Tag,
                _ => {}
            }
        }
        parts.push(FooterPart::Literal(text[literal..].to_owned()));
        Ok(EntryFooter { parts })
    }

    /// Whether it needs an e-mail address.
    pub fn has_email(&self) -> bool {
        let is_email =
            |part: &FooterPart| matches!(part, FooterPart::Value(FooterPlaceholder::Email, _));
        self.parts.iter().any(is_email)
    }

    /// The HTML for an entry.
    pub fn fill(&self, values: &FooterValues<'_>) -> String {
        let mut html = String::new();
        for part in &self.parts {
            let (placeholder, escaping) = match part {
                FooterPart::Literal(literal) => {
                    html.push_str(literal);
                    continue;
                }
                FooterPart::Value(placeholder, escaping) => (placeholder, escaping),
            };
            let value = match placeholder {
                FooterPlaceholder::Title => values.title,
                FooterPlaceholder::Link => values.link,
                FooterPlaceholder::Email => values.email,
            };
            match escaping {
                Escaping::Html | Escaping::Address => {
                    html.push_str(&text::escape_attribute(value));
                }
                Escaping::Path => html.extend(utf8_percent_encode(value, PATH)),
                Escaping::Query => html.extend(utf8_percent_encode(value, QUERY)),
            }
        }
        html
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALUES: FooterValues<'static> = FooterValues {
        title: "A & \"b\" <中>",
        link: "https://e.org/a?b&c",
        email: "ann@e.org",
    };

    #[test]
    fn values_are_escaped_as_their_place_needs() {
        for (template, html) in [
            ("{title}", "A &amp; &quot;b&quot; &lt;中&gt;"),
            (
                "<a href=\"mailto:{email}?subject=Re: {title}\">",
                "<a href=\"mailto:ann@e.org?subject=Re: A%20%26%20%22b%22%20%3C%E4%B8%AD%3E\">",
            ),
            (
                "<a title='{title}' HREF = '{link}'>{ x } {}",
                "<a title='A &amp; &quot;b&quot; &lt;中&gt;' HREF = 'https://e.org/a?b&amp;c'>{ x } {}",
            ),
            (
                "<a href=\"https://x.org/?a>b&amp;u={link}\">",
                "<a href=\"https://x.org/?a>b&amp;u=https%3A%2F%2Fe.org%2Fa%3Fb%26c\">",
            ),
        ] {
            let footer = EntryFooter::parse(template).unwrap();
            assert_eq!(footer.fill(&VALUES), html);
        }
    }

    #[test]
    fn what_cannot_be_filled_is_refused() {
        for (template, message) in [
            (
                "{name}",
                "unknown placeholder `{name}`; there are {title}, {link}, {email}",
            ),
            (
                "<a href={link}>",
                "`{link}` stands in a tag without quotes; write the attribute as `href=\"…\"`",
            ),
        ] {
            assert_eq!(
                EntryFooter::parse(template).unwrap_err().to_string(),
                message
            );
        }
    }
}
