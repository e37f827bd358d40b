//! One head to raw front matter: every key that a feed may need, as it was written.

mod split;

use crate::diagnostic::{Diagnostic, Rule, locate, rules};
use crate::model::BodyStart;
use crate::yaml::{self, Node, Value};
use split::Split;

rules! {
    UNCLOSED_HEADER = Error "unclosed-header" {
        summary: "A header opens with `---` and has no end.",
        why: "Where the header ends and the body begins cannot be known; the article is left out.",
        remedy: "Close the header with a line of its own that holds `---`.",
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
        remedy: "Mend the place that is named. A text that holds `: ` or begins with `@`, a backtick, `[` or `*` wants quotes.",
        before: "title: Rust: a review", after: "title: \"Rust: a review\"",
        spec: "YAML 1.2.2"
    }
    NOT_UTF8 = Error "not-utf-8" {
        summary: "A file is not encoded in UTF-8.",
        why: "Its characters cannot be known; the article is left out.",
        remedy: "Convert the file to UTF-8, for example with `iconv -f GB18030 -t UTF-8`."
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

    /// A finding for each key that stands twice.
    pub fn duplicates(&self) -> impl Iterator<Item = Diagnostic> {
        self.raw.duplicates.iter().map(|key| {
            self.diagnostic(
                &DUPLICATE_KEY,
                key.offset,
                format!("`{}` stands here again", key.text().unwrap_or("?")),
            )
        })
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
        }

        impl RawFrontMatter {
            fn take(&mut self, pairs: Vec<(Node, Node)>) {
                for (key, node) in pairs {
                    let Some(name) = key.text().map(str::to_owned) else { continue };
                    if matches!(&*normal(&name), "taxonomies" | "extra") {
                        if let Value::Mapping(inner) = node.value {
                            self.take(inner);
                        }
                        continue;
                    }
                    let field = match &*normal(&name) {
                        $(key if $keys.contains(&key) => &mut self.$field,)*
                        _ => continue,
                    };
                    if let Some(earlier) = field.iter().position(|field| field.key == name) {
                        field.remove(earlier);
                        self.duplicates.push(key);
                    }
                    if node.value != Value::Null {
                        field.push(Field { key: name, node });
                    }
                }
                $(self.$field.sort_by_key(|field| $keys.iter().position(|key| *key == normal(&field.key)));)*
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
    summary: ["description", "summary", "excerpt", "deck"],
    /// The address of its page.
    permalink: ["permalink", "url"],
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
    if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
        let message = "the file is encoded in UTF-16, not in UTF-8";
        return Reading::Unusable(Diagnostic::new(&NOT_UTF8, message).in_file(path).at(1, 1));
    }
    let unusable = |rule, line, message: &str| {
        Reading::Unusable(
            Diagnostic::new(rule, message)
                .in_file(path)
                .at(line, 1)
                .showing("---"),
        )
    };
    match split::split(head, whole) {
        Split::None => Reading::NotAnArticle,
        Split::NeedMore => Reading::NeedMore,
        Split::Unclosed { line } => unusable(
            &UNCLOSED_HEADER,
            line,
            "the header that opens here has no closing `---`",
        ),
        Split::TooLarge { line } => unusable(
            &HEADER_TOO_LARGE,
            line,
            "the header that opens here is larger than 1 MiB",
        ),
        Split::Header {
            start,
            end,
            line,
            body,
        } => parse(path, &head[start..end], line, body),
    }
}

fn parse(path: &str, header: &[u8], line: u32, body: BodyStart) -> Reading {
    let text = match str::from_utf8(header) {
        Ok(text) => yaml::printable(text).into_owned(),
        Err(error) => {
            let valid = String::from_utf8_lossy(&header[..error.valid_up_to()]);
            let message = format!("byte 0x{:02x} is not UTF-8", header[error.valid_up_to()]);
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
    match yaml::parse(&text) {
        Ok(Node {
            value: Value::Mapping(pairs),
            ..
        }) => {
            let mut raw = RawFrontMatter::default();
            raw.take(pairs);
            Reading::Header(Box::new(Header {
                raw,
                body,
                path: path.to_owned(),
                text,
                line,
            }))
        }
        // Text or a list between two thematic breaks.
        Ok(_) => Reading::NotAnArticle,
        Err(_) if !has_known_key(&text) => Reading::NotAnArticle,
        Err(error) => {
            let message = format!("the header is no YAML: {error}");
            let offset = error.offset.min(text.trim_end().len());
            Reading::Unusable(diagnostic(
                &INVALID_YAML,
                path,
                &text,
                line,
                offset,
                message,
            ))
        }
    }
}

/// Whether text that is no YAML was meant to be a header, or is prose between thematic breaks.
fn has_known_key(text: &str) -> bool {
    let known = |line: &str| {
        let key = split::key_of(line.as_bytes()).and_then(|key| str::from_utf8(key).ok());
        key.is_some_and(|key| {
            matches!(
                &*normal(key),
                "title" | "date" | "tags" | "layout" | "author"
            )
        })
    };
    text.lines().any(known)
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
            .duplicates()
            .map(|finding| finding.to_string())
            .collect();
        assert_eq!(
            findings,
            ["a.md:3:1: warning[duplicate-key]: `title` stands here again"]
        );
    }

    #[test]
    fn nested_taxonomies_are_fields() {
        let header = header("---\ntaxonomies:\n  tags: [a]\n---\n");
        assert_eq!(header.raw.tags.len(), 1);
    }

    #[test]
    fn what_cannot_be_read_is_named_with_its_place() {
        let cases: [(&[u8], &str); 5] = [
            (
                b"---\ntitle: a: b\n---\n",
                "a.md:2:9: error[invalid-yaml]: the header is no YAML: mapping values are not allowed in this context",
            ),
            (
                b"---\ntitle: a\n",
                "a.md:1:1: error[unclosed-header]: the header that opens here has no closing `---`",
            ),
            (
                b"---\ntitle: a\ntags: [\xc4\xe3]\n---\n",
                "a.md:3:8: error[not-utf-8]: byte 0xc4 is not UTF-8",
            ),
            (
                b"\xff\xfe-\0-\0-\0",
                "a.md:1:1: error[not-utf-8]: the file is encoded in UTF-16, not in UTF-8",
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
