//! The time of day.
//!
//! Read: `10:30`, `10:30:05`, `9:05`, `10h30`, one to nine fraction digits after `.` or `,` (more are cut
//! off), `10:30 AM`, `10 p.m.`, `12时30分05秒`, `下午3:04`, and after a `T` also `1030` and `103005`.
//!
//! `24:00` is refused, unless a generator takes it: RFC 3339 has no hour 24. The second 60 is taken where UTC inserts leap
//! seconds, at 23:59:60 UTC, and counts as the second after it, as in POSIX.

use chrono::{NaiveTime, TimeDelta};

use super::error::{DateErrorKind, Result};
use super::scan::{DateScanner, Number};

/// A time of day as written.
#[derive(Clone, Copy)]
pub(super) struct Clock {
    /// The time; 59 seconds if a leap second was written.
    pub(super) time: NaiveTime,
    /// The leap second, if one was written.
    pub(super) leap: Option<Number>,
    /// Whether it is the midnight that ends the day; `time` is the one that begins it.
    pub(super) ends_day: bool,
}

impl Clock {
    /// The start of the day.
    pub(super) const MIDNIGHT: Clock = Clock {
        time: NaiveTime::MIN,
        leap: None,
        ends_day: false,
    };

    /// How much later than `time` the written time is.
    pub(super) fn excess(&self) -> TimeDelta {
        TimeDelta::days(i64::from(self.ends_day))
            + TimeDelta::seconds(i64::from(self.leap.is_some()))
    }
}

/// Reads a time of day. `compact` allows it to have no colons.
pub(super) fn parse(scanner: &mut DateScanner<'_>, compact: bool) -> Result<Clock> {
    let half = half_of_day(scanner);
    let hour = scanner.number("the hour")?;
    if compact && matches!(hour.len, 4 | 6) {
        return parse_compact(scanner, hour);
    }
    let hour = hour.of_two_digits();

    let zero = Number { value: 0, ..hour };
    let (mut minute, mut second, mut nanos) = (zero, zero, 0);
    let mut bare = true;
    if scanner.eat(":") {
        bare = false;
        minute = scanner.pair("the minute")?;
        let mut ahead = *scanner;
        if ahead.eat(":") && (ahead.at_digit() || !scanner.rules().ignores_rest) {
            *scanner = ahead;
            second = scanner.pair("the second")?;
            nanos = fraction(scanner);
        }
    } else if scanner.eat("h") {
        bare = false;
        minute = scanner.digits().map_or(minute, Number::of_two_digits);
    } else if scanner.eat_any(&["时", "時", "点", "點", "시"]).is_some() {
        bare = false;
        let bookmark = *scanner;
        scanner.spaces();
        match scanner.digits() {
            Some(number) if scanner.eat_any(&["分", "분"]).is_some() => {
                minute = number;
                let bookmark = *scanner;
                scanner.spaces();
                match scanner.digits() {
                    Some(number) if scanner.eat_any(&["秒", "초"]).is_some() => second = number,
                    _ => *scanner = bookmark,
                }
            }
            _ => *scanner = bookmark,
        }
    }
    let half = half.or_else(|| meridiem(scanner));
    if bare && half.is_none() {
        return Err(scanner.expected("the minute"));
    }
    build_with(scanner, hour, half, minute, second, nanos)
}

/// `1030` or `103005`, already read as one number.
fn parse_compact(scanner: &mut DateScanner<'_>, all: Number) -> Result<Clock> {
    let part = |value: u32, index: usize| Number {
        value: value % 100,
        start: all.start + 2 * index,
        len: 2,
    };
    let (hour, minute, second) = if all.len == 4 {
        (part(all.value / 100, 0), part(all.value, 1), part(0, 1))
    } else {
        let minutes = all.value / 100;
        (part(minutes / 100, 0), part(minutes, 1), part(all.value, 2))
    };
    let nanos = fraction(scanner);
    build_with(scanner, hour, None, minute, second, nanos)
}

/// Half of a day.
#[derive(Clone, Copy, PartialEq)]
enum Half {
    Am,
    Pm,
}

/// Whether `上午`, `下午` or one of their relatives comes next.
pub(super) fn begins_with_half(scanner: &DateScanner<'_>) -> bool {
    half_of_day(&mut scanner.clone()).is_some()
}

/// `上午` or `下午` and their relatives, before the hour.
fn half_of_day(scanner: &mut DateScanner<'_>) -> Option<Half> {
    let half = match scanner.eat_any(&["上午", "下午", "午前", "午後", "오전", "오후"])?
    {
        "上午" | "午前" | "오전" => Half::Am,
        _ => Half::Pm,
    };
    scanner.spaces();
    Some(half)
}

/// `am`, `PM`, `p.m.`, with or without a space before it.
fn meridiem(scanner: &mut DateScanner<'_>) -> Option<Half> {
    let mut ahead = *scanner;
    ahead.spaces();
    let word = ahead.take(|byte| byte.is_ascii_alphabetic() || byte == b'.');
    let half = match word {
        _ if word.eq_ignore_ascii_case("am") || word.eq_ignore_ascii_case("a.m.") => Half::Am,
        _ if word.eq_ignore_ascii_case("pm") || word.eq_ignore_ascii_case("p.m.") => Half::Pm,
        _ => return None,
    };
    *scanner = ahead;
    Some(half)
}

/// Nanoseconds from the digits after `.` or `,`; what lies beyond the ninth is cut off. A point
/// without digits is a fraction of zero (YAML 1.1 allows it); a comma without them is none.
fn fraction(scanner: &mut DateScanner<'_>) -> u32 {
    let mut ahead = *scanner;
    match ahead.eat_any(&[".", ","]) {
        Some(".") => {}
        Some(_) if ahead.at_digit() => {}
        _ => return 0,
    }
    let digits = ahead.take(|byte| byte.is_ascii_digit());
    *scanner = ahead;
    let mut nanos = 0;
    let mut worth = 100_000_000;
    for digit in digits.bytes().take(9) {
        nanos += u32::from(digit - b'0') * worth;
        worth /= 10;
    }
    nanos
}

/// The time of day that three numbers name.
///
/// # Errors
///
/// About the first of them that is impossible.
pub(super) fn build(
    scanner: &DateScanner<'_>,
    hour: Number,
    minute: Number,
    second: Number,
) -> Result<Clock> {
    build_with(scanner, hour, None, minute, second, 0)
}

fn build_with(
    scanner: &DateScanner<'_>,
    hour: Number,
    half: Option<Half>,
    minute: Number,
    second: Number,
    nanos: u32,
) -> Result<Clock> {
    let ends_day = scanner.rules().overflows
        && (hour.value, minute.value, second.value, nanos) == (24, 0, 0, 0);
    let h = match (half, hour.value) {
        (None, 24) if ends_day => 0,
        (None, h @ 0..=23) => h,
        (Some(Half::Am), 12) => 0,
        (Some(Half::Am), h @ 0..=11) => h,
        (Some(Half::Pm), 12) => 12,
        (Some(Half::Pm), h @ 1..=11) => h + 12,
        _ => return Err(scanner.wrong(DateErrorKind::Hour, hour)),
    };
    if minute.value > 59 {
        return Err(scanner.wrong(DateErrorKind::Minute, minute));
    }
    let leap = (second.value == 60).then_some(second);
    let s = if leap.is_some() { 59 } else { second.value };
    let time = NaiveTime::from_hms_nano_opt(h, minute.value, s, nanos)
        .ok_or_else(|| scanner.wrong(DateErrorKind::Second, second))?;
    Ok(Clock {
        time,
        leap,
        ends_day,
    })
}
