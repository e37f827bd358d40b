//! `feedmill validate` from the outside: the fixtures, the command line, damaged feeds.
//!
//! A fixture in `fixtures/validate` opens with a comment that describes it and names every code that
//! it raises; a JSON feed has it in its `user_comment`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use feedmill::diagnostic::Severity;
use feedmill::validate::{Options, RULES, Report, validate};
use proptest::prelude::*;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn fixture(name: &str) -> String {
    let path = root()
        .join("fixtures/validate")
        .join(name)
        .with_extension("xml");
    path.to_str().unwrap().to_owned()
}

fn feedmill(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_feedmill"))
        .arg("validate")
        .args(args)
        .output()
        .unwrap()
}

fn status(args: &[&str]) -> i32 {
    feedmill(args).status.code().unwrap()
}

fn reports(output: &Output) -> Vec<serde_json::Value> {
    String::from_utf8(output.stdout.clone())
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn fixtures() -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(root().join("fixtures/validate"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths
}

#[test]
fn fixtures_raise_what_they_say_and_nothing_else() {
    let paths = fixtures();
    let paths = paths.iter().map(|path| path.to_str().unwrap());
    let args: Vec<&str> = ["--message-format", "json"]
        .into_iter()
        .chain(paths)
        .collect();
    let reports = reports(&feedmill(&args));
    assert_eq!(reports.len(), fixtures().len());
    let mut failures = Vec::new();
    for report in &reports {
        let path = report["file"].as_str().unwrap();
        let text = fs::read_to_string(path).unwrap();
        let expected = text
            .split("Expect:")
            .nth(1)
            .unwrap()
            .split(['"', '>'])
            .next()
            .unwrap()
            .trim_end_matches("--");
        let expected: BTreeSet<&str> = expected.split_whitespace().collect();
        let raised: BTreeSet<&str> = report["diagnostics"]
            .as_array()
            .unwrap()
            .iter()
            .map(|found| found["code"].as_str().unwrap())
            .collect();
        if raised != expected {
            failures.push(format!(
                "{path}\n  expected {expected:?}\n  raised   {raised:?}"
            ));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Each file of `fixtures/faults` plants faults into the fixture of its name, which has none.
#[test]
fn planted_faults_are_found() {
    let mut missed = Vec::new();
    let mut planted = 0;
    for entry in fs::read_dir(root().join("fixtures/faults")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        let feed = fs::read_to_string(fixture(name)).unwrap();
        let faults = fs::read_to_string(&path).unwrap();
        for line in faults.lines().filter(|line| !line.starts_with('#')) {
            let (code, change) = line.split_once(": ").unwrap();
            let (old, new) = change.split_once(" => ").unwrap();
            assert!(feed.contains(old), "{name} does not hold `{old}`");
            let report = validate(feed.replacen(old, new, 1).as_bytes(), &Options::default());
            planted += 1;
            if !report.diagnostics.iter().any(|d| d.rule.code == code) {
                missed.push(line.to_owned());
            }
        }
    }
    assert!(planted >= 60 && missed.is_empty(), "{}", missed.join("\n"));
}

/// The address of the namespace's document is another spelling of its name.
#[test]
fn both_names_of_the_podcast_namespace_are_one() {
    let feed = fs::read_to_string(fixture("rss-podcasting")).unwrap();
    let other = feed.replace(
        "https://podcastindex.org/namespace/1.0",
        "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md",
    );
    assert_ne!(feed, other);
    let report = validate(other.as_bytes(), &Options::default());
    assert!(report.diagnostics.is_empty(), "{:?}", report.diagnostics);
}

#[test]
fn a_report_is_one_object_a_line_in_the_order_of_the_arguments() {
    let (good, bad) = (fixture("rss-good"), fixture("atom-bad-dates"));
    let output = feedmill(&["--message-format", "json", &bad, &good]);
    let reports = reports(&output);
    assert_eq!(reports[0]["file"], bad.as_str());
    assert_eq!(reports[0]["format"], "atom-1.0");
    assert_eq!(reports[0]["valid"], false);
    assert_eq!(reports[1]["valid"], true);
    let found = &reports[0]["diagnostics"][0];
    assert_eq!(found["code"], "invalid-rfc3339-date");
    assert_eq!(found["severity"], "error");
    assert_eq!(
        (found["line"].as_u64(), found["column"].as_u64()),
        (Some(9), Some(3))
    );
    assert_eq!(
        (found["element"].as_str(), found["parent"].as_str()),
        (Some("updated"), Some("feed"))
    );
    assert_eq!(found["value"], "2024-05-01");
    assert!(found["spec"].as_str().unwrap().starts_with("RFC 3339"));
    assert!(
        found["message"]
            .as_str()
            .unwrap()
            .contains("2024-05-01T12:00:00Z")
    );
}

#[test]
fn a_finding_reads_like_a_compiler_message() {
    let bad = fixture("xml-truncated");
    let output = String::from_utf8(feedmill(&[&bad]).stderr).unwrap();
    assert!(
        output.contains("xml-truncated.xml:7:1: error[sax-error]: "),
        "{output}"
    );
}

#[test]
fn the_exit_status_says_what_was_found() {
    let (good, warned, bad) = (
        fixture("rss-good"),
        fixture("rss-091"),
        fixture("rss-guids"),
    );
    assert_eq!(status(&[&good]), 0);
    assert_eq!(status(&[&warned]), 0);
    assert_eq!(status(&["--fail-on", "warning", &warned]), 1);
    assert_eq!(status(&["--fail-on", "warning", &good]), 0);
    assert_eq!(status(&[&bad]), 1);
    assert_eq!(status(&["--fail-on", "never", &bad]), 0);
    assert_eq!(status(&["nowhere.xml", &bad]), 3);
    assert_eq!(status(&["--fail-on", "sometimes", &good]), 2);
    assert_eq!(status(&[]), 2);
}

#[test]
fn codes_are_allowed_and_denied() {
    let (warned, bad) = (fixture("rss-091"), fixture("xml-truncated"));
    assert_eq!(status(&["--deny", "obsolete-version", &warned]), 1);
    let allowed = feedmill(&["--allow", "sax-error", "--message-format", "json", &bad]);
    assert_eq!(allowed.status.code(), Some(0));
    assert_eq!(reports(&allowed)[0]["valid"], true);
}

#[test]
fn an_unknown_code_is_a_usage_error_with_a_suggestion() {
    let output = feedmill(&["--allow", "missing-giud", &fixture("rss-good")]);
    assert_eq!(output.status.code(), Some(2));
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(
        message.contains("did you mean `missing-guid`?"),
        "{message}"
    );
    let output = feedmill(&["--deny", "zzz", &fixture("rss-good")]);
    assert!(
        !String::from_utf8(output.stderr)
            .unwrap()
            .contains("did you mean")
    );
}

#[test]
fn a_dash_is_standard_input() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_feedmill"))
        .args(["validate", "--message-format", "json", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let feed = fs::read(fixture("atom-good")).unwrap();
    child.stdin.take().unwrap().write_all(&feed).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(reports(&output)[0]["file"], "-");
}

#[test]
fn the_address_of_the_feed_is_compared_with_its_own() {
    let good = fixture("atom-good");
    let raised = |base: &str| {
        let output = feedmill(&["--base", base, "--message-format", "json", &good]);
        reports(&output)[0]["diagnostics"]
            .to_string()
            .contains("self-doesnt-match-location")
    };
    assert!(!raised("https://mill.example/atom.xml"));
    assert!(raised("https://mill.example/other.xml"));
}

#[test]
fn folders_are_walked_in_order_and_for_feeds_only() {
    let folder = tempfile::tempdir().unwrap();
    let feed = fs::read(fixture("rss-good")).unwrap();
    fs::create_dir(folder.path().join("b")).unwrap();
    for name in ["c.atom", "a.rss", "b/b.xml", "notes.txt"] {
        fs::write(folder.path().join(name), &feed).unwrap();
    }
    // Links are followed to what is in the folder, too.
    #[cfg(unix)]
    for (target, name) in [
        ("../a.rss", "b/inside.xml"),
        ("/proc/version", "outside.xml"),
    ] {
        std::os::unix::fs::symlink(target, folder.path().join(name)).unwrap();
    }
    let output = feedmill(&["--message-format", "json", folder.path().to_str().unwrap()]);
    let names: Vec<String> = reports(&output)
        .iter()
        .map(|report| {
            let path = Path::new(report["file"].as_str().unwrap());
            path.strip_prefix(folder.path())
                .unwrap()
                .display()
                .to_string()
        })
        .collect();
    let inside = if cfg!(unix) {
        &["b/inside.xml"][..]
    } else {
        &[]
    };
    assert_eq!(names, [&["a.rss", "b/b.xml"], inside, &["c.atom"]].concat());
}

#[test]
fn other_files_in_a_folder_are_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, content: &[u8]| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    };
    let feed = fs::read(fixture("rss-good")).unwrap();
    for name in ["A.XML", "b.rdf", "feed", ".hidden/c.xml", "notes.txt"] {
        write(name, &feed);
    }
    write("opml.xml", b"<opml/>");
    write("page.xml", b"<!DOCTYPE html><html></html>");
    write("data.json", b"{\"a\": 1}");
    write("empty.xml", b"");
    let gzip = flate2::read::GzEncoder::new(&feed[..], flate2::Compression::fast());
    write(
        "d.xml.gz",
        &std::io::BufReader::new(gzip)
            .bytes()
            .collect::<Result<Vec<u8>, _>>()
            .unwrap(),
    );
    let path = folder.path().to_str().unwrap();
    let output = feedmill(&["--message-format", "json", path]);
    let checked: Vec<_> = reports(&output)
        .iter()
        .map(|report| {
            let file = report["file"].as_str().unwrap();
            (file[path.len() + 1..].to_owned(), report["valid"] == true)
        })
        .collect();
    let expected = [
        ("A.XML", true),
        ("b.rdf", true),
        ("d.xml.gz", true),
        ("empty.xml", false),
        ("feed", true),
    ];
    assert_eq!(
        checked,
        expected.map(|(name, valid)| (name.to_owned(), valid))
    );
    let output = String::from_utf8(feedmill(&[path]).stderr).unwrap();
    let summary = "1 error, 0 warnings in 1 of 5 feeds; 3 files passed over: not feeds\n";
    assert!(output.ends_with(summary), "{output}");
    let hidden = folder.path().join(".hidden");
    assert_eq!(
        reports(&feedmill(&[
            "--message-format",
            "json",
            hidden.to_str().unwrap()
        ]))
        .len(),
        1
    );
}

#[cfg(unix)]
#[test]
fn what_cannot_be_read_is_one_clear_error() {
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().unwrap();
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9.xml");
    // Some file systems take names in UTF-8 only.
    if fs::write(folder.path().join(name), "").is_ok() {
        let output = feedmill(&[folder.path().to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(3));
        let message = String::from_utf8(output.stderr).unwrap();
        assert!(message.contains("the file name is not UTF-8"), "{message}");
    }
    let pipe = folder.path().join("pipe.xml");
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    let output = feedmill(&[pipe.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(3));
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(
        message.ends_with("pipe.xml: not a regular file\n"),
        "{message}"
    );
}

#[test]
fn people_read_the_worst_first_and_each_thing_once() {
    let item = |number: usize| {
        format!("<item><title></title><guid>{number}</guid><pubDate>day {number}</pubDate></item>")
    };
    let items: String = (0..12).map(item).collect();
    let feed = format!(
        "<rss version='2.0'><channel><title>t</title><link>https://mill.example/</link>\
         <description>d</description>{items}</channel></rss>"
    );
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xml");
    fs::write(&path, feed).unwrap();
    let path = path.to_str().unwrap();
    let text = |args: &[&str]| String::from_utf8(feedmill(args).stderr).unwrap();
    let short = text(&[path]);
    let (last_error, first_warning) = (short.rfind("error["), short.find("warning["));
    assert!(last_error < first_warning, "{short}");
    assert!(short.contains("(12 times, also at "), "{short}");
    assert_eq!(short.matches("[invalid-rfc2822-date]").count(), 10);
    assert!(
        short.contains("2 of `invalid-rfc2822-date`; `-v` shows all"),
        "{short}"
    );
    assert!(!text(&["-v", path]).contains("not shown"));
    let json = feedmill(&["--message-format", "json", path]);
    let found = reports(&json)[0]["diagnostics"].to_string();
    assert_eq!(found.matches("\"invalid-rfc2822-date\"").count(), 12);
}

#[test]
fn a_line_of_json_is_one_line_to_everybody() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xml");
    fs::write(&path, "<rss version='a\u{85}b\u{2028}c\u{2029}d'/>").unwrap();
    let output = feedmill(&["--message-format", "json", path.to_str().unwrap()]);
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    assert!(!text.contains(['\u{85}', '\u{2028}', '\u{2029}']));
    assert!(
        reports(&output)[0]
            .to_string()
            .contains("a\u{85}b\u{2028}c\u{2029}d")
    );
}

/// What could end badly, and how it ends.
#[test]
fn hostile_documents_are_answered_at_once() {
    let deep = 50_000;
    let documents = [
        String::new(),
        "hello".to_owned(),
        "<".repeat(100_000),
        format!("<rss version=\"2.0\"><channel>{}{}</channel></rss>", "<x>".repeat(deep), "</x>".repeat(deep)),
        format!("<rss version=\"2.0\"><channel>{}</channel></rss>", "<item/>".repeat(deep)),
        format!("<!DOCTYPE r [{}", "[".repeat(deep)),
        format!(
            "<!DOCTYPE r [<!ENTITY a \"{}\">]><rss><channel><title>{}</title></channel></rss>",
            "x".repeat(100_000),
            "&a;".repeat(100_000)
        ),
        format!("<rss version=\"2.0\" {}><channel/></rss>", "a='1' ".repeat(1000)),
        "<!DOCTYPE r [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><rss version=\"2.0\"><channel><title>&a;</title></channel></rss>"
            .to_owned(),
    ];
    for document in documents {
        let start = std::time::Instant::now();
        let report = validate(document.as_bytes(), &Options::default());
        assert!(!report.valid());
        assert!(report.diagnostics.len() < 1000);
        assert!(
            start.elapsed().as_secs() < 5,
            "{}…",
            &document[..document.len().min(60)]
        );
        assert!(!format!("{report:?}").contains("root:"));
    }
    let report = validate(
        &vec![b' '; feedmill::validate::MAX_BYTES + 1],
        &Options::default(),
    );
    assert_eq!(report.diagnostics[0].rule.code, "validator-limit");
}

/// One thing that happens to bytes on their way.
#[derive(Debug, Clone)]
enum Damage {
    Cut(usize),
    Remove(usize, usize),
    Repeat(usize, usize),
    Insert(usize, Vec<u8>),
    Swap(usize, u8),
}

fn damage() -> impl Strategy<Value = Damage> {
    let piece = prop_oneof![
        Just(b"<".to_vec()),
        Just(b"&".to_vec()),
        Just(b"]]>".to_vec()),
        Just(b"<!--".to_vec()),
        Just(b"<title>".to_vec()),
        Just(b" xmlns:a='b c'".to_vec()),
        Just("é\u{92}\u{fffd}".as_bytes().to_vec()),
        prop::collection::vec(any::<u8>(), 0..12),
    ];
    prop_oneof![
        any::<usize>().prop_map(Damage::Cut),
        (any::<usize>(), 0..40_usize).prop_map(|(at, length)| Damage::Remove(at, length)),
        (any::<usize>(), 0..200_usize).prop_map(|(at, length)| Damage::Repeat(at, length)),
        (any::<usize>(), piece).prop_map(|(at, piece)| Damage::Insert(at, piece)),
        (any::<usize>(), any::<u8>()).prop_map(|(at, byte)| Damage::Swap(at, byte)),
    ]
}

fn suffer(bytes: &mut Vec<u8>, damage: &Damage) {
    let place = |at: usize, bytes: &[u8]| at % (bytes.len() + 1);
    match damage {
        Damage::Cut(at) => bytes.truncate(place(*at, bytes)),
        Damage::Remove(at, length) => {
            let start = place(*at, bytes);
            let end = (start + length).min(bytes.len());
            bytes.drain(start..end);
        }
        Damage::Repeat(at, length) => {
            let start = place(*at, bytes);
            let end = (start + length).min(bytes.len());
            let again = bytes[start..end].to_vec();
            bytes.splice(end..end, again);
        }
        Damage::Insert(at, piece) => {
            let at = place(*at, bytes);
            bytes.splice(at..at, piece.iter().copied());
        }
        Damage::Swap(at, byte) => {
            let at = place(*at, bytes);
            if let Some(there) = bytes.get_mut(at) {
                *there = *byte;
            }
        }
    }
}

/// What every report promises.
fn keeps_its_promises(report: &Report) {
    for found in &report.diagnostics {
        assert!(RULES.iter().any(|rule| rule.code == found.rule.code));
        assert!(
            !found.message.is_empty() && !found.message.ends_with('.'),
            "{found}"
        );
    }
    let has_error = report
        .diagnostics
        .iter()
        .any(|found| found.severity == Severity::Error);
    assert_eq!(report.valid(), !has_error);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_bytes_are_judged(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        keeps_its_promises(&validate(&bytes, &Options::default()));
    }

    #[test]
    fn damaged_feeds_are_judged(which in any::<prop::sample::Index>(), damages in prop::collection::vec(damage(), 1..6)) {
        let paths = fixtures();
        let mut bytes = fs::read(&paths[which.index(paths.len())]).unwrap();
        for damage in &damages {
            suffer(&mut bytes, damage);
        }
        keeps_its_promises(&validate(&bytes, &Options::default()));
    }
}
