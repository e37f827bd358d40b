//! The rules of a build.

use super::adopt;
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
        adopt::RULES,
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
