//! The beginning of a text, no wider than it may be.

use std::borrow::Cow;

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};
use unicode_width::UnicodeWidthChar;

/// Plain `text`, no wider than `limit` columns, where a wide character (Chinese, Japanese, Korean,
/// emoji) counts two.
///
/// Text that is too wide is cut after the last sentence that ends in `。`, `！`, `？` or `…`, if
/// that lies in the second half; else after the last whole word (UAX 29; in Chinese and Japanese
/// most characters are one), if that lies there; else after a grapheme. Never inside a grapheme.
/// An ellipsis says that a sentence was cut.
pub fn cut(text: &str, limit: usize) -> Cow<'_, str> {
    let Some(limits) = Limits::new(text, limit) else {
        return Cow::Borrowed(text);
    };
    if let Some(end) = last_sentence_end(text, &limits) {
        return Cow::Borrowed(&text[..end]);
    }
    let last_word_end = plain_word_end(text, &limits).or_else(|| last_word_end(text, &limits));
    let kept = text[..last_word_end.unwrap_or(limits.cut)].trim_end();
    if kept.ends_with(['.', '!', '?', '。', '！', '？', '…']) {
        return Cow::Borrowed(kept);
    }
    let kept = kept.trim_end_matches(|c: char| c.is_whitespace() || DANGLING.contains(c));
    Cow::Owned(format!("{kept}…"))
}

/// What looks odd before an ellipsis.
const DANGLING: &str = ",;:(-–—，、；：（";

/// Places in a text that is wider than its limit; all are ends of graphemes.
struct Limits {
    /// Where half of the limit is reached.
    half: usize,
    /// The last place after which an ellipsis fits.
    cut: usize,
    /// The last place within the limit.
    full: usize,
}

impl Limits {
    /// `None` if `text` fits.
    fn new(text: &str, limit: usize) -> Option<Self> {
        if text.len() <= limit {
            // No character is wider than its bytes.
            return None;
        }
        let mut limits = Limits {
            half: 0,
            cut: 0,
            full: 0,
        };
        let mut width = 0;
        let mut end = 0;
        while let Some((length, columns)) = first_grapheme(text, end) {
            width += columns;
            end += length;
            if width > limit {
                return Some(limits);
            }
            if width <= limit / 2 {
                limits.half = end;
            }
            if width < limit {
                limits.cut = end;
            }
            limits.full = end;
        }
        None
    }
}

/// A shortcut for [`graphemes`](UnicodeSegmentation::graphemes) and `unicode-width`: how long the
/// grapheme at `at` is, and how wide. Most characters never join another, and need no tables.
fn first_grapheme(text: &str, at: usize) -> Option<(usize, usize)> {
    // Printable ASCII; U+4000 to U+9FFF; and most of the signs between those: U+3001 to U+3011, U+FF01
    // to U+FF3F.
    let single = |at: usize| match text.as_bytes().get(at..)? {
        [b' '..=b'~', ..] => Some((1, 1)),
        [0xE4..=0xE9, ..] | [0xE3, 0x80, 0x81..=0x91, ..] | [0xEF, 0xBC, 0x81..=0xBF, ..] => {
            Some((3, 2))
        }
        _ => None,
    };
    if let Some((length, columns)) = single(at)
        && (at + length == text.len() || single(at + length).is_some())
    {
        return Some((length, columns));
    }
    let grapheme = text[at..].graphemes(true).next()?;
    Some((grapheme.len(), columns(grapheme)))
}

/// How wide `grapheme` looks. Marks heaped on one letter count too, so that a limit bounds bytes.
fn columns(grapheme: &str) -> usize {
    let base = if grapheme.chars().next().is_some_and(is_wide) {
        2
    } else {
        1
    };
    base.max(grapheme.len() / 16)
}

/// Whether `c` takes two columns.
pub(crate) fn is_wide(c: char) -> bool {
    c.width() == Some(2)
}

/// The end of the last sentence that ends between half and all of the limit, with the quotes and
/// brackets that close behind it.
fn last_sentence_end(text: &str, limits: &Limits) -> Option<usize> {
    let near = &text[limits.half..limits.full];
    let last = near.rfind(['。', '！', '？', '…', '｡'])?;
    let closing = near[last..]
        .find(|c: char| !"。！？…｡”’」』）》】〉".contains(c))
        .unwrap_or(near.len() - last);
    let end = limits.half + last + closing;
    is_grapheme_boundary(text, end).then_some(end)
}

/// The end of the last word that ends in the second half, where an ellipsis fits.
fn last_word_end(text: &str, limits: &Limits) -> Option<usize> {
    let starts = text[limits.half..].split_word_bound_indices();
    let ends = starts.map(|(start, _)| limits.half + start);
    let ends: Vec<usize> = ends
        .take_while(|&at| at <= limits.cut)
        .filter(|&at| at > limits.half)
        .collect();
    let mut ends = ends.into_iter().rev();
    ends.find(|&at| is_grapheme_boundary(text, at))
}

/// A shortcut for [`last_word_end`], where no tables are needed: between two Chinese characters, or
/// where a space meets ASCII letters and digits.
fn plain_word_end(text: &str, limits: &Limits) -> Option<usize> {
    let is_han = |c: char| matches!(c, '\u{4E00}'..='\u{9FFF}');
    let (before, after) = text.split_at(limits.cut);
    if before.ends_with(is_han) && after.starts_with(is_han) {
        return (limits.cut > limits.half).then_some(limits.cut);
    }
    let bytes = text.as_bytes();
    let mut pairs = (limits.half + 1..=limits.cut)
        .rev()
        .map(|at| (at, [bytes[at - 1], bytes[at]]));
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric();
    let (at, pair) = pairs.find(|(_, pair)| !pair.iter().all(is_part))?;
    (pair.iter().any(is_part) && pair.contains(&b' ')).then_some(at)
}

fn is_grapheme_boundary(text: &str, at: usize) -> bool {
    // The cursor sees the whole text and never asks for more of it.
    GraphemeCursor::new(at, text.len(), true)
        .is_boundary(text, 0)
        .unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn cut_ends_where_a_reader_would() {
        for (text, limit, summary) in [
            ("short", 5, "short"),
            ("one two three four", 12, "one two…"),
            ("one two, three four", 12, "one two…"),
            ("One two. Three four", 10, "One two."),
            ("don't stop believing", 16, "don't stop…"),
            ("unbreakableunbreakable", 8, "unbreak…"),
            ("中文标题很长很长很长", 9, "中文标题…"),
            ("第一句。第二句很长很长很长", 12, "第一句。"),
            ("他说：“好！”然后走了很远很远", 16, "他说：“好！”"),
            (
                "句。后面没有句号的很长很长的一段文字",
                20,
                "句。后面没有句号的…",
            ),
            ("用feedmill生成订阅源", 9, "用feedmi…"),
            ("我们大家都用feedmill生成", 16, "我们大家都用…"),
            ("👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 4, "👨‍👩‍👧‍👦…"),
            ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
            ("abc", 1, "…"),
            ("", 0, ""),
        ] {
            assert_eq!(cut(text, limit), summary, "{text:?}");
        }
    }

    #[test]
    fn most_words_end_without_tables() {
        for (text, limit, end) in [
            ("ab cd ef gh", 10, Some(9)),
            ("一二三四五六", 9, Some(12)),
            ("ab cd,ef", 7, None),
        ] {
            let limits = Limits::new(text, limit).unwrap();
            assert_eq!(plain_word_end(text, &limits), end, "{text}");
        }
    }

    #[test]
    fn heaped_marks_are_bounded() {
        let zalgo = format!("a{}", "\u{301}".repeat(100_000));
        assert_eq!(cut(&zalgo, 300), "…");
    }

    proptest! {
        #[test]
        fn words_end_where_the_tables_say(
            text in "([a-z0-9 ]{1,9}|[一丁,.'_-]|\\PC){0,12}",
            limit in 0usize..24,
        ) {
            if let Some(limits) = Limits::new(&text, limit)
                && let Some(end) = plain_word_end(&text, &limits)
            {
                prop_assert_eq!(Some(end), last_word_end(&text, &limits), "{:?}", &text[..limits.cut]);
            }
        }

        #[test]
        fn graphemes_are_those_of_unicode(text in "([a-z ]|[中。，ー]|[\u{301}\u{200d}\u{600}\u{1f1e8}\u{1f469}]|\\PC|.|\r\n){0,40}") {
            let mut at = 0;
            let next = || {
                let (length, columns) = first_grapheme(&text, at)?;
                at += length;
                Some((length, columns))
            };
            let graphemes = text.graphemes(true).map(|grapheme| (grapheme.len(), columns(grapheme)));
            prop_assert_eq!(
                std::iter::from_fn(next).collect::<Vec<_>>(),
                graphemes.collect::<Vec<_>>()
            );
        }

        #[test]
        fn what_is_cut_fits_and_begins_the_text(text in "([a-z ]|[中文。，]|\\PC){0,60}", limit in 1_usize..40) {
            let cut = cut(&text, limit);
            let columns: usize = cut.graphemes(true).map(columns).sum();
            prop_assert!(columns <= limit, "{columns} columns");
            let kept = cut.strip_suffix('…').unwrap_or(&cut);
            prop_assert!(text.starts_with(kept) && is_grapheme_boundary(&text, kept.len()));
        }
    }
}
