//! The rules of a build.

use crate::body;
use crate::diagnostic::{Rule, rules};
use crate::feed::select;
use crate::files;
use crate::input::history;
use crate::input::normalise;
use crate::input::source::{self, ids};
use crate::publish;
use crate::site::settings;
use crate::syntax::front_matter;

rules! {
    NO_ARTICLES = Error "no-articles" {
        summary: "There is no article to publish. Where all articles are kept back, or with `--allow-empty`, this is a warning; otherwise nothing was written.",
        why: "A feed without entries is rarely intended.",
        remedy: "Check the other findings, the name of the folder, `articles` in the site file and `.gitignore`. An article is a file that begins with front matter. If the site is meant to be empty, run with `--allow-empty`."
    }
    WOULD_EMPTY = Error "would-empty-feeds" {
        summary: "There is no article to publish, but there are feeds with entries.",
        why: "A typo, or a disk that is not mounted, must not empty every feed. Nothing was written.",
        remedy: "Check the name of the folder. If the site is meant to be empty, run again with `--allow-empty`."
    }
    STALE_FEED = Warning "stale-feed" {
        summary: "feedmill has written a feed in a format, or a document, that the settings no longer have.",
        why: "Its subscribers see no new entries, and deleted articles stay in it.",
        remedy: "Add its format to `formats` (for other files, set `pages` or `stylesheet`), or run once with `--prune` to remove it."
    }
    MOVED_FEED = Warning "moved-feed" {
        summary: "feedmill has written a feed to a path that the settings no longer have.",
        why: "Its subscribers see no new entries, and deleted articles stay in it.",
        remedy: "Redirect its address to the new one on the server and run once with `--prune` to remove it, or restore its path (`paths`, `taxonomies`)."
    }
    WOULD_FLOOD = Error "would-flood" {
        summary: "Subscribers would get more old entries again than `guard` allows, so nothing was written.",
        why: "Readers show an old entry as unread if its id changes, and at the top if its date becomes a later one; mail services send it again. No later build takes that back.",
        remedy: "Undo what the message names: the address, the names, the dates, the `limit`. Or keep the old ids: with `ids: {permalink: …, url: …}`, which names the former ones, or with lines in `feedmill.ids`. To publish all the same, run once with `--allow-flood`; the setting `guard` has the limits."
    }
    OUTPUT_OF_ANOTHER_SITE = Error "output-of-another-site" {
        summary: "The feeds in the output folder belong to another site, so nothing was written.",
        why: "Their subscribers would get the articles of this site instead.",
        remedy: "Choose another folder with `--out`. To replace the feeds of the other site, run again with `--take-over`."
    }
    PODCAST_COVER = Warning "podcast-cover" {
        summary: "The cover of the podcast is not square, or its sides are shorter than 1400 or longer than 3000 pixels.",
        why: "Apple Podcasts refuses it.",
        remedy: "Make it a square JPEG or PNG of 1400 to 3000 pixels; Apple recommends 3000."
    }
    FEED_OUT_OF_DATE = Error "feed-out-of-date" {
        summary: "With `--check`: a feed is not as a build would write it.",
        why: "The articles, the settings or the feed have changed since the last build.",
        remedy: "Run `feedmill build`."
    }
    INVALID_FEED = Error "invalid-feed" {
        summary: "A feed has an error, so it was not published.",
        why: "Readers may reject it. The old feed stays.",
        remedy: "Fix the article that the message is about. If no article is wrong, please report it."
    }
    STOPPED_BY_STRICT = Error "stopped-by-strict" {
        summary: "An article has an error, and `--strict` was given; nothing was written.",
        why: "With `--strict`, feeds are written only if every article can be used.",
        remedy: "Fix the articles with errors, or build without `--strict`."
    }
    ENTRY_WITHOUT_ARTICLE = Error "entry-without-article" {
        summary: "No article is found for an entry of a published feed.",
        why: "If there is one, its entry gets another id, and every reader shows it as unread.",
        remedy: "If there is an article, add a line with its path, a tab and the id to `feedmill.ids`. If it was deleted, there is nothing to do."
    }
    ENTRY_AMBIGUOUS = Error "entry-ambiguous" {
        summary: "An entry of a published feed may be of several articles, or its id is another article's already.",
        why: "A wrong id would make readers take one article for another, so none was adopted.",
        remedy: "Add a line with the path of the right article, a tab and the id to `feedmill.ids`; if the id is there with another path, correct that line."
    }
    FEED_WITHOUT_ARTICLES = Warning "feed-without-articles" {
        summary: "No entry of a feed in a folder is of an article.",
        why: "Such feeds list comments, or the pages of tags. If this one does not, its entries get other ids.",
        remedy: "If it is a feed of articles, name it on the command line; its entries are then listed."
    }
    ARTICLE_WITHOUT_ENTRY = Error "article-without-entry" {
        summary: "The published feeds have no entry of an article. That is an error if it is dated among their entries, else an info.",
        why: "Its entry has the id that the settings make; if it was published under another one, readers show it as unread.",
        remedy: "If it was published, add a line with its path, a tab and its id to `feedmill.ids`. Else there is nothing to do."
    }
    IDS_DIFFER = Warning "ids-differ" {
        summary: "Articles have other ids in one published feed than in another, or in `feedmill.ids`.",
        why: "An article has the same id in all feeds. The subscribers of the feed with the other ids see its entries as unread.",
        remedy: "Name the feed with more subscribers first. Lines that are in `feedmill.ids` already have to be edited by hand."
    }
    INTERNAL_ERROR = Error "internal-error" {
        summary: "feedmill failed on an article or a feed, which is a bug.",
        why: "The article is left out, or the old feed stays; everything else is built.",
        remedy: "Please report it, with the article if one is named."
    }
}

/// The rules of articles, by module.
static ARTICLE_RULES: [&[&Rule]; 7] = [
    files::RULES,
    source::RULES,
    front_matter::RULES,
    normalise::RULES,
    normalise::lint::RULES,
    select::RULES,
    body::RULES,
];

/// Every rule that a build, or `lint`, may report.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    let modules = [settings::RULES].into_iter().chain(ARTICLE_RULES).chain([
        history::RULES,
        publish::RULES,
        ids::RULES,
        RULES,
    ]);
    modules.flatten().copied()
}

/// The codes that the setting `lint` takes: those of articles, but for what ends a run.
pub(super) fn lint_codes() -> Vec<&'static str> {
    let ends = [&source::UNREADABLE_SOURCE, &files::READ_FAILED].map(|rule| rule.code);
    let codes = ARTICLE_RULES.into_iter().flatten().map(|rule| rule.code);
    codes.filter(|code| !ends.contains(code)).collect()
}
