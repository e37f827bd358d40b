//! What is known while a document is judged, and where findings are collected.

use std::borrow::Cow;
use std::collections::HashMap;

use roxmltree::{Attribute, Node};
use url::Url;

use super::names::{self, Names};
use super::table::Reported;
use super::{Format, Options, rules};
use crate::diagnostic::{Diagnostic, Rule, Severity, Subject};

/// How many findings of one code are listed; a fault of a template is in every entry.
const LISTED_PER_CODE: usize = 100;

/// What is known while a document is judged.
pub(super) struct Context<'a> {
    /// The document as text, for positions and for what a parser does not tell.
    pub(super) source: &'a str,
    /// What elements are called.
    pub(super) names: Names<'a>,
    /// The format of the document.
    pub(super) format: Format,
    /// What the caller knows and wants.
    pub(super) options: &'a Options,
    /// Whether the document is encoded in UTF-8.
    pub(super) utf8: bool,
    findings: Findings,
}

/// A text that is judged: an element's, or an attribute's.
pub(super) struct Value<'v> {
    /// As it stands.
    pub(super) raw: Cow<'v, str>,
    /// The element that it is of.
    pub(super) node: Node<'v, 'v>,
    /// The attribute that it is of, if it is one.
    pub(super) attribute: Option<(Attribute<'v, 'v>, Reported)>,
}

impl<'v> Value<'v> {
    /// The same value, reported under another name.
    pub(super) fn reported(&self, reported: Reported) -> Value<'v> {
        Value {
            raw: self.raw.clone(),
            node: self.node,
            attribute: self.attribute.map(|(attribute, _)| (attribute, reported)),
        }
    }

    /// The text without the white space around it.
    pub(super) fn text(&self) -> &str {
        self.raw.trim()
    }

    /// What is judged, in words: `pubDate` or `the url of enclosure`.
    pub(super) fn called(&self, names: &Names<'_>) -> String {
        let element = names.written(self.node);
        match &self.attribute {
            Some((attribute, _)) => {
                format!("`{}` of {element}", names::attribute_name(attribute).text())
            }
            None => element,
        }
    }
}

impl<'a> Context<'a> {
    /// A context in which nothing was found yet.
    pub(super) fn new(
        source: &'a str,
        format: Format,
        options: &'a Options,
        core: Option<&'a str>,
    ) -> Self {
        Context {
            source,
            names: Names::new(core),
            format,
            options,
            utf8: true,
            findings: Findings::default(),
        }
    }

    /// The same context once the document is parsed and its format certain.
    pub(super) fn continued<'b>(
        self,
        source: &'b str,
        format: Format,
        options: &'b Options,
        core: Option<&'b str>,
    ) -> Context<'b> {
        Context {
            utf8: self.utf8,
            findings: self.findings,
            ..Context::new(source, format, options, core)
        }
    }

    /// The name of an element as the tables write it.
    pub(super) fn name(&self, node: Node<'_, '_>) -> String {
        self.names.written(node)
    }

    /// Reports that `value` breaks `rule`.
    pub(super) fn raise(
        &mut self,
        rule: &'static Rule,
        value: &Value<'_>,
        message: impl Into<String>,
    ) {
        let offset = match &value.attribute {
            Some((attribute, _)) => attribute.range().start,
            None => value.node.range().start,
        };
        self.raise_in(rule, value, offset, message);
    }

    /// Reports that `value` breaks `rule` in the line that is `lines` after its first.
    pub(super) fn raise_on_line(
        &mut self,
        rule: &'static Rule,
        value: &Value<'_>,
        lines: usize,
        message: impl Into<String>,
    ) {
        if self.findings.is_full(rule) || lines == 0 || value.attribute.is_some() {
            return self.raise(rule, value, message);
        }
        let start = value
            .node
            .children()
            .find(|child| child.is_text())
            .map_or(value.node.range().start, |text| text.range().start);
        let offset = self.source[start..]
            .match_indices('\n')
            .nth(lines - 1)
            .map_or(start, |(at, _)| start + at + 1);
        self.raise_in(rule, value, offset, message);
    }

    /// Reports that `value` breaks `rule` by the element `at` in it.
    pub(super) fn raise_from(
        &mut self,
        rule: &'static Rule,
        value: &Value<'_>,
        at: Node<'_, '_>,
        message: impl Into<String>,
    ) {
        self.raise_in(rule, value, at.range().start, message);
    }

    fn raise_in(
        &mut self,
        rule: &'static Rule,
        value: &Value<'_>,
        offset: usize,
        message: impl Into<String>,
    ) {
        let node = value.node;
        let (element, parent) = match &value.attribute {
            None | Some((_, Reported::AsElement)) => (self.name(node), self.parent(node)),
            Some((attribute, Reported::AsAttribute)) => {
                (names::attribute_name(attribute).text(), self.name(node))
            }
            Some((attribute, Reported::InParent)) => {
                (names::attribute_name(attribute).text(), self.parent(node))
            }
        };
        let subject = Subject {
            element,
            parent,
            value: Some(value.text().chars().take(200).collect()),
        };
        self.findings
            .add(offset, Diagnostic::new(rule, message).about(subject));
    }

    /// Reports that the element `node` breaks `rule`.
    pub(super) fn raise_at(
        &mut self,
        rule: &'static Rule,
        node: Node<'_, '_>,
        message: impl Into<String>,
    ) {
        let subject = Subject {
            element: self.name(node),
            parent: self.parent(node),
            value: None,
        };
        self.findings.add(
            node.range().start,
            Diagnostic::new(rule, message).about(subject),
        );
    }

    /// Reports that `rule` is broken by what is not in `node`: the element `name`.
    pub(super) fn raise_without(
        &mut self,
        rule: &'static Rule,
        node: Node<'_, '_>,
        name: &str,
        message: impl Into<String>,
    ) {
        let subject = Subject {
            element: name.to_owned(),
            parent: self.name(node),
            value: None,
        };
        self.findings.add(
            node.range().start,
            Diagnostic::new(rule, message).about(subject),
        );
    }

    /// Reports that `rule` is broken at `offset`, by no element in particular.
    pub(super) fn raise_offset(
        &mut self,
        rule: &'static Rule,
        offset: usize,
        message: impl Into<String>,
    ) {
        self.findings.add(offset, Diagnostic::new(rule, message));
    }

    /// Reports what the caller has put together.
    pub(super) fn raise_about(
        &mut self,
        rule: &'static Rule,
        offset: usize,
        subject: Subject,
        message: impl Into<String>,
    ) {
        self.findings
            .add(offset, Diagnostic::new(rule, message).about(subject));
    }

    fn parent(&self, node: Node<'_, '_>) -> String {
        match node.parent_element() {
            Some(parent) => self.name(parent),
            None => "root".to_owned(),
        }
    }

    /// The address against which relative references in `node` are resolved, as far as it is known.
    pub(super) fn base(&self, node: Node<'_, '_>) -> Option<Url> {
        let document = self.options.base.clone();
        let mut bases: Vec<&str> = node
            .ancestors()
            .filter_map(|ancestor| ancestor.attribute((names::XML, "base")))
            .collect();
        bases.reverse();
        bases
            .into_iter()
            .fold(document, |base, reference| match base {
                Some(base) => base.join(reference).ok(),
                None => Url::parse(reference).ok(),
            })
    }

    /// The address of the document: what the caller says, or what the document says of itself.
    pub(super) fn document_address(&self, node: Node<'_, '_>) -> Option<Url> {
        let own = |node: &Node<'_, '_>| {
            node.tag_name().name() == "link" && node.attribute("rel") == Some("self")
        };
        self.options.base.clone().or_else(|| {
            let root = node.document().root_element();
            let link = root.children().find(own)?;
            Url::parse(link.attribute("href")?).ok()
        })
    }

    /// Notes that a text is in no language that is said.
    pub(super) fn note_missing_language(&mut self, node: Node<'_, '_>) {
        if self
            .findings
            .counts
            .contains_key(rules::MISSING_DC_LANGUAGE.code)
        {
            return;
        }
        let message = format!(
            "`{}` is in no language that is said; add `xml:lang`",
            self.name(node)
        );
        self.raise_at(&rules::MISSING_DC_LANGUAGE, node, message);
    }

    /// The language of `node`, if it is said anywhere.
    pub(super) fn language<'n>(&self, node: Node<'n, '_>) -> Option<&'n str> {
        node.ancestors()
            .find_map(|ancestor| ancestor.attribute((names::XML, "lang")))
            .filter(|language| !language.is_empty())
    }

    /// The findings in the order of the document, with their lines and columns.
    pub(super) fn finish(self) -> (bool, Vec<Diagnostic>) {
        let has_error = self.findings.has_error;
        (has_error, self.findings.place(self.source))
    }
}

/// Findings by where they stand in the text.
#[derive(Default)]
struct Findings {
    found: Vec<(usize, Diagnostic)>,
    counts: HashMap<&'static str, usize>,
    has_error: bool,
}

impl Findings {
    fn is_full(&self, rule: &Rule) -> bool {
        self.counts
            .get(rule.code)
            .is_some_and(|count| *count >= LISTED_PER_CODE)
    }

    fn add(&mut self, offset: usize, diagnostic: Diagnostic) {
        self.has_error |= diagnostic.severity == Severity::Error;
        let count = self.counts.entry(diagnostic.rule.code).or_default();
        *count += 1;
        if *count <= LISTED_PER_CODE {
            self.found.push((offset, diagnostic));
        }
    }

    /// One walk through the text places them all, however many stand in one long line.
    fn place(mut self, source: &str) -> Vec<Diagnostic> {
        self.found.sort_by_key(|(offset, _)| *offset);
        let (mut line, mut column, mut at) = (1_u32, 1_u32, 0_usize);
        let mut placed = Vec::with_capacity(self.found.len());
        for (offset, diagnostic) in self.found {
            let mut offset = offset.clamp(at, source.len());
            while !source.is_char_boundary(offset) {
                offset -= 1;
            }
            for c in source[at..offset].chars() {
                if c == '\n' {
                    line += 1;
                    column = 1;
                } else {
                    column += 1;
                }
            }
            at = offset;
            let placed_there = diagnostic.at(line, column);
            placed.push(match line_around(source, offset) {
                Some(shown) => placed_there.showing(shown),
                None => placed_there,
            });
        }
        let mut more: Vec<_> = self
            .counts
            .into_iter()
            .filter(|(_, count)| *count > LISTED_PER_CODE)
            .collect();
        more.sort_unstable();
        placed.extend(more.into_iter().map(|(code, count)| {
            let message = format!(
                "{} more findings of {code} are not listed",
                count - LISTED_PER_CODE
            );
            Diagnostic::new(&rules::MORE_OF_THE_SAME, message)
        }));
        placed
    }
}

/// The line that `offset` is in, unless it is too long to be shown.
fn line_around(source: &str, offset: usize) -> Option<&str> {
    /// Feeds without line breaks are common; looking for their ends at each finding is not.
    const LONGEST: usize = 240;
    let bytes = source.as_bytes();
    let window = offset.saturating_sub(LONGEST);
    let start = match bytes[window..offset].iter().rposition(|b| *b == b'\n') {
        Some(at) => window + at + 1,
        None if window == 0 => 0,
        None => return None,
    };
    let ahead = &bytes[start..bytes.len().min(start + LONGEST)];
    let end = match ahead.iter().position(|b| *b == b'\n') {
        Some(at) => start + at,
        None if start + ahead.len() == bytes.len() => bytes.len(),
        None => return None,
    };
    Some(source[start..end].trim_end()).filter(|line| !line.is_empty())
}

/// `text` in quotes, shortened where it is long, for a message.
pub(super) fn quote(text: &str) -> String {
    const SHOWN: usize = 60;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = if line.is_empty() { text } else { &line };
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("`{}…`", &line[..end]),
        None => format!("`{line}`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_are_placed_in_the_order_of_the_text() {
        let mut findings = Findings::default();
        findings.add(6, Diagnostic::new(&rules::NOT_BLANK, "second"));
        findings.add(1, Diagnostic::new(&rules::NOT_BLANK, "first"));
        let placed = findings.place("é\nab\nc");
        let places: Vec<_> = placed
            .iter()
            .map(|d| d.place.as_ref().map(|p| (p.line, p.column)))
            .collect();
        assert_eq!(places, [Some((Some(1), Some(1))), Some((Some(3), Some(1)))]);
    }

    #[test]
    fn findings_show_their_line_unless_it_is_long() {
        assert_eq!(line_around("ab\ncd\r\nef", 4), Some("cd"));
        assert_eq!(line_around("ab", 0), Some("ab"));
        assert_eq!(line_around("", 0), None);
        assert_eq!(line_around(&"é".repeat(500), 400), None);
    }

    #[test]
    fn what_is_in_every_entry_is_counted_in_the_end() {
        let mut findings = Findings::default();
        for _ in 0..LISTED_PER_CODE + 5 {
            findings.add(0, Diagnostic::new(&rules::MISSING_GUID, "no guid"));
        }
        let placed = findings.place("");
        assert_eq!(placed.len(), LISTED_PER_CODE + 1);
        assert_eq!(
            placed[LISTED_PER_CODE].message,
            "5 more findings of missing-guid are not listed"
        );
    }

    #[test]
    fn long_values_are_shortened_in_messages() {
        assert_eq!(quote("a\n  b"), "`a b`");
        assert_eq!(quote(&"x".repeat(80)).chars().count(), 63);
    }
}
