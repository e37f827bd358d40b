//! What every format of findings does.

use std::io::{self, Write};

use feedmill::diagnostic::Diagnostic;

/// A format of findings.
pub(super) trait FindingFormat {
    /// Writes one finding, or keeps it for [`finish`](Self::finish).
    fn finding(&mut self, finding: &Diagnostic, out: &mut dyn Write) -> io::Result<()>;

    /// Writes what comes after the last finding.
    fn finish(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}
