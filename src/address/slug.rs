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
    /// The slug of the term `name`. What a foreign rule gives is taken only if it `fits`: if it can be
    /// the part of a path that it is to be (see [`is_safe`]).
    pub fn slug(self, name: &str, identity: &str, fits: impl Fn(&str) -> bool) -> String {
        let theirs = match self {
            Rule::Feedmill => None,
            Rule::Foreign(rule) => Some(rule(name)).filter(|slug| fits(slug)),
        };
        theirs.unwrap_or_else(|| model::slug(identity))
    }
}

/// Whether `slug` is a path that stays where it is put, of names that any system can hold: none
/// empty, hidden, or with a character that some system reserves.
pub fn is_safe(slug: &str) -> bool {
    slug.split('/').all(is_safe_name)
}

/// Whether `slug` is a path as in [`is_safe`], but that names in it may be hidden, as `.net` is; not
/// those of folders that belong to version control.
pub fn is_safe_if_hidden(slug: &str) -> bool {
    slug.split('/').all(|name| {
        let bare = name.strip_prefix('.').unwrap_or(name);
        is_safe_name(bare) && !is_of_version_control(name)
    })
}

/// Whether a folder called `name` belongs to version control.
pub fn is_of_version_control(name: &str) -> bool {
    let known = [".git", ".hg", ".svn", ".jj", ".bzr"];
    known.iter().any(|known| name.eq_ignore_ascii_case(known))
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
        let fits = |slug: &str| is_safe(slug) && slug.len() <= 20;
        rule.slug(name, &model::identity(name), fits)
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

    #[test]
    fn a_hidden_name_is_safe_unless_it_is_another_programs() {
        for slug in [".net", "a/.net", ".NET", ".gitlab", "c#"] {
            assert!(is_safe_if_hidden(slug), "{slug}");
        }
        for slug in [
            "", ".", "..", "..x", "a/..", "./a", "a/", ".git", "a/.GIT", ".a:b", r".a\b",
        ] {
            assert!(!is_safe_if_hidden(slug), "{slug}");
        }
    }
}
