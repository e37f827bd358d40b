//! What stands after a time and says where it was that late.
//!
//! Read, with or without a space before it: `Z`; `+08:00`, `+0800`, `+08`, `-4`, up to 24 hours;
//! `UTC`, `GMT`, `GMT+8`; abbreviations that mean one offset everywhere (`CET`, `JST`, and those that
//! RFC 822, section 5.1 defines: `EST`, `PDT`, …); an IANA name (`Asia/Shanghai`). After an offset a
//! zone's name is a comment (`+0800 CST`, `-0700 (PDT)`, `+01:00[Europe/Berlin]`): the offset counts, and
//! an abbreviation of another offset (`+0800 EST`) is refused.
//!
//! Refused: abbreviations with several meanings. `CST` is China's as well as Chicago's, and is
//! taken only in the form of RFC 822, which defines it. RFC 822's military letters but `Z`
//! (RFC 5322, section 4.3: they were used with either sign).

use super::error::{DateErrorKind, Result};
use super::scan::DateScanner;
use super::zone::Zone;

/// What a time is relative to.
#[derive(Clone, Copy)]
pub(super) enum ZoneOrOffset {
    /// An offset from UTC, in minutes.
    Offset(i32),
    /// A zone.
    Zone(Zone),
}

/// Reads an offset or a zone, if one comes next. `rfc822` says that the date has that RFC's form.
pub(super) fn parse(scanner: &mut DateScanner<'_>, rfc822: bool) -> Result<Option<ZoneOrOffset>> {
    let mut ahead = *scanner;
    ahead.spaces();
    let place = match ahead.peek() {
        _ if at_sign(&ahead) => Some(ZoneOrOffset::Offset(after_offset(
            signed(&mut ahead)?,
            &mut ahead,
        )?)),
        Some(b'A'..=b'Z' | b'a'..=b'z') => named(&mut ahead, rfc822)?,
        Some(b'(' | b'[') => {
            let start = ahead.pos() + 1;
            let name = bracketed(&mut ahead)?;
            lookup(name, rfc822, &ahead)
                .map_err(|kind| ahead.wrong_part(kind, start, name.len()))?
        }
        _ => return Ok(None),
    };
    if at_sign(&ahead) {
        let start = ahead.pos();
        signed(&mut ahead)?;
        return Err(ahead.wrong_since(DateErrorKind::SecondOffset, start));
    }
    *scanner = ahead;
    ahead.spaces();
    if let Some(b'(' | b'[') = ahead.peek() {
        bracketed(&mut ahead)?;
        *scanner = ahead;
    }
    Ok(place)
}

/// Steps over the abbreviation or the name behind `offset`, which it may not contradict.
fn after_offset(offset: i32, scanner: &mut DateScanner<'_>) -> Result<i32> {
    let mut ahead = *scanner;
    ahead.spaces();
    let start = ahead.pos();
    if ahead.at_end() {
        return Ok(offset);
    }
    match lookup(name(&mut ahead), false, scanner) {
        Ok(Some(ZoneOrOffset::Offset(other))) if other != offset => {
            Err(ahead.wrong_since(DateErrorKind::SecondOffset, start))
        }
        Err(DateErrorKind::UnknownZone) => Ok(offset),
        _ => {
            *scanner = ahead;
            Ok(offset)
        }
    }
}

/// The text in the brackets that come next.
fn bracketed<'a>(scanner: &mut DateScanner<'a>) -> Result<&'a str> {
    let unclosed = scanner.wrong_rest(DateErrorKind::Trailing);
    let close = if scanner.eat("(") {
        ')'
    } else {
        scanner.eat("[");
        ']'
    };
    scanner.until(close).ok_or(unclosed)
}

/// Whether a plus or minus sign comes next; U+2212 is one too.
fn at_sign(scanner: &DateScanner<'_>) -> bool {
    matches!(scanner.peek(), Some(b'+' | b'-')) || scanner.rest().starts_with('\u{2212}')
}

/// An offset that begins with a sign: `+08:00`, `+0800`, `+08`, `-4`, `-930`.
fn signed(scanner: &mut DateScanner<'_>) -> Result<i32> {
    let start = scanner.pos();
    let east = scanner.eat_any(&["+", "-", "\u{2212}"]) == Some("+");
    let hours = scanner.number("the hours of the offset")?;
    let colon = hours.len <= 2 && scanner.eat(":");
    let minutes = if colon {
        Some(scanner.number("the minutes of the offset")?)
    } else {
        None
    };
    let (h, m) = match (hours.len, minutes) {
        (1 | 2, None) => (hours.value, 0),
        (1 | 2, Some(minutes)) if minutes.len == 2 => (hours.value, minutes.value),
        (3 | 4, None) => (hours.value / 100, hours.value % 100),
        _ => return Err(scanner.wrong_since(DateErrorKind::Offset, start)),
    };
    let (west, longest_east) = scanner.rules().offsets;
    let minutes = i32::try_from(h * 60 + m).unwrap_or(i32::MAX);
    let longest = if east { longest_east } else { west };
    if m > 59 || minutes > longest {
        return Err(scanner.wrong_since(DateErrorKind::Offset, start));
    }
    Ok(if east { minutes } else { -minutes })
}

/// A zone by its name or abbreviation, or `UTC` or `GMT` with an offset.
fn named(scanner: &mut DateScanner<'_>, rfc822: bool) -> Result<Option<ZoneOrOffset>> {
    let start = scanner.pos();
    let name = name(scanner);
    let is_utc = ["UTC", "GMT", "UT"]
        .iter()
        .any(|utc| name.eq_ignore_ascii_case(utc));
    if is_utc && at_sign(scanner) {
        return signed(scanner).map(|offset| Some(ZoneOrOffset::Offset(offset)));
    }
    lookup(name, rfc822, scanner).map_err(|kind| scanner.wrong_since(kind, start))
}

/// A run of letters, or an IANA name with its slashes.
fn name<'a>(scanner: &mut DateScanner<'a>) -> &'a str {
    let start = scanner.pos();
    scanner.word();
    if matches!(scanner.peek(), Some(b'/' | b'_')) {
        scanner.take(|byte| byte.is_ascii_alphanumeric() || b"/_+-".contains(&byte));
    }
    scanner.since(start)
}

/// The zone called `name`; `None` if the generator ignores it.
fn lookup(
    name: &str,
    rfc822: bool,
    scanner: &DateScanner<'_>,
) -> std::result::Result<Option<ZoneOrOffset>, DateErrorKind> {
    let known = |table: &[(&str, i32)]| {
        let mut table = table.iter();
        let (_, minutes) = table.find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some(ZoneOrOffset::Offset(*minutes))
    };
    let rules = scanner.rules();
    let zones = rules.zones;
    let tables = [
        (UTC, true),
        (AMERICAN, zones.american),
        (CENTRAL, zones.central || rfc822),
        (WORLD, zones.world),
    ];
    let mut read = tables.into_iter().filter(|(_, is_read)| *is_read);
    if let Some(place) = read.find_map(|(table, _)| known(table)) {
        return Ok(Some(place));
    }
    let is_ambiguous = AMBIGUOUS
        .iter()
        .any(|known| known.eq_ignore_ascii_case(name));
    match Zone::parse_exactly(name) {
        _ if rules.ignores_zones => Ok(None),
        _ if is_ambiguous => Err(DateErrorKind::AmbiguousZone),
        Some(zone) if zones.world => Ok(Some(ZoneOrOffset::Zone(zone))),
        None if known(AMERICAN).or(known(WORLD)).is_none() => Err(DateErrorKind::UnknownZone),
        _ => Err(DateErrorKind::IgnoredZone),
    }
}

/// The names of UTC.
const UTC: &[(&str, i32)] = &[("Z", 0), ("UTC", 0), ("GMT", 0), ("UT", 0)];

/// Abbreviations that RFC 822 defines and nobody uses otherwise.
const AMERICAN: &[(&str, i32)] = &[
    ("PST", -480),
    ("PDT", -420),
    ("MST", -420),
    ("MDT", -360),
    ("EST", -300),
    ("EDT", -240),
];

/// Abbreviations that RFC 822 defines and others use otherwise.
const CENTRAL: &[(&str, i32)] = &[("CST", -360), ("CDT", -300)];

/// Other abbreviations with one meaning, and the minutes that they are ahead of UTC.
const WORLD: &[(&str, i32)] = &[
    ("WET", 0),
    ("WEST", 60),
    ("CET", 60),
    ("CEST", 120),
    ("MEZ", 60),
    ("MESZ", 120),
    ("EET", 120),
    ("EEST", 180),
    ("MSK", 180),
    ("SAST", 120),
    ("PKT", 300),
    ("WIB", 420),
    ("HKT", 480),
    ("SGT", 480),
    ("AWST", 480),
    ("JST", 540),
    ("KST", 540),
    ("ACST", 570),
    ("ACDT", 630),
    ("AEST", 600),
    ("AEDT", 660),
    ("NZST", 720),
    ("NZDT", 780),
    ("HST", -600),
    ("AKST", -540),
    ("AKDT", -480),
];

/// Abbreviations with several meanings.
const AMBIGUOUS: &[&str] = &[
    "CST", "CDT", "IST", "BST", "AST", "ADT", "SST", "AMT", "GST", "ECT", "PHT", "WST",
];
