//! Single values: a line, an address, a language, a zone.

use super::Resolver;
use crate::model::{self, AbsoluteUrl, Author, Text};
use crate::site::settings::raw::{Given, RawAuthor};
use crate::text;
use crate::text::encoding::Encoding;
use crate::time::Zone;

impl Resolver<'_> {
    /// One line of plain text that is not blank.
    pub(super) fn line(&mut self, given: Given<String>, name: &str) -> Option<Text> {
        let line = Text::new(&text::collapse(&text::clean(&given.value)));
        if line.is_blank() {
            self.invalid(given.origin, format!("`{name}` is blank"));
            return None;
        }
        Some(line)
    }

    fn url(&mut self, given: &Given<String>, name: &str) -> Option<AbsoluteUrl> {
        match AbsoluteUrl::parse(&given.value) {
            Ok(url) => Some(url),
            Err(error) => {
                let message =
                    format!("`{name}` must be an address such as `https://example.org/`: {error}");
                self.invalid(given.origin, message);
                None
            }
        }
    }

    /// A URL that others are put below: it ends in a slash, and has neither query nor fragment.
    pub(super) fn folder_url(&mut self, given: Given<String>, name: &str) -> Option<AbsoluteUrl> {
        let url = self.url(&given, name)?;
        if url.as_str().contains(['?', '#']) {
            self.invalid(
                given.origin,
                format!("`{name}` must have neither a query nor a fragment"),
            );
            return None;
        }
        Some(url.below(""))
    }

    pub(super) fn picture(
        &mut self,
        given: Given<String>,
        name: &str,
        site: Option<&AbsoluteUrl>,
    ) -> Option<AbsoluteUrl> {
        let joined = match site {
            Some(site) => site.join(&given.value),
            None => AbsoluteUrl::parse(&given.value),
        };
        joined
            .map_err(|error| {
                self.invalid(given.origin, format!("`{name}` cannot be used: {error}"))
            })
            .ok()
    }

    /// A line of no more than 255 characters, the most that directories take.
    pub(super) fn short_line(&mut self, given: Given<String>, name: &str) -> Option<Text> {
        let origin = given.origin;
        let line = self.line(given, name)?;
        if line.as_str().chars().count() > 255 {
            self.invalid(origin, format!("`{name}` has more than 255 characters"));
            return None;
        }
        Some(line)
    }

    pub(super) fn email(&mut self, given: &Given<String>) -> Option<String> {
        let address = model::email(&given.value);
        if address.is_none() {
            let message = format!("`{}` is no e-mail address", given.value);
            self.invalid(given.origin, message);
        }
        address
    }

    pub(super) fn language(&mut self, given: Given<String>) -> Option<String> {
        let language = model::language(&given.value);
        if language.is_none() {
            let message = format!(
                "`{}` is no language tag such as `zh-CN` or `en` (RFC 5646)",
                given.value
            );
            self.invalid(given.origin, message);
        }
        language
    }

    pub(super) fn encoding(&mut self, given: Given<String>) -> Option<Encoding> {
        Encoding::named(&given.value).unwrap_or_else(|_| {
            let message = format!(
                "`{}` is no encoding such as `GB18030`, `Big5`, `Shift_JIS` or `Latin1`",
                given.value
            );
            self.invalid(given.origin, message);
            None
        })
    }

    pub(super) fn author(&mut self, given: Given<RawAuthor>) -> Option<Author> {
        let RawAuthor { name, email, url } = given.value;
        let Some(name) = name else {
            self.invalid(given.origin, "`author` needs a `name`".to_owned());
            return None;
        };
        let name = self.line(name, "author")?;
        let email = email.and_then(|given| self.email(&given));
        let url = url.and_then(|given| self.url(&given, "url"));
        Some(Author { name, email, url })
    }

    pub(super) fn zone(&mut self, given: Given<String>) -> Zone {
        Zone::parse(&given.value).unwrap_or_else(|error| {
            self.invalid(given.origin, error.to_string());
            Zone::utc()
        })
    }
}
