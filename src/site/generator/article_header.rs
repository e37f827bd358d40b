//! The header of an article as a generator sees and changes it.

use crate::syntax::tree::{Node, Pairs, Value, normal};
use crate::time::Timestamp;

/// A header and the site's defaults for it.
#[derive(Debug)]
pub struct ArticleHeader<'h> {
    /// The path of the file below the articles' folder.
    pub path: &'h str,
    /// The header's text, which the offsets of its nodes point into.
    pub text: &'h str,
    /// Its keys and values.
    pub pairs: &'h mut Pairs,
    /// The site's defaults.
    pub defaults: Pairs,
}

impl ArticleHeader<'_> {
    /// The value of `key` in the header, else in the defaults. Never null.
    pub fn get(&self, key: &str) -> Option<&Node> {
        find(self.pairs, key).or_else(|| find(&self.defaults, key))
    }

    /// The value of `key`, if it is a scalar.
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        self.get(key)?.text()
    }

    /// The value of `key` in the header alone. Never null.
    pub(super) fn own(&self, key: &str) -> Option<&Node> {
        find(self.pairs, key)
    }

    /// Sets `key`, replacing its value if it has one.
    pub fn set(&mut self, key: &str, value: impl Into<Value>) {
        let value = value.into();
        match self.pairs.iter().rposition(has_key(key)) {
            Some(at) => self.pairs[at].1.value = value,
            None => self
                .pairs
                .push((Node::scalar(key, 0), Node { value, offset: 0 })),
        }
    }

    /// Turns a scalar under `key` into a list of one item, so that it is not split.
    pub(super) fn wrap(&mut self, key: &str) {
        if let Some(node) = self.get(key)
            && matches!(node.value, Value::Scalar(_))
        {
            let list = vec![node.clone()];
            self.set(key, Value::Sequence(list));
        }
    }

    /// Removes `key` from the header and the defaults.
    pub fn remove(&mut self, key: &str) {
        self.pairs.retain(|pair| !has_key(key)(pair));
        self.defaults.retain(|pair| !has_key(key)(pair));
    }

    /// Removes and returns the default of `key`.
    pub fn take_default(&mut self, key: &str) -> Option<Node> {
        let at = self.defaults.iter().rposition(has_key(key))?;
        Some(self.defaults.remove(at).1)
    }

    /// Whether `node`, a scalar of the header, is quoted there.
    pub fn is_quoted(&self, node: &Node) -> bool {
        let (before, after) = self.text.split_at_checked(node.offset).unwrap_or_default();
        before.ends_with(['"', '\'']) || after.starts_with(['"', '\''])
    }

    /// The time under `key`, if it is a number that is not quoted: so many of `per_second` since 1970.
    pub(super) fn counted_time(&self, key: &str, per_second: i64) -> Option<String> {
        let node = self.get(key)?;
        let text = node.text()?.trim();
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let count: i64 = text.parse().ok().filter(|_| is_number)?;
        let time = Timestamp::from_unix(count / per_second, 0)?;
        (!self.is_quoted(node)).then(|| time.to_rfc3339())
    }

    /// Adds the defaults of the keys that the header does not have. They stand nowhere in its text.
    pub fn fill(&mut self) {
        for (mut key, mut node) in std::mem::take(&mut self.defaults) {
            key.relocate(&|_| 0);
            node.relocate(&|_| 0);
            if key
                .text()
                .is_some_and(|key| find(self.pairs, key).is_none())
            {
                self.pairs.push((key, node));
            }
        }
    }
}

/// The last value under `key` that is not null.
fn find<'n>(pairs: &'n [(Node, Node)], key: &str) -> Option<&'n Node> {
    let mut found = pairs.iter().rev().filter(|pair| has_key(key)(pair));
    let (_, node) = found.find(|(_, node)| node.value != Value::Null)?;
    Some(node)
}

fn has_key(key: &str) -> impl Fn(&(Node, Node)) -> bool {
    move |(name, _)| {
        name.text()
            .is_some_and(|name| name == key || normal(name) == normal(key))
    }
}
