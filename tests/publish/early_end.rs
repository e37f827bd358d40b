//! Runs that end early leave the folder as it was.

use std::sync::atomic::{AtomicBool, Ordering};

use feedmill::internals::publish::{Error, Mode, Stage, StageOptions};

use super::*;

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
        let options = StageOptions {
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

/// Nothing but a file is ever staged, but other programs may use the name.
#[cfg(unix)]
#[test]
fn other_things_with_the_name_of_a_staged_file() {
    let out = Out::holding(&[("rss.xml", "<feed>1")])
        .with(".atom.xml.feedmill-new/notes", "theirs")
        .with("theirs", "theirs");
    let staged = out.at(".rss.xml.feedmill-new");
    let ok = ("rss.xml", "<feed>2");
    std::os::unix::fs::symlink(out.at("theirs"), &staged).unwrap();
    out.publish(&[ok]).unwrap();
    let made = std::process::Command::new("mkfifo").arg(&staged).status();
    assert!(made.unwrap().success());
    let error = problem(out.publish(&[ok, ("atom.xml", "<feed>")]));
    assert!(
        error
            .to_string()
            .contains(".atom.xml.feedmill-new` is a folder"),
        "{error}"
    );
    out.expect(&[
        (".atom.xml.feedmill-new/notes", "theirs"),
        ok,
        ("theirs", "theirs"),
    ]);
}
