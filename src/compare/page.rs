//! Normalizes links, and says how two ids differ.

use url::Url;

/// `link` normalized: the scheme and the host in lower case, the host in punycode, no default
/// port, no unnecessary percent-encoding (RFC 3986, section 6.2.2). Anything but a URL is left unchanged.
pub(super) fn normal(link: &str) -> String {
    match Url::parse(link) {
        Ok(url) => decode_harmless(url.as_str()),
        Err(_) => link.to_owned(),
    }
}

/// The page of a [`normal`] link: the link without its scheme, a last
/// `/` or `/index.html`, and its fragment.
pub(super) fn page(normal: &str) -> &str {
    let page = normal.split('#').next().unwrap_or_default();
    let page = ["https://", "http://"]
        .iter()
        .find_map(|scheme| page.strip_prefix(scheme))
        .unwrap_or(page);
    page.strip_suffix("/index.html")
        .unwrap_or(page)
        .trim_end_matches('/')
}

/// How two ids differ, where they are nearly the same: in parts of a URL, or in its spelling. Empty if
/// they are unrelated.
pub(super) fn differ_in(old: &str, new: &str) -> Vec<&'static str> {
    let (old, new) = (normal(old), normal(new));
    if old == new {
        return vec!["spelling"];
    }
    let parts = parts_that_differ(&old, &new);
    if parts.contains(&"path") {
        return Vec::new();
    }
    parts
}

/// The parts in which two addresses differ; none if they are not both addresses of pages.
pub(super) fn parts_that_differ(old: &str, new: &str) -> Vec<&'static str> {
    let (Ok(old), Ok(new)) = (Url::parse(old), Url::parse(new)) else {
        return Vec::new();
    };
    let is_web = |url: &Url| matches!(url.scheme(), "http" | "https");
    if !is_web(&old) || !is_web(&new) {
        return Vec::new();
    }
    let trimmed = |url: &Url| page(url.path()).to_owned();
    let is_same_path = trimmed(&old) == trimmed(&new);
    let differences = [
        ("scheme", old.scheme() != new.scheme()),
        ("host", (old.host(), old.port()) != (new.host(), new.port())),
        ("path", !is_same_path),
        ("ending", is_same_path && old.path() != new.path()),
        ("query", old.query() != new.query()),
        ("fragment", old.fragment() != new.fragment()),
    ];
    let differences = differences.into_iter().filter(|(_, differs)| *differs);
    differences.map(|(part, _)| part).collect()
}

/// Decodes characters that need no percent-encoding, and writes the other codes in capitals.
fn decode_harmless(url: &str) -> String {
    let mut decoded = String::with_capacity(url.len());
    let mut rest = url;
    while let Some(at) = rest.find('%') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        let hex = rest
            .get(1..3)
            .filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()));
        let byte = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match byte {
            Some(byte) if byte.is_ascii_alphanumeric() || b"-._~!$'()*,:@[]|".contains(&byte) => {
                decoded.push(char::from(byte));
                rest = &rest[3..];
            }
            Some(_) => {
                decoded.push_str(&rest[..3].to_ascii_uppercase());
                rest = &rest[3..];
            }
            None => {
                decoded.push('%');
                rest = &rest[1..];
            }
        }
    }
    decoded.push_str(rest);
    decoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_link_are_equal() {
        for (one, other) in [
            (
                "https://E.org/中 文/",
                "https://e.org/%e4%b8%ad%20%E6%96%87/",
            ),
            ("https://e.org", "https://e.org:443/"),
            ("https://例え.jp/a", "https://xn--r8jz45g.jp/%61"),
            ("https://e.org/it's(a)", "https://e.org/it%27s%28a%29"),
        ] {
            assert_eq!(normal(one), normal(other));
        }
        for (one, other) in [
            ("https://e.org/a%2Fb", "https://e.org/a/b"),
            ("https://e.org/a%25", "https://e.org/a%"),
            ("https://e.org/a", "https://e.org/a/"),
            ("a", "A"),
        ] {
            assert_ne!(normal(one), normal(other));
        }
    }

    #[test]
    fn a_page_has_several_links() {
        for link in [
            "https://e.org/a",
            "http://e.org/a/",
            "http://e.org/a/index.html",
            "http://e.org/a/#top",
        ] {
            assert_eq!(page(&normal(link)), "e.org/a");
        }
    }

    #[test]
    fn similar_ids_are_described() {
        let cases: [(&str, &str, &[&str]); 7] = [
            ("http://e.org/a", "https://e.org/a", &["scheme"]),
            (
                "http://e.org/a",
                "https://www.e.org/a/",
                &["scheme", "host", "ending"],
            ),
            ("https://e.org/中", "https://e.org/%E4%B8%AD", &["spelling"]),
            (
                "https://e.org/a",
                "https://e.org/a?utm=1#x",
                &["query", "fragment"],
            ),
            ("https://e.org/a", "https://e.org/b", &[]),
            ("tag:e.org,2020:a", "https://e.org/a", &[]),
            ("1", "2", &[]),
        ];
        for (old, new, parts) in cases {
            assert_eq!(differ_in(old, new), parts, "{old} {new}");
        }
    }
}
