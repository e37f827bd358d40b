//! The head of a file to raw front matter: every key that a feed may need, as written, whatever the
//! syntax.

mod html_head;
mod lines;
pub mod notes;
mod raw;
mod repair;
mod split;
#[cfg(test)]
mod tests;
mod visibility;

use std::cell::OnceCell;
use std::ops::Range;

use crate::diagnostic::{Diagnostic, FileFindings, LineIndex, Rule, locate, rules};
use crate::model::{BodyStart, Syntax};
use crate::syntax::tree::{self, Node, Pairs, SyntaxError, Value, json, toml, yaml};
use crate::text::encoding;
use raw::is_header_key;
pub use raw::{Field, HEADER_KEYS, HeaderKeys, RawFrontMatter, known_keys, normal, tag_keys};
use repair::Repair;
use split::{HeaderSyntax, Split};
pub use visibility::{
    KeepsBack, Otherwise, VISIBILITY_KEYS, Visibility, VisibilityKeys, flag, visibility_key,
    visibility_keys,
};

rules! {
    UNCLOSED_HEADER = Error "unclosed-header" {
        summary: "A header opens with `---`, `+++` or `{` and is not closed.",
        why: "It is not clear where the header ends and the body begins; the article is left out.",
        remedy: "Close the header with a `---` line (`+++` if it opens with that), or with its `}`.",
        before: "---\ntitle: A\n\nText.", after: "---\ntitle: A\n---\n\nText."
    }
    HEADER_TOO_LARGE = Error "header-too-large" {
        summary: "A header is larger than 1 MiB.",
        why: "Real headers are much smaller; parsing this one would delay the whole build. The article is left out.",
        remedy: "Add the closing `---` line, which is probably missing."
    }
    INVALID_YAML = Error "invalid-yaml" {
        summary: "A header is not valid YAML.",
        why: "Title, date and tags cannot be read from it; the article is left out.",
        remedy: "Fix the line shown above: close every bracket and quote, and indent nested keys with spaces.",
        before: "tags: [a, b", after: "tags: [a, b]",
        spec: "YAML 1.2.2"
    }
    REPAIRED_YAML = Warning "repaired-yaml" {
        summary: "A header value is not valid YAML; it was read as plain text.",
        why: "Other programs reject the header or read it differently.",
        remedy: "Quote the text, write `:` after a key, and indent with spaces.",
        before: "title: Rust: a review\nauthor: @me", after: "title: \"Rust: a review\"\nauthor: \"@me\"",
        spec: "YAML 1.2.2, section 7.3.3"
    }
    INVALID_TOML = Error "invalid-toml" {
        summary: "A header between `+++` lines is not valid TOML.",
        why: "Title, date and tags cannot be read from it; the article is left out.",
        remedy: "Fix the line shown above: text needs quotes, and a key may appear only once.",
        before: "title = Rust", after: "title = \"Rust\"",
        spec: "TOML 1.0.0"
    }
    INVALID_JSON = Error "invalid-json" {
        summary: "A header between `{` and `}` is not valid JSON.",
        why: "Title, date and tags cannot be read from it; the article is left out.",
        remedy: "Fix the line shown above: keys and texts need double quotes, and there is no comma after the last item.",
        before: "{ \"title\": \"A\", }", after: "{ \"title\": \"A\" }",
        spec: "RFC 8259"
    }
    NOT_UTF8 = Error "not-utf-8" {
        summary: "A file is not encoded in UTF-8.",
        why: "Its characters cannot be read; the article is left out.",
        remedy: "Convert the file to UTF-8, for example with `iconv -f GB18030 -t UTF-8`, or write `encoding: GB18030` in the site file if all its articles use that encoding."
    }
    UNREAD_ARTICLE = Warning "unread-article" {
        summary: "A file looks like an article, and is not read.",
        why: "It is in no feed.",
        remedy: "Begin and end the header with a `---` line, with `:` after each key, in a file that is read (.md, .html, …). If the file is not an article, list it under `exclude` in the site file.",
        before: "----\ntitle: A\n----", after: "---\ntitle: A\n---"
    }
    DUPLICATE_KEY = Warning "duplicate-key" {
        summary: "A key appears twice in a header; the last one is used.",
        why: "The other value is ignored, and it may be the one that was meant.",
        remedy: "Delete one of the two.",
        before: "title: A\ntitle: B", after: "title: B"
    }
}

/// What the head of a file is.
#[derive(Debug)]
pub enum Reading {
    /// The header does not end within these bytes.
    NeedMore,
    /// A file without front matter.
    NotAnArticle(NoHeader),
    /// A header that cannot be used.
    Unusable(Diagnostic),
    /// An article's header.
    Header(Box<Header>),
}

/// What a file without front matter begins with.
#[derive(Debug)]
pub enum NoHeader {
    /// Nothing that looks like a header.
    Nothing,
    /// What looks like one is not, for this reason.
    NotMeant(&'static str),
    /// What was probably meant for one.
    Mistaken(Diagnostic),
    /// Keys of a header, but nothing that makes one of them.
    StrayKeys(Diagnostic),
}

/// A header, read.
#[derive(Debug)]
pub struct Header {
    /// Its values.
    pub raw: RawFrontMatter,
    /// Where the body begins.
    pub body: BodyStart,
    /// The text of the heading that the body begins with.
    pub heading: Option<String>,
    path: String,
    text: String,
    line: u32,
    /// Made when the first finding needs it.
    lines: OnceCell<LineIndex>,
    repairs: Vec<Repair>,
}

impl Header {
    fn new(
        path: &str,
        text: String,
        line: u32,
        body: BodyStart,
        manner: &Manner<'_>,
        mut pairs: Pairs,
    ) -> Self {
        (manner.adapt)(&text, &mut pairs);
        let mut raw = RawFrontMatter::default();
        raw.take(pairs);
        Header {
            raw,
            body,
            heading: None,
            path: path.to_owned(),
            text,
            line,
            lines: OnceCell::new(),
            repairs: Vec::new(),
        }
    }

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
        let lines = self.lines.get_or_init(|| LineIndex::new(&self.text));
        let (line, column, shown) = lines.locate(&self.text, offset);
        Diagnostic::new(rule, message)
            .in_file(&self.path)
            .at(self.line + line - 1, column)
            .showing(shown)
    }

    /// The text from `offset` to the end of its line.
    pub fn line_from(&self, offset: usize) -> &str {
        self.text
            .get(offset..)
            .and_then(|rest| rest.lines().next())
            .unwrap_or_default()
            .trim()
    }

    /// What is unusual about how it is written: repaired values, repeated keys.
    pub fn oddities(&self) -> impl Iterator<Item = Diagnostic> + use<> {
        let mut findings = FileFindings::default();
        for Repair {
            offset, message, ..
        } in &self.repairs
        {
            let finding = || self.diagnostic(&REPAIRED_YAML, *offset, message.clone());
            findings.add(&REPAIRED_YAML, finding);
        }
        for key in &self.raw.duplicates {
            findings.add(&DUPLICATE_KEY, || {
                let message = format!("`{}` is repeated here", key.text().unwrap_or("?"));
                self.diagnostic(&DUPLICATE_KEY, key.offset, message)
            });
        }
        findings.into_vec().into_iter()
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

/// How a site's headers are read.
pub struct Manner<'m> {
    /// Makes of a header what it says on this site.
    pub adapt: &'m dyn Fn(&str, &mut Pairs),
    /// Whether a file without a header is an article.
    pub headless: bool,
    /// Whether a header without an opening fence goes on to a closing one, as Hexo has it.
    pub runs_on: bool,
    /// Whether the header of an HTML file is its head, as Pelican has it.
    pub html_heads: bool,
    /// Whether a header of which a part cannot be read cannot be used at all.
    pub whole: bool,
}

/// As they are written.
pub const PLAINLY: Manner<'static> = Manner {
    adapt: &|_, _| (),
    headless: false,
    runs_on: false,
    html_heads: false,
    whole: false,
};

/// Reads the head of the file at `path` as it is written; `whole` if `head` is all of it.
#[cfg(any(test, feature = "internals"))]
pub fn read(path: &str, head: &[u8], whole: bool) -> Reading {
    read_as(path, head, whole, &PLAINLY)
}

/// Reads the head of the file at `path`; `whole` if `head` is all of it.
pub fn read_as(path: &str, head: &[u8], whole: bool, manner: &Manner<'_>) -> Reading {
    let mut reading = read_header(path, head, whole, manner);
    if let Reading::Header(header) = &mut reading {
        header.heading = head.get(header.body.offset..).and_then(heading);
    }
    reading
}

/// The text of the heading `# Text` that `body` begins with, if its line is whole.
fn heading(body: &[u8]) -> Option<String> {
    let body = body.trim_ascii_start().strip_prefix(b"# ")?;
    let line = &body[..memchr::memchr(b'\n', body)?];
    let line = str::from_utf8(line).ok()?.trim();
    // `# Text #`, `# Text {#id}`
    let text = line.trim_end_matches('#').trim_end();
    let text = match text.rsplit_once(" {#") {
        Some((text, id)) if id.ends_with('}') => text,
        _ => text,
    };
    (!text.is_empty()).then(|| text.to_owned())
}

fn read_header(path: &str, head: &[u8], whole: bool, manner: &Manner<'_>) -> Reading {
    if head.starts_with(b"-\0-\0-\0") || head.starts_with(b"\0-\0-\0-") {
        let message = "byte 0x00 is not text; the file is probably in UTF-16 without a BOM";
        return Reading::Unusable(Diagnostic::new(&NOT_UTF8, message).in_file(path).at(1, 1));
    }
    let about = |rule, line, message: String| {
        let opening = head.split(|&byte| byte == b'\n').nth(line as usize - 1);
        let opening = String::from_utf8_lossy(opening.unwrap_or_default());
        let finding = Diagnostic::new(rule, message).in_file(path).at(line, 1);
        finding.showing(opening.trim_end())
    };
    let unusable = |rule, line, message| Reading::Unusable(about(rule, line, message));
    let is_html = manner.html_heads && Syntax::of_path(path) == Some(Syntax::Html);
    let split = if is_html {
        html_head::split(head, whole)
    } else {
        split::split(head, whole, manner.runs_on)
    };
    match split {
        Split::None if manner.headless => {
            let body = BodyStart { offset: 0, line: 1 };
            let header = Header::new(path, String::new(), 1, body, manner, Vec::new());
            Reading::Header(Box::new(header))
        }
        Split::None => Reading::NotAnArticle(match lines::stray_keys(head) {
            None => NoHeader::Nothing,
            Some((line, one, other)) => {
                let message = format!("`{one}` and `{other}` are not in a header");
                NoHeader::StrayKeys(about(&UNREAD_ARTICLE, line, message))
            }
        }),
        Split::Mistaken { line, message } => {
            let finding = about(&UNREAD_ARTICLE, line, message);
            Reading::NotAnArticle(NoHeader::Mistaken(finding))
        }
        Split::NeedMore => Reading::NeedMore,
        Split::Unclosed { line, closing } => unusable(
            &UNCLOSED_HEADER,
            line,
            format!("the header that opens here is not closed by `{closing}`"),
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
        } => parse(path, syntax, head, start..end, line, body, manner),
    }
}

fn parse(
    path: &str,
    syntax: HeaderSyntax,
    head: &[u8],
    header: Range<usize>,
    line: u32,
    body: BodyStart,
    manner: &Manner<'_>,
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
    let (rule, name) = match syntax {
        HeaderSyntax::Yaml => (&INVALID_YAML, "invalid YAML"),
        HeaderSyntax::Toml => (&INVALID_TOML, "invalid TOML"),
        HeaderSyntax::Json => (&INVALID_JSON, "invalid JSON"),
        HeaderSyntax::HtmlHead => (&INVALID_YAML, "invalid head"),
        HeaderSyntax::Lines => (&INVALID_YAML, "invalid header"),
    };
    let parsed = parse_text(&text, syntax, manner.whole, &mut repairs);
    let is_prose = |text| !manner.whole && !has_known_key(text);
    let prose = Reading::NotAnArticle(NoHeader::NotMeant(
        "what stands where a header would has no keys of one",
    ));
    match parsed {
        Ok(_) if !repairs.is_empty() && is_prose(&text) => prose,
        Ok(Node {
            value: Value::Mapping(pairs),
            ..
        }) if !pairs.is_empty() => {
            let mut header = Header::new(path, text, line, body, manner, pairs);
            header.repairs = repairs;
            Reading::Header(Box::new(header))
        }
        Ok(Node {
            value: Value::Null | Value::Mapping(_),
            ..
        }) if manner.headless => {
            let header = Header::new(path, text, line, body, manner, Vec::new());
            Reading::Header(Box::new(header))
        }
        Ok(_) if text.trim().is_empty() => {
            Reading::NotAnArticle(NoHeader::NotMeant("its header is empty"))
        }
        Ok(Node {
            value: Value::Scalar(_) | Value::Sequence(_),
            ..
        }) if manner.whole => {
            let message = format!("{name}: these are not keys with values");
            Reading::Unusable(diagnostic(rule, path, &text, line, 0, message))
        }
        // Nothing, text or a list between two thematic breaks.
        Ok(_) => prose,
        Err(_) if is_prose(&text) => prose,
        Err(error) => {
            let message = format!("{name}: {error}");
            let offset = error.offset.min(text.trim_end().len());
            Reading::Unusable(diagnostic(rule, path, &text, line, offset, message))
        }
    }
}

/// The text of a header, repaired where that is necessary and its meaning is not in doubt.
fn parse_text(
    text: &str,
    syntax: HeaderSyntax,
    whole: bool,
    repairs: &mut Vec<Repair>,
) -> Result<Node, SyntaxError> {
    let root = |pairs| Node {
        value: Value::Mapping(pairs),
        offset: 0,
    };
    match syntax {
        HeaderSyntax::Yaml => {
            let narrow = repair::narrowed(text, repairs);
            yaml::parse_keys(&narrow).or_else(|error| {
                let (pairs, mut made) = repair::parse(&narrow, error, whole)?;
                repairs.append(&mut made);
                Ok(root(pairs))
            })
        }
        HeaderSyntax::Toml => toml::parse(text),
        HeaderSyntax::Json => parse_json(text),
        HeaderSyntax::HtmlHead => Ok(root(html_head::parse(text))),
        HeaderSyntax::Lines => Ok(root(lines::parse(&repair::narrowed(text, repairs)))),
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

/// Whether text that cannot be parsed was meant to be a header, rather than prose between thematic
/// breaks. Prose may begin a line with one of the rarer keys, but hardly with two.
fn has_known_key(text: &str) -> bool {
    let keys = text.lines().filter_map(|line| {
        let end = line.find([':', '=', '：'])?;
        let key = line[..end].trim().trim_start_matches('{').trim();
        Some(key.trim_matches(['"', '\'']))
    });
    let mut known = 0;
    for key in keys {
        let name = normal(key);
        if is_header_key(key) {
            return true;
        }
        known += usize::from(known_keys().any(|key| key == name));
    }
    known > 1
}
