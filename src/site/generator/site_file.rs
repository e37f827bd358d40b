//! The configuration of a generator, read into feedmill's settings.

use globset::Glob;

use super::index_page::IndexPage;
use crate::model::{self, AbsoluteUrl, Format, TemplateValue};
use crate::site::address::path_template::{FeedScope, PathTemplate};
use crate::syntax::tree::{Node, SyntaxError, Value, json, python, toml, yaml};
use crate::time::Zone;

/// Parses a site file called `name`; `main` is what the main one says, if this is another part of it.
///
/// # Errors
///
/// If its syntax is not the one of its extension.
pub fn parse(name: &str, text: &str, main: Option<&Node>) -> Result<Node, SyntaxError> {
    match name.rsplit('.').next().unwrap_or_default() {
        "toml" => toml::parse(text),
        "json" => json::parse(text),
        "py" => python::parse(text, main),
        _ => yaml::parse(text),
    }
}

/// A setting taken from a generator's site file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// The name of feedmill's setting; with dots if nested, as in `paths.site.rss`.
    pub key: String,
    /// Its value, with the offset in the site file.
    pub value: Node,
    /// The key that it was taken from.
    pub from: String,
}

/// A generator's site file while it is read. Keys that were looked up count as understood.
pub struct SiteFile<'n> {
    /// The parsed file.
    pub(super) root: &'n Node,
    /// A part of it whose keys win, and the names for which they do not.
    overriding: Option<(&'n Node, &'static [&'static str])>,
    /// The pages of its folders that configure them.
    pages: &'n [IndexPage],
    /// Reads a text file in the site's folder.
    read: ReadText<'n>,
    /// The offsets of the top-level keys that were looked up.
    understood: Vec<usize>,
    settings: Vec<Setting>,
    warnings: Vec<(usize, String)>,
    /// What bodies may name.
    pub(super) variables: TemplateValue,
}

/// The text of the file at a path below the site's folder; `None` if there is none.
pub type ReadText<'r> = &'r dyn Fn(&str) -> Option<String>;

/// The result of reading a generator's site file.
#[derive(Debug, Clone, Default)]
pub struct Translation {
    /// The settings.
    pub settings: Vec<Setting>,
    /// Top-level keys that were not looked up.
    pub not_understood: Vec<Node>,
    /// Values that cannot be used: their offsets and the reasons.
    pub warnings: Vec<(usize, String)>,
    /// What bodies may name.
    pub variables: TemplateValue,
}

impl Translation {
    /// The settings as a tree, as in feedmill's site file.
    pub fn tree(&self) -> Node {
        let mut root = Node {
            value: Value::Mapping(Vec::new()),
            offset: 0,
        };
        for setting in &self.settings {
            let place = setting.key.split('.').fold(&mut root, entry);
            *place = setting.value.clone();
        }
        root
    }
}

/// The value of `key` in `node`; turns `node` into a mapping and adds the key if necessary.
fn entry<'n>(node: &'n mut Node, key: &str) -> &'n mut Node {
    if !matches!(node.value, Value::Mapping(_)) {
        node.value = Value::Mapping(Vec::new());
    }
    let Value::Mapping(pairs) = &mut node.value else {
        unreachable!("it has just become one");
    };
    let at = pairs
        .iter()
        .position(|(known, _)| known.text() == Some(key));
    let at = at.unwrap_or_else(|| {
        let nothing = Node {
            value: Value::Null,
            offset: 0,
        };
        pairs.push((Node::scalar(key, 0), nothing));
        pairs.len() - 1
    });
    &mut pairs[at].1
}

impl<'n> SiteFile<'n> {
    /// Starts reading the site file `root`; `pages` are ordered by folder and name.
    pub(super) fn new(root: &'n Node, pages: &'n [IndexPage], read: ReadText<'n>) -> Self {
        SiteFile {
            root,
            overriding: None,
            pages,
            read,
            understood: Vec::new(),
            settings: Vec::new(),
            warnings: Vec::new(),
            variables: TemplateValue::Null,
        }
    }

    /// What was read.
    pub(super) fn finish(self) -> Translation {
        let pairs = match &self.root.value {
            Value::Mapping(pairs) => pairs.as_slice(),
            _ => &[],
        };
        let keys = pairs.iter().map(|(key, _)| key);
        let is_unknown = |key: &&Node| !self.is_understood(key);
        Translation {
            not_understood: keys.filter(is_unknown).cloned().collect(),
            settings: self.settings,
            warnings: self.warnings,
            variables: self.variables,
        }
    }

    /// The index pages in `folder` and below it, with their folders relative to it.
    pub(super) fn index_pages(&self, folder: &str) -> Vec<IndexPage> {
        let below = |page: &IndexPage| {
            let rest = page.folder.strip_prefix(folder)?;
            let below = rest.strip_prefix('/');
            below
                .or_else(|| rest.is_empty().then_some(""))
                .map(|below| IndexPage {
                    folder: below.to_owned(),
                    ..page.clone()
                })
        };
        self.pages.iter().filter_map(below).collect()
    }

    /// The text of the file at `path` below the site's folder.
    pub(super) fn file(&self, path: &str) -> Option<String> {
        (self.read)(path)
    }

    /// Makes the keys under `path` win over those of the whole file, but for the names in `except`.
    pub(super) fn override_with(&mut self, path: &str, except: &'static [&'static str]) {
        self.overriding = self.get(path).map(|part| (part, except));
    }

    /// The value of `path`, in which dots separate nested keys. Never null; ignores case.
    pub(super) fn get(&mut self, path: &str) -> Option<&'n Node> {
        if let Some((part, except)) = self.overriding
            && !except.contains(&path.split('.').next().unwrap_or_default())
            && let Some(node) = walk(part, path).filter(|node| node.value != Value::Null)
        {
            let key = pair(self.root, path.split('.').next().unwrap_or_default());
            self.understood.extend(key.map(|(key, _)| key.offset));
            return Some(node);
        }
        let mut node = self.root;
        for (depth, name) in path.split('.').enumerate() {
            let (key, value) = pair(node, name)?;
            if depth == 0 {
                self.understood.push(key.offset);
            }
            node = value;
        }
        (node.value != Value::Null).then_some(node)
    }

    /// The text under `path`, unless it is blank, and its offset.
    pub(super) fn text(&mut self, path: &str) -> Option<(&'n str, usize)> {
        let node = self.get(path)?;
        let text = node.text()?.trim();
        (!text.is_empty()).then_some((text, node.offset))
    }

    /// Whether `path` is `true`.
    pub(super) fn is_on(&mut self, path: &str) -> bool {
        self.text(path).is_some_and(|(text, _)| text == "true")
    }

    /// Switches the extension `key` of Markdown on or off, if the first of `from` that is there says so.
    pub(super) fn extension(&mut self, from: &[&str], key: &str) {
        for from in from {
            let is_on = match self.text(from).map(|(text, _)| text) {
                Some("true" | "True") => "true",
                Some("false" | "False") => "false",
                _ => continue,
            };
            return self.set(&format!("markdown.{key}"), is_on, from);
        }
    }

    /// Whether this top-level key was looked up.
    pub(super) fn is_understood(&self, key: &Node) -> bool {
        self.understood.contains(&key.offset)
    }

    /// The texts under `path`: the items of a list, or one text.
    pub(super) fn list(&mut self, path: &str) -> Vec<&'n str> {
        let Some(node) = self.get(path) else {
            return Vec::new();
        };
        match &node.value {
            Value::Sequence(items) => items.iter().filter_map(Node::text).collect(),
            _ => node.text().into_iter().collect(),
        }
    }

    /// The items of the list under `path`.
    pub(super) fn items(&mut self, path: &str) -> &'n [Node] {
        match self.get(path).map(|node| &node.value) {
            Some(Value::Sequence(items)) => items,
            _ => &[],
        }
    }

    /// The keys and values of the mapping under `path`.
    pub(super) fn mapping(&mut self, path: &str) -> Vec<(&'n str, &'n Node)> {
        match self.get(path).map(|node| &node.value) {
            Some(Value::Mapping(pairs)) => pairs
                .iter()
                .filter_map(|(key, value)| Some((key.text()?, value)))
                .collect(),
            _ => Vec::new(),
        }
    }

    /// Sets `key` to `value`, which comes from the value under `from`.
    pub(super) fn set(&mut self, key: &str, value: impl Into<Value>, from: &str) {
        let offset = self.get(from).map_or(0, |node| node.offset);
        let mut value = Node {
            value: value.into(),
            offset,
        };
        value.relocate(&|_| offset);
        self.settings.retain(|setting| setting.key != key);
        self.settings.push(Setting {
            key: key.to_owned(),
            value,
            from: from.to_owned(),
        });
    }

    /// Sets what lies at `path` in a mapping that is set already; a text there becomes its `folder`.
    pub(super) fn set_in(&mut self, path: &[&str], value: impl Into<Value>) {
        let Some((top, below)) = path.split_first() else {
            return;
        };
        let mut settings = self.settings.iter_mut();
        let Some(setting) = settings.find(|setting| setting.key == *top) else {
            return;
        };
        let offset = setting.value.offset;
        let mut node = &mut setting.value;
        for key in below {
            if matches!(node.value, Value::Scalar(_)) {
                let folder = node.clone();
                node.value = Value::Mapping(vec![(Node::scalar("folder", offset), folder)]);
            }
            node = entry(node, key);
        }
        node.value = value.into();
        node.relocate(&|_| offset);
    }

    /// Sets `key` to the text under the first of `from` that is present. Returns whether one is.
    pub(super) fn copy(&mut self, from: &[&str], key: &str) -> bool {
        for from in from {
            if let Some((text, _)) = self.text(from) {
                self.set(key, text, from);
                return true;
            }
        }
        false
    }

    /// [`copy_if`](Self::copy_if) for the address of a site, whose final slashes count for nothing.
    pub(super) fn copy_address(&mut self, from: &str, is_valid: impl Fn(&str) -> bool) {
        self.copy_if(&[from], "url", is_valid);
        if let Some((text, _)) = self.text(from)
            && text.ends_with("//")
            && is_url(text)
        {
            self.set("url", format!("{}/", text.trim_end_matches('/')), from);
        }
    }

    /// Reports an address that only this machine knows.
    pub(super) fn tell_local_address(&mut self) {
        let mut settings = self.settings.iter();
        let Some(setting) = settings.find(|setting| setting.key == "url") else {
            return;
        };
        let url = setting
            .value
            .text()
            .and_then(|url| AbsoluteUrl::parse(url).ok());
        let is_local = |url: &AbsoluteUrl| {
            matches!(url.host(), "localhost" | "127.0.0.1" | "0.0.0.0" | "[::1]")
        };
        if let Some(url) = url.filter(is_local) {
            let why = format!(
                "`{}` is the address of this machine, {url}: no subscriber can open its links; write `url` into feedmill.yaml",
                setting.from
            );
            let offset = setting.value.offset;
            self.warn(offset, why);
        }
    }

    /// Reports that the value at `offset` cannot be used.
    pub(super) fn warn(&mut self, offset: usize, why: String) {
        self.warnings.push((offset, why));
    }

    /// [`copy`](Self::copy) with a check; a text that fails it is reported and skipped.
    pub(super) fn copy_if(&mut self, from: &[&str], key: &str, is_valid: impl Fn(&str) -> bool) {
        for from in from {
            match self.text(from) {
                Some((text, _)) if is_valid(text) => return self.set(key, text, from),
                Some((text, offset)) => {
                    let warning = format!("cannot use `{from}: {text}` as `{key}`");
                    self.warn(offset, warning);
                }
                None => {}
            }
        }
    }
}

/// The value of `path` in `node`; dots separate nested keys.
pub(super) fn walk<'n>(node: &'n Node, path: &str) -> Option<&'n Node> {
    path.split('.')
        .try_fold(node, |node, name| pair(node, name).map(|(_, node)| node))
}

/// A mapping.
pub(super) fn table<'k>(pairs: impl IntoIterator<Item = (&'k str, Value)>) -> Value {
    let node = |value| Node { value, offset: 0 };
    let pairs = pairs.into_iter();
    Value::Mapping(
        pairs
            .map(|(key, value)| (Node::scalar(key, 0), node(value)))
            .collect(),
    )
}

impl SiteFile<'_> {
    /// Sets the path of the feeds of a kind and format if it is valid. Returns whether it is.
    pub(super) fn set_path(&mut self, kind: &str, format: Format, path: &str, from: &str) -> bool {
        let is_path = self.is_path(kind, format, path, from);
        if is_path {
            self.set(&format!("paths.{kind}.{}", format.name()), path, from);
        }
        is_path
    }

    /// Whether `path` can be that of the feeds of a kind and format; else it is reported.
    pub(super) fn is_path(&mut self, kind: &str, format: Format, path: &str, from: &str) -> bool {
        let feeds = match kind {
            "site" => FeedScope::Site,
            _ => FeedScope::Terms,
        };
        let parsed = PathTemplate::parse(path, feeds, format);
        if let Err(error) = &parsed {
            let offset = self.get(from).map_or(0, |node| node.offset);
            self.warn(
                offset,
                format!("`{path}` cannot be the path of a feed: {error}"),
            );
        }
        parsed.is_ok()
    }

    /// Sets the author to the one under `from`: a name, `Name <mail>` or `mail (Name)`.
    pub(super) fn person(&mut self, from: &str) {
        let Some((text, _)) = self.text(from) else {
            return;
        };
        let enclosed = |open: char, close: char| {
            let (before, after) = text.split_once(open)?;
            Some((before.trim(), after.strip_suffix(close)?.trim()))
        };
        let named =
            enclosed('<', '>').or_else(|| enclosed('(', ')').map(|(mail, name)| (name, mail)));
        match named {
            Some((name, mail)) if !name.is_empty() && model::email(mail).is_some() => {
                self.set("author.name", name, from);
                self.set("author.email", mail, from);
            }
            _ => self.set("author.name", text, from),
        }
    }
}

/// The last pair of `node` whose key is `name`, ignoring case.
pub(super) fn pair<'n>(node: &'n Node, name: &str) -> Option<&'n (Node, Node)> {
    let Value::Mapping(pairs) = &node.value else {
        return None;
    };
    let is_it = |(key, _): &&(Node, Node)| {
        key.text()
            .is_some_and(|text| text.eq_ignore_ascii_case(name))
    };
    pairs.iter().rev().find(is_it)
}

/// Whether `node` has the key `name`.
pub(super) fn has(node: &Node, name: &str) -> bool {
    pair(node, name).is_some()
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Scalar(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::Scalar(text)
    }
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(items: Vec<T>) -> Self {
        let node = |item: T| Node {
            value: item.into(),
            offset: 0,
        };
        Value::Sequence(items.into_iter().map(node).collect())
    }
}

pub(super) fn is_language(text: &str) -> bool {
    model::language(text).is_some()
}

pub(super) fn is_zone(text: &str) -> bool {
    Zone::parse(text).is_ok()
}

pub(super) fn is_url(text: &str) -> bool {
    AbsoluteUrl::parse(text).is_ok()
}

/// Whether it can be the address of a site.
pub(super) fn is_site_url(text: &str) -> bool {
    is_url(text) && !text.contains(['?', '#'])
}

/// Whether it can be one of `articles` or `exclude`.
pub(super) fn is_pattern(text: &str) -> bool {
    !text.split('/').any(|part| part == "..") && !text.starts_with('/') && Glob::new(text).is_ok()
}

/// Whether it can be one of `paths`.
pub(super) fn is_template(text: &str) -> bool {
    let feeds = if text.contains(":slug") {
        FeedScope::Terms
    } else {
        FeedScope::Site
    };
    PathTemplate::parse(text, feeds, Format::Atom).is_ok()
}
