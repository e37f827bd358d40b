//! What is written is read again, and the libraries write what this module relies on.

use proptest::prelude::*;

use super::xml::BODY_PLACEHOLDER;
use super::*;
use crate::model::{AbsoluteUrl, Text};
use crate::testing::{article, author, empty_feed, settings};

/// What an independent parser finds as the body in a feed of one entry with this one.
fn read_again(format: Format, html: &Text) -> String {
    let settings = settings("feedmill.yaml", "title: T\nurl: https://e.org/\n");
    let article = article("a.md", "description: a ]]> b <c>\ntags: [a & b]", &settings);
    let entry = Entry {
        article: &article,
        categories: article.tags.iter().map(|tag| &tag.name).collect(),
        content: Some(html),
        summary: article.summary.as_ref().unwrap(),
        picture_size: None,
    };
    let url = AbsoluteUrl::parse("https://e.org/feed").unwrap();
    let author = author();
    let head = empty_feed(&url, &author);
    let serialized = super::entry(format, &entry).unwrap();
    let xml = feed(format, &head, &[&serialized, &serialized])
        .unwrap()
        .to_text()
        .unwrap();
    if format == Format::Json {
        let json: serde_json::Value = serde_json::from_str(&xml).unwrap();
        assert_eq!(json["items"][0], json["items"][1]);
        let body = json["items"][0]["content_html"].as_str();
        return body.unwrap_or_default().to_owned();
    }
    let document = roxmltree::Document::parse(&xml).unwrap();
    let bodies = document.descendants().filter(|node| {
        let name = node.tag_name();
        let is_encoded = name.namespace() == Some("http://purl.org/rss/1.0/modules/content/");
        is_encoded && name.name() == "encoded" || name.name() == "content"
    });
    let bodies: Vec<_> = bodies.map(|node| node.text().unwrap_or_default()).collect();
    assert!(bodies.iter().all(|body| *body == bodies[0]));
    assert_eq!(bodies.len(), if html.is_blank() { 0 } else { 2 }, "{xml}");
    bodies.first().copied().unwrap_or_default().to_owned()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_quoted_is_read_again(text in "([a-z]|[<>&\\]]|\\]\\]>|中|\n){0,40}") {
        let html = Text::new(&text);
        for format in Format::ALL {
            let read = read_again(*format, &html);
            let expected = if html.is_blank() { "" } else { html.as_str() };
            prop_assert_eq!(read, expected);
        }
    }
}

/// Shown when the version of `rss` or `atom_syndication` in `Cargo.toml` is not the one that this
/// module was checked with.
const REVIEW: &str = "\
the version of a feed library was changed. Before it is changed here too:
- read the library's changelog;
- run the tests of this file: `libraries_write_what_is_relied_on` names what has changed;
- run `cargo test --test cases` and read each difference: every subscriber gets it;
- look at `extension` in atom.rs (it escapes attributes because the library does not), at `ENTRY_START`
  there, at `hexadecimal` in rss.rs, and for new fields of Item, Channel, Entry and Feed;
- look at own.rs: feeds that the old version wrote must still be recognised.";

#[test]
fn libraries_have_the_versions_that_were_checked() {
    let manifest = include_str!("../../../Cargo.toml");
    for pinned in [
        "\nrss = { version = \"=2.1.2\"",
        "\natom_syndication = { version = \"=0.12.10\"",
    ] {
        assert!(manifest.contains(pinned), "{REVIEW}");
    }
}

#[test]
fn libraries_write_what_is_relied_on() {
    let rss = ::rss::Channel {
        items: vec![::rss::Item {
            title: Some("a < b & c".to_owned()),
            content: Some(BODY_PLACEHOLDER.to_string()),
            ..Default::default()
        }],
        ..Default::default()
    };
    let rss = String::from_utf8(rss.write_to(Vec::new()).unwrap()).unwrap();
    let attribute = std::collections::BTreeMap::from([("a".to_owned(), "\"".to_owned())]);
    let extension = atom_syndication::extension::Extension {
        name: "x:y".to_owned(),
        attrs: attribute,
        ..Default::default()
    };
    let extensions = std::collections::BTreeMap::from([("y".to_owned(), vec![extension])]);
    let atom = atom_syndication::Feed {
        entries: vec![atom_syndication::Entry {
            title: "a < b & c".into(),
            content: Some(atom_syndication::Content {
                value: Some(BODY_PLACEHOLDER.to_string()),
                content_type: Some("html".to_owned()),
                ..Default::default()
            }),
            extensions: std::collections::BTreeMap::from([("x".to_owned(), extensions)]),
            ..Default::default()
        }],
        ..Default::default()
    };
    let atom = atom.to_string();
    for (library, xml, expected) in [
        ("rss", &rss, "<item><title>a &lt; b &amp; c</title>"),
        (
            "rss",
            &rss,
            "<content:encoded><![CDATA[\0]]></content:encoded>",
        ),
        ("rss", &rss, "</item></channel></rss>"),
        ("atom_syndication", &atom, "<title>a &lt; b &amp; c</title>"),
        (
            "atom_syndication",
            &atom,
            "<content type=\"html\">\0</content>",
        ),
        ("atom_syndication", &atom, "<x:y a=\"\"\""),
        ("atom_syndication", &atom, "</entry></feed>"),
    ] {
        assert!(
            xml.contains(expected),
            "`{library}` did not write {expected}: {xml}"
        );
    }
}

#[test]
fn what_a_library_does_not_write_is_an_error() {
    let error = xml::envelope(
        "rss",
        "<rss><channel/></rss>".to_owned(),
        "</channel></rss>",
    );
    let error = error.err().unwrap();
    assert_eq!(
        error.to_string(),
        "the library `rss` did not write </channel></rss>"
    );
}
