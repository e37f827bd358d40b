//! How much work the HTML of a body would be for the sanitiser, estimated before it runs.
//!
//! HTML parsers repair what they read, and repairs have a price that grows faster than the text:
//! 50,000 open `<div>` cost ten seconds, a few kilobytes of unclosed `<font>` become gigabytes. So
//! the same parser first runs over the body in small pieces, building no tree, and adds up what the
//! tree would have cost; the run ends with the piece that goes too far.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use html5ever::interface::{ElementFlags, ExpandedName, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, ParseOpts, QualName, local_name, ns, parse_fragment};

use super::fragment::{MAX_DEPTH, Unusable, too_deep};
use super::rules::BODY_TOO_TANGLED;
use crate::text;
use crate::text::html::Attributes;

/// Refuses HTML that is too deep or too tangled to be parsed in time proportional to its length.
pub(super) fn check(html: &str) -> Result<(), Unusable> {
    if has_monstrous_tag(html) {
        return Err(too_tangled());
    }
    let context = QualName::new(None, ns!(html), local_name!("div"));
    let tally = Tally::default();
    let mut parser = parse_fragment(tally, ParseOpts::default(), context, Vec::new(), false);
    let budget = html.len() as u64 * WORK_PER_BYTE + WORK_FOR_ALL;
    let mut rest = html;
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(text::floor_char_boundary(rest, PIECE));
        rest = after;
        parser.process(StrTendril::from_slice(piece));
        let tally = &parser.tokenizer.sink.sink;
        if tally.depth.get() > MAX_DEPTH {
            return Err(too_deep());
        }
        if tally.work.get() > budget {
            return Err(too_tangled());
        }
    }
    Ok(())
}

/// Bytes between two looks at the tally.
const PIECE: usize = 512;

/// What a body may cost, in nanoseconds or so. Real ones stay below a tenth of it.
const WORK_PER_BYTE: u64 = 500;
const WORK_FOR_ALL: u64 = 5_000_000;

/// What it costs to make an element, to pass a sibling in search of a place, and how many bytes of
/// text are searched at that price.
const WORK_PER_ELEMENT: u64 = 300;
const WORK_PER_SIBLING: u64 = 2;
const BYTES_SEARCHED: u64 = 32;

fn too_tangled() -> Unusable {
    Unusable {
        rule: &BODY_TOO_TANGLED,
        message: "the tags of the body are too badly nested to be repaired".to_owned(),
    }
}

/// A tree sink that builds no tree and counts what one would cost.
#[derive(Default)]
struct Tally {
    depth: Cell<usize>,
    work: Cell<u64>,
}

/// An element that the parser still holds.
struct CountedNode {
    name: QualName,
    template_contents: Option<Handle>,
    is_integration_point: bool,
    parent: RefCell<Option<Handle>>,
    depth: Cell<usize>,
    children: Cell<u64>,
    /// Bytes at the end of the last child, if it is text, since a search in it would have ended,
    /// and how many of them begin one.
    text: Cell<(u64, u64)>,
}

type Handle = Rc<CountedNode>;

impl CountedNode {
    fn new(name: QualName, flags: ElementFlags) -> Handle {
        Rc::new(CountedNode {
            template_contents: flags
                .template
                .then(|| CountedNode::new(name.clone(), ElementFlags::default())),
            is_integration_point: flags.mathml_annotation_xml_integration_point,
            name,
            parent: RefCell::default(),
            depth: Cell::default(),
            children: Cell::default(),
            text: Cell::default(),
        })
    }
}

impl Tally {
    fn add(&self, work: u64) {
        self.work.set(self.work.get().saturating_add(work));
    }

    fn put(&self, parent: &Handle, child: NodeOrText<Handle>) {
        match child {
            NodeOrText::AppendNode(node) => {
                let depth = parent.depth.get() + 1;
                node.depth.set(depth);
                self.depth.set(self.depth.get().max(depth));
                *node.parent.borrow_mut() = Some(parent.clone());
                parent.children.set(parent.children.get() + 1);
                parent.text.set((0, 0));
            }
            NodeOrText::AppendText(text) => {
                let (length, stops) = parent.text.get();
                let longer = length + u64::from(text.len32());
                let more_stops = stops + stops_in(&text);
                self.add((longer * more_stops - length * stops) / BYTES_SEARCHED);
                let goes_on = !text.contains(['<', '>']);
                parent.text.set(if goes_on {
                    (longer, more_stops)
                } else {
                    (0, 0)
                });
            }
        }
    }

    fn search_siblings(&self, parent: &Handle) {
        self.add(parent.children.get() * WORK_PER_SIBLING);
    }
}

/// How many times html5ever's serialiser, which escapes `text`, looks from there for the next `<`
/// or `>`; without one it reads to the end each time.
fn stops_in(text: &str) -> u64 {
    text.bytes().filter(|b| matches!(b, b'&' | 0xC2)).count() as u64
}

impl TreeSink for Tally {
    type Handle = Handle;
    type Output = Self;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Self {
        self
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, flags: ElementFlags) -> Handle {
        self.add(WORK_PER_ELEMENT);
        for Attribute { name, value } in attrs {
            self.add((name.local.len() + value.len()) as u64);
            if stops_in(&value) > 0 {
                for stretch in value.split(['<', '>', '"']) {
                    self.add(stops_in(stretch) * stretch.len() as u64 / BYTES_SEARCHED);
                }
            }
        }
        CountedNode::new(name, flags)
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.put(parent, child);
    }

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        if let NodeOrText::AppendNode(node) = &child {
            self.remove_from_parent(node);
        }
        if let Some(parent) = &*sibling.parent.borrow() {
            self.search_siblings(parent);
            self.put(parent, child);
        }
    }

    fn append_based_on_parent_node(
        &self,
        element: &Handle,
        previous: &Handle,
        child: NodeOrText<Handle>,
    ) {
        if element.parent.borrow().is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.put(previous, child);
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        if let Some(parent) = target.parent.borrow_mut().take() {
            self.search_siblings(&parent);
            parent.children.set(parent.children.get().saturating_sub(1));
        }
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        let moved = node.children.take();
        self.add(moved * WORK_PER_SIBLING);
        new_parent.children.set(new_parent.children.get() + moved);
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        target.name.expanded()
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        Rc::ptr_eq(x, y)
    }

    fn get_template_contents(&self, target: &Handle) -> Handle {
        target.template_contents.as_ref().unwrap_or(target).clone()
    }

    fn is_mathml_annotation_xml_integration_point(&self, target: &Handle) -> bool {
        target.is_integration_point
    }

    fn get_document(&self) -> Handle {
        CountedNode::new(
            QualName::new(None, ns!(), local_name!("")),
            ElementFlags::default(),
        )
    }

    fn create_comment(&self, _: StrTendril) -> Handle {
        self.add(WORK_PER_ELEMENT);
        self.get_document()
    }

    fn create_pi(&self, _: StrTendril, data: StrTendril) -> Handle {
        self.create_comment(data)
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn add_attrs_if_missing(&self, _: &Handle, _: Vec<Attribute>) {}
}

/// The parser compares each attribute of a tag with all before it, and cannot be stopped within.
const MAX_ATTRIBUTES: usize = 2000;

/// Whether a tag may have more than [`MAX_ATTRIBUTES`], wherever the parser might see one begin.
fn has_monstrous_tag(html: &str) -> bool {
    // Tags that seem to begin inside others are read again; real bodies have few of them.
    let mut steps = html.len() * 8 + 100_000;
    for at in memchr::memchr_iter(b'<', html.as_bytes()) {
        let tag = &html[at + 1..];
        if !tag.starts_with(|c: char| c == '/' || c.is_ascii_alphabetic()) {
            continue;
        }
        let (attributes, bytes) = attributes_of(tag);
        if attributes > MAX_ATTRIBUTES || bytes > steps {
            return true;
        }
        steps -= bytes;
    }
    false
}

/// How many attributes `tag` has, which follows a `<`, and how long it is.
fn attributes_of(tag: &str) -> (usize, usize) {
    let name_end = tag.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>'));
    let name_end = name_end.unwrap_or(tag.len());
    let mut attributes = Attributes::new(&tag[name_end..]);
    let count = attributes.by_ref().take(MAX_ATTRIBUTES + 1).count();
    (count, name_end + attributes.read)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(html: &str) -> &'static str {
        check(html).map_or_else(|unusable| unusable.rule.code, |()| "fine")
    }

    #[test]
    fn what_repairs_grow_out_of_is_refused() {
        let bold: String = (0..40).map(|n| format!("<b id=x{n}>")).collect();
        let attributes: String = (0..50_000).map(|n| format!(" a{n}")).collect();
        for (name, html, expected) in [
            ("open blocks", "<div>".repeat(50_000), "body-too-deep"),
            ("items that nest", "<li><dd>".repeat(5_000), "body-too-deep"),
            (
                "blocks in an object",
                "<div><object></div>".repeat(500),
                "body-too-deep",
            ),
            ("drawings", "<svg>".repeat(500), "body-too-deep"),
            (
                "misnested bold",
                "<b><div></b>".repeat(500),
                "body-too-deep",
            ),
            (
                "bold that is opened again in each paragraph",
                format!("<div>{bold}</div>{}", "<p>x".repeat(5_000)),
                "body-too-tangled",
            ),
            (
                "the same with a long attribute",
                format!(
                    "<div><b title={}></div>{}",
                    "x".repeat(9_999),
                    "<p>x".repeat(20_000)
                ),
                "body-too-tangled",
            ),
            (
                "text in a table",
                format!("<table>{}", "x<b></b>".repeat(5_000)),
                "body-too-tangled",
            ),
            (
                "a tag of attributes",
                format!("<a{attributes}>"),
                "body-too-tangled",
            ),
            (
                "in what looks quoted",
                format!("<a =\"{attributes}\">"),
                "body-too-tangled",
            ),
            (
                "in what looks raw",
                format!("<svg><style><a{attributes}>"),
                "body-too-tangled",
            ),
            ("ampersands", "&".repeat(100_000), "body-too-tangled"),
            (
                "ampersands in an attribute",
                format!("<a title='{}'>", "&".repeat(100_000)),
                "body-too-tangled",
            ),
        ] {
            assert_eq!(verdict(&html), expected, "{name}");
        }
    }

    #[test]
    fn what_people_write_is_fine() {
        let quoted = "<a title=\"a > b\">".to_owned() + &"many words ".repeat(2_000);
        for (name, html) in [
            ("nothing", String::new()),
            ("open paragraphs", "<p>x".repeat(5_000)),
            ("open items", "<ul><li>x<li>y</ul>".repeat(1_000)),
            (
                "open rows",
                format!("<table>{}", "<tr><td>x<td>y".repeat(1_000)),
            ),
            (
                "a page in one line",
                "<p>Hello <b>world</b></p> ".repeat(5_000),
            ),
            (
                "code",
                format!("<pre>{}", "a && b; x &lt; y; z = &amp;c;\n".repeat(20_000)),
            ),
            (
                "French",
                "<p>« C’est-à-dire&nbsp;: à côté »</p>".repeat(1_000),
            ),
            (
                "a long attribute",
                format!("<img src='data:{}'>", "A/b+".repeat(50_000)),
            ),
            ("comments", "<!-- a comment of some words -->".repeat(1_000)),
            ("quoted", quoted),
        ] {
            assert_eq!(verdict(&html), "fine", "{name}");
        }
    }

    #[test]
    fn attributes_are_counted_as_the_parser_does() {
        for (tag, attributes) in [
            ("a>", 0),
            ("a b>", 1),
            ("a b c=d e='f g' h=\"i > j\">k l", 4),
            ("a/b/c/d>", 3),
            ("a b=''c=''>", 2),
            ("a b = c d>", 2),
            ("a =b=c =d>", 2),
            ("a=\"b c d\">", 2),
            ("a b=\"never closed c d", 1),
            ("p/>", 0),
        ] {
            assert_eq!(attributes_of(tag).0, attributes, "{tag}");
        }
    }
}
