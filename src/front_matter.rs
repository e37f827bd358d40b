//! One head to raw front matter: every key that a feed may need, as it was written, whatever the
//! syntax.

mod lines;
mod repair;
mod split;

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Rule, locate, rules};
use crate::model::BodyStart;
use crate::text::encoding;
use crate::tree::{self, Node, SyntaxError, Value, json, toml, yaml};
use repair::Repair;
use split::{Split, Syntax};

rules! {
    UNCLOSED_HEADER = Error "unclosed-header" {
        summary: "A header opens with `---`, `+++` or `{` and has no end.",
        why: "Where the header ends and the body begins cannot be known; the article is left out.",
        remedy: "Close the header with a line of its own that holds `---` (`+++` where it opens with that), or with its `}`.",
        before: "---\ntitle: A\n\nText.", after: "---\ntitle: A\n---\n\nText."
    }
    HEADER_TOO_LARGE = Error "header-too-large" {
        summary: "A header is larger than 1 MiB.",
        why: "No header is; it would cost the other articles their time. The article is left out.",
        remedy: "Look for a missing closing `---`."
    }
    INVALID_YAML = Error "invalid-yaml" {
        summary: "A header is no YAML.",
        why: "Title, date and tags cannot be read from it; the article is left out.",
        remedy: "Mend the place that is named. Brackets and quotes are closed where they were opened, and nested keys are indented with spaces.",
        before: "tags: [a, b", after: "tags: [a, b]",
        spec: "YAML 1.2.2"
    }
    REPAIRED_YAML = Warning "repaired-yaml" {
        summary: "A header value is no YAML, and was read as the text that it looks like.",
        why: "Other programs refuse the header, or read it differently.",
        remedy: "Put the text between quotes, and indent with spaces.",
        before: "title: Rust: a review\nauthor: @me", after: "title: \"Rust: a review\"\nauthor: \"@me\"",
        spec: "YAML 1.2.2, section 7.3.3"
    }
    INVALID_TOML = Error "invalid-toml" {
        summary: "A header between `+++` is no TOML.",
        why: "Title, date and tags cannot be read from it; the article is left out.",
        remedy: "Mend the place that is named. Text wants quotes, and a key may stand only once.",
        before: "title = Rust", after: "title = \"Rust\"",
        spec: "TOML 1.0.0"
    }
    INVALID_JSON = Error "invalid-json" {
        summary: "A header between `{` and `}` is no JSON.",
        why: "Title, date and tags cannot be read from it; the article is left out.",
        remedy: "Mend the place that is named. Keys and texts want double quotes, and no comma stands after the last.",
        before: "{ \"title\": \"A\", }", after: "{ \"title\": \"A\" }",
        spec: "RFC 8259"
    }
    NOT_UTF8 = Error "not-utf-8" {
        summary: "A file is not encoded in UTF-8.",
        why: "Its characters cannot be known; the article is left out.",
        remedy: "Convert the file to UTF-8, for example with `iconv -f GB18030 -t UTF-8`, or write `encoding: GB18030` into the site file if all its articles are so."
    }
    DUPLICATE_KEY = Warning "duplicate-key" {
        summary: "A key stands twice in a header; the last one counts.",
        why: "One of the two values is not used, perhaps the one that was meant.",
        remedy: "Delete one of the two.",
        before: "title: A\ntitle: B", after: "title: B"
    }
}

/// What the head of a file turned out to be.
#[derive(Debug)]
pub enum Reading {
    /// The header goes on beyond these bytes.
    NeedMore,
    /// A file without front matter.
    NotAnArticle,
    /// A header that cannot be used.
    Unusable(Diagnostic),
    /// An article's header.
    Header(Box<Header>),
}

/// A header, read.
#[derive(Debug)]
pub struct Header {
    /// Its values.
    pub raw: RawFrontMatter,
    /// Where the body begins.
    pub body: BodyStart,
    path: String,
    text: String,
    line: u32,
    repairs: Vec<Repair>,
}

impl Header {
    /// The file, as it is shown in findings.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// A finding of `rule` at `offset` of the header.
    pub fn diagnostic(
        &self,
        rule: &'static Rule,
        offset: usize,
        message: impl Into<String>,
    ) -> Diagnostic {
        diagnostic(rule, &self.path, &self.text, self.line, offset, message)
    }

    /// The text from `offset` to the end of its line.
    pub fn line_from(&self, offset: usize) -> &str {
        self.text
            .get(offset..)
            .and_then(|rest| rest.lines().next())
            .unwrap_or_default()
            .trim()
    }

    /// What is odd about how it is written: repaired values, keys that stand twice.
    pub fn oddities(&self) -> impl Iterator<Item = Diagnostic> {
        let repairs = self
            .repairs
            .iter()
            .map(|repair| self.diagnostic(&REPAIRED_YAML, repair.offset, repair.message.clone()));
        let duplicates = self.raw.duplicates.iter().map(|key| {
            let message = format!("`{}` stands here again", key.text().unwrap_or("?"));
            self.diagnostic(&DUPLICATE_KEY, key.offset, message)
        });
        repairs.chain(duplicates)
    }
}

fn diagnostic(
    rule: &'static Rule,
    path: &str,
    text: &str,
    first_line: u32,
    offset: usize,
    message: impl Into<String>,
) -> Diagnostic {
    let (line, column, shown) = locate(text, offset);
    Diagnostic::new(rule, message)
        .in_file(path)
        .at(first_line + line - 1, column)
        .showing(shown)
}

/// A key's value, and the key as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The key.
    pub key: String,
    /// The value, never null.
    pub node: Node,
}

macro_rules! raw_front_matter {
    ($($(#[$doc:meta])* $field:ident: $keys:expr,)*) => {
        /// Every field that was written, whatever the syntax. Where a field has several keys, they
        /// come in the order of preference.
        #[derive(Debug, Default)]
        pub struct RawFrontMatter {
            $($(#[$doc])* pub $field: Vec<Field>,)*
            /// Keys that stand a second time.
            pub duplicates: Vec<Node>,
            /// Keys on the first level that mean nothing here.
            pub unknown: Vec<Node>,
        }

        /// The keys that mean something, without regard to case, `-` and `_`.
        pub const KEYS: &[&[&str]] = &[$(&$keys),*];

        impl RawFrontMatter {
            fn take(&mut self, pairs: Vec<(Node, Node)>) {
                let mut nested = Vec::new();
                for (key, node) in pairs {
                    let Some(name) = key.text().map(str::to_owned) else { continue };
                    // Zola's tables, and YAML's merge key.
                    if matches!(&*normal(&name), "taxonomies" | "extra" | "<<") {
                        nested.push(node);
                        continue;
                    }
                    let field = match &*normal(&name) {
                        $(key if $keys.contains(&key) => &mut self.$field,)*
                        _ => {
                            self.unknown.push(key);
                            continue;
                        }
                    };
                    if let Some(earlier) = field.iter().position(|field| field.key == name) {
                        field.remove(earlier);
                        self.duplicates.push(key);
                    }
                    if node.value != Value::Null {
                        field.push(Field { key: name, node });
                    }
                }
                nested.into_iter().for_each(|node| self.take_nested(node));
                $(self.$field.sort_by_key(|field| $keys.iter().position(|key| *key == normal(&field.key)));)*
            }

            /// A key of a nested mapping counts where it does not stand outside.
            fn take_nested(&mut self, node: Node) {
                match node.value {
                    Value::Mapping(pairs) => {
                        let mut inner = RawFrontMatter::default();
                        inner.take(pairs);
                        $(for field in inner.$field {
                            if !self.$field.iter().any(|known| normal(&known.key) == normal(&field.key)) {
                                self.$field.push(field);
                            }
                        })*
                        self.duplicates.append(&mut inner.duplicates);
                    }
                    Value::Sequence(items) => items.into_iter().for_each(|item| self.take_nested(item)),
                    Value::Null | Value::Scalar(_) => {}
                }
            }
        }
    };
}

raw_front_matter! {
    /// The title.
    title: ["title"],
    /// When it was published.
    published: ["date", "publishdate", "pubdate"],
    /// A flag in Jekyll and Hexo, a date in Hugo.
    published_flag: ["published"],
    /// When it was changed.
    updated: ["lastmod", "lastmodified", "lastmodifiedat", "updated", "updatedat", "modified", "modifiedtime", "lastupdated", "lastupdate"],
    /// When it is withdrawn.
    expires: ["expirydate", "unpublishdate"],
    /// Tags and what may count as such.
    tags: ["tags", "tag", "categories", "category", "topics", "keywords"],
    /// Who wrote it.
    authors: ["author", "authors", "hosts"],
    /// What it is about.
    summary: ["description", "summary", "excerpt", "deck", "subtitle"],
    /// The address of its page.
    permalink: ["permalink", "url", "path"],
    /// The last part of that address.
    slug: ["slug"],
    /// The entry id.
    id: ["id", "guid", "uuid"],
    /// The language.
    language: ["lang", "language", "locale"],
    /// Flags that keep it back when true.
    hidden: ["draft", "hidden", "unlisted"],
    /// A word that may keep it back.
    status: ["status"],
}

/// A key without regard to case, `-` and `_`.
pub fn normal(key: &str) -> String {
    key.chars()
        .filter(|c| !matches!(c, '-' | '_'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Reads the head of the file at `path`; `whole` if `head` is all of it.
pub fn read(path: &str, head: &[u8], whole: bool) -> Reading {
    let unusable = |rule, line, message: String| {
        let opening = head.split(|&byte| byte == b'\n').nth(line as usize - 1);
        let opening = String::from_utf8_lossy(opening.unwrap_or_default());
        let finding = Diagnostic::new(rule, message).in_file(path).at(line, 1);
        Reading::Unusable(finding.showing(opening.trim_end()))
    };
    match split::split(head, whole) {
        Split::None => Reading::NotAnArticle,
        Split::NeedMore => Reading::NeedMore,
        Split::Unclosed { line, closing } => unusable(
            &UNCLOSED_HEADER,
            line,
            format!("the header that opens here has no closing `{closing}`"),
        ),
        Split::TooLarge { line } => unusable(
            &HEADER_TOO_LARGE,
            line,
            "the header that opens here is larger than 1 MiB".to_owned(),
        ),
        Split::Header {
            syntax,
            start,
            end,
            line,
            body,
        } => parse(path, syntax, head, start..end, line, body),
    }
}

fn parse(
    path: &str,
    syntax: Syntax,
    head: &[u8],
    header: Range<usize>,
    line: u32,
    body: BodyStart,
) -> Reading {
    let header = &head[header];
    let text = match str::from_utf8(header) {
        Ok(text) => tree::printable(text).into_owned(),
        Err(error) => {
            let valid = String::from_utf8_lossy(&header[..error.valid_up_to()]);
            let message = encoding::not_utf8(header[error.valid_up_to()], head);
            return Reading::Unusable(diagnostic(
                &NOT_UTF8,
                path,
                &valid,
                line,
                valid.len(),
                message,
            ));
        }
    };
    let mut repairs = Vec::new();
    let (rule, name, parsed) = match syntax {
        Syntax::Yaml => {
            let parsed = yaml::parse(&text).or_else(|error| {
                let (pairs, made) = repair::parse(&text, error)?;
                repairs = made;
                Ok(Node {
                    value: Value::Mapping(pairs),
                    offset: 0,
                })
            });
            (&INVALID_YAML, "YAML", parsed)
        }
        Syntax::Toml => (&INVALID_TOML, "TOML", toml::parse(&text)),
        Syntax::Json => (&INVALID_JSON, "JSON", parse_json(&text)),
        Syntax::Lines => {
            let value = Value::Mapping(lines::parse(&text));
            (&INVALID_YAML, "header", Ok(Node { value, offset: 0 }))
        }
    };
    let is_prose = |text| !has_known_key(text);
    match parsed {
        Ok(_) if !repairs.is_empty() && is_prose(&text) => Reading::NotAnArticle,
        Ok(Node {
            value: Value::Mapping(pairs),
            ..
        }) if !pairs.is_empty() => {
            let mut raw = RawFrontMatter::default();
            raw.take(pairs);
            Reading::Header(Box::new(Header {
                raw,
                body,
                path: path.to_owned(),
                text,
                line,
                repairs,
            }))
        }
        // Nothing, text or a list between two thematic breaks.
        Ok(_) => Reading::NotAnArticle,
        Err(_) if is_prose(&text) => Reading::NotAnArticle,
        Err(error) => {
            let message = format!("the header is no {name}: {error}");
            let offset = error.offset.min(text.trim_end().len());
            Reading::Unusable(diagnostic(rule, path, &text, line, offset, message))
        }
    }
}

/// JSON, with or without the braces around it.
fn parse_json(text: &str) -> Result<Node, SyntaxError> {
    if text.trim_start().starts_with('{') {
        return json::parse(text);
    }
    let braced = format!("{{{}}}", text.trim_end().trim_end_matches(','));
    let shift = |error: SyntaxError| SyntaxError {
        offset: error.offset.saturating_sub(1),
        ..error
    };
    let mut node = json::parse(&braced).map_err(shift)?;
    node.relocate(&|offset| offset.saturating_sub(1));
    Ok(node)
}

/// Whether text that cannot be read was meant to be a header, or is prose between thematic breaks.
fn has_known_key(text: &str) -> bool {
    let known = |line: &str| {
        let end = line.find([':', '=', '：'])?;
        let key = line[..end].trim().trim_start_matches('{').trim();
        Some(is_header_key(key.trim_matches(['"', '\''])))
    };
    text.lines().any(|line| known(line) == Some(true))
}

/// Whether `key` is one that headers have and prose has not.
fn is_header_key(key: &str) -> bool {
    matches!(
        &*normal(key),
        "title" | "date" | "tags" | "author" | "layout" | "categories"
    )
}

#[cfg(test)]
mod tests {
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
            ["a.md:3:1: warning[duplicate-key]: `title` stands here again"]
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
                "a.md:3:8: warning[repaired-yaml]: the value of `title` is no YAML; it was read as the text `Rust: a review`"
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
            let place = shown.place.unwrap();
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
        let cases: [(&[u8], &str); 9] = [
            (
                b"+++\ntitle = A\n+++\n",
                "a.md:2:9: error[invalid-toml]: the header is no TOML: string values must be quoted, expected literal string",
            ),
            (
                b"{\n\"title\": \"A\",\n}\n",
                "a.md:3:1: error[invalid-json]: the header is no JSON: key must be a string",
            ),
            (
                b";;;\n\"title\": A\n;;;\n",
                "a.md:2:10: error[invalid-json]: the header is no JSON: expected value",
            ),
            (
                b"+++\ntitle = 'A'\n",
                "a.md:1:1: error[unclosed-header]: the header that opens here has no closing `+++`",
            ),
            (
                b"\n{ \"title\": \"A\"\n",
                "a.md:2:1: error[unclosed-header]: the header that opens here has no closing `}`",
            ),
            (
                b"---\ntitle: \"a\n---\n",
                "a.md:2:10: error[invalid-yaml]: the header is no YAML: found unexpected end of stream",
            ),
            (
                b"---\ntitle: a\n",
                "a.md:1:1: error[unclosed-header]: the header that opens here has no closing `---`",
            ),
            (
                b"---\ntitle: a\ntags: [\xc4\xe3\xba\xc3\xca\xc0\xbd\xe7]\n---\n",
                "a.md:3:8: error[not-utf-8]: byte 0xc4 is not UTF-8; the file is probably in GB18030",
            ),
            (
                b"---\ntags: [1, 2\n---\n",
                "a.md:2:12: error[invalid-yaml]: the header is no YAML: did not find expected ',' or ']'",
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
    fn a_file_without_keys_is_no_article() {
        for text in [
            "---\n---\n",
            "---\njust text\n---\n",
            "---\n- a\n- b\n---\n",
            "---\nNote: a: b\n---\n",
            "no header",
        ] {
            assert!(
                matches!(read("a.md", text.as_bytes(), true), Reading::NotAnArticle),
                "{text:?}"
            );
        }
    }
}
