//! The `feedmill` program: arguments in, exit status out.

mod cli;

use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use clap::Parser;

/// Feeds for a folder of articles.
#[derive(Debug, Parser)]
#[command(version, about)]
enum Command {
    /// Judge RSS and Atom feeds
    Validate(cli::validate::Args),
}

fn main() -> ExitCode {
    let Command::Validate(args) = Command::parse();
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut err = io::stderr().lock();
    let ended = cli::validate::run(&args, &mut out, &mut err).and_then(|status| {
        out.flush()?;
        Ok(status)
    });
    match ended {
        Ok(status) => ExitCode::from(status as u8),
        // Whoever reads our output may stop when they have seen enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(3),
    }
}
