//! Feeds of small sites, compared with those that the sites' generators write.
//!
//! `tests/generators/tables/GENERATOR.toml` has the sites, `GENERATOR.txt` what the generator publishes for
//! them (`tests/generators/tables.py` runs it). Ids, links, dates and titles of the entries in each of its feeds,
//! and the feed's title, must be the same here.
//! A site may have `except`, the beginnings of lines that count on neither side, with the reason in a comment.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its files has failed"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use chrono::{DateTime, Utc};
use feedmill::internals::text;
use feedmill::internals::tree::{Node, Value, toml};
use roxmltree::{Document, Node as Element};

const ATOM: &str = "http://www.w3.org/2005/Atom";

#[test]
fn feeds_are_the_generators() {
    let tables = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/generators/tables");
    let mut failures = String::new();
    let mut count = 0;
    let mut paths: Vec<_> = fs::read_dir(tables)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    for path in paths.iter().filter(|path| {
        path.extension()
            .is_some_and(|extension| extension == "toml")
    }) {
        let sites = toml::parse(&fs::read_to_string(path).unwrap()).unwrap();
        let expected = fs::read_to_string(path.with_extension("txt")).unwrap();
        let expected: BTreeMap<&str, &str> = expected
            .split("\n\n")
            .filter_map(|part| part.trim().strip_prefix('[')?.split_once("]"))
            .collect();
        let shared = get(&sites, "all");
        for (name, site) in pairs(&sites).filter(|(name, _)| *name != "all") {
            count += 1;
            let except: Vec<&str> = [Some(site), shared]
                .into_iter()
                .flatten()
                .filter_map(|of| get(of, "except"))
                .flat_map(|list| match &list.value {
                    Value::Sequence(items) => items.iter().filter_map(Node::text).collect(),
                    _ => Vec::new(),
                })
                .collect();
            let folder = tempfile::tempdir().unwrap();
            for of in shared.into_iter().chain([site]) {
                for (path, text) in pairs(get(of, "files").unwrap()) {
                    let path = folder.path().join("site").join(path);
                    fs::create_dir_all(path.parent().unwrap()).unwrap();
                    fs::write(path, text.text().unwrap()).unwrap();
                }
            }
            let wanted = expected
                .get(name)
                .unwrap_or_else(|| panic!("{name} is not in the .txt"));
            let wanted = lines(wanted, &except);
            let (told, messages) = built(folder.path(), &wanted);
            let told = lines(&told, &except);
            if told != wanted {
                let generator = path.file_stem().unwrap().to_string_lossy();
                failures += &format!("\n{generator}/{name}:\n{messages}");
                for line in wanted.iter().filter(|line| !told.contains(line)) {
                    failures += &format!("- {line}\n");
                }
                for line in told.iter().filter(|line| !wanted.contains(line)) {
                    failures += &format!("+ {line}\n");
                }
            }
        }
    }
    assert!(count > 0);
    assert!(failures.is_empty(), "{failures}");
}

fn pairs(node: &Node) -> impl Iterator<Item = (&str, &Node)> {
    let pairs = match &node.value {
        Value::Mapping(pairs) => pairs.as_slice(),
        _ => &[],
    };
    pairs
        .iter()
        .map(|(key, value)| (key.text().unwrap(), value))
}

fn get<'n>(node: &'n Node, name: &str) -> Option<&'n Node> {
    pairs(node)
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// What counts: a feed whose line is an exception does not count with all of its entries.
fn lines(text: &str, except: &[&str]) -> Vec<String> {
    let mut is_left_out = false;
    let mut lines = Vec::new();
    let is_head = |line: &str| line.starts_with("  ") && !line.starts_with("   ");
    for line in text.lines().filter(|line| !line.is_empty()) {
        // The feed itself: its link is the generator's page, its title counts.
        let line = if is_head(line) {
            let (_, title) = line.trim().split_once(' ').unwrap_or_default();
            format!("  {title}")
        } else {
            line.to_owned()
        };
        let line = &*line;
        let is_exception = except
            .iter()
            .any(|start| line.trim_start().starts_with(start));
        if !line.starts_with(' ') {
            is_left_out = is_exception;
        }
        if !is_left_out && !is_exception {
            // Titles may be HTML on either side.
            lines.push(text::plain(line).into_owned());
        }
    }
    lines
}

/// What feedmill's feeds of the same paths say, and its messages.
fn built(folder: &Path, wanted: &[String]) -> (String, String) {
    let run = Command::new(env!("CARGO_BIN_EXE_feedmill"))
        .args([
            "build",
            "site",
            "--out",
            "out",
            "--now",
            "2026-01-01T00:00:00Z",
        ])
        .current_dir(folder)
        .output()
        .unwrap();
    let mut told = String::new();
    for path in wanted.iter().filter(|line| !line.starts_with(' ')) {
        if let Ok(text) = fs::read_to_string(folder.join("out").join(path)) {
            told += &format!("{path}\n{}", feed(&text));
        }
    }
    (told, String::from_utf8_lossy(&run.stderr).into_owned())
}

fn feed(text: &str) -> String {
    let document = Document::parse(text).unwrap();
    let root = document.root_element();
    let mut entries: Vec<[String; 4]> = Vec::new();
    let head = if root.has_tag_name((ATOM, "feed")) {
        let child = |of: Element<'_, '_>, name: &str| text_of(of, (ATOM, name));
        for entry in root
            .children()
            .filter(|node| node.has_tag_name((ATOM, "entry")))
        {
            let date = child(entry, "published");
            entries.push([
                child(entry, "id"),
                alternate(entry),
                instant(&date),
                child(entry, "title"),
            ]);
        }
        format!("  {} {}", alternate(root), child(root, "title"))
    } else {
        let channel = root.first_element_child().unwrap();
        for item in channel.children().filter(|node| node.has_tag_name("item")) {
            let date = text_of(item, "pubDate");
            entries.push([
                text_of(item, "guid"),
                text_of(item, "link"),
                instant(&date),
                text_of(item, "title"),
            ]);
        }
        format!(
            "  {} {}",
            text_of(channel, "link"),
            text_of(channel, "title")
        )
    };
    entries.sort();
    let mut told = head;
    for [id, link, date, title] in &entries {
        let link = if link == id { "=" } else { link };
        told += format!("\n    {id} {link} {date} {title}").trim_end();
    }
    told + "\n"
}

fn text_of<'i>(of: Element<'_, 'i>, name: impl Into<roxmltree::ExpandedName<'i, 'i>>) -> String {
    let name = name.into();
    let child = of.children().find(|node| node.tag_name() == name);
    let text: String = child
        .into_iter()
        .flat_map(|node| node.descendants())
        .filter_map(|node| if node.is_text() { node.text() } else { None })
        .collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn alternate(of: Element<'_, '_>) -> String {
    let links = of
        .children()
        .filter(|node| node.has_tag_name((ATOM, "link")));
    let mut links = links.filter(|link| link.attribute("rel").is_none_or(|rel| rel == "alternate"));
    links
        .next()
        .and_then(|link| link.attribute("href"))
        .unwrap_or("-")
        .to_owned()
}

fn instant(text: &str) -> String {
    let time = DateTime::parse_from_rfc3339(text).or_else(|_| DateTime::parse_from_rfc2822(text));
    time.map_or("-".into(), |time| {
        time.with_timezone(&Utc)
            .format("%Y-%m-%dT%H:%M:%SZ")
            .to_string()
    })
}
