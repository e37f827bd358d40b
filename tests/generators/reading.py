"""What a subscriber reads in a feed: the words of its entries, their elements, and signs of markup left among them.

Elements are those that carry meaning, counted. What is published in another way on purpose (docs/content.md) counts as
what takes its place: highlighted code, with its lines in a table or not, as one `<pre><code>`, a frame as a picture with
a link in a paragraph, and a link in a link not at all, since HTML has none.
"""

import re
from collections import Counter
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
SIGNS = re.compile(r"\]\(|\*\*|:::|\{%|\{\{|\[!|%%")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
# What a page shows in its own way, and a feed need not: gutters of code, marks for links to headings.
HIDDEN = {"gutter", "headerlink", "anchor", "toc", "markdown-toc", "footnote-return", "reversefootnote"}
# Of these, what has no elements that count.
UNCOUNTED = {"gutter", "headerlink", "anchor", "toc", "markdown-toc"}
MEANING = set("h1 h2 h3 h4 h5 h6 ul ol li table tr td th blockquote pre code em strong a img p dl dt dd sup sub br hr".split())
# Either way of writing is the same to a reader; a generator's typography changes them.
SAME = {ord(a): b for a, b in zip("“”‘’–—\u00a0", "\"\"\'\'-- ")} | {ord("…"): "..."}


class Reader(HTMLParser):
    """The text of HTML, and apart from it the text that is neither code nor mathematics."""

    def __init__(self, html):
        super().__init__()
        self.open, self.text, self.prose = [], [], []
        self.elements = Counter()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        names = set(f"{dict(attrs).get('class') or ''} {dict(attrs).get('id') or ''}".split())
        self.count(tag, names)
        if tag not in VOID:
            is_counted = not (names & UNCOUNTED or tag in ("script", "style", "iframe") or self.is_code(tag, names))
            self.open.append((tag, tag in ("script", "style") or bool(names & HIDDEN), is_counted))
        if tag not in ("code", "em", "strong", "span", "a", "b", "i"):
            self.prose.append("\n")

    @staticmethod
    def is_code(tag, names):
        return "highlight" in names and tag in ("div", "figure", "pre", "table")

    def count(self, tag, names):
        """Counts the element, unless it stands in one that is counted as a whole."""
        if not all(is_counted for *_, is_counted in self.open) or names & UNCOUNTED:
            return
        tags = {name for name, *_ in self.open}
        if self.is_code(tag, names):
            self.elements.update(("pre", "code"))
        elif tag == "iframe":
            self.elements.update(("a", "img") if "p" in tags else ("p", "a", "img"))
        elif tag in MEANING and not (tag == "a" and "a" in tags):
            self.elements[tag] += 1

    def handle_endtag(self, tag):
        if any(tag == name for name, *_ in self.open):
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, data):
        if any(hidden for _, hidden, _ in self.open):
            return
        self.text.append(data)
        if not any(tag in ("pre", "code", "kbd", "samp", "math") for tag, *_ in self.open):
            self.prose.append(data)

    def words(self):
        text = "".join(self.text).translate(SAME).replace("--", "-").replace("--", "-")
        return re.sub(r"[\s↩\ufe0e\u200b☐☑]+", "", text)

    def signs(self):
        prose = re.sub(r"\$\$.*?\$\$|\$[^$\n]*\$", "", "".join(self.prose), flags=re.S)
        return SIGNS.findall(prose)


def entries(path):
    """The HTML of each entry of a feed, by its id."""
    try:
        root = ET.parse(path).getroot()
    except ET.ParseError:
        # Some generators write feeds that are not XML; readers do not show them.
        return
    for entry in [*root.iter(ATOM + "entry"), *root.iter("item")]:
        key = next(filter(None, (entry.findtext(name) for name in (ATOM + "id", "guid", "link"))), None)
        if link := entry.find(ATOM + "link"):
            key = key or link.get("href")
        texts = []
        for name in (ATOM + "content", ATOM + "summary", CONTENT, "description"):
            for element in entry.findall(name):
                inner = "".join(ET.tostring(child, encoding="unicode") for child in element)
                texts.append((element.text or "") + inner)
        if key:
            yield key, max(texts, key=len, default="")


def compare(old, new):
    """The ids of entries that read the same in feeds of the same path, of those among them whose elements
    are others, of those that do not read the same, and of those of ours with signs of markup that the site
    does not show."""
    same, marked, other, signs = set(), set(), set(), set()
    old, new = Path(old), Path(new)
    for path in sorted(new.rglob("*.xml")):
        theirs = dict(entries(old / path.relative_to(new))) if (old / path.relative_to(new)).exists() else {}
        for key, html in entries(path):
            if key in same | other:
                continue
            ours = Reader(html)
            if key not in theirs:
                continue
            site = Reader(theirs[key])
            if len(ours.signs()) > len(site.signs()):
                signs.add(key)
            words, text = site.words(), ours.words()
            is_summary = len(words) < 0.7 * len(text) and text.startswith(words[:60])
            if words and text and not is_summary:
                (same if words == text else other).add(key)
                if words == text and site.elements != ours.elements:
                    marked.add(key)
    return same, marked, other, signs
