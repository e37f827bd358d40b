//! From bytes to text, as XML 1.0, section 4.3.3 and appendix F tell it.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use super::rules;
use crate::diagnostic::Rule;

/// A document as text, and what was odd about its bytes.
pub(super) struct Decoded {
    /// The text, without a byte order mark.
    pub(super) text: String,
    /// Whether it was UTF-8, as podcasts must be.
    pub(super) utf8: bool,
    /// Rule, offset in the text, message.
    pub(super) findings: Vec<(&'static Rule, usize, String)>,
}

/// Encodings that parsers commonly know, beyond the two that they must.
#[rustfmt::skip]
const COMMON: &[&str] = &[
    "iso-8859-1", "latin1", "iso-8859-2", "iso-8859-5", "iso-8859-7", "iso-8859-9", "iso-8859-15", "windows-1250",
    "windows-1251", "windows-1252", "windows-1253", "windows-1254", "windows-1255", "windows-1256", "windows-1257",
    "windows-1258", "windows-874", "koi8-r", "euc-jp", "shift_jis", "shift-jis", "iso-2022-jp", "euc-kr", "gb2312",
    "gbk", "gb18030", "big5",
];

/// Decodes `bytes`; where they are not what they claim to be, as well as can be.
pub(super) fn decode(bytes: &[u8]) -> Decoded {
    match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(UTF_16LE, rest),
        [0xfe, 0xff, rest @ ..] => utf16(UTF_16BE, rest),
        [b'<', 0, b'?', 0, ..] => utf16(UTF_16LE, bytes),
        [0, b'<', 0, b'?', ..] => utf16(UTF_16BE, bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => marked_utf8(rest),
        _ => declared(bytes),
    }
}

fn utf16(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    let mut decoded = Decoded {
        text: text.into_owned(),
        utf8: false,
        findings: Vec::new(),
    };
    if broken {
        let message = "the bytes are not valid UTF-16".to_owned();
        decoded.findings.push((&rules::UNICODE_ERROR, 0, message));
    }
    if let Some((label, at)) = label_of(&decoded.text)
        && !label.to_ascii_lowercase().starts_with("utf-16")
    {
        let message = format!("the document is in UTF-16 and declares `{label}`");
        decoded.findings.push((&rules::UNICODE_ERROR, at, message));
    }
    decoded
}

fn marked_utf8(bytes: &[u8]) -> Decoded {
    let mut decoded = utf8(bytes);
    if let Some((label, at)) = label_of(&decoded.text)
        && !is_utf8(&label)
    {
        let message = format!("the document begins with the mark of UTF-8 and declares `{label}`");
        decoded.findings.push((&rules::UNICODE_ERROR, at, message));
    }
    decoded
}

fn is_utf8(label: &str) -> bool {
    matches!(label.to_ascii_lowercase().as_str(), "utf-8" | "utf8")
}

fn utf8(bytes: &[u8]) -> Decoded {
    let mut findings: Vec<(&'static Rule, usize, String)> = Vec::new();
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(error) => {
            let at = error.valid_up_to();
            let message = format!("the byte {:#04x} is not valid in UTF-8", bytes[at]);
            findings.push((&rules::UNICODE_ERROR, at, message));
            String::from_utf8_lossy(bytes).into_owned()
        }
    };
    Decoded {
        text,
        utf8: true,
        findings,
    }
}

fn declared(bytes: &[u8]) -> Decoded {
    let start: String = bytes.iter().take(400).copied().map(char::from).collect();
    // White space before the declaration is a fault of its own, told elsewhere.
    let begins = start.trim_ascii_start();
    let skipped = start.len() - begins.len();
    let declared = label_of(begins).map(|(label, at)| (label, at + skipped));
    let Some((label, at)) = declared else {
        let mut decoded = utf8(bytes);
        if decoded.text.trim_start().starts_with('<') {
            let message = "no encoding is declared; it is read as UTF-8".to_owned();
            decoded
                .findings
                .push((&rules::MISSING_ENCODING, 0, message));
        }
        return decoded;
    };
    let name = label.to_ascii_lowercase();
    if is_utf8(&name) {
        return utf8(bytes);
    }
    if matches!(name.as_str(), "us-ascii" | "ascii") {
        let mut decoded = utf8(bytes);
        decoded.findings.clear();
        if let Some(offset) = bytes.iter().position(|b| !b.is_ascii()) {
            let message = format!("the byte {:#04x} is not valid in `{label}`", bytes[offset]);
            decoded
                .findings
                .push((&rules::UNICODE_ERROR, offset, message));
        }
        return decoded;
    }
    let finding = |rule, message: String| vec![(rule, at, message)];
    if matches!(name.as_str(), "iso-8859-1" | "latin1") {
        // WHATWG reads it as windows-1252; here its control characters shall be seen.
        return Decoded {
            text: bytes.iter().copied().map(char::from).collect(),
            utf8: false,
            findings: finding(
                &rules::NONSTD_ENCODING,
                format!("the encoding is `{label}`; UTF-8 is what every parser knows"),
            ),
        };
    }
    if name.starts_with("utf-16") {
        let mut decoded = utf8(bytes);
        let message = format!("the document declares `{label}` and is not");
        decoded.findings.push((&rules::UNICODE_ERROR, at, message));
        return decoded;
    }
    let alias = name
        .strip_prefix("mac-")
        .map(|script| format!("x-mac-{script}"));
    let Some(encoding) = Encoding::for_label(alias.as_deref().unwrap_or(&name).as_bytes()) else {
        let mut decoded = utf8(bytes);
        let message = format!("the encoding `{label}` is not known");
        decoded
            .findings
            .push((&rules::UNKNOWN_ENCODING, at, message));
        return decoded;
    };
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    let (rule, message): (&'static Rule, _) = if COMMON.contains(&name.as_str()) {
        (
            &rules::NONSTD_ENCODING,
            format!("the encoding is `{label}`; UTF-8 is what every parser knows"),
        )
    } else {
        (
            &rules::OBSCURE_ENCODING,
            format!("the encoding is `{label}`, which few parsers know"),
        )
    };
    let mut findings = finding(rule, message);
    if broken {
        let message = format!("some bytes are not valid in `{label}`");
        findings.push((&rules::UNICODE_ERROR, at, message));
    }
    Decoded {
        text: text.into_owned(),
        utf8: false,
        findings,
    }
}

/// The encoding that the XML declaration names, and where.
fn label_of(text: &str) -> Option<(String, usize)> {
    let declaration = text.strip_prefix("<?xml")?.split("?>").next()?;
    let at = declaration.find("encoding")?;
    let value = declaration[at + 8..]
        .trim_start()
        .strip_prefix('=')?
        .trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let label = value[1..].split(quote).next()?;
    let offset = text.len() - text.strip_prefix("<?xml")?.len() + at;
    Some((label.to_owned(), offset))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(bytes: &[u8]) -> Vec<&'static str> {
        decode(bytes)
            .findings
            .iter()
            .map(|(rule, ..)| rule.code)
            .collect()
    }

    #[test]
    fn utf8_and_utf16_are_recognised() {
        assert_eq!(
            codes(b"<?xml version='1.0' encoding='utf-8'?><a/>"),
            [""; 0]
        );
        assert_eq!(codes(b"\xef\xbb\xbf<a/>"), [""; 0]);
        let utf16: Vec<u8> = "\u{feff}<a>é</a>"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        assert_eq!(decode(&utf16).text, "<a>é</a>");
    }

    #[test]
    fn a_wrong_declaration_is_a_finding() {
        assert_eq!(
            codes(b"\xef\xbb\xbf<?xml version='1.0' encoding='us-ascii'?>"),
            ["unicode-error"]
        );
        assert_eq!(
            codes(b"<?xml version='1.0' encoding='us-ascii'?>\xe9"),
            ["unicode-error"]
        );
        assert_eq!(
            codes(b"<?xml version='1.0' encoding='utf-8'?>\xe9"),
            ["unicode-error"]
        );
        assert_eq!(
            codes(b"<?xml version='1.0' encoding='x-fake'?>"),
            ["unknown-encoding"]
        );
        assert_eq!(
            codes(b"<?xml version='1.0' encoding='mac-cyrillic'?>"),
            ["obscure-encoding"]
        );
        assert_eq!(
            codes(b"<?xml version='1.0' encoding='iso-8859-1'?>\xe9"),
            ["nonstd-encoding"]
        );
        assert_eq!(codes(b"<a/>"), ["missing-encoding"]);
    }
}
