//! Where settings come from: feedmill's own site file, over what the generator's says, over what
//! holds for all sites of that generator.

use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use super::{GENERATOR_SETTING, INVALID_SETTING, INVALID_SITE_FILE};
use crate::diagnostic::{Diagnostic, Rule, locate};
use crate::site::generator::{self, ExtraFiles, Generator, IndexPage, Translation};
use crate::syntax::tree::{Node, Value, yaml};

/// The files that settings come from, end to end: a place in one of them is bytes from the
/// beginning of the first.
#[derive(Debug, Default)]
pub(super) struct Layers {
    files: Vec<File>,
    end: usize,
    /// Where feedmill's own file ends; 0 if there is none.
    own_end: usize,
}

#[derive(Debug)]
struct File {
    shown: String,
    text: String,
    start: usize,
}

/// The settings of all layers as one tree, and where they stand.
#[derive(Debug, Default)]
pub(super) struct Layered {
    /// The files.
    pub(super) layers: Layers,
    /// The settings, the upper layer's over the lower's.
    pub(super) tree: Option<Node>,
    /// The generator, if the site has one.
    pub(super) generator: Option<&'static Generator>,
    /// What its site file says, and where that is.
    pub(super) translation: Option<(String, Translation)>,
    /// What is to be told of the generator's site file.
    pub(super) notes: Vec<Diagnostic>,
    /// Why there are no settings.
    pub(super) problems: Vec<Diagnostic>,
}

impl Layers {
    /// A finding of `rule` at `offset`.
    pub(super) fn diagnostic(
        &self,
        rule: &'static Rule,
        offset: usize,
        message: String,
    ) -> Diagnostic {
        let file = self.files.iter().rev().find(|file| file.start <= offset);
        let Some(File { shown, text, start }) = file else {
            return Diagnostic::new(rule, message);
        };
        let (line, column, source_line) = locate(text, offset - start);
        Diagnostic::new(rule, message)
            .in_file(shown)
            .at(line, column)
            .showing(source_line)
    }

    /// Whether `offset` lies in feedmill's own site file.
    pub(super) fn is_own(&self, offset: usize) -> bool {
        offset < self.own_end
    }

    /// The file and the line of `offset`.
    pub(super) fn place(&self, offset: usize) -> Option<(&str, u32)> {
        let file = self.files.iter().rev().find(|file| file.start <= offset)?;
        Some((&file.shown, locate(&file.text, offset - file.start).0))
    }

    /// Adds a file, and gives what was read of it the places that it has here.
    fn push(&mut self, shown: &str, text: &str, node: &mut Node) {
        let start = self.end;
        node.relocate(&|offset| start + offset);
        self.end += text.len() + 1;
        self.files.push(File {
            shown: shown.to_owned(),
            text: text.to_owned(),
            start,
        });
    }
}

impl Layers {
    fn push_part(&mut self, part: Part) -> Node {
        let Part {
            shown,
            text,
            mut root,
        } = part;
        self.push(&shown, &text, &mut root);
        root
    }
}

/// Reads the layers: `own` is feedmill's site file (its name and its text, if it is there), `folder`
/// where a generator's is looked for, `wanted` the generator that a flag names.
pub(super) fn read(own: (&str, Option<&str>), folder: &Path, wanted: Option<&str>) -> Layered {
    let mut layered = Layered::default();
    let (shown, text) = own;
    if let Some(text) = text {
        match yaml::parse(text) {
            Ok(mut root) => {
                layered.layers.push(shown, text, &mut root);
                layered.layers.own_end = layered.layers.end;
                layered.tree = Some(root);
            }
            Err(error) => {
                layered.layers.push(shown, text, &mut Node::scalar("", 0));
                let message = format!("the site file is no YAML: {error}");
                let problem = layered
                    .layers
                    .diagnostic(&INVALID_SITE_FILE, error.offset, message);
                layered.problems.push(problem);
                return layered;
            }
        }
    }
    let (generator, at) = match wanted {
        Some(name) => (Some(name.to_owned()), None),
        None => layered.tree.as_ref().and_then(asked_for).unzip(),
    };
    match generator.as_deref() {
        Some("none") => {}
        None if text.is_some() => {}
        None => layered.detect(folder, &generator::ALL),
        Some(name) => match generator::named(name) {
            Some(generator) => {
                layered.detect(folder, &[generator]);
                if layered.generator.is_none() && layered.problems.is_empty() {
                    layered.adopt(generator);
                }
            }
            None => {
                let names = generator::ALL.map(|generator| format!("`{}`", generator.name));
                let message = format!(
                    "`generator` must be {} or `none`, and it is `{name}`",
                    names.join(", ")
                );
                layered.problems.push(match at {
                    Some(at) => layered.layers.diagnostic(&INVALID_SETTING, at, message),
                    None => Diagnostic::new(&INVALID_SETTING, format!("--generator: {message}")),
                });
            }
        },
    }
    layered
}

/// The generator that the site file names, and where.
fn asked_for(root: &Node) -> Option<(String, usize)> {
    let Value::Mapping(pairs) = &root.value else {
        return None;
    };
    let is_it = |(key, _): &&(Node, Node)| key.text() == Some("generator");
    let (_, node) = pairs.iter().rev().find(is_it)?;
    Some((node.text()?.trim().to_owned(), node.offset))
}

impl Layered {
    /// Looks in `folder` for a site file of one of `generators`.
    fn detect(&mut self, folder: &Path, generators: &[&'static Generator]) {
        for generator in generators {
            for name in generator.site_files.names {
                match self.try_file(generator, folder, name) {
                    Ok(false) => {}
                    Ok(true) => return,
                    Err(problem) => return self.problems.push(*problem),
                }
            }
        }
    }

    /// Takes the site file called `name`, with its further parts, if it is there and the generator's.
    fn try_file(
        &mut self,
        generator: &'static Generator,
        folder: &Path,
        name: &str,
    ) -> Result<bool, Box<Diagnostic>> {
        let path = folder.join(name);
        let Some(main) = read_part(&path)? else {
            return Ok(false);
        };
        let shown = main.shown.clone();
        let (files, end) = (self.layers.files.len(), self.layers.end);
        let mut root = self.layers.push_part(main);
        for name in generator.site_files.extra.files {
            if let Some(part) = read_part(&folder.join(name))? {
                let part = self.layers.push_part(part);
                root = replaced(part, root);
            }
        }
        for part in further_parts(&generator.site_files.extra, folder) {
            let stem = part.file_stem().and_then(|stem| stem.to_str());
            let Some(stem) = stem.filter(|_| part != path) else {
                continue;
            };
            if let Some(read) = read_part(&part)? {
                let mut node = self.layers.push_part(read);
                for key in (generator.site_files.extra.nested_under)(stem)
                    .into_iter()
                    .rev()
                {
                    let offset = node.offset;
                    node = Node {
                        value: Value::Mapping(vec![(Node::scalar(key, offset), node)]),
                        offset,
                    };
                }
                root = merged(node, root, str::eq_ignore_ascii_case);
            }
        }
        let bears_its_name = name.contains(generator.name);
        if !bears_its_name && !(generator.site_files.recognises)(&root) {
            self.layers.files.truncate(files);
            self.layers.end = end;
            return Ok(false);
        }
        let pages = generator.site_files.index_pages;
        let pages = pages.map(|(below, name)| index_pages(&folder.join(below), name));
        let translation = generator.translate(&root, &pages.unwrap_or_default());
        for (offset, warning) in &translation.warnings {
            let note = self
                .layers
                .diagnostic(&GENERATOR_SETTING, *offset, warning.clone());
            self.notes.push(note);
        }
        self.put_below(translation.tree());
        self.translation = Some((shown, translation));
        self.adopt(generator);
        Ok(true)
    }

    fn adopt(&mut self, generator: &'static Generator) {
        self.generator = Some(generator);
        let shown = format!("the preset `{}`", generator.name);
        match yaml::parse(generator.preset) {
            Ok(mut preset) => {
                self.layers.push(&shown, generator.preset, &mut preset);
                self.put_below(preset);
            }
            Err(error) => unreachable!("{shown}: {error}"),
        }
    }

    fn put_below(&mut self, lower: Node) {
        self.tree = Some(match self.tree.take() {
            Some(upper) => over(upper, lower),
            None => lower,
        });
    }
}

/// A site file of a generator, or a part of it.
struct Part {
    shown: String,
    text: String,
    root: Node,
}

/// Reads the site file, or the part of one, at `path`; `None` if there is none.
fn read_part(path: &Path) -> Result<Option<Part>, Box<Diagnostic>> {
    let shown = path.display().to_string();
    let problem = |what: String| {
        let message = format!("the site file cannot be read: {what}");
        Diagnostic::new(&INVALID_SITE_FILE, message).in_file(&shown)
    };
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if is_absent(error.kind()) => return Ok(None),
        Err(error) => return Err(Box::new(problem(error.to_string()))),
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned();
    match generator::parse(&shown, &text) {
        Ok(root) => Ok(Some(Part { shown, text, root })),
        Err(error) => {
            let (line, column, source_line) = locate(&text, error.offset);
            let problem = problem(error.to_string()).at(line, column);
            Err(Box::new(problem.showing(source_line)))
        }
    }
}

/// The files that may be parts of a site file in `folder`, in the order in which one goes over the
/// other.
fn further_parts(parts: &ExtraFiles, folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for part in parts.folders {
        let entries = std::fs::read_dir(folder.join(part)).into_iter().flatten();
        let files = entries.filter_map(|entry| Some(entry.ok()?.path()));
        let mut files: Vec<PathBuf> = files.filter(|path| is_readable(path)).collect();
        files.sort_unstable();
        found.append(&mut files);
    }
    found
}

/// How much of a folder's page is read, in bytes.
const PAGE_HEAD: u64 = 64 * 1024;

/// How deep folders are looked into for their pages.
const MAX_FOLDERS: usize = 32;

/// The files called `name` in `root` and the folders below it, in the order of their folders. What
/// cannot be read tells nothing.
fn index_pages(root: &Path, name: &str) -> Vec<IndexPage> {
    let mut pages = Vec::new();
    let mut folders = vec![(root.to_owned(), String::new(), 0)];
    while let Some((place, folder, depth)) = folders.pop() {
        let head = std::fs::File::open(place.join(name)).and_then(|file| {
            let mut head = Vec::new();
            file.take(PAGE_HEAD).read_to_end(&mut head).map(|_| head)
        });
        if let Ok(head) = head {
            pages.push(IndexPage {
                folder: folder.clone(),
                head: String::from_utf8_lossy(&head).into_owned(),
            });
        }
        let entries = std::fs::read_dir(&place).into_iter().flatten().flatten();
        for entry in entries.filter(|_| depth < MAX_FOLDERS) {
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            if let (true, Some(name)) = (is_folder, entry.file_name().to_str()) {
                let below = match &*folder {
                    "" => name.to_owned(),
                    folder => format!("{folder}/{name}"),
                };
                folders.push((entry.path(), below, depth + 1));
            }
        }
    }
    pages.sort_by(|one, other| one.folder.cmp(&other.folder));
    pages
}

fn is_readable(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    matches!(extension, Some("toml" | "yaml" | "yml" | "json")) && path.is_file()
}

fn is_absent(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// `upper` where it says something, else `lower`; mappings key by key.
fn over(upper: Node, lower: Node) -> Node {
    merged(upper, lower, |one, other| one == other)
}

/// `lower` with the keys of `upper` in the place of its own.
fn replaced(upper: Node, lower: Node) -> Node {
    match (upper.value, lower.value) {
        (Value::Mapping(above), Value::Mapping(mut below)) => {
            below.retain(|(key, _)| above.iter().all(|(name, _)| name.text() != key.text()));
            below.extend(above);
            Node {
                value: Value::Mapping(below),
                offset: lower.offset,
            }
        }
        (_, value) => Node {
            value,
            offset: lower.offset,
        },
    }
}

/// [`over`], where two keys are one if they are the `same`.
fn merged(upper: Node, lower: Node, same: fn(&str, &str) -> bool) -> Node {
    match (upper.value, lower.value) {
        (Value::Null, value) => Node {
            value,
            offset: lower.offset,
        },
        (Value::Mapping(mut above), Value::Mapping(below)) => {
            for (key, value) in below {
                let text = key.text().unwrap_or_default();
                let known = above
                    .iter()
                    .rposition(|(name, _)| name.text().is_some_and(|name| same(name, text)));
                match known {
                    Some(at) => {
                        let (name, given) = above.remove(at);
                        above.insert(at, (name, merged(given, value, same)));
                    }
                    None => above.push((key, value)),
                }
            }
            Node {
                value: Value::Mapping(above),
                offset: upper.offset,
            }
        }
        (value, _) => Node {
            value,
            offset: upper.offset,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::tree::notation;

    #[test]
    fn the_upper_layer_wins_key_by_key() {
        let merged = |upper, lower| {
            notation(&over(
                yaml::parse(upper).unwrap(),
                yaml::parse(lower).unwrap(),
            ))
        };
        for (upper, lower, expected) in [
            ("a: 1", "a: 2\nb: 3", "{a=1 b=3}"),
            ("a: {x: 1}", "a: {x: 2, y: 3}", "{a={x=1 y=3}}"),
            ("a: 1", "a: {x: 2}", "{a=1}"),
            ("a:", "a: 2", "{a=2}"),
            ("a: [1]", "a: [2, 3]", "{a=[1]}"),
            ("", "a: 2", "{a=2}"),
        ] {
            assert_eq!(merged(upper, lower), expected);
        }
    }

    #[test]
    fn every_preset_is_read() {
        for generator in generator::ALL {
            let mut layered = Layered::default();
            layered.adopt(generator);
            let mut problems = Vec::new();
            let tree = layered.tree.unwrap();
            super::super::RawSite::read(&tree, &mut |rule, _, message| {
                problems.push(format!("{}: {}: {message}", generator.name, rule.code));
            });
            assert!(problems.is_empty(), "{problems:?}");
        }
    }
}
