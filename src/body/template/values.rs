//! The values that are known of a site and a page, and those that a body gives names to.
//!
//! A value that is not known is `None`; one that Liquid knows to be nothing is [`Value::Nil`].

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashMap;

use super::expressions::{literal, split};
use super::filters::{self, base_path};
use super::value::{LONGEST, Value};
use crate::body::context::Context;
use crate::model::{TemplateValue, Templates};

/// The values of a body.
pub(super) struct Values<'a> {
    pub(super) context: &'a Context<'a>,
    /// What the body itself gives names to; `None` where it is not known.
    assigned: HashMap<String, Option<Value<'a>>>,
    /// The places in the loops around, the innermost last: the index, and how many there are.
    pub(super) loops: Vec<(usize, usize)>,
    /// How many bytes may still be handled, so that a long title is not said a million times.
    left: Cell<usize>,
}

impl<'a> Values<'a> {
    pub(super) fn new(context: &'a Context<'a>, body: &str) -> Self {
        Values {
            context,
            assigned: HashMap::new(),
            loops: Vec::new(),
            left: Cell::new(body.len() * 4 + (1 << 20)),
        }
    }

    /// Whether `expression` begins with a name that the body itself gave to a value.
    pub(super) fn has(&self, expression: &str) -> bool {
        let operand = split(expression, '|').next().unwrap_or_default().trim();
        let name = &operand[..name_length(operand)];
        name == "forloop" && !self.loops.is_empty() || self.assigned.contains_key(name)
    }

    /// `name = expression`.
    pub(super) fn assign(&mut self, markup: &str) {
        if let Some((name, expression)) = markup.split_once('=') {
            let value = self.evaluate(expression);
            self.set(name.trim(), value);
        }
    }

    /// Gives `name` to a value, and returns what it meant before.
    pub(super) fn set(
        &mut self,
        name: &str,
        value: Option<Value<'a>>,
    ) -> Option<Option<Value<'a>>> {
        self.assigned.insert(name.to_owned(), value)
    }

    /// Gives `name` to `text`.
    pub(super) fn capture(&mut self, name: &str, text: String) {
        let value = self.checked(Value::text(text));
        self.set(name, value);
    }

    /// Gives back to `name` what it meant before.
    pub(super) fn restore(&mut self, name: &str, value: Option<Option<Value<'a>>>) {
        match value {
            Some(value) => drop(self.set(name, value)),
            None => drop(self.assigned.remove(name)),
        }
    }

    /// What `expression` says, if it is known.
    pub(super) fn evaluate(&self, expression: &str) -> Option<Value<'a>> {
        let mut parts = split(expression, '|');
        let mut value = self.operand(parts.next()?)?;
        for filter in parts {
            let (name, args) = filter.split_once([':', '(']).unwrap_or((filter, ""));
            let args: Option<Vec<Value<'_>>> = split(args.trim_end_matches(')'), ',')
                .filter(|arg| !arg.trim().is_empty())
                .map(|arg| self.operand(arg))
                .collect();
            value = self.checked(filters::apply(name.trim(), value, &args?, self.context)?)?;
        }
        Some(value)
    }

    /// `value`, if it is not too long and there were not too many.
    fn checked(&self, value: Value<'a>) -> Option<Value<'a>> {
        let (cost, left) = (value.cost(), self.left.get());
        self.left.set(left.saturating_sub(cost));
        (cost <= LONGEST.min(left)).then_some(value)
    }

    /// The value that `text` is, or the name of.
    pub(super) fn operand(&self, text: &str) -> Option<Value<'a>> {
        let text = text.trim();
        if self.left.get() == 0 {
            return None;
        }
        if let Some(literal) = literal(text) {
            return self.checked(Value::text(literal.to_owned()));
        }
        let is_number = text.starts_with(|c: char| c.is_ascii_digit() || c == '-')
            && text.parse::<f64>().is_ok();
        let value = match text {
            "nil" | "null" => Value::Nil,
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            _ if is_number => Value::text(text.to_owned()),
            _ => match text
                .strip_prefix('(')
                .and_then(|text| text.strip_suffix(')'))
            {
                Some(range) => self.range(range)?,
                None => self.variable(text)?,
            },
        };
        self.checked(value)
    }

    /// `first..last`.
    fn range(&self, range: &str) -> Option<Value<'a>> {
        let (first, last) = range.split_once("..")?;
        let end = |text: &str| Some(self.operand(text)?.number()? as i64);
        let (first, last) = (end(first)?, end(last.trim_start_matches('.'))?);
        let numbers = (first..=last).take(LONGEST / 16);
        Some(Value::List(
            numbers.map(|n| Value::text(n.to_string())).collect(),
        ))
    }

    fn variable(&self, path: &str) -> Option<Value<'a>> {
        let (root, mut rest) = path.split_at(name_length(path));
        if root.is_empty() {
            return None;
        }
        let mut value = match self.assigned.get(root) {
            Some(value) => value.clone()?,
            None if root == "forloop" && !self.loops.is_empty() => self.loop_value(&mut rest)?,
            None if self.context.templates == Templates::Hexo => self.of_hexo(root)?,
            None if matches!(root, "site" | "page") => {
                let key = self.key(&mut rest)?;
                match root {
                    "site" => self.of_site(&key, rest),
                    _ => self.of_page(&key),
                }?
            }
            None if UNKNOWN_ROOTS.contains(&root) => return None,
            None => self.nothing()?,
        };
        while !rest.is_empty() {
            value = value.get(&self.key(&mut rest)?);
        }
        Some(value)
    }

    /// What a name is that nothing has. Another engine than Jekyll's may be told more.
    fn nothing(&self) -> Option<Value<'a>> {
        (self.context.templates == Templates::Liquid).then_some(Value::Nil)
    }

    /// The key that `path` begins with: `.name`, `["name"]`, `[0]`, `[variable]`.
    fn key<'p>(&self, path: &mut &'p str) -> Option<Cow<'p, str>> {
        if let Some(name) = path.strip_prefix('.') {
            let (name, rest) = name.split_at(name_length(name));
            *path = rest.strip_prefix('?').unwrap_or(rest);
            return (!name.is_empty()).then_some(Cow::Borrowed(name));
        }
        let inner = path.strip_prefix('[')?;
        let quote = inner.chars().next().filter(|c| matches!(c, '"' | '\''));
        let end = match quote {
            Some(quote) => inner[1..].find(quote)? + 2,
            None => inner.find(']')?,
        };
        let (key, rest) = inner.split_at(end);
        *path = rest.strip_prefix(']')?;
        Some(match literal(key) {
            Some(key) => Cow::Borrowed(key),
            None => Cow::Owned(self.operand(key)?.print()?.into_owned()),
        })
    }

    fn loop_value(&self, rest: &mut &str) -> Option<Value<'a>> {
        let mut loops = self.loops.iter().rev();
        let (mut at, mut length) = *loops.next()?;
        let mut key = self.key(rest)?;
        while key == "parentloop" {
            (at, length) = *loops.next()?;
            key = self.key(rest)?;
        }
        Some(match &*key {
            "index" => Value::text((at + 1).to_string()),
            "index0" => Value::text(at.to_string()),
            "rindex" => Value::text((length - at).to_string()),
            "rindex0" => Value::text((length - at - 1).to_string()),
            "length" => Value::text(length.to_string()),
            "first" => Value::Bool(at == 0),
            "last" => Value::Bool(at + 1 == length),
            _ => Value::Nil,
        })
    }

    /// A post's own values are all that Hexo hands over.
    fn of_hexo(&self, name: &str) -> Option<Value<'a>> {
        Some(match name {
            "title" => as_text(self.context.title),
            "permalink" => Value::text(self.context.page.as_str()),
            "path" => Value::text(self.own_path().trim_start_matches('/')),
            _ => return None,
        })
    }

    fn of_site(&self, key: &str, rest: &str) -> Option<Value<'a>> {
        let Context {
            site, site_values, ..
        } = self.context;
        Some(match key {
            "url" => Value::text(site.to_url().origin().ascii_serialization()),
            "baseurl" => Value::text(base_path(self.context)),
            "title" => as_text(self.context.site_title),
            _ => match site_values.get(key) {
                Some(value) => Value::from(value),
                None if key == "github" && rest == ".url" => {
                    return Some(Value::text(site.as_str().trim_end_matches('/')));
                }
                None if **site_values == TemplateValue::Null => return None,
                None if UNKNOWN_OF_SITE.contains(&key) || self.is_collection(key) => return None,
                None => self.nothing()?,
            },
        })
    }

    /// Whether `site.key` is the list of a collection's pages.
    fn is_collection(&self, key: &str) -> bool {
        match self.context.site_values.get("collections") {
            Some(TemplateValue::List(names)) => names
                .iter()
                .any(|name| matches!(name, TemplateValue::Text(name) if **name == *key)),
            Some(collections) => collections.get(key).is_some(),
            None => false,
        }
    }

    fn of_page(&self, key: &str) -> Option<Value<'a>> {
        let Context {
            title,
            path,
            values,
            ..
        } = self.context;
        let name = path.rsplit('/').next().unwrap_or_default();
        Some(match key {
            "title" => as_text(title),
            "url" => Value::text(self.own_path()),
            "id" => {
                let path = self.own_path().trim_end_matches('/');
                Value::text(path.strip_suffix(".html").unwrap_or(path))
            }
            "date" => Value::text(self.context.published?.strftime("%Y-%m-%d %H:%M:%S %z")),
            "path" | "relative_path" => Value::text(*path),
            "collection" => Value::text("posts"),
            "ext" => Value::text(&name[name.rfind('.').unwrap_or(name.len())..]),
            _ => match values.iter().find(|(known, _)| **known == *key) {
                Some((_, value)) => Value::from(value),
                None if UNKNOWN_OF_PAGE.contains(&key) => return None,
                None if key == "draft" => Value::Bool(false),
                None if key == "slug" => Value::text(slug(name)),
                None => self.nothing()?,
            },
        })
    }

    /// The page's path below the site's.
    fn own_path(&self) -> &'a str {
        let path = self.context.page.path();
        path.strip_prefix(base_path(self.context)).unwrap_or(path)
    }
}

/// What Jekyll has and is not known here.
const UNKNOWN_ROOTS: &[&str] = &[
    "content",
    "include",
    "jekyll",
    "layout",
    "paginator",
    "post",
    "theme",
];
const UNKNOWN_OF_SITE: &[&str] = &[
    "categories",
    "collections",
    "data",
    "documents",
    "github",
    "html_files",
    "html_pages",
    "pages",
    "posts",
    "related_posts",
    "static_files",
    "tags",
    "time",
];
const UNKNOWN_OF_PAGE: &[&str] = &["content", "excerpt", "next", "output", "previous"];

/// The name of a post's file without its date and extension.
fn slug(name: &str) -> &str {
    let name = &name[..name.rfind('.').unwrap_or(name.len())];
    let undated = name.splitn(4, '-').nth(3);
    let is_dated = name.starts_with(|c: char| c.is_ascii_digit());
    undated.filter(|_| is_dated).unwrap_or(name)
}

/// In a title `<` is text.
fn as_text(title: &str) -> Value<'_> {
    match title.contains('<') {
        true => Value::text(title.replace('<', "&lt;")),
        false => Value::text(title),
    }
}

/// How long the name is that `text` begins with.
pub(super) fn name_length(text: &str) -> usize {
    text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-')))
        .unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AbsoluteUrl, Syntax};
    use crate::time::Timestamp;

    fn with_values<T>(templates: Templates, test: impl FnOnce(Values<'_>) -> T) -> T {
        let page = AbsoluteUrl::parse("https://e.org/blog/2024/a.html").unwrap();
        let site = AbsoluteUrl::parse("https://e.org/blog/").unwrap();
        let context = Context {
            templates,
            site: &site,
            title: "A & B",
            values: &[("subtitle".into(), TemplateValue::Text("C *d*".into()))],
            published: Timestamp::from_unix(1_700_000_000, 0),
            site_title: "S",
            ..Context::new(Syntax::Markdown, &page)
        };
        test(Values::new(&context, ""))
    }

    fn said_by(values: Values<'_>, expression: &str) -> Option<String> {
        let value = values.evaluate(expression)?;
        Some(value.print()?.into_owned())
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
            ("'/a.png' | prepend: nothing", Some("/a.png")),
            ("page.subtitle | capitalize", Some("C *d*")),
            ("page.missing", Some("")),
            ("page.missing | default: 'x'", Some("x")),
            ("page.missing | relative_url | size", Some("0")),
            ("page.excerpt", None),
            ("nothing[0].x", Some("")),
            ("'a,b,,c,,' | split: ',' | join: '-'", Some("a-b--c")),
            ("'b a' | split: ' ' | sort | first", Some("a")),
            ("(1..3) | reverse | join: ''", Some("321")),
            ("7 | divided_by: 2", Some("3")),
            ("7 | divided_by: 2.0 | plus: 1", Some("4.5")),
            ("-7 | modulo: 3", Some("2")),
            ("5.6 | round", Some("6")),
            ("'abcdef' | slice: -3, 2", Some("de")),
            ("'a b c' | truncatewords: 2", Some("a b...")),
            ("'abcdef' | truncate: 5", Some("ab...")),
            (
                "page.date | date_to_string: 'ordinal', 'US'",
                Some("Nov 14th, 2023"),
            ),
            ("page.date | date: '%Y-%m-%d'", Some("2023-11-14")),
            ("page.date | date_to_long_string", Some("14 November 2023")),
            ("'<b>a</b>' | strip_html", Some("a")),
            ("site.data.x", None),
            ("'x' | team_link", None),
            ("", None),
            ("site.posts", None),
        ] {
            let found = with_values(Templates::Liquid, |values| said_by(values, expression));
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
            let found = with_values(Templates::Hexo, |values| said_by(values, expression));
            assert_eq!(found.as_deref(), said, "{expression}");
        }
    }

    #[test]
    fn names_are_given_and_do_not_grow_without_bound() {
        with_values(Templates::Liquid, |mut values| {
            values.assign("x = 'a' | append: 'b'");
            assert_eq!(values.evaluate("x"), Some(Value::text("ab")));
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
}
