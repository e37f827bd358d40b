//! When an article was published and changed, and whether it is time for it.

use std::fmt::Arguments;

use super::file_name::FileName;
use super::normaliser::{KeptBack, LeftOut, Normaliser, Reason};
use super::rules::{FUTURE_WITHOUT_ZONE, INVALID_DATE, MISSING_DATE, ODD_DATE};
use super::visibility::visibility_fields;
use crate::diagnostic::{Diagnostic, FileFindings};
use crate::site::settings::DatesFrom;
use crate::syntax::front_matter::{Field, Visibility, flag, normal};
use crate::syntax::tree::{Node, Value};
use crate::time::{self, DateErrorKind, Timestamp, Zone};

/// A date, and what is odd about how it is written.
pub(super) struct Dated {
    pub(super) time: Timestamp,
    /// A message and the offset of the value.
    odd: Option<(usize, String)>,
}

impl Normaliser<'_> {
    pub(super) fn in_time(
        &mut self,
        published: Timestamp,
        file_name: &FileName,
    ) -> Result<(), LeftOut> {
        if !self.settings.future && !self.present.has_come(published) {
            let why = format!("its date is {}", published.to_rfc3339());
            return Err(LeftOut::from(KeptBack {
                until: Some(published),
                doubt: self.doubt(published, file_name),
                ..KeptBack::new(Reason::Future, why)
            }));
        }
        let raw = &self.header.raw;
        for (field, row) in visibility_fields(raw) {
            if row.visibility(&field.node) == Visibility::Until
                && let Some(expires) = self.first_date([field])?
            {
                let expires = self.told(expires);
                if self.present.has_come(expires) {
                    let why = format!("`{}` was {}", field.key, expires.to_rfc3339());
                    return Err(KeptBack::new(Reason::Expired, why).into());
                }
            }
        }
        Ok(())
    }

    /// A date that will come within a day, without a zone, on a site that says none: probably it has come
    /// where the author is.
    fn doubt(&self, published: Timestamp, file_name: &FileName) -> Option<Diagnostic> {
        let ahead = published.unix_seconds() - self.present.now().unix_seconds();
        if ahead >= 86_400 || self.settings.names_timezone {
            return None;
        }
        let mut elsewhere = Normaliser {
            zone: Zone::parse("Etc/GMT+12").ok()?,
            findings: FileFindings::default(),
            ..*self
        };
        let has_zone = elsewhere.published(file_name).ok()?? == published;
        if has_zone {
            return None;
        }
        let (unit, noun) = match ahead {
            3600.. => (3600, "hour"),
            _ => (60, "minute"),
        };
        let number = (ahead / unit).max(1);
        // The message changes with the number.
        let next = published.unix_seconds() - number * unit + 1;
        let _ = Timestamp::from_unix(next, 0).is_some_and(|next| self.present.has_come(next));
        let message = format!(
            "held back until {}, in {number} {noun}{}; is `timezone` set?",
            published
                .in_zone(&Zone::utc())
                .strftime("%Y-%m-%d %H:%M UTC"),
            if number == 1 { "" } else { "s" }
        );
        let offset = self.date_field().map_or(0, |field| field.node.offset);
        Some(
            self.header
                .diagnostic(&FUTURE_WITHOUT_ZONE, offset, message),
        )
    }

    /// The field that the date comes from, unless it is that of the file.
    fn date_field(&self) -> Option<&Field> {
        let raw = &self.header.raw;
        let mut preferred = self.settings.reading.published_keys.iter();
        let preferred = preferred.find_map(|key| raw.field(key));
        preferred.or_else(|| raw.published.first())
    }

    /// The dates of publication and of the last change. Those of commits count only where the article
    /// has none.
    pub(super) fn published_and_updated(
        &mut self,
        file_name: &FileName,
    ) -> Result<(Timestamp, Timestamp), LeftOut> {
        let (published, otherwise) = match (self.published(file_name)?, self.committed) {
            (Some(date), _) => (date, None),
            (None, Some(committed)) => (committed.first, Some(committed.last)),
            (None, None) if self.settings.reading.undated_are_pages => {
                return Err(KeptBack::new(Reason::Undated, "it has no date").into());
            }
            (None, None) => {
                let nowhere = match self.settings.dates {
                    DatesFrom::Off => "neither in its header nor in its file name",
                    DatesFrom::Git => "not in its header, its file name or a commit",
                };
                let message = format!("the article has no date, {nowhere}");
                return Err(self.header.diagnostic(&MISSING_DATE, 0, message).into());
            }
        };
        let updated = self.updated()?.or(otherwise);
        // Never before the published date; one in the future counts as that date.
        let updated = updated.filter(|date| published <= *date && self.present.has_come(*date));
        Ok((published, updated.unwrap_or(published)))
    }

    /// The first date key, else a `published` that is not a flag, else the date in the name of the file
    /// or its folders, else that in `path` (Zola).
    fn published(&mut self, file_name: &FileName) -> Result<Option<Timestamp>, LeftOut> {
        let raw = &self.header.raw;
        let in_header = match self.settings.reading.published_keys {
            [] => match self.first_date(&raw.published)? {
                None => self.dated(&["published"])?,
                date => date,
            },
            keys => self.dated(keys)?,
        };
        if let Some(date) = in_header {
            return Ok(Some(self.told(date)));
        }
        let by_name = file_name.date.as_ref();
        if let Some(written) = by_name.filter(|_| self.settings.reading.dates_in_names) {
            let date = self.read_date(written, 0, format_args!("the date in the file name"))?;
            return Ok(Some(self.told(date)));
        }
        let mut paths = raw.permalink.iter();
        let in_path = paths.find_map(|field| {
            let path = field.node.text().filter(|_| normal(&field.key) == "path")?;
            Some((time::from_path(path.trim_matches('/'))?, field))
        });
        let Some((dated, field)) = in_path else {
            return Ok(None);
        };
        let what = format_args!("the date in `{}`", field.key);
        let date = self.read_date(dated.written, field.node.offset, what)?;
        Ok(Some(self.told(date)))
    }

    /// The date under the first of `keys` that has one.
    pub(super) fn dated(&self, keys: &[&str]) -> Result<Option<Dated>, LeftOut> {
        let fields = keys.iter().filter_map(|key| self.header.raw.field(key));
        let is_date = |field: &&Field| field.node.text().is_none_or(|text| flag(text).is_none());
        self.first_date(fields.filter(is_date))
    }

    fn updated(&mut self) -> Result<Option<Timestamp>, LeftOut> {
        let updated = match self.settings.reading.updated_keys {
            [] => self.first_date(&self.header.raw.updated)?,
            keys => self.dated(keys)?,
        };
        Ok(updated.map(|date| self.told(date)))
    }

    /// Reports what is odd about `date`.
    fn told(&mut self, date: Dated) -> Timestamp {
        if let Some((offset, message)) = date.odd {
            self.report(&ODD_DATE, offset, message);
        }
        date.time
    }

    fn first_date<'f>(
        &self,
        fields: impl IntoIterator<Item = &'f Field>,
    ) -> Result<Option<Dated>, LeftOut> {
        for field in fields {
            let node = match &field.node.value {
                // Docusaurus: `last_update: {date: …, author: …}`, each of which may be missing.
                Value::Mapping(pairs) if is_last_update(pairs) => {
                    match pairs.iter().find(|(key, _)| key.text() == Some("date")) {
                        Some((_, date)) => date,
                        None => continue,
                    }
                }
                _ => &field.node,
            };
            let text = node
                .text()
                .unwrap_or_else(|| self.header.line_from(node.offset))
                .trim();
            if !text.is_empty() {
                return self
                    .read_date(text, node.offset, format_args!("`{}`", field.key))
                    .map(Some);
            }
        }
        Ok(None)
    }

    /// Reads the date `text`, which stands at `offset` of the header and is called `what`.
    fn read_date(&self, text: &str, offset: usize, what: Arguments<'_>) -> Result<Dated, LeftOut> {
        let settings = self.settings;
        let read = Timestamp::read(text, &self.zone, &settings.reading.dates);
        let (time, error) = read.map_err(|error| {
            let message = format!("{what} cannot be used: {error}");
            self.header.diagnostic(&INVALID_DATE, offset, message)
        })?;
        let error = error.or_else(|| self.converted(text, offset));
        let odd = error.map(|error| {
            let instant = time.in_zone(&Zone::utc()).to_rfc3339();
            (offset, format!("{what} is read as {instant}: {error}"))
        });
        Ok(Dated { time, odd })
    }

    /// What is wrong with a date in the header that is no longer in `text`, because the generator converts such
    /// dates: their offset, or a month 13 from which it counts on.
    fn converted(&self, text: &str, offset: usize) -> Option<time::DateError> {
        self.settings.generator?;
        let written = self.header.line_from(offset);
        if written.starts_with(text) {
            return None;
        }
        let rules = &self.settings.reading.dates;
        match Timestamp::read(written, &self.zone, rules) {
            Ok((_, odd)) => odd.filter(|error| error.kind() == DateErrorKind::Offset),
            Err(error) => counts_on(error.kind()).then_some(error),
        }
    }
}

/// Whether a date with such an error is one in the calendar of JavaScript, where the 32nd is the 1st of the next month.
fn counts_on(error: DateErrorKind) -> bool {
    use DateErrorKind::{Day, Hour, Minute, Month, Offset, Second};
    matches!(error, Month | Day { .. } | Hour | Minute | Second | Offset)
}

fn is_last_update(pairs: &[(Node, Node)]) -> bool {
    pairs
        .iter()
        .all(|(key, _)| matches!(key.text(), Some("date" | "author")))
}
