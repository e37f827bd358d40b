//! Findings as workflow commands of GitHub Actions, which shows them next to the changed lines.
//!
//! `::error file=a.md,line=3,col=7,title=code::message`, escaped as in GitHub's toolkit,
//! `packages/core/src/command.ts`.

use std::fmt::Write as _;
use std::io::{self, Write};

use feedmill::diagnostic::{Diagnostic, Severity};

use super::format::FindingFormat;

/// The format for GitHub Actions.
pub(super) struct Github;

impl FindingFormat for Github {
    fn finding(&mut self, finding: &Diagnostic, out: &mut dyn Write) -> io::Result<()> {
        let mut command = String::from(match finding.severity {
            Severity::Error => "::error ",
            Severity::Warning => "::warning ",
            Severity::Info => "::notice ",
        });
        if let Some(place) = &finding.position {
            let _ = write!(
                command,
                "file={},",
                escape_property(place.path.trim_start_matches("./"))
            );
            if let Some(line) = place.line {
                let _ = write!(command, "line={line},");
            }
            if let Some(column) = place.column {
                let _ = write!(command, "col={column},");
            }
        }
        let title = escape_property(finding.rule.code);
        let message = format!("{}\n{}", finding.message, finding.rule.remedy);
        let message = escape_data(message.trim_end());
        writeln!(out, "{command}title={title}::{message}")
    }
}

fn escape_data(text: &str) -> String {
    // Line ends are escaped below; other control characters must not reach a terminal.
    let text: String = text
        .chars()
        .map(|c| {
            if c.is_control() && !matches!(c, '\r' | '\n' | '\t') {
                '\u{fffd}'
            } else {
                c
            }
        })
        .collect();
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn escape_property(text: &str) -> String {
    escape_data(text).replace(':', "%3A").replace(',', "%2C")
}
