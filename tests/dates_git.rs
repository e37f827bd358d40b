//! The setting `dates: git`.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its files has failed"
)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

struct Site {
    home: tempfile::TempDir,
}

impl Site {
    /// A site below the top of a repository.
    fn new() -> Self {
        let site = Site {
            home: tempfile::tempdir().unwrap(),
        };
        fs::create_dir_all(site.path("repo/site")).unwrap();
        let text = "title: T\nurl: https://example.org/\ndates: git\n";
        fs::write(site.path("repo/site/feedmill.yaml"), text).unwrap();
        site.git(&["init", "-q", "-b", "main", "."], "");
        site
    }

    fn path(&self, below: &str) -> PathBuf {
        self.home.path().join(below)
    }

    fn write(&self, name: &str, header: &str) {
        let text = format!("---\ntitle: {name}\n{header}---\nA text of {name}.\n");
        fs::write(self.path("repo/site").join(name), text).unwrap();
    }

    fn git(&self, arguments: &[&str], date: &str) {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=A", "-c", "user.email=a@example.org"]);
        let done = git
            .args(arguments)
            .current_dir(self.path("repo"))
            .env("GIT_AUTHOR_DATE", date)
            // The author's date counts, not the committer's.
            .env("GIT_COMMITTER_DATE", "2025-05-05T05:05:05Z")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_SYSTEM", "/dev/null")
            .output()
            .unwrap();
        assert!(done.status.success(), "{done:?}");
    }

    fn commit(&self, date: &str) {
        self.git(&["add", "-A"], "");
        self.git(&["commit", "-q", "--allow-empty", "-m", "x"], date);
    }

    /// Builds the site of the repository `repo`, with `search` as the PATH.
    fn build(&self, repo: &str, search: Option<&Path>) -> Output {
        let mut program = Command::new(env!("CARGO_BIN_EXE_feedmill"));
        if let Some(search) = search {
            program.env("PATH", search);
        }
        program
            .args(["build", &format!("{repo}/site"), "--out", "out"])
            .args(["--now", "2026-01-01T00:00:00Z"])
            .current_dir(self.home.path())
            .output()
            .unwrap()
    }

    /// What the feed says: title, published and updated of each entry.
    fn entries(&self) -> Vec<String> {
        let feed = fs::read_to_string(self.path("out/atom.xml")).unwrap();
        let document = roxmltree::Document::parse(&feed).unwrap();
        let entries = document.root_element().children();
        let mut told: Vec<String> = entries
            .filter(|node| node.has_tag_name(("http://www.w3.org/2005/Atom", "entry")))
            .map(|entry| {
                let text = |name| {
                    let mut children = entry.children();
                    children
                        .find(|node| node.tag_name().name() == name)
                        .and_then(|node| node.text())
                        .unwrap()
                };
                [text("title"), text("published"), text("updated")].join(" ")
            })
            .collect();
        told.sort();
        told
    }
}

fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn the_first_and_the_last_commit_of_a_file_date_it_whatever_it_was_called() {
    let site = Site::new();
    site.write("a.md", "");
    site.write("dated.md", "date: 2019-01-01\n");
    site.write("ü b.md", "");
    site.commit("2020-01-02T03:04:05+08:00");
    site.git(&["mv", "site/a.md", "site/renamed.md"], "");
    site.commit("2021-01-02T03:04:05Z");
    site.write("ü b.md", "lang: en\n");
    // Another file with the old name.
    site.write("a.md", "tags: [another]\n");
    site.commit("2022-01-02T03:04:05Z");
    site.write("new.md", "");

    let run = site.build("repo", None);
    assert_eq!(run.status.code(), Some(1), "{run:?}");
    assert!(
        errors(&run).contains(
            "new.md:2:1: error[missing-date]: the article has no date, not in its header, its file name or a commit"
        ),
        "{run:?}"
    );
    assert_eq!(
        site.entries(),
        [
            "a.md 2020-01-02T03:04:05+08:00 2021-01-02T03:04:05+00:00",
            "a.md 2022-01-02T03:04:05+00:00 2022-01-02T03:04:05+00:00",
            "dated.md 2019-01-01T00:00:00+00:00 2019-01-01T00:00:00+00:00",
            "ü b.md 2020-01-02T03:04:05+08:00 2022-01-02T03:04:05+00:00",
        ]
    );

    // What was deleted and comes back is new.
    site.write("new.md", "date: 2018-01-01\n");
    site.git(&["rm", "-q", "site/a.md"], "");
    site.commit("2023-01-02T03:04:05Z");
    site.write("a.md", "tags: [again]\n");
    site.commit("2024-01-02T03:04:05Z");
    assert_eq!(site.build("repo", None).status.code(), Some(0));
    let again = "a.md 2024-01-02T03:04:05+00:00 2024-01-02T03:04:05+00:00";
    assert!(site.entries().contains(&again.to_owned()));
}

#[test]
fn another_history_is_another_run() {
    let site = Site::new();
    site.write("a.md", "");
    site.commit("2020-01-02T03:04:05Z");
    assert_eq!(site.build("repo", None).status.code(), Some(0));
    site.git(
        &[
            "commit",
            "-q",
            "--amend",
            "-m",
            "x",
            "--date=2021-01-02T03:04:05Z",
        ],
        "",
    );
    assert_eq!(site.build("repo", None).status.code(), Some(0));
    assert_eq!(
        site.entries(),
        ["a.md 2021-01-02T03:04:05+00:00 2021-01-02T03:04:05+00:00"]
    );
}

#[test]
fn without_git_or_the_whole_history_nothing_is_built() {
    let site = Site::new();
    site.write("a.md", "");
    let fails = |repo: &str, search: Option<&Path>, why: &str| {
        let run = site.build(repo, search);
        assert_eq!(run.status.code(), Some(2), "{run:?}");
        assert!(
            errors(&run).starts_with(&format!(
                "error[no-history]: `dates: git` cannot be followed: {why}"
            )),
            "{run:?}"
        );
        assert!(!site.path("out/atom.xml").exists());
    };
    // No commit yet.
    fails("repo", None, "git says: ");
    site.commit("2020-01-02T03:04:05Z");
    site.commit("2021-01-02T03:04:05Z");
    let empty = site.path("empty");
    fs::create_dir(&empty).unwrap();
    fails("repo", Some(&empty), "git cannot be started: ");
    let from = format!("file://{}", site.path("repo").display());
    site.git(&["clone", "-q", "--depth", "1", &from, "../shallow"], "");
    fails(
        "shallow",
        None,
        "the clone is shallow: older commits are missing",
    );
    fs::create_dir_all(site.path("none/site")).unwrap();
    fs::copy(
        site.path("repo/site/feedmill.yaml"),
        site.path("none/site/feedmill.yaml"),
    )
    .unwrap();
    fails("none", None, "git says: not a git repository");
}

#[test]
fn git_runs_once_for_all_files_and_not_at_all_when_the_setting_is_off() {
    let site = Site::new();
    for number in 0..20 {
        site.write(&format!("{number}.md"), "");
    }
    site.commit("2020-01-02T03:04:05Z");
    let tools = site.path("tools");
    fs::create_dir(&tools).unwrap();
    let git = Command::new("sh")
        .args(["-c", "command -v git"])
        .output()
        .unwrap();
    let git = String::from_utf8(git.stdout).unwrap();
    let calls = site.path("calls");
    let script = format!(
        "#!/bin/sh\necho \"$*\" >>'{}'\nexec {} \"$@\"\n",
        calls.display(),
        git.trim()
    );
    fs::write(tools.join("git"), script).unwrap();
    fs::set_permissions(tools.join("git"), fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(site.build("repo", Some(&tools)).status.code(), Some(0));
    assert_eq!(site.entries().len(), 20);
    let logs = fs::read_to_string(&calls).unwrap();
    assert_eq!(
        logs.lines().filter(|line| line.contains(" log ")).count(),
        1,
        "{logs}"
    );

    fs::remove_file(&calls).unwrap();
    let text = "title: T\nurl: https://example.org/\ndates: off\n";
    fs::write(site.path("repo/site/feedmill.yaml"), text).unwrap();
    site.build("repo", Some(&tools));
    assert!(!calls.exists());
}
