"""JSON Feed in parsers of feed readers: they read from feed.json what they read from the rss.xml beside it.

    json_feed.py FEEDS
"""

import pathlib
import sys

import fastfeedparser
import feedparser_rs

PARSERS = [fastfeedparser, feedparser_rs]


def entries(parser, path):
    return [
        (entry.id, entry.title, entry.link, [tag["term"] for tag in entry.tags or []])
        for entry in parser.parse(path.read_bytes()).entries
    ]


def main(feeds):
    compared = 0
    for path in sorted(pathlib.Path(feeds).rglob("feed.json")):
        for parser in PARSERS:
            json, rss = entries(parser, path), entries(parser, path.with_name("rss.xml"))
            assert json == rss, f"{path} in {parser.__name__}:\n{json}\n{rss}"
            compared += len(json)
    assert compared, f"no entries below {feeds}"
    print(f"{compared} entries of JSON feeds are the same as in RSS, in {len(PARSERS)} parsers")


main(*sys.argv[1:])
