//! Feeds that a site writes with a template of its own instead of jekyll-feed.

mod liquid;

use super::kept;
use crate::model::{AbsoluteUrl, Format};
use crate::site::generator::site_file::{SiteFile, is_template, walk};
use crate::syntax::tree::{Node, Pairs, yaml};
pub(super) use liquid::Base;
use liquid::{Address, Posts};

/// Where such templates lie; a `permalink` in their headers says where the feed does.
const NAMES: &[&str] = &[
    "feed.xml",
    "atom.xml",
    "rss.xml",
    "index.xml",
    "feed/index.xml",
    "feed/feed.xml",
    "feed/atom.xml",
    "feed/rss.xml",
    "feeds/feed.xml",
    "feeds/atom.xml",
    "feeds/rss.xml",
    "rss/index.xml",
    "rss/feed.xml",
    "atom/index.xml",
    "blog/feed.xml",
    "blog/atom.xml",
    "blog/rss.xml",
    "assets/feed.xml",
    "assets/atom.xml",
    "assets/rss.xml",
    "pages/feed.xml",
    "pages/atom.xml",
    "pages/rss.xml",
    "rss2.xml",
    "posts.xml",
    "feed.rss",
    "feed.atom",
    "index.atom",
    "index.rss",
];

/// A template of a feed of posts.
struct FeedTemplate {
    /// Where the feed lies.
    path: String,
    format: Format,
    /// The id and the link of an entry, where they are understood.
    id: Option<Address>,
    link: Option<Address>,
    /// Whether there is an id, understood or not.
    has_id: bool,
    /// Whether titles get typographic signs.
    is_smart: bool,
    /// How many posts it takes; `None` for all of them.
    limit: Option<String>,
    /// The taxonomy and the term of its posts, if it does not have all of them.
    only: Option<(String, String)>,
}

impl FeedTemplate {
    /// Reads the template called `name`.
    fn read(name: &str, text: &str, site: &mut SiteFile<'_>, base: &Base) -> Option<Self> {
        let text = text.trim_start_matches('\u{feff}');
        let (header, body) = text.strip_prefix("---")?.split_once("\n---")?;
        let header = yaml::parse(header).ok();
        let permalink = header.as_ref().and_then(|header| walk(header, "permalink"));
        let path = permalink.and_then(Node::text).unwrap_or(name);
        let path = path.trim_start_matches('/').to_owned();
        let format = if body.contains("<rss") {
            Format::Rss
        } else if body.contains("<feed") {
            Format::Atom
        } else {
            return None;
        };
        let (element, id) = match format {
            Format::Rss => ("<item", "guid"),
            _ => ("<entry", "id"),
        };
        let posts = Posts::find(body, site)?;
        let entry = &posts.body[posts.body.find(element)?..];
        let inside = |name: &str| {
            let (before, _) = entry.split_once(&format!("</{name}>"))?;
            let (_, tag) = before.rsplit_once(&format!("<{name}"))?;
            Some(tag.split_once('>')?.1.trim())
        };
        let href = || {
            let mut links = entry.split("<link").skip(1);
            let link = links.find(|link| !link.contains("rel=\"self\""))?;
            let (_, address) = link.split_once("href=\"")?;
            Some(address.split_once('"')?.0)
        };
        let link = match format {
            Format::Rss => inside("link"),
            _ => href(),
        };
        let given = inside(id).unwrap_or_default();
        let mut understood = |text: &str| posts.address(text, site, base);
        Some(FeedTemplate {
            path,
            format,
            link: link.and_then(&mut understood),
            id: understood(given),
            has_id: !given.is_empty(),
            is_smart: inside("title").is_some_and(|title| posts.uses(title, "smartify")),
            limit: posts.limit.clone(),
            only: posts.only.clone(),
        })
    }
}

/// Takes paths, ids and the number of entries from the templates in `source`, and returns what all posts are
/// read with. If jekyll-feed is in use, a template counts only in the place of its feed, which it then does
/// not write.
pub(super) fn translate(site: &mut SiteFile<'_>, source: &str, base: &Base) -> Pairs {
    let path = site.text("feed.path").map_or("feed.xml", |(path, _)| path);
    let path = path.trim_start_matches('/').to_owned();
    let has_plugin = has_plugin(site);
    let mut templates = Vec::new();
    for name in NAMES.iter().copied().chain([&*path]) {
        if let Some(text) = site.file(&format!("{source}{name}"))
            && let Some(template) = FeedTemplate::read(name, &text, site, base)
            && is_template(&template.path)
            && (!has_plugin || template.path == path)
            && templates
                .iter()
                .all(|(_, known): &(_, FeedTemplate)| known.path != template.path)
        {
            templates.push((name, template));
        }
    }
    let Some((name, first)) = templates.first() else {
        return Vec::new();
    };
    let link = first.link.as_ref().map_or("", |link| &link.base);
    let of_site = AbsoluteUrl::parse(&base.whole).ok();
    if let Ok(url) = AbsoluteUrl::parse(&format!("{link}/"))
        && of_site.is_none_or(|of_site| of_site.host() != url.host())
    {
        let why = format!("entries get the address that `{source}{name}` gives them: {url}");
        site.warn(0, why);
        site.set("url", url.as_str(), "");
    }
    let instead = first.link.as_ref().filter(|_| !first.has_id);
    let address = first.id.as_ref().or(instead);
    let mut read_with: Vec<(&str, String)> = Vec::new();
    match address {
        Some(address) if !address.base.is_empty() && address.base != base.whole => {
            site.set("ids.url", format!("{}/", address.base), "");
            if !address.is_id {
                read_with.push((kept::IDS_ARE_LINKS, "true".to_owned()));
            }
        }
        Some(address) => {
            if !address.is_id {
                site.set("ids", "permalink", "");
            }
        }
        None => {
            site.set("ids", "permalink", "");
            let why = format!(
                "the ids in `{source}{name}` are not understood; entries get their addresses as ids"
            );
            site.warn(0, why);
        }
    }
    if !first.is_smart {
        read_with.push((kept::PLAIN_TITLES, "true".to_owned()));
    }
    if let Some((taxonomy, term)) = &first.only {
        read_with.push((kept::ONLY, format!("{taxonomy} {term}")));
    }
    site.set("limit", first.limit.as_deref().unwrap_or("0"), "");
    for format in [Format::Atom, Format::Rss] {
        let own = templates.iter().find(|(_, it)| it.format == format);
        let other = format!("{}.xml", format.name());
        let taken = |path: &str| templates.iter().any(|(_, it)| it.path == path);
        let path = match own {
            Some((_, it)) => it.path.clone(),
            None if taken(&other) => format!("feed.{other}"),
            None => other,
        };
        site.set(&format!("paths.site.{}", format.name()), path, "");
    }
    let pairs = read_with.into_iter();
    pairs
        .map(|(key, value)| (Node::scalar(key, 0), Node::scalar(value, 0)))
        .collect()
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
