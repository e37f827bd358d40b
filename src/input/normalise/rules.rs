//! What may be wrong with an article's header.

use crate::diagnostic::rules;

rules! {
    MISSING_DATE = Error "missing-date" {
        summary: "An article has no date in its header, its file name, its folders or its `path`.",
        why: "Feed readers sort by date. Without one they use the time of their visit, so the article is left out.",
        remedy: "Write `date: 2025-05-18` into the header or name the file `2025-05-18-name.md`. If it is not an article, set `articles` or `exclude` in the site file.",
        before: "---\ntitle: A\n---", after: "---\ntitle: A\ndate: 2025-05-18\n---",
        spec: "RSS 2.0, pubDate; RFC 4287, section 4.2.15"
    }
    INVALID_DATE = Error "invalid-date" {
        summary: "A date is impossible or not a date.",
        why: "feedmill does not guess dates, because feed readers sort by them. The article is left out.",
        remedy: "Write the date as `2025-05-18` or `2025-05-18T21:36:22+08:00`.",
        before: "date: 2021-02-30", after: "date: 2021-02-28",
        spec: "RFC 3339, section 5.6"
    }
    ODD_DATE = Warning "odd-date" {
        summary: "A date is written as no standard allows, or with an offset that no clock has (clocks are 12 hours behind to 14 hours ahead of UTC).",
        why: "The message says how it was read: as the site's generator publishes it, else as a person reads it. Another program may read it otherwise.",
        remedy: "Write the date as `2025-05-18` or `2025-05-18T21:36:22+08:00`.",
        before: "date: 2020-08-06 20:30:00+20:30", after: "date: 2020-08-06T20:30:00+08:00",
        spec: "RFC 3339, section 5.6"
    }
    INVALID_FLAG = Error "invalid-flag" {
        summary: "The value of `draft`, `published`, `hidden` or a similar key is neither true nor false.",
        why: "It is not clear whether the article is meant to be public. It is left out.",
        remedy: "Write `true` or `false`, or delete the key.",
        before: "draft: ture", after: "draft: true"
    }
    FUTURE_WITHOUT_ZONE = Warning "future-without-zone" {
        summary: "The date of an article has no zone, is less than a day ahead, and the site says no time zone; the article is held back until then.",
        why: "A date without a zone is taken for UTC. Where the author is, it has probably come already.",
        remedy: "Set `timezone: Asia/Shanghai`, or whatever zone the dates are in, in the site file. If the article is to wait, write the zone: `2025-05-18T21:36:22+08:00`.",
        before: "date: 2025-05-18 21:36", after: "date: 2025-05-18T21:36:00+08:00"
    }
    UNKNOWN_KEY = Warning "unknown-key" {
        summary: "A header key is unknown, and one letter away from a known key.",
        why: "A misspelt key is ignored. `build` reports it if the known key could keep the article back; `lint` always does.",
        remedy: "Correct the spelling.",
        before: "titel: A", after: "title: A"
    }
    UNUSABLE_PERMALINK = Error "unusable-permalink" {
        summary: "The address of an article cannot be used, or is longer than 2 KiB.",
        why: "An entry needs the address of its page. The article is left out.",
        remedy: "Write a path such as `/2025/name/`, or an http or https address.",
        before: "permalink: /:yeer/name/", after: "permalink: /:year/name/"
    }
    ID_NO_URI = Warning "id-no-uri" {
        summary: "The id of an entry is not a URI, or it has the scheme of a script or a file (`javascript:`, `vbscript:`, `data:`, `file:`).",
        why: "Readers may open an id as a link, so one that runs a script or opens a file is not used. Any other is kept as the site's generator published it: with another id the entry would show up as new.",
        remedy: "Delete the key, or write an http address, a `tag:` or a `urn:` URI. An id of a generator's feed is best kept if the feed has subscribers; otherwise set `ids: permalink`.",
        before: "id: javascript:x", after: "id: https://example.org/x/",
        spec: "RFC 4287, section 4.2.6; RFC 4151, section 2.1"
    }
    UNKNOWN_LANGUAGE = Warning "unknown-language" {
        summary: "The language in a header is not a language tag or the name of one, or has a code of two letters that no language has; the language of the site is used.",
        why: "Feed readers choose fonts and voices by it.",
        remedy: "Write a language tag (RFC 5646) such as `zh-CN`, `en` or `pt-BR`.",
        before: "lang: English (US)", after: "lang: en-US",
        spec: "RFC 5646, section 2.1"
    }
    TOO_MANY_AUTHORS = Warning "too-many-authors" {
        summary: "An article has more than 64 authors; the rest is ignored.",
        why: "Each feed that contains the entry lists all its authors.",
        remedy: "Look for text that was read as authors, such as after a missing quote, or set `authors.separators`."
    }
    TOO_MANY_TAGS = Warning "too-many-tags" {
        summary: "An article has more than 256 tags and other terms, or one of more than 1 KiB; the rest is ignored.",
        why: "The feed of each tag contains the whole entry with all its tags: a few thousand would fill the disk.",
        remedy: "Look for text that was read as tags, such as after a missing quote or `tags: |`."
    }
    UNUSABLE_VALUE = Warning "unusable-value" {
        summary: "A header value has the wrong type and is ignored.",
        why: "Tags, names and titles are text; pictures and files are addresses.",
        remedy: "Write text; for tags and names also a list of texts, for a picture or a file its address.",
        before: "tags:\n  a: b", after: "tags: [a, b]"
    }
}
