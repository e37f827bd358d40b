//! The addresses of pages that are not articles, for links to them.

use crate::input::source::{self, SourceFile};
use crate::model::{AbsoluteUrl, Templates};
use crate::site::address::Page;
use crate::site::generator::IndexPage;
use crate::site::settings::Settings;
use crate::syntax::tree::{Node, Value, normal};

/// The paths that `reference` may mean: a page may be named without its extension, a section by its folder.
pub(super) fn candidates(reference: &str) -> impl Iterator<Item = String> {
    let ends = ["", ".md", "/_index.md", "/index.md"];
    ends.into_iter().map(move |end| format!("{reference}{end}"))
}

/// The address that the site's generator gives the page in `file`: by its header, else by its path.
pub(super) fn page_address(file: &SourceFile, settings: &Settings) -> Option<AbsoluteUrl> {
    let generator = settings.generator?;
    let path = settings.articles.below(&file.path);
    let mut header = None;
    let read = |head: &[u8], whole: bool| {
        let page = IndexPage::read(path, path, head, whole);
        header = page.and_then(Result::ok).flatten();
        header.is_some()
    };
    source::head(file, settings.encoding, &mut Vec::new(), read).ok()?;
    let header = header?.header;
    let text = |key: &str| match &header.value {
        Value::Mapping(pairs) => {
            let has_key = |(name, _): &&(Node, Node)| {
                name.text().is_some_and(|name| normal(name) == normal(key))
            };
            pairs.iter().rev().find(has_key)?.1.text()
        }
        _ => None,
    };
    // A section is the page of its folder.
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let is_index = matches!(stem, "_index" | "index");
    let of_folder = format!("{folder}.md");
    let path = if is_index { &*of_folder } else { path };
    let stem = if is_index { folder } else { stem };
    let page = Page {
        path,
        stem: path.rsplit_once('.').map_or(path, |(stem, _)| stem),
        slug: text("slug").unwrap_or(stem),
        title: text("title").unwrap_or_default(),
        published: settings.epoch,
        language: settings.language.as_deref(),
        is_in_other_language: false,
        language_folder: None,
        language_part: None,
        header: &text,
        categories: &Vec::new,
        exists: &|_| false,
    };
    let is_liquid = generator.reading.templates == Templates::Liquid;
    let address = match generator.behaviour.address(&page) {
        Some(address) => address,
        None if is_index && folder.is_empty() => String::new(),
        // The pattern of Jekyll's site file is one of posts.
        None if is_liquid && is_index => format!("{folder}/"),
        None if is_liquid => format!("{}.html", page.stem),
        None => settings.permalinks.expand(&page),
    };
    settings
        .url
        .join(&format!("./{}", address.trim_start_matches('/')))
        .ok()
}
