//! `feedmill lint`, and what it shares with `feedmill tags`.

use std::io::{self, IsTerminal};

use feedmill::Report;
use feedmill::diagnostic::Severity;

use super::Status;
use super::build::count;
use super::files;
use super::report::{self, MessageFormat, ReportArgs};
use super::site::SiteArgs;

/// Check the articles without writing anything
///
/// Reads every article below SOURCE as `build` does, renders every body, and looks for more:
/// misspelled keys, missing titles, dates that contradict each other. The setting `lint` turns a
/// finding off or changes its severity, here and in `build`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(super) site: SiteArgs,
    #[command(flatten)]
    pub(super) messages: ReportArgs,
}

/// The exit status that the findings of a run ask for.
pub(super) fn status(report: &Report, messages: &ReportArgs) -> Status {
    match report::status(&report.findings, messages.fail_on) {
        0 => Status::Clean,
        _ => Status::Findings,
    }
}

/// Runs the command.
pub(crate) fn run(args: Args) -> io::Result<Status> {
    let Args { site, messages } = args;
    let report = match site.survey(&messages, |site| site.lint())? {
        Ok(report) => report,
        Err(status) => return Ok(status),
    };
    let shows_summary = messages.verbose || io::stderr().is_terminal();
    messages.write_from(Severity::Info, &report.findings)?;
    if !messages.quiet && messages.message_format == MessageFormat::Human {
        let lines = files::lines(&report.files, messages.verbose);
        super::write(&mut io::stderr(), &lines)?;
    }
    if shows_summary && !messages.quiet && messages.message_format == MessageFormat::Human {
        super::write(&mut io::stderr(), &summary(&report))?;
    }
    Ok(status(&report, &messages))
}

fn summary(report: &Report) -> String {
    let articles = &report.articles;
    let kept_back: usize = articles.kept_back.values().sum();
    let generator = report.generator.as_ref();
    let generator = generator.map_or_else(String::new, |it| format!("read as {it}\n"));
    format!(
        "{generator}{}: {} ok, {kept_back} kept back, {} left out, {}; {}\n",
        count(articles.files, "file"),
        articles.published,
        articles.left_out,
        count(articles.without_front_matter, "other file"),
        count(report.findings.len(), "finding"),
    )
}
