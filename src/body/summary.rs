//! The first words of an article, as plain text.

use super::context::UNKNOWN;
use super::fragment::Fragment;
use crate::text::html::{self, ASIDE, BLOCK, HtmlTag, HtmlToken};
use crate::text::{self, is_wide};

/// How wide a summary may be, in columns: some fifty English words or 150 Chinese characters.
const WIDTH: usize = 300;

/// How wide it may be where the author said where it ends.
const MARKED_WIDTH: usize = 2_000;

/// The summary of an article: what stands before the marker, else its first paragraphs. Headings,
/// code, tables and references to footnotes count only if there is nothing else.
pub(super) fn summarise(fragment: &Fragment) -> String {
    let (html, width) = match fragment.summary_end {
        Some(end) => (&fragment.html[..end], MARKED_WIDTH),
        None => (fragment.html.as_str(), WIDTH),
    };
    let mut words = SummaryText {
        text: String::with_capacity(1024),
        ..SummaryText::default()
    };
    words.read(html, width, false);
    if words.is_blank() {
        words.read(html, width, true);
    }
    text::cut(words.text.trim_end(), width).into_owned()
}

/// Text on one line, growing.
#[derive(Default)]
struct SummaryText {
    text: String,
    /// What was read since the last character and is not yet written.
    gap: Option<Gap>,
    /// How wide the text is at least.
    columns: usize,
}

/// What stands between two characters; the later variant counts where several meet.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    Space,
    Line,
    Block,
}

impl SummaryText {
    fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    /// Adds the text of `html` until it is wider than `width`. Headings, code and tables are left out
    /// but `with_asides`, references to footnotes always.
    fn read(&mut self, html: &str, width: usize, with_asides: bool) {
        // The element that is left out, and how many of its name are open.
        let mut skipped: Option<(&str, usize)> = None;
        let mut tokens = html::tokens(html);
        while !self.is_enough(width)
            && let Some(token) = tokens.next()
        {
            let tag = match token {
                HtmlToken::Text(text) if skipped.is_none() => {
                    self.add(text, width);
                    continue;
                }
                HtmlToken::Text(_) | HtmlToken::Comment(_) => continue,
                HtmlToken::Tag(tag) => tag,
            };
            let name = tag.element.name;
            let is_aside = !with_asides && tag.element.is(ASIDE);
            skipped = match skipped {
                Some((element, 1)) if element == name && tag.is_end => None,
                Some((element, open)) if element == name && tag.is_end => Some((element, open - 1)),
                Some((element, open)) if element == name => Some((element, open + 1)),
                None if !tag.is_end && (is_aside || is_of_footnote(&tag, tokens.rest())) => {
                    Some((name, 1))
                }
                unchanged => unchanged,
            };
            if tag.element.is(BLOCK) {
                let gap = if name == "br" { Gap::Line } else { Gap::Block };
                self.gap = self.gap.max(Some(gap));
            }
        }
    }

    /// Whether the text is so much wider than `width` that `cut` sees how it goes on.
    fn is_enough(&self, width: usize) -> bool {
        self.columns >= width + 64 || self.text.len() >= longest(width)
    }

    fn add(&mut self, escaped: &str, width: usize) {
        // A page of text without a tag is not read to its end.
        let near = text::floor_char_boundary(escaped, longest(width) * 2);
        let near = text::resolve_entities(&escaped[..near]);
        let mut rest = &*near;
        while let Some(c) = rest.chars().next() {
            if c == UNKNOWN {
                rest = &rest[c.len_utf8()..];
                continue;
            }
            if c.is_whitespace() {
                let gap = if c == '\n' { Gap::Line } else { Gap::Space };
                self.gap = self.gap.max(Some(gap));
                rest = &rest[c.len_utf8()..];
                continue;
            }
            self.close_gap(c);
            let (word, after) = rest.split_at(self.read_word(rest, width));
            self.text.push_str(word);
            if self.columns >= width + 64 {
                return;
            }
            rest = after;
        }
    }

    /// Writes the space that stands before `next`, if one does.
    fn close_gap(&mut self, next: char) {
        let Some(gap) = self.gap.take() else { return };
        let Some(before) = self.text.chars().next_back() else {
            return;
        };
        // Lines of Chinese and Japanese join without a space, and so do their paragraphs, but for
        // one that ends without a sign, as a heading does.
        let joins = match gap {
            Gap::Space => false,
            Gap::Line => true,
            Gap::Block => "。！？；：…”’」』）》".contains(before),
        };
        if !(joins && is_unspaced(before) && is_unspaced(next)) {
            self.text.push(' ');
        }
    }

    /// How much of `text` belongs together, or makes it wide enough. Counts the columns of that.
    fn read_word(&mut self, text: &str, width: usize) -> usize {
        let mut at = 0;
        while self.columns < width + 64 {
            // What may join the character before it has no width of its own.
            let (length, columns) = match &text.as_bytes()[at..] {
                [b'!'..=b'~', ..] => (1, 1),
                // U+4E00 to U+9FFF
                [0xE4, 0xB8..=0xBF, ..] | [0xE5..=0xE9, ..] => (3, 2),
                _ => match text[at..].chars().next() {
                    None | Some(UNKNOWN) => break,
                    Some(c) if c.is_whitespace() => break,
                    Some('\u{3001}'..='\u{3011}') => (3, 2),
                    Some(c) => (c.len_utf8(), 0),
                },
            };
            self.columns += columns;
            at += length;
        }
        at
    }
}

/// Whether `tag` begins a reference to a footnote, or a footnote; `rest` follows it.
fn is_of_footnote(tag: &HtmlTag<'_>, rest: &str) -> bool {
    match tag.element.name {
        "sup" => rest.starts_with("<a "),
        "li" => tag
            .attributes()
            .any(|(name, value)| name == "id" && value.starts_with("fn:")),
        // The source of a formula that is shown.
        "annotation" => true,
        _ => false,
    }
}

/// How long a text of that width is at most: no character is wider than two columns or longer than
/// four bytes.
fn longest(width: usize) -> usize {
    width * 4 + 16
}

/// Whether `c` belongs to a script that puts no spaces between words: wide, but not Hangul.
fn is_unspaced(c: char) -> bool {
    (is_wide(c) || "“”‘’…—·".contains(c))
        && !matches!(c, '\u{1100}'..='\u{115F}' | '\u{A960}'..='\u{A97F}' | '\u{AC00}'..='\u{D7A3}')
        && !matches!(c, '\u{1F300}'..='\u{1FAFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(html: &str, summary_end: Option<usize>) -> String {
        summarise(&Fragment {
            html: html.to_owned(),
            summary_end,
        })
    }

    #[test]
    fn the_first_paragraphs() {
        for (html, expected) in [
            ("", ""),
            ("<p>a &amp; b</p>\n<p>c<br>\nd</p>", "a & b c d"),
            (
                "<h1>Title</h1>\n<p>Text</p>\n<pre><code>x</code></pre>",
                "Text",
            ),
            ("<h1>Title</h1>\n<pre><code>x\ny</code></pre>", "Title x y"),
            (
                "<table><tbody><tr><td>x<sup>2</sup></td></tr></tbody></table><p>y</p>",
                "y",
            ),
            (
                "<p>a<sup id=\"r\"><a href=\"#\">1</a></sup> b<sup>2</sup></p>",
                "a b2",
            ),
            ("<ul>\n<li>a</li>\n<li><em>b</em>c</li>\n</ul>", "a bc"),
            (
                "<p>中文\n第二行</p>\n<p>“第三”，abc</p>\n<p>def 中</p>",
                "中文第二行 “第三”，abc def 中",
            ),
            (
                "<p>标题</p><p>第一句。</p><p>第二句</p>",
                "标题 第一句。第二句",
            ),
            (
                "<p>a</p>\n<hr>\n<ol>\n<li id=\"fn:1\">\n<p>Note</p>\n</li>\n</ol>",
                "a",
            ),
            ("<p>한국어\n텍스트</p>", "한국어 텍스트"),
            ("<p>\u{3000}\u{3000}缩进 的</p>", "缩进 的"),
            ("<p>&lt;b&gt; &amp;amp;</p>", "<b> &amp;"),
        ] {
            assert_eq!(summary(html, None), expected, "{html}");
        }
    }

    #[test]
    fn is_cut_unless_the_author_did() {
        let html = format!("<p>{}</p>", "word ".repeat(200));
        let cut = summary(&html, None);
        assert!(cut.len() < 310 && cut.ends_with("word…"), "{cut}");
        assert_eq!(summary(&html, Some(html.len())).len(), 200 * 5 - 1);
        assert_eq!(summary("<p>a</p><p>b</p>", Some(8)), "a");
        let html = format!("<p>{}</p>", "这是一句话。".repeat(50));
        let cut = summary(&html, None);
        assert_eq!(cut.chars().count(), 150);
        assert!(cut.ends_with("话。"));
    }

    #[test]
    fn a_long_text_is_not_read_to_its_end() {
        let html = "字".repeat(5_000_000);
        assert_eq!(summary(&html, None).chars().count(), 150);
    }
}
