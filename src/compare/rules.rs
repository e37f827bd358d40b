//! What a comparison can find.

use crate::diagnostic::rules;

rules! {
    SHOWN_AS_UNREAD = Error "shown-as-unread" {
        summary: "An entry of the old feed has another id in the new one.",
        why: "Readers identify an entry only by its id: every subscriber sees the old article as a new one.",
        remedy: "Give the new feed the ids of the old one: `feedmill adopt` keeps them in `feedmill.ids`. Or set `ids` in the site file, or `id` in the article's header.",
        spec: "RFC 4287, section 4.2.6; RSS 2.0, guid"
    }
    ENTRY_DOUBLED = Error "entry-doubled" {
        summary: "An entry of the old feed is in the new one twice: with its old id and with another.",
        why: "Every subscriber sees the old article a second time, as a new one.",
        remedy: "Publish the article once: look for two files, or two addresses, with the same text.",
        spec: "RFC 4287, section 4.2.6; RSS 2.0, guid"
    }
    NOTHING_IN_COMMON = Error "nothing-in-common" {
        summary: "The two feeds have no entry in common, or the new one has no entries.",
        why: "Either they are not the same feed, or subscribers see everything as unread; the comparison proves nothing.",
        remedy: "Compare the two feeds of one site, the new one built from the articles that the old one has."
    }
    FEED_GONE = Error "feed-gone" {
        summary: "The new folder has no feed at the path of an old one.",
        why: "Its subscribers get an error instead of a feed, and are lost.",
        remedy: "Write a feed at this path (see `paths` in the site file), or redirect the path to the feed's new address."
    }
    FEED_UNREADABLE = Error "feed-unreadable" {
        summary: "A feed cannot be read.",
        why: "It was not compared: its subscribers may lose entries, or see old ones as unread.",
        remedy: "If another page was saved in its place, fetch the feed again; else fix it: `feedmill validate` lists its errors."
    }
    FEED_BROKEN = Error "feed-broken" {
        summary: "A feed is not well-formed XML, and was read as lenient readers do.",
        why: "Strict readers show nothing of it. For the old feed this is a warning.",
        remedy: "Fix the feed; `feedmill validate` lists its errors.",
        spec: "XML 1.0, section 2.1"
    }
    ENTRY_GONE = Warning "entry-gone" {
        summary: "An entry of the old feed is not in the new one, though it is newer than others that are.",
        why: "Readers keep what they have; who subscribes now does not get it.",
        remedy: "Run `feedmill lint`: it lists the articles that cannot be published, and why."
    }
    ENTRY_INSERTED = Warning "entry-inserted" {
        summary: "The new feed has an entry dated among those of the old one, which did not have it.",
        why: "Subscribers see it as unread, dated in the past: often a draft, or an article that the old generator left out.",
        remedy: "If it should not be published, write `draft: true` in it, or exclude it in `articles`."
    }
    ENTRY_REDATED = Warning "entry-redated" {
        summary: "An old entry has a later date, which brings it before everything in the old feed.",
        why: "Its id keeps it from being unread, but readers that sort by date show it on top, and services that mail by date send it again.",
        remedy: "Give the article the date that it had; where all are off by hours, set `timezone`."
    }
    LINK_CHANGED = Warning "link-changed" {
        summary: "An entry keeps its id and has another link.",
        why: "Subscribers who open it get an error, unless the page is there too.",
        remedy: "Set `permalink` as the site's pages lie, or let the server redirect the old address."
    }
    FEED_CHANGED = Warning "feed-changed" {
        summary: "The feed has another title, link or language.",
        why: "Readers show the new title, unless a subscriber has given the feed a name; the link opens the site.",
        remedy: "If it was not meant, set `title`, the `title` of the taxonomy (`taxonomies`), `url` or `language` in the site file."
    }
    BACKLOG = Warning "backlog" {
        summary: "The new feed has entries no newer than any in the old one.",
        why: "Recent subscribers see them as unread; old subscribers have read them. The feeds do not show which.",
        remedy: "If the new feed is longer, set `limit` as it was. For an old article that is published only now, nothing is to be done."
    }
    REPEATED_ID = Warning "repeated-id" {
        summary: "Two entries of a feed have one id.",
        why: "Readers treat them as one entry and show only one of them. The first was compared.",
        remedy: "Give each entry its own id.",
        spec: "RFC 4287, section 4.2.6; RSS 2.0, guid"
    }
    ENTRY_EDITED = Info "entry-edited" {
        summary: "An entry keeps its id and differs in something else.",
        why: "Readers leave it as it was or change it in its place; it stays read.",
        remedy: "Nothing to do."
    }
    ENTRY_NEW = Info "entry-new" {
        summary: "An entry is newer than everything in the old feed.",
        why: "Subscribers see it as unread, as they should.",
        remedy: "Nothing to do."
    }
    FEED_NEW = Info "feed-new" {
        summary: "The old folder has no feed at the path of a new one.",
        why: "It has no subscribers yet.",
        remedy: "Nothing to do."
    }
    BEYOND_LIMIT = Info "beyond-limit" {
        summary: "The old feed has entries no newer than any in the new one.",
        why: "The new feed is shorter; readers keep what they have.",
        remedy: "Nothing to do; a higher `limit` would include them."
    }
}
