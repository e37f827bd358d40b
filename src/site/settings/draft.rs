//! A site file for a site that has none yet, made from its generator's.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::describe::{SETTINGS, comment};
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
    Ok(SiteFileDraft {
        text: site_file(generator, origin.as_deref(), &translation.tree()),
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

fn site_file(generator: Option<&Generator>, origin: Option<&str>, tree: &Node) -> String {
    let name = origin.map(|origin| origin.rsplit(['/', '\\']).next().unwrap_or(origin));
    let mut text = match name {
        Some(name) => format!(
            "# feedmill's site file, made from `{name}` by `feedmill init`. Settings here win over\n\
             # `{name}`, which is still read: if you delete a line, the value there applies again.\n"
        ),
        None => "# feedmill's site file.\n".to_owned(),
    };
    text.push_str("# `feedmill settings` prints all settings.\n");
    let mut pairs = match &tree.value {
        Value::Mapping(pairs) => pairs.clone(),
        _ => Vec::new(),
    };
    // A generator may have such pages of its own.
    let (name, value) = match generator {
        Some(generator) => ("generator", generator.name),
        None => ("pages", "true"),
    };
    pairs.push((Node::scalar(name, 0), Node::scalar(value, 0)));
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
