//! Codes for values: addresses, dates, numbers, languages, contacts, media types.

use crate::diagnostic::rules;

rules! {
    INVALID_IRI = Error "invalid-iri" {
        summary: "A value is not an IRI.",
        why: "Nothing can be opened or fetched.",
        remedy: "Write the address as a browser shows it: `https://example.org/page`.",
        before: "<uri>http:///example.org</uri>", after: "<uri>http://example.org/</uri>",
        spec: "RFC 3987, section 2.2",
    }
    INVALID_FULL_LINK = Error "invalid-full-link" {
        summary: "An address must be absolute and is not.",
        why: "It cannot be resolved, so the link is broken in every reader.",
        remedy: "Put the address of the site before it: `https://example.org/page`.",
        before: "<link>www.example.org/1</link>", after: "<link>https://www.example.org/1</link>",
        spec: "RSS 2.0, Comments; RFC 3986, section 4.3",
    }
    INVALID_URI_CHAR = Error "invalid-uri-char" {
        summary: "An address holds a character that an address cannot have.",
        why: "Readers cut it off there, or refuse to open it.",
        remedy: "Percent-encode the character (a space is `%20`).",
        before: "<link>https://example.org/my page</link>", after: "<link>https://example.org/my%20page</link>",
        spec: "RFC 3986, section 2",
    }
    URI_NOT_IRI = Error "uri-not-iri" {
        summary: "An address that must be a URI holds characters outside of ASCII.",
        why: "Some of them make the request for the address fail.",
        remedy: "Percent-encode the path; write the host in punycode.",
        before: "<link>https://example.org/café</link>", after: "<link>https://example.org/caf%C3%A9</link>",
        spec: "RFC 3987, section 3.1; RSS 2.0",
    }
    INVALID_URI_ATTRIBUTE = Error "invalid-uri-attribute" {
        summary: "An attribute is not an address.",
        why: "Nothing can be opened or fetched.",
        remedy: "Write the address as a browser shows it: `https://example.org/page`.",
        before: "<generator uri=\"http:mill\">mill</generator>", after: "<generator uri=\"https://example.org/mill\">mill</generator>",
        spec: "RFC 3986, section 4.1",
    }
    INVALID_URL_ATTRIBUTE = Error "invalid-url-attribute" {
        summary: "An attribute must hold an absolute http address and does not.",
        why: "Podcast clients download from it; they cannot.",
        remedy: "Put the address of the site before it: `https://example.org/audio.mp3`.",
        before: "<enclosure url=\"/a.mp3\" …/>", after: "<enclosure url=\"https://example.org/a.mp3\" …/>",
        spec: "RSS 2.0, enclosure",
    }
    INVALID_TAG = Error "invalid-tag" {
        summary: "A tag URI is malformed.",
        why: "Its uniqueness is not guaranteed; strict readers drop the entry.",
        remedy: "Write `tag:`, your domain in lower case, a comma, a date on which you owned it, a colon and any text.",
        before: "<id>tag:example.org:1</id>", after: "<id>tag:example.org,2024-05-01:1</id>",
        spec: "RFC 4151, section 2.1",
    }
    INVALID_URN = Error "invalid-urn" {
        summary: "A URN is malformed.",
        why: "Its uniqueness is not guaranteed; strict readers drop the entry.",
        remedy: "Write `urn:`, a registered name of letters, digits and hyphens, a colon and the rest.",
        before: "<id>urn:my.name:1</id>", after: "<id>urn:isbn:0451450523</id>",
        spec: "RFC 8141, section 2",
    }
    INVALID_UUID = Error "invalid-uuid" {
        summary: "A urn:uuid is not a UUID.",
        why: "It only looks unique; tools that read it as a UUID fail.",
        remedy: "Make one with `uuidgen`, and keep it for as long as the feed or entry exists.",
        before: "<id>urn:uuid:1234</id>", after: "<id>urn:uuid:60a76c80-d399-11d9-b93c-0003939e0af6</id>",
        spec: "RFC 9562, section 4",
    }
    NON_CANONICAL_URI = Warning "non-canonical-uri" {
        summary: "An id is not the canonical spelling of its address.",
        why: "Ids are compared character by character: if a tool normalizes the address, the entry is shown as new.",
        remedy: "Write new ids in the canonical form; leave those that subscribers already have.",
        before: "<id>HTTP://Example.org</id>", after: "<id>http://example.org/</id>",
        spec: "RFC 4287, section 4.2.6",
    }
    SCHEME_NOT_IANA_REGISTERED = Warning "scheme-not-iana-registered" {
        summary: "An address has a scheme that is not registered.",
        why: "Readers open http and https, and refuse unknown schemes.",
        remedy: "Use https, or check the spelling of the scheme.",
        before: "<link>htpp://example.org/</link>", after: "<link>http://example.org/</link>",
        spec: "RFC 7595; IANA URI Schemes",
    }
    INVALID_RFC3339_DATE = Error "invalid-rfc3339-date" {
        summary: "A date is not written as in Atom.",
        why: "Readers sort the entry to the end, or use the time at which they fetched it.",
        remedy: "Write date, `T`, time with seconds, and `Z` or an offset with a colon.",
        before: "<updated>2024-05-01 12:00</updated>", after: "<updated>2024-05-01T12:00:00Z</updated>",
        spec: "RFC 3339, section 5.6; RFC 4287, section 3.3",
    }
    HOUR_OUT_OF_RANGE = Error "hour-out-of-range" {
        summary: "A time says 24:00:00.",
        why: "Hours go from 00 to 23: parsers reject the date, or read it as the midnight before.",
        remedy: "For the midnight that ends 31 May write `2024-06-01T00:00:00Z`.",
        before: "<updated>2024-05-01T24:00:00Z</updated>", after: "<updated>2024-05-02T00:00:00Z</updated>",
        spec: "RFC 3339, section 5.6; RFC 5322, section 3.3",
    }
    INVALID_RFC2822_DATE = Error "invalid-rfc2822-date" {
        summary: "A date is not written as in RSS.",
        why: "Readers sort the item to the end, or use the time at which they fetched it.",
        remedy: "Write it as in an e-mail: weekday, day, English month, year, time, offset; `date -R` prints this form.",
        before: "<pubDate>2024-05-01</pubDate>", after: "<pubDate>Wed, 01 May 2024 12:00:00 +0000</pubDate>",
        spec: "RFC 822, section 5; RFC 5322, section 3.3",
    }
    INCORRECT_DOW = Error "incorrect-dow" {
        summary: "A date names the wrong day of the week.",
        why: "Strict parsers reject the date; often the weekday is from another time zone.",
        remedy: "Correct the weekday, or leave it out.",
        before: "<pubDate>Mon, 01 May 2024 12:00:00 +0000</pubDate>", after: "<pubDate>Wed, 01 May 2024 12:00:00 +0000</pubDate>",
        spec: "RFC 5322, section 3.3",
    }
    PROBLEMATICAL_RFC822_DATE = Warning "problematical-rfc822-date" {
        summary: "A date is allowed, but in a form that readers misread.",
        why: "Two-digit years, comments, lower case and odd zones are parsed differently, or not at all.",
        remedy: "Write the form that `date -R` prints.",
        before: "<pubDate>Wed, 01 May 24 12:00:00 +0000</pubDate>", after: "<pubDate>Wed, 01 May 2024 12:00:00 +0000</pubDate>",
        spec: "RSS Advisory Board's profile, date and time",
    }
    IMPLAUSIBLE_DATE = Warning "implausible-date" {
        summary: "A date is before 1990 or in the future.",
        why: "Readers hide entries dated in the future, or keep them on top for years.",
        remedy: "Correct the date; if it is right, allow this code.",
        before: "<updated>0001-01-01T00:00:00Z</updated>", after: "<updated>2024-05-01T12:00:00Z</updated>",
        spec: "RFC 4287, section 4.2.15; RSS 2.0, pubDate",
    }
    INVALID_W3CDTF_DATE = Error "invalid-w3cdtf-date" {
        summary: "A date is not in the W3C's format.",
        why: "Readers of the extension ignore it.",
        remedy: "Write a year, a month, a date, or a date and time with its zone.",
        before: "<dc:date>May 1st, 2024</dc:date>", after: "<dc:date>2024-05-01</dc:date>",
        spec: "W3C Note: Date and Time Formats",
    }
    INVALID_ISO8601_DATE = Error "invalid-iso8601-date" {
        summary: "A date is not in the format of ISO 8601.",
        why: "Readers of the extension ignore it.",
        remedy: "Write a date, or a date, `T`, a time and `Z` or an offset.",
        before: "<ag:timestamp>noon</ag:timestamp>", after: "<ag:timestamp>2024-05-01T12:00:00Z</ag:timestamp>",
        spec: "ISO 8601",
    }
    SLASH_DATE = Warning "slash-date" {
        summary: "A feed gives a number of comments but has no date of its own.",
        why: "The number changes all the time; without `lastBuildDate` nobody knows how old it is.",
        remedy: "Add `lastBuildDate` to the channel.",
        before: "<channel>…<slash:comments>7</slash:comments>", after: "<channel><lastBuildDate>Wed, 01 May 2024 12:00:00 +0000</lastBuildDate>…",
        spec: "RSS Advisory Board's profile, element slash:comments",
    }
    INVALID_MIME_TYPE = Error "invalid-mime-type" {
        summary: "A type is not a media type.",
        why: "Readers cannot tell whether they can show it.",
        remedy: "Write what `file --mime-type FILE` prints for the file behind the address.",
        before: "<link type=\"html\" href=\"/\"/>", after: "<link type=\"text/html\" href=\"/\"/>",
        spec: "RFC 6838, section 4.2; RFC 4287, section 4.2.7.3",
    }
    INVALID_MIME_ATTRIBUTE = Error "invalid-mime-attribute" {
        summary: "An enclosure's type is not a media type.",
        why: "Podcast clients use it to choose what to download.",
        remedy: "Write what `file --mime-type FILE` prints for the file behind the address.",
        before: "<enclosure type=\"mp3\" …/>", after: "<enclosure type=\"audio/mpeg\" …/>",
        spec: "RSS 2.0, enclosure",
    }
    INVALID_LANGUAGE = Error "invalid-language" {
        summary: "A language is not a language tag.",
        why: "Readers choose fonts, voices and translations by it, and ignore invalid ones.",
        remedy: "Write the code of ISO 639, not the name of the language: `en` for English.",
        before: "<language>English</language>", after: "<language>en</language>",
        spec: "RFC 5646, section 2.1",
    }
    INVALID_CONTACT = Error "invalid-contact" {
        summary: "A value is not the required e-mail address.",
        why: "RSS expects an e-mail address here; readers that parse one show nothing.",
        remedy: "Write an address such as `ann@example.org`; a name alone goes into `<dc:creator>`.",
        before: "<author>Ann Example</author>", after: "<dc:creator>Ann Example</dc:creator>",
        spec: "RSS 2.0, author, managingEditor, webMaster",
    }
    UNKNOWN_HOST = Warning "unknown-host" {
        summary: "The host of an e-mail address has no dot.",
        why: "Only machines of the same network can deliver mail to it.",
        remedy: "Write the full domain: `ann@example.org`.",
        before: "<email>ann@localhost</email>", after: "<email>ann@example.org</email>",
        spec: "RFC 5321, section 2.3.5",
    }
    INVALID_INTEGER = Error "invalid-integer" {
        summary: "A value is not a whole number.",
        why: "Readers ignore it.",
        remedy: "Write digits only, without a unit or a point: `12`.",
        before: "<georss:floor>first</georss:floor>", after: "<georss:floor>1</georss:floor>",
        spec: "GeoRSS Simple",
    }
    INVALID_ADDR_SPEC = Error "invalid-addr-spec" {
        summary: "A value is not an e-mail address.",
        why: "Nobody can write to it.",
        remedy: "Write the bare address, without a name or `mailto:`.",
        before: "<email>Ann &lt;ann@example.org&gt;</email>", after: "<email>ann@example.org</email>",
        spec: "RFC 5322, section 3.4.1; RFC 4287, section 3.2.3",
    }
    INVALID_POSITIVE_INTEGER = Error "invalid-positive-integer" {
        summary: "A value is not a whole number above zero.",
        why: "Readers ignore it.",
        remedy: "Write digits only, without a unit or a point: `60`.",
        before: "<ttl>1.5</ttl>", after: "<ttl>60</ttl>",
        spec: "RSS 2.0, ttl",
    }
    INVALID_NON_NEGATIVE_INTEGER = Error "invalid-non-negative-integer" {
        summary: "A value is not a whole number.",
        why: "Readers ignore it.",
        remedy: "Write digits only, without a unit or a point: `7`.",
        before: "<slash:comments>many</slash:comments>", after: "<slash:comments>7</slash:comments>",
        spec: "the extension's own page; RFC 4287, section 4.2.7.6",
    }
    USE_ZERO_FOR_UNKNOWN = Error "use-zero-for-unknown" {
        summary: "The length of an enclosure is negative.",
        why: "Podcast clients read it as an unsigned number: an enormous file.",
        remedy: "Write the size in bytes, which `wc -c FILE` prints, or `0`.",
        before: "<enclosure length=\"-1\" …/>", after: "<enclosure length=\"0\" …/>",
        spec: "RSS Advisory Board's profile, element enclosure",
    }
    INVALID_INTEGER_ATTRIBUTE = Error "invalid-integer-attribute" {
        summary: "An attribute is not a whole number.",
        why: "Clients fail to read it, or ignore the element.",
        remedy: "Write digits only: the size that `wc -c FILE` prints, or a port such as `80`.",
        before: "<enclosure length=\"3 MB\" …/>", after: "<enclosure length=\"3145728\" …/>",
        spec: "RSS 2.0, enclosure and cloud",
    }
    INVALID_FLOAT = Error "invalid-float" {
        summary: "A value is not a number.",
        why: "Readers ignore it.",
        remedy: "Write digits, with a point before the fraction: `5.2`.",
        before: "<media:content bitrate=\"high\" …/>", after: "<media:content bitrate=\"128.5\" …/>",
        spec: "XML Schema Part 2, section 3.2.4",
    }
    INVALID_COMMA_SEPARATED_INTEGERS = Error "invalid-comma-separated-integers" {
        summary: "A value is not a list of whole numbers.",
        why: "Readers of the extension ignore it.",
        remedy: "Write them like `177,155,105`.",
        before: "<slash:hit_parade>1,many</slash:hit_parade>", after: "<slash:hit_parade>177,155,105</slash:hit_parade>",
        spec: "RSS module Slash",
    }
    INVALID_BOOLEAN_ATTRIBUTE = Error "invalid-boolean-attribute" {
        summary: "An attribute is neither true nor false.",
        why: "Readers use their own default instead.",
        remedy: "Write it in lower case and without spaces: `isPermaLink=\"false\"`.",
        before: "<guid isPermaLink=\"no\">", after: "<guid isPermaLink=\"false\">",
        spec: "RSS 2.0, guid",
    }
    INVALID_TRUE_FALSE = Error "invalid-true-false" {
        summary: "A value is neither true nor false.",
        why: "Podcast directories refuse the feed, or hide the episode.",
        remedy: "Write `true` if there is explicit language, otherwise `false`.",
        before: "<itunes:explicit>clean</itunes:explicit>", after: "<itunes:explicit>false</itunes:explicit>",
        spec: "A Podcaster's Guide to RSS, itunes:explicit",
    }
    INVALID_YES_NO = Error "invalid-yes-no" {
        summary: "A value is neither yes nor no.",
        why: "Readers of the extension read it as no.",
        remedy: "Write `yes`; removing the element means `no`.",
        before: "<itunes:isClosedCaptioned>1</itunes:isClosedCaptioned>", after: "<itunes:isClosedCaptioned>Yes</itunes:isClosedCaptioned>",
        spec: "A Podcaster's Guide to RSS",
    }
    INVALID_YES_NO_CLEAN = Error "invalid-yes-no-clean" {
        summary: "A value is neither yes, no nor clean.",
        why: "Podcast directories read it as no.",
        remedy: "Write `yes`; removing the element means `no`.",
        before: "<itunes:block>true</itunes:block>", after: "<itunes:block>Yes</itunes:block>",
        spec: "A Podcaster's Guide to RSS, itunes:block",
    }
    TOO_LONG = Error "too-long" {
        summary: "A text is longer than its specification allows.",
        why: "Directories cut it off in the middle of a word.",
        remedy: "Cut it after a whole sentence; the full text can stand on the page.",
        before: "<itunes:subtitle>(300 characters)</itunes:subtitle>", after: "<itunes:subtitle>(at most 255)</itunes:subtitle>",
        spec: "A Podcaster's Guide to RSS",
    }
    INVALID_LATITUDE = Error "invalid-latitude" {
        summary: "A latitude is not a number from -90 to 90.",
        why: "The place cannot be shown on a map; often latitude and longitude are swapped.",
        remedy: "Write degrees north of the equator, such as `34.05`; latitude and longitude may be swapped.",
        before: "<geo:lat>-118.2</geo:lat>", after: "<geo:lat>34.0</geo:lat>",
        spec: "W3C Basic Geo Vocabulary",
    }
    INVALID_LONGITUDE = Error "invalid-longitude" {
        summary: "A longitude is not a number from -180 to 180.",
        why: "The place cannot be shown on a map.",
        remedy: "Write degrees east of Greenwich, such as `-118.2`.",
        before: "<geo:long>241.8</geo:long>", after: "<geo:long>-118.2</geo:long>",
        spec: "W3C Basic Geo Vocabulary",
    }
    INVALID_COORD = Error "invalid-coord" {
        summary: "A value is not a latitude and longitude.",
        why: "The place cannot be shown on a map.",
        remedy: "Write them like `45.256 -71.92`: latitude first.",
        before: "<georss:point>45.2</georss:point>", after: "<georss:point>45.256 -71.92</georss:point>",
        spec: "GeoRSS Simple",
    }
    INVALID_COORD_LIST = Error "invalid-coord-list" {
        summary: "A value is not a list of latitudes and longitudes.",
        why: "The shape cannot be drawn on a map.",
        remedy: "A line has two pairs or more, as in `45.2 -110.4 46.4 -109.4`; a polygon has four or more, and ends where it begins.",
        before: "<georss:line>45.2 -110.4</georss:line>", after: "<georss:line>45.2 -110.4 46.4 -109.4</georss:line>",
        spec: "GeoRSS Simple",
    }
    COORD_COMMA = Warning "coord-comma" {
        summary: "Coordinates are separated by a comma.",
        why: "GeoRSS separates them by white space; parsers read one number and stop.",
        remedy: "Write it like `45.256 -71.92`.",
        before: "<georss:point>45.256,-71.92</georss:point>", after: "<georss:point>45.256 -71.92</georss:point>",
        spec: "GeoRSS Simple",
    }
}
