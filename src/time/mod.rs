//! The only date code: text to instant, instant to RFC 822 and RFC 3339. Never reads the clock.
//!
//! [`Timestamp::parse`] takes every shape of date that people write and that has one meaning; each
//! family of shapes has a file, whose header says what it takes and what not:
//!
//! | file | dates such as |
//! |---|---|
//! | `numeric` | `2021-03-04T10:30:05.123Z`, `2021/3/4`, `2021年3月4日` |
//! | `named` | `Fri, 3 Sep 2021 10:00:00 +0000`, `September 3, 2021` |
//! | `clock` | the time of day in either |
//! | `offset` | what follows it: `+08:00`, `CET`, `Asia/Shanghai` |
//! | `path` | `2021-03-04-title.md`, `2021/03/04/title.md` |
//!
//! # What is decided here
//!
//! - No zone: the one that the caller gives. No time: midnight in that zone.
//! - A local time that a clock change skips is moved forward by the gap, as in `java.time`; of one
//!   that occurs twice the first is taken.
//! - 23:59:60 UTC is the second after it; `24:00` is refused.
//! - What has several meanings (`01/02/2020`, `CST`) or contradicts itself (a weekday that the date
//!   does not have, two offsets) is an error, never a guess.
//! - Years 1 to 9999, in UTC and in the offset as written; offsets up to 18 hours.
//! - Rules of time zones are compiled in, so that every machine reads the same instant.

mod calendar;
mod clock;
mod error;
mod named;
mod numeric;
mod offset;
mod path;
mod present;
mod print;
mod record;
mod scan;
#[cfg(test)]
mod tests;
mod zone;

use chrono::format::{Item, StrftimeItems};
use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, Timelike};
use serde::{Deserialize, Serialize};

pub use error::{DateError, DateErrorKind};
pub use path::{FileDate, from_path};
pub use present::Present;
pub use zone::{Zone, ZoneError};

use clock::Clock;
use error::{Result, half_width};
use offset::Place;
use scan::Scanner;

/// An instant, with the offset it was written with; both in the years 1 to 9999.
///
/// Two of them are equal, and ordered, by instant; the offset counts for nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "record::Record", try_from = "record::Record")]
pub struct Timestamp(DateTime<FixedOffset>);

impl Timestamp {
    /// Reads a date as people write it; `zone` is where it was written, if it does not say so.
    ///
    /// ```
    /// use feedmill::time::{Timestamp, Zone};
    ///
    /// let shanghai = Zone::parse("Asia/Shanghai").unwrap();
    /// let time = Timestamp::parse("2025-5-18 21:36", &shanghai).unwrap();
    /// assert_eq!(time.to_rfc3339(), "2025-05-18T21:36:00+08:00");
    /// assert_eq!(time.to_rfc822(), "Sun, 18 May 2025 13:36:00 +0000");
    /// ```
    ///
    /// # Errors
    ///
    /// If it is impossible, or has several meanings, or is no date at all.
    pub fn parse(text: &str, zone: &Zone) -> Result<Self> {
        let mut scanner = Scanner::new(text);
        let start = scanner.pos();
        parse_parts(&mut scanner)
            .and_then(|parts| parts.resolve(&scanner, start, *zone))
            .map_err(|error| better_reason(text, error))
    }

    /// Reads a date in the form of RFC 3339, section 5.6, and no other.
    ///
    /// # Errors
    ///
    /// If it has another form or is impossible.
    pub fn from_rfc3339(text: &str) -> Result<Self> {
        if is_rfc3339(text.as_bytes()) {
            Self::parse(text, &Zone::utc())
        } else {
            Err(DateError::new(
                DateErrorKind::NotRfc3339,
                text,
                0,
                text.len(),
            ))
        }
    }

    /// `seconds` and `nanos` after 1970 began in UTC; `None` outside the years 1 to 9999 and for
    /// more than 999,999,999 nanoseconds.
    pub fn from_unix(seconds: i64, nanos: u32) -> Option<Self> {
        if nanos > 999_999_999 {
            return None;
        }
        Self::new(DateTime::from_timestamp(seconds, nanos)?.fixed_offset())
    }

    /// Seconds since 1970 in UTC.
    pub fn unix_seconds(self) -> i64 {
        self.0.timestamp()
    }

    /// The same instant on the clocks of `zone`; unchanged if it is year 0 or 10000 there.
    #[must_use]
    pub fn in_zone(self, zone: &Zone) -> Self {
        Self::new(zone.at(self.0.naive_utc())).unwrap_or(self)
    }

    /// The year, 1–9999, at its offset.
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// The month, 1–12, at its offset.
    pub fn month(self) -> u32 {
        self.0.month()
    }

    /// The day of the month, 1–31, at its offset.
    pub fn day(self) -> u32 {
        self.0.day()
    }

    /// The hour, 0–23, at its offset.
    pub fn hour(self) -> u32 {
        self.0.hour()
    }

    /// The minute, 0–59, at its offset.
    pub fn minute(self) -> u32 {
        self.0.minute()
    }

    /// The second, 0–59, at its offset.
    pub fn second(self) -> u32 {
        self.0.second()
    }

    /// The date and time at its offset, in the notation of C's `strftime`, in English; what is no
    /// such notation stays as it is.
    pub fn strftime(self, notation: &str) -> String {
        let items: Option<Vec<_>> = StrftimeItems::new(notation)
            .map(|item| (item != Item::Error).then_some(item))
            .collect();
        match items {
            Some(items) => self.0.format_with_items(items.iter()).to_string(),
            None => notation.to_owned(),
        }
    }

    fn new(time: DateTime<FixedOffset>) -> Option<Self> {
        let can_be_written = |year| (1..=9999).contains(&year);
        (can_be_written(time.year()) && can_be_written(time.naive_utc().year()))
            .then_some(Timestamp(time))
    }
}

/// What a text says, before it is an instant.
struct Parts {
    date: NaiveDate,
    clock: Option<Clock>,
    place: Option<Place>,
}

impl Parts {
    fn of_day(date: NaiveDate) -> Self {
        Parts {
            date,
            clock: None,
            place: None,
        }
    }

    fn resolve(self, scanner: &Scanner<'_>, start: usize, zone: Zone) -> Result<Timestamp> {
        let clock = self.clock.unwrap_or(Clock::MIDNIGHT);
        let local = self.date.and_time(clock.time);
        let time = match self.place.unwrap_or(Place::Zone(zone)) {
            Place::Offset(offset) => DateTime::from_naive_utc_and_offset(local - offset, offset),
            Place::Zone(zone) => zone.resolve(local),
        };
        if let Some(second) = clock.leap {
            let utc = time.naive_utc();
            if (utc.hour(), utc.minute()) != (23, 59) {
                return Err(scanner.wrong(DateErrorKind::Second, second));
            }
        }
        Timestamp::new(time + clock.excess())
            .ok_or_else(|| scanner.wrong_since(DateErrorKind::OutOfRange, start))
    }
}

fn parse_parts(scanner: &mut Scanner<'_>) -> Result<Parts> {
    if scanner.at_end() {
        return Err(scanner.wrong_rest(DateErrorKind::Empty));
    }
    let weekday = weekday(scanner);
    let start = scanner.pos();
    let mut rfc822 = false;
    let mut parts = match scanner.digits() {
        None => named::month_first(scanner)?,
        Some(number) if number.len <= 2 => {
            refuse_other_orders(scanner, number)?;
            rfc822 = true;
            Parts::of_day(named::day_first(scanner, number, weekday.is_some())?)
        }
        Some(year) if year.len == 3 => {
            return Err(scanner.wrong(DateErrorKind::ShortYear, year));
        }
        Some(year) => {
            let (date, clock) = numeric::parse(scanner, year)?;
            Parts {
                clock,
                ..Parts::of_day(date)
            }
        }
    };
    if let Some(claimed) = weekday
        && claimed != parts.date.weekday()
    {
        let date = parts.date;
        return Err(scanner.wrong_since(DateErrorKind::Weekday { date, claimed }, start));
    }
    if parts.clock.is_none() {
        parts.clock = clock_after_date(scanner)?;
    }
    // An offset that touches the date could be one more part of it: `2021-03-04-05`.
    let is_offset_clear = parts.clock.is_some() || scanner.peek() != Some(b'-');
    if parts.place.is_none() && is_offset_clear {
        parts.place = offset::parse(scanner, rfc822)?;
    }
    if scanner.at_end() {
        Ok(parts)
    } else {
        Err(scanner.wrong_rest(DateErrorKind::Trailing))
    }
}

/// `Fri, `, `Friday `.
fn weekday(scanner: &mut Scanner<'_>) -> Option<chrono::Weekday> {
    let mut ahead = *scanner;
    let day = calendar::weekday(ahead.word())?;
    ahead.eat_any(&[".", ","]);
    ahead.eat(",");
    ahead.spaces();
    *scanner = ahead;
    Some(day)
}

/// Refuses a time without a day, and numbers of which nobody knows which is the day.
fn refuse_other_orders(scanner: &Scanner<'_>, first: scan::Number) -> Result<()> {
    let mut ahead = *scanner;
    let kind = match ahead.peek() {
        Some(b':') => DateErrorKind::TimeAlone,
        Some(b'/' | b'-' | b'.') => {
            ahead.take(|byte| matches!(byte, b'/' | b'-' | b'.'));
            if !ahead.at_digit() {
                return Ok(());
            }
            DateErrorKind::UncertainOrder
        }
        _ => return Ok(()),
    };
    ahead.take(|byte| !byte.is_ascii_whitespace());
    Err(ahead.wrong_since(kind, first.start))
}

/// The time of day behind a date: after `T`, white space, a comma or `at`.
fn clock_after_date(scanner: &mut Scanner<'_>) -> Result<Option<Clock>> {
    let mut ahead = *scanner;
    if ahead.eat_any(&["T", "t"]).is_some() {
        *scanner = ahead;
        return clock::parse(scanner, true).map(Some);
    }
    ahead.eat(",");
    ahead.spaces();
    if ahead.eat("at ") {
        ahead.spaces();
    }
    if ahead.at_digit() || clock::begins_with_half(&ahead) {
        *scanner = ahead;
        return clock::parse(scanner, false).map(Some);
    }
    Ok(None)
}

/// The shape of RFC 3339, section 5.6, whatever its numbers.
fn is_rfc3339(text: &[u8]) -> bool {
    let shaped = |text: &[u8], shape: &[u8]| {
        text.len() == shape.len()
            && text.iter().zip(shape).all(|(byte, shape)| match shape {
                b'd' => byte.is_ascii_digit(),
                b'T' => matches!(byte, b'T' | b't'),
                b'+' => matches!(byte, b'+' | b'-'),
                _ => byte == shape,
            })
    };
    let Some((time, mut rest)) = text.split_at_checked("2006-01-02T15:04:05".len()) else {
        return false;
    };
    if let Some(fraction) = rest.strip_prefix(b".") {
        let digits = fraction
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        if digits == 0 {
            return false;
        }
        rest = &fraction[digits..];
    }
    shaped(time, b"dddd-dd-ddTdd:dd:dd") && (matches!(rest, b"Z" | b"z") || shaped(rest, b"+dd:dd"))
}

/// Why `text` is no date, if there is a better reason than `error`.
fn better_reason(text: &str, error: DateError) -> DateError {
    let whole = |kind| {
        let start = text.len() - text.trim_start().len();
        DateError::new(kind, text, start, text.trim().len())
    };
    if ["{{", "{%", "<%", "${"]
        .iter()
        .any(|open| text.contains(open))
    {
        return whole(DateErrorKind::Placeholder);
    }
    let is_shape_wrong = matches!(
        error.kind(),
        DateErrorKind::Expected(_) | DateErrorKind::Missing(_) | DateErrorKind::Trailing
    );
    if !is_shape_wrong {
        return error;
    }
    if let Some((at, c)) = text.char_indices().find(|(_, c)| half_width(*c).is_some()) {
        return DateError::new(DateErrorKind::FullWidth, text, at, c.len_utf8());
    }
    if text.contains(|c: char| c.is_ascii_digit()) {
        error
    } else {
        whole(DateErrorKind::NotADate)
    }
}
