//! Emphasis next to punctuation: `**备注：**经测试`. CommonMark lets `**` end emphasis only where it
//! looks like an end, which it does not between `：` and `经`.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use super::super::dialect::MarkdownFlavor;
use super::Edits;
use crate::text::is_wide;

/// Is neither a letter nor punctuation, and is removed from what is written, as all noncharacters
/// are.
const NOTHING: char = '\u{FDD1}';

/// `body`, in whose paragraphs no `*` is left over for the punctuation next to it.
pub(super) fn mend<'b>(body: Cow<'b, str>, dialect: MarkdownFlavor) -> Cow<'b, str> {
    let places = places(&body, dialect);
    if places.is_empty() {
        return body;
    }
    let mut edits = Edits::default();
    for block in blocks_with_leftovers(&body, &places, dialect) {
        let from = places.partition_point(|place| place.1 < block.start);
        let within = places[from..]
            .iter()
            .take_while(|place| place.1 < block.end);
        for &(_, at) in within {
            edits.replace(at..at, NOTHING.to_string());
        }
    }
    match edits.apply(&body) {
        Cow::Borrowed(_) => body,
        Cow::Owned(mended) => Cow::Owned(mended),
    }
}

/// The runs of `*` between a letter and punctuation, each with the place between it and the latter.
fn places(body: &str, dialect: MarkdownFlavor) -> Vec<(Range<usize>, usize)> {
    if !dialect.has_loose_emphasis && body.is_ascii() {
        return Vec::new();
    }
    let bytes = body.as_bytes();
    let mut places = Vec::new();
    let mut from = 0;
    for at in memchr::memchr_iter(b'*', bytes) {
        if at < from {
            continue;
        }
        let end = at + bytes[at..].iter().take_while(|&&byte| byte == b'*').count();
        from = end;
        let (Some(before), Some(after)) =
            (body[..at].chars().next_back(), body[end..].chars().next())
        else {
            continue;
        };
        let is_mark = |c: char| !c.is_alphanumeric() && !c.is_whitespace() && c != '\\';
        let place = match (before.is_alphanumeric(), after.is_alphanumeric()) {
            (false, true) if is_mark(before) => at,
            (true, false) if is_mark(after) => end,
            _ => continue,
        };
        if dialect.has_loose_emphasis || is_wide(before) || is_wide(after) {
            places.push((at..end, place));
        }
    }
    places
}

/// The paragraphs in which one of the runs at `places` is text.
fn blocks_with_leftovers(
    body: &str,
    places: &[(Range<usize>, usize)],
    dialect: MarkdownFlavor,
) -> Vec<Range<usize>> {
    let mut blocks: Vec<Range<usize>> = Vec::new();
    let mut block = 0..0;
    let mut in_code = false;
    for (event, range) in Parser::new_ext(body, dialect.options()).into_offset_iter() {
        match event {
            Event::Start(tag) => {
                in_code = matches!(tag, Tag::CodeBlock(_) | Tag::HtmlBlock);
                let is_block = matches!(
                    tag,
                    Tag::Paragraph
                        | Tag::Heading { .. }
                        | Tag::Item
                        | Tag::TableCell
                        | Tag::DefinitionListTitle
                        | Tag::DefinitionListDefinition
                );
                if is_block {
                    block = range;
                }
            }
            Event::Text(_) if !in_code && body[range.clone()].contains('*') => {
                let from = places.partition_point(|place| place.0.end <= range.start);
                let is_left = places
                    .get(from)
                    .is_some_and(|place| place.0.start < range.end);
                if is_left && blocks.last() != Some(&block) {
                    blocks.push(block.clone());
                }
            }
            _ => {}
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::super::super::{Context, render};
    use crate::model::{AbsoluteUrl, Syntax, Templates};

    #[test]
    fn emphasis_ends_next_to_punctuation() {
        let page = AbsoluteUrl::parse("https://e.org/p/").unwrap();
        let html = |body: &str, templates| {
            let context = Context {
                templates,
                ..Context::new(Syntax::Markdown, &page)
            };
            render(body, &context).unwrap().html.unwrap().to_string()
        };
        for (body, shown) in [
            ("**备注：**经测试", "<p><strong>备注：</strong>经测试</p>\n"),
            ("经**“测试”**了", "<p>经<strong>“测试”</strong>了</p>\n"),
            (
                "**甲：**和**乙：**和*丙。*丁",
                "<p><strong>甲：</strong>和<strong>乙：</strong>和<em>丙。</em>丁</p>\n",
            ),
            (
                "`**甲：**乙` 2 * 3 *（x",
                "<p><code>**甲：**乙</code> 2 * 3 *（x</p>\n",
            ),
            ("甲（**乙**）丙", "<p>甲（<strong>乙</strong>）丙</p>\n"),
        ] {
            assert_eq!(html(body, Templates::Hugo), shown, "{body}");
        }
        let note = "**Note:**text";
        assert_eq!(
            html(note, Templates::Liquid),
            "<p><strong>Note:</strong>text</p>\n"
        );
        assert_eq!(html(note, Templates::Zola), "<p>**Note:**text</p>\n");
    }
}
