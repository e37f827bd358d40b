#!/usr/bin/env python3
"""Seconds that feeds cost with feedmill, with other generators, and with a script written by hand.

    cargo build --release
    benches/peers.py [ARTICLES...]              default: 1000 10000

Every program gets the same articles: 6,000 bytes of Markdown each, 200 tags, the newest 20 in each
feed, whole bodies. It writes the feed for everything and one feed per tag. feedmill writes RSS and
Atom, the others one of the two. Hugo has no page templates, so that it writes feeds alone; Zola and
Jekyll cannot leave the pages out, and get the shortest templates. Jekyll writes no feeds of tags
that are not ASCII letters and digits.

The times are the best of three rounds, in which each program writes into an empty folder; a program
that takes more than a minute runs once. The processor's time is that of all threads together, and
does not depend much on what else the machine does.

Programs that are not installed are skipped: hugo, zola, jekyll (with jekyll-feed); for the script
written by hand PyYAML and Markdown of this Python. HUGO, ZOLA, JEKYLL and FEEDMILL name others.
"""
import html, os, pathlib, random, shutil, subprocess, sys, tempfile, time

HERE = pathlib.Path(__file__).resolve().parent
WORDS = "lamp tower ferry harbour letter rope steps drawer wind table boats rain evening keeper".split()
CHINESE = "灯塔渡船码头书信长桌风向屋顶楼梯抽屉守灯人夜海"


def write_articles(folder, count, zola=False):
    folder.mkdir(parents=True)
    for number in range(count):
        chance = random.Random(number)
        day = f"{2000 + number // 3360 % 25}-{number // 280 % 12 + 1:02}-{number // 10 % 28 + 1:02}"
        tags = sorted({f"tag{number % 200}", f"标签{int(200 * chance.random() ** 2)}"})
        body = []
        while sum(len(text.encode()) for text in body) < 6000:
            english = " ".join(chance.choices(WORDS, k=40))
            chinese = "".join(chance.choices(CHINESE, k=80))
            body.append(f"The **{english}**, see [the letter](/letters/{number}/).\n\n{chinese}。\n\n")
        listed = f"[{', '.join(tags)}]"
        header = f"taxonomies:\n  tags: {listed}" if zola else f"tags: {listed}"
        (folder / f"{day}-letter-{number}.md").write_text(
            f'---\ntitle: "Letter {number}"\ndate: {day}T12:{number % 10:02}:07+08:00\n{header}\n---\n\n'
            + "".join(body), encoding="utf-8")


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def feedmill(site, count):
    write_articles(site / "posts", count)
    write(site / "feedmill.yaml", "title: T\nurl: https://example.org/\nlimit: 20\n")
    program = os.environ.get("FEEDMILL", str(HERE.parent / "target/release/feedmill"))
    return lambda out: [program, "build", site, "--out", out]


def by_hand(site, count):
    write_articles(site / "posts", count)
    return lambda out: [sys.executable, __file__, "--by-hand", site / "posts", out]


def hugo(site, count):
    write_articles(site / "content/posts", count)
    write(site / "hugo.toml", 'baseURL = "https://example.org/"\ntitle = "T"\n'
          'disableKinds = ["section", "taxonomy", "sitemap", "404", "robotsTXT"]\n'
          '[outputs]\nhome = ["rss"]\nterm = ["rss"]\n')
    write(site / "layouts/_default/rss.xml",
          '{{ printf "<?xml version=\\"1.0\\" encoding=\\"utf-8\\"?>" | safeHTML }}'
          '<rss version="2.0"><channel><title>{{ .Title }}</title><link>{{ .Permalink }}</link>'
          "<description>T</description>{{ $pages := .Pages }}{{ if .IsHome }}{{ $pages = site.RegularPages }}{{ end }}"
          "{{ range first 20 $pages.ByDate.Reverse }}<item><title>{{ .Title }}</title><link>{{ .Permalink }}</link>"
          '<pubDate>{{ .Date.Format "Mon, 02 Jan 2006 15:04:05 -0700" }}</pubDate><guid>{{ .Permalink }}</guid>'
          "<description>{{ .Content | transform.XMLEscape | safeHTML }}</description></item>{{ end }}</channel></rss>\n")
    program = os.environ.get("HUGO", "hugo")
    return lambda out: [program, "--quiet", "--noBuildLock", "--source", site, "--destination", out]


def zola(site, count):
    write_articles(site / "content", count, zola=True)
    write(site / "config.toml", 'base_url = "https://example.org"\ntitle = "T"\ngenerate_feeds = true\n'
          'feed_filenames = ["rss.xml"]\nfeed_limit = 20\ntaxonomies = [{ name = "tags", feed = true }]\n')
    for name in ["index", "section", "page", "taxonomy_list", "taxonomy_single"]:
        write(site / f"templates/{name}.html", "{{ config.title }}")
    program = os.environ.get("ZOLA", "zola")
    return lambda out: [program, "--root", site, "build", "--force", "--output-dir", out]


def jekyll(site, count):
    write_articles(site / "_posts", count)
    write(site / "_config.yml", "title: T\nurl: https://example.org\nplugins: [jekyll-feed]\n"
          "feed:\n  posts_limit: 20\n  tags: true\n")
    program = os.environ.get("JEKYLL", "jekyll")
    return lambda out: [program, "build", "--quiet", "--disable-disk-cache", "--source", site, "--destination", out]


def write_by_hand(source, out):
    """The script that people write: every article read and rendered, no checks."""
    import markdown, yaml
    posts, by_tag = [], {}
    for path in source.rglob("*.md"):
        _, header, body = path.read_text(encoding="utf-8").split("---\n", 2)
        post = yaml.load(header, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        post.update(link=f"https://example.org/{path.stem}/", html=markdown.markdown(body))
        posts.append(post)
        for tag in post["tags"]:
            by_tag.setdefault(tag, []).append(post)
    for name, list_ in [("rss.xml", posts), *((f"tags/{tag}/rss.xml", list_) for tag, list_ in by_tag.items())]:
        items = "".join(
            f"<item><title>{html.escape(post['title'])}</title><link>{post['link']}</link>"
            f"<pubDate>{post['date']:%a, %d %b %Y %H:%M:%S %z}</pubDate><guid>{post['link']}</guid>"
            f"<description>{html.escape(post['html'])}</description></item>\n"
            for post in sorted(list_, key=lambda post: post["date"], reverse=True)[:20])
        write(out / name, '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>T</title>'
              f"<link>https://example.org/</link><description>T</description>\n{items}</channel></rss>\n")


class Program:
    """A program with its site, and the best of its runs."""

    def __init__(self, prepare, count, folder):
        self.name, self.folder = prepare.__name__, folder / prepare.__name__
        self.command = prepare(self.folder / "site", count)
        self.wall = self.processor = float("inf")
        self.result = None

    def run(self, number):
        if self.result or 60 < self.wall < float("inf"):
            return
        # Caches of other generators, and what feedmill knows of its last run, must not help.
        for kept in [".feedmill", "resources", ".jekyll-cache"]:
            shutil.rmtree(self.folder / "site" / kept, ignore_errors=True)
        out = self.folder / f"out-{number}"
        start, before = time.monotonic(), os.times()
        try:
            done = subprocess.run(list(map(str, self.command(out))), cwd=self.folder, capture_output=True, text=True)
        except FileNotFoundError:
            self.result = "not installed"
            return
        wall, after = time.monotonic() - start, os.times()
        if done.returncode:
            self.result = "failed: " + (done.stderr.strip().splitlines() or ["no message"])[-1]
            return
        self.wall = min(self.wall, wall)
        self.processor = min(self.processor, after.children_user - before.children_user
                             + after.children_system - before.children_system)
        heads = [path.read_bytes()[:400] for path in out.rglob("*.xml")]
        self.feeds = sum(b"<rss " in head or b"<feed " in head for head in heads)

    def __str__(self):
        return self.result or f"{self.wall:.2f} s, processor {self.processor:.2f} s, {self.feeds} feeds"


if __name__ == "__main__":
    if sys.argv[1:2] == ["--by-hand"]:
        write_by_hand(*map(pathlib.Path, sys.argv[2:]))
        sys.exit()
    for count in map(int, sys.argv[1:] or ["1000", "10000"]):
        with tempfile.TemporaryDirectory() as folder:
            programs = [Program(prepare, count, pathlib.Path(folder))
                        for prepare in [feedmill, hugo, zola, by_hand, jekyll]]
            for number in range(3):
                for program in programs:
                    program.run(number)
            for program in programs:
                print(f"{count:6} articles  {program.name:9} {program}", flush=True)
