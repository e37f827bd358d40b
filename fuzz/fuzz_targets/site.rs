//! Any folder of articles is built into valid feeds, the same again and again, fresh and not.
//!
//! `cargo fuzz run site fuzz/corpus/site fixtures/cases`

#![no_main]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Duration;

use feedmill::Site;
use feedmill::time::Timestamp;
use feedmill::validate;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let home = tempfile::tempdir().expect("a folder");
    // Articles stand between lines that no header holds.
    let articles = bytes.split(|&byte| byte == 0x1e).take(8);
    for (index, article) in articles.enumerate() {
        fs::write(home.path().join(format!("{index}.md")), article).expect("an article");
    }
    let first = feeds(home.path(), true);
    for (path, bytes) in &first {
        let report = validate::validate(bytes, &validate::Options::default());
        assert!(report.valid(), "{path}: {:?}", report.diagnostics);
    }
    for _ in 0..2 {
        assert_eq!(first, feeds(home.path(), false));
    }
});

fn feeds(source: &Path, fresh: bool) -> BTreeMap<String, Vec<u8>> {
    let site = Site::new(source).title("T").url("https://example.org/");
    let now = Timestamp::from_unix(1_767_225_600, 0).expect("a time");
    let site = site.now(now).allow_empty(true).fresh(fresh).patience(Duration::ZERO);
    site.build().expect("an article with an error does not stop a build");
    let mut feeds = BTreeMap::new();
    collect(&source.join("feeds"), "", &mut feeds);
    feeds
}

fn collect(folder: &Path, below: &str, feeds: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).expect("the feeds") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
        let name = format!("{below}{name}");
        if path.is_dir() {
            collect(&path, &format!("{name}/"), feeds);
        } else {
            feeds.insert(name, fs::read(path).expect("a feed"));
        }
    }
}
