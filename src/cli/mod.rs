//! The command line: arguments as typed, reports, exit status. Nothing else prints.

mod adopt;
mod build;
mod compare;
mod explain;
mod files;
mod init;
mod lint;
mod manual;
mod progress;
mod report;
mod signals;
mod site;
mod tags;
mod threads;
mod validate;

use std::fmt::Display;
use std::io::{self, Write};
use std::panic;
use std::path::PathBuf;

use clap::{CommandFactory, Parser, Subcommand};
use feedmill::diagnostic::Rule;
use feedmill::settings;

/// The exit status, a part of the public interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    /// Success.
    Clean,
    /// Finished, with findings.
    Findings,
    /// The command line or the site file is invalid; nothing was written.
    Usage,
    /// The feeds could not be written, or a file could not be read.
    Failed,
    /// feedmill itself failed, which is a bug.
    Internal,
    /// Stopped by the signal of this number.
    Signal(u8),
}

impl Status {
    pub(crate) fn number(self) -> u8 {
        match self {
            Status::Clean => 0,
            Status::Findings => 1,
            Status::Usage => 2,
            Status::Failed => 3,
            // `EX_SOFTWARE` of sysexits.h.
            Status::Internal => 70,
            // As shells count them.
            Status::Signal(number) => 128 + number,
        }
    }
}

/// Turns a folder of articles with front matter into valid RSS and Atom feeds, one for everything
/// and one per tag.
#[derive(Debug, Parser)]
#[command(
    name = "feedmill",
    version,
    max_term_width = 80,
    arg_required_else_help = true
)]
#[command(after_help = "\
Exit status: 0 success; 1 finished, with findings; 2 invalid command line or
site file, nothing was written; 3 the feeds could not be written, all of them
would become empty, or subscribers would get too many old entries again; 70 an
error in feedmill itself, nothing was published.
`feedmill explain` lists all codes.")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Init(init::Args),
    Build(Box<build::Args>),
    Lint(lint::Args),
    Tags(tags::Args),
    Validate(validate::Args),
    Compare(compare::Args),
    Adopt(adopt::Args),
    /// Print every setting as a commented site file
    Settings {
        /// Print a JSON Schema (draft 2020-12) of feedmill.yaml instead, for editors
        #[arg(long)]
        schema: bool,
    },
    /// Explain codes: what each means, why it matters and what to do
    Explain {
        /// Codes as they are printed, such as `invalid-date` or `error[invalid-date]`; without any, all
        /// codes are listed
        codes: Vec<String>,
    },
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: manual::Shell,
    },
    /// Print the manual page feedmill(1)
    Man {
        /// Write the pages of all commands into DIR instead
        #[arg(long, value_name = "DIR")]
        dir: Option<PathBuf>,
    },
}

/// Runs the program.
pub(crate) fn run() -> Status {
    panic::set_hook(Box::new(|panic| report_panic(panic)));
    guard(run_command)
}

/// The status of `command`, even if it panics.
fn guard(command: fn() -> Status) -> Status {
    panic::catch_unwind(command).unwrap_or(Status::Internal)
}

/// Says where a panic happened. A panic on one article does not end the run: the article is left out.
fn report_panic(panic: &dyn Display) {
    let message =
        format!("error: internal error: {panic}\nThis is a bug in feedmill. Please report it.\n");
    // If standard error fails, there is no other place to report it.
    let _ = eprint(&message);
}

fn run_command() -> Status {
    let command = Cli::parse().command;
    let started = match &command {
        // It starts them itself, after the one that watches for signals.
        Command::Build(_) => Ok(()),
        Command::Lint(_)
        | Command::Tags(_)
        | Command::Validate(_)
        | Command::Compare(_)
        | Command::Adopt(_) => threads::start(None),
        _ => threads::start(Some(1)),
    };
    if let Err(error) = started {
        return no_threads(&error);
    }
    let status = match command {
        Command::Init(args) => init::run(args),
        Command::Build(args) => build::run(*args),
        Command::Lint(args) => lint::run(args),
        Command::Tags(args) => tags::run(args),
        Command::Validate(args) => validate::run(&args),
        Command::Compare(args) => compare::run(&args),
        Command::Adopt(args) => adopt::run(args),
        Command::Settings { schema } => settings(schema),
        Command::Explain { codes } => explain(&codes),
        Command::Completions { shell } => manual::completions(Cli::command(), shell),
        Command::Man { dir } => manual::man(Cli::command(), dir.as_deref()),
    };
    status.unwrap_or_else(|error| fail(&format!("cannot write the output: {error}")))
}

fn settings(schema: bool) -> io::Result<Status> {
    let text = if schema {
        format!("{:#}\n", settings::schema())
    } else {
        settings::as_yaml()
    };
    print(&text)?;
    Ok(Status::Clean)
}

fn explain(codes: &[String]) -> io::Result<Status> {
    let rules: Vec<&'static Rule> = feedmill::rules().collect();
    if codes.is_empty() {
        print(&explain::list(&rules))?;
        return Ok(Status::Clean);
    }
    let texts: Result<Vec<_>, _> = codes
        .iter()
        .map(|code| explain::explain(code, &rules))
        .collect();
    match texts {
        Ok(texts) => {
            print(&texts.join("\n"))?;
            Ok(Status::Clean)
        }
        Err(unknown) => refuse(&unknown),
    }
}

/// Writes `text` to standard output.
fn print(text: &str) -> io::Result<()> {
    write(&mut io::stdout(), text)
}

/// Writes `text` to standard error.
fn eprint(text: &str) -> io::Result<()> {
    write(&mut io::stderr(), text)
}

/// Reports an error that is not a finding.
fn complain(message: &dyn Display) -> io::Result<()> {
    eprint(&format!("error: {message}\n"))
}

/// Reports what is wrong with the command line.
fn refuse(message: &dyn Display) -> io::Result<Status> {
    complain(message)?;
    Ok(Status::Usage)
}

/// Writes `text`; a pipe that the reader has closed is not an error.
fn write(out: &mut dyn Write, text: &str) -> io::Result<()> {
    report::unless_broken_pipe(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

fn no_threads(error: &dyn Display) -> Status {
    fail(&format!("cannot start the threads: {error}"))
}

/// Reports why the command failed.
fn fail(message: &str) -> Status {
    // If standard error fails, there is no other place to report it.
    let _ = complain(&message);
    Status::Failed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_internal_error() {
        assert_eq!(guard(|| panic!("a bug")).number(), 70);
        assert_eq!(guard(|| Status::Clean).number(), 0);
    }

    #[test]
    fn the_arguments_are_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn help_fits_on_eighty_columns() {
        let mut command = Cli::command().term_width(80);
        command.build();
        for subcommand in command.get_subcommands_mut() {
            let help = subcommand.render_long_help().to_string();
            let too_wide: Vec<_> = help
                .lines()
                .filter(|line| line.chars().count() > 80)
                .collect();
            assert!(too_wide.is_empty(), "{too_wide:#?}");
        }
    }
}
