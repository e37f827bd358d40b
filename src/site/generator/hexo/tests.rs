//! The expected values were taken from Hexo 8.1 with hexo-generator-feed 3.0.

use super::super::testing;

const SITE: &str =
    "title: T\nurl: https://e.org/b\ntimezone: Asia/Shanghai\nnew_post_name: :title.md\n";

fn post(site: &str, path: &str, header: &str) -> crate::model::Article {
    let settings = testing::settings("_config.yml", &format!("{SITE}{site}"));
    let text = format!("---\n{header}\n---\n");
    let path = format!("source/{path}");
    testing::article(&settings, &path, &text).unwrap_or_else(|| panic!("{path}"))
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
