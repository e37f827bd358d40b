#!/usr/bin/env python3
"""What must be in the feeds of a folder of articles, told by its front matter alone.

    truth.py SOURCE [--url URL --title TITLE] [--limit N] > account.json

Nothing here comes from feedmill: another YAML reader, another language, and the rules of the
documentation written down once more, as plainly as they can be. Where the plain reading of a
header is not what feedmill promises, the reason stands at the rule, marked `RULE`.

The account is `{"articles": [...], "feeds": {"": [...], TAG: [...]}}`: the articles in the order of
a feed, and for each feed (the empty name is the one for everything) the indices of its entries.
"""

import argparse
import html
import json
import re
import sys
import unicodedata
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta, timezone
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path
from urllib.parse import quote, urljoin
from zoneinfo import ZoneInfo

import yaml

ARTICLES = {".md", ".markdown", ".html", ".htm", ".txt"}
HEADER = re.compile(r"\A\ufeff?\s*^---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.M | re.S)
DATE = re.compile(
    r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})"
    r"(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?)?"
    r"\s*(?:(Z)|([+-])(\d{1,2})(?::?(\d{2}))?)?"
)
# RULE: full-width separators divide tags everywhere, a comma only where all of them are one text.
SEPARATORS = "，、；;"


@dataclass
class Site:
    """Of the site file what bears on the entries."""

    title: str
    url: str
    author: str
    zone: ZoneInfo
    folders: list[str]
    permalink: str
    limit: int
    aliases: dict[str, str]
    exclude: set[str]


@dataclass
class Article:
    path: str
    title: str
    link: str
    published: str
    updated: str
    authors: list[str]
    tags: list[str]
    picture: str | None
    enclosures: list[str]
    lines: list[str]


def collapse(text: str) -> str:
    return " ".join(text.split())


def plain(text: str) -> str:
    """RULE: titles, names and tags are plain text: markup goes, then entities are resolved.
    Only what is known to be HTML is markup: `Vec<T>` keeps its `<T>`."""
    known = r"</?(?:a|abbr|b|br|code|em|i|kbd|mark|s|small|span|strong|sub|sup|u)\b[^<>]*>"
    return collapse(html.unescape(re.sub(known, "", text, flags=re.I)))


def identity(tag: str) -> str:
    """RULE: `AI`, `ai` and `ＡＩ` are one tag, `Self-Hosted` and `self hosted` another one."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", tag).casefold())
    return re.sub(r"[\s_-]+", "-", folded.strip())


def instant(text: str, zone: ZoneInfo) -> datetime | None:
    """RULE: a date without a zone is in the site's; an impossible one leaves the article out."""
    found = DATE.fullmatch(text.strip())
    if not found:
        try:
            return parsedate_to_datetime(text).astimezone(timezone.utc)
        except ValueError:
            return None
    *numbers, fraction, utc, sign, hours, minutes = found.groups()
    microseconds = int((fraction or "").ljust(6, "0")[:6])
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    try:
        moment = datetime(*(int(number or 0) for number in numbers), microseconds)
    except ValueError:
        return None
    if not (utc or sign):
        return moment.replace(tzinfo=zone).astimezone(timezone.utc)
    return (moment + offset if sign == "-" else moment - offset).replace(tzinfo=timezone.utc)


def texts(value: object) -> list[str]:
    """Every text in a value, nested lists included (Hexo's categories are such)."""
    if isinstance(value, list):
        return [text for item in value for text in texts(item)]
    return [value] if isinstance(value, str) and value not in ("", "~", "null") else []


def tags(header: dict[str, object], site: Site) -> list[str]:
    # RULE: these three keys hold tags, in this order.
    found: dict[str, str] = {}
    for key in ("tags", "tag", "categories"):
        value = header.get(key)
        divider = SEPARATORS + ("," if isinstance(value, str) else "")
        for text in texts(value):
            # RULE: entities first, `R&amp;D` is one tag.
            for part in re.split(f"[{divider}]", plain(text)):
                # RULE: aliases first, then texts that are not tags.
                tag = site.aliases.get(identity(part), collapse(part))
                if tag and identity(tag) not in site.exclude:
                    found.setdefault(identity(tag), tag)
    return list(found.values())


def authors(header: dict[str, object]) -> list[str]:
    names: dict[str, None] = {}
    for key in ("author", "authors"):
        value = header.get(key)
        people = value if isinstance(value, list) else [value]
        for person in people:
            if isinstance(person, dict):
                names[collapse(str(person.get("name", "")))] = None
                continue
            # RULE: `A, B`, `A and B`, `A & B`, `A、B` are two people.
            for text in texts(person):
                for name in re.split(r"[,，、；;]| and | & ", plain(text)):
                    # RULE: `Name <mail>` is a name and a mailbox.
                    names[(parseaddr(name)[0] if "<" in name else name).strip()] = None
    return [name for name in names if name]


PICTURES = ("image", "images", "cover", "featuredimage", "headerimage", "header", "banner", "thumbnail")
FILES = ("enclosure", "podcastfile", "audio", "file")


def addresses(value: object) -> list[str]:
    """The addresses in a value: a text, a mapping that has one, a list of them."""
    if isinstance(value, list):
        return [address for item in value for address in addresses(item)]
    if isinstance(value, dict):
        value = value.get("url") or value.get("src") or value.get("path") or value.get("image")
    # RULE: a flag, a number or a word is not an address.
    return [value] if isinstance(value, str) and re.search(r"/|\.(jpe?g|png|gif|webp|svg|mp3|m4a|ogg)$", value, re.I) else []


def media(header: dict[str, object], link: str, site: Site) -> tuple[str | None, list[str]]:
    """The picture, and the files."""

    def absolute(address: str) -> str:
        # RULE: from the root on it is the site's, else relative to the page; percent-encoded once.
        return urljoin(site.url if address.startswith("/") else link, quote(address, safe="/:%~!$&'()*+,;=@?#"))

    pictures = [address for key in PICTURES for address in addresses(header.get(key))[:1]]
    # RULE: an address whose place is sure goes before a relative one.
    pictures.sort(key=lambda address: not re.match(r"/|https?://", address))
    files = [absolute(address) for key in FILES for address in addresses(header.get(key))]
    return (absolute(pictures[0]) if pictures else None), files


def plain_lines(body: str, suffix: str) -> list[str]:
    """Lines without any markup, which stand in the content as they are, whatever renders it."""
    if suffix == ".txt":
        return [collapse(line) for line in body.splitlines() if line.strip()]
    body = re.sub(r"{%-?\s*comment\s*-?%}.*?{%-?\s*endcomment\s*-?%}", "", body, flags=re.S)
    body = re.sub(r"<!--.*?-->|<(script|style|svg|iframe)\b.*?</\1>", "", body, flags=re.S | re.I)
    line = re.compile(r"[^\W\d_][^\W_]*[^\W_ ，。、；：？！,.;?!'\"“”‘’()（）《》-]*"
                      r"(?:[^\W_]|[ ，。、；：？！,.;?!'\"“”‘’()（）《》-])*")
    return [collapse(text) for text in body.splitlines() if len(text) > 12 and line.fullmatch(text)]


def article(source: Path, file: Path, site: Site) -> Article | None:
    """The article in a file; `None` for a file that is none, or that is kept back."""
    text = file.read_text("utf-8")
    found = HEADER.match(text)
    if not found:
        return None
    # PyYAML, unlike libyaml, stumbles over a tab at a line's end. BaseLoader: scalars stay text.
    loaded = yaml.load(re.sub(r"[ \t]+$", "", found.group(1), flags=re.M), yaml.BaseLoader)
    if not isinstance(loaded, dict):
        return None
    # RULE: keys without regard to case, `-` and `_`.
    header = {re.sub(r"[-_]", "", key).lower(): value for key, value in loaded.items()}
    path = file.relative_to(source)
    named = re.match(r"(\d{4}-\d{1,2}-\d{1,2})(?:[-_ ]+(.*))?$", path.stem)
    # RULE: `published` is a flag or a date; the file's name is the last resort.
    flags = [str(header.get(key, "")).lower() for key in ("draft", "hidden", "published")]
    if flags[0] == "true" or flags[1] == "true" or flags[2] == "false":
        return None
    written = [header.get(key) for key in ("date", "publishdate", "pubdate", "published")]
    dates = [date for date in written if date and str(date).lower() != "true"]
    published = (
        instant(str(dates[0]), site.zone) if dates else instant(named.group(1), site.zone) if named else None
    )
    if published is None or published > datetime.now(timezone.utc):
        return None
    changed = [header.get(key) for key in ("lastmod", "lastmodifiedat", "updated", "modified")]
    updated = [instant(str(date), site.zone) for date in changed if date] or [published]
    # RULE: never before the published date.
    latest = max(published, updated[0] or published)
    # RULE: the page is where the header says, else at the file's path.
    slug = str(header.get("slug") or (named.group(2) if named else None) or path.stem)
    where = path.parent if path.stem == "index" else path.with_suffix("")
    given = header.get("permalink") or header.get("url")
    address = given if isinstance(given, str) else site.permalink
    for name, value in {
        "path": where.as_posix(),
        "slug": slug,
        "title": slug,
        "year": f"{published:%Y}",
        "month": f"{published:%m}",
        "day": f"{published:%d}",
    }.items():
        address = address.replace(f":{name}", value)
    title = header.get("title")
    link = urljoin(site.url, quote(address.lstrip("/"), safe="/:%~!$&'()*+,;=@"))
    picture, enclosures = media(header, link, site)
    # RULE: without a title the file's name serves.
    title = plain(str(title or "")) or collapse(re.sub(r"[-_]", " ", slug))
    body = text[found.end():].lstrip()
    # RULE: a first line that repeats the title goes, for readers show the title above it.
    first, _, rest = body.partition("\n")
    if collapse(first) == title:
        body = rest
    return Article(
        path=path.as_posix(),
        title=title,
        link=link,
        published=published.isoformat(),
        updated=latest.isoformat(),
        authors=authors(header) or [site.author],
        tags=tags(header, site),
        picture=picture,
        enclosures=enclosures,
        lines=plain_lines(body, path.suffix),
    )


def site_of(source: Path, url: str | None, title: str | None, limit: int | None) -> Site:
    """The site file's settings; a flag wins."""
    file = source / "feedmill.yaml"
    raw = yaml.load(file.read_text("utf-8"), yaml.BaseLoader) if file.exists() else {}
    name = title or raw["title"]
    tag_settings = raw.get("tags", {})
    return Site(
        title=name,
        url=url or raw["url"],
        # RULE: no author anywhere: the site's title.
        author=raw.get("author", {}).get("name", name),
        zone=ZoneInfo(raw.get("timezone", "UTC")),
        folders=raw.get("articles", ["."]),
        permalink=raw.get("permalink", "/:path/"),
        limit=int(raw.get("limit", 30)) if limit is None else limit,
        aliases={identity(alias): meant for alias, meant in tag_settings.get("aliases", {}).items()},
        exclude={identity(tag) for tag in tag_settings.get("exclude", [])},
    )


def account(source: Path, site: Site) -> dict[str, object]:
    files = sorted(
        (file for folder in site.folders for file in (source / folder).rglob("*") if file.suffix.lower() in ARTICLES),
        key=lambda file: file.relative_to(source).as_posix(),
    )
    read = (article(source, file, site) for file in files)
    articles = [one for one in read if one]
    # RULE: a tag is shown in its commonest spelling, ties settled by the order of paths.
    spellings = Counter(tag for one in articles for tag in one.tags)
    shown: dict[str, str] = {}
    for tag, _ in spellings.most_common():
        shown.setdefault(identity(tag), tag)
    articles.sort(key=lambda one: one.published, reverse=True)  # stable: ties stay by path
    feeds: dict[str, list[int]] = {"": list(range(len(articles)))}
    for index, one in enumerate(articles):
        one.tags = [shown[identity(tag)] for tag in one.tags]
        for tag in one.tags:
            feeds.setdefault(tag, []).append(index)
    cut = {name: indices[: site.limit or None] for name, indices in feeds.items()}
    return {"articles": [asdict(one) for one in articles], "feeds": cut}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("source", type=Path)
    parser.add_argument("--url")
    parser.add_argument("--title")
    parser.add_argument("--limit", type=int)
    given = parser.parse_args()
    site = site_of(given.source, given.url, given.title, given.limit)
    json.dump(account(given.source, site), sys.stdout, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    main()
