//! Findings about the input: a rule, a position, a message and a remedy.
//!
//! A [`Rule`] is a code with its documentation; a [`Diagnostic`] is one finding of it. Each module
//! declares its rules with `rules!`, beside the code that raises them; the list of all modules' rules
//! serves `explain` and `docs/codes.md`. Nothing here prints.

use std::fmt;

use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};

/// How serious a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing is wrong.
    Info,
    /// Something is odd, and the output stands all the same.
    Warning,
    /// Something was left out, or is not valid.
    Error,
}

impl Severity {
    /// The word used in reports: `info`, `warning` or `error`.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A code and what the documentation says of it.
#[derive(Debug)]
pub struct Rule {
    /// The kebab-case code, part of the public interface.
    pub code: &'static str,
    /// The path of the module that raises it.
    pub module: &'static str,
    /// The severity of a finding, unless a setting changes it.
    pub severity: Severity,
    /// What the code means, in one sentence.
    pub summary: &'static str,
    /// Why it matters to readers or subscribers.
    pub why: &'static str,
    /// What to do about it.
    pub remedy: &'static str,
    /// A faulty input, and the same input corrected.
    pub example: Option<Example>,
    /// The section of the specification that the rule comes from.
    pub spec: Option<&'static str>,
}

/// A short before and after.
#[derive(Debug, Clone, Copy)]
pub struct Example {
    /// What raises the code.
    pub before: &'static str,
    /// The same input, corrected.
    pub after: &'static str,
}

/// Declares a module's rules and their table `RULES`.
macro_rules! rules {
    ($(
        $name:ident = $severity:ident $code:literal {
            summary: $summary:expr,
            why: $why:expr,
            remedy: $remedy:expr
            $(, before: $before:expr, after: $after:expr)?
            $(, spec: $spec:expr)?
            $(,)?
        }
    )*) => {
        $(
            #[doc = $summary]
            pub static $name: $crate::diagnostic::Rule = $crate::diagnostic::Rule {
                code: $code,
                module: module_path!(),
                severity: $crate::diagnostic::Severity::$severity,
                summary: $summary,
                why: $why,
                remedy: $remedy,
                example: $crate::diagnostic::first!($(Some($crate::diagnostic::Example { before: $before, after: $after }),)? None),
                spec: $crate::diagnostic::first!($(Some($spec),)? None),
            };
        )*
        /// Every rule of this module.
        pub static RULES: &[&$crate::diagnostic::Rule] = &[$(&$name),*];
    };
}
pub(crate) use rules;

/// The first of its arguments, so that an optional field of [`rules!`] has a default.
macro_rules! first {
    ($first:expr $(, $rest:expr)*) => {
        $first
    };
}
pub(crate) use first;

/// Where a finding stands. Lines and columns count from one; columns count characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct SourcePosition {
    /// The file, as the user would name it.
    pub path: String,
    /// The line, where it is known.
    pub line: Option<u32>,
    /// The column, where it is known.
    pub column: Option<u32>,
}

impl fmt::Display for SourcePosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
            if let Some(column) = self.column {
                write!(f, ":{column}")?;
            }
        }
        Ok(())
    }
}

/// The greatest character boundary of `text` that is not behind `offset`.
pub(crate) fn floor_char_boundary(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The line and column (from one) of a byte offset in `text`, and the line itself. For many offsets in
/// one text, see [`LineIndex`].
pub fn locate(text: &str, offset: usize) -> (u32, u32, &str) {
    LineIndex::new(&text[..floor_char_boundary(text, offset)]).locate(text, offset)
}

/// Where the lines of a text begin.
#[derive(Debug, Clone, Default)]
pub struct LineIndex(Vec<usize>);

impl LineIndex {
    /// The lines of `text`.
    pub fn new(text: &str) -> Self {
        let after_line_ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
        LineIndex(std::iter::once(0).chain(after_line_ends).collect())
    }

    /// The line and column (from one) of a byte offset in `text`, the text of this index, and the line
    /// itself.
    pub fn locate<'t>(&self, text: &'t str, offset: usize) -> (u32, u32, &'t str) {
        let offset = floor_char_boundary(text, offset);
        let number = self.0.partition_point(|&start| start <= offset);
        let start = self.0[number - 1];
        let line = text[start..].lines().next().unwrap_or_default();
        let column = text[start..offset].chars().count() + 1;
        (
            u32::try_from(number).unwrap_or(u32::MAX),
            u32::try_from(column).unwrap_or(u32::MAX),
            line,
        )
    }
}

/// The most findings of one code in one file.
const MAX_FINDINGS: usize = 20;

/// Findings about one file: the first of each code, and how many more there are.
#[derive(Debug, Default)]
pub struct FileFindings {
    findings: Vec<Diagnostic>,
    /// For each code the number of findings, and the index of the last that is kept.
    counts: Vec<(&'static Rule, usize, usize)>,
}

impl FileFindings {
    /// Adds a finding of `rule`, which is only made if it is kept.
    pub fn add(&mut self, rule: &'static Rule, make: impl FnOnce() -> Diagnostic) {
        let is_it = |(known, ..): &(&Rule, usize, usize)| std::ptr::eq(*known, rule);
        let at = self.counts.iter().position(is_it).unwrap_or_else(|| {
            self.counts.push((rule, 0, 0));
            self.counts.len() - 1
        });
        let (_, count, last) = &mut self.counts[at];
        *count += 1;
        if *count <= MAX_FINDINGS + 1 {
            *last = self.findings.len();
            self.findings.push(make());
        }
    }

    /// The findings. Of a code that has too many, the last one says how many more there are.
    pub fn into_vec(mut self) -> Vec<Diagnostic> {
        for (_, count, last) in self.counts {
            if count > MAX_FINDINGS + 1 {
                let more = count - MAX_FINDINGS;
                self.findings[last].message = format!("{more} more of these from here on");
            }
        }
        self.findings
    }
}

/// The XML element that a finding in a feed is about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Subject {
    /// The element's qualified name.
    pub element: String,
    /// Its parent's qualified name.
    pub parent: String,
    /// The value that was judged, where one was.
    pub value: Option<String>,
}

/// One finding.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// What was found.
    pub rule: &'static Rule,
    /// How serious it is here.
    pub severity: Severity,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Where; `None` if it is about the whole run.
    pub position: Option<SourcePosition>,
    /// The source line that [`position`](Self::position) points into.
    pub source_line: Option<String>,
    /// The element, for findings in feeds.
    pub subject: Option<Subject>,
}

impl Diagnostic {
    /// A finding of `rule`, about the whole run until a place is given.
    pub fn new(rule: &'static Rule, message: impl Into<String>) -> Self {
        Diagnostic {
            rule,
            severity: rule.severity,
            message: message.into(),
            position: None,
            source_line: None,
            subject: None,
        }
    }

    /// The same finding, in the file `path`.
    pub fn in_file(mut self, path: impl Into<String>) -> Self {
        self.position.get_or_insert_default().path = path.into();
        self
    }

    /// The same finding, at `line` and `column` (both from one; 0 if unknown).
    pub fn at(mut self, line: u32, column: u32) -> Self {
        let place = self.position.get_or_insert_default();
        place.line = (line > 0).then_some(line);
        place.column = (column > 0).then_some(column);
        self
    }

    /// The same finding, with the line it points into.
    pub fn showing(mut self, line: impl Into<String>) -> Self {
        self.source_line = Some(line.into());
        self
    }

    /// The same finding, about `subject`.
    pub fn about(mut self, subject: Subject) -> Self {
        self.subject = Some(subject);
        self
    }
}

/// The form of JSON reports: what is not known is `null`, but for the source line, which is left out.
impl Serialize for Diagnostic {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let place = self.position.as_ref();
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("code", self.rule.code)?;
        map.serialize_entry("severity", &self.severity)?;
        map.serialize_entry("message", &self.message)?;
        map.serialize_entry("path", &place.map(|place| &place.path))?;
        map.serialize_entry("line", &place.and_then(|at| at.line))?;
        map.serialize_entry("column", &place.and_then(|place| place.column))?;
        map.serialize_entry("remedy", self.rule.remedy)?;
        if let Some(line) = &self.source_line {
            map.serialize_entry("source_line", line)?;
        }
        map.end()
    }
}

impl fmt::Display for Diagnostic {
    /// `path:line:column: severity[code]: message`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.position {
            write!(f, "{place}: ")?;
        }
        write!(f, "{}[{}]: {}", self.severity, self.rule.code, self.message)
    }
}

#[cfg(test)]
#[expect(
    unreachable_pub,
    reason = "the table below is declared as in any module"
)]
mod tests {
    use super::*;

    rules! {
        ODD = Warning "odd" { summary: "Something is odd.", why: "It is.", remedy: "Fix it." }
        BAD = Error "bad" {
            summary: "Something is bad.", why: "It is.", remedy: "Fix it.",
            before: "x", after: "y", spec: "RFC 0, section 1"
        }
    }

    #[test]
    fn lines_and_columns_count_from_one_and_in_characters() {
        assert_eq!(locate("a\n中b\r\nc", 5), (2, 2, "中b"));
        assert_eq!(locate("a", 0), (1, 1, "a"));
        assert_eq!(locate("a\n", 9), (2, 1, ""));
        assert_eq!(locate("中", 1), (1, 1, "中"));
    }

    #[test]
    fn findings_of_a_code_are_counted_after_twenty() {
        let mut findings = FileFindings::default();
        for index in 0..25 {
            findings.add(&ODD, || {
                Diagnostic::new(&ODD, index.to_string()).at(index + 1, 1)
            });
        }
        findings.add(&BAD, || Diagnostic::new(&BAD, "bad"));
        let messages: Vec<_> = findings
            .into_vec()
            .into_iter()
            .map(|found| found.to_string())
            .collect();
        assert_eq!(messages.len(), 22);
        assert_eq!(messages[19], ":20:1: warning[odd]: 19");
        assert_eq!(
            messages[20],
            ":21:1: warning[odd]: 5 more of these from here on"
        );
        assert_eq!(messages[21], "error[bad]: bad");
    }

    #[test]
    fn optional_fields_have_defaults() {
        assert_eq!(RULES.len(), 2);
        assert!(ODD.example.is_none() && ODD.spec.is_none());
        assert_eq!(BAD.example.map(|e| e.after), Some("y"));
        assert_eq!(BAD.spec, Some("RFC 0, section 1"));
    }

    #[test]
    fn a_finding_reads_like_a_compiler_message() {
        let found = Diagnostic::new(&ODD, "a thing").in_file("a.md").at(3, 7);
        assert_eq!(found.to_string(), "a.md:3:7: warning[odd]: a thing");
        let found = Diagnostic::new(&BAD, "a thing").in_file("a.md").at(3, 0);
        assert_eq!(found.to_string(), "a.md:3: error[bad]: a thing");
        assert_eq!(
            Diagnostic::new(&BAD, "a thing").to_string(),
            "error[bad]: a thing"
        );
    }
}
