#!/usr/bin/env python3
"""Breaks two good feeds, written by hand, in many ways: each must be noticed.

A judge that says yes to everything looks like a program without a fault.
"""

import tempfile
import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import check
import rules

URL = "https://e.org/feeds/"

RSS = """<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>T</title><link>https://e.org/</link><description>D</description>
<lastBuildDate>Sun, 18 May 2025 21:36:22 +0000</lastBuildDate>
<atom:link rel="self" href="https://e.org/feeds/rss.xml"/>
<item><title>A &#x26; B</title><link>https://e.org/a/</link><description>A few words.</description>
<category>机器人</category><enclosure url="https://e.org/1.mp3" length="0" type="audio/mpeg"/><guid>https://e.org/a/</guid><pubDate>Sun, 18 May 2025 21:36:22 +0000</pubDate>
<content:encoded><![CDATA[<p><a href="https://e.org/b/">A few</a> words.</p>]]></content:encoded>
<media:content medium="image" url="https://e.org/1.png"/><dc:creator>Eric</dc:creator></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">
<title>T</title><id>https://e.org/feeds/atom.xml</id><updated>2025-05-18T21:36:23Z</updated>
<link rel="self" href="https://e.org/feeds/atom.xml"/><link rel="alternate" href="https://e.org/"/>
<entry><title type="html">A &amp;amp; B</title><id>https://e.org/a/</id><updated>2025-05-18T21:36:23Z</updated>
<author><name>Eric</name></author><category term="机器人"/><link rel="alternate" href="https://e.org/a/"/>
<link rel="enclosure" type="audio/mpeg" href="https://e.org/1.mp3"/>
<published>2025-05-18T21:36:22Z</published><summary>A few words.</summary>
<content type="html">&lt;p&gt;A few words.&lt;/p&gt;</content>
<media:content medium="image" url="https://e.org/1.png"/></entry>
</feed>"""

ARTICLE = {
    "path": "a.md",
    "title": "A & B",
    "link": "https://e.org/a/",
    "published": "2025-05-18T21:36:22+00:00",
    "authors": ["Eric"],
    "tags": ["机器人"],
    "picture": "https://e.org/1.png",
    "enclosures": ["https://e.org/1.mp3"],
    "lines": ["A few words."],
}

# What is replaced in a good feed, by what, and the rule that must notice.
BROKEN_RSS = [
    ("A few words.<", "A few\x85words.<", "characters"),
    ("A few words.<", "A few&#x80;words.<", "characters"),
    ('href="https://e.org/b/"', 'href="/b/"', "absolute_links"),
    ('href="https://e.org/b/"', 'href="#fn1"', "absolute_links"),
    ("<p><a", '<p onclick="x()"><a', "safe_markup"),
    ("<p><a", "<script>x()</script><p><a", "safe_markup"),
    ("Sun, 18 May", "Mon, 18 May", "dates"),
    ("21:36:22 +0000", "24:00:00 +0000", "dates"),
    ("<guid>https://e.org/a/", "<guid>tag:e.org,2000:a", "ids"),
    ("<guid>https://e.org/a/", "<guid>/a/", "ids"),
    ("</item>", "</item><language>en</language>", "order"),
    ("<description>A few words.</description>", "", "order"),
    ("<category>机器人", "<category> ", "nothing_blank"),
    ("<title>A &#x26; B</title>", "", "nothing_blank"),
    ("feeds/rss.xml", "rss.xml", "self_link"),
    ("<link>https://e.org/a/", "<link>https://e.org/文/", "addresses"),
    ('length="0" ', "", "media"),
    ("https://e.org/1.png", "/1.png", "media"),
    ('medium="image" ', "", "media"),
    ("<guid>", '<enclosure url="https://e.org/2.mp3" length="0" type="audio/mpeg"/><guid>', "media"),
    ("<dc:creator>Eric", "<author>Eric</author><dc:creator>Eric", "people"),
    ("A &#x26; B", "A &amp; B", "escaped_titles"),
]
BROKEN_ATOM = [
    ("2025-05-18T21:36:23Z", "2025-05-18", "dates"),
    ("<updated>2025-05-18T21:36:23Z</updated>\n<link", "<updated>2025-05-19T00:00:00Z</updated>\n<link", "updated"),
    ("</entry>", "</entry><subtitle>S</subtitle>", "order"),
    ("<author><name>Eric</name></author>", "", "people"),
    ('<title type="html">A &amp;amp; B', "<title>A &amp; B", "escaped_titles"),
    ('href="https://e.org/a/"', 'href="/a/"', "addresses"),
    ('type="audio/mpeg" ', "", "media"),
    ("<id>https://e.org/a/", "<id>a", "ids"),
]

# The same for the readers.
MISREAD = [
    (">A &", ">B &", "title"),
    ("21:36:22", "21:36:21", "date"),
    ("Eric", "Erik", "authors"),
    ("机器人", "机器", "categories"),
    ("1.png", "2.png", "pictures"),
    ("1.mp3", "2.mp3", "enclosures"),
    (" words.", " word.", "not in the content"),
    ("e.org/a/", "e.org/c/", "does not find"),
    ("</channel>", "</chanel>", "cannot read"),
    ("</feed>", "</fed>", "cannot read"),
]


class Judges(unittest.TestCase):
    def seen_by_rules(self, text: str) -> set[str]:
        root = ElementTree.fromstring(text)
        feed = rules.Feed(text, root, URL + ("rss.xml" if root.tag == "rss" else "atom.xml"))
        return {rule.__name__ for rule in rules.RULES if list(rule(feed))}

    def seen_by_readers(self, kind: str, text: str) -> str:
        with tempfile.TemporaryDirectory() as folder:
            feed = Path(folder) / f"{kind}.xml"
            feed.write_text(text, "utf-8")
            return "\n".join(check.check(feed, feed.name, [ARTICLE]))

    def test_good_feeds_pass(self) -> None:
        for kind, text in (("rss", RSS), ("atom", ATOM)):
            self.assertEqual(self.seen_by_rules(text), set())
            self.assertEqual(self.seen_by_readers(kind, text), "")

    def test_rules_notice(self) -> None:
        for good, broken in ((RSS, BROKEN_RSS), (ATOM, BROKEN_ATOM)):
            for old, new, rule in broken:
                with self.subTest(old=old, new=new):
                    self.assertIn(old, good)
                    self.assertIn(rule, self.seen_by_rules(good.replace(old, new)))

    def test_readers_notice(self) -> None:
        for kind, good in (("rss", RSS), ("atom", ATOM)):
            for old, new, what in MISREAD:
                if old.startswith(">A") and kind == "atom":
                    old, new = ">A &amp;", ">B &amp;"
                if old in good:
                    with self.subTest(kind=kind, new=new):
                        self.assertIn(what, self.seen_by_readers(kind, good.replace(old, new)))


if __name__ == "__main__":
    unittest.main()
