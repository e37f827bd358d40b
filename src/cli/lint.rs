//! `feedmill lint`.

use std::io::{self, IsTerminal};

use feedmill::Report;
use feedmill::diagnostic::Severity;

use super::build::count;
use super::files;
use super::report::{MessageFormat, ReportArgs};
use super::site::SiteArgs;
use super::{Status, eprint};

/// Check the articles without writing anything
///
/// Reads every article below SOURCE as `build` does, renders every body, and looks for more:
/// misspelled keys, missing titles, dates that contradict each other. The setting `lint` turns a
/// finding off or changes its severity, here and in `build`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    site: SiteArgs,
    #[command(flatten)]
    messages: ReportArgs,
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
        eprint(&lines)?;
    }
    if shows_summary && !messages.quiet && messages.message_format == MessageFormat::Human {
        eprint(&summary(&report))?;
    }
    Ok(messages.status(&report.findings))
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
