//! Months and weekdays: their English names, and how long a month is.

use chrono::{NaiveDate, Weekday};

/// How many days `month` (1–12) of `year` has.
pub(super) fn days_in_month(year: i32, month: u32) -> u32 {
    (28..=31)
        .rev()
        .find(|&day| NaiveDate::from_ymd_opt(year, month, day).is_some())
        .unwrap_or(31)
}

/// The number of the month that `word` names in English, in full or shortened to three letters
/// (four for `Sept`).
pub(super) fn month_number(word: &str) -> Option<u32> {
    let position =
        position(&MONTHS, word).or_else(|| word.eq_ignore_ascii_case("Sept").then_some(8))?;
    u32::try_from(position + 1).ok()
}

/// The weekday that `word` names in English, in full or shortened to three letters (also `Tues`,
/// `Weds`, `Thur`, `Thurs`).
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    const LONGER: [(&str, Weekday); 4] = [
        ("Tues", Weekday::Tue),
        ("Weds", Weekday::Wed),
        ("Thur", Weekday::Thu),
        ("Thurs", Weekday::Thu),
    ];
    position(&WEEKDAYS, word)
        .and_then(|days| Weekday::try_from(u8::try_from(days).ok()?).ok())
        .or_else(|| {
            let (_, day) = LONGER
                .into_iter()
                .find(|(name, _)| name.eq_ignore_ascii_case(word))?;
            Some(day)
        })
}

/// The English name of `month` (1–12).
pub(super) fn month_name(month: u32) -> &'static str {
    MONTHS[month as usize - 1]
}

/// The English name of `day`.
pub(super) fn weekday_name(day: Weekday) -> &'static str {
    WEEKDAYS[day.num_days_from_monday() as usize]
}

fn position(names: &[&str], word: &str) -> Option<usize> {
    names.iter().position(|name| {
        name.eq_ignore_ascii_case(word)
            || (word.len() == 3 && name.as_bytes()[..3].eq_ignore_ascii_case(word.as_bytes()))
    })
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const WEEKDAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];
