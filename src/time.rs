//! The only date code: text to instant, instant to RFC 822 and RFC 3339. Never reads the clock.

use chrono::{DateTime, FixedOffset};

/// An instant, with the offset it was written with.
#[derive(Debug, Clone, Copy)]
pub struct Timestamp(DateTime<FixedOffset>);
