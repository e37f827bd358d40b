//! When an article was published and changed, and whether it is time for it.

use super::file_name::FileName;
use super::normaliser::{LeftOut, Normaliser, Reason};
use super::rules::{INVALID_DATE, MISSING_DATE};
use crate::syntax::front_matter::{Field, RawFrontMatter, Visibility, flag, normal};
use crate::syntax::tree::{Node, Value};
use crate::time::{self, Timestamp};

impl Normaliser<'_> {
    pub(super) fn in_time(&self, published: Timestamp) -> Result<(), LeftOut> {
        if !self.settings.future && !self.present.has_come(published) {
            return Err(LeftOut::KeptBack(Reason::Future));
        }
        for (field, row) in self.visibility_fields() {
            if row.visibility(&field.node) == Visibility::Until
                && let Some(expires) = self.first_date(std::slice::from_ref(field))?
                && self.present.has_come(expires)
            {
                return Err(LeftOut::KeptBack(Reason::Expired));
            }
        }
        Ok(())
    }

    /// The first date key, else a `published` that is not a flag, else the date in the name of the file
    /// or its folders, else that in `path` (Zola).
    pub(super) fn published(
        &self,
        raw: &RawFrontMatter,
        file_name: &FileName,
    ) -> Result<Timestamp, LeftOut> {
        if let Some(date) = self.dated(self.settings.reading.published_keys)? {
            return Ok(date);
        }
        if let Some(date) = self.first_date(&raw.published)? {
            return Ok(date);
        }
        if let Some(date) = self.dated(&["published"])? {
            return Ok(date);
        }
        if let Some(written) = &file_name.date {
            return Timestamp::parse(written, &self.settings.timezone).map_err(|error| {
                let message = format!("the date in the file name cannot be used: {error}");
                self.header.diagnostic(&INVALID_DATE, 0, message).into()
            });
        }
        let mut paths = raw
            .permalink
            .iter()
            .filter(|field| normal(&field.key) == "path");
        let in_path = paths.find_map(|field| {
            let path = field.node.text()?.trim_matches('/');
            let written = time::from_path(path)?.written;
            Some((Timestamp::parse(written, &self.settings.timezone), field))
        });
        match in_path {
            Some((Ok(date), _)) => Ok(date),
            Some((Err(error), field)) => {
                let message = format!("the date in `{}` cannot be used: {error}", field.key);
                let place = field.node.offset;
                Err(self.header.diagnostic(&INVALID_DATE, place, message).into())
            }
            None if self.settings.reading.undated_are_pages => {
                Err(LeftOut::KeptBack(Reason::Undated))
            }
            None => {
                let message = "the article has no date, neither in its header nor in its file name";
                Err(self.header.diagnostic(&MISSING_DATE, 0, message).into())
            }
        }
    }

    /// The date under the first of `keys` that has one.
    pub(super) fn dated(&self, keys: &[&str]) -> Result<Option<Timestamp>, LeftOut> {
        let fields = keys.iter().filter_map(|key| self.header.raw.field(key));
        let is_date = |field: &&Field| field.node.text().is_none_or(|text| flag(text).is_none());
        let fields: Vec<Field> = fields.filter(is_date).cloned().collect();
        self.first_date(&fields)
    }

    /// Never before the published date; one in the future counts as that date.
    pub(super) fn updated(
        &self,
        updated: &[Field],
        published: Timestamp,
    ) -> Result<Timestamp, LeftOut> {
        let updated = self
            .first_date(updated)?
            .filter(|date| published <= *date && self.present.has_come(*date));
        Ok(updated.unwrap_or(published))
    }

    fn first_date(&self, fields: &[Field]) -> Result<Option<Timestamp>, LeftOut> {
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
            if text.is_empty() {
                continue;
            }
            return match Timestamp::parse(text, &self.settings.timezone) {
                Ok(date) => Ok(Some(date)),
                Err(error) => {
                    let message = format!("`{}` cannot be used: {error}", field.key);
                    Err(self
                        .header
                        .diagnostic(&INVALID_DATE, node.offset, message)
                        .into())
                }
            };
        }
        Ok(None)
    }
}

fn is_last_update(pairs: &[(Node, Node)]) -> bool {
    pairs
        .iter()
        .all(|(key, _)| matches!(key.text(), Some("date" | "author")))
}
