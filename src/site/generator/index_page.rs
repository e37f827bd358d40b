//! Files that configure their own folders.

use std::cell::RefCell;

use crate::diagnostic::Diagnostic;
use crate::syntax::front_matter::{self, Manner, NoHeader, PLAINLY, Reading, UNREAD_ARTICLE};
use crate::syntax::tree::{Node, Value};

/// A file that configures its own folder, such as `_index.md`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexPage {
    /// Its folder, relative to the site's, or to the one that contains all of them.
    pub folder: String,
    /// The name of the file.
    pub name: String,
    /// Its header.
    pub header: Node,
}

impl IndexPage {
    /// The language in its name, as in `_index.fr.md`.
    pub(super) fn language(&self) -> Option<&str> {
        let key = self.name.split('.').rev().nth(1);
        key.filter(|key| *key != "_index")
    }

    /// Reads the page at `path`, which findings call `shown`: `head` is its beginning, or all of it if it
    /// is `whole`. `None` if that is not enough; a file without a header is not a page.
    pub fn read(
        path: &str,
        shown: &str,
        head: &[u8],
        whole: bool,
    ) -> Option<Result<Option<Self>, Diagnostic>> {
        let header = RefCell::new(Vec::new());
        let manner = Manner {
            adapt: &|_, pairs| pairs.clone_into(&mut header.borrow_mut()),
            whole: true,
            ..PLAINLY
        };
        match front_matter::read_as(shown, head, whole, &manner) {
            Reading::NeedMore => return None,
            Reading::Unusable(finding) | Reading::NotAnArticle(NoHeader::Mistaken(finding)) => {
                return Some(Err(finding));
            }
            Reading::NotAnArticle(NoHeader::Nothing | NoHeader::StrayKeys(_)) => {
                let is_meant = begins_like_header(head);
                let message = "this looks like the beginning of a header, which cannot be read";
                let finding = || Diagnostic::new(&UNREAD_ARTICLE, message).in_file(shown);
                return Some(if is_meant { Err(finding()) } else { Ok(None) });
            }
            // The header of a page that configures nothing may be empty.
            Reading::Header(_) | Reading::NotAnArticle(NoHeader::NotMeant(_)) => {}
        }
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let value = Value::Mapping(header.into_inner());
        Some(Ok(Some(IndexPage {
            folder: folder.to_owned(),
            name: name.to_owned(),
            header: Node { value, offset: 0 },
        })))
    }
}

/// Whether `head` begins with a fence, or more than one, or with an object in JSON.
fn begins_like_header(head: &[u8]) -> bool {
    let head = head.trim_ascii_start();
    let object = head.strip_prefix(b"{").map(<[u8]>::trim_ascii_start);
    head.starts_with(b"---")
        || head.starts_with(b"+++")
        || object.is_some_and(|keys| keys.starts_with(b"\""))
}
