//! The extensions of RSS and Atom, one table each.
//!
//! A new extension is a new file with a [`Module`] in it, and a line in [`MODULES`].

mod atom_in_rss;
mod content;
mod creative;
mod dublin_core;
mod dublin_core_terms;
mod geo;
mod history;
mod itunes;
mod media;
mod misc;
mod podcast;
mod proposed;
mod slash;
mod source;
mod syndication;
mod thread;
mod vendors;
mod wfw;

use super::names::Name;
use super::table::{Attribute, Child, Host, Module};

/// All known extensions.
pub(super) static MODULES: &[&Module] = &[
    &atom_in_rss::ATOM,
    &content::CONTENT,
    &content::XHTML,
    &dublin_core::DUBLIN_CORE,
    &dublin_core_terms::DUBLIN_CORE_TERMS,
    &itunes::ITUNES,
    &media::MEDIA,
    &podcast::PODCAST,
    &source::SOURCE,
    &syndication::SYNDICATION,
    &slash::SLASH,
    &wfw::WFW,
    &thread::THREAD,
    &geo::GEO,
    &geo::GEORSS,
    &geo::ICBM,
    &geo::GEOURL,
    &history::HISTORY,
    &creative::CREATIVE_COMMONS,
    &misc::ACCESS,
    &misc::ADMIN,
    &misc::AGGREGATION,
    &misc::ANNOTATION,
    &misc::APP,
    &misc::BLOG_CHANNEL,
    &misc::CHANGED_PAGE,
    &misc::EVENT,
    &misc::INDEXING,
    &misc::LINK,
    &misc::OPENSEARCH,
    &misc::PINGBACK,
    &misc::REFERENCE,
    &misc::TRACKBACK,
    &proposed::AUDIO,
    &proposed::COMPANY,
    &proposed::IMAGES,
    &proposed::LICENSES,
    &proposed::RSS_091,
    &proposed::SERVICE_STATUS,
    &proposed::STREAMING,
    &proposed::TAXONOMY,
    &proposed::WIKI,
    &vendors::FEEDBURNER,
    &vendors::GOOGLE_PLAY,
    &vendors::SIMPLE_LISTS,
];

/// The definition of the element `name` in `host`, and the module that adds it.
pub(super) fn element(host: Host, name: &Name<'_>) -> Option<&'static Child> {
    let prefix = name.prefix.filter(|prefix| !prefix.is_empty())?;
    let find = |name: Name<'_>| {
        MODULES
            .iter()
            .filter(|module| module.prefix == prefix)
            .flat_map(|module| module.elements)
            .find(|(hosts, child)| hosts.meets(host) && name.is(child.name))
            .map(|(_, child)| child)
    };
    // Dublin Core may be refined after a dot: `date.Taken` is a date.
    find(*name).or_else(|| {
        let (local, _) = name.local.split_once('.').filter(|_| prefix == "dc")?;
        find(Name { local, ..*name })
    })
}

/// Whether any module defines the element `name`.
pub(super) fn defines(name: &Name<'_>) -> bool {
    element(Host::EVERYWHERE, name).is_some()
}

/// The elements that may contain the element `name`.
pub(super) fn hosts(name: &Name<'_>) -> Host {
    MODULES
        .iter()
        .flat_map(|module| module.elements)
        .filter(|(_, child)| name.is(child.name))
        .fold(Host::NONE, |all, (hosts, _)| Host(all.0 | hosts.0))
}

/// The attribute that a module adds to `host`.
pub(super) fn attribute(host: Host, name: &Name<'_>) -> Option<&'static Attribute> {
    let prefix = name.prefix.filter(|prefix| !prefix.is_empty())?;
    MODULES
        .iter()
        .filter(|module| module.prefix == prefix)
        .flat_map(|module| module.attributes)
        .find(|(hosts, attribute)| hosts.meets(host) && name.is(attribute.name))
        .map(|(_, attribute)| attribute)
}
