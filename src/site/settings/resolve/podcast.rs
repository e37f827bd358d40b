//! What podcast directories need.

use super::Resolver;
use crate::model::{AbsoluteUrl, Author, MediaType, Podcast};
use crate::site::settings::kinds::Given;
use crate::site::settings::rules::DOUBTFUL_SETTING;
use crate::site::settings::table::{OwnerMapping, PodcastMapping};

impl Resolver<'_> {
    /// What directories need to know: what is missing is an error, what Apple would refuse a warning.
    pub(super) fn podcast(
        &mut self,
        given: &Given<PodcastMapping>,
        site: Option<&AbsoluteUrl>,
        site_author: Option<&Author>,
        has_language: bool,
    ) -> Option<Podcast> {
        let PodcastMapping {
            category,
            image,
            explicit,
            author,
            owner,
            kind,
            guid,
            locked,
            funding,
            hosts,
            medium,
        } = &given.value;
        if !has_language {
            self.invalid(
                given.offset,
                "a `podcast` needs the `language` of the site".to_owned(),
            );
        }
        let image = image.as_ref().and_then(|given| self.cover(given, site));
        let Author { name, email, .. } = site_author?;
        let (owner, email) = match owner.as_ref().map(|given| &given.value) {
            Some(OwnerMapping { name: owner, email }) => {
                (owner.as_ref().unwrap_or(name), Some(email.as_ref()?))
            }
            None => (name, email.as_ref()),
        };
        Some(Podcast {
            categories: category.clone()?,
            explicit: *explicit,
            image: image?,
            author: author.as_ref().unwrap_or(name).clone(),
            owner: email.map(|email| (owner.clone(), email.clone())),
            kind: kind.as_ref().map(|kind| kind.0),
            guid: guid.clone(),
            locked: *locked,
            funding: funding
                .iter()
                .filter_map(|page| Some((page.url.clone()?, page.text.clone()?)))
                .collect(),
            hosts: hosts.iter().filter_map(super::author).collect(),
            medium: medium.as_ref().map(|medium| medium.0),
        })
    }

    fn cover(&mut self, given: &Given<String>, site: Option<&AbsoluteUrl>) -> Option<AbsoluteUrl> {
        let cover = self.picture(given, "image", site)?;
        // An address without an extension may be either.
        if MediaType::of_path(cover.path()).is_some_and(|kind| !kind.is_cover()) {
            let message = "Apple takes only a JPEG or a PNG as the `image` of a podcast";
            let offset = given.offset;
            let note = self
                .layers
                .diagnostic(&DOUBTFUL_SETTING, offset, message.to_owned());
            self.notes.push(note);
        }
        Some(cover)
    }
}
