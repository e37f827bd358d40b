//! `feedmill validate`: feeds in, findings out.

use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::path::Path;

use feedmill::diagnostic::{Diagnostic, Severity};
use feedmill::time::Timestamp;
use feedmill::validate::{MAX_BYTES, Options, RULES, Report, validate};
use rayon::prelude::*;
use serde_json::{Value, json};
use url::Url;

use super::Status;
use super::build::count;
use super::report::{self, MessageFormat, ReportArgs};
use super::site::clock;

/// Judge RSS and Atom feeds as the W3C feed validator does, offline
///
/// Each FILE is a feed, each DIR is looked through for .xml, .rss and .atom files, and `-` is standard
/// input. With `--message-format json` there is one JSON object a line and file. Nothing is fetched.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Feeds, folders of feeds, or `-` for standard input
    #[arg(value_name = "FILE|DIR|-", required = true)]
    paths: Vec<String>,
    /// Leave out findings of this code
    #[arg(long, value_name = "CODE")]
    allow: Vec<String>,
    /// Make findings of this code errors
    #[arg(long, value_name = "CODE")]
    deny: Vec<String>,
    /// The address at which the feed is, or will be, found
    #[arg(long, value_name = "URL")]
    base: Option<Url>,
    /// Which dates lie in the future is decided at this time (RFC 3339) [default: the clock]
    #[arg(long, value_name = "TIME", value_parser = Timestamp::from_rfc3339)]
    now: Option<Timestamp>,
    #[command(flatten)]
    messages: ReportArgs,
}

/// One file, judged or not.
struct Judged {
    path: String,
    result: Result<Report, io::Error>,
}

/// Judges what `args` name.
pub(crate) fn run(args: &Args) -> io::Result<Status> {
    if let Some(message) = report::unknown_code(args.allow.iter().chain(&args.deny), &RULES) {
        complain(&message)?;
        return Ok(Status::Usage);
    }
    let now = args.now.unwrap_or_else(clock).unix_seconds();
    let options = Options {
        base: args.base.clone(),
        now: Some(now),
    };
    let (paths, walked) = files(&args.paths)?;
    // Reports are kept in the order of the arguments, whoever is done first.
    let judged: Vec<Judged> = paths
        .into_par_iter()
        .map(|path| Judged {
            result: read(&path).map(|bytes| settle(validate(&bytes, &options), args)),
            path,
        })
        .collect();

    let mut status = walked;
    for file in &judged {
        match &file.result {
            Ok(report) if report::status(&report.diagnostics, args.messages.fail_on) == 0 => {}
            Ok(_) if status == Status::Clean => status = Status::Findings,
            Ok(_) => {}
            Err(error) => {
                complain(&format!("{}: {error}", file.path))?;
                status = Status::Failed;
            }
        }
    }
    let reports: Vec<(&str, &Report)> = judged
        .iter()
        .filter_map(|file| Some((file.path.as_str(), file.result.as_ref().ok()?)))
        .collect();
    write_reports(&reports, &args.messages)?;
    Ok(status)
}

fn write_reports(reports: &[(&str, &Report)], messages: &ReportArgs) -> io::Result<()> {
    if messages.message_format == MessageFormat::Json {
        let lines = reports
            .iter()
            .map(|(path, report)| format!("{}\n", json_report(path, report)));
        return super::write(&mut io::stdout(), &lines.collect::<String>());
    }
    let in_file = |path: &str, found: &Diagnostic| found.clone().in_file(path);
    let findings: Vec<Diagnostic> = reports
        .iter()
        .flat_map(|(path, report)| report.diagnostics.iter().map(|found| in_file(path, found)))
        .collect();
    messages.write(&findings)?;
    let for_people = messages.message_format == MessageFormat::Human && !messages.quiet;
    if for_people && (messages.verbose || io::stderr().is_terminal()) {
        let invalid = reports.iter().filter(|(_, report)| !report.valid()).count();
        let feeds = count(reports.len(), "feed");
        super::write(
            &mut io::stderr(),
            &format!("{feeds} judged, {invalid} invalid\n"),
        )?;
    }
    Ok(())
}

fn complain(what: &str) -> io::Result<()> {
    super::write(&mut io::stderr(), &format!("error: {what}\n"))
}

/// The files that the arguments name, folders walked in sorted order.
fn files(paths: &[String]) -> io::Result<(Vec<String>, Status)> {
    let mut files = Vec::new();
    let mut status = Status::Clean;
    for path in paths {
        if path == "-" || !Path::new(path).is_dir() {
            files.push(path.clone());
            continue;
        }
        let walk = ignore::WalkBuilder::new(path)
            .standard_filters(false)
            .sort_by_file_path(Path::cmp)
            .build();
        let before = files.len();
        for entry in walk {
            match entry {
                Ok(entry) if is_feed(entry.path()) && entry.path().is_file() => {
                    files.push(entry.path().to_string_lossy().into_owned());
                }
                Ok(_) => {}
                Err(error) => {
                    complain(&error.to_string())?;
                    status = Status::Failed;
                }
            }
        }
        if files.len() == before {
            let warning = format!("warning: {path}: no *.xml, *.rss or *.atom in this folder\n");
            super::write(&mut io::stderr(), &warning)?;
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
pub(super) fn read(path: &str) -> io::Result<Vec<u8>> {
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
