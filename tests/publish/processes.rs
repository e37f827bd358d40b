//! Runs in separate processes, some of which are killed. The child is this program; its environment
//! says what to do.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use feedmill::internals::publish::{Lock, Mode, Stage};

use super::*;

const CHILD: [&str; 3] = ["processes::child", "--exact", "--nocapture"];
const TASK: &str = "FEEDMILL_TEST_TASK";
const OUT: &str = "FEEDMILL_TEST_OUT";
const FILES: usize = 50;

/// A file large enough for a slow write; it is complete if it ends as it begins.
fn version(n: usize) -> Vec<u8> {
    format!("<feed>{n}{}{n}</feed>", "x".repeat(50_000)).into_bytes()
}

fn is_whole(content: &[u8]) -> bool {
    content == version(0) || content == version(1)
}

fn publish_version(out: &Path, n: usize) {
    let lock = Lock::acquire(out, None, Mode::Write, Duration::from_secs(60), &GO_ON).unwrap();
    let stage = Stage::open(&lock, OPTIONS).unwrap();
    for tag in 0..FILES {
        stage
            .put(&format!("tags/{tag}/rss.xml"), &version(n))
            .unwrap();
    }
    let changes = stage.commit().unwrap();
    assert!(changes.problems.is_empty(), "{:?}", changes.problems);
}

/// Runs in the child process; passes at once in the parent.
#[test]
fn child() {
    let Some(out) = std::env::var_os(OUT).map(PathBuf::from) else {
        return;
    };
    match std::env::var(TASK).unwrap().as_str() {
        "once" => publish_version(&out, 0),
        "for ever" => loop {
            publish_version(&out, 1);
            publish_version(&out, 0);
        },
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
        // From before the first file to several versions later, in no regular order.
        moment = moment * 7919 % 10_007;
        thread::sleep(Duration::from_micros(2_000 + 8 * moment));
        child.kill().unwrap();
        child.wait().unwrap();
        for tag in 0..FILES {
            let content = fs::read(out.at(&format!("tags/{tag}/rss.xml"))).unwrap();
            assert!(is_whole(&content), "kill {kill}: tags/{tag}/rss.xml");
        }
        // The lock ended with the child, so the next run works.
        let lock = Lock::acquire(&out.path, None, Mode::Write, Duration::ZERO, &GO_ON).unwrap();
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
