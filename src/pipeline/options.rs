//! What a build is asked for.

use std::time::Duration;

use crate::site::settings::Request;
use crate::time::Timestamp;

/// What to build, and how.
#[derive(Debug)]
pub struct Options {
    /// The folder, the site file and what was given as flags.
    pub request: Request,
    /// Decides only which articles are in the future or have expired.
    pub now: Timestamp,
    /// Write nothing, report what would change.
    pub check: bool,
    /// An article that cannot be used stops the build before anything is written.
    pub strict: bool,
    /// Write empty feeds even where there were articles before.
    pub allow_empty: bool,
    /// Remove feeds of ours whose tag is gone.
    pub prune: bool,
    /// Validate each feed; one with an error is not published, the old one stays.
    pub validate: bool,
    /// Replace files that are not ours.
    pub take_over: bool,
    /// Build even if nothing has changed since the last run, and remember nothing of this one.
    pub fresh: bool,
    /// How long to wait for another run.
    pub patience: Duration,
}
