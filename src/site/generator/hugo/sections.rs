//! Sections whose own pages have another address than their folders: there their feeds lie.

use std::collections::BTreeMap;

use super::site_file::{ContentFolder, SiteLanguage, case, default_language, pattern};
use super::slug::{self, Case};
use crate::site::address::slug::is_safe_name;
use crate::site::generator::index_page::IndexPage;
use crate::site::generator::site_file::{SiteFile, walk};
use crate::syntax::tree::Node;

/// What the page of a section says, in the default language.
#[derive(Default)]
struct SectionPage {
    title: Option<String>,
    slug: Option<String>,
    url: Option<String>,
}

/// The addresses of sections, by folder: `url` of their pages, else the pattern in
/// `permalinks.section`, else `slug`.
pub(super) fn moved(
    site: &mut SiteFile<'_>,
    languages: &[SiteLanguage],
    folders: &[ContentFolder],
) -> BTreeMap<String, String> {
    let default = default_language(site);
    let case = case(site);
    let mut pages: BTreeMap<String, SectionPage> = BTreeMap::new();
    let is_default = |key: &str| languages.is_empty() || key == default;
    for folder in folders {
        let own = folder.language.as_deref();
        for page in site.index_pages(&folder.path) {
            let is_default = page.language().or(own).is_none_or(is_default);
            if is_default && !page.folder.is_empty() {
                pages.insert(page.folder.clone(), SectionPage::new(&page));
            }
        }
    }
    let mut patterns = BTreeMap::new();
    for (section, given) in site.mapping("permalinks.section") {
        let section = section.trim_matches('/').to_lowercase();
        match given.text().map(|text| pattern(text, case, false)) {
            Some(Ok(pattern)) => {
                pages.entry(section.clone()).or_default();
                patterns.insert(section, pattern);
            }
            _ => {
                let why = format!("cannot understand `permalinks.section.{section}`");
                site.warn(given.offset, why);
            }
        }
    }
    let address = |(folder, page): (&String, &SectionPage)| {
        let top = folder.split('/').next().unwrap_or_default().to_lowercase();
        let address = match (&page.url, patterns.get(&top)) {
            (Some(url), _) => url.trim_matches('/').to_owned(),
            (None, Some(pattern)) => expanded(pattern, folder, page, case),
            (None, None) => with_slugs(folder, &pages, case),
        };
        let address = address
            .strip_suffix("/index.html")
            .unwrap_or(&address)
            .to_owned();
        let is_other = address != slug::of_name(folder, case);
        let is_safe = address.split('/').all(is_safe_name);
        (is_other && is_safe).then(|| (folder.clone(), address))
    };
    pages.iter().filter_map(address).collect()
}

/// The titles of the pages of sections and terms, by folder; in languages whose feeds have a folder, below that.
pub(super) fn titles(
    site: &SiteFile<'_>,
    languages: &[SiteLanguage],
    folders: &[ContentFolder],
) -> BTreeMap<String, String> {
    let mut titles = BTreeMap::new();
    for ContentFolder { path, language } in folders {
        for page in site.index_pages(path) {
            let named = page.language().or(language.as_deref());
            let of = match named {
                Some(key) => languages.iter().find(|known| known.key == key),
                None => languages.iter().find(|known| known.is_default),
            };
            if of.is_none() && !(languages.is_empty() && named.is_none()) {
                continue;
            }
            let above = of.and_then(|language| language.feeds.as_deref());
            let parts = above.into_iter().chain([&*page.folder]);
            let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
            let title = SectionPage::new(&page).title.unwrap_or_default();
            titles.insert(parts.join("/"), title);
        }
    }
    titles
}

impl SectionPage {
    fn new(page: &IndexPage) -> Self {
        let text = |key: &str| {
            let text = walk(&page.header, key).and_then(Node::text)?.trim();
            (!text.is_empty()).then(|| text.to_owned())
        };
        SectionPage {
            title: text("title"),
            slug: text("slug"),
            url: text("url"),
        }
    }
}

/// `folder` with the slugs of the sections in it.
fn with_slugs(folder: &str, pages: &BTreeMap<String, SectionPage>, case: Case) -> String {
    let ends = folder.match_indices('/').map(|(at, _)| at);
    let names = ends.chain([folder.len()]).map(|end| {
        let above = &folder[..end];
        match pages.get(above).and_then(|page| page.slug.as_deref()) {
            Some(slug) => slug::of_header(slug, case),
            None => slug::of_name(above.rsplit('/').next().unwrap_or(above), case),
        }
    });
    names.collect::<Vec<_>>().join("/")
}

/// `pattern` for the section in `folder`.
fn expanded(pattern: &str, folder: &str, page: &SectionPage, case: Case) -> String {
    let names: Vec<String> = folder
        .split('/')
        .map(|name| slug::of_name(name, case))
        .collect();
    let name = names.last().cloned().unwrap_or_default();
    let title = page
        .title
        .as_deref()
        .map(|title| slug::of_title(title, case));
    let title = title.unwrap_or_else(|| name.clone());
    let slug = page.slug.as_deref().map(|slug| slug::of_header(slug, case));
    let mut address = String::new();
    for part in pattern.split('/').filter(|part| !part.is_empty()) {
        let value = match part
            .trim_start_matches(':')
            .trim_end_matches(super::address::AS_WRITTEN)
        {
            _ if !part.starts_with(':') => part.to_owned(),
            "title" => title.clone(),
            "slug" => slug.clone().unwrap_or_else(|| title.clone()),
            "section" => names[0].clone(),
            "sections" => names.join("/"),
            "slugorfilename" | "slugorcontentbasename" => {
                slug.clone().unwrap_or_else(|| name.clone())
            }
            _ => name.clone(),
        };
        if !address.is_empty() {
            address.push('/');
        }
        address.push_str(&value);
    }
    address
}
