//! The name of a term in the path of its feeds.

use crate::model;

/// What makes a slug of a term.
#[derive(Debug, Clone, Copy)]
pub enum Rule {
    /// That of [`model::slug`], from the term's identity: no two terms share one.
    Feedmill,
    /// A generator's, from the name as it is written. Two names may give one slug.
    Foreign(fn(&str) -> String),
}

impl Rule {
    /// The slug of the term `name`, no segment of it longer than `room` bytes. What a foreign rule
    /// gives is taken only if it can be a path (see [`is_safe`]).
    pub fn slug(self, name: &str, identity: &str, room: usize) -> String {
        let theirs = match self {
            Rule::Feedmill => None,
            Rule::Foreign(rule) => Some(rule(name)),
        };
        let fits =
            |slug: &String| is_safe(slug) && slug.split('/').all(|segment| segment.len() <= room);
        theirs.filter(fits).unwrap_or_else(|| model::slug(identity))
    }
}

/// Whether `slug` is a path that stays where it is put, of names that any system can hold: none
/// empty, hidden, or with a character that some system reserves.
pub fn is_safe(slug: &str) -> bool {
    slug.split('/').all(is_safe_name)
}

/// Whether a file may be called `name`: see [`is_safe`].
pub(super) fn is_safe_name(name: &str) -> bool {
    let is_reserved = |c: char| c.is_control() || "<>:\"/\\|?*".contains(c);
    !name.is_empty() && !name.starts_with('.') && name.len() <= 255 && !name.contains(is_reserved)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn foreign(name: &str) -> String {
        let rule = Rule::Foreign(|name| name.replace(' ', "_").replace('#', ""));
        rule.slug(name, &model::identity(name), 20)
    }

    #[test]
    fn a_foreign_rule_is_obeyed_where_it_gives_a_path() {
        for (name, expected) in [
            ("New York", "New_York"),
            ("C#", "C"),
            ("a/b", "a/b"),
            ("人工智能", "人工智能"),
            ("..x", "x~"),
            ("../x", "x~"),
            ("a/../b", "a..b~"),
            ("/x", "x~"),
            ("a//b", "ab~"),
            (".net", "net~"),
            ("#", "#"),
            ("what?", "what~"),
            ("a\\b", "ab~"),
            ("a\u{7}b", "ab~"),
            ("twenty-one-bytes-long", "twenty-one-bytes-long"),
            ("twenty_one_bytes_long", "twenty-one-bytes-long"),
        ] {
            let slug = foreign(name);
            match expected.strip_suffix('~') {
                Some(_) => assert!(slug.starts_with(expected), "{name}: {slug}"),
                None => assert_eq!(slug, expected, "{name}"),
            }
        }
    }
}
