//! A site file for a site that has none yet, made from its generator's.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::describe::{SETTINGS, comment, describe};
use super::layers::Flags;
use super::layers::{self, Layered};
use super::load::SITE_FILE;
use crate::diagnostic::Diagnostic;
use crate::site::generator::{Generator, IndexPage, Setting};
use crate::syntax::tree::{Node, Value, yaml};

/// A site file that is not written yet, and where its settings come from.
#[derive(Debug)]
pub struct SiteFileDraft {
    /// Its path.
    pub path: PathBuf,
    /// Its content.
    pub text: String,
    /// Whether the articles seem to be served as they are, so that their addresses are those of the files.
    pub are_served: bool,
    /// The generator of the site, if it is known.
    pub generator: Option<&'static Generator>,
    /// Its name, and why it is taken for the generator, if it was detected.
    pub reasons: Option<String>,
    /// The path of the generator's site file, if there is one.
    pub origin: Option<String>,
    /// The settings that were understood there.
    pub understood: Vec<Understood>,
    /// The keys there that do not matter for feeds, and their positions.
    pub not_understood: Vec<(String, KeyPosition)>,
    /// Findings about it.
    pub findings: Vec<Diagnostic>,
}

/// A setting, and what it was made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Understood {
    /// feedmill's setting.
    pub setting: String,
    /// Its value, as YAML.
    pub value: String,
    /// The key in the generator's site file.
    pub key: String,
    /// Its position.
    pub place: KeyPosition,
}

/// A position in a site file of a generator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyPosition {
    /// The file, if it is another than the site file itself.
    pub file: Option<String>,
    /// The line.
    pub line: u32,
}

impl fmt::Display for KeyPosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{file} ")?;
        }
        write!(f, "line {}", self.line)
    }
}

/// Drafts a site file for the site in `folder`, which has these pages that configure their folders.
///
/// # Errors
///
/// If the generator's site file, or the generator that `flags` name, cannot be used.
pub fn draft(
    folder: &Path,
    flags: Flags,
    pages: Arc<[IndexPage]>,
) -> Result<SiteFileDraft, Vec<Diagnostic>> {
    let path = folder.join(SITE_FILE);
    let shown = path.display().to_string();
    let Layered {
        layers,
        generator,
        reasons,
        translation,
        notes,
        problems,
        ..
    } = layers::read((&shown, None), folder, flags, pages);
    if !problems.is_empty() {
        return Err(problems);
    }
    let (origin, translation) = translation.unzip();
    let translation = translation.unwrap_or_default();
    let place = |offset| {
        let (file, line) = layers.place(offset).unwrap_or_default();
        let other = origin.as_ref().is_some_and(|origin| origin != file);
        KeyPosition {
            file: other.then(|| file.to_owned()),
            line,
        }
    };
    let understood = |setting: &Setting| Understood {
        setting: setting.key.clone(),
        value: one_line(&setting.value),
        key: setting.from.clone(),
        place: place(setting.value.offset),
    };
    let not_understood = |key: &Node| {
        let name = key.text().unwrap_or_default().to_owned();
        (name, place(key.offset))
    };
    let settings = translation.settings.iter().map(understood).collect();
    let others = translation.not_understood.iter().map(not_understood);
    let are_served = generator.is_none() && are_served_as_they_are(folder);
    Ok(SiteFileDraft {
        text: site_file(
            generator,
            origin.as_deref(),
            &translation.tree(),
            are_served,
        ),
        are_served,
        path,
        generator,
        reasons,
        understood: settings,
        not_understood: others.collect(),
        origin,
        findings: notes,
    })
}

/// The value on one line.
fn one_line(node: &Node) -> String {
    let list = Node {
        value: Value::Sequence(vec![node.clone()]),
        offset: 0,
    };
    let text = yaml::write(&list);
    let text = text.trim_end();
    let inside = text
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'));
    inside.unwrap_or(text).to_owned()
}

/// The address of a file that is served as it is.
const SERVED: &str = "/:path:ext";

/// Whether the articles seem to be files that a server sends as they are: there are texts or HTML, and
/// nothing that some program makes HTML of.
fn are_served_as_they_are(folder: &Path) -> bool {
    let mut folders = vec![folder.to_owned()];
    let mut is_served = false;
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            seen += 1;
            if name.starts_with('.') || seen > MAX_SEEN {
                continue;
            }
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => folders.push(entry.path()),
                Ok(kind) if kind.is_file() => {
                    match name.rsplit_once('.').map(|(_, extension)| extension) {
                        Some("txt" | "html" | "htm") => is_served = true,
                        Some("md" | "markdown") => return false,
                        _ => {}
                    }
                }
                _ => {}
            }
        }
    }
    is_served
}

/// How many names are looked at.
const MAX_SEEN: usize = 10_000;

fn site_file(
    generator: Option<&Generator>,
    origin: Option<&str>,
    tree: &Node,
    are_served: bool,
) -> String {
    let name = origin.map(|origin| origin.rsplit(['/', '\\']).next().unwrap_or(origin));
    let mut text = match name {
        Some(name) => format!(
            "# feedmill's site file, made from `{name}` by `feedmill init`. Settings here win over\n\
             # `{name}`, which is still read: if you delete a line, the value there applies again.\n"
        ),
        None => "# feedmill's site file.\n".to_owned(),
    };
    let mut pairs = match &tree.value {
        Value::Mapping(pairs) => pairs.clone(),
        _ => Vec::new(),
    };
    let mut set = |name: &str, value: &str| {
        pairs.push((Node::scalar(name, 0), Node::scalar(value, 0)));
    };
    match generator {
        Some(generator) => set("generator", generator.name),
        None => {
            // A generator may have such pages of its own.
            set("pages", "true");
            if are_served {
                set("permalink", SERVED);
            }
        }
    }
    for setting in SETTINGS {
        let given = pairs
            .iter()
            .rfind(|(key, _)| key.text() == Some(setting.name));
        if given.is_none() && !setting.is_required {
            continue;
        }
        text.push('\n');
        let summary = setting.about.split_inclusive(". ").next();
        text.push_str(&comment(summary.unwrap_or_default(), "# "));
        match given {
            Some(pair) => {
                let one = Node {
                    value: Value::Mapping(vec![pair.clone()]),
                    offset: 0,
                };
                text.push_str(&yaml::write(&one));
            }
            None => {
                let example = setting.example.unwrap_or_default();
                text.push_str(&format!("# Required.\n# {}: {example}\n", setting.name));
            }
        }
    }
    text.push_str("\n## All other settings. Delete `# ` in front of a line to use it.\n");
    for setting in SETTINGS {
        let is_given = |(key, _): &(Node, Node)| key.text() == Some(setting.name);
        if !setting.is_required && !pairs.iter().any(is_given) {
            describe(std::slice::from_ref(setting), "", &mut text);
        }
    }
    if let Some(generator) = generator {
        let title = generator.title;
        text.push_str(&format!(
            "\n# These settings apply to every {title} site, unless set above:\n"
        ));
        for line in generator.preset.trim().lines() {
            text.push_str(format!("# {line}").trim_end());
            text.push('\n');
        }
    }
    text
}
