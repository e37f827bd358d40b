//! What time it is, and how long what depends on it stays the same.

use std::sync::atomic::{AtomicI64, Ordering};

use super::timestamp::Timestamp;

/// The moment that a run takes for now.
#[derive(Debug)]
pub struct Present {
    now: Timestamp,
    /// Seconds since 1970 of the earliest moment that has not come.
    until: AtomicI64,
}

impl Present {
    /// `now`.
    pub fn at(now: Timestamp) -> Self {
        Present {
            now,
            until: AtomicI64::new(i64::MAX),
        }
    }

    /// The moment itself.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// Whether it is `time` or later.
    pub fn has_come(&self, time: Timestamp) -> bool {
        let has_come = time <= self.now;
        if !has_come {
            self.until.fetch_min(time.unix().0, Ordering::Relaxed);
        }
        has_come
    }

    /// The second, counted from 1970, before which no answer given so far changes.
    pub fn until(&self) -> i64 {
        self.until.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_moment_that_matters_is_noted() {
        let at = |seconds| Timestamp::from_unix(seconds, 0).unwrap();
        let present = Present::at(at(10));
        assert!(present.has_come(at(9)) && present.has_come(at(10)));
        assert_eq!(present.until(), i64::MAX);
        assert!(
            !present.has_come(at(30)) && !present.has_come(at(20)) && !present.has_come(at(25))
        );
        assert_eq!(present.until(), 20);
    }
}
