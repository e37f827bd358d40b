//! The arguments that say which site to read.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::time::SystemTime;

use feedmill::pipeline::Error;
use feedmill::site::settings::{Flags, Request};
use feedmill::time::Timestamp;

use super::progress::Bar;
use super::report::{MessageFormat, ReportArgs};

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
    /// The site, with other `flags`; `for_feeds` if feeds are written.
    pub(super) fn request(self, flags: Flags, for_feeds: bool) -> (Request, Timestamp) {
        let request = Request {
            source: self.source,
            site_file: self.config,
            flags: flags.with("--generator", "generator", self.generator),
            for_feeds,
        };
        (request, self.now.unwrap_or_else(clock))
    }

    /// Runs `work` on the site, with a progress bar on a terminal.
    pub(super) fn survey<T>(
        self,
        messages: &ReportArgs,
        work: impl FnOnce(Request, Timestamp, &Bar, &AtomicBool) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let (request, now) = self.request(Flags::default(), false);
        let for_people = messages.message_format == MessageFormat::Human;
        let bar = Bar::new(for_people && !messages.quiet);
        // Nothing is written, so a signal may end the run at once.
        let result = work(request, now, &bar, &AtomicBool::new(false));
        bar.finish();
        result
    }
}

/// The current time. Nothing else reads the clock.
pub(super) fn clock() -> Timestamp {
    let now = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    let seconds = i64::try_from(now.as_secs()).unwrap_or(i64::MAX);
    Timestamp::from_unix(seconds, now.subsec_nanos())
        .unwrap_or_else(|| unreachable!("the clock is between 1970 and 9999"))
}
