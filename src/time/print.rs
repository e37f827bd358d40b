//! How feeds write an instant.

use std::fmt::Write as _;

use chrono::{DateTime, Datelike, FixedOffset, Offset, Timelike, Utc};

use super::names::{month_name, weekday_name};
use super::timestamp::Timestamp;

impl Timestamp {
    /// For Atom (RFC 4287, section 3.3; RFC 3339): `2025-05-18T21:36:22.238724Z`.
    ///
    /// The offset stays as it was written; a zero offset is `Z`. The fraction has 0, 3, 6 or 9
    /// digits, as few as keep it whole.
    pub fn to_rfc3339(self) -> String {
        let time = self.to_chrono();
        let mut text = String::with_capacity("2025-05-18T21:36:22.238724000+08:00".len());
        let (year, month, day) = (time.year(), time.month(), time.day());
        let (hour, minute, second) = (time.hour(), time.minute(), time.second());
        // Writing to a string cannot fail.
        let _ = write!(
            text,
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"
        );
        let nanos = time.nanosecond();
        let _ = match nanos {
            0 => Ok(()),
            _ if nanos.is_multiple_of(1_000_000) => write!(text, ".{:03}", nanos / 1_000_000),
            _ if nanos.is_multiple_of(1_000) => write!(text, ".{:06}", nanos / 1_000),
            _ => write!(text, ".{nanos:09}"),
        };
        let minutes = time.offset().local_minus_utc() / 60;
        let sign = if minutes < 0 { '-' } else { '+' };
        let _ = match minutes.abs() {
            0 => write!(text, "Z"),
            minutes => write!(text, "{sign}{:02}:{:02}", minutes / 60, minutes % 60),
        };
        text
    }

    /// For RSS (RFC 822 with a year of four digits): `Sun, 18 May 2025 21:36:22 +0000`.
    ///
    /// Always in UTC; the fraction is cut off. `+0000` and not `GMT`, which RFC 5322, section 4.3
    /// calls obsolete.
    pub fn to_rfc822(self) -> String {
        let time = self.0.to_utc();
        format!(
            "{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000",
            &weekday_name(time.weekday())[..3],
            time.day(),
            &month_name(time.month())[..3],
            time.year(),
            time.hour(),
            time.minute(),
            time.second()
        )
    }

    /// The same instant for other crates.
    ///
    /// The offset is one that RFC 3339 can write, of whole minutes: the local mean time that zones
    /// kept before about 1900 (`+08:05:43`) is rounded up, so that a midnight stays on its day.
    pub fn to_chrono(self) -> DateTime<FixedOffset> {
        let seconds = self.0.offset().local_minus_utc();
        let odd = seconds.rem_euclid(60);
        if odd == 0 {
            return self.0;
        }
        let whole = FixedOffset::east_opt(seconds - odd + 60).unwrap_or_else(|| Utc.fix());
        self.0.with_timezone(&whole)
    }

    /// The same instant for an Atom feed: as [`to_chrono`](Self::to_chrono), but in UTC where it has
    /// a fraction, for newsboat (2.21) does not read an offset behind a fraction and would be hours
    /// off.
    pub fn to_atom(self) -> DateTime<FixedOffset> {
        match self.to_chrono() {
            whole if whole.nanosecond() == 0 => whole,
            fraction => fraction.to_utc().fixed_offset(),
        }
    }
}
