//! Codes for Atom only: links, ids, text constructs, feed history.

use crate::diagnostic::rules;

rules! {
    MISSING_SELF = Warning "missing-self" {
        summary: "The feed does not give its own address.",
        why: "A subscriber who has the file, a proxy or an archive cannot find the feed again.",
        remedy: "Add `<link rel=\"self\" href=\"…\"/>` (in JSON: `feed_url`) with the address at which the feed is served.",
        before: "<feed …><link href=\"https://example.org/\"/>",
        after: "<feed …><link href=\"https://example.org/\"/><link rel=\"self\" href=\"https://example.org/feed.xml\"/>",
        spec: "RFC 4287, section 4.1.1",
    }
    RELATIVE_SELF = Warning "relative-self" {
        summary: "The feed's own address is relative.",
        why: "It is needed by readers that have only the file, and they cannot resolve it.",
        remedy: "Write where the feed is served, such as `https://example.org/feed.xml`.",
        before: "<link rel=\"self\" href=\"/feed.xml\"/>", after: "<link rel=\"self\" href=\"https://example.org/feed.xml\"/>",
        spec: "RFC 4287, section 4.2.7.2",
    }
    SELF_DOESNT_MATCH_LOCATION = Warning "self-doesnt-match-location" {
        summary: "The feed's own address differs from where it was found.",
        why: "Readers move the subscription to this address, where there may be another feed or none.",
        remedy: "Set the `self` link to the address at which the feed is served.",
        before: "<link rel=\"self\" href=\"http://localhost:4000/feed.xml\"/>",
        after: "<link rel=\"self\" href=\"https://example.org/feed.xml\"/>",
        spec: "RFC 4287, section 4.2.7.2",
    }
    SELF_NOT_ATOM = Warning "self-not-atom" {
        summary: "The feed's own link declares another media type.",
        why: "Readers that look for the feed by type ignore it.",
        remedy: "Write `type=\"application/atom+xml\"` (or `application/rss+xml`), or leave it out.",
        before: "<link rel=\"self\" type=\"text/html\" href=\"…\"/>",
        after: "<link rel=\"self\" type=\"application/atom+xml\" href=\"…\"/>",
        spec: "RFC 4287, sections 4.2.7.3 and 7",
    }
    DUPLICATE_ATOM_LINK = Error "duplicate-atom-link" {
        summary: "Two alternate links have the same type and language.",
        why: "Readers cannot know which of them is the page.",
        remedy: "Keep one, or distinguish them with `type` or `hreflang`.",
        before: "<link href=\"/a\"/><link href=\"/b\"/>", after: "<link href=\"/a\"/><link rel=\"related\" href=\"/b\"/>",
        spec: "RFC 4287, sections 4.1.1 and 4.1.2",
    }
    UNREGISTERED_ATOM_LINK_REL = Warning "unregistered-atom-link-rel" {
        summary: "A link's relation is neither registered with IANA nor an IRI.",
        why: "Readers do not know what it means and skip the link.",
        remedy: "Write `alternate`, `related`, `via` or another relation that IANA lists, or an absolute address of your own.",
        before: "<link rel=\"homepage\" href=\"/\"/>", after: "<link rel=\"alternate\" href=\"/\"/>",
        spec: "RFC 4287, section 4.2.7.2; IANA Link Relations",
    }
    ATOM_LINK_NOT_EMPTY = Warning "atom-link-not-empty" {
        summary: "A link has content.",
        why: "Atom's link has its address in `href`; its content is never shown.",
        remedy: "Put the address in `href` and close the element at once.",
        before: "<link>https://example.org/</link>", after: "<link href=\"https://example.org/\"/>",
        spec: "RFC 4287, section 4.2.7",
    }
    SAME_DOCUMENT_REFERENCE = Warning "same-document-reference" {
        summary: "A relative link resolves to its own base, which is not this document.",
        why: "Some readers resolve it to this document, others to the base.",
        remedy: "Write the whole address of the page.",
        before: "<feed xml:base=\"http://example.org/\"><link href=\"\"/>", after: "<feed><link href=\"http://example.org/\"/>",
        spec: "RFC 3986, section 4.4",
    }
    MISSING_CONTENT_OR_ALTERNATE = Error "missing-content-or-alternate" {
        summary: "An entry has neither content nor an alternate link.",
        why: "Subscribers see nothing to read and cannot open the page.",
        remedy: "Add `content`, or `<link rel=\"alternate\" href=\"…\"/>` with the address of the page.",
        before: "<entry><title>One</title>…</entry>",
        after: "<entry><title>One</title><link href=\"https://example.org/1\"/>…</entry>",
        spec: "RFC 4287, section 4.1.2",
    }
    MISSING_TEXTUAL_CONTENT = Warning "missing-textual-content" {
        summary: "An entry has neither content nor a summary.",
        why: "Subscribers see only a title.",
        remedy: "Add a `summary` or `content`.",
        before: "<entry><title>One</title><link href=\"/1\"/></entry>",
        after: "<entry><title>One</title><link href=\"/1\"/><summary>About one.</summary></entry>",
        spec: "RFC 4287, section 4.1.1.1",
    }
    MISSING_SUMMARY = Error "missing-summary" {
        summary: "An entry with external or Base64 content has no summary.",
        why: "A reader that cannot show the content has nothing else to show.",
        remedy: "Add a `summary` in words, for readers that cannot show the content.",
        before: "<content type=\"image/png\" src=\"/a.png\"/>",
        after: "<summary>A map of the town.</summary><content type=\"image/png\" src=\"/a.png\"/>",
        spec: "RFC 4287, section 4.1.2",
    }
    MISSING_SOURCE_ELEMENT = Warning "missing-source-element" {
        summary: "The source of a copied entry does not identify the feed.",
        why: "Readers cannot recognize the same entry in two feeds.",
        remedy: "Copy `id`, `title` and `updated` of the feed that the entry comes from.",
        before: "<source><title>Elsewhere</title></source>",
        after: "<source><id>https://example.net/</id><title>Elsewhere</title><updated>2024-05-01T12:00:00Z</updated></source>",
        spec: "RFC 4287, section 4.2.11",
    }
    MISSING_TYPE_ATTR = Warning "missing-type-attr" {
        summary: "External content has no type.",
        why: "Readers do not fetch content that they may not be able to show.",
        remedy: "Add `type` with the media type.",
        before: "<content src=\"/a.mp4\"/>", after: "<content type=\"video/mp4\" src=\"/a.mp4\"/>",
        spec: "RFC 4287, section 4.1.3.2",
    }
    INVALID_TEXT_TYPE = Error "invalid-text-type" {
        summary: "The type of a text is not text, html or xhtml.",
        why: "Readers do not know how to show it and fall back to the raw text.",
        remedy: "Use `text`, `html` or `xhtml`; media types are only for `content`.",
        before: "<title type=\"text/html\">A &lt;b&gt;b&lt;/b&gt;</title>", after: "<title type=\"html\">A &lt;b&gt;b&lt;/b&gt;</title>",
        spec: "RFC 4287, section 3.1.1",
    }
    MISSING_XHTML_DIV = Error "missing-xhtml-div" {
        summary: "XHTML content is not wrapped in one XHTML div.",
        why: "Readers remove the div and show its content: without it they show nothing, or tags.",
        remedy: "Wrap it in `<div xmlns=\"http://www.w3.org/1999/xhtml\">`.",
        before: "<content type=\"xhtml\"><p>Hello</p></content>",
        after: "<content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><p>Hello</p></div></content>",
        spec: "RFC 4287, section 3.1.1.3",
    }
    NOT_INLINE = Warning "not-inline" {
        summary: "XHTML content is escaped, as HTML would be.",
        why: "Readers show the tags as text.",
        remedy: "Write the elements themselves, or use `type=\"html\"`.",
        before: "<content type=\"xhtml\">&lt;p&gt;Hello&lt;/p&gt;</content>",
        after: "<content type=\"html\">&lt;p&gt;Hello&lt;/p&gt;</content>",
        spec: "RFC 4287, section 3.1.1.3",
    }
    NOT_ESCAPED = Error "not-escaped" {
        summary: "Content that is declared as escaped holds elements.",
        why: "Readers unescape the text only, and the elements are lost.",
        remedy: "Escape the markup, or use `type=\"xhtml\"` with a div.",
        before: "<content mode=\"escaped\"><b>Hello</b></content>",
        after: "<content type=\"html\">&lt;b&gt;Hello&lt;/b&gt;</content>",
        spec: "Atom 0.3, Content constructs",
    }
    NOT_BASE64 = Error "not-base64" {
        summary: "Content that must be Base64 is not.",
        why: "It cannot be decoded, so nothing is shown.",
        remedy: "Encode it in Base64, or declare its real type.",
        before: "<content type=\"image/png\">a picture</content>", after: "<content type=\"image/png\">iVBORw0KGgo=</content>",
        spec: "RFC 4287, section 4.1.3.3",
    }
    HTML_FRAGMENT = Warning "html-fragment" {
        summary: "A fragment is declared as a whole HTML document.",
        why: "Readers expect `<html>` and may show the fragment in a separate frame, or not at all.",
        remedy: "Use `type=\"html\"` for escaped markup, `type=\"xhtml\"` for a div.",
        before: "<content type=\"text/html\">&lt;p&gt;Hello&lt;/p&gt;</content>",
        after: "<content type=\"html\">&lt;p&gt;Hello&lt;/p&gt;</content>",
        spec: "RFC 4287, section 4.1.3.3",
    }
    DUPLICATE_IDS = Error "duplicate-ids" {
        summary: "Every entry has the same id.",
        why: "Readers treat them as one entry: subscribers see only the last.",
        remedy: "Give each entry its own id that never changes.",
        before: "<entry><id>https://example.org/</id>…</entry><entry><id>https://example.org/</id>…</entry>",
        after: "<entry><id>https://example.org/1</id>…</entry><entry><id>https://example.org/2</id>…</entry>",
        spec: "RFC 4287, section 4.2.6",
    }
    DUPLICATE_ENTRIES = Warning "duplicate-entries" {
        summary: "Two entries have the same id.",
        why: "Readers keep one of them and never show the other.",
        remedy: "Give each entry its own id.",
        before: "<id>https://example.org/1</id> … <id>https://example.org/1</id>",
        after: "<id>https://example.org/1</id> … <id>https://example.org/2</id>",
        spec: "RFC 4287, section 4.1.1",
    }
    DUPLICATE_UPDATED = Info "duplicate-updated" {
        summary: "Two entries were updated at the same instant.",
        why: "Their order is undefined; often it is the time of the build.",
        remedy: "Use the time at which the entry itself changed.",
        before: "<updated>2024-05-01T12:00:00Z</updated> … <updated>2024-05-01T12:00:00Z</updated>",
        after: "<updated>2024-05-01T12:00:00Z</updated> … <updated>2024-04-28T09:30:00Z</updated>",
        spec: "RFC 4287, section 4.2.15",
    }
    FEED_HISTORY_REL_IN_ENTRY = Warning "feed-history-rel-in-entry" {
        summary: "An entry has a link between pages of a feed.",
        why: "Paging belongs to the feed; readers do not look for it in entries.",
        remedy: "Move the link to the feed, or use `related`.",
        before: "<entry><link rel=\"next\" href=\"/2\"/></entry>", after: "<feed …><link rel=\"next\" href=\"/feed?page=2\"/></feed>",
        spec: "RFC 5005, section 3",
    }
    FEED_REL_IN_COMPLETE_FEED = Error "feed-rel-in-complete-feed" {
        summary: "A complete feed links to further pages.",
        why: "A complete feed has no other pages: readers drop all entries that are not in this document.",
        remedy: "Remove `fh:complete` or the link.",
        before: "<fh:complete/><link rel=\"next\" href=\"/feed?page=2\"/>", after: "<link rel=\"next\" href=\"/feed?page=2\"/>",
        spec: "RFC 5005, section 2",
    }
    CURRENT_NOT_SELF_IN_COMPLETE_FEED = Error "current-not-self-in-complete-feed" {
        summary: "A complete feed says that its current version is elsewhere.",
        why: "Then it is not the complete feed, and readers drop entries for no reason.",
        remedy: "Make the `current` link the same as `self`, or remove it.",
        before: "<fh:complete/><link rel=\"current\" href=\"/other.xml\"/>", after: "<fh:complete/>",
        spec: "RFC 5005, section 2",
    }
    ARCHIVE_INCOMPLETE = Warning "archive-incomplete" {
        summary: "An archive document links to no other archive.",
        why: "Readers cannot walk back through the history.",
        remedy: "Add `prev-archive` or `next-archive` links.",
        before: "<fh:archive/>", after: "<fh:archive/><link rel=\"prev-archive\" href=\"/2023.xml\"/>",
        spec: "RFC 5005, section 4",
    }
    MISSING_CURRENT_IN_ARCHIVE = Warning "missing-current-in-archive" {
        summary: "An archive document does not link to the feed itself.",
        why: "Subscribers who find the archive do not find the current feed.",
        remedy: "Add a link with `rel=\"current\"`.",
        before: "<fh:archive/>", after: "<fh:archive/><link rel=\"current\" href=\"https://example.org/feed.xml\"/>",
        spec: "RFC 5005, section 4",
    }
    LINK_PAST_END = Error "link-past-end" {
        summary: "The first page links to a previous one, or the last to a next one.",
        why: "Readers that follow the links run in circles.",
        remedy: "Remove the link past the end.",
        before: "<link rel=\"last\" href=\"/feed\"/><link rel=\"self\" href=\"/feed\"/><link rel=\"next\" href=\"/feed?2\"/>",
        after: "<link rel=\"last\" href=\"/feed\"/><link rel=\"self\" href=\"/feed\"/>",
        spec: "RFC 5005, section 3",
    }
    NO_THR_WHEN = Error "no-thr-when" {
        summary: "A link has thr:when, which is not in the final specification.",
        why: "Readers look for `thr:updated`.",
        remedy: "Rename the attribute; its value can stay.",
        before: "<link rel=\"replies\" thr:when=\"2024-05-01T12:00:00Z\" …/>",
        after: "<link rel=\"replies\" thr:updated=\"2024-05-01T12:00:00Z\" …/>",
        spec: "RFC 4685, section 4",
    }
    CONTAINS_EMAIL = Warning "contains-email" {
        summary: "A person's name holds an e-mail address.",
        why: "It is shown to everybody and collected by spammers; Atom has `email` for it.",
        remedy: "Keep the name, and put the address in `email` if it shall be public.",
        before: "<name>Ann &lt;ann@example.org&gt;</name>", after: "<name>Ann</name><email>ann@example.org</email>",
        spec: "RFC 4287, section 3.2",
    }
}
