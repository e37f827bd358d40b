//! The address of an article, and the id of its entry.

use super::file_name::FileName;
use super::normaliser::{LeftOut, Normaliser};
use super::rules::UNUSABLE_PERMALINK;
use crate::model::{AbsoluteUrl, EntryId};
use crate::site::address::Page;
use crate::site::address::permalink::Pattern;
use crate::site::settings::Ids;
use crate::syntax::front_matter::{Field, flag};
use crate::text;

impl Normaliser<'_> {
    /// The address that the header gives, else the one that the settings make.
    pub(super) fn permalink(
        &self,
        fields: &[Field],
        page: &Page<'_>,
    ) -> Result<AbsoluteUrl, LeftOut> {
        let place = fields.first().map_or(0, |field| field.node.offset);
        let given = match self.settings.generator {
            Some(generator) => generator
                .behaviour
                .address(page)
                .map(|address| (address, place)),
            None => given_address(fields),
        };
        let Some((address, place)) = given else {
            let path = self.settings.permalinks.expand(page);
            return Ok(self.settings.url.below(&path));
        };
        let unusable = |why: String| {
            let message = format!("`{address}` cannot be used: {why}");
            LeftOut::from(self.header.diagnostic(&UNUSABLE_PERMALINK, place, message))
        };
        let is_whole = ["http://", "https://"].iter().any(|scheme| {
            let start = address.get(..scheme.len()).unwrap_or_default();
            start.eq_ignore_ascii_case(scheme)
        });
        if is_whole {
            return AbsoluteUrl::parse(&address).map_err(|error| unusable(error.to_string()));
        }
        // A generator fills in placeholders itself.
        let is_pattern = self.settings.generator.is_none()
            && (address.contains("/:") || address.starts_with(':'));
        let path = if is_pattern {
            let dialect = &self.settings.permalinks.dialect;
            let pattern = Pattern::parse(&address, dialect).map_err(|error| {
                LeftOut::from(
                    self.header
                        .diagnostic(&UNUSABLE_PERMALINK, place, error.to_string()),
                )
            })?;
            pattern.expand(page, dialect)
        } else {
            address.trim_start_matches('/').to_owned()
        };
        let joined = self.settings.url.join(&format!("./{path}"));
        joined.map_err(|error| unusable(error.to_string()))
    }

    /// The id in the header, as a `tag:` URI if it is not a URI; else what `ids` says. It never depends on
    /// the title or the body, and on tags only if the permalink does.
    pub(super) fn id(&self, fields: &[Field], permalink: &AbsoluteUrl, page: &Page<'_>) -> EntryId {
        let tag = |specific: &str| {
            EntryId::tag(self.settings.url.host(), &self.settings.id_date, specific)
        };
        let given = fields
            .iter()
            .filter_map(|field| field.node.text())
            .map(str::trim)
            .find(|id| !id.is_empty());
        match (given, self.settings.ids) {
            (_, Ids::Of(generator)) => generator
                .behaviour
                .entry_id(page, permalink)
                .and_then(|id| EntryId::as_published(&id))
                .unwrap_or_else(|| EntryId::from_url(permalink)),
            (Some(id), _) => EntryId::from_uri(id).unwrap_or_else(|| tag(text::clean(id).trim())),
            (None, Ids::Permalink) => EntryId::from_url(permalink),
            (None, Ids::Tag) => tag(page.stem),
        }
    }
}

/// The address in the header, and its place.
fn given_address(fields: &[Field]) -> Option<(String, usize)> {
    fields.iter().find_map(|field| {
        let address = field.node.text()?.trim();
        // `permalink: false` (Eleventy) is not an address.
        let is_one = !address.is_empty() && flag(address).is_none();
        is_one.then(|| (address.to_owned(), field.node.offset))
    })
}

/// The header's `slug`, else what the file's name says.
pub(super) fn address_slug<'a>(slug: &'a [Field], file_name: &'a FileName) -> &'a str {
    let mut given = slug.iter().filter_map(|field| field.node.text());
    let given = given
        .next()
        .map(str::trim)
        .filter(|slug| !matches!(*slug, "" | "." | ".."));
    given.unwrap_or(&file_name.slug).trim_matches('/')
}
