//! `feedmill compare`: what subscribers of one feed see when another replaces it.

mod account;

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use feedmill::compare::{
    Account, FeedError, FeedPaths, ParsedFeed, RULES, ReadError, compare_path, may_be_feed,
    may_hold_feeds, read,
};
use feedmill::diagnostic::{Diagnostic, Severity};
use feedmill::validate::MAX_BYTES;
use rayon::prelude::*;

use super::build::count;
use super::report::{self, ReportArgs};
use super::{Status, complain, fail, refuse, validate};

/// How much of a file is looked at to see whether it is a feed.
const HEAD: u64 = 16 << 10;

/// Show what subscribers of OLD would see if NEW replaced it
///
/// Readers know an entry by its id: an old entry that has another id in NEW shows up as unread. Each of
/// those is an error; so is a feed of OLD that is missing in NEW, and a NEW that has no entry of OLD.
/// New, edited and missing entries are listed as well, and how many entries agree in id, link, title
/// and date.
///
/// OLD and NEW are two feeds, RSS or Atom of any version or JSON Feed (also one of each), or two folders. Of folders,
/// feeds at the same path are compared, and files that are not feeds are ignored. With
/// `--message-format json` there is one JSON object. Nothing is fetched or written.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The feed, or folder of feeds, that subscribers have; `-` is standard input
    old: String,
    /// The feed, or folder of feeds, that they would get
    new: String,
    /// Leave out findings of this code
    #[arg(long, value_name = "CODE")]
    allow: Vec<String>,
    #[command(flatten)]
    messages: ReportArgs,
}

/// The feed at one path.
struct ComparedFeed {
    /// Its path in both folders; of two files NEW's.
    path: String,
    old: String,
    new: String,
    account: Account,
}

/// Why nothing can be compared.
enum Stop {
    /// The command line is wrong.
    Usage(String),
    /// A file cannot be read.
    Failed(String),
}

/// Compares what `args` name.
pub(crate) fn run(args: &Args) -> io::Result<Status> {
    if let Some(message) = report::unknown_code(&args.allow, RULES) {
        return refuse(&message);
    }
    let reports = kinds(args).and_then(|are_folders| {
        if are_folders {
            folders(args)
        } else {
            files(args)
        }
    });
    let (mut reports, failures) = match reports {
        Ok(reports) => reports,
        Err(Stop::Usage(message)) => return refuse(&message),
        Err(Stop::Failed(message)) => return Ok(fail(&message)),
    };
    for report in &mut reports {
        let is_allowed = |found: &Diagnostic| args.allow.iter().any(|code| code == found.rule.code);
        let findings = &mut report.account.findings;
        findings.retain(|found| !is_allowed(found));
    }
    for failure in &failures {
        complain(failure)?;
    }
    let findings = || reports.iter().flat_map(|report| &report.account.findings);
    let messages = &args.messages;
    let status = if failures.is_empty() {
        messages.status(findings())
    } else {
        Status::Failed
    };
    messages.write_result(
        (Severity::Warning, findings()),
        || (!messages.quiet).then(|| account::text(&reports, messages.verbose)),
        || account::object(args, &reports, status),
    )?;
    Ok(status)
}

/// Whether folders are compared.
fn kinds(args: &Args) -> Result<bool, Stop> {
    let is_folder = |path: &str| {
        if path == "-" {
            return Ok(false);
        }
        match fs::metadata(path) {
            Ok(found) => Ok(found.is_dir()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(Stop::Usage(format!("`{path}` does not exist")))
            }
            Err(error) => Err(Stop::Failed(format!("{path}: {error}"))),
        }
    };
    if args.old == "-" && args.new == "-" {
        let message = "only one of the two can be standard input".to_owned();
        return Err(Stop::Usage(message));
    }
    match (is_folder(&args.old)?, is_folder(&args.new)?) {
        (old, new) if old == new => Ok(old),
        (old, _) => {
            let (folder, file) = if old {
                (&args.old, &args.new)
            } else {
                (&args.new, &args.old)
            };
            Err(Stop::Usage(format!(
                "`{folder}` is a folder and `{file}` is a file; give two feeds or two folders"
            )))
        }
    }
}

/// What was compared, and which files could not be read.
type Reports = (Vec<ComparedFeed>, Vec<String>);

fn files(args: &Args) -> Result<Reports, Stop> {
    let feed = |path: &str| -> Result<Option<Result<ParsedFeed, FeedError>>, Stop> {
        let bytes =
            validate::read(path).map_err(|error| Stop::Failed(format!("{path}: {error}")))?;
        match read(&bytes) {
            Ok(feed) => Ok(Some(Ok(feed))),
            Err(ReadError::Unreadable(fault)) => Ok(Some(Err(fault))),
            Err(no_feed) => Err(Stop::Usage(format!("{path}: {no_feed}"))),
        }
    };
    let (old, new) = rayon::join(|| feed(&args.old), || feed(&args.new));
    let (old, new) = (old?, new?);
    let paths = FeedPaths {
        old: &args.old,
        new: &args.new,
    };
    let report = ComparedFeed {
        path: args.new.clone(),
        old: args.old.clone(),
        new: args.new.clone(),
        account: compare_path(old, new, paths),
    };
    Ok((vec![report], Vec::new()))
}

fn folders(args: &Args) -> Result<Reports, Stop> {
    let mut failures = Vec::new();
    let [old, new] = [&args.old, &args.new].map(|folder| candidates(folder, &mut failures));
    let paths: Vec<&PathBuf> = old.union(&new).collect();
    // In the order of the paths, whichever is done first.
    let done: Vec<Result<Option<ComparedFeed>, String>> = paths
        .into_par_iter()
        .map(|path| {
            let side = |folder: &str, has_it: bool| {
                let place = Path::new(folder).join(path);
                let feed = if has_it { feed(&place)? } else { None };
                Ok::<_, String>((feed, place.to_string_lossy().into_owned()))
            };
            let (old, old_path) = side(&args.old, old.contains(path))?;
            let (new, new_path) = side(&args.new, new.contains(path))?;
            if old.is_none() && new.is_none() {
                return Ok(None);
            }
            let paths = FeedPaths {
                old: &old_path,
                new: &new_path,
            };
            let account = compare_path(old, new, paths);
            Ok(Some(ComparedFeed {
                path: path.to_string_lossy().into_owned(),
                old: old_path,
                new: new_path,
                account,
            }))
        })
        .collect();
    let mut reports = Vec::new();
    for report in done {
        match report {
            Ok(report) => reports.extend(report),
            Err(failure) => failures.push(failure),
        }
    }
    if failures.is_empty() {
        let is_empty = |is_in: fn(&ComparedFeed) -> bool| !reports.iter().any(is_in);
        for (folder, is_empty) in [
            (&args.old, is_empty(account::is_in_old)),
            (&args.new, is_empty(account::is_in_new)),
        ] {
            if is_empty {
                return Err(Stop::Usage(format!("no feed in `{folder}`")));
            }
        }
    }
    Ok((reports, failures))
}

/// The files below `folder`, by their paths in it, but for hidden ones at the top. Below it a feed may
/// lie in a hidden folder: `tags/.net/` is the tag's `.NET`.
pub(super) fn candidates(folder: &str, failures: &mut Vec<String>) -> BTreeSet<PathBuf> {
    let walk = ignore::WalkBuilder::new(folder)
        .standard_filters(false)
        .filter_entry(|entry| {
            let name = entry.file_name().to_string_lossy();
            match entry.depth() {
                0 => true,
                1 => !name.starts_with('.'),
                _ => may_hold_feeds(&name),
            }
        })
        .build();
    let mut found = BTreeSet::new();
    for entry in walk {
        match entry {
            Ok(entry) if validate::is_file_in(&entry, folder) => {
                let path = entry.path().strip_prefix(folder).map(Path::to_owned);
                found.extend(path);
            }
            Ok(_) => {}
            Err(error) => failures.push(error.to_string()),
        }
    }
    found
}

/// The feed at `path`; `None` if it is something else.
pub(super) fn feed(path: &Path) -> Result<Option<Result<ParsedFeed, FeedError>>, String> {
    let failed = |error: io::Error| format!("{}: {error}", path.display());
    let mut bytes = Vec::new();
    let mut file = File::open(path).map_err(failed)?;
    let mut head = (&mut file).take(HEAD);
    head.read_to_end(&mut bytes).map_err(failed)?;
    if !may_be_feed(&bytes) {
        return Ok(None);
    }
    // One byte more than is read of a feed, so that what is larger is known to be.
    let rest = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX);
    file.take(rest).read_to_end(&mut bytes).map_err(failed)?;
    match read(&bytes) {
        Ok(feed) => Ok(Some(Ok(feed))),
        Err(ReadError::Unreadable(fault)) => Ok(Some(Err(fault))),
        Err(ReadError::NotAFeed(_)) => Ok(None),
    }
}
