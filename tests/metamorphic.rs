//! A feed written in another way that says the same has the same findings, but for their places.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use feedmill::compare::{compare, read};
use feedmill::validate::{Options, validate};
use proptest::prelude::*;
use roxmltree::{Document, Node};

/// Findings about the way in which a document is written.
const ABOUT_WRITING: [&str; 9] = [
    "avoid-namespace-prefix",
    // Titles of RSS, in which `&#x3C;` and `&#x26;` mean the characters themselves (RSS Advisory Board).
    "character-data",
    "contains-html",
    "missing-encoding",
    "nonstd-encoding",
    "nonstd-prefix",
    "not-utf8",
    "obscure-encoding",
    "reserved-prefix",
];

const ATOM: &str = "http://www.w3.org/2005/Atom";

static DOCUMENTS: LazyLock<Vec<String>> = LazyLock::new(documents);

/// The well-formed fixtures without a DTD, whose entities a tree no longer has.
fn documents() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/validate");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| fs::read_to_string(path).unwrap())
        .filter(|text| !text.contains("<!DOCTYPE") && Document::parse(text).is_ok())
        .filter(|text| {
            !findings(text.as_bytes())
                .iter()
                .any(|found| found.contains("[sax-error]"))
        })
        .collect()
}

/// Choices that follow from a seed (xorshift).
struct Choices {
    state: u64,
    /// The prefix of Atom where it is the default namespace.
    prefix: Option<&'static str>,
    /// The entities that the document must declare.
    entities: Vec<String>,
}

impl Choices {
    fn new(seed: u64) -> Self {
        let mut choices = Choices {
            state: seed | 1,
            prefix: None,
            entities: Vec::new(),
        };
        choices.prefix = [None, None, Some("a"), Some("atom")][choices.below(4)];
        choices
    }

    fn below(&mut self, number: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        usize::try_from(self.state >> 33).unwrap() % number
    }

    fn one<'t>(&mut self, texts: &[&'t str]) -> &'t str {
        texts[self.below(texts.len())]
    }
}

fn reference(c: char, choices: &mut Choices) -> String {
    match choices.below(3) {
        0 => format!("&#{};", u32::from(c)),
        1 => format!("&#x{:X};", u32::from(c)),
        _ => format!("&#x{:06x};", u32::from(c)),
    }
}

/// The characters of `text`, some of them as references.
fn escaped(text: &str, quote: Option<char>, choices: &mut Choices) -> String {
    let mut written = String::new();
    for c in text.chars() {
        let must = matches!(c, '<' | '&' | '>' | '\r') || quote == Some(c);
        // In attributes, white space other than a blank is normalised.
        let must = must || quote.is_some() && matches!(c, '\n' | '\t');
        let named = match c {
            '<' => Some("&lt;"),
            '&' => Some("&amp;"),
            '>' => Some("&gt;"),
            '"' => Some("&quot;"),
            '\'' => Some("&apos;"),
            _ => None,
        };
        match (must, named) {
            (true, Some(named)) if choices.below(2) == 0 => written += named,
            (true, _) => written += &reference(c, choices),
            (false, _) if choices.below(12) == 0 => written += &reference(c, choices),
            (false, _) => written.push(c),
        }
    }
    written
}

/// A reference to an entity that stands for `text`.
fn entity(text: &str, choices: &mut Choices) -> String {
    let name = format!("e{}", choices.entities.len());
    let value: String = text
        .chars()
        .map(|c| match c {
            '<' | '>' | '&' | '"' | '%' | '\r' | '\n' => format!("&#38;#{};", u32::from(c)),
            c => c.to_string(),
        })
        .collect();
    choices
        .entities
        .push(format!("<!ENTITY {name} \"{value}\">"));
    format!("&{name};")
}

/// Text as it is, in sections, or with references; in several pieces.
fn text(text: &str, choices: &mut Choices) -> String {
    let characters: Vec<char> = text.chars().collect();
    let mut written = String::new();
    let mut rest = &characters[..];
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(1 + choices.below(rest.len()));
        let piece: String = piece.iter().collect();
        if choices.entities.len() < 20 && choices.below(9) == 0 {
            written += &entity(&piece, choices);
        } else if choices.below(2) == 0 && !piece.contains("]]>") && !piece.contains('\r') {
            written += &format!("<![CDATA[{piece}]]>");
        } else {
            written += &escaped(&piece, None, choices);
        }
        rest = after;
    }
    written
}

/// An element, written in one of many ways.
fn element(node: Node<'_, '_>, choices: &mut Choices, into: &mut String) {
    const SPACES: [&str; 4] = [" ", "  ", "\n", "\t\n "];
    let core = choices.prefix;
    let prefix_of = |uri: Option<&str>, is_attribute: bool| {
        let uri = uri.filter(|uri| !uri.is_empty())?;
        if uri == "http://www.w3.org/XML/1998/namespace" {
            return Some("xml");
        }
        let default = node.namespaces().find(|found| found.name().is_none());
        if !is_attribute && default.is_some_and(|found| found.uri() == uri) {
            return core.filter(|_| uri == ATOM);
        }
        node.namespaces()
            .filter(|found| found.uri() == uri)
            .find_map(|found| found.name())
    };
    let name = |prefix: Option<&str>, local: &str| match prefix {
        Some(prefix) => format!("{prefix}:{local}"),
        None => local.to_owned(),
    };
    let tag = name(
        prefix_of(node.tag_name().namespace(), false),
        node.tag_name().name(),
    );
    let outer: Vec<_> = node
        .parent_element()
        .map_or(Vec::new(), |parent| parent.namespaces().collect());
    let mut attributes: Vec<(String, &str)> = node
        .namespaces()
        .filter(|found| found.name() != Some("xml"))
        .filter(|found| {
            !outer
                .iter()
                .any(|known| known.name() == found.name() && known.uri() == found.uri())
        })
        .map(|found| match found.name() {
            Some(prefix) => (format!("xmlns:{prefix}"), found.uri()),
            None if found.uri() == ATOM && core.is_some() => {
                (format!("xmlns:{}", core.unwrap_or_default()), ATOM)
            }
            None => ("xmlns".to_owned(), found.uri()),
        })
        .collect();
    attributes.extend(node.attributes().map(|found| {
        (
            name(prefix_of(found.namespace(), true), found.name()),
            found.value(),
        )
    }));
    *into += &format!("<{tag}");
    while !attributes.is_empty() {
        let (name, value) = attributes.swap_remove(choices.below(attributes.len()));
        let quote = choices.one(&["\"", "'"]);
        let value = if name.starts_with("xmlns") {
            value.to_owned()
        } else {
            escaped(value, quote.chars().next(), choices)
        };
        let (before, after) = (choices.one(&["", "", " "]), choices.one(&["", "", "\n"]));
        *into += &format!(
            "{}{name}{before}={after}{quote}{value}{quote}",
            choices.one(&SPACES)
        );
    }
    *into += choices.one(&["", "", " ", "\n"]);
    if !node.has_children() && choices.below(2) == 0 {
        *into += "/>";
        return;
    }
    *into += ">";
    for child in node.children() {
        if choices.below(8) == 0 {
            *into += choices.one(&[
                "<!-- a > b -->",
                "<!---->",
                "<?made by hand?>",
                "<!-- <x> &y; -->",
            ]);
        }
        if child.is_element() {
            element(child, choices, into);
        } else if child.is_text() {
            *into += &text(child.text().unwrap(), choices);
        }
    }
    *into += &format!("</{tag}{}>", choices.one(&["", "", " ", "\n"]));
}

/// The document with another prefix for well-known namespaces, or with the usual one.
fn with_other_prefixes(text: &str, choices: &mut Choices) -> String {
    let mut text = text.to_owned();
    for (prefix, uri) in [
        ("atom", ATOM),
        ("content", "http://purl.org/rss/1.0/modules/content/"),
        ("dc", "http://purl.org/dc/elements/1.1/"),
        ("itunes", "http://www.itunes.com/dtds/podcast-1.0.dtd"),
        ("media", "http://search.yahoo.com/mrss/"),
        ("thr", "http://purl.org/syndication/thread/1.0"),
    ] {
        let is_usual = text.contains(&format!("xmlns:{prefix}=\"{uri}\""));
        if is_usual && choices.below(2) == 0 {
            let other = format!("{prefix}-{}", choices.below(10));
            for (before, after) in [("<", ":"), ("</", ":"), ("xmlns:", "="), (" ", ":")] {
                let usual = format!("{before}{prefix}{after}");
                text = text.replace(&usual, &format!("{before}{other}{after}"));
            }
        }
    }
    text
}

/// The document in one of many ways, in one of several encodings.
fn written(text: &str, seed: u64) -> Vec<u8> {
    let mut choices = Choices::new(seed);
    let text = with_other_prefixes(text, &mut choices);
    let document = Document::parse(&text).unwrap();
    let mut body = String::new();
    element(document.root_element(), &mut choices, &mut body);
    body += choices.one(&["", "\n", "<!-- end -->\n"]);
    if !choices.entities.is_empty() {
        let root = body[1..].split(|c: char| c.is_whitespace() || matches!(c, '>' | '/'));
        let root = root.into_iter().next().unwrap();
        let between = choices.one(&["", "\n", " <!-- x --> "]);
        let entities = choices.entities.join(between);
        body = format!("<!DOCTYPE {root} [{entities}]>{body}");
    }
    // Each of these ends a line (XML 1.0, section 2.11).
    let body = body.replace('\n', choices.one(&["\n", "\n", "\r\n", "\r"]));
    match choices.below(6) {
        choice @ 3..=5 => {
            let encoding = [
                encoding_rs::WINDOWS_1252,
                encoding_rs::GB18030,
                encoding_rs::KOI8_R,
            ];
            let encoding = encoding[choice - 3];
            let text = format!("<?xml version='1.0' encoding='{}'?>{body}", encoding.name());
            // What an encoding does not have becomes a reference, which names and comments cannot hold.
            let (bytes, _, has_references) = encoding.encode(&text);
            if has_references {
                format!("<?xml version='1.0'?>{body}").into_bytes()
            } else {
                bytes.into_owned()
            }
        }
        0 => format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>{body}").into_bytes(),
        1 => format!("\u{feff}<?xml version='1.0' standalone='yes' ?>\n{body}").into_bytes(),
        _ => format!("\u{feff}<?xml version='1.0' encoding='utf-16'?>\n{body}")
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect(),
    }
}

/// What `compare` finds between two ways of writing a feed; nothing if it reads neither.
fn differences(one: &[u8], other: &[u8]) -> Option<String> {
    let (one, other) = match (read(one), read(other)) {
        (Err(_), Err(_)) => return None,
        (Ok(one), Ok(other)) => (one, other),
        (one, other) => return Some(format!("{one:?}\n{other:?}")),
    };
    let entries = one.entries.len();
    let found = compare(one, other);
    let is_same = found.same == entries
        && found.old.repeated.len() == found.new.repeated.len()
        && found.new.entries == entries;
    (!is_same).then(|| format!("{found:?}"))
}

/// What is found, without places.
fn findings(bytes: &[u8]) -> Vec<String> {
    let mut found: Vec<String> = validate(bytes, &Options::default())
        .diagnostics
        .iter()
        .filter(|found| !ABOUT_WRITING.contains(&found.rule.code))
        .map(|found| {
            format!(
                "{}[{}] {} {:?}",
                found.severity, found.rule.code, found.message, found.subject
            )
        })
        .collect();
    found.sort_unstable();
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn another_way_of_writing_a_feed_changes_no_finding(which in any::<prop::sample::Index>(), seed in any::<u64>()) {
        let text = &DOCUMENTS[which.index(DOCUMENTS.len())];
        let bytes = written(text, seed);
        let (plain, rewritten) = (findings(text.as_bytes()), findings(&bytes));
        prop_assert_eq!(plain, rewritten, "{}", String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn another_way_of_writing_a_feed_is_no_difference(which in any::<prop::sample::Index>(), seed in any::<u64>()) {
        let text = &DOCUMENTS[which.index(DOCUMENTS.len())];
        let bytes = written(text, seed);
        for (old, new) in [(text.as_bytes(), &bytes[..]), (&bytes[..], text.as_bytes())] {
            prop_assert_eq!(differences(old, new), None, "{}", String::from_utf8_lossy(&bytes));
        }
    }
}
