#!/usr/bin/env python3
"""The pages that list feeds, in a real browser: check.py FEEDMILL OUT [PICTURE]

Builds three sites and opens their pages in Chromium: in both languages, light and dark, wide and narrow,
with and without JavaScript. Screenshots are left in OUT; PICTURE is where the one of the README goes. Needs playwright
(PyPI), the program `chromium`, and OUT/node_modules/axe-core (npm), which looks for barriers.
"""
import json, pathlib, shutil, subprocess, sys, time
import xml.etree.ElementTree as ET

from playwright.sync_api import sync_playwright

ROOT = pathlib.Path(__file__).resolve().parents[2]
ENGLISH = """title: Notes from a "small" <workshop>
url: https://example.org/
language: en
languages: [en, de]
taxonomies: [tags, author, section]
formats: [rss, atom, json]
pages: true
"""


def build(feedmill, site, out):
    run = subprocess.run([feedmill, "build", site, "--fresh", "--out", out, "--feeds-url", "https://example.org/feeds/",
                          "--report", "-", "--fail-on", "never"], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def english(folder):
    (folder / "news").mkdir(parents=True)
    (folder / "feedmill.yaml").write_text(ENGLISH)
    for n in range(1, 13):
        tags = ["C++", "a & b", "<script>", "עברית", "an-unusually-long-name-" * 8][: 1 + n % 5]
        language = "de" if n % 3 == 0 else "en"
        header = {"title": f"Entry {n} <of> \"twelve\" & more", "date": f"2025-{n:02}-03", "tags": tags, "lang": language}
        (folder / "news" / f"{n}.md").write_text(f"---\n{json.dumps(header, ensure_ascii=False)[1:-1]}\n---\nText.\n"
                                                 .replace('---\n"', '---\n{"').replace('\n---\nText', '}\n---\nText'))


def large(folder):
    folder.mkdir(parents=True)
    (folder / "feedmill.yaml").write_text("title: 大站\nurl: https://example.org/\nlanguage: zh-CN\nformats: [atom]\npages: true\nlimit: 1\n")
    for n in range(100):
        tags = ", ".join(f"标签{n * 100 + k}" for k in range(100))
        (folder / f"{n}.md").write_text(f"---\ntitle: 第 {n} 篇\ndate: 2025-01-01\ntags: [{tags}]\n---\n文。\n")


def check_opml(out, report):
    """Every feed that has entries, once, in folders by kind; read by a parser that is not feedmill's."""
    tree = ET.parse(out / "feeds.opml").getroot()
    assert (tree.tag, tree.get("version")) == ("opml", "2.0"), tree
    outlines = list(tree.iter("outline"))
    listed = [outline.get("xmlUrl") for outline in outlines if outline.get("type") == "rss"]
    assert len(set(listed)) == len(listed), "a feed is listed twice"
    files = {f"https://example.org/feeds/{feed['path']}" for feed in report["feeds"] if feed["format"] in ("rss", "atom") and feed["entries"]}
    kinds = {(feed["taxonomy"], feed["term"], feed["path"].split("/")[0] if "/" in feed["path"] else "") for feed in report["feeds"] if feed["entries"]}
    from urllib.parse import unquote
    assert {unquote(url) for url in listed} <= files, set(map(unquote, listed)) - files
    assert len(listed) == len(kinds), (len(listed), len(kinds))
    for outline in outlines:
        assert outline.get("text"), ET.tostring(outline)
    print(f"{out.parent.name}: {len(listed)} feeds in the OPML")


def check_page(page, name, out, axe, script):
    requests, errors = [], []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    began = time.monotonic()
    page.goto((out / "index.html").as_uri())
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))") if script else None
    took = time.monotonic() - began
    assert [url for url in requests if not url.startswith("data:")] == [(out / "index.html").as_uri()], requests
    assert not errors, errors
    if not script:
        return took
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{name}: {wide} pixels too wide"
    if axe:
        # The page's policy admits no script from elsewhere, so the checker is run by the browser itself.
        page.evaluate(axe)
        found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")["violations"]
        told = [(each["id"], each["nodes"][0]["html"][:200], each["nodes"][0]["failureSummary"]) for each in found]
        assert not told, f"{name}: {told}"
    return took


def main(feedmill, work, picture):
    work = pathlib.Path(work).resolve()
    sites = {name: work / name for name in ("zh", "en", "large")}
    for folder in sites.values():
        shutil.rmtree(folder, ignore_errors=True)
    english(sites["en"] / "site")
    large(sites["large"] / "site")
    sources = {"zh": ROOT / "fixtures/site", "en": sites["en"] / "site", "large": sites["large"] / "site"}
    for name, folder in sites.items():
        check_opml(folder / "feeds", build(feedmill, sources[name], folder / "feeds"))
    axe = (work / "node_modules/axe-core/axe.min.js").read_text()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name in ("zh", "en"):
            for scheme in ("light", "dark"):
                for width in (360, 1280):
                    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
                    context.grant_permissions(["clipboard-read", "clipboard-write"])
                    page = context.new_page()
                    check_page(page, f"{name} {scheme} {width}", sites[name] / "feeds", axe, True)
                    page.screenshot(path=work / f"{name}-{scheme}-{width}.png", full_page=True)
                    if (name, scheme, width) == ("zh", "light", 1280) and picture:
                        page.screenshot(path=picture)
                    uses(page, name)
                    context.close()
            context = browser.new_context(java_script_enabled=False)
            page = context.new_page()
            check_page(page, name, sites[name] / "feeds", None, False)
            assert page.locator("input").is_hidden() and page.locator("button").count() == 0
            assert page.locator(".feeds li a").first.is_visible()
            context.close()
        page = browser.new_page()
        took = check_page(page, "large", sites["large"] / "feeds", None, True)
        began = time.monotonic()
        page.fill("#query", "标签9999")
        assert page.locator(".feeds li:not([hidden])").count() == 1
        filtered = time.monotonic() - began
        size = (sites["large"] / "feeds/index.html").stat().st_size
        print(f"10,000 terms: {size} bytes, open after {took:.2f} s, filtered after {filtered:.2f} s")
        assert took < 2 and filtered < 2
        browser.close()
    print("the pages hold what they promise")


def uses(page, name):
    """Looks for a feed, and copies its address."""
    text = {"zh": ("C＋＋", "复制地址", "https://example.org/feeds/tags/c++/rss.xml"),
            "en": ("c++", "Copy address", "https://example.org/feeds/tags/c++/rss.xml")}[name]
    page.fill("#query", text[0])
    item = page.locator(".feeds li:not([hidden])").first
    assert page.locator("#status").inner_text().endswith(f"/ {page.locator('.feeds li').count()}")
    button = item.get_by_role("button", name=text[1])
    button.click()
    page.wait_for_function("button => button.textContent !== button.dataset.was", arg=button.element_handle())
    assert page.evaluate("navigator.clipboard.readText()") == text[2], page.evaluate("navigator.clipboard.readText()")
    assert item.locator("a", has_text="RSS").get_attribute("href").startswith("tags/")
    page.fill("#query", "no such feed")
    assert page.locator(".feeds li:not([hidden])").count() == 0
    page.fill("#query", "")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else None)
