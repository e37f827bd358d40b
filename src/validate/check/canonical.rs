//! The canonical form of an address: RFC 3986, section 6.2, as required by RFC 4287, section 4.2.6.1.

use percent_encoding::percent_decode_str;

use super::uri_syntax::scheme;

/// The canonical spelling of `text` (RFC 4287, section 4.2.6.1); `None` if it is unknown.
pub(super) fn canonical(text: &str) -> Option<String> {
    let scheme = scheme(text)?;
    let rest = &text[scheme.len() + 1..];
    let (rest, fragment) = split_at_mark(rest, '#');
    let (rest, query) = split_at_mark(rest, '?');
    let mut canonical = format!("{scheme}:");
    let path = match rest.strip_prefix("//") {
        Some(hierarchy) => {
            let (authority, path) = match hierarchy.find('/') {
                Some(at) => hierarchy.split_at(at),
                None => (hierarchy, ""),
            };
            canonical.push_str("//");
            canonical.push_str(&canonical_authority(&scheme, authority));
            let path = without_dot_segments(&percent_normal(path));
            if path.is_empty() {
                "/".to_owned()
            } else {
                path
            }
        }
        None => percent_normal(rest),
    };
    canonical.push_str(&path);
    canonical.push_str(&percent_normal(query));
    canonical.push_str(&percent_normal(fragment));
    Some(canonical)
}

fn split_at_mark(text: &str, mark: char) -> (&str, &str) {
    text.find(mark).map_or((text, ""), |at| text.split_at(at))
}

fn canonical_authority(scheme: &str, authority: &str) -> String {
    let (user, host) = match authority.rsplit_once('@') {
        Some((user, host)) => (user.trim_end_matches(':'), host),
        None => ("", authority),
    };
    let (host, port) = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => (name, port),
        _ => (host, ""),
    };
    let default = match scheme {
        "http" => "80",
        "https" => "443",
        "ftp" => "21",
        _ => "",
    };
    let host = host.to_lowercase();
    let host = host.strip_suffix('.').unwrap_or(&host);
    let user = if user.is_empty() {
        String::new()
    } else {
        format!("{user}@")
    };
    if port.is_empty() || port == default {
        format!("{user}{host}")
    } else {
        format!("{user}{host}:{port}")
    }
}

/// Unreserved characters are not encoded; hexadecimal digits are capitals (RFC 3986, section 6.2.2).
fn percent_normal(text: &str) -> String {
    let mut normal = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        normal.push_str(&rest[..at]);
        let Some(code) = rest
            .get(at..at + 3)
            .filter(|code| code[1..].bytes().all(|b| b.is_ascii_hexdigit()))
        else {
            normal.push('%');
            rest = &rest[at + 1..];
            continue;
        };
        let byte = percent_decode_str(code).next().unwrap_or_default();
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            normal.push(char::from(byte));
        } else {
            normal.push_str(&code.to_ascii_uppercase());
        }
        rest = &rest[at + 3..];
    }
    normal + rest
}

/// RFC 3986, section 5.2.4, for absolute paths.
fn without_dot_segments(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let segments: Vec<&str> = path.split('/').collect();
    let last = segments.len() - 1;
    for (at, segment) in segments.iter().enumerate() {
        match *segment {
            "." if at == last => kept.push(""),
            "." => {}
            ".." => {
                if kept.len() > 1 {
                    kept.pop();
                }
                if at == last {
                    kept.push("");
                }
            }
            segment => kept.push(segment),
        }
    }
    kept.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canonical_addresses_stay_as_they_are() {
        for text in [
            "http://example.org/",
            "http://example.org/~smith/",
            "http://example.org/%C3%87",
            "http://example.org/?",
            "http://example.org:8080/",
            "http://example.org/#",
            "urn:isbn:1",
            "tag:example.org,2004:X",
            "mailto:me@example.org",
        ] {
            assert_eq!(canonical(text).as_deref(), Some(text));
        }
        for (text, form) in [
            ("HTTP://Example.org", "http://example.org/"),
            ("http://example.org:80/", "http://example.org/"),
            ("http://example.org/a/../b/./c", "http://example.org/b/c"),
            (
                "http://example.org/%7esmith/%c3",
                "http://example.org/~smith/%C3",
            ),
            ("http://@example.org/", "http://example.org/"),
            ("URN:isbn:1", "urn:isbn:1"),
        ] {
            assert_eq!(canonical(text).as_deref(), Some(form));
        }
    }
}
