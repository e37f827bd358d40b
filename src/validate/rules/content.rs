//! Codes for text, HTML and style.

use crate::diagnostic::rules;

rules! {
    CONTAINS_HTML = Warning "contains-html" {
        summary: "Plain text holds HTML.",
        why: "Some readers show the tags and entities literally, others interpret them.",
        remedy: "Remove the markup; write characters themselves, and escape once (`&#x26;`, `&#x3C;` for `&` and `<`).",
        before: "<title>A &lt;b&gt;bold&lt;/b&gt; move</title>", after: "<title>A bold move</title>",
        spec: "RSS Advisory Board's profile, character data; RFC 4287, section 3.2.1",
    }
    CONTAINS_UNDECLARED_HTML = Warning "contains-undeclared-html" {
        summary: "Text that is declared as plain holds HTML.",
        why: "Readers show the tags.",
        remedy: "Add `type=\"html\"`, or remove the markup.",
        before: "<summary>A &lt;b&gt;bold&lt;/b&gt; move</summary>",
        after: "<summary type=\"html\">A &lt;b&gt;bold&lt;/b&gt; move</summary>",
        spec: "RFC 4287, section 3.1.1.1",
    }
    CHARACTER_DATA = Warning "character-data" {
        summary: "Plain text holds `&` or `<` in a form that readers take for markup.",
        why: "Half of the readers unescape such text twice, and lose what follows.",
        remedy: "Write them as hexadecimal references, `&#x26;` and `&#x3C;`, which all readers show.",
        before: "<title>AT&amp;T &lt;/ Verizon</title>", after: "<title>AT&#x26;T &#x3C;/ Verizon</title>",
        spec: "RSS Advisory Board's profile, character data",
    }
    NOT_HTML = Warning "not-html" {
        summary: "HTML is invalid.",
        why: "Browsers guess; readers that sanitize HTML drop it with its content.",
        remedy: "Use an HTML element, close the tag, or escape the character.",
        before: "&lt;spam&gt;Hello&lt;/spam&gt;", after: "&lt;em&gt;Hello&lt;/em&gt;",
        spec: "HTML, section 4; RFC 4287, section 3.1.1.2",
    }
    SECURITY_RISK = Warning "security-risk" {
        summary: "The content holds an element that readers remove for safety.",
        why: "It could run code or load pages in the subscriber's reader, so it is never shown.",
        remedy: "Remove it; link to what it embeds.",
        before: "&lt;script src=\"…\"&gt;&lt;/script&gt;", after: "&lt;a href=\"https://example.org/demo\"&gt;demo&lt;/a&gt;",
        spec: "RFC 4287, section 8.1",
    }
    SECURITY_RISK_ATTR = Warning "security-risk-attr" {
        summary: "An element in the content has an attribute that readers remove for safety.",
        why: "Attributes such as `onclick` run code; readers keep a list of those they allow.",
        remedy: "Remove the attribute.",
        before: "&lt;a onclick=\"go()\" href=\"…\"&gt;", after: "&lt;a href=\"…\"&gt;",
        spec: "RFC 4287, section 8.1",
    }
    DANGEROUS_STYLE_ATTR = Warning "dangerous-style-attr" {
        summary: "The content has a style that readers remove for safety.",
        why: "Styles can cover the reader's own buttons or load from elsewhere.",
        remedy: "Remove the property, or use plain colours, fonts, margins and widths.",
        before: "style=\"position: fixed\"", after: "style=\"text-align: center\"",
        spec: "RFC 4287, section 8.1",
    }
    CONTAINS_REL_REF = Warning "contains-rel-ref" {
        summary: "HTML in RSS holds a relative address.",
        why: "RSS has no rule to resolve it: the link or picture is broken in most readers.",
        remedy: "Put the address of the site before it: `https://example.org/page`.",
        before: "&lt;img src=\"/a.png\"&gt;", after: "&lt;img src=\"https://example.org/a.png\"&gt;",
        spec: "RSS Advisory Board's profile, element description",
    }
    RELATIVE_LINK = Warning "relative-link" {
        summary: "HTML or XHTML in Atom holds a relative address.",
        why: "It is resolved with `xml:base`, which mail services and several readers ignore: the link is broken there.",
        remedy: "Put the address of the site before it: `https://example.org/page`.",
        before: "&lt;a class=\"more\" href=\"more.html\"&gt;", after: "&lt;a class=\"more\" href=\"https://example.org/more.html\"&gt;",
        spec: "RFC 4287, sections 2 and 3.1.1.2",
    }
}
