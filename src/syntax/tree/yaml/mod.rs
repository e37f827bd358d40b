//! YAML.
//!
//! `3.10` stays `3.10`, `00` stays `00`, `on` stays `on`, and `! 'x'` is `x`. The only module that
//! knows `serde_yaml`, which gives a scalar's text only to who asks for text, and fails where a
//! list stands instead. So the text is read twice: once for its shape, once for its scalars.
//! Headers that hold no more than texts and lists of texts, which is most of them, do without it.

mod simple;
mod slips;
mod write;

use std::cell::Cell;
use std::fmt;

use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor,
};

use super::{MAX_BYTES, MAX_DEPTH, Node, SyntaxError, Value};
use crate::text::floor_char_boundary;
use slips::{Broken, unspaced};
pub use write::write;

/// What aliases may expand to, in nodes and bytes of scalars together.
const MAX_EXPANSION: usize = 8 * MAX_BYTES;

/// Parses one YAML document.
///
/// `text` must have passed [`printable`](super::printable), or a control character in it is an error.
///
/// # Errors
///
/// If it is not YAML, is larger than [`MAX_BYTES`], nested deeper than [`MAX_DEPTH`], or its
/// aliases expand beyond the limit.
pub fn parse(text: &str) -> Result<Node, SyntaxError> {
    SyntaxError::unless_small(text)?;
    if let Some(node) = simple::parse(text) {
        return Ok(node);
    }
    parse_thoroughly(text).map_err(|error| {
        let slip = || {
            let broken = Broken {
                text,
                error: &error,
                parse: &|text| parse_thoroughly(text).map(|_| ()),
            };
            broken.slip()
        };
        let slip = if error.is_limit { None } else { slip() };
        slip.unwrap_or(error)
    })
}

/// Parses one YAML document that is to hold keys: where each of them lacks the space behind its colon, it is
/// one text.
///
/// # Errors
///
/// As [`parse`].
pub fn parse_keys(text: &str) -> Result<Node, SyntaxError> {
    let node = parse(text)?;
    match node.value {
        Value::Scalar(_) => unspaced(text).map_or(Ok(node), Err),
        _ => Ok(node),
    }
}

/// Parts of the messages, of the parser and of this module, about texts that exceed a limit: the errors of the
/// parser have no kind.
const LIMITS: &[&str] = &["recursion limit", "repetition limit", "its aliases expand"];

/// Reads any YAML.
fn parse_thoroughly(text: &str) -> Result<Node, SyntaxError> {
    check_depth(text)?;
    let locate = |error: serde_yaml::Error| {
        let message = error.to_string();
        let noticed = || error.location().map(|place| place.index());
        let offset = opening_quote(text, &message).or_else(noticed).unwrap_or(0);
        SyntaxError {
            message: without_place(&message),
            offset: floor_char_boundary(text, offset),
            is_limit: LIMITS.iter().any(|limit| message.contains(limit)),
        }
    };
    let context = Context::new(text);
    let shape = ShapeSeed(&context)
        .deserialize(serde_yaml::Deserializer::from_str(text))
        .map_err(locate)?;
    context.left.set(MAX_EXPANSION);
    NodeSeed {
        shape: &shape,
        context: &context,
    }
    .deserialize(serde_yaml::Deserializer::from_str(text))
    .map_err(locate)
}

/// Flow nesting costs the parser quadratic time, so it is bounded before the parser sees it. Quotes
/// are not looked at: brackets that are only text would have to come in their dozens to be refused.
fn check_depth(text: &str) -> Result<(), SyntaxError> {
    let (mut depth, mut compact, mut line_start) = (0_usize, 0_usize, true);
    for (offset, byte) in text.bytes().enumerate() {
        match byte {
            b'\n' => (compact, line_start) = (0, true),
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            // `- - - x` opens a list for each dash.
            b'-' | b'?' if line_start => compact += 1,
            b' ' => {}
            _ => line_start = false,
        }
        if depth.max(compact) > MAX_DEPTH {
            return Err(SyntaxError::too_deep(offset));
        }
    }
    Ok(())
}

/// Where the quote stands that is never closed: the parser notices it at the end of the text.
fn opening_quote(text: &str, message: &str) -> Option<usize> {
    let (_, place) = message.split_once("while scanning a quoted scalar at line ")?;
    let (line, column) = place.split_once(" column ")?;
    let (line, column): (usize, usize) = (line.parse().ok()?, column.parse().ok()?);
    let before: usize = text
        .split_inclusive('\n')
        .take(line.checked_sub(1)?)
        .map(str::len)
        .sum();
    let in_line = text
        .get(before..)?
        .char_indices()
        .nth(column.checked_sub(1)?)?;
    Some(before + in_line.0)
}

/// The parser's message without its ` at line 2 column 3`, which counts from the header.
fn without_place(message: &str) -> String {
    let message = message.split(" at line ").next().unwrap_or(message);
    message
        .split(" at position ")
        .next()
        .unwrap_or(message)
        .to_owned()
}

/// What a document is made of, without its texts.
enum Shape {
    Null,
    Scalar,
    Sequence(Vec<Shape>),
    Mapping(Vec<(Shape, Shape)>),
}

/// The text, how far it has been read, and how much more may be built from it.
struct Context<'t> {
    text: &'t str,
    cursor: Cell<usize>,
    left: Cell<usize>,
}

impl<'t> Context<'t> {
    fn new(text: &'t str) -> Self {
        Context {
            text,
            cursor: Cell::new(0),
            left: Cell::new(MAX_EXPANSION),
        }
    }

    fn spend<E: de::Error>(&self, cost: usize) -> Result<(), E> {
        let left = self.left.get().checked_sub(cost);
        self.left.set(
            left.ok_or_else(|| E::custom("its aliases expand to more than a header may hold"))?,
        );
        Ok(())
    }

    /// Where a scalar that the parser lent out of the text begins.
    fn offset_of(&self, part: &str) -> usize {
        let offset = part.as_ptr().addr().wrapping_sub(self.text.as_ptr().addr());
        if offset <= self.text.len() {
            offset
        } else {
            self.cursor.get()
        }
    }

    /// Moves from the end of a key to its value, if that stands on the same line.
    fn step_over_colon(&self) {
        let at = self.cursor.get();
        let Some(rest) = self.text.get(at..) else {
            return;
        };
        let after_key = rest.trim_start_matches(['"', '\'', ' ']);
        if let Some(value) = after_key.strip_prefix(':') {
            let value = value.trim_start_matches([' ', '\t']);
            if !value.starts_with(['\n', '\r']) {
                self.cursor.set(self.text.len() - value.len());
            }
        }
    }
}

struct ShapeSeed<'c, 't>(&'c Context<'t>);

impl<'de> DeserializeSeed<'de> for ShapeSeed<'_, '_> {
    type Value = Shape;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Shape, D::Error> {
        self.0.spend(1)?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ShapeSeed<'_, '_> {
    type Value = Shape;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any YAML")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Shape, E> {
        Ok(Shape::Scalar)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Shape, E> {
        Ok(Shape::Scalar)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Shape, E> {
        Ok(Shape::Scalar)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Shape, E> {
        Ok(Shape::Scalar)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Shape, E> {
        Ok(Shape::Scalar)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Shape, E> {
        Ok(Shape::Scalar)
    }

    fn visit_str<E>(self, _: &str) -> Result<Shape, E> {
        Ok(Shape::Scalar)
    }

    fn visit_none<E>(self) -> Result<Shape, E> {
        Ok(Shape::Null)
    }

    fn visit_unit<E>(self) -> Result<Shape, E> {
        Ok(Shape::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Shape, A::Error> {
        let mut shapes = Vec::new();
        while let Some(shape) = seq.next_element_seed(ShapeSeed(self.0))? {
            shapes.push(shape);
        }
        Ok(Shape::Sequence(shapes))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Shape, A::Error> {
        let mut shapes = Vec::new();
        while let Some(key) = map.next_key_seed(ShapeSeed(self.0))? {
            shapes.push((key, map.next_value_seed(ShapeSeed(self.0))?));
        }
        Ok(Shape::Mapping(shapes))
    }

    /// A local tag, as in `! 'x'` or `!file x`: what it stands before.
    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Shape, A::Error> {
        let (_, value) = tagged.variant_seed(TextSeed)?;
        value.newtype_variant_seed(self)
    }
}

/// Reads the name of a tag, which is not used.
struct TextSeed;

impl<'de> DeserializeSeed<'de> for TextSeed {
    type Value = de::IgnoredAny;

    fn deserialize<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<de::IgnoredAny, D::Error> {
        deserializer.deserialize_ignored_any(de::IgnoredAny)
    }
}

struct NodeSeed<'s, 't> {
    shape: &'s Shape,
    context: &'s Context<'t>,
}

impl NodeSeed<'_, '_> {
    fn node(&self, value: Value, offset: usize) -> Node {
        Node { value, offset }
    }

    fn scalar<E: de::Error>(&self, text: &str, offset: usize) -> Result<Node, E> {
        self.context.spend(text.len())?;
        Ok(self.node(Value::Scalar(text.to_owned()), offset))
    }
}

impl<'de> DeserializeSeed<'de> for NodeSeed<'_, '_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        self.context.spend(1)?;
        match self.shape {
            Shape::Null => {
                deserializer.deserialize_ignored_any(de::IgnoredAny)?;
                Ok(self.node(Value::Null, self.context.cursor.get()))
            }
            Shape::Scalar => deserializer.deserialize_str(self),
            Shape::Sequence(_) => deserializer.deserialize_seq(self),
            Shape::Mapping(_) => deserializer.deserialize_map(self),
        }
    }
}

impl<'de> Visitor<'de> for NodeSeed<'_, '_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the YAML that was there a moment ago")
    }

    fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Node, E> {
        let offset = self.context.offset_of(text);
        self.context.cursor.set(offset + text.len());
        self.scalar(text, offset)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Node, E> {
        self.scalar(text, self.context.cursor.get())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Node, A::Error> {
        let Shape::Sequence(shapes) = self.shape else {
            return Err(de::Error::custom("a list appeared"));
        };
        let offset = self.context.cursor.get();
        let mut nodes = Vec::with_capacity(shapes.len());
        for shape in shapes {
            nodes.extend(seq.next_element_seed(NodeSeed {
                shape,
                context: self.context,
            })?);
        }
        Ok(self.node(Value::Sequence(nodes), offset))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let Shape::Mapping(shapes) = self.shape else {
            return Err(de::Error::custom("a mapping appeared"));
        };
        let offset = self.context.cursor.get();
        let mut nodes = Vec::with_capacity(shapes.len());
        for (key, value) in shapes {
            let Some(key) = map.next_key_seed(NodeSeed {
                shape: key,
                context: self.context,
            })?
            else {
                break;
            };
            self.context.step_over_colon();
            nodes.push((
                key,
                map.next_value_seed(NodeSeed {
                    shape: value,
                    context: self.context,
                })?,
            ));
        }
        Ok(self.node(Value::Mapping(nodes), offset))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{notation, printable};
    use super::*;

    fn read(text: &str) -> String {
        match parse(&printable(text)) {
            Ok(node) => notation(&node),
            Err(error) => format!("error: {error} @{}", error.offset),
        }
    }

    #[test]
    fn scalars_are_as_they_were_written() {
        let cases = [
            (
                "tags: [3.10, 1e3, 0x1F, 2025, 00, on, yes, '~', 3.5]",
                "{tags=[3.10 1e3 0x1F 2025 00 on yes ~ 3.5]}",
            ),
            ("title: ! 'x'", "{title=x}"),
            ("title: !local x", "{title=x}"),
            ("tags: !set [a, b]", "{tags=[a b]}"),
            (
                "date: 2025-05-18T21:36:22.238724+00:00",
                "{date=2025-05-18T21:36:22.238724+00:00}",
            ),
            ("a: ~\nb: null\nc:\nd: ''", "{a=~ b=~ c=~ d=}"),
            ("a: \"x\\u4e2dy\"", "{a=x中y}"),
            ("a: x\n  y\nb: >\n  c\n  d\n", "{a=x y b=c d\n}"),
            (
                "a: &x [1.0, 2]\nb: *x\nc: &y 1.0\nd: *y",
                "{a=[1.0 2] b=[1.0 2] c=1.0 d=1.0}",
            ),
            ("a: 1\na: 2", "{a=1 a=2}"),
            ("1: a\n~: b\ntrue: c", "{1=a ~=b true=c}"),
            ("date: {{date}}", "{date={{date=~}=~}}"),
            (
                "tags: [人工智能,机器人，新语丝]",
                "{tags=[人工智能 机器人，新语丝]}",
            ),
            ("'a b': 'it''s'", "{a b=it's}"),
            ("", "~"),
            ("just text", "just text"),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn a_control_character_costs_one_character() {
        assert_eq!(read("a: x\u{8}y\nb: z"), "{a=x\u{fffd}y b=z}");
    }

    #[test]
    fn places_are_true() {
        let text = "title: \"a\\\"b\"\ndate: 2025\ntags:\n  - x\n  - 'y'\nname: >\n  folded\n";
        let node = parse(text).unwrap();
        let Value::Mapping(pairs) = node.value else {
            panic!("a mapping")
        };
        let at = |node: &Node| text[node.offset..].chars().take(4).collect::<String>();
        assert_eq!(
            pairs.iter().map(|(key, _)| at(key)).collect::<Vec<_>>(),
            ["titl", "date", "tags", "name"]
        );
        assert_eq!(at(&pairs[0].1), "\"a\\\"");
        assert_eq!(at(&pairs[1].1), "2025");
        let Value::Sequence(tags) = &pairs[2].1.value else {
            panic!("a list")
        };
        assert_eq!(tags.iter().map(at).collect::<Vec<_>>(), ["x\n  ", "y'\nn"]);
        assert_eq!(at(&pairs[3].1), ">\n  ");
    }

    #[test]
    fn errors_have_a_place() {
        assert_eq!(
            read("a: 1\nword\nb: 2\n"),
            "error: could not find expected ':' @10"
        );
        assert_eq!(
            read("é: 中\nb: \"x\nc: 1\n"),
            "error: what opens with `\"` is not closed; type `\"` at its end @11"
        );
    }

    #[test]
    fn what_would_take_for_ever_is_refused() {
        let flow = "[".repeat(100_000);
        assert!(read(&flow).contains("nested"), "{}", read(&flow));
        let block = format!("{}x", "- ".repeat(100_000));
        assert!(read(&block).contains("nested"));
        let indented: String = (0..300)
            .map(|depth| format!("{}a:\n", " ".repeat(depth)))
            .collect();
        assert!(read(&indented).starts_with("error: "));
        let bomb = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n\
                    d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\n\
                    g: &g [*f,*f,*f,*f,*f,*f,*f,*f,*f]\nh: [*g,*g,*g,*g,*g,*g,*g,*g,*g]\n";
        assert!(read(bomb).starts_with("error: "));
        let long = format!(
            "a: &a {}\nb: [{}]",
            "x".repeat(400_000),
            "*a, ".repeat(1000)
        );
        assert!(read(&long).contains("aliases"), "{}", &read(&long)[..80]);
        assert!(read(&" ".repeat(MAX_BYTES + 1)).contains("larger"));
    }
}
