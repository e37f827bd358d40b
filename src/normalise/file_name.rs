//! What an article's path tells: a date, a slug, a language.

use super::language;
use crate::config::Settings;
use crate::time::{self, Timestamp};

/// What a file's path tells.
pub(super) struct FileName {
    /// Below the source, without the extension and a last `/index`.
    pub(super) path: String,
    /// The last part of `path`, without a date; without a language, if the site has several.
    pub(super) slug: String,
    /// The language in the name, or in the folders.
    pub(super) language: Option<String>,
    /// The date in the name or the folders.
    pub(super) date: Option<Result<Timestamp, time::DateError>>,
}

impl FileName {
    pub(super) fn of(path: &str, settings: &Settings) -> Self {
        let stem = path
            .rfind('.')
            .filter(|&dot| !path[dot..].contains('/'))
            .map_or(path, |dot| &path[..dot]);
        let bundle = stem.strip_suffix("/index").unwrap_or(stem);
        let last = bundle.rsplit('/').next().unwrap_or(bundle);
        let (date, slug) = match time::from_path(path, &settings.zone) {
            Some(dated) => (Some(dated.date), dated.slug),
            None => (None, last.to_owned()),
        };
        let (language, part) = language::of_path(path, &settings.languages);
        let part = part.filter(|_| !settings.languages.is_empty());
        let bare = part.and_then(|part| slug.strip_suffix(part)?.strip_suffix('.'));
        let slug = match bare.unwrap_or(&slug) {
            "" => last.to_owned(),
            slug => slug.to_owned(),
        };
        FileName {
            path: bundle.to_owned(),
            slug,
            language,
            date,
        }
    }
}
