//! The state of a validation, and how findings are reported.

use std::cell::OnceCell;
use std::collections::HashSet;

use roxmltree::Node;
use url::Url;

use super::findings::Findings;
use super::format::DocumentFormat;
use super::names::{self, Names};
use super::rules;
use super::value::{Holder, Reported, Value};
use crate::diagnostic::{Diagnostic, Rule, Subject};

/// What the caller knows about the document.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The address at which the feed is or will be published.
    pub base: Option<Url>,
    /// The present time in seconds since 1970; dates in the future are reported if it is known.
    pub now: Option<i64>,
}

/// What is known while a document is judged.
pub(super) struct Context<'a> {
    /// The document as text, for positions and for details that the parser does not report.
    pub(super) source: &'a str,
    /// The names of elements.
    pub(super) names: Names<'a>,
    /// The format of the document.
    pub(super) format: DocumentFormat,
    /// The caller's options.
    pub(super) options: &'a Options,
    /// Whether the document is encoded in UTF-8.
    pub(super) utf8: bool,
    /// Where the innermost element begins that is not closed, in a document that is not well-formed.
    pub(super) unclosed: Option<usize>,
    /// The address of the document, computed when it is first needed.
    address: OnceCell<Option<Url>>,
    findings: Findings,
}

impl<'a> Context<'a> {
    /// A context without findings.
    pub(super) fn new(
        source: &'a str,
        format: DocumentFormat,
        options: &'a Options,
        core: Option<&'a str>,
    ) -> Self {
        Context {
            source,
            names: Names::new(core),
            format,
            options,
            utf8: true,
            unclosed: None,
            address: OnceCell::new(),
            findings: Findings::default(),
        }
    }

    /// The context for the parsed document.
    pub(super) fn continued<'b>(
        self,
        source: &'b str,
        format: DocumentFormat,
        options: &'b Options,
        core: Option<&'b str>,
    ) -> Context<'b> {
        Context {
            utf8: self.utf8,
            unclosed: self.unclosed,
            findings: self.findings,
            ..Context::new(source, format, options, core)
        }
    }

    /// The first child of `parent` that is called `name`.
    pub(super) fn child(&self, parent: Node<'a, 'a>, name: &str) -> Option<Node<'a, 'a>> {
        self.children(parent, name).next()
    }

    /// The children of `parent` that are called `name`.
    pub(super) fn children(
        &self,
        parent: Node<'a, 'a>,
        name: &str,
    ) -> impl Iterator<Item = Node<'a, 'a>> {
        parent
            .children()
            .filter(move |node| node.is_element() && self.names.element(*node).is(name))
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
        self.raise_in(rule, value, value.holder.offset(), message);
    }

    /// Reports that `value` breaks `rule`, `lines` lines after its first line.
    pub(super) fn raise_on_line(
        &mut self,
        rule: &'static Rule,
        value: &Value<'_>,
        lines: usize,
        message: impl Into<String>,
    ) {
        let Holder::Element(node) = value.holder else {
            return self.raise(rule, value, message);
        };
        if self.findings.is_full(rule) || lines == 0 {
            return self.raise(rule, value, message);
        }
        let start = node
            .children()
            .find(|child| child.is_text())
            .map_or(node.range().start, |text| text.range().start);
        let offset = self.source[start..]
            .match_indices('\n')
            .nth(lines - 1)
            .map_or(start, |(at, _)| start + at + 1);
        self.raise_in(rule, value, offset, message);
    }

    /// Reports that the element `at` in `value` breaks `rule`.
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
        let mut subject = self.subject(&value.holder);
        subject.value = Some(value.text().chars().take(200).collect());
        self.findings
            .add(offset, Diagnostic::new(rule, message).about(subject));
    }

    /// What a finding about the value of `holder` is reported for.
    fn subject(&self, holder: &Holder<'_>) -> Subject {
        let (element, parent) = match holder {
            Holder::Element(node) | Holder::Attribute(node, _, Reported::AsElement) => {
                (self.name(*node), self.parent(*node))
            }
            Holder::Attribute(node, attribute, Reported::AsAttribute) => {
                (names::attribute_name(attribute).text(), self.name(*node))
            }
            Holder::Attribute(node, attribute, Reported::InParent) => {
                (names::attribute_name(attribute).text(), self.parent(*node))
            }
            Holder::Member(member) => (member.name.to_owned(), member.object.to_owned()),
        };
        Subject {
            element,
            parent,
            value: None,
        }
    }

    /// Reports that `holder` breaks `rule`.
    pub(super) fn raise_for(
        &mut self,
        rule: &'static Rule,
        holder: &Holder<'_>,
        message: impl Into<String>,
    ) {
        let found = Diagnostic::new(rule, message).about(self.subject(holder));
        self.findings.add(holder.offset(), found);
    }

    /// Reports that the element `node` breaks `rule`.
    pub(super) fn raise_at(
        &mut self,
        rule: &'static Rule,
        node: Node<'_, '_>,
        message: impl Into<String>,
    ) {
        self.raise_for(rule, &Holder::Element(node), message);
    }

    /// Reports that `rule` is broken because `node` lacks the element `name`.
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

    /// Reports that `rule` is broken at `offset`, without naming an element.
    pub(super) fn raise_offset(
        &mut self,
        rule: &'static Rule,
        offset: usize,
        message: impl Into<String>,
    ) {
        self.findings.add(offset, Diagnostic::new(rule, message));
    }

    /// Reports a problem at `offset`.
    pub(super) fn add(&mut self, offset: usize, found: Diagnostic) {
        self.findings.add(offset, found);
    }

    /// Reports a complete finding.
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

    /// The address of the document: the caller's, or else the document's own.
    pub(super) fn document_address(&self, node: Node<'_, '_>) -> Option<&Url> {
        let own = |node: &Node<'_, '_>| {
            node.tag_name().name() == "link" && node.attribute("rel") == Some("self")
        };
        let found = self.address.get_or_init(|| {
            self.options.base.clone().or_else(|| {
                let root = node.document().root_element();
                let link = root.children().find(own)?;
                Url::parse(link.attribute("href")?).ok()
            })
        });
        found.as_ref()
    }

    /// Reports that the language of a text is not declared.
    pub(super) fn note_missing_language(&mut self, node: Node<'_, '_>) {
        if self.findings.has(&rules::MISSING_DC_LANGUAGE) {
            return;
        }
        let message = format!(
            "the language of `{}` is not declared; add `xml:lang`",
            self.name(node)
        );
        self.raise_at(&rules::MISSING_DC_LANGUAGE, node, message);
    }

    /// The declared language of `node`.
    pub(super) fn language<'n>(&self, node: Node<'n, '_>) -> Option<&'n str> {
        node.ancestors()
            .find_map(|ancestor| ancestor.attribute((names::XML, "lang")))
            .filter(|language| !language.is_empty())
    }

    /// Ignores further findings about the elements at `offsets`, which were only read in part.
    pub(super) fn disbelieve(&mut self, offsets: HashSet<usize>) {
        self.findings.disbelieve(offsets);
    }

    /// The findings in the order of the document, with their lines and columns.
    pub(super) fn finish(self) -> Vec<Diagnostic> {
        self.findings.place(self.source)
    }
}
