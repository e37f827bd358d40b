//! Pelican, whose site file is a Python module: its plain constants are read.

mod address;
mod header;
mod regex;
mod site_file;
mod slug;

use super::article_header::ArticleHeader;
use super::definition::{Behaviour, Exists, ExtraFiles, Generator, ReadingRules, Role, SiteFiles};
use super::site_file::SiteFile;
use crate::model::{AbsoluteUrl, Templates};
use crate::site::address::Page;
use crate::time::DateRules;
use slug::SlugStyle;
pub use slug::replacing;

pub(super) static PELICAN: Generator = Generator {
    name: "pelican",
    title: "Pelican",
    ids: Some("pelican"),
    site_files: SiteFiles {
        names: &["pelicanconf.py"],
        extra: ExtraFiles {
            files: &["publishconf.py"],
            ..SiteFiles::ONE.extra
        },
        ..SiteFiles::ONE
    },
    preset: PRESET,
    reading: ReadingRules {
        templates: Templates::Pelican,
        header_urls_below_site: true,
        html_heads: true,
        dates_in_names: false,
        language_in_names: false,
        published_keys: &["date"],
        updated_keys: &["modified"],
        dates: DateRules::DATEUTIL,
        notes: false,
        ..ReadingRules::DEFAULT
    },
    dialect: address::DIALECT,
    slugs: &[
        ("pelican", |name| SlugStyle::PLAIN.slug(name)),
        ("pelican-unicode", |name| SlugStyle::UNICODE.slug(name)),
        ("pelican-cased", |name| SlugStyle::CASED.slug(name)),
        ("pelican-unicode-cased", |name| SlugStyle::BOTH.slug(name)),
    ],
    behaviour: &Pelican,
};

struct Pelican;

impl Behaviour for Pelican {
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
        address::in_header(page)
    }

    fn entry_id(&self, page: &Page<'_>, permalink: &AbsoluteUrl) -> Option<String> {
        address::entry_id(page, permalink)
    }
}

/// Pelican's feeds are Atom; we write RSS beside them. Tags have feeds only if the site sets their
/// path. Pelican publishes articles with a date in the future.
const PRESET: &str = "
title: A Pelican Blog
language: en
articles: [content]
exclude: [content/pages]
output: output
feeds_url: ./
permalink:
  '*': '/:slug.html'
  other_languages: '/:slug-:lang.html'
ids: pelican
slugs: pelican
future: true
authors:
  separators: []
tags:
  from: [tags]
  separators: []
taxonomies:
- tags: {title: '{title} - {term}'}
- categories: {title: '{title} - {term}'}
- author: {title: '{title} - {term}'}
- language: {title: '{title}', from: [lang]}
paths:
  site: {atom: feeds/all.atom.xml, rss: feeds/all.rss.xml}
  tags: {atom: 'feeds/tag/:slug.atom.xml', rss: 'feeds/tag/:slug.rss.xml'}
  categories: {atom: 'feeds/:slug.atom.xml', rss: 'feeds/:slug.rss.xml'}
  author: {atom: 'feeds/:slug.atom.xml', rss: 'feeds/:slug.rss.xml'}
  language: {atom: 'feeds/all-:slug.atom.xml', rss: 'feeds/all-:slug.rss.xml'}
";

/// Header keys that feedmill reads and Pelican ignores, unless they keep the article back.
const NOTHING: &[&str] = &[
    "permalink",
    "path",
    "id",
    "guid",
    "uuid",
    "language",
    "locale",
    "tag",
    "categories",
    "topics",
    "keywords",
];

/// An internal header key: the settings of the site that `header` needs are passed as a default with this name.
const OWN: &str = "pelican";

/// What `FEED_APPEND_REF` adds to links.
const REF: &str = "?ref=feed";

/// Parts of the address, kept in the header under keys that no real header has.
mod kept {
    pub(super) const SLUG: &str = "pelican.slug";
    pub(super) const CATEGORY: &str = "pelican.category";
    pub(super) const AUTHOR: &str = "pelican.author";
}

/// The role of a file by its extension.
fn role(path: &str) -> Role {
    let extension = path.rsplit('.').next().unwrap_or_default();
    match extension {
        "md" | "markdown" | "mkd" | "mdown" | "html" | "htm" => Role::Article,
        _ => Role::Other,
    }
}

#[cfg(test)]
mod tests;
