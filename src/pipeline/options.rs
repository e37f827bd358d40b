//! What a build is asked for.

use std::time::Duration;

use crate::site::settings::Request;
use crate::time::Timestamp;

/// What to build, and how.
#[derive(Debug)]
pub struct Options {
    /// The folder, the site file and what was given as flags.
    pub request: Request,
    /// Decides only which articles are in the future or expired.
    pub now: Timestamp,
    /// Write nothing, report what would change.
    pub check: bool,
    /// Stop before anything is written if an article has an error.
    pub strict: bool,
    /// Allow feeds that have entries to be replaced by empty ones when no article is left.
    pub allow_empty: bool,
    /// Remove feeds of terms that no longer exist, instead of emptying them.
    pub prune: bool,
    /// Validate each feed; one with an error is not published, the old one stays.
    pub validate: bool,
    /// Replace files that feedmill did not write.
    pub take_over: bool,
    /// Build even if nothing has changed since the last run, and remember nothing of this one.
    pub fresh: bool,
    /// How long to wait for another run in the same output folder.
    pub patience: Duration,
}
