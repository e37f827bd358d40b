//! `feedmill validate`: feeds in, findings out.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, IsTerminal, Read};
use std::path::Path;

use feedmill::diagnostic::{Diagnostic, Severity};
use feedmill::time::Timestamp;
use feedmill::validate::rules::UNDEFINED_ELEMENT;
use feedmill::validate::{DocumentFormat, MAX_BYTES, Options, RULES, Report, validate};
use rayon::prelude::*;
use serde_json::{Value, json};
use url::Url;

use super::build::count;
use super::report::{self, MessageFormat, ReportArgs};
use super::{Status, complain, eprint, print, refuse};

/// Check RSS and Atom feeds as the W3C feed validator does, offline
///
/// FILE is a feed, which may be compressed with gzip. DIR is searched for feeds: .xml, .rss, .atom, .rdf and
/// .json files, and files named `feed`; other documents and hidden folders are skipped. `-` is standard
/// input. `--message-format json` prints one JSON object per file, each on its own line. Nothing is fetched.
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
    /// Address at which the feed is, or will be, published
    #[arg(long, value_name = "URL")]
    base: Option<Url>,
    /// Treat TIME (RFC 3339) as now when deciding which dates are in the future [default: current time]
    #[arg(long, value_name = "TIME", value_parser = Timestamp::from_rfc3339)]
    now: Option<Timestamp>,
    #[command(flatten)]
    messages: ReportArgs,
}

/// A file to check.
struct Input {
    path: String,
    /// Whether it was found in a folder, where other documents than feeds are passed over.
    is_found: bool,
}

/// A file that was checked, or could not be read.
struct Checked {
    input: Input,
    result: Result<Report, io::Error>,
}

impl Checked {
    /// Whether the file is another kind of document that was found in a folder.
    fn is_passed_over(&self) -> bool {
        self.input.is_found
            && self.result.as_ref().is_ok_and(|report| {
                let is_json = has_extension(Path::new(&self.input.path), &["json"]);
                let has_other_root = report
                    .diagnostics
                    .iter()
                    .any(|found| found.rule.code == UNDEFINED_ELEMENT.code);
                matches!(
                    report.format,
                    DocumentFormat::Unknown | DocumentFormat::Html
                ) && (is_json || has_other_root)
            })
    }
}

/// Checks what `args` name.
pub(crate) fn run(args: &Args) -> io::Result<Status> {
    if let Some(message) = report::unknown_code(args.allow.iter().chain(&args.deny), &RULES) {
        return refuse(&message);
    }
    let now = args.now.unwrap_or_else(Timestamp::now).unix_seconds();
    let options = Options {
        base: args.base.clone(),
        now: Some(now),
    };
    let (paths, walked) = files(&args.paths)?;
    // Reports are kept in the order of the arguments, whichever is done first.
    let mut checked: Vec<Checked> = paths
        .into_par_iter()
        .map(|input| Checked {
            result: read(&input.path).map(|bytes| settle(validate(&bytes, &options), args)),
            input,
        })
        .collect();
    let all = checked.len();
    checked.retain(|file| !file.is_passed_over());
    let passed_over = all - checked.len();

    let mut status = walked;
    for file in &checked {
        match &file.result {
            Ok(report) if status == Status::Clean => {
                status = args.messages.status(&report.diagnostics);
            }
            Ok(_) => {}
            Err(error) => {
                complain(&format!("{}: {error}", file.input.path))?;
                status = Status::Failed;
            }
        }
    }
    let reports: Vec<(&str, &Report)> = checked
        .iter()
        .filter_map(|file| Some((file.input.path.as_str(), file.result.as_ref().ok()?)))
        .collect();
    write_reports(&reports, passed_over, &args.messages)?;
    Ok(status)
}

fn write_reports(
    reports: &[(&str, &Report)],
    passed_over: usize,
    messages: &ReportArgs,
) -> io::Result<()> {
    if messages.message_format == MessageFormat::Json {
        let lines = reports
            .iter()
            .map(|(path, report)| report::line(&json_report(path, report)));
        return print(&lines.collect::<io::Result<String>>()?);
    }
    let findings: Vec<Diagnostic> = reports
        .iter()
        .flat_map(|(path, report)| {
            let in_file = |found: &Diagnostic| found.clone().in_file(*path);
            report.diagnostics.iter().map(in_file)
        })
        .collect();
    if messages.message_format != MessageFormat::Human {
        return messages.write(&findings);
    }
    let number = |severity| {
        let found = findings.iter().filter(|found| found.severity == severity);
        found.count()
    };
    let (errors, warnings) = (number(Severity::Error), number(Severity::Warning));
    messages.write(&findings)?;
    if messages.quiet || !(errors + warnings > 0 || messages.verbose || io::stderr().is_terminal())
    {
        return Ok(());
    }
    let odd = |report: &Report| {
        let mut found = report.diagnostics.iter();
        found.any(|found| found.severity >= Severity::Warning)
    };
    let affected = reports.iter().filter(|(_, report)| odd(report)).count();
    let (errors, warnings) = (count(errors, "error"), count(warnings, "warning"));
    let feeds = count(reports.len(), "feed");
    let mut summary = format!("{errors}, {warnings} in {affected} of {feeds}");
    if passed_over > 0 {
        let files = count(passed_over, "file");
        summary += &format!("; {files} passed over: not feeds");
    }
    eprint(&format!("{summary}\n"))
}

/// The files that the arguments name, those of folders in sorted order.
fn files(paths: &[String]) -> io::Result<(Vec<Input>, Status)> {
    let mut files = Vec::new();
    let mut status = Status::Clean;
    for path in paths {
        if path == "-" || !Path::new(path).is_dir() {
            files.push(Input {
                path: path.clone(),
                is_found: false,
            });
            continue;
        }
        let walk = ignore::WalkBuilder::new(path)
            .standard_filters(false)
            .hidden(true)
            .sort_by_file_path(Path::cmp)
            .build();
        let before = files.len();
        for entry in walk {
            let found = match entry {
                Ok(entry) if may_be_feed(entry.path()) && is_file_in(&entry, path) => {
                    let path = entry.into_path();
                    path.into_os_string().into_string().map_err(|name| {
                        let name = name.to_string_lossy().into_owned();
                        format!("{name}: the file name is not UTF-8; rename the file")
                    })
                }
                Ok(_) => continue,
                Err(error) => Err(error.to_string()),
            };
            match found {
                Ok(path) => files.push(Input {
                    path,
                    is_found: true,
                }),
                Err(error) => {
                    complain(&error)?;
                    status = Status::Failed;
                }
            }
        }
        if files.len() == before {
            eprint(&format!("warning: {path}: no feeds in this folder\n"))?;
        }
    }
    Ok((files, status))
}

/// Whether `entry` is a file, or a link to one, in `folder`.
pub(super) fn is_file_in(entry: &ignore::DirEntry, folder: impl AsRef<Path>) -> bool {
    if !entry.path_is_symlink() {
        return entry.file_type().is_some_and(|kind| kind.is_file());
    }
    let target = entry.path().canonicalize();
    let below = target.and_then(|target| Ok(target.starts_with(folder.as_ref().canonicalize()?)));
    below.unwrap_or(false) && entry.path().is_file()
}

/// Whether a file in a folder may be a feed, by its name.
fn may_be_feed(path: &Path) -> bool {
    const EXTENSIONS: &[&str] = &["xml", "rss", "atom", "rdf", "json"];
    let unpacked = path.with_extension("");
    let path = if has_extension(path, &["gz"]) {
        &unpacked
    } else {
        path
    };
    has_extension(path, EXTENSIONS) || path.file_name() == Some("feed".as_ref())
}

fn has_extension(path: &Path, wanted: &[&str]) -> bool {
    let extension = path.extension().and_then(OsStr::to_str);
    extension.is_some_and(|found| wanted.iter().any(|known| known.eq_ignore_ascii_case(found)))
}

/// The bytes of a file, decompressed; one byte more than is checked, so that what is larger is known
/// to be.
pub(super) fn read(path: &str) -> io::Result<Vec<u8>> {
    let limit = u64::try_from(MAX_BYTES)
        .unwrap_or(u64::MAX)
        .saturating_add(1);
    let mut bytes = Vec::new();
    if path == "-" {
        io::stdin().lock().take(limit).read_to_end(&mut bytes)?;
        return decompressed(bytes, limit);
    }
    let metadata = fs::metadata(path)?;
    // A pipe that nobody writes to would never end; those of a shell's `<(…)` lie in /dev and /proc.
    let is_shell_pipe = ["/dev/", "/proc/"].iter().any(|at| path.starts_with(at));
    if !metadata.is_file() && !is_shell_pipe {
        return Err(io::Error::other("not a regular file"));
    }
    // Nothing of a file is read that is too large anyway.
    if metadata.len() >= limit {
        return Ok(vec![0; MAX_BYTES + 1]);
    }
    File::open(path)?.take(limit).read_to_end(&mut bytes)?;
    decompressed(bytes, limit)
}

/// `bytes`, decompressed if they are compressed with gzip.
fn decompressed(bytes: Vec<u8>, limit: u64) -> io::Result<Vec<u8>> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes);
    }
    let mut plain = Vec::new();
    flate2::read::MultiGzDecoder::new(&bytes[..])
        .take(limit)
        .read_to_end(&mut plain)
        .map_err(|error| io::Error::other(format!("cannot be decompressed: {error}")))?;
    Ok(plain)
}

/// The report with `--allow` and `--deny` applied.
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
    let place = found.position.as_ref();
    let subject = found.subject.as_ref();
    let named = |text: &String| (!text.is_empty()).then(|| text.clone());
    json!({
        "code": found.rule.code,
        "severity": found.severity.as_str(),
        "message": found.message,
        "line": place.and_then(|at| at.line),
        "column": place.and_then(|place| place.column),
        "element": subject.and_then(|subject| named(&subject.element)),
        "parent": subject.and_then(|subject| named(&subject.parent)),
        "value": subject.and_then(|subject| subject.value.clone()),
        "spec": found.rule.spec,
    })
}
