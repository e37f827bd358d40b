//! Obstacles: links, folders, files, missing permissions.

use feedmill::internals::publish::{Error, Lock, Mode, Obstacle, Stage, StageOptions};

use super::*;

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
    let take_over = StageOptions {
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
fn a_folder_that_becomes_a_link_during_a_run_leads_nowhere() {
    use std::os::unix::fs::symlink;

    let files = [("rss.xml", "<feed>1"), ("tags/rss.xml", "<feed>1")];
    for (swapped, written) in [("", true), ("tags", false)] {
        let out = Out::holding(&files);
        let elsewhere = tempfile::tempdir().unwrap();
        fs::create_dir(elsewhere.path().join("tags")).unwrap();
        let lock = out.lock(Mode::Write);
        let stage = Stage::open(&lock, OPTIONS).unwrap();
        let place: PathBuf = out.at(swapped).components().collect();
        let aside = out.path.with_extension("aside");
        fs::rename(&place, &aside).unwrap();
        symlink(elsewhere.path(), &place).unwrap();
        let put = stage.put("tags/rss.xml", b"<feed>2");
        assert_eq!(put.is_ok(), written, "{put:?}");
        if written {
            stage.put("tags/new.xml", b"<feed>2").unwrap();
            stage.commit().unwrap();
            let text = fs::read_to_string(aside.join("tags/new.xml"));
            assert_eq!(text.unwrap(), "<feed>2");
        }
        assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 1);
        assert_eq!(
            fs::read_dir(elsewhere.path().join("tags")).unwrap().count(),
            0
        );
    }
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

#[test]
fn an_output_that_is_a_file_is_told() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("feeds");
    fs::write(&file, "theirs").unwrap();
    for out in [file.clone(), file.join("below")] {
        for mode in [Mode::Write, Mode::Check] {
            let error = Lock::acquire(&out, None, mode, Duration::ZERO, &GO_ON).unwrap_err();
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
        Obstacle::NotAFolder
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

/// An obstacle that appears between staging and renaming.
#[test]
fn a_file_that_cannot_be_renamed_keeps_none_of_the_others_back() {
    let out = Out::holding(&[("a.xml", "<feed>1"), ("b.xml", "<feed>1")]);
    let lock = out.lock(Mode::Write);
    let stage = Stage::open(&lock, OPTIONS).unwrap();
    for path in ["a.xml", "b.xml", "tags/c.xml"] {
        stage.put(path, b"<feed>2").unwrap();
    }
    fs::remove_file(out.at("a.xml")).unwrap();
    fs::create_dir_all(out.at("a.xml/theirs")).unwrap();
    let changes = stage.commit().unwrap();
    assert_eq!(changes.updated, ["b.xml"]);
    assert_eq!(changes.created, ["tags/c.xml"]);
    assert_eq!(changes.problems.len(), 1);
    out.expect(&[("b.xml", "<feed>2"), ("tags/c.xml", "<feed>2")]);
}

#[test]
fn a_take_over_stops_at_folders() {
    let out = Out::new().with("rss.xml/notes", "theirs");
    let take_over = StageOptions {
        take_over: true,
        ..OPTIONS
    };
    let changes = out.run(Mode::Write, take_over, &[("rss.xml", "<feed>")]);
    assert_eq!(obstacle(changes), Obstacle::Folder);
    out.expect(&[("rss.xml/notes", "theirs")]);
}
