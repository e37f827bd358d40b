//! Where settings come from: feedmill's own site file, over what the generator's says, over what
//! holds for all sites of that generator.

use std::io::ErrorKind;
use std::path::Path;

use super::{GENERATOR_SETTING, INVALID_SETTING, INVALID_SITE_FILE};
use crate::diagnostic::{Diagnostic, Rule, locate};
use crate::generator::{self, Generator, Translation};
use crate::tree::{Node, Value, yaml};

/// The files that settings come from, end to end: a place in one of them is bytes from the
/// beginning of the first.
#[derive(Debug, Default)]
pub(super) struct Layers {
    files: Vec<File>,
    end: usize,
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

/// Reads the layers: `own` is feedmill's site file (its name and its text, if it is there), `folder`
/// where a generator's is looked for, `wanted` the generator that a flag names.
pub(super) fn read(own: (&str, Option<&str>), folder: &Path, wanted: Option<&str>) -> Layered {
    let mut layered = Layered::default();
    let (shown, text) = own;
    if let Some(text) = text {
        match yaml::parse(text) {
            Ok(mut root) => {
                layered.layers.push(shown, text, &mut root);
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
            for name in generator.site_files {
                let path = folder.join(name);
                let shown = path.display().to_string();
                let text = match std::fs::read_to_string(&path) {
                    Ok(text) => text,
                    Err(error) if is_absent(error.kind()) => continue,
                    Err(error) => {
                        let message = format!("the site file cannot be read: {error}");
                        let problem = Diagnostic::new(&INVALID_SITE_FILE, message);
                        self.problems.push(problem.in_file(shown));
                        return;
                    }
                };
                let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
                match generator::parse(name, text) {
                    Ok(root) if !(generator.recognises)(&root) => {}
                    Ok(root) => return self.take(generator, &shown, text, &root),
                    Err(error) => {
                        let message = format!("the site file cannot be read: {error}");
                        self.layers.push(&shown, text, &mut Node::scalar("", 0));
                        let at = self.layers.files.last().map_or(0, |file| file.start);
                        let problem =
                            self.layers
                                .diagnostic(&INVALID_SITE_FILE, at + error.offset, message);
                        self.problems.push(problem);
                        return;
                    }
                }
            }
        }
    }

    fn take(&mut self, generator: &'static Generator, shown: &str, text: &str, root: &Node) {
        let translation = generator.read(root);
        let mut tree = translation.tree();
        let start = self.layers.end;
        self.layers.push(shown, text, &mut tree);
        for (offset, doubt) in &translation.doubts {
            let note = self
                .layers
                .diagnostic(&GENERATOR_SETTING, start + offset, doubt.clone());
            self.notes.push(note);
        }
        self.put_below(tree);
        self.translation = Some((shown.to_owned(), translation));
        self.adopt(generator);
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

fn is_absent(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// `upper` where it says something, else `lower`; mappings key by key.
fn over(upper: Node, lower: Node) -> Node {
    match (upper.value, lower.value) {
        (Value::Null, value) => Node {
            value,
            offset: lower.offset,
        },
        (Value::Mapping(mut above), Value::Mapping(below)) => {
            for (key, value) in below {
                let known = above
                    .iter()
                    .rposition(|(name, _)| name.text() == key.text());
                match known {
                    Some(at) => {
                        let (name, given) = above.remove(at);
                        above.insert(at, (name, over(given, value)));
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
    use crate::tree::notation;

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
