//! IANA time zones, and what a local time means in them.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, FixedOffset, LocalResult, NaiveDateTime, Offset, TimeDelta, TimeZone};
use chrono_tz::{TZ_VARIANTS, Tz};

/// An IANA time zone, such as `Asia/Shanghai`. The rules are compiled in: the machine's own are
/// never asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Zone(Tz);

impl Zone {
    /// Coordinated universal time.
    pub fn utc() -> Self {
        Zone(Tz::UTC)
    }

    /// The zone of that name.
    ///
    /// # Errors
    ///
    /// If the IANA database has no such name, in that spelling; the error suggests one that it has.
    pub fn parse(name: &str) -> Result<Self, ZoneError> {
        let name = name.trim();
        Self::parse_exactly(name).ok_or_else(|| ZoneError {
            name: name.to_owned(),
            suggestion: suggestion(name),
        })
    }

    /// The zone of that name, without a search for what was meant.
    pub(super) fn parse_exactly(name: &str) -> Option<Self> {
        Tz::from_str(name).ok().map(Zone)
    }

    /// The zone of that name, in whatever case.
    pub fn parse_any_case(name: &str) -> Option<Self> {
        let name = name.trim();
        let mut zones = TZ_VARIANTS.iter();
        let found = zones.find(|zone| zone.name().eq_ignore_ascii_case(name));
        found.map(|zone| Zone(*zone))
    }

    /// The IANA name.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// The instant that `local` names here.
    ///
    /// A local time that a clock change skips is moved forward by the length of the gap, as in
    /// `java.time`; of one that occurs twice the first is taken.
    pub(super) fn resolve(self, local: NaiveDateTime) -> DateTime<FixedOffset> {
        let offset = match self.0.offset_from_local_datetime(&local) {
            LocalResult::Single(offset) => offset.fix(),
            LocalResult::Ambiguous(a, b) => {
                // The larger offset is ahead of UTC by more, so its instant comes first.
                let (a, b) = (a.fix(), b.fix());
                if a.local_minus_utc() > b.local_minus_utc() {
                    a
                } else {
                    b
                }
            }
            LocalResult::None => {
                // The offset from before the gap. No offset reaches a day, so that the instant a
                // day before `local`, read as UTC, lies before the change.
                let before = self
                    .0
                    .offset_from_utc_datetime(&(local - TimeDelta::days(1)))
                    .fix();
                return self.at(local - before);
            }
        };
        DateTime::from_naive_utc_and_offset(local - offset, offset)
    }

    /// The instant `utc`, as the clocks here show it.
    pub(super) fn at(self, utc: NaiveDateTime) -> DateTime<FixedOffset> {
        self.0.from_utc_datetime(&utc).fixed_offset()
    }
}

impl Default for Zone {
    fn default() -> Self {
        Zone::utc()
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A name that the IANA database does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneError {
    name: String,
    suggestion: Option<&'static str>,
}

impl ZoneError {
    /// A name that may have been meant.
    pub fn suggestion(&self) -> Option<&'static str> {
        self.suggestion
    }
}

impl fmt::Display for ZoneError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not an IANA time zone", self.name)?;
        match self.suggestion {
            Some(name) if name.starts_with("Etc/GMT") => {
                write!(
                    f,
                    "; did you mean `{name}`? Its sign is that of west, not of east"
                )
            }
            Some(name) => write!(f, "; did you mean `{name}`?"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for ZoneError {}

/// The zone most like `name`: the same but for case, white space or hyphens; the same city
/// (`Berlin`); or a near spelling.
fn suggestion(name: &str) -> Option<&'static str> {
    let wanted = fold(name);
    if wanted.is_empty() || wanted.len() > 64 {
        return None;
    }
    if let Some((_, zone)) = OTHER_NAMES.iter().find(|(name, _)| wanted.ends_with(name)) {
        return Some(zone);
    }
    if let Some(zone) = from_utc(&wanted) {
        return Some(zone);
    }
    let names = || TZ_VARIANTS.iter().map(|zone| zone.name());
    let city = |name: &'static str| name.rsplit('/').next().unwrap_or(name);
    names()
        .find(|name| fold(name) == wanted)
        .or_else(|| names().find(|name| fold(city(name)) == wanted))
        .or_else(|| {
            names()
                .map(|name| (strsim::osa_distance(&fold(name), &wanted), name))
                .min_by_key(|(distance, _)| *distance)
                .filter(|(distance, _)| *distance <= wanted.chars().count() / 3)
                .map(|(_, name)| name)
        })
}

/// Names by which people call a zone that has the name of another city.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("beijing", "Asia/Shanghai"),
    ("北京", "Asia/Shanghai"),
    ("北京时间", "Asia/Shanghai"),
    ("上海", "Asia/Shanghai"),
    ("cst", "Asia/Shanghai"),
    ("delhi", "Asia/Kolkata"),
    ("ist", "Asia/Kolkata"),
    ("jst", "Asia/Tokyo"),
    ("东京", "Asia/Tokyo"),
    ("台北", "Asia/Taipei"),
    ("香港", "Asia/Hong_Kong"),
    ("pst", "America/Los_Angeles"),
];

/// The zone of `UTC+8` or `GMT+08:00`. IANA gives it the other sign.
fn from_utc(wanted: &str) -> Option<&'static str> {
    let offset = wanted.strip_prefix("utc").or(wanted.strip_prefix("gmt"))?;
    // A hyphen is folded.
    let (sign, hours) = match offset.split_at_checked(1)? {
        ("+", hours) => ('-', hours),
        ("_", hours) => ('+', hours),
        _ => return None,
    };
    let hours = hours.split(':').next()?.parse::<u8>().ok()?;
    let name = format!("Etc/GMT{sign}{hours}");
    let mut zones = TZ_VARIANTS.iter().map(|zone| zone.name());
    zones.find(|zone| *zone == name)
}

/// `name` in lower case, with `_` for white space and hyphens.
fn fold(name: &str) -> String {
    name.chars()
        .map(|c| match c {
            ' ' | '-' => '_',
            c => c.to_ascii_lowercase(),
        })
        .collect()
}
