//! What a header said is the same after it was kept and read again.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its files has failed"
)]

use std::fmt::Debug;

use feedmill::address::encode_path;
use feedmill::config::{self, RawSite, Request, Settings};
use feedmill::front_matter::{self, Reading};
use feedmill::model::{AbsoluteUrl, Article, EntryId, MediaType, Tag, Text};
use feedmill::normalise::{self, Outcome};
use feedmill::text::encoding::Encoding;
use feedmill::time::{Present, Timestamp, Zone};
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

fn settings(site_file: &str) -> Settings {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("feedmill.yaml");
    let site = "title: S\nurl: https://example.org/blog/\n";
    std::fs::write(path, format!("{site}{site_file}")).unwrap();
    let request = Request {
        source: folder.path().to_owned(),
        site_file: None,
        flags: RawSite::default(),
        for_feeds: true,
    };
    config::load(request, &[]).unwrap()
}

fn article(path: &str, header: &str, settings: &Settings) -> Article {
    let text = format!("---\ntitle: A\n{header}\n---\nbody\n");
    let Reading::Header(header) = front_matter::read(path, text.as_bytes(), true) else {
        panic!("{text}")
    };
    let now = Timestamp::from_unix(4_000_000_000, 0).unwrap();
    let mut findings = Vec::new();
    match normalise::article(
        7,
        path,
        &|_| false,
        &header,
        settings,
        &Present::at(now),
        &mut findings,
    ) {
        Outcome::Article(article) => *article,
        _ => panic!("{findings:?}"),
    }
}

#[test]
fn articles() {
    let podcast = "language: en\nlanguages: [en, zh]\ntaxonomies: [tags, categories, section]\nauthors: {separators: [\";\"]}\n\
        podcast:\n  category: Technology\n  image: https://example.org/cover.jpg\n  author: P\n  explicit: false\n";
    for site_file in ["", "ids: tag\nid_date: 2020-01-01\n", podcast] {
        let settings = settings(site_file);
        for (path, header) in [
            ("a.md", "date: 2024-01-01"),
            (
                "x/2024-01-01-中 文.html",
                "lastmod: 2024-05-05T01:02:03.000000004-03:30\ntags: [A b, a_b, 人工智能]\n\
                 category: x\nlang: zh\nsummary: a & b\nauthor: {name: N, email: a@b.org, url: \"https://e.org/?q=[1]\"}",
            ),
            (
                "b.txt",
                "date: 1883-11-18 12:00\nid: urn:isbn:0451450523\nimage: {url: a.png, alt: b}\naudio: a.mp3\n\
                 length: 12\nduration: 1:02\nepisode: 3\nseason: 1\nepisode_type: Bonus\nexplicit: yes",
            ),
        ] {
            assert_kept(&article(path, header, &settings));
        }
    }
}

#[test]
fn what_may_not_be_is_refused() {
    fn refused<T: DeserializeOwned + Debug>(json: &str) {
        assert!(serde_json::from_str::<T>(json).is_err(), "{json}");
    }
    refused::<AbsoluteUrl>("\"/a\"");
    refused::<AbsoluteUrl>("\"ftp://e.org/\"");
    refused::<EntryId>("\" \"");
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
    fn urls_and_ids(host in "[a-z中]{1,8}(:[0-9]{1,4})?", rest in "([a-z/.?#&%\\[\\]^|{}\\\\:@ 中]|\\PC){0,30}") {
        let site = AbsoluteUrl::parse(&format!("https://{host}/a/")).unwrap();
        let urls = [site.join(&rest), AbsoluteUrl::parse(&format!("http://{host}/{rest}"))];
        for url in urls.into_iter().flatten().chain([site.below(&encode_path(&rest))]) {
            assert_kept(&url);
            assert_kept(&EntryId::from_url(&url));
        }
        let ids = [EntryId::from_uri(&rest), EntryId::as_published(&rest)];
        ids.iter().flatten().for_each(assert_kept);
        assert_kept(&EntryId::tag(site.host(), "2024-01-01", &rest));
    }

    #[test]
    fn instants(seconds in -62_135_596_800_i64..253_402_300_800, nanos in 0..1_000_000_000_u32, zone in
        prop::sample::select(&["UTC", "Asia/Shanghai", "Europe/Amsterdam", "America/St_Johns"][..])) {
        let time = Timestamp::from_unix(seconds, nanos).unwrap();
        assert_kept(&time);
        assert_kept(&time.in_zone(&Zone::parse(zone).unwrap()));
    }
}
