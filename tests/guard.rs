//! The guard over many histories of a site: it stops what would flood subscribers, and nothing else.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot write its files has failed"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use feedmill::compare::{compare, read, read_pair};
use feedmill::time::Timestamp;
use feedmill::{Cause, FeedChanges, Site};
use proptest::prelude::*;

/// A post: the day after 2020 began, and what else can be edited.
#[derive(Debug, Clone)]
struct Post {
    day: u32,
    title: String,
    tags: Vec<&'static str>,
    authors: Vec<&'static str>,
    body: String,
}

/// The posts of a site by the names of their files.
type Posts = BTreeMap<String, Post>;

const TAGS: [&str; 4] = ["rivers", "C++", "读书", "tools"];

/// An ordinary edit; the numbers choose the post and what becomes of it.
fn edit(posts: &mut Posts, step: usize, kind: usize, which: usize) {
    let newest = posts
        .values()
        .map(|post| post.day)
        .max()
        .unwrap_or_default();
    let name = posts.keys().nth(which % posts.len().max(1)).cloned();
    let mut post = |day| {
        let post = Post {
            day,
            title: format!("Post {step}"),
            tags: vec![TAGS[which % 4]],
            authors: vec!["Ann", "Bob"],
            body: format!("Written in step {step}.\n"),
        };
        posts.insert(format!("step-{step}"), post);
    };
    let Some(name) = name else {
        return post(1);
    };
    match kind {
        0 | 1 => post(newest + 1),
        // Backdated.
        2 => post(u32::try_from(which).unwrap() % (newest + 1)),
        3 => drop(posts.remove(&name)),
        _ => {
            let post = posts.get_mut(&name).unwrap();
            match kind {
                4 => post.body.push_str("One more sentence.\n"),
                5 => post.body.insert_str(0, "A & <b>first</b> sentence. "),
                // White space alone.
                6 => post.body = post.body.replace(". ", ".\n"),
                7 => post.title.push_str(", again"),
                8 => post.tags.push(TAGS[step % 4]),
                9 => post.authors.reverse(),
                10 => post.authors = [&["Ann"][..], &["Bob"], &["王芳"]][which % 3].to_vec(),
                11 => post.title = post.title.replace(' ', "  "),
                12 => post.body.push_str("caf\u{e9} "),
                13 => post.body = post.body.replace('\u{e9}', "e\u{301}"),
                _ => post.tags.clear(),
            }
        }
    }
}

fn lay_out(folder: &Path, posts: &Posts) {
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder).unwrap();
    for (name, post) in posts {
        let date = Timestamp::from_unix(1_577_836_800 + i64::from(post.day) * 86_400, 0).unwrap();
        let Post {
            title,
            tags,
            authors,
            body,
            ..
        } = post;
        let text = format!(
            "---\ntitle: {title}\ndate: {}\ntags: {tags:?}\nauthors: {authors:?}\n---\n{body}",
            date.to_rfc3339()
        );
        fs::write(folder.join(format!("{name}.md")), text).unwrap();
    }
}

fn site(source: &Path, output: &Path) -> Site<'static> {
    Site::new(source)
        .title("T")
        .url("https://example.org/")
        .output(output.to_str().unwrap())
        .set("limit", "8")
        .set(
            "formats",
            ["rss", "atom", "json"].map(str::to_owned).to_vec(),
        )
        .now(Timestamp::from_unix(1_900_000_000, 0).unwrap())
}

/// Every feed below `folder`.
fn feeds(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let text = fs::read(&path).unwrap();
                found.insert(path.to_str().unwrap().to_owned(), text);
            }
        }
    }
    found
}

/// A history: how many posts there are at first, and edits by kind and post, a few between two builds.
fn history() -> impl Strategy<Value = (usize, Vec<Vec<(usize, usize)>>)> {
    let edits = prop::collection::vec((0..15_usize, 0..1000_usize), 1..4);
    (0..20_usize, prop::collection::vec(edits, 1..6))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn an_ordinary_history_raises_no_alarm(
        (first, builds) in history(),
        content in prop::sample::select(&["full", "summary"][..]),
    ) {
        let home = tempfile::tempdir().unwrap();
        let (source, output) = (home.path().join("site"), home.path().join("feeds"));
        let mut posts = Posts::new();
        for step in 0..first {
            edit(&mut posts, step, 0, step);
        }
        let mut step = first;
        for edits in [Vec::new()].into_iter().chain(builds) {
            for (kind, which) in edits {
                edit(&mut posts, step, kind, which);
                step += 1;
            }
            lay_out(&source, &posts);
            let before = feeds(&output);
            let report = match site(&source, &output).set("content", content).allow_empty(true).build() {
                Ok(report) => report,
                Err(error) => return Err(TestCaseError::fail(format!("{error}"))),
            };
            for feed in &report.feeds {
                let path = output.join(&feed.path);
                let path = path.to_str().unwrap();
                let (Some(old), Ok(new)) = (before.get(path), fs::read(path)) else { continue };
                // What is read quickly counts as what is read whole.
                let (quick_old, quick_new) = read_pair(old, &new).unwrap();
                let quick = compare(quick_old, quick_new);
                let whole = compare(read(old).unwrap(), read(&new).unwrap());
                let (counts, mut expected) = (quick.counts(), whole.counts());
                expected.edited_in.clone_from(&counts.edited_in);
                prop_assert_eq!(&counts, &expected, "{}", path);
                let redated = whole.edited.iter().filter(|edited| edited.jumps).count();
                prop_assert_eq!(quick.edited.iter().filter(|edited| edited.jumps).count(), redated);
                let changes = FeedChanges {
                    added: expected.added,
                    edited: expected.edited,
                    unread: expected.unread + expected.doubled,
                    gone: expected.gone,
                    inserted: expected.inserted,
                    backlog: expected.backlog,
                    redated,
                };
                if old != &new && expected.old > 0 {
                    prop_assert_eq!(feed.changes, Some(changes), "{}", path);
                }
            }
        }
    }

    #[test]
    fn more_new_ids_than_are_allowed_are_stopped_and_no_fewer(
        posts in 1..8_usize,
        renamed in 0..8_usize,
    ) {
        let home = tempfile::tempdir().unwrap();
        let (source, output) = (home.path().join("site"), home.path().join("feeds"));
        let mut all = Posts::new();
        for step in 0..posts {
            edit(&mut all, step, 0, step);
        }
        lay_out(&source, &all);
        site(&source, &output).build().unwrap();
        let before = feeds(&output);
        let renamed = renamed.min(posts);
        for step in 0..renamed {
            let post = all.remove(&format!("step-{step}")).unwrap();
            all.insert(format!("renamed-{step}"), post);
        }
        lay_out(&source, &all);
        match site(&source, &output).build() {
            Ok(report) => {
                prop_assert!(renamed <= 2);
                prop_assert_eq!(report.id_lines.len(), renamed);
            }
            Err(error) => {
                prop_assert!(renamed > 2 && matches!(error.cause, Cause::Guard(_)), "{}", error);
                prop_assert_eq!(error.report.id_lines.len(), renamed);
                prop_assert_eq!(feeds(&output), before);
            }
        }
        prop_assert!(site(&source, &output).allow_flood(true).build().is_ok());
    }
}
