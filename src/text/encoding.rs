//! Encodings other than UTF-8: a BOM's, a setting's, and a guess for messages.

use std::borrow::Cow;
use std::collections::TryReserveError;
use std::fmt;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};

/// An encoding of the web (WHATWG Encoding Standard) that is not UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoding(&'static encoding_rs::Encoding);

impl Encoding {
    /// The encoding called `label`, in any of its spellings: `gbk`, `big5`, `shift_jis`, `latin1`.
    ///
    /// # Errors
    ///
    /// If there is no such encoding. UTF-8 is `None`.
    pub fn named(label: &str) -> Result<Option<Self>, UnknownEncoding> {
        match encoding_rs::Encoding::for_label_no_replacement(label.as_bytes()) {
            Some(encoding) if encoding == encoding_rs::UTF_8 => Ok(None),
            Some(encoding) => Ok(Some(Encoding(encoding))),
            None => Err(UnknownEncoding),
        }
    }

    /// The encoding of `bytes`, the beginning of a file: what its BOM says, else `otherwise`.
    pub fn detect(bytes: &[u8], otherwise: Option<Self>) -> Option<Self> {
        match encoding_rs::Encoding::for_bom(bytes) {
            Some((encoding, _)) if encoding == encoding_rs::UTF_8 => None,
            Some((encoding, _)) => Some(Encoding(encoding)),
            None => otherwise,
        }
    }

    /// Its name in the standard.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// `bytes`, the beginning of a text or all of it, with U+FFFD for what is malformed. A
    /// character that the end cuts is left away.
    ///
    /// # Errors
    ///
    /// If there is no memory for it.
    pub fn decode_head(self, bytes: &[u8], whole: bool) -> Result<String, TryReserveError> {
        let mut decoder = self.0.new_decoder_without_bom_handling();
        let length = decoder
            .max_utf8_buffer_length(bytes.len())
            .unwrap_or_default();
        let mut text = String::new();
        text.try_reserve_exact(length)?;
        let _ = decoder.decode_to_string(bytes, &mut text, whole);
        Ok(text)
    }

    /// All of `bytes`; else what was decoded before the first malformed byte, and that byte.
    ///
    /// # Errors
    ///
    /// If there is no memory for it.
    pub fn decode(self, bytes: &[u8]) -> Result<Result<String, (String, u8)>, TryReserveError> {
        let mut decoder = self.0.new_decoder_without_bom_handling();
        let length = decoder.max_utf8_buffer_length_without_replacement(bytes.len());
        let mut text = String::new();
        text.try_reserve_exact(length.unwrap_or_default())?;
        Ok(
            match decoder.decode_to_string_without_replacement(bytes, &mut text, true) {
                (encoding_rs::DecoderResult::Malformed(length, after), read) => {
                    let at = read.saturating_sub(usize::from(length) + usize::from(after));
                    Err((text, bytes.get(at).copied().unwrap_or_default()))
                }
                _ => Ok(text),
            },
        )
    }
}

/// No encoding has this name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownEncoding;

impl fmt::Display for UnknownEncoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unknown encoding")
    }
}

impl std::error::Error for UnknownEncoding {}

/// What to say of a `byte` that is not UTF-8: the byte, and what the text that it stands in is
/// probably encoded in. Firefox guesses in the same way.
pub fn not_utf8(byte: u8, text: &[u8]) -> String {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(text, true);
    let likely: Cow<'_, str> = match detector.guess(None, Utf8Detection::Deny).name() {
        // What GBK is a part of.
        "GBK" => "GB18030".into(),
        // A few Chinese characters look like Korean ones.
        "EUC-KR" if text.iter().filter(|byte| !byte.is_ascii()).count() < 64 => {
            "GB18030 or EUC-KR".into()
        }
        "windows-1252" => "Latin-1 (windows-1252)".into(),
        name => name.into(),
    };
    format!("byte 0x{byte:02x} is not UTF-8; the file is probably in {likely}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let text = "---\ntitle: 中文標題 日本\n---\n";
        for label in ["gb18030", "GBK", "big5", "utf-16le"] {
            let encoding = Encoding::named(label).unwrap().unwrap();
            let bytes = match label {
                "utf-16le" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
                _ => encoding.0.encode(text).0.into_owned(),
            };
            assert_eq!(
                encoding.decode(&bytes).unwrap().as_deref(),
                Ok(text),
                "{label}"
            );
            for end in 0..bytes.len() {
                let head = encoding.decode_head(&bytes[..end], false).unwrap();
                assert!(text.starts_with(&head), "{label} {end}: {head}");
            }
        }
    }

    #[test]
    fn a_bom_wins() {
        let gbk = Encoding::named("gbk").unwrap();
        assert_eq!(Encoding::detect(b"\xef\xbb\xbfx", gbk), None);
        assert_eq!(
            Encoding::detect(b"\xff\xfex\0", None).map(Encoding::name),
            Some("UTF-16LE")
        );
        assert_eq!(
            Encoding::detect(b"\xfe\xff\0x", gbk).map(Encoding::name),
            Some("UTF-16BE")
        );
        assert_eq!(Encoding::detect(b"x", gbk), gbk);
        assert_eq!(Encoding::named("utf8"), Ok(None));
        assert_eq!(Encoding::named("klingon"), Err(UnknownEncoding));
    }

    #[test]
    fn what_is_malformed_is_named() {
        let gbk = Encoding::named("gbk").unwrap().unwrap();
        assert_eq!(gbk.decode(b"ab\xff"), Ok(Err(("ab".to_owned(), 0xff))));
        assert_eq!(gbk.decode_head(b"a\xffb", true).unwrap(), "a\u{fffd}b");
    }

    #[test]
    fn the_likely_encoding() {
        let encode = |label: &str, text: &str| {
            Encoding::named(label)
                .unwrap()
                .unwrap()
                .0
                .encode(text)
                .0
                .into_owned()
        };
        for (label, text, expected) in [
            (
                "gbk",
                "标题：人工智能的发展与应用，以及机器人的未来",
                "GB18030",
            ),
            (
                "big5",
                "標題：人工智慧的發展與應用，以及機器人的未來",
                "Big5",
            ),
            (
                "shift_jis",
                "これは日本語の記事です。よろしくお願いします。",
                "Shift_JIS",
            ),
            (
                "latin1",
                "Voilà un été à la française, déjà naïf",
                "Latin-1 (windows-1252)",
            ),
        ] {
            let bytes = encode(label, text);
            let said = not_utf8(bytes[0], &bytes);
            assert!(said.ends_with(expected), "{label}: {said}");
        }
    }
}
