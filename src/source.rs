//! Finds the articles of a folder, in the order of their paths; reads heads and, later, bodies. Never parses.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Read};
use std::path::{MAIN_SEPARATOR, Path, PathBuf, is_separator};
use std::sync::{Arc, mpsc};
use std::time::SystemTime;

use ignore::{DirEntry, WalkBuilder, WalkState};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::config::Articles;
use crate::diagnostic::{Diagnostic, locate, rules};
use crate::model::BodyStart;
use crate::stamp::Stamp;
use crate::text::encoding::{self, Encoding};

rules! {
    UNREADABLE_SOURCE = Error "unreadable-source" {
        summary: "The folder of articles cannot be read.",
        why: "Nothing can be said about the articles, and nothing was written.",
        remedy: "Look at the folder's name, and whether its disk is mounted."
    }
    UNREADABLE_FILE = Error "unreadable-file" {
        summary: "A file or folder cannot be read.",
        why: "What it holds cannot be published; the article is left out.",
        remedy: "Look at its permissions, and at those of the folders above it."
    }
    ARTICLE_TOO_LARGE = Error "article-too-large" {
        summary: "An article is larger than 32 MiB.",
        why: "No reader takes such an entry, and it would cost the others their memory; the article is left out.",
        remedy: "Move what is not text out of the article, or name what is no article in `.gitignore`."
    }
    FILE_CHANGED = Error "file-changed" {
        summary: "An article changed while it was being read.",
        why: "Its header and its body would be of two versions; the article is left out of this run.",
        remedy: "Run again when nothing is writing to the folder."
    }
    BODY_NOT_UTF8 = Error "body-not-utf-8" {
        summary: "The body of an article is not encoded in UTF-8.",
        why: "Its characters cannot be known; the article is left out.",
        remedy: "Convert the file to UTF-8, for example with `iconv -f GB18030 -t UTF-8`, or write `encoding: GB18030` into the site file if all its articles are so."
    }
    WRONG_ENCODING = Error "wrong-encoding" {
        summary: "An article is not in the encoding that its BOM or the setting `encoding` tells.",
        why: "Its characters cannot be known; the article is left out.",
        remedy: "Convert the file to UTF-8 with a BOM, which wins over the setting, or correct the setting."
    }
    READ_FAILED = Error "read-failed" {
        summary: "The machine failed while articles were read: no file handles, no memory, a broken disk.",
        why: "To leave out what could not be read would withdraw good articles. Nothing was written.",
        remedy: "Raise the limit of open files (`ulimit -n`), or look at the disk; then run again."
    }
    NAME_NOT_UTF8 = Error "file-name-not-utf-8" {
        summary: "The name of a file is not encoded in UTF-8.",
        why: "The address of its page cannot be known; the article is left out.",
        remedy: "Rename the file, for example with `convmv -t utf8`."
    }
    LINK_OUTSIDE = Info "link-outside" {
        summary: "A symbolic link leads out of the source folder, or nowhere; it is not followed.",
        why: "What lies outside was not meant to be published.",
        remedy: "Copy the file into the source folder if it is an article."
    }
}

/// The largest article that is read, in bytes.
pub const MAX_ARTICLE_BYTES: u64 = 32 << 20;

/// What is read of an article at first.
const HEAD_BYTES: usize = 4096;

const EXTENSIONS: &[&str] = &["md", "markdown", "html", "htm", "txt"];

/// A file that may be an article.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceFile {
    /// The path below the source folder, with `/`.
    pub path: Box<str>,
    /// The source folder, which all files share.
    pub root: Arc<Path>,
}

impl SourceFile {
    /// The path to open.
    pub fn full(&self) -> PathBuf {
        self.root.join(&*self.path)
    }

    /// How it is named in findings.
    pub fn shown(&self) -> String {
        self.full().display().to_string()
    }

    fn finding(
        &self,
        rule: &'static crate::diagnostic::Rule,
        message: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::new(rule, message).in_file(self.shown())
    }

    fn unreadable(&self, error: &io::Error) -> Failure {
        if is_the_machines(error) {
            return Failure::Machine(self.finding(&READ_FAILED, failed(error)));
        }
        Failure::Article(self.finding(
            &UNREADABLE_FILE,
            format!("the file cannot be read: {error}"),
        ))
    }
}

/// Why something cannot be read.
#[derive(Debug)]
pub enum Failure {
    /// It lies in the article, which is left out.
    Article(Diagnostic),
    /// It lies in the machine. To leave articles out because of it would withdraw them.
    Machine(Diagnostic),
}

impl From<Diagnostic> for Failure {
    fn from(finding: Diagnostic) -> Self {
        Failure::Article(finding)
    }
}

fn failed(error: &io::Error) -> String {
    format!("the machine failed while the articles were read: {error}")
}

/// No handles, no memory, a broken disk, for most of which `ErrorKind` has no name: EIO, ENOMEM,
/// ENFILE, EMFILE, ESTALE on Linux and macOS.
fn is_the_machines(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::OutOfMemory | ErrorKind::StaleNetworkFileHandle
    ) || cfg!(unix) && matches!(error.raw_os_error(), Some(5 | 12 | 23 | 24))
}

/// Whether the folder of articles can be read at all.
///
/// # Errors
///
/// If it cannot.
pub fn check(root: &Path) -> Result<(), Diagnostic> {
    fs::read_dir(root)
        .map(drop)
        .map_err(|error| unreadable_source(root, &error))
}

fn unreadable_source(root: &Path, error: &io::Error) -> Diagnostic {
    let message = format!("the folder of articles cannot be read: {error}");
    Diagnostic::new(&UNREADABLE_SOURCE, message).in_file(root.display().to_string())
}

/// Every file below `root` that may be an article, in sorted order: not hidden, not in `output`,
/// not excluded by a `.gitignore`. What cannot be read goes to `findings`.
///
/// # Errors
///
/// If `root` itself cannot be read, or the machine fails.
pub fn walk(
    root: &Path,
    output: &Path,
    articles: &Articles,
    findings: &mut Vec<Diagnostic>,
) -> Result<Vec<SourceFile>, Diagnostic> {
    check(root)?;
    let real_root = fs::canonicalize(root).map_err(|error| unreadable_source(root, &error))?;
    let real_output = fs::canonicalize(output)
        .ok()
        .filter(|output| *output != real_root);
    let output_below =
        real_output.and_then(|output| Some(root.join(output.strip_prefix(&real_root).ok()?)));
    // Inside a repository its own rules count, from its top; elsewhere those from SOURCE on.
    let in_repository = real_root
        .ancestors()
        .any(|folder| folder.join(".git").exists());
    let (excluded, top) = (articles.excluded().clone(), root.to_owned());
    let is_excluded = move |entry: &DirEntry| {
        !excluded.is_empty() && {
            let below = below(entry.path(), &top);
            below.is_some_and(|path| excluded.name(&path))
        }
    };
    let walk = WalkBuilder::new(root)
        .ignore(false)
        .git_global(false)
        .git_exclude(false)
        .require_git(in_repository)
        .parents(in_repository)
        .filter_entry(move |entry| {
            Some(entry.path()) != output_below.as_deref() && !is_excluded(entry)
        })
        .threads(rayon::current_num_threads())
        .build_parallel();
    let root: &Arc<Path> = &root.into();
    let (sender, found) = mpsc::channel();
    walk.run(|| {
        let sender = sender.clone();
        Box::new(move |entry| {
            let Some(found) = visit(entry, root, articles) else {
                return WalkState::Continue;
            };
            let goes_on = !matches!(found, Found::Failure(_));
            match sender.send(found) {
                Ok(()) if goes_on => WalkState::Continue,
                _ => WalkState::Quit,
            }
        })
    });
    drop(sender);
    let (mut files, mut links, mut odd) = (Vec::new(), Vec::new(), Vec::new());
    for found in found {
        match found {
            Found::File(file) => files.push(file),
            Found::Link(link) => links.push(link),
            Found::Odd(finding) => odd.push(*finding),
            Found::Failure(finding) => return Err(*finding),
        }
    }
    follow_links(links, &real_root, &mut files, &mut odd);
    // Several threads found them.
    files.par_sort_unstable();
    odd.sort_by(|one, other| (&one.place, &one.message).cmp(&(&other.place, &other.message)));
    findings.append(&mut odd);
    Ok(files)
}

/// What lies at a place below the source folder. One of every file waits until the walk is done.
enum Found {
    File(SourceFile),
    /// A symbolic link.
    Link(SourceFile),
    /// Something that is left out.
    Odd(Box<Diagnostic>),
    /// The machine failed.
    Failure(Box<Diagnostic>),
}

/// Whether `files`, in the order of their paths, hold one at `path`; `x/index.*` is any in `x` whose
/// name begins so.
pub fn holds(files: &[SourceFile], path: &str) -> bool {
    let Some(start) = path.strip_suffix('*') else {
        let at = files.binary_search_by(|file| (*file.path).cmp(path));
        return at.is_ok();
    };
    let first = files.partition_point(|file| &*file.path < start);
    let mut rest = files[first..]
        .iter()
        .map_while(|file| file.path.strip_prefix(start));
    rest.any(|rest| !rest.contains('/'))
}

fn unreadable_folder(error: &ignore::Error) -> Diagnostic {
    let why = error
        .io_error()
        .map_or_else(|| error.to_string(), |cause| cause.kind().to_string());
    let message = format!("what lies here cannot be read: {why}");
    let finding = Diagnostic::new(&UNREADABLE_FILE, message);
    let mut inner = error;
    loop {
        match inner {
            ignore::Error::WithPath { path, .. } => {
                return finding.in_file(path.display().to_string());
            }
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
                inner = err;
            }
            _ => return finding,
        }
    }
}

fn visit(
    entry: Result<DirEntry, ignore::Error>,
    root: &Arc<Path>,
    articles: &Articles,
) -> Option<Found> {
    let entry = match entry {
        Ok(entry) => entry,
        Err(error) => {
            return Some(match error.io_error() {
                Some(cause) if is_the_machines(cause) => {
                    Found::Failure(Diagnostic::new(&READ_FAILED, failed(cause)).into())
                }
                _ => Found::Odd(unreadable_folder(&error).into()),
            });
        }
    };
    let full = entry.path();
    let extension = full.extension().and_then(OsStr::to_str)?;
    let mut known = EXTENSIONS.iter();
    known.find(|known| known.eq_ignore_ascii_case(extension))?;
    let kind = entry.file_type().filter(|kind| !kind.is_dir())?;
    let Some(path) = below(full, root) else {
        let message = "the name of this file is not UTF-8";
        let finding = Diagnostic::new(&NAME_NOT_UTF8, message);
        let finding = finding.in_file(full.display().to_string());
        return Some(Found::Odd(finding.into()));
    };
    if !articles.includes(&path) {
        return None;
    }
    let file = SourceFile {
        path: path.into(),
        root: Arc::clone(root),
    };
    match kind {
        _ if kind.is_symlink() => Some(Found::Link(file)),
        _ if kind.is_file() => Some(Found::File(file)),
        // A FIFO or a device would block the run.
        _ => None,
    }
}

/// A link to a file below the root is that file's other name: it counts where the file itself was
/// not found. Any other link is not followed.
fn follow_links(
    mut links: Vec<SourceFile>,
    real_root: &Path,
    files: &mut Vec<SourceFile>,
    findings: &mut Vec<Diagnostic>,
) {
    let mut known: HashSet<PathBuf> = match links.is_empty() {
        true => HashSet::new(),
        false => files
            .iter()
            .map(|file| real_root.join(&*file.path))
            .collect(),
    };
    // Of several links to one file the first by path counts, whatever order the disk has.
    links.sort_unstable();
    for link in links {
        match fs::canonicalize(link.full()) {
            Ok(target) if target.starts_with(real_root) && target.is_file() => {
                if known.insert(target) {
                    files.push(link);
                }
            }
            _ => findings.push(link.finding(
                &LINK_OUTSIDE,
                "the link leads out of the source folder, or nowhere",
            )),
        }
    }
}

/// The path `full`, which begins with `root`, below it, with `/`; `None` if it is not UTF-8.
fn below(full: &Path, root: &Path) -> Option<String> {
    let [full, root] = [full, root].map(|path| path.as_os_str().as_encoded_bytes());
    let below = str::from_utf8(full.strip_prefix(root)?).ok()?;
    Some(
        below
            .trim_start_matches(is_separator)
            .replace(MAIN_SEPARATOR, "/"),
    )
}

/// What tells that a file is still the one that was read before, and how it is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    size: u64,
    #[serde(with = "instant")]
    modified: Option<SystemTime>,
    encoding: Option<Encoding>,
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
    fn of(metadata: &Metadata, encoding: Option<Encoding>) -> Self {
        Version {
            size: metadata.len(),
            modified: metadata.modified().ok(),
            encoding,
        }
    }
}

/// Reads the beginning of `file` into `buffer`, more and more of it until `is_enough` (given what
/// was read, and whether that is all of the file) is content. The stamp is from before that. A file whose BOM says so, or that has
/// none where the site's `encoding` is not UTF-8, is decoded first.
///
/// # Errors
///
/// If the file cannot be read or is too large.
pub fn head(
    file: &SourceFile,
    encoding: Option<Encoding>,
    buffer: &mut Vec<u8>,
    mut is_enough: impl FnMut(&[u8], bool) -> bool,
) -> Result<(Version, Option<Stamp>), Failure> {
    buffer.clear();
    let mut read = || {
        let mut opened = File::open(file.full())?;
        let metadata = opened.metadata()?;
        let stamp = Stamp::of(&metadata);
        let mut version = Version::of(&metadata, None);
        if version.size > MAX_ARTICLE_BYTES {
            return Ok((version, stamp));
        }
        let mut wanted = HEAD_BYTES;
        loop {
            let missing = wanted - buffer.len();
            let got = Read::by_ref(&mut opened)
                .take(missing as u64)
                .read_to_end(buffer)?;
            let whole = got < missing;
            version.encoding = Encoding::of(buffer, encoding);
            let enough = match version.encoding {
                None => is_enough(buffer, whole),
                Some(encoding) => is_enough(encoding.decode_head(buffer, whole).as_bytes(), whole),
            };
            if enough || whole {
                return Ok((version, stamp));
            }
            wanted *= 4;
        }
    };
    let (version, stamp) = read().map_err(|error| file.unreadable(&error))?;
    match version.size {
        0..=MAX_ARTICLE_BYTES => Ok((version, stamp)),
        size => Err(file
            .finding(&ARTICLE_TOO_LARGE, format!("the file has {size} bytes"))
            .into()),
    }
}

/// The body of `file`, whose head was read from `version`, read into `buffer`.
///
/// # Errors
///
/// If it cannot be read, is another version, or not in its encoding.
pub fn body<'b>(
    file: &SourceFile,
    start: BodyStart,
    version: Version,
    buffer: &'b mut Vec<u8>,
) -> Result<Cow<'b, str>, Failure> {
    buffer.clear();
    let mut read = || {
        let mut opened = File::open(file.full())?;
        let got = Read::by_ref(&mut opened)
            .take(version.size)
            .read_to_end(buffer)?;
        let after = Version::of(&opened.metadata()?, version.encoding);
        Ok(after == version && got as u64 == version.size)
    };
    let same = read().map_err(|error| file.unreadable(&error))?;
    if !same {
        return Err(file
            .finding(&FILE_CHANGED, "the file changed while it was being read")
            .into());
    }
    let malformed = |rule, first_line: u32, valid: &str, message| {
        let (line, column, shown) = locate(valid, valid.len());
        let finding = file
            .finding(rule, message)
            .at(first_line + line - 1, column);
        Failure::from(finding.showing(shown))
    };
    match version.encoding {
        None => {
            let bytes = buffer.get(start.offset..).unwrap_or_default();
            let body = simdutf8::compat::from_utf8(bytes).map_err(|error| {
                let valid = error.valid_up_to();
                let message = encoding::not_utf8(bytes[valid], bytes);
                let valid = String::from_utf8_lossy(&bytes[..valid]);
                malformed(&BODY_NOT_UTF8, start.line, &valid, message)
            });
            body.map(Cow::Borrowed)
        }
        Some(encoding) => match encoding.decode(buffer) {
            Ok(text) => Ok(Cow::Owned(
                text.get(start.offset..).unwrap_or_default().to_owned(),
            )),
            Err((valid, byte)) => {
                let message = format!("byte 0x{byte:02x} is not {}", encoding.name());
                Err(malformed(&WRONG_ENCODING, 1, &valid, message))
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn names(root: &Path) -> (Vec<String>, Vec<String>) {
        let mut findings = Vec::new();
        let files = walk(
            root,
            &root.join("feeds"),
            &Articles::default(),
            &mut findings,
        )
        .unwrap();
        let codes = findings
            .iter()
            .map(|finding| finding.rule.code.to_owned())
            .collect();
        (
            files.into_iter().map(|file| file.path.into()).collect(),
            codes,
        )
    }

    fn write(root: &Path, path: &str, text: &str) {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    #[test]
    fn a_name_that_begins_so() {
        let paths = ["a/index.d/x.md", "a/index.fr.md", "b/index.md", "b/x.md"];
        let files: Vec<SourceFile> = paths
            .iter()
            .map(|path| SourceFile {
                path: (*path).into(),
                root: Path::new("").into(),
            })
            .collect();
        for (path, expected) in [
            ("b/x.md", true),
            ("b/y.md", false),
            ("a/index.*", true),
            ("a/index.d/*", true),
            ("a/index.d*", false),
            ("b/index.*", true),
            ("b/_index.*", false),
            ("c/*", false),
        ] {
            assert_eq!(holds(&files, path), expected, "{path}");
        }
    }

    #[test]
    fn what_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        for path in [
            "b.md",
            "a/x.MARKDOWN",
            "a/y.htm",
            "c.txt",
            "d.rst",
            ".e.md",
            ".f/g.md",
            "feeds/h.md",
            "i/j.md",
            "i/k.md",
        ] {
            write(root, path, "");
        }
        write(root, ".gitignore", "k.md\n");
        assert_eq!(
            names(root).0,
            ["a/x.MARKDOWN", "a/y.htm", "b.md", "c.txt", "i/j.md"]
        );
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed_outside() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("site");
        write(&root, "a.md", "");
        write(&root, ".hidden/b.md", "");
        symlink("/etc/passwd", root.join("passwd.md")).unwrap();
        symlink("nowhere", root.join("dangling.md")).unwrap();
        symlink("a.md", root.join("again.md")).unwrap();
        symlink(".hidden/b.md", root.join("b.md")).unwrap();
        symlink("..", root.join("loop")).unwrap();
        assert_eq!(
            names(&root),
            (
                vec!["a.md".to_owned(), "b.md".to_owned()],
                vec!["link-outside".to_owned(); 2]
            )
        );
    }

    #[test]
    fn a_head_is_read_as_far_as_needed() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "a.md", &"x".repeat(100_000));
        let file = SourceFile {
            path: "a.md".into(),
            root: folder.path().into(),
        };
        let mut buffer = Vec::new();
        let mut sizes = Vec::new();
        let version = head(&file, None, &mut buffer, |bytes, whole| {
            sizes.push((bytes.len(), whole));
            bytes.len() > 10_000
        });
        assert_eq!(sizes, [(4096, false), (16384, false)]);
        let start = BodyStart {
            offset: 99_998,
            line: 7,
        };
        let (version, _) = version.unwrap();
        assert_eq!(body(&file, start, version, &mut buffer).unwrap(), "xx");
        write(folder.path(), "a.md", "changed");
        let failure = body(&file, start, version, &mut buffer).unwrap_err();
        assert!(
            matches!(failure, Failure::Article(finding) if finding.rule.code == "file-changed")
        );
    }

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

    #[test]
    fn a_body_that_is_not_utf8_has_a_place() {
        let folder = tempfile::tempdir().unwrap();
        let file = SourceFile {
            path: "a.md".into(),
            root: folder.path().into(),
        };
        fs::write(file.full(), b"head\none\ntw\xff").unwrap();
        let (version, _) = head(&file, None, &mut Vec::new(), |_, _| true).unwrap();
        let Failure::Article(finding) = body(
            &file,
            BodyStart { offset: 5, line: 2 },
            version,
            &mut Vec::new(),
        )
        .unwrap_err() else {
            panic!()
        };
        assert!(
            finding
                .to_string()
                .ends_with("a.md:3:3: error[body-not-utf-8]: byte 0xff is not UTF-8; the file is probably in Latin-1 (windows-1252)"),
            "{finding}"
        );
    }

    #[test]
    fn a_bom_or_a_setting_tells_the_encoding() {
        let folder = tempfile::tempdir().unwrap();
        let file = SourceFile {
            path: "a.md".into(),
            root: folder.path().into(),
        };
        let utf16: Vec<u8> = "\u{feff}中\n文"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        let gbk = Encoding::named("gbk").unwrap();
        for (bytes, encoding, offset) in [(&*utf16, None, 7), (b"\xd6\xd0\n\xce\xc4", gbk, 4)] {
            fs::write(file.full(), bytes).unwrap();
            let mut seen = Vec::new();
            let version = head(&file, encoding, &mut Vec::new(), |text, _| {
                seen = text.to_vec();
                true
            });
            assert!(str::from_utf8(&seen).unwrap().ends_with("中\n文"));
            let start = BodyStart { offset, line: 2 };
            assert_eq!(
                body(&file, start, version.unwrap().0, &mut seen).unwrap(),
                "文"
            );
        }
    }
}
