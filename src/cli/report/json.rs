//! Findings as lines of JSON, for programs.
//!
//! Each line is an object with the keys `code`, `severity`, `message`, `path`, `line`, `column` and
//! `remedy`, in this order, and `source_line` if it is known. Unknown values are `null`. Lines and
//! columns start at one; columns count characters.

use std::io::{self, Write};

use feedmill::diagnostic::Diagnostic;

use super::Format;

/// The format for programs.
pub(super) struct Json;

impl Format for Json {
    fn finding(&mut self, finding: &Diagnostic, out: &mut dyn Write) -> io::Result<()> {
        serde_json::to_writer(&mut *out, finding)?;
        writeln!(out)
    }
}
