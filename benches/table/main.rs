//! What a build costs, beside what the same disk work costs without any thought: the floor.
//!
//! ```text
//! cargo bench --bench table                    1,000 and 10,000 articles
//! cargo bench --bench table -- 1000 100000     other numbers
//! cargo bench --bench table -- tags            10,000 articles with 10,000 tags
//! cargo bench --bench table -- small 1000000   articles of 300 bytes
//! ```
//!
//! Each row is the best of several runs, the floors taken between them, so that what else the
//! machine does falls on both.

#![allow(
    clippy::print_stdout,
    reason = "a benchmark is there for what it prints"
)]

mod corpus;
mod floor;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use std::{env, fs, io};

use corpus::Corpus;

const RUNS: usize = 5;

fn main() -> io::Result<()> {
    let mut arguments: Vec<String> = env::args().skip(1).collect();
    // `cargo test --all-targets` runs this too, and does not say so.
    if !arguments.iter().any(|argument| argument == "--bench") {
        return Ok(());
    }
    arguments.retain(|argument| argument != "--bench");
    let has = |word: &str| arguments.iter().any(|argument| argument == word);
    let (tags, body_bytes) = (
        if has("tags") { 10_000 } else { 200 },
        if has("small") { 300 } else { 6_000 },
    );
    let mut sizes: Vec<usize> = arguments.iter().filter_map(|a| a.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = if has("tags") {
            vec![10_000]
        } else {
            vec![1_000, 10_000]
        };
    }
    println!("|  articles | what              | floor (s) | feedmill (s) | ratio | peak (MiB) |");
    println!("|----------:|-------------------|----------:|-------------:|------:|-----------:|");
    for articles in sizes {
        let corpus = Corpus {
            articles,
            tags,
            body_bytes,
        };
        measure(&corpus)?;
    }
    Ok(())
}

fn measure(corpus: &Corpus) -> io::Result<()> {
    let home = tempfile::tempdir()?;
    let site = home.path().join("site");
    corpus.write(&site)?;

    let mut fresh = Row::new("fresh");
    let mut out = PathBuf::new();
    for run in 0..RUNS {
        // Nothing is removed until the end: ext4 is slow for seconds where files have just gone.
        out = home.path().join(format!("out-{run}"));
        let last = site.join(".feedmill");
        if last.exists() {
            fs::rename(last, home.path().join(format!("last-{run}")))?;
        }
        fresh.ours(build(&site, &out, "Bench")?);
        let (files, bytes) = floor::size(&out)?;
        let copy = home.path().join(format!("floor-{run}"));
        fresh.floor(|| {
            floor::heads(&site, 2)?;
            floor::write(&copy, files, bytes)
        })?;
    }
    fresh.print(corpus.articles);

    let mut second = Row::new("nothing changed");
    for _ in 0..RUNS {
        second.ours(build(&site, &out, "Bench")?);
        second.floor(|| floor::stats(&site, 2))?;
    }
    second.print(corpus.articles);

    let mut changed = Row::new("one changed");
    for run in 0..RUNS {
        corpus.change_newest(&site, run)?;
        changed.ours(build(&site, &out, "Bench")?);
        changed.floor(|| floor::stats(&site, 2))?;
    }
    changed.print(corpus.articles);

    let mut all = Row::new("all feeds changed");
    for run in 0..RUNS {
        all.ours(build(&site, &out, &format!("Bench {run}"))?);
        let (files, bytes) = floor::size(&out)?;
        let copy = home.path().join(format!("floor-all-{run}"));
        all.floor(|| {
            floor::heads(&site, 2)?;
            floor::write(&copy, files, bytes)
        })?;
    }
    all.print(corpus.articles);
    Ok(())
}

/// One line of the table.
struct Row {
    what: &'static str,
    ours: Duration,
    floor: Duration,
    peak: Option<u64>,
}

impl Row {
    fn new(what: &'static str) -> Self {
        Row {
            what,
            ours: Duration::MAX,
            floor: Duration::MAX,
            peak: None,
        }
    }

    fn ours(&mut self, (time, peak): (Duration, Option<u64>)) {
        self.ours = self.ours.min(time);
        self.peak = self.peak.max(peak);
    }

    fn floor(&mut self, work: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
        let began = Instant::now();
        work()?;
        self.floor = self.floor.min(began.elapsed());
        Ok(())
    }

    fn print(&self, articles: usize) {
        let (ours, floor) = (self.ours.as_secs_f64(), self.floor.as_secs_f64());
        let peak = self
            .peak
            .map_or("?".to_owned(), |kib| format!("{:.0}", kib as f64 / 1024.0));
        println!(
            "| {articles:>9} | {:<17} | {floor:>9.3} | {ours:>12.3} | {:>5.1} | {peak:>10} |",
            self.what,
            ours / floor
        );
    }
}

/// One run: how long it took, and its peak in KiB where GNU `time` is there to tell.
fn build(site: &Path, out: &Path, title: &str) -> io::Result<(Duration, Option<u64>)> {
    const TIME: &str = "/usr/bin/time";
    let program = OsStr::new(env!("CARGO_BIN_EXE_feedmill"));
    let told: PathBuf = out.with_extension("peak");
    let mut command = if Path::new(TIME).exists() {
        let mut command = Command::new(TIME);
        command.args(["-f", "%M", "-o"]).arg(&told).arg(program);
        command
    } else {
        Command::new(program)
    };
    command
        .args(["build", "--quiet", "--url", "https://example.org/"])
        .args(["--title", title, "--limit", "20", "--out"])
        .args([out, site]);
    let began = Instant::now();
    let status = command.status()?;
    let time = began.elapsed();
    assert!(status.success(), "{command:?}: {status}");
    let peak = fs::read_to_string(&told)
        .ok()
        .and_then(|kib| kib.trim().parse().ok());
    Ok((time, peak))
}
