//! `feedmill.ids` in the source folder: the ids that entries were published with, by the paths of their
//! articles.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::File;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use super::SourceFile;
use crate::diagnostic::{Diagnostic, rules};
use crate::files::{Folder, READ_FAILED, is_system_failure, read_all, to_text};
use crate::model::EntryId;
use crate::stamp::{Stamp, Stamps};
use crate::text::nfc;

rules! {
    INVALID_IDS = Error "invalid-ids" {
        summary: "`feedmill.ids` cannot be used. Nothing was written.",
        why: "Without it, entries would get other ids, and every reader would show them as unread.",
        remedy: "The file is a text file below SOURCE. Each line is a path, a tab and an id; a path and an id may be there only once. `#` begins a comment."
    }
    ID_WITHOUT_FILE = Warning "id-without-file" {
        summary: "A path in `feedmill.ids` does not exist.",
        why: "If the file was renamed, its entry gets another id, and every reader shows it as unread.",
        remedy: "If the file was renamed, write its new path in that line. If the article is gone, delete the line."
    }
}

/// The name of the file.
pub const IDS_FILE: &str = "feedmill.ids";

/// The file that takes its place.
const NEW_FILE: &str = ".feedmill.ids.new";

/// The first line of a new file.
const FIRST_LINE: &str = "# The ids that the entries of articles were published with. Keep this file with the articles.\n";

/// The largest file that is read: more than 600 bytes for each of 100,000 articles.
const MAX_BYTES: usize = 64 << 20;

/// The ids of `feedmill.ids`.
#[derive(Debug, Default)]
pub struct PublishedIds {
    /// The ids and their lines, by path in NFC.
    by_path: HashMap<String, (EntryId, u32)>,
    /// Lines of files that do not exist, whose ids other lines have: they are without effect.
    outdated: Vec<OutdatedLine>,
    /// How the file is named in findings.
    shown: String,
}

/// A line whose file was renamed.
#[derive(Debug)]
struct OutdatedLine {
    path: String,
    number: u32,
    /// The path of the line that counts.
    new_path: String,
}

impl PublishedIds {
    /// Reads the file in the source folder, if there is one, and adds its stamp to `stamps`. Of two lines with
    /// one id that of a path among `files` counts, else the second.
    ///
    /// # Errors
    ///
    /// If it cannot be read, or a line cannot be used.
    pub fn read(
        folder: &Folder,
        files: &[SourceFile],
        stamps: &mut Stamps,
    ) -> Result<Self, Vec<Diagnostic>> {
        let shown = folder.path().join(IDS_FILE).display().to_string();
        match read(folder) {
            Ok(None) => Ok(PublishedIds::default()),
            Ok(Some((text, stamp))) => {
                stamps.add(IDS_FILE, stamp);
                let present = OnceCell::new();
                let exists = |path: &str| present.get_or_init(|| paths(files)).contains(path);
                Self::parse(&text, shown, &exists)
            }
            Err(error) => {
                let rule = if is_system_failure(&error) {
                    &READ_FAILED
                } else {
                    &INVALID_IDS
                };
                let message = format!("the file cannot be read: {error}");
                Err(vec![Diagnostic::new(rule, message).in_file(shown)])
            }
        }
    }

    fn parse(
        text: &str,
        shown: String,
        exists: &dyn Fn(&str) -> bool,
    ) -> Result<Self, Vec<Diagnostic>> {
        let mut by_path: HashMap<String, (EntryId, u32)> = HashMap::new();
        let mut by_id: HashMap<EntryId, String> = HashMap::new();
        let mut outdated = Vec::new();
        let mut problems = Vec::new();
        for (line, number) in text.trim_start_matches('\u{feff}').lines().zip(1..) {
            if is_comment(line) {
                continue;
            }
            let mut problem = |message: String| {
                let finding = Diagnostic::new(&INVALID_IDS, message).in_file(&shown);
                problems.push(finding.at(number, 0).showing(line));
            };
            let Some((path, id)) = line.split_once('\t') else {
                problem("there is no tab between a path and an id".to_owned());
                continue;
            };
            if path.is_empty() || id.trim().is_empty() {
                problem("there must be a path before the tab and an id after it".to_owned());
                continue;
            }
            let Some(path) = unescape(path) else {
                problem(format!(
                    "`{path}` is not a path: `\\` begins an escape as in JSON"
                ));
                continue;
            };
            let Some(id) = usable(id) else {
                problem(format!("`{id}` cannot be an id"));
                continue;
            };
            let path = nfc(&path).into_owned();
            if let Some((_, first)) = by_path.get(&path) {
                problem(format!("the path `{path}` is in line {first} already"));
                continue;
            }
            by_path.insert(path.clone(), (id.clone(), number));
            let Some(other) = by_id.insert(id.clone(), path.clone()) else {
                continue;
            };
            let (gone, new_path) = match (exists(&other), exists(&path)) {
                (true, true) => {
                    let first = by_path.get(&other).map_or(0, |(_, line)| *line);
                    problem(format!("the id `{id}` is in line {first} already"));
                    continue;
                }
                (true, false) => {
                    by_id.insert(id, other.clone());
                    (path, other)
                }
                (false, _) => (other, path),
            };
            let number = by_path.remove(&gone).map_or(0, |(_, line)| line);
            outdated.push(OutdatedLine {
                path: gone,
                number,
                new_path,
            });
        }
        if problems.is_empty() {
            Ok(PublishedIds {
                by_path,
                outdated,
                shown,
            })
        } else {
            Err(problems)
        }
    }

    /// The id of the article at `path` below the source.
    pub fn get(&self, path: &str) -> Option<&EntryId> {
        if self.by_path.is_empty() {
            return None;
        }
        self.by_path.get(&*nfc(path)).map(|(id, _)| id)
    }

    /// The paths at which there is none of `files`, with their ids, in the order of the lines.
    pub fn missing(&self, files: &[SourceFile]) -> Vec<(&str, &EntryId)> {
        if self.by_path.is_empty() {
            return Vec::new();
        }
        let present = paths(files);
        let lines = self.by_path.iter();
        let missing = lines.filter(|(path, _)| !present.contains(path.as_str()));
        let missing: BTreeMap<u32, _> = missing
            .map(|(path, (id, line))| (*line, (path.as_str(), id)))
            .collect();
        missing.into_values().collect()
    }

    /// The path of each id.
    pub fn paths(&self) -> HashMap<&str, &str> {
        let lines = self.by_path.iter();
        lines
            .map(|(path, (id, _))| (id.as_str(), path.as_str()))
            .collect()
    }

    /// A finding at the line of `path`.
    pub fn warning(&self, path: &str, message: String) -> Diagnostic {
        let line = self.by_path.get(path).map_or(0, |(_, line)| *line);
        self.warning_at(line, message)
    }

    fn warning_at(&self, line: u32, message: String) -> Diagnostic {
        let finding = Diagnostic::new(&ID_WITHOUT_FILE, message);
        finding.in_file(&self.shown).at(line, 0)
    }

    /// A finding for each line that is without effect.
    pub fn outdated(&self) -> impl Iterator<Item = Diagnostic> {
        self.outdated.iter().map(|line| {
            let message = format!(
                "`{}` does not exist, and the line of `{}` has its id; this line can be deleted",
                line.path, line.new_path
            );
            self.warning_at(line.number, message)
        })
    }
}

/// The paths of `files` in NFC.
fn paths(files: &[SourceFile]) -> HashSet<Cow<'_, str>> {
    files.iter().map(|file| nfc(&file.path)).collect()
}

/// The text of the file and its stamp; `None` if there is none.
fn read(folder: &Folder) -> io::Result<Option<(String, Option<Stamp>)>> {
    // A broken link is an error, unlike a missing file.
    match folder.status(IDS_FILE) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        found => found?,
    };
    let (file, metadata) = folder.file(Path::new(IDS_FILE))?;
    let text = to_text(read_all(file, MAX_BYTES)?)?;
    Ok(Some((text, Stamp::from_metadata(&metadata))))
}

/// Adds `lines` to the file in the source folder, which is the old one or the new one at any moment.
///
/// # Errors
///
/// If it cannot be written; it is then as it was.
pub fn add(folder: &Folder, lines: &[String]) -> io::Result<()> {
    let old = read(folder)?.map(|(text, _)| text);
    // A killed run may have left one.
    match folder.remove_file(NEW_FILE) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = folder.create_file(NEW_FILE, false)?;
    let put = |file: &mut File| {
        if old.is_some() && cfg!(unix) {
            let (old, found) = folder.file(Path::new(IDS_FILE))?;
            drop(old);
            file.set_permissions(found.permissions())?;
        }
        file.write_all(with_lines(old.as_deref().unwrap_or(FIRST_LINE), lines).as_bytes())?;
        file.sync_all()?;
        folder.rename(NEW_FILE, IDS_FILE)
    };
    put(&mut file).inspect_err(|_| drop(folder.remove_file(NEW_FILE)))?;
    folder.sync_folder("");
    Ok(())
}

/// `text` with `lines`, sorted by their bytes. Comments before the first line stay there, others before the
/// line that follows them.
fn with_lines(text: &str, lines: &[String]) -> String {
    let mut head = None;
    let mut blocks: Vec<(&str, Vec<&str>)> = Vec::new();
    let mut comments = Vec::new();
    for line in text.trim_start_matches('\u{feff}').lines() {
        if is_comment(line) {
            comments.push(line);
        } else {
            let before = std::mem::take(&mut comments);
            let before = match head {
                None => {
                    head = Some(before);
                    Vec::new()
                }
                Some(_) => before,
            };
            blocks.push((line, before));
        }
    }
    // Without any line, all comments are the head.
    let head = head.unwrap_or_else(|| std::mem::take(&mut comments));
    blocks.extend(lines.iter().map(|line| (line.as_str(), Vec::new())));
    blocks.sort();
    let blocks = blocks.into_iter();
    let blocks = blocks.flat_map(|(line, before)| before.into_iter().chain([line]));
    let all = head.into_iter().chain(blocks).chain(comments);
    all.flat_map(|line| [line, "\n"]).collect()
}

fn is_comment(line: &str) -> bool {
    line.trim().is_empty() || line.starts_with('#')
}

/// The line for the article at `path`; `None` if no line can hold the id.
pub fn line(path: &str, id: &str) -> Option<String> {
    let id = usable(id)?;
    let path = nfc(path);
    let is_special = |c: char| c == '\\' || c.is_control();
    let mut path = if path.contains(is_special) {
        let quoted = serde_json::to_string(&path).ok()?;
        Cow::Owned(quoted[1..quoted.len() - 1].to_owned())
    } else {
        path
    };
    if path.starts_with('#') {
        path = Cow::Owned(path.replacen('#', "\\u0023", 1));
    }
    Some(format!("{path}\t{id}"))
}

/// `text` as an id; `None` if it would run a script or open a file, or is longer than its line.
fn usable(text: &str) -> Option<EntryId> {
    let id = EntryId::as_published(text)?;
    (!EntryId::is_dangerous(text) && !id.as_str().contains(['\n', '\r'])).then_some(id)
}

/// The path that stands for itself, or is escaped as in JSON if it has a `\`.
fn unescape(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains('\\') {
        return Some(Cow::Borrowed(text));
    }
    let mut json = String::from("\"");
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => json.extend([c, chars.next()?]),
            '"' => json.push_str("\\\""),
            c => json.push(c),
        }
    }
    json.push('"');
    serde_json::from_str(&json).ok().map(Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_and_an_id_are_there_once() {
        let text =
            "\u{feff}# ids\r\na.md\turn:x:1\r\n\nb\\tc.md\t1\\2\t3\n\\u0023.md\t4\ne\u{301}\t5";
        let ids = PublishedIds::parse(text, String::new(), &|_| true).unwrap();
        for (path, id) in [
            ("a.md", "urn:x:1"),
            ("b\tc.md", "1\\2\t3"),
            ("#.md", "4"),
            ("\u{e9}", "5"),
            ("e\u{301}", "5"),
        ] {
            assert_eq!(ids.get(path).unwrap().as_str(), id, "{path}");
        }
        assert!(ids.get("c.md").is_none());
        for (text, message) in [
            (
                "a\t1\na\t2\n",
                "f:2: error[invalid-ids]: the path `a` is in line 1 already",
            ),
            (
                "a\t1\nb\t1\n",
                "f:2: error[invalid-ids]: the id `1` is in line 1 already",
            ),
            (
                "\u{e9}\t1\n#\ne\u{301}\t2\n",
                "f:3: error[invalid-ids]: the path `\u{e9}` is in line 1 already",
            ),
            (
                "a 1\n",
                "f:1: error[invalid-ids]: there is no tab between a path and an id",
            ),
            (
                "\\q\t1\n",
                "f:1: error[invalid-ids]: `\\q` is not a path: `\\` begins an escape as in JSON",
            ),
            (
                "a\t \n",
                "f:1: error[invalid-ids]: there must be a path before the tab and an id after it",
            ),
            (
                "a\tjava script:x\n",
                "f:1: error[invalid-ids]: `java script:x` cannot be an id",
            ),
        ] {
            let problems = PublishedIds::parse(text, "f".to_owned(), &|_| true).unwrap_err();
            assert_eq!(problems[0].to_string(), message);
        }
    }

    #[test]
    fn of_two_lines_with_one_id_that_of_a_file_counts() {
        for (text, present, kept, outdated) in [
            ("old\t1\nnew\t1\n", "new", "new", 1),
            ("new\t1\nold\t1\n", "new", "new", 2),
            ("a\t1\nb\t1\nc\t1\n", "b", "b", 1),
            ("old\t1\nolder\t1\n", "", "older", 1),
        ] {
            let exists = |path: &str| path == present;
            let ids = PublishedIds::parse(text, "f".to_owned(), &exists).unwrap();
            assert_eq!(ids.paths(), HashMap::from([("1", kept)]), "{text:?}");
            let first = ids.outdated().next().unwrap().to_string();
            let start = format!("f:{outdated}: warning[id-without-file]: ");
            assert!(first.starts_with(&start), "{text:?}: {first}");
        }
    }

    #[test]
    fn a_line_is_read_as_it_was_written() {
        for (path, written) in [
            ("a/中 \".md", "a/中 \".md"),
            ("a\tb\\c\"\nd", "a\\tb\\\\c\\\"\\nd"),
            ("#a", "\\u0023a"),
            ("#a\u{1}#", "\\u0023a\\u0001#"),
            ("e\u{301}", "\u{e9}"),
        ] {
            let line = line(path, "1").unwrap();
            assert_eq!(line, format!("{written}\t1"));
            let ids = PublishedIds::parse(&line, String::new(), &|_| true).unwrap();
            assert!(ids.get(path).is_some(), "{line}");
        }
        assert_eq!(line("a", "1\n2"), None);
    }

    #[test]
    fn lines_are_added_and_none_is_changed() {
        let text = "\u{feff}# Head.\r\n\n b\t1\r\n# About a.\na\t2\n# End.";
        let lines = ["c\t3".to_owned(), "A\t4".to_owned()];
        let expected = "# Head.\n\n b\t1\nA\t4\n# About a.\na\t2\nc\t3\n# End.\n";
        assert_eq!(with_lines(text, &lines), expected);
        assert_eq!(with_lines("# Head.\n", &lines[..1]), "# Head.\nc\t3\n");
    }

    #[test]
    fn what_a_killed_run_has_left_is_replaced() {
        let home = tempfile::tempdir().unwrap();
        let folder = Folder::open(home.path()).unwrap();
        std::fs::write(home.path().join(NEW_FILE), "half a li").unwrap();
        add(&folder, &["b\t2".to_owned()]).unwrap();
        add(&folder, &["a\t1".to_owned()]).unwrap();
        let written = std::fs::read_to_string(home.path().join(IDS_FILE)).unwrap();
        assert_eq!(written, format!("{FIRST_LINE}a\t1\nb\t2\n"));
        assert!(!home.path().join(NEW_FILE).exists());
    }
}
