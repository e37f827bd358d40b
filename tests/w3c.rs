//! Agreement with the W3C feed validator on its own test suite, if the suite is there.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![allow(
    clippy::print_stderr,
    reason = "who runs the tests shall see that this one did not"
)]

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use feedmill::validate::{Options, Report, validate};

fn flat(name: &str) -> String {
    name.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// The columns of a table by their names.
fn table(path: &Path) -> Vec<HashMap<String, String>> {
    let text = fs::read_to_string(path).unwrap();
    let mut lines = text.lines();
    let names: Vec<&str> = lines.next().unwrap().split('\t').collect();
    lines
        .map(|line| {
            let values = line.split('\t').map(str::to_owned);
            names
                .iter()
                .map(|name| (*name).to_owned())
                .zip(values)
                .collect()
        })
        .collect()
}

/// Whether `report` has the finding that a case of the suite expects.
fn raised(
    report: &Report,
    case: &HashMap<String, String>,
    parents: &HashMap<String, String>,
) -> bool {
    let local = |name: &str| name.to_lowercase().replace(':', "_");
    let wanted: HashMap<&str, &str> = case["params"]
        .split(',')
        .filter_map(|p| p.split_once(':'))
        .collect();
    let class = flat(&case["class"]);
    report.diagnostics.iter().any(|found| {
        let hit = if matches!(class.as_str(), "error" | "warning" | "info") {
            found.severity.as_str() == class
        } else {
            let mut code = Some(flat(found.rule.code));
            std::iter::from_fn(|| {
                let current = code.take()?;
                code = parents.get(&current).cloned();
                Some(current)
            })
            .any(|code| code == class)
        };
        let agrees = |key: &str, said: &str| {
            said.is_empty()
                || wanted
                    .get(key)
                    .is_none_or(|wanted| local(wanted) == local(said))
        };
        let subject = found.subject.as_ref();
        hit && subject.is_none_or(|s| agrees("element", &s.element) && agrees("parent", &s.parent))
    })
}

#[test]
fn the_w3c_suite_agrees() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/w3c-cases");
    if !cases.exists() {
        eprintln!("skipped: the cases are not at {}", cases.display());
        return;
    }
    let parents: HashMap<String, String> = table(&cases.join("classes.tsv"))
        .iter()
        .map(|class| (flat(&class["class"]), flat(&class["parent"])))
        .collect();
    let (mut must, mut must_not, mut verdict) = ([0, 0], [0, 0], [0, 0]);
    for case in table(&cases.join("cases.tsv")) {
        let bytes = fs::read(cases.join(&case["path"])).unwrap();
        let options = Options {
            now: Some(1_780_000_000),
            ..Options::default()
        };
        let report = validate(&bytes, &options);
        if matches!(case["category"].as_str(), "Error" | "Warning") {
            let wanted = case["polarity"] == "must-raise";
            let score = if wanted { &mut must } else { &mut must_not };
            score[0] += usize::from(raised(&report, &case, &parents) == wanted);
            score[1] += 1;
        }
        verdict[0] += usize::from(report.valid() == (case["ref_verdict"] != "invalid"));
        verdict[1] += 1;
    }
    assert!(must[1] - must[0] <= 1, "must {must:?}");
    assert_eq!(must_not[0], must_not[1], "must-not");
    assert_eq!(verdict[0], verdict[1], "verdict");
}
