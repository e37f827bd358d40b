//! What shows, without reading it again, that a file is still the one that was seen, and a text the one
//! that was read.

use std::fs::Metadata;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde::{Deserialize, Serialize};

/// Which file it was, how large, and when it was changed last. Whoever writes to the file gives it
/// another one, except within the tick of the file system's clock in which it was changed: see
/// [`Stamps::are_older_than`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stamp {
    device: u64,
    inode: u64,
    size: u64,
    /// Nanoseconds since 1970 of the last change of its content, which programs may set.
    modified: i64,
    /// The same of the last change of any kind, which they may not.
    changed: i64,
}

impl Stamp {
    /// The stamp of a file; `None` on systems that do not tell when a file was changed.
    #[cfg(unix)]
    pub fn from_metadata(metadata: &Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        Some(Stamp {
            device: metadata.dev(),
            inode: metadata.ino(),
            size: metadata.len(),
            modified: nanoseconds(metadata.mtime(), metadata.mtime_nsec()),
            changed: nanoseconds(metadata.ctime(), metadata.ctime_nsec()),
        })
    }

    /// The stamp of a file; `None` on systems that do not tell when a file was changed.
    #[cfg(not(unix))]
    pub fn from_metadata(_: &Metadata) -> Option<Self> {
        None
    }

    /// The same from the `stat` of the system.
    #[cfg(unix)]
    #[allow(
        clippy::unnecessary_cast,
        clippy::cast_lossless,
        reason = "the types differ from system to system"
    )]
    pub fn from_stat(found: &rustix::fs::Stat) -> Self {
        Stamp {
            device: found.st_dev as u64,
            inode: found.st_ino as u64,
            size: found.st_size as u64,
            modified: nanoseconds(found.st_mtime as i64, found.st_mtime_nsec as i64),
            changed: nanoseconds(found.st_ctime as i64, found.st_ctime_nsec as i64),
        }
    }

    /// Whether it is that of the same file, of the same content, under another name.
    pub fn is_renamed_from(&self, before: &Stamp) -> bool {
        let changed = self.changed;
        *self == Stamp { changed, ..*before }
    }
}

#[cfg(unix)]
fn nanoseconds(seconds: i64, rest: i64) -> i64 {
    seconds.saturating_mul(1_000_000_000).saturating_add(rest)
}

/// The stamps of many files, which may be added in any order.
#[derive(Debug, Clone)]
pub struct Stamps {
    /// The sums of two hashes of each path with its stamp.
    sums: (u64, u64),
    /// The last change of any of them.
    newest: i64,
    /// The disks that they lie on: the smallest and the largest number.
    devices: (u64, u64),
    /// Whether each of them has a stamp.
    are_complete: bool,
    are_fine: bool,
}

impl Default for Stamps {
    /// Those of no file.
    fn default() -> Self {
        Stamps {
            sums: (0, 0),
            newest: i64::MIN,
            devices: (u64::MAX, 0),
            are_complete: true,
            are_fine: true,
        }
    }
}

impl Stamps {
    /// Adds the file at `path`. Without a stamp it is never the same again.
    pub fn add(&mut self, path: &str, stamp: Option<Stamp>) {
        let Some(stamp) = stamp else {
            self.are_complete = false;
            return;
        };
        let salted = |salt: u8| {
            let mut hasher = DefaultHasher::new();
            (salt, path, stamp).hash(&mut hasher);
            hasher.finish()
        };
        self.merge(&Stamps {
            sums: (salted(0), salted(1)),
            newest: stamp.modified.max(stamp.changed),
            devices: (stamp.device, stamp.device),
            are_complete: true,
            are_fine: stamp.changed % 1_000_000 != 0,
        });
    }

    /// Adds those of other files.
    pub fn merge(&mut self, other: &Stamps) {
        self.sums.0 = self.sums.0.wrapping_add(other.sums.0);
        self.sums.1 = self.sums.1.wrapping_add(other.sums.1);
        self.newest = self.newest.max(other.newest);
        self.devices.0 = self.devices.0.min(other.devices.0);
        self.devices.1 = self.devices.1.max(other.devices.1);
        self.are_complete &= other.are_complete;
        self.are_fine &= other.are_fine;
    }

    /// What no other files have by chance, nor these after a change; `None` if one has no stamp.
    pub fn digest(&self) -> Option<Fingerprint> {
        let Stamps { sums, .. } = *self;
        self.are_complete.then_some(Fingerprint(sums.0, sums.1))
    }

    /// Whether each file was last changed before `probe` was, on the same disk. If `probe` was made before
    /// they were read, whoever writes to one of them later gives it another stamp, however coarse the
    /// clock.
    pub fn are_older_than(&self, probe: &Stamp) -> bool {
        let is_on_this_disk = self.devices == (probe.device, probe.device);
        self.newest == i64::MIN || is_on_this_disk && self.newest < probe.changed
    }

    /// Whether the clock is finer than a millisecond, so that two changes hardly ever share a tick.
    pub fn are_fine(&self) -> bool {
        self.are_fine
    }
}

/// A text as a number of 128 bits: what another text does not have by chance. It is the same in every
/// run of one program, and may be another in the next version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fingerprint(u64, u64);

impl Fingerprint {
    /// The fingerprint of `bytes`.
    pub fn new(bytes: &[u8]) -> Self {
        let salted = |salt: u8| {
            let mut hasher = DefaultHasher::new();
            hasher.write_u8(salt);
            hasher.write(bytes);
            hasher.finish()
        };
        Fingerprint(salted(0), salted(1))
    }
}

#[cfg(test)]
mod tests {
    #[cfg(unix)]
    use std::fs;

    use super::*;

    #[test]
    fn every_change_gives_another_fingerprint() {
        let text = b"title: News\nurl: https://example.org/\n".to_vec();
        let own = Fingerprint::new(&text);
        for bit in 0..text.len() * 8 {
            let mut other = text.clone();
            other[bit / 8] ^= 1 << (bit % 8);
            assert_ne!(Fingerprint::new(&other), own, "{bit}");
        }
        assert_ne!(Fingerprint::new(&text[1..]), own);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_was_written_to_has_another_stamp() {
        let folder = tempfile::tempdir().unwrap();
        let [article, probe, renamed] =
            ["a.md", "probe", "b.md"].map(|name| folder.path().join(name));
        let stamp = |path| Stamp::from_metadata(&fs::metadata(path).unwrap()).unwrap();
        let is_older = |stamp, probe| {
            let mut stamps = Stamps::default();
            stamps.add("a.md", Some(stamp));
            stamps.are_older_than(&probe)
        };
        fs::write(&article, "one").unwrap();
        let mut seen = stamp(&article);
        // Within one tick of the clock nothing is promised; a probe shows when it has passed.
        while {
            fs::write(&probe, "").unwrap();
            !is_older(seen, stamp(&probe))
        } {
            seen = stamp(&article);
        }
        assert_eq!(stamp(&article), seen);
        let times = fs::metadata(&article).unwrap().modified().unwrap();
        fs::write(&article, "two").unwrap();
        fs::File::open(&article)
            .unwrap()
            .set_modified(times)
            .unwrap();
        assert_ne!(stamp(&article), seen);
        assert!(!is_older(stamp(&article), stamp(&probe)));

        let before = stamp(&article);
        fs::rename(&article, &renamed).unwrap();
        assert!(stamp(&renamed).is_renamed_from(&before));
        fs::write(&renamed, "three").unwrap();
        assert!(!stamp(&renamed).is_renamed_from(&before));
    }
}
