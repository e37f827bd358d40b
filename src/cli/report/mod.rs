//! Writes findings: for people, as lines of JSON, as GitHub annotations or as SARIF.
//!
//! `--message-format`, `--fail-on` and `--color` mean the same in every subcommand.

mod brief;
mod format;
mod github;
mod human;
mod json;
mod sarif;

use std::io::{self, Write};

use clap::ValueEnum;
use feedmill::diagnostic::{Diagnostic, Rule, Severity};
use feedmill::settings::closest;
use serde_json::Value;

use super::Status;
use format::FindingFormat;

pub(crate) use clap::ColorChoice;
pub(crate) use human::harmless;
pub(crate) use json::line;

/// The format of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum MessageFormat {
    /// For people, with the source line and a hint
    #[default]
    Human,
    /// One JSON object per line
    Json,
    /// Annotations for GitHub Actions
    Github,
    /// One SARIF 2.1.0 document
    Sarif,
}

/// The lowest severity that makes the exit status 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum FailOn {
    /// Errors
    #[default]
    Error,
    /// Errors and warnings
    Warning,
    /// Nothing
    Never,
}

/// The rule that has `code`.
///
/// # Errors
///
/// If none of `rules` has it, in words.
pub(crate) fn rule<'r>(code: &str, rules: &[&'r Rule]) -> Result<&'r Rule, String> {
    let mut has_it = rules.iter();
    if let Some(rule) = has_it.find(|rule| rule.code == code) {
        return Ok(rule);
    }
    let known: Vec<&str> = rules.iter().map(|rule| rule.code).collect();
    let hint = match closest(&code.replace('_', "-"), &known) {
        Some(close) => format!("did you mean `{close}`?"),
        None => "`feedmill explain` lists all codes".to_owned(),
    };
    Err(format!("unknown code `{}`; {hint}", code.escape_debug()))
}

/// What is wrong with the codes of `--allow` and `--deny`: the first that no rule has.
pub(crate) fn unknown_code<'c>(
    codes: impl IntoIterator<Item = &'c String>,
    rules: &[&Rule],
) -> Option<String> {
    codes.into_iter().find_map(|code| rule(code, rules).err())
}

/// Whether to write colors to `stream`. With `auto`: if it is a terminal, and neither `NO_COLOR` nor
/// `TERM=dumb` is set.
pub(crate) fn wants_color(choice: ColorChoice, stream: &impl anstream::stream::RawStream) -> bool {
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => anstream::AutoStream::choice(stream) != anstream::ColorChoice::Never,
    }
}

/// The arguments of every subcommand that say how its findings are written.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Messages")]
pub(crate) struct ReportArgs {
    #[arg(
        long,
        value_enum,
        default_value_t,
        value_name = "FORMAT",
        hide_possible_values = true,
        help = "Format of findings: human, json, github or sarif [default: human]",
        hide_default_value = true
    )]
    pub(crate) message_format: MessageFormat,
    #[arg(
        long,
        value_enum,
        default_value_t,
        value_name = "LEVEL",
        hide_possible_values = true,
        help = "Lowest severity that makes the exit status 1: error, warning or never [default: error]",
        hide_default_value = true
    )]
    pub(crate) fail_on: FailOn,
    #[arg(
        long,
        value_enum,
        default_value_t,
        value_name = "WHEN",
        hide_possible_values = true,
        help = "Use colors: auto, always or never [default: auto]",
        hide_default_value = true
    )]
    pub(crate) color: ColorChoice,
    /// Show only errors
    #[arg(short, long, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Show every finding, a summary, and how long each step took
    #[arg(short, long)]
    pub(crate) verbose: bool,
}

impl ReportArgs {
    /// The exit status that `findings` ask for.
    pub(crate) fn status<'f>(&self, findings: impl IntoIterator<Item = &'f Diagnostic>) -> Status {
        let least = match self.fail_on {
            FailOn::Error => Severity::Error,
            FailOn::Warning => Severity::Warning,
            FailOn::Never => return Status::Clean,
        };
        if findings
            .into_iter()
            .any(|finding| finding.severity >= least)
        {
            Status::Findings
        } else {
            Status::Clean
        }
    }

    /// Writes the result of a command: for people its findings from a severity on, then `text`; in JSON one
    /// `object`. The other formats have only findings.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub(crate) fn write_result<'f>(
        &self,
        (least, findings): (Severity, impl IntoIterator<Item = &'f Diagnostic>),
        text: impl FnOnce() -> Option<String>,
        object: impl FnOnce() -> Value,
    ) -> io::Result<()> {
        if self.message_format == MessageFormat::Json {
            return super::print(&format!("{:#}\n", object()));
        }
        self.write_from(least, findings)?;
        match text().filter(|_| self.message_format == MessageFormat::Human) {
            Some(text) => super::print(&text),
            None => Ok(()),
        }
    }

    /// Writes `findings`: for people to standard error, errors first, and without `-v` as many as a
    /// person reads; for machines all of them to standard output.
    ///
    /// # Errors
    ///
    /// If they cannot be written.
    pub(crate) fn write<'f>(
        &self,
        findings: impl IntoIterator<Item = &'f Diagnostic>,
    ) -> io::Result<()> {
        self.write_from(Severity::Warning, findings)
    }

    /// As [`write`](Self::write); `least` is the lowest severity that people see without `-v`.
    ///
    /// # Errors
    ///
    /// If they cannot be written.
    pub(crate) fn write_from<'f>(
        &self,
        least: Severity,
        findings: impl IntoIterator<Item = &'f Diagnostic>,
    ) -> io::Result<()> {
        let for_people = self.message_format == MessageFormat::Human;
        let least = match (self.quiet, self.verbose || !for_people) {
            (true, _) => Severity::Error,
            (false, true) => Severity::Info,
            (false, false) => least,
        };
        let mut findings: Vec<&Diagnostic> = findings
            .into_iter()
            .filter(|finding| finding.severity >= least)
            .collect();
        let (mut stderr, mut stdout) = (io::stderr().lock(), io::stdout().lock());
        let color = wants_color(self.color, &stderr);
        let out: &mut dyn Write = if for_people { &mut stderr } else { &mut stdout };
        let mut buffered = io::BufWriter::new(out);
        if for_people {
            // Stable: findings of one severity stay in the order of the files.
            findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
            if !self.verbose {
                let human = human::Human::new(color);
                let written = brief::write(&findings, human, &mut buffered);
                return unless_broken_pipe(written.and_then(|()| buffered.flush()));
            }
        }
        let mut reporter = Reporter::new(self.message_format, color, &mut buffered);
        for finding in findings {
            reporter.report(finding)?;
        }
        reporter.finish()
    }
}

/// Writes findings in one format. If the reader closes the pipe, the rest is dropped without an
/// error.
pub(crate) struct Reporter<'w> {
    out: &'w mut dyn Write,
    format: Box<dyn FindingFormat>,
}

impl<'w> Reporter<'w> {
    /// A reporter that writes to `out`; only [`MessageFormat::Human`] uses `color`.
    pub(crate) fn new(format: MessageFormat, color: bool, out: &'w mut dyn Write) -> Self {
        let format: Box<dyn FindingFormat> = match format {
            MessageFormat::Human => Box::new(human::Human::new(color)),
            MessageFormat::Json => Box::new(json::Json),
            MessageFormat::Github => Box::new(github::Github),
            MessageFormat::Sarif => Box::new(sarif::Sarif::default()),
        };
        Reporter { out, format }
    }

    /// Reports one finding.
    ///
    /// # Errors
    ///
    /// If it cannot be written, unless the pipe is closed.
    pub(crate) fn report(&mut self, finding: &Diagnostic) -> io::Result<()> {
        unless_broken_pipe(self.format.finding(finding, self.out))
    }

    /// Ends the report. SARIF is written here, as a whole.
    ///
    /// # Errors
    ///
    /// If it cannot be written, unless the pipe is closed.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        let written = self.format.finish(self.out).and_then(|()| self.out.flush());
        unless_broken_pipe(written)
    }
}

/// Ignores the error that the reader has closed the pipe.
pub(crate) fn unless_broken_pipe(written: io::Result<()>) -> io::Result<()> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

#[cfg(test)]
mod tests;
