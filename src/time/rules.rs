//! How site generators read dates that no standard allows, for each of which
//! `tests/generators/tables` has the instants that the generator publishes.

/// How dates are read.
#[derive(Debug, Clone, Copy)]
pub struct DateRules {
    /// What `03/04/2022` means.
    pub order: NumberOrder,
    /// Whether 30 February is a day of March, and 24:00 the midnight after.
    pub overflows: bool,
    /// Whether any word that begins like a month is one: `janvier`.
    pub month_prefixes: bool,
    /// Whether a weekday must be that of the date.
    pub checks_weekday: bool,
    /// Whether what cannot be understood after the day is ignored, and all that follows it.
    pub ignores_rest: bool,
    /// Which names of time zones are read.
    pub zones: ZoneNames,
    /// Whether other names are ignored, so that the time is in the site's zone.
    pub ignores_zones: bool,
    /// The longest offsets west and east, in minutes.
    pub offsets: (i32, i32),
    /// Whether what only a person understands is read: doubled separators, a repeated year, full-width
    /// digits.
    pub repairs: bool,
}

/// What two numbers before a year mean, if both can be a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberOrder {
    /// Nobody knows.
    Unknown,
    /// The month, then the day.
    MonthFirst,
    /// The same, unless the first number is not a month.
    MonthPreferred,
    /// The day, then the month; but if the year has two digits, it is first.
    DayFirst,
}

/// The names of time zones that are read, in addition to those of UTC.
#[derive(Debug, Clone, Copy)]
pub struct ZoneNames {
    /// `EST` to `PDT`, but for the next.
    pub american: bool,
    /// `CST` and `CDT` as the American ones.
    pub central: bool,
    /// All others with one meaning, such as `CET` and `Asia/Shanghai`.
    pub world: bool,
}

impl DateRules {
    /// The rules for dates that have one meaning everywhere, and the same one to this generator.
    pub(super) fn strict(&self) -> DateRules {
        DateRules {
            offsets: (12 * 60, 14 * 60),
            zones: ZoneNames {
                central: false,
                ..self.zones
            },
            ..Self::PLAIN
        }
    }

    /// Dates that have one meaning, even if nobody's clock shows it.
    pub const PLAIN: DateRules = DateRules {
        order: NumberOrder::Unknown,
        overflows: false,
        month_prefixes: false,
        checks_weekday: true,
        ignores_rest: false,
        zones: ZoneNames {
            american: true,
            central: false,
            world: true,
        },
        ignores_zones: false,
        offsets: (24 * 60, 24 * 60),
        repairs: false,
    };

    /// As a person reads them, for generators that refuse all others.
    pub const PERSON: DateRules = DateRules {
        repairs: true,
        ..Self::PLAIN
    };

    /// Ruby's `Time.parse`.
    pub const RUBY: DateRules = DateRules {
        order: NumberOrder::DayFirst,
        overflows: true,
        month_prefixes: true,
        checks_weekday: false,
        ignores_rest: true,
        zones: ZoneNames {
            american: true,
            central: true,
            world: false,
        },
        ignores_zones: true,
        ..Self::PERSON
    };

    /// JavaScript's `Date` in V8.
    pub const JAVASCRIPT: DateRules = DateRules {
        order: NumberOrder::MonthFirst,
        overflows: true,
        month_prefixes: true,
        checks_weekday: false,
        zones: ZoneNames {
            american: true,
            central: true,
            world: true,
        },
        offsets: (99 * 60 + 59, 99 * 60 + 59),
        ..Self::PERSON
    };

    /// `dateutil`'s parser, without time zones' names.
    pub const DATEUTIL: DateRules = DateRules {
        order: NumberOrder::MonthPreferred,
        checks_weekday: false,
        zones: ZoneNames {
            american: false,
            central: false,
            world: false,
        },
        ignores_zones: true,
        ..Self::PERSON
    };
}
