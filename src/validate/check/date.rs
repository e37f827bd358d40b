//! Dates: RFC 3339, RFC 822 with its successors, the W3C's format. No clock, no zones: only form and
//! calendar.

use super::calendar::{InvalidDate, Moment, moment};
use super::rfc822::parse_rfc822;
use crate::diagnostic::Rule;
use crate::validate::context::Context;
use crate::validate::rules;
use crate::validate::value::{Value, quote};

/// A reader of fixed-width fields.
struct Fields<'t>(&'t str);

impl<'t> Fields<'t> {
    fn number(&mut self, width: usize) -> Option<i64> {
        let digits = self.0.get(..width)?;
        let number = digits
            .bytes()
            .all(|b| b.is_ascii_digit())
            .then(|| digits.parse().ok())??;
        self.0 = &self.0[width..];
        Some(number)
    }

    fn mark(&mut self, mark: char) -> Option<()> {
        self.0 = self.0.strip_prefix(mark)?;
        Some(())
    }

    fn fraction(&mut self) -> Option<()> {
        let Some(rest) = self.0.strip_prefix('.') else {
            return Some(());
        };
        let end = rest
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(rest.len());
        self.0 = &rest[end..];
        (end > 0).then_some(())
    }

    /// `Z` or `±hh:mm`, in minutes.
    fn zone(&mut self) -> Option<i64> {
        if self.mark('Z').is_some() {
            return Some(0);
        }
        let sign = match self.0.chars().next()? {
            '+' => 1,
            '-' => -1,
            _ => return None,
        };
        self.0 = &self.0[1..];
        let hours = self.number(2)?;
        self.mark(':')?;
        let minutes = self.number(2)?;
        (hours < 24 && minutes < 60).then_some(sign * (hours * 60 + minutes))
    }

    fn end(&self) -> Option<()> {
        self.0.is_empty().then_some(())
    }
}

/// RFC 3339, section 5.6, in capitals as required by RFC 4287, section 3.3.
pub(in crate::validate) fn parse_rfc3339(text: &str) -> Result<Moment, InvalidDate> {
    let mut fields = Fields(text);
    let mut parse = || {
        let date = full_date(&mut fields)?;
        fields.mark('T')?;
        let hour = fields.number(2)?;
        fields.mark(':')?;
        let minute = fields.number(2)?;
        fields.mark(':')?;
        let second = fields.number(2)?;
        fields.fraction()?;
        let offset = fields.zone()?;
        fields.end()?;
        Some((date, (hour, minute, second), offset))
    };
    let (date, time, offset) = parse().ok_or(InvalidDate::Form)?;
    moment(date, time, offset)
}

fn full_date(fields: &mut Fields<'_>) -> Option<(i64, i64, i64)> {
    let year = fields.number(4)?;
    fields.mark('-')?;
    let month = fields.number(2)?;
    fields.mark('-')?;
    Some((year, month, fields.number(2)?))
}

/// W3C Date and Time Formats: any precision; a time needs a zone.
pub(in crate::validate) fn parse_w3cdtf(text: &str) -> Result<Moment, InvalidDate> {
    let mut fields = Fields(text);
    let year = fields.number(4).ok_or(InvalidDate::Form)?;
    let (mut month, mut day, mut time, mut offset) = (1, 1, (0, 0, 0), 0);
    let mut parse = || {
        if fields.end().is_some() {
            return Some(());
        }
        fields.mark('-')?;
        month = fields.number(2)?;
        if fields.end().is_some() {
            return Some(());
        }
        fields.mark('-')?;
        day = fields.number(2)?;
        if fields.end().is_some() {
            return Some(());
        }
        fields.mark('T')?;
        time.0 = fields.number(2)?;
        fields.mark(':')?;
        time.1 = fields.number(2)?;
        if fields.mark(':').is_some() {
            time.2 = fields.number(2)?;
            fields.fraction()?;
        }
        offset = fields.zone()?;
        fields.end()
    };
    parse().ok_or(InvalidDate::Form)?;
    moment((year, month, day), time, offset)
}

/// A date as in Atom.
pub(in crate::validate) fn rfc3339(cx: &mut Context<'_>, value: &Value<'_>) {
    let parsed = parse_rfc3339(value.text());
    report(
        cx,
        value,
        parsed,
        &rules::INVALID_RFC3339_DATE,
        "2024-05-01T12:00:00Z",
    );
}

/// A date as in RSS.
pub(in crate::validate) fn rfc822(cx: &mut Context<'_>, value: &Value<'_>) {
    let parsed = parse_rfc822(value.text());
    let example = "Wed, 01 May 2024 12:00:00 +0000";
    report(cx, value, parsed, &rules::INVALID_RFC2822_DATE, example);
}

/// A date as in Dublin Core.
pub(in crate::validate) fn w3cdtf(cx: &mut Context<'_>, value: &Value<'_>) {
    let parsed = parse_w3cdtf(value.text());
    report(
        cx,
        value,
        parsed,
        &rules::INVALID_W3CDTF_DATE,
        "2024-05-01T12:00:00Z",
    );
}

/// A date of ISO 8601, limited to the W3C's forms.
pub(in crate::validate) fn iso8601(cx: &mut Context<'_>, value: &Value<'_>) {
    let text = value.text();
    let with_colon = || {
        // `+0100` instead of `+01:00` is common.
        let (time, minutes) = text.split_at_checked(text.len().checked_sub(2)?)?;
        Some(format!("{time}:{minutes}"))
    };
    let parsed = parse_w3cdtf(text)
        .or_else(|_| parse_w3cdtf(&format!("{text}Z")))
        .or_else(|error| with_colon().map_or(Err(error), |text| parse_w3cdtf(&text)));
    report(
        cx,
        value,
        parsed,
        &rules::INVALID_ISO8601_DATE,
        "2024-05-01T12:00:00Z",
    );
}

fn report(
    cx: &mut Context<'_>,
    value: &Value<'_>,
    parsed: Result<Moment, InvalidDate>,
    rule: &'static Rule,
    example: &str,
) {
    let called = value.called(&cx.names);
    let stands = quote(value.text());
    match parsed {
        Ok(moment) => plausible(cx, value, moment),
        Err(InvalidDate::Form) => {
            cx.raise(
                rule,
                value,
                format!("{called} is {stands}; write it like `{example}`"),
            );
        }
        Err(InvalidDate::Calendar(why)) => {
            cx.raise(rule, value, format!("{called} is {stands}; {why}"));
        }
        Err(InvalidDate::Hour24) => {
            let message = format!("{called} is {stands}; write 00:00:00 of the next day");
            cx.raise(&rules::HOUR_OUT_OF_RANGE, value, message);
        }
        Err(InvalidDate::Weekday(named, true_name)) => {
            let message = format!("{called} is {stands}; that day is `{true_name}`, not `{named}`");
            cx.raise(&rules::INCORRECT_DOW, value, message);
        }
        Err(InvalidDate::Problematical(why)) => {
            let message = format!("{called} is {stands}; {why}: write it like `{example}`");
            cx.raise(&rules::PROBLEMATICAL_RFC822_DATE, value, message);
        }
    }
}

fn plausible(cx: &mut Context<'_>, value: &Value<'_>, moment: Moment) {
    /// A day's tolerance for wrong clocks and zones.
    const GRACE: i64 = 86_400;
    let is_future = cx
        .options
        .now
        .is_some_and(|now| moment.seconds > now.saturating_add(GRACE));
    if moment.year < 1990 || is_future {
        let message = format!(
            "{} is {}, which is {}",
            value.called(&cx.names),
            quote(value.text()),
            if is_future {
                "in the future"
            } else {
                "before feeds existed"
            }
        );
        cx.raise(&rules::IMPLAUSIBLE_DATE, value, message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc3339_is_read_to_the_second() {
        let seconds = |text| parse_rfc3339(text).map(|m| m.seconds);
        assert_eq!(seconds("1970-01-01T00:00:00Z"), Ok(0));
        assert_eq!(seconds("2003-12-13T18:30:02.25+01:00"), Ok(1_071_336_602));
        assert_eq!(seconds("2000-02-29T12:00:00-05:00"), Ok(951_843_600));
        assert_eq!(seconds("2016-12-31T23:59:60Z"), Ok(1_483_228_800));
    }

    #[test]
    fn rfc3339_has_one_form() {
        for text in [
            "2003-12-13t18:30:02z",
            "2003-12-13 18:30:02Z",
            "2003-12-13T18:30Z",
            "2003-12-13",
            "2003-12-13T18:30:02+0100",
            "20031213T183002Z",
            "2003-12-13T18:30:02",
            "",
            "2003-12-13T18:30:02.Z",
        ] {
            assert_eq!(parse_rfc3339(text), Err(InvalidDate::Form), "{text}");
        }
        assert!(matches!(
            parse_rfc3339("2003-02-29T18:30:02Z"),
            Err(InvalidDate::Calendar(_))
        ));
        assert!(matches!(
            parse_rfc3339("2003-13-01T18:30:02Z"),
            Err(InvalidDate::Calendar(_))
        ));
        assert_eq!(
            parse_rfc3339("2003-12-13T24:00:00Z"),
            Err(InvalidDate::Hour24)
        );
    }

    #[test]
    fn w3cdtf_is_as_precise_as_one_likes() {
        for text in [
            "2002",
            "2002-12",
            "2002-12-31",
            "2002-12-31T19:20+01:00",
            "2002-12-31T19:20:30.45+01:00",
        ] {
            assert!(parse_w3cdtf(text).is_ok(), "{text}");
        }
        for text in [
            "2002-12-31T19:20",
            "2002-1",
            "Mon, 31 Dec 2002",
            "2002-12-31T19:20:30+0100",
        ] {
            assert_eq!(parse_w3cdtf(text), Err(InvalidDate::Form), "{text}");
        }
    }
}
