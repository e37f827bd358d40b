//! Where a file goes, and what is there already.

use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Read};
use std::path::{Component, Path};

use super::content::{Content, Unread};
use super::{Obstacle, Ours};
use crate::site::address::slug::is_dotted;

/// How much of a file is shown to [`Ours::head`] at most.
pub(super) const HEAD: usize = 64 * 1024;

/// How much is shown to it at first; nearly always that is enough.
const SHORT_HEAD: usize = 4 * 1024;

/// What staged files' names end in.
const STAGED: &str = ".feedmill-new";

/// A relative path that stays where it is put: no `..`, nothing absolute, nothing hidden but a folder
/// below the first.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target<'a>(&'a str);

impl<'a> Target<'a> {
    /// `path`, if it is safe on this system.
    pub(super) fn new(path: &'a str) -> Option<Self> {
        let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
        let mut folders = folders.split('/').filter(|_| path.contains('/'));
        let is_plain = folders.next().is_none_or(is_safe) && is_safe(name);
        let may_be_dotted = |folder| is_safe(folder) || is_dotted(folder);
        (is_plain && folders.all(may_be_dotted)).then_some(Target(path))
    }

    /// The path, with `/`.
    pub(super) fn path(self) -> &'a str {
        self.0
    }

    /// The folders that it lies in, outermost first.
    pub(super) fn folders(self) -> impl Iterator<Item = &'a str> {
        let path = self.0;
        path.match_indices('/').map(move |(end, _)| &path[..end])
    }

    /// Where it is staged: always the same place, hidden, and in the same folder.
    pub(super) fn staged(self) -> String {
        match self.0.rsplit_once('/') {
            Some((folder, name)) => format!("{folder}/.{name}{STAGED}"),
            None => format!(".{}{STAGED}", self.0),
        }
    }
}

/// Whether a file of this name is one that was staged.
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

/// What is at a target before it is written.
pub(super) enum Found {
    /// Nothing.
    Nothing,
    /// A file with these very bytes, which were read after this was told of it.
    Same(Metadata),
    /// A file with others.
    Different {
        /// Its mode and owner are kept.
        old: Metadata,
        /// Whether it may be replaced.
        ours: bool,
    },
    /// Something that is no file.
    Obstacle(Obstacle),
}

/// Compares what is at `place` with `content`: by size, then piece by piece.
pub(super) fn compare(place: &Path, content: &Content<'_>, ours: Ours<'_>) -> io::Result<Found> {
    let old = match fs::symlink_metadata(place) {
        Ok(old) => old,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(e) => return Err(e),
    };
    if !old.is_file() {
        return Ok(Found::Obstacle(if old.is_symlink() {
            Obstacle::Link
        } else if old.is_dir() {
            Obstacle::Folder
        } else {
            Obstacle::Special
        }));
    }
    let mut file = match File::open(place) {
        Ok(file) => file,
        // What we may not read, we cannot call ours.
        Err(e) if e.kind() == ErrorKind::PermissionDenied => {
            return Ok(Found::Different { old, ours: false });
        }
        Err(e) => return Err(e),
    };
    let mut head = Vec::new();
    if old.len() == content.len() as u64 {
        read_up_to(&mut file, &mut head, HEAD)?;
        let mut unread = content.unread();
        if unread.goes_on_with(&head) && has_same_rest(&mut file, unread)? {
            return Ok(Found::Same(old));
        }
    }
    let ours = is_ours(&mut file, &mut head, ours)? || is_blank(&head);
    Ok(Found::Different { old, ours })
}

/// The whole head of a file that is there and is ours.
pub(super) fn head_of_ours(place: &Path, ours: Ours<'_>) -> io::Result<Option<Vec<u8>>> {
    let mut head = Vec::new();
    let mut read = || -> io::Result<bool> {
        if !fs::symlink_metadata(place)?.is_file() {
            return Ok(false);
        }
        let mut file = File::open(place)?;
        let is_ours = is_ours(&mut file, &mut head, ours)?;
        read_up_to(&mut file, &mut head, HEAD)?;
        Ok(is_ours)
    };
    match read() {
        Ok(is_ours) => Ok(is_ours.then_some(head)),
        Err(e) if matches!(e.kind(), ErrorKind::NotFound | ErrorKind::PermissionDenied) => Ok(None),
        Err(e) => Err(e),
    }
}

/// Reads on until the head tells whether the file is ours.
fn is_ours(file: &mut File, head: &mut Vec<u8>, ours: Ours<'_>) -> io::Result<bool> {
    for limit in [SHORT_HEAD, HEAD] {
        read_up_to(file, head, limit)?;
        if (ours.head)(head) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A file that is empty or all zeros is what a power cut leaves of a new one: nobody misses it.
fn is_blank(head: &[u8]) -> bool {
    head.iter().all(|&byte| byte == 0)
}

/// Fills `head` until it is `limit` long or the file ends.
fn read_up_to(file: &mut File, head: &mut Vec<u8>, limit: usize) -> io::Result<()> {
    let wanted = limit.saturating_sub(head.len());
    head.reserve_exact(wanted);
    file.take(wanted as u64).read_to_end(head).map(drop)
}

/// Whether the file goes on with what is `unread`, and ends there.
fn has_same_rest(file: &mut File, mut unread: Unread<'_>) -> io::Result<bool> {
    let mut piece = vec![0; HEAD];
    loop {
        match file.read(&mut piece) {
            Ok(0) => return Ok(unread.is_over()),
            Ok(n) if unread.goes_on_with(&piece[..n]) => {}
            Ok(_) => return Ok(false),
            Err(e) if e.kind() == ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: Ours<'static> = Ours {
        path: &|_| true,
        head: |head| head.starts_with(b"ours"),
    };

    #[test]
    fn only_paths_that_stay_are_targets() {
        for safe in [
            "rss.xml",
            "tags/人工智能/atom.xml",
            "tags/c++/rss.xml",
            "a/b~1/c",
            "tags/.net/rss.xml",
        ] {
            assert!(Target::new(safe).is_some(), "{safe}");
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
            assert!(Target::new(unsafe_).is_none(), "{unsafe_:?}");
        }
    }

    #[test]
    fn stages_beside_the_target() {
        let target = Target::new("tags/a/rss.xml").unwrap();
        assert_eq!(target.staged(), "tags/a/.rss.xml.feedmill-new");
        assert_eq!(target.folders().collect::<Vec<_>>(), ["tags", "tags/a"]);
        assert!(is_staged(".rss.xml.feedmill-new"));
        assert!(!is_staged("rss.xml.feedmill-new"));
        assert_eq!(Target::new("rss.xml").unwrap().folders().count(), 0);
    }

    /// What is found at a file with `content` that shall have `bytes`, however they are divided.
    fn found(content: &[u8], bytes: &[u8]) -> &'static str {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("file");
        fs::write(&place, content).unwrap();
        let look = |bytes: &Content<'_>| match compare(&place, bytes, OURS).unwrap() {
            Found::Same(_) => "same",
            Found::Different { ours: true, .. } => "ours",
            Found::Different { ours: false, .. } => "foreign",
            Found::Nothing | Found::Obstacle(_) => "neither",
        };
        let found = look(&Content::from(bytes));
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
