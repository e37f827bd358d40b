//! What can be wrong with a body.

use crate::diagnostic::rules;

rules! {
    BODY_TOO_DEEP = Error "body-too-deep" {
        summary: "A body nests its lists, quotes or elements too deep.",
        why: "Feed readers take very long over such HTML, or crash on it.",
        remedy: "Close the elements that were left open, or flatten the nesting below 256 levels."
    }
    BODY_TOO_TANGLED = Error "body-too-tangled" {
        summary: "A body's tags are so badly nested that repairing them costs too much.",
        why: "HTML parsers copy misnested elements again and again: a few kilobytes can become gigabytes in a reader.",
        remedy: "Close each `<b>`, `<i>`, `<font>` or `<a>` in the paragraph that opens it, and keep tables free of stray text."
    }
    TEMPLATE_TAG_DROPPED = Info "template-tag-dropped" {
        summary: "A body has a template tag or shortcode of which feedmill does not know what it shows; it is left out.",
        why: "The site's generator puts something in its place, which the feed lacks. What a pair of tags encloses is kept.",
        remedy: "Nothing needs to be done if the entry reads well without it; else write in the article what should be read."
    }
    REFERENCE_NOT_FOUND = Info "reference-not-found" {
        summary: "A body links to an article by its file (`ref`, `post_url`, `@/x.md`, `{filename}x.md`), and no article of the site is that one.",
        why: "Its address cannot be known; the link's text stays.",
        remedy: "Correct the path, or link to the page by its address if it is no article."
    }
}
