//! Settings for the tests of several files here.

use crate::site::address::slug;
use crate::site::settings::Settings;
use crate::testing;

pub(super) fn settings(text: &str) -> Settings {
    let site = "title: \"S: & T\"\nurl: https://example.org/\nfeeds_url: https://example.org/f/\n";
    testing::settings("feedmill.yaml", &format!("{site}{text}"))
}

/// A rule by which several terms share a slug, and some have folders.
pub(super) fn pelican_like(mut settings: Settings) -> Settings {
    let rule = |name: &str| {
        name.to_lowercase()
            .replace(['#', '+'], "")
            .replace(' ', "-")
    };
    settings.given.slugs = slug::SlugRule::Generator(std::sync::Arc::new(rule));
    settings
}
