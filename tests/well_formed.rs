//! Well-formedness against expat and libxml2, on the damaged feeds beside the project if they are there,
//! and on what is left of feeds that are cut off.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![allow(
    clippy::print_stderr,
    reason = "who runs the tests shall see that this one did not"
)]

use std::fs;
use std::path::Path;

use feedmill::diagnostic::Severity;
use feedmill::validate::{Options, Report, rules, validate};

/// Whether a report says that the document is not well-formed.
fn is_refused(report: &Report) -> bool {
    let codes = [
        rules::SAX_ERROR.code,
        rules::UNDEFINED_NAMED_ENTITY.code,
        rules::WP_BLANK_LINE.code,
        rules::UNICODE_ERROR.code,
        rules::UNKNOWN_ENCODING.code,
        rules::VALIDATOR_LIMIT.code,
        rules::ILL_FORMED_JSON.code,
    ];
    report.diagnostics.iter().any(|found| {
        // A missing namespace is an undeclared prefix, or Atom outside of its namespace.
        let is_prefix = found.rule.code == rules::MISSING_NAMESPACE.code
            && found.message.starts_with("the prefix ");
        found.severity == Severity::Error && (codes.contains(&found.rule.code) || is_prefix)
    })
}

#[test]
fn damaged_feeds_are_refused_where_expat_and_libxml2_refuse_them() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/mutants");
    let Ok(table) = fs::read_to_string(folder.join("mutants.tsv")) else {
        eprintln!("skipped: {} is not there", folder.display());
        return;
    };
    let mut differences = Vec::new();
    let mut count = 0;
    for line in table.lines().skip(1) {
        let mut columns = line.split('\t');
        let file = columns.next().unwrap();
        let is_well_formed = match columns.nth(2) {
            Some("yes") => true,
            Some("no") => false,
            _ => continue,
        };
        count += 1;
        let bytes = fs::read(folder.join("feeds").join(file)).unwrap();
        let report = validate(&bytes, &Options::default());
        if is_refused(&report) == is_well_formed {
            differences.push(format!(
                "{file}: well-formed {is_well_formed}, {:?}",
                report.diagnostics
            ));
        }
    }
    assert!(count > 1000, "{count}");
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn a_feed_that_is_cut_off_is_refused_wherever_that_is() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/validate");
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        if is_refused(&validate(&bytes, &Options::default())) {
            continue;
        }
        let text = String::from_utf8(bytes).unwrap();
        // After its end tag the document is whole.
        let end = text.trim_end().len();
        if text[..end].rfind("</") == text.find("</html") {
            continue;
        }
        for cut in (0..end)
            .step_by(5)
            .filter(|cut| text.is_char_boundary(*cut))
        {
            count += 1;
            let report = validate(&text.as_bytes()[..cut], &Options::default());
            assert!(is_refused(&report), "{}", &text[..cut]);
        }
    }
    assert!(count > 2000, "{count}");
}
