//! The name of a term in the path of its feeds.

use std::fmt;
use std::sync::Arc;

use crate::model;

/// Makes the slug of a name.
pub type SharedSlugFunction = Arc<dyn Fn(&str) -> String + Send + Sync>;

/// How a term's slug is made.
#[derive(Clone)]
pub enum SlugRule {
    /// By [`model::slug`], from the term's identity: unique for each term.
    Feedmill,
    /// By a generator, from the name as written. Two names may have the same slug.
    Generator(SharedSlugFunction),
}

impl fmt::Debug for SlugRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            SlugRule::Feedmill => "Feedmill",
            SlugRule::Generator(_) => "Generator",
        })
    }
}

impl SlugRule {
    /// The slug of the term `name` within `limits`. The result of a generator's rule is used only
    /// if it can be a path (see [`is_safe`]).
    pub fn slug(&self, name: &str, identity: &str, limits: SlugLimits) -> String {
        let theirs = match self {
            SlugRule::Feedmill => None,
            SlugRule::Generator(rule) => Some(rule(name)),
        };
        let fits = |slug: &String| {
            is_safe(slug) && limits.takes(slug) && !slug.split('/').any(model::instructs_servers)
        };
        theirs.filter(fits).unwrap_or_else(|| model::slug(identity))
    }
}

/// The limits of a slug in a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SlugLimits {
    /// The longest folder name in it, in bytes.
    pub bytes: usize,
    /// Whether it may begin with a dot: it is a folder, but not at the top.
    pub dots: bool,
}

impl SlugLimits {
    /// No limits.
    pub const UNLIMITED: SlugLimits = SlugLimits {
        bytes: usize::MAX,
        dots: true,
    };

    /// The stricter of both limits.
    pub fn and(self, other: SlugLimits) -> SlugLimits {
        SlugLimits {
            bytes: self.bytes.min(other.bytes),
            dots: self.dots && other.dots,
        }
    }

    fn takes(self, slug: &str) -> bool {
        let takes =
            |segment: &str| segment.len() <= self.bytes && (self.dots || !segment.starts_with('.'));
        slug.split('/').all(takes)
    }
}

/// Whether `slug` is a relative path without `..`, of names that are valid on any system: not
/// empty, and without characters that some system reserves. A folder may begin with a dot, as for
/// `.NET`.
pub fn is_safe(slug: &str) -> bool {
    slug.split('/')
        .all(|name| is_safe_name(name) || is_dotted(name))
}

/// Whether `name` begins with a dot and is a folder that may contain feeds: not `..`, nor the folder
/// of a version control system.
pub fn is_dotted(name: &str) -> bool {
    let rest = name.strip_prefix('.').filter(|rest| is_safe_name(rest));
    let kept = ["git", "hg", "svn", "bzr", "feedmill"];
    rest.is_some_and(|rest| !kept.iter().any(|kept| rest.eq_ignore_ascii_case(kept)))
}

/// Whether a file may be called `name`: see [`is_safe`].
pub fn is_safe_name(name: &str) -> bool {
    let is_reserved = |c: char| c.is_control() || "<>:\"/\\|?*".contains(c);
    !name.is_empty() && !name.starts_with('.') && name.len() <= 255 && !name.contains(is_reserved)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn foreign(name: &str) -> String {
        let rule = SlugRule::Generator(Arc::new(|name| name.replace(' ', "_").replace('#', "")));
        let limits = SlugLimits {
            bytes: 20,
            dots: false,
        };
        rule.slug(name, &model::identity(name), limits)
    }

    #[test]
    fn a_folder_may_begin_with_a_dot() {
        let slug = |name: &str| {
            let rule = SlugRule::Generator(Arc::new(str::to_lowercase));
            rule.slug(name, &model::identity(name), SlugLimits::UNLIMITED)
        };
        assert_eq!(slug(".NET"), ".net");
        assert_eq!(slug("a/.NET"), "a/.net");
        for name in [
            "..",
            "...",
            ".",
            "..a",
            ".Git",
            "a/.git",
            ".net/..",
            ".htaccess",
            "CNAME",
            "a/_headers",
        ] {
            assert!(slug(name).contains('~'), "{name}");
        }
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
