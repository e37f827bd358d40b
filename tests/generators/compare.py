#!/usr/bin/env python3
"""What a subscriber would see if feedmill took over from the generator that made a site.

    tests/generators/compare.py WORK FEEDMILL [NAME...]      default: all that are there

WORK is what old-feeds.sh made: WORK/sites/NAME are sites as their generators find them, WORK/old/NAME
the feeds that those wrote. Each site is built by `feedmill build`, with no settings but those that
feedmill takes from the generator's own site file, into WORK/new/NAME, and the two are compared by
`feedmill compare`. A difference in id, link, title or date, an entry or feed that one side lacks,
and a feed of ours that is not valid must stand in expected.toml, with the reason; one that does not,
or that comes more often than it says there, ends the script with status 1. So do entries that read
differently on the site and here, if there are more than `reads` says (a share in percent; entries of
a row `text` do not count), or if of those that read the same fewer than `elements` says have the same
elements (99 percent, but for rows `elements`), and signs of markup in a text of ours that the site does not show, but in
the entries of a row `signs`. So does an entry that shows up as unread when a copy of the site, in WORK/moved, first runs
`feedmill adopt` on the old feeds, and then changes its address and its permalinks.
"""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import reading

HERE = Path(__file__).resolve().parent
# Before this hour every dated article of the sites is out but the one in tricky-hugo's future.
NOW = "2026-11-23T00:00:00Z"
FIELDS = ("id", "link", "title", "date")
# What a generator's permalinks call the name of an article.
NAMES = {"jekyll": "title", "hugo": "slug", "hexo": "title", "pelican": "slug"}
CHANGES = {"link": "link", "title": "title", "published": "date"}
ABSENT = ("gone", "inserted", "backlog", "beyond_limit", "added")


def run(feedmill, *args):
    """The output of feedmill, which may have findings but must not fail."""
    done = subprocess.run([feedmill, *args], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"compare: feedmill {' '.join(map(str, args))}: status {done.returncode}\n{done.stderr}")
    return done.stdout


def differences(account):
    """Every difference that matters, as its kind, and the feed's path or the entry's id."""
    for feed in account["feeds"]:
        if feed["outcome"] in ("gone", "unreadable"):
            yield f"feed-{feed['outcome']}", feed["path"]
        if feed["outcome"] != "compared":
            continue
        for pair in feed["unread"]:
            yield "unread", pair["old"]["id"]
            for field in CHANGES.values():
                if field not in pair["same"] and not (field == "link" and pair["old"]["link"] is None):
                    yield field, pair["old"]["id"]
        for kind in ABSENT:
            for entry in feed[kind]:
                yield kind.replace("_", "-"), entry["id"]
        for entry in feed["edited"]:
            for change in entry["changes"]:
                if change["field"] in CHANGES:
                    yield CHANGES[change["field"]], entry["id"]


def invalid(feedmill, folder):
    """Every error in our feeds, as `invalid`, and the code."""
    for line in run(feedmill, "validate", "--message-format", "json", folder).splitlines():
        for finding in json.loads(line)["diagnostics"]:
            if finding["severity"] == "error":
                yield "invalid", finding["code"]


def matches(pattern, text):
    return re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), text) is not None


def judge(name, found, expected):
    """What is worse than expected, and what is better; `found` are counted differences."""
    worse, better = [], []
    for row in expected:
        which = row.get("which", ["*"])
        which = [which] if isinstance(which, str) else which
        rest = row["count"]
        hits = [key for key in found if key[0] == row["what"] and any(matches(one, key[1]) for one in which)]
        for key in hits:
            taken = min(found[key], rest)
            found[key] -= taken
            rest -= taken
        if rest:
            better.append(f"{name}: {row['what']} {', '.join(which)}: {row['count'] - rest} instead of {row['count']}")
    for (kind, which), number in found.items():
        if number:
            worse.append(f"{name}: {kind} {which}" + (f" ({number} times)" if number > 1 else ""))
    return worse, better


def excused(expected, what, keys):
    """Those of the ids `keys` that a row of this kind is about."""
    rows = [row["which"] for row in expected.get("differs", []) if row["what"] == what]
    patterns = [one for which in rows for one in ([which] if isinstance(which, str) else which)]
    return {key for key in keys if any(matches(pattern, key) for pattern in patterns)}


def read(old, new, name, expected):
    """The share of entries that read the same, that of those among them with the same elements, and what is
    worse than expected."""
    same, marked, other, signs = reading.compare(old, new)
    other -= excused(expected, "text", other)
    listed = excused(expected, "elements", marked)
    marked -= listed
    signs -= excused(expected, "signs", signs)
    worse = [f"{name}: signs of markup in {key}" for key in sorted(signs)]
    percent = 100 * len(same) / max(1, len(same) + len(other))
    if percent < expected.get("reads", 98.5) and other:
        worse.append(f"{name}: only {percent:.1f} % of the entries read the same; these do not: {' '.join(sorted(other))}")
    count = len(same) - len(listed)
    if marked and 100 * (count - len(marked)) / count < expected.get("elements", 99):
        worse.append(f"{name}: of {count} entries these have other elements: {' '.join(sorted(marked))}")
    return (share(len(same), len(same) + len(other)), share(count - len(marked), count)), worse


def share(number, of):
    return "–" if not of else "all" if number == of else f"{int(1000 * number / of) / 10} %"


def moved(work, feedmill, name, expected):
    """What shows up as unread if the site adopts the ids of its feeds, and then changes its address and its permalinks."""
    site, new = work / "moved" / "sites" / name, work / "moved" / "new" / name
    shutil.rmtree(new, ignore_errors=True)
    shutil.rmtree(site, ignore_errors=True)
    shutil.copytree(work / "sites" / name, site, symlinks=True, ignore=shutil.ignore_patterns(".git"))
    run(feedmill, "adopt", work / "old" / name, "--source", site, "--write", "--now", NOW)
    generator = expected["generator"].lower()
    settings = f"generator: {generator}\nurl: https://moved.example/\npermalink: /moved/:{NAMES[generator]}/\n"
    (site / "feedmill.yaml").write_text(settings)
    run(feedmill, "build", site, "--limit", "0", "--out", new, "--now", NOW, "--fail-on", "never")
    account = json.loads(run(feedmill, "compare", "--message-format", "json", work / "old" / name, new))
    links = account["total"]["agree"]["link"]
    if links:
        yield f"{name}: {links} links are as they were, though the site has moved"
    for feed in account["feeds"]:
        for pair in feed.get("unread", []):
            yield f"{name}: unread after adopt: {pair['old']['id']}"


def compare(work, feedmill, name, expected):
    """A line of the table, and what is worse and better than expected."""
    old, new = work / "old" / name, work / "new" / name
    shutil.rmtree(new, ignore_errors=True)
    run(feedmill, "build", work / "sites" / name, "--limit", "0", "--out", new, "--now", NOW, "--fail-on", "never")
    account = json.loads(run(feedmill, "compare", "--message-format", "json", old, new))
    feeds, agree = account["total"]["feeds"], account["total"]["agree"]
    entries = account["total"]["entries"]
    found = Counter(differences(account))
    found.update(invalid(feedmill, new))
    rows = expected.get("differs", [])
    worse, better = judge(name, found, [row for row in rows if row["what"] not in ("text", "signs", "elements")])
    reads, worse_to_read = read(old, new, name, expected)
    worse += worse_to_read
    worse += moved(work, feedmill, name, expected)
    for what, number in (("feeds", feeds["compared"]), ("entries", entries["old"])):
        if number < expected[what]:
            worse.append(f"{name}: {number} {what} were compared, not {expected[what]}")
    line = [name, expected["generator"], *(feeds[key] for key in ("compared", "gone", "new")), entries["old"],
            *(share(agree[field], agree["of"]) for field in FIELDS), *reads,
            entries["unread"], entries["gone"] + entries["beyond_limit"],
            entries["inserted"] + entries["backlog"] + entries["added"]]
    return line, worse, better


def show(table):
    head = ["site", "generator", "feeds", "gone", "new", "entries", *FIELDS, "reads", "elements", "unread", "only old", "only new"]
    table = [[str(cell) for cell in line] for line in [head, *table]]
    widths = [max(map(len, column)) for column in zip(*table)]
    for line in table:
        cells = [cell.ljust(width) if at < 2 else cell.rjust(width) for at, (cell, width) in enumerate(zip(line, widths))]
        print("  ".join(cells))


def main():
    work, feedmill, *names = sys.argv[1:]
    work = Path(work).resolve()
    expected = tomllib.loads((HERE / "expected.toml").read_text(encoding="utf-8"))
    here = {path.name for path in (work / "old").iterdir()}
    names = names or [name for name in expected if name in here] + sorted(here - expected.keys())
    table, worse, better = [], [], []
    for name in names:
        if name not in here or name not in expected:
            sys.exit(f"compare: there is no {name} in {work / 'old'}" if name not in here else f"compare: {name} is not in expected.toml")
        line, *verdict = compare(work, Path(feedmill).resolve(), name, expected[name])
        table.append(line)
        worse += verdict[0]
        better += verdict[1]
    show(table)
    print("\nWhat differs, and why:")
    for name in names:
        for row in expected[name].get("differs", []):
            print(f"  {name}: {row.get('count', len(row['which']))} × {row['what']}: {row['why']}")
    for line in better:
        print(f"better than in expected.toml, or no more there: {line}")
    for line in worse:
        print(f"not in expected.toml: {line}", file=sys.stderr)
    if not names:
        sys.exit(f"compare: nothing to compare in {work / 'old'}")
    sys.exit(1 if worse else 0)


if __name__ == "__main__":
    main()
