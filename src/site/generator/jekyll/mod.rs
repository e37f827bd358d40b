//! Jekyll, with jekyll-feed.

mod feed_template;
mod header;
mod site_file;
mod smart;

use icu_normalizer::{ComposingNormalizer, ComposingNormalizerBorrowed};
use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};
use percent_encoding::percent_decode_str;

use super::article_header::ArticleHeader;
use super::definition::{Behaviour, Exists, Generator, ReadingRules, Role, SiteFiles};
use super::site_file::SiteFile;
use crate::model::{AbsoluteUrl, Templates};
use crate::site::address::permalink::{
    DATES, FEEDMILL, LONG_DATES, Pattern, PermalinkSyntax, Placeholder,
};
use crate::site::address::{Page, encode_segment};
use crate::time::DateRules;

pub(super) static JEKYLL: Generator = Generator {
    name: "jekyll",
    title: "Jekyll",
    ids: Some("jekyll-feed"),
    site_files: SiteFiles {
        names: &["_config.yml", "_config.yaml", "_config.toml"],
        ..SiteFiles::ONE
    },
    preset: PRESET,
    reading: ReadingRules {
        templates: Templates::Liquid,
        header_urls_below_site: true,
        published_keys: &["date"],
        updated_keys: &["lastmodifiedat"],
        dates: DateRules::RUBY,
        notes: false,
        undated_are_pages: true,
        terms_keep_spaces: true,
        headless: true,
        address_dates_in_site_zone: true,
        ..ReadingRules::DEFAULT
    },
    dialect: DIALECT,
    // jekyll-feed uses the name unchanged.
    slugs: &[("jekyll", str::to_owned)],
    behaviour: &Jekyll,
};

struct Jekyll;

impl Behaviour for Jekyll {
    fn translate(&self, site: &mut SiteFile<'_>) {
        site_file::translate(site);
    }

    fn role(&self, path: &str, sections: &[String], _: Exists<'_>) -> Role {
        role(path, sections)
    }

    fn adapt(&self, header: &mut ArticleHeader<'_>) {
        header::adapt(header);
    }

    fn address(&self, page: &Page<'_>) -> Option<String> {
        header_address(page)
    }

    fn entry_id(&self, page: &Page<'_>, permalink: &AbsoluteUrl) -> Option<String> {
        entry_id(page, permalink)
    }
}

const PRESET: &str = "
ids: jekyll-feed
feeds_url: ./
output: _site
# As many as the feed has now: more would show old posts as new.
limit: 10
permalink: /:categories/:year/:month/:day/:title:output_ext
exclude: [gemfiles, node_modules, vendor/bundle, vendor/cache, vendor/gems, vendor/ruby]
tags:
  from: [tags, tag]
  separators: []
  title: '{title}'
taxonomies:
- tags
- categories: {title: '{title} | {term}', names: capitalized}
slugs: jekyll
paths:
  site: {atom: feed.xml, rss: rss.xml}
  tags: {atom: \"feed/by_tag/:slug.xml\", rss: \"feed/by_tag/:slug/rss.xml\"}
  categories: {atom: \"feed/:slug.xml\", rss: \"feed/:slug/rss.xml\"}
";

const DIALECT: PermalinkSyntax = PermalinkSyntax {
    placeholders: &[
        DATES,
        LONG_DATES,
        &[
            ("w_year", Placeholder::Date("%G")),
            ("week", Placeholder::Date("%V")),
            ("w_day", Placeholder::Date("%u")),
            ("title", Placeholder::Special),
            ("slug", Placeholder::Special),
            ("name", Placeholder::Special),
            ("path", Placeholder::Special),
            ("collection", Placeholder::Special),
            ("categories", Placeholder::Special),
            ("slugified_categories", Placeholder::Special),
            ("output_ext", Placeholder::Special),
        ],
    ],
    special,
    finish: sanitized,
    ..FEEDMILL
};

/// The role of a file by its path: a post is in a folder `_posts` and has its date in its name. Folders
/// above that must not be special; below it, files and the first folder must not. The folders of
/// collections that have feeds are `sections`.
fn role(path: &str, sections: &[String]) -> Role {
    if let Some((folder, below)) = path.split_once('/')
        && collection(path).is_some()
        && sections.iter().any(|section| section == folder)
    {
        return if is_hidden(below) {
            Role::Other
        } else {
            Role::Article
        };
    }
    let mut rest = path;
    while let Some((folder, below)) = rest.split_once('/') {
        match folder {
            "_posts" if is_hidden(below) || PostName::parse(path).is_none() => return Role::Other,
            "_posts" => return Role::Article,
            "_drafts" if is_hidden(below) => return Role::Other,
            "_drafts" => return Role::Draft,
            _ if is_special(folder) || folder.ends_with(['~', '.']) => return Role::Other,
            _ => rest = below,
        }
    }
    Role::Other
}

fn is_special(name: &str) -> bool {
    name.starts_with(['.', '_', '#', '~'])
}

fn is_hidden(below: &str) -> bool {
    let name = below.rsplit('/').next().unwrap_or(below);
    is_special(below) || is_special(name) || below.ends_with(['~', '.'])
}

/// The parts of a post's name.
struct PostName<'p> {
    /// Year, month and day; the year may be `20` for 2020.
    date: &'p str,
    /// The name without the date.
    slug: &'p str,
}

impl<'p> PostName<'p> {
    /// `2021-5-7-name.md`.
    fn parse(path: &'p str) -> Option<Self> {
        let stem = stem(path)?;
        let mut rest = stem;
        for digits in [2..=4, 1..=2, 1..=2] {
            let (number, after) = rest.split_once('-')?;
            let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
            if !is_number || !digits.contains(&number.len()) {
                return None;
            }
            rest = after;
        }
        Some(PostName {
            date: stem[..stem.len() - rest.len()].trim_end_matches('-'),
            slug: rest,
        })
    }

    /// The slug of the file at `path`, with or without a date in its name.
    fn slug(path: &'p str) -> &'p str {
        let slug = PostName::parse(path).map(|name| name.slug);
        slug.or_else(|| stem(path))
            .unwrap_or(path)
            .trim_end_matches('.')
    }
}

/// The name of the file at `path` without its extension; `None` if it has none.
fn stem(path: &str) -> Option<&str> {
    let name = path.rsplit('/').next()?;
    let (stem, extension) = name.rsplit_once('.')?;
    (!extension.is_empty()).then_some(stem)
}

/// The value of a placeholder that is not part of a date.
fn special(name: &str, page: &Page<'_>) -> Option<String> {
    let raw = raw_slug(page);
    let text = match name {
        "title" => slugify(raw, true),
        "slug" => slugify(raw, false),
        "name" => slugify(stem(page.path)?, false),
        "path" => {
            let path = without_extension(page.path);
            let path = match collection(path) {
                Some(label) => path["_/".len() + label.len()..].to_owned(),
                None => path.replacen("_posts", "", 1),
            };
            path.trim_end_matches('.').to_owned()
        }
        "collection" => collection(page.path).unwrap_or("posts").to_owned(),
        "output_ext" => output_extension(page),
        "categories" => unique((page.categories)().iter().map(|name| name.to_lowercase())),
        "slugified_categories" => {
            unique((page.categories)().iter().map(|name| slugify(name, false)))
        }
        _ => return None,
    };
    Some(text)
}

fn unique(names: impl Iterator<Item = String>) -> String {
    let mut known: Vec<String> = Vec::new();
    for name in names {
        if !known.contains(&name) {
            known.push(name);
        }
    }
    known.join("/")
}

/// The header's `slug` unchanged, else the one in the file's name.
fn raw_slug<'a>(page: &Page<'a>) -> &'a str {
    (page.header)("slug").unwrap_or_else(|| PostName::slug(page.path))
}

fn without_extension(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    let extension = name.rfind('.').map_or(0, |dot| name.len() - dot);
    &path[..path.len() - extension]
}

fn output_extension(page: &Page<'_>) -> String {
    let extension = page.path.rsplit('.').next().unwrap_or_default();
    let markdown = (page.header)(kept::MARKDOWN).unwrap_or("markdown,mkdown,mkdn,mkd,md");
    let mut markdown = markdown.split(',').map(str::trim);
    if markdown.any(|known| known.eq_ignore_ascii_case(extension)) {
        ".html".to_owned()
    } else {
        format!(".{extension}")
    }
}

/// The collection that the file at `path` is in, if it is not that of posts: its folder is `_NAME`, and of
/// other folders only those of posts hold articles.
fn collection(path: &str) -> Option<&str> {
    let is_of_posts = |folder: &str| matches!(folder, "_posts" | "_drafts");
    let mut folders = path.split('/');
    let first = folders.next().filter(|_| !folders.any(is_of_posts))?;
    first.strip_prefix('_').filter(|_| !is_of_posts(first))
}

/// Header defaults that no real header has: what is read of a post beside its header.
mod kept {
    /// The extensions of Markdown, if the site file says which.
    pub(super) const MARKDOWN: &str = "jekyll.markdown";
    /// Present if posts with `published: false` are published.
    pub(super) const UNPUBLISHED: &str = "jekyll.unpublished";
    /// Present if titles of entries are as written.
    pub(super) const PLAIN_TITLES: &str = "jekyll.titles";
    /// Present if ids are made of former addresses as they are.
    pub(super) const IDS_ARE_LINKS: &str = "jekyll.ids";
    /// The taxonomy and the term of the posts that are in the feed for everything.
    pub(super) const ONLY: &str = "jekyll.only";
}

/// Each run of characters other than letters, marks and digits becomes a hyphen; a pretty slug keeps
/// case and the characters allowed in paths. One hyphen is removed from each end.
fn slugify(text: &str, is_pretty: bool) -> String {
    let mut slug = String::new();
    for c in text.chars() {
        if is_word(c) || (is_pretty && "._~!$&'()+,;=@".contains(c)) {
            slug.push(c);
        } else if !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.strip_prefix('-').unwrap_or(&slug);
    let slug = slug.strip_suffix('-').unwrap_or(slug);
    if is_pretty {
        slug.to_owned()
    } else {
        slug.to_lowercase()
    }
}

fn is_word(c: char) -> bool {
    let category = CodePointMapData::<GeneralCategory>::new().get(c);
    let group = GeneralCategoryGroup::Letter
        .union(GeneralCategoryGroup::Mark)
        .union(GeneralCategory::DecimalNumber.into());
    group.contains(category)
}

/// Jekyll removes `..` from addresses.
fn sanitized(path: String) -> String {
    let mut path = path.replace("..", "/").replace("./", "");
    while path.contains("//") {
        path = path.replace("//", "/");
    }
    path
}

/// The header's `permalink`, in which placeholders may stand anywhere.
fn header_address(page: &Page<'_>) -> Option<String> {
    let given = (page.header)("permalink")?.trim();
    if matches!(given, "" | "false") {
        return None;
    }
    let pattern = Pattern::parse(given, &DIALECT).ok();
    Some(match pattern.filter(|_| given.contains(':')) {
        Some(pattern) => pattern.expand(page, &DIALECT),
        None => sanitized(given.to_owned()),
    })
}

/// `post.id | absolute_url`: the slug unchanged, in the folder of the page. The conversion to a URL
/// normalizes compatibility characters (NFKC); the page's file keeps them.
fn entry_id(page: &Page<'_>, permalink: &AbsoluteUrl) -> Option<String> {
    if (page.header)(kept::IDS_ARE_LINKS).is_some() {
        return None;
    }
    const NFKC: ComposingNormalizerBorrowed<'static> = ComposingNormalizer::new_nfkc();
    let folder = permalink.path().trim_end_matches('/').rsplit_once('/');
    let folder = folder.map_or("", |(folder, _)| folder);
    let path = format!("{folder}/{}", raw_slug(page).trim_start_matches('/'));
    let (path, rest) = path.split_at(path.find(['?', '#']).unwrap_or(path.len()));
    let segment = |segment: &str| {
        let plain = percent_decode_str(segment).decode_utf8_lossy();
        encode_segment(&NFKC.normalize(&plain))
    };
    let segments: Vec<_> = path.split('/').map(segment).collect();
    let id = permalink
        .with_path(&format!("{}{rest}", segments.join("/")))
        .ok()?;
    Some(id.as_str().trim_end_matches('#').to_owned())
}

#[cfg(test)]
mod tests;
