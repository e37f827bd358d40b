//! Where settings come from: feedmill's own site file, over what the generator's says, over what
//! holds for all sites of that generator.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use super::kinds::Choice;
use super::read::{Reader, SettingKind as _};
use super::rules::{
    CONFIGURATION_IN_CODE, GENERATOR_SETTING, INVALID_SITE_FILE, UNSURE_GENERATOR, WRONG_TYPE,
};
use super::site_files::{GeneratorFile, further_parts, read_part};
use crate::diagnostic::{Diagnostic, LineIndex, Rule};
use crate::files::{read_found, to_text};
use crate::site::generator::detect::{self, Candidate};
use crate::site::generator::{self, Generator, IndexPage, Translation};
use crate::syntax::tree::{Node, Pairs, Value, yaml};

/// Settings given on the command line.
#[derive(Debug, Default, Clone)]
pub struct Flags(Vec<Flag>);

/// The value of a setting that does not come from a site file: a text, or a list of texts.
#[derive(Debug)]
pub struct SettingValue(Value);

impl From<&str> for SettingValue {
    fn from(text: &str) -> Self {
        SettingValue(text.into())
    }
}

impl From<String> for SettingValue {
    fn from(text: String) -> Self {
        SettingValue(text.into())
    }
}

impl<T: Into<Value>> From<Vec<T>> for SettingValue {
    fn from(texts: Vec<T>) -> Self {
        SettingValue(texts.into())
    }
}

/// A setting given on the command line.
#[derive(Debug, Clone)]
struct Flag {
    /// The flag, for messages.
    flag: &'static str,
    setting: &'static str,
    value: Value,
}

impl Flags {
    /// The same flags and, if there is a `value`, another one: `flag` gives it to `setting`.
    #[must_use]
    pub fn with(
        mut self,
        flag: &'static str,
        setting: &'static str,
        value: Option<impl Into<SettingValue>>,
    ) -> Self {
        self.0.extend(value.map(|value| Flag {
            flag,
            setting,
            value: value.into().0,
        }));
        self
    }
}

/// The texts that settings come from, end to end: an offset counts from the beginning of the first.
#[derive(Debug, Clone, Default)]
pub(super) struct Layers {
    files: Vec<SettingsText>,
    end: usize,
}

#[derive(Debug, Clone)]
struct SettingsText {
    /// Its name, or the flag.
    shown: String,
    text: String,
    lines: LineIndex,
    start: usize,
    origin: Origin,
}

/// What a setting comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// The command line.
    Flag,
    /// feedmill's own site file.
    SiteFile,
    /// The generator's site file, or its preset.
    Generator,
}

/// The settings of all layers as one tree, and the files that they come from.
#[derive(Debug, Clone)]
pub(super) struct Layered {
    /// The files.
    pub(super) layers: Layers,
    /// The settings, the upper layer's over the lower's.
    pub(super) tree: Node,
    /// The generator, if the site has one.
    pub(super) generator: Option<&'static Generator>,
    /// Its name, and why it is taken for the generator, if it was detected.
    pub(super) reasons: Option<String>,
    /// What its site file says, and where that is.
    pub(super) translation: Option<(String, Translation)>,
    /// Findings about the generator's site file.
    pub(super) notes: Vec<Diagnostic>,
    /// Why there are no settings.
    pub(super) problems: Vec<Diagnostic>,
    /// The pages that configure their folders.
    pages: Arc<[IndexPage]>,
}

impl Default for Layered {
    fn default() -> Self {
        Layered {
            layers: Layers::default(),
            tree: mapping(Vec::new()),
            generator: None,
            reasons: None,
            translation: None,
            notes: Vec::new(),
            problems: Vec::new(),
            pages: Arc::default(),
        }
    }
}

impl Layers {
    /// A finding of `rule` at `offset`.
    pub(super) fn diagnostic(
        &self,
        rule: &'static Rule,
        offset: usize,
        message: String,
    ) -> Diagnostic {
        let Some(SettingsText {
            shown,
            text,
            lines,
            start,
            origin,
        }) = self.file(offset)
        else {
            return Diagnostic::new(rule, message);
        };
        if *origin == Origin::Flag {
            return Diagnostic::new(rule, format!("{shown}: {message}"));
        }
        let (line, column, source_line) = lines.locate(text, offset - start);
        Diagnostic::new(rule, message)
            .in_file(shown)
            .at(line, column)
            .showing(source_line)
    }

    /// What the setting at `offset` comes from.
    pub(super) fn origin(&self, offset: usize) -> Origin {
        self.file(offset)
            .map_or(Origin::Generator, |file| file.origin)
    }

    /// The file and the line of `offset`.
    pub(super) fn place(&self, offset: usize) -> Option<(&str, u32)> {
        let file = self.file(offset)?;
        Some((
            &file.shown,
            file.lines.locate(&file.text, offset - file.start).0,
        ))
    }

    fn file(&self, offset: usize) -> Option<&SettingsText> {
        self.files.iter().rev().find(|file| file.start <= offset)
    }

    /// Adds a file, and moves the offsets of what was read from it to those that it has here.
    fn push(&mut self, shown: &str, text: &str, origin: Origin, node: &mut Node) {
        let start = self.end;
        node.relocate(&|offset| start + offset);
        self.end += text.len() + 1;
        self.files.push(SettingsText {
            shown: shown.to_owned(),
            text: text.to_owned(),
            lines: LineIndex::new(text),
            start,
            origin,
        });
    }

    fn push_part(&mut self, part: GeneratorFile) -> Node {
        let GeneratorFile {
            shown,
            text,
            mut root,
        } = part;
        self.push(&shown, &text, Origin::Generator, &mut root);
        root
    }
}

/// Reads the layers: `own` is feedmill's site file (its name and its text, if it exists), `folder`
/// the one in which a generator's is looked for, `pages` what it has of pages that configure their
/// folders.
pub(super) fn read(
    own: (&str, Option<&str>),
    folder: &Path,
    flags: Flags,
    pages: Arc<[IndexPage]>,
) -> Layered {
    let mut layered = Layered {
        pages,
        ..Layered::default()
    };
    for Flag {
        flag,
        setting,
        value,
    } in flags.0
    {
        let pair = (Node::scalar(setting, 0), Node { value, offset: 0 });
        let mut root = mapping(vec![pair]);
        layered.layers.push(flag, "", Origin::Flag, &mut root);
        layered.put_below(root);
    }
    let (shown, text) = own;
    if let Some(text) = text {
        let (mut root, problem) = match yaml::parse_keys(text) {
            Ok(root) if matches!(root.value, Value::Mapping(_) | Value::Null) => (root, None),
            Ok(root) => {
                let message = format!("the site file must be a mapping, not {}", root.kind());
                (
                    mapping(Vec::new()),
                    Some((&WRONG_TYPE, root.offset, message)),
                )
            }
            Err(error) => {
                let message = format!("the site file is not valid YAML: {error}");
                let problem = (&INVALID_SITE_FILE, error.offset, message);
                (mapping(Vec::new()), Some(problem))
            }
        };
        let start = layered.layers.end;
        layered
            .layers
            .push(shown, text, Origin::SiteFile, &mut root);
        layered.put_below(root);
        if let Some((rule, offset, message)) = problem {
            let problem = layered.layers.diagnostic(rule, start + offset, message);
            layered.problems.push(problem);
            return layered;
        }
    }
    match layered.asked_for() {
        Some(Some(generator)) => {
            layered.load(folder, generator);
        }
        None if text.is_none() => return detected(layered, folder),
        None | Some(None) => {}
    }
    layered
}

/// A title and an address for a run that writes no feeds.
pub(super) fn placeholders() -> Node {
    let settings = [("title", "?"), ("url", "https://example.org/")];
    let pairs = settings.map(|(key, value)| (Node::scalar(key, 0), Node::scalar(value, 0)));
    mapping(pairs.into())
}

fn mapping(pairs: Pairs) -> Node {
    Node {
        value: Value::Mapping(pairs),
        offset: 0,
    }
}

/// The layers of the site in `folder` by the generator that most likely made it. One that finds no
/// article there gives way to the next that does.
fn detected(base: Layered, folder: &Path) -> Layered {
    let candidates = detect::rank(folder, &generator::ALL);
    let load = |candidate: &Candidate| {
        let mut layered = base.clone();
        layered.load(folder, candidate.generator);
        layered.reasons = Some(candidate.to_string());
        let in_code = candidate.generator.site_files.in_code.iter();
        if let Some(file) = in_code
            .map(|file| folder.join(file))
            .find(|file| file.exists())
        {
            let message =
                "this file is code and is not run; addresses and feeds are those of its defaults";
            let note = Diagnostic::new(&CONFIGURATION_IN_CODE, message.to_owned());
            layered.notes.push(note.in_file(file.display().to_string()));
        }
        layered
    };
    let Some((first, others)) = candidates.split_first() else {
        return base;
    };
    let layered = load(first);
    if others.is_empty() || !layered.problems.is_empty() {
        return layered;
    }
    let note = |taken: &Candidate, mut layered: Layered, but: String| {
        let message = format!("reading this site as {taken}; {but}");
        let note = Diagnostic::new(&UNSURE_GENERATOR, message);
        let shown = folder.display().to_string();
        layered.notes.push(note.in_file(&shown));
        layered
    };
    if layered.finds_article(folder) {
        return match others.first().filter(|second| second.is_close_to(first)) {
            Some(second) => note(first, layered, format!("it could also be {second}")),
            None => layered,
        };
    }
    let finds = |candidate: &Candidate| {
        let layered = load(candidate);
        layered.finds_article(folder).then_some(layered)
    };
    match others.iter().find_map(|other| Some((other, finds(other)?))) {
        Some((other, found)) => note(
            other,
            found,
            format!("as {first} it would have no articles"),
        ),
        None => layered,
    }
}

/// The value of the top-level key `key`.
pub(super) fn value<'n>(root: &'n Node, key: &str) -> Option<&'n Node> {
    let Value::Mapping(pairs) = &root.value else {
        return None;
    };
    let is_it = |(name, _): &&(Node, Node)| name.text() == Some(key);
    pairs.iter().rev().find(is_it).map(|(_, node)| node)
}

impl Layered {
    /// What `generator` is set to: a generator, or none. A value that cannot be used is reported.
    fn asked_for(&mut self) -> Option<Option<&'static Generator>> {
        let node = value(&self.tree, "generator").filter(|node| node.value != Value::Null)?;
        let mut reader = Reader {
            problem: &mut |rule, offset, message| {
                self.problems
                    .push(self.layers.diagnostic(rule, offset, message));
            },
        };
        Choice::read(node, "generator", &mut reader)
    }

    /// Reads the site file of `generator`, if there is one, and its preset.
    fn load(&mut self, folder: &Path, generator: &'static Generator) {
        for name in generator.site_files.names {
            match self.try_file(generator, folder, name) {
                Ok(false) => {}
                Ok(true) => break,
                Err(problem) => return self.problems.push(*problem),
            }
        }
        self.adopt(generator);
    }

    /// Whether the generator finds an article in the site in `folder`.
    fn finds_article(&self, folder: &Path) -> bool {
        let texts = |node: &Node| match &node.value {
            Value::Sequence(items) => items
                .iter()
                .filter_map(|item| Some(item.text()?.to_owned()))
                .collect(),
            _ => node
                .text()
                .map(str::to_owned)
                .into_iter()
                .collect::<Vec<_>>(),
        };
        let folders = value(&self.tree, "articles");
        let folders = folders.map(texts).unwrap_or_default();
        let folders: Vec<&str> = folders.iter().map(String::as_str).collect();
        self.generator
            .is_some_and(|generator| detect::finds_article(generator, folder, &folders))
    }

    /// Takes the site file called `name`, with its further parts, if it is there and the generator's.
    fn try_file(
        &mut self,
        generator: &'static Generator,
        folder: &Path,
        name: &str,
    ) -> Result<bool, Box<Diagnostic>> {
        let Some(main) = read_part(folder, Path::new(name), None)? else {
            return Ok(false);
        };
        let shown = main.shown.clone();
        let mut root = self.layers.push_part(main);
        for name in generator.site_files.extra.files {
            if let Some(part) = read_part(folder, Path::new(name), Some(&root))? {
                let part = self.layers.push_part(part);
                root = replaced(part, root);
            }
        }
        for part in further_parts(&generator.site_files.extra, folder) {
            let stem = part.file_stem().and_then(|stem| stem.to_str());
            let Some(stem) = stem.filter(|_| part != Path::new(name)) else {
                continue;
            };
            if let Some(read) = read_part(folder, &part, None)? {
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
                root = merged(node, root, str::to_ascii_lowercase);
            }
        }
        let translation = generator.translate(&root, &self.pages, &|path| {
            to_text(read_found(folder, path).ok()??).ok()
        });
        for (offset, warning) in &translation.warnings {
            let note = self
                .layers
                .diagnostic(&GENERATOR_SETTING, *offset, warning.clone());
            self.notes.push(note);
        }
        self.put_below(translation.tree());
        self.translation = Some((shown, translation));
        Ok(true)
    }

    fn adopt(&mut self, generator: &'static Generator) {
        self.generator = Some(generator);
        let shown = format!("the preset `{}`", generator.name);
        match yaml::parse(generator.preset) {
            Ok(mut preset) => {
                let text = generator.preset;
                self.layers
                    .push(&shown, text, Origin::Generator, &mut preset);
                self.put_below(preset);
            }
            Err(error) => unreachable!("{shown}: {error}"),
        }
    }

    /// Adds the settings of a layer below all others.
    pub(super) fn put_below(&mut self, lower: Node) {
        let upper = std::mem::replace(&mut self.tree, mapping(Vec::new()));
        let inherited = [&lower, &upper].map(|layer| items(value(layer, "defaults")));
        self.tree = over(upper, lower);
        // What one layer says of some articles takes nothing from what another says of others.
        if inherited.iter().all(|items| !items.is_empty())
            && let Value::Mapping(pairs) = &mut self.tree.value
            && let Some((_, node)) = pairs
                .iter_mut()
                .find(|(key, _)| key.text() == Some("defaults"))
        {
            node.value = Value::Sequence(inherited.concat());
        }
    }
}

/// The items of a list, which may have one item without brackets.
fn items(node: Option<&Node>) -> Vec<Node> {
    match node {
        Some(Node {
            value: Value::Sequence(items),
            ..
        }) => items.clone(),
        Some(node) if node.value != Value::Null => vec![node.clone()],
        _ => Vec::new(),
    }
}

/// `upper` where it says something, else `lower`; mappings key by key.
fn over(upper: Node, lower: Node) -> Node {
    merged(upper, lower, str::to_owned)
}

/// `lower` with the keys of `upper` in the place of its own.
fn replaced(upper: Node, lower: Node) -> Node {
    match (upper.value, lower.value) {
        (Value::Mapping(above), Value::Mapping(mut below)) => {
            let names: HashSet<Option<&str>> = above.iter().map(|(name, _)| name.text()).collect();
            below.retain(|(key, _)| !names.contains(&key.text()));
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

/// [`over`], where two keys are one if they are the same once they are `folded`.
fn merged(upper: Node, lower: Node, folded: fn(&str) -> String) -> Node {
    match (upper.value, lower.value) {
        (Value::Null, value) => Node {
            value,
            offset: lower.offset,
        },
        (Value::Mapping(mut above), Value::Mapping(below)) => {
            let mut known: HashMap<String, usize> = HashMap::new();
            for (at, (name, _)) in above.iter().enumerate() {
                known.extend(name.text().map(|name| (folded(name), at)));
            }
            for (key, value) in below {
                let name = folded(key.text().unwrap_or_default());
                if let Some(&at) = known.get(&name) {
                    let given = &mut above[at].1;
                    let nothing = Node {
                        value: Value::Null,
                        offset: given.offset,
                    };
                    *given = merged(std::mem::replace(given, nothing), value, folded);
                } else {
                    known.extend(key.text().is_some().then_some((name, above.len())));
                    above.push((key, value));
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
}
