//! What directories of podcasts want to know.

use super::Resolver;
use crate::model::{
    APPLE_CATEGORIES, AbsoluteUrl, Author, MediaType, Podcast, PodcastCategory, Text,
};
use crate::site::settings::raw::{Given, RawOwner, RawPodcast};

impl Resolver<'_> {
    /// What directories refuse a podcast for is refused here.
    pub(super) fn podcast(
        &mut self,
        given: Given<RawPodcast>,
        site: Option<&AbsoluteUrl>,
        site_author: Option<&Author>,
        has_language: bool,
    ) -> Option<Podcast> {
        let RawPodcast {
            category,
            explicit,
            image,
            author,
            owner,
            kind,
        } = given.value;
        for (is_there, what) in [
            (category.is_some(), "a `category` of Apple's list"),
            (image.is_some(), "an `image`, its cover"),
            (has_language, "the site's `language`"),
        ] {
            if !is_there {
                self.invalid(given.origin, format!("a `podcast` needs {what}"));
            }
        }
        let categories = category.map(|given| self.categories(given));
        let image = image.and_then(|given| self.cover(given, site));
        let author = author.and_then(|given| self.short_line(given, "author"));
        let owner = owner.and_then(|given| self.owner(given));
        let kinds = [("episodic", "episodic"), ("serial", "serial")];
        let kind = self.choice(kind, "type", &kinds);
        let Author { name, email, .. } = site_author?;
        let owner = match owner {
            Some((owner, email)) => Some((owner.unwrap_or_else(|| name.clone()), email)),
            None => email.clone().map(|email| (name.clone(), email)),
        };
        Some(Podcast {
            categories: categories?,
            explicit: explicit.is_some_and(|given| given.value),
            image: image?,
            author: author.unwrap_or_else(|| name.clone()),
            owner,
            kind,
        })
    }

    fn categories(&mut self, given: Given<Vec<Given<String>>>) -> Vec<PodcastCategory> {
        if given.value.is_empty() {
            self.invalid(given.origin, "`category` must name one".to_owned());
        }
        let mut categories = Vec::new();
        for Given { value, origin } in given.value {
            if let Some(category) = PodcastCategory::parse(&value) {
                categories.push(category);
                continue;
            }
            let known = APPLE_CATEGORIES.iter().flat_map(|(name, subcategories)| {
                let below = subcategories
                    .iter()
                    .map(move |sub| format!("{name} > {sub}"));
                std::iter::once((*name).to_owned()).chain(below)
            });
            let known: Vec<String> = known.collect();
            let names: Vec<&str> = known.iter().map(String::as_str).collect();
            let hint = crate::site::settings::closest(&value, &names).map_or_else(
                || "it is one such as `Technology` or `Society & Culture > Documentary`".to_owned(),
                |close| format!("did you mean `{close}`?"),
            );
            self.invalid(
                origin,
                format!("`{value}` is no category of Apple's list; {hint}"),
            );
        }
        categories
    }

    fn cover(&mut self, given: Given<String>, site: Option<&AbsoluteUrl>) -> Option<AbsoluteUrl> {
        let origin = given.origin;
        let cover = self.picture(given, "image", site)?;
        // An address without an extension may be either.
        if MediaType::of_path(cover.path()).is_some_and(|kind| !kind.is_cover()) {
            self.invalid(
                origin,
                "a podcast's `image` must be a JPEG or a PNG".to_owned(),
            );
            return None;
        }
        Some(cover)
    }

    fn owner(&mut self, given: Given<RawOwner>) -> Option<(Option<Text>, String)> {
        let RawOwner { name, email } = given.value;
        let name = name.and_then(|given| self.short_line(given, "name"));
        let Some(email) = email else {
            self.invalid(given.origin, "`owner` needs an `email`".to_owned());
            return None;
        };
        Some((name, self.email(&email)?))
    }
}
