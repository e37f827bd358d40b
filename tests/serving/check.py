#!/usr/bin/env python3
"""The configurations of docs/serving.md, in the real servers: check.py FEEDS [SERVER...]

FEEDS is a folder of feeds with rss.xml, atom.xml and tags/; SERVER is nginx, apache or caddy (default: all three). Each is
started on a port of 127.0.0.1 with the text of the document, in which only port and folders are replaced.
A server that is not installed is skipped, and the last line says so.
"""
import gzip, http.client, os, pathlib, re, shutil, socket, subprocess, sys, tempfile, time
from urllib.parse import quote

DOCUMENT = pathlib.Path(__file__).resolve().parents[2] / "docs" / "serving.md"
MODULES = "mpm_event authz_core authz_host mime headers alias deflate filter setenvif"

NGINX = """daemon off; pid {work}/pid; error_log {work}/error.log; events {{}}
http {{ access_log off; types {{ text/html html; text/xml xml; }}
client_body_temp_path {work}/a; proxy_temp_path {work}/b; fastcgi_temp_path {work}/c; uwsgi_temp_path {work}/d; scgi_temp_path {work}/e;
{text} }}"""
APACHE = """{modules}
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
PidFile {work}/pid
ErrorLog {work}/error.log
Mutex file:{work}
TypesConfig /dev/null
DocumentRoot {root}
{text}"""


def configured(server, text, root, port, work):
    """The file to start SERVER with, and the command."""
    text = text.replace("/var/www/example.org", str(root))
    if server == "nginx":
        text = NGINX.format(text=text.replace("listen 80", f"listen 127.0.0.1:{port}"), work=work)
        command = ["nginx", "-p", str(work), "-c", str(work / "config")]
    elif server == "apache":
        loads = "\n".join(f"LoadModule {m}_module /usr/lib/apache2/modules/mod_{m}.so" for m in MODULES.split())
        text = APACHE.format(modules=loads, text=text, root=root, port=port, work=work)
        command = ["apache2", "-X", "-f", str(work / "config")]
    else:
        text = "{\n admin off\n auto_https off\n}\n" + text.replace("http://example.org", f"http://:{port}")
        command = ["caddy", "run", "--adapter", "caddyfile", "--config", str(work / "config")]
    (work / "config").write_text(text)
    return command


def get(port, path, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()} | {"Host": "example.org"})
    response = connection.getresponse()
    body = response.read()
    return response.status, {k.lower(): v for k, v in response.getheaders()}, body


def check(server, port, root):
    def expect(what, got, wanted):
        if got != wanted:
            sys.exit(f"{server}: {what}: {got!r} instead of {wanted!r}")

    tags = sorted(p.name for p in (root / "tags").iterdir() if not p.name.isascii())
    paths = [("/rss.xml", "application/rss+xml"), ("/atom.xml", "application/atom+xml"), ("/feed.json", "application/feed+json")]
    paths += [(f"/tags/{quote(tag)}/rss.xml", "application/rss+xml") for tag in tags]
    for path, kind in paths:
        file = root / path[1:] if "%" not in path else root / "tags" / tags[[quote(t) for t in tags].index(path.split("/")[2])] / "rss.xml"
        status, headers, body = get(port, path)
        expect(f"status of {path}", status, 200)
        expect(f"body of {path}", body == file.read_bytes(), True)
        expect(f"type of {path}", headers.get("content-type"), f"{kind}; charset=utf-8")
        expect(f"CORS of {path}", headers.get("access-control-allow-origin"), "*")
        expect(f"caching of {path}", headers.get("cache-control"), "public, max-age=600")
        for name, value in (("If_None_Match", headers["etag"]), ("If_Modified_Since", headers["last-modified"])):
            status, _, body = get(port, path, **{name: value})
            expect(f"{name} of {path}", (status, body), (304, b""))
        status, packed, body = get(port, path, Accept_Encoding="gzip")
        expect(f"compression of {path}", packed.get("content-encoding"), "gzip")
        expect(f"Vary of {path}", "accept-encoding" in packed.get("vary", "").lower(), True)
        expect(f"compressed body of {path}", gzip.decompress(body) == file.read_bytes(), True)
        status, _, _ = get(port, path, Accept_Encoding="gzip", If_None_Match=packed["etag"])
        expect(f"If-None-Match of the compressed {path}", status, 304)
    status, headers, _ = get(port, "/old/feed.xml")
    expect("status of a moved feed", status, 301)
    expect("place of a moved feed", re.sub(r"^http://[^/]+", "", headers["location"]), "/rss.xml")
    if not tags:
        sys.exit("no tag outside of ASCII to ask for")
    return len(paths)


def main():
    feeds, servers = pathlib.Path(sys.argv[1]), sys.argv[2:] or ["nginx", "apache", "caddy"]
    skipped = []
    for server in servers:
        if shutil.which({"apache": "apache2"}.get(server, server)) is None:
            skipped.append(server)
            continue
        (text,) = re.findall(rf"^```{server}\n(.*?)^```", DOCUMENT.read_text(), re.S | re.M)
        with tempfile.TemporaryDirectory() as folder:
            # The servers run under accounts of their own.
            work = pathlib.Path(folder)
            os.chmod(work, 0o777)
            root = work / "site"
            shutil.copytree(feeds, root)
            (root / "feed.json").write_text('{"version": "https://jsonfeed.org/version/1.1", "title": "%s", "items": []}' % ("x" * 2000))
            for file in root.rglob("*"):
                os.utime(file, (1700000000, 1700000000))
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                port = free.getsockname()[1]
            command = configured(server, text, root, port, work)
            process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=os.environ | {"HOME": folder})
            try:
                for _ in range(100):
                    time.sleep(0.1)
                    with socket.socket() as probe:
                        if probe.connect_ex(("127.0.0.1", port)) == 0:
                            break
                    if process.poll() is not None:
                        log = work / "error.log"
                        sys.exit(f"{server} did not start: {process.stdout.read().decode()}{log.read_text() if log.exists() else str()}")
                else:
                    sys.exit(f"{server} does not listen")
                count = check(server, port, root)
            finally:
                process.terminate()
                process.wait(10)
        print(f"{server}: {count} feeds and a moved one")
    for server in skipped:
        print(f"skipped: {server} is not installed")


main()
