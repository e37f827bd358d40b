//! Dates in numbers, the year first.
//!
//! Read: `2021-03-04`, `2021/3/4`, `2021.03.04`, `2021年3月4日` (also `号`, `년 월 일`, with spaces,
//! with `星期四` behind), `20210304`, `20210304103005`, and with the month's name in the middle
//! (`2021-Mar-04`, `2021 March 4`).
//!
//! Refused: two different separators; a year of two digits; the day or the month first; a week
//! (`2021-W09`), a day of the year (`2021-063`), a month alone; bare numbers of other lengths, which
//! may count seconds since 1970.

use chrono::{NaiveDate, Weekday};

use super::calendar::date;
use super::clock::{self, Clock};
use super::error::{DateErrorKind, Result};
use super::names::month_number;
use super::scan::{DateScanner, Number};
use super::timestamp::Timestamp;

/// Reads a date whose year, of four digits or more, is read already.
pub(super) fn parse(
    scanner: &mut DateScanner<'_>,
    year: Number,
) -> Result<(NaiveDate, Option<Clock>)> {
    match year.len {
        8 | 14 => return compact(scanner, year),
        4 | 5 => {}
        _ => return Err(unix_time(scanner, year)),
    }
    if let Some(separator) = scanner.eat_any(&["-", "/", "."]) {
        let day = separated(scanner, year, separator)?;
        return Ok((day, None));
    }
    let mut ahead = *scanner;
    let spaced = ahead.spaces();
    if ahead.eat_any(&["年", "년"]).is_some() {
        *scanner = ahead;
        let day = marked(scanner, year)?;
        return Ok((day, None));
    }
    if spaced && ahead.at_letter() {
        *scanner = ahead;
        let month = month(scanner)?;
        scanner.spaces();
        let day = scanner.pair("the day")?;
        return Ok((date(scanner, year, month, day)?, None));
    }
    Err(if !scanner.at_end() {
        scanner.expected("`-`")
    } else if year.len == 5 {
        unix_time(scanner, year)
    } else {
        scanner.expected("the month")
    })
}

/// `03-04` after `2021-`.
fn separated(
    scanner: &mut DateScanner<'_>,
    year: Number,
    separator: &'static str,
) -> Result<NaiveDate> {
    let month = month(scanner)?;
    if !scanner.eat(separator) {
        return Err(match separator {
            _ if scanner.at_end() => scanner.expected("the day"),
            "-" => scanner.expected("`-`"),
            "/" => scanner.expected("`/`"),
            _ => scanner.expected("`.`"),
        });
    }
    let day = scanner.pair("the day")?;
    date(scanner, year, month, day)
}

/// `3月4日` after `2021年`.
fn marked(scanner: &mut DateScanner<'_>, year: Number) -> Result<NaiveDate> {
    scanner.spaces();
    let month = scanner.pair("the month")?;
    scanner.spaces();
    if scanner.eat_any(&["月", "월"]).is_none() {
        return Err(scanner.expected("`月`"));
    }
    scanner.spaces();
    let day = scanner.pair("the day")?;
    scanner.spaces();
    if scanner.eat_any(&["日", "号", "號", "일"]).is_none() {
        return Err(scanner.expected("`日`"));
    }
    let date = date(scanner, year, month, day)?;
    check_weekday(scanner, date)?;
    Ok(date)
}

/// Steps over `星期四` or `周四`, with or without parentheses, if it comes next.
fn check_weekday(scanner: &mut DateScanner<'_>, date: NaiveDate) -> Result<()> {
    use chrono::Datelike;
    let mut ahead = *scanner;
    ahead.spaces();
    let start = ahead.pos();
    let open = ahead.eat_any(&["(", "（"]);
    if ahead.eat_any(&["星期", "周", "週"]).is_none() {
        return Ok(());
    }
    let claimed = match ahead.eat_any(&["一", "二", "三", "四", "五", "六", "日", "天"]) {
        Some("一") => Weekday::Mon,
        Some("二") => Weekday::Tue,
        Some("三") => Weekday::Wed,
        Some("四") => Weekday::Thu,
        Some("五") => Weekday::Fri,
        Some("六") => Weekday::Sat,
        Some(_) => Weekday::Sun,
        None => return Ok(()),
    };
    if claimed != date.weekday() {
        return Err(ahead.wrong_since(DateErrorKind::Weekday { date, claimed }, start));
    }
    if open.is_some() {
        ahead.eat_any(&[")", "）"]);
    }
    *scanner = ahead;
    Ok(())
}

/// A month in digits or by its English name.
fn month(scanner: &mut DateScanner<'_>) -> Result<Number> {
    if !scanner.at_letter() {
        return scanner.pair("the month");
    }
    let mut ahead = *scanner;
    let start = ahead.pos();
    let word = ahead.word();
    let Some(value) = month_number(word) else {
        return Err(scanner.expected("the month"));
    };
    *scanner = ahead;
    Ok(Number {
        value,
        start,
        len: word.len(),
    })
}

/// `20210304` or `20210304103005`, read as one number.
fn compact(scanner: &DateScanner<'_>, all: Number) -> Result<(NaiveDate, Option<Clock>)> {
    // Read again, for fourteen digits overflow the number.
    let digits = &scanner.since(all.start)[..all.len];
    let part = |from: usize, to: usize| Number {
        value: digits[from..to].parse().unwrap_or(u32::MAX),
        start: all.start + from,
        len: to - from,
    };
    let date = date(scanner, part(0, 4), part(4, 6), part(6, 8))?;
    let clock = match all.len {
        14 => Some(clock::build(
            scanner,
            part(8, 10),
            part(10, 12),
            part(12, 14),
        )?),
        _ => None,
    };
    Ok((date, clock))
}

/// An error that shows which time a bare number may have meant.
fn unix_time(scanner: &DateScanner<'_>, number: Number) -> super::DateError {
    let seconds = scanner.since(number.start)[..number.len]
        .parse::<i64>()
        .ok()
        .and_then(|value| match number.len {
            9 | 10 => Some(value),
            12 | 13 => Some(value / 1000),
            _ => None,
        });
    let as_unix = seconds.and_then(|seconds| Timestamp::from_unix(seconds, 0));
    scanner.wrong(DateErrorKind::UnixTime(as_unix), number)
}
