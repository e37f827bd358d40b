//! `feedmill build`.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, SystemTime};

use feedmill::build::{self, Error, Options, Report};
use feedmill::config::{Given, RawSite, Request};
use feedmill::time::Timestamp;

use super::Status;

/// How long a second run waits for the first.
const PATIENCE: Duration = Duration::from_secs(60);

/// Build the feeds of a folder of articles
///
/// Reads every .md, .markdown, .html, .htm and .txt file with front matter below SOURCE and writes
/// rss.xml, atom.xml and the same two for each tag below tags/. A feed that would not change is not
/// touched, and a bad article never keeps the others back.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The folder of articles
    #[arg(default_value = ".", hide_default_value = true)]
    source: PathBuf,
    /// The site file [default: SOURCE/feedmill.yaml]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Where the feeds go [default: `output` of the site file, else SOURCE/feeds]
    #[arg(long, value_name = "DIR")]
    out: Option<String>,
    /// The site's address; with --title enough to run without a site file
    #[arg(long)]
    url: Option<String>,
    /// The site's title
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Where DIR is served [default: URL and the last part of DIR]
    #[arg(long, value_name = "URL")]
    feeds_url: Option<String>,
    /// Entries in a feed; 0 for all [default: 30]
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Formats to write: rss,atom [default: both]
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    formats: Option<Vec<String>>,
    /// Which posts are future or expired is decided at this time (RFC 3339) [default: the clock]
    #[arg(long, value_name = "TIME", value_parser = Timestamp::from_rfc3339)]
    now: Option<Timestamp>,
    /// Write nothing; exit 1 if a feed would change, and name those that would
    #[arg(long)]
    check: bool,
    /// An article that cannot be used stops the build before anything is written (status 1)
    #[arg(long)]
    strict: bool,
    /// Write empty feeds even where there were articles before
    #[arg(long)]
    allow_empty: bool,
    /// Remove feeds of ours whose tag is gone, instead of emptying them
    #[arg(long)]
    prune: bool,
    /// Replace files that feedmill did not write
    #[arg(long)]
    take_over: bool,
}

/// Runs the build and tells what there is to tell.
pub(crate) fn run(args: Args) -> Status {
    let cancelled = AtomicBool::new(false);
    let flags = RawSite {
        title: args.title.map(|value| Given::by_flag(value, "--title")),
        url: args.url.map(|value| Given::by_flag(value, "--url")),
        output: args.out.map(|value| Given::by_flag(value, "--out")),
        feeds_url: args.feeds_url.map(|value| Given::by_flag(value, "--feeds-url")),
        limit: args.limit.map(|value| Given::by_flag(value, "--limit")),
        formats: args.formats.map(|list| {
            let items = list.into_iter().map(|value| Given::by_flag(value, "--formats")).collect();
            Given::by_flag(items, "--formats")
        }),
        ..RawSite::default()
    };
    let options = Options {
        request: Request { source: args.source, site_file: args.config, flags },
        now: args.now.unwrap_or_else(clock),
        check: args.check,
        strict: args.strict,
        allow_empty: args.allow_empty,
        prune: args.prune,
        take_over: args.take_over,
        patience: PATIENCE,
    };
    match build::build(options, &(), &cancelled) {
        Ok(report) => {
            for finding in &report.findings { eprintln!("{finding}"); }
            eprintln!("{} files, {} published, {} feeds, {:?}", report.files, report.published, report.feeds.len(), report.times);
            Status::Clean
        }
        Err(error) => {
            for finding in error.into_findings() { eprintln!("{finding}"); }
            Status::Failed
        }
    }
}

/// The one place that asks what time it is.
fn clock() -> Timestamp {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let seconds = i64::try_from(now.as_secs()).unwrap_or(i64::MAX);
    Timestamp::from_unix(seconds, now.subsec_nanos()).unwrap_or_else(|| {
        unreachable!("the clock is past the year 9999")
    })
}
