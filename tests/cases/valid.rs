//! The feeds that the cases expect are free of errors and warnings by `feedmill validate`, except for those in a list.

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::Value;

use super::{Case, wanted_cases};

/// Where all articles of a feed have one date, as in the cases that are not about dates.
const SAME_DATES: &str = "same-dates";

/// The findings that a case is to have, and why.
#[rustfmt::skip]
const MEANT: &[(&str, &str, &str)] = &[
    ("date-shapes", "implausible-date", "its articles are of the years 999 and 9999"),
    ("doubtful-settings", "invalid-itunes-category", "the site says so, which is told"),
    ("doubtful-settings", "invalid-language", "the site says so, which is told"),
    ("foreign-file", "missing-atom-self-link", "a feed of another program stays"),
    ("foreign-file", "missing-attribute", "a feed of another program stays"),
    ("foreign-file", "missing-description", "a feed of another program stays"),
    ("foreign-file", "missing-link", "a feed of another program stays"),
    ("formats-json", "missing-self", "a feed of another program stays"),
    ("generator-local-address", "local-address", "the site says so, which is told"),
    ("ids-in-header", "non-canonical-uri", "the id in a header is kept as it is"),
    ("output-of-another-site", "undated-entries", "a feed of another site stays"),
    ("paths-of-another-site", "undated-entries", "feeds of another site stay"),
    ("pelican-site", "implausible-date", "Pelican publishes its article of 2030"),
    ("pelican-site", "invalid-tag", "Pelican's ids are kept; with others, entries would be new"),
    ("tag-shapes", "placeholder-text", "an article is called `null`"),
    ("zola-safe", "invalid-uri-char", "Zola's ids are kept"),
    ("zola-site", "implausible-date", "Zola publishes its article of 2030"),
    ("zola-site", "invalid-uri-char", "Zola's ids are kept"),
];

#[test]
fn expected_feeds_are_valid() {
    let cases = wanted_cases();
    let runs = cases.iter().flat_map(|case| Case::prepare(case).runs);
    let expected = runs
        .map(|run| run.join("expected"))
        .filter(|folder| folder.exists());
    let output = Command::new(env!("CARGO_BIN_EXE_feedmill"))
        .args(["validate", "--message-format=json"])
        .args(expected)
        .output()
        .unwrap();
    let mut found = BTreeSet::new();
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        let feed: Value = serde_json::from_str(line).unwrap();
        let path = feed["file"].as_str().unwrap();
        let (_, below) = path.rsplit_once("/cases/").unwrap();
        let (case, _) = below.split_once('/').unwrap();
        for finding in feed["diagnostics"].as_array().unwrap() {
            if finding["severity"] != "info" && finding["code"] != SAME_DATES {
                found.insert((
                    case.to_owned(),
                    finding["code"].as_str().unwrap().to_owned(),
                ));
            }
        }
    }
    let wanted: BTreeSet<_> = MEANT
        .iter()
        .map(|(case, code, _)| ((*case).to_owned(), (*code).to_owned()))
        .filter(|(wanted, _)| cases.iter().any(|case| super::name_of(case) == *wanted))
        .collect();
    assert_eq!(found, wanted);
}
