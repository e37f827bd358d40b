//! From bytes to text: XML 1.0, section 4.3.3 and appendix F.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use super::rules;
use crate::diagnostic::{Diagnostic, Rule, Severity};

/// A decoded document, and problems with its bytes.
pub(super) struct Decoded {
    /// The text, without a byte order mark; LF or CR LF ends each line.
    pub(super) text: String,
    /// Whether it was UTF-8, which podcasts must be.
    pub(super) utf8: bool,
    /// The problems, with offsets in the text.
    pub(super) findings: Vec<(usize, Diagnostic)>,
}

impl Decoded {
    fn new(text: impl Into<String>, utf8: bool) -> Self {
        Decoded {
            text: without_lone_returns(text.into()),
            utf8,
            findings: Vec::new(),
        }
    }

    /// The same text with a finding.
    fn finding(mut self, rule: &'static Rule, offset: usize, message: String) -> Self {
        self.findings.push((offset, Diagnostic::new(rule, message)));
        self
    }

    /// The same text with a warning: parsers accept it (section 4.3.3 calls this an error,
    /// but not a fatal one).
    fn warning(mut self, offset: usize, message: String) -> Self {
        let mut found = Diagnostic::new(&rules::UNICODE_ERROR, message);
        found.severity = Severity::Warning;
        self.findings.push((offset, found));
        self
    }
}

/// `text` with LF for each CR that no LF follows: both end a line (XML 1.0, section 2.11), and offsets stay.
fn without_lone_returns(text: String) -> String {
    let is_lone = |at: usize| text.as_bytes().get(at + 1) != Some(&b'\n');
    if !memchr::memchr_iter(b'\r', text.as_bytes()).any(is_lone) {
        return text;
    }
    let mut chars = text.chars().peekable();
    let mut replaced = String::with_capacity(text.len());
    while let Some(c) = chars.next() {
        let is_lone = c == '\r' && chars.peek() != Some(&'\n');
        replaced.push(if is_lone { '\n' } else { c });
    }
    replaced
}

/// Encodings that most parsers know besides the two required ones.
#[rustfmt::skip]
const COMMON: &[&str] = &[
    "iso-8859-1", "latin1", "iso-8859-2", "iso-8859-5", "iso-8859-7", "iso-8859-9", "iso-8859-15", "windows-1250",
    "windows-1251", "windows-1252", "windows-1253", "windows-1254", "windows-1255", "windows-1256", "windows-1257",
    "windows-1258", "windows-874", "koi8-r", "euc-jp", "shift_jis", "shift-jis", "iso-2022-jp", "euc-kr", "gb2312",
    "gbk", "gb18030", "big5",
];

/// Decodes `bytes`, as well as possible if they do not match their declared encoding.
pub(super) fn decode(bytes: &[u8]) -> Decoded {
    match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(UTF_16LE, rest),
        [0xfe, 0xff, rest @ ..] => utf16(UTF_16BE, rest),
        [b'<', 0, next, 0, ..] => unmarked_utf16(UTF_16LE, bytes, *next),
        [0, b'<', 0, next, ..] => unmarked_utf16(UTF_16BE, bytes, *next),
        [0xef, 0xbb, 0xbf, rest @ ..] => marked_utf8(rest),
        _ => declared(bytes),
    }
}

fn utf16(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, is_broken) = encoding.decode_without_bom_handling(bytes);
    let decoded = Decoded::new(text, false);
    let decoded = if is_broken {
        let at = first_broken(&decoded.text);
        let message = "the bytes here are not valid UTF-16".to_owned();
        decoded.finding(&rules::UNICODE_ERROR, at, message)
    } else {
        decoded
    };
    match label_of(&decoded.text) {
        Some((label, at)) if !label.to_ascii_lowercase().starts_with("utf-16") => {
            let message = format!(
                "the document is in UTF-16 but declares `{label}`; declare `utf-16`, or save it as UTF-8"
            );
            decoded.finding(&rules::UNICODE_ERROR, at, message)
        }
        _ => decoded,
    }
}

/// UTF-16 without its mandatory byte order mark; parsers can guess it from the declaration.
fn unmarked_utf16(encoding: &'static Encoding, bytes: &[u8], second: u8) -> Decoded {
    let decoded = utf16(encoding, bytes);
    let message = "the document is in UTF-16 without a byte order mark, so many parsers cannot read it; save it as UTF-8".to_owned();
    if second == b'?' {
        decoded.warning(0, message)
    } else {
        decoded.finding(&rules::UNICODE_ERROR, 0, message)
    }
}

fn marked_utf8(bytes: &[u8]) -> Decoded {
    let decoded = utf8(bytes);
    match label_of(&decoded.text) {
        Some((label, at)) if !is_utf8(&label) => {
            let message = format!(
                "the document begins with a UTF-8 byte order mark but declares `{label}`; declare `utf-8`"
            );
            decoded.warning(at, message)
        }
        _ => decoded,
    }
}

fn is_utf8(label: &str) -> bool {
    matches!(label.to_ascii_lowercase().as_str(), "utf-8" | "utf8")
}

fn utf8(bytes: &[u8]) -> Decoded {
    match std::str::from_utf8(bytes) {
        Ok(text) => Decoded::new(text, true),
        Err(error) => {
            let at = error.valid_up_to();
            let message = format!("the byte {:#04x} is not valid in UTF-8", bytes[at]);
            Decoded::new(String::from_utf8_lossy(bytes), true).finding(
                &rules::UNICODE_ERROR,
                at,
                message,
            )
        }
    }
}

fn declared(bytes: &[u8]) -> Decoded {
    let start: String = bytes.iter().take(400).copied().map(char::from).collect();
    // White space before the declaration is reported elsewhere.
    let begins = start.trim_ascii_start();
    let skipped = start.len() - begins.len();
    let declared = label_of(begins).map(|(label, at)| (label, at + skipped));
    let Some((label, at)) = declared else {
        let decoded = utf8(bytes);
        return if decoded.text.trim_start().starts_with('<') {
            let message = "no encoding is declared; it is read as UTF-8".to_owned();
            decoded.finding(&rules::MISSING_ENCODING, 0, message)
        } else {
            decoded
        };
    };
    let name = label.trim().to_ascii_lowercase();
    if is_utf8(&name) {
        return utf8(bytes);
    }
    if matches!(name.as_str(), "us-ascii" | "ascii") {
        let decoded = Decoded::new(String::from_utf8_lossy(bytes), true);
        return match bytes.iter().position(|b| !b.is_ascii()) {
            Some(offset) => {
                let message = format!("the byte {:#04x} is not valid in `{label}`", bytes[offset]);
                decoded.finding(&rules::UNICODE_ERROR, offset, message)
            }
            None => decoded,
        };
    }
    if matches!(name.as_str(), "iso-8859-1" | "latin1") {
        // WHATWG reads it as windows-1252, which would hide control characters.
        let text: String = bytes.iter().copied().map(char::from).collect();
        let message = format!("the encoding is `{label}`; every parser supports UTF-8");
        return Decoded::new(text, false).finding(&rules::NONSTD_ENCODING, at, message);
    }
    if name.starts_with("utf-16") {
        let message =
            format!("the document declares `{label}`, but its bytes are not in that encoding");
        return utf8(bytes).finding(&rules::UNICODE_ERROR, at, message);
    }
    let alias = name
        .strip_prefix("mac-")
        .map(|script| format!("x-mac-{script}"));
    let Some(encoding) = Encoding::for_label(alias.as_deref().unwrap_or(&name).as_bytes()) else {
        let message = format!("the encoding `{label}` is not known");
        return utf8(bytes).finding(&rules::UNKNOWN_ENCODING, at, message);
    };
    let (text, is_broken) = encoding.decode_without_bom_handling(bytes);
    let decoded = Decoded::new(text, false);
    // WHATWG decodes bytes that windows-1252 and similar encodings do not define to control characters.
    let undefined = name
        .starts_with("windows-")
        .then(|| decoded.text.find(|c| ('\u{80}'..='\u{9f}').contains(&c)))
        .flatten();
    let broken = undefined.or_else(|| is_broken.then(|| first_broken(&decoded.text)));
    let decoded = match broken {
        Some(offset) => {
            let message = format!("this byte is not defined in `{label}`");
            decoded.finding(&rules::UNICODE_ERROR, offset, message)
        }
        None => decoded,
    };
    if COMMON.contains(&name.as_str()) {
        let message = format!("the encoding is `{label}`; every parser supports UTF-8");
        decoded.finding(&rules::NONSTD_ENCODING, at, message)
    } else {
        let message = format!("the encoding is `{label}`, which few parsers know");
        decoded.finding(&rules::OBSCURE_ENCODING, at, message)
    }
}

/// The offset of the first bytes that could not be decoded.
fn first_broken(text: &str) -> usize {
    text.find(char::REPLACEMENT_CHARACTER).unwrap_or_default()
}

/// The encoding in the XML declaration, and its offset.
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
            .map(|(_, found)| found.rule.code)
            .collect()
    }

    #[test]
    fn a_carriage_return_alone_ends_a_line() {
        assert_eq!(decode(b"a\rb\r\r\nc\r").text, "a\nb\n\r\nc\n");
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
        assert_eq!(
            codes(b"<?xml version='1.0' encoding='windows-1252'?>\x80\x81"),
            ["unicode-error", "nonstd-encoding"]
        );
    }
}
