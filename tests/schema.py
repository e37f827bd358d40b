"""Holds the JSON Schema of `feedmill settings --schema` against site files, and that of reports against reports.

    python3 tests/schema.py PROGRAM

Site files of fixtures/ in which feedmill finds nothing wrong must pass; those with an unknown or
mistyped setting must fail, and for each such finding on its own. The output of `feedmill settings`, its
comment signs removed, must pass. The reports of builds of all cases must pass docs/report.schema.json, which allows
no other keys. Needs jsonschema and PyYAML.
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile

import jsonschema
import yaml


class Loader(yaml.SafeLoader):
    """The core schema of YAML 1.2, which editors use: `off` is text, and so is a date."""


Loader.yaml_implicit_resolvers = {}
for tag, pattern, first in [
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", list("tTfF")),
    ("int", r"^[-+]?[0-9]+$", list("-+0123456789")),
    ("float", r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$", list("-+0123456789.")),
]:
    Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), first)


def leaves(error):
    """The errors that are not made of others: those say no more than that none of several fits."""
    return [leaf for inner in error.context for leaf in leaves(inner)] or [error]


def uncommented(text):
    return "\n".join(re.sub(r"^# ?", "", line) for line in text.splitlines())


def main(program):
    def run(*args):
        return subprocess.run([program, *args], check=True, capture_output=True, text=True).stdout

    schema = json.loads(run("settings", "--schema"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)

    def errors(text):
        return list(validator.iter_errors(yaml.load(text, Loader) or {}))

    wrong = [f"`feedmill settings`: {error.message}" for error in errors(uncommented(run("settings")))]
    passed = failed = 0
    for path in sorted(pathlib.Path("fixtures").rglob("feedmill.yaml")):
        expected = path.parent.parent / "expected.txt"
        told = expected.read_text("utf-8") if expected.exists() else ""
        findings = re.findall(r"feedmill\.yaml:(\d+):\d+: error\[(.+?)\]: (.+)", told)
        # A case's messages may be in JSON.
        for line in filter(lambda line: line.startswith('{"code"'), told.splitlines()):
            finding = json.loads(line)
            if finding["severity"] == "error" and finding["line"] and finding["path"].endswith("feedmill.yaml"):
                findings.append((str(finding["line"]), finding["code"], finding["message"]))
        if any(code == "invalid-site-file" for _, code, _ in findings):
            continue
        text = path.read_text("utf-8")
        found = errors(text)
        shape = [(line, told) for line, code, told in findings if code in ("unknown-setting", "wrong-type")]
        if shape:
            failed += 1
            details = [f"{leaf.json_path} {leaf.message}" for error in found for leaf in leaves(error)]
            for line, told in shape:
                key = told.split("`")[1]
                if not any(re.search(rf"\b{key}\b", detail) for detail in details):
                    wrong.append(f"{path}:{line}: the schema allows what feedmill refuses: {told}")
        elif not findings:
            passed += 1
            wrong += [f"{path}: {error.json_path}: {error.message}" for error in found]
    if not passed or not failed:
        wrong.append("no site files were found")
    number, found = reports(program)
    wrong += found
    print("\n".join(wrong) or f"the schema passes {passed} site files and refuses {failed}; that of reports passes {number}")
    return bool(wrong)


def reports(program):
    """How many reports of builds of the cases there are, and what is wrong with them."""
    schema = json.loads(pathlib.Path("docs/report.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    number, wrong = 0, []
    with tempfile.TemporaryDirectory() as home:
        for site in sorted(pathlib.Path("fixtures/cases").glob("**/site")):
            out = pathlib.Path(home, site.parts[2])
            report = pathlib.Path(home, "report.json")
            report.unlink(missing_ok=True)
            args = [program, "build", site, "--out", out, "--report", report, "--url", "https://example.org/", "--title", "T"]
            status = subprocess.run([*args, "--fresh", "--prune"], capture_output=True, check=False).returncode
            if not report.exists():
                continue
            number += 1
            told = json.loads(report.read_text("utf-8"))
            wrong += [f"report of {site}: {error.json_path}: {error.message}" for error in validator.iter_errors(told)]
            if told["status"] != status:
                wrong.append(f"report of {site}: `status` is not {status}")
    return number, wrong or ([] if number > 100 else [f"there are only {number} reports"])


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
