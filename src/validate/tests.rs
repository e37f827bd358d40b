//! `validate` as a whole, on documents that are not feeds or barely feeds.

use super::*;

fn report(text: &str) -> Report {
    validate(text.as_bytes(), &Options::default())
}

fn codes(text: &str) -> Vec<&'static str> {
    let report = report(text);
    report
        .diagnostics
        .iter()
        .map(|found| found.rule.code)
        .collect()
}

#[test]
fn formats_are_told_by_their_roots() {
    for (text, format) in [
        ("<rss version='2.0'/>", DocumentFormat::Rss20),
        ("<rss version='0.91'/>", DocumentFormat::Rss091),
        ("<rss version='0.93'/>", DocumentFormat::Rss092),
        (
            "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/>",
            DocumentFormat::Rss10,
        ),
        (
            "<feed xmlns='http://www.w3.org/2005/Atom'/>",
            DocumentFormat::Atom10,
        ),
        (
            "<entry xmlns='http://www.w3.org/2005/Atom'/>",
            DocumentFormat::Atom10Entry,
        ),
        (
            "<feed xmlns='http://purl.org/atom/ns#'/>",
            DocumentFormat::Atom03,
        ),
        ("<HTML><p>", DocumentFormat::Html),
        ("<opml/>", DocumentFormat::Unknown),
        ("", DocumentFormat::Unknown),
    ] {
        assert_eq!(report(text).format, format, "{text}");
    }
}

#[test]
fn white_space_before_the_declaration_is_one_fault_and_hides_none() {
    let codes = codes("\n<?xml version='1.0' encoding='utf-8'?>\n<rss version='2.0'/>");
    assert_eq!(codes, ["wp-blank-line", "missing-element"]);
}

#[test]
fn places_are_true_in_other_encodings() {
    let text = "<?xml version='1.0' encoding='utf-16'?>\n<rss version='2.0'>é<channel/></rss>";
    let bytes: Vec<u8> = std::iter::once(0xfeff)
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let report = validate(&bytes, &Options::default());
    let channel = report
        .diagnostics
        .iter()
        .find(|found| found.rule.code == "missing-title")
        .and_then(|found| found.position.as_ref());
    let place = channel.map(|place| (place.line, place.column));
    assert_eq!(place, Some((Some(2), Some(21))));
}

#[test]
fn an_external_entity_is_never_read() {
    let report = report(
        "<!DOCTYPE rss [<!ENTITY e SYSTEM 'file:///etc/hostname'>]>\
         <rss version='2.0'><channel><title>&e;</title></channel></rss>",
    );
    let codes: Vec<_> = report
        .diagnostics
        .iter()
        .map(|found| found.rule.code)
        .collect();
    assert!(codes.contains(&"contains-system-entity") && codes.contains(&"not-blank"));
}

#[test]
fn the_future_is_known_with_the_present_only() {
    let feed =
        "<rss version='2.0'><channel><pubDate>01 May 2040 00:00:00 GMT</pubDate></channel></rss>";
    let at = |now| {
        let report = validate(
            feed.as_bytes(),
            &Options {
                now,
                ..Options::default()
            },
        );
        report
            .diagnostics
            .iter()
            .any(|found| found.rule.code == "implausible-date")
    };
    assert!(at(Some(1_714_560_000)) && !at(None) && !at(Some(4_000_000_000)));
}
