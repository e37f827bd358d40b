#!/usr/bin/env python3
"""Opens feeds in real readers, and says what each of them does not find.

    check.py FEEDS ACCOUNT [--jobs N]

FEEDS is a folder that feedmill wrote, ACCOUNT what `truth.py` says must be in it. Every feed is
opened in newsboat, sfeed and feedparser; each must find every entry, with its title, date, link,
authors, categories and content. (feed-rs, the fourth reader, is asked in tests/feed_rs.rs.)
"""

import argparse
import calendar
import html.parser
import json
import sqlite3
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import feedparser

from truth import collapse, identity


@dataclass
class Seen:
    """What a reader found in an entry; `None` where it does not keep that."""

    title: str
    link: str
    instant: float
    authors: list[str]
    categories: list[str] | None
    content: str
    pictures: list[str] | None = None
    enclosures: list[str] | None = None


class TextOf(html.parser.HTMLParser):
    """The text of HTML, as it is shown."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.feed(markup)
        self.close()

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def __str__(self) -> str:
        return collapse("".join(self.parts))


def newsboat(feed: Path) -> list[Seen]:
    """newsboat ends with 0 even on garbage, so that only its cache tells. It keeps an entry once
    in a cache, in whatever feed it stood first: each feed gets a cache of its own."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        (home / "urls").write_text(f'"exec:cat \'{feed.resolve()}\'"\n', "utf-8")
        (home / "config").write_text("", "utf-8")
        own = [f"-{flag}{home / file}" for flag, file in (("u", "urls"), ("c", "cache.db"), ("C", "config"))]
        subprocess.run(["newsboat", *own, "-x", "reload"], check=True, stdin=subprocess.DEVNULL)
        with sqlite3.connect(home / "cache.db") as cache:
            rows = cache.execute("SELECT title, url, pubDate, author, content FROM rss_item").fetchall()
    return [
        Seen(title, url, date, author.split(", "), None, content)
        for title, url, date, author, content in rows
    ]


def sfeed(feed: Path) -> list[Seen]:
    """One line for an entry, its fields divided by tabs; it keeps the first author only."""
    with feed.open("rb") as stdin:
        lines = subprocess.run(["sfeed"], check=True, stdin=stdin, capture_output=True).stdout
    seen = []
    for line in lines.decode().splitlines():
        date, title, link, content, _, _, author, _, categories, *_ = line.split("\t")
        unescaped = content.replace("\\n", "\n").replace("\\t", "\t").replace("\\\\", "\\")
        tags = categories.split("|") if categories else []
        seen.append(Seen(title, link, int(date or -1), [parseaddr(author)[0] if "@" in author else author], tags, unescaped))
    return seen


def with_feedparser(feed: Path) -> list[Seen]:
    """`bozo` tells that the feed is broken, and that feedparser went on with what it could guess."""
    parsed = feedparser.parse(feed.read_bytes())
    if parsed.bozo:
        raise ValueError(f"bozo: {parsed.bozo_exception}")
    return [
        Seen(
            # Only where it says that a title is HTML is it one.
            str(TextOf(entry.title)) if entry.title_detail.type == "text/html" else entry.title,
            entry.link,
            calendar.timegm(entry.published_parsed),
            names_of(entry, parsed.version),
            [tag.term for tag in entry.get("tags", [])],
            entry.content[0].value if "content" in entry else entry.get("summary", ""),
            [content["url"] for content in entry.get("media_content", [])],
            [enclosure.href for enclosure in entry.enclosures],
        )
        for entry in parsed.entries
    ]


def names_of(entry: Any, version: str) -> list[str]:
    """The authors' names. feedparser cuts the mailbox of an RSS item at the wrong place where the
    address ends in more than four letters (`ple (Ines` out of `ines@e.example (Ines)`); the text
    that it cuts is right."""
    if version == "rss20" and "@" in entry.author:
        return [parseaddr(entry.author)[0]]
    return [author.get("name", "") for author in entry.authors]


READERS: dict[str, Callable[[Path], list[Seen]]] = {
    "newsboat": newsboat,
    "sfeed": sfeed,
    "feedparser": with_feedparser,
}


def kept_authors(reader: str, kind: str, names: list[str]) -> list[str]:
    """What a reader keeps of several authors: sfeed the first, as it says; newsboat all of an Atom
    entry, and the last `dc:creator` of an RSS item, where each overwrites the one before."""
    if reader == "sfeed":
        return names[:1]
    return names[-1:] if (reader, kind) == ("newsboat", "rss") else names


def differences(reader: str, kind: str, article: dict[str, Any], seen: Seen) -> Iterator[str]:
    """What `reader` did not see of `article`."""
    # sfeed hands out an Atom title of the type `html` as it stands, and says so.
    title = str(TextOf(seen.title)) if (reader, kind) == ("sfeed", "atom") else collapse(seen.title)
    if title != article["title"]:
        yield f"title {title!r}, not {article['title']!r}"
    published = datetime.fromisoformat(article["published"]).timestamp()
    if seen.instant != published // 1:  # no reader keeps fractions of a second
        yield f"date {seen.instant}, not {published}"
    authors = kept_authors(reader, kind, article["authors"])
    if seen.authors != authors:
        yield f"authors {seen.authors}, not {authors}"
    if seen.categories is not None and seen.categories != article["tags"]:
        yield f"categories {seen.categories}, not {article['tags']}"
    pictures = [article["picture"]] if article["picture"] else []
    if seen.pictures is not None and seen.pictures != pictures:
        yield f"pictures {seen.pictures}, not {pictures}"
    enclosures = article["enclosures"][:1] if kind == "rss" else article["enclosures"]
    if seen.enclosures is not None and seen.enclosures != enclosures:
        yield f"enclosures {seen.enclosures}, not {enclosures}"
    text = str(TextOf(seen.content))
    for line in article["lines"]:
        if line not in text:
            yield f"not in the content: {line!r}"


def check(feed: Path, name: str, articles: list[dict[str, Any]]) -> list[str]:
    """What is wrong with one feed, in the eyes of every reader."""
    problems = []
    for reader, read in READERS.items():
        try:
            entries = read(feed)
        except (ValueError, AttributeError, subprocess.CalledProcessError) as error:
            problems.append(f"{name}: {reader} cannot read it: {error}")
            continue
        by_link = {entry.link: entry for entry in entries}
        links = [article["link"] for article in articles]
        # newsboat's cache keeps no order.
        if reader != "newsboat" and [entry.link for entry in entries] != links:
            problems.append(f"{name}: {reader} sees other entries, or in another order")
        for article in articles:
            seen = by_link.pop(article["link"], None)
            if seen is None:
                problems.append(f"{name}: {reader} does not find {article['link']} ({article['path']})")
                continue
            problems += [f"{name}: {reader}: {article['path']}: {what}" for what in differences(reader, feed.stem, article, seen)]
        problems += [f"{name}: {reader} finds {link}, which should not be there" for link in by_link]
    return problems


def feeds_of(folder: Path, account: dict[str, Any]) -> Iterator[tuple[Path, list[dict[str, Any]]]]:
    """Each feed with the articles that it must have. Which tag a feed is for, it says itself."""
    expected = {identity(name): indices for name, indices in account["feeds"].items()}
    for kind in ("rss.xml", "atom.xml"):
        missing = dict(expected)
        for feed in sorted(folder.rglob(kind)):
            tag = "" if feed.parent == folder else identity(tag_of(feed))
            # A tag of letters and digits names its folder; what has lost something holds a `~`.
            if tag and "~" not in feed.parent.name and feed.parent.name != tag:
                raise SystemExit(f"{feed}: this folder is for another tag than `{tag}`")
            if tag not in missing:
                raise SystemExit(f"{feed}: no article has the tag `{tag}`, or it has two feeds")
            yield feed, [account["articles"][index] for index in missing.pop(tag)]
        if missing:
            raise SystemExit(f"{folder}: no {kind} for {sorted(missing)}")


def tag_of(feed: Path) -> str:
    root = ElementTree.parse(feed).getroot()
    atom = root.find("{http://www.w3.org/2005/Atom}category")
    return atom.get("term", "") if atom is not None else root.findtext("channel/category", "")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("feeds", type=Path)
    parser.add_argument("account", type=Path)
    parser.add_argument("--jobs", type=int, default=8, help="newsboat mostly sleeps")
    given = parser.parse_args()
    account = json.loads(given.account.read_text("utf-8"))
    feeds = list(feeds_of(given.feeds, account))
    with ProcessPoolExecutor(given.jobs) as pool:
        names = [str(feed.relative_to(given.feeds)) for feed, _ in feeds]
        found = pool.map(check, [feed for feed, _ in feeds], names, [articles for _, articles in feeds])
        problems = [problem for problems in found for problem in problems]
    for problem in problems:
        print(problem)
    entries = sum(len(articles) for _, articles in feeds)
    print(f"{given.feeds}: {len(feeds)} feeds, {entries} entries, {len(READERS)} readers, {len(problems)} problems")
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
