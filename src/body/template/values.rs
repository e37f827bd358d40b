//! What `{{ x | y }}` says: the few values that are known of a site and a page, and the filters that
//! make addresses and texts of them.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashMap;

use percent_encoding::utf8_percent_encode;

use crate::body::context::Context;
use crate::model::{SEGMENT, Templates};
use crate::text;
use crate::time::{Timestamp, Zone};

/// The longest value, in bytes; a name can be given to one and that be joined to itself.
const LONGEST: usize = 4096;

/// The values of a body.
pub(super) struct Values<'a> {
    context: &'a Context<'a>,
    /// What the body itself gives names to; `None` where it is not known.
    assigned: HashMap<String, Option<String>>,
    /// How many bytes may still be handled, so that a long title is not said a million times.
    left: Cell<usize>,
}

impl<'a> Values<'a> {
    pub(super) fn new(context: &'a Context<'a>, body: &str) -> Self {
        Values {
            context,
            assigned: HashMap::new(),
            left: Cell::new(body.len() * 4 + (1 << 20)),
        }
    }

    /// Whether `expression` begins with a name that the body itself gave to a value.
    pub(super) fn has(&self, expression: &str) -> bool {
        let operand = split(expression, '|').next().unwrap_or_default();
        self.assigned.contains_key(operand.trim())
    }

    /// `name = expression`.
    pub(super) fn assign(&mut self, markup: &str) {
        if let Some((name, expression)) = markup.split_once('=') {
            let value = self.evaluate(expression);
            self.assigned.insert(name.trim().to_owned(), value);
        }
    }

    /// What `expression` says, if it is known.
    pub(super) fn evaluate(&self, expression: &str) -> Option<String> {
        let mut parts = split(expression, '|');
        let mut value = self.checked(self.operand(parts.next()?)?)?;
        for filter in parts {
            let (name, args) = filter.split_once([':', '(']).unwrap_or((filter, ""));
            let args: Option<Vec<String>> = split(args.trim_end_matches(')'), ',')
                .filter(|arg| !arg.trim().is_empty())
                .map(|arg| self.operand(arg))
                .collect();
            value = self.checked(self.filter(name.trim(), value, &args?)?)?;
        }
        Some(value)
    }

    /// `value`, if it is not too long and there were not too many.
    fn checked(&self, value: String) -> Option<String> {
        self.left.set(self.left.get().checked_sub(value.len())?);
        (value.len() <= LONGEST).then_some(value)
    }

    fn operand(&self, text: &str) -> Option<String> {
        let text = text.trim();
        if let Some(literal) = literal(text) {
            return Some(literal.to_owned());
        }
        if let Some(assigned) = self.assigned.get(text) {
            return assigned.clone();
        }
        let is_number = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if is_number {
            return Some(text.to_owned());
        }
        self.variable(text)
    }

    fn variable(&self, name: &str) -> Option<String> {
        let Context {
            site, page, title, ..
        } = self.context;
        // In a title `<` is text.
        let text = |title: &str| title.replace('<', "&lt;");
        if self.context.templates == Templates::Hexo {
            // A post's own values are all that Hexo hands over.
            return Some(match name {
                "title" => text(title),
                "permalink" => page.to_string(),
                "path" => self.own_path().trim_start_matches('/').to_owned(),
                _ => return None,
            });
        }
        Some(match name {
            "site.url" => site.to_url().origin().ascii_serialization(),
            "site.baseurl" => self.base_path().to_owned(),
            "site.github.url" => site.as_str().trim_end_matches('/').to_owned(),
            "site.title" => text(self.context.site_title),
            "page.title" => text(title),
            "page.url" => self.own_path().to_owned(),
            "page.date" => self.context.published?.strftime("%Y-%m-%d %H:%M:%S %z"),
            "page.path" => self.context.path.to_owned(),
            _ => {
                let key = name.strip_prefix("page.")?;
                let mut values = self.context.values.iter();
                let (_, value) = values.find(|(known, _)| **known == *key)?;
                value.to_string()
            }
        })
    }

    /// The page's path below the site's.
    fn own_path(&self) -> &str {
        let path = self.context.page.path();
        path.strip_prefix(self.base_path()).unwrap_or(path)
    }

    /// The site's path, without the slash at its end.
    fn base_path(&self) -> &str {
        self.context.site.path().trim_end_matches('/')
    }

    fn filter(&self, name: &str, value: String, args: &[String]) -> Option<String> {
        let first = args.first();
        Some(match name {
            // Eleventy's `url` is what Jekyll calls `relative_url`.
            "relative_url" | "url" => self.rooted(&value),
            "absolute_url" => {
                let site = self.context.site.to_url();
                site.join(&self.rooted(&value)).ok()?.to_string()
            }
            "prepend" => format!("{}{value}", first?),
            "append" => format!("{value}{}", first?),
            "default" if value.is_empty() => first?.clone(),
            "remove" => value.replace(non_empty(first?)?, ""),
            "remove_first" => value.replacen(non_empty(first?)?, "", 1),
            // One character may become thousands.
            "replace" if value.len() * args.get(1)?.len() > 64 * LONGEST => return None,
            "replace" => value.replace(non_empty(first?)?, args.get(1)?),
            "replace_first" => value.replacen(non_empty(first?)?, args.get(1)?, 1),
            "downcase" | "lower" => value.to_lowercase(),
            "upcase" | "upper" => value.to_uppercase(),
            "capitalize" => {
                let first = value.chars().next().map_or(0, char::len_utf8);
                value[..first].to_uppercase() + &value[first..].to_lowercase()
            }
            "date" => date(&value, first?)?,
            "date_to_string" => date(&value, "%d %b %Y")?,
            "date_to_long_string" => date(&value, "%d %B %Y")?,
            "date_to_xmlschema" => date(&value, "%Y-%m-%dT%H:%M:%S%:z")?,
            "strip_html" => text::text_of_html(&value).into_owned(),
            "strip_newlines" => value.replace('\n', ""),
            "newline_to_br" => value.replace('\n', "<br />\n"),
            "strip" | "trim" => value.trim().to_owned(),
            "lstrip" => value.trim_start().to_owned(),
            "rstrip" => value.trim_end().to_owned(),
            "escape" | "xml_escape" | "escape_once" | "e" => {
                text::escape_attribute(&value).into_owned()
            }
            "url_encode" | "cgi_escape" | "urlencode" | "uri_escape" => {
                utf8_percent_encode(&value, SEGMENT).to_string()
            }
            "safe" | "markdownify" | "smartify" | "default" | "to_s" | "string" => value,
            _ => return None,
        })
    }

    /// `path` below the site's own, unless it is of another site.
    pub(super) fn rooted(&self, path: &str) -> String {
        let path = path.trim();
        if is_elsewhere(path) {
            return path.to_owned();
        }
        format!("{}/{}", self.base_path(), path.trim_start_matches('/'))
    }
}

/// Whether a reference leads to another host, or is not a path.
pub(super) fn is_elsewhere(reference: &str) -> bool {
    let scheme = reference
        .split([':', '/', '?', '#'])
        .next()
        .unwrap_or_default();
    reference.starts_with("//") || !scheme.is_empty() && reference[scheme.len()..].starts_with(':')
}

/// The date `value` in `notation`.
fn date(value: &str, notation: &str) -> Option<String> {
    let date = Timestamp::parse(value, &Zone::utc()).ok()?;
    Some(date.strftime(notation))
}

/// Replacing nothing would put the replacement between all characters.
fn non_empty(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

/// The text between the quotes, if `text` is quoted.
fn literal(text: &str) -> Option<&str> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    text.get(1..)?.strip_suffix(quote)
}

/// The parts of `text` between `sign`, which does not count in quotes.
fn split(text: &str, sign: char) -> impl Iterator<Item = &str> {
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
    use crate::model::{AbsoluteUrl, Syntax};

    fn with_values<T>(templates: Templates, test: impl FnOnce(Values<'_>) -> T) -> T {
        let page = AbsoluteUrl::parse("https://e.org/blog/2024/a.html").unwrap();
        let site = AbsoluteUrl::parse("https://e.org/blog/").unwrap();
        let context = Context {
            templates,
            site: &site,
            title: "A & B",
            values: &[("subtitle".into(), "C *d*".into())],
            published: Timestamp::from_unix(1_700_000_000, 0),
            site_title: "S",
            ..Context::new(Syntax::Markdown, &page)
        };
        test(Values::new(&context, ""))
    }

    /// As Jekyll 4.3 says it.
    #[test]
    fn what_jekyll_says() {
        for (expression, said) in [
            ("site.url", Some("https://e.org")),
            ("site.baseurl", Some("/blog")),
            ("site.title", Some("S")),
            ("page.url", Some("/2024/a.html")),
            ("page.title", Some("A & B")),
            ("page.title | escape", Some("A &amp; B")),
            ("\"/x\" | relative_url", Some("/blog/x")),
            ("'x' | relative_url", Some("/blog/x")),
            ("\"https://o.org\" | relative_url", Some("https://o.org")),
            ("'/x' | absolute_url", Some("https://e.org/blog/x")),
            ("'' | absolute_url", Some("https://e.org/blog/")),
            ("\"a|b\" | append: \"|c\" | upcase", Some("A|B|C")),
            (
                "'x' | prepend: site.baseurl | prepend: site.url",
                Some("https://e.org/blogx"),
            ),
            ("'/a.png' | prepend: nothing", None),
            ("page.subtitle | capitalize", Some("C *d*")),
            ("page.missing", None),
            ("page.date | date: '%Y-%m-%d'", Some("2023-11-14")),
            ("page.date | date_to_long_string", Some("14 November 2023")),
            ("'<b>a</b>' | strip_html", Some("a")),
            ("site.data.x", None),
            ("'x' | team_link", None),
            ("", None),
        ] {
            let found = with_values(Templates::Liquid, |values| values.evaluate(expression));
            assert_eq!(found.as_deref(), said, "{expression}");
        }
    }

    /// As Hexo 8 says it.
    #[test]
    fn what_hexo_says() {
        for (expression, said) in [
            ("title", Some("A & B")),
            ("path", Some("2024/a.html")),
            ("config.title", None),
            ("page.title", None),
        ] {
            let found = with_values(Templates::Hexo, |values| values.evaluate(expression));
            assert_eq!(found.as_deref(), said, "{expression}");
        }
    }

    #[test]
    fn names_are_given_and_do_not_grow_without_bound() {
        with_values(Templates::Liquid, |mut values| {
            values.assign("x = 'a' | append: 'b'");
            assert_eq!(values.evaluate("x").as_deref(), Some("ab"));
            values.assign("y = site.data.z");
            assert_eq!(values.evaluate("y"), None);
            for _ in 0..64 {
                values.assign("x = x | append: x");
            }
            assert_eq!(values.evaluate("x"), None);
            values.left.set(3);
            assert!(values.evaluate("'ab'").is_some() && values.evaluate("'ab'").is_none());
        });
    }

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
