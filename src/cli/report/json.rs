//! Findings as lines of JSON, for programs.
//!
//! Each line is an object with the keys `code`, `severity`, `message`, `path`, `line`, `column` and
//! `remedy`, in this order, and `source_line` if it is known. Unknown values are `null`. Lines and
//! columns start at one; columns count characters.

use std::io::{self, Write};

use feedmill::diagnostic::Diagnostic;
use serde_json::{Value, json};

use super::Format;

/// The format for programs.
pub(super) struct Json;

impl Format for Json {
    fn finding(&mut self, finding: &Diagnostic, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{}", object(finding))
    }
}

/// A finding as an object.
pub(crate) fn object(finding: &Diagnostic) -> Value {
    let place = finding.place.as_ref();
    let mut object = json!({
        "code": finding.rule.code,
        "severity": finding.severity.as_str(),
        "message": finding.message,
        "path": place.map(|place| &place.path),
        "line": place.and_then(|place| place.line),
        "column": place.and_then(|place| place.column),
        "remedy": finding.rule.remedy,
    });
    if let Some(line) = &finding.source_line {
        object["source_line"] = json!(line);
    }
    object
}
