//! What characters XML can carry, white space, and searching text.

use std::borrow::Cow;

use icu_normalizer::{ComposingNormalizer, ComposingNormalizerBorrowed};

/// `text` without what a feed cannot carry, its line ends as line feeds.
///
/// What goes: all that is not a `Char` of XML 1.0 (section 2.2), what the note there discourages
/// (DEL, the C1 controls and the noncharacters: the W3C validator calls them bad characters), and
/// U+FFFD, which only says that a character was lost. CRLF, CR, NEL, U+2028 and U+2029 become line
/// feeds.
pub fn clean(text: &str) -> Cow<'_, str> {
    let Some(first) = first_unclean(text) else {
        return Cow::Borrowed(text);
    };
    let mut cleaned = String::with_capacity(text.len());
    cleaned.push_str(&text[..first]);
    let mut rest = text[first..].chars().peekable();
    while let Some(c) = rest.next() {
        if c == '\r' {
            rest.next_if_eq(&'\n');
        }
        cleaned.extend(cleaned_char(c));
    }
    Cow::Owned(cleaned)
}

/// A shortcut for [`cleaned_char`] of each character: where the first stands that [`clean`] removes or
/// replaces.
fn first_unclean(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    // No continuation byte is suspect, so that a character begins at each that is.
    let is_unclean = |&at: &usize| {
        SUSPECT[usize::from(bytes[at])]
            && text[at..]
                .chars()
                .next()
                .is_some_and(|c| cleaned_char(c) != Some(c))
    };
    let mut at = 0;
    while let Some(page) = bytes[at..].first_chunk::<{ PAGE + 2 }>() {
        // Nearly every page of Chinese text has a suspect byte.
        if has_any(&page[..PAGE], may_be_unclean)
            && may_hold_unclean(page)
            && let Some(at) = (at..at + PAGE).find(is_unclean)
        {
            return Some(at);
        }
        at += PAGE;
    }
    (at..bytes.len()).find(is_unclean)
}

/// How many bytes of a text are looked at as a whole.
const PAGE: usize = 32;

/// Whether a character that begins in `page` may have to go: a control or one of the few that share
/// the first bytes, of which most do not. The last two bytes only tell what is before them.
fn may_hold_unclean(page: &[u8; PAGE + 2]) -> bool {
    let begins = |at: usize| match [page[at], page[at + 1], page[at + 2]] {
        [first, second, third] => {
            is_control(first)
                | (first == 0xC2) & (second < 0xA0)
                | (first == 0xE2) & (second == 0x80) & (third & 0xFE == 0xA8)
                | (first == 0xEF) & ((second == 0xB7) | (second == 0xBF))
                | (first >= 0xF0) & (third == 0xBF)
        }
    };
    (0..PAGE).fold(0, |any, at| any | u8::from(begins(at))) != 0
}

/// Which bytes [`may_be_unclean`].
const SUSPECT: [bool; 256] = {
    let mut suspect = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        suspect[byte] = may_be_unclean(byte as u8);
        byte += 1;
    }
    suspect
};

/// Whether a character that begins with `byte` may have to go: controls, and the lead bytes of C1
/// controls, of U+2028 and its like, of U+FDD0 and U+FFFD, and of all beyond the first plane.
const fn may_be_unclean(byte: u8) -> bool {
    is_control(byte) | (byte == 0xC2) | (byte == 0xE2) | (byte >= 0xEF)
}

const fn is_control(byte: u8) -> bool {
    (byte < b' ') & (byte != b'\n') & (byte != b'\t') | (byte == 0x7F)
}

/// What becomes of `c` where it stands alone.
pub(super) fn cleaned_char(c: char) -> Option<char> {
    match c {
        ' '..='~' | '\n' | '\t' => Some(c),
        '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\0'..='\u{9F}' | '\u{FFFD}' | '\u{FDD0}'..='\u{FDEF}' => None,
        // U+FFFE and U+FFFF, and the last two of every other plane.
        _ if u32::from(c) & 0xFFFE == 0xFFFE => None,
        _ => Some(c),
    }
}

/// `text` on one line: each run of white space (no-break and ideographic spaces are white space) is
/// one space, and there is none at the ends. The invisible U+200B and U+FEFF go from the ends too,
/// so that what looks blank is blank.
pub fn collapse(text: &str) -> Cow<'_, str> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || is_zero_width(c));
    let mut after_space = false;
    let is_collapsed = text.chars().all(|c| {
        let space = c.is_whitespace();
        let fine = !space || (c == ' ' && !after_space);
        after_space = space;
        fine
    });
    if is_collapsed {
        return Cow::Borrowed(text);
    }
    let mut collapsed = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !collapsed.is_empty() {
            collapsed.push(' ');
        }
        collapsed.push_str(word);
    }
    Cow::Owned(collapsed)
}

/// Whether `text` shows nothing.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || is_zero_width(c))
}

/// Whether `c` is punctuation of Chinese, Japanese or Korean.
pub(crate) fn is_wide_punctuation(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301F}'
        | '\u{FE30}'..='\u{FE4F}' | '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}'
        | '\u{FF3B}'..='\u{FF40}' | '\u{FF5B}'..='\u{FF65}')
}

fn is_zero_width(c: char) -> bool {
    matches!(c, '\u{200B}' | '\u{FEFF}')
}

/// A shortcut for [`Iterator::position`]: where the first byte stands that is `wanted`. Pieces without
/// one are passed over as a whole.
#[inline]
pub(crate) fn position(bytes: &[u8], wanted: impl Fn(u8) -> bool + Copy) -> Option<usize> {
    let (pieces, _) = bytes.as_chunks::<PIECE>();
    let has_none = |piece: &&[u8; PIECE]| !has_any(*piece, wanted);
    let passed = pieces.iter().take_while(has_none).count() * PIECE;
    let at = bytes[passed..].iter().position(|&byte| wanted(byte))?;
    Some(passed + at)
}

/// How many bytes are looked at as a whole.
const PIECE: usize = 16;

/// Whether one of `bytes` is `wanted`, without a branch a byte: the compiler vectorises it.
#[inline(always)]
fn has_any(bytes: &[u8], wanted: impl Fn(u8) -> bool) -> bool {
    // Added up as numbers: of booleans the compiler would make branches.
    let any = |any, &byte| any | u8::from(wanted(byte));
    bytes.iter().fold(0, any) != 0
}

/// A shortcut for [`str::find`]: where `part` stands in `text` for the first time.
pub(crate) fn find(text: &str, part: &str) -> Option<usize> {
    let (text, part) = (text.as_bytes(), part.as_bytes());
    let Some(&first) = part.first() else {
        return Some(0);
    };
    // Most often not even its first byte is there, and most texts are too short for `memmem`.
    let from = match text.len() {
        0..PAGE => text.iter().position(|&byte| byte == first),
        _ => memchr::memchr(first, text),
    }?;
    Some(from + memchr::memmem::find(&text[from..], part)?)
}

/// Whether `part` stands somewhere in `text`.
pub(crate) fn holds(text: &str, part: &str) -> bool {
    find(text, part).is_some()
}

/// `text` in Unicode's NFC: an `é` of one character and one of two look the same.
pub(crate) fn nfc(text: &str) -> Cow<'_, str> {
    const NFC: ComposingNormalizerBorrowed<'static> = ComposingNormalizer::new_nfc();
    if text.is_ascii() {
        Cow::Borrowed(text)
    } else {
        NFC.normalize(text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn clean_leaves_what_a_feed_can_carry() {
        for text in [
            "",
            "plain\tand\nsimple",
            "中文，“引号”…",
            "naïve 🎉 \u{200B}\u{A0}\u{3000}",
        ] {
            assert!(
                matches!(clean(text), Cow::Borrowed(t) if t == text),
                "{text:?}"
            );
        }
    }

    #[test]
    fn clean_removes_what_a_feed_cannot_carry() {
        for (dirty, cleaned) in [
            ("a\u{8}b\0c", "abc"),
            ("\u{7F}\u{80}\u{9F}", ""),
            ("a\u{FFFD}b", "ab"),
            ("\u{FFFE}\u{FFFF}\u{FDD0}\u{1FFFE}\u{10FFFF}", ""),
            ("a\r\nb\rc\r\r\nd", "a\nb\nc\n\nd"),
            ("a\u{85}b\u{2028}c\u{2029}d", "a\nb\nc\nd"),
            ("中\u{8}文", "中文"),
        ] {
            assert_eq!(clean(dirty), cleaned, "{dirty:?}");
        }
    }

    #[test]
    fn collapse_makes_one_line() {
        for (text, line) in [
            ("", ""),
            ("a b", "a b"),
            ("  a \t\n b\u{A0}\u{3000}c  ", "a b c"),
            ("\u{3000}中文\u{3000}", "中文"),
            ("\u{200B} \u{FEFF}", ""),
            ("a\u{200B}b", "a\u{200B}b"),
        ] {
            assert_eq!(collapse(text), line, "{text:?}");
        }
        assert!(matches!(collapse("a b"), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn shortcuts_find_what_the_standard_library_finds(
            text in "([a-c]{0,20}|中|é|\\PC|[\u{80}-\u{a0}\u{2028}\u{fdd0}\u{fffd}\u{feff}\u{1fffe}\u{1f600}]|\\n){0,24}",
            part in "[a-c中]{0,3}",
        ) {
            prop_assert_eq!(find(&text, &part), text.find(&part));
            let wanted = |byte| byte == b'c';
            prop_assert_eq!(position(text.as_bytes(), wanted), text.bytes().position(wanted));
            let mut characters = text.char_indices();
            let unclean = characters.find(|&(_, c)| cleaned_char(c) != Some(c));
            prop_assert_eq!(first_unclean(&text), unclean.map(|(at, _)| at));
        }
    }
}
