//! Any bytes are judged, and no judgement panics, hangs or contradicts itself.
//!
//! `cargo fuzz run validate fuzz/corpus/validate fixtures/validate`

#![no_main]

use feedmill::diagnostic::Severity;
use feedmill::validate::{Options, validate};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let report = validate(bytes, &Options::default());
    let has_error = report
        .diagnostics
        .iter()
        .any(|found| found.severity == Severity::Error);
    assert_eq!(report.valid(), !has_error);
});
