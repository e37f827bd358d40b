#!/usr/bin/env python3
"""Compares what feedmill reads out of real headers with what other parsers read.

    tests/corpora/headers.py [CORPORA]        default ../shared/corpora; without it: skipped, aloud

For each article: title, dates to the microsecond, tags and authors. The other reader is PyYAML with
every scalar a string (BaseLoader), tomllib, and a few lines of Python for dates and names, written
from the documentation of feedmill and not from its source. A difference that is not explained in
EXPLAINED is a failure, and so is an explanation that explains nothing.
"""

import datetime
import html
import json
import pathlib
import re
import subprocess
import sys
import tomllib
from collections import Counter

import yaml

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
EXTENSIONS = {".md", ".markdown", ".html", ".htm", ".txt"}
UTC = datetime.timezone.utc

# corpus, path, field: why the two differ.
EXPLAINED = {
    (
        "18f",
        "content/posts/2016-05-19-content-debt-what-it-is-where-to-find-it-and-how-to-prevent-it-in-the-first-place.md",
        "article",
    ): "tabs after a plain scalar (`- melody\\t\\t`), which YAML allows; PyYAML stumbles over them",
}


def key(text):
    return text.replace("-", "").replace("_", "").lower()


class Skip(Exception):
    """Why the file is not an article, or is left out."""


def split(text):
    """The header's syntax and text."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    text = re.sub(r"\A(?:[ \t]*\n)+", "", text)
    for fence, end, syntax in [("---", r"^(?:---|\.\.\.)[ \t]*$", "yaml"), (r"\+\+\+", r"^\+\+\+[ \t]*$", "toml")]:
        opening = re.match(fence + r"[ \t]*\n", text)
        if opening:
            closing = re.search(end, text[opening.end():], re.M)
            if closing:
                return syntax, text[opening.end():opening.end() + closing.start()]
            raise Skip("no header")
    lines = re.match(r"(?:[A-Za-z0-9][\w -]*:.*\n|[ \t]+\S.*\n)+", text)
    if lines and re.search(r"^(title|date)[ ]*:", lines[0], re.I | re.M):
        return "lines", lines[0]
    raise Skip("no header")


def load(syntax, text):
    if syntax == "yaml":
        text = "".join(c if c in "\t\n\r\x85" or " " <= c != "\x7f" and not "\x80" <= c < "\xa0" else "\ufffd" for c in text)
        data = yaml.load(text, yaml.BaseLoader)
        if not isinstance(data, dict):
            raise Skip("no header")
    elif syntax == "toml":
        data = tomllib.loads(text, parse_float=str)
    else:
        data = {}
        for line in text.splitlines():
            name, _, value = line.partition(":")
            data[name.strip()] = value.strip()
    flat = {}
    for name, value in data.items():
        if key(name) not in ("taxonomies", "extra"):
            flat[key(name)] = value
    for outer in ("taxonomies", "extra"):
        for name, inner in (data.get(outer) or {}).items():
            flat.setdefault(key(name), inner)
    return {name: value for name, value in flat.items() if value not in ("", None, "null", "~")}


def moment(value):
    """An instant, UTC where no zone stands."""
    if isinstance(value, datetime.datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, datetime.date):
        return datetime.datetime(value.year, value.month, value.day, tzinfo=UTC)
    text = value.strip()
    found = re.fullmatch(
        r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})"
        r"(?:[T ]+(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d+))?)?)?"
        r"[ ]*(?:(Z|UTC)|([-+])(\d{1,2})(?::?(\d{2}))?)?",
        text,
    )
    if not found:
        # RFC 2822 and its relations.
        from email.utils import parsedate_to_datetime
        try:
            return parsedate_to_datetime(text)
        except ValueError:
            raise Skip(f"date {text!r}") from None
    year, month, day, hour, minute, second, fraction, _, sign, off_hour, off_minute = found.groups()
    zone = UTC
    if sign:
        offset = datetime.timedelta(hours=int(off_hour), minutes=int(off_minute or 0))
        zone = datetime.timezone(-offset if sign == "-" else offset)
    try:
        return datetime.datetime(
            int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0),
            int((fraction or "0").ljust(6, "0")[:6]), zone,
        )
    except ValueError:
        raise Skip(f"date {text!r}") from None


def published(data, path):
    for name in ("date", "publishdate", "pubdate"):
        if data.get(name):
            return moment(data[name])
    if data.get("published") and str(data["published"]).lower() not in ("true", "false", "yes", "no"):
        return moment(data["published"])
    named = re.match(r"(\d{4}-\d{1,2}-\d{1,2})(?:[-_ .]|$)", path.stem)
    if not named and path.stem in ("index", "_index"):
        named = re.match(r"(\d{4}-\d{1,2}-\d{1,2})(?:[-_ .]|$)", path.parent.name)
    if named:
        return moment(named[1])
    for place in (str(path.parent), data.get("path", "")):
        folders = re.search(r"(?:^|/)(\d{4}/\d{1,2}/\d{1,2})(?=/|$)", place)
        if folders:
            return moment(folders[1])
    raise Skip("no date")


def updated(data, first):
    for name in ("lastmod", "lastmodified", "lastmodifiedat", "updated", "modified", "modifiedtime", "lastupdate"):
        if data.get(name):
            value = data[name]
            value = value.get("date") if isinstance(value, dict) else value
            return max(first, moment(value)) if value else first
    return first


def line(text):
    """Plain text on one line."""
    # Known elements only: `Vec<T>` keeps its `<T>`.
    known = r"</?(?:a|b|i|em|strong|code|kbd|del|s|br|img|span|sup|sub|small|u|tt|q|mark|abbr)(?:\s[^<>]*)?/?>"
    text = html.unescape(re.sub(known, "", str(text)))
    # Controls, and what no font shows.
    text = re.sub("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffd-\uffff]", "", text)
    return re.sub(r"\s+", " ", text).strip()


def title(data, path):
    text = data.get("title")
    if isinstance(text, str) and line(text):
        return line(text)
    stem = path.parent.name if path.stem == "index" and str(path.parent) != "." else path.stem
    return line(re.sub(r"^\d{4}-\d{1,2}-\d{1,2}[-_ ]+", "", stem).replace("-", " ").replace("_", " "))


def flatten(value):
    if isinstance(value, dict) or value is None:
        return []
    if isinstance(value, list):
        return [text for item in value for text in flatten(item)]
    return [str(value)]


def identity(tag):
    import unicodedata
    return re.sub(r"[\s_-]+", "-", unicodedata.normalize("NFKC", tag).casefold())


def tags(data):
    found = []
    for name in ("tags", "tag", "categories"):
        value = data.get(name)
        parts = re.split(r"[，、；;,]", line(value)) if isinstance(value, str) else [
            part for item in flatten(value) for part in re.split(r"[，、；;]", line(item))]
        found += [line(part) for part in parts if line(part) and line(part) not in ("null", "~")]
    unique = {}
    for tag in found:
        unique.setdefault(identity(tag), tag)
    return list(unique.values())


def authors(data):
    found = []
    for name in ("author", "authors", "hosts"):
        value = data.get(name)
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict):
                lower = {key(k): v for k, v in item.items()}
                name = lower.get("name") or lower.get("displayname") or lower.get("title")
                found += [line(name)] if name else []
            elif item:
                found += [line(part) for part in re.split(r",| and | & |、|，|;", line(item)) if line(part)]
    return list(dict.fromkeys(found)) or ["T"]


def expected(path, raw):
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        raise Skip("not UTF-8") from None
    data = load(*split(text))
    first = published(data, path)
    return {
        "title": title(data, path),
        "published": first,
        "updated": updated(data, first),
        "tags": tags(data),
        "authors": authors(data),
    }


def compare(corpus):
    """Yields path, field, ours, theirs for each difference; and counts."""
    command = ["cargo", "run", "--quiet", "--example", "headers", "--", str(corpus)]
    lines = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    read = {one["path"]: one for one in map(json.loads, lines)}
    files = [path.relative_to(corpus) for path in sorted(corpus.rglob("*")) if path.suffix in EXTENSIONS and path.is_file()]
    count = Counter()
    for path in files:
        ours = read.pop(str(path), None)
        try:
            theirs = expected(path, (corpus / path).read_bytes())
        except Skip as reason:
            count[str(reason).split(" ")[0] if str(reason).startswith("date") else str(reason)] += 1
            if ours is None or "title" in ours:
                yield path, "article", ours, f"left out: {reason}"
            continue
        except yaml.YAMLError as error:
            theirs = None
            count["YAML that PyYAML refuses"] += 1
            yield path, "article", ours, f"{error}".splitlines()[0]
            continue
        if ours is None or "title" not in ours:
            if (ours or {}).get("kept_back"):
                count["kept back"] += 1
                continue
            yield path, "article", ours, "an article"
            continue
        count["compared"] += 1
        for field, value in theirs.items():
            own = ours[field]
            if isinstance(value, datetime.datetime):
                own = datetime.datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", own))
            elif field == "authors":
                own = [re.sub(r" <.*>$", "", name) for name in own]
            if own != value:
                yield path, field, own, value
    for path, ours in read.items():
        yield path, "article", ours, "not found"
    print(f"{corpus.name}: " + ", ".join(f"{number} {what}" for what, number in sorted(count.items())))


def main():
    corpora = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "../shared/corpora")
    if not corpora.is_dir():
        print(f"skipped: {corpora} is not here")
        return 0
    unused, unexplained = set(EXPLAINED), 0
    for corpus in sorted(path for path in corpora.iterdir() if path.is_dir()):
        for path, field, ours, theirs in compare(corpus):
            place = (corpus.name, str(path), field)
            if place in EXPLAINED:
                unused.discard(place)
                continue
            unexplained += 1
            print(f"{corpus.name}/{path}: {field}\n  feedmill: {ours}\n  other:    {theirs}")
    for place in sorted(unused):
        print("explains nothing:", *place)
    print(f"{unexplained} unexplained differences, {len(EXPLAINED)} explained")
    return 1 if unexplained or unused else 0


if __name__ == "__main__":
    sys.exit(main())
