//! `feedmill lint`, and what it shares with `feedmill tags`.

use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use feedmill::pipeline::{self, Cause, Error, Report};
use feedmill::site::settings::{Flags, Request};
use feedmill::time::Timestamp;

use super::Status;
use super::build::{clock, count};
use super::progress::Bar;
use super::report::{self, MessageFormat, ReportArgs};

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

/// The arguments that say which site to read.
#[derive(Debug, clap::Args)]
pub(super) struct SiteArgs {
    /// Folder of articles [default: current directory]
    #[arg(default_value = ".", hide_default_value = true)]
    source: PathBuf,
    /// Site file [default: SOURCE/feedmill.yaml]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Generator of the site: jekyll, hugo, hexo, zola, pelican or none [default: detected from its
    /// site file]
    #[arg(long, value_name = "NAME")]
    generator: Option<String>,
    /// Treat TIME (RFC 3339) as now when deciding which posts are future or expired [default:
    /// current time]
    #[arg(long, value_name = "TIME", value_parser = Timestamp::from_rfc3339)]
    now: Option<Timestamp>,
}

impl SiteArgs {
    /// Runs `work` on the site, with a progress bar on a terminal.
    pub(super) fn survey<T>(
        self,
        messages: &ReportArgs,
        work: impl FnOnce(Request, Timestamp, &Bar, &AtomicBool) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let request = Request {
            source: self.source,
            site_file: self.config,
            flags: Flags::default().with("--generator", "generator", self.generator),
            for_feeds: false,
        };
        let for_people = messages.message_format == MessageFormat::Human;
        let bar = Bar::new(for_people && !messages.quiet);
        // Nothing is written, so a signal may end the run at once.
        let result = work(
            request,
            self.now.unwrap_or_else(clock),
            &bar,
            &AtomicBool::new(false),
        );
        bar.finish();
        result
    }
}

/// Reports why a run was stopped.
pub(super) fn stopped(error: Error, messages: &ReportArgs) -> io::Result<Status> {
    messages.write(&error.report.findings)?;
    Ok(match error.cause {
        Cause::Settings => Status::Usage,
        _ => Status::Failed,
    })
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
    let Args { site, mut messages } = args;
    let linted = site.survey(&messages, |request, now, bar, cancelled| {
        pipeline::lint(request, now, bar, cancelled)
    });
    let report = match linted {
        Ok(report) => report,
        Err(error) => return stopped(error, &messages),
    };
    let shows_summary = messages.verbose || io::stderr().is_terminal();
    // Whoever runs `lint` wants to see everything.
    messages.verbose = !messages.quiet;
    messages.write(&report.findings)?;
    if shows_summary && !messages.quiet && messages.message_format == MessageFormat::Human {
        super::write(&mut io::stderr(), &summary(&report))?;
    }
    Ok(status(&report, &messages))
}

fn summary(report: &Report) -> String {
    let kept_back: usize = report.kept_back.values().sum();
    let generator = report.generator.as_ref();
    let generator = generator.map_or_else(String::new, |it| format!("read as {it}\n"));
    format!(
        "{generator}{}: {} ok, {kept_back} kept back, {} left out, {} without front matter; {}\n",
        count(report.files, "file"),
        report.published,
        report.unusable,
        report.not_articles,
        count(report.findings.len(), "finding"),
    )
}
