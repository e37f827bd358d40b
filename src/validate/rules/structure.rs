//! Codes for structure: which elements and attributes are allowed where, how often, and in which order.

use crate::diagnostic::rules;

rules! {
    UNDEFINED_ELEMENT = Error "undefined-element" {
        summary: "An element is not defined here.",
        why: "Readers ignore it and its content; often the name is misspelt.",
        remedy: "Correct the name or move the element; one of your own needs a namespace, as in `<my:note xmlns:my=\"https://example.org/ns\">`. If the document is not a feed, name the feed instead.",
        before: "<item><pubdate>…</pubdate></item>", after: "<item><pubDate>…</pubDate></item>",
        spec: "RSS 2.0, Extending RSS; RFC 4287, section 6.2",
    }
    QUESTIONABLE_USAGE = Warning "questionable-usage" {
        summary: "An element is used in a place that it is not meant for.",
        why: "Readers look for it elsewhere and do not find it.",
        remedy: "Move the element there, or remove it.",
        before: "<channel><atom:published>…</atom:published></channel>", after: "<channel><pubDate>…</pubDate></channel>",
        spec: "the extension's own page",
    }
    MISPLACED_XHTML_CONTENT = Warning "misplaced-xhtml-content" {
        summary: "XHTML is directly in the feed, outside any content.",
        why: "Readers show XHTML only from content that is declared as such.",
        remedy: "Put it in `<content type=\"xhtml\"><div>…</div></content>`.",
        before: "<entry><xhtml:p>Hello</xhtml:p></entry>",
        after: "<entry><content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><p>Hello</p></div></content></entry>",
        spec: "RFC 4287, section 3.1.1.3",
    }
    MISSING_ELEMENT = Error "missing-element" {
        summary: "A required element is missing.",
        why: "Readers rely on it: without it they drop the entry, invent a value or refuse the feed.",
        remedy: "Add it to the element that the message names first; the specification in parentheses says what it holds.",
        before: "<entry><title>News</title></entry>",
        after: "<entry><title>News</title><id>https://example.org/1</id><updated>2024-05-01T12:00:00Z</updated></entry>",
        spec: "RFC 4287, sections 4.1.1 and 4.1.2; RSS 2.0",
    }
    MISSING_TITLE = Error "missing-title" {
        summary: "A required title is missing.",
        why: "The title is what a subscriber sees in the list.",
        remedy: "Add `<title>` with the name of the site, the image or the form.",
        before: "<channel><link>https://example.org/</link></channel>",
        after: "<channel><title>News</title><link>https://example.org/</link></channel>",
        spec: "RSS 2.0, Required channel elements",
    }
    MISSING_LINK = Error "missing-link" {
        summary: "A required link is missing.",
        why: "Subscribers cannot get from the feed to the site.",
        remedy: "Add a link with the address of the page: `<link>https://example.org/</link>`.",
        before: "<channel><title>News</title></channel>",
        after: "<channel><title>News</title><link>https://example.org/</link></channel>",
        spec: "RSS 2.0, Required channel elements",
    }
    MISSING_DESCRIPTION = Error "missing-description" {
        summary: "A required description is missing.",
        why: "RSS requires a phrase about the channel; directories show it.",
        remedy: "Add `<description>` with a sentence about the site or the form.",
        before: "<channel><title>News</title></channel>",
        after: "<channel><title>News</title><description>What happened</description></channel>",
        spec: "RSS 2.0, Required channel elements",
    }
    ITEM_MUST_CONTAIN_TITLE_OR_DESCRIPTION = Error "item-must-contain-title-or-description" {
        summary: "An item has neither a title nor a description.",
        why: "There is nothing to show.",
        remedy: "Add a `title`, a `description` or both.",
        before: "<item><link>https://example.org/1</link></item>",
        after: "<item><title>One</title><link>https://example.org/1</link></item>",
        spec: "RSS 2.0, Elements of item",
    }
    DUPLICATE_ELEMENT = Error "duplicate-element" {
        summary: "An element that is allowed once is there twice.",
        why: "Some readers use the first, others the last.",
        remedy: "Keep one of them.",
        before: "<title>One</title><title>Two</title>", after: "<title>One</title>",
        spec: "RFC 4287, section 4; RSS 2.0",
    }
    MISPLACED_METADATA = Error "misplaced-metadata" {
        summary: "An element of the feed comes after an entry.",
        why: "Streaming readers show the entries before they have read the element.",
        remedy: "Move the feed's own elements before the first entry.",
        before: "<entry>…</entry><title>News</title>", after: "<title>News</title><entry>…</entry>",
        spec: "RFC 4287, section 4.1.1",
    }
    MISPLACED_ITEM = Warning "misplaced-item" {
        summary: "An element of the channel comes after an item.",
        why: "Streaming readers show the items before they have read the element.",
        remedy: "Move the items after all other elements of the channel.",
        before: "<item>…</item><category>News</category>", after: "<category>News</category><item>…</item>",
        spec: "RSS Advisory Board's profile, element channel",
    }
    MISSING_ATTRIBUTE = Error "missing-attribute" {
        summary: "A required attribute is missing.",
        why: "The element is useless without it, and readers skip it.",
        remedy: "Add it to the start tag, such as `url=\"…\"`.",
        before: "<enclosure length=\"1024\" type=\"audio/mpeg\"/>",
        after: "<enclosure url=\"https://example.org/a.mp3\" length=\"1024\" type=\"audio/mpeg\"/>",
        spec: "RSS 2.0; RFC 4287, section 4.2",
    }
    MISSING_HREF = Error "missing-href" {
        summary: "A link has no href.",
        why: "It leads nowhere.",
        remedy: "Write the address as `href=\"https://…\"`.",
        before: "<link rel=\"alternate\"/>", after: "<link rel=\"alternate\" href=\"https://example.org/\"/>",
        spec: "RFC 4287, section 4.2.7.1",
    }
    UNEXPECTED_ATTRIBUTE = Error "unexpected-attribute" {
        summary: "An attribute is not defined here.",
        why: "Readers ignore it; a misspelt one silently does nothing.",
        remedy: "Correct the name (case matters), or remove the attribute.",
        before: "<guid isPermalink=\"false\">", after: "<guid isPermaLink=\"false\">",
        spec: "RSS 2.0; RFC 4287, section 4.2",
    }
    USE_OF_EXTENSION_ATTR = Warning "use-of-extension-attr" {
        summary: "An RSS element has an attribute in a namespace, which the specification in `docs` does not allow.",
        why: "RSS 2.0.1, given in `docs`, allows only extension elements; RSS 2.0.11 allows attributes too.",
        remedy: "Change `docs` to the current specification, or use an element.",
        before: "<docs>http://blogs.law.harvard.edu/tech/rss</docs> … <item x:id=\"1\">",
        after: "<docs>https://www.rssboard.org/rss-specification</docs> … <item x:id=\"1\">",
        spec: "RSS 2.0.11, Extending RSS",
    }
    ATTR_NOT_BLANK = Warning "attr-not-blank" {
        summary: "An attribute is empty.",
        why: "Readers do not expect an empty value, and handle it differently.",
        remedy: "Give it a value or remove it.",
        before: "<link title=\"\" href=\"/\"/>", after: "<link href=\"/\"/>",
        spec: "RFC 4287, section 4.2.7",
    }
    NOT_BLANK = Warning "not-blank" {
        summary: "An element is empty.",
        why: "Readers show a blank line, or an entry without a name that cannot be clicked.",
        remedy: "Give it a value or, if it is optional, remove it.",
        before: "<title></title>", after: "<title>Hello</title>",
        spec: "RSS Advisory Board's profile; RFC 4287, section 4.2",
    }
    UNEXPECTED_TEXT = Error "unexpected-text" {
        summary: "There is text where only elements are allowed.",
        why: "It is never shown; often a tag before it was closed too early.",
        remedy: "Move the text into an element or remove it.",
        before: "<channel>Hello <title>News</title></channel>", after: "<channel><title>News</title></channel>",
        spec: "RSS 2.0; RFC 4287, section 4",
    }
    UNEXPECTED_WHITESPACE = Error "unexpected-whitespace" {
        summary: "There is white space around a value that must not have any.",
        why: "Atom does not trim ids, addresses and dates: ` a` and `a` are different ids, and the entry shows up twice.",
        remedy: "Write the value without spaces and line breaks between it and the tags.",
        before: "<id> https://example.org/1 </id>", after: "<id>https://example.org/1</id>",
        spec: "RFC 4287, section 2",
    }
}
