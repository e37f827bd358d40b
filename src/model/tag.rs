//! What makes two spellings one tag, and the name of a tag's folder.

use std::sync::{Arc, LazyLock};

use icu_casemap::{CaseMapper, CaseMapperBorrowed};
use icu_normalizer::{ComposingNormalizer, ComposingNormalizerBorrowed};
use icu_properties::props::{
    EmojiModifier, ExtendedPictographic, GeneralCategory, GeneralCategoryGroup, RegionalIndicator,
};
use icu_properties::{CodePointMapData, CodePointSetData};
use sha2::{Digest, Sha256};

use super::text::Text;
use crate::text::floor_char_boundary;

/// A tag as one article has it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Tag {
    /// What makes two spellings one tag.
    pub identity: String,
    /// How it is written here, never blank.
    pub name: Text,
}

impl Tag {
    /// The tag `name`, if that is more than white space.
    pub fn new(name: &str) -> Option<Self> {
        let name = crate::text::clean(name);
        let name = Text::kept(&crate::text::collapse(&name));
        Self::called(name)
    }

    /// The same with its white space as it is.
    pub fn verbatim(name: &str) -> Option<Self> {
        Self::called(Text::kept(&crate::text::clean(name)))
    }

    fn called(name: Text) -> Option<Self> {
        (!name.is_blank()).then(|| Tag {
            identity: identity(name.as_str()),
            name,
        })
    }
}

/// What an article is filed under besides its tags: a category, an author, a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Which of the site's taxonomies it is of.
    pub taxonomy: u16,
    /// Its name, as this article has it.
    pub tag: Arc<Tag>,
}

const NFKC: ComposingNormalizerBorrowed<'static> = ComposingNormalizer::new_nfkc();
const CASES: CaseMapperBorrowed<'static> = CaseMapper::new();

/// `AI`, `ai` and `ＡＩ` are one tag, and so are `Self-Hosted`, `self hosted` and `self_hosted`: NFKC,
/// case folded, runs of white space, `-` and `_` one separator; invisible characters do not count.
pub fn identity(name: &str) -> String {
    // A shortcut for `fold`: ASCII and Chinese characters have one form each.
    let is_simple = |c: char| c.is_ascii() || ('\u{4E00}'..='\u{9FFF}').contains(&c);
    let folded = if name.chars().all(is_simple) {
        name.to_ascii_lowercase()
    } else {
        fold(name)
    };
    let mut identity = String::with_capacity(folded.len());
    for c in folded.trim().chars().filter(|&c| !is_invisible(c)) {
        if c.is_whitespace() || matches!(c, '-' | '_') {
            if !identity.ends_with('-') {
                identity.push('-');
            }
        } else {
            identity.push(c);
        }
    }
    identity
}

/// `name` in NFKC and case folded, without invisible characters.
fn fold(name: &str) -> String {
    // These go before anything is composed: an accent belongs to the letter before them.
    let name: String = name.chars().filter(|&c| !is_invisible(c)).collect();
    // Folding may denormalise and normalising may unfold; twice is enough (Unicode, D146).
    let once = CASES.fold_string(&NFKC.normalize(&name)).into_owned();
    NFKC.normalize(&CASES.fold_string(&NFKC.normalize(&once)))
        .into_owned()
}

/// Soft hyphen, zero-width space, word joiner, BOM and variation selectors. Not the joiners, which
/// tell words of some scripts, and emoji, apart.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}'
    )
}

/// The most bytes of a slug before its hash; file systems hold 255.
const MAX_SLUG_BYTES: usize = 180;

/// Hexadecimal digits of the hash.
const HASH_DIGITS: usize = 10;

/// The name of the tag's folder. It depends on the identity alone, and no two identities share one:
/// where making it loses anything it ends in `~` and a hash, and nothing else holds a `~`.
pub fn slug(identity: &str) -> String {
    let kept: String = identity.chars().filter(|&c| is_kept(c)).collect();
    let mut slug = kept.trim_matches('.');
    if slug.len() > MAX_SLUG_BYTES {
        let end = floor_char_boundary(slug, MAX_SLUG_BYTES);
        slug = slug[..end].trim_end_matches('.');
    }
    if slug == identity && !slug.is_empty() && !is_reserved(slug) && !instructs_servers(slug) {
        return slug.to_owned();
    }
    let digest = Sha256::digest(identity.as_bytes());
    let hash: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{slug}~{}", &hash[..HASH_DIGITS])
}

/// Letters, digits, marks, emoji, the joiners that belong to them, and `-`, `+`, `#`, `.`.
fn is_kept(c: char) -> bool {
    static EMOJI: LazyLock<[icu_properties::CodePointSetDataBorrowed<'static>; 3]> =
        LazyLock::new(|| {
            [
                CodePointSetData::new::<ExtendedPictographic>(),
                CodePointSetData::new::<RegionalIndicator>(),
                CodePointSetData::new::<EmojiModifier>(),
            ]
        });
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || "-+#.".contains(c);
    }
    let category = CodePointMapData::<GeneralCategory>::new().get(c);
    let group = GeneralCategoryGroup::Letter
        .union(GeneralCategoryGroup::Number)
        .union(GeneralCategoryGroup::Mark);
    group.contains(category)
        || matches!(c, '\u{200c}' | '\u{200d}')
        || EMOJI.iter().any(|set| set.contains(c))
}

/// Names that a web server, or the host of a site, reads for itself or serves for a whole folder.
pub fn instructs_servers(name: &str) -> bool {
    const NAMES: [&str; 24] = [
        ".git",
        ".gitattributes",
        ".gitignore",
        ".gitmodules",
        ".hg",
        ".svn",
        ".htaccess",
        ".htpasswd",
        ".nojekyll",
        ".user.ini",
        ".well-known",
        "_headers",
        "_redirects",
        "_routes.json",
        "_worker.js",
        "404.html",
        "ads.txt",
        "cname",
        "index.htm",
        "index.html",
        "index.php",
        "robots.txt",
        "sitemap.xml",
        "web.config",
    ];
    NAMES.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// Names that Windows keeps for devices, with any extension.
fn is_reserved(slug: &str) -> bool {
    let stem = slug.split('.').next().unwrap_or(slug);
    let numbered = |prefix: &str| {
        stem.strip_prefix(prefix)
            .is_some_and(|digit| matches!(digit.as_bytes(), [b'0'..=b'9']))
    };
    matches!(stem, "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn spellings_of_one_tag() {
        for spellings in [
            &["AI", "ai", "ＡＩ", "Ai", "a\u{200b}i"][..],
            &[
                "Self-Hosted",
                "self hosted",
                "self_hosted",
                "self -_ hosted",
            ],
            &["Straße", "STRASSE", "strasse"],
            &["❤️", "❤"],
            &["ｶﾅ", "カナ"],
            &["ó", "o\u{ad}\u{301}"],
        ] {
            for spelling in spellings {
                assert_eq!(identity(spelling), identity(spellings[0]), "{spelling}");
            }
        }
        for (one, other) in [
            ("c", "c#"),
            ("c", "c++"),
            ("🤖", "🎉"),
            ("a/b", "ab"),
            ("人工智能", "人工"),
        ] {
            assert_ne!(identity(one), identity(other));
        }
    }

    #[test]
    fn a_slug_says_when_it_lost_something() {
        for (name, expected) in [
            ("人工智能", "人工智能"),
            ("C", "c"),
            ("C#", "c#"),
            ("C++", "c++"),
            ("node.js", "node.js"),
            ("Self Hosted", "self-hosted"),
            ("🤖", "🤖"),
            ("👨‍👩‍👧", "👨‍👩‍👧"),
            ("हिन्दी", "हिन्दी"),
            ("3.5", "3.5"),
        ] {
            assert_eq!(slug(&identity(name)), expected);
        }
        for (name, start) in [
            ("a/b", "ab~"),
            ("../x", "x~"),
            ("..", "~"),
            (".", "~"),
            ("%", "~"),
            (".net", "net~"),
            ("CON", "con~"),
        ] {
            let slug = slug(&identity(name));
            assert!(
                slug.starts_with(start) && slug.len() == start.len() + HASH_DIGITS,
                "{name}: {slug}"
            );
        }
        let long = slug(&identity(&"中".repeat(300)));
        assert!(long.len() <= MAX_SLUG_BYTES + 1 + HASH_DIGITS && long.contains('~'));
    }

    #[test]
    fn ascii_and_chinese_characters_have_one_form() {
        let all: String = ('\0'..='\x7F').chain('\u{4E00}'..='\u{9FFF}').collect();
        assert_eq!(fold(&all), all.to_ascii_lowercase());
    }

    proptest! {
        #[test]
        fn a_slug_is_a_safe_file_name(name in "\\PC{1,80}") {
            let slug = slug(&identity(&name));
            prop_assert!(!slug.is_empty() && slug.len() < 255);
            prop_assert!(!slug.starts_with('.') && !slug.ends_with('.'));
            let unsafe_in_names = |c: char| "/\\:*?\"<>|%".contains(c) || c.is_control();
            prop_assert!(!slug.contains(unsafe_in_names));
        }

        #[test]
        fn identity_is_stable(name in "\\PC{0,40}") {
            let once = identity(&name);
            prop_assert_eq!(identity(&once), once);
        }

        #[test]
        fn two_tags_never_share_a_slug(names in prop::collection::vec("[aA./%# ~_-]{0,5}", 2..40)) {
            let mut seen: HashMap<String, String> = HashMap::new();
            for identity in names.iter().filter_map(|name| Tag::new(name)).map(|tag| tag.identity) {
                let other = seen.entry(slug(&identity)).or_insert_with(|| identity.clone());
                prop_assert_eq!(&*other, &identity);
            }
        }
    }
}
