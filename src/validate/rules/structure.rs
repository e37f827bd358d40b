//! Codes about what may stand where: elements, attributes, how often, in which order.

use crate::diagnostic::rules;

rules! {
    UNDEFINED_ELEMENT = Error "undefined-element" {
        summary: "An element stands where the format knows none of that name.",
        why: "Readers ignore it, so whatever it says is lost; often it is a misspelt name.",
        remedy: "Correct the name, move the element to where it belongs, or put it in a namespace of its own.",
        before: "<item><pubdate>…</pubdate></item>", after: "<item><pubDate>…</pubDate></item>",
        spec: "RSS 2.0, Extending RSS; RFC 4287, section 6.2",
    }
    QUESTIONABLE_USAGE = Warning "questionable-usage" {
        summary: "An element is real, but is not meant to stand here.",
        why: "Readers look for it elsewhere and do not find it.",
        remedy: "Move the element to the parent that its specification names.",
        before: "<channel><atom:published>…</atom:published></channel>", after: "<channel><pubDate>…</pubDate></channel>",
        spec: "the extension's own page",
    }
    MISPLACED_XHTML_CONTENT = Warning "misplaced-xhtml-content" {
        summary: "XHTML stands directly in the feed, outside of any content.",
        why: "Readers show XHTML only from content that is declared as such.",
        remedy: "Put it in `<content type=\"xhtml\"><div>…</div></content>`.",
        before: "<entry><xhtml:p>Hello</xhtml:p></entry>",
        after: "<entry><content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><p>Hello</p></div></content></entry>",
        spec: "RFC 4287, section 3.1.1.3",
    }
    MISSING_ELEMENT = Error "missing-element" {
        summary: "A required element is missing.",
        why: "Readers rely on it: without it they drop the entry, invent a value or refuse the feed.",
        remedy: "Add the element.",
        before: "<entry><title>News</title></entry>",
        after: "<entry><title>News</title><id>https://example.org/1</id><updated>2024-05-01T12:00:00Z</updated></entry>",
        spec: "RFC 4287, sections 4.1.1 and 4.1.2; RSS 2.0",
    }
    MISSING_TITLE = Error "missing-title" {
        summary: "A required title is missing.",
        why: "The title is what a subscriber sees in the list.",
        remedy: "Add a `title`.",
        before: "<channel><link>https://example.org/</link></channel>",
        after: "<channel><title>News</title><link>https://example.org/</link></channel>",
        spec: "RSS 2.0, Required channel elements",
    }
    MISSING_LINK = Error "missing-link" {
        summary: "A required link is missing.",
        why: "Readers cannot lead the subscriber to the site.",
        remedy: "Add a `link` with the address of the page.",
        before: "<channel><title>News</title></channel>",
        after: "<channel><title>News</title><link>https://example.org/</link></channel>",
        spec: "RSS 2.0, Required channel elements",
    }
    MISSING_DESCRIPTION = Error "missing-description" {
        summary: "A required description is missing.",
        why: "RSS requires a phrase about the channel; directories show it.",
        remedy: "Add a `description`.",
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
        summary: "An element that may stand once stands twice.",
        why: "Some readers take the first, some the last: they do not show the same feed.",
        remedy: "Keep one of them.",
        before: "<title>One</title><title>Two</title>", after: "<title>One</title>",
        spec: "RFC 4287, section 4; RSS 2.0",
    }
    MISPLACED_METADATA = Error "misplaced-metadata" {
        summary: "An element of the feed stands after an entry.",
        why: "Readers that parse as they read have shown the entries before they know the feed.",
        remedy: "Move the feed's own elements before the first entry.",
        before: "<entry>…</entry><title>News</title>", after: "<title>News</title><entry>…</entry>",
        spec: "RFC 4287, section 4.1.1",
    }
    MISPLACED_ITEM = Warning "misplaced-item" {
        summary: "An element of the channel stands after an item.",
        why: "Readers that parse as they read have shown the items before they know the channel.",
        remedy: "Move the items behind all other elements of the channel.",
        before: "<item>…</item><category>News</category>", after: "<category>News</category><item>…</item>",
        spec: "RSS Advisory Board's profile, element channel",
    }
    MISSING_ATTRIBUTE = Error "missing-attribute" {
        summary: "A required attribute is missing.",
        why: "The element says nothing without it, and readers skip it.",
        remedy: "Add the attribute.",
        before: "<enclosure length=\"1024\" type=\"audio/mpeg\"/>",
        after: "<enclosure url=\"https://example.org/a.mp3\" length=\"1024\" type=\"audio/mpeg\"/>",
        spec: "RSS 2.0; RFC 4287, section 4.2",
    }
    MISSING_HREF = Error "missing-href" {
        summary: "A link has no href.",
        why: "It leads nowhere.",
        remedy: "Add `href` with the address.",
        before: "<link rel=\"alternate\"/>", after: "<link rel=\"alternate\" href=\"https://example.org/\"/>",
        spec: "RFC 4287, section 4.2.7.1",
    }
    UNEXPECTED_ATTRIBUTE = Error "unexpected-attribute" {
        summary: "An attribute stands where the format knows none of that name.",
        why: "Readers ignore it; a misspelt one silently does nothing.",
        remedy: "Correct the name, mind its case, or remove the attribute.",
        before: "<guid isPermalink=\"false\">", after: "<guid isPermaLink=\"false\">",
        spec: "RSS 2.0; RFC 4287, section 4.2",
    }
    USE_OF_EXTENSION_ATTR = Warning "use-of-extension-attr" {
        summary: "An element of RSS has an attribute of a namespace, and the specification that the channel names knows extension elements only.",
        why: "RSS 2.0.1, which `docs` names, allows no such attributes; RSS 2.0.11 does.",
        remedy: "Let `docs` name the present specification, or use an element.",
        before: "<docs>http://blogs.law.harvard.edu/tech/rss</docs> … <item x:id=\"1\">",
        after: "<docs>https://www.rssboard.org/rss-specification</docs> … <item x:id=\"1\">",
        spec: "RSS 2.0.11, Extending RSS",
    }
    ATTR_NOT_BLANK = Warning "attr-not-blank" {
        summary: "An attribute is empty.",
        why: "An empty value says less than none at all, and readers treat it as an error of theirs.",
        remedy: "Give it a value or remove it.",
        before: "<link title=\"\" href=\"/\"/>", after: "<link href=\"/\"/>",
        spec: "RFC 4287, section 4.2.7",
    }
    NOT_BLANK = Warning "not-blank" {
        summary: "An element is empty.",
        why: "Readers show a blank line, or an entry without a name that cannot be clicked.",
        remedy: "Give it a value or, where it is optional, remove it.",
        before: "<title></title>", after: "<title>Hello</title>",
        spec: "RSS Advisory Board's profile; RFC 4287, section 4.2",
    }
    UNEXPECTED_TEXT = Error "unexpected-text" {
        summary: "Text stands where only elements may.",
        why: "It belongs to nothing and is never shown; often a tag before it was closed too early.",
        remedy: "Move the text into an element or remove it.",
        before: "<channel>Hello <title>News</title></channel>", after: "<channel><title>News</title></channel>",
        spec: "RSS 2.0; RFC 4287, section 4",
    }
    UNEXPECTED_WHITESPACE = Error "unexpected-whitespace" {
        summary: "White space surrounds a value that may have none.",
        why: "Atom does not trim ids, addresses and dates: ` a` is another id than `a`, and the entry shows up twice.",
        remedy: "Remove the spaces and line breaks around the value.",
        before: "<id> https://example.org/1 </id>", after: "<id>https://example.org/1</id>",
        spec: "RFC 4287, section 2",
    }
}
