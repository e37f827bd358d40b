//! The addresses of Hugo's pages.

use super::super::definition::Exists;
use super::kept;
use super::slug::{self, Case};
use crate::site::address::Page;
use crate::site::address::permalink::{
    DATES, FEEDMILL, Pattern, PermalinkSyntax, Placeholder, Placeholders,
};

/// Hugo's placeholders, and a few for other settings of its site file. `folders` and `name` make the
/// address of a page without a pattern; `language_folder` comes first on a site with several
/// languages; those ending in `_as_written` are for sites that keep the case of paths.
pub(super) const PLACEHOLDERS: &Placeholders = &[
    ("monthname", Placeholder::Special),
    ("weekday", Placeholder::Date("%w")),
    ("weekdayname", Placeholder::Special),
    ("yearday", Placeholder::Date("%-j")),
    ("section", Placeholder::Special),
    ("sections", Placeholder::Special),
    ("sectionslug", Placeholder::Special),
    ("sectionslugs", Placeholder::Special),
    ("title", Placeholder::Special),
    ("slug", Placeholder::Special),
    ("filename", Placeholder::Special),
    ("contentbasename", Placeholder::Special),
    ("slugorfilename", Placeholder::Special),
    ("slugorcontentbasename", Placeholder::Special),
    ("language_folder", Placeholder::Special),
    ("folders", Placeholder::Special),
    ("name", Placeholder::Special),
    ("section_as_written", Placeholder::Special),
    ("sections_as_written", Placeholder::Special),
    ("sectionslug_as_written", Placeholder::Special),
    ("sectionslugs_as_written", Placeholder::Special),
    ("title_as_written", Placeholder::Special),
    ("slug_as_written", Placeholder::Special),
    ("filename_as_written", Placeholder::Special),
    ("contentbasename_as_written", Placeholder::Special),
    ("slugorfilename_as_written", Placeholder::Special),
    ("slugorcontentbasename_as_written", Placeholder::Special),
    ("folders_as_written", Placeholder::Special),
    ("name_as_written", Placeholder::Special),
    ("short_monthname", Placeholder::Special),
    ("short_weekdayname", Placeholder::Special),
    ("long_yearday", Placeholder::Date("%j")),
];

/// The suffix of placeholders that keep the case.
pub(super) const AS_WRITTEN: &str = "_as_written";

/// Go's date layouts and the placeholders for them.
pub(super) const LAYOUTS: &[(&str, &str)] = &[
    ("2006", "year"),
    ("06", "short_year"),
    ("01", "month"),
    ("1", "i_month"),
    ("Jan", "short_monthname"),
    ("January", "monthname"),
    ("02", "day"),
    ("2", "i_day"),
    ("002", "long_yearday"),
    ("Mon", "short_weekdayname"),
    ("Monday", "weekdayname"),
    ("15", "hour"),
    ("04", "minute"),
    ("05", "second"),
];

pub(super) const DIALECT: PermalinkSyntax = PermalinkSyntax {
    placeholders: &[DATES, PLACEHOLDERS],
    special,
    section_key: |folder| slug::of_name(folder, Case::Lower),
    ..FEEDMILL
};

/// The header's `url`, which may hold the placeholders of patterns.
pub(super) fn in_header(page: &Page<'_>) -> Option<String> {
    let url = (page.header)("url")
        .map(str::trim)
        .filter(|url| !url.is_empty())?;
    if url.starts_with("http://") || url.starts_with("https://") {
        return Some(url.to_owned());
    }
    let mut path = match pattern(url, Case::Lower).map(|text| Pattern::parse(&text, &DIALECT)) {
        Ok(Ok(pattern)) if url.contains(':') => pattern.expand(page, &DIALECT),
        _ => url.replace('#', "%23").replace('\\', "%5C"),
    };
    while path.contains("//") {
        path = path.replace("//", "/");
    }
    // A path with a leading slash starts at the site, any other at the language.
    let folder = page.language_folder.filter(|_| !url.starts_with('/'));
    let folder = folder.map_or_else(String::new, |folder| format!("{folder}/"));
    let path = path.trim_start_matches('/');
    let path = match path.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
        _ => path,
    };
    let name = path.rsplit('/').next().unwrap_or_default();
    let slash = if name.is_empty() || name.contains('.') {
        ""
    } else {
        "/"
    };
    Some(format!("{folder}{path}{slash}"))
}

/// Translates Hugo's pattern `text` into one of [`DIALECT`].
///
/// # Errors
///
/// The placeholder that does not exist.
pub(super) fn pattern(text: &str, case: Case) -> Result<String, String> {
    let mut pattern = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(':') {
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let length = after.find(|c| !is_name(c)).unwrap_or(after.len());
        let (name, after) = after.split_at(length);
        let layout = LAYOUTS.iter().find(|(layout, _)| *layout == name);
        let bare = layout.map_or(name, |(_, placeholder)| placeholder);
        let known = DATES
            .iter()
            .chain(PLACEHOLDERS)
            .find(|(known, _)| *known == bare);
        let Some((_, field)) = known else {
            return Err(format!(":{name}"));
        };
        pattern.push_str(before);
        pattern.push(':');
        pattern.push_str(bare);
        if *field == Placeholder::Special && case == Case::AsWritten {
            let as_written = format!("{bare}{AS_WRITTEN}");
            if PLACEHOLDERS.iter().any(|(known, _)| *known == as_written) {
                pattern.push_str(AS_WRITTEN);
            }
        }
        // Brackets may contain a colon.
        let slice = after.strip_prefix('[').and_then(|inside| inside.find(']'));
        let (slice, after) = after.split_at(slice.map_or(0, |length| length + "[]".len()));
        pattern.push_str(slice);
        rest = after;
    }
    pattern.push_str(rest);
    Ok(pattern)
}

/// The value of a placeholder for `page`.
fn special(name: &str, page: &Page<'_>) -> Option<String> {
    let (name, slice) = name.split_once('[').unwrap_or((name, ""));
    let (name, case) = match name.strip_suffix(AS_WRITTEN) {
        Some(name) => (name, Case::AsWritten),
        None => (name, Case::Lower),
    };
    let header = (page.header)("slug")
        .map(str::trim)
        .filter(|slug| !slug.is_empty());
    let base = || slug::of_placeholder(base_name(page), case);
    let given = header.map(|slug| slug::of_header_placeholder(slug, case));
    let title = || (page.header)("title").unwrap_or(page.title);
    let month = |notation| page.published.strftime(notation).to_lowercase();
    let value = match name {
        "monthname" => month("%B"),
        "short_monthname" => month("%b"),
        "weekdayname" => month("%A"),
        "short_weekdayname" => month("%a"),
        "section" => slug::of_name(page.section()?, case),
        "sectionslug" => slugged(page, &[page.section()?], case).join("/"),
        "sections" => {
            let folders = section(page.path, page.exists);
            let folders: Vec<String> = folders
                .iter()
                .map(|folder| slug::of_name(folder, case))
                .collect();
            part(&folders, slice).join("/")
        }
        "sectionslugs" => {
            let folders = slugged(page, &section(page.path, page.exists), case);
            part(&folders, slice).join("/")
        }
        "title" => slug::of_title(title(), case),
        "slug" => given.unwrap_or_else(|| slug::of_title(title(), case)),
        "filename" | "contentbasename" => base(),
        "slugorfilename" | "slugorcontentbasename" => given.unwrap_or_else(base),
        "language_folder" => page.language_folder.unwrap_or_default().to_owned(),
        "folders" => {
            let folders = slugged(page, &folders(page.path), case).join("/");
            slug::decoded(&folders).into_owned()
        }
        "name" => {
            let name = match header {
                Some(header) => slug::of_header(header, case),
                None => slug::of_name(base_name(page), case),
            };
            // What is called so lies at its folder's address.
            slug::decoded(if name == "index" { "" } else { &name }).into_owned()
        }
        _ => return None,
    };
    Some(match (page.header)(kept::UNACCENTED) {
        Some(_) => slug::unaccented(&value),
        None => value,
    })
}

/// The names of `folders`, the first ones above a page, in addresses: sections may have slugs.
fn slugged(page: &Page<'_>, folders: &[&str], case: Case) -> Vec<String> {
    let slugs = (page.header)(kept::SECTIONS).unwrap_or_default();
    let mut slugs = slugs.split('/').filter(|slug| !slug.is_empty());
    let named = folders.iter().map(|folder| match slugs.next() {
        Some(slug) => slug::of_header(slug, case),
        None => slug::of_name(folder, case),
    });
    named.collect()
}

/// The folders of the section that the file at `path` is in, down to the last one with an
/// `_index.md`; a top-level folder does not need one.
pub(super) fn section<'p>(path: &'p str, exists: Exists<'_>) -> Vec<&'p str> {
    let folders = folders(path);
    let is_section = |depth: &usize| exists(&format!("{}/_index.*", folders[..*depth].join("/")));
    let depth = (2..=folders.len()).rev().find(is_section);
    folders[..depth.unwrap_or(folders.len().min(1))].to_vec()
}

/// The folders above the page of the file at `path`; the folder of a bundle is the page's name.
fn folders(path: &str) -> Vec<&str> {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let mut folders: Vec<&str> = folders.split('/').filter(|name| !name.is_empty()).collect();
    if is_index(name) {
        folders.pop();
    }
    folders
}

/// Whether a file called `name` makes its folder a bundle.
pub(super) fn is_index(name: &str) -> bool {
    name.starts_with("index.")
}

/// The name of the file or of the bundle's folder, without extension and language.
fn base_name<'p>(page: &Page<'p>) -> &'p str {
    let stem = page.file_stem();
    if is_index(page.path.rsplit('/').next().unwrap_or_default()) {
        return page.folders().last().copied().unwrap_or(stem);
    }
    let part = page.language_part;
    let neutral = part.and_then(|part| stem.strip_suffix(part)?.strip_suffix('.'));
    neutral.unwrap_or(stem)
}

/// The part of `folders` selected by a slice in Go's syntax without its opening bracket: `1:]`, `last]`.
fn part<'f>(folders: &'f [String], slice: &str) -> &'f [String] {
    let Some(slice) = slice.strip_suffix(']') else {
        return folders;
    };
    let index = |text: &str| match text {
        "last" => folders.len().checked_sub(1),
        number => number.parse().ok(),
    };
    let range = match slice.split_once(':') {
        Some((from, to)) => {
            let from = if from.is_empty() {
                Some(0)
            } else {
                index(from)
            };
            let to = if to.is_empty() {
                Some(folders.len())
            } else {
                index(to)
            };
            from.zip(to.map(|to| to.min(folders.len())))
        }
        None => index(slice).map(|at| (at, at + 1)),
    };
    range
        .and_then(|(from, to)| folders.get(from..to))
        .unwrap_or_default()
}
