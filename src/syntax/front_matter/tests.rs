use super::*;

fn header(text: &str) -> Header {
    match read("a.md", text.as_bytes(), true) {
        Reading::Header(header) => *header,
        other => panic!("{other:?}"),
    }
}

fn texts(fields: &[Field]) -> Vec<&str> {
    fields
        .iter()
        .map(|field| field.node.text().unwrap_or("?"))
        .collect()
}

#[test]
fn keys_match_without_regard_to_case_and_separators() {
    let header =
        header("---\nTitle: a\nLast_Modified-At: b\npublishDate: c\ndate: d\nother: e\n---\n");
    assert_eq!(texts(&header.raw.title), ["a"]);
    assert_eq!(texts(&header.raw.updated), ["b"]);
    assert_eq!(texts(&header.raw.published), ["d", "c"]);
}

#[test]
fn the_last_of_two_keys_counts() {
    let header = header("---\ntitle: a\ntitle: b\n---\n");
    assert_eq!(texts(&header.raw.title), ["b"]);
    let findings: Vec<_> = header
        .oddities()
        .map(|finding| finding.to_string())
        .collect();
    assert_eq!(
        findings,
        ["a.md:3:1: warning[duplicate-key]: `title` is repeated here"]
    );
}

#[test]
fn what_a_person_can_read_is_repaired_and_told() {
    let header = header("---\nlayout: post\ntitle: Rust: a review\n---\n");
    assert_eq!(texts(&header.raw.title), ["Rust: a review"]);
    let findings: Vec<_> = header
        .oddities()
        .map(|finding| finding.to_string())
        .collect();
    assert_eq!(
        findings,
        [
            "a.md:3:8: warning[repaired-yaml]: the value of `title` is not valid YAML; it was read as the text `Rust: a review`"
        ]
    );
}

#[test]
fn nested_keys_count_where_they_do_not_stand_outside() {
    for (text, tags, title) in [
        ("---\ntaxonomies:\n  tags: [a]\n---\n", 1, &[][..]),
        ("---\nextra: {title: b}\ntitle: a\n---\n", 0, &["a"]),
        (
            "+++\ntitle = 'a'\n[taxonomies]\ntags = ['b']\n[extra]\ntitle = 'c'\n+++\n",
            1,
            &["a"],
        ),
        (
            "---\nx: &x {title: b, tags: [c]}\n<<: *x\ntitle: a\n---\n",
            1,
            &["a"],
        ),
    ] {
        let header = header(text);
        assert_eq!(
            (header.raw.tags.len(), &*texts(&header.raw.title)),
            (tags, title),
            "{text}"
        );
        assert_eq!(header.oddities().count(), 0, "{text}");
    }
}

#[test]
fn every_syntax_is_one_raw_front_matter() {
    for text in [
        "---\ntitle: A\nDate: 2021-03-04\ntags: 3.10\n---\n",
        "+++\ntitle = 'A'\nDate = 2021-03-04\ntags = 3.10\n+++\n",
        "{\"title\": \"A\", \"Date\": \"2021-03-04\", \"tags\": 3.10}\n",
        ";;;\n\"title\": \"A\",\n\"Date\": \"2021-03-04\", \"tags\": 3.10\n;;;\n",
        "title: A\nDate: 2021-03-04\ntags: 3.10\n\n",
        "---toml\ntitle = 'A'\nDate = 2021-03-04\ntags = 3.10\n---\n",
    ] {
        let header = header(text);
        let RawFrontMatter {
            title,
            published,
            tags,
            ..
        } = &header.raw;
        assert_eq!(
            (texts(title), texts(published), texts(tags)),
            (vec!["A"], vec!["2021-03-04"], vec!["3.10"]),
            "{text}"
        );
        let shown = header.diagnostic(&DUPLICATE_KEY, published[0].node.offset, "");
        let place = shown.position.unwrap();
        let line = text.lines().nth(place.line.unwrap() as usize - 1).unwrap();
        let at: String = line
            .chars()
            .skip(place.column.unwrap() as usize - 1)
            .collect();
        assert!(
            at.trim_start_matches('"').starts_with("2021-03-04"),
            "{text}: {at}"
        );
    }
}

#[test]
fn what_cannot_be_read_is_named_with_its_place() {
    let cases: [(&[u8], &str); 10] = [
        (
            b"+++\ntitle = A\n+++\n",
            "a.md:2:9: error[invalid-toml]: invalid TOML: string values must be quoted, expected literal string",
        ),
        (
            b"{\n\"title\": \"A\",\n}\n",
            "a.md:3:1: error[invalid-json]: invalid JSON: key must be a string",
        ),
        (
            b";;;\n\"title\": A\n;;;\n",
            "a.md:2:10: error[invalid-json]: invalid JSON: expected value",
        ),
        (
            b"+++\ntitle = 'A'\n",
            "a.md:1:1: error[unclosed-header]: the header that opens here is not closed by `+++`",
        ),
        (
            b"\n{ \"title\": \"A\"\n",
            "a.md:2:1: error[unclosed-header]: the header that opens here is not closed by `}`",
        ),
        (
            b"---\ntitle: \"a\n---\n",
            "a.md:2:8: error[invalid-yaml]: invalid YAML: what opens with `\"` is not closed; type `\"` at its end",
        ),
        (
            b"-\0-\0-\0\n\0",
            "a.md:1:1: error[not-utf-8]: byte 0x00 is not text; the file is probably in UTF-16 without a BOM",
        ),
        (
            b"---\ntitle: a\n",
            "a.md:1:1: error[unclosed-header]: the header that opens here is not closed by `---`",
        ),
        (
            b"---\ntitle: a\ntags: [\xc4\xe3\xba\xc3\xca\xc0\xbd\xe7]\n---\n",
            "a.md:3:8: error[not-utf-8]: byte 0xc4 is not UTF-8; the file is probably in GB18030",
        ),
        (
            b"---\ntags: [1, 2\n---\n",
            "a.md:2:7: error[invalid-yaml]: invalid YAML: what opens with `[` is not closed; type `]` at its end",
        ),
    ];
    for (bytes, expected) in cases {
        match read("a.md", bytes, true) {
            Reading::Unusable(finding) => assert_eq!(finding.to_string(), expected),
            other => panic!("{expected}: {other:?}"),
        }
    }
}

#[test]
fn what_asks_for_too_much_is_not_repaired() {
    for value in ["- ".repeat(10_000) + "y", "[".repeat(10_000)] {
        let text = format!("---\ntitle: a\nx:\n  {value}\n---\n");
        assert!(matches!(
            read("a.md", text.as_bytes(), true),
            Reading::Unusable(_)
        ));
    }
}

#[test]
fn two_of_the_rarer_keys_make_a_header_too() {
    let text = "---\nslug: [a\npublished: 2025-01-01\n---\n";
    assert!(matches!(
        read("a.md", text.as_bytes(), true),
        Reading::Unusable(_)
    ));
    let prose = "---\nSummary: [a\nNote: b: c\n---\n";
    assert!(matches!(
        read("a.md", prose.as_bytes(), true),
        Reading::NotAnArticle(_)
    ));
}

#[test]
fn a_file_without_keys_is_no_article() {
    for text in [
        "---\n---\n",
        "---\njust text\n---\n",
        "---\n- a\n- b\n---\n",
        "---\nNote: a: b\n---\n",
        "no header",
    ] {
        assert!(
            matches!(
                read("a.md", text.as_bytes(), true),
                Reading::NotAnArticle(_)
            ),
            "{text:?}"
        );
    }
}

proptest::proptest! {
    #[test]
    fn nothing_panics_and_every_place_lies_in_the_file(
        fence in proptest::sample::select(vec!["---\n", "+++\n", ";;;\n", "{\n", "", "---json\n"]),
        lines in proptest::collection::vec("(title|tags|x|- |  - |\t)?[:=：]?[ \t\u{a0}]?[-+{};:,\\[\\]\"'\\\\a1 #&*@|>!%`中\u{8}]{0,12}", 0..6),
    ) {
        let text = format!("{fence}{}\n{fence}body\n", lines.join("\n"));
        for whole in [true, false] {
            let findings = match read("a.md", text.as_bytes(), whole) {
                Reading::Header(header) => header.oddities().collect(),
                Reading::Unusable(finding) => vec![finding],
                Reading::NotAnArticle(_) | Reading::NeedMore => Vec::new(),
            };
            for finding in findings {
                let place = finding.position.unwrap();
                let line = text.split('\n').nth(place.line.unwrap() as usize - 1);
                let length = line.unwrap_or_else(|| panic!("{text:?}: {:?}", place.line)).chars().count();
                assert!(place.column.unwrap_or(1) as usize <= length + 1, "{text:?}: {:?}", place.column);
            }
        }
    }
}
