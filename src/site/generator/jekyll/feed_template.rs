//! Feeds that a site writes with a template of its own instead of jekyll-feed.

use super::super::site_file::{SiteFile, is_template};
use crate::model::Format;

/// Where such templates lie.
const NAMES: &[&str] = &[
    "feed.xml",
    "atom.xml",
    "rss.xml",
    "index.xml",
    "feed/index.xml",
    "feed/atom.xml",
    "feed/rss.xml",
    "rss/index.xml",
    "blog/feed.xml",
    "blog/atom.xml",
];

/// A template of a feed of posts.
struct FeedTemplate<'t> {
    format: Format,
    /// What stands for the id of an entry.
    id: &'t str,
    /// How many posts it takes; `None` for all of them.
    limit: Option<&'t str>,
}

impl<'t> FeedTemplate<'t> {
    fn read(text: &'t str) -> Option<Self> {
        let text = text.trim_start_matches('\u{feff}');
        let (_, list) = text.strip_prefix("---")?.split_once("site.posts")?;
        let format = if text.contains("<rss") {
            Format::Rss
        } else if text.contains("<feed") {
            Format::Atom
        } else {
            return None;
        };
        let (entry, id) = match format {
            Format::Rss => ("<item", "guid"),
            _ => ("<entry", "id"),
        };
        let (head, entry) = list.split_once(entry)?;
        let id = entry.split_once(&format!("</{id}>"));
        let id = id.and_then(|(before, _)| before.rsplit_once('>'));
        let limit = head.split_once("limit:").map(|(_, limit)| {
            let limit = limit.trim_start();
            &limit[..limit.bytes().take_while(u8::is_ascii_digit).count()]
        });
        Some(FeedTemplate {
            format,
            id: id.map_or("", |(_, id)| id.trim()),
            limit: limit.filter(|limit| !limit.is_empty()),
        })
    }
}

/// Takes paths, ids and the number of entries from the templates in `source`. If jekyll-feed is in use, a
/// template counts only in the place of its feed, which it then does not write.
pub(super) fn translate(site: &mut SiteFile<'_>, source: &str) {
    let path = site.text("feed.path").map_or("feed.xml", |(path, _)| path);
    let path = path.trim_start_matches('/');
    let names = if has_plugin(site) { &[path][..] } else { NAMES };
    let texts: Vec<_> = names
        .iter()
        .filter_map(|name| Some((*name, site.file(&format!("{source}{name}"))?)))
        .collect();
    let templates = texts.iter().filter(|(name, _)| is_template(name));
    let templates = templates.filter_map(|(name, text)| Some((*name, FeedTemplate::read(text)?)));
    let templates: Vec<_> = templates.collect();
    let Some((name, first)) = templates.first() else {
        return;
    };
    let is_path = |key: &str| first.id.contains(key) && !first.id.starts_with("tag:");
    if !is_path(".id") {
        site.set("ids", "permalink", "");
        if !first.id.is_empty() && !is_path(".url") {
            let why = format!(
                "the ids in `{source}{name}` are not understood; entries get their addresses as ids"
            );
            site.warn(0, why);
        }
    }
    site.set("limit", first.limit.unwrap_or("0"), "");
    for format in [Format::Atom, Format::Rss] {
        let own = templates.iter().find(|(_, it)| it.format == format);
        let other = format!("{}.xml", format.name());
        let taken = |path: &str| templates.iter().any(|(name, _)| *name == path);
        let path = match own {
            Some((name, _)) => (*name).to_owned(),
            None if taken(&other) => format!("feed.{other}"),
            None => other,
        };
        site.set(&format!("paths.site.{}", format.name()), path, "");
    }
}

/// Whether jekyll-feed is in use: it is named, or the theme minima brings it.
fn has_plugin(site: &mut SiteFile<'_>) -> bool {
    let is_named = ["plugins", "gems"]
        .iter()
        .any(|key| site.list(key).contains(&"jekyll-feed"));
    let is_minima = site.text("theme").is_some_and(|(name, _)| name == "minima");
    let gemfile = || site.file("Gemfile").unwrap_or_default();
    let is_gem = |line: &str| line.trim_start().starts_with("gem") && line.contains("jekyll-feed");
    is_named || is_minima || gemfile().lines().any(is_gem)
}
