//! Characters: what XML can carry, plain text out of markup, and cutting.
//!
//! Everything here is total and linear, and borrows when there is nothing to do.

mod characters;
mod cut;
pub mod encoding;
pub(crate) mod html;
mod markup;

pub(crate) use crate::diagnostic::floor_char_boundary;
pub use characters::{clean, collapse, is_blank};
pub(crate) use characters::{find, holds, is_wide_punctuation, nfc, position};
pub use cut::cut;
pub(crate) use cut::is_wide;
pub use markup::{escape_attribute, escape_html, plain, resolve_entities, without_markdown};
pub(crate) use markup::{push_attribute, push_html, text_of_html};
