//! The addresses of Zola's pages, and the date and language in their file names.

use super::slug::Strategy;
use crate::site::address::permalink::{DATES, FEEDMILL, PermalinkSyntax, Placeholder};
use crate::site::address::{Page, encode_path};

/// The pattern for Zola's addresses, one for each `slugify` strategy for paths.
pub(super) const DIALECT: PermalinkSyntax = PermalinkSyntax {
    placeholders: &[
        DATES,
        &[
            ("language_folder", Placeholder::Special),
            ("folders", Placeholder::Special),
            ("name", Placeholder::Special),
            ("name_safe", Placeholder::Special),
            ("name_off", Placeholder::Special),
            ("dated_name", Placeholder::Special),
            ("dated_name_safe", Placeholder::Special),
            ("dated_name_off", Placeholder::Special),
        ],
    ],
    special,
    ..FEEDMILL
};

/// The header's `path`, which replaces the whole address; a page is always a folder.
pub(super) fn in_header(page: &Page<'_>) -> Option<String> {
    let path = (page.header)("path")?.trim().trim_matches('/');
    (!path.is_empty()).then(|| format!("{}/", encode_path(path)))
}

/// The value of a placeholder for `page`.
fn special(name: &str, page: &Page<'_>) -> Option<String> {
    // A suffix with the default language belongs to the name.
    let part = page
        .language_part
        .filter(|_| page.language_folder.is_some());
    match name {
        "language_folder" => {
            let folder = page.language_folder;
            return folder.filter(|_| part.is_some()).map(str::to_owned);
        }
        "folders" => return Some(folders(page.path).join("/")),
        _ => {}
    }
    let (is_dated, name) = match name.strip_prefix("dated_") {
        Some(name) => (true, name),
        None => (false, name),
    };
    let strategy = match name {
        "name" => Strategy::On,
        "name_safe" => Strategy::Safe,
        "name_off" => Strategy::Off,
        _ => return None,
    };
    let header = (page.header)("slug").map(str::trim);
    let name = match header.filter(|slug| !slug.is_empty()) {
        Some(slug) => slug,
        None => {
            let name = page_name(page.path);
            let neutral = part.and_then(|part| name.strip_suffix(part)?.strip_suffix('.'));
            let name = neutral.unwrap_or(name);
            let rest = DatedName::parse(name).and_then(|dated| dated.rest);
            rest.filter(|_| !is_dated).unwrap_or(name)
        }
    };
    Some(strategy.slug(name))
}

/// The folders above the page of the file at `path`; the folder of an `index.md` is the page's name.
pub(super) fn folders(path: &str) -> Vec<&str> {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let mut folders: Vec<&str> = folders.split('/').filter(|name| !name.is_empty()).collect();
    if name.starts_with("index.") {
        folders.pop();
    }
    folders
}

/// The name of the file at `path` without its extension; for an `index.md`, its folder's name.
pub(super) fn page_name(path: &str) -> &str {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    if name.starts_with("index.") && !folders.is_empty() {
        return folders.rsplit('/').next().unwrap_or(folders);
    }
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// A name that begins with an RFC 3339 date, with or without a time.
pub(super) struct DatedName<'n> {
    pub(super) date: &'n str,
    /// The rest, after a `-` or a `_`. Zola drops the date from the page's name only then.
    pub(super) rest: Option<&'n str>,
}

impl<'n> DatedName<'n> {
    pub(super) fn parse(name: &'n str) -> Option<Self> {
        let day = "dddd-dd-dd";
        let number = |range: std::ops::Range<usize>| name[range].parse::<u8>().unwrap_or(0);
        if !has_form(name, day)
            || !(1..=12).contains(&number(5..7))
            || !(1..=31).contains(&number(8..10))
        {
            return None;
        }
        let length = day.len() + time_length(&name[day.len()..]).unwrap_or(0);
        let (date, rest) = name.split_at(length);
        let mut after = rest.chars();
        let rest = match after.next() {
            Some(blank) if blank.is_whitespace() => after.as_str(),
            _ => rest,
        };
        let rest = rest.strip_prefix(['-', '_']);
        Some(DatedName {
            date,
            rest: rest.filter(|rest| !rest.is_empty()),
        })
    }
}

/// The length of the time at the start of `text`: `T05:06:07.123Z`, `T05:06:07+08:00`.
fn time_length(text: &str) -> Option<usize> {
    let time = "Tdd:dd:dd";
    let is_below = |at: usize, end: u8, text: &str| {
        text[at..at + 2]
            .parse::<u8>()
            .is_ok_and(|number| number < end)
    };
    if !has_form(text, time)
        || !is_below(1, 24, text)
        || !is_below(4, 60, text)
        || !is_below(7, 61, text)
    {
        return None;
    }
    let mut rest = &text[time.len()..];
    if let Some(fraction) = rest.strip_prefix('.') {
        let digits = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
        if digits.len() == fraction.len() {
            return None;
        }
        rest = digits;
    }
    let zone = match rest.strip_prefix(['+', '-']) {
        Some(zone) if has_form(zone, "dd:dd") && is_below(0, 24, zone) && is_below(3, 60, zone) => {
            6
        }
        None if rest.starts_with('Z') => 1,
        _ => return None,
    };
    Some(text.len() - rest.len() + zone)
}

/// Whether `text` starts with `form`, in which `d` stands for any digit.
fn has_form(text: &str, form: &str) -> bool {
    let fits = |(byte, form): (u8, u8)| match form {
        b'd' => byte.is_ascii_digit(),
        form => byte == form,
    };
    text.len() >= form.len() && text.bytes().zip(form.bytes()).all(fits)
}
