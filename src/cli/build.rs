//! `feedmill build`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use feedmill::{Cause, Change, FeedReport, PageKind, Report, Site, Step};
use serde::Serialize;

use super::files;
use super::progress::Bar;
use super::report::{self, MessageFormat, ReportArgs};
use super::signals::Signals;
use super::site::{Naming, SiteArgs};
use super::threads;
use super::{Status, eprint, print, refuse};

/// How many lines for `feedmill.ids` are shown.
const SHOWN_LINES: usize = 10;

/// Build feeds from a folder of articles
///
/// Reads every .md, .html and .txt file (and .mdx, .qmd, …) with front matter below SOURCE and writes
/// rss.xml and atom.xml, and the same two files for each tag below tags/. Feeds that would not
/// change are not touched. An article with an error is reported and left out.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    site: SiteArgs,
    /// Output folder [default: `output` in the site file, or SOURCE/feeds]
    #[arg(long, short, visible_alias = "output", value_name = "DIR")]
    out: Option<String>,
    #[command(flatten)]
    naming: Naming,
    /// Address of the output folder [default: URL followed by the last component of DIR]
    #[arg(long, value_name = "URL")]
    feeds_url: Option<String>,
    /// Maximum number of entries per feed, 0 for no limit [default: 30]
    #[arg(long, value_name = "N", allow_hyphen_values = true, value_parser = limit)]
    limit: Option<usize>,
    /// Formats to write, separated by commas: rss, atom, json [default: rss,atom]
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    formats: Option<Vec<String>>,
    /// Write nothing; list the feeds that would change, and exit with status 1 if there are any
    #[arg(long)]
    check: bool,
    /// Stop with status 1, before anything is written, if an article has an error
    #[arg(long)]
    strict: bool,
    /// Allow feeds that have entries to be replaced by empty ones when no article is left
    #[arg(long)]
    allow_empty: bool,
    /// Check each feed as `feedmill validate` does; a feed with an error is not published
    #[arg(long)]
    validate: bool,
    /// Remove feedmill's feeds for tags that no longer exist, instead of emptying them
    #[arg(long)]
    prune: bool,
    /// Overwrite files that feedmill did not write
    #[arg(long)]
    take_over: bool,
    /// Publish even if subscribers get more old entries again than `guard` allows
    #[arg(long)]
    allow_flood: bool,
    /// Compare the new feeds with those at PATH, a feed or a folder of feeds, instead of those in the
    /// output folder
    #[arg(long, value_name = "PATH")]
    against: Option<PathBuf>,
    /// Build even if nothing has changed, and neither read nor write SOURCE/.feedmill
    #[arg(long)]
    fresh: bool,
    /// The former name of `--fresh`
    #[arg(long, hide = true)]
    no_index: bool,
    /// Write a JSON report of the run to FILE (`-` for standard output)
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Number of threads [default: one per core]
    #[arg(long, value_name = "N", value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..))]
    jobs: Option<usize>,
    #[command(flatten)]
    messages: ReportArgs,
}

fn limit(text: &str) -> Result<usize, &'static str> {
    let limit = text.parse();
    limit.map_err(|_| "give the number of entries, or 0 for all")
}

/// Runs the build and prints what it found.
pub(crate) fn run(args: Args) -> io::Result<Status> {
    let signals = Signals::listen()?;
    if let Err(error) = threads::start(args.jobs) {
        return Ok(super::no_threads(&error));
    }
    let machine_readable = args.messages.message_format != MessageFormat::Human;
    if machine_readable && args.report.as_deref() == Some(Path::new("-")) {
        return refuse(
            &"`--report -` and `--message-format` would both write to standard output; write the report to a file",
        );
    }
    if let Some(path) = &args.report
        && let Err(error) = check_overwrite(path)
    {
        return refuse(&format!("`--report`: {error}"));
    }
    if args.no_index && !args.messages.quiet {
        eprint("note: `--no-index` is now called `--fresh`\n")?;
    }
    let (messages, report_to) = (args.messages.clone(), args.report.clone());
    let for_people = messages.message_format == MessageFormat::Human;
    let bar = Bar::new(for_people && !messages.quiet);
    let check = args.check;
    let now = args.site.now();
    let site = args
        .into_site()
        .progress(&bar)
        .cancelled(&signals.cancelled);
    let result = site.build();
    bar.finish();

    let (report, stopped_by) = match result {
        Ok(report) => (report, None),
        Err(error) => (*error.report, Some(error.cause)),
    };
    let interrupted = signals.status();
    let status = match &stopped_by {
        Some(_) if interrupted.is_some() => interrupted.unwrap_or(Status::Failed),
        Some(Cause::Settings) => Status::Usage,
        Some(Cause::Strict | Cause::NoArticles) => Status::Findings,
        Some(_) => Status::Failed,
        None if report.incomplete => Status::Failed,
        None if check && report.would_change() => Status::Findings,
        None => messages.status(&report.findings),
    };
    let is_guarded = matches!(stopped_by, Some(Cause::Guard(_)));
    let out_of_date = if check && !for_people && stopped_by.is_none() {
        report.out_of_date()
    } else {
        Vec::new()
    };
    messages.write(report.findings.iter().chain(&out_of_date))?;
    if for_people && !report.id_lines.is_empty() && (is_guarded || !messages.quiet) {
        let heading = "lines for `feedmill.ids` that keep the old ids";
        let lines: Vec<&str> = report.id_lines.iter().map(String::as_str).collect();
        let text = id_lines(heading, &lines, false, "`--report` has all");
        eprint(&text)?;
    }
    let lists_changes = check
        && (stopped_by.is_none() || is_guarded)
        && for_people
        && report_to.as_deref() != Some(Path::new("-"));
    if lists_changes {
        print(&changes(&report, messages.verbose))?;
    }
    if let Some(path) = report_to {
        write_report(&path, &json_report(&report, status, check)?)?;
    }
    let on_terminal = io::stderr().is_terminal() && for_people;
    if messages.verbose && for_people {
        eprint(&files::lines(&report.files, true))?;
    } else if on_terminal && !messages.quiet {
        let coming = files::coming(&report.files, now);
        eprint(&files::lines(coming, false))?;
    }
    if stopped_by.is_none() && !messages.quiet && (messages.verbose || on_terminal) {
        eprint(&summary(&report, check, messages.verbose))?;
    }
    Ok(status)
}

impl Args {
    fn into_site<'a>(self) -> Site<'a> {
        let limit = self.limit.map(|limit| limit.to_string());
        let site = self.naming.name(self.site.site());
        site.set_by("--out", "output", self.out)
            .set_by("--feeds-url", "feeds_url", self.feeds_url)
            .set_by("--limit", "limit", limit)
            .set_by("--formats", "formats", self.formats)
            .check(self.check)
            .strict(self.strict)
            .allow_empty(self.allow_empty)
            .prune(self.prune)
            .validate(self.validate)
            .take_over(self.take_over)
            .allow_flood(self.allow_flood)
            .against(self.against)
            .fresh(self.fresh || self.no_index)
    }
}

/// The most feeds that `--check` lists without `-v`.
const MAX_LISTED: usize = 100;

/// One line for each feed that would change; of very many the first, unless `all` are asked for.
fn changes(report: &Report, all: bool) -> String {
    let feeds = report.feeds.iter();
    let feeds = feeds.map(|feed| (feed.change, account(feed)));
    let pages = report.pages.iter();
    let pages = pages.map(|page| (page.change, page.path.clone()));
    let written = feeds.chain(pages).filter(|(how, _)| how.is_written());
    let changed = written.map(|(how, what)| format!("would be {}: {what}\n", change(how)));
    let removed = report
        .removed
        .iter()
        .map(|path| format!("would be removed: {path}\n"));
    let mut lines: Vec<String> = changed.chain(removed).collect();
    if !all && lines.len() > MAX_LISTED {
        let more = lines.len() - MAX_LISTED;
        lines.truncate(MAX_LISTED);
        lines.push(format!("{more} more would change; `-v` shows all\n"));
    }
    lines.concat()
}

/// The path of a feed, and what becomes of its entries.
fn account(feed: &FeedReport) -> String {
    match &feed.changes {
        Some(changes) => format!("{}: {changes}", feed.path),
        None => feed.path.clone(),
    }
}

fn change(change: Change) -> &'static str {
    match change {
        Change::Created => "created",
        Change::Updated => "updated",
        Change::Unchanged => "unchanged",
        Change::Blocked => "blocked",
    }
}

/// The `lines` for `feedmill.ids` under a heading, the first or `all` of them, to be copied; `hint` says how to
/// see the others.
pub(super) fn id_lines(heading: &str, lines: &[&str], all: bool, hint: &str) -> String {
    let shown = if all { lines.len() } else { SHOWN_LINES };
    let mut text = heading.to_owned();
    if lines.len() > shown {
        let _ = write!(text, " (the first {shown} of {}; {hint})", lines.len());
    }
    text.push_str(":\n");
    for line in lines.iter().take(shown) {
        // The tab between path and id is the only control character that may reach a terminal.
        let cells: Vec<_> = line.split('\t').map(report::harmless).collect();
        let _ = writeln!(text, "{}", cells.join("\t"));
    }
    text
}

/// The summary at the end of a run.
fn summary(report: &Report, check: bool, verbose: bool) -> String {
    let mut text = String::new();
    let articles = &report.articles;
    if let Some(generator) = &report.generator {
        let _ = writeln!(text, "read as {generator}");
    }
    let _ = write!(text, "{} published", count(articles.published, "article"));
    for (reason, number) in &articles.kept_back {
        let _ = write!(text, ", {number} kept back ({})", reason.as_str());
    }
    if articles.left_out > 0 {
        let _ = write!(text, ", {} left out", articles.left_out);
    }
    if articles.without_front_matter > 0 {
        let others = count(articles.without_front_matter, "other file");
        let _ = write!(text, ", {others}");
    }
    let changed = |wanted: Change| {
        report
            .feeds
            .iter()
            .filter(|feed| feed.change == wanted)
            .count()
    };
    let would = if check { "would be " } else { "" };
    let _ = write!(
        text,
        "\n{} in {}: {} {would}created, {} {would}updated, {} unchanged",
        count(report.feeds.len(), "feed"),
        report.output.display(),
        changed(Change::Created),
        changed(Change::Updated),
        changed(Change::Unchanged)
    );
    if changed(Change::Blocked) > 0 {
        let _ = write!(text, ", {} blocked", changed(Change::Blocked));
    }
    if !report.removed.is_empty() {
        let _ = write!(text, ", {} {would}removed", report.removed.len());
    }
    text.push('\n');
    let pages = report.pages.iter();
    for page in pages.filter(|page| page.format == PageKind::Html && page.change != Change::Blocked)
    {
        let path = report.output.join(&page.path);
        let _ = writeln!(text, "{} lists the feeds", path.display());
    }
    if verbose {
        if let Some(guid) = &report.podcast_guid {
            let _ = writeln!(text, "podcast:guid is {guid}");
        }
        if !check {
            let replaced = report.feeds.iter().filter(|feed| feed.changes.is_some());
            replaced.for_each(|feed| text.push_str(&(account(feed) + "\n")));
        }
        let steps: Vec<_> = report
            .times
            .iter()
            .map(|(step, time)| format!("{} {:.1} ms", step.as_str(), milliseconds(*time)))
            .collect();
        let _ = writeln!(text, "{}", steps.join(", "));
    }
    text
}

pub(super) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// The contents of `--report`.
#[derive(Serialize)]
struct JsonReport<'a> {
    version: u32,
    status: u8,
    check: bool,
    #[serde(flatten)]
    report: &'a Report,
    milliseconds: BTreeMap<Step, f64>,
}

fn json_report(report: &Report, status: Status, check: bool) -> serde_json::Result<String> {
    let times = report.times.iter();
    serde_json::to_string_pretty(&JsonReport {
        version: 1,
        status: status.number(),
        check,
        report,
        milliseconds: times
            .map(|(step, time)| (*step, milliseconds(*time)))
            .collect(),
    })
}

fn write_report(path: &Path, report: &str) -> io::Result<()> {
    let text = format!("{report}\n");
    if path == Path::new("-") {
        return print(&text);
    }
    // The run may have written a feed there.
    check_overwrite(path)?;
    std::fs::write(path, text)
        .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))
}

/// How a report begins.
const REPORT_START: &str = "{\n  \"version\": 1,\n";

/// Refuses a `path` whose file a report must not overwrite: one that is neither empty nor a report, so
/// that no article, feed or site file is lost to a slip of the keyboard.
fn check_overwrite(path: &Path) -> io::Result<()> {
    if path == Path::new("-") || !path.is_file() {
        return Ok(());
    }
    let mut start = Vec::new();
    let mut file = std::fs::File::open(path)?.take(REPORT_START.len() as u64);
    file.read_to_end(&mut start)?;
    if start.is_empty() || start == REPORT_START.as_bytes() {
        return Ok(());
    }
    let message = format!(
        "`{}` exists and is not a report; choose another name",
        path.display()
    );
    Err(io::Error::new(io::ErrorKind::AlreadyExists, message))
}
