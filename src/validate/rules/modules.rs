//! Codes for single extensions: iTunes, Media RSS, Syndication, Well-Formed Web, threading.

use crate::diagnostic::rules;

rules! {
    INVALID_UPDATE_PERIOD = Error "invalid-update-period" {
        summary: "An update period is not one of those that exist.",
        why: "Readers fall back to their own rhythm.",
        remedy: "Write the period, and in `sy:updateFrequency` how often in it: `daily` and `4` for every six hours.",
        before: "<sy:updatePeriod>often</sy:updatePeriod>", after: "<sy:updatePeriod>hourly</sy:updatePeriod>",
        spec: "RSS module Syndication",
    }
    COMMENT_RSS = Warning "comment-rss" {
        summary: "The feed of comments is named with a misspelling.",
        why: "The element is `commentRss`; `commentRSS` is a slip of the first specification.",
        remedy: "Rename the element to `wfw:commentRss`.",
        before: "<wfw:commentRSS>…</wfw:commentRSS>", after: "<wfw:commentRss>…</wfw:commentRss>",
        spec: "The Well-Formed Web, Comment API",
    }
    INVALID_DURATION = Error "invalid-duration" {
        summary: "A duration is neither seconds nor hours, minutes and seconds.",
        why: "Podcast clients show no length, or a wrong one.",
        remedy: "For an hour and five minutes write `1:05:00` or `3900`.",
        before: "<itunes:duration>7 min</itunes:duration>", after: "<itunes:duration>7:00</itunes:duration>",
        spec: "A Podcaster's Guide to RSS, itunes:duration",
    }
    INVALID_ITUNES_CATEGORY = Error "invalid-itunes-category" {
        summary: "A podcast category is not in Apple's list.",
        why: "Directories refuse the feed or list it nowhere.",
        remedy: "Choose a category and subcategory of Apple's list, letter by letter.",
        before: "<itunes:category text=\"Tech\"/>", after: "<itunes:category text=\"Technology\"/>",
        spec: "Apple Podcasts categories",
    }
    OBSOLETE_ITUNES_CATEGORY = Warning "obsolete-itunes-category" {
        summary: "A podcast category is one that Apple gave up in 2019.",
        why: "Directories map it to another category, or to none.",
        remedy: "Choose a category of the present list.",
        before: "<itunes:category text=\"Games &amp; Hobbies\"/>", after: "<itunes:category text=\"Leisure\"/>",
        spec: "Apple Podcasts categories",
    }
    INVALID_ITUNES_EPISODE_TYPE = Error "invalid-itunes-episode-type" {
        summary: "An episode's type is neither full, trailer nor bonus.",
        why: "Podcast clients sort the episode among the others.",
        remedy: "Write `full` for a usual episode, `trailer` for a preview, `bonus` for extra material.",
        before: "<itunes:episodeType>normal</itunes:episodeType>", after: "<itunes:episodeType>full</itunes:episodeType>",
        spec: "A Podcaster's Guide to RSS, itunes:episodeType",
    }
    INVALID_ITUNES_CHANNEL_TYPE = Error "invalid-itunes-channel-type" {
        summary: "A podcast's type is neither episodic nor serial.",
        why: "Podcast clients play the episodes in the wrong order.",
        remedy: "Write `serial` if the episodes are heard in order, otherwise `episodic`.",
        before: "<itunes:type>weekly</itunes:type>", after: "<itunes:type>episodic</itunes:type>",
        spec: "A Podcaster's Guide to RSS, itunes:type",
    }
    INVALID_KEYWORDS = Warning "invalid-keywords" {
        summary: "Podcast keywords are not divided by commas.",
        why: "The whole text is one keyword, which nobody searches for.",
        remedy: "Write them like `<itunes:keywords>rye, flour</itunes:keywords>`.",
        before: "<itunes:keywords>salt and pepper</itunes:keywords>", after: "<itunes:keywords>salt, pepper</itunes:keywords>",
        spec: "A Podcaster's Guide to RSS",
    }
    UNSUPPORTED_ITUNES_FORMAT = Warning "unsupported-itunes-format" {
        summary: "An episode's file is of a kind that Apple Podcasts does not play.",
        why: "The episode is listed and cannot be heard.",
        remedy: "Offer m4a, mp3, mov, mp4, m4v, pdf or epub.",
        before: "<enclosure url=\"https://example.org/a.wmv\" …/>", after: "<enclosure url=\"https://example.org/a.mp4\" …/>",
        spec: "A Podcaster's Guide to RSS, enclosure",
    }
    MISSING_ITUNES_ELEMENT = Warning "missing-itunes-element" {
        summary: "A podcast lacks an element that Apple requires.",
        why: "Directories refuse to list the podcast.",
        remedy: "Add `<language>en</language>`, `<itunes:category text=\"Arts\"/>` or `<itunes:explicit>false</itunes:explicit>` to the channel.",
        before: "<channel>…<itunes:author>Ann</itunes:author>", after: "<channel><language>en</language><itunes:category text=\"News\"/><itunes:explicit>false</itunes:explicit>…",
        spec: "A Podcaster's Guide to RSS, required tags",
    }
    MISSING_ITUNES_EMAIL = Warning "missing-itunes-email" {
        summary: "A podcast does not say whom to write to.",
        why: "Directories verify the owner through it, and cannot.",
        remedy: "Add `<itunes:owner><itunes:name>Ann</itunes:name><itunes:email>ann@example.org</itunes:email></itunes:owner>` to the channel.",
        before: "<channel>…<itunes:author>Ann</itunes:author>",
        after: "<itunes:owner><itunes:name>Ann</itunes:name><itunes:email>ann@example.org</itunes:email></itunes:owner>",
        spec: "A Podcaster's Guide to RSS, itunes:owner",
    }
    MEDIA_GROUP_WITHOUT_ALTERNATIVES = Error "media-group-without-alternatives" {
        summary: "A media group holds less than two contents.",
        why: "A group says that its contents are versions of one thing; one gives no choice.",
        remedy: "Put the content directly in the item, or add its other versions.",
        before: "<media:group><media:content …/></media:group>", after: "<media:content …/>",
        spec: "Media RSS 1.5.1, media:group",
    }
    DEPRECATED_MEDIA_ADULT = Warning "deprecated-media-adult" {
        summary: "media:adult was replaced by media:rating.",
        why: "Readers that filter look for the rating.",
        remedy: "Write `<media:rating>adult</media:rating>` or `nonadult`.",
        before: "<media:adult>false</media:adult>", after: "<media:rating>nonadult</media:rating>",
        spec: "Media RSS 1.5.1, media:rating",
    }
    INVALID_CREDIT_ROLE = Error "invalid-credit-role" {
        summary: "A role is not one of those of the European Broadcasting Union.",
        why: "Readers cannot say what the person did.",
        remedy: "Use a role of the EBU's list in lower case, or another scheme.",
        before: "<media:credit role=\"Boss\">Ann</media:credit>", after: "<media:credit role=\"producer\">Ann</media:credit>",
        spec: "Media RSS 1.5.1, media:credit; EBU role codes",
    }
    INVALID_MEDIA_EXPRESSION = Error "invalid-media-expression" {
        summary: "An expression is neither sample, full nor nonstop.",
        why: "Readers take a sample for the whole.",
        remedy: "Write `full` for the whole medium, `sample` for a part of it, `nonstop` for a stream.",
        before: "<media:content expression=\"partial\" …/>", after: "<media:content expression=\"sample\" …/>",
        spec: "Media RSS 1.5.1, media:content",
    }
    INVALID_MEDIA_MEDIUM = Error "invalid-media-medium" {
        summary: "A medium is not one of those that exist.",
        why: "Readers do not know which player to open.",
        remedy: "Write the kind of file that `url` leads to; a PDF is a `document`.",
        before: "<media:content medium=\"tape\" …/>", after: "<media:content medium=\"audio\" …/>",
        spec: "Media RSS 1.5.1, media:content",
    }
    INVALID_MEDIA_HASH = Error "invalid-media-hash" {
        summary: "A hash is not one of its algorithm, or the algorithm is not known.",
        why: "Readers that verify the file refuse it.",
        remedy: "Write what `md5sum FILE` prints, or with `algo=\"sha-1\"` what `sha1sum FILE` prints.",
        before: "<media:hash algo=\"sha-256\">…</media:hash>", after: "<media:hash algo=\"md5\">dfdec888b72151965a34b4b59031290a</media:hash>",
        spec: "Media RSS 1.5.1, media:hash",
    }
    INVALID_VALUE = Error "invalid-value" {
        summary: "A value is not one of those that its specification lists.",
        why: "Readers of the extension compare the value exactly, and ignore others.",
        remedy: "Copy one of the values that the message lists; capitals matter.",
        before: "<wiki:status>changed</wiki:status>", after: "<wiki:status>updated</wiki:status>",
        spec: "the extension's own page; RSS 2.0, cloud",
    }
    INVALID_PODCAST_VALUE = Error "invalid-podcast-value" {
        summary: "A value is not one that the podcast namespace defines.",
        why: "Podcast apps ignore the element.",
        remedy: "Write it as the message shows; capitals matter.",
        before: "<podcast:medium>audio</podcast:medium>", after: "<podcast:medium>podcast</podcast:medium>",
        spec: "Podcast namespace 1.0",
    }
    PODCAST_TEXT_TOO_LONG = Warning "podcast-text-too-long" {
        summary: "A text of the podcast namespace is longer than apps show.",
        why: "Apps and directories cut it.",
        remedy: "Shorten it; details can stand in the description.",
        before: "<podcast:funding …>a paragraph of 200 characters</podcast:funding>", after: "<podcast:funding …>Support the show</podcast:funding>",
        spec: "Podcast namespace 1.0",
    }
    INVALID_MEDIA_VALUE = Error "invalid-media-value" {
        summary: "A value is not one that Media RSS defines.",
        why: "Readers ignore the element.",
        remedy: "Write it as the message shows; capitals matter.",
        before: "<media:status state=\"gone\"/>", after: "<media:status state=\"deleted\"/>",
        spec: "Media RSS 1.5.1",
    }
    INVALID_MEDIA_RATING = Error "invalid-media-rating" {
        summary: "A rating is not one of its scheme.",
        why: "Readers that filter cannot judge the media.",
        remedy: "Write `adult` or `nonadult`, or a rating of the scheme that is named.",
        before: "<media:rating>x</media:rating>", after: "<media:rating>adult</media:rating>",
        spec: "Media RSS 1.5.1, media:rating",
    }
    INVALID_MEDIA_RESTRICTION = Error "invalid-media-restriction" {
        summary: "A restriction is not of the kind that its type names.",
        why: "Readers cannot tell for whom the media is.",
        remedy: "Write `all`, `none`, or a list of what the `type` says.",
        before: "<media:restriction relationship=\"allow\">some</media:restriction>", after: "<media:restriction relationship=\"allow\" type=\"country\">au us</media:restriction>",
        spec: "Media RSS 1.5.1, media:restriction",
    }
    INVALID_MEDIA_RESTRICTION_REL = Error "invalid-media-restriction-rel" {
        summary: "A restriction neither allows nor denies.",
        why: "Readers cannot tell for whom the media is.",
        remedy: "Write `allow` to open the medium only to what the element lists, `deny` to close it to that.",
        before: "<media:restriction relationship=\"not\" …>", after: "<media:restriction relationship=\"deny\" …>",
        spec: "Media RSS 1.5.1, media:restriction",
    }
    INVALID_MEDIA_RESTRICTION_TYPE = Error "invalid-media-restriction-type" {
        summary: "A restriction is by neither country, uri nor sharing.",
        why: "Readers cannot tell for whom the media is.",
        remedy: "Write `country` for codes such as `de us`, `uri` for addresses; `sharing` is about embedding.",
        before: "<media:restriction type=\"city\" …>", after: "<media:restriction type=\"country\" …>",
        spec: "Media RSS 1.5.1, media:restriction",
    }
    INVALID_COUNTRY_CODE = Error "invalid-country-code" {
        summary: "A country is not a country of ISO 3166-1.",
        why: "Readers cannot tell for whom the media is.",
        remedy: "Write codes of two letters of ISO 3166 with spaces between them: `de us`.",
        before: "<media:restriction … type=\"country\">Germany</media:restriction>", after: "<media:restriction … type=\"country\">de</media:restriction>",
        spec: "ISO 3166-1; Media RSS 1.5.1, media:restriction",
    }
    INVALID_MEDIA_TEXT_TYPE = Error "invalid-media-text-type" {
        summary: "A text is of a type other than plain or html.",
        why: "Readers do not know whether to show tags or interpret them.",
        remedy: "Write `type=\"html\"` if the text holds tags; otherwise leave the attribute out.",
        before: "<media:title type=\"text/html\">…</media:title>", after: "<media:title type=\"html\">…</media:title>",
        spec: "Media RSS 1.5.1, media:title",
    }
    INVALID_NPT_TIME = Error "invalid-npt-time" {
        summary: "A time in a medium is malformed.",
        why: "Players cannot jump to it.",
        remedy: "For a minute and a half write `90` or `00:01:30`.",
        before: "<media:text start=\"+17sec\">", after: "<media:text start=\"00:00:17\">",
        spec: "RFC 2326, section 3.6",
    }
    INVALID_ACCESS_RESTRICTION_REL = Error "invalid-access-restriction-rel" {
        summary: "An access restriction neither allows nor denies.",
        why: "Search engines list the feed although it asked them not to.",
        remedy: "Write `deny` to keep the feed out of aggregators, otherwise `allow`.",
        before: "<access:restriction relationship=\"no\"/>", after: "<access:restriction relationship=\"deny\"/>",
        spec: "Feed Access Control 1.0",
    }
}
