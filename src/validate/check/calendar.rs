//! The calendar and the clock: which days and times exist.

/// A parsed date, with the precision in which it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::validate) struct Moment {
    /// Seconds since 1970 in UTC.
    pub(in crate::validate) seconds: i64,
    /// The year as written.
    pub(in crate::validate) year: i64,
}

/// Why a text is not a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::validate) enum InvalidDate {
    /// It does not have the required form.
    Form,
    /// It has the form, but the day or time does not exist.
    Calendar(&'static str),
    /// It says 24:00:00.
    Hour24,
    /// The given weekday, and the right one.
    Weekday(String, &'static str),
    /// It is allowed, but some readers misread it.
    Problematical(&'static str),
}

/// Days from 1970-01-01 to a date of the Gregorian calendar.
pub(super) fn days_from_epoch(year: i64, month: i64, day: i64) -> i64 {
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
pub(super) fn moment(
    date: (i64, i64, i64),
    time: (i64, i64, i64),
    offset: i64,
) -> Result<Moment, InvalidDate> {
    let ((year, month, day), (hour, minute, second)) = (date, time);
    if !(1..=12).contains(&month) {
        return Err(InvalidDate::Calendar("the month does not exist"));
    }
    if day < 1 || day > days_in_month(year, month) {
        return Err(InvalidDate::Calendar("the month does not have that day"));
    }
    if time == (24, 0, 0) {
        return Err(InvalidDate::Hour24);
    }
    if hour > 23 || minute > 59 || second > 60 {
        return Err(InvalidDate::Calendar("the time does not exist"));
    }
    let seconds = days_from_epoch(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second;
    Ok(Moment {
        seconds: seconds - offset * 60,
        year,
    })
}
