//! Pelican's slugs.

use std::sync::Arc;

use icu_normalizer::{ComposingNormalizer, ComposingNormalizerBorrowed};
use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};
use unidecode::unidecode_char;

use super::regex::{Substitution, substitutions};
use crate::site::address::slug::SharedSlugFunction;
use crate::syntax::tree::Node;
use crate::text;

const NFKC: ComposingNormalizerBorrowed<'static> = ComposingNormalizer::new_nfkc();

/// A site's choices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SlugStyle {
    /// `SLUGIFY_USE_UNICODE`: nothing is transliterated.
    pub(super) unicode: bool,
    /// `SLUGIFY_PRESERVE_CASE`.
    pub(super) cased: bool,
}

impl SlugStyle {
    pub(super) const PLAIN: SlugStyle = SlugStyle {
        unicode: false,
        cased: false,
    };
    pub(super) const UNICODE: SlugStyle = SlugStyle {
        unicode: true,
        cased: false,
    };
    pub(super) const CASED: SlugStyle = SlugStyle {
        unicode: false,
        cased: true,
    };
    pub(super) const BOTH: SlugStyle = SlugStyle {
        unicode: true,
        cased: true,
    };

    /// The rule with this suffix, given without the `_` of [`suffix`](Self::suffix).
    pub(super) fn named(name: &str) -> Self {
        SlugStyle {
            unicode: name.starts_with("unicode"),
            cased: name.ends_with("cased"),
        }
    }

    /// The suffix of placeholders that use this rule.
    pub(super) fn suffix(self) -> &'static str {
        match (self.unicode, self.cased) {
            (false, false) => "",
            (true, false) => "_unicode",
            (false, true) => "_cased",
            (true, true) => "_unicode_cased",
        }
    }

    /// The slug of `name` with the site's own substitutions.
    pub(super) fn slug_with(self, name: &str, substitutions: &[Substitution]) -> String {
        let mut slug = self.plain(name);
        for (pattern, by) in substitutions {
            slug = pattern.replace_all(&slug, by.as_str()).into_owned();
        }
        self.lower(slug).trim_matches(is_space).to_owned()
    }

    /// `name` without markup, transliterated or not.
    fn plain(self, name: &str) -> String {
        let name = without_tags(name);
        let name = NFKC.normalize(&name);
        if self.unicode {
            name.into_owned()
        } else {
            transliterated(&name)
        }
    }

    fn lower(self, slug: String) -> String {
        if self.cased {
            slug
        } else {
            slug.to_lowercase()
        }
    }

    /// The slug of `name` with the default substitutions.
    pub(super) fn slug(self, name: &str) -> String {
        let name = self.plain(name);
        let mut slug = String::new();
        let kept = name
            .chars()
            .filter(|&c| c == '-' || is_space(c) || is_word(c));
        let kept: String = kept.collect();
        for c in kept.trim_matches(is_space).chars() {
            if c != '-' && !is_space(c) {
                slug.push(c);
            } else if !slug.ends_with('-') {
                slug.push('-');
            }
        }
        self.lower(slug)
    }
}

/// The rule `name` of Pelican's with the substitutions in `list`; `None` if it is not one of its rules.
pub fn replacing(name: &str, list: &Node) -> Option<SharedSlugFunction> {
    let style = SlugStyle::named(name.strip_prefix("pelican")?.trim_start_matches('-'));
    let substitutions = substitutions(list);
    Some(Arc::new(move |name| style.slug_with(name, &substitutions)))
}

/// As MarkupSafe does it: everything between `<` and `>` is removed.
fn without_tags(text: &str) -> String {
    let mut text = text.to_owned();
    for (open, close) in [("<!--", "-->"), ("<", ">")] {
        while let Some(start) = text.find(open)
            && let Some(length) = text[start..].find(close)
        {
            text.replace_range(start..start + length + close.len(), "");
        }
    }
    let words: Vec<&str> = text
        .split(is_space)
        .filter(|word| !word.is_empty())
        .collect();
    text::resolve_entities(&words.join(" ")).into_owned()
}

/// Python's `\s`.
fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// Python's `\w`: letters and numbers, but no marks.
fn is_word(c: char) -> bool {
    let category = CodePointMapData::<GeneralCategory>::new().get(c);
    c == '_'
        || GeneralCategoryGroup::Letter
            .union(GeneralCategoryGroup::Number)
            .contains(category)
}

/// Transliterated to ASCII, as by Python's Unidecode.
fn transliterated(text: &str) -> String {
    text.chars()
        .map(|c| match OTHERWISE.iter().find(|(known, _)| *known == c) {
            Some((_, text)) => text,
            // The crate writes `[?]` for unknown characters.
            None => unidecode_char(c).split("[?]").next().unwrap_or_default(),
        })
        .collect()
}

/// Differences between Unidecode 1.4 and the tables that the crate was made from, for characters
/// likely in titles.
const OTHERWISE: &[(char, &str)] = &[
    ('Є', "Ie"),
    ('א', "A"),
    ('ח', "H"),
    ('ך', "KH"),
    ('כ', "KH"),
    ('ק', "k"),
    ('־', "-"),
    ('し', "shi"),
    ('ち', "chi"),
    ('っ', "tsu"),
    ('つ', "tsu"),
    ('シ', "shi"),
    ('チ', "chi"),
    ('ッ', "tsu"),
    ('ツ', "tsu"),
    ('ー', "-"),
    ('−', "-"),
    ('₱', "P"),
    ('₴', "UAH"),
    ('₹', "Rs"),
    ('₺', "L"),
    ('₽', "R"),
    ('₿', "BTC"),
    ('♠', "spades"),
    ('♡', "hearts"),
    ('♢', "diamonds"),
    ('♣', "clubs"),
    ('♤', "spades"),
    ('♥', "hearts"),
    ('♧', "clubs"),
    ('♦', "diamonds"),
    ('⸺', "----"),
];

#[cfg(test)]
mod tests {
    use super::*;

    /// Tried on Pelican 4.12 with Unidecode 1.4.
    #[test]
    fn names() {
        for (name, plain, unicode) in [
            ("C#", "c", "C"),
            ("C++", "c", "C"),
            ("Node.js", "nodejs", "Nodejs"),
            (".NET", "net", "NET"),
            ("Self Hosted", "self-hosted", "Self-Hosted"),
            ("人工智能", "ren-gong-zhi-neng", "人工智能"),
            (
                "日本語 ミッション しつ",
                "ri-ben-yu-mitsushiyon-shitsu",
                "日本語-ミッション-しつ",
            ),
            ("한국어", "hangugeo", "한국어"),
            ("Привет Єва", "privet-ieva", "Привет-Єва"),
            ("שלום חכם", "shlvm-hkhm", "שלום-חכם"),
            ("été", "ete", "été"),
            ("TCP/IP", "tcpip", "TCPIP"),
            ("🎉", "", ""),
            ("①", "1", "1"),
            ("№", "no", "No"),
            ("ＡＢ", "ab", "AB"),
            ("foo_bar", "foo_bar", "foo_bar"),
            ("a--b", "a-b", "a-b"),
            ("a - b", "a-b", "a-b"),
            ("don't", "dont", "dont"),
            ("x & y", "x-y", "x-y"),
            ("R&amp;D", "rd", "RD"),
            ("新闻，新语丝", "xin-wen-xin-yu-si", "新闻新语丝"),
            ("  lead ", "lead", "lead"),
            ("-lead-", "-lead-", "-lead-"),
            ("Vec<T> in C++", "vec-in-c", "Vec-in-C"),
            ("<b>x</b> &lt;y&gt;", "x-y", "x-y"),
            ("a<b", "ab", "ab"),
            ("a<!-- x > y -->b", "ab", "ab"),
            ("half ½ ² Ⅳ", "half-12-2-iv", "half-12-2-IV"),
            ("नमस्ते", "nmste", "नमसत"),
            ("İstanbul ΣΑΣ", "istanbul-sas", "İstanbul-ΣΑΣ"),
            ("ß ﬁ", "ss-fi", "ß-fi"),
            ("1 − 2 – 3 — 4", "1-2-3-4", "1-2-3-4"),
            ("仩 么 什", "yao-shi", "仩-么-什"),
            (
                "中文 标题！C++ & C#/x.y",
                "zhong-wen-biao-ti-c-cxy",
                "中文-标题C-Cxy",
            ),
            ("Plain & <b>x</b> \"q\" -- C#", "plain-x-q-c", "Plain-x-q-C"),
            (
                "tab\tand\u{a0}nbsp\u{3000}x",
                "tab-and-nbsp-x",
                "tab-and-nbsp-x",
            ),
            ("♥", "hearts", ""),
            ("e\u{301}", "e", "é"),
        ] {
            let style = |unicode, cased| SlugStyle { unicode, cased };
            assert_eq!(style(false, false).slug(name), plain, "{name}");
            assert_eq!(style(true, true).slug(name), unicode, "{name}");
        }
    }
}
