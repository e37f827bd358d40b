//! The codes of `validate` and their explanations.
//!
//! A code is the W3C feed validator's class name in kebab-case; `feedmill explain` prints the rest.

pub mod atom;
pub mod content;
pub mod json_feed;
pub mod modules;
pub mod readers;
pub mod rss;
pub mod structure;
pub mod values;
pub mod xml;

pub use atom::*;
pub use content::*;
pub use json_feed::*;
pub use modules::*;
pub use readers::*;
pub use rss::*;
pub use structure::*;
pub use values::*;
pub use xml::*;

use std::sync::LazyLock;

use crate::diagnostic::Rule;

/// All rules of `validate`, from the whole document to its details.
pub static RULES: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| {
    [
        xml::RULES,
        structure::RULES,
        atom::RULES,
        rss::RULES,
        content::RULES,
        values::RULES,
        modules::RULES,
        json_feed::RULES,
        readers::RULES,
    ]
    .concat()
});

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::RULES;

    #[test]
    fn every_rule_is_explained() {
        let mut codes = HashSet::new();
        for rule in RULES.iter() {
            assert!(codes.insert(rule.code), "{} is declared twice", rule.code);
            assert!(rule.spec.is_some(), "{} names no specification", rule.code);
            assert!(rule.example.is_some(), "{} has no example", rule.code);
            for text in [rule.summary, rule.why, rule.remedy] {
                assert!(
                    text.ends_with('.') && text.len() > 8,
                    "{}: {text}",
                    rule.code
                );
            }
        }
    }
}
