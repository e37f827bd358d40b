//! Which texts of definitions and list items are paragraphs.
//!
//! The text of a definition is a paragraph only behind a blank line. For kramdown, the first text of a list
//! item is one only if a blank line follows it, and every other text is one (in CommonMark, one blank line
//! makes paragraphs of all items of the list), and a list goes on where the bullet changes.

use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::markup::list_marker;

/// The events of a body, without the paragraphs that the generator does not make, and with those that only
/// it makes.
pub(super) struct ItemParagraphs<'b, I: Iterator> {
    body: &'b str,
    events: Peekable<I>,
    /// The event behind the beginning or the end of a paragraph that was put in.
    delayed: Option<I::Item>,
    /// Whether list items are those of kramdown.
    has_loose_items: bool,
    /// The elements that are open, and the lists among them, the innermost last.
    open: Vec<OpenElement>,
    lists: Vec<OpenList>,
    /// Whether the next event is the first of an item, and whether that of a definition without a blank
    /// line before it.
    is_first: bool,
    defines: bool,
    /// Whether the open paragraph is left out.
    is_dropped: bool,
}

#[derive(Default)]
struct OpenElement {
    is_item: bool,
    /// Whether a block stands in it, and whether a paragraph does that was put in.
    has_blocks: bool,
    in_paragraph: bool,
}

struct OpenList {
    is_ordered: bool,
    start: usize,
    end: usize,
    item_end: usize,
    items: usize,
    /// Whether an item before this one does not begin with a paragraph.
    has_tight_items: bool,
    is_tight: bool,
}

impl<'b, I: Iterator> ItemParagraphs<'b, I> {
    pub(super) fn new(body: &'b str, events: I, has_loose_items: bool) -> Self {
        ItemParagraphs {
            body,
            events: events.peekable(),
            delayed: None,
            has_loose_items,
            open: Vec::new(),
            lists: Vec::new(),
            is_first: false,
            defines: false,
            is_dropped: false,
        }
    }

    /// Whether the paragraph at `range`, the first of its item, is left out.
    fn is_tight(&self, range: &Range<usize>) -> bool {
        let Some(list) = self.lists.last() else {
            return false;
        };
        let rest = self.body[range.end..].trim_start_matches([' ', '\t']);
        let rest = if self.body[..range.end].ends_with('\n') {
            rest
        } else {
            rest.strip_prefix('\n').unwrap_or(rest)
        };
        let next = rest.split('\n').next().unwrap_or_default();
        let is_followed = next.trim_matches(BLANK).is_empty() && !rest.is_empty();
        // The definitions of links count as part of the list before them.
        let is_blank = |from: usize, to: usize| {
            let between = self.body.get(from..to).unwrap_or_default();
            let mut lines = between.lines().map(|line| line.trim_matches(BLANK));
            lines.all(|line| line.is_empty() || is_definition(line))
        };
        let is_last = is_blank(list.item_end, list.end) && !self.goes_on(list);
        let is_alone = is_blank(range.end, list.item_end);
        (!is_followed || is_last && is_alone)
            && (!is_last || list.items == 1 || list.has_tight_items)
    }

    /// Whether the list behind `list` is the same one in kramdown.
    fn goes_on(&self, list: &OpenList) -> bool {
        let column = |at: usize| at - self.body[..at].rfind('\n').map_or(0, |end| end + 1);
        let rest = self.body[list.end..].trim_start_matches(BLANK);
        let at = self.body.len() - rest.len();
        let is_ordered = rest.starts_with(|c: char| c.is_ascii_digit());
        is_ordered == list.is_ordered
            && list_marker(rest).is_some()
            && column(at).abs_diff(column(list.start)) < 2
            && !self.follows_definition(at)
    }

    fn follows_definition(&self, at: usize) -> bool {
        let before = self.body[..at].trim_end_matches(BLANK);
        is_definition(before.rsplit('\n').next().unwrap_or_default())
    }
}

/// What stands on a line that counts as blank, and between lines.
const BLANK: [char; 5] = [' ', '\t', '\r', '\n', '>'];

/// `[label]: address`.
fn is_definition(line: &str) -> bool {
    let line = line.trim_start_matches(BLANK);
    line.starts_with('[') && line.contains("]:")
}

/// Whether `event` stands in a line of text, or begins what does.
fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => matches!(
            tag,
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
        ),
        Event::End(_) | Event::Html(_) | Event::Rule | Event::TaskListMarker(_) => false,
        _ => true,
    }
}

impl<'e, I: Iterator<Item = (Event<'e>, Range<usize>)>> ItemParagraphs<'_, I> {
    /// The end or the beginning of a paragraph that has to stand before `event`.
    fn paragraph_before(&mut self, event: &Event<'e>) -> Option<Event<'e>> {
        let item = self.open.last_mut().filter(|open| open.is_item)?;
        let is_inline = is_inline(event);
        let is_missing = is_inline && item.has_blocks && !item.in_paragraph;
        if is_missing || item.in_paragraph && !is_inline {
            item.in_paragraph = is_missing;
            return Some(if is_missing {
                Event::Start(Tag::Paragraph)
            } else {
                Event::End(TagEnd::Paragraph)
            });
        }
        item.has_blocks |= !is_inline && !matches!(event, Event::TaskListMarker(_));
        None
    }
}

impl<'e, I: Iterator<Item = (Event<'e>, Range<usize>)>> Iterator for ItemParagraphs<'_, I> {
    type Item = Event<'e>;

    fn next(&mut self) -> Option<Event<'e>> {
        loop {
            let (event, range) = match self.delayed.take() {
                Some(event) => event,
                None => self.events.next()?,
            };
            if self.has_loose_items {
                if let Some(paragraph) = self.paragraph_before(&event) {
                    self.delayed = Some((event, range));
                    return Some(paragraph);
                }
                match &event {
                    Event::Start(tag) => self.open.push(OpenElement {
                        is_item: matches!(tag, Tag::Item),
                        ..OpenElement::default()
                    }),
                    Event::End(_) => {
                        self.open.pop();
                    }
                    _ => {}
                }
            }
            let is_first = std::mem::take(&mut self.is_first);
            let defines = std::mem::take(&mut self.defines);
            match &event {
                Event::Start(Tag::DefinitionListDefinition) => {
                    let before = self.body[..range.start].trim_end_matches([' ', '\t', '>', ':']);
                    let line = before.trim_end_matches('\n');
                    self.defines = before.len() - line.len() < 2;
                }
                Event::Start(Tag::Paragraph) if defines => {
                    self.is_dropped = true;
                    continue;
                }
                Event::Start(Tag::Paragraph) if is_first => {
                    self.is_dropped = self.is_tight(&range);
                    if let Some(list) = self.lists.last_mut() {
                        list.is_tight = self.is_dropped;
                    }
                    if self.is_dropped {
                        continue;
                    }
                }
                Event::End(TagEnd::Paragraph) if std::mem::take(&mut self.is_dropped) => continue,
                Event::Start(Tag::List(first)) if self.has_loose_items => {
                    self.lists.push(OpenList {
                        is_ordered: first.is_some(),
                        start: range.start,
                        end: range.end,
                        item_end: range.end,
                        items: 0,
                        has_tight_items: false,
                        is_tight: false,
                    })
                }
                Event::End(TagEnd::List(is_ordered)) if self.has_loose_items => {
                    let is_same = |(event, _): &(Event<'_>, Range<usize>)| matches!(event, Event::Start(Tag::List(first)) if first.is_some() == *is_ordered);
                    let next = self.events.peek().filter(|next| is_same(next));
                    let next = next.map(|(_, next)| next.clone());
                    if let Some(next) = next.filter(|next| !self.follows_definition(next.start)) {
                        self.events.next();
                        self.open.push(OpenElement::default());
                        if let Some(list) = self.lists.last_mut() {
                            (list.start, list.end) = (next.start, next.end);
                        }
                        continue;
                    }
                    self.lists.pop();
                }
                Event::Start(Tag::Item) if self.has_loose_items => {
                    self.is_first = true;
                    if let Some(list) = self.lists.last_mut() {
                        list.has_tight_items |= list.is_tight;
                        list.is_tight = true;
                        list.items += 1;
                        list.item_end = range.end;
                    }
                }
                Event::TaskListMarker(_) => self.is_first = is_first,
                _ => {}
            }
            return Some(event);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Context, render};
    use crate::model::{AbsoluteUrl, Syntax, Templates};

    /// As Goldmark 1.7 and kramdown 2.4 have them.
    #[test]
    fn a_definition_is_a_paragraph_behind_a_blank_line() {
        let page = AbsoluteUrl::parse("https://e.org/p/").unwrap();
        for templates in [Templates::Hugo, Templates::Liquid] {
            let context = Context {
                templates,
                ..Context::new(Syntax::Markdown, &page)
            };
            let body = "a\n: b\n: c\n\n    d\n\ne\n\n: f";
            let html = render(body, &context).unwrap().html.unwrap().to_string();
            let html = html.replace('\n', "");
            assert_eq!(
                html,
                "<dl><dt>a</dt><dd>b</dd><dd>c<p>d</p></dd><dt>e</dt><dd><p>f</p></dd></dl>"
            );
        }
    }

    /// As kramdown 2.4 has them.
    #[test]
    fn an_item_is_a_paragraph_if_a_blank_line_follows() {
        let page = AbsoluteUrl::parse("https://e.org/p/").unwrap();
        let html = |body: &str| {
            let context = Context {
                templates: Templates::Liquid,
                ..Context::new(Syntax::Markdown, &page)
            };
            render(body, &context).unwrap().html.unwrap().to_string()
        };
        for (body, paragraphs) in [
            ("- a\n- b\n", &[][..]),
            ("- a\n\n- b\n", &["a", "b"]),
            ("- a\n- b\n\n- c\n", &["b"]),
            ("- a\n\n- b\n- c\n", &["a"]),
            ("- a\n  - b\n\n- c\n  - d\n", &[]),
            ("- a\n\n  - b\n- c\n", &["a", "c"]),
            ("- a\n\n  b\n\nc\n", &["a", "b", "c"]),
            ("1. a\n2. b\n\n   c\n", &["b", "c"]),
            ("- a\n* b\n+ c\n", &[]),
            ("- a\n  - b\n\n- c\n\n[d]: e\n", &[]),
            ("- a\n  - b\n\n- c\n\n* d\n", &["c"]),
            ("- a\n  ```\n  b\n  ```\n  c\n", &["c"]),
            ("- # a\n  *b* c\n  - d\n", &["<em>b</em> c"]),
        ] {
            let html = html(body);
            let found: Vec<&str> = html
                .split("<p>")
                .skip(1)
                .filter_map(|rest| rest.split("</p>").next())
                .collect();
            assert_eq!(found, paragraphs, "{body}{html}");
            assert!(!html.contains("</ul>\n<ul>"), "{body}{html}");
        }
        assert_eq!(html("- a\n\n[d]: e\n\n- b\n").matches("<ul>").count(), 2);
    }
}
