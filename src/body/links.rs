//! URLs in a body: resolved against the article's page, in ASCII, of safe schemes.

use url::{Position, Url};

use crate::model::{MAX_HTML, strictly_encoded};
use crate::text;

/// Schemes a link may have. What runs code (`javascript:`, `vbscript:`) or opens files is not here.
pub(super) const LINK_SCHEMES: &[&str] = &[
    "http", "https", "mailto", "tel", "sms", "ftp", "ftps", "geo", "irc", "ircs", "magnet",
    "matrix", "news", "nntp", "sip", "webcal", "xmpp",
];

/// What a URL is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum UrlPurpose {
    /// Something to go to.
    Link,
    /// A picture to show; it may be a `data:` URI of a bitmap.
    Image,
    /// A sound, a film or another document to load.
    Media,
}

/// `reference` resolved against `base` (WHATWG URL), percent-encoded; `None` if that gives no URL,
/// or one that is not fit for this use.
pub(super) fn resolve(base: &Url, reference: &str, usage: UrlPurpose) -> Option<String> {
    let reference = reference.trim();
    if reference.is_empty() && usage != UrlPurpose::Link {
        // An empty `src` would load the page itself.
        return None;
    }
    if is_plain_page(reference) {
        return Some(reference.to_owned());
    }
    if let Some(url) = join_plainly(base, reference) {
        return Some(url);
    }
    let url = base.join(reference).ok()?;
    let is_fit = match usage {
        UrlPurpose::Link => LINK_SCHEMES.contains(&url.scheme()),
        UrlPurpose::Image => is_http(&url) || is_bitmap(&url),
        UrlPurpose::Media => is_http(&url),
    };
    is_fit.then(|| strictly_encoded(url.as_str()).into_owned())
}

/// A shortcut for [`Url::parse`]: whether `url` is the address of a page in which nothing has to be
/// encoded or guessed.
fn is_plain_page(url: &str) -> bool {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    let Some((host, path)) = rest.and_then(|rest| rest.split_once('/')) else {
        return false;
    };
    // No port, no label that may be a number (an address of IP), no punycode.
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let is_label = |label: &str| {
        label.starts_with(|c: char| c.is_ascii_lowercase())
            && label.bytes().all(is_plain)
            && !label.starts_with("xn--")
    };
    host.split('.').all(is_label) && is_plain_path(path)
}

/// Whether nothing in `path`, which a query may follow, has to be encoded, and no part of it stands
/// for another.
fn is_plain_path(path: &str) -> bool {
    let end = text::position(path.as_bytes(), |byte| !is_plain(byte));
    let (path, query) = path.split_at(end.unwrap_or(path.len()));
    let is_query = || query.starts_with('?') && query[1..].bytes().all(is_plain_in_query);
    let has_dots = path.starts_with('.') || text::holds(path, "/.");
    (query.is_empty() || is_query()) && !has_dots
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() | matches!(byte, b'-' | b'_' | b'~' | b'/' | b'.')
}

fn is_plain_in_query(byte: u8) -> bool {
    is_plain(byte) | matches!(byte, b'=' | b'&' | b'+' | b';' | b',' | b':' | b'@' | b'?')
}

/// A shortcut for [`Url::join`]: `reference` resolved against `base`, a web page, if it is a path,
/// perhaps with a query, in which nothing has to be encoded or guessed.
fn join_plainly(base: &Url, reference: &str) -> Option<String> {
    let (mut folder, mut path) = (base.path().rsplit_once('/')?.0, reference);
    if let Some(below) = reference.strip_prefix('/') {
        (folder, path) = ("", below);
    }
    while let Some(above) = path.strip_prefix("../") {
        folder = folder.rsplit_once('/').map_or("", |(folder, _)| folder);
        path = above;
    }
    let is_path = !reference.is_empty() && !reference.starts_with('?');
    if !is_path || path.starts_with('/') || !is_plain_path(path) {
        return None;
    }
    Some([&base[..Position::BeforePath], folder, "/", path].concat())
}

/// The candidates of a `srcset`, each resolved; those that cannot be are dropped.
pub(super) fn resolve_srcset(
    srcset: &str,
    resolve: impl Fn(&str) -> Option<String>,
) -> Option<String> {
    let mut resolved = String::with_capacity(srcset.len() * 2);
    let mut rest = srcset;
    // HTML, section 4.8.4.2.2: a URL runs to white space and may hold commas, but not end in one.
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
        if rest.is_empty() || resolved.len() > MAX_HTML {
            break;
        }
        let (url, after) = rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len()));
        let (descriptor, after) = if url.ends_with(',') {
            ("", after)
        } else {
            after.split_at(after.find(',').unwrap_or(after.len()))
        };
        rest = after;
        let Some(url) = resolve(url.trim_end_matches(',')) else {
            continue;
        };
        if !resolved.is_empty() {
            resolved.push_str(", ");
        }
        // A comma at either end would be taken for the end of the candidate.
        let url = url.trim_end_matches(',');
        resolved.push_str(url);
        for part in descriptor.split_ascii_whitespace() {
            resolved.push(' ');
            resolved.push_str(part);
        }
    }
    (!resolved.is_empty()).then_some(resolved)
}

fn is_http(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
}

/// A `data:` URI of a bitmap; SVG is excluded since it can hold scripts.
fn is_bitmap(url: &Url) -> bool {
    let is_bitmap_type = |media_type: &str| {
        let end = media_type.find([';', ',']).unwrap_or(media_type.len());
        ["png", "jpeg", "jpg", "gif", "webp", "avif"]
            .iter()
            .any(|bitmap| media_type[..end].eq_ignore_ascii_case(bitmap))
    };
    url.scheme() == "data"
        && url
            .path()
            .strip_prefix("image/")
            .is_some_and(is_bitmap_type)
}

/// The id of the video of YouTube that `url` leads to or plays.
pub(super) fn youtube_video(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    let (host, path) = rest.split_once('/')?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    let id = match host {
        "youtu.be" => path,
        "youtube.com" | "m.youtube.com" | "youtube-nocookie.com" => ["embed/", "v/", "watch?v="]
            .iter()
            .find_map(|begin| path.strip_prefix(begin))?,
        _ => return None,
    };
    let id = id.split(['?', '/', '&', '#']).next()?;
    let is_id = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    (id.len() == 11 && id.bytes().all(is_id)).then_some(id)
}

/// Players that stand in frames, and the pages of what they play.
const PLAYERS: &[(&str, &str)] = &[
    ("embed.ted.com/talks/", "www.ted.com/talks/"),
    ("giphy.com/embed/", "giphy.com/gifs/"),
    ("open.spotify.com/embed/", "open.spotify.com/"),
    (
        "player.bilibili.com/player.html?bvid=",
        "www.bilibili.com/video/",
    ),
    ("player.vimeo.com/video/", "vimeo.com/"),
    (
        "www.dailymotion.com/embed/video/",
        "www.dailymotion.com/video/",
    ),
    ("www.loom.com/embed/", "www.loom.com/share/"),
];

/// The page of what the player at `url` plays.
pub(super) fn page_of_player(url: &str) -> Option<String> {
    let (_, address) = url.split_once("://")?;
    let (id, page) = PLAYERS
        .iter()
        .find_map(|(player, page)| Some((address.strip_prefix(player)?, page)))?;
    let id = id.split(['?', '&', '#']).next()?;
    Some(format!("https://{page}{id}"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn base() -> Url {
        Url::parse("https://e.org/2025/post/").unwrap()
    }

    #[test]
    fn plain_paths_are_joined_by_themselves() {
        for (reference, url) in [
            ("a.html", "https://e.org/2025/post/a.html"),
            ("../x-1/", "https://e.org/2025/x-1/"),
            ("../../../y", "https://e.org/y"),
            ("/z//~_/", "https://e.org/z//~_/"),
            ("../?a=.b", "https://e.org/2025/?a=.b"),
        ] {
            assert_eq!(join_plainly(&base(), reference).as_deref(), Some(url));
        }
        for other in [
            "", "//h/x", "a b", "?b", "a?'", "#a", ".", "./a", "a/../b", "..//a", "a:b",
        ] {
            assert_eq!(join_plainly(&base(), other), None, "{other}");
        }
    }

    #[test]
    fn addresses_of_pages_are_often_left() {
        for url in [
            "https://e.org/",
            "https://a-b.org/",
            "http://a.b2.c/x-1/~y_/z.html",
            "http://h/",
        ] {
            assert!(is_plain_page(url), "{url}");
        }
        for other in [
            "https://e.org",
            "https://E.org/",
            "https://e.org:443/",
            "https://1.2/",
            "https://a.0x1/",
            "https://xn--a/",
            "https://a..b/",
            "https://e.org/./",
            "https://e.org/a/..",
            "https://e.org/é",
            "https://e.org/?é",
            "https://e.org/?'",
            "https://e.org?a",
            "https://e.org/?a#b",
            "https://e.org/%41",
            "ftp://e.org/",
            "https:/e.org/",
            "//e.org/",
            "",
        ] {
            assert!(!is_plain_page(other), "{other}");
        }
    }

    proptest! {
        #[test]
        fn addresses_that_are_left_are_as_the_standard_writes_them(
            url in "https?://([a-z]{0,2}[a-z0-9.-]{0,3}\\.?){0,3}(:80|:443)?(/[a-zA-Z0-9._~-]{0,4}){0,3}([?#][a-z=&+;,:@%?/.#'\"]{0,4})?"
        ) {
            if is_plain_page(&url) {
                prop_assert_eq!(&String::from(Url::parse(&url).unwrap()), &url);
            }
        }

        #[test]
        fn plain_paths_are_joined_as_the_standard_says(
            page in "([a-z%2.-]{0,4}/){0,3}[a-z.]{0,3}(\\?q)?(#f)?",
            reference in "(/|\\./|(\\.\\./){1,4})?([a-z0-9._~-]{0,4}/?){0,4}([?#][a-z=&+;,:@%?/.#']{0,4})?",
        ) {
            let base = Url::parse(&format!("https://e.org:81/{page}")).unwrap();
            if let Some(joined) = join_plainly(&base, &reference) {
                prop_assert_eq!(joined, String::from(base.join(&reference).unwrap()));
            }
        }
    }

    #[test]
    fn references_become_absolute() {
        for (reference, url) in [
            ("a.html", "https://e.org/2025/post/a.html"),
            ("/a b", "https://e.org/a%20b"),
            ("../x?q=1&r=2", "https://e.org/2025/x?q=1&r=2"),
            ("#fn:1", "https://e.org/2025/post/#fn:1"),
            ("", "https://e.org/2025/post/"),
            ("//h.org/x", "https://h.org/x"),
            (
                " https://H.org/中文#é ",
                "https://h.org/%E4%B8%AD%E6%96%87#%C3%A9",
            ),
            ("http://例え.jp", "http://xn--r8jz45g.jp/"),
            (
                "mailto:a@e.org?subject=Hi there",
                "mailto:a@e.org?subject=Hi%20there",
            ),
            ("tel:+1-2", "tel:+1-2"),
            (
                "{{ site.url }}/x",
                "https://e.org/2025/post/%7B%7B%20site.url%20%7D%7D/x",
            ),
            ("?a={b}|c", "https://e.org/2025/post/?a=%7Bb%7D%7Cc"),
            ("%zz%20", "https://e.org/2025/post/%25zz%20"),
        ] {
            let resolved = resolve(&base(), reference, UrlPurpose::Link);
            assert_eq!(resolved.as_deref(), Some(url), "{reference:?}");
            assert_eq!(
                resolve(&base(), url, UrlPurpose::Link).as_deref(),
                Some(url)
            );
        }
    }

    #[test]
    fn what_does_harm_or_is_no_url_is_refused() {
        for reference in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " \u{1}java\nscr\tipt:alert(1)",
            "vbscript:x",
            "data:text/html,<script>",
            "file:///etc/passwd",
            "blob:https://e.org/x",
            "C:\\x",
            "http://[bad",
            "http://",
            "view-source:https://e.org/",
        ] {
            assert_eq!(
                resolve(&base(), reference, UrlPurpose::Link),
                None,
                "{reference:?}"
            );
            assert_eq!(
                resolve(&base(), reference, UrlPurpose::Image),
                None,
                "{reference:?}"
            );
        }
    }

    #[test]
    fn only_pictures_may_be_data() {
        let png = "data:image/png;base64,iVBORw0KGgo=";
        assert_eq!(
            resolve(&base(), png, UrlPurpose::Image).as_deref(),
            Some(png)
        );
        assert_eq!(resolve(&base(), png, UrlPurpose::Link), None);
        assert_eq!(resolve(&base(), png, UrlPurpose::Media), None);
        let svg = "data:image/svg+xml,<svg onload=x>";
        assert_eq!(resolve(&base(), svg, UrlPurpose::Image), None);
        assert_eq!(resolve(&base(), "", UrlPurpose::Image), None);
        assert_eq!(resolve(&base(), "mailto:a@e.org", UrlPurpose::Image), None);
    }

    #[test]
    fn each_candidate_of_a_srcset_is_resolved() {
        for (srcset, resolved) in [
            ("a.png", Some("https://e.org/2025/post/a.png")),
            (
                "/a.png 1x,\n  /b,c.png 2x ,",
                Some("https://e.org/a.png 1x, https://e.org/b,c.png 2x"),
            ),
            (
                "/a.png, /b.png 2x",
                Some("https://e.org/a.png, https://e.org/b.png 2x"),
            ),
            ("javascript:x 1x, /b.png 2x", Some("https://e.org/b.png 2x")),
            ("javascript:x", None),
            (" , ", None),
        ] {
            assert_eq!(
                resolve_srcset(srcset, |url| resolve(&base(), url, UrlPurpose::Image)).as_deref(),
                resolved,
                "{srcset:?}"
            );
        }
    }
}
