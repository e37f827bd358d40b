//! The arguments that say which site to read.

use std::io;
use std::path::PathBuf;

use feedmill::time::Timestamp;
use feedmill::{Cause, Error, Site};

use super::Status;
use super::progress::Bar;
use super::report::{MessageFormat, ReportArgs};
use super::signals::Signals;

/// The arguments that say which site to read.
#[derive(Debug, clap::Args)]
pub(super) struct SiteArgs {
    /// Folder of articles [default: current directory]
    #[arg(default_value = ".", hide_default_value = true)]
    source: PathBuf,
    #[command(flatten)]
    options: SiteOptions,
}

/// The same without the folder.
#[derive(Debug, clap::Args)]
pub(super) struct SiteOptions {
    /// Site file [default: SOURCE/feedmill.yaml]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Generator of the site: jekyll, hugo, hexo, zola, pelican, eleventy, docusaurus, astro, vitepress,
    /// mkdocs or none [default: detected from its files]
    #[arg(long, value_name = "NAME")]
    generator: Option<String>,
    /// Publish drafts, as `drafts: true` in the site file does
    #[arg(long)]
    drafts: bool,
    /// Publish posts dated in the future, as `future: true` in the site file does
    #[arg(long)]
    future: bool,
    /// Treat TIME (RFC 3339) as now when deciding which posts are future or expired [default:
    /// current time]
    #[arg(long, value_name = "TIME", value_parser = Timestamp::from_rfc3339)]
    now: Option<Timestamp>,
}

/// The arguments without which a site needs a site file.
#[derive(Debug, clap::Args)]
pub(super) struct Naming {
    /// Address of the site; with --title, no site file is needed
    #[arg(long)]
    url: Option<String>,
    /// Title of the site
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
}

impl SiteArgs {
    /// The site.
    pub(super) fn site<'a>(self) -> Site<'a> {
        self.options.site(self.source)
    }

    /// What counts as now.
    pub(super) fn now(&self) -> Timestamp {
        self.options.now.unwrap_or_else(Timestamp::now)
    }

    /// Runs `work` on the site, with a progress bar on a terminal.
    pub(super) fn survey<T>(
        self,
        messages: &ReportArgs,
        work: impl FnOnce(Site<'_>) -> Result<T, Error>,
    ) -> io::Result<Result<T, Status>> {
        survey(self.site(), messages, work)
    }
}

impl SiteOptions {
    /// The site in the folder `source`.
    pub(super) fn site<'a>(self, source: PathBuf) -> Site<'a> {
        let mut site = Site::new(source);
        if let Some(file) = self.config {
            site = site.site_file(file);
        }
        if let Some(now) = self.now {
            site = site.now(now);
        }
        site.set_by("--generator", "generator", self.generator)
            .set_by("--drafts", "drafts", self.drafts.then_some("true"))
            .set_by("--future", "future", self.future.then_some("true"))
    }
}

impl Naming {
    /// The site with this address and title.
    pub(super) fn name(self, site: Site<'_>) -> Site<'_> {
        site.set_by("--title", "title", self.title)
            .set_by("--url", "url", self.url)
    }
}

/// Runs `work` on `site`, with a progress bar on a terminal. If it was stopped, its findings are written, and the
/// status says why.
pub(super) fn survey<'a, T>(
    site: Site<'a>,
    messages: &ReportArgs,
    work: impl FnOnce(Site<'_>) -> Result<T, Error>,
) -> io::Result<Result<T, Status>> {
    let signals = Signals::listen()?;
    let for_people = messages.message_format == MessageFormat::Human;
    let bar = Bar::new(for_people && !messages.quiet);
    let result = work(site.progress(&bar).cancelled(&signals.cancelled));
    bar.finish();
    let error = match result {
        Ok(done) => return Ok(Ok(done)),
        Err(error) => error,
    };
    if let Some(status) = signals.status() {
        return Ok(Err(status));
    }
    messages.write(&error.report.findings)?;
    Ok(Err(match error.cause {
        Cause::Settings => Status::Usage,
        _ => Status::Failed,
    }))
}
