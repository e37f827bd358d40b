//! What the last run left in SOURCE/.feedmill changes nothing but the time that the next one takes.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its files has failed"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use feedmill::build::{self, Options, Progress, Report, Step};
use feedmill::config::{Given, RawSite, Request};
use feedmill::time::Timestamp;

/// A folder of articles, and the outputs of a run that remembers and of one that does not.
struct Site {
    home: tempfile::TempDir,
}

impl Site {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join("site")).unwrap();
        Site { home }
    }

    fn with(files: &[(&str, &str)]) -> Self {
        let site = Site::new();
        for (path, text) in files {
            site.write(path, text);
        }
        site
    }

    fn path(&self, below: &str) -> PathBuf {
        self.home.path().join("site").join(below)
    }

    fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Waits until what was written is older than what will be, so that it can be remembered.
    fn settle(&self) {
        let written = |name: &str| {
            let path = self.home.path().join(name);
            fs::write(&path, "").unwrap();
            fs::metadata(path).unwrap().modified().unwrap()
        };
        let before = written("before");
        while written("after") <= before {}
    }

    /// The same build with and without a memory tells the same and leaves the same.
    #[track_caller]
    fn agrees(&self, how: &How) -> Told {
        let [kept, forgot] = OUTPUTS.map(|output| {
            let told = self.build(output, how);
            (told, files(&self.home.path().join(output)))
        });
        let (mut told, feeds) = kept;
        let (other, other_feeds) = forgot;
        assert!(
            told.account == other.account,
            "with a memory\n{}\nand without\n{}",
            told.account,
            other.account
        );
        for (path, bytes) in &other_feeds {
            assert!(feeds.get(path) == Some(bytes), "{path}");
        }
        assert!(feeds.keys().eq(other_feeds.keys()));
        told.feeds = feeds;
        told
    }

    fn build(&self, output: &str, how: &How) -> Told {
        let given = |value: &str| Some(Given::by_flag(value.to_owned(), "--flag"));
        let out = self.home.path().join(output);
        let options = Options {
            request: Request {
                for_feeds: true,
                source: self.path(""),
                site_file: None,
                flags: RawSite {
                    title: given("T"),
                    url: given("https://example.org/"),
                    feeds_url: given("https://example.org/feeds/"),
                    output: given(out.to_str().unwrap()),
                    limit: how.limit.map(|limit| Given::by_flag(limit, "--limit")),
                    ..RawSite::default()
                },
            },
            now: Timestamp::from_rfc3339(NOW).unwrap(),
            check: how.check,
            strict: how.strict,
            allow_empty: how.allow_empty,
            prune: how.prune,
            validate: how.validate,
            take_over: how.take_over,
            remember: output == OUTPUTS[0],
            patience: Duration::ZERO,
        };
        let options = Options {
            now: how.now.unwrap_or(options.now),
            ..options
        };
        let rendered = Rendered::default();
        let account = match build::build(options, &rendered, &AtomicBool::new(false)) {
            Ok(report) => account(&report),
            Err(error) => format!("{error}: {}", account(&error.report)),
        };
        Told {
            account: account.replace(out.to_str().unwrap(), "OUT"),
            rendered: rendered.0.into_inner(),
            feeds: BTreeMap::new(),
        }
    }
}

/// The output of the run that remembers, and of the one that does not.
const OUTPUTS: [&str; 2] = ["kept", "forgot"];

const NOW: &str = "2026-01-01T00:00:00Z";

/// What a build is told beside the site.
#[derive(Debug, Clone, Default)]
struct How {
    now: Option<Timestamp>,
    limit: Option<usize>,
    check: bool,
    strict: bool,
    allow_empty: bool,
    prune: bool,
    validate: bool,
    take_over: bool,
}

/// What came of it.
struct Told {
    /// The report without times, and the error.
    account: String,
    /// How many bodies were rendered.
    rendered: usize,
    feeds: BTreeMap<String, Vec<u8>>,
}

fn account(report: &Report) -> String {
    let Report {
        generator,
        output: _,
        files,
        not_articles,
        published,
        kept_back,
        unusable,
        feeds,
        removed,
        findings,
        times: _,
        incomplete,
    } = report;
    let mut lines = vec![
        format!("{generator:?}, {files} files, {not_articles} no articles, {published} published"),
        format!("kept back {kept_back:?}, {unusable} unusable, removed {removed:?}, {incomplete}"),
    ];
    lines.extend(feeds.iter().map(|feed| format!("{feed:?}")));
    let told = findings
        .iter()
        .map(|finding| format!("{finding} {:?}", finding.source_line));
    lines.extend(told);
    lines.join("\n")
}

#[derive(Default)]
struct Rendered(AtomicUsize);

impl Progress for Rendered {
    fn begin(&self, step: Step, total: Option<usize>) {
        if step == Step::Render {
            self.0.fetch_add(total.unwrap(), Ordering::Relaxed);
        }
    }

    fn advance(&self) {}
}

/// What lies in a folder, by path.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            for (below, bytes) in files(&path) {
                found.insert(format!("{name}/{below}"), bytes);
            }
            found.insert(name + "/", Vec::new());
        } else {
            found.insert(name, fs::read(path).unwrap_or_default());
        }
    }
    found
}

const PLAIN: &str = "---\ntitle: Plain\ndate: 2025-01-01\ntags: [a, b]\n---\nText.\n";

#[test]
fn a_site_that_did_not_change_is_not_rendered_again() {
    let names = "---\ntitle: Names\ndate: 2025-02-01\n---\n[p]({{< ref \"plain.md\" >}})\n";
    let site = Site::with(&[("plain.md", PLAIN), ("names.md", names)]);
    site.settle();
    assert_eq!(site.agrees(&How::default()).rendered, 2);
    assert_eq!(site.agrees(&How::default()).rendered, 0);
}

#[test]
fn an_article_that_was_too_new_to_be_remembered_is_missed_when_it_goes() {
    let names = "---\ntitle: Names\ndate: 2025-02-01\n---\n[p]({{< ref \"plain.md\" >}})\n";
    let site = Site::with(&[("names.md", names), ("plain.md", PLAIN)]);
    // As if by a clock that was ahead.
    let soon = SystemTime::now() + Duration::from_secs(3600);
    let plain = fs::File::open(site.path("plain.md")).unwrap();
    plain.set_modified(soon).unwrap();
    site.settle();
    site.agrees(&How::default());
    fs::remove_file(site.path("plain.md")).unwrap();
    site.agrees(&How::default());
}

const HUGO: &str = "baseURL = 'https://example.org/'\ntitle = 'T'\n";

#[test]
fn a_file_that_becomes_part_of_another_page_is_missed_by_those_that_name_it() {
    let names = "---\ntitle: Names\ndate: 2025-02-01\n---\n[p]({{< ref \"b/plain.md\" >}})\n";
    let site = Site::with(&[
        ("hugo.toml", HUGO),
        ("content/a/names.md", names),
        ("content/b/plain.md", PLAIN),
    ]);
    site.settle();
    site.agrees(&How::default());
    site.write("content/b/index.txt", "");
    site.agrees(&How::default());
    fs::remove_file(site.path("content/b/index.txt")).unwrap();
    site.agrees(&How::default());
}

#[test]
fn a_broken_file_that_becomes_part_of_another_page_is_not_told_of() {
    let site = Site::with(&[
        ("hugo.toml", HUGO),
        ("content/a/plain.md", PLAIN),
        ("content/b/broken.md", "---\ntitle: [\n---\n"),
    ]);
    site.settle();
    assert!(site.agrees(&How::default()).account.contains("broken.md"));
    site.write("content/b/index.md", PLAIN);
    assert!(!site.agrees(&How::default()).account.contains("broken.md"));
    fs::remove_file(site.path("content/b/index.md")).unwrap();
    assert!(site.agrees(&How::default()).account.contains("broken.md"));
}
