//! What a file says: its beginning, and later its body.

use std::borrow::Cow;
use std::fs::{File, Metadata};
use std::io::{ErrorKind, Read};

use super::version::Version;
use super::{
    ARTICLE_TOO_LARGE, BODY_NOT_UTF8, FILE_CHANGED, Failure, MAX_ARTICLE_BYTES, SourceFile,
    WRONG_ENCODING,
};
use crate::diagnostic::locate;
use crate::model::BodyStart;
use crate::stamp::Stamp;
use crate::text::encoding::{self, Encoding};

/// What is read of an article at first.
const HEAD_BYTES: usize = 4096;

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
            version.encoding = Encoding::detect(buffer, encoding);
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
    let mut read = || {
        let mut opened = File::open(file.full())?;
        let is_same =
            |found: &Metadata| found.is_file() && Version::of(found, version.encoding) == version;
        // Before, too: a FIFO in its place would be waited for.
        if !is_same(&opened.metadata()?) {
            return Ok(false);
        }
        // In one call; `read_to_end` would make three.
        let size = version.size as usize;
        buffer.try_reserve(size.saturating_sub(buffer.len()))?;
        buffer.resize(size, 0);
        match opened.read_exact(buffer) {
            Ok(()) => Ok(is_same(&opened.metadata()?)),
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
            Err(error) => Err(error),
        }
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
    use std::fs;
    use std::path::Path;

    use super::*;

    fn write(root: &Path, path: &str, text: &str) {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
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

    #[cfg(target_os = "linux")]
    #[test]
    fn a_fifo_in_the_place_of_an_article_is_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "a.md", "abc");
        let file = SourceFile {
            path: "a.md".into(),
            root: folder.path().into(),
        };
        let (version, _) = head(&file, None, &mut Vec::new(), |_, _| true).unwrap();
        fs::remove_file(file.full()).unwrap();
        let made = std::process::Command::new("mkfifo")
            .arg(file.full())
            .status();
        assert!(made.unwrap().success());
        // One that nobody writes to, but could.
        let _open = File::options()
            .read(true)
            .write(true)
            .open(file.full())
            .unwrap();
        let start = BodyStart { offset: 0, line: 1 };
        let failure = body(&file, start, version, &mut Vec::new()).unwrap_err();
        assert!(
            matches!(failure, Failure::Article(finding) if finding.rule.code == "file-changed")
        );
    }
}
