//! Generators that are mostly configured in code, which is not run: presets of their defaults.
//! What a site's code changes is written into `feedmill.yaml`.

use super::article_header::ArticleHeader;
use super::definition::{Behaviour, Exists, Generator, ReadingRules, Role, SiteFiles};
use super::site_file::{SiteFile, is_pattern, is_site_url, walk};
use crate::site::address::Page;
use crate::site::address::permalink::{DATES, FEEDMILL, PermalinkSyntax, Placeholder};
use crate::syntax::tree::{Node, Value};
use crate::time::DateRules;

/// A generator with this preset, which is found by its configuration or its package.
const fn preset(
    (name, title): (&'static str, &'static str),
    in_code: &'static [&'static str],
    preset: &'static str,
    behaviour: &'static Scripted,
) -> Generator {
    Generator {
        name,
        title,
        ids: None,
        site_files: SiteFiles {
            in_code,
            ..SiteFiles::ONE
        },
        preset,
        reading: ReadingRules {
            undated_are_pages: true,
            language_in_names: false,
            dates: DateRules::PERSON,
            notes: false,
            ..ReadingRules::DEFAULT
        },
        dialect: DIALECT,
        slugs: &[],
        behaviour,
    }
}

/// Eleventy with `@11ty/eleventy-plugin-rss`: its virtual template writes `feed/feed.xml`.
pub(super) static ELEVENTY: Generator = preset(
    ("eleventy", "Eleventy"),
    &[
        ".eleventy.js",
        "eleventy.config.js",
        "eleventy.config.mjs",
        "eleventy.config.cjs",
        "eleventy.config.ts",
    ],
    "
ids: permalink
permalink: /:input_path/
exclude: [_site, node_modules, '**/_includes', '**/_data']
output: _site
feeds_url: ./
# As many as the plugin's default: more would show old posts as new.
limit: 10
paths:
  site: {atom: feed/feed.xml, rss: feed/rss.xml}
",
    &Scripted {
        address: eleventy_address,
        hides_underscores: false,
        ..Scripted::PLAIN
    },
);

/// Docusaurus and its blog plugin.
pub(super) static DOCUSAURUS: Generator = preset(
    ("docusaurus", "Docusaurus"),
    &[
        "docusaurus.config.js",
        "docusaurus.config.mjs",
        "docusaurus.config.cjs",
        "docusaurus.config.ts",
    ],
    "
ids: permalink
articles: [blog]
permalink: /blog/:dated
output: build
feeds_url: ./
limit: 20
future: true
paths:
  site: {atom: blog/atom.xml, rss: blog/rss.xml}
",
    &Scripted {
        adapt: docusaurus_date,
        ..Scripted::PLAIN
    },
);

/// Astro with content collections, each at the address of its name, and `@astrojs/rss`.
pub(super) static ASTRO: Generator = preset(
    ("astro", "Astro"),
    &[
        "astro.config.mjs",
        "astro.config.js",
        "astro.config.ts",
        "astro.config.cjs",
    ],
    "
ids: permalink
articles: [src/content]
permalink: /:lower_folders/:lower_name/
output: public
feeds_url: ./
limit: 0
future: true
paths:
  site: {rss: rss.xml, atom: atom.xml}
",
    &Scripted::PLAIN,
);

/// VitePress, which has no feed of its own.
pub(super) static VITEPRESS: Generator = preset(
    ("vitepress", "VitePress"),
    &[
        ".vitepress/config.ts",
        ".vitepress/config.mts",
        ".vitepress/config.js",
        ".vitepress/config.mjs",
    ],
    "
ids: permalink
permalink: /:html_path
exclude: [node_modules]
output: public
feeds_url: ./
paths:
  site: {rss: rss.xml, atom: atom.xml}
",
    &Scripted {
        hides_underscores: false,
        ..Scripted::PLAIN
    },
);

/// MkDocs with the blog of Material for MkDocs and mkdocs-rss-plugin.
pub(super) static MKDOCS: Generator = Generator {
    site_files: SiteFiles {
        names: &["mkdocs.yml", "mkdocs.yaml"],
        ..SiteFiles::ONE
    },
    ..preset(
        ("mkdocs", "MkDocs"),
        &[],
        "
ids: permalink
articles: [docs/blog/posts]
permalink: /blog/:year/:month/:day/:titled/
output: site
feeds_url: ./
limit: 20
future: true
paths:
  site: {rss: feed_rss_created.xml, atom: feed_atom_created.xml}
",
        &Scripted {
            translate: mkdocs_settings,
            adapt: mkdocs_date,
            ..Scripted::PLAIN
        },
    )
};

const DIALECT: PermalinkSyntax = PermalinkSyntax {
    placeholders: &[
        DATES,
        &[
            ("folders", Placeholder::Special),
            ("input_path", Placeholder::Special),
            ("name", Placeholder::Special),
            ("html_path", Placeholder::Special),
            ("dated", Placeholder::Special),
            ("titled", Placeholder::Special),
            ("lower_folders", Placeholder::Special),
            ("lower_name", Placeholder::Special),
            ("slug", Placeholder::Slug),
            ("path", Placeholder::Path),
            ("lang", Placeholder::Language),
        ],
    ],
    special,
    ..FEEDMILL
};

/// The value of a placeholder for `page`.
fn special(name: &str, page: &Page<'_>) -> Option<String> {
    let mut folders = page.folders();
    let mut last = page.file_stem();
    if name == "html_path" {
        let file = match last {
            "index" => String::new(),
            last => format!("{last}.html"),
        };
        return Some(format!("{}/{file}", folders.join("/")));
    }
    if last == "index" {
        last = folders.pop().unwrap_or_default();
    }
    if name == "input_path" {
        // The usual input folders of Eleventy; a file called like its folder is that folder's page.
        let below = match folders.split_first() {
            Some((&("content" | "src"), below)) => below,
            _ => &folders,
        };
        let own = Some(last).filter(|last| below.last() != Some(last));
        let parts: Vec<&str> = below.iter().copied().chain(own).collect();
        return Some(parts.join("/"));
    }
    let folders = folders.join("/");
    Some(match name {
        "folders" => folders,
        "name" => last.to_owned(),
        "dated" => match (page.header)("slug").map(|slug| slug.trim_matches('/')) {
            Some(slug) if !slug.is_empty() => slug.to_owned(),
            _ => dated(&format!("{folders}/{last}")),
        },
        "titled" => match (page.header)("slug").map(str::trim) {
            Some(slug) if !slug.is_empty() => slug.to_owned(),
            _ => slugified(page.title),
        },
        "lower_folders" => folders
            .split('/')
            .map(slugified)
            .collect::<Vec<_>>()
            .join("/"),
        "lower_name" => match (page.header)("slug").map(str::trim) {
            Some(slug) if !slug.is_empty() => slug.to_owned(),
            _ => slugified(last),
        },
        _ => return None,
    })
}

/// A path of Docusaurus with a date in it, as in `a/2020-01-02-name` or `2020/01/02-name`: what stands
/// before the date, the date, and what follows.
fn dated_path(path: &str) -> Option<(&str, &str, &str)> {
    let date_at = |start: usize| {
        let mut end = start;
        for (digits, is_last) in [(4..=4, false), (1..=2, false), (1..=2, true)] {
            let rest = path.get(end..)?;
            let count = rest.bytes().take_while(u8::is_ascii_digit).count();
            let count = count.min(*digits.end());
            if !digits.contains(&count) {
                return None;
            }
            end += count;
            if !is_last {
                end += usize::from(path.get(end..)?.starts_with(['-', '/']));
                path[..end].ends_with(['-', '/']).then_some(())?;
            }
        }
        let rest = &path[end..];
        let text = rest.strip_prefix(['-', '/']).unwrap_or(rest);
        Some((&path[..start], &path[start..end], text))
    };
    (0..path.len()).rev().find_map(date_at)
}

/// The path of a post of Docusaurus: a date in it becomes its first folders.
fn dated(path: &str) -> String {
    let Some((folder, date, text)) = dated_path(path) else {
        return path.trim_start_matches('/').to_owned();
    };
    let path = format!("{}/{folder}{text}", date.replace('-', "/"));
    path.split('/')
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("/")
}

/// The date in the path, if the header has none.
fn docusaurus_date(header: &mut ArticleHeader<'_>) {
    if header.get("date").is_none()
        && let Some((_, date, _)) = dated_path(header.path)
    {
        let date = date.replace('/', "-");
        header.set("date", date);
    }
}

/// In lower case, spaces as hyphens, without punctuation.
fn slugified(text: &str) -> String {
    let text = text.trim().to_lowercase();
    let kept = text
        .chars()
        .filter(|&c| c.is_alphanumeric() || "-_ ".contains(c));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

fn role(path: &str, hides_underscores: bool) -> Role {
    let name = path.rsplit('/').next().unwrap_or(path);
    let extension = name.rsplit('.').next().unwrap_or_default();
    let is_hidden = path
        .split('/')
        .any(|part| part.starts_with('.') || hides_underscores && part.starts_with('_'));
    if matches!(extension, "md" | "mdx" | "markdown") && !is_hidden {
        Role::Article
    } else {
        Role::Other
    }
}

/// What few of these generators do otherwise.
struct Scripted {
    translate: fn(&mut SiteFile<'_>),
    adapt: fn(&mut ArticleHeader<'_>),
    address: fn(&Page<'_>) -> Option<String>,
    /// Whether files and folders whose names begin with `_` are not read.
    hides_underscores: bool,
}

impl Scripted {
    const PLAIN: Scripted = Scripted {
        translate: |_| (),
        adapt: |_| (),
        address: |_| None,
        hides_underscores: true,
    };
}

impl Behaviour for Scripted {
    fn translate(&self, site: &mut SiteFile<'_>) {
        (self.translate)(site);
    }

    fn role(&self, path: &str, _: &[String], _: Exists<'_>) -> Role {
        role(path, self.hides_underscores)
    }

    fn adapt(&self, header: &mut ArticleHeader<'_>) {
        labels(header);
        (self.adapt)(header);
    }

    fn address(&self, page: &Page<'_>) -> Option<String> {
        (self.address)(page)
    }
}

/// `tags: [{label: …, permalink: …}]` as the labels alone.
fn labels(header: &mut ArticleHeader<'_>) {
    let Some(Value::Sequence(items)) = header.get("tags").map(|tags| &tags.value) else {
        return;
    };
    let label = |item: &Node| walk(item, "label").unwrap_or(item).clone();
    let labels = items.iter().map(label).collect();
    header.set("tags", Value::Sequence(labels));
}

/// The header's `permalink`, unless it is a template.
fn eleventy_address(page: &Page<'_>) -> Option<String> {
    let given = (page.header)("permalink")?.trim();
    let is_path = !given.is_empty() && given != "false" && !given.contains(['{', '}']);
    is_path.then(|| given.strip_suffix("index.html").unwrap_or(given).to_owned())
}

fn mkdocs_settings(site: &mut SiteFile<'_>) {
    site.copy(&["site_name"], "title");
    site.copy_if(&["site_url"], "url", is_site_url);
    site.copy(&["site_description"], "description");
    site.copy(&["site_author"], "author.name");
    site.copy(&["site_dir"], "output");
    if let Some((folder, _)) = site.text("docs_dir")
        && is_pattern(folder)
    {
        let articles = format!("{}/blog/posts", folder.trim_matches('/'));
        site.set("articles", vec![articles], "docs_dir");
    }
    for plugin in site.items("plugins") {
        for key in ["blog_dir", "post_url_format", "post_url_date_format"] {
            if let Some(node) = walk(plugin, &format!("blog.{key}"))
                && node.text() != Some("blog")
            {
                let why = format!(
                    "`{key}` is not followed; write `permalink` or `articles` into feedmill.yaml"
                );
                site.warn(node.offset, why);
            }
        }
    }
}

/// `date: {created: …, updated: …}`.
fn mkdocs_date(header: &mut ArticleHeader<'_>) {
    let Some(date) = header.get("date").cloned() else {
        return;
    };
    if matches!(date.value, Value::Mapping(_)) {
        for (from, key) in [("updated", "updated"), ("created", "date")] {
            if let Some(node) = walk(&date, from) {
                header.set(key, node.value.clone());
            }
        }
    }
}
