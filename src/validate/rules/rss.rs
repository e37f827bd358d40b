//! Codes for RSS only, including the RSS Advisory Board's profile.

use crate::diagnostic::rules;

rules! {
    INVALID_RSS_VERSION = Error "invalid-rss-version" {
        summary: "The version of RSS does not exist.",
        why: "Readers choose a parser by it, and reject unknown versions.",
        remedy: "If the elements are those of RSS 2.0, write `<rss version=\"2.0\">`.",
        before: "<rss version=\"1.0\">", after: "<rss version=\"2.0\">",
        spec: "RSS 2.0, What is RSS?",
    }
    OBSOLETE_VERSION = Warning "obsolete-version" {
        summary: "The feed is of a version of RSS that RSS 2.0 replaced in 2002.",
        why: "It has no `guid`: readers show an item anew when its title changes.",
        remedy: "Write `version=\"2.0\"`; a valid older feed is a valid RSS 2.0 feed.",
        before: "<rss version=\"0.92\">", after: "<rss version=\"2.0\">",
        spec: "RSS 2.0, What is RSS?",
    }
    MISSING_ATOM_SELF_LINK = Warning "missing-atom-self-link" {
        summary: "The channel does not give its own address.",
        why: "A subscriber who has the file, a proxy or an archive cannot find the feed again.",
        remedy: "Add `<atom:link rel=\"self\" type=\"application/rss+xml\" href=\"…\"/>` with the address at which the feed is served, and `xmlns:atom=\"http://www.w3.org/2005/Atom\"` to `<rss>`.",
        before: "<channel><title>News</title>…",
        after: "<channel><title>News</title><atom:link rel=\"self\" type=\"application/rss+xml\" href=\"https://example.org/feed.xml\"/>…",
        spec: "RSS Advisory Board's profile, element atom:link",
    }
    MISSING_GUID = Warning "missing-guid" {
        summary: "An item has no guid.",
        why: "Readers then tell items apart by link or title: an edited one shows up twice.",
        remedy: "Add `<guid>` with the address of the page, or `<guid isPermaLink=\"false\">` with an id that never changes.",
        before: "<item><title>One</title></item>",
        after: "<item><title>One</title><guid>https://example.org/1</guid></item>",
        spec: "RSS Advisory Board's profile, element guid",
    }
    INVALID_HTTP_GUID = Error "invalid-http-guid" {
        summary: "A guid is declared as a permalink but is not an address.",
        why: "Readers open it when the subscriber clicks, and fail.",
        remedy: "Write `<guid isPermaLink=\"false\">`, or the full address of the page.",
        before: "<guid>post-17</guid>", after: "<guid isPermaLink=\"false\">post-17</guid>",
        spec: "RSS 2.0, guid",
    }
    INVALID_PERMALINK = Error "invalid-permalink" {
        summary: "A guid is declared as a permalink but cannot be opened in a browser.",
        why: "A `urn:` or `tag:` URI is an identifier that nothing can open.",
        remedy: "Write `<guid isPermaLink=\"false\">`.",
        before: "<guid>tag:example.org,2024:1</guid>", after: "<guid isPermaLink=\"false\">tag:example.org,2024:1</guid>",
        spec: "RSS 2.0, guid",
    }
    NOT_SUFFICIENTLY_UNIQUE = Warning "not-sufficiently-unique" {
        summary: "A guid is a short number.",
        why: "Other feeds number their items too; readers that merge feeds confuse the items.",
        remedy: "Use the permalink, a `tag:` URI or a UUID.",
        before: "<guid isPermaLink=\"false\">17</guid>", after: "<guid isPermaLink=\"false\">tag:example.org,2024:17</guid>",
        spec: "RSS 2.0, guid",
    }
    DUPLICATE_VALUE = Error "duplicate-value" {
        summary: "A value that must be unique occurs twice.",
        why: "Readers take two items with the same guid for one; a repeated hour or day is a mistake.",
        remedy: "Give each item its own guid; list each hour and day once.",
        before: "<guid>https://example.org/1</guid> … <guid>https://example.org/1</guid>",
        after: "<guid>https://example.org/1</guid> … <guid>https://example.org/2</guid>",
        spec: "RSS 2.0, guid, skipHours and skipDays",
    }
    DUPLICATE_ENCLOSURE = Warning "duplicate-enclosure" {
        summary: "An item has more than one enclosure.",
        why: "RSS does not clearly allow it; podcast clients download the first or the last.",
        remedy: "Make an item for each file, or use Media RSS.",
        before: "<enclosure url=\"a.mp3\" …/><enclosure url=\"b.mp3\" …/>", after: "<enclosure url=\"a.mp3\" …/>",
        spec: "RSS Advisory Board's profile, element enclosure",
    }
    DUPLICATE_SEMANTICS = Warning "duplicate-semantics" {
        summary: "The channel gives the same information twice, in RSS and in an extension.",
        why: "If the two differ, some readers use one, some the other.",
        remedy: "Keep the element of RSS.",
        before: "<language>en-us</language><dc:language>en-us</dc:language>", after: "<language>en-us</language>",
        spec: "RSS Advisory Board's profile, namespace elements",
    }
    DUPLICATE_ITEM_SEMANTICS = Warning "duplicate-item-semantics" {
        summary: "An item gives the same information twice, in RSS and in an extension.",
        why: "If the two differ, some readers use one, some the other.",
        remedy: "Keep one: `dc:creator` for a name without an address, else the element of RSS.",
        before: "<pubDate>…</pubDate><dc:date>…</dc:date>", after: "<pubDate>…</pubDate>",
        spec: "RSS Advisory Board's profile, namespace elements",
    }
    DUPLICATE_DESCRIPTION_SEMANTICS = Warning "duplicate-description-semantics" {
        summary: "An item's text is in an element of Atom or XHTML.",
        why: "RSS readers look in `description` and `content:encoded` only.",
        remedy: "Put the text in `content:encoded`.",
        before: "<atom:content type=\"html\">…</atom:content>", after: "<content:encoded>…</content:encoded>",
        spec: "RSS Advisory Board's profile, element content:encoded",
    }
    NEED_DESCRIPTION_BEFORE_CONTENT = Warning "need-description-before-content" {
        summary: "An item's content:encoded comes before its description.",
        why: "Some readers keep the last one, and show the summary instead of the article.",
        remedy: "Put `description` first.",
        before: "<content:encoded>…</content:encoded><description>…</description>",
        after: "<description>…</description><content:encoded>…</content:encoded>",
        spec: "RSS Advisory Board's profile, element content:encoded",
    }
    IMAGE_TITLE_DOESNT_MATCH = Warning "image-title-doesnt-match" {
        summary: "The image's title is not the channel's.",
        why: "It is the image's alternative text; people who cannot see the image get a different name of the feed.",
        remedy: "Copy the title of the channel into the image.",
        before: "<title>News</title><image><title>Logo</title>…", after: "<title>News</title><image><title>News</title>…",
        spec: "RSS Advisory Board's profile, element image",
    }
    IMAGE_LINK_DOESNT_MATCH = Warning "image-link-doesnt-match" {
        summary: "The image leads to another page than the channel.",
        why: "Subscribers expect the image to open the site.",
        remedy: "Copy the link of the channel into the image.",
        before: "<link>https://example.org/</link><image><link>https://example.net/</link>…",
        after: "<link>https://example.org/</link><image><link>https://example.org/</link>…",
        spec: "RSS 2.0, image",
    }
    IMAGE_URL_FORMAT = Warning "image-url-format" {
        summary: "The image seems to be neither GIF, JPEG nor PNG.",
        why: "RSS allows only these three, and readers show only these.",
        remedy: "Convert it, and let its address end in `.gif`, `.jpg`, `.jpeg` or `.png`.",
        before: "<url>https://example.org/logo.tiff</url>", after: "<url>https://example.org/logo.png</url>",
        spec: "RSS 2.0, image",
    }
    INVALID_WIDTH = Error "invalid-width" {
        summary: "The image's width is not a number from 1 to 144.",
        why: "Readers use their own width instead, and distort the image.",
        remedy: "Remove the element, or offer a smaller image: `<width>88</width>`.",
        before: "<width>500</width>", after: "<width>144</width>",
        spec: "RSS 2.0, image",
    }
    INVALID_HEIGHT = Error "invalid-height" {
        summary: "The image's height is not a number from 1 to 400.",
        why: "Readers use their own height instead, and distort the image.",
        remedy: "Remove the element, or offer a smaller image: `<height>31</height>`.",
        before: "<height>1000</height>", after: "<height>400</height>",
        spec: "RSS 2.0, image",
    }
    AVOID_TEXT_INPUT = Warning "avoid-text-input" {
        summary: "The channel has a textInput.",
        why: "No reader shows it any more.",
        remedy: "Remove `<textInput>` and all that is in it.",
        before: "<textInput>…</textInput>", after: "",
        spec: "RSS Advisory Board's profile, element textInput",
    }
    INVALID_DAY = Error "invalid-day" {
        summary: "A day to skip is not a day of the week in English.",
        why: "Readers ignore it and fetch on that day.",
        remedy: "Write the English name with a capital, such as `Monday`.",
        before: "<day>Mon</day>", after: "<day>Monday</day>",
        spec: "RSS 2.0, skipDays",
    }
    INVALID_HOUR = Error "invalid-hour" {
        summary: "An hour to skip is not a number from 0 to 23.",
        why: "Readers ignore it and fetch in that hour.",
        remedy: "Write the hour in GMT: `0` for midnight, `13` for one in the afternoon.",
        before: "<hour>25</hour>", after: "<hour>1</hour>",
        spec: "RSS 2.0, skipHours",
    }
    USE_ZERO_FOR_MIDNIGHT = Warning "use-zero-for-midnight" {
        summary: "The hour to skip is 24.",
        why: "RSS 0.91 counted from 1 to 24, RSS 2.0 from 0 to 23; readers differ.",
        remedy: "Write `<hour>0</hour>`.",
        before: "<hour>24</hour>", after: "<hour>0</hour>",
        spec: "RSS Advisory Board's profile, element hour",
    }
    EIGHT_DAYS_A_WEEK = Error "eight-days-a-week" {
        summary: "More than seven days are listed in `skipDays`.",
        why: "A week has seven.",
        remedy: "List each day once.",
        before: "eight `day` elements", after: "at most seven",
        spec: "RSS 2.0, skipDays",
    }
    NOT_ENOUGH_HOURS_IN_THE_DAY = Error "not-enough-hours-in-the-day" {
        summary: "More than twenty-four hours are listed in `skipHours`.",
        why: "A day has twenty-four.",
        remedy: "List each hour once.",
        before: "twenty-five `hour` elements", after: "at most twenty-four",
        spec: "RSS 2.0, skipHours",
    }
    NO_BLINK = Error "no-blink" {
        summary: "RSS does not have a blink element.",
        why: "It was a joke in a draft; readers ignore it.",
        remedy: "Remove it, or write `link`.",
        before: "<blink>https://example.org/</blink>", after: "<link>https://example.org/</link>",
        spec: "RSS 2.0, Elements of channel",
    }
    INVALID_FORM_COMPONENT_NAME = Error "invalid-form-component-name" {
        summary: "The name of a text input cannot be the name of a form field.",
        why: "The server does not receive what the reader sends.",
        remedy: "Write the name of the form field, such as `<name>q</name>`.",
        before: "<textInput>…<name>1 query</name></textInput>", after: "<textInput>…<name>query</name></textInput>",
        spec: "RSS 2.0, textInput; HTML 4.01, section 6.2",
    }
    EMAIL_FORMAT = Warning "email-format" {
        summary: "An e-mail address is not written as `mail (name)`.",
        why: "Readers take the name from the parentheses, and show the raw text otherwise.",
        remedy: "If only the name shall be public, write `<dc:creator>Ann</dc:creator>` instead.",
        before: "<author>Ann Example &lt;ann@example.org&gt;</author>", after: "<author>ann@example.org (Ann Example)</author>",
        spec: "RSS Advisory Board's profile, e-mail addresses",
    }
    MISSING_REAL_NAME = Warning "missing-real-name" {
        summary: "An e-mail address has no name beside it.",
        why: "Subscribers see an address where they expect a person.",
        remedy: "If only the name shall be public, write `<dc:creator>Ann</dc:creator>` instead.",
        before: "<author>ann@example.org</author>", after: "<author>ann@example.org (Ann Example)</author>",
        spec: "RSS Advisory Board's profile, e-mail addresses",
    }
    MISSING_DC_LANGUAGE = Info "missing-dc-language" {
        summary: "The feed does not say in which language it is.",
        why: "Readers choose fonts, hyphenation, voices and translations by it.",
        remedy: "Add `<language>en</language>` to the channel (RSS), or `xml:lang=\"en\"` to `<feed>` (Atom).",
        before: "<channel><title>News</title>…", after: "<channel><title>News</title><language>en-us</language>…",
        spec: "RSS 2.0, Optional channel elements; RFC 4287, section 2",
    }
}
