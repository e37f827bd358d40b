//! feedmill reads a folder of articles with front matter and writes valid RSS 2.0 and Atom 1.0
//! feeds, one for everything and one per tag.
//!
//! # Modules
//!
//! Data flows one way, from articles on disk to feeds on disk. A module uses only modules above it
//! in this list.
//!
//! | module | what happens there |
//! |---|---|
//! | [`diagnostic`], [`stamp`], [`text`], [`time`], [`model`] | what all others use: findings, file stamps, characters, instants, articles and feeds as data |
//! | [`syntax`] | YAML, TOML, JSON and front matter to keys and values with their places |
//! | [`site`] | what the site is: settings, generator, patterns of addresses |
//! | [`input`] | files to articles |
//! | [`body`] | a body to safe HTML with absolute addresses, and to a plain summary |
//! | [`feed`] | articles to feeds: entries selected, and written as bytes |
//! | [`publish`] | feeds to disk: lock, stage, sync, rename; only what differs, only what is ours |
//! | [`validate`] | bytes of a feed to diagnostics, through a parser that the emitters do not use |
//! | [`compare`] | two feeds to what a subscriber of the one sees on getting the other |
//! | [`pipeline`] | the steps of a build in their order, and its report |
//!
//! All of them meet in [`pipeline::build`]. Arguments and reports for people belong to the program
//! and lie in `cli`.

pub mod body;
pub mod compare;
pub mod diagnostic;
pub mod feed;
pub mod input;
pub mod model;
pub mod pipeline;
pub mod publish;
pub mod site;
pub mod stamp;
pub mod syntax;
#[cfg(test)]
mod testing;
pub mod text;
pub mod time;
pub mod validate;

use diagnostic::Rule;

/// Every rule of every module.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    let others = validate::RULES.iter().chain(compare::RULES);
    pipeline::rules::all().chain(others.copied())
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
