//! The expected values were taken from Jekyll 4.3 with jekyll-feed 0.17.

use super::super::testing;
use super::*;

#[test]
fn patterns_of_exclusions() {
    for (theirs, ours) in [
        ("README.md", Some("README.md*")),
        ("vendor/", Some("vendor")),
        ("/a/b", Some("a/b*")),
        ("./a", Some("a*")),
        ("*.md", Some("**/*.md")),
        ("a/*.md", Some("a/**/*.md")),
        ("", None),
    ] {
        assert_eq!(site_file::pattern(theirs).as_deref(), ours, "{theirs}");
    }
}

#[test]
fn feeds_of_collections_are_told() {
    for collections in ["[posts, notes]", "{posts: {}, notes: {path: /n.xml}}"] {
        let text = format!("feed: {{collections: {collections}}}");
        let told = testing::translation(&JEKYLL, "_config.yml", &text);
        let expected = "? the feed of the collection `notes` is not written: only posts are read";
        assert!(told.contains(expected), "{told}");
        assert!(!told.contains("`posts`"), "{told}");
    }
}
