//! feedmill reads a folder of articles with front matter and writes valid RSS 2.0 and Atom 1.0
//! feeds, one for everything and one per tag.
//!
//! # The house
//!
//! Data flows one way, from articles on disk to feeds on disk. Each room knows only the rooms
//! above it in this list.
//!
//! | room | what happens there |
//! |---|---|
//! | [`diagnostic`] | what a finding is: rule, severity, place, message, remedy |
//! | [`stamp`] | what tells that a file, or a text, is still the one that was seen |
//! | [`text`] | characters: what XML can carry, plain text out of markup, cutting |
//! | [`time`] | the only date code but for `validate`, which judges dates on its own: text to instant, instant to RFC 822 and RFC 3339 |
//! | [`model`] | articles, tags, authors, feeds, and newtypes that cannot hold what may not be emitted |
//! | [`tree`] | YAML, TOML and JSON to a tree whose scalars are as they were written, with their places |
//! | [`address`] | where things lie: patterns of permalinks, paths of feeds, slugs of terms |
//! | [`generator`] | what is particular to Jekyll, Hugo, Hexo, Zola and Pelican, each by itself |
//! | [`config`] | the site file as written, resolved into settings, every problem collected |
//! | [`source`] | the articles of a folder in the order of their paths; reads heads, and bodies later |
//! | [`front_matter`] | one head to raw front matter |
//! | [`normalise`] | raw front matter and settings to an article |
//! | [`select`] | articles to the entries of each feed: order, tags, limits |
//! | [`render`] | a body, its template tags replaced by what they mean, to safe HTML with absolute URLs, and to a plain summary |
//! | [`emit`] | one file per format: a feed to bytes, by way of the format's own crate |
//! | [`publish`] | lock, stage, sync, rename; write only what differs, remove only what is ours |
//! | [`validate`] | bytes of a feed to diagnostics, through a parser that the emitters do not use |
//! | [`compare`] | two feeds to what a subscriber of the one sees on getting the other |
//! | [`index`] | what the last run learnt of files and feeds, for as long as it cannot be doubted |
//! | [`build`] | the steps in their order, and the account of them |
//!
//! All of them meet in [`build::build`]. What talks to people, arguments and reports, is the
//! program's own and lies in `cli`.

pub mod address;
pub mod build;
pub mod compare;
pub mod config;
pub mod diagnostic;
pub mod emit;
pub mod front_matter;
pub mod generator;
pub mod index;
pub mod model;
pub mod normalise;
pub mod publish;
pub mod render;
pub mod select;
pub mod source;
pub mod stamp;
#[cfg(test)]
mod testing;
pub mod text;
pub mod time;
pub mod tree;
pub mod validate;

use diagnostic::Rule;

/// Every rule of every room, in the order of the house.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    let rooms: [&[&Rule]; _] = [
        config::RULES,
        source::RULES,
        front_matter::RULES,
        normalise::RULES,
        normalise::lint::RULES,
        select::RULES,
        render::RULES,
        publish::RULES,
        build::RULES,
        &validate::RULES,
        compare::RULES,
    ];
    rooms.into_iter().flatten().copied()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    #[test]
    fn every_code_is_one_rules_own() {
        let mut codes = HashSet::new();
        for rule in super::rules() {
            assert!(codes.insert(rule.code), "`{}` is declared twice", rule.code);
            let is_kebab = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            assert!(
                rule.code.chars().all(is_kebab),
                "`{}` is not kebab-case",
                rule.code
            );
        }
    }
}
