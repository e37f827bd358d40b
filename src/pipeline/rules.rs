//! The rules of a build.

use crate::body;
use crate::diagnostic::{Rule, rules};
use crate::feed::select;
use crate::input::{normalise, source};
use crate::publish;
use crate::site::settings;
use crate::syntax::front_matter;

rules! {
    NO_ARTICLES = Warning "no-articles" {
        summary: "There is no article to publish.",
        why: "A feed without entries is rarely what was meant.",
        remedy: "Look at what else was told, at the folder's name, at `articles` in the site file and at `.gitignore`. An article is a .md, .markdown, .html, .htm or .txt file that begins with front matter."
    }
    WOULD_EMPTY = Error "would-empty-feeds" {
        summary: "No article is left to publish, and there are feeds with entries.",
        why: "A typo or a disk that is not mounted must not empty every subscription. Nothing was written.",
        remedy: "Look at the folder's name; if the site is really empty, run again with `--allow-empty`."
    }
    STALE_FEED = Warning "stale-feed" {
        summary: "A feed of ours is of a format that is not written any more.",
        why: "Its subscribers see nothing new, and what was withdrawn since is served on.",
        remedy: "Write its format again (`formats`), or run once with `--prune` to remove it."
    }
    MOVED_FEED = Warning "moved-feed" {
        summary: "A feed of ours lies where the settings put none any more.",
        why: "Its subscribers see nothing new, and what was withdrawn since is served on.",
        remedy: "Let the server redirect its address to the new one, and run once with `--prune` to remove it; or put the feeds back (`paths`, `taxonomies`)."
    }
    INVALID_FEED = Error "invalid-feed" {
        summary: "A feed was judged before it was published, and has an error.",
        why: "Readers may refuse it. It was not published, and the one that is there stays.",
        remedy: "Mend what the message tells. If nothing in the articles is wrong, please report it."
    }
    STOPPED_BY_STRICT = Error "stopped-by-strict" {
        summary: "An article cannot be used, and `--strict` was given; nothing was written.",
        why: "With `--strict` the feeds are those of all articles, or stay as they are.",
        remedy: "Mend the article that is named before, or build without `--strict`."
    }
    INTERNAL_ERROR = Error "internal-error" {
        summary: "feedmill failed on an article or a feed, which is a bug.",
        why: "The article is left out, or the old feed stays; everything else is built.",
        remedy: "Please report it, with the article if one is named."
    }
}

/// The rules of articles, by module.
static ARTICLE_RULES: [&[&Rule]; 6] = [
    source::RULES,
    front_matter::RULES,
    normalise::RULES,
    normalise::lint::RULES,
    select::RULES,
    body::RULES,
];

/// Every rule that a build, or `lint`, may report.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    let modules = [settings::RULES]
        .into_iter()
        .chain(ARTICLE_RULES)
        .chain([publish::RULES, RULES]);
    modules.flatten().copied()
}

/// The codes that the setting `lint` takes: those of articles, but for what ends a run.
pub(super) fn lint_codes() -> Vec<&'static str> {
    let ends = [&source::UNREADABLE_SOURCE, &source::READ_FAILED].map(|rule| rule.code);
    let codes = ARTICLE_RULES.into_iter().flatten().map(|rule| rule.code);
    codes.filter(|code| !ends.contains(code)).collect()
}
