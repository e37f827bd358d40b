//! HTML as kramdown and Python-Markdown read it. A block of HTML ends with its first element, and
//! holds no Markdown but with `markdown="1"`; in CommonMark it ends at the next blank line, and
//! Markdown begins there. A line that begins with an inline element is a paragraph in both dialects.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use super::super::code::Code;
use super::super::dialect::MarkdownFlavor;
use super::super::fragment::is_summary_marker;
use super::{Edits, indent, lines};
use crate::text::html::{self, CODE, HtmlElement, HtmlToken, VOID};

/// An empty processing instruction, which sanitising takes away.
const NOTHING: &str = "<??>";

/// What switches `parse_block_html` on for one body.
const OPTION: &str = "{::options parse_block_html=\"true\"";

/// Makes the HTML blocks of `body` end where they end in the dialect.
pub(super) fn find(body: &str, code: &Code, dialect: MarkdownFlavor, edits: &mut Edits) {
    let ends = Ends::new(body, code);
    let mut blocks = Blocks {
        body,
        ends: &ends,
        code,
        reads_all: dialect.reads_html_blocks || body.contains(OPTION),
        edits,
    };
    let mut from = 0;
    for (event, range) in Parser::new_ext(body, dialect.options()).into_offset_iter() {
        if matches!(event, Event::Start(Tag::HtmlBlock)) && range.start >= from {
            from = blocks.block(range, 0);
        }
    }
}

/// The end tags in capitals that end a block of code or of a script: the parser knows them in small
/// letters only (CommonMark, section 4.6, ignores case).
pub(super) fn capital_ends(body: &str) -> impl Iterator<Item = Range<usize>> {
    let starts = memchr::memmem::find_iter(body.as_bytes(), "</");
    starts.filter_map(|at| {
        let name = body[at + 2..]
            .split(|c: char| !c.is_ascii_alphabetic())
            .next()?;
        let is_known = ["pre", "script", "style", "textarea"]
            .iter()
            .any(|known| name.eq_ignore_ascii_case(known));
        let has_capitals = name.bytes().any(|b| b.is_ascii_uppercase());
        (is_known && has_capitals).then(|| at + 2..at + 2 + name.len())
    })
}

/// Writes those end tags in small letters. What such an element holds counts as code, too.
pub(super) fn find_capitals(body: &str, code: &Code, edits: &mut Edits) {
    let is_code = |at: usize| {
        let code = code.at(at).map(|code| &body[code.range.start..]);
        code.is_some_and(|code| html::tag_start(code).is_none())
    };
    for end in capital_ends(body).filter(|end| !is_code(end.start)) {
        edits.replace(end.clone(), body[end].to_ascii_lowercase());
    }
}

struct Blocks<'b, 'e> {
    body: &'b str,
    ends: &'e Ends,
    code: &'e Code,
    reads_all: bool,
    edits: &'e mut Edits,
}

/// How deep elements with `markdown="1"` are read in one another.
const DEEPEST: usize = 8;

impl Blocks<'_, '_> {
    /// Reads the block of HTML at `range`; returns where reading goes on.
    fn block(&mut self, range: Range<usize>, depth: usize) -> usize {
        let mut at = range.start;
        self.comment(at);
        if self.body[at..].starts_with("<!--")
            && let Some(end) = self.body[at..range.end.max(at)].find("-->")
        {
            at = self.part(at + end + "-->".len(), range.end);
        }
        while at < range.end {
            at += indent_of_html(&self.body[at..]);
            let Some((element, is_end, length, marked)) = tag_at(&self.body[at..]) else {
                // Text follows the block, and perhaps another one.
                match self
                    .next_block(at..range.end.max(at))
                    .filter(|_| at > range.start)
                {
                    Some(block) => at = block,
                    None => return range.end,
                }
                continue;
            };
            let after = at + length;
            if is_end {
                at = self.part(after, range.end);
                continue;
            }
            if !is_block(element) {
                // In a paragraph, where only a whole line of HTML would begin a block.
                self.edits.replace(after..after, NOTHING.to_owned());
                match self.next_block(after..range.end.max(after)) {
                    Some(block) => at = block,
                    None => return range.end,
                }
                continue;
            }
            if element.is(VOID) {
                at = self.part(after, range.end);
                continue;
            }
            let Some(end) = self.ends.end_of(element, at) else {
                return range.end;
            };
            let holds_markdown = marked.unwrap_or(self.reads_all && may_hold_blocks(element));
            if holds_markdown && element.name == "p" {
                // A paragraph of Markdown is one without its tags.
                self.edits.remove(at..after);
                self.edits.remove(end.clone());
            } else if holds_markdown && depth < DEEPEST {
                self.markdown(after..end.start, depth);
            } else if !element.is(CODE) {
                self.keep_together(after..end.start);
            }
            at = self.part(end.end, range.end.max(end.end));
        }
        at
    }

    /// Where the first line in `range` is that begins with a block, and ends the paragraph before it.
    fn next_block(&self, range: Range<usize>) -> Option<usize> {
        let starts = lines(&self.body[range.clone()]).skip(1);
        let mut starts = starts.map(|(start, line)| range.start + start + indent(line));
        starts.find(|&at| {
            tag_at(&self.body[at..])
                .is_some_and(|(element, is_end, ..)| !is_end && is_block(element))
        })
    }

    /// Removes a comment that begins a line of a paragraph, where it would be a block.
    fn comment(&mut self, at: usize) {
        let (before, rest) = self.body.split_at(at);
        let above = before
            .trim_end_matches(' ')
            .strip_suffix('\n')
            .unwrap_or_default();
        let is_in_paragraph = !above
            .rsplit('\n')
            .next()
            .unwrap_or_default()
            .trim()
            .is_empty();
        let line = rest.split_inclusive('\n').next().unwrap_or_default();
        let inside = line
            .strip_prefix("<!--")
            .and_then(|rest| rest.split_once("-->"));
        if let Some((comment, after)) = inside.filter(|_| is_in_paragraph)
            && !is_summary_marker(comment)
        {
            if after.trim().is_empty() {
                self.edits.remove(above.len() + 1..at + line.len());
            } else {
                self.edits.remove(at..at + line.len() - after.len());
            }
        }
    }

    /// Ends a block at `at`, if something follows that is not HTML.
    fn part(&mut self, at: usize, end: usize) -> usize {
        let rest = &self.body[at..];
        let line = rest.split('\n').next().unwrap_or_default();
        if !line.trim().is_empty() {
            let is_text = match tag_at(line.trim_start()) {
                Some((element, is_end, ..)) => !is_end && !is_block(element),
                None => !line.trim_start().starts_with('<'),
            };
            if is_text {
                let space = at..at + line.len() - line.trim_start().len();
                self.edits
                    .replace(space, format!("\n\n{}", self.margin(at)));
            }
            return at.max(end.min(at));
        }
        let next = rest[line.len()..].trim_start_matches('\n');
        let is_next_line = rest.len() - line.len() - next.len() == 1;
        let is_block = tag_at(next.trim_start_matches(' '))
            .is_some_and(|(element, is_end, ..)| is_end || is_block(element));
        if is_next_line && !next.trim_start().is_empty() && !is_block {
            self.edits.replace(at..at, "\n".to_owned());
        }
        at
    }

    /// Puts blank lines around the Markdown in an element, and reads the blocks in it.
    fn markdown(&mut self, inside: Range<usize>, depth: usize) {
        let margin = self.margin(inside.start);
        self.edits
            .replace(inside.start..inside.start, format!("\n\n{margin}"));
        let mut from = 0;
        for (start, line) in lines(&self.body[inside.clone()]) {
            let at = inside.start + start + indent_of_html(line);
            if at < from {
                continue;
            }
            let is_block = tag_at(&self.body[at..])
                .is_some_and(|(element, is_end, ..)| !is_end && is_block(element));
            if is_block {
                from = self.block(at..inside.end.min(at + 1), depth + 1);
            }
        }
        self.edits
            .replace(inside.end..inside.end, format!("\n\n{margin}"));
    }

    /// Keeps blank lines in an element from ending the block, unless Markdown seems to follow.
    fn keep_together(&mut self, inside: Range<usize>) {
        let text = &self.body[inside.clone()];
        let is_code = |at: usize| {
            self.code
                .at(inside.start + at)
                .is_some_and(|code| !code.is_span)
        };
        let holds = |sign| text.match_indices(sign).any(|(at, _)| !is_code(at));
        if !text.contains('\n')
            || ["](", "**", "\n#"].into_iter().any(holds)
            || text.contains("```")
        {
            return;
        }
        let margin = self.margin(inside.start);
        for (start, line) in lines(text).skip(1) {
            if line.trim().is_empty() && start + line.len() < text.len() {
                let at = inside.start + start;
                self.edits
                    .replace(at..at + line.len(), format!("{margin}{NOTHING}"));
            }
        }
    }

    /// What stands before the text of the line of `at`, as white space.
    fn margin(&self, at: usize) -> String {
        let line = &self.body[..at];
        let line = &line[line.rfind('\n').map_or(0, |end| end + 1)..];
        let text = line.find('<').unwrap_or(line.len());
        let blank = |c| if matches!(c, '>' | '\t') { c } else { ' ' };
        let margin: String = line[..text].chars().map(blank).collect();
        // Four spaces at the margin of the page do not belong to a list.
        if margin.trim().is_empty() && line[..text].trim().is_empty() && margin.len() < 2 {
            String::new()
        } else {
            margin
        }
    }
}

/// Whether a line that begins with the element begins a block.
fn is_block(element: &HtmlElement) -> bool {
    let spans = [
        "a", "abbr", "acronym", "b", "bdo", "big", "br", "button", "cite", "code", "del", "dfn",
        "em", "i", "img", "input", "ins", "kbd", "label", "mark", "option", "q", "rb", "rp", "rt",
        "rtc", "ruby", "samp", "select", "small", "span", "strong", "sub", "sup", "textarea", "tt",
        "u", "var",
    ];
    !spans.contains(&element.name)
}

fn indent_of_html(text: &str) -> usize {
    indent(text)
}

/// Whether kramdown reads blocks in the element where it reads Markdown in HTML.
fn may_hold_blocks(element: &HtmlElement) -> bool {
    let blocks = [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "dd",
        "details",
        "div",
        "dl",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "hgroup",
        "li",
        "main",
        "map",
        "menu",
        "nav",
        "noscript",
        "object",
        "p",
        "section",
        "summary",
        "td",
    ];
    blocks.contains(&element.name)
}

/// The tag that `text` begins with: its element, whether it is an end tag, its length, and whether
/// Markdown follows, if it says so.
fn tag_at(text: &str) -> Option<(&'static HtmlElement, bool, usize, Option<bool>)> {
    let text = &text[..crate::text::floor_char_boundary(text, LONGEST)];
    if !text.starts_with('<') {
        return None;
    }
    let mut tokens = html::tokens(text);
    let Some(HtmlToken::Tag(tag)) = tokens.next() else {
        return None;
    };
    let mut attributes = tag.attributes();
    let marked = attributes
        .find(|(name, _)| *name == "markdown")
        .map(|(_, value)| value != "0" && value != "span");
    Some((
        tag.element,
        tag.is_end,
        text.len() - tokens.behind(),
        marked,
    ))
}

/// The longest tag, in bytes.
const LONGEST: usize = 4096;

/// Where the elements of a body end.
struct Ends(std::collections::HashMap<usize, Range<usize>>);

impl Ends {
    fn new(body: &str, code: &Code) -> Self {
        let mut ends = std::collections::HashMap::new();
        let mut open: std::collections::HashMap<&str, Vec<usize>> = Default::default();
        let mut tokens = html::tokens(body);
        let mut at = 0;
        while let Some(token) = tokens.next() {
            let start = at;
            at = body.len() - tokens.behind();
            let HtmlToken::Tag(tag) = token else { continue };
            let is_markup = tag.element.is(CODE) || code.at(start).is_none();
            if tag.element.is(VOID) || !is_markup {
                continue;
            }
            let open = open.entry(tag.element.name).or_default();
            if tag.is_end {
                if let Some(begin) = open.pop() {
                    ends.insert(begin, start..at);
                }
            } else {
                open.push(start);
            }
        }
        Ends(ends)
    }

    fn end_of(&self, _element: &HtmlElement, start: usize) -> Option<Range<usize>> {
        self.0.get(&start).cloned()
    }
}
