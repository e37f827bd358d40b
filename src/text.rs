//! Characters: what XML can carry, plain text out of markup, and cutting.
//!
//! Everything here is total and linear, and borrows when there is nothing to do.

pub mod encoding;

use std::borrow::Cow;

use html5ever::data::{C1_REPLACEMENTS, NAMED_ENTITIES};
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

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

/// Where the first character stands that [`clean`] would not leave.
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
    let (pieces, _) = bytes.as_chunks::<PIECE>();
    for (index, piece) in pieces.iter().enumerate() {
        if has_any(piece, &may_be_unclean) {
            let start = index * PIECE;
            if let Some(at) = (start..start + PIECE).find(is_unclean) {
                return Some(at);
            }
        }
    }
    (pieces.len() * PIECE..bytes.len()).find(is_unclean)
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
    let is_control = (byte < b' ') & (byte != b'\n') & (byte != b'\t') | (byte == 0x7F);
    is_control | (byte == 0xC2) | (byte == 0xE2) | (byte >= 0xEF)
}

/// What becomes of `c` where it stands alone.
fn cleaned_char(c: char) -> Option<char> {
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

/// Whether nothing is to be seen of `text`.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || is_zero_width(c))
}

fn is_zero_width(c: char) -> bool {
    matches!(c, '\u{200B}' | '\u{FEFF}')
}

/// Plain text out of a title, a tag or a name that may hold markup.
///
/// Tags of HTML's own elements and comments go, and nothing else is taken for markup: `Vec<T>` and
/// `a < b` stay as they are. Elements that break a line leave a space. Character references are
/// then resolved, once: `&amp;lt;` is `&lt;`, and `&lt;b&gt;` is `<b>`. The result is
/// [clean].
pub fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains(['<', '&']) {
        return clean(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    let mut comments_end = true;
    while let Some(at) = rest.find('<') {
        resolve_into(&mut plain, &rest[..at]);
        rest = &rest[at..];
        if comments_end && rest.starts_with("<!--") {
            // Looked for once: a thousand unclosed comments must not cost a thousand searches.
            let end = rest.find("-->");
            comments_end = end.is_some();
            if let Some(end) = end {
                rest = &rest[end + "-->".len()..];
                continue;
            }
        }
        if let Some(tag) = HtmlTag::at_start_of(rest) {
            if tag.breaks_line {
                plain.push(' ');
            }
            rest = &rest[tag.length..];
        } else {
            plain.push('<');
            rest = &rest[1..];
        }
    }
    resolve_into(&mut plain, rest);
    match clean(&plain) {
        Cow::Borrowed(_) => Cow::Owned(plain),
        Cow::Owned(cleaned) => Cow::Owned(cleaned),
    }
}

/// A start or end tag of an element that HTML knows.
struct HtmlTag {
    length: usize,
    breaks_line: bool,
}

impl HtmlTag {
    /// The longest tag that is looked for, in bytes; the bound keeps `<b <b <b …` linear.
    const LONGEST: usize = 4096;

    /// The tag that `text`, which begins with `<`, begins with.
    fn at_start_of(text: &str) -> Option<Self> {
        let bytes = &text.as_bytes()[..text.len().min(Self::LONGEST)];
        let name_start = if bytes.get(1) == Some(&b'/') { 2 } else { 1 };
        let name_length = bytes[name_start..]
            .iter()
            .take_while(|b| b.is_ascii_alphanumeric())
            .count();
        let name_end = name_start + name_length;
        let name = text.get(name_start..name_end)?.to_ascii_lowercase();
        let breaks_line = LINE_BREAKING.contains(&name.as_str());
        if !breaks_line && !INLINE.contains(&name.as_str()) {
            return None;
        }
        if !matches!(
            bytes.get(name_end),
            Some(b'>' | b'/' | b' ' | b'\t' | b'\n' | b'\r')
        ) {
            return None;
        }
        let mut quote = None;
        let mut before = b' ';
        for (at, &byte) in bytes.iter().enumerate().skip(name_end) {
            match quote {
                Some(open) if byte == open => quote = None,
                Some(_) => {}
                None if byte == b'>' => {
                    return Some(HtmlTag {
                        length: at + 1,
                        breaks_line,
                    });
                }
                None if before == b'=' && matches!(byte, b'"' | b'\'') => quote = Some(byte),
                None => {}
            }
            if !byte.is_ascii_whitespace() {
                before = byte;
            }
        }
        None
    }
}

/// Elements of HTML, present and past, after which text goes on in a new line or cell.
const LINE_BREAKING: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "br",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "iframe",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// The other elements of HTML that can stand in a title.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "audio", "b", "bdi", "bdo", "big", "body", "button", "canvas",
    "caption", "cite", "code", "col", "colgroup", "data", "del", "dfn", "em", "embed", "font",
    "head", "html", "i", "img", "input", "ins", "kbd", "label", "link", "map", "mark", "math",
    "meta", "meter", "nobr", "noscript", "object", "output", "picture", "progress", "q", "rb",
    "rp", "rt", "ruby", "s", "samp", "script", "select", "slot", "small", "source", "span",
    "strike", "strong", "style", "sub", "sup", "svg", "template", "textarea", "time", "track",
    "tt", "u", "var", "video", "wbr",
];

/// `text` with its character references resolved once, as HTML does in text (section 13.2.5.72):
/// named ones (the old ones without a semicolon too), decimal and hexadecimal ones, those of the C1
/// controls read as windows-1252. One that HTML does not know stays as it is; one to a character
/// that [`clean`] removes resolves to nothing.
pub fn resolve_entities(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut resolved = String::with_capacity(text.len());
    resolve_into(&mut resolved, text);
    Cow::Owned(resolved)
}

fn resolve_into(resolved: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        resolved.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        match numeric_reference(rest).or_else(|| named_reference(rest)) {
            Some((characters, length)) => {
                resolved.extend(characters.into_iter().flatten().filter_map(cleaned_char));
                rest = &rest[length..];
            }
            None => resolved.push('&'),
        }
    }
    resolved.push_str(rest);
}

/// What a reference stands for, and its length in bytes without the ampersand.
type Reference = ([Option<char>; 2], usize);

fn numeric_reference(text: &str) -> Option<Reference> {
    let digits = text.strip_prefix('#')?;
    let (digits, radix) = match digits.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => (hexadecimal, 16),
        None => (digits, 10),
    };
    let count = digits.chars().take_while(|c| c.is_digit(radix)).count();
    if count == 0 {
        return None;
    }
    let character = match u32::from_str_radix(&digits[..count], radix) {
        Ok(c1 @ 0x80..=0x9F) => C1_REPLACEMENTS[c1 as usize - 0x80],
        Ok(number) => char::from_u32(number),
        Err(_) => None,
    };
    let semicolon = usize::from(digits[count..].starts_with(';'));
    let length = text.len() - digits.len() + count + semicolon;
    Some(([character, None], length))
}

/// The longest name that `text` begins with. The table holds the prefixes of its names as well.
fn named_reference(text: &str) -> Option<Reference> {
    let mut found = None;
    for end in 1..=text.len() {
        let Some(&(first, second)) = text.get(..end).and_then(|name| NAMED_ENTITIES.get(name))
        else {
            break;
        };
        if first != 0 {
            let second = (second != 0).then(|| char::from_u32(second)).flatten();
            found = Some(([char::from_u32(first), second], end));
        }
    }
    found
}

/// `text` as HTML text: `&`, `<` and `>` escaped.
pub fn escape_html(text: &str) -> Cow<'_, str> {
    escape(text, is_markup)
}

/// `text` as the value of an HTML attribute in double quotes.
pub fn escape_attribute(text: &str) -> Cow<'_, str> {
    escape(text, |byte| is_markup(byte) | (byte == b'"'))
}

/// Written without a branch, so that the compiler can look at many bytes at once.
fn is_markup(byte: u8) -> bool {
    (byte == b'&') | (byte == b'<') | (byte == b'>')
}

fn escape(text: &str, is_special: impl Fn(u8) -> bool) -> Cow<'_, str> {
    let Some(first) = position(text.as_bytes(), &is_special) else {
        return Cow::Borrowed(text);
    };
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
    escaped.push_str(&text[..first]);
    escape_into(&mut escaped, text, first, is_special);
    Cow::Owned(escaped)
}

/// Adds what stands in `text` from `start` on.
fn escape_into(escaped: &mut String, text: &str, start: usize, is_special: impl Fn(u8) -> bool) {
    let mut rest = &text[start..];
    while let Some(at) = position(rest.as_bytes(), &is_special) {
        // Only ASCII is special, so that a character ends on either side.
        escaped.push_str(&rest[..at]);
        escaped.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => "&apos;",
        });
        rest = &rest[at + 1..];
    }
    escaped.push_str(rest);
}

/// Where the first byte stands that is `wanted`. Pieces without one are passed over as a whole.
pub(crate) fn position(bytes: &[u8], wanted: impl Fn(u8) -> bool) -> Option<usize> {
    let (pieces, _) = bytes.as_chunks::<PIECE>();
    let has_none = |piece: &&[u8; PIECE]| !has_any(piece, &wanted);
    let passed = pieces.iter().take_while(has_none).count() * PIECE;
    let at = bytes[passed..].iter().position(|&byte| wanted(byte))?;
    Some(passed + at)
}

/// How many bytes are looked at as a whole.
const PIECE: usize = 16;

/// Whether a byte of `piece` is `wanted`, without a branch a byte: the compiler vectorises it.
#[inline(always)]
fn has_any(piece: &[u8; PIECE], wanted: &impl Fn(u8) -> bool) -> bool {
    // Added up as numbers: of booleans the compiler would make branches.
    let any = |any, &byte| any | u8::from(wanted(byte));
    piece.iter().fold(0, any) != 0
}

/// Where `part`, which is not empty, stands in `text` for the first time.
pub(crate) fn find(text: &str, part: &str) -> Option<usize> {
    let (text, part) = (text.as_bytes(), part.as_bytes());
    // Most often not even its first byte is there.
    let from = memchr::memchr(part[0], text)?;
    Some(from + memchr::memmem::find(&text[from..], part)?)
}

/// Whether `part` stands somewhere in `text`.
pub(crate) fn holds(text: &str, part: &str) -> bool {
    find(text, part).is_some()
}

/// Plain `text`, no wider than `limit` columns, where a wide character (Chinese, Japanese, Korean,
/// emoji) counts two.
///
/// Text that is too wide is cut after the last sentence that ends in `。`, `！`, `？` or `…`, if
/// that lies in the second half; else after the last whole word (UAX 29; in Chinese and Japanese
/// most characters are one), if that lies there; else after a grapheme. Never inside a grapheme.
/// An ellipsis says that a sentence was cut.
pub fn cut(text: &str, limit: usize) -> Cow<'_, str> {
    let Some(room) = Room::of(text, limit) else {
        return Cow::Borrowed(text);
    };
    if let Some(end) = last_sentence_end(text, &room) {
        return Cow::Borrowed(&text[..end]);
    }
    let last_word_end = plain_word_end(text, &room).or_else(|| last_word_end(text, &room));
    let kept = text[..last_word_end.unwrap_or(room.cut)].trim_end();
    if kept.ends_with(['.', '!', '?', '。', '！', '？', '…']) {
        return Cow::Borrowed(kept);
    }
    let kept = kept.trim_end_matches(|c: char| c.is_whitespace() || DANGLING.contains(c));
    Cow::Owned(format!("{kept}…"))
}

/// What looks odd before an ellipsis.
const DANGLING: &str = ",;:(-–—，、；：（";

/// Places in a text that is wider than its limit; all are ends of graphemes.
struct Room {
    /// Where half of the limit is reached.
    half: usize,
    /// The last place after which an ellipsis fits.
    cut: usize,
    /// The last place within the limit.
    full: usize,
}

impl Room {
    /// `None` if `text` fits.
    fn of(text: &str, limit: usize) -> Option<Self> {
        if text.len() <= limit {
            // No character is wider than its bytes.
            return None;
        }
        let mut room = Room {
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
                return Some(room);
            }
            if width <= limit / 2 {
                room.half = end;
            }
            if width < limit {
                room.cut = end;
            }
            room.full = end;
        }
        None
    }
}

/// How long the grapheme that begins `at` is, and how wide. Most texts are made of characters that
/// never join another, and need no tables.
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

/// Whether `c` takes two columns: the wide blocks of UAX 11, by and large.
pub(crate) fn is_wide(c: char) -> bool {
    matches!(u32::from(c),
        0x1100..=0x115F | 0x2E80..=0xA4CF | 0xA960..=0xA97F | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF
        | 0xFE30..=0xFE6F | 0xFF01..=0xFF60 | 0xFFE0..=0xFFE6 | 0x1F300..=0x1FAFF
        | 0x20000..=0x3FFFF)
}

/// The end of the last sentence that ends between half and all of the room, with the quotes and
/// brackets that close behind it.
fn last_sentence_end(text: &str, room: &Room) -> Option<usize> {
    let near = &text[room.half..room.full];
    let last = near.rfind(['。', '！', '？', '…', '｡'])?;
    let closing = near[last..]
        .find(|c: char| !"。！？…｡”’」』）》】〉".contains(c))
        .unwrap_or(near.len() - last);
    let end = room.half + last + closing;
    is_grapheme_boundary(text, end).then_some(end)
}

/// The end of the last word that ends in the second half, where an ellipsis fits.
fn last_word_end(text: &str, room: &Room) -> Option<usize> {
    let starts = text[room.half..].split_word_bound_indices();
    let ends = starts.map(|(start, _)| room.half + start);
    let ends: Vec<usize> = ends
        .take_while(|&at| at <= room.cut)
        .filter(|&at| at > room.half)
        .collect();
    let mut ends = ends.into_iter().rev();
    ends.find(|&at| is_grapheme_boundary(text, at))
}

/// The same, where no tables are needed to find it: between two Chinese characters, or where a space
/// meets ASCII letters and digits.
fn plain_word_end(text: &str, room: &Room) -> Option<usize> {
    let is_han = |c: char| matches!(c, '\u{4E00}'..='\u{9FFF}');
    let (before, after) = text.split_at(room.cut);
    if before.ends_with(is_han) && after.starts_with(is_han) {
        return (room.cut > room.half).then_some(room.cut);
    }
    let bytes = text.as_bytes();
    let mut pairs = (room.half + 1..=room.cut)
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

/// The last place in `text` where a character ends, no further than `limit` bytes.
pub(crate) fn floor_char_boundary(text: &str, limit: usize) -> usize {
    let mut at = limit.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn words_end_where_the_tables_say(
            text in "([a-z0-9 ]{1,9}|[一丁,.'_-]|\\PC){0,12}",
            limit in 0usize..24,
        ) {
            if let Some(room) = Room::of(&text, limit)
                && let Some(end) = plain_word_end(&text, &room)
            {
                prop_assert_eq!(Some(end), last_word_end(&text, &room), "{:?}", &text[..room.cut]);
            }
        }
    }

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

    #[test]
    fn plain_knows_markup_from_text() {
        for (title, text) in [
            ("nothing to do", "nothing to do"),
            ("<b>bold</b> and <EM class=x>so on</EM>", "bold and so on"),
            ("Vec<T> and Option<Vec<u8>>", "Vec<T> and Option<Vec<u8>>"),
            ("a < b, c<d and e > f", "a < b, c<d and e > f"),
            ("a <b and no end", "a <b and no end"),
            ("one<br>two<br/>three", "one two three"),
            ("a<!-- gone -->b<!-- not closed", "ab<!-- not closed"),
            ("<a href=\"x>y\" title='<b>'>link</a>", "link"),
            ("it's <i>Bob's</i> & Ann's", "it's Bob's & Ann's"),
            ("&lt;b&gt; and &amp;lt;", "<b> and &lt;"),
            ("R&D, AT&T, AT&amp;T", "R&D, AT&T, AT&T"),
            ("<$> <3 <- << </ <", "<$> <3 <- << </ <"),
            ("x\u{8}<b>\u{FFFD}</b>", "x"),
        ] {
            assert_eq!(plain(title), text, "{title:?}");
        }
        assert!(matches!(plain("nothing to do"), Cow::Borrowed(_)));
    }

    #[test]
    fn entities_are_resolved_once_as_html_does() {
        for (text, resolved) in [
            ("&hellip;&nbsp;&Eacute;", "…\u{A0}É"),
            ("&amp;amp;", "&amp;"),
            ("&copy 2025, &notit; &notin;", "© 2025, ¬it; ∉"),
            ("&NotEqualTilde;", "≂̸"),
            ("&unknown; & &; &#; &#x; &", "&unknown; & &; &#; &#x; &"),
            ("&#65;&#x42;&#X43;&#68 &#x1F389;", "ABCD 🎉"),
            ("&#128;&#x92;", "€’"),
            ("a&#0;&#8;&#xFFFE;&#xD800;&#x110000;&#99999999999;b", "ab"),
            ("&hellip", "&hellip"),
            ("&é", "&é"),
        ] {
            assert_eq!(resolve_entities(text), resolved, "{text:?}");
        }
    }

    #[test]
    fn escapes() {
        assert_eq!(
            escape_html("a < b & \"c\" > d"),
            "a &lt; b &amp; \"c\" &gt; d"
        );
        assert_eq!(escape_attribute("\"<&>'"), "&quot;&lt;&amp;&gt;'");
        assert!(matches!(escape_html("中文 \"plain\""), Cow::Borrowed(_)));
    }

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
    fn heaped_marks_are_bounded() {
        let zalgo = format!("a{}", "\u{301}".repeat(100_000));
        assert_eq!(cut(&zalgo, 300), "…");
    }

    proptest! {
        #[test]
        fn any_clean_text_is_well_formed_xml(text in any::<String>()) {
            let text = clean(&text);
            let xml = format!("<a b=\"{}\">{}</a>", escape_attribute(&text), escape_html(&text));
            let document = roxmltree::Document::parse(&xml).unwrap();
            prop_assert_eq!(document.root_element().text().unwrap_or_default(), &*text);
            prop_assert!(matches!(clean(&text), Cow::Borrowed(_)));
        }

        #[test]
        fn plain_text_is_clean(text in "([<>&#;a-z/\"'= -]|<b>|<!--|-->|&#x?[0-9a-f]{1,5};|\\PC|.){0,40}") {
            let plain = plain(&text);
            prop_assert!(matches!(clean(&plain), Cow::Borrowed(_)));
            prop_assert!(matches!(collapse(&collapse(&plain)), Cow::Borrowed(_)));
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
