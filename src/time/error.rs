//! Why a text is not a date, in plain words.

use std::fmt;

use chrono::{Datelike, NaiveDate, Weekday};

use super::names::{days_in_month, month_name, weekday_name};
use super::timestamp::Timestamp;

pub(super) type Result<T> = std::result::Result<T, DateError>;

/// Why a text is not a date: what is wrong, and which part of the text it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateError {
    kind: DateErrorKind,
    found: String,
    offset: usize,
    len: usize,
}

/// What is wrong with a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DateErrorKind {
    /// Nothing, or only white space.
    Empty,
    /// A placeholder that a template engine was to fill in: `{{date}}`.
    Placeholder,
    /// Nothing like a date.
    NotADate,
    /// Full-width digits or punctuation.
    FullWidth,
    /// A time without a day.
    TimeAlone,
    /// The text ends before the part named here.
    Missing(&'static str),
    /// Something else stands where the part named here belongs.
    Expected(&'static str),
    /// Day, month and year in an order that nobody can be sure of: `01/02/2020`.
    UncertainOrder {
        /// The date if the first number is the day.
        day_first: NaiveDate,
        /// The date if it is the month.
        month_first: NaiveDate,
    },
    /// A year of two digits without a weekday that would prove the century.
    ShortYear,
    /// A number of seconds or milliseconds since 1970; as it would read.
    UnixTime(Option<Timestamp>),
    /// A year outside 1–9999.
    Year,
    /// A month outside 1–12.
    Month,
    /// A day that the month does not have.
    Day {
        /// The year, 1–9999.
        year: i32,
        /// The month, 1–12.
        month: u32,
    },
    /// An hour outside 0–23, or outside 0–12 with `am` or `pm`.
    Hour,
    /// A minute outside 0–59.
    Minute,
    /// A second outside 0–59, or a leap second that is not at 23:59:60 UTC.
    Second,
    /// A weekday that the date does not have.
    Weekday {
        /// The date.
        date: NaiveDate,
        /// The weekday that the text claims.
        claimed: Weekday,
    },
    /// An offset that no clock has, or with more than 59 minutes.
    Offset,
    /// A second offset after the first.
    SecondOffset,
    /// An abbreviation that means several zones: `CST`.
    AmbiguousZone,
    /// The name of a time zone that the site's generator does not read.
    IgnoredZone,
    /// A name that is not a time zone.
    UnknownZone,
    /// A day that falls outside the years 1–9999 in UTC.
    OutOfRange,
    /// Text after the date that does not belong to it.
    Trailing,
    /// A date in another shape than RFC 3339, where only that is taken.
    NotRfc3339,
}

impl DateError {
    /// An error about the `len` bytes of `text` from `offset`.
    pub(super) fn new(kind: DateErrorKind, text: &str, offset: usize, len: usize) -> Self {
        let part = &text[offset..offset + len];
        let mut found: String = part.chars().take(EXCERPT).collect();
        if found.len() < part.len() {
            found.push('…');
        }
        DateError {
            kind,
            found,
            offset,
            len,
        }
    }

    /// What is wrong.
    pub fn kind(&self) -> DateErrorKind {
        self.kind
    }

    /// Where the wrong part begins in the text, in bytes.
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// How long the wrong part is, in bytes; 0 if something is missing.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether something is missing rather than wrong.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }
}

/// How many characters of the wrong part a message shows.
const EXCERPT: usize = 40;

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let found = &self.found;
        match self.kind {
            DateErrorKind::Empty => f.write_str("no date: the text is empty"),
            DateErrorKind::Placeholder => write!(f, "no date: a template placeholder `{found}`"),
            DateErrorKind::NotADate => write!(f, "`{found}` is not a date"),
            DateErrorKind::FullWidth => {
                write!(f, "a full-width `{found}`")?;
                match found.chars().next().and_then(half_width) {
                    Some(half) => write!(f, " where `{half}` belongs"),
                    None => Ok(()),
                }
            }
            DateErrorKind::TimeAlone => write!(f, "no day: `{found}` is only a time"),
            DateErrorKind::Missing(what) => write!(f, "it ends before {what}"),
            DateErrorKind::Expected(what) => write!(f, "`{found}` where {what} belongs"),
            DateErrorKind::UncertainOrder {
                day_first,
                month_first,
            } => write!(
                f,
                "`{found}` may be {} or {}: write {day_first} or {month_first}",
                in_words(day_first),
                in_words(month_first)
            ),
            DateErrorKind::ShortYear => write!(f, "the year `{found}` lacks its century"),
            DateErrorKind::UnixTime(as_unix) => {
                write!(f, "`{found}` is a bare number, not a date")?;
                match as_unix {
                    Some(time) => write!(f, "; as Unix time it is {}", time.to_rfc3339()),
                    None => Ok(()),
                }
            }
            DateErrorKind::Year => write!(f, "year {found}: only 1 to 9999 can be written"),
            DateErrorKind::Month => write!(f, "there is no month {found}"),
            DateErrorKind::Day { year, month } => {
                let days = days_in_month(year, month);
                let month = month_name(month);
                write!(f, "{month} {year} has {days} days: there is no day {found}")
            }
            DateErrorKind::Hour if found == "24" => {
                f.write_str("there is no hour 24: write 00:00 of the next day")
            }
            DateErrorKind::Hour => write!(f, "there is no hour {found}"),
            DateErrorKind::Minute => write!(f, "there is no minute {found}"),
            DateErrorKind::Second => write!(f, "there is no second {found}"),
            DateErrorKind::Weekday { date, claimed } => {
                let is = weekday_name(date.weekday());
                let claimed = weekday_name(claimed);
                write!(f, "{} is a {is}, not a {claimed}", in_words(date))
            }
            DateErrorKind::Offset => {
                write!(f, "an offset of {found}: they go from -12:00 to +14:00")
            }
            DateErrorKind::SecondOffset => write!(f, "a second offset, `{found}`"),
            DateErrorKind::AmbiguousZone => write!(
                f,
                "the zone `{found}` has several meanings: write an offset, such as +08:00"
            ),
            DateErrorKind::IgnoredZone => {
                write!(f, "the site's generator ignores the zone `{found}`")
            }
            DateErrorKind::UnknownZone => write!(f, "`{found}` is not a time zone"),
            DateErrorKind::OutOfRange => {
                write!(f, "`{found}` is outside the years 1 to 9999 in UTC")
            }
            DateErrorKind::Trailing => write!(f, "`{found}` after the date"),
            DateErrorKind::NotRfc3339 => write!(
                f,
                "`{found}` is not in RFC 3339's form, 2006-01-02T15:04:05Z"
            ),
        }
    }
}

impl std::error::Error for DateError {}

/// `3 April 2022`.
fn in_words(date: NaiveDate) -> String {
    format!(
        "{} {} {}",
        date.day(),
        month_name(date.month()),
        date.year()
    )
}

/// The ASCII character of which `c` is the full-width form.
pub(super) fn half_width(c: char) -> Option<char> {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xff01 + 0x21),
        _ => None,
    }
}
