//! What an index holds is the same after it was kept and read again.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its files has failed"
)]

use std::fmt::Debug;

use feedmill::model::{AbsoluteUrl, MediaType, Tag, Text};
use feedmill::site::address::encode_path;
use feedmill::text::encoding::Encoding;
use feedmill::time::{Timestamp, Zone};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// `value` after both a compact and a readable notation.
fn kept<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) -> T {
    let bytes = postcard::to_stdvec(value).unwrap();
    let from_bytes: T = postcard::from_bytes(&bytes).unwrap();
    let json = serde_json::to_string(value).unwrap();
    assert_eq!(serde_json::from_str::<T>(&json).unwrap(), from_bytes);
    from_bytes
}

fn assert_kept<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    let again = kept(value);
    assert_eq!(&again, value);
    // Two instants are equal whatever their offsets; how they are shown tells all.
    assert_eq!(format!("{again:?}"), format!("{value:?}"));
}

#[test]
fn what_may_not_be_is_refused() {
    fn refused<T: DeserializeOwned + Debug>(json: &str) {
        assert!(serde_json::from_str::<T>(json).is_err(), "{json}");
    }
    refused::<AbsoluteUrl>("\"/a\"");
    refused::<AbsoluteUrl>("\"ftp://e.org/\"");
    refused::<MediaType>("\"mp3\"");
    refused::<Encoding>("\"klingon\"");
    refused::<Encoding>("\"utf-8\"");
    refused::<Timestamp>("[0,1000000000,0]");
    refused::<Timestamp>("[0,0,90000]");
    refused::<Timestamp>("[-62135596800,0,-1]");
    let text: Text = serde_json::from_str("\"a\\u0008b\\ufffe\"").unwrap();
    assert_eq!(text.as_str(), "ab");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn texts_and_tags(text in "(\\PC|.|[-_ \t]){0,40}") {
        assert_kept(&Text::new(&text));
        Tag::new(&text).iter().for_each(assert_kept);
        MediaType::parse(&text).iter().for_each(assert_kept);
    }

    #[test]
    fn urls(host in "[a-z中]{1,8}(:[0-9]{1,4})?", rest in "([a-z/.?#&%\\[\\]^|{}\\\\:@ 中]|\\PC){0,30}") {
        let site = AbsoluteUrl::parse(&format!("https://{host}/a/")).unwrap();
        let urls = [site.join(&rest), AbsoluteUrl::parse(&format!("http://{host}/{rest}"))];
        for url in urls.into_iter().flatten().chain([site.below(&encode_path(&rest))]) {
            assert_kept(&url);
        }
    }

    #[test]
    fn instants(seconds in -62_135_596_800_i64..253_402_300_800, nanos in 0..1_000_000_000_u32, zone in
        prop::sample::select(&["UTC", "Asia/Shanghai", "Europe/Amsterdam", "America/St_Johns"][..])) {
        let time = Timestamp::from_unix(seconds, nanos).unwrap();
        assert_kept(&time);
        assert_kept(&time.in_zone(&Zone::parse(zone).unwrap()));
    }
}
