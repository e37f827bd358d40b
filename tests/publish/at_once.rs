//! Several runs and several threads at once.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use feedmill::internals::publish::{Change, Error, Lock, Mode, Stage};

use super::*;

#[test]
fn a_second_run_waits_and_then_gives_up() {
    let out = Out::new();
    let first = out.lock(Mode::Write);
    let patience = Duration::from_millis(100);
    for mode in [Mode::Write, Mode::Check] {
        let began = Instant::now();
        let second = Lock::acquire(&out.path, None, mode, patience, &GO_ON);
        assert!(matches!(second, Err(Error::Busy { .. })));
        assert!(began.elapsed() >= patience);
    }
    drop(first);
    Lock::acquire(&out.path, None, Mode::Write, Duration::ZERO, &GO_ON).unwrap();
}

#[test]
fn runs_that_only_check_do_not_exclude_one_another() {
    let out = Out::holding(&[("rss.xml", "<feed>")]);
    let _first = out.lock(Mode::Check);
    Lock::acquire(&out.path, None, Mode::Check, Duration::ZERO, &GO_ON).unwrap();
    assert!(Lock::acquire(&out.path, None, Mode::Write, Duration::ZERO, &GO_ON).is_err());
}

#[test]
fn waiting_ends_when_the_run_is_cancelled() {
    let out = Out::new();
    let first = out.lock(Mode::Write);
    let cancelled = AtomicBool::new(false);
    thread::scope(|scope| {
        let second = scope.spawn(|| {
            Lock::acquire(
                &out.path,
                None,
                Mode::Write,
                Duration::from_secs(60),
                &cancelled,
            )
            .map(drop)
        });
        thread::sleep(Duration::from_millis(60));
        cancelled.store(true, Ordering::Relaxed);
        assert!(matches!(second.join().unwrap(), Err(Error::Cancelled)));
    });
    drop(first);
}

/// The first run fails and removes the folder that it created, while the second waits for it.
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

/// Two sites; the output of one is below that of the other.
#[test]
fn what_a_run_stages_below_is_left_alone_while_it_is_at_work() {
    let out = Out::holding(&[("rss.xml", "<feed>")]).with("blog/.rss.xml.feedmill-new", "<feed>");
    let blog = Lock::acquire(&out.at("blog"), None, Mode::Write, Duration::ZERO, &GO_ON).unwrap();
    out.publish(&[("rss.xml", "<feed>2")]).unwrap();
    assert!(out.at("blog/.rss.xml.feedmill-new").exists());
    drop(blog);
    out.publish(&[("rss.xml", "<feed>3")]).unwrap();
    assert!(!out.at("blog").exists());
}
