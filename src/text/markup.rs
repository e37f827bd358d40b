//! Plain text out of markup, character references, escaping.

use std::borrow::Cow;
use std::ops::Range;

use html5ever::data::{C1_REPLACEMENTS, NAMED_ENTITIES};
use pulldown_cmark::{Event, Options, Parser};

use super::characters::{clean, cleaned_char, position};
use super::html::{self, HtmlElement, HtmlToken};

/// Plain text out of a title, a tag or a name that may hold markup.
///
/// An element of HTML is markup if it is closed within the text (`<em>x</em>`); `<br>` and `<wbr>`
/// are a space, and `<img>` is its alternative text. Everything else is text, and so is what stands
/// in backticks: ``A guide to <head> elements``, `Vec<T>`. Character references are then resolved,
/// once: `&amp;lt;` is `&lt;`, and `&lt;b&gt;` is `<b>`. The result is [clean].
pub fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains(['<', '&']) {
        return clean(text);
    }
    let mut plain = String::with_capacity(text.len());
    // Elements that may still be closed, the innermost last, with their tags' places in `plain`.
    let mut open: Vec<(&'static HtmlElement, Range<usize>)> = Vec::new();
    // Tags in `plain` that turned out to be markup.
    let mut markup = Vec::new();
    let mut in_code = false;
    let mut tokens = html::tokens(text);
    let mut at = 0;
    while let Some(token) = tokens.next() {
        let source = &text[at..text.len() - tokens.behind()];
        at += source.len();
        match token {
            HtmlToken::Text(text) => {
                in_code ^= text.matches('`').count() % 2 == 1;
                resolve_into(&mut plain, text);
            }
            _ if in_code => plain.push_str(source),
            HtmlToken::Comment(_) => {}
            HtmlToken::Tag(tag) if matches!(tag.element.name, "br" | "wbr") => plain.push(' '),
            HtmlToken::Tag(tag) if tag.element.name == "img" => {
                let alt = tag.attributes().find(|(name, _)| *name == "alt");
                resolve_into(&mut plain, alt.map_or("", |(_, alt)| alt));
            }
            HtmlToken::Tag(tag) => {
                let tag_range = plain.len()..plain.len() + source.len();
                plain.push_str(source);
                if !tag.is_end {
                    if open.len() < MOST_OPEN {
                        open.push((tag.element, tag_range));
                    }
                    continue;
                }
                let is_its = |(element, _): &(&HtmlElement, _)| element.name == tag.element.name;
                if let Some(begin) = open.iter().rposition(is_its) {
                    let (element, start) = open.swap_remove(begin);
                    open.truncate(begin);
                    let space = element.is(html::BLOCK);
                    markup.extend([(start, space), (tag_range, space)]);
                }
            }
        }
    }
    markup.sort_unstable_by_key(|(range, _)| range.start);
    let mut at = 0;
    let mut text = String::with_capacity(plain.len());
    for (range, space) in markup {
        text.push_str(&plain[at..range.start]);
        text.push_str(if space { " " } else { "" });
        at = range.end;
    }
    text.push_str(&plain[at..]);
    cleaned(text)
}

/// `text`, one line of Markdown, without its signs: links and pictures are their texts.
pub fn without_markdown(text: &str) -> Cow<'_, str> {
    if !text.contains(['*', '_', '`', '[', '~', '\\']) {
        return Cow::Borrowed(text);
    }
    // A line that begins with a letter is not a list, heading or quotation.
    let line = format!("x{text}");
    let mut plain = String::with_capacity(line.len());
    for event in Parser::new_ext(&line, Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                plain.push_str(&text);
            }
            Event::SoftBreak | Event::HardBreak => plain.push(' '),
            _ => {}
        }
    }
    match plain.strip_prefix('x') {
        Some(plain) => cleaned(plain.to_owned()),
        None => Cow::Borrowed(text),
    }
}

/// How many elements of a title may be open at once.
const MOST_OPEN: usize = 32;

/// The text of HTML: its tags and comments go, and those that break a line leave a space.
pub(crate) fn text_of_html(html: &str) -> Cow<'_, str> {
    if !html.contains(['<', '&']) {
        return clean(html);
    }
    let mut plain = String::with_capacity(html.len());
    for token in html::tokens(html) {
        match token {
            HtmlToken::Text(text) => resolve_into(&mut plain, text),
            HtmlToken::Tag(tag) if tag.element.is(html::BLOCK) => plain.push(' '),
            HtmlToken::Tag(_) | HtmlToken::Comment(_) => {}
        }
    }
    cleaned(plain)
}

fn cleaned(text: String) -> Cow<'static, str> {
    match clean(&text) {
        Cow::Borrowed(_) => Cow::Owned(text),
        Cow::Owned(cleaned) => Cow::Owned(cleaned),
    }
}

/// `text` with its character references resolved once, as HTML does in text (section 13.2.5.72):
/// named ones (the old ones without a semicolon too), decimal and hexadecimal ones, those of the C1
/// controls read as windows-1252. One that HTML does not know stays as it is; one to a character
/// that [`clean`] removes resolves to nothing.
pub fn resolve_entities(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut resolved = String::with_capacity(text.len());
    resolve_into(&mut resolved, text);
    Cow::Owned(resolved)
}

fn resolve_into(resolved: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        resolved.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        match numeric_reference(rest).or_else(|| named_reference(rest)) {
            Some((characters, length)) => {
                resolved.extend(characters.into_iter().flatten().filter_map(cleaned_char));
                rest = &rest[length..];
            }
            None => resolved.push('&'),
        }
    }
    resolved.push_str(rest);
}

/// What a reference stands for, and its length in bytes without the ampersand.
type CharacterReference = ([Option<char>; 2], usize);

fn numeric_reference(text: &str) -> Option<CharacterReference> {
    let digits = text.strip_prefix('#')?;
    let (digits, radix) = match digits.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => (hexadecimal, 16),
        None => (digits, 10),
    };
    let count = digits.chars().take_while(|c| c.is_digit(radix)).count();
    if count == 0 {
        return None;
    }
    let character = match u32::from_str_radix(&digits[..count], radix) {
        Ok(c1 @ 0x80..=0x9F) => C1_REPLACEMENTS[c1 as usize - 0x80],
        Ok(number) => char::from_u32(number),
        Err(_) => None,
    };
    let semicolon = usize::from(digits[count..].starts_with(';'));
    let length = text.len() - digits.len() + count + semicolon;
    Some(([character, None], length))
}

/// The longest name that `text` begins with. The table holds the prefixes of its names as well.
fn named_reference(text: &str) -> Option<CharacterReference> {
    let mut found = None;
    for end in 1..=text.len() {
        let Some(&(first, second)) = text.get(..end).and_then(|name| NAMED_ENTITIES.get(name))
        else {
            break;
        };
        if first != 0 {
            let second = (second != 0).then(|| char::from_u32(second)).flatten();
            found = Some(([char::from_u32(first), second], end));
        }
    }
    found
}

/// `text` as HTML text: `&`, `<` and `>` escaped.
pub fn escape_html(text: &str) -> Cow<'_, str> {
    escape(text, is_markup)
}

/// `text` as the value of an HTML attribute in double quotes.
pub fn escape_attribute(text: &str) -> Cow<'_, str> {
    escape(text, is_markup_or_quote)
}

/// Adds `text` to `html` as [HTML text](escape_html).
pub(crate) fn push_html(html: &mut String, text: &str) {
    push_escaped(html, text, is_markup);
}

/// Adds `text` to `html` as [the value of an attribute](escape_attribute).
pub(crate) fn push_attribute(html: &mut String, text: &str) {
    push_escaped(html, text, is_markup_or_quote);
}

/// Written without a branch, so that the compiler can look at many bytes at once.
fn is_markup(byte: u8) -> bool {
    (byte == b'&') | (byte == b'<') | (byte == b'>')
}

fn is_markup_or_quote(byte: u8) -> bool {
    is_markup(byte) | (byte == b'"')
}

fn escape(text: &str, is_special: impl Fn(u8) -> bool + Copy) -> Cow<'_, str> {
    if position(text.as_bytes(), is_special).is_none() {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
    push_escaped(&mut escaped, text, is_special);
    Cow::Owned(escaped)
}

fn push_escaped(escaped: &mut String, text: &str, is_special: impl Fn(u8) -> bool + Copy) {
    let mut rest = text;
    while let Some(at) = position(rest.as_bytes(), is_special) {
        // Only ASCII is special, so that a character ends on either side.
        escaped.push_str(&rest[..at]);
        escaped.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "&quot;",
        });
        rest = &rest[at + 1..];
    }
    escaped.push_str(rest);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::characters::collapse;
    use super::*;

    #[test]
    fn plain_knows_markup_from_text() {
        for (title, text) in [
            ("nothing to do", "nothing to do"),
            ("<b>bold</b> and <EM class=x>so on</EM>", "bold and so on"),
            ("Vec<T> and Option<Vec<u8>>", "Vec<T> and Option<Vec<u8>>"),
            ("a < b, c<d and e > f", "a < b, c<d and e > f"),
            ("a <b and no end", "a <b and no end"),
            ("one<br>two<br/>three<wbr>four", "one two three four"),
            ("A guide to <head> elements", "A guide to <head> elements"),
            ("a<p>b</p>c <i>d <b>e</i> f</b>", "a b c d <b>e f</b>"),
            ("`<b>x</b>` and <b>`<i>`</b>", "`<b>x</b>` and `<i>`"),
            ("Compare a<b and c>d", "Compare a<b and c>d"),
            ("<img src=x alt='A &amp; B'> c", "A & B c"),
            ("a<!-- gone -->b<!-- not closed", "ab<!-- not closed"),
            ("<a href=\"x>y\" title='<b>'>link</a>", "link"),
            ("it's <i>Bob's</i> & Ann's", "it's Bob's & Ann's"),
            ("&lt;b&gt; and &amp;lt;", "<b> and &lt;"),
            ("R&D, AT&T, AT&amp;T", "R&D, AT&T, AT&T"),
            ("<$> <3 <- << </ <", "<$> <3 <- << </ <"),
            ("x\u{8}<b>\u{FFFD}</b>", "x"),
        ] {
            assert_eq!(plain(title), text, "{title:?}");
        }
        assert!(matches!(plain("nothing to do"), Cow::Borrowed(_)));
    }

    #[test]
    fn markdown_goes_from_a_line() {
        for (line, text) in [
            ("[Photo by **Ann**](https://e.org/x)", "Photo by Ann"),
            ("![a *b*](c.png) `d_e` ~~f~~", "a b d_e f"),
            ("2020. A_year * of_it\\*", "2020. A_year * of_it*"),
            ("# *a* <b> & c", "# a <b> & c"),
            ("*a* &amp;", "a &"),
            ("no signs", "no signs"),
        ] {
            assert_eq!(without_markdown(line), text, "{line}");
        }
    }

    #[test]
    fn entities_are_resolved_once_as_html_does() {
        for (text, resolved) in [
            ("&hellip;&nbsp;&Eacute;", "…\u{A0}É"),
            ("&amp;amp;", "&amp;"),
            ("&copy 2025, &notit; &notin;", "© 2025, ¬it; ∉"),
            ("&NotEqualTilde;", "≂̸"),
            ("&unknown; & &; &#; &#x; &", "&unknown; & &; &#; &#x; &"),
            ("&#65;&#x42;&#X43;&#68 &#x1F389;", "ABCD 🎉"),
            ("&#128;&#x92;", "€’"),
            ("a&#0;&#8;&#xFFFE;&#xD800;&#x110000;&#99999999999;b", "ab"),
            ("&hellip", "&hellip"),
            ("&é", "&é"),
        ] {
            assert_eq!(resolve_entities(text), resolved, "{text:?}");
        }
    }

    #[test]
    fn escapes() {
        assert_eq!(
            escape_html("a < b & \"c\" > d"),
            "a &lt; b &amp; \"c\" &gt; d"
        );
        assert_eq!(escape_attribute("\"<&>'"), "&quot;&lt;&amp;&gt;'");
        assert!(matches!(escape_html("中文 \"plain\""), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn any_clean_text_is_well_formed_xml(text in any::<String>()) {
            let text = clean(&text);
            let xml = format!("<a b=\"{}\">{}</a>", escape_attribute(&text), escape_html(&text));
            let document = roxmltree::Document::parse(&xml).unwrap();
            prop_assert_eq!(document.root_element().text().unwrap_or_default(), &*text);
            prop_assert!(matches!(clean(&text), Cow::Borrowed(_)));
        }

        #[test]
        fn plain_text_is_clean(text in "([<>&#;a-z/\"'= -]|<b>|<!--|-->|&#x?[0-9a-f]{1,5};|\\PC|.){0,40}") {
            let plain = plain(&text);
            prop_assert!(matches!(clean(&plain), Cow::Borrowed(_)));
            prop_assert!(matches!(collapse(&collapse(&plain)), Cow::Borrowed(_)));
        }
    }
}
