//! Bare addresses in text as links, as GitHub, Goldmark and marked read them.

use std::borrow::Cow;

use super::context::Job;
use super::links::UrlPurpose;
use crate::text::{push_attribute, push_html};

/// What an address on the web begins with.
const BEGINNINGS: &[&str] = &["https://", "http://", "ftp://", "www."];

/// The longest address, in bytes.
const LONGEST: usize = 2048;

/// Whether `text` may hold an address.
pub(super) fn may_be_in(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memmem::find(bytes, b"://").is_some()
        || memchr::memmem::find(bytes, b"www.").is_some()
        || memchr::memchr(b'@', bytes).is_some()
}

/// `text` in whose words with addresses the signs stand that a typographer has replaced.
pub(super) fn with_plain_signs(text: &str) -> Cow<'_, str> {
    if !may_be_in(text) || text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    for word in text.split_inclusive(char::is_whitespace) {
        if may_be_in(word) {
            plain.extend(word.chars().map(|c| match c {
                '–' => "--".to_owned(),
                '—' => "---".to_owned(),
                '…' => "...".to_owned(),
                '‘' | '’' => "'".to_owned(),
                c => c.to_string(),
            }));
        } else {
            plain.push_str(word);
        }
    }
    Cow::Owned(plain)
}

/// Adds `text` to `html`, with its addresses as links; with `alone`, only those that Goldmark
/// takes for some.
pub(super) fn push_linked(html: &mut String, text: &str, alone: bool, job: &Job<'_>) {
    let mut rest = text;
    while let Some((start, length, before)) = next(rest) {
        let read = text.len() - rest.len() + start;
        let length = match rest[start..start + length].find(|c: char| !c.is_ascii()) {
            Some(end) if alone => end,
            _ => length,
        };
        if alone && !is_alone(&text[..read], &rest[start..start + length]) {
            let end = start + length;
            push_html(html, &rest[..end]);
            rest = &rest[end..];
            continue;
        }
        let (address, after) = rest[start..].split_at(length);
        let url = job.resolve(&format!("{before}{address}"), UrlPurpose::Link);
        push_html(html, &rest[..start]);
        match url {
            Some(url) => {
                html.push_str("<a href=\"");
                push_attribute(html, &url);
                html.push_str("\">");
                push_html(html, address);
                html.push_str("</a>");
            }
            None => push_html(html, address),
        }
        rest = after;
    }
    push_html(html, rest);
}

/// Whether Goldmark takes `address` behind `before` for one: in a word of its own, on a host with a name.
fn is_alone(before: &str, address: &str) -> bool {
    let (_, host) = address.split_once("://").unwrap_or(("", address));
    let host = host.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let (_, top) = host.rsplit_once('.').unwrap_or_default();
    let is_named = top.starts_with(|c: char| c.is_ascii_lowercase());
    is_named && (before.is_empty() || before.ends_with([' ', '\n', '*', '_', '~', '(']))
}

/// Where the next address in `text` begins, its length, and what an address has before it.
fn next(text: &str) -> Option<(usize, usize, &'static str)> {
    let signs = memchr::memchr3_iter(b':', b'@', b'.', text.as_bytes());
    signs.filter_map(|at| address_at(text, at)).next()
}

/// The address that the sign at `at` belongs to.
fn address_at(text: &str, at: usize) -> Option<(usize, usize, &'static str)> {
    if text.as_bytes()[at] == b'@' {
        return mail_at(text, at);
    }
    let start = match text.as_bytes()[at] {
        b':' => {
            let scheme = text[..at].bytes().rev();
            at - scheme.take(8).take_while(u8::is_ascii_alphabetic).count()
        }
        // `www.`
        _ => at.checked_sub(3)?,
    };
    if !text.is_char_boundary(start) {
        return None;
    }
    let beginning = BEGINNINGS.iter().find(|beginning| {
        let head = text.as_bytes().get(start..start + beginning.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(beginning.as_bytes()))
    })?;
    let is_www = *beginning == "www.";
    // `awww.` is a word; a scheme is one itself.
    if text[..start].ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '-'))
    {
        return None;
    }
    let host = start + beginning.len();
    let length = end_of_address(&text[host..]);
    let first = text[host..host + length].chars().next()?;
    // A name, at least of two parts where there is no scheme.
    let name = text[host..host + length].split(['/', '?', '#']).next()?;
    let is_name = first.is_alphanumeric() || first == '[';
    (is_name && (!is_www || name.contains('.'))).then_some((
        start,
        beginning.len() + length,
        if is_www { "http://" } else { "" },
    ))
}

/// How much of `text` belongs to the address that it goes on with: to a space or a character of
/// Chinese punctuation, without the punctuation at its end, and without a closing bracket that it
/// does not open.
fn end_of_address(text: &str) -> usize {
    let ends = |c: char| {
        c.is_whitespace()
            || matches!(c, '<' | '>' | '"' | '`' | '|' | '{' | '}' | '\\' | '^')
            || crate::text::is_wide_punctuation(c)
            || matches!(c, '\u{2018}'..='\u{201F}' | '…' | '—')
            || c.is_control()
    };
    let text = &text[..crate::text::floor_char_boundary(text, LONGEST)];
    let mut text = &text[..text.find(ends).unwrap_or(text.len())];
    loop {
        let Some(last) = text.chars().next_back() else {
            return 0;
        };
        let goes = match last {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' | '~' | '&' => true,
            ')' => text.matches(')').count() > text.matches('(').count(),
            ']' => text.matches(']').count() > text.matches('[').count(),
            _ => false,
        };
        if !goes {
            return text.len();
        }
        text = &text[..text.len() - last.len_utf8()];
    }
}

/// The mail address around the `@` at `at`.
fn mail_at(text: &str, at: usize) -> Option<(usize, usize, &'static str)> {
    let is_local = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'+');
    let start = at
        - text[..at]
            .bytes()
            .rev()
            .take(64)
            .take_while(is_local)
            .count();
    let is_host = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_');
    let host = &text[at + 1..];
    let length = host.bytes().take(255).take_while(is_host).count();
    let host = host[..length].trim_end_matches('.');
    let (name, top) = host.rsplit_once('.')?;
    let is_mail = start < at
        && text.as_bytes()[start].is_ascii_alphanumeric()
        && !name.is_empty()
        && !name.starts_with('.')
        && top.len() > 1
        && top.bytes().all(|b| b.is_ascii_alphabetic())
        // Part of an address, or of `git@host.org:path`.
        && !text[..start].ends_with(['/', ':', '@', '='])
        && !text[at + 1 + host.len()..].starts_with([':', '/', '@']);
    is_mail.then_some((start, at + 1 + host.len() - start, "mailto:"))
}

#[cfg(test)]
mod tests {
    use super::super::Context;
    use super::*;
    use crate::model::{AbsoluteUrl, Syntax};

    #[test]
    fn addresses_become_links() {
        let page = AbsoluteUrl::parse("https://e.org/p/").unwrap();
        let context = Context::new(Syntax::Markdown, &page);
        let job = Job::new(&context, "");
        let link = |url: &str, text: &str| format!("<a href=\"{url}\">{text}</a>");
        for (text, linked) in [
            (
                "a https://e.org/x.",
                format!("a {}.", link("https://e.org/x", "https://e.org/x")),
            ),
            (
                "（http://e.org/a_(b)）和www.e.org，x",
                format!(
                    "（{}）和{}，x",
                    link("http://e.org/a_(b)", "http://e.org/a_(b)"),
                    link("http://www.e.org/", "www.e.org")
                ),
            ),
            (
                "(https://e.org/a?b=c&d)",
                format!(
                    "({})",
                    link("https://e.org/a?b=c&amp;d", "https://e.org/a?b=c&amp;d")
                ),
            ),
            (
                "mail a.b@e.org.",
                format!("mail {}.", link("mailto:a.b@e.org", "a.b@e.org")),
            ),
        ] {
            let mut html = String::new();
            push_linked(&mut html, text, false, &job);
            assert_eq!(html, linked, "{text}");
        }
        for text in [
            "https://",
            "http:// a",
            "std::www.x",
            "a@b",
            "@a.b",
            "git@e.org:x",
            "foo://e.org",
            "www.",
            "a:b://",
        ] {
            let mut html = String::new();
            push_linked(&mut html, text, false, &job);
            assert_eq!(html, text);
        }
    }

    /// As Goldmark 1.7 has it.
    #[test]
    fn an_address_within_a_word_may_be_text() {
        let page = AbsoluteUrl::parse("https://e.org/p/").unwrap();
        let context = Context::new(Syntax::Markdown, &page);
        let job = Job::new(&context, "");
        let mut html = String::new();
        let text = "https://a.org 见https://b.org （http://c.org） (http://d.org) x:e@f.org http://1.2.3.4/ http://g:80 http://h.org/中";
        push_linked(&mut html, text, true, &job);
        let link = |host: &str| format!("<a href=\"{host}/\">{host}</a>");
        let (a, d, h) = (
            link("https://a.org"),
            link("http://d.org"),
            "<a href=\"http://h.org/\">http://h.org/</a>",
        );
        assert_eq!(
            html,
            format!(
                "{a} 见https://b.org （http://c.org） ({d}) x:e@f.org http://1.2.3.4/ http://g:80 {h}中"
            )
        );
    }

    #[test]
    fn many_signs_take_no_time() {
        let page = AbsoluteUrl::parse("https://e.org/p/").unwrap();
        let context = Context::new(Syntax::Markdown, &page);
        let job = Job::new(&context, "");
        for text in [
            "@".repeat(200_000),
            "http://".repeat(50_000),
            "w".repeat(200_000) + "www.",
            "http://a)".to_owned() + &")".repeat(10_000),
        ] {
            push_linked(&mut String::new(), &text, true, &job);
        }
    }
}
