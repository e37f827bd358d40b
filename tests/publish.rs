//! The output folder under fault: what `publish` promises, tried one by one.
//!
//! `FEEDMILL_KILLS=500 cargo test --test publish killed` tries longer than the default.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use feedmill::publish::{
    Change, Error, Lock, Mode, Obstacle, Options, Ours, Outcome, Stage, owned_files,
};

const OURS: Ours = Ours {
    path: |path| path.ends_with(".xml"),
    head: |head| head.starts_with(b"<feed"),
};

static GO_ON: AtomicBool = AtomicBool::new(false);

const OPTIONS: Options<'static> = Options {
    ours: OURS,
    take_over: false,
    cancelled: &GO_ON,
};

/// An output folder that does not exist yet, in a place of its own.
struct Out {
    _home: tempfile::TempDir,
    path: PathBuf,
}

impl Out {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("site/feeds");
        Out { _home: home, path }
    }

    /// With these files published.
    fn holding(files: &[(&str, &str)]) -> Self {
        let out = Out::new();
        out.publish(files).unwrap();
        out
    }

    fn lock(&self, mode: Mode) -> Lock {
        Lock::acquire(&self.path, mode, Duration::from_secs(60), &GO_ON).unwrap()
    }

    fn publish(&self, files: &[(&str, &str)]) -> Result<Outcome, Error> {
        self.run(Mode::Write, OPTIONS, files)
    }

    fn run(&self, mode: Mode, options: Options, files: &[(&str, &str)]) -> Result<Outcome, Error> {
        let lock = self.lock(mode);
        let stage = Stage::open(&lock, options)?;
        for (path, content) in files {
            stage.put(path, content.as_bytes())?;
        }
        stage.commit()
    }

    /// Something that stands there before.
    fn with(self, path: &str, content: &str) -> Self {
        let place = self.at(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, content).unwrap();
        self
    }

    fn at(&self, path: &str) -> PathBuf {
        self.path.join(path)
    }

    /// Every file, folder and link below the folder, with what it holds.
    fn tree(&self) -> BTreeMap<String, String> {
        let mut tree = BTreeMap::new();
        collect(&self.path, "", &mut tree);
        tree
    }

    fn expect(&self, files: &[(&str, &str)]) {
        let mut tree = self.tree();
        tree.retain(|path, _| !path.ends_with('/'));
        let files = files.iter().map(|(p, c)| (p.to_string(), c.to_string()));
        assert_eq!(tree, files.collect());
    }
}

fn collect(folder: &Path, prefix: &str, tree: &mut BTreeMap<String, String>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.map(Result::unwrap) {
        let path = format!("{prefix}{}", entry.file_name().display());
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            tree.insert(format!("{path}/"), String::new());
            collect(&entry.path(), &format!("{path}/"), tree);
        } else if kind.is_symlink() {
            let to = fs::read_link(entry.path()).unwrap();
            tree.insert(path, format!("-> {}", to.display()));
        } else {
            tree.insert(path, fs::read_to_string(entry.path()).unwrap());
        }
    }
}

/// The one problem of a run that went through.
fn problem(outcome: Result<Outcome, Error>) -> Error {
    let mut problems = outcome.unwrap().problems;
    assert_eq!(problems.len(), 1, "{problems:?}");
    problems.remove(0)
}

fn obstacle(outcome: Result<Outcome, Error>) -> Obstacle {
    match problem(outcome) {
        Error::Obstructed { by, .. } => by,
        other => panic!("{other}"),
    }
}

// What is written, and what is left alone.

#[test]
fn writes_new_files_and_their_folders() {
    let out = Out::new();
    let files = [("rss.xml", "<feed>1"), ("tags/人工智能/rss.xml", "<feed>2")];
    let outcome = out.publish(&files).unwrap();
    assert_eq!(outcome.created, ["rss.xml", "tags/人工智能/rss.xml"]);
    assert!(outcome.updated.is_empty() && outcome.removed.is_empty() && outcome.differs());
    out.expect(&files);
}

#[cfg(unix)]
#[test]
fn a_file_that_is_the_same_is_not_touched() {
    use std::os::unix::fs::MetadataExt;

    let out = Out::holding(&[("rss.xml", "<feed>1"), ("atom.xml", "<feed>1")]);
    let id = |path: &str| {
        let found = fs::metadata(out.at(path)).unwrap();
        (
            found.ino(),
            found.mtime(),
            found.mtime_nsec(),
            found.ctime_nsec(),
        )
    };
    let before = (id("rss.xml"), id("atom.xml"), id("."));
    let again = out.publish(&[("rss.xml", "<feed>1"), ("atom.xml", "<feed>1")]);
    let again = again.unwrap();
    assert_eq!((again.unchanged, again.differs()), (2, false));
    assert_eq!((id("rss.xml"), id("atom.xml"), id(".")), before);

    let outcome = out.publish(&[("rss.xml", "<feed>1"), ("atom.xml", "<feed>2")]);
    assert_eq!(outcome.unwrap().updated, ["atom.xml"]);
    assert_eq!(id("rss.xml"), before.0);
    assert_ne!(id("atom.xml").0, before.1.0);
}

#[test]
fn put_tells_what_it_found() {
    let out = Out::holding(&[("a.xml", "<feed>1"), ("b.xml", "<feed>1")]).with("c.xml", "theirs");
    let lock = out.lock(Mode::Write);
    let stage = Stage::open(&lock, OPTIONS).unwrap();
    assert_eq!(stage.put("a.xml", b"<feed>1").unwrap(), Change::Unchanged);
    assert_eq!(stage.put("b.xml", b"<feed>2").unwrap(), Change::Updated);
    assert_eq!(stage.put("c.xml", b"<feed>2").unwrap(), Change::Blocked);
    assert_eq!(stage.put("d.xml", b"<feed>2").unwrap(), Change::Created);
}

#[test]
fn a_check_writes_nothing() {
    let out = Out::new();
    let outcome = out.run(Mode::Check, OPTIONS, &[("tags/a/rss.xml", "<feed>")]);
    assert_eq!(outcome.unwrap().created, ["tags/a/rss.xml"]);
    assert!(!out.path.parent().unwrap().exists());

    let out = Out::holding(&[
        ("a.xml", "<feed>1"),
        ("b.xml", "<feed>1"),
        ("c.xml", "<feed>1"),
    ])
    .with(".a.xml.feedmill-new", "left");
    let before = out.tree();
    let lock = out.lock(Mode::Check);
    let stage = Stage::open(&lock, OPTIONS).unwrap();
    stage.put("a.xml", b"<feed>1").unwrap();
    stage.put("b.xml", b"<feed>2").unwrap();
    stage.put("tags/d/e.xml", b"<feed>2").unwrap();
    stage.remove("c.xml").unwrap();
    let outcome = stage.commit().unwrap();
    assert_eq!(outcome.created, ["tags/d/e.xml"]);
    assert_eq!(outcome.updated, ["b.xml"]);
    assert_eq!(outcome.removed, ["c.xml"]);
    assert_eq!(outcome.unchanged, 1);
    assert_eq!(out.tree(), before);
}

#[test]
fn what_is_not_ours_is_not_overwritten_unless_asked() {
    let out = Out::new().with("rss.xml", "theirs");
    let files = [("rss.xml", "<feed>"), ("atom.xml", "<feed>")];
    assert_eq!(obstacle(out.publish(&files)), Obstacle::Foreign);
    out.expect(&[("atom.xml", "<feed>"), ("rss.xml", "theirs")]);

    let take_over = Options {
        take_over: true,
        ..OPTIONS
    };
    let outcome = out.run(Mode::Write, take_over, &files).unwrap();
    assert_eq!(outcome.updated, ["rss.xml"]);
    out.expect(&files);
}

#[test]
fn only_what_is_ours_is_removed() {
    let out = Out::holding(&[("tags/a/rss.xml", "<feed>"), ("tags/b/rss.xml", "<feed>")])
        .with("tags/b/notes.xml", "theirs");
    let lock = out.lock(Mode::Write);
    let stage = Stage::open(&lock, OPTIONS).unwrap();
    for path in [
        "tags/a/rss.xml",
        "tags/b/rss.xml",
        "tags/b/notes.xml",
        "tags/c/rss.xml",
        "no.xml",
    ] {
        stage.remove(path).unwrap();
    }
    let outcome = stage.commit().unwrap();
    assert_eq!(outcome.removed, ["tags/a/rss.xml", "tags/b/rss.xml"]);
    assert_eq!(outcome.problems.len(), 1);
    let left: Vec<String> = out.tree().into_keys().collect();
    assert_eq!(left, ["tags/", "tags/b/", "tags/b/notes.xml"]);
}

#[test]
fn tells_what_of_ours_was_not_named() {
    let out = Out::holding(&[("rss.xml", "<feed>"), ("tags/gone/rss.xml", "<feed>gone")])
        .with("theirs.xml", "theirs");
    let lock = out.lock(Mode::Write);
    let stage = Stage::open(&lock, OPTIONS).unwrap();
    stage.put("rss.xml", b"<feed>").unwrap();
    let rest = stage.rest().unwrap();
    assert_eq!(rest.len(), 1);
    assert_eq!(rest[0].path, "tags/gone/rss.xml");
    assert_eq!(rest[0].head, b"<feed>gone");
    assert_eq!(owned_files(&out.path, OURS).unwrap().len(), 2);
}

#[test]
fn no_path_leads_out() {
    let out = Out::new();
    for path in [
        "../x.xml",
        "/tmp/x.xml",
        "a/../../x.xml",
        "",
        ".x.xml",
        "a\0.xml",
        "a\\..\\x.xml",
    ] {
        let error = problem(out.publish(&[(path, "<feed>")]));
        assert!(matches!(error, Error::UnsafePath { .. }), "{path}: {error}");
    }
    let long = format!("{}.xml", "x".repeat(300));
    assert_eq!(
        problem(out.publish(&[(&long, "<feed>")])).rule().code,
        "output-path"
    );
    assert_eq!(
        obstacle(out.publish(&[("a.xml", "<feed>1"), ("a.xml", "<feed>2")])),
        Obstacle::Taken
    );
    out.expect(&[("a.xml", "<feed>1")]);
}

// Links.

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link() {
    use std::os::unix::fs::symlink;

    let out = Out::holding(&[("rss.xml", "<feed>1")]);
    let elsewhere = tempfile::tempdir().unwrap();
    let victim = elsewhere.path().join("atom.xml");
    fs::write(&victim, "<feed>theirs").unwrap();
    symlink(&victim, out.at("atom.xml")).unwrap();
    symlink(elsewhere.path(), out.at("tags")).unwrap();
    for file in ["atom.xml", "tags/atom.xml", "tags/new/rss.xml"] {
        assert_eq!(
            obstacle(out.publish(&[(file, "<feed>2"), ("rss.xml", "<feed>2")])),
            Obstacle::Link
        );
    }
    let take_over = Options {
        take_over: true,
        ..OPTIONS
    };
    let lock = out.lock(Mode::Write);
    let stage = Stage::open(&lock, take_over).unwrap();
    stage.put("atom.xml", b"<feed>2").unwrap();
    stage.put("tags/atom.xml", b"<feed>2").unwrap();
    stage.remove("tags/b.xml").unwrap();
    assert_eq!(stage.commit().unwrap().problems.len(), 1);
    assert_eq!(fs::read_to_string(out.at("atom.xml")).unwrap(), "<feed>2");
    assert_eq!(fs::read_to_string(&victim).unwrap(), "<feed>theirs");
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn the_output_folder_itself_may_be_a_link() {
    let out = Out::new();
    let release = tempfile::tempdir().unwrap();
    fs::create_dir_all(out.path.parent().unwrap()).unwrap();
    std::os::unix::fs::symlink(release.path(), &out.path).unwrap();
    out.publish(&[("rss.xml", "<feed>")]).unwrap();
    assert!(release.path().join("rss.xml").is_file());
    assert!(out.path.is_symlink());
}

// What is in the way.

#[test]
fn an_output_that_is_a_file_is_told() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("feeds");
    fs::write(&file, "theirs").unwrap();
    for out in [file.clone(), file.join("below")] {
        for mode in [Mode::Write, Mode::Check] {
            let error = Lock::acquire(&out, mode, Duration::ZERO, &GO_ON).unwrap_err();
            assert!(matches!(error, Error::NotAFolder { .. }), "{error}");
        }
    }
    assert_eq!(fs::read_to_string(file).unwrap(), "theirs");
}

#[test]
fn folders_and_files_in_the_way_are_told_and_the_rest_is_written() {
    let out = Out::new()
        .with("rss.xml/notes", "theirs")
        .with("tags", "theirs");
    let ok = ("atom.xml", "<feed>");
    assert_eq!(
        obstacle(out.publish(&[("rss.xml", "<feed>"), ok])),
        Obstacle::Folder
    );
    assert_eq!(
        obstacle(out.publish(&[("tags/a/rss.xml", "<feed>"), ok])),
        Obstacle::NoFolder
    );
    out.expect(&[ok, ("rss.xml/notes", "theirs"), ("tags", "theirs")]);
}

#[cfg(unix)]
#[test]
fn a_read_only_folder_is_told_and_nothing_changes() {
    use std::os::unix::fs::PermissionsExt;

    let out = Out::holding(&[("rss.xml", "<feed>1")]);
    let before = out.tree();
    fs::set_permissions(&out.path, fs::Permissions::from_mode(0o555)).unwrap();
    if fs::write(out.at("probe"), "").is_ok() {
        fs::remove_file(out.at("probe")).unwrap();
        eprintln!("skipped: permissions do not bind this user");
        return;
    }
    let error = out.publish(&[("rss.xml", "<feed>2")]).unwrap_err();
    assert_eq!(error.rule().code, "output-not-writable", "{error}");
    let same = out.publish(&[("rss.xml", "<feed>1")]).unwrap();
    assert_eq!(same.unchanged, 1);
    assert_eq!(out.tree(), before);
    fs::set_permissions(&out.path, fs::Permissions::from_mode(0o755)).unwrap();
}

// Modes.

#[cfg(unix)]
#[test]
fn a_replaced_file_keeps_its_mode() {
    use std::os::unix::fs::PermissionsExt;

    let out = Out::holding(&[("rss.xml", "<feed>1")]);
    for mode in [0o640, 0o600, 0o444, 0o666] {
        fs::set_permissions(out.at("rss.xml"), fs::Permissions::from_mode(mode)).unwrap();
        out.publish(&[("rss.xml", &format!("<feed>{mode}"))])
            .unwrap();
        let now = fs::metadata(out.at("rss.xml"))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(now & 0o7777, mode);
    }
}

#[cfg(unix)]
#[test]
fn a_new_file_gets_the_mode_of_the_umask() {
    use std::os::unix::fs::PermissionsExt;

    for (umask, file, folder) in [
        ("022", 0o644, 0o755),
        ("027", 0o640, 0o750),
        ("002", 0o664, 0o775),
    ] {
        let out = Out::new();
        let shell = Command::new("sh")
            .args(["-c", &format!("umask {umask}; exec \"$0\" \"$@\"")])
            .arg(std::env::current_exe().unwrap())
            .args(CHILD)
            .env(TASK, "once")
            .env(OUT, &out.path)
            .stdout(Stdio::null())
            .status();
        assert!(shell.unwrap().success());
        let mode = |path: &str| fs::metadata(out.at(path)).unwrap().permissions().mode() & 0o7777;
        assert_eq!(mode("tags/0/rss.xml"), file);
        assert_eq!(mode("tags/0"), folder);
    }
}

// Runs that end early.

#[test]
fn a_run_that_does_not_commit_leaves_nothing() {
    let out = Out::holding(&[("rss.xml", "<feed>1")]);
    let before = out.tree();
    let lock = out.lock(Mode::Write);
    let stage = Stage::open(&lock, OPTIONS).unwrap();
    stage.put("rss.xml", b"<feed>2").unwrap();
    stage.put("tags/a/rss.xml", b"<feed>2").unwrap();
    assert_eq!(out.tree().len(), before.len() + 4);
    drop(stage);
    assert_eq!(out.tree(), before);
}

#[test]
fn folders_made_for_a_run_that_failed_are_removed() {
    let out = Out::new();
    let lock = out.lock(Mode::Write);
    let stage = Stage::open(&lock, OPTIONS).unwrap();
    stage.put("tags/a/rss.xml", b"<feed>2").unwrap();
    drop(stage);
    drop(lock);
    assert!(!out.path.parent().unwrap().exists());
    assert!(out._home.path().exists());
}

#[test]
fn a_cancelled_run_leaves_nothing() {
    for cancel_before_put in [true, false] {
        let out = Out::holding(&[("rss.xml", "<feed>1")]);
        let before = out.tree();
        let cancelled = AtomicBool::new(false);
        let options = Options {
            cancelled: &cancelled,
            ..OPTIONS
        };
        let lock = out.lock(Mode::Write);
        let stage = Stage::open(&lock, options).unwrap();
        stage.put("rss.xml", b"<feed>2").unwrap();
        cancelled.store(true, Ordering::Relaxed);
        if cancel_before_put {
            let put = stage.put("tags/a/rss.xml", b"<feed>2");
            assert!(matches!(put, Err(Error::Cancelled)));
        }
        assert!(matches!(stage.commit(), Err(Error::Cancelled)));
        assert_eq!(out.tree(), before);
    }
}

#[test]
fn what_a_killed_run_left_is_cleared_away() {
    let out = Out::holding(&[("rss.xml", "<feed>1")])
        .with(".rss.xml.feedmill-new", "<fe")
        .with("tags/gone/.rss.xml.feedmill-new", "<feed>")
        .with(".feedmill-new.swp", "theirs");
    out.publish(&[("rss.xml", "<feed>2")]).unwrap();
    out.expect(&[(".feedmill-new.swp", "theirs"), ("rss.xml", "<feed>2")]);
    assert!(!out.at("tags").exists());
}

// Two runs.

#[test]
fn a_second_run_waits_and_then_gives_up() {
    let out = Out::new();
    let first = out.lock(Mode::Write);
    let patience = Duration::from_millis(100);
    for mode in [Mode::Write, Mode::Check] {
        let began = Instant::now();
        let second = Lock::acquire(&out.path, mode, patience, &GO_ON);
        assert!(matches!(second, Err(Error::Busy { .. })));
        assert!(began.elapsed() >= patience);
    }
    drop(first);
    Lock::acquire(&out.path, Mode::Write, Duration::ZERO, &GO_ON).unwrap();
}

#[test]
fn runs_that_only_check_do_not_exclude_one_another() {
    let out = Out::holding(&[("rss.xml", "<feed>")]);
    let _first = out.lock(Mode::Check);
    Lock::acquire(&out.path, Mode::Check, Duration::ZERO, &GO_ON).unwrap();
    assert!(Lock::acquire(&out.path, Mode::Write, Duration::ZERO, &GO_ON).is_err());
}

#[test]
fn waiting_ends_when_the_run_is_cancelled() {
    let out = Out::new();
    let first = out.lock(Mode::Write);
    let cancelled = AtomicBool::new(false);
    thread::scope(|scope| {
        let second = scope.spawn(|| {
            Lock::acquire(&out.path, Mode::Write, Duration::from_secs(60), &cancelled).map(drop)
        });
        thread::sleep(Duration::from_millis(60));
        cancelled.store(true, Ordering::Relaxed);
        assert!(matches!(second.join().unwrap(), Err(Error::Cancelled)));
    });
    drop(first);
}

/// The first run fails and removes the folder that it made, while the second waits for it.
#[test]
fn a_folder_that_vanishes_while_we_wait_is_made_anew() {
    for _ in 0..20 {
        let out = Out::new();
        let first = out.lock(Mode::Write);
        thread::scope(|scope| {
            let second = scope.spawn(|| out.publish(&[("rss.xml", "<feed>")]).unwrap());
            thread::sleep(Duration::from_millis(5));
            drop(first);
            second.join().unwrap();
        });
        out.expect(&[("rss.xml", "<feed>")]);
    }
}

#[test]
fn many_runs_at_once_end_well() {
    let out = Out::new();
    let version = |n: usize| -> Vec<(String, String)> {
        (0..20)
            .map(|f| (format!("tags/{f}/rss.xml"), format!("<feed>{n}")))
            .collect()
    };
    thread::scope(|scope| {
        for n in 0..8 {
            let out = &out;
            scope.spawn(move || {
                let files = version(n);
                let files: Vec<_> = files
                    .iter()
                    .map(|(p, c)| (p.as_str(), c.as_str()))
                    .collect();
                out.publish(&files).unwrap();
            });
        }
    });
    let tree = out.tree();
    let contents: Vec<&String> = tree
        .iter()
        .filter(|(p, _)| !p.ends_with('/'))
        .map(|(_, c)| c)
        .collect();
    assert_eq!(contents.len(), 20);
    assert!(contents.iter().all(|c| *c == contents[0]), "{contents:?}");
}

#[test]
fn files_may_be_put_from_many_threads() {
    let out = Out::new();
    let lock = out.lock(Mode::Write);
    let stage = Stage::open(&lock, OPTIONS).unwrap();
    thread::scope(|scope| {
        for thread in 0..8 {
            let stage = &stage;
            scope.spawn(move || {
                for tag in 0..50 {
                    let path = format!("tags/{tag}/{thread}.xml");
                    assert_eq!(stage.put(&path, b"<feed>").unwrap(), Change::Created);
                }
            });
        }
    });
    assert_eq!(stage.commit().unwrap().created.len(), 400);
    assert_eq!(out.tree().len(), 1 + 50 + 400);
}

// Killed. The child is this program again, told by its environment what to do.

const CHILD: [&str; 3] = ["child", "--exact", "--nocapture"];
const TASK: &str = "FEEDMILL_TEST_TASK";
const OUT: &str = "FEEDMILL_TEST_OUT";
const FILES: usize = 50;

/// A large enough file that a write takes a while, whole only if it ends as it begins.
fn version(n: usize) -> Vec<u8> {
    format!("<feed>{n}{}{n}</feed>", "x".repeat(50_000)).into_bytes()
}

fn is_whole(content: &[u8]) -> bool {
    content == version(0) || content == version(1)
}

fn publish_version(out: &Path, n: usize) {
    let lock = Lock::acquire(out, Mode::Write, Duration::from_secs(60), &GO_ON).unwrap();
    let stage = Stage::open(&lock, OPTIONS).unwrap();
    for tag in 0..FILES {
        stage
            .put(&format!("tags/{tag}/rss.xml"), &version(n))
            .unwrap();
    }
    let outcome = stage.commit().unwrap();
    assert!(outcome.problems.is_empty(), "{:?}", outcome.problems);
}

/// No test by itself.
#[test]
fn child() {
    let Some(out) = std::env::var_os(OUT).map(PathBuf::from) else {
        return;
    };
    match std::env::var(TASK).unwrap().as_str() {
        "once" => publish_version(&out, 0),
        "for ever" => (1..).for_each(|n| publish_version(&out, n % 2)),
        task => panic!("{task}?"),
    }
}

fn spawn(task: &str, out: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(CHILD)
        .env(TASK, task)
        .env(OUT, out)
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

#[test]
fn killed_at_any_moment_every_file_is_whole() {
    let kills = std::env::var("FEEDMILL_KILLS").map_or(40, |n| n.parse().unwrap());
    let out = Out::new();
    publish_version(&out.path, 0);
    let mut moment = 1;
    for kill in 0..kills {
        let mut child = spawn("for ever", &out.path);
        // From before the first file to several versions on, in no regular order.
        moment = moment * 7919 % 10_007;
        thread::sleep(Duration::from_micros(2_000 + 8 * moment));
        child.kill().unwrap();
        child.wait().unwrap();
        for tag in 0..FILES {
            let content = fs::read(out.at(&format!("tags/{tag}/rss.xml"))).unwrap();
            assert!(is_whole(&content), "kill {kill}: tags/{tag}/rss.xml");
        }
        // The lock died with the child, and the next run needs no help.
        let lock = Lock::acquire(&out.path, Mode::Write, Duration::ZERO, &GO_ON).unwrap();
        drop(lock);
        if kill % 4 == 0 {
            publish_version(&out.path, kill % 2);
            assert_eq!(
                out.tree().len(),
                1 + 2 * FILES,
                "kill {kill}: {:?}",
                out.tree().keys()
            );
        }
    }
    publish_version(&out.path, 0);
    assert_eq!(out.tree().len(), 1 + 2 * FILES);
}

#[test]
fn processes_wait_for_one_another() {
    let out = Out::new();
    let children: Vec<Child> = (0..6).map(|_| spawn("once", &out.path)).collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(out.tree().len(), 1 + 2 * FILES);
}
