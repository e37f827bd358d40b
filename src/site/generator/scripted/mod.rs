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
permalink: /:folders_below_input/:name/
output: _site
feeds_url: ./
# As many as the plugin's default: more would show old posts as new.
limit: 10
paths:
  site: {atom: feed/feed.xml, rss: feed/rss.xml}
",
    &Scripted {
        address: eleventy_address,
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
    &Scripted::PLAIN,
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
permalink: /:folders/:name.html
output: public
feeds_url: ./
paths:
  site: {rss: rss.xml, atom: atom.xml}
",
    &Scripted::PLAIN,
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
            ("folders_below_input", Placeholder::Special),
            ("name", Placeholder::Special),
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
    if last == "index" {
        last = folders.pop().unwrap_or_default();
    }
    let folders = folders.join("/");
    // The usual input folders of Eleventy.
    let below_input = ["content", "src"].iter().find_map(|input| {
        let rest = folders.strip_prefix(input)?;
        (rest.is_empty() || rest.starts_with('/')).then(|| rest.trim_start_matches('/'))
    });
    Some(match name {
        "folders" => folders,
        "folders_below_input" => below_input.unwrap_or(&folders).to_owned(),
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

/// `name` without a date at its beginning.
fn without_date(name: &str) -> &str {
    let is_date = |text: &str| {
        text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 | 10 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
    };
    match name.split_at_checked("2020-01-02-".len()) {
        Some((date, rest)) if is_date(date) && !rest.is_empty() => rest,
        _ => name,
    }
}

/// The path of a post of Docusaurus: a date in it becomes its first folders.
fn dated(path: &str) -> String {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let rest = without_date(name);
    let date = name[..name.len() - rest.len()].trim_end_matches('-');
    let parts = [&*date.replace('-', "/"), folders, rest];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("/")
}

/// In lower case, spaces as hyphens, without punctuation.
fn slugified(text: &str) -> String {
    let text = text.trim().to_lowercase();
    let kept = text
        .chars()
        .filter(|&c| c.is_alphanumeric() || "-_ ".contains(c));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

fn role(path: &str) -> Role {
    let name = path.rsplit('/').next().unwrap_or(path);
    let extension = name.rsplit('.').next().unwrap_or_default();
    let is_hidden = path.split('/').any(|part| part.starts_with(['_', '.']));
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
}

impl Scripted {
    const PLAIN: Scripted = Scripted {
        translate: |_| (),
        adapt: |_| (),
        address: |_| None,
    };
}

impl Behaviour for Scripted {
    fn translate(&self, site: &mut SiteFile<'_>) {
        (self.translate)(site);
    }

    fn role(&self, path: &str, _: Exists<'_>) -> Role {
        role(path)
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
