use super::*;

fn entries(feed: &str) -> Vec<ParsedEntry> {
    read(feed.as_bytes()).unwrap().entries
}

fn links(feed: &str) -> Vec<String> {
    let links = entries(feed).into_iter().map(|entry| entry.link);
    links.map(Option::unwrap_or_default).collect()
}

#[test]
fn links_are_resolved() {
    let atom = "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://e.org/blog/'>
        <entry xml:base='2024/'><id>1</id><link href='a.html'/></entry>
        <entry><id>2</id><link href='/b'/><link rel='edit' href='/edit'/></entry>
        <entry><id>3</id><link type='text/plain' href='c.txt'/><link type='text/html' href='c.html'/></entry>
        <entry><id>4</id></entry>
        </feed>";
    let expected = [
        "https://e.org/blog/2024/a.html",
        "https://e.org/b",
        "https://e.org/blog/c.html",
        "",
    ];
    assert_eq!(links(atom), expected);
    let rss = "<rss version='2.0' xmlns:atom='http://www.w3.org/2005/Atom'
        xmlns:fb='http://rssnamespace.org/feedburner/ext/1.0'><channel><link>https://e.org/x/</link>
        <item><guid>1</guid><link>a</link></item>
        <item><guid>https://e.org/b</guid></item>
        <item><guid isPermaLink='false'>https://e.org/c</guid></item>
        <item><guid>tag:e.org,2024:d</guid></item>
        <item><guid>5</guid><atom:link href='/e'/></item>
        <item><guid>6</guid><link>https://feeds.example/f</link><fb:origLink>https://e.org/f</fb:origLink></item>
        </channel></rss>";
    let expected = [
        "https://e.org/x/a",
        "https://e.org/b",
        "",
        "",
        "https://e.org/e",
        "https://e.org/f",
    ];
    assert_eq!(links(rss), expected);
}

#[test]
fn an_entry_is_found_again_by_what_is_left_of_it() {
    let feed = |items: &str| {
        let text = format!("<rss version='2.0'><channel>{items}</channel></rss>");
        read(text.as_bytes()).unwrap()
    };
    let date = |day: u32| format!("<pubDate>{day} Jan 2024 10:00:00 GMT</pubDate>");
    let item = |id: &str, rest: &str| format!("<item><guid>{id}</guid>{rest}</item>");
    for (old, new, same) in [
        (
            "<link>https://e.org/a</link>".to_owned(),
            "<link>https://E.org/%61</link>".to_owned(),
            Some(vec!["link"]),
        ),
        (
            "<link>http://e.org/a</link>".to_owned(),
            "<link>https://e.org/a/index.html</link>".to_owned(),
            Some(vec!["page"]),
        ),
        (
            format!("<title>T</title>{}", date(1)),
            format!("<title>T</title>{}", date(1)),
            Some(vec!["title", "date"]),
        ),
        (
            format!("<title>T</title>{}", date(1)),
            format!("<title>T</title>{}", date(2)),
            Some(vec!["title"]),
        ),
        (
            format!("<title>T</title>{}", date(1)),
            format!("<title>T</title>{}", date(3)),
            None,
        ),
        (
            format!("<title>It's -- \"so\"...</title>{}", date(1)),
            format!("<title>It’s – “so”…</title>{}", date(1)),
            Some(vec!["date"]),
        ),
        (
            format!("<title>T</title><description>x</description>{}", date(1)),
            format!("<title>T</title><description>x</description>{}", date(9)),
            Some(vec!["title", "text"]),
        ),
        (
            format!("<description>x</description>{}", date(1)),
            format!("<description>x</description>{}", date(1)),
            Some(vec!["date", "text"]),
        ),
        (date(1), date(1), None),
        (
            "<title>T</title>".to_owned(),
            "<title>U</title>".to_owned(),
            None,
        ),
    ] {
        let comparison = compare(feed(&item("1", &old)), feed(&item("2", &new)));
        let found = comparison.unread.first().map(|renamed| &renamed.same);
        assert_eq!(found, same.as_ref(), "{old} {new}");
    }
}

#[test]
fn entries_know_their_lines() {
    let feed = "<rss version='2.0'><channel>\n<item><guid>1</guid></item>\n\n<item>\n<guid>2</guid></item></channel></rss>";
    let lines: Vec<u32> = entries(feed).iter().map(|entry| entry.line).collect();
    assert_eq!(lines, [2, 4]);
}

#[test]
fn people_are_the_feeds_where_an_entry_names_none() {
    let feed = "<feed xmlns='http://www.w3.org/2005/Atom'><author><name>Ann</name></author>
        <entry><id>1</id></entry>
        <entry><id>2</id><author><name>Bob</name></author><author><email>c@e.org</email></author></entry></feed>";
    let authors: Vec<_> = entries(feed)
        .into_iter()
        .map(|entry| entry.authors)
        .collect();
    assert_eq!(authors, [vec!["Ann"], vec!["Bob", "c@e.org"]]);
}

#[test]
fn a_carriage_return_alone_ends_a_line() {
    for end in ["\r", "\n", "\r\n"] {
        let feed = [
            "<rss version='2.0'>",
            "<channel>",
            "<item><guid>a</guid></item>",
            "",
            "<item><guid>b</guid></item>",
            "</channel></rss>",
        ];
        let lines: Vec<u32> = read(feed.join(end).as_bytes())
            .unwrap()
            .entries
            .iter()
            .map(|entry| entry.line)
            .collect();
        assert_eq!(lines, [3, 5], "{end:?}");
    }
}
