//! Any bytes are read as the head of a file: no panic, no hang, and what is known before the end of
//! the file is known does not change when it is.
//!
//! `cargo fuzz run front_matter fuzz/corpus/front_matter fixtures/cases`

#![no_main]

use feedmill::internals::front_matter::{Reading, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let whole = read("a.md", bytes, true);
    assert!(!matches!(whole, Reading::NeedMore));
    if let Reading::Header(part) = read("a.md", bytes, false) {
        let Reading::Header(whole) = whole else {
            panic!("a header that is there goes away at the end of the file");
        };
        assert_eq!(format!("{:?}", part.raw), format!("{:?}", whole.raw));
    }
});
