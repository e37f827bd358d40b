//! Dates with the English name of the month.
//!
//! Read: RFC 5322 (RFC 822, RFC 2822) `Fri, 3 Sep 2021 10:00:00 +0000`; `date` and `ctime`
//! `Fri Sep 3 10:00:00 CEST 2021`; JavaScript `Fri Sep 03 2021 10:00:00 GMT+0800 (…)`; RFC 850
//! `Friday, 03-Sep-21`; and what people write: `3 September 2021`, `3rd of Sept. 2021`,
//! `September 3, 2021`, `Sep 3, 2021 at 10:00 AM`.
//!
//! A year of two digits is read by RFC 5322, section 4.3 (`00`–`49` are 2000–2049) where a weekday
//! vouches for it. Names in other languages, and a time before the date, are refused.

use chrono::NaiveDate;

use super::calendar::date;
use super::clock;
use super::error::{DateErrorKind, Result};
use super::names::month_number;
use super::offset;
use super::parts::DateParts;
use super::scan::{DateScanner, Number};

/// Reads `3 September 2021` from behind the day.
pub(super) fn day_first(
    scanner: &mut DateScanner<'_>,
    day: Number,
    has_weekday: bool,
) -> Result<NaiveDate> {
    ordinal(scanner);
    divider(scanner);
    let bookmark = *scanner;
    if scanner.word().eq_ignore_ascii_case("of") {
        divider(scanner);
    } else {
        *scanner = bookmark;
    }
    let month = month(scanner)?;
    divider(scanner);
    let year = year(scanner, has_weekday)?;
    date(scanner, year, month, day)
}

/// Reads `September 3, 2021`, or the whole of `Sep 3 10:00:00 CEST 2021`.
pub(super) fn month_first(scanner: &mut DateScanner<'_>) -> Result<DateParts> {
    let month = month(scanner)?;
    divider(scanner);
    let day = scanner.pair("the day")?;
    ordinal(scanner);
    divider(scanner);

    let mut ahead = *scanner;
    ahead.digits();
    if ahead.peek() != Some(b':') {
        let year = year(scanner, false)?;
        return Ok(DateParts::day(date(scanner, year, month, day)?));
    }
    let clock = clock::parse(scanner, false)?;
    let zone = offset::parse(scanner, false)?;
    scanner.spaces();
    let year = year(scanner, false)?;
    Ok(DateParts {
        date: date(scanner, year, month, day)?,
        clock: Some(clock),
        zone,
    })
}

/// The name of a month, with a point if it is shortened.
fn month(scanner: &mut DateScanner<'_>) -> Result<Number> {
    let mut ahead = *scanner;
    let start = ahead.pos();
    let word = ahead.word();
    let begins = || month_number(word.get(..3)?).filter(|_| scanner.rules().month_prefixes);
    let Some(value) = month_number(word).or_else(begins) else {
        return Err(scanner.expected("the name of the month"));
    };
    ahead.eat(".");
    *scanner = ahead;
    Ok(Number {
        value,
        start,
        len: word.len(),
    })
}

fn year(scanner: &mut DateScanner<'_>, has_weekday: bool) -> Result<Number> {
    let year = scanner.number("the year")?;
    match (year.len, has_weekday) {
        (2, true) if year.value < 50 => Ok(Number {
            value: 2000 + year.value,
            ..year
        }),
        (2, true) => Ok(Number {
            value: 1900 + year.value,
            ..year
        }),
        (1..=3, _) => Err(scanner.wrong(DateErrorKind::ShortYear, year)),
        _ => Ok(year),
    }
}

/// Steps over the ending of `3rd`.
fn ordinal(scanner: &mut DateScanner<'_>) {
    let mut ahead = *scanner;
    let ending = ahead.word();
    if ["st", "nd", "rd", "th"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(ending))
    {
        *scanner = ahead;
    }
}

/// Steps over what divides day, month and year: white space, a comma, a hyphen, a point.
fn divider(scanner: &mut DateScanner<'_>) {
    scanner.eat_any(&[",", "-", ".", "/"]);
    scanner.spaces();
}
