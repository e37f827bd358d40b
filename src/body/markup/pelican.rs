//! Pelican's links may have spaces in them (`[a]({filename}/my file.md)`), which Python-Markdown
//! takes and CommonMark does not.

use super::super::code::Code;
use super::Edits;

/// The longest link, in bytes.
const LONGEST: usize = 512;

/// Encodes the spaces in the internal links of `body`.
pub(super) fn find(body: &str, code: &Code, edits: &mut Edits) {
    for (at, sign) in body.match_indices("]({") {
        let start = at + "](".len();
        let window = &body[start..crate::text::floor_char_boundary(body, start + LONGEST)];
        let Some(end) = window.find([')', '\n', '"', '\'']) else {
            continue;
        };
        let link = &window[..end];
        let is_internal = link[sign.len() - 2..]
            .split_once('}')
            .is_some_and(|(kind, _)| kind.bytes().all(|b| b.is_ascii_lowercase()));
        if window[end..].starts_with(')')
            && is_internal
            && link.trim().contains(' ')
            && code.at(at).is_none()
        {
            edits.replace(start..start + end, link.trim().replace(' ', "%20"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::expanded;
    use crate::model::Templates;

    #[test]
    fn spaces_are_encoded() {
        for (body, encoded) in [
            (
                "[a]({filename}/my file.md) ![b]({static}c d.png)",
                "[a]({filename}/my%20file.md) ![b]({static}c%20d.png)",
            ),
            ("[a]({tag}b)", "[a]({tag}b)"),
            (
                "[a]({filename}b.md \"A title\")",
                "[a]({filename}b.md \"A title\")",
            ),
            ("[a]({{ b }}/c d)", "[a]({{ b }}/c d)"),
            ("`[a]({tag}b c)`", "`[a]({tag}b c)`"),
            ("[a]({tag}b\nc)", "[a]({tag}b\nc)"),
        ] {
            assert_eq!(expanded(body, Templates::Pelican), encoded, "{body}");
        }
        let body = "[a]({tag}b c)";
        assert_eq!(expanded(body, Templates::Hugo), body);
    }
}
