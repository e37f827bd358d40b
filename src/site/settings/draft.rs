//! A site file for a site that has none yet, made from its generator's.

use std::fmt::{self, Write as _};
use std::path::{Path, PathBuf};

use super::layers::{self, Layered};
use super::{Request, SITE_FILE};
use crate::diagnostic::Diagnostic;
use crate::site::generator::{Generator, Setting};
use crate::syntax::tree::{Node, Value, yaml};

/// A site file that is not written yet, and where its settings come from.
#[derive(Debug)]
pub struct Draft {
    /// Where it is to lie.
    pub path: PathBuf,
    /// What it is to hold.
    pub text: String,
    /// What made the site, if that is known.
    pub generator: Option<&'static Generator>,
    /// The generator's site file, if there is one.
    pub origin: Option<String>,
    /// What was understood there.
    pub understood: Vec<Understood>,
    /// The keys there that mean nothing for feeds, and where they stand.
    pub not_understood: Vec<(String, Place)>,
    /// What is wrong there.
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
    /// Where that stands.
    pub place: Place,
}

/// Where something stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file, if it is another than the site file itself.
    pub file: Option<String>,
    /// The line.
    pub line: u32,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{file} ")?;
        }
        write!(f, "line {}", self.line)
    }
}

/// What stands above a setting.
const COMMENTS: &[(&str, &str)] = &[
    ("title", "The site's title."),
    ("url", "The site's address, with its base path."),
    ("description", "What the site is about."),
    ("language", "The language of the feeds (RFC 5646)."),
    ("languages", "The languages that have feeds of their own."),
    ("author", "Who wrote what names no author."),
    ("timezone", "The zone of dates that have none."),
    ("encoding", "How articles without a BOM are encoded."),
    ("articles", "Where articles lie."),
    ("exclude", "What is not looked at."),
    (
        "sections",
        "The folders that are sections, below the articles'.",
    ),
    (
        "main_sections",
        "The sections that stand in the feed for everything; `.` is what lies in none.",
    ),
    (
        "defaults",
        "What headers say where they do not say it themselves.",
    ),
    (
        "sections",
        "Which folders are sections; of several that an article lies in, the last counts.",
    ),
    (
        "main_sections",
        "The sections whose articles stand in the feed for everything.",
    ),
    ("drafts", "Whether drafts are published."),
    (
        "future",
        "Whether what is dated in the future is published.",
    ),
    ("tags", "What the tags are."),
    ("rights", "The copyright notice."),
    ("output", "Where the feeds go."),
    ("feeds_url", "Where they are served."),
    (
        "permalink",
        "How the address of an article is made; `*` is any other section.",
    ),
    (
        "ids",
        "What an entry's id is made of. Changing it shows every entry as new.",
    ),
    ("limit", "How many entries a feed has; 0 for all."),
    ("content", "`full` bodies, or their `summary` alone."),
    (
        "taxonomies",
        "What has feeds of its own, beside the one for everything.",
    ),
    ("paths", "Where each kind of feed lies below `output`."),
    (
        "slugs",
        "How the name of a term becomes the `:slug` of its feed.",
    ),
];

/// Drafts a site file for the site of `request`.
///
/// # Errors
///
/// If the generator's site file, or the generator that was asked for, cannot be used.
pub fn draft(request: &Request) -> Result<Draft, Vec<Diagnostic>> {
    let own = request.site_file.clone();
    let path = own.unwrap_or_else(|| request.source.join(SITE_FILE));
    let folder = path.parent().unwrap_or(Path::new(""));
    let shown = path.display().to_string();
    let given = request.flags.generator.as_ref();
    let wanted = given.map(|given| given.value.as_str());
    let Layered {
        layers,
        generator,
        translation,
        notes,
        problems,
        ..
    } = layers::read((&shown, None), folder, wanted);
    if !problems.is_empty() {
        return Err(problems);
    }
    let (origin, translation) = translation.unzip();
    let translation = translation.unwrap_or_default();
    let place = |offset| {
        let (file, line) = layers.place(offset).unwrap_or_default();
        let other = origin.as_ref().is_some_and(|origin| origin != file);
        Place {
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
    Ok(Draft {
        text: site_file(generator, origin.as_deref(), &translation.tree()),
        path,
        generator,
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
    let mut text = String::new();
    let name = origin.map(|origin| origin.rsplit(['/', '\\']).next().unwrap_or(origin));
    let mut say = |line: String| {
        let written = writeln!(text, "{line}");
        debug_assert!(written.is_ok(), "a String takes whatever is written to it");
    };
    match name {
        Some(name) => {
            say(format!(
                "# feedmill's site file, made of `{name}` by `feedmill init`."
            ));
            say(format!(
                "# What stands here wins over `{name}`, which is still read: delete a line, and what"
            ));
            say("# stands there counts again. The README tells all settings.".to_owned());
        }
        None => {
            say("# feedmill's site file. The README tells all settings.".to_owned());
        }
    }
    if let Some(generator) = generator {
        say("\n# What made the site. Its addresses and ids are kept, so that subscribers notice nothing.".to_owned());
        say(format!("generator: {}", generator.name));
    }
    let pairs = match &tree.value {
        Value::Mapping(pairs) => pairs.as_slice(),
        _ => &[],
    };
    let is_given = |key: &str| pairs.iter().any(|(name, _)| name.text() == Some(key));
    for (key, example) in [("title", "My site"), ("url", "https://example.org/")] {
        if !is_given(key) {
            let comment = comment_on(key).unwrap_or_default();
            say(format!("\n# {comment} Needed.\n# {key}: {example}"));
        }
    }
    let position = |key: &Node| {
        COMMENTS
            .iter()
            .position(|(name, _)| key.text() == Some(name))
    };
    let mut pairs: Vec<_> = pairs.iter().collect();
    pairs.sort_by_key(|(key, _)| position(key).unwrap_or(usize::MAX));
    for pair in pairs {
        let comment = pair.0.text().and_then(comment_on);
        let one = Node {
            value: Value::Mapping(vec![pair.clone()]),
            offset: 0,
        };
        say(comment.map_or_else(String::new, |comment| format!("\n# {comment}")));
        say(yaml::write(&one).trim_end().to_owned());
    }
    if let Some(generator) = generator {
        say(format!(
            "\n# What holds for every {} site unless it is said above:",
            generator.title()
        ));
        for line in generator.preset.trim().lines() {
            say(format!("# {line}").trim_end().to_owned());
        }
    }
    text
}

fn comment_on(key: &str) -> Option<&'static str> {
    let known = COMMENTS.iter().find(|(name, _)| *name == key);
    known.map(|(_, comment)| *comment)
}
