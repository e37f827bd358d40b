//! Validates a feed before it is published (`--validate`).

use super::rules::INVALID_FEED;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Feed;
use crate::validate::{Options, validate};

/// The finding that keeps the feed at `path` from being published, if it has an error.
pub(super) fn validate_feed(path: &str, feed: &Feed<'_>, text: &str) -> Option<Diagnostic> {
    let base = Some(feed.self_url.to_url());
    let report = validate(text.as_bytes(), &Options { base, now: None });
    let mut errors = report
        .diagnostics
        .iter()
        .filter(|found| found.severity == Severity::Error);
    let first = errors.next()?;
    let more = match errors.count() {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    let message = format!("`{path}` would be invalid: {first}{more}; the old feed stays");
    Some(Diagnostic::new(&INVALID_FEED, message))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feed::emit;
    use crate::model::{AbsoluteUrl, Format};
    use crate::testing::{author, empty_feed};

    #[test]
    fn only_an_error_is_reported() {
        let url = AbsoluteUrl::parse("https://example.org/atom.xml").unwrap();
        let author = author();
        let feed = empty_feed(&url, &author);
        let xml = emit::feed(Format::Atom, &feed, &[])
            .unwrap()
            .to_text()
            .unwrap();
        assert!(validate_feed("atom.xml", &feed, &xml).is_none());
        let broken = xml.replace("2000-01-01T00:00:00", "yesterday");
        let finding = validate_feed("atom.xml", &feed, &broken).unwrap();
        assert!(
            finding.message.contains("invalid-rfc3339-date"),
            "{}",
            finding.message
        );
    }
}
