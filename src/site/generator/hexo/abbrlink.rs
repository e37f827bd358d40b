//! The short links that hexo-abbrlink makes from titles if the header does not have one yet.

/// The checksum of `title`, decimal or hexadecimal.
pub(super) fn short_link(title: &str, is_crc32: bool, is_hex: bool) -> String {
    let sum = if is_crc32 {
        !crc(title, !0, 0xedb8_8320)
    } else {
        crc(title, 0, 0xa001)
    };
    if is_hex {
        format!("{sum:x}")
    } else {
        sum.to_string()
    }
}

/// A cyclic redundancy check with a reversed polynomial.
fn crc(text: &str, start: u32, polynomial: u32) -> u32 {
    text.bytes().fold(start, |sum, byte| {
        (0..8).fold(sum ^ u32::from(byte), |sum, _| match sum & 1 {
            1 => (sum >> 1) ^ polynomial,
            _ => sum >> 1,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::short_link;

    #[test]
    fn checksums_are_the_plugins() {
        for (title, is_crc32, is_hex, expected) in [
            ("C# & Ü; x/y 中，文！", true, true, "56e9f2f6"),
            ("Day", false, false, "26536"),
            ("A slug that is not heard", false, false, "39347"),
            ("", false, false, "0"),
            ("", true, true, "0"),
        ] {
            assert_eq!(short_link(title, is_crc32, is_hex), expected, "{title}");
        }
    }
}
