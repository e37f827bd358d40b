//! A site to read, and how its feeds are to be built.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use super::progress::Progress;
use crate::site::settings::{Flags, Request, SettingValue};
use crate::time::Timestamp;

/// A site: a folder of articles, with settings that win over those of its site file, and how its feeds
/// are to be built.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let folder = tempfile::tempdir()?;
/// # let folder = folder.path();
/// std::fs::write(
///     folder.join("river.md"),
///     "---\ntitle: The river in May\ndate: 2025-05-18\ntags: [旅行]\n---\nThe water is **high**.\n",
/// )?;
/// let report = feedmill::Site::new(folder)
///     .title("Notes")
///     .url("https://example.org/")
///     .build()?;
/// assert_eq!(report.articles.published, 1);
/// assert!(folder.join("feeds/tags/旅行/rss.xml").exists());
/// # Ok(())
/// # }
/// ```
pub struct Site<'a> {
    pub(super) request: Request,
    pub(super) now: Timestamp,
    pub(super) progress: &'a dyn Progress,
    pub(super) cancelled: &'a AtomicBool,
    pub(super) patience: Duration,
    pub(super) check: bool,
    pub(super) strict: bool,
    pub(super) allow_empty: bool,
    pub(super) prune: bool,
    pub(super) validate: bool,
    pub(super) take_over: bool,
    pub(super) fresh: bool,
    pub(super) allow_flood: bool,
    pub(super) against: Option<PathBuf>,
}

/// For those who never cancel.
static NEVER: AtomicBool = AtomicBool::new(false);

macro_rules! switches {
    ($($(#[$doc:meta])* $name:ident;)*) => {
        $($(#[$doc])*
        #[must_use]
        pub fn $name(mut self, $name: bool) -> Self {
            self.$name = $name;
            self
        })*
    };
}

impl<'a> Site<'a> {
    /// The site in the folder `source`, with the settings of its site file and the present time.
    pub fn new(source: impl Into<PathBuf>) -> Self {
        Site {
            request: Request {
                source: source.into(),
                flags: Flags::default(),
                for_feeds: true,
                ..Request::default()
            },
            now: Timestamp::now(),
            progress: &(),
            cancelled: &NEVER,
            patience: Duration::from_secs(60),
            check: false,
            strict: false,
            allow_empty: false,
            prune: false,
            validate: false,
            take_over: false,
            fresh: false,
            allow_flood: false,
            against: None,
        }
    }

    /// Reads `file` instead of `feedmill.yaml` in the source.
    #[must_use]
    pub fn site_file(mut self, file: impl Into<PathBuf>) -> Self {
        self.request.site_file = Some(file.into());
        self
    }

    /// The setting `name` has this value, whatever the site file says. `docs/settings.md` lists them.
    #[must_use]
    pub fn set(self, name: &'static str, value: impl Into<SettingValue>) -> Self {
        self.set_by(name, name, Some(value))
    }

    /// The same if there is a `value`; messages call it `flag`.
    #[must_use]
    pub fn set_by(
        mut self,
        flag: &'static str,
        name: &'static str,
        value: Option<impl Into<SettingValue>>,
    ) -> Self {
        self.request.flags = self.request.flags.with(flag, name, value);
        self
    }

    /// The title of the site.
    #[must_use]
    pub fn title(self, title: impl Into<String>) -> Self {
        self.set("title", title.into())
    }

    /// The address of the site, with its base path.
    #[must_use]
    pub fn url(self, url: impl Into<String>) -> Self {
        self.set("url", url.into())
    }

    /// The folder that the feeds are written to.
    #[must_use]
    pub fn output(self, folder: impl Into<String>) -> Self {
        self.set("output", folder.into())
    }

    /// Decides which articles are in the future or have expired, instead of the present time.
    #[must_use]
    pub fn now(mut self, now: Timestamp) -> Self {
        self.now = now;
        self
    }

    /// Shows the progress of a run.
    #[must_use]
    pub fn progress(mut self, progress: &'a dyn Progress) -> Self {
        self.progress = progress;
        self
    }

    /// Ends the run when this becomes true; nothing is published then.
    #[must_use]
    pub fn cancelled(mut self, cancelled: &'a AtomicBool) -> Self {
        self.cancelled = cancelled;
        self
    }

    /// How long to wait for another run to end: a minute, unless it is said here.
    #[must_use]
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Compares the new feeds with those at `path`, a feed or a folder of feeds, instead of those that they
    /// replace.
    #[must_use]
    pub fn against(mut self, path: Option<PathBuf>) -> Self {
        self.against = path;
        self
    }

    switches! {
        /// Writes nothing, and reports what would change.
        check;
        /// An article that cannot be used stops the build before anything is written.
        strict;
        /// Writes empty feeds even where there were articles before.
        allow_empty;
        /// Removes feeds of feedmill's that the settings no longer ask for.
        prune;
        /// Validates each feed; one with an error is not published, and the old one stays.
        validate;
        /// Replaces files that are not feedmill's.
        take_over;
        /// Publishes even if subscribers get more old entries again than the setting `guard` allows.
        allow_flood;
        /// Builds even if nothing has changed since the last run, and remembers nothing of this one.
        fresh;
    }
}
