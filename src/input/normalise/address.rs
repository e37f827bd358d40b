//! The address of an article, and the id of its entry.

use super::file_name::FileName;
use super::normaliser::{LeftOut, Normaliser};
use super::rules::{ID_NO_URI, UNUSABLE_PERMALINK};
use crate::model::{AbsoluteUrl, EntryId};
use crate::site::address::permalink::Pattern;
use crate::site::address::{MAX_ADDRESS_BYTES, Page};
use crate::site::settings::{FormerAddresses, Ids, Permalinks};
use crate::syntax::front_matter::{Field, flag};
use crate::text;

impl Normaliser<'_> {
    /// The address that the header gives, else the one that the settings make, on `site`.
    pub(super) fn permalink(
        &self,
        fields: &[Field],
        page: &Page<'_>,
        site: &AbsoluteUrl,
    ) -> Result<AbsoluteUrl, LeftOut> {
        self.address(fields, page, &self.settings.permalinks, site)
    }

    /// The address that the id is made of, if the site used to have other ones.
    pub(super) fn former_address(
        &self,
        fields: &[Field],
        page: &Page<'_>,
    ) -> Result<Option<AbsoluteUrl>, LeftOut> {
        let former = self.settings.former_addresses.as_ref();
        let address = former.map(|FormerAddresses { permalinks, url }| {
            let permalinks = permalinks.as_ref().unwrap_or(&self.settings.permalinks);
            self.address(fields, page, permalinks, url)
        });
        address.transpose()
    }

    fn address(
        &self,
        fields: &[Field],
        page: &Page<'_>,
        permalinks: &Permalinks,
        site: &AbsoluteUrl,
    ) -> Result<AbsoluteUrl, LeftOut> {
        let place = fields.first().map_or(0, |field| field.node.offset);
        let given = match self.settings.generator {
            Some(generator) => generator
                .behaviour
                .address(page)
                .map(|address| (address, place)),
            None => given_address(fields),
        };
        let (address, place) = match given {
            Some(given) => given,
            None => {
                let path = permalinks.expand(page);
                // Some generators leave a query in it.
                if !path.contains(['?', '#']) {
                    return self.no_longer_than_allowed(site.below(&path), place);
                }
                (path, place)
            }
        };
        let unusable = |why: String| {
            let message = format!("`{}` cannot be used: {why}", text::cut(&address, 80));
            LeftOut::from(self.header.diagnostic(&UNUSABLE_PERMALINK, place, message))
        };
        let is_whole = ["http://", "https://"].iter().any(|scheme| {
            let start = address.get(..scheme.len()).unwrap_or_default();
            start.eq_ignore_ascii_case(scheme)
        });
        if is_whole {
            let url = AbsoluteUrl::parse(&address).map_err(|error| unusable(error.to_string()))?;
            return self.no_longer_than_allowed(url, place);
        }
        // A generator fills in placeholders itself.
        let is_pattern = self.settings.generator.is_none()
            && (address.contains("/:") || address.starts_with(':'));
        let path = if is_pattern {
            let dialect = &permalinks.dialect;
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
        let joined = site.join(&format!("./{path}"));
        let joined = joined.map_err(|error| unusable(error.to_string()))?;
        self.no_longer_than_allowed(joined, place)
    }

    /// Each relative link of a body takes up the whole address in a feed, so that its length is bounded.
    fn no_longer_than_allowed(
        &self,
        url: AbsoluteUrl,
        place: usize,
    ) -> Result<AbsoluteUrl, LeftOut> {
        let length = url.as_str().len();
        if length <= MAX_ADDRESS_BYTES {
            return Ok(url);
        }
        let message = format!(
            "the address of the article has {length} bytes; at most {MAX_ADDRESS_BYTES} are allowed"
        );
        Err(self
            .header
            .diagnostic(&UNUSABLE_PERMALINK, place, message)
            .into())
    }

    /// The id in the header. One that runs a script or opens a file is reported, and not used.
    pub(super) fn given_id<'f>(&mut self, fields: &'f [Field]) -> Option<&'f str> {
        let mut given = None;
        for field in fields {
            let id = field.node.text().unwrap_or_default().trim();
            if EntryId::is_dangerous(id) {
                let shown = text::cut(id, 80);
                let message = format!("`{shown}` is a script or a file and cannot be an id");
                self.report(&ID_NO_URI, field.node.offset, message);
            } else if given.is_none() && !id.is_empty() {
                given = Some(id);
            }
        }
        given
    }

    /// The id that the header has `given`, as a `tag:` URI if it is not a URI; else what `ids` says. It
    /// never depends on the title or the body, and on tags only if the permalink does.
    pub(super) fn id(
        &self,
        given: Option<&str>,
        permalink: &AbsoluteUrl,
        page: &Page<'_>,
    ) -> EntryId {
        let tag = |specific: &str| {
            EntryId::tag(self.settings.url.host(), &self.settings.id_date, specific)
        };
        match (given, self.settings.ids) {
            (_, Ids::Of(generator)) => generator
                .behaviour
                .entry_id(page, permalink)
                .filter(|id| !EntryId::is_dangerous(id))
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
