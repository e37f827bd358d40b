use super::*;

fn header(text: &str) -> Option<(&str, u32, &str, u32)> {
    match split(text.as_bytes(), true, false) {
        Split::Header {
            start,
            end,
            line,
            body,
            ..
        } => Some((&text[start..end], line, &text[body.offset..], body.line)),
        _ => None,
    }
}

#[test]
fn headers() {
    assert_eq!(
        header("---\na: b\n---\nbody"),
        Some(("a: b\n", 2, "body", 4))
    );
    assert_eq!(
        header("\u{feff}---\r\na: b\r\n---\r\nbody"),
        Some(("a: b\r\n", 2, "body", 4))
    );
    assert_eq!(
        header("\n \n---  \na: b\n... \nbody"),
        Some(("a: b\n", 4, "body", 6))
    );
    assert_eq!(header("---\na: b\n---"), Some(("a: b\n", 2, "", 4)));
    assert_eq!(header("---\n---\nbody"), Some(("", 2, "body", 3)));
    assert_eq!(
        header("---\ntitle: a\n----\n---\n"),
        Some(("title: a\n----\n", 2, "", 5))
    );
}

#[test]
fn every_syntax_has_its_fences() {
    use HeaderSyntax::{Json, Lines, Toml, Yaml};
    for (text, syntax, expected) in [
        ("+++\na = 1\n+++\nbody", Toml, ("a = 1\n", 2, "body", 4)),
        ("---toml\na = 1\n---\nbody", Toml, ("a = 1\n", 2, "body", 4)),
        ("--- yaml\na: 1\n---\nbody", Yaml, ("a: 1\n", 2, "body", 4)),
        (
            "---json\n{\"a\": 1}\n---\nbody",
            Json,
            ("{\"a\": 1}\n", 2, "body", 4),
        ),
        (
            ";;;\n\"a\": 1\n;;;\nbody",
            Json,
            ("\"a\": 1\n", 2, "body", 4),
        ),
        (
            "\"title\": 1,\n\"b\": 2\n;;;\nbody",
            Json,
            ("\"title\": 1,\n\"b\": 2\n", 1, "body", 4),
        ),
        (
            "\n{\n\"a\": \"}\"\n} \r\nbody",
            Json,
            ("{\n\"a\": \"}\"\n}", 2, "body", 5),
        ),
        (
            "{\"title\": 1} body\nb",
            Json,
            ("{\"title\": 1}", 1, " body\nb", 1),
        ),
        ("{\"a\": 1}", Json, ("{\"a\": 1}", 1, "", 1)),
        (
            "Title: a\nx: b\n    c\n\nbody",
            Lines,
            ("Title: a\nx: b\n    c\n", 1, "body", 5),
        ),
        (
            "\u{feff}\u{feff}\ntitle: a\r\n\r\nbody",
            Lines,
            ("title: a\r\n", 2, "body", 4),
        ),
        (
            "title: a\nbody text",
            Lines,
            ("title: a\n", 1, "body text", 2),
        ),
        ("title: a", Lines, ("title: a", 1, "", 2)),
        (
            "title: a\ntags:\n- b\n---\nbody",
            Yaml,
            ("title: a\ntags:\n- b\n", 1, "body", 5),
        ),
    ] {
        assert_eq!(header(text), Some(expected), "{text:?}");
        let found = match split(text.as_bytes(), true, false) {
            Split::Header { syntax, .. } => syntax,
            other => panic!("{other:?}"),
        };
        assert_eq!(found, syntax, "{text:?}");
    }
}

#[test]
fn no_headers() {
    for text in [
        "",
        "text",
        "---- \na: b\n---\n",
        "x\n---\na: b\n---\n",
        "---\njust a break\n",
        "\n\n",
        "--",
        "+++\ntext\n",
        "{% raw %}\ntitle: a",
        "{{ title }}",
        "{\"a\": 1} and more",
        "{ \"a\"",
        "Note: this is prose.\nIt goes on.\n",
        "See the title: it is long\n\n",
        "From: a\nDate: 2021-03-04\n\n",
        "- title: a\n",
        "    title: a\n",
    ] {
        assert_eq!(split(text.as_bytes(), true, false), Split::None, "{text:?}");
    }
}

#[test]
fn a_header_without_an_end() {
    assert_eq!(
        split(b"\n---\ntitle: a\n\nbody", true, false),
        Split::Unclosed {
            line: 2,
            closing: "---"
        }
    );
    let long = format!("---\ntitle: a\n{}", "x\n".repeat(MAX_BYTES));
    assert_eq!(
        split(long.as_bytes(), false, false),
        Split::TooLarge { line: 1 }
    );
}

#[test]
fn any_beginning_asks_for_more_or_knows_already() {
    for text in [
        "\u{feff}\r\n---\ntitle: a\n--- \nbody\n---\n",
        "+++\ntitle = 'a'\n+++\nbody\n",
        "{\n\"title\": \"a\"\n}\nbody\n",
        "title: a\nb: c\n   d\n\nbody\n",
        "title: a\n- b\n---\nbody\n",
        "--- json\n{}\n---\n",
        "prose\n",
    ] {
        let whole = split(text.as_bytes(), true, false);
        for length in 0..text.len() {
            let part = split(&text.as_bytes()[..length], false, false);
            assert!(
                part == Split::NeedMore || part == whole,
                "{text:?} {length}: {part:?}"
            );
        }
    }
}
