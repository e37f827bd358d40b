//! `feedmill adopt`.

use std::cmp::Reverse;
use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

use feedmill::compare::rules::FEED_UNREADABLE;
use feedmill::compare::{DocumentFormat, ParsedEntry, ReadError, read};
use feedmill::diagnostic::{Diagnostic, Severity};
use feedmill::{Adoption, PublishedFeed};
use serde_json::{Value, json};

use super::build::{count, id_lines};
use super::compare::{candidates, feed};
use super::report::{ReportArgs, harmless};
use super::site::{Naming, SiteOptions};
use super::{Status, refuse, validate};

/// Keep the ids of published feeds: write `feedmill.ids`
///
/// Finds the article of each entry of OLD by the link, by title and date, or by date and text, and makes
/// a line of its path and the entry's id. From then on the article has this id, whatever becomes of its
/// address. Lists the entries and the articles that did not match; what is ambiguous is not guessed.
///
/// Nothing is written without `--write`. Lines that are in `feedmill.ids` already are never changed. With
/// `--message-format json` there is one JSON object.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Feeds that subscribers have, or folders of feeds, of feedmill or any other program; `-` is standard
    /// input. Where an article has several ids, the first feed decides
    #[arg(required = true)]
    old: Vec<String>,
    /// Folder of articles [default: current directory]
    #[arg(
        long,
        value_name = "DIR",
        default_value = ".",
        hide_default_value = true
    )]
    source: PathBuf,
    #[command(flatten)]
    site: SiteOptions,
    #[command(flatten)]
    naming: Naming,
    /// Add the lines to SOURCE/feedmill.ids
    #[arg(long)]
    write: bool,
    #[command(flatten)]
    messages: ReportArgs,
}

/// Runs the command.
pub(crate) fn run(args: Args) -> io::Result<Status> {
    let mut feeds = Vec::new();
    let mut failures = Vec::new();
    for old in &args.old {
        match published(old) {
            Ok(found) => feeds.extend(found),
            Err(AdoptError::Usage(message)) => return refuse(&message),
            Err(AdoptError::Failed(found)) => failures.extend(found),
        }
    }
    let messages = &args.messages;
    if !failures.is_empty() {
        messages.write(&failures)?;
        return Ok(Status::Failed);
    }
    let site = args.naming.name(args.site.site(args.source.clone()));
    let adopted = super::site::survey(site, messages, |site| site.adopt(&feeds, args.write))?;
    let (report, adoption) = match adopted {
        Ok(adopted) => adopted,
        Err(status) => return Ok(status),
    };
    let status = messages.status(&report.findings);
    messages.write_result(
        (Severity::Info, &report.findings),
        || (!messages.quiet).then(|| text(&adoption, &args.source, messages.verbose)),
        || object(&feeds, &adoption, &report.findings, status),
    )?;
    Ok(status)
}

/// Why there is nothing to adopt.
enum AdoptError {
    /// The command line is wrong.
    Usage(String),
    /// What it names is not a feed, or cannot be read.
    Failed(Vec<Diagnostic>),
}

fn unreadable(path: &str, why: &str) -> Diagnostic {
    Diagnostic::new(&FEED_UNREADABLE, why).in_file(path)
}

/// The feed, or the feeds of the folder, at `path`.
fn published(path: &str) -> Result<Vec<PublishedFeed>, AdoptError> {
    if path != "-" && !Path::new(path).exists() {
        return Err(AdoptError::Usage(format!("`{path}` does not exist")));
    }
    if path != "-" && Path::new(path).is_dir() {
        return folder(path);
    }
    let failed = |finding| AdoptError::Failed(vec![finding]);
    let bytes = validate::read(path);
    let bytes = bytes.map_err(|error| failed(unreadable(path, &error.to_string())))?;
    let feed = read(&bytes).map_err(|error| {
        failed(match error {
            ReadError::Unreadable(fault) => {
                unreadable(path, &fault.message).at(fault.line, fault.column)
            }
            not_a_feed @ ReadError::NotAFeed(_) => unreadable(path, &not_a_feed.to_string()),
        })
    })?;
    Ok(vec![PublishedFeed {
        path: path.to_owned(),
        feed,
        is_found: false,
    }])
}

/// The feeds in a folder: those for everything, which are the longest of their format, before those of
/// terms; Atom before RSS.
fn folder(path: &str) -> Result<Vec<PublishedFeed>, AdoptError> {
    let mut messages = Vec::new();
    let mut feeds = Vec::new();
    let mut failures = Vec::new();
    for file in candidates(path, &mut messages) {
        let place = Path::new(path).join(file);
        let shown = place.display().to_string();
        match feed(&place) {
            Ok(Some(Ok(feed))) => feeds.push(PublishedFeed {
                path: shown,
                feed,
                is_found: true,
            }),
            Ok(Some(Err(fault))) => {
                let finding = unreadable(&shown, &fault.message);
                failures.push(finding.at(fault.line, fault.column));
            }
            Ok(None) => {}
            Err(message) => messages.push(message),
        }
    }
    failures.extend(messages.iter().map(|message| unreadable(path, message)));
    if !failures.is_empty() {
        return Err(AdoptError::Failed(failures));
    }
    if feeds.is_empty() {
        return Err(AdoptError::Usage(format!("no feed in `{path}`")));
    }
    let longest = |format: usize| {
        let alike = feeds.iter().filter(|old| order(old.feed.format) == format);
        alike
            .map(|old| old.feed.entries.len())
            .max()
            .unwrap_or_default()
    };
    let longest: Vec<usize> = (0..=2).map(longest).collect();
    feeds.sort_by_cached_key(|old| {
        let format = order(old.feed.format);
        let entries = old.feed.entries.len();
        let depth = Path::new(&old.path).components().count();
        (
            Reverse(entries == longest[format]),
            format,
            depth,
            Reverse(entries),
        )
    });
    Ok(feeds)
}

fn order(format: DocumentFormat) -> usize {
    match format {
        DocumentFormat::Atom10 | DocumentFormat::Atom03 => 0,
        DocumentFormat::JsonFeed => 2,
        _ => 1,
    }
}

/// What was found, and the lines.
fn text(adoption: &Adoption, source: &Path, all: bool) -> String {
    let matched: usize = adoption.matched.values().sum();
    let by = adoption.matched.iter();
    let by: Vec<_> = by
        .map(|(by, number)| format!("{number} by {}", by.as_str()))
        .collect();
    let by = if by.is_empty() {
        String::new()
    } else {
        format!(": {}", by.join(", "))
    };
    let of = adoption.entries;
    let mut text = format!("{matched} of {of} entries matched{by}\n");
    let file = source.join("feedmill.ids").display().to_string();
    let file = harmless(&file);
    let without = adoption.articles_without_entry.len();
    if without > 0 {
        let articles = count(without, "article");
        let _ = writeln!(text, "{articles} without an entry");
    }
    if adoption.had_line > 0 {
        let articles = count(adoption.had_line, "article");
        let _ = writeln!(text, "{articles} in `{file}` already");
    }
    let lines: Vec<&str> = adoption
        .lines
        .iter()
        .map(|adopted| &*adopted.line)
        .collect();
    let number = count(lines.len(), "line");
    if lines.is_empty() {
        let _ = writeln!(text, "nothing to add to `{file}`");
    } else if adoption.is_written {
        let _ = writeln!(
            text,
            "{number} added to `{file}`; keep it with the articles"
        );
    } else {
        let heading = format!("{number} for `{file}`, which `--write` adds");
        text.push_str(&id_lines(&heading, &lines, all, "`-v` shows all"));
    }
    text
}

/// The same as an object.
fn object(
    feeds: &[PublishedFeed],
    adoption: &Adoption,
    findings: &[Diagnostic],
    status: Status,
) -> Value {
    let feeds = feeds.iter().map(|old| {
        json!({
            "path": old.path,
            "format": old.feed.format.as_str(),
            "title": old.feed.title,
            "entries": old.feed.entries.len(),
        })
    });
    let by = adoption.matched.iter();
    let by = by.map(|(by, number)| (by.as_str().replace(' ', "_"), json!(number)));
    let lines = adoption.lines.iter().map(|adopted| {
        json!({
            "path": adopted.path,
            "id": adopted.id,
            "by": adopted.by.as_str(),
            "feed": adopted.feed,
        })
    });
    let unmatched = adoption.unmatched.iter().map(|unmatched| {
        let ParsedEntry {
            id,
            link,
            title,
            line,
            ..
        } = &unmatched.entry;
        json!({
            "feed": unmatched.feed,
            "id": id,
            "link": link,
            "title": title,
            "date": unmatched.entry.date().map(|date| date.to_rfc3339()),
            "line": line,
            "candidates": unmatched.candidates,
        })
    });
    json!({
        "version": 1,
        "status": status.number(),
        "written": adoption.is_written,
        "feeds": feeds.collect::<Vec<_>>(),
        "entries": adoption.entries,
        "matched": by.collect::<serde_json::Map<_, _>>(),
        "lines": lines.collect::<Vec<_>>(),
        "had_line": adoption.had_line,
        "unmatched": unmatched.collect::<Vec<_>>(),
        "articles_without_entry": adoption.articles_without_entry,
        "diagnostics": findings,
    })
}
