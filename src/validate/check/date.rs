//! Dates: RFC 3339, RFC 822 with its successors, the W3C's format. No clock, no zones: only form and
//! calendar.

use crate::diagnostic::Rule;
use crate::validate::context::{Context, Value, quote};
use crate::validate::rules;

/// A moment, as far as it was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::validate) struct Moment {
    /// Seconds since 1970 in UTC.
    pub(in crate::validate) seconds: i64,
    /// The year as written.
    pub(in crate::validate) year: i64,
}

/// Why a text is no date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::validate) enum Fault {
    /// It is not of the form.
    Form,
    /// It is of the form, and no such day or time exists.
    Calendar(&'static str),
    /// It says 24:00:00.
    Hour24,
    /// It names this weekday, and should name that.
    Weekday(String, &'static str),
    /// It is allowed, and readers misread it.
    Problematical(&'static str),
}

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];
const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// Days from 1970-01-01 to a date of the Gregorian calendar.
fn days_from_epoch(year: i64, month: i64, day: i64) -> i64 {
    // Years begin in March, so that the leap day is the last one.
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Checks date, time and offset against calendar and clock.
fn moment(date: (i64, i64, i64), time: (i64, i64, i64), offset: i64) -> Result<Moment, Fault> {
    let ((year, month, day), (hour, minute, second)) = (date, time);
    if !(1..=12).contains(&month) {
        return Err(Fault::Calendar("there is no such month"));
    }
    if day < 1 || day > days_in_month(year, month) {
        return Err(Fault::Calendar("that month has no such day"));
    }
    if time == (24, 0, 0) {
        return Err(Fault::Hour24);
    }
    if hour > 23 || minute > 59 || second > 60 {
        return Err(Fault::Calendar("there is no such time of day"));
    }
    let seconds = days_from_epoch(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second;
    Ok(Moment {
        seconds: seconds - offset * 60,
        year,
    })
}

/// A reader of fixed-width fields.
struct Fields<'t>(&'t str);

impl<'t> Fields<'t> {
    fn number(&mut self, width: usize) -> Option<i64> {
        let digits = self.0.get(..width)?;
        let number = digits
            .bytes()
            .all(|b| b.is_ascii_digit())
            .then(|| digits.parse().ok())??;
        self.0 = &self.0[width..];
        Some(number)
    }

    fn mark(&mut self, mark: char) -> Option<()> {
        self.0 = self.0.strip_prefix(mark)?;
        Some(())
    }

    fn fraction(&mut self) -> Option<()> {
        let Some(rest) = self.0.strip_prefix('.') else {
            return Some(());
        };
        let end = rest
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(rest.len());
        self.0 = &rest[end..];
        (end > 0).then_some(())
    }

    /// `Z` or `±hh:mm`, in minutes.
    fn zone(&mut self) -> Option<i64> {
        if self.mark('Z').is_some() {
            return Some(0);
        }
        let sign = match self.0.chars().next()? {
            '+' => 1,
            '-' => -1,
            _ => return None,
        };
        self.0 = &self.0[1..];
        let hours = self.number(2)?;
        self.mark(':')?;
        let minutes = self.number(2)?;
        (hours < 24 && minutes < 60).then_some(sign * (hours * 60 + minutes))
    }

    fn end(&self) -> Option<()> {
        self.0.is_empty().then_some(())
    }
}

/// RFC 3339, section 5.6, in capitals as RFC 4287, section 3.3 wants it.
pub(in crate::validate) fn parse_rfc3339(text: &str) -> Result<Moment, Fault> {
    let mut fields = Fields(text);
    let mut parse = || {
        let date = full_date(&mut fields)?;
        fields.mark('T')?;
        let hour = fields.number(2)?;
        fields.mark(':')?;
        let minute = fields.number(2)?;
        fields.mark(':')?;
        let second = fields.number(2)?;
        fields.fraction()?;
        let offset = fields.zone()?;
        fields.end()?;
        Some((date, (hour, minute, second), offset))
    };
    let (date, time, offset) = parse().ok_or(Fault::Form)?;
    moment(date, time, offset)
}

fn full_date(fields: &mut Fields<'_>) -> Option<(i64, i64, i64)> {
    let year = fields.number(4)?;
    fields.mark('-')?;
    let month = fields.number(2)?;
    fields.mark('-')?;
    Some((year, month, fields.number(2)?))
}

/// W3C Date and Time Formats: as precise as one likes, with a zone where there is a time.
pub(in crate::validate) fn parse_w3cdtf(text: &str) -> Result<Moment, Fault> {
    let mut fields = Fields(text);
    let year = fields.number(4).ok_or(Fault::Form)?;
    let (mut month, mut day, mut time, mut offset) = (1, 1, (0, 0, 0), 0);
    let mut parse = || {
        if fields.end().is_some() {
            return Some(());
        }
        fields.mark('-')?;
        month = fields.number(2)?;
        if fields.end().is_some() {
            return Some(());
        }
        fields.mark('-')?;
        day = fields.number(2)?;
        if fields.end().is_some() {
            return Some(());
        }
        fields.mark('T')?;
        time.0 = fields.number(2)?;
        fields.mark(':')?;
        time.1 = fields.number(2)?;
        if fields.mark(':').is_some() {
            time.2 = fields.number(2)?;
            fields.fraction()?;
        }
        offset = fields.zone()?;
        fields.end()
    };
    parse().ok_or(Fault::Form)?;
    moment((year, month, day), time, offset)
}

/// RFC 822, section 5 as RFC 1123, 2822 and 5322 changed it.
pub(in crate::validate) fn parse_rfc822(text: &str) -> Result<Moment, Fault> {
    let uncommented = without_comments(text);
    let commented = uncommented.len() != text.len();
    let (weekday, rest) = match uncommented.split_once(',') {
        Some((weekday, rest)) => (Some(weekday.trim()), rest),
        None => (None, uncommented.as_str()),
    };
    let words: Vec<&str> = rest.split_ascii_whitespace().collect();
    let [day, month, year, clock, zone] = words.as_slice() else {
        return Err(Fault::Form);
    };
    let weekday_is_known = weekday.is_none_or(|name| {
        WEEKDAYS
            .iter()
            .any(|known| known.eq_ignore_ascii_case(name))
    });
    if !weekday_is_known {
        return Err(Fault::Form);
    }
    let day = digits(day, 1..=2).ok_or(Fault::Form)?;
    let month_index = MONTHS
        .iter()
        .position(|known| known.eq_ignore_ascii_case(month))
        .ok_or(Fault::Form)?;
    let month_number = i64::try_from(month_index).unwrap_or_default() + 1;
    let short_year = year.len() == 2;
    let year = match digits(year, 2..=4)
        .filter(|_| year.len() != 3)
        .ok_or(Fault::Form)?
    {
        year if short_year && year < 50 => 2000 + year,
        year if short_year => 1900 + year,
        year => year,
    };
    let time = clock_time(clock).ok_or(Fault::Form)?;
    let (offset, zone_is_usual) = named_zone(zone).ok_or(Fault::Form)?;
    let moment = moment((year, month_number, day), time, offset)?;
    if let Some(named) = weekday {
        let days = days_from_epoch(year, month_number, day);
        // 1970-01-01 was a Thursday.
        let index = usize::try_from((days + 3).rem_euclid(7)).unwrap_or_default();
        if !WEEKDAYS[index].eq_ignore_ascii_case(named) {
            return Err(Fault::Weekday(named.to_owned(), WEEKDAYS[index]));
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
    problem.map_or(Ok(moment), |problem| Err(Fault::Problematical(problem)))
}

/// Comments in parentheses may stand anywhere, and in each other.
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
        // RFC 2822, section 4.3: military zones were defined with the wrong sign, so they mean nothing.
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

/// Whether spaces and capitals are those of RFC 2822.
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

/// A date as Atom has it.
pub(in crate::validate) fn rfc3339(cx: &mut Context<'_>, value: &Value<'_>) {
    let parsed = parse_rfc3339(value.text());
    report(
        cx,
        value,
        parsed,
        &rules::INVALID_RFC3339_DATE,
        "2024-05-01T12:00:00Z",
    );
}

/// A date as RSS has it.
pub(in crate::validate) fn rfc822(cx: &mut Context<'_>, value: &Value<'_>) {
    let parsed = parse_rfc822(value.text());
    let example = "Wed, 01 May 2024 12:00:00 +0000";
    report(cx, value, parsed, &rules::INVALID_RFC2822_DATE, example);
}

/// A date as Dublin Core has it.
pub(in crate::validate) fn w3cdtf(cx: &mut Context<'_>, value: &Value<'_>) {
    let parsed = parse_w3cdtf(value.text());
    report(
        cx,
        value,
        parsed,
        &rules::INVALID_W3CDTF_DATE,
        "2024-05-01T12:00:00Z",
    );
}

/// A date of ISO 8601, of which only the W3C's forms are in use.
pub(in crate::validate) fn iso8601(cx: &mut Context<'_>, value: &Value<'_>) {
    let text = value.text();
    let parsed = parse_w3cdtf(text).or_else(|_| parse_w3cdtf(&format!("{text}Z")));
    report(
        cx,
        value,
        parsed,
        &rules::INVALID_ISO8601_DATE,
        "2024-05-01T12:00:00Z",
    );
}

fn report(
    cx: &mut Context<'_>,
    value: &Value<'_>,
    parsed: Result<Moment, Fault>,
    rule: &'static Rule,
    example: &str,
) {
    let called = value.called(&cx.names);
    let stands = quote(value.text());
    match parsed {
        Ok(moment) => plausible(cx, value, moment),
        Err(Fault::Form) => {
            cx.raise(
                rule,
                value,
                format!("{called} is {stands}; write it like `{example}`"),
            );
        }
        Err(Fault::Calendar(why)) => {
            cx.raise(rule, value, format!("{called} is {stands}; {why}"));
        }
        Err(Fault::Hour24) => {
            let message = format!("{called} is {stands}; write 00:00:00 of the next day");
            cx.raise(&rules::HOUR_OUT_OF_RANGE, value, message);
        }
        Err(Fault::Weekday(named, true_name)) => {
            let message = format!("{called} is {stands}; that day is `{true_name}`, not `{named}`");
            cx.raise(&rules::INCORRECT_DOW, value, message);
        }
        Err(Fault::Problematical(why)) => {
            let message = format!("{called} is {stands}; {why}: write it like `{example}`");
            cx.raise(&rules::PROBLEMATICAL_RFC822_DATE, value, message);
        }
    }
}

fn plausible(cx: &mut Context<'_>, value: &Value<'_>, moment: Moment) {
    /// A day's grace for clocks and zones that are wrong.
    const GRACE: i64 = 86_400;
    let is_future = cx
        .options
        .now
        .is_some_and(|now| moment.seconds > now.saturating_add(GRACE));
    if moment.year < 1990 || is_future {
        let message = format!(
            "{} is {}, which lies {}",
            value.called(&cx.names),
            quote(value.text()),
            if is_future {
                "in the future"
            } else {
                "before there were feeds"
            }
        );
        cx.raise(&rules::IMPLAUSIBLE_DATE, value, message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc3339_is_read_to_the_second() {
        let seconds = |text| parse_rfc3339(text).map(|m| m.seconds);
        assert_eq!(seconds("1970-01-01T00:00:00Z"), Ok(0));
        assert_eq!(seconds("2003-12-13T18:30:02.25+01:00"), Ok(1_071_336_602));
        assert_eq!(seconds("2000-02-29T12:00:00-05:00"), Ok(951_843_600));
        assert_eq!(seconds("2016-12-31T23:59:60Z"), Ok(1_483_228_800));
    }

    #[test]
    fn rfc3339_has_one_form() {
        for text in [
            "2003-12-13t18:30:02z",
            "2003-12-13 18:30:02Z",
            "2003-12-13T18:30Z",
            "2003-12-13",
            "2003-12-13T18:30:02+0100",
            "20031213T183002Z",
            "2003-12-13T18:30:02",
            "",
            "2003-12-13T18:30:02.Z",
        ] {
            assert_eq!(parse_rfc3339(text), Err(Fault::Form), "{text}");
        }
        assert!(matches!(
            parse_rfc3339("2003-02-29T18:30:02Z"),
            Err(Fault::Calendar(_))
        ));
        assert!(matches!(
            parse_rfc3339("2003-13-01T18:30:02Z"),
            Err(Fault::Calendar(_))
        ));
        assert_eq!(parse_rfc3339("2003-12-13T24:00:00Z"), Err(Fault::Hour24));
    }

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
                matches!(parse_rfc822(text), Err(Fault::Problematical(_))),
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
            assert_eq!(parse_rfc822(text), Err(Fault::Form), "{text}");
        }
        assert!(matches!(
            parse_rfc822("Sat, 31 Jun 2006 23:08:26 +1000"),
            Err(Fault::Calendar(_))
        ));
        assert!(matches!(
            parse_rfc822("Thu, 19 Jul 2006 23:08:26 +1000"),
            Err(Fault::Weekday(..))
        ));
    }

    #[test]
    fn w3cdtf_is_as_precise_as_one_likes() {
        for text in [
            "2002",
            "2002-12",
            "2002-12-31",
            "2002-12-31T19:20+01:00",
            "2002-12-31T19:20:30.45+01:00",
        ] {
            assert!(parse_w3cdtf(text).is_ok(), "{text}");
        }
        for text in [
            "2002-12-31T19:20",
            "2002-1",
            "Mon, 31 Dec 2002",
            "2002-12-31T19:20:30+0100",
        ] {
            assert_eq!(parse_w3cdtf(text), Err(Fault::Form), "{text}");
        }
    }
}
