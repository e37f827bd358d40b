//! Properties that hold for any text or any bytes.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its files has failed"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::Duration;

use feedmill::internals::model::{EntryId, Tag, Text};
use feedmill::internals::text;
use feedmill::time::Timestamp;
use feedmill::validate;
use feedmill::{Report, Site};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// `PROPTEST_CASES=5000 cargo test --test properties` tries more cases.
fn config() -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// A site without a site file, built in a temporary folder.
struct Built {
    report: Report,
    feeds: BTreeMap<String, String>,
}

fn build(articles: &[(&str, &[u8])]) -> Built {
    let home = tempfile::tempdir().unwrap();
    for (path, bytes) in articles {
        fs::write(home.path().join(path), bytes).unwrap();
    }
    let now = Timestamp::from_rfc3339("2026-01-01T00:00:00Z").unwrap();
    let site = Site::new(home.path())
        .title("T")
        .url("https://example.org/");
    let site = site.now(now).validate(true).fresh(true);
    let report = site.patience(Duration::ZERO).build().unwrap();
    assert!(home.path().join("feeds").is_dir());
    let mut feeds = BTreeMap::new();
    collect(&home.path().join("feeds"), "", &mut feeds);
    Built { report, feeds }
}

fn collect(folder: &Path, below: &str, feeds: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{below}{}", path.file_name().unwrap().to_str().unwrap());
        if path.is_dir() {
            collect(&path, &format!("{name}/"), feeds);
        } else {
            feeds.insert(name, fs::read_to_string(path).unwrap());
        }
    }
}

/// Text that breaks feeds, pages and parsers.
const HOSTILE: &[&str] = &[
    "<b>",
    "</b>",
    "<T>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "&",
    "&amp;",
    "&#8;",
    "&#xFFFE;",
    "&lt;",
    "<p",
    "\"",
    "'",
    "\0",
    "\u{8}",
    "\u{85}",
    "\u{9f}",
    "\u{2028}",
    "\u{fffd}",
    "\u{fffe}",
    "\u{1f468}\u{200d}\u{1f52c}",
    "\u{202e}",
    "\r\n",
    "\n\n",
    "\t",
    "中文，标签",
    "、",
    ";",
    "`",
    "```\n",
    "[a](javascript:x)",
    "<script>",
    "<a href=//x>",
    "![](y)",
    "#",
    "| a |\n|--|\n",
    "[^1]",
    "[^1]: n\n",
    "<!--more-->",
    "~",
    "/",
    "..",
    "\u{feff}",
    "ＡＩ",
];

/// Text as people, programs and attackers write it.
fn any_text() -> impl Strategy<Value = String> {
    vec(
        prop_oneof![
            3 => select(HOSTILE).prop_map(str::to_owned),
            2 => "[a-z ]{1,8}",
            1 => any::<String>(),
        ],
        0..8,
    )
    .prop_map(|parts| parts.concat())
}

/// A YAML scalar whose value is `text`.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            quoted.push(c);
        } else {
            let _ = write!(quoted, "\\U{:08X}", u32::from(c));
        }
    }
    quoted + "\""
}

/// XML 1.0, section 2.2, and other characters that readers fail on.
fn is_forbidden(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffd}'..='\u{ffff}')
}

/// The texts of all elements called `name`.
fn texts<'a>(node: roxmltree::Node<'a, '_>, name: &str) -> Vec<&'a str> {
    node.descendants()
        .filter(|element| element.tag_name().name() == name)
        .map(|element| element.text().unwrap_or_default())
        .collect()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_text_gives_feeds_that_read_back(
        title in any_text(),
        tags in vec(any_text(), 0..4),
        author in any_text(),
        summary in any_text(),
        body in any_text(),
        media in vec(any_text(), 5),
        path in select(&["a.md", "a.html", "a.txt"][..]),
    ) {
        // With these a text may be a list, as in notes.
        let tags: Vec<String> = tags.iter().map(|tag| tag.replace(['#', '"', '\''], "")).collect();
        let list: Vec<String> = tags.iter().map(|tag| quoted(tag)).collect();
        let article = format!(
            "---\ndate: 2025-01-02\ntitle: {}\nauthor: {}\nsummary: {}\ntags: [{}]\n\
             image: {}\nimage_alt: {}\nenclosure: {{url: {}, type: {}, length: {}}}\n---\n{body}\n",
            quoted(&title), quoted(&author), quoted(&summary), list.join(", "),
            quoted(&format!("/{}", media[0])), quoted(&media[1]), quoted(&media[2]), quoted(&media[3]), quoted(&media[4]),
        );
        let built = build(&[(path, article.as_bytes())]);
        prop_assert_eq!(built.report.articles.published, 1, "{:?}", built.report.findings);

        let title = Text::new(&text::collapse(&text::plain(&title))).to_string();
        let title = if title.is_empty() { "a".to_owned() } else { title };
        let mut tags_of_article: Vec<Tag> = Vec::new();
        for tag in &tags {
            for part in text::plain(tag).split(['，', '、', '；', ';']) {
                let tag = Tag::new(part);
                let is_new = |tag: &Tag| tags_of_article.iter().all(|other| other.identity != tag.identity);
                tags_of_article.extend(tag.filter(is_new));
            }
        }
        let names: Vec<&str> = tags_of_article.iter().map(|tag| tag.name.as_str()).collect();
        prop_assert_eq!(built.feeds.len(), 2 + 2 * names.len());

        for (path, xml) in &built.feeds {
            prop_assert!(!xml.contains(is_forbidden), "{}: {:?}", path, xml);
            let document = roxmltree::Document::parse(xml);
            prop_assert!(document.is_ok(), "{}: {:?}\n{}", path, document, xml);
            let document = document.unwrap();
            for node in document.descendants() {
                let text = node.text().unwrap_or_default();
                prop_assert!(!text.contains(is_forbidden), "{}: {:?}", path, text);
                prop_assert!(node.attributes().all(|attribute| !attribute.value().contains(is_forbidden)));
            }

            let is_entry = |node: &roxmltree::Node| matches!(node.tag_name().name(), "item" | "entry");
            let entry = document.descendants().find(is_entry).unwrap();
            let found = texts(entry, "title")[0];
            if entry.tag_name().name() == "item" {
                prop_assert_eq!(found, &title);
                prop_assert_eq!(texts(entry, "category"), names.clone());
            } else {
                let element = entry.children().find(|node| node.has_tag_name(("http://www.w3.org/2005/Atom", "title"))).unwrap();
                match element.attribute("type") {
                    Some("html") => prop_assert_eq!(found, text::escape_html(&title)),
                    _ => prop_assert_eq!(found, &title),
                }
                let terms: Vec<_> = entry.descendants().filter_map(|node| node.attribute("term")).collect();
                prop_assert_eq!(terms, names.clone());
            }

            let feed = feed_rs::parser::parse(xml.as_bytes());
            prop_assert!(feed.is_ok(), "{}: {:?}\n{}", path, feed, xml);
            let entries = feed.unwrap().entries;
            prop_assert_eq!(entries.len(), 1);
            let terms: Vec<_> = entries[0].categories.iter().map(|category| category.term.clone()).collect();
            prop_assert_eq!(&terms, &names);
        }
    }

    #[test]
    fn any_bytes_leave_the_others_alone(
        bytes in prop_oneof![
            vec(any::<u8>(), 0..300),
            // A nearly valid header, and any body.
            (any_text(), any_text(), vec(any::<u8>(), 0..60)).prop_map(|(key, value, body)| {
                [format!("---\ndate: 2025-01-01\n{key}: {value}\n---\n").into_bytes(), body].concat()
            }),
            // An article with one byte removed or changed.
            (0..BROKEN.len(), any::<Option<u8>>()).prop_map(|(at, byte)| {
                [&BROKEN[..at], byte.as_slice(), &BROKEN[at + 1..]].concat()
            }),
        ],
        path in select(&["a.md", "z.html", "a.txt"][..]),
    ) {
        const GOOD: &[u8] = b"---\ntitle: Good\ndate: 2025-03-03\ntags: [mine alone]\n---\nText.\n";
        let alone = build(&[("good.md", GOOD)]);
        let built = build(&[("good.md", GOOD), (path, &bytes)]);
        prop_assert!(built.report.findings.iter().all(|finding| finding.rule.code != "internal-error"));
        let mine = |built: &Built| -> Vec<String> {
            let mine = built.feeds.iter().filter(|(path, _)| path.starts_with("tags/mine-alone/"));
            mine.map(|(_, xml)| xml.clone()).collect()
        };
        prop_assert_eq!(mine(&built), mine(&alone));
        if built.report.articles.published == 1 {
            prop_assert_eq!(&built.feeds, &alone.feeds);
        }
        for xml in built.feeds.values() {
            prop_assert!(roxmltree::Document::parse(xml).is_ok(), "{}", xml);
            prop_assert!(!xml.contains(is_forbidden), "{:?}", xml);
        }
    }
}

const BROKEN: &[u8] = b"---\ntitle: \"Broken\"\nLastmod: 2025-05-18T21:36:23.107456+00:00\n\
date: 2025-05-18T21:36:22+00:00\ntags: [a,b\xef\xbc\x8cc]\n---\n\n# Text <b>bold</b>\n\n| a |\n|--|\n";

/// An Atom feed whose only entry has the id `id`.
fn feed_with(id: &str) -> String {
    let id = id.replace('&', "&amp;").replace('<', "&lt;");
    format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\"><title>T</title><id>https://example.org/</id>\
         <link rel=\"self\" href=\"https://example.org/atom.xml\"/><updated>2025-01-01T00:00:00Z</updated>\
         <author><name>A</name></author><entry><title>E</title><id>{id}</id>\
         <updated>2025-01-01T00:00:00Z</updated><link href=\"https://example.org/1\"/><summary>S</summary></entry></feed>"
    )
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn an_id_that_is_taken_as_it_is_is_valid(
        scheme in select(&["tag:", "urn:", "doi:", "urn:uuid:", "tag:example.org,2024:", "tag:a@"][..]),
        rest in vec(select(&["a", "Z", "0", "2024", "-", ".", "_", ",", ":", "@", "#", "%", "%2F", "[", "]", "/", "?", "urn", "&", "~", "+", "\u{e9}"][..]), 0..12),
    ) {
        let text = format!("{scheme}{}", rest.concat());
        if let Some(id) = EntryId::from_uri(&text) {
            let report = validate::validate(feed_with(id.as_str()).as_bytes(), &validate::Options::default());
            prop_assert!(report.valid(), "{text}: {:?}", report.diagnostics);
        }
    }
}
