//! The path of a file below the output folder, and what exists there already.

use std::fs::{File, Metadata};
use std::io::{self, ErrorKind, Read};
use std::path::{Component, Path};

use super::changes::Ownership;
use super::content::{FileContent, Remainder};
use super::error::Obstacle;
use super::lock::Lock;
use crate::files::EntryKind;
use crate::site::address::slug::is_dotted;

/// How many bytes of a file [`Ownership::head`] is given at most.
pub(super) const HEAD: usize = 64 * 1024;

/// How many it is given first, which is nearly always enough.
const SHORT_HEAD: usize = 4 * 1024;

/// The end of a staged file's name.
const STAGED: &str = ".feedmill-new";

/// A relative path that stays in the output folder: without `..`, not absolute, and not hidden, except
/// for a folder below the top that is named like a tag (`.net`).
#[derive(Debug, Clone, Copy)]
pub(super) struct OutputPath<'a>(&'a str);

impl<'a> OutputPath<'a> {
    /// `path`, if it is safe on this system.
    pub(super) fn new(path: &'a str) -> Option<Self> {
        let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
        let mut folders = folders.split('/').filter(|_| path.contains('/'));
        let is_plain = folders.next().is_none_or(is_safe) && is_safe(name);
        let may_be_dotted = |folder| is_safe(folder) || is_dotted(folder);
        (is_plain && folders.all(may_be_dotted)).then_some(OutputPath(path))
    }

    /// The path, with `/`.
    pub(super) fn path(self) -> &'a str {
        self.0
    }

    /// Its folders, outermost first.
    pub(super) fn folders(self) -> impl Iterator<Item = &'a str> {
        let path = self.0;
        path.match_indices('/').map(move |(end, _)| &path[..end])
    }

    /// The path where it is staged: always the same one, hidden, in the same folder.
    pub(super) fn staged(self) -> String {
        match self.0.rsplit_once('/') {
            Some((folder, name)) => format!("{folder}/.{name}{STAGED}"),
            None => format!(".{}{STAGED}", self.0),
        }
    }
}

/// Whether this is the name of a staged file.
pub(super) fn is_staged(name: &str) -> bool {
    name.starts_with('.') && name.ends_with(STAGED)
}

/// The path that a staged file is to be renamed to.
pub(super) fn target_of(staged: &str) -> String {
    let (folder, name) = staged.rsplit_once('/').unwrap_or(("", staged));
    let name = name
        .strip_prefix('.')
        .and_then(|name| name.strip_suffix(STAGED));
    let name = name.unwrap_or_default();
    match folder {
        "" => name.to_owned(),
        folder => format!("{folder}/{name}"),
    }
}

fn is_safe(segment: &str) -> bool {
    let mut components = Path::new(segment).components();
    let is_one_name = matches!(components.next(), Some(Component::Normal(name)) if name == segment)
        && components.next().is_none();
    is_one_name && !segment.starts_with('.') && !segment.contains(['\0', '\\'])
}

/// What exists at a path before it is written.
pub(super) enum Existing {
    /// Nothing.
    Nothing,
    /// A file with the same bytes; they were read after this metadata.
    Same(Metadata),
    /// A file with other bytes.
    Different {
        /// Its mode and owner, which are kept; `None` if it cannot be read.
        old: Option<Metadata>,
        /// Whether it may be replaced.
        ours: bool,
    },
    /// Not a file.
    Obstacle(Obstacle),
}

/// Compares the file at `path` with `content`: by size, then piece by piece.
pub(super) fn compare(
    lock: &Lock,
    path: &str,
    content: &FileContent<'_>,
    ownership: Ownership<'_>,
) -> io::Result<Existing> {
    let opened = lock
        .folder()
        .and_then(|folder| folder.file_itself(Path::new(path)));
    let (mut file, old) = match opened {
        Ok(opened) => opened,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Existing::Nothing),
        Err(e) => {
            return match lock.folder()?.status(path)?.kind {
                // A file that we cannot read may be anybody's.
                EntryKind::File if e.kind() == ErrorKind::PermissionDenied => {
                    Ok(Existing::Different {
                        old: None,
                        ours: false,
                    })
                }
                EntryKind::File => Err(e),
                kind => Ok(Existing::Obstacle(Obstacle::from_kind(kind))),
            };
        }
    };
    let mut head = Vec::new();
    if old.len() == content.len() as u64 {
        read_up_to(&mut file, &mut head, HEAD)?;
        let mut remainder = content.remainder();
        if remainder.take_equal(&head) && has_same_rest(&mut file, remainder)? {
            return Ok(Existing::Same(old));
        }
    }
    let ours = is_ours(&mut file, &mut head, ownership)? || is_blank(&head);
    Ok(Existing::Different {
        old: Some(old),
        ours,
    })
}

/// The first [`HEAD`] bytes of a file, if it exists and is ours.
pub(super) fn head_of_ours(
    lock: &Lock,
    path: &str,
    ownership: Ownership<'_>,
) -> io::Result<Option<Vec<u8>>> {
    let mut head = Vec::new();
    let mut read = || -> io::Result<bool> {
        let folder = lock.folder()?;
        let mut file = match folder.file_itself(Path::new(path)) {
            Ok((file, _)) => file,
            Err(_) if folder.status(path)?.kind != EntryKind::File => return Ok(false),
            Err(error) => return Err(error),
        };
        let is_ours = is_ours(&mut file, &mut head, ownership)?;
        read_up_to(&mut file, &mut head, HEAD)?;
        Ok(is_ours)
    };
    match read() {
        Ok(is_ours) => Ok(is_ours.then_some(head)),
        Err(e) if matches!(e.kind(), ErrorKind::NotFound | ErrorKind::PermissionDenied) => Ok(None),
        Err(e) => Err(e),
    }
}

/// Reads until `head` is long enough to decide whether the file is ours.
fn is_ours(file: &mut File, head: &mut Vec<u8>, ownership: Ownership<'_>) -> io::Result<bool> {
    for limit in [SHORT_HEAD, HEAD] {
        read_up_to(file, head, limit)?;
        if (ownership.head)(head) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A file that is empty or all zeros is what a power cut leaves of a new one.
fn is_blank(head: &[u8]) -> bool {
    head.iter().all(|&byte| byte == 0)
}

/// Fills `head` until it is `limit` long or the file ends.
fn read_up_to(file: &mut File, head: &mut Vec<u8>, limit: usize) -> io::Result<()> {
    let wanted = limit.saturating_sub(head.len());
    head.reserve_exact(wanted);
    file.take(wanted as u64).read_to_end(head).map(drop)
}

/// Whether the rest of the file is the same as `remainder`.
fn has_same_rest(file: &mut File, mut remainder: Remainder<'_>) -> io::Result<bool> {
    let mut piece = vec![0; HEAD];
    loop {
        match file.read(&mut piece) {
            Ok(0) => return Ok(remainder.is_empty()),
            Ok(n) if remainder.take_equal(&piece[..n]) => {}
            Ok(_) => return Ok(false),
            Err(e) if e.kind() == ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;
    use std::time::Duration;

    use super::super::changes::Mode;
    use super::*;

    const OURS: Ownership<'static> = Ownership {
        path: &|_| true,
        head: |head| head.starts_with(b"ours"),
    };

    #[test]
    fn paths_stay_in_the_output_folder() {
        for safe in [
            "rss.xml",
            "tags/人工智能/atom.xml",
            "tags/c++/rss.xml",
            "a/b~1/c",
            "tags/.net/rss.xml",
        ] {
            assert!(OutputPath::new(safe).is_some(), "{safe}");
        }
        for unsafe_ in [
            "",
            "/",
            "/etc/passwd",
            "..",
            ".",
            "../x",
            "a/../b",
            "a//b",
            "a/",
            "./a",
            "a/.b",
            ".hidden",
            ".hidden/a",
            "a/.git/b",
            "a/.../b",
            "a\0b",
            "a\\b",
            "tags/../../x",
        ] {
            assert!(OutputPath::new(unsafe_).is_none(), "{unsafe_:?}");
        }
    }

    #[test]
    fn stages_beside_the_target() {
        let target = OutputPath::new("tags/a/rss.xml").unwrap();
        assert_eq!(target.staged(), "tags/a/.rss.xml.feedmill-new");
        assert_eq!(target.folders().collect::<Vec<_>>(), ["tags", "tags/a"]);
        assert!(is_staged(".rss.xml.feedmill-new"));
        assert!(!is_staged("rss.xml.feedmill-new"));
        assert_eq!(OutputPath::new("rss.xml").unwrap().folders().count(), 0);
    }

    /// How a file with `content` compares with `bytes`, however they are divided into parts.
    fn found(content: &[u8], bytes: &[u8]) -> &'static str {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("file"), content).unwrap();
        let lock = Lock::acquire(
            folder.path(),
            None,
            Mode::Check,
            Duration::ZERO,
            &AtomicBool::new(false),
        );
        let lock = lock.unwrap();
        let look = |bytes: &FileContent<'_>| match compare(&lock, "file", bytes, OURS).unwrap() {
            Existing::Same(_) => "same",
            Existing::Different { ours: true, .. } => "ours",
            Existing::Different { ours: false, .. } => "foreign",
            Existing::Nothing | Existing::Obstacle(_) => "neither",
        };
        let found = look(&FileContent::from(bytes));
        for length in [1, 4, HEAD - 1, HEAD] {
            let length = length.max(bytes.len() / 1000);
            let parts = bytes.chunks(length);
            let parts = parts.flat_map(|part| [part, b""]);
            assert_eq!(look(&parts.collect()), found, "in parts of {length}");
        }
        found
    }

    #[test]
    fn compares_all_of_a_file() {
        let long: Vec<u8> = (b"ours".iter().copied())
            .chain((0..200_000).map(|n| (n % 251) as u8))
            .collect();
        assert_eq!(found(&long, &long), "same");
        assert_eq!(found(b"", b""), "same");
        for at in [0, 3, HEAD - 1, HEAD, 2 * HEAD, long.len() - 1] {
            let mut other = long.clone();
            other[at] ^= 1;
            assert_eq!(found(&long, &other), "ours", "differs at {at}");
        }
        assert_eq!(found(&long, &long[..long.len() - 1]), "ours");
        assert_eq!(found(&long[..long.len() - 1], &long), "ours");
        assert_eq!(found(b"theirs", b"theirs"), "same");
        assert_eq!(found(b"theirs", b"others"), "foreign");
        assert_eq!(found(b"theirs", b"ours"), "foreign");
    }

    #[test]
    fn what_a_power_cut_leaves_may_be_replaced() {
        assert_eq!(found(b"", b"ours"), "ours");
        assert_eq!(found(&[0; 9000], b"ours"), "ours");
        assert_eq!(found(&[&[0; 9000], &b"x"[..]].concat(), b"ours"), "foreign");
    }
}
