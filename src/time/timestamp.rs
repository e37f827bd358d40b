//! An instant and the offset that it was written with.

use std::time::SystemTime;

use chrono::format::{Item, StrftimeItems};
use chrono::{DateTime, Datelike, FixedOffset, Timelike};

use super::zone::Zone;

/// An instant, with the offset it was written with; both in the years 1 to 9999.
///
/// Two of them are equal, and ordered, by instant; the offset counts for nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub(super) DateTime<FixedOffset>);

/// 9999-12-31T23:59:59Z.
const END_OF_9999: i64 = 253_402_300_799;

impl Timestamp {
    /// `seconds` and `nanos` after 1970 began in UTC; `None` outside the years 1 to 9999 and for
    /// more than 999,999,999 nanoseconds.
    pub fn from_unix(seconds: i64, nanos: u32) -> Option<Self> {
        if nanos > 999_999_999 {
            return None;
        }
        Self::new(DateTime::from_timestamp(seconds, nanos)?.fixed_offset())
    }

    /// The present time by the system's clock, in UTC; 1970 where the clock is before that. Nothing else
    /// in this crate reads the clock.
    pub fn now() -> Self {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        let since = since.unwrap_or_default();
        let seconds = i64::try_from(since.as_secs()).unwrap_or(i64::MAX);
        Self::from_unix(seconds.min(END_OF_9999), since.subsec_nanos())
            .unwrap_or_else(|| unreachable!("between 1970 and 9999"))
    }

    /// Seconds since 1970 in UTC.
    pub fn unix_seconds(self) -> i64 {
        self.0.timestamp()
    }

    /// Seconds since 1970 in UTC, and nanoseconds after that.
    pub fn unix(self) -> (i64, u32) {
        (self.0.timestamp(), self.0.timestamp_subsec_nanos())
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

    /// The date and time at its offset, in the notation of C's `strftime`, in English; what is not
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

    /// `time`, if both years that it is written with are 1 to 9999.
    pub(super) fn new(time: DateTime<FixedOffset>) -> Option<Self> {
        let can_be_written = |year| (1..=9999).contains(&year);
        (can_be_written(time.year()) && can_be_written(time.naive_utc().year()))
            .then_some(Timestamp(time))
    }
}
