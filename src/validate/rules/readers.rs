//! Codes for valid feeds that readers show wrongly, or not at all. The W3C validator has none of these.

use crate::diagnostic::rules;

rules! {
    LOCAL_ADDRESS = Warning "local-address" {
        summary: "An address is in the author's own machine or network.",
        why: "It works for the author and for nobody else.",
        remedy: "Write the public address; often the site was built with the settings of the test server.",
        before: "<link>http://localhost:4000/one/</link>", after: "<link>https://example.org/one/</link>",
        spec: "RFC 6761, section 6.3; RFC 1918",
    }
    IMPOSSIBLE_HOST = Warning "impossible-host" {
        summary: "The host of an address cannot be a host name.",
        why: "Nobody can open it.",
        remedy: "Correct the host name: letters, digits and hyphens, with single dots between the parts.",
        before: "<link>https://example..org/</link>", after: "<link>https://example.org/</link>",
        spec: "RFC 1123, section 2.1",
    }
    MOJIBAKE = Warning "mojibake" {
        summary: "The text is UTF-8 that was read as windows-1252.",
        why: "Readers show `CafÃ©` instead of `Café`.",
        remedy: "Read the source as UTF-8, and encode it once.",
        before: "<title>CafÃ©</title>", after: "<title>Café</title>",
        spec: "XML 1.0, section 4.3.3",
    }
    PLACEHOLDER_TEXT = Warning "placeholder-text" {
        summary: "A title, name or id is a program's text for a missing value.",
        why: "Readers show `undefined` as the title of the article.",
        remedy: "Fill in the value, or leave the element out.",
        before: "<title>undefined</title>", after: "<title>One</title>",
        spec: "RSS 2.0, Elements of item; RFC 4287, section 4.2.14",
    }
    TEMPLATE_LEFTOVER = Warning "template-leftover" {
        summary: "A title, name or id is a template's placeholder.",
        why: "Readers show `{{ page.title }}` as the title of the article.",
        remedy: "Check why the template was not processed: often the file lacks front matter.",
        before: "<title>{{ page.title }}</title>", after: "<title>One</title>",
        spec: "RSS 2.0, Elements of item; RFC 4287, section 4.2.14",
    }
    DOUBLE_ESCAPED = Warning "double-escaped" {
        summary: "HTML is escaped twice.",
        why: "Readers show the tags.",
        remedy: "Escape it once, or put it in a CDATA section without escaping it.",
        before: "<description>&amp;lt;p&amp;gt;Hello&amp;lt;/p&amp;gt;</description>",
        after: "<description>&lt;p&gt;Hello&lt;/p&gt;</description>",
        spec: "RSS 2.0, Elements of item; RFC 4287, section 3.1.1.2",
    }
    INVISIBLE_CONTENT = Warning "invisible-content" {
        summary: "Readers remove everything in an entry's text.",
        why: "Readers remove scripts, frames and forms, so subscribers see an empty entry.",
        remedy: "Add text, a picture or a link beside the embedded content.",
        before: "<description>&lt;iframe src=…&gt;&lt;/iframe&gt;</description>",
        after: "<description>&lt;a href=…&gt;The video&lt;/a&gt;</description>",
        spec: "RFC 4287, section 8.1",
    }
    UNDATED_ENTRIES = Warning "undated-entries" {
        summary: "Entries have no date.",
        why: "Readers sort them by the time at which they were fetched, so old articles appear as new.",
        remedy: "Add `pubDate` (RSS), `published` (Atom) or `date_published` (JSON) to each entry.",
        before: "<item><title>One</title></item>", after: "<item><title>One</title><pubDate>Wed, 01 May 2024 12:00:00 +0000</pubDate></item>",
        spec: "RSS 2.0, pubDate",
    }
    SAME_DATES = Warning "same-dates" {
        summary: "All entries have the same date.",
        why: "It is usually the time of the build: readers cannot sort the entries, and after each build all of them look changed.",
        remedy: "Write the date of each article, not that of the build.",
        before: "the same `pubDate` in every item", after: "the date of the article in each item",
        spec: "RSS 2.0, pubDate; RFC 4287, section 4.2.15",
    }
    UNSTABLE_ID = Warning "unstable-id" {
        summary: "The same article has two ids that differ in numbers only.",
        why: "The id contains the time or number of a build: readers show the article as new after each build.",
        remedy: "Use an id that never changes, such as the address of the page.",
        before: "<guid isPermaLink=\"false\">one-build-57</guid>", after: "<guid>https://example.org/one</guid>",
        spec: "RSS 2.0, guid; RFC 4287, section 4.2.6",
    }
    MISSING_PODCAST_COVER = Warning "missing-podcast-cover" {
        summary: "A podcast has no cover.",
        why: "Directories refuse it, and apps show a grey square.",
        remedy: "Add `itunes:image` with the address of a JPEG or PNG of at least 1,400 pixels.",
        before: "<channel><itunes:author>Ann</itunes:author>…", after: "<channel><itunes:image href=\"https://example.org/cover.jpg\"/>…",
        spec: "A Podcaster's Guide to RSS",
    }
}
