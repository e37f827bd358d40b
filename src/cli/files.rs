//! The files that are not published, a line each.

use std::fmt::Write as _;

use feedmill::time::Timestamp;
use feedmill::{Fate, FileReport};

use super::report::harmless;

/// The most files, and bytes of their lines, that are shown without `-v`.
const MOST_NAMED: usize = 80;
const MOST_BYTES: usize = 12_000;

/// A line for each of `files`; of very many the first, unless `all` are asked for.
pub(super) fn lines<'f>(files: impl IntoIterator<Item = &'f FileReport>, all: bool) -> String {
    let mut text = String::new();
    let mut more = 0;
    for (number, file) in files.into_iter().enumerate() {
        if !all && (number >= MOST_NAMED || text.len() > MOST_BYTES) {
            more += 1;
            continue;
        }
        let FileReport {
            path,
            fate,
            why,
            until,
        } = file;
        let until = until.as_ref();
        let until = until.map_or_else(String::new, |until| format!(" until {until}"));
        let (path, why) = (harmless(path), harmless(why));
        let _ = writeln!(text, "{}{until}: {path}: {why}", fate.as_str());
    }
    if more > 0 {
        let _ = writeln!(text, "{more} more are not published; `-v` names all");
    }
    text
}

/// Those of `files` that will be published within a day from `now`.
pub(super) fn coming(files: &[FileReport], now: Timestamp) -> impl Iterator<Item = &FileReport> {
    let is_coming = move |file: &&FileReport| {
        let until = file.until.as_deref();
        let until = until.and_then(|until| Timestamp::from_rfc3339(until).ok());
        let ahead = until.map(|until| until.unix_seconds() - now.unix_seconds());
        file.fate == Fate::KeptBack && ahead.is_some_and(|ahead| ahead < 86_400)
    };
    files.iter().filter(is_coming)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, until: Option<&str>) -> FileReport {
        FileReport {
            path: path.to_owned(),
            fate: Fate::KeptBack,
            why: "its date is a".to_owned(),
            until: until.map(str::to_owned),
        }
    }

    #[test]
    fn what_is_coming_is_named() {
        let files = [
            file("a\u{1b}.md", Some("2026-01-01T23:59:59Z")),
            file("b.md", Some("2026-01-02T00:00:00Z")),
            file("c.md", None),
        ];
        let now = Timestamp::from_rfc3339("2026-01-01T00:00:00Z").unwrap();
        assert_eq!(
            lines(coming(&files, now), false),
            "kept back until 2026-01-01T23:59:59Z: a␛.md: its date is a\n"
        );
    }

    #[test]
    fn of_very_many_the_first_are_named() {
        let files: Vec<_> = (0..MOST_NAMED + 3).map(|_| file("a.md", None)).collect();
        let text = lines(&files, false);
        assert_eq!(text.lines().count(), MOST_NAMED + 1);
        assert!(text.ends_with("\n3 more are not published; `-v` names all\n"));
        assert_eq!(lines(&files, true).lines().count(), files.len());
        let long = "a".repeat(4000);
        let files: Vec<_> = (0..9).map(|_| file(&long, None)).collect();
        assert!(lines(&files, false).len() < 5000 + MOST_BYTES);
    }
}
