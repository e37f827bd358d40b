#!/usr/bin/env python3
"""No text of a feed holds signs of Markdown or of templates.

    tests/generators/signs.py FEEDS...      folders of feeds

Outside of code and mathematics, `](`, `**`, `:::`, `{%`, `{{`, `[!` and `%%` are what is left of a link, of emphasis, of
a container or of a tag. MEANT lists where they are not: a part of the entry's id, how many, and why. What stands there
and is not found in any folder is an error, too.
"""

import sys
from pathlib import Path

import reading

SLIP = "the author's slip, which every renderer shows"
MEANT = [
    ("working-with-oracle-databases", 1, "`{{ }}` is what the text is about"),
    ("culture-climate-survey", 1, "Markdown in a `<div>`, which is HTML"),
    ("automated-scanning-for-sensitive", 1, "`{% endraw %}` behind the code in which `{% raw %}` stands"),
    ("holly-allen-helping-engineer", 2, SLIP),
    ("cfpb-design-speaker-series", 1, "asterisks that are escaped"),
    ("net-foundation-may-june-2021-update", 1, SLIP),
    ("ikbc-c87-single-mode-to-three-mode", 1, SLIP),
    ("rtfsc-with-opengrok", 1, "a word in asterisks"),
    ("vanity-imports-with-hugo", 1, SLIP),
    ("IPTV", 2, SLIP),
]


def main():
    failures, seen = 0, set()
    for folder in map(Path, sys.argv[1:]):
        for path in sorted(folder.glob("*.xml")):
            for key, html in reading.entries(path):
                found = reading.Reader(html).signs()
                rows = [row for row in MEANT if row[0] in key]
                seen.update(rows if found else [])
                if len(found) > sum(count for _, count, _ in rows):
                    failures += 1
                    print(f"{path}: {key}: {' '.join(found)}", file=sys.stderr)
    for row in MEANT:
        if row not in seen:
            failures += 1
            print(f"not found any more: {row[0]}", file=sys.stderr)
    print(f"signs of markup in {len(sys.argv) - 1} folders: {len(seen)} entries with signs that are meant, {failures} failures")
    sys.exit(failures > 0)


if __name__ == "__main__":
    main()
