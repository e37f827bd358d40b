//! The command line: arguments as typed, reports, exit status. The only room that prints.

mod build;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// What the exit status says. Part of the public interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    /// Nothing to tell.
    Clean,
    /// Done, with findings.
    Findings,
    /// The command line or the site file is wrong; nothing was written.
    Usage,
    /// The feeds could not be written, or a file could not be read.
    Failed,
    /// Stopped by a signal, which is 128 less.
    Signal(u8),
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        match status {
            Status::Clean => ExitCode::SUCCESS,
            Status::Findings => ExitCode::from(1),
            Status::Usage => ExitCode::from(2),
            Status::Failed => ExitCode::from(3),
            Status::Signal(number) => ExitCode::from(128 + number),
        }
    }
}

/// Turns a folder of articles with front matter into valid RSS and Atom feeds, one for everything
/// and one per tag.
#[derive(Debug, Parser)]
#[command(name = "feedmill", version, max_term_width = 100, arg_required_else_help = true)]
#[command(after_help = "\
Exit status: 0 clean; 1 done, with findings; 2 the command line or the site file
is wrong, nothing was written; 3 the feeds could not be written, or would all be
emptied. `feedmill explain` lists what can be found.")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Build(build::Args),
}

/// Runs the program.
pub(crate) fn run() -> ExitCode {
    match Cli::parse().command {
        Command::Build(args) => build::run(args),
    }
    .into()
}
