//! Any name is a tag whose folder is a safe file name, and its identity is stable.
//!
//! `cargo fuzz run tags fuzz/corpus/tags`

#![no_main]

use feedmill::internals::model::{Tag, identity, slug};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|name: &str| {
    let Some(tag) = Tag::new(name) else { return };
    assert_eq!(identity(&tag.identity), tag.identity);
    let slug = slug(&tag.identity);
    assert!(!slug.is_empty() && slug.len() < 255);
    assert!(!slug.starts_with('.') && !slug.ends_with('.'));
    let is_unsafe = |c: char| "/\\:*?\"<>|%".contains(c) || c.is_control();
    assert!(!slug.contains(is_unsafe), "{slug}");
});
