//! The date in the name of a file or of the folders that it lies in.
//!
//! Read, in this order:
//!
//! 1. the file's name: `2021-03-04-title.md`, `2021-3-4 title.md`, `2021-03-04_title.md`, `2021-03-04.md`;
//! 2. for `index.md`, `_index.md` and `README.md`, the folder's name: `2021-03-04-title/index.md`;
//! 3. three folders: `2021/03/04/title.md`, the innermost such three.
//!
//! Not read: `20210304-title.md`, for eight digits are as often a number of another kind and no
//! generator takes them for a date; a time of day; `2021/03/title.md`, which has no day.

use std::ops::RangeInclusive;

/// What a path says about a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileDate<'p> {
    /// The date as it is written there; there may be no such day.
    pub written: &'p str,
    /// The file's name without the date and the extension; the whole stem if nothing else is left.
    pub slug: &'p str,
}

/// The date that `path` has, whose parts are divided by `/`; `None` if none has the shape of one.
pub fn from_path(path: &str) -> Option<FileDate<'_>> {
    let (folders, file) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = match file.rfind('.') {
        Some(dot) if dot > 0 => &file[..dot],
        _ => file,
    };
    let parent = folders.rsplit('/').next().unwrap_or_default();
    let is_index = ["index", "_index", "readme"]
        .iter()
        .any(|name| stem.eq_ignore_ascii_case(name));

    if let Some(dated) = dated_name(stem) {
        return Some(dated);
    }
    if is_index && let Some(dated) = dated_name(parent) {
        return Some(dated);
    }
    let written = dated_folders(folders)?;
    // A folder that holds only an index names it, unless it is the day.
    let named_by_parent = is_index && !is_number(parent, 1..=2);
    let slug = if named_by_parent { parent } else { stem };
    Some(FileDate { written, slug })
}

/// `2021-03-04-title`.
fn dated_name(name: &str) -> Option<FileDate<'_>> {
    let (_, rest) = name
        .split_once('-')
        .filter(|(year, _)| is_number(year, 4..=4))?;
    let (month, rest) = rest.split_once('-')?;
    let day_len = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (day, rest) = rest.split_at(day_len);
    if !(is_number(month, 1..=2) && is_number(day, 1..=2)) {
        return None;
    }
    let slug = match rest.chars().next() {
        None | Some('.') => "",
        Some('-' | '_' | ' ') => rest.trim_start_matches(['-', '_', ' ']),
        Some(_) => return None,
    };
    Some(FileDate {
        written: &name[..name.len() - rest.len()],
        slug: if slug.is_empty() { name } else { slug },
    })
}

/// `2021/03/04`, the innermost in `folders`.
fn dated_folders(folders: &str) -> Option<&str> {
    let mut rest = folders;
    loop {
        let (before, day) = rest.rsplit_once('/')?;
        let (before, month) = before.rsplit_once('/')?;
        let year = before.rsplit('/').next().unwrap_or_default();
        if is_number(year, 4..=4) && is_number(month, 1..=2) && is_number(day, 1..=2) {
            return Some(&rest[before.len() - year.len()..]);
        }
        (rest, _) = rest.rsplit_once('/')?;
    }
}

fn is_number(text: &str, len: RangeInclusive<usize>) -> bool {
    len.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}
