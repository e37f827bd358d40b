//! Tags and authors out of whatever shape they were written in.

use crate::config::TagSettings;
use crate::front_matter::normal;
use crate::model::{self, AbsoluteUrl, Author, Tag, Text};
use crate::text;
use crate::yaml::{Node, Value};

/// The tags in `node`, the value of a header key, in order. What is no tag is given to `odd`.
pub(super) fn tags(node: &Node, settings: &TagSettings, odd: &mut dyn FnMut(&Node)) -> Vec<Tag> {
    let mut names = Vec::new();
    match &node.value {
        // A comma divides only what is one text: in a list each item may hold one.
        Value::Scalar(list) => split_tags(list, settings, Some(","), &mut names),
        _ => collect_tags(node, settings, &mut names, odd),
    }
    names
        .iter()
        .filter_map(|name| resolve_tag(name, settings))
        .collect()
}

fn collect_tags(
    node: &Node,
    settings: &TagSettings,
    names: &mut Vec<String>,
    odd: &mut dyn FnMut(&Node),
) {
    match &node.value {
        Value::Null => {}
        Value::Scalar(item) => split_tags(item, settings, None, names),
        // A nested list is Hexo's path of categories: each part of it is one.
        Value::Sequence(items) => {
            for item in items {
                collect_tags(item, settings, names, odd);
            }
        }
        Value::Mapping(_) => odd(node),
    }
}

fn split_tags(item: &str, settings: &TagSettings, comma: Option<&str>, names: &mut Vec<String>) {
    // Entities first: `R&amp;D` is one tag, whatever a semicolon divides.
    let item = text::plain(item);
    let mut parts = vec![&*item];
    for separator in settings.separators.iter().map(String::as_str).chain(comma) {
        parts = parts
            .into_iter()
            .flat_map(|part| part.split(separator))
            .collect();
    }
    names.extend(parts.into_iter().map(str::to_owned));
}

/// Aliases first, then excludes.
fn resolve_tag(name: &str, settings: &TagSettings) -> Option<Tag> {
    let tag = Tag::new(name)?;
    let tag = match settings.aliases.get(&tag.identity) {
        Some(meant) => Tag::new(meant.as_str())?,
        None => tag,
    };
    (!settings.exclude.contains(&tag.identity)).then_some(tag)
}

/// The authors in `node`, each name once. What is no author is given to `odd`.
pub(super) fn authors(node: &Node, odd: &mut dyn FnMut(&Node)) -> Vec<Author> {
    let mut authors = Vec::new();
    collect_authors(node, &mut authors, odd);
    authors
}

fn collect_authors(node: &Node, authors: &mut Vec<Author>, odd: &mut dyn FnMut(&Node)) {
    match &node.value {
        Value::Null => {}
        Value::Scalar(names) => authors.extend(split_authors(names).filter_map(author_of_text)),
        Value::Sequence(items) => {
            for item in items {
                collect_authors(item, authors, odd);
            }
        }
        Value::Mapping(pairs) => match author_of_mapping(pairs) {
            Some(author) => authors.push(author),
            None => odd(node),
        },
    }
}

/// `A, B`, `A and B`, `A & B`, `A、B` are two names; `A, Jr.` is one.
fn split_authors(names: &str) -> impl Iterator<Item = String> {
    let names = text::collapse(&text::plain(names)).into_owned();
    let mut parts: Vec<String> = Vec::new();
    for part in names
        .split([',', '，', '、', '；', ';'])
        .flat_map(|part| part.split(" and "))
        .flat_map(|part| part.split(" & "))
    {
        let part = part.strip_prefix("and ").unwrap_or(part.trim()).trim();
        match parts.last_mut() {
            Some(name) if is_suffix(part) => {
                name.push_str(", ");
                name.push_str(part);
            }
            _ => parts.push(part.to_owned()),
        }
    }
    parts.into_iter()
}

/// What follows a name after a comma and belongs to it.
fn is_suffix(part: &str) -> bool {
    let bare = part.trim_end_matches('.').replace('.', "");
    matches!(
        bare.to_lowercase().as_str(),
        "jr" | "sr" | "ii" | "iii" | "iv" | "phd" | "md" | "esq"
    )
}

/// `Name`, `Name <mail>`, `mail (Name)` or an address alone.
fn author_of_text(text: String) -> Option<Author> {
    let enclosed = |open: char, close: char| {
        let (before, after) = text.split_once(open)?;
        Some((before.trim(), after.strip_suffix(close)?.trim()))
    };
    let named = enclosed('<', '>').or_else(|| enclosed('(', ')').map(|(mail, name)| (name, mail)));
    match named.and_then(|(name, address)| Some((name, model::email(address)?))) {
        Some(("", email)) => author(&email.clone(), Some(email), None),
        Some((name, email)) => author(name, Some(email), None),
        None => author(&text, model::email(&text), None),
    }
}

fn author_of_mapping(pairs: &[(Node, Node)]) -> Option<Author> {
    let value = |keys: &[&str]| {
        keys.iter().find_map(|wanted| {
            let named = |key: &Node| key.text().is_some_and(|key| normal(key) == *wanted);
            pairs
                .iter()
                .find(|(key, _)| named(key))
                .and_then(|(_, value)| value.text())
        })
    };
    let email = value(&["email", "mail"]).and_then(model::email);
    let url =
        value(&["url", "uri", "website", "link"]).and_then(|url| AbsoluteUrl::parse(url).ok());
    let name = value(&["name", "displayname", "title", "id"]).or(email.as_deref())?;
    author(name, email.clone(), url)
}

fn author(name: &str, email: Option<String>, url: Option<AbsoluteUrl>) -> Option<Author> {
    let name = Text::new(&text::collapse(&text::plain(name)));
    (!name.is_blank()).then_some(Author { name, email, url })
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::yaml;

    fn settings() -> TagSettings {
        TagSettings {
            from: Vec::new(),
            aliases: HashMap::from([("ml".to_owned(), Text::new("机器学习"))]),
            exclude: vec!["misc".to_owned()],
            separators: ["，", "、", "；", ";"].map(str::to_owned).to_vec(),
            min_articles: 1,
            title: String::new(),
        }
    }

    fn tag_names(yaml_text: &str) -> Vec<String> {
        let node = yaml::parse(yaml_text).unwrap();
        tags(&node, &settings(), &mut |_| ())
            .into_iter()
            .map(|tag| tag.name.to_string())
            .collect()
    }

    fn author_names(yaml_text: &str) -> Vec<String> {
        let node = yaml::parse(yaml_text).unwrap();
        let show = |author: Author| match (author.email, author.url) {
            (None, None) => author.name.to_string(),
            (email, url) => format!(
                "{} <{}> {}",
                author.name,
                email.unwrap_or_default(),
                url.map(|url| url.to_string()).unwrap_or_default()
            ),
        };
        authors(&node, &mut |_| ()).into_iter().map(show).collect()
    }

    #[test]
    fn every_shape_of_tags() {
        for (yaml_text, expected) in [
            (
                "[人工智能,机器人，新语丝]",
                &["人工智能", "机器人", "新语丝"][..],
            ),
            ("- a\n- b c\n- [d, e]\n- ~\n- ''", &["a", "b c", "d", "e"]),
            ("one", &["one"]),
            ("one, two", &["one", "two"]),
            ("machine learning", &["machine learning"]),
            ("a；b;c、d", &["a", "b", "c", "d"]),
            ("[00, on, 3.10, 2025]", &["00", "on", "3.10", "2025"]),
            ("[R&amp;D]", &["R&D"]),
            ("[ML, misc, x]", &["机器学习", "x"]),
            ("[\"a, b\"]", &["a, b"]),
            ("~", &[]),
            ("{a: b}", &[]),
        ] {
            assert_eq!(tag_names(yaml_text), expected, "{yaml_text}");
        }
    }

    #[test]
    fn every_shape_of_authors() {
        for (yaml_text, expected) in [
            ("ERIC", &["ERIC"][..]),
            ("A, B and C", &["A", "B", "C"]),
            ("A、B，C", &["A", "B", "C"]),
            ("A, B, and C", &["A", "B", "C"]),
            ("Sammy Davis, Jr., X", &["Sammy Davis, Jr.", "X"]),
            ("[A, B]", &["A", "B"]),
            ("A B <a@b.org>", &["A B <a@b.org> "]),
            ("a@b.org (A B)", &["A B <a@b.org> "]),
            ("a@b.org", &["a@b.org <a@b.org> "]),
            (
                "{name: A, email: a@b.org, url: https://b.org}",
                &["A <a@b.org> https://b.org/"],
            ),
            ("[{display_name: A}, B]", &["A", "B"]),
            ("''", &[]),
            ("Ferdinand & Co", &["Ferdinand", "Co"]),
        ] {
            assert_eq!(author_names(yaml_text), expected, "{yaml_text}");
        }
    }
}
