//! The only date code: text to instant, instant to RFC 822 and RFC 3339. Never reads the clock.
//!
//! [`Timestamp::parse`] takes every shape of date that people write and that has one meaning; each
//! family of shapes has a file, whose header says what it takes and what not:
//!
//! | file | dates such as |
//! |---|---|
//! | `numeric` | `2021-03-04T10:30:05.123Z`, `2021/3/4`, `2021年3月4日` |
//! | `year_last` | `17/05/2022` |
//! | `named` | `Fri, 3 Sep 2021 10:00:00 +0000`, `September 3, 2021` |
//! | `clock` | the time of day in either |
//! | `offset` | what follows it: `+08:00`, `CET`, `Asia/Shanghai` |
//! | `path` | `2021-03-04-title.md`, `2021/03/04/title.md` |
//!
//! # What is decided here
//!
//! - No zone: the one that the caller gives. No time: midnight in that zone.
//! - A local time that a clock change skips is moved forward by the gap, as in `java.time`; of one
//!   that occurs twice the first is taken.
//! - 23:59:60 UTC is the second after it; `24:00` is refused.
//! - What has several meanings (`01/02/2020`, `CST`) or contradicts itself (a weekday that the date
//!   does not have, two offsets) is an error, never a guess; [`Timestamp::read`] takes what a site's
//!   generator made of it, and says that it is odd.
//! - Years 1 to 9999, in UTC and in the offset as written; offsets up to 24 hours.
//! - Rules of time zones are compiled in, so that every machine reads the same instant.

mod calendar;
mod clock;
mod error;
mod named;
mod names;
mod numeric;
mod offset;
mod parse;
mod parts;
mod path;
mod present;
mod print;
mod rules;
mod scan;
#[cfg(test)]
mod tests;
mod timestamp;
mod year_last;
mod zone;

pub use error::{DateError, DateErrorKind};
pub use path::{FileDate, from_path};
pub use present::Present;
pub use rules::DateRules;
pub use timestamp::Timestamp;
pub use zone::{Zone, ZoneError};
