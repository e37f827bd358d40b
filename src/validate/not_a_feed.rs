//! Documents that are not feeds, and stray text before feeds.

use super::value::quote;
use super::xml::Prolog;

/// XML documents that are mistaken for feeds: the root element and the message.
const OTHERS: &[(&str, &str)] = &[
    ("urlset", "this is a sitemap, not a feed"),
    ("sitemapindex", "this is an index of sitemaps, not a feed"),
    (
        "opml",
        "this is an OPML list of feeds, not a feed; validate the feeds in it",
    ),
    ("svg", "this is an SVG image, not a feed"),
    ("plist", "this is a property list, not a feed"),
    (
        "OpenSearchDescription",
        "this is an OpenSearch description, not a feed",
    ),
    ("service", "this is an AtomPub service document, not a feed"),
    (
        "channel",
        "the root is `channel`; put `<rss version=\"2.0\">` around it",
    ),
    (
        "item",
        "the root is `item`; put `<rss version=\"2.0\"><channel>` around it",
    ),
];

/// Describes a document that is not XML.
pub(super) fn not_xml(text: &str) -> Option<String> {
    let body = text.trim_start();
    let said = if text.starts_with("\u{1f}\u{8b}") || text.starts_with("\u{1f}\u{fffd}") {
        "this is compressed with gzip; decompress it first"
    } else if body.starts_with(['{', '[']) {
        if serde_json::from_str::<serde::de::IgnoredAny>(body).is_err() {
            "this is not XML; it begins like JSON, but is not valid JSON either"
        } else {
            "this is JSON, not a feed; a JSON Feed has the member `version`"
        }
    } else if body.is_empty() {
        "the document is empty"
    } else if !body.contains('<') {
        return Some(format!("this is not XML; it begins with {}", quote(body)));
    } else {
        return None;
    };
    Some(said.to_owned())
}

/// Describes an XML document whose root element is not a feed's.
pub(super) fn other_root(root: &str) -> String {
    let local = root.rsplit(':').next().unwrap_or(root);
    let said = OTHERS
        .iter()
        .find(|(name, _)| *name == local)
        .map(|(_, said)| (*said).to_owned());
    if let Some(said) = said {
        return said;
    }
    let meant = ["rss", "feed", "RDF"]
        .iter()
        .find(|known| known.eq_ignore_ascii_case(local))
        .map_or(String::new(), |known| format!("; did you mean `{known}`?"));
    format!("the root is `{root}`; a feed's is `rss`, `feed` or `rdf:RDF`{meant}")
}

/// The start of the document after text that does not belong to it: blank lines, a PHP message, a
/// second byte order mark.
pub(super) fn beginning(text: &str, prolog: &Prolog<'_>) -> usize {
    /// Longer text is not taken for a PHP message.
    const LONGEST: usize = 64 << 10;
    let is_message = matches!(
        prolog.root,
        Some("br" | "b" | "p" | "pre" | "div" | "font" | "table" | "span")
    );
    let body = text.trim_start();
    if body.starts_with('<') && !is_message {
        let is_late = body.len() < text.len() && body.starts_with("<?xml ");
        return if is_late { text.len() - body.len() } else { 0 };
    }
    let window = &text[..crate::text::floor_char_boundary(text, LONGEST)];
    ["<?xml ", "<rss", "<feed", "<rdf:RDF"]
        .iter()
        .filter_map(|start| window.find(start))
        .min()
        .unwrap_or(0)
}

/// Describes the text before the start of a document.
pub(super) fn before_beginning(stray: &str, has_declaration: bool) -> String {
    let what = match php_message(stray) {
        Some(said) => {
            return format!(
                "PHP message before the feed: {}; fix the script, or do not display its errors",
                quote(&said)
            );
        }
        None if stray.trim().is_empty() => "white space".to_owned(),
        None if stray
            .trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
            .is_empty() =>
        {
            "a second byte order mark (U+FEFF)".to_owned()
        }
        None => quote(stray.trim()),
    };
    if has_declaration {
        format!("{what} before the XML declaration, which must come first; remove it")
    } else {
        format!("{what} before the root element; remove it")
    }
}

/// The PHP message in `text`, if there is one: `Notice: … on line 3`.
pub(super) fn php_message(text: &str) -> Option<String> {
    const KINDS: [&str; 7] = [
        "Warning",
        "Notice",
        "Deprecated",
        "Fatal error",
        "Parse error",
        "Strict Standards",
        "Uncaught ",
    ];
    let window = &text[..crate::text::floor_char_boundary(text, 8 << 10)];
    let mut plain = String::new();
    let mut is_tag = false;
    for c in window.chars() {
        match c {
            '<' => is_tag = true,
            '>' if is_tag => is_tag = false,
            c if !is_tag => plain.push(c),
            _ => {}
        }
    }
    let start = KINDS.iter().filter_map(|kind| plain.find(kind)).min()?;
    let said = &plain[start..];
    let line = said.find(" on line ")? + " on line ".len();
    let end = said[line..]
        .find(|c: char| !c.is_ascii_digit())
        .map_or(said.len(), |end| line + end);
    Some(said[..end].split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::super::xml::prolog;
    use super::*;

    fn stray(text: &str) -> &str {
        &text[..beginning(text, &prolog(text))]
    }

    #[test]
    fn what_stands_before_a_document_is_found() {
        assert_eq!(stray("<?xml version='1.0'?><rss/>"), "");
        assert_eq!(stray("<!-- <?xml --><rss/>"), "");
        assert_eq!(stray("\n<?xml version='1.0'?><rss/>"), "\n");
        assert_eq!(stray("\u{feff}<rss/>"), "\u{feff}");
        assert_eq!(stray("hello <rss/>"), "hello ");
        assert_eq!(
            stray("<br />\n<b>Notice</b>: x<rss/>"),
            "<br />\n<b>Notice</b>: x"
        );
        assert_eq!(stray("<urlset><rss/></urlset>"), "");
        assert_eq!(stray("<rss><?xml version='1.0'?></rss>"), "");
    }

    #[test]
    fn messages_of_php_are_recognised() {
        let text = "<br />\n<b>Notice</b>:  Undefined index: a in <b>/srv/rss.php</b> on line <b>3</b><br />\n";
        assert_eq!(
            php_message(text).as_deref(),
            Some("Notice: Undefined index: a in /srv/rss.php on line 3")
        );
        assert_eq!(php_message("<p>Notice the line</p>"), None);
    }
}
