//! The expected values were taken from Jekyll 4.3 with jekyll-feed 0.17.

use super::super::testing;
use super::*;

const SITE: &str = "title: T\nurl: https://e.org\ntimezone: Asia/Shanghai\n";

/// The link and the id of a post, both without the site's address.
fn link_and_id(site: &str, path: &str, header: &str) -> (String, String) {
    let settings = testing::settings("_config.yml", &format!("{SITE}{site}"));
    let text = format!("---\n{header}\n---\n");
    let article = testing::article(&settings, path, &text).unwrap_or_else(|| panic!("{path}"));
    let below = |url: &str| url.strip_prefix("https://e.org").unwrap_or(url).to_owned();
    (
        below(article.permalink.as_str()),
        below(article.id.as_str()),
    )
}

#[test]
fn links_and_ids() {
    for (site, path, header, link, id) in [
        (
            "",
            "_posts/2021-05-07-cst.md",
            "title: x",
            "/2021/05/07/cst.html",
            "/2021/05/07/cst",
        ),
        (
            "permalink: pretty",
            "_posts/2021-05-07-cst.md",
            "title: x",
            "/2021/05/07/cst/",
            "/2021/05/07/cst",
        ),
        (
            "permalink: none",
            "_posts/2021-05-07-cst.md",
            "title: x",
            "/cst.html",
            "/cst",
        ),
        (
            "permalink: ordinal",
            "_posts/2021-05-07-cst.md",
            "title: x",
            "/2021/127/cst.html",
            "/2021/127/cst",
        ),
        (
            "permalink: weekdate",
            "_posts/2021-05-07-cst.md",
            "title: x",
            "/2021/W18/Fri/cst.html",
            "/2021/W18/Fri/cst",
        ),
        (
            "permalink: /:title",
            "_posts/2021-05-07-cst.md",
            "title: x",
            "/cst",
            "/cst",
        ),
        (
            "permalink: /:title/",
            "_posts/2021-05-07-cst.md",
            "title: x",
            "/cst/",
            "/cst",
        ),
        (
            "permalink: blog/:title/index.html",
            "_posts/2021-05-07-cst.md",
            "title: x",
            "/blog/cst/index.html",
            "/blog/cst/cst",
        ),
        (
            "permalink: /:short_month_:long_month/:i_day/:slug",
            "_posts/2021-05-07-C_s.md",
            "title: x",
            "/May_May/7/c-s",
            "/May_May/7/C_s",
        ),
        (
            "permalink: /:path:output_ext",
            "cat/_posts/in/2021-05-07-cst.md",
            "title: x",
            "/cat/in/2021-05-07-cst.html",
            "/cat/in/cst",
        ),
        (
            "permalink: /:name/",
            "_posts/2021-05-07-cst.md",
            "title: x",
            "/2021-05-07-cst/",
            "/cst",
        ),
        (
            "permalink: pretty\ncollections: {posts: {permalink: '/p/:title'}}",
            "_posts/2021-05-07-cst.md",
            "title: x",
            "/p/cst",
            "/p/cst",
        ),
        // Quoted dates are in the site's zone, unquoted ones in UTC.
        (
            "",
            "_posts/2021-05-07-x.md",
            "date: 2021-05-07 22:11:12",
            "/2021/05/08/x.html",
            "/2021/05/08/x",
        ),
        (
            "",
            "_posts/2021-05-07-x.md",
            "date: \"2021-05-07 22:11:12\"",
            "/2021/05/07/x.html",
            "/2021/05/07/x",
        ),
        (
            "",
            "_posts/2021-05-07-x.md",
            "date: 2021-05-07 22:11:12 -0400",
            "/2021/05/08/x.html",
            "/2021/05/08/x",
        ),
        // The header's address and slug.
        (
            "",
            "_posts/2021-05-07-perm.md",
            "permalink: /abs/Foo é.html",
            "/abs/Foo%20%C3%A9.html",
            "/abs/perm",
        ),
        (
            "",
            "_posts/2021-05-07-idx.md",
            "permalink: /blog/2020/",
            "/blog/2020/",
            "/blog/idx",
        ),
        (
            "",
            "_posts/2021-05-07-rel.md",
            "permalink: rel-:year/:title/",
            "/rel-2021/rel/",
            "/rel-2021/rel",
        ),
        (
            "",
            "_posts/2021-05-07-x.md",
            "permalink: /Talk:Foo/",
            "/Talk:Foo/",
            "/x",
        ),
        (
            "",
            "_posts/2021-05-07-x.md",
            "slug: My Slug/é C#",
            "/2021/05/07/My-Slug-%C3%A9-C.html",
            "/2021/05/07/My%20Slug/%C3%A9%20C",
        ),
        (
            "",
            "_posts/2021-05-07-x.md",
            "slug: /lead/trail/",
            "/2021/05/07/lead-trail.html",
            "/2021/05/07/lead/trail/",
        ),
        (
            "",
            "_posts/2021-05-07-a#b.md",
            "title: x",
            "/2021/05/07/a-b.html",
            "/2021/05/07/a#b",
        ),
        // Not `url`, `path` or `id`, which other generators use.
        (
            "",
            "_posts/2021-05-07-x.md",
            "url: /u/\npath: /p/\nid: 7",
            "/2021/05/07/x.html",
            "/2021/05/07/x",
        ),
        // Wide characters are kept in the page's address, not in the id.
        (
            "",
            "_posts/2021-05-07-ＡＢ：中.md",
            "title: x",
            "/2021/05/07/%EF%BC%A1%EF%BC%A2-%E4%B8%AD.html",
            "/2021/05/07/AB:%E4%B8%AD",
        ),
        (
            "",
            "_posts/2021-05-07-中文 标题！C++.md",
            "title: x",
            "/2021/05/07/%E4%B8%AD%E6%96%87-%E6%A0%87%E9%A2%98-C++.html",
            "/2021/05/07/%E4%B8%AD%E6%96%87%20%E6%A0%87%E9%A2%98!C++",
        ),
        // Categories: folders, defaults, header.
        (
            "",
            "Big Cat/in ner/_posts/2021-05-07-x.md",
            "categories: C/D e\ncategory: F g",
            "/big%20cat/in%20ner/c/d/e/f%20g/2021/05/07/x.html",
            "/big%20cat/in%20ner/c/d/e/f%20g/2021/05/07/x",
        ),
        (
            "permalink: /:slugified_categories/:title",
            "Big Cat/_posts/2021-05-07-x.md",
            "categories: [C/D, C#, É]",
            "/big-cat/c-d/c/%C3%A9/x",
            "/big-cat/c-d/c/%C3%A9/x",
        ),
        (
            "defaults: [{scope: {path: ''}, values: {categories: [d]}}]",
            "a/_posts/2021-05-07-x.md",
            "categories: h d",
            "/a/d/h/2021/05/07/x.html",
            "/a/d/h/2021/05/07/x",
        ),
        (
            "defaults: [{scope: {path: a/_posts, type: posts}, values: {permalink: '/d/:title/'}}, {scope: {path: a}, values: {permalink: /e/}}]",
            "a/_posts/2021-05-07-x.md",
            "title: x",
            "/d/x/",
            "/d/x",
        ),
        (
            "baseurl: /b/\npermalink: pretty",
            "_posts/2021-05-07-x.md",
            "title: x",
            "/b/2021/05/07/x/",
            "/b/2021/05/07/x",
        ),
        (
            "",
            "_posts/2021-05-07-to-be...or.md",
            "title: x",
            "/2021/05/07/to-be/.or.html",
            "/2021/05/07/to-be/to-be...or",
        ),
    ] {
        let found = link_and_id(site, path, header);
        assert_eq!((&*found.0, &*found.1), (link, id), "{site} {path} {header}");
    }
}

#[test]
fn slugs() {
    for (text, title, slug) in [
        ("Foo_Bar.V1.2", "Foo_Bar.V1.2", "foo-bar-v1-2"),
        (
            "中文 标题！C++ & (x),y;z=1@'~$",
            "中文-标题-C++-&-(x),y;z=1@'~$",
            "中文-标题-c-x-y-z-1",
        ),
        ("C#", "C", "c"),
        ("-lead-", "lead", "lead"),
        ("emoji-🎉", "emoji", "emoji"),
        ("100%25", "100-25", "100-25"),
        ("é", "é", "é"),
    ] {
        assert_eq!(
            (slugify(text, true), slugify(text, false)),
            (title.into(), slug.into())
        );
    }
}

#[test]
fn what_is_a_post() {
    for (path, expected) in [
        ("_posts/2021-05-07-x.md", Role::Article),
        ("_posts/deep/2021-5-7-x.html", Role::Article),
        ("a/b/_posts/2021-05-07-x.md", Role::Article),
        ("_posts/21-5-7-x.md", Role::Article),
        ("_posts/2021-05-07-_under.md", Role::Article),
        ("_posts/x.md", Role::Other),
        ("_posts/2021-05-07.md", Role::Other),
        ("_posts/2021-05-07 x.md", Role::Other),
        ("_posts/2021-05-07-x/foo.md", Role::Other),
        ("_posts/_2021-05-07-x.md", Role::Other),
        ("_posts/.x/2021-05-07-x.md", Role::Other),
        ("_site/_posts/2021-05-07-x.md", Role::Other),
        ("_drafts/x.md", Role::Draft),
        ("a/_drafts/2021-05-07-x.md", Role::Draft),
        ("2021-05-07-x.md", Role::Other),
        ("about.md", Role::Other),
    ] {
        assert_eq!(role(path), expected, "{path}");
    }
}

#[test]
fn titles_dates_and_terms() {
    let settings = testing::settings("_config.yml", SITE);
    let article = |path: &str, header: &str| {
        let text = format!("---\n{header}\n---\n");
        testing::article(&settings, path, &text).unwrap_or_else(|| panic!("{path}"))
    };
    for (path, header, title) in [
        ("_posts/2021-05-07-Foo_Bar.V1.2.md", "a: b", "Foo_bar.v1.2"),
        ("_posts/2021-05-07-two-wORDS.md", "", "Two Words"),
        (
            "_posts/2021-05-07-x.md",
            "title: It's \"so\"...",
            "It’s “so”…",
        ),
        ("_posts/2021-05-07-中文-é.md", "title: ~", "中文 É"),
    ] {
        assert_eq!(article(path, header).title.as_str(), title, "{path}");
    }
    for (header, date) in [
        ("a: b", "2021-05-07T00:00:00+08:00"),
        ("date: 2021-05-07", "2021-05-07T00:00:00+08:00"),
        ("date: 2021-05-07 22:11:12", "2021-05-07T22:11:12Z"),
        ("date: 2021-05-07T22:11:12.5", "2021-05-07T22:11:12.500Z"),
        ("date: '2021-05-07 22:11:12'", "2021-05-07T22:11:12+08:00"),
        ("date: \"2021-05-07 22:11:12\"", "2021-05-07T22:11:12+08:00"),
        ("date: 2021-05-07 22:11", "2021-05-07T22:11:00+08:00"),
        ("date: 2021/05/07", "2021-05-07T00:00:00+08:00"),
        ("date: 2021-5-7 2:11:12", "2021-05-07T02:11:12Z"),
        (
            "date: 2021-05-07 22:11:12 +0200",
            "2021-05-07T22:11:12+02:00",
        ),
        ("date: 2021-05-07 22:11:12 -4", "2021-05-07T22:11:12-04:00"),
    ] {
        assert_eq!(
            article("_posts/2021-05-07-x.md", header)
                .published
                .to_rfc3339(),
            date,
            "{header}"
        );
    }
    assert_eq!(
        article("_posts/21-5-7-x.md", "").published.to_rfc3339(),
        "2021-05-07T00:00:00+08:00"
    );
    for (header, tags) in [
        ("tags: one two,", &["one", "two,"][..]),
        ("tags: [one two, 'c，d', ~]", &["one two", "c，d"]),
        ("tags: [a]\ntag: b c", &["b c"]),
        ("tags: [a]\ntag:", &["a"]),
    ] {
        let article = article("_posts/2021-05-07-x.md", header);
        let names: Vec<_> = article.tags.iter().map(|tag| tag.name.as_str()).collect();
        assert_eq!(names, tags, "{header}");
    }
}

#[test]
fn a_post_needs_no_header() {
    let settings = testing::settings("_config.yml", SITE);
    for text in ["Text.", "---\n---\nText.", ""] {
        let article = testing::article(&settings, "_posts/2021-05-07-no-header.md", text);
        assert_eq!(article.unwrap().title.as_str(), "No Header", "{text}");
    }
    assert!(testing::article(&settings, "about.md", "---\ntitle: x\n---\n").is_none());
}

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
