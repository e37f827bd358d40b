//! feedmill turns a folder of articles with front matter into valid RSS 2.0 and Atom 1.0 feeds, one
//! for all articles and one per tag, and validates and compares feeds. This is the library behind the
//! program; it does not print, and reads the clock only in [`Timestamp::now`](time::Timestamp::now).
//!
//! # Build the feeds of a site
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! # let folder = folder.path();
//! # std::fs::write(folder.join("a.md"), "---\ntitle: A\ndate: 2025-02-30\n---\nText.\n")?;
//! # std::fs::write(folder.join("b.md"), "---\ntitle: B\ndate: 2025-05-18\n---\nText.\n")?;
//! let report = feedmill::Site::new(folder)
//!     .title("Notes")
//!     .url("https://example.org/")
//!     .build()?;
//! for finding in &report.findings {
//!     println!("{finding}"); // …/a.md:3:7: error[invalid-date]: …
//! }
//! for feed in &report.feeds {
//!     println!("{} has {} entries", feed.path, feed.entries);
//! }
//! # assert_eq!((report.findings.len(), report.articles.published), (1, 1));
//! # Ok(())
//! # }
//! ```
//!
//! # Validate a feed
//!
//! ```
//! use feedmill::validate::{Options, validate};
//!
//! let feed = br#"<rss version="2.0"><channel><title>T</title></channel></rss>"#;
//! let report = validate(feed, &Options::default());
//! assert!(!report.valid());
//! for finding in &report.diagnostics {
//!     println!("{finding}"); // 1:20: error[missing-link]: …
//! }
//! ```
//!
//! # Modules
//!
//! | module | content |
//! |---|---|
//! | [`Site`], [`Report`], [`Error`] | building: what to build, what was built, what stopped it |
//! | [`diagnostic`] | findings and the rules behind them |
//! | [`settings`] | the settings of a site: as documentation, as a JSON Schema, as a draft |
//! | [`time`] | dates and time zones |
//! | [`mod@validate`] | the bytes of a feed to findings |
//! | [`mod@compare`] | two feeds to what a subscriber of the first sees when the second takes its place |
//!
//! `ARCHITECTURE.md` describes how the crate works inside.

mod body;
pub mod compare;
pub mod diagnostic;
mod feed;
mod files;
mod input;
mod model;
mod pipeline;
mod publish;
mod site;
mod stamp;
mod syntax;
#[cfg(test)]
mod testing;
mod text;
pub mod time;
pub mod validate;

pub use model::PageKind;
pub use pipeline::{
    AdoptedId, Adoption, ArticleCounts, Cause, Error, Fate, FeedChanges, FeedReport, FileReport,
    LikelyDuplicate, Likeness, PageReport, Progress, PublishedFeed, Report, Site, Step, TagReport,
    Tags, UnmatchedEntry,
};
pub use publish::{Change, Error as PublishError, Obstacle};

/// What is inside, for this package's own tests, benchmarks and fuzz targets. It changes at any time.
#[cfg(feature = "internals")]
#[doc(hidden)]
#[allow(missing_docs, unused_imports)]
pub mod internals {
    pub mod body {
        pub use crate::body::*;
    }
    pub mod emit {
        pub use crate::feed::emit::*;
    }
    pub mod front_matter {
        pub use crate::syntax::front_matter::*;
    }
    pub mod model {
        pub use crate::model::*;
    }
    pub mod tree {
        pub use crate::syntax::tree::*;
    }
    pub mod normalise {
        pub use crate::input::normalise::*;
    }
    pub mod publish {
        pub use crate::publish::*;
    }
    pub mod settings {
        pub use crate::site::settings::*;
    }
    pub mod source {
        pub use crate::input::source::*;
    }
    pub mod text {
        pub use crate::text::*;
    }
}

/// The settings of a site, and the keys of front matter.
pub mod settings {
    pub use crate::site::settings::{
        Descriptor, KeyPosition, SETTINGS, SettingValue, SiteFileDraft, Understood, as_yaml,
        closest, schema,
    };
    pub use crate::syntax::front_matter::{HEADER_KEYS, HeaderKeys, VISIBILITY_KEYS};
}

use diagnostic::Rule;

/// Types of other crates in this crate's interface: addresses, days and weekdays.
pub use chrono::{NaiveDate, Weekday};
pub use url::Url;

/// Every rule of every module.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    let others = validate::RULES.iter().chain(compare::RULES);
    pipeline::rules::all().chain(others.copied())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    #[test]
    fn every_code_is_one_rules_own() {
        let mut codes = HashSet::new();
        for rule in super::rules() {
            assert!(codes.insert(rule.code), "`{}` is declared twice", rule.code);
            let is_kebab = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            assert!(
                rule.code.chars().all(is_kebab),
                "`{}` is not kebab-case",
                rule.code
            );
        }
    }
}
