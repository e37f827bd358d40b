//! The expected values were taken from Hexo 8.1 with hexo-generator-feed 3.0.

use super::super::testing;
use super::*;
use crate::time::Zone;

const SITE: &str =
    "title: T\nurl: https://e.org/b\ntimezone: Asia/Shanghai\nnew_post_name: :title.md\n";

fn post(site: &str, path: &str, header: &str) -> crate::model::Article {
    let settings = testing::settings("_config.yml", &format!("{SITE}{site}"));
    let text = format!("---\n{header}\n---\n");
    let path = format!("source/{path}");
    testing::article(&settings, &path, &text).unwrap_or_else(|| panic!("{path}"))
}

#[test]
fn links_and_ids() {
    const DATE: &str = "date: 2020-03-04 05:06:07";
    for (site, path, header, link) in [
        ("", "_posts/x.md", DATE, "/2020/03/04/x/"),
        (
            "permalink: :title.html",
            "_posts/sub/In_Sub.V1.md",
            DATE,
            "/sub/In_Sub.V1.html",
        ),
        (
            "permalink: :name/",
            "_posts/sub/In_Sub.md",
            DATE,
            "/In_Sub/",
        ),
        (
            "permalink: :title",
            "_posts/中文 标题！C++ & (x).md",
            DATE,
            "/%E4%B8%AD%E6%96%87%20%E6%A0%87%E9%A2%98%EF%BC%81C++%20&%20(x)",
        ),
        (
            "permalink: :post_title/",
            "_posts/x.md",
            "date: 2020-03-04\ntitle: C# & Été",
            "/c-ete/",
        ),
        (
            "permalink: :year:i_month:i_day:hour:minute:second/:timestamp",
            "_posts/x.md",
            DATE,
            "/202034050607/1583269567",
        ),
        (
            "timezone: UTC\npermalink: :hash/",
            "_posts/custom.md",
            DATE,
            "/e09380617a19/",
        ),
        ("permalink: :year_:title/", "_posts/x.md", DATE, "/2020_x/"),
        // Categories: the path of the last one.
        (
            "permalink: :category/:title/",
            "_posts/x.md",
            DATE,
            "/uncategorized/x/",
        ),
        (
            "permalink: :category/:title/\ndefault_category: None Such",
            "_posts/x.md",
            DATE,
            "/None%20Such/x/",
        ),
        (
            "permalink: :category/:title/",
            "_posts/x.md",
            "date: 2020-03-04\ncategories: [Foo, Bar Baz]",
            "/Foo/Bar-Baz/x/",
        ),
        (
            "permalink: :category/:title/",
            "_posts/x.md",
            "date: 2020-03-04\ncategories: [[A, B], C#]",
            "/C/x/",
        ),
        (
            "permalink: :category/:title/\ncategory_map: {编程: Pro gram}\nfilename_case: 1",
            "_posts/x.md",
            "date: 2020-03-04\ncategories:\n- [A]\n- [编程, Éa]",
            "/pro-gram/ea/x/",
        ),
        (
            "permalink: :category/:title/",
            "_posts/x.md",
            "date: 2020-03-04\ncategory: A, B",
            "/A-B/x/",
        ),
        // Keys of the header, and their defaults.
        (
            "permalink: :lang/:someKey2/:title/\npermalink_defaults: {lang: en}",
            "_posts/x.md",
            "date: 2020-03-04\nsomeKey2: 1.10",
            "/en/1.10/x/",
        ),
        (
            "permalink: :lang/:title/\npermalink_defaults: {lang: en}",
            "_posts/x.md",
            "date: 2020-03-04\nlang: fr",
            "/fr/x/",
        ),
        (
            "permalink: :nothing/:title/",
            "_posts/x.md",
            DATE,
            "/undefined/x/",
        ),
        (
            "permalink: posts/:abbrlink/",
            "_posts/x.md",
            "date: 2020-03-04\nabbrlink: 4a17b156",
            "/posts/4a17b156/",
        ),
        (
            "permalink: posts/:abbrlink/\nabbrlink: {alg: crc32, rep: hex}",
            "_posts/x.md",
            "date: 2020-03-04\ntitle: C# & Ü; x/y 中，文！",
            "/posts/56e9f2f6/",
        ),
        // The header's address is used unchanged, without expanding placeholders.
        (
            "",
            "_posts/x.md",
            "date: 2020-03-04\npermalink: rel/:title/x",
            "/rel/:title/x",
        ),
        (
            "",
            "_posts/x.md",
            "date: 2020-03-04\npermalink: /abs/Foo é.html",
            "/abs/Foo%20%C3%A9.html",
        ),
        (
            "",
            "_posts/x.md",
            "date: 2020-03-04\nslug: other\nurl: /u/\npath: /p/\nid: 5",
            "/2020/03/04/x/",
        ),
        // The name of the file.
        (
            "new_post_name: :year-:month-:day-:title.md",
            "_posts/2019-01-02-x.y.md",
            "title: x",
            "/2019/01/02/x.y/",
        ),
        (
            "new_post_name: :year-:month-:day-:title.md",
            "_posts/2019-01-02-x.md",
            DATE,
            "/2020/03/04/x/",
        ),
        (
            "new_post_name: :year-:month-:day-:title.md",
            "_posts/sub/In_Sub.md",
            DATE,
            "/2020/03/04/sub-In-Sub/",
        ),
        (
            "new_post_name: :lang/:title.md\npermalink: :lang/:title/",
            "_posts/zh/x.md",
            DATE,
            "/zh/x/",
        ),
        // Pretty addresses, and folders of assets.
        (
            "permalink: :title.html\npretty_urls: {trailing_html: false}",
            "_posts/x.md",
            DATE,
            "/x",
        ),
        (
            "permalink: :title/index.html\npretty_urls: {trailing_index: false}",
            "_posts/x.md",
            DATE,
            "/x/",
        ),
        (
            "pretty_urls: {trailing_html: false}",
            "_posts/x.md",
            "date: 2020-03-04\npermalink: a/b.html",
            "/a/b",
        ),
        (
            "permalink: :title\npost_asset_folder: true",
            "_posts/x.md",
            DATE,
            "/x/",
        ),
        (
            "post_asset_folder: true",
            "_posts/x.md",
            "date: 2020-03-04\npermalink: a/b",
            "/a/b/",
        ),
    ] {
        let article = post(site, path, header);
        let wanted = format!("https://e.org/b{link}");
        assert_eq!(article.permalink.as_str(), wanted, "{site} {path} {header}");
        assert_eq!(article.id.as_str(), wanted, "{site} {path} {header}");
    }
    let odd = post("", "_posts/a#b?c.md", DATE);
    assert_eq!(odd.permalink.as_str(), "https://e.org/b/2020/03/04/a#b?c/");
    assert_eq!(odd.id.as_str(), odd.permalink.as_str());
}

#[test]
fn dates() {
    for (header, date) in [
        ("date: 2020-01-01 10:11:12", "2020-01-01T02:11:12Z"),
        ("date: 2020-01-02 10:11", "2020-01-02T02:11:00Z"),
        ("date: 2020-01-03", "2020-01-02T16:00:00Z"),
        ("date: \"2020-01-03\"", "2020-01-03T00:00:00Z"),
        ("date: 2020-1-3", "2020-01-02T16:00:00Z"),
        ("date: 2020-01-04T10:11:12Z", "2020-01-04T02:11:12Z"),
        ("date: 2020-01-05T23:11:12+02:00", "2020-01-05T13:11:12Z"),
        ("date: 2020-01-05 23:11:12 +0200", "2020-01-05T21:11:12Z"),
        ("date: \"2020-01-06 10:11:12\"", "2020-01-06T02:11:12Z"),
        ("date: \"2020-01-07T10:11:12Z\"", "2020-01-07T10:11:12Z"),
        ("date: 2020/01/08 10:11:12", "2020-01-08T02:11:12Z"),
    ] {
        let published = post("", "_posts/x.md", header).published;
        assert_eq!(
            published.in_zone(&Zone::utc()).to_rfc3339(),
            date,
            "{header}"
        );
    }
}

#[test]
fn terms() {
    for (header, tags, categories) in [
        (
            "tags: one two, three\ncategories: [A, B]",
            &["one two, three"][..],
            &["A", "B"][..],
        ),
        ("tag: [a，b, '']\ncategory: C", &["a，b"], &["C"]),
        (
            "tags: [a]\ntag: b\ncategories:\n- [A, B]\n- [A, C]",
            &["a"],
            &["A", "B", "C"],
        ),
    ] {
        let article = post("", "_posts/x.md", &format!("date: 2020-03-04\n{header}"));
        let names = |at: usize| {
            let terms = article
                .filed_under()
                .filter(|(taxonomy, _)| *taxonomy == at);
            terms
                .map(|(_, term)| term.name.to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            (names(0), names(1)),
            (owned(tags), owned(categories)),
            "{header}"
        );
    }
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

#[test]
fn what_is_a_post() {
    for (path, expected) in [
        ("_posts/x.md", Role::Article),
        ("_posts/a/b.html", Role::Article),
        ("_posts/x.txt", Role::Other),
        ("_posts/_x.md", Role::Other),
        ("_posts/_a/x.md", Role::Other),
        ("_posts/.x.md", Role::Other),
        ("_drafts/x.md", Role::Draft),
        ("about/index.md", Role::Other),
        ("x.md", Role::Other),
    ] {
        assert_eq!(role(path), expected, "{path}");
    }
}

/// The paths of the Atom and the RSS feed.
#[test]
fn where_the_feeds_lie() {
    for (feed, atom, rss) in [
        ("{}", "atom.xml", "rss2.xml"),
        ("{type: rss2}", "atom.xml", "rss2.xml"),
        ("{type: atom, path: feed}", "feed.xml", "rss2.xml"),
        (
            "{type: atom, path: feed.v1/atom}",
            "feed.v1/atom.xml",
            "rss2.xml",
        ),
        ("{type: atom, path: rss2.xml}", "rss2.xml", "rss.xml"),
        ("{type: rss2, path: /atom.xml}", "feed.xml", "atom.xml"),
        ("{type: [atom, rss2], path: [a.xml, r]}", "a.xml", "r.xml"),
        // Atom first, whatever the order in the site file.
        (
            "{type: [rss2, atom], path: [feed/r, feed/a.xml]}",
            "feed/r.xml",
            "feed/a.xml",
        ),
        ("{type: [atom, rss2], path: a.xml}", "atom.xml", "rss2.xml"),
        ("{type: [atom, rss2], path: [a.xml]}", "a.xml", "rss2.xml"),
    ] {
        let settings = testing::settings("_config.yml", &format!("{SITE}feed: {feed}\n"));
        let paths = settings.paths.iter();
        let written = paths.filter(|path| path.state == crate::site::settings::PathState::Written);
        let paths: Vec<_> = written
            .map(|path| (path.format.name(), path.template.to_string()))
            .collect();
        let wanted = [("rss", rss.to_owned()), ("atom", atom.to_owned())];
        assert!(
            wanted.iter().all(|path| paths.contains(path)),
            "{feed}: {paths:?}"
        );
    }
}
