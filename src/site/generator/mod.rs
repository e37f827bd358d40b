//! What is particular to a site generator: its site file, the addresses of its articles and feeds,
//! its entry ids. Each has a file, and a folder where that is not enough; the rest of the house sees
//! only [`Generator`].

mod hexo;
mod hugo;
mod jekyll;
mod pelican;
#[cfg(test)]
mod testing;
mod zola;

use std::fmt;

use globset::Glob;

use crate::model::{self, AbsoluteUrl, Format, Templates};
use crate::site::address::Page;
use crate::site::address::path_template::{FeedScope, PathTemplate};
use crate::site::address::permalink::{self, Dialect};
use crate::syntax::tree::{Node, Pairs, SyntaxError, Value, json, normal, python, toml, yaml};

/// Every generator that is known, in the order in which a folder is tried for them.
pub static ALL: [&Generator; 5] = [
    &hugo::HUGO,
    &zola::ZOLA,
    &hexo::HEXO,
    &jekyll::JEKYLL,
    &pelican::PELICAN,
];

/// The generator called `name`.
pub fn named(name: &str) -> Option<&'static Generator> {
    ALL.into_iter().find(|generator| generator.name == name)
}

/// A site generator.
pub struct Generator {
    /// As it stands in `generator`.
    pub name: &'static str,
    /// As its way with ids stands in `ids`.
    pub ids: &'static str,
    /// Where its site file may lie; the first that exists and is recognised counts.
    pub site_files: &'static [&'static str],
    /// Whether a site file that does not bear its name is its own, where others name theirs alike.
    pub recognises: fn(&Node) -> bool,
    /// Where further parts of a site file may lie.
    pub parts: ExtraFiles,
    /// Files that tell of the folder that they lie in: below which folder, and what they are called.
    pub index_pages: Option<(&'static str, &'static str)>,
    /// Settings that hold for each of its sites, written as a site file of feedmill's.
    pub preset: &'static str,
    /// What a site file of it says, in feedmill's settings.
    pub translate: fn(&mut SiteFile<'_>),
    /// The placeholders of its permalinks.
    pub dialect: Dialect,
    /// The address that the header of a page gives, without the site's; `None` if it gives none, and
    /// the pattern counts.
    pub address: fn(&Page<'_>) -> Option<String>,
    /// Whether placeholders in that address are filled in.
    pub fills_in_addresses: bool,
    /// What an address becomes after a pattern has made it, percent-encoded.
    pub tidy: fn(String) -> String,
    /// The id of a page's entry in its own feed, if that is not the permalink.
    pub entry_id: fn(&Page<'_>, &AbsoluteUrl) -> Option<String>,
    /// The name of a term's folder.
    pub slug: fn(&str) -> String,
    /// Other rules for it that sites choose, by their names in `slugs`.
    pub other_slugs: &'static [(&'static str, SlugRule)],
    /// What the file at a path below the articles' folder is; the other argument tells whether there
    /// is a file at such a path.
    pub role: fn(&str, Exists<'_>) -> Role,
    /// The folder, below the articles', in whose feed a file stands, if that is not always the first
    /// one. It may be several folders deep.
    pub section: Option<fn(&str, Exists<'_>) -> Option<String>>,
    /// What a folder is called where the site file speaks of it.
    pub folder_name: fn(&str) -> String,
    /// Whether each of several folders of articles is the top of a site.
    pub folders_are_roots: bool,
    /// Makes of a header what it says to the generator, where it says something else to others.
    pub header: fn(&mut Head<'_>),
    /// Whether a text in a header is one term, whatever commas are in it.
    pub texts_are_terms: bool,
    /// Which date is which.
    pub dates: Dates,
    /// Whether a file without a header is an article.
    pub headless: bool,
    /// Whether the name of a file, or of its folder, may tell its language.
    pub language_in_names: bool,
    /// The template language of its bodies.
    pub templates: Templates,
    /// Whether dates in addresses are those of the site's time zone, not of the offset as written.
    pub dates_in_site_zone: bool,
    /// Whether the addresses of pictures and files in headers are below the site's address.
    pub headers_are_below_site: bool,
    /// Whether what has no date is a page of the site and no article.
    pub undated_are_pages: bool,
}

/// Makes the name of a folder of the name of a term.
pub type SlugRule = fn(&str) -> String;

/// Further parts of a site file, the later over the earlier, and all of them over the site file itself.
pub struct ExtraFiles {
    /// Files beside it, whose keys take the place of its own with all that stands under them.
    pub files: &'static [&'static str],
    /// Folders that hold others, which are put over it key by key.
    pub folders: &'static [&'static str],
    /// The keys, from the outermost on, under which a file's content belongs: the argument is its name
    /// without extension.
    pub place: fn(&str) -> Vec<&str>,
}

impl ExtraFiles {
    /// A site file that is one file.
    pub const NONE: ExtraFiles = ExtraFiles {
        files: &[],
        folders: &[],
        place: |_| Vec::new(),
    };
}

/// The header keys of dates, the first that is there counting; where there are none, those of other
/// sites.
pub struct Dates {
    /// When an article was published.
    pub published: &'static [&'static str],
    /// The date in its address.
    pub in_addresses: &'static [&'static str],
}

/// A file that tells of the folder that it lies in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexPage {
    /// The folder below that of [`Generator::index_pages`], empty for that itself.
    pub folder: String,
    /// The beginning of the file.
    pub head: String,
}

/// A generator of which nothing is known: what each of them need not say.
const PLAIN: Generator = Generator {
    name: "",
    ids: "",
    site_files: &[],
    recognises: |_| false,
    parts: ExtraFiles::NONE,
    index_pages: None,
    preset: "",
    translate: |_| (),
    dialect: permalink::FEEDMILL,
    address: |_| None,
    fills_in_addresses: true,
    tidy: |address| address,
    entry_id: |_, _| None,
    slug: |name| model::slug(&model::identity(name)),
    other_slugs: &[],
    role: |_, _| Role::Article,
    section: None,
    folder_name: str::to_owned,
    folders_are_roots: false,
    header: |_| (),
    texts_are_terms: false,
    dates: Dates {
        published: &[],
        in_addresses: &[],
    },
    headless: false,
    language_in_names: true,
    templates: Templates::Unknown,
    dates_in_site_zone: false,
    headers_are_below_site: false,
    undated_are_pages: false,
};

impl Generator {
    /// Its name as people write it.
    pub fn title(&self) -> String {
        let mut letters = self.name.chars();
        let first = letters.next().map(|first| first.to_ascii_uppercase());
        first.into_iter().chain(letters).collect()
    }
}

impl fmt::Debug for Generator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl PartialEq for Generator {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Generator {}

/// Whether there is a file at a path below the articles' folder; `x/index.*` is any in `x` whose name
/// begins so.
pub type Exists<'e> = &'e dyn Fn(&str) -> bool;

/// What a file is to a generator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// An article, if its header says so.
    Article,
    /// An article that is not to be published yet.
    Draft,
    /// A page, a section, a resource of another page.
    Other,
}

/// A header on its way from what is written to what is meant.
#[derive(Debug)]
pub struct Head<'h> {
    /// The file below the articles' folder.
    pub path: &'h str,
    /// The header as it is written, into which the places of its nodes point.
    pub text: &'h str,
    /// Its keys and values.
    pub pairs: &'h mut Pairs,
    /// What the site says of articles that do not say it themselves.
    pub defaults: Pairs,
}

impl Head<'_> {
    /// What stands under `key`, in the header or else in the defaults; never nothing.
    pub fn get(&self, key: &str) -> Option<&Node> {
        find(self.pairs, key).or_else(|| find(&self.defaults, key))
    }

    /// Puts `value` under `key`, in the place of what stands there.
    pub fn set(&mut self, key: &str, value: impl Into<Value>) {
        let value = value.into();
        let is_it = |(name, _): &(Node, Node)| name.text().is_some_and(|name| is_key(name, key));
        match self.pairs.iter().rposition(is_it) {
            Some(at) => self.pairs[at].1.value = value,
            None => self
                .pairs
                .push((Node::scalar(key, 0), Node { value, offset: 0 })),
        }
    }

    /// Takes `key` out of the header and the defaults.
    pub fn remove(&mut self, key: &str) {
        let is_other =
            |(name, _): &(Node, Node)| !name.text().is_some_and(|name| is_key(name, key));
        self.pairs.retain(is_other);
        self.defaults.retain(is_other);
    }

    /// Takes the default of `key`.
    pub fn take_default(&mut self, key: &str) -> Option<Node> {
        let is_it = |(name, _): &(Node, Node)| name.text().is_some_and(|name| is_key(name, key));
        let at = self.defaults.iter().rposition(is_it)?;
        Some(self.defaults.remove(at).1)
    }

    /// Whether `node`, a scalar of the header, stands between quotes there.
    pub fn is_quoted(&self, node: &Node) -> bool {
        let (before, after) = self.text.split_at_checked(node.offset).unwrap_or_default();
        before.ends_with(['"', '\'']) || after.starts_with(['"', '\''])
    }

    /// Adds the defaults of what the header does not say.
    pub fn fill(&mut self) {
        for (key, node) in std::mem::take(&mut self.defaults) {
            if key
                .text()
                .is_some_and(|key| find(self.pairs, key).is_none())
            {
                self.pairs.push((key, node));
            }
        }
    }
}

/// The last value under `key` that is not nothing.
fn find<'n>(pairs: &'n [(Node, Node)], key: &str) -> Option<&'n Node> {
    let is_it = |(name, node): &&(Node, Node)| {
        name.text().is_some_and(|name| is_key(name, key)) && node.value != Value::Null
    };
    pairs.iter().rev().find(is_it).map(|(_, node)| node)
}

fn is_key(name: &str, key: &str) -> bool {
    name == key || normal(name) == normal(key)
}

/// Parses a site file called `name`.
///
/// # Errors
///
/// If it is not of the syntax that its name promises.
pub fn parse(name: &str, text: &str) -> Result<Node, SyntaxError> {
    match name.rsplit('.').next().unwrap_or_default() {
        "toml" => toml::parse(text),
        "json" => json::parse(text),
        "py" => python::parse(text),
        _ => yaml::parse(text),
    }
}

/// A setting that a site file of a generator gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// feedmill's setting, `paths.site.rss` if it is nested.
    pub key: String,
    /// Its value, with the place in the site file.
    pub value: Node,
    /// The key there.
    pub from: String,
}

/// A site file of a generator while it is read: keys that are asked for count as understood.
#[derive(Debug)]
pub struct SiteFile<'n> {
    root: &'n Node,
    pages: &'n [IndexPage],
    understood: Vec<usize>,
    settings: Vec<Setting>,
    doubts: Vec<(usize, String)>,
}

/// What a site file of a generator says.
#[derive(Debug, Default)]
pub struct Translation {
    /// The settings.
    pub settings: Vec<Setting>,
    /// Keys on its first level that mean nothing for feeds.
    pub not_understood: Vec<Node>,
    /// Values that cannot be used: where, and why.
    pub doubts: Vec<(usize, String)>,
}

impl Generator {
    /// What a parsed site file says, and [`index_pages`](Self::index_pages) in the order of their
    /// folders.
    pub fn read(&self, root: &Node, pages: &[IndexPage]) -> Translation {
        let mut foreign = SiteFile {
            root,
            pages,
            understood: Vec::new(),
            settings: Vec::new(),
            doubts: Vec::new(),
        };
        (self.translate)(&mut foreign);
        let pairs = match &root.value {
            Value::Mapping(pairs) => pairs.as_slice(),
            _ => &[],
        };
        let keys = pairs.iter().map(|(key, _)| key);
        Translation {
            not_understood: keys
                .filter(|key| !foreign.understood.contains(&key.offset))
                .cloned()
                .collect(),
            settings: foreign.settings,
            doubts: foreign.doubts,
        }
    }
}

impl Translation {
    /// The settings as a tree, as if they stood in feedmill's site file.
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

/// The value of `key` in `node`, which becomes a mapping that has it.
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

#[allow(dead_code)]
impl<'n> SiteFile<'n> {
    /// What stands under `path`, `author.name` if it is nested; never nothing. Case does not count.
    fn get(&mut self, path: &str) -> Option<&'n Node> {
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

    /// The text under `path`, unless it is blank, and its place.
    fn text(&mut self, path: &str) -> Option<(&'n str, usize)> {
        let node = self.get(path)?;
        let text = node.text()?.trim();
        (!text.is_empty()).then_some((text, node.offset))
    }

    /// Whether `path` says yes.
    fn is_on(&mut self, path: &str) -> bool {
        self.text(path).is_some_and(|(text, _)| text == "true")
    }

    /// The texts under `path`: a list's items, or the one that stands there.
    fn list(&mut self, path: &str) -> Vec<&'n str> {
        let Some(node) = self.get(path) else {
            return Vec::new();
        };
        match &node.value {
            Value::Sequence(items) => items.iter().filter_map(Node::text).collect(),
            _ => node.text().into_iter().collect(),
        }
    }

    /// The items of the list under `path`.
    fn items(&mut self, path: &str) -> &'n [Node] {
        match self.get(path).map(|node| &node.value) {
            Some(Value::Sequence(items)) => items,
            _ => &[],
        }
    }

    /// The keys and values of the mapping under `path`.
    fn mapping(&mut self, path: &str) -> Vec<(&'n str, &'n Node)> {
        match self.get(path).map(|node| &node.value) {
            Some(Value::Mapping(pairs)) => pairs
                .iter()
                .filter_map(|(key, value)| Some((key.text()?, value)))
                .collect(),
            _ => Vec::new(),
        }
    }

    /// Sets `key` to `value`, because of what stands under `from`.
    fn set(&mut self, key: &str, value: impl Into<Value>, from: &str) {
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

    /// Sets `key` to the text under the first of `from` that is there. Whether one is.
    fn copy(&mut self, from: &[&str], key: &str) -> bool {
        for from in from {
            if let Some((text, _)) = self.text(from) {
                self.set(key, text, from);
                return true;
            }
        }
        false
    }

    /// Tells that what stands at `offset` cannot be used.
    fn doubt(&mut self, offset: usize, why: String) {
        self.doubts.push((offset, why));
    }

    /// [`copy`](Self::copy) for what must be of a form; what is not is told, and does not count.
    fn copy_if(&mut self, from: &[&str], key: &str, is_valid: impl Fn(&str) -> bool) {
        for from in from {
            match self.text(from) {
                Some((text, _)) if is_valid(text) => return self.set(key, text, from),
                Some((text, offset)) => {
                    let doubt = format!("`{from}` is `{text}`, which cannot be used as `{key}`");
                    self.doubt(offset, doubt);
                }
                None => {}
            }
        }
    }
}

/// What stands in `node` under `path`, keys divided by dots.
fn walk<'n>(node: &'n Node, path: &str) -> Option<&'n Node> {
    path.split('.')
        .try_fold(node, |node, name| pair(node, name).map(|(_, node)| node))
}

/// A mapping.
fn table<'k>(pairs: impl IntoIterator<Item = (&'k str, Value)>) -> Value {
    let node = |value| Node { value, offset: 0 };
    let pairs = pairs.into_iter();
    Value::Mapping(
        pairs
            .map(|(key, value)| (Node::scalar(key, 0), node(value)))
            .collect(),
    )
}

/// Sets where the feeds of a kind lie in a format. Whether that can be a path.
fn set_path(site: &mut SiteFile<'_>, kind: &str, format: Format, path: &str, from: &str) -> bool {
    let feeds = match kind {
        "site" => FeedScope::Site,
        _ => FeedScope::Terms,
    };
    let parsed = PathTemplate::parse(path, feeds, format);
    match &parsed {
        Ok(_) => site.set(&format!("paths.{kind}.{}", format.name()), path, from),
        Err(error) => {
            let offset = site.get(from).map_or(0, |node| node.offset);
            site.doubt(offset, format!("`{path}` is no path of feeds: {error}"));
        }
    }
    parsed.is_ok()
}

/// Sets the author to the one under `from`: a name, `Name <mail>` or `mail (Name)`.
fn person(site: &mut SiteFile<'_>, from: &str) {
    let Some((text, _)) = site.text(from) else {
        return;
    };
    let enclosed = |open: char, close: char| {
        let (before, after) = text.split_once(open)?;
        Some((before.trim(), after.strip_suffix(close)?.trim()))
    };
    let named = enclosed('<', '>').or_else(|| enclosed('(', ')').map(|(mail, name)| (name, mail)));
    match named {
        Some((name, mail)) if !name.is_empty() && model::email(mail).is_some() => {
            site.set("author.name", name, from);
            site.set("author.email", mail, from);
        }
        _ => site.set("author.name", text, from),
    }
}

/// The last pair of `node` whose key is `name`, without regard to case.
fn pair<'n>(node: &'n Node, name: &str) -> Option<&'n (Node, Node)> {
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
fn has(node: &Node, name: &str) -> bool {
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

#[allow(dead_code)]
fn is_language(text: &str) -> bool {
    crate::model::language(text).is_some()
}

#[allow(dead_code)]
fn is_zone(text: &str) -> bool {
    crate::time::Zone::parse(text).is_ok()
}

#[allow(dead_code)]
fn is_url(text: &str) -> bool {
    AbsoluteUrl::parse(text).is_ok()
}

/// Whether it can be the address of a site.
#[allow(dead_code)]
fn is_site_url(text: &str) -> bool {
    is_url(text) && !text.contains(['?', '#'])
}

/// Whether it can be one of `articles` or `exclude`.
#[allow(dead_code)]
fn is_pattern(text: &str) -> bool {
    !text.split('/').any(|part| part == "..") && !text.starts_with('/') && Glob::new(text).is_ok()
}

/// Whether it can be one of `paths`.
#[allow(dead_code)]
fn is_template(text: &str) -> bool {
    let feeds = match text.contains(":slug") {
        true => FeedScope::Terms,
        false => FeedScope::Site,
    };
    PathTemplate::parse(text, feeds, Format::Atom).is_ok()
}
