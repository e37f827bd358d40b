"""Time, memory and output of runs on inputs of the sizes 1, 2, 4 and 8.

    python3 tests/linear.py target/release/feedmill [KILOBYTES [KIND]]

For each kind of input, feedmill is run on one of KILOBYTES (default 250), and on others two, four and eight
times as large. The processor time and the memory beyond those of a site with one small article must not grow
faster than the input: eight times the size may take at most twice eight times as much. The worst ratios of
memory and of output to input are printed; docs/reliability.md has them. Needs Linux.
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile

HEADER = "---\ntitle: A\ndate: 2025-01-02\n---\n"
SITE = "title: T\nurl: https://example.org/\n"
FEED = '<?xml version="1.0"?><rss version="2.0"><channel><title>T</title><link>https://e.org/</link><description>D</description>'
LEAST_SECONDS = 0.05  # Below it, measurements say nothing.
LEAST_MEMORY = 4 << 20


def repeated(text):
    return lambda size: text * (size // len(text.encode()))


def numbered(text):
    """Lines of `text` with their numbers."""

    def fill(size):
        lines, length = [], 0
        while length < size:
            lines.append(text.replace("%", str(len(lines))))
            length += len(lines[-1])
        return "".join(lines)

    return fill


def body(fill, name="a.md"):
    return lambda size: {name: HEADER + fill(size)}


def header(fill, before="", after=""):
    return lambda size: {"a.md": f"---\ntitle: A\ndate: 2025-01-02\n{before}{fill(size)}{after}\n---\nText.\n"}


def articles(text):
    """Many small articles."""

    def files(size):
        return {f"{n % 100}/{n}.md": text.replace("%", str(n)) for n in range(size // 100)}

    return files


def feed(fill):
    return lambda size: {"feed.xml": FEED + fill(size) + "</channel></rss>"}


ITEM = "<item><title>%</title><link>https://e.org/%</link><guid>https://e.org/%</guid><description>Text %</description></item>\n"
MARKDOWN = [
    "[", "![", "](", "[a](b) ", "[a][b] ", "[^1] ", "<", "<a ", "<!--", "<div>", "</div>", ">", "> ", "- ", "* a\n", "*", "**a ",
    "_a ", "`", "``a ", "~~a ", "&", "&#", "&amp;", "|", "|a|b|\n|-|-|\n", "\\", "$a$ ", "{{", "{{ a }} ", "{%", "{% a %} ", "{: .a}\n",
    "[a]", "[a][] ", "![a][b]\n", "{% if a %}", "{% if a %}b{% else %}c{% endif %}", "{% for i in (1..9) %}{{ i }}{% endfor %}",
    "{% for i in (1..99) %}", "{% capture a %}{{ a }}b{% endcapture %}", "{% assign a = a | append: 'bcd' %}{{ a }} ",
    "{{< a >}}b{{< /a >}}", "{{< a b='c' >}}", "import a from 'b'\n", "<A b={c} ", "{/* a", "https://e.org/ ", "a@e.org ", "word ", "word\n", "\n", "# a\n", "a\n===\n", "[a]: b\n", "[^a]: b\n", ":::a\n", "!!! a\n",
    "<p>a</p>\n", "<b>a", "中文。", "\U0001F600", "\u200b", "\t", "```\na\n```\n",
]  # fmt: skip
KINDS = {
    **{f"Markdown {text!r}": ("build", body(repeated(text))) for text in MARKDOWN},
    **{f"HTML {text!r}": ("build", body(repeated(text), "a.html")) for text in ["<", "<b>a", "<p>", "<a href=x>", "<table>", "&", "word "]},
    "nested loops": ("build", body(lambda size: "{% for i in (1..99) %}" * (size // 60) + "a" + "{% endfor %}" * (size // 60))),
    "nested conditions": ("build", body(lambda size: "{% if a %}" * (size // 40) + "a" + "{% else %}b{% endif %}" * (size // 40))),
    "an expression of JavaScript": ("build", body(repeated("{a"), "a.mdx")),
    "numbered references": ("build", body(numbered("[a%]: b\n[a%] "))),
    "numbered footnotes": ("build", body(numbered("[^%]: b\n\na[^%]\n\n"))),
    "header keys": ("build", header(numbered("key%: value\n"))),
    "equal header keys": ("build", header(repeated("key: value\n"))),
    "tags": ("build", header(numbered("tag%, "), "tags: [", "]")),
    "authors": ("build", header(numbered("name%, "), "authors: [", "]")),
    "a long title": ("build", header(repeated("word "), "description: ")),
    "articles": ("build", articles(HEADER + "Text %.\n")),
    "articles with a tag each": ("build", articles("---\ntitle: A\ndate: 2025-01-02\ntags: [t%]\n---\nText.\n")),
    "articles with one id": ("build", articles("---\ntitle: A\ndate: 2025-01-02\nid: https://e.org/\n---\nText.\n")),
    "articles with wrong dates": ("build", articles("---\ntitle: A\ndate: 2025-13-02\n---\nText.\n")),
    "articles with bodies that cannot be used": ("build", articles(HEADER + "<div>" * 300)),
    "tags with one slug": (
        "build",
        lambda size: {"feedmill.yaml": SITE + "slugs: pelican\n", **articles("---\ntitle: A\ndate: 2025-01-02\ntags: ['a" + "+%" + "']\n---\n")(size)},
    ),
    "unknown settings": ("build", lambda size: {"feedmill.yaml": SITE + numbered("key%: value\n")(min(size, 900_000))}),
    "ignore patterns": ("build", lambda size: {".gitignore": numbered("a%*.md\n")(min(size, 900_000))}),
    "ids": ("build", lambda size: {"feedmill.ids": numbered("a%.md https://example.org/%\n")(min(size, 900_000))}),
    "items": ("validate", feed(numbered(ITEM))),
    "elements": ("validate", feed(numbered("<a%/>\n"))),
    "attributes": ("validate", feed(lambda size: "<a " + numbered('b%="" ')(size) + "/>")),
    "namespaces": ("validate", feed(lambda size: "<a " + numbered('xmlns:b%="c%" ')(size) + "/>")),
    "references in a feed": ("validate", feed(repeated("&lt;"))),
    "ill-formed": ("validate", feed(repeated("<a>"))),
    "compared items": ("compare", feed(numbered(ITEM))),
}


def run(program, command, files):
    """Its processor time, its memory and how much it has written."""
    # In memory, so that the system's time does not depend on a disk.
    folder = tempfile.mkdtemp(dir="/dev/shm")
    try:
        site = os.path.join(folder, "site")
        for path, text in {"feedmill.yaml": SITE, "good.md": HEADER + "Good.\n", **files}.items():
            path = os.path.join(site, path)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        out = os.path.join(folder, "out")
        feed = os.path.join(site, "feed.xml")
        arguments = {
            "build": ["build", site, "--fresh", "--out", out],
            "validate": ["validate", feed],
            "compare": ["compare", feed, os.path.join(folder, "other.xml")],
        }[command]
        if command == "compare":
            with open(feed, encoding="utf-8") as file, open(arguments[2], "w", encoding="utf-8") as other:
                other.write(file.read().replace("<guid>", "<guid>https://f.org/?"))
        with open(os.path.join(folder, "messages"), "w+b") as messages:
            process = subprocess.Popen([program, *arguments], stdout=messages, stderr=messages, preexec_fn=limit)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = 0
            written = messages.seek(0, os.SEEK_END)
        code = os.waitstatus_to_exitcode(status)
        if code not in (0, 1, 2):
            raise SystemExit(f"status {code}")
        for path, _, names in os.walk(out):
            written += sum(os.path.getsize(os.path.join(path, name)) for name in names)
        return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, written
    finally:
        shutil.rmtree(folder)


def limit():
    resource.setrlimit(resource.RLIMIT_CPU, (60, 60))


def main():
    program = os.path.abspath(sys.argv[1])
    unit = 1000 * int(sys.argv[2] if len(sys.argv) > 2 else 250)
    kinds = {kind: value for kind, value in KINDS.items() if len(sys.argv) < 4 or sys.argv[3] in kind}
    least = {command: run(program, command, {"feed.xml": FEED + "</channel></rss>"}) for command in ("build", "validate", "compare")}
    failures = 0
    worst = {"memory": (0, ""), "output": (0, "")}
    for kind, (command, files) in kinds.items():
        inputs = [files(unit * times) for times in (1, 2, 4, 8)]
        sizes = [sum(len(text.encode()) for text in made.values()) for made in inputs]
        seconds, memory, written = zip(*(run(program, command, made) for made in inputs))
        times = [max(second - least[command][0], LEAST_SECONDS) for second in seconds]
        memories = [max(used - least[command][1], LEAST_MEMORY) for used in memory]
        growth = sizes[-1] / sizes[0]
        for what, first, last in [("time", times[0], times[-1]), ("memory", memories[0], memories[-1])]:
            if last > 2 * growth * first:
                failures += 1
                print(f"FAILED   {kind}: {growth:.1f} times the input takes {last / first:.1f} times the {what}")
        ratios = {"memory": memories[-1] / sizes[-1], "output": written[-1] / sizes[-1]}
        for what, ratio in ratios.items():
            worst[what] = max(worst[what], (ratio, kind))
        print(
            f"{kind:45} {sizes[-1] / 1e6:6.1f} MB {' '.join(f'{second:6.2f}' for second in seconds)} s"
            f" {ratios['memory']:6.1f} times in memory {ratios['output']:6.1f} times written"
        )
    for what, (ratio, kind) in worst.items():
        print(f"worst {what}: {ratio:.1f} times the input ({kind})")
    sys.exit(failures > 0)


if __name__ == "__main__":
    main()
