//! What a file says: its beginning, and later its body.

use std::borrow::Cow;
use std::fs::Metadata;
use std::io::{ErrorKind, Read};
use std::time::SystemTime;

use super::file::{
    ARTICLE_TOO_LARGE, BODY_NOT_UTF8, FILE_CHANGED, Failure, MAX_ARTICLE_BYTES, SourceFile,
    WRONG_ENCODING,
};
use crate::diagnostic::locate;
use crate::model::BodyStart;
use crate::text::encoding::{self, Encoding};

/// What is read of an article at first.
const HEAD_BYTES: usize = 4096;

/// What shows that a file is still the one whose head was read, and how it is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version {
    size: u64,
    modified: Option<SystemTime>,
    encoding: Option<Encoding>,
}

impl Version {
    fn new(metadata: &Metadata, encoding: Option<Encoding>) -> Self {
        Version {
            size: metadata.len(),
            modified: metadata.modified().ok(),
            encoding,
        }
    }
}

/// Reads the beginning of `file` into `buffer`, more and more of it until `is_enough`, which is given
/// what was read and whether that is all of the file. A file whose BOM says so, or that has none where
/// the site's `encoding` is not UTF-8, is decoded first.
///
/// # Errors
///
/// If the file cannot be read or is too large.
pub fn head(
    file: &SourceFile,
    encoding: Option<Encoding>,
    buffer: &mut Vec<u8>,
    mut is_enough: impl FnMut(&[u8], bool) -> bool,
) -> Result<Version, Failure> {
    buffer.clear();
    let mut read = || {
        let (mut opened, metadata) = file.open()?;
        let mut version = Version::new(&metadata, None);
        let mut wanted = HEAD_BYTES;
        while version.size <= MAX_ARTICLE_BYTES {
            let missing = wanted - buffer.len();
            let got = Read::by_ref(&mut opened)
                .take(missing as u64)
                .read_to_end(buffer)?;
            let whole = got < missing;
            version.encoding = Encoding::detect(buffer, encoding);
            let enough = match version.encoding {
                None => is_enough(buffer, whole),
                Some(encoding) => is_enough(encoding.decode_head(buffer, whole)?.as_bytes(), whole),
            };
            if enough || whole {
                break;
            }
            // Something is writing to it all the time.
            version.size = version.size.max(buffer.len() as u64);
            wanted *= 4;
        }
        Ok(version)
    };
    let version = read().map_err(|error| file.unreadable(&error))?;
    if version.size > MAX_ARTICLE_BYTES {
        let message = format!("the file has {} bytes", version.size);
        return Err(file.finding(&ARTICLE_TOO_LARGE, message).into());
    }
    Ok(version)
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
        let (mut opened, metadata) = match file.open() {
            Ok(opened) => opened,
            Err(error) if error.kind() == ErrorKind::InvalidInput => return Ok(false),
            Err(error) => return Err(error),
        };
        let is_same = |found: &Metadata| Version::new(found, version.encoding) == version;
        if !is_same(&metadata) {
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
        Some(encoding) => {
            let decoded = encoding.decode(buffer);
            match decoded.map_err(|error| file.unreadable(&error.into()))? {
                Ok(mut text) => {
                    let is_there = text.is_char_boundary(start.offset);
                    text.drain(..if is_there { start.offset } else { text.len() });
                    Ok(Cow::Owned(text))
                }
                Err((valid, byte)) => {
                    let message = format!("byte 0x{byte:02x} is not {}", encoding.name());
                    Err(malformed(&WRONG_ENCODING, 1, &valid, message))
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::super::walk::open;
    use super::*;

    fn write(root: &Path, path: &str, text: &str) {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn file(folder: &Path) -> SourceFile {
        SourceFile {
            path: "a.md".into(),
            folder: open(folder).unwrap(),
        }
    }

    fn full(file: &SourceFile) -> PathBuf {
        file.folder.path().join(&*file.path)
    }

    #[test]
    fn a_head_is_read_as_far_as_needed() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "a.md", &"x".repeat(100_000));
        let file = file(folder.path());
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
        let version = version.unwrap();
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
        let file = file(folder.path());
        fs::write(full(&file), b"head\none\ntw\xff").unwrap();
        let version = head(&file, None, &mut Vec::new(), |_, _| true).unwrap();
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
        let file = file(folder.path());
        let utf16: Vec<u8> = "\u{feff}中\n文"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        let gbk = Encoding::named("gbk").unwrap();
        for (bytes, encoding, offset) in [(&*utf16, None, 7), (b"\xd6\xd0\n\xce\xc4", gbk, 4)] {
            fs::write(full(&file), bytes).unwrap();
            let mut seen = Vec::new();
            let version = head(&file, encoding, &mut Vec::new(), |text, _| {
                seen = text.to_vec();
                true
            });
            assert!(str::from_utf8(&seen).unwrap().ends_with("中\n文"));
            let start = BodyStart { offset, line: 2 };
            assert_eq!(
                body(&file, start, version.unwrap(), &mut seen).unwrap(),
                "文"
            );
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_fifo_in_the_place_of_an_article_is_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "a.md", "abc");
        let file = file(folder.path());
        let version = head(&file, None, &mut Vec::new(), |_, _| true).unwrap();
        fs::remove_file(full(&file)).unwrap();
        let made = std::process::Command::new("mkfifo")
            .arg(full(&file))
            .status();
        assert!(made.unwrap().success());
        // One that nobody writes to, but could.
        let _open = fs::File::options()
            .read(true)
            .write(true)
            .open(full(&file))
            .unwrap();
        let start = BodyStart { offset: 0, line: 1 };
        let failure = body(&file, start, version, &mut Vec::new()).unwrap_err();
        assert!(
            matches!(failure, Failure::Article(finding) if finding.rule.code == "file-changed")
        );
    }
}
