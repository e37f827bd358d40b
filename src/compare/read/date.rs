//! Dates of feeds, as lenient readers parse them.

use crate::time::{DateErrorKind, Timestamp, Zone};

/// The instant of `text`; a date without a zone is in UTC. A wrong weekday
/// is ignored, and a two-digit year is in this century or the last.
pub(in crate::compare) fn parse(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let error = match Timestamp::parse(text, &Zone::utc()) {
        Ok(time) => return Some(time),
        Err(error) => error,
    };
    let without_weekday = || {
        let rest = text.trim_start_matches(|c: char| c.is_alphabetic());
        Timestamp::parse(rest.trim_start_matches([',', '.', ' ']), &Zone::utc()).ok()
    };
    match error.kind() {
        DateErrorKind::Weekday { .. } => without_weekday(),
        DateErrorKind::ShortYear if error.len() == 2 => {
            let (before, rest) = text.split_at(error.offset());
            let century = if rest < "50" { "20" } else { "19" };
            Timestamp::parse(&format!("{before}{century}{rest}"), &Zone::utc()).ok()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_readers_take_is_taken() {
        for (text, time) in [
            (
                "Fri, 03 Sep 2021 10:00:00 +0000",
                Some("2021-09-03T10:00:00Z"),
            ),
            (
                "Mon, 03 Sep 2021 10:00:00 GMT",
                Some("2021-09-03T10:00:00Z"),
            ),
            ("3 Sep 21 10:00:00 EST", Some("2021-09-03T10:00:00-05:00")),
            ("2021-09-03", Some("2021-09-03T00:00:00Z")),
            (
                " 2021-09-03T10:00:00.5+08:00 ",
                Some("2021-09-03T10:00:00.5+08:00"),
            ),
            ("yesterday", None),
            ("", None),
        ] {
            let time = time.map(|time| Timestamp::from_rfc3339(time).unwrap());
            assert_eq!(parse(text), time, "{text}");
        }
    }
}
