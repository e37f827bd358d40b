//! What tells, without a second look, that a file is still the one that was seen, and a text the one
//! that was read.

use std::fs::Metadata;
use std::hash::{DefaultHasher, Hasher};

use serde::{Deserialize, Serialize};

/// Which file it was, how large, and when it was changed last. Whoever writes to the file gives it
/// another one, except within the tick of the file system's clock in which it was changed: see
/// [`is_older_than`](Self::is_older_than). No file has the default.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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
    /// That of a file; `None` on systems that do not tell when a file was changed.
    #[cfg(unix)]
    pub fn of(metadata: &Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        let nanos =
            |seconds: i64, rest: i64| seconds.saturating_mul(1_000_000_000).saturating_add(rest);
        Some(Stamp {
            device: metadata.dev(),
            inode: metadata.ino(),
            size: metadata.len(),
            modified: nanos(metadata.mtime(), metadata.mtime_nsec()),
            changed: nanos(metadata.ctime(), metadata.ctime_nsec()),
        })
    }

    /// That of a file; `None` on systems that do not tell when a file was changed.
    #[cfg(not(unix))]
    pub fn of(_: &Metadata) -> Option<Self> {
        None
    }

    /// Whether the file was last changed before `probe` was, on the same disk. If `probe` was made before
    /// the file was read, whoever writes to it later gives it another stamp, however coarse the clock.
    pub fn is_older_than(&self, probe: &Stamp) -> bool {
        self.device == probe.device && self.modified.max(self.changed) < probe.changed
    }

    /// Whether the disk's clock is finer than a millisecond, so that two changes hardly ever share a tick.
    pub fn is_fine(&self) -> bool {
        self.changed % 1_000_000 != 0
    }

    /// Whether it is that of the same file, of the same content, under another name.
    pub fn is_renamed_from(&self, before: &Stamp) -> bool {
        let changed = self.changed;
        *self == Stamp { changed, ..*before }
    }
}

/// A text as a number of 128 bits: what another text does not have by chance. It is the same in every
/// run of one program, and may be another in the next version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fingerprint(u64, u64);

impl Fingerprint {
    /// That of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        let salted = |salt: u8| {
            let mut hasher = DefaultHasher::new();
            hasher.write_u8(salt);
            hasher.write(bytes);
            hasher.finish()
        };
        Fingerprint(salted(0), salted(1))
    }

    /// That of a value of plain parts.
    pub fn of_value(value: &impl Serialize) -> Self {
        Self::of(&postcard::to_stdvec(value).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn every_change_gives_another_fingerprint() {
        let text = b"title: News\nurl: https://example.org/\n".to_vec();
        let own = Fingerprint::of(&text);
        for bit in 0..text.len() * 8 {
            let mut other = text.clone();
            other[bit / 8] ^= 1 << (bit % 8);
            assert_ne!(Fingerprint::of(&other), own, "{bit}");
        }
        assert_ne!(Fingerprint::of(&text[1..]), own);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_was_written_to_has_another_stamp() {
        let folder = tempfile::tempdir().unwrap();
        let [article, probe, renamed] =
            ["a.md", "probe", "b.md"].map(|name| folder.path().join(name));
        let stamp = |path| Stamp::of(&fs::metadata(path).unwrap()).unwrap();
        fs::write(&article, "one").unwrap();
        let mut seen = stamp(&article);
        // Within one tick of the clock nothing is promised; a probe tells when it has passed.
        while {
            fs::write(&probe, "").unwrap();
            !seen.is_older_than(&stamp(&probe))
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
        assert!(!stamp(&article).is_older_than(&stamp(&probe)));

        let before = stamp(&article);
        fs::rename(&article, &renamed).unwrap();
        assert!(stamp(&renamed).is_renamed_from(&before));
        fs::write(&renamed, "three").unwrap();
        assert!(!stamp(&renamed).is_renamed_from(&before));
    }
}
