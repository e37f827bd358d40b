//! What a comparison can find.

use crate::diagnostic::rules;

rules! {
    SHOWN_AS_UNREAD = Error "shown-as-unread" {
        summary: "An entry of the old feed has another id in the new one.",
        why: "Readers know an entry by its id alone: every subscriber sees the old article as a new one.",
        remedy: "Give the new feed the ids of the old one: set `ids` as the old generator makes them, or `id` in the article's header.",
        spec: "RFC 4287, section 4.2.6; RSS 2.0, guid"
    }
    FEED_GONE = Error "feed-gone" {
        summary: "An old feed has no counterpart at its path.",
        why: "Its subscribers get an error instead of a feed, and are lost.",
        remedy: "Write a feed at this path (`paths` in the site file says where feeds lie), or let the server redirect the path to where the feed is now."
    }
    FEED_UNREADABLE = Error "feed-unreadable" {
        summary: "A feed cannot be read, so that nothing can be said of its subscribers.",
        why: "What is not compared is not proven.",
        remedy: "Mend the feed; `feedmill validate` tells more of what is wrong."
    }
    FEED_BROKEN = Error "feed-broken" {
        summary: "A feed is not well-formed XML, and was read as forgiving readers do.",
        why: "Strict readers get nothing of it. Of an old feed that is a warning: the new one can only be better.",
        remedy: "Mend the feed; `feedmill validate` tells more of what is wrong.",
        spec: "XML 1.0, section 2.1"
    }
    ENTRY_GONE = Warning "entry-gone" {
        summary: "An entry of the old feed is not in the new one, though it is newer than others that are.",
        why: "Readers keep what they have; who subscribes now does not get it.",
        remedy: "See why the article is left out: `feedmill lint` names articles that cannot be used."
    }
    ENTRY_INSERTED = Warning "entry-inserted" {
        summary: "The new feed has an entry dated among those of the old one, which did not have it.",
        why: "Subscribers see it as unread, dated in the past: often a draft, or an article that the old generator left out.",
        remedy: "If it is no article, keep it back: `draft: true`, or `articles` in the site file."
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
    BACKLOG = Warning "backlog" {
        summary: "The new feed has entries no newer than any in the old one.",
        why: "Who subscribed lately sees them as unread; who subscribed when they were new has read them. Nobody can tell from the feeds who has.",
        remedy: "Set `limit` so that the new feed is no longer than the old one."
    }
    REPEATED_ID = Warning "repeated-id" {
        summary: "Two entries of a feed have one id.",
        why: "Readers take them for one entry, and show only one of them; the first is what was compared.",
        remedy: "Give one of the two another id.",
        spec: "RFC 4287, section 4.2.6; RSS 2.0, guid"
    }
    ENTRY_EDITED = Info "entry-edited" {
        summary: "An entry keeps its id and differs in something else.",
        why: "Readers leave it as it was or change it in its place; it stays read.",
        remedy: "Nothing has to be done."
    }
    ENTRY_NEW = Info "entry-new" {
        summary: "An entry is newer than everything in the old feed.",
        why: "Subscribers see it as unread, and have not read it.",
        remedy: "Nothing has to be done."
    }
    FEED_NEW = Info "feed-new" {
        summary: "A feed has no counterpart among the old ones.",
        why: "Nobody has subscribed to it yet.",
        remedy: "Nothing has to be done."
    }
    BEYOND_LIMIT = Info "beyond-limit" {
        summary: "The old feed has entries no newer than any in the new one.",
        why: "The new feed is shorter; readers keep what they have.",
        remedy: "Nothing has to be done; a higher `limit` would include them."
    }
}
