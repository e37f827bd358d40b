//! Findings as lines of JSON, for programs.
//!
//! Each line is an object with the keys `code`, `severity`, `message`, `path`, `line`, `column` and
//! `remedy`, in this order, and `source_line` if it is known. Unknown values are `null`. Lines and
//! columns start at one; columns count characters.

use std::io::{self, Write};

use feedmill::diagnostic::Diagnostic;
use serde::Serialize;

use super::format::FindingFormat;

/// The format for programs.
pub(super) struct Json;

impl FindingFormat for Json {
    fn finding(&mut self, finding: &Diagnostic, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(line(finding)?.as_bytes())
    }
}

/// `value` as one line. Some programs take U+0085, U+2028 and U+2029 for ends of lines; in JSON they can
/// only stand in strings, so they are escaped wherever they are.
pub(crate) fn line(value: &impl Serialize) -> io::Result<String> {
    let mut line = serde_json::to_string(value)?;
    for (c, escaped) in [
        ('\u{85}', "\\u0085"),
        ('\u{2028}', "\\u2028"),
        ('\u{2029}', "\\u2029"),
    ] {
        if line.contains(c) {
            line = line.replace(c, escaped);
        }
    }
    Ok(line + "\n")
}
