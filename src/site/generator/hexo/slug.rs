//! Hexo's slugs.

use icu_normalizer::{DecomposingNormalizer, DecomposingNormalizerBorrowed};
use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};

/// `filename_case`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LetterCase {
    AsWritten,
    Lower,
    Upper,
}

/// Latin letters lose their marks; runs of white space and ASCII punctuation become one hyphen.
pub(super) fn slugize(name: &str, case: LetterCase) -> String {
    let is_separator = |c: char| c.is_whitespace() || c == '\u{feff}' || c.is_ascii_punctuation();
    let mut slug = String::new();
    for c in name.chars().filter(|c| *c > '\u{1f}') {
        if !is_separator(c) {
            push_plain(c, &mut slug);
        } else if !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_matches('-');
    match case {
        LetterCase::AsWritten => slug.to_owned(),
        LetterCase::Lower => slug.to_lowercase(),
        LetterCase::Upper => slug.to_uppercase(),
    }
}

/// Letters in use today that do not decompose into a letter and a mark.
const LETTERS: &[(&str, &str)] = &[
    ("A", "Ⱥ"),
    ("AE", "ÆǼǢ"),
    ("B", "Ƀ"),
    ("C", "Ȼ"),
    ("D", "Đ"),
    ("G", "Ǥ"),
    ("H", "Ħ"),
    ("L", "ŁĿȽ"),
    ("O", "ØǾ"),
    ("OE", "Œ"),
    ("S", "ẞ"),
    ("T", "ŦȾ"),
    ("Z", "Ƶ"),
    ("ae", "æǽǣ"),
    ("b", "ƀ"),
    ("c", "ȼ"),
    ("d", "đ"),
    ("e", "ɇɛǝ"),
    ("f", "ƒ"),
    ("g", "ǥ"),
    ("h", "ħ"),
    ("i", "ı"),
    ("l", "łŀƚſ"),
    ("n", "ŉ"),
    ("o", "øǿɔɵ"),
    ("oe", "œ"),
    ("s", "ß"),
    ("t", "ŧ"),
    ("z", "ƶ"),
];

/// `é` becomes `e`, `Ａ` and `Ⓐ` become `A`, `ß` becomes `s`; letters of other scripts are kept.
fn push_plain(c: char, slug: &mut String) {
    const NFKD: DecomposingNormalizerBorrowed<'static> = DecomposingNormalizer::new_nfkd();
    if c.is_ascii() {
        return slug.push(c);
    }
    if let Some((plain, _)) = LETTERS.iter().find(|(_, letters)| letters.contains(c)) {
        return slug.push_str(plain);
    }
    let has_plain = matches!(c, '\u{c0}'..='\u{233}' | '\u{1e00}'..='\u{1eff}' | '\u{24b6}'..='\u{24e9}' | '\u{ff21}'..='\u{ff5a}');
    let mut written = [0; 4];
    let decomposed = NFKD.normalize(c.encode_utf8(&mut written));
    let is_mark = |c: char| {
        GeneralCategoryGroup::Mark.contains(CodePointMapData::<GeneralCategory>::new().get(c))
    };
    let plain: String = decomposed.chars().filter(|c| !is_mark(*c)).collect();
    if has_plain && plain.chars().all(|c| c.is_ascii_alphabetic()) {
        slug.push_str(&plain)
    } else {
        slug.push(c)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_hexos() {
        for (name, slug) in [
            ("C#", "C"),
            ("C++", "C"),
            ("Node.js", "Node-js"),
            ("人工智能", "人工智能"),
            ("Self Hosted", "Self-Hosted"),
            ("TCP/IP", "TCP-IP"),
            ("été", "ete"),
            (".NET", "NET"),
            ("🎉", "🎉"),
            ("foo_bar", "foo-bar"),
            ("a--b", "a-b"),
            ("新闻，新语丝", "新闻，新语丝"),
            ("ÜØßŁé", "UOsLe"),
            ("ＡⒶ", "AA"),
            ("Привет й", "Привет-й"),
            ("a\u{3000}b", "a-b"),
            ("²½№", "²½№"),
        ] {
            assert_eq!(slugize(name, LetterCase::AsWritten), slug, "{name}");
        }
        assert_eq!(slugize("Á b", LetterCase::Lower), "a-b");
        assert_eq!(slugize("Á b", LetterCase::Upper), "A-B");
    }
}
