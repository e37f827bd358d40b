//! Wiki links: `[[Page]]` and `[[Page|text]]` are links where the page is an article of the site,
//! and text elsewhere; `![[a.png]]` is a picture, and `%%…%%` a comment of Obsidian's.

use pulldown_cmark::Parser;

use super::super::code::Code;
use super::super::context::Job;
use super::super::dialect::MarkdownFlavor;
use super::Edits;

/// The longest wiki link, in bytes.
const LONGEST: usize = 512;

/// Finds the wiki links of `body`.
pub(super) fn find(body: &str, code: &Code, job: &Job<'_>, edits: &mut Edits) {
    // `[[a]]` is a link in brackets where `[a]: …` is defined.
    let parser = Parser::new_ext(body, MarkdownFlavor::new(job.context).options());
    let definitions = parser.reference_definitions();
    let mut from = 0;
    while let Some(at) = body[from..].find("[[").map(|at| from + at) {
        let start = at + 2;
        let Some(end) = body[start..].find(['[', ']', '\n']).map(|end| start + end) else {
            return;
        };
        let inner = &body[start..end];
        let rest = &body[end..];
        if !rest.starts_with("]]") || rest[2..].starts_with(['(', '[']) {
            // The second bracket of three may begin one.
            from = if end == start { at + 1 } else { end };
            continue;
        }
        from = end + 2;
        if !is_wiki(inner)
            || body[..at].ends_with('\\')
            || code.at(at).is_some()
            || definitions.get(inner).is_some()
        {
            continue;
        }
        let is_shown = body[..at].ends_with('!');
        if let Some(text) = text_of(inner, is_shown, job) {
            edits.replace(at - usize::from(is_shown)..end + 2, text);
        }
    }
}

/// Removes the comments of `body`. Both signs touch what they enclose, as they do not in formats, or
/// both stand alone in a line.
pub(super) fn find_comments(body: &str, code: &Code, edits: &mut Edits) {
    let is_alone = |at: usize| {
        let rest = &body[at + 2..];
        (at == 0 || body[..at].ends_with('\n')) && (rest.is_empty() || rest.starts_with('\n'))
    };
    let mut fences = memchr::memmem::find_iter(body.as_bytes(), "%%")
        .filter(|&at| is_alone(at) && code.at(at).is_none())
        .peekable();
    let mut from = 0;
    while let Some(at) = body[from..].find("%%").map(|at| from + at) {
        let start = at + 2;
        while fences.next_if(|&fence| fence <= at).is_some() {}
        if is_alone(at)
            && code.at(at).is_none()
            && let Some(fence) = fences.next()
        {
            from = fence + 2;
            edits.remove(at..from);
            continue;
        }
        let Some(end) = body[start..].find("%%").map(|end| start + end) else {
            return;
        };
        let inner = &body[start..end];
        let is_comment = !inner.is_empty()
            && inner.trim() == inner
            && !body[..at].ends_with(|c: char| c.is_alphanumeric() || c == '%')
            && !body[end + 2..].starts_with(|c: char| c.is_alphanumeric() || c == '%')
            && !inner.contains("\n\n")
            && code.at(at).is_none();
        if is_comment {
            edits.remove(at..end + 2);
            from = end + 2;
        } else {
            from = start;
        }
    }
}

/// A name; not an expression of a shell or a program, nor a number.
fn is_wiki(inner: &str) -> bool {
    inner.len() <= LONGEST
        && inner.trim() == inner
        && !inner.starts_with([':', '"', '\'', '$', '-', '<'])
        && inner.chars().any(char::is_alphabetic)
}

/// What is read of a wiki link; `None` if it is not one.
fn text_of(inner: &str, is_shown: bool, job: &Job<'_>) -> Option<String> {
    let (page, text) = inner.split_once('|').unwrap_or((inner, inner));
    // In a table the bar has to be escaped.
    let page = page.trim_end_matches('\\').trim();
    let text = text.trim();
    if ["toc", "_toc_"].contains(&page.to_lowercase().as_str()) {
        return Some(String::new());
    }
    // `![[a.png|300x200]]`.
    let is_size = |text: &str| text.chars().all(|c| c.is_ascii_digit() || c == 'x');
    let text = match text.rsplit_once('|') {
        Some((text, size)) if is_shown && is_size(size) => text,
        _ => text,
    };
    let is_size = is_size(text);
    let text = if is_shown && is_size { page } else { text };
    if is_shown && is_picture(page) {
        let alt = if is_size || inner == page { "" } else { text };
        return Some(format!("![{alt}](<{page}>)"));
    }
    match job.find(page) {
        Some(url) => Some(format!("[{text}]({url})")),
        None => (is_shown || is_page(inner)).then(|| text.to_owned()),
    }
}

fn is_picture(name: &str) -> bool {
    let ends = [
        ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".bmp",
    ];
    let name = name.to_ascii_lowercase();
    ends.iter().any(|end| name.ends_with(end)) && !name.contains(['<', '>'])
}

/// Whether that is what a page may be called. `[[bin]]` is TOML, `[[nodiscard]]` C++.
fn is_page(inner: &str) -> bool {
    inner.contains(['|', ' ', '/']) || inner.chars().any(|c| c.is_uppercase() || !c.is_ascii())
}

#[cfg(test)]
mod tests {
    use super::super::tests::expanded;
    use crate::model::Templates;

    #[test]
    fn wiki_links_become_text() {
        for (body, text) in [
            ("a [[Page]] b [[A b/c#d|*text* e]].", "a Page b *text* e."),
            (
                "![[a b.png]] ![[a.png|300]] ![[a.png|A]] ![[a.png|B|20x30]] ![[a]]",
                "![](<a b.png>) ![](<a.png>) ![A](<a.png>) ![B](<a.png>) a",
            ),
            ("a%%b c%% d %%e f%% 5%% and 6%%", "a%%b c%% d  5%% and 6%%"),
            ("a\n\n%%\nb\n\nc\n%%\n\nd\n\n%%\ne", "a\n\n\n\nd\n\n%%\ne"),
            ("|[[a\\|b]]|", "|b|"),
            ("[[toc]]\n\n[[_TOC_]]", "\n\n"),
            ("[[中文]]", "中文"),
            ("[[[A]]]", "[A]"),
        ] {
            assert_eq!(expanded(body, Templates::Unknown), text, "{body}");
        }
    }

    #[test]
    fn what_is_none_stays() {
        for body in [
            "[[a](b)] [[a]](b) [[a]][b] [[1]] [[1, 2], [3]]",
            "[[ -f x ]] [[:alpha:]] [[$x == y]] [[]] [[\n]]",
            "`[[A]]` \\[[A]]",
            "[[A]]\n\n[A]: https://e.org",
            "[[bin]] [[nodiscard]] [[a.b]]",
            "[[a [b]] [[",
            "[[é[[",
        ] {
            assert_eq!(expanded(body, Templates::Unknown), body);
        }
    }
}
