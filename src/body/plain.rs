//! Plain text to HTML: paragraphs and line breaks, nothing else.

use super::fragment::Fragment;
use crate::text::push_html;

/// Blank lines divide paragraphs; the other line ends stay line ends. The text itself is untouched.
pub(super) fn to_html(body: &str) -> Fragment {
    let mut html = String::with_capacity(body.len() + body.len() / 8);
    let mut in_paragraph = false;
    for line in body.lines() {
        if line.trim().is_empty() {
            if in_paragraph {
                html.push_str("</p>\n");
            }
            in_paragraph = false;
            continue;
        }
        html.push_str(if in_paragraph { "<br>\n" } else { "<p>" });
        push_html(&mut html, line);
        in_paragraph = true;
    }
    if in_paragraph {
        html.push_str("</p>\n");
    }
    Fragment {
        html,
        summary_end: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_lines_divide_paragraphs() {
        for (body, html) in [
            ("", ""),
            (" \n\t\n\u{3000}\n", ""),
            ("one", "<p>one</p>\n"),
            (
                "one\ntwo\n\n \nthree\n",
                "<p>one<br>\ntwo</p>\n<p>three</p>\n",
            ),
            (
                "\u{3000}\u{3000}第一\u{3000}段",
                "<p>\u{3000}\u{3000}第一\u{3000}段</p>\n",
            ),
            (
                "<b> & *not* `markup`",
                "<p>&lt;b&gt; &amp; *not* `markup`</p>\n",
            ),
        ] {
            assert_eq!(to_html(body).html, html, "{body:?}");
        }
    }
}
