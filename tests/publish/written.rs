//! What is written and what is not touched.

use feedmill::internals::publish::{Change, Error, Mode, Obstacle, Stage, StageOptions};

use super::*;

#[test]
fn writes_new_files_and_their_folders() {
    let out = Out::new();
    let files = [("rss.xml", "<feed>1"), ("tags/人工智能/rss.xml", "<feed>2")];
    let changes = out.publish(&files).unwrap();
    assert_eq!(changes.created, ["rss.xml", "tags/人工智能/rss.xml"]);
    assert!(changes.updated.is_empty() && changes.removed.is_empty() && changes.differs());
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

    let changes = out.publish(&[("rss.xml", "<feed>1"), ("atom.xml", "<feed>2")]);
    assert_eq!(changes.unwrap().updated, ["atom.xml"]);
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
    let changes = out.run(Mode::Check, OPTIONS, &[("tags/a/rss.xml", "<feed>")]);
    assert_eq!(changes.unwrap().created, ["tags/a/rss.xml"]);
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
    let changes = stage.commit().unwrap();
    assert_eq!(changes.created, ["tags/d/e.xml"]);
    assert_eq!(changes.updated, ["b.xml"]);
    assert_eq!(changes.removed, ["c.xml"]);
    assert_eq!(changes.unchanged, 1);
    assert_eq!(out.tree(), before);
}

#[test]
fn what_is_not_ours_is_not_overwritten_unless_asked() {
    let out = Out::new().with("rss.xml", "theirs");
    let files = [("rss.xml", "<feed>"), ("atom.xml", "<feed>")];
    assert_eq!(obstacle(out.publish(&files)), Obstacle::Foreign);
    out.expect(&[("atom.xml", "<feed>"), ("rss.xml", "theirs")]);

    let take_over = StageOptions {
        take_over: true,
        ..OPTIONS
    };
    let changes = out.run(Mode::Write, take_over, &files).unwrap();
    assert_eq!(changes.updated, ["rss.xml"]);
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
    let changes = stage.commit().unwrap();
    assert_eq!(changes.removed, ["tags/a/rss.xml", "tags/b/rss.xml"]);
    assert_eq!(changes.problems.len(), 1);
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
    let rest = stage.rest().collect::<Result<Vec<_>, _>>().unwrap();
    assert_eq!(rest.len(), 1);
    assert_eq!(rest[0].path, "tags/gone/rss.xml");
    assert_eq!(rest[0].head, b"<feed>gone");
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
        Obstacle::WrittenTwice
    );
    out.expect(&[("a.xml", "<feed>1")]);
}

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
