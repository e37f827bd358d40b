//! The metadata of an article, put together as Pelican does: the header, then what the file's path says, then
//! the site's defaults.

use super::super::article_header::ArticleHeader;
use super::super::definition::{OTHER_LANGUAGE, TRANSLATION_RANK, TRANSLATIONS};
use super::super::site_file::walk;
use super::regex;
use super::slug::SlugStyle;
use super::{NOTHING, OWN, REF, kept};
use crate::syntax::front_matter::{Visibility, VisibilityKeys, visibility_key};
use crate::syntax::tree::{Node, Value, normal};

/// The key in [`OWN`] of the site's author, where addresses name authors.
pub(super) const SITE_AUTHOR: &str = "site_author";

/// The value of [`OWN`].
struct SiteValues(Option<Node>);

impl SiteValues {
    fn node(&self, key: &str) -> Option<&Node> {
        walk(self.0.as_ref()?, key)
    }

    fn text(&self, key: &str) -> Option<&str> {
        self.node(key)?.text()
    }

    /// The slug of `name`, made with the substitutions under `key` if there are any.
    fn slug(&self, name: &str, key: &str) -> String {
        let style = SlugStyle::named(self.text("style").unwrap_or_default());
        match self.node(key) {
            Some(pairs) => style.slug_with(name, &regex::substitutions(pairs)),
            None => style.slug(name),
        }
    }
}

pub(super) fn adapt(header: &mut ArticleHeader<'_>) {
    let site = SiteValues(header.take_default(OWN));
    header.pairs.retain(|(key, value)| {
        let key = normal(key.text().unwrap_or_default());
        let is_shown = |row: &VisibilityKeys| row.visibility(value) == Visibility::Shown;
        let is_read = !(NOTHING.contains(&&*key) && visibility_key(&key).is_none_or(is_shown));
        is_read && !(MUST_NOT_BE_EMPTY.contains(&&*key) && value.text().is_some_and(is_blank))
    });
    first_of_several(header);
    // Pelican knows no quotes.
    if site.node("yaml").is_none()
        && let Some(title) = header.own("title")
        && header.is_quoted(title)
        && let Some(line) = quoted_line(header.text, title.offset)
    {
        let line = line.to_owned();
        header.set("title", line);
    }
    for (key, value) in inherited(header.path, &site) {
        if header.own(&key).is_none() {
            header.set(&key, value);
        }
    }
    for key in ["tags", "authors"] {
        if let Some(text) = header.text(key) {
            let items = divided(text);
            header.set(key, items);
        }
    }
    // The first of several is the article's own author, in its address.
    let author = header.text("author").map(str::to_owned);
    let author = author.or_else(|| Some(first_text(header.get("authors")?)?.to_owned()));
    if header.get("authors").is_some() {
        header.remove("author");
    }
    let author = author.as_deref().or_else(|| site.text(SITE_AUTHOR));
    if let Some(author) = author {
        let slug = site.slug(author.trim(), "author");
        header.set(kept::AUTHOR, slug);
    }
    if let Some(status) = header.text("status") {
        let is_public = status.trim().eq_ignore_ascii_case("published");
        header.set("status", if is_public { "published" } else { "draft" });
    }
    if let Some(date) = header.text("date") {
        let date = date.replace('_', " ");
        header.set("date", date);
    }
    if let (Some(url), Some(_)) = (header.text("url"), site.node("append_ref")) {
        let url = format!("{url}{REF}");
        header.set("url", url);
    }
    if let Some(category) = header.text("category").map(|name| name.trim().to_owned()) {
        header.set(kept::CATEGORY, site.slug(&category, "category"));
        header.set("category", vec![category]);
    }
    slug(header, &site);
    language(header, &site);
    translations(header, &site);
    // Without a title there is no article.
    if header.get("title").is_none() {
        header.set("hidden", "true");
    }
}

/// Keys that say nothing if their value is blank.
const MUST_NOT_BE_EMPTY: &[&str] = &["tags", "status", "category", "author", "authors", "slug"];

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// Of several values of one of these keys the first counts.
fn first_of_several(header: &mut ArticleHeader<'_>) {
    let mut known: Vec<String> = Vec::new();
    header.pairs.retain(|(key, _)| {
        let key = normal(key.text().unwrap_or_default()).into_owned();
        let is_first = !known.contains(&key);
        known.push(key);
        is_first
    });
}

/// The text of the line around `offset`, which stands at a quote or behind it.
fn quoted_line(text: &str, offset: usize) -> Option<&str> {
    let before = text.get(..offset)?;
    let start = offset - usize::from(before.ends_with(['"', '\'']));
    text.get(start..)?.lines().next().map(str::trim)
}

fn first_text(node: &Node) -> Option<&str> {
    match &node.value {
        Value::Sequence(items) => items.first()?.text(),
        _ => node.text(),
    }
}

/// What the article at `path` says that is not in its header; of two values of a key the first counts.
fn inherited(path: &str, site: &SiteValues) -> Vec<(String, Value)> {
    let path = match (site.text("folder"), site.text("root")) {
        (Some(folder), _) => format!("{folder}/{path}"),
        (None, Some(root)) => {
            let below = path
                .strip_prefix(root)
                .and_then(|rest| rest.strip_prefix('/'));
            below.unwrap_or(path).to_owned()
        }
        (None, None) => path.to_owned(),
    };
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", &path));
    let stem = name.rfind('.').filter(|dot| *dot > 0);
    let stem = &name[..stem.unwrap_or(name.len())];
    let mut found = Vec::new();
    let patterns = [
        (
            site.text("FILENAME_METADATA").unwrap_or(FILENAME_METADATA),
            stem,
        ),
        (site.text("PATH_METADATA").unwrap_or_default(), &*path),
    ];
    for (pattern, text) in patterns {
        let groups = regex::groups(pattern, text);
        found.extend(groups.into_iter().map(|(key, value)| (key, value.into())));
    }
    let folder = folder.rsplit('/').next().unwrap_or_default();
    if !folder.is_empty() && site.node("ignores_folders").is_none() {
        found.push(("category".to_owned(), folder.into()));
    }
    let mut by_path = pairs(site.node("EXTRA_PATH_METADATA"));
    by_path.sort_by(|one, other| other.0.cmp(one.0));
    for (place, values) in by_path {
        let is_it = path
            .strip_prefix(place.trim_end_matches('/'))
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        if is_it {
            let values = pairs(Some(values)).into_iter();
            found.extend(values.map(|(key, node)| (key.to_owned(), node.value.clone())));
        }
    }
    found.push((
        "category".to_owned(),
        site.text("DEFAULT_CATEGORY").unwrap_or("misc").into(),
    ));
    if let Some(date) = site.text("DEFAULT_DATE") {
        found.push(("date".to_owned(), date.into()));
    }
    let defaults = pairs(site.node("DEFAULT_METADATA")).into_iter();
    found.extend(defaults.map(|(key, node)| (key.to_owned(), node.value.clone())));
    found.retain(|(key, value)| {
        let text = match value {
            Value::Scalar(text) => text.as_str(),
            _ => "-",
        };
        !(MUST_NOT_BE_EMPTY.contains(&&**key) && is_blank(text))
    });
    let mut known: Vec<String> = Vec::new();
    found.retain(|(key, _)| {
        let is_first = !known.contains(key);
        known.push(key.clone());
        is_first
    });
    found
}

/// The default of `FILENAME_METADATA`.
pub(super) const FILENAME_METADATA: &str = r"(?P<date>\d{4}-\d{2}-\d{2}).*";

/// The pairs of a mapping, or of a list of pairs.
fn pairs(node: Option<&Node>) -> Vec<(&str, &Node)> {
    match node.map(|node| &node.value) {
        Some(Value::Mapping(pairs)) => {
            let pairs = pairs.iter();
            pairs
                .filter_map(|(key, value)| Some((key.text()?, value)))
                .collect()
        }
        Some(Value::Sequence(items)) => items.iter().filter_map(pair).collect(),
        _ => Vec::new(),
    }
}

fn pair(item: &Node) -> Option<(&str, &Node)> {
    let Value::Sequence(pair) = &item.value else {
        return None;
    };
    let [key, value] = &**pair else {
        return None;
    };
    Some((key.text()?, value))
}

fn slug(header: &mut ArticleHeader<'_>, site: &SiteValues) {
    let given = header.text("slug").map(str::trim);
    let slug = match given.filter(|slug| !slug.is_empty()) {
        Some(slug) => slug.to_owned(),
        None => {
            let name = header.path.rsplit('/').next().unwrap_or_default();
            let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
            let source = match site.text("SLUGIFY_SOURCE") {
                Some("basename") => stem,
                _ => header.text("title").unwrap_or_default(),
            };
            site.slug(source, "slug")
        }
    };
    header.set(kept::SLUG, slug);
}

/// The articles that are translations of one another have the same value under this key; of them those with the
/// lowest rank are the originals.
fn translations(header: &mut ArticleHeader<'_>, site: &SiteValues) {
    let key = match site.text("translation_id") {
        Some("") => return,
        Some("slug") | None => kept::SLUG,
        Some(key) => key,
    };
    let Some(group) = header.text(key).map(str::to_owned) else {
        return;
    };
    let is_flagged = header
        .text("translation")
        .is_some_and(|text| !text.eq_ignore_ascii_case("false"));
    let is_foreign = header.text(OTHER_LANGUAGE) == Some("true");
    let rank = 2 * u8::from(is_flagged) + u8::from(is_foreign);
    header.set(TRANSLATIONS, group);
    header.set(TRANSLATION_RANK, rank.to_string());
}

/// The language as written, which is in addresses, and whether it is another than the site's.
fn language(header: &mut ArticleHeader<'_>, site: &SiteValues) {
    let default = site.text("DEFAULT_LANG").unwrap_or("en").to_lowercase();
    let own = header.text("lang").map(str::trim);
    let own = own.filter(|language| !language.is_empty() && **language != *default);
    let is_other = own.is_some();
    if !is_other {
        header.set("lang", default);
    }
    header.set(OTHER_LANGUAGE, if is_other { "true" } else { "false" });
}

/// At semicolons if there is one, else at commas; without duplicates.
fn divided(text: &str) -> Vec<String> {
    let separator = if text.contains(';') { ';' } else { ',' };
    let mut items: Vec<String> = Vec::new();
    for item in text.split(separator).map(str::trim) {
        if !item.is_empty() && items.iter().all(|known| known != item) {
            items.push(item.to_owned());
        }
    }
    items
}
