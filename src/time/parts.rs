//! What a text says of a date, before it is an instant.

use chrono::{DateTime, FixedOffset, NaiveDate, Offset, TimeDelta, Timelike, Utc};

use super::clock::Clock;
use super::error::{DateErrorKind, Result};
use super::offset::ZoneOrOffset;
use super::scan::DateScanner;
use super::timestamp::Timestamp;
use super::zone::Zone;

/// What a text says, before it is an instant.
pub(super) struct DateParts {
    pub(super) date: NaiveDate,
    pub(super) clock: Option<Clock>,
    pub(super) zone: Option<ZoneOrOffset>,
}

impl DateParts {
    /// A day without a time.
    pub(super) fn day(date: NaiveDate) -> Self {
        DateParts {
            date,
            clock: None,
            zone: None,
        }
    }

    /// The instant; `zone` counts where the text names none. The text begins at `start`.
    pub(super) fn resolve(
        self,
        scanner: &DateScanner<'_>,
        start: usize,
        zone: Zone,
    ) -> Result<Timestamp> {
        let clock = self.clock.unwrap_or(Clock::MIDNIGHT);
        let local = self.date.and_time(clock.time);
        let time = match self.zone.unwrap_or(ZoneOrOffset::Zone(zone)) {
            ZoneOrOffset::Offset(minutes) => {
                let utc = local - TimeDelta::minutes(i64::from(minutes));
                // No clock is a day or more away from UTC.
                let offset = FixedOffset::east_opt(minutes * 60).unwrap_or(Utc.fix());
                DateTime::from_naive_utc_and_offset(utc, offset)
            }
            ZoneOrOffset::Zone(zone) => zone.resolve(local),
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
