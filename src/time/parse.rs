//! A date as people write it, put together from its parts.

use chrono::{Datelike, Weekday};

use super::clock::{self, Clock};
use super::error::{DateError, DateErrorKind, Result, half_width};
use super::parts::DateParts;
use super::rules::DateRules;
use super::scan::DateScanner;
use super::timestamp::Timestamp;
use super::zone::Zone;
use super::{named, names, numeric, offset, year_last};

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
    /// If it is impossible, or has several meanings, or is not a date at all.
    pub fn parse(text: &str, zone: &Zone) -> Result<Self> {
        parse_by(text, zone, &DateRules::PLAIN)
    }

    /// Reads a date as people and the generator with these `rules` do. If it is odd, the error says what
    /// is odd about it.
    ///
    /// # Errors
    ///
    /// If nobody can read it.
    pub fn read(text: &str, zone: &Zone, rules: &DateRules) -> Result<(Self, Option<DateError>)> {
        let error = match parse_by(text, zone, &rules.strict()) {
            Ok(time) => return Ok((time, None)),
            Err(error) => error,
        };
        let repaired = || {
            let repaired = rules.repairs.then(|| repaired(text))?;
            parse_by(&repaired, zone, &DateRules::PLAIN).ok()
        };
        match parse_by(text, zone, rules).ok().or_else(repaired) {
            Some(time) => Ok((time, Some(error))),
            None => Err(error),
        }
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
}

fn parse_by(text: &str, zone: &Zone, rules: &DateRules) -> Result<Timestamp> {
    let mut scanner = DateScanner::new(text, rules);
    let start = scanner.pos();
    parse_parts(&mut scanner)
        .and_then(|parts| parts.resolve(&scanner, start, *zone))
        .map_err(|error| better_reason(text, error))
}

/// What a person overlooks is put right: doubled separators, a year that is repeated after the time,
/// full-width characters.
fn repaired(text: &str) -> String {
    let mut narrow = String::with_capacity(text.len());
    for c in text.trim().chars() {
        let c = half_width(c).unwrap_or(c);
        if !(narrow.ends_with(c) && matches!(c, ':' | '-' | '/' | '.')) {
            narrow.push(c);
        }
    }
    let is_year_again =
        |(at, word): &(usize, &str)| *at > 0 && word.len() == 4 && narrow.starts_with(word);
    let words = narrow.split_whitespace().enumerate();
    let kept = words.filter(|word| !is_year_again(word));
    let kept: Vec<&str> = kept.map(|(_, word)| word).collect();
    kept.join(" ").trim_end_matches(':').to_owned()
}

fn parse_parts(scanner: &mut DateScanner<'_>) -> Result<DateParts> {
    if scanner.at_end() {
        return Err(scanner.wrong_rest(DateErrorKind::Empty));
    }
    let weekday = weekday(scanner);
    let start = scanner.pos();
    let mut rfc822 = false;
    let mut parts = match scanner.digits() {
        None => named::month_first(scanner)?,
        Some(number) if number.len <= 2 => {
            if scanner.peek() == Some(b':') {
                scanner.take(|byte| !byte.is_ascii_whitespace());
                return Err(scanner.wrong_since(DateErrorKind::TimeAlone, start));
            }
            DateParts::day(match year_last::parse(scanner, number)? {
                Some(date) => date,
                None => {
                    rfc822 = true;
                    named::day_first(scanner, number, weekday.is_some())?
                }
            })
        }
        Some(year) if year.len == 3 => {
            return Err(scanner.wrong(DateErrorKind::ShortYear, year));
        }
        Some(year) => {
            let (date, clock) = numeric::parse(scanner, year)?;
            DateParts {
                clock,
                ..DateParts::day(date)
            }
        }
    };
    if let Some(claimed) = weekday
        && claimed != parts.date.weekday()
        && scanner.rules().checks_weekday
    {
        let date = parts.date;
        return Err(scanner.wrong_since(DateErrorKind::Weekday { date, claimed }, start));
    }
    let ignores_rest = scanner.rules().ignores_rest;
    let is_ignored = |error: &DateError| {
        use DateErrorKind::{Expected, Missing, SecondOffset};
        let kind = error.kind();
        ignores_rest && matches!(kind, Expected(_) | Missing(_) | SecondOffset)
    };
    if parts.clock.is_none() {
        let mut before = *scanner;
        parts.clock = match clock_after_date(scanner) {
            Ok(None) | Err(_) if ignores_rest && find_clock(&mut before) => {
                *scanner = before;
                Some(clock::parse(scanner, false)?)
            }
            Err(error) if is_ignored(&error) => {
                *scanner = before;
                None
            }
            read => read?,
        };
    }
    // An offset that touches the date could be one more part of it: `2021-03-04-05`.
    let is_offset_clear = parts.clock.is_some() || scanner.peek() != Some(b'-');
    if parts.zone.is_none() && is_offset_clear {
        parts.zone = match offset::parse(scanner, rfc822) {
            Err(error) if is_ignored(&error) => None,
            read => read?,
        };
    }
    if scanner.at_end() || ignores_rest {
        Ok(parts)
    } else {
        Err(scanner.wrong_rest(DateErrorKind::Trailing))
    }
}

/// `Fri, `, `Friday `.
fn weekday(scanner: &mut DateScanner<'_>) -> Option<Weekday> {
    let mut ahead = *scanner;
    let day = names::weekday(ahead.word())?;
    ahead.eat_any(&[".", ","]);
    ahead.eat(",");
    ahead.spaces();
    *scanner = ahead;
    Some(day)
}

/// The time of day behind a date: after `T`, white space, a comma or `at`.
fn clock_after_date(scanner: &mut DateScanner<'_>) -> Result<Option<Clock>> {
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

/// Steps to the first two numbers with a colon between them, if there are any.
fn find_clock(scanner: &mut DateScanner<'_>) -> bool {
    let rest = scanner.rest().as_bytes();
    let colon = |at: usize| {
        rest[at] == b':'
            && rest.get(at + 1).is_some_and(u8::is_ascii_digit)
            && at > 0
            && rest[at - 1].is_ascii_digit()
    };
    let Some(colon) = (0..rest.len()).find(|&at| colon(at)) else {
        return false;
    };
    let digits = rest[..colon].iter().rev();
    let start = colon - digits.take_while(|byte| byte.is_ascii_digit()).count();
    scanner.skip(start);
    true
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

/// Why `text` is not a date, if there is a better reason than `error`.
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
