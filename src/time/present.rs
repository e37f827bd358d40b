//! What time it is, and how long an answer that depends on it holds.

use std::cell::Cell;

use super::timestamp::Timestamp;

/// The moment that a run takes for now. It notes when what it answered would be answered otherwise,
/// for those who remember the answers.
#[derive(Debug)]
pub struct Present {
    now: Timestamp,
    until: Cell<Option<Timestamp>>,
}

impl Present {
    /// `now`.
    pub fn at(now: Timestamp) -> Self {
        Present {
            now,
            until: Cell::new(None),
        }
    }

    /// Whether it is `time` or later.
    pub fn has_come(&self, time: Timestamp) -> bool {
        let has_come = time <= self.now;
        if !has_come && self.until.get().is_none_or(|until| time < until) {
            self.until.set(Some(time));
        }
        has_come
    }

    /// The next moment at which it would give another answer to what it was asked, if there is one.
    pub fn until(&self) -> Option<Timestamp> {
        self.until.get()
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
        assert_eq!(present.until(), None);
        assert!(
            !present.has_come(at(30)) && !present.has_come(at(20)) && !present.has_come(at(25))
        );
        assert_eq!(present.until(), Some(at(20)));
    }
}
