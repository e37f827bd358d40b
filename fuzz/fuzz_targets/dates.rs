//! Any text is read as a date: no panic, and an instant is written so that it is read back.
//!
//! `cargo fuzz run dates fuzz/corpus/dates`

#![no_main]

use feedmill::time::{Timestamp, Zone};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let shanghai = Zone::parse("Asia/Shanghai").expect("a zone");
    for zone in [Zone::utc(), shanghai] {
        let Ok(time) = Timestamp::parse(text, &zone) else {
            continue;
        };
        let written = time.to_rfc3339();
        assert_eq!(Timestamp::from_rfc3339(&written).expect("RFC 3339"), time);
        let written = Timestamp::parse(&time.to_rfc822(), &Zone::utc()).expect("RFC 822");
        assert_eq!(written.unix_seconds(), time.unix_seconds());
    }
});
