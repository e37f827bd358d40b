//! Findings as one SARIF document, for code scanning.
//!
//! SARIF 2.1.0, the OASIS standard; comments name its sections.

use std::io::{self, Write};

use feedmill::diagnostic::{Diagnostic, Rule, Severity};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::format::FindingFormat;

/// The format for code scanning. Results are kept until the end, because the rules come first.
#[derive(Default)]
pub(super) struct Sarif {
    rules: Vec<&'static Rule>,
    results: Vec<Value>,
}

impl Sarif {
    /// The index of `rule` in the list of rules.
    fn index(&mut self, rule: &'static Rule) -> usize {
        let known = self.rules.iter().position(|known| known.code == rule.code);
        known.unwrap_or_else(|| {
            self.rules.push(rule);
            self.rules.len() - 1
        })
    }
}

impl FindingFormat for Sarif {
    fn finding(&mut self, finding: &Diagnostic, _out: &mut dyn Write) -> io::Result<()> {
        let index = self.index(finding.rule);
        // Section 3.27.
        let mut result = json!({
            "ruleId": finding.rule.code,
            "ruleIndex": index,
            "level": level(finding.severity),
            "message": { "text": finding.message },
        });
        if let Some(location) = location(finding) {
            result["locations"] = json!([location]);
        }
        self.results.push(result);
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let rules: Vec<Value> = self.rules.iter().map(|rule| descriptor(rule)).collect();
        let document = json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": {
                    "driver": {
                        "name": "feedmill",
                        "version": env!("CARGO_PKG_VERSION"),
                        "rules": rules,
                    },
                },
                // Columns count characters, not UTF-16 code units (section 3.14.17).
                "columnKind": "unicodeCodePoints",
                "results": self.results,
            }],
        });
        writeln!(out, "{document:#}")
    }
}

/// A reporting descriptor (section 3.49).
fn descriptor(rule: &Rule) -> Value {
    json!({
        "id": rule.code,
        "shortDescription": { "text": rule.summary },
        "fullDescription": { "text": rule.why },
        "help": { "text": rule.remedy },
        "defaultConfiguration": { "level": level(rule.severity) },
    })
}

/// A location (section 3.28), if the finding has one.
fn location(finding: &Diagnostic) -> Option<Value> {
    let place = finding.position.as_ref()?;
    let uri = utf8_percent_encode(&place.path, NOT_IN_URI).to_string();
    let mut physical = json!({ "artifactLocation": { "uri": uri } });
    if let Some(line) = place.line {
        let mut region = json!({ "startLine": line });
        if let Some(column) = place.column {
            region["startColumn"] = json!(column);
        }
        if let Some(text) = &finding.source_line {
            region["snippet"] = json!({ "text": text });
        }
        physical["region"] = region;
    }
    Some(json!({ "physicalLocation": physical }))
}

/// Section 3.27.10.
fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// Everything except the unreserved characters of RFC 3986, section 2.3, and the slash: a colon in
/// the first segment would look like the end of a scheme.
const NOT_IN_URI: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/');
