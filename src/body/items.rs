//! Paragraphs in definitions, which are some only behind a blank line; and in list items, as kramdown has them: the first of an item is one only if a blank line
//! follows it. In CommonMark one blank line makes paragraphs of all items of the list. And its lists,
//! which go on where the bullet is another one.

use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

/// The events of a body, without the paragraphs that the generator does not make.
pub(super) struct ItemParagraphs<'b, I: Iterator> {
    body: &'b str,
    events: Peekable<I>,
    /// Whether list items are those of kramdown.
    has_loose_items: bool,
    /// The lists that are open, the innermost last.
    lists: Vec<OpenList>,
    /// Whether the next event is the first of an item, and whether that of a definition without a blank
    /// line before it.
    is_first: bool,
    defines: bool,
    /// Whether the open paragraph is left out.
    is_dropped: bool,
}

struct OpenList {
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
            has_loose_items,
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
        let is_followed = next.trim_matches([' ', '\t', '>']).is_empty() && !rest.is_empty();
        let is_blank = |from: usize, to: usize| {
            let between = self.body.get(from..to).unwrap_or_default();
            between.trim_matches([' ', '\t', '>', '\n']).is_empty()
        };
        let is_last = is_blank(list.item_end, list.end);
        let is_alone = is_blank(range.end, list.item_end);
        (!is_followed || is_last && is_alone)
            && (!is_last || list.items == 1 || list.has_tight_items)
    }
}

impl<'e, I: Iterator<Item = (Event<'e>, Range<usize>)>> Iterator for ItemParagraphs<'_, I> {
    type Item = Event<'e>;

    fn next(&mut self) -> Option<Event<'e>> {
        loop {
            let (event, range) = self.events.next()?;
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
                Event::Start(Tag::List(_)) if self.has_loose_items => self.lists.push(OpenList {
                    end: range.end,
                    item_end: range.end,
                    items: 0,
                    has_tight_items: false,
                    is_tight: false,
                }),
                Event::End(TagEnd::List(is_ordered)) if self.has_loose_items => {
                    let is_same = |(event, _): &(Event<'_>, Range<usize>)| matches!(event, Event::Start(Tag::List(first)) if first.is_some() == *is_ordered);
                    if let Some((_, next)) = self.events.next_if(is_same) {
                        if let Some(list) = self.lists.last_mut() {
                            list.end = next.end;
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
        ] {
            let context = Context {
                templates: Templates::Liquid,
                ..Context::new(Syntax::Markdown, &page)
            };
            let html = render(body, &context).unwrap().html.unwrap().to_string();
            let found: Vec<&str> = html
                .split("<p>")
                .skip(1)
                .filter_map(|rest| rest.split("</p>").next())
                .collect();
            assert_eq!(found, paragraphs, "{body}{html}");
            assert!(!html.contains("</ul>\n<ul>"), "{body}{html}");
        }
    }
}
