//! The `#tags` in a body, as Obsidian and other programs for notes read them.

use super::code::Code;
use super::dialect::MarkdownFlavor;
use crate::model::{Syntax, Templates};

/// The tags in `body`, in order, without their signs: letters, digits, `_`, `-` and `/` after a `#` that
/// begins a word, not all of them digits; not in code.
pub fn hashtags(body: &str, syntax: Syntax, templates: Templates) -> Vec<&str> {
    let mut tags = Vec::new();
    let mut code = None;
    for (at, _) in body.match_indices('#') {
        let is_html = syntax == Syntax::Html;
        let begins = |c: char| c.is_whitespace() || (is_html && c == '>');
        if at > 0 && !body[..at].ends_with(begins) {
            continue;
        }
        let rest = &body[at + 1..];
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '/');
        let tag = &rest[..rest.find(|c| !is_part(c)).unwrap_or(rest.len())];
        let after = rest[tag.len()..].chars().next();
        // `#a` alone or before punctuation; `#a:b` and `#a=1` are something else.
        let ends = |c: char| c.is_whitespace() || ".,;:!?)".contains(c) || (is_html && c == '<');
        let is_alone = after.is_none_or(ends);
        let tag = tag.trim_end_matches('/');
        if !is_alone || !tag.contains(|c: char| c.is_alphabetic() || c == '_') {
            continue;
        }
        let code = code.get_or_insert_with(|| {
            Code::find(body, syntax, MarkdownFlavor::of_generator(templates))
        });
        if code.at(at).is_none() {
            tags.push(tag);
        }
    }
    tags
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_words_with_a_sign() {
        for (body, expected) in [
            (
                "#a text #b/c, #d-e_f.\n#中文",
                &["a", "b/c", "d-e_f", "中文"][..],
            ),
            ("# Title\n## Other\n#1 #2024 #y2024", &["y2024"]),
            ("a#b [x](#c) `#d` https://e.org/#f (#g)", &[]),
            ("```\n#a\n```\n\n    #b\n\n#c", &["c"]),
            ("#a=1 ##b #c# #", &[]),
            ("#a/ x", &["a"]),
        ] {
            let tags = hashtags(body, Syntax::Markdown, Templates::Unknown);
            assert_eq!(tags, expected, "{body}");
        }
        let tags = hashtags("<p>#a</p> <pre> #b</pre>", Syntax::Html, Templates::None);
        assert_eq!(tags, ["a"]);
    }
}
