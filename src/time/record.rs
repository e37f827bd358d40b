//! How an instant is kept between two runs: exactly, with the offset that it was written with.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::timestamp::Timestamp;

/// Seconds and nanoseconds since 1970 began in UTC, and seconds east of it.
#[derive(Serialize, Deserialize)]
pub(super) struct Record(i64, u32, i32);

impl From<Timestamp> for Record {
    fn from(Timestamp(time): Timestamp) -> Self {
        let nanos = time.timestamp_subsec_nanos();
        Record(time.timestamp(), nanos, time.offset().local_minus_utc())
    }
}

impl TryFrom<Record> for Timestamp {
    type Error = &'static str;

    fn try_from(Record(seconds, nanos, east): Record) -> Result<Self, Self::Error> {
        let time = DateTime::from_timestamp(seconds, nanos).zip(FixedOffset::east_opt(east));
        let time = time.and_then(|(utc, offset)| Timestamp::new(utc.with_timezone(&offset)));
        time.ok_or("it is no instant of the years 1 to 9999")
    }
}
