//! Every shape counted in real sites, every nonsense with its message, and the round trip.

use super::*;
use chrono::{DateTime, FixedOffset};

use proptest::prelude::*;

fn zone(name: &str) -> Zone {
    Zone::parse(name).unwrap()
}

/// The lines `left → right` of a table.
fn rows(table: &str) -> impl Iterator<Item = (&str, &str)> {
    let lines = table.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| line.split_once(" → ").unwrap())
}

fn read(text: &str, zone_name: &str) -> String {
    let read = Timestamp::parse(text, &zone(zone_name));
    read.map_or_else(|error| format!("error: {error}"), Timestamp::to_rfc3339)
}

/// Reads each left side in the zone and compares it with the right side, printed for Atom.
fn reads(zone_name: &str, table: &str) {
    for (text, expected) in rows(table) {
        assert_eq!(read(text, zone_name), expected, "{text:?}");
    }
}

/// Compares what is wrong with each left side with the right side.
fn refuses(table: &str) {
    for (text, expected) in rows(table) {
        assert_eq!(read(text, "UTC"), format!("error: {expected}"), "{text:?}");
    }
}

#[test]
fn rfc3339_and_its_relatives() {
    reads(
        "UTC",
        "
        2025-05-18T21:36:22+08:00 → 2025-05-18T21:36:22+08:00
        2025-05-18t21:36:22z → 2025-05-18T21:36:22Z
        2025-05-18 21:36:22 +0800 → 2025-05-18T21:36:22+08:00
        2025-05-18 21:36:22+08:00 → 2025-05-18T21:36:22+08:00
        2025-05-18T21:36:22 Z → 2025-05-18T21:36:22Z
        2025-05-18T21:36:22-00:00 → 2025-05-18T21:36:22Z
        2025-05-18 21:36:22 -4 → 2025-05-18T21:36:22-04:00
        2025-05-18 21:36:22 +08 → 2025-05-18T21:36:22+08:00
        2025-05-18 21:36:22 +530 → 2025-05-18T21:36:22+05:30
        2025-05-18 21:36:22 −0330 → 2025-05-18T21:36:22-03:30
        2025-05-18T21:36:22+14:00 → 2025-05-18T21:36:22+14:00
        2025-05-18T21:36:22-18:00 → 2025-05-18T21:36:22-18:00
        2025-05-18T21:36 → 2025-05-18T21:36:00Z
        2025-05-18T21:36+02:00 → 2025-05-18T21:36:00+02:00
        20250518 → 2025-05-18T00:00:00Z
        20250518T213622Z → 2025-05-18T21:36:22Z
        20250518T2136 → 2025-05-18T21:36:00Z
        20250518213622 → 2025-05-18T21:36:22Z
        ",
    );
}

#[test]
fn no_zone_is_the_given_one() {
    reads(
        "Asia/Shanghai",
        "
        2025-05-18 → 2025-05-18T00:00:00+08:00
        2025-05-18 21:36 → 2025-05-18T21:36:00+08:00
        2025-05-18 21:36:22 → 2025-05-18T21:36:22+08:00
        2025-05-18T21:36:22 → 2025-05-18T21:36:22+08:00
        2025-05-18Z → 2025-05-18T00:00:00Z
        2025-05-18+02:00 → 2025-05-18T00:00:00+02:00
        2025-05-18 -0500 → 2025-05-18T00:00:00-05:00
        ",
    );
}

#[test]
fn fractions_keep_what_they_say() {
    reads(
        "UTC",
        "
        2025-05-18T21:36:22.238724 → 2025-05-18T21:36:22.238724Z
        2025-05-18T21:36:23.5Z → 2025-05-18T21:36:23.500Z
        2025-05-18T21:36:23,25Z → 2025-05-18T21:36:23.250Z
        2025-05-18T21:36:23.120Z → 2025-05-18T21:36:23.120Z
        2025-05-18T21:36:23.000000Z → 2025-05-18T21:36:23Z
        2021-01-02 03:04:05.1234567+01:00 → 2021-01-02T03:04:05.123456700+01:00
        2021-01-02T03:04:05.123456789Z → 2021-01-02T03:04:05.123456789Z
        2021-01-02T03:04:05.1234567899999Z → 2021-01-02T03:04:05.123456789Z
        2021-01-02 03:04:05. → 2021-01-02T03:04:05Z
        ",
    );
}

#[test]
fn single_digits_and_other_separators() {
    reads(
        "UTC",
        "
        2024-8-8 → 2024-08-08T00:00:00Z
        2024-8-8 9:05 → 2024-08-08T09:05:00Z
        2024-8-8 9:5:3 → 2024-08-08T09:05:03Z
        2024-08-08T9:05:00+08:00 → 2024-08-08T09:05:00+08:00
        2020/1/2 → 2020-01-02T00:00:00Z
        2020/01/02 10:30:00 → 2020-01-02T10:30:00Z
        2020.01.02 → 2020-01-02T00:00:00Z
        2020.1.2 10:30 → 2020-01-02T10:30:00Z
        2020-01-02  10:30 → 2020-01-02T10:30:00Z
        2020-01-02, 10:30 → 2020-01-02T10:30:00Z
        2020-01-02 at 10:30 → 2020-01-02T10:30:00Z
        2020-01-02 3:30 PM → 2020-01-02T15:30:00Z
        2020-01-02 12:30am → 2020-01-02T00:30:00Z
        2020-01-02 12:30 p.m. → 2020-01-02T12:30:00Z
        2020-01-02 3pm → 2020-01-02T15:00:00Z
        2020-01-02 10h30 → 2020-01-02T10:30:00Z
        2020-01-02, 10h → 2020-01-02T10:00:00Z
        2020-Jan-02 → 2020-01-02T00:00:00Z
        2020 January 2 → 2020-01-02T00:00:00Z
        Thu 2020-01-02 10:30 UTC → 2020-01-02T10:30:00Z
        ",
    );
}

#[test]
fn chinese_japanese_and_korean() {
    reads(
        "Asia/Shanghai",
        "
        2020年1月2日 → 2020-01-02T00:00:00+08:00
        2020年01月02日 12:30 → 2020-01-02T12:30:00+08:00
        2020年1月2日12时30分 → 2020-01-02T12:30:00+08:00
        2020年1月2日 12时30分05秒 → 2020-01-02T12:30:05+08:00
        2020年1月2日 12時 → 2020-01-02T12:00:00+08:00
        2020年1月2日 下午3:04 → 2020-01-02T15:04:00+08:00
        2020年 01月 02日 星期四 10:00:00 UTC → 2020-01-02T10:00:00Z
        2020年1月2号（周四） → 2020-01-02T00:00:00+08:00
        2020년 1월 2일 오후 3시 → 2020-01-02T15:00:00+08:00
        ",
    );
}

#[test]
fn names_of_months() {
    reads(
        "UTC",
        "
        Fri, 3 Sep 2021 10:00:00 +0000 → 2021-09-03T10:00:00Z
        Fri, 03 Sep 2021 10:00:00 GMT → 2021-09-03T10:00:00Z
        03 Sep 2021 10:00 EST → 2021-09-03T10:00:00-05:00
        Fri, 03 Sep 2021 10:00:00 CST → 2021-09-03T10:00:00-06:00
        Fri, 03 Sep 2021 10:00:00 -0700 (PDT) → 2021-09-03T10:00:00-07:00
        Fri Sep 3 10:00:00 CEST 2021 → 2021-09-03T10:00:00+02:00
        Fri Sep  3 10:00:00 2021 → 2021-09-03T10:00:00Z
        Fri Sep 03 2021 10:00:00 GMT+0800 (China Standard Time) → 2021-09-03T10:00:00+08:00
        Friday, 03-Sep-21 10:00:00 GMT → 2021-09-03T10:00:00Z
        Fri, 03 Sep 99 10:00:00 GMT → 1999-09-03T10:00:00Z
        3 September 2021 → 2021-09-03T00:00:00Z
        3-Sep-2021 → 2021-09-03T00:00:00Z
        3. September 2021 → 2021-09-03T00:00:00Z
        3rd of Sept. 2021 → 2021-09-03T00:00:00Z
        September 3, 2021 → 2021-09-03T00:00:00Z
        september 3rd 2021 → 2021-09-03T00:00:00Z
        Sep 3, 2021 10:00 AM → 2021-09-03T10:00:00Z
        Sep 3, 2021 at 10:00 PM → 2021-09-03T22:00:00Z
        Thursday, September 2nd, 2021 → 2021-09-02T00:00:00Z
        Tues. Sep. 7, 2021 → 2021-09-07T00:00:00Z
        1 May 2021 → 2021-05-01T00:00:00Z
        ",
    );
}

#[test]
fn zones_by_name_and_abbreviation() {
    reads(
        "America/New_York",
        "
        2021-01-02 10:00 Asia/Shanghai → 2021-01-02T10:00:00+08:00
        2021-07-02 10:00 Europe/Berlin → 2021-07-02T10:00:00+02:00
        2021-07-02 10:00 CET → 2021-07-02T10:00:00+01:00
        2021-07-02 10:00 JST → 2021-07-02T10:00:00+09:00
        2021-07-02 10:00 utc → 2021-07-02T10:00:00Z
        2021-07-02 10:00 UTC+8 → 2021-07-02T10:00:00+08:00
        2021-07-02 10:00:00 +0800 CST → 2021-07-02T10:00:00+08:00
        2021-07-02 10:00:00 +0000 UTC → 2021-07-02T10:00:00Z
        2021-07-02T10:00:00+02:00[Europe/Berlin] → 2021-07-02T10:00:00+02:00
        2021-07-02T10:00:00[Europe/Berlin] → 2021-07-02T10:00:00+02:00
        Fri Jul 02 2021 10:00:00 GMT+0800 (中国标准时间) → 2021-07-02T10:00:00+08:00
        2021-07-02 10:00 CET (summer) → 2021-07-02T10:00:00+01:00
        2021-07-02 10:00 (JST) → 2021-07-02T10:00:00+09:00
        2021-07-02 10:00 → 2021-07-02T10:00:00-04:00
        ",
    );
}

#[test]
fn white_space_and_quotes_around() {
    for text in [
        " 2021-01-02 10:00 ",
        "\u{feff}\u{a0}2021-01-02 10:00\u{3000}\n",
        "'2021-01-02 10:00'",
        "\" 2021-01-02 10:00 \"",
        "2021-01-02\u{a0}10:00\t+0000",
    ] {
        assert_eq!(read(text, "UTC"), "2021-01-02T10:00:00Z", "{text:?}");
    }
}

#[test]
fn the_four_kinds_of_toml() {
    reads(
        "Europe/Berlin",
        "
        1979-05-27T00:32:00.999999-07:00 → 1979-05-27T00:32:00.999999-07:00
        1979-05-27 07:32:00Z → 1979-05-27T07:32:00Z
        1979-05-27T07:32:00 → 1979-05-27T07:32:00+01:00
        1979-05-27 → 1979-05-27T00:00:00+01:00
        ",
    );
    assert_eq!(
        read("07:32:00", "UTC"),
        "error: no day: `07:32:00` is only a time"
    );
}

#[test]
fn the_year_last_where_only_one_number_can_be_the_month() {
    reads(
        "UTC",
        "
        17/05/2022 → 2022-05-17T00:00:00Z
        05/17/2022 10:00 → 2022-05-17T10:00:00Z
        17-5-2022 → 2022-05-17T00:00:00Z
        25.12.2020, 10:00 +0100 → 2020-12-25T10:00:00+01:00
        05/05/2022 → 2022-05-05T00:00:00Z
        ",
    );
}

/// What the generators make of such dates is compared in `tests/generators/tables`.
#[test]
fn what_is_odd_is_read_and_told() {
    let shanghai = zone("Asia/Shanghai");
    let read = |text: &str, rules: &DateRules| {
        let read = Timestamp::read(text, &shanghai, rules);
        read.map_or_else(
            |error| format!("error: {error}"),
            |(time, odd)| match odd {
                Some(odd) => format!("{}: {odd}", time.to_rfc3339()),
                None => time.to_rfc3339(),
            },
        )
    };
    for (rules, table) in [
        (
            DateRules::PLAIN,
            "
            2020-08-06 20:30:00+14:00 → 2020-08-06T20:30:00+14:00
            2020-08-06 20:30:00+20:30 → 2020-08-06T20:30:00+20:30: an offset of +20:30: they go from -12:00 to +14:00
            2020-08-06 20:30:00 -1300 → 2020-08-06T20:30:00-13:00: an offset of -1300: they go from -12:00 to +14:00
            2020-08-06 20:30:00 +24:00 → 2020-08-05T20:30:00Z: an offset of +24:00: they go from -12:00 to +14:00
            2020-08-06 20:30:00 +24:01 → error: an offset of +24:01: they go from -12:00 to +14:00
            2024-01-02 00:10::00 → error: `:00` where the second belongs
            ",
        ),
        (
            DateRules::PERSON,
            "
            2024-01-02 00:10::00 → 2024-01-02T00:10:00+08:00: `:00` where the second belongs
            2024-01-02 00:10: → 2024-01-02T00:10:00+08:00: it ends before the second
            2024--01-02 → 2024-01-02T00:00:00+08:00: `-01-02` where the month belongs
            2023-01-29 18:30:22 2023 -0800 → 2023-01-29T18:30:22-08:00: `2023 -0800` after the date
            ２０２４-01-02 10：30 → 2024-01-02T10:30:00+08:00: a full-width `２` where `2` belongs
            03/04/2022 → error: `03/04/2022` may be 3 April 2022 or 4 March 2022: write 2022-04-03 or 2022-03-04
            2024-02-30 → error: February 2024 has 29 days: there is no day 30
            ",
        ),
    ] {
        for (text, expected) in rows(table) {
            assert_eq!(read(text, &rules), expected, "{text}");
        }
    }
}

#[test]
fn impossible_dates() {
    refuses("
        2021-02-30 → February 2021 has 28 days: there is no day 30
        2020-02-30 → February 2020 has 29 days: there is no day 30
        1900-02-29 → February 1900 has 28 days: there is no day 29
        2021-04-00 → April 2021 has 30 days: there is no day 00
        31 Nov 2021 → November 2021 has 30 days: there is no day 31
        2021-13-01 → there is no month 13
        2025-13-45 → there is no month 13
        2021-00-01 → there is no month 00
        2021-003-04 → there is no month 003
        2021-03-004 → March 2021 has 31 days: there is no day 004
        2021-03-04 010:00 → there is no hour 010
        2021-03-04 10:030 → there is no minute 030
        2021-03-04 10:30:005 → there is no second 005
        20211301 → there is no month 13
        2021-01-02 25:00 → there is no hour 25
        2021-01-02T24:00:00Z → there is no hour 24: write 00:00 of the next day
        2021-01-02 13:00 PM → there is no hour 13
        2021-01-02 00:30 PM → there is no hour 00
        2021-01-02 10:60 → there is no minute 60
        2021-01-02 10:00:61 → there is no second 61
        2021-01-02T10:00:60Z → there is no second 60
        2021-01-02T10:00:00+25:00 → an offset of +25:00: they go from -12:00 to +14:00
        2021-01-02T10:00:00-24:01 → an offset of -24:01: they go from -12:00 to +14:00
        2021-01-02T10:00:00+08:60 → an offset of +08:60: they go from -12:00 to +14:00
        2021-01-02T10:00:00+08000 → an offset of +08000: they go from -12:00 to +14:00
        2021-01-02T10:00:00+08:00+08:00 → a second offset, `+08:00`
        2021-01-02T10:00:00Z+08:00 → a second offset, `+08:00`
        0000-01-01 → year 0000: only 1 to 9999 can be written
        12024-01-01 → year 12024: only 1 to 9999 can be written
        1 Jan 12024 → year 12024: only 1 to 9999 can be written
        9999-12-31T23:59:59-18:00 → `9999-12-31T23:59:59-18:00` is outside the years 1 to 9999 in UTC
        0001-01-01T00:00:00+18:00 → `0001-01-01T00:00:00+18:00` is outside the years 1 to 9999 in UTC
        9999-12-31T23:59:60Z → `9999-12-31T23:59:60Z` is outside the years 1 to 9999 in UTC
        Mon, 3 Sep 2021 10:00:00 +0000 → 3 September 2021 is a Friday, not a Monday
        2020年1月2日（周五） → 2 January 2020 is a Thursday, not a Friday
        2020年1月2日 星期五 → 2 January 2020 is a Thursday, not a Friday
        ");
}

#[test]
fn several_meanings() {
    refuses("
        03/04/2022 → `03/04/2022` may be 3 April 2022 or 4 March 2022: write 2022-04-03 or 2022-03-04
        01/02/20 → the year `20` lacks its century
        31/02/2022 → February 2022 has 28 days: there is no day 31
        25.12/2020 → `/2020` where the year belongs
        3 Sep 21 → the year `21` lacks its century
        210-01-02 → the year `210` lacks its century
        2021-01-02 10:00 CST → the zone `CST` has several meanings: write an offset, such as +08:00
        Fri Sep 3 10:00:00 IST 2021 → the zone `IST` has several meanings: write an offset, such as +08:00
        2021-01-02 10:00 (CST) → the zone `CST` has several meanings: write an offset, such as +08:00
        2021-01-02 10:00 Asia/Peking → `Asia/Peking` is not a time zone
        2021-01-02 10:00 A → `A` is not a time zone
        2021-03-04-05:00 → `-05:00` after the date
        1609459200 → `1609459200` is a bare number, not a date; as Unix time it is 2021-01-01T00:00:00Z
        1609459200123 → `1609459200123` is a bare number, not a date; as Unix time it is 2021-01-01T00:00:00Z
        1609459200.5 → `1609459200` is a bare number, not a date; as Unix time it is 2021-01-01T00:00:00Z
        12345 → `12345` is a bare number, not a date
        2021-01-02 10:00:00 +0800 EST → a second offset, `EST`
        2021-01-02 10:00 CET JST → `JST` after the date
        2021-01-02 10:00 Z JST → `JST` after the date
        ");
}

#[test]
fn no_date_at_all() {
    for text in ["", " \u{a0}", "''"] {
        assert_eq!(read(text, "UTC"), "error: no date: the text is empty");
    }
    refuses(
        "
        {{date}} → no date: a template placeholder `{{date}}`
        {{ page.date | date: '%Y' }} → no date: a template placeholder `{{ page.date | date: '%Y' }}`
        <% tp.date.now() %> → no date: a template placeholder `<% tp.date.now() %>`
        now() → `now()` is not a date
        true → `true` is not a date
        ~ → `~` is not a date
        yesterday at noon → `yesterday at noon` is not a date
        16:30 → no day: `16:30` is only a time
        2021 → it ends before the month
        2021-03 → it ends before the day
        2021-W09 → `W09` where the month belongs
        2021-03-04T → it ends before the hour
        2021-03-04 10 → it ends before the minute
        2021-03/04 → `/04` where `-` belongs
        2021 03 04 → `03 04` where `-` belongs
        2021-03-04 10:00 (JST → `(JST` after the date
        2021-03-04 foo → `foo` is not a time zone
        2021-03-04 10:00:00, I think → `, I think` after the date
        3 septembre 2021 → `septembre 2021` where the name of the month belongs
        2021-03-04 １０:00 → a full-width `１` where `1` belongs
        2021-03-04 10：30：00 → a full-width `：` where `:` belongs
        ２０２１-03-04 → a full-width `２` where `2` belongs
        ",
    );
    let long = "x".repeat(100_000);
    let error = Timestamp::parse(&long, &Zone::utc()).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("`{}…` is not a date", "x".repeat(40))
    );
}

#[test]
fn an_error_knows_its_place() {
    let error = Timestamp::parse(" '2021-02-30 10:00'", &Zone::utc()).unwrap_err();
    assert_eq!((error.offset(), error.len()), (10, 2));
    let error = Timestamp::parse("2021-03-04 10:00+08:00+08:00", &Zone::utc()).unwrap_err();
    assert_eq!((error.offset(), error.len()), (22, 6));
    assert_eq!(error.kind(), DateErrorKind::SecondOffset);
}

#[test]
fn a_leap_second_is_the_second_after_it() {
    reads(
        "UTC",
        "
        1990-12-31T23:59:60Z → 1991-01-01T00:00:00Z
        1990-12-31T15:59:60-08:00 → 1990-12-31T16:00:00-08:00
        2016-12-31T23:59:60.5Z → 2017-01-01T00:00:00.500Z
        ",
    );
}

#[test]
fn a_skipped_local_time_moves_forward_by_the_gap() {
    assert_eq!(
        read("2021-03-28 02:30", "Europe/Berlin"),
        "2021-03-28T03:30:00+02:00"
    );
    assert_eq!(
        read("2021-03-14 02:00:00", "America/New_York"),
        "2021-03-14T03:00:00-04:00"
    );
    // The clocks of Shanghai went from 00:00 to 01:00 on 1 June 1940: that day had no midnight.
    assert_eq!(
        read("1940-06-01", "Asia/Shanghai"),
        "1940-06-01T01:00:00+09:00"
    );
    // Samoa crossed the date line: 30 December 2011 is a gap of 24 hours.
    assert_eq!(
        read("2011-12-30 12:00", "Pacific/Apia"),
        "2011-12-31T12:00:00+14:00"
    );
    assert_eq!(
        read("2021-10-03 02:15", "Australia/Lord_Howe"),
        "2021-10-03T02:45:00+11:00"
    );
}

#[test]
fn of_a_repeated_local_time_the_first_counts() {
    assert_eq!(
        read("2021-10-31 02:30", "Europe/Berlin"),
        "2021-10-31T02:30:00+02:00"
    );
    assert_eq!(
        read("2021-11-07 01:30", "America/New_York"),
        "2021-11-07T01:30:00-04:00"
    );
    assert_eq!(
        read("1940-10-12 23:30", "Asia/Shanghai"),
        "1940-10-12T23:30:00+09:00"
    );
}

#[test]
fn local_mean_time_stays_on_its_day() {
    let time = Timestamp::parse("1900-01-01", &zone("Asia/Shanghai")).unwrap();
    assert_eq!((time.year(), time.month(), time.day()), (1900, 1, 1));
    assert_eq!(time.to_rfc3339(), "1900-01-01T00:00:17+08:06");
    assert_eq!(time.to_rfc822(), "Sun, 31 Dec 1899 15:54:17 +0000");
    assert_eq!(time.to_chrono(), time.0);
}

#[test]
fn order_is_by_instant() {
    let early = Timestamp::from_rfc3339("2024-01-02T01:00:00Z").unwrap();
    let late = Timestamp::from_rfc3339("2024-01-01T23:30:00-05:00").unwrap();
    assert!(early < late);
    let same = Timestamp::from_rfc3339("2024-01-02T02:00:00+01:00").unwrap();
    assert_eq!(early, same);
    assert_ne!(early.to_rfc3339(), same.to_rfc3339());
}

#[test]
fn rss_is_in_utc_with_the_right_weekday() {
    for (text, expected) in [
        (
            "2025-05-18T21:36:22.238724Z",
            "Sun, 18 May 2025 21:36:22 +0000",
        ),
        (
            "2025-01-01T01:00:00+08:00",
            "Tue, 31 Dec 2024 17:00:00 +0000",
        ),
        ("0001-01-01T00:00:00Z", "Mon, 01 Jan 0001 00:00:00 +0000"),
        ("9999-12-31T23:59:59Z", "Fri, 31 Dec 9999 23:59:59 +0000"),
    ] {
        assert_eq!(Timestamp::from_rfc3339(text).unwrap().to_rfc822(), expected);
    }
}

#[test]
fn atom_has_no_offset_behind_a_fraction() {
    for (text, expected) in [
        ("2025-06-01T12:00:00+02:00", "2025-06-01T12:00:00+02:00"),
        (
            "2025-06-01T12:00:00.5+02:00",
            "2025-06-01T10:00:00.500+00:00",
        ),
        (
            "2025-01-01T05:00:00.25+08:00",
            "2024-12-31T21:00:00.250+00:00",
        ),
    ] {
        let time = Timestamp::from_rfc3339(text).unwrap();
        assert_eq!(time.to_atom().to_rfc3339(), expected);
        assert_eq!(time.to_atom(), time.to_chrono());
    }
}

#[test]
fn now_is_rfc3339_and_nothing_else() {
    for text in [
        "2025-05-18T21:36:22Z",
        "2025-05-18t21:36:22.123z",
        "2025-05-18T21:36:22-08:00",
    ] {
        assert!(Timestamp::from_rfc3339(text).is_ok(), "{text}");
    }
    for text in [
        "2025-05-18",
        "2025-05-18T21:36:22",
        "2025-05-18 21:36:22Z",
        "2025-05-18T21:36:22.Z",
        "２025-05-18T21:36:2",
    ] {
        assert_eq!(
            Timestamp::from_rfc3339(text).unwrap_err().to_string(),
            format!("`{text}` is not in RFC 3339's form, 2006-01-02T15:04:05Z")
        );
    }
    let error = Timestamp::from_rfc3339("2025-13-18T21:36:22Z").unwrap_err();
    assert_eq!(error.to_string(), "there is no month 13");
}

#[test]
fn from_unix_stays_within_the_years() {
    let print = |seconds, nanos| Timestamp::from_unix(seconds, nanos).map(Timestamp::to_rfc3339);
    assert_eq!(print(0, 0).as_deref(), Some("1970-01-01T00:00:00Z"));
    assert_eq!(
        print(-1, 5).as_deref(),
        Some("1969-12-31T23:59:59.000000005Z")
    );
    assert_eq!(
        print(253_402_300_799, 0).as_deref(),
        Some("9999-12-31T23:59:59Z")
    );
    assert_eq!(print(253_402_300_800, 0), None);
    assert_eq!(print(i64::MIN, 0), None);
    assert_eq!(print(0, 1_000_000_000), None);
}

#[test]
fn in_zone_keeps_the_instant() {
    let time = Timestamp::from_rfc3339("2025-07-01T00:00:00Z").unwrap();
    let there = time.in_zone(&zone("America/New_York"));
    assert_eq!(there, time);
    assert_eq!(there.to_rfc3339(), "2025-06-30T20:00:00-04:00");
    let last = Timestamp::from_rfc3339("9999-12-31T23:00:00Z").unwrap();
    assert_eq!(last.in_zone(&zone("Asia/Shanghai")).year(), 9999);
}

#[test]
fn an_unknown_zone_is_answered_with_a_likely_one() {
    for (name, expected) in [
        (
            "asia/shanghai",
            "`asia/shanghai` is not an IANA time zone; did you mean `Asia/Shanghai`?",
        ),
        (
            "Asia/Shangai",
            "`Asia/Shangai` is not an IANA time zone; did you mean `Asia/Shanghai`?",
        ),
        (
            "Berlin",
            "`Berlin` is not an IANA time zone; did you mean `Europe/Berlin`?",
        ),
        (
            "America/New York",
            "`America/New York` is not an IANA time zone; did you mean `America/New_York`?",
        ),
        (
            "Asia/Beijing",
            "`Asia/Beijing` is not an IANA time zone; did you mean `Asia/Shanghai`?",
        ),
        ("+08:00", "`+08:00` is not an IANA time zone"),
        ("", "`` is not an IANA time zone"),
    ] {
        assert_eq!(Zone::parse(name).unwrap_err().to_string(), expected);
    }
    assert_eq!(Zone::parse(" Asia/Tokyo ").unwrap().name(), "Asia/Tokyo");
    assert_eq!(Zone::default().name(), "UTC");
}

#[test]
fn dates_in_paths() {
    let table = "
        2021-03-04-title.md → title · 2021-03-04T00:00:00+08:00
        posts/2021-3-4-a-b.zh.md → a-b.zh · 2021-03-04T00:00:00+08:00
        2021-03-04 我的 文章.md → 我的 文章 · 2021-03-04T00:00:00+08:00
        2021-03-04_x.md → x · 2021-03-04T00:00:00+08:00
        2021-03-04.md → 2021-03-04 · 2021-03-04T00:00:00+08:00
        2021-03-04-.md → 2021-03-04- · 2021-03-04T00:00:00+08:00
        2021-03-04-title/index.md → title · 2021-03-04T00:00:00+08:00
        2021/03/04/x.md → x · 2021-03-04T00:00:00+08:00
        blog/2021/3/4/x/index.md → x · 2021-03-04T00:00:00+08:00
        2021/03/04/index.md → index · 2021-03-04T00:00:00+08:00
        2020/01/01/2021-03-04-x.md → x · 2021-03-04T00:00:00+08:00
        2021-02-30-x.md → x · February 2021 has 28 days: there is no day 30
        2021/13/04/x.md → x · there is no month 13
        0000-01-01-x.md → x · year 0000: only 1 to 9999 can be written
        ";
    for (path, expected) in rows(table) {
        let found = from_path(path).unwrap();
        let date = Timestamp::parse(found.written, &zone("Asia/Shanghai"))
            .map_or_else(|error| error.to_string(), Timestamp::to_rfc3339);
        assert_eq!(format!("{} · {date}", found.slug), expected, "{path}");
    }
    for path in [
        "",
        "x.md",
        "20210304-x.md",
        "2021/03/x.md",
        "2021-03-x.md",
        "2021-03-045-x.md",
        "2021-03-04x.md",
        "12021-03-04-x.md",
        "2021-03-04-x/y.md",
        ".md",
        "+2021-03-04.md",
    ] {
        assert_eq!(from_path(path), None, "{path}");
    }
}

/// What every instant that was read must be able to do.
fn can_be_emitted(time: Timestamp) {
    let atom = DateTime::parse_from_rfc3339(&time.to_rfc3339()).unwrap();
    assert_eq!(atom, time.0);
    let rss = DateTime::parse_from_rfc2822(&time.to_rfc822()).unwrap();
    assert_eq!(rss.timestamp(), time.0.timestamp());
    assert_eq!(Timestamp::from_rfc3339(&time.to_rfc3339()), Ok(time));
}

/// Texts that come near to dates.
#[rustfmt::skip]
fn near_dates() -> impl Strategy<Value = String> {
    let pieces = [
        "2021", "9999", "0001", "12", "31", "1", "60", "24", "00", "-", "-", "/", ".", ":", ":",
        "T", " ", "Z", "+", "−", "08", "18", "年", "月", "日", "时", "下午", "Fri", "Sep", ",",
        "PM", "CST", "UTC", "Asia/Shanghai", "(", ")", "[", "]", "：", "{{", "\"", "\u{feff}",
        "2021-03-04", "10:30:59", ".123456", "23:59:60", "99999999999999",
    ];
    proptest::collection::vec(proptest::sample::select(pieces.to_vec()), 0..10)
        .prop_map(|pieces| pieces.concat())
}

fn any_zone() -> impl Strategy<Value = Zone> {
    proptest::sample::select(vec![
        "UTC",
        "Asia/Shanghai",
        "Europe/Berlin",
        "America/New_York",
        "Pacific/Apia",
        "Africa/Monrovia",
    ])
    .prop_map(zone)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC*", zone in any_zone()) {
        match Timestamp::parse(&text, &zone) {
            Ok(time) => can_be_emitted(time),
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
        let _ = from_path(&text);
        let _ = Zone::parse(&text);
    }

    #[test]
    fn what_is_near_a_date_is_read_or_refused(text in near_dates(), zone in any_zone()) {
        match Timestamp::parse(&text, &zone) {
            Ok(time) => can_be_emitted(time),
            Err(error) => {
                prop_assert!(text.get(error.offset()..error.offset() + error.len()).is_some());
            }
        }
    }

    #[test]
    fn what_is_printed_is_read_again(
        seconds in -62_135_596_800i64..=253_402_300_799,
        nanos in 0u32..1_000_000_000,
        minutes in -24 * 60 + 1..24 * 60i32,
        zone in any_zone(),
    ) {
        let utc = Timestamp::from_unix(seconds, nanos).unwrap();
        can_be_emitted(utc);
        can_be_emitted(utc.in_zone(&zone));
        let offset = FixedOffset::east_opt(minutes * 60).unwrap();
        if let Some(time) = Timestamp::new(utc.0.with_timezone(&offset)) {
            can_be_emitted(time);
            let again = Timestamp::parse(&time.to_rfc3339(), &zone).unwrap();
            prop_assert_eq!(again.to_rfc3339(), time.to_rfc3339());
        }
    }

    #[test]
    fn a_local_time_keeps_its_fields_or_moves_forward(
        seconds in -62_135_000_000i64..=253_402_000_000,
        zone in any_zone(),
    ) {
        let local = Timestamp::from_unix(seconds, 0).unwrap().0.naive_utc();
        let resolved = zone.resolve(local);
        prop_assert!(resolved.naive_local() >= local);
        prop_assert_eq!(zone.at(resolved.naive_utc()), resolved);
    }
}
