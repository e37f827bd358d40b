#!/usr/bin/env python3
"""What every feed must keep to, beyond what a schema can say.

    rules.py FEEDS --feeds-url URL

Each rule is one function, and its first line says why it is there: a message of the W3C feed
validator, or a reader that stumbles. Only the standard library reads the feeds here.
"""

import argparse
import html.parser
import re
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from urllib.parse import quote

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
MEDIA = "{http://search.yahoo.com/mrss/}content"


@dataclass
class Feed:
    text: str
    root: ElementTree.Element
    url: str

    @property
    def is_rss(self) -> bool:
        return self.root.tag == "rss"

    @property
    def head(self) -> ElementTree.Element:
        return self.root[0] if self.is_rss else self.root

    @property
    def entries(self) -> list[ElementTree.Element]:
        return self.head.findall("item" if self.is_rss else f"{ATOM}entry")

    @property
    def markup(self) -> Iterator[str]:
        """Every text that readers take for HTML."""
        for entry in self.entries:
            if self.is_rss:
                yield from (entry.findtext(tag, "") for tag in ("description", CONTENT))
            else:
                typed = entry.findall(f"{ATOM}content") + entry.findall(f"{ATOM}summary")
                yield from (element.text or "" for element in typed if element.get("type") == "html")


class Tags(html.parser.HTMLParser):
    """The elements of a piece of HTML, each with its attributes."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


def elements(feed: Feed) -> Iterator[tuple[str, dict[str, str]]]:
    for markup in feed.markup:
        yield from Tags(markup).found


def characters(feed: Feed) -> Iterator[str]:
    """BadCharacters: no control but tab and line feed, no U+FFFD, U+FFFE, U+FFFF."""
    for bad in set(re.findall("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffd\ufffe\uffff]", feed.text)):
        yield f"holds U+{ord(bad):04X}"
    for number in re.findall(r"&#x?[0-9a-fA-F]+;", re.sub(r"<!\[CDATA\[.*?\]\]>", "", feed.text, flags=re.S)):
        code = int(number[3:-1], 16) if number[2] in "xX" else int(number[2:-1])
        if code < 0x20 and code not in (9, 10) or 0x7F <= code <= 0x9F or code in (0xFFFD, 0xFFFE, 0xFFFF):
            yield f"holds U+{code:04X} as {number}"


def absolute_links(feed: Feed) -> Iterator[str]:
    """ContainsRelRef: mail services and several readers know no base to resolve against."""
    for tag, attributes in elements(feed):
        for name in ("href", "src", "poster", "cite"):
            value = attributes.get(name)
            if value is not None and not re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", value):
                yield f"<{tag} {name}={value!r}> is relative"
        for candidate in attributes.get("srcset", "").split(", "):
            if candidate and not re.match(r"\s*(https?|data):", candidate):
                yield f"<{tag} srcset={candidate!r}> is relative"


def safe_markup(feed: Feed) -> Iterator[str]:
    """SecurityRisk: what runs, or reaches out of the reader's page."""
    for tag, attributes in elements(feed):
        if tag in ("script", "style", "iframe", "object", "embed", "form", "meta", "link", "base", "svg", "math"):
            yield f"holds <{tag}>"
        for name, value in attributes.items():
            if name.startswith("on") or re.match(r"\s*(javascript|vbscript):", value, re.I):
                yield f"holds <{tag} {name}={value!r}>"


def dates(feed: Feed) -> Iterator[str]:
    """ProblematicalRFC822Date, IncorrectDOW, InvalidRFC3339Date."""
    for element in feed.root.iter():
        text = element.text or ""
        if element.tag in ("pubDate", "lastBuildDate"):
            try:
                moment = datetime.strptime(text[5:], "%d %b %Y %H:%M:%S +0000")
            except ValueError:
                yield f"{text!r} is no RFC 822 date in UTC"
                continue
            if f"{moment:%a, %d %b %Y %H:%M:%S} +0000" != text:
                yield f"{text!r} has another weekday or shape than {moment:%a, %d %b %Y}"
        elif element.tag in (f"{ATOM}published", f"{ATOM}updated"):
            if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", text):
                yield f"{text!r} is no RFC 3339 date"


def updated(feed: Feed) -> Iterator[str]:
    """A feed's date is its newest entry's, and no entry was changed before it was published."""
    if feed.is_rss or not feed.entries:
        return

    def instant(element: ElementTree.Element, name: str) -> datetime:
        return datetime.fromisoformat(element.findtext(ATOM + name, "")).astimezone(timezone.utc)

    if instant(feed.head, "updated") != max(instant(entry, "updated") for entry in feed.entries):
        yield "its `updated` is not its newest entry's"
    for entry in feed.entries:
        if instant(entry, "updated") < instant(entry, "published"):
            yield f"{entry.findtext(ATOM + 'id')} was updated before it was published"


def ids(feed: Feed) -> Iterator[str]:
    """InvalidHttpGUID, InvalidPermalink, DuplicateIds: readers know an entry again by its id."""
    seen: set[str] = set()
    for entry in feed.entries:
        guid = entry.find("guid" if feed.is_rss else f"{ATOM}id")
        value = (guid.text or "") if guid is not None else ""
        if guid is None or not re.fullmatch(r"[a-z][a-z0-9+.-]*:[!-~]+", value):
            yield f"the id {value!r} is no URI in ASCII"
            continue
        if feed.is_rss and guid.get("isPermaLink", "true") == "true" and not re.match("https?://", value):
            yield f"the guid {value!r} is not a permalink"
        if value in seen:
            yield f"the id {value!r} stands twice"
        seen.add(value)


def order(feed: Feed) -> Iterator[str]:
    """NeedDescriptionBeforeContent; metadata stands before entries (RFC 4287, section 4.1.1)."""
    tags = [element.tag for element in feed.head]
    entry = "item" if feed.is_rss else f"{ATOM}entry"
    first = tags.index(entry) if entry in tags else len(tags)
    if any(tag != entry for tag in tags[first:]):
        yield "metadata stands behind an entry"
    for item in feed.entries if feed.is_rss else []:
        names = [element.tag for element in item]
        if CONTENT in names and "description" not in names[: names.index(CONTENT)]:
            yield f"{item.findtext('guid')}: content:encoded stands before description"


def nothing_blank(feed: Feed) -> Iterator[str]:
    """NotBlank, MissingDescription, MissingTextualContent: what is there says something."""
    required = ["title", "link", "description", "guid", "pubDate"] if feed.is_rss else [
        ATOM + name for name in ("title", "id", "updated", "published")
    ]
    for entry in feed.entries:
        for name in required:
            if not entry.findtext(name, "").strip():
                yield f"an entry without {name.removeprefix(ATOM)}"
        if not feed.is_rss and not any(entry.findtext(ATOM + name, "").strip() for name in ("summary", "content")):
            yield "an entry without content and summary"
    for element in feed.root.iter():
        name = element.tag.removeprefix(ATOM)
        text = element.get("term", "") if element.tag == f"{ATOM}category" else element.text or ""
        if name in ("title", "category", "name", CREATOR) and not text.strip():
            yield f"a blank {name}"


def self_link(feed: Feed) -> Iterator[str]:
    """MissingSelf, SelfDoesntMatchLocation: absolute, and where the feed is served."""
    found = [link.get("href") for link in feed.head.findall(f"{ATOM}link") if link.get("rel") == "self"]
    if found != [feed.url]:
        yield f"its self link is {found}, not {feed.url!r}"


def addresses(feed: Feed) -> Iterator[str]:
    """An IRI is an error in RSS, and Atom's ids and links are compared byte by byte."""
    for element in feed.root.iter():
        url = element.get("href") if element.tag == f"{ATOM}link" else element.text
        if element.tag in ("link", f"{ATOM}link") and not re.fullmatch(r"https?://[a-z0-9.:-]+/[!-~]*", url or ""):
            yield f"the address {url!r} is not absolute, percent-encoded and in lower case"


def media(feed: Feed) -> Iterator[str]:
    """MissingAttribute, InvalidIntegerAttribute, DuplicateEnclosure: what readers load has an address and a type."""
    for entry in feed.entries:
        enclosures = entry.findall("enclosure") if feed.is_rss else [
            link for link in entry.findall(f"{ATOM}link") if link.get("rel") == "enclosure"
        ]
        if feed.is_rss and len(enclosures) > 1:
            yield "an item with more than one enclosure"
        for element in enclosures + entry.findall(MEDIA):
            url = element.get("href" if element.tag == f"{ATOM}link" else "url", "")
            if not re.fullmatch(r"https?://[a-z0-9.:-]+/[!-~]*", url):
                yield f"the address {url!r} is not absolute, percent-encoded and in lower case"
            if element.tag == MEDIA and element.get("medium") != "image":
                yield f"{url} is shown as no picture"
            if element.tag != MEDIA and not re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", element.get("type", "")):
                yield f"{url} has no type"
            if not re.fullmatch(r"\d+", element.get("length", "" if element.tag == "enclosure" else "0")):
                yield f"{url} has no length"


def people(feed: Feed) -> Iterator[str]:
    """InvalidContact, DuplicateItemSemantics, MissingElement: `author` is a mailbox or dc:creator."""
    for entry in feed.entries:
        if not feed.is_rss:
            if entry.find(f"{ATOM}author/{ATOM}name") is None and feed.head.find(f"{ATOM}author") is None:
                yield "an entry without an author"
            continue
        author, creators = entry.findtext("author"), entry.findall(CREATOR)
        if (author is None) == (not creators):
            yield f"{entry.findtext('guid')} has author and dc:creator, or neither"
        if author and not re.fullmatch(r"[^@\s]+@[^@\s]+ \(.+\)", author):
            yield f"the author {author!r} is not a mailbox"


def escaped_titles(feed: Feed) -> Iterator[str]:
    """ContainsHTML: readers unescape titles twice, unless they are told that there is markup."""
    for title in feed.root.iter(f"{ATOM}title"):
        if title.get("type", "text") == "text" and re.search("[<&]", title.text or ""):
            yield f"the title {title.text!r} should have type='html'"
    if feed.is_rss and re.search(r"<title>[^<]*&(?!#x3C;|#x26;|gt;|quot;|apos;)", feed.text):
        yield "a title with `&lt;` or `&amp;`, where the validator requires numbers"


RULES: list[Callable[[Feed], Iterator[str]]] = [
    characters,
    absolute_links,
    safe_markup,
    dates,
    updated,
    ids,
    order,
    nothing_blank,
    self_link,
    addresses,
    media,
    people,
    escaped_titles,
]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("feeds", type=Path)
    parser.add_argument("--feeds-url", required=True, help="where the folder is served")
    given = parser.parse_args()
    paths = sorted(given.feeds.rglob("*.xml"))
    problems = []
    for path in paths:
        name = path.relative_to(given.feeds).as_posix()
        url = given.feeds_url.rstrip("/") + "/" + quote(name, safe="/~+!$&'()*,;=:@")
        text = path.read_bytes().decode("utf-8")
        feed = Feed(text, ElementTree.fromstring(text), url)
        problems += [f"{name}: {rule.__name__}: {what}" for rule in RULES for what in rule(feed)]
    for problem in problems:
        print(problem)
    print(f"{given.feeds}: {len(paths)} feeds, {len(RULES)} rules, {len(problems)} problems")
    sys.exit(bool(problems) or not paths)


if __name__ == "__main__":
    main()
