//! The rules for bodies.

use crate::diagnostic::rules;

rules! {
    BODY_TOO_DEEP = Error "body-too-deep" {
        summary: "A body nests its lists, quotes or elements too deeply.",
        why: "Feed readers become very slow on such HTML, or crash.",
        remedy: "Close the elements that were left open, or reduce the nesting to 256 levels."
    }
    BODY_TOO_TANGLED = Error "body-too-tangled" {
        summary: "The tags of a body are so badly nested that repairing them would take too long.",
        why: "HTML parsers copy misnested elements again and again: a few kilobytes can become gigabytes in a feed reader.",
        remedy: "Close each `<b>`, `<i>`, `<font>` or `<a>` in the paragraph that opens it, and keep tables free of stray text."
    }
    TEMPLATE_TAG_DROPPED = Info "template-tag-dropped" {
        summary: "A body has a template tag or shortcode that feedmill does not know; it is left out.",
        why: "The site's generator replaces the tag with something that the feed then lacks. What a pair of tags encloses is kept.",
        remedy: "If the entry does not read well without it, write its content into the article."
    }
    REFERENCE_NOT_FOUND = Info "reference-not-found" {
        summary: "A body links to an article by its file (`ref`, `post_url`, `@/x.md`, `{filename}x.md`, `x.md`), and the site has no such article.",
        why: "Its address is unknown: only the text of the link is kept, or the link leads to the file itself.",
        remedy: "Correct the path, or link to the page by its URL if it is not an article."
    }
}
