//! A run that ends with the report of the last one does what a whole build does.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its files has failed"
)]
#![allow(clippy::print_stderr, reason = "a test that is skipped says so")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use feedmill::time::Timestamp;
use feedmill::{Progress, Report, Step};
use proptest::collection::vec;
use proptest::prelude::*;

/// A folder of articles, and the outputs of runs that may end with the last report and of whole builds.
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

    fn last_run(&self) -> PathBuf {
        self.path(".feedmill/last-run")
    }

    fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Waits until what was written is older than what will be, so that the next run counts.
    fn settle(&self) {
        let written = |name: &str| {
            let path = self.home.path().join(name);
            fs::write(&path, "").unwrap();
            fs::metadata(path).unwrap().modified().unwrap()
        };
        let before = written("before");
        while written("after") <= before {}
    }

    /// The same build, fresh and not, reports the same and leaves the same.
    #[track_caller]
    fn agrees(&self, how: &How) -> Told {
        let [kept, fresh] = OUTPUTS.map(|output| {
            let told = self.build(output, how);
            (told, files(&self.home.path().join(output)))
        });
        let (mut told, feeds) = kept;
        let (other, other_feeds) = fresh;
        assert!(
            told.account == other.account,
            "with the last run\n{}\nand without\n{}",
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
        self.build_as(output, how, output == OUTPUTS[1])
    }

    fn build_as(&self, output: &str, how: &How, fresh: bool) -> Told {
        let out = self.home.path().join(output);
        let rendered = Rendered::default();
        let limit = how.limit.map(|limit| limit.to_string());
        let site = feedmill::Site::new(self.path(""))
            .title("T")
            .url("https://example.org/")
            .set("feeds_url", "https://example.org/feeds/")
            .output(out.to_str().unwrap())
            .set_by("limit", "limit", limit)
            .now(
                how.now
                    .unwrap_or_else(|| Timestamp::from_rfc3339(NOW).unwrap()),
            )
            .check(how.check)
            .strict(how.strict)
            .allow_empty(how.allow_empty)
            .prune(how.prune)
            .validate(how.validate)
            .take_over(how.take_over)
            .fresh(fresh)
            // Programs that other tests start hold copies of this lock for a moment.
            .patience(Duration::from_secs(60))
            .progress(&rendered);
        let account = match site.build() {
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

/// The output of runs that may end with the last report, and of whole builds.
const OUTPUTS: [&str; 2] = ["kept", "fresh"];

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
    /// How many bodies were rendered: none if the run ended with the last report.
    rendered: usize,
    feeds: BTreeMap<String, Vec<u8>>,
}

fn account(report: &Report) -> String {
    let Report {
        generator,
        output: _,
        articles,
        files,
        feeds,
        pages,
        removed,
        id_lines,
        findings,
        times: _,
        incomplete,
        podcast_guid,
    } = report;
    let mut lines = vec![
        format!("{generator:?}, {articles:?}, {files:?}"),
        format!("removed {removed:?}, {id_lines:?}, {incomplete}, {pages:?}, {podcast_guid:?}"),
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
fn a_site_that_did_not_change_is_not_built_again() {
    let names = "---\ntitle: Names\ndate: 2025-02-01\n---\n[p]({{< ref \"plain.md\" >}})\n";
    let site = Site::with(&[("plain.md", PLAIN), ("names.md", names)]);
    site.settle();
    assert_eq!(site.agrees(&How::default()).rendered, 2);
    assert_eq!(site.agrees(&How::default()).rendered, 0);
}

#[test]
fn an_article_from_the_future_is_missed_when_it_goes() {
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

/// The beginning of a GIF of these sides.
fn gif(width: u8, height: u8) -> Vec<u8> {
    [b"GIF89a".as_slice(), &[width, 0, height, 0, 0, 0, 0]].concat()
}

#[test]
fn a_picture_that_comes_changes_and_goes_is_noticed() {
    let shown = "---\ntitle: Shown\ndate: 2025-02-01\nimage: /p.gif\n---\n";
    let site = Site::with(&[("shown.md", shown)]);
    site.settle();
    let sizes = [None, Some((3, 4)), Some((5, 6)), None];
    for size in sizes {
        match size {
            Some((width, height)) => site.write("static/p.gif", gif(width, height)),
            None => drop(fs::remove_file(site.path("static/p.gif"))),
        }
        site.settle();
        let told = site.agrees(&How::default());
        let feed = String::from_utf8_lossy(&told.feeds["atom.xml"]).into_owned();
        let (width, height) = size.unwrap_or_default();
        let tells =
            format!("height=\"{height}\" url=\"https://example.org/p.gif\" width=\"{width}\"");
        assert_eq!(feed.contains(&tells), size.is_some(), "{feed}");
        assert_eq!(site.agrees(&How::default()).rendered, 0);
    }
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
    assert!(
        site.agrees(&How::default())
            .account
            .contains("error[invalid-yaml]")
    );
    site.write("content/b/index.md", PLAIN);
    assert!(
        !site
            .agrees(&How::default())
            .account
            .contains("error[invalid-yaml]")
    );
    fs::remove_file(site.path("content/b/index.md")).unwrap();
    assert!(
        site.agrees(&How::default())
            .account
            .contains("error[invalid-yaml]")
    );
}

#[test]
fn a_section_that_gets_or_loses_its_page_is_noticed() {
    let site = Site::with(&[("hugo.toml", HUGO), ("content/a/b/c/plain.md", PLAIN)]);
    site.settle();
    site.agrees(&How::default());
    for section in ["content/a/b/_index.md", "content/a/b/c/_index.en.md"] {
        site.write(section, "");
        site.agrees(&How::default());
        fs::remove_file(site.path(section)).unwrap();
        site.agrees(&How::default());
    }
}

#[test]
fn what_a_moment_changes_is_noticed_when_it_comes_and_when_it_is_taken_back() {
    let site = Site::with(&[
        ("later.md", "---\ntitle: L\ndate: 2026-01-03\n---\n"),
        (
            "expires.md",
            "---\ntitle: E\ndate: 2025-01-01\nexpires: 2026-01-03\n---\n",
        ),
        (
            "updated.md",
            "---\ntitle: U\ndate: 2025-01-01\nlastmod: 2026-01-03\n---\n",
        ),
    ]);
    site.settle();
    for day in ["02", "03", "04", "02", "03", "01"] {
        let now = Timestamp::from_rfc3339(&format!("2026-01-{day}T00:00:00Z"));
        let how = How {
            now: now.ok(),
            ..How::default()
        };
        site.agrees(&how);
        assert_eq!(site.agrees(&how).rendered, 0, "{day}");
    }
}

#[test]
fn two_outputs_of_one_source_do_not_mix() {
    let site = small();
    site.agrees(&How::default());
    let both = [OUTPUTS[0], "other/../other"];
    for round in 0..4 {
        site.write("plain.md", PLAIN.replace("Text", &format!("Round {round}")));
        for _ in 0..2 {
            site.agrees(&How::default());
            fs::create_dir_all(site.home.path().join("other")).unwrap();
            let told = both.map(|output| site.build_as(output, &How::default(), false));
            assert_eq!(
                told[0].account.matches("entries").count(),
                told[1].account.matches("entries").count()
            );
        }
        let home = site.home.path();
        assert!(files(&home.join("kept")) == files(&home.join("other")));
    }
}

#[test]
fn two_runs_at_once_from_one_source_do_no_harm() {
    let site = small();
    site.agrees(&How::default());
    let right = files(&site.home.path().join(OUTPUTS[0]));
    for _ in 0..10 {
        std::thread::scope(|scope| {
            for output in ["one", "two", "three"] {
                let site = &site;
                scope.spawn(move || site.build_as(output, &How::default(), false));
            }
        });
        for output in ["one", "two", "three"] {
            assert!(files(&site.home.path().join(output)) == right, "{output}");
        }
        site.agrees(&How::default());
    }
}

#[test]
fn an_output_in_the_source_counts_too() {
    let site = small();
    for _ in 0..2 {
        site.build("site/feeds", &How::default());
        let told = site.build_as("site/feeds", &How::default(), false);
        let unchanged = told.account.matches("Unchanged").count();
        assert_eq!(unchanged, told.account.matches("entries").count());
    }
    let told = site.build_as("site/feeds", &How::default(), false);
    assert_eq!(told.rendered, 0);
    fs::remove_dir_all(site.path("feeds")).unwrap();
    let told = site.build_as("site/feeds", &How::default(), false);
    assert!(!told.account.contains("Unchanged"), "{}", told.account);
}

/// What `find` prints about a folder and everything in it.
#[cfg(unix)]
fn untouched(folder: &Path) -> BTreeMap<PathBuf, (u64, u64, i64, i64, i64, i64)> {
    use std::os::unix::fs::MetadataExt;
    let found = fs::symlink_metadata(folder).unwrap();
    let seen = (
        found.ino(),
        found.len(),
        found.mtime(),
        found.mtime_nsec(),
        found.ctime(),
        found.ctime_nsec(),
    );
    let mut all = BTreeMap::from([(folder.to_owned(), seen)]);
    if found.is_dir() {
        for entry in fs::read_dir(folder).unwrap() {
            all.append(&mut untouched(&entry.unwrap().path()));
        }
    }
    all
}

#[cfg(unix)]
#[test]
fn a_site_that_did_not_change_is_not_written_to() {
    let site = Site::with(&[("a/plain.md", PLAIN), ("broken.md", "---\ntitle: [\n---\n")]);
    site.settle();
    site.agrees(&How::default());
    // What the first run wrote was as new as the run itself.
    site.settle();
    site.agrees(&How::default());
    let before = untouched(site.home.path());
    for _ in 0..3 {
        site.build(OUTPUTS[0], &How::default());
    }
    assert_eq!(untouched(site.home.path()), before);
}

#[test]
fn an_edit_of_the_same_size_is_noticed_at_once() {
    let site = Site::with(&[("other.md", PLAIN)]);
    for round in 100..300 {
        let text = |word| format!("---\ntitle: R {round}\ndate: 2025-01-01\n---\n{word}\n");
        for word in ["one", "two"] {
            site.write("a.md", text(word));
            let told = site.build(OUTPUTS[0], &How::default());
            let feed = fs::read_to_string(site.home.path().join("kept/rss.xml")).unwrap();
            let is_new = feed.contains(&format!("R {round}")) && feed.contains(word);
            assert!(is_new, "{round}, {word}: {}", told.account);
        }
    }
}

#[test]
fn a_feed_that_is_tampered_with_at_once_is_repaired() {
    let site = Site::with(&[("a.md", PLAIN)]);
    site.settle();
    let feed = site.home.path().join("kept/rss.xml");
    for _ in 0..50 {
        site.build(OUTPUTS[0], &How::default());
        let right = fs::read_to_string(&feed).unwrap();
        fs::write(&feed, right.replace("Text", "Lies")).unwrap();
        site.build(OUTPUTS[0], &How::default());
        assert_eq!(fs::read_to_string(&feed).unwrap(), right);
    }
}

#[test]
fn an_edit_is_noticed_though_its_time_is_put_back() {
    let site = Site::with(&[("a.md", PLAIN)]);
    site.settle();
    site.agrees(&How::default());
    let time = fs::metadata(site.path("a.md")).unwrap().modified().unwrap();
    site.write("a.md", PLAIN.replace("Text", "Else"));
    let edited = fs::File::options().write(true).open(site.path("a.md"));
    edited.unwrap().set_modified(time).unwrap();
    let told = site.agrees(&How::default());
    assert!(
        String::from_utf8_lossy(&told.feeds["rss.xml"]).contains("Else"),
        "{}",
        told.account
    );
}

/// A small site with a file of each kind.
fn small() -> Site {
    let site = Site::with(&[
        ("plain.md", PLAIN),
        ("later.md", "---\ntitle: L\ndate: 2027-01-01\n---\n"),
        ("broken.md", "---\ntitle: [\n---\n"),
        ("none.md", "No article.\n"),
        (
            "names.md",
            "---\ntitle: N\ndate: 2025-02-01\nid: n\nauthor: [A, B]\n---\n[x]({{< ref \"x.md\" >}})\n",
        ),
    ]);
    site.settle();
    site
}

#[test]
fn a_damaged_file_does_no_harm() {
    let site = small();
    let right = site.agrees(&How::default());
    let whole = fs::read(site.last_run()).unwrap();
    let check = |what: &str, damaged: &[u8]| {
        fs::write(site.last_run(), damaged).unwrap();
        let told = site.build(OUTPUTS[0], &How::default());
        let expected = right.account.replace("Created", "Unchanged");
        assert_eq!(told.account, expected, "{what}");
        let feeds = files(&site.home.path().join(OUTPUTS[0]));
        assert!(feeds == right.feeds, "{what}");
        assert!(told.rendered > 0, "{what}");
        assert!(fs::read(site.last_run()).unwrap().len() > 100, "{what}");
    };
    // All of them take too long where every build takes a few milliseconds; ends count most.
    let step = 1 + whole.len() / 150;
    let ends = [0..40, whole.len() - 16..whole.len()];
    let places = ends
        .into_iter()
        .flatten()
        .chain((0..whole.len()).step_by(step));
    for at in places {
        let mut damaged = whole.clone();
        damaged[at] ^= 1 << (at % 8);
        check(&format!("byte {at}"), &damaged);
    }
    for length in (0..whole.len()).step_by(1 + whole.len() / 50) {
        check(&format!("{length} bytes"), &whole[..length]);
    }
    for more in [&[0][..], &[0; 16], &[255; 16], &whole] {
        check("more", &[&whole, more].concat());
    }
    let other = small();
    other.write("plain.md", PLAIN.replace("Plain", "Other"));
    other.settle();
    other.build(OUTPUTS[0], &How::default());
    check("that of another site", &fs::read(other.last_run()).unwrap());
    let limited = How {
        limit: Some(1),
        ..How::default()
    };
    site.build(OUTPUTS[0], &limited);
    let of_others = fs::read(site.last_run()).unwrap();
    site.build(OUTPUTS[0], &How::default());
    check("that of other settings", &of_others);
}

#[cfg(unix)]
#[test]
fn what_is_not_a_file_does_no_harm() {
    let fifo = |path: &Path| {
        let made = std::process::Command::new("mkfifo").arg(path).status();
        assert!(made.unwrap().success());
    };
    let folder = |path: &Path| fs::create_dir_all(path.join("full")).unwrap();
    let link = |path: &Path| {
        let target = path.with_file_name("elsewhere");
        fs::write(&target, "precious").unwrap();
        std::os::unix::fs::symlink(target, path).unwrap();
    };
    let nowhere = |path: &Path| std::os::unix::fs::symlink("nowhere", path).unwrap();
    type Make<'m> = &'m dyn Fn(&Path);
    let kinds: [(&str, Make<'_>); _] = [
        ("a FIFO", &fifo),
        ("a folder", &folder),
        ("a link", &link),
        ("a link to nothing", &nowhere),
    ];
    for (what, make) in kinds {
        for name in [".feedmill/last-run", ".feedmill", ".feedmill/.gitignore"] {
            let site = small();
            fs::create_dir_all(site.path(name).parent().unwrap()).unwrap();
            make(&site.path(name));
            for _ in 0..3 {
                site.agrees(&How::default());
            }
            for precious in ["elsewhere", ".feedmill/elsewhere"].map(|path| site.path(path)) {
                assert!(!precious.exists() || fs::read(precious).unwrap() == b"precious");
            }
            for nowhere in ["nowhere", ".feedmill/nowhere"] {
                assert!(!site.path(nowhere).exists(), "{name} is {what}");
            }
            let has_file = fs::symlink_metadata(site.last_run()).is_ok_and(|found| found.is_file());
            let can_have_one = match name {
                ".feedmill/last-run" => what != "a folder",
                ".feedmill" => what == "a folder",
                _ => true,
            };
            assert_eq!(has_file, can_have_one, "{name} is {what}");
        }
    }
}

#[test]
fn the_folder_keeps_to_itself() {
    let site = small();
    site.write(".feedmill/last-run.123", "left by a run that was killed");
    site.write(".feedmill/index", "left by an older version");
    site.write(".feedmill/a.md", PLAIN);
    let told = site.agrees(&How::default());
    assert!(told.account.contains("files: 5"), "{}", told.account);
    fs::remove_file(site.path(".feedmill/a.md")).unwrap();
    let left = files(&site.path(".feedmill"));
    assert_eq!(left.keys().collect::<Vec<_>>(), [".gitignore", "last-run"]);
    assert_eq!(left[".gitignore"], b"*\n");
}

#[cfg(unix)]
#[test]
fn it_is_for_nobody_else_who_may_not_read_all_articles() {
    use std::os::unix::fs::PermissionsExt;
    let site = small();
    site.agrees(&How::default());
    let mode = fs::metadata(site.last_run()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn an_empty_ignore_file_is_what_a_full_disk_leaves() {
    let site = small();
    site.write(".feedmill/.gitignore", "");
    site.agrees(&How::default());
    assert_eq!(fs::read(site.path(".feedmill/.gitignore")).unwrap(), b"*\n");
}

#[test]
fn a_run_that_is_refused_leaves_no_folder_that_it_made() {
    let site = small();
    let strict = How {
        strict: true,
        ..How::default()
    };
    let told = site.build(OUTPUTS[0], &strict);
    assert!(told.account.starts_with("an article has an error"));
    assert!(!site.path(".feedmill").exists());
    site.build(OUTPUTS[0], &How::default());
    site.build(OUTPUTS[0], &strict);
    assert!(site.last_run().exists());
}

#[test]
fn a_fresh_run_and_a_check_leave_no_folder() {
    let site = small();
    site.build(OUTPUTS[1], &How::default());
    assert!(!site.path(".feedmill").exists());
    let checks = How {
        check: true,
        ..How::default()
    };
    site.build(OUTPUTS[0], &checks);
    assert!(!site.path(".feedmill").exists());
}

#[test]
fn a_check_is_a_whole_build_and_leaves_the_file() {
    let site = small();
    site.agrees(&How::default());
    let before = fs::read(site.last_run()).unwrap();
    let checks = How {
        check: true,
        ..How::default()
    };
    assert!(site.agrees(&checks).rendered > 0);
    site.write("plain.md", PLAIN.replace("Text", "Else"));
    let told = site.agrees(&checks);
    assert!(told.account.contains("Updated"), "{}", told.account);
    assert_eq!(fs::read(site.last_run()).unwrap(), before);
}

#[test]
fn an_ignore_file_that_changes_is_noticed() {
    let site = Site::with(&[("a/plain.md", PLAIN), ("b/plain.md", PLAIN)]);
    fs::create_dir(site.home.path().join(".git")).unwrap();
    site.settle();
    for ignore in ["a/.gitignore", ".gitignore", "../.gitignore"] {
        site.agrees(&How::default());
        assert_eq!(site.agrees(&How::default()).rendered, 0);
        site.write(ignore, "plain.md\n");
        let told = site.agrees(&How::default());
        let left = if ignore.starts_with('a') { 1 } else { 0 };
        let files = format!("files: {left}");
        assert!(told.account.contains(&files), "{ignore}: {}", told.account);
        fs::remove_file(site.path(ignore)).unwrap();
        site.settle();
    }
}

#[test]
fn names_of_authors_that_change_are_noticed() {
    let site = Site::with(&[
        ("_config.yml", SITE_FILES[3].1[0]),
        ("_data/authors.yml", "ann:\n  name: Ann\n"),
        (
            "_posts/2025-01-01-a.md",
            "---\ntitle: A\nauthor: ann\n---\n",
        ),
    ]);
    site.settle();
    for name in ["Ann", "Bea"] {
        site.write("_data/authors.yml", format!("ann:\n  name: {name}\n"));
        let told = site.agrees(&How::default());
        let feed = told.feeds.values().any(|feed| {
            let feed = String::from_utf8_lossy(feed);
            feed.contains(name)
        });
        assert!(feed, "{name}: {}", told.account);
        assert_eq!(site.agrees(&How::default()).rendered, 0);
    }
}

#[test]
fn another_program_builds_again() {
    let site = small();
    let home = site.home.path();
    let programs = ["one", "two"].map(|name| {
        let program = home.join(name);
        fs::copy(env!("CARGO_BIN_EXE_feedmill"), &program).unwrap();
        program
    });
    let build = |program: &Path| {
        let out = std::process::Command::new(program)
            .args([
                "build",
                "--url=https://example.org/",
                "--title=T",
                "-v",
                "site",
            ])
            .current_dir(home)
            .output()
            .unwrap();
        String::from_utf8(out.stderr).unwrap().contains("render ")
    };
    assert!(build(&programs[0]));
    assert!(!build(&programs[0]));
    assert!(build(&programs[1]));
    assert!(!build(&programs[1]));
}

#[cfg(unix)]
#[test]
fn a_source_that_is_read_only_is_built_all_the_same() {
    use std::os::unix::fs::PermissionsExt;
    let site = small();
    let set = |mode| fs::set_permissions(site.path(""), fs::Permissions::from_mode(mode)).unwrap();
    set(0o555);
    if fs::write(site.path("probe"), "").is_ok() {
        set(0o755);
        eprintln!("skipped: root may write everywhere");
        return;
    }
    site.agrees(&How::default());
    site.agrees(&How::default());
    set(0o755);
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_to_another_file_is_another_article() {
    use std::os::unix::fs::symlink;
    let site = Site::with(&[
        (".hidden/one.md", PLAIN),
        (".hidden/two.md", &PLAIN.replace("Text", "Else")),
    ]);
    let link = site.path("a.md");
    site.settle();
    symlink(".hidden/one.md", &link).unwrap();
    site.agrees(&How::default());
    fs::remove_file(&link).unwrap();
    symlink(".hidden/two.md", &link).unwrap();
    site.agrees(&How::default());
    site.settle();
    site.agrees(&How::default());
    site.write(".hidden/two.md", PLAIN);
    site.agrees(&How::default());
    fs::remove_file(&link).unwrap();
    fs::hard_link(site.path(".hidden/one.md"), &link).unwrap();
    site.agrees(&How::default());
    site.settle();
    site.agrees(&How::default());
    site.write(".hidden/one.md", PLAIN.replace("Plain", "Other"));
    site.agrees(&How::default());
}

#[test]
fn folders_that_change_places_are_noticed() {
    let site = Site::with(&[
        ("a/plain.md", PLAIN),
        ("b/plain.md", &PLAIN.replace("Text", "Else")),
    ]);
    site.settle();
    site.agrees(&How::default());
    let rename = |from: &str, to: &str| fs::rename(site.path(from), site.path(to)).unwrap();
    rename("a", "c");
    rename("b", "a");
    rename("c", "b");
    site.agrees(&How::default());
    for output in OUTPUTS {
        let output = site.home.path().join(output);
        fs::rename(&output, output.with_extension("old")).unwrap();
    }
    site.agrees(&How::default());
    for output in OUTPUTS {
        let output = site.home.path().join(output);
        fs::remove_dir_all(&output).unwrap();
        fs::rename(output.with_extension("old"), &output).unwrap();
    }
    site.agrees(&How::default());
}

/// `PROPTEST_CASES=2000 cargo test --test last_run` tries longer.
fn config() -> ProptestConfig {
    let usual = ProptestConfig::default();
    let cases = match std::env::var_os("PROPTEST_CASES") {
        Some(_) => usual.cases,
        None => 24,
    };
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..usual
    }
}

/// Site files of feedmill and of generators, each in two versions, and where the articles lie.
const SITE_FILES: &[(&str, [&str; 2], &str)] = &[
    ("unused", ["", ""], ""),
    (
        "feedmill.yaml",
        [
            "language: en\nlanguages: [de]\ntaxonomies:\n  - category\n  - author\n",
            "drafts: true\nids: tag\ntags:\n  aliases:\n    b: a\nlint:\n  duplicate-id: warning\n  reference-not-found: off\n",
        ],
        "",
    ),
    (
        "hugo.toml",
        [
            HUGO,
            "baseURL = 'https://example.org/'\ntitle = 'U'\nbuildFuture = true\n",
        ],
        "content/",
    ),
    (
        "_config.yml",
        [
            "theme: minima\nplugins: [jekyll-feed]\n",
            "theme: minima\nplugins: [jekyll-feed]\npermalink: /:title/\nfuture: true\n",
        ],
        "_posts/",
    ),
    (
        "config.toml",
        [
            "base_url = 'https://example.org/'\n[markdown]\n",
            "base_url = 'https://example.org/'\ngenerate_feeds = true\n[markdown]\n",
        ],
        "content/",
    ),
];

const NAMES: &[&str] = &[
    "2025-01-01-a.md",
    "2025-01-02-b.md",
    "c.md",
    "x/2024-05-05-d.md",
    "x/e.html",
    "x/f.de.md",
    "x/index.md",
    "x/index.txt",
    "x/_index.md",
    "x/y/g.txt",
    "x/y/index.md",
    "z/2023-03-03-h.markdown",
    "z/_index.md",
];

const HEADERS: &[&str] = &[
    "date: 2025-03-04\ntags: [a, b]\n",
    "date: 2025-03-04\ntags: [A]\ncategories: [c]\n",
    "date: 2025-05-06 07:08:09 +0200\nupdated: 2025-12-31T23:00:00Z\ntags: [B, c]\n",
    "date: 2025-05-06\nlastmod: 2026-01-02\nmodified: 2026-01-02\nlast_modified_at: 2026-01-02\ntags: a\n",
    "date: 2026-01-02\ntags: [a]\n",
    "date: 2024-01-01\nexpires: 2026-01-02\nexpiryDate: 2026-01-02\n",
    "date: 2024-01-01\nexpires: 2025-12-31\n",
    "date: 2025-02-02\ndraft: true\npublished: false\n",
    "date: 2025-02-30\n",
    "date: 2025-02-03\nid: same\nurl: /same/\npermalink: /same/\npath: same\n",
    "date: 2025-02-04\nid: same\nurl: /same/\npermalink: /same/\npath: same\n",
    "date: 2025-02-05\nauthor: [A, B]\nlang: de\ntitel: T\n",
    "tags: [a]\n",
    "title: [\n",
    "date: 2025-06-07\ndate: 2025-06-08\nimage: /i.png\nsummary: S\n",
];

const BODIES: &[&[u8]] = &[
    b"Text.\n",
    b"Else.\n",
    b"[a]({{< ref \"2025-01-01-a.md\" >}}) {{< unknown >}}\n",
    b"[b]({% post_url 2025-01-02-b %}) {% link c.md %}\n",
    b"[d](@/x/2024-05-05-d.md) ![i](i.png)\n",
    b"[g]({filename}/x/y/g.txt) [c](c.md)\n",
    b"[[c]] [[T0]]\n",
    b"\xff\n",
    b"<!--more-->\n<script>x</script>\n",
];

/// A file of a site.
#[derive(Debug, Clone)]
struct Written {
    name: usize,
    title: usize,
    header: Option<usize>,
    body: usize,
}

impl Written {
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        if let Some(header) = self.header {
            let header = HEADERS[header];
            bytes.extend(format!("---\ntitle: T{}\n{header}---\n", self.title).bytes());
        }
        bytes.extend_from_slice(BODIES[self.body]);
        bytes
    }
}

fn written() -> impl Strategy<Value = Written> {
    let header = prop_oneof![9 => (0..HEADERS.len()).prop_map(Some), 1 => Just(None)];
    let parts = (0..NAMES.len(), 0..4_usize, header, 0..BODIES.len());
    parts.prop_map(|(name, title, header, body)| Written {
        name,
        title,
        header,
        body,
    })
}

/// What happens between two builds. Numbers choose among what is there.
#[derive(Debug, Clone)]
enum Edit {
    Write(Written),
    /// One byte is another.
    SameSize(usize, bool),
    Touch(usize),
    Ahead(usize),
    Rename(usize, usize),
    Swap(usize, usize),
    Delete(usize),
    Settings,
    Ignore(usize),
    Tamper(usize, bool),
    DeleteFeed(usize),
    Stranger(usize),
    Obstacle(usize),
    Now(i64),
    Limit(Option<usize>),
    Flags(u8),
    Settle,
}

fn edit() -> impl Strategy<Value = Edit> {
    let number = 0..1000_usize;
    prop_oneof![
        4 => written().prop_map(Edit::Write),
        3 => (number.clone(), any::<bool>()).prop_map(|(file, is_put_back)| Edit::SameSize(file, is_put_back)),
        1 => number.clone().prop_map(Edit::Touch),
        1 => number.clone().prop_map(Edit::Ahead),
        2 => (number.clone(), 0..NAMES.len()).prop_map(|(file, name)| Edit::Rename(file, name)),
        1 => (number.clone(), number.clone()).prop_map(|(one, other)| Edit::Swap(one, other)),
        3 => number.clone().prop_map(Edit::Delete),
        1 => Just(Edit::Settings),
        1 => number.clone().prop_map(Edit::Ignore),
        2 => (number.clone(), any::<bool>()).prop_map(|(feed, is_same_size)| Edit::Tamper(feed, is_same_size)),
        1 => number.clone().prop_map(Edit::DeleteFeed),
        1 => number.clone().prop_map(Edit::Stranger),
        1 => number.prop_map(Edit::Obstacle),
        2 => (-3..4_i64).prop_map(Edit::Now),
        1 => proptest::option::of(1..5_usize).prop_map(Edit::Limit),
        2 => any::<u8>().prop_map(Edit::Flags),
        2 => Just(Edit::Settle),
    ]
}

impl Site {
    /// The articles that are there, by path below the source.
    fn articles(&self, folder: &str) -> Vec<String> {
        let found = files(&self.path(folder)).into_keys();
        let is_article = |path: &String| NAMES.contains(&path.as_str());
        found
            .filter(is_article)
            .map(|path| format!("{folder}{path}"))
            .collect()
    }

    /// Does the same to both outputs: `change` is told the path of one of the feeds.
    fn change_feed(&self, number: usize, change: impl Fn(&Path)) {
        for output in OUTPUTS {
            let output = self.home.path().join(output);
            let feeds: Vec<_> = files(&output)
                .into_keys()
                .filter(|path| path.ends_with(".xml"))
                .collect();
            if !feeds.is_empty() {
                change(&output.join(&feeds[number % feeds.len()]));
            }
        }
    }

    fn edit(&self, edit: &Edit, kind: usize, version: &mut usize, how: &mut How) {
        let (site_file, texts, folder) = SITE_FILES[kind];
        let articles = self.articles(folder);
        let chosen = |number: usize| {
            let known = (!articles.is_empty()).then(|| &articles[number % articles.len()]);
            known.map(|path| self.path(path))
        };
        let set_time = |path: &Path, time| {
            let file = fs::File::options().write(true).open(path).unwrap();
            file.set_modified(time).unwrap();
        };
        match *edit {
            Edit::Write(ref file) => {
                self.write(&format!("{folder}{}", NAMES[file.name]), file.bytes());
            }
            Edit::SameSize(file, is_put_back) => {
                let Some(path) = chosen(file) else { return };
                let mut bytes = fs::read(&path).unwrap();
                let time = fs::metadata(&path).unwrap().modified().unwrap();
                let at = bytes.len() - 1 - file % bytes.len().min(40);
                bytes[at] = if bytes[at] == b'a' { b'e' } else { b'a' };
                fs::write(&path, bytes).unwrap();
                if is_put_back {
                    set_time(&path, time);
                }
            }
            Edit::Touch(file) => {
                if let Some(path) = chosen(file) {
                    set_time(&path, SystemTime::now());
                }
            }
            Edit::Ahead(file) => {
                if let Some(path) = chosen(file) {
                    set_time(&path, SystemTime::now() + Duration::from_secs(60));
                }
            }
            Edit::Rename(file, name) => {
                if let Some(path) = chosen(file) {
                    let goal = self.path(&format!("{folder}{}", NAMES[name]));
                    fs::create_dir_all(goal.parent().unwrap()).unwrap();
                    fs::rename(path, goal).unwrap();
                }
            }
            Edit::Swap(one, other) => {
                if let (Some(one), Some(other)) = (chosen(one), chosen(other)) {
                    let aside = self.home.path().join("aside");
                    fs::rename(&one, &aside).unwrap();
                    let _ = fs::rename(&other, &one);
                    fs::rename(&aside, &other).unwrap();
                }
            }
            Edit::Delete(file) => {
                if let Some(path) = chosen(file) {
                    fs::remove_file(path).unwrap();
                }
            }
            Edit::Settings => {
                *version = 1 - *version;
                self.write(site_file, texts[*version]);
            }
            Edit::Ignore(number) => {
                let places = [".gitignore", "../.gitignore", "x/.gitignore"];
                let patterns = ["", "c.md\n", "x/\n!index.md\n", "*.md\n!c.md\n"];
                self.write(places[number % 3], patterns[number / 3 % 4]);
            }
            Edit::Tamper(feed, is_same_size) => self.change_feed(feed, |path| {
                if let Ok(text) = fs::read_to_string(path) {
                    let other = if is_same_size { "TexT" } else { "Texts" };
                    let text = text.replace("Text", other).replace("</title>", "</Title>");
                    fs::write(path, text).unwrap();
                }
            }),
            Edit::DeleteFeed(feed) => self.change_feed(feed, |path| {
                let _ = fs::remove_file(path);
            }),
            Edit::Stranger(feed) => self.change_feed(feed, |path| {
                let _ = fs::write(path, "another's");
            }),
            Edit::Obstacle(feed) => self.change_feed(feed, |path| {
                if fs::remove_file(path).is_ok() {
                    fs::create_dir(path).unwrap();
                }
            }),
            Edit::Now(days) => {
                let now = Timestamp::from_rfc3339(NOW).unwrap().unix_seconds() + days * 86_400;
                how.now = Timestamp::from_unix(now, 0);
            }
            Edit::Limit(limit) => how.limit = limit,
            Edit::Flags(flags) => {
                let is_set = |bit: u8| flags >> bit & 3 == 3;
                *how = How {
                    now: how.now,
                    limit: how.limit,
                    check: is_set(0),
                    strict: is_set(1),
                    allow_empty: is_set(2),
                    prune: is_set(3),
                    validate: is_set(4),
                    take_over: is_set(5),
                };
            }
            Edit::Settle => self.settle(),
        }
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_run_does_what_a_fresh_one_does(
        kind in 0..SITE_FILES.len(),
        articles in vec(written(), 10..25),
        edits in vec(vec(edit(), 1..4), 2..6),
        is_settled in any::<bool>(),
    ) {
        let site = Site::new();
        let (mut version, mut how) = (0, How::default());
        fs::create_dir(site.home.path().join(".git")).unwrap();
        site.write(SITE_FILES[kind].0, SITE_FILES[kind].1[0]);
        for article in articles {
            site.edit(&Edit::Write(article), kind, &mut version, &mut how);
        }
        if is_settled {
            site.settle();
        }
        site.agrees(&how);
        for edits in edits {
            for edit in &edits {
                site.edit(edit, kind, &mut version, &mut how);
            }
            site.agrees(&how);
        }
    }
}
