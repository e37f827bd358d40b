//! `feedmill init`.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Write as _};
use std::path::PathBuf;

use feedmill::site::settings::{self, Draft, Flags};

use super::Status;
use super::report::{self, ReportArgs};

/// Write a site file for a site that has none yet
///
/// Reads the site file of Jekyll, Hugo, Hexo, Zola or Pelican in SOURCE, shows what was understood
/// there and what was not, and writes feedmill.yaml beside it, with comments. Overwrites nothing.
/// `build` does without: it reads the same file where there is no feedmill.yaml.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The folder of the site
    #[arg(default_value = ".", hide_default_value = true)]
    source: PathBuf,
    /// What made the site: jekyll, hugo, hexo, zola, pelican or none [default: its site file tells]
    #[arg(long, value_name = "NAME")]
    generator: Option<String>,
    /// Show what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    messages: ReportArgs,
}

/// Runs the command.
pub(crate) fn run(args: Args) -> io::Result<Status> {
    let Args {
        source,
        generator,
        dry_run,
        messages,
    } = args;
    let flags = Flags::default().with("--generator", "generator", generator);
    if !source.is_dir() {
        let message = format!("error: `{}` is no folder\n", source.display());
        super::write(&mut io::stderr(), &message)?;
        return Ok(Status::Usage);
    }
    let draft = match settings::draft(&source, flags) {
        Ok(draft) => draft,
        Err(problems) => {
            messages.write(&problems)?;
            return Ok(Status::Usage);
        }
    };
    messages.write(&draft.findings)?;
    let status = match report::status(&draft.findings, messages.fail_on) {
        0 => Status::Clean,
        _ => Status::Findings,
    };
    if dry_run {
        super::write(&mut io::stdout(), &draft.text)?;
        return Ok(status);
    }
    let path = draft.path.display();
    match File::create_new(&draft.path).and_then(|mut file| file.write_all(draft.text.as_bytes())) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            let message = format!(
                "error: `{path}` exists; nothing was written (`--dry-run` shows what would be)\n"
            );
            super::write(&mut io::stderr(), &message)?;
            return Ok(Status::Usage);
        }
        Err(error) => {
            let message = format!("error: `{path}` cannot be written: {error}\n");
            super::write(&mut io::stderr(), &message)?;
            return Ok(Status::Failed);
        }
    }
    if !messages.quiet {
        super::write(&mut io::stdout(), &account(&draft))?;
    }
    Ok(status)
}

/// What was understood, what was not, and what was written.
fn account(draft: &Draft) -> String {
    let mut text = String::new();
    let mut say = |line: String| {
        // Writing to a String does not fail.
        let _ = writeln!(text, "{line}");
    };
    if let Some(reasons) = &draft.reasons {
        say(format!("read as {reasons}"));
    }
    match (&draft.origin, draft.generator) {
        (Some(origin), Some(_)) => say(format!("{origin} was read. Understood:")),
        (None, Some(generator)) => say(format!("no site file of {} was found", generator.title())),
        _ => say("no site file of a generator was found".to_owned()),
    }
    let width = |of: fn(&settings::Understood) -> usize| draft.understood.iter().map(of).max();
    let setting = width(|one| one.setting.len()).unwrap_or(0);
    for one in &draft.understood {
        say(format!(
            "  {:setting$}  {}  (`{}`, {})",
            one.setting, one.value, one.key, one.place
        ));
    }
    if !draft.not_understood.is_empty() {
        say("Not understood, or without meaning for feeds:".to_owned());
        for (key, place) in &draft.not_understood {
            say(format!("  {key} ({place})"));
        }
    }
    say(format!("{} was written.", draft.path.display()));
    let missing = ["title", "url"].into_iter().filter(|key| {
        let is_given = |one: &settings::Understood| one.setting == *key;
        !draft.understood.iter().any(is_given)
    });
    let missing: Vec<_> = missing.map(|key| format!("`{key}`")).collect();
    if !missing.is_empty() {
        say(format!("Fill in {} there.", missing.join(" and ")));
    }
    text
}
