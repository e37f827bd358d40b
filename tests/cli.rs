//! The command line: exit statuses, streams, formats, signals; and that the output depends on the
//! input alone.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its files has failed"
)]

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use proptest::prelude::*;
use serde_json::Value;

const GOOD: &str = "---\ntitle: A good one\ndate: 2025-01-02\ntags: [C#, 河流]\n---\nText.\n";
const BAD: &str = "---\ntitle: A bad one\ndate: 2021-02-30\n---\nText.\n";
const ODD: &str = "---\ntitle: An odd one\ntitle: Again\ndate: 2025-01-01\n---\nText.\n";

/// A folder of articles in a temporary folder.
struct Site {
    home: tempfile::TempDir,
}

impl Site {
    fn with(path: &str, text: impl AsRef<[u8]>) -> Self {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join("site")).unwrap();
        Site { home }.and(path, text)
    }

    fn and(self, path: &str, text: impl AsRef<[u8]>) -> Self {
        let place = self.path(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, text).unwrap();
        self
    }

    fn path(&self, below: &str) -> PathBuf {
        self.home.path().join("site").join(below)
    }

    /// `feedmill build site`, with an address, a title and a time.
    fn build(&self, args: &[&str]) -> Run {
        let usual = [
            "build",
            "site",
            "--url=https://example.org/",
            "--title=T",
            "--now=2026-01-01T00:00:00Z",
        ];
        self.feedmill(&[&usual, args].concat())
    }

    fn feedmill(&self, args: &[&str]) -> Run {
        let mut run = feedmill(args);
        run.0.current_dir(self.home.path());
        run
    }

    fn feeds(&self) -> BTreeMap<String, Vec<u8>> {
        files(&self.path("feeds"))
    }
}

/// A command to run.
struct Run(Command);

fn feedmill(args: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_feedmill"));
    command.args(args);
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    Run(command)
}

impl Run {
    fn env(mut self, name: &str, value: &str) -> Self {
        self.0.env(name, value);
        self
    }

    #[track_caller]
    fn exits(mut self, status: i32) -> Told {
        let told = Told::of(self.0.output().unwrap());
        assert_eq!(told.status, Some(status), "{}{}", told.stdout, told.stderr);
        told
    }
}

/// The output of a command.
struct Told {
    status: Option<i32>,
    stdout: String,
    stderr: String,
}

impl Told {
    fn of(output: Output) -> Self {
        Told {
            status: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    #[track_caller]
    fn and_says_nothing(self) {
        assert_eq!((&*self.stdout, &*self.stderr), ("", ""));
    }

    #[track_caller]
    fn and_says(self, part: &str) -> Self {
        assert!(self.stderr.contains(part), "{}", self.stderr);
        self
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap()
    }
}

/// The files in `folder`, by path.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let Ok(entries) = fs::read_dir(folder) else {
        return found;
    };
    for entry in entries {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            for (below, bytes) in files(&path) {
                found.insert(format!("{name}/{below}"), bytes);
            }
        } else {
            found.insert(name, fs::read(path).unwrap());
        }
    }
    found
}

/// Copies the content of `from`.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for (path, bytes) in files(from) {
        let place = to.join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, bytes).unwrap();
    }
}

// Exit statuses

#[test]
fn a_clean_run_says_nothing() {
    Site::with("a.md", GOOD)
        .build(&[])
        .exits(0)
        .and_says_nothing();
}

#[test]
fn a_bad_article_is_status_1() {
    let site = Site::with("a.md", GOOD).and("b.md", BAD);
    site.build(&[])
        .exits(1)
        .and_says("b.md:3:7: error[invalid-date]");
    assert_eq!(site.feeds().len(), 6);
    site.build(&["--fail-on=never"]).exits(0);
}

#[test]
fn a_warning_is_status_0_unless_asked() {
    let site = Site::with("a.md", ODD);
    site.build(&[]).exits(0).and_says("warning[duplicate-key]");
    site.build(&["--fail-on", "warning"]).exits(1);
    site.build(&["--quiet"]).exits(0).and_says_nothing();
}

#[test]
fn wrong_usage_is_status_2() {
    let site = Site::with("a.md", GOOD);
    for args in [
        &["--no-such-flag"][..],
        &["--jobs=0"],
        &["--now=yesterday"],
        &["--limit=many"],
        &["--formats=json"],
        &["--url=example.org"],
        &["--config=site/none.yaml"],
    ] {
        site.feedmill(&[&["build", "site", "--title=T"], args].concat())
            .exits(2);
    }
    feedmill(&["explain", "no-such-code"])
        .exits(2)
        .and_says("no-such-code");
    feedmill(&[]).exits(2).and_says("Usage");
    assert!(site.feeds().is_empty());
}

#[test]
fn a_source_that_is_gone_is_status_3() {
    let site = Site::with("a.md", GOOD);
    site.build(&["--out=feeds"]).exits(0);
    let before = files(&site.home.path().join("feeds"));
    fs::rename(site.path(""), site.home.path().join("elsewhere")).unwrap();
    site.build(&["--out=feeds"])
        .exits(3)
        .and_says("error[unreadable-source]");
    assert_eq!(files(&site.home.path().join("feeds")), before);
}

#[test]
fn an_output_that_is_a_file_is_status_3() {
    Site::with("a.md", GOOD)
        .and("feeds", "mine")
        .build(&[])
        .exits(3)
        .and_says("error[output-not-a-folder]");
}

#[test]
fn help_and_version_are_status_0() {
    for args in [
        &["--help"][..],
        &["build", "--help"],
        &["explain", "--help"],
        &["--version"],
    ] {
        assert!(!feedmill(args).exits(0).stdout.is_empty());
    }
}

// Paths

#[test]
fn paths_are_relative_to_where_they_stand() {
    let settings = "title: T\nurl: https://example.org/\noutput: ../public\n";
    let site = Site::with("a.md", GOOD).and("conf/site.yaml", settings);
    site.feedmill(&["build", "site", "--config=site/conf/site.yaml"])
        .exits(0);
    assert_eq!(files(&site.path("public")).len(), 6);
    site.feedmill(&[
        "build",
        "site",
        "--config=site/conf/site.yaml",
        "--out=here",
    ])
    .exits(0);
    assert_eq!(files(&site.home.path().join("here")).len(), 6);
}

#[test]
fn the_current_folder_is_the_default_source() {
    let site =
        Site::with("a.md", GOOD).and("feedmill.yaml", "title: T\nurl: https://example.org/\n");
    let mut run = site.feedmill(&["build"]);
    run.0.current_dir(site.path(""));
    run.exits(0).and_says_nothing();
    assert_eq!(site.feeds().len(), 6);
}

/// The feeds of `fixtures/site` are committed in `feeds`.
#[test]
fn the_committed_feeds_are_up_to_date() {
    let mut run = feedmill(&["build", "fixtures/site", "--check"]);
    run.0.current_dir(env!("CARGO_MANIFEST_DIR"));
    run.exits(0).and_says_nothing();
}

// Streams and formats

/// A pipe that nobody reads, as behind `| head -0`.
fn closed_pipe() -> io::PipeWriter {
    let (reader, writer) = io::pipe().unwrap();
    drop(reader);
    writer
}

#[test]
fn a_broken_pipe_is_no_error() {
    let site = Site::with("a.md", GOOD).and("b.md", ODD);
    for args in [
        &["--report=-"][..],
        &["--check"],
        &["--message-format=json"],
    ] {
        let mut run = site.build(args);
        run.0.stdout(closed_pipe());
        let told = Told::of(run.0.output().unwrap());
        assert!(matches!(told.status, Some(0 | 1)), "{args:?}");
        assert!(!told.stderr.contains("pipe"), "{}", told.stderr);
    }
    let mut run = feedmill(&["explain"]);
    run.0.stdout(closed_pipe());
    run.exits(0).and_says_nothing();
    let mut run = site.build(&[]);
    run.0.stderr(closed_pipe());
    assert_eq!(run.0.output().unwrap().status.code(), Some(0));
}

#[test]
fn a_report_tells_the_run() {
    let site = Site::with("a.md", GOOD)
        .and("b.md", BAD)
        .and("c.md", GOOD.replace("title", "draft: true\ntitle"))
        .and("README.md", "# Nothing\n");
    let report = site.build(&["--report=-"]).exits(1).json();
    assert_eq!(report["version"], 1);
    assert_eq!(report["status"], 1);
    let articles = &report["articles"];
    for (key, count) in [
        ("files", 4),
        ("without_front_matter", 1),
        ("published", 1),
        ("left_out", 1),
    ] {
        assert_eq!(articles[key], count, "{key}");
    }
    assert_eq!(articles["kept_back"]["draft"], 1);
    let feeds = report["feeds"].as_array().unwrap().iter();
    let paths: Vec<_> = feeds.map(|feed| feed["path"].as_str().unwrap()).collect();
    assert_eq!(
        paths,
        [
            "atom.xml",
            "rss.xml",
            "tags/c#/atom.xml",
            "tags/c#/rss.xml",
            "tags/河流/atom.xml",
            "tags/河流/rss.xml"
        ]
    );
    assert_eq!(report["feeds"][2]["tag"], "C#");
    assert_eq!(report["feeds"][2]["change"], "created");
    assert_eq!(report["diagnostics"][0]["code"], "invalid-date");

    site.build(&["--report=run.json"]).exits(1);
    let report: Value =
        serde_json::from_slice(&fs::read(site.home.path().join("run.json")).unwrap()).unwrap();
    assert_eq!(report["feeds"][0]["change"], "unchanged");
}

/// Twelve posts whose addresses have changed since they were published in two formats, for all and for a tag.
fn flood() -> Site {
    let mut site = Site::with(
        "feedmill.yaml",
        "formats: [rss, json]\npermalink: /old/:slug/\n",
    );
    for day in 10..22 {
        let text =
            format!("---\ntitle: Post {day}\ndate: 2025-05-{day}\ntags: x\n---\nText {day}.\n");
        site = site.and(&format!("b {day}.md"), text);
    }
    site.build(&[]).exits(0);
    site.and(
        "feedmill.yaml",
        "formats: [rss, json]\npermalink: /new/:slug/\n",
    )
}

#[test]
fn a_flood_is_stopped_and_the_report_has_all_of_it() {
    let site = flood();
    let before = site.feeds();
    let told = site
        .build(&["--fail-on=never", "--report=report.json"])
        .exits(3);
    let lines = told
        .stderr
        .lines()
        .filter(|line| line.contains('\t'))
        .count();
    assert_eq!(lines, 10);
    assert!(
        told.stderr.contains("in 2 feeds, subscribers"),
        "{}",
        told.stderr
    );
    assert_eq!(site.feeds(), before);
    let report = fs::read(site.home.path().join("report.json")).unwrap();
    let report: Value = serde_json::from_slice(&report).unwrap();
    assert_eq!(report["status"], 3);
    let lines = report["id_lines"].as_array().unwrap();
    assert_eq!(lines.len(), 12);
    assert_eq!(lines[0], "b 10.md\thttps://example.org/old/b%2010/");
    for feed in report["feeds"].as_array().unwrap() {
        let expected = serde_json::json!({
            "added": 0, "edited": 0, "unread": 12, "gone": 0, "inserted": 0, "backlog": 0, "redated": 0
        });
        assert_eq!(feed["changes"], expected);
    }
    site.build(&["--allow-flood"]).exits(0);
    site.build(&[]).exits(0).and_says_nothing();
}

#[test]
fn check_tells_programs_of_each_feed() {
    let site = flood();
    site.build(&["--check", "--message-format=json"]).exits(3);
    let told = site
        .build(&["--check", "--allow-flood", "--message-format=json"])
        .exits(1);
    let findings = told
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    let findings: Vec<Value> = findings.collect();
    let of_feeds = findings
        .iter()
        .filter(|found| found["code"] == "feed-out-of-date");
    let paths: Vec<_> = of_feeds
        .map(|found| found["path"].as_str().unwrap())
        .collect();
    assert_eq!(
        paths,
        [
            "site/feeds/feed.json",
            "site/feeds/rss.xml",
            "site/feeds/tags/x/feed.json",
            "site/feeds/tags/x/rss.xml"
        ]
    );
}

#[test]
fn a_report_overwrites_only_reports() {
    let site =
        Site::with("a.md", GOOD).and("feedmill.yaml", "title: S\nurl: https://example.org/\n");
    for path in ["site/a.md", "site/feeds/rss.xml", "site/feedmill.yaml"] {
        site.build(&[]).exits(0);
        let file = site.home.path().join(path);
        let before = fs::read(&file).unwrap();
        let report = format!("--report={path}");
        site.build(&[&report])
            .exits(2)
            .and_says("exists and is not a report");
        assert_eq!(fs::read(&file).unwrap(), before, "{path}");
    }
    // A feed that is written by the same run.
    let site = Site::with("a.md", GOOD);
    site.build(&["--report=site/feeds/rss.xml"])
        .exits(3)
        .and_says("exists and is not a report");
    let feed = fs::read_to_string(site.home.path().join("site/feeds/rss.xml")).unwrap();
    assert!(feed.starts_with("<?xml"), "{feed}");
}

#[test]
fn findings_as_lines_of_json() {
    let site = Site::with("a.md", BAD).and("b.md", ODD);
    let told = site.build(&["--message-format=json"]).exits(1);
    let findings: Vec<Value> = told
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let codes: Vec<_> = findings.iter().map(|finding| &finding["code"]).collect();
    assert_eq!(codes, ["invalid-date", "duplicate-key"]);
    assert_eq!(told.stderr, "");
}

#[test]
fn findings_as_annotations() {
    let site = Site::with("a.md", BAD).and("b.md", ODD);
    let told = site.build(&["--message-format=github"]).exits(1);
    let lines: Vec<_> = told.stdout.lines().collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[0].starts_with("::error file=site/a.md,line=3"));
    assert!(lines[1].starts_with("::warning file=site/b.md,line=3"));
}

#[test]
fn findings_as_sarif() {
    let site = Site::with("a.md", BAD).and("b.md", ODD);
    let sarif = site.build(&["--message-format=sarif"]).exits(1).json();
    assert_eq!(sarif["version"], "2.1.0");
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), 2);
    assert_eq!(results[0]["ruleId"], "invalid-date");
    let clean = Site::with("a.md", GOOD);
    let sarif = clean.build(&["--message-format=sarif"]).exits(0).json();
    assert_eq!(sarif["runs"][0]["results"], Value::Array(Vec::new()));
}

#[test]
fn colour_is_for_terminals_and_for_who_asks() {
    let site = Site::with("a.md", BAD);
    let is_coloured = |run: Run| run.exits(1).stderr.contains('\u{1b}');
    assert!(!is_coloured(site.build(&[])));
    assert!(!is_coloured(site.build(&["--color=never"])));
    assert!(is_coloured(site.build(&["--color=always"])));
    assert!(!is_coloured(site.build(&[]).env("NO_COLOR", "1")));
    assert!(!is_coloured(
        site.build(&[])
            .env("NO_COLOR", "1")
            .env("CLICOLOR_FORCE", "1")
    ));
}

#[test]
fn verbose_prints_the_summary() {
    let site = Site::with("a.md", GOOD).and("b.md", BAD);
    site.build(&["-v"])
        .exits(1)
        .and_says("1 article published, 1 left out\n6 feeds in site/feeds: 6 created, 0 updated, 0 unchanged\n");
    site.build(&["-v"])
        .exits(1)
        .and_says("6 feeds in site/feeds: 0 created, 0 updated, 6 unchanged\n");
}

// Sites of other generators

/// Folders of sites that have only their generator's site file.
fn foreign_sites() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let below = |folder: &str, part: &str| -> Vec<PathBuf> {
        let entries = fs::read_dir(root.join(folder)).unwrap();
        let paths = entries.map(|entry| entry.unwrap().path().join(part));
        paths.collect()
    };
    let mut sites = below("fixtures/cases", "site");
    sites.retain(|site| site.to_str().unwrap().contains("/generator-"));
    let mut whole = below("tests/generators/sites", "");
    whole.retain(|site| site.join(".own").exists());
    sites.extend(whole);
    sites.retain(|site| site.is_dir() && !site.join("feedmill.yaml").exists());
    sites.sort();
    sites
}

/// The site file that `init` writes does not change the feeds.
#[test]
fn a_site_file_made_by_init_gives_the_same_feeds() {
    let mut generators = std::collections::BTreeSet::new();
    for folder in foreign_sites() {
        let site = Site {
            home: tempfile::tempdir().unwrap(),
        };
        copy(&folder, &site.path(""));
        let build = |out: &str| {
            let out = format!("--out={out}/feeds");
            let now = "--now=2026-01-01T00:00:00Z";
            let args = ["build", "site", "--fail-on=never", "--limit=0", now, &out];
            site.feedmill(&args).exits(0);
        };
        build("before");
        let told = site.feedmill(&["init", "site"]).exits(0).stdout;
        let generator = told.split_once("read as ").unwrap().1;
        generators.insert(generator.split(' ').next().unwrap().to_owned());
        build("after");
        let [before, after] = ["before", "after"].map(|out| files(&site.home.path().join(out)));
        assert!(before == after, "{}: {told}", folder.display());
        assert!(!before.is_empty(), "{}", folder.display());
    }
    let all: Vec<&str> = generators.iter().map(String::as_str).collect();
    assert_eq!(all, ["Hexo", "Hugo", "Jekyll", "Pelican", "Zola"]);
}

#[test]
fn the_generator_and_the_reasons_are_shown() {
    let site = Site::with(
        "_config.yml",
        "title: T\nurl: https://example.org\nplugins: [jekyll-feed]\n",
    );
    let site = site.and("_posts/2020-01-02-one.md", "---\ntitle: One\n---\n");
    let line = "read as Jekyll (`plugins: jekyll-feed` in `_config.yml`, `_posts/`)\n";
    let build = site.feedmill(&["build", "site", "--out=feeds", "-v"]);
    build.exits(0).and_says(line);
    site.feedmill(&["lint", "site", "-v"])
        .exits(0)
        .and_says(line);
    let init = site.feedmill(&["init", "site"]).exits(0);
    assert!(init.stdout.starts_with(line), "{}", init.stdout);
    // A setting that names the generator needs no reasons.
    let build = site.feedmill(&["build", "site", "--out=feeds", "-v"]);
    build.exits(0).and_says("read as Jekyll\n");
}

/// The lines to copy are for the site's own files, and the shell takes a folder's name as one word.
#[test]
fn init_names_the_files_that_are_there() {
    let site = Site::with("hugo.yaml", "title: T\nbaseURL: https://example.org/\n");
    let site = site.and(
        "it's a site/_config.yml",
        "title: T\nurl: https://example.org\n",
    );
    let init = site.feedmill(&["init", "site"]).exits(0);
    assert!(
        init.stdout.contains("in `site/hugo.yaml`"),
        "{}",
        init.stdout
    );
    let init = site.feedmill(&["init", "site/it's a site"]).exits(0);
    let cron = init.stdout.lines().last().unwrap();
    assert!(cron.ends_with(r"/site/it'\''s a site'"), "{cron}");
    assert!(cron.contains("*  /"), "cron needs the full path: {cron}");
}

#[test]
fn init_overwrites_nothing() {
    let site = Site::with("_config.yml", "title: T\nurl: https://example.org\n");
    site.feedmill(&["init", "site", "--dry-run"]).exits(0);
    assert!(!site.path("feedmill.yaml").exists());
    site.feedmill(&["init", "site"]).exits(0);
    let written = fs::read(site.path("feedmill.yaml")).unwrap();
    site.feedmill(&["init", "site"])
        .exits(2)
        .and_says("`site/feedmill.yaml` exists; nothing was written");
    assert_eq!(fs::read(site.path("feedmill.yaml")).unwrap(), written);
}

/// Texts that a server sends as they are: their addresses end as their files do, unless something makes pages of them.
#[test]
fn init_proposes_the_addresses_of_files_that_are_served_as_they_are() {
    let site = Site::with("notes/a.txt", GOOD).and("b.html", GOOD);
    let told = site.feedmill(&["init", "site"]).exits(0).stdout;
    assert!(told.contains("`permalink` has `:ext`"), "{told}");
    site.build(&[]).exits(0);
    let feed = String::from_utf8(site.feeds().remove("rss.xml").unwrap()).unwrap();
    for link in ["notes/a.txt", "b.html"] {
        let link = format!("<link>https://example.org/{link}</link>");
        assert!(feed.contains(&link), "{feed}");
    }
    let site = Site::with("a.txt", GOOD).and("b.md", GOOD);
    let told = site.feedmill(&["init", "site"]).exits(0).stdout;
    assert!(!told.contains(":ext"), "{told}");
}

/// Only the address is reported as missing, not what depends on it.
#[test]
fn a_generators_site_file_without_an_address_is_told_once() {
    let site = Site::with("_config.yml", "title: T\n").and("_posts/2025-01-02-a.md", GOOD);
    let run = site.feedmill(&["build", "site"]).exits(2);
    assert_eq!(run.stderr.matches("error[").count(), 1, "{}", run.stderr);
    run.and_says("`url` is missing").and_says("feedmill init");
}

#[test]
fn explain_takes_codes_as_they_are_printed() {
    let text = feedmill(&["explain", "error[invalid-date]", "missing-date"])
        .exits(0)
        .stdout;
    assert!(text.starts_with("error[invalid-date]\n"), "{text}");
    assert!(text.contains("\n\nerror[missing-date]\n"), "{text}");
}

#[test]
fn completions_load_in_bash() {
    for shell in ["zsh", "fish", "powershell"] {
        let script = feedmill(&["completions", shell]).exits(0).stdout;
        assert!(script.contains("validate"), "{shell}: {script}");
    }
    let script = feedmill(&["completions", "bash"]).exits(0).stdout;
    let load = format!("{script}\ncomplete -p feedmill");
    let Ok(bash) = Command::new("bash").args(["-euc", &load]).output() else {
        return; // There is no bash to load it.
    };
    assert!(
        bash.status.success(),
        "{}",
        String::from_utf8_lossy(&bash.stderr)
    );
}

#[test]
fn every_command_has_a_manual_page() {
    let page = feedmill(&["man"]).exits(0).stdout;
    assert!(page.contains(".TH feedmill 1"), "{page}");
    let dir = tempfile::tempdir().unwrap();
    let below = dir.path().join("man/man1");
    feedmill(&["man", "--dir", below.to_str().unwrap()])
        .exits(0)
        .and_says_nothing();
    let pages = files(&below);
    for page in [
        "feedmill.1",
        "feedmill-build.1",
        "feedmill-validate.1",
        "feedmill-man.1",
    ] {
        assert!(pages.contains_key(page), "{page} is missing");
    }
    let file = below.join("feedmill.1/x");
    let told = feedmill(&["man", "--dir", file.to_str().unwrap()]).exits(3);
    told.and_says("cannot write manual pages into");
}

#[test]
fn explain_knows_every_code_that_it_lists() {
    let list = feedmill(&["explain"]).exits(0).stdout;
    let codes = list
        .lines()
        .filter(|line| !line.starts_with(' '))
        .filter_map(|line| line.split(' ').next());
    for code in codes {
        let text = feedmill(&["explain", code]).exits(0).stdout;
        assert!(text.contains(&format!("[{code}]")), "{text}");
    }
}

// The output is a function of the input

/// Enough articles for several threads.
fn many() -> Site {
    (0..60).fold(Site::with("a.md", GOOD), |site, number| {
        let (month, tag) = (number % 12 + 1, number % 7);
        let text = format!(
            "---\ntitle: Number {number}\ndate: 2024-{month:02}-03 04:05:06\ntags: [t{tag}, T{tag}, all]\n---\nText.\n"
        );
        site.and(&format!("{tag}/{number}.md"), text)
    })
}

#[test]
fn neither_zone_nor_locale_nor_threads_change_a_byte() {
    let site = many();
    site.build(&[]).exits(0).and_says_nothing();
    let feeds = site.feeds();
    let run = |args: &[&str]| {
        fs::remove_dir_all(site.path("feeds")).unwrap();
        site.build(args)
    };
    for (name, value) in [
        ("TZ", "Pacific/Kiritimati"),
        ("TZ", "America/Los_Angeles"),
        ("LANG", "tr_TR.UTF-8"),
        ("LC_ALL", "C"),
        ("HOME", "/nonexistent"),
    ] {
        run(&[]).env(name, value).exits(0).and_says_nothing();
        assert_eq!(site.feeds(), feeds, "{name}={value}");
    }
    for jobs in ["--jobs=1", "--jobs=2", "--jobs=16"] {
        run(&[jobs]).exits(0).and_says_nothing();
        assert_eq!(site.feeds(), feeds, "{jobs}");
    }
}

#[cfg(unix)]
#[test]
fn files_get_the_mode_that_the_umask_gives() {
    use std::os::unix::fs::PermissionsExt;

    for (umask, mode) in [("022", 0o644), ("077", 0o600), ("002", 0o664)] {
        let site = Site::with("a.md", GOOD);
        let Run(feedmill) = site.build(&[]);
        let mut shell = Command::new("sh");
        shell
            .args(["-c", &format!("umask {umask}; exec \"$@\""), "sh"])
            .arg(feedmill.get_program())
            .args(feedmill.get_args())
            .current_dir(site.home.path());
        Run(shell).exits(0).and_says_nothing();
        for path in site.feeds().keys() {
            let metadata = fs::metadata(site.path("feeds").join(path)).unwrap();
            assert_eq!(metadata.permissions().mode() & 0o777, mode, "{path}");
        }
    }
}

#[test]
fn a_second_run_writes_nothing() {
    /// What a rewrite would change, even with the same bytes.
    fn marks(site: &Site) -> Vec<(String, std::time::SystemTime, u64)> {
        let mark = |path: &String| {
            let metadata = fs::metadata(site.path("feeds").join(path)).unwrap();
            #[cfg(unix)]
            let inode = std::os::unix::fs::MetadataExt::ino(&metadata);
            #[cfg(not(unix))]
            let inode = 0;
            (path.clone(), metadata.modified().unwrap(), inode)
        };
        site.feeds().keys().map(mark).collect()
    }
    let site = many();
    site.build(&[]).exits(0);
    let before = marks(&site);
    site.build(&[]).exits(0).and_says_nothing();
    assert_eq!(marks(&site), before);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    /// File systems list files in the order of creation, of hashes, or of names.
    #[test]
    fn any_order_of_files_gives_the_same_bytes(
        order in Just((0..12).collect::<Vec<usize>>()).prop_shuffle()
    ) {
        let build = |order: &[usize]| {
            let site = order.iter().fold(Site::with("z.md", GOOD), |site, number| {
                let spelling = ["River", "river", "RIVER"][number % 3];
                site.and(
                    &format!("{}/{number}.md", number % 4),
                    format!("---\ntitle: {number}\ndate: 2025-01-01\ntags: [{spelling}]\n---\n{number}\n"),
                )
            });
            site.build(&[]).exits(0).and_says_nothing();
            site.feeds()
        };
        let sorted: Vec<usize> = (0..12).collect();
        prop_assert_eq!(build(&order), build(&sorted));
    }
}

// Files that are not articles

#[cfg(unix)]
#[test]
fn links_are_not_followed_out_of_the_source() {
    use std::os::unix::fs::symlink;

    let site = Site::with("a.md", GOOD);
    fs::write(site.home.path().join("secret.md"), GOOD).unwrap();
    fs::create_dir(site.home.path().join("elsewhere")).unwrap();
    fs::write(site.home.path().join("elsewhere/b.md"), GOOD).unwrap();
    symlink("../secret.md", site.path("c.md")).unwrap();
    symlink("../elsewhere", site.path("d")).unwrap();
    symlink("nowhere.md", site.path("e.md")).unwrap();
    symlink(".", site.path("loop")).unwrap();
    let report = site.build(&["--report=-"]).exits(0).json();
    assert_eq!(report["articles"]["published"], 1);
}

#[cfg(unix)]
#[test]
fn of_several_links_to_one_file_the_first_by_path_counts() {
    use std::os::unix::fs::symlink;

    let site = Site::with(".hidden/b.md", GOOD);
    for name in ["z.md", "k.md", "a.md", "q.md"] {
        symlink(".hidden/b.md", site.path(name)).unwrap();
    }
    site.build(&[]).exits(0);
    let feed = fs::read_to_string(site.path("feeds/atom.xml")).unwrap();
    assert!(feed.contains("<id>https://example.org/a/</id>"), "{feed}");
}

/// Reading a pipe would block, and a name that is not UTF-8 cannot become an address.
#[cfg(target_os = "linux")]
#[test]
fn odd_files_do_not_stop_a_run() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let site = Site::with("a.md", GOOD);
    let made = Command::new("mkfifo").arg(site.path("b.md")).status();
    assert!(made.unwrap().success());
    fs::create_dir(site.path("folder.md")).unwrap();
    let name = OsStr::from_bytes(b"\xc4\xe3.md");
    fs::write(site.path("").join(name), GOOD).unwrap();
    site.build(&[])
        .exits(1)
        .and_says("error[file-name-not-utf-8]");
    assert_eq!(site.feeds().len(), 6);
}

// Signals

/// The signal comes while the run waits for the lock of the output folder, which the test holds.
#[cfg(target_os = "linux")]
#[test]
fn a_signal_ends_the_run_and_leaves_nothing_behind() {
    use std::process::Stdio;
    use std::sync::atomic::AtomicBool;
    use std::time::Duration;

    use feedmill::internals::publish::{Lock, Mode};

    for (signal, number) in [("TERM", 15), ("INT", 2)] {
        let site = Site::with("a.md", GOOD);
        let out = site.path("feeds");
        let never = AtomicBool::new(false);
        let lock = Lock::acquire(&out, None, Mode::Write, Duration::ZERO, &never).unwrap();
        let mut run = site.build(&[]);
        let child = run.0.stderr(Stdio::piped()).spawn().unwrap();
        wait_until_it_waits(child.id(), number);
        send(signal, child.id());
        let told = Told::of(child.wait_with_output().unwrap());
        assert_eq!(told.status, Some(128 + number));
        told.and_says("error[interrupted]");
        drop(lock);
        assert!(!out.exists());
    }
}

/// The signal comes while a large site is read.
#[cfg(target_os = "linux")]
#[test]
fn a_signal_ends_lint_and_tags_in_order() {
    use std::process::Stdio;

    let mut site = Site::with("a.md", GOOD);
    for at in 0..4_000 {
        site = site.and(&format!("{at}.md"), GOOD);
    }
    for command in ["lint", "tags"] {
        let mut run = site.feedmill(&[command, "site"]);
        let child = run.0.stderr(Stdio::piped()).spawn().unwrap();
        wait_until_it_catches(child.id(), 2);
        send("INT", child.id());
        let told = Told::of(child.wait_with_output().unwrap());
        assert_eq!(told.status, Some(130), "{command}");
        told.and_says_nothing();
    }
}

#[cfg(target_os = "linux")]
fn send(signal: &str, id: u32) {
    let sent = Command::new("kill")
        .args([&format!("-{signal}"), &id.to_string()])
        .status();
    assert!(sent.unwrap().success());
}

#[cfg(target_os = "linux")]
fn field(id: u32, name: &str) -> String {
    let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap();
    let value = status.lines().find_map(|line| line.strip_prefix(name));
    value.unwrap().trim().to_owned()
}

/// Waits until the process `id` has a handler for the signal `number`.
#[cfg(target_os = "linux")]
fn wait_until_it_catches(id: u32, number: i32) {
    let is_caught = || {
        let caught = u64::from_str_radix(&field(id, "SigCgt:"), 16).unwrap();
        caught & (1 << (number - 1)) != 0
    };
    while !is_caught() {
        std::thread::yield_now();
    }
}

/// Waits until the process `id` has a handler for the signal `number` and sleeps.
#[cfg(target_os = "linux")]
fn wait_until_it_waits(id: u32, number: i32) {
    wait_until_it_catches(id, number);
    let sleeps = || -> u64 { field(id, "voluntary_ctxt_switches:").parse().unwrap() };
    let before = sleeps();
    while sleeps() < before + 2 {
        std::thread::yield_now();
    }
}

#[test]
fn a_value_of_a_whole_page_hides_no_message() {
    let long = "é".repeat(60_000);
    let site = Site::with("good.md", GOOD)
        .and(
            "a.md",
            format!("---\ntitle: A\ndate: 2020-01-02\ndraft: {long}\n---\n"),
        )
        .and("b.md", "---\ntitle: B\ndate: nonsense\n---\n")
        .and(
            "c.md",
            format!("---\ntitle: C\ndate: 2020-01-02\nlang: {long}\n---\n"),
        );
    let brief = site.build(&[]).exits(1).stderr;
    for code in ["invalid-flag", "invalid-date", "unknown-language"] {
        assert_eq!(brief.matches(&format!("[{code}]")).count(), 1, "{brief}");
    }
    assert!(brief.contains("éé` is not a language tag"), "{brief}");
    assert!(brief.len() < 6_000, "{brief}");
    assert!(site.build(&["-v"]).exits(1).stderr.len() > 100_000);
}

#[test]
fn people_read_no_more_than_three_hundred_lines() {
    let mut site = Site::with("good.md", GOOD);
    for number in 0..400 {
        let odd = format!("---\ntitle: A\ndate: 2020-01-02\nlang: [a]\ndraft: x{number}\n---\n");
        let long = format!(
            "---\ntitle: A\ndate: {}{}\n---\n",
            number + 100,
            "-x".repeat(500)
        );
        let other = "---\ntitle: A\ndate: 2020-01-02\nlang: [a]\n---\n";
        site = site
            .and(&format!("odd{number}.md"), odd)
            .and(&format!("long{number}.md"), long)
            .and(&format!("other{number}.md"), other);
    }
    let brief = site.build(&[]).exits(1).stderr;
    assert!(brief.lines().count() <= 300, "{brief}");
    assert!(brief.len() <= 60_000, "{brief}");
    assert_eq!(brief.matches("error[invalid-date]").count(), 10, "{brief}");
    assert!(brief.contains("390 of `invalid-date`"), "{brief}");
    assert!(
        brief.contains(
            "is not a language tag (400 times, also at site/other1.md:4:7 and site/other10.md:4:7)"
        ),
        "{brief}"
    );
    let all = site.build(&["-v"]).exits(1).stderr;
    assert_eq!(all.matches("error[invalid-date]").count(), 400);
    assert_eq!(all.matches("[unknown-language]").count(), 400);
}
