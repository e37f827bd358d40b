//! The feeds that the new ones are compared with instead of those that they replace.

use std::io;
use std::path::{Path, PathBuf};

use super::error::Cause;
use super::layout::Planned;
use super::run::Run;
use crate::compare::read;
use crate::compare::rules::FEED_UNREADABLE;
use crate::diagnostic::Diagnostic;
use crate::files::{self, Folder};
use crate::model::Format;
use crate::site::settings::INVALID_SETTING;
use crate::validate::{self, MAX_BYTES};

/// What the feeds are compared with, if it is not those in the output folder.
#[derive(Debug)]
pub(super) enum Against {
    /// A feed, its path, and which of the new feeds it is compared with.
    File {
        feed: Vec<u8>,
        path: PathBuf,
        with: String,
    },
    /// A folder with feeds at the same paths.
    Folder(Folder),
}

impl Against {
    /// Opens what `--against` names, for the feeds that are `planned`.
    pub(super) fn open(path: &Path, planned: &[Planned<'_, '_, '_>]) -> Result<Self, Cause> {
        let unreadable =
            |error: io::Error| unreadable(&path.display().to_string(), &error.to_string());
        if path.is_dir() {
            let folder = Folder::open(path).map_err(unreadable)?;
            return Ok(Against::Folder(folder));
        }
        let opened = files::open_anywhere(path);
        let feed = opened.and_then(|(file, _)| files::read_all(file, MAX_BYTES));
        let feed = feed.map_err(unreadable)?;
        let format = match read(&feed).map(|feed| feed.format) {
            Ok(validate::DocumentFormat::JsonFeed) => Format::Json,
            Ok(validate::DocumentFormat::Atom10 | validate::DocumentFormat::Atom03) => Format::Atom,
            _ => Format::Rss,
        };
        let of_everything = planned.iter().filter(|planned| planned.feed.term.is_none());
        let nearest = of_everything.min_by_key(|planned| planned.format != format);
        Ok(Against::File {
            feed,
            path: path.to_owned(),
            with: nearest.map_or(String::new(), |planned| planned.path.clone()),
        })
    }

    /// What the new feed at `path` is compared with, and its path.
    pub(super) fn baseline(&self, path: &str) -> Result<Option<(Vec<u8>, String)>, Cause> {
        match self {
            Against::File {
                feed,
                path: file,
                with,
            } => Ok((with == path).then(|| (feed.clone(), file.display().to_string()))),
            Against::Folder(folder) => {
                let shown = folder.path().join(path).display().to_string();
                let opened = folder.file(Path::new(path));
                let feed = opened.and_then(|(file, _)| files::read_all(file, MAX_BYTES));
                match feed {
                    Ok(feed) => Ok(Some((feed, shown))),
                    Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
                    Err(error) => Err(unreadable(&shown, &error.to_string())),
                }
            }
        }
    }
}

pub(super) fn unreadable(path: &str, why: &str) -> Cause {
    Cause::Guard(Diagnostic::new(&FEED_UNREADABLE, why).in_file(path))
}

impl Run<'_> {
    /// Stops the run if `--against` names nothing.
    pub(super) fn must_exist(&mut self, path: &Path) -> Result<(), Cause> {
        if path.exists() {
            return Ok(());
        }
        let message = format!("`--against`: `{}` does not exist", path.display());
        self.report
            .findings
            .push(Diagnostic::new(&INVALID_SETTING, message));
        Err(Cause::Settings)
    }

    /// Stops the run if there is no feed to compare with where `--against` says.
    pub(super) fn has_baseline(&mut self, against: &Path, has_any: bool) -> Result<(), Cause> {
        if has_any {
            return Ok(());
        }
        let message = format!(
            "`--against`: `{}` has no feed at a path of this site",
            against.display()
        );
        self.report
            .findings
            .push(Diagnostic::new(&INVALID_SETTING, message));
        Err(Cause::Settings)
    }
}
