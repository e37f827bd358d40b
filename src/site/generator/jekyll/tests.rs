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
fn feeds_of_categories_of_collections_are_told() {
    let text =
        "feed: {collections: {posts: {categories: [a]}, notes: {path: /n.xml, categories: [a]}}}";
    let told = testing::translation(&JEKYLL, "_config.yml", text);
    let expected = "? the feeds of the categories of the collection `notes` are not written";
    assert!(told.contains(expected), "{told}");
    assert_eq!(told.matches('?').count(), 1, "{told}");
}
