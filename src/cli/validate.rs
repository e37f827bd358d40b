//! `feedmill validate`: feeds in, findings out.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::{Args as ClapArgs, ValueEnum};
use feedmill::diagnostic::{Diagnostic, Severity};
use feedmill::validate::{MAX_BYTES, Options, RULES, Report, validate};
use rayon::prelude::*;
use serde_json::{Value, json};
use url::Url;

/// What is typed after `feedmill validate`.
#[derive(Debug, ClapArgs)]
pub(crate) struct Args {
    /// Feeds, folders of feeds, or `-` for standard input
    #[arg(value_name = "FILE|DIR|-", required = true)]
    paths: Vec<String>,
    /// How findings are written
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    message_format: MessageFormat,
    /// Which findings make the exit status 1
    #[arg(long, value_enum, default_value_t, value_name = "SEVERITY")]
    fail_on: FailOn,
    /// Leave out findings of this code
    #[arg(long, value_name = "CODE")]
    allow: Vec<String>,
    /// Make findings of this code errors
    #[arg(long, value_name = "CODE")]
    deny: Vec<String>,
    /// The address at which the feed is, or will be, found
    #[arg(long, value_name = "URL")]
    base: Option<Url>,
}

/// How findings are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum MessageFormat {
    /// A line for each finding
    #[default]
    Human,
    /// A JSON object for each file, one a line
    Json,
    /// Annotations of GitHub Actions
    Github,
    /// SARIF 2.1.0
    Sarif,
}

/// Which findings make the exit status 1.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// Errors
    #[default]
    Error,
    /// Errors and warnings
    Warning,
    /// None
    Never,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Status {
    /// Nothing that `--fail-on` names.
    Success = 0,
    /// Findings.
    Findings = 1,
    /// The arguments were wrong.
    Usage = 2,
    /// A file could not be read.
    Unreadable = 3,
}

/// One file, judged or not.
struct Judged {
    path: String,
    result: Result<Report, io::Error>,
}

/// Judges what `args` name; reports go to `out`, complaints about files to `err`.
pub(crate) fn run(args: &Args, out: &mut impl Write, err: &mut impl Write) -> io::Result<Status> {
    for code in args.allow.iter().chain(&args.deny) {
        if !RULES.iter().any(|rule| rule.code == code) {
            writeln!(err, "error: there is no code `{code}`{}", suggestion(code))?;
            return Ok(Status::Usage);
        }
    }
    let now = SystemTime::now().duration_since(UNIX_EPOCH).ok();
    let options = Options {
        base: args.base.clone(),
        now: now.and_then(|now| i64::try_from(now.as_secs()).ok()),
    };
    let (paths, mut status) = files(&args.paths, err)?;
    // Reports are kept in the order of the arguments, whoever is done first.
    let judged: Vec<Judged> = paths
        .into_par_iter()
        .map(|path| Judged {
            result: read(&path).map(|bytes| settle(validate(&bytes, &options), args)),
            path,
        })
        .collect();
    for file in &judged {
        match &file.result {
            Ok(report) => {
                write_report(out, &file.path, report, args.message_format)?;
                status = status.max(status_of(report, args.fail_on));
            }
            Err(error) => {
                writeln!(err, "error: {}: {error}", file.path)?;
                status = status.max(Status::Unreadable);
            }
        }
    }
    Ok(status)
}

/// The files that the arguments name, folders walked in sorted order.
fn files(paths: &[String], err: &mut impl Write) -> io::Result<(Vec<String>, Status)> {
    let mut files = Vec::new();
    let mut status = Status::Success;
    for path in paths {
        if path == "-" || !Path::new(path).is_dir() {
            files.push(path.clone());
            continue;
        }
        let walk = ignore::WalkBuilder::new(path)
            .standard_filters(false)
            .sort_by_file_path(Path::cmp)
            .build();
        for entry in walk {
            match entry {
                Ok(entry) if is_feed(entry.path()) && entry.path().is_file() => {
                    files.push(entry.path().to_string_lossy().into_owned());
                }
                Ok(_) => {}
                Err(error) => {
                    writeln!(err, "error: {error}")?;
                    status = Status::Unreadable;
                }
            }
        }
    }
    Ok((files, status))
}

fn is_feed(path: &Path) -> bool {
    path.extension()
        .and_then(|extension| extension.to_str())
        .is_some_and(|extension| matches!(extension, "xml" | "rss" | "atom"))
}

/// The bytes of a file; one byte more than is judged, so that what is larger is known to be.
fn read(path: &str) -> io::Result<Vec<u8>> {
    let limit = u64::try_from(MAX_BYTES)
        .unwrap_or(u64::MAX)
        .saturating_add(1);
    let mut bytes = Vec::new();
    if path == "-" {
        io::stdin().lock().take(limit).read_to_end(&mut bytes)?;
        return Ok(bytes);
    }
    let file = File::open(path)?;
    // Nothing of a file is read that is too large anyway.
    if file.metadata()?.len() >= limit {
        return Ok(vec![0; MAX_BYTES + 1]);
    }
    file.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The report as `--allow` and `--deny` want it.
fn settle(mut report: Report, args: &Args) -> Report {
    report
        .diagnostics
        .retain(|found| !args.allow.iter().any(|code| code == found.rule.code));
    for found in &mut report.diagnostics {
        if args.deny.iter().any(|code| code == found.rule.code) {
            found.severity = Severity::Error;
        }
    }
    report
}

fn status_of(report: &Report, fail_on: FailOn) -> Status {
    let least = match fail_on {
        FailOn::Error => Severity::Error,
        FailOn::Warning => Severity::Warning,
        FailOn::Never => return Status::Success,
    };
    if report
        .diagnostics
        .iter()
        .any(|found| found.severity >= least)
    {
        Status::Findings
    } else {
        Status::Success
    }
}

fn write_report(
    out: &mut impl Write,
    path: &str,
    report: &Report,
    format: MessageFormat,
) -> io::Result<()> {
    if format == MessageFormat::Json {
        return writeln!(out, "{}", json_report(path, report));
    }
    // Infos are for tools; a person reads what there is to mend.
    let shown = report
        .diagnostics
        .iter()
        .filter(|found| found.severity > Severity::Info);
    for found in shown {
        writeln!(out, "{}", found.clone().in_file(path))?;
    }
    Ok(())
}

/// The report as one object.
fn json_report(path: &str, report: &Report) -> Value {
    let diagnostics: Vec<Value> = report.diagnostics.iter().map(json_diagnostic).collect();
    json!({
        "file": path,
        "format": report.format.as_str(),
        "valid": report.valid(),
        "diagnostics": diagnostics,
    })
}

fn json_diagnostic(found: &Diagnostic) -> Value {
    let place = found.place.as_ref();
    let subject = found.subject.as_ref();
    let named = |text: &String| (!text.is_empty()).then(|| text.clone());
    json!({
        "code": found.rule.code,
        "severity": found.severity.as_str(),
        "message": found.message,
        "line": place.and_then(|place| place.line),
        "column": place.and_then(|place| place.column),
        "element": subject.and_then(|subject| named(&subject.element)),
        "parent": subject.and_then(|subject| named(&subject.parent)),
        "value": subject.and_then(|subject| subject.value.clone()),
        "spec": found.rule.spec,
    })
}

/// The code that was probably meant.
fn suggestion(code: &str) -> String {
    let nearest = RULES
        .iter()
        .map(|rule| (distance(code, rule.code), rule.code))
        .min()
        .filter(|(distance, _)| *distance <= code.len() / 3 + 1);
    nearest.map_or(String::new(), |(_, nearest)| {
        format!("; did you mean `{nearest}`?")
    })
}

/// The number of characters to change, add or remove (Levenshtein).
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in to.iter().enumerate() {
            let changed = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[to.len()]
}
