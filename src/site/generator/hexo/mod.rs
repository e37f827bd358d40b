//! Hexo, with hexo-generator-feed and hexo-abbrlink.

mod abbrlink;
mod file_name;
mod header;
mod site_file;
mod slug;
mod title_case;

use percent_encoding::percent_decode_str;
use sha1::{Digest, Sha1};

use super::article_header::ArticleHeader;
use super::definition::{Behaviour, Exists, Generator, ReadingRules, Role, SiteFiles};
use super::site_file::SiteFile;
use crate::model::Templates;
use crate::site::address::permalink::{DATES, FEEDMILL, PermalinkSyntax, Placeholder};
use crate::site::address::{Page, encode_path};
use crate::time::DateRules;
use slug::{LetterCase, slugize};

pub(super) static HEXO: Generator = Generator {
    name: "hexo",
    title: "Hexo",
    ids: Some("hexo"),
    site_files: SiteFiles {
        names: &["_config.yml", "_config.yaml", "_config.json"],
        ..SiteFiles::ONE
    },
    preset: PRESET,
    reading: ReadingRules {
        templates: Templates::Hexo,
        header_urls_below_site: true,
        published_keys: &["date"],
        updated_keys: &["updated"],
        dates: DateRules::JAVASCRIPT,
        notes: false,
        headless: true,
        bare_headers_run_on: true,
        address_dates_in_site_zone: true,
        ..ReadingRules::DEFAULT
    },
    dialect: DIALECT,
    slugs: &[("hexo", |name| slugize(name, LetterCase::AsWritten))],
    behaviour: &Hexo,
};

struct Hexo;

impl Behaviour for Hexo {
    fn translate(&self, site: &mut SiteFile<'_>) {
        site_file::translate(site);
    }

    fn role(&self, path: &str, _: &[String], _: Exists<'_>) -> Role {
        role(path)
    }

    fn adapt(&self, header: &mut ArticleHeader<'_>) {
        header::adapt(header);
    }

    fn address(&self, page: &Page<'_>) -> Option<String> {
        address(page)
    }
}

const PRESET: &str = "
title: Hexo
ids: hexo
feeds_url: ./
output: public
# As many as the feed has now: more would show old posts as new.
limit: 20
articles: [source]
permalink: :year/:month/:day/:title/
future: true
tags:
  from: [tags, tag]
  separators: []
taxonomies: [tags, categories]
# Hexo's own rule gives `C#` and `C++` one folder, and it has no feeds of tags whose address is to be kept.
slugs: feedmill
paths:
  site: {atom: atom.xml, rss: rss2.xml}
";

const DIALECT: PermalinkSyntax = PermalinkSyntax {
    placeholders: &[
        DATES,
        &[
            ("title", Placeholder::Special),
            ("name", Placeholder::Special),
            ("post_title", Placeholder::Special),
            ("category", Placeholder::Special),
            ("timestamp", Placeholder::Special),
            ("hash", Placeholder::Special),
        ],
    ],
    any_key: true,
    special,
    finish: as_url,
    ..FEEDMILL
};

/// An internal header key: the settings of the site that `header` needs are passed as a default
/// with this name.
const OWN: &str = "hexo";

/// Parts of the address, kept in the header under keys that no real header has.
mod kept {
    pub(super) const SLUG: &str = "hexo.slug";
    pub(super) const CATEGORY: &str = "hexo.category";
    pub(super) const ASSETS: &str = "hexo.assets";
    pub(super) const INDEX: &str = "hexo.index";
    pub(super) const HTML: &str = "hexo.html";
    /// The prefix of the defaults of placeholders.
    pub(super) const DEFAULT: &str = "hexo.default.";
}

/// The extensions of posts that Hexo renders, in that case.
const RENDERED: &[&str] = &["md", "markdown", "mkd", "mkdn", "html", "htm"];

/// The role of a file by its path below the source folder.
fn role(path: &str) -> Role {
    let Some((folder, below)) = path.split_once('/') else {
        return Role::Other;
    };
    let is_hidden = below.split('/').any(|part| part.starts_with(['_', '.']));
    let extension = below.rsplit('.').next().unwrap_or_default();
    let is_rendered = RENDERED.contains(&extension);
    match folder {
        "_posts" if is_rendered && !is_hidden => Role::Article,
        "_drafts" if is_rendered && !is_hidden => Role::Draft,
        _ => Role::Other,
    }
}

/// The path below the folder of posts, without its extension.
fn stem(path: &str) -> &str {
    let below = path.split_once('/').map_or(path, |(_, below)| below);
    let name = below.rsplit('/').next().unwrap_or(below);
    let extension = name
        .rfind('.')
        .filter(|dot| *dot > 0)
        .map_or(0, |dot| name.len() - dot);
    &below[..below.len() - extension]
}

/// The value of a placeholder that is not part of a date. Hexo, too, writes `undefined` for unknown ones.
fn special(name: &str, page: &Page<'_>) -> Option<String> {
    let slug = (page.header)(kept::SLUG).unwrap_or_default();
    let seconds = page.published.unix_seconds();
    Some(match name {
        "title" | "slug" => slug.to_owned(),
        "name" => slug.rsplit('/').next().unwrap_or(slug).to_owned(),
        "post_title" => slugize(
            (page.header)("title").unwrap_or_default(),
            LetterCase::Lower,
        ),
        "category" => (page.header)(kept::CATEGORY).unwrap_or_default().to_owned(),
        "timestamp" => seconds.to_string(),
        "hash" => {
            let digest = Sha1::digest(format!("{slug}{seconds}"));
            let hash: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
            hash[..12].to_owned()
        }
        key => {
            let default = || (page.header)(&format!("{}{key}", kept::DEFAULT));
            let unknown = if key == "layout" { "post" } else { "undefined" };
            (page.header)(key)
                .or_else(default)
                .unwrap_or(unknown)
                .to_owned()
        }
    })
}

/// The address of a post's asset folder is the one of its page.
fn with_assets(address: &str, has_assets: bool) -> String {
    if has_assets && !address.ends_with('/') && !address.ends_with(".html") {
        return format!("{address}/");
    }
    address.to_owned()
}

fn prettified(address: &str, keeps_index: bool, keeps_html: bool) -> String {
    let is_index = address.ends_with("index.html");
    let cut = match (keeps_index, keeps_html) {
        (false, _) if is_index => "index.html",
        (_, false) if !is_index => ".html",
        _ => "",
    };
    address.strip_suffix(cut).unwrap_or(address).to_owned()
}

/// The header's `permalink`, which is always a path.
fn address(page: &Page<'_>) -> Option<String> {
    let given = (page.header)("permalink")?.trim();
    if given.is_empty() {
        return None;
    }
    let is = |key: &str, wanted: &str| (page.header)(key) == Some(wanted);
    let address = with_assets(given, is(kept::ASSETS, "true"));
    let mut address = format!("/{address}");
    while address.contains("//") {
        address = address.replace("//", "/");
    }
    let (keeps_index, keeps_html) = (!is(kept::INDEX, "false"), !is(kept::HTML, "false"));
    Some(prettified(
        &as_url(encode_path(&address)),
        keeps_index,
        keeps_html,
    ))
}

/// `path` as a part of a URL: `#` and `?` in names are not encoded, what is encoded already stays so, and
/// a query is written as that of a form.
fn as_url(path: String) -> String {
    if !path.contains("%23") && !path.contains("%3F") && !path.contains("%25") {
        return path;
    }
    let encoded = |text: &str| {
        let plain = percent_decode_str(text).decode_utf8_lossy().into_owned();
        encode_path(&plain)
    };
    let plain = percent_decode_str(&path).decode_utf8_lossy().into_owned();
    let (rest, fragment) = plain.split_once('#').unwrap_or((&plain, ""));
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let mut url = encoded(path);
    for (at, pair) in query.split('&').filter(|pair| !pair.is_empty()).enumerate() {
        url.push(if at == 0 { '?' } else { '&' });
        url.push_str(&encode_path(&pair.replace(' ', "+")));
        if !pair.contains('=') {
            url.push('=');
        }
    }
    if !fragment.is_empty() {
        url.push('#');
        url.push_str(
            &encode_path(fragment)
                .replace("%23", "#")
                .replace("%3F", "?"),
        );
    }
    url
}

#[cfg(test)]
mod tests;
