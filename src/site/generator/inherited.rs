//! What articles inherit from the site file and from the pages of their folders: each generator has its
//! own form of it, and all become items of the setting `defaults`.

use super::site_file::table;
use crate::syntax::front_matter::known_keys;
use crate::syntax::tree::{Node, Pairs, Value, normal};

/// The keys of `values` that articles may inherit: those that feeds use, and the generator's `own`.
/// Most of what sites give to all their pages is for their layouts.
pub(super) fn inherited(values: &[(Node, Node)], own: &[&str]) -> Pairs {
    let is_used = |(key, _): &&(Node, Node)| {
        let key = key.text().map(normal);
        key.is_some_and(|key| own.contains(&&*key) || known_keys().any(|known| known == key))
    };
    values.iter().filter(is_used).cloned().collect()
}

/// An item of the setting `defaults`: what the articles at `path`, but for those at `except`, inherit.
pub(super) fn defaults_of(path: Vec<String>, except: Vec<String>, values: Pairs) -> Node {
    let mut item = Vec::new();
    item.extend((!path.is_empty()).then(|| ("path", path.into())));
    item.extend((!except.is_empty()).then(|| ("except", except.into())));
    item.push(("values", Value::Mapping(values)));
    Node {
        value: table(item),
        offset: 0,
    }
}
