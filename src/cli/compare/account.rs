//! The account of a comparison: lines for people, one object for programs.

use std::fmt::Write as _;

use feedmill::compare::{
    Agreement, Comparison, Counts, FeedOutcome, FieldValues, ParsedEntry, Renamed, Side, Total,
};
use serde_json::{Map, Value, json};

use super::super::Status;
use super::super::report::harmless;
use super::{Args, ComparedFeed, count};

/// Whether OLD has a feed at this path.
pub(super) fn is_in_old(report: &ComparedFeed) -> bool {
    !matches!(report.account.outcome, FeedOutcome::New(_))
}

/// Whether NEW has a feed at this path.
pub(super) fn is_in_new(report: &ComparedFeed) -> bool {
    !matches!(report.account.outcome, FeedOutcome::Gone(_))
}

/// The most feeds that are listed without `-v`.
const MAX_LISTED: usize = 50;

/// A line for each feed, a second one where there is more to tell, and the total of several. Of very many
/// feeds only those that differ are listed, unless `all` are asked for.
pub(super) fn text(reports: &[ComparedFeed], all: bool) -> String {
    let differs = |report: &&ComparedFeed| match &report.account.outcome {
        FeedOutcome::Compared(comparison) => {
            comparison.agreement.all < comparison.agreement.of
                || others(&comparison.counts()).is_some()
        }
        FeedOutcome::Gone(_) | FeedOutcome::New(_) | FeedOutcome::Unreadable => true,
    };
    let listed: Vec<&ComparedFeed> = if all || reports.len() <= MAX_LISTED {
        reports.iter().collect()
    } else {
        reports.iter().filter(differs).take(MAX_LISTED).collect()
    };
    let mut text = String::new();
    for report in &listed {
        let path = harmless(&report.path);
        let _ = match &report.account.outcome {
            FeedOutcome::Compared(comparison) => write!(
                text,
                "{path}: {}",
                agreeing(&comparison.agreement, &comparison.counts())
            ),
            FeedOutcome::Gone(side) => {
                writeln!(text, "{path}: gone, with {}", entries(side.entries))
            }
            FeedOutcome::New(side) => writeln!(text, "{path}: new, with {}", entries(side.entries)),
            FeedOutcome::Unreadable => writeln!(text, "{path}: cannot be read"),
        };
    }
    if listed.len() < reports.len() {
        let more = count(reports.len() - listed.len(), "feed");
        let _ = writeln!(text, "{more} not shown; `-v` shows all");
    }
    if reports.len() > 1 {
        let total = Total::sum(reports.iter().map(|report| &report.account.outcome));
        let _ = write!(text, "total: {} compared", count(total.compared, "feed"));
        for (number, what) in [
            (total.gone, "gone"),
            (total.new, "new"),
            (total.unreadable, "unreadable"),
        ] {
            if number > 0 {
                let _ = write!(text, ", {number} {what}");
            }
        }
        let _ = write!(text, "; {}", agreeing(&total.agreement, &total.counts));
    }
    text
}

fn entries(number: usize) -> String {
    format!("{number} {}", if number == 1 { "entry" } else { "entries" })
}

/// `2 of 3 entries agree …`, and what became of the others.
fn agreeing(agreement: &Agreement, counts: &Counts) -> String {
    let mut text = match agreement.of {
        0 => "no entry to compare\n".to_owned(),
        of => format!(
            "{} of {of} entries agree in id, link, title and date\n",
            agreement.all,
        ),
    };
    if let Some(others) = others(counts) {
        let _ = writeln!(text, "  {others}");
    }
    text
}

/// What became of the entries that do not agree, and how many are new.
fn others(counts: &Counts) -> Option<String> {
    let edited_in: Vec<String> = counts
        .edited_in
        .iter()
        .map(|(field, number)| format!("{field} {number}"))
        .collect();
    let edited = format!("edited ({})", edited_in.join(", "));
    let others: Vec<String> = [
        (counts.unread, "would show up as unread"),
        (counts.doubled, "doubled"),
        (counts.edited, &edited),
        (counts.gone, "gone"),
        (counts.inserted, "inserted"),
        (counts.backlog, "of the backlog"),
        (counts.added, "new"),
        (counts.beyond_limit, "beyond the limit"),
    ]
    .into_iter()
    .filter(|(number, _)| *number > 0)
    .map(|(number, what)| format!("{number} {what}"))
    .collect();
    (!others.is_empty()).then(|| others.join(", "))
}

/// The account as an object.
pub(super) fn object(args: &Args, reports: &[ComparedFeed], status: Status) -> Value {
    let total = Total::sum(reports.iter().map(|report| &report.account.outcome));
    let findings = reports.iter().flat_map(|report| &report.account.findings);
    json!({
        "version": 1,
        "status": status.number(),
        "old": args.old,
        "new": args.new,
        "total": {
            "feeds": {
                "compared": total.compared,
                "gone": total.gone,
                "new": total.new,
                "unreadable": total.unreadable,
            },
            "entries": total.counts,
            "agree": total.agreement,
        },
        "feeds": reports.iter().map(feed).collect::<Vec<_>>(),
        "diagnostics": findings.collect::<Vec<_>>(),
    })
}

fn feed(report: &ComparedFeed) -> Value {
    let (outcome, old, new) = match &report.account.outcome {
        FeedOutcome::Compared(comparison) => {
            ("compared", Some(&comparison.old), Some(&comparison.new))
        }
        FeedOutcome::Gone(old) => ("gone", Some(old), None),
        FeedOutcome::New(new) => ("new", None, Some(new)),
        FeedOutcome::Unreadable => ("unreadable", None, None),
    };
    let mut object = json!({
        "path": report.path,
        "outcome": outcome,
        "old": old.map(|old| side(old, &report.old)),
        "new": new.map(|new| side(new, &report.new)),
    });
    if let FeedOutcome::Compared(comparison) = &report.account.outcome
        && let Value::Object(object) = &mut object
    {
        add_comparison(object, comparison);
    }
    object
}

fn add_comparison(object: &mut Map<String, Value>, comparison: &Comparison) {
    let entries = |entries: &[ParsedEntry]| -> Value { entries.iter().map(entry).collect() };
    let renamed = |entries: &[Renamed]| -> Value {
        let object = |renamed: &Renamed| {
            json!({
                "old": entry(&renamed.old),
                "new": entry(&renamed.new),
                "same": renamed.same,
                "ids_differ_in": renamed.ids_differ_in,
            })
        };
        entries.iter().map(object).collect()
    };
    let edited = comparison.edited.iter().map(|edited| {
        let changes = edited.changes.iter().map(|change| {
            let mut object = json!({ "field": change.field });
            match &change.values {
                FieldValues::Omitted => {}
                FieldValues::Texts(old, new) => {
                    object["old"] = json!(old);
                    object["new"] = json!(new);
                }
                FieldValues::Lists(old, new) => {
                    object["old"] = json!(old);
                    object["new"] = json!(new);
                }
            }
            object
        });
        json!({
            "id": edited.new.id,
            "title": edited.new.title,
            "line": edited.new.line,
            "redated": edited.jumps,
            "changes": changes.collect::<Vec<_>>(),
        })
    });
    for (key, value) in [
        ("entries", json!(comparison.counts())),
        ("agree", json!(comparison.agreement)),
        ("unread", renamed(&comparison.unread)),
        ("doubled", renamed(&comparison.doubled)),
        ("edited", edited.collect()),
        ("gone", entries(&comparison.gone)),
        ("inserted", entries(&comparison.inserted)),
        ("backlog", entries(&comparison.backlog)),
        ("added", entries(&comparison.added)),
        ("beyond_limit", entries(&comparison.beyond_limit)),
    ] {
        object.insert(key.to_owned(), value);
    }
}

fn side(side: &Side, file: &str) -> Value {
    let repeated = side.repeated.iter();
    json!({
        "file": file,
        "format": side.format.as_str(),
        "title": side.title,
        "link": side.link,
        "language": side.language,
        "entries": side.entries,
        "fault": side.fault,
        "repeated": repeated
            .map(|(id, line)| json!({ "id": id, "line": line }))
            .collect::<Vec<_>>(),
    })
}

fn entry(entry: &ParsedEntry) -> Value {
    json!({
        "id": entry.id,
        "link": entry.link,
        "title": entry.title,
        "date": entry.date().map(|date| date.to_rfc3339()),
        "line": entry.line,
    })
}
