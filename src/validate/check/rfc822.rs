//! Dates in e-mail and RSS: RFC 822 with its successors.

use super::calendar::{InvalidDate, Moment, days_from_epoch, moment};

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];
const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// RFC 822, section 5, as changed by RFC 1123, 2822 and 5322.
pub(super) fn parse_rfc822(text: &str) -> Result<Moment, InvalidDate> {
    let uncommented = without_comments(text);
    let commented = uncommented.len() != text.len();
    let (weekday, rest) = match uncommented.split_once(',') {
        Some((weekday, rest)) => (Some(weekday.trim()), rest),
        None => (None, uncommented.as_str()),
    };
    let words: Vec<&str> = rest.split_ascii_whitespace().collect();
    let [day, month, year, clock, zone] = words.as_slice() else {
        return Err(InvalidDate::Form);
    };
    let weekday_is_known = weekday.is_none_or(|name| {
        WEEKDAYS
            .iter()
            .any(|known| known.eq_ignore_ascii_case(name))
    });
    if !weekday_is_known {
        return Err(InvalidDate::Form);
    }
    let day = digits(day, 1..=2).ok_or(InvalidDate::Form)?;
    let month_index = MONTHS
        .iter()
        .position(|known| known.eq_ignore_ascii_case(month))
        .ok_or(InvalidDate::Form)?;
    let month_number = i64::try_from(month_index).unwrap_or_default() + 1;
    let short_year = year.len() == 2;
    let year = match digits(year, 2..=4)
        .filter(|_| year.len() != 3)
        .ok_or(InvalidDate::Form)?
    {
        year if short_year && year < 50 => 2000 + year,
        year if short_year => 1900 + year,
        year => year,
    };
    let time = clock_time(clock).ok_or(InvalidDate::Form)?;
    let (offset, zone_is_usual) = named_zone(zone).ok_or(InvalidDate::Form)?;
    let moment = moment((year, month_number, day), time, offset)?;
    if let Some(named) = weekday {
        let days = days_from_epoch(year, month_number, day);
        // 1970-01-01 was a Thursday.
        let index = usize::try_from((days + 3).rem_euclid(7)).unwrap_or_default();
        if !WEEKDAYS[index].eq_ignore_ascii_case(named) {
            return Err(InvalidDate::Weekday(named.to_owned(), WEEKDAYS[index]));
        }
    }
    let problem = if commented {
        Some("it holds a comment")
    } else if short_year {
        Some("its year has two digits")
    } else if !zone_is_usual {
        Some("its zone is not one that every reader knows")
    } else if !is_exact(text) {
        Some("its spaces or capitals are not the usual ones")
    } else {
        None
    };
    problem.map_or(Ok(moment), |problem| {
        Err(InvalidDate::Problematical(problem))
    })
}

/// Removes comments in parentheses, which are allowed anywhere and nest.
fn without_comments(text: &str) -> String {
    let mut depth = 0_usize;
    let mut kept = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            // A quoted pair stands for its second character (RFC 822, section 3.3).
            '\\' => {
                chars.next();
            }
            '(' => depth += 1,
            ')' if depth > 0 => {
                depth -= 1;
                kept.push(' ');
            }
            c if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    kept
}

fn digits(text: &str, width: std::ops::RangeInclusive<usize>) -> Option<i64> {
    (width.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| text.parse().ok())?
}

fn clock_time(text: &str) -> Option<(i64, i64, i64)> {
    let mut parts = text.split(':');
    let hour = digits(parts.next()?, 2..=2)?;
    let minute = digits(parts.next()?, 2..=2)?;
    let second = match parts.next() {
        Some(second) => digits(second, 2..=2)?,
        None => 0,
    };
    parts.next().is_none().then_some((hour, minute, second))
}

/// The offset of a zone in minutes, and whether every reader knows it.
fn named_zone(zone: &str) -> Option<(i64, bool)> {
    let hours = match zone.to_ascii_uppercase().as_str() {
        "UT" | "GMT" | "Z" => 0,
        "EDT" => -4,
        "EST" | "CDT" => -5,
        "CST" | "MDT" => -6,
        "MST" | "PDT" => -7,
        "PST" => -8,
        // RFC 2822, section 4.3: military zones were defined with the wrong sign, so they are ambiguous.
        letter
            if letter.len() == 1 && letter != "J" && letter.as_bytes()[0].is_ascii_uppercase() =>
        {
            return Some((0, false));
        }
        _ => {
            let sign = match zone.as_bytes().first()? {
                b'+' => 1,
                b'-' => -1,
                _ => return None,
            };
            let number = digits(zone.get(1..)?, 4..=4)?;
            let (hours, minutes) = (number / 100, number % 100);
            // Zones differ by whole and half hours, some by a quarter.
            let is_usual = hours <= 14 && minutes % 15 == 0;
            return (minutes < 60).then_some((sign * (hours * 60 + minutes), is_usual));
        }
    };
    Some((hours * 60, true))
}

/// Whether spaces and capitals are as in RFC 2822.
fn is_exact(text: &str) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    let capital = |word: &str| {
        let mut chars = word.chars();
        chars.next().is_some_and(|c| c.is_ascii_uppercase())
            && chars.all(|c| c.is_ascii_lowercase() || c == ',')
    };
    let date = match words.first() {
        Some(first) if first.ends_with(',') => {
            if !capital(first) {
                return false;
            }
            &words[1..]
        }
        _ => &words[..],
    };
    date.len() == 5
        && date[0].bytes().all(|b| b.is_ascii_digit())
        && date.iter().all(|word| !word.is_empty())
        && capital(date[1])
        && !date[4].bytes().any(|b| b.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc822_is_read_with_its_variants() {
        for text in [
            "Thu, 09 Feb 2006 23:59:45 +0000",
            "10 Apr 2002 14:20:20 GMT",
            "1 Dec 2002 14:20:20 Z",
            "21 Oct 2002 06:45 EDT",
            "Mon, 21 Oct 2002 14:04:23 -0500",
            "31 Dec 2002 14:20:20 +0530",
        ] {
            assert!(parse_rfc822(text).is_ok(), "{text}");
        }
        for text in [
            "31 Dec 99 23:59:59 +0000",
            "Sat,29 Jul 2006 00:03:02 +0000",
            "Wed,  1 Feb 2006 10:27:25 -0500",
            "Thu (oh), 16(th) Feb(ruary) 2006 01:39 +0000 (GMT)",
            "31 Dec 2002 14:20:20 -0234",
            "thu, 09 feb 2006 23:59:45 gmt",
        ] {
            assert!(
                matches!(parse_rfc822(text), Err(InvalidDate::Problematical(_))),
                "{text}"
            );
        }
        for text in [
            "2002-12-31T01:15:07-05:00",
            "Thursday, 09 Feb 2006 23:59:45 GMT",
            "31 Dec 2002 14:20:20",
            "",
            "1 2 3 4 5 6",
        ] {
            assert_eq!(parse_rfc822(text), Err(InvalidDate::Form), "{text}");
        }
        assert!(matches!(
            parse_rfc822("Sat, 31 Jun 2006 23:08:26 +1000"),
            Err(InvalidDate::Calendar(_))
        ));
        assert!(matches!(
            parse_rfc822("Thu, 19 Jul 2006 23:08:26 +1000"),
            Err(InvalidDate::Weekday(..))
        ));
    }
}
