//! The room as a whole: what it says of documents that are no feeds, or hardly.

use super::*;

fn codes(text: &str) -> Vec<&'static str> {
    let report = validate(text.as_bytes(), &Options::default());
    report
        .diagnostics
        .iter()
        .map(|found| found.rule.code)
        .collect()
}
