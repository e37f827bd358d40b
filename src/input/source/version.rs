//! What tells that a file is still the one that was read before.

use std::fs::Metadata;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use crate::text::encoding::Encoding;

/// What tells that a file is still the one that was read before, and how it is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    pub(super) size: u64,
    #[serde(with = "instant")]
    modified: Option<SystemTime>,
    pub(super) encoding: Option<Encoding>,
}

/// A file's time as nanoseconds since 1970, before which it may lie.
mod instant {
    use std::time::{Duration, SystemTime};

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(
        time: &Option<SystemTime>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let nanos = |duration: Duration| duration.as_nanos().cast_signed();
        let since = |time: SystemTime| match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => nanos(after),
            Err(before) => -nanos(before.duration()),
        };
        time.map(since).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<SystemTime>, D::Error> {
        const SECOND: u128 = 1_000_000_000;
        let time = |nanos: i128| {
            let (seconds, rest) = (nanos.unsigned_abs() / SECOND, nanos.unsigned_abs() % SECOND);
            let distance = Duration::new(u64::try_from(seconds).ok()?, rest as u32);
            match nanos < 0 {
                true => SystemTime::UNIX_EPOCH.checked_sub(distance),
                false => SystemTime::UNIX_EPOCH.checked_add(distance),
            }
        };
        let nanos = Option::<i128>::deserialize(deserializer)?;
        let known = |nanos| time(nanos).ok_or(serde::de::Error::custom("it is no time of a file"));
        nanos.map(known).transpose()
    }
}

impl Version {
    pub(super) fn of(metadata: &Metadata, encoding: Option<Encoding>) -> Self {
        Version {
            size: metadata.len(),
            modified: metadata.modified().ok(),
            encoding,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_version_survives_being_kept() {
        let gbk = Encoding::named("gbk").unwrap();
        let moments = [0, 1, 1_700_000_000_123_456_789, u64::MAX / 4].map(Duration::from_nanos);
        let epoch = SystemTime::UNIX_EPOCH;
        let times = moments.iter().flat_map(|&by| [epoch + by, epoch - by]);
        for (modified, encoding) in times
            .map(Some)
            .chain([None])
            .zip([None, gbk].iter().cycle())
        {
            let version = Version {
                size: 7,
                modified,
                encoding: *encoding,
            };
            let bytes = postcard::to_stdvec(&version).unwrap();
            assert_eq!(postcard::from_bytes::<Version>(&bytes), Ok(version));
            let json = serde_json::to_string(&version).unwrap();
            assert_eq!(serde_json::from_str::<Version>(&json).unwrap(), version);
        }
    }
}
