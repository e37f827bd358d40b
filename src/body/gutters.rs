//! Tables of highlighted code, which highlighters make to show line numbers beside it: a reader shows the
//! numbers as text. Of each the code stays.

use std::borrow::Cow;

use crate::text::holds;
use crate::text::html::{self, CODE};

/// What the cell with the numbers is called: by Hexo and rouge, by Chroma, by Pygments.
const SIGNS: &[&str] = &["gutter", "lntd", "lineno"];

/// `html`, in which such a table is one `<pre><code>`.
pub(super) fn remove(html: &str) -> Cow<'_, str> {
    if !holds(html, "<table") || !SIGNS.iter().any(|sign| holds(html, sign)) {
        return Cow::Borrowed(html);
    }
    let mut kept = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find("<table") {
        let Some(length) = rest[start..].find("</table>") else {
            break;
        };
        let end = start + length + "</table>".len();
        // The innermost of several.
        let start = rest[..end].rfind("<table").unwrap_or(start);
        kept.push_str(&rest[..start]);
        match code_of(&rest[start..end]) {
            Some(code) => push_code(&mut kept, code),
            None => kept.push_str(&rest[start..end]),
        }
        rest = &rest[end..];
    }
    kept.push_str(rest);
    Cow::Owned(kept)
}

/// What the second of the two `<pre>` of `table` holds, if the first holds numbers.
fn code_of(table: &str) -> Option<&str> {
    let (numbers, code) = table.rsplit_once("<pre")?;
    let (_, lines) = numbers.split_once("<pre")?;
    let is_gutter = SIGNS.iter().any(|sign| numbers.contains(sign));
    let lines = crate::text::text_of_html(lines.split_once('>')?.1).into_owned();
    let are_numbers = lines
        .chars()
        .all(|c| c.is_ascii_digit() || c.is_whitespace());
    let (_, code) = code.split_once('>')?;
    let (code, _) = code.split_once("</pre>")?;
    (is_gutter && are_numbers).then_some(code)
}

fn push_code(html: &mut String, code: &str) {
    let code = code.replace("<br>", "\n").replace("<br/>", "\n");
    let last = html.trim_end().rfind('<').unwrap_or(html.len());
    let in_code = html::tag_start(&html[last..]).is_some_and(|(element, is_end, _)| {
        element.is(CODE) && !is_end && html[last..].trim_end().ends_with('>')
    });
    if in_code {
        html.push_str(&code);
    } else if code.trim_start().starts_with("<code") {
        html.push_str(&format!("<pre>{code}</pre>"));
    } else {
        html.push_str(&format!("<pre><code>{code}</code></pre>"));
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Context, render};
    use super::*;
    use crate::model::{AbsoluteUrl, Syntax};

    #[test]
    fn code_stays_and_numbers_go() {
        let page = AbsoluteUrl::parse("https://e.org/p/").unwrap();
        for (table, shown) in [
            // Hexo
            (
                "<figure class=\"highlight js\"><table><tr><td class=\"gutter\"><pre><span class=\"line\">1</span><br>\
                 <span class=\"line\">2</span><br></pre></td><td class=\"code\"><pre><span class=\"line\">a &lt; b</span><br>\
                 <span class=\"line\">c</span><br></pre></td></tr></table></figure>",
                "<figure><pre><code><span>a &lt; b</span>\n<span>c</span>\n</code></pre></figure>",
            ),
            // rouge
            (
                "<pre><code class=\"language-rb\"><table class=\"rouge-table\"><tbody><tr><td class=\"rouge-gutter gl\">\
                 <pre class=\"lineno\">1\n2\n</pre></td><td class=\"rouge-code\"><pre>a\nb\n</pre></td></tr></tbody></table></code></pre>",
                "<pre><code class=\"language-rb\">a\nb\n</code></pre>",
            ),
            // Chroma
            (
                "<div><table class=\"lntable\"><tr><td class=\"lntd\"><pre><code><span class=\"lnt\">1\n</span></code></pre></td>\
                 <td class=\"lntd\"><pre class=\"chroma\"><code class=\"language-go\">x</code></pre></td></tr></table></div>",
                "<div><pre><code class=\"language-go\">x</code></pre></div>",
            ),
            (
                "<table><tbody><tr><td><pre>1</pre></td><td><pre>b</pre></td></tr></tbody></table> gutter",
                "<table><tbody><tr><td><pre>1</pre></td><td><pre>b</pre></td></tr></tbody></table> gutter",
            ),
        ] {
            let html = render(table, &Context::new(Syntax::Html, &page))
                .unwrap()
                .html;
            assert_eq!(html.unwrap().as_str().trim_end(), shown);
        }
        for part in [
            "<table>gutter",
            "<table><pre gutter><pre></table>",
            "</table>gutter<table",
        ] {
            remove(&part.repeat(50_000));
        }
    }
}
