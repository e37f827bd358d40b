//! The template that a site, or its theme, has for the feed of the home page: which sections it lists, and how
//! many pages. Feeds of sections and terms are as without it.

use crate::site::generator::site_file::SiteFile;

/// Where the template may lie below `layouts`, the one that wins first.
const NAMES: &[&str] = &[
    "index.rss.xml",
    "home.rss.xml",
    "_default/index.rss.xml",
    "_default/home.rss.xml",
    "_default/rss.xml",
    "rss.xml",
    "_default/list.rss.xml",
];

/// Takes the sections and the number of entries from the template, if there is one.
pub(super) fn translate(site: &mut SiteFile<'_>) {
    let themes = site
        .text("themesDir")
        .map_or("themes", |(folder, _)| folder);
    let themes = site
        .list("theme")
        .into_iter()
        .map(|theme| format!("{themes}/{theme}/layouts"));
    let folders: Vec<String> = std::iter::once("layouts".to_owned())
        .chain(themes)
        .collect();
    let paths = NAMES
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| format!("{folder}/{name}")));
    let Some(template) = paths.into_iter().find_map(|path| site.file(&path)) else {
        return;
    };
    let sections = template
        .split("where ")
        .skip(1)
        .find_map(|condition| sections(condition, site));
    if let Some(sections) = sections.filter(|sections| !sections.is_empty()) {
        site.set("main_sections", sections, "");
    }
    let limits = template.split("first ").skip(1).filter_map(|after| {
        let end = after.find(|c: char| !c.is_ascii_digit())?;
        after[..end].parse::<usize>().ok()
    });
    if let Some(limit) = limits.min() {
        site.set("limit", limit.to_string(), "");
    }
}

/// The sections that a condition selects, as in `site.RegularPages "Type" "in" site.Params.mainSections`.
fn sections(condition: &str, site: &mut SiteFile<'_>) -> Option<Vec<String>> {
    let condition = &condition[..condition.find("}}")?];
    let (_, condition) = condition.split_once('"')?;
    let (key, value) = condition.split_once('"')?;
    if !matches!(key.trim_start_matches('.'), "Type" | "Section") {
        return None;
    }
    let operators = ["\"in\"", "\"==\"", "\"=\"", "\"eq\""];
    let value = value.trim_start();
    let value = operators
        .iter()
        .find_map(|operator| value.strip_prefix(operator))
        .unwrap_or(value);
    let value = value.trim_start();
    let value = value
        .split([')', '|'])
        .next()
        .unwrap_or(value)
        .trim_start_matches('(');
    if value.to_lowercase().contains("mainsections") {
        let named = ["params.mainSections", "mainSections"];
        let named = named
            .iter()
            .map(|key| site.list(key))
            .find(|named| !named.is_empty());
        return Some(named?.into_iter().map(str::to_owned).collect());
    }
    let names = value.strip_prefix("slice ").unwrap_or(value);
    let names = names
        .starts_with('"')
        .then(|| names.split('"').skip(1).step_by(2))?;
    let names: Vec<String> = names.map(str::to_owned).collect();
    let are_operators = names.iter().any(|name| {
        !name
            .chars()
            .all(|c| c.is_alphanumeric() || "-_".contains(c))
            || name == "ne"
    });
    (!are_operators).then_some(names)
}
