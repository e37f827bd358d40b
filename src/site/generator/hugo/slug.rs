//! Hugo's three slug rules, which differ slightly.

use std::borrow::Cow;

use icu_casemap::{CaseMapper, CaseMapperBorrowed};
use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};
use percent_encoding::percent_decode_str;

/// Whether names are lower-cased: the opposite of `disablePathToLower`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    Lower,
    AsWritten,
}

impl Case {
    /// Character by character: `İ` becomes `i`, and a final `Σ` becomes `σ`.
    fn apply(self, text: &str) -> String {
        const CASES: CaseMapperBorrowed<'static> = CaseMapper::new();
        match self {
            Case::Lower => text.chars().map(|c| CASES.simple_lowercase(c)).collect(),
            Case::AsWritten => text.to_owned(),
        }
    }
}

/// A file, a folder or a term. Each space becomes a hyphen: `x & y` is `x--y`.
pub(super) fn of_name(name: &str, case: Case) -> String {
    sanitise(&case.apply(name).replace(' ', "-"))
}

/// A header's `slug` without a pattern. Several spaces become one hyphen: `x & y` is `x-y`.
pub(super) fn of_header(slug: &str, case: Case) -> String {
    let slug = case.apply(&sanitise(slug));
    slug.trim_matches('-').to_owned()
}

/// The value of a placeholder. A plus is a space, as in a query: `C++` is `c`.
pub(super) fn of_placeholder(text: &str, case: Case) -> String {
    as_in_a_path(&sanitise(text), case)
}

/// The value of the placeholder for a header's `slug`: slashes make folders.
pub(super) fn of_header_placeholder(slug: &str, case: Case) -> String {
    as_in_a_path(sanitise(slug).trim_matches('-'), case)
}

/// The value of the placeholder for a title, always one segment.
pub(super) fn of_title(title: &str, case: Case) -> String {
    as_in_a_path(&sanitise(title).replace(['/', '\\'], "-"), case)
}

/// The text between the placeholders of a pattern.
pub(super) fn of_literal(text: &str, case: Case) -> String {
    as_in_a_path(&sanitise(&format!("/{text}"))[1..], case)
}

/// `text` parsed as a URL and written again, as Hugo does with patterns.
fn as_in_a_path(text: &str, case: Case) -> String {
    // The `#` of an empty fragment.
    let text = match text.strip_suffix('#') {
        Some(before) if !before.contains('#') => before,
        _ => text,
    };
    let plain = decoded(&text.replace('+', " ")).into_owned();
    // In the whole path, a leading space is no longer at the start.
    case.apply(&sanitise(&format!("/{plain}"))[1..])
}

/// `text` percent-decoded, so that it is not encoded twice.
pub(super) fn decoded(text: &str) -> Cow<'_, str> {
    let decoded = percent_decode_str(text).decode_utf8();
    decoded.unwrap_or(Cow::Borrowed(text))
}

/// `text` without the accents of its letters.
pub(super) fn unaccented(text: &str) -> String {
    let is_accent = |c: &char| {
        let category = CodePointMapData::<GeneralCategory>::new().get(*c);
        category == GeneralCategory::NonspacingMark
    };
    let letters = DecomposingNormalizerBorrowed::new_nfd().normalize_iter(text.chars());
    ComposingNormalizerBorrowed::new_nfc()
        .normalize_iter(letters.filter(|c| !is_accent(c)))
        .collect()
}

/// Only those characters of `text` that Hugo allows in addresses. White space inside it becomes a
/// hyphen unless one is already there.
fn sanitise(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut after_hyphen = false;
    let mut space = false;
    for (at, c) in text.char_indices() {
        if is_kept(c) || c == '%' && is_escape(&text[at..]) {
            after_hyphen = c == '-';
            if space && !after_hyphen {
                clean.push('-');
            }
            space = false;
            clean.push(c);
        } else if c.is_whitespace() && !clean.is_empty() && !after_hyphen {
            space = true;
        }
    }
    clean
}

/// Letters, marks, decimal digits, and a few more.
fn is_kept(c: char) -> bool {
    const KEPT: GeneralCategoryGroup = GeneralCategoryGroup::Letter
        .union(GeneralCategoryGroup::Mark)
        .union(GeneralCategoryGroup::DecimalNumber);
    "./\\_#+~-@".contains(c) || KEPT.contains(CodePointMapData::<GeneralCategory>::new().get(c))
}

fn is_escape(text: &str) -> bool {
    let digits = text.as_bytes().get(1..3);
    digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What Hugo 0.168 makes of each: as a file or a term, as a `slug` in the header, as a title in a
    /// pattern.
    #[test]
    fn names_are_what_hugo_makes_of_them() {
        for (text, name, header, title) in [
            ("Self Hosted", "self-hosted", "self-hosted", "self-hosted"),
            ("C#", "c#", "c#", "c"),
            ("C##", "c##", "c##", "c##"),
            ("C# y", "c#-y", "c#-y", "c#-y"),
            ("C++", "c++", "c++", "c"),
            ("C++ x", "c++-x", "c++-x", "c-x"),
            ("+b", "+b", "+b", "-b"),
            ("b ++", "b-++", "b-++", "b-"),
            ("a ++ b", "a-++-b", "a-++-b", "a--b"),
            ("Node.js", "node.js", "node.js", "node.js"),
            (".NET", ".net", ".net", ".net"),
            ("人工智能", "人工智能", "人工智能", "人工智能"),
            ("日本 語", "日本-語", "日本-語", "日本-語"),
            ("TCP/IP", "tcp/ip", "tcp/ip", "tcp-ip"),
            ("a\\b", "a\\b", "a\\b", "a-b"),
            ("foo_bar", "foo_bar", "foo_bar", "foo_bar"),
            ("don't", "dont", "dont", "dont"),
            ("x & y", "x--y", "x-y", "x-y"),
            ("a - b", "a---b", "a-b", "a-b"),
            ("a -- b", "a----b", "a--b", "a--b"),
            ("a – b", "a--b", "a-b", "a-b"),
            ("a\u{a0}\u{a0}b", "a-b", "a-b", "a-b"),
            ("  two  sp ", "--two--sp-", "two-sp", "two-sp"),
            ("-x-", "-x-", "x", "-x-"),
            ("新闻，新语丝", "新闻新语丝", "新闻新语丝", "新闻新语丝"),
            ("🎉 party", "-party", "party", "party"),
            ("①½", "", "", ""),
            ("İstanbul", "istanbul", "istanbul", "istanbul"),
            ("ΣΑΣ", "σασ", "σασ", "σασ"),
            ("e\u{301}", "e\u{301}", "e\u{301}", "e\u{301}"),
            ("50% off", "50-off", "50-off", "50-off"),
            ("%41", "%41", "%41", "a"),
            ("%e4%bd%a0", "%e4%bd%a0", "%e4%bd%a0", "你"),
        ] {
            assert_eq!(of_name(text, Case::Lower), name, "{text}");
            assert_eq!(of_header(text, Case::Lower), header, "{text}");
            assert_eq!(of_title(text, Case::Lower), title, "{text}");
        }
    }

    #[test]
    fn a_slug_in_a_pattern_keeps_its_slashes() {
        for (slug, expected) in [
            ("a/b C", "a/b-c"),
            ("-x-", "x"),
            ("x/+y", "x/-y"),
            ("-+-", ""),
            ("Q#", "q"),
        ] {
            assert_eq!(of_header_placeholder(slug, Case::Lower), expected, "{slug}");
        }
    }

    #[test]
    fn case_may_stay() {
        assert_eq!(of_name("Foo Bar", Case::AsWritten), "Foo-Bar");
        assert_eq!(of_header("Q R", Case::AsWritten), "Q-R");
        assert_eq!(of_title("Na Me", Case::AsWritten), "Na-Me");
    }
}
