//! Days of the proleptic Gregorian calendar, years 1 to 9999.

use chrono::{Days, NaiveDate};

use super::error::{DateErrorKind, Result};
use super::scan::{DateScanner, Number};

/// The day that three numbers name.
///
/// # Errors
///
/// About the first of them that is impossible.
pub(super) fn date(
    scanner: &DateScanner<'_>,
    year: Number,
    month: Number,
    day: Number,
) -> Result<NaiveDate> {
    let y = i32::try_from(year.value).unwrap_or(i32::MAX);
    if !(1..=9999).contains(&y) {
        return Err(scanner.wrong(DateErrorKind::Year, year));
    }
    if !(1..=12).contains(&month.value) {
        return Err(scanner.wrong(DateErrorKind::Month, month));
    }
    if scanner.rules().overflows
        && (29..=31).contains(&day.value)
        && let Some(first) = NaiveDate::from_ymd_opt(y, month.value, 1)
    {
        return Ok(first + Days::new(u64::from(day.value) - 1));
    }
    NaiveDate::from_ymd_opt(y, month.value, day.value).ok_or_else(|| {
        let kind = DateErrorKind::Day {
            year: y,
            month: month.value,
        };
        scanner.wrong(kind, day)
    })
}
