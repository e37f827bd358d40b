//! Files that configure their own folders.

use std::cell::RefCell;

use crate::syntax::front_matter::{self, Manner, Reading};
use crate::syntax::tree::{Node, Value};

/// A file that configures its own folder, such as `_index.md`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexPage {
    /// Its folder, relative to the one that contains all of them.
    pub folder: String,
    /// The name of the file.
    pub name: String,
    /// Its header.
    pub header: Node,
}

impl IndexPage {
    /// The page in `folder` whose file begins with `head`; `None` if it has no header.
    pub fn new(folder: &str, name: &str, head: &[u8]) -> Option<Self> {
        let header = RefCell::new(Vec::new());
        let manner = Manner {
            adapt: &|_, pairs| pairs.clone_into(&mut header.borrow_mut()),
            headless: false,
        };
        let begins_with = |fence: &str| head.starts_with(fence.as_bytes());
        match front_matter::read_as(name, head, true, &manner) {
            Reading::Header(_) => {}
            // The header of a page that configures nothing may be empty.
            Reading::NotAnArticle if begins_with("+++") || begins_with("---") => {}
            _ => return None,
        }
        let value = Value::Mapping(header.into_inner());
        Some(IndexPage {
            folder: folder.to_owned(),
            name: name.to_owned(),
            header: Node { value, offset: 0 },
        })
    }
}

/// The index pages in a folder of the site and the folders below it, ordered by folder and name.
pub type IndexPages<'p> = &'p dyn Fn(&str) -> Vec<IndexPage>;
