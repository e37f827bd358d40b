//! Tags and authors, in any of the shapes in which they are written.

use crate::model::{self, AbsoluteUrl, Author, Tag, Text};
use crate::site::settings::{AuthorSettings, TagSettings};
use crate::syntax::front_matter::normal;
use crate::syntax::tree::{Node, Value};
use crate::text;

/// The tags in `node`, the value of a header key, in order. Everything else is passed to `odd`.
pub(super) fn tags(node: &Node, settings: &TagSettings, odd: &mut dyn FnMut(&Node)) -> Vec<Tag> {
    let mut tags = Vec::new();
    match &node.value {
        Value::Scalar(list) => split_tags(list, settings, settings.commas, &mut tags),
        _ => collect_tags(node, settings, &mut tags, odd),
    }
    tags
}

fn collect_tags(
    node: &Node,
    settings: &TagSettings,
    tags: &mut Vec<Tag>,
    odd: &mut dyn FnMut(&Node),
) {
    match &node.value {
        Value::Null => {}
        Value::Scalar(item) => split_tags(item, settings, false, tags),
        // A nested list is Hexo's path of categories: each part of it is one.
        Value::Sequence(items) => {
            for item in items {
                collect_tags(item, settings, tags, odd);
            }
        }
        Value::Mapping(_) => odd(node),
    }
}

/// A comma and white space, if that is a separator, divide only what is one text: in a list each
/// item may hold them.
fn split_tags(text: &str, settings: &TagSettings, is_alone: bool, tags: &mut Vec<Tag>) {
    // Entities first: `R&amp;D` is one tag, whatever a semicolon divides.
    let text = text::plain(text);
    let is_blank = |separator: &str| separator.chars().all(char::is_whitespace);
    let divides = |separator: &&String| {
        if is_blank(separator) {
            is_alone
        } else {
            text::holds(&text, separator)
        }
    };
    let mut separators = settings.separators.iter().filter(divides).peekable();
    // Most texts are one tag.
    if !is_alone && separators.peek().is_none() {
        tags.extend(resolve_tag(&text, settings));
        return;
    }
    let mut parts = vec![&*text];
    for separator in separators {
        if !is_blank(separator) {
            parts = parts
                .into_iter()
                .flat_map(|part| part.split(&**separator))
                .collect();
        } else {
            parts = parts.into_iter().flat_map(str::split_whitespace).collect();
        }
    }
    if is_alone {
        parts = parts.into_iter().flat_map(|part| part.split(',')).collect();
    }
    let parts = parts.into_iter();
    tags.extend(parts.filter_map(|part| resolve_tag(part, settings)));
}

/// The tag called `name`, if it counts. Aliases first, then excludes.
pub(super) fn resolve_tag(name: &str, settings: &TagSettings) -> Option<Tag> {
    let tag = if settings.keeps_spaces {
        Tag::verbatim(name)?
    } else {
        Tag::new(name)?
    };
    let tag = match settings.aliases.get(&tag.identity) {
        Some(meant) => Tag::new(meant.as_str())?,
        None => tag,
    };
    (!settings.exclude.contains(&tag.identity)).then_some(tag)
}

/// The authors in `node`. Everything else is passed to `odd`.
pub(super) fn authors(
    node: &Node,
    settings: &AuthorSettings,
    odd: &mut dyn FnMut(&Node),
) -> Vec<Author> {
    let mut authors = Vec::new();
    collect_authors(node, settings, &mut authors, odd);
    authors
}

fn collect_authors(
    node: &Node,
    settings: &AuthorSettings,
    authors: &mut Vec<Author>,
    odd: &mut dyn FnMut(&Node),
) {
    match &node.value {
        Value::Null => {}
        Value::Scalar(names) => match of_key(names, settings) {
            Some(author) => authors.push(author),
            None => authors.extend(
                split_authors(names, settings)
                    .filter_map(|name| of_key(&name, settings).or_else(|| author_of_text(name))),
            ),
        },
        Value::Sequence(items) => {
            for item in items {
                collect_authors(item, settings, authors, odd);
            }
        }
        Value::Mapping(pairs) => {
            // Docusaurus: what the article says besides `key` goes before the file of authors.
            let mut keys = pairs.iter().filter(|(key, _)| key.text() == Some("key"));
            let known = keys.find_map(|(_, key)| of_key(key.text()?, settings));
            match author_of_mapping(pairs, known) {
                Some(author) => authors.push(author),
                None => odd(node),
            }
        }
    }
}

/// The author whom `key` stands for in the site's file of authors.
fn of_key(key: &str, settings: &AuthorSettings) -> Option<Author> {
    let node = settings.by_key.get(key.trim())?;
    match &node.value {
        Value::Scalar(name) => author_of_text(name.clone()),
        Value::Mapping(pairs) => author_of_mapping(pairs, None).or_else(|| author(key, None, None)),
        Value::Null | Value::Sequence(_) => None,
    }
}

/// What divides authors, unless a setting says otherwise.
const SEPARATORS: &[&str] = &["；", ";", ",", "，", "、", " and ", " & "];

/// `A, B`, `A and B`, `A & B`, `A、B` are two names; `A, Jr.` is one. A semicolon leaves the commas to
/// the names (`Smith, John; Doe, Jane`), as in Pelican.
fn split_authors(names: &str, settings: &AuthorSettings) -> impl Iterator<Item = String> {
    let names = text::collapse(&text::plain(names)).into_owned();
    let holds = |separator: &&str| text::holds(&names, separator);
    let of_names = || SEPARATORS[..2].iter().copied().filter(holds);
    let separators: Vec<&str> = match &settings.separators {
        Some(separators) => separators
            .iter()
            .map(String::as_str)
            .filter(holds)
            .collect(),
        None if of_names().next().is_some() => of_names().collect(),
        None => SEPARATORS[2..].iter().copied().filter(holds).collect(),
    };
    let mut divided = vec![&*names];
    for separator in separators {
        divided = divided
            .into_iter()
            .flat_map(|part| part.split(separator))
            .collect();
    }
    let mut parts: Vec<String> = Vec::new();
    for part in divided {
        let part = part.trim();
        let part = part.strip_prefix("and ").unwrap_or(part);
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

/// What `pairs` say of an author, and what is `known` besides.
fn author_of_mapping(pairs: &[(Node, Node)], known: Option<Author>) -> Option<Author> {
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
    let name = value(&["name", "displayname", "title", "id"]).or(email.as_deref());
    match (name, known) {
        (_, Some(known)) => Some(Author {
            name: known.name,
            email: email.or(known.email),
            url: url.or(known.url),
        }),
        (name, None) => author(name?, email.clone(), url),
    }
}

fn author(name: &str, email: Option<String>, url: Option<AbsoluteUrl>) -> Option<Author> {
    let name = Text::new(&text::collapse(&text::plain(name)));
    (!name.is_blank()).then_some(Author { name, email, url })
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::syntax::tree::yaml;

    fn settings() -> TagSettings {
        TagSettings {
            from: Vec::new(),
            aliases: HashMap::from([("ml".to_owned(), Text::new("机器学习"))]),
            exclude: vec!["misc".to_owned()],
            separators: ["，", "、", "；", ";"].map(str::to_owned).to_vec(),
            commas: true,
            keeps_spaces: false,
            inline: false,
        }
    }

    fn tag_names(yaml_text: &str) -> Vec<String> {
        let node = yaml::parse(yaml_text).unwrap();
        tags(&node, &settings(), &mut |_| ())
            .into_iter()
            .map(|tag| tag.name.to_string())
            .collect()
    }

    fn author_names(yaml_text: &str, separators: Option<&[&str]>) -> Vec<String> {
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
        let by_key = yaml::parse("{eric: {name: Eric S, email: e@s.org}, mia: Mia}").unwrap();
        let Value::Mapping(by_key) = by_key.value else {
            panic!("a mapping")
        };
        let known = by_key
            .into_iter()
            .map(|(key, node)| (key.text().unwrap().to_owned(), node));
        let settings = AuthorSettings {
            by_key: known.collect(),
            separators: separators.map(|list| list.iter().map(|&text| text.to_owned()).collect()),
        };
        authors(&node, &settings, &mut |_| ())
            .into_iter()
            .map(show)
            .collect()
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
            ("'Smith, John; Doe, Jane'", &["Smith, John", "Doe, Jane"]),
            ("eric", &["Eric S <e@s.org> "]),
            ("[mia, X]", &["Mia", "X"]),
            ("eric, X and mia", &["Eric S <e@s.org> ", "X", "Mia"]),
            (
                "{key: eric, url: https://s.org}",
                &["Eric S <e@s.org> https://s.org/"],
            ),
        ] {
            assert_eq!(author_names(yaml_text, None), expected, "{yaml_text}");
        }
    }

    #[test]
    fn separators_are_settings() {
        assert_eq!(
            author_names("'Smith, John and B'", Some(&[" and "])),
            ["Smith, John", "B"]
        );
        assert_eq!(author_names("'Smith, John'", Some(&[])), ["Smith, John"]);
        let with_space = TagSettings {
            separators: vec![" ".to_owned()],
            ..settings()
        };
        let read = |yaml_text: &str| {
            let node = yaml::parse(yaml_text).unwrap();
            let tags = tags(&node, &with_space, &mut |_| ()).into_iter();
            tags.map(|tag| tag.name.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(read("a  b\u{3000}c, d"), ["a", "b", "c", "d"]);
        assert_eq!(read("[a b, c]"), ["a b", "c"]);
    }
}
