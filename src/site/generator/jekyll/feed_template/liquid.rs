//! As much of Liquid as templates of feeds need: which posts they have, and what address an entry gets.

use crate::site::generator::site_file::SiteFile;

/// How often variables may stand for others.
const MAX_DEPTH: usize = 8;

/// What the filters of Liquid put before addresses.
pub(in super::super) struct Base {
    /// That of `absolute_url`.
    pub(in super::super) whole: String,
    /// That of `relative_url`.
    pub(in super::super) path: String,
}

/// A loop over posts.
pub(super) struct Posts<'t> {
    /// Everything behind the tag that begins it.
    pub(super) body: &'t str,
    /// How many posts it takes; `None` for all of them.
    pub(super) limit: Option<String>,
    /// The taxonomy and the term of its posts, if it does not have all of them.
    pub(super) only: Option<(String, String)>,
    /// What a post is called.
    name: &'t str,
    /// The variables and what they stand for.
    variables: Vec<(&'t str, &'t str)>,
}

/// An address that a template makes of a post.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Address {
    /// What stands before it.
    pub(super) base: String,
    /// Whether it is the id of the post, which has no extension, rather than its URL.
    pub(super) is_id: bool,
}

/// A part of a text.
#[derive(Debug, Clone)]
enum Part {
    Text(String),
    Url,
    Id,
}

impl<'t> Posts<'t> {
    /// The first loop over posts in `template`.
    pub(super) fn find(template: &'t str, site: &mut SiteFile<'_>) -> Option<Self> {
        let mut variables = Vec::new();
        let mut found = None;
        for (tag, end) in tags(template) {
            if let Some(assigned) = tag.strip_prefix("assign ") {
                let (name, value) = assigned.split_once('=').unwrap_or_default();
                variables.push((name.trim(), value.trim()));
            } else if found.is_none()
                && let Some((name, list)) = tag
                    .strip_prefix("for ")
                    .and_then(|tag| tag.split_once(" in "))
                && let Some(only) = posts(list, &variables, 0)
            {
                let limit = list
                    .split_once("limit:")
                    .map(|(_, limit)| limit.trim_start());
                let limit = limit.and_then(|limit| limit.split_whitespace().next());
                let limit = limit.map(|limit| match limit.strip_prefix("site.") {
                    Some(key) => site.text(key).map_or("", |(limit, _)| limit).to_owned(),
                    None => limit.to_owned(),
                });
                let is_number = |limit: &String| limit.parse::<usize>().is_ok();
                found = Some((name.trim(), only, limit.filter(is_number), end));
            }
        }
        let (name, only, limit, end) = found?;
        Some(Posts {
            body: &template[end..],
            limit,
            only,
            name,
            variables,
        })
    }

    /// Whether `text` uses `filter`, or a variable in it does.
    pub(super) fn uses(&self, text: &str, filter: &str) -> bool {
        let in_variable =
            |(name, value): &(&str, &str)| text.contains(name) && value.contains(filter);
        text.contains(filter) || self.variables.iter().any(in_variable)
    }

    /// The address of a post that `text` is; `None` if it is something else.
    pub(super) fn address(
        &self,
        text: &str,
        site: &mut SiteFile<'_>,
        base: &Base,
    ) -> Option<Address> {
        let text = text.trim();
        let text = text
            .strip_prefix("<![CDATA[")
            .map_or(text, |text| text.trim_end_matches("]]>"));
        if text.contains("{%") {
            return None;
        }
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            let (expression, after) = after.split_once("}}")?;
            parts.push(Part::Text(before.to_owned()));
            parts.extend(self.value(expression.trim_matches(['-', ' ']), site, base, 0)?);
            rest = after;
        }
        parts.push(Part::Text(rest.to_owned()));
        let mut address: Option<Address> = None;
        let mut before = String::new();
        for part in parts {
            match (part, &address) {
                (Part::Text(text), None) => before.push_str(&text),
                (Part::Text(text), Some(_)) if text.is_empty() => {}
                (Part::Url | Part::Id, Some(_)) | (Part::Text(_), Some(_)) => return None,
                (part, None) => {
                    address = Some(Address {
                        base: std::mem::take(&mut before),
                        is_id: matches!(part, Part::Id),
                    });
                }
            }
        }
        let is_usable = |base: &str| base.is_empty() || base.starts_with("http");
        address.filter(|address| is_usable(&address.base))
    }

    /// The value of an expression with its filters.
    fn value(
        &self,
        expression: &str,
        site: &mut SiteFile<'_>,
        base: &Base,
        depth: usize,
    ) -> Option<Vec<Part>> {
        if depth == MAX_DEPTH {
            return None;
        }
        let mut filters = outside_quotes(expression, '|').into_iter();
        let mut value = self.term(filters.next()?.trim(), site, base, depth)?;
        for filter in filters {
            let (name, argument) = filter.split_once(':').unwrap_or((filter, ""));
            let mut before = match name.trim() {
                "absolute_url" => vec![Part::Text(base.whole.clone())],
                "relative_url" => vec![Part::Text(base.path.clone())],
                "prepend" => self.term(argument.trim(), site, base, depth)?,
                "append" => {
                    value.extend(self.term(argument.trim(), site, base, depth)?);
                    continue;
                }
                "xml_escape" | "escape" | "escape_once" | "uri_escape" | "strip" | "strip_html" => {
                    continue;
                }
                _ => return None,
            };
            before.append(&mut value);
            value = before;
        }
        Some(value)
    }

    fn term(
        &self,
        term: &str,
        site: &mut SiteFile<'_>,
        base: &Base,
        depth: usize,
    ) -> Option<Vec<Part>> {
        if let Some(text) = quoted(term) {
            return Some(vec![Part::Text(text.to_owned())]);
        }
        if let Some(key) = term.strip_prefix("site.") {
            let text = site.text(key).map_or("", |(text, _)| text);
            return Some(vec![Part::Text(text.to_owned())]);
        }
        match term
            .strip_prefix(self.name)
            .and_then(|rest| rest.strip_prefix('.'))
        {
            Some("url") => return Some(vec![Part::Url]),
            Some("id") => return Some(vec![Part::Id]),
            _ => {}
        }
        let mut variables = self.variables.iter();
        let (_, value) = variables.find(|(name, _)| *name == term)?;
        self.value(value, site, base, depth + 1)
    }
}

/// The tags of a template, and where they end.
fn tags(template: &str) -> impl Iterator<Item = (&str, usize)> {
    let starts = template.match_indices("{%").map(|(at, _)| at + 2);
    starts.filter_map(|start| {
        let length = template[start..].find("%}")?;
        let tag = template[start..start + length].trim_matches('-').trim();
        Some((tag, start + length + 2))
    })
}

/// Which posts a `list` has, if it has posts: all of them, or those of one term of a taxonomy.
fn posts(list: &str, variables: &[(&str, &str)], depth: usize) -> Option<Option<(String, String)>> {
    let mut filters = outside_quotes(list, '|').into_iter();
    let first = filters.next()?.split_whitespace().next()?;
    let mut only = match first.strip_prefix("site.") {
        Some("posts") => None,
        Some(rest) => {
            let (taxonomy, term) = rest.split_at(rest.find(['.', '['])?);
            let term = match term.strip_prefix('[') {
                Some(term) => quoted(term.strip_suffix(']')?)?,
                None => &term[1..],
            };
            let is_known = matches!(taxonomy, "categories" | "tags");
            is_known.then(|| Some((taxonomy.to_owned(), term.to_owned())))?
        }
        None => {
            let mut variables_of = variables.iter().rev();
            let (_, value) = variables_of.find(|(name, _)| *name == first)?;
            if depth == MAX_DEPTH {
                return None;
            }
            posts(value, variables, depth + 1)?
        }
    };
    for filter in filters {
        let Some(arguments) = filter.trim().strip_prefix("where:") else {
            continue;
        };
        let arguments = arguments.split_once(',').unwrap_or_default();
        let taxonomy = match quoted(arguments.0.trim()) {
            Some("category" | "categories") => "categories",
            Some("tag" | "tags") => "tags",
            _ => continue,
        };
        if let Some(term) = quoted(arguments.1.trim()) {
            only = Some((taxonomy.to_owned(), term.to_owned()));
        }
    }
    Some(only)
}

/// The text of a literal.
fn quoted(term: &str) -> Option<&str> {
    let inside = |quote: char| term.strip_prefix(quote)?.strip_suffix(quote);
    inside('"').or_else(|| inside('\''))
}

/// `text` split at `separator`, but not within quotes.
fn outside_quotes(text: &str, separator: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut quote = None;
    let mut start = 0;
    for (at, c) in text.char_indices() {
        match (c, quote) {
            ('"' | '\'', None) => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            (c, None) if c == separator => {
                parts.push(&text[start..at]);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}
